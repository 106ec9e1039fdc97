#include "revision/resolve.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/similar.h"
#include "base/strbuf.h"
#include "base/unicode.h"
#include "base/utf8.h"

Revision resolve_base = {.id = {"base", 4}};

bool resolve_fail(Resolver *x, FailureKind kind, Str argument, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    x->failure =
        (Failure){.kind = kind, .argument = argument, .message = arena_vfmt(x->a, fmt, ap)};
    va_end(ap);
    return false;
}

/* ---- words ---- */

Str resolve_target_text(const Target *t, Arena *out)
{
    if (!str_is_null(t->symbol)) return t->symbol;
    StrBuf b = {0};
    strbuf_push_char(&b, '(');
    for (size_t i = 0; i < t->ids.len; i++)
        strbuf_fmt(&b, "%s'%.*s'", i ? ", " : "", STR_ARG(t->ids.items[i]));
    strbuf_push_z(&b, t->ids.len == 1 ? ",)" : ")");
    return strbuf_finish(&b, out);
}

static Str fill_in(const char *words, const char *const *names, const Str *values, size_t n,
                   Arena *out)
{
    StrBuf b = {0};
    for (Str rest = str_z(words); rest.len;) {
        size_t k = n;
        if (str_starts(rest, STR("%(")))
            for (k = 0; k < n; k++)
                if (str_starts(str_slice(rest, 2, rest.len), str_z(names[k]))) break;
        if (k == n) {
            strbuf_push_char(&b, rest.ptr[0]);
            rest = str_slice(rest, 1, rest.len);
        } else {
            strbuf_push(&b, values[k]);
            rest = str_slice(rest, 2 + str_z(names[k]).len + 2, rest.len);
        }
    }
    return strbuf_finish(&b, out);
}

/* The name that a misspelt identifier may mean; null = none is near. */
static Str suggest(const RevisionGraph *g, Str ident)
{
    static const Str symbols[] = {{"head", 4}, {"heads", 5}, {"base", 4}};
    Str rest = ident, label = str_cut(&rest, '@');
    bool label_known = !str_is_null(rest) && map_has(&g->by_name, label);
    Similar s = similar_new(label_known ? rest : label);
    for (size_t i = 0; i < 3; i++) similar_offer(&s, symbols[i]);
    for (size_t i = 0; i < g->all.len; i++) {
        const Revision *r = g->all.items[i];
        similar_offer(&s, r->id);
        for (size_t k = 0; k < r->own_labels.len; k++) similar_offer(&s, r->own_labels.items[k]);
    }
    return s.best;
}

bool resolve_report(const Resolver *x, const FailureWords *words, Err *err)
{
    static const char *const names[] = {"start", "end", "head_arg"};
    static const char *const default_range = "Requested range %(start)s:%(end)s does not refer to "
                                             "ancestor/descendant revisions along the same branch";
    static const char *const default_heads =
        "Multiple head revisions are present for given argument '%(head_arg)s'; please specify a "
        "specific target "
        "revision, '<branchname>@%(head_arg)s' to narrow to a specific head, or 'heads' for all "
        "heads";
    const Failure *f = &x->failure;
    Str start = str_is_null(words->start) ? f->lower : words->start;
    Str end = str_is_null(words->end) ? f->upper : words->end;
    Str values[] = {start, end, str_is_null(words->end) ? f->argument : words->end}, near;
    switch (f->kind) {
    case FAILURE_RANGE: {
        Str m = fill_in(words->range ? words->range : default_range, names, values, 3, x->a);
        return err_set(err, ERR_COMMAND, "%.*s", STR_ARG(m));
    }
    case FAILURE_MULTIPLE_HEADS: {
        Str m = fill_in(words->multiple_heads ? words->multiple_heads : default_heads, names,
                        values, 3, x->a);
        err_set(err, ERR_COMMAND, "%.*s", STR_ARG(m));
        return err_hint(
            err,
            "The heads are %.*s. Join them with `retort merge heads -m MESSAGE`, or name "
            "one, or say `heads` for all.",
            STR_ARG(f->heads));
    }
    case FAILURE_RESOLUTION:
        err_set(err, ERR_COMMAND, "Can't locate revision identified by '%.*s'",
                STR_ARG(f->argument));
        if (!str_is_null(near = suggest(x->g, f->argument)))
            return err_hint(err, "%.*s%s Did you mean '%.*s'?", STR_ARG(f->message),
                            str_ends(f->message, STR(".")) ? "" : ".", STR_ARG(near));
        return err_hint(err, "%.*s", STR_ARG(f->message));
    default: return err_set(err, ERR_COMMAND, "%.*s", STR_ARG(f->message));
    }
}

