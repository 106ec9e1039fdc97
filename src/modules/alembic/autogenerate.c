#include "modules/alembic/internal.h"

#include "eval/eval.h"

/* The callables of configure() behind the C hooks of autogenerate, and the MigrationScript that
 * process_revision_directives may change. */

static bool item_value(Migration *m, const AutogenItem *item, Value *out)
{
    *out = value_none();
    if (!item) return true;
    switch (item->kind) {
    case AUTOGEN_TABLE:
        if (item->as.table) *out = module_table_value(m->ev, item->as.table);
        break;
    case AUTOGEN_COLUMN:
        if (item->as.column) *out = module_column_value(m->ev, item->as.column);
        break;
    case AUTOGEN_INDEX:
        if (item->as.index) *out = module_index_value(m->ev, item->as.index);
        break;
    case AUTOGEN_TYPE:
        if (item->as.type) *out = module_type_value(m->ev, item->as.type);
        break;
    case AUTOGEN_UNIQUE:
    case AUTOGEN_FOREIGN_KEY:
    case AUTOGEN_CHECK:
    case AUTOGEN_PRIMARY_KEY:
    case AUTOGEN_EXCLUDE:
        if (item->as.constraint) *out = module_constraint_value(m->ev, item->as.constraint);
        break;
    case AUTOGEN_SCHEMA:
    case AUTOGEN_SERVER_DEFAULT: break;
    }
    return true;
}

static Value text_value(Eval *ev, Str s)
{
    return str_is_null(s) ? value_none() : value_str(ev, s);
}

static bool call_truth(Migration *m, Value fn, const Value *args, size_t n, bool *out, Err *err)
{
    Value result;
    if (!eval_run_call(m->ev, fn, args, n, value_unset(), &result, err)) return false;
    return eval_truth(m->ev, result, out) || eval_take_error(m->ev, err);
}

static bool hook_include_name(void *user, Str name, AutogenItemKind kind, const AutogenParents *p,
                              bool *keep, Err *err)
{
    Migration *m = user;
    Value parents = value_dict(m->ev);
    if (p->has_schema) {
        value_dict_put_z(m->ev, parents, "schema_name", text_value(m->ev, p->schema_name));
        if (p->has_table)
            value_dict_put_z(m->ev, parents, "table_name", text_value(m->ev, p->table_name));
        if (!str_is_null(p->schema_qualified_table_name))
            value_dict_put_z(m->ev, parents, "schema_qualified_table_name",
                             text_value(m->ev, p->schema_qualified_table_name));
    }
    Value args[3] = {text_value(m->ev, name), value_str_z(m->ev, autogen_item_name(kind, false)),
                     parents};
    return call_truth(m, m->options.include_name, args, 3, keep, err);
}

static bool hook_include_object(void *user, const AutogenItem *item, Str name, bool reflected,
                                const AutogenItem *compare_to, bool *keep, Err *err)
{
    Migration *m = user;
    Value args[5] = {value_none(), text_value(m->ev, name),
                     value_str_z(m->ev, autogen_item_name(item->kind, false)),
                     value_bool(reflected), value_none()};
    return item_value(m, item, &args[0]) && item_value(m, compare_to, &args[4]) &&
           call_truth(m, m->options.include_object, args, 5, keep, err);
}

static bool answer_of(Migration *m, Value fn, const Value *args, size_t n, AutogenAnswer *answer,
                      Err *err)
{
    Value result;
    bool truth = false;
    *answer = AUTOGEN_ANSWER_NONE;
    if (!eval_run_call(m->ev, fn, args, n, value_unset(), &result, err)) return false;
    if (value_is_none(result)) return true;
    if (!eval_truth(m->ev, result, &truth)) return eval_take_error(m->ev, err);
    *answer = truth ? AUTOGEN_ANSWER_TRUE : AUTOGEN_ANSWER_FALSE;
    return true;
}

