/* select(), insert(), update(), delete() and FROM elements as Python objects. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_QUERY_H
#define RETORT_MODULES_SQLALCHEMY_SQL_QUERY_H

#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/sql/roles.h"
#include "sql/statement.h"

extern const NativeClass query_Select, query_CompoundSelect, query_Insert, query_Update,
    query_Delete, query_Alias, query_TextualSelect;
extern const NativeMember query_members[], from_members[];
/* Table.insert() and its like; they take the table as self. */
extern const NativeMethod query_table_methods[];

/* ---- what query.c and dml.c share ---- */
/* A new statement object; a copy that shares everything with the statement it came from, which it
 * keeps alive. */
Value query_begin(Eval *ev, const NativeClass *cls, SqlKind kind, ElementData **out);
Value query_next(Eval *ev, Value self, ElementData **out);
/* Appends to a shared vector by making a new one. */
bool query_extend(Eval *ev, ElementData *d, SqlExprVec *vec, Value tuple) MUST_CHECK;
/* The same with what the role takes, mapped classes and collections too. */
bool query_extend_role(Eval *ev, ElementData *d, SqlExprVec *vec, Role role,
                       Value items) MUST_CHECK;
/* The same with conditions. */
bool query_extend_conditions(Eval *ev, ElementData *d, SqlExprVec *vec, Value tuple) MUST_CHECK;
/* A query as an expression has it: without labels that tell columns apart. */
bool query_bare(Eval *ev, Value query, Value *out) MUST_CHECK;
bool query_scalar_subquery(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool query_selected_columns(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool query_add_cte(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* select() of the FROM element that is self. */
bool query_select_of(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* Names as text where SQLAlchemy takes them for columns: order_by("name"). */
Value query_named(Eval *ev, Value tuple);
/* select(*entities) */
bool query_select(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool query_select_from(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* What correlate() and correlate_except() of a query were given; None: nothing. */
bool query_correlation(Eval *ev, ElementData *d, SqlExprVec *vec, bool *given,
                       Value froms) MUST_CHECK;
/* Mapped classes as their tables and collections (t.c) as their columns, in a new list. */
Value query_tables(Eval *ev, Value items);
/* The Table of a mapped class; any other value as it is. */
bool query_mapped_table(Eval *ev, Value v, Value *out);
bool query_where(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* Appends what prefix_with(*texts, dialect='*') was called with. */
bool query_extend_affixes(Eval *ev, ElementData *d, SqlAffixVec *vec, Args *a) MUST_CHECK;
bool query_prefix_with(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* statement + lambda, as lambda_stmt() has it. */
bool query_binary(Eval *ev, Operator op, Value left, Value right, Value *out) MUST_CHECK;
bool query_itself(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* with_hint(selectable, text, dialect) of what stands in `vec`. */
bool query_extend_hints(Eval *ev, ElementData *d, SqlHintVec *vec, const Value args[3]) MUST_CHECK;
bool query_alias_columns(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool dml_insert(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool dml_update(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool dml_delete(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool dml_table_insert(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool dml_table_update(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool dml_table_delete(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
