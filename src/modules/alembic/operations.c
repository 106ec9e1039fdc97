#include "modules/alembic/internal.h"

#include "eval/eval.h"

/* alembic.operations.ops: operations as the hooks of autogenerate see them, make them and change
 * their lists. An object is made by the directive of the same meaning, which is caught instead of
 * run, so that both take the same arguments. */

typedef struct OpValue {
    Op *op;
    Value ops; /* of ModifyTableOps: the list that the script may change; unset = not asked for */
} OpValue;

static bool get_attribute(Eval *ev, Value self, Str name, Value *out);

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((OpValue *)payload)->ops); }

const NativeClass alembic_class_migrate_operation = {.name = "MigrateOperation",
                                                     .module = "alembic.operations.ops",
                                                     .payload = sizeof(OpValue),
                                                     .getattr = get_attribute,
                                                     .traverse = traverse};

static OpValue *payload_of(Value v) { return value_payload(v, &alembic_class_migrate_operation); }

/* ---- constructors ---- */

/* Calls op.<directive>(*args, **kw) and catches what it would run. */
static bool catch_directive(Eval *ev, Value self, const char *directive, Value args, Value kw)
{
    Args none = {.self = value_unset()};
    Directive d;
    Value fn, result;
    OpVec caught = {0};
    if (!operations_start(ev, &none, directive, &d)) return false;
    OpVec *before = d.m->capture;
    d.m->capture = &caught;
    bool ok = eval_getattr(ev, operations_value(d.m), str_z(directive), &fn) &&
              eval_call(ev, fn, value_seq_items(args), value_seq_len(args), kw, &result);
    d.m->capture = before;
    if (!ok) return false;
    if (caught.len != 1) return eval_raise(ev, "TypeError", "%s made no operation", directive);
    payload_of(self)->op = caught.items[0];
    return true;
}

/* CreateTableOp(name, [column, …]) is op.create_table(name, column, …). */
static bool spread_columns(Eval *ev, Value args, Value *out)
{
    *out = args;
    if (value_seq_len(args) != 2 || !value_is_list(value_seq_items(args)[1])) return true;
    Value columns = value_seq_items(args)[1];
    *out = value_list(ev);
    eval_root_push(ev, *out);
    value_list_push(ev, *out, value_seq_items(args)[0]);
    bool ok = true;
    for (size_t i = 0; ok && i < value_seq_len(columns); i++) {
        /* What belongs to a table already, as the items of another CreateTableOp do, is copied. */
        Value item = value_seq_items(columns)[i], table = value_unset();
        ok = eval_find_attr(ev, item, STR("table"), &table);
        if (ok && !value_is_unset(table) && !value_is_none(table))
            ok = eval_call_method(ev, item, "_copy", NULL, 0, &item);
        if (ok) value_list_push(ev, *out, item);
    }
    eval_root_pop(ev, 1);
    return ok;
}

static bool execute_init(Eval *ev, Value self, Args *a)
{
    Arena *arena = eval_arena(ev);
    Op *op = op_new(arena, OP_EXECUTE, STR_NULL, (Ident){0});
    if (value_is_str(a->v[0]))
        op->as.execute.statement = sql_expr_text(arena, arena_str(arena, value_as_str(a->v[0])));
    else if (!module_expr_from_value(ev, a->v[0], arena, &op->as.execute.statement))
        return false;
    payload_of(self)->op = op;
    return true;
}

static bool modify_init(Eval *ev, Value self, Args *a)
{
    Op *op = op_new(eval_arena(ev), OP_MODIFY_TABLE, STR_NULL, (Ident){0});
    if (!module_ident_from_value(ev, a->v[0], &op->table) || !eval_to_list(ev, a->v[1], &a->v[1]))
        return false;
    if (value_is_str(a->v[2])) op->schema = arena_str(eval_arena(ev), value_as_str(a->v[2]));
    *payload_of(self) = (OpValue){op, a->v[1]};
    return true;
}

