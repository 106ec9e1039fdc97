#include "modules/alembic/internal.h"

/* The objects of alembic.operations.ops for operations that Retort made: by the same class methods
 * that a program would use (from_table, from_index …), so that they have the same attributes. */

static Value text_value(Eval *ev, Str s)
{
    return str_is_null(s) ? value_none() : value_str(ev, s);
}

typedef struct Maker {
    Eval *ev;
    const Op *op;
    Value kw; /* keywords of the constructor */
    Value out;
} Maker;

static void keyword(Maker *m, const char *name, Value v)
{
    if (!value_is_none(v)) value_dict_put_z(m->ev, m->kw, name, v);
}

/* cls.method(*args); method NULL = the constructor, with the keywords. */
static bool make(Maker *m, const char *cls, const char *method, const Value *args, size_t n)
{
    Value class_, fn;
    if (!operation_class(m->ev, cls, &class_)) return false;
    fn = class_;
    if (method && !eval_getattr(m->ev, class_, str_z(method), &fn)) return false;
    return eval_call(m->ev, fn, args, n, method ? value_unset() : m->kw, &m->out);
}

static bool put(Maker *m, const char *name, Value v)
{
    return value_is_none(v) || eval_setattr(m->ev, m->out, str_z(name), v);
}

/* The object of a default, as a column with it would show it. */
static bool default_value(Eval *ev, Given given, const ServerDefault *d, Value *out)
{
    *out = value_bool(false);
    if (given == GIVEN_NOT) return true;
    *out = value_none();
    if (given == GIVEN_NONE || d->kind == DEFAULT_NONE) return true;
    Column *c = column_new(eval_arena(ev), (Ident){0},
                           type_new(eval_arena(ev), type_class_get("NullType")));
    c->server_default = *d;
    if (d->kind == DEFAULT_STRING || d->expr)
        return eval_getattr(ev, module_column_value(ev, c), STR("server_default"), out);
    /* Identity, Sequence: only whether it is the same matters (keep_defaults). */
    *out = module_column_value(ev, c);
    return true;
}

static Value flag_value(int flag) { return flag < 0 ? value_none() : value_bool(flag); }

static Value type_value(Eval *ev, const SqlType *t)
{
    return t ? module_type_value(ev, t) : value_none();
}

static bool make_alter(Maker *m)
{
    const AlterColumn *a = &m->op->as.alter_column;
    Eval *ev = m->ev;
    Value args[2] = {text_value(ev, m->op->table.text), value_str(ev, a->column)}, old, new_;
    if (!default_value(ev, a->existing_server_default_given, &a->existing_server_default, &old) ||
        !default_value(ev, a->server_default_given, &a->server_default, &new_))
        return false;
    value_dict_put_z(ev, m->kw, "existing_server_default", old);
    value_dict_put_z(ev, m->kw, "modify_server_default", new_);
    keyword(m, "existing_type", type_value(ev, a->existing_type));
    keyword(m, "existing_nullable", flag_value(a->existing_nullable));
    keyword(m, "existing_comment", text_value(ev, a->existing_comment));
    keyword(m, "modify_nullable", flag_value(a->nullable));
    keyword(m, "modify_name", text_value(ev, a->new_name));
    keyword(m, "modify_type", type_value(ev, a->type));
    if (a->comment_given != GIVEN_NOT)
        value_dict_put_z(ev, m->kw, "modify_comment", text_value(ev, a->comment));
    keyword(m, "autoincrement", flag_value(a->autoincrement));
    keyword(m, "postgresql_using", text_value(ev, a->using_));
    return make(m, "AlterColumnOp", NULL, args, 2);
}

