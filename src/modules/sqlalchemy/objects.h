/* Payloads and constructors that the schema classes share among themselves.
 *
 * Column, Table, constraints, indexes and defaults each have a file; what one needs of another is
 * here. The C object is the truth; a payload holds only what C cannot: the script's own objects. */
#ifndef RETORT_MODULES_SQLALCHEMY_OBJECTS_H
#define RETORT_MODULES_SQLALCHEMY_OBJECTS_H

#include "modules/sqlalchemy/sql/element.h"

typedef struct ColumnData {
    Column *column;
    Value table;    /* set when attached */
    Value default_; /* as given; unset = none */
    Value onupdate;
    Value server_default; /* as given */
    Value foreign_keys;   /* list of ForeignKey */
    Value doc, info;
    Value deferred;    /* orm.deferred(): True, or its group; unset = it is read with its object */
    bool use_existing; /* mapped_column(use_existing_column=True) */
} ColumnData;

typedef struct ForeignKeyData {
    Constraint *constraint;
    Value target; /* the Column given as object; unset = a string */
    Value column; /* whose it is */
} ForeignKeyData;

typedef struct ConstraintData {
    Constraint *constraint;
    Value columns; /* list: str or Column as given; resolved when attached */
    Value targets; /* of a foreign key: list */
    Value info;    /* the user's dict; unset until somebody asks */
    bool attached;
} ConstraintData;

typedef struct IndexData {
    Index *index;
    Value expressions; /* list as given; resolved when attached */
    Value info;        /* the user's dict; unset until somebody asks */
    bool attached;
} IndexData;

typedef struct TableData {
    Table *table;
    Value metadata;
    Value info; /* the user's dict; unset until somebody asks */
} TableData;

extern const NativeClass objects_SchemaItem, objects_Column, objects_ForeignKey, objects_Constraint,
    objects_Index, objects_Table, objects_TableClause, objects_FromClause, objects_MetaData,
    objects_Sequence, objects_Computed, objects_Identity, objects_FetchedValue,
    objects_DefaultClause, objects_ForeignKeyConstraint, objects_PrimaryKeyConstraint,
    objects_UniqueConstraint, objects_CheckConstraint, objects_ExcludeConstraint,
    objects_quoted_name, objects_conv, objects_ColumnCollection, objects_ColumnDefault,
    objects_aggregate_order_by;

/* ---- columns (column.c) ---- */
ColumnData *column_data(Value v); /* of a Column; NULL for anything else */
/* What Column.__init__ does: args a tuple, kw a dict. */
bool column_init_from(Eval *ev, Value self, Value args, Value kw) MUST_CHECK;
/* Column(*args, **kw) without the call. */
bool column_make(Eval *ev, Value args, Value kw, Value *out) MUST_CHECK;
bool column_clone(Eval *ev, Value column, Value *out) MUST_CHECK;
/* Gives a nameless column its name and key. */
void column_set_name(Eval *ev, Value column, Str name);
/* Sets the node by which expressions refer to the column. */
void column_refresh(Value column);

/* ---- defaults (default.c) ---- */
/* One of the items of Column(...) that is a default: Sequence, Computed, Identity, FetchedValue,
 * DefaultClause; *done false when it is none. */
bool default_apply(Eval *ev, Value item, Value column, bool *done) MUST_CHECK;
/* server_onupdate=, behind server_default=: a Computed is the column's, an Identity is refused. */
bool default_apply_onupdate(Eval *ev, ColumnData *c, Value given, const ServerDefault *d) MUST_CHECK;
/* What an Identity, given as an item or as server_default, asks of its column. */
bool default_check_identity(Eval *ev, Column *c) MUST_CHECK;
/* The DefaultClause of a column; arg is what the script gave. */
Value default_clause(Eval *ev, const ServerDefault *d, Value arg);

/* ---- foreign keys and constraints ---- */
ForeignKeyData *foreign_key_data(Value v);
/* Fills the target of a foreign key from the Column object; false in *done when that has no table.
 */
bool foreign_key_resolve(Eval *ev, Value fk, bool *done) MUST_CHECK;
Value foreign_key_clone(Eval *ev, Value fk, Constraint *c);
/* "schema.table.column" into the constraint. */
bool foreign_key_parse(Eval *ev, Str spec, Constraint *c) MUST_CHECK;
/* Whether a foreign key of so many columns, so many of them different, fits its targets; raises. */
bool constraint_check_counts(Eval *ev, size_t columns, size_t distinct, size_t targets) MUST_CHECK;
/* The columns in a CHECK's condition, by which a convention may name it. */
void constraint_name_checked(Eval *ev, Constraint *c);
bool constraint_attach(Eval *ev, Value constraint, Value table) MUST_CHECK;
/* Makes the name by convention final, before the constraint goes to another table. */
void constraint_settle_name(Eval *ev, Constraint *c);
/* A convention may ask a CHECK for a name of its own: raises when it has none. */
bool constraint_check_name(Eval *ev, const Constraint *c, const Table *t) MUST_CHECK;
/* A constraint that is not of any table yet takes the columns' names as they were given. */
void constraint_name_columns(Eval *ev, Value constraint);
bool index_attach(Eval *ev, Value index, Value table) MUST_CHECK;
/* A copy for a table that is not there yet: columns stand by their keys alone. One that has a table
 * keeps it. */
bool index_read(Eval *ev, Value index, Index **out) MUST_CHECK;
/* Tries what waits for a column to get its table: foreign keys, indexes, constraints. */
bool objects_settle(Eval *ev) MUST_CHECK;
void objects_wait(Eval *ev, Value v);

/* ---- tables ---- */
/* What becomes of a column that the table has already. */
typedef enum TableAttach {
    TABLE_ATTACH_NEW,      /* the new one is refused */
    TABLE_ATTACH_APPENDED, /* the same, in append_column()'s words */
    TABLE_ATTACH_REPLACING /* the new one takes its place */
} TableAttach;
bool table_attach(Eval *ev, Value table, Value item, TableAttach how) MUST_CHECK;
/* Table(name, metadata, *items, **kw). */
bool table_make(Eval *ev, Value name, Value metadata, Value items, Value kw, Value *out) MUST_CHECK;
/* The collection of a table's columns, or of a dict key -> column. */
Value collection_of_table(Eval *ev, Table *t);
Value collection_of_dict(Eval *ev, Value dict);
/* The entries of a collection; unset = v is none. */
Value collection_dict(Eval *ev, Value v);
/* A dict that a script sees but cannot change. */
Value collection_facade(Eval *ev, Value dict);
Value metadata_new_value(Eval *ev);
/* A naming_convention dictionary, callables too. */
bool metadata_read_convention(Eval *ev, Value dict, NamingConvention *n);
/* NULL = not a MetaData. Does not look for late columns, as module_metadata_get does. */
MetaData *objects_metadata(Value v);

/* ddl_if() of constraints and indexes: the dialects that it names. */
bool objects_ddl_if(Eval *ev, Args *a, StrVec *only_for) MUST_CHECK;
/* Keyword `name` of a dict, which is removed from it; unset = not given. */
Value objects_take(Eval *ev, Value kw, const char *name);

extern const NativeMember schema_members[];

#endif
