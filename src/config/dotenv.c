#include "config/dotenv.h"

#include <ctype.h>
#include <string.h>

#include "base/map.h"
#include "base/strbuf.h"

typedef struct Reader {
    Str text;
    size_t at;
    size_t line;
    Arena *a;
} Reader;

static char peek(const Reader *r) { return r->at < r->text.len ? r->text.ptr[r->at] : '\0'; }
static bool at_end(const Reader *r) { return r->at >= r->text.len; }
static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\v'; }
static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

static void advance(Reader *r)
{
    char c = r->text.ptr[r->at++];
    if (c == '\n' || (c == '\r' && peek(r) != '\n')) r->line++;
}

static void skip_blanks(Reader *r)
{
    while (!at_end(r) && is_blank(peek(r))) r->at++;
}

static void skip_rest_of_line(Reader *r)
{
    while (!at_end(r) && !is_line_end(peek(r))) r->at++;
    if (peek(r) == '\r') advance(r);
    if (peek(r) == '\n') advance(r);
}

static bool read_key(Reader *r, Str *key)
{
    *key = STR_NULL;
    if (peek(r) == '#') return true;
    size_t from;
    if (peek(r) == '\'') {
        from = ++r->at;
        while (!at_end(r) && peek(r) != '\'') advance(r);
        if (at_end(r) || r->at == from) return false;
        *key = arena_str(r->a, str_slice(r->text, from, r->at++));
        return true;
    }
    from = r->at;
    while (!at_end(r) && peek(r) != '=' && peek(r) != '#' && !isspace((unsigned char)peek(r)))
        r->at++;
    *key = arena_str(r->a, str_slice(r->text, from, r->at));
    return key->len > 0;
}

/* Inside quotes only these escapes mean something; any other backslash stays. */
static bool unescape(char quote, char c, char *out)
{
    static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
    if (quote == '\'' && c != '\\' && c != '\'') return false;
    const char *found = c ? strchr(from, c) : NULL;
    if (found) *out = to[found - from];
    return found != NULL;
}

static bool read_quoted(Reader *r, Str *value)
{
    char quote = peek(r);
    StrBuf b = {0};
    for (r->at++; !at_end(r) && peek(r) != quote; advance(r)) {
        char c = peek(r), plain;
        if (c == '\\' && r->at + 1 < r->text.len) {
            r->at++;
            if (unescape(quote, peek(r), &plain)) {
                strbuf_push_char(&b, plain);
                continue;
            }
            strbuf_push_char(&b, '\\');
            c = peek(r);
        }
        strbuf_push_char(&b, c);
    }
    *value = strbuf_finish(&b, r->a);
    if (at_end(r)) return false;
    r->at++;
    return true;
}

static void read_unquoted(Reader *r, Str *value)
{
    size_t from = r->at;
    while (!at_end(r) && !is_line_end(peek(r))) r->at++;
    Str s = str_slice(r->text, from, r->at);
    for (size_t i = 1; i < s.len; i++)
        if (s.ptr[i] == '#' && is_blank(s.ptr[i - 1])) s = str_slice(s, 0, i);
    while (s.len && isspace((unsigned char)s.ptr[s.len - 1])) s.len--;
    *value = arena_str(r->a, s);
}

static bool read_value(Reader *r, Str *value)
{
    *value = STR_NULL;
    if (peek(r) != '=') return true;
    size_t equals = r->at++;
    skip_blanks(r);
    bool spaced = r->at > equals + 1;
    *value = STR("");
    if (at_end(r) || is_line_end(peek(r)) || (spaced && peek(r) == '#')) return true;
    if (peek(r) == '\'' || peek(r) == '"') return read_quoted(r, value);
    read_unquoted(r, value);
    return true;
}

static bool read_tail(Reader *r)
{
    skip_blanks(r);
    if (peek(r) == '#')
        while (!at_end(r) && !is_line_end(peek(r))) r->at++;
    if (!at_end(r) && !is_line_end(peek(r))) return false;
    if (peek(r) == '\r') advance(r);
    if (peek(r) == '\n') advance(r);
    return true;
}

static bool read_binding(Reader *r, Str *key, Str *value)
{
    Str rest = str_slice(r->text, r->at, r->text.len);
    if (str_starts(rest, STR("export")) && rest.len > 6 && is_blank(rest.ptr[6])) {
        r->at += 6;
        skip_blanks(r);
    }
    if (!read_key(r, key)) return false;
    skip_blanks(r);
    return read_value(r, value) && read_tail(r);
}

/* ---- ${NAME} ---- */

static Str look_up(const DotenvOptions *o, const Map *values, Str name)
{
    const Str *own = map_find(values, name);
    Str env = o->lookup ? o->lookup(o->user, name) : STR_NULL;
    if (own && (o->override || str_is_null(env))) return *own;
    return env;
}

/* Reads ${name} or ${name:-default} at the start of s; its length, or 0. */
static size_t read_reference(Str s, Str *name, Str *fallback)
{
    if (s.len < 3 || s.ptr[0] != '$' || s.ptr[1] != '{') return 0;
    size_t n = 2;
    while (n < s.len && s.ptr[n] != '}' && s.ptr[n] != ':') n++;
    *name = str_slice(s, 2, n);
    *fallback = STR("");
    if (n + 1 < s.len && s.ptr[n] == ':' && s.ptr[n + 1] == '-') {
        size_t from = n += 2;
        while (n < s.len && s.ptr[n] != '}') n++;
        *fallback = str_slice(s, from, n);
    }
    return n < s.len && s.ptr[n] == '}' ? n + 1 : 0;
}

static Str expand(const DotenvOptions *o, const Map *values, Str s, Arena *a)
{
    StrBuf b = {0};
    while (s.len) {
        Str name, fallback;
        size_t n = read_reference(s, &name, &fallback);
        if (n) {
            const Str *own = map_find(values, name);
            Str v = look_up(o, values, name);
            /* A key without a value counts as set, to nothing. */
            bool empty_own = own && str_is_null(*own) && str_is_null(v);
            strbuf_push(&b, !str_is_null(v) ? v : empty_own ? STR("") : fallback);
        } else {
            strbuf_push_char(&b, s.ptr[n++]);
        }
        s = str_slice(s, n, s.len);
    }
    return strbuf_finish(&b, a);
}

void dotenv_parse(Str text, const DotenvOptions *options, Arena *arena, DotenvPairVec *out)
{
    Reader r = {.text = text, .line = 1, .a = arena};
    Map values = {0};
    if (str_starts(text, STR("\xef\xbb\xbf"))) r.at = 3;
    for (;;) {
        while (!at_end(&r) && isspace((unsigned char)peek(&r))) advance(&r);
        if (at_end(&r)) break;
        size_t line = r.line;
        Str key, value;
        if (!read_binding(&r, &key, &value)) {
            if (options->warn) options->warn(options->user, line);
            skip_rest_of_line(&r);
            continue;
        }
        if (str_is_null(key)) continue;
        if (options->interpolate && !str_is_null(value))
            value = expand(options, &values, value, arena);
        Str *stored = ARENA_NEW(arena, Str);
        *stored = value;
        map_put(&values, arena, key, stored);
    }
    for (size_t i = 0; i < values.len; i++) {
        DotenvPair pair = {values.entries[i].key, *(Str *)values.entries[i].value};
        VEC_PUSH(arena, out, pair);
    }
}
