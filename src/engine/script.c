#include "engine/script.h"

#include <errno.h>

#include "base/strbuf.h"
#include "engine/environment.h"
#include "os/clock.h"
#include "os/codec.h"
#include "os/file.h"
#include "os/path.h"
#include "os/random.h"
#include "python/encoding.h"
#include "python/parser.h"
#include "revision/identifier.h"
#include "revision/naming.h"
#include "revision/template.h"

typedef struct Writing {
    Retort *r;
    ScriptDirectory *scripts;
    const ScriptDraft *draft;
    RevisionVec heads;
    ClockTime date;
    Str path;
    StrVec depends_on; /* resolved */
    Err *err;
} Writing;

/* ---- where it goes ---- */

static bool find_heads(Writing *w)
{
    StrVec symbols = w->draft->heads;
    if (!symbols.len) VEC_PUSH(&w->r->call, &symbols, STR("head"));
    return identifier_new_heads(w->scripts->graph, &symbols, &w->r->call, &w->heads, w->err);
}

static bool find_date(Writing *w)
{
    Str zone = w->scripts->settings.timezone;
    bool found = true;
    if (str_is_null(zone)) {
        w->date = clock_now_local();
        return true;
    }
    if (!clock_now_in_zone(zone, &found, &w->date, w->err)) return false;
    if (found) return true;
    char *upper = arena_cstr(&w->r->call, zone);
    for (char *c = upper; *c; c++)
        if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 'a' + 'A');
    if (!clock_now_in_zone(str_z(upper), &found, &w->date, w->err)) return false;
    return found || err_set(w->err, ERR_COMMAND, "Can't locate timezone: %.*s", STR_ARG(zone));
}

static bool find_location(Writing *w, Str *location)
{
    const StrVec *locations = &w->scripts->locations;
    Arena *a = &w->r->call;
    if (!str_is_null(w->draft->version_path)) {
        *location = path_absolute(a, w->r->directory, w->draft->version_path);
        if (vec_has_str(locations, *location)) return true;
        return err_set(w->err, ERR_COMMAND,
                       "Path %.*s is not represented in current version locations",
                       STR_ARG(w->draft->version_path));
    }
    *location = locations->items[0];
    if (locations->len == 1) return true;
    for (size_t i = 0; i < w->heads.len; i++) {
        if (!w->heads.items[i]) continue;
        *location = path_parent(w->heads.items[i]->path);
        if (vec_has_str(locations, *location)) return true;
        return err_set(w->err, ERR_COMMAND,
                       "Path %.*s is not represented in current version locations",
                       STR_ARG(*location));
    }
    return err_set(w->err, ERR_COMMAND,
                   "Multiple version locations present, please specify --version-path");
}

static bool ensure_directory(Writing *w, Str path)
{
    if (file_exists(path)) return true;
    project_status(w->r, RETORT_PHASE_START, "Creating directory %.*s", STR_ARG(path));
    bool ok = file_make_dirs(path, w->err);
    project_status(w->r, ok ? RETORT_PHASE_DONE : RETORT_PHASE_FAILED, "%s", "");
    return ok;
}

static bool find_path(Writing *w)
{
    Str location, name;
    Arena *a = &w->r->call;
    const ConfigScripts *s = &w->scripts->settings;
    if (!find_location(w, &location)) return false;
    if (s->version_locations.len && !ensure_directory(w, location)) return false;
    Str message = str_is_null(w->draft->message) ? STR("") : w->draft->message;
    Str slug = naming_slug(message, s->truncate_slug_length, a);
    if (!naming_render(s->file_template, w->draft->rev_id, slug, w->date, a, &name, w->err))
        return false;
    w->path = path_join(a, location, arena_fmt(a, "%.*s.py", STR_ARG(name)));
    return ensure_directory(w, path_parent(w->path));
}

static bool check_heads(Writing *w)
{
    for (size_t i = 0; i < w->heads.len; i++)
        if (!w->draft->splice && w->heads.items[i] && !graph_is_head(w->heads.items[i]))
            return err_set(w->err, ERR_COMMAND,
                           "Revision %.*s is not a head revision; please specify --splice to "
                           "create a new branch from "
                           "this revision",
                           STR_ARG(w->heads.items[i]->id));
    return true;
}

