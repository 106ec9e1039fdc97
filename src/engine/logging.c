#include "engine/logging.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "config/ini.h"
#include "config/repr.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/path.h"

typedef struct Handler {
    Str key;
    int stream;
    int level;
    Str format, datefmt; /* null = Python's default */
} Handler;

typedef struct Logger {
    Str name;  /* qualname; "" = root */
    int level; /* 0 = NOTSET */
    bool propagate;
    VEC(const Handler *) handlers;
} Logger;

struct Logging {
    VEC(Handler) handlers;
    VEC(Logger) loggers; /* root first */
    StrVec unwritten;
    bool disables;
    StrVec disabled;
};

typedef struct Reader {
    Ini *ini;
    Str path;
    Arena *a;
    Logging *out;
    Err *err;
} Reader;

/* ---- reading ---- */

static bool refuse(Reader *r, Str section, const char *kind, const char *fmt, Str what)
{
    err_raise(r->err, ERR_CONFIG, kind, fmt, repr_render(what, r->a).ptr);
    return err_hint(r->err,
                    ini_has_section(r->ini, section)
                        ? "fileConfig() reads it in section [%.*s] of %.*s."
                        : "fileConfig() needs a section [%.*s], which is missing in %.*s.",
                    STR_ARG(section), STR_ARG(r->path));
}

static bool get(Reader *r, Str section, const char *key, Str *out)
{
    if (!ini_has_section(r->ini, section)) return refuse(r, section, "KeyError", "%s", section);
    return ini_find(r->ini, section, str_z(key), r->a, out, r->err);
}

static bool get_required(Reader *r, Str section, const char *key, Str *out)
{
    if (!get(r, section, key, out)) return false;
    return !str_is_null(*out) || refuse(r, section, "KeyError", "%s", str_z(key));
}

/* "root, alembic" as its parts. */
static void split_names(Str s, Arena *a, StrVec *out)
{
    while (!str_is_null(s)) {
        Str name = str_trim(str_cut(&s, ','));
        if (name.len) VEC_PUSH(a, out, name);
    }
}

