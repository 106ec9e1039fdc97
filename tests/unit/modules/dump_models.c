/* Evaluates a Python file of models with all native modules and prints its `target_metadata`, table
 * by table. tools/record_models.py prints the same with SQLAlchemy itself.
 *
 * usage: dump_models FILE [DIR...]     prints; DIRs are on sys.path
 *        dump_models --check DIR [WORD] compares DIR's x.py (those with WORD in the name) with
 * x.txt */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialect/dialect.h"
#include "eval/eval.h"
#include "modules/modules.h"
#include "modules/sqlalchemy/schema.h"
#include "modules/stdlib/stdlib.h"
#include "os/file.h"
#include "os/path.h"

typedef struct Dump {
    StrBuf text;
    Arena arena;
    const Dialect *dialect;
    CompileOptions options;
    const NamingConvention *naming;
    char **dirs;
    int dir_count;
    Str home;
} Dump;

/* ---- values ---- */

static Str expr_text(Dump *d, const SqlExpr *e)
{
    Str sql = STR_NULL;
    Err err = err_init(&d->arena);
    if (!e) return STR("None");
    if (!d->dialect->compile_expr(e, &d->options, &d->arena, &sql, NULL, &err)) return STR("!");
    return sql;
}

static void push_value(Dump *d, const SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_EXPR: strbuf_fmt(&d->text, "<%.*s>", STR_ARG(expr_text(d, v->as.expr))); return;
    case SQL_VALUE_TYPE: strbuf_push(&d->text, type_repr(v->as.type, &d->arena)); return;
    case SQL_VALUE_LIST:
        strbuf_push_char(&d->text, '[');
        for (size_t i = 0; i < v->as.list.len; i++) {
            if (i) strbuf_push_z(&d->text, ", ");
            push_value(d, &v->as.list.items[i]);
        }
        strbuf_push_char(&d->text, ']');
        return;
    case SQL_VALUE_DICT:
        strbuf_push_char(&d->text, '{');
        for (size_t i = 0; i + 1 < v->as.list.len; i += 2) {
            if (i) strbuf_push_z(&d->text, ", ");
            push_value(d, &v->as.list.items[i]);
            strbuf_push_z(&d->text, ": ");
            push_value(d, &v->as.list.items[i + 1]);
        }
        strbuf_push_char(&d->text, '}');
        return;
    default: strbuf_push(&d->text, sql_value_repr(v, &d->arena));
    }
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const SqlOption *)a)->name, ((const SqlOption *)b)->name);
}

static void push_options(Dump *d, const SqlOptions *o)
{
    SqlOption *items = ARENA_ARRAY(&d->arena, SqlOption, o->len);
    if (o->len) memcpy(items, o->items, o->len * sizeof *items);
    qsort(items, o->len, sizeof *items, by_name);
    for (size_t i = 0; i < o->len; i++) {
        strbuf_fmt(&d->text, " %.*s=", STR_ARG(items[i].name));
        push_value(d, &items[i].value);
    }
}

static void push_text(Dump *d, const char *label, Str s)
{
    if (str_is_null(s)) return;
    strbuf_fmt(&d->text, " %s=%.*s", label, STR_ARG(sql_value_repr_str(s, &d->arena)));
}

static void push_names(Dump *d, const StrVec *names)
{
    strbuf_push_z(&d->text, " (");
    for (size_t i = 0; i < names->len; i++)
        strbuf_fmt(&d->text, "%s%.*s", i ? ", " : "", STR_ARG(names->items[i]));
    strbuf_push_char(&d->text, ')');
}

static void push_quote(Dump *d, Ident i)
{
    if (i.quote != IDENT_QUOTE_AUTO)
        strbuf_fmt(&d->text, " quote=%s", i.quote == IDENT_QUOTE_ALWAYS ? "True" : "False");
}

/* ---- columns ---- */

static void push_type(Dump *d, const SqlType *t)
{
    Str sql;
    Err err = err_init(&d->arena);
    strbuf_push(&d->text, type_repr(t, &d->arena));
    Str home = str_is_null(t->user_module) ? str_z(t->cls->module) : t->user_module;
    bool own =
        type_class_is_a(t->cls, "UserDefinedType") || type_class_is_a(t->cls, "TypeDecorator");
    if (own && !str_starts(home, STR("sqlalchemy.")))
        strbuf_fmt(&d->text, " of=%.*s", STR_ARG(home));
    for (size_t i = 0; i < t->variants.len; i++)
        strbuf_fmt(&d->text, " %.*s=%.*s", STR_ARG(t->variants.items[i].dialect),
                   STR_ARG(type_repr(t->variants.items[i].type, &d->arena)));
    if (!d->dialect->compile_type(t, &d->options, &d->arena, &sql, &err)) sql = STR("!");
    strbuf_fmt(&d->text, " ddl=%.*s", STR_ARG(sql));
}

