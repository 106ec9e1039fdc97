/* The configuration of a migration project: alembic.ini and pyproject.toml, merged key by key.
 *
 * Mirrors alembic.config.Config: what comes from which file, in which order, how lists are split
 * and which words an error has. Both files may be missing. Relative paths in values stay as
 * written; the settings of ConfigScripts are the ones that Retort itself acts on, resolved and
 * checked. */
#ifndef RETORT_CONFIG_CONFIG_H
#define RETORT_CONFIG_CONFIG_H

#include "config/ini.h"
#include "config/toml.h"

typedef struct ConfigSource {
    const char *const *files; /* -c */
    size_t file_count;
    Str section;          /* -n; null = "alembic" */
    Str directory;        /* absolute: what relative paths start from */
    Str environment_file; /* $ALEMBIC_CONFIG; null = unset */
} ConfigSource;

typedef struct Config {
    Arena *arena;
    Str directory;
    Str section;
    Str ini_name; /* as given: config.config_file_name */
    Str ini_path; /* absolute */
    bool ini_exists;
    Str toml_name;
    Str toml_path;
    bool toml_exists;
    Ini *ini;
    const TomlValue *toml; /* [tool.alembic]; NULL = none */
    Str ini_here, toml_here;
} Config;

/* One post_write_hooks entry: its options without the name, in order. */
typedef struct ConfigHook {
    Str name;
    IniPairVec options;
} ConfigHook;

/* The keys that the script directory acts on. */
typedef struct ConfigScripts {
    Str script_location; /* as written after expansion; never null */
    Str file_template;
    int truncate_slug_length;
    Str timezone; /* null = local time */
    Str output_encoding;
    bool sourceless, recursive_version_locations;
    StrVec version_locations; /* empty = <script_location>/versions */
    StrVec prepend_sys_path;
    VEC(ConfigHook) hooks;
} ConfigScripts;

/* Chooses the files by Alembic's rules and reads them. Fails with ERR_CONFIG (broken file) or
 * ERR_SCRIPT ("only one ini file may be indicated", where Alembic shows a traceback). */
bool config_load(const ConfigSource *source, Arena *arena, Config **out, Err *err) MUST_CHECK;

/* Config.get_main_option: the -n section of the ini only. null = absent. ERR_COMMAND when the
 * section itself is missing. */
bool config_main_option(const Config *c, Str name, Arena *out_arena, Str *out, Err *err) MUST_CHECK;
/* Config.get_section_option. */
bool config_section_option(const Config *c, Str section, Str name, Arena *out_arena, Str *out,
                           Err *err) MUST_CHECK;
/* Config.get_section; *found = false when there is no such section. */
bool config_section(const Config *c, Str section, Arena *out_arena, bool *found, IniPairVec *out,
                    Err *err) MUST_CHECK;
/* Config.set_main_option, set_section_option, remove_main_option. */
bool config_set_main_option(Config *c, Str name, Str value, Err *err) MUST_CHECK;
bool config_set_section_option(Config *c, Str section, Str name, Str value, Err *err) MUST_CHECK;
void config_remove_main_option(Config *c, Str name);

/* Config.get_alembic_option for keys that are one string (or a TOML integer): ini first, then
 * toml. null = absent. */
bool config_option(const Config *c, Str name, Arena *out_arena, Str *out, Err *err) MUST_CHECK;
/* Config.get_alembic_boolean_option. */
bool config_boolean(const Config *c, Str name, bool *out, Err *err) MUST_CHECK;
/* asbool(get_alembic_option("revision_environment")). */
bool config_revision_environment(const Config *c, bool *out, Err *err) MUST_CHECK;
/* The raw toml value with %(here)s expanded in its strings; NULL = absent. */
bool config_toml_value(const Config *c, Str name, Arena *out_arena, const TomlValue **out,
                       Err *err) MUST_CHECK;

/* Everything that ScriptDirectory.from_config reads, in its order, with its errors:
 * "No 'script_location' key found in configuration." and so on. */
bool config_scripts(const Config *c, Arena *out_arena, ConfigScripts *out, Err *err) MUST_CHECK;

#endif
