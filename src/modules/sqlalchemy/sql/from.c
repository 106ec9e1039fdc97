/* FROM elements as Python objects: aliases, subqueries, CTEs, joins, VALUES, table(). */
#include "modules/sqlalchemy/sql/from.h"

#include <stdio.h>

#include "dialect/columns.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/join.h"
#include "modules/sqlalchemy/sql/query.h"
#include "modules/sqlalchemy/sql/table_valued.h"
#include "sql/statement.h"

static const NativeClass from_Join, from_Values;
/* A column that stands for one of a schema table. Its class decides who answers a comparison: see
 * element_KnownFunction in functions.c. */
static const NativeClass from_ProxyColumn = {
    .name = "Column", .module = "sqlalchemy.sql.schema", .base = &element_ColumnClause};

/* ---- columns ---- */

/* What a column without a name is found by: "count" of count(x), else by its place. */
static Str key_of(Eval *ev, const SqlExpr *e, unsigned *unnamed)
{
    const SqlExpr *anon = e->as.column.anon;
    if (e->as.column.column && e->as.column.column->key.len) return e->as.column.column->key;
    if (!str_is_null(e->as.column.name)) return e->as.column.name;
    if (anon && (anon->kind == SQL_FUNCTION || anon->kind == SQL_LABEL))
        return columns_label_name(anon).base;
    char text[24];
    int n = snprintf(text, sizeof text, *unnamed ? "_no_label_%u" : "_no_label", *unnamed);
    ++*unnamed;
    return arena_str(eval_arena(ev), (Str){text, (size_t)n});
}

/* A join's columns are found by table_column. */
static Str joined_key(Eval *ev, const SqlExpr *e, Str key)
{
    const SqlExpr *from = e->as.column.from;
    const SqlFrom *f = from ? from->as.from : NULL;
    const Table *t = f ? f->table : e->as.column.column ? e->as.column.column->table : NULL;
    Str name = t && (!from || from->kind == SQL_TABLE) ? t->name.text
               : !f                                    ? STR_NULL
               : from->kind == SQL_TABLE               ? f->name
                                                       : f->alias;
    if (str_is_empty(name)) return key;
    return arena_fmt(eval_arena(ev), "%.*s_%.*s", STR_ARG(name), STR_ARG(key));
}

static void put_column(Eval *ev, Value holder, Value dict, Str key, SqlExpr *e)
{
    ElementData *d;
    const NativeClass *cls = e->as.column.base ? &from_ProxyColumn : &element_ColumnClause;
    Value v = element_new(ev, cls, SQL_COLUMN, &d);
    d->expr = e;
    element_keep(ev, d, holder);
    if (value_is_unset(value_dict_find_str(dict, key))) value_dict_put_str(ev, dict, key, v);
}

bool query_alias_columns(Eval *ev, Args *a, Value *out)
{
    ElementData *d = element_data(a->self);
    Value dict = value_dict(ev);
    SqlExprVec columns = {0};
    unsigned unnamed = 0;
    /* Made once, in the element's own memory: a column is the same each time it is asked for. */
    if (!value_is_unset(d->columns)) return *out = d->columns, true;
    element_charge(ev, d);
    columns_of_from(&d->arena, d->expr, &columns);
    for (size_t i = 0; i < columns.len; i++) {
        SqlExpr *e = columns.items[i];
        if (e->kind != SQL_COLUMN) continue;
        Str key = key_of(ev, e, &unnamed);
        if (d->expr->kind == SQL_JOIN) key = joined_key(ev, e, key);
        put_column(ev, a->self, dict, key, e);
    }
    *out = d->columns = collection_of_dict(ev, dict);
    return true;
}

/* ---- aliases ---- */

static bool element_of(Eval *ev, ElementData *d, Value v, SqlExpr **out)
{
    query_mapped_table(ev, v, &v);
    *out = element_expr(ev, v);
    if (!*out) return exc_expected(ev, "FROM expression, such as a Table or alias() object", v);
    element_keep(ev, d, v);
    return true;
}

static bool make(Eval *ev, Value of, Value name, SqlKind kind, bool subquery, Value *out)
{
    ElementData *d;
    *out = query_begin(ev, &query_Alias, kind, &d);
    SqlFrom *f = d->expr->as.from;
    f->is_subquery = subquery;
    if (!element_of(ev, d, of, &f->element)) return false;
    if (module_absent(name)) return true;
    if (!value_is_str(name)) return eval_raise(ev, "TypeError", "an alias must be a string");
    f->alias = arena_str(&d->arena, value_as_str(name));
    f->quote = module_quote_wish(ev, name);
    f->is_cut = value_is_native(ev, name, &objects_conv);
    return true;
}

