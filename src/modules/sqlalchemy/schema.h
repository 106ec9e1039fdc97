/* What the other native modules ask of SQLAlchemy's Python objects.
 *
 * A script's sa.Column, sa.Table, sa.text() … are instances of native classes whose payload points
 * to the C schema model (schema/) or to an SQL expression tree (sql/). The functions here go from a
 * Python value to the C object and back. Schema objects and types made by a script live in the
 * evaluator's arena: an operation that points to them is valid as long as the evaluator.
 * Expressions belong to their Python objects, which a data migration makes by the million and the
 * collector reclaims: module_expr_from_value therefore copies the tree into the caller's arena. */
#ifndef RETORT_MODULES_SQLALCHEMY_SCHEMA_H
#define RETORT_MODULES_SQLALCHEMY_SCHEMA_H

#include "eval/native.h"
#include "schema/table.h"

/* ---- schema objects: NULL when v is no such object ---- */
Column *module_column_get(Eval *ev,
                          Value v); /* Column, mapped_column(), an attribute of a mapped class */
Constraint *module_constraint_get(Eval *ev, Value v); /* also ForeignKey: its constraint */
Table *module_table_get(Eval *ev, Value v);           /* Table, or a mapped class */
Index *module_index_get(Eval *ev, Value v);
Sequence *module_sequence_get(Eval *ev, Value v);
MetaData *module_metadata_get(Eval *ev, Value v);

/* What Column(server_default=v) means, for op.alter_column() and op.add_column(): str, text(),
 * any expression, FetchedValue, Computed, Identity, Sequence, None. */
bool module_server_default_from_value(Eval *ev, Value v, ServerDefault *out) MUST_CHECK;

/* How a name is to be quoted: -1 never, 0 as needed, 1 always. */
int module_quote_wish(Eval *ev, Value name);
/* A name as given: str, quoted_name, conv (op.f()). None gives the null Ident. */
bool module_ident_from_value(Eval *ev, Value v, Ident *out) MUST_CHECK;
/* The same for what must have a name when one is given: "" raises; what: "the name of a Table". */
bool module_name_from_value(Eval *ev, Value v, const char *what, Ident *out) MUST_CHECK;
/* The way back: a conv, a quoted_name where there is a wish, else a str; None without a name. */
Value module_ident_value(Eval *ev, Ident name);
/* The same as a quoted_name, whether there is a wish or not: what a Table, a Column and an Index have. */
Value module_quoted_value(Eval *ev, Str text, IdentQuote quote);
/* The value of op.f(): a str that no naming convention touches. */
Value module_conv_value(Eval *ev, Str name);

/* Checks and stores dialect keywords (postgresql_using='gin') given in the dict `kw` on behalf of a
 * SQLAlchemy class: "Index", "Table", "PrimaryKeyConstraint" …; errors in SQLAlchemy's words. */
bool module_options_from_kw(Eval *ev, const char *class_name, Value kw, SqlOptions *out) MUST_CHECK;

/* The way back: table.dialect_kwargs, a new dict. */
bool module_options_value(Eval *ev, const SqlOptions *o, Value *out) MUST_CHECK;

/* ---- the way back: the same object every time ---- */
Value module_metadata_value(Eval *ev, MetaData *m);
Value module_table_value(Eval *ev, Table *t);
Value module_column_value(Eval *ev, Column *c);
Value module_constraint_value(Eval *ev, Constraint *c);
Value module_index_value(Eval *ev, Index *i);

/* Adds Column / Constraint / Index values to a Table that a directive makes, in the order given:
 * what Table(name, metadata, *items) does. Inline foreign keys, keys and flags are applied. */
bool module_table_add_items(Eval *ev, Table *t, const Value *items, size_t n) MUST_CHECK;

/* Table.info: the script's dict, and what of it a generated script shows. */
bool module_table_set_info(Eval *ev, Table *t, Value info) MUST_CHECK;

/* ---- types ---- */
/* A type instance, or a type class (which is instantiated). The result lives as long as the
 * evaluator. ArgumentError when v is no type. */
bool module_type_from_value(Eval *ev, Value v, Arena *out_arena, const SqlType **out) MUST_CHECK;
bool module_is_type(Eval *ev, Value v);
Value module_type_value(Eval *ev, const SqlType *t);

/* ---- expressions and plain data ---- */
/* Whether v is an SQL expression or statement (text(), func.x(), a Column, select() …). */
bool module_is_expr(Eval *ev, Value v);
/* That may be part of DDL: no table and no SELECT. */
bool module_is_ddl_expr(Eval *ev, Value v);
/* The tree of an expression object, copied into `out_arena`. TypeError when v is none. */
bool module_expr_from_value(Eval *ev, Value v, Arena *out_arena, SqlExpr **out) MUST_CHECK;
/* None, bool, int, float, str, bytes, Decimal, date/time/datetime/timedelta, UUID, list, dict,
 * enum members (their value when it is plain) and expressions. Texts are copied into out_arena. */
bool module_sql_value_from_value(Eval *ev, Value v, Arena *out_arena, SqlValue *out) MUST_CHECK;
/* The same for a parameter of a statement, whose type may have conversions of its own: the value
 * remembers its object, which the caller keeps alive, and an object that is no data gives the kind
 * OBJECT. */
bool module_bind_value_from_value(Eval *ev, Value v, Arena *out_arena, SqlValue *out) MUST_CHECK;
/* A row's cell or an option as Python sees it. */
bool module_value_from_sql_value(Eval *ev, const SqlValue *v, Value *out) MUST_CHECK;
/* A Python expression object for a tree that lives at least as long as the evaluator. */
Value module_expr_value(Eval *ev, SqlExpr *e);

#endif
