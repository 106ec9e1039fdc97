#include "modules/sqlalchemy/engine/connection.h"

#include <string.h>

#include "base/strbuf.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "os/interrupt.h"

/* The last failure that became an exception, so that its SQLSTATE, statement and hint are not lost
 * when no script catches it. */
typedef struct Remembered {
    Err err;
    Str text; /* str() of the exception */
} Remembered;

static const char state_key;

Err engine_err(Eval *ev) { return err_init(eval_arena(ev)); }

void engine_error_remember(Eval *ev, const Err *e, Value exception)
{
    Remembered *r = eval_state_find(ev, &state_key);
    if (!r) {
        r = ARENA_NEW(eval_arena(ev), Remembered);
        eval_state_put(ev, &state_key, r, NULL, NULL);
    }
    Value text;
    r->err = *e;
    r->text = STR_NULL;
    if (eval_to_str(ev, exception, &text))
        r->text = arena_str(eval_arena(ev), value_as_str(text));
    else
        eval_catch(ev);
}

static Str keep(Arena *a, Str s) { return str_is_null(s) ? s : arena_str(a, s); }

void engine_error_restore(Eval *ev, Err *err)
{
    Remembered *r = eval_state_find(ev, &state_key);
    if (!r || err->code != ERR_SCRIPT || str_is_null(r->text) || !str_eq(err->message, r->text))
        return;
    err->code = r->err.code;
    err->message = keep(err->arena, r->err.message);
    if (str_is_null(err->hint)) err->hint = keep(err->arena, r->err.hint);
    if (str_is_null(err->kind)) err->kind = keep(err->arena, r->err.kind);
    memcpy(err->sqlstate, r->err.sqlstate, sizeof err->sqlstate);
    err->driver_code = r->err.driver_code;
    err->statement = keep(err->arena, r->err.statement);
    if (r->err.pos.file) err->pos = r->err.pos;
}

