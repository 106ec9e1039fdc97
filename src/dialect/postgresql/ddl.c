#include "dialect/postgresql/dialect.h"

#include <ctype.h>
#include <string.h>

#include "dialect/ddl.h"
#include "dialect/grouping.h"

/* ---- columns ---- */

static bool find_serial(Compiler *c, const Column *col, bool *serial)
{
    const Column *counted;
    *serial = false;
    if (!col->primary_key || !col->table) return true;
    if (!ddl_autoincrement_column(c, col->table, &counted)) return false;
    if (counted != col || col->server_default.kind == DEFAULT_IDENTITY) return true;
    *serial = col->sequence ? col->sequence->is_optional : !col->has_default;
    return true;
}

/* A named type may take the schema of the table, an ARRAY's item type as well. */
static bool push_type(Compiler *c, const Column *col)
{
    c->type_table = col->table;
    bool ok = compiler_type(c, col->type);
    c->type_table = NULL;
    return ok;
}

bool postgresql_column(Compiler *c, const Column *col)
{
    bool identity = col->server_default.kind == DEFAULT_IDENTITY;
    const SqlType *t = compiler_resolve_type(c, col->type);
    bool serial;
    if (err_is_set(c->err) || !find_serial(c, col, &serial)) return false;
    ddl_column_name(c, col);
    if (serial) {
        bool big = type_class_is_a(t->cls, "BigInteger"),
             small = type_class_is_a(t->cls, "SmallInteger");
        compiler_push_z(c, big ? " BIGSERIAL" : small ? " SMALLSERIAL" : " SERIAL");
    } else {
        compiler_push_z(c, " ");
        if (!push_type(c, col) || !ddl_default_clause(c, col)) return false;
    }
    if (col->server_default.kind == DEFAULT_COMPUTED &&
        !postgresql_computed(c, &col->server_default))
        return false;
    if (identity && !ddl_identity(c, &col->server_default)) return false;
    if (!col->nullable && !identity) compiler_push_z(c, " NOT NULL");
    if (col->nullable && identity) compiler_push_z(c, " NULL");
    return true;
}

bool postgresql_computed(Compiler *c, const ServerDefault *d)
{
    if (d->persisted == 0)
        return compiler_fail(
            c, "PostrgreSQL computed columns do not support 'virtual' persistence; set the "
               "'persisted' flag to None or True for PostgreSQL support.");
    compiler_push_z(c, " GENERATED ALWAYS AS (");
    return compiler_ddl_expr(c, d->expr) && compiler_push_z(c, ") STORED");
}

/* ---- constraints ---- */

static bool include(Compiler *c, const Table *t, const SqlOptions *options, const SqlOptions *more)
{
    const SqlValue *v = ddl_option(options, more, "postgresql_include");
    if (!v || v->kind != SQL_VALUE_LIST || !v->as.list.len) return true;
    compiler_push_z(c, " INCLUDE (");
    for (size_t i = 0; i < v->as.list.len; i++) {
        const SqlValue *item = &v->as.list.items[i];
        if (i) compiler_push_z(c, ", ");
        const Column *col =
            t && item->kind == SQL_VALUE_STR ? table_find_column_key(t, item->as.text) : NULL;
        if (item->kind == SQL_VALUE_STR)
            compiler_ident(c, col ? col->name : ddl_option_name(item));
        else if (item->kind == SQL_VALUE_EXPR && item->as.expr->kind == SQL_COLUMN)
            compiler_name(c, item->as.expr->as.column.name);
        else
            return compiler_fail(c, "postgresql_include takes column names");
    }
    return compiler_push_z(c, ")");
}

bool postgresql_constraint_tail(Compiler *c, const Constraint *k)
{
    return include(c, k->table, &k->options, NULL);
}

