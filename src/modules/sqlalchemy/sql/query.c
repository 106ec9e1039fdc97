/* Statements: every builder method gives a new object, a copy with one thing changed. */
#include "modules/sqlalchemy/sql/query.h"
#include "modules/sqlalchemy/sql/operate.h"

#include "modules/sqlalchemy/sql/extra.h"
#include "modules/sqlalchemy/sql/join.h"

#include "dialect/columns.h"
#include "dialect/compiler.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/exists.h"
#include "modules/sqlalchemy/sql/from.h"
#include "modules/sqlalchemy/sql/label_style.h"
#include "modules/sqlalchemy/sql/limit.h"
#include "modules/sqlalchemy/sql/roles.h"
#include "sql/statement.h"

/* ---- copies ---- */

Value query_begin(Eval *ev, const NativeClass *cls, SqlKind kind, ElementData **out)
{
    Value v = element_new(ev, cls, kind, out);
    element_charge(ev, *out);
    (*out)->expr = sql_statement_new(&(*out)->arena, kind);
    return v;
}

/* A copy that shares everything with the statement it came from, which it keeps alive. */
Value query_next(Eval *ev, Value self, ElementData **out)
{
    const SqlExpr *from = element_expr(ev, self);
    Value v = eval_instance_new(ev, value_class(ev, self));
    ElementData *d = element_data(v);
    element_charge(ev, d);
    SqlExpr *e = sql_statement_new(&d->arena, from->kind);
    switch (from->kind) {
    case SQL_SELECT: *e->as.select = *from->as.select; break;
    case SQL_COMPOUND: *e->as.compound = *from->as.compound; break;
    case SQL_INSERT: *e->as.insert = *from->as.insert; break;
    case SQL_UPDATE: *e->as.update = *from->as.update; break;
    default: *e->as.delete_ = *from->as.delete_; break;
    }
    e->type = from->type;
    d->expr = e;
    element_keep(ev, d, self);
    d->extra = element_data(self)->extra;
    *out = d;
    return v;
}

/* Appends to a shared vector by making a new one. */
bool query_extend(Eval *ev, ElementData *d, SqlExprVec *vec, Value tuple)
{
    SqlExprVec out = {0};
    for (size_t i = 0; i < vec->len; i++) VEC_PUSH(&d->arena, &out, vec->items[i]);
    if (!element_operands(ev, d, tuple, &out)) return false;
    *vec = out;
    return true;
}

bool query_extend_conditions(Eval *ev, ElementData *d, SqlExprVec *vec, Value tuple)
{
    SqlExprVec out = {0};
    for (size_t i = 0; i < vec->len; i++) VEC_PUSH(&d->arena, &out, vec->items[i]);
    for (size_t i = 0; i < value_seq_len(tuple); i++) {
        SqlExpr *e;
        if (!operate_condition(ev, d, value_seq_items(tuple)[i], &e)) return false;
        VEC_PUSH(&d->arena, &out, e);
    }
    *vec = out;
    return true;
}

/* Names as text where SQLAlchemy takes them for columns: order_by("name"). */
Value query_named(Eval *ev, Value tuple)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < value_seq_len(tuple); i++) {
        Value v = value_seq_items(tuple)[i];
        if (value_is_str(v)) {
            ElementData *d;
            Value c = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
            d->node.as.column.name = arena_str(&d->arena, value_as_str(v));
            d->node.as.column.is_reference = true;
            v = c;
        }
        value_list_push(ev, list, v);
    }
    return list;
}

static SqlExprVec *where_of(SqlExpr *e)
{
    return e->kind == SQL_SELECT   ? &e->as.select->where
           : e->kind == SQL_UPDATE ? &e->as.update->where
           : e->kind == SQL_DELETE ? &e->as.delete_->where
                                   : NULL;
}

