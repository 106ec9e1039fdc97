#include "modules/sqlalchemy/hooks.h"

#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/engine/reflect.h"
#include "modules/sqlalchemy/event.h"

/* DDL that schema objects ask for: MetaData.create_all(bind), Enum.create(bind), Index.drop(bind),
 * Table(autoload_with=bind). */

/* The connection of a bind; an Engine is connected to, and *own tells to commit and close. */
static EngineConnection *connection_of(Eval *ev, Value bind, bool *own)
{
    Value v, inner;
    *own = false;
    /* A MigrationContext and an ORM Session have a bind. */
    bool bound = !engine_connection_get(bind) && !engine_get(bind);
    if (bound && eval_find_attr(ev, bind, STR("bind"), &inner) && !value_is_unset(inner) &&
        !value_is_none(inner))
        bind = inner;
    if (!value_is_unset(eval_pending(ev))) return NULL;
    EngineConnection *c = engine_connection_get(bind);
    if (c) return c;
    Engine *e = engine_get(bind);
    if (!e) {
        eval_raise_native(ev, &exc_UnboundExecutionError, "bind is no Engine or Connection: %.*s",
                          STR_ARG(value_type_name(ev, bind)));
        return NULL;
    }
    if (!engine_connect(ev, e, &v)) return NULL;
    *own = true;
    return engine_connection_get(v);
}

static bool finish(EngineConnection *c, bool own, bool ok)
{
    if (!own) return ok;
    Err err = engine_err(c->ev);
    if (ok && !engine_connection_commit(c, &err)) ok = engine_raise(c->ev, &err);
    engine_connection_close(c);
    return ok;
}

bool engine_emit(EngineConnection *c, const Op *op)
{
    if (c->emit) return c->emit(c->dump_user, op);
    Arena scratch = {0};
    Statements sql = {0};
    Err err = engine_err(c->ev);
    CompileOptions o = {.hooks = compiles_hooks(c->ev)};
    connection_set_options(c->db, &o);
    bool ok = c->dialect->compile_op(op, &o, &scratch, &sql, &err);
    for (size_t i = 0; ok && i < sql.len; i++)
        ok = engine_connection_send(c, sql.items[i], NULL, 0, NULL, &err);
    arena_release(&scratch);
    return ok || engine_raise(c->ev, &err);
}

static bool hook_schema_object(Eval *ev, Value bind, int kind, void *object, bool checkfirst)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    if (kind == OP_OBJECT_CREATE_TYPE || kind == OP_OBJECT_DROP_TYPE)
        return finish(c, own,
                      engine_type_change(c, object, kind == OP_OBJECT_CREATE_TYPE, checkfirst));
    if (kind == OP_OBJECT_CREATE_SEQUENCE || kind == OP_OBJECT_DROP_SEQUENCE)
        return finish(
            c, own,
            engine_sequence_change(c, object, kind == OP_OBJECT_CREATE_SEQUENCE, checkfirst));
    Op *op = op_new(eval_arena(ev), OP_CREATE_SCHEMA_OBJECT, STR_NULL, (Ident){0});
    op->as.schema_object.kind = kind;
    op->as.schema_object.object = object;
    op->as.schema_object.checkfirst = checkfirst;
    op->pos = eval_position(ev);
    return finish(c, own, engine_emit(c, op));
}

/* ---- tables ---- */

static bool change_tables(Eval *ev, Value bind, MetaData *m, const TableVec *tables,
                          bool checkfirst, bool create)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    return c && finish(c, own, engine_tables_change(c, m, tables, checkfirst, create));
}

static bool hook_create_tables(Eval *ev, Value bind, MetaData *m, const TableVec *tables,
                               bool checkfirst)
{
    return change_tables(ev, bind, m, tables, checkfirst, true);
}

static bool hook_drop_tables(Eval *ev, Value bind, MetaData *m, const TableVec *tables,
                             bool checkfirst)
{
    return change_tables(ev, bind, m, tables, checkfirst, false);
}

static bool index_op(Eval *ev, Value bind, Index *i, bool drop, bool checkfirst)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    Op *op = op_new(eval_arena(ev), drop ? OP_DROP_INDEX : OP_CREATE_INDEX,
                    i->table ? i->table->schema : STR_NULL, i->table ? i->table->name : (Ident){0});
    if (drop) {
        op->as.drop_index.name = i->name;
        op->as.drop_index.original = i;
        op->if_exists = checkfirst;
    } else {
        op->as.create_index.index = i;
        op->if_not_exists = checkfirst;
    }
    op->origin = OP_BY_OBJECT;
    op->pos = eval_position(ev);
    return finish(c, own, engine_emit(c, op));
}

static bool hook_create_index(Eval *ev, Value bind, Index *i, bool checkfirst)
{
    return index_op(ev, bind, i, false, checkfirst);
}
static bool hook_drop_index(Eval *ev, Value bind, Index *i, bool checkfirst)
{
    return index_op(ev, bind, i, true, checkfirst);
}

static bool has_option(const SqlOptions *o, Str name)
{
    for (size_t i = 0; i < o->len; i++)
        if (str_eq(o->items[i].name, name)) return true;
    return false;
}

static bool has_index(const Table *t, Str name)
{
    for (size_t i = 0; i < t->indexes.len; i++)
        if (str_eq(t->indexes.items[i]->name.text, name)) return true;
    return false;
}