bool postgresql_constraint_end(Compiler *c, const Constraint *k)
{
    if (k->kind != CONSTRAINT_CHECK && k->kind != CONSTRAINT_FOREIGN_KEY) return true;
    if (k->column) return true; /* a column's own CHECK is always valid */
    const SqlValue *v = ddl_option(&k->options, NULL, "postgresql_not_valid");
    bool not_valid = v && v->kind == SQL_VALUE_BOOL && v->as.boolean;
    return not_valid ? compiler_push_z(c, " NOT VALID") : true;
}

/* " NULLS NOT DISTINCT" by a flag that may be absent. */
static const char *nulls_words(const SqlValue *v)
{
    if (!v || v->kind != SQL_VALUE_BOOL) return NULL;
    return v->as.boolean ? "NULLS NOT DISTINCT" : "NULLS DISTINCT";
}

bool postgresql_key_word(Compiler *c, const Constraint *k)
{
    if (k->kind != CONSTRAINT_UNIQUE) return true;
    const char *words = nulls_words(ddl_option(&k->options, NULL, "postgresql_nulls_not_distinct"));
    return words ? compiler_fmt(c, "%s ", words) : true;
}

/* An access method must be one word, as it goes into SQL as it stands. */
static bool push_using(Compiler *c, Str using)
{
    for (size_t i = 0; i < using.len; i++) {
        char ch = using.ptr[i];
        if (!isalnum((unsigned char)ch) && ch != '_')
            return compiler_fail(c,
                                 "Unexpected SQL phrase: '%.*s' (matching against "
                                 "'^(?:btree|hash|gist|gin|[\\\\w_]+)$')",
                                 STR_ARG(using));
        strbuf_push_char(&c->sql, (char)tolower((unsigned char)ch));
    }
    return true;
}

bool postgresql_exclude(Compiler *c, const Constraint *k)
{
    compiler_push_z(c, "EXCLUDE USING ");
    if (!push_using(c, str_is_null(k->using) ? STR("gist") : k->using)) return false;
    compiler_push_z(c, " (");
    for (size_t i = 0; i < k->elements.len; i++) {
        const ExcludeElement *e = &k->elements.items[i];
        if (i) compiler_push_z(c, ", ");
        if (!compiler_ddl_expr(c, e->expr)) return false;
        if (!str_is_null(e->opclass)) compiler_fmt(c, " %.*s", STR_ARG(e->opclass));
        compiler_fmt(c, " WITH %.*s", STR_ARG(e->op));
    }
    compiler_push_z(c, ")");
    if (k->where) {
        /* With the table of its columns: SQLAlchemy does not leave it out here. */
        bool literal = c->literal_binds;
        compiler_push_z(c, " WHERE (");
        c->literal_binds = true;
        bool ok = compiler_expr(c, k->where);
        c->literal_binds = literal;
        if (!ok) return false;
        compiler_push_z(c, ")");
    }
    return ddl_deferrability(c, k);
}

/* ---- tables ---- */

static bool inherits(Compiler *c, const SqlValue *v)
{
    compiler_push_z(c, "\n INHERITS ( ");
    size_t n = v->kind == SQL_VALUE_LIST ? v->as.list.len : 1;
    for (size_t i = 0; i < n; i++) {
        const SqlValue *item = v->kind == SQL_VALUE_LIST ? &v->as.list.items[i] : v;
        if (i) compiler_push_z(c, ", ");
        compiler_value_name(c, item);
    }
    return compiler_push_z(c, " )");
}

