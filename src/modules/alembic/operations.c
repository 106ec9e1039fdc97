#include "modules/alembic/internal.h"

#include "eval/eval.h"
#include "modules/sqlalchemy/engine/ddl.h"

/* alembic.operations.ops: operations as the hooks of autogenerate see them, make them and change
 * them. The classes are Python (prelude/alembic/operations/ops.py) over one native base, which
 * holds the operation that an object was made from. As long as the object's attributes are those it
 * was made with, it stands for that operation; otherwise it is made anew, by the directive that the
 * object names, which is caught instead of run. */

typedef struct OpValue {
    Op *op;       /* NULL = a script's own object that nobody asked yet */
    Value before; /* dict: the attributes for which op holds, lists and dicts copied */
} OpValue;

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((OpValue *)payload)->before); }

static bool not_implemented(Eval *ev, Args *a, Value *out)
{
    return eval_raise(ev, "NotImplementedError", "%s", "");
}

/* A dict for the script's own notes. */
static bool get_info(Eval *ev, Args *a, Value *out)
{
    Value dict = instance_dict(ev, a->self);
    *out = value_dict_find_z(dict, "info");
    if (!value_is_unset(*out)) return true;
    *out = value_dict(ev);
    value_dict_put_z(ev, dict, "info", *out);
    return true;
}

static bool set_attribute(Eval *ev, Value self, Str name, Value v, bool *done)
{
    *done = str_eq_z(name, "info");
    if (*done) value_dict_put_str(ev, instance_dict(ev, self), name, v);
    return true;
}

/* The Table of a create_table() directive, for whose operation this still stands; else None. */
static bool table_as_made(Eval *ev, Args *a, Value *out);

static const NativeMethod methods[] = {{"reverse", "", not_implemented, NATIVE_METHOD},
                                       {"to_diff_tuple", "", not_implemented, NATIVE_METHOD},
                                       {"info", "", get_info, NATIVE_GETTER},
                                       {"_table_as_made", "", table_as_made, NATIVE_METHOD},
                                       {0}};

const NativeClass alembic_class_migrate_operation = {.name = "MigrateOperation",
                                                     .module = "alembic.operations.ops",
                                                     .payload = sizeof(OpValue),
                                                     .methods = methods,
                                                     .setattr = set_attribute,
                                                     .traverse = traverse};

const NativeMember operation_native_members[] = {
    NATIVE_CLASS("MigrateOperation", &alembic_class_migrate_operation),
    NATIVE_END};

static OpValue *payload_of(Value v) { return value_payload(v, &alembic_class_migrate_operation); }

bool operation_class(Eval *ev, const char *name, Value *out)
{
    Value module;
    return eval_import(ev, STR("alembic.operations.ops"), &module) &&
           eval_getattr(ev, module, str_z(name), out);
}

/* ---- whether an object is still what it was ---- */

static Value copied(Eval *ev, Value v)
{
    Value copy, key, item;
    size_t at = 0;
    if (value_is_list(v)) {
        copy = value_list(ev);
        for (size_t i = 0; i < value_seq_len(v); i++)
            value_list_push(ev, copy, value_seq_items(v)[i]);
        return copy;
    }
    if (!value_is_dict(v)) return v;
    copy = value_dict(ev);
    while (value_dict_next(v, &at, &key, &item))
        if (value_is_str(key)) value_dict_put_str(ev, copy, value_as_str(key), item);
    return copy;
}

void operation_remember(Eval *ev, Value v, Op *op)
{
    OpValue *o = payload_of(v);
    Value key, item, dict = instance_dict(ev, v);
    size_t at = 0;
    o->op = op;
    o->before = value_dict(ev);
    while (value_dict_next(dict, &at, &key, &item))
        value_dict_put_str(ev, o->before, value_as_str(key), copied(ev, item));
}

static bool same_items(Value a, Value b)
{
    if (value_seq_len(a) != value_seq_len(b)) return false;
    for (size_t i = 0; i < value_seq_len(a); i++)
        if (!value_is(value_seq_items(a)[i], value_seq_items(b)[i])) return false;
    return true;
}

static bool same_entries(Value a, Value b)
{
    Value key, item, other;
    size_t at = 0;
    if (value_dict_len(a) != value_dict_len(b)) return false;
    while (value_dict_next(a, &at, &key, &item)) {
        other = value_is_str(key) ? value_dict_find_str(b, value_as_str(key)) : value_unset();
        if (value_is_unset(other) || !value_is(item, other)) return false;
    }
    return true;
}

