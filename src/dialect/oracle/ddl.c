#include "dialect/ddl.h"

#include <ctype.h>
#include <inttypes.h>

#include "dialect/oracle/dialect.h"

/* ---- columns ---- */

static bool identity(Compiler *c, const ServerDefault *d)
{
    compiler_fmt(c, "GENERATED %s", d->always_none ? "" : d->always ? "ALWAYS" : "BY DEFAULT");
    if (d->on_null > 0) compiler_push_z(c, " ON NULL");
    compiler_push_z(c, " AS IDENTITY");
    size_t start = c->sql.len;
    compiler_push_z(c, " (");
    size_t inner = c->sql.len;
    ddl_identity_options(c, &d->sequence);
    if (c->sql.len > inner) return compiler_push_z(c, ")");
    strbuf_truncate(&c->sql, start);
    return true;
}

bool oracle_column(Compiler *c, const Column *col)
{
    const ServerDefault *d = &col->server_default;
    ddl_column_name(c, col);
    compiler_push_z(c, " ");
    if (!compiler_type(c, col->type) || !ddl_default_clause(c, col)) return false;
    if (d->kind == DEFAULT_COMPUTED && !oracle_computed(c, d)) return false;
    if (d->kind == DEFAULT_IDENTITY) return compiler_push_z(c, " ") && identity(c, d);
    return col->nullable ? true : compiler_push_z(c, " NOT NULL");
}

bool oracle_computed(Compiler *c, const ServerDefault *d)
{
    if (d->persisted > 0)
        return compiler_fail(
            c, "Oracle Database computed columns do not support 'stored' persistence; set the "
               "'persisted' flag to None or False for Oracle Database support.");
    return ddl_computed(c, d);
}

/* ---- tables and indexes ---- */

bool oracle_table_end(Compiler *c, const Table *t)
{
    const SqlValue *v = ddl_option(&t->options, NULL, "oracle_on_commit");
    if (v && v->kind == SQL_VALUE_STR) {
        compiler_push_z(c, "\n ON COMMIT ");
        for (size_t i = 0; i < v->as.text.len; i++) {
            char ch = v->as.text.ptr[i];
            strbuf_push_char(&c->sql, ch == '_' ? ' ' : (char)toupper((unsigned char)ch));
        }
    }
    v = ddl_option(&t->options, NULL, "oracle_compress");
    if (v && v->kind == SQL_VALUE_BOOL && v->as.boolean) compiler_push_z(c, "\n COMPRESS");
    if (v && v->kind == SQL_VALUE_STR) compiler_fmt(c, "\n COMPRESS FOR %.*s", STR_ARG(v->as.text));
    if (v && v->kind == SQL_VALUE_INT && v->as.integer)
        compiler_fmt(c, "\n COMPRESS FOR %" PRId64, v->as.integer);
    v = ddl_option(&t->options, NULL, "oracle_tablespace");
    if (!v || v->kind != SQL_VALUE_STR) return true;
    compiler_push_z(c, "\n TABLESPACE ");
    return compiler_ident(c, ddl_option_name(v));
}

static const SqlValue *field(const SqlValue *config, const char *name)
{
    for (size_t i = 0; config->kind == SQL_VALUE_DICT && i + 1 < config->as.list.len; i += 2)
        if (str_eq_z(config->as.list.items[i].as.text, name))
            return config->as.list.items[i + 1].kind == SQL_VALUE_NULL
                       ? NULL
                       : &config->as.list.items[i + 1];
    return NULL;
}

static void push_field(Compiler *c, const SqlValue *config, const char *name, const char *word)
{
    const SqlValue *v = field(config, name);
    if (!v) return;
    Str text = v->kind == SQL_VALUE_STR ? v->as.text : sql_value_repr(v, c->a);
    compiler_fmt(c, "%s%.*s", word, STR_ARG(text));
}

/* What VectorIndexConfig says; each kind of index knows its own parameters. */
static bool organization(Compiler *c, const SqlValue *config)
{
    const SqlValue *type = field(config, "index_type");
    bool partitions = type && type->kind == SQL_VALUE_STR && str_eq_z(type->as.text, "IVF");
    compiler_push_z(c, partitions ? " ORGANIZATION NEIGHBOR PARTITIONS"
                                  : " ORGANIZATION INMEMORY NEIGHBOR GRAPH");
    push_field(c, config, "distance", " DISTANCE ");
    push_field(c, config, "accuracy", " WITH TARGET ACCURACY ");
    compiler_fmt(c, " PARAMETERS (type %s", partitions ? "IVF" : "HNSW");
    if (partitions) {
        push_field(c, config, "ivf_neighbor_partitions", ", neighbor partitions ");
        push_field(c, config, "ivf_sample_per_partition", ", sample_per_partition ");
        push_field(c, config, "ivf_min_vectors_per_partition", ", min_vectors_per_partition ");
    } else {
        push_field(c, config, "hnsw_neighbors", ", neighbors ");
        push_field(c, config, "hnsw_efconstruction", ", efconstruction ");
    }
    compiler_push_z(c, ")");
    push_field(c, config, "parallel", " PARALLEL ");
    return true;
}

