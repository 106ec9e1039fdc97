/* set and frozenset. */
#include "eval/builtins.h"

#include "eval/alias.h"
#include "eval/dict_type.h"
#include "eval/iterator.h"
#include "eval/show.h"

#define SET(v) OBJECT_AS(SetObject, v)

static bool add_all(Eval *ev, Value set, Value source)
{
    Value it, item;
    if (value_is_set(source) && !value_is(set, source)) {
        for (size_t at = 0; value_set_next(source, &at, &item);) {
            if (!value_set_add(ev, set, item)) return false;
        }
        return true;
    }
    if (!eval_iter(ev, source, &it)) return false;
    eval_root_push(ev, it);
    bool ok = true;
    while (ok) {
        ok = eval_next(ev, it, &item);
        if (!ok || value_is_unset(item)) break;
        ok = value_set_add(ev, set, item);
    }
    eval_root_pop(ev, 1);
    return ok;
}

static Value empty_like(Eval *ev, Value set)
{
    return value_is_kind(set, OBJECT_FROZENSET) ? object_frozenset(ev) : value_set(ev);
}

static Value copy_of(Eval *ev, Value set)
{
    Value v = empty_like(ev, set);
    table_copy_all(ev, &SET(v)->table, &SET(set)->table);
    return v;
}

/* source itself when it is a set, else a new set of its items. */
static bool as_set(Eval *ev, Value source, Value *out)
{
    *out = source;
    if (value_is_set(source)) return true;
    *out = value_set(ev);
    eval_root_push(ev, *out);
    bool ok = add_all(ev, *out, source);
    eval_root_pop(ev, 1);
    return ok;
}

static bool has(Eval *ev, Value set, Value item, bool *out)
{
    TableEntry *e;
    if (!table_find(ev, &SET(set)->table, item, &e)) return false;
    *out = e != NULL;
    return true;
}

static bool discard(Eval *ev, Value set, Value item, bool *found)
{
    Value old;
    TableEntry *e;
    if (!table_find(ev, &SET(set)->table, item, &e)) return false;
    *found = e != NULL;
    return !e || table_remove(ev, &SET(set)->table, item, &old);
}

/* Items of `from` that are (keep true) or are not in `other`, added to `to`. */
static bool select_items(Eval *ev, Value to, Value from, Value other, bool keep)
{
    Value item;
    for (size_t at = 0; value_set_next(from, &at, &item);) {
        bool in;
        if (!has(ev, other, item, &in)) return false;
        if (in == keep && !value_set_add(ev, to, item)) return false;
    }
    return true;
}

static bool combine(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    if (op == OPERATOR_OR) {
        *out = copy_of(ev, a);
        return add_all(ev, *out, b);
    }
    *out = empty_like(ev, a);
    if (op == OPERATOR_AND) return select_items(ev, *out, a, b, true);
    if (!select_items(ev, *out, a, b, false)) return false;
    return op == OPERATOR_SUB || select_items(ev, *out, b, a, false);
}

static bool is_subset(Eval *ev, Value a, Value b, bool *out)
{
    Value item;
    *out = value_set_len(a) <= value_set_len(b);
    for (size_t at = 0; *out && value_set_next(a, &at, &item);) {
        if (!has(ev, b, item, out)) return false;
    }
    return true;
}

static bool compare(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    bool yes = false, not_equal = op == OPERATOR_NE;
    size_t m = value_set_len(a), n = value_set_len(b);
    switch (op) {
    case OPERATOR_EQ:
    case OPERATOR_NE:
        if (m == n && !is_subset(ev, a, b, &yes)) return false;
        break;
    case OPERATOR_LE:
    case OPERATOR_LT:
        if ((op == OPERATOR_LE || m < n) && !is_subset(ev, a, b, &yes)) return false;
        break;
    default:
        if ((op == OPERATOR_GE || m > n) && !is_subset(ev, b, a, &yes)) return false;
        break;
    }
    *out = value_bool(yes != not_equal);
    return true;
}

static bool set_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (!value_is_set(left) || !value_is_set(right)) return true;
    if (op >= OPERATOR_EQ && op <= OPERATOR_GE) return compare(ev, op, left, right, out);
    if (op == OPERATOR_OR || op == OPERATOR_AND || op == OPERATOR_SUB || op == OPERATOR_XOR)
        return combine(ev, op, left, right, out);
    return true;
}

/* Replaces the contents of set by those of `by`. */
static void take(Eval *ev, Value set, Value by)
{
    table_clear(ev, &SET(set)->table);
    table_copy_all(ev, &SET(set)->table, &SET(by)->table);
}

static bool set_inplace(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    Value result;
    *out = value_unset();
    if (!value_is_kind(left, OBJECT_SET)) return true;
    if (!set_binary(ev, op, left, right, &result)) return false;
    if (op >= OPERATOR_EQ || value_is_unset(result)) return true;
    take(ev, left, result);
    *out = left;
    return true;
}

