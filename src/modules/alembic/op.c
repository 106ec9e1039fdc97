#include "modules/alembic/internal.h"
#include "modules/alembic/reference.h"
#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/engine/spelled.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/sql/query.h"
#include "sql/statement.h"

/* alembic.op and alembic.operations.Operations: one list of directives for both. As a method, the
 * context is the object's; as a function of the module, the one whose migrations are running. */

typedef struct Operations {
    Migration *m;
} Operations;

Value operations_value(Migration *m)
{
    Value v = eval_instance_new(m->ev, eval_class(m->ev, &alembic_class_operations));
    ((Operations *)value_payload(v, &alembic_class_operations))->m = m;
    return v;
}

bool operations_start(Eval *ev, Args *a, const char *name, Directive *d)
{
    Operations *o =
        value_is_unset(a->self) ? NULL : value_payload(a->self, &alembic_class_operations);
    EnvironmentHost *host = environment_host(ev);
    Migration *m = o ? o->m : host ? host->operations : NULL;
    if (!m)
        return eval_raise(
            ev, "NameError",
            "Can't invoke function '%s', as the proxy object has not yet been established for "
            "the Alembic 'Operations' class.  Try placing this code inside a callable.",
            name);
    *d = (Directive){.ev = ev, .m = m, .name = name, .arena = eval_arena(ev)};
    return true;
}

#define START(py_name)                                                                             \
    Directive d;                                                                                   \
    if (!operations_start(ev, a, py_name, &d)) return false

/* Table name and schema, the first things of nearly every directive. */
static bool place(Directive *d, Value table, Value schema, Ident *t, Str *s)
{
    Ident in;
    if (!directive_name(d, table, "table_name", t) || !directive_schema(d, schema, "schema", &in))
        return false;
    t->schema_quote = in.quote;
    *s = in.text;
    return true;
}

#define PLACE(table, schema)                                                                       \
    Ident t;                                                                                       \
    Str s;                                                                                         \
    if (!place(&d, table, schema, &t, &s)) return false

/* ---- tables ---- */

static bool quote_wish(Directive *d, Value v, IdentQuote *out)
{
    int flag;
    if (!directive_flag(d, v, &flag)) return false;
    if (flag >= 0) *out = flag ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    return true;
}

bool directive_table_keywords(Directive *d, Value kw, Table *t)
{
    Value key, item, rest = value_dict(d->ev);
    size_t at = 0;
    while (value_dict_next(kw, &at, &key, &item)) {
        Str name = value_as_str(key);
        bool ok = true;
        if (str_eq_z(name, "schema")) continue;
        if (str_eq_z(name, "comment"))
            ok = directive_str(d, item, "comment", &t->comment);
        else if (str_eq_z(name, "prefixes"))
            ok = value_is_none(item) || directive_names(d, item, "prefixes", &t->prefixes);
        else if (str_eq_z(name, "quote"))
            ok = quote_wish(d, item, &t->name.quote);
        else if (str_eq_z(name, "quote_schema"))
            ok = quote_wish(d, item, &t->name.schema_quote);
        else if (str_eq_z(name, "info"))
            ok = module_table_set_info(d->ev, t, item);
        else if (str_eq_z(name, "keep_existing") || str_eq_z(name, "extend_existing"))
            continue;
        else
            value_dict_put_str(d->ev, rest, name, item);
        if (!ok) return false;
    }
    return module_options_from_kw(d->ev, "Table", rest, &t->options);
}

static bool is_spelled(Eval *ev, const Op *op)
{
    return spelled_has(ev, op->kind) ||
           (op->kind == OP_CREATE_TABLE && spelled_has(ev, OP_CREATE_INDEX));
}

/* What listens to every table (event.listen(Table, "after_create", …)) hears of this one, and
 * @compiles(CreateTable) spells it. */
