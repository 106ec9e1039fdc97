#include "revision/script_directory.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "os/file.h"
#include "os/path.h"
#include "python/encoding.h"
#include "revision/script_scan.h"

/* "package:path" names a place inside a Python package: looked for below the directories that
 * prepend_sys_path adds, and below the base directory. */
static Str package_path(ScriptDirectory *d, Str location)
{
    Arena *a = d->arena;
    Str rest = location, package = str_cut(&rest, ':');
    char *dotted = arena_cstr(a, package);
    for (char *c = dotted; *c; c++)
        if (*c == '.') *c = '/';
    char *tail = arena_cstr(a, rest);
    for (char *c = tail; *c; c++)
        if (*c == ':') *c = '/';
    for (size_t i = 0; i <= d->settings.prepend_sys_path.len; i++) {
        Str root =
            i < d->settings.prepend_sys_path.len ? d->settings.prepend_sys_path.items[i] : STR(".");
        Str p = path_join(a, path_join(a, root, str_z(dotted)), str_z(tail));
        if (file_exists(path_absolute(a, d->base, p))) return p;
    }
    return path_join(a, str_z(dotted), str_z(tail));
}

static Str location_path(ScriptDirectory *d, Str location)
{
    if (!path_is_absolute(location) && str_find_char(location, ':') != STR_NPOS)
        return package_path(d, location);
    return path_clean(d->arena, location);
}

bool script_directory_open(const Config *config, const ScriptDirectoryHost *host, Arena *arena,
                           ScriptDirectory **out, Err *err)
{
    ScriptDirectory *d = *out = ARENA_NEW(arena, ScriptDirectory);
    d->arena = arena;
    d->base = config->directory;
    if (host) d->host = *host;
    if (!config_scripts(config, arena, &d->settings, err)) return false;
    d->directory = location_path(d, d->settings.script_location);
    d->absolute = path_absolute(arena, d->base, d->directory);
    if (!file_exists(d->absolute)) {
        err_set(err, ERR_COMMAND,
                "Path doesn't exist: %.*s.  Please use the 'init' command to create a new scripts "
                "folder.",
                STR_ARG(d->directory));
        return false;
    }
    const StrVec *locations = &d->settings.version_locations;
    for (size_t i = 0; i < locations->len; i++)
        VEC_PUSH(arena, &d->locations,
                 path_absolute(arena, d->base, location_path(d, locations->items[i])));
    if (!locations->len)
        VEC_PUSH(arena, &d->locations, path_join(arena, d->absolute, STR("versions")));
    return true;
}

Str script_directory_env_py(const ScriptDirectory *d, Arena *out)
{
    return path_join(out, d->absolute, STR("env.py"));
}

/* ---- which files ---- */

/* Alembic's `(?!\.\#|__init__)(.*\.py)$`. */
static bool is_script_name(Str name)
{
    return str_ends(name, STR(".py")) && !str_starts(name, STR(".#")) &&
           !str_starts(name, STR("__init__"));
}

static bool is_bytecode_name(Str name)
{
    return (str_ends(name, STR(".pyc")) || str_ends(name, STR(".pyo"))) &&
           !str_starts(name, STR(".#")) && !str_starts(name, STR("__init__"));
}

typedef struct Listing {
    ScriptDirectory *d;
    StrVec files; /* without symbolic links */
    Map seen;     /* those loaded */
    Err *err;
} Listing;

/* Directories of a location may be nested this deep: a loop of symbolic links must end. */
enum { MAX_NESTING = 40 };

static bool fail_bytecode(Listing *l, Str dir, Str name)
{
    err_set(l->err, ERR_UNSUPPORTED, "%.*s/%.*s is compiled Python without its source",
            STR_ARG(dir), STR_ARG(name));
    return err_hint(l->err,
                    "Retort reads sources only: restore the .py file, or remove `sourceless`.");
}

/* A compiled script without its source cannot be read by Retort, and must not be skipped. */
static bool check_bytecode(Listing *l, Str dir, Str name)
{
    Arena *a = l->d->arena;
    Str source = path_join(a, dir, str_slice(name, 0, name.len - 1));
    if (!l->d->settings.sourceless || !is_bytecode_name(name) || file_exists(source)) return true;
    return fail_bytecode(l, dir, name);
}

