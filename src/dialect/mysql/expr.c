#include "dialect/mysql/dialect.h"

#include <inttypes.h>
#include <string.h>

bool mysql_next_value(Compiler *c, Str schema, Ident name)
{
    compiler_push_z(c, "nextval(");
    return compiler_table(c, schema, name) && compiler_push_z(c, ")");
}

bool mysql_function(Compiler *c, const SqlExpr *e, bool *handled)
{
    Str name = e->as.function.name;
    const SqlExprVec *args = &e->as.function.args;
    *handled = true;
    if (str_eq_nocase(name, STR("sysdate"))) return compiler_push_z(c, "SYSDATE()");
    if (str_eq_nocase(name, STR("random")))
        return compiler_push_z(c, "rand") && compiler_bound_args(c, e);
    if (str_eq_nocase(name, STR("rollup")))
        return compiler_list(c, args, ", ") && compiler_push_z(c, " WITH ROLLUP");
    if (str_eq_nocase(name, STR("aggregate_strings")) && args->len == 2) {
        compiler_push_z(c, "group_concat(");
        return compiler_operand(c, args->items[0], SQL_OP_COMMA) &&
               compiler_push_z(c, " SEPARATOR ") &&
               compiler_operand(c, args->items[1], SQL_OP_COMMA) && compiler_push_z(c, ")");
    }
    *handled = false;
    return true;
}

static bool concat(Compiler *c, const SqlExpr *e)
{
    compiler_push_z(c, "concat(");
    return compiler_concat_items(c, e) && compiler_push_z(c, ")");
}

/* REGEXP, whose flags MariaDB has in the pattern and MySQL in a function. */
static bool regexp(Compiler *c, const SqlExpr *e, bool negative)
{
    const char *word = negative ? " NOT REGEXP " : " REGEXP ";
    if (str_is_null(e->as.binary.flags)) return compiler_generic(c, e, word, false);
    if (!mysql_is_mariadb(c)) {
        compiler_push_z(c, negative ? "NOT " : "");
        return compiler_regexp_call(c, e, "REGEXP_LIKE");
    }
    if (!compiler_left(c, e)) return false;
    compiler_fmt(c, "%sCONCAT('(?', ", word);
    compiler_string(c, e->as.binary.flags);
    bool literal = c->literal_binds;
    c->literal_binds = false;
    bool ok = compiler_push_z(c, ", ')', ") && compiler_right(c, e) && compiler_push_z(c, ")");
    c->literal_binds = literal;
    return ok;
}

static bool regexp_replace(Compiler *c, const SqlExpr *e)
{
    const SqlExprVec *args = &e->as.binary.right->as.list.items;
    if (str_is_null(e->as.binary.flags) || !mysql_is_mariadb(c))
        return compiler_regexp_call(c, e, "REGEXP_REPLACE");
    compiler_push_z(c, "REGEXP_REPLACE(");
    if (!compiler_left(c, e)) return false;
    compiler_push_z(c, ", CONCAT('(?', ");
    compiler_string(c, e->as.binary.flags);
    compiler_push_z(c, ", ')', ");
    return compiler_bound(c, args->items[0]) && compiler_push_z(c, "), ") &&
           compiler_expr(c, args->items[1]) && compiler_push_z(c, ")");
}

/* The item as before(document, path)after. */
static bool item(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                 const char *after)
{
    compiler_push_z(c, before);
    return compiler_left(c, e) && compiler_push_z(c, between) &&
           compiler_json_path(c, e->as.binary.right, false) && compiler_push_z(c, after);
}

static bool json_item(Compiler *c, const SqlExpr *e)
{
    TypeAffinity affinity = e->type ? type_affinity(e->type) : TYPE_AFFINITY_JSON;
    if (affinity == TYPE_AFFINITY_JSON) return item(c, e, "JSON_EXTRACT(", ", ", ")");
    if (!item(c, e, "CASE JSON_EXTRACT(", ", ", ") WHEN 'null' THEN NULL ")) return false;
    if (affinity == TYPE_AFFINITY_BOOLEAN)
        return compiler_push_z(c, "WHEN true THEN true ELSE false END");
    if (affinity == TYPE_AFFINITY_INTEGER)
        return item(c, e, "ELSE CAST(JSON_EXTRACT(", ", ", ") AS SIGNED INTEGER) END");
    if (affinity == TYPE_AFFINITY_STRING)
        return item(c, e, "ELSE JSON_UNQUOTE(JSON_EXTRACT(", ", ", ")) END");
    if (affinity == TYPE_AFFINITY_NUMERIC) {
        int64_t precision = type_get_int(e->type, "precision", -1);
        int64_t scale = type_get_int(e->type, "scale", -1);
        if (precision < 0 || scale < 0)
            return item(c, e, "ELSE JSON_EXTRACT(", ", ", ")+0.0000000000000000000000 END");
        if (!item(c, e, "ELSE CAST(JSON_EXTRACT(", ", ", ") AS DECIMAL")) return false;
        return compiler_fmt(c, "(%" PRId64 ", %" PRId64 ")) END", precision, scale);
    }
    return item(c, e, "ELSE JSON_EXTRACT(", ", ", ") END");
}

