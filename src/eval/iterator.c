#include "eval/iterator.h"

#include <string.h>

#include "base/utf8.h"
#include "eval/number.h"
#include "eval/sequence.h"

#define IT(v) OBJECT_AS(IteratorObject, v)

static bool iter_self(Eval *ev, Value self, Value *out)
{
    *out = self;
    return true;
}

static bool length_hint(Eval *ev, Args *a, Value *out)
{
    *out = value_int(0);
    return true;
}

static const NativeMethod iterator_methods[] = {{"__length_hint__", "", length_hint, NATIVE_METHOD},
                                                {0}};

#define ITERATOR_CLASS(id, py_name, next_fn)                                                       \
    static const NativeClass id = {.name = py_name,                                                \
                                   .module = "builtins",                                           \
                                   .iter = iter_self,                                              \
                                   .next = next_fn,                                                \
                                   .methods = iterator_methods}

/* ---- sequences: source, at = next index; strings: at = byte offset ---- */

static bool next_item(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    if ((size_t)it->at < value_seq_len(it->source))
        *out = value_seq_items(it->source)[it->at++];
    else
        it->source = value_unset();
    return true;
}
ITERATOR_CLASS(class_list_iterator, "list_iterator", next_item);
ITERATOR_CLASS(class_tuple_iterator, "tuple_iterator", next_item);

static bool next_item_back(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    if (it->at >= 0 && (size_t)it->at < value_seq_len(it->source))
        *out = value_seq_items(it->source)[it->at--];
    else
        it->source = value_unset();
    return true;
}
ITERATOR_CLASS(class_list_reverseiterator, "list_reverseiterator", next_item_back);

static bool next_char(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    Str s = value_as_str(it->source);
    size_t i = (size_t)it->at;
    if (i >= s.len) {
        it->source = value_unset();
        return true;
    }
    utf8_next(s, &i);
    *out = value_str(ev, str_slice(s, (size_t)it->at, i));
    it->at = (int64_t)i;
    return true;
}
ITERATOR_CLASS(class_str_iterator, "str_iterator", next_char);

static bool next_byte(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    Str s = value_as_bytes(it->source);
    if ((size_t)it->at < s.len)
        *out = value_int((unsigned char)s.ptr[it->at++]);
    else
        it->source = value_unset();
    return true;
}
ITERATOR_CLASS(class_bytes_iterator, "bytes_iterator", next_byte);

/* reversed() of anything with __getitem__ and a length: source, at counts down. */
static bool next_getitem_back(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (it->at < 0) return true;
    return eval_getitem(ev, it->source, value_int(it->at--), out);
}
/* ---- ranges: at = next value, step, stop = items left ---- */

static bool next_range(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (it->stop <= 0) return true;
    *out = value_int(it->at);
    it->stop--;
    if (it->stop) it->at += it->step;
    return true;
}
ITERATOR_CLASS(class_range_iterator, "range_iterator", next_range);

/* ---- tables: at = entry index, step = IteratorTable, stop = 1 backwards, version ---- */

static TableEntry *table_step(IteratorObject *it, Table *t)
{
    size_t at = (size_t)it->at;
    TableEntry *e = NULL;
    if (!it->stop) {
        e = table_next(t, &at);
    } else {
        while (at > 0 && !e) {
            at--;
            if (!value_is_unset(t->entries[at].key)) e = &t->entries[at];
        }
    }
    it->at = (int64_t)at;
    return e;
}

static bool next_entry(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    DictObject *d = OBJECT_AS(DictObject, it->source);
    const char *what = d->head.kind == OBJECT_DICT ? "dictionary" : "Set";
    if (it->version != d->table.version) {
        it->version = d->table.version;
        bool resized = d->table.live != (uint32_t)it->extra.as.integer;
        return eval_raise(ev, "RuntimeError",
                          resized ? "%s changed size during iteration"
                                  : "%s keys changed during iteration",
                          what);
    }
    TableEntry *e = table_step(it, &d->table);
    if (!e) {
        it->source = value_unset();
        return true;
    }
    if (it->step == ITERATOR_KEYS) {
        *out = e->key;
    } else if (it->step == ITERATOR_VALUES) {
        *out = e->item;
    } else {
        Value pair[] = {e->key, e->item};
        *out = value_tuple(ev, pair, 2);
    }
    return true;
}
ITERATOR_CLASS(class_dict_keyiterator, "dict_keyiterator", next_entry);
ITERATOR_CLASS(class_dict_valueiterator, "dict_valueiterator", next_entry);
ITERATOR_CLASS(class_dict_itemiterator, "dict_itemiterator", next_entry);
ITERATOR_CLASS(class_set_iterator, "set_iterator", next_entry);

/* ---- iter(callable, sentinel): source, extra = sentinel ---- */

static bool next_call(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    Value v;
    bool equal;
    if (!eval_call(ev, it->source, NULL, 0, value_unset(), &v)) return false;
    if (!eval_equal(ev, v, it->extra, &equal)) return false;
    if (equal)
        it->source = value_unset();
    else
        *out = v;
    return true;
}
ITERATOR_CLASS(class_callable_iterator, "callable_iterator", next_call);

