#include "autogen/render.h"

#include <inttypes.h>
#include <stdlib.h>

/* Python takes at most 255 arguments in a call up to 3.6; Alembic keeps to it. */
enum { MAX_PYTHON_ARGS = 255 };

StrVec render_column_names(Render *r, const Table *t, const StrVec *keys)
{
    StrVec names = {0};
    for (size_t i = 0; i < keys->len; i++) {
        const Column *c = t ? table_find_column_key(t, keys->items[i]) : NULL;
        VEC_PUSH(r->out, &names, c ? c->name.text : keys->items[i]);
    }
    return names;
}

/* ---- defaults ---- */

static void push_number(StrBuf *b, bool has, const char *name, int64_t value)
{
    if (has) strbuf_fmt(b, ", %s=%" PRId64, name, value);
}

static void push_flag(StrBuf *b, int flag, const char *name)
{
    if (flag != SEQUENCE_UNSET)
        strbuf_fmt(b, ", %s=%s", name, flag == SEQUENCE_TRUE ? "True" : "False");
}

static Str render_identity(Render *r, const ServerDefault *d)
{
    StrBuf b = {0};
    const SequenceOptions *s = &d->sequence;
    strbuf_fmt(&b, "%.*sIdentity(always=%s", STR_ARG(r->o->sqlalchemy_module_prefix),
               d->always ? "True" : "False");
    if (d->on_null >= 0) strbuf_fmt(&b, ", on_null=%s", d->on_null ? "True" : "False");
    push_number(&b, s->has_start, "start", s->start);
    push_number(&b, s->has_increment, "increment", s->increment);
    push_number(&b, s->has_minvalue, "minvalue", s->minvalue);
    push_number(&b, s->has_maxvalue, "maxvalue", s->maxvalue);
    push_flag(&b, s->nominvalue, "nominvalue");
    push_flag(&b, s->nomaxvalue, "nomaxvalue");
    push_flag(&b, s->cycle, "cycle");
    push_number(&b, s->has_cache, "cache", s->cache);
    push_flag(&b, s->order, "order");
    strbuf_push_char(&b, ')');
    return strbuf_finish(&b, r->out);
}

static Str render_computed(Render *r, const ServerDefault *d)
{
    Str text = render_repr(r, render_sql(r, d->expr, false, false));
    const char *persisted = d->persisted < 0 ? ""
                            : d->persisted   ? "persisted=True"
                                             : "persisted=False";
    return arena_fmt(r->out, "%.*sComputed(%.*s, %s)", STR_ARG(r->o->sqlalchemy_module_prefix),
                     STR_ARG(text), persisted);
}

/* re.sub(r"^'|'$", "", text) */
static Str unquoted(Str s)
{
    if (str_starts(s, STR("'"))) s = str_slice(s, 1, s.len);
    if (str_ends(s, STR("'"))) s = str_slice(s, 0, s.len - 1);
    return s;
}

static Str render_sequence_default(Render *r, const ServerDefault *d)
{
    return render_expr(r, sequence_next(r->out, d->seq, NULL), true, false);
}

Str render_default(Render *r, const ServerDefault *d)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_SERVER_DEFAULT,
                        .as.server_default = d->kind == DEFAULT_NONE ? NULL : d};
    if (render_hook(r, item, &text)) return text;
    switch (d->kind) {
    case DEFAULT_NONE: return STR("None");
    case DEFAULT_STRING: return render_repr(r, unquoted(d->text));
    case DEFAULT_EXPR: return render_expr(r, d->expr, true, false);
    case DEFAULT_FETCHED:
        return arena_fmt(r->out, "%.*sFetchedValue()", STR_ARG(r->o->sqlalchemy_module_prefix));
    case DEFAULT_COMPUTED: return render_computed(r, d);
    case DEFAULT_IDENTITY: return render_identity(r, d);
    case DEFAULT_SEQUENCE: return render_sequence_default(r, d);
    }
    return STR_NULL;
}

