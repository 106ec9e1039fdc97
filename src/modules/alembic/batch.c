#include "modules/alembic/batch_reflect.h"
#include "modules/alembic/internal.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"

/* batch_alter_table: directives are queued in a Batch, which goes out as one operation when the
 * block ends without an exception. batch_op.execute() runs at once, as in Alembic. */

typedef struct BatchOps {
    Migration *m;
    Batch *batch;
    Value reflect_kwargs;
} BatchOps;

static const NativeClass block_class;
static const NativeClass impl_class = {.name = "BatchOperationsImpl",
                                       .module = "alembic.operations.batch"};

/* ---- the block ---- */

static bool order_tuples(Directive *d, Value v, BatchOrders *out)
{
    Value list;
    if (value_is_none(v)) return true;
    if (!eval_to_list(d->ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        StrVec names = {0};
        if (!directive_names(d, value_seq_items(list)[i], "partial_reordering", &names))
            return false;
        VEC_PUSH(d->arena, out, names);
    }
    return true;
}

/* What table_args or reflect_args hold. */
typedef struct TableItems {
    ColumnVec *columns;
    ConstraintVec *constraints;
    IndexVec *indexes;
} TableItems;

static bool table_item(Directive *d, Value item, const TableItems *to)
{
    Column *column = module_column_get(d->ev, item);
    Constraint *constraint = column ? NULL : module_constraint_get(d->ev, item);
    Index *index;
    Value shown;
    if (column) {
        VEC_PUSH(d->arena, to->columns, column);
    } else if (constraint) {
        constraint_name_columns(d->ev, item);
        VEC_PUSH(d->arena, to->constraints, constraint);
    } else if (module_index_get(d->ev, item)) {
        if (!index_read(d->ev, item, &index)) return false;
        VEC_PUSH(d->arena, to->indexes, index);
    } else {
        return eval_repr(d->ev, item, &shown) &&
               eval_raise_native(
                   d->ev, &exc_ArgumentError,
                   "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got %.*s",
                   STR_ARG(value_as_str(shown)));
    }
    return true;
}

static bool table_items(Directive *d, Value v, TableItems to)
{
    Value list;
    if (value_is_none(v)) return true;
    if (!eval_to_list(d->ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        if (!directive_known(d, item) || !table_item(d, item, &to)) return false;
    }
    return true;
}

static bool naming_rules(Directive *d, Value v, Batch *b)
{
    if (!directive_known(d, v)) return false;
    if (!eval_truth(d->ev, v, &b->has_naming)) return false;
    return !b->has_naming || metadata_read_convention(d->ev, v, &b->naming);
}

static bool table_keywords(Directive *d, Value kw, Batch *b)
{
    Table *like = directive_table(d, b->table, b->schema);
    if (value_is_none(kw)) return true;
    if (!directive_table_keywords(d, kw, like)) return false;
    b->table_kwargs = like->options;
    b->table_prefixes = like->prefixes;
    b->table_comment = like->comment;
    b->schema_twice = !value_is_unset(value_dict_find_z(kw, "schema"));
    return true;
}

static bool batch_fill(Directive *d, Args *a, Batch *b)
{
    Str recreate;
    Ident schema;
    if (!directive_name(d, a->v[0], "table_name", &b->table) ||
        !directive_schema(d, a->v[1], "schema", &schema) ||
        !directive_str(d, a->v[2], "recreate", &recreate) ||
        !order_tuples(d, a->v[3], &b->partial_reordering) || !directive_known(d, a->v[4]))
        return false;
    b->schema = schema.text;
    b->table.schema_quote = schema.quote;
    if (str_eq_z(recreate, "auto"))
        b->recreate = BATCH_RECREATE_AUTO;
    else if (str_eq_z(recreate, "always"))
        b->recreate = BATCH_RECREATE_ALWAYS;
    else if (str_eq_z(recreate, "never"))
        b->recreate = BATCH_RECREATE_NEVER;
    else
        return eval_raise(d->ev, "ValueError",
                          "recreate may be one of 'auto', 'always', or 'never'.");
    if (!value_is_none(a->v[4])) {
        b->copy_from = module_table_get(d->ev, a->v[4]);
        if (!b->copy_from) return eval_raise(d->ev, "TypeError", "copy_from must be a Table");
    }
    TableItems made = {&b->table_columns, &b->table_constraints, &b->table_indexes};
    TableItems reflected = {&b->reflect_columns, &b->reflect_constraints, &b->reflect_indexes};
    return table_items(d, a->v[5], made) && table_keywords(d, a->v[6], b) &&
           table_items(d, a->v[7], reflected) && naming_rules(d, a->v[9], b);
}

bool batch_alter_table(Eval *ev, Args *a, Value *out)
{
    Directive d;
    if (!operations_start(ev, a, "batch_alter_table", &d)) return false;
    Batch *b = ARENA_NEW(d.arena, Batch);
    if (!batch_fill(&d, a, b) || !directive_known(&d, a->v[8])) return false;
    *out = eval_instance_new(ev, eval_class(ev, &block_class));
    *(BatchOps *)value_payload(*out, &block_class) = (BatchOps){d.m, b, a->v[8]};
    return true;
}

static bool block_enter(Eval *ev, Args *a, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &alembic_class_batch_operations));
    *(BatchOps *)value_payload(*out, &alembic_class_batch_operations) =
        *(BatchOps *)value_payload(a->self, &block_class);
    return true;
}

