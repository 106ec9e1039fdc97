#include "dialect/mysql/dialect.h"

#include "dialect/connection.h"
#include "dialect/ddl.h"
#include "dialect/mysql/connect.h"

/* The first MariaDB that has sequences. */
enum { SEQUENCES_SINCE = 100300 };

bool mysql_is_mariadb(const Compiler *c) { return c->dialect != &mysql_dialect; }

bool mysql_server_has(const Compiler *c, int mysql, int mariadb)
{
    return c->o->server_version >= (mysql_is_mariadb(c) ? mariadb : mysql);
}

static void placeholder(Compiler *c, size_t n, const SqlExpr *bind)
{
    compiler_fmt(c, "%c?", CONNECTION_BIND_MARK);
}

static const char *const type_arguments[] = {"character set", "collate", NULL};

static const DialectRules rules = {
    .from_hints = FROM_HINTS_AFTER,
    .own_time = true,
    .limited_changes = true,
    .enums_by_value = true,
    .type_arguments = type_arguments,
    .native_enum = true,
    .solid_nocycle = true,
    .boolean_check = true,
    .cte_follows_insert = true,
    .supports_alter = true,
    .backslash_always = true,
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
    .update_tables = true,
    .delete_from = " USING ",
    .repeats_table = true,
    .on_duplicate_key = true,
    .bind_mark = "%s",
    .matches_columns = true,
    .qualify_returning = true,
    .binary = mysql_binary,
    .extract = mysql_extract,
    .from_nothing = " FROM DUAL",
    .from_nothing_needs_where = true,
    .empty_query = "SELECT _in_0 FROM (SELECT 1 AS _in_0) as _empty_set WHERE 1!=1",
    .cast = mysql_cast,
    .limit = mysql_limit,
    .for_update = mysql_for_update,
    .column = mysql_column,
    .computed = ddl_computed,
    .constraint_end = mysql_constraint_end,
    .table_end = mysql_table_end,
    .create_index = mysql_create_index,
    .drop_index = mysql_drop_index,
    .op = mysql_op,
};

static const char *const synonyms[] = {"BOOL", "TINYINT", "JSON", "LONGTEXT", NULL, NULL};

DDL_FUNCTIONS(mysql, mysql_dialect, synonyms)
DDL_FUNCTIONS(on_mariadb, mysql_on_mariadb_dialect, synonyms)
DDL_FUNCTIONS(mariadb, mysql_mariadb_dialect, synonyms)

#define FACTS(dialect_name, impl, words, prefix)                                                   \
    .name = dialect_name, .impl_name = impl, .supports_comments = true, .max_identifier = 255,     \
    .max_constraint_name = 64, .reserved = words, .quote_open = '`', .quote_close = '`',           \
    .objects_as_text = true, .doubles_percent = true, .statement_end = ";", .begin_sql = "BEGIN",  \
    .commit_sql = "COMMIT", .rules = &rules, .connect = mysql_connect_open,                        \
    .defaults_differ = mysql_defaults_differ, DDL_COMPILE_POINTERS(prefix)

const Dialect mysql_dialect = {FACTS("mysql", "MySQLImpl", mysql_reserved, mysql)};
const Dialect mysql_on_mariadb_dialect = {
    FACTS("mysql", "MySQLImpl", mysql_reserved_mariadb, on_mariadb),
    .sequences_since = SEQUENCES_SINCE};
const Dialect mysql_mariadb_dialect = {
    FACTS("mariadb", "MariaDBImpl", mysql_reserved_mariadb, mariadb),
    .sequences_since = SEQUENCES_SINCE};
