#include <ctype.h>
#include <string.h>

#include "python/lexer.h"
#include "revision/template_reader.h"

/* The template as a whole: text, expressions, control lines, blocks of Python. */

/* A template nested deeper than this is a mistake, and Python's own limit is 100 indents. */
enum { MAX_DEPTH = 60 };

bool template_refuse(TemplateReader *r, size_t at, const char *kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str detail = arena_vfmt(r->err->arena, fmt, ap);
    va_end(ap);
    err_raise(r->err, ERR_SYNTAX, kind, "Template rendering failed; %.*s", STR_ARG(detail));
    r->err->pos = (SourcePos){r->file, {(uint32_t)at, (uint32_t)at}};
    return false;
}

/* ---- expressions ---- */

bool template_check_filters(TemplateReader *r, size_t at, Str filters)
{
    while (!str_is_null(filters)) {
        Str name = str_trim(str_cut(&filters, ','));
        if (str_eq_z(name, "entity") || str_starts(name, STR("decode.")))
            return template_refuse(r, at, "CompileException",
                                   "Retort's templates have no filter '%.*s'", STR_ARG(name));
    }
    return true;
}

/* The expression as text, through the default filters and its own. */
static Str filtered(TemplateReader *r, Str expression, Str filters)
{
    Code *c = &r->code;
    /* A comment would swallow what comes behind it. */
    const char *end = str_find_char(expression, '#') == STR_NPOS ? "" : "\n";
    bool plain = code_has_no_default(filters);
    Str value = arena_fmt(c->a, "%s(%.*s%s)", plain ? "" : "str", STR_ARG(expression), end);
    if (!plain) value = code_filtered(c, value, r->page_filters);
    return code_filtered(c, value, filters);
}

static bool read_expression(TemplateReader *r)
{
    size_t from = r->at, start = r->at + 2;
    size_t end = code_find(r->text, start, "|}");
    if (end == STR_NPOS) return template_refuse(r, from, "SyntaxException", "Expected: \\|,}");
    Str expression = str_trim(str_slice(r->text, start, end)), filters = STR_NULL;
    if (r->text.ptr[end] == '|') {
        size_t close = code_find(r->text, end + 1, "}");
        if (close == STR_NPOS) return template_refuse(r, from, "SyntaxException", "Expected: }");
        filters = str_slice(r->text, end + 1, close);
        end = close;
    }
    if (!template_check_filters(r, from, filters)) return false;
    code_note_names(&r->code, expression);
    Str value = filtered(r, expression, filters);
    code_push(&r->code, arena_fmt(r->code.a, "__w(%.*s)", STR_ARG(value)), start);
    r->at = end + 1;
    return true;
}

/* ---- control lines ---- */

static bool is_opener(Str w)
{
    static const char *const words[] = {"if", "for", "while", "try", "with"};
    for (size_t i = 0; i < 5; i++)
        if (str_eq_z(w, words[i])) return true;
    return false;
}

static bool is_middle(Str w)
{
    return str_eq_z(w, "else") || str_eq_z(w, "elif") || str_eq_z(w, "except") ||
           str_eq_z(w, "finally");
}

/* "x in items:" behind a for: where "in" and the colon are, outside of brackets. */
static bool split_for(TemplateReader *r, Str head, size_t *in, size_t *colon)
{
    TokenList tokens = {0};
    int depth = 0;
    *in = *colon = STR_NPOS;
    lexer_run(&tokens, arena_str(r->code.a, head), true);
    for (size_t i = 0; i < tokens.len; i++) {
        const Token *k = &tokens.items[i];
        Str text = str_slice(head, k->start, k->end);
        if (text.len == 1 && strchr("([{", text.ptr[0])) depth++;
        if (text.len == 1 && strchr(")]}", text.ptr[0])) depth--;
        if (depth == 0 && *in == STR_NPOS && str_eq_z(text, "in")) *in = k->start;
        if (depth == 0 && str_eq_z(text, ":")) *colon = k->start;
    }
    lexer_deinit(&tokens);
    return *in != STR_NPOS && *colon != STR_NPOS && *colon > *in;
}

