/* Python's abstract syntax, as plain open data.
 *
 * Kinds and fields are those of CPython's ASDL (3.14), so that a question about a node is answered
 * by the documentation of Python's `ast` module. A node is a tagged union: look at `kind`, then at
 * the union member of the same name (AST_BIN_OP -> bin_op). Nodes are allocated only as large as
 * their kind needs: pass pointers, never copy an AstNode by value.
 *
 * Everything lives in the arena given to the parser, and texts may be views of SourceFile.text, so
 * file and arena must outlive the tree. An optional child is NULL, an optional name is a null Str,
 * an absent list is empty. The tree is never deeper than AST_MAX_DEPTH nodes on any path, so a
 * recursive reader is safe. Nothing here has meaning: no scopes, no values. */
#ifndef RETORT_PYTHON_AST_H
#define RETORT_PYTHON_AST_H

#include "base/source.h"

/* CPython refuses somewhat above 1000 levels as well (its recursion limit); readers of the tree may
 * spend a few C frames on each level, which stays well inside an 8 MiB stack. */
enum { AST_MAX_DEPTH = 1000 };

typedef enum AstKind {
    AST_NONE, /* never in a tree */

    /* mod */
    AST_MODULE,
    AST_EXPRESSION,

    /* stmt */
    AST_FUNCTION_DEF,
    AST_ASYNC_FUNCTION_DEF, /* union member function_def */
    AST_CLASS_DEF,
    AST_RETURN,
    AST_DELETE,
    AST_ASSIGN,
    AST_TYPE_ALIAS,
    AST_AUG_ASSIGN,
    AST_ANN_ASSIGN,
    AST_FOR,
    AST_ASYNC_FOR, /* union member for_ */
    AST_WHILE,
    AST_IF,
    AST_WITH,
    AST_ASYNC_WITH, /* union member with */
    AST_MATCH,
    AST_RAISE,
    AST_TRY,
    AST_TRY_STAR, /* union member try_ */
    AST_ASSERT,
    AST_IMPORT,
    AST_IMPORT_FROM,
    AST_GLOBAL,
    AST_NONLOCAL,
    AST_EXPR, /* an expression as a statement */
    AST_PASS,
    AST_BREAK,
    AST_CONTINUE,

    /* expr */
    AST_BOOL_OP,
    AST_NAMED_EXPR,
    AST_BIN_OP,
    AST_UNARY_OP,
    AST_LAMBDA,
    AST_IF_EXP,
    AST_DICT,
    AST_SET,
    AST_LIST_COMP,
    AST_SET_COMP,
    AST_DICT_COMP,
    AST_GENERATOR_EXP,
    AST_AWAIT,
    AST_YIELD,
    AST_YIELD_FROM,
    AST_COMPARE,
    AST_CALL,
    AST_FORMATTED_VALUE,
    AST_INTERPOLATION,
    AST_JOINED_STR,
    AST_TEMPLATE_STR,
    AST_CONSTANT,
    AST_ATTRIBUTE,
    AST_SUBSCRIPT,
    AST_STARRED,
    AST_NAME,
    AST_LIST,
    AST_TUPLE,
    AST_SLICE,

    /* parts */
    AST_COMPREHENSION,
    AST_EXCEPT_HANDLER,
    AST_ARGUMENTS,
    AST_ARG,
    AST_KEYWORD,
    AST_ALIAS,
    AST_WITH_ITEM,
    AST_MATCH_CASE,

    /* pattern */
    AST_MATCH_VALUE,
    AST_MATCH_SINGLETON,
    AST_MATCH_SEQUENCE,
    AST_MATCH_MAPPING,
    AST_MATCH_CLASS,
    AST_MATCH_STAR,
    AST_MATCH_AS,
    AST_MATCH_OR,

    /* type_param */
    AST_TYPE_VAR,
    AST_PARAM_SPEC,
    AST_TYPE_VAR_TUPLE,

    AST_KIND_COUNT
} AstKind;

/* Of Name, Attribute, Subscript, Starred, List and Tuple; AST_LOAD in all other nodes. */
typedef enum AstContext { AST_LOAD, AST_STORE, AST_DEL } AstContext;

typedef enum AstBoolOp { AST_AND, AST_OR } AstBoolOp;

typedef enum AstOperator {
    AST_ADD,
    AST_SUB,
    AST_MULT,
    AST_MAT_MULT,
    AST_DIV,
    AST_MOD,
    AST_POW,
    AST_LSHIFT,
    AST_RSHIFT,
    AST_BIT_OR,
    AST_BIT_XOR,
    AST_BIT_AND,
    AST_FLOOR_DIV
} AstOperator;

typedef enum AstUnaryOp { AST_INVERT, AST_NOT, AST_UADD, AST_USUB } AstUnaryOp;

