#include "dialect/mysql/inspect.h"

#include <stdlib.h>

#include "dialect/mysql/inspect_type.h"
#include "dialect/mysql/session.h"

/* Errors of DESCRIBE that say that the table is not there. */
enum { BAD_DATABASE = 1049, BAD_TABLE = 1051, NO_TABLE = 1146 };

static Str table_sql(Connection *c, Str schema, Str name, Arena *a)
{
    Ident quoted = {.text = name, .quote = IDENT_QUOTE_ALWAYS};
    return dialect_quote_table(c->dialect, schema, quoted, a);
}

/* A statement's first column, of the rows where the second is one of `kinds` (NULL = all). */
static bool first_column(MysqlSession *s, Str sql, const char *const *kinds, Arena *out,
                         StrVec *names, Err *err)
{
    MYSQL_RES *res = mysql_session_query(s, sql, err);
    if (!res) return false;
    MYSQL_ROW row;
    while ((row = mysql_fetch_row(res)) != NULL) {
        bool wanted = kinds == NULL;
        for (const char *const *k = kinds; k && *k; k++)
            wanted = wanted || str_eq_z(mysql_session_cell(res, row, 1), *k);
        if (wanted) VEC_PUSH(out, names, arena_str(out, mysql_session_cell(res, row, 0)));
    }
    mysql_free_result(res);
    return true;
}

bool mysql_inspect_table_names(Connection *c, Str schema, bool views, Arena *out, StrVec *names,
                               Err *err)
{
    static const char *const table_kinds[] = {"BASE TABLE", NULL};
    static const char *const view_kinds[] = {"VIEW", "SYSTEM VIEW", NULL};
    Arena scratch = {0};
    if (str_is_null(schema)) schema = c->vtable->default_schema(c);
    Str sql = STR("SHOW FULL TABLES");
    if (!str_is_null(schema))
        sql = arena_fmt(&scratch, "SHOW FULL TABLES FROM %.*s",
                        STR_ARG(dialect_quote(c->dialect, ident(schema), &scratch)));
    bool ok =
        first_column((MysqlSession *)c, sql, views ? view_kinds : table_kinds, out, names, err);
    arena_release(&scratch);
    return ok;
}

bool mysql_inspect_schema_names(Connection *c, Arena *out, StrVec *names, Err *err)
{
    return first_column((MysqlSession *)c, STR("SHOW SCHEMAS"), NULL, out, names, err);
}

bool mysql_inspect_has_table(Connection *c, Str schema, Str name, bool *found, Err *err)
{
    Arena scratch = {0};
    Err failed = err_init(&scratch);
    Str sql = arena_fmt(&scratch, "DESCRIBE %.*s", STR_ARG(table_sql(c, schema, name, &scratch)));
    MYSQL_RES *res = mysql_session_query((MysqlSession *)c, sql, &failed);
    *found = res != NULL;
    bool absent = failed.driver_code == BAD_DATABASE || failed.driver_code == BAD_TABLE ||
                  failed.driver_code == NO_TABLE;
    bool ok = res || absent || mysql_session_fail((MysqlSession *)c, sql, err);
    if (res) mysql_free_result(res);
    arena_release(&scratch);
    return ok;
}

/* MariaDB's sequences; name null = all of them. */
static bool sequences(Connection *c, Str schema, Str name, Arena *out, StrVec *names, Err *err)
{
    Arena scratch = {0};
    StrBuf sql = {0};
    strbuf_push_z(&sql, "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE "
                        "TABLE_TYPE='SEQUENCE' AND TABLE_SCHEMA=");
    strbuf_push(&sql, str_is_null(schema) ? STR("DATABASE()")
                                          : dialect_literal(c->dialect, schema, &scratch));
    if (!str_is_null(name))
        strbuf_fmt(&sql, " AND TABLE_NAME=%.*s",
                   STR_ARG(dialect_literal(c->dialect, name, &scratch)));
    bool ok = first_column((MysqlSession *)c, strbuf_view(&sql), NULL, out, names, err);
    strbuf_deinit(&sql);
    arena_release(&scratch);
    return ok;
}

