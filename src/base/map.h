/* A map from strings to pointers that remembers insertion order.
 *
 * `Map m = {0};` is empty. Keys are not copied: they must outlive the map (put them in the same
 * arena). Removal keeps the order of the rest. Lookup is by hash; iteration by index over
 * entries[0..len), which is insertion order. */
#ifndef RETORT_BASE_MAP_H
#define RETORT_BASE_MAP_H

#include "base/arena.h"

typedef struct MapEntry {
    Str key;
    void *value;
    uint64_t hash;
} MapEntry;

typedef struct Map {
    MapEntry *entries; /* insertion order */
    size_t len;
    size_t cap;
    uint32_t *slots; /* open addressing: entry index + 1, 0 = free */
    size_t slot_count;
} Map;

/* The value, or NULL when the key is absent. */
void *map_find(const Map *m, Str key);
/* The entry, or NULL; lets a stored NULL be told from an absent key. */
MapEntry *map_entry(const Map *m, Str key);
static inline bool map_has(const Map *m, Str key) { return map_entry(m, key) != NULL; }

/* Inserts or replaces (a replaced key keeps its place). */
void map_put(Map *m, Arena *a, Str key, void *value);
/* False when the key was absent. */
bool map_remove(Map *m, Str key);

#endif