bool query_where(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = query_next(ev, a->self, &d);
    SqlExprVec *vec = where_of(d->expr);
    if (!vec) return eval_raise(ev, "AttributeError", "this statement has no query_where()");
    *out = v;
    return query_extend_conditions(ev, d, vec, a->v[0]);
}

/* ---- SELECT ---- */

bool query_mapped_table(Eval *ev, Value v, Value *out)
{
    Table *t = value_as_class(v) ? module_table_get(ev, v) : NULL;
    *out = t ? module_table_value(ev, t) : v;
    return true;
}

/* A Bundle of the ORM lists its columns. */
static bool push_bundle(Eval *ev, Value v, Value list)
{
    Value columns = value_unset();
    if (!value_is_object(v) || value_as_class(v) || value_is_str(v) || element_data(v))
        return false;
    if (!eval_find_attr(ev, v, STR("_sa_columns"), &columns)) eval_catch(ev);
    if (!value_is_list(columns)) return false;
    for (size_t i = 0; i < value_seq_len(columns); i++)
        value_list_push(ev, list, value_seq_items(columns)[i]);
    return true;
}

/* Mapped classes as their tables, collections as their columns. */
Value query_tables(Eval *ev, Value items)
{
    Value list = value_list(ev), c;
    for (size_t i = 0; i < value_seq_len(items); i++) {
        query_mapped_table(ev, value_seq_items(items)[i], &c);
        Value several = collection_dict(ev, c), key, column;
        if (push_bundle(ev, c, list)) continue;
        size_t at = 0;
        if (value_is_unset(several)) value_list_push(ev, list, c);
        while (!value_is_unset(several) && value_dict_next(several, &at, &key, &column))
            value_list_push(ev, list, column);
    }
    return list;
}

bool query_extend_role(Eval *ev, ElementData *d, SqlExprVec *vec, Role role, Value items)
{
    Value list;
    return roles_expect_all(ev, role, query_tables(ev, items), &list) &&
           query_extend(ev, d, vec, list);
}

/* SQLAlchemy 1.x took the columns as one list, which scripts of its time still have. Where each
 * item is an element, nothing else can be meant. */
static bool unlisted(Eval *ev, Value items, Value *out)
{
    Value only = value_seq_len(items) == 1 ? value_seq_items(items)[0] : value_unset();
    *out = items;
    if (!value_is_list(only) || !value_seq_len(only)) return true;
    for (size_t i = 0; i < value_seq_len(only); i++) {
        Value element;
        if (!roles_resolve(ev, value_seq_items(only)[i], &element)) return false;
        if (!element_expr(ev, element)) return true;
    }
    *out = only;
    return true;
}

bool query_select(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value items;
    if (a->n > 1 && !value_is_unset(a->v[1]) && value_dict_len(a->v[1]))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Additional keyword arguments are not accepted by this "
                                 "function/method.  The presence of **kw is for pep-484 typing "
                                 "purposes");
    if (!unlisted(ev, a->v[0], &items)) return false;
    *out = query_begin(ev, &query_Select, SQL_SELECT, &d);
    extra_put(ev, d, "columns", items);
    return query_extend_role(ev, d, &d->expr->as.select->columns, ROLES_COLUMNS, items);
}

/* A copy of the SELECT that is self, to be changed; NULL when it is none, which is raised. */
static SqlSelect *next_select(Eval *ev, Args *a, ElementData **d, Value *out)
{
    *out = query_next(ev, a->self, d);
    if ((*d)->expr->kind == SQL_SELECT) return (*d)->expr->as.select;
    (void)!eval_raise(ev, "AttributeError", "not a SELECT");
    return NULL;
}

bool query_select_from(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && query_extend_role(ev, d, &s->froms, ROLES_FROM, a->v[0]);
}

/* The statement given, whose rows are what self asks for; what text() gives, a session cannot know.
 */