/* "ab_x.cpython-311.pyc" in __pycache__ belongs to "ab_x.py" beside it. */
static bool check_cache(Listing *l, Str dir)
{
    FileEntryVec entries = {0};
    Arena *a = l->d->arena;
    Str cache = path_join(a, dir, STR("__pycache__"));
    if (!l->d->settings.sourceless || !file_is_dir(cache)) return true;
    if (!file_list(cache, a, &entries, l->err)) return false;
    for (size_t i = 0; i < entries.len; i++) {
        Str name = entries.items[i].name, stem = str_slice(name, 0, str_find_char(name, '.'));
        Str source = path_join(a, dir, arena_fmt(a, "%.*s.py", STR_ARG(stem)));
        if (!is_bytecode_name(name) || file_exists(source)) continue;
        return fail_bytecode(l, cache, name);
    }
    return true;
}

static bool list_location(Listing *l, Str dir, int depth)
{
    FileEntryVec entries = {0};
    Arena *a = l->d->arena;
    Str real_dir = path_real(a, dir);
    if (str_is_null(real_dir)) real_dir = dir;
    if (!file_list(dir, l->d->arena, &entries, l->err) || !check_cache(l, dir)) return false;
    for (size_t i = 0; i < entries.len; i++) {
        FileEntry *e = &entries.items[i];
        if (e->is_dir) continue;
        if (is_script_name(e->name)) {
            Str path = arena_fmt(a, "%.*s/%.*s", STR_ARG(real_dir), STR_ARG(e->name));
            Str real = e->is_link ? path_real(a, path) : path;
            VEC_PUSH(a, &l->files, str_is_null(real) ? path : real);
        } else if (!check_bytecode(l, dir, e->name)) {
            return false;
        }
    }
    if (!l->d->settings.recursive_version_locations) return true;
    for (size_t i = 0; i < entries.len; i++) {
        FileEntry *e = &entries.items[i];
        /* As Alembic's os.walk, which does not follow links to directories. */
        if (!e->is_dir || str_ends(e->name, STR("__pycache__"))) continue;
        Str below = path_join(a, real_dir, e->name);
        if (e->is_link && !str_eq(path_real(a, below), below)) continue;
        if (depth >= MAX_NESTING)
            return err_set(l->err, ERR_IO, "'%.*s' is nested too deeply", STR_ARG(dir));
        if (!list_location(l, path_join(l->d->arena, dir, e->name), depth + 1)) return false;
    }
    return true;
}

/* ---- one script ---- */

/* Another encoding, a BOM or other line ends than \n. */
static bool needs_cleaning(Str text)
{
    if (str_find_char(text, '\r') != STR_NPOS) return true;
    Str first = str_cut(&text, '\n'), second = str_is_null(text) ? STR("") : str_cut(&text, '\n');
    return str_contains(first, STR("coding")) || str_contains(second, STR("coding")) ||
           str_starts(first, STR("\xef\xbb\xbf"));
}

static bool is_one_string(const ScanValue *v) { return v->items.len == 1 && !v->is_sequence; }

static StrVec items_of(const ScanValue *v) { return v->is_none ? (StrVec){0} : v->items; }

/* Stripped as str.strip() does for the characters that occur in docstrings. */
static Str strip_doc(Str doc) { return str_is_null(doc) ? STR("") : str_trim(doc); }

static bool legacy_name(Str name)
{
    if (!str_ends(name, STR(".py")) || name.len == 3) return false;
    for (size_t i = 0; i + 3 < name.len; i++)
        if (!isdigit((unsigned char)name.ptr[i]) && !(name.ptr[i] >= 'a' && name.ptr[i] <= 'f'))
            return false;
    return true;
}

static bool fail_no_down_revision(Str path, Err *err)
{
    err_set(err, ERR_COMMAND, "Script %.*s has no 'down_revision'", STR_ARG(path));
    return err_hint(err, "Every .py file in a version location must be a revision script: add "
                         "down_revision, or move the "
                         "file elsewhere.");
}

static bool settle_id(Str path, Revision *r, Err *err)
{
    Str name = path_name(path);
    if (!str_is_null(r->id)) {
        if (r->id.len && !str_eq_z(r->id, "base")) return true;
        return err_set(err, ERR_COMMAND, "revision identifier '%.*s' of %.*s is no name of its own",
                       STR_ARG(r->id), STR_ARG(path));
    }
    if (legacy_name(name)) {
        r->id = str_slice(name, 0, name.len - 3);
        return true;
    }
    return err_set(
        err, ERR_COMMAND,
        "Could not determine revision id from filename %.*s. Be sure the 'revision' variable is "
        "declared "
        "inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).",
        STR_ARG(name));
}

