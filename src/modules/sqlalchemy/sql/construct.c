/* Functions of `sqlalchemy` that build expressions from others: and_(), case(), cast() … */
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/operate.h"
#include "modules/sqlalchemy/sql/roles.h"
#include "modules/sqlalchemy/sql/text.h"

static bool and_(Eval *ev, Args *a, Value *out)
{
    return operate_junction(ev, SQL_OP_AND, a->v[0], out);
}
static bool or_(Eval *ev, Args *a, Value *out)
{
    return operate_junction(ev, SQL_OP_OR, a->v[0], out);
}
static bool not_(Eval *ev, Args *a, Value *out)
{
    Value clause;
    if (!roles_expect(ev, ROLES_OPERAND, a->v[0], &clause)) return false;
    Args literal = {.v = (Value[]){clause, value_unset()}, .n = 2};
    if (!element_expr(ev, clause) && !text_literal(ev, &literal, &clause)) return false;
    return eval_binary(ev, OPERATOR_INVERT, clause, value_unset(), out);
}

static bool constant(Eval *ev, const NativeClass *cls, SqlKind kind, const char *type, Value *out)
{
    ElementData *d;
    *out = element_new(ev, cls, kind, &d);
    if (type) d->node.type = element_plain_type(ev, type);
    return true;
}
static bool null(Eval *ev, Args *a, Value *out)
{
    return constant(ev, &element_Null, SQL_NULL, NULL, out);
}
static bool true_(Eval *ev, Args *a, Value *out)
{
    return constant(ev, &element_True, SQL_TRUE, "Boolean", out);
}
static bool false_(Eval *ev, Args *a, Value *out)
{
    return constant(ev, &element_False, SQL_FALSE, "Boolean", out);
}

/* A string where SQLAlchemy takes the name of a column: desc("name"). */
static bool named_column(Eval *ev, Value v, Value *out)
{
    *out = v;
    if (!value_is_str(v)) return true;
    ElementData *d;
    *out = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
    d->node.as.column.name = arena_str(&d->arena, value_as_str(v));
    d->node.as.column.is_reference = true;
    return true;
}

#define UNARY(fn, op, role)                                                                        \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        Value col;                                                                                 \
        return roles_expect(ev, role, a->v[0], &col) && named_column(ev, col, &col) &&             \
               operate_unary(ev, op, col, out);                                                    \
    }
UNARY(asc, SQL_OP_ASC, ROLES_BY)
UNARY(desc, SQL_OP_DESC, ROLES_BY)
UNARY(nulls_first, SQL_OP_NULLS_FIRST, ROLES_BY)
UNARY(nulls_last, SQL_OP_NULLS_LAST, ROLES_BY)
UNARY(distinct, SQL_OP_DISTINCT, ROLES_OPERAND)
UNARY(bitwise_not, SQL_OP_BITNOT, ROLES_OPERAND)
UNARY(any_, SQL_OP_ANY, ROLES_OPERAND)
UNARY(all_, SQL_OP_ALL, ROLES_OPERAND)

static bool cast_type(Eval *ev, Value v, const SqlType **out)
{
    Value shown;
    if (value_is_none(v)) return *out = element_plain_type(ev, "NullType"), true;
    if (value_is_unknown(v) || module_is_type(ev, v))
        return module_type_from_value(ev, v, eval_arena(ev), out);
    return eval_repr(ev, v, &shown) &&
           eval_raise(ev, "TypeError",
                      "Object %.*s associated with '.type' attribute is not a TypeEngine class or "
                      "object",
                      STR_ARG(value_as_str(shown)));
}

