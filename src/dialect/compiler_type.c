#include "dialect/compiler.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

/* SQLAlchemy's words, with the dialect's name where it has the address of a Python object. */
static bool cannot_render(Compiler *c, const SqlType *t)
{
    return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                "Compiler for %s can't render element of type %s", c->dialect->name,
                                t->cls->name);
}

static bool collate(Compiler *c, const SqlType *t)
{
    const SqlValue *v = type_get(t, "collation");
    if (v->kind != SQL_VALUE_STR) return true;
    /* The generic compiler writes the collation in double quotes, whatever the dialect. */
    return compiler_fmt(c, " COLLATE \"%.*s\"", STR_ARG(v->as.text));
}

static bool string_type(Compiler *c, const SqlType *t, const char *name)
{
    const SqlValue *length = type_get(t, "length");
    compiler_push_z(c, name);
    if (length->kind == SQL_VALUE_INT && length->as.integer)
        compiler_fmt(c, "(%" PRId64 ")", length->as.integer);
    else if (length->kind == SQL_VALUE_STR)
        compiler_fmt(c, "(%.*s)", STR_ARG(length->as.text));
    return collate(c, t);
}

static bool numeric_type(Compiler *c, const SqlType *t, const char *name)
{
    const SqlValue *precision = type_get(t, "precision"), *scale = type_get(t, "scale");
    compiler_push_z(c, name);
    if (precision->kind != SQL_VALUE_INT) return true;
    if (scale->kind != SQL_VALUE_INT)
        return compiler_fmt(c, "(%" PRId64 ")", precision->as.integer);
    return compiler_fmt(c, "(%" PRId64 ", %" PRId64 ")", precision->as.integer, scale->as.integer);
}

static bool binary_type(Compiler *c, const SqlType *t, const char *name)
{
    int64_t length = type_get_int(t, "length", 0);
    if (type_get(t, "length")->kind == SQL_VALUE_STR) /* SQL Server's VARBINARY('max') */
        return compiler_unsupported(c, "TypeError",
                                    "%%d format: a real number is required, not str");
    compiler_push_z(c, name);
    return length ? compiler_fmt(c, "(%" PRId64 ")", length) : true;
}

static bool null_type(Compiler *c)
{
    return compiler_fail(c,
                         "Can't generate DDL for NullType(); did you forget to specify a type on "
                         "this Column?");
}

int64_t compiler_enum_length(const SqlType *t)
{
    int64_t longest = 0;
    for (size_t i = 0; i < t->enum_values.len; i++) {
        int64_t n = (int64_t)utf8_count(t->enum_values.items[i]);
        if (n > longest) longest = n;
    }
    bool none = type_param_index(t->cls, STR("length")) >= 0 &&
                type_get(t, "length")->kind == SQL_VALUE_NULL; /* length=None: as long as it may be */
    int64_t length = type_get_int(t, "length", 0);
    if (none) return -1;
    return length > 0 ? length : longest;
}

static bool user_defined(Compiler *c, const SqlType *t)
{
    if (!str_is_null(t->col_spec)) return compiler_push(c, t->col_spec);
    int64_t dim = type_get_int(t, "dim", -1);
    compiler_push_z(c, t->cls->name);
    return dim < 0 ? true : compiler_fmt(c, "(%" PRId64 ")", dim);
}

/* Types whose spelling is a fixed word. */
static const char *fixed_word(const char *visit)
{
    static const struct {
        const char *visit, *word;
    } words[] = {
        {"integer", "INTEGER"},
        {"INTEGER", "INTEGER"},
        {"small_integer", "SMALLINT"},
        {"SMALLINT", "SMALLINT"},
        {"big_integer", "BIGINT"},
        {"BIGINT", "BIGINT"},
        {"float", "FLOAT"},
        {"FLOAT", "FLOAT"},
        {"double", "DOUBLE"},
        {"DOUBLE", "DOUBLE"},
        {"DOUBLE_PRECISION", "DOUBLE PRECISION"},
        {"REAL", "REAL"},
        {"boolean", "BOOLEAN"},
        {"BOOLEAN", "BOOLEAN"},
        {"date", "DATE"},
        {"DATE", "DATE"},
        {"time", "TIME"},
        {"TIME", "TIME"},
        {"datetime", "DATETIME"},
        {"DATETIME", "DATETIME"},
        {"TIMESTAMP", "TIMESTAMP"},
        {"large_binary", "BLOB"},
        {"BLOB", "BLOB"},
        {"UUID", "UUID"},
        {"CLOB", "CLOB"},
        {"NCLOB", "NCLOB"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].visit, visit) == 0) return words[i].word;
    return NULL;
}

/* What SQLAlchemy's own decorators decorate. */
static bool stand_in(Compiler *c, const char *name)
{
    const SqlType t = {.cls = type_class_get(name)};
    return c->rules->type(c, &t);
}

bool compiler_generic_type(Compiler *c, const SqlType *t)
{
    const char *visit = t->cls->visit;
    if (t->cls->is_user_defined || strcmp(visit, "user_defined") == 0) return user_defined(c, t);
    const char *word = fixed_word(visit);
    if (word) return compiler_push_z(c, word);
    if (!strcmp(visit, "string") || !strcmp(visit, "unicode") || !strcmp(visit, "VARCHAR"))
        return string_type(c, t, "VARCHAR");
    if (!strcmp(visit, "text") || !strcmp(visit, "unicode_text") || !strcmp(visit, "TEXT"))
        return string_type(c, t, "TEXT");
    if (!strcmp(visit, "CHAR") || !strcmp(visit, "NCHAR") || !strcmp(visit, "NVARCHAR"))
        return string_type(c, t, visit);
    if (!strcmp(visit, "numeric") || !strcmp(visit, "NUMERIC"))
        return numeric_type(c, t, "NUMERIC");
    if (!strcmp(visit, "DECIMAL")) return numeric_type(c, t, "DECIMAL");
    if (!strcmp(visit, "BINARY") || !strcmp(visit, "VARBINARY")) return binary_type(c, t, visit);
    if (!strcmp(visit, "uuid")) {
        bool native = type_get_bool(t, "native_uuid", true) && c->rules->native_uuid;
        return compiler_push_z(c, native ? "UUID" : "CHAR(32)");
    }
    if (!strcmp(visit, "enum")) {
        int64_t length = compiler_enum_length(t);
        compiler_push_z(c, "VARCHAR");
        if (length > 0) compiler_fmt(c, "(%" PRId64 ")", length);
        return collate(c, t);
    }
    if (!strcmp(visit, "type_decorator")) {
        if (t->impl) return compiler_type(c, t->impl);
        if (type_class_is_a(t->cls, "Interval")) return stand_in(c, "DateTime");
        if (type_class_is_a(t->cls, "PickleType")) return stand_in(c, "LargeBinary");
        if (type_class_is_a(t->cls, "BIT")) return binary_type(c, t, "BIT");
    }
    if (!strcmp(visit, "null")) return null_type(c);
    return cannot_render(c, t);
}
