/* Turning data into SQL text: one compiler, and per database a table of what it does differently.
 *
 * A Compiler is one compilation: a growing text, the options, the error. Every push_/compile_
 * function appends to its text and returns false on failure, so that they chain with &&. The rules
 * follow SQLAlchemy's SQLCompiler, DDLCompiler, GenericTypeCompiler and IdentifierPreparer; a
 * database's own spelling is a function in its DialectRules, never a test of its name here. */
#ifndef RETORT_DIALECT_COMPILER_H
#define RETORT_DIALECT_COMPILER_H

#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "dialect/froms.h"
#include "sql/statement.h"

/* The statement around the one being compiled, as far as inner ones correlate to it. */
typedef struct FromScope {
    const FromKeyVec *froms;   /* its own FROM elements, those inside joins too */
    const FromKeyVec *all;     /* and those of the statements around it */
    const SqlExprVec *columns; /* what names in ORDER BY may mean; NULL = none may be looked up */
    bool is_compound;          /* they mean what a UNION gives, by its name alone */
    bool in_columns;           /* the columns are being written: names mean what is selected from */
    struct FromScope *outer;
} FromScope;

/* A common table expression that was met. Its level is that of the statement whose WITH it stands
 * in: 1, the outermost, unless it nests. */
typedef struct Cte {
    const SqlFrom *from;
    Str name;
    size_t level;
    bool nests;     /* it stands in the WITH of an inner statement */
    bool nest_here; /* as add_cte() said */
    Str text;       /* null while it is being compiled */
} Cte;

/* A generated name, given to an anonymous alias, CTE, label or bind: what it was generated for,
 * from which words. */
typedef struct AnonName {
    const void *of;
    unsigned place, repeat; /* of a column: see sql/expr.h and ColumnName */
    Str base;
    Str name;
} AnonName;

/* Names that are too long are numbered apart. */
typedef enum CompilerName {
    COMPILER_NAME_LABEL,
    COMPILER_NAME_ALIAS,
    COMPILER_NAME_BIND,
    COMPILER_NAME_COUNT
} CompilerName;

/* How often a name was begun with the same words. */
typedef struct AnonCount {
    Str base;
    unsigned n;
} AnonCount;

/* A name that was cut to the length that the database knows. */
typedef struct CutName {
    CompilerName kind;
    Str name, cut;
} CutName;

struct Compiler {
    const Dialect *dialect;
    const struct DialectRules *rules;
    const CompileOptions *o;
    Arena *a;
    Err *err;
    StrBuf sql;
    SqlExprVec *binds;  /* where binds are collected; NULL = nowhere */
    bool literal_binds; /* values inline */
    bool include_table; /* columns as table.column */
    bool bind_alone;    /* inside a type's bind_expression() */
    bool named_columns; /* columns of a select in FROM or WITH: t.a AS a */
    bool unlike_names;  /* with named_columns: all differ, whatever the label style */
    bool lateral;       /* the select is a LATERAL one: it sees its neighbours */
    int depth;          /* of nesting, bounded by COMPILER_MAX_DEPTH */
    FromScope *scope;
    VEC(AnonName) anon_names;
    VEC(AnonCount) anon_counts;
    VEC(CutName) cut_names;
    unsigned cuts[COMPILER_NAME_COUNT]; /* names that were cut so far */
    VEC(Cte) ctes;                      /* met so far */
    VEC(Cte) cte_texts;      /* in the order in which they were done, to be written in front */
    const SqlHintVec *hints; /* of the tables of the statement; NULL = none */
    bool embedded;           /* the select is part of a statement that writes the WITH of both */
    size_t bind_count;
    bool in_operator; /* inside an operation: eager operators stand in parentheses */
    Str output;       /* what the columns of output_of are those of, in OUTPUT; null = none */
    FromKey output_of;
    const Table *type_table; /* the table of the column whose type is written; NULL = none */
    bool in_conflict;        /* inside ON CONFLICT DO UPDATE */
    bool plain_types;        /* named types in the schema that is given: see schema_map.h */
    bool in_duplicate_key;   /* inside ON DUPLICATE KEY UPDATE: inserted.a is VALUES(a) */
};