/* ---- names ---- */

static bool current_head(Resolver *x, Str label, StrVec *out)
{
    RevisionVec heads = {0};
    if (str_is_null(label))
        heads = x->g->heads;
    else if (!resolve_lineage(x, &x->g->heads, label, false, &heads))
        return false;
    if (heads.len > 1) {
        Str argument =
            str_is_null(label) ? STR("head") : arena_fmt(x->a, "%.*s@head", STR_ARG(label));
        resolve_fail(x, FAILURE_MULTIPLE_HEADS, argument, "Multiple heads are present");
        x->failure.heads = graph_join_ids(&heads, x->a);
        return false;
    }
    if (heads.len) VEC_PUSH(x->a, out, heads.items[0]->id);
    return true;
}

bool resolve_number(Resolver *x, Str ident, StrVec *ids, Str *label)
{
    size_t at = str_find_char(ident, '@');
    *label = STR_NULL;
    if (at != STR_NPOS) {
        *label = str_slice(ident, 0, at);
        ident = str_slice(ident, at + 1, ident.len);
    }
    /* An empty label is as good as none to Alembic's truth tests. */
    Str used = str_is_empty(*label) ? STR_NULL : *label;
    *label = used;
    if (str_eq_z(ident, "heads")) {
        RevisionVec heads = {0};
        if (str_is_null(used))
            heads = x->g->real_heads;
        else if (!resolve_lineage(x, &x->g->heads, used, false, &heads))
            return false;
        for (size_t i = 0; i < heads.len; i++) VEC_PUSH(x->a, ids, heads.items[i]->id);
        return true;
    }
    if (str_eq_z(ident, "head")) return current_head(x, used, ids);
    if (!str_eq_z(ident, "base")) VEC_PUSH(x->a, ids, ident);
    return true;
}

static bool shares_lineage(Resolver *x, Revision *a, Revision *b)
{
    RevisionVec one = {0};
    VEC_PUSH(x->a, &one, a);
    RevisionSet up = graph_descendants(x->g, &one, false, x->a);
    RevisionSet down = graph_ancestors(x->g, &one, false, x->a);
    return graph_set_has(&up, b) || graph_set_has(&down, b);
}

/* Ids and labels that begin with `prefix` and are long enough to be abbreviated. */
static void find_prefixed(Resolver *x, Str prefix, StrVec *names, RevisionVec *revisions)
{
    for (size_t i = 0; i < x->g->by_name.len; i++) {
        MapEntry *e = &x->g->by_name.entries[i];
        if (!str_starts(e->key, prefix) || utf8_count(e->key) <= 3) continue;
        VEC_PUSH(x->a, names, e->key);
        VEC_PUSH(x->a, revisions, (Revision *)e->value);
    }
}

static bool fail_ambiguous(Resolver *x, Str ident, const StrVec *names)
{
    StrBuf b = {0};
    for (size_t i = 0; i < names->len && i < 3; i++)
        strbuf_fmt(&b, "%s'%.*s'", i ? ", " : "", STR_ARG(names->items[i]));
    resolve_fail(x, FAILURE_RESOLUTION, ident, "Multiple revisions start with '%.*s': %s%s",
                 STR_ARG(ident), b.ptr, names->len > 3 ? "…" : ".");
    strbuf_deinit(&b);
    return false;
}

