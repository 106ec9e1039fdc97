#include <ctype.h>
#include <string.h>

#include "revision/template_reader.h"

/* ---- recognising ---- */

static size_t skip_blanks(Str s, size_t i)
{
    while (i < s.len && isspace((unsigned char)s.ptr[i])) i++;
    return i;
}

static size_t skip_word(Str s, size_t i, const char *more)
{
    while (i < s.len && (isalnum((unsigned char)s.ptr[i]) || strchr(more, s.ptr[i]))) i++;
    return i;
}

/* name="value" at *i. False = none there. */
static bool scan_attribute(Str s, size_t *i, TagAttribute *out)
{
    size_t end = skip_word(s, *i, "_"), at = skip_blanks(s, end);
    out->name = str_slice(s, *i, end);
    if (!out->name.len || at >= s.len || s.ptr[at] != '=') return false;
    at = skip_blanks(s, at + 1);
    if (at >= s.len || (s.ptr[at] != '"' && s.ptr[at] != '\'')) return false;
    size_t close = str_find_char(str_slice(s, at + 1, s.len), s.ptr[at]);
    if (close == STR_NPOS) return false;
    out->value = str_slice(s, at + 1, at + 1 + close);
    *i = at + close + 2;
    return true;
}

/* "<%name attributes>" or "<%name attributes/>". False = something else, such as a block. */
static bool scan_tag(TemplateReader *r, Tag *tag)
{
    Str s = r->text;
    size_t i = skip_word(s, r->at + 2, "_.:");
    *tag = (Tag){.name = str_slice(s, r->at + 2, i), .from = r->at};
    if (!tag->name.len) return false;
    for (;;) {
        TagAttribute a;
        i = skip_blanks(s, i);
        while (i < s.len && s.ptr[i] == ',') i = skip_blanks(s, i + 1);
        if (i + 1 < s.len && s.ptr[i] == '/' && s.ptr[i + 1] == '>') tag->closed = true, i++;
        if (i < s.len && s.ptr[i] == '>') break;
        if (!scan_attribute(s, &i, &a)) return false;
        VEC_PUSH(r->code.a, &tag->attributes, a);
    }
    tag->end = i + 1;
    return true;
}

static Str attribute(const Tag *t, const char *name)
{
    for (size_t i = 0; i < t->attributes.len; i++)
        if (str_eq_z(t->attributes.items[i].name, name)) return t->attributes.items[i].value;
    return STR_NULL;
}

/* What a cache keeps is the same text, so its attributes change nothing. */
static bool check_attributes(TemplateReader *r, const Tag *t, const char *const *known)
{
    for (size_t i = 0; i < t->attributes.len; i++) {
        Str name = t->attributes.items[i].name;
        bool ok = str_starts(name, STR("cache"));
        for (size_t k = 0; known[k]; k++) ok = ok || str_eq_z(name, known[k]);
        if (!ok)
            return template_refuse(r, t->from, "CompileException",
                                   "Invalid attribute(s) for tag '%.*s': '%.*s'", STR_ARG(t->name),
                                   STR_ARG(name));
    }
    return template_check_filters(r, t->from, attribute(t, "filter"));
}

/* ---- functions: <%def>, <%block> ---- */

static bool is_buffered(const Tag *t)
{
    Str buffered = attribute(t, "buffered");
    return !str_is_null(attribute(t, "filter")) || str_eq_z(buffered, "True") ||
           str_eq_z(buffered, "1");
}

/* The function's "name(parameters)". */
static bool signature(TemplateReader *r, const Tag *t, Str *out)
{
    *out = attribute(t, "name");
    if (str_eq_z(t->name, "block")) {
        Str name = str_is_null(*out) ? arena_fmt(r->code.a, "__block%d", ++r->unnamed) : *out;
        *out = arena_fmt(r->code.a, "%.*s()", STR_ARG(name));
        return true;
    }
    if (str_is_null(*out))
        return template_refuse(r, t->from, "CompileException",
                               "Missing attribute(s) for tag 'def': 'name'");
    if (str_find_char(*out, '(') == STR_NPOS)
        return template_refuse(r, t->from, "CompileException",
                               "Missing parenthesis in %%def '%.*s'", STR_ARG(*out));
    return true;
}

