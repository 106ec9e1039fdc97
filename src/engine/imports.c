#include "engine/imports.h"

#include <string.h>

#include "modules/stdlib/stdlib.h"
#include "os/env.h"
#include "os/file.h"
#include "os/path.h"
#include "python/encoding.h"

/* The directories of sys.path as the scripts have left it. */
static void search_path(MigrateRun *run, Arena *a, StrVec *out)
{
    for (size_t i = 0; value_is_list(run->sys_path) && i < value_seq_len(run->sys_path); i++) {
        Value item = value_seq_items(run->sys_path)[i];
        if (!value_is_str(item)) continue;
        Str dir = value_as_str(item);
        VEC_PUSH(a, out, path_absolute(a, run->r->directory, str_is_empty(dir) ? STR(".") : dir));
    }
}

static Str dotted_path(Arena *a, Str dotted)
{
    char *p = arena_cstr(a, dotted);
    for (size_t i = 0; i < dotted.len; i++)
        if (p[i] == '.') p[i] = '/';
    return (Str){p, dotted.len};
}

bool imports_read(Str path, Arena *arena, SourceFile **file, Err *err)
{
    Str text;
    if (!file_read(path, arena, &text, err)) return false;
    *file = source_file_new(arena, arena_str(arena, path), text);
    return encoding_clean(*file, err);
}

/* What a folder of the search path has for a dotted name. */
typedef struct Match {
    Str file; /* the module's, or its package's __init__.py; null = none yet */
    bool package;
    Str folder; /* the first one of that name without __init__.py: a namespace package */
} Match;

static bool look_in(Str dir, Str tail, Arena *a, Match *m)
{
    Str base = path_join(a, dir, tail), package = path_join(a, base, STR("__init__.py"));
    Str module = arena_fmt(a, "%.*s.py", STR_ARG(base));
    m->package = file_exists(package);
    if (m->package)
        m->file = package;
    else if (file_exists(module) && !file_is_dir(module))
        m->file = module;
    else if (str_is_null(m->folder) && file_is_dir(base))
        m->folder = base;
    return !str_is_null(m->file);
}

static bool has_modules(Str folder, Arena *a)
{
    FileEntryVec entries = {0};
    Err ignored = err_init(a);
    if (!file_list(folder, a, &entries, &ignored)) return false;
    for (size_t i = 0; i < entries.len; i++)
        if (str_ends(entries.items[i].name, STR(".py"))) return true;
    return false;
}

/* How far up a project's own folder is looked for. */
enum { LEVELS_UP = 8 };

/* The nearest folder, `dir` or one above it, that has a file or folder of these names; null = none.
 */
static Str holder(Arena *a, Str dir, const char *const *names)
{
    for (int i = 0; i < LEVELS_UP && dir.len > 1; i++, dir = path_parent(dir))
        for (const char *const *name = names; *name; name++)
            if (file_exists(path_join(a, dir, str_z(*name)))) return dir;
    return STR_NULL;
}

/* No root of modules is a package itself. */
static void push_root(MigrateRun *run, Arena *a, Str dir)
{
    if (file_exists(path_join(a, dir, STR("__init__.py"))) || vec_has_str(&run->roots, dir)) return;
    VEC_PUSH(a, &run->roots, dir);
}

/* The folders of the project from `start` up to the one that says how it is built, and their src.
 */
static void add_roots(MigrateRun *run, Arena *a, Str start)
{
    static const char *const built_by[] = {"pyproject.toml", "setup.py", "setup.cfg", ".git", NULL};
    Str top = holder(a, start, built_by);
    if (str_is_null(top)) top = start;
    for (Str dir = start;; dir = path_parent(dir)) {
        Str src = path_join(a, dir, STR("src"));
        push_root(run, a, dir);
        if (file_is_dir(src)) push_root(run, a, src);
        if (str_eq(dir, top)) return;
    }
}

/* Most projects never ask for them. */
static const StrVec *roots_of(MigrateRun *run)
{
    Arena *a = eval_arena(run->ev);
    if (run->roots.len) return &run->roots;
    if (run->scripts) add_roots(run, a, path_parent(run->scripts->absolute));
    add_roots(run, a, run->r->directory);
    return &run->roots;
}

/* A project that is installed, as Python has it where migrations are run, is importable from
 * wherever its folders are. A folder of the name alone may be anything's there. */
static void look_in_project(MigrateRun *run, Str tail, Arena *a, Match *m)
{
    const StrVec *roots = roots_of(run);
    for (size_t i = 0; i < roots->len; i++) {
        if (look_in(roots->items[i], tail, a, m)) return;
        if (!str_is_null(m->folder) && !has_modules(m->folder, a)) m->folder = STR_NULL;
    }
}