bool mysql_inspect_sequence_names(Connection *c, Str schema, Arena *out, StrVec *names, Err *err)
{
    return sequences(c, schema, STR_NULL, out, names, err);
}

bool mysql_inspect_has_sequence(Connection *c, Str schema, Str name, bool *found, Err *err)
{
    Arena scratch = {0};
    StrVec names = {0};
    bool ok = sequences(c, schema, name, &scratch, &names, err);
    *found = names.len > 0;
    arena_release(&scratch);
    return ok;
}

/* ---- one table ---- */

typedef struct Inspection {
    MysqlSession *session;
    MysqlShowPatterns *patterns;
    MetaData *m;
    Arena *arena; /* of m */
    Arena scratch;
    Err *err;
} Inspection;

static void warn(Inspection *in, const char *what, Str line)
{
    log_write(in->session->base.log, LOG_WARNING, "py.warnings", "SAWarning: %s %.*s", what,
              STR_ARG(sql_value_repr_str(line, &in->scratch)));
}

/* Views have no CREATE TABLE: one is put together from DESCRIBE, columns only. */
static bool describe_view(Inspection *in, Str full_name, Str *sql)
{
    enum { FIELD, TYPE, DEFAULT = 4, EXTRA };
    Str st = arena_fmt(&in->scratch, "DESCRIBE %.*s", STR_ARG(full_name));
    MYSQL_RES *res = mysql_session_query(in->session, st, in->err);
    if (!res) return false;
    StrBuf b = {0};
    strbuf_push_z(&b, "CREATE TABLE `v` (\n");
    MYSQL_ROW row;
    while ((row = mysql_fetch_row(res)) != NULL) {
        Ident name = {.text = mysql_session_cell(res, row, FIELD), .quote = IDENT_QUOTE_ALWAYS};
        Str type = mysql_session_cell(res, row, TYPE);
        Str value = mysql_session_cell(res, row, DEFAULT);
        Str extra = mysql_session_cell(res, row, EXTRA);
        Str quoted = dialect_quote(in->session->base.dialect, name, &in->scratch);
        strbuf_fmt(&b, "  %.*s %.*s", STR_ARG(quoted), STR_ARG(type));
        bool is_moment = str_starts(type, STR("timestamp")) && str_starts(value, STR("C"));
        if (is_moment || str_eq_z(value, "NULL"))
            strbuf_fmt(&b, " DEFAULT %.*s", STR_ARG(value));
        else if (value.len)
            strbuf_fmt(&b, " DEFAULT %.*s",
                       STR_ARG(dialect_literal(in->session->base.dialect, value, &in->scratch)));
        strbuf_fmt(&b, "%s%.*s,\n", extra.len ? " " : "", STR_ARG(extra));
    }
    mysql_free_result(res);
    strbuf_push_z(&b, ") ");
    *sql = strbuf_finish(&b, &in->scratch);
    return true;
}

/* What SHOW CREATE TABLE prints; null when there is no such table. */
static bool show_create(Inspection *in, Str schema, Str name, Str *sql, bool *is_view)
{
    Str full = table_sql(&in->session->base, schema, name, &in->scratch);
    Str st = arena_fmt(&in->scratch, "SHOW CREATE TABLE %.*s", STR_ARG(full));
    Err failed = err_init(&in->scratch);
    MYSQL_RES *res = mysql_session_query(in->session, st, &failed);
    *sql = STR_NULL;
    *is_view = false;
    if (!res)
        return failed.driver_code == NO_TABLE || failed.driver_code == BAD_DATABASE ||
               mysql_session_fail(in->session, st, in->err);
    MYSQL_ROW row = mysql_fetch_row(res);
    if (row) *sql = arena_str(&in->scratch, mysql_session_cell(res, row, 1));
    mysql_free_result(res);
    *is_view = row && mysql_show_is_view(in->patterns, *sql);
    return !*is_view || describe_view(in, full, sql);
}