static bool parse_level(Reader *r, Str section, Str text, int *out)
{
    static const struct {
        const char *name;
        int level;
    } known[] = {{"CRITICAL", 50}, {"FATAL", 50}, {"ERROR", 40}, {"WARNING", 30},
                 {"WARN", 30},     {"INFO", 20},  {"DEBUG", 10}, {"NOTSET", 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_z(text, known[i].name)) return *out = known[i].level, true;
    return refuse(r, section, "ValueError", "Unknown level: %s", text);
}

/* Formats of the styles "{" and "$" in the words of "%". */
static bool convert_style(Reader *r, Str section, char style, Str *format)
{
    StrBuf b = {0};
    Str f = *format;
    bool ok = true;
    while (ok && f.len) {
        bool braced = style == '{' ? f.ptr[0] == '{' : str_starts(f, STR("${"));
        size_t start = style == '{' ? 1 : braced ? 2 : 1, end = start, next;
        while (end < f.len && (isalnum((unsigned char)f.ptr[end]) || f.ptr[end] == '_')) end++;
        next = end + braced;
        bool twice =
            f.len > 1 && f.ptr[0] == f.ptr[1] && strchr(style == '{' ? "{}" : "$", f.ptr[0]);
        if (twice) {
            strbuf_push_char(&b, f.ptr[0]);
            next = 2;
        } else if (f.ptr[0] == style) {
            ok = end > start && (!braced || (end < f.len && f.ptr[end] == '}'));
            strbuf_fmt(&b, "%%(%.*s)s", STR_ARG(str_slice(f, start, end)));
        } else {
            strbuf_fmt(&b, f.ptr[0] == '%' ? "%%%%" : "%c", f.ptr[0]);
            next = 1;
        }
        f = str_slice(f, next, f.len);
    }
    Str whole = *format;
    *format = strbuf_finish(&b, r->a);
    return ok || refuse(r, section, "ValueError", "this format cannot be read: %s", whole);
}

static bool read_style(Reader *r, Str section, Handler *h)
{
    Str style = ini_find_raw(r->ini, section, STR("style"));
    if (str_is_null(style) || str_eq_z(style, "%")) return true;
    if (!str_eq_z(style, "{") && !str_eq_z(style, "$"))
        return refuse(r, section, "ValueError", "Style must be one of: %%,{,$, not %s", style);
    if (str_is_empty(h->format)) return true;
    return convert_style(r, section, style.ptr[0], &h->format);
}

static bool read_formatter(Reader *r, Str key, Handler *h)
{
    /* Formats hold % of their own: they are taken as written. */
    Str section = arena_fmt(r->a, "formatter_%.*s", STR_ARG(key));
    if (!ini_has_section(r->ini, section)) return refuse(r, section, "KeyError", "%s", section);
    h->format = ini_find_raw(r->ini, section, STR("format"));
    h->datefmt = ini_find_raw(r->ini, section, STR("datefmt"));
    return read_style(r, section, h);
}

static bool read_handler(Reader *r, Str key)
{
    Handler h = {.key = key, .stream = 2};
    Str section = arena_fmt(r->a, "handler_%.*s", STR_ARG(key)), cls, args, level, formatter;
    if (!get_required(r, section, "class", &cls) || !get(r, section, "args", &args) ||
        !get(r, section, "level", &level) || !get(r, section, "formatter", &formatter))
        return false;
    if (str_eq_z(cls, "NullHandler") || str_eq_z(cls, "logging.NullHandler")) {
        h.stream = 0;
    } else if (!str_eq_z(cls, "StreamHandler") && !str_eq_z(cls, "logging.StreamHandler")) {
        h.stream = 0;
        VEC_PUSH(r->a, &r->out->unwritten,
                 arena_fmt(r->a, "[%.*s] of class %.*s", STR_ARG(section), STR_ARG(cls)));
    }
    if (!str_is_null(args) && str_contains(args, STR("stdout"))) h.stream = 1;
    if (!str_is_empty(level) && !parse_level(r, section, level, &h.level)) return false;
    if (!str_is_empty(formatter) && !read_formatter(r, formatter, &h)) return false;
    VEC_PUSH(r->a, &r->out->handlers, h);
    return true;
}

static bool read_logger(Reader *r, Str key)
{
    Logger l = {.propagate = true};
    Str section = arena_fmt(r->a, "logger_%.*s", STR_ARG(key)), level, handlers, propagate, name;
    bool root = str_eq_z(key, "root");
    if (!get(r, section, "level", &level) || !get(r, section, "handlers", &handlers) ||
        !get(r, section, "propagate", &propagate) ||
        (!root && !get_required(r, section, "qualname", &name)))
        return false;
    l.name = root ? STR("") : name;
    if (!str_is_empty(level) && !parse_level(r, section, level, &l.level)) return false;
    if (!str_is_null(propagate)) l.propagate = !str_eq_z(str_trim(propagate), "0");
    StrVec names = {0};
    split_names(handlers, r->a, &names);
    for (size_t i = 0; i < names.len; i++) {
        const Handler *found = NULL;
        for (size_t k = 0; k < r->out->handlers.len; k++)
            if (str_eq(r->out->handlers.items[k].key, names.items[i]))
                found = &r->out->handlers.items[k];
        if (!found) return refuse(r, section, "KeyError", "%s", names.items[i]);
        VEC_PUSH(r->a, &l.handlers, found);
    }
    if (root)
        VEC_INSERT(r->a, &r->out->loggers, 0, l);
    else
        VEC_PUSH(r->a, &r->out->loggers, l);
    return true;
}

static bool read_keys(Reader *r, const char *section, StrVec *out)
{
    Str keys;
    if (!get_required(r, str_z(section), "keys", &keys)) return false;
    split_names(keys, r->a, out);
    return true;
}

static bool read_all(Arena *arena, Str path, Str text, Logging **out, Err *err)
{
    IniPair here = {STR("here"), path_parent(path)};
    Reader r = {.ini = ini_new(arena, &here, 1),
                .path = path,
                .a = arena,
                .out = ARENA_NEW(arena, Logging),
                .err = err};
    StrVec formatters = {0}, handlers = {0}, loggers = {0};
    if (!ini_parse(r.ini, path, text, err) || !read_keys(&r, "formatters", &formatters) ||
        !read_keys(&r, "handlers", &handlers))
        return false;
    for (size_t i = 0; i < handlers.len; i++)
        if (!read_handler(&r, handlers.items[i])) return false;
    if (!read_keys(&r, "loggers", &loggers)) return false;
    for (size_t i = 0; i < loggers.len; i++)
        if (!read_logger(&r, loggers.items[i])) return false;
    if (!r.out->loggers.len || r.out->loggers.items[0].name.len)
        return refuse(&r, STR("loggers"), "ValueError", "%s", STR("root"));
    *out = r.out;
    return true;
}

bool logging_configure(Arena *arena, Str path, const StrVec *existing, Logging **out, Err *err)
{
    Str text;
    Logging *read;
    if (!file_read(path, arena, &text, err) || !read_all(arena, path, text, &read, err))
        return false;
    read->disables = existing != NULL;
    for (size_t i = 0; existing && i < existing->len; i++)
        VEC_PUSH(arena, &read->disabled, arena_str(arena, existing->items[i]));
    *out = read;
    return true;
}

bool logging_configure_text(Arena *arena, Str text, Logging **out, Err *err)
{
    return read_all(arena, STR("<logging>"), arena_str(arena, text), out, err);
}

/* ---- deciding ---- */

/* `name` is the logger `l` or below it. */
static bool covers(const Logger *l, Str name)
{
    if (!l->name.len) return true;
    return str_starts(name, l->name) && (name.len == l->name.len || name.ptr[l->name.len] == '.');
}

/* The nearest configured logger above `name` but with a shorter name than `below`. */
static const Logger *nearest(const Logging *l, Str name, size_t below)
{
    const Logger *found = NULL;
    for (size_t i = 0; i < l->loggers.len; i++) {
        const Logger *x = &l->loggers.items[i];
        if (covers(x, name) && x->name.len < below && (!found || x->name.len > found->name.len))
            found = x;
    }
    return found;
}

/* fileConfig disables loggers that exist already and are not mentioned. Alembic's and SQLAlchemy's
 * have been imported before env.py runs. */
static bool is_disabled(const Logging *l, Str logger)
{
    if (!l->disables) return false;
    return vec_has_str(&l->disabled, logger) || str_starts(logger, STR("alembic")) ||
           str_starts(logger, STR("sqlalchemy"));
}

const StrVec *logging_unwritten(const Logging *l) { return &l->unwritten; }

bool logging_is_enabled(const Logging *l, LogLevel level, Str logger)
{
    if (!l) return false;
    const Logger *x = nearest(l, logger, (size_t)-1);
    if (!x->name.len && is_disabled(l, logger)) return false;
    while (x->level == 0 && x->name.len) x = nearest(l, logger, x->name.len);
    return (int)level >= x->level;
}

/* ---- showing ---- */

static const char *level_name(LogLevel level)
{
    switch (level) {
    case LOG_DEBUG: return "DEBUG";
    case LOG_INFO: return "INFO";
    case LOG_WARNING: return "WARNING";
    case LOG_ERROR: return "ERROR";
    case LOG_CRITICAL: return "CRITICAL";
    }
    return "NOTSET";
}

static void push_time(StrBuf *b, Str datefmt)
{
    ClockTime t = clock_now_local();
    if (str_is_empty(datefmt)) {
        strbuf_fmt(b, "%04d-%02d-%02d %02d:%02d:%02d,%03d", t.year, t.month, t.day, t.hour,
                   t.minute, t.second, t.microsecond / 1000);
        return;
    }
    struct tm tm = {.tm_year = t.year - 1900,
                    .tm_mon = t.month - 1,
                    .tm_mday = t.day,
                    .tm_hour = t.hour,
                    .tm_min = t.minute,
                    .tm_sec = t.second,
                    .tm_isdst = -1};
    mktime(&tm); /* fills in the day of the week and of the year */
    char text[256];
    Arena scratch = {0};
    size_t n = strftime(text, sizeof text, arena_cstr(&scratch, datefmt), &tm);
    strbuf_push(b, (Str){text, n});
    arena_release(&scratch);
}

/* The value of %(name)s; false when Python's records have no such attribute that Retort knows. */
static bool push_attribute(StrBuf *b, Str name, const Handler *h, LogLevel level, Str logger,
                           Str message)
{
    if (str_eq_z(name, "levelname"))
        strbuf_push_z(b, level_name(level));
    else if (str_eq_z(name, "name"))
        strbuf_push(b, logger);
    else if (str_eq_z(name, "message"))
        strbuf_push(b, message);
    else if (str_eq_z(name, "asctime"))
        push_time(b, h->datefmt);
    else if (str_eq_z(name, "levelno"))
        strbuf_fmt(b, "%d", (int)level);
    else if (str_eq_z(name, "process"))
        strbuf_fmt(b, "%d", (int)getpid());
    else if (str_eq_z(name, "processName"))
        strbuf_push_z(b, "MainProcess");
    else if (str_eq_z(name, "threadName"))
        strbuf_push_z(b, "MainThread");
    else if (str_eq_z(name, "msecs"))
        strbuf_fmt(b, "%d", clock_now_local().microsecond / 1000);
    else
        return false;
    return true;
}

/* "-5.5" of %(levelname)-5.5s applied to text. */
static void push_padded(StrBuf *out, Str text, Str flags)
{
    bool left = flags.len && flags.ptr[0] == '-';
    if (left) flags = str_slice(flags, 1, flags.len);
    Str width_text = str_cut(&flags, '.');
    Arena scratch = {0};
    size_t width = strtoul(arena_cstr(&scratch, width_text), NULL, 10);
    if (!str_is_null(flags))
        text = str_slice(text, 0, strtoul(arena_cstr(&scratch, flags), NULL, 10));
    /* No record needs more; a typing error must not fill the memory. */
    size_t pad = width > text.len && width < 1000 ? width - text.len : 0;
    if (!left) strbuf_pad(out, ' ', pad);
    strbuf_push(out, text);
    if (left) strbuf_pad(out, ' ', pad);
    arena_release(&scratch);
}

static void render(const Handler *h, LogLevel level, Str logger, Str message, StrBuf *out)
{
    Str f = str_is_empty(h->format) ? STR("%(message)s") : h->format;
    while (f.len) {
        size_t close = str_starts(f, STR("%(")) ? str_find_char(f, ')') : STR_NPOS, end = close + 1;
        if (str_starts(f, STR("%%"))) {
            strbuf_push_char(out, '%');
            f = str_slice(f, 2, f.len);
            continue;
        }
        while (close != STR_NPOS && end < f.len && strchr("-.0123456789", f.ptr[end])) end++;
        StrBuf value = {0};
        bool known = close != STR_NPOS && end < f.len &&
                     push_attribute(&value, str_slice(f, 2, close), h, level, logger, message);
        if (known)
            push_padded(out, strbuf_view(&value), str_slice(f, close + 1, end));
        else
            strbuf_push_char(out, f.ptr[0]);
        strbuf_deinit(&value);
        f = str_slice(f, known ? end + 1 : 1, f.len);
    }
}

void logging_write(const Logging *l, LogLevel level, Str logger, Str message,
                   void (*emit)(void *user, int stream, Str line), void *user)
{
    if (!logging_is_enabled(l, level, logger)) return;
    for (const Logger *x = nearest(l, logger, (size_t)-1); x;
         x = x->name.len ? nearest(l, logger, x->name.len) : NULL) {
        for (size_t i = 0; i < x->handlers.len; i++) {
            const Handler *h = x->handlers.items[i];
            if (h->stream == 0 || (int)level < h->level) continue;
            StrBuf b = {0};
            render(h, level, logger, message, &b);
            emit(user, h->stream, strbuf_view(&b));
            strbuf_deinit(&b);
        }
        if (!x->propagate) return;
    }
}
