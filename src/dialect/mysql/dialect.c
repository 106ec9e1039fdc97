#include "dialect/mysql/dialect.h"

#include "dialect/ddl.h"

static void placeholder(Compiler *c, size_t n, const SqlExpr *bind) { compiler_push_z(c, "?"); }

static const DialectRules rules = {
    .native_enum = true,
    .boolean_check = true,
    .cte_follows_insert = true,
    .supports_alter = true,
    .backslash_escapes = true,
    .inline_comments = true,
    .refuses_match = true,
    .true_text = "true",
    .false_text = "false",
    .join_word = " INNER JOIN ",
    .default_values = "() VALUES ()",
    .placeholder = placeholder,
    .type = mysql_type,
    .next_value = mysql_next_value,
    .function = mysql_function,
    .binary = mysql_binary,
    .cast = mysql_cast,
    .limit = mysql_limit,
    .for_update = mysql_for_update,
    .column = mysql_column,
    .computed = ddl_computed,
    .constraint_tail = mysql_constraint_tail,
    .table_end = mysql_table_end,
    .create_index = mysql_create_index,
    .drop_index = mysql_drop_index,
    .op = mysql_op,
};

static const char *const synonyms[] = {"BOOL", "TINYINT", "JSON", "LONGTEXT", NULL, NULL};

DDL_FUNCTIONS(mysql, mysql_dialect, synonyms)
DDL_TEXT_DEFAULTS(mysql)
DDL_FUNCTIONS(mariadb, mysql_mariadb_dialect, synonyms)
DDL_TEXT_DEFAULTS(mariadb)

const Dialect mysql_dialect = {
    .name = "mysql",
    .impl_name = "MySQLImpl",
    .supports_comments = true,
    .max_identifier = 255,
    .max_constraint_name = 64,
    .reserved = mysql_reserved,
    .quote_open = '`',
    .quote_close = '`',
    .doubles_percent = true,
    .statement_end = ";",
    .begin_sql = "BEGIN",
    .commit_sql = "COMMIT",
    .rules = &rules,
    DDL_POINTERS(mysql),
};

const Dialect mysql_mariadb_dialect = {
    .name = "mariadb",
    .impl_name = "MariaDBImpl",
    .supports_comments = true,
    .max_identifier = 255,
    .max_constraint_name = 64,
    .reserved = mysql_reserved_mariadb,
    .quote_open = '`',
    .quote_close = '`',
    .doubles_percent = true,
    .statement_end = ";",
    .begin_sql = "BEGIN",
    .commit_sql = "COMMIT",
    .rules = &rules,
    DDL_POINTERS(mariadb),
};