static ServerDefault no_default(void)
{
    return (ServerDefault){.kind = DEFAULT_NONE, .persisted = -1, .on_null = -1};
}

static void add_column(Inspection *in, Table *t, const MysqlShowColumn *from)
{
    bool known = true;
    const SqlType *type = mysql_inspect_type(from, &known, in->arena);
    if (!from->is_full) warn(in, "Incomplete reflection of column definition", from->name);
    if (!known)
        log_write(in->session->base.log, LOG_WARNING, "py.warnings",
                  "SAWarning: Did not recognize type '%.*s' of column '%.*s'", STR_ARG(from->type),
                  STR_ARG(from->name));
    Column *c = column_new(in->arena, ident(arena_str(in->arena, from->name)), type);
    c->nullable = !from->not_null;
    c->nullable_given = true;
    c->is_reflected = true;
    if (!str_is_null(from->comment)) c->comment = arena_str(in->arena, from->comment);
    if (from->autoincrement)
        c->autoincrement = AUTOINCREMENT_TRUE;
    else if (type_class_is_a(type->cls, "Integer"))
        c->autoincrement = AUTOINCREMENT_FALSE;
    c->server_default = no_default();
    if (!str_is_null(from->generated)) {
        Str text = arena_str(in->arena, from->generated);
        c->server_default.kind = DEFAULT_COMPUTED;
        c->server_default.expr = sql_expr_text(in->arena, text);
        if (!str_is_null(from->persistence))
            c->server_default.persisted = str_eq_z(from->persistence, "STORED");
    } else if (!str_is_null(from->default_) && !str_eq_z(from->default_, "NULL")) {
        Str text = arena_str(in->arena, from->default_);
        c->server_default.kind = DEFAULT_EXPR;
        c->server_default.expr = sql_expr_text(in->arena, text);
    }
    table_add_column(t, in->arena, c);
}

static Ident final_name(Inspection *in, Str name)
{
    if (str_is_null(name)) return (Ident){0};
    return (Ident){.text = arena_str(in->arena, name), .is_conv = true};
}

static void add_primary_key(Inspection *in, Table *t, const MysqlShowKey *key)
{
    Constraint *k = constraint_new(in->arena, CONSTRAINT_PRIMARY_KEY, (Ident){0});
    for (size_t i = 0; i < key->parts.len; i++) {
        Column *c = table_find_column(t, key->parts.items[i].column);
        if (c == NULL) continue;
        VEC_PUSH(in->arena, &k->column_names, c->name.text);
        c->primary_key = true;
    }
    table_add_constraint(t, in->arena, k);
}

static void put_prefixed(Inspection *in, SqlOptions *o, const char *name, SqlValue v)
{
    Str full = arena_fmt(in->arena, "%s_%s", in->session->base.dialect->name, name);
    sql_options_put(o, in->arena, full, v);
}

/* {"name": 10} for the columns of which only a prefix is indexed. */
static void set_lengths(Inspection *in, Index *ix, const MysqlShowKey *key)
{
    SqlValue dict = {.kind = SQL_VALUE_DICT};
    dict.as.list.items = ARENA_ARRAY(in->arena, SqlValue, 2 * key->parts.len + 1);
    for (size_t i = 0; i < key->parts.len; i++) {
        const MysqlShowKeyPart *part = &key->parts.items[i];
        if (!part->length) continue;
        dict.as.list.items[dict.as.list.len++] = sql_value_str(arena_str(in->arena, part->column));
        dict.as.list.items[dict.as.list.len++] = sql_value_int(part->length);
    }
    if (dict.as.list.len) put_prefixed(in, &ix->options, "length", dict);
}

