#include "dialect/sqlite/dialect.h"

#include <string.h>

bool sqlite_function(Compiler *c, const SqlExpr *e, bool *handled)
{
    Str name = e->as.function.name;
    *handled = true;
    if (str_eq_nocase(name, STR("now"))) return compiler_push_z(c, "CURRENT_TIMESTAMP");
    if (str_eq_nocase(name, STR("localtimestamp")))
        return compiler_push_z(c, "DATETIME(CURRENT_TIMESTAMP, 'localtime')");
    bool length = str_eq_nocase(name, STR("char_length"));
    bool strings = str_eq_nocase(name, STR("aggregate_strings"));
    if (!length && !strings) return *handled = false, true;
    return compiler_push_z(c, length ? "length" : "group_concat") && compiler_bound_args(c, e);
}

static bool json_item(Compiler *c, const SqlExpr *e)
{
    bool json = !e->type || type_affinity(e->type) == TYPE_AFFINITY_JSON;
    compiler_push_z(c, json ? "JSON_QUOTE(JSON_EXTRACT(" : "JSON_EXTRACT(");
    return compiler_left(c, e) && compiler_push_z(c, ", ") &&
           compiler_json_path(c, e->as.binary.right, false) &&
           compiler_push_z(c, json ? "))" : ")");
}

/* a XOR b = (a | b) - (a & b) */
static bool xor
    (Compiler * c, const SqlExpr *e) {
        compiler_push_z(c, "(");
        return compiler_generic(c, e, " | ", true) && compiler_push_z(c, " - ") &&
               compiler_generic(c, e, " & ", true) && compiler_push_z(c, ")");
    }

    bool sqlite_binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_TRUEDIV: return compiler_sides(c, e, "", " / (", " + 0.0)");
    case SQL_OP_IS_DISTINCT: return compiler_bound_sides(c, e, "", " IS NOT ", "");
    case SQL_OP_IS_NOT_DISTINCT: return compiler_bound_sides(c, e, "", " IS ", "");
    case SQL_OP_JSON_GETITEM:
    case SQL_OP_JSON_PATH_GETITEM: return json_item(c, e);
    case SQL_OP_BITXOR: return xor(c, e);
    case SQL_OP_REGEXP: return compiler_generic(c, e, " REGEXP ", false);
    case SQL_OP_NOT_REGEXP: return compiler_generic(c, e, " NOT REGEXP ", false);
    default: break;
    }
    *handled = false;
    return true;
}

bool sqlite_empty_list(Compiler *c, size_t columns)
{
    compiler_push_z(c, "SELECT ");
    for (size_t i = 0; i < columns; i++) compiler_push_z(c, i ? ", 1" : "1");
    compiler_push_z(c, " FROM (SELECT ");
    for (size_t i = 0; i < columns; i++) compiler_push_z(c, i ? ", 1" : "1");
    return compiler_push_z(c, ") WHERE 1!=1");
}

bool sqlite_extract(Compiler *c, const SqlExpr *e)
{
    static const struct {
        const char *field, *format;
    } fields[] = {{"month", "%m"},
                  {"day", "%d"},
                  {"year", "%Y"},
                  {"second", "%S"},
                  {"hour", "%H"},
                  {"doy", "%j"},
                  {"minute", "%M"},
                  {"epoch", "%s"},
                  {"dow", "%w"},
                  {"week", "%W"},
                  /* of SQLAlchemy's own list, which SQLite knows nothing of */
                  {"quarter", "quarter"},
                  {"milliseconds", "milliseconds"},
                  {"microseconds", "microseconds"},
                  {"timezone_hour", "timezone_hour"},
                  {"timezone_minute", "timezone_minute"}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!str_eq_z(e->as.extract.field, fields[i].field)) continue;
        compiler_fmt(c, "CAST(STRFTIME('%s', ", fields[i].format);
        return compiler_scalar(c, e->as.extract.inner) && compiler_push_z(c, ") AS INTEGER)");
    }
    return compiler_fail(c, "%.*s is not a valid extract argument.", STR_ARG(e->as.extract.field));
}

/* SQLite keeps moments as text: always with microseconds, never with a zone. */
bool sqlite_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    Str stored = STR_NULL;
    if (t && !type_moment_text(t, v, c->a, &stored, c->err)) return false;
    *handled = !str_is_null(stored);
    if (*handled) return compiler_string(c, stored);
    if (v->kind == SQL_VALUE_DATETIME && t && type_affinity(t) == TYPE_AFFINITY_TIME)
        return compiler_fail(c, "Could not render literal value \"%.*s\" with datatype %s",
                             STR_ARG(sql_value_repr(v, c->a)), "TIME");
    SqlValue part = *v;
    compiler_moment_part(t, &part);
    v = &part;
    if (v->kind == SQL_VALUE_DATE && t && type_class_is_a(t->cls, "DateTime")) {
        *handled = true;
        return compiler_fmt(c, "'%.*s 00:00:00.000000'", STR_ARG(v->as.text));
    }
    *handled = v->kind == SQL_VALUE_DATETIME || v->kind == SQL_VALUE_TIME;
    if (!*handled) return true;
    Str s = v->as.text;
    size_t start = v->kind == SQL_VALUE_DATETIME ? 11 : 0, end = start;
    while (end < s.len && s.ptr[end] != '+' && s.ptr[end] != '-' && s.ptr[end] != '.') end++;
    size_t fraction = end < s.len && s.ptr[end] == '.' ? end + 1 : s.len, digits = 0;
    compiler_fmt(c, "'%.*s.", (int)end, s.ptr);
    for (; digits < 6 && fraction + digits < s.len; digits++) {
        char ch = s.ptr[fraction + digits];
        if (ch < '0' || ch > '9') break;
        strbuf_push_char(&c->sql, ch);
    }
    strbuf_pad(&c->sql, '0', 6 - digits);
    return compiler_push_z(c, "'");
}

bool sqlite_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset)
{
    compiler_push_z(c, "\n LIMIT ");
    /* SQLAlchemy's own -1 is a bind even where values are inline. */
    SqlExpr *all = sql_expr_value(c->a, sql_value_int(-1));
    if (!(limit ? compiler_expr(c, limit) : compiler_bound(c, all))) return false;
    compiler_push_z(c, " OFFSET ");
    return compiler_expr(c, offset ? offset : sql_expr_value(c->a, sql_value_int(0)));
}
