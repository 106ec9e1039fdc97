#include "modules/sqlalchemy/sql/adapt.h"

#include "schema/type_table.h"

/* int.bit_length() from which on SQLAlchemy takes BigInteger. */
static bool is_big(int64_t i) { return i >= INT64_C(2147483648) || i <= -INT64_C(2147483648); }

static bool has_zone(Str moment)
{
    /* Behind the date, a sign can only be that of an offset. */
    for (size_t i = moment.len > 8 ? 8 : 0; i < moment.len; i++)
        if (moment.ptr[i] == '+' || (moment.ptr[i] == '-' && i > 10)) return true;
    return false;
}

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] & 0x80) return false;
    return true;
}

/* DateTime(timezone=True) and its like, once. */
static const SqlType *zoned(Eval *ev, const char *name)
{
    SqlType *t = type_new(eval_arena(ev), type_class_get(name));
    type_set(t, "timezone", sql_value_bool(true));
    return t;
}

/* The type of a range by itself, or of a list of ranges; NULL = of anything else. */
static const SqlType *range_type(Eval *ev, const SqlValue *v)
{
    bool many = v->kind == SQL_VALUE_LIST;
    if (many && (!v->as.list.len || v->as.list.items[0].kind != SQL_VALUE_RANGE)) return NULL;
    Str name = many ? v->as.list.items[0].member : v->member;
    if (str_is_null(name)) return NULL;
    size_t stem = name.len - STR("RANGE").len;
    if (many) name = arena_fmt(eval_arena(ev), "%.*sMULTIRANGE", (int)stem, name.ptr);
    const TypeClass *cls = type_class_find(STR("sqlalchemy.dialects.postgresql"), name);
    return cls ? type_new(eval_arena(ev), cls) : NULL;
}

const SqlType *adapt_type_of_value(Eval *ev, const SqlValue *v)
{
    if (v->kind == SQL_VALUE_RANGE || v->kind == SQL_VALUE_LIST) return range_type(ev, v);
    if (!str_is_null(v->member)) return NULL; /* of an enum: the other side knows it */
    switch (v->kind) {
    case SQL_VALUE_BOOL: return element_plain_type(ev, "Boolean");
    case SQL_VALUE_INT:
        return element_plain_type(ev, is_big(v->as.integer) ? "BigInteger" : "Integer");
    case SQL_VALUE_BIGINT: return element_plain_type(ev, "BigInteger");
    case SQL_VALUE_FLOAT: return element_plain_type(ev, "Float");
    case SQL_VALUE_DECIMAL: return element_plain_type(ev, "Numeric");
    case SQL_VALUE_STR: return element_plain_type(ev, is_ascii(v->as.text) ? "String" : "Unicode");
    case SQL_VALUE_BYTES: return element_plain_type(ev, "LargeBinary");
    case SQL_VALUE_DATE: return element_plain_type(ev, "Date");
    case SQL_VALUE_TIME:
        return has_zone(v->as.text) ? zoned(ev, "Time") : element_plain_type(ev, "Time");
    case SQL_VALUE_DATETIME:
        return has_zone(v->as.text) ? zoned(ev, "DateTime") : element_plain_type(ev, "DateTime");
    case SQL_VALUE_INTERVAL: return element_plain_type(ev, "Interval");
    case SQL_VALUE_UUID: return element_plain_type(ev, "Uuid");
    default: return NULL;
    }
}

const SqlType *adapt_compared(Eval *ev, const SqlType *beside, const SqlValue *v)
{
    const SqlType *own = adapt_type_of_value(ev, v);
    if (!beside || type_is_null(beside)) return own;
    if (!own || type_affinity(own) == type_affinity(beside)) return beside;
    TypeAffinity theirs = type_affinity(beside);
    bool text = v->kind == SQL_VALUE_STR;
    if (text && (theirs == TYPE_AFFINITY_UUID || theirs == TYPE_AFFINITY_BINARY)) return beside;
    bool interval = type_class_is_a(beside->cls, "Interval");
    bool own_type = beside->cls->is_decorator || type_class_is_a(beside->cls, "UserDefinedType");
    return own_type && !interval ? beside : own;
}

