#include "modules/sqlalchemy/engine/connection.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "modules/sqlalchemy/engine/internal.h"

/* ---- connections of an evaluator, so that none outlives it ---- */

static const char state_key;

typedef struct Open {
    Connection *db;
    Arena *arena;
    struct Open *next;
} Open;

typedef struct OpenList {
    Open *first;
} OpenList;

static void close_open(Open *o)
{
    connection_close(o->db);
    arena_release(o->arena);
    mem_free(o->arena);
    mem_free(o);
}

static void close_list(void *state)
{
    OpenList *list = state;
    while (list->first) {
        Open *o = list->first;
        list->first = o->next;
        close_open(o);
    }
}

static OpenList *open_list(Eval *ev)
{
    OpenList *list = eval_state_find(ev, &state_key);
    if (!list) {
        list = ARENA_NEW(eval_arena(ev), OpenList);
        eval_state_put(ev, &state_key, list, close_list, NULL);
    }
    return list;
}

void engine_close_all(Eval *ev) { close_list(open_list(ev)); }

static void forget_open(Eval *ev, Connection *db)
{
    for (Open **at = &open_list(ev)->first; *at; at = &(*at)->next) {
        if ((*at)->db != db) continue;
        Open *o = *at;
        *at = o->next;
        close_open(o);
        return;
    }
}

static bool open_database(Eval *ev, Engine *e, Connection **db, Arena **arena)
{
    Err err = engine_err(ev);
    OpenList *list = open_list(ev);
    Open *o = mem_alloc(1, sizeof *o);
    o->arena = mem_alloc(1, sizeof *o->arena);
    /* In the list before it is open: memory may run out half-way. */
    o->next = list->first;
    list->first = o;
    if (!connection_open(&e->parsed, &e->connect_args, o->arena, &o->db, &err)) {
        engine_raise(ev, &err);
        list->first = o->next;
        close_open(o);
        return false;
    }
    *db = o->db;
    *arena = o->arena;
    return true;
}

/* ---- Connection ---- */

EngineConnection *engine_connection_get(Value v)
{
    return value_payload(v, &engine_class_connection);
}

static EngineConnection *connection_new(Eval *ev, const Dialect *dialect, Value engine)
{
    Value v = eval_instance_new(ev, eval_class(ev, &engine_class_connection));
    EngineConnection *c = value_payload(v, &engine_class_connection);
    c->ev = ev;
    c->self = v;
    c->engine = engine;
    c->dialect = dialect;
    c->info = value_dict(ev);
    c->options = value_dict(ev);
    return c;
}

Value engine_connection_mock(Eval *ev, const Dialect *dialect, EngineDump dump, EngineEmit emit,
                             void *user)
{
    EngineConnection *c = connection_new(ev, dialect, value_none());
    c->dump = dump;
    c->emit = emit;
    c->dump_user = user;
    return c->self;
}

/* What the engine's execution options say. */
static bool take_options(EngineConnection *c, Value options)
{
    Value key, item;
    size_t at = 0;
    while (value_dict_next(options, &at, &key, &item))
        if (!value_dict_put(c->ev, c->options, key, item)) return false;
    return engine_translate_set(c, options) && engine_isolation_options(c, options);
}

bool engine_connect(Eval *ev, Engine *e, Value *out)
{
    EngineConnection *c = connection_new(ev, e->dialect, e->self);
    eval_root_push(ev, c->self);
    bool ok = true, was_kept = e->kept != NULL;
    if (e->kept) {
        c->db = e->kept;
        c->arena = e->kept_arena;
        e->kept = NULL;
    } else {
        ok = open_database(ev, e, &c->db, &c->arena);
    }
    /* "mysql" may turn out to be MariaDB. */
    if (ok) c->dialect = c->db->dialect;
    ok = ok && engine_isolation_open(c, e->isolation);
    if (ok) c->db->schemas = (SchemaMap){0};
    ok = ok && take_options(c, e->options);
    if (ok && !was_kept) ok = engine_tell_opened(ev, e, c);
    ok = ok && engine_tell_connected(ev, e, c);
    if (!ok) engine_connection_close(c);
    eval_root_pop(ev, 1);
    *out = c->self;
    return ok;
}

static void drop_results(EngineConnection *c)
{
    while (c->open) {
        EngineResult *r = c->open;
        c->open = r->next;
        r->next = NULL;
        if (r->rows && c->db) c->db->vtable->result_close(r->rows);
        r->rows = NULL;
        r->closed = true;
    }
}