/* % for with a `loop` beside its variable: as Mako does, entered before and left after. */
static bool open_loop(TemplateReader *r, Str line, size_t from)
{
    size_t in, colon;
    Code *c = &r->code;
    Str head = str_slice(line, 3, line.len);
    if (!split_for(r, head, &in, &colon))
        return template_refuse(r, from, "SyntaxException", "'%.*s' is no loop", STR_ARG(line));
    Str items = str_slice(head, in + 2, colon), names = str_slice(head, 0, in);
    code_push(c, arena_fmt(c->a, "loop = __loops.enter(%.*s)", STR_ARG(items)), from);
    code_push(c, STR("try:"), from);
    code_top(c)->depth++;
    code_push(c, arena_fmt(c->a, "for%.*s in loop:", STR_ARG(names)), from);
    return true;
}

static void close_loop(TemplateReader *r, size_t from)
{
    CodeFrame *f = code_top(&r->code);
    f->depth--;
    code_push(&r->code, STR("finally:"), from);
    f->depth++;
    code_push(&r->code, STR("loop = __loops.leave()"), from);
    f->depth--;
}

static bool open_control(TemplateReader *r, Str word, size_t from)
{
    CodeFrame *f = code_top(&r->code);
    if (f->depth >= MAX_DEPTH)
        return template_refuse(r, from, "SyntaxException", "control lines are nested too deeply");
    VEC_PUSH(r->code.a, &f->open, word);
    f->depth++;
    code_push(&r->code, STR("pass"), from);
    return true;
}

static bool close_control(TemplateReader *r, Str word, size_t from)
{
    CodeFrame *f = code_top(&r->code);
    Str what = str_slice(word, 3, word.len);
    if (!f->open.len)
        return template_refuse(r, from, "SyntaxException", "No starting keyword '%.*s' for '%.*s'",
                               STR_ARG(what), STR_ARG(word));
    if (!str_eq(VEC_LAST(&f->open), what))
        return template_refuse(r, from, "SyntaxException",
                               "Keyword '%.*s' doesn't match keyword '%.*s'", STR_ARG(word),
                               STR_ARG(VEC_LAST(&f->open)));
    f->open.len--;
    f->depth--;
    if (str_eq_z(what, "for") && r->uses_loop) close_loop(r, from);
    return true;
}

static bool control_line(TemplateReader *r, Str line, size_t from)
{
    size_t n = 0;
    CodeFrame *f = code_top(&r->code);
    while (n < line.len && isalpha((unsigned char)line.ptr[n])) n++;
    Str word = str_slice(line, 0, n);
    if (str_starts(word, STR("end"))) return close_control(r, word, from);
    bool middle = is_middle(word);
    if (!is_opener(word) && !middle)
        return template_refuse(r, from, n ? "CompileException" : "SyntaxException",
                               n ? "Unsupported control keyword: '%.*s'"
                                 : "Invalid control line: '%.*s'",
                               STR_ARG(n ? word : line));
    if (middle && !f->open.len)
        return template_refuse(r, from, "SyntaxException", "'%.*s' without an open control line",
                               STR_ARG(word));
    code_note_names(&r->code, str_slice(line, n, line.len));
    if (str_eq_z(word, "for") && r->uses_loop)
        return open_loop(r, line, from) && open_control(r, word, from);
    if (middle) f->depth--;
    code_push(&r->code, line, from);
    if (!middle) return open_control(r, word, from);
    f->depth++;
    code_push(&r->code, STR("pass"), from);
    return true;
}