/* ---- methods ---- */

static bool set_add(Eval *ev, Args *a, Value *out) { return value_set_add(ev, a->self, a->v[0]); }

static bool set_discard(Eval *ev, Args *a, Value *out)
{
    bool found;
    return discard(ev, a->self, a->v[0], &found);
}

static bool set_remove(Eval *ev, Args *a, Value *out)
{
    bool found;
    if (!discard(ev, a->self, a->v[0], &found)) return false;
    return found || dict_raise_key_error(ev, a->v[0]);
}

static bool set_pop(Eval *ev, Args *a, Value *out)
{
    size_t at = 0;
    Table *t = &SET(a->self)->table;
    TableEntry *e = table_next(t, &at);
    if (!e) return dict_raise_key_error(ev, value_str_z(ev, "pop from an empty set"));
    *out = e->key;
    table_remove_entry(ev, t, e);
    return true;
}

static bool set_clear(Eval *ev, Args *a, Value *out)
{
    table_clear(ev, &SET(a->self)->table);
    return true;
}

static bool set_copy(Eval *ev, Args *a, Value *out)
{
    *out = copy_of(ev, a->self);
    return true;
}

/* union, intersection, difference with any number of iterables. */
static bool fold(Eval *ev, Args *a, Operator op, Value *out)
{
    Value result = copy_of(ev, a->self);
    eval_root_push(ev, result);
    size_t pushed = 1;
    bool ok = true;
    for (size_t i = 0; i < value_seq_len(a->v[0]) && ok; i++) {
        Value other;
        ok = as_set(ev, value_seq_items(a->v[0])[i], &other);
        if (!ok) break;
        eval_root_push(ev, other);
        ok = combine(ev, op, result, other, &result);
        eval_root_push(ev, result);
        pushed += 2;
    }
    eval_root_pop(ev, pushed);
    *out = result;
    return ok;
}

static bool set_union(Eval *ev, Args *a, Value *out) { return fold(ev, a, OPERATOR_OR, out); }
static bool set_intersection(Eval *ev, Args *a, Value *out)
{
    return fold(ev, a, OPERATOR_AND, out);
}
static bool set_difference(Eval *ev, Args *a, Value *out) { return fold(ev, a, OPERATOR_SUB, out); }

static bool set_symmetric_difference(Eval *ev, Args *a, Value *out)
{
    Value other;
    return as_set(ev, a->v[0], &other) && combine(ev, OPERATOR_XOR, a->self, other, out);
}

static bool update(Eval *ev, Args *a, Operator op)
{
    Value result;
    if (!fold(ev, a, op, &result)) return false;
    take(ev, a->self, result);
    return true;
}

static bool set_update(Eval *ev, Args *a, Value *out)
{
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        if (!add_all(ev, a->self, value_seq_items(a->v[0])[i])) return false;
    }
    return true;
}

static bool set_intersection_update(Eval *ev, Args *a, Value *out)
{
    return update(ev, a, OPERATOR_AND);
}
static bool set_difference_update(Eval *ev, Args *a, Value *out)
{
    return update(ev, a, OPERATOR_SUB);
}

static bool set_symmetric_difference_update(Eval *ev, Args *a, Value *out)
{
    Value result;
    if (!set_symmetric_difference(ev, a, &result)) return false;
    take(ev, a->self, result);
    return true;
}

static bool set_issubset(Eval *ev, Args *a, Value *out)
{
    Value other;
    return as_set(ev, a->v[0], &other) && compare(ev, OPERATOR_LE, a->self, other, out);
}

static bool set_issuperset(Eval *ev, Args *a, Value *out)
{
    Value other;
    return as_set(ev, a->v[0], &other) && compare(ev, OPERATOR_GE, a->self, other, out);
}

static bool set_isdisjoint(Eval *ev, Args *a, Value *out)
{
    Value other, common;
    if (!as_set(ev, a->v[0], &other) || !combine(ev, OPERATOR_AND, a->self, other, &common))
        return false;
    *out = value_bool(value_set_len(common) == 0);
    return true;
}

/* ---- slots ---- */

static bool set_init(Eval *ev, Value self, Args *a)
{
    table_clear(ev, &SET(self)->table);
    return value_is_unset(a->v[0]) || add_all(ev, self, a->v[0]);
}

static bool frozenset_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value set = object_frozenset(ev);
    eval_root_push(ev, set);
    bool ok = value_is_unset(a->v[0]) || add_all(ev, set, a->v[0]);
    eval_root_pop(ev, 1);
    if (ok) *out = class_adopt(ev, cls, set);
    return ok;
}

