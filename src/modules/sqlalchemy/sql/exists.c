#include "modules/sqlalchemy/sql/exists.h"

#include "modules/sqlalchemy/sql/query.h"

static bool exists_of(Eval *ev, Value query, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_Exists, SQL_EXISTS, &d);
    element_keep(ev, d, query);
    d->node.as.exists.query = element_expr(ev, query);
    d->node.type = element_plain_type(ev, "Boolean");
    return true;
}
bool exists_of_select(Eval *ev, Args *a, Value *out) { return exists_of(ev, a->self, out); }

/* exists().where(): conditions of the query inside. */
static bool exists_extend(Eval *ev, Args *a, bool where, Value *out)
{
    ElementData *d;
    const SqlExpr *old = element_expr(ev, a->self)->as.exists.query;
    if (old->kind != SQL_SELECT) return eval_raise(ev, "AttributeError", "not a SELECT");
    *out = element_new(ev, &element_Exists, SQL_EXISTS, &d);
    element_keep(ev, d, a->self);
    SqlExpr *query = sql_statement_new(&d->arena, SQL_SELECT);
    *query->as.select = *old->as.select;
    query->type = old->type;
    d->node.as.exists.query = query;

    d->node.type = element_plain_type(ev, "Boolean");
    if (where) return query_extend_conditions(ev, d, &query->as.select->where, a->v[0]);
    return query_extend(ev, d, &query->as.select->froms, query_tables(ev, a->v[0]));
}
static bool exists_where(Eval *ev, Args *a, Value *out) { return exists_extend(ev, a, true, out); }
static bool exists_from(Eval *ev, Args *a, Value *out) { return exists_extend(ev, a, false, out); }
/* exists().correlate(): of the query inside. */
static bool exists_correlated(Eval *ev, Args *a, bool except, Value *out)
{
    if (!exists_extend(ev,
                       &(Args){.self = a->self, .v = (Value[]){value_tuple(ev, NULL, 0)}, .n = 1},
                       true, out))
        return false;
    ElementData *d = element_data(*out);
    SqlSelect *s = d->node.as.exists.query->as.select;
    return query_correlation(ev, d, except ? &s->correlate_except : &s->correlate,
                             except ? &s->correlate_except_given : &s->correlate_given, a->v[0]);
}
static bool exists_correlate(Eval *ev, Args *a, Value *out)
{
    return exists_correlated(ev, a, false, out);
}
static bool exists_correlate_except(Eval *ev, Args *a, Value *out)
{
    return exists_correlated(ev, a, true, out);
}
const NativeMethod exists_methods[] = {
    {"where", "*clause", exists_where, NATIVE_METHOD},
    {"select_from", "*froms", exists_from, NATIVE_METHOD},
    {"correlate", "*froms", exists_correlate, NATIVE_METHOD},
    {"correlate_except", "*froms", exists_correlate_except, NATIVE_METHOD},
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
    Value query;
    if (!query_select(ev, a, &query)) return false;
    ElementData *d = element_data(query);
    SqlExpr *all = sql_expr_literal_column(&d->arena, STR("*"));
    if (!n) VEC_PUSH(&d->arena, &d->expr->as.select->columns, all);
    return exists_of(ev, query, out);
}
