#include "modules/sqlalchemy/engine/reflect.h"

#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/objects.h"

#define EVENT "column_reflect"

/* What a listener changed; unset = nothing. */
static Value changed(Value info, Value before, const char *key)
{
    Value now = value_dict_find_z(info, key), then = value_dict_find_z(before, key);
    return value_is_unset(now) || value_is(now, then) ? value_unset() : now;
}

static bool take_default(Eval *ev, Value v, Column *c)
{
    if (value_is_unset(v)) return true;
    if (!value_is_str(v)) return module_server_default_from_value(ev, v, &c->server_default);
    Str text = arena_str(eval_arena(ev), value_as_str(v));
    c->server_default =
        (ServerDefault){.kind = DEFAULT_EXPR, .expr = sql_expr_text(eval_arena(ev), text)};
    return true;
}

static bool take_autoincrement(Eval *ev, Value v, Column *c)
{
    bool flag;
    if (value_is_unset(v)) return true;
    c->autoincrement = AUTOINCREMENT_AUTO;
    if (value_is_str(v)) return true; /* "auto" */
    if (!eval_truth(ev, v, &flag)) return false;
    c->autoincrement = flag ? AUTOINCREMENT_TRUE : AUTOINCREMENT_FALSE;
    return true;
}

static bool take_text(Eval *ev, Value v, const char *what, Str *out)
{
    return value_is_unset(v) || module_str_or_none(ev, v, what, out);
}

static bool take_changes(Eval *ev, Value info, Value before, Column *c)
{
    Value type = changed(info, before, "type"), nullable = changed(info, before, "nullable"),
          key = changed(info, before, "key"), name = changed(info, before, "name");
    if (!value_is_unset(type) && !module_type_from_value(ev, type, eval_arena(ev), &c->type))
        return false;
    if (!value_is_unset(nullable) && !eval_truth(ev, nullable, &c->nullable)) return false;
    if (!take_text(ev, name, "the name in column_info", &c->name.text)) return false;
    if (!value_is_unset(name)) c->key = c->name.text;
    return take_text(ev, key, "the key in column_info", &c->key) &&
           take_default(ev, changed(info, before, "default"), c) &&
           take_autoincrement(ev, changed(info, before, "autoincrement"), c) &&
           take_text(ev, changed(info, before, "comment"), "the comment in column_info",
                     &c->comment);
}

static bool tell(Eval *ev, Value inspector, Value table, Value info)
{
    Value args[] = {inspector, table, info}, metadata;
    if (!eval_getattr(ev, table, STR("metadata"), &metadata)) return false;
    return event_call(ev, &(EventCall){EVENT, metadata, args, 3, value_unset()}) &&
           event_call(ev, &(EventCall){EVENT, table, args, 3, value_unset()});
}

static bool listen_to_column(Eval *ev, Value inspector, const Table *from, Column *c, Value table)
{
    Value info, before, key, item;
    size_t at = 0;
    if (!engine_inspector_column(ev, inspector, from, c, &info)) return false;
    eval_root_push(ev, info);
    before = value_dict(ev);
    eval_root_push(ev, before);
    bool ok = true;
    while (ok && value_dict_next(info, &at, &key, &item))
        ok = value_dict_put(ev, before, key, item);
    ok = ok && tell(ev, inspector, table, info) && take_changes(ev, info, before, c);
    eval_root_pop(ev, 2);
    return ok;
}

bool reflect_listen(Eval *ev, EngineConnection *c, Table *from, Value table)
{
    Value inspector;
    Args args = {.v = &c->self, .n = 1};
    if (!event_is_heard(ev, EVENT)) return true;
    if (!engine_inspect(ev, &args, &inspector)) return false;
    eval_root_push(ev, inspector);
    eval_root_push(ev, table);
    bool ok = true;
    for (size_t i = 0; ok && i < from->columns.len; i++)
        ok = listen_to_column(ev, inspector, from, from->columns.items[i], table);
    eval_root_pop(ev, 2);
    return ok;
}

/* ---- which tables ---- */

/* The tables that foreign keys of m's tables refer to and that are not in m, of one schema: false =
 * there are none. Names that were asked for already do not come again: not every table that is
 * referred to exists. */