static bool emit_with_events(Directive *d, Op *op, Table *t, const char *before, const char *after)
{
    Value kw = value_dict(d->ev), v;
    bool done = false, creates = op->kind == OP_CREATE_TABLE;
    OpVec parts = {0};
    if (d->m->capture || (!is_spelled(d->ev, op) && !event_is_heard(d->ev, NULL)))
        return directive_emit(d, op);
    op->pos = eval_position(d->ev);
    if (!invoke_replaced(d, op, &done)) return false;
    if (done) return true;
    v = module_table_value(d->ev, t);
    value_dict_put_z(d->ev, kw, "checkfirst", value_bool(false));
    if (!event_fire(d->ev, before, v, d->m->connection, kw)) return false;
    if (creates)
        spelled_parts(d->ev, op, str_z(d->m->dialect->name), &parts);
    else
        VEC_PUSH(d->arena, &parts, op);
    for (size_t i = 0; i < parts.len; i++) {
        bool is_table = !creates || spelled_is_table(parts.items[i]);
        if (!directive_emit_spelled(d, parts.items[i], is_table ? v : value_unset()) ||
            (is_table && !event_fire(d->ev, after, v, d->m->connection, kw)))
            return false;
    }
    return true;
}

/* Columns and constraints, or copies of those that belong to a table already. */
static bool detached(Directive *d, Value items, Value *out)
{
    Eval *ev = d->ev;
    *out = value_list(ev);
    for (size_t i = 0; i < value_seq_len(items); i++) {
        Value item = value_seq_items(items)[i];
        if (!directive_known(d, item) || !reference_check_column(d, item)) return false;
        const Column *c = module_column_get(ev, item);
        const Constraint *k = c ? NULL : module_constraint_get(ev, item);
        bool owned = (c && c->table) || (k && k->table);
        if (owned && !eval_call_method(ev, item, "_copy", NULL, 0, &item)) return false;
        value_list_push(ev, *out, item);
    }
    return true;
}

static bool create_table(Eval *ev, Args *a, Value *out)
{
    START("create_table");
    Value kw = a->v[3], items;
    PLACE(a->v[0], value_dict_find_z(kw, "schema"));
    int exists;
    Op *op = op_new(d.arena, OP_CREATE_TABLE, s, t);
    Table *table = directive_table(&d, t, s);
    if (!directive_flag(&d, a->v[2], &exists) || !directive_table_keywords(&d, kw, table))
        return false;
    if (!detached(&d, a->v[1], &items) ||
        !module_table_add_items(ev, table, value_seq_items(items), value_seq_len(items)) ||
        !reference_check(&d, table->constraints.items, table->constraints.len) ||
        !reference_resolve(&d, table))
        return false;
    op->if_not_exists = exists > 0;
    op->as.create_table.table = table;
    *out = module_table_value(ev, table);
    return emit_with_events(&d, op, table, "before_create", "after_create");
}

static bool drop_table(Eval *ev, Args *a, Value *out)
{
    START("drop_table");
    PLACE(a->v[0], a->v[1]);
    int exists;
    Op *op = op_new(d.arena, OP_DROP_TABLE, s, t);
    if (!directive_flag(&d, a->v[2], &exists)) return false;
    op->if_exists = exists > 0;
    Table *table = directive_table(&d, t, s);
    return directive_table_keywords(&d, a->v[3], table) &&
           emit_with_events(&d, op, table, "before_drop", "after_drop");
}

static bool rename_table(Eval *ev, Args *a, Value *out)
{
    START("rename_table");
    PLACE(a->v[0], a->v[2]);
    Op *op = op_new(d.arena, OP_RENAME_TABLE, s, t);
    return directive_name(&d, a->v[1], "new_table_name", &op->as.rename_table.new_name) &&
           directive_emit(&d, op);
}

static bool create_table_comment(Eval *ev, Args *a, Value *out)
{
    START("create_table_comment");
    PLACE(a->v[0], a->v[3]);
    return directive_table_comment(&d, false, t, s, a->v[1], a->v[2]);
}

