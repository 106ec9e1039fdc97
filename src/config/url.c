#include "config/url.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "config/repr.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* urllib's unquote; plus: also "+" to a space, as in query strings. */
static Str decode(Str s, bool plus, Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++) {
        int hi = i + 2 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
        int lo = i + 2 < s.len ? hex_digit(s.ptr[i + 2]) : -1;
        if (s.ptr[i] == '%' && hi >= 0 && lo >= 0) {
            strbuf_push_char(&b, (char)(hi * 16 + lo));
            i += 2;
        } else {
            strbuf_push_char(&b, plus && s.ptr[i] == '+' ? ' ' : s.ptr[i]);
        }
    }
    return strbuf_finish(&b, out);
}

/* urllib's quote with the given characters kept; space_plus: a space becomes "+". */
static void push_quoted(StrBuf *b, Str s, const char *safe, bool space_plus)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 128 && isalnum(c)) || strchr("_.-~", c) || (c && strchr(safe, c)))
            strbuf_push_char(b, (char)c);
        else if (space_plus && c == ' ')
            strbuf_push_char(b, '+');
        else
            strbuf_fmt(b, "%%%02X", c);
    }
}

/* Bytes from the start of s that are in none of `stop`. */
static size_t run(Str s, const char *stop)
{
    size_t n = 0;
    while (n < s.len && !(s.ptr[n] && strchr(stop, s.ptr[n]))) n++;
    return n;
}

/* "user[:password]@", which is there only when the "@" is: SQLAlchemy's pattern tries it and goes
 * on without. A user name reaches to the last "@" before ":" or "/", a password to the first. */
static Str take_credentials(Str rest, Arena *a, DatabaseUrl *out)
{
    size_t n = run(rest, ":/");
    if (n < rest.len && rest.ptr[n] == ':') {
        Str after = str_slice(rest, n + 1, rest.len);
        size_t m = run(after, "@");
        if (m < after.len) {
            out->user = decode(str_slice(rest, 0, n), false, a);
            out->password = decode(str_slice(after, 0, m), false, a);
            return str_slice(after, m + 1, after.len);
        }
    }
    size_t at = str_rfind_char(str_slice(rest, 0, n), '@');
    if (at == STR_NPOS) return rest;
    out->user = decode(str_slice(rest, 0, at), false, a);
    return str_slice(rest, at + 1, rest.len);
}

static Str take_host(Str rest, Arena *a, DatabaseUrl *out)
{
    if (rest.len && rest.ptr[0] == '[') {
        size_t n = run(rest, "/?");
        size_t close = str_rfind_char(str_slice(rest, 0, n), ']');
        if (close != STR_NPOS && close > 1) {
            out->host = arena_str(a, str_slice(rest, 1, close));
            return str_slice(rest, close + 1, rest.len);
        }
    }
    size_t n = run(rest, "/:?");
    if (n) out->host = arena_str(a, str_slice(rest, 0, n));
    return str_slice(rest, n, rest.len);
}

/* int(), of what a port or a count may be. */
static bool as_int(Str text, int *out, Err *err)
{
    char *end, *z = arena_cstr(err->arena, str_trim(text));
    long v = strtol(z, &end, 10);
    *out = (int)v;
    if (end != z && !*end && v >= 0 && v <= INT_MAX) return true;
    return err_raise(err, ERR_CONFIG, "ValueError", "invalid literal for int() with base 10: %s",
                     repr_render(text, err->arena).ptr);
}

static bool take_port(Str *rest, DatabaseUrl *out, Err *err)
{
    if (!rest->len || rest->ptr[0] != ':') return true;
    size_t n = run(*rest, "/?");
    Str text = str_slice(*rest, 1, n);
    *rest = str_slice(*rest, n, rest->len);
    if (text.len == 0)
        return err_raise(err, ERR_CONFIG, "TypeError", "Port argument must be an integer or None");
    return as_int(text, &out->port, err);
}

/* urllib's parse_qsl: pairs without "=" or with an empty value are dropped. */
static void take_query(Str rest, Arena *a, DatabaseUrl *out)
{
    size_t end = run(rest, "\n");
    rest = str_slice(rest, 0, end);
    while (!str_is_null(rest)) {
        Str pair = str_cut(&rest, '&');
        size_t eq = str_find_char(pair, '=');
        if (eq == STR_NPOS || eq + 1 == pair.len) continue;
        UrlQuery q = {decode(str_slice(pair, 0, eq), true, a),
                      decode(str_slice(pair, eq + 1, pair.len), true, a)};
        VEC_PUSH(a, &out->query, q);
    }
}

