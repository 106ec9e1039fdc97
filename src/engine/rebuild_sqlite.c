#include "engine/rebuild_sqlite.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static bool is_live_sqlite(const Rebuild *x)
{
    return !x->m->as_sql && !strcmp(x->m->dialect->name, "sqlite");
}

/* ---- asking ---- */

static EngineConnection *connection(Rebuild *x) { return engine_connection_get(x->m->connection); }

/* The rows' cells one after the other, as text; numbers in decimal, NULL as null. */
static bool query(Rebuild *x, Str sql, StrVec *out)
{
    EngineConnection *c = connection(x);
    Result *rows = NULL;
    SqlValue cells[2];
    if (!engine_connection_send(c, sql, NULL, 0, &rows, x->err)) return false;
    size_t n = rows ? c->db->vtable->column_count(rows) : 0;
    assert(n <= sizeof cells / sizeof *cells);
    while (rows && c->db->vtable->next(rows, cells, x->err)) {
        for (size_t i = 0; i < n; i++) {
            Str text = STR_NULL;
            if (cells[i].kind == SQL_VALUE_STR) text = arena_str(x->a, cells[i].as.text);
            if (cells[i].kind == SQL_VALUE_INT)
                text = arena_fmt(x->a, "%" PRId64, cells[i].as.integer);
            VEC_PUSH(x->a, out, text);
        }
    }
    if (rows) c->db->vtable->result_close(rows);
    return !err_is_set(x->err);
}

static Str literal(Rebuild *x, Str s) { return dialect_literal(x->m->dialect, s, x->a); }

static Str schema_name(const Rebuild *x)
{
    return str_is_null(x->old->schema) ? STR("main") : x->old->schema;
}

static Str quoted(Rebuild *x, Str name) { return dialect_quote(x->m->dialect, ident(name), x->a); }

/* sql with two %.*s: sqlite_master's schema, and the table's name as a literal. */
static bool query_master(Rebuild *x, const char *sql, StrVec *out)
{
    return query(x,
                 arena_fmt(x->a, sql, STR_ARG(quoted(x, schema_name(x))),
                           STR_ARG(literal(x, x->old->name.text))),
                 out);
}

/* A text of sqlite_master does not say in which schema the object is. */
static Str with_schema(Rebuild *x, Str sql, const char *what, Str schema)
{
    size_t at = str_find(sql, str_z(what));
    if (at == STR_NPOS || str_is_null(schema)) return sql;
    at += strlen(what);
    return arena_fmt(x->a, "%.*s%.*s.%.*s", STR_ARG(str_slice(sql, 0, at)),
                     STR_ARG(quoted(x, schema)), STR_ARG(str_slice(sql, at, sql.len)));
}

/* ---- before ---- */

bool rebuild_sqlite_begin(Rebuild *x)
{
    EngineConnection *c = connection(x);
    if (!is_live_sqlite(x) || c->db->vtable->in_transaction(c->db)) return true;
    x->own_transaction = c->autocommit;
    return !c->autocommit || c->db->vtable->begin(c->db, x->err);
}

bool rebuild_sqlite_end(Rebuild *x, bool ok)
{
    Err ignored = err_init(x->a);
    EngineConnection *c = connection(x);
    if (!x->own_transaction) return ok;
    if (ok) return c->db->vtable->commit(c->db, x->err);
    (void)c->db->vtable->rollback(c->db, &ignored);
    err_clear(&ignored);
    return false;
}

static bool is_attached(Rebuild *x, Str schema, bool *attached)
{
    StrVec names = {0};
    Connection *db = connection(x)->db;
    if (!db->vtable->schema_names(db, x->a, &names, x->err)) return false;
    *attached = false;
    for (size_t i = 0; i < names.len; i++) *attached |= str_eq_nocase(names.items[i], schema);
    return true;
}

/* As SQLAlchemy's reflection, a name may be written in another case, and one that the database does
 * not have may be a temporary table's. */
