#include "dialect/mysql/settings.h"

#include <errno.h>
#include <stdlib.h>

/* The first is the one that SQLAlchemy takes for "mysql://". */
static const MysqlDriver drivers[] = {
    {"mysqldb", "MySQLdb", .takes_scripts = true, .short_names = true},
    {"pymysql", "pymysql.err", .is_pure = true},
    {"aiomysql", "pymysql.err", .is_pure = true, .takes_scripts = true},
    {"asyncmy", "asyncmy.errors", .is_pure = true, .takes_scripts = true},
    {"mariadbconnector", "mariadb", .takes_scripts = true, .message = MYSQL_MESSAGE_TEXT},
    {"mysqlconnector", "mysql.connector.errors", .is_pure = true, .takes_scripts = true,
     .message = MYSQL_MESSAGE_STATE},
    {"cymysql", "cymysql.err", .is_pure = true, .short_names = true},
    {"pyodbc", "pyodbc"},
};

const MysqlDriver *mysql_driver_find(Str name)
{
    if (str_is_null(name)) return &drivers[0];
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (str_eq_z(name, drivers[i].name)) return &drivers[i];
    return NULL;
}

/* Where the value of a setting goes. */
typedef enum Target {
    TARGET_TEXT,   /* a libmariadb option that is a text */
    TARGET_NUMBER, /* one that is a number */
    TARGET_FLAG,   /* one that is a my_bool */
    TARGET_HOST,
    TARGET_USER,
    TARGET_PASSWORD,
    TARGET_DATABASE,
    TARGET_SOCKET,
    TARGET_PORT,
    TARGET_CLIENT_FLAG,
    TARGET_CHARSET,
    TARGET_COLLATION,
    TARGET_SQL_MODE,
    TARGET_TIME_ZONE,
    TARGET_TLS,        /* true = required, false = never */
    TARGET_TLS_OFF,    /* true = never */
    TARGET_TLS_MODE,   /* mysqlclient's words */
    TARGET_TLS_FILE,   /* a text option that asks for TLS */
    TARGET_TLS_VERIFY, /* true = the certificate must be the host's */
    TARGET_NOTHING     /* only a Python driver cares */
} Target;

