#include "dialect/postgresql/inspect.h"

#include <stdlib.h>

#include "dialect/postgresql/inspect_type.h"
#include "dialect/postgresql/value.h"
#include "dialect/sqltext.h"

/* One inspection: the tables by oid, in the order of the names. */
typedef struct Inspection {
    PostgresqlSession *session;
    MetaData *m;
    Arena *arena;  /* of m */
    Arena scratch; /* keys and parameters */
    PostgresqlTypes types;
    Map by_oid;       /* oid in decimal -> Table * */
    const char *oids; /* "{16384,16390}" */
} Inspection;

static Str cell(const PGresult *r, int row, int column, Arena *out)
{
    if (PQgetisnull(r, row, column)) return STR_NULL;
    return arena_str(out, (Str){PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column)});
}

static bool cell_true(const PGresult *r, int row, int column)
{
    return !PQgetisnull(r, row, column) && *PQgetvalue(r, row, column) == 't';
}

static int64_t cell_int(const PGresult *r, int row, int column)
{
    return strtoll(PQgetvalue(r, row, column), NULL, 10);
}

static StrVec cell_array(const PGresult *r, int row, int column, Arena *out)
{
    StrVec v = {0};
    if (PQgetisnull(r, row, column)) return v;
    Str *items;
    size_t n;
    postgresql_value_split_array(cell(r, row, column, out), out, &items, &n);
    return (StrVec){.items = items, .len = n, .cap = n};
}

static Table *table_of(Inspection *in, const PGresult *r, int row)
{
    return map_find(&in->by_oid, str_z(PQgetvalue(r, row, 0)));
}

/* ---- tables ---- */

static const char tables_sql[] =
    "SELECT c.oid, c.relname, CASE WHEN $1::text IS NULL THEN NULL ELSE n.nspname END, "
    "d.description,"
    " c.relkind IN ('v', 'm')"
    " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0"
    "  AND d.classoid = 'pg_catalog.pg_class'::regclass"
    " WHERE CASE WHEN $1::text IS NULL"
    "  THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'"
    "  ELSE n.nspname = $1 END"
    " AND CASE WHEN $2::text[] IS NULL THEN c.relkind IN ('r', 'p') AND c.relpersistence <> 't'"
    "  ELSE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = ANY ($2::text[]) END"
    " ORDER BY c.relname";

static const char *text_array(const StrVec *v, Arena *out)
{
    StrBuf b = {0};
    strbuf_push_char(&b, '{');
    for (size_t i = 0; i < v->len; i++) {
        if (i) strbuf_push_char(&b, ',');
        strbuf_push_char(&b, '"');
        for (size_t j = 0; j < v->items[i].len; j++) {
            char ch = v->items[i].ptr[j];
            if (ch == '"' || ch == '\\') strbuf_push_char(&b, '\\');
            strbuf_push_char(&b, ch);
        }
        strbuf_push_char(&b, '"');
    }
    strbuf_push_char(&b, '}');
    return strbuf_finish(&b, out).ptr;
}

static bool read_tables(Inspection *in, Str schema, const StrVec *only, StrBuf *oids, Err *err)
{
    const char *params[2] = {NULL, NULL};
    if (!str_is_null(schema)) params[0] = arena_cstr(&in->scratch, schema);
    if (only) params[1] = text_array(only, &in->scratch);
    PGresult *r = postgresql_session_query(in->session, tables_sql, params, 2, err);
    if (r == NULL) return false;
    for (int i = 0; i < PQntuples(r); i++) {
        Table *t =
            table_new(in->arena, in->m, ident(cell(r, i, 1, in->arena)), cell(r, i, 2, in->arena));
        t->comment = cell(r, i, 3, in->arena);
        t->is_view = cell_true(r, i, 4);
        if (!metadata_add(in->m, t)) continue; /* a schema given twice */
        Str oid = cell(r, i, 0, &in->scratch);
        map_put(&in->by_oid, &in->scratch, oid, t);
        strbuf_fmt(oids, "%s%.*s", oids->len > 1 ? "," : "", STR_ARG(oid));
    }
    PQclear(r);
    return true;
}

