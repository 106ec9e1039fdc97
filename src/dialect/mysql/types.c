#include "dialect/mysql/dialect.h"

#include <inttypes.h>
#include <string.h>

static bool numeric_end(Compiler *c, const SqlType *t)
{
    if (type_get_bool(t, "unsigned", false)) compiler_push_z(c, " UNSIGNED");
    if (type_get_bool(t, "zerofill", false)) compiler_push_z(c, " ZEROFILL");
    return true;
}

/* A number is pasted as it is, a negative one too. */
static bool has_number(const SqlType *t, const char *param)
{
    return type_get(t, param)->kind == SQL_VALUE_INT;
}

static bool push_number(Compiler *c, const SqlType *t, const char *param)
{
    return !has_number(t, param) || compiler_fmt(c, "(%" PRId64 ")", type_get_int(t, param, 0));
}

static bool integer(Compiler *c, const SqlType *t, const char *word)
{
    compiler_push_z(c, word);
    return push_number(c, t, "display_width") && numeric_end(c, t);
}

static bool numeric(Compiler *c, const SqlType *t, const char *word)
{
    compiler_push_z(c, word);
    if (has_number(t, "precision") && has_number(t, "scale"))
        compiler_fmt(c, "(%" PRId64 ", %" PRId64 ")", type_get_int(t, "precision", 0),
                     type_get_int(t, "scale", 0));
    else
        push_number(c, t, "precision");
    return numeric_end(c, t);
}

/* PostgreSQL's BIT has one bit unless told otherwise. */
static bool bits(Compiler *c, const SqlType *t, const char *word)
{
    bool has_default = type_param_index(t->cls, STR("varying")) >= 0;
    bool one = has_default && !type_get_bool(t, "varying", false);
    if (!has_number(t, "length") && !one) return compiler_push_z(c, word);
    return compiler_fmt(c, "%s(%" PRId64 ")", word, type_get_int(t, "length", 1));
}

bool mysql_is_half_a_double(const SqlType *t)
{
    return type_class_is_a(t->cls, "Double") && type_param_index(t->cls, STR("scale")) < 0 &&
           has_number(t, "precision");
}

bool mysql_half_a_double(Compiler *c)
{
    return compiler_unsupported(
        c, "sqlalchemy.exc.ArgumentError",
        "You must specify both precision and scale or omit both altogether.");
}

/* DOUBLE and REAL have both numbers or none. */
static bool both_or_none(Compiler *c, const SqlType *t, const char *word)
{
    bool has_both = type_param_index(t->cls, STR("scale")) >= 0; /* the generic REAL has one */
    if (has_both && has_number(t, "precision") != has_number(t, "scale"))
        return mysql_half_a_double(c);
    if (has_number(t, "precision") && has_number(t, "scale")) return numeric(c, t, word);
    compiler_push_z(c, word);
    return numeric_end(c, t);
}

static bool text_of(const SqlType *t, const char *param, Str *out)
{
    const SqlValue *v = type_get(t, param);
    *out = v->kind == SQL_VALUE_STR ? v->as.text : STR_NULL;
    return out->len > 0;
}

/* The character set and collation behind a type; NATIONAL makes a character set pointless. */
static bool string_end(Compiler *c, const SqlType *t, bool national)
{
    Str text;
    if (!national && text_of(t, "charset", &text))
        compiler_fmt(c, " CHARACTER SET %.*s", STR_ARG(text));
    else if (!national && type_get_bool(t, "ascii", false))
        compiler_push_z(c, " ASCII");
    else if (!national && type_get_bool(t, "unicode", false))
        compiler_push_z(c, " UNICODE");
    if (text_of(t, "collation", &text)) return compiler_fmt(c, " COLLATE %.*s", STR_ARG(text));
    return type_get_bool(t, "binary", false) ? compiler_push_z(c, " BINARY") : true;
}

