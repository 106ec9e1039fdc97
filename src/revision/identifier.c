#include "revision/identifier.h"

#include "revision/collect.h"

static const FailureWords plain_words = {0};

static bool finish(Resolver *x, bool ok, const FailureWords *words, Err *err)
{
    if (!ok) resolve_report(x, words, err);
    arena_release(x->a);
    return ok;
}

/* Copies what a resolver found; "base" and None both become NULL. */
static void copy_out(const RevisionVec *found, Arena *out_arena, RevisionVec *out)
{
    for (size_t i = 0; i < found->len; i++)
        VEC_PUSH(out_arena, out, found->items[i] == &resolve_base ? NULL : found->items[i]);
}

bool identifier_resolve_one(const RevisionGraph *g, Str ident, Revision **out, Err *err)
{
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    return finish(&x, resolve_one(&x, ident, out), &plain_words, err);
}

bool identifier_resolve(const RevisionGraph *g, Str ident, Arena *out_arena, RevisionVec *out,
                        Err *err)
{
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    RevisionVec found = {0};
    bool ok = resolve_many(&x, ident, &found);
    if (ok) copy_out(&found, out_arena, out);
    return finish(&x, ok, &plain_words, err);
}

bool identifier_resolve_all(const RevisionGraph *g, const StrVec *idents, Arena *out_arena,
                            RevisionVec *out, Err *err)
{
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    RevisionVec found = {0};
    bool ok = resolve_ids(&x, idents, &found);
    if (ok) copy_out(&found, out_arena, out);
    return finish(&x, ok, &plain_words, err);
}

bool identifier_as_numbers(const RevisionGraph *g, Str ident, Arena *out_arena, StrVec *out,
                           Err *err)
{
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    StrVec ids = {0};
    Str label;
    bool ok = resolve_number(&x, ident, &ids, &label);
    bool all = str_eq_z(ident, "heads");
    for (size_t i = 0; ok && i < ids.len && (all || i == 0); i++)
        VEC_PUSH(out_arena, out, arena_str(out_arena, ids.items[i]));
    return finish(&x, ok, &plain_words, err);
}

bool identifier_all_current(const RevisionGraph *g, const StrVec *rows, Arena *out_arena,
                            RevisionVec *out, Err *err)
{
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    RevisionVec found = {0};
    bool ok = resolve_ids(&x, rows, &found);
    if (ok) {
        RevisionSet applied = graph_ancestors(g, &found, true, &scratch);
        for (size_t i = 0; i < g->all.len; i++) {
            if (!applied.has[i]) continue;
            bool covered = false;
            const RevisionVec *next = &g->all.items[i]->next;
            for (size_t k = 0; k < next->len; k++)
                covered = covered || graph_set_has(&applied, next->items[k]);
            if (!covered) VEC_PUSH(out_arena, out, g->all.items[i]);
        }
    }
    return finish(&x, ok, &plain_words, err);
}

static Target end_target(IdentifierEnd e, const char *when_empty)
{
    Target t = {.symbol = e.symbol};
    if (!str_is_null(t.symbol)) {
        if (str_is_empty(t.symbol)) t.symbol = str_z(when_empty);
    } else if (e.rows && e.rows->len) {
        t.ids = *e.rows;
    } else {
        t.symbol = str_z(when_empty);
    }
    return t;
}

bool identifier_history(const RevisionGraph *g, IdentifierEnd lower, IdentifierEnd upper,
                        Arena *out_arena, RevisionVec *out, Err *err)
{
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    Target low = end_target(lower, "base"), high = end_target(upper, "heads");
    FailureWords words = {.start = resolve_target_text(&low, &scratch),
                          .end = resolve_target_text(&high, &scratch)};
    CollectMode mode = {.inclusive = true};
    return finish(&x, collect_upgrade(&x, &high, &low, mode, out_arena, out), &words, err);
}

bool identifier_new_heads(const RevisionGraph *g, const StrVec *idents, Arena *out_arena,
                          RevisionVec *out, Err *err)
{
    static const FailureWords words = {.multiple_heads =
                                           "Multiple heads are present; please specify the head "
                                           "revision on which the new revision "
                                           "should be based, or perform a merge."};
    Arena scratch = {0};
    Resolver x = {.g = g, .a = &scratch};
    RevisionVec found = {0};
    bool ok = resolve_ids(&x, idents, &found);
    for (size_t i = 0; ok && i < found.len; i++)
        if (found.items[i] == &resolve_base)
            ok = resolve_fail(&x, FAILURE_REVISION, STR_NULL, "Walked too far");
    for (size_t i = 0; ok && i < found.len; i++)
        for (size_t k = 0; k < i; k++)
            if (ok && found.items[i] == found.items[k])
                ok = resolve_fail(&x, FAILURE_REVISION, STR_NULL,
                                  "Duplicate head revisions specified");
    if (ok) copy_out(&found, out_arena, out);
    return finish(&x, ok, &words, err);
}
