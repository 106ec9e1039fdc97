#include "revision/resolve.h"

/* Targets of upgrade and downgrade: absolute names and the forms relative to the present rows. */

static bool fail_relative(Resolver *x, Str number, int64_t steps)
{
    return resolve_fail(x, FAILURE_REVISION, STR_NULL,
                        "Relative revision %.*s didn't produce %lld migrations", STR_ARG(number),
                        (long long)(steps < 0 ? -steps : steps));
}

static bool one_in_branch(Resolver *x, Str label, Str symbol, Revision **out)
{
    if (str_is_null(label)) return resolve_one(x, symbol, out);
    return resolve_one(x, arena_fmt(x->a, "%.*s@%.*s", STR_ARG(label), STR_ARG(symbol)), out);
}

static void target_ids(Resolver *x, const Target *t, StrVec *out)
{
    if (str_is_null(t->symbol))
        *out = t->ids;
    else
        VEC_PUSH(x->a, out, t->symbol);
}

/* Tips of the applied part of a branch: its revisions without a child that is applied too. */
static bool applied_tips(Resolver *x, const RevisionVec *rows, Str label, RevisionVec *out)
{
    RevisionSet set = graph_ancestors(x->g, rows, true, x->a);
    RevisionVec all = {0}, active = {0};
    graph_set_list(x->g, &set, x->a, &all);
    if (!resolve_lineage(x, &all, label, false, &active)) return false;
    RevisionSet below = graph_set_new(x->g, x->a);
    for (size_t i = 0; i < active.len; i++)
        for (size_t k = 0; k < active.items[i]->effective_down.len; k++)
            graph_set_add(&below, active.items[i]->effective_down.items[k]);
    for (size_t i = 0; i < active.len; i++)
        if (!graph_set_has(&below, active.items[i])) VEC_PUSH(x->a, out, active.items[i]);
    return true;
}

/* Where "+N" starts counting; *out NULL = below the bases. */
static bool upgrade_start(Resolver *x, const Target *current, Str label, Revision **out)
{
    StrVec ids = {0};
    target_ids(x, current, &ids);
    *out = NULL;
    RevisionVec starts = {0};
    if (str_is_null(label)) {
        if (ids.len > 1)
            return resolve_fail(x, FAILURE_REVISION, STR_NULL,
                                "Ambiguous upgrade from multiple current revisions");
        return !ids.len || resolve_one(x, ids.items[0], out);
    }
    RevisionVec rows = {0}, known = {0};
    if (!resolve_ids(x, &ids, &rows)) return false;
    for (size_t i = 0; i < rows.len; i++)
        if (rows.items[i] && rows.items[i] != &resolve_base) VEC_PUSH(x->a, &known, rows.items[i]);
    if (!resolve_lineage(x, &known, label, false, &starts)) return false;
    if (!starts.len && !applied_tips(x, &known, label, &starts)) return false;
    if (starts.len > 1)
        return resolve_fail(x, FAILURE_REVISION, STR_NULL,
                            "Ambiguous upgrade from multiple current revisions");
    if (starts.len) *out = starts.items[0];
    return true;
}

bool resolve_upgrade_target(Resolver *x, const Target *current, const Target *target, bool exact,
                            RevisionVec *out)
{
    Str label, symbol, number;
    int64_t steps;
    if (str_is_null(target->symbol) ||
        !resolve_relative(target->symbol, &label, &symbol, &number, &steps))
        return resolve_target(x, target, out);
    Revision *start, *end;
    if (steps > 0) {
        bool ok = str_is_null(symbol) ? upgrade_start(x, current, label, &start)
                                      : resolve_one(x, symbol, &start);
        if (!ok || !resolve_walk(x, start, steps, label, exact, &end)) return false;
        if (!end && str_is_null(symbol)) return fail_relative(x, number, steps);
    } else {
        if (str_is_null(symbol))
            return fail_relative(x, arena_fmt(x->a, "%lld", (long long)steps), steps);
        if (!one_in_branch(x, label, symbol, &start) ||
            !resolve_walk(x, start, steps, STR_NULL, exact, &end))
            return false;
    }
    if (!end || end == &resolve_base)
        return resolve_fail(x, FAILURE_REVISION, STR_NULL, "Walked too far");
    VEC_PUSH(x->a, out, end);
    return true;
}