bool postgresql_table_end(Compiler *c, const Table *t)
{
    const SqlValue *v = ddl_option(&t->options, NULL, "postgresql_inherits");
    if (v) inherits(c, v);
    v = ddl_option(&t->options, NULL, "postgresql_partition_by");
    if (v && v->kind == SQL_VALUE_STR) compiler_fmt(c, "\n PARTITION BY %.*s", STR_ARG(v->as.text));
    v = ddl_option(&t->options, NULL, "postgresql_using");
    if (v && v->kind == SQL_VALUE_STR) compiler_fmt(c, "\n USING %.*s", STR_ARG(v->as.text));
    v = ddl_option(&t->options, NULL, "postgresql_with_oids");
    if (v && v->kind == SQL_VALUE_BOOL)
        compiler_push_z(c, v->as.boolean ? "\n WITH OIDS" : "\n WITHOUT OIDS");
    v = ddl_option(&t->options, NULL, "postgresql_on_commit");
    if (v && v->kind == SQL_VALUE_STR) {
        compiler_push_z(c, "\n ON COMMIT ");
        for (size_t i = 0; i < v->as.text.len; i++) {
            char ch = v->as.text.ptr[i];
            strbuf_push_char(&c->sql, ch == '_' ? ' ' : (char)toupper((unsigned char)ch));
        }
    }
    v = ddl_option(&t->options, NULL, "postgresql_tablespace");
    if (v && v->kind == SQL_VALUE_STR && v->as.text.len) {
        compiler_push_z(c, "\n TABLESPACE ");
        compiler_value_name(c, v);
    }
    return true;
}

/* ---- named types ---- */

static bool create_enum(Compiler *c, const SqlType *t)
{
    /* By now an Enum of any kind is PostgreSQL's. */
    if (!t->name.len) return compiler_fail(c, "PostgreSQL ENUM type requires a name.");
    compiler_push_z(c, "CREATE TYPE ");
    if (!postgresql_type_name(c, t)) return false;
    compiler_push_z(c, " AS ENUM (");
    for (size_t i = 0; i < t->enum_values.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_string(c, t->enum_values.items[i]);
    }
    compiler_push_z(c, ")");
    return true;
}

static bool push_option_sql(Compiler *c, const SqlValue *v, bool quoted)
{
    if (v->kind == SQL_VALUE_STR && quoted) return compiler_string(c, v->as.text);
    return ddl_option_expr(c, v);
}

static bool create_domain(Compiler *c, const SqlType *t)
{
    compiler_push_z(c, "CREATE DOMAIN ");
    if (!postgresql_type_name(c, t)) return false;
    compiler_push_z(c, " AS ");
    if (!compiler_type(c, t->impl)) return false;
    /* The blank is there without options, too. */
    compiler_push_z(c, " ");
    size_t start = c->sql.len;
    const SqlValue *v = type_get(t, "collation");
    if (v->kind == SQL_VALUE_STR) compiler_push_z(c, "COLLATE "), compiler_name(c, v->as.text);
    v = type_get(t, "default");
    if (v->kind == SQL_VALUE_STR || v->kind == SQL_VALUE_EXPR) {
        compiler_push_z(c, c->sql.len > start ? " DEFAULT " : "DEFAULT ");
        if (!push_option_sql(c, v, true)) return false;
    }
    v = type_get(t, "constraint_name");
    if (v->kind == SQL_VALUE_STR) {
        Ident name;
        if (!ddl_final_name(c, ddl_option_name(v), &name)) return false;
        compiler_push_z(c, c->sql.len > start ? " CONSTRAINT " : "CONSTRAINT ");
        compiler_ident(c, name);
    }
    if (type_get_bool(t, "not_null", false))
        compiler_push_z(c, c->sql.len > start ? " NOT NULL" : "NOT NULL");
    v = type_get(t, "check");
    if (v->kind == SQL_VALUE_STR || v->kind == SQL_VALUE_EXPR) {
        compiler_push_z(c, c->sql.len > start ? " CHECK (" : "CHECK (");
        if (!push_option_sql(c, v, false)) return false;
        compiler_push_z(c, ")");
    }
    return true;
}

bool postgresql_create_type(Compiler *c, const SqlType *t)
{
    return type_class_is_a(t->cls, "DOMAIN") ? create_domain(c, t) : create_enum(c, t);
}

bool postgresql_drop_type(Compiler *c, const SqlType *t)
{
    bool is_domain = type_class_is_a(t->cls, "DOMAIN");
    if (!t->name.len && !is_domain)
        return compiler_fail(c, "PostgreSQL ENUM type requires a name.");
    compiler_push_z(c, is_domain ? "DROP DOMAIN " : "DROP TYPE ");
    return postgresql_type_name(c, t);
}

