#include "eval/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "eval/state.h"

int value_object_kind(Value v) { return v.kind == VALUE_OBJECT ? (int)v.as.object->kind : -1; }

bool value_is(Value a, Value b)
{
    if (a.kind != b.kind) return false;
    switch (a.kind) {
    case VALUE_BOOL: return a.as.boolean == b.as.boolean;
    case VALUE_INT: return a.as.integer == b.as.integer;
    case VALUE_FLOAT: return memcmp(&a.as.real, &b.as.real, sizeof a.as.real) == 0;
    case VALUE_OBJECT: return a.as.object == b.as.object;
    default: return true;
    }
}

static bool bigint_as_int(const BigInt *b, int64_t *out)
{
    if (b->len > 2) return false;
    uint64_t m = 0;
    if (b->len > 0) m = b->digits[0];
    if (b->len > 1) m |= (uint64_t)b->digits[1] << 32;
    if (b->negative) {
        if (m > (uint64_t)INT64_MAX + 1) return false;
        *out = (int64_t)(0 - m);
        return true;
    }
    if (m > INT64_MAX) return false;
    *out = (int64_t)m;
    return true;
}

bool value_as_int(Value v, int64_t *out)
{
    if (v.kind == VALUE_INT)
        *out = v.as.integer;
    else if (v.kind == VALUE_BOOL)
        *out = v.as.boolean;
    else if (value_is_kind(v, OBJECT_BIGINT))
        return bigint_as_int(OBJECT_AS(BigInt, v), out);
    else
        return false;
    return true;
}

/* ---- strings and bytes ---- */

StrObject *object_str_new(Eval *ev, size_t len)
{
    StrObject *s = object_new(ev, OBJECT_STR, sizeof *s + len + 1);
    s->len = len;
    return s;
}

void object_str_done(StrObject *s)
{
    for (size_t i = 0; i < s->len; i++) {
        if ((unsigned char)s->data[i] >= 0x80) {
            s->points = utf8_count(object_str_view(s));
            return;
        }
    }
    s->points = s->len;
}

Value value_str(Eval *ev, Str text)
{
    if (text.len <= 1) return value_of(object_intern(ev, text));
    StrObject *s = object_str_new(ev, text.len);
    memcpy(s->data, text.ptr, text.len);
    object_str_done(s);
    return value_of(s);
}

Value value_str_z(Eval *ev, const char *s) { return value_str(ev, str_z(s)); }

Value value_str_fmt(Eval *ev, const char *fmt, ...)
{
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(&b, fmt, ap);
    va_end(ap);
    Value v = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return v;
}

bool value_is_str(Value v) { return value_is_kind(v, OBJECT_STR); }
Str value_as_str(Value v)
{
    return value_is_str(v) ? object_str_view(value_str_object(v)) : STR_NULL;
}

BytesObject *object_bytes_new(Eval *ev, size_t len)
{
    BytesObject *b = object_new(ev, OBJECT_BYTES, sizeof *b + len + 1);
    b->len = len;
    return b;
}

Value value_bytes(Eval *ev, Str s)
{
    BytesObject *b = object_bytes_new(ev, s.len);
    if (s.len) memcpy(b->data, s.ptr, s.len);
    return value_of(b);
}

bool value_is_bytes(Value v) { return value_is_kind(v, OBJECT_BYTES); }

Str value_as_bytes(Value v)
{
    if (!value_is_bytes(v)) return STR_NULL;
    BytesObject *b = OBJECT_AS(BytesObject, v);
    return (Str){b->data, b->len};
}

/* ---- lists and tuples ---- */

Value value_list(Eval *ev) { return value_of(object_new(ev, OBJECT_LIST, sizeof(ListObject))); }

TupleObject *object_tuple_new(Eval *ev, size_t len)
{
    TupleObject *t = object_new(ev, OBJECT_TUPLE, sizeof *t + len * sizeof(Value));
    t->len = len;
    return t;
}

Value value_tuple(Eval *ev, const Value *items, size_t n)
{
    TupleObject *t = object_tuple_new(ev, n);
    if (n) memcpy(t->items, items, n * sizeof *items);
    return value_of(t);
}

bool value_is_list(Value v) { return value_is_kind(v, OBJECT_LIST); }
bool value_is_tuple(Value v) { return value_is_kind(v, OBJECT_TUPLE); }

size_t value_seq_len(Value v)
{
    if (value_is_list(v)) return OBJECT_AS(ListObject, v)->len;
    return value_is_tuple(v) ? OBJECT_AS(TupleObject, v)->len : 0;
}

const Value *value_seq_items(Value v)
{
    if (value_is_list(v)) return OBJECT_AS(ListObject, v)->items;
    return value_is_tuple(v) ? OBJECT_AS(TupleObject, v)->items : NULL;
}

