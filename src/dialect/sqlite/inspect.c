#include "dialect/sqlite/inspect.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "dialect/sqlite/inspect_ddl.h"
#include "dialect/sqlite/session.h"

/* One table being read. */
typedef struct Reading {
    SqliteSession *session;
    Arena *arena;
    SqliteDdlPatterns *patterns;
    Table *table;
    Str schema; /* "main" when the table has none */
    Str sql;    /* its CREATE TABLE */
    Err *err;
} Reading;

static Str quoted(Str name, Arena *out)
{
    StrBuf b = {0};
    strbuf_push_char(&b, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"') strbuf_push_char(&b, '"');
        strbuf_push_char(&b, name.ptr[i]);
    }
    strbuf_push_char(&b, '"');
    return strbuf_finish(&b, out);
}

static Str cell(sqlite3_stmt *stmt, int i, Arena *out)
{
    const unsigned char *text = sqlite3_column_text(stmt, i);
    if (text == NULL) return STR_NULL;
    return arena_str(out, (Str){(const char *)text, (size_t)sqlite3_column_bytes(stmt, i)});
}

static Str schema_or_main(Str schema) { return str_is_null(schema) ? STR("main") : schema; }

static sqlite3_stmt *pragma(Reading *r, const char *name, Str argument)
{
    Str sql = arena_fmt(r->arena, "PRAGMA %.*s.%s(%.*s)", STR_ARG(quoted(r->schema, r->arena)),
                        name, STR_ARG(quoted(argument, r->arena)));
    return sqlite_session_prepare(r->session, sql, NULL, 0, r->err);
}

/* True while there are rows; the statement is finalized at the end. */
static bool next_row(Reading *r, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) sqlite_session_fail(r->session, STR_NULL, r->err);
    sqlite3_finalize(stmt);
    return false;
}

/* ---- columns ---- */

/* Cells of PRAGMA table_xinfo. */
enum { XINFO_NAME = 1, XINFO_TYPE, XINFO_NOT_NULL, XINFO_DEFAULT, XINFO_KEY, XINFO_HIDDEN };

static void add_column(Reading *r, sqlite3_stmt *stmt)
{
    int hidden = sqlite3_column_int(stmt, XINFO_HIDDEN); /* 1 = hidden, 2 = virtual, 3 = stored */
    Str name = cell(stmt, XINFO_NAME, r->arena), type = cell(stmt, XINFO_TYPE, r->arena);
    Str text = cell(stmt, XINFO_DEFAULT, r->arena);
    if (hidden == 1) return;
    Column *c = column_new(r->arena, ident(name),
                           sqlite_ddl_type(r->patterns, type, hidden != 0, r->arena));
    c->nullable = !sqlite3_column_int(stmt, XINFO_NOT_NULL);
    c->nullable_given = true;
    c->is_reflected = true;
    if (hidden > 1) {
        Str sqltext = sqlite_ddl_computed(r->sql, name, r->arena);
        c->server_default = (ServerDefault){.kind = DEFAULT_COMPUTED,
                                            .expr = sql_expr_text(r->arena, sqltext),
                                            .persisted = hidden == 3,
                                            .on_null = -1};
    } else if (!str_is_null(text)) {
        c->server_default = (ServerDefault){.kind = DEFAULT_EXPR,
                                            .expr = sql_expr_text(r->arena, text),
                                            .persisted = -1,
                                            .on_null = -1};
    }
    table_add_column(r->table, r->arena, c);
}

typedef struct KeyColumn {
    int place;
    Str name;
    bool nullable;
} KeyColumn;

static int by_place(const void *a, const void *b)
{
    return ((const KeyColumn *)a)->place - ((const KeyColumn *)b)->place;
}