static bool from_statement(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value given = a->v[0], columns = extra_item(a->self, "columns");
    const SqlExpr *e = element_expr(ev, given);
    if (!e) return exc_expected(ev, "SELECT or FROM expression", given);
    bool is_text = e->kind == SQL_TEXT || e->kind == SQL_TEXTUAL_SELECT;
    if (!is_text) {
        *out = query_next(ev, given, &d);
        extra_put(ev, d, "columns", columns);
        return true;
    }
    *out = element_new(ev, &element_TextClause, e->kind, &d);
    element_keep(ev, d, given);
    d->expr = (SqlExpr *)e;
    extra_put(ev, d, "from_text", value_bool(true));
    return true;
}

static bool having(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && query_extend_conditions(ev, d, &s->having, a->v[0]);
}

/* ORDER BY and GROUP BY: None takes away what was there. */
static bool extend_by(Eval *ev, ElementData *d, SqlExprVec *vec, Role role, Value items)
{
    bool reset = value_seq_len(items) == 1 && value_is_none(value_seq_items(items)[0]);
    Value list;
    if (reset) *vec = (SqlExprVec){0};
    return reset || (roles_expect_all(ev, role, items, &list) &&
                     query_extend(ev, d, vec, query_named(ev, list)));
}

static bool group_by(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    bool both = d->expr->kind == SQL_COMPOUND;
    return extend_by(ev, d, both ? &d->expr->as.compound->group_by : &d->expr->as.select->group_by,
                     ROLES_GROUP_BY, a->v[0]);
}

static bool add_columns(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && extra_extend(ev, d, "columns", a->v[0]) &&
           query_extend_role(ev, d, &s->columns, ROLES_COLUMNS, a->v[0]);
}

/* correlate(None): to nothing. */
bool query_correlation(Eval *ev, ElementData *d, SqlExprVec *vec, bool *given, Value froms)
{
    bool none = value_seq_len(froms) && (value_is_none(value_seq_items(froms)[0]) ||
                                         value_is_bool(value_seq_items(froms)[0]));
    *given = true;
    if (none) *vec = (SqlExprVec){0};
    return none || query_extend_role(ev, d, vec, ROLES_FROM, froms);
}
static bool correlate(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && query_correlation(ev, d, &s->correlate, &s->correlate_given, a->v[0]);
}
static bool correlate_except(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && query_correlation(ev, d, &s->correlate_except, &s->correlate_except_given, a->v[0]);
}

/* What the columns are taken from. */
static bool columns_clause_froms(Eval *ev, Args *a, Value *out)
{
    FromKeyVec froms = {0};
    const SqlExpr *e = element_expr(ev, a->self);
    *out = value_list(ev);
    if (e->kind == SQL_SELECT) froms_collect(eval_arena(ev), &e->as.select->columns, &froms);
    for (size_t i = 0; i < froms.len; i++) {
        const FromKey *k = &froms.items[i];
        value_list_push(ev, *out,
                        k->expr ? element_item(ev, a->self, (SqlExpr *)k->expr)
                                : module_table_value(ev, (Table *)k->table));
    }
    return true;
}

static bool with_only_columns(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value froms;
    bool keeps_froms;
    SqlSelect *s = next_select(ev, a, &d, out);
    if (!s || !eval_truth(ev, a->v[1], &keeps_froms)) return false;
    if (keeps_froms &&
        (!columns_clause_froms(ev, a, &froms) || !query_extend(ev, d, &s->froms, froms)))
        return false;
    Value items;
    if (!unlisted(ev, a->v[0], &items)) return false;
    if (value_seq_len(items) == 1 && value_is_list(value_seq_items(items)[0]))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "The \"entities\" argument to Select.with_only_columns(), when "
                                 "referring to a sequence of items, is now passed as a series of "
                                 "positional elements, rather than as a list. ");
    s->columns = (SqlExprVec){0};
    extra_put(ev, d, "columns", items);
    return query_extend_role(ev, d, &s->columns, ROLES_COLUMNS, items);
}

