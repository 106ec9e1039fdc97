/* SQL types, table-driven.
 *
 * A type is an instance of a TypeClass, as in SQLAlchemy: the class gives its Python name, the
 * module it is imported from, how the compiler calls it (`visit`, SQLAlchemy's __visit_name__), its
 * affinity and its parameters in the order of __init__. With that, repr(), comparison and the
 * binding of Python arguments are one piece of code for all types, and a new type is a row in a
 * table. A user's TypeDecorator or UserDefinedType becomes a TypeClass made at run time. */
#ifndef RETORT_SCHEMA_TYPE_H
#define RETORT_SCHEMA_TYPE_H

#include "base/err.h"
#include "base/vec.h"
#include "sql/expr.h"
#include "sql/value.h"

/* SQLAlchemy's _type_affinity: what decides quoting of literals and casts. */
typedef enum TypeAffinity {
    TYPE_AFFINITY_NULL,
    TYPE_AFFINITY_STRING,
    TYPE_AFFINITY_INTEGER,
    TYPE_AFFINITY_NUMERIC,
    TYPE_AFFINITY_FLOAT,
    TYPE_AFFINITY_DATETIME,
    TYPE_AFFINITY_DATE,
    TYPE_AFFINITY_TIME,
    TYPE_AFFINITY_INTERVAL,
    TYPE_AFFINITY_BINARY,
    TYPE_AFFINITY_BOOLEAN,
    TYPE_AFFINITY_ENUM,
    TYPE_AFFINITY_JSON,
    TYPE_AFFINITY_ARRAY,
    TYPE_AFFINITY_UUID,
    TYPE_AFFINITY_OTHER
} TypeAffinity;

typedef struct SqlType SqlType;
typedef struct TypeClass TypeClass;

typedef struct TypeParam {
    const char *name;
    const char *default_repr; /* as in the signature: "None", "True", "53"; NULL = required */
    /* DROPPED: a keyword that is taken and of no effect */
    enum { TYPE_PARAM_POSITIONAL, TYPE_PARAM_KEYWORD, TYPE_PARAM_VARARGS, TYPE_PARAM_DROPPED } how;
    bool hidden; /* not shown by repr() even when set */
    int repr_order; /* place in repr() when that is not the place here; 0 = the place here */
} TypeParam;

struct TypeClass {
    const char *name;        /* "String" */
    const char *module;      /* where SQLAlchemy defines it: "sqlalchemy.sql.sqltypes" */
    const char *visit;       /* "string"; the compilers dispatch on it */
    const TypeClass *base;   /* NULL for the root */
    TypeAffinity affinity;
    const TypeParam *params; /* ends with {0}; NULL = the base's */
    /* Instances of user classes only */
    bool is_decorator;       /* TypeDecorator: compiles as its impl */
    bool is_user_defined;    /* UserDefinedType: compiles as col_spec */
};

/* A type for one dialect, from with_variant(). */
typedef struct TypeVariant {
    Str dialect;
    const SqlType *type;
} TypeVariant;

/* What a script's own type does with values on their way to the database: process_bind_param() and
 * its kin. Embedded in a struct of its maker. */
typedef struct TypeHooks TypeHooks;
struct TypeHooks {
    /* Replaces *v; literal: it will stand in the SQL itself. A text that is SQL already comes back
     * as an expression. */
    bool (*convert)(const TypeHooks *self, Str dialect, bool literal, SqlValue *v, Arena *out,
                    Err *err);
    /* bind_expression(): the SQL around a value, with `bind` in it; NULL with err on failure. The
     * member is NULL where values stand by themselves. */
    struct SqlExpr *(*around)(const TypeHooks *self, const struct SqlExpr *bind, Arena *out,
                              Err *err);
    /* column_expression(): compiles, with `push`, the SQL around what a SELECT gives. The member is
     * NULL where columns stand by themselves. */
    bool (*selected)(const TypeHooks *self, const struct SqlExpr *column, struct Compiler *c,
                     bool (*push)(struct Compiler *c, const struct SqlExpr *e), Err *err);
};

struct SqlType {
    const TypeClass *cls;
    SqlValue *args;      /* one per parameter of cls; UNSET = not given (the default holds) */
    VEC(TypeVariant) variants;
    /* enums, from any spelling: values as stored in the database, in order */
    StrVec enum_values;
    StrVec enum_members; /* names of the members of the Python class, one for each value; or empty */
    Str name;            /* of a named type (Enum, ENUM, DOMAIN): null when it has none */
    bool name_is_conv;   /* a constraint made from it keeps it as it is */
    int name_quote;      /* how the name is to be quoted: -1 never, 0 as needed, 1 always */
    Str schema;          /* of a named type */
    int schema_quote;    /* as name_quote */
    /* metadata=: made and dropped with that, and not with a table, which brings it its schema. */
    const struct MetaData *metadata;
    bool inherit_schema; /* a named type takes its table's schema */
    const SqlType *impl; /* TypeDecorator's impl, ARRAY's item type, DOMAIN's data type, INTERVAL.. */
    Str col_spec;        /* UserDefinedType.get_col_spec() */
    Str user_repr;       /* repr() computed by the script's own class; null = the generic one */
    Str user_module;     /* __module__ of a script's class; null = cls->module */
    /* TypeDecorator.load_dialect_impl(); NULL = impl for every dialect. */
    const SqlType *(*dialect_impl)(void *user, const SqlType *self, Str dialect, Err *err);
    void *dialect_impl_user;
    const TypeHooks *hooks; /* NULL = values go as they are */
};

