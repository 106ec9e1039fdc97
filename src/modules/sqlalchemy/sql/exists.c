#include "modules/sqlalchemy/sql/exists.h"

#include "modules/sqlalchemy/sql/query.h"

static bool exists_of(Eval *ev, Value query, Value *out)
{
    ElementData *d;
    if (!query_bare(ev, query, &query)) return false;
    *out = element_new(ev, &element_Exists, SQL_EXISTS, &d);
    element_keep(ev, d, query);
    d->node.as.exists.query = element_expr(ev, query);
    d->node.type = element_plain_type(ev, "Boolean");
    return true;
}
bool exists_of_select(Eval *ev, Args *a, Value *out) { return exists_of(ev, a->self, out); }

/* ---- what is handed to the query inside ---- */

/* A copy of self around a copy of its SELECT, to be changed; NULL when it has none, which is
 * raised. */
static SqlSelect *next_inside(Eval *ev, Value self, ElementData **d, Value *out)
{
    const SqlExpr *e = element_expr(ev, self);
    bool exists = e->kind == SQL_EXISTS;
    const SqlExpr *old = exists ? e->as.exists.query : e->as.subquery.query;
    if (old->kind != SQL_SELECT) {
        (void)!eval_raise(ev, "AttributeError", "not a SELECT");
        return NULL;
    }
    *out = element_new(ev, exists ? &element_Exists : &element_ScalarSelect, e->kind, d);
    element_keep(ev, *d, self);
    SqlExpr *query = sql_statement_new(&(*d)->arena, SQL_SELECT);
    *query->as.select = *old->as.select;
    query->type = old->type;
    (*d)->node = *e;
    *(exists ? &(*d)->node.as.exists.query : &(*d)->node.as.subquery.query) = query;
    return query->as.select;
}

static bool inside_where(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_inside(ev, a->self, &d, out);
    return s && query_extend_conditions(ev, d, &s->where, a->v[0]);
}
static bool inside_from(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_inside(ev, a->self, &d, out);
    return s && query_extend_role(ev, d, &s->froms, ROLES_FROM, a->v[0]);
}
static bool inside_correlate(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_inside(ev, a->self, &d, out);
    return s && query_correlation(ev, d, &s->correlate, &s->correlate_given, a->v[0]);
}
static bool inside_correlate_except(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlSelect *s = next_inside(ev, a->self, &d, out);
    return s && query_correlation(ev, d, &s->correlate_except, &s->correlate_except_given, a->v[0]);
}

const NativeMethod exists_methods[] = {
    {"where", "*clause", inside_where, NATIVE_METHOD},
    {"select_from", "*froms", inside_from, NATIVE_METHOD},
    {"correlate", "*froms", inside_correlate, NATIVE_METHOD},
    {"correlate_except", "*froms", inside_correlate_except, NATIVE_METHOD},
    {"select", "", query_select_of, NATIVE_METHOD},
    {0}};
const NativeMethod exists_scalar_methods[] = {
    {"where", "*crit", inside_where, NATIVE_METHOD},
    {"correlate", "*froms", inside_correlate, NATIVE_METHOD},
    {"correlate_except", "*froms", inside_correlate_except, NATIVE_METHOD},
    {0}};

bool exists_call(Eval *ev, Args *a, Value *out)
{
    size_t n = value_seq_len(a->v[0]);
    SqlExpr *e = n == 1 ? element_expr(ev, value_seq_items(a->v[0])[0]) : NULL;
    if (e && (e->kind == SQL_SELECT || e->kind == SQL_COMPOUND))
        return exists_of(ev, value_seq_items(a->v[0])[0], out);
    if (e && e->kind == SQL_SUBQUERY_EXPR)
        return exists_of(ev, element_item(ev, value_seq_items(a->v[0])[0], e->as.subquery.query),
                         out);
    if (n > 1)
        return eval_raise(ev, "TypeError",
                          "exists() takes from 0 to 1 positional arguments but %zu were given", n);
    Value query;
    if (n == 1 && value_is_none(value_seq_items(a->v[0])[0])) {
        a->v[0] = value_tuple(ev, NULL, 0);
        n = 0;
    }
    if (!query_select(ev, &(Args){.v = a->v, .n = 1}, &query)) return false;
    ElementData *d = element_data(query);
    SqlExpr *all = sql_expr_literal_column(&d->arena, STR("*"));
    if (!n) VEC_PUSH(&d->arena, &d->expr->as.select->columns, all);
    return exists_of(ev, query, out);
}
