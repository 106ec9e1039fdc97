#include "config/ini.h"

#include <ctype.h>

#include "base/strbuf.h"
#include "config/repr.h"

typedef struct Section {
    Str name;
    Map values; /* key -> Str * */
} Section;

struct Ini {
    Arena *arena;
    Section defaults;
    Map sections; /* name -> Section *, in file order */
};

/* ConfigParser's MAX_INTERPOLATION_DEPTH. */
enum { MAX_DEPTH = 10 };

static Str lower(Arena *a, Str s)
{
    Str out = arena_str(a, s);
    for (size_t i = 0; i < out.len; i++)
        ((char *)out.ptr)[i] = (char)tolower((unsigned char)out.ptr[i]);
    return out;
}

static void put(Ini *ini, Section *s, Str key, Str value)
{
    Str *v = ARENA_NEW(ini->arena, Str);
    *v = value;
    map_put(&s->values, ini->arena, key, v);
}

Ini *ini_new(Arena *arena, const IniPair *defaults, size_t default_count)
{
    Ini *ini = ARENA_NEW(arena, Ini);
    ini->arena = arena;
    ini->defaults.name = STR("DEFAULT");
    for (size_t i = 0; i < default_count; i++)
        put(ini, &ini->defaults, lower(arena, defaults[i].key),
            arena_str(arena, defaults[i].value));
    return ini;
}

static Section *add_section(Ini *ini, Str name)
{
    Section *s = ARENA_NEW(ini->arena, Section);
    s->name = arena_str(ini->arena, name);
    map_put(&ini->sections, ini->arena, s->name, s);
    return s;
}