static bool block_exit(Eval *ev, Args *a, Value *out)
{
    BatchOps *o = value_payload(a->self, &block_class);
    *out = value_bool(false);
    if (!value_is_none(a->v[0])) return true;
    /* Where the table is not reflected they have no meaning, in Alembic neither. */
    if (!o->batch->copy_from && batch_recreates(o->batch, o->m->dialect->name) &&
        !batch_reflect(o->m, o->batch, o->reflect_kwargs))
        return false;
    Op *op = op_new(eval_arena(ev), OP_BATCH, o->batch->schema, o->batch->table);
    op->as.batch = o->batch;
    op->pos = eval_position(ev);
    return o->m->host->emit(o->m, op);
}

static const NativeMethod block_methods[] = {
    {"__enter__", "", block_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", block_exit, NATIVE_METHOD},
    {0},
};
static void block_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((BatchOps *)payload)->reflect_kwargs);
}

static const NativeClass block_class = {.name = "_GeneratorContextManager",
                                        .module = "contextlib",
                                        .payload = sizeof(BatchOps),
                                        .methods = block_methods,
                                        .traverse = block_traverse};

/* ---- BatchOperations ---- */

static Directive start(Eval *ev, Args *a, const char *name)
{
    BatchOps *o = value_payload(a->self, &alembic_class_batch_operations);
    return (Directive){
        .ev = ev, .m = o->m, .name = name, .batch = o->batch, .arena = eval_arena(ev)};
}

#define START(py_name)                                                                             \
    Directive d = start(ev, a, py_name);                                                           \
    Ident t = d.batch->table;                                                                      \
    Str s = d.batch->schema

static Value kw_get(Value kw, const char *name)
{
    Value v = value_dict_find_z(kw, name);
    return value_is_unset(v) ? value_none() : v;
}

/* **kw without the names that the directive takes itself. */
static Value kw_without(Eval *ev, Value kw, const char *one, const char *other)
{
    Value rest = value_dict(ev), key, item;
    size_t at = 0;
    while (value_dict_next(kw, &at, &key, &item))
        if (!str_eq_z(value_as_str(key), one) && !str_eq_z(value_as_str(key), other))
            value_dict_put_str(ev, rest, value_as_str(key), item);
    return rest;
}