static bool order_by(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    bool both = d->expr->kind == SQL_COMPOUND;
    return extend_by(ev, d, both ? &d->expr->as.compound->order_by : &d->expr->as.select->order_by,
                     ROLES_ORDER_BY, a->v[0]);
}

static bool distinct(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    Value list;
    d->expr->as.select->distinct = true;
    return roles_expect_all(ev, ROLES_BY, a->v[0], &list) &&
           query_extend(ev, d, &d->expr->as.select->distinct_on, query_named(ev, list));
}

static bool for_update(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlForUpdate *f = d->expr->kind == SQL_COMPOUND ? &d->expr->as.compound->for_update
                                                    : &d->expr->as.select->for_update;
    f->given = true;
    Value of = a->v[2];
    bool list = value_is_list(of) || value_is_tuple(of);
    if (!module_absent(of) &&
        !query_extend_role(ev, d, &f->of, ROLES_COLUMNS, list ? of : value_tuple(ev, &of, 1)))
        return false;
    return eval_truth(ev, a->v[0], &f->nowait) && eval_truth(ev, a->v[1], &f->read) &&
           eval_truth(ev, a->v[3], &f->skip_locked) && eval_truth(ev, a->v[4], &f->key_share);
}

/* ---- SELECT as an expression ---- */

/* A query in an expression: its columns need no names. */
bool query_bare(Eval *ev, Value query, Value *out)
{
    const SqlExpr *e = element_expr(ev, query);
    *out = query;
    if (!e || (e->kind != SQL_SELECT && e->kind != SQL_COMPOUND)) return true;
    return label_style_copy(ev, query, SQL_LABELS_NONE, out);
}

bool query_scalar_subquery(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value query;
    if (!query_bare(ev, a->self, &query)) return false;
    *out = element_new(ev, &element_ScalarSelect, SQL_SUBQUERY_EXPR, &d);
    element_keep(ev, d, query);
    SqlExpr *q = element_expr(ev, query);
    d->node.as.subquery.query = q;
    if (q->kind == SQL_SELECT && q->as.select->columns.len)
        d->node.type = q->as.select->columns.items[0]->type;
    return true;
}

static bool label(Eval *ev, Args *a, Value *out)
{
    Value scalar;
    return query_scalar_subquery(ev, a, &scalar) &&
           eval_call_method(ev, scalar, "label", a->v, 1, out);
}

static bool self_group(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_Grouping, SQL_GROUPING, &d);
    element_keep(ev, d, a->self);
    d->node.as.grouping.inner = element_expr(ev, a->self);
    return true;
}

bool query_selected_columns(Eval *ev, Args *a, Value *out)
{
    SqlExprVec columns = {0};
    Value dict = value_dict(ev);
    columns_of_query(eval_arena(ev), element_expr(ev, a->self), &columns);
    for (size_t i = 0; i < columns.len; i++) {
        ColumnName own;
        if (!columns_own_name(columns.items[i], &own))
            own = columns_generated_name(columns.items[i]);
        Str name = own.of ? own.base : own.text;
        value_dict_put_str(ev, dict, name, element_item(ev, a->self, columns.items[i]));
    }
    *out = collection_of_dict(ev, dict);
    return true;
}

/* The CTEs that a statement brings along without naming them. */
bool query_add_cte(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr;
    SqlOwnCteVec *vec = e->kind == SQL_SELECT     ? &e->as.select->ctes
                        : e->kind == SQL_COMPOUND ? &e->as.compound->ctes
                        : e->kind == SQL_INSERT   ? &e->as.insert->ctes
                        : e->kind == SQL_UPDATE   ? &e->as.update->ctes
                                                  : &e->as.delete_->ctes;
    SqlOwnCteVec made = {0};
    bool here;
    if (!eval_truth(ev, a->v[1], &here)) return false;
    for (size_t i = 0; i < vec->len; i++) VEC_PUSH(&d->arena, &made, vec->items[i]);
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        SqlOwnCte own = {.nest_here = here};
        Value v = value_seq_items(a->v[0])[i];
        if (!element_expr(ev, v)) return exc_expected(ev, "CTE", v);
        if (!element_operand(ev, d, v, NULL, &own.cte)) return false;
        VEC_PUSH(&d->arena, &made, own);
    }
    *vec = made;
    return true;
}

