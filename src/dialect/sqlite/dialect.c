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
    /* DATE would make a number of "20240102". */
    if (type_moment_is_number(t, c->a)) return compiler_fmt(c, "%s_CHAR", t->cls->name);
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
    .tuple_in_values = true,
    .empty_list = sqlite_empty_list,
    .empty_query = "SELECT 1 FROM (SELECT 1) WHERE 1!=1",
    .concat = " || ",
    .default_values = "DEFAULT VALUES",
    .placeholder = placeholder,
    .type = type,
    .function = sqlite_function,
    .update_from = " FROM ",
    .on_conflict = true,
    .bind_mark = "?",
    .binary = sqlite_binary,
    .extract = sqlite_extract,
    .literal = sqlite_literal,
    .limit = sqlite_limit,
    .column = sqlite_column,
    .primary_key = sqlite_primary_key,
    .computed = sqlite_computed,
    .constraint_end = sqlite_constraint_end,
    .skip_constraint = sqlite_skip_constraint,
    .key_column_end = sqlite_key_column_end,
    .table_end = sqlite_table_end,
    .create_index = sqlite_create_index,
    .op = sqlite_op,
};

static const char *const synonyms[] = {NULL, NULL};

DDL_FUNCTIONS(sqlite, sqlite_dialect, synonyms)

const Dialect sqlite_dialect = {
    .name = "sqlite",
    .moments_are_text = true,
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
    DDL_POINTERS(sqlite),
    .connect = sqlite_connect_open,
};
