#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "python/lexer.h"
#include "revision/template.h"

/* A pass over the template that writes Python. Text becomes calls of __w, the markup becomes the
 * Python it contains, indented by the control lines around it. */

typedef struct Translator {
    SourceFile *file;
    Str text;
    size_t at;
    Arena *a;
    Err *err;
    TemplateSource *out;
    StrBuf module; /* <%! %> */
    StrBuf body;
    int depth;     /* of control lines and defs */
    VEC(Str) open; /* control words and "def" */
    StrVec names;  /* names that the template uses */
    VEC(uint32_t) module_map, body_map;
} Translator;

/* A template nested deeper than this is a mistake, and Python's own limit is 100 indents. */
enum { MAX_DEPTH = 90 };

static bool refuse(Translator *t, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static bool refuse(Translator *t, size_t at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str detail = arena_vfmt(t->err->arena, fmt, ap);
    va_end(ap);
    err_set(t->err, ERR_COMMAND, "Template rendering failed; %.*s", STR_ARG(detail));
    t->err->pos = (SourcePos){t->file, {(uint32_t)at, (uint32_t)at}};
    return false;
}

/* ---- writing Python ---- */

static void push_line(Translator *t, Str line, size_t from)
{
    strbuf_pad(&t->body, ' ', (size_t)(t->depth + 1) * 4);
    strbuf_push(&t->body, line);
    strbuf_push_char(&t->body, '\n');
    VEC_PUSH(t->a, &t->body_map, (uint32_t)from);
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '\n') VEC_PUSH(t->a, &t->body_map, (uint32_t)from);
}

static void push_string(StrBuf *b, Str s)
{
    strbuf_push_char(b, '\'');
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\n')
            strbuf_push_z(b, "\\n");
        else if (c == '\\' || c == '\'')
            strbuf_push_char(b, '\\'), strbuf_push_char(b, c);
        else if ((unsigned char)c < 32)
            strbuf_fmt(b, "\\x%02x", (unsigned)(unsigned char)c);
        else
            strbuf_push_char(b, c);
    }
    strbuf_push_char(b, '\'');
}

static void push_text(Translator *t, Str s, size_t from)
{
    if (!s.len) return;
    StrBuf b = {0};
    strbuf_push_z(&b, "__w(");
    push_string(&b, s);
    strbuf_push_char(&b, ')');
    push_line(t, strbuf_view(&b), from);
    strbuf_deinit(&b);
}

/* Remembers the names in a piece of Python, so that those which nobody defines can be "undefined"
 * instead of an error, as in Mako. */
static void note_names(Translator *t, Str code)
{
    TokenList tokens = {0};
    lexer_run(&tokens, arena_str(t->a, code), true);
    for (size_t i = 0; i < tokens.len; i++) {
        Token *k = &tokens.items[i];
        bool attribute = i > 0 && tokens.items[i - 1].kind == TOKEN_DOT;
        if (k->kind != TOKEN_NAME || attribute) continue;
        Str name = arena_str(t->a, str_slice(code, k->start, k->end));
        bool known = str_starts(name, STR("__"));
        for (size_t n = 0; n < t->names.len; n++) known = known || str_eq(t->names.items[n], name);
        if (!known) VEC_PUSH(t->a, &t->names, name);
    }
    lexer_deinit(&tokens);
}

/* ---- expressions ---- */

/* Past a Python string or comment at `i`; i itself when there is none. */
static size_t skip_string(Str s, size_t i)
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

/* End of an expression: the first of `stops` outside of brackets and strings; STR_NPOS = none. */
static size_t expression_end(Str s, size_t i, const char *stops)
{
    int depth = 0;
    while (i < s.len) {
        size_t next = skip_string(s, i);
        if (next != i) {
            i = next;
            continue;
        }
        char c = s.ptr[i];
        if (depth == 0 && strchr(stops, c)) return i;
        if (c == '(' || c == '[' || c == '{') depth++;
        if (c == ')' || c == ']' || c == '}') depth--;
        i++;
    }
    return STR_NPOS;
}