typedef enum AstCmpOp {
    AST_EQ,
    AST_NOT_EQ,
    AST_LT,
    AST_LT_E,
    AST_GT,
    AST_GT_E,
    AST_IS,
    AST_IS_NOT,
    AST_IN,
    AST_NOT_IN
} AstCmpOp;

typedef enum AstConstantType {
    AST_CONST_NONE,
    AST_CONST_TRUE,
    AST_CONST_FALSE,
    AST_CONST_ELLIPSIS,
    AST_CONST_INT,
    AST_CONST_FLOAT,
    AST_CONST_COMPLEX, /* the imaginary part is in `number`; the real part is 0 */
    AST_CONST_STR,
    AST_CONST_BYTES
} AstConstantType;

typedef struct AstNode AstNode;

typedef struct AstList {
    AstNode **items;
    size_t len;
} AstList;

typedef struct AstNames {
    Str *items;
    size_t len;
} AstNames;

/* FormattedValue.conversion when there is none; else 's', 'r' or 'a'. */
enum { AST_NO_CONVERSION = -1 };

struct AstNode {
    uint8_t kind;    /* AstKind */
    uint8_t ctx;     /* AstContext */
    uint16_t height; /* longest path down to a leaf; a leaf has 1 */
    Span span;       /* as CPython's lineno/col_offset .. end_lineno/end_col_offset */
    union {
        struct {
            AstList body;
        } module;
        struct {
            AstNode *body;
        } expression;

        struct {
            Str name;
            AstNode *args; /* AST_ARGUMENTS, never NULL */
            AstList body;
            AstList decorator_list;
            AstNode *returns;
            AstList type_params;
        } function_def;
        struct {
            Str name;
            AstList bases;
            AstList keywords; /* AST_KEYWORD */
            AstList body;
            AstList decorator_list;
            AstList type_params;
        } class_def;
        struct {
            AstNode *value; /* may be NULL */
        } return_;
        struct {
            AstList targets;
        } delete_;
        struct {
            AstList targets; /* a = b = value has two */
            AstNode *value;
        } assign;
        struct {
            AstNode *name; /* AST_NAME */
            AstList type_params;
            AstNode *value;
        } type_alias;
        struct {
            AstNode *target;
            AstOperator op;
            AstNode *value;
        } aug_assign;
        struct {
            AstNode *target;
            AstNode *annotation;
            AstNode *value; /* may be NULL */
            bool simple;    /* target is a bare name without parentheses */
        } ann_assign;
        struct {
            AstNode *target;
            AstNode *iter;
            AstList body;
            AstList orelse;
        } for_;
        struct {
            AstNode *test;
            AstList body;
            AstList orelse;
        } while_;
        struct {
            AstNode *test;
            AstList body;
            AstList orelse; /* elif is one AST_IF in here */
        } if_;
        struct {
            AstList items; /* AST_WITH_ITEM */
            AstList body;
        } with;
        struct {
            AstNode *subject;
            AstList cases; /* AST_MATCH_CASE */
        } match;
        struct {
            AstNode *exc;   /* may be NULL */
            AstNode *cause; /* may be NULL */
        } raise;
        struct {
            AstList body;
            AstList handlers; /* AST_EXCEPT_HANDLER */
            AstList orelse;
            AstList finalbody;
        } try_;
        struct {
            AstNode *test;
            AstNode *msg; /* may be NULL */
        } assert_;
        struct {
            AstList names; /* AST_ALIAS */
        } import;
        struct {
            Str module;    /* null for `from . import x` */
            AstList names; /* AST_ALIAS; `*` is an alias of that name */
            int level;     /* number of leading dots */
        } import_from;
        struct {
            AstNames names;
        } global; /* and AST_NONLOCAL */
        struct {
            AstNode *value;
        } expr;