static void add_primary_key(Reading *r, KeyColumn *keys, size_t n)
{
    if (n == 0) return;
    qsort(keys, n, sizeof *keys, by_place);
    Str name = sqlite_ddl_primary_key_name(r->patterns, r->sql, r->arena);
    Constraint *k = constraint_new(r->arena, CONSTRAINT_PRIMARY_KEY,
                                   (Ident){.text = name, .is_conv = !str_is_null(name)});
    for (size_t i = 0; i < n; i++) {
        VEC_PUSH(r->arena, &k->column_names, keys[i].name);
        table_find_column(r->table, keys[i].name)->primary_key = true;
    }
    table_add_constraint(r->table, r->arena, k);
    /* SQLite allows NULL in a primary key; the key says nothing about it. */
    for (size_t i = 0; i < n; i++)
        table_find_column(r->table, keys[i].name)->nullable = keys[i].nullable;
}

static bool read_columns(Reading *r)
{
    VEC(KeyColumn) keys = {0};
    sqlite3_stmt *stmt = pragma(r, "table_xinfo", r->table->name.text);
    if (stmt == NULL) return false;
    while (next_row(r, stmt)) {
        add_column(r, stmt);
        int place = sqlite3_column_int(stmt, XINFO_KEY);
        KeyColumn key = {place, cell(stmt, XINFO_NAME, r->arena),
                         !sqlite3_column_int(stmt, XINFO_NOT_NULL)};
        if (place > 0) VEC_PUSH(r->arena, &keys, key);
    }
    add_primary_key(r, keys.items, keys.len);
    return !err_is_set(r->err);
}

/* ---- foreign keys ---- */

typedef struct ForeignKey {
    int id;
    Constraint *k;
} ForeignKey;

typedef VEC(ForeignKey) ForeignKeyVec;

/* REFERENCES without columns means the primary key of the other table. */
static void add_referred_key(Reading *r, Constraint *k)
{
    KeyColumn keys[64];
    size_t n = 0;
    sqlite3_stmt *stmt = pragma(r, "table_info", k->referred_table);
    if (stmt == NULL) return;
    while (next_row(r, stmt)) {
        int place = sqlite3_column_int(stmt, XINFO_KEY);
        if (place > 0 && n < 64)
            keys[n++] = (KeyColumn){place, cell(stmt, XINFO_NAME, r->arena), false};
    }
    qsort(keys, n, sizeof *keys, by_place);
    for (size_t i = 0; i < n; i++) VEC_PUSH(r->arena, &k->referred_columns, keys[i].name);
}

static Constraint *key_by_id(Reading *r, ForeignKeyVec *keys, int id, Str table)
{
    for (size_t i = 0; i < keys->len; i++)
        if (keys->items[i].id == id) return keys->items[i].k;
    Constraint *k = constraint_new(r->arena, CONSTRAINT_FOREIGN_KEY, (Ident){0});
    k->referred_table = table;
    k->referred_schema = r->table->schema;
    k->link_to_name = true;
    VEC_PUSH(r->arena, keys, (ForeignKey){id, k});
    return k;
}

static bool same_key(const Constraint *a, const Constraint *b)
{
    return str_eq(a->referred_table, b->referred_table) &&
           vec_same_str(&a->column_names, &b->column_names) &&
           vec_same_str(&a->referred_columns, &b->referred_columns);
}

/* The same key written twice (at the column and at the table) counts once. */
static void drop_repeated(ForeignKeyVec *keys)
{
    for (size_t i = 0; i < keys->len; i++)
        for (size_t j = keys->len; j-- > i + 1;)
            if (same_key(keys->items[i].k, keys->items[j].k)) VEC_REMOVE(keys, j);
}

/* The text tells what the PRAGMA does not: the name and the options. Keys found in it come first.
 */
static void match_text(Reading *r, ForeignKeyVec *keys)
{
    SqliteDdlForeignKey found;
    size_t at = 0;
    while (sqlite_ddl_next_foreign_key(r->patterns, r->sql, &at, &found, r->arena)) {
        size_t i = 0;
        while (i < keys->len &&
               !(vec_same_str(&keys->items[i].k->column_names, &found.columns) &&
                 str_eq(keys->items[i].k->referred_table, found.table) &&
                 vec_same_str(&keys->items[i].k->referred_columns, &found.referred)))
            i++;
        if (i == keys->len) {
            log_write(r->session->base.log, LOG_WARNING, "py.warnings",
                      "WARNING: SQL-parsed foreign key constraint could not be located in PRAGMA "
                      "foreign_keys for table %.*s",
                      STR_ARG(r->table->name.text));
            continue;
        }
        Constraint *k = keys->items[i].k;
        VEC_REMOVE(keys, i);
        k->name = (Ident){.text = found.name, .is_conv = !str_is_null(found.name)};
        k->ondelete = found.ondelete;
        k->onupdate = found.onupdate;
        k->deferrable = found.deferrable;
        k->initially = found.initially;
        table_add_constraint(r->table, r->arena, k);
    }
}