static bool same(Value a, Value b)
{
    if (value_is_list(a) && value_is_list(b)) return same_items(a, b);
    if (value_is_dict(a) && value_is_dict(b)) return same_entries(a, b);
    if (value_is_str(a) && value_is_str(b)) return str_eq(value_as_str(a), value_as_str(b));
    return value_is(a, b);
}

static bool is_unchanged(Eval *ev, Value v, const OpValue *o)
{
    Value key, item, now;
    size_t at = 0;
    while (value_dict_next(o->before, &at, &key, &item)) {
        now = value_dict_find_str(instance_dict(ev, v), value_as_str(key));
        if (value_is_unset(now) || !same(item, now)) return false;
    }
    return true;
}

static bool table_as_made(Eval *ev, Args *a, Value *out)
{
    const OpValue *o = payload_of(a->self);
    if (o->op && o->op->kind == OP_CREATE_TABLE && o->op->pos.file && is_unchanged(ev, a->self, o))
        *out = module_table_value(ev, o->op->as.create_table.table);
    return true;
}

/* ---- from an object to the operation ---- */

/* Calls op.<directive>(*args, **kw) and catches what it would run. */
static bool catch_directive(Eval *ev, const char *directive, Value args, Value kw, Op **out)
{
    EnvironmentHost *host = environment_host(ev);
    Migration *m = host && host->operations ? host->operations : host ? host->current : NULL;
    Value fn, result;
    OpVec caught = {0};
    if (!m) return eval_raise(ev, "Exception", "No context has been configured yet.");
    OpVec *before = m->capture;
    m->capture = &caught;
    bool ok = eval_getattr(ev, operations_value(m), str_z(directive), &fn) &&
              eval_call(ev, fn, value_seq_items(args), value_seq_len(args), kw, &result);
    m->capture = before;
    if (!ok) return false;
    if (caught.len != 1) return eval_raise(ev, "TypeError", "%s made no operation", directive);
    *out = caught.items[0];
    return true;
}

/* CREATE TABLE of a Table that was made for it. */
static bool catch_table(Eval *ev, Value table, Value kw, Op **out)
{
    Table *t = module_table_get(ev, table);
    Value exists = value_is_dict(kw) ? value_dict_find_z(kw, "if_not_exists") : value_unset();
    bool flag = false;
    if (!value_is_unset(exists) && !eval_truth(ev, exists, &flag)) return false;
    *out = op_new(eval_arena(ev), OP_CREATE_TABLE, t->schema, t->name);
    (*out)->as.create_table.table = t;
    (*out)->if_not_exists = flag;
    return true;
}

static bool catch_execute(Eval *ev, Value sqltext, Op **out)
{
    Arena *a = eval_arena(ev);
    *out = op_new(a, OP_EXECUTE, STR_NULL, (Ident){0});
    if (value_is_str(sqltext)) {
        (*out)->as.execute.statement = sql_expr_text(a, arena_str(a, value_as_str(sqltext)));
        return true;
    }
    if (engine_is_ddl(sqltext)) return *out = engine_ddl_op(ev, sqltext), true;
    return module_expr_from_value(ev, sqltext, a, &(*out)->as.execute.statement);
}

static bool catch_any(Eval *ev, Value call, Op **out)
{
    const Value *v = value_seq_items(call); /* name, arguments, keywords */
    Str name = value_as_str(v[0]);
    Value first = value_seq_len(v[1]) ? value_seq_items(v[1])[0] : value_none();
    if (str_eq_z(name, "create_table") && module_table_get(ev, first))
        return catch_table(ev, first, v[2], out);
    if (str_eq_z(name, "execute")) return catch_execute(ev, first, out);
    return catch_directive(ev, arena_str(eval_arena(ev), name).ptr, v[1], v[2], out);
}

/* What a DROP drops, so that it can be reversed and described. */
static bool take_original(Eval *ev, Value v, Op *op)
{
    Value fn, original;
    if (!eval_find_attr(ev, v, STR("_original"), &fn)) return false;
    if (value_is_unset(fn)) return true;
    if (!eval_call(ev, fn, NULL, 0, value_unset(), &original)) return false;
    switch (op->kind) {
    case OP_DROP_TABLE: op->as.drop_table.original = module_table_get(ev, original); break;
    case OP_DROP_COLUMN: op->as.drop_column.original = module_column_get(ev, original); break;
    case OP_DROP_INDEX: op->as.drop_index.original = module_index_get(ev, original); break;
    case OP_DROP_CONSTRAINT:
        op->as.drop_constraint.original = module_constraint_get(ev, original);
        break;
    default: break;
    }
    return value_is_unset(eval_pending(ev));
}