/* ---- _expression_adaptations ---- */

typedef enum Result {
    RESULT_SELF,  /* the left type as it is */
    RESULT_CLASS, /* its class without parameters */
    RESULT_OTHER, /* the right type */
    RESULT_NUMERIC,
    RESULT_INTEGER,
    RESULT_DATETIME,
    RESULT_INTERVAL,
    RESULT_TIME
} Result;

static const struct {
    TypeAffinity left;
    SqlOp op;
    TypeAffinity right;
    Result result;
} rules[] = {
    {TYPE_AFFINITY_INTEGER, SQL_OP_ADD, TYPE_AFFINITY_DATE, RESULT_OTHER},
    {TYPE_AFFINITY_INTEGER, SQL_OP_ADD, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_INTEGER, SQL_OP_ADD, TYPE_AFFINITY_NUMERIC, RESULT_OTHER},
    {TYPE_AFFINITY_INTEGER, SQL_OP_MUL, TYPE_AFFINITY_INTERVAL, RESULT_OTHER},
    {TYPE_AFFINITY_INTEGER, SQL_OP_MUL, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_INTEGER, SQL_OP_MUL, TYPE_AFFINITY_NUMERIC, RESULT_OTHER},
    {TYPE_AFFINITY_INTEGER, SQL_OP_TRUEDIV, TYPE_AFFINITY_INTEGER, RESULT_NUMERIC},
    {TYPE_AFFINITY_INTEGER, SQL_OP_TRUEDIV, TYPE_AFFINITY_NUMERIC, RESULT_OTHER},
    {TYPE_AFFINITY_INTEGER, SQL_OP_FLOORDIV, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_INTEGER, SQL_OP_FLOORDIV, TYPE_AFFINITY_NUMERIC, RESULT_OTHER},
    {TYPE_AFFINITY_INTEGER, SQL_OP_SUB, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_INTEGER, SQL_OP_SUB, TYPE_AFFINITY_NUMERIC, RESULT_OTHER},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_MUL, TYPE_AFFINITY_INTERVAL, RESULT_OTHER},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_MUL, TYPE_AFFINITY_NUMERIC, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_MUL, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_TRUEDIV, TYPE_AFFINITY_NUMERIC, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_TRUEDIV, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_ADD, TYPE_AFFINITY_NUMERIC, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_ADD, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_SUB, TYPE_AFFINITY_NUMERIC, RESULT_CLASS},
    {TYPE_AFFINITY_NUMERIC, SQL_OP_SUB, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_DATETIME, SQL_OP_ADD, TYPE_AFFINITY_INTERVAL, RESULT_CLASS},
    {TYPE_AFFINITY_DATETIME, SQL_OP_SUB, TYPE_AFFINITY_INTERVAL, RESULT_CLASS},
    {TYPE_AFFINITY_DATETIME, SQL_OP_SUB, TYPE_AFFINITY_DATETIME, RESULT_INTERVAL},
    {TYPE_AFFINITY_DATE, SQL_OP_ADD, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_DATE, SQL_OP_ADD, TYPE_AFFINITY_INTERVAL, RESULT_DATETIME},
    {TYPE_AFFINITY_DATE, SQL_OP_ADD, TYPE_AFFINITY_TIME, RESULT_DATETIME},
    {TYPE_AFFINITY_DATE, SQL_OP_SUB, TYPE_AFFINITY_INTEGER, RESULT_CLASS},
    {TYPE_AFFINITY_DATE, SQL_OP_SUB, TYPE_AFFINITY_DATE, RESULT_INTEGER},
    {TYPE_AFFINITY_DATE, SQL_OP_SUB, TYPE_AFFINITY_INTERVAL, RESULT_DATETIME},
    {TYPE_AFFINITY_DATE, SQL_OP_SUB, TYPE_AFFINITY_DATETIME, RESULT_INTERVAL},
    {TYPE_AFFINITY_TIME, SQL_OP_ADD, TYPE_AFFINITY_DATE, RESULT_DATETIME},
    {TYPE_AFFINITY_TIME, SQL_OP_ADD, TYPE_AFFINITY_INTERVAL, RESULT_CLASS},
    {TYPE_AFFINITY_TIME, SQL_OP_SUB, TYPE_AFFINITY_TIME, RESULT_INTERVAL},
    {TYPE_AFFINITY_TIME, SQL_OP_SUB, TYPE_AFFINITY_INTERVAL, RESULT_CLASS},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_ADD, TYPE_AFFINITY_DATE, RESULT_DATETIME},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_ADD, TYPE_AFFINITY_INTERVAL, RESULT_CLASS},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_ADD, TYPE_AFFINITY_DATETIME, RESULT_OTHER},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_ADD, TYPE_AFFINITY_TIME, RESULT_OTHER},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_SUB, TYPE_AFFINITY_INTERVAL, RESULT_CLASS},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_MUL, TYPE_AFFINITY_NUMERIC, RESULT_CLASS},
    {TYPE_AFFINITY_INTERVAL, SQL_OP_TRUEDIV, TYPE_AFFINITY_NUMERIC, RESULT_CLASS},
};

