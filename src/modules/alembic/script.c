#include "modules/alembic/internal.h"

#include "revision/identifier.h"

/* alembic.script.ScriptDirectory, for reading: what env.py and its hooks ask of the revisions. */

static const RevisionGraph *graph_of(Eval *ev)
{
    EnvironmentHost *host = context_need_host(ev);
    if (!host) return NULL;
    Err err = err_init(eval_arena(ev));
    const RevisionGraph *g = host->graph(host, &err);
    if (!g) (void)directive_raise(ev, &err);
    return g;
}

/* ---- one revision ---- */

typedef struct Script {
    Revision *revision;
} Script;

static const NativeClass script_class;

static Value script_value(Eval *ev, Revision *r)
{
    if (!r) return value_none();
    Value v = eval_instance_new(ev, eval_class(ev, &script_class));
    ((Script *)value_payload(v, &script_class))->revision = r;
    return v;
}

static Value strings(Eval *ev, const StrVec *v)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < v->len; i++) value_list_push(ev, list, value_str(ev, v->items[i]));
    return list;
}

/* None, the one, or a tuple: how a script writes down_revision and depends_on. */
static Value as_written(Eval *ev, const StrVec *v)
{
    if (v->len == 0) return value_none();
    Value list = strings(ev, v);
    return v->len == 1 ? value_seq_items(list)[0] : value_tuple(ev, value_seq_items(list), v->len);
}

static bool set_of(Eval *ev, const StrVec *v, Value *out)
{
    *out = value_set(ev);
    for (size_t i = 0; i < v->len; i++)
        if (!value_set_add(ev, *out, value_str(ev, v->items[i]))) return false;
    return true;
}

static bool script_flag(const Revision *r, Str name, bool *flag)
{
    if (str_eq_z(name, "is_head"))
        *flag = graph_is_head(r);
    else if (str_eq_z(name, "is_base"))
        *flag = graph_is_base(r);
    else if (str_eq_z(name, "is_branch_point"))
        *flag = graph_is_branchpoint(r);
    else if (str_eq_z(name, "is_merge_point"))
        *flag = graph_is_mergepoint(r);
    else
        return false;
    return true;
}

static bool script_module(Eval *ev, const Revision *r, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (!host) return false;
    Err err = err_init(eval_arena(ev));
    return host->module(host, r, out, &err) || directive_raise(ev, &err);
}

static bool script_getattr(Eval *ev, Value self, Str name, Value *out)
{
    const Revision *r = ((Script *)value_payload(self, &script_class))->revision;
    bool flag;
    *out = value_unset();
    if (script_flag(r, name, &flag))
        *out = value_bool(flag);
    else if (str_eq_z(name, "revision"))
        *out = value_str(ev, r->id);
    else if (str_eq_z(name, "path"))
        *out = value_str(ev, r->path);
    else if (str_eq_z(name, "doc"))
        *out = value_str(ev, graph_short_doc(r));
    else if (str_eq_z(name, "longdoc"))
        *out = value_str(ev, r->doc);
    else if (str_eq_z(name, "down_revision"))
        *out = as_written(ev, &r->down_ids);
    else if (str_eq_z(name, "dependencies"))
        *out = as_written(ev, &r->depends_on);
    else if (str_eq_z(name, "branch_labels"))
        return set_of(ev, &r->labels, out);
    else if (str_eq_z(name, "module"))
        return script_module(ev, r, out);
    else if (str_eq_z(name, "nextrev")) {
        StrVec next = {0};
        for (size_t i = 0; i < r->next.len; i++)
            VEC_PUSH(eval_arena(ev), &next, r->next.items[i]->id);
        return set_of(ev, &next, out);
    }
    return true;
}

static bool script_repr(Eval *ev, Value self, Value *out)
{
    Value down;
    if (!script_getattr(ev, self, STR("down_revision"), &down) || !eval_repr(ev, down, &down))
        return false;
    Revision *r = ((Script *)value_payload(self, &script_class))->revision;
    *out = value_str(ev, arena_fmt(eval_arena(ev), "Script('%.*s', %.*s)", STR_ARG(r->id),
                                   STR_ARG(value_as_str(down))));
    return true;
}

static const NativeClass script_class = {.name = "Script",
                                         .module = "alembic.script.base",
                                         .payload = sizeof(Script),
                                         .getattr = script_getattr,
                                         .repr = script_repr};

/* ---- the directory ---- */

static Value list_of(Eval *ev, const RevisionVec *v)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i]) value_list_push(ev, list, script_value(ev, v->items[i]));
    return list;
}

static bool get_heads(Eval *ev, Args *a, Value *out)
{
    const RevisionGraph *g = graph_of(ev);
    StrVec ids = {0};
    for (size_t i = 0; g && i < g->heads.len; i++)
        VEC_PUSH(eval_arena(ev), &ids, g->heads.items[i]->id);
    if (g) *out = strings(ev, &ids);
    return g != NULL;
}

static bool get_bases(Eval *ev, Args *a, Value *out)
{
    const RevisionGraph *g = graph_of(ev);
    StrVec ids = {0};
    for (size_t i = 0; g && i < g->bases.len; i++)
        VEC_PUSH(eval_arena(ev), &ids, g->bases.items[i]->id);
    if (g) *out = strings(ev, &ids);
    return g != NULL;
}

static bool get_base(Eval *ev, Args *a, Value *out)
{
    const RevisionGraph *g = graph_of(ev);
    if (!g) return false;
    if (g->bases.len > 1)
        return alembic_command_error(ev, "The script directory has multiple bases. Please use "
                                         "get_bases().");
    *out = g->bases.len ? value_str(ev, g->bases.items[0]->id) : value_none();
    return true;
}