static bool drop_table_comment(Eval *ev, Args *a, Value *out)
{
    START("drop_table_comment");
    PLACE(a->v[0], a->v[2]);
    return directive_table_comment(&d, true, t, s, value_none(), a->v[1]);
}

/* ---- columns ---- */

static bool add_column(Eval *ev, Args *a, Value *out)
{
    START("add_column");
    PLACE(a->v[0], a->v[2]);
    return directive_add_column(&d, t, s, a->v[1], a->v[3], a->v[4], a->v[5], value_none(),
                                value_none());
}

static bool drop_column(Eval *ev, Args *a, Value *out)
{
    START("drop_column");
    PLACE(a->v[0], a->v[2]);
    return directive_drop_column(&d, t, s, a->v[1], a->v[3]);
}

static bool alter_column(Eval *ev, Args *a, Value *out)
{
    START("alter_column");
    PLACE(a->v[0], a->v[11]);
    AlterArgs x = {.nullable = a->v[2],
                   .comment = a->v[3],
                   .server_default = a->v[4],
                   .new_column_name = a->v[5],
                   .type_ = a->v[6],
                   .existing_type = a->v[7],
                   .existing_server_default = a->v[8],
                   .existing_nullable = a->v[9],
                   .existing_comment = a->v[10],
                   .kw = a->v[12]};
    return directive_alter_column(&d, t, s, a->v[1], &x);
}

/* ---- indexes and constraints ---- */

static bool create_index(Eval *ev, Args *a, Value *out)
{
    START("create_index");
    PLACE(a->v[1], a->v[3]);
    return directive_create_index(&d, t, s, a->v[0], a->v[2], a->v[4], a->v[5], a->v[6]);
}

static bool drop_index(Eval *ev, Args *a, Value *out)
{
    START("drop_index");
    Ident t, s;
    if (!directive_ident(&d, a->v[1], "table_name", &t) ||
        !directive_schema(&d, a->v[2], "schema", &s))
        return false;
    t.schema_quote = s.quote;
    return directive_drop_index(&d, t, s.text, a->v[0], a->v[3], a->v[4]);
}

static bool create_primary_key(Eval *ev, Args *a, Value *out)
{
    START("create_primary_key");
    PLACE(a->v[1], a->v[3]);
    return directive_primary_key(&d, t, s, a->v[0], a->v[2]);
}

static bool create_unique_constraint(Eval *ev, Args *a, Value *out)
{
    START("create_unique_constraint");
    PLACE(a->v[1], a->v[3]);
    return directive_unique(&d, t, s, a->v[0], a->v[2], a->v[4]);
}

static bool create_check_constraint(Eval *ev, Args *a, Value *out)
{
    START("create_check_constraint");
    PLACE(a->v[1], a->v[3]);
    return directive_check(&d, t, s, a->v[0], a->v[2], a->v[4]);
}

static bool create_foreign_key(Eval *ev, Args *a, Value *out)
{
    START("create_foreign_key");
    PLACE(a->v[1], a->v[10]);
    ForeignKeyArgs x = {.name = a->v[0],
                        .referent = a->v[2],
                        .local_cols = a->v[3],
                        .remote_cols = a->v[4],
                        .onupdate = a->v[5],
                        .ondelete = a->v[6],
                        .deferrable = a->v[7],
                        .initially = a->v[8],
                        .match = a->v[9],
                        .referent_schema = a->v[11],
                        .kw = a->v[12]};
    return directive_foreign_key(&d, t, s, &x);
}

static bool create_exclude_constraint(Eval *ev, Args *a, Value *out)
{
    START("create_exclude_constraint");
    PLACE(a->v[1], value_dict_find_z(a->v[3], "schema"));
    return directive_exclude(&d, t, s, a->v[0], a->v[2], a->v[3]);
}

