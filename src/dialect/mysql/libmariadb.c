#include "dialect/mysql/libmariadb.h"

#include <mysql.h>
#include <pthread.h>

#include "dialect/library.h"

/* The soname since Connector/C 3.0 (2017). */
static const char soname[] = "libmariadb.so.3";

/* Result, name, parameters, arguments: checked against mysql.h by the definitions below. */
#define FUNCTIONS(X)                                                                               \
    X(MYSQL *, mysql_init, (MYSQL * m), (m))                                                       \
    X(int, mysql_options, (MYSQL * m, enum mysql_option option, const void *arg),                  \
      (m, option, arg))                                                                            \
    X(MYSQL *, mysql_real_connect,                                                                 \
      (MYSQL * m, const char *host, const char *user, const char *password, const char *db,        \
       unsigned port, const char *socket, unsigned long flags),                                    \
      (m, host, user, password, db, port, socket, flags))                                          \
    X(int, mysql_real_query, (MYSQL * m, const char *query, unsigned long length),                 \
      (m, query, length))                                                                          \
    X(int, mysql_ping, (MYSQL * m), (m))                                                           \
    X(my_bool, mysql_autocommit, (MYSQL * m, my_bool on), (m, on))                                 \
    X(unsigned, mysql_errno, (MYSQL * m), (m))                                                     \
    X(const char *, mysql_error, (MYSQL * m), (m))                                                 \
    X(const char *, mysql_sqlstate, (MYSQL * m), (m))                                              \
    X(unsigned, mysql_field_count, (MYSQL * m), (m))                                               \
    X(unsigned, mysql_warning_count, (MYSQL * m), (m))                                             \
    X(my_ulonglong, mysql_affected_rows, (MYSQL * m), (m))                                         \
    X(my_ulonglong, mysql_insert_id, (MYSQL * m), (m))                                             \
    X(int, mysql_next_result, (MYSQL * m), (m))                                                    \
    X(char *, mysql_get_server_info, (MYSQL * m), (m))                                             \
    X(unsigned long, mysql_get_server_version, (MYSQL * m), (m))                                   \
    X(my_socket, mysql_get_socket, (MYSQL * m), (m))                                               \
    X(const char *, mysql_get_ssl_cipher, (MYSQL * m), (m))                                        \
    X(MYSQL_RES *, mysql_use_result, (MYSQL * m), (m))                                             \
    X(MYSQL_RES *, mysql_store_result, (MYSQL * m), (m))                                           \
    X(MYSQL_ROW, mysql_fetch_row, (MYSQL_RES * r), (r))                                            \
    X(unsigned long *, mysql_fetch_lengths, (MYSQL_RES * r), (r))                                  \
    X(unsigned, mysql_num_fields, (MYSQL_RES * r), (r))                                            \
    X(MYSQL_FIELD *, mysql_fetch_fields, (MYSQL_RES * r), (r))

/* Functions without a result cannot be returned from. */
#define PROCEDURES(X)                                                                              \
    X(mysql_close, (MYSQL * m), (m))                                                               \
    X(mysql_free_result, (MYSQL_RES * r), (r))

static struct {
#define FIELD(result, name, params, args) result(*name) params;
    FUNCTIONS(FIELD)
#undef FIELD
#define FIELD(name, params, args) void(*name) params;
    PROCEDURES(FIELD)
#undef FIELD
} lib;

/* Hidden, so that a host program's own libmariadb is never answered by these. */
#pragma GCC visibility push(hidden)
#define DEFINE(result, name, params, args)                                                         \
    result name params { return lib.name args; }
FUNCTIONS(DEFINE)
#undef DEFINE
#define DEFINE(name, params, args)                                                                 \
    void name params { lib.name args; }
PROCEDURES(DEFINE)
#undef DEFINE
#pragma GCC visibility pop

static const char *missing; /* the first function that the library lacks */
static bool is_loaded;

static void load(void)
{
#define SYMBOL(result, name, params, args) {#name, (void **)&lib.name},
#define PROCEDURE(name, params, args) {#name, (void **)&lib.name},
    const LibrarySymbol symbols[] = {FUNCTIONS(SYMBOL) PROCEDURES(PROCEDURE)};
#undef SYMBOL
#undef PROCEDURE
    is_loaded = library_load(soname, symbols, sizeof symbols / sizeof *symbols, &missing);
}

bool libmariadb_load(Err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (is_loaded) return true;
    if (missing) {
        err_set(err, ERR_CONNECT, "%s is too old: it has no %s()", soname, missing);
        return err_hint(err, "Install MariaDB's client library (Connector/C) 3.0 or later.");
    }
    err_set(err, ERR_CONNECT, "MariaDB's client library %s cannot be loaded", soname);
    return err_hint(err, "Install it, on Debian with `apt-get install libmariadb3`.");
}
