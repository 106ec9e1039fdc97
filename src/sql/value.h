/* Plain data values: parameters, literals, options of types, tables and indexes.
 *
 * One closed variant for everything that a script can hand over as data, so that rendering a
 * literal, binding a parameter, printing an option and comparing two schemas need no knowledge of
 * Python. Strings and arrays live in whatever arena the maker chose. */
#ifndef RETORT_SQL_VALUE_H
#define RETORT_SQL_VALUE_H

#include "base/arena.h"
#include "base/strbuf.h"

struct SqlExpr;
struct SqlType;

typedef enum SqlValueKind {
    SQL_VALUE_UNSET, /* the parameter was not given */
    SQL_VALUE_NULL,  /* None */
    SQL_VALUE_BOOL,
    SQL_VALUE_INT,
    SQL_VALUE_BIGINT, /* decimal digits in text */
    SQL_VALUE_FLOAT,
    SQL_VALUE_DECIMAL, /* decimal text, as str(Decimal) */
    SQL_VALUE_STR,
    SQL_VALUE_BYTES,
    SQL_VALUE_DATE,     /* ISO text in text: 2020-01-31 */
    SQL_VALUE_TIME,     /* 10:20:30[.ffffff][+00:00] */
    SQL_VALUE_DATETIME, /* 2020-01-31 10:20:30[.ffffff][+00:00] */
    SQL_VALUE_INTERVAL, /* integer: microseconds */
    SQL_VALUE_UUID,     /* 36-character text */
    SQL_VALUE_RANGE, /* PostgreSQL's text of it: [1,5); `member` is the type that it has by itself
                      */
    SQL_VALUE_LIST,  /* also tuples and sets */
    SQL_VALUE_DICT,  /* keys and values alternate in items */
    SQL_VALUE_EXPR,
    SQL_VALUE_TYPE,
    SQL_VALUE_OBJECT /* an object of the script's that only its column's type knows to convert */
} SqlValueKind;

typedef struct SqlValue SqlValue;
struct SqlValue {
    SqlValueKind kind;
    signed char quote; /* of a STR that is a quoted_name: 1 = quoted, -1 = not; else 0 */
    Str member; /* the name, when it is the value of an enum's member: Enum(cls) stores names */
    Str bare_member; /* as Python shows one of a class that is no str or int beside, which only an
                        Enum can store, or a type; null = none */
    void *object; /* the script's object that this was made of, where a type's own conversion may
                     want it back (a member, a container); whoever made the value keeps it alive */
    union {
        bool boolean;
        int64_t integer;
        double real;
        Str text;
        struct {
            SqlValue *items;
            size_t len; /* for DICT: 2 * number of pairs */
            bool is_tuple; /* Python repr differs */
            const char *container; /* the name of a type that is neither list nor tuple nor dict
                                      (set, generator), which JSON has no form for; NULL = none */
        } list;
        struct SqlExpr *expr;
        const struct SqlType *type;
    } as;
};

static inline SqlValue sql_value_null(void) { return (SqlValue){.kind = SQL_VALUE_NULL}; }
static inline SqlValue sql_value_bool(bool b) { return (SqlValue){.kind = SQL_VALUE_BOOL, .as.boolean = b}; }
static inline SqlValue sql_value_int(int64_t i) { return (SqlValue){.kind = SQL_VALUE_INT, .as.integer = i}; }
static inline SqlValue sql_value_str(Str s) { return (SqlValue){.kind = SQL_VALUE_STR, .as.text = s}; }

/* Same kind and content; lists item by item, expressions and types by pointer. */
bool sql_value_equal(const SqlValue *a, const SqlValue *b);

/* Python's repr() of the value, as generated scripts and SQLAlchemy's type reprs show it:
 * 'it''s' -> "it's", True, 10, ['a', 'b'], {'k': 1}, Decimal('1.5'). Expressions and types are the
 * caller's business (asserts). */
Str sql_value_repr(const SqlValue *v, Arena *out);

/* Python's repr() of a string. */
Str sql_value_repr_str(Str s, Arena *out);

/* Appends Python's repr() of a float. */
void sql_value_push_float(StrBuf *b, double x);

/* The name of the value's type in Python's messages: "datetime.date"; its last part: "date". */
const char *sql_value_python_type(const SqlValue *v);
const char *sql_value_python_name(const SqlValue *v);

/* A named option, as in postgresql_using='gin'. Order is the order given. */
typedef struct SqlOption {
    Str name;
    SqlValue value;
} SqlOption;

typedef struct SqlOptions {
    SqlOption *items;
    size_t len;
    size_t cap;
} SqlOptions;

/* The value of an option; NULL when it was not given. */
const SqlValue *sql_options_find(const SqlOptions *o, const char *name);
void sql_options_put(SqlOptions *o, Arena *a, Str name, SqlValue value);

#endif