static bool drop_constraint(Eval *ev, Args *a, Value *out)
{
    START("drop_constraint");
    PLACE(a->v[1], a->v[3]);
    return directive_drop_constraint(&d, t, s, a->v[0], a->v[2], a->v[4]);
}

/* ---- data ---- */

static bool execute(Eval *ev, Args *a, Value *out)
{
    START("execute");
    return directive_execute(&d, a->v[0], a->v[1]);
}

/* The columns of sa.table('t', sa.column(...)) as a table of their own. A Column among them keeps
 * its default. */
static Table *lightweight_table(Directive *d, const SqlFrom *f)
{
    Ident name = {.text = f->name,
                  .quote = ident_quote(f->quote),
                  .schema_quote = ident_quote(f->schema_quote)};
    Table *t = directive_table(d, name, f->schema);
    for (size_t i = 0; i < f->columns.len; i++) {
        const SqlExpr *c = f->columns.items[i];
        const SqlType *type = c->type ? c->type : type_new(d->arena, type_class_get("NullType"));
        Ident column = {.text = c->as.column.name, .quote = ident_quote(c->as.column.quote)};
        Column *made = column_new(d->arena, column, type);
        const Column *given = c->as.column.column;
        if (given) {
            made->has_default = given->has_default;
            made->default_expr = given->default_expr;
            made->sequence = given->sequence;
        }
        table_add_column(t, d->arena, made);
    }
    return t;
}

static bool bulk_table(Directive *d, Value v, Table **out)
{
    if (!directive_known(d, v)) return false;
    *out = module_table_get(d->ev, v);
    if (*out) return true;
    SqlExpr *e;
    if (!module_is_expr(d->ev, v))
        return eval_raise(d->ev, "TypeError",
                          "op.bulk_insert(): table must be a Table or table(), not %.*s",
                          STR_ARG(value_type_name(d->ev, v)));
    if (!module_expr_from_value(d->ev, v, d->arena, &e)) return false;
    if (e->kind != SQL_TABLE)
        return eval_raise(d->ev, "TypeError", "op.bulk_insert() needs a table");
    *out = e->as.from->table ? e->as.from->table : lightweight_table(d, e->as.from);
    return true;
}

/* A value without a column would be lost. */
static bool check_keys(Directive *d, const Table *t, Value rows)
{
    for (size_t i = 0; i < value_seq_len(rows); i++) {
        size_t at = 0;
        Value key, item, shown;
        if (!value_is_dict(value_seq_items(rows)[i])) continue;
        while (value_dict_next(value_seq_items(rows)[i], &at, &key, &item)) {
            if (value_is_str(key) && table_find_column_key(t, value_as_str(key))) continue;
            return eval_repr(d->ev, key, &shown) &&
                   eval_raise(d->ev, "KeyError",
                              "%.*s: op.bulk_insert(): table '%.*s' has no such "
                              "column",
                              STR_ARG(value_as_str(shown)), STR_ARG(t->name.text));
        }
    }
    return true;
}

/* With a database, rows go as parameters, and what types and defaults of the columns say holds. */
static bool bulk_insert_live(Directive *d, Value table, Value rows, bool multi)
{
    Value statement, result;
    Args args = {.v = &table, .n = 1};
    Table *t;
    if (value_seq_len(rows) == 0) return true;
    /* One by one, rows are values of the statement: SQLAlchemy lets only parameters have more. */
    if (!multi && (!bulk_table(d, table, &t) || !check_keys(d, t, rows))) return false;
    if (!dml_insert(d->ev, &args, &statement)) return false;
    eval_root_push(d->ev, statement);
    bool ok = true;
    if (multi) ok = d->m->host->execute(d->m, statement, rows, value_none(), &result);
    for (size_t i = 0; ok && !multi && i < value_seq_len(rows); i++)
        ok = d->m->host->execute(d->m, statement, value_seq_items(rows)[i], value_none(), &result);
    eval_root_pop(d->ev, 1);
    return ok;
}

