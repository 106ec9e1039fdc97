#include "modules/alembic/internal.h"

/* alembic.config.Config and the ConfigParser behind it, over config/config.h. */

typedef struct ConfigPayload {
    EnvironmentHost *host;
    Value attributes;
    Value cmd_opts;
} ConfigPayload;

static const NativeClass parser_class, namespace_class;

static ConfigPayload *self_of(Args *a) { return value_payload(a->self, &alembic_class_config); }

/* Of `cmd`, argparse's (function, positionals, options), env.py files look at the function's name.
 */
static bool run_command(Eval *ev, Args *a, Value *out)
{
    return eval_raise(ev, "NotImplementedError",
                      "a running command cannot start another one from env.py");
}

static Value command_value(Eval *ev, const EnvironmentHost *host)
{
    Arena *a = eval_arena(ev);
    Value parts[] = {eval_native_new(ev, arena_cstr(a, host->command), "*args, **kw", run_command,
                                     NULL, value_none()),
                     value_list(ev), value_list(ev)};
    if (host->has_destination_rev)
        value_list_push(
            ev, parts[1],
            value_str_z(ev, str_eq_z(host->command, "stamp") ? "revisions" : "revision"));
    return value_tuple(ev, parts, 3);
}

static Value namespace_value(Eval *ev, EnvironmentHost *host)
{
    Value v = eval_instance_new(ev, eval_class(ev, &namespace_class)), d = instance_dict(ev, v);
    Value x = value_list(ev);
    for (size_t i = 0; i < host->x_args.len; i++)
        value_list_push(ev, x, value_str(ev, host->x_args.items[i]));
    value_dict_put_z(ev, d, "x", host->x_args.len ? x : value_none());
    value_dict_put_z(ev, d, "raiseerr", value_bool(false));
    value_dict_put_z(ev, d, "quiet", value_bool(false));
    value_dict_put_z(ev, d, "cmd", command_value(ev, host));
    value_dict_put_z(ev, d, "name", value_str(ev, host->config->section));
    value_dict_put_z(ev, d, "sql", value_bool(host->as_sql));
    value_dict_put_z(ev, d, "tag",
                     str_is_null(host->tag) ? value_none() : value_str(ev, host->tag));
    if (str_eq_z(host->command, "revision"))
        value_dict_put_z(ev, d, "autogenerate", value_bool(host->autogenerate));
    if (host->has_destination_rev && host->destination_rev.len)
        value_dict_put_z(ev, d, "revision", value_str(ev, host->destination_rev.items[0]));
    return v;
}

Value config_value(Eval *ev, EnvironmentHost *host)
{
    Value v = eval_instance_new(ev, eval_class(ev, &alembic_class_config));
    ConfigPayload *p = value_payload(v, &alembic_class_config);
    p->host = host;
    p->attributes = value_dict(ev);
    p->cmd_opts = namespace_value(ev, host);
    return v;
}

static bool text(Eval *ev, Value v, const char *what, Str *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, what);
    if (!value_is_str(v)) return eval_raise(ev, "TypeError", "%s must be a string", what);
    *out = value_as_str(v);
    return true;
}

static Value or_default(Eval *ev, Str s, Value fallback)
{
    return str_is_null(s) ? fallback : value_str(ev, s);
}

static bool get_main_option(Eval *ev, Args *a, Value *out)
{
    Str name, found;
    Err err = err_init(eval_arena(ev));
    if (!text(ev, a->v[0], "name", &name)) return false;
    if (!config_main_option(self_of(a)->host->config, name, eval_arena(ev), &found, &err))
        return directive_raise(ev, &err);
    *out = or_default(ev, found, a->v[1]);
    return true;
}

static bool get_section_option(Eval *ev, Args *a, Value *out)
{
    Str section, name, found;
    Err err = err_init(eval_arena(ev));
    if (!text(ev, a->v[0], "section", &section) || !text(ev, a->v[1], "name", &name)) return false;
    if (!config_section_option(self_of(a)->host->config, section, name, eval_arena(ev), &found,
                               &err))
        return directive_raise(ev, &err);
    *out = or_default(ev, found, a->v[2]);
    return true;
}

static bool get_alembic_option(Eval *ev, Args *a, Value *out)
{
    Str name, found;
    Err err = err_init(eval_arena(ev));
    if (!text(ev, a->v[0], "name", &name)) return false;
    if (!config_option(self_of(a)->host->config, name, eval_arena(ev), &found, &err))
        return directive_raise(ev, &err);
    *out = or_default(ev, found, a->v[1]);
    return true;
}

static Value pairs_value(Eval *ev, const IniPairVec *pairs)
{
    Value d = value_dict(ev);
    for (size_t i = 0; i < pairs->len; i++)
        value_dict_put_str(ev, d, pairs->items[i].key, value_str(ev, pairs->items[i].value));
    return d;
}

static bool get_alembic_boolean_option(Eval *ev, Args *a, Value *out)
{
    Str name;
    bool value = false;
    Err err = err_init(eval_arena(ev));
    if (!text(ev, a->v[0], "name", &name)) return false;
    if (!config_boolean(self_of(a)->host->config, name, &value, &err))
        return directive_raise(ev, &err);
    *out = value_bool(value);
    return true;
}

