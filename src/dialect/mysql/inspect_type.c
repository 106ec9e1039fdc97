#include "dialect/mysql/inspect_type.h"

#include <ctype.h>
#include <string.h>

/* SQLAlchemy's ischema_names, and the parameters that the numbers in parentheses are. */
static const struct Known {
    const char *name, *cls, *first, *second;
} known[] = {
    {"bigint", "mysql.BIGINT", "display_width"},
    {"binary", "BINARY", "length"},
    {"bit", "mysql.BIT", "length"},
    {"blob", "BLOB", "length"},
    {"boolean", "BOOLEAN"},
    {"char", "mysql.CHAR", "length"},
    {"date", "DATE"},
    {"datetime", "mysql.DATETIME", "fsp"},
    {"decimal", "mysql.DECIMAL", "precision", "scale"},
    {"double", "mysql.DOUBLE", "precision", "scale"},
    {"enum", "mysql.ENUM"},
    {"fixed", "mysql.DECIMAL", "precision", "scale"},
    {"float", "mysql.FLOAT", "precision", "scale"},
    {"int", "mysql.INTEGER", "display_width"},
    {"integer", "mysql.INTEGER", "display_width"},
    {"json", "mysql.JSON"},
    {"longblob", "mysql.LONGBLOB"},
    {"longtext", "mysql.LONGTEXT"},
    {"mediumblob", "mysql.MEDIUMBLOB"},
    {"mediumint", "mysql.MEDIUMINT", "display_width"},
    {"mediumtext", "mysql.MEDIUMTEXT"},
    {"nchar", "mysql.NCHAR", "length"},
    {"nvarchar", "mysql.NVARCHAR", "length"},
    {"numeric", "mysql.NUMERIC", "precision", "scale"},
    {"set", "mysql.SET"},
    {"smallint", "mysql.SMALLINT", "display_width"},
    {"text", "mysql.TEXT", "length"},
    {"time", "mysql.TIME", "fsp"},
    {"timestamp", "mysql.TIMESTAMP", "fsp"},
    {"tinyblob", "mysql.TINYBLOB"},
    {"tinyint", "mysql.TINYINT", "display_width"},
    {"tinytext", "mysql.TINYTEXT"},
    {"uuid", "UUID"},
    {"varbinary", "VARBINARY", "length"},
    {"varchar", "mysql.VARCHAR", "length"},
    {"year", "mysql.YEAR", "display_width"},
};

static const struct Known *find_known(Str name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_z(name, known[i].name)) return &known[i];
    return NULL;
}

static void set_number(SqlType *t, const char *param, Str *args)
{
    int64_t n = 0;
    bool any = false;
    Str text = str_trim(str_cut(args, ','));
    for (size_t i = 0; i < text.len && i < 9 && isdigit((unsigned char)text.ptr[i]); i++) {
        n = n * 10 + (text.ptr[i] - '0');
        any = true;
    }
    if (any && param) type_set(t, param, sql_value_int(n));
}

static void set_values(SqlType *t, Str args, Arena *out)
{
    StrVec strings = mysql_show_strings(args, out);
    if (type_class_is_a(t->cls, "Enum")) {
        t->enum_values = strings;
        return;
    }
    SqlValue list = {.kind = SQL_VALUE_LIST};
    list.as.list.items = ARENA_ARRAY(out, SqlValue, strings.len + 1);
    list.as.list.len = strings.len;
    bool has_empty = false;
    for (size_t i = 0; i < strings.len; i++) {
        list.as.list.items[i] = sql_value_str(strings.items[i]);
        has_empty = has_empty || strings.items[i].len == 0;
    }
    type_set(t, "values", list);
    /* An empty member cannot be told from no member by its text. */
    if (has_empty) type_set(t, "retrieve_as_bitwise", sql_value_bool(true));
}

static void set_text(SqlType *t, const char *param, Str text, Arena *out)
{
    if (!str_is_null(text) && type_param_index(t->cls, str_z(param)) >= 0)
        type_set(t, param, sql_value_str(arena_str(out, text)));
}

const SqlType *mysql_inspect_type(const MysqlShowColumn *c, bool *is_known, Arena *out)
{
    const struct Known *k = find_known(c->type);
    *is_known = k != NULL;
    if (!k) return type_new(out, type_class_get("NullType"));
    SqlType *t = type_new(out, type_class_get(k->cls));
    Str args = c->args;
    bool quoted = args.len && args.ptr[0] == '\'';
    if (quoted) set_values(t, arena_str(out, args), out);
    if (!quoted && k->first && !str_is_null(args)) set_number(t, k->first, &args);
    if (!quoted && k->second && !str_is_null(args)) set_number(t, k->second, &args);
    bool is_number = type_param_index(t->cls, STR("unsigned")) >= 0;
    if (is_number && c->is_unsigned) type_set(t, "unsigned", sql_value_bool(true));
    if (is_number && c->is_zerofill) type_set(t, "zerofill", sql_value_bool(true));
    set_text(t, "charset", c->charset, out);
    set_text(t, "collation", c->collation, out);
    return t;
}