static bool open_function(TemplateReader *r, Tag tag)
{
    static const char *const known[] = {"name", "filter", "buffered", "decorator", "args", NULL};
    Code *c = &r->code;
    Str name;
    if (!check_attributes(r, &tag, known) || !signature(r, &tag, &name)) return false;
    code_note_names(c, name);
    if (str_eq_z(tag.name, "block")) {
        /* Shown where it stands; its name only serves to show it again. */
        code_push(c, arena_fmt(c->a, "__w(%.*s)", STR_ARG(name)), tag.from);
    }
    VEC_PUSH(c->a, &tag.attributes, ((TagAttribute){STR("signature"), name}));
    int level = code_top(c)->head_level + 1;
    code_push_frame(c, tag, level + is_buffered(&tag), level + is_buffered(&tag));
    return true;
}

static void write_function(TemplateReader *r, CodeFrame *f, CodeText *to, int level)
{
    Arena *a = r->code.a;
    size_t at = f->tag.from;
    Str filter = attribute(&f->tag, "filter"), decorator = attribute(&f->tag, "decorator");
    Str signed_name = attribute(&f->tag, "signature");
    Str name = str_slice(signed_name, 0, str_find_char(signed_name, '('));
    code_line(a, to, level, arena_fmt(a, "def %.*s:", STR_ARG(signed_name)), at);
    code_line(a, to, level + 1, STR("caller = __take_caller()"), at);
    if (is_buffered(&f->tag)) {
        code_line(a, to, level + 1, STR("__push()"), at);
        code_line(a, to, level + 1, STR("try:"), at);
    }
    code_line(a, to, f->level, STR("pass"), at);
    code_append(a, to, &f->head);
    code_append(a, to, &f->body);
    if (is_buffered(&f->tag)) {
        Str text = code_filtered(&r->code, STR("__text"), filter);
        bool returned = !str_is_null(attribute(&f->tag, "buffered"));
        code_line(a, to, level + 1, STR("finally:"), at);
        code_line(a, to, level + 2, STR("__text = __pop()"), at);
        code_line(a, to, level + 1,
                  arena_fmt(a, returned ? "return %.*s" : "__w(%.*s)", STR_ARG(text)), at);
    }
    code_line(a, to, level + 1, STR("return ''"), at);
    if (str_is_null(decorator)) return;
    code_note_names(&r->code, decorator);
    code_line(a, to, level,
              arena_fmt(a, "%.*s = __decorate(%.*s, %.*s)", STR_ARG(name), STR_ARG(decorator),
                        STR_ARG(name)),
              at);
}

static void close_function(TemplateReader *r, CodeFrame *f)
{
    CodeFrame *outer = code_top(&r->code);
    Str name = attribute(&f->tag, "signature");
    VEC_PUSH(r->code.a, &outer->defs, str_slice(name, 0, str_find_char(name, '(')));
    write_function(r, f, &outer->head, outer->head_level);
}

/* ---- calls with content: <%call expr="…">, <%self:name …> ---- */

/* The Python of an attribute's text: "a${x}b" is 'a' + (x) + 'b'. */
static Str value_of(TemplateReader *r, Str text)
{
    Arena *a = r->code.a;
    Str out = STR("''");
    while (text.len) {
        size_t i = str_find(text, STR("${"));
        if (i == STR_NPOS) i = text.len;
        Str part = STR_NULL;
        size_t close = i < text.len ? code_find(text, i + 2, "}") : STR_NPOS;
        if (i == 0 && close != STR_NPOS) {
            Str expression = str_trim(str_slice(text, 2, close));
            code_note_names(&r->code, expression);
            part = arena_fmt(a, "(%.*s)", STR_ARG(expression));
            i = close + 1;
        } else {
            if (i == 0) i = text.len;
            part = arena_fmt(a, "'''%.*s'''", STR_ARG(str_slice(text, 0, i)));
        }
        out = str_eq_z(out, "''") ? part : arena_fmt(a, "%.*s + %.*s", STR_ARG(out), STR_ARG(part));
        text = str_slice(text, i, text.len);
    }
    return out;
}