/* Defaults that have no Python object of their own are taken over from what it was made from. */
static void keep_defaults(Eval *ev, Value v, const OpValue *o, Op *op)
{
    if (!o->op || o->op->kind != OP_ALTER_COLUMN || op->kind != OP_ALTER_COLUMN) return;
    Value dict = instance_dict(ev, v);
    const AlterColumn *from = &o->op->as.alter_column;
    AlterColumn *to = &op->as.alter_column;
    if (value_is(value_dict_find_z(dict, "modify_server_default"),
                 value_dict_find_z(o->before, "modify_server_default"))) {
        to->server_default_given = from->server_default_given;
        to->server_default = from->server_default;
    }
    if (value_is(value_dict_find_z(dict, "existing_server_default"),
                 value_dict_find_z(o->before, "existing_server_default"))) {
        to->existing_server_default_given = from->existing_server_default_given;
        to->existing_server_default = from->existing_server_default;
    }
}

static bool own_operation(Eval *ev, Value v, Op **out)
{
    *out = op_new(eval_arena(ev), OP_CUSTOM, STR_NULL, (Ident){0});
    Value *object = ARENA_NEW(eval_arena(ev), Value);
    *object = v;
    (*out)->as.custom.object = object;
    (*out)->as.custom.name = arena_str(eval_arena(ev), value_type_name(ev, v));
    (*out)->pos = eval_position(ev);
    alembic_keep(ev, v);
    return true;
}

static bool vec_of(Eval *ev, Value list, bool for_script, OpVec *out);

static bool group(Eval *ev, Value v, bool for_script, Op **out)
{
    Value dict = instance_dict(ev, v), list = value_dict_find_z(dict, "ops"),
          schema = value_dict_find_z(dict, "schema");
    Op *op = op_new(eval_arena(ev), OP_MODIFY_TABLE, STR_NULL, (Ident){0});
    if (!module_ident_from_value(ev, value_dict_find_z(dict, "table_name"), &op->table) ||
        !eval_to_list(ev, list, &list))
        return false;
    if (value_is_str(schema)) op->schema = arena_str(eval_arena(ev), value_as_str(schema));
    *out = op;
    return vec_of(ev, list, for_script, &op->as.modify_table.ops);
}

Value operation_module(Eval *ev, const char *dotted)
{
    return value_dict_find_z(eval_modules(ev), dotted);
}

/* Whether a function of the project's own renders it. */
static bool is_own_text(Eval *ev, Value v, bool *own)
{
    Value module = operation_module(ev, "alembic.autogenerate.render"), fn, answer;
    *own = false;
    if (value_is_unset(module)) return true;
    return eval_getattr(ev, module, STR("is_own"), &fn) &&
           eval_call(ev, fn, &v, 1, value_unset(), &answer) && eval_truth(ev, answer, own);
}

static bool get(Eval *ev, Value v, bool for_script, Op **out)
{
    OpValue *o = payload_of(v);
    Value cls, fn, call;
    bool own = false;
    if (!o)
        return eval_raise(ev, "TypeError", "an operation is needed, not an object of class %.*s",
                          STR_ARG(value_type_name(ev, v)));
    if (for_script && !is_own_text(ev, v, &own)) return false;
    if (own) return own_operation(ev, v, out);
    if (!operation_class(ev, "ModifyTableOps", &cls)) return false;
    if (value_isinstance(ev, v, value_as_class(cls))) return group(ev, v, for_script, out);
    if (o->op && is_unchanged(ev, v, o)) return *out = o->op, true;
    if (!eval_find_attr(ev, v, STR("_directive"), &fn)) return false;
    if (value_is_unset(fn)) return own_operation(ev, v, out);
    if (!eval_call(ev, fn, NULL, 0, value_unset(), &call)) return false;
    eval_root_push(ev, call);
    bool ok = catch_any(ev, call, out) && take_original(ev, v, *out);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    keep_defaults(ev, v, o, *out);
    if (!(*out)->pos.file) (*out)->pos = eval_position(ev);
    operation_remember(ev, v, *out);
    return true;
}

static bool vec_of(Eval *ev, Value list, bool for_script, OpVec *out)
{
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Op *op;
        if (!get(ev, value_seq_items(list)[i], for_script, &op)) return false;
        VEC_PUSH(eval_arena(ev), out, op);
    }
    return true;
}

bool operation_get(Eval *ev, Value v, Op **out) { return get(ev, v, false, out); }
bool operation_vec(Eval *ev, Value list, OpVec *out) { return vec_of(ev, list, false, out); }
bool operation_script_vec(Eval *ev, Value list, OpVec *out) { return vec_of(ev, list, true, out); }