bool from_subquery(Eval *ev, Args *a, Value *out)
{
    return make(ev, a->self, a->v[0], SQL_ALIAS, true, out);
}
bool from_alias(Eval *ev, Args *a, Value *out)
{
    return make(ev, a->self, a->v[0], SQL_ALIAS, false, out);
}
bool from_lateral(Eval *ev, Args *a, Value *out)
{
    if (!make(ev, a->self, a->v[0], SQL_ALIAS, true, out)) return false;
    element_data(*out)->expr->as.from->lateral = true;
    return true;
}
bool from_cte(Eval *ev, Args *a, Value *out)
{
    if (!make(ev, a->self, a->v[0], SQL_CTE, false, out)) return false;
    SqlFrom *f = element_data(*out)->expr->as.from;
    return eval_truth(ev, a->v[1], &f->recursive) && eval_truth(ev, a->v[2], &f->nesting);
}

static bool sample(Eval *ev, Value of, Args *a, Value *out)
{
    if (!make(ev, of, a->v[1], SQL_ALIAS, false, out)) return false;
    ElementData *d = element_data(*out);
    SqlExpr *method;
    if (!element_operand(ev, d, a->v[0], NULL, &method)) return false;
    if (method->kind != SQL_FUNCTION) {
        element_charge(ev, d);
        method = sql_expr_function(&d->arena, STR("system"), &method, 1);
    }
    d->expr->as.from->sampling = method;
    return module_absent(a->v[2]) || element_operand(ev, d, a->v[2], NULL, &d->expr->as.from->seed);
}

bool from_tablesample(Eval *ev, Args *a, Value *out) { return sample(ev, a->self, a, out); }

/* The functions alias(), lateral() and so on take the element first. */
static bool as_function(Eval *ev, Args *a, bool (*method)(Eval *, Args *, Value *), Value *out)
{
    Args shifted = *a;
    shifted.self = a->v[0];
    shifted.v = a->v + 1;
    shifted.n = a->n - 1;
    return method(ev, &shifted, out);
}
static bool values_alias(Eval *ev, Args *a, Value *out);
static bool fn_alias(Eval *ev, Args *a, Value *out)
{
    const SqlExpr *e = element_expr(ev, a->v[0]);
    bool values = e && e->kind == SQL_VALUES;
    return as_function(ev, a, values ? values_alias : from_alias, out);
}
static bool fn_lateral(Eval *ev, Args *a, Value *out)
{
    return as_function(ev, a, from_lateral, out);
}
static bool fn_subquery(Eval *ev, Args *a, Value *out)
{
    return as_function(ev, a, from_subquery, out);
}
static bool fn_cte(Eval *ev, Args *a, Value *out) { return as_function(ev, a, from_cte, out); }
static bool fn_tablesample(Eval *ev, Args *a, Value *out)
{
    return as_function(ev, a, from_tablesample, out);
}

/* cte.union(other): the same name again, for a query that goes on with itself. */
static bool cte_union(Eval *ev, Args *a, SqlCompoundOp op, Value *out)
{
    ElementData *d;
    const SqlExpr *old = element_expr(ev, a->self), *self = old;
    while (old->kind == SQL_ALIAS) old = old->as.from->element; /* an alias of a CTE is one */
    if (old->kind != SQL_CTE) return eval_raise(ev, "AttributeError", "not a CTE");
    *out = query_begin(ev, &query_Alias, SQL_CTE, &d);
    element_keep(ev, d, a->self);
    *d->expr->as.from = *old->as.from;
    d->expr->as.from->alias = self->as.from->alias;
    d->expr->as.from->restates = self == old ? old->as.from : NULL;
    SqlExpr *both = sql_statement_new(&d->arena, SQL_COMPOUND);
    both->as.compound->op = op;
    VEC_PUSH(&d->arena, &both->as.compound->selects, old->as.from->element);
    d->expr->as.from->element = both;
    return query_extend_role(ev, d, &both->as.compound->selects, ROLES_COMPOUND, a->v[0]);
}
static bool cte_union_(Eval *ev, Args *a, Value *out)
{
    return cte_union(ev, a, SQL_COMPOUND_UNION, out);
}
static bool cte_union_all(Eval *ev, Args *a, Value *out)
{
    return cte_union(ev, a, SQL_COMPOUND_UNION_ALL, out);
}