/* A length that is a string is another database's. CHAR takes it as it stands. */
static bool textual_length(Compiler *c, const SqlType *t, const char *word)
{
    const SqlValue *v = type_get(t, "length");
    if (v->kind != SQL_VALUE_STR) return true;
    if (!strcmp(word, "CHAR")) return compiler_fmt(c, "(%.*s)", STR_ARG(v->as.text));
    return compiler_unsupported(c, "TypeError", "%%d format: a real number is required, not str");
}

static bool string(Compiler *c, const SqlType *t, const char *word, bool always_national)
{
    bool national = always_national || type_get_bool(t, "national", false);
    if (national) compiler_push_z(c, "NATIONAL ");
    compiler_push_z(c, word);
    if (!textual_length(c, t, word)) return false;
    return push_number(c, t, "length") && string_end(c, t, national);
}

bool mysql_cast_string(Compiler *c, const SqlType *t)
{
    if (type_class_is_a(t->cls, "CHAR")) return mysql_type(c, t);
    bool is_enum = t->cls->affinity == TYPE_AFFINITY_ENUM;
    int64_t length = is_enum ? compiler_enum_length(t) : -1;
    compiler_push_z(c, "CHAR");
    if (!is_enum) push_number(c, t, "length");
    if (length >= 0) compiler_fmt(c, "(%" PRId64 ")", length);
    /* Only MySQL's own string types have a character set; NATIONAL is not for CAST. */
    return type_param_index(t->cls, STR("charset")) < 0 || string_end(c, t, false);
}

bool mysql_cast_decimal(Compiler *c, const SqlType *t) { return numeric(c, t, "DECIMAL"); }

static bool varchar(Compiler *c, const SqlType *t, const char *name)
{
    if (!has_number(t, "length"))
        return compiler_fail(c, "%s requires a length on dialect %s", name, c->dialect->name);
    return string(c, t, "VARCHAR", name[0] == 'N');
}

static bool values(Compiler *c, const SqlType *t, const char *word)
{
    const SqlValue *listed = type_get(t, "values");
    bool is_set = t->enum_values.len == 0 && listed->kind == SQL_VALUE_LIST;
    size_t n = is_set ? listed->as.list.len : t->enum_values.len;
    bool national = type_get_bool(t, "national", false);
    compiler_fmt(c, national ? "NATIONAL %s(" : "%s(", word);
    for (size_t i = 0; i < n; i++) {
        Str s = is_set ? listed->as.list.items[i].as.text : t->enum_values.items[i];
        if (i) compiler_push_z(c, ",");
        compiler_push_z(c, "'");
        for (size_t k = 0; k < s.len; k++) {
            bool twice = s.ptr[k] == '\'' || (s.ptr[k] == '%' && c->o->double_percent);
            if (twice) strbuf_push_char(&c->sql, s.ptr[k]);
            strbuf_push_char(&c->sql, s.ptr[k]);
        }
        compiler_push_z(c, "'");
    }
    compiler_push_z(c, ")");
    return string_end(c, t, national);
}

static bool with_number(Compiler *c, const SqlType *t, const char *word, const char *param)
{
    return compiler_push_z(c, word) && push_number(c, t, param);
}

typedef bool (*TypeFn)(Compiler *c, const SqlType *t, const char *word);

static bool plain_string(Compiler *c, const SqlType *t, const char *word)
{
    return string(c, t, word, false);
}
static bool national_char(Compiler *c, const SqlType *t, const char *word)
{
    return string(c, t, word, true);
}
/* The length of these is theirs. */
static bool sized_string(Compiler *c, const SqlType *t, const char *word)
{
    bool national = type_get_bool(t, "national", false);
    if (national) compiler_push_z(c, "NATIONAL ");
    compiler_push_z(c, word);
    return string_end(c, t, national);
}
static bool moment(Compiler *c, const SqlType *t, const char *word)
{
    return type_get_int(t, "fsp", 0) ? with_number(c, t, word, "fsp") : compiler_push_z(c, word);
}
static bool sized(Compiler *c, const SqlType *t, const char *word)
{
    if (type_get(t, "length")->kind == SQL_VALUE_STR) return textual_length(c, t, word);
    return with_number(c, t, word, "length");
}
static bool year(Compiler *c, const SqlType *t, const char *word)
{
    return with_number(c, t, word, "display_width");
}
static bool bare(Compiler *c, const SqlType *t, const char *word)
{
    return compiler_push_z(c, word);
}