static bool add_column(Eval *ev, Args *a, Value *out)
{
    START("add_column");
    return directive_add_column(&d, t, s, a->v[0], a->v[3], a->v[4], a->v[5], a->v[1], a->v[2]);
}

static bool drop_column(Eval *ev, Args *a, Value *out)
{
    START("drop_column");
    return directive_drop_column(&d, t, s, a->v[0], a->v[1]);
}

static bool alter_column(Eval *ev, Args *a, Value *out)
{
    START("alter_column");
    AlterArgs x = {.nullable = a->v[1],
                   .comment = a->v[2],
                   .server_default = a->v[3],
                   .new_column_name = a->v[4],
                   .type_ = a->v[5],
                   .existing_type = a->v[6],
                   .existing_server_default = a->v[7],
                   .existing_nullable = a->v[8],
                   .existing_comment = a->v[9],
                   .insert_before = a->v[10],
                   .insert_after = a->v[11],
                   .kw = a->v[12]};
    return directive_alter_column(&d, t, s, a->v[0], &x);
}

static bool create_index(Eval *ev, Args *a, Value *out)
{
    START("create_index");
    Value unique = kw_get(a->v[2], "unique"), exists = kw_get(a->v[2], "if_not_exists");
    return directive_create_index(&d, t, s, a->v[0], a->v[1], unique, exists,
                                  kw_without(ev, a->v[2], "unique", "if_not_exists"));
}

static bool drop_index(Eval *ev, Args *a, Value *out)
{
    START("drop_index");
    return directive_drop_index(&d, t, s, a->v[0], kw_get(a->v[1], "if_exists"),
                                kw_without(ev, a->v[1], "if_exists", "table_name"));
}

static bool create_primary_key(Eval *ev, Args *a, Value *out)
{
    START("create_primary_key");
    return directive_primary_key(&d, t, s, a->v[0], a->v[1]);
}

static bool create_unique_constraint(Eval *ev, Args *a, Value *out)
{
    START("create_unique_constraint");
    return directive_unique(&d, t, s, a->v[0], a->v[1], a->v[2]);
}

static bool create_check_constraint(Eval *ev, Args *a, Value *out)
{
    START("create_check_constraint");
    return directive_check(&d, t, s, a->v[0], a->v[1], a->v[2]);
}

static bool create_foreign_key(Eval *ev, Args *a, Value *out)
{
    START("create_foreign_key");
    ForeignKeyArgs x = {.name = a->v[0],
                        .referent = a->v[1],
                        .local_cols = a->v[2],
                        .remote_cols = a->v[3],
                        .referent_schema = a->v[4],
                        .onupdate = a->v[5],
                        .ondelete = a->v[6],
                        .deferrable = a->v[7],
                        .initially = a->v[8],
                        .match = a->v[9],
                        .kw = a->v[10]};
    return directive_foreign_key(&d, t, s, &x);
}

static bool create_exclude_constraint(Eval *ev, Args *a, Value *out)
{
    START("create_exclude_constraint");
    return directive_exclude(&d, t, s, a->v[0], a->v[1], a->v[2]);
}

static bool drop_constraint(Eval *ev, Args *a, Value *out)
{
    START("drop_constraint");
    return directive_drop_constraint(&d, t, s, a->v[0], a->v[1], value_none());
}

static bool create_table_comment(Eval *ev, Args *a, Value *out)
{
    START("create_table_comment");
    return directive_table_comment(&d, false, t, s, a->v[0], a->v[1]);
}

static bool drop_table_comment(Eval *ev, Args *a, Value *out)
{
    START("drop_table_comment");
    return directive_table_comment(&d, true, t, s, value_none(), a->v[0]);
}

static bool execute(Eval *ev, Args *a, Value *out)
{
    Directive d = start(ev, a, "execute");
    return directive_execute(&d, a->v[0], a->v[1]);
}

static bool get_bind(Eval *ev, Args *a, Value *out)
{
    *out = start(ev, a, "get_bind").m->connection;
    return true;
}