static bool alias_element(Eval *ev, Args *a, Value *out)
{
    *out = element_item(ev, a->self, element_expr(ev, a->self)->as.from->element);
    return true;
}

/* The same CTE with more prefixes or suffixes. */
static bool cte_affixed(Eval *ev, Args *a, bool is_prefix, Value *out)
{
    ElementData *d;
    SqlExpr *old = element_expr(ev, a->self);
    if (old->kind != SQL_CTE)
        return eval_raise(ev, "AttributeError", "'Subquery' object has no attribute '%s'",
                          is_prefix ? "prefix_with" : "suffix_with");
    *out = query_begin(ev, &query_Alias, SQL_CTE, &d);
    element_keep(ev, d, a->self);
    SqlFrom *f = d->expr->as.from;
    *f = *old->as.from;
    return query_extend_affixes(ev, d, is_prefix ? &f->prefixes : &f->suffixes, a);
}
static bool cte_prefix_with(Eval *ev, Args *a, Value *out) { return cte_affixed(ev, a, true, out); }
static bool cte_suffix_with(Eval *ev, Args *a, Value *out)
{
    return cte_affixed(ev, a, false, out);
}

static bool alias_name(Eval *ev, Args *a, Value *out)
{
    Str name = element_expr(ev, a->self)->as.from->alias;
    *out = str_is_null(name) ? value_str(ev, STR("anon_1")) : value_str(ev, name);
    return true;
}

/* ---- joins ---- */

static bool make_join(Eval *ev, Value left, Value right, Value onclause, bool outer, Value full,
                      Value *out)
{
    ElementData *d;
    *out = query_begin(ev, &from_Join, SQL_JOIN, &d);
    SqlFrom *f = d->expr->as.from;
    f->is_outer = outer;
    if (!roles_expect(ev, ROLES_FROM, left, &left) ||
        !roles_expect(ev, ROLES_FROM, right, &right) || !element_of(ev, d, left, &f->left) ||
        !element_of(ev, d, right, &f->right) || !eval_truth(ev, full, &f->is_full))
        return false;
    if (module_absent(onclause)) return join_find_condition(ev, d, d->expr);
    return roles_expect(ev, ROLES_ON, onclause, &onclause) &&
           element_operand(ev, d, onclause, NULL, &f->onclause);
}

static bool from_inner(Eval *ev, Args *a, Value *out)
{
    bool outer;
    return eval_truth(ev, a->v[2], &outer) &&
           make_join(ev, a->self, a->v[0], a->v[1], outer, a->v[3], out);
}
static bool from_outer(Eval *ev, Args *a, Value *out)
{
    return make_join(ev, a->self, a->v[0], a->v[1], true, a->v[2], out);
}
static bool fn_join(Eval *ev, Args *a, Value *out)
{
    bool outer;
    return eval_truth(ev, a->v[3], &outer) &&
           make_join(ev, a->v[0], a->v[1], a->v[2], outer, a->v[4], out);
}
static bool fn_outerjoin(Eval *ev, Args *a, Value *out)
{
    return make_join(ev, a->v[0], a->v[1], a->v[2], true, a->v[3], out);
}

static bool side(Eval *ev, Value self, bool left, Value *out)
{
    SqlFrom *f = element_expr(ev, self)->as.from;
    *out = element_item(ev, self, left ? f->left : f->right);
    return true;
}
static bool join_left(Eval *ev, Args *a, Value *out) { return side(ev, a->self, true, out); }
static bool join_right(Eval *ev, Args *a, Value *out) { return side(ev, a->self, false, out); }
static bool join_onclause(Eval *ev, Args *a, Value *out)
{
    *out = element_item(ev, a->self, element_expr(ev, a->self)->as.from->onclause);
    return true;
}

static bool join_alias(Eval *ev, Args *a, Value *out)
{
    bool flat;
    if (!eval_truth(ev, a->v[1], &flat)) return false;
    if (flat)
        return eval_raise_native(
            ev, &exc_InvalidRequestError,
            "alias(flat=True) of a join is not supported in a migration; join the "
            "aliases of its tables instead");
    return from_alias(ev, a, out);
}

/* ---- VALUES ---- */