static bool hook_compare_type(void *user, Column *inspected, Column *model, AutogenAnswer *answer,
                              Err *err)
{
    Migration *m = user;
    Value args[5] = {m->self, module_column_value(m->ev, inspected),
                     module_column_value(m->ev, model), module_type_value(m->ev, inspected->type),
                     module_type_value(m->ev, model->type)};
    return answer_of(m, m->options.compare_type_fn, args, 5, answer, err);
}

static bool hook_compare_default(void *user, Column *inspected, Column *model,
                                 Str inspected_default, Str model_default, AutogenAnswer *answer,
                                 Err *err)
{
    Migration *m = user;
    Value model_value = module_column_value(m->ev, model), given;
    if (!eval_getattr(m->ev, model_value, STR("server_default"), &given))
        return eval_take_error(m->ev, err);
    Value args[6] = {m->self,     module_column_value(m->ev, inspected),
                     model_value, text_value(m->ev, inspected_default),
                     given,       text_value(m->ev, model_default)};
    return answer_of(m, m->options.compare_server_default_fn, args, 6, answer, err);
}

/* autogen_context of render_item and of renderers. */
static bool autogen_context(Migration *m, Value *context, Value *imports)
{
    Value module, cls, args[4] = {m->self, value_none(), value_none(), value_bool(false)};
    return eval_import(m->ev, STR("alembic.autogenerate.api"), &module) &&
           eval_getattr(m->ev, module, STR("AutogenContext"), &cls) &&
           eval_call(m->ev, cls, args, 4, value_unset(), context) &&
           eval_getattr(m->ev, *context, STR("imports"), imports);
}

static void take_imports(Value added, AutogenImports *imports)
{
    Value line;
    size_t at = 0;
    while (value_set_next(added, &at, &line))
        if (value_is_str(line)) autogen_import_add(imports, value_as_str(line));
}

/* A string is the text, False means "as usual", None leaves the item out (empty text). */
static bool hook_render_item(void *user, const AutogenItem *item, AutogenImports *imports,
                             Str *text, Err *err)
{
    Migration *m = user;
    Value added, result;
    Value args[3] = {value_str_z(m->ev, autogen_item_name(item->kind, true)), value_none(),
                     value_none()};
    *text = STR_NULL;
    if (!item_value(m, item, &args[1])) return false;
    if (!autogen_context(m, &args[2], &added)) return eval_take_error(m->ev, err);
    if (!eval_run_call(m->ev, m->options.render_item, args, 3, value_unset(), &result, err))
        return false;
    take_imports(added, imports);
    if (value_is_str(result))
        *text = arena_str(imports->arena, value_as_str(result));
    else if (value_is_none(result))
        *text = STR("");
    return true;
}

/* An operation of the script's own class, by the function that renderers have for it. */
static bool hook_render_op(void *user, const Op *op, AutogenImports *imports, Str *text, Err *err)
{
    Migration *m = user;
    Value module, fn, added, result, args[2];
    *text = STR_NULL;
    if (op->kind != OP_CUSTOM) return true;
    args[1] = *(Value *)op->as.custom.object;
    if (!eval_import(m->ev, STR("alembic.autogenerate.render"), &module) ||
        !eval_getattr(m->ev, module, STR("render_op_text"), &fn) ||
        !autogen_context(m, &args[0], &added))
        return eval_take_error(m->ev, err);
    if (!eval_run_call(m->ev, fn, args, 2, value_unset(), &result, err)) return false;
    take_imports(added, imports);
    *text = arena_str(imports->arena, value_as_str(result));
    return true;
}

