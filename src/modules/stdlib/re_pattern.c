#include "modules/stdlib/re_pattern.h"

#include <ctype.h>
#include <string.h>

typedef struct Translation {
    Str text;
    size_t at;
    StrBuf *out;
    StrBuf groups; /* per open group whether it is ASCII: '1' or '0' */
    bool ascii;    /* here */
    bool verbose;
    bool whole_ascii;
    bool in_class;
    size_t class_start; /* where a ']' is literal */
} Translation;

static char peek(const Translation *t, size_t ahead)
{
    return t->at + ahead < t->text.len ? t->text.ptr[t->at + ahead] : '\0';
}

static void copy(Translation *t, size_t n)
{
    strbuf_push(t->out, str_slice(t->text, t->at, t->at + n));
    t->at += n;
}

/* The ASCII members of \d, \s, \w, to stand in brackets; NULL for other escapes. */
static const char *ascii_members(char c)
{
    switch (tolower((unsigned char)c)) {
    case 'd': return "0-9";
    case 's': return " \\t\\n\\r\\f\\v";
    case 'w': return "a-zA-Z0-9_";
    default: return NULL;
    }
}

static bool translate_ascii(Translation *t)
{
    char c = peek(t, 1);
    const char *members = t->ascii && !t->whole_ascii ? ascii_members(c) : NULL;
    bool negated = isupper((unsigned char)c) != 0;
    if (!members || (negated && t->in_class)) return false;
    if (!t->in_class) strbuf_push_z(t->out, negated ? "[^" : "[");
    strbuf_push_z(t->out, members);
    if (!t->in_class) strbuf_push_char(t->out, ']');
    t->at += 2;
    return true;
}

static void translate_escape(Translation *t)
{
    char c = peek(t, 1);
    if (c == 'Z' && !t->in_class) {
        strbuf_push_z(t->out, "\\z");
        t->at += 2;
    } else if (c == 'u' || c == 'U') { /* hexadecimal of fixed length */
        size_t n = c == 'u' ? 4 : 8;
        strbuf_push_z(t->out, "\\x{");
        strbuf_push(t->out, str_slice(t->text, t->at + 2, t->at + 2 + n));
        strbuf_push_char(t->out, '}');
        t->at += 2 + n;
        if (t->at > t->text.len) t->at = t->text.len;
    } else if (!translate_ascii(t)) {
        copy(t, t->at + 1 < t->text.len ? 2 : 1);
    }
}

static void translate_in_class(Translation *t)
{
    char c = peek(t, 0);
    bool literal = c == '[' || (c == ']' && t->at == t->class_start);
    if (c == ']' && !literal) t->in_class = false;
    if (literal) strbuf_push_char(t->out, '\\');
    copy(t, 1);
}

static void open_class(Translation *t)
{
    t->in_class = true;
    copy(t, peek(t, 1) == '^' ? 2 : 1);
    t->class_start = t->at;
}

/* "(?imsx-imsx:" or "(?imsx)", without the letters that PCRE2 lacks. */
static bool translate_flags(Translation *t)
{
    size_t n = 2;
    bool ascii = t->ascii;
    while (memchr("aiLmsux-", peek(t, n), 8)) n++;
    if (n == 2 || (peek(t, n) != ':' && peek(t, n) != ')')) return false;
    bool scoped = peek(t, n) == ':';
    strbuf_push_z(t->out, "(?");
    for (size_t i = 2; i < n; i++) {
        char c = peek(t, i);
        if (c == 'a' || c == 'u') ascii = c == 'a';
        if (c == 'x' && !scoped) t->verbose = true;
        if (!strchr("aLu", c)) strbuf_push_char(t->out, c);
    }
    t->at += n;
    if (scoped)
        strbuf_push_char(&t->groups, t->ascii ? '1' : '0');
    else
        t->whole_ascii |= ascii;
    t->ascii = ascii;
    copy(t, 1);
    return true;
}

static void open_group(Translation *t)
{
    if (peek(t, 1) == '?' && peek(t, 2) == '#') { /* a comment */
        size_t end = str_find_char(str_slice(t->text, t->at, t->text.len), ')');
        copy(t, end == STR_NPOS ? t->text.len - t->at : end + 1);
        return;
    }
    if (peek(t, 1) == '?' && translate_flags(t)) return;
    strbuf_push_char(&t->groups, t->ascii ? '1' : '0');
    copy(t, 1);
}

static void close_group(Translation *t)
{
    if (t->groups.len) t->ascii = t->groups.ptr[--t->groups.len] == '1';
    copy(t, 1);
}

/* "{,n}" is "{0,n}", which PCRE2 before 10.43 takes literally. */
static void open_repeat(Translation *t)
{
    size_t n = 2;
    copy(t, 1);
    if (peek(t, 0) != ',' || !isdigit((unsigned char)peek(t, 1))) return;
    while (isdigit((unsigned char)peek(t, n))) n++;
    if (peek(t, n) == '}') strbuf_push_char(t->out, '0');
}

static void skip_comment(Translation *t)
{
    size_t end = str_find_char(str_slice(t->text, t->at, t->text.len), '\n');
    copy(t, end == STR_NPOS ? t->text.len - t->at : end + 1);
}

void re_pattern_translate(Str pattern, bool verbose, StrBuf *out, bool *ascii)
{
    Translation t = {.text = pattern, .out = out, .verbose = verbose};
    while (t.at < pattern.len) {
        char c = peek(&t, 0);
        if (c == '\\')
            translate_escape(&t);
        else if (t.in_class)
            translate_in_class(&t);
        else if (c == '[')
            open_class(&t);
        else if (c == '(')
            open_group(&t);
        else if (c == ')')
            close_group(&t);
        else if (c == '{')
            open_repeat(&t);
        else if (c == '#' && t.verbose)
            skip_comment(&t);
        else
            copy(&t, 1);
    }
    strbuf_deinit(&t.groups);
    *ascii = t.whole_ascii;
}