static bool set_repr(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    bool again, ok = true;
    bool plain = value_is_kind(self, OBJECT_SET) && !self.as.object->cls;
    Str name = value_type_name(ev, self);
    if (!show_enter(ev, self, &again)) return false;
    if (again) {
        *out = value_str_fmt(ev, "%.*s(...)", STR_ARG(name));
        return true;
    }
    bool empty = value_set_len(self) == 0;
    if (!plain || empty) {
        strbuf_push(&b, name);
        strbuf_push_char(&b, '(');
    }
    if (!empty) strbuf_push_char(&b, '{');
    Value item;
    bool first = true;
    for (size_t at = 0; ok && value_set_next(self, &at, &item); first = false) {
        if (!first) strbuf_push_z(&b, ", ");
        ok = show_push(ev, &b, item);
    }
    if (!empty) strbuf_push_char(&b, '}');
    if (!plain || empty) strbuf_push_char(&b, ')');
    show_leave(ev);
    return show_finish(ev, &b, ok, out);
}

static bool set_hash(Eval *ev, Value self, uint64_t *out)
{
    return eval_raise(ev, "TypeError", "unhashable type: '%.*s'",
                      STR_ARG(value_type_name(ev, self)));
}

static bool frozenset_hash(Eval *ev, Value self, uint64_t *out)
{
    const Table *t = &SET(self)->table;
    *out = 1927868237 * (uint64_t)(t->live + 1);
    for (size_t at = 0; at < t->used; at++) {
        uint64_t h = t->entries[at].hash;
        /* Spread, so that the order-free sum of nearby hashes does not cancel out. */
        if (!value_is_unset(t->entries[at].key)) *out ^= (h ^ 89869747 ^ (h << 16)) * 3644798167U;
    }
    return true;
}

static bool set_truth(Eval *ev, Value self, bool *out)
{
    *out = value_set_len(self) > 0;
    return true;
}

static bool set_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)value_set_len(self);
    return true;
}

static bool set_contains(Eval *ev, Value self, Value item, bool *out)
{
    return has(ev, self, item, out);
}

static bool set_iter(Eval *ev, Value self, Value *out)
{
    *out = iterator_table(ev, self, ITERATOR_KEYS, false);
    return true;
}

#define COMMON_METHODS                                                                             \
    {"copy", "", set_copy, NATIVE_METHOD},                                                         \
        {"difference", "*others", set_difference, NATIVE_METHOD},                                  \
        {"intersection", "*others", set_intersection, NATIVE_METHOD},                              \
        {"isdisjoint", "other, /", set_isdisjoint, NATIVE_METHOD},                                 \
        {"issubset", "other, /", set_issubset, NATIVE_METHOD},                                     \
        {"issuperset", "other, /", set_issuperset, NATIVE_METHOD},                                 \
        {"symmetric_difference", "other, /", set_symmetric_difference, NATIVE_METHOD},             \
    {                                                                                              \
        "union", "*others", set_union, NATIVE_METHOD                                               \
    }

static const NativeMethod set_methods[] = {
    COMMON_METHODS,
    {"add", "item, /", set_add, NATIVE_METHOD},
    {"clear", "", set_clear, NATIVE_METHOD},
    {"difference_update", "*others", set_difference_update, NATIVE_METHOD},
    {"discard", "item, /", set_discard, NATIVE_METHOD},
    {"intersection_update", "*others", set_intersection_update, NATIVE_METHOD},
    {"pop", "", set_pop, NATIVE_METHOD},
    {"remove", "item, /", set_remove, NATIVE_METHOD},
    {"symmetric_difference_update", "other, /", set_symmetric_difference_update, NATIVE_METHOD},
    {"update", "*others", set_update, NATIVE_METHOD},
    {0}};

static const NativeMethod frozenset_methods[] = {COMMON_METHODS, {0}};

const NativeClass native_class_set = {.name = "set",
                                      .module = "builtins",
                                      .init_params = "iterable=?, /",
                                      .init = set_init,
                                      .methods = set_methods,
                                      .repr = set_repr,
                                      .hash = set_hash,
                                      .truth = set_truth,
                                      .length = set_length,
                                      .contains = set_contains,
                                      .iter = set_iter,
                                      .binary = set_binary,
                                      .inplace = set_inplace,
                                      .class_getitem = alias_class_getitem};

const NativeClass native_class_frozenset = {.name = "frozenset",
                                            .module = "builtins",
                                            .init_params = "iterable=?, /",
                                            .construct = frozenset_construct,
                                            .methods = frozenset_methods,
                                            .repr = set_repr,
                                            .hash = frozenset_hash,
                                            .truth = set_truth,
                                            .length = set_length,
                                            .contains = set_contains,
                                            .iter = set_iter,
                                            .binary = set_binary,
                                            .class_getitem = alias_class_getitem};
