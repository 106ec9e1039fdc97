#include "dialect/mssql/dialect.h"

#include "dialect/columns.h"

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
    *handled = true;
    if (str_eq_nocase(name, STR("now"))) return compiler_push_z(c, "CURRENT_TIMESTAMP");
    if (str_eq_nocase(name, STR("current_date"))) return compiler_push_z(c, "GETDATE()");
    bool length = str_eq_nocase(name, STR("length")) || str_eq_nocase(name, STR("char_length"));
    bool strings = str_eq_nocase(name, STR("aggregate_strings"));
    if (length || strings) {
        compiler_push_z(c, length ? "LEN(" : "string_agg(");
        return compiler_list(c, args, ", ") && compiler_push_z(c, ")");
    }
    *handled = false;
    return true;
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
    case SQL_OP_CONCAT: return compiler_sides(c, e, "", " + ", "");
    case SQL_OP_MATCH: return compiler_sides(c, e, "CONTAINS (", ", ", ")");
    case SQL_OP_IS_DISTINCT:
        return compiler_bound_sides(c, e, "NOT EXISTS (SELECT ", " INTERSECT SELECT ", ")");
    case SQL_OP_IS_NOT_DISTINCT:
        return compiler_bound_sides(c, e, "EXISTS (SELECT ", " INTERSECT SELECT ", ")");
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
    return compiler_cast_operand(c, e) && compiler_push_z(c, " AS ") &&
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
    return compiler_scalar(c, e->as.extract.inner) && compiler_push_z(c, ")");
}

bool mssql_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    /* The text of a UUID stays as it is, whether the type knows UUIDs or not. */
    *handled = v->kind == SQL_VALUE_STR && t && t->cls->affinity == TYPE_AFFINITY_UUID &&
               type_get_bool(t, "native_uuid", true);
    if (*handled) return compiler_string(c, v->as.text);
    *handled = v->kind == SQL_VALUE_STR && t && t->cls->affinity == TYPE_AFFINITY_STRING &&
               (type_class_is_a(t->cls, "Unicode") || type_class_is_a(t->cls, "UnicodeText"));
    return !*handled || mssql_unicode(c, v->as.text);
}

/* ---- LIMIT ---- */

/* What TOP cannot say, mssql_rewrite_select has taken away; of a UNION SQLAlchemy forgets it. */
bool mssql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset) { return true; }

bool mssql_top(Compiler *c, const SqlSelect *s)
{
    compiler_push_z(c, "TOP ");
    if (!compiler_expr(c, s->fetch ? s->fetch : s->limit)) return false;
    compiler_push_z(c, s->fetch && s->fetch_percent ? " PERCENT" : "");
    return compiler_push_z(c, s->fetch && s->fetch_with_ties ? " WITH TIES " : " ");
}

/* What SQLAlchemy cannot put into a ROW_NUMBER(): a name that it would have to look up. */
static bool is_label_reference(const SqlExpr *e)
{
    while (e->kind == SQL_UNARY) e = e->as.unary.operand;
    return e->kind == SQL_COLUMN && e->as.column.is_reference;
}

/* A label that a subquery would have to rename. */
static bool labels_are_unique(Compiler *c, const SqlSelect *s)
{
    SqlExprVec all = {0};
    columns_expand(c->a, &s->columns, &all);
    ColumnLabelVec labels = columns_label(c->a, &all, false, s->label_style);
    for (size_t i = 0; i < labels.len; i++) {
        const ColumnLabel *l = &labels.items[i];
        if (columns_is_name(&l->required) && l->expr->kind == SQL_LABEL &&
            !str_is_null(l->expr->as.label.name))
            return compiler_unsupported(
                c, "sqlalchemy.exc.InvalidRequestError",
                "Label name %.*s is being renamed to an anonymous label due to disambiguation which is "
                "not supported right now.  Please use unique names for explicit labels.",
                STR_ARG(l->expr->as.label.name));
    }
    return true;
}

static bool can_number(Compiler *c, const SqlSelect *s)
{
    for (size_t i = 0; i < s->order_by.len; i++)
        if (is_label_reference(s->order_by.items[i]))
            return compiler_unsupported(c, "AssertionError",
                                        "can't unwrap a textual label reference");
    if (!s->order_by.len)
        return compiler_fail(c, "MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT "
                                "clause");
    if (s->fetch && (s->fetch_percent || s->fetch_with_ties))
        return compiler_fail(c, "MSSQL needs TOP to use PERCENT and/or WITH TIES. Only simple fetch "
                                "without offset can be used.");
    return labels_are_unique(c, s);
}

/* An offset becomes a condition on ROW_NUMBER() of a subquery: without a server to ask, SQLAlchemy
 * assumes one that has no OFFSET. */
const SqlSelect *mssql_rewrite_select(Compiler *c, const SqlSelect *s)
{
    SqlExpr *limit = s->fetch ? s->fetch : s->limit;
    if ((!limit && !s->offset) || compiler_uses_top(c, s)) return s;
    if (!can_number(c, s)) return NULL;
    SqlExpr *inner = sql_statement_new(c->a, SQL_SELECT), *outer = sql_statement_new(c->a, SQL_SELECT);
    SqlExpr *number = sql_expr_new(c->a, SQL_OVER, NULL), *label = sql_expr_new(c->a, SQL_LABEL, NULL);
    SqlExpr *from = sql_statement_new(c->a, SQL_ALIAS);
    SqlSelect *in = inner->as.select, *out = outer->as.select;
    *in = *s;
    in->limit = in->offset = in->fetch = NULL;
    in->order_by = in->columns = (SqlExprVec){0};
    number->as.over.inner = sql_expr_function(c->a, STR("ROW_NUMBER"), NULL, 0);
    number->as.over.order_by = s->order_by;
    label->as.label.inner = number;
    label->as.label.name = STR("mssql_rn");
    for (size_t i = 0; i < s->columns.len; i++) VEC_PUSH(c->a, &in->columns, s->columns.items[i]);
    VEC_PUSH(c->a, &in->columns, label);
    from->as.from->element = inner;
    from->as.from->is_subquery = true;
    columns_of_from(c->a, from, &out->columns);
    out->columns.len--; /* not the number */
    SqlExpr *rn = sql_expr_column(c->a, STR("mssql_rn"));
    if (s->offset) VEC_PUSH(c->a, &out->where, sql_expr_binary(c->a, SQL_OP_GT, rn, s->offset));
    if (limit && s->offset) limit = sql_expr_binary(c->a, SQL_OP_ADD, limit, s->offset);
    if (limit) VEC_PUSH(c->a, &out->where, sql_expr_binary(c->a, SQL_OP_LE, rn, limit));
    return out;
}

/* There is no FOR UPDATE outside of cursors; SQLAlchemy leaves it out. */
bool mssql_for_update(Compiler *c, const SqlForUpdate *f) { return true; }
