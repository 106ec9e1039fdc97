/* What a database is to Retort: one table of functions per database, one folder per table.
 *
 * Everything above asks through this interface and never tests for a database by name: a fact that
 * differs is a field or a function here. Compiling is pure (no connection); inspection and
 * execution go through a Connection. */
#ifndef RETORT_DIALECT_DIALECT_H
#define RETORT_DIALECT_DIALECT_H

#include "base/strbuf.h"
#include "config/url.h"
#include "dialect/schema_map.h"
#include "op/op.h"

typedef struct Dialect Dialect;
typedef struct Compiler Compiler;     /* dialect/compiler.h: options and state of one compilation */
typedef struct Connection Connection; /* dialect/connection.h */

/* SQL statements in the order in which they are to run, without terminators. */
typedef StrVec Statements;

typedef VEC(const SqlType *) NamedTypes;

/* A script's own spelling of things (@compiles); *handled false = as usual. All but `type` may be
 * NULL: nothing of that kind is spelled. */
typedef struct CompileHooks CompileHooks;
struct CompileHooks {
    bool (*type)(const CompileHooks *self, const SqlType *t, Compiler *c, bool *handled);
    bool (*expr)(const CompileHooks *self, const SqlExpr *e, Compiler *c, bool *handled);
    /* A column of a CREATE TABLE, which nothing may stand for. */
    bool (*column)(const CompileHooks *self, const Column *col, Compiler *c, bool *handled);
    bool (*constraint)(const CompileHooks *self, const Constraint *k, Compiler *c, bool *handled);
};

/* The parameters of a statement by the names that stand in its text, for Compiled.params. */
typedef struct BindNames {
    Arena *arena;
    StrVec names;
    SqlExprVec binds;
} BindNames;

/* How SQL text is made. */
typedef struct CompileOptions {
    bool literal_binds;             /* values inline instead of binds; offline mode */
    bool offline;                   /* --sql: nothing may be asked of the server */
    bool driver_binds;              /* binds as the usual driver has them (no paramstyle "named") */
    bool double_percent;            /* pyformat: % is written %% (offline, no paramstyle "named") */
    BindNames *bind_names;          /* filled where values are not inline; NULL = nobody asks */
    bool plain_columns;             /* compile_expr: columns without their table's name, as in DDL
                                       (include_table=False) */
    const NamingConvention *naming; /* of target_metadata; NULL = SQLAlchemy's default */
    int server_version; /* e.g. 150018 on PostgreSQL; 0 = unknown (offline: SQLAlchemy's default) */
    bool plain_backslash;     /* the server is told to take \ in texts as it is */
    Str default_schema;       /* null = unknown */
    const SchemaMap *schemas; /* schema_translate_map; NULL = none */
    /* Named types created in this run already, so that an ENUM shared by two tables is created
     * once; may be NULL. */
    Map *types_created;
    Arena *types_arena;
    const CompileHooks *hooks; /* NULL = none */
} CompileOptions;

struct Dialect {
    const char *name;       /* "postgresql", as in SQLAlchemy */
    const char *impl_name;  /* "PostgresqlImpl", as Alembic logs it */
    bool transactional_ddl; /* Alembic's flag */
    bool supports_comments;
    bool supports_sequences;
    bool constraint_comments;     /* COMMENT ON CONSTRAINT */
    bool sequences_optional;      /* Sequence(optional=True) is none here */
    int sequences_since;          /* the first server that has them, where not all do; 0 = none */
    unsigned max_identifier;      /* constraint and index names beyond it are refused */
    unsigned max_constraint_name; /* names that may be cut are cut to this; 0 = max_identifier */
    const char *const *reserved;  /* lower case, sorted, NULL-terminated */
    char quote_open, quote_close;
    bool doubles_percent; /* the usual driver's paramstyle has % in it: offline, % is written %% */
    const char *statement_end;          /* offline: ";" */
    const char *batch_separator;        /* offline: "GO" on MSSQL, "/" on Oracle; NULL elsewhere */
    const char *begin_sql, *commit_sql; /* offline framing: "BEGIN", "COMMIT"; NULL = none */
    bool begin_separated;               /* begin_sql is followed by batch_separator, too */

    /* Values as the Python driver gives and takes them. */
    bool json_parsed;      /* a JSON column comes parsed, not as text */
    bool has_interval;     /* a length of time is a type; else it is a moment after 1970 */
    bool moments_are_text; /* dates and times are stored as text */
    bool objects_as_text;  /* what is no plain value goes as its str() */

    const struct DialectRules *rules; /* how the compiler differs: dialect/compiler.h */

    /* ---- compiling; all fail with ERR_COMPILE or ERR_UNSUPPORTED in SQLAlchemy's words ---- */
    bool (*compile_type)(const SqlType *t, const CompileOptions *o, Arena *out, Str *sql, Err *err);
    /* Any expression or statement; binds are collected when literal_binds is off (may be NULL). */
    bool (*compile_expr)(const SqlExpr *e, const CompileOptions *o, Arena *out, Str *sql,
                         SqlExprVec *binds, Err *err);
    /* The statements of an operation, comments of tables and columns included. */
    bool (*compile_op)(const Op *op, const CompileOptions *o, Arena *out, Statements *sql,
                       Err *err);
    /* The SQL of a server default as it stands in DDL ("'x'", "now()"); null text = none. */
    bool (*compile_default)(const Column *c, const CompileOptions *o, Arena *out, Str *sql,
                            Err *err);

    /* The types that stand beside a table and that its columns need, the schema they take from it
     * filled in; bound: also those that belong to a MetaData. Before them, those of the MetaData
     * `of`, unless that is NULL, which were made after the table before t; with t NULL, after the
     * last one. Where the database has none, those of PostgreSQL alone, whose statements are then
     * refused. */
    bool (*named_types)(const Table *t, const MetaData *of, bool bound, const CompileOptions *o,
                        Arena *out, NamedTypes *types, Err *err);

    /* ---- autogenerate's rules ---- */
    /* True when the two types differ, by Alembic's rules for this database. */
    bool (*types_differ)(const SqlType *inspected, const SqlType *model,
                         const Column *inspected_col, const Column *model_col, bool *differ,
                         Err *err);
    /* True when the defaults differ; may ask the server (conn NULL = cannot). The texts are what
     * compile_default gives, null for none. */
    bool (*defaults_differ)(Connection *conn, const Column *inspected, const Column *model,
                            Str inspected_sql, Str model_sql, bool *differ, Err *err);

    /* ---- live; NULL = SQL can be printed but not sent ---- */
    bool (*connect)(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                    Connection **out, Err *err);
};

/* By the name in a URL ("postgresql", "postgres" is refused as SQLAlchemy does, "sqlite", …); NULL
 * = unknown. */
const Dialect *dialect_find(Str name);
/* Whether a server of that version, 0 = --sql, has sequences. */
bool dialect_has_sequences(const Dialect *d, int server_version);
/* The one whose module a type's class is of; SQLite for the generic ones. */
const Dialect *dialect_of_type(const SqlType *t);

/* Quoted if the dialect's rules or the identifier's wish say so. */
Str dialect_quote(const Dialect *d, Ident name, Arena *out);
/* schema.table, each part quoted as needed. */
Str dialect_quote_table(const Dialect *d, Str schema, Ident table, Arena *out);
/* A string literal: ' doubled. */
Str dialect_literal(const Dialect *d, Str text, Arena *out);

#endif
