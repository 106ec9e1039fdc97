#include "dialect/mssql/dialect.h"

bool mssql_unicode(Compiler *c, Str text)
{
    compiler_push_z(c, "N");
    return compiler_string(c, text);
}

bool mssql_next_value(Compiler *c, Str schema, Ident name)
{
    compiler_push_z(c, "NEXT VALUE FOR ");
    return compiler_table(c, schema, name);
}

bool mssql_function(Compiler *c, const SqlExpr *e, bool *handled)
{
    Str name = e->as.function.name;
    const SqlExprVec *args = &e->as.function.args;
    bool known = e->as.function.is_known && !e->as.function.packages.len;
    *handled = true;
    if (known && str_eq_nocase(name, STR("now"))) return compiler_push_z(c, "CURRENT_TIMESTAMP");
    if (known && str_eq_nocase(name, STR("current_date"))) return compiler_push_z(c, "GETDATE()");
    bool length = !e->as.function.packages.len &&
                  (str_eq_nocase(name, STR("length")) || str_eq_nocase(name, STR("char_length")));
    bool strings = known && str_eq_nocase(name, STR("aggregate_strings"));
    if (length || strings) {
        compiler_push_z(c, length ? "LEN(" : "string_agg(");
        return compiler_list(c, args, ", ") && compiler_push_z(c, ")");
    }
    *handled = false;
    return true;
}

static bool sides(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                  const char *after)
{
    compiler_push_z(c, before);
    return compiler_expr(c, e->as.binary.left) && compiler_push_z(c, between) &&
           compiler_expr(c, e->as.binary.right) && compiler_push_z(c, after);
}

/* The item as before(document, path)after. */
static bool item(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                 const char *after)
{
    compiler_push_z(c, before);
    return compiler_expr(c, e->as.binary.left) && compiler_push_z(c, between) &&
           compiler_json_path(c, e->as.binary.right, false) && compiler_push_z(c, after);
}

static bool json_item(Compiler *c, const SqlExpr *e)
{
    TypeAffinity affinity = e->type ? type_affinity(e->type) : TYPE_AFFINITY_JSON;
    if (affinity == TYPE_AFFINITY_JSON) return item(c, e, "JSON_QUERY(", ", ", ")");
    if (!item(c, e, "CASE JSON_VALUE(", ", ", ") WHEN NULL THEN NULL ")) return false;
    if (affinity == TYPE_AFFINITY_BOOLEAN)
        return compiler_push_z(c, "WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE NULL END");
    if (affinity == TYPE_AFFINITY_INTEGER)
        return item(c, e, "ELSE CAST(JSON_VALUE(", ", ", ") AS INTEGER) END");
    if (affinity == TYPE_AFFINITY_STRING) return item(c, e, "ELSE JSON_VALUE(", ", ", ") END");
    if (affinity == TYPE_AFFINITY_NUMERIC)
        return item(c, e, "ELSE CAST(JSON_VALUE(", ", ", ") AS ") && compiler_type(c, e->type) &&
               compiler_push_z(c, ") END");
    return item(c, e, "ELSE JSON_QUERY(", ", ", ") END");
}

bool mssql_binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    const SqlExpr *left = e->as.binary.left, *right = e->as.binary.right;
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_CONCAT: return sides(c, e, "", " + ", "");
    case SQL_OP_MATCH: return sides(c, e, "CONTAINS (", ", ", ")");
    case SQL_OP_NOT_MATCH: return sides(c, e, "NOT CONTAINS (", ", ", ")");
    case SQL_OP_IS_DISTINCT: return sides(c, e, "NOT EXISTS (SELECT ", " INTERSECT SELECT ", ")");
    case SQL_OP_IS_NOT_DISTINCT: return sides(c, e, "EXISTS (SELECT ", " INTERSECT SELECT ", ")");
    case SQL_OP_REGEXP:
    case SQL_OP_NOT_REGEXP:
        return compiler_fail(c, "mssql dialect does not support regular expressions");
    case SQL_OP_JSON_GETITEM:
    case SQL_OP_JSON_PATH_GETITEM: return json_item(c, e);
    case SQL_OP_EQ:
        if (left->kind == SQL_BIND && right->kind != SQL_BIND) {
            SqlExpr turned = *e; /* a value stands on the right */
            turned.as.binary.left = (SqlExpr *)right;
            turned.as.binary.right = (SqlExpr *)left;
            return compiler_binary(c, &turned);
        }
        break;
    default: break;
    }
    *handled = false;
    return true;
}

