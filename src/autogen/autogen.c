#include "autogen/autogen.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "base/strbuf.h"

const char *autogen_item_name(AutogenItemKind kind, bool for_render)
{
    switch (kind) {
    case AUTOGEN_SCHEMA: return "schema";
    case AUTOGEN_TABLE: return "table";
    case AUTOGEN_COLUMN: return "column";
    case AUTOGEN_INDEX: return "index";
    case AUTOGEN_UNIQUE: return for_render ? "unique" : "unique_constraint";
    case AUTOGEN_FOREIGN_KEY: return for_render ? "foreign_key" : "foreign_key_constraint";
    case AUTOGEN_CHECK: return for_render ? "check" : "check_constraint";
    case AUTOGEN_PRIMARY_KEY: return "primary_key";
    case AUTOGEN_EXCLUDE: return "exclude";
    case AUTOGEN_TYPE: return "type";
    case AUTOGEN_SERVER_DEFAULT: return "server_default";
    }
    return "";
}

void autogen_import_add(AutogenImports *imports, Str line)
{
    if (!map_has(&imports->lines, line))
        map_put(&imports->lines, imports->arena, arena_str(imports->arena, line), imports);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

Str autogen_imports_text(const AutogenImports *imports, Arena *out)
{
    StrBuf b = {0};
    size_t n = imports->lines.len;
    Str *lines = ARENA_ARRAY(out, Str, n + 1);
    for (size_t i = 0; i < n; i++) lines[i] = imports->lines.entries[i].key;
    qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++) strbuf_fmt(&b, "%s%.*s", i ? "\n" : "", STR_ARG(lines[i]));
    return strbuf_finish(&b, out);
}

AutogenOptions autogen_options_default(void)
{
    return (AutogenOptions){.compare_type = AUTOGEN_COMPARE_ON,
                            .sqlalchemy_module_prefix = STR("sa."),
                            .alembic_module_prefix = STR("op."),
                            .version_table = STR("alembic_version"),
                            .plugins = AUTOGEN_PLUGIN_ALL};
}

static const struct {
    const char *name;
    unsigned bit;
} plugins[] = {
    {"alembic.autogenerate.schemas", AUTOGEN_PLUGIN_SCHEMAS},
    {"alembic.autogenerate.tables", AUTOGEN_PLUGIN_TABLES},
    {"alembic.autogenerate.types", AUTOGEN_PLUGIN_TYPES},
    {"alembic.autogenerate.constraints", AUTOGEN_PLUGIN_CONSTRAINTS},
    {"alembic.autogenerate.defaults", AUTOGEN_PLUGIN_DEFAULTS},
    {"alembic.autogenerate.comments", AUTOGEN_PLUGIN_COMMENTS},
    {"alembic.autogenerate.checkconstraint_byname", AUTOGEN_PLUGIN_CHECKS},
};

void autogen_plugins_log(const AutogenOptions *o)
{
    for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++)
        if (o->plugins & plugins[i].bit)
            log_write(o->log, LOG_INFO, "alembic.runtime.plugins",
                      "setting up autogenerate plugin %s", plugins[i].name);
}

static bool matches(Str pattern, const char *name)
{
    char text[128];
    if (pattern.len >= sizeof text) return false;
    memcpy(text, pattern.ptr, pattern.len);
    text[pattern.len] = 0;
    return fnmatch(text, name, 0) == 0;
}

bool autogen_plugins_select(const StrVec *patterns, unsigned *out, Err *err)
{
    unsigned take = 0, leave = 0;
    for (size_t i = 0; i < patterns->len; i++) {
        Str p = patterns->items[i];
        bool excludes = str_starts(p, STR("~")), found = false;
        if (excludes) p = str_slice(p, 1, p.len);
        for (size_t j = 0; j < sizeof plugins / sizeof *plugins; j++) {
            if (!matches(p, plugins[j].name)) continue;
            *(excludes ? &leave : &take) |= plugins[j].bit;
            found = true;
        }
        if (!found && !excludes)
            return err_set(err, ERR_COMMAND, "Did not locate plugins: %.*s", STR_ARG(p));
    }
    *out = take & ~leave;
    return true;
}
