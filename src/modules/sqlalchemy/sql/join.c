#include "modules/sqlalchemy/sql/join.h"

#include "dialect/columns.h"
#include "dialect/froms.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/extra.h"
#include "modules/sqlalchemy/sql/query.h"
#include "sql/statement.h"

/* ---- the condition that foreign keys make ---- */

/* A foreign key's column on one side of a join, and the column on the other that it refers to. */
typedef struct KeyPair {
    const Constraint *key;
    SqlExpr *referred, *column;
} KeyPair;
typedef VEC(KeyPair) KeyPairVec;

/* The schema column that e stands for, through subqueries and labels. */
static const Column *base_of(const SqlExpr *e)
{
    if (e->kind != SQL_COLUMN) return NULL;
    return e->as.column.column ? e->as.column.column : e->as.column.base;
}

/* The column among `columns` that is, or stands for, the one that key refers to at `at`. */
static SqlExpr *referred_column(const SqlExprVec *columns, const Constraint *key, size_t at)
{
    for (size_t i = 0; i < columns->len; i++) {
        const Column *base = base_of(columns->items[i]);
        const Table *t = base ? base->table : NULL;
        if (t && str_eq(key->referred_table, t->name.text) &&
            str_eq(key->referred_schema, t->schema) &&
            str_eq(key->referred_columns.items[at], base->name.text))
            return columns->items[i];
    }
    return NULL;
}

/* The foreign keys of `from` that refer to `to`, by the order of their columns. */
static void find_pairs(Arena *a, const SqlExprVec *from, const SqlExprVec *to, KeyPairVec *out)
{
    for (size_t i = 0; i < from->len; i++) {
        const Column *base = base_of(from->items[i]);
        for (size_t n = 0; base && base->table && n < base->table->constraints.len; n++) {
            const Constraint *k = base->table->constraints.items[n];
            if (k->kind != CONSTRAINT_FOREIGN_KEY) continue;
            for (size_t at = 0; at < k->column_names.len && at < k->referred_columns.len; at++) {
                if (!str_eq(k->column_names.items[at], base->name.text)) continue;
                SqlExpr *referred = referred_column(to, k, at);
                if (referred) VEC_PUSH(a, out, ((KeyPair){k, referred, from->items[i]}));
            }
        }
    }
}

/* What joins the two sides: of a join on the left its own right side counts first. */
static KeyPairVec pairs_of(Arena *a, const SqlFrom *join)
{
    KeyPairVec pairs = {0};
    SqlExprVec right = {0};
    const SqlExpr *tries[2] = {join->left, NULL};
    if (join->left->kind == SQL_JOIN) {
        tries[0] = join->left->as.from->right;
        tries[1] = join->left;
    }
    columns_of_from(a, join->right, &right);
    for (size_t i = 0; i < 2 && tries[i] && !pairs.len; i++) {
        SqlExprVec left = {0};
        columns_of_from(a, tries[i], &left);
        find_pairs(a, &right, &left, &pairs);
        if (!froms_same(froms_key(tries[i]), froms_key(join->right)))
            find_pairs(a, &left, &right, &pairs);
    }
    return pairs;
}

/* Two keys that join the same columns are as good as one. */
static bool same_pairs(const KeyPairVec *pairs, const Constraint *a, const Constraint *b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < pairs->len && pairs->items[i].key != a) i++;
        while (k < pairs->len && pairs->items[k].key != b) k++;
        if (i == pairs->len || k == pairs->len) return i == pairs->len && k == pairs->len;
        if (!columns_same(pairs->items[i].referred, pairs->items[k].referred) ||
            !columns_same(pairs->items[i].column, pairs->items[k].column))
            return false;
    }
}

static Str describe(const SqlExpr *e)
{
    if (e->kind == SQL_FUNCTION) return e->as.function.name;
    const SqlFrom *f = e->as.from;
    if (e->kind == SQL_JOIN) return describe(f->right);
    if (e->kind == SQL_TABLE) return f->table ? f->table->name.text : f->name;
    return str_is_null(f->alias) ? STR("anon_1") : f->alias;
}

