#include "dialect/mssql/dialect.h"

#include <inttypes.h>
#include <string.h>

/* A length and a collation behind a word; `missing` stands for a length that was not given. */
static bool extend(Compiler *c, const SqlType *t, const char *word, const char *missing)
{
    const SqlValue *length = type_get(t, "length"), *collation = type_get(t, "collation");
    compiler_push_z(c, word);
    if (length->kind == SQL_VALUE_INT && length->as.integer)
        compiler_fmt(c, "(%" PRId64 ")", length->as.integer);
    else if (length->kind == SQL_VALUE_STR)
        compiler_fmt(c, "(%.*s)", STR_ARG(length->as.text));
    else if (missing)
        compiler_fmt(c, "(%s)", missing);
    if (collation->kind == SQL_VALUE_STR && collation->as.text.len)
        compiler_fmt(c, " COLLATE %.*s", STR_ARG(collation->as.text));
    return true;
}

static bool precise(Compiler *c, const SqlType *t, const char *word)
{
    int64_t precision = type_get_int(t, "precision", -1);
    compiler_push_z(c, word);
    return precision < 0 ? true : compiler_fmt(c, "(%" PRId64 ")", precision);
}

/* Words that mean a type of this database and are spelled as they are called. */
static bool is_own_word(const char *visit)
{
    static const char *const words[] = {
        "TINYINT", "TIMESTAMP", "ROWVERSION", "SMALLDATETIME", "IMAGE",           "XML",
        "BIT",     "MONEY",     "SMALLMONEY", "SQL_VARIANT",   "UNIQUEIDENTIFIER"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], visit) == 0) return true;
    return false;
}

static bool sized(Compiler *c, const SqlType *t, bool *handled)
{
    static const struct {
        const char *visit, *word, *missing;
    } types[] = {
        {"string", "VARCHAR", "max"},    {"VARCHAR", "VARCHAR", "max"},
        {"unicode", "NVARCHAR", "max"},  {"NVARCHAR", "NVARCHAR", "max"},
        {"text", "TEXT", NULL},          {"TEXT", "TEXT", NULL},
        {"unicode_text", "NTEXT", NULL}, {"NTEXT", "NTEXT", NULL},
        {"CHAR", "CHAR", NULL},          {"NCHAR", "NCHAR", NULL},
        {"JSON", "NVARCHAR", "max"},     {"VARBINARY", "VARBINARY", "max"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].visit, t->cls->visit) != 0) continue;
        *handled = true;
        return extend(c, t, types[i].word, types[i].missing);
    }
    return true;
}

bool mssql_type(Compiler *c, const SqlType *t)
{
    const char *visit = t->cls->visit;
    bool handled = false;
    /* Without a server to ask, SQLAlchemy assumes an old one: it has neither DATE nor TIME. */
    if (!strcmp(visit, "date") || !strcmp(visit, "time")) return compiler_push_z(c, "DATETIME");
    if (!strcmp(visit, "datetime") && type_get_bool(t, "timezone", false))
        return precise(c, t, "DATETIMEOFFSET");
    if (!strcmp(visit, "DATETIME2") || !strcmp(visit, "DATETIMEOFFSET") || !strcmp(visit, "TIME"))
        return precise(c, t, visit);
    if (!strcmp(visit, "float") || !strcmp(visit, "FLOAT")) return precise(c, t, "FLOAT");
    if (!strcmp(visit, "double")) return compiler_push_z(c, "DOUBLE PRECISION");
    if (!strcmp(visit, "boolean")) return compiler_push_z(c, "BIT");
    if (!strcmp(visit, "large_binary")) return compiler_push_z(c, "IMAGE");
    if (!strcmp(visit, "uuid"))
        return compiler_push_z(c, type_get_bool(t, "native_uuid", true) ? "UNIQUEIDENTIFIER"
                                                                        : "CHAR(32)");
    if (is_own_word(visit)) return compiler_push_z(c, visit);
    if (!sized(c, t, &handled)) return false;
    if (!strcmp(visit, "enum")) {
        size_t start = c->sql.len;
        if (!compiler_generic_type(c, t)) return false;
        bool bare = str_eq(str_slice(strbuf_view(&c->sql), start, c->sql.len), STR("VARCHAR"));
        return bare ? compiler_push_z(c, "(max)") : true;
    }
    if (!handled) return compiler_generic_type(c, t);
    bool stream = !strcmp(visit, "VARBINARY") && type_get_bool(t, "filestream", false);
    return stream ? compiler_push_z(c, " FILESTREAM") : true;
}
