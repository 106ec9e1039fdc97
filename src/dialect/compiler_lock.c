#include "dialect/compiler.h"

/* The elements of FROM that FOR UPDATE OF is about: a column stands for its table. */
static void push_locked(Compiler *c, const SqlExpr *e, FromKeyVec *out)
{
    if (e->kind == SQL_JOIN) {
        push_locked(c, e->as.from->right, out);
        push_locked(c, e->as.from->left, out);
        return;
    }
    bool owned = e->kind == SQL_COLUMN && (e->as.column.from || e->as.column.column);
    FromKey key = {e, NULL};
    if (owned && e->as.column.from)
        key = froms_key(e->as.column.from);
    else if (owned)
        key = (FromKey){NULL, e->as.column.column->table};
    else if (e->kind != SQL_COLUMN)
        key = froms_key(e);
    if (!froms_have(out, key)) VEC_PUSH(c->a, out, key);
}

/* Its name alone, without a schema. */
static bool push_locked_name(Compiler *c, FromKey key)
{
    const SqlExpr *e = key.expr;
    if (!e) return compiler_ident(c, key.table->name);
    const SqlFrom *f = e->as.from;
    switch (e->kind) {
    case SQL_TABLE:
        return compiler_ident(c, f->table
                                     ? f->table->name
                                     : (Ident){.text = f->name, .quote = ident_quote(f->quote)});
    case SQL_CTE: return compiler_unsupported(c, "TypeError", "FOR UPDATE OF cannot name a CTE");
    case SQL_ALIAS:
        if (f->lateral) compiler_push_z(c, "LATERAL ");
        return compiler_alias(c, e);
    default: return compiler_expr(c, e);
    }
}

bool compiler_locked_tables(Compiler *c, const SqlForUpdate *f)
{
    FromKeyVec of = {0};
    for (size_t i = 0; i < f->of.len; i++) push_locked(c, f->of.items[i], &of);
    for (size_t i = 0; i < of.len; i++) {
        compiler_push_z(c, i ? ", " : " OF ");
        if (!push_locked_name(c, of.items[i])) return false;
    }
    return true;
}

bool compiler_lock_waits(Compiler *c, const SqlForUpdate *f)
{
    if (f->nowait) compiler_push_z(c, " NOWAIT");
    if (f->skip_locked) compiler_push_z(c, " SKIP LOCKED");
    return true;
}
