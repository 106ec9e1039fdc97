#include "dialect/postgresql/dialect.h"

#include <string.h>

#include "dialect/connection.h"

void postgresql_placeholder(Compiler *c, size_t n, const SqlExpr *bind)
{
    compiler_fmt(c, "%c$%zu", CONNECTION_BIND_MARK, n);
}

/* The types whose values psycopg2 cannot send as what they are. */
bool postgresql_bind_cast(Compiler *c, const SqlExpr *bind)
{
    if (!bind->type || bind->as.bind.is_path) return true;
    const SqlType *t = compiler_resolve_type(c, bind->type);
    TypeAffinity affinity = type_affinity(t);
    const char *visit = t->cls->visit;
    size_t n = strlen(visit);
    bool uuid = affinity == TYPE_AFFINITY_UUID && type_get_bool(t, "native_uuid", true);
    bool range = n > 5 && strcmp(visit + n - 5, "RANGE") == 0;
    if (affinity != TYPE_AFFINITY_ARRAY && affinity != TYPE_AFFINITY_JSON && !uuid && !range)
        return true;
    return compiler_push_z(c, "::") && compiler_type(c, t);
}

bool postgresql_next_value(Compiler *c, Str schema, Ident name)
{
    StrBuf outer = c->sql;
    c->sql = (StrBuf){0};
    compiler_table(c, schema, name);
    Str text = compiler_take(c);
    strbuf_deinit(&c->sql);
    c->sql = outer;
    /* Names have their percent signs doubled already. */
    compiler_push_z(c, "nextval('");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'') compiler_push_z(c, "'");
        strbuf_push_char(&c->sql, text.ptr[i]);
    }
    return compiler_push_z(c, "')");
}

static bool is_json(const SqlExpr *e)
{
    return !e->type || type_affinity(e->type) == TYPE_AFFINITY_JSON;
}

static bool is_jsonb(const SqlExpr *e) { return e->type && type_class_is_a(e->type->cls, "JSONB"); }

/* An item that is no JSON: the text of it, cast. */
static bool cast_item(Compiler *c, const SqlExpr *e, const char *text)
{
    compiler_push_z(c, "CAST(");
    return compiler_generic(c, e, text, true) && compiler_push_z(c, " AS ") &&
           compiler_type(c, e->type) && compiler_push_z(c, ")");
}

static bool json_item(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *left = e->as.binary.left;
    if (!is_json(e)) return cast_item(c, e, " ->> ");
    if (!is_jsonb(left)) return compiler_generic(c, e, " -> ", true);
    /* SQLAlchemy subscripts JSONB, which PostgreSQL has since 14. */
    bool group = left->kind == SQL_FUNCTION || left->kind == SQL_CAST;
    if (group) compiler_push_z(c, "(");
    if (!(group ? compiler_expr(c, left) : compiler_left(c, e))) return false;
    compiler_push_z(c, group ? ")[" : "[");
    return compiler_right(c, e) && compiler_push_z(c, "]");
}

static bool regexp(Compiler *c, const SqlExpr *e, const char *op)
{
    Str flags = e->as.binary.flags;
    if (str_is_null(flags) || str_eq_z(flags, "i"))
        return compiler_generic(
            c, e, arena_cstr(c->a, arena_fmt(c->a, " %s%s ", op, str_is_null(flags) ? "" : "*")),
            false);
    if (!compiler_left(c, e)) return false;
    compiler_fmt(c, " %s CONCAT('(?', ", op);
    compiler_string(c, flags);
    return compiler_push_z(c, ", ')', ") && compiler_right(c, e) && compiler_push_z(c, ")");
}

static bool match(Compiler *c, const SqlExpr *e)
{
    if (!compiler_left(c, e)) return false;
    compiler_push_z(c, " @@ plainto_tsquery(");
    if (!str_is_null(e->as.binary.config)) {
        compiler_string(c, e->as.binary.config);
        compiler_push_z(c, ", ");
    }
    return compiler_right(c, e) && compiler_push_z(c, ")");
}

bool postgresql_binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_REGEXP: return regexp(c, e, "~");
    case SQL_OP_NOT_REGEXP: return regexp(c, e, "!~");
    case SQL_OP_REGEXP_REPLACE: return compiler_regexp_call(c, e, "REGEXP_REPLACE");
    case SQL_OP_BITXOR: return compiler_generic(c, e, " # ", false);
    case SQL_OP_JSON_GETITEM: return json_item(c, e);
    case SQL_OP_JSON_PATH_GETITEM:
        return is_json(e) ? compiler_generic(c, e, " #> ", true) : cast_item(c, e, " #>> ");
    case SQL_OP_MATCH: return match(c, e);
    case SQL_OP_GETITEM:
        if (!compiler_left(c, e)) return false;
        compiler_push_z(c, "[");
        return compiler_right(c, e) && compiler_push_z(c, "]");
    default: break;
    }
    *handled = false;
    return true;
}

bool postgresql_function(Compiler *c, const SqlExpr *e, bool *handled)
{
    const SqlExprVec *args = &e->as.function.args;
    Str name = e->as.function.name;
    *handled = true;
    if (str_eq_nocase(name, STR("aggregate_strings")))
        return compiler_push_z(c, "string_agg") && compiler_bound_args(c, e);
    if (!str_eq_nocase(name, STR("substring")) || args->len < 2) return *handled = false, true;
    compiler_push_z(c, "SUBSTRING(");
    for (size_t i = 0; i < args->len && i < 3; i++) {
        compiler_push_z(c, i == 0 ? "" : i == 1 ? " FROM " : " FOR ");
        if (!compiler_operand(c, args->items[i], SQL_OP_COMMA)) return false;
    }
    return compiler_push_z(c, ")");
}

/* '[1,5)'::INT4RANGE: beside an operator of ranges, text alone may be a range or an element. */
static bool range_literal(Compiler *c, Str text, Str name, const SqlType *t)
{
    t = t ? compiler_resolve_type(c, t) : NULL;
    if (!compiler_string(c, text)) return false;
    if (t && type_is_range(t)) return compiler_push_z(c, "::") && c->rules->type(c, t);
    return str_is_null(name) || (compiler_push_z(c, "::") && compiler_push(c, name));
}

bool postgresql_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    Str ranges;
    *handled = true;
    if (v->kind == SQL_VALUE_RANGE) return range_literal(c, v->as.text, v->member, t);
    bool listed = v->kind == SQL_VALUE_LIST && t && type_is_range(t);
    if (listed && type_multirange_text(v, c->a, &ranges))
        return range_literal(c, ranges, STR_NULL, t);
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
    return compiler_locked_tables(c, f) && compiler_lock_waits(c, f);
}
