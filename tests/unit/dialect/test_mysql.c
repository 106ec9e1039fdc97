/* MySQL without a server: literals and placeholders, cells, settings of URLs, SHOW CREATE TABLE. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dialect/mysql/settings.h"
#include "dialect/mysql/show.h"
#include "dialect/mysql/value.h"

static SqlValue text(SqlValueKind kind, const char *s)
{
    return (SqlValue){.kind = kind, .as.text = str_z(s)};
}

static void literal_is(const SqlValue *v, bool plain, const char *wanted)
{
    Arena a = {0};
    Err err = err_init(&a);
    StrBuf b = {0};
    assert_true(mysql_value_push(&b, v, plain, &err));
    assert_string_equal(b.ptr, wanted);
    strbuf_deinit(&b);
    arena_release(&a);
}

/* Recorded from pymysql.converters.escape_item. */
static void literals_are_pymysqls(void **state)
{
    SqlValue v = text(SQL_VALUE_STR, "it's \\ \"a\"\n\r\x1a");
    literal_is(&v, false, "'it\\'s \\\\ \\\"a\\\"\\n\\r\\Z'");
    literal_is(&v, true, "'it''s \\ \"a\"\n\r\x1a'");
    v = (SqlValue){.kind = SQL_VALUE_BYTES, .as.text = {"\0\xff", 2}};
    literal_is(&v, false, "_binary X'00ff'");
    v = sql_value_bool(true);
    literal_is(&v, false, "1");
    v = sql_value_null();
    literal_is(&v, false, "NULL");
    v = (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = 1.5};
    literal_is(&v, false, "1.5e0");
    v.as.real = 1e300;
    literal_is(&v, false, "1e+300");
    v = text(SQL_VALUE_DATETIME, "2024-01-02 03:04:05.000006+02:00");
    literal_is(&v, false, "'2024-01-02 03:04:05.000006'");
    v = text(SQL_VALUE_TIME, "03:04:05");
    literal_is(&v, false, "'03:04:05'");
    v = (SqlValue){.kind = SQL_VALUE_INTERVAL, .as.integer = -INT64_C(90061000001)};
    literal_is(&v, false, "'-25:01:01.000001'");
    static const char *const decimals[][2] = {{"1.50", "1.50"},       {"1E+3", "1000"},
                                              {"-1.5E-3", "-0.0015"}, {"12.345E+1", "123.45"},
                                              {"-1.5E+3", "-1500"},   {"123E-2", "1.23"}};
    for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
        v = text(SQL_VALUE_DECIMAL, decimals[i][0]);
        literal_is(&v, false, decimals[i][1]);
    }
}

static void refuses(SqlValue v, const char *message)
{
    Arena a = {0};
    Err err = err_init(&a);
    StrBuf b = {0};
    assert_false(mysql_value_push(&b, &v, false, &err));
    assert_string_equal(err.message.ptr, message);
    strbuf_deinit(&b);
    arena_release(&a);
}

static void what_cannot_be_sent_is_an_error(void **state)
{
    refuses((SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = 1e308 * 10},
            "inf can not be used with MySQL");
    refuses(text(SQL_VALUE_DECIMAL, "NaN"), "NaN can not be used with MySQL");
    refuses((SqlValue){.kind = SQL_VALUE_DICT}, "dict can not be used as parameter");
    refuses((SqlValue){.kind = SQL_VALUE_LIST}, "list can not be used as parameter");
}

static void placeholders_are_found(void **state)
{
    static const struct {
        const char *sql, *wanted;
        size_t n;
    } cases[] = {
        {"SELECT \1?, \1?", "SELECT 1, 'x?'", 2},
        {"SELECT '?', \"?\", `?`, \1?", "SELECT '?', \"?\", `?`, 1", 1},
        {"SELECT \1? -- ?\n, \1? # ?\n /* ? */", "SELECT 1 -- ?\n, 'x?' # ?\n /* ? */", 2},
        {"SELECT 5--\1?", "SELECT 5--1", 1},
        {"SELECT '?", "SELECT '?", 0},
        {"SELECT 5 -- \1?", "SELECT 5 -- 1", 1},
    };
    SqlValue params[] = {sql_value_int(1), text(SQL_VALUE_STR, "x?")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena a = {0};
        Err err = err_init(&a);
        StrBuf b = {0};
        assert_true(
            mysql_value_substitute(str_z(cases[i].sql), params, cases[i].n, false, &b, &err));
        assert_string_equal(b.ptr, cases[i].wanted);
        strbuf_clear(&b);
        assert_false(
            mysql_value_substitute(str_z(cases[i].sql), params, cases[i].n + 1, false, &b, &err));
        strbuf_deinit(&b);
        arena_release(&a);
    }
}