static bool find_referred(Arena *a, const MetaData *m, Map *asked, Str *schema, StrVec *names)
{
    *names = (StrVec){0};
    for (size_t i = 0; i < m->tables.len; i++) {
        const Table *t = m->tables.entries[i].value;
        for (size_t k = 0; k < t->constraints.len; k++) {
            const Constraint *fk = t->constraints.items[k];
            if (fk->kind != CONSTRAINT_FOREIGN_KEY) continue;
            Str key = table_key(a, fk->referred_schema, fk->referred_table);
            if (metadata_find(m, fk->referred_schema, fk->referred_table) || map_has(asked, key))
                continue;
            bool same = str_is_null(*schema) == str_is_null(fk->referred_schema) &&
                        str_eq(*schema, fk->referred_schema);
            if (names->len && !same) continue;
            *schema = fk->referred_schema;
            map_put(asked, a, key, (void *)"");
            VEC_PUSH(a, names, fk->referred_table);
        }
    }
    return names->len > 0;
}

bool reflect_named(EngineConnection *c, MetaData *m, Str schema, const StrVec *names, Err *err)
{
    StrVec schemas = {0};
    if (!names->len) return true;
    if (!str_is_null(schema)) VEC_PUSH(eval_arena(c->ev), &schemas, schema);
    return c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, names, m, err);
}

bool reflect_referred(EngineConnection *c, MetaData *m, Err *err)
{
    Map asked = {0};
    StrVec names;
    Str schema = STR_NULL;
    while (find_referred(eval_arena(c->ev), m, &asked, &schema, &names))
        if (!reflect_named(c, m, schema, &names, err)) return false;
    return true;
}

static bool holds(const StrVec *names, Str name)
{
    for (size_t i = 0; i < names->len; i++)
        if (str_eq(names->items[i], name)) return true;
    return false;
}

/* only=[names]: all of them must be there. */
static bool take_names(EngineConnection *c, Str schema, Value only, const StrVec *there,
                       StrVec *out)
{
    Eval *ev = c->ev;
    Value list, engine;
    StrBuf missing = {0};
    if (!eval_to_list(ev, only, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        if (!value_is_str(item)) return eval_raise(ev, "TypeError", "a table name is needed");
        Str name = module_str(ev, item);
        if (!holds(there, name))
            strbuf_fmt(&missing, "%s%.*s", missing.len ? ", " : "", STR_ARG(name));
        VEC_PUSH(eval_arena(ev), out, name);
    }
    Str text = strbuf_finish(&missing, eval_arena(ev));
    if (!text.len) return true;
    return eval_repr(ev, c->engine, &engine) &&
           eval_raise_native(ev, &exc_InvalidRequestError,
                             "Could not reflect: requested table(s) not available in "
                             "%.*s%s%.*s%s: (%.*s)",
                             STR_ARG(value_as_str(engine)), str_is_null(schema) ? "" : " schema '",
                             STR_ARG(schema), str_is_null(schema) ? "" : "'", STR_ARG(text));
}

/* only=lambda name, metadata: … */
static bool ask_names(EngineConnection *c, MetaData *m, Value only, const StrVec *there,
                      StrVec *out)
{
    Eval *ev = c->ev;
    for (size_t i = 0; i < there->len; i++) {
        Value args[] = {value_str(ev, there->items[i]), module_metadata_value(ev, m)}, answer;
        bool yes;
        if (!eval_call(ev, only, args, 2, value_unset(), &answer) || !eval_truth(ev, answer, &yes))
            return false;
        if (yes) VEC_PUSH(eval_arena(ev), out, there->items[i]);
    }
    return true;
}

bool reflect_choose(EngineConnection *c, MetaData *m, Str schema, bool views, Value only,
                    StrVec *out)
{
    Arena *a = eval_arena(c->ev);
    Err err = engine_err(c->ev);
    StrVec there = {0}, more = {0};
    if (!c->db->vtable->table_names(c->db, schema, false, a, &there, &err) ||
        (views && !c->db->vtable->table_names(c->db, schema, true, a, &more, &err)))
        return engine_raise(c->ev, &err);
    for (size_t i = 0; i < more.len; i++) VEC_PUSH(a, &there, more.items[i]);
    if (module_absent(only)) {
        *out = there;
        return true;
    }
    bool names = value_is_list(only) || value_is_tuple(only) || value_is_set(only);
    return names ? take_names(c, schema, only, &there, out) : ask_names(c, m, only, &there, out);
}