#define OP_CLASS(stem, py_name, directive)                                                         \
    static bool stem##_init(Eval *ev, Value self, Args *a)                                         \
    {                                                                                              \
        return catch_directive(ev, self, directive, a->v[0], a->v[1]);                             \
    }                                                                                              \
    static const NativeClass stem##_class = {.name = py_name,                                      \
                                             .module = "alembic.operations.ops",                   \
                                             .base = &alembic_class_migrate_operation,             \
                                             .init_params = "*args, **kw",                         \
                                             .init = stem##_init};

static bool create_table_init(Eval *ev, Value self, Args *a)
{
    Value args;
    return spread_columns(ev, a->v[0], &args) &&
           catch_directive(ev, self, "create_table", args, a->v[1]);
}
static const NativeClass create_table_class = {.name = "CreateTableOp",
                                               .module = "alembic.operations.ops",
                                               .base = &alembic_class_migrate_operation,
                                               .init_params = "*args, **kw",
                                               .init = create_table_init};
static const NativeClass execute_class = {.name = "ExecuteSQLOp",
                                          .module = "alembic.operations.ops",
                                          .base = &alembic_class_migrate_operation,
                                          .init_params = "sqltext, *, execution_options=None",
                                          .init = execute_init};
static const NativeClass modify_class = {.name = "ModifyTableOps",
                                         .module = "alembic.operations.ops",
                                         .base = &alembic_class_migrate_operation,
                                         .init_params = "table_name, ops, *, schema=None",
                                         .init = modify_init};
OP_CLASS(drop_table, "DropTableOp", "drop_table")
OP_CLASS(rename_table, "RenameTableOp", "rename_table")
OP_CLASS(add_column, "AddColumnOp", "add_column")
OP_CLASS(drop_column, "DropColumnOp", "drop_column")

/* AlterColumnOp(modify_nullable=…) is op.alter_column(nullable=…). */
static bool alter_column_init(Eval *ev, Value self, Args *a)
{
    static const char *const names[][2] = {{"modify_type", "type_"},
                                           {"modify_name", "new_column_name"},
                                           {"modify_nullable", "nullable"},
                                           {"modify_server_default", "server_default"},
                                           {"modify_comment", "comment"}};
    Value kw = value_dict(ev), key, item;
    size_t at = 0;
    while (value_dict_next(a->v[1], &at, &key, &item)) {
        Str name = value_as_str(key);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (str_eq_z(name, names[i][0])) name = str_z(names[i][1]);
        value_dict_put_str(ev, kw, name, item);
    }
    return catch_directive(ev, self, "alter_column", a->v[0], kw);
}
static const NativeClass alter_column_class = {.name = "AlterColumnOp",
                                               .module = "alembic.operations.ops",
                                               .base = &alembic_class_migrate_operation,
                                               .init_params = "*args, **kw",
                                               .init = alter_column_init};
OP_CLASS(create_index, "CreateIndexOp", "create_index")
OP_CLASS(drop_index, "DropIndexOp", "drop_index")
OP_CLASS(create_unique, "CreateUniqueConstraintOp", "create_unique_constraint")
OP_CLASS(create_fk, "CreateForeignKeyOp", "create_foreign_key")
OP_CLASS(create_check, "CreateCheckConstraintOp", "create_check_constraint")
OP_CLASS(create_pk, "CreatePrimaryKeyOp", "create_primary_key")
OP_CLASS(drop_constraint, "DropConstraintOp", "drop_constraint")
OP_CLASS(create_comment, "CreateTableCommentOp", "create_table_comment")
OP_CLASS(drop_comment, "DropTableCommentOp", "drop_table_comment")