static bool call_expression(TemplateReader *r, const Tag *t, Str *out)
{
    static const char *const known[] = {"expr", "args", NULL};
    Arena *a = r->code.a;
    size_t colon = str_find_char(t->name, ':');
    if (colon == STR_NPOS) {
        *out = attribute(t, "expr");
        if (str_is_null(*out))
            return template_refuse(r, t->from, "CompileException",
                                   "Missing attribute(s) for tag 'call': 'expr'");
        return check_attributes(r, t, known);
    }
    *out = arena_fmt(a, "%.*s.%.*s(", STR_ARG(str_slice(t->name, 0, colon)),
                     STR_ARG(str_slice(t->name, colon + 1, t->name.len)));
    for (size_t i = 0; i < t->attributes.len; i++) {
        TagAttribute k = t->attributes.items[i];
        if (str_eq_z(k.name, "args")) continue;
        *out = arena_fmt(a, "%.*s%.*s=%.*s, ", STR_ARG(*out), STR_ARG(k.name),
                         STR_ARG(value_of(r, k.value)));
    }
    *out = arena_fmt(a, "%.*s)", STR_ARG(*out));
    return true;
}

static bool open_call(TemplateReader *r, Tag tag)
{
    Code *c = &r->code;
    Str expression;
    if (!call_expression(r, &tag, &expression)) return false;
    code_note_names(c, expression);
    VEC_PUSH(c->a, &tag.attributes, ((TagAttribute){STR("call"), expression}));
    CodeFrame *f = code_top(c);
    int level = f->level + f->depth;
    code_push_frame(c, tag, level + 1, level + 2);
    return true;
}

/* A function that makes the content, then the call, where the tag stands. */
static void close_call(TemplateReader *r, CodeFrame *f)
{
    Code *c = &r->code;
    CodeFrame *outer = code_top(c);
    CodeText *to = &outer->body;
    size_t at = f->tag.from;
    Str args = attribute(&f->tag, "args"), call = attribute(&f->tag, "call");
    int level = f->head_level;
    code_line(c->a, to, level - 1, STR("def __content():"), at);
    code_append(c->a, to, &f->head);
    code_line(c->a, to, level,
              arena_fmt(c->a, "def body(%.*s):", (int)args.len, args.ptr ? args.ptr : ""), at);
    code_line(c->a, to, level + 1, STR("pass"), at);
    code_append(c->a, to, &f->body);
    code_line(c->a, to, level + 1, STR("return ''"), at);
    Str members = STR("'body': body");
    for (size_t i = 0; i < f->defs.len; i++)
        members = arena_fmt(c->a, "%.*s, '%.*s': %.*s", STR_ARG(members), STR_ARG(f->defs.items[i]),
                            STR_ARG(f->defs.items[i]));
    code_line(c->a, to, level, arena_fmt(c->a, "return __Namespace({%.*s})", STR_ARG(members)), at);
    code_line(c->a, to, level - 1,
              arena_fmt(c->a, "__w(str(__call(__content(), lambda: %.*s)))", STR_ARG(call)), at);
}

/* ---- the others ---- */

static bool read_page(TemplateReader *r, const Tag *t)
{
    static const char *const known[] = {"args", "expression_filter", "enable_loop", NULL};
    if (!check_attributes(r, t, known)) return false;
    r->page_args = attribute(t, "args");
    r->page_filters = attribute(t, "expression_filter");
    if (str_eq_z(attribute(t, "enable_loop"), "False")) r->uses_loop = false;
    return template_check_filters(r, t->from, r->page_filters);
}

bool template_read_page(TemplateReader *r)
{
    Tag tag;
    size_t begin = r->at, page = str_find(r->text, STR("<%page"));
    if (page == STR_NPOS) return true;
    r->at = page;
    bool ok = !scan_tag(r, &tag) || read_page(r, &tag);
    r->at = begin;
    return ok;
}