/* ---- columns ---- */

static void push_kw(StrBuf *b, const char *name, Str value)
{
    strbuf_fmt(b, "%s%s=%.*s", b->len ? ", " : "", name, STR_ARG(value));
}

static const char *autoincrement_text(const Column *c)
{
    switch (c->autoincrement) {
    case AUTOINCREMENT_TRUE: return "True";
    case AUTOINCREMENT_FALSE: return "False";
    case AUTOINCREMENT_IGNORE_FK: return "'ignore_fk'"; /* Alembic leaves the quotes out */
    default: return NULL;
    }
}

Str render_column(Render *r, const Column *c)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_COLUMN, .as.column = (Column *)c};
    if (render_hook(r, item, &text)) return text;
    StrBuf kw = {0};
    Str positional = STR("");
    DefaultKind kind = c->server_default.kind;
    if (kind != DEFAULT_NONE) {
        Str d = render_default(r, &c->server_default);
        if (kind == DEFAULT_COMPUTED || kind == DEFAULT_IDENTITY)
            positional = arena_fmt(r->out, "%.*s, ", STR_ARG(d));
        else if (!str_is_null(d) && !str_is_empty(d))
            push_kw(&kw, "server_default", d);
    }
    if (autoincrement_text(c)) push_kw(&kw, "autoincrement", str_z(autoincrement_text(c)));
    push_kw(&kw, "nullable", c->nullable ? STR("True") : STR("False"));
    if (c->system) push_kw(&kw, "system", STR("True"));
    if (!str_is_empty(c->comment)) push_kw(&kw, "comment", render_repr(r, c->comment));
    Str type = render_type(r, c->type), options = render_options(r, &c->options);
    text =
        arena_fmt(r->out, "%.*sColumn(%.*s, %.*s, %.*s%.*s%.*s)",
                  STR_ARG(r->o->sqlalchemy_module_prefix), STR_ARG(render_repr(r, c->name.text)),
                  STR_ARG(type), STR_ARG(positional), STR_ARG(strbuf_view(&kw)), STR_ARG(options));
    strbuf_deinit(&kw);
    return r->failed ? STR_NULL : text;
}

/* ---- constraints ---- */

static Str render_primary_key(Render *r, const Constraint *k)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_PRIMARY_KEY, .as.constraint = (Constraint *)k};
    if (render_hook(r, item, &text)) return text;
    StrBuf b = {0};
    StrVec names = render_column_names(r, k->table, &k->column_names);
    if (names.len == 0) return STR_NULL;
    strbuf_fmt(&b, "%.*sPrimaryKeyConstraint(", STR_ARG(r->o->sqlalchemy_module_prefix));
    for (size_t i = 0; i < names.len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(render_repr(r, names.items[i])));
    Str name = render_constraint_name(r, k);
    if (!str_eq_z(name, "None")) strbuf_fmt(&b, ", name=%.*s", STR_ARG(name));
    strbuf_push_char(&b, ')');
    return strbuf_finish(&b, r->out);
}

/* "schema.table.column" of one referred column, by names in the database. */
static Str referred_text(Render *r, const Constraint *k, size_t i)
{
    const MetaData *m = k->table ? k->table->metadata : NULL;
    Str schema = k->referred_schema, column = k->referred_columns.items[i];
    if (str_is_null(schema) && k->referred) schema = k->referred->schema;
    if (str_is_null(schema) && m) schema = m->schema;
    const Table *t = k->referred;
    if (t == NULL && m) t = metadata_find(m, schema, k->referred_table);
    const Column *c = t && !k->link_to_name ? table_find_column_key(t, column) : NULL;
    return arena_fmt(r->out, "%.*s.%.*s", STR_ARG(table_key(r->out, schema, k->referred_table)),
                     STR_ARG(c ? c->name.text : column));
}