static void push_sequence(Dump *d, const SequenceOptions *o)
{
    if (o->has_start) strbuf_fmt(&d->text, " start=%lld", (long long)o->start);
    if (o->has_increment) strbuf_fmt(&d->text, " increment=%lld", (long long)o->increment);
    if (o->has_minvalue) strbuf_fmt(&d->text, " minvalue=%lld", (long long)o->minvalue);
    if (o->has_maxvalue) strbuf_fmt(&d->text, " maxvalue=%lld", (long long)o->maxvalue);
    if (o->has_cache) strbuf_fmt(&d->text, " cache=%lld", (long long)o->cache);
    if (o->cycle) strbuf_fmt(&d->text, " cycle=%s", o->cycle == SEQUENCE_TRUE ? "True" : "False");
}

static void push_default(Dump *d, const Column *c)
{
    const ServerDefault *s = &c->server_default;
    Str sql = STR_NULL;
    Err err = err_init(&d->arena);
    switch (s->kind) {
    case DEFAULT_NONE: return;
    case DEFAULT_FETCHED: strbuf_push_z(&d->text, " server_default=FETCHED"); return;
    case DEFAULT_COMPUTED:
        strbuf_fmt(&d->text, " computed=%.*s", STR_ARG(expr_text(d, s->expr)));
        if (s->persisted >= 0)
            strbuf_fmt(&d->text, " persisted=%s", s->persisted ? "True" : "False");
        return;
    case DEFAULT_IDENTITY:
        strbuf_fmt(&d->text, " identity always=%s", s->always ? "True" : "False");
        push_sequence(d, &s->sequence);
        return;
    default:
        if (!d->dialect->compile_default(c, &d->options, &d->arena, &sql, &err)) sql = STR("!");
        strbuf_fmt(&d->text, " server_default=%.*s", STR_ARG(sql));
    }
}

static void push_constraint(Dump *d, const Constraint *c);

static void push_column(Dump *d, const Column *c)
{
    static const char *const modes[] = {"auto", "True", "False", "ignore_fk"};
    strbuf_fmt(&d->text, "  COL %.*s ", STR_ARG(c->name.text));
    push_type(d, c->type);
    push_quote(d, c->name);
    if (!str_eq(c->key, c->name.text)) push_text(d, "key", c->key);
    strbuf_push_z(&d->text, c->nullable ? "" : " NOT NULL");
    strbuf_push_z(&d->text, c->primary_key ? " PK" : "");
    if (c->autoincrement != AUTOINCREMENT_AUTO)
        strbuf_fmt(&d->text, " autoincrement=%s", modes[c->autoincrement]);
    if (c->unique >= 0) strbuf_fmt(&d->text, " unique=%s", c->unique ? "True" : "False");
    if (c->index >= 0) strbuf_fmt(&d->text, " index=%s", c->index ? "True" : "False");
    if (c->system) strbuf_push_z(&d->text, " system");
    if (c->has_default) strbuf_push_z(&d->text, " default");
    if (c->sequence) strbuf_fmt(&d->text, " sequence=%.*s", STR_ARG(c->sequence->name.text));
    push_default(d, c);
    if (c->server_onupdate) strbuf_push_z(&d->text, " server_onupdate");
    push_text(d, "comment", c->comment);
    push_options(d, &c->options);
    strbuf_push_char(&d->text, '\n');
    for (size_t i = 0; i < c->constraints.len; i++) {
        if (c->constraints.items[i]->kind != CONSTRAINT_CHECK) continue;
        strbuf_push_z(&d->text, "  ");
        push_constraint(d, c->constraints.items[i]);
    }
}

/* ---- constraints and indexes ---- */

static Str final_name(Dump *d, Ident name) { return ident_is_null(name) ? STR("-") : name.text; }