static bool bulk_insert(Eval *ev, Args *a, Value *out)
{
    START("bulk_insert");
    bool multi = true;
    if (!directive_known(&d, a->v[1]) || !eval_truth(ev, a->v[2], &multi)) return false;
    if (!value_is_list(a->v[1])) return eval_raise(ev, "TypeError", "List expected");
    if (value_seq_len(a->v[1]) && !value_is_dict(value_seq_items(a->v[1])[0]))
        return eval_raise(ev, "TypeError", "List of dictionaries expected");
    EngineConnection *c = engine_connection_get(d.m->connection);
    if (!d.m->as_sql && !d.batch && !d.m->capture && c && c->db)
        return bulk_insert_live(&d, a->v[0], a->v[1], multi);
    /* Rows may be many; nothing keeps them once they are sent. */
    Arena scratch = {0};
    if (!d.m->capture) d.arena = &scratch;
    Op *op = op_new(d.arena, OP_BULK_INSERT, STR_NULL, (Ident){0});
    op->as.bulk_insert.multiinsert = multi;
    bool ok = bulk_table(&d, a->v[0], &op->as.bulk_insert.table) &&
              check_keys(&d, op->as.bulk_insert.table, a->v[1]) &&
              module_sql_value_from_value(ev, a->v[1], d.arena, &op->as.bulk_insert.rows);
    if (ok) {
        op->table = op->as.bulk_insert.table->name;
        op->schema = op->as.bulk_insert.table->schema;
        ok = directive_emit(&d, op);
    }
    arena_release(&scratch);
    return ok;
}

/* ---- the surroundings ---- */

static bool get_bind(Eval *ev, Args *a, Value *out)
{
    START("get_bind");
    *out = d.m->connection;
    return true;
}

static bool get_context(Eval *ev, Args *a, Value *out)
{
    START("get_context");
    *out = migration_value(d.m);
    return true;
}

static bool migration_context(Eval *ev, Args *a, Value *out) { return get_context(ev, a, out); }

static bool impl_of(Eval *ev, Args *a, Value *out)
{
    START("impl");
    return migration_impl(d.m, out);
}

static bool schema_objects(Eval *ev, Args *a, Value *out)
{
    Value module, cls;
    START("schema_obj");
    return eval_import(ev, STR("alembic.operations.schemaobj"), &module) &&
           eval_getattr(ev, module, STR("SchemaObjects"), &cls) &&
           eval_call(ev, cls, &d.m->self, 1, value_unset(), out);
}

/* run_async(fn, *args): fn gets the connection first. */
static bool run_async(Eval *ev, Args *a, Value *out)
{
    START("run_async");
    if (d.m->as_sql)
        return eval_raise(ev, "NotImplementedError", "Cannot call run_async in SQL mode");
    Value dialect, is_async;
    bool flag;
    if (!eval_getattr(ev, d.m->connection, STR("dialect"), &dialect) ||
        !eval_getattr(ev, dialect, STR("is_async"), &is_async) || !eval_truth(ev, is_async, &flag))
        return false;
    if (!flag) return eval_raise(ev, "ValueError", "Cannot call run_async with a sync engine");
    Value engines, cls;
    size_t n = value_seq_len(a->v[1]);
    Value *args = ARENA_ARRAY(d.arena, Value, n + 1);
    if (!eval_import(ev, STR("_sqlalchemy_asyncio.engine"), &engines) ||
        !eval_getattr(ev, engines, STR("AsyncConnection"), &cls) ||
        !eval_call_method(ev, cls, "_retrieve_proxy_for_target", &d.m->connection, 1, &args[0]))
        return false;
    for (size_t i = 0; i < n; i++) args[i + 1] = value_seq_items(a->v[1])[i];
    return eval_call(ev, a->v[0], args, n + 1, a->v[2], out) && eval_await(ev, *out, out);
}

