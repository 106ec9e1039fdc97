/* exec_driver_sql(): text with the placeholders of the Python driver, as Retort's drivers take it.
 *
 * psycopg2 and PyMySQL have %s and %(name)s, with %% for a percent sign; sqlite3 has ? and :name.
 * PostgreSQL gets $1, $2, …, the others ? in their place. Anything else that follows a % stays as
 * it is. */
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/schema.h"

#include <ctype.h>
#include <string.h>

typedef struct DriverText {
    Eval *ev;
    Arena *arena;
    Value params; /* dict, sequence or None */
    StrBuf sql;
    SqlValues values;
    EngineConnection *c;
    size_t taken; /* of a sequence */
    bool dollar;  /* PostgreSQL's way */
} DriverText;

static void push_placeholder(DriverText *d, SqlValue one)
{
    if (engine_is_row(d->c, &one)) {
        for (size_t i = 0; i < one.as.list.len; i++) {
            strbuf_push_z(&d->sql, i ? ", " : "(");
            push_placeholder(d, one.as.list.items[i]);
        }
        strbuf_push_z(&d->sql, one.as.list.len ? ")" : "()");
        return;
    }
    VEC_PUSH(d->arena, &d->values, one);
    if (d->c->dialect->doubles_percent) strbuf_push_char(&d->sql, CONNECTION_BIND_MARK);
    if (d->dollar)
        strbuf_fmt(&d->sql, "$%zu", d->values.len);
    else
        strbuf_push_char(&d->sql, '?');
}

static bool push_value(DriverText *d, Value v)
{
    SqlValue one;
    if (value_is_unknown(v)) return eval_need_known(d->ev, v, "a parameter of exec_driver_sql()");
    if (!module_sql_value_from_value(d->ev, v, d->arena, &one)) return false;
    d->taken++;
    push_placeholder(d, one);
    return true;
}

static bool push_named(DriverText *d, Str name)
{
    Value v = value_is_dict(d->params) ? value_dict_find_str(d->params, name) : value_unset();
    if (value_is_unset(v))
        return eval_raise_native(d->ev, &exc_StatementError,
                                 "A value is required for bind parameter '%.*s'", STR_ARG(name));
    return push_value(d, v);
}

static bool push_next(DriverText *d)
{
    bool sequence = value_is_list(d->params) || value_is_tuple(d->params);
    if (!sequence || d->taken >= value_seq_len(d->params))
        return eval_raise_native(d->ev, &exc_StatementError,
                                 "there are more placeholders than parameters");
    return push_value(d, value_seq_items(d->params)[d->taken]);
}

/* Past a quoted text or name that begins at `at`. */
static size_t quoted_end(Str sql, size_t at)
{
    char quote = sql.ptr[at++];
    while (at < sql.len && sql.ptr[at] != quote) at++;
    return at < sql.len ? at + 1 : at;
}

static size_t name_end(Str sql, size_t at)
{
    while (at < sql.len && (isalnum((unsigned char)sql.ptr[at]) || sql.ptr[at] == '_')) at++;
    return at;
}

/* psycopg2 looks into quotes too. */
static bool read_percent(DriverText *d, Str sql)
{
    for (size_t i = 0; i < sql.len;) {
        Str rest = str_slice(sql, i, sql.len);
        if (str_starts(rest, STR("%%"))) {
            strbuf_push_char(&d->sql, '%');
            i += 2;
        } else if (str_starts(rest, STR("%s"))) {
            if (!push_next(d)) return false;
            i += 2;
        } else if (str_starts(rest, STR("%(")) && str_find(rest, STR(")s")) != STR_NPOS) {
            size_t end = str_find(rest, STR(")s"));
            if (!push_named(d, str_slice(rest, 2, end))) return false;
            i += end + 2;
        } else {
            strbuf_push_char(&d->sql, sql.ptr[i++]);
        }
    }
    return true;
}

static bool read_question(DriverText *d, Str sql)
{
    for (size_t i = 0; i < sql.len;) {
        char ch = sql.ptr[i];
        size_t end = i + 1;
        if (ch == '\'' || ch == '"' || ch == '`') {
            end = quoted_end(sql, i);
            strbuf_push(&d->sql, str_slice(sql, i, end));
        } else if (ch == '?') {
            if (!push_next(d)) return false;
        } else if (ch == ':' && name_end(sql, i + 1) > i + 1) {
            end = name_end(sql, i + 1);
            if (!push_named(d, str_slice(sql, i + 1, end))) return false;
        } else {
            strbuf_push_char(&d->sql, ch);
        }
        i = end;
    }
    return true;
}

bool engine_driver_sql(EngineConnection *c, Str sql, Value params, Arena *out, Str *text,
                       SqlValues *values)
{
    DriverText d = {.ev = c->ev,
                    .c = c,
                    .arena = out,
                    .params = params,
                    .dollar = strcmp(c->dialect->name, "postgresql") == 0};
    bool none = value_is_none(params) || value_is_unset(params);
    bool ok = true;
    *text = sql;
    /* asyncpg's own placeholders come as $1; a script without parameters is sent as it is. */
    if (c->dialect->doubles_percent)
        ok = read_percent(&d, sql);
    else if (!none)
        ok = read_question(&d, sql);
    else
        strbuf_push(&d.sql, sql);
    bool sequence = value_is_list(params) || value_is_tuple(params);
    for (size_t i = d.taken; ok && sequence && i < value_seq_len(params); i++) {
        size_t written = d.sql.len;
        ok = push_value(&d, value_seq_items(params)[i]);
        strbuf_truncate(&d.sql, written);
    }
    *text = strbuf_finish(&d.sql, out);
    *values = d.values;
    return ok;
}
