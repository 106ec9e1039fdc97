/* SQL expressions and statements as trees, in SQLAlchemy's terms.
 *
 * The tree says what was written; how it is spelled on a database is the dialect's business. Nodes
 * are plain data: made once, never changed, shared freely. A node may refer to a column or table
 * of the schema layer, or to a type, only as an opaque pointer: this layer knows neither. */
#ifndef RETORT_SQL_EXPR_H
#define RETORT_SQL_EXPR_H

#include "base/vec.h"
#include "sql/value.h"

struct Column; /* schema/table.h */
struct Table;
struct SqlType; /* schema/type.h */

typedef enum SqlKind {
    SQL_TEXT,           /* text(): raw SQL with :name binds */
    SQL_LITERAL_COLUMN, /* literal_column(): raw, never quoted */
    SQL_COLUMN,         /* column() or a column of a table */
    SQL_BIND,           /* bindparam() or a literal value */
    SQL_NULL,
    SQL_TRUE,
    SQL_FALSE,
    SQL_FUNCTION,
    SQL_BINARY,
    SQL_UNARY,
    SQL_LIST,           /* and_(), or_(), comma lists, tuple_(), array() */
    SQL_GROUPING,       /* (expr) */
    SQL_CAST,           /* cast(), try_cast() */
    SQL_TYPE_COERCE,
    SQL_CASE,
    SQL_LABEL,
    SQL_COLLATE,
    SQL_SLICE,          /* array[1:3] */
    SQL_EXTRACT,
    SQL_OVER,
    SQL_FILTER,
    SQL_WITHIN_GROUP,
    SQL_EXISTS,
    SQL_SUBQUERY_EXPR,  /* scalar_subquery(), any(), all() */
    SQL_SEQUENCE_NEXT,  /* Sequence.next_value() */
    SQL_CUSTOM,         /* a construct of the script's own, which writes its SQL itself (@compiles) */
    /* from clauses */
    SQL_TABLE,          /* table() or a schema Table */
    SQL_ALIAS,          /* alias(), subquery(), lateral(), tablesample() */
    SQL_CTE,
    SQL_JOIN,
    SQL_VALUES,
    /* statements */
    SQL_SELECT,
    SQL_COMPOUND,       /* UNION and its relatives */
    SQL_INSERT,
    SQL_UPDATE,
    SQL_DELETE,
    SQL_TEXTUAL_SELECT  /* text().columns() */
} SqlKind;

/* Operators by SQLAlchemy's names; SQL_OP_CUSTOM carries its spelling. */
typedef enum SqlOp {
    SQL_OP_NONE,
    SQL_OP_EQ, SQL_OP_NE, SQL_OP_LT, SQL_OP_LE, SQL_OP_GT, SQL_OP_GE,
    SQL_OP_ADD, SQL_OP_SUB, SQL_OP_MUL, SQL_OP_TRUEDIV, SQL_OP_FLOORDIV, SQL_OP_MOD,
    SQL_OP_CONCAT, SQL_OP_AND, SQL_OP_OR, SQL_OP_NOT, SQL_OP_NEG, SQL_OP_DISTINCT,
    SQL_OP_IS, SQL_OP_IS_NOT, SQL_OP_IS_DISTINCT, SQL_OP_IS_NOT_DISTINCT,
    SQL_OP_IN, SQL_OP_NOT_IN, SQL_OP_LIKE, SQL_OP_NOT_LIKE, SQL_OP_ILIKE, SQL_OP_NOT_ILIKE,
    SQL_OP_BETWEEN, SQL_OP_NOT_BETWEEN, SQL_OP_REGEXP, SQL_OP_NOT_REGEXP,
    SQL_OP_STARTSWITH, SQL_OP_NOT_STARTSWITH, SQL_OP_ENDSWITH, SQL_OP_NOT_ENDSWITH, SQL_OP_CONTAINS,
    SQL_OP_NOT_CONTAINS, SQL_OP_MATCH, SQL_OP_NOT_MATCH,
    SQL_OP_ASC, SQL_OP_DESC, SQL_OP_NULLS_FIRST, SQL_OP_NULLS_LAST, SQL_OP_COMMA,
    SQL_OP_GETITEM, SQL_OP_JSON_GETITEM, SQL_OP_JSON_PATH_GETITEM, SQL_OP_ANY, SQL_OP_ALL, SQL_OP_EXISTS,
    SQL_OP_BITAND, SQL_OP_BITOR, SQL_OP_BITXOR, SQL_OP_BITNOT, SQL_OP_LSHIFT, SQL_OP_RSHIFT,
    SQL_OP_ISTRUE, SQL_OP_ISFALSE,
    SQL_OP_ISTARTSWITH, SQL_OP_NOT_ISTARTSWITH, SQL_OP_IENDSWITH, SQL_OP_NOT_IENDSWITH, SQL_OP_ICONTAINS,
    SQL_OP_NOT_ICONTAINS, SQL_OP_REGEXP_REPLACE, SQL_OP_COLLATE, SQL_OP_FILTER, SQL_OP_LABEL,
    SQL_OP_ASBOOL, /* of a whole condition */
    SQL_OP_LARGEST, /* of nothing: binds more than anything */
    SQL_OP_CUSTOM
} SqlOp;