/* Cells of PRAGMA foreign_key_list. */
enum { FK_ID = 0, FK_TABLE = 2, FK_FROM = 3, FK_TO = 4 };

static bool read_foreign_keys(Reading *r)
{
    ForeignKeyVec keys = {0};
    sqlite3_stmt *stmt = pragma(r, "foreign_key_list", r->table->name.text);
    if (stmt == NULL) return false;
    while (next_row(r, stmt)) {
        Str to = cell(stmt, FK_TO, r->arena);
        size_t before = keys.len;
        Constraint *k =
            key_by_id(r, &keys, sqlite3_column_int(stmt, FK_ID), cell(stmt, FK_TABLE, r->arena));
        VEC_PUSH(r->arena, &k->column_names, cell(stmt, FK_FROM, r->arena));
        if (!str_is_empty(to))
            VEC_PUSH(r->arena, &k->referred_columns, to);
        else if (keys.len > before)
            add_referred_key(r, k);
    }
    drop_repeated(&keys);
    match_text(r, &keys);
    for (size_t i = 0; i < keys.len; i++) table_add_constraint(r->table, r->arena, keys.items[i].k);
    return !err_is_set(r->err);
}

/* ---- indexes and unique constraints ---- */

typedef struct IndexRow {
    Str name;
    bool unique, partial;
    StrVec columns;
    bool has_expression;
} IndexRow;

typedef VEC(IndexRow) IndexRows;

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const IndexRow *)a)->name, ((const IndexRow *)b)->name);
}

static bool read_index_columns(Reading *r, IndexRow *row)
{
    sqlite3_stmt *stmt = pragma(r, "index_info", row->name);
    if (stmt == NULL) return false;
    while (next_row(r, stmt)) {
        Str name = cell(stmt, 2, r->arena);
        if (str_is_null(name)) row->has_expression = true;
        VEC_PUSH(r->arena, &row->columns, name);
    }
    return !err_is_set(r->err);
}

static bool list_indexes(Reading *r, IndexRows *rows)
{
    sqlite3_stmt *stmt = pragma(r, "index_list", r->table->name.text);
    if (stmt == NULL) return false;
    while (next_row(r, stmt)) {
        IndexRow row = {.name = cell(stmt, 1, r->arena),
                        .unique = sqlite3_column_int(stmt, 2),
                        .partial = sqlite3_column_int(stmt, 4)};
        VEC_PUSH(r->arena, rows, row);
    }
    for (size_t i = 0; i < rows->len; i++)
        if (!read_index_columns(r, &rows->items[i])) return false;
    if (rows->len > 1) qsort(rows->items, rows->len, sizeof *rows->items, by_name);
    return !err_is_set(r->err);
}

static Str master_sql(Reading *r, const char *types, Str name)
{
    Str sql =
        arena_fmt(r->arena, "SELECT sql FROM %.*s.sqlite_master WHERE name = ? AND type IN (%s)",
                  STR_ARG(quoted(r->schema, r->arena)), types);
    sqlite3_stmt *stmt = sqlite_session_prepare(r->session, sql, &name, 1, r->err);
    Str text = STR_NULL;
    if (stmt && sqlite3_step(stmt) == SQLITE_ROW) text = cell(stmt, 0, r->arena);
    sqlite3_finalize(stmt);
    return text;
}