static bool refuse(Err *err, const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static bool refuse(Err *err, const char *kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vraise(err, ERR_CONFIG, kind, fmt, ap);
    va_end(ap);
    return false;
}

/* ---- reading ---- */

typedef struct Reader {
    Ini *ini;
    Str name; /* of the file, for messages */
    Err *err;
    Section *section; /* NULL before the first header */
    Str key;          /* null when no value can be continued */
    StrBuf value;     /* lines of the value of `key` */
    size_t indent;    /* of the line that began it */
    Map seen;         /* "section" and "section\nkey" */
    StrBuf bad;       /* lines that are neither header nor key: reported together at the end */
    size_t line;
} Reader;

static void finish_value(Reader *r)
{
    if (str_is_null(r->key)) return;
    Str v = strbuf_view(&r->value);
    while (v.len && isspace((unsigned char)v.ptr[v.len - 1])) v.len--;
    put(r->ini, r->section, r->key, arena_str(r->ini->arena, v));
    strbuf_clear(&r->value);
    r->key = STR_NULL;
}

static bool read_header(Reader *r, Str name)
{
    finish_value(r);
    Arena *a = r->ini->arena;
    if (str_eq_z(name, "DEFAULT")) {
        r->section = &r->ini->defaults;
        return true;
    }
    if (map_has(&r->seen, name))
        return refuse(r->err, "configparser.DuplicateSectionError",
                      "While reading from %s [line %2zu]: section %s already exists",
                      repr_render(r->name, a).ptr, r->line, repr_render(name, a).ptr);
    r->section = map_find(&r->ini->sections, name);
    if (!r->section) r->section = add_section(r->ini, name);
    map_put(&r->seen, a, r->section->name, r);
    return true;
}

static bool read_option(Reader *r, Str text, Str raw_line)
{
    finish_value(r);
    Arena *a = r->ini->arena;
    size_t eq = 0;
    while (eq < text.len && text.ptr[eq] != '=' && text.ptr[eq] != ':') eq++;
    if (eq == text.len || eq == 0) {
        strbuf_fmt(&r->bad, "\n\t[line %2zu]: %s", r->line, repr_render(raw_line, a).ptr);
        return true;
    }
    Str key = lower(a, str_trim(str_slice(text, 0, eq)));
    Str mark = arena_fmt(a, "%.*s\n%.*s", STR_ARG(r->section->name), STR_ARG(key));
    if (map_has(&r->seen, mark))
        return refuse(r->err, "configparser.DuplicateOptionError",
                      "While reading from %s [line %2zu]: option %s in section %s already exists",
                      repr_render(r->name, a).ptr, r->line, repr_render(key, a).ptr,
                      repr_render(r->section->name, a).ptr);
    map_put(&r->seen, a, mark, r);
    r->key = key;
    strbuf_push(&r->value, str_trim(str_slice(text, eq + 1, text.len)));
    return true;
}

static bool read_line(Reader *r, Str line, Str raw_line)
{
    Str text = str_trim(line);
    bool comment = text.len && (text.ptr[0] == '#' || text.ptr[0] == ';');
    if (text.len == 0 || comment) {
        /* An empty line inside a value belongs to it if more of the value follows. */
        if (!comment && !str_is_null(r->key)) strbuf_push_char(&r->value, '\n');
        return true;
    }
    size_t indent = (size_t)(text.ptr - line.ptr);
    if (!str_is_null(r->key) && indent > r->indent) {
        strbuf_push_char(&r->value, '\n');
        strbuf_push(&r->value, text);
        return true;
    }
    r->indent = indent;
    size_t close = text.ptr[0] == '[' ? str_rfind_char(text, ']') : STR_NPOS;
    if (close != STR_NPOS && close > 1) return read_header(r, str_slice(text, 1, close));
    if (!r->section)
        return refuse(r->err, "configparser.MissingSectionHeaderError",
                      "File contains no section headers.\nfile: %s, line: %zu\n%s",
                      repr_render(r->name, r->ini->arena).ptr, r->line,
                      repr_render(raw_line, r->ini->arena).ptr);
    return read_option(r, text, raw_line);
}

/* The next line without its end (\n, \r\n or \r, as Python's universal newlines have it). */
static Str next_line(Str *rest, Str *raw, Arena *a)
{
    size_t n = 0;
    while (n < rest->len && rest->ptr[n] != '\n' && rest->ptr[n] != '\r') n++;
    Str line = str_slice(*rest, 0, n);
    size_t skip = n;
    if (skip < rest->len)
        skip += rest->ptr[n] == '\r' && n + 1 < rest->len && rest->ptr[n + 1] == '\n' ? 2 : 1;
    *raw = skip > n ? arena_fmt(a, "%.*s\n", STR_ARG(line)) : line;
    *rest = str_slice(*rest, skip, rest->len);
    return line;
}

bool ini_parse(Ini *ini, Str name, Str text, Err *err)
{
    Reader r = {.ini = ini, .name = name, .err = err};
    bool ok = true;
    while (ok && text.len) {
        Str raw, line = next_line(&text, &raw, ini->arena);
        r.line++;
        ok = read_line(&r, line, raw);
    }
    if (ok) finish_value(&r);
    if (ok && r.bad.len)
        ok = refuse(err, "configparser.ParsingError", "Source contains parsing errors: %s%s",
                    repr_render(name, ini->arena).ptr, r.bad.ptr);
    strbuf_deinit(&r.value);
    strbuf_deinit(&r.bad);
    return ok;
}

/* ---- looking up ---- */

static const Section *find_section(const Ini *ini, Str name)
{
    return str_eq_z(name, "DEFAULT") ? &ini->defaults : map_find(&ini->sections, name);
}

bool ini_has_section(const Ini *ini, Str section) { return map_has(&ini->sections, section); }

void ini_sections(const Ini *ini, Arena *out_arena, StrVec *out)
{
    for (size_t i = 0; i < ini->sections.len; i++)
        VEC_PUSH(out_arena, out, ini->sections.entries[i].key);
}

/* key: already in lower case. */
static const Str *raw_value(const Ini *ini, const Section *s, Str key)
{
    const Str *v = s ? map_find(&s->values, key) : NULL;
    return v || !s ? v : map_find(&ini->defaults.values, key);
}

Str ini_find_raw(const Ini *ini, Str section, Str key)
{
    const Str *v = raw_value(ini, find_section(ini, section), lower(ini->arena, key));
    return v ? *v : STR_NULL;
}

bool ini_has(const Ini *ini, Str section, Str key)
{
    return !str_is_null(ini_find_raw(ini, section, key));
}

typedef struct Expansion {
    const Ini *ini;
    const Section *section;
    Str key;
    Str raw;
    StrBuf *out;
    Err *err;
} Expansion;

static bool refuse_syntax(Expansion *x, const char *fmt, Str rest)
{
    return refuse(x->err, "configparser.InterpolationSyntaxError", fmt,
                  repr_render(rest, x->ini->arena).ptr);
}

static bool expand(Expansion *x, Str rest, int depth);

static bool expand_reference(Expansion *x, Str *rest, int depth)
{
    Arena *a = x->ini->arena;
    size_t close = str_find_char(*rest, ')');
    if (close == STR_NPOS || close == 2 || close + 1 >= rest->len || rest->ptr[close + 1] != 's')
        return refuse_syntax(x, "bad interpolation variable reference %s", *rest);
    Str name = lower(a, str_slice(*rest, 2, close));
    *rest = str_slice(*rest, close + 2, rest->len);
    const Str *v = raw_value(x->ini, x->section, name);
    if (!v)
        return refuse(
            x->err, "configparser.InterpolationMissingOptionError",
            "Bad value substitution: option %s in section %s contains an interpolation key "
            "%s which is not a valid option name. Raw value: %s",
            repr_render(x->key, a).ptr, repr_render(x->section->name, a).ptr,
            repr_render(name, a).ptr, repr_render(x->raw, a).ptr);
    return expand(x, *v, depth + 1);
}

static bool expand(Expansion *x, Str rest, int depth)
{
    if (depth > MAX_DEPTH)
        return refuse(x->err, "configparser.InterpolationDepthError",
                      "Recursion limit exceeded in value substitution: option %s in section %s "
                      "contains an interpolation key which cannot be substituted in %d steps. Raw "
                      "value: %s",
                      repr_render(x->key, x->ini->arena).ptr,
                      repr_render(x->section->name, x->ini->arena).ptr, MAX_DEPTH,
                      repr_render(x->raw, x->ini->arena).ptr);
    while (rest.len) {
        size_t p = str_find_char(rest, '%');
        if (p == STR_NPOS) p = rest.len;
        strbuf_push(x->out, str_slice(rest, 0, p));
        rest = str_slice(rest, p, rest.len);
        if (rest.len == 0) break;
        char c = rest.len > 1 ? rest.ptr[1] : '\0';
        if (c == '%') {
            strbuf_push_char(x->out, '%');
            rest = str_slice(rest, 2, rest.len);
        } else if (c == '(') {
            if (!expand_reference(x, &rest, depth)) return false;
        } else {
            return refuse_syntax(x, "'%%' must be followed by '%%' or '(', found: %s", rest);
        }
    }
    return true;
}

static bool expanded(const Ini *ini, const Section *s, Str key, Arena *out_arena, Str *out,
                     Err *err)
{
    const Str *raw = raw_value(ini, s, key);
    *out = STR_NULL;
    if (!raw) return true;
    StrBuf b = {0};
    Expansion x = {ini, s, key, *raw, &b, err};
    bool ok = expand(&x, *raw, 1);
    *out = strbuf_finish(&b, out_arena);
    return ok;
}

bool ini_find(const Ini *ini, Str section, Str key, Arena *out_arena, Str *out, Err *err)
{
    return expanded(ini, find_section(ini, section), lower(ini->arena, key), out_arena, out, err);
}

static bool push_items(const Ini *ini, const Section *s, const Map *keys, bool own,
                       Arena *out_arena, IniPairVec *out, Err *err)
{
    for (size_t i = 0; i < keys->len; i++) {
        Str key = keys->entries[i].key;
        if (own && map_has(&ini->defaults.values, key)) continue;
        IniPair pair = {.key = key};
        if (!expanded(ini, s, key, out_arena, &pair.value, err)) return false;
        VEC_PUSH(out_arena, out, pair);
    }
    return true;
}

bool ini_items(const Ini *ini, Str section, Arena *out_arena, IniPairVec *out, Err *err)
{
    const Section *s = find_section(ini, section);
    return push_items(ini, s, &ini->defaults.values, false, out_arena, out, err) &&
           (s == &ini->defaults || !s || push_items(ini, s, &s->values, true, out_arena, out, err));
}

/* ---- changing ---- */

/* Position of the first % that is neither %% nor the start of %(name)s, counted, as ConfigParser
 * does, in the text without those; STR_NPOS when all is well. */
static size_t lone_percent(Str v)
{
    size_t removed = 0;
    for (size_t i = 0; i < v.len; i++) {
        if (v.ptr[i] != '%') continue;
        Str rest = str_slice(v, i, v.len);
        size_t close = str_find_char(rest, ')');
        if (rest.len > 1 && rest.ptr[1] == '%') {
            removed += 2;
            i++;
        } else if (rest.len > 1 && rest.ptr[1] == '(' && close != STR_NPOS && close > 2 &&
                   close + 1 < rest.len && rest.ptr[close + 1] == 's') {
            removed += close + 2;
            i += close + 1;
        } else {
            return i - removed;
        }
    }
    return STR_NPOS;
}

bool ini_set(Ini *ini, Str section, Str key, Str value, Err *err)
{
    size_t bad = lone_percent(value);
    if (bad != STR_NPOS)
        return refuse(err, "ValueError", "invalid interpolation syntax in %s at position %zu",
                      repr_render(value, ini->arena).ptr, bad);
    Section *s = str_eq_z(section, "DEFAULT") ? &ini->defaults : map_find(&ini->sections, section);
    if (!s) s = add_section(ini, section);
    put(ini, s, lower(ini->arena, key), arena_str(ini->arena, value));
    return true;
}

bool ini_remove(Ini *ini, Str section, Str key)
{
    Section *s = (Section *)find_section(ini, section);
    return s && map_remove(&s->values, lower(ini->arena, key));
}
