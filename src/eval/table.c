#include "eval/table.h"

#include <string.h>

#include "base/mem.h"

/* Tables up to this many entries are searched one by one: cheaper than an index. */
enum { LINEAR_MAX = 8 };

uint64_t object_str_hash(StrObject *s)
{
    if (s->hash == 0) {
        s->hash = str_hash(object_str_view(s));
        if (s->hash == 0) s->hash = 1;
    }
    return s->hash;
}

static size_t bytes_of(const Table *t)
{
    return t->cap * sizeof(TableEntry) + t->slot_count * sizeof(uint32_t);
}

static void index_add(Table *t, uint32_t i)
{
    size_t mask = t->slot_count - 1;
    size_t s = (size_t)(t->entries[i].hash ^ (t->entries[i].hash >> 29)) & mask;
    while (t->slots[s]) s = (s + 1) & mask;
    t->slots[s] = i + 1;
}

/* Drops deleted entries and makes room for `live` more than there are. */
static void rebuild(Eval *ev, Table *t, uint32_t cap)
{
    size_t before = bytes_of(t);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->used; i++)
        if (t->entries[i].key.kind != VALUE_UNSET) t->entries[n++] = t->entries[i];
    t->used = n;
    if (cap != t->cap) {
        t->entries = mem_resize(t->entries, cap, sizeof *t->entries);
        t->cap = cap;
    }
    mem_free(t->slots);
    t->slots = NULL;
    t->slot_count = 0;
    if (cap > LINEAR_MAX) {
        t->slot_count = 16;
        while (t->slot_count < cap + cap / 2) t->slot_count *= 2;
        t->slots = mem_alloc(t->slot_count, sizeof *t->slots);
        for (uint32_t i = 0; i < n; i++) index_add(t, i);
    }
    object_charge(ev, (int64_t)bytes_of(t) - (int64_t)before);
}

static TableEntry *append(Eval *ev, Table *t, Value key, Value item, uint64_t hash)
{
    if (t->used == t->cap) {
        uint32_t cap = t->cap ? t->cap : 4;
        if (t->live * 4 >= t->cap * 3) cap = t->cap ? t->cap * 2 : 4;
        rebuild(ev, t, cap);
    }
    TableEntry *e = &t->entries[t->used];
    *e = (TableEntry){key, item, hash};
    if (t->slot_count) index_add(t, t->used);
    t->used++;
    t->live++;
    t->version++;
    return e;
}

static bool same_str(const StrObject *a, const StrObject *b)
{
    return a == b || (a->len == b->len && memcmp(a->data, b->data, a->len) == 0);
}

static TableEntry *find_hashed_str(Table *t, Str key, uint64_t h, const StrObject *object)
{
    size_t mask = t->slot_count ? t->slot_count - 1 : 0;
    size_t s = (size_t)(h ^ (h >> 29)) & mask;
    for (uint32_t i = 0;; i++, s = (s + 1) & mask) {
        TableEntry *e;
        if (t->slot_count) {
            if (!t->slots[s]) return NULL;
            e = &t->entries[t->slots[s] - 1];
        } else {
            if (i >= t->used) return NULL;
            e = &t->entries[i];
        }
        if (e->hash != h || e->key.kind != VALUE_OBJECT) continue;
        const StrObject *k = (const StrObject *)e->key.as.object;
        if (k == object) return e;
        if (k->head.kind == OBJECT_STR && k->len == key.len &&
            memcmp(k->data, key.ptr, key.len) == 0)
            return e;
    }
}

TableEntry *table_find_str(Table *t, Str key)
{
    if (t->live == 0) return NULL;
    uint64_t h = str_hash(key);
    return find_hashed_str(t, key, h ? h : 1, NULL);
}

TableEntry *table_find_name(Table *t, StrObject *key)
{
    if (t->live == 0) return NULL;
    return find_hashed_str(t, object_str_view(key), object_str_hash(key), key);
}