static bool get_current_head(Eval *ev, Args *a, Value *out)
{
    const RevisionGraph *g = graph_of(ev);
    if (!g) return false;
    if (g->heads.len > 1)
        return alembic_command_error(
            ev, "The script directory has multiple heads (due to branching). Please use "
                "get_heads(), or merge the branches using alembic merge.");
    *out = g->heads.len ? value_str(ev, g->heads.items[0]->id) : value_none();
    return true;
}

/* An identifier: a str, a list of them, None for base. */
static bool idents_of(Eval *ev, Value v, StrVec *out)
{
    Value list = v;
    if (value_is_none(v)) return true;
    if (value_is_str(v)) {
        VEC_PUSH(eval_arena(ev), out, arena_str(eval_arena(ev), value_as_str(v)));
        return true;
    }
    if (!eval_to_list(ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        if (!value_is_str(item)) return eval_raise(ev, "TypeError", "a revision must be a str");
        VEC_PUSH(eval_arena(ev), out, arena_str(eval_arena(ev), value_as_str(item)));
    }
    return true;
}

static bool get_revisions(Eval *ev, Args *a, Value *out)
{
    const RevisionGraph *g = graph_of(ev);
    StrVec ids = {0};
    RevisionVec found = {0};
    Err err = err_init(eval_arena(ev));
    if (!g || !idents_of(ev, a->v[0], &ids)) return false;
    for (size_t i = 0; i < ids.len; i++) {
        RevisionVec some = {0};
        if (!identifier_resolve(g, ids.items[i], eval_arena(ev), &some, &err))
            return directive_raise(ev, &err);
        for (size_t k = 0; k < some.len; k++) VEC_PUSH(eval_arena(ev), &found, some.items[k]);
    }
    Value list = list_of(ev, &found);
    *out = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    return true;
}

static bool get_revision(Eval *ev, Args *a, Value *out)
{
    const RevisionGraph *g = graph_of(ev);
    Revision *r = NULL;
    Err err = err_init(eval_arena(ev));
    if (!g) return false;
    if (!value_is_str(a->v[0])) {
        *out = value_none();
        return value_is_none(a->v[0]) || eval_raise(ev, "TypeError", "a revision must be a str");
    }
    if (!identifier_resolve_one(g, value_as_str(a->v[0]), &r, &err))
        return directive_raise(ev, &err);
    *out = script_value(ev, r);
    return true;
}

static bool history(Eval *ev, Value lower, Value upper, bool inclusive, Value *out)
{
    static const StrVec none = {0};
    const RevisionGraph *g = graph_of(ev);
    StrVec low = {0}, high = {0};
    RevisionVec found = {0}, skip = {0}, kept = {0};
    Arena *a = eval_arena(ev);
    Err err = err_init(a);
    if (!g || !idents_of(ev, lower, &low) || !idents_of(ev, upper, &high)) return false;
    IdentifierEnd ends[2] = {
        low.len == 1 ? (IdentifierEnd){.symbol = low.items[0]} : (IdentifierEnd){.rows = &low},
        high.len == 1 ? (IdentifierEnd){.symbol = high.items[0]} : (IdentifierEnd){.rows = &high}};
    if (high.len == 0) ends[1].rows = &none;
    if (!identifier_history(g, ends[0], ends[1], a, &found, &err) ||
        !identifier_resolve_all(g, &low, a, &skip, &err))
        return directive_raise(ev, &err);
    for (size_t i = 0; i < found.len; i++) {
        bool at_end = false;
        for (size_t k = 0; k < skip.len; k++) at_end |= found.items[i] == skip.items[k];
        if (inclusive || !at_end) VEC_PUSH(a, &kept, found.items[i]);
    }
    *out = list_of(ev, &kept);
    return true;
}

static bool walk_revisions(Eval *ev, Args *a, Value *out)
{
    return history(ev, a->v[0], a->v[1], true, out);
}

static bool iterate_revisions(Eval *ev, Args *a, Value *out)
{
    return history(ev, a->v[1], a->v[0], false, out);
}

static bool directory(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (host) *out = value_str(ev, host->script->directory);
    return host != NULL;
}

static bool from_config(Eval *ev, Args *a, Value *out)
{
    if (!context_need_host(ev)) return false;
    *out = eval_instance_new(ev, eval_class(ev, &alembic_class_script_directory));
    return true;
}

static const NativeMethod methods[] = {
    {"from_config", "config", from_config, NATIVE_CLASSMETHOD},
    {"get_current_head", "", get_current_head, NATIVE_METHOD},
    {"get_heads", "", get_heads, NATIVE_METHOD},
    {"get_base", "", get_base, NATIVE_METHOD},
    {"get_bases", "", get_bases, NATIVE_METHOD},
    {"get_revision", "id_", get_revision, NATIVE_METHOD},
    {"get_revisions", "id_", get_revisions, NATIVE_METHOD},
    {"walk_revisions", "base='base', head='heads'", walk_revisions, NATIVE_METHOD},
    {"iterate_revisions", "upper, lower, **kw", iterate_revisions, NATIVE_METHOD},
    {"dir", "", directory, NATIVE_GETTER},
    {0},
};

const NativeClass alembic_class_script_directory = {
    .name = "ScriptDirectory", .module = "alembic.script.base", .methods = methods};

const NativeMember script_members[] = {
    NATIVE_CLASS("ScriptDirectory", &alembic_class_script_directory),
    NATIVE_CLASS("Script", &script_class), NATIVE_END};