bool url_parse(Str text, Arena *arena, DatabaseUrl *out, Err *err)
{
    *out = (DatabaseUrl){0};
    size_t n = 0;
    while (n < text.len && (isalnum((unsigned char)text.ptr[n]) || text.ptr[n] == '_' ||
                            text.ptr[n] == '+' || (unsigned char)text.ptr[n] >= 128))
        n++;
    if (n == 0 || !str_starts(str_slice(text, n, text.len), STR("://"))) {
        err_raise(err, ERR_CONFIG, "sqlalchemy.exc.ArgumentError",
                  "Could not parse SQLAlchemy URL from given URL string");
        return err_hint(err, "A URL looks like dialect+driver://user:password@host:port/database.");
    }
    Str name = arena_str(arena, str_slice(text, 0, n));
    out->dialect = str_cut(&name, '+');
    out->driver = name;
    Str rest = take_credentials(str_slice(text, n + 3, text.len), arena, out);
    rest = take_host(rest, arena, out);
    if (!take_port(&rest, out, err)) return false;
    if (rest.len && rest.ptr[0] == '/') {
        size_t end = run(rest, "?");
        out->database = arena_str(arena, str_slice(rest, 1, end));
        rest = str_slice(rest, end, rest.len);
    }
    if (rest.len && rest.ptr[0] == '?') take_query(str_slice(rest, 1, rest.len), arena, out);
    return true;
}

/* Sorts by key and keeps the order of a key's values: insertion sort, for a handful of pairs. */
static void sort_query(UrlQuery *q, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        UrlQuery x = q[i];
        size_t j = i;
        for (; j > 0 && str_cmp(q[j - 1].key, x.key) > 0; j--) q[j] = q[j - 1];
        q[j] = x;
    }
}

static void push_query(StrBuf *b, const DatabaseUrl *u)
{
    Arena scratch = {0};
    UrlQuery *q = ARENA_ARRAY(&scratch, UrlQuery, u->query.len + 1);
    for (size_t i = 0; i < u->query.len; i++) q[i] = u->query.items[i];
    sort_query(q, u->query.len);
    for (size_t i = 0; i < u->query.len; i++) {
        strbuf_push_char(b, i ? '&' : '?');
        push_quoted(b, q[i].key, "", true);
        strbuf_push_char(b, '=');
        push_quoted(b, q[i].value, "", true);
    }
    arena_release(&scratch);
}

Str url_render(const DatabaseUrl *u, bool hide_password, Arena *out)
{
    StrBuf b = {0};
    strbuf_push(&b, u->dialect);
    if (!str_is_null(u->driver)) strbuf_fmt(&b, "+%.*s", STR_ARG(u->driver));
    strbuf_push_z(&b, "://");
    if (!str_is_null(u->user)) {
        push_quoted(&b, u->user, " +", false);
        if (!str_is_null(u->password)) {
            strbuf_push_char(&b, ':');
            if (hide_password)
                strbuf_push_z(&b, "***");
            else
                push_quoted(&b, u->password, " +", false);
        }
        strbuf_push_char(&b, '@');
    }
    if (!str_is_null(u->host)) {
        bool v6 = str_find_char(u->host, ':') != STR_NPOS;
        strbuf_fmt(&b, v6 ? "[%.*s]" : "%.*s", STR_ARG(u->host));
    }
    if (u->port) strbuf_fmt(&b, ":%d", u->port);
    if (!str_is_null(u->database)) strbuf_fmt(&b, "/%.*s", STR_ARG(u->database));
    push_query(&b, u);
    return strbuf_finish(&b, out);
}

Str url_query_find(const DatabaseUrl *u, const char *key)
{
    for (size_t i = 0; i < u->query.len; i++)
        if (str_eq_z(u->query.items[i].key, key)) return u->query.items[i].value;
    return STR_NULL;
}

/* ---- typed values ---- */

bool url_as_bool(Str text, bool *out, Err *err)
{
    static const char *const yes[] = {"true", "yes", "on", "y", "t", "1"};
    static const char *const no[] = {"false", "no", "off", "n", "f", "0"};
    Str word = str_trim(text);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        *out = str_eq_nocase(word, str_z(yes[i]));
        if (*out || str_eq_nocase(word, str_z(no[i]))) return true;
    }
    return err_raise(err, ERR_CONFIG, "ValueError", "String is not true/false: %s",
                     repr_render(text, err->arena).ptr);
}

bool url_query_bool(const DatabaseUrl *u, const char *key, bool *out, Err *err)
{
    Str text = url_query_find(u, key);
    return str_is_null(text) || url_as_bool(text, out, err);
}

bool url_query_int(const DatabaseUrl *u, const char *key, int *out, Err *err)
{
    Str text = url_query_find(u, key);
    return str_is_null(text) || as_int(text, out, err);
}

bool url_query_float(const DatabaseUrl *u, const char *key, double *out, Err *err)
{
    Str text = url_query_find(u, key);
    if (str_is_null(text)) return true;
    char *end, *z = arena_cstr(err->arena, str_trim(text));
    *out = strtod(z, &end);
    if (end != z && !*end) return true;
    return err_raise(err, ERR_CONFIG, "ValueError", "could not convert string to float: %s",
                     repr_render(text, err->arena).ptr);
}
