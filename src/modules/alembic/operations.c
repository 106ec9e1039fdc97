#include "modules/alembic/internal.h"

#include "eval/eval.h"
#include "modules/sqlalchemy/engine/ddl.h"

/* alembic.operations.ops: operations as the hooks of autogenerate see them, make them and change
 * them. The classes are Python (prelude/alembic/operations/ops.py) over one native base, which holds
 * the operation that an object was made from. As long as the object's attributes are those it was
 * made with, it stands for that operation; otherwise it is made anew, by the directive that the
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
    NATIVE_CLASS("MigrateOperation", &alembic_class_migrate_operation), NATIVE_END};

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

static void remember(Eval *ev, Value v, Op *op)
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
    if (o->op && o->op->kind == OP_CREATE_TABLE && o->op->pos.file &&
        is_unchanged(ev, a->self, o))
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
    remember(ev, v, *out);
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

/* ---- from the operation to an object ---- */

static Value text_value(Eval *ev, Str s)
{
    return str_is_null(s) ? value_none() : value_str(ev, s);
}

static Value name_value(Eval *ev, Ident name)
{
    if (ident_is_null(name)) return value_none();
    return name.is_conv ? module_conv_value(ev, name.text) : value_str(ev, name.text);
}

/* The names that the database will see: some come by the naming convention only. */
static Value index_name(Eval *ev, const Index *i)
{
    Ident name = i->name;
    Err err = err_init(eval_arena(ev));
    const NamingConvention *naming =
        i->table && i->table->metadata ? &i->table->metadata->naming : NULL;
    if (!index_final_name(i, naming, eval_arena(ev), &name, &err)) return value_none();
    return name_value(ev, name);
}

static Value constraint_name(Eval *ev, const Constraint *c)
{
    Ident name = c->name;
    Err err = err_init(eval_arena(ev));
    const NamingConvention *naming =
        c->table && c->table->metadata ? &c->table->metadata->naming : NULL;
    if (!constraint_final_name(c, naming, eval_arena(ev), &name, &err)) return value_none();
    return name_value(ev, name);
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
    Column *c = column_new(eval_arena(ev), (Ident){0}, type_new(eval_arena(ev), type_class_get("NullType")));
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
        Value args[2] = {name, name_value(m->ev, op->as.rename_table.new_name)};
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
        Value plain[2] = {args[1], name_value(m->ev, op->as.drop_column.name)};
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
        Value name = name_value(m->ev, op->as.drop_index.name);
        keyword(m, "table_name", text_value(m->ev, op->table.text));
        keyword(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
        return make(m, "DropIndexOp", NULL, &name, 1);
    }
    Value arg = module_index_value(m->ev, i);
    return make(m, drops ? "DropIndexOp" : "CreateIndexOp", "from_index", &arg, 1) &&
           (drops || put(m, "columns", index_columns(m->ev, i))) &&
           put(m, "index_name", index_name(m->ev, i)) &&
           put(m, "if_exists", op->if_exists ? value_bool(true) : value_none()) &&
           put(m, "if_not_exists", op->if_not_exists ? value_bool(true) : value_none());
}

static bool make_constraint_op(Maker *m)
{
    const Op *op = m->op;
    bool drops = op->kind == OP_DROP_CONSTRAINT;
    Constraint *c =
        drops ? op->as.drop_constraint.original : op->as.add_constraint.constraint;
    if (!c || !c->table || c->kind == CONSTRAINT_EXCLUDE) {
        Value args[3] = {name_value(m->ev, drops ? op->as.drop_constraint.name : c->name),
                         text_value(m->ev, op->table.text),
                         drops ? text_value(m->ev, op->as.drop_constraint.type) : value_none()};
        keyword(m, "if_exists", op->if_exists ? value_bool(true) : value_none());
        return make(m, drops ? "DropConstraintOp" : "AddConstraintOp", NULL, args, drops ? 3 : 0);
    }
    Value arg = module_constraint_value(m->ev, c);
    return make(m, drops ? "DropConstraintOp" : "AddConstraintOp", "from_constraint", &arg, 1) &&
           put(m, "constraint_name", constraint_name(m->ev, c)) &&
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
    if (op->kind != OP_CUSTOM && op->kind != OP_MODIFY_TABLE) remember(ev, m.out, (Op *)op);
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