static void push_foreign_key(Dump *d, const Constraint *c)
{
    StrVec names = c->referred_columns;
    Str table = str_is_null(c->referred_schema)
                    ? c->referred_table
                    : arena_fmt(&d->arena, "%.*s.%.*s", STR_ARG(c->referred_schema),
                                STR_ARG(c->referred_table));
    strbuf_fmt(&d->text, " -> %.*s", STR_ARG(table));
    push_names(d, &names);
    push_text(d, "onupdate", c->onupdate);
    push_text(d, "ondelete", c->ondelete);
    push_text(d, "match", c->match);
    if (c->use_alter) strbuf_push_z(&d->text, " use_alter");
    if (c->link_to_name) strbuf_push_z(&d->text, " link_to_name");
}

static void push_constraint(Dump *d, const Constraint *c)
{
    static const char *const labels[] = {"PK", "FK", "UQ", "CK", "EX"};
    Ident name = c->name;
    Err err = err_init(&d->arena);
    if (!constraint_final_name(c, d->naming, &d->arena, &name, &err)) name = ident(STR("!"));
    if (c->kind == CONSTRAINT_PRIMARY_KEY && c->column_names.len == 0) return;
    strbuf_fmt(&d->text, "  %s %.*s", labels[c->kind], STR_ARG(final_name(d, name)));
    if (c->kind == CONSTRAINT_CHECK)
        strbuf_fmt(&d->text, " %.*s", STR_ARG(expr_text(d, c->sqltext)));
    else if (c->kind != CONSTRAINT_EXCLUDE)
        push_names(d, &c->column_names);
    if (c->type_bound) strbuf_push_z(&d->text, " type_bound");
    if (c->kind == CONSTRAINT_FOREIGN_KEY) push_foreign_key(d, c);
    for (size_t i = 0; i < c->elements.len; i++) {
        const ExcludeElement *e = &c->elements.items[i];
        strbuf_fmt(&d->text, " [%.*s %.*s %.*s]", STR_ARG(expr_text(d, e->expr)),
                   STR_ARG(str_is_null(e->opclass) ? STR("-") : e->opclass), STR_ARG(e->op));
    }
    if (c->kind == CONSTRAINT_EXCLUDE) {
        push_text(d, "using", c->using);
        if (c->where) strbuf_fmt(&d->text, " where=%.*s", STR_ARG(expr_text(d, c->where)));
    }
    if (c->deferrable >= 0)
        strbuf_fmt(&d->text, " deferrable=%s", c->deferrable ? "True" : "False");
    push_text(d, "initially", c->initially);
    push_text(d, "comment", c->comment);
    push_options(d, &c->options);
    strbuf_push_char(&d->text, '\n');
}

static Ident index_name(Dump *d, const Index *i)
{
    Ident name = i->name;
    Err err = err_init(&d->arena);
    if (!index_final_name(i, d->naming, &d->arena, &name, &err)) return ident(STR("!"));
    return name;
}

static void push_index(Dump *d, const Index *i)
{
    strbuf_fmt(&d->text, "  IX %.*s%s (", STR_ARG(final_name(d, index_name(d, i))),
               i->unique ? " UNIQUE" : "");
    for (size_t k = 0; k < i->expressions.len; k++)
        strbuf_fmt(&d->text, "%s%.*s", k ? ", " : "",
                   STR_ARG(expr_text(d, i->expressions.items[k])));
    strbuf_push_char(&d->text, ')');
    push_options(d, &i->options);
    strbuf_push_char(&d->text, '\n');
}

static int by_creation(const void *a, const void *b)
{
    const Constraint *x = *(Constraint *const *)a, *y = *(Constraint *const *)b;
    bool px = x->kind == CONSTRAINT_PRIMARY_KEY, py = y->kind == CONSTRAINT_PRIMARY_KEY;
    if (px != py) return px ? -1 : 1;
    return x->creation_order < y->creation_order ? -1 : x->creation_order > y->creation_order;
}

static void push_indexes(Dump *d, const Table *t)
{
    bool *done = ARENA_ARRAY(&d->arena, bool, t->indexes.len);
    for (size_t n = 0; n < t->indexes.len; n++) {
        size_t best = t->indexes.len;
        for (size_t i = 0; i < t->indexes.len; i++) {
            if (done[i]) continue;
            if (best == t->indexes.len || str_cmp(index_name(d, t->indexes.items[i]).text,
                                                  index_name(d, t->indexes.items[best]).text) < 0)
                best = i;
        }
        done[best] = true;
        push_index(d, t->indexes.items[best]);
    }
}