static bool get_context(Eval *ev, Args *a, Value *out)
{
    *out = migration_value(start(ev, a, "get_context").m);
    return true;
}

/* batch_op.invoke(op): the operation joins the block. */
static bool invoke(Eval *ev, Args *a, Value *out)
{
    Directive d = start(ev, a, "invoke");
    return invoke_operation(&d, a->self, a->v[0], out);
}

/* What own operations ask of the block: impl.table_name, impl.schema. */
static bool get_impl(Eval *ev, Args *a, Value *out)
{
    Directive d = start(ev, a, "impl");
    Str schema = d.batch->schema;
    *out = eval_instance_new(ev, eval_class(ev, &impl_class));
    Value dict = instance_dict(ev, *out);
    value_dict_put_z(ev, dict, "table_name", value_str(ev, d.batch->table.text));
    value_dict_put_z(ev, dict, "schema",
                     str_is_null(schema) ? value_none() : value_str(ev, schema));
    return true;
}

/* Directives on whole tables have no place in a block. */
static bool batch_getattr(Eval *ev, Value self, Str name, Value *out)
{
    return invoke_find(ev, name, true, self, out);
}

static const NativeMethod batch_methods[] = {
    {"add_column",
     "column, *, insert_before=None, insert_after=None, if_not_exists=None, "
     "inline_references=None, "
     "inline_primary_key=None",
     add_column, NATIVE_METHOD},
    {"drop_column", "column_name, **kw", drop_column, NATIVE_METHOD},
    {"alter_column",
     "column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, "
     "type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, "
     "existing_comment=None, insert_before=None, insert_after=None, **kw",
     alter_column, NATIVE_METHOD},
    {"create_index", "index_name, columns, **kw", create_index, NATIVE_METHOD},
    {"drop_index", "index_name, **kw", drop_index, NATIVE_METHOD},
    {"create_primary_key", "constraint_name, columns", create_primary_key, NATIVE_METHOD},
    {"create_unique_constraint", "constraint_name, columns, **kw", create_unique_constraint,
     NATIVE_METHOD},
    {"create_check_constraint", "constraint_name, condition, **kw", create_check_constraint,
     NATIVE_METHOD},
    {"create_foreign_key",
     "constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, "
     "onupdate=None, "
     "ondelete=None, deferrable=None, initially=None, match=None, **dialect_kw",
     create_foreign_key, NATIVE_METHOD},
    {"create_exclude_constraint", "constraint_name, *elements, **kw", create_exclude_constraint,
     NATIVE_METHOD},
    {"drop_constraint", "constraint_name, type_=None", drop_constraint, NATIVE_METHOD},
    {"create_table_comment", "comment, *, existing_comment=None", create_table_comment,
     NATIVE_METHOD},
    {"drop_table_comment", "*, existing_comment=None", drop_table_comment, NATIVE_METHOD},
    {"execute", "sqltext, *, execution_options=None", execute, NATIVE_METHOD},
    {"f", "name", directive_conv, NATIVE_METHOD},
    {"inline_literal", "value, type_=None", directive_inline_literal, NATIVE_METHOD},
    {"get_bind", "", get_bind, NATIVE_METHOD},
    {"get_context", "", get_context, NATIVE_METHOD},
    {"invoke", "operation", invoke, NATIVE_METHOD},
    {"impl", "", get_impl, NATIVE_GETTER},
    {"migration_context", "", get_context, NATIVE_GETTER},
    {"register_operation", "name, sourcename=None", invoke_register_operation, NATIVE_CLASSMETHOD},
    {"implementation_for", "op_cls, replace=False", invoke_implementation_for, NATIVE_CLASSMETHOD},
    {0},
};

const NativeClass alembic_class_batch_operations = {
    .name = "BatchOperations",
    .module = "alembic.operations.base",
    .payload = sizeof(BatchOps),
    .methods = batch_methods,
    .getattr = batch_getattr,
};
