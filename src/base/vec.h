/* Growing arrays whose items live in an arena.
 *
 *     VEC(Str) names = {0};
 *     VEC_PUSH(arena, &names, STR("a"));
 *     for (size_t i = 0; i < names.len; i++) use(names.items[i]);
 *
 * A named vector type is declared once, beside its item type: `typedef VEC(Column *) ColumnVec;`.
 * Item pointers are invalidated by a push. */
#ifndef RETORT_BASE_VEC_H
#define RETORT_BASE_VEC_H

#include <string.h>

#include "base/arena.h"

#define VEC(T)      \
    struct {        \
        T *items;   \
        size_t len; \
        size_t cap; \
    }

typedef VEC(Str) StrVec;

#define VEC_RESERVE(a, v, n)                                                                   \
    do {                                                                                       \
        if ((n) > (v)->cap) {                                                                  \
            size_t vec_cap_ = (v)->cap ? (v)->cap * 2 : 4;                                     \
            while (vec_cap_ < (n)) vec_cap_ *= 2;                                              \
            (v)->items = arena_grow((a), (v)->items, (v)->cap, vec_cap_, sizeof *(v)->items);  \
            (v)->cap = vec_cap_;                                                               \
        }                                                                                      \
    } while (0)

#define VEC_PUSH(a, v, ...)                    \
    do {                                       \
        VEC_RESERVE((a), (v), (v)->len + 1);   \
        (v)->items[(v)->len++] = (__VA_ARGS__); \
    } while (0)

#define VEC_INSERT(a, v, at, ...)                                                   \
    do {                                                                            \
        size_t vec_at_ = (at);                                                      \
        VEC_RESERVE((a), (v), (v)->len + 1);                                        \
        memmove((v)->items + vec_at_ + 1, (v)->items + vec_at_,                     \
                ((v)->len - vec_at_) * sizeof *(v)->items);                         \
        (v)->items[vec_at_] = (__VA_ARGS__);                                        \
        (v)->len++;                                                                 \
    } while (0)

#define VEC_REMOVE(v, at)                                                           \
    do {                                                                            \
        size_t vec_at_ = (at);                                                      \
        memmove((v)->items + vec_at_, (v)->items + vec_at_ + 1,                     \
                ((v)->len - vec_at_ - 1) * sizeof *(v)->items);                     \
        (v)->len--;                                                                 \
    } while (0)

#define VEC_LAST(v) ((v)->items[(v)->len - 1])

/* Index of the first equal string, or STR_NPOS. */
static inline size_t vec_find_str(const StrVec *v, Str s)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(v->items[i], s)) return i;
    return STR_NPOS;
}

static inline bool vec_has_str(const StrVec *v, Str s) { return vec_find_str(v, s) != STR_NPOS; }

static inline bool vec_same_str(const StrVec *a, const StrVec *b)
{
    if (a->len != b->len) return false;
    for (size_t i = 0; i < a->len; i++)
        if (!str_eq(a->items[i], b->items[i])) return false;
    return true;
}

#endif