static void add_index(Reading *r, const IndexRow *row)
{
    Index *ix = index_new(r->arena, (Ident){.text = row->name, .is_conv = true});
    ix->unique = row->unique;
    /* The PRAGMA's number becomes Index.unique as it is, and scripts show it: unique=1. */
    if (row->unique) sql_options_put(&ix->info, r->arena, STR("unique_number"), sql_value_int(1));
    for (size_t i = 0; i < row->columns.len; i++) {
        SqlExpr *e = sql_expr_column(r->arena, row->columns.items[i]);
        e->as.column.column = table_find_column(r->table, row->columns.items[i]);
        VEC_PUSH(r->arena, &ix->expressions, e);
    }
    if (row->partial) {
        Str where =
            sqlite_ddl_index_where(r->patterns, master_sql(r, "'index'", row->name), r->arena);
        if (!str_is_null(where)) {
            SqlValue v = {.kind = SQL_VALUE_EXPR, .as.expr = sql_expr_text(r->arena, where)};
            sql_options_put(&ix->options, r->arena, STR("sqlite_where"), v);
        }
    }
    table_add_index(r->table, r->arena, ix);
}

static bool take_auto_index(IndexRows *rows, const StrVec *columns)
{
    for (size_t i = 0; i < rows->len; i++) {
        if (!vec_same_str(&rows->items[i].columns, columns)) continue;
        VEC_REMOVE(rows, i);
        return true;
    }
    return false;
}

/* A UNIQUE in the text counts when there is an automatic index for it. */
static void add_uniques(Reading *r, IndexRows *autos)
{
    Str name;
    StrVec columns;
    SqliteDdlPlace at = {0};
    while (sqlite_ddl_next_unique(r->patterns, r->sql, &at, &name, &columns, r->arena)) {
        if (!take_auto_index(autos, &columns)) continue;
        Constraint *k = constraint_new(r->arena, CONSTRAINT_UNIQUE,
                                       (Ident){.text = name, .is_conv = !str_is_null(name)});
        k->column_names = columns;
        table_add_constraint(r->table, r->arena, k);
    }
}

static bool read_indexes(Reading *r)
{
    IndexRows rows = {0}, autos = {0};
    if (!list_indexes(r, &rows)) return false;
    for (size_t i = 0; i < rows.len; i++) {
        const IndexRow *row = &rows.items[i];
        if (str_starts(row->name, STR("sqlite_autoindex"))) {
            VEC_PUSH(r->arena, &autos, *row);
        } else if (row->has_expression) {
            log_write(r->session->base.log, LOG_WARNING, "py.warnings",
                      "Skipped unsupported reflection of expression-based index %.*s",
                      STR_ARG(row->name));
        } else {
            add_index(r, row);
        }
    }
    add_uniques(r, &autos);
    return true;
}

static int by_check_name(const void *a, const void *b)
{
    const SqliteDdlCheck *x = a, *y = b;
    int names = str_cmp(str_is_null(x->name) ? STR("~") : x->name,
                        str_is_null(y->name) ? STR("~") : y->name);
    return names ? names : (x->sqltext.ptr > y->sqltext.ptr) - (x->sqltext.ptr < y->sqltext.ptr);
}

static void read_checks(Reading *r)
{
    VEC(SqliteDdlCheck) checks = {0};
    SqliteDdlCheck check;
    size_t at = 0;
    while (sqlite_ddl_next_check(r->patterns, r->sql, &at, &check))
        VEC_PUSH(r->arena, &checks, check);
    if (checks.len > 1) qsort(checks.items, checks.len, sizeof *checks.items, by_check_name);
    for (size_t i = 0; i < checks.len; i++) {
        Str name = checks.items[i].name;
        Constraint *k = constraint_new(r->arena, CONSTRAINT_CHECK,
                                       (Ident){.text = name, .is_conv = !str_is_null(name)});
        k->sqltext = sql_expr_text(r->arena, arena_str(r->arena, checks.items[i].sqltext));
        table_add_constraint(r->table, r->arena, k);
    }
}

/* ---- the whole ---- */

static bool read_table(Reading *r, MetaData *m, Str schema, Str name)
{
    r->table = table_new(r->arena, m, ident(name), schema);
    if (!metadata_add(m, r->table)) return true;
    r->sql = master_sql(r, "'table', 'view'", name);
    if (!read_columns(r) || !read_foreign_keys(r) || !read_indexes(r)) return false;
    read_checks(r);
    return !err_is_set(r->err);
}