/* Finds a class by module path as imported and name: ("sqlalchemy", "String"),
 * ("sqlalchemy.dialects.postgresql", "JSONB"). NULL = no such type. */
const TypeClass *type_class_find(Str import_module, Str name);
/* By SQLAlchemy's own module and name, for natives and inspection: type_class_get("JSONB"). The name
 * may be qualified by a dialect, "mysql.VARCHAR"; unqualified names are the generic ones first.
 * Must exist (asserts). */
const TypeClass *type_class_get(const char *name);
bool type_class_is_a(const TypeClass *cls, const char *name);

/* A table has the type now: a schema that was lent to it, to one of its variants or to what it is
 * made of is the type's own from here on, wherever else the same type is used. */
void type_take_schema(const SqlType *t);
SqlType *type_new(Arena *a, const TypeClass *cls);
/* Index of a parameter in cls (inherited ones included); -1 = no such parameter. */
int type_param_index(const TypeClass *cls, Str name);
const TypeParam *type_class_params(const TypeClass *cls, size_t *n);
void type_set(SqlType *t, const char *param, SqlValue v);
/* The argument; kind UNSET when it was not given. */
const SqlValue *type_get(const SqlType *t, const char *param);
int64_t type_get_int(const SqlType *t, const char *param, int64_t missing);
bool type_get_bool(const SqlType *t, const char *param, bool missing);
/* Whether the values of a number are decimals: its asdecimal, or what its class says without one.
 */
bool type_is_decimal(const SqlType *t);

/* repr() as SQLAlchemy prints it: String(length=50), Enum('a', 'b', name='e'). */
Str type_repr(const SqlType *t, Arena *out);
/* The type that a dialect uses for it: variant, or decorator's impl. Never NULL. */
const SqlType *type_for_dialect(const SqlType *t, Str dialect, Err *err);
/* One step of that: a variant, a dialect's own, a decorator's impl; NULL = there is none. */
const SqlType *type_next(const SqlType *t, Str dialect, Err *err);
bool type_has_variant(const SqlType *t, Str dialect);
/* As type_for_dialect, and on the way lets each type of the chain convert the value. */
const SqlType *type_convert(const SqlType *t, Str dialect, bool literal, SqlValue *v, Arena *out,
                            Err *err);
/* Whether it is one of PostgreSQL's types of ranges or multiranges. */
bool type_is_range(const SqlType *t);
/* The text of a multirange, of a list of ranges; false when not all of its items are ranges. */
bool type_multirange_text(const SqlValue *v, Arena *out, Str *text) MUST_CHECK;
/* pgvector's vectors: a list of numbers as their text, and the text as a list of floats (false: it
 * is none of a VECTOR or HALFVEC). */
bool type_is_vector(const SqlType *t);
bool type_vector_text(const SqlType *t, SqlValue *v, Arena *out, Err *err) MUST_CHECK;
bool type_vector_items(Str text, Arena *out, SqlValue *v) MUST_CHECK;
/* What SQLite's own types store of a date or time: by their storage_format, with or without
 * microseconds; null = not one of them. */
bool type_moment_text(const SqlType *t, const SqlValue *v, Arena *out, Str *text,
                      Err *err) MUST_CHECK;
/* Their format has nothing but digits: the column's type must say that it holds text. */
bool type_moment_is_number(const SqlType *t, Arena *out);
/* What an Enum stores for a value: the text of a member. False with err: it is none of them. */
bool type_enum_convert(const SqlType *t, SqlValue *v, Err *err) MUST_CHECK;
bool type_is_null(const SqlType *t);
/* SQLAlchemy's own _type_affinity: FLOAT counts as NUMERIC and ENUM as STRING there. */
TypeAffinity type_affinity(const SqlType *t);
/* Whether SQLAlchemy has one _type_affinity for both, which is a class: that of a dialect's type
 * without a generic base is its own, or that of its family (ranges, named types). */
bool type_same_affinity(const SqlType *a, const SqlType *b);
/* A Boolean or Enum that was made with create_constraint=True. */
bool type_wants_check(const SqlType *t);

#endif