/* Deep enough for any script; far from the end of the stack. */
#define COMPILER_MAX_DEPTH 600

typedef struct DialectRules {
    bool native_boolean;    /* true and false are literals */
    bool native_enum;       /* no CHECK for Enum */
    bool native_uuid;       /* UUID is a type */
    bool boolean_check;     /* a CHECK for Boolean where it is not native */
    bool supports_alter;    /* constraints can be added later: use_alter has a meaning */
    bool backslash_escapes; /* offline, \ in literals is doubled */
    bool backslash_always;  /* on a server, too */
    bool inline_comments;   /* comments stand in CREATE TABLE */
    bool enums_by_value;    /* types differ when the values of an enum do */
    /* Words of a type's SQL whose next word counts when both sides have it ("collate"), in lower
     * case, ended by NULL; NULL = none. */
    const char *const *type_arguments;
    bool own_datetime, own_time;    /* another database's types are taken for this one's */
    bool plain_keys;                /* PRIMARY KEY always lists its columns as they come */
    bool local_references;          /* REFERENCES never names a schema */
    bool rename_without_schema;     /* RENAME TO takes a bare name */
    bool delete_columns;            /* ON DELETE SET NULL (a, b) */
    const char *rename_column_word; /* " RENAME COLUMN "; NULL = " RENAME " */
    bool no_label_order;            /* ORDER BY knows no labels */
    bool cte_follows_insert;        /* INSERT INTO t (a) WITH … SELECT */
    bool plain_add;                 /* ADD c, not ADD COLUMN c; nothing stands behind the column */
    bool dotted_schema;             /* "db.owner" is two names */
    bool refuses_match;             /* a foreign key cannot have MATCH */
    bool no_on_update;              /* ON UPDATE is left out */
    bool any_action;                /* ON DELETE is written as given, whatever it is */
    bool bare_collations;           /* COLLATE x is never quoted */
    bool typed_sequences;           /* CREATE SEQUENCE s AS BIGINT */
    bool solid_words;               /* NOMINVALUE rather than NO MINVALUE; ORDER */
    bool solid_nocycle;             /* NOCYCLE rather than NO CYCLE */
    bool no_recursive;              /* WITH is never followed by RECURSIVE */
    bool uses_lastrowid;            /* a generated key is not asked for with RETURNING */
    bool floor_division;            /* 3 / 2 is 1: true division casts */
    const char *join_word;          /* NULL = " JOIN " */
    enum {
        FROM_HINTS_NONE,
        FROM_HINTS_AFTER, /* t WITH (NOLOCK) */
        FROM_HINTS_ONLY   /* ONLY t, and nothing else */
    } from_hints;
    bool select_hints;        /* SELECT with what is told of its tables as a comment behind it */
    bool limited_changes;     /* UPDATE and DELETE may have a LIMIT */
    bool table_calls;         /* a function in FROM is TABLE (f()) */
    const char *row_value;    /* behind the name of an element whose rows are meant; NULL = "" */
    const char *alias_word;   /* between a table and its alias; NULL = " AS " */
    const char *except_word;  /* NULL = " EXCEPT " */
    const char *from_nothing; /* of a SELECT without tables; NULL = "" */
    /* How rows that a statement changed are asked for. With AFTER, OUTPUT and INTO SQLAlchemy asks
     * for the new primary key after INSERT by itself. */
    enum {
        RETURNING_NONE,
        RETURNING_AFTER,  /* RETURNING a */
        RETURNING_OUTPUT, /* OUTPUT inserted.a, before VALUES and WHERE */
        RETURNING_INTO    /* RETURNING a INTO :ret_0 */
    } returning;
    const char *update_from; /* " FROM ": other tables of an UPDATE; NULL = there can be none */
    const char *delete_from; /* " USING " */
    bool update_tables;      /* UPDATE t, u SET t.a=1 instead */
    bool repeats_table;      /* the table itself comes again before the others */
    bool on_conflict, on_duplicate_key; /* which of the two upserts there is */
    bool conflict_constraint;           /* ON CONFLICT ON CONSTRAINT name */
    bool qualify_returning;             /* RETURNING t.a rather than a */
    bool no_rows;                       /* no VALUES (…), (…) */
    const char *false_text, *true_text;
    bool tuple_in_values; /* (a, b) IN (VALUES (1, 2)) */
    bool ilike;           /* ILIKE is an operator */
    bool no_bitwise_not;
    const char *bind_mark; /* a bind of the usual driver, "?"; NULL = it has a name */
    bool has_arrays;       /* ARRAY[…] */
    bool json_braces;      /* a path into JSON is '{a, 1}', not '$."a"[1]' */
    bool matches_columns;  /* mysql.match(): MATCH (a, b) AGAINST (c) */
    bool no_json;          /* keys and indexes of JSON items are values like any other */
    bool quoted_binds;     /* :"a b" */
    bool (*empty_list)(Compiler *c, size_t columns); /* x IN (…) of nothing; NULL = with NULL */
    const char *empty_query;    /* a query without rows, for an empty list of a text() */
    bool literal_frames;        /* ROWS BETWEEN 1 PRECEDING: the number is never a bind */
    const char *concat;         /* " || "; NULL = concat(a, b) */
    const char *name_prefixes;  /* characters that force quoting at the start of a name */
    bool spaced_set;            /* UPDATE t SET a = 1 */
    const char *default_values; /* INSERT without columns */
    /* A placeholder for the n-th bind (from 1). */
    void (*placeholder)(Compiler *c, size_t n, const SqlExpr *bind);
    /* What stands behind a placeholder that is printed, a cast to its type; NULL = nothing. */
    bool (*bind_cast)(Compiler *c, const SqlExpr *bind);
    bool (*type)(Compiler *c, const SqlType *t);
    /* The next value of a sequence; NULL = there are none. */
    bool (*next_value)(Compiler *c, Str schema, Ident name);
    /* Functions spelled in another way; *handled false = as usual. */
    bool (*function)(Compiler *c, const SqlExpr *e, bool *handled);
    /* Binary operators spelled in another way. */
    bool (*binary)(Compiler *c, const SqlExpr *e, bool *handled);
    bool (*cast)(Compiler *c, const SqlExpr *e, bool *handled);
    bool (*extract)(Compiler *c, const SqlExpr *e); /* NULL = EXTRACT(f FROM x) */
    bool (*limit)(Compiler *c, const SqlExpr *limit, const SqlExpr *offset);
    bool distinct_on;              /* DISTINCT ON (a, b); elsewhere plain DISTINCT */
    bool fetch_parens;             /* FETCH FIRST (n) ROWS ONLY */
    bool fetch_approximate;        /* FETCH APPROX FIRST n ROWS ONLY */
    bool no_subquery_order;        /* a subquery has no ORDER BY unless it has a TOP */
    bool from_nothing_needs_where; /* from_nothing only where there is a WHERE */
    /* A limit that stands in front of the columns: TOP n; NULL = it stands at the end. */
    bool (*top)(Compiler *c, const SqlSelect *s);
    /* A select that says the same without what this database has not; NULL = it stays. */
    const SqlSelect *(*rewrite_select)(Compiler *c, const SqlSelect *s);
    bool (*for_update)(Compiler *c, const SqlForUpdate *f);
    /* A literal that this database writes in another way. */
    bool (*literal)(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled);
    /* ---- DDL ---- */
    bool (*column)(Compiler *c, const Column *col);                       /* without constraints */
    bool (*primary_key)(Compiler *c, const Constraint *k, bool *handled); /* in CREATE TABLE */
    bool (*computed)(Compiler *c, const ServerDefault *d);
    bool (*constraint_tail)(Compiler *c, const Constraint *k); /* before deferrability: INCLUDE */
    bool (*constraint_end)(Compiler *c, const Constraint *k);  /* at the very end: NOT VALID */
    /* After UNIQUE and PRIMARY KEY: "NULLS NOT DISTINCT ", "CLUSTERED " */
    bool (*key_word)(Compiler *c, const Constraint *k);
    /* What stands behind column i of a UNIQUE or a PRIMARY KEY. */
    void (*key_column_end)(Compiler *c, const Constraint *k, size_t i);
    /* Comments where COMMENT ON is not the way. One that is set may be null, too. */
    bool (*table_comment)(Compiler *c, Str schema, Ident table, Str comment, bool drop);
    bool (*column_comment)(Compiler *c, Str schema, Ident table, Ident column, Str comment,
                           bool drop);
    bool drops_to_empty; /* a table's comment is dropped by '' rather than NULL */
    bool (*skip_constraint)(const Constraint *k); /* in CREATE TABLE */
    bool (*exclude)(Compiler *c, const Constraint *k);
    bool (*table_end)(Compiler *c, const Table *t); /* after the closing parenthesis */
    bool (*create_index)(Compiler *c, const Index *i, const Op *op);
    bool (*drop_index)(Compiler *c, const Index *i, const Op *op);
    /* The whole of an operation; *handled false = the generic way. */
    bool (*op)(Compiler *c, const Op *op, Statements *out, bool *handled);
    /* CREATE TYPE and DROP TYPE; NULL = the database has no types of its own. */
    bool (*create_type)(Compiler *c, const SqlType *t);
    bool (*drop_type)(Compiler *c, const SqlType *t);
} DialectRules;