Value iterator_sequence(Eval *ev, Value seq)
{
    const NativeClass *cls;
    switch (value_object_kind(seq)) {
    case OBJECT_LIST: cls = &class_list_iterator; break;
    case OBJECT_STR: cls = &class_str_iterator; break;
    case OBJECT_BYTES: cls = &class_bytes_iterator; break;
    default: cls = &class_tuple_iterator; break;
    }
    return value_object(&object_iterator_new(ev, cls, seq)->head);
}

Value iterator_items(Eval *ev, const Value *items, size_t n)
{
    return iterator_sequence(ev, value_tuple(ev, items, n));
}

Value iterator_reversed(Eval *ev, Value seq)
{
    IteratorObject *it = object_iterator_new(ev, &class_list_reverseiterator, seq);
    it->at = (int64_t)value_seq_len(seq) - 1;
    return value_object(&it->head);
}

Value iterator_range(Eval *ev, int64_t start, int64_t step, int64_t count)
{
    IteratorObject *it = object_iterator_new(ev, &class_range_iterator, value_none());
    it->at = start;
    it->step = step;
    it->stop = count;
    return value_object(&it->head);
}

Value iterator_table(Eval *ev, Value container, IteratorTable what, bool reverse)
{
    static const NativeClass *const classes[] = {&class_dict_keyiterator, &class_dict_valueiterator,
                                                 &class_dict_itemiterator};
    const DictObject *d = OBJECT_AS(DictObject, container);
    const NativeClass *cls = d->head.kind == OBJECT_DICT ? classes[what] : &class_set_iterator;
    IteratorObject *it = object_iterator_new(ev, cls, container);
    it->step = what;
    it->stop = reverse;
    it->at = reverse ? d->table.used : 0;
    it->version = d->table.version;
    it->extra = value_int(d->table.live);
    return value_object(&it->head);
}

Value iterator_callable(Eval *ev, Value callable, Value sentinel)
{
    IteratorObject *it = object_iterator_new(ev, &class_callable_iterator, callable);
    it->extra = sentinel;
    return value_object(&it->head);
}

/* ---- enumerate: source = iterator, at ---- */

static bool enumerate_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value source;
    int64_t start;
    if (!eval_iter(ev, a->v[0], &source) || !eval_as_index(ev, a->v[1], &start)) return false;
    IteratorObject *it = object_iterator_new(ev, &native_class_enumerate, source);
    it->at = start;
    *out = value_object(&it->head);
    return true;
}

static bool next_enumerate(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    Value item;
    if (!eval_next(ev, it->source, &item)) return false;
    *out = value_unset();
    if (value_is_unset(item)) return true;
    Value pair[] = {value_int(it->at++), item};
    *out = value_tuple(ev, pair, 2);
    return true;
}

const NativeClass native_class_enumerate = {.name = "enumerate",
                                            .module = "builtins",
                                            .init_params = "iterable, start=0",
                                            .construct = enumerate_construct,
                                            .iter = iter_self,
                                            .next = next_enumerate,
                                            .methods = iterator_methods};

/* ---- zip: source = tuple of iterators, step = strict ---- */

static bool iterators_of(Eval *ev, Value iterables, Value *out)
{
    Value list = value_list(ev);
    eval_root_push(ev, list);
    bool ok = true;
    for (size_t i = 0; i < value_seq_len(iterables) && ok; i++) {
        Value it;
        ok = eval_iter(ev, value_seq_items(iterables)[i], &it);
        if (ok) value_list_push(ev, list, it);
    }
    eval_root_pop(ev, 1);
    *out = list;
    return ok;
}

static bool zip_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value source;
    bool strict;
    if (!eval_truth(ev, a->v[1], &strict) || !iterators_of(ev, a->v[0], &source)) return false;
    IteratorObject *it = object_iterator_new(ev, &native_class_zip, source);
    it->step = strict;
    *out = value_object(&it->head);
    return true;
}

/* Iterator number i ran out: with strict, all others must have too. */
static bool zip_exhausted(Eval *ev, IteratorObject *it, size_t i)
{
    if (!it->step) return true;
    const char *plural = i == 1 ? " " : "s 1-";
    if (i > 0)
        return eval_raise(ev, "ValueError", "zip() argument %zu is shorter than argument%s%zu",
                          i + 1, plural, i);
    for (size_t k = 1; k < value_seq_len(it->source); k++) {
        Value item;
        if (!eval_next(ev, value_seq_items(it->source)[k], &item)) return false;
        if (!value_is_unset(item))
            return eval_raise(ev, "ValueError", "zip() argument %zu is longer than argument%s%zu",
                              k + 1, k == 1 ? " " : "s 1-", k);
    }
    return true;
}