/* The columns of mysql.match() stand in a list, without parentheses of their own. */
static bool match(Compiler *c, const SqlExpr *e)
{
    bool several = e->as.binary.left->kind == SQL_LIST;
    Str mode = e->as.binary.custom;
    compiler_push_z(c, "MATCH (");
    if (!(several ? compiler_expr(c, e->as.binary.left) : compiler_left(c, e))) return false;
    compiler_push_z(c, ") AGAINST (");
    if (!compiler_right(c, e)) return false;
    compiler_push(c, str_is_null(mode) ? STR(" IN BOOLEAN MODE") : mode);
    return compiler_push_z(c, ")");
}

bool mysql_extract(Compiler *c, const SqlExpr *e)
{
    Str field = e->as.extract.field;
    if (str_eq_z(field, "milliseconds")) field = STR("millisecond");
    compiler_fmt(c, "EXTRACT(%.*s FROM ", STR_ARG(field));
    return compiler_scalar(c, e->as.extract.inner) && compiler_push_z(c, ")");
}

bool mysql_binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_CONCAT: return concat(c, e);
    case SQL_OP_JSON_GETITEM:
    case SQL_OP_JSON_PATH_GETITEM: return json_item(c, e);
    case SQL_OP_IS_DISTINCT: return compiler_bound_sides(c, e, "NOT (", " <=> ", ")");
    case SQL_OP_IS_NOT_DISTINCT: return compiler_bound_sides(c, e, "", " <=> ", "");
    case SQL_OP_MATCH: return match(c, e);
    case SQL_OP_REGEXP: return regexp(c, e, false);
    case SQL_OP_NOT_REGEXP: return regexp(c, e, true);
    case SQL_OP_REGEXP_REPLACE: return regexp_replace(c, e);
    default: break;
    }
    *handled = false;
    return true;
}

/* CAST knows few types; NULL = not this one. */
static const char *cast_word(const SqlType *t)
{
    if (type_class_is_a(t->cls, "Integer"))
        return type_get_bool(t, "unsigned", false) ? "UNSIGNED INTEGER" : "SIGNED INTEGER";
    bool moment =
        t->cls->affinity == TYPE_AFFINITY_DATETIME && type_class_is_a(t->cls, "TIMESTAMP");
    if (moment || type_class_is_a(t->cls, "Interval"))
        return "DATETIME"; /* that is how an interval is stored */
    switch (t->cls->affinity) {
    case TYPE_AFFINITY_JSON: return "JSON";
    case TYPE_AFFINITY_BINARY: return "BINARY";
    default: return NULL;
    }
}

static bool push_cast_type(Compiler *c, const SqlType *t, bool *known)
{
    if (type_class_is_a(t->cls, "PickleType") && t->impl) t = t->impl;
    const char *word = cast_word(t);
    *known = true;
    if (word) return compiler_push_z(c, word);
    TypeAffinity affinity = t->cls->affinity;
    bool as_it_is = affinity == TYPE_AFFINITY_DATETIME || affinity == TYPE_AFFINITY_DATE ||
                    affinity == TYPE_AFFINITY_TIME;
    if (as_it_is) return compiler_type(c, t);
    bool is_set = !strcmp(t->cls->visit, "SET");
    bool is_text = affinity == TYPE_AFFINITY_ENUM ? !type_get_bool(t, "native_enum", true)
                                                  : affinity == TYPE_AFFINITY_STRING && !is_set;
    if (is_text) return mysql_cast_string(c, t);
    bool as_float = type_class_is_a(t->cls, "Float") && mysql_server_has(c, 80017, 100405);
    if (as_float) return compiler_type(c, t);
    bool is_number = affinity == TYPE_AFFINITY_NUMERIC || type_class_is_a(t->cls, "NUMBER");
    if (is_number) return mysql_cast_decimal(c, t);
    *known = false;
    return compiler_type(c, t); /* for types that the database does not have at all */
}

/* A cast to a type that CAST does not know is left out, as SQLAlchemy does. */
bool mysql_cast(Compiler *c, const SqlExpr *e, bool *handled)
{
    const SqlExpr *inner = e->as.cast.inner;
    const SqlType *t = compiler_resolve_type(c, e->type);
    if (err_is_set(c->err)) return false;
    *handled = !e->as.cast.is_try;
    if (!*handled) return true;
    if (mysql_is_half_a_double(t)) return mysql_half_a_double(c);
    size_t start = c->sql.len;
    bool known;
    if (!push_cast_type(c, t, &known)) return false;
    Str type = arena_str(c->a, str_slice(strbuf_view(&c->sql), start, c->sql.len));
    strbuf_truncate(&c->sql, start);
    if (!known) return compiler_grouped(c, inner);
    compiler_push_z(c, "CAST(");
    if (!compiler_cast_operand(c, e)) return false;
    return compiler_fmt(c, " AS %.*s)", STR_ARG(type));
}

bool mysql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset)
{
    compiler_push_z(c, " \n LIMIT ");
    if (offset && (!compiler_expr(c, offset) || !compiler_push_z(c, ", "))) return false;
    if (limit) return compiler_expr(c, limit);
    return compiler_push_z(c, "18446744073709551615"); /* there is no OFFSET without LIMIT */
}

bool mysql_for_update(Compiler *c, const SqlForUpdate *f)
{
    const char *share =
        mysql_server_has(c, 80001, MYSQL_NEVER) ? " FOR SHARE" : " LOCK IN SHARE MODE";
    compiler_push_z(c, f->read ? share : " FOR UPDATE");
    if (mysql_server_has(c, 80000, MYSQL_NEVER) && !compiler_locked_tables(c, f)) return false;
    return compiler_lock_waits(c, f);
}
