#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "config/repr.h"

/* The settings of the script directory: lists that are split, numbers, hooks. */

static bool refuse(Err *err, const char *kind, const char *fmt, const char *a)
{
    return err_raise(err, ERR_CONFIG, kind, fmt, a);
}

/* The separator for path lists; '\0' when none is configured. */
static bool find_separator(const Config *c, const char *const *names, size_t n, char *out, Err *err)
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"space", ' '}, {"newline", '\n'}, {"os", ':'}, {":", ':'}, {";", ';'}};
    *out = '\0';
    for (size_t i = 0; i < n; i++) {
        Str v;
        if (!config_main_option(c, str_z(names[i]), c->arena, &v, err)) return false;
        if (str_is_null(v)) continue;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (str_eq_z(v, known[k].name)) return *out = known[k].c, true;
        return err_raise(
            err, ERR_CONFIG, "ValueError",
            "'%.*s' is not a valid value for %s; expected 'space', 'newline', 'os', ':', ';'",
            STR_ARG(v), names[i]);
    }
    return true;
}

static void split_at(Str s, char sep, Arena *a, StrVec *out)
{
    while (!str_is_null(s)) {
        Str part = str_cut(&s, sep);
        if (part.len) VEC_PUSH(a, out, str_trim(part));
    }
}

/* Alembic's old rule: `re.split(r", *|(?: +)")`, with `:` too when colon is set. Empty parts stay.
 */
static void split_loosely(Str s, bool colon, Arena *a, StrVec *out)
{
    size_t from = 0, i = 0;
    while (i < s.len) {
        char ch = s.ptr[i];
        if (ch != ',' && ch != ' ' && !(colon && ch == ':')) {
            i++;
            continue;
        }
        VEC_PUSH(a, out, str_slice(s, from, i));
        i++;
        while (ch != ':' && i < s.len && s.ptr[i] == ' ') i++;
        from = i;
    }
    VEC_PUSH(a, out, str_slice(s, from, s.len));
}

static bool toml_list(const Config *c, Str name, Arena *a, StrVec *out, Err *err)
{
    const TomlValue *v;
    if (!config_toml_value(c, name, a, &v, err)) return false;
    if (!v) return true;
    if (v->kind == TOML_STRING) {
        err_set(err, ERR_CONFIG, "'%.*s' must be an array of strings in pyproject.toml",
                STR_ARG(name));
        return err_hint(
            err,
            "Write %.*s = [\"%.*s\"]; Alembic takes a plain string apart into single characters.",
            STR_ARG(name), STR_ARG(v->string));
    }
    for (size_t i = 0; v->kind == TOML_ARRAY && i < v->array.len; i++) {
        if (v->array.items[i]->kind != TOML_STRING)
            return refuse(err, "TypeError", "'%s' must be an array of strings",
                          arena_cstr(a, name));
        VEC_PUSH(a, out, v->array.items[i]->string);
    }
    return v->kind == TOML_ARRAY ||
           refuse(err, "TypeError", "'%s' must be an array of strings", arena_cstr(a, name));
}

static bool read_list(const Config *c, Str name, const char *const *separators, size_t n,
                      bool colon, Arena *a, StrVec *out, Err *err)
{
    Str text = STR_NULL;
    char sep;
    if (ini_has(c->ini, c->section, name) && !ini_find(c->ini, c->section, name, a, &text, err))
        return false;
    if (str_is_empty(text)) return toml_list(c, name, a, out, err);
    if (!find_separator(c, separators, n, &sep, err)) return false;
    if (sep)
        split_at(text, sep, a, out);
    else
        split_loosely(text, colon, a, out);
    return true;
}

/* ---- hooks ---- */

