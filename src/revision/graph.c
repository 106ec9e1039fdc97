#include "revision/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

bool graph_check_id(Str id, Err *err)
{
    static const char illegal[] = "+-:@"; /* in the order in which Python sorts them */
    StrBuf found = {0};
    for (const char *c = illegal; *c; c++) {
        if (str_find_char(id, *c) == STR_NPOS) continue;
        if (found.len) strbuf_push_z(&found, ", ");
        strbuf_push_char(&found, *c);
    }
    bool ok = found.len == 0;
    if (!ok)
        err_set(err, ERR_COMMAND, "Character(s) '%s' not allowed in revision identifier '%.*s'",
                found.ptr, STR_ARG(id));
    strbuf_deinit(&found);
    return ok;
}

Revision *graph_find(const RevisionGraph *g, Str name) { return map_find(&g->by_name, name); }

static bool has_revision(const RevisionVec *v, const Revision *r)
{
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i] == r) return true;
    return false;
}

bool graph_has_label(const Revision *r, Str label) { return vec_has_str(&r->labels, label); }

Str graph_short_doc(const Revision *r)
{
    size_t end = str_find(r->doc, STR("\n\n"));
    return end == STR_NPOS ? r->doc : str_slice(r->doc, 0, end);
}

Str graph_join_ids(const RevisionVec *v, Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < v->len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(v->items[i]->id));
    return strbuf_finish(&b, out);
}

/* ---- sets and walks ---- */

RevisionSet graph_set_new(const RevisionGraph *g, Arena *out)
{
    return (RevisionSet){.has = ARENA_ARRAY(out, unsigned char, g->all.len + 1)};
}

void graph_set_add(RevisionSet *s, const Revision *r)
{
    s->len += !s->has[r->index];
    s->has[r->index] = 1;
}

void graph_set_remove(RevisionSet *s, const Revision *r)
{
    s->len -= s->has[r->index];
    s->has[r->index] = 0;
}

void graph_set_list(const RevisionGraph *g, const RevisionSet *s, Arena *out_arena,
                    RevisionVec *out)
{
    for (size_t i = 0; i < g->all.len; i++)
        if (s->has[i]) VEC_PUSH(out_arena, out, g->all.items[i]);
}

typedef const RevisionVec *(*Edges)(const Revision *r);

static const RevisionVec *edges_down(const Revision *r) { return &r->down; }
static const RevisionVec *edges_all_down(const Revision *r) { return &r->all_down; }
static const RevisionVec *edges_effective_down(const Revision *r) { return &r->effective_down; }
static const RevisionVec *edges_next(const Revision *r) { return &r->next; }
static const RevisionVec *edges_all_next(const Revision *r) { return &r->all_next; }

/* Depth first, last edge first, as Alembic's stack does it. Returns the last node visited, which
 * decides how far labels spread towards the base. */
static Revision *walk(const RevisionGraph *g, const RevisionVec *from, Edges edges, Arena *out,
                      RevisionSet *seen)
{
    *seen = graph_set_new(g, out);
    RevisionVec todo = {0};
    Revision *last = NULL;
    for (size_t i = 0; i < from->len; i++) {
        VEC_PUSH(out, &todo, from->items[i]);
        while (todo.len) {
            Revision *r = todo.items[--todo.len];
            if (graph_set_has(seen, r)) continue;
            graph_set_add(seen, r);
            last = r;
            const RevisionVec *next = edges(r);
            for (size_t k = 0; k < next->len; k++) VEC_PUSH(out, &todo, next->items[k]);
        }
    }
    return last;
}

RevisionSet graph_ancestors(const RevisionGraph *g, const RevisionVec *from, bool with_dependencies,
                            Arena *out)
{
    RevisionSet s;
    walk(g, from, with_dependencies ? edges_effective_down : edges_down, out, &s);
    return s;
}