/* ---- columns ---- */

/* %s: attgenerated, which came with version 12. The sequence is named only when the column owns
 * it, which is what makes nextval() a SERIAL. */
static const char columns_sql[] =
    "SELECT a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),"
    " pg_catalog.pg_get_expr(f.adbin, f.adrelid), a.attnotnull, d.description, %s, a.attidentity,"
    " q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,"
    " CASE WHEN a.attcollation <> 0 AND t.typcollation <> a.attcollation THEN l.collname END,"
    " s.relname, s.oid::regclass::text"
    " FROM pg_catalog.pg_attribute a"
    " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
    " LEFT JOIN pg_catalog.pg_attrdef f ON a.atthasdef AND f.adrelid = a.attrelid AND f.adnum = "
    "a.attnum"
    " LEFT JOIN pg_catalog.pg_description d ON d.objoid = a.attrelid AND d.objsubid = a.attnum"
    "  AND d.classoid = 'pg_catalog.pg_class'::regclass"
    " LEFT JOIN (pg_catalog.pg_depend p JOIN pg_catalog.pg_class s ON s.oid = p.objid AND "
    "s.relkind = 'S')"
    "  ON p.refobjid = a.attrelid AND p.refobjsubid = a.attnum"
    "  AND p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = "
    "'pg_catalog.pg_class'::regclass"
    "  AND p.deptype IN ('a', 'i')"
    " LEFT JOIN pg_catalog.pg_sequence q ON a.attidentity <> '' AND q.seqrelid = s.oid"
    " LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation"
    " WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped"
    " ORDER BY a.attrelid, a.attnum";

enum ColumnCell {
    COLUMN_NAME = 1,
    COLUMN_TYPE,
    COLUMN_DEFAULT,
    COLUMN_NOT_NULL,
    COLUMN_COMMENT,
    COLUMN_GENERATED,
    COLUMN_IDENTITY,
    COLUMN_START,
    COLUMN_INCREMENT,
    COLUMN_MIN,
    COLUMN_MAX,
    COLUMN_CACHE,
    COLUMN_CYCLE,
    COLUMN_COLLATION,
    COLUMN_SEQUENCE,
    COLUMN_SEQUENCE_TEXT
};

static void set_identity(ServerDefault *d, const PGresult *r, int i)
{
    *d = (ServerDefault){.kind = DEFAULT_IDENTITY, .persisted = -1, .on_null = -1};
    d->always = *PQgetvalue(r, i, COLUMN_IDENTITY) == 'a';
    d->sequence = (SequenceOptions){
        .has_start = true,
        .start = cell_int(r, i, COLUMN_START),
        .has_increment = true,
        .increment = cell_int(r, i, COLUMN_INCREMENT),
        .has_minvalue = true,
        .minvalue = cell_int(r, i, COLUMN_MIN),
        .has_maxvalue = true,
        .maxvalue = cell_int(r, i, COLUMN_MAX),
        .has_cache = true,
        .cache = cell_int(r, i, COLUMN_CACHE),
        .cycle = cell_true(r, i, COLUMN_CYCLE) ? SEQUENCE_TRUE : SEQUENCE_FALSE,
    };
}

/* nextval('name'…: the name, or null. */
static Str nextval_name(Str text)
{
    size_t at = str_find(text, STR("nextval('"));
    if (at == STR_NPOS) return STR_NULL;
    Str rest = str_slice(text, at + 9, text.len);
    size_t end = str_find_char(rest, '\'');
    return end == STR_NPOS || end == 0 ? STR_NULL : str_slice(rest, 0, end);
}

/* A sequence that the search path finds is printed bare. One that its column owns stands in the
 * schema of the table, which is put in front when that schema was asked for. SQLAlchemy does so
 * with every sequence, and then names some that do not exist. */
static Str qualify_nextval(Inspection *in, Str text, Str sequence, Str schema)
{
    if (str_is_null(schema) || str_contains(sequence, STR("."))) return text;
    size_t at = (size_t)(sequence.ptr - text.ptr);
    return arena_fmt(in->arena, "%.*s\"%.*s\".%.*s", STR_ARG(str_slice(text, 0, at)),
                     STR_ARG(schema), STR_ARG(str_slice(text, at, text.len)));
}