bool rebuild_sqlite_find(Rebuild *x)
{
    StrVec found = {0};
    if (!is_live_sqlite(x) || x->b->copy_from) return true;
    Str schema = str_is_null(x->b->schema) ? STR("main") : x->b->schema;
    bool attached;
    if (!is_attached(x, schema, &attached)) return false;
    if (!attached) return true; /* inspection says so */
    const char *others =
        str_is_null(x->b->schema)
            ? " UNION ALL SELECT name, 'temp' FROM sqlite_temp_master WHERE type = "
              "'table'"
            : "";
    Str sql = arena_fmt(x->a,
                        "SELECT name, s FROM (SELECT name, NULL AS s FROM %.*s.sqlite_master WHERE "
                        "type = 'table'%s) WHERE name = %.*s COLLATE NOCASE LIMIT 1",
                        STR_ARG(quoted(x, schema)), others, STR_ARG(literal(x, x->b->table.text)));
    if (!query(x, sql, &found)) return false;
    if (!found.len) return true;
    Batch *b = ARENA_NEW(x->a, Batch);
    *b = *x->b;
    b->table.text = found.items[0];
    if (!str_is_null(found.items[1])) b->schema = found.items[1];
    x->b = b;
    return true;
}

static bool has_column(const Table *t, Str name)
{
    for (size_t i = 0; i < t->columns.len; i++)
        if (str_eq_nocase(t->columns.items[i]->name.text, name)) return true;
    return false;
}

static Str name_now(const Rebuild *x, Str key)
{
    size_t at = vec_find_str(&x->renamed_from, key);
    return at == STR_NPOS ? key : x->renamed_to.items[at];
}

/* The column, by its name at the start, that has a name at present; null = none. */
static Str owner_of(const Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Str key = x->old->columns.items[i]->name.text;
        if (str_eq_nocase(name_now(x, key), name)) return key;
    }
    return STR_NULL;
}

/* Whether the block gives the name of a column free. */
static bool gives_name_up(const Rebuild *x, Str key)
{
    for (size_t i = 0; i < x->b->ops.len; i++) {
        const Op *op = x->b->ops.items[i];
        const AlterColumn *c = &op->as.alter_column;
        if (op->kind == OP_DROP_COLUMN && str_eq(op->as.drop_column.name.text, key)) return true;
        if (op->kind == OP_ALTER_COLUMN && str_eq(c->column, key) && !str_is_null(c->new_name))
            return true;
    }
    return false;
}

/* False where SQLite refuses: a view of the database is broken, or it is of an old version. The
 * copying renames then. */
static bool rename_column(Rebuild *x, Str key, Str to)
{
    Err refused = err_init(x->a);
    Str sql =
        arena_fmt(x->a, "ALTER TABLE %.*s RENAME COLUMN %.*s TO %.*s",
                  STR_ARG(dialect_quote_table(x->m->dialect, x->old->schema, x->old->name, x->a)),
                  STR_ARG(quoted(x, name_now(x, key))), STR_ARG(quoted(x, to)));
    if (!engine_connection_send(connection(x), sql, NULL, 0, NULL, &refused)) return false;
    size_t at = vec_find_str(&x->renamed_from, key);
    if (at != STR_NPOS) {
        x->renamed_to.items[at] = to;
        return true;
    }
    VEC_PUSH(x->a, &x->renamed_from, key);
    VEC_PUSH(x->a, &x->renamed_to, to);
    return true;
}

/* A name that another column has is free when that one is dropped or renamed, too. */
static bool free_name(Rebuild *x, Str key, Str name)
{
    Str owner = owner_of(x, name);
    if (str_is_null(owner) || str_eq(owner, key)) return true;
    return gives_name_up(x, owner) &&
           rename_column(x, owner, arena_fmt(x->a, "_alembic_tmp_%.*s", STR_ARG(owner)));
}

bool rebuild_sqlite_rename_columns(Rebuild *x)
{
    if (!is_live_sqlite(x) || x->b->copy_from) return true;
    for (size_t i = 0; i < x->b->ops.len; i++) {
        const AlterColumn *c = &x->b->ops.items[i]->as.alter_column;
        if (x->b->ops.items[i]->kind != OP_ALTER_COLUMN || str_is_null(c->new_name) ||
            str_eq(c->new_name, c->column) || !table_find_column(x->old, c->column))
            continue;
        if (free_name(x, c->column, c->new_name)) (void)rename_column(x, c->column, c->new_name);
    }
    return !x->renamed_from.len || rebuild_table_inspect(x);
}

bool rebuild_sqlite_read(Rebuild *x)
{
    StrVec found = {0}, indexes = {0};
    if (!is_live_sqlite(x)) return true;
    if (!query_master(x,
                      "SELECT sql FROM %.*s.sqlite_master WHERE type = 'table' AND name = %.*s "
                      "COLLATE NOCASE",
                      &found) ||
        !query_master(x,
                      "SELECT name, sql FROM %.*s.sqlite_master WHERE type = 'index' AND "
                      "tbl_name = %.*s COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid",
                      &indexes))
        return false;
    if (found.len) x->definition = found.items[0];
    for (size_t i = 0; i + 1 < indexes.len; i += 2) {
        Str sql = with_schema(x, indexes.items[i + 1], "INDEX ", x->old->schema);
        VEC_PUSH(x->a, &x->index_names, indexes.items[i]);
        VEC_PUSH(x->a, &x->index_texts, sql);
    }
    return true;
}

