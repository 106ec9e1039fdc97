#include "dialect/sqlite/dialect.h"

#include <string.h>

#include "dialect/compare.h"
#include "dialect/ddl.h"
#include "dialect/sqlite/connect.h"

/* SQLAlchemy's list. */
static const char *const reserved[] = {
    "add",          "after",
    "all",          "alter",
    "analyze",      "and",
    "as",           "asc",
    "attach",       "autoincrement",
    "before",       "begin",
    "between",      "by",
    "cascade",      "case",
    "cast",         "check",
    "collate",      "column",
    "commit",       "conflict",
    "constraint",   "create",
    "cross",        "current_date",
    "current_time", "current_timestamp",
    "database",     "default",
    "deferrable",   "deferred",
    "delete",       "desc",
    "detach",       "distinct",
    "drop",         "each",
    "else",         "end",
    "escape",       "except",
    "exclusive",    "exists",
    "explain",      "fail",
    "false",        "for",
    "foreign",      "from",
    "full",         "glob",
    "group",        "having",
    "if",           "ignore",
    "immediate",    "in",
    "index",        "indexed",
    "initially",    "inner",
    "insert",       "instead",
    "intersect",    "into",
    "is",           "isnull",
    "join",         "key",
    "left",         "like",
    "limit",        "match",
    "natural",      "not",
    "notnull",      "null",
    "of",           "offset",
    "on",           "or",
    "order",        "outer",
    "plan",         "pragma",
    "primary",      "query",
    "raise",        "references",
    "reindex",      "rename",
    "replace",      "restrict",
    "right",        "rollback",
    "row",          "select",
    "set",          "table",
    "temp",         "temporary",
    "then",         "to",
    "transaction",  "trigger",
    "true",         "union",
    "unique",       "update",
    "using",        "vacuum",
    "values",       "view",
    "virtual",      "when",
    "where",        NULL,
};

/* JSON is a name that SQLite stores without a meaning of its own. */
static bool type(Compiler *c, const SqlType *t)
{
    if (!strcmp(t->cls->visit, "JSON")) return compiler_push_z(c, "JSON");
    return compiler_generic_type(c, t);
}

static void placeholder(Compiler *c, size_t n, const SqlExpr *bind) { compiler_push_z(c, "?"); }

static const DialectRules rules = {
    .boolean_check = true,
    .local_references = true,
    .rename_without_schema = true,
    .rename_column_word = " RENAME COLUMN ",
    .floor_division = true,
    .uses_lastrowid = true,
    .returning = RETURNING_AFTER,
    .true_text = "1",
    .false_text = "0",
    .empty_set = "SELECT 1 FROM (SELECT 1) WHERE 1!=1",
    .concat = " || ",
    .default_values = "DEFAULT VALUES",
    .placeholder = placeholder,
    .type = type,
    .function = sqlite_function,
    .binary = sqlite_binary,
    .extract = sqlite_extract,
    .literal = sqlite_literal,
    .limit = sqlite_limit,
    .column = sqlite_column,
    .primary_key = sqlite_primary_key,
    .computed = sqlite_computed,
    .constraint_end = sqlite_constraint_end,
    .skip_constraint = sqlite_skip_constraint,
    .table_end = sqlite_table_end,
    .create_index = sqlite_create_index,
    .op = sqlite_op,
};

static bool compile_type(const SqlType *t, const CompileOptions *o, Arena *out, Str *sql, Err *err)
{
    return ddl_compile_type(&sqlite_dialect, t, o, out, sql, err);
}

static bool compile_expr(const SqlExpr *e, const CompileOptions *o, Arena *out, Str *sql,
                         SqlExprVec *binds, Err *err)
{
    return ddl_compile_expr(&sqlite_dialect, e, o, out, sql, binds, err);
}

static bool compile_op(const Op *op, const CompileOptions *o, Arena *out, Statements *sql, Err *err)
{
    return ddl_compile_op(&sqlite_dialect, op, o, out, sql, err);
}

static bool compile_default(const Column *c, const CompileOptions *o, Arena *out, Str *sql,
                            Err *err)
{
    return ddl_compile_default(&sqlite_dialect, c, o, out, sql, err);
}

static bool types_differ(const SqlType *inspected, const SqlType *model,
                         const Column *inspected_col, const Column *model_col, bool *differ,
                         Err *err)
{
    static const char *const none[] = {NULL, NULL};
    return compare_types(&sqlite_dialect, none, inspected, model, differ, err);
}

const Dialect sqlite_dialect = {
    .name = "sqlite",
    .impl_name = "SQLiteImpl",
    /* SQLAlchemy has 9999 here; names are never cut. */
    .max_identifier = 9999,
    .reserved = reserved,
    .quote_open = '"',
    .quote_close = '"',
    .statement_end = ";",
    /* Printed only where configure(transactional_ddl=True) asks for it. */
    .begin_sql = "BEGIN",
    .commit_sql = "COMMIT",
    .rules = &rules,
    .compile_type = compile_type,
    .compile_expr = compile_expr,
    .compile_op = compile_op,
    .compile_default = compile_default,
    .types_differ = types_differ,
    .defaults_differ = sqlite_defaults_differ,
    .connect = sqlite_connect_open,
};
