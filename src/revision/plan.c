#include "revision/plan.h"

#include "base/strbuf.h"
#include "revision/collect.h"

static StrVec ids_of(const RevisionVec *v, Arena *out)
{
    StrVec ids = {0};
    for (size_t i = 0; i < v->len; i++) VEC_PUSH(out, &ids, v->items[i]->id);
    return ids;
}

static StrVec one_id(Str id, Arena *out)
{
    StrVec ids = {0};
    VEC_PUSH(out, &ids, id);
    return ids;
}

static PlanStep script_step(Revision *r, bool is_upgrade, Arena *out)
{
    PlanStep s = {.revision = r, .is_upgrade = is_upgrade};
    StrVec self = one_id(r->id, out);
    StrVec parents = ids_of(&r->effective_down, out), shown = ids_of(&r->down, out);
    s.from = is_upgrade ? parents : self;
    s.to = is_upgrade ? self : parents;
    s.from_shown = is_upgrade ? shown : self;
    s.to_shown = is_upgrade ? self : shown;
    return s;
}

bool plan_upgrade(const RevisionGraph *g, const StrVec *rows, Str target, Arena *out_arena,
                  PlanStepVec *out, Err *err)
{
    FailureWords words = {
        .range = "Destination %(end)s is not a valid upgrade target from current head(s)",
        .end = target};
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    Target upper = {.symbol = target}, lower = {.ids = *rows};
    CollectMode mode = {.implicit_base = true, .exact = true};
    RevisionVec found = {0};
    bool ok = collect_upgrade(&x, &upper, &lower, mode, &scratch, &found);
    for (size_t i = found.len; ok && i > 0; i--)
        VEC_PUSH(out_arena, out, script_step(found.items[i - 1], true, out_arena));
    if (!ok) resolve_report(&x, &words, err);
    arena_release(&scratch);
    return ok;
}

bool plan_downgrade(const RevisionGraph *g, const StrVec *rows, Str target, const Log *warn,
                    Arena *out_arena, PlanStepVec *out, Err *err)
{
    FailureWords words = {
        .range = "Destination %(end)s is not a valid downgrade target from current head(s)",
        .end = target};
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch, .warn = warn};
    Target upper = {.ids = *rows}, lower = {.symbol = target};
    RevisionVec found = {0};
    bool ok = collect_downgrade(&x, &upper, &lower, &scratch, &found);
    for (size_t i = 0; ok && i < found.len; i++)
        VEC_PUSH(out_arena, out, script_step(found.items[i], false, out_arena));
    if (!ok) resolve_report(&x, &words, err);
    arena_release(&scratch);
    return ok;
}

/* ---- stamp ---- */

static bool has(const RevisionVec *v, const Revision *r)
{
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i] == r) return true;
    return false;
}

static void push_once(Arena *a, RevisionVec *v, Revision *r)
{
    if (!has(v, r)) VEC_PUSH(a, v, r);
}

static bool any_in(const RevisionSet *s, const RevisionVec *v)
{
    for (size_t i = 0; i < v->len; i++)
        if (graph_set_has(s, v->items[i])) return true;
    return false;
}

static void push_stamp(StrVec from, StrVec to, bool is_upgrade, bool branch_move, Arena *a,
                       PlanStepVec *out)
{
    PlanStep s = {.is_upgrade = is_upgrade,
                  .is_stamp = true,
                  .branch_move = branch_move,
                  .from = from,
                  .to = to};
    s.from_shown = from;
    s.to_shown = to;
    VEC_PUSH(a, out, s);
}

/* rows: those related to any destination that no step has taken yet; related: the taken ones too,
 * which Alembic names in the text of each step. */
static void stamp_one(const RevisionGraph *g, Revision *dest, RevisionVec *rows,
                      const RevisionVec *related, Arena *out_arena, PlanStepVec *out)
{
    StrVec none = {0};
    if (!dest) {
        for (size_t i = 0; i < rows->len; i++)
            push_stamp(one_id(rows->items[i]->id, out_arena), none, false, true, out_arena, out);
        rows->len = 0;
        return;
    }
    Arena scratch = {0};
    RevisionVec one = {0};
    VEC_PUSH(&scratch, &one, dest);
    RevisionSet above = graph_descendants(g, &one, true, &scratch),
                below = graph_ancestors(g, &one, true, &scratch);
    StrVec to = one_id(dest->id, out_arena);
    bool down = any_in(&above, rows), up = !down && any_in(&below, rows);
    if (down || up)
        push_stamp(ids_of(rows, out_arena), to, up, false, out_arena, out);
    else
        push_stamp(none, to, true, true, out_arena, out);
    if (any_in(&above, related) || any_in(&below, related))
        out->items[out->len - 1].from_shown = ids_of(related, out_arena);
    /* One step replaces all of them, so the next destination finds none: Alembic takes them twice
     * and fails half-way. */
    if (down || up) rows->len = 0;
    arena_release(&scratch);
}