static bool hooks_from_toml(const Config *c, Arena *a, ConfigScripts *out, Err *err)
{
    const TomlValue *list;
    if (!config_toml_value(c, STR("post_write_hooks"), a, &list, err)) return false;
    for (size_t i = 0; list && list->kind == TOML_ARRAY && i < list->array.len; i++) {
        const TomlValue *t = list->array.items[i];
        ConfigHook hook = {0};
        for (size_t k = 0; t->kind == TOML_TABLE && k < t->table.len; k++) {
            const TomlValue *v = t->table.entries[k].value;
            IniPair pair = {t->table.entries[k].key, v->string};
            if (str_eq_z(pair.key, "name"))
                hook.name = pair.value;
            else
                VEC_PUSH(a, &hook.options, pair);
        }
        if (str_is_null(hook.name)) return refuse(err, "KeyError", "%s", "'name'");
        VEC_PUSH(a, &out->hooks, hook);
    }
    return true;
}

static bool hooks_from_ini(const Config *c, Arena *a, ConfigScripts *out, Err *err)
{
    IniPairVec items = {0};
    if (!ini_items(c->ini, STR("post_write_hooks"), a, &items, err)) return false;
    StrVec names = {0};
    for (size_t i = 0; i < items.len; i++)
        if (str_eq_z(items.items[i].key, "hooks"))
            split_loosely(items.items[i].value, false, a, &names);
    for (size_t i = 0; i < names.len; i++) {
        if (names.items[i].len == 0) continue;
        ConfigHook hook = {.name = names.items[i]};
        for (size_t k = 0; k < items.len; k++) {
            IniPair p = items.items[k];
            if (p.key.len <= hook.name.len || !str_starts(p.key, hook.name) ||
                p.key.ptr[hook.name.len] != '.')
                continue;
            p.key = str_slice(p.key, hook.name.len + 1, p.key.len);
            VEC_PUSH(a, &hook.options, p);
        }
        VEC_PUSH(a, &out->hooks, hook);
    }
    return true;
}

/* ---- all of it ---- */

static bool read_slug_length(const Config *c, Arena *a, int *out, Err *err)
{
    Str text;
    *out = 40;
    if (!config_option(c, STR("truncate_slug_length"), a, &text, err)) return false;
    if (str_is_null(text)) return true;
    char *end, *z = arena_cstr(a, str_trim(text));
    long v = strtol(z, &end, 10);
    if (end == z || *end || v > 100000 || v < -100000)
        return refuse(err, "ValueError", "invalid literal for int() with base 10: %s",
                      repr_render(text, a).ptr);
    if (v) *out = (int)v;
    return true;
}

bool config_scripts(const Config *c, Arena *out_arena, ConfigScripts *out, Err *err)
{
    static const char *const both[] = {"path_separator", "version_path_separator"};
    Arena *a = out_arena;
    *out = (ConfigScripts){0};
    if (!config_option(c, STR("script_location"), a, &out->script_location, err)) return false;
    if (str_is_null(out->script_location)) {
        err_set(err, ERR_COMMAND, "No 'script_location' key found in configuration.");
        if (!c->ini_exists && !c->toml_exists)
            return err_hint(err,
                            "Neither %.*s nor %.*s exists; give the configuration file with -c.",
                            STR_ARG(c->ini_path), STR_ARG(c->toml_path));
        return false;
    }
    bool ok =
        read_slug_length(c, a, &out->truncate_slug_length, err) &&
        read_list(c, STR("prepend_sys_path"), both, 1, true, a, &out->prepend_sys_path, err) &&
        config_boolean(c, STR("recursive_version_locations"), &out->recursive_version_locations,
                       err) &&
        config_option(c, STR("file_template"), a, &out->file_template, err) &&
        config_boolean(c, STR("sourceless"), &out->sourceless, err) &&
        config_option(c, STR("output_encoding"), a, &out->output_encoding, err) &&
        read_list(c, STR("version_locations"), both, 2, false, a, &out->version_locations, err) &&
        config_option(c, STR("timezone"), a, &out->timezone, err);
    if (!ok) return false;
    if (str_is_null(out->file_template)) out->file_template = STR("%(rev)s_%(slug)s");
    if (str_is_null(out->output_encoding)) out->output_encoding = STR("utf-8");
    return ini_has_section(c->ini, STR("post_write_hooks")) ? hooks_from_ini(c, a, out, err)
                                                            : hooks_from_toml(c, a, out, err);
}