static void set_default(Inspection *in, Column *c, Str text, const PGresult *r, int i)
{
    if (*PQgetvalue(r, i, COLUMN_GENERATED) != 0) {
        c->server_default = (ServerDefault){.kind = DEFAULT_COMPUTED,
                                            .expr = sql_expr_text(in->arena, text),
                                            .persisted = *PQgetvalue(r, i, COLUMN_GENERATED) == 's',
                                            .on_null = -1};
        return;
    }
    Str sequence = nextval_name(text);
    if (!str_is_null(sequence) && c->type->cls->affinity == TYPE_AFFINITY_INTEGER) {
        c->autoincrement = AUTOINCREMENT_TRUE;
        /* regclass in a literal: quotes are doubled there. */
        Str owned = cell(r, i, COLUMN_SEQUENCE_TEXT, &in->scratch);
        if (!str_is_null(owned) && str_eq(owned, sequence)) {
            sql_options_put(&c->info, in->arena, STR("owned_sequence"),
                            sql_value_str(cell(r, i, COLUMN_SEQUENCE, in->arena)));
            text = qualify_nextval(in, text, sequence, c->table->schema);
        }
    }
    c->server_default = (ServerDefault){.kind = DEFAULT_EXPR,
                                        .expr = sql_expr_text(in->arena, text),
                                        .persisted = -1,
                                        .on_null = -1};
}

static bool add_column(Inspection *in, Table *t, const PGresult *r, int i, Err *err)
{
    Str name = cell(r, i, COLUMN_NAME, in->arena);
    Str collation = cell(r, i, COLUMN_COLLATION, in->arena);
    const SqlType *type;
    const PostgresqlNamedType *domain;
    if (!postgresql_inspect_type(&in->types, cell(r, i, COLUMN_TYPE, in->arena), collation, name,
                                 &type, &domain, err))
        return false;
    Column *c = column_new(in->arena, ident(name), type);
    c->nullable = !cell_true(r, i, COLUMN_NOT_NULL) && !(domain && domain->not_null);
    c->nullable_given = true;
    c->autoincrement = AUTOINCREMENT_FALSE;
    c->comment = cell(r, i, COLUMN_COMMENT, in->arena);
    c->collation = collation;
    c->is_reflected = true;
    table_add_column(t, in->arena, c);
    Str text = cell(r, i, COLUMN_DEFAULT, in->arena);
    if (str_is_empty(text) && domain) text = domain->default_text;
    if (!str_is_null(text)) set_default(in, c, text, r, i);
    if (!PQgetisnull(r, i, COLUMN_START)) {
        set_identity(&c->server_default, r, i);
        c->autoincrement = AUTOINCREMENT_TRUE;
    }
    return true;
}

static PGresult *query_oids(Inspection *in, Str sql, Err *err)
{
    return postgresql_session_query(in->session, sql.ptr, &in->oids, 1, err);
}

static bool read_columns(Inspection *in, Err *err)
{
    bool generated = in->session->base.server_version >= 120000;
    PGresult *r = query_oids(
        in, arena_fmt(&in->scratch, columns_sql, generated ? "a.attgenerated" : "''"), err);
    bool ok = r != NULL;
    const char *last = NULL; /* a column that owns two sequences comes twice */
    for (int i = 0; ok && i < PQntuples(r); i++) {
        Table *t = table_of(in, r, i);
        bool again = i > 0 && strcmp(PQgetvalue(r, i, 0), PQgetvalue(r, i - 1, 0)) == 0 &&
                     strcmp(PQgetvalue(r, i, 1), last) == 0;
        last = PQgetvalue(r, i, 1);
        if (t != NULL && !again) ok = add_column(in, t, r, i, err);
    }
    PQclear(r);
    return ok;
}

/* ---- constraints ---- */

#define COLUMNS_BY(array, relation)                                                                \
    "(SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(" array                         \
    ") WITH ORDINALITY k(n, ord)"                                                                  \
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = " relation " AND a.attnum = k.n)"