/* prefix_with("a", text("b"), dialect="mysql") */
bool query_extend_affixes(Eval *ev, ElementData *d, SqlAffixVec *vec, Args *a)
{
    SqlAffixVec made = {0};
    if (!value_is_str(a->v[1])) return exc_expected(ev, "name of a dialect", a->v[1]);
    Str dialect = arena_str(&d->arena, value_as_str(a->v[1]));
    for (size_t i = 0; i < vec->len; i++) VEC_PUSH(&d->arena, &made, vec->items[i]);
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        Value v = value_seq_items(a->v[0])[i];
        SqlAffix affix = {.dialect = dialect};
        if (value_is_str(v))
            affix.text = sql_expr_text(&d->arena, arena_str(&d->arena, value_as_str(v)));
        else if (!element_expr(ev, v))
            return exc_expected(ev, "statement sub-expression", v);
        else if (!element_operand(ev, d, v, NULL, &affix.text))
            return false;
        VEC_PUSH(&d->arena, &made, affix);
    }
    *vec = made;
    return true;
}

static bool suffix_with(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && query_extend_affixes(ev, d, &s->suffixes, a);
}

/* A hint for a table that has one already takes its place. */
bool query_extend_hints(Eval *ev, ElementData *d, SqlHintVec *vec, const Value args[3])
{
    SqlHintVec made = {0};
    Value from;
    SqlHint hint;
    query_mapped_table(ev, args[0], &from);
    if (!value_is_str(args[1]) || !value_is_str(args[2]))
        return eval_raise(ev, "TypeError", "with_hint() takes text and the name of a dialect");
    hint.text = arena_str(&d->arena, value_as_str(args[1]));
    hint.dialect = arena_str(&d->arena, value_as_str(args[2]));
    if (!element_operand(ev, d, from, NULL, &hint.from)) return false;
    if (!columns_is_from(hint.from))
        return exc_expected(ev, "FROM expression, such as a Table or alias() object", args[0]);
    for (size_t i = 0; i < vec->len; i++) {
        const SqlHint *old = &vec->items[i];
        bool same = froms_same(froms_key(old->from), froms_key(hint.from)) &&
                    str_eq(old->dialect, hint.dialect);
        if (!same) VEC_PUSH(&d->arena, &made, *old);
    }
    VEC_PUSH(&d->arena, &made, hint);
    *vec = made;
    return true;
}

static bool with_hint(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    return s && query_extend_hints(ev, d, &s->hints, a->v);
}

static bool with_statement_hint(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_select(ev, a, &d, out);
    Args args = {.v = (Value[]){value_tuple(ev, a->v, 1), a->v[1]}, .n = 2};
    return s && query_extend_affixes(ev, d, &s->statement_hints, &args);
}

