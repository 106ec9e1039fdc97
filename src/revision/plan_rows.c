#include "revision/plan.h"

#include "base/strbuf.h"
#include "config/repr.h"

/* How a step changes the rows of the version table: Alembic's HeadMaintainer over RevisionStep and
 * StampStep. The rows are the tips of what has been applied; a merge takes rows away, undoing one
 * brings them back. */

typedef struct Rows {
    const RevisionGraph *g;
    const PlanStep *s;
    StrVec *rows;
    Arena *a;
    PlanRowChanges *out;
    Err *err;
} Rows;

static bool push_insert(Rows *x, Str id)
{
    if (vec_has_str(x->rows, id))
        return err_set(x->err, ERR_COMMAND, "Revision %.*s is already present in the version table",
                       STR_ARG(id));
    VEC_PUSH(x->a, x->rows, id);
    VEC_PUSH(x->a, &x->out->changes, (PlanRowChange){PLAN_ROW_INSERT, STR_NULL, id});
    return true;
}

static bool fail_missing(Rows *x, Str id)
{
    return err_set(x->err, ERR_COMMAND, "Revision %.*s is not present in the version table",
                   STR_ARG(id));
}

static bool push_delete(Rows *x, Str id)
{
    size_t i = vec_find_str(x->rows, id);
    if (i == STR_NPOS) return fail_missing(x, id);
    VEC_REMOVE(x->rows, i);
    VEC_PUSH(x->a, &x->out->changes, (PlanRowChange){PLAN_ROW_DELETE, id, STR_NULL});
    return true;
}

static bool push_update(Rows *x, Str from, Str to)
{
    size_t i = vec_find_str(x->rows, from);
    if (vec_has_str(x->rows, to))
        return err_set(x->err, ERR_COMMAND, "Revision %.*s is already present in the version table",
                       STR_ARG(to));
    if (i == STR_NPOS) return fail_missing(x, from);
    x->rows->items[i] = to;
    VEC_PUSH(x->a, &x->out->changes, (PlanRowChange){PLAN_ROW_UPDATE, from, to});
    return true;
}

/* `ids` without what the given revisions already imply. strict: a revision does not imply itself.
 */
static bool without_ancestors(Rows *x, const StrVec *ids, const StrVec *of, bool strict,
                              StrVec *out)
{
    if (strict && ids->len < 2) return *out = *ids, true;
    Arena scratch = {0};
    bool ok = true;
    RevisionSet implied = graph_set_new(x->g, &scratch);
    for (size_t i = 0; ok && i < of->len; i++) {
        RevisionVec one = {0};
        Revision *r = graph_find(x->g, of->items[i]);
        if (!r) {
            ok = err_set(x->err, ERR_COMMAND, "Can't locate revision identified by '%.*s'",
                         STR_ARG(of->items[i]));
            break;
        }
        VEC_PUSH(&scratch, &one, r);
        RevisionSet below = graph_ancestors(x->g, &one, true, &scratch);
        for (size_t k = 0; k < x->g->all.len; k++)
            if (below.has[k] && !(strict && k == r->index))
                graph_set_add(&implied, x->g->all.items[k]);
    }
    for (size_t i = 0; ok && i < ids->len; i++)
        if (!graph_set_has(&implied, graph_find(x->g, ids->items[i])))
            VEC_PUSH(x->a, out, ids->items[i]);
    arena_release(&scratch);
    return ok;
}

static void other_rows(Rows *x, const StrVec *but, StrVec *out)
{
    for (size_t i = 0; i < x->rows->len; i++)
        if (!vec_has_str(but, x->rows->items[i])) VEC_PUSH(x->a, out, x->rows->items[i]);
}

static size_t present(Rows *x, const StrVec *ids)
{
    size_t n = 0;
    for (size_t i = 0; i < ids->len; i++) n += vec_has_str(x->rows, ids->items[i]);
    return n;
}

static Str list_text(const StrVec *v, size_t n, bool tuple, Arena *out)
{
    StrBuf b = {0};
    strbuf_push_char(&b, tuple ? '(' : '[');
    for (size_t i = 0; i < n; i++)
        strbuf_fmt(&b, "%s%s", i ? ", " : "", repr_render(v->items[i], out).ptr);
    strbuf_push_z(&b, tuple ? (n == 1 ? ",)" : ")") : "]");
    return strbuf_finish(&b, out);
}

static bool delete_branch(Rows *x, Str id)
{
    x->out->debug = arena_fmt(x->a, "branch delete %.*s", STR_ARG(id));
    return push_delete(x, id);
}

static bool create_branch(Rows *x, Str id)
{
    x->out->debug = arena_fmt(x->a, "new branch insert %.*s", STR_ARG(id));
    return push_insert(x, id);
}

