#include "modules/sqlalchemy/sql/join.h"

#include "dialect/columns.h"
#include "dialect/froms.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/extra.h"
#include "modules/sqlalchemy/sql/query.h"
#include "sql/statement.h"

/* A table of one side of a join, and the element that its columns are taken from. */
typedef struct Side {
    const Table *table;
    SqlExpr *holder;
} Side;

typedef struct Sides {
    Side items[16]; /* joins of more tables find their condition among the last ones */
    size_t len;
} Sides;

static void collect(SqlExpr *e, SqlExpr *holder, Sides *out)
{
    if (out->len == sizeof out->items / sizeof *out->items) return;
    SqlFrom *f = e->as.from;
    if (e->kind == SQL_TABLE && f->table)
        out->items[out->len++] = (Side){f->table, holder};
    else if (e->kind == SQL_ALIAS && f->element && f->element->kind == SQL_TABLE)
        collect(f->element, e, out);
    if (e->kind != SQL_JOIN) return;
    collect(f->right, NULL, out); /* the table joined last comes first */
    collect(f->left, NULL, out);
}

static SqlExpr *column_of(Eval *ev, ElementData *d, Side side, Str name)
{
    Column *c = table_find_column(side.table, name);
    SqlExpr *e = sql_expr_new(&d->arena, SQL_COLUMN, c ? c->type : NULL);
    e->as.column.name = c ? c->name.text : name;
    e->as.column.column = side.holder ? NULL : c;
    e->as.column.from = side.holder;
    return e;
}

static bool refers_to(const Constraint *k, const Table *t)
{
    return k->kind == CONSTRAINT_FOREIGN_KEY && str_eq(k->referred_table, t->name.text) &&
           (str_is_null(k->referred_schema) ? str_is_null(t->schema)
                                            : str_eq(k->referred_schema, t->schema));
}

/* The condition that a foreign key of `from` to `to` makes. */
static SqlExpr *condition(Eval *ev, ElementData *d, const Constraint *k, Side from, Side to)
{
    SqlExprVec all = {0};
    for (size_t i = 0; i < k->column_names.len && i < k->referred_columns.len; i++) {
        SqlExpr *there = column_of(ev, d, to, k->referred_columns.items[i]);
        SqlExpr *here = column_of(ev, d, from, k->column_names.items[i]);
        SqlExpr *eq = sql_expr_binary(&d->arena, SQL_OP_EQ, there, here);
        eq->type = element_plain_type(ev, "Boolean");
        VEC_PUSH(&d->arena, &all, eq);
    }
    if (all.len == 1) return all.items[0];
    return sql_expr_list(&d->arena, SQL_OP_AND, all.items, all.len);
}

static size_t keys_between(Eval *ev, ElementData *d, Side a, Side b, SqlExpr **on)
{
    size_t found = 0;
    for (size_t i = 0; i < a.table->constraints.len; i++) {
        const Constraint *k = a.table->constraints.items[i];
        if (!refers_to(k, b.table)) continue;
        if (found++ == 0) *on = condition(ev, d, k, a, b);
    }
    return found;
}

static Str describe(const Sides *s) { return s->len ? s->items[0].table->name.text : STR("?"); }

bool join_find_condition(Eval *ev, ElementData *d, SqlExpr *join)
{
    Sides left = {0}, right = {0};
    SqlFrom *f = join->as.from;
    collect(f->left, NULL, &left);
    collect(f->right, NULL, &right);
    for (size_t i = 0; i < left.len; i++)
        for (size_t k = 0; k < right.len; k++) {
            size_t n = keys_between(ev, d, right.items[k], left.items[i], &f->onclause);
            if (left.items[i].table != right.items[k].table)
                n += keys_between(ev, d, left.items[i], right.items[k], &f->onclause);
            if (n == 1) return true;
            if (n > 1)
                return eval_raise_native(
                    ev, &exc_AmbiguousForeignKeysError,
                    "Can't determine join between '%.*s' and '%.*s'; tables have more than one "
                    "foreign key constraint relationship between them. Please specify the "
                    "'onclause' of this join explicitly.",
                    STR_ARG(left.items[i].table->name.text),
                    STR_ARG(right.items[k].table->name.text));
        }
    return eval_raise_native(ev, &exc_NoForeignKeysError,
                             "Can't find any foreign key relationships between '%.*s' and '%.*s'.",
                             STR_ARG(describe(&left)), STR_ARG(describe(&right)));
}