/* ---- indexes ---- */

static bool push_ops(Compiler *c, const SqlValue *ops, const SqlExpr *e)
{
    if (!ops || ops->kind != SQL_VALUE_DICT) return true;
    Str key = STR_NULL;
    if (e->kind == SQL_COLUMN)
        key = e->as.column.column && !str_is_null(e->as.column.column->key)
                  ? e->as.column.column->key
                  : e->as.column.name;
    if (e->kind == SQL_LABEL) key = e->as.label.name;
    if (e->kind == SQL_TEXT) key = e->as.text.key;
    if (e->kind == SQL_LITERAL_COLUMN) key = e->as.literal_column.text;
    for (size_t i = 0; !str_is_null(key) && i + 1 < ops->as.list.len; i += 2)
        if (str_eq(ops->as.list.items[i].as.text, key))
            return compiler_fmt(c, " %.*s", STR_ARG(ops->as.list.items[i + 1].as.text));
    return true;
}

/* The parameters of WITH go in as str() of the values. */
static bool push_with(Compiler *c, const SqlValue *v)
{
    if (!v || v->kind != SQL_VALUE_DICT || !v->as.list.len) return true;
    compiler_push_z(c, " WITH (");
    for (size_t i = 0; i + 1 < v->as.list.len; i += 2) {
        const SqlValue *item = &v->as.list.items[i + 1];
        Str text = item->kind == SQL_VALUE_STR ? item->as.text : sql_value_repr(item, c->a);
        compiler_fmt(c, "%s%.*s = %.*s", i ? ", " : "", STR_ARG(v->as.list.items[i].as.text),
                     STR_ARG(text));
    }
    return compiler_push_z(c, ")");
}

static bool is_true(const SqlValue *v) { return v && v->kind == SQL_VALUE_BOOL && v->as.boolean; }

/* Expressions of an index stand in parentheses unless they are columns or calls. */
static bool push_element(Compiler *c, const SqlExpr *e)
{
    if (grouping_of(e, SQL_OP_LARGEST, NULL) != GROUPING_PARENS) return compiler_ddl_expr(c, e);
    compiler_push_z(c, "(");
    return compiler_ddl_expr(c, e) && compiler_push_z(c, ")");
}

static bool index_elements(Compiler *c, const Index *i, const Op *op)
{
    const SqlValue *ops = ddl_option(&op->options, &i->options, "postgresql_ops");
    compiler_push_z(c, "(");
    for (size_t k = 0; k < i->expressions.len; k++) {
        if (k) compiler_push_z(c, ", ");
        if (!push_element(c, i->expressions.items[k]) || !push_ops(c, ops, i->expressions.items[k]))
            return false;
    }
    return compiler_push_z(c, ")");
}

