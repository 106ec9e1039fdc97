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
    uint32_t *searched; /* by index: the last search that came by */
    uint32_t search;
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

/* Whether r is an ancestor of head. Revisions that an earlier head of this search has led to are
 * passed over: they do not lead to r. */
static bool is_above(Sorter *s, Revision *head, const Revision *r)
{
    s->stack.len = 0;
    VEC_PUSH(s->a, &s->stack, head);
    while (s->stack.len) {
        Revision *x = s->stack.items[--s->stack.len];
        if (x == r) return true;
        if (s->searched[x->index] == s->search) continue;
        s->searched[x->index] = s->search;
        for (size_t i = 0; i < x->effective_down.len; i++)
            VEC_PUSH(s->a, &s->stack, x->effective_down.items[i]);
    }
    return false;
}

/* Index of the first head that has `r` among its ancestors; r is known to have a live child. It
 * looks downwards from the heads, since the first one usually is the one, a branch away: upwards
 * from r would be all branches, each time that one of them has been walked to its root. */
static size_t first_head_above(Sorter *s, Revision *r)
{
    size_t found = 0;
    s->search++;
    while (s->heads.items[found] == r || !is_above(s, s->heads.items[found], r)) found++;
    s->stack.len = 0;
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
    s.searched = ARENA_ARRAY(&scratch, uint32_t, g->all.len + 1);
    for (size_t i = 0; i < g->all.len; i++)
        if (members->has[i]) graph_set_add(&s.todo, g->all.items[i]);
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