static const struct Setting {
    const char *name;
    Target target;
    enum mysql_option option;
} settings[] = {
    {"host", TARGET_HOST},
    {"user", TARGET_USER},
    {"username", TARGET_USER},
    {"passwd", TARGET_PASSWORD},
    {"password", TARGET_PASSWORD},
    {"db", TARGET_DATABASE},
    {"database", TARGET_DATABASE},
    {"port", TARGET_PORT},
    {"unix_socket", TARGET_SOCKET},
    {"charset", TARGET_CHARSET},
    {"collation", TARGET_COLLATION},
    {"sql_mode", TARGET_SQL_MODE},
    {"time_zone", TARGET_TIME_ZONE},
    {"client_flag", TARGET_CLIENT_FLAG},
    {"client_flags", TARGET_CLIENT_FLAG},
    {"connect_timeout", TARGET_NUMBER, MYSQL_OPT_CONNECT_TIMEOUT},
    {"connection_timeout", TARGET_NUMBER, MYSQL_OPT_CONNECT_TIMEOUT},
    {"read_timeout", TARGET_NUMBER, MYSQL_OPT_READ_TIMEOUT},
    {"write_timeout", TARGET_NUMBER, MYSQL_OPT_WRITE_TIMEOUT},
    {"max_allowed_packet", TARGET_NUMBER, MYSQL_OPT_MAX_ALLOWED_PACKET},
    {"local_infile", TARGET_NUMBER, MYSQL_OPT_LOCAL_INFILE},
    {"allow_local_infile", TARGET_NUMBER, MYSQL_OPT_LOCAL_INFILE},
    {"compress", TARGET_FLAG, MYSQL_OPT_COMPRESS},
    {"init_command", TARGET_TEXT, MYSQL_INIT_COMMAND},
    {"bind_address", TARGET_TEXT, MYSQL_OPT_BIND},
    {"read_default_file", TARGET_TEXT, MYSQL_READ_DEFAULT_FILE},
    {"default_file", TARGET_TEXT, MYSQL_READ_DEFAULT_FILE},
    {"option_files", TARGET_TEXT, MYSQL_READ_DEFAULT_FILE},
    {"read_default_group", TARGET_TEXT, MYSQL_READ_DEFAULT_GROUP},
    {"default_group", TARGET_TEXT, MYSQL_READ_DEFAULT_GROUP},
    {"auth_plugin", TARGET_TEXT, MYSQL_DEFAULT_AUTH},
    {"plugin_dir", TARGET_TEXT, MYSQL_PLUGIN_DIR},
    {"server_public_key", TARGET_TEXT, MYSQL_SERVER_PUBLIC_KEY},
    {"ssl", TARGET_TLS},
    {"ssl_disabled", TARGET_TLS_OFF},
    {"ssl_mode", TARGET_TLS_MODE},
    {"ssl-mode", TARGET_TLS_MODE},
    {"ssl_ca", TARGET_TLS_FILE, MYSQL_OPT_SSL_CA},
    {"ssl_cert", TARGET_TLS_FILE, MYSQL_OPT_SSL_CERT},
    {"ssl_key", TARGET_TLS_FILE, MYSQL_OPT_SSL_KEY},
    {"ssl_capath", TARGET_TLS_FILE, MYSQL_OPT_SSL_CAPATH},
    {"ssl_cipher", TARGET_TLS_FILE, MYSQL_OPT_SSL_CIPHER},
    {"ssl_crl", TARGET_TLS_FILE, MYSQL_OPT_SSL_CRL},
    {"ssl_crlpath", TARGET_TLS_FILE, MYSQL_OPT_SSL_CRLPATH},
    {"ssl_key_password", TARGET_TLS_FILE, MARIADB_OPT_TLS_PASSPHRASE},
    {"ssl_password", TARGET_TLS_FILE, MARIADB_OPT_TLS_PASSPHRASE},
    {"tls_version", TARGET_TLS_FILE, MARIADB_OPT_TLS_VERSION},
    {"tls_versions", TARGET_TLS_FILE, MARIADB_OPT_TLS_VERSION},
    {"ssl_verify_cert", TARGET_TLS_VERIFY},
    {"ssl_verify_identity", TARGET_TLS_VERIFY},
    {"ssl_check_hostname", TARGET_TLS_VERIFY},
    {"ssl_verify_mode", TARGET_TLS_VERIFY},
    {"auth_plugin_map", TARGET_NOTHING},
    {"auth_plugin_args", TARGET_NOTHING},
    {"autocommit", TARGET_NOTHING},
    {"binary_prefix", TARGET_NOTHING},
    {"buffered", TARGET_NOTHING},
    {"consume_results", TARGET_NOTHING},
    {"conv", TARGET_NOTHING},
    {"converter", TARGET_NOTHING},
    {"converter_class", TARGET_NOTHING},
    {"cursorclass", TARGET_NOTHING},
    {"defer_connect", TARGET_NOTHING},
    {"echo", TARGET_NOTHING},
    {"get_warnings", TARGET_NOTHING},
    {"loop", TARGET_NOTHING},
    {"pool_name", TARGET_NOTHING},
    {"pool_recycle", TARGET_NOTHING},
    {"pool_reset_connection", TARGET_NOTHING},
    {"pool_reset_session", TARGET_NOTHING},
    {"pool_size", TARGET_NOTHING},
    {"program_name", TARGET_NOTHING},
    {"raise_on_warnings", TARGET_NOTHING},
    {"raw", TARGET_NOTHING},
    {"reconnect", TARGET_NOTHING},
    {"use_pure", TARGET_NOTHING},
    {"use_unicode", TARGET_NOTHING},
};

static const struct Setting *find_setting(Str name)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (str_eq_z(name, settings[i].name)) return &settings[i];
    return NULL;
}

/* ---- values ---- */

static bool refuse_value(Str name, const char *wanted, Err *err)
{
    err_set(err, ERR_CONFIG, "connection option \"%.*s\" must be %s", STR_ARG(name), wanted);
    return err_hint(err, "Correct it in the database URL or the connect_args.");
}

static bool read_number(Str name, const char *text, unsigned long *out, Err *err)
{
    char *end;
    errno = 0;
    double d = strtod(text, &end); /* timeouts may come as 2.5 */
    if (end == text || *end || errno || !(d >= 0) || d > 4294967295.0)
        return refuse_value(name, "a number", err);
    *out = (unsigned long)d;
    return true;
}

/* As SQLAlchemy's asbool. */
static bool read_bool(Str name, const char *text, bool *out, Err *err)
{
    static const char *const yes[] = {"true", "yes", "on", "y", "t", "1", "required"};
    static const char *const no[] = {"false", "no", "off", "n", "f", "0", "none", ""};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (str_eq_nocase(str_z(text), str_z(yes[i]))) return *out = true;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (!str_eq_nocase(str_z(text), str_z(no[i]))) continue;
        *out = false;
        return true;
    }
    return refuse_value(name, "true or false", err);
}

