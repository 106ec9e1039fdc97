#include "dialect/mysql/dialect.h"

#include <inttypes.h>
#include <string.h>

static bool numeric_end(Compiler *c, const SqlType *t)
{
    if (type_get_bool(t, "unsigned", false)) compiler_push_z(c, " UNSIGNED");
    if (type_get_bool(t, "zerofill", false)) compiler_push_z(c, " ZEROFILL");
    return true;
}

static bool integer(Compiler *c, const SqlType *t, const char *word)
{
    int64_t width = type_get_int(t, "display_width", -1);
    compiler_push_z(c, word);
    if (width >= 0) compiler_fmt(c, "(%" PRId64 ")", width);
    return numeric_end(c, t);
}

static bool numeric(Compiler *c, const SqlType *t, const char *word)
{
    int64_t precision = type_get_int(t, "precision", -1), scale = type_get_int(t, "scale", 0);
    bool has_scale = type_get(t, "scale")->kind == SQL_VALUE_INT; /* it may be negative */
    compiler_push_z(c, word);
    if (precision >= 0 && has_scale)
        compiler_fmt(c, "(%" PRId64 ", %" PRId64 ")", precision, scale);
    else if (precision >= 0)
        compiler_fmt(c, "(%" PRId64 ")", precision);
    return numeric_end(c, t);
}

/* PostgreSQL's BIT has one bit unless told otherwise. */
static bool bits(Compiler *c, const SqlType *t, const char *word)
{
    bool has_default = type_param_index(t->cls, STR("varying")) >= 0;
    int64_t length = type_get_int(t, "length", -1);
    if (length < 0 && has_default && !type_get_bool(t, "varying", false)) length = 1;
    return length < 0 ? compiler_push_z(c, word) : compiler_fmt(c, "%s(%" PRId64 ")", word, length);
}

/* DOUBLE and REAL have both numbers or none. */
static bool both_or_none(Compiler *c, const SqlType *t, const char *word)
{
    int64_t precision = type_get_int(t, "precision", -1), scale = type_get_int(t, "scale", -1);
    bool has_both = type_param_index(t->cls, STR("scale")) >= 0; /* the generic REAL has one */
    if (has_both && (precision < 0) != (scale < 0))
        return compiler_unsupported(
            c, "sqlalchemy.exc.ArgumentError",
            "You must specify both precision and scale or omit both altogether.");
    if (precision >= 0 && scale >= 0) return numeric(c, t, word);
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
    int64_t length = type_get_int(t, "length", -1);
    bool national = always_national || type_get_bool(t, "national", false);
    if (national) compiler_push_z(c, "NATIONAL ");
    compiler_push_z(c, word);
    if (!textual_length(c, t, word)) return false;
    if (length >= 0) compiler_fmt(c, "(%" PRId64 ")", length);
    return string_end(c, t, national);
}

bool mysql_cast_string(Compiler *c, const SqlType *t)
{
    if (type_class_is_a(t->cls, "CHAR")) return mysql_type(c, t);
    bool is_enum = t->cls->affinity == TYPE_AFFINITY_ENUM;
    int64_t length = is_enum ? compiler_enum_length(t) : type_get_int(t, "length", -1);
    compiler_push_z(c, "CHAR");
    if (length >= 0) compiler_fmt(c, "(%" PRId64 ")", length);
    /* Only MySQL's own string types have a character set; NATIONAL is not for CAST. */
    return type_param_index(t->cls, STR("charset")) < 0 || string_end(c, t, false);
}

static bool varchar(Compiler *c, const SqlType *t, const char *name)
{
    if (type_get_int(t, "length", -1) < 0)
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

static bool with_number(Compiler *c, const SqlType *t, const char *word, const char *param,
                        int64_t least)
{
    int64_t n = type_get_int(t, param, -1);
    compiler_push_z(c, word);
    return n >= least ? compiler_fmt(c, "(%" PRId64 ")", n) : true;
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
    return with_number(c, t, word, "fsp", 1);
}
static bool sized(Compiler *c, const SqlType *t, const char *word)
{
    if (type_get(t, "length")->kind == SQL_VALUE_STR) return textual_length(c, t, word);
    return with_number(c, t, word, "length", 0);
}
static bool year(Compiler *c, const SqlType *t, const char *word)
{
    return with_number(c, t, word, "display_width", 0);
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
    int64_t length = type_get_int(t, "length", -1);
    if (!strcmp(visit, "VARBINARY") && length < 0)
        return compiler_unsupported(
            c, "TypeError", "%%d format: a real number is required, not %s",
            type_get(t, "length")->kind == SQL_VALUE_STR ? "str" : "NoneType");
    if (!strcmp(visit, "VARBINARY")) return compiler_fmt(c, "VARBINARY(%" PRId64 ")", length);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].visit, visit) == 0) return types[i].fn(c, t, types[i].word);
    bool mariadb = c->dialect == &mysql_mariadb_dialect;
    if (mariadb && (!strcmp(visit, "INET4") || !strcmp(visit, "INET6")))
        return compiler_push_z(c, visit);
    return compiler_generic_type(c, t);
}