/* All of `from` but the last are deleted, the last becomes `to`. */
static bool merge(Rows *x, const StrVec *from, Str to)
{
    if (!from->len) return err_set(x->err, ERR_INTERNAL, "a merge without rows to merge");
    size_t n = from->len - 1;
    x->out->debug =
        arena_fmt(x->a, "merge, delete %s, update %.*s to %.*s",
                  list_text(from, n, false, x->a).ptr, STR_ARG(from->items[n]), STR_ARG(to));
    for (size_t i = 0; i < n; i++)
        if (!push_delete(x, from->items[i])) return false;
    return push_update(x, from->items[n], to);
}

static bool unmerge(Rows *x, Str from, const StrVec *to)
{
    size_t n = to->len - 1;
    x->out->debug =
        arena_fmt(x->a, "unmerge, insert %s, update %.*s to %.*s", list_text(to, n, true, x->a).ptr,
                  STR_ARG(from), STR_ARG(to->items[n]));
    for (size_t i = 0; i < n; i++)
        if (!push_insert(x, to->items[i])) return false;
    return push_update(x, from, to->items[n]);
}

static bool update(Rows *x, Str from, Str to)
{
    x->out->debug = arena_fmt(x->a, "update %.*s to %.*s", STR_ARG(from), STR_ARG(to));
    return push_update(x, from, to);
}

/* The one parent that an UPDATE goes from or to. */
static bool single_parent(Rows *x, const StrVec *parents, Str *out)
{
    if (parents->len == 1) return *out = parents->items[0], true;
    for (size_t i = 0; i < parents->len; i++)
        if (vec_has_str(x->rows, parents->items[i])) *out = parents->items[i];
    if (present(x, parents) == 1) return true;
    return err_set(x->err, ERR_COMMAND, "Can't do an UPDATE because downrevision is ambiguous");
}

static bool upgrade_rows(Rows *x)
{
    const StrVec *parents = &x->s->from;
    Str to = x->s->to.items[0], from = STR_NULL;
    size_t n = present(x, parents);
    if (n == 0) return create_branch(x, to);
    if (parents->len > 1 && n > 1) {
        StrVec others = {0}, merged = {0};
        other_rows(x, parents, &others);
        if (!others.len)
            merged = *parents;
        else if (!without_ancestors(x, parents, &others, false, &merged))
            return false;
        return merge(x, &merged, to);
    }
    return single_parent(x, parents, &from) && update(x, from, to);
}

static bool downgrade_rows(Rows *x)
{
    const StrVec *parents = &x->s->to;
    Str from = x->s->from.items[0], to = STR_NULL;
    if (vec_has_str(x->rows, from)) {
        StrVec others = {0}, left = {0};
        other_rows(x, &x->s->from, &others);
        if (!without_ancestors(x, parents, others.len ? &others : parents, !others.len, &left))
            return false;
        if (!left.len) return delete_branch(x, from);
        if (parents->len > 1) return unmerge(x, from, &left);
    }
    return single_parent(x, parents, &to) && update(x, from, to);
}

static bool stamp_rows(Rows *x)
{
    const PlanStep *s = x->s;
    if (!s->is_upgrade && s->branch_move) return delete_branch(x, s->from.items[0]);
    bool from_missing = present(x, &s->from) < s->from.len,
         to_missing = present(x, &s->to) < s->to.len;
    if (s->is_upgrade && (s->branch_move || from_missing) && to_missing)
        return create_branch(x, s->to.items[0]);
    if (s->from.len > 1) return merge(x, &s->from, s->to.items[0]);
    if (s->from.len != 1 || s->to.len != 1)
        return err_set(x->err, ERR_COMMAND, "Revision %.*s is already present in the version table",
                       STR_ARG(s->to.len ? s->to.items[0] : STR("")));
    return update(x, s->from.items[0], s->to.items[0]);
}

/* The rows are a set: one that the table has twice counts once, and the database's row counts show
 * the difference. */
static void drop_repeats(StrVec *rows)
{
    Arena scratch = {0};
    Map seen = {0};
    size_t kept = 0;
    for (size_t i = 0; i < rows->len; i++) {
        if (map_has(&seen, rows->items[i])) continue;
        map_put(&seen, &scratch, rows->items[i], rows);
        rows->items[kept++] = rows->items[i];
    }
    rows->len = kept;
    arena_release(&scratch);
}

bool plan_row_changes(const RevisionGraph *g, const PlanStep *s, StrVec *rows, Arena *out_arena,
                      PlanRowChanges *out, Err *err)
{
    *out = (PlanRowChanges){0};
    Rows x = {g, s, rows, out_arena, out, err};
    drop_repeats(rows);
    if (s->is_stamp) return stamp_rows(&x);
    return s->is_upgrade ? upgrade_rows(&x) : downgrade_rows(&x);
}