static bool values(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExprVec columns = {0};
    *out = query_begin(ev, &from_Values, SQL_VALUES, &d);
    SqlFrom *f = d->expr->as.from;
    if (!element_operands(ev, d, a->v[0], &columns) || !eval_truth(ev, a->v[2], &f->literal_binds))
        return false;
    if (!module_absent(a->v[1])) {
        if (!value_is_str(a->v[1])) return eval_raise(ev, "TypeError", "name must be a string");
        f->alias = arena_str(&d->arena, value_as_str(a->v[1]));
        f->quote = module_quote_wish(ev, a->v[1]);
    }
    for (size_t i = 0; i < columns.len; i++) {
        if (columns.items[i]->kind != SQL_COLUMN)
            return eval_raise(ev, "TypeError", "values() takes column() objects");
        SqlExpr *c = ARENA_NEW(&d->arena, SqlExpr);
        *c = *columns.items[i];
        c->as.column.from = d->expr;
        VEC_PUSH(&d->arena, &f->columns, c);
    }
    return true;
}

/* Copies of VALUES have columns of their own. */
static SqlFrom *next_values(Eval *ev, Value self, ElementData **out, Value *v)
{
    SqlFrom *old = element_expr(ev, self)->as.from;
    *v = query_begin(ev, &from_Values, SQL_VALUES, out);
    element_keep(ev, *out, self);
    SqlFrom *f = (*out)->expr->as.from;
    *f = *old;
    f->columns = (SqlExprVec){0};
    for (size_t i = 0; i < old->columns.len; i++) {
        SqlExpr *c = ARENA_NEW(&(*out)->arena, SqlExpr);
        *c = *old->columns.items[i];
        c->as.column.from = (*out)->expr;
        VEC_PUSH(&(*out)->arena, &f->columns, c);
    }
    return f;
}

static bool push_row(Eval *ev, ElementData *d, SqlFrom *f, Value row, SqlExprVec *rows)
{
    Value items;
    SqlExpr *tuple = sql_expr_list(&d->arena, SQL_OP_COMMA, NULL, 0);
    tuple->as.list.form = SQL_LIST_TUPLE;
    if (!eval_to_list(ev, row, &items)) return false;
    if (value_seq_len(items) != f->columns.len) {
        Value shown;
        return eval_repr(ev, row, &shown) &&
               eval_raise_native(ev, &exc_ArgumentError,
                                 "Wrong number of elements for %zu-tuple: %.*s ", f->columns.len,
                                 STR_ARG(value_as_str(shown)));
    }
    for (size_t i = 0; i < value_seq_len(items); i++) {
        SqlExpr *e, *column = i < f->columns.len ? f->columns.items[i] : NULL;
        Value item = value_seq_items(items)[i];
        if (!(module_absent(item) ? element_value(ev, d, item, NULL, &e)
                                  : element_operand(ev, d, item, NULL, &e)))
            return false;
        if (e->kind == SQL_BIND && !element_expr(ev, item) && column && column->type)
            e->type = column->type;
        VEC_PUSH(&d->arena, &tuple->as.list.items, e);
    }
    VEC_PUSH(&d->arena, rows, tuple);
    return true;
}