static bool cast_kind(Eval *ev, Args *a, SqlKind kind, bool is_try, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, kind == SQL_CAST ? &element_Cast : &element_TypeCoerce, kind, &d);
    SqlExpr *inner;
    if (!cast_type(ev, a->v[1], &d->node.type)) return false;
    Value given;
    if (!roles_expect(ev, ROLES_OPERAND, a->v[0], &given)) return false;
    const SqlType *t = d->node.type;
    /* None is a value of JSON, for other types a word. */
    bool json = t->cls->affinity == TYPE_AFFINITY_JSON && value_is_none(given) &&
                !type_get_bool(t, "none_as_null", false);
    if (!(json ? element_value : element_operand)(ev, d, given, NULL, &inner)) return false;
    /* A plain value takes the type as it is, whatever the value. */
    if (inner->kind == SQL_BIND && !element_expr(ev, a->v[0])) inner->type = d->node.type;
    if (kind == SQL_CAST) {
        d->node.as.cast.inner = inner;
        d->node.as.cast.is_try = is_try;
    } else {
        d->node.as.type_coerce.inner = inner;
    }
    *out = v;
    return true;
}
bool construct_cast(Eval *ev, Args *a, Value *out)
{
    return cast_kind(ev, a, SQL_CAST, false, out);
}
bool construct_try_cast(Eval *ev, Args *a, Value *out)
{
    return cast_kind(ev, a, SQL_CAST, true, out);
}
static bool type_coerce(Eval *ev, Args *a, Value *out)
{
    return cast_kind(ev, a, SQL_TYPE_COERCE, false, out);
}

/* ---- case ---- */

static bool operand(Eval *ev, ElementData *d, Value v, SqlExpr **out)
{
    return roles_expect(ev, ROLES_OPERAND, v, &v) && element_operand(ev, d, v, NULL, out);
}

static bool push_when(Eval *ev, ElementData *d, Value when, Value then)
{
    SqlExpr *w, *t;
    if (!operand(ev, d, when, &w) || !operand(ev, d, then, &t)) return false;
    VEC_PUSH(&d->arena, &d->node.as.cases.whens, w);
    VEC_PUSH(&d->arena, &d->node.as.cases.thens, t);
    if (t->type && !type_is_null(t->type)) d->node.type = t->type;
    return true;
}

static bool push_whens(Eval *ev, ElementData *d, Value whens)
{
    /* One list of pairs, as SQLAlchemy 1.x took them. */
    Value first = value_seq_len(whens) == 1 ? value_seq_items(whens)[0] : value_unset();
    if (value_is_list(first) && value_seq_len(first) && value_is_tuple(value_seq_items(first)[0]))
        whens = first;
    size_t n = value_seq_len(whens);
    const Value *items = value_seq_items(whens);
    if (n == 1 && value_is_dict(items[0])) {
        size_t at = 0;
        Value key, item;
        while (value_dict_next(items[0], &at, &key, &item))
            if (!push_when(ev, d, key, item)) return false;
        return true;
    }
    if (n == 1 && value_is_list(items[0]))
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "The \"whens\" argument to case(), when referring to a sequence of "
            "items, is now passed as a series of positional elements, rather "
            "than as a list. ");
    for (size_t i = 0; i < n; i++) {
        bool pair =
            (value_is_tuple(items[i]) || value_is_list(items[i])) && value_seq_len(items[i]) == 2;
        if (!pair)
            return eval_raise_native(
                ev, &exc_ArgumentError,
                "The \"whens\" argument to case() takes (condition, result) pairs");
        const Value *w = value_seq_items(items[i]);
        if (!push_when(ev, d, w[0], w[1])) return false;
    }
    return true;
}

static bool case_(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_Case, SQL_CASE, &d);
    if (!module_absent(a->v[1]) && !operand(ev, d, a->v[1], &d->node.as.cases.subject))
        return false;
    if (!push_whens(ev, d, a->v[0])) return false;
    if (!module_absent(a->v[2])) {
        if (!operand(ev, d, a->v[2], &d->node.as.cases.otherwise)) return false;
        if (!d->node.type || type_is_null(d->node.type))
            d->node.type = d->node.as.cases.otherwise->type;
    }
    *out = v;
    return true;
}

