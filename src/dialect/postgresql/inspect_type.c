#include "dialect/postgresql/inspect_type.h"

#include <ctype.h>
#include <stdlib.h>

#include "dialect/postgresql/value.h"

/* A domain over a domain over … ends somewhere; PostgreSQL itself allows any depth. */
enum { MAX_DOMAIN_DEPTH = 32 };

/* SQLAlchemy's ischema_names. */
static const struct {
    const char *name, *cls;
} builtin[] = {
    {"hstore", "postgresql.HSTORE"},
    {"json", "postgresql.JSON"},
    {"jsonb", "postgresql.JSONB"},
    {"int4range", "postgresql.INT4RANGE"},
    {"int8range", "postgresql.INT8RANGE"},
    {"numrange", "postgresql.NUMRANGE"},
    {"daterange", "postgresql.DATERANGE"},
    {"tsrange", "postgresql.TSRANGE"},
    {"tstzrange", "postgresql.TSTZRANGE"},
    {"int4multirange", "postgresql.INT4MULTIRANGE"},
    {"int8multirange", "postgresql.INT8MULTIRANGE"},
    {"nummultirange", "postgresql.NUMMULTIRANGE"},
    {"datemultirange", "postgresql.DATEMULTIRANGE"},
    {"tsmultirange", "postgresql.TSMULTIRANGE"},
    {"tstzmultirange", "postgresql.TSTZMULTIRANGE"},
    {"integer", "INTEGER"},
    {"bigint", "BIGINT"},
    {"smallint", "SMALLINT"},
    {"character varying", "VARCHAR"},
    {"character", "CHAR"},
    {"\"char\"", "String"},
    {"name", "String"},
    {"text", "TEXT"},
    {"numeric", "NUMERIC"},
    {"float", "FLOAT"},
    {"real", "REAL"},
    {"inet", "postgresql.INET"},
    {"cidr", "postgresql.CIDR"},
    {"citext", "postgresql.CITEXT"},
    {"uuid", "UUID"},
    {"bit", "postgresql.BIT"},
    {"bit varying", "postgresql.BIT"},
    {"macaddr", "postgresql.MACADDR"},
    {"macaddr8", "postgresql.MACADDR8"},
    {"money", "postgresql.MONEY"},
    {"oid", "postgresql.OID"},
    {"regclass", "postgresql.REGCLASS"},
    {"double precision", "DOUBLE_PRECISION"},
    {"timestamp", "postgresql.TIMESTAMP"},
    {"timestamp with time zone", "postgresql.TIMESTAMP"},
    {"timestamp without time zone", "postgresql.TIMESTAMP"},
    {"time with time zone", "postgresql.TIME"},
    {"time without time zone", "postgresql.TIME"},
    {"date", "DATE"},
    {"time", "postgresql.TIME"},
    {"bytea", "postgresql.BYTEA"},
    {"boolean", "BOOLEAN"},
    {"interval", "postgresql.INTERVAL"},
    {"tsvector", "postgresql.TSVECTOR"},
};

/* Types that packages register in ischema_names when they are imported. */
static const struct {
    const char *name, *module, *cls;
} registered[] = {
    {"vector", "pgvector.sqlalchemy", "VECTOR"},
    {"halfvec", "pgvector.sqlalchemy", "HALFVEC"},
    {"sparsevec", "pgvector.sqlalchemy", "SPARSEVEC"},
};

static const TypeClass *find_class(Str name)
{
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
        if (str_eq_nocase(name, str_z(builtin[i].name))) return type_class_get(builtin[i].cls);
    for (size_t i = 0; i < sizeof registered / sizeof *registered; i++)
        if (str_eq_nocase(name, str_z(registered[i].name)))
            return type_class_find(str_z(registered[i].module), str_z(registered[i].cls));
    return NULL;
}

/* ---- enums and domains ---- */

static const char named_types_sql[] =
    "SELECT pg_catalog.format_type(t.oid, NULL), t.typname, n.nspname,"
    " pg_catalog.pg_type_is_visible(t.oid), t.typtype = 'd',"
    " (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)"
    "  FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),"
    " pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,"
    " (SELECT c.conname::text FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid"
    "  ORDER BY c.conname LIMIT 1),"
    " (SELECT pg_catalog.pg_get_constraintdef(c.oid, true) FROM pg_catalog.pg_constraint c"
    "  WHERE c.contypid = t.oid ORDER BY c.conname LIMIT 1),"
    " (SELECT l.collname FROM pg_catalog.pg_collation l WHERE l.oid = t.typcollation)"
    " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
    " WHERE t.typtype IN ('e', 'd') ORDER BY n.nspname, t.typname";

static Str cell(const PGresult *r, int row, int column, Arena *out)
{
    if (PQgetisnull(r, row, column)) return STR_NULL;
    return arena_str(out, (Str){PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column)});
}