/* A line that begins with % or ##; *done = false when this is none. */
static bool read_control(TemplateReader *r, bool *done)
{
    size_t i = r->at;
    while (i < r->text.len && (r->text.ptr[i] == ' ' || r->text.ptr[i] == '\t')) i++;
    Str rest = str_slice(r->text, i, r->text.len);
    bool comment = str_starts(rest, STR("##")), control = rest.len && rest.ptr[0] == '%';
    *done = comment || control;
    if (!*done) return true;
    size_t end = i, from = r->at;
    StrBuf line = {0};
    for (; end < r->text.len && r->text.ptr[end] != '\n'; end++) {
        if (r->text.ptr[end] == '\\' && end + 1 < r->text.len && r->text.ptr[end + 1] == '\n')
            end++;
        else
            strbuf_push_char(&line, r->text.ptr[end]);
    }
    Str joined = arena_str(r->code.a, strbuf_view(&line));
    strbuf_deinit(&line);
    r->at = end < r->text.len ? end + 1 : end;
    if (str_starts(rest, STR("%%"))) {
        code_push_text(&r->code, str_slice(r->text, from, i), r->crlf, from);
        code_push_text(&r->code, str_slice(r->text, i + 1, r->at), r->crlf, from);
        return true;
    }
    return comment || control_line(r, str_trim(str_slice(joined, 1, joined.len)), i);
}

/* ---- the whole ---- */

static bool read_block(TemplateReader *r)
{
    bool at_module = r->at + 2 < r->text.len && r->text.ptr[r->at + 2] == '!';
    size_t start = r->at + 2 + at_module, i = start;
    while (i < r->text.len && !str_starts(str_slice(r->text, i, r->text.len), STR("%>"))) {
        size_t next = code_skip_string(r->text, i);
        i = next != i ? next : i + 1;
    }
    if (i >= r->text.len) return template_refuse(r, r->at, "SyntaxException", "Expected: %%>");
    Str code = str_slice(r->text, start, i);
    code_note_names(&r->code, code);
    code_push_block(&r->code, at_module ? &r->module : NULL, code, start);
    r->at = i + 2;
    return true;
}

/* Length of plain text from r->at on: up to markup or the start of a control line. */
static size_t text_end(const TemplateReader *r)
{
    size_t i = r->at;
    for (; i < r->text.len; i++) {
        Str rest = str_slice(r->text, i, r->text.len);
        if (str_starts(rest, STR("${")) || str_starts(rest, STR("<%")) ||
            str_starts(rest, STR("</%")))
            break;
        if (rest.ptr[0] == '\\' && rest.len > 1 && rest.ptr[1] == '\n') break;
        if (i > r->at && r->text.ptr[i - 1] == '\n') break;
    }
    return i;
}

static bool read_markup(TemplateReader *r)
{
    bool found;
    if (!template_read_tag(r, &found)) return false;
    return found || read_block(r);
}

static bool read_all(TemplateReader *r)
{
    while (r->at < r->text.len) {
        Str rest = str_slice(r->text, r->at, r->text.len);
        bool done = false, line_start = r->at == 0 || r->text.ptr[r->at - 1] == '\n';
        if (line_start && !read_control(r, &done)) return false;
        if (done) continue;
        if (str_starts(rest, STR("${"))) {
            if (!read_expression(r)) return false;
        } else if (str_starts(rest, STR("<%")) || str_starts(rest, STR("</%"))) {
            if (!read_markup(r)) return false;
        } else if (rest.ptr[0] == '\\' && rest.len > 1 && rest.ptr[1] == '\n') {
            r->at += 2;
        } else {
            size_t end = text_end(r);
            code_push_text(&r->code, str_slice(r->text, r->at, end), r->crlf, r->at);
            r->at = end;
        }
    }
    CodeFrame *f = code_top(&r->code);
    if (f->open.len)
        return template_refuse(r, r->text.len, "SyntaxException",
                               "Unterminated control keyword: '%.*s'", STR_ARG(VEC_LAST(&f->open)));
    if (f->tag.name.len)
        return template_refuse(r, f->tag.from, "SyntaxException", "Unclosed tag: <%%%.*s>",
                               STR_ARG(f->tag.name));
    return true;
}

/* Mako takes the first line away when it names an encoding. */
static void skip_coding(TemplateReader *r)
{
    Str rest = r->text, line = str_cut(&rest, '\n');
    size_t i = str_find(line, STR("coding"));
    if (str_is_null(rest) || !line.len || line.ptr[0] != '#' || i == STR_NPOS) return;
    size_t after = i + STR("coding").len;
    if (after < line.len && (line.ptr[after] == ':' || line.ptr[after] == '='))
        r->at = line.len + 1;
}

