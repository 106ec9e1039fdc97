#include "revision/template_code.h"

#include <string.h>

#include "python/lexer.h"

CodeFrame *code_push_frame(Code *c, Tag tag, int head_level, int level)
{
    CodeFrame *f = ARENA_NEW(c->a, CodeFrame);
    *f = (CodeFrame){.tag = tag, .head_level = head_level, .level = level};
    VEC_PUSH(c->a, &c->frames, f);
    return f;
}

CodeFrame *code_pop_frame(Code *c)
{
    CodeFrame *f = code_top(c);
    c->frames.len--;
    return f;
}

/* ---- lines ---- */

void code_line(Arena *a, CodeText *t, int level, Str line, size_t from)
{
    strbuf_pad(&t->text, ' ', (size_t)level * 4);
    strbuf_push(&t->text, line);
    strbuf_push_char(&t->text, '\n');
    VEC_PUSH(a, &t->map, (uint32_t)from);
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '\n') VEC_PUSH(a, &t->map, (uint32_t)from);
}

void code_append(Arena *a, CodeText *t, const CodeText *more)
{
    strbuf_push(&t->text, strbuf_view(&more->text));
    for (size_t i = 0; i < more->map.len; i++) VEC_PUSH(a, &t->map, more->map.items[i]);
}

void code_text_deinit(CodeText *t) { strbuf_deinit(&t->text); }

void code_push(Code *c, Str line, size_t from)
{
    CodeFrame *f = code_top(c);
    code_line(c->a, &f->body, f->level + f->depth, line, from);
}

void code_push_text(Code *c, Str text, bool crlf, size_t from)
{
    if (!text.len) return;
    StrBuf b = {0};
    strbuf_push_z(&b, "__w('");
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.ptr[i];
        if (ch == '\n')
            strbuf_push_z(&b, crlf ? "\\r\\n" : "\\n");
        else if (ch == '\\' || ch == '\'')
            strbuf_push_char(&b, '\\'), strbuf_push_char(&b, ch);
        else if ((unsigned char)ch < 32)
            strbuf_fmt(&b, "\\x%02x", (unsigned)(unsigned char)ch);
        else
            strbuf_push_char(&b, ch);
    }
    strbuf_push_z(&b, "')");
    code_push(c, strbuf_view(&b), from);
    strbuf_deinit(&b);
}

/* ---- blocks of Python ---- */

/* Whether the line after this one goes on with a string or a statement, where blanks count. */
static bool continues(Str line, const char **quotes)
{
    size_t i = 0;
    while (i < line.len) {
        Str rest = str_slice(line, i, line.len);
        if (*quotes) {
            size_t end = str_find(rest, str_z(*quotes));
            if (end == STR_NPOS) return true;
            i += end + 3;
            *quotes = NULL;
        } else if (rest.ptr[0] == '#') {
            return false;
        } else if (str_starts(rest, STR("\"\"\"")) || str_starts(rest, STR("'''"))) {
            *quotes = rest.ptr[0] == '"' ? "\"\"\"" : "'''";
            i += 3;
        } else {
            size_t next = code_skip_string(line, i);
            i = next != i ? next : i + 1;
        }
    }
    return *quotes || (line.len && line.ptr[line.len - 1] == '\\');
}