        struct {
            AstBoolOp op;
            AstList values; /* two or more: a and b and c is one node */
        } bool_op;
        struct {
            AstNode *target; /* AST_NAME */
            AstNode *value;
        } named_expr;
        struct {
            AstNode *left;
            AstOperator op;
            AstNode *right;
        } bin_op;
        struct {
            AstUnaryOp op;
            AstNode *operand;
        } unary_op;
        struct {
            AstNode *args; /* AST_ARGUMENTS, never NULL */
            AstNode *body;
        } lambda;
        struct {
            AstNode *test;
            AstNode *body;
            AstNode *orelse;
        } if_exp;
        struct {
            AstList keys; /* NULL item = `**value` */
            AstList values;
        } dict;
        struct {
            AstList elts;
        } set;
        struct {
            AstNode *elt;       /* list, set, generator */
            AstList generators; /* AST_COMPREHENSION */
        } comp;                 /* AST_LIST_COMP, AST_SET_COMP, AST_GENERATOR_EXP */
        struct {
            AstNode *key;
            AstNode *value;
            AstList generators; /* AST_COMPREHENSION */
        } dict_comp;
        struct {
            AstNode *value;
        } await;
        struct {
            AstNode *value; /* may be NULL */
        } yield;            /* and AST_YIELD_FROM, where it is never NULL */
        struct {
            AstNode *left;
            const uint8_t *ops; /* AstCmpOp, as many as comparators */
            AstList comparators;
        } compare;
        struct {
            AstNode *func;
            AstList args;     /* may contain AST_STARRED */
            AstList keywords; /* AST_KEYWORD */
        } call;
        struct {
            AstNode *value;
            int conversion;       /* AST_NO_CONVERSION, 's', 'r' or 'a' */
            AstNode *format_spec; /* AST_JOINED_STR or NULL */
            Str str;              /* AST_INTERPOLATION only: source text of the expression */
        } formatted_value;        /* and AST_INTERPOLATION */
        struct {
            AstList values; /* AST_CONSTANT (str) and AST_FORMATTED_VALUE */
        } joined_str;
        struct {
            AstList values; /* AST_CONSTANT (str) and AST_INTERPOLATION */
        } template_str;
        struct {
            uint8_t type; /* AstConstantType */
            bool is_big;  /* int: does not fit int64, use text */
            bool is_u;    /* str: written u"..." (kind='u') */
            union {
                int64_t integer;
                double number;
            };
            /* str: decoded UTF-8, surrogates as three bytes, NUL allowed; bytes: the bytes; a big
             * int: its digits without underscores and leading zeros, decimal or 0x... */
            Str text;
        } constant;
        struct {
            AstNode *value;
            Str attr;
        } attribute;
        struct {
            AstNode *value;
            AstNode *slice; /* AST_SLICE, an AST_TUPLE that may hold slices, or any expression */
        } subscript;
        struct {
            AstNode *value;
        } starred;
        struct {
            Str id;
        } name;
        struct {
            AstList elts;
        } list; /* and AST_TUPLE */
        struct {
            AstNode *lower; /* each may be NULL */
            AstNode *upper;
            AstNode *step;
        } slice;

        struct {
            AstNode *target;
            AstNode *iter;
            AstList ifs;
            bool is_async;
        } comprehension;
        struct {
            AstNode *type; /* NULL for a bare except */
            Str name;      /* null without `as` */
            AstList body;
        } except_handler;
        struct {
            AstList posonlyargs; /* AST_ARG */
            AstList args;
            AstNode *vararg; /* AST_ARG or NULL */
            AstList kwonlyargs;
            AstList kw_defaults; /* as many as kwonlyargs; NULL item = required */
            AstNode *kwarg;      /* AST_ARG or NULL */
            AstList defaults;    /* of the last posonlyargs + args */
        } arguments;
        struct {
            Str arg;
            AstNode *annotation; /* may be NULL */
        } arg;
        struct {
            Str arg; /* null for **value */
            AstNode *value;
        } keyword;
        struct {
            Str name;   /* dotted in `import a.b` */
            Str asname; /* null without `as` */
        } alias;
        struct {
            AstNode *context_expr;
            AstNode *optional_vars; /* may be NULL */
        } with_item;
        struct {
            AstNode *pattern;
            AstNode *guard; /* may be NULL */
            AstList body;
        } match_case;

        struct {
            AstNode *value;
        } match_value;
        struct {
            AstConstantType value; /* AST_CONST_NONE, AST_CONST_TRUE or AST_CONST_FALSE */
        } match_singleton;
        struct {
            AstList patterns;
        } match_sequence; /* and AST_MATCH_OR */
        struct {
            AstList keys;
            AstList patterns;
            Str rest; /* null without **rest */
        } match_mapping;
        struct {
            AstNode *cls;
            AstList patterns;
            AstNames kwd_attrs;
            AstList kwd_patterns;
        } match_class;
        struct {
            Str name; /* null for *_ */
        } match_star;
        struct {
            AstNode *pattern; /* NULL for a plain capture or `_` */
            Str name;         /* null for `_` */
        } match_as;

        struct {
            Str name;
            AstNode *bound;         /* AST_TYPE_VAR only; may be NULL */
            AstNode *default_value; /* may be NULL */
        } type_param;
    };
};

/* "BinOp", "FunctionDef": the class name in Python's ast module. */
const char *ast_kind_name(AstKind kind);
/* "Add", "NotIn", ...: likewise. */
const char *ast_operator_name(AstOperator op);
const char *ast_cmp_op_name(AstCmpOp op);
/* "+", "not in", ...: as written in source. */
const char *ast_operator_symbol(AstOperator op);
const char *ast_cmp_op_symbol(AstCmpOp op);

#endif
