/* Isolation levels: of create_engine(), of an engine's and a connection's execution options. All
 * that is said of them, AUTOCOMMIT too, comes here. */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "modules/sqlalchemy/engine/internal.h"

/* "repeatable_read" is "REPEATABLE READ". */
static Str normal(Str level, Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < level.len; i++) {
        char ch = level.ptr[i];
        strbuf_push_char(&b, ch == '_' ? ' ' : (char)toupper((unsigned char)ch));
    }
    return strbuf_finish(&b, out);
}

static bool refuse(EngineConnection *c, Str level)
{
    StrBuf b = {0};
    Arena *a = eval_arena(c->ev);
    for (const char *const *l = c->db->vtable->isolation_levels; *l; l++)
        strbuf_fmt(&b, "%s%s", b.len ? ", " : "", *l);
    Str known = strbuf_finish(&b, a), shown = sql_value_repr_str(level, a);
    return eval_raise_native(c->ev, &exc_ArgumentError,
                             "Invalid value %.*s for isolation_level. Valid isolation levels for "
                             "'%s' are %.*s",
                             STR_ARG(shown), c->dialect->name, STR_ARG(known));
}

static bool remember_default(EngineConnection *c)
{
    Err err = engine_err(c->ev);
    Str level;
    if (!value_is_unset(c->default_level)) return true;
    if (!connection_isolation(c->db, eval_arena(c->ev), &level, &err))
        return engine_raise(c->ev, &err);
    c->default_level = value_str(c->ev, level);
    return true;
}

bool engine_isolation_set(EngineConnection *c, Value level)
{
    Err err = engine_err(c->ev);
    if (!value_is_str(level))
        return eval_raise(c->ev, "AttributeError", "'%.*s' object has no attribute 'replace'",
                          STR_ARG(value_type_name(c->ev, level)));
    Str name = normal(value_as_str(level), eval_arena(c->ev));
    const char *const *known = c->db->vtable->isolation_levels;
    while (*known && !str_eq_z(name, *known)) known++;
    if (!*known) return refuse(c, name);
    bool autocommit = strcmp(*known, "AUTOCOMMIT") == 0;
    /* Most connections know one mode only, and need not ask the server. */
    bool sends = !autocommit || c->isolated;
    if (sends && !remember_default(c)) return false;
    if (sends && !connection_isolate(c->db, *known, &err)) return engine_raise(c->ev, &err);
    c->autocommit = autocommit;
    c->isolated = c->isolated || !autocommit;
    return true;
}

bool engine_isolation_open(EngineConnection *c, Value level)
{
    c->autocommit = false;
    c->isolated = false;
    c->default_level = value_unset();
    if (value_is_unset(level)) return true;
    if (!engine_isolation_set(c, level)) return false;
    /* Such a connection has no other. */
    c->default_level = value_unset();
    return true;
}

bool engine_isolation_reset(EngineConnection *c, Err *err)
{
    if (!c->isolated || value_is_unset(c->default_level)) return true;
    c->isolated = false;
    return connection_isolate(c->db, arena_cstr(eval_arena(c->ev), value_as_str(c->default_level)),
                              err);
}

bool engine_isolation_get(EngineConnection *c, Value *out)
{
    Err err = engine_err(c->ev);
    Str level;
    if (!engine_buffer_results(c, &err) ||
        !connection_isolation(c->db, eval_arena(c->ev), &level, &err))
        return engine_raise(c->ev, &err);
    *out = value_str(c->ev, level);
    return true;
}

bool engine_isolation_default(EngineConnection *c, Value *out)
{
    if (!remember_default(c)) return false;
    *out = c->default_level;
    return true;
}

/* ---- execution options ---- */

static const char *const characteristics[] = {"isolation_level", "postgresql_readonly",
                                              "postgresql_deferrable"};
enum { CHARACTERISTICS = sizeof characteristics / sizeof *characteristics };

/* psycopg2 says these with each BEGIN, too. */
static bool set_characteristic(EngineConnection *c, const char *name, Value item)
{
    Err err = engine_err(c->ev);
    if (strcmp(name, "isolation_level") == 0) return engine_isolation_set(c, item);
    if (strcmp(c->dialect->name, "postgresql") != 0) return true;
    bool readonly = strcmp(name, "postgresql_readonly") == 0, on;
    if (!eval_truth(c->ev, item, &on)) return false;
    const char *mode =
        readonly ? (on ? "READ ONLY" : "READ WRITE") : (on ? "DEFERRABLE" : "NOT DEFERRABLE");
    Str sql = arena_fmt(eval_arena(c->ev), "SET SESSION CHARACTERISTICS AS TRANSACTION %s", mode);
    return connection_run(c->db, sql, &err) || engine_raise(c->ev, &err);
}

static bool refuse_late(EngineConnection *c, Value options)
{
    StrBuf b = {0};
    for (size_t i = 0; i < CHARACTERISTICS; i++)
        if (!value_is_unset(value_dict_find_z(options, characteristics[i])))
            strbuf_fmt(&b, "%s%s", b.len ? ", " : "", characteristics[i]);
    Str names = strbuf_finish(&b, eval_arena(c->ev));
    return eval_raise_native(
        c->ev, &exc_InvalidRequestError,
        "This connection has already initialized a SQLAlchemy Transaction() object "
        "via begin() or autobegin; %.*s may not be altered unless "
        "rollback() or commit() is called first.",
        STR_ARG(names));
}

bool engine_isolation_options(EngineConnection *c, Value options)
{
    for (size_t i = 0; c->db && i < CHARACTERISTICS; i++) {
        Value item = value_dict_find_z(options, characteristics[i]);
        if (value_is_unset(item)) continue;
        if (c->began || c->db->vtable->in_transaction(c->db)) return refuse_late(c, options);
        if (!set_characteristic(c, characteristics[i], item)) return false;
    }
    return true;
}