/* ---- the rest ---- */

static bool collate(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (!value_is_str(a->v[1])) return eval_raise(ev, "TypeError", "a collation must be a string");
    if (!value_as_str(a->v[1]).len)
        return eval_raise(ev, "ValueError", "a collation must not be an empty string");
    Value v = element_new(ev, &element_CollationClause, SQL_COLLATE, &d);
    if (!operand(ev, d, a->v[0], &d->node.as.collate.inner)) return false;
    d->node.as.collate.collation = arena_str(&d->arena, value_as_str(a->v[1]));
    d->node.as.collate.quote = module_quote_wish(ev, a->v[1]);
    d->node.type = d->node.as.collate.inner->type;
    *out = v;
    return true;
}

bool construct_extract(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "extract() needs the name of a field");
    Value v = element_new(ev, &element_Extract, SQL_EXTRACT, &d);
    if (!operand(ev, d, a->v[1], &d->node.as.extract.inner)) return false;
    d->node.as.extract.field = arena_str(&d->arena, value_as_str(a->v[0]));
    d->node.type = element_plain_type(ev, "Integer");
    *out = v;
    return true;
}

static bool tuple_(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_Tuple, SQL_LIST, &d);
    d->node.as.list.op = SQL_OP_COMMA;
    d->node.as.list.form = SQL_LIST_TUPLE;
    Value items;
    if (!roles_expect_all(ev, ROLES_OPERAND, a->v[0], &items) ||
        !element_operands(ev, d, items, &d->node.as.list.items))
        return false;
    *out = v;
    return true;
}

/* func(col, ...) for what is a method of columns as well. */
static bool as_method(Eval *ev, Args *a, const char *method, size_t n, Value *out)
{
    Value clause = a->v[0];
    if (!element_expr(ev, clause)) {
        Args lit = {.v = (Value[]){clause, value_unset()}, .n = 2};
        if (!text_literal(ev, &lit, &clause)) return false;
    }
    return eval_call_method(ev, clause, method, a->v + 1, n, out);
}
static bool between(Eval *ev, Args *a, Value *out) { return as_method(ev, a, "between", 3, out); }
static bool over(Eval *ev, Args *a, Value *out) { return as_method(ev, a, "over", 5, out); }

static bool label(Eval *ev, Args *a, Value *out)
{
    Args swapped = {.v = (Value[]){a->v[1], a->v[0]}, .n = 2};
    return as_method(ev, &swapped, "label", 1, out);
}

static bool within_group(Eval *ev, Args *a, Value *out)
{
    return eval_call_method(ev, a->v[0], "within_group", value_seq_items(a->v[1]),
                            value_seq_len(a->v[1]), out);
}

static bool funcfilter(Eval *ev, Args *a, Value *out)
{
    return eval_call_method(ev, a->v[0], "filter", value_seq_items(a->v[1]), value_seq_len(a->v[1]),
                            out);
}

