#include "config/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "config/repr.h"
#include "config/url.h"
#include "os/file.h"
#include "os/path.h"

/* ---- which files ---- */

static bool is_toml(Str path) { return str_eq_z(path_name(path), "pyproject.toml"); }

static bool refuse_files(Err *err, const char *message)
{
    return err_raise(err, ERR_SCRIPT, "alembic.util.exc.CommandError", "%s", message);
}

static bool choose_files(const ConfigSource *source, Arena *a, Str *ini, Str *toml, Err *err)
{
    Str env = source->environment_file;
    *ini = STR("alembic.ini");
    *toml = STR("pyproject.toml");
    if (!str_is_empty(env)) *(is_toml(env) ? toml : ini) = env;
    bool have_ini = false, have_toml = false;
    for (size_t i = 0; i < source->file_count; i++) {
        Str name = arena_strz(a, source->files[i]);
        if (is_toml(name)) {
            if (have_toml) return refuse_files(err, "pyproject.toml indicated more than once");
            have_toml = true;
            if (name.len) *toml = name;
        } else {
            if (have_ini) return refuse_files(err, "only one ini file may be indicated");
            have_ini = true;
            if (name.len) *ini = name;
        }
    }
    return true;
}

/* `here` is a directory name, not a format: a % in it stands for itself. */
static Str escape_percent(Str s, Arena *a)
{
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%') strbuf_push_char(&b, '%');
        strbuf_push_char(&b, s.ptr[i]);
    }
    return strbuf_finish(&b, a);
}

static bool load_ini(Config *c, Err *err)
{
    Arena *a = c->arena;
    c->ini_path = path_absolute(a, c->directory, c->ini_name);
    c->ini_here = path_parent(c->ini_path);
    IniPair here = {STR("here"), escape_percent(c->ini_here, a)};
    c->ini = ini_new(a, &here, 1);
    c->ini_exists = file_exists(c->ini_path) && !file_is_dir(c->ini_path);
    if (!c->ini_exists) return true;
    Str text;
    if (!file_read(c->ini_path, a, &text, err)) return false;
    if (str_starts(text, STR("\xef\xbb\xbf"))) text = str_slice(text, 3, text.len);
    size_t bad;
    if (!utf8_valid(text, &bad)) {
        err_raise(err, ERR_CONFIG, "UnicodeDecodeError",
                  "'utf-8' codec can't decode byte 0x%02x in position %zu of %.*s",
                  (unsigned)(unsigned char)text.ptr[bad], bad, STR_ARG(c->ini_name));
        return err_hint(err, "Save the file as UTF-8.");
    }
    return ini_parse(c->ini, c->ini_name, text, err);
}

static bool load_toml(Config *c, Err *err)
{
    Arena *a = c->arena;
    c->toml_path = path_absolute(a, c->directory, c->toml_name);
    c->toml_here = path_parent(c->toml_path);
    c->toml_exists = file_exists(c->toml_path) && !file_is_dir(c->toml_path);
    if (!c->toml_exists) return true;
    Str text;
    if (!file_read(c->toml_path, a, &text, err)) return false;
    const TomlValue *root = toml_parse(source_file_new(a, c->toml_name, text), a, err);
    if (!root) return false;
    const TomlValue *tool = toml_find(root, "tool");
    c->toml = toml_find(tool, "alembic");
    if (c->toml && c->toml->kind != TOML_TABLE)
        return err_set(err, ERR_COMMAND, "Incorrect TOML format");
    return true;
}

bool config_load(const ConfigSource *source, Arena *arena, Config **out, Err *err)
{
    Config *c = *out = ARENA_NEW(arena, Config);
    c->arena = arena;
    c->directory = path_clean(arena, source->directory);
    c->section = str_is_null(source->section) ? STR("alembic") : source->section;
    return choose_files(source, arena, &c->ini_name, &c->toml_name, err) && load_ini(c, err) &&
           load_toml(c, err);
}

/* ---- Config's accessors ---- */

bool config_section_option(const Config *c, Str section, Str name, Arena *out_arena, Str *out,
                           Err *err)
{
    *out = STR_NULL;
    if (!ini_has_section(c->ini, section)) {
        err_set(err, ERR_COMMAND, "No config file %s found, or file has no '[%.*s]' section",
                repr_render(c->ini_name, c->arena).ptr, STR_ARG(section));
        return false;
    }
    return ini_find(c->ini, section, name, out_arena, out, err);
}

bool config_main_option(const Config *c, Str name, Arena *out_arena, Str *out, Err *err)
{
    return config_section_option(c, c->section, name, out_arena, out, err);
}

bool config_section(const Config *c, Str section, Arena *out_arena, bool *found, IniPairVec *out,
                    Err *err)
{
    *found = ini_has_section(c->ini, section);
    return !*found || ini_items(c->ini, section, out_arena, out, err);
}

bool config_set_section_option(Config *c, Str section, Str name, Str value, Err *err)
{
    return ini_set(c->ini, section, name, value, err);
}

bool config_set_main_option(Config *c, Str name, Str value, Err *err)
{
    return ini_set(c->ini, c->section, name, value, err);
}

void config_remove_main_option(Config *c, Str name) { ini_remove(c->ini, c->section, name); }

/* ---- pyproject.toml ---- */