static bool read_tls_mode(MysqlSettings *s, Str name, const char *text, Err *err)
{
    Str mode = str_z(text);
    if (str_eq_nocase(mode, STR("DISABLED"))) {
        s->tls = MYSQL_TLS_NEVER;
    } else if (str_eq_nocase(mode, STR("PREFERRED"))) {
        s->tls = MYSQL_TLS_PREFER;
    } else if (str_eq_nocase(mode, STR("REQUIRED"))) {
        s->tls = MYSQL_TLS_REQUIRE;
    } else if (str_eq_nocase(mode, STR("VERIFY_CA")) ||
               str_eq_nocase(mode, STR("VERIFY_IDENTITY"))) {
        s->tls = MYSQL_TLS_REQUIRE;
        s->verify_server = true;
    } else {
        return refuse_value(name, "DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY",
                            err);
    }
    return true;
}

static void add_option(MysqlSettings *s, Arena *a, const struct Setting *setting, int kind,
                       const char *text, unsigned number)
{
    MysqlOption o = {setting->option, kind, text, number};
    VEC_PUSH(a, &s->options, o);
}

static bool put_number(MysqlSettings *s, Arena *a, const struct Setting *setting, Str name,
                       const char *text, Err *err)
{
    unsigned long number = 0;
    bool flag = false, is_switch = setting->option == MYSQL_OPT_LOCAL_INFILE;
    if (is_switch ? !read_bool(name, text, &flag, err) : !read_number(name, text, &number, err))
        return false;
    add_option(s, a, setting, MYSQL_OPTION_NUMBER, NULL, is_switch ? flag : (unsigned)number);
    return true;
}

static bool put_tls(MysqlSettings *s, Arena *a, const struct Setting *setting, Str name,
                    const char *text, Err *err)
{
    bool flag = false;
    if (setting->target == TARGET_TLS_MODE) return read_tls_mode(s, name, text, err);
    if (setting->target == TARGET_TLS_FILE) {
        add_option(s, a, setting, MYSQL_OPTION_TEXT, text, 0);
        s->tls = MYSQL_TLS_REQUIRE;
        return true;
    }
    if (!read_bool(name, text, &flag, err)) return false;
    if (setting->target == TARGET_TLS_VERIFY) {
        s->verify_server = s->verify_server || flag;
        if (flag || str_eq_z(name, "ssl_check_hostname")) s->tls = MYSQL_TLS_REQUIRE;
    } else if (setting->target == TARGET_TLS_OFF) {
        if (flag) s->tls = MYSQL_TLS_NEVER;
    } else {
        s->tls = flag ? MYSQL_TLS_REQUIRE : MYSQL_TLS_NEVER;
    }
    return true;
}

/* "database" goes before "db", and "password" before "passwd", wherever they stand. */
static void put_first(const char **to, bool *has_first, const char *text, bool is_first)
{
    if (*has_first && !is_first) return;
    *to = text;
    *has_first = *has_first || is_first;
}

static bool put_text(MysqlSettings *s, Arena *a, Str name, Str value, Err *err)
{
    const struct Setting *setting = find_setting(name);
    const char *text = arena_cstr(a, value);
    unsigned long number = 0;
    bool flag = false;
    if (!setting) {
        err_set(err, ERR_CONFIG, "invalid connection option \"%.*s\"", STR_ARG(name));
        return err_hint(err, "Take it out of the database URL or the connect_args.");
    }
    switch (setting->target) {
    case TARGET_TEXT: add_option(s, a, setting, MYSQL_OPTION_TEXT, text, 0); return true;
    case TARGET_NUMBER: return put_number(s, a, setting, name, text, err);
    case TARGET_FLAG:
        if (!read_bool(name, text, &flag, err)) return false;
        if (flag) add_option(s, a, setting, MYSQL_OPTION_FLAG, NULL, 1);
        return true;
    case TARGET_HOST: s->host = text; return true;
    case TARGET_USER: s->user = text; return true;
    case TARGET_PASSWORD:
        put_first(&s->password, &s->has_password, text, str_eq_z(name, "password"));
        return true;
    case TARGET_DATABASE:
        put_first(&s->database, &s->has_database, text, str_eq_z(name, "database"));
        return true;
    case TARGET_SOCKET: s->socket = text; return true;
    case TARGET_CHARSET: s->charset = text; return true;
    case TARGET_COLLATION: s->collation = text; return true;
    case TARGET_SQL_MODE: s->sql_mode = text; return true;
    case TARGET_TIME_ZONE: s->time_zone = text; return true;
    case TARGET_PORT:
        if (!read_number(name, text, &number, err)) return false;
        s->port = (unsigned)number;
        return true;
    case TARGET_CLIENT_FLAG:
        if (!read_number(name, text, &number, err)) return false;
        s->client_flag |= number;
        return true;
    case TARGET_NOTHING: return true;
    default: return put_tls(s, a, setting, name, text, err);
    }
}