static void push_fk_option(Render *r, StrBuf *b, const char *name, Str value)
{
    if (!str_is_empty(value)) push_kw(b, name, render_repr(r, value));
}

static Str render_foreign_key(Render *r, const Constraint *k)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_FOREIGN_KEY, .as.constraint = (Constraint *)k};
    if (render_hook(r, item, &text)) return text;
    StrBuf kw = {0};
    StrVec local = render_column_names(r, k->table, &k->column_names), remote = {0};
    for (size_t i = 0; i < k->referred_columns.len; i++)
        VEC_PUSH(r->out, &remote, referred_text(r, k, i));
    Str name = render_constraint_name(r, k);
    if (!str_eq_z(name, "None")) push_kw(&kw, "name", name);
    push_fk_option(r, &kw, "onupdate", k->onupdate);
    push_fk_option(r, &kw, "ondelete", k->ondelete);
    push_fk_option(r, &kw, "initially", k->initially);
    if (k->deferrable == 1) push_kw(&kw, "deferrable", STR("True"));
    if (k->use_alter) push_kw(&kw, "use_alter", STR("True"));
    push_fk_option(r, &kw, "match", k->match);
    text = arena_fmt(r->out, "%.*sForeignKeyConstraint(%.*s, %.*s, %.*s)",
                     STR_ARG(r->o->sqlalchemy_module_prefix), STR_ARG(render_list(r, &local)),
                     STR_ARG(render_list(r, &remote)), STR_ARG(strbuf_view(&kw)));
    strbuf_deinit(&kw);
    return text;
}

Str render_unique(Render *r, const Constraint *k, bool as_op)
{
    StrBuf kw = {0};
    StrVec names = render_column_names(r, k->table, &k->column_names);
    Str name = render_constraint_name(r, k), list = render_list(r, &names);
    if (k->deferrable == 1) strbuf_push_z(&kw, ", deferrable=True");
    if (!str_is_empty(k->initially))
        strbuf_fmt(&kw, ", initially=%.*s", STR_ARG(render_repr(r, k->initially)));
    if (as_op && !r->in_batch && k->table && !str_is_empty(k->table->schema))
        strbuf_fmt(&kw, ", schema=%.*s", STR_ARG(render_repr(r, k->table->schema)));
    if (!as_op && !str_eq_z(name, "None")) strbuf_fmt(&kw, ", name=%.*s", STR_ARG(name));
    strbuf_push(&kw, render_options(r, &k->options));
    Str text;
    if (!as_op) {
        Str tail = strbuf_view(&kw), columns = str_slice(list, 1, list.len - 1);
        if (str_is_empty(columns) && tail.len > 2) tail = str_slice(tail, 2, tail.len);
        text = arena_fmt(r->out, "%.*sUniqueConstraint(%.*s%.*s)",
                         STR_ARG(r->o->sqlalchemy_module_prefix), STR_ARG(columns), STR_ARG(tail));
    } else if (r->in_batch) {
        text = arena_fmt(r->out, "%.*screate_unique_constraint(%.*s, %.*s%.*s)",
                         STR_ARG(render_alembic_prefix(r)), STR_ARG(name), STR_ARG(list),
                         STR_ARG(strbuf_view(&kw)));
    } else {
        text = arena_fmt(r->out, "%.*screate_unique_constraint(%.*s, %.*s, %.*s%.*s)",
                         STR_ARG(render_alembic_prefix(r)), STR_ARG(name),
                         STR_ARG(render_repr(r, k->table->name.text)), STR_ARG(list),
                         STR_ARG(strbuf_view(&kw)));
    }
    strbuf_deinit(&kw);
    return text;
}

