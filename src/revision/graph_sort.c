#include "revision/graph.h"

/* The order in which Alembic visits revisions, newest first.
 *
 * There is a list of heads and a cursor. The head under the cursor may be emitted unless another
 * head has it among its ancestors: then the cursor goes to the first such head. An emitted head is
 * replaced by its parents, the first one in its place, the others at the end of the list.
 * Alembic keeps a set of ancestors for each head; here a counter per revision says how many of its
 * children are still below some head, which makes the whole sort nearly linear. */

typedef struct Sorter {
    const RevisionGraph *g;
    Arena *a;
    RevisionSet todo;
    RevisionSet live;   /* ancestors of the heads in the list, themselves included */
    RevisionSet listed; /* the heads in the list */
    uint32_t *children; /* by index: effective children that are live */
    RevisionVec *up;    /* by index: effective children */
    RevisionVec heads;
    RevisionVec stack;
} Sorter;

static void make_live(Sorter *s, Revision *head)
{
    VEC_PUSH(s->a, &s->stack, head);
    while (s->stack.len) {
        Revision *r = s->stack.items[--s->stack.len];
        if (graph_set_has(&s->live, r)) continue;
        graph_set_add(&s->live, r);
        for (size_t i = 0; i < r->effective_down.len; i++) {
            s->children[r->effective_down.items[i]->index]++;
            VEC_PUSH(s->a, &s->stack, r->effective_down.items[i]);
        }
    }
}

/* Takes r, which is neither listed nor below a head any more, out of the live part. */
static void make_dead(Sorter *s, Revision *dead)
{
    VEC_PUSH(s->a, &s->stack, dead);
    while (s->stack.len) {
        Revision *r = s->stack.items[--s->stack.len];
        graph_set_remove(&s->live, r);
        for (size_t i = 0; i < r->effective_down.len; i++) {
            Revision *p = r->effective_down.items[i];
            if (--s->children[p->index] == 0 && !graph_set_has(&s->listed, p))
                VEC_PUSH(s->a, &s->stack, p);
        }
    }
}

/* Index of the first head that has `r` among its ancestors; r is known to have a live child. */
static size_t first_head_above(Sorter *s, Revision *r)
{
    ArenaMark mark = arena_mark(s->a);
    RevisionSet above = graph_set_new(s->g, s->a);
    RevisionVec stack = {0};
    VEC_PUSH(s->a, &stack, r);
    while (stack.len) {
        Revision *x = stack.items[--stack.len];
        if (graph_set_has(&above, x)) continue;
        graph_set_add(&above, x);
        for (size_t i = 0; i < s->up[x->index].len; i++) {
            Revision *child = s->up[x->index].items[i];
            if (graph_set_has(&s->live, child)) VEC_PUSH(s->a, &stack, child);
        }
    }
    size_t found = 0;
    while (s->heads.items[found] == r || !graph_set_has(&above, s->heads.items[found])) found++;
    arena_rewind(s->a, mark);
    return found;
}

/* Replaces the emitted head at `at` by its parents; returns the next cursor. */
static size_t replace_head(Sorter *s, size_t at)
{
    Revision *r = s->heads.items[at];
    bool placed = false;
    graph_set_remove(&s->listed, r);
    for (size_t i = 0; i < r->effective_down.len; i++) {
        Revision *p = r->effective_down.items[i];
        if (!graph_set_has(&s->todo, p) || graph_set_has(&s->listed, p)) continue;
        graph_set_add(&s->listed, p);
        if (placed)
            VEC_PUSH(s->a, &s->heads, p);
        else
            s->heads.items[at] = p;
        placed = true;
    }
    make_dead(s, r);
    if (placed) return at;
    VEC_REMOVE(&s->heads, at);
    return at ? at - 1 : 0;
}

static void start_from(Sorter *s, const RevisionVec *heads)
{
    RevisionSet wanted = graph_set_new(s->g, s->a);
    for (size_t i = 0; i < heads->len; i++)
        if (heads->items[i] && graph_set_has(&s->todo, heads->items[i]))
            graph_set_add(&wanted, heads->items[i]);
    graph_set_list(s->g, &wanted, s->a, &s->heads);
    for (size_t i = 0; i < s->heads.len; i++) graph_set_add(&s->listed, s->heads.items[i]);
    for (size_t i = 0; i < s->heads.len; i++) make_live(s, s->heads.items[i]);
}

static void run(Sorter *s, Arena *out_arena, RevisionVec *out)
{
    size_t at = 0;
    while (s->heads.len) {
        Revision *r = s->heads.items[at];
        if (s->children[r->index]) {
            at = first_head_above(s, r);
            continue;
        }
        VEC_PUSH(out_arena, out, r);
        graph_set_remove(&s->todo, r);
        at = replace_head(s, at);
    }
}

void graph_sort(const RevisionGraph *g, const RevisionSet *members, const RevisionVec *heads,
                Arena *out_arena, RevisionVec *out)
{
    Arena scratch = {0};
    Sorter s = {.g = g, .a = &scratch};
    s.todo = graph_set_new(g, &scratch);
    s.live = graph_set_new(g, &scratch);
    s.listed = graph_set_new(g, &scratch);
    s.children = ARENA_ARRAY(&scratch, uint32_t, g->all.len + 1);
    s.up = ARENA_ARRAY(&scratch, RevisionVec, g->all.len + 1);
    for (size_t i = 0; i < g->all.len; i++) {
        Revision *r = g->all.items[i];
        if (members->has[i]) graph_set_add(&s.todo, r);
        for (size_t k = 0; k < r->effective_down.len; k++)
            VEC_PUSH(&scratch, &s.up[r->effective_down.items[k]->index], r);
    }
    start_from(&s, heads);
    run(&s, out_arena, out);
    /* Members that no given head leads to, as in a range that leaves out what lies between:
     * Alembic stops with an assertion there, here they follow. */
    while (s.todo.len) {
        RevisionVec rest = {0};
        graph_set_list(g, &s.todo, &scratch, &rest);
        start_from(&s, &rest);
        run(&s, out_arena, out);
    }
    arena_release(&scratch);
}