/* Operations(migration_context) */
static bool operations_init(Eval *ev, Value self, Args *a)
{
    EnvironmentHost *host = environment_host(ev);
    Migration **m = value_payload(a->v[0], &alembic_class_migration_context);
    if (!m || !host) return eval_raise(ev, "TypeError", "Operations() needs a MigrationContext");
    ((Operations *)value_payload(self, &alembic_class_operations))->m = *m;
    return true;
}

/* `with Operations.context(ctx) as op:` installs the context for op.* */
typedef struct Installed {
    Migration *m, *before;
} Installed;

static const NativeClass installed_class;

static bool operations_context(Eval *ev, Args *a, Value *out)
{
    Migration **m = value_payload(a->v[0], &alembic_class_migration_context);
    if (!m) return eval_raise(ev, "TypeError", "Operations.context() needs a MigrationContext");
    *out = eval_instance_new(ev, eval_class(ev, &installed_class));
    ((Installed *)value_payload(*out, &installed_class))->m = *m;
    return true;
}

static bool installed_enter(Eval *ev, Args *a, Value *out)
{
    Installed *i = value_payload(a->self, &installed_class);
    i->before = i->m->host->operations;
    i->m->host->operations = i->m;
    *out = operations_value(i->m);
    return true;
}

static bool installed_exit(Eval *ev, Args *a, Value *out)
{
    Installed *i = value_payload(a->self, &installed_class);
    i->m->host->operations = i->before;
    *out = value_bool(false);
    return true;
}