bool migration_autogen_options(Migration *m, AutogenOptions *out, Err *err)
{
    static const AutogenCompare how[] = {AUTOGEN_COMPARE_OFF, AUTOGEN_COMPARE_ON,
                                         AUTOGEN_COMPARE_HOOK};
    const MigrationOptions *o = &m->options;
    *out = autogen_options_default();
    out->include_schemas = o->include_schemas;
    out->compare_type = how[o->compare_type];
    out->compare_server_default = how[o->compare_server_default];
    out->render_as_batch = o->render_as_batch;
    out->sqlalchemy_module_prefix = o->sqlalchemy_module_prefix;
    out->alembic_module_prefix = o->alembic_module_prefix;
    out->user_module_prefix = o->user_module_prefix;
    out->version_table = o->version_table;
    out->version_table_schema = o->version_table_schema;
    out->user = m;
    out->log = m->host->log;
    if (!value_is_unset(o->include_name)) out->include_name = hook_include_name;
    if (!value_is_unset(o->include_object)) out->include_object = hook_include_object;
    if (!value_is_unset(o->render_item)) out->render_item = hook_render_item;
    out->render_op = hook_render_op;
    out->compare_type_hook = hook_compare_type;
    out->compare_default_hook = hook_compare_default;
    return !o->autogenerate_plugins.len ||
           autogen_plugins_select(&o->autogenerate_plugins, &out->plugins, err);
}

/* ---- process_revision_directives ---- */

static bool container(Eval *ev, const char *name, const OpVec *ops, Str token, Value *out)
{
    Value cls, args[2] = {value_none(), text_value(ev, token)};
    return operation_class(ev, name, &cls) && operation_list(ev, ops, &args[0]) &&
           eval_call(ev, cls, args, 2, value_unset(), out);
}

static Value string_list(Eval *ev, const StrVec *v)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < v->len; i++) value_list_push(ev, list, value_str(ev, v->items[i]));
    return list;
}

static bool script_value(Migration *m, const MigrationScript *s, Value *out)
{
    Eval *ev = m->ev;
    Value cls, kw = value_dict(ev),
               args[3] = {text_value(ev, s->rev_id), value_none(), value_none()};
    value_dict_put_z(ev, kw, "message", text_value(ev, s->message));
    value_dict_put_z(ev, kw, "head", text_value(ev, s->head));
    value_dict_put_z(ev, kw, "splice", value_bool(s->splice));
    value_dict_put_z(ev, kw, "branch_label", text_value(ev, s->branch_label));
    value_dict_put_z(ev, kw, "version_path", text_value(ev, s->version_path));
    value_dict_put_z(ev, kw, "depends_on",
                     s->depends_on.len ? string_list(ev, &s->depends_on) : value_none());
    value_dict_put_z(ev, kw, "imports", string_list(ev, &s->imports));
    eval_root_push(ev, kw);
    bool ok = container(ev, "UpgradeOps", &s->upgrade, m->options.upgrade_token, &args[1]) &&
              container(ev, "DowngradeOps", &s->downgrade, m->options.downgrade_token, &args[2]) &&
              operation_class(ev, "MigrationScript", &cls) && eval_call(ev, cls, args, 3, kw, out);
    eval_root_pop(ev, 1);
    return ok;
}

static bool read_ops(Eval *ev, Value script, const char *name, OpVec *ops)
{
    Value holders, list;
    if (!eval_getattr(ev, script, str_z(name), &holders) || !eval_to_list(ev, holders, &holders))
        return false;
    if (value_seq_len(holders) > 1)
        return eval_raise(ev, "NotImplementedError",
                          "process_revision_directives left several lists of operations in one "
                          "script");
    *ops = (OpVec){0};
    if (value_seq_len(holders) == 0) return true;
    return eval_getattr(ev, value_seq_items(holders)[0], STR("ops"), &list) &&
           eval_to_list(ev, list, &list) && operation_script_vec(ev, list, ops);
}

static bool read_text(Eval *ev, Value script, const char *name, Arena *out, Str *text)
{
    Value v;
    *text = STR_NULL;
    if (!eval_getattr(ev, script, str_z(name), &v)) return false;
    if (value_is_str(v)) *text = arena_str(out, value_as_str(v));
    return true;
}