bool oracle_create_index(Compiler *c, const Index *i, const Op *op)
{
    const SqlOptions *a = &op->options, *b = &i->options;
    compiler_push_z(c, i->unique ? "CREATE UNIQUE " : "CREATE ");
    const SqlValue *v = ddl_option(a, b, "oracle_bitmap");
    if (v && v->kind == SQL_VALUE_BOOL && v->as.boolean) compiler_push_z(c, "BITMAP ");
    const SqlValue *vector = ddl_option(a, b, "oracle_vector");
    if (vector && vector->kind == SQL_VALUE_BOOL && !vector->as.boolean) vector = NULL;
    compiler_push_z(c, vector ? "VECTOR INDEX " : "INDEX ");
    if (!ddl_index_name(c, i, "CREATE", true)) return false;
    compiler_push_z(c, " ON ");
    compiler_table(c, i->table->schema, i->table->name);
    compiler_push_z(c, " (");
    for (size_t k = 0; k < i->expressions.len; k++) {
        if (k) compiler_push_z(c, ", ");
        if (!compiler_ddl_expr(c, i->expressions.items[k])) return false;
    }
    compiler_push_z(c, ")");
    v = ddl_option(a, b, "oracle_compress");
    if (v && v->kind == SQL_VALUE_BOOL && v->as.boolean) compiler_push_z(c, " COMPRESS");
    if (v && v->kind == SQL_VALUE_INT) compiler_fmt(c, " COMPRESS %" PRId64, v->as.integer);
    return !vector || organization(c, vector);
}

/* ---- ALTER COLUMN ---- */

static bool done(Compiler *c, Statements *out)
{
    compiler_statement(c, out);
    return true;
}

static bool begin_modify(Compiler *c, const Op *op)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, " MODIFY ");
    compiler_ident(c, alter_column_ident(&op->as.alter_column));
    return compiler_push_z(c, " ");
}

static bool is_kind(Given given, const ServerDefault *d, DefaultKind kind)
{
    return given == GIVEN_VALUE && d->kind == kind;
}

static bool modify_default(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    const ServerDefault *now = &x->server_default, *then = &x->existing_server_default;
    if (is_kind(x->server_default_given, now, DEFAULT_COMPUTED) ||
        is_kind(x->existing_server_default_given, then, DEFAULT_COMPUTED))
        return ddl_alter_column(c, op, out); /* which refuses it */
    bool drop = x->server_default_given == GIVEN_NONE;
    if (!drop && now->kind != DEFAULT_IDENTITY &&
        is_kind(x->existing_server_default_given, then, DEFAULT_IDENTITY))
        return compiler_fail(c, DDL_NOT_AN_IDENTITY);
    begin_modify(c, op);
    if (is_kind(x->server_default_given, now, DEFAULT_IDENTITY) ||
        is_kind(x->existing_server_default_given, then, DEFAULT_IDENTITY))
        return (drop ? compiler_push_z(c, "DROP IDENTITY") : identity(c, now)) && done(c, out);
    compiler_push_z(c, "DEFAULT ");
    return (drop ? compiler_push_z(c, "NULL") : ddl_default_needed(c, now)) && done(c, out);
}

/* Alembic leaves out the schema, and the quotes. */
static bool modify_comment(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    compiler_fmt(c, "COMMENT ON COLUMN %.*s.%.*s IS ", STR_ARG(op->table.text), STR_ARG(x->column));
    return compiler_string(c, x->comment_given == GIVEN_VALUE ? x->comment : STR("")) &&
           done(c, out);
}

static bool alter_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    if (x->nullable >= 0) {
        begin_modify(c, op);
        compiler_push_z(c, x->nullable ? "NULL" : "NOT NULL");
        done(c, out);
    }
    if (x->server_default_given != GIVEN_NOT && !modify_default(c, op, out)) return false;
    if (x->type) {
        begin_modify(c, op);
        if (!compiler_type(c, x->type) || !done(c, out)) return false;
    }
    if (x->comment_given != GIVEN_NOT && !modify_comment(c, op, out)) return false;
    if (str_is_null(x->new_name)) return true;
    Op rename = {.kind = OP_ALTER_COLUMN, .schema = op->schema, .table = op->table};
    rename.as.alter_column = (AlterColumn){.column = x->column,
                                           .column_quote = x->column_quote,
                                           .new_name = x->new_name,
                                           .new_quote = x->new_quote,
                                           .nullable = -1,
                                           .autoincrement = -1,
                                           .existing_nullable = -1,
                                           .existing_autoincrement = -1};
    return ddl_alter_column(c, &rename, out);
}

bool oracle_op(Compiler *c, const Op *op, Statements *out, bool *handled)
{
    *handled = op->kind == OP_ALTER_COLUMN;
    return !*handled || alter_column(c, op, out);
}