RevisionSet graph_descendants(const RevisionGraph *g, const RevisionVec *from,
                              bool with_dependencies, Arena *out)
{
    RevisionSet s;
    walk(g, from, with_dependencies ? edges_all_next : edges_next, out, &s);
    return s;
}

/* ---- building ---- */

typedef struct Builder {
    RevisionGraph *g;
    Arena scratch;
    Err *err;
} Builder;

static bool add_id(Builder *b, Revision *r)
{
    if (vec_has_str(&r->down_ids, r->id) || vec_has_str(&r->depends_on, r->id)) {
        err_set(b->err, ERR_COMMAND, "%s is detected in revisions (%.*s)",
                vec_has_str(&r->down_ids, r->id) ? "Self-loop" : "Dependency self-loop",
                STR_ARG(r->id));
        return err_hint(b->err, "The script %.*s names itself.", STR_ARG(r->path));
    }
    if (!graph_check_id(r->id, b->err))
        return err_hint(b->err, "The id is in %.*s.", STR_ARG(r->path));
    Revision *other = graph_find(b->g, r->id);
    if (other) {
        err_set(b->err, ERR_COMMAND, "Revision %.*s is present more than once", STR_ARG(r->id));
        return err_hint(b->err, "It is in %.*s and in %.*s: remove one or give it another id.",
                        STR_ARG(other->path), STR_ARG(r->path));
    }
    r->index = b->g->all.len;
    VEC_PUSH(b->g->arena, &b->g->all, r);
    map_put(&b->g->by_name, b->g->arena, r->id, r);
    return true;
}

static bool add_labels(Builder *b, Revision *r)
{
    for (size_t i = 0; i < r->own_labels.len; i++) {
        Str label = r->own_labels.items[i];
        Revision *other = graph_find(b->g, label);
        if (other) {
            err_set(b->err, ERR_COMMAND,
                    "Branch name '%.*s' in revision %.*s already used by revision %.*s",
                    STR_ARG(label), STR_ARG(r->id), STR_ARG(other->id));
            return err_hint(b->err, "See %.*s and %.*s.", STR_ARG(r->path), STR_ARG(other->path));
        }
        map_put(&b->g->by_name, b->g->arena, label, r);
        if (!vec_has_str(&r->labels, label)) VEC_PUSH(b->g->arena, &r->labels, label);
    }
    return true;
}

static bool resolve_names(Builder *b, Revision *r, const StrVec *names, const char *what,
                          RevisionVec *out)
{
    for (size_t i = 0; i < names->len; i++) {
        Revision *other = graph_find(b->g, names->items[i]);
        /* A parent is named by its id only; a dependency by a label, too. */
        if (!other || (out == &r->down && !str_eq(other->id, names->items[i]))) {
            err_set(b->err, ERR_COMMAND,
                    "Revision %.*s referenced from revision %.*s is not present",
                    STR_ARG(names->items[i]), STR_ARG(r->id));
            return err_hint(
                b->err,
                "It is named as %s in %.*s: restore the missing script or correct that line.", what,
                STR_ARG(r->path));
        }
        VEC_PUSH(b->g->arena, out, other);
    }
    return true;
}

static void push_once(Arena *a, RevisionVec *v, Revision *r)
{
    if (!has_revision(v, r)) VEC_PUSH(a, v, r);
}

static void link_parents(Builder *b, Revision *r)
{
    Arena *a = b->g->arena;
    for (size_t i = 0; i < r->down.len; i++) {
        Revision *p = r->down.items[i];
        push_once(a, &r->all_down, p);
        if (!p->next.len || VEC_LAST(&p->next) != r) VEC_PUSH(a, &p->next, r);
    }
    for (size_t i = 0; i < r->dependencies.len; i++)
        push_once(a, &r->all_down, r->dependencies.items[i]);
    for (size_t i = 0; i < r->all_down.len; i++) VEC_PUSH(a, &r->all_down.items[i]->all_next, r);
}

/* Which of the revisions that depend on `d` have another such revision above them in their own
 * history: those need not name it again. */
