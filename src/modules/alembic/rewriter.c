#include "modules/alembic/internal.h"

#include "eval/eval.h"

/* Rewriter: functions that replace the operations of a script by their class. Each sees a directive
 * once; what it returns (an operation, a list, None) takes the directive's place. */

typedef struct Rewriter {
    Value rules; /* list of (class, function) */
    Value next;  /* list: the rewriters that chain() added */
} Rewriter;

static void rewriter_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Rewriter *)payload)->rules);
    gc_visit(gc, ((Rewriter *)payload)->next);
}

static const NativeClass rewriter_class;

static Rewriter *rewriter_of(Value v) { return value_payload(v, &rewriter_class); }

static bool rewriter_init(Eval *ev, Value self, Args *a)
{
    *rewriter_of(self) = (Rewriter){value_list(ev), value_list(ev)};
    return true;
}

/* The decorator proper; keep holds (rewriter, class). */
static bool add_rule(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Value pair[2] = {keep[1], a->v[0]};
    value_list_push(ev, rewriter_of(keep[0])->rules, value_tuple(ev, pair, 2));
    *out = a->v[0];
    return true;
}

/* A tuple of classes is taken and matches nothing, as in Alembic. */
static bool rewrites(Eval *ev, Args *a, Value *out)
{
    Value keep[2] = {a->self, a->v[0]};
    *out = eval_native_new(ev, "decorate", "fn", add_rule, NULL, value_tuple(ev, keep, 2));
    return true;
}

static bool chain(Eval *ev, Args *a, Value *out)
{
    Rewriter *r = rewriter_of(a->self);
    *out = eval_instance_new(ev, eval_class(ev, &rewriter_class));
    *rewriter_of(*out) = (Rewriter){r->rules, value_list(ev)};
    for (size_t i = 0; i < value_seq_len(r->next); i++)
        value_list_push(ev, rewriter_of(*out)->next, value_seq_items(r->next)[i]);
    value_list_push(ev, rewriter_of(*out)->next, a->v[0]);
    return true;
}

typedef struct Rewriting {
    Eval *ev;
    Value rules, context, revision;
} Rewriting;

/* The function for the nearest class of v; unset = none. */
static Value rule_for(const Rewriting *w, Value v)
{
    Class *cls = value_class(w->ev, v);
    for (size_t k = 0; cls && k < class_mro_len(cls); k++)
        for (size_t i = value_seq_len(w->rules); i-- > 0;) {
            const Value *pair = value_seq_items(value_seq_items(w->rules)[i]);
            if (value_as_class(pair[0]) == class_mro_at(cls, k)) return pair[1];
        }
    return value_unset();
}

/* What becomes of one directive, added to a list. */
static bool rewrite_one(const Rewriting *w, Value v, Value into)
{
    Value fn = rule_for(w, v), result, args[3] = {w->context, w->revision, v};
    if (value_is_unset(fn)) {
        value_list_push(w->ev, into, v);
        return true;
    }
    if (!eval_call(w->ev, fn, args, 3, value_unset(), &result)) return false;
    if (value_is_none(result)) return true;
    if (!value_is_list(result) && !value_is_tuple(result)) {
        value_list_push(w->ev, into, result);
        return true;
    }
    for (size_t i = 0; i < value_seq_len(result); i++)
        value_list_push(w->ev, into, value_seq_items(result)[i]);
    return true;
}

static bool rewrite_list(const Rewriting *w, Value list, unsigned depth);

static bool rewrite_list(const Rewriting *w, Value list, unsigned depth);

static bool inside(const Rewriting *w, Value v, const char *name, unsigned depth)
{
    Value list;
    if (!eval_find_attr(w->ev, v, str_z(name), &list)) return value_is_unset(eval_pending(w->ev));
    return !value_is_list(list) || rewrite_list(w, list, depth + 1);
}

/* list[:] = items */
static bool replace_items(Eval *ev, Value list, Value items)
{
    Value clear, none;
    if (!eval_getattr(ev, list, STR("clear"), &clear) ||
        !eval_call(ev, clear, NULL, 0, value_unset(), &none))
        return false;
    for (size_t i = 0; i < value_seq_len(items); i++)
        value_list_push(ev, list, value_seq_items(items)[i]);
    return true;
}

/* First each directive itself, then the lists that are in what became of it. */
static bool rewrite_list(const Rewriting *w, Value list, unsigned depth)
{
    enum { DEPTH_MAX = 8 }; /* a script, its operations, a table's, and room */
    if (depth > DEPTH_MAX) return eval_raise(w->ev, "RecursionError", "operations nest too deep");
    Value done = value_list(w->ev);
    eval_root_push(w->ev, done);
    bool ok = true;
    for (size_t i = 0; ok && i < value_seq_len(list); i++)
        ok = rewrite_one(w, value_seq_items(list)[i], done);
    for (size_t i = 0; ok && i < value_seq_len(done); i++) {
        Value v = value_seq_items(done)[i];
        ok = inside(w, v, "upgrade_ops_list", depth) && inside(w, v, "downgrade_ops_list", depth) &&
             inside(w, v, "ops", depth);
    }
    ok = ok && replace_items(w->ev, list, done);
    eval_root_pop(w->ev, 1);
    return ok;
}

static bool process(Eval *ev, Args *a, Value *out)
{
    Rewriter *r = rewriter_of(a->self);
    Rewriting w = {ev, r->rules, a->v[0], a->v[1]};
    *out = value_none();
    if (!value_is_list(a->v[2])) return eval_raise(ev, "TypeError", "directives must be a list");
    if (!rewrite_list(&w, a->v[2], 0)) return false;
    for (size_t i = 0; i < value_seq_len(r->next); i++) {
        Value ignored;
        if (!eval_call(ev, value_seq_items(r->next)[i], a->v, 3, value_unset(), &ignored))
            return false;
    }
    return true;
}

/* writer(context, revision, directives) */
static bool rewriter_call(Eval *ev, Value self, Args *a, Value *out)
{
    if (value_seq_len(a->v[0]) != 3)
        return eval_raise(ev, "TypeError", "a Rewriter takes context, revision and directives");
    Value v[3];
    for (size_t i = 0; i < 3; i++) v[i] = value_seq_items(a->v[0])[i];
    Args args = {.self = self, .v = v, .n = 3};
    return process(ev, &args, out);
}

static const NativeMethod rewriter_methods[] = {
    {"rewrites", "operator", rewrites, NATIVE_METHOD},
    {"chain", "other", chain, NATIVE_METHOD},
    {"process_revision_directives", "context, revision, directives", process, NATIVE_METHOD},
    {0}};

static const NativeClass rewriter_class = {.name = "Rewriter",
                                           .module = "alembic.autogenerate.rewriter",
                                           .payload = sizeof(Rewriter),
                                           .init = rewriter_init,
                                           .init_params = "",
                                           .call = rewriter_call,
                                           .methods = rewriter_methods,
                                           .traverse = rewriter_traverse};

const NativeMember rewriter_members[] = {NATIVE_CLASS("Rewriter", &rewriter_class), NATIVE_END};