typedef struct SqlExpr SqlExpr;
typedef VEC(SqlExpr *) SqlExprVec;
typedef struct SqlSelect SqlSelect; /* statement bodies: sql/statement.h */
typedef struct SqlInsert SqlInsert;
typedef struct SqlUpdate SqlUpdate;
typedef struct SqlDelete SqlDelete;
typedef struct SqlCompound SqlCompound;
typedef struct SqlFrom SqlFrom; /* table(), alias, join, CTE, values: sql/statement.h */

/* A value to be bound or rendered inline. */
typedef struct SqlBind {
    Str key;       /* name of the parameter; "param" for anonymous ones */
    bool unique;   /* anonymous: gets a _1 suffix when compiled */
    bool expanding;/* a list for IN */
    bool literal_execute;
    bool is_path;  /* key, index or path of a JSON item: spelled as the database does, always inline */
    bool required; /* bindparam('x') without a value */
    SqlValue value;
} SqlBind;

/* What a generated name is made of: see ColumnName in dialect/columns.h. */
typedef struct SqlWords {
    Str base;
    const SqlExpr *prefix, *stem;
    bool no_number;
    unsigned repeat;
} SqlWords;

struct Compiler; /* dialect/compiler.h */

/* What writes the SQL of a SQL_CUSTOM node: appends it to the compilation that is running. The
 * owner of the construct embeds this in a struct of its own. */
typedef struct SqlCustom SqlCustom;
struct SqlCustom {
    bool (*compile)(const SqlCustom *self, struct Compiler *c);
    Str name;            /* of a function: what its column of a select is called; else null */
    SqlExprVec operands; /* of a function: where FROM elements are found */
};

