#include "dialect/postgresql/dialect.h"

void postgresql_placeholder(Compiler *c, size_t n, const SqlExpr *bind)
{
    compiler_fmt(c, "$%zu", n);
}

bool postgresql_next_value(Compiler *c, Str schema, Ident name)
{
    StrBuf outer = c->sql;
    c->sql = (StrBuf){0};
    compiler_table(c, schema, name);
    Str text = compiler_take(c);
    strbuf_deinit(&c->sql);
    c->sql = outer;
    compiler_push_z(c, "nextval(");
    compiler_string(c, text);
    return compiler_push_z(c, ")");
}

static bool around(Compiler *c, const SqlExpr *e, const char *text)
{
    SqlOp op = e->as.binary.op;
    return compiler_operand(c, e->as.binary.left, op) && compiler_push_z(c, text) &&
           compiler_operand(c, e->as.binary.right, op);
}

static bool escape(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *x = e->as.binary.escape;
    if (!x) return true;
    compiler_push_z(c, " ESCAPE ");
    return x->kind == SQL_BIND ? compiler_literal(c, &x->as.bind.value, NULL) : compiler_expr(c, x);
}

static bool is_json(const SqlExpr *e)
{
    return !e->type || e->type->cls->affinity == TYPE_AFFINITY_JSON;
}

static bool is_jsonb(const SqlExpr *e) { return e->type && type_class_is_a(e->type->cls, "JSONB"); }

/* Operators of JSON whose right side is no JSON: a path for #> and #>>, plain text for ? and kin.
 */
static bool json_custom(Compiler *c, const SqlExpr *e, bool *handled)
{
    const SqlExpr *right = e->as.binary.right;
    Str op = e->as.binary.custom;
    bool path = str_eq_z(op, "#>") || str_eq_z(op, "#>>");
    bool key = str_eq_z(op, "?");
    bool json =
        right->kind == SQL_BIND && right->type && right->type->cls->affinity == TYPE_AFFINITY_JSON;
    bool list = right->kind == SQL_BIND && right->as.bind.value.kind == SQL_VALUE_LIST;
    *handled = (path && list) || (key && json);
    if (!*handled) return true;
    if (!compiler_operand(c, e->as.binary.left, SQL_OP_JSON_PATH_GETITEM)) return false;
    compiler_fmt(c, " %.*s ", STR_ARG(op));
    if (path) return compiler_json_path(c, right, true);
    SqlExpr *plain = sql_expr_value(c->a, right->as.bind.value);
    return compiler_bind(c, plain, NULL);
}

bool postgresql_binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_ILIKE: return around(c, e, " ILIKE ") && escape(c, e);
    case SQL_OP_NOT_ILIKE: return around(c, e, " NOT ILIKE ") && escape(c, e);
    case SQL_OP_REGEXP: return around(c, e, " ~ ");
    case SQL_OP_NOT_REGEXP: return around(c, e, " !~ ");
    case SQL_OP_CUSTOM: return json_custom(c, e, handled);
    case SQL_OP_BITXOR: return around(c, e, " # ");
    case SQL_OP_JSON_GETITEM:
        /* SQLAlchemy subscripts JSONB, which PostgreSQL has since 14. */
        if (is_jsonb(e->as.binary.left) && is_json(e))
            return compiler_operand(c, e->as.binary.left, SQL_OP_GETITEM) &&
                   compiler_push_z(c, "[") && compiler_expr(c, e->as.binary.right) &&
                   compiler_push_z(c, "]");
        return around(c, e, is_json(e) ? " -> " : " ->> ");
    case SQL_OP_JSON_PATH_GETITEM:
        if (!compiler_operand(c, e->as.binary.left, SQL_OP_JSON_PATH_GETITEM)) return false;
        compiler_push_z(c, is_json(e) ? " #> " : " #>> ");
        return compiler_json_path(c, e->as.binary.right, true);
    case SQL_OP_MATCH:
    case SQL_OP_NOT_MATCH:
        if (e->as.binary.op == SQL_OP_NOT_MATCH) compiler_push_z(c, "NOT ");
        if (!compiler_operand(c, e->as.binary.left, SQL_OP_MATCH)) return false;
        compiler_push_z(c, " @@ plainto_tsquery(");
        return compiler_expr(c, e->as.binary.right) && compiler_push_z(c, ")");
    case SQL_OP_GETITEM:
        if (!compiler_operand(c, e->as.binary.left, SQL_OP_GETITEM)) return false;
        compiler_push_z(c, "[");
        return compiler_expr(c, e->as.binary.right) && compiler_push_z(c, "]");
    default: break;
    }
    *handled = false;
    return true;
}

bool postgresql_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    *handled = v->kind == SQL_VALUE_INTERVAL;
    if (!*handled) return true;
    compiler_push_z(c, "make_interval(secs=>");
    sql_value_push_float(&c->sql, (double)v->as.integer / 1e6);
    return compiler_push_z(c, ")");
}

bool postgresql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset)
{
    if (limit && (!compiler_push_z(c, " \n LIMIT ") || !compiler_expr(c, limit))) return false;
    if (!offset) return true;
    if (!limit) compiler_push_z(c, "\n LIMIT ALL");
    return compiler_push_z(c, " OFFSET ") && compiler_expr(c, offset);
}

bool postgresql_for_update(Compiler *c, const SqlForUpdate *f)
{
    const char *share = f->key_share ? " FOR KEY SHARE" : " FOR SHARE";
    const char *update = f->key_share ? " FOR NO KEY UPDATE" : " FOR UPDATE";
    compiler_push_z(c, f->read ? share : update);
    if (f->of.len) {
        compiler_push_z(c, " OF ");
        if (!compiler_list(c, &f->of, ", ")) return false;
    }
    if (f->nowait) compiler_push_z(c, " NOWAIT");
    if (f->skip_locked) compiler_push_z(c, " SKIP LOCKED");
    return true;
}