static void find_redundant(Builder *b, Revision *d, RevisionVec *redundant)
{
    Arena walking = {0};
    RevisionVec starts = {0};
    for (size_t i = 0; i < d->all_next.len; i++)
        if (has_revision(&d->all_next.items[i]->dependencies, d))
            VEC_PUSH(&walking, &starts, d->all_next.items[i]);
    RevisionVec children = {0};
    for (size_t i = 0; starts.len > 1 && i < starts.len; i++)
        for (size_t k = 0; k < starts.items[i]->next.len; k++)
            VEC_PUSH(&walking, &children, starts.items[i]->next.items[k]);
    RevisionSet below = {0};
    if (children.len) walk(b->g, &children, edges_next, &walking, &below);
    for (size_t i = 0; i < starts.len && below.has; i++)
        if (graph_set_has(&below, starts.items[i]))
            VEC_PUSH(&b->scratch, redundant, starts.items[i]);
    arena_release(&walking);
}

static void push_effective(Builder *b, Revision *r, Revision *dependency)
{
    r->effective_dependency_count++;
    push_once(b->g->arena, &r->effective_down, dependency);
}

static void normalise(Builder *b)
{
    Arena *a = b->g->arena;
    for (size_t i = 0; i < b->g->all.len; i++) {
        Revision *r = b->g->all.items[i];
        r->effective_down = (RevisionVec){0};
        r->effective_dependency_count = 0;
        for (size_t k = 0; k < r->down.len; k++) push_once(a, &r->effective_down, r->down.items[k]);
    }
    /* One walk for each revision that somebody depends on; the answers are gathered per dependent
     * in the order of its own depends_on. */
    RevisionVec *redundant = ARENA_ARRAY(&b->scratch, RevisionVec, b->g->all.len + 1);
    RevisionSet asked = graph_set_new(b->g, &b->scratch);
    for (size_t i = 0; i < b->g->all.len; i++) {
        Revision *r = b->g->all.items[i];
        for (size_t k = 0; k < r->dependencies.len; k++) {
            Revision *d = r->dependencies.items[k];
            if (!graph_set_has(&asked, d) && d->all_next.len > 1)
                find_redundant(b, d, &redundant[d->index]);
            graph_set_add(&asked, d);
            if (!has_revision(&redundant[d->index], r)) push_effective(b, r, d);
        }
    }
}

static int by_id(const void *a, const void *b)
{
    return str_cmp((*(Revision *const *)a)->id, (*(Revision *const *)b)->id);
}

static bool refuse_cycle(Builder *b, bool dependencies, RevisionVec *in)
{
    err_set(b->err, ERR_COMMAND, "%s is detected in revisions (%s)",
            dependencies ? "Dependency cycle" : "Cycle", graph_join_ids(in, &b->scratch).ptr);
    return err_hint(b->err, "Look at %s in %.*s first.",
                    dependencies ? "depends_on" : "down_revision", STR_ARG(in->items[0]->path));
}

/* Every revision must be reachable downwards from a head and upwards from a base. */
static bool check_cycles(Builder *b, bool dependencies)
{
    RevisionGraph *g = b->g;
    RevisionVec *heads = dependencies ? &g->real_heads : &g->heads;
    RevisionVec *bases = dependencies ? &g->real_bases : &g->bases;
    if (!heads->len || !bases->len) return refuse_cycle(b, dependencies, &g->all);
    RevisionSet below, above;
    walk(g, heads, dependencies ? edges_all_down : edges_down, &b->scratch, &below);
    walk(g, bases, dependencies ? edges_all_next : edges_next, &b->scratch, &above);
    RevisionVec lost = {0};
    for (size_t i = 0; i < g->all.len; i++)
        if (!below.has[i] || !above.has[i]) VEC_PUSH(&b->scratch, &lost, g->all.items[i]);
    if (!lost.len) return true;
    qsort(lost.items, lost.len, sizeof *lost.items, by_id);
    return refuse_cycle(b, dependencies, &lost);
}

