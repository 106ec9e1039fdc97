#include "modules/alembic/batch_reflect.h"

#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/objects.h"

/* Table(name, MetaData(), schema=…, autoload_with=connection, **kwargs): checks the keywords, and
 * runs the listeners. */
static bool make_table(Eval *ev, Migration *m, const Batch *b, Value kwargs, Value *out)
{
    static const char *const own[] = {"autoload_with", "schema"};
    Value kw = value_dict(ev), metadata = metadata_new_value(ev), key, item;
    size_t at = 0;
    eval_root_push(ev, kw);
    eval_root_push(ev, metadata);
    bool ok = true;
    while (ok && !value_is_none(kwargs) && value_dict_next(kwargs, &at, &key, &item))
        ok = value_dict_put(ev, kw, key, item);
    for (size_t i = 0; ok && i < sizeof own / sizeof *own; i++)
        if (!value_is_unset(value_dict_find_z(kw, own[i])))
            ok = eval_raise(ev, "TypeError",
                            "sqlalchemy.sql.schema.Table() got multiple values for keyword "
                            "argument '%s'",
                            own[i]);
    if (ok) {
        value_dict_put_z(ev, kw, "autoload_with", m->connection);
        if (!str_is_null(b->schema)) value_dict_put_z(ev, kw, "schema", value_str(ev, b->schema));
        ok = table_make(ev, value_str(ev, b->table.text), metadata, value_tuple(ev, NULL, 0), kw,
                        out);
    }
    eval_root_pop(ev, 2);
    return ok;
}

/* The table as it is without listeners. */
static bool inspect(Eval *ev, EngineConnection *c, const Batch *b, Table **out)
{
    Err err = err_init(eval_arena(ev));
    MetaData *m = metadata_new(eval_arena(ev));
    StrVec schemas = {0}, only = {0};
    VEC_PUSH(eval_arena(ev), &only, b->table.text);
    if (!str_is_null(b->schema)) VEC_PUSH(eval_arena(ev), &schemas, b->schema);
    if (!c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, &only, m, &err))
        return engine_raise(ev, &err);
    *out = metadata_find(m, b->schema, b->table.text);
    return true;
}

static bool same_type(Eval *ev, const SqlType *a, const SqlType *b, bool *same)
{
    Value x, y;
    if (!eval_repr(ev, module_type_value(ev, a), &x) ||
        !eval_repr(ev, module_type_value(ev, b), &y))
        return false;
    *same = a->cls == b->cls && str_eq(value_as_str(x), value_as_str(y));
    return true;
}

static bool same_default(const ServerDefault *a, const ServerDefault *b)
{
    if (a->kind != b->kind || (a->expr != NULL) != (b->expr != NULL)) return false;
    if (!a->expr) return str_eq(a->text, b->text);
    return a->expr->kind == SQL_TEXT && b->expr->kind == SQL_TEXT &&
           str_eq(a->expr->as.text.text, b->expr->as.text.text);
}

static bool compare(Eval *ev, Batch *b, const Column *was, const Column *is)
{
    bool same;
    BatchColumn change = {.name = was->name.text, .nullable = -1};
    if (!same_type(ev, was->type, is->type, &same)) return false;
    if (!same) change.type = is->type;
    if (was->nullable != is->nullable) change.nullable = is->nullable;
    if (!same_default(&was->server_default, &is->server_default)) {
        change.has_default = true;
        change.server_default = is->server_default;
    }
    if (change.type || change.has_default || change.nullable >= 0)
        VEC_PUSH(eval_arena(ev), &b->reflected, change);
    return true;
}

static bool take(Eval *ev, Batch *b, const Table *was, const Table *is, bool all)
{
    for (size_t i = 0; i < was->columns.len; i++) {
        Column *c = was->columns.items[i], *now = table_find_column(is, c->name.text);
        if (now && !compare(ev, b, c, now)) return false;
        if (!now && all)
            return eval_raise(ev, "NotImplementedError",
                              "op.batch_alter_table(): a listener cannot change the name of "
                              "column '%.*s'; use alter_column(new_column_name=...)",
                              STR_ARG(c->name.text));
        if (now) VEC_PUSH(eval_arena(ev), &b->include_columns, c->name.text);
    }
    return true;
}

bool batch_reflect(Migration *m, Batch *b, Value kwargs)
{
    Eval *ev = m->ev;
    Value made;
    Table *was = NULL;
    EngineConnection *c = engine_connection_get(m->connection);
    bool given = value_is_dict(kwargs) && value_dict_len(kwargs) > 0;
    if (!value_is_none(kwargs) && !value_is_dict(kwargs))
        return eval_raise(ev, "TypeError", "reflect_kwargs must be a dictionary");
    if (!given && !event_is_heard(ev, "column_reflect")) return true;
    if (m->as_sql || !c || !c->db) return true; /* refused where the table is needed */
    if (!make_table(ev, m, b, kwargs, &made)) return false;
    eval_root_push(ev, made);
    bool all =
        value_is_unset(value_dict_find_z(given ? kwargs : value_dict(ev), "include_columns"));
    bool ok = inspect(ev, c, b, &was);
    if (ok && was) ok = take(ev, b, was, module_table_get(ev, made), all);
    if (all) b->include_columns = (StrVec){0};
    eval_root_pop(ev, 1);
    return ok;
}
