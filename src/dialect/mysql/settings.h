/* What a database URL and create_engine(connect_args=) say about a MySQL connection.
 *
 * Names are those of the Python drivers; what has a meaning for libmariadb becomes one of its
 * options, what only concerns Python (cursor classes, converters, pools) is taken and left alone,
 * and any other name is an error. */
#ifndef RETORT_DIALECT_MYSQL_SETTINGS_H
#define RETORT_DIALECT_MYSQL_SETTINGS_H

#include "dialect/mysql/session.h"

/* An option of libmariadb: a text, or a number that stands for itself. */
typedef struct MysqlOption {
    enum mysql_option option;
    enum { MYSQL_OPTION_TEXT, MYSQL_OPTION_NUMBER, MYSQL_OPTION_FLAG } kind;
    const char *text;
    unsigned number;
} MysqlOption;

typedef struct MysqlSettings {
    const MysqlDriver *driver;
    const char *host, *user, *password, *database, *socket; /* NULL = not given */
    bool has_password, has_database; /* given by these names, which go before the short ones */
    unsigned port;
    unsigned long client_flag;
    const char *charset, *collation, *sql_mode, *time_zone; /* NULL = not given */
    enum { MYSQL_TLS_PREFER, MYSQL_TLS_NEVER, MYSQL_TLS_REQUIRE } tls;
    bool verify_server;
    VEC(MysqlOption) options;
} MysqlSettings;

/* The driver by its name in a URL; null = the one SQLAlchemy takes by itself. NULL = unknown. */
const MysqlDriver *mysql_driver_find(Str name);

/* All texts live in the arena. */
bool mysql_settings_read(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                         MysqlSettings *out, Err *err) MUST_CHECK;

#endif