bool join_find_condition(Eval *ev, ElementData *d, SqlExpr *join)
{
    SqlFrom *f = join->as.from;
    KeyPairVec pairs = pairs_of(&d->arena, f);
    SqlExprVec all = {0};
    if (!pairs.len)
        return eval_raise_native(
            ev, &exc_NoForeignKeysError,
            "Can't find any foreign key relationships between '%.*s' and '%.*s'.",
            STR_ARG(describe(f->left)), STR_ARG(describe(f->right)));
    for (size_t i = 0; i < pairs.len; i++) {
        const KeyPair *p = &pairs.items[i];
        if (p->key != pairs.items[0].key && !same_pairs(&pairs, pairs.items[0].key, p->key))
            return eval_raise_native(
                ev, &exc_AmbiguousForeignKeysError,
                "Can't determine join between '%.*s' and '%.*s'; tables have more than one "
                "foreign key constraint relationship between them. Please specify the "
                "'onclause' of this join explicitly.",
                STR_ARG(describe(f->left)), STR_ARG(describe(f->right)));
        if (p->key != pairs.items[0].key) continue;
        SqlExpr *eq = sql_expr_binary(&d->arena, SQL_OP_EQ, p->referred, p->column);
        eq->type = element_plain_type(ev, "Boolean");
        VEC_PUSH(&d->arena, &all, eq);
    }
    f->onclause =
        all.len == 1 ? all.items[0] : sql_expr_list(&d->arena, SQL_OP_AND, all.items, all.len);
    return true;
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

/* There is a foreign key between this element and the right side. */
static bool has_key(Candidates *w, FromKey k)
{
    SqlFrom *f = w->join->as.from;
    f->left = expr_of(w->ev, k);
    return pairs_of(&w->d->arena, f).len != 0;
}

static void choose(Candidates *w)
{
    bool given = w->join->as.from->onclause != NULL;
    bool keyless = w->join->as.from->right->kind == SQL_FUNCTION;
    for (size_t i = 0; i < w->all.len; i++) {
        FromKey k = w->all.items[i];
        /* What is joined cannot be joined to itself, although its columns are selected. */
        if (froms_same(k, froms_key(w->join->as.from->right))) continue;
        bool only = w->all.len == 1 && !keyless;
        if (given && w->all.len > 1 ? covers(w, k) : given || only || has_key(w, k))
            VEC_PUSH(&w->d->arena, &w->fit, k);
    }
    if (!w->fit.len && given)
        for (size_t i = 0; i < w->all.len; i++) VEC_PUSH(&w->d->arena, &w->fit, w->all.items[i]);
    if (w->fit.len > 1) froms_hide_joined(&w->d->arena, &w->fit);
}

/* Sets the left side of a join that select().join() makes: the one element of the SELECT that the
 * condition, or a foreign key, joins to the right side. *replaced: its place in s->froms, whose
 * length stands for none. */
static bool find_left(Eval *ev, ElementData *d, SqlSelect *s, SqlExpr *join, Value target,
                      size_t *replaced)
{
    Value shown;
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
        return eval_repr(ev, target, &shown) &&
               eval_raise_native(
                   ev, &exc_InvalidRequestError,
                   "Don't know how to join to %.*s. Please use the .select_from() method to "
                   "establish an explicit left side, as well as providing an explicit ON clause if "
                   "not present already to help resolve the ambiguity.",
                   STR_ARG(value_as_str(shown)));
    join->as.from->left = expr_of(ev, w.fit.items[0]);
    *replaced = s->froms.len;
    for (size_t i = 0; i < s->froms.len; i++)
        if (froms_same(froms_key(s->froms.items[i]), w.fit.items[0])) *replaced = i;
    return true;
}

/* ---- select().join() and its kin ---- */

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

/* left: given by join_from(); unset = looked for in what the SELECT has so far. */
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
    Value on = a->v[1];
    if (!roles_expect(ev, ROLES_JOIN, a->v[0], &target) ||
        !element_operand(ev, d, target, NULL, &join->as.from->right))
        return false;
    if (!module_absent(on) && (!roles_expect(ev, ROLES_ON, on, &on) ||
                               !element_operand(ev, d, on, NULL, &join->as.from->onclause)))
        return false;
    bool is_outer;
    if (!eval_truth(ev, a->v[2], &is_outer) || !eval_truth(ev, a->v[3], &join->as.from->is_full))
        return false;
    join->as.from->is_outer = outer || is_outer;
    if (!value_is_unset(given_left)) {
        if (!element_operand(ev, d, given_left, NULL, &left)) return false;
        explicit_left(d, s, join, left, &replaced);
    } else if (!find_left(ev, d, s, join, target, &replaced)) {
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
    if (!extra_join(ev, &join, outer, &done, out)) return false;
    if (done) return true;
    join.self = a->self;
    return join_to(ev, &join, outer, left, out);
}
bool join_join_from(Eval *ev, Args *a, Value *out) { return joined_from(ev, a, false, out); }
bool join_outerjoin_from(Eval *ev, Args *a, Value *out) { return joined_from(ev, a, true, out); }
static bool joined(Eval *ev, Args *a, bool outer, Value *out)
{
    bool done;
    if (!extra_join(ev, a, outer, &done, out)) return false;
    return done || join_to(ev, a, outer, value_unset(), out);
}
bool join_join(Eval *ev, Args *a, Value *out) { return joined(ev, a, false, out); }
bool join_outerjoin(Eval *ev, Args *a, Value *out) { return joined(ev, a, true, out); }
