#include "config/toml.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* How a table came to be decides who may still add to it. */
enum {
    DEFINED = 1, /* by a [header] */
    CLOSED = 2,  /* inline: complete as written */
    DOTTED = 4,  /* by a dotted key: not to be reopened by a header */
    STATIC = 8   /* an array written as a value, not by [[headers]] */
};

/* Nested arrays and inline tables recurse; real files stay below ten levels. */
enum { MAX_NESTING = 100 };

typedef struct Parser {
    SourceFile *file;
    Str text;
    size_t at;
    Arena *a;
    Err *err;
    int nesting;
} Parser;

static bool fail(Parser *p, const char *what)
{
    err_raise(p->err, ERR_CONFIG, "tomllib.TOMLDecodeError", "%s (at line %zu, column %zu)", what,
              source_line(p->file, (uint32_t)p->at), source_column(p->file, (uint32_t)p->at));
    p->err->pos = (SourcePos){p->file, {(uint32_t)p->at, (uint32_t)p->at}};
    return false;
}

static char peek(const Parser *p) { return p->at < p->text.len ? p->text.ptr[p->at] : '\0'; }
static bool at_end(const Parser *p) { return p->at >= p->text.len; }
static bool at_text(const Parser *p, const char *z)
{
    return str_starts(str_slice(p->text, p->at, p->text.len), str_z(z));
}
static bool accept(Parser *p, char c)
{
    if (at_end(p) || peek(p) != c) return false;
    p->at++;
    return true;
}

static TomlValue *new_value(Parser *p, TomlKind kind)
{
    TomlValue *v = ARENA_NEW(p->a, TomlValue);
    v->kind = kind;
    return v;
}

static void skip_blanks(Parser *p)
{
    while (peek(p) == ' ' || peek(p) == '\t') p->at++;
}

static bool skip_comment(Parser *p)
{
    if (peek(p) != '#') return true;
    for (; !at_end(p) && peek(p) != '\n'; p->at++) {
        unsigned char c = (unsigned char)peek(p);
        if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f)
            return fail(p, "Found invalid character in comment");
    }
    return true;
}

/* Blanks, comments and line ends, as between the items of an array. */
static bool skip_filling(Parser *p)
{
    for (;;) {
        while (isspace((unsigned char)peek(p)) && !at_end(p)) p->at++;
        if (peek(p) != '#') return true;
        if (!skip_comment(p)) return false;
    }
}

/* ---- strings ---- */