static bool values_data(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value list;
    SqlExprVec rows = {0};
    SqlFrom *f = next_values(ev, a->self, &d, out);
    for (size_t i = 0; i < f->rows.len; i++) VEC_PUSH(&d->arena, &rows, f->rows.items[i]);
    if (!eval_to_list(ev, a->v[0], &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++)
        if (!push_row(ev, d, f, value_seq_items(list)[i], &rows)) return false;
    f->rows = rows;
    return true;
}

static bool values_alias(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlFrom *f = next_values(ev, a->self, &d, out);
    f->alias = STR_NULL;
    f->is_anonymous = !value_is_str(a->v[0]);
    if (value_is_str(a->v[0])) f->alias = arena_str(&d->arena, value_as_str(a->v[0]));
    return true;
}

static bool values_lateral(Eval *ev, Args *a, Value *out)
{
    if (module_absent(a->v[0])) {
        ElementData *d;
        next_values(ev, a->self, &d, out);
    } else if (!values_alias(ev, a, out)) {
        return false;
    }
    SqlFrom *f = element_data(*out)->expr->as.from;
    const SqlFrom *old = element_expr(ev, a->self)->as.from;
    f->lateral = true;
    f->bare_columns = str_is_null(old->alias) && !old->is_anonymous;
    return true;
}

bool from_scalar_values(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *e = element_expr(ev, a->self);
    *out = element_new(ev, &element_ScalarSelect, SQL_SUBQUERY_EXPR, &d);
    element_keep(ev, d, a->self);
    d->node.as.subquery.query = e;
    if (e->as.from->columns.len) d->node.type = e->as.from->columns.items[0]->type;
    return true;
}

/* ---- table(): a table without a schema ---- */

/* A column belongs to one table. */
static bool check_column(Eval *ev, const SqlExpr *e)
{
    if (e->kind != SQL_COLUMN) return eval_raise(ev, "TypeError", "table() takes column() objects");
    const Table *t = e->as.column.column ? e->as.column.column->table : NULL;
    const SqlFrom *from = e->as.column.from ? e->as.column.from->as.from : NULL;
    if (!t && !from) return true;
    Str schema = t ? t->schema : from->schema, name = t ? t->name.text : from->name;
    return eval_raise_native(
        ev, &exc_ArgumentError, "column object '%.*s' already assigned to table '%.*s%s%.*s'",
        STR_ARG(e->as.column.name), STR_ARG(schema), str_is_empty(schema) ? "" : ".",
        STR_ARG(str_is_null(name) ? from->alias : name));
}

static bool table(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &objects_TableClause, SQL_TABLE, &d);
    SqlExprVec columns = {0};
    Str schema;
    Ident name, schema_name;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "a table's name must be a string");
    if (!value_is_unset(a->v[3]) && value_dict_len(a->v[3])) {
        Value names, shown;
        if (!eval_to_list(ev, a->v[3], &names) || !eval_repr(ev, names, &shown)) return false;
        return eval_raise_native(ev, &exc_ArgumentError, "Unsupported argument(s): %.*s",
                                 STR_ARG(value_as_str(shown)));
    }
    if (!element_operands(ev, d, a->v[1], &columns) ||
        !module_str_or_none(ev, a->v[2], "schema", &schema) ||
        !module_name_from_value(ev, a->v[0], "the name of a table()", &name) ||
        !module_ident_from_value(ev, a->v[2], &schema_name))
        return false;
    for (size_t i = 0; i < columns.len; i++)
        if (!check_column(ev, columns.items[i])) return false;
    if (!str_is_null(schema)) schema = arena_str(&d->arena, schema);
    d->expr = sql_statement_table(&d->arena, schema, arena_str(&d->arena, name.text), columns.items,
                                  columns.len);
    d->expr->as.from->quote = ident_quote_wish(name.quote);
    d->expr->as.from->schema_quote = ident_quote_wish(schema_name.quote);
    *out = v;
    return true;
}

static bool table_columns(Eval *ev, Args *a, Value *out)
{
    SqlExpr *t = element_expr(ev, a->self);
    Value dict = value_dict(ev);
    for (size_t i = 0; i < t->as.from->columns.len; i++)
        put_column(ev, a->self, dict, t->as.from->columns.items[i]->as.column.name,
                   t->as.from->columns.items[i]);
    *out = collection_of_dict(ev, dict);
    return true;
}

static bool table_name(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, element_expr(ev, a->self)->as.from->name);
    return true;
}

static bool table_schema(Eval *ev, Args *a, Value *out)
{
    Str schema = element_expr(ev, a->self)->as.from->schema;
    *out = str_is_null(schema) ? value_none() : value_str(ev, schema);
    return true;
}

/* ---- classes ---- */

#define FROM_METHODS                                                                               \
    {"join", "right, onclause=None, isouter=False, full=False", from_inner, NATIVE_METHOD},        \
        {"outerjoin", "right, onclause=None, full=False", from_outer, NATIVE_METHOD},              \
        {"table_valued", "", table_valued_rows, NATIVE_METHOD},                                    \
    {                                                                                              \
        "select", "", query_select_of, NATIVE_METHOD                                               \
    }
#define ALIAS_METHODS                                                                              \
    {"alias", "name=None, flat=False", from_alias, NATIVE_METHOD},                                 \
        {"lateral", "name=None", from_lateral, NATIVE_METHOD},                                     \
    {                                                                                              \
        "tablesample", "sampling, name=None, seed=None", from_tablesample, NATIVE_METHOD           \
    }
#define DML_METHODS                                                                                \
    {"insert", "", dml_table_insert, NATIVE_METHOD},                                               \
        {"update", "", dml_table_update, NATIVE_METHOD},                                           \
    {                                                                                              \
        "delete", "", dml_table_delete, NATIVE_METHOD                                              \
    }
#define COLUMN_GETTERS(fn)                                                                         \
    {"c", "", fn, NATIVE_GETTER}, {"columns", "", fn, NATIVE_GETTER},                              \
    {                                                                                              \
        "exported_columns", "", fn, NATIVE_GETTER                                                  \
    }