const NativeMember operation_members[] = {
    NATIVE_CLASS("MigrateOperation", &alembic_class_migrate_operation),
    NATIVE_CLASS("MigrationScript", &alembic_class_migration_script),
    NATIVE_CLASS("UpgradeOps", &alembic_class_upgrade_ops),
    NATIVE_CLASS("DowngradeOps", &alembic_class_downgrade_ops),
    NATIVE_CLASS("ModifyTableOps", &modify_class),
    NATIVE_CLASS("ExecuteSQLOp", &execute_class),
    NATIVE_CLASS("CreateTableOp", &create_table_class),
    NATIVE_CLASS("DropTableOp", &drop_table_class),
    NATIVE_CLASS("RenameTableOp", &rename_table_class),
    NATIVE_CLASS("AddColumnOp", &add_column_class),
    NATIVE_CLASS("DropColumnOp", &drop_column_class),
    NATIVE_CLASS("AlterColumnOp", &alter_column_class),
    NATIVE_CLASS("CreateIndexOp", &create_index_class),
    NATIVE_CLASS("DropIndexOp", &drop_index_class),
    NATIVE_CLASS("CreateUniqueConstraintOp", &create_unique_class),
    NATIVE_CLASS("CreateForeignKeyOp", &create_fk_class),
    NATIVE_CLASS("CreateCheckConstraintOp", &create_check_class),
    NATIVE_CLASS("CreatePrimaryKeyOp", &create_pk_class),
    NATIVE_CLASS("DropConstraintOp", &drop_constraint_class),
    NATIVE_CLASS("CreateTableCommentOp", &create_comment_class),
    NATIVE_CLASS("DropTableCommentOp", &drop_comment_class),
    NATIVE_END,
};

/* ---- from the C side and back ---- */

static const NativeClass *add_constraint_class(const Op *op)
{
    switch (op->as.add_constraint.constraint->kind) {
    case CONSTRAINT_UNIQUE: return &create_unique_class;
    case CONSTRAINT_FOREIGN_KEY: return &create_fk_class;
    case CONSTRAINT_CHECK: return &create_check_class;
    case CONSTRAINT_PRIMARY_KEY: return &create_pk_class;
    case CONSTRAINT_EXCLUDE: break;
    }
    return &alembic_class_migrate_operation;
}

static const NativeClass *class_of(const Op *op)
{
    switch (op->kind) {
    case OP_CREATE_TABLE: return &create_table_class;
    case OP_DROP_TABLE: return &drop_table_class;
    case OP_RENAME_TABLE: return &rename_table_class;
    case OP_ADD_COLUMN: return &add_column_class;
    case OP_DROP_COLUMN: return &drop_column_class;
    case OP_ALTER_COLUMN: return &alter_column_class;
    case OP_CREATE_INDEX: return &create_index_class;
    case OP_DROP_INDEX: return &drop_index_class;
    case OP_ADD_CONSTRAINT: return add_constraint_class(op);
    case OP_DROP_CONSTRAINT: return &drop_constraint_class;
    case OP_CREATE_TABLE_COMMENT: return &create_comment_class;
    case OP_DROP_TABLE_COMMENT: return &drop_comment_class;
    case OP_EXECUTE: return &execute_class;
    case OP_MODIFY_TABLE: return &modify_class;
    default: return &alembic_class_migrate_operation;
    }
}

Value operation_list(Eval *ev, const OpVec *ops)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < ops->len; i++) {
        Value v = eval_instance_new(ev, eval_class(ev, class_of(ops->items[i])));
        payload_of(v)->op = ops->items[i];
        value_list_push(ev, list, v);
    }
    return list;
}

Op *operation_get(Eval *ev, Value v)
{
    OpValue *o = payload_of(v);
    if (!o || !o->op || value_is_unset(o->ops)) return o ? o->op : NULL;
    /* The list as the script left it. Groups are not nested. */
    OpVec ops = {0};
    for (size_t i = 0; i < value_seq_len(o->ops); i++) {
        OpValue *inner = payload_of(value_seq_items(o->ops)[i]);
        if (!inner || !inner->op) return NULL;
        VEC_PUSH(eval_arena(ev), &ops, inner->op);
    }
    o->op->as.modify_table.ops = ops;
    return o->op;
}

/* ---- attributes ---- */

static Value text_value(Eval *ev, Str s)
{
    return str_is_null(s) ? value_none() : value_str(ev, s);
}