static bool get_section(Eval *ev, Args *a, Value *out)
{
    Str name;
    bool found = false;
    IniPairVec pairs = {0};
    Err err = err_init(eval_arena(ev));
    if (!text(ev, a->v[0], "name", &name)) return false;
    if (!config_section(self_of(a)->host->config, name, eval_arena(ev), &found, &pairs, &err))
        return directive_raise(ev, &err);
    *out = found ? pairs_value(ev, &pairs) : a->v[1];
    return true;
}

static bool set_option(Eval *ev, EnvironmentHost *host, Str section, Value name, Value value)
{
    Str n, v;
    Err err = err_init(eval_arena(ev));
    if (value_is_unknown(value)) return eval_need_known(ev, value, "config.set_main_option()");
    if (!text(ev, name, "option names", &n)) return false;
    if (!value_is_str(value)) return eval_raise(ev, "TypeError", "option values must be strings");
    v = value_as_str(value);
    Arena *arena = host->config->arena; /* it outlives the evaluator */
    return config_set_section_option(host->config, arena_str(arena, section), arena_str(arena, n),
                                     arena_str(arena, v), &err) ||
           directive_raise(ev, &err);
}

static bool set_main_option(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = self_of(a)->host;
    return set_option(ev, host, host->config->section, a->v[0], a->v[1]);
}

static bool set_section_option(Eval *ev, Args *a, Value *out)
{
    Str section;
    return text(ev, a->v[0], "section", &section) &&
           set_option(ev, self_of(a)->host, section, a->v[1], a->v[2]);
}

static bool remove_main_option(Eval *ev, Args *a, Value *out)
{
    Str name;
    if (!text(ev, a->v[0], "name", &name)) return false;
    config_remove_main_option(self_of(a)->host->config, name);
    return true;
}

static bool print_stdout(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = self_of(a)->host;
    Value line;
    if (!eval_to_str(ev, a->v[0], &line)) return false;
    if (value_seq_len(a->v[1]) && !eval_binary(ev, OPERATOR_MOD, line, a->v[1], &line))
        return false;
    if (host->print) host->print(host, value_as_str(line));
    return true;
}

static bool get_attributes(Eval *ev, Args *a, Value *out)
{
    *out = self_of(a)->attributes;
    return true;
}

static bool get_cmd_opts(Eval *ev, Args *a, Value *out)
{
    *out = self_of(a)->cmd_opts;
    return true;
}

static bool get_file_name(Eval *ev, Args *a, Value *out)
{
    const Config *c = self_of(a)->host->config;
    *out = str_is_null(c->ini_name) ? value_none() : value_str(ev, c->ini_name);
    return true;
}

static bool get_toml_name(Eval *ev, Args *a, Value *out)
{
    const Config *c = self_of(a)->host->config;
    *out = str_is_null(c->toml_name) ? value_none() : value_str(ev, c->toml_name);
    return true;
}

static bool get_ini_section(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, self_of(a)->host->config->section);
    return true;
}

static bool get_file_config(Eval *ev, Args *a, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &parser_class));
    *(EnvironmentHost **)value_payload(*out, &parser_class) = self_of(a)->host;
    return true;
}

static bool config_init(Eval *ev, Value self, Args *a)
{
    EnvironmentHost *host = environment_host(ev);
    if (!host)
        return eval_raise(ev, "RuntimeError", "Config() needs a running Alembic environment");
    ConfigPayload *p = value_payload(self, &alembic_class_config);
    p->host = host;
    p->attributes = value_dict(ev);
    p->cmd_opts = value_none();
    return true;
}

static void config_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((ConfigPayload *)payload)->attributes);
    gc_visit(gc, ((ConfigPayload *)payload)->cmd_opts);
}

static const NativeMethod config_methods[] = {
    {"get_main_option", "name, default=None", get_main_option, NATIVE_METHOD},
    {"set_main_option", "name, value", set_main_option, NATIVE_METHOD},
    {"remove_main_option", "name", remove_main_option, NATIVE_METHOD},
    {"get_section", "name, default=None", get_section, NATIVE_METHOD},
    {"get_section_option", "section, name, default=None", get_section_option, NATIVE_METHOD},
    {"set_section_option", "section, name, value", set_section_option, NATIVE_METHOD},
    {"get_alembic_option", "name, default=None", get_alembic_option, NATIVE_METHOD},
    {"get_alembic_boolean_option", "name", get_alembic_boolean_option, NATIVE_METHOD},
    {"print_stdout", "text, *arg", print_stdout, NATIVE_METHOD},
    {"attributes", "", get_attributes, NATIVE_GETTER},
    {"cmd_opts", "", get_cmd_opts, NATIVE_GETTER},
    {"config_file_name", "", get_file_name, NATIVE_GETTER},
    {"toml_file_name", "", get_toml_name, NATIVE_GETTER},
    {"config_ini_section", "", get_ini_section, NATIVE_GETTER},
    {"file_config", "", get_file_config, NATIVE_GETTER},
    {0},
};