/* CHECK ((VALUE > 0)) -> the text between the outer parentheses. */
static Str check_body(Str definition)
{
    if (!str_starts(definition, STR("CHECK ("))) return definition;
    Str body = str_slice(definition, 7, definition.len - 1);
    if (body.len > 1 && body.ptr[0] == '(' && body.ptr[body.len - 1] == ')')
        body = str_slice(body, 1, body.len - 1);
    return body;
}

static bool load_named_types(PostgresqlTypes *types, Err *err)
{
    if (types->loaded) return true;
    PGresult *r = postgresql_session_query(types->session, named_types_sql, NULL, 0, err);
    if (r == NULL) return false;
    for (int i = 0; i < PQntuples(r); i++) {
        PostgresqlNamedType *t = ARENA_NEW(types->arena, PostgresqlNamedType);
        Str key = cell(r, i, 0, types->arena);
        t->name = cell(r, i, 1, types->arena);
        t->schema = cell(r, i, 2, types->arena);
        t->visible = *PQgetvalue(r, i, 3) == 't';
        t->is_domain = *PQgetvalue(r, i, 4) == 't';
        if (!PQgetisnull(r, i, 5)) {
            Str *labels;
            size_t n;
            postgresql_value_split_array(cell(r, i, 5, types->arena), types->arena, &labels, &n);
            for (size_t j = 0; j < n; j++) VEC_PUSH(types->arena, &t->labels, labels[j]);
        }
        t->base = cell(r, i, 6, types->arena);
        t->not_null = *PQgetvalue(r, i, 7) == 't';
        t->default_text = cell(r, i, 8, types->arena);
        t->constraint_name = cell(r, i, 9, types->arena);
        t->check = check_body(cell(r, i, 10, types->arena));
        t->collation = cell(r, i, 11, types->arena);
        map_put(&types->by_name, types->arena, key, t);
    }
    PQclear(r);
    types->loaded = true;
    return true;
}

/* ---- parsing ---- */

/* What format_type() printed, taken apart. */
typedef struct Parsed {
    Str name;    /* without arguments and brackets */
    Str args[4]; /* PostgreSQL's own types have two at most */
    size_t arg_count;
    size_t dimensions;
} Parsed;

static Parsed parse(Str text, Arena *out)
{
    Parsed p = {0};
    while (str_ends(text, STR("[]"))) {
        text = str_slice(text, 0, text.len - 2);
        p.dimensions++;
    }
    size_t open = str_find_char(text, '('), close = str_rfind_char(text, ')');
    /* A quoted name may hold parentheses of its own. */
    if (text.len && text.ptr[text.len - 1] == '"') open = STR_NPOS;
    if (open == STR_NPOS || close == STR_NPOS || close < open) {
        p.name = text;
        return p;
    }
    Str args = str_slice(text, open + 1, close);
    while (!str_is_null(args) && p.arg_count < 4)
        p.args[p.arg_count++] = str_trim(str_cut(&args, ','));
    /* "timestamp(3) with time zone": the arguments stand inside the name. */
    p.name = arena_fmt(out, "%.*s%.*s", STR_ARG(str_slice(text, 0, open)),
                       STR_ARG(str_slice(text, close + 1, text.len)));
    return p;
}

static bool arg_int(const Parsed *p, size_t i, int64_t *n)
{
    if (i >= p->arg_count || p->args[i].len == 0 || p->args[i].len > 18) return false;
    char text[20];
    memcpy(text, p->args[i].ptr, p->args[i].len);
    text[p->args[i].len] = 0;
    char *end;
    *n = strtoll(text, &end, 10);
    return *end == 0;
}

static void set_int(SqlType *t, const char *param, const Parsed *p, size_t i)
{
    int64_t n;
    if (arg_int(p, i, &n)) type_set(t, param, sql_value_int(n));
}

static bool starts_with_word(Str s, Str word)
{
    return str_starts(s, word) && (s.len == word.len || s.ptr[word.len] == ' ');
}

static SqlType *new_interval(const Parsed *p, Arena *a)
{
    SqlType *t = type_new(a, type_class_get("postgresql.INTERVAL"));
    if (p->name.len > 9) type_set(t, "fields", sql_value_str(str_slice(p->name, 9, p->name.len)));
    if (p->arg_count == 1) set_int(t, "precision", p, 0);
    return t;
}

static void set_time(SqlType *t, const Parsed *p)
{
    bool zone = str_ends(p->name, STR(" with time zone"));
    if (str_eq(p->name, STR("timestamp"))) return;
    type_set(t, "timezone", sql_value_bool(zone));
    if (p->arg_count == 1) set_int(t, "precision", p, 0);
}