static void add_label_names(Arena *a, Revision *to, const StrVec *labels)
{
    for (size_t i = 0; i < labels->len; i++)
        if (!vec_has_str(&to->labels, labels->items[i])) VEC_PUSH(a, &to->labels, labels->items[i]);
}

/* A label covers all descendants, and what lies below the last of them up to the first fork or
 * merge. */
static void spread_labels(Builder *b, Revision *r)
{
    Arena *a = b->g->arena;
    RevisionVec from = {0};
    VEC_PUSH(&b->scratch, &from, r);
    RevisionSet seen;
    Revision *last = walk(b->g, &from, edges_next, &b->scratch, &seen);
    for (size_t i = 0; i < b->g->all.len; i++)
        if (seen.has[i]) add_label_names(a, b->g->all.items[i], &r->labels);
    for (Revision *p = last; p->all_next.len <= 1 && p->down.len <= 1; p = p->down.items[0]) {
        add_label_names(a, p, &r->labels);
        if (!p->down.len) break;
    }
}

static void find_ends(Builder *b)
{
    RevisionGraph *g = b->g;
    g->heads = g->real_heads = g->bases = g->real_bases = (RevisionVec){0};
    for (size_t i = 0; i < g->all.len; i++) {
        Revision *r = g->all.items[i];
        if (graph_is_head(r)) VEC_PUSH(g->arena, &g->heads, r);
        if (graph_is_real_head(r)) VEC_PUSH(g->arena, &g->real_heads, r);
        if (graph_is_base(r)) VEC_PUSH(g->arena, &g->bases, r);
        if (graph_is_base(r) && !r->depends_on.len) VEC_PUSH(g->arena, &g->real_bases, r);
    }
}

static bool build(Builder *b, const RevisionVec *revisions)
{
    RevisionGraph *g = b->g;
    for (size_t i = 0; i < revisions->len; i++)
        if (!add_id(b, revisions->items[i])) return false;
    for (size_t i = 0; i < g->all.len; i++)
        if (!add_labels(b, g->all.items[i])) return false;
    for (size_t i = 0; i < g->all.len; i++) {
        Revision *r = g->all.items[i];
        if (!resolve_names(b, r, &r->depends_on, "depends_on", &r->dependencies)) return false;
        if (!resolve_names(b, r, &r->down_ids, "down_revision", &r->down)) return false;
    }
    for (size_t i = 0; i < g->all.len; i++) link_parents(b, g->all.items[i]);
    find_ends(b);
    normalise(b);
    if (g->all.len && (!check_cycles(b, false) || !check_cycles(b, true))) return false;
    for (size_t i = 0; i < g->all.len; i++)
        if (g->all.items[i]->own_labels.len) spread_labels(b, g->all.items[i]);
    return true;
}

bool graph_build(Arena *arena, const RevisionVec *revisions, RevisionGraph **out, Err *err)
{
    RevisionGraph *g = *out = ARENA_NEW(arena, RevisionGraph);
    g->arena = arena;
    Builder b = {.g = g, .err = err};
    bool ok = build(&b, revisions);
    arena_release(&b.scratch);
    return ok;
}

bool graph_add(RevisionGraph *g, Revision *r, Err *err)
{
    Builder b = {.g = g, .err = err};
    bool ok = add_id(&b, r) && add_labels(&b, r) &&
              resolve_names(&b, r, &r->depends_on, "depends_on", &r->dependencies) &&
              resolve_names(&b, r, &r->down_ids, "down_revision", &r->down);
    if (ok) {
        link_parents(&b, r);
        find_ends(&b);
        normalise(&b);
        for (size_t i = 0; i < r->down.len; i++)
            add_label_names(g->arena, r, &r->down.items[i]->labels);
        if (r->own_labels.len) spread_labels(&b, r);
    }
    arena_release(&b.scratch);
    return ok;
}