bool query_itself(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

/* ---- compound ---- */

static bool compound_of(Eval *ev, SqlCompoundOp op, Value tuple, Value *out)
{
    ElementData *d;
    *out = query_begin(ev, &query_CompoundSelect, SQL_COMPOUND, &d);
    d->expr->as.compound->op = op;
    return query_extend_role(ev, d, &d->expr->as.compound->selects, ROLES_COMPOUND, tuple);
}
#define COMPOUND(fn, op)                                                                           \
    static bool fn(Eval *ev, Args *a, Value *out) { return compound_of(ev, op, a->v[0], out); }    \
    static bool method_##fn(Eval *ev, Args *a, Value *out)                                         \
    {                                                                                              \
        Value list = value_list(ev);                                                               \
        value_list_push(ev, list, a->self);                                                        \
        for (size_t i = 0; i < value_seq_len(a->v[0]); i++)                                        \
            value_list_push(ev, list, value_seq_items(a->v[0])[i]);                                \
        return compound_of(ev, op, list, out);                                                     \
    }
COMPOUND(union_, SQL_COMPOUND_UNION)
COMPOUND(union_all, SQL_COMPOUND_UNION_ALL)
COMPOUND(except_, SQL_COMPOUND_EXCEPT)
COMPOUND(except_all, SQL_COMPOUND_EXCEPT_ALL)
COMPOUND(intersect, SQL_COMPOUND_INTERSECT)
COMPOUND(intersect_all, SQL_COMPOUND_INTERSECT_ALL)

static SqlAffixVec *prefixes_of(SqlExpr *e)
{
    return e->kind == SQL_SELECT   ? &e->as.select->prefixes
           : e->kind == SQL_INSERT ? &e->as.insert->prefixes
           : e->kind == SQL_UPDATE ? &e->as.update->prefixes
           : e->kind == SQL_DELETE ? &e->as.delete_->prefixes
                                   : NULL;
}

bool query_prefix_with(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlAffixVec *vec = prefixes_of(d->expr);
    if (!vec) return eval_raise(ev, "AttributeError", "this statement has no prefix_with()");
    return query_extend_affixes(ev, d, vec, a);
}

bool query_select_of(Eval *ev, Args *a, Value *out)
{
    Value one = value_tuple(ev, &a->self, 1);
    Args args = {.v = &one, .n = 1};
    return query_select(ev, &args, out);
}

/* lambda_stmt(fn): the statement that fn makes; += fn goes on from there. */
static bool lambda_stmt(Eval *ev, Args *a, Value *out)
{
    if (!eval_call(ev, a->v[0], NULL, 0, value_unset(), out)) return false;
    return element_expr(ev, *out) || exc_expected(ev, "SQL statement", *out);
}

bool query_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    bool more = op == OPERATOR_ADD && element_data(left) && !element_data(right);
    return !more || eval_call(ev, right, &left, 1, value_unset(), out);
}

/* ---- classes ---- */

