#include "modules/alembic/internal.h"

#include "modules/sqlalchemy/engine/connection.h"

/* alembic.autogenerate._native: the built-in comparison and rendering, for the Python parts of
 * alembic.autogenerate, which run them among the project's own functions. */

static Migration *context_of(Eval *ev, Value v)
{
    Migration **m = value_payload(v, &alembic_class_migration_context);
    EnvironmentHost *host = environment_host(ev);
    if (m) return *m;
    if (value_is_none(v) && host && host->current) return host->current;
    eval_raise(ev, "TypeError", "a MigrationContext is needed, not %.*s",
               STR_ARG(value_type_name(ev, v)));
    return NULL;
}

static bool take_metadata(Eval *ev, Value v, MigrationOptions *o)
{
    Value list = v;
    MetaData *one = module_metadata_get(ev, v);
    o->target_metadata.len = o->target_metadata.cap = 0;
    if (one) {
        VEC_PUSH(eval_arena(ev), &o->target_metadata, one);
        return true;
    }
    if (!eval_to_list(ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        one = module_metadata_get(ev, value_seq_items(list)[i]);
        if (!one) return eval_raise(ev, "TypeError", "MetaData is needed");
        VEC_PUSH(eval_arena(ev), &o->target_metadata, one);
    }
    return true;
}

static bool compare(Eval *ev, Args *a, Value *out)
{
    Migration *m = context_of(ev, a->v[0]);
    if (!m) return false;
    Migration own = *m; /* other models than those of configure() */
    AutogenOptions options;
    Err err = err_init(eval_arena(ev));
    OpVec ops = {0};
    EngineConnection *c = engine_connection_get(m->connection);
    if (!value_is_none(a->v[1]) && !take_metadata(ev, a->v[1], &own.options)) return false;
    if (!c || !c->db)
        return eval_raise(ev, "TypeError", "a comparison needs a database connection");
    if (!migration_autogen_options(&own, &options, &err) ||
        !autogen_compare(c->db, &options, own.options.target_metadata.items,
                         own.options.target_metadata.len, eval_arena(ev), &ops, &err))
        return engine_raise(ev, &err);
    return operation_list(ev, &ops, out);
}

static Str option_text(Eval *ev, Value options, const char *name, Str otherwise)
{
    Value v = value_dict_find_z(options, name);
    if (value_is_unset(v)) return otherwise;
    return value_is_str(v) ? arena_str(eval_arena(ev), value_as_str(v)) : STR_NULL;
}

/* The context with the options of a rendering. */
static bool rendering(Eval *ev, Value context, Value options, Migration *own, AutogenOptions *out)
{
    Migration *m = context_of(ev, context);
    Err err = err_init(eval_arena(ev));
    if (!m) return false;
    *own = *m;
    MigrationOptions *o = &own->options;
    Value item = value_dict_find_z(options, "render_item"),
          batch = value_dict_find_z(options, "render_as_batch");
    o->sqlalchemy_module_prefix =
        option_text(ev, options, "sqlalchemy_module_prefix", o->sqlalchemy_module_prefix);
    o->alembic_module_prefix =
        option_text(ev, options, "alembic_module_prefix", o->alembic_module_prefix);
    o->user_module_prefix = option_text(ev, options, "user_module_prefix", o->user_module_prefix);
    o->render_item = value_is_none(item) ? value_unset() : item;
    if (!value_is_unset(batch) && !eval_truth(ev, batch, &o->render_as_batch)) return false;
    return migration_autogen_options(own, out, &err) || engine_raise(ev, &err);
}

static bool give_imports(Eval *ev, const AutogenImports *imports, Value set)
{
    Str rest = autogen_imports_text(imports, eval_arena(ev));
    while (!str_is_empty(rest))
        if (!value_set_add(ev, set, value_str(ev, str_cut(&rest, '\n')))) return false;
    return true;
}

static bool render(Eval *ev, Args *a, Value *out)
{
    Migration own;
    AutogenOptions options;
    AutogenImports imports = {.arena = eval_arena(ev)};
    Err err = err_init(eval_arena(ev));
    Op *op;
    Str text;
    if (!rendering(ev, a->v[0], a->v[2], &own, &options) ||
        !eval_truth(ev, a->v[3], &options.within_batch) || !operation_get(ev, a->v[1], &op))
        return false;
    if (!autogen_render_op(op, own.dialect, own.compile.server_version, &options, &imports,
                           eval_arena(ev), &text, &err))
        return engine_raise(ev, &err);
    *out = value_str(ev, text);
    return give_imports(ev, &imports, a->v[4]);
}

static bool render_body(Eval *ev, Args *a, Value *out)
{
    Migration own;
    AutogenOptions options;
    AutogenImports imports = {.arena = eval_arena(ev)};
    Err err = err_init(eval_arena(ev));
    OpVec ops = {0};
    Str text;
    if (!rendering(ev, a->v[0], a->v[2], &own, &options) ||
        !operation_script_vec(ev, a->v[1], &ops))
        return false;
    if (!autogen_render(&ops, own.dialect, own.compile.server_version, &options, &imports,
                        eval_arena(ev), &text, &err))
        return engine_raise(ev, &err);
    *out = value_str(ev, text);
    return give_imports(ev, &imports, a->v[3]);
}

static bool render_type(Eval *ev, Args *a, Value *out)
{
    Migration own;
    AutogenOptions options;
    AutogenImports imports = {.arena = eval_arena(ev)};
    Err err = err_init(eval_arena(ev));
    const SqlType *t;
    Str text;
    if (!rendering(ev, a->v[0], a->v[2], &own, &options) ||
        !module_type_from_value(ev, a->v[1], eval_arena(ev), &t))
        return false;
    if (!autogen_render_type(t, own.dialect, own.compile.server_version, &options, &imports,
                             eval_arena(ev), &text, &err))
        return engine_raise(ev, &err);
    *out = value_str(ev, text);
    return give_imports(ev, &imports, a->v[3]);
}

/* What a part is made of: a Column, a constraint, else a server default. */
static bool take_part(Eval *ev, Value v, AutogenPart *part, ServerDefault *d)
{
    part->column = module_column_get(ev, v);
    if (!part->column) part->constraint = module_constraint_get(ev, v);
    if (part->column || part->constraint) return true;
    part->server_default = d;
    return module_server_default_from_value(ev, v, d);
}

static bool render_part(Eval *ev, Args *a, Value *out)
{
    Migration own;
    AutogenOptions options;
    AutogenImports imports = {.arena = eval_arena(ev)};
    Err err = err_init(eval_arena(ev));
    AutogenPart part = {0};
    ServerDefault d = {0};
    Str text;
    if (!rendering(ev, a->v[0], a->v[2], &own, &options) || !take_part(ev, a->v[1], &part, &d))
        return false;
    if (!autogen_render_part(&part, own.dialect, own.compile.server_version, &options, &imports,
                             eval_arena(ev), &text, &err))
        return engine_raise(ev, &err);
    *out = str_is_null(text) ? value_none() : value_str(ev, text);
    return give_imports(ev, &imports, a->v[3]);
}

const NativeMember autogen_native_members[] = {
    NATIVE_FN("compare", "context, metadata", compare),
    NATIVE_FN("render", "context, op, options, within_batch, imports", render),
    NATIVE_FN("render_body", "context, ops, options, imports", render_body),
    NATIVE_FN("render_type", "context, type_, options, imports", render_type),
    NATIVE_FN("render_part", "context, part, options, imports", render_part),
    NATIVE_END,
};