const NativeMember construct_members[] = {
    NATIVE_FN("text", "text", text_text),
    NATIVE_FN("bindparam",
              "key, value=?, type_=None, unique=False, required=?, quote=None, callable_=None, "
              "expanding=False, "
              "isoutparam=False, literal_execute=False",
              text_bindparam),
    NATIVE_FN("outparam",
              "key, value=?, type_=None, unique=False, required=?, quote=None, callable_=None, "
              "expanding=False, isoutparam=False, literal_execute=False",
              text_bindparam),
    NATIVE_FN("literal", "value, type_=None, literal_execute=False", text_literal),
    NATIVE_FN("literal_column", "text, type_=None", text_literal_column),
    NATIVE_FN("column", "text, type_=None, is_literal=False, _selectable=None", text_column),
    NATIVE_FN("and_", "*clauses", and_),
    NATIVE_FN("or_", "*clauses", or_),
    NATIVE_FN("not_", "clause", not_),
    NATIVE_FN("null", "", null),
    NATIVE_FN("true", "", true_),
    NATIVE_FN("false", "", false_),
    NATIVE_FN("asc", "column", asc),
    NATIVE_FN("desc", "column", desc),
    NATIVE_FN("nulls_first", "column", nulls_first),
    NATIVE_FN("nullsfirst", "column", nulls_first),
    NATIVE_FN("nulls_last", "column", nulls_last),
    NATIVE_FN("nullslast", "column", nulls_last),
    NATIVE_FN("distinct", "expr", distinct),
    NATIVE_FN("bitwise_not", "expr", bitwise_not),
    NATIVE_FN("any_", "expr", any_),
    NATIVE_FN("all_", "expr", all_),
    NATIVE_FN("cast", "expression, type_", construct_cast),
    NATIVE_FN("try_cast", "expression, type_", construct_try_cast),
    NATIVE_FN("type_coerce", "expression, type_", type_coerce),
    NATIVE_FN("case", "*whens, value=None, else_=None", case_),
    NATIVE_FN("collate", "expression, collation", collate),
    NATIVE_FN("extract", "field, expr", construct_extract),
    NATIVE_FN("tuple_", "*clauses, types=None", tuple_),
    NATIVE_FN("between", "expr, lower_bound, upper_bound, symmetric=False", between),
    NATIVE_FN("over",
              "element, partition_by=None, order_by=None, range_=None, rows=None, groups=None",
              over),
    NATIVE_FN("label", "name, element, type_=None", label),
    NATIVE_FN("within_group", "element, *order_by", within_group),
    NATIVE_FN("funcfilter", "func, *criterion", funcfilter),
    NATIVE_VALUE("func", functions_func),
    NATIVE_VALUE("modifier", functions_func),
    NATIVE_CLASS("ClauseElement", &element_ClauseElement),
    NATIVE_CLASS("Executable", &element_Executable),
    NATIVE_CLASS("ColumnElement", &element_ColumnElement),
    NATIVE_CLASS("ColumnOperators", &element_ColumnElement),
    NATIVE_CLASS("ColumnClause", &element_ColumnClause),
    NATIVE_CLASS("TextClause", &element_TextClause),
    NATIVE_CLASS("BindParameter", &element_BindParameter),
    NATIVE_CLASS("BinaryExpression", &element_BinaryExpression),
    NATIVE_CLASS("UnaryExpression", &element_UnaryExpression),
    NATIVE_CLASS("BooleanClauseList", &element_BooleanClauseList),
    NATIVE_CLASS("ClauseList", &element_ClauseList),
    NATIVE_CLASS("Label", &element_Label),
    NATIVE_CLASS("Cast", &element_Cast),
    NATIVE_CLASS("Case", &element_Case),
    NATIVE_CLASS("Null", &element_Null),
    NATIVE_CLASS("True_", &element_True),
    NATIVE_CLASS("False_", &element_False),
    NATIVE_CLASS("Grouping", &element_Grouping),
    NATIVE_CLASS("Exists", &element_Exists),
    NATIVE_CLASS("ScalarSelect", &element_ScalarSelect),
    NATIVE_CLASS("Tuple", &element_Tuple),
    NATIVE_CLASS("Extract", &element_Extract),
    NATIVE_CLASS("Over", &element_Over),
    NATIVE_CLASS("TypeCoerce", &element_TypeCoerce),
    NATIVE_CLASS("CollationClause", &element_CollationClause),
    NATIVE_CLASS("FunctionFilter", &element_FunctionFilter),
    NATIVE_CLASS("WithinGroup", &element_WithinGroup),
    NATIVE_CLASS("Function", &element_Function),
    NATIVE_CLASS("FunctionElement", &element_FunctionElement),
    NATIVE_CLASS("GenericFunction", &element_GenericFunction),
    NATIVE_END};