/* ---- the left side of select().join() ---- */

/* Which elements the condition of a join could join to its right side. */
typedef struct Candidates {
    Eval *ev;
    ElementData *d;
    SqlExpr *join;
    FromKeyVec all, fit;
} Candidates;

static SqlExpr *expr_of(Eval *ev, FromKey k)
{
    return k.expr ? (SqlExpr *)k.expr : element_expr(ev, module_table_value(ev, (Table *)k.table));
}

/* All columns of the condition belong to this element or to the right side. */
static bool covers(Candidates *w, FromKey k)
{
    FromKeyVec both = {0}, known = {0}, needed = {0};
    SqlExprVec on = {.items = &w->join->as.from->onclause, .len = 1};
    VEC_PUSH(&w->d->arena, &both, k);
    VEC_PUSH(&w->d->arena, &both, froms_key(w->join->as.from->right));
    froms_expand(&w->d->arena, &both, &known);
    froms_collect(&w->d->arena, &on, &needed);
    for (size_t i = 0; i < needed.len; i++)
        if (!froms_have(&known, needed.items[i])) return false;
    return true;
}

/* There is one foreign key between this element and the right side. */
static bool has_key(Candidates *w, FromKey k)
{
    SqlFrom *f = w->join->as.from;
    f->left = expr_of(w->ev, k);
    bool ok = join_find_condition(w->ev, w->d, w->join);
    if (!ok) eval_catch(w->ev);
    f->onclause = NULL;
    return ok;
}

static void choose(Candidates *w)
{
    bool given = w->join->as.from->onclause != NULL;
    for (size_t i = 0; i < w->all.len; i++) {
        FromKey k = w->all.items[i];
        /* What is joined cannot be joined to itself, although its columns are selected. */
        if (froms_same(k, froms_key(w->join->as.from->right))) continue;
        if (given && w->all.len > 1 ? covers(w, k) : given || w->all.len == 1 || has_key(w, k))
            VEC_PUSH(&w->d->arena, &w->fit, k);
    }
    if (!w->fit.len && given)
        for (size_t i = 0; i < w->all.len; i++) VEC_PUSH(&w->d->arena, &w->fit, w->all.items[i]);
    if (w->fit.len > 1) froms_hide_joined(&w->d->arena, &w->fit);
}

/* Sets the left side of a join that select().join() makes: the one element of the SELECT that the
 * condition, or a foreign key, joins to the right side. *replaced: its place in s->froms, whose
 * length stands for none. */
static bool find_left(Eval *ev, ElementData *d, SqlSelect *s, SqlExpr *join, size_t *replaced)
{
    Candidates w = {.ev = ev, .d = d, .join = join};
    if (s->froms.len)
        for (size_t i = 0; i < s->froms.len; i++)
            VEC_PUSH(&d->arena, &w.all, froms_key(s->froms.items[i]));
    else
        froms_collect(&d->arena, &s->columns, &w.all);
    if (!s->froms.len) froms_collect(&d->arena, &s->where, &w.all);
    choose(&w);
    if (w.fit.len > 1)
        return eval_raise_native(
            ev, &exc_InvalidRequestError,
            "Can't determine which FROM clause to join from, there are multiple "
            "FROMS which can join to this entity. Please use the .select_from() "
            "method to establish an explicit left side, as well as providing an "
            "explicit ON clause if not present already to help resolve the "
            "ambiguity.");
    if (!w.fit.len)
        return eval_raise_native(
            ev, &exc_InvalidRequestError,
            "Don't know how to join to this element. Please use the "
            ".select_from() method to establish an explicit left side, as well as "
            "providing an explicit ON clause if not present already to help "
            "resolve the ambiguity.");
    join->as.from->left = expr_of(ev, w.fit.items[0]);
    *replaced = s->froms.len;
    for (size_t i = 0; i < s->froms.len; i++)
        if (froms_same(froms_key(s->froms.items[i]), w.fit.items[0])) *replaced = i;
    return true;
}