/* connect_args={"ssl": {"ca": …}}: the keys are those of the ssl_* settings. */
static bool put_ssl_dict(MysqlSettings *s, Arena *a, const SqlValue *dict, Err *err);

static bool put_value(MysqlSettings *s, Arena *a, Str name, const SqlValue *v, Err *err)
{
    const struct Setting *setting = find_setting(name);
    if (setting && setting->target == TARGET_NOTHING) return true;
    switch (v->kind) {
    case SQL_VALUE_NULL:
    case SQL_VALUE_UNSET: return true;
    case SQL_VALUE_STR: return put_text(s, a, name, v->as.text, err);
    case SQL_VALUE_BOOL:
        return put_text(s, a, name, v->as.boolean ? STR("true") : STR("false"), err);
    case SQL_VALUE_INT:
        return put_text(s, a, name, arena_fmt(a, "%lld", (long long)v->as.integer), err);
    case SQL_VALUE_FLOAT: return put_text(s, a, name, arena_fmt(a, "%f", v->as.real), err);
    case SQL_VALUE_DICT:
        if (str_eq_z(name, "ssl")) return put_ssl_dict(s, a, v, err);
        break;
    default: break;
    }
    err_set(err, ERR_CONFIG, "connect_args has a value for \"%.*s\" that libmariadb cannot take",
            STR_ARG(name));
    return err_hint(err, "Give strings and numbers only.");
}

static bool put_ssl_dict(MysqlSettings *s, Arena *a, const SqlValue *dict, Err *err)
{
    if (dict->as.list.len) s->tls = MYSQL_TLS_REQUIRE;
    for (size_t i = 0; i + 1 < dict->as.list.len; i += 2) {
        const SqlValue *key = &dict->as.list.items[i], *value = &dict->as.list.items[i + 1];
        if (key->kind != SQL_VALUE_STR) return refuse_value(STR("ssl"), "keyed by strings", err);
        Str name = key->as.text;
        if (value->kind == SQL_VALUE_DICT) return refuse_value(name, "a string", err);
        if (!str_starts(name, STR("ssl_"))) name = arena_fmt(a, "ssl_%.*s", STR_ARG(name));
        if (!put_value(s, a, name, value, err)) return false;
    }
    return true;
}

bool mysql_settings_read(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                         MysqlSettings *out, Err *err)
{
    *out = (MysqlSettings){.driver = mysql_driver_find(url->driver), .charset = "utf8mb4"};
    if (!out->driver) {
        err_raise(err, ERR_CONFIG, "sqlalchemy.exc.NoSuchModuleError",
                  "Can't load plugin: sqlalchemy.dialects:%.*s.%.*s", STR_ARG(url->dialect),
                  STR_ARG(url->driver));
        return err_hint(err, "Use a URL that begins with mysql+pymysql:// or mysql://.");
    }
    if (!str_is_null(url->host)) out->host = arena_cstr(arena, url->host);
    if (!str_is_null(url->user)) out->user = arena_cstr(arena, url->user);
    if (!str_is_null(url->password)) out->password = arena_cstr(arena, url->password);
    if (!str_is_null(url->database)) out->database = arena_cstr(arena, url->database);
    out->port = (unsigned)url->port;
    /* What stands before the ? has the names that the driver wants. */
    out->has_password = out->password && !out->driver->short_names;
    out->has_database = out->database && *out->database && !out->driver->short_names;
    for (size_t i = 0; i < url->query.len; i++)
        if (!put_text(out, arena, url->query.items[i].key, url->query.items[i].value, err))
            return false;
    for (size_t i = 0; connect_args && i < connect_args->len; i++)
        if (!put_value(out, arena, connect_args->items[i].name, &connect_args->items[i].value, err))
            return false;
    return true;
}