static Str render_check(Render *r, const Constraint *k)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_CHECK, .as.constraint = (Constraint *)k};
    if (render_hook(r, item, &text)) return text;
    if (k->type_bound) return STR_NULL;
    Str sql = k->sqltext ? render_sql(r, k->sqltext, false, false) : STR("");
    Str name = render_constraint_name(r, k);
    bool named = !str_eq_z(name, "None");
    return arena_fmt(r->out, "%.*sCheckConstraint(%.*s%s%.*s)",
                     STR_ARG(r->o->sqlalchemy_module_prefix), STR_ARG(render_repr(r, sql)),
                     named ? ", name=" : "", STR_ARG(named ? name : STR("")));
}

static Str render_exclude_element(Render *r, const ExcludeElement *e)
{
    Str what;
    bool literal = e->expr->kind == SQL_LITERAL_COLUMN;
    if (e->expr->kind == SQL_COLUMN || literal) {
        Str name = literal                     ? e->expr->as.literal_column.text
                   : e->expr->as.column.column ? e->expr->as.column.column->name.text
                                               : e->expr->as.column.name;
        what = arena_fmt(r->out, "%.*s%s(%.*s)", STR_ARG(r->o->sqlalchemy_module_prefix),
                         literal ? "literal_column" : "column", STR_ARG(render_repr(r, name)));
    } else if (e->expr->kind == SQL_TEXT || e->expr->kind == SQL_FUNCTION) {
        what = render_expr(r, e->expr, false, false);
    } else {
        what = render_repr(r, render_sql(r, e->expr, false, false));
    }
    return arena_fmt(r->out, "(%.*s, %.*s)", STR_ARG(what), STR_ARG(render_repr(r, e->op)));
}

Str render_exclude(Render *r, const Constraint *k, bool as_op)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_EXCLUDE, .as.constraint = (Constraint *)k};
    if (!as_op && render_hook(r, item, &text)) return text;
    StrBuf b = {0};
    Str name = render_constraint_name(r, k);
    for (size_t i = 0; i < k->elements.len; i++)
        strbuf_fmt(&b, "%s%.*s", b.len ? ", " : "",
                   STR_ARG(render_exclude_element(r, &k->elements.items[i])));
    if (k->where) push_kw(&b, "where", render_expr(r, k->where, false, false));
    if (k->deferrable == 1)
        push_kw(&b, "deferrable", STR("'True'")); /* str(True), as Alembic has it */
    push_fk_option(r, &b, "initially", k->initially);
    push_fk_option(r, &b, "using", str_is_null(k->using) ? STR("gist") : k->using);
    if (as_op && !r->in_batch && k->table) push_fk_option(r, &b, "schema", k->table->schema);
    if (!as_op && !str_eq_z(name, "None")) push_kw(&b, "name", name);
    if (!as_op) {
        autogen_import_add(r->imports, STR("from sqlalchemy.dialects import postgresql"));
        text = arena_fmt(r->out, "postgresql.ExcludeConstraint(%.*s)", STR_ARG(strbuf_view(&b)));
    } else {
        Str table = r->in_batch
                        ? STR("")
                        : arena_fmt(r->out, "%.*s, ", STR_ARG(render_repr(r, k->table->name.text)));
        text = arena_fmt(r->out, "%.*screate_exclude_constraint(%.*s, %.*s%.*s)",
                         STR_ARG(render_alembic_prefix(r)), STR_ARG(name), STR_ARG(table),
                         STR_ARG(strbuf_view(&b)));
    }
    strbuf_deinit(&b);
    return text;
}

Str render_constraint(Render *r, const Constraint *k)
{
    Str text;
    switch (k->kind) {
    case CONSTRAINT_PRIMARY_KEY: return render_primary_key(r, k);
    case CONSTRAINT_FOREIGN_KEY: return render_foreign_key(r, k);
    case CONSTRAINT_CHECK:
        return k->column ? STR_NULL : render_check(r, k); /* a column's own is not rendered */
    case CONSTRAINT_EXCLUDE: return render_exclude(r, k, false);
    case CONSTRAINT_UNIQUE: {
        AutogenItem item = {.kind = AUTOGEN_UNIQUE, .as.constraint = (Constraint *)k};
        return render_hook(r, item, &text) ? text : render_unique(r, k, false);
    }
    }
    return STR_NULL;
}