/* Whether rows of a table refer to the one that is rebuilt, by one of its foreign keys. */
static bool has_referring_rows(Rebuild *x, Str table, Str condition, bool *has_rows)
{
    StrVec found = {0};
    Str sql = arena_fmt(x->a, "SELECT 1 FROM %.*s.%.*s WHERE %.*s LIMIT 1",
                        STR_ARG(quoted(x, schema_name(x))), STR_ARG(quoted(x, table)),
                        STR_ARG(condition));
    bool ok = query(x, sql, &found);
    *has_rows = found.len > 0;
    return ok;
}

/* DROP TABLE deletes the rows first, and enforced foreign keys would delete those of other tables.
 */
static bool check_references(Rebuild *x)
{
    StrVec keys = {0};
    Str name = literal(x, x->old->name.text), schema = schema_name(x);
    Str sql = arena_fmt(
        x->a,
        "SELECT m.name, group_concat('\"' || replace(f.\"from\", '\"', '\"\"') || '\" IS NOT "
        "NULL', "
        "' AND ') FROM %.*s.sqlite_master m, pragma_foreign_key_list(m.name, %.*s) f "
        "WHERE m.type = 'table' AND f.\"table\" = %.*s COLLATE NOCASE "
        "AND m.name <> %.*s COLLATE NOCASE GROUP BY m.name, f.id",
        STR_ARG(quoted(x, schema)), STR_ARG(literal(x, schema)), STR_ARG(name), STR_ARG(name));
    if (!query(x, sql, &keys)) return false;
    for (size_t i = 0; i + 1 < keys.len; i += 2) {
        bool has_rows = false;
        if (!has_referring_rows(x, keys.items[i], keys.items[i + 1], &has_rows)) return false;
        if (!has_rows) continue;
        err_set(x->err, ERR_UNSUPPORTED,
                "cannot rebuild table '%.*s' while foreign keys are enforced: rows of '%.*s' refer "
                "to it",
                STR_ARG(x->old->name.text), STR_ARG(keys.items[i]));
        return err_hint(
            x->err, "Run PRAGMA foreign_keys=OFF on the connection before the migration begins.");
    }
    return true;
}

/* Rows that refer to others of their own table must find them in the new one, when the old one is
 * dropped; with foreign keys enforced, RENAME takes the reference along. */
static void refer_to_itself(Rebuild *x)
{
    for (size_t i = 0; i < x->fresh->constraints.len; i++) {
        Constraint *c = x->fresh->constraints.items[i];
        if (c->kind != CONSTRAINT_FOREIGN_KEY ||
            !str_eq_nocase(c->referred_table, x->old->name.text))
            continue;
        c->referred_table = x->fresh->name.text;
        c->referred_quote = x->fresh->name.quote;
        c->referred = NULL;
    }
}

static bool care_for_references(Rebuild *x)
{
    StrVec enforced = {0};
    if (!query(x, STR("PRAGMA foreign_keys"), &enforced)) return false;
    if (!enforced.len || !str_eq_z(enforced.items[0], "1")) return true;
    refer_to_itself(x);
    return check_references(x);
}

static bool remember_triggers(Rebuild *x)
{
    StrVec own = {0}, temporary = {0};
    static const char temp[] =
        "SELECT sql FROM sqlite_temp_master WHERE type = 'trigger' AND %.*s IS NOT NULL AND "
        "tbl_name = %.*s COLLATE NOCASE ORDER BY rowid";
    if (!query_master(x,
                      "SELECT sql FROM %.*s.sqlite_master WHERE type = 'trigger' AND "
                      "tbl_name = %.*s COLLATE NOCASE ORDER BY rowid",
                      &own))
        return false;
    Str sql = arena_fmt(x->a, temp, STR_ARG(STR("''")), STR_ARG(literal(x, x->old->name.text)));
    if (!query(x, sql, &temporary)) return false;
    for (size_t i = 0; i < own.len; i++)
        VEC_PUSH(x->a, &x->triggers, with_schema(x, own.items[i], "TRIGGER ", x->old->schema));
    bool is_own = str_eq_nocase(schema_name(x), STR("temp"));
    for (size_t i = 0; i < temporary.len && !is_own; i++)
        VEC_PUSH(x->a, &x->triggers, with_schema(x, temporary.items[i], "TRIGGER ", STR("temp")));
    return true;
}

