/* Migration operations as plain data: the one form of a change.
 *
 * A revision script produces operations, autogenerate produces operations; an operation can be run
 * on a connection, printed as SQL, rendered as Python, applied to a schema in memory, reversed or
 * judged. Names and fields are those of alembic.operations.ops. Everything an operation points to
 * lives in the arena it was made in. */
#ifndef RETORT_OP_OP_H
#define RETORT_OP_OP_H

#include "schema/table.h"

typedef enum OpKind {
    OP_CREATE_TABLE,
    OP_DROP_TABLE,
    OP_RENAME_TABLE,
    OP_ADD_COLUMN,
    OP_DROP_COLUMN,
    OP_ALTER_COLUMN,
    OP_CREATE_INDEX,
    OP_DROP_INDEX,
    OP_ADD_CONSTRAINT,
    OP_DROP_CONSTRAINT,
    OP_CREATE_TABLE_COMMENT,
    OP_DROP_TABLE_COMMENT,
    OP_EXECUTE,
    OP_BULK_INSERT,
    OP_CREATE_SCHEMA_OBJECT, /* CreateSequence, CREATE TYPE, SetColumnComment … through execute */
    OP_MODIFY_TABLE,         /* autogenerate's group of operations on one table */
    OP_BATCH,                /* a finished batch_alter_table block */
    OP_CUSTOM                /* of a class of the project's own, known to the scripts only */
} OpKind;

typedef struct Op Op;

/* The statements of a create_table. */
typedef enum OpTablePart {
    OP_TABLE_TYPES = 1, /* its named types */
    OP_TABLE_ITSELF = 2,
    OP_TABLE_INDEXES = 4,
    OP_TABLE_COMMENTS = 8
} OpTablePart;

typedef VEC(Op *) OpVec;

/* Who asks. A directive is spelt as Alembic does, under the naming convention of the run. An
 * element of sqlalchemy.schema is one statement of SQLAlchemy's own; an object that makes itself,
 * as Table.create(), brings what belongs to it. Both take names by the convention of their
 * MetaData. */
typedef enum OpOrigin { OP_BY_DIRECTIVE, OP_BY_ELEMENT, OP_BY_OBJECT } OpOrigin;

/* A value in alter_column that may be absent, set to nothing, or set. */
typedef enum Given { GIVEN_NOT, GIVEN_NONE, GIVEN_VALUE } Given;

typedef struct AlterColumn {
    Str column;
    Str new_name;        /* null = not given */
    IdentQuote column_quote, new_quote;
    int nullable;        /* -1 not given */
    const SqlType *type; /* NULL = not given */
    Given server_default_given;
    ServerDefault server_default;
    Given comment_given;
    Str comment;
    int autoincrement; /* -1 not given */
    const SqlType *existing_type;
    bool type_is_class; /* the type, or without one the existing, came as a class: type_=sa.DateTime */
    Given existing_server_default_given; /* GIVEN_NOT = False, GIVEN_NONE = None */
    ServerDefault existing_server_default;
    int existing_nullable; /* -1 not given */
    Given existing_comment_given;
    Str existing_comment;
    int existing_autoincrement;
    Str using_;                      /* postgresql_using; null = not given */
    Str insert_before, insert_after; /* batch */
    Column *column_from_model;       /* autogenerate: for rendering and messages */
} AlterColumn;

/* The column, before and after, as it is to be written. */
static inline Ident alter_column_ident(const AlterColumn *x)
{
    return (Ident){.text = x->column, .quote = x->column_quote};
}
static inline Ident alter_column_new_ident(const AlterColumn *x)
{
    return (Ident){.text = x->new_name, .quote = x->new_quote};
}

struct Op {
    OpKind kind;
    Str schema;         /* of the table concerned; null = default */
    Ident table;        /* name of the table concerned; null where there is none */
    SqlOptions options; /* dialect keywords of the directive */
    SourcePos pos;      /* the script line of the directive; file NULL when there is no script */
    int if_exists;      /* 0 or 1 */
    int if_not_exists;  /* 0 or 1 */
    OpOrigin origin;
    union {
        struct {
            Table *table;
            const ConstraintVec *foreign_keys; /* those to be written; NULL = all */
            const ConstraintVec *keys_apart;   /* those not to be written; NULL = none */
            /* What it makes, as OpTablePart; 0 = all. Listeners of after_create hear of the table
             * before it has its indexes, and scripts may spell some of the statements. */
            unsigned parts;
        } create_table;
        struct {
            Table *original;
        } drop_table; /* what it was, for reversing; may be NULL */
        struct {
            Ident new_name;
        } rename_table;
        struct {
            Column *column;
            Table *parent;
            bool inline_references, inline_primary_key;
            bool brings_indexes; /* parent was made for the column: its indexes come with it */
            Str insert_before, insert_after;
        } add_column;
        struct {
            Ident name;
            Column *original;
            const SqlType *existing_type; /* whose named CHECK goes, too, when a table is rebuilt */
            bool mssql_drop_check, mssql_drop_default, mssql_drop_foreign_key;
        } drop_column;
        AlterColumn alter_column;
        struct {
            Index *index;
        } create_index; /* its table carries name, schema and columns */
        struct {
            Ident name;
            Index *original;
        } drop_index;
        struct {
            Constraint *constraint;
        } add_constraint;
        struct {
            Ident name;
            Str type;
            Constraint *original;
        } drop_constraint; /* type: null, "foreignkey", "unique", "primary", "check" */
        struct {
            Str comment;
            Str existing;
        } table_comment; /* also for dropping */
        struct {
            SqlExpr *statement;
            SqlOptions execution_options;
        } execute; /* SQL_TEXT for strings */
        struct {
            Table *table;
            SqlValue rows;
            bool multiinsert;
        } bulk_insert; /* rows: LIST of DICT */
        struct {
            int kind;
            void *object;
            bool checkfirst;
        } schema_object; /* OpSchemaObject */
        struct {
            OpVec ops;
        } modify_table;
        struct Batch *batch; /* op/batch.h */
        struct {
            void *object; /* the script's */
            Str name;     /* of its class */
            Str diff;     /* repr() of its difference tuple; null until it is asked for */
        } custom;
    } as;
};

/* What CreateSequence and its relatives make or drop. */
typedef enum OpSchemaObject {
    OP_OBJECT_CREATE_SEQUENCE,
    OP_OBJECT_DROP_SEQUENCE, /* Sequence */
    OP_OBJECT_CREATE_TYPE,
    OP_OBJECT_DROP_TYPE, /* SqlType: ENUM, DOMAIN */
    OP_OBJECT_CREATE_SCHEMA,
    OP_OBJECT_DROP_SCHEMA, /* Ident */
    OP_OBJECT_SET_COLUMN_COMMENT,
    OP_OBJECT_DROP_COLUMN_COMMENT, /* Column */
    OP_OBJECT_SET_CONSTRAINT_COMMENT,
    OP_OBJECT_DROP_CONSTRAINT_COMMENT /* Constraint */
} OpSchemaObject;

Op *op_new(Arena *a, OpKind kind, Str schema, Ident table);

/* The operation that undoes it; NULL when it cannot be undone (drop without an original, execute),
 * with the reason in err in Alembic's words. */
Op *op_reverse(const Op *op, Arena *a, Err *err);

/* Where a script's operations go: upgrading, printing, planning, linting and replaying are sinks.
 */
typedef struct OpSink {
    bool (*emit)(void *user, const Op *op, Err *err);
    void *user;
} OpSink;

#endif