static void push_table(Dump *d, const Table *t)
{
    strbuf_fmt(&d->text, "TABLE %.*s", STR_ARG(table_key(&d->arena, t->schema, t->name.text)));
    push_quote(d, t->name);
    push_text(d, "comment", t->comment);
    for (size_t i = 0; i < t->prefixes.len; i++) push_text(d, "prefix", t->prefixes.items[i]);
    push_options(d, &t->options);
    strbuf_push_char(&d->text, '\n');
    for (size_t i = 0; i < t->columns.len; i++) push_column(d, t->columns.items[i]);
    Constraint **list = ARENA_ARRAY(&d->arena, Constraint *, t->constraints.len);
    for (size_t i = 0; i < t->constraints.len; i++) list[i] = t->constraints.items[i];
    qsort(list, t->constraints.len, sizeof *list, by_creation);
    for (size_t i = 0; i < t->constraints.len; i++)
        if (!list[i]->column || list[i]->type_bound) push_constraint(d, list[i]);
    push_indexes(d, t);
}

/* A sequence of a column is the column's. */
static bool is_free(const MetaData *m, const Sequence *s)
{
    for (size_t i = 0; i < m->tables.len; i++) {
        const Table *t = m->tables.entries[i].value;
        for (size_t k = 0; k < t->columns.len; k++)
            if (t->columns.items[k]->sequence == s) return false;
    }
    return true;
}

static void push_metadata(Dump *d, MetaData *m)
{
    bool cycle;
    d->naming = &m->naming;
    d->options.naming = d->naming;
    metadata_resolve(m);
    for (size_t i = 0; i < m->tables.len; i++) push_table(d, m->tables.entries[i].value);
    for (size_t i = 0; i < m->sequences.len; i++) {
        const Sequence *s = m->sequences.items[i];
        if (!is_free(m, s)) continue;
        strbuf_fmt(&d->text, "SEQUENCE %.*s",
                   STR_ARG(table_key(&d->arena, s->schema, s->name.text)));
        push_sequence(d, &s->options);
        strbuf_push_char(&d->text, '\n');
    }
    TableVec sorted = metadata_sorted(m, &d->arena, &cycle);
    strbuf_push_z(&d->text, cycle ? "ORDER cycle" : "ORDER");
    for (size_t i = 0; i < sorted.len && !cycle; i++)
        strbuf_fmt(
            &d->text, " %.*s",
            STR_ARG(table_key(&d->arena, sorted.items[i]->schema, sorted.items[i]->name.text)));
    strbuf_push_char(&d->text, '\n');
}

/* ---- the host ---- */

static bool load(Arena *a, Str path, SourceFile **file, Err *err)
{
    Str text;
    if (!file_read(path, a, &text, err)) return false;
    *file = source_file_new(a, path, text);
    return true;
}

static bool find_source(void *user, Str dotted, Arena *a, SourceFile **file, bool *is_package,
                        Err *err)
{
    Dump *d = user;
    Str text;
    *file = NULL;
    if (stdlib_source(dotted, &text, is_package)) {
        *file = source_file_new(a, arena_fmt(a, "<%.*s>", STR_ARG(dotted)), text);
        return true;
    }
    char *tail = arena_cstr(a, dotted);
    for (char *p = tail; *p; p++)
        if (*p == '.') *p = '/';
    for (int i = -1; i < d->dir_count; i++) {
        Str base = path_join(a, i < 0 ? d->home : str_z(d->dirs[i]), str_z(tail));
        Str package = path_join(a, base, STR("__init__.py"));
        Str module = arena_fmt(a, "%.*s.py", STR_ARG(base));
        *is_package = file_exists(package);
        if (*is_package) return load(a, package, file, err);
        if (file_exists(module)) return load(a, module, file, err);
        if (!file_is_dir(base)) continue;
        *is_package = true;
        *file = source_file_new(a, base, STR(""));
        return true;
    }
    return true;
}

static const NativeModule *find_native(void *user, Str dotted) { return modules_find(dotted); }

static void print(void *user, int stream, Str text)
{
    if (stream == 1) strbuf_push(&((Dump *)user)->text, text);
}

static void warn(void *user, Str category, Str message, SourcePos pos)
{
    if (getenv("DUMP_WARNINGS"))
        fprintf(stderr, "%.*s: %.*s\n", STR_ARG(category), STR_ARG(message));
}