/* ---- life ---- */
void compiler_init(Compiler *c, const Dialect *d, const CompileOptions *o, Arena *out, Err *err);
void compiler_deinit(Compiler *c);
/* Takes the text so far and leaves the compiler empty. */
Str compiler_take(Compiler *c);
/* Takes it as a statement: offline as Alembic prints it (trimmed, tabs as four blanks). */
void compiler_statement(Compiler *c, Statements *out);

/* ---- failing ---- */
bool compiler_fail(Compiler *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool compiler_unsupported(Compiler *c, const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- appending: all return true ---- */
bool compiler_push(Compiler *c, Str s);
bool compiler_push_z(Compiler *c, const char *s);
bool compiler_fmt(Compiler *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool compiler_ident(Compiler *c, Ident i);
bool compiler_name(Compiler *c, Str name);
/* quote: -1 never, 0 as needed, 1 always */
bool compiler_wished_name(Compiler *c, Str name, int quote);
/* A name that came as an option, with its quoting wish. */
bool compiler_value_name(Compiler *c, const SqlValue *v);
/* schema.name of a table object, a sequence or a type, whose schema another may stand for; a dotted
 * schema is one name. */
bool compiler_table(Compiler *c, Str schema, Ident name);
/* The same with the schema that is given. */
bool compiler_plain_table(Compiler *c, Str schema, Ident name);
/* A schema's name alone; of: what is in it. */
bool compiler_schema(Compiler *c, Str schema, Ident of);
/* schema.name as Alembic's own ALTER statements spell it: each part of a dotted schema quoted. */
bool compiler_alter_table_name(Compiler *c, Str schema, Ident name);
bool compiler_string(Compiler *c, Str text); /* 'text' */
/* The next value of a sequence: nextval('s'). */
bool compiler_sequence_next(Compiler *c, Str schema, Ident name);

/* ---- compiling ---- */
bool compiler_type(Compiler *c, const SqlType *t);
bool compiler_expr(Compiler *c, const SqlExpr *e);
/* e as an operand of op: in parentheses when it binds less. */
bool compiler_operand(Compiler *c, const SqlExpr *e, SqlOp against);
/* The sides of a binary operation, in parentheses where it needs them. */
bool compiler_left(Compiler *c, const SqlExpr *e);
bool compiler_right(Compiler *c, const SqlExpr *e);
/* left text right; eager: in parentheses inside another operation. */
bool compiler_generic(Compiler *c, const SqlExpr *e, const char *text, bool eager);
/* before left between right after; the second with values as binds. */
bool compiler_sides(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                    const char *after);
bool compiler_bound_sides(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                          const char *after);
/* A regular expression as a function: name(left, right, flags). */
bool compiler_regexp_call(Compiler *c, const SqlExpr *e, const char *name);
/* The arguments of a function in parentheses, with values as binds. */
bool compiler_bound_args(Compiler *c, const SqlExpr *e);
/* The ESCAPE of a LIKE, if it has one. */
bool compiler_escape(Compiler *c, const SqlExpr *e);
/* The items of a chain of ||, separated by commas. */
bool compiler_concat_items(Compiler *c, const SqlExpr *e);
/* The conditions of a WHERE or HAVING, joined by AND, after the word; none of them may have any
 * text (and_() of nothing), then the word is left out, too. */
bool compiler_conditions(Compiler *c, const char *word, const SqlExprVec *v);
/* e where nothing puts it into parentheses, except that a query always has them. */
bool compiler_scalar(Compiler *c, const SqlExpr *e);
/* The same with values as binds, where SQLAlchemy forgets that they are to be inline. */
bool compiler_bound(Compiler *c, const SqlExpr *e);
/* What a CAST casts: a plain value takes the type. */
bool compiler_cast_operand(Compiler *c, const SqlExpr *e);
/* e in parentheses when it is an operation at all. */
bool compiler_grouped(Compiler *c, const SqlExpr *e);
/* SQL_BIND; hint: the type to take when it has none. */
bool compiler_bind(Compiler *c, const SqlExpr *e, const SqlType *hint);
/* What stands for a bind whose value is not written inline. */
bool compiler_placeholder(Compiler *c, const SqlExpr *e);
/* The values of a list bind, separated by commas. */
bool compiler_bind_items(Compiler *c, const SqlExpr *e);
/* SQL_BINARY, SQL_UNARY, SQL_LIST: compiler_operator.c. */
bool compiler_binary(Compiler *c, const SqlExpr *e);
bool compiler_unary(Compiler *c, const SqlExpr *e);
/* The right side of a JSON subscript where a path is text. */
bool compiler_json_path(Compiler *c, const SqlExpr *e, bool braces);
bool compiler_list_expr(Compiler *c, const SqlExpr *e);
bool compiler_list(Compiler *c, const SqlExprVec *items, const char *separator);
bool compiler_literal(Compiler *c, const SqlValue *v, const SqlType *t);
/* Of a datetime that is a literal of a DATE the day, of one that is a literal of a TIME the time.
 */
void compiler_moment_part(const SqlType *t, SqlValue *v);
/* Statements and FROM elements: compiler_select.c, compiler_dml.c. */
bool compiler_select(Compiler *c, const SqlExpr *e);
bool compiler_from(Compiler *c, const SqlExpr *e);
/* The name of a SQL_TABLE. */
Ident compiler_from_name(const SqlFrom *f);
/* With its schema; that of table() stays as it is. */
bool compiler_from_table(Compiler *c, const SqlFrom *f);
/* (VALUES (1, 'a'), (2, 'b')) */
bool compiler_value_rows(Compiler *c, const SqlFrom *f);
bool compiler_dml(Compiler *c, const SqlExpr *e);
bool compiler_query(Compiler *c, const SqlExpr *e); /* select or compound in parentheses */
/* WITH, and the CTEs that stand in it, in front of what was written from `at` on; level: of the
 * statement; parts: also those of the statements right inside it. */
bool compiler_with(Compiler *c, size_t at, size_t level, bool parts);
/* How many statements stand around what is being written. */
size_t compiler_level(const Compiler *c);
/* A CTE as an element of FROM: its name; it is compiled when it is met first. */
bool compiler_cte(Compiler *c, const SqlExpr *e);
/* CTEs of add_cte(). */
bool compiler_own_ctes(Compiler *c, const SqlOwnCteVec *ctes);
Str compiler_alias_name(Compiler *c, const SqlExpr *e);
/* It, quoted as its maker wished. */
bool compiler_alias(Compiler *c, const SqlExpr *e);
/* Those prefixes that this dialect has, each with a blank behind it; suffixes have one in front,
 * too.
 */
bool compiler_prefixes(Compiler *c, const SqlAffixVec *v);
bool compiler_suffixes(Compiler *c, const SqlAffixVec *v);
/* The columns of SELECT and RETURNING with the labels that they need; named: a subquery's. */
bool compiler_columns(Compiler *c, const SqlExprVec *columns, bool named, SqlLabelStyle style);
/* One of them without a label, in what its type's column_expression() writes around it. */
bool compiler_selected(Compiler *c, const SqlExpr *e, bool named);
/* ORDER BY and its like: names as text are looked up; labels: those of the columns stand by their
 * names. */
bool compiler_by(Compiler *c, const char *word, const SqlExprVec *items, bool labels);
/* A limit that is written as TOP, in front of the columns. */
bool compiler_uses_top(Compiler *c, const SqlSelect *s);
/* What with_hint() said, with the name of its table in it. */
Str compiler_hint_text(Compiler *c, const SqlHint *hint);
/* FROM elements separated by commas. */
bool compiler_from_list(Compiler *c, const FromKeyVec *froms);
/* compiler_lock.c: " OF t, u" of FOR UPDATE, and how it waits. */
bool compiler_locked_tables(Compiler *c, const SqlForUpdate *f);
bool compiler_lock_waits(Compiler *c, const SqlForUpdate *f);
/* The name of a SQL_COLUMN, which may be a generated one. */
Str compiler_column_name(Compiler *c, const SqlExpr *e);
/* A name that a generated one can begin with: blanks, parentheses and percent signs are _. */
Str compiler_plain_name(Compiler *c, Str base);
/* The generated name of a thing: base_1, base_2 …; the same again for the same key, whose name does
 * not count. */
Str compiler_anon_name(Compiler *c, CompilerName kind, const AnonName *key);
/* A name in the length that the database knows: the end of a longer one becomes a number. */
Str compiler_cut_name(Compiler *c, CompilerName kind, Str name);
struct ColumnName; /* dialect/columns.h */
/* A column's name as it is written. */
Str compiler_column_label(Compiler *c, const struct ColumnName *n);
/* The name of a SQL_LABEL: one that was given stays as it is. */
Str compiler_label_name(Compiler *c, const SqlExpr *label);
/* It, quoted as its maker wished. */
bool compiler_label(Compiler *c, const SqlExpr *label);

/* ---- quoting ---- */
bool compiler_needs_quotes(const Dialect *d, Str name);

/* The generic type compiler: what dialects fall back to. */
bool compiler_generic_type(Compiler *c, const SqlType *t);
/* Of an Enum as a VARCHAR: that of its longest label, unless given; -1 = none, by length=None. */
int64_t compiler_enum_length(const SqlType *t);
/* The effective type on this dialect: variants and decorators taken off. */
const SqlType *compiler_resolve_type(Compiler *c, const SqlType *t);

/* An expression without table names and with values inline, as DDL has them. */
bool compiler_ddl_expr(Compiler *c, const SqlExpr *e);

#endif