/* %s: nulls not distinct and ON DELETE's columns, both of version 15. */
static const char constraints_sql[] = "SELECT c.conrelid, c.conname, c.contype, " COLUMNS_BY(
    "c.conkey",
    "c.conrelid") ","
                  " CASE WHEN c.contype IN ('c', 'x') THEN pg_catalog.pg_get_constraintdef(c.oid, "
                  "true) END, d.description,"
                  " %s, (SELECT array_agg(a.attname::text ORDER BY k.ord)"
                  "  FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, ord)"
                  "  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n"
                  "  WHERE k.ord > i.indnkeyatts),"
                  " r.relname, rn.nspname, pg_catalog.pg_table_is_visible(c.confrelid),"
                  " " COLUMNS_BY(
                      "c.confkey",
                      "c.confrelid") ","
                                     " c.confupdtype, c.confdeltype, c.confmatchtype, "
                                     "c.condeferrable, c.condeferred, %s"
                                     " FROM pg_catalog.pg_constraint c"
                                     " LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = "
                                     "c.conindid AND c.contype IN ('p', 'u')"
                                     " LEFT JOIN pg_catalog.pg_class r ON r.oid = c.confrelid"
                                     " LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = "
                                     "r.relnamespace"
                                     " LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid "
                                     "AND d.classoid = 'pg_catalog.pg_constraint'::regclass"
                                     " WHERE c.conrelid = ANY ($1::oid[]) AND c.contype IN ('p', "
                                     "'u', 'f', 'c')"
                                     " ORDER BY c.conrelid, strpos('pfuc', c.contype::text), "
                                     "c.conname";

enum ConstraintCell {
    KEY_NAME = 1,
    KEY_KIND,
    KEY_COLUMNS,
    KEY_DEFINITION,
    KEY_COMMENT,
    KEY_NULLS_NOT_DISTINCT,
    KEY_INCLUDE,
    KEY_TABLE,
    KEY_SCHEMA,
    KEY_VISIBLE,
    KEY_REFERRED,
    KEY_UPDATE,
    KEY_DELETE,
    KEY_MATCH,
    KEY_DEFERRABLE,
    KEY_DEFERRED,
    KEY_DELETE_COLUMNS
};

static SqlValue list_value(const StrVec *v, Arena *a)
{
    SqlValue list = {.kind = SQL_VALUE_LIST};
    list.as.list.items = ARENA_ARRAY(a, SqlValue, v->len + 1);
    list.as.list.len = v->len;
    for (size_t i = 0; i < v->len; i++) list.as.list.items[i] = sql_value_str(v->items[i]);
    return list;
}

static Str action(const PGresult *r, int i, int column)
{
    switch (*PQgetvalue(r, i, column)) {
    case 'r': return STR("RESTRICT");
    case 'c': return STR("CASCADE");
    case 'n': return STR("SET NULL");
    case 'd': return STR("SET DEFAULT");
    default: return STR_NULL;
    }
}

static void set_foreign_key(Inspection *in, Table *t, Constraint *k, const PGresult *r, int i)
{
    Str schema = cell(r, i, KEY_SCHEMA, in->arena);
    k->referred_table = cell(r, i, KEY_TABLE, in->arena);
    k->referred_columns = cell_array(r, i, KEY_REFERRED, in->arena);
    /* What the definition would print: the schema stands there unless the search path finds the
     * table. */
    if (!cell_true(r, i, KEY_VISIBLE) || (!str_is_null(t->schema) && str_eq(t->schema, schema)))
        k->referred_schema = schema;
    k->onupdate = action(r, i, KEY_UPDATE);
    k->ondelete = action(r, i, KEY_DELETE);
    if (!PQgetisnull(r, i, KEY_DELETE_COLUMNS))
        k->ondelete = arena_fmt(in->arena, "%.*s (%s)", STR_ARG(k->ondelete),
                                PQgetvalue(r, i, KEY_DELETE_COLUMNS));
    if (*PQgetvalue(r, i, KEY_MATCH) == 'f') k->match = STR("FULL");
    if (*PQgetvalue(r, i, KEY_MATCH) == 'p') k->match = STR("PARTIAL");
    if (cell_true(r, i, KEY_DEFERRABLE)) k->deferrable = 1;
    if (cell_true(r, i, KEY_DEFERRED)) k->initially = STR("DEFERRED");
    k->link_to_name = true;
}

