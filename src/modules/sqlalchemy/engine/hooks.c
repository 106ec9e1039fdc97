#include "modules/sqlalchemy/hooks.h"

#include <string.h>

#include "modules/sqlalchemy/engine/internal.h"

/* DDL that schema objects ask for: MetaData.create_all(bind), Enum.create(bind), Index.drop(bind),
 * Table(autoload_with=bind). */

/* The connection of a bind; an Engine is connected to, and *own tells to commit and close. */
static EngineConnection *connection_of(Eval *ev, Value bind, bool *own)
{
    Value v;
    *own = false;
    EngineConnection *c = engine_connection_get(bind);
    if (c) return c;
    Engine *e = engine_get(bind);
    if (!e) {
        Value inner;
        if (eval_find_attr(ev, bind, STR("bind"), &inner) && !value_is_unset(inner) &&
            !value_is_none(inner) && !value_is(inner, bind))
            return connection_of(ev, inner, own);
        if (value_is_unset(eval_pending(ev)))
            eval_raise_native(ev, &exc_UnboundExecutionError,
                              "bind is no Engine or Connection: %.*s",
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
    CompileOptions o = {.server_version = c->db ? c->db->server_version : 0};
    bool ok = c->dialect->compile_op(op, &o, &scratch, &sql, &err);
    for (size_t i = 0; ok && i < sql.len; i++)
        ok = engine_connection_send(c, sql.items[i], NULL, 0, NULL, &err);
    arena_release(&scratch);
    return ok || engine_raise(c->ev, &err);
}

static bool table_exists(EngineConnection *c, const Table *t, bool *found)
{
    Err err = engine_err(c->ev);
    *found = false;
    if (!c->db) return true;
    return (engine_buffer_results(c, &err) && engine_autobegin(c, STR("SELECT"), &err) &&
            c->db->vtable->has_table(c->db, t->schema, t->name.text, found, &err)) ||
           engine_raise(c->ev, &err);
}

/* Whether a named type is there: PostgreSQL alone has types of their own. */
static bool type_exists(EngineConnection *c, const SqlType *t, bool *found)
{
    *found = false;
    if (!c->db || strcmp(c->dialect->name, "postgresql") != 0) return true;
    Err err = engine_err(c->ev);
    Result *rows = NULL;
    SqlValue cell,
        params[2] = {sql_value_str(t->name),
                     str_is_null(t->schema) ? sql_value_null() : sql_value_str(t->schema)};
    bool ok = engine_connection_send(
        c,
        STR("SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = "
            "t.typnamespace WHERE t.typname = $1 AND (n.nspname = $2::text OR ($2::text IS NULL "
            "AND pg_catalog.pg_type_is_visible(t.oid)))"),
        params, 2, &rows, &err);
    if (ok && rows) {
        *found = c->db->vtable->next(rows, &cell, &err);
        c->db->vtable->result_close(rows);
    }
    return (ok && !err_is_set(&err)) || engine_raise(c->ev, &err);
}

static bool hook_schema_object(Eval *ev, Value bind, int kind, void *object, bool checkfirst)
{
    bool own, found = false, is_type = kind == OP_OBJECT_CREATE_TYPE || kind == OP_OBJECT_DROP_TYPE;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    if (is_type && strcmp(c->dialect->name, "postgresql") != 0) return finish(c, own, true);
    Op *op = op_new(eval_arena(ev), OP_CREATE_SCHEMA_OBJECT, STR_NULL, (Ident){0});
    op->as.schema_object.kind = kind;
    op->as.schema_object.object = object;
    op->as.schema_object.checkfirst = checkfirst && !is_type;
    op->pos = eval_position(ev);
    bool ok = true;
    if (is_type && checkfirst && c->db) {
        ok = type_exists(c, object, &found);
        if (ok && found == (kind == OP_OBJECT_CREATE_TYPE)) return finish(c, own, true);
    }
    return finish(c, own, ok && engine_emit(c, op));
}

static bool create_one(EngineConnection *c, Table *t, bool checkfirst)
{
    bool found = false;
    if (checkfirst && !table_exists(c, t, &found)) return false;
    if (found) return true;
    Op *op = op_new(eval_arena(c->ev), OP_CREATE_TABLE, t->schema, t->name);
    op->as.create_table.table = t;
    op->pos = eval_position(c->ev);
    return engine_emit(c, op);
}

static bool drop_one(EngineConnection *c, Table *t, bool checkfirst)
{
    bool found = true;
    if (checkfirst && c->db && !table_exists(c, t, &found)) return false;
    if (!found) return true;
    Op *op = op_new(eval_arena(c->ev), OP_DROP_TABLE, t->schema, t->name);
    op->pos = eval_position(c->ev);
    return engine_emit(c, op);
}

static bool hook_create_tables(Eval *ev, Value bind, MetaData *m, const TableVec *tables,
                               bool checkfirst)
{
    bool own, ok = true;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    for (size_t i = 0; ok && i < tables->len; i++) ok = create_one(c, tables->items[i], checkfirst);
    return finish(c, own, ok);
}

static bool hook_drop_tables(Eval *ev, Value bind, MetaData *m, const TableVec *tables,
                             bool checkfirst)
{
    bool own, ok = true;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    for (size_t i = 0; ok && i < tables->len; i++) ok = drop_one(c, tables->items[i], checkfirst);
    return finish(c, own, ok);
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
        op->if_exists = checkfirst;
    } else {
        op->as.create_index.index = i;
        op->if_not_exists = checkfirst;
    }
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
            table_add_constraint(t, a, constraint_copy(from->constraints.items[i], a));
    }
    if (str_is_null(t->comment)) t->comment = from->comment;
}

static bool hook_reflect_table(Eval *ev, Value bind, Table *t, bool *found)
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
    if (!str_is_null(t->schema)) VEC_PUSH(eval_arena(ev), &schemas, t->schema);
    bool ok = engine_buffer_results(c, &err) && engine_autobegin(c, STR("SELECT"), &err) &&
              c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, &only, m, &err);
    Table *from = ok ? metadata_find(m, t->schema, t->name.text) : NULL;
    *found = from != NULL;
    if (from) take_over(eval_arena(ev), t, from);
    return finish(c, own, ok || engine_raise(ev, &err));
}

static bool hook_reflect(Eval *ev, Value bind, MetaData *m, Str schema, bool views,
                         const StrVec *only)
{
    bool own;
    EngineConnection *c = connection_of(ev, bind, &own);
    if (!c) return false;
    if (!c->db)
        return finish(c, own,
                      eval_raise_native(ev, &exc_NoInspectionAvailable,
                                        "there is no database to reflect from in --sql mode"));
    Err err = engine_err(ev);
    StrVec schemas = {0};
    if (!str_is_null(schema)) VEC_PUSH(eval_arena(ev), &schemas, schema);
    bool ok = engine_buffer_results(c, &err) && engine_autobegin(c, STR("SELECT"), &err) &&
              c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, only, m, &err);
    return finish(c, own, ok || engine_raise(ev, &err));
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