static SqlType *new_builtin(const TypeClass *cls, const Parsed *p, Arena *a)
{
    SqlType *t = type_new(a, cls);
    if (str_eq(p->name, STR("numeric"))) {
        if (p->arg_count == 2) {
            set_int(t, "precision", p, 0);
            set_int(t, "scale", p, 1);
        }
    } else if (str_eq(p->name, STR("double precision"))) {
        type_set(t, "precision", sql_value_int(53));
    } else if (starts_with_word(p->name, STR("timestamp")) ||
               starts_with_word(p->name, STR("time"))) {
        set_time(t, p);
    } else if (str_eq(p->name, STR("bit varying"))) {
        type_set(t, "varying", sql_value_bool(true));
        set_int(t, "length", p, 0);
    } else if (p->arg_count > 0 && !str_eq(p->name, STR("integer"))) {
        size_t n;
        const TypeParam *params = type_class_params(cls, &n);
        for (size_t i = 0; i < n && i < p->arg_count; i++) {
            int64_t number;
            if (arg_int(p, i, &number))
                type_set(t, params[i].name, sql_value_int(number));
            else
                type_set(t, params[i].name, sql_value_str(arena_str(a, p->args[i])));
        }
    }
    return t;
}

static SqlType *new_enum(const PostgresqlNamedType *n, Arena *a)
{
    SqlType *t = type_new(a, type_class_get("postgresql.ENUM"));
    SqlValue enums = {.kind = SQL_VALUE_LIST};
    enums.as.list.items = ARENA_ARRAY(a, SqlValue, n->labels.len + 1);
    enums.as.list.len = n->labels.len;
    enums.as.list.is_tuple = true;
    for (size_t i = 0; i < n->labels.len; i++) {
        enums.as.list.items[i] = sql_value_str(n->labels.items[i]);
        VEC_PUSH(a, &t->enum_values, n->labels.items[i]);
    }
    type_set(t, "enums", enums);
    type_set(t, "name", sql_value_str(n->name));
    t->name = n->name;
    if (!n->visible) {
        type_set(t, "schema", sql_value_str(n->schema));
        t->schema = n->schema;
    }
    return t;
}

static void set_text(SqlType *t, const char *param, Str text)
{
    if (!str_is_null(text)) type_set(t, param, sql_value_str(text));
}

static SqlType *new_domain(const PostgresqlNamedType *n, const SqlType *base, Arena *a)
{
    SqlType *t = type_new(a, type_class_get("postgresql.DOMAIN"));
    type_set(t, "name", sql_value_str(n->name));
    type_set(t, "data_type", (SqlValue){.kind = SQL_VALUE_TYPE, .as.type = base});
    set_text(t, "collation", n->collation);
    set_text(t, "default", n->default_text);
    type_set(t, "not_null", sql_value_bool(n->not_null));
    type_set(t, "create_type", sql_value_bool(false));
    set_text(t, "constraint_name", n->constraint_name);
    set_text(t, "check", n->check);
    t->name = n->name;
    t->impl = base;
    if (!n->visible) {
        set_text(t, "schema", n->schema);
        t->schema = n->schema;
    }
    return t;
}

static bool build(PostgresqlTypes *types, Str text, Str collation, Str column, unsigned depth,
                  const SqlType **out, const PostgresqlNamedType **domain, Err *err)
{
    Arena *a = types->arena;
    Parsed p = parse(text, a);
    SqlType *t = NULL;
    const TypeClass *cls = find_class(p.name);
    if (starts_with_word(p.name, STR("interval"))) {
        t = new_interval(&p, a);
    } else if (cls != NULL) {
        t = new_builtin(cls, &p, a);
    } else {
        if (!load_named_types(types, err)) return false;
        const PostgresqlNamedType *n = map_find(&types->by_name, p.name);
        if (n != NULL && !n->is_domain) t = new_enum(n, a);
        if (n != NULL && n->is_domain && depth < MAX_DOMAIN_DEPTH) {
            const SqlType *base;
            /* SQLAlchemy takes a domain's base without its arguments. */
            Str plain = str_slice(n->base, 0, str_find_char(n->base, '('));
            if (!build(types, plain, n->collation, column, depth + 1, &base, NULL, err))
                return false;
            t = new_domain(n, base, a);
            if (domain && p.dimensions == 0) *domain = n;
        }
    }
    if (t == NULL) {
        log_write(types->session->base.log, LOG_WARNING, "py.warnings",
                  "Did not recognize type '%.*s' of column '%.*s'", STR_ARG(p.name),
                  STR_ARG(column));
        *out = type_new(a, type_class_get("NullType"));
        return true;
    }
    if (!str_is_null(collation) && type_param_index(t->cls, STR("collation")) >= 0)
        type_set(t, "collation", sql_value_str(collation));
    if (p.dimensions > 0) {
        /* PostgreSQL does not keep the number of dimensions. */
        SqlType *array = type_new(a, type_class_get("postgresql.ARRAY"));
        type_set(array, "item_type", (SqlValue){.kind = SQL_VALUE_TYPE, .as.type = t});
        array->impl = t;
        t = array;
    }
    *out = t;
    return true;
}

bool postgresql_inspect_type(PostgresqlTypes *types, Str format_type, Str collation, Str column,
                             const SqlType **type, const PostgresqlNamedType **domain, Err *err)
{
    if (domain) *domain = NULL;
    return build(types, format_type, collation, column, 0, type, domain, err);
}