/* One text, or any sequence of them. */
static bool read_texts(Eval *ev, Value script, const char *name, Arena *out, StrVec *texts)
{
    Value v;
    *texts = (StrVec){0};
    if (!eval_getattr(ev, script, str_z(name), &v)) return false;
    if (value_is_str(v)) VEC_PUSH(out, texts, arena_str(out, value_as_str(v)));
    if (value_is_str(v) || value_is_none(v)) return true;
    if (!eval_to_list(ev, v, &v)) return false;
    for (size_t i = 0; i < value_seq_len(v); i++)
        if (value_is_str(value_seq_items(v)[i]))
            VEC_PUSH(out, texts, arena_str(out, value_as_str(value_seq_items(v)[i])));
    return true;
}

static bool read_script(Eval *ev, Value v, MigrationScript *s, Arena *out)
{
    Value splice;
    return read_text(ev, v, "rev_id", out, &s->rev_id) &&
           read_text(ev, v, "message", out, &s->message) &&
           read_text(ev, v, "head", out, &s->head) &&
           read_text(ev, v, "branch_label", out, &s->branch_label) &&
           read_text(ev, v, "version_path", out, &s->version_path) &&
           eval_getattr(ev, v, STR("splice"), &splice) && eval_truth(ev, splice, &s->splice) &&
           read_texts(ev, v, "depends_on", out, &s->depends_on) &&
           read_texts(ev, v, "imports", out, &s->imports) &&
           read_ops(ev, v, "upgrade_ops_list", &s->upgrade) &&
           read_ops(ev, v, "downgrade_ops_list", &s->downgrade);
}

static bool is_script(Eval *ev, Value v, Class *cls)
{
    Value id;
    if (!value_isinstance(ev, v, cls))
        return eval_raise(ev, "TypeError",
                          "process_revision_directives must leave MigrationScript objects in the "
                          "list, not %.*s",
                          STR_ARG(value_type_name(ev, v)));
    if (!eval_getattr(ev, v, STR("rev_id"), &id)) return false;
    return value_is_str(id) ||
           eval_raise(ev, "TypeError",
                      "process_revision_directives left a MigrationScript without rev_id; "
                      "alembic.util.rev_id() makes one");
}

/* Rewrites the script as its Python object: what a hook leaves, and what renderers there are. */
static bool process(Migration *m, const StrVec *rows, MigrationScript *script, Arena *out)
{
    Eval *ev = m->ev;
    Value revisions = string_list(ev, rows), directives = value_list(ev), made, result, cls;
    if (!script_value(m, script, &made)) return false;
    value_list_push(ev, directives, made);
    Value args[3] = {m->self, value_tuple(ev, value_seq_items(revisions), rows->len), directives};
    Value hook = m->options.process_revision_directives;
    eval_root_push(ev, directives);
    bool ok = value_is_unset(hook) || eval_call(ev, hook, args, 3, value_unset(), &result);
    ok = ok && operation_class(ev, "MigrationScript", &cls);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    script->dropped = value_seq_len(directives) == 0;
    if (script->dropped) return true;
    eval_root_push(ev, directives);
    for (size_t i = 0; ok && i < value_seq_len(directives); i++) {
        Value item = value_seq_items(directives)[i];
        if (i) script = script->next = ARENA_NEW(out, MigrationScript);
        ok = is_script(ev, item, value_as_class(cls)) && read_script(ev, item, script, out);
    }
    eval_root_pop(ev, 1);
    return ok;
}

/* Runs fn with the context as the one that directives go to: the classes of
 * alembic.operations.ops make their operations with it. */
static bool process_in_context(Migration *m, const StrVec *rows, MigrationScript *script,
                               Arena *out, Err *err)
{
    Migration *before = m->host->operations;
    m->host->operations = m;
    bool ok = process(m, rows, script, out);
    m->host->operations = before;
    return ok || eval_take_error(m->ev, err);
}

