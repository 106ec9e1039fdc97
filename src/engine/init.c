#include <string.h>

#include "base/strbuf.h"
#include "config/toml.h"
#include "engine/project.h"
#include "os/file.h"
#include "os/path.h"
#include "revision/builtin.h"
#include "revision/template.h"

/* Making a new migration environment. */

typedef struct Making {
    Retort *r;
    Arena *a;
    Str given;     /* the directory as written, cleaned */
    Str directory; /* absolute */
    const BuiltinTemplate *template;
    bool has_toml;
    Err *err;
} Making;

static bool finish_status(Making *m, bool ok)
{
    project_status(m->r, ok ? RETORT_PHASE_DONE : RETORT_PHASE_FAILED, "%s", "");
    return ok;
}

static bool make_directory(Making *m, Str path)
{
    project_status(m->r, RETORT_PHASE_START, "Creating directory %.*s", STR_ARG(path));
    return finish_status(m, file_make_dirs(path, m->err));
}

static bool write_file(Making *m, const char *verb, Str path, Str text)
{
    project_status(m->r, RETORT_PHASE_START, "%s %.*s", verb, STR_ARG(path));
    return finish_status(m, file_write_replace(path, text, m->err));
}

/* script_location as a configuration file at `config_path` should spell it. */
static Str location_for(Making *m, Str config_path)
{
    if (path_is_absolute(m->given)) return m->given;
    Str relative = path_relative(m->a, m->directory, path_parent(config_path));
    return path_join(m->a, STR("%(here)s"), relative);
}

static Str fill(Making *m, const BuiltinFile *f, Str config_path)
{
    static const char *const names[] = {"script_location"};
    Str location = location_for(m, config_path);
    return template_fill((Str){f->text, f->len}, names, &location, 1, m->a);
}

static bool write_ini(Making *m, const BuiltinFile *f)
{
    Str path = m->r->config->ini_path;
    if (file_exists(path)) {
        project_status(m->r, RETORT_PHASE_LINE, "File %.*s already exists, skipping",
                       STR_ARG(path));
        return true;
    }
    return write_file(m, "Generating", path, fill(m, f, path));
}

static bool write_toml(Making *m, const BuiltinFile *f)
{
    const Config *c = m->r->config;
    m->has_toml = true;
    if (!c->toml_exists) return write_file(m, "Generating", c->toml_path, fill(m, f, c->toml_path));
    if (c->toml) {
        project_status(
            m->r, RETORT_PHASE_LINE,
            "File %.*s already exists and already has a [tool.alembic] section, skipping",
            STR_ARG(c->toml_path));
        return true;
    }
    Str old;
    if (!file_read(c->toml_path, m->a, &old, m->err)) return false;
    Str text = arena_fmt(m->a, "%.*s\n\n%.*s", STR_ARG(old), STR_ARG(fill(m, f, c->toml_path)));
    return write_file(m, "Appending to existing", c->toml_path, text);
}

static bool write_template(Making *m)
{
    for (const BuiltinFile *f = m->template->files; f->name; f++) {
        bool ok;
        if (strcmp(f->name, "alembic.ini.mako") == 0)
            ok = write_ini(m, f);
        else if (strcmp(f->name, "pyproject.toml.mako") == 0)
            ok = write_toml(m, f);
        else
            ok = write_file(m, "Generating", path_join(m->a, m->directory, str_z(f->name)),
                            (Str){f->text, f->len});
        if (!ok) return false;
    }
    return true;
}

static bool write_package(Making *m)
{
    Str dirs[] = {m->directory, path_join(m->a, m->directory, STR("versions"))};
    for (size_t i = 0; i < 2; i++)
        if (!write_file(m, "Adding", path_join(m->a, dirs[i], STR("__init__.py")), STR("")))
            return false;
    return true;
}

static bool check_empty(Making *m)
{
    FileEntryVec entries = {0};
    if (!file_exists(m->directory)) return true;
    if (!file_list(m->directory, m->a, &entries, m->err)) return false;
    return !entries.len ||
           err_set(m->err, ERR_COMMAND, "Directory %.*s already exists and is not empty",
                   STR_ARG(m->given));
}

static bool init(Making *m, const RetortInit *wanted)
{
    Str name = wanted->template_name ? str_z(wanted->template_name) : STR("generic");
    if (!check_empty(m)) return false;
    m->template = builtin_find(name);
    if (!m->template) {
        err_set(m->err, ERR_COMMAND, "No such template %.*s", STR_ARG(name));
        return err_hint(m->err, "The command list_templates shows what there is.");
    }
    if (!file_exists(m->directory) && !make_directory(m, m->directory)) return false;
    if (!make_directory(m, path_join(m->a, m->directory, STR("versions"))) || !write_template(m))
        return false;
    if (wanted->package && !write_package(m)) return false;
    const Config *c = m->r->config;
    if (m->has_toml)
        project_status(m->r, RETORT_PHASE_LINE,
                       "Please edit configuration settings in %.*s and "
                       "configuration/connection/logging settings in %.*s "
                       "before proceeding.",
                       STR_ARG(c->toml_path), STR_ARG(c->ini_path));
    else
        project_status(
            m->r, RETORT_PHASE_LINE,
            "Please edit configuration/connection/logging settings in %.*s before proceeding.",
            STR_ARG(c->ini_path));
    return true;
}

bool retort_init(Retort *r, const RetortInit *wanted)
{
    Making m = {.r = r, .a = &r->call, .err = &r->err};
    if (!project_begin(r)) return project_end(r, false);
    m.given = path_clean(m.a, str_z(wanted->directory));
    m.directory = path_absolute(m.a, r->directory, m.given);
    return project_end(r, init(&m, wanted));
}

bool retort_list_templates(Retort *r, void (*fn)(void *user, const char *name, const char *summary),
                           void *user)
{
    if (!project_begin(r)) return project_end(r, false);
    for (const BuiltinTemplate *t = builtin_templates; t->name; t++)
        fn(user, t->name, arena_cstr(&r->call, builtin_summary(t)));
    return project_end(r, true);
}