/* A label stays a label in the script; any other name becomes the full id. */
static bool find_dependencies(Writing *w)
{
    for (size_t i = 0; i < w->draft->depends_on.len; i++) {
        Str name = w->draft->depends_on.items[i];
        Revision *rev;
        if (!identifier_resolve_one(w->scripts->graph, name, &rev, w->err)) return false;
        if (!rev)
            return err_set(w->err, ERR_COMMAND, "'%.*s' is not a revision to depend on",
                           STR_ARG(name));
        VEC_PUSH(&w->r->call, &w->depends_on, graph_has_label(rev, name) ? name : rev->id);
    }
    return true;
}

/* What every command would refuse once the file is there is refused before it is written. */
static bool check_names(Writing *w)
{
    Str id = w->draft->rev_id;
    const Revision *other = graph_find(w->scripts->graph, id);
    if (other && !file_exists(w->path)) {
        err_set(w->err, ERR_COMMAND, "Revision %.*s is present more than once", STR_ARG(id));
        return err_hint(w->err, "It is in %.*s: choose another --rev-id.", STR_ARG(other->path));
    }
    for (size_t i = 0; i < w->draft->branch_labels.len; i++) {
        Str label = w->draft->branch_labels.items[i];
        other = graph_find(w->scripts->graph, label);
        if (!other && !str_eq(label, id)) continue;
        err_set(w->err, ERR_COMMAND,
                "Branch name '%.*s' in revision %.*s already used by revision %.*s", STR_ARG(label),
                STR_ARG(id), STR_ARG(other ? other->id : id));
        return err_hint(w->err, "Choose another --branch-label; the script was not written.");
    }
    return true;
}

/* ---- what is in it ---- */

static Value strings(Eval *ev, const StrVec *v, bool as_list)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < v->len; i++) value_list_push(ev, list, value_str(ev, v->items[i]));
    return as_list ? list : value_tuple(ev, value_seq_items(list), value_seq_len(list));
}

/* Alembic's tuple_rev_as_scalar: nothing, one string, or all of them. */
static Value scalar_or_many(Eval *ev, const StrVec *v, bool as_list)
{
    if (!v->len) return value_none();
    return v->len == 1 ? value_str(ev, v->items[0]) : strings(ev, v, as_list);
}