/* Alembic stamps destinations that lie above one another, and every later upgrade then fails. */
static bool refuse_overlap(Resolver *x, const RevisionVec *dests)
{
    for (size_t i = 0; i < dests->len && dests->len > 1; i++) {
        if (!dests->items[i]) continue;
        RevisionVec one = {0}, overlaps = {0};
        VEC_PUSH(x->a, &one, dests->items[i]);
        RevisionSet below = graph_ancestors(x->g, &one, true, x->a);
        for (size_t k = 0; k < dests->len; k++)
            if (k != i && dests->items[k] && graph_set_has(&below, dests->items[k]))
                VEC_PUSH(x->a, &overlaps, dests->items[k]);
        if (overlaps.len)
            return resolve_fail(
                x, FAILURE_REVISION, STR_NULL,
                "Requested revision %.*s overlaps with other requested revisions %s",
                STR_ARG(dests->items[i]->id), graph_join_ids(&overlaps, x->a).ptr);
    }
    return true;
}

static bool stamp(Resolver *x, const StrVec *rows, const StrVec *targets, Arena *out_arena,
                  PlanStepVec *out)
{
    RevisionVec heads = {0}, filtered = {0}, dests = {0};
    if (!resolve_ids(x, rows, &heads)) return false;
    StrVec wanted = *targets;
    if (!wanted.len) wanted = one_id(STR("base"), x->a);
    for (size_t i = 0; i < wanted.len; i++) {
        RevisionVec related = {0};
        if (!wanted.items[i].len) continue;
        if (!resolve_lineage(x, &heads, wanted.items[i], true, &related)) return false;
        for (size_t k = 0; k < related.len; k++) push_once(x->a, &filtered, related.items[k]);
    }
    RevisionVec found = {0};
    if (!resolve_ids(x, &wanted, &found)) return false;
    for (size_t i = 0; i < found.len; i++) {
        if (found.items[i] == &resolve_base)
            return resolve_fail(x, FAILURE_REVISION, STR_NULL, "Walked too far");
        push_once(x->a, &dests, found.items[i]);
    }
    if (!refuse_overlap(x, &dests)) return false;
    if (!dests.len) VEC_PUSH(x->a, &dests, NULL);
    /* A destination that is there already stays: no step takes it for another one. */
    RevisionVec taken = {0}, related = {0}, missing = {0};
    for (size_t i = 0; i < filtered.len; i++)
        if (!has(&dests, filtered.items[i])) {
            VEC_PUSH(x->a, &taken, filtered.items[i]);
            VEC_PUSH(x->a, &related, filtered.items[i]);
        }
    for (size_t i = 0; i < dests.len; i++)
        if (!dests.items[i] || !has(&filtered, dests.items[i]))
            VEC_PUSH(x->a, &missing, dests.items[i]);
    for (size_t i = 0; i < missing.len; i++)
        stamp_one(x->g, missing.items[i], &taken, &related, out_arena, out);
    return true;
}

bool plan_stamp(const RevisionGraph *g, const StrVec *rows, const StrVec *targets, Arena *out_arena,
                PlanStepVec *out, Err *err)
{
    static const FailureWords words = {
        .multiple_heads = "Multiple heads are present; please specify a single target revision"};
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    bool ok = stamp(&x, rows, targets, out_arena, out);
    if (!ok) resolve_report(&x, &words, err);
    arena_release(&scratch);
    return ok;
}

/* ---- texts ---- */

static void push_joined(StrBuf *b, const StrVec *v)
{
    for (size_t i = 0; i < v->len; i++) {
        if (i) strbuf_push_z(b, ", ");
        strbuf_push(b, v->items[i]);
    }
}

static Str step_text(const PlanStep *s, Str doc, Arena *out)
{
    StrBuf b = {0};
    strbuf_push_z(&b, s->is_stamp ? "stamp_revision " : s->is_upgrade ? "upgrade " : "downgrade ");
    push_joined(&b, &s->from_shown);
    strbuf_push_z(&b, " -> ");
    push_joined(&b, &s->to_shown);
    if (doc.len) {
        strbuf_push_z(&b, ", ");
        strbuf_push(&b, doc);
    }
    return strbuf_finish(&b, out);
}

Str plan_step_text(const PlanStep *s, Arena *out)
{
    return step_text(s, s->revision ? graph_short_doc(s->revision) : STR(""), out);
}

Str plan_step_short_text(const PlanStep *s, Arena *out) { return step_text(s, STR(""), out); }