static const NativeMethod join_methods[] = {
    FROM_METHODS,
    {"alias", "name=None, flat=False", join_alias, NATIVE_METHOD},
    COLUMN_GETTERS(query_alias_columns),
    {"left", "", join_left, NATIVE_GETTER},
    {"right", "", join_right, NATIVE_GETTER},
    {"onclause", "", join_onclause, NATIVE_GETTER},
    {0}};
static const NativeMethod alias_methods[] = {
    FROM_METHODS,
    ALIAS_METHODS,
    DML_METHODS,
    COLUMN_GETTERS(query_alias_columns),
    {"union", "*other", cte_union_, NATIVE_METHOD},
    {"union_all", "*other", cte_union_all, NATIVE_METHOD},
    {"prefix_with", "*prefixes, dialect='*'", cte_prefix_with, NATIVE_METHOD},
    {"suffix_with", "*suffixes, dialect='*'", cte_suffix_with, NATIVE_METHOD},
    {"element", "", alias_element, NATIVE_GETTER},
    {"original", "", alias_element, NATIVE_GETTER},
    {"name", "", alias_name, NATIVE_GETTER},
    {0}};
static const NativeMethod values_methods[] = {
    FROM_METHODS,
    COLUMN_GETTERS(query_alias_columns),
    {"data", "values", values_data, NATIVE_METHOD},
    {"alias", "name=None, flat=False", values_alias, NATIVE_METHOD},
    {"scalar_values", "", from_scalar_values, NATIVE_METHOD},
    {"lateral", "name=None", values_lateral, NATIVE_METHOD},
    {"cte", "name=None, recursive=False, nesting=False", from_cte, NATIVE_METHOD},
    {0}};
const NativeMethod query_table_methods[] = {FROM_METHODS, ALIAS_METHODS, DML_METHODS, {0}};
static const NativeMethod table_clause_methods[] = {FROM_METHODS,
                                                    ALIAS_METHODS,
                                                    DML_METHODS,
                                                    COLUMN_GETTERS(table_columns),
                                                    {"name", "", table_name, NATIVE_GETTER},
                                                    {"schema", "", table_schema, NATIVE_GETTER},
                                                    {0}};

const NativeClass query_Alias = {.name = "Subquery",
                                 .module = "sqlalchemy.sql.selectable",
                                 .base = &objects_FromClause,
                                 .methods = alias_methods};
static const NativeClass from_Join = {.name = "Join",
                                      .module = "sqlalchemy.sql.selectable",
                                      .base = &objects_FromClause,
                                      .methods = join_methods};
static bool values_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    return values(ev, a, out);
}
static const NativeClass from_Values = {.name = "Values",
                                        .module = "sqlalchemy.sql.selectable",
                                        .base = &objects_FromClause,
                                        .init_params = "*columns, name=None, literal_binds=False",
                                        .construct = values_construct,
                                        .methods = values_methods};
const NativeClass objects_TableClause = {.name = "TableClause",
                                         .module = "sqlalchemy.sql.selectable",
                                         .base = &objects_FromClause,
                                         .methods = table_clause_methods};

const NativeMember from_members[] = {
    NATIVE_FN("table", "name, *columns, schema=None, **kw", table),
    NATIVE_FN("values", "*columns, name=None, literal_binds=False", values),
    NATIVE_FN("join", "left, right, onclause=None, isouter=False, full=False", fn_join),
    NATIVE_FN("outerjoin", "left, right, onclause=None, full=False", fn_outerjoin),
    NATIVE_FN("alias", "selectable, name=None, flat=False", fn_alias),
    NATIVE_FN("lateral", "selectable, name=None", fn_lateral),
    NATIVE_FN("subquery", "selectable, name=None", fn_subquery),
    NATIVE_FN("cte", "selectable, name=None, recursive=False, nesting=False", fn_cte),
    NATIVE_FN("tablesample", "selectable, sampling, name=None, seed=None", fn_tablesample),
    NATIVE_CLASS("Subquery", &query_Alias),
    NATIVE_CLASS("Alias", &query_Alias),
    NATIVE_CLASS("CTE", &query_Alias),
    NATIVE_CLASS("Lateral", &query_Alias),
    NATIVE_CLASS("TableValuedAlias", &table_valued_TableValuedAlias),
    NATIVE_CLASS("Join", &from_Join),
    NATIVE_CLASS("Values", &from_Values),
    NATIVE_CLASS("TableClause", &objects_TableClause),
    NATIVE_CLASS("FromClause", &objects_FromClause),
    NATIVE_END};