/* A line with its leading tabs as blanks up to the next multiple of 8. */
static Str expand_tabs(Arena *a, Str line, size_t *indent)
{
    size_t i = 0, width = 0;
    for (; i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'); i++)
        width = line.ptr[i] == ' ' ? width + 1 : (width / 8 + 1) * 8;
    *indent = width;
    return arena_fmt(a, "%*s%.*s", (int)width, "", STR_ARG(str_slice(line, i, line.len)));
}

void code_push_block(Code *c, CodeText *into, Str code, size_t from)
{
    CodeFrame *f = code_top(c);
    CodeText *t = into ? into : &f->body;
    int level = into ? 0 : f->level + f->depth;
    size_t shared = STR_NPOS;
    const char *quotes = NULL;
    bool inside = false;
    while (!str_is_null(code)) {
        Str line = str_cut(&code, '\n');
        size_t indent, offset = from;
        from += line.len + 1;
        bool next_inside = continues(line, &quotes);
        if (inside) {
            code_line(c->a, t, 0, line, offset);
        } else {
            /* The first line of code says how far all are indented. */
            Str shown = expand_tabs(c->a, line, &indent);
            bool is_code = indent < shown.len && shown.ptr[indent] != '#';
            if (is_code && shared == STR_NPOS) shared = indent;
            size_t cut = shared == STR_NPOS ? 0 : shared < indent ? shared : indent;
            code_line(c->a, t, level, str_slice(shown, cut, shown.len), offset);
        }
        inside = next_inside;
    }
}

/* ---- Python text ---- */

void code_note_names(Code *c, Str python)
{
    TokenList tokens = {0};
    lexer_run(&tokens, arena_str(c->a, python), true);
    for (size_t i = 0; i < tokens.len; i++) {
        Token *k = &tokens.items[i];
        bool attribute = i > 0 && tokens.items[i - 1].kind == TOKEN_DOT;
        if (k->kind != TOKEN_NAME || attribute) continue;
        Str name = arena_str(c->a, str_slice(python, k->start, k->end));
        if (!str_starts(name, STR("__")) && !code_uses(c, name.ptr))
            VEC_PUSH(c->a, &c->names, name);
    }
    lexer_deinit(&tokens);
}

bool code_uses(const Code *c, const char *name)
{
    for (size_t i = 0; i < c->names.len; i++)
        if (str_eq_z(c->names.items[i], name)) return true;
    return false;
}

size_t code_skip_string(Str s, size_t i)
{
    char q = s.ptr[i];
    if (q == '#') {
        while (i < s.len && s.ptr[i] != '\n') i++;
        return i;
    }
    if (q != '"' && q != '\'') return i;
    size_t width = i + 2 < s.len && s.ptr[i + 1] == q && s.ptr[i + 2] == q ? 3 : 1;
    for (i += width; i < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == q &&
                 (width == 1 || (i + 2 < s.len && s.ptr[i + 1] == q && s.ptr[i + 2] == q)))
            return i + width;
    }
    return s.len;
}

size_t code_find(Str s, size_t i, const char *stops)
{
    int depth = 0;
    while (i < s.len) {
        size_t next = code_skip_string(s, i);
        if (next != i) {
            i = next;
            continue;
        }
        char ch = s.ptr[i];
        if (depth == 0 && strchr(stops, ch)) return i;
        if (ch == '(' || ch == '[' || ch == '{') depth++;
        if (ch == ')' || ch == ']' || ch == '}') depth--;
        i++;
    }
    return STR_NPOS;
}

/* ---- filters ---- */

/* The next of "a, b(1, 2), c"; null at the end. */
static Str next_filter(Str *filters)
{
    if (str_is_null(*filters)) return STR_NULL;
    size_t comma = code_find(*filters, 0, ",");
    Str first = str_trim(str_slice(*filters, 0, comma == STR_NPOS ? filters->len : comma));
    *filters = comma == STR_NPOS ? STR_NULL : str_slice(*filters, comma + 1, filters->len);
    return first;
}

bool code_has_no_default(Str filters)
{
    for (Str f; !str_is_null(f = next_filter(&filters));)
        if (str_eq_z(f, "n")) return true;
    return false;
}

Str code_filtered(Code *c, Str value, Str filters)
{
    static const char *const own[] = {"h", "x", "u", "trim", "unicode"};
    for (Str f; !str_is_null(f = next_filter(&filters));) {
        if (!f.len || str_eq_z(f, "n")) continue;
        bool is_own = false;
        for (size_t k = 0; k < sizeof own / sizeof *own; k++)
            is_own = is_own || str_eq_z(f, own[k]);
        if (!is_own) code_note_names(c, f);
        value =
            arena_fmt(c->a, "%s%.*s(%.*s)", is_own ? "__filter_" : "", STR_ARG(f), STR_ARG(value));
    }
    return value;
}