const NativeClass alembic_class_config = {
    .name = "Config",
    .module = "alembic.config",
    .payload = sizeof(ConfigPayload),
    .init_params = "file_=None, *args, **kw",
    .init = config_init,
    .methods = config_methods,
    .traverse = config_traverse,
};

static const NativeClass namespace_class = {.name = "Namespace", .module = "argparse"};

const NativeMember config_members[] = {NATIVE_CLASS("Config", &alembic_class_config), NATIVE_END};

/* ---- config.file_config: the parts of ConfigParser that env.py files use ---- */

static EnvironmentHost *parser_of(Value self)
{
    return *(EnvironmentHost **)value_payload(self, &parser_class);
}

static bool parser_get(Eval *ev, Args *a, Value *out)
{
    Str section, name, found;
    Err err = err_init(eval_arena(ev));
    const Ini *ini = parser_of(a->self)->config->ini;
    if (!text(ev, a->v[0], "section", &section) || !text(ev, a->v[1], "option", &name))
        return false;
    bool has_fallback = !value_is_unset(a->v[4]);
    if (!ini_has_section(ini, section) && !str_eq_z(section, "DEFAULT")) {
        *out = a->v[4];
        return has_fallback || eval_raise(ev, "KeyError", "No section: '%.*s'", STR_ARG(section));
    }
    if (!ini_find(ini, section, name, eval_arena(ev), &found, &err))
        return directive_raise(ev, &err);
    *out = or_default(ev, found, a->v[4]);
    return !str_is_null(found) || has_fallback ||
           eval_raise(ev, "KeyError", "No option '%.*s' in section: '%.*s'", STR_ARG(name),
                      STR_ARG(section));
}

static bool parser_has_section(Eval *ev, Args *a, Value *out)
{
    Str section;
    if (!text(ev, a->v[0], "section", &section)) return false;
    *out = value_bool(ini_has_section(parser_of(a->self)->config->ini, section));
    return true;
}

static bool parser_has_option(Eval *ev, Args *a, Value *out)
{
    Str section, name;
    if (!text(ev, a->v[0], "section", &section) || !text(ev, a->v[1], "option", &name))
        return false;
    *out = value_bool(ini_has(parser_of(a->self)->config->ini, section, name));
    return true;
}

static bool parser_sections(Eval *ev, Args *a, Value *out)
{
    StrVec names = {0};
    ini_sections(parser_of(a->self)->config->ini, eval_arena(ev), &names);
    *out = value_list(ev);
    for (size_t i = 0; i < names.len; i++) value_list_push(ev, *out, value_str(ev, names.items[i]));
    return true;
}

static bool section_pairs(Eval *ev, Value self, Value name, IniPairVec *pairs)
{
    Str section;
    Err err = err_init(eval_arena(ev));
    const Ini *ini = parser_of(self)->config->ini;
    if (!text(ev, name, "section", &section)) return false;
    if (!ini_has_section(ini, section))
        return eval_raise(ev, "KeyError", "'%.*s'", STR_ARG(section));
    return ini_items(ini, section, eval_arena(ev), pairs, &err) || directive_raise(ev, &err);
}

static bool parser_items(Eval *ev, Args *a, Value *out)
{
    IniPairVec pairs = {0};
    if (!section_pairs(ev, a->self, a->v[0], &pairs)) return false;
    *out = value_list(ev);
    for (size_t i = 0; i < pairs.len; i++) {
        Value pair[2] = {value_str(ev, pairs.items[i].key), value_str(ev, pairs.items[i].value)};
        value_list_push(ev, *out, value_tuple(ev, pair, 2));
    }
    return true;
}

static bool parser_set(Eval *ev, Args *a, Value *out)
{
    Str section;
    return text(ev, a->v[0], "section", &section) &&
           set_option(ev, parser_of(a->self), section, a->v[1], a->v[2]);
}

static bool parser_getitem(Eval *ev, Value self, Value key, Value *out)
{
    IniPairVec pairs = {0};
    if (!section_pairs(ev, self, key, &pairs)) return false;
    *out = pairs_value(ev, &pairs);
    return true;
}

static bool parser_contains(Eval *ev, Value self, Value item, bool *out)
{
    *out = value_is_str(item) && ini_has_section(parser_of(self)->config->ini, value_as_str(item));
    return true;
}

static const NativeMethod parser_methods[] = {
    {"get", "section, option, *, raw=False, vars=None, fallback=?", parser_get, NATIVE_METHOD},
    {"has_section", "section", parser_has_section, NATIVE_METHOD},
    {"has_option", "section, option", parser_has_option, NATIVE_METHOD},
    {"sections", "", parser_sections, NATIVE_METHOD},
    {"items", "section", parser_items, NATIVE_METHOD},
    {"set", "section, option, value=None", parser_set, NATIVE_METHOD},
    {0},
};

static const NativeClass parser_class = {
    .name = "ConfigParser",
    .module = "configparser",
    .payload = sizeof(EnvironmentHost *),
    .methods = parser_methods,
    .getitem = parser_getitem,
    .contains = parser_contains,
};
