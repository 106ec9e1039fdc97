#include "dialect/postgresql/dialect.h"

#include <inttypes.h>
#include <string.h>

bool postgresql_type_name(Compiler *c, const SqlType *t)
{
    if (!t->name.len) return compiler_fail(c, "PostgreSQL %s type requires a name.", t->cls->name);
    Ident name = {.text = t->name,
                  .quote = ident_quote(t->name_quote),
                  .schema_quote = ident_quote(t->schema_quote)};
    Str schema = t->schema;
    if (t->inherit_schema && c->type_table) {
        schema = c->type_table->schema;
        name.schema_quote = c->type_table->name.schema_quote;
    }
    return c->plain_types ? compiler_plain_table(c, schema, name) : compiler_table(c, schema, name);
}

static bool with_precision(Compiler *c, const SqlType *t, const char *word)
{
    int64_t precision = type_get_int(t, "precision", -1);
    compiler_push_z(c, word);
    if (precision >= 0) compiler_fmt(c, "(%" PRId64 ")", precision);
    return compiler_fmt(c, " %s TIME ZONE",
                        type_get_bool(t, "timezone", false) ? "WITH" : "WITHOUT");
}

static bool interval(Compiler *c, const SqlType *t, const char *precision_param)
{
    const SqlValue *fields = type_get(t, "fields");
    int64_t precision = type_get_int(t, precision_param, -1);
    compiler_push_z(c, "INTERVAL");
    if (fields->kind == SQL_VALUE_STR) compiler_fmt(c, " %.*s", STR_ARG(fields->as.text));
    return precision < 0 ? true : compiler_fmt(c, " (%" PRId64 ")", precision);
}

static bool bit(Compiler *c, const SqlType *t)
{
    bool varying = type_get_bool(t, "varying", false);
    int64_t length = type_get_int(t, "length", 0);
    compiler_push_z(c, varying ? "BIT VARYING" : "BIT");
    if (!length && varying) return true;
    return compiler_fmt(c, "(%" PRId64 ")", length ? length : 1);
}

/* The brackets go before a collation of the item type. */
static bool array(Compiler *c, const SqlType *t)
{
    if (!t->impl) return compiler_fail(c, "ARRAY without an item type");
    size_t start = c->sql.len;
    if (!compiler_type(c, t->impl)) return false;
    Str item = arena_str(c->a, str_slice(strbuf_view(&c->sql), start, c->sql.len));
    size_t cut = str_find(item, STR(" COLLATE"));
    if (cut == STR_NPOS) cut = item.len;
    strbuf_truncate(&c->sql, start + cut);
    int64_t dimensions = type_get_int(t, "dimensions", 1);
    for (int64_t i = 0; i < dimensions; i++) compiler_push_z(c, "[]");
    return compiler_push(c, str_slice(item, cut, item.len));
}

static bool is_own_word(const char *visit)
{
    static const char *const words[] = {
        "TSVECTOR",       "TSQUERY",        "INET",
        "CIDR",           "CITEXT",         "MACADDR",
        "MACADDR8",       "MONEY",          "OID",
        "REGCONFIG",      "REGCLASS",       "HSTORE",
        "JSON",           "JSONB",          "INT4RANGE",
        "INT8RANGE",      "NUMRANGE",       "DATERANGE",
        "TSRANGE",        "TSTZRANGE",      "INT4MULTIRANGE",
        "INT8MULTIRANGE", "NUMMULTIRANGE",  "DATEMULTIRANGE",
        "TSMULTIRANGE",   "TSTZMULTIRANGE", "BYTEA",
        "JSONPATH",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], visit) == 0) return true;
    return false;
}

bool postgresql_type(Compiler *c, const SqlType *t)
{
    const char *visit = t->cls->visit;
    bool is_native = type_get_bool(t, "native_enum", true);
    if (is_own_word(visit)) return compiler_push_z(c, visit);
    bool moment = t->cls->affinity == TYPE_AFFINITY_DATETIME;
    if (moment && (!strcmp(visit, "datetime") || !strcmp(visit, "TIMESTAMP")))
        return with_precision(c, t, "TIMESTAMP");
    if (!strcmp(visit, "time") || !strcmp(visit, "TIME")) return with_precision(c, t, "TIME");
    if (!strcmp(visit, "INTERVAL") && type_param_index(t->cls, STR("fields")) >= 0)
        return interval(c, t, "precision");
    if (!strcmp(visit, "float") || !strcmp(visit, "FLOAT")) {
        int64_t precision = type_get_int(t, "precision", 0);
        compiler_push_z(c, "FLOAT");
        return precision ? compiler_fmt(c, "(%" PRId64 ")", precision) : true;
    }
    if (!strcmp(visit, "double")) return compiler_push_z(c, "DOUBLE PRECISION");
    if (!strcmp(visit, "large_binary")) return compiler_push_z(c, "BYTEA");
    if (!strcmp(visit, "json_path")) return compiler_push_z(c, "JSONPATH");
    if (!strcmp(visit, "BIT") && type_param_index(t->cls, STR("varying")) >= 0) return bit(c, t);
    if (!strcmp(visit, "ARRAY")) return array(c, t);
    if (!strcmp(visit, "DOMAIN")) return postgresql_type_name(c, t);
    bool is_enum = !strcmp(visit, "enum") || !strcmp(visit, "ENUM");
    if (is_enum && is_native) return postgresql_type_name(c, t);
    if (type_class_is_a(t->cls, "Interval") && type_get_bool(t, "native", true) && !t->impl)
        return interval(c, t, "second_precision");
    /* SQL Server's row version is no moment. */
    if (!moment && !strcmp(visit, "TIMESTAMP"))
        return compiler_unsupported(c, "AttributeError", "'%s' object has no attribute 'timezone'",
                                    t->cls->name);
    return compiler_generic_type(c, t);
}
