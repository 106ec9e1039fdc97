#include "modules/sqlalchemy/sql/limit.h"

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/query.h"

/* A number of rows: an integer or an expression. */
static bool row_number(Eval *ev, ElementData *d, Value v, SqlExpr **out)
{
    int64_t n;
    const SqlExpr *e = element_expr(ev, v);
    bool rows = e && (e->kind == SQL_TEXT || e->kind >= SQL_TABLE);
    if (v.kind == VALUE_FLOAT) v = value_int((int64_t)v.as.real);
    if (e ? rows : !value_as_int(v, &n)) return exc_expected(ev, "LIMIT / OFFSET expression", v);
    if (!element_operand(ev, d, v, NULL, out)) return false;
    if ((*out)->kind == SQL_BIND && !element_expr(ev, v))
        (*out)->type = element_plain_type(ev, "Integer");
    return true;
}

static void clear_fetch(SqlExpr *e)
{
    if (e->kind == SQL_COMPOUND)
        e->as.compound->fetch = NULL;
    else
        e->as.select->fetch = NULL;
}

bool limit_fetch(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *n = NULL;
    bool ties, percent;
    *out = query_next(ev, a->self, &d);
    if ((!module_absent(a->v[0]) && !row_number(ev, d, a->v[0], &n)) ||
        !eval_truth(ev, a->v[1], &ties) || !eval_truth(ev, a->v[2], &percent))
        return false;
    if (d->expr->kind == SQL_COMPOUND) {
        SqlCompound *s = d->expr->as.compound;
        s->limit = NULL;
        s->fetch = n, s->fetch_percent = percent, s->fetch_with_ties = ties;
    } else {
        SqlSelect *s = d->expr->as.select;
        s->limit = NULL;
        s->fetch = n, s->fetch_percent = percent, s->fetch_with_ties = ties;
        Value near = value_dict_find_z(a->v[3], "oracle_fetch_approximate");
        if (!value_is_unset(near)) return eval_truth(ev, near, &s->fetch_approximate);
    }
    return true;
}

static bool bound(Eval *ev, Args *a, bool is_limit, Value *out)
{
    ElementData *d;
    SqlExpr *n = NULL;
    *out = query_next(ev, a->self, &d);
    if (!module_absent(a->v[0]) && !row_number(ev, d, a->v[0], &n)) return false;
    if (is_limit) clear_fetch(d->expr);
    if (d->expr->kind == SQL_COMPOUND)
        *(is_limit ? &d->expr->as.compound->limit : &d->expr->as.compound->offset) = n;
    else
        *(is_limit ? &d->expr->as.select->limit : &d->expr->as.select->offset) = n;
    return true;
}
bool limit_limit(Eval *ev, Args *a, Value *out) { return bound(ev, a, true, out); }
bool limit_offset(Eval *ev, Args *a, Value *out) { return bound(ev, a, false, out); }

/* slice(2, 5): OFFSET 2 LIMIT 3 */
bool limit_slice(Eval *ev, Args *a, Value *out)
{
    int64_t start, stop;
    Value half;
    if (!value_as_int(a->v[0], &start) || !value_as_int(a->v[1], &stop))
        return eval_raise(ev, "TypeError", "slice() needs two integers");
    Args limited = {.self = a->self, .v = (Value[]){value_int(stop - start)}, .n = 1};
    if (!limit_limit(ev, &limited, &half)) return false;
    Args moved = {.self = half, .v = (Value[]){value_int(start)}, .n = 1};
    return start ? limit_offset(ev, &moved, out) : (*out = half, true);
}
