#include "revision/collect.h"

/* Revisions asked for together must not lie above one another. upwards: look at descendants. */
static bool check_overlap(Resolver *x, const RevisionVec *targets, bool upwards)
{
    if (targets->len < 2) return true;
    for (size_t i = 0; i < targets->len; i++) {
        RevisionVec one = {0}, overlaps = {0};
        VEC_PUSH(x->a, &one, targets->items[i]);
        RevisionSet s = upwards ? graph_descendants(x->g, &one, false, x->a)
                                : graph_ancestors(x->g, &one, true, x->a);
        for (size_t k = 0; k < targets->len; k++)
            if (targets->items[k] != targets->items[i] && graph_set_has(&s, targets->items[k]))
                VEC_PUSH(x->a, &overlaps, targets->items[k]);
        if (overlaps.len)
            return resolve_fail(
                x, FAILURE_REVISION, STR_NULL,
                "Requested revision %.*s overlaps with other requested revisions %s",
                STR_ARG(targets->items[i]->id), graph_join_ids(&overlaps, x->a).ptr);
    }
    return true;
}

static bool fail_range(Resolver *x, const Target *lower, const Target *upper, const char *message)
{
    resolve_fail(x, FAILURE_RANGE, STR_NULL, "%s", message);
    x->failure.lower = resolve_target_text(lower, x->a);
    x->failure.upper = resolve_target_text(upper, x->a);
    return false;
}

/* "branch@…" as the lower bound keeps only that branch's targets. */
static bool keep_branch(Resolver *x, Str lower, RevisionVec *targets)
{
    Str branch = str_slice(lower, 0, str_find_char(lower, '@'));
    Revision *r;
    if (!resolve_one(x, branch, &r)) return false;
    if (r && str_eq(r->id, branch)) {
        if (r->labels.len != 1)
            return resolve_fail(x, FAILURE_REVISION, STR_NULL,
                                "Revision %.*s has %s branch label to restrict the range to",
                                STR_ARG(branch), r->labels.len ? "more than one" : "no");
        branch = r->labels.items[0];
    }
    RevisionVec kept = {0};
    for (size_t i = 0; i < targets->len; i++)
        if (graph_has_label(targets->items[i], branch)) VEC_PUSH(x->a, &kept, targets->items[i]);
    *targets = kept;
    return true;
}

/* The lower bound's revisions. A relative form that get_revisions cannot place is read as a
 * downgrade target instead; *base says that it ended at the base. */
static bool lower_revisions(Resolver *x, const Target *lower, const Target *upper,
                            const RevisionSet *needed, CollectMode mode, RevisionVec *out,
                            RevisionVec *included)
{
    RevisionVec found = {0};
    if (!resolve_target(x, lower, &found)) return false;
    for (size_t i = 0; i < found.len; i++) {
        Revision *r = found.items[i];
        if (!mode.implicit_base && r && (r == &resolve_base || !graph_set_has(needed, r)))
            return fail_range(x, lower, upper, "not an ancestor");
    }
    if (found.len && !found.items[0]) {
        Str label;
        Revision *r;
        if (!resolve_downgrade_target(x, upper, lower, mode.exact, &label, &r)) return false;
        found = (RevisionVec){0};
        if (r && r != &resolve_base) VEC_PUSH(x->a, &found, r);
    }
    for (size_t i = 0; i < found.len; i++)
        if (found.items[i] && found.items[i] != &resolve_base) VEC_PUSH(x->a, out, found.items[i]);
    *included = *out;
    return true;
}

bool collect_upgrade(Resolver *x, const Target *upper, const Target *lower, CollectMode mode,
                     Arena *out_arena, RevisionVec *out)
{
    RevisionVec targets = {0}, current = {0}, included = {0};
    if (!resolve_upgrade_target(x, lower, upper, mode.exact, &targets)) return false;
    for (size_t i = 0; i < targets.len; i++)
        if (!targets.items[i] || targets.items[i] == &resolve_base)
            return resolve_fail(x, FAILURE_REVISION, STR_NULL, "Walked too far");
    if (!str_is_null(lower->symbol) && str_find_char(lower->symbol, '@') != STR_NPOS &&
        !keep_branch(x, lower->symbol, &targets))
        return false;
    if (!check_overlap(x, &targets, false)) return false;
    RevisionSet needs = graph_ancestors(x->g, &targets, true, x->a);
    if (!lower_revisions(x, lower, upper, &needs, mode, &current, &included)) return false;
    if (!check_overlap(x, &current, false)) return false;
    RevisionSet done = graph_ancestors(x->g, &current, true, x->a);
    for (size_t i = 0; i < x->g->all.len; i++)
        if (done.has[i]) graph_set_remove(&needs, x->g->all.items[i]);
    for (size_t i = 0; mode.inclusive && i < included.len; i++)
        graph_set_add(&needs, included.items[i]);
    if (current.len && !mode.implicit_base) {
        if (!check_overlap(x, &current, true)) return false;
        RevisionSet above = graph_descendants(x->g, &current, false, x->a);
        for (size_t i = 0; i < x->g->all.len; i++)
            if (!above.has[i]) graph_set_remove(&needs, x->g->all.items[i]);
    }
    graph_sort(x->g, &needs, &targets, out_arena, out);
    return true;
}

/* The revisions right above the target. *count: how many Alembic sees, which counts a base once
 * more for each label it declares. */
static void find_roots(Resolver *x, Revision *target, RevisionVec *roots, size_t *count)
{
    *roots = target ? target->next : x->g->bases;
    *count = roots->len;
    for (size_t i = 0; !target && i < roots->len; i++) *count += roots->items[i]->own_labels.len;
}

static bool keep_branch_roots(Resolver *x, Str label, RevisionVec *roots)
{
    RevisionVec branch = {0}, kept = {0};
    Revision *r;
    if (!resolve_branch(x, label, &r)) return false;
    VEC_PUSH(x->a, &branch, r);
    RevisionSet below = graph_ancestors(x->g, &branch, false, x->a);
    for (size_t i = 0; i < roots->len; i++)
        if (graph_set_has(&below, roots->items[i])) VEC_PUSH(x->a, &kept, roots->items[i]);
    *roots = kept;
    return kept.len || resolve_fail(x, FAILURE_REVISION, STR_NULL,
                                    "Not a valid downgrade target from current heads");
}

bool collect_downgrade(Resolver *x, const Target *upper, const Target *lower, Arena *out_arena,
                       RevisionVec *out)
{
    Str label;
    Revision *target;
    if (!resolve_downgrade_target(x, upper, lower, true, &label, &target)) return false;
    if (target == &resolve_base) target = NULL;
    RevisionVec roots = {0}, heads = {0};
    size_t count;
    find_roots(x, target, &roots, &count);
    if (!str_is_empty(label) && count > 1 && !keep_branch_roots(x, label, &roots)) return false;
    if (!resolve_target(x, upper, &heads)) return false;
    RevisionSet drop = graph_descendants(x->g, &roots, true, x->a);
    RevisionSet active = graph_ancestors(x->g, &heads, true, x->a);
    for (size_t i = 0; i < x->g->all.len; i++)
        if (!active.has[i]) graph_set_remove(&drop, x->g->all.items[i]);
    bool target_is_head = false;
    for (size_t i = 0; i < heads.len; i++)
        target_is_head = target_is_head || heads.items[i] == target;
    if (target && !drop.len && !target_is_head)
        return fail_range(x, lower, upper, "Nothing to drop");
    graph_sort(x->g, &drop, &heads, out_arena, out);
    return true;
}