/* _revision_for_ident: exact name, else a prefix; with a branch, only what belongs to it. */
static bool find_ident(Resolver *x, Str ident, Str branch, Revision **out)
{
    Revision *branch_revision = NULL;
    if (!str_is_null(branch) && !resolve_branch(x, branch, &branch_revision)) return false;
    *out = graph_find(x->g, ident);
    if (!*out) {
        StrVec names = {0};
        RevisionVec found = {0};
        if (ident.len) find_prefixed(x, ident, &names, &found);
        if (branch_revision) {
            StrVec kept_names = {0};
            for (size_t i = 0; i < found.len; i++)
                if (shares_lineage(x, branch_revision, found.items[i]))
                    VEC_PUSH(x->a, &kept_names, names.items[i]);
            names = kept_names;
        }
        if (names.len == 0)
            return resolve_fail(x, FAILURE_RESOLUTION, ident, "No such revision or branch '%.*s'.",
                                STR_ARG(ident));
        if (names.len > 1) return fail_ambiguous(x, ident, &names);
        *out = graph_find(x->g, names.items[0]);
    }
    if (branch_revision && !shares_lineage(x, *out, branch_revision))
        return resolve_fail(x, FAILURE_RESOLUTION, ident,
                            "Revision %.*s is not a member of branch '%.*s'.", STR_ARG((*out)->id),
                            STR_ARG(branch));
    return true;
}

bool resolve_branch(Resolver *x, Str label, Revision **out)
{
    *out = graph_find(x->g, label);
    if (*out || find_ident(x, label, STR_NULL, out)) return true;
    return resolve_fail(x, FAILURE_RESOLUTION, label, "No such branch: '%.*s'.", STR_ARG(label));
}

bool resolve_one(Resolver *x, Str ident, Revision **out)
{
    StrVec ids = {0};
    Str label;
    *out = NULL;
    if (!resolve_number(x, ident, &ids, &label)) return false;
    if (ids.len > 1) {
        RevisionVec heads = {0};
        for (size_t i = 0; i < ids.len; i++) VEC_PUSH(x->a, &heads, graph_find(x->g, ids.items[i]));
        resolve_fail(x, FAILURE_MULTIPLE_HEADS, ident, "Multiple heads are present");
        x->failure.heads = graph_join_ids(&heads, x->a);
        return false;
    }
    /* base of a branch that does not exist is an error as well */
    if (!ids.len) {
        Revision *ignored;
        return str_is_null(label) || resolve_branch(x, label, &ignored);
    }
    return find_ident(x, ids.items[0], label, out);
}

/* Python's int(); only small negative numbers matter here. */
static bool is_negative_number(Str s, int64_t *out)
{
    s = str_trim(s);
    if (s.len < 2 || s.ptr[0] != '-') return false;
    int64_t v = 0;
    for (size_t i = 1; i < s.len; i++) {
        if (!isdigit((unsigned char)s.ptr[i])) return false;
        if (v < 1000000000) v = v * 10 + (s.ptr[i] - '0');
    }
    *out = -v;
    return v > 0;
}

bool resolve_many(Resolver *x, Str ident, RevisionVec *out)
{
    StrVec ids = {0};
    Str label;
    int64_t steps;
    if (!resolve_number(x, ident, &ids, &label)) return false;
    if (ids.len == 1 && is_negative_number(ids.items[0], &steps)) {
        for (size_t i = 0; i < x->g->real_heads.len; i++) {
            Revision *head = x->g->real_heads.items[i], *end;
            if (!str_is_null(label) && !graph_has_label(head, label)) continue;
            if (!resolve_walk(x, head, steps, STR_NULL, true, &end)) return false;
            VEC_PUSH(x->a, out, end);
        }
        return true;
    }
    for (size_t i = 0; i < ids.len; i++) {
        Revision *r;
        if (!find_ident(x, ids.items[i], label, &r)) return false;
        VEC_PUSH(x->a, out, r);
    }
    return true;
}

bool resolve_ids(Resolver *x, const StrVec *ids, RevisionVec *out)
{
    for (size_t i = 0; i < ids->len; i++)
        if (!resolve_many(x, ids->items[i], out)) return false;
    return true;
}

