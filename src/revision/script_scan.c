#include "revision/script_scan.h"

#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "python/literal.h"
#include "python/token.h"

typedef struct Scanner {
    const char *p, *end;
    Arena *a;
    ScriptScan *out;
    bool unsure; /* something was met that only the evaluator can judge */
} Scanner;

static bool is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 128;
}
static bool is_name_char(char c) { return is_name_start(c) || isdigit((unsigned char)c); }

/* Names whose assignment matters, and words that could assign them unseen. */
static bool is_watched(Str name)
{
    static const Str names[] = {{"revision", 8},    {"down_revision", 13}, {"branch_labels", 13},
                                {"depends_on", 10}, {"__doc__", 7},        {"globals", 7},
                                {"exec", 4},        {"setattr", 7},        {"vars", 4},
                                {"locals", 6}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, names[i])) return true;
    return false;
}

/* ---- strings ---- */

typedef struct Text {
    int flags;
    bool is_f;
    Str body;
} Text;

/* Length of the string prefix at p ("", "r", "Rb", …) if a quote follows; else SIZE_MAX. */
static size_t prefix_length(const Scanner *s, const char *p)
{
    size_t n = 0;
    while (n < 3 && p + n < s->end && strchr("rRbBuUfFtT", p[n]) && p[n]) n++;
    return p + n < s->end && (p[n] == '\'' || p[n] == '"') ? n : SIZE_MAX;
}

/* Reads the string at s->p (prefix included). False when it does not end. */
static bool read_text(Scanner *s, Text *t)
{
    *t = (Text){0};
    for (; *s->p != '\'' && *s->p != '"'; s->p++) {
        char c = (char)tolower((unsigned char)*s->p);
        if (c == 'r') t->flags |= TOKEN_RAW;
        if (c == 'b') t->flags |= TOKEN_BYTES;
        if (c == 'f' || c == 't') t->is_f = true;
    }
    char quote = *s->p;
    size_t width = s->end - s->p >= 3 && s->p[1] == quote && s->p[2] == quote ? 3 : 1;
    if (width == 3) t->flags |= TOKEN_TRIPLE;
    const char *from = s->p += width;
    while (s->p < s->end) {
        char c = *s->p;
        if (c == '\\') {
            s->p += 2;
        } else if (c == '\n' && width == 1) {
            return false;
        } else if (c == quote &&
                   (width == 1 || (s->end - s->p >= 3 && s->p[1] == quote && s->p[2] == quote))) {
            t->body = (Str){from, (size_t)(s->p - from)};
            s->p += width;
            return true;
        } else {
            s->p++;
        }
    }
    s->p = s->end;
    return false;
}

static bool push_text(Scanner *s, const Text *t, StrBuf *b)
{
    LiteralError e;
    if (t->is_f || (t->flags & TOKEN_BYTES)) return false;
    if ((t->flags & TOKEN_RAW) || !memchr(t->body.ptr, '\\', t->body.len)) {
        strbuf_push(b, t->body);
        return true;
    }
    return literal_unescape(b, t->body, t->flags, false, &e);
}

/* ---- blanks ---- */

/* Blanks, comments and joined lines; with `lines` also plain line ends (inside brackets). */
static void skip_blanks(Scanner *s, bool lines)
{
    while (s->p < s->end) {
        char c = *s->p;
        if (c == ' ' || c == '\t' || c == '\f' || c == '\r' || (lines && c == '\n')) {
            s->p++;
        } else if (c == '\\' && s->p + 1 < s->end && (s->p[1] == '\n' || s->p[1] == '\r')) {
            s->p += s->p[1] == '\r' && s->p + 2 < s->end && s->p[2] == '\n' ? 3 : 2;
        } else if (c == '#') {
            const char *nl = memchr(s->p, '\n', (size_t)(s->end - s->p));
            s->p = nl ? nl : s->end;
        } else {
            return;
        }
    }
}

static bool at_statement_end(const Scanner *s)
{
    return s->p >= s->end || *s->p == '\n' || *s->p == ';';
}

static Str read_name(Scanner *s)
{
    const char *from = s->p;
    while (s->p < s->end && is_name_char(*s->p)) s->p++;
    return (Str){from, (size_t)(s->p - from)};
}

/* ---- literal values ---- */

/* Adjacent strings make one. */
static bool read_strings(Scanner *s, bool lines, Str *out)
{
    StrBuf b = {0};
    bool ok = true, any = false;
    while (ok && s->p < s->end && prefix_length(s, s->p) != SIZE_MAX) {
        Text t;
        ok = read_text(s, &t) && push_text(s, &t, &b);
        any = true;
        skip_blanks(s, lines);
    }
    *out = strbuf_finish(&b, s->a);
    return ok && any;
}

/* Items up to the closing bracket, or to the end of the statement for a bare tuple. */
static bool read_items(Scanner *s, char closer, StrVec *out, bool *comma)
{
    *comma = false;
    for (;;) {
        skip_blanks(s, closer != '\0');
        if (closer ? s->p < s->end && *s->p == closer : at_statement_end(s)) break;
        Str item;
        if (!read_strings(s, closer != '\0', &item)) return false;
        VEC_PUSH(s->a, out, item);
        if (s->p < s->end && *s->p == ',') {
            *comma = true;
            s->p++;
        } else if (closer ? s->p >= s->end || *s->p != closer : !at_statement_end(s)) {
            return false;
        }
    }
    if (closer) s->p++;
    return true;
}