/* <%text> and <%doc>, in which nothing is markup. */
static bool read_verbatim(TemplateReader *r, const Tag *t)
{
    static const char *const known[] = {"filter", NULL};
    Str closer = str_eq_z(t->name, "doc") ? STR("</%doc>") : STR("</%text>");
    Str rest = str_slice(r->text, t->end, r->text.len);
    size_t end = str_find(rest, closer);
    if (end == STR_NPOS)
        return template_refuse(r, t->from, "SyntaxException", "Unclosed tag: <%%%.*s>",
                               STR_ARG(t->name));
    r->at = t->end + end + closer.len;
    if (str_eq_z(t->name, "doc")) return true;
    Str filter = attribute(t, "filter");
    if (!check_attributes(r, t, known)) return false;
    if (!str_is_null(filter)) code_push(&r->code, STR("__push()"), t->from);
    code_push_text(&r->code, str_slice(rest, 0, end), r->crlf, t->end);
    if (!str_is_null(filter))
        code_push(&r->code,
                  arena_fmt(r->code.a, "__w(%.*s)",
                            STR_ARG(code_filtered(&r->code, STR("__pop()"), filter))),
                  t->from);
    return true;
}

static bool refuse_other(TemplateReader *r, const Tag *t)
{
    static const char *const files[] = {"include", "inherit", "namespace"};
    for (size_t i = 0; i < 3; i++) {
        if (!str_eq_z(t->name, files[i])) continue;
        template_refuse(r, t->from, NULL, "Retort's templates have no <%%%.*s>", STR_ARG(t->name));
        r->err->code = ERR_COMMAND;
        return err_hint(r->err, "Alembic gives script.py.mako no other templates to load "
                                "either: put the text in its place.");
    }
    return template_refuse(r, t->from, "CompileException", "No such tag: '%.*s'", STR_ARG(t->name));
}

static bool close_tag(TemplateReader *r, CodeFrame *f, Str name, size_t at)
{
    if (f->open.len)
        return template_refuse(r, at, "SyntaxException", "Unterminated control keyword: '%.*s'",
                               STR_ARG(VEC_LAST(&f->open)));
    code_pop_frame(&r->code);
    if (str_eq_z(name, "def") || str_eq_z(name, "block"))
        close_function(r, f);
    else
        close_call(r, f);
    code_text_deinit(&f->head);
    code_text_deinit(&f->body);
    return true;
}

static bool read_closer(TemplateReader *r)
{
    size_t start = skip_blanks(r->text, r->at + 3), end = skip_word(r->text, start, "_.:");
    size_t close = skip_blanks(r->text, end);
    Str name = str_slice(r->text, start, end);
    CodeFrame *f = code_top(&r->code);
    if (close >= r->text.len || r->text.ptr[close] != '>' || !f->tag.name.len)
        return template_refuse(r, r->at, "SyntaxException",
                               "Closing tag without opening tag: </%%%.*s>", STR_ARG(name));
    if (!str_eq(f->tag.name, name))
        return template_refuse(r, r->at, "SyntaxException",
                               "Closing tag </%%%.*s> does not match tag: <%%%.*s>", STR_ARG(name),
                               STR_ARG(f->tag.name));
    size_t at = r->at;
    r->at = close + 1;
    return close_tag(r, f, name, at);
}

/* Functions in functions: Python's own limit is 100 indents, and blocks need room too. */
enum { MAX_FRAMES = 20 };

bool template_read_tag(TemplateReader *r, bool *found)
{
    Tag tag;
    *found = true;
    if (str_starts(str_slice(r->text, r->at, r->text.len), STR("</%"))) return read_closer(r);
    *found = scan_tag(r, &tag);
    if (!*found) return true;
    if (str_eq_z(tag.name, "doc") || str_eq_z(tag.name, "text")) return read_verbatim(r, &tag);
    r->at = tag.end;
    if (r->code.frames.len >= MAX_FRAMES)
        return template_refuse(r, tag.from, "SyntaxException", "tags are nested too deeply");
    bool ok, page = str_eq_z(tag.name, "page");
    if (page)
        ok = read_page(r, &tag);
    else if (str_eq_z(tag.name, "def") || str_eq_z(tag.name, "block"))
        ok = open_function(r, tag);
    else if (str_eq_z(tag.name, "call") || str_find_char(tag.name, ':') != STR_NPOS)
        ok = open_call(r, tag);
    else
        return refuse_other(r, &tag);
    return ok && (!tag.closed || page || close_tag(r, code_top(&r->code), tag.name, tag.from));
}