static bool next_zip(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    *out = value_unset();
    size_t n = value_seq_len(it->source);
    if (!n) return true;
    Value row = value_list(ev);
    eval_root_push(ev, row);
    bool ok = true, done = false;
    for (size_t i = 0; i < n && ok && !done; i++) {
        Value item;
        ok = eval_next(ev, value_seq_items(it->source)[i], &item);
        done = ok && value_is_unset(item);
        if (done)
            ok = zip_exhausted(ev, it, i);
        else if (ok)
            value_list_push(ev, row, item);
    }
    eval_root_pop(ev, 1);
    if (ok && !done) *out = value_tuple(ev, value_seq_items(row), n);
    return ok;
}

const NativeClass native_class_zip = {.name = "zip",
                                      .module = "builtins",
                                      .init_params = "*iterables, strict=False",
                                      .construct = zip_construct,
                                      .iter = iter_self,
                                      .next = next_zip,
                                      .methods = iterator_methods};

/* ---- map: source = iterators, extra = function ---- */

static bool map_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value source;
    if (value_seq_len(a->v[0]) < 2)
        return eval_raise(ev, "TypeError", "map() must have at least two arguments.");
    const Value *items = value_seq_items(a->v[0]);
    Value rest = value_tuple(ev, items + 1, value_seq_len(a->v[0]) - 1);
    if (!iterators_of(ev, rest, &source)) return false;
    IteratorObject *it = object_iterator_new(ev, &native_class_map, source);
    it->extra = items[0];
    *out = value_object(&it->head);
    return true;
}

static bool next_map(Eval *ev, Value self, Value *out)
{
    Value row;
    IteratorObject *it = IT(self);
    if (!next_zip(ev, self, &row)) return false;
    *out = value_unset();
    if (value_is_unset(row)) return true;
    return eval_call(ev, it->extra, value_seq_items(row), value_seq_len(row), value_unset(), out);
}

const NativeClass native_class_map = {.name = "map",
                                      .module = "builtins",
                                      .init_params = "*args",
                                      .construct = map_construct,
                                      .iter = iter_self,
                                      .next = next_map,
                                      .methods = iterator_methods};

/* ---- filter: source = iterator, extra = function or None ---- */

static bool filter_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value source;
    if (!eval_iter(ev, a->v[1], &source)) return false;
    IteratorObject *it = object_iterator_new(ev, &native_class_filter, source);
    it->extra = a->v[0];
    *out = value_object(&it->head);
    return true;
}

static bool next_filter(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = IT(self);
    for (;;) {
        Value item, verdict;
        if (!eval_next(ev, it->source, &item)) return false;
        *out = item;
        if (value_is_unset(item)) return true;
        verdict = item;
        eval_root_push(ev, item);
        bool keep = false;
        bool ok =
            value_is_none(it->extra) || eval_call(ev, it->extra, &item, 1, value_unset(), &verdict);
        ok = ok && eval_truth(ev, verdict, &keep);
        eval_root_pop(ev, 1);
        if (!ok) return false;
        if (keep) return true;
    }
}

const NativeClass native_class_filter = {.name = "filter",
                                         .module = "builtins",
                                         .init_params = "function, iterable, /",
                                         .construct = filter_construct,
                                         .iter = iter_self,
                                         .next = next_filter,
                                         .methods = iterator_methods};

/* ---- reversed ---- */

static bool reversed_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value v = a->v[0], method = value_unset();
    int kind = value_object_kind(v);
    if (value_is_object(v) && !eval_find_special(ev, v, "__reversed__", &method)) return false;
    if (!value_is_unset(method)) return eval_call(ev, method, NULL, 0, value_unset(), out);
    if (kind == OBJECT_LIST || kind == OBJECT_TUPLE) {
        *out = iterator_reversed(ev, v);
    } else if (kind == OBJECT_DICT) {
        *out = iterator_table(ev, v, ITERATOR_KEYS, true);
    } else if (kind == OBJECT_RANGE) {
        const RangeObject *r = OBJECT_AS(RangeObject, v);
        *out = iterator_range(ev, r->start + (r->len - 1) * r->step, -r->step, r->len);
    } else {
        int64_t n;
        if (value_is_object(v) && kind != OBJECT_SET && kind != OBJECT_FROZENSET &&
            !eval_find_special(ev, v, "__getitem__", &method))
            return false;
        if (value_is_unset(method) && kind != OBJECT_STR && kind != OBJECT_BYTES)
            return eval_raise(ev, "TypeError", "'%.*s' object is not reversible",
                              STR_ARG(value_type_name(ev, v)));
        if (!eval_len(ev, v, &n)) return false;
        IteratorObject *it = object_iterator_new(ev, &native_class_reversed, v);
        it->at = n - 1;
        *out = value_object(&it->head);
    }
    return true;
}

const NativeClass native_class_reversed = {.name = "reversed",
                                           .module = "builtins",
                                           .init_params = "sequence, /",
                                           .construct = reversed_construct,
                                           .iter = iter_self,
                                           .next = next_getitem_back,
                                           .methods = iterator_methods};