static bool make_table_op(Maker *m)
{
    const Op *op = m->op;
    Value name = text_value(m->ev, op->table.text), arg;
    if (op->kind == OP_CREATE_TABLE) {
        arg = module_table_value(m->ev, op->as.create_table.table);
        return make(m, "CreateTableOp", "from_table", &arg, 1) &&
               put(m, "if_not_exists", op->if_not_exists ? value_bool(true) : value_none());
    }
    if (op->kind == OP_RENAME_TABLE) {
        Value args[2] = {name, module_ident_value(m->ev, op->as.rename_table.new_name)};
        return make(m, "RenameTableOp", NULL, args, 2);
    }
    if (!op->as.drop_table.original) {
        keyword(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
        return make(m, "DropTableOp", NULL, &name, 1);
    }
    arg = module_table_value(m->ev, op->as.drop_table.original);
    return make(m, "DropTableOp", "from_table", &arg, 1) &&
           put(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
}

static bool make_column_op(Maker *m)
{
    const Op *op = m->op;
    Value args[3] = {text_value(m->ev, op->schema), text_value(m->ev, op->table.text),
                     value_none()};
    const Column *c =
        op->kind == OP_ADD_COLUMN ? op->as.add_column.column : op->as.drop_column.original;
    if (!c) {
        Value plain[2] = {args[1], module_ident_value(m->ev, op->as.drop_column.name)};
        keyword(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
        return make(m, "DropColumnOp", NULL, plain, 2);
    }
    args[2] = module_column_value(m->ev, (Column *)c);
    if (op->kind == OP_DROP_COLUMN)
        return make(m, "DropColumnOp", "from_column_and_tablename", args, 3) &&
               put(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
    return make(m, "AddColumnOp", "from_column_and_tablename", args, 3) &&
           put(m, "if_not_exists", op->if_not_exists ? value_bool(true) : value_none());
}

/* Columns that a directive named are names, those of a model are columns. */
static Value index_columns(Eval *ev, const Index *i)
{
    Value list = value_list(ev);
    for (size_t k = 0; k < i->expressions.len; k++) {
        SqlExpr *e = i->expressions.items[k];
        const Column *c = e->kind == SQL_COLUMN ? e->as.column.column : NULL;
        bool named = e->kind == SQL_COLUMN && (!c || type_is_null(c->type));
        value_list_push(ev, list,
                        named ? value_str(ev, e->as.column.name) : module_expr_value(ev, e));
    }
    return list;
}

static bool make_index_op(Maker *m)
{
    const Op *op = m->op;
    bool drops = op->kind == OP_DROP_INDEX;
    Index *i = drops ? op->as.drop_index.original : op->as.create_index.index;
    if (!i || !i->table) {
        Value name = module_ident_value(m->ev, op->as.drop_index.name);
        keyword(m, "table_name", text_value(m->ev, op->table.text));
        keyword(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
        return make(m, "DropIndexOp", NULL, &name, 1);
    }
    Value arg = module_index_value(m->ev, i);
    return make(m, drops ? "DropIndexOp" : "CreateIndexOp", "from_index", &arg, 1) &&
           (drops || put(m, "columns", index_columns(m->ev, i))) &&
           put(m, "if_exists", op->if_exists ? value_bool(true) : value_none()) &&
           put(m, "if_not_exists", op->if_not_exists ? value_bool(true) : value_none());
}

static bool make_constraint_op(Maker *m)
{
    const Op *op = m->op;
    bool drops = op->kind == OP_DROP_CONSTRAINT;
    Constraint *c = drops ? op->as.drop_constraint.original : op->as.add_constraint.constraint;
    if (!c || !c->table || c->kind == CONSTRAINT_EXCLUDE) {
        Value args[3] = {module_ident_value(m->ev, drops ? op->as.drop_constraint.name : c->name),
                         text_value(m->ev, op->table.text),
                         drops ? text_value(m->ev, op->as.drop_constraint.type) : value_none()};
        keyword(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
        return make(m, drops ? "DropConstraintOp" : "AddConstraintOp", NULL, args, drops ? 3 : 0);
    }
    Value arg = module_constraint_value(m->ev, c);
    return make(m, drops ? "DropConstraintOp" : "AddConstraintOp", "from_constraint", &arg, 1) &&
           put(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
}

static bool make_comment_op(Maker *m)
{
    const Op *op = m->op;
    bool drops = op->kind == OP_DROP_TABLE_COMMENT;
    Value args[2] = {text_value(m->ev, op->table.text),
                     text_value(m->ev, op->as.table_comment.comment)};
    keyword(m, "existing_comment", text_value(m->ev, op->as.table_comment.existing));
    return make(m, drops ? "DropTableCommentOp" : "CreateTableCommentOp", NULL, args,
                drops ? 1 : 2);
}

static bool make_execute(Maker *m)
{
    SqlExpr *e = m->op->as.execute.statement;
    Value text = e->kind == SQL_TEXT && !e->as.text.binds.len ? value_str(m->ev, e->as.text.text)
                                                              : module_expr_value(m->ev, e);
    m->kw = value_dict(m->ev);
    return make(m, "ExecuteSQLOp", NULL, &text, 1);
}

static bool make_group(Maker *m)
{
    Value args[2] = {text_value(m->ev, m->op->table.text), value_none()};
    return operation_list(m->ev, &m->op->as.modify_table.ops, &args[1]) &&
           make(m, "ModifyTableOps", NULL, args, 2);
}

static bool make_bulk_insert(Maker *m)
{
    Value args[2] = {module_table_value(m->ev, m->op->as.bulk_insert.table), value_none()};
    m->kw = value_dict(m->ev);
    keyword(m, "multiinsert", value_bool(m->op->as.bulk_insert.multiinsert));
    return module_value_from_sql_value(m->ev, &m->op->as.bulk_insert.rows, &args[1]) &&
           make(m, "BulkInsertOp", NULL, args, 2);
}

static bool dispatch(Maker *m)
{
    switch (m->op->kind) {
    case OP_CREATE_TABLE:
    case OP_DROP_TABLE:
    case OP_RENAME_TABLE: return make_table_op(m);
    case OP_ADD_COLUMN:
    case OP_DROP_COLUMN: return make_column_op(m);
    case OP_ALTER_COLUMN: return make_alter(m);
    case OP_CREATE_INDEX:
    case OP_DROP_INDEX: return make_index_op(m);
    case OP_ADD_CONSTRAINT:
    case OP_DROP_CONSTRAINT: return make_constraint_op(m);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: return make_comment_op(m);
    case OP_EXECUTE: return make_execute(m);
    case OP_BULK_INSERT: return make_bulk_insert(m);
    case OP_MODIFY_TABLE: return make_group(m);
    case OP_CUSTOM: m->out = *(Value *)m->op->as.custom.object; return true;
    case OP_CREATE_SCHEMA_OBJECT:
    case OP_BATCH: break;
    }
    m->out = eval_instance_new(m->ev, eval_class(m->ev, &alembic_class_migrate_operation));
    return true;
}

bool operation_value(Eval *ev, const Op *op, Value *out)
{
    Maker m = {.ev = ev, .op = op, .kw = value_dict(ev)};
    eval_root_push(ev, m.kw);
    keyword(&m, "schema", text_value(ev, op->schema));
    bool ok = dispatch(&m);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    if (op->kind != OP_CUSTOM && op->kind != OP_MODIFY_TABLE)
        operation_remember(ev, m.out, (Op *)op);
    *out = m.out;
    return true;
}

bool operation_list(Eval *ev, const OpVec *ops, Value *out)
{
    Value list = value_list(ev);
    bool ok = true;
    eval_root_push(ev, list);
    for (size_t i = 0; ok && i < ops->len; i++) {
        Value v;
        ok = operation_value(ev, ops->items[i], &v);
        if (ok) value_list_push(ev, list, v);
    }
    eval_root_pop(ev, 1);
    *out = list;
    return ok;
}
