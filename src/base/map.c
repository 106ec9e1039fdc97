#include "base/map.h"

#include <string.h>

static size_t slot_of(const Map *m, uint64_t hash) { return (size_t)hash & (m->slot_count - 1); }

static void index_entry(Map *m, size_t i)
{
    size_t s = slot_of(m, m->entries[i].hash);
    while (m->slots[s]) s = (s + 1) & (m->slot_count - 1);
    m->slots[s] = (uint32_t)(i + 1);
}

static void reindex(Map *m)
{
    memset(m->slots, 0, m->slot_count * sizeof *m->slots);
    for (size_t i = 0; i < m->len; i++) index_entry(m, i);
}

MapEntry *map_entry(const Map *m, Str key)
{
    if (m->len == 0) return NULL;
    uint64_t h = str_hash(key);
    for (size_t s = slot_of(m, h); m->slots[s]; s = (s + 1) & (m->slot_count - 1)) {
        MapEntry *e = &m->entries[m->slots[s] - 1];
        if (e->hash == h && str_eq(e->key, key)) return e;
    }
    return NULL;
}

void *map_find(const Map *m, Str key)
{
    MapEntry *e = map_entry(m, key);
    return e ? e->value : NULL;
}

void map_put(Map *m, Arena *a, Str key, void *value)
{
    MapEntry *e = map_entry(m, key);
    if (e) {
        e->value = value;
        return;
    }
    if (m->len == m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 8;
        m->entries = arena_grow(a, m->entries, m->cap, cap, sizeof *m->entries);
        m->cap = cap;
        /* Twice as many slots as entries keeps probe runs short. */
        m->slot_count = cap * 2;
        m->slots = ARENA_ARRAY(a, uint32_t, m->slot_count);
        reindex(m);
    }
    m->entries[m->len] = (MapEntry){key, value, str_hash(key)};
    index_entry(m, m->len++);
}

bool map_remove(Map *m, Str key)
{
    MapEntry *e = map_entry(m, key);
    if (!e) return false;
    size_t i = (size_t)(e - m->entries);
    memmove(e, e + 1, (m->len - i - 1) * sizeof *e);
    m->len--;
    reindex(m);
    return true;
}