static bool evaluate(const ScriptDirectory *d, SourceFile *file, Revision *r, Err *err)
{
    if (!d->host.evaluate) {
        err_set(err, ERR_UNSUPPORTED, "the revision identifiers of %.*s are not plain literals",
                STR_ARG(file->path));
        return false;
    }
    return d->host.evaluate(d->host.user, file, d->arena, r, err) && settle_id(file->path, r, err);
}

/* A script that does not say who it is may just be broken Python; then that is what to tell. */
static bool tell_broken(const ScriptDirectory *d, Str path, Str text, Err *err)
{
    Err why = err_init(err->arena);
    Revision ignored = {0};
    SourceFile *file = source_file_new(d->arena, path, arena_str(d->arena, text));
    if (d->host.evaluate && !d->host.evaluate(d->host.user, file, d->arena, &ignored, &why) &&
        str_eq_z(why.kind, "SyntaxError"))
        *err = why;
    return false;
}

static bool read_script(const ScriptDirectory *d, Str path, Revision *r, Err *err)
{
    Str text;
    r->path = path;
    Arena scratch = {0};
    if (!file_read(path, &scratch, &text, err)) {
        arena_release(&scratch);
        return false;
    }
    SourceFile *file = NULL;
    size_t bad;
    if (needs_cleaning(text) || !utf8_valid(text, &bad)) {
        file = source_file_new(d->arena, path, arena_str(d->arena, text));
        if (!encoding_clean(file, err)) {
            arena_release(&scratch);
            return false;
        }
        text = file->text;
    }
    ScriptScan scan;
    bool plain = script_scan(text, d->arena, &scan);
    /* The id and the rest must be single values of the right shape; else Python decides. */
    plain = plain && (!scan.revision.is_set || is_one_string(&scan.revision));
    if (!plain) {
        if (!file) file = source_file_new(d->arena, path, arena_str(d->arena, text));
        arena_release(&scratch);
        return evaluate(d, file, r, err);
    }
    r->doc = strip_doc(scan.doc);
    if (scan.revision.is_set) r->id = scan.revision.items.items[0];
    bool ok =
        settle_id(path, r, err) && (scan.down_revision.is_set || fail_no_down_revision(path, err));
    if (!ok) (void)tell_broken(d, path, text, err);
    arena_release(&scratch);
    if (!ok) return false;
    r->down_ids = items_of(&scan.down_revision);
    r->own_labels = items_of(&scan.branch_labels);
    r->depends_on = items_of(&scan.depends_on);
    return true;
}

bool script_directory_read(const ScriptDirectory *d, Str path, Revision **out, Err *err)
{
    *out = NULL;
    if (!is_script_name(path_name(path))) return true;
    Revision *r = ARENA_NEW(d->arena, Revision);
    if (!read_script(d, path, r, err)) return false;
    *out = r;
    return true;
}

/* ---- all of them ---- */

/* A file is loaded once, by its real path. */
static bool load_file(Listing *l, Str real, RevisionVec *revisions)
{
    Arena *a = l->d->arena;
    if (map_has(&l->seen, real)) {
        Str text = arena_fmt(
            a, "File %.*s loaded twice! ignoring. Please ensure version_locations is unique.",
            STR_ARG(real));
        if (l->d->host.warn) l->d->host.warn(l->d->host.user, text);
        return true;
    }
    map_put(&l->seen, a, real, l);
    Revision *r;
    if (!script_directory_read(l->d, real, &r, l->err)) return false;
    if (r) VEC_PUSH(a, revisions, r);
    return true;
}

bool script_directory_load(ScriptDirectory *d, Err *err)
{
    if (d->graph) return true;
    Listing l = {.d = d, .err = err};
    RevisionVec revisions = {0};
    for (size_t i = 0; i < d->locations.len; i++)
        if (file_exists(d->locations.items[i]) && !list_location(&l, d->locations.items[i], 0))
            return false;
    for (size_t i = 0; i < l.files.len; i++)
        if (!load_file(&l, l.files.items[i], &revisions)) return false;
    return graph_build(d->arena, &revisions, &d->graph, err);
}