bool imports_find(void *user, Str dotted, Arena *arena, SourceFile **file, bool *is_package,
                  Err *err)
{
    MigrateRun *run = user;
    Arena scratch = {0};
    StrVec dirs = {0};
    Match m = {0};
    Str text;
    *file = NULL;
    *is_package = false;
    if (stdlib_source(dotted, &text, is_package)) {
        *file = source_file_new(arena, arena_fmt(arena, "<%.*s>", STR_ARG(dotted)), text);
        return true;
    }
    Str tail = dotted_path(&scratch, dotted);
    search_path(run, &scratch, &dirs);
    for (size_t i = 0; i < dirs.len && !look_in(dirs.items[i], tail, &scratch, &m);) i++;
    if (str_is_null(m.file) && str_is_null(m.folder)) look_in_project(run, tail, &scratch, &m);
    bool ok = str_is_null(m.file) || imports_read(m.file, arena, file, err);
    *is_package = m.package;
    if (str_is_null(m.file) && !str_is_null(m.folder)) {
        *is_package = true;
        *file = source_file_new(arena, arena_str(arena, m.folder), STR(""));
    }
    arena_release(&scratch);
    return ok;
}

/* Packages beside the project are those in a site-packages folder that the project is not in
 * itself: what is installed may have migrations of its own. */
EvalOrigin imports_origin(void *user, Str path)
{
    static const char *const folders[] = {"/site-packages/", "/dist-packages/"};
    MigrateRun *run = user;
    if (str_starts(path, STR("<"))) return EVAL_ORIGIN_STAND_IN;
    for (size_t i = 0; i < 2; i++) {
        size_t at = str_find(path, str_z(folders[i]));
        if (at == STR_NPOS) continue;
        Str site = str_slice(path, 0, at + strlen(folders[i]));
        return str_starts(run->r->directory, site) ? EVAL_ORIGIN_PROJECT : EVAL_ORIGIN_INSTALLED;
    }
    return EVAL_ORIGIN_PROJECT;
}

/* ---- sys.path ---- */

/* site-packages of the project's virtual environment: its models may import what it has. */
static void add_virtualenv(MigrateRun *run, Arena *a)
{
    static const char *const names[] = {".venv", "venv", "env"};
    Str active = env_find("VIRTUAL_ENV");
    for (size_t i = 0; i < 4; i++) {
        Str root = i == 0 ? active : path_join(a, run->r->directory, str_z(names[i - 1]));
        FileEntryVec entries = {0};
        Err ignored = err_init(a);
        if (str_is_empty(root)) continue;
        Str lib = path_join(a, root, STR("lib"));
        if (!file_is_dir(lib) || !file_list(lib, a, &entries, &ignored)) continue;
        for (size_t k = 0; k < entries.len; k++) {
            Str site = path_join(a, path_join(a, lib, entries.items[k].name), STR("site-packages"));
            if (str_starts(entries.items[k].name, STR("python3")) && file_is_dir(site))
                VEC_PUSH(a, &run->path, site);
        }
        if (run->path.len) return;
    }
}

/* The repository that the project is in, whose settings its scripts may read. */
static void add_repository(MigrateRun *run, Arena *a)
{
    static const char *const repository[] = {".git", NULL};
    Str dir = holder(a, run->r->directory, repository);
    if (!str_is_null(dir)) VEC_PUSH(a, &run->readable, dir);
}

bool imports_seed(MigrateRun *run, Arena *a, Err *err)
{
    StrVec ahead = {0};
    Value list = stdlib_sys_path(run->ev), out;
    if (run->scripts)
        for (size_t i = 0; i < run->scripts->settings.prepend_sys_path.len; i++)
            VEC_PUSH(a, &ahead,
                     path_absolute(a, run->r->directory,
                                   run->scripts->settings.prepend_sys_path.items[i]));
    for (size_t i = 0; i < ahead.len; i++) {
        Value args[2] = {value_int((int64_t)i), value_str(run->ev, ahead.items[i])};
        if (!eval_call_method(run->ev, list, "insert", args, 2, &out))
            return eval_take_error(run->ev, err);
        VEC_PUSH(a, &run->readable, ahead.items[i]);
    }
    add_virtualenv(run, a);
    for (size_t i = 0; i < run->path.len; i++) {
        value_list_push(run->ev, list, value_str(run->ev, run->path.items[i]));
        VEC_PUSH(a, &run->readable, run->path.items[i]);
    }
    add_repository(run, a);
    run->sys_path = list; /* sys keeps it */
    return true;
}