/* CHECK (text) [NO INHERIT] [NOT VALID] */
static void set_check(Inspection *in, Constraint *k, Str definition)
{
    Str text = definition;
    if (str_ends(text, STR(" NOT VALID"))) {
        text = str_slice(text, 0, text.len - 10);
        sql_options_put(&k->options, in->arena, STR("postgresql_not_valid"), sql_value_bool(true));
    }
    if (str_ends(text, STR(" NO INHERIT"))) {
        text = str_slice(text, 0, text.len - 11);
        sql_options_put(&k->options, in->arena, STR("postgresql_no_inherit"), sql_value_bool(true));
    }
    size_t open = str_find_char(text, '(');
    if (open == STR_NPOS || !str_ends(text, STR(")"))) return;
    text = sqltext_strip_parens(str_slice(text, open + 1, text.len - 1));
    k->sqltext = sql_expr_text(in->arena, arena_str(in->arena, text));
}

static ConstraintKind kind_of(char c)
{
    switch (c) {
    case 'p': return CONSTRAINT_PRIMARY_KEY;
    case 'f': return CONSTRAINT_FOREIGN_KEY;
    case 'u': return CONSTRAINT_UNIQUE;
    default: return CONSTRAINT_CHECK;
    }
}

static void mark_primary_key(Table *t, const Constraint *k)
{
    for (size_t i = 0; i < k->column_names.len; i++) {
        Column *c = table_find_column(t, k->column_names.items[i]);
        if (c) c->primary_key = true;
    }
}

static void add_constraint(Inspection *in, Table *t, const PGresult *r, int i)
{
    Ident name = {.text = cell(r, i, KEY_NAME, in->arena), .is_conv = true};
    Constraint *k = constraint_new(in->arena, kind_of(*PQgetvalue(r, i, KEY_KIND)), name);
    k->comment = cell(r, i, KEY_COMMENT, in->arena);
    k->column_names = cell_array(r, i, KEY_COLUMNS, in->arena);
    if (k->kind == CONSTRAINT_FOREIGN_KEY) set_foreign_key(in, t, k, r, i);
    if (k->kind == CONSTRAINT_CHECK) set_check(in, k, cell(r, i, KEY_DEFINITION, in->arena));
    if (k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE) {
        StrVec include = cell_array(r, i, KEY_INCLUDE, in->arena);
        sql_options_put(&k->options, in->arena, STR("postgresql_include"),
                        list_value(&include, in->arena));
    }
    if (k->kind == CONSTRAINT_UNIQUE)
        sql_options_put(&k->options, in->arena, STR("postgresql_nulls_not_distinct"),
                        sql_value_bool(cell_true(r, i, KEY_NULLS_NOT_DISTINCT)));
    if (k->kind == CONSTRAINT_PRIMARY_KEY) mark_primary_key(t, k);
    table_add_constraint(t, in->arena, k);
}

static bool read_constraints(Inspection *in, Err *err)
{
    bool v15 = in->session->base.server_version >= 150000;
    Str sql = arena_fmt(
        &in->scratch, constraints_sql, v15 ? "i.indnullsnotdistinct" : "false",
        v15 ? "(SELECT string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY k.ord)"
              " FROM unnest(c.confdelsetcols) WITH ORDINALITY k(n, ord)"
              " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n)"
            : "NULL::text");
    PGresult *r = query_oids(in, sql, err);
    if (r == NULL) return false;
    for (int i = 0; i < PQntuples(r); i++) {
        Table *t = table_of(in, r, i);
        if (t) add_constraint(in, t, r, i);
    }
    PQclear(r);
    return true;
}

/* ---- indexes ---- */