static const struct {
    const char *visit;
    TypeFn fn;
    const char *word;
} types[] = {
    {"integer", integer, "INTEGER"},
    {"INTEGER", integer, "INTEGER"},
    {"small_integer", integer, "SMALLINT"},
    {"SMALLINT", integer, "SMALLINT"},
    {"big_integer", integer, "BIGINT"},
    {"BIGINT", integer, "BIGINT"},
    {"MEDIUMINT", integer, "MEDIUMINT"},
    {"TINYINT", integer, "TINYINT"},
    {"numeric", numeric, "NUMERIC"},
    {"NUMERIC", numeric, "NUMERIC"},
    {"DECIMAL", numeric, "DECIMAL"},
    {"float", numeric, "FLOAT"},
    {"FLOAT", numeric, "FLOAT"},
    {"double", both_or_none, "DOUBLE"},
    {"DOUBLE", both_or_none, "DOUBLE"},
    {"REAL", both_or_none, "REAL"},
    {"boolean", bare, "BOOL"},
    {"BOOLEAN", bare, "BOOL"},
    {"datetime", moment, "DATETIME"},
    {"DATETIME", moment, "DATETIME"},
    {"TIMESTAMP", moment, "TIMESTAMP"},
    {"time", moment, "TIME"},
    {"TIME", moment, "TIME"},
    {"YEAR", year, "YEAR"},
    {"string", varchar, "VARCHAR"},
    {"unicode", varchar, "VARCHAR"},
    {"VARCHAR", varchar, "VARCHAR"},
    {"NVARCHAR", varchar, "NVARCHAR"},
    {"CHAR", plain_string, "CHAR"},
    {"NCHAR", national_char, "CHAR"},
    {"text", plain_string, "TEXT"},
    {"unicode_text", plain_string, "TEXT"},
    {"TEXT", plain_string, "TEXT"},
    {"TINYTEXT", sized_string, "TINYTEXT"},
    {"MEDIUMTEXT", sized_string, "MEDIUMTEXT"},
    {"LONGTEXT", sized_string, "LONGTEXT"},
    {"large_binary", sized, "BLOB"},
    {"BLOB", sized, "BLOB"},
    {"TINYBLOB", bare, "TINYBLOB"},
    {"MEDIUMBLOB", bare, "MEDIUMBLOB"},
    {"LONGBLOB", bare, "LONGBLOB"},
    {"BIT", bits, "BIT"},
    {"JSON", bare, "JSON"},
    {"ENUM", values, "ENUM"},
    {"SET", values, "SET"},
};

bool mysql_type(Compiler *c, const SqlType *t)
{
    const char *visit = t->cls->visit;
    bool own_enum = !strcmp(visit, "enum") && type_get_bool(t, "native_enum", true);
    if (own_enum) return values(c, t, "ENUM");
    if (!strcmp(visit, "enum")) {
        int64_t longest = compiler_enum_length(t);
        if (longest < 0)
            return compiler_fail(c, "VARCHAR requires a length on dialect %s", c->dialect->name);
        return compiler_fmt(c, "VARCHAR(%" PRId64 ")", longest);
    }
    if (!strcmp(visit, "VARBINARY") && !has_number(t, "length"))
        return compiler_unsupported(c, "TypeError", "%%d format: a real number is required, not %s",
                                    type_get(t, "length")->kind == SQL_VALUE_STR ? "str"
                                                                                 : "NoneType");
    if (!strcmp(visit, "VARBINARY")) return with_number(c, t, "VARBINARY", "length");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].visit, visit) == 0) return types[i].fn(c, t, types[i].word);
    bool mariadb = c->dialect == &mysql_mariadb_dialect;
    if (mariadb && (!strcmp(visit, "INET4") || !strcmp(visit, "INET6")))
        return compiler_push_z(c, visit);
    return compiler_generic_type(c, t);
}