void table_put_name(Eval *ev, Table *t, StrObject *key, Value item)
{
    TableEntry *e = table_find_name(t, key);
    if (e)
        e->item = item;
    else
        append(ev, t, value_of(key), item, object_str_hash(key));
}

/* Equality of keys whose hashes agree. Strings and small values are decided here; the rest may run
 * a script's __eq__. */
static bool keys_equal(Eval *ev, Value a, Value b, bool *equal)
{
    if (value_is(a, b)) {
        *equal = true;
        return true;
    }
    if (value_is_kind(a, OBJECT_STR) && value_is_kind(b, OBJECT_STR) && !a.as.object->cls &&
        !b.as.object->cls) {
        *equal = same_str(value_str_object(a), value_str_object(b));
        return true;
    }
    return eval_equal(ev, a, b, equal);
}

bool table_find(Eval *ev, Table *t, Value key, TableEntry **entry)
{
    *entry = NULL;
    uint64_t h;
    if (!eval_hash(ev, key, &h)) return false;
    if (t->live == 0) return true;
again:;
    uint32_t version = t->version;
    size_t mask = t->slot_count ? t->slot_count - 1 : 0;
    size_t s = (size_t)(h ^ (h >> 29)) & mask;
    for (uint32_t i = 0;; i++, s = (s + 1) & mask) {
        uint32_t at = i;
        if (t->slot_count) {
            if (!t->slots[s]) return true;
            at = t->slots[s] - 1;
        } else if (i >= t->used) {
            return true;
        }
        TableEntry *e = &t->entries[at];
        if (e->hash != h || e->key.kind == VALUE_UNSET) continue;
        bool equal;
        if (!keys_equal(ev, e->key, key, &equal)) return false;
        if (t->version != version) goto again; /* __eq__ changed the table */
        if (equal) {
            *entry = &t->entries[at];
            return true;
        }
    }
}

bool table_put(Eval *ev, Table *t, Value key, Value item)
{
    TableEntry *e;
    if (!table_find(ev, t, key, &e)) return false;
    if (e) {
        e->item = item;
        return true;
    }
    uint64_t h;
    if (!eval_hash(ev, key, &h)) return false;
    append(ev, t, key, item, h);
    return true;
}

/* The slot of a deleted entry stays taken, pointing at an unset key, until the next rebuild. */
void table_remove_entry(Eval *ev, Table *t, TableEntry *entry)
{
    entry->key = value_unset();
    entry->item = value_unset();
    t->live--;
    t->version++;
    if (t->live == 0) {
        t->used = 0;
        if (t->slots) memset(t->slots, 0, t->slot_count * sizeof *t->slots);
    }
}

bool table_remove(Eval *ev, Table *t, Value key, Value *item)
{
    TableEntry *e;
    *item = value_unset();
    if (!table_find(ev, t, key, &e)) return false;
    if (!e) return true;
    *item = value_is_unset(e->item) ? value_none() : e->item;
    table_remove_entry(ev, t, e);
    return true;
}

void table_clear(Eval *ev, Table *t)
{
    object_charge(ev, -(int64_t)bytes_of(t));
    mem_free(t->entries);
    mem_free(t->slots);
    *t = (Table){.version = t->version + 1};
}

void table_copy_all(Eval *ev, Table *to, const Table *from)
{
    if (from->live == 0) return;
    uint32_t cap = 4;
    while (cap < from->live) cap *= 2;
    rebuild(ev, to, cap);
    for (uint32_t i = 0; i < from->used; i++) {
        TableEntry *e = &from->entries[i];
        if (e->key.kind != VALUE_UNSET) append(ev, to, e->key, e->item, e->hash);
    }
}

TableEntry *table_next(const Table *t, size_t *at)
{
    while (*at < t->used) {
        TableEntry *e = &t->entries[(*at)++];
        if (e->key.kind != VALUE_UNSET) return e;
    }
    return NULL;
}