/* The filters from right to left around the expression; `n` turns the default filter off. */
static void push_filtered(Translator *t, StrBuf *b, Str expression, Str filters)
{
    StrVec names = {0};
    bool plain = false;
    while (!str_is_null(filters)) {
        Str f = str_trim(str_cut(&filters, ','));
        if (str_eq_z(f, "n"))
            plain = true;
        else if (f.len)
            VEC_PUSH(t->a, &names, f);
    }
    for (size_t i = names.len; i > 0; i--) {
        static const char *const builtin[] = {"h", "x", "u", "trim", "entity", "unicode"};
        bool own = false;
        for (size_t k = 0; k < 6; k++) own = own || str_eq_z(names.items[i - 1], builtin[k]);
        strbuf_fmt(b, own ? "__filter_%.*s(" : "%.*s(", STR_ARG(names.items[i - 1]));
        if (!own) note_names(t, names.items[i - 1]);
    }
    strbuf_push_z(b, plain ? "(" : "str(");
    strbuf_push(b, expression);
    strbuf_push_char(b, ')');
    strbuf_pad(b, ')', names.len);
}

static bool read_expression(Translator *t)
{
    size_t from = t->at, start = t->at + 2;
    size_t end = expression_end(t->text, start, "|}");
    if (end == STR_NPOS) return refuse(t, from, "this ${ has no }");
    Str expression = str_trim(str_slice(t->text, start, end)), filters = STR_NULL;
    if (t->text.ptr[end] == '|') {
        size_t close = expression_end(t->text, end + 1, "}");
        if (close == STR_NPOS) return refuse(t, from, "this ${ has no }");
        filters = str_slice(t->text, end + 1, close);
        end = close;
    }
    note_names(t, expression);
    StrBuf b = {0};
    strbuf_push_z(&b, "__w(");
    push_filtered(t, &b, expression, filters);
    strbuf_push_char(&b, ')');
    push_line(t, strbuf_view(&b), start);
    strbuf_deinit(&b);
    t->at = end + 1;
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
static bool split_for(Translator *t, Str head, size_t *in, size_t *colon)
{
    TokenList tokens = {0};
    int depth = 0;
    *in = *colon = STR_NPOS;
    lexer_run(&tokens, arena_str(t->a, head), true);
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

/* Whether the template looks at Mako's `loop`. */
static bool uses_loop(const Translator *t) { return str_contains(t->text, STR("loop")); }

/* % for with a `loop` beside its variable: as Mako does, entered before and left after. */
static bool open_loop(Translator *t, Str line, size_t from)
{
    size_t in, colon;
    Str head = str_slice(line, 3, line.len);
    if (!split_for(t, head, &in, &colon)) return false;
    push_line(
        t, arena_fmt(t->a, "loop = __loops.enter(%.*s)", STR_ARG(str_slice(head, in + 2, colon))),
        from);
    push_line(t, STR("try:"), from);
    t->depth++;
    push_line(t, arena_fmt(t->a, "for%.*s in loop:", STR_ARG(str_slice(head, 0, in))), from);
    return true;
}

static bool open_block(Translator *t, Str word, size_t from)
{
    if (t->depth >= MAX_DEPTH) return refuse(t, from, "control lines are nested too deeply");
    VEC_PUSH(t->a, &t->open, word);
    t->depth++;
    push_line(t, STR("pass"), from);
    return true;
}

static bool control_line(Translator *t, Str line, size_t from)
{
    size_t n = 0;
    while (n < line.len && isalpha((unsigned char)line.ptr[n])) n++;
    Str word = str_slice(line, 0, n);
    if (str_starts(word, STR("end"))) {
        Str what = str_slice(word, 3, word.len);
        if (!t->open.len || !str_eq(VEC_LAST(&t->open), what))
            return refuse(t, from, "%% %.*s does not match an open control line", STR_ARG(word));
        t->open.len--;
        t->depth--;
        if (str_eq_z(what, "for") && uses_loop(t)) {
            t->depth--;
            push_line(t, STR("finally:"), from);
            t->depth++;
            push_line(t, STR("loop = __loops.leave()"), from);
            t->depth--;
        }
        return true;
    }
    bool middle = is_middle(word);
    if (!is_opener(word) && !middle)
        return refuse(t, from, "'%.*s' is not a control line", STR_ARG(line));
    if (middle && !t->open.len)
        return refuse(t, from, "'%.*s' without an open control line", STR_ARG(word));
    note_names(t, str_slice(line, n, line.len));
    if (str_eq_z(word, "for") && uses_loop(t)) {
        if (!open_loop(t, line, from)) return refuse(t, from, "'%.*s' is no loop", STR_ARG(line));
        return open_block(t, word, from);
    }
    if (middle) t->depth--;
    push_line(t, line, from);
    if (!middle) return open_block(t, word, from);
    t->depth++;
    push_line(t, STR("pass"), from);
    return true;
}

/* A line that begins with % or ##; *done = false when this is none. */
static bool read_control(Translator *t, bool *done)
{
    size_t i = t->at;
    while (i < t->text.len && (t->text.ptr[i] == ' ' || t->text.ptr[i] == '\t')) i++;
    Str rest = str_slice(t->text, i, t->text.len);
    bool comment = str_starts(rest, STR("##")), control = rest.len && rest.ptr[0] == '%';
    *done = comment || control;
    if (!*done) return true;
    size_t end = i;
    StrBuf line = {0};
    for (;; end++) {
        if (end >= t->text.len || t->text.ptr[end] == '\n') break;
        if (t->text.ptr[end] == '\\' && end + 1 < t->text.len && t->text.ptr[end + 1] == '\n')
            end++;
        else
            strbuf_push_char(&line, t->text.ptr[end]);
    }
    size_t from = t->at;
    t->at = end < t->text.len ? end + 1 : end;
    bool ok = true;
    if (str_starts(rest, STR("%%"))) {
        Str shown = arena_fmt(t->a, "%.*s%.*s%s", (int)(i - from), t->text.ptr + from,
                              (int)(line.len - 1), line.ptr + 1, end < t->text.len ? "\n" : "");
        push_text(t, shown, from);
    } else if (control) {
        ok = control_line(t, arena_str(t->a, str_trim(str_slice(strbuf_view(&line), 1, line.len))),
                          i);
    }
    strbuf_deinit(&line);
    return ok;
}

/* ---- tags ---- */

/* Code without the indentation that all its lines share, indented to the present depth. */
static void push_code(Translator *t, Str code, bool at_module, size_t from)
{
    size_t shared = STR_NPOS;
    for (Str rest = code, line; !str_is_null(rest);) {
        line = str_cut(&rest, '\n');
        size_t n = 0;
        while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t')) n++;
        if (n < line.len && line.ptr[n] != '#' && n < shared && line.ptr != code.ptr) shared = n;
    }
    bool first = true;
    size_t offset = from;
    while (!str_is_null(code)) {
        Str line = str_cut(&code, '\n');
        Str shown = first ? str_trim(line)
                          : str_slice(line,
                                      shared == STR_NPOS  ? 0
                                      : shared < line.len ? shared
                                                          : line.len,
                                      line.len);
        if (at_module) {
            strbuf_fmt(&t->module, "%.*s\n", STR_ARG(shown));
            VEC_PUSH(t->a, &t->module_map, (uint32_t)offset);
        } else {
            push_line(t, shown, offset);
        }
        offset += line.len + 1;
        first = false;
    }
}

static bool read_block(Translator *t)
{
    bool at_module = t->at + 2 < t->text.len && t->text.ptr[t->at + 2] == '!';
    size_t start = t->at + 2 + at_module, i = start;
    while (i < t->text.len && !str_starts(str_slice(t->text, i, t->text.len), STR("%>"))) {
        size_t next = skip_string(t->text, i);
        i = next != i ? next : i + 1;
    }
    if (i >= t->text.len) return refuse(t, t->at, "this <%% has no %%>");
    Str code = str_slice(t->text, start, i);
    note_names(t, code);
    push_code(t, code, at_module, start);
    t->at = i + 2;
    return true;
}

/* The value of an attribute of a tag. */
static Str attribute(Str tag, const char *name)
{
    size_t i = str_find(tag, str_z(name));
    if (i == STR_NPOS) return STR_NULL;
    Str rest = str_slice(tag, i + str_z(name).len, tag.len);
    rest = str_trim(rest);
    if (!rest.len || rest.ptr[0] != '=') return STR_NULL;
    rest = str_trim(str_slice(rest, 1, rest.len));
    if (!rest.len || (rest.ptr[0] != '"' && rest.ptr[0] != '\'')) return STR_NULL;
    size_t end = str_find_char(str_slice(rest, 1, rest.len), rest.ptr[0]);
    return end == STR_NPOS ? STR_NULL : str_slice(rest, 1, 1 + end);
}

static bool read_tag(Translator *t)
{
    size_t from = t->at;
    Str rest = str_slice(t->text, t->at, t->text.len);
    if (str_starts(rest, STR("<%doc>")) || str_starts(rest, STR("<%text>"))) {
        bool doc = str_starts(rest, STR("<%doc>"));
        Str closer = doc ? STR("</%doc>") : STR("</%text>");
        size_t end = str_find(rest, closer);
        if (end == STR_NPOS) return refuse(t, from, "%.*s is missing", STR_ARG(closer));
        if (!doc) push_text(t, str_slice(rest, 7, end), from);
        t->at = from + end + closer.len;
        return true;
    }
    size_t end = str_find_char(rest, '>');
    if (str_starts(rest, STR("<%def")) && end != STR_NPOS) {
        Str name = attribute(str_slice(rest, 5, end), "name");
        if (str_is_null(name)) return refuse(t, from, "<%%def> needs a name");
        note_names(t, name);
        push_line(t, arena_fmt(t->a, "def %.*s:", STR_ARG(name)), from);
        t->at = from + end + 1;
        return open_block(t, STR("def"), from);
    }
    if (str_starts(rest, STR("</%def>"))) {
        if (!t->open.len || !str_eq_z(VEC_LAST(&t->open), "def"))
            return refuse(t, from, "</%%def> without <%%def>");
        push_line(t, STR("return ''"), from);
        t->open.len--;
        t->depth--;
        t->at = from + 7;
        return true;
    }
    bool block = rest.len > 2 && (isspace((unsigned char)rest.ptr[2]) || rest.ptr[2] == '!');
    if (block) return read_block(t);
    size_t n = 2;
    while (n < rest.len && n < 40 && rest.ptr[n] != '>' && !isspace((unsigned char)rest.ptr[n]))
        n++;
    refuse(t, from, "Retort's templates have no %.*s>", (int)n, rest.ptr);
    bool other_file = str_starts(rest, STR("<%include")) || str_starts(rest, STR("<%inherit")) ||
                      str_starts(rest, STR("<%namespace"));
    return other_file ? err_hint(t->err, "Alembic gives script.py.mako no other templates to load "
                                         "either: put the text in its place.")
                      : false;
}

/* ---- the whole ---- */

/* Length of plain text from t->at on: up to markup or the start of a control line. */
static size_t text_end(const Translator *t)
{
    size_t i = t->at;
    for (; i < t->text.len; i++) {
        Str rest = str_slice(t->text, i, t->text.len);
        if (str_starts(rest, STR("${")) || str_starts(rest, STR("<%")) ||
            str_starts(rest, STR("</%")))
            break;
        if (rest.ptr[0] == '\\' && rest.len > 1 && rest.ptr[1] == '\n') break;
        if (i > t->at && t->text.ptr[i - 1] == '\n') break;
    }
    return i;
}

static bool read_all(Translator *t)
{
    while (t->at < t->text.len) {
        Str rest = str_slice(t->text, t->at, t->text.len);
        bool done = false, line_start = t->at == 0 || t->text.ptr[t->at - 1] == '\n';
        if (line_start && !read_control(t, &done)) return false;
        if (done) continue;
        if (str_starts(rest, STR("${"))) {
            if (!read_expression(t)) return false;
        } else if (str_starts(rest, STR("<%")) || str_starts(rest, STR("</%"))) {
            if (!read_tag(t)) return false;
        } else if (rest.ptr[0] == '\\' && rest.len > 1 && rest.ptr[1] == '\n') {
            t->at += 2;
        } else {
            size_t end = text_end(t);
            push_text(t, str_slice(t->text, t->at, end), t->at);
            t->at = end;
        }
    }
    if (t->open.len)
        return refuse(t, t->text.len, "%% end%.*s is missing", STR_ARG(VEC_LAST(&t->open)));
    return true;
}

static const char preamble[] = "class __Undefined:\n"
                               "    def __str__(self): raise NameError('Undefined')\n"
                               "    def __bool__(self): return False\n"
                               "UNDEFINED = __Undefined()\n"
                               "__out = []\n"
                               "def __w(text): __out.append(text)\n"
                               "def __filter_unicode(s): return str(s)\n"
                               "def __filter_trim(s): return s.strip()\n"
                               "def __filter_h(s): return str(s).replace('&', "
                               "'&amp;').replace('>', '&gt;').replace('<', '&lt;')"
                               ".replace(\"'\", '&#39;').replace('\"', '&#34;')\n"
                               "def __filter_x(s): return __filter_h(s)\n"
                               "def __filter_entity(s): return __filter_h(s)\n"
                               "def __filter_u(s):\n"
                               "    from urllib.parse import quote_plus\n"
                               "    return quote_plus(s)\n";

/* Mako's `loop`: the innermost loop's place in what it runs over. */
static const char loop_class[] =
    "class __Loop:\n"
    "    def __init__(self, items, parent):\n"
    "        self._items, self.parent, self.index = items, parent, 0\n"
    "    def __iter__(self):\n"
    "        for item in self._items:\n"
    "            yield item\n"
    "            self.index += 1\n"
    "    def __len__(self): return len(self._items)\n"
    "    @property\n"
    "    def reverse_index(self): return len(self) - self.index - 1\n"
    "    @property\n"
    "    def first(self): return self.index == 0\n"
    "    @property\n"
    "    def last(self): return self.index == len(self) - 1\n"
    "    @property\n"
    "    def even(self): return not self.odd\n"
    "    @property\n"
    "    def odd(self): return bool(self.index % 2)\n"
    "    def cycle(self, *values):\n"
    "        if not values: raise ValueError('You must provide values to cycle through')\n"
    "        return values[self.index % len(values)]\n"
    "class __Loops:\n"
    "    def __init__(self): self.top = UNDEFINED\n"
    "    def enter(self, items):\n"
    "        parent = None if self.top is UNDEFINED else self.top\n"
    "        self.top = __new_loop__(items, parent)\n"
    "        return self.top\n"
    "    def leave(self):\n"
    "        self.top = UNDEFINED if self.top.parent is None else self.top.parent\n"
    "        return self.top\n"
    "def __new_loop__(items, parent): return __Loop(items, parent)\n"
    "__loops = __Loops()\n";

static void push_mapped(Translator *t, StrBuf *b, Str text, uint32_t at)
{
    strbuf_push(b, text);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n') VEC_PUSH(t->a, &t->out->line_map, at);
}

/* Names that are neither variables nor built-in become UNDEFINED before the template runs. */
static void push_defaults(Translator *t, StrBuf *b)
{
    push_mapped(t, b, STR("def __defaults():\n    pass\n"), 0);
    for (size_t i = 0; i < t->names.len; i++) {
        Str n = t->names.items[i];
        Str code = arena_fmt(
            t->a, "    global %.*s\n    try: %.*s\n    except NameError: %.*s = UNDEFINED\n",
            STR_ARG(n), STR_ARG(n), STR_ARG(n));
        push_mapped(t, b, code, 0);
    }
}

bool template_translate(SourceFile *file, Arena *arena, TemplateSource *out, Err *err)
{
    Translator t = {.file = file, .text = file->text, .a = arena, .err = err, .out = out};
    *out = (TemplateSource){0};
    bool ok = read_all(&t);
    StrBuf b = {0};
    push_mapped(&t, &b, str_z(preamble), 0);
    if (uses_loop(&t)) push_mapped(&t, &b, str_z(loop_class), 0);
    push_defaults(&t, &b);
    strbuf_push(&b, strbuf_view(&t.module));
    for (size_t i = 0; i < t.module_map.len; i++)
        VEC_PUSH(arena, &out->line_map, t.module_map.items[i]);
    push_mapped(&t, &b, STR("def __render():\n    __defaults()\n"), 0);
    strbuf_push(&b, strbuf_view(&t.body));
    for (size_t i = 0; i < t.body_map.len; i++)
        VEC_PUSH(arena, &out->line_map, t.body_map.items[i]);
    push_mapped(&t, &b, STR("    return ''.join(__out)\n"), (uint32_t)file->text.len);
    out->text = strbuf_finish(&b, arena);
    strbuf_deinit(&t.module);
    strbuf_deinit(&t.body);
    return ok;
}