bool engine_buffer_results(EngineConnection *c, Err *err)
{
    while (c->open) {
        SourcePos sent_at = c->open->sent_at;
        if (engine_result_spool(c->open, err)) continue;
        /* The line that sent it is to blame, not the one that comes upon the failure. */
        err->pos = sent_at;
        if (c->sent) c->sent(c->sent_user, err->statement, ENGINE_SENT_FAILED_LATER);
        return false;
    }
    return true;
}

void engine_connection_close(EngineConnection *c)
{
    if (c->closed) return;
    c->closed = true;
    drop_results(c);
    Connection *db = c->db;
    c->db = NULL;
    c->began = c->db_began = false;
    if (!db) return;
    Engine *e = engine_get(c->engine);
    if (e && e->keeps && !e->kept) {
        Err err = engine_err(c->ev);
        c->db = db;
        bool ready = (!db->vtable->in_transaction(db) || db->vtable->rollback(db, &err)) &&
                     engine_isolation_reset(c, &err);
        c->db = NULL;
        if (ready) {
            e->kept = db;
            e->kept_arena = c->arena;
            return;
        }
    }
    forget_open(c->ev, db);
}

/* ---- transactions ---- */

static bool is_word(Str sql, const char *word)
{
    size_t n = strlen(word);
    sql = str_trim(sql);
    return sql.len > n && str_eq_nocase(str_slice(sql, 0, n), str_z(word));
}

/* Statements that mean something else inside a transaction, or nothing: SQLite ignores PRAGMA
 * foreign_keys there. They go ahead of a transaction that has not really begun. */
static bool wants_no_transaction(const EngineConnection *c, Str sql)
{
    return !strcmp(c->dialect->name, "sqlite") &&
           (is_word(sql, "PRAGMA") || is_word(sql, "ATTACH") || is_word(sql, "DETACH") ||
            is_word(sql, "VACUUM"));
}

bool engine_autobegin(EngineConnection *c, Str sql, Err *err)
{
    if (!c->db) {
        return err_raise(err, ERR_SCRIPT, "sqlalchemy.exc.ResourceClosedError",
                         "This Connection is closed");
    }
    c->began = true;
    if (c->autocommit || c->db->vtable->in_transaction(c->db) || wants_no_transaction(c, sql) ||
        (c->db_began && c->db->begins_once))
        return true;
    c->db_began = true;
    return c->db->vtable->begin(c->db, err);
}

static bool refuse_begin(Err *err)
{
    return err_raise(
        err, ERR_SCRIPT, "sqlalchemy.exc.InvalidRequestError", "%s",
        "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
        "autobegin; can't call begin() here unless rollback() or commit() is called first.");
}

bool engine_connection_begin(EngineConnection *c, Err *err)
{
    if (c->began) return refuse_begin(err);
    c->began = true;
    return true;
}

bool engine_connection_commit(EngineConnection *c, Err *err)
{
    c->began = c->db_began = false;
    if (!c->db) return true;
    if (!engine_buffer_results(c, err)) return false;
    if (!c->db->vtable->in_transaction(c->db)) return true;
    if (!c->db->vtable->commit(c->db, err)) return false;
    if (c->sent) c->sent(c->sent_user, STR_NULL, ENGINE_SENT_COMMITTED);
    return true;
}

bool engine_connection_rollback(EngineConnection *c, Err *err)
{
    c->began = c->db_began = false;
    c->nested = 0;
    if (!c->db) return true;
    drop_results(c);
    if (!c->db->vtable->in_transaction(c->db)) return true;
    if (!c->db->vtable->rollback(c->db, err)) return false;
    if (c->sent) c->sent(c->sent_user, STR_NULL, ENGINE_SENT_ROLLED_BACK);
    return true;
}

bool engine_connection_send(EngineConnection *c, Str sql, const SqlValue *params, size_t n,
                            Result **result, Err *err)
{
    if (!engine_buffer_results(c, err)) return false;
    bool ok =
        engine_autobegin(c, sql, err) && connection_execute(c->db, sql, params, n, result, err);
    Arena scratch = {0};
    Str shown = c->sent ? connection_shown_sql(sql, &scratch) : sql;
    if (c->sent) c->sent(c->sent_user, shown, ok ? ENGINE_SENT_RAN : ENGINE_SENT_FAILED);
    arena_release(&scratch);
    return ok;
}

bool engine_options_set(EngineConnection *c, Value options)
{
    Value key, item;
    size_t at = 0;
    if (!engine_translate_set(c, options)) return false;
    while (value_dict_next(options, &at, &key, &item))
        value_dict_put_str(c->ev, c->options, value_as_str(key), item);
    return engine_isolation_options(c, options);
}