static void cells_are_typed(void **state)
{
    static const struct {
        enum enum_field_types type;
        bool binary;
        const char *text, *repr;
    } cases[] = {
        {MYSQL_TYPE_LONG, true, "-5", "-5"},
        {MYSQL_TYPE_LONGLONG, true, "18446744073709551615", "18446744073709551615"},
        {MYSQL_TYPE_YEAR, true, "2024", "2024"},
        {MYSQL_TYPE_DOUBLE, true, "0.5", "0.5"},
        {MYSQL_TYPE_NEWDECIMAL, true, "1.50", "Decimal('1.50')"},
        {MYSQL_TYPE_VAR_STRING, false, "x", "'x'"},
        {MYSQL_TYPE_VAR_STRING, true, "x", "b'x'"},
        {MYSQL_TYPE_BIT, true, "\x05", "b'\\x05'"},
        {MYSQL_TYPE_JSON, true, "{}", "'{}'"},
        {MYSQL_TYPE_DATE, true, "0000-00-00", "'0000-00-00'"},
        {MYSQL_TYPE_DATE, true, "2023-02-29", "'2023-02-29'"},
        {MYSQL_TYPE_DATETIME, true, "2024-02-00 00:00:00", "'2024-02-00 00:00:00'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena a = {0};
        SqlValue v = mysql_value_read(cases[i].type, cases[i].binary, str_z(cases[i].text), &a);
        assert_string_equal(sql_value_repr(&v, &a).ptr, cases[i].repr);
        arena_release(&a);
    }
    Arena a = {0};
    SqlValue v = mysql_value_read(MYSQL_TYPE_TIME, true, STR("-25:01:01.5"), &a);
    assert_int_equal(v.kind, SQL_VALUE_INTERVAL);
    assert_true(v.as.integer == -INT64_C(90061500000));
    v = mysql_value_read(MYSQL_TYPE_DATETIME, true, STR("2024-02-29 10:20:30.120000"), &a);
    assert_int_equal(v.kind, SQL_VALUE_DATETIME);
    assert_string_equal(v.as.text.ptr, "2024-02-29 10:20:30.120000");
    v = mysql_value_read(MYSQL_TYPE_TIMESTAMP, true, STR("2024-02-29 10:20:30.000"), &a);
    assert_string_equal(v.as.text.ptr, "2024-02-29 10:20:30");
    arena_release(&a);
}

static bool read_url(Arena *a, const char *url, MysqlSettings *s, Err *err)
{
    DatabaseUrl parsed;
    assert_true(url_parse(str_z(url), a, &parsed, err));
    return mysql_settings_read(&parsed, NULL, a, s, err);
}

static void urls_are_read(void **state)
{
    Arena a = {0};
    Err err = err_init(&a);
    MysqlSettings s;
    assert_true(
        read_url(&a,
                 "mysql+pymysql://u:p%40w@h:3307/d?charset=latin1&unix_socket=/s&connect_timeout=5"
                 "&ssl_ca=/ca.pem&client_flag=8&local_infile=true",
                 &s, &err));
    assert_string_equal(s.user, "u");
    assert_string_equal(s.password, "p@w");
    assert_string_equal(s.host, "h");
    assert_int_equal(s.port, 3307);
    assert_string_equal(s.database, "d");
    assert_string_equal(s.charset, "latin1");
    assert_string_equal(s.socket, "/s");
    assert_int_equal(s.tls, MYSQL_TLS_REQUIRE);
    assert_int_equal(s.client_flag, 8);
    assert_int_equal(s.options.len, 3);
    assert_false(s.driver->takes_scripts);
    assert_true(read_url(&a, "mariadb://", &s, &err));
    assert_null(s.host);
    assert_string_equal(s.driver->name, "mysqldb");
    assert_true(s.driver->takes_scripts);
    assert_string_equal(s.charset, "utf8mb4");
    assert_true(read_url(&a, "mysql+aiomysql://h/d?ssl=false", &s, &err));
    assert_int_equal(s.tls, MYSQL_TLS_NEVER);
    assert_true(read_url(&a, "mysql+pymysql://h/d?ssl_verify_cert=false", &s, &err));
    assert_int_equal(s.tls, MYSQL_TLS_PREFER);
    assert_true(read_url(&a, "mysql+pymysql://h/d?ssl_check_hostname=false", &s, &err));
    assert_int_equal(s.tls, MYSQL_TLS_REQUIRE);
    assert_false(s.verify_server);
    assert_true(read_url(&a, "mysql+aiomysql://h/d", &s, &err));
    assert_string_equal(s.driver->errors, "pymysql.err");
    arena_release(&a);
}

/* As PyMySQL and MySQLdb choose among them. */
static void long_names_go_before_short_ones(void **state)
{
    Arena a = {0};
    Err err = err_init(&a);
    MysqlSettings s;
    assert_true(read_url(&a, "mysql+pymysql://u:p@h/path?db=other&passwd=x", &s, &err));
    assert_string_equal(s.database, "path");
    assert_string_equal(s.password, "p");
    assert_true(
        read_url(&a, "mysql+pymysql://u:p@h/path?database=other&db=x&password=y", &s, &err));
    assert_string_equal(s.database, "other");
    assert_string_equal(s.password, "y");
    assert_true(read_url(&a, "mysql+pymysql://u@h/?db=other&passwd=x", &s, &err));
    assert_string_equal(s.database, "other");
    assert_string_equal(s.password, "x");
    assert_true(read_url(&a, "mysql+mysqldb://u:p@h/path?db=other&passwd=x", &s, &err));
    assert_string_equal(s.database, "other");
    assert_string_equal(s.password, "x");
    assert_true(read_url(&a, "mysql+mysqldb://u:p@h/path?database=other&db=x", &s, &err));
    assert_string_equal(s.database, "other");
    arena_release(&a);
}

static void wrong_settings_are_errors(void **state)
{
    static const char *const urls[] = {
        "mysql://h/d?nonsense=1",      "mysql://h/d?port=x",
        "mysql://h/d?read_timeout=-1", "mysql://h/d?compress=maybe",
        "mysql+nothing://h/d",         "mysql://h/d?ssl_mode=SOMETIMES",

        "mysql://h/d?local_infile=2",  "mysql://h/d?max_allowed_packet=1e99",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        Arena a = {0};
        Err err = err_init(&a);
        MysqlSettings s;
        if (read_url(&a, urls[i], &s, &err)) fail_msg("taken: %s", urls[i]);
        assert_int_equal(err.code, ERR_CONFIG);
        assert_false(str_is_null(err.hint));
        arena_release(&a);
    }
}

static const char shown[] =
    "CREATE TABLE `t``x` (\n"
    "  `id` int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s\\na\\\\b',\n"
    "  `name` varchar(50) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'a,b''c)',\n"
    "  `kind` enum('a','it''s','c,d') NOT NULL DEFAULT 'a',\n"
    "  `at` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),\n"
    "  `v` int(11) GENERATED ALWAYS AS (`id` + 1) VIRTUAL,\n"
    "  `s` int(11) GENERATED ALWAYS AS (concat(`id`,')')) STORED COMMENT 'c',\n"
    "  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK "
    "(json_valid(`j`)),\n"
    "  PRIMARY KEY (`id`),\n"
    "  UNIQUE KEY `uq` (`name`(10),`kind`),\n"
    "  FULLTEXT KEY `ft` (`name`) /*!50100 WITH PARSER `ngram` */ ,\n"
    "  KEY `ix` (`kind`) USING BTREE COMMENT 'an index',\n"
    "  CONSTRAINT `fk` FOREIGN KEY (`id`, `v`) REFERENCES `other`.`p` (`a`, `b`) ON DELETE "
    "CASCADE,\n"
    "  CONSTRAINT `ck` CHECK (`id` > 0 and `v` < (5))\n"
    ") ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COMMENT='ENGINE=x ''y'''\n"
    " PARTITION BY RANGE (`id`)\n"
    "(PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB,\n"
    " PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)";

static void str_is(Str got, const char *wanted)
{
    if (!wanted) {
        assert_true(str_is_null(got));
        return;
    }
    assert_int_equal(got.len, strlen(wanted));
    assert_memory_equal(got.ptr, wanted, got.len);
}

static void columns_are_taken_apart(void **state)
{
    Arena a = {0};
    MysqlShow s;
    MysqlShowPatterns *p = mysql_show_patterns_new();
    mysql_show_parse(p, str_z(shown), false, &a, &s);
    assert_int_equal(s.unknown.len, 0);
    assert_int_equal(s.columns.len, 7);
    const MysqlShowColumn *c = s.columns.items;
    str_is(c[0].comment, "it's\na\\b");
    assert_true(c[0].is_unsigned && c[0].autoincrement && c[0].not_null);
    str_is(c[1].default_, "'a,b''c)'");
    str_is(c[1].charset, "latin1");
    str_is(c[1].collation, "latin1_bin");
    StrVec values = mysql_show_strings(c[2].args, &a);
    assert_int_equal(values.len, 3);
    str_is(values.items[1], "it's");
    str_is(values.items[2], "c,d");
    str_is(c[3].default_, "current_timestamp() ON UPDATE current_timestamp()");
    str_is(c[4].generated, "(`id` + 1)");
    str_is(c[4].persistence, "VIRTUAL");
    str_is(c[5].generated, "(concat(`id`,')'))");
    str_is(c[5].comment, "c");
    str_is(c[6].default_, "NULL");
    mysql_show_patterns_free(p);
    arena_release(&a);
}

static void keys_and_options_are_taken_apart(void **state)
{
    Arena a = {0};
    MysqlShow s;
    MysqlShowPatterns *p = mysql_show_patterns_new();
    mysql_show_parse(p, str_z(shown), true, &a, &s);
    assert_int_equal(s.keys.len, 4);
    str_is(s.keys.items[0].type, "PRIMARY");
    str_is(s.keys.items[0].name, NULL);
    assert_int_equal(s.keys.items[1].parts.items[0].length, 10);
    str_is(s.keys.items[2].parser, "ngram");
    str_is(s.keys.items[3].type, NULL);
    assert_int_equal(s.foreign_keys.len, 1);
    const MysqlShowForeignKey *fk = s.foreign_keys.items;
    assert_int_equal(fk->columns.len, 2);
    str_is(fk->schema, "other");
    str_is(fk->table, "p");
    str_is(fk->referred.items[1], "b");
    str_is(fk->ondelete, "CASCADE");
    str_is(fk->onupdate, NULL);
    assert_int_equal(s.checks.len, 1);
    str_is(s.checks.items[0].sqltext, "`id` > 0 and `v` < (5)");
    assert_int_equal(s.options.len, 5);
    str_is(s.options.items[0].name, "comment");
    str_is(s.options.items[0].value, "ENGINE=x 'y'");
    str_is(s.options.items[1].value, "InnoDB");
    str_is(s.options.items[2].name, "default charset");
    str_is(s.options.items[3].value, "RANGE (`id`)");
    str_is(s.options.items[4].value, "PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB, "
                                     "PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB");
    assert_true(mysql_show_is_view(p, STR("CREATE ALGORITHM=UNDEFINED VIEW `v` AS select 1")));
    assert_false(mysql_show_is_view(p, STR("CREATE TABLE `v` (\n  `VIEW` int")));
    mysql_show_patterns_free(p);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_are_pymysqls),
        cmocka_unit_test(what_cannot_be_sent_is_an_error),
        cmocka_unit_test(placeholders_are_found),
        cmocka_unit_test(cells_are_typed),
        cmocka_unit_test(urls_are_read),
        cmocka_unit_test(long_names_go_before_short_ones),
        cmocka_unit_test(wrong_settings_are_errors),
        cmocka_unit_test(columns_are_taken_apart),
        cmocka_unit_test(keys_and_options_are_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