/* ---- create_table ---- */

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static int by_option(const void *a, const void *b)
{
    return str_cmp(((const SqlOption *)a)->name, ((const SqlOption *)b)->name);
}

static void push_table_options(Render *r, StrBuf *b, const SqlOptions *options)
{
    SqlOption *sorted = ARENA_ARRAY(r->out, SqlOption, options->len + 1);
    if (options->len) memcpy(sorted, options->items, options->len * sizeof *sorted);
    qsort(sorted, options->len, sizeof *sorted, by_option);
    for (size_t i = 0; i < options->len; i++) {
        strbuf_push_z(b, ",\n");
        for (size_t j = 0; j < sorted[i].name.len; j++)
            strbuf_push_char(b, sorted[i].name.ptr[j] == ' ' ? '_' : sorted[i].name.ptr[j]);
        strbuf_fmt(b, "=%.*s", STR_ARG(render_value(r, &sorted[i].value)));
    }
}

static void push_info(Render *r, StrBuf *b, const SqlOptions *info)
{
    if (info->len == 0) return;
    strbuf_push_z(b, ",\ninfo={");
    for (size_t i = 0; i < info->len; i++)
        strbuf_fmt(b, "%s%.*s: %.*s", i ? ", " : "", STR_ARG(render_repr(r, info->items[i].name)),
                   STR_ARG(render_value(r, &info->items[i].value)));
    strbuf_push_char(b, '}');
}

static void push_table_tail(Render *r, StrBuf *b, const Op *op, const Table *t)
{
    if (!str_is_empty(t->schema))
        strbuf_fmt(b, ",\nschema=%.*s", STR_ARG(render_repr(r, t->schema)));
    if (!str_is_empty(t->comment))
        strbuf_fmt(b, ",\ncomment=%.*s", STR_ARG(render_repr(r, t->comment)));
    push_info(r, b, &t->info);
    push_table_options(r, b, &t->options);
    for (size_t i = 0; i < t->prefixes.len; i++)
        strbuf_fmt(b, "%s'%.*s'", i ? ", " : ",\nprefixes=[", STR_ARG(t->prefixes.items[i]));
    if (t->prefixes.len) strbuf_push_char(b, ']');
    if (op->if_not_exists) strbuf_push_z(b, ",\nif_not_exists=True");
}

Str render_table(Render *r, const Op *op)
{
    const Table *t = op->as.create_table.table;
    StrVec args = {0};
    for (size_t i = 0; i < t->columns.len && !r->failed; i++) {
        Str text = render_column(r, t->columns.items[i]);
        if (!str_is_empty(text)) VEC_PUSH(r->out, &args, text);
    }
    size_t columns = args.len;
    for (size_t i = 0; i < t->constraints.len && !r->failed; i++) {
        Str text = render_constraint(r, t->constraints.items[i]);
        if (!str_is_empty(text)) VEC_PUSH(r->out, &args, text);
    }
    if (r->failed) return STR_NULL;
    if (args.len > columns + 1)
        qsort(args.items + columns, args.len - columns, sizeof *args.items, by_text);
    StrBuf b = {0};
    bool starred = args.len > MAX_PYTHON_ARGS;
    strbuf_fmt(&b, "%.*screate_table(%.*s,\n%s", STR_ARG(render_alembic_prefix(r)),
               STR_ARG(render_repr(r, t->name.text)), starred ? "*[" : "");
    for (size_t i = 0; i < args.len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ",\n" : "", STR_ARG(args.items[i]));
    if (starred) strbuf_push_char(&b, ']');
    push_table_tail(r, &b, op, t);
    strbuf_push_z(&b, "\n)");
    return strbuf_finish(&b, r->out);
}
