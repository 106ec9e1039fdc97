#include "dialect/postgresql/dialect.h"

#include "dialect/compare.h"
#include "dialect/ddl.h"
#include "dialect/postgresql/connect.h"

/* SQLAlchemy's list, which is what decides about quotes, not PostgreSQL's own. */
static const char *const reserved[] = {
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "new",
    "not",
    "notnull",
    "null",
    "of",
    "off",
    "offset",
    "old",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    NULL,
};

static const DialectRules rules = {
    .native_boolean = true,
    .floor_division = true,
    .native_enum = true,
    .native_uuid = true,
    .supports_alter = true,
    .backslash_escapes = true,
    .rename_without_schema = true,
    .delete_columns = true,
    .typed_sequences = true,
    .returning = RETURNING_AFTER,
    .qualify_returning = true,
    .true_text = "true",
    .false_text = "false",
    .concat = " || ",
    .default_values = "DEFAULT VALUES",
    .placeholder = postgresql_placeholder,
    .type = postgresql_type,
    .next_value = postgresql_next_value,
    .binary = postgresql_binary,
    .literal = postgresql_literal,
    .limit = postgresql_limit,
    .for_update = postgresql_for_update,
    .column = postgresql_column,
    .computed = postgresql_computed,
    .constraint_tail = postgresql_constraint_tail,
    .constraint_end = postgresql_constraint_end,
    .key_word = postgresql_key_word,
    .exclude = postgresql_exclude,
    .table_end = postgresql_table_end,
    .create_index = postgresql_create_index,
    .drop_index = postgresql_drop_index,
    .op = postgresql_op,
    .before_create_table = postgresql_before_create_table,
};

static bool compile_type(const SqlType *t, const CompileOptions *o, Arena *out, Str *sql, Err *err)
{
    return ddl_compile_type(&postgresql_dialect, t, o, out, sql, err);
}

static bool compile_expr(const SqlExpr *e, const CompileOptions *o, Arena *out, Str *sql,
                         SqlExprVec *binds, Err *err)
{
    return ddl_compile_expr(&postgresql_dialect, e, o, out, sql, binds, err);
}

static bool compile_op(const Op *op, const CompileOptions *o, Arena *out, Statements *sql, Err *err)
{
    return ddl_compile_op(&postgresql_dialect, op, o, out, sql, err);
}

static bool compile_default(const Column *c, const CompileOptions *o, Arena *out, Str *sql,
                            Err *err)
{
    return ddl_compile_default(&postgresql_dialect, c, o, out, sql, err);
}

static const char *const synonyms[] = {"FLOAT", "DOUBLE PRECISION", NULL, NULL};

static bool types_differ(const SqlType *inspected, const SqlType *model,
                         const Column *inspected_col, const Column *model_col, bool *differ,
                         Err *err)
{
    return compare_types(&postgresql_dialect, synonyms, inspected, model, differ, err);
}

const Dialect postgresql_dialect = {
    .name = "postgresql",
    .impl_name = "PostgresqlImpl",
    .transactional_ddl = true,
    .supports_comments = true,
    .supports_sequences = true,
    .max_identifier = 63,
    .reserved = reserved,
    .quote_open = '"',
    .quote_close = '"',
    .statement_end = ";",
    .doubles_percent = true,
    .begin_sql = "BEGIN",
    .commit_sql = "COMMIT",
    .rules = &rules,
    .compile_type = compile_type,
    .compile_expr = compile_expr,
    .compile_op = compile_op,
    .compile_default = compile_default,
    .types_differ = types_differ,
    .defaults_differ = postgresql_defaults_differ,
    .connect = postgresql_connect_open,
};