bool postgresql_create_index(Compiler *c, const Index *i, const Op *op)
{
    const SqlOptions *a = &op->options, *b = &i->options;
    compiler_push_z(c, i->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    if (is_true(ddl_option(a, b, "postgresql_concurrently"))) compiler_push_z(c, "CONCURRENTLY ");
    if (op->if_not_exists) compiler_push_z(c, "IF NOT EXISTS ");
    if (!ddl_index_name(c, i, "CREATE", false)) return false;
    compiler_push_z(c, " ON ");
    compiler_table(c, i->table->schema, i->table->name);
    compiler_push_z(c, " ");
    const SqlValue *using = ddl_option(a, b, "postgresql_using");
    if (using && using->kind == SQL_VALUE_STR && using->as.text.len) {
        compiler_push_z(c, "USING ");
        if (!push_using(c, using->as.text)) return false;
        compiler_push_z(c, " ");
    }
    if (!index_elements(c, i, op) || !include(c, i->table, a, b)) return false;
    const char *nulls = nulls_words(ddl_option(a, b, "postgresql_nulls_not_distinct"));
    if (nulls) compiler_fmt(c, " %s", nulls);
    if (!push_with(c, ddl_option(a, b, "postgresql_with"))) return false;
    const SqlValue *space = ddl_option(a, b, "postgresql_tablespace");
    if (space && space->kind == SQL_VALUE_STR && space->as.text.len) {
        compiler_push_z(c, " TABLESPACE ");
        compiler_value_name(c, space);
    }
    const SqlValue *where = ddl_option(a, b, "postgresql_where");
    if (!where) return true;
    compiler_push_z(c, " WHERE ");
    return ddl_option_expr(c, where);
}

bool postgresql_drop_index(Compiler *c, const Index *i, const Op *op)
{
    compiler_push_z(c, "\nDROP INDEX ");
    if (is_true(ddl_option(&op->options, &i->options, "postgresql_concurrently")))
        compiler_push_z(c, "CONCURRENTLY ");
    if (op->if_exists) compiler_push_z(c, "IF EXISTS ");
    return ddl_index_name(c, i, "DROP", true);
}

/* ---- operations ---- */

static void begin_alter(Compiler *c, const Op *op)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, " ALTER COLUMN ");
    compiler_ident(c, alter_column_ident(&op->as.alter_column));
}

static bool type_using(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    begin_alter(c, op);
    compiler_push_z(c, " TYPE ");
    c->plain_types = true; /* Alembic's own statement */
    bool ok = compiler_type(c, x->type);
    c->plain_types = false;
    if (!ok) return false;
    if (!str_is_null(x->using_)) compiler_fmt(c, " USING %.*s", STR_ARG(x->using_));
    compiler_statement(c, out);
    return true;
}

/* "SET x SET y" for what the new identity has and the old one has not, in the order of the options'
 * names, which is the order of Alembic's sorted(diff). */
static void identity_changes(Compiler *c, const ServerDefault *to, const ServerDefault *from)
{
    SequenceOptions none = {0};
    const SequenceOptions *n = &to->sequence, *o = from ? &from->sequence : &none;
    if (to->always != (from ? from->always : false))
        compiler_fmt(c, " SET GENERATED %s", to->always ? "ALWAYS" : "BY DEFAULT");
    SequenceOptions one;
#define CHANGE(flag, differs, ...)                                                                 \
    if (flag && (differs)) {                                                                       \
        one = (SequenceOptions){__VA_ARGS__};                                                      \
        compiler_push_z(c, " SET ");                                                               \
        ddl_identity_options(c, &one);                                                             \
    }
    CHANGE(n->has_cache, !o->has_cache || o->cache != n->cache, .has_cache = true,
           .cache = n->cache)
    CHANGE(n->cycle != SEQUENCE_UNSET, o->cycle != n->cycle, .cycle = n->cycle)
    CHANGE(n->has_increment, !o->has_increment || o->increment != n->increment,
           .has_increment = true, .increment = n->increment)
    CHANGE(n->has_maxvalue, !o->has_maxvalue || o->maxvalue != n->maxvalue, .has_maxvalue = true,
           .maxvalue = n->maxvalue)
    CHANGE(n->has_minvalue, !o->has_minvalue || o->minvalue != n->minvalue, .has_minvalue = true,
           .minvalue = n->minvalue)
    CHANGE(n->nomaxvalue != SEQUENCE_UNSET, o->nomaxvalue != n->nomaxvalue,
           .nomaxvalue = n->nomaxvalue)
    CHANGE(n->nominvalue != SEQUENCE_UNSET, o->nominvalue != n->nominvalue,
           .nominvalue = n->nominvalue)
    CHANGE(n->has_start, !o->has_start || o->start != n->start, .has_start = true,
           .start = n->start)
#undef CHANGE
}