struct SqlExpr {
    SqlKind kind;
    const struct SqlType *type; /* NULL = NullType */
    union {
        struct {
            Str text;
            bool is_verbatim;   /* written as it is: it has no binds, and \: is no escape */
            SqlExprVec binds;   /* SQL_BIND nodes by key */
            SqlExprVec columns; /* SQL_TEXTUAL_SELECT: what it gives */
            SqlExprVec ctes;    /* SQL_TEXTUAL_SELECT: add_cte() */
            Str key;
        } text;
        struct { Str text; } literal_column;
        struct {
            Str name;
            int quote; /* -1 never, 0 as needed, 1 always */
            struct Column *column; /* schema column, or NULL */
            SqlExpr *from;         /* table() or alias it belongs to, or NULL */
            const SqlExpr *anon;   /* name null: what has the generated name that is meant */
            const struct SqlWords *words; /* of that name; NULL = those of `anon` by itself */
            unsigned place; /* among the columns of a subquery's or CTE's `from`, from 1; 0 = not of
                               one */
            const SqlExpr *call; /* (call).name: a field of what a function gives; NULL = none */
            bool is_uncut; /* of a label() or text().columns(), whose names are never cut to fit */
            bool is_row; /* the whole of `from`, by its name: a row, or a function's value */
            struct Column
                *base; /* the schema column that it stands for, whatever it is called, or NULL */
            bool is_reference;     /* a name as text in ORDER BY and its like: what it means is looked up */
        } column;
        SqlBind bind;
        struct {
            Str name;       /* "now", "count" */
            StrVec packages;/* func.pkg.name */
            SqlExprVec args;
            bool is_comparison; /* as_comparison(): an operation, which has no name */
            bool is_known;  /* a GenericFunction such as now(), which dialects may respell */
        } function;
        struct {
            SqlOp op;
            Str custom;          /* spelling and rank of SQL_OP_CUSTOM */
            int precedence;
            SqlExpr *left, *right;
            SqlExpr *escape;     /* LIKE */
            Str flags;           /* of regular expressions; null = none */
            Str config;          /* postgresql_regconfig of match(); null = none */
            bool final;          /* has no opposite, whatever the operator: compares with ANY or ALL */
            bool is_comparison;  /* SQL_OP_CUSTOM */
            bool is_natural;     /* SQL_OP_CUSTOM: a op (b op c) needs no parentheses */
            bool is_eager;       /* SQL_OP_CUSTOM: in parentheses inside any other operation */
            bool symmetric;      /* BETWEEN SYMMETRIC */
        } binary;
        struct { SqlOp op; Str custom; SqlExpr *operand; } unary;
        struct { SqlOp op; SqlExprVec items; enum {
                SQL_LIST_PLAIN,
                SQL_LIST_TUPLE,
                SQL_LIST_ARRAY,
                SQL_LIST_ORDERED /* a ORDER BY b, c: the argument of an aggregate */
            } form; } list;
        struct { SqlExpr *inner; } grouping;
        struct { SqlExpr *inner; bool is_try; } cast; /* to .type */
        struct { SqlExpr *inner; } type_coerce;
        struct { SqlExpr *subject; SqlExprVec whens; SqlExprVec thens; SqlExpr *otherwise; } cases;
        struct {
            SqlExpr *inner;
            Str name;
            int quote;
            bool is_cut;
        } label; /* quote: as of a column;
is_cut: the name may be cut to fit */
        struct { SqlExpr *inner; Str collation; int quote; } collate;
        struct { SqlExpr *start, *stop; } slice;
        struct { Str field; SqlExpr *inner; } extract;
        struct { SqlExpr *inner; SqlExprVec partition_by, order_by; bool has_range, has_rows, has_groups; SqlValue lower, upper; } over;
        struct { SqlExpr *inner; SqlExpr *criterion; } filter;
        struct { SqlExpr *inner; SqlExprVec order_by; } within_group;
        struct { SqlExpr *query; } exists;
        struct { SqlExpr *query; SqlOp op; } subquery;
        /* quoted never (-1), as needed (0), always (1) */
        struct { Str name; Str schema; int name_quote, schema_quote; } sequence;
        const SqlCustom *custom; /* lives as long as the evaluator; shared by copies */
        SqlFrom *from;
        SqlSelect *select;
        SqlCompound *compound;
        SqlInsert *insert;
        SqlUpdate *update;
        SqlDelete *delete_;
    } as;
};

/* ---- looking into ---- */
/* A column, literal_column() included. */
static inline bool sql_expr_is_column(const SqlExpr *e)
{
    return e->kind == SQL_COLUMN || e->kind == SQL_LITERAL_COLUMN;
}
/* The operands of a scalar expression, in order, at most `max` of them; statements have none here.
 */
size_t sql_expr_children(const SqlExpr *e, const SqlExpr **out, size_t max);

/* The columns in an expression, looked for level by level as SQLAlchemy does, at most `max`. The
 * name in desc("name") is none yet. */
size_t sql_expr_columns(const SqlExpr *e, const SqlExpr **out, size_t max);
/* The first of them; NULL = none. */
const SqlExpr *sql_expr_first_column(const SqlExpr *e);

/* ---- construction; texts are not copied ---- */
SqlExpr *sql_expr_new(Arena *a, SqlKind kind, const struct SqlType *type);
/* text(): finds the :name binds in it (\: escapes, :: is no bind) as SQLAlchemy does. */
SqlExpr *sql_expr_text(Arena *a, Str text);
/* SQL that a database has given: ':name' is a string in it. */
SqlExpr *sql_expr_verbatim(Arena *a, Str text);
SqlExpr *sql_expr_literal_column(Arena *a, Str text);
SqlExpr *sql_expr_column(Arena *a, Str name);
SqlExpr *sql_expr_function(Arena *a, Str name, SqlExpr **args, size_t n);
SqlExpr *sql_expr_value(Arena *a, SqlValue v); /* an anonymous bind */
SqlExpr *sql_expr_binary(Arena *a, SqlOp op, SqlExpr *left, SqlExpr *right);
SqlExpr *sql_expr_unary(Arena *a, SqlOp op, SqlExpr *operand);
SqlExpr *sql_expr_list(Arena *a, SqlOp op, SqlExpr **items, size_t n);

/* Finds the next :name of a text() at or after *pos: name without the colon, *pos behind it. False:
 * there is none. The rule is SQLAlchemy's: no colon, word character or backslash before, no colon
 * after. */
bool sql_expr_next_bind(Str text, size_t *pos, size_t *colon, Str *name);

#endif
