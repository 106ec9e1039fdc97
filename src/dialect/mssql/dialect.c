#include "dialect/mssql/dialect.h"

#include "dialect/ddl.h"

static void placeholder(Compiler *c, size_t n, const SqlExpr *bind) { compiler_push_z(c, "?"); }

static const DialectRules rules = {
    .from_hints = FROM_HINTS_AFTER,
    .native_uuid = true,
    .supports_alter = true,
    .plain_add = true,
    .dotted_schema = true,
    .no_recursive = true,
    .bare_collations = true,
    .literal_frames = true,
    .typed_sequences = true,
    .floor_division = true,
    .returning = RETURNING_OUTPUT,
    .true_text = "1",
    .false_text = "0",
    .concat = " + ",
    .default_values = "DEFAULT VALUES",
    .placeholder = placeholder,
    .type = mssql_type,
    .next_value = mssql_next_value,
    .function = mssql_function,
    .plain_keys = true,
    .own_datetime = true,
    .own_time = true,
    .update_from = " FROM ",
    .delete_from = " FROM ",
    .repeats_table = true,
    .binary = mssql_binary,
    .no_subquery_order = true,
    .empty_query = "SELECT 1 WHERE 1!=1",
    .cast = mssql_cast,
    .extract = mssql_extract,
    .literal = mssql_literal,
    .limit = mssql_limit,
    .top = mssql_top,
    .rewrite_select = mssql_rewrite_select,
    .for_update = mssql_for_update,
    .column = mssql_column,
    .computed = mssql_computed,
    .key_word = mssql_key_word,
    .create_index = mssql_create_index,
    .drop_index = mssql_drop_index,
    .table_comment = mssql_table_comment,
    .column_comment = mssql_column_comment,
    .op = mssql_op,
};

static const char *const synonyms[] = {"VARCHAR", "NVARCHAR", NULL, NULL};

DDL_FUNCTIONS(mssql, mssql_dialect, synonyms)
DDL_TEXT_DEFAULTS(mssql)

const Dialect mssql_dialect = {
    .name = "mssql",
    .impl_name = "MSSQLImpl",
    .transactional_ddl = true,
    .supports_comments = true,
    .supports_sequences = true,
    .sequences_optional = true,
    .max_identifier = 128,
    .reserved = mssql_reserved,
    .quote_open = '[',
    .quote_close = ']',
    .statement_end = ";",
    .batch_separator = "GO",
    .begin_sql = "BEGIN TRANSACTION",
    .commit_sql = "COMMIT",
    .rules = &rules,
    DDL_POINTERS(mssql),
};