bool resolve_target(Resolver *x, const Target *t, RevisionVec *out)
{
    return str_is_null(t->symbol) ? resolve_ids(x, &t->ids, out) : resolve_many(x, t->symbol, out);
}

bool resolve_lineage(Resolver *x, const RevisionVec *targets, Str check, bool dependencies,
                     RevisionVec *out)
{
    StrVec ids = {0};
    Str label;
    if (!resolve_number(x, check, &ids, &label)) return false;
    StrVec names = {0};
    if (!str_is_null(label)) VEC_PUSH(x->a, &names, label);
    for (size_t i = 0; i < ids.len; i++) VEC_PUSH(x->a, &names, ids.items[i]);
    RevisionVec tests = {0};
    for (size_t i = 0; targets->len && i < names.len; i++) {
        Revision *r;
        if (!find_ident(x, names.items[i], STR_NULL, &r)) return false;
        VEC_PUSH(x->a, &tests, r);
    }
    RevisionSet up = {0}, down = {0};
    if (tests.len) {
        up = graph_descendants(x->g, &tests, dependencies, x->a);
        down = graph_ancestors(x->g, &tests, dependencies, x->a);
    }
    for (size_t i = 0; i < targets->len; i++) {
        Revision *t = targets->items[i];
        if (!t || t == &resolve_base) continue;
        if (!tests.len || graph_set_has(&up, t) || graph_set_has(&down, t)) VEC_PUSH(x->a, out, t);
    }
    return true;
}

/* ---- relative forms ---- */

static size_t word_length(Str s)
{
    size_t i = 0;
    while (i < s.len) {
        size_t next = i;
        if (!unicode_is_xid_continue(utf8_next(s, &next))) break;
        i = next;
    }
    return i;
}

static bool relative_tail(Str s, Str *symbol, Str *number, int64_t *steps)
{
    size_t w = word_length(s);
    if (w >= s.len || (s.ptr[w] != '+' && s.ptr[w] != '-')) return false;
    size_t end = w + 1;
    int64_t v = 0;
    while (end < s.len && isdigit((unsigned char)s.ptr[end])) {
        if (v < 1000000000) v = v * 10 + (s.ptr[end] - '0');
        end++;
    }
    if (end == w + 1) return false;
    *symbol = w ? str_slice(s, 0, w) : STR_NULL;
    *number = str_slice(s, w, end);
    *steps = s.ptr[w] == '-' ? -v : v;
    return true;
}

bool resolve_relative(Str text, Str *label, Str *symbol, Str *number, int64_t *steps)
{
    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] != '@') continue;
        *label = str_slice(text, 0, i);
        if (relative_tail(str_slice(text, i + 1, text.len), symbol, number, steps)) return true;
    }
    *label = STR_NULL;
    return relative_tail(text, symbol, number, steps);
}

/* Where one step leads; children empty = past the end. */
static bool step(Resolver *x, Revision *at, bool up, Str label, RevisionVec *children)
{
    if (!up) {
        if (at == &resolve_base) return true;
        *children = at ? at->down : x->g->heads;
        if (children->len) return true;
        *children = (RevisionVec){0};
        VEC_PUSH(x->a, children, &resolve_base);
        return true;
    }
    const RevisionVec *above = !at || at == &resolve_base ? &x->g->bases : &at->next;
    if (str_is_null(label)) {
        *children = *above;
        return true;
    }
    return resolve_lineage(x, above, label, false, children);
}

bool resolve_walk(Resolver *x, Revision *start, int64_t steps, Str label, bool no_overwalk,
                  Revision **out)
{
    *out = start;
    for (int64_t i = 0; i < (steps < 0 ? -steps : steps); i++) {
        RevisionVec children = {0};
        if (!step(x, *out, steps > 0, label, &children)) return false;
        if (!children.len) {
            if (no_overwalk) *out = NULL;
            return true;
        }
        if (children.len > 1) return resolve_fail(x, FAILURE_REVISION, STR_NULL, "Ambiguous walk");
        *out = children.items[0];
    }
    return true;
}
