/* The inside of rendering: operations as Python source, after alembic.autogenerate.render.
 *
 * render.c has the operations, render_table.c create_table with its columns and constraints,
 * render_type.c the types, render_value.c names, values and expressions. Each function returns the
 * text, or a null Str after a failure (r->failed, err set). */
#ifndef RETORT_AUTOGEN_RENDER_H
#define RETORT_AUTOGEN_RENDER_H

#include "autogen/autogen.h"
#include "autogen/rules.h"
#include "base/strbuf.h"

typedef struct Render {
    const Dialect *dialect;
    const AutogenRules *rules;
    const AutogenOptions *o;
    AutogenImports *imports;
    CompileOptions compile;
    Arena *out;
    Err *err;
    bool in_batch;
    bool failed;
} Render;

/* ---- render_value.c ---- */
Str render_repr(Render *r, Str s);      /* None for null */
Str render_name(Render *r, Ident name); /* 'x', op.f('x') or None */
Str render_constraint_name(Render *r, const Constraint *k);
Str render_index_name(Render *r, const Index *i);
Str render_alembic_prefix(const Render *r);      /* "op." or "batch_op." */
Str render_list(Render *r, const StrVec *names); /* ['a', 'b'] */
Str render_sql(Render *r, const SqlExpr *e, bool is_default,
               bool is_index);                  /* SQL text, not Python */
Str render_value(Render *r, const SqlValue *v); /* an option's value; expressions as sa.text(…) */
Str render_expr(Render *r, const SqlExpr *e, bool is_default, bool is_index);
/* ", a=1, b=2" of dialect keywords; empty when there are none. */
Str render_options(Render *r, const SqlOptions *options);
/* The hook: true when it gave a text (or failed). */
bool render_hook(Render *r, AutogenItem item, Str *text);

/* ---- render_type.c ---- */
Str render_type(Render *r, const SqlType *t);

/* ---- render_table.c ---- */
Str render_table(Render *r, const Op *op);
Str render_column(Render *r, const Column *c);
Str render_constraint(Render *r, const Constraint *k);
Str render_default(Render *r, const ServerDefault *d);
/* as_op: op.create_unique_constraint(…) instead of sa.UniqueConstraint(…). */
Str render_unique(Render *r, const Constraint *k, bool as_op);
Str render_exclude(Render *r, const Constraint *k, bool as_op);
/* Columns that a constraint names, by their names in the database. */
StrVec render_column_names(Render *r, const Table *t, const StrVec *keys);

#endif