static const NativeMethod select_methods[] = {
    {"where", "*whereclause", query_where, NATIVE_METHOD},
    {"filter", "*whereclause", query_where, NATIVE_METHOD},
    {"order_by", "*clauses", order_by, NATIVE_METHOD},
    {"group_by", "*clauses", group_by, NATIVE_METHOD},
    {"having", "*having", having, NATIVE_METHOD},
    {"select_from", "*froms", query_select_from, NATIVE_METHOD},
    {"from_statement", "statement", from_statement, NATIVE_METHOD},
    {"add_columns", "*entities", add_columns, NATIVE_METHOD},
    {"correlate", "*froms", correlate, NATIVE_METHOD},
    {"with_only_columns", "*entities, maintain_column_froms=False", with_only_columns,
     NATIVE_METHOD},
    {"limit", "limit", limit_limit, NATIVE_METHOD},
    {"offset", "offset", limit_offset, NATIVE_METHOD},
    {"distinct", "*expr", distinct, NATIVE_METHOD},
    {"with_for_update", "*, nowait=False, read=False, of=None, skip_locked=False, key_share=False",
     for_update, NATIVE_METHOD},
    {"join", "target, onclause=None, isouter=False, full=False", join_join, NATIVE_METHOD},
    {"outerjoin", "target, onclause=None, isouter=False, full=False", join_outerjoin,
     NATIVE_METHOD},
    {"prefix_with", "*prefixes, dialect='*'", query_prefix_with, NATIVE_METHOD},
    {"scalar_subquery", "", query_scalar_subquery, NATIVE_METHOD},
    {"as_scalar", "", query_scalar_subquery, NATIVE_METHOD},
    {"exists", "", exists_of_select, NATIVE_METHOD},
    {"subquery", "name=None", from_subquery, NATIVE_METHOD},
    {"alias", "name=None, flat=False", from_subquery, NATIVE_METHOD},
    {"cte", "name=None, recursive=False, nesting=False", from_cte, NATIVE_METHOD},
    {"lateral", "name=None", from_lateral, NATIVE_METHOD},
    {"fetch", "count, with_ties=False, percent=False, **dialect_kw", limit_fetch, NATIVE_METHOD},
    {"slice", "start, stop", limit_slice, NATIVE_METHOD},
    {"add_cte", "*ctes, nest_here=False", query_add_cte, NATIVE_METHOD},
    {"label", "name", label, NATIVE_METHOD},
    {"suffix_with", "*suffixes, dialect='*'", suffix_with, NATIVE_METHOD},
    {"correlate_except", "*froms", correlate_except, NATIVE_METHOD},
    {"join_from", "from_, target, onclause=None, isouter=False, full=False", join_join_from,
     NATIVE_METHOD},
    {"outerjoin_from", "from_, target, onclause=None, full=False", join_outerjoin_from,
     NATIVE_METHOD},
    {"self_group", "against=None", self_group, NATIVE_METHOD},
    {"selected_columns", "", query_selected_columns, NATIVE_GETTER},
    {"exported_columns", "", query_selected_columns, NATIVE_GETTER},
    {"union", "*other", method_union_, NATIVE_METHOD},
    {"union_all", "*other", method_union_all, NATIVE_METHOD},
    {"except_", "*other", method_except_, NATIVE_METHOD},
    {"except_all", "*other", method_except_all, NATIVE_METHOD},
    {"intersect", "*other", method_intersect, NATIVE_METHOD},
    {"intersect_all", "*other", method_intersect_all, NATIVE_METHOD},
    {"filter_by", "**kw", extra_filter_by, NATIVE_METHOD},
    EXTRA_METHODS,
    {"set_label_style", "style", label_style_set, NATIVE_METHOD},
    {"get_label_style", "", label_style_get, NATIVE_METHOD},
    {"columns_clause_froms", "", columns_clause_froms, NATIVE_GETTER},
    {"with_hint", "selectable, text, dialect_name='*'", with_hint, NATIVE_METHOD},
    {"with_statement_hint", "text, dialect_name='*'", with_statement_hint, NATIVE_METHOD},
    {0}};

#define STATEMENT(id, mod, list)                                                                   \
    const NativeClass query_##id = {.name = #id,                                                   \
                                    .module = mod,                                                 \
                                    .base = &element_ClauseElement,                                \
                                    .methods = list,                                               \
                                    .binary = query_binary};
STATEMENT(Select, "sqlalchemy.sql.selectable", select_methods)
STATEMENT(CompoundSelect, "sqlalchemy.sql.selectable", select_methods)
const NativeMember query_members[] = {NATIVE_FN("select", "*entities, **kw", query_select),
                                      NATIVE_FN("insert", "table", dml_insert),
                                      NATIVE_FN("update", "table", dml_update),
                                      NATIVE_FN("delete", "table", dml_delete),
                                      NATIVE_FN("lambda_stmt", "lmb, **options", lambda_stmt),
                                      NATIVE_FN("exists", "*args", exists_call),
                                      NATIVE_FN("union", "*selects", union_),
                                      NATIVE_FN("union_all", "*selects", union_all),
                                      NATIVE_FN("except_", "*selects", except_),
                                      NATIVE_FN("except_all", "*selects", except_all),
                                      NATIVE_FN("intersect", "*selects", intersect),
                                      NATIVE_FN("intersect_all", "*selects", intersect_all),
                                      NATIVE_CLASS("Select", &query_Select),
                                      NATIVE_CLASS("Insert", &query_Insert),
                                      NATIVE_CLASS("Update", &query_Update),
                                      NATIVE_CLASS("Delete", &query_Delete),
                                      NATIVE_CLASS("CompoundSelect", &query_CompoundSelect),
                                      NATIVE_END};