static bool alter_identity(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    begin_alter(c, op);
    if (x->server_default_given == GIVEN_NONE) {
        compiler_push_z(c, " DROP IDENTITY");
    } else if (x->existing_server_default_given == GIVEN_NONE) {
        compiler_push_z(c, " ADD");
        ddl_identity(c, &x->server_default);
    } else {
        bool had = x->existing_server_default_given == GIVEN_VALUE;
        if (x->server_default.kind != DEFAULT_IDENTITY)
            return compiler_fail(c, DDL_NOT_AN_IDENTITY);
        size_t start = c->sql.len;
        identity_changes(c, &x->server_default, had ? &x->existing_server_default : NULL);
        bool was_identity = had && x->existing_server_default.kind == DEFAULT_IDENTITY;
        if (c->sql.len == start && had && !was_identity) return compiler_fail(c, DDL_HAS_DEFAULT);
    }
    compiler_statement(c, out);
    return true;
}

static bool alter_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    if (!str_is_null(x->using_) && !x->type) {
        err_set(c->err, ERR_COMMAND, "postgresql_using must be used with the type_ parameter");
        return false;
    }
    if (x->type && !type_using(c, op, out)) return false;
    Op rest = *op;
    rest.as.alter_column.type = NULL;
    bool is_identity =
        (x->server_default_given == GIVEN_VALUE && x->server_default.kind == DEFAULT_IDENTITY) ||
        (x->server_default_given != GIVEN_NOT && x->existing_server_default_given == GIVEN_VALUE &&
         x->existing_server_default.kind == DEFAULT_IDENTITY);
    bool is_computed =
        (x->server_default_given == GIVEN_VALUE && x->server_default.kind == DEFAULT_COMPUTED) ||
        (x->existing_server_default_given == GIVEN_VALUE &&
         x->existing_server_default.kind == DEFAULT_COMPUTED);
    if (!is_identity || is_computed) return ddl_alter_column(c, &rest, out);
    if (x->nullable >= 0 && !ddl_set_nullable(c, op, out)) return false;
    if (!alter_identity(c, op, out)) return false;
    rest.as.alter_column.nullable = -1;
    rest.as.alter_column.server_default_given = GIVEN_NOT;
    return ddl_alter_column(c, &rest, out);
}

static bool constraint_comment(Compiler *c, const Op *op, Statements *out)
{
    const Constraint *k = op->as.schema_object.object;
    Ident name;
    const NamingConvention *naming =
        k->table && k->table->metadata ? &k->table->metadata->naming : NULL;
    if (!constraint_final_name(k, naming, c->a, &name, c->err)) return false;
    if (ident_is_null(name) || !k->table)
        return compiler_fail(c, "Can't emit COMMENT ON for constraint %s: it has no %s",
                             ddl_constraint_class(k->kind), k->table ? "name" : "associated table");
    if (!ddl_final_name(c, name, &name)) return false;
    compiler_push_z(c, "COMMENT ON CONSTRAINT ");
    compiler_ident(c, name);
    compiler_push_z(c, " ON ");
    compiler_table(c, k->table->schema, k->table->name);
    compiler_push_z(c, " IS ");
    bool drop = op->as.schema_object.kind == OP_OBJECT_DROP_CONSTRAINT_COMMENT;
    if (drop || str_is_null(k->comment))
        compiler_push_z(c, "NULL");
    else
        compiler_string(c, k->comment);
    compiler_statement(c, out);
    return true;
}

static bool schema_object(Compiler *c, const Op *op, Statements *out, bool *handled)
{
    switch ((OpSchemaObject)op->as.schema_object.kind) {
    case OP_OBJECT_SET_CONSTRAINT_COMMENT:
    case OP_OBJECT_DROP_CONSTRAINT_COMMENT: return constraint_comment(c, op, out);
    default: break;
    }
    *handled = false;
    return true;
}

bool postgresql_op(Compiler *c, const Op *op, Statements *out, bool *handled)
{
    *handled = true;
    if (op->kind == OP_ALTER_COLUMN) return alter_column(c, op, out);
    if (op->kind == OP_CREATE_SCHEMA_OBJECT) return schema_object(c, op, out, handled);
    *handled = false;
    return true;
}