static void trace(Eval *ev)
{
    for (size_t i = 0; i < eval_trace_len(ev); i++) {
        Str fn;
        SourcePos pos = eval_trace_at(ev, i, &fn);
        fprintf(stderr, "  %.*s:%zu in %.*s\n", STR_ARG(pos.file->path),
                source_line(pos.file, pos.span.start), STR_ARG(fn));
    }
}

/* target_metadata of the file: a MetaData, or what has one as its attribute. */
static MetaData *target(Eval *ev, Value module)
{
    Value v = value_unset();
    if (!eval_find_attr(ev, module, STR("target_metadata"), &v)) return NULL;
    return module_metadata_get(ev, v);
}

static void dump_file(Dump *d, const char *path)
{
    Err err = err_init(&d->arena);
    Str script = path_real(&d->arena, str_z(path));
    d->home = path_parent(script);
    d->dialect = dialect_find(STR("postgresql"));
    d->options = (CompileOptions){.literal_binds = true, .plain_columns = true};
    EvalHost host = {.user = d,
                     .find_source = find_source,
                     .find_native = find_native,
                     .print = print,
                     .warn = warn};
    StdlibHost stdlib = {.root = d->home, .argv = &script, .argc = 1};
    Eval *ev = eval_new(&host, (EvalBudget){.stress = getenv("DUMP_STRESS") != NULL});
    stdlib_attach(ev, &stdlib);
    modules_install(ev);
    SourceFile *file;
    Value module;
    if (!load(&d->arena, script, &file, &err)) {
        strbuf_fmt(&d->text, "cannot read '%s'\n", path);
    } else if (!eval_run_file(ev, file, STR("models"), true, &module, &err)) {
        strbuf_fmt(&d->text, "ERROR %.*s: %.*s\n", STR_ARG(err.kind), STR_ARG(err.message));
        if (getenv("DUMP_TRACE")) trace(ev);
    } else {
        MetaData *m = target(ev, module);
        if (m) push_metadata(d, m);
    }
    eval_free(ev);
}

static void dump_deinit(Dump *d)
{
    strbuf_deinit(&d->text);
    arena_release(&d->arena);
}

/* ---- comparing ---- */

static void show_difference(Str want, Str got)
{
    size_t i = 0, j = 0;
    int shown = 0;
    while ((i < want.len || j < got.len) && shown < 6) {
        size_t a = i, b = j;
        while (a < want.len && want.ptr[a] != '\n') a++;
        while (b < got.len && got.ptr[b] != '\n') b++;
        Str w = str_slice(want, i, a), g = str_slice(got, j, b);
        if (!str_eq(w, g)) {
            printf("#   want %.*s\n#   got  %.*s\n", STR_ARG(w), STR_ARG(g));
            shown++;
        }
        i = a < want.len ? a + 1 : a;
        j = b < got.len ? b + 1 : b;
    }
}

static bool check_one(const char *dir, const char *name, int number)
{
    Dump d = {0};
    Err err = err_init(&d.arena);
    Str want = STR(""), path = arena_fmt(&d.arena, "%s/%s", dir, name);
    Str expected = arena_fmt(&d.arena, "%.*s.txt", (int)path.len - 3, path.ptr);
    bool have = file_read(expected, &d.arena, &want, &err);
    dump_file(&d, path.ptr);
    Str got = strbuf_view(&d.text);
    bool same = have && str_eq(want, got);
    printf("%sok %d - %s\n", same ? "" : "not ", number, name);
    if (!same) show_difference(want, got);
    dump_deinit(&d);
    return same;
}

static int names(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 3 && strcmp(e->d_name + n - 3, ".py") == 0 && e->d_name[0] != '_';
}

static int check(const char *dir, const char *word)
{
    struct dirent **list;
    int n = scandir(dir, &list, names, alphasort), count = 0, failed = 0;
    for (int i = 0; i < n; i++) {
        if (strstr(list[i]->d_name, word)) failed += !check_one(dir, list[i]->d_name, ++count);
        free(list[i]);
    }
    if (n >= 0) free(list);
    printf("1..%d\n", count);
    return failed || count == 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    if (argc > 2 && strcmp(argv[1], "--check") == 0) return check(argv[2], argc > 3 ? argv[3] : "");
    Dump d = {.dirs = argv + 2, .dir_count = argc - 2};
    dump_file(&d, argv[1]);
    fwrite(d.text.ptr ? d.text.ptr : "", 1, d.text.len, stdout);
    dump_deinit(&d);
    return 0;
}
