/* SQL expressions as Python objects.
 *
 * An expression object owns the nodes it made itself and keeps the Python objects of its operands
 * alive, whose nodes it points to. So a data migration that builds an expression per row leaves
 * nothing behind: when the collector takes the object, its nodes go with it. The commonest node is
 * held in the object, so that an expression without lists or texts costs no arena. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_ELEMENT_H
#define RETORT_MODULES_SQLALCHEMY_SQL_ELEMENT_H

#include "modules/sqlalchemy/state.h"

typedef struct ElementData {
    SqlExpr *expr; /* the tree: &node, or a node that lives elsewhere */
    SqlExpr node;
    Arena arena;   /* lists and texts of this object's own */
    Value keep;    /* operands: a value, or a list of them; unset = none */
    Value type;    /* the type as a Python object; unset = made on demand */
    Value columns; /* of a FROM element: its columns, once they were asked for */
    Value extra;   /* of a statement: dict of what the ORM and executing it need (sql/extra.c) */
    Eval *ev;      /* whom the arena was charged to; NULL = not charged */
} ElementData;

extern const NativeClass element_ClauseElement; /* everything */
extern const NativeClass element_Executable;
extern const NativeClass element_ColumnElement; /* has a value: operators work */

/* A new object of class cls (of ClauseElement's family) whose node is of this kind. */
Value element_new(Eval *ev, const NativeClass *cls, SqlKind kind, ElementData **out);
/* NULL when v is no expression; mapped attributes and __clause_element__() are followed. */
ElementData *element_data(Value v);
SqlExpr *element_expr(Eval *ev, Value v);
/* Tells the collector that the object's arena is in use; a second call does nothing. */
void element_charge(Eval *ev, ElementData *d);
/* An operand of v's node as an object, which keeps v alive. */
Value element_item(Eval *ev, Value v, SqlExpr *item);
/* Keeps v alive as long as the object. */
void element_keep(Eval *ev, ElementData *d, Value v);

/* An operand: an expression as it is, None as NULL, any other plain value as a bind in `owner`'s
 * memory; beside is the other operand, whose type the bind takes. */
bool element_operand(Eval *ev, ElementData *owner, Value v, const SqlExpr *beside,
                     SqlExpr **out) MUST_CHECK;
/* A plain value as a bind, None as well. */
bool element_value(Eval *ev, ElementData *owner, Value v, const SqlExpr *beside,
                   SqlExpr **out) MUST_CHECK;
/* As element_operand with True and False as constants. */
bool element_operand_const(Eval *ev, ElementData *owner, Value v, SqlExpr **out) MUST_CHECK;
/* The items of array([..]); lists among them are arrays themselves. */
bool element_array_items(Eval *ev, ElementData *owner, Value list, SqlExprVec *out) MUST_CHECK;
/* Pushes each item of a tuple as element_operand does. */
bool element_operands(Eval *ev, ElementData *owner, Value tuple, SqlExprVec *out) MUST_CHECK;

/* What an anonymous bind beside an expression (NULL = none) is called. */
Str element_bind_name(const SqlExpr *beside);
/* ANY(…) or ALL(…) of an array; e may be NULL. */
bool element_is_any_or_all(const SqlExpr *e);

/* SQLAlchemy's type for a plain value ("Integer" of 5); NULL = NullType. */
const SqlType *element_type_of_value(Eval *ev, const SqlValue *v);
/* The shared instance of a type without arguments. */
const SqlType *element_plain_type(Eval *ev, const char *name);

/* Class of the object for a node, for expressions that come from C. */
const NativeClass *element_class_of(const SqlExpr *e);
extern const NativeClass element_BinaryExpression, element_UnaryExpression, element_BindParameter,
    element_Label, element_Cast, element_Case, element_ClauseList, element_BooleanClauseList,
    element_Grouping, element_Null, element_True, element_False, element_Extract, element_Over,
    element_FunctionElement, element_GenericFunction, element_Function, element_FunctionFilter,
    element_WithinGroup, element_CollationClause, element_TypeCoerce, element_Exists,
    element_ScalarSelect, element_Tuple, element_TextClause, element_ColumnClause;

/* Deep copy into an arena; sql/copy.c. */
SqlExpr *element_copy(const SqlExpr *e, Arena *out);
/* What stands for a node in a copy; NULL = a copy of it. */
typedef SqlExpr *(*ElementReplace)(const SqlExpr *e, Arena *a, void *user);
/* The same, with nodes replaced; tables are not copied. */
SqlExpr *element_copy_with(const SqlExpr *e, Arena *out, ElementReplace replace, void *user);

/* sqlalchemy.func; sql/functions.c */
bool functions_func(Eval *ev, Value *out) MUST_CHECK;
/* Whether v is one of SQLAlchemy's own functions, functions.now; *name as it is spelled. */
bool functions_own_name(Value v, Str *name);
/* cast(expression, type), try_cast() and extract(field, expression). */
bool construct_cast(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool construct_try_cast(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool construct_extract(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* Functions of `sqlalchemy` and `sqlalchemy.sql`: text, and_, case …; sql/construct.c */
extern const NativeMember construct_members[];

#endif