static bool read_value(Scanner *s, ScanValue *out)
{
    *out = (ScanValue){.is_set = true};
    skip_blanks(s, false);
    if (s->end - s->p >= 4 && memcmp(s->p, "None", 4) == 0 &&
        (s->p + 4 == s->end || !is_name_char(s->p[4]))) {
        s->p += 4;
        out->is_none = true;
    } else if (s->p < s->end && (*s->p == '(' || *s->p == '[')) {
        char closer = *s->p++ == '(' ? ')' : ']';
        bool comma;
        if (!read_items(s, closer, &out->items, &comma)) return false;
        out->is_sequence = closer == ']' || comma || !out->items.len;
    } else {
        bool comma;
        if (!read_items(s, '\0', &out->items, &comma) || !out->items.len) return false;
        out->is_sequence = comma;
    }
    skip_blanks(s, false);
    return at_statement_end(s);
}

/* ---- statements ---- */

/* To the end of the statement; notes watched names on the way. *block: it ends with a colon, so
 * indented lines belong to it. */
static void skip_statement(Scanner *s, bool watch, bool *block)
{
    int depth = 0;
    char last = '\0';
    while (s->p < s->end) {
        char c = *s->p;
        if (depth == 0 && (c == '\n' || c == ';')) break;
        if (is_name_start(c) || c == '\'' || c == '"') {
            if (prefix_length(s, s->p) != SIZE_MAX) {
                Text t;
                if (!read_text(s, &t)) s->unsure = true;
            } else if (is_watched(read_name(s)) && watch) {
                s->unsure = true;
            }
            last = 'x';
            continue;
        }
        if (c == '(' || c == '[' || c == '{') depth++;
        if ((c == ')' || c == ']' || c == '}') && depth > 0) depth--;
        const char *before = s->p;
        skip_blanks(s, depth > 0);
        if (s->p != before) continue;
        last = c;
        s->p++;
    }
    *block = last == ':';
}

/* The indented lines below a compound statement. In functions and classes only `global` can touch
 * a module's name; elsewhere any mention of one is a reason to stop. */
static void skip_block(Scanner *s, bool own_scope)
{
    while (s->p < s->end) {
        const char *line = s->p;
        while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\f')) s->p++;
        bool blank = s->p < s->end && (*s->p == '\n' || *s->p == '\r' || *s->p == '#');
        if (!blank && s->p == line) return;
        bool ignored, is_global = s->end - s->p > 7 && memcmp(s->p, "global ", 7) == 0;
        do {
            skip_statement(s, !own_scope || is_global, &ignored);
        } while (s->p < s->end && *s->p++ == ';');
    }
}

static ScanValue *value_of(Scanner *s, Str name)
{
    if (str_eq_z(name, "revision")) return &s->out->revision;
    if (str_eq_z(name, "down_revision")) return &s->out->down_revision;
    if (str_eq_z(name, "branch_labels")) return &s->out->branch_labels;
    if (str_eq_z(name, "depends_on")) return &s->out->depends_on;
    return NULL;
}

/* Past the annotation of `name: annotation = value`; false when there is no value. */
static bool skip_annotation(Scanner *s)
{
    int depth = 0;
    for (; s->p < s->end; s->p++) {
        char c = *s->p;
        if (c == '\'' || c == '"') {
            Text t;
            if (!read_text(s, &t)) return false;
            s->p--;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        } else if (depth == 0 && (c == '=' || c == '\n' || c == ';' || c == '#')) {
            return c == '=';
        }
    }
    return false;
}

/* After the name of a watched variable. */
static void read_assignment(Scanner *s, ScanValue *target)
{
    skip_blanks(s, false);
    if (s->p < s->end && *s->p == ':') {
        s->p++;
        if (!skip_annotation(s)) {
            s->unsure = true;
            return;
        }
    }
    bool plain = s->p + 1 < s->end && s->p[0] == '=' && s->p[1] != '=';
    if (plain) s->p++;
    if (!plain || !read_value(s, target)) s->unsure = true;
}

static bool is_scope_word(Str w)
{
    return str_eq_z(w, "def") || str_eq_z(w, "class") || str_eq_z(w, "async");
}

static void read_statement(Scanner *s)
{
    bool block = false, own_scope = false;
    if (is_name_start(*s->p) && prefix_length(s, s->p) == SIZE_MAX) {
        const char *from = s->p;
        Str word = read_name(s);
        ScanValue *target = value_of(s, word);
        if (target) {
            read_assignment(s, target);
            return;
        }
        own_scope = is_scope_word(word);
        s->p = from;
        if (str_eq_z(word, "from")) {
            const char *nl = memchr(s->p, '\n', (size_t)(s->end - s->p));
            if (memchr(s->p, '*', (size_t)((nl ? nl : s->end) - s->p))) s->unsure = true;
        }
    }
    skip_statement(s, !own_scope, &block);
    if (block && s->p < s->end && *s->p == '\n') {
        s->p++;
        skip_block(s, own_scope);
    }
}

static void read_docstring(Scanner *s)
{
    const char *from = s->p;
    Str text;
    if (s->p >= s->end || prefix_length(s, s->p) == SIZE_MAX) return;
    if (read_strings(s, false, &text) && at_statement_end(s)) {
        s->out->doc = text;
    } else {
        s->p = from;
        s->unsure = true;
    }
}

bool script_scan(Str text, Arena *out_arena, ScriptScan *out)
{
    *out = (ScriptScan){0};
    Scanner s = {.p = text.ptr, .end = text.ptr + text.len, .a = out_arena, .out = out};
    skip_blanks(&s, true);
    read_docstring(&s);
    while (!s.unsure && s.p < s.end) {
        skip_blanks(&s, true);
        if (s.p >= s.end) break;
        if (*s.p == ';')
            s.p++;
        else
            read_statement(&s);
    }
    return !s.unsure;
}