/* Whether the table's triggers can be compiled: SQLite looks at what is in them no sooner than a
 * statement needs them. */
static bool triggers_work(Rebuild *x, const Table *t, Err *why)
{
    Str name = dialect_quote_table(x->m->dialect, t->schema, x->old->name, x->a);
    StrBuf set = {0};
    for (size_t i = 0; i < t->columns.len; i++) {
        const Column *c = t->columns.items[i];
        Str column = dialect_quote(x->m->dialect, c->name, x->a);
        if (c->server_default.kind == DEFAULT_COMPUTED) continue;
        strbuf_fmt(&set, "%s%.*s=NULL", set.len ? ", " : "", STR_ARG(column));
    }
    Str statements[] = {
        arena_fmt(x->a, "EXPLAIN INSERT INTO %.*s DEFAULT VALUES", STR_ARG(name)),
        arena_fmt(x->a, "EXPLAIN UPDATE %.*s SET %.*s", STR_ARG(name), (int)set.len, set.ptr),
        arena_fmt(x->a, "EXPLAIN DELETE FROM %.*s", STR_ARG(name))};
    strbuf_deinit(&set);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof statements / sizeof *statements; i++)
        ok = engine_connection_send(connection(x), statements[i], NULL, 0, NULL, why);
    return ok;
}

/* A trigger that has a dropped column would let every statement on the table fail from now on. */
static bool restore_trigger(Rebuild *x, Str sql)
{
    Err why = err_init(x->a);
    if (!migrate_statement(x->m, sql, x->err)) return false;
    if (!x->triggers_work || triggers_work(x, x->fresh, &why)) return true;
    (void)rebuild_table_fail(x, "sqlalchemy.exc.OperationalError", "%.*s", STR_ARG(why.message));
    return err_hint(x->err,
                    "A trigger has a column that is dropped. Drop it before the block: %.*s",
                    STR_ARG(sql));
}

/* The highest number that AUTOINCREMENT ever gave, as a literal: the table holds whatever was
 * written to it. */
static bool remember_counter(Rebuild *x)
{
    StrVec kept = {0}, found = {0};
    if (!query(x,
               arena_fmt(x->a, "SELECT 1 FROM %.*s.sqlite_master WHERE name = 'sqlite_sequence'",
                         STR_ARG(quoted(x, schema_name(x)))),
               &kept))
        return false;
    if (!kept.len) return true;
    if (!query_master(x, "SELECT quote(seq) FROM %.*s.sqlite_sequence WHERE name = %.*s", &found))
        return false;
    if (found.len) x->counter = found.items[0];
    return true;
}

/* ANALYZE's rows about a table go with it. */
static bool remember_statistics(Rebuild *x)
{
    StrVec kept = {0}, found = {0};
    if (!query(x,
               arena_fmt(x->a, "SELECT 1 FROM %.*s.sqlite_master WHERE name = 'sqlite_stat1'",
                         STR_ARG(quoted(x, schema_name(x)))),
               &kept))
        return false;
    if (kept.len && !query_master(x,
                                  "SELECT 1 FROM %.*s.sqlite_stat1 WHERE tbl = %.*s COLLATE NOCASE "
                                  "LIMIT 1",
                                  &found))
        return false;
    x->analyzed = found.len > 0;
    return true;
}

bool rebuild_sqlite_remember(Rebuild *x)
{
    StrVec found = {0};
    if (!is_live_sqlite(x)) return true;
    if (!care_for_references(x) || !remember_triggers(x) || !remember_counter(x) ||
        !remember_statistics(x) || !query(x, STR("PRAGMA legacy_alter_table"), &found))
        return false;
    x->legacy_alter_table = found.len && str_eq_z(found.items[0], "1");
    Err ignored = err_init(x->a);
    x->triggers_work = x->triggers.len && triggers_work(x, x->old, &ignored);
    err_clear(&ignored);
    return true;
}

/* ---- rows ---- */