/* ---- select().join() and its kin ---- */

/* join(target, onclause): the left side is what the SELECT has so far. */
/* The element of FROM that is `left`, or a join that has it, takes its place; *replaced: where it
 * stands, the number of elements = nowhere. */
static void explicit_left(ElementData *d, const SqlSelect *s, SqlExpr *join, SqlExpr *left,
                          size_t *replaced)
{
    join->as.from->left = left;
    *replaced = s->froms.len;
    for (size_t i = 0; i < s->froms.len && *replaced == s->froms.len; i++) {
        FromKeyVec one = {0}, inside = {0};
        VEC_PUSH(&d->arena, &one, froms_key(s->froms.items[i]));
        if (columns_is_from(s->froms.items[i])) froms_expand(&d->arena, &one, &inside);
        if (froms_have(&inside, froms_key(left))) *replaced = i;
    }
    if (*replaced < s->froms.len) join->as.from->left = s->froms.items[*replaced];
}

/* left: given by join_from(); unset = looked for. */
static bool join_to(Eval *ev, Args *a, bool outer, Value given_left, Value *out)
{
    ElementData *d;
    Value target;
    SqlExpr *left = NULL;
    *out = query_next(ev, a->self, &d);
    extra_put(ev, d, "joined", a->v[0]);
    SqlSelect *s = d->expr->as.select;
    SqlExpr *join = sql_statement_new(&d->arena, SQL_JOIN);
    size_t replaced = s->froms.len;
    query_mapped_table(ev, a->v[0], &target);
    if (!element_operand(ev, d, target, NULL, &join->as.from->right)) return false;
    if (!module_absent(a->v[1]) && !element_operand(ev, d, a->v[1], NULL, &join->as.from->onclause))
        return false;
    bool is_outer;
    if (!eval_truth(ev, a->v[2], &is_outer) || !eval_truth(ev, a->v[3], &join->as.from->is_full))
        return false;
    join->as.from->is_outer = outer || is_outer;
    if (!value_is_unset(given_left)) {
        if (!element_operand(ev, d, given_left, NULL, &left)) return false;
        explicit_left(d, s, join, left, &replaced);
    } else if (!find_left(ev, d, s, join, &replaced)) {
        return false;
    }
    if (!join->as.from->onclause && !join_find_condition(ev, d, join)) return false;
    SqlExprVec froms = {0};
    for (size_t i = 0; i < s->froms.len; i++)
        VEC_PUSH(&d->arena, &froms, i == replaced ? join : s->froms.items[i]);
    if (replaced >= s->froms.len) VEC_PUSH(&d->arena, &froms, join);
    s->froms = froms;
    return true;
}
/* join_from(left, target): the left side is given. */
static bool joined_from(Eval *ev, Args *a, bool outer, Value *out)
{
    Value left;
    query_mapped_table(ev, a->v[0], &left);
    Value one = value_tuple(ev, &left, 1), half;
    Args from = {.self = a->self, .v = &one, .n = 1};
    Value is_outer = outer ? value_bool(true) : a->v[3], full = a->v[outer ? 3 : 4];
    Value rest[] = {a->v[1], a->v[2], is_outer, full};
    if (!query_select_from(ev, &from, &half)) return false;
    Args join = {.self = half, .v = rest, .n = 4};
    bool done;
    if (!extra_join(ev, &join, outer, &done, out) || done) return done;
    join.self = a->self;
    return join_to(ev, &join, outer, left, out);
}
bool join_join_from(Eval *ev, Args *a, Value *out) { return joined_from(ev, a, false, out); }
bool join_outerjoin_from(Eval *ev, Args *a, Value *out) { return joined_from(ev, a, true, out); }
static bool joined(Eval *ev, Args *a, bool outer, Value *out)
{
    bool done;
    if (!extra_join(ev, a, outer, &done, out) || done) return done;
    return join_to(ev, a, outer, value_unset(), out);
}
bool join_join(Eval *ev, Args *a, Value *out) { return joined(ev, a, false, out); }
bool join_outerjoin(Eval *ev, Args *a, Value *out) { return joined(ev, a, true, out); }