void object_list_reserve(Eval *ev, ListObject *list, size_t cap)
{
    if (cap <= list->cap) return;
    size_t n = list->cap ? list->cap + list->cap / 2 : 4;
    if (n < cap) n = cap;
    list->items = mem_resize(list->items, n, sizeof(Value));
    object_charge(ev, (int64_t)((n - list->cap) * sizeof(Value)));
    list->cap = n;
}

void value_list_push(Eval *ev, Value list, Value item)
{
    ListObject *l = OBJECT_AS(ListObject, list);
    if (l->len == l->cap) object_list_reserve(ev, l, l->len + 1);
    l->items[l->len++] = item;
}

/* ---- dicts ---- */

Value value_dict(Eval *ev) { return value_of(object_new(ev, OBJECT_DICT, sizeof(DictObject))); }
bool value_is_dict(Value v) { return value_is_kind(v, OBJECT_DICT); }

static Table *table_of(Value v)
{
    int kind = value_object_kind(v);
    bool has = kind == OBJECT_DICT || kind == OBJECT_SET || kind == OBJECT_FROZENSET;
    return has ? &OBJECT_AS(DictObject, v)->table : NULL;
}

size_t value_dict_len(Value v)
{
    Table *t = table_of(v);
    return t ? t->live : 0;
}

bool value_dict_next(Value dict, size_t *at, Value *key, Value *item)
{
    Table *t = table_of(dict);
    TableEntry *e = t ? table_next(t, at) : NULL;
    if (!e) return false;
    if (key) *key = e->key;
    if (item) *item = e->item;
    return true;
}

Value value_dict_find_z(Value dict, const char *key)
{
    return value_dict_find_str(dict, str_z(key));
}

Value value_dict_find_str(Value dict, Str key)
{
    Table *t = table_of(dict);
    TableEntry *e = t ? table_find_str(t, key) : NULL;
    return e ? e->item : value_unset();
}

void value_dict_put_z(Eval *ev, Value dict, const char *key, Value item)
{
    value_dict_put_str(ev, dict, str_z(key), item);
}

void value_dict_put_str(Eval *ev, Value dict, Str key, Value item)
{
    table_put_name(ev, table_of(dict), object_intern(ev, key), item);
}

bool value_dict_get(Eval *ev, Value dict, Value key, Value *out)
{
    TableEntry *e;
    *out = value_unset();
    if (!table_find(ev, table_of(dict), key, &e)) return false;
    if (e) *out = e->item;
    return true;
}

bool value_dict_put(Eval *ev, Value dict, Value key, Value item)
{
    return table_put(ev, table_of(dict), key, item);
}

bool value_dict_remove(Eval *ev, Value dict, Value key, bool *found)
{
    Value item;
    if (!table_remove(ev, table_of(dict), key, &item)) return false;
    *found = !value_is_unset(item);
    return true;
}

/* ---- sets ---- */

Value value_set(Eval *ev) { return value_of(object_new(ev, OBJECT_SET, sizeof(SetObject))); }
Value object_frozenset(Eval *ev)
{
    return value_of(object_new(ev, OBJECT_FROZENSET, sizeof(SetObject)));
}

bool value_is_set(Value v)
{
    return value_is_kind(v, OBJECT_SET) || value_is_kind(v, OBJECT_FROZENSET);
}

size_t value_set_len(Value v) { return value_dict_len(v); }

bool value_set_add(Eval *ev, Value set, Value item)
{
    return table_put(ev, table_of(set), item, value_unset());
}

bool value_set_next(Value set, size_t *at, Value *item)
{
    return value_dict_next(set, at, item, NULL);
}

/* ---- other kinds ---- */

Value object_slice(Eval *ev, Value start, Value stop, Value step)
{
    SliceObject *s = object_new(ev, OBJECT_SLICE, sizeof *s);
    s->start = start;
    s->stop = stop;
    s->step = step;
    return value_of(s);
}

BigInt *object_bigint_new(Eval *ev, uint32_t digits)
{
    BigInt *b = object_new(ev, OBJECT_BIGINT, sizeof *b + digits * sizeof(uint32_t));
    b->len = digits;
    return b;
}

IteratorObject *object_iterator_new(Eval *ev, const NativeClass *cls, Value source)
{
    Class *c = eval_class(ev, cls);
    IteratorObject *it = object_new(ev, OBJECT_ITERATOR, sizeof *it);
    it->head.cls = c;
    it->source = source;
    return it;
}

static Value singleton(Eval *ev, Value *slot, const NativeClass *cls)
{
    if (value_is_unset(*slot)) *slot = eval_instance_new(ev, eval_class(ev, cls));
    return *slot;
}

Value object_ellipsis(Eval *ev) { return singleton(ev, &ev->ellipsis, &native_class_ellipsis); }

Value object_not_implemented(Eval *ev)
{
    return singleton(ev, &ev->not_implemented, &native_class_not_implemented);
}