static bool push_code_point(Parser *p, int digits, StrBuf *b)
{
    uint32_t cp = 0;
    for (int i = 0; i < digits; i++, p->at++) {
        if (!isxdigit((unsigned char)peek(p))) return fail(p, "Invalid hex value");
        char c = peek(p);
        cp = cp * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
        return fail(p, "Escaped character is not a Unicode scalar value");
    char out[4];
    strbuf_push(b, (Str){out, utf8_encode(cp, out)});
    return true;
}

static bool read_escape(Parser *p, bool multiline, StrBuf *b)
{
    static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
    char c = peek(p);
    if (multiline && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
        size_t n = p->at;
        while (n < p->text.len &&
               (p->text.ptr[n] == ' ' || p->text.ptr[n] == '\t' || p->text.ptr[n] == '\r'))
            n++;
        if (n >= p->text.len || p->text.ptr[n] != '\n')
            return fail(p, "Unescaped '\\' in a string");
        while (!at_end(p) && isspace((unsigned char)peek(p))) p->at++;
        return true;
    }
    const char *found = c ? strchr(from, c) : NULL;
    p->at++;
    if (found) return strbuf_push_char(b, to[found - from]), true;
    if (c == 'u' || c == 'U') return push_code_point(p, c == 'u' ? 4 : 8, b);
    return fail(p, "Unescaped '\\' in a string");
}

/* The text after the opening quotes up to the closing ones. */
static bool read_string_body(Parser *p, char quote, bool multiline, StrBuf *b)
{
    if (multiline && (at_text(p, "\n") || at_text(p, "\r\n"))) p->at += peek(p) == '\r' ? 2 : 1;
    for (;;) {
        if (at_end(p)) return fail(p, "Unterminated string");
        char c = p->text.ptr[p->at];
        if (c == quote) {
            size_t n = 0;
            while (p->at + n < p->text.len && p->text.ptr[p->at + n] == quote && n < 5) n++;
            if (!multiline) return p->at++, true;
            /* Up to two quotes may stand right before the closing three. */
            if (n >= 3) return strbuf_pad(b, quote, n - 3), p->at += n, true;
            strbuf_pad(b, quote, n);
            p->at += n;
        } else if (c == '\\' && quote == '"') {
            p->at++;
            if (!read_escape(p, multiline, b)) return false;
        } else if (c == '\n' && !multiline) {
            return fail(p, "Illegal character '\\n'");
        } else if (((unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
            return fail(p, "Illegal character in a string");
        } else {
            if (!(c == '\r' && at_text(p, "\r\n"))) strbuf_push_char(b, c);
            p->at++;
        }
    }
}

static bool read_string(Parser *p, bool may_be_multiline, Str *out)
{
    char quote = peek(p);
    bool multiline = may_be_multiline && (at_text(p, "\"\"\"") || at_text(p, "'''"));
    p->at += multiline ? 3 : 1;
    StrBuf b = {0};
    bool ok = read_string_body(p, quote, multiline, &b);
    *out = strbuf_finish(&b, p->a);
    return ok;
}

/* ---- keys ---- */

static bool is_bare(char c) { return isalnum((unsigned char)c) || c == '_' || c == '-'; }

static bool read_key_part(Parser *p, Str *out)
{
    skip_blanks(p);
    if (peek(p) == '"' || peek(p) == '\'') {
        if (!read_string(p, false, out)) return false;
    } else {
        size_t from = p->at;
        while (!at_end(p) && is_bare(peek(p))) p->at++;
        if (p->at == from) return fail(p, "Invalid initial character for a key part");
        *out = arena_str(p->a, str_slice(p->text, from, p->at));
    }
    skip_blanks(p);
    return true;
}

static bool read_key(Parser *p, StrVec *out)
{
    do {
        Str part;
        if (!read_key_part(p, &part)) return false;
        VEC_PUSH(p->a, out, part);
    } while (accept(p, '.'));
    return true;
}

/* ---- values ---- */

static bool read_value(Parser *p, TomlValue **out);
static bool read_pair(Parser *p, TomlValue *table);

static bool read_array(Parser *p, TomlValue **out)
{
    TomlValue *v = *out = new_value(p, TOML_ARRAY);
    v->flags = STATIC;
    p->at++;
    for (;;) {
        if (!skip_filling(p)) return false;
        if (accept(p, ']')) return true;
        TomlValue *item;
        if (!read_value(p, &item)) return false;
        VEC_PUSH(p->a, &v->array, item);
        if (!skip_filling(p)) return false;
        if (accept(p, ']')) return true;
        if (!accept(p, ',')) return fail(p, "Unclosed array");
    }
}

static void close_table(TomlValue *v) { v->flags |= CLOSED; }

static bool read_inline_table(Parser *p, TomlValue **out)
{
    TomlValue *v = *out = new_value(p, TOML_TABLE);
    p->at++;
    skip_blanks(p);
    if (!accept(p, '}')) {
        for (;;) {
            if (!read_pair(p, v)) return false;
            skip_blanks(p);
            if (accept(p, '}')) break;
            if (!accept(p, ',')) return fail(p, "Unclosed inline table");
            skip_blanks(p);
        }
    }
    close_table(v);
    return true;
}

/* Digits with single underscores between them, copied without the underscores. */
static bool strip_underscores(Str s, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '_') {
            if (i == 0 || i + 1 == s.len || !isxdigit((unsigned char)s.ptr[i - 1]) ||
                !isxdigit((unsigned char)s.ptr[i + 1]))
                return false;
            continue;
        }
        if (n + 1 >= cap) return false;
        out[n++] = s.ptr[i];
    }
    out[n] = '\0';
    return n > 0;
}

static bool all_in(const char *z, const char *set) { return *z && z[strspn(z, set)] == '\0'; }

static bool read_based_integer(const char *z, TomlValue *v)
{
    int base = z[1] == 'x' ? 16 : z[1] == 'o' ? 8 : z[1] == 'b' ? 2 : 0;
    const char *set = base == 16 ? "0123456789abcdefABCDEF" : base == 8 ? "01234567" : "01";
    if (z[0] != '0' || !base || !all_in(z + 2, set)) return false;
    v->kind = TOML_INTEGER;
    v->integer = (int64_t)strtoull(z + 2, NULL, base);
    return true;
}

static bool read_number(Str s, TomlValue *v)
{
    char z[128];
    if (!strip_underscores(s, z, sizeof z)) return false;
    if (read_based_integer(z, v)) return true;
    const char *digits = z + (z[0] == '+' || z[0] == '-');
    if (strcmp(digits, "inf") == 0 || strcmp(digits, "nan") == 0) {
        v->kind = TOML_FLOAT;
        v->real = strtod(z, NULL);
        return true;
    }
    if (!isdigit((unsigned char)digits[0]) ||
        (digits[0] == '0' && isdigit((unsigned char)digits[1])))
        return false;
    if (all_in(digits, "0123456789")) {
        v->kind = TOML_INTEGER;
        errno = 0;
        v->integer = strtoll(z, NULL, 10);
        return errno == 0;
    }
    const char *dot = strchr(digits, '.');
    if (!all_in(digits, "0123456789.eE+-") ||
        (dot && (!isdigit((unsigned char)dot[1]) || !isdigit((unsigned char)dot[-1]))))
        return false;
    char *end;
    v->kind = TOML_FLOAT;
    v->real = strtod(z, &end);
    return *end == '\0';
}

static bool looks_like_date(Str s)
{
    if (s.len >= 10 && s.ptr[4] == '-' && s.ptr[7] == '-' && isdigit((unsigned char)s.ptr[0]))
        return true;
    return s.len >= 8 && s.ptr[2] == ':' && s.ptr[5] == ':' && isdigit((unsigned char)s.ptr[0]);
}

static bool read_plain(Parser *p, TomlValue *v)
{
    size_t from = p->at;
    while (!at_end(p) && (is_bare(peek(p)) || peek(p) == '+' || peek(p) == '.' || peek(p) == ':'))
        p->at++;
    Str s = str_slice(p->text, from, p->at);
    /* "1979-05-27 07:32:00": a date and a time may have a space between them. */
    if (s.len == 10 && looks_like_date(s) && peek(p) == ' ' && p->at + 1 < p->text.len &&
        isdigit((unsigned char)p->text.ptr[p->at + 1])) {
        p->at++;
        while (!at_end(p) &&
               (is_bare(peek(p)) || peek(p) == '+' || peek(p) == '.' || peek(p) == ':'))
            p->at++;
        s = str_slice(p->text, from, p->at);
    }
    if (str_eq_z(s, "true") || str_eq_z(s, "false")) {
        v->kind = TOML_BOOLEAN;
        v->boolean = s.len == 4;
        return true;
    }
    if (looks_like_date(s)) {
        v->kind = TOML_DATE;
        v->string = arena_str(p->a, s);
        return true;
    }
    if (read_number(s, v)) return true;
    p->at = from;
    return fail(p, "Invalid value");
}

static bool read_value(Parser *p, TomlValue **out)
{
    if (p->nesting >= MAX_NESTING) return fail(p, "values are nested too deeply");
    p->nesting++;
    bool ok;
    char c = peek(p);
    if (c == '"' || c == '\'') {
        *out = new_value(p, TOML_STRING);
        ok = read_string(p, true, &(*out)->string);
    } else if (c == '[') {
        ok = read_array(p, out);
    } else if (c == '{') {
        ok = read_inline_table(p, out);
    } else {
        *out = new_value(p, TOML_STRING);
        ok = read_plain(p, *out);
    }
    p->nesting--;
    return ok;
}

/* ---- tables ---- */

/* The table below `t` under `key`, made when missing. by_header: reached through a [header], which
 * may pass through the last item of an array of tables. */
static bool step_into(Parser *p, TomlValue **t, Str key, bool by_header)
{
    TomlValue *next = map_find(&(*t)->table, key);
    if (!next) {
        next = new_value(p, TOML_TABLE);
        if (!by_header) next->flags |= DOTTED;
        map_put(&(*t)->table, p->a, key, next);
    } else if (next->kind == TOML_ARRAY && by_header && !(next->flags & STATIC)) {
        next = VEC_LAST(&next->array);
    } else if (next->kind != TOML_TABLE || (next->flags & CLOSED) ||
               (!by_header && (next->flags & DEFINED))) {
        return fail(p, "Cannot overwrite a value");
    }
    *t = next;
    return true;
}

static bool read_pair(Parser *p, TomlValue *table)
{
    StrVec key = {0};
    size_t from = p->at;
    if (!read_key(p, &key)) return false;
    if (!accept(p, '=')) return fail(p, "Expected '=' after a key in a key/value pair");
    for (size_t i = 0; i + 1 < key.len; i++)
        if (!step_into(p, &table, key.items[i], false)) return false;
    skip_blanks(p);
    TomlValue *v;
    if (!read_value(p, &v)) return false;
    if (map_has(&table->table, VEC_LAST(&key)))
        return p->at = from, fail(p, "Cannot overwrite a value");
    map_put(&table->table, p->a, VEC_LAST(&key), v);
    return true;
}

static bool read_header(Parser *p, TomlValue *root, TomlValue **current)
{
    bool many = at_text(p, "[[");
    p->at += many ? 2 : 1;
    StrVec key = {0};
    if (!read_key(p, &key)) return false;
    if (!accept(p, ']') || (many && !accept(p, ']')))
        return fail(p, "Expected ']' at the end of a table declaration");
    TomlValue *t = root;
    for (size_t i = 0; i + 1 < key.len; i++)
        if (!step_into(p, &t, key.items[i], true)) return false;
    TomlValue *old = map_find(&t->table, VEC_LAST(&key));
    if (many) {
        if (old && (old->kind != TOML_ARRAY || (old->flags & STATIC)))
            return fail(p, "Cannot overwrite a value");
        if (!old) map_put(&t->table, p->a, VEC_LAST(&key), old = new_value(p, TOML_ARRAY));
        *current = new_value(p, TOML_TABLE);
        VEC_PUSH(p->a, &old->array, *current);
        return true;
    }
    if (old && (old->kind != TOML_TABLE || (old->flags & (DEFINED | CLOSED | DOTTED))))
        return fail(p, "Cannot declare a table twice");
    if (!old) map_put(&t->table, p->a, VEC_LAST(&key), old = new_value(p, TOML_TABLE));
    old->flags |= DEFINED;
    *current = old;
    return true;
}

static bool read_line_end(Parser *p)
{
    skip_blanks(p);
    if (!skip_comment(p)) return false;
    if (at_text(p, "\r\n")) p->at++;
    if (at_end(p) || accept(p, '\n')) return true;
    return fail(p, "Expected newline or end of document after a statement");
}

TomlValue *toml_parse(SourceFile *file, Arena *arena, Err *err)
{
    Parser p = {.file = file, .text = file->text, .a = arena, .err = err};
    TomlValue *root = new_value(&p, TOML_TABLE), *current = root;
    size_t bad;
    if (!utf8_valid(file->text, &bad)) {
        p.at = bad;
        fail(&p, "the file is not valid UTF-8");
        return NULL;
    }
    if (at_text(&p, "\xef\xbb\xbf")) p.at = 3;
    while (!at_end(&p)) {
        skip_blanks(&p);
        char c = peek(&p);
        bool blank = at_end(&p) || c == '\n' || c == '\r' || c == '#';
        if (!blank && !(c == '[' ? read_header(&p, root, &current) : read_pair(&p, current)))
            return NULL;
        if (!read_line_end(&p)) return NULL;
    }
    return root;
}

const TomlValue *toml_find(const TomlValue *t, const char *key)
{
    return t && t->kind == TOML_TABLE ? map_find(&t->table, str_z(key)) : NULL;
}