/* The row that "label@-N" counts from. */
static bool branch_row(Resolver *x, const StrVec *rows, Str label, Str *out)
{
    RevisionVec all = {0}, found = {0};
    if (!resolve_ids(x, rows, &all) || !resolve_lineage(x, &all, label, false, &found))
        return false;
    if (!found.len) {
        /* All other branches may hang on the only row by dependencies. */
        RevisionSet set = graph_ancestors(x->g, &all, true, x->a);
        RevisionVec applied = {0}, tips = {0};
        graph_set_list(x->g, &set, x->a, &applied);
        for (size_t i = 0; i < applied.len; i++) {
            bool covered = false;
            for (size_t k = 0; k < applied.items[i]->next.len; k++)
                covered = covered || graph_set_has(&set, applied.items[i]->next.items[k]);
            if (!covered) VEC_PUSH(x->a, &tips, applied.items[i]);
        }
        if (!resolve_lineage(x, &tips, label, false, &found)) return false;
    }
    if (found.len != 1)
        return resolve_fail(x, FAILURE_REVISION, STR_NULL, "%s current revision in branch '%.*s'",
                            found.len ? "More than one" : "No", STR_ARG(label));
    *out = found.items[0]->id;
    return true;
}

static bool relative_row(Resolver *x, const Target *current, Str number, int64_t steps, Str *label,
                         Str *symbol)
{
    StrVec rows = {0};
    target_ids(x, current, &rows);
    if (!str_is_null(*label)) return branch_row(x, &rows, *label, symbol);
    if (!rows.len) return fail_relative(x, number, steps);
    for (size_t i = 1; i < rows.len; i++)
        if (!str_eq(rows.items[i], rows.items[0])) {
            log_write(x->warn, LOG_WARNING, "UserWarning",
                      "downgrade -1 from multiple heads is ambiguous; this usage will be "
                      "disallowed in a future "
                      "release.");
            break;
        }
    *label = *symbol = rows.items[0];
    return true;
}

bool resolve_downgrade_target(Resolver *x, const Target *current, const Target *target, bool exact,
                              Str *label, Revision **out)
{
    Str symbol, number;
    int64_t steps;
    *label = STR_NULL;
    *out = NULL;
    Str text = target->symbol;
    if (str_is_null(text)) {
        if (!target->ids.len) return true;
        if (target->ids.len > 1)
            return resolve_fail(x, FAILURE_REVISION, STR_NULL, "Ambiguous downgrade target");
        text = target->ids.items[0];
    }
    if (!resolve_relative(text, label, &symbol, &number, &steps)) {
        size_t at = str_rfind_char(text, '@');
        if (at != STR_NPOS && at > 0) *label = str_slice(text, 0, at);
        return resolve_one(x, at == STR_NPOS ? text : str_slice(text, at + 1, text.len), out);
    }
    Revision *start;
    if (steps >= 0) {
        if (str_is_null(symbol)) return fail_relative(x, number, steps);
        if (!resolve_one(x, symbol, &start) || !resolve_walk(x, start, steps, *label, exact, out))
            return false;
        return *out || resolve_fail(x, FAILURE_REVISION, STR_NULL, "Walked too far");
    }
    bool to_rows = str_is_null(symbol);
    if (to_rows && !relative_row(x, current, number, steps, label, &symbol)) return false;
    if (!one_in_branch(x, *label, symbol, &start) ||
        !resolve_walk(x, start, steps, STR_NULL, exact, out))
        return false;
    if (*out) return true;
    return to_rows ? fail_relative(x, number, steps)
                   : resolve_fail(x, FAILURE_REVISION, STR_NULL, "Walked too far");
}
