#include "dialect/oracle/dialect.h"

#include <inttypes.h>
#include <string.h>

static bool varchar(Compiler *c, const SqlType *t, const char *word)
{
    const SqlValue *given = type_get(t, "length");
    compiler_push_z(c, word);
    if (given->kind == SQL_VALUE_STR) /* SQL Server's VARCHAR('max') */
        return compiler_fmt(c, word[0] == 'N' ? "(%.*s)" : "(%.*s CHAR)", STR_ARG(given->as.text));
    int64_t length = type_get_int(t, "length", 0);
    if (!length) return true;
    /* The length of the national types is in characters anyway. */
    return compiler_fmt(c, word[0] == 'N' ? "(%" PRId64 ")" : "(%" PRId64 " CHAR)", length);
}

static bool numeric(Compiler *c, const SqlType *t, const char *word)
{
    int64_t precision = type_get_int(t, "precision", -1), scale = type_get_int(t, "scale", -1);
    bool has_scale = type_get(t, "scale")->kind == SQL_VALUE_INT; /* it may be negative */
    compiler_push_z(c, word);
    if (precision < 0) return true;
    if (!has_scale) return compiler_fmt(c, "(%" PRId64 ")", precision);
    return compiler_fmt(c, "(%" PRId64 ", %" PRId64 ")", precision, scale);
}

/* FLOAT counts binary digits, and nobody can tell how many those are in decimal ones. */
#define BINARY_DIGITS_PER_DECIMAL 0.30103

static bool real(Compiler *c, const SqlType *t)
{
    int64_t decimal = type_get_int(t, "precision", 0);
    int64_t binary = type_get_int(t, "binary_precision", -1);
    if (decimal && binary < 0)
        return compiler_unsupported(
            c, "sqlalchemy.exc.ArgumentError",
            "Oracle Database FLOAT types use 'binary precision', which does not convert cleanly "
            "from decimal 'precision'.  Please specify this type with a separate Oracle Database "
            "variant, such as %s(precision=%" PRId64 ").with_variant(oracle.FLOAT(binary_precision="
            "%d), 'oracle'), so that the Oracle Database specific 'binary_precision' may be "
            "specified accurately.",
            t->cls->name, decimal, (int)((double)decimal / BINARY_DIGITS_PER_DECIMAL));
    compiler_push_z(c, "FLOAT");
    return binary < 0 ? true : compiler_fmt(c, "(%" PRId64 ")", binary);
}

static bool interval(Compiler *c, const SqlType *t)
{
    int64_t days = type_get_int(t, "day_precision", -1);
    int64_t seconds = type_get_int(t, "second_precision", -1);
    compiler_push_z(c, "INTERVAL DAY");
    if (days >= 0) compiler_fmt(c, "(%" PRId64 ")", days);
    compiler_push_z(c, " TO SECOND");
    return seconds < 0 ? true : compiler_fmt(c, "(%" PRId64 ")", seconds);
}

static bool timestamp(Compiler *c, const SqlType *t)
{
    compiler_push_z(c, "TIMESTAMP");
    if (type_get_bool(t, "local_timezone", false))
        return compiler_push_z(c, " WITH LOCAL TIME ZONE");
    return type_get_bool(t, "timezone", false) ? compiler_push_z(c, " WITH TIME ZONE") : true;
}

static bool vector_part(Compiler *c, const SqlType *t, const char *param)
{
    const SqlValue *v = type_get(t, param);
    if (v->kind == SQL_VALUE_STR) return compiler_push(c, v->as.text);
    if (v->kind == SQL_VALUE_INT) return compiler_fmt(c, "%" PRId64, v->as.integer);
    return compiler_push_z(c, "*");
}

static bool vector(Compiler *c, const SqlType *t)
{
    compiler_push_z(c, "VECTOR(");
    return vector_part(c, t, "dim") && compiler_push_z(c, ",") &&
           vector_part(c, t, "storage_format") && compiler_push_z(c, ",") &&
           vector_part(c, t, "storage_type") && compiler_push_z(c, ")");
}

static const char *fixed_word(const char *visit)
{
    static const struct {
        const char *visit, *word;
    } words[] = {{"big_integer", "NUMBER(19)"},
                 {"boolean", "SMALLINT"},
                 {"datetime", "DATE"},
                 {"text", "CLOB"},
                 {"unicode_text", "CLOB"},
                 {"large_binary", "BLOB"},
                 {"LONG", "LONG"},
                 {"ROWID", "ROWID"},
                 {"BFILE", "BFILE"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].visit, visit) == 0) return words[i].word;
    return NULL;
}

/* By length and precision. */
static bool sized(Compiler *c, const SqlType *t, bool *handled)
{
    const char *visit = t->cls->visit;
    *handled = true;
    if (!strcmp(visit, "string") || !strcmp(visit, "unicode") || !strcmp(visit, "VARCHAR2"))
        return varchar(c, t, "VARCHAR2");
    if (!strcmp(visit, "VARCHAR") || !strcmp(visit, "NVARCHAR"))
        return varchar(c, t, visit[0] == 'N' ? "NVARCHAR2" : "VARCHAR");
    if (!strcmp(visit, "double") || !strcmp(visit, "DOUBLE_PRECISION"))
        return numeric(c, t, "DOUBLE PRECISION");
    if (!strcmp(visit, "NUMBER") || !strcmp(visit, "BINARY_DOUBLE") ||
        !strcmp(visit, "BINARY_FLOAT"))
        return numeric(c, t, visit);
    if (!strcmp(visit, "RAW")) {
        int64_t length = type_get_int(t, "length", 0);
        const SqlValue *given = type_get(t, "length");
        compiler_push_z(c, "RAW");
        if (given->kind == SQL_VALUE_STR) return compiler_fmt(c, "(%.*s)", STR_ARG(given->as.text));
        return length ? compiler_fmt(c, "(%" PRId64 ")", length) : true;
    }
    *handled = false;
    return true;
}

bool oracle_type(Compiler *c, const SqlType *t)
{
    const char *visit = t->cls->visit;
    const char *word = fixed_word(visit);
    bool handled;
    if (word) return compiler_push_z(c, word);
    if (!sized(c, t, &handled) || handled) return handled;
    if (!strcmp(visit, "float") || !strcmp(visit, "FLOAT")) return real(c, t);
    if (!strcmp(visit, "INTERVAL") && type_param_index(t->cls, STR("day_precision")) < 0)
        return compiler_unsupported(c, "AttributeError",
                                    "'INTERVAL' object has no attribute 'day_precision'");
    if (!strcmp(visit, "INTERVAL")) return interval(c, t);
    if (!strcmp(visit, "TIMESTAMP")) return timestamp(c, t);
    if (!strcmp(visit, "VECTOR")) return vector(c, t);
    if (!strcmp(visit, "enum")) {
        size_t start = c->sql.len;
        if (!compiler_generic_type(c, t)) return false;
        /* VARCHAR(n) is in characters here. */
        bool ends = c->sql.len > start && strbuf_view(&c->sql).ptr[c->sql.len - 1] == ')';
        if (ends) strbuf_truncate(&c->sql, c->sql.len - 1), compiler_push_z(c, " CHAR)");
        return true;
    }
    if (type_class_is_a(t->cls, "Interval") && !t->impl)
        return type_get_bool(t, "native", true) ? interval(c, t) : compiler_push_z(c, "DATE");
    return compiler_generic_type(c, t);
}