static const char indexes_sql[] =
    "SELECT i.indrelid, c.relname, i.indisunique, k.conname, i.indoption::int2[], c.reloptions, "
    "m.amname,"
    " pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indnkeyatts, %s, e.elements, e.is_expr, "
    "e.ops"
    " FROM pg_catalog.pg_index i"
    " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
    " JOIN pg_catalog.pg_am m ON m.oid = c.relam"
    " LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid"
    "  AND k.contype IN ('p', 'u', 'x')"
    " CROSS JOIN LATERAL (SELECT"
    "  array_agg(CASE WHEN u.n = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.ord::int, true)"
    "   ELSE a.attname::text END ORDER BY u.ord) AS elements,"
    "  array_agg(u.n = 0 ORDER BY u.ord) AS is_expr,"
    "  array_agg(CASE WHEN o.opcdefault THEN NULL ELSE o.opcname::text END ORDER BY u.ord) AS ops"
    "  FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(n, ord)"
    "  LEFT JOIN unnest(i.indclass::oid[]) WITH ORDINALITY uo(op, ord) ON uo.ord = u.ord"
    "  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.n"
    "  LEFT JOIN pg_catalog.pg_opclass o ON o.oid = uo.op) e"
    " WHERE i.indrelid = ANY ($1::oid[]) AND NOT i.indisprimary"
    " ORDER BY i.indrelid, c.relname";

enum IndexCell {
    INDEX_NAME = 1,
    INDEX_UNIQUE,
    INDEX_CONSTRAINT,
    INDEX_FLAGS,
    INDEX_WITH,
    INDEX_METHOD,
    INDEX_WHERE,
    INDEX_KEYS,
    INDEX_NULLS_NOT_DISTINCT,
    INDEX_ELEMENTS,
    INDEX_IS_EXPR,
    INDEX_OPS
};

/* pg_index.indoption */
enum { INDOPTION_DESC = 1, INDOPTION_NULLS_FIRST = 2 };

static SqlExpr *sorted(Arena *a, SqlExpr *e, long flags)
{
    if (flags & INDOPTION_DESC) {
        e = sql_expr_unary(a, SQL_OP_DESC, e);
        if (!(flags & INDOPTION_NULLS_FIRST)) e = sql_expr_unary(a, SQL_OP_NULLS_LAST, e);
    } else if (flags & INDOPTION_NULLS_FIRST) {
        e = sql_expr_unary(a, SQL_OP_NULLS_FIRST, e);
    }
    return e;
}

static void set_ops(Inspection *in, Index *ix, const StrVec *elements, const StrVec *ops,
                    size_t keys)
{
    SqlValue dict = {.kind = SQL_VALUE_DICT};
    dict.as.list.items = ARENA_ARRAY(in->arena, SqlValue, 2 * keys + 1);
    for (size_t i = 0; i < keys && i < ops->len; i++) {
        if (str_is_null(ops->items[i])) continue;
        dict.as.list.items[dict.as.list.len++] = sql_value_str(elements->items[i]);
        dict.as.list.items[dict.as.list.len++] = sql_value_str(ops->items[i]);
    }
    if (dict.as.list.len) sql_options_put(&ix->options, in->arena, STR("postgresql_ops"), dict);
}

static void set_with(Inspection *in, Index *ix, const StrVec *reloptions)
{
    SqlValue dict = {.kind = SQL_VALUE_DICT};
    dict.as.list.items = ARENA_ARRAY(in->arena, SqlValue, 2 * reloptions->len + 1);
    for (size_t i = 0; i < reloptions->len; i++) {
        Str rest = reloptions->items[i], key = str_cut(&rest, '=');
        dict.as.list.items[dict.as.list.len++] = sql_value_str(key);
        dict.as.list.items[dict.as.list.len++] = sql_value_str(rest);
    }
    if (dict.as.list.len) sql_options_put(&ix->options, in->arena, STR("postgresql_with"), dict);
}

static SqlExpr *element(Inspection *in, Table *t, Str text, bool is_expr)
{
    if (is_expr) return sql_expr_text(in->arena, text);
    SqlExpr *e = sql_expr_column(in->arena, text);
    e->as.column.column = table_find_column(t, text);
    return e;
}