static bool is_argument(const Code *arguments, Str name) { return code_uses(arguments, name.ptr); }

/* The template's function: the names it uses, the functions in it, its body. */
static void assemble(TemplateReader *r, CodeText *out)
{
    static const char *const reserved[] = {"context",   "capture",        "pageargs",
                                           "UNDEFINED", "STOP_RENDERING", NULL};
    Arena *a = r->code.a;
    CodeFrame *f = code_top(&r->code);
    Code arguments = {.a = a};
    StrBuf members = {0};
    if (!str_is_null(r->page_args)) code_note_names(&arguments, r->page_args);
    code_line(a, out, 0,
              str_is_null(r->page_args)
                  ? STR("def __render(**pageargs):")
                  : arena_fmt(a, "def __render(%.*s, **pageargs):", STR_ARG(r->page_args)),
              0);
    code_line(a, out, 1, STR("__module = globals()"), 0);
    for (size_t i = 0; i < r->code.names.len; i++) {
        Str n = r->code.names.items[i];
        bool known = is_argument(&arguments, n);
        for (size_t k = 0; reserved[k]; k++) known = known || str_eq_z(n, reserved[k]);
        if (!known)
            code_line(a, out, 1,
                      arena_fmt(a, "%.*s = __get('%.*s', __module)", STR_ARG(n), STR_ARG(n)), 0);
    }
    if (r->uses_loop) code_line(a, out, 1, STR("loop = __loops"), 0);
    code_append(a, out, &f->head);
    for (size_t i = 0; i < f->defs.len; i++)
        strbuf_fmt(&members, "%s'%.*s': %.*s", i ? ", " : "", STR_ARG(f->defs.items[i]),
                   STR_ARG(f->defs.items[i]));
    if (code_uses(&r->code, "self") || code_uses(&r->code, "local"))
        code_line(a, out, 1,
                  arena_fmt(a, "self = local = __Namespace({%s})", members.ptr ? members.ptr : ""),
                  0);
    strbuf_deinit(&members);
    code_append(a, out, &f->body);
    code_line(a, out, 1, STR("return ''"), r->text.len);
}

/* Names that are built into Python are kept aside: a template may give them another meaning. */
static void push_builtins(TemplateReader *r, CodeText *out)
{
    for (size_t i = 0; i < r->code.names.len; i++) {
        Str n = r->code.names.items[i];
        code_line(r->code.a, out, 0,
                  arena_fmt(r->code.a, "try: __builtin__['%.*s'] = %.*s\nexcept NameError: pass",
                            STR_ARG(n), STR_ARG(n)),
                  0);
    }
}

bool template_translate(SourceFile *file, Arena *arena, bool crlf, TemplateSource *out, Err *err)
{
    TemplateReader r = {.file = file,
                        .text = file->text,
                        .err = err,
                        .code = {.a = arena},
                        .crlf = crlf,
                        .uses_loop = str_contains(file->text, STR("loop"))};
    *out = (TemplateSource){0};
    code_push_frame(&r.code, (Tag){0}, 1, 1);
    skip_coding(&r);
    bool ok = template_read_page(&r) && read_all(&r);
    CodeText text = {0}, function = {0};
    if (ok) {
        assemble(&r, &function);
        code_line(arena, &text, 0, str_z(template_runtime), TEMPLATE_RUNTIME);
        push_builtins(&r, &text);
        code_append(arena, &text, &r.module);
        code_append(arena, &text, &function);
        out->text = strbuf_finish(&text.text, arena);
        out->line_map = text.map;
    }
    code_text_deinit(&text);
    code_text_deinit(&function);
    code_text_deinit(&r.module);
    while (r.code.frames.len) {
        CodeFrame *f = code_pop_frame(&r.code);
        code_text_deinit(&f->head);
        code_text_deinit(&f->body);
    }
    return ok;
}