static void add_index(Inspection *in, Table *t, const MysqlShowKey *key)
{
    Index *ix = index_new(in->arena, final_name(in, key->name));
    ix->unique = str_eq_z(key->type, "UNIQUE");
    bool has_prefix = str_eq_z(key->type, "FULLTEXT") || str_eq_z(key->type, "SPATIAL");
    if (has_prefix)
        put_prefixed(in, &ix->options, "prefix", sql_value_str(arena_str(in->arena, key->type)));
    else if (!str_is_null(key->type) && !ix->unique)
        warn(in, "Converting unknown KEY type to a plain KEY:", key->type);
    if (!str_is_null(key->type))
        sql_options_put(&ix->info, in->arena, STR("type"),
                        sql_value_str(arena_str(in->arena, key->type)));
    if (!str_is_null(key->parser))
        put_prefixed(in, &ix->options, "with_parser",
                     sql_value_str(arena_str(in->arena, key->parser)));
    for (size_t i = 0; i < key->parts.len; i++) {
        Str name = arena_str(in->arena, key->parts.items[i].column);
        SqlExpr *e = sql_expr_column(in->arena, name);
        e->as.column.column = table_find_column(t, name);
        VEC_PUSH(in->arena, &ix->expressions, e);
    }
    set_lengths(in, ix, key);
    table_add_index(t, in->arena, ix);
}

/* A unique key shows as an index and as a constraint. */
static void add_unique(Inspection *in, Table *t, const MysqlShowKey *key)
{
    Constraint *k = constraint_new(in->arena, CONSTRAINT_UNIQUE, final_name(in, key->name));
    for (size_t i = 0; i < key->parts.len; i++)
        VEC_PUSH(in->arena, &k->column_names, arena_str(in->arena, key->parts.items[i].column));
    sql_options_put(&k->info, in->arena, STR("duplicates_index"), sql_value_str(k->name.text));
    table_add_constraint(t, in->arena, k);
}

static int by_key_name(const void *a, const void *b)
{
    return str_cmp(((const MysqlShowKey *)a)->name, ((const MysqlShowKey *)b)->name);
}

static void add_keys(Inspection *in, Table *t, MysqlShow *show)
{
    for (size_t i = 0; i < show->keys.len; i++)
        if (str_eq_z(show->keys.items[i].type, "PRIMARY"))
            add_primary_key(in, t, &show->keys.items[i]);
    if (show->keys.len > 1)
        qsort(show->keys.items, show->keys.len, sizeof *show->keys.items, by_key_name);
    for (size_t i = 0; i < show->keys.len; i++) {
        const MysqlShowKey *key = &show->keys.items[i];
        if (str_eq_z(key->type, "PRIMARY")) continue;
        add_index(in, t, key);
        if (str_eq_z(key->type, "UNIQUE")) add_unique(in, t, key);
    }
}

/* NO ACTION is what happens anyway. */
static Str action(Inspection *in, Str s)
{
    bool none = str_is_null(s) || str_eq_z(s, "NO ACTION");
    return none ? STR_NULL : arena_str(in->arena, s);
}

static StrVec copied(Inspection *in, const StrVec *from)
{
    StrVec v = {0};
    for (size_t i = 0; i < from->len; i++)
        VEC_PUSH(in->arena, &v, arena_str(in->arena, from->items[i]));
    return v;
}

static void add_foreign_key(Inspection *in, Table *t, const MysqlShowForeignKey *fk)
{
    Constraint *k = constraint_new(in->arena, CONSTRAINT_FOREIGN_KEY, final_name(in, fk->name));
    k->column_names = copied(in, &fk->columns);
    k->referred_schema = str_is_null(fk->schema) ? t->schema : arena_str(in->arena, fk->schema);
    k->referred_table = arena_str(in->arena, fk->table);
    k->referred_columns = copied(in, &fk->referred);
    k->ondelete = action(in, fk->ondelete);
    k->onupdate = action(in, fk->onupdate);
    k->link_to_name = true;
    table_add_constraint(t, in->arena, k);
}

static int by_check_name(const void *a, const void *b)
{
    return str_cmp(((const MysqlShowCheck *)a)->name, ((const MysqlShowCheck *)b)->name);
}