/* The `comma` filter. */
static bool comma(Eval *ev, Args *args, Value *out)
{
    Value v = args->v[0], list;
    if (value_is_none(v)) return *out = value_str_z(ev, ""), true;
    if (value_is_str(v)) return *out = v, true;
    if (!eval_to_list(ev, v, &list)) return false;
    StrBuf b = {0};
    for (size_t i = 0; i < value_seq_len(list); i++) {
        if (i) strbuf_push_z(&b, ", ");
        strbuf_push(&b, value_as_str(value_seq_items(list)[i]));
    }
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

/* datetime when the evaluator has the module, so that templates can format it; else its text. */
static bool create_date(Writing *w, Eval *ev, Value *out)
{
    ClockTime t = w->date;
    Value module, cls, zone = value_none();
    *out = value_str(ev, clock_render(t, &w->r->call));
    if (!eval_import(ev, STR("datetime"), &module)) return eval_catch(ev), true;
    if (!eval_getattr(ev, module, STR("datetime"), &cls)) return eval_catch(ev), true;
    if (value_is_unknown(cls)) return true;
    if (t.has_offset) {
        Value delta_class, delta, zone_class, args[] = {value_int(0), value_int(t.offset_seconds)};
        if (!eval_getattr(ev, module, STR("timedelta"), &delta_class) ||
            !eval_call(ev, delta_class, args, 2, value_unset(), &delta) ||
            !eval_getattr(ev, module, STR("timezone"), &zone_class) ||
            !eval_call(ev, zone_class, &delta, 1, value_unset(), &zone))
            return eval_catch(ev), true;
    }
    Value args[] = {
        value_int(t.year),   value_int(t.month),  value_int(t.day),         value_int(t.hour),
        value_int(t.minute), value_int(t.second), value_int(t.microsecond), zone};
    Value date;
    if (!eval_call(ev, cls, args, 8, value_unset(), &date)) return eval_catch(ev), true;
    *out = date;
    return true;
}

static bool put_variables(Writing *w, Eval *ev, Value args)
{
    StrVec parents = {0};
    for (size_t i = 0; i < w->heads.len; i++)
        if (w->heads.items[i]) VEC_PUSH(&w->r->call, &parents, w->heads.items[i]->id);
    Value date;
    if (!create_date(w, ev, &date)) return false;
    value_dict_put_z(ev, args, "up_revision", value_str(ev, w->draft->rev_id));
    value_dict_put_z(ev, args, "down_revision", scalar_or_many(ev, &parents, false));
    value_dict_put_z(ev, args, "branch_labels",
                     w->draft->branch_labels.len ? strings(ev, &w->draft->branch_labels, false)
                                                 : value_none());
    value_dict_put_z(ev, args, "depends_on", scalar_or_many(ev, &w->depends_on, true));
    value_dict_put_z(ev, args, "create_date", date);
    value_dict_put_z(ev, args, "refresh", value_bool(true));
    value_dict_put_z(ev, args, "comma",
                     eval_native_new(ev, "format_as_comma", "value", comma, NULL, value_none()));
    value_dict_put_z(
        ev, args, "message",
        value_str(ev, str_is_null(w->draft->message) ? STR("empty message") : w->draft->message));
    return true;
}

static bool render(Writing *w, Eval *ev, Value template_args, Str *text)
{
    Arena *a = &w->r->call;
    Str path = path_join(a, w->scripts->directory, STR("script.py.mako")), source;
    if (!file_read(path_absolute(a, w->r->directory, path), a, &source, w->err)) return false;
    Value args = value_dict(ev), key, item;
    size_t at = 0;
    while (value_is_dict(template_args) && value_dict_next(template_args, &at, &key, &item))
        value_dict_put_str(ev, args, value_as_str(key), item);
    eval_root_push(ev, args);
    bool ok = put_variables(w, ev, args) &&
              template_render(source_file_new(a, path, source), ev, args, a, text, w->err);
    eval_root_pop(ev, 1);
    return ok;
}

static bool is_utf8(Str encoding)
{
    return str_eq_nocase(encoding, STR("utf-8")) || str_eq_nocase(encoding, STR("utf8")) ||
           str_eq_nocase(encoding, STR("utf_8"));
}

/* A text that the encoding cannot hold is the template's failure; an unknown encoding is not. */
static bool fail_encoding(Writing *w)
{
    Err *e = w->err;
    if (!str_eq_z(e->kind, "UnicodeEncodeError")) return false;
    Str why = e->message;
    err_clear(e);
    return err_set(e, ERR_COMMAND, "Template rendering failed; UnicodeEncodeError: %.*s",
                   STR_ARG(why));
}

static bool write_file(Writing *w, Str text)
{
    Str encoding = w->scripts->settings.output_encoding;
    if (!is_utf8(encoding) && !codec_encode(text, encoding, &w->r->call, &text, w->err))
        return fail_encoding(w);
    Err e = err_init(w->err->arena);
    if (file_write_new(w->path, text, &e)) return true;
    if (e.driver_code == EEXIST) {
        err_set(w->err, ERR_COMMAND, "File %.*s already exists", STR_ARG(w->path));
        return err_hint(w->err, "Choose another message or --rev-id, or remove the file.");
    }
    err_set(w->err, ERR_IO, "%.*s", STR_ARG(e.message));
    return false;
}

static bool generate_file(Writing *w, Eval *ev, Value template_args)
{
    Str text;
    project_status(w->r, RETORT_PHASE_START, "Generating %.*s", STR_ARG(w->path));
    bool ok = render(w, ev, template_args, &text) && write_file(w, text);
    project_status(w->r, ok ? RETORT_PHASE_DONE : RETORT_PHASE_FAILED, "%s", "");
    return ok;
}

/* Reading a script's identity looks at no more than that; what was just generated is looked at as a
 * whole, because the template may be wrong. */
static bool check_syntax(Writing *w)
{
    Str text;
    Arena *a = &w->r->call;
    if (!file_read(w->path, a, &text, w->err)) return false;
    SourceFile *file = source_file_new(a, w->path, text);
    return encoding_clean(file, w->err) && parser_parse_module(file, a, w->err) != NULL;
}

static bool read_back(Writing *w)
{
    Revision *rev;
    if (str_ends(w->path, STR(".py")) && !check_syntax(w)) return false;
    if (!script_directory_read(w->scripts, arena_str(&w->r->arena, w->path), &rev, w->err))
        return false;
    if (!rev) return true;
    const StrVec *wanted = &w->draft->branch_labels;
    if (wanted->len && !rev->own_labels.len)
        return err_set(
            w->err, ERR_COMMAND,
            "Version %.*s specified branch_labels %.*s, however the migration file %.*s does not "
            "have them; "
            "have you upgraded your script.py.mako to include the 'branch_labels' section?",
            STR_ARG(rev->id), STR_ARG(wanted->items[0]), STR_ARG(rev->path));
    return graph_add(w->scripts->graph, rev, w->err);
}

bool script_generate(Retort *r, const ScriptDraft *draft, Eval *ev, Value template_args, Str *path,
                     Err *err)
{
    Writing w = {.r = r, .draft = draft, .err = err};
    if (!project_scripts(r, &w.scripts, err)) return false;
    bool ok = graph_check_id(draft->rev_id, err) && find_heads(&w) && find_date(&w) &&
              find_path(&w) && check_heads(&w) && find_dependencies(&w) && check_names(&w) &&
              generate_file(&w, ev, template_args) && script_run_hooks(r, w.path, err) &&
              read_back(&w);
    *path = w.path;
    return ok;
}

/* ---- revision and merge ---- */

typedef struct Job {
    Retort *r;
    const ScriptDraft *draft;
    void (*fn)(void *user, const char *path);
    void *user;
} Job;

static bool write_draft(void *user, const ScriptDraft *draft, Eval *ev, Value template_args,
                        Err *err)
{
    Job *job = user;
    Str path;
    if (!script_generate(job->r, draft, ev, template_args, &path, err)) return false;
    if (job->fn) job->fn(job->user, arena_cstr(&job->r->call, path));
    return true;
}

static bool write_plain(void *user, Eval *ev, Value template_args, Err *err)
{
    return write_draft(user, ((Job *)user)->draft, ev, template_args, err);
}

static bool write_with_rows(void *user, const StrVec *rows, Eval *ev, Value template_args, Err *err)
{
    (void)rows, (void)user, (void)ev, (void)template_args, (void)err;
    return true;
}

static bool make_id(Retort *r, const char *given, Str *out, Err *err)
{
    *out = str_z(given);
    return (given && *given) || random_revision_id(&r->call, out, err);
}

static bool new_revision(Retort *r, const RetortNewRevision *n, Job *job, Err *err)
{
    bool environment;
    ScriptDirectory *d;
    if (!project_directory(r, &d, err) ||
        !config_revision_environment(r->config, &environment, err))
        return false;
    if (n->autogenerate && n->sql)
        return err_set(err, ERR_COMMAND, "Using --sql with --autogenerate does not make any sense");
    if (!n->autogenerate && !environment && n->sql)
        return err_set(err, ERR_COMMAND,
                       "Using --sql with the revision command when revision_environment is not "
                       "configured does not make "
                       "any sense");
    ScriptDraft draft = {.message = str_z(n->message),
                         .splice = n->splice,
                         .version_path = str_z(n->version_path),
                         .unchanged = n->unchanged};
    if (n->unchanged) *n->unchanged = false;
    if (!make_id(r, n->rev_id, &draft.rev_id, err)) return false;
    if (n->head) VEC_PUSH(&r->call, &draft.heads, str_z(n->head));
    if (n->branch_label) VEC_PUSH(&r->call, &draft.branch_labels, str_z(n->branch_label));
    for (size_t i = 0; i < n->depends_on_count; i++)
        VEC_PUSH(&r->call, &draft.depends_on, str_z(n->depends_on[i]));
    job->draft = &draft;
    if (n->autogenerate || environment)
        return environment_drafts(r, &draft, n->autogenerate, n->sql, write_draft, job, err);
    return environment_plain(r, write_plain, job, err);
}

bool retort_revision(Retort *r, const RetortNewRevision *revision,
                     void (*fn)(void *user, const char *path), void *user)
{
    Job job = {.r = r, .fn = fn, .user = user};
    return project_end(r, project_begin(r) && new_revision(r, revision, &job, &r->err));
}

static bool merge(Retort *r, const RetortMerge *m, Job *job, Err *err)
{
    bool environment;
    ScriptDirectory *d;
    if (!project_directory(r, &d, err) ||
        !config_revision_environment(r->config, &environment, err))
        return false;
    ScriptDraft draft = {.message = str_z(m->message), .splice = m->splice};
    if (!make_id(r, m->rev_id, &draft.rev_id, err)) return false;
    for (size_t i = 0; i < m->revision_count; i++)
        VEC_PUSH(&r->call, &draft.heads, str_z(m->revisions[i]));
    if (m->branch_label) VEC_PUSH(&r->call, &draft.branch_labels, str_z(m->branch_label));
    job->draft = &draft;
    /* revision_environment only asks that env.py runs; the script is the same. */
    if (environment && !environment_rows(r, write_with_rows, job, err)) return false;
    return environment_plain(r, write_plain, job, err);
}

bool retort_merge(Retort *r, const RetortMerge *m, void (*fn)(void *user, const char *path),
                  void *user)
{
    Job job = {.r = r, .fn = fn, .user = user};
    return project_end(r, project_begin(r) && merge(r, m, &job, &r->err));
}
