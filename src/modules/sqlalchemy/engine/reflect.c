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
