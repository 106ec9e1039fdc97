#include "dialect/oracle/dialect.h"

#include "dialect/ddl.h"

static void placeholder(Compiler *c, size_t n, const SqlExpr *bind) { compiler_fmt(c, ":%zu", n); }

static const DialectRules rules = {
    .select_hints = true,
    .no_json = true,
    .quoted_binds = true,
    .boolean_check = true,
    .cte_follows_insert = true,
    .no_label_order = true,
    .supports_alter = true,
    .plain_add = true,
    .rename_without_schema = true,
    .rename_column_word = " RENAME COLUMN ",
    .no_on_update = true,
    .any_action = true,
    .solid_words = true,
    .no_recursive = true,
    .no_rows = true,
    .returning = RETURNING_INTO,
    .qualify_returning = true,
    .true_text = "1",
    .false_text = "0",
    .concat = " || ",
    .alias_word = " ",
    .table_calls = true,
    .row_value = ".COLUMN_VALUE",
    .except_word = " MINUS ",
    .from_nothing = " FROM DUAL",
    .name_prefixes = "_",
    .default_values = "() VALUES ()",
    .placeholder = placeholder,
    .type = oracle_type,
    .next_value = oracle_next_value,
    .function = oracle_function,
    .no_bitwise_not = true,
    .binary = oracle_binary,
    .empty_query = "SELECT 1 FROM DUAL WHERE 1!=1",
    .own_datetime = true,
    .literal = oracle_literal,
    .limit = oracle_limit,
    .fetch_approximate = true,
    .for_update = oracle_for_update,
    .column = oracle_column,
    .computed = oracle_computed,
    .table_end = oracle_table_end,
    .create_index = oracle_create_index,
    .drops_to_empty = true,
    .op = oracle_op,
};

static const char *const synonyms[] = {"VARCHAR", "VARCHAR2", NULL, NULL};

DDL_FUNCTIONS(oracle, oracle_dialect, synonyms)
DDL_TEXT_DEFAULTS(oracle)

const Dialect oracle_dialect = {
    .name = "oracle",
    .impl_name = "OracleImpl",
    .supports_comments = true,
    .supports_sequences = true,
    .max_identifier = 128,
    .reserved = oracle_reserved,
    .quote_open = '"',
    .quote_close = '"',
    .statement_end = "",
    .batch_separator = "/",
    .begin_sql = "SET TRANSACTION READ WRITE",
    .commit_sql = "COMMIT",
    .begin_separated = true,
    .rules = &rules,
    DDL_POINTERS(oracle),
};