static bool names_of(Connection *c, Str schema, const char *types, Arena *out, StrVec *names,
                     Err *err)
{
    SqliteSession *s = (SqliteSession *)c;
    Str sql = arena_fmt(out,
                        "SELECT name, type FROM %.*s.sqlite_master WHERE type IN (%s)"
                        " AND name NOT LIKE 'sqlite~_%%' ESCAPE '~' ORDER BY name",
                        STR_ARG(quoted(schema_or_main(schema), out)), types);
    sqlite3_stmt *stmt = sqlite_session_prepare(s, sql, NULL, 0, err);
    int code = SQLITE_ERROR;
    while (stmt && (code = sqlite3_step(stmt)) == SQLITE_ROW)
        VEC_PUSH(out, names, cell(stmt, 0, out));
    if (stmt && code != SQLITE_DONE) sqlite_session_fail(s, sql, err);
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE;
}

static bool is_attached(SqliteSession *s, Str schema, Arena *a)
{
    return sqlite3_db_readonly(s->db, arena_cstr(a, schema_or_main(schema))) >= 0;
}

static bool inspect_schema(Reading *r, MetaData *m, Str schema, const StrVec *only)
{
    StrVec names = {0};
    r->schema = schema_or_main(schema);
    /* A PRAGMA names the missing database; a SELECT would speak of a missing table. */
    if (!is_attached(r->session, schema, r->arena)) {
        sqlite3_stmt *stmt = pragma(r, "table_info", STR(""));
        sqlite3_finalize(stmt);
        if (stmt == NULL) return false;
    }
    if (!names_of(&r->session->base, schema, only ? "'table', 'view'" : "'table'", r->arena, &names,
                  r->err))
        return false;
    for (size_t i = 0; i < names.len; i++)
        if ((!only || vec_has_str(only, names.items[i])) &&
            !read_table(r, m, schema, names.items[i]))
            return false;
    return true;
}

bool sqlite_inspect(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m, Err *err)
{
    Reading r = {.session = (SqliteSession *)c,
                 .arena = m->arena,
                 .patterns = sqlite_ddl_patterns_new(),
                 .err = err};
    bool ok = true;
    if (schemas == NULL || schemas->len == 0) ok = inspect_schema(&r, m, STR_NULL, only);
    for (size_t i = 0; ok && schemas && i < schemas->len; i++)
        ok = inspect_schema(&r, m, schemas->items[i], only);
    sqlite_ddl_patterns_free(r.patterns);
    if (ok) metadata_resolve(m);
    return ok;
}

bool sqlite_inspect_table_names(Connection *c, Str schema, bool views, Arena *out, StrVec *names,
                                Err *err)
{
    return names_of(c, schema, views ? "'view'" : "'table'", out, names, err);
}

/* PRAGMA database_list: main, temp and what is attached. SQLAlchemy leaves temp out. */
bool sqlite_inspect_schema_names(Connection *c, Arena *out, StrVec *names, Err *err)
{
    sqlite3_stmt *stmt =
        sqlite_session_prepare((SqliteSession *)c, STR("PRAGMA database_list"), NULL, 0, err);
    if (stmt == NULL) return false;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        Str name = cell(stmt, 1, out);
        if (!str_eq_z(name, "temp")) VEC_PUSH(out, names, name);
    }
    sqlite3_finalize(stmt);
    return true;
}

bool sqlite_inspect_has_table(Connection *c, Str schema, Str name, bool *found, Err *err)
{
    Arena scratch = {0};
    *found = false;
    if (!is_attached((SqliteSession *)c, schema, &scratch)) {
        arena_release(&scratch);
        return true; /* creating it will fail */
    }
    Str sql = arena_fmt(&scratch, "PRAGMA %.*s.table_info(%.*s)",
                        STR_ARG(quoted(schema_or_main(schema), &scratch)),
                        STR_ARG(quoted(name, &scratch)));
    sqlite3_stmt *stmt = sqlite_session_prepare((SqliteSession *)c, sql, NULL, 0, err);
    *found = stmt && sqlite3_step(stmt) == SQLITE_ROW;
    sqlite3_finalize(stmt);
    arena_release(&scratch);
    return stmt != NULL;
}