/* Whether a table has hidden numbers of rows that no column shows. */
static bool hides_rowid(Rebuild *x, const Table *t, bool *hides)
{
    StrVec shown = {0}, without = {0};
    Str name = literal(x, t->name.text), schema = literal(x, schema_name(x));
    Str alias = arena_fmt(
        x->a,
        "SELECT 1 FROM pragma_table_info(%.*s, %.*s) WHERE pk = 1 AND upper(type) "
        "= 'INTEGER' AND (SELECT max(pk) FROM pragma_table_info(%.*s, %.*s)) = 1 "
        /* INTEGER PRIMARY KEY DESC has an index, and is a column like others. */
        "AND NOT EXISTS (SELECT 1 FROM pragma_index_list(%.*s, %.*s) WHERE origin = 'pk')",
        STR_ARG(name), STR_ARG(schema), STR_ARG(name), STR_ARG(schema), STR_ARG(name),
        STR_ARG(schema));
    /* The index behind the key of a table WITHOUT ROWID is no object of its own. */
    Str key = arena_fmt(x->a,
                        "SELECT 1 FROM pragma_index_list(%.*s, %.*s) l WHERE origin = 'pk' AND NOT "
                        "EXISTS (SELECT 1 FROM %.*s.sqlite_master m WHERE m.name = l.name)",
                        STR_ARG(name), STR_ARG(schema), STR_ARG(quoted(x, schema_name(x))));
    if (!query(x, alias, &shown) || !query(x, key, &without)) return false;
    *hides = !shown.len && !without.len;
    return true;
}

bool rebuild_sqlite_rowid(Rebuild *x, Str *name)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    bool hides;
    *name = STR_NULL;
    if (!is_live_sqlite(x)) return true;
    if (!hides_rowid(x, x->old, &hides)) return false;
    if (!hides) return true;
    if (!hides_rowid(x, x->fresh, &hides)) return false;
    for (size_t i = 0; hides && i < sizeof names / sizeof *names; i++) {
        if (has_column(x->old, str_z(names[i])) || has_column(x->fresh, str_z(names[i]))) continue;
        *name = str_z(names[i]);
        return true;
    }
    return true;
}

/* ---- after ---- */

/* Views and triggers refer to the table that is gone for the moment: SQLite refuses to rename
 * unless told not to look at them. */
bool rebuild_sqlite_rename(Rebuild *x)
{
    bool switches = is_live_sqlite(x) && !x->legacy_alter_table;
    Op *op = rebuild_op(x, OP_RENAME_TABLE, x->fresh);
    op->as.rename_table.new_name = x->old->name;
    /* The schema of a Table is one name, whatever it looks like. */
    if (str_find_char(x->fresh->schema, '.') != STR_NPOS)
        op->table.schema_quote = IDENT_QUOTE_ALWAYS;
    if (switches && !migrate_statement(x->m, STR("PRAGMA legacy_alter_table=ON"), x->err))
        return false;
    if (!rebuild_emit(x, op)) return false;
    x->fresh->name = x->old->name;
    return !switches || migrate_statement(x->m, STR("PRAGMA legacy_alter_table=OFF"), x->err);
}

static bool restore_counter(Rebuild *x)
{
    StrVec kept = {0};
    Str schema = quoted(x, schema_name(x)), name = literal(x, x->old->name.text);
    if (!query_master(x,
                      "SELECT 1 FROM %.*s.sqlite_master WHERE type = 'table' AND name = %.*s "
                      "COLLATE NOCASE AND sql LIKE '%%AUTOINCREMENT%%'",
                      &kept))
        return false;
    if (!kept.len) return true;
    Str clear = arena_fmt(x->a, "DELETE FROM %.*s.sqlite_sequence WHERE name = %.*s",
                          STR_ARG(schema), STR_ARG(name));
    Str set = arena_fmt(x->a, "INSERT INTO %.*s.sqlite_sequence (name, seq) VALUES (%.*s, %.*s)",
                        STR_ARG(schema), STR_ARG(name), STR_ARG(x->counter));
    return migrate_statement(x->m, clear, x->err) && migrate_statement(x->m, set, x->err);
}

bool rebuild_sqlite_restore(Rebuild *x)
{
    if (!str_is_null(x->counter) && !restore_counter(x)) return false;
    for (size_t i = 0; i < x->triggers.len; i++)
        if (!restore_trigger(x, x->triggers.items[i])) return false;
    if (!x->analyzed) return true;
    /* Numbers of indexes that are written anew, in another order: counted again. */
    Str name = dialect_quote_table(x->m->dialect, STR_NULL, x->old->name, x->a);
    return migrate_statement(
        x->m,
        arena_fmt(x->a, "ANALYZE %.*s.%.*s", STR_ARG(quoted(x, schema_name(x))), STR_ARG(name)),
        x->err);
}