bool mssql_cast(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = e->as.cast.is_try;
    if (!*handled) return true;
    compiler_push_z(c, "TRY_CAST (");
    return compiler_expr(c, e->as.cast.inner) && compiler_push_z(c, " AS ") &&
           compiler_type(c, e->type) && compiler_push_z(c, ")");
}

bool mssql_extract(Compiler *c, const SqlExpr *e)
{
    static const struct {
        const char *field, *word;
    } words[] = {{"doy", "dayofyear"},
                 {"dow", "weekday"},
                 {"milliseconds", "millisecond"},
                 {"microseconds", "microsecond"}};
    Str field = e->as.extract.field;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_z(field, words[i].field)) field = str_z(words[i].word);
    compiler_fmt(c, "DATEPART(%.*s, ", STR_ARG(field));
    return compiler_expr(c, e->as.extract.inner) && compiler_push_z(c, ")");
}

bool mssql_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    *handled = v->kind == SQL_VALUE_STR && t && t->cls->affinity == TYPE_AFFINITY_STRING &&
               (type_class_is_a(t->cls, "Unicode") || type_class_is_a(t->cls, "UnicodeText"));
    return !*handled || mssql_unicode(c, v->as.text);
}

/* ---- LIMIT ---- */

/* What is left for the end of a statement is an offset, and rewrite_select has taken that away. */
bool mssql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset)
{
    return compiler_fail(c, "MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT "
                            "clause");
}

bool mssql_top(Compiler *c, const SqlSelect *s)
{
    if (!s->limit || s->offset) return true;
    compiler_push_z(c, "TOP ");
    return compiler_expr(c, s->limit) && compiler_push_z(c, " ");
}

static SqlExpr *label(Compiler *c, SqlExpr *inner, Str name)
{
    SqlExpr *e = sql_expr_new(c->a, SQL_LABEL, inner->type);
    e->as.label.inner = inner;
    e->as.label.name = name;
    return e;
}

static Str column_name(Compiler *c, const SqlExpr *e)
{
    if (e->kind == SQL_LABEL) return e->as.label.name;
    if (e->kind == SQL_COLUMN) return e->as.column.name;
    Str base = e->kind == SQL_FUNCTION ? e->as.function.name : STR("anon");
    return compiler_anon_name(c, e, base);
}

/* An offset becomes a condition on ROW_NUMBER() of a subquery: without a server to ask, SQLAlchemy
 * assumes one that has no OFFSET. */
const SqlSelect *mssql_rewrite_select(Compiler *c, const SqlSelect *s)
{
    if (!s->offset || !s->order_by.len) return s;
    SqlExpr *inner = sql_statement_new(c->a, SQL_SELECT);
    SqlExpr *outer = sql_statement_new(c->a, SQL_SELECT);
    SqlExpr *number = sql_expr_new(c->a, SQL_OVER, NULL);
    SqlExpr *from = sql_statement_new(c->a, SQL_ALIAS);
    *inner->as.select = *s;
    inner->as.select->limit = inner->as.select->offset = NULL;
    inner->as.select->order_by = (SqlExprVec){0};
    inner->as.select->columns = (SqlExprVec){0};
    number->as.over.inner = sql_expr_function(c->a, STR("ROW_NUMBER"), NULL, 0);
    number->as.over.order_by = s->order_by;
    from->as.from->element = inner;
    from->as.from->is_subquery = true;
    for (size_t i = 0; i < s->columns.len; i++) {
        SqlExpr *col = sql_expr_column(c->a, column_name(c, s->columns.items[i]));
        col->as.column.from = from;
        VEC_PUSH(c->a, &outer->as.select->columns, col);
        VEC_PUSH(c->a, &inner->as.select->columns, s->columns.items[i]);
    }
    VEC_PUSH(c->a, &inner->as.select->columns, label(c, number, STR("mssql_rn")));
    SqlExpr *rn = sql_expr_column(c->a, STR("mssql_rn"));
    VEC_PUSH(c->a, &outer->as.select->where, sql_expr_binary(c->a, SQL_OP_GT, rn, s->offset));
    if (s->limit) {
        SqlExpr *last = sql_expr_binary(c->a, SQL_OP_ADD, s->limit, s->offset);
        VEC_PUSH(c->a, &outer->as.select->where, sql_expr_binary(c->a, SQL_OP_LE, rn, last));
    }
    return outer->as.select;
}

/* There is no FOR UPDATE outside of cursors; SQLAlchemy leaves it out. */
bool mssql_for_update(Compiler *c, const SqlForUpdate *f) { return true; }