bool migration_process_directives(Migration *m, const StrVec *rows, MigrationScript *script,
                                  Arena *out, Err *err)
{
    bool renders = !value_is_unset(operation_module(m->ev, "alembic.autogenerate.render"));
    if (value_is_unset(m->options.process_revision_directives) && !renders) return true;
    return process_in_context(m, rows, script, out, err);
}

/* ---- a project's own comparisons ---- */

static bool is_used(Eval *ev, Value module)
{
    Value fn, answer;
    bool used = false;
    if (!eval_getattr(ev, module, STR("is_used"), &fn) ||
        !eval_call(ev, fn, NULL, 0, value_unset(), &answer) || !eval_truth(ev, answer, &used))
        eval_catch(ev);
    return used;
}

static bool own_compare(Migration *m, Value module, OpVec *upgrade)
{
    Value fn, list;
    Migration *before = m->host->operations;
    m->host->operations = m;
    bool ok = eval_getattr(m->ev, module, STR("_net_changes"), &fn) &&
              eval_call(m->ev, fn, &m->self, 1, value_unset(), &list) &&
              operation_vec(m->ev, list, upgrade);
    m->host->operations = before;
    return ok;
}

bool migration_compare(Migration *m, Connection *db, const AutogenOptions *options, Arena *out,
                       OpVec *upgrade, Err *err)
{
    Value module = operation_module(m->ev, "alembic.autogenerate.compare");
    if (!value_is_unset(module) && is_used(m->ev, module))
        return own_compare(m, module, upgrade) || eval_take_error(m->ev, err);
    return autogen_compare(db, options, m->options.target_metadata.items,
                           m->options.target_metadata.len, out, upgrade, err);
}

static bool has_custom(const OpVec *ops)
{
    for (size_t i = 0; i < ops->len; i++) {
        const Op *op = ops->items[i];
        if (op->kind == OP_CUSTOM) return true;
        if (op->kind == OP_MODIFY_TABLE && has_custom(&op->as.modify_table.ops)) return true;
    }
    return false;
}

static bool reverse_one(Eval *ev, const Op *op, Arena *out, OpVec *to)
{
    Value v, result;
    Op *made;
    if (op->kind == OP_CUSTOM ||
        (op->kind == OP_MODIFY_TABLE && has_custom(&op->as.modify_table.ops))) {
        if (!operation_value(ev, op, &v) || !eval_call_method(ev, v, "reverse", NULL, 0, &result) ||
            !operation_get(ev, result, &made))
            return false;
        VEC_PUSH(out, to, made);
        return true;
    }
    Err err = err_init(eval_arena(ev));
    made = op_reverse(op, out, &err);
    if (!made) return directive_raise(ev, &err);
    VEC_PUSH(out, to, made);
    return true;
}

bool migration_reverse(Migration *m, const OpVec *upgrade, Arena *out, OpVec *downgrade, Err *err)
{
    if (!has_custom(upgrade)) return autogen_reverse(upgrade, out, downgrade, err);
    Migration *before = m->host->operations;
    m->host->operations = m;
    bool ok = true;
    for (size_t i = upgrade->len; ok && i-- > 0;)
        ok = reverse_one(m->ev, upgrade->items[i], out, downgrade);
    m->host->operations = before;
    return ok || eval_take_error(m->ev, err);
}

bool migration_describe_own(Migration *m, const OpVec *ops, Err *err)
{
    for (size_t i = 0; i < ops->len; i++) {
        Op *op = ops->items[i];
        Value diff, text;
        if (op->kind == OP_MODIFY_TABLE &&
            !migration_describe_own(m, &op->as.modify_table.ops, err))
            return false;
        if (op->kind != OP_CUSTOM) continue;
        if (!eval_call_method(m->ev, *(Value *)op->as.custom.object, "to_diff_tuple", NULL, 0,
                              &diff) ||
            !eval_repr(m->ev, diff, &text))
            return eval_take_error(m->ev, err);
        op->as.custom.diff = arena_str(eval_arena(m->ev), value_as_str(text));
    }
    return true;
}