/* PEP 249 class of an SQLSTATE, as psycopg2 maps its first two characters. */
static const NativeClass *class_of_state(const char *state)
{
    static const struct {
        const char *prefix;
        const NativeClass *cls;
    } rules[] = {
        {"0A", &exc_NotSupportedError}, {"08", &exc_OperationalError},
        {"20", &exc_ProgrammingError},  {"21", &exc_ProgrammingError},
        {"22", &exc_DataError},         {"23", &exc_IntegrityError},
        {"28", &exc_OperationalError},  {"34", &exc_OperationalError},
        {"3D", &exc_ProgrammingError},  {"3F", &exc_ProgrammingError},
        {"40", &exc_OperationalError},  {"42", &exc_ProgrammingError},
        {"44", &exc_ProgrammingError},  {"53", &exc_OperationalError},
        {"54", &exc_OperationalError},  {"55", &exc_OperationalError},
        {"57", &exc_OperationalError},  {"58", &exc_OperationalError},
        {"HV", &exc_OperationalError},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (!strncmp(state, rules[i].prefix, 2)) return rules[i].cls;
    return &exc_InternalError;
}

const char *engine_error_class_of_state(const char *state) { return class_of_state(state)->name; }

/* SQLITE_CONSTRAINT and SQLITE_MISMATCH, whose extended codes share the low byte. */
enum { SQLITE_CODE_MASK = 0xff, SQLITE_CODE_CONSTRAINT = 19, SQLITE_CODE_MISMATCH = 20 };

static const NativeClass *named_class(Str kind)
{
    size_t dot = str_rfind_char(kind, '.');
    if (dot != STR_NPOS) kind = str_slice(kind, dot + 1, kind.len);
    for (const NativeMember *m = exc_module.members; m && m->kind != MEMBER_END; m++)
        if (m->kind == MEMBER_CLASS && str_eq_z(kind, m->name)) return m->as.cls;
    return NULL;
}

static bool is_qualified(Str kind) { return !str_is_null(kind) && str_contains(kind, STR(".")); }

static const NativeClass *class_of_failure(const Err *e)
{
    /* A driver that knows its own class says so: "pymysql.err.IntegrityError". */
    const NativeClass *own = is_qualified(e->kind) ? named_class(e->kind) : NULL;
    if (own) return own;
    if (e->sqlstate[0]) return class_of_state(e->sqlstate);
    int code = e->driver_code & SQLITE_CODE_MASK;
    if (e->code == ERR_DATABASE && (code == SQLITE_CODE_CONSTRAINT || code == SQLITE_CODE_MISMATCH))
        return &exc_IntegrityError;
    return &exc_OperationalError;
}

/* "psycopg2.errors.UndefinedTable", or that of its PEP 249 class for an SQLSTATE of no name. */
static Str class_by_state(Eval *ev, const char *state, const NativeClass *cls)
{
    Value module, lookup, own, name, key = value_str_z(ev, state);
    if (eval_import(ev, STR("psycopg2.errors"), &module) &&
        eval_getattr(ev, module, STR("lookup"), &lookup) &&
        eval_call(ev, lookup, &key, 1, value_unset(), &own) &&
        eval_getattr(ev, own, STR("__name__"), &name) && value_is_str(name))
        return arena_fmt(eval_arena(ev), "psycopg2.errors.%.*s", STR_ARG(value_as_str(name)));
    eval_catch(ev);
    return arena_fmt(eval_arena(ev), "psycopg2.%s", cls->name);
}

/* "psycopg2.errors.UndefinedTable" or "sqlite3.OperationalError": how the driver calls it. */
static Str driver_class(Eval *ev, const Err *e, const NativeClass *cls)
{
    if (is_qualified(e->kind)) return e->kind;
    if (!e->sqlstate[0])
        return arena_fmt(eval_arena(ev), "%s.%s",
                         e->code == ERR_CONNECT && !e->driver_code ? "psycopg2" : "sqlite3",
                         cls->name);
    return class_by_state(ev, e->sqlstate, cls);
}

/* An exception of the driver's class, "psycopg2.errors.UndefinedTable". */
static bool instance_of(Eval *ev, Str class_name, const Value *args, size_t n, Value *out)
{
    Value module, named, cls, names[2];
    size_t dot = str_rfind_char(class_name, '.');
    if (dot == STR_NPOS) return false;
    names[0] = value_str(ev, str_slice(class_name, 0, dot));
    names[1] = value_str(ev, str_slice(class_name, dot + 1, class_name.len));
    return eval_import(ev, STR("_dbapi_exceptions"), &module) &&
           eval_getattr(ev, module, STR("named"), &named) &&
           eval_call(ev, named, names, 2, value_unset(), &cls) &&
           eval_call(ev, cls, args, n, value_unset(), out);
}

static void set_text(Eval *ev, Value x, const char *name, Str text)
{
    if (!eval_setattr(ev, x, str_z(name), str_is_null(text) ? value_none() : value_str(ev, text)))
        eval_catch(ev);
}

static void set_psycopg2(Eval *ev, Value x, const Err *e)
{
    Value fields = value_dict(ev);
    for (const ErrField *f = e->fields; f && f->name; f++) {
        value_dict_put_str(ev, fields, str_z(f->name), value_str(ev, f->value));
        if (strcmp(f->name, "severity") == 0 && !str_is_null(e->detail))
            set_text(
                ev, x, "pgerror",
                arena_fmt(eval_arena(ev), "%.*s:  %.*s", STR_ARG(f->value), STR_ARG(e->detail)));
    }
    set_text(ev, x, "pgcode", e->sqlstate[0] ? str_z(e->sqlstate) : STR_NULL);
    if (!eval_setattr(ev, x, STR("_fields"), fields)) eval_catch(ev);
}

static void set_sqlite(Eval *ev, Value x, const Err *e)
{
    Value module, fn, name, code = value_int(e->driver_code);
    bool ok = e->driver_code && eval_setattr(ev, x, STR("sqlite_errorcode"), code) &&
              eval_import(ev, STR("sqlite3"), &module) &&
              eval_getattr(ev, module, STR("_error_name"), &fn) &&
              eval_call(ev, fn, &code, 1, value_unset(), &name) &&
              eval_setattr(ev, x, STR("sqlite_errorname"), name);
    if (!ok && e->driver_code) eval_catch(ev);
}

/* The driver's exception: scripts look at its class and pgcode, or, of MySQL's, at its args,
 * (1050, "Table 't' already exists"). */
static Value driver_exception(Eval *ev, const Err *e, Str driver)
{
    bool numbered = e->driver_code && !str_is_null(e->detail);
    Value x, args[2] = {value_int(e->driver_code), value_str(ev, e->detail)};
    Value text = value_str(ev, str_is_null(e->detail) ? e->message : e->detail);
    if (!instance_of(ev, driver, numbered ? args : &text, numbered ? 2 : 1, &x)) {
        eval_catch(ev);
        eval_raise(ev, "Exception", "%.*s", STR_ARG(e->message));
        x = eval_catch(ev);
    }
    eval_root_push(ev, x);
    if (str_starts(driver, STR("psycopg2"))) set_psycopg2(ev, x, e);
    if (str_starts(driver, STR("sqlite3"))) set_sqlite(ev, x, e);
    eval_root_pop(ev, 1);
    return x;
}

/* The code of SQLAlchemy's page on a class of failures. */
static const char *page_of(const NativeClass *cls)
{
    static const struct {
        const NativeClass *cls;
        const char *code;
    } pages[] = {
        {&exc_IntegrityError, "gkpj"}, {&exc_OperationalError, "e3q8"},
        {&exc_DataError, "9h9h"},      {&exc_ProgrammingError, "f405"},
        {&exc_InternalError, "2j85"},  {&exc_NotSupportedError, "tw8g"},
        {&exc_InterfaceError, "rvf5"}, {&exc_DatabaseError, "4xp6"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (pages[i].cls == cls) return pages[i].code;
    return "dbapi";
}

static Str shown_params(Eval *ev, Value params)
{
    Value text;
    bool some;
    if (value_is_unset(params) || !eval_truth(ev, params, &some) || !some) return STR_NULL;
    if (eval_repr(ev, params, &text)) return value_as_str(text);
    eval_catch(ev);
    return STR_NULL;
}

/* str() of SQLAlchemy's exception. */
static Str text_of(Eval *ev, const Err *e, Str driver, const char *page, Value params)
{
    StrBuf b = {0};
    Str said = e->driver_code || str_is_null(e->detail) ? e->message : e->detail;
    Str shown = shown_params(ev, params);
    strbuf_fmt(&b, "(%.*s) %.*s", STR_ARG(driver), STR_ARG(said));
    if (!str_is_null(e->statement)) strbuf_fmt(&b, "\n[SQL: %.*s]", STR_ARG(e->statement));
    if (!str_is_null(shown)) strbuf_fmt(&b, "\n[parameters: %.*s]", STR_ARG(shown));
    strbuf_fmt(&b, "\n(Background on this error at: https://sqlalche.me/e/20/%s)", page);
    return strbuf_finish(&b, eval_arena(ev));
}

static bool raise_database(Eval *ev, const Err *e, Value params)
{
    const NativeClass *cls = class_of_failure(e);
    Str driver = driver_class(ev, e, cls);
    const char *page = page_of(cls);
    Str text = text_of(ev, e, driver, page, params);
    eval_raise_native(ev, cls, "%.*s", STR_ARG(text));
    Value x = eval_catch(ev);
    eval_root_push(ev, x);
    Value orig = driver_exception(ev, e, driver);
    bool ok = eval_setattr(ev, x, STR("orig"), orig) &&
              eval_setattr(ev, x, STR("connection_invalidated"), value_bool(false)) &&
              eval_setattr(ev, x, STR("hide_parameters"), value_bool(false)) &&
              eval_setattr(ev, x, STR("ismulti"), value_bool(false)) &&
              eval_setattr(ev, x, STR("detail"), value_list(ev)) &&
              eval_setattr(ev, x, STR("params"), value_is_unset(params) ? value_none() : params);
    if (!ok) eval_catch(ev);
    set_text(ev, x, "statement", e->statement);
    set_text(ev, x, "code", str_z(page));
    eval_root_pop(ev, 1);
    engine_error_remember(ev, e, x);
    return eval_raise_value(ev, x);
}

bool engine_raise(Eval *ev, const Err *e) { return engine_raise_params(ev, e, value_unset()); }

bool engine_raise_params(Eval *ev, const Err *e, Value params)
{
    if (interrupt_signal()) return eval_fail(ev, e); /* no except of a script is meant for it */
    if (e->code == ERR_DATABASE || e->code == ERR_CONNECT) return raise_database(ev, e, params);
    if (e->code == ERR_IO || e->code == ERR_BUDGET || e->code == ERR_LOCKED ||
        e->code == ERR_INTERNAL)
        return eval_fail(ev, e);
    bool of_sqlalchemy = str_starts(e->kind, STR("sqlalchemy.exc.")) || !is_qualified(e->kind);
    const NativeClass *cls = !str_is_null(e->kind) && of_sqlalchemy ? named_class(e->kind) : NULL;
    if (!cls && e->code == ERR_COMPILE && str_is_null(e->kind)) cls = &exc_CompileError;
    if (!cls && e->code == ERR_CONFIG && (str_is_null(e->kind) || is_qualified(e->kind)))
        cls = &exc_ArgumentError;
    if (cls) {
        eval_raise_native(ev, cls, "%.*s", STR_ARG(e->message));
    } else {
        char name[64];
        Str kind = str_is_null(e->kind) ? STR("NotImplementedError") : e->kind;
        if (kind.len >= sizeof name || str_contains(kind, STR("."))) kind = STR("RuntimeError");
        memcpy(name, kind.ptr, kind.len);
        name[kind.len] = 0;
        eval_raise(ev, name, "%.*s", STR_ARG(e->message));
    }
    Value x = eval_catch(ev);
    engine_error_remember(ev, e, x);
    return eval_raise_value(ev, x);
}
