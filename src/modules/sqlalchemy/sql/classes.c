/* Python classes of expression nodes, named as in sqlalchemy.sql.elements. */
#include "modules/sqlalchemy/sql/element.h"

#include "modules/sqlalchemy/sql/exists.h"
#include "modules/sqlalchemy/sql/query.h"

#define ELEMENT(id, base_class)                                                                    \
    const NativeClass element_##id = {                                                             \
        .name = #id, .module = "sqlalchemy.sql.elements", .base = &base_class};

static bool binary_side(Eval *ev, Value self, bool left, Value *out)
{
    const SqlExpr *e = element_expr(ev, self);
    if (e->kind != SQL_BINARY)
        return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute '%s'",
                          STR_ARG(value_type_name(ev, self)), left ? "left" : "right");
    *out = element_item(ev, self, left ? e->as.binary.left : e->as.binary.right);
    return true;
}
static bool binary_left(Eval *ev, Args *a, Value *out)
{
    return binary_side(ev, a->self, true, out);
}
static bool binary_right(Eval *ev, Args *a, Value *out)
{
    return binary_side(ev, a->self, false, out);
}
static const NativeMethod binary_methods[] = {
    {"left", "", binary_left, NATIVE_GETTER}, {"right", "", binary_right, NATIVE_GETTER}, {0}};
const NativeClass element_BinaryExpression = {.name = "BinaryExpression",
                                              .module = "sqlalchemy.sql.elements",
                                              .base = &element_ColumnElement,
                                              .methods = binary_methods};
ELEMENT(UnaryExpression, element_ColumnElement)

static bool cast_clause(Eval *ev, Args *a, Value *out)
{
    *out = element_item(ev, a->self, element_expr(ev, a->self)->as.cast.inner);
    return true;
}
/* What is written for it is the type. */
static bool cast_typeclause(Eval *ev, Args *a, Value *out)
{
    *out = module_type_value(ev, element_expr(ev, a->self)->type);
    return true;
}
static const NativeMethod cast_methods[] = {{"clause", "", cast_clause, NATIVE_GETTER},
                                            {"typeclause", "", cast_typeclause, NATIVE_GETTER},
                                            {0}};
const NativeClass element_Cast = {.name = "Cast",
                                  .module = "sqlalchemy.sql.elements",
                                  .base = &element_ColumnElement,
                                  .methods = cast_methods};
/* Marks a script's construct that op.execute() takes; has no state. */
static bool same(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}
static const NativeMethod executable_methods[] = {
    {"execution_options", "**kw", same, NATIVE_METHOD}, {0}};
const NativeClass element_Executable = {
    .name = "Executable", .module = "sqlalchemy.sql.base", .methods = executable_methods};

/* for a in element.clauses */
static bool list_items(Eval *ev, Value self, Value *out)
{
    const ElementData *d = element_data(self);
    if (value_is_list(d->keep)) return *out = d->keep, true;
    *out = value_list(ev);
    for (size_t i = 0; d->expr && i < d->expr->as.list.items.len; i++)
        value_list_push(ev, *out, element_item(ev, self, d->expr->as.list.items.items[i]));
    return true;
}

static bool list_clauses(Eval *ev, Args *a, Value *out) { return list_items(ev, a->self, out); }

static bool list_iter(Eval *ev, Value self, Value *out)
{
    Value items;
    return list_items(ev, self, &items) && eval_iter(ev, items, out);
}

static bool list_length(Eval *ev, Value self, int64_t *out)
{
    const ElementData *d = element_data(self);
    *out = d->expr ? (int64_t)d->expr->as.list.items.len : 0;
    return true;
}

static const NativeMethod list_methods[] = {{"clauses", "", list_clauses, NATIVE_GETTER}, {0}};
const NativeClass element_ClauseList = {.name = "ClauseList",
                                        .module = "sqlalchemy.sql.elements",
                                        .base = &element_ColumnElement,
                                        .methods = list_methods,
                                        .iter = list_iter,
                                        .length = list_length};
ELEMENT(BooleanClauseList, element_ColumnElement)
ELEMENT(Grouping, element_ColumnElement)
ELEMENT(Extract, element_ColumnElement)
ELEMENT(Over, element_ColumnElement)
ELEMENT(CollationClause, element_ColumnElement)
ELEMENT(TypeCoerce, element_ColumnElement)
const NativeClass element_Exists = {.name = "Exists",
                                    .module = "sqlalchemy.sql.selectable",
                                    .base = &element_ColumnElement,
                                    .methods = exists_methods};
const NativeClass element_ScalarSelect = {.name = "ScalarSelect",
                                          .module = "sqlalchemy.sql.selectable",
                                          .base = &element_ColumnElement,
                                          .methods = exists_scalar_methods};
ELEMENT(Tuple, element_ColumnElement)
ELEMENT(Case, element_ColumnElement)
const NativeClass element_Null = {
    .name = "Null", .module = "sqlalchemy.sql.elements", .base = &element_ColumnElement};
const NativeClass element_True = {
    .name = "True_", .module = "sqlalchemy.sql.elements", .base = &element_ColumnElement};
const NativeClass element_False = {
    .name = "False_", .module = "sqlalchemy.sql.elements", .base = &element_ColumnElement};

const NativeClass *element_class_of(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_TEXT: return &element_TextClause;
    case SQL_LITERAL_COLUMN:
    case SQL_COLUMN: return &element_ColumnClause;
    case SQL_BIND: return &element_BindParameter;
    case SQL_NULL: return &element_Null;
    case SQL_TRUE: return &element_True;
    case SQL_FALSE: return &element_False;
    case SQL_FUNCTION: return &element_Function;
    case SQL_BINARY: return &element_BinaryExpression;
    case SQL_UNARY: return &element_UnaryExpression;
    case SQL_LIST: return &element_ClauseList;
    case SQL_GROUPING: return &element_Grouping;
    case SQL_CAST: return &element_Cast;
    case SQL_TYPE_COERCE: return &element_TypeCoerce;
    case SQL_CASE: return &element_Case;
    case SQL_LABEL: return &element_Label;
    case SQL_COLLATE: return &element_CollationClause;
    case SQL_EXTRACT: return &element_Extract;
    case SQL_OVER: return &element_Over;
    case SQL_FILTER: return &element_FunctionFilter;
    case SQL_WITHIN_GROUP: return &element_WithinGroup;
    case SQL_EXISTS: return &element_Exists;
    case SQL_SUBQUERY_EXPR: return &element_ScalarSelect;
    case SQL_SELECT: return &query_Select;
    case SQL_COMPOUND: return &query_CompoundSelect;
    case SQL_INSERT: return &query_Insert;
    case SQL_UPDATE: return &query_Update;
    case SQL_DELETE: return &query_Delete;
    case SQL_ALIAS:
    case SQL_CTE: return &query_Alias;
    default: return &element_ClauseElement;
    }
}