/* A class that is its own affinity keeps the parameters of the left type. */
static const SqlType *own_class(Eval *ev, const SqlType *left)
{
    static const char *const roots[] = {"Integer", "Numeric", "DateTime",
                                        "Date",    "Time",    "Interval"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (left->cls == type_class_get(roots[i])) return left;
    return type_new(eval_arena(ev), left->cls);
}

static const SqlType *found(Eval *ev, Result r, const SqlType *left, const SqlType *right)
{
    switch (r) {
    case RESULT_SELF: return left;
    case RESULT_CLASS: return own_class(ev, left);
    case RESULT_OTHER: return right;
    case RESULT_NUMERIC: return element_plain_type(ev, "Numeric");
    case RESULT_INTEGER: return element_plain_type(ev, "Integer");
    case RESULT_DATETIME: return element_plain_type(ev, "DateTime");
    case RESULT_INTERVAL: return element_plain_type(ev, "Interval");
    case RESULT_TIME: return element_plain_type(ev, "Time");
    }
    return left;
}

static bool is_null(const SqlType *t) { return !t || type_is_null(t); }

/* Strings, JSON, HSTORE and arrays: what + joins. */
static bool is_concatenable(const SqlType *t)
{
    TypeAffinity a = type_affinity(t);
    return a == TYPE_AFFINITY_STRING || a == TYPE_AFFINITY_JSON || a == TYPE_AFFINITY_ARRAY ||
           type_class_is_a(t->cls, "HSTORE");
}

const SqlType *adapt_result(Eval *ev, SqlOp *op, const SqlType *left, const SqlType *right)
{
    bool commutative = *op == SQL_OP_ADD || *op == SQL_OP_MUL;
    if (is_null(left))
        return is_null(right) || !commutative ? left : adapt_result(ev, op, right, left);
    if (*op == SQL_OP_ADD && is_concatenable(left) && (is_null(right) || is_concatenable(right))) {
        *op = SQL_OP_CONCAT;
        return left->cls->affinity == TYPE_AFFINITY_ENUM ? element_plain_type(ev, "String") : left;
    }
    TypeAffinity l = type_affinity(left),
                 r = is_null(right) ? TYPE_AFFINITY_NULL : type_affinity(right);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].left == l && rules[i].op == *op && rules[i].right == r)
            return found(ev, rules[i].result, left, right);
    return left;
}