static bool refuse_format(Err *err, const char *kind, const char *message)
{
    err_raise(err, ERR_CONFIG, kind, "%s", message);
    return err_hint(err,
                    "Strings of [tool.alembic] are %%-formatted: write %%%% for a percent sign.");
}

/* Python's `text % {"here": …}`. */
static bool format_text(const Config *c, Str text, Arena *out_arena, Str *out, Err *err)
{
    StrBuf b = {0};
    bool ok = true;
    while (ok && text.len) {
        size_t p = str_find_char(text, '%');
        if (p == STR_NPOS) p = text.len;
        strbuf_push(&b, str_slice(text, 0, p));
        text = str_slice(text, p, text.len);
        if (text.len == 0) break;
        size_t close = str_find_char(text, ')');
        if (text.len > 1 && text.ptr[1] == '%') {
            strbuf_push_char(&b, '%');
            text = str_slice(text, 2, text.len);
        } else if (text.len > 1 && text.ptr[1] == '(' && close != STR_NPOS) {
            Str name = str_slice(text, 2, close);
            char how = close + 1 < text.len ? text.ptr[close + 1] : '\0';
            if (!str_eq_z(name, "here"))
                ok = refuse_format(err, "KeyError", repr_render(name, out_arena).ptr);
            else if (how != 's')
                ok = refuse_format(err, "ValueError", "unsupported format character");
            else
                strbuf_push(&b, c->toml_here);
            text = str_slice(text, close + 2, text.len);
        } else {
            ok = refuse_format(err, text.len > 1 ? "ValueError" : "ValueError",
                               text.len > 1 ? "unsupported format character" : "incomplete format");
        }
    }
    *out = strbuf_finish(&b, out_arena);
    return ok;
}

static bool format_value(const Config *c, const TomlValue *v, int depth, Str name, Arena *a,
                         const TomlValue **out, Err *err)
{
    bool nested = v->kind == TOML_ARRAY || v->kind == TOML_TABLE;
    if ((!nested && v->kind != TOML_STRING) || depth > 2) {
        /* A number or date is only allowed as the whole value, where the caller looks at it. */
        if (depth == 0) return *out = v, true;
        return err_raise(err, ERR_CONFIG, "TypeError",
                         "unsupported operand type(s) for %%: a string was expected in '%.*s'",
                         STR_ARG(name));
    }
    TomlValue *copy = ARENA_NEW(a, TomlValue);
    *copy = (TomlValue){.kind = v->kind};
    *out = copy;
    if (v->kind == TOML_STRING) return format_text(c, v->string, a, &copy->string, err);
    for (size_t i = 0; v->kind == TOML_ARRAY && i < v->array.len; i++) {
        const TomlValue *item;
        if (!format_value(c, v->array.items[i], depth + 1, name, a, &item, err)) return false;
        VEC_PUSH(a, &copy->array, (TomlValue *)item);
    }
    for (size_t i = 0; v->kind == TOML_TABLE && i < v->table.len; i++) {
        const TomlValue *item;
        if (!format_value(c, v->table.entries[i].value, depth + 1, name, a, &item, err))
            return false;
        map_put(&copy->table, a, v->table.entries[i].key, (void *)item);
    }
    return true;
}

bool config_toml_value(const Config *c, Str name, Arena *out_arena, const TomlValue **out, Err *err)
{
    const TomlValue *v = c->toml ? map_find(&c->toml->table, name) : NULL;
    *out = NULL;
    if (!v) return true;
    if (v->kind == TOML_FLOAT || v->kind == TOML_DATE)
        return err_set(err, ERR_COMMAND, "unsupported TOML value type for key: '%.*s'",
                       STR_ARG(name));
    return format_value(c, v, 0, name, out_arena, out, err);
}

bool config_option(const Config *c, Str name, Arena *out_arena, Str *out, Err *err)
{
    *out = STR_NULL;
    if (ini_has(c->ini, c->section, name))
        return ini_find(c->ini, c->section, name, out_arena, out, err);
    const TomlValue *v;
    if (!config_toml_value(c, name, out_arena, &v, err)) return false;
    if (!v) return true;
    if (v->kind == TOML_STRING)
        *out = v->string;
    else if (v->kind == TOML_INTEGER)
        *out = arena_fmt(out_arena, "%lld", (long long)v->integer);
    else if (v->kind == TOML_BOOLEAN)
        *out = v->boolean ? STR("True") : STR("False");
    else
        return err_set(err, ERR_COMMAND, "unsupported TOML value type for key: '%.*s'",
                       STR_ARG(name));
    return true;
}

bool config_boolean(const Config *c, Str name, bool *out, Err *err)
{
    *out = false;
    if (ini_has(c->ini, c->section, name)) {
        Str v;
        if (!ini_find(c->ini, c->section, name, c->arena, &v, err)) return false;
        *out = str_eq_z(v, "true");
        return true;
    }
    const TomlValue *v = c->toml ? map_find(&c->toml->table, name) : NULL;
    if (!v) return true;
    if (v->kind != TOML_BOOLEAN)
        return err_set(err, ERR_COMMAND, "boolean value expected for TOML parameter '%.*s'",
                       STR_ARG(name));
    *out = v->boolean;
    return true;
}

bool config_revision_environment(const Config *c, bool *out, Err *err)
{
    Str text;
    *out = false;
    if (!config_option(c, STR("revision_environment"), c->arena, &text, err)) return false;
    return str_is_null(text) || url_as_bool(text, out, err);
}