static const NativeMethod installed_methods[] = {
    {"__enter__", "", installed_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", installed_exit, NATIVE_METHOD},
    {0},
};
static const NativeClass installed_class = {.name = "_GeneratorContextManager",
                                            .module = "contextlib",
                                            .payload = sizeof(Installed),
                                            .methods = installed_methods};

/* name, parameters, function: the whole of alembic.op. */
#define OP_DIRECTIVES(X)                                                                           \
    X("create_table", "table_name, *columns, if_not_exists=None, **kw", create_table)              \
    X("drop_table", "table_name, *, schema=None, if_exists=None, **kw", drop_table)                \
    X("rename_table", "old_table_name, new_table_name, *, schema=None", rename_table)              \
    X("create_table_comment", "table_name, comment, *, existing_comment=None, schema=None",        \
      create_table_comment)                                                                        \
    X("drop_table_comment", "table_name, *, existing_comment=None, schema=None",                   \
      drop_table_comment)                                                                          \
    X("add_column",                                                                                \
      "table_name, column, *, schema=None, if_not_exists=None, inline_references=None, "           \
      "inline_primary_key=None",                                                                   \
      add_column)                                                                                  \
    X("drop_column", "table_name, column_name, *, schema=None, **kw", drop_column)                 \
    X("alter_column",                                                                              \
      "table_name, column_name, *, nullable=None, comment=False, server_default=False, "           \
      "new_column_name=None, type_=None, existing_type=None, existing_server_default=False, "      \
      "existing_nullable=None, existing_comment=None, schema=None, **kw",                          \
      alter_column)                                                                                \
    X("create_index",                                                                              \
      "index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw",   \
      create_index)                                                                                \
    X("drop_index", "index_name, table_name=None, *, schema=None, if_exists=None, **kw",           \
      drop_index)                                                                                  \
    X("create_primary_key", "constraint_name, table_name, columns, *, schema=None",                \
      create_primary_key)                                                                          \
    X("create_unique_constraint", "constraint_name, table_name, columns, *, schema=None, **kw",    \
      create_unique_constraint)                                                                    \
    X("create_check_constraint", "constraint_name, table_name, condition, *, schema=None, **kw",   \
      create_check_constraint)                                                                     \
    X("create_foreign_key",                                                                        \
      "constraint_name, source_table, referent_table, local_cols, remote_cols, *, onupdate=None, " \
      "ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, "           \
      "referent_schema=None, **dialect_kw",                                                        \
      create_foreign_key)                                                                          \
    X("create_exclude_constraint", "constraint_name, table_name, *elements, **kw",                 \
      create_exclude_constraint)                                                                   \
    X("drop_constraint",                                                                           \
      "constraint_name, table_name, type_=None, *, schema=None, if_exists=None", drop_constraint)  \
    X("execute", "sqltext, *, execution_options=None", execute)                                    \
    X("bulk_insert", "table, rows, *, multiinsert=True", bulk_insert)                              \
    X("batch_alter_table",                                                                         \
      "table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, "        \
      "table_args=(), table_kwargs=None, reflect_args=(), reflect_kwargs=None, "                   \
      "naming_convention=None",                                                                    \
      batch_alter_table)                                                                           \
    X("f", "name", directive_conv)                                                                 \
    X("inline_literal", "value, type_=None", directive_inline_literal)                             \
    X("get_bind", "", get_bind)                                                                    \
    X("get_context", "", get_context)                                                              \
    X("invoke", "operation", invoke_run)                                                           \
    X("run_async", "async_function, *args, **kw_args", run_async)

#define AS_MEMBER(name, params, fn) NATIVE_FN(name, params, fn),
#define AS_METHOD(name, params, fn) {name, params, fn, NATIVE_METHOD},

const NativeMember op_members[] = {
    OP_DIRECTIVES(AS_MEMBER)
        NATIVE_FN("register_operation", "name, sourcename=None", invoke_register_operation),
    NATIVE_FN("implementation_for", "op_cls, replace=False", invoke_implementation_for),
    NATIVE_FN("context", "migration_context", operations_context),
    NATIVE_END,
};

static const NativeMethod operations_methods[] = {
    OP_DIRECTIVES(AS_METHOD){"register_operation", "name, sourcename=None",
                             invoke_register_operation, NATIVE_CLASSMETHOD},
    {"implementation_for", "op_cls, replace=False", invoke_implementation_for, NATIVE_CLASSMETHOD},
    {"context", "migration_context", operations_context, NATIVE_CLASSMETHOD},
    {"migration_context", "", migration_context, NATIVE_GETTER},
    {"impl", "", impl_of, NATIVE_GETTER},
    {"schema_obj", "", schema_objects, NATIVE_GETTER},
    {0},
};

/* The package that registers an operation of this name, for the error where it is missing. */
static const char *package_of(Str name)
{
    static const struct {
        const char *name, *package;
    } known[] = {{"create_entity", "alembic_utils"},
                 {"replace_entity", "alembic_utils"},
                 {"drop_entity", "alembic_utils"},
                 {"sync_enum_values", "alembic_postgresql_enum"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_z(name, known[i].name)) return known[i].package;
    return NULL;
}

bool op_getattr(Eval *ev, Str name, Value *out)
{
    EnvironmentHost *host = environment_host(ev);
    Value self = host && host->operations ? operations_value(host->operations) : value_none();
    /* The functions of alembic.op are methods of this object. */
    if (str_eq_z(name, "_proxy") && !value_is_none(self)) return *out = self, true;
    if (!invoke_find(ev, name, false, self, out)) return false;
    if (value_is_unset(*out) && package_of(name))
        return eval_raise(ev, "AttributeError",
                          "module 'alembic.op' has no attribute '%.*s': %s registers it, which the "
                          "project's virtual environment (.venv) must have",
                          STR_ARG(name), package_of(name));
    return !value_is_unset(*out) || alembic_no_attribute(ev, "alembic.op", name);
}

static bool operations_getattr(Eval *ev, Value self, Str name, Value *out)
{
    return invoke_find(ev, name, false, self, out);
}

const NativeClass alembic_class_operations = {
    .name = "Operations",
    .module = "alembic.operations.base",
    .payload = sizeof(Operations),
    .init_params = "migration_context, impl=None",
    .init = operations_init,
    .methods = operations_methods,
    .getattr = operations_getattr,
};
