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

/* autogen_context of render_item: an object with imports, dialect, opts, migration_context. */
static const NativeClass context_class = {.name = "AutogenContext",
                                          .module = "alembic.autogenerate.api"};

static Value autogen_context(Migration *m, Value *imports)
{
    Value v = eval_instance_new(m->ev, eval_class(m->ev, &context_class)),
          d = instance_dict(m->ev, v), dialect;
    *imports = value_set(m->ev);
    value_dict_put_z(m->ev, d, "imports", *imports);
    value_dict_put_z(m->ev, d, "opts", m->options.opts);
    value_dict_put_z(m->ev, d, "migration_context", m->self);
    value_dict_put_z(m->ev, d, "connection", m->connection);
    if (eval_getattr(m->ev, m->connection, STR("dialect"), &dialect))
        value_dict_put_z(m->ev, d, "dialect", dialect);
    else
        eval_catch(m->ev);
    return v;
}

/* A string is the text, False means "as usual", None leaves the item out (empty text). */
static bool hook_render_item(void *user, const AutogenItem *item, AutogenImports *imports,
                             Str *text, Err *err)
{
    Migration *m = user;
    Value added, result, line;
    size_t at = 0;
    Value args[3] = {value_str_z(m->ev, autogen_item_name(item->kind, true)), value_none(),
                     autogen_context(m, &added)};
    *text = STR_NULL;
    if (!item_value(m, item, &args[1])) return false;
    if (!eval_run_call(m->ev, m->options.render_item, args, 3, value_unset(), &result, err))
        return false;
    while (value_set_next(added, &at, &line))
        if (value_is_str(line)) autogen_import_add(imports, value_as_str(line));
    if (value_is_str(result))
        *text = arena_str(imports->arena, value_as_str(result));
    else if (value_is_none(result))
        *text = STR("");
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
    out->compare_type_hook = hook_compare_type;
    out->compare_default_hook = hook_compare_default;
    return !o->autogenerate_plugins.len ||
           autogen_plugins_select(&o->autogenerate_plugins, &out->plugins, err);
}

/* ---- process_revision_directives ---- */

static bool ops_is_empty(Eval *ev, Args *a, Value *out)
{
    Value list;
    if (!eval_getattr(ev, a->self, STR("ops"), &list)) return false;
    *out = value_bool(value_is_list(list) && value_seq_len(list) == 0);
    return true;
}

static const NativeMethod ops_methods[] = {{"is_empty", "", ops_is_empty, NATIVE_METHOD}, {0}};
const NativeClass alembic_class_upgrade_ops = {
    .name = "UpgradeOps", .module = "alembic.operations.ops", .methods = ops_methods};
const NativeClass alembic_class_downgrade_ops = {
    .name = "DowngradeOps", .module = "alembic.operations.ops", .methods = ops_methods};
const NativeClass alembic_class_migration_script = {.name = "MigrationScript",
                                                    .module = "alembic.operations.ops"};

static Value container(Eval *ev, const NativeClass *cls, const OpVec *ops)
{
    Value v = eval_instance_new(ev, eval_class(ev, cls));
    value_dict_put_z(ev, instance_dict(ev, v), "ops", operation_list(ev, ops));
    return v;
}

static Value script_value(Eval *ev, const MigrationScript *s)
{
    Value v = eval_instance_new(ev, eval_class(ev, &alembic_class_migration_script)),
          d = instance_dict(ev, v);
    Value up = container(ev, &alembic_class_upgrade_ops, &s->upgrade),
          down = container(ev, &alembic_class_downgrade_ops, &s->downgrade);
    Value lists[2] = {value_list(ev), value_list(ev)}, depends = value_list(ev),
          imports = value_set(ev);
    value_list_push(ev, lists[0], up);
    value_list_push(ev, lists[1], down);
    for (size_t i = 0; i < s->depends_on.len; i++)
        value_list_push(ev, depends, value_str(ev, s->depends_on.items[i]));
    for (size_t i = 0; i < s->imports.len; i++)
        if (!value_set_add(ev, imports, value_str(ev, s->imports.items[i]))) eval_catch(ev);
    value_dict_put_z(ev, d, "rev_id", text_value(ev, s->rev_id));
    value_dict_put_z(ev, d, "message", text_value(ev, s->message));
    value_dict_put_z(ev, d, "head", text_value(ev, s->head));
    value_dict_put_z(ev, d, "splice", value_bool(s->splice));
    value_dict_put_z(ev, d, "branch_label", text_value(ev, s->branch_label));
    value_dict_put_z(ev, d, "version_path", text_value(ev, s->version_path));
    value_dict_put_z(ev, d, "depends_on", s->depends_on.len ? depends : value_none());
    value_dict_put_z(ev, d, "imports", imports);
    value_dict_put_z(ev, d, "upgrade_ops", up);
    value_dict_put_z(ev, d, "downgrade_ops", down);
    value_dict_put_z(ev, d, "upgrade_ops_list", lists[0]);
    value_dict_put_z(ev, d, "downgrade_ops_list", lists[1]);
    return v;
}