/* CreateTableOp.columns: the columns, then the constraints. */
static Value table_items(Eval *ev, const Table *t)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < t->columns.len; i++)
        value_list_push(ev, list, module_column_value(ev, t->columns.items[i]));
    for (size_t i = 0; i < t->constraints.len; i++)
        value_list_push(ev, list, module_constraint_value(ev, t->constraints.items[i]));
    return list;
}

static void alter_attribute(Eval *ev, const AlterColumn *a, Str name, Value *out)
{
    if (str_eq_z(name, "column_name"))
        *out = value_str(ev, a->column);
    else if (str_eq_z(name, "modify_name"))
        *out = text_value(ev, a->new_name);
    else if (str_eq_z(name, "modify_nullable"))
        *out = a->nullable < 0 ? value_none() : value_bool(a->nullable);
    else if (str_eq_z(name, "existing_nullable"))
        *out = a->existing_nullable < 0 ? value_none() : value_bool(a->existing_nullable);
    else if (str_eq_z(name, "modify_type"))
        *out = a->type ? module_type_value(ev, a->type) : value_none();
    else if (str_eq_z(name, "existing_type"))
        *out = a->existing_type ? module_type_value(ev, a->existing_type) : value_none();
}

/* The name that the database will see: an implicit index has one by the naming convention only. */
static Value index_name(Eval *ev, const Index *i)
{
    Ident name = i->name;
    Err err = err_init(eval_arena(ev));
    const NamingConvention *naming =
        i->table && i->table->metadata ? &i->table->metadata->naming : NULL;
    if (!index_final_name(i, naming, eval_arena(ev), &name, &err)) return value_none();
    return text_value(ev, name.text);
}

static void kind_attribute(Eval *ev, const Op *op, Str name, Value *out)
{
    switch (op->kind) {
    case OP_ALTER_COLUMN: alter_attribute(ev, &op->as.alter_column, name, out); break;
    case OP_CREATE_TABLE:
        if (str_eq_z(name, "columns")) *out = table_items(ev, op->as.create_table.table);
        break;
    case OP_ADD_COLUMN:
        if (str_eq_z(name, "column")) *out = module_column_value(ev, op->as.add_column.column);
        break;
    case OP_DROP_COLUMN:
        if (str_eq_z(name, "column_name")) *out = text_value(ev, op->as.drop_column.name.text);
        break;
    case OP_CREATE_INDEX:
        if (str_eq_z(name, "index_name")) *out = index_name(ev, op->as.create_index.index);
        break;
    case OP_DROP_INDEX:
        if (str_eq_z(name, "index_name"))
            *out = op->as.drop_index.original ? index_name(ev, op->as.drop_index.original)
                                              : text_value(ev, op->as.drop_index.name.text);
        break;
    case OP_ADD_CONSTRAINT:
        if (str_eq_z(name, "constraint_name"))
            *out = text_value(ev, op->as.add_constraint.constraint->name.text);
        break;
    case OP_DROP_CONSTRAINT:
        if (str_eq_z(name, "constraint_name"))
            *out = text_value(ev, op->as.drop_constraint.name.text);
        else if (str_eq_z(name, "constraint_type"))
            *out = text_value(ev, op->as.drop_constraint.type);
        break;
    default: break;
    }
}

static bool get_attribute(Eval *ev, Value self, Str name, Value *out)
{
    OpValue *o = payload_of(self);
    *out = value_unset();
    if (!o->op) return true;
    bool of_table = !str_is_null(o->op->table.text);
    if (of_table && str_eq_z(name, "table_name"))
        *out = text_value(ev, o->op->table.text);
    else if (of_table && str_eq_z(name, "schema"))
        *out = text_value(ev, o->op->schema);
    else if (str_eq_z(name, "kw"))
        *out = value_dict(ev);
    else if (str_eq_z(name, "ops") && o->op->kind == OP_MODIFY_TABLE) {
        if (value_is_unset(o->ops)) o->ops = operation_list(ev, &o->op->as.modify_table.ops);
        *out = o->ops;
    } else
        kind_attribute(ev, o->op, name, out);
    return true;
}