static void set_index_options(Inspection *in, Index *ix, const PGresult *r, int i,
                              const StrVec *elements, size_t keys)
{
    Arena *a = in->arena;
    StrVec ops = cell_array(r, i, INDEX_OPS, a), with = cell_array(r, i, INDEX_WITH, a);
    set_ops(in, ix, elements, &ops, keys);
    set_with(in, ix, &with);
    if (strcmp(PQgetvalue(r, i, INDEX_METHOD), "btree") != 0)
        sql_options_put(&ix->options, a, STR("postgresql_using"),
                        sql_value_str(cell(r, i, INDEX_METHOD, a)));
    if (!PQgetisnull(r, i, INDEX_WHERE))
        sql_options_put(&ix->options, a, STR("postgresql_where"),
                        sql_value_str(cell(r, i, INDEX_WHERE, a)));
    if (elements->len > keys) {
        StrVec include = {.items = elements->items + keys, .len = elements->len - keys};
        sql_options_put(&ix->options, a, STR("postgresql_include"), list_value(&include, a));
    }
    if (cell_true(r, i, INDEX_NULLS_NOT_DISTINCT))
        sql_options_put(&ix->options, a, STR("postgresql_nulls_not_distinct"),
                        sql_value_bool(true));
}

static void add_index(Inspection *in, Table *t, const PGresult *r, int i)
{
    Index *ix =
        index_new(in->arena, (Ident){.text = cell(r, i, INDEX_NAME, in->arena), .is_conv = true});
    StrVec elements = cell_array(r, i, INDEX_ELEMENTS, in->arena);
    StrVec is_expr = cell_array(r, i, INDEX_IS_EXPR, &in->scratch);
    StrVec flags = cell_array(r, i, INDEX_FLAGS, &in->scratch);
    size_t keys = (size_t)cell_int(r, i, INDEX_KEYS);
    ix->unique = cell_true(r, i, INDEX_UNIQUE);
    for (size_t j = 0; j < keys && j < elements.len; j++) {
        SqlExpr *e = element(in, t, elements.items[j], str_eq_z(is_expr.items[j], "t"));
        long bits = j < flags.len ? strtol(arena_cstr(&in->scratch, flags.items[j]), NULL, 10) : 0;
        VEC_PUSH(in->arena, &ix->expressions, sorted(in->arena, e, bits));
    }
    set_index_options(in, ix, r, i, &elements, keys);
    if (!PQgetisnull(r, i, INDEX_CONSTRAINT))
        sql_options_put(&ix->info, in->arena, STR("duplicates_constraint"),
                        sql_value_str(ix->name.text));
    table_add_index(t, in->arena, ix);
}

static bool read_indexes(Inspection *in, Err *err)
{
    bool v15 = in->session->base.server_version >= 150000;
    Str sql = arena_fmt(&in->scratch, indexes_sql, v15 ? "i.indnullsnotdistinct" : "false");
    PGresult *r = query_oids(in, sql, err);
    if (r == NULL) return false;
    for (int i = 0; i < PQntuples(r); i++) {
        Table *t = table_of(in, r, i);
        if (t) add_index(in, t, r, i);
    }
    PQclear(r);
    return true;
}

/* ---- the whole ---- */

bool postgresql_inspect(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m,
                        Err *err)
{
    Inspection in = {.session = (PostgresqlSession *)c, .m = m, .arena = m->arena};
    in.types = (PostgresqlTypes){.session = in.session, .arena = m->arena};
    StrBuf oids = {0};
    bool ok = true;
    strbuf_push_char(&oids, '{');
    if (schemas == NULL || schemas->len == 0) ok = read_tables(&in, STR_NULL, only, &oids, err);
    for (size_t i = 0; ok && schemas && i < schemas->len; i++)
        ok = read_tables(&in, schemas->items[i], only, &oids, err);
    strbuf_push_char(&oids, '}');
    in.oids = oids.ptr;
    if (ok && in.by_oid.len > 0)
        ok = read_columns(&in, err) && read_constraints(&in, err) && read_indexes(&in, err);
    if (ok) metadata_resolve(m);
    strbuf_deinit(&oids);
    arena_release(&in.scratch);
    return ok;
}