static void add_checks(Inspection *in, Table *t, MysqlShow *show)
{
    if (show->checks.len > 1)
        qsort(show->checks.items, show->checks.len, sizeof *show->checks.items, by_check_name);
    for (size_t i = 0; i < show->checks.len; i++) {
        Constraint *k =
            constraint_new(in->arena, CONSTRAINT_CHECK, final_name(in, show->checks.items[i].name));
        k->sqltext = sql_expr_text(in->arena, arena_str(in->arena, show->checks.items[i].sqltext));
        table_add_constraint(t, in->arena, k);
    }
}

static void add_options(Inspection *in, Table *t, const MysqlShow *show)
{
    for (size_t i = 0; i < show->options.len; i++) {
        const MysqlShowOption *o = &show->options.items[i];
        Str value = arena_str(in->arena, o->value);
        put_prefixed(in, &t->options, arena_cstr(&in->scratch, o->name), sql_value_str(value));
        if (str_eq_z(o->name, "comment")) t->comment = value;
    }
}

static bool read_table(Inspection *in, Str schema, Str name)
{
    Str sql;
    bool is_view;
    if (!show_create(in, schema, name, &sql, &is_view)) return false;
    if (str_is_null(sql)) return true;
    Table *t = table_new(in->arena, in->m, ident(arena_str(in->arena, name)),
                         str_is_null(schema) ? schema : arena_str(in->arena, schema));
    if (!metadata_add(in->m, t)) return true; /* a schema given twice */
    MysqlShow show;
    bool is_mariadb = str_eq_z(str_z(in->session->base.dialect->name), "mariadb");
    t->is_view = is_view;
    mysql_show_parse(in->patterns, sql, is_mariadb, &in->scratch, &show);
    for (size_t i = 0; i < show.unknown.len; i++)
        warn(in, "Unknown schema content:", show.unknown.items[i]);
    for (size_t i = 0; i < show.columns.len; i++) add_column(in, t, &show.columns.items[i]);
    add_keys(in, t, &show);
    for (size_t i = 0; i < show.foreign_keys.len; i++)
        add_foreign_key(in, t, &show.foreign_keys.items[i]);
    add_checks(in, t, &show);
    add_options(in, t, &show);
    return true;
}

static bool read_schema(Inspection *in, Str schema, const StrVec *only)
{
    StrVec names = {0};
    if (!only && !mysql_inspect_table_names(&in->session->base, schema, false, &in->scratch, &names,
                                            in->err))
        return false;
    if (!only) only = &names;
    for (size_t i = 0; i < only->len; i++)
        if (!read_table(in, schema, only->items[i])) return false;
    return true;
}

/* Modes in which SHOW CREATE TABLE quotes names or texts in another way: ANSI, ORACLE and others.
 * They are off while tables are read. */
static bool set_plain_mode(MysqlSession *s, bool on, Err *err)
{
    return mysql_session_run(s,
                             on ? STR("SET @retort_sql_mode = @@sql_mode, sql_mode = ''")
                                : STR("SET sql_mode = @retort_sql_mode, @retort_sql_mode = NULL"),
                             err);
}

bool mysql_inspect(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m, Err *err)
{
    Inspection in = {.session = (MysqlSession *)c, .m = m, .arena = m->arena, .err = err};
    in.patterns = mysql_show_patterns_new();
    /* MySQL does not tell of ANSI_QUOTES in its answers. */
    bool odd =
        !c->is_mariadb || in.session->handle->server_status &
                              (SERVER_STATUS_ANSI_QUOTES | SERVER_STATUS_NO_BACKSLASH_ESCAPES);
    bool ok = !odd || set_plain_mode(in.session, true, err);
    if (ok && (!schemas || !schemas->len)) ok = read_schema(&in, STR_NULL, only);
    for (size_t i = 0; ok && schemas && i < schemas->len; i++)
        ok = read_schema(&in, schemas->items[i], only);
    Err late = err_init(&in.scratch); /* what failed first is what counts */
    if (odd && !set_plain_mode(in.session, false, ok ? err : &late)) ok = false;
    mysql_show_patterns_free(in.patterns);
    arena_release(&in.scratch);
    if (ok) metadata_resolve(m);
    return ok;
}
