#include "modules/extra/dotenv.h"

#include "base/strbuf.h"
#include "modules/stdlib/stdlib.h"
#include "os/file.h"
#include "os/path.h"

/* ---- reading ---- */

static bool is_name_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

static char unescape(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    default: return c;
    }
}

/* The text between quotes; *at stands after the opening one and ends after the closing one. */
static bool quoted(Str s, size_t *at, char quote, StrBuf *out)
{
    while (*at < s.len && s.ptr[*at] != quote) {
        char c = s.ptr[(*at)++];
        bool escape =
            c == '\\' && *at < s.len && (quote == '"' || s.ptr[*at] == '\'' || s.ptr[*at] == '\\');
        strbuf_push_char(out, escape ? (quote == '"' ? unescape(s.ptr[*at]) : s.ptr[*at]) : c);
        if (escape) (*at)++;
    }
    if (*at >= s.len) return false;
    (*at)++;
    return true;
}

/* An unquoted value ends at the line's end or at a # after white space. */
static Str bare(Str s, size_t *at)
{
    size_t from = *at, end;
    while (*at < s.len && s.ptr[*at] != '\n') (*at)++;
    end = *at;
    for (size_t i = from; i < end; i++)
        if (s.ptr[i] == '#' && (i == from || s.ptr[i - 1] == ' ' || s.ptr[i - 1] == '\t')) end = i;
    return str_trim(str_slice(s, from, end));
}

static Str variable(Eval *ev, Value dict, Str name)
{
    Value v = value_dict_find_str(stdlib_environ(ev), name);
    if (!value_is_str(v)) v = value_dict_find_str(dict, name);
    return value_is_str(v) ? value_as_str(v) : STR_NULL;
}

/* ${NAME} and ${NAME:-default} */
static Value expand(Eval *ev, Value dict, Str s)
{
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++) {
        size_t end = i + 2;
        while (end < s.len && s.ptr[end] != '}') end++;
        if (s.ptr[i] != '$' || i + 1 >= s.len || s.ptr[i + 1] != '{' || end >= s.len) {
            strbuf_push_char(&b, s.ptr[i]);
            continue;
        }
        Str inside = str_slice(s, i + 2, end), fallback = STR("");
        size_t cut = str_find(inside, STR(":-"));
        if (cut != STR_NPOS) fallback = str_slice(inside, cut + 2, inside.len);
        Str found = variable(ev, dict, cut == STR_NPOS ? inside : str_slice(inside, 0, cut));
        strbuf_push(&b, str_is_null(found) ? fallback : found);
        i = end;
    }
    Value v = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return v;
}

static void skip_line(Str s, size_t *at)
{
    while (*at < s.len && s.ptr[*at] != '\n') (*at)++;
}

static void skip_blanks(Str s, size_t *at)
{
    while (*at < s.len && (s.ptr[*at] == ' ' || s.ptr[*at] == '\t')) (*at)++;
}

/* One binding at *at into dict; a line that is none is skipped, as python-dotenv does. */
static void parse_binding(Eval *ev, Value dict, Str s, size_t *at)
{
    if (str_starts(str_slice(s, *at, s.len), STR("export "))) *at += 7;
    skip_blanks(s, at);
    size_t from = *at;
    while (*at < s.len && is_name_char(s.ptr[*at])) (*at)++;
    Str name = str_slice(s, from, *at);
    skip_blanks(s, at);
    if (name.len == 0 || *at >= s.len || s.ptr[*at] != '=') {
        skip_line(s, at);
        return;
    }
    (*at)++;
    skip_blanks(s, at);
    char quote = *at < s.len ? s.ptr[*at] : 0;
    Value v;
    if (quote == '"' || quote == '\'') {
        StrBuf b = {0};
        (*at)++;
        bool ok = quoted(s, at, quote, &b);
        v = quote == '"' ? expand(ev, dict, strbuf_view(&b)) : value_str(ev, strbuf_view(&b));
        strbuf_deinit(&b);
        if (!ok) return;
    } else {
        v = expand(ev, dict, bare(s, at));
    }
    value_dict_put_str(ev, dict, name, v);
    skip_line(s, at);
}