static bool read_ops(Eval *ev, Value holder, Arena *out, OpVec *ops, Err *err)
{
    Value list;
    if (value_is_none(holder)) return true;
    if (!eval_getattr(ev, holder, STR("ops"), &list) || !eval_to_list(ev, list, &list))
        return eval_take_error(ev, err);
    *ops = (OpVec){0};
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Op *op = operation_get(ev, value_seq_items(list)[i]);
        if (!op)
            return err_set(
                err, ERR_UNSUPPORTED,
                "process_revision_directives put an object of class %.*s into the operations",
                STR_ARG(value_type_name(ev, value_seq_items(list)[i])));
        VEC_PUSH(out, ops, op);
    }
    return true;
}

static Str read_text(Value d, const char *name, Arena *out)
{
    Value v = value_dict_find_z(d, name);
    return value_is_str(v) ? arena_str(out, value_as_str(v)) : STR_NULL;
}

static bool read_script(Eval *ev, Value v, MigrationScript *s, Arena *out, Err *err)
{
    Value d = instance_dict(ev, v), depends = value_dict_find_z(d, "depends_on");
    bool splice = s->splice;
    s->rev_id = read_text(d, "rev_id", out);
    s->message = read_text(d, "message", out);
    s->head = read_text(d, "head", out);
    s->branch_label = read_text(d, "branch_label", out);
    s->version_path = read_text(d, "version_path", out);
    if (!eval_truth(ev, value_dict_find_z(d, "splice"), &splice)) return eval_take_error(ev, err);
    s->splice = splice;
    s->depends_on = (StrVec){0};
    if (value_is_str(depends)) VEC_PUSH(out, &s->depends_on, arena_str(out, value_as_str(depends)));
    for (size_t i = 0; value_is_list(depends) && i < value_seq_len(depends); i++)
        if (value_is_str(value_seq_items(depends)[i]))
            VEC_PUSH(out, &s->depends_on,
                     arena_str(out, value_as_str(value_seq_items(depends)[i])));
    return read_ops(ev, value_dict_find_z(d, "upgrade_ops"), out, &s->upgrade, err) &&
           read_ops(ev, value_dict_find_z(d, "downgrade_ops"), out, &s->downgrade, err);
}

bool migration_process_directives(Migration *m, const StrVec *rows, MigrationScript *script,
                                  Arena *out, Err *err)
{
    if (value_is_unset(m->options.process_revision_directives)) return true;
    Value revisions = value_list(m->ev), directives = value_list(m->ev), result;
    for (size_t i = 0; i < rows->len; i++)
        value_list_push(m->ev, revisions, value_str(m->ev, rows->items[i]));
    value_list_push(m->ev, directives, script_value(m->ev, script));
    Value args[3] = {m->self, value_tuple(m->ev, value_seq_items(revisions), rows->len),
                     directives};
    Migration *before = m->host->operations;
    m->host->operations =
        m; /* the classes of alembic.operations.ops make their operations with it */
    bool ok = eval_run_call(m->ev, m->options.process_revision_directives, args, 3, value_unset(),
                            &result, err);
    m->host->operations = before;
    if (!ok) return false;
    if (value_seq_len(directives) == 0) {
        script->dropped = true;
        return true;
    }
    if (value_seq_len(directives) > 1 ||
        !value_is_native(m->ev, value_seq_items(directives)[0], &alembic_class_migration_script))
        return err_set(
            err, ERR_UNSUPPORTED,
            "process_revision_directives may only change or remove the script it is given");
    return read_script(m->ev, value_seq_items(directives)[0], script, out, err);
}