/* Indexes that stand for a constraint are none of the table's own. */
static void take_indexes(Arena *a, Table *t, const Table *from)
{
    for (size_t i = 0; i < from->indexes.len; i++) {
        const Index *ix = from->indexes.items[i];
        if (has_index(t, ix->name.text) || sql_options_find(&ix->info, "duplicates_constraint"))
            continue;
        Index *copy = ARENA_NEW(a, Index);
        *copy = *ix;
        copy->expressions = (SqlExprVec){0};
        for (size_t k = 0; k < ix->expressions.len; k++) {
            SqlExpr *e = ix->expressions.items[k];
            if (e->kind == SQL_COLUMN) {
                Str name = e->as.column.name;
                e = sql_expr_column(a, name);
                e->as.column.column = table_find_column(t, name);
            }
            VEC_PUSH(a, &copy->expressions, e);
        }
        table_add_index(t, a, copy);
    }
}

/* The reflected table's parts go to the script's own, which keeps the columns it was given. */
static void take_over(Arena *a, Table *t, const Table *from)
{
    for (size_t i = 0; i < from->columns.len; i++)
        if (!table_find_column(t, from->columns.items[i]->name.text)) {
            Column *c = column_copy(from->columns.items[i], a);
            c->unique = c->index = -1;
            c->constraints = (ConstraintVec){0};
            table_add_column(t, a, c);
        }
    if (t->constraints.len <= 1) {
        t->constraints = (ConstraintVec){0};
        for (size_t i = 0; i < from->constraints.len; i++)
            if (!sql_options_find(&from->constraints.items[i]->info, "duplicates_index"))
                table_add_constraint(t, a, constraint_copy(from->constraints.items[i], a));
    }
    take_indexes(a, t, from);
    for (size_t i = 0; i < from->options.len; i++)
        if (!has_option(&t->options, from->options.items[i].name))
            sql_options_put(&t->options, a, from->options.items[i].name,
                            from->options.items[i].value);
    if (str_is_null(t->comment)) t->comment = from->comment;
}

static bool hook_reflect_table(Eval *ev, Value bind, Table *t, const StrVec *include, bool resolve,
                               bool *found)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    *found = false;
    if (!c->db)
        return finish(c, own,
                      eval_raise_native(ev, &exc_NoInspectionAvailable,
                                        "there is no database to reflect from in --sql mode"));
    Err err = engine_err(ev);
    StrVec only = {0}, schemas = {0};
    MetaData *m = metadata_new(eval_arena(ev));
    VEC_PUSH(eval_arena(ev), &only, t->name.text);
    Str schema = engine_translate(c, t->schema);
    if (!str_is_null(schema)) VEC_PUSH(eval_arena(ev), &schemas, schema);
    bool ok = engine_buffer_results(c, &err) && engine_autobegin(c, STR("SELECT"), &err) &&
              c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, &only, m, &err);
    Table *from = ok ? metadata_find(m, schema, t->name.text) : NULL;
    *found = from != NULL;
    ok = ok || engine_raise(ev, &err);
    if (from) ok = reflect_listen(ev, c, from, module_table_value(ev, t));
    if (ok && from && include->len) table_keep_columns(from, include);
    if (ok && from) take_over(eval_arena(ev), t, from);
    if (ok && from && resolve && t->metadata)
        ok = reflect_referred(c, t->metadata, &err) || engine_raise(ev, &err);
    return finish(c, own, ok);
}

/* Tables that were in m before have been told of. */
static bool listen_to_new(Eval *ev, EngineConnection *c, MetaData *m, size_t before)
{
    bool ok = true;
    if (!event_is_heard(ev, "column_reflect")) return true;
    for (size_t i = before; ok && i < m->tables.len; i++) {
        Table *t = m->tables.entries[i].value;
        ok = reflect_listen(ev, c, t, module_table_value(ev, t));
    }
    return ok;
}

static bool hook_reflect(Eval *ev, Value bind, MetaData *m, const ReflectArgs *x)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    if (!c->db)
        return finish(c, own,
                      eval_raise_native(ev, &exc_NoInspectionAvailable,
                                        "there is no database to reflect from in --sql mode"));
    Err err = engine_err(ev);
    StrVec names = {0};
    size_t before = m->tables.len;
    bool ok = engine_buffer_results(c, &err) && engine_autobegin(c, STR("SELECT"), &err);
    ok = (ok || engine_raise(ev, &err)) &&
         reflect_choose(c, m, x->schema, x->views, x->only, &names);
    if (ok)
        ok = (reflect_named(c, m, x->schema, &names, &err) &&
              (!x->resolve || reflect_referred(c, m, &err))) ||
             engine_raise(ev, &err);
    ok = ok && listen_to_new(ev, c, m, before);
    return finish(c, own, ok);
}

static bool hook_execute(Eval *ev, Value bind, Value statement, Value params, Value *result)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    return c && engine_connection_execute(c, statement, params, result);
}

void engine_hooks_install(Eval *ev)
{
    module_hooks_put(ev, &(ModuleHooks){.schema_object = hook_schema_object,
                                        .create_tables = hook_create_tables,
                                        .drop_tables = hook_drop_tables,
                                        .create_index = hook_create_index,
                                        .drop_index = hook_drop_index,
                                        .reflect_table = hook_reflect_table,
                                        .reflect = hook_reflect,
                                        .execute = hook_execute});
}