static Value parse(Eval *ev, Str s)
{
    Value dict = value_dict(ev);
    for (size_t at = 0; at < s.len;) {
        while (at < s.len &&
               (s.ptr[at] == '\n' || s.ptr[at] == '\r' || s.ptr[at] == ' ' || s.ptr[at] == '\t'))
            at++;
        if (at >= s.len) break;
        if (s.ptr[at] == '#')
            skip_line(s, &at);
        else
            parse_binding(ev, dict, s, &at);
    }
    return dict;
}

/* ---- finding ---- */

/* From the folder of the script that asks, upward. */
static Str find_upward(Eval *ev, Str name, Arena *arena)
{
    SourcePos pos = eval_position(ev);
    Str real = STR_NULL, dir = path_parent(pos.file ? pos.file->path : STR("."));
    for (int i = 0; i < 256; i++) { /* deeper paths than a file system allows */
        Str path = path_join(arena, dir, name);
        if (stdlib_may_read(ev, path, arena, &real) && !str_is_null(real) && !file_is_dir(real))
            return real;
        Str up = path_parent(dir);
        if (str_eq(up, dir)) break;
        dir = up;
    }
    return STR_NULL;
}

static bool read_file(Eval *ev, Value path, Value *dict)
{
    Arena scratch = {0};
    Str where = STR_NULL, text;
    Value s;
    *dict = value_unset();
    if (value_is_none(path) || value_is_unset(path)) {
        where = find_upward(ev, STR(".env"), &scratch);
    } else {
        if (!eval_to_str(ev, path, &s)) return false;
        if (!stdlib_may_read(ev, value_as_str(s), &scratch, &where)) where = STR_NULL;
    }
    Err err = err_init(&scratch);
    if (!str_is_null(where) && !file_is_dir(where)) {
        if (!file_read(where, &scratch, &text, &err)) {
            eval_raise(ev, "OSError", "%.*s", STR_ARG(err.message));
            arena_release(&scratch);
            return false;
        }
        *dict = parse(ev, text);
    }
    arena_release(&scratch);
    return true;
}

/* ---- the functions ---- */

static bool load_dotenv(Eval *ev, Args *a, Value *out)
{
    Value dict, key, item;
    bool override;
    size_t at = 0;
    if (!eval_truth(ev, a->v[3], &override) || !read_file(ev, a->v[0], &dict)) return false;
    *out = value_bool(!value_is_unset(dict) && value_dict_len(dict) > 0);
    Value environ = stdlib_environ(ev);
    while (!value_is_unset(dict) && value_dict_next(dict, &at, &key, &item))
        if (override || value_is_unset(value_dict_find_str(environ, value_as_str(key))))
            value_dict_put_str(ev, environ, value_as_str(key), item);
    return true;
}

static bool dotenv_values(Eval *ev, Args *a, Value *out)
{
    if (!read_file(ev, a->v[0], out)) return false;
    if (value_is_unset(*out)) *out = value_dict(ev);
    return true;
}

static bool find_dotenv(Eval *ev, Args *a, Value *out)
{
    Arena scratch = {0};
    Str name = value_is_str(a->v[0]) ? value_as_str(a->v[0]) : STR(".env");
    Str found = find_upward(ev, name, &scratch);
    *out = value_str(ev, str_is_null(found) ? STR("") : found);
    arena_release(&scratch);
    return true;
}

static bool refused(Eval *ev, Args *a, Value *out)
{
    return eval_raise(ev, "PermissionError", "a script may not write files");
}

static const NativeMember members[] = {
    NATIVE_FN("load_dotenv",
              "dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, "
              "encoding='utf-8'",
              load_dotenv),
    NATIVE_FN("dotenv_values",
              "dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding='utf-8'",
              dotenv_values),
    NATIVE_FN("find_dotenv", "filename='.env', raise_error_if_not_found=False, usecwd=False",
              find_dotenv),
    NATIVE_FN("set_key", "*args, **kw", refused),
    NATIVE_FN("unset_key", "*args, **kw", refused),
    NATIVE_END};

const NativeModule dotenv_module = {"dotenv", members, NULL};
