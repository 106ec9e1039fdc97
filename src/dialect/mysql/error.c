#include <stdlib.h>

#include "dialect/mysql/session.h"
#include "os/interrupt.h"

/* PyMySQL's error_map; mysqlclient and asyncmy have the same one. The rest is InternalError below
 * 1000 and OperationalError above. */
static const struct ClassCodes {
    const char *name;
    short codes[16]; /* ends with 0 */
} classes[] = {
    {"ProgrammingError", {1007, 1064, 1149, 1146, 1102, 1103, 1110, 1111, 1112, 1113, 1179, 1166}},
    {"DataError", {1265, 1263, 1264, 1230, 1171, 1406, 1441, 1366, 1367}},
    {"IntegrityError", {1062, 1216, 1452, 1217, 1451, 1215, 1048}},
    {"NotSupportedError", {1196, 1235, 1289, 1286}},
    {"OperationalError", {1044, 1045, 1040, 1142, 1143, 4025, 1213}},
};

enum { CR_SERVER_GONE = 2006, CR_SERVER_LOST = 2013, CR_TLS_FAILED = 2026 };

static const char *class_of(unsigned code)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        for (const short *c = classes[i].codes; *c; c++)
            if ((unsigned)*c == code) return classes[i].name;
    return code < 1000 ? "InternalError" : "OperationalError";
}

/* What to do, for failures that a wrong setting or another session causes. */
static const char *hint_for(unsigned code)
{
    static const struct {
        unsigned code;
        const char *hint;
    } hints[] = {
        {1044, "Grant the user rights on the database, or correct the database URL."},
        {1045, "Check the user and the password in the database URL."},
        {1698, "Check the user and the password in the database URL."},
        {1049, "Create the database first, or correct its name in the database URL."},
        {1040, "Wait until a connection is free, or raise max_connections."},
        {1130, "Allow this host in the server's user accounts."},
        {1205, "Another session holds a lock: end its transaction, then run the command again."},
        {1213, "Another session was in the way: run the command again."},
        {2002, "Start the server, or correct host, port or unix_socket in the database URL."},
        {2003, "Start the server, or correct host and port in the database URL."},
        {2005, "Correct the host in the database URL."},
        {CR_TLS_FAILED,
         "Check the ssl_* settings in the database URL against what the server offers."},
        {CR_SERVER_GONE, "The connection to the server was lost before the statement ran."},
        {CR_SERVER_LOST, "The connection to the server was lost; look whether the statement has "
                         "taken effect before you run it again."},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (hints[i].code == code) return hints[i].hint;
    return NULL;
}

/* str() of the driver's exception. */
static Str message_of(const MysqlDriver *d, unsigned code, const char *state, Str text, Arena *a)
{
    switch (d->message) {
    case MYSQL_MESSAGE_STATE: return arena_fmt(a, "%u (%s): %.*s", code, state, STR_ARG(text));
    case MYSQL_MESSAGE_TEXT: return arena_str(a, text);
    case MYSQL_MESSAGE_ARGS: break;
    }
    return arena_fmt(a, "(%u, %.*s)", code, STR_ARG(sql_value_repr_str(text, a)));
}

static bool fail_with(const MysqlDriver *driver, ErrCode kind, unsigned code, const char *state,
                      const char *message, Err *err)
{
    Arena scratch = {0};
    Str text = message_of(driver, code, state, str_z(message), &scratch);
    err_set(err, kind, "%.*s", STR_ARG(text));
    err->driver_code = (int)code;
    if (driver->message == MYSQL_MESSAGE_ARGS) err->detail = arena_strz(err->arena, message);
    err->kind = arena_fmt(err->arena, "%s.%s", driver->errors, class_of(code));
    if (strlen(state) == sizeof err->sqlstate - 1)
        memcpy(err->sqlstate, state, sizeof err->sqlstate);
    if (hint_for(code)) err_hint(err, "%s", hint_for(code));
    arena_release(&scratch);
    return false;
}

static bool fail(MYSQL *handle, const MysqlDriver *driver, ErrCode kind, Err *err)
{
    return fail_with(driver, kind, mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle),
                     err);
}

bool mysql_connect_fail(MYSQL *handle, const MysqlDriver *driver, Err *err)
{
    return fail(handle, driver, ERR_CONNECT, err);
}

bool mysql_connect_refuse_plain(const MysqlDriver *driver, Err *err)
{
    return fail_with(driver, ERR_CONNECT, CR_TLS_FAILED, "HY000",
                     "SSL is required but the server doesn't support it", err);
}

/* The user ended the connection: the server may still be at work. */
static void interrupted(Err *err)
{
    err_raise(err, ERR_CONNECT, "KeyboardInterrupt", "interrupted");
    err_hint(err, "The server may go on with the statement; look whether it has taken effect "
                  "before you run it again.");
}

bool mysql_session_fail(MysqlSession *s, Str sql, Err *err)
{
    unsigned code = mysql_errno(s->handle);
    s->failure = code;
    if (err_is_set(err)) return false;
    bool lost = code == CR_SERVER_GONE || code == CR_SERVER_LOST;
    if (lost && interrupt_signal())
        interrupted(err);
    else
        fail(s->handle, s->driver, lost ? ERR_CONNECT : ERR_DATABASE, err);
    if (!str_is_null(sql)) err->statement = arena_str(err->arena, sql);
    if (s->answers > 0)
        err_hint(err, "%.*s%sThe first %u statements of this text have run.", STR_ARG(err->hint),
                 str_is_null(err->hint) ? "" : " ", s->answers);
    return false;
}
