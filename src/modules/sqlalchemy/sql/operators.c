/* Methods of SQLAlchemy's ColumnOperators. */
#include <string.h>

#include "dialect/grouping.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/adapt.h"
#include "modules/sqlalchemy/sql/comparator.h"
#include "modules/sqlalchemy/sql/from.h"
#include "modules/sqlalchemy/sql/match.h"
#include "modules/sqlalchemy/sql/operate.h"
#include "modules/sqlalchemy/sql/query.h"
#include "modules/sqlalchemy/sql/store_methods.h"

extern const NativeMethod element_column_methods[];

#define OPERATE(fn, op)                                                                            \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return operate_binary(ev, op, a->self, a->v[0], out);                                      \
    }
#define OPERATE_UNARY(fn, op)                                                                      \
    static bool fn(Eval *ev, Args *a, Value *out) { return operate_unary(ev, op, a->self, out); }

OPERATE(is_, SQL_OP_IS)
OPERATE(is_not, SQL_OP_IS_NOT)
OPERATE(is_distinct_from, SQL_OP_IS_DISTINCT)
OPERATE(is_not_distinct_from, SQL_OP_IS_NOT_DISTINCT)
OPERATE(concat, SQL_OP_CONCAT)
OPERATE(bitwise_and, SQL_OP_BITAND)
OPERATE(bitwise_or, SQL_OP_BITOR)
OPERATE(bitwise_xor, SQL_OP_BITXOR)
OPERATE(bitwise_lshift, SQL_OP_LSHIFT)
OPERATE(bitwise_rshift, SQL_OP_RSHIFT)
OPERATE_UNARY(bitwise_not, SQL_OP_BITNOT)
OPERATE_UNARY(asc, SQL_OP_ASC)
OPERATE_UNARY(desc, SQL_OP_DESC)
OPERATE_UNARY(nulls_first, SQL_OP_NULLS_FIRST)
OPERATE_UNARY(nulls_last, SQL_OP_NULLS_LAST)
OPERATE_UNARY(distinct, SQL_OP_DISTINCT)

/* like(), startswith() and so on: the escape character is part of the node. */
static bool with_escape(Eval *ev, SqlOp op, Args *a, Value escape, Value *out)
{
    if (!operate_binary(ev, op, a->self, a->v[0], out)) return false;
    if (module_absent(escape)) return true;
    ElementData *d = element_data(*out);
    return element_operand(ev, d, escape, NULL, &d->node.as.binary.escape);
}

static bool str_or_null(Eval *ev, ElementData *d, Value v, const char *what, Str *out)
{
    if (!module_str_or_none(ev, v, what, out)) return false;
    if (str_is_null(*out)) return true;
    element_charge(ev, d);
    *out = arena_str(&d->arena, *out);
    return true;
}

static bool match(Eval *ev, Args *a, Value *out)
{
    if (!operate_binary(ev, SQL_OP_MATCH, a->self, a->v[0], out)) return false;
    ElementData *d = element_data(*out);
    Value config = value_is_unset(a->v[1]) ? value_unset()
                                           : value_dict_find_z(a->v[1], "postgresql_regconfig");
    return (value_is_unset(a->v[1]) || match_take_modes(ev, d, a->v[1])) &&
           str_or_null(ev, d, config, "postgresql_regconfig", &d->node.as.binary.config);
}

/* The operand of a regular expression or a range, with the type of the column. */
static bool beside(Eval *ev, ElementData *d, Value v, const SqlExpr *self, SqlExpr **out)
{
    if (!roles_expect(ev, ROLES_COMPARED, v, &v)) return false;
    return module_absent(v) ? element_value(ev, d, v, self, out)
                            : element_operand(ev, d, v, self, out);
}

static bool regexp_match(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *self = element_expr(ev, a->self);
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    d->node.as.binary.op = SQL_OP_REGEXP;
    d->node.as.binary.left = self;
    return beside(ev, d, a->v[0], self, &d->node.as.binary.right) &&
           str_or_null(ev, d, a->v[1], "flags", &d->node.as.binary.flags);
}

static bool regexp_replace(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *self = element_expr(ev, a->self), *items[2];
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    d->node.as.binary.op = SQL_OP_REGEXP_REPLACE;
    d->node.as.binary.left = self;
    if (!beside(ev, d, a->v[0], self, &items[0]) || !beside(ev, d, a->v[1], self, &items[1]) ||
        !str_or_null(ev, d, a->v[2], "flags", &d->node.as.binary.flags))
        return false;
    element_charge(ev, d);
    d->node.as.binary.right = sql_expr_list(&d->arena, SQL_OP_COMMA, items, 2);
    return true;
}

/* startswith() and its kin: autoescape=True takes the other text literally. */
static bool with_autoescape(Eval *ev, SqlOp op, Args *a, Value *out)
{
    bool automatic;
    if (!eval_truth(ev, a->v[2], &automatic)) return false;
    if (!automatic || !value_is_str(a->v[0])) return with_escape(ev, op, a, a->v[1], out);
    Str text = value_as_str(a->v[0]);
    Str escape = value_is_str(a->v[1]) ? value_as_str(a->v[1]) : STR("/");
    StrBuf b = {0};
    for (size_t i = 0; i < text.len; i++) {
        bool special = text.ptr[i] == '%' || text.ptr[i] == '_' ||
                       str_starts(str_slice(text, i, text.len), escape);
        if (special) strbuf_push(&b, escape);
        strbuf_push_char(&b, text.ptr[i]);
    }
    Value v[2] = {value_str(ev, strbuf_view(&b)), value_str(ev, escape)};
    strbuf_deinit(&b);
    Args args = {.self = a->self, .v = v, .n = 2};
    return with_escape(ev, op, &args, v[1], out);
}

#define OPERATE_AUTOESCAPE(fn, op)                                                                 \
    static bool fn(Eval *ev, Args *a, Value *out) { return with_autoescape(ev, op, a, out); }

#define OPERATE_LIKE(fn, op)                                                                       \
    static bool fn(Eval *ev, Args *a, Value *out) { return with_escape(ev, op, a, a->v[1], out); }
OPERATE_LIKE(like, SQL_OP_LIKE)
OPERATE_LIKE(not_like, SQL_OP_NOT_LIKE)
OPERATE_LIKE(ilike, SQL_OP_ILIKE)
OPERATE_LIKE(not_ilike, SQL_OP_NOT_ILIKE)
OPERATE_AUTOESCAPE(startswith, SQL_OP_STARTSWITH)
OPERATE_AUTOESCAPE(endswith, SQL_OP_ENDSWITH)
OPERATE_AUTOESCAPE(istartswith, SQL_OP_ISTARTSWITH)
OPERATE_AUTOESCAPE(iendswith, SQL_OP_IENDSWITH)
OPERATE_AUTOESCAPE(icontains, SQL_OP_ICONTAINS)

/* A dialect's own operators, as sqlalchemy.dialects.postgresql.operators ranks them. */
typedef struct OwnOp {
    const char *spelling;
    bool item; /* binds as a subscript does, else as a comparison */
    bool comparison, eager;
} OwnOp;
enum { ITEM_PRECEDENCE = 15, COMPARISON_PRECEDENCE = 5 };

static bool own_op(Eval *ev, const OwnOp *op, Value left, Value right, const char *type, Value *out)
{
    ElementData *d;
    SqlExpr *self = element_expr(ev, left);
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, left);
    d->node.as.binary.op = SQL_OP_CUSTOM;
    d->node.as.binary.custom = str_z(op->spelling);
    d->node.as.binary.precedence = op->item ? ITEM_PRECEDENCE : COMPARISON_PRECEDENCE;
    d->node.as.binary.is_comparison = op->comparison;
    d->node.as.binary.is_natural = d->node.as.binary.is_eager = op->eager;
    d->node.as.binary.left = self;
    d->node.type = element_plain_type(ev, type);
    return beside(ev, d, right, self, &d->node.as.binary.right);
}

static bool is_kind(const SqlType *t, TypeAffinity affinity)
{
    return t && t->cls->affinity == affinity;
}

/* The type whose operators an expression has: a TypeDecorator has those of its impl. */
static const SqlType *operator_type(Eval *ev, Value v)
{
    const SqlType *t = element_expr(ev, v)->type;
    while (t && t->cls->is_decorator && t->impl) t = t->impl;
    return t;
}

#define RANGES "AbstractRange", "AbstractSingleRange", "AbstractMultiRange"

/* Whether it is one of these classes, by SQLAlchemy's names; the list ends with NULL. */
static bool is_one_of(const SqlType *t, const char *const *names)
{
    for (; t && *names; names++)
        if (type_class_is_a(t->cls, *names)) return true;
    return false;
}

/* Types of PostgreSQL whose contains() is an operator. */
static bool has_containment(const SqlType *t)
{
    static const char *const names[] = {"ARRAY", "JSONB", "HSTORE", RANGES, NULL};
    return is_one_of(t, names);
}

static bool contains(Eval *ev, Args *a, Value *out)
{
    static const OwnOp op = {"@>", false, true, true};
    const SqlType *t = operator_type(ev, a->self);
    bool generic = t && type_class_is_a(t->cls, "ARRAY") && !strstr(t->cls->module, "postgresql");
    if (generic)
        return eval_raise(
            ev, "NotImplementedError",
            "ARRAY.contains() not implemented for the base ARRAY type; please use the "
            "dialect-specific ARRAY type");
    if (has_containment(t)) return own_op(ev, &op, a->self, a->v[0], "Boolean", out);
    return with_autoescape(ev, SQL_OP_CONTAINS, a, out);
}

static bool between_op(Eval *ev, Args *a, SqlOp op, Value *out)
{
    ElementData *d;
    SqlExpr *self = element_expr(ev, a->self), *low, *high;
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    if (!beside(ev, d, a->v[0], self, &low) || !beside(ev, d, a->v[1], self, &high) ||
        !eval_truth(ev, a->v[2], &d->node.as.binary.symmetric))
        return false;
    element_charge(ev, d);
    d->node.as.binary.op = op;
    d->node.as.binary.left = self;
    d->node.as.binary.right = sql_expr_list(&d->arena, SQL_OP_AND, (SqlExpr *[]){low, high}, 2);
    *out = v;
    return true;
}

static bool between(Eval *ev, Args *a, Value *out)
{
    return between_op(ev, a, SQL_OP_BETWEEN, out);
}

static bool any_expr(Eval *ev, Value list)
{
    for (size_t i = 0; i < value_seq_len(list); i++)
        if (element_expr(ev, value_seq_items(list)[i])) return true;
    return false;
}

#define IN_ROLE "IN expression list, SELECT construct, or bound parameter object"

/* A list with expressions among its values. */
static bool in_mixed(Eval *ev, ElementData *d, SqlExpr *left, Value list, SqlExpr **out)
{
    SqlExprVec items = {0};
    element_charge(ev, d);
    for (size_t i = 0; i < value_seq_len(list); i++) {
        SqlExpr *e = element_expr(ev, value_seq_items(list)[i]);
        if (e && e->kind >= SQL_TABLE) return exc_expected(ev, IN_ROLE, list);
        if (!beside(ev, d, value_seq_items(list)[i], left, &e)) return false;
        VEC_PUSH(&d->arena, &items, e);
    }
    *out = sql_expr_list(&d->arena, SQL_OP_COMMA, items.items, items.len);
    return true;
}

/* A list of values is one bind, whose type the first one decides. */
static bool in_values(Eval *ev, ElementData *d, SqlExpr *left, Value list, SqlExpr **out)
{
    SqlExpr *e;
    if (!element_value(ev, d, list, left, &e)) return false;
    const SqlValue *v = &e->as.bind.value;
    e->type = v->as.list.len ? adapt_compared(ev, left->type, &v->as.list.items[0]) : left->type;
    e->as.bind.expanding = true;
    *out = e;
    return true;
}

static bool in_list(Eval *ev, ElementData *d, SqlExpr *left, Value right, SqlExpr **out)
{
    Value list;
    if (value_is_unknown(right)) return eval_need_known(ev, right, "the list of in_()");
    if (value_is_str(right) || !value_is_object(right)) return exc_expected(ev, IN_ROLE, right);
    if (!eval_to_list(ev, right, &list)) return false;
    return any_expr(ev, list) ? in_mixed(ev, d, left, list, out)
                              : in_values(ev, d, left, list, out);
}

/* A bindparam() is a list here, and takes the column's type. */
static SqlExpr *as_list_bind(Eval *ev, ElementData *d, const SqlExpr *left, SqlExpr *e)
{
    if (e->kind != SQL_BIND) return e;
    element_charge(ev, d);
    SqlExpr *made = ARENA_NEW(&d->arena, SqlExpr);
    *made = *e;
    made->as.bind.expanding = true;
    if (!made->type || type_is_null(made->type)) made->type = left->type;
    return made;
}

static bool in_op(Eval *ev, Value self, Value right, SqlOp op, Value *out)
{
    ElementData *d;
    if (!query_bare(ev, right, &right)) return false;
    SqlExpr *left = element_expr(ev, self), *r = element_expr(ev, right);
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, self);
    bool single = r && (r->kind == SQL_COLUMN || r->kind == SQL_LITERAL_COLUMN ||
                        r->kind == SQL_BINARY || r->kind == SQL_UNARY || r->kind == SQL_LABEL);
    if (single) return exc_expected(ev, IN_ROLE, right);
    bool table = r && (r->kind == SQL_TABLE || r->kind == SQL_CTE || r->kind == SQL_JOIN);
    if (table && !query_select_of(ev, &(Args){.self = right}, &right)) return false;
    if (table) r = element_expr(ev, right);
    if (r && r->kind == SQL_VALUES) {
        if (!from_scalar_values(ev, &(Args){.self = right}, &right)) return false;
        r = element_expr(ev, right);
    }
    if (r) {
        element_keep(ev, d, right);
        r = as_list_bind(ev, d, left, r);
    } else if (!in_list(ev, d, left, right, &r)) {
        return false;
    }
    d->node.as.binary.op = op;
    d->node.as.binary.left = left;
    d->node.as.binary.right = r;
    d->node.type = element_plain_type(ev, "Boolean");
    *out = v;
    return true;
}

static bool in_(Eval *ev, Args *a, Value *out)
{
    return in_op(ev, a->self, a->v[0], SQL_OP_IN, out);
}
static bool not_in(Eval *ev, Args *a, Value *out)
{
    return in_op(ev, a->self, a->v[0], SQL_OP_NOT_IN, out);
}

static bool label(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_Label, SQL_LABEL, &d);
    element_keep(ev, d, a->self);
    SqlExpr *inner = element_expr(ev, a->self);
    while (inner->kind == SQL_LABEL) inner = inner->as.label.inner;
    d->node.as.label.inner = inner;
    d->node.type = inner->type;
    bool named = !module_absent(a->v[0]);
    if (named && !value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "label name must be a string");
    if (named && value_as_str(a->v[0]).len) { /* an empty name is none */
        d->node.as.label.name = arena_str(&d->arena, value_as_str(a->v[0]));
        d->node.as.label.quote = module_quote_wish(ev, a->v[0]);
        d->node.as.label.is_cut = value_is_native(ev, a->v[0], &objects_conv);
    }
    *out = v;
    return true;
}

static bool cast(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_Cast, SQL_CAST, &d);
    element_keep(ev, d, a->self);
    if (!module_type_from_value(ev, a->v[0], eval_arena(ev), &d->node.type)) return false;
    d->node.as.cast.inner = element_expr(ev, a->self);
    *out = v;
    return true;
}

static bool collate(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_CollationClause, SQL_COLLATE, &d);
    element_keep(ev, d, a->self);
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "a collation must be a string");
    if (!value_as_str(a->v[0]).len)
        return eval_raise(ev, "ValueError", "a collation must not be an empty string");
    d->node.as.collate.inner = element_expr(ev, a->self);
    d->node.as.collate.collation = arena_str(&d->arena, value_as_str(a->v[0]));
    d->node.as.collate.quote = module_quote_wish(ev, a->v[0]);
    d->node.type = d->node.as.collate.inner->type;
    *out = v;
    return true;
}

static bool grouping(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *e = element_expr(ev, a->self);
    *out = a->self;
    if (grouping_of(e, SQL_OP_LARGEST, NULL) != GROUPING_PARENS) return true;
    *out = element_new(ev, &element_Grouping, SQL_GROUPING, &d);
    element_keep(ev, d, a->self);
    d->node.as.grouping.inner = e;
    d->node.type = e->type;
    return true;
}

/* ---- col.op('->>')('x') ---- */

static bool op_apply(Eval *ev, Args *a, Value *out)
{
    Value kept = eval_native_keep(ev); /* (column, spelling, precedence, type, is_comparison) */
    const Value *items = value_seq_items(kept);
    int64_t precedence = 0;
    ElementData *d;
    SqlExpr *left = element_expr(ev, items[0]), *right;
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, items[0]);
    if (!beside(ev, d, a->v[0], left, &right)) return false;
    element_charge(ev, d);
    d->node.as.binary.op = SQL_OP_CUSTOM;
    d->node.as.binary.custom = arena_str(&d->arena, value_as_str(items[1]));
    if (value_as_int(items[2], &precedence)) d->node.as.binary.precedence = (int)precedence;
    d->node.as.binary.left = left;
    d->node.as.binary.right = right;
    d->node.as.binary.is_comparison = value_is_bool(items[4]) && items[4].as.boolean;
    if (!module_absent(items[3]))
        return module_type_from_value(ev, items[3], eval_arena(ev), &d->node.type);
    SqlOp op = SQL_OP_CUSTOM;
    d->node.type = d->node.as.binary.is_comparison ? element_plain_type(ev, "Boolean")
                                                   : adapt_result(ev, &op, left->type, right->type);
    return true;
}

bool operators_op(Eval *ev, Value self, Str op, Value type, bool is_comparison, Value *out)
{
    Value items[] = {self, value_str(ev, op), value_int(0), type, value_bool(is_comparison)};
    *out = eval_native_new(ev, "op", "other", op_apply, NULL, value_tuple(ev, items, 5));
    return true;
}

static bool op_make(Eval *ev, Args *a, Value type, bool is_comparison, Value *out)
{
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "an operator must be a string");
    Value items[] = {a->self, a->v[0], a->v[1], type, value_bool(is_comparison)};
    *out = eval_native_new(ev, "op", "other", op_apply, NULL, value_tuple(ev, items, 5));
    return true;
}

static bool op(Eval *ev, Args *a, Value *out)
{
    bool is_comparison;
    return eval_truth(ev, a->v[2], &is_comparison) && op_make(ev, a, a->v[3], is_comparison, out);
}

static bool bool_op(Eval *ev, Args *a, Value *out)
{
    return op_make(ev, a, module_type_value(ev, element_plain_type(ev, "Boolean")), true, out);
}

/* ---- JSON ---- */

static bool is_item(const SqlExpr *e)
{
    return e->kind == SQL_BINARY &&
           (e->as.binary.op == SQL_OP_JSON_GETITEM || e->as.binary.op == SQL_OP_JSON_PATH_GETITEM);
}

static bool no_attribute(Eval *ev, Value self, const char *name)
{
    return eval_raise(ev, "AttributeError",
                      "Neither '%.*s' object nor 'Comparator' object has an attribute '%s'",
                      STR_ARG(value_type_name(ev, self)), name);
}

/* data["a"].astext of PostgreSQL: the text operator in place of the subscript. */
static bool astext(Eval *ev, Args *a, Value *out)
{
    SqlExpr *e = element_expr(ev, a->self);
    if (!is_item(e)) return no_attribute(ev, a->self, "astext");
    ElementData *d;
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    d->node = *e;
    d->node.as.binary.custom = e->as.binary.op == SQL_OP_JSON_GETITEM ? STR("->>") : STR("#>>");
    d->node.as.binary.op = SQL_OP_CUSTOM;
    d->node.as.binary.precedence = ITEM_PRECEDENCE;
    d->node.as.binary.is_natural = d->node.as.binary.is_eager = true;
    d->node.type = element_plain_type(ev, "Text");
    return true;
}

/* data["a"].as_integer(): the same item with another type, which the dialect spells. */
static bool item_as(Eval *ev, Args *a, const char *name, const SqlType *t, Value *out)
{
    SqlExpr *e = element_expr(ev, a->self);
    const SqlType *of = e->type;
    while (of && of->cls->is_decorator && of->impl) of = of->impl; /* which has the operators */
    if (!is_kind(of, TYPE_AFFINITY_JSON)) return no_attribute(ev, a->self, name);
    if (!is_item(e))
        return eval_raise_native(ev, &exc_InvalidRequestError,
                                 "The JSON cast operator JSON.%s() only works with a JSON index "
                                 "expression e.g. col['q'].%s()",
                                 name, name);
    ElementData *d;
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    d->node = *e;
    d->node.type = t;
    return true;
}

#define ITEM_AS(fn, type)                                                                          \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return item_as(ev, a, #fn, element_plain_type(ev, type), out);                             \
    }
ITEM_AS(as_boolean, "Boolean")
ITEM_AS(as_string, "Unicode")
ITEM_AS(as_integer, "Integer")
ITEM_AS(as_float, "Float")

static bool as_json(Eval *ev, Args *a, Value *out)
{
    return item_as(ev, a, "as_json", element_expr(ev, a->self)->type, out);
}

static bool as_numeric(Eval *ev, Args *a, Value *out)
{
    SqlType *t = type_new(eval_arena(ev), type_class_get("Numeric"));
    int64_t precision, scale;
    bool asdecimal;
    if (!value_as_int(a->v[0], &precision) || !value_as_int(a->v[1], &scale))
        return eval_raise(ev, "TypeError", "as_numeric() needs a precision and a scale");
    if (!eval_truth(ev, a->v[2], &asdecimal)) return false;
    type_set(t, "precision", sql_value_int(precision));
    type_set(t, "scale", sql_value_int(scale));
    type_set(t, "asdecimal", sql_value_bool(asdecimal));
    return item_as(ev, a, "as_numeric", t, out);
}

/* The types that have an operator of their own. */
static const char *const keyed[] = {"JSONB", "HSTORE", NULL};
static const char *const json_paths[] = {"JSONB", NULL};
static const char *const arrays[] = {"ARRAY", NULL};
static const char *const sets[] = {"ARRAY", "JSONB", "HSTORE", RANGES, NULL};
static const char *const ranges[] = {RANGES, NULL};

#define OWN_OP(fn, types, ...)                                                                     \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        static const OwnOp op = {__VA_ARGS__};                                                     \
        return is_one_of(operator_type(ev, a->self), types)                                        \
                   ? own_op(ev, &op, a->self, a->v[0], "Boolean", out)                             \
                   : no_attribute(ev, a->self, #fn);                                               \
    }
OWN_OP(has_key, keyed, "?", false, true, true)
OWN_OP(has_all, keyed, "?&", false, true, true)
OWN_OP(has_any, keyed, "?|", false, true, true)
OWN_OP(contained_by, sets, "<@", false, true, true)
OWN_OP(overlap, arrays, "&&", false, true, false)
OWN_OP(overlaps, ranges, "&&", false, true, false)
OWN_OP(strictly_left_of, ranges, "<<", false, true, false)
OWN_OP(strictly_right_of, ranges, ">>", false, true, false)
OWN_OP(not_extend_right_of, ranges, "&<", false, true, false)
OWN_OP(not_extend_left_of, ranges, "&>", false, true, false)
OWN_OP(adjacent_to, ranges, "-|-", false, true, false)

/* A JSONPath beside @? and @@ is text, not JSON. */
static bool path_op(Eval *ev, Args *a, const OwnOp *op, Value *out)
{
    if (!own_op(ev, op, a->self, a->v[0], "Boolean", out)) return false;
    ElementData *d = element_data(*out);
    SqlExpr *r = d->node.as.binary.right;
    if (r->kind == SQL_BIND && !element_expr(ev, a->v[0]))
        r->type = element_plain_type(ev, "String");
    return true;
}
static bool path_exists(Eval *ev, Args *a, Value *out)
{
    static const OwnOp op = {"@?", false, true, true};
    if (!is_one_of(operator_type(ev, a->self), json_paths))
        return no_attribute(ev, a->self, "path_exists");
    return path_op(ev, a, &op, out);
}
static bool path_match(Eval *ev, Args *a, Value *out)
{
    static const OwnOp op = {"@@", false, true, true};
    if (!is_one_of(operator_type(ev, a->self), json_paths))
        return no_attribute(ev, a->self, "path_match");
    return path_op(ev, a, &op, out);
}

/* #- takes the path as an array of text. */
static bool delete_path(Eval *ev, Args *a, Value *out)
{
    static const OwnOp op = {"#-", true, false, true};
    ElementData *d;
    SqlExpr *r;
    Value cast = element_new(ev, &element_Cast, SQL_CAST, &d), list;
    SqlType *t = type_new(eval_arena(ev), type_class_get("ARRAY"));
    t->impl = element_plain_type(ev, "TEXT");
    d->node.type = t;
    r = element_expr(ev, a->v[0]);
    if (r) {
        element_keep(ev, d, a->v[0]);
    } else {
        SqlExprVec items = {0};
        if (!eval_to_list(ev, a->v[0], &list) || !element_operands(ev, d, list, &items))
            return false;
        element_charge(ev, d);
        r = sql_expr_list(&d->arena, SQL_OP_COMMA, items.items, items.len);
        r->as.list.form = SQL_LIST_ARRAY;
    }
    d->node.as.cast.inner = r;
    return own_op(ev, &op, a->self, cast, "JSONB", out);
}

/* array.any(value) and all(): value = ANY (array). */
static bool of_array(Eval *ev, Args *a, SqlOp kind, Value *out)
{
    SqlExpr *self = element_expr(ev, a->self);
    if (!is_kind(self->type, TYPE_AFFINITY_ARRAY)) return operate_unary(ev, kind, a->self, out);
    Value all_of, op = a->v[1];
    if (value_is_unset(a->v[0])) return operate_unary(ev, kind, a->self, out);
    if (!operate_unary(ev, kind, a->self, &all_of)) return false;
    if (!module_absent(op))
        return eval_call(ev, op, (Value[]){a->v[0], all_of}, 2, value_unset(), out);
    return operate_binary(ev, SQL_OP_EQ, all_of, a->v[0], out);
}
static bool array_any(Eval *ev, Args *a, Value *out) { return of_array(ev, a, SQL_OP_ANY, out); }
static bool array_all(Eval *ev, Args *a, Value *out) { return of_array(ev, a, SQL_OP_ALL, out); }

/* any() and all(), without the underscore, are methods of arrays. */
static bool method_any(Eval *ev, Args *a, Value *out)
{
    return is_one_of(operator_type(ev, a->self), arrays) ? array_any(ev, a, out)
                                                         : no_attribute(ev, a->self, "any");
}
static bool method_all(Eval *ev, Args *a, Value *out)
{
    return is_one_of(operator_type(ev, a->self), arrays) ? array_all(ev, a, out)
                                                         : no_attribute(ev, a->self, "all");
}

/* operate(op, other): op is a function of its operands, as those of the module operators. */
static bool operate(Eval *ev, Args *a, Value *out)
{
    Value both = value_list(ev);
    value_list_push(ev, both, a->self);
    for (size_t i = 0; i < value_seq_len(a->v[1]); i++)
        value_list_push(ev, both, value_seq_items(a->v[1])[i]);
    return eval_call(ev, a->v[0], value_seq_items(both), value_seq_len(both), a->v[2], out);
}
static bool reverse_operate(Eval *ev, Args *a, Value *out)
{
    return eval_call(ev, a->v[0], (Value[]){a->v[1], a->self}, 2, a->v[2], out);
}

const NativeMethod element_column_methods[] = {
    {"is_", "other", is_, NATIVE_METHOD},
    {"is_not", "other", is_not, NATIVE_METHOD},
    {"isnot", "other", is_not, NATIVE_METHOD},
    {"is_distinct_from", "other", is_distinct_from, NATIVE_METHOD},
    {"is_not_distinct_from", "other", is_not_distinct_from, NATIVE_METHOD},
    {"isnot_distinct_from", "other", is_not_distinct_from, NATIVE_METHOD},
    {"in_", "other", in_, NATIVE_METHOD},
    {"not_in", "other", not_in, NATIVE_METHOD},
    {"notin_", "other", not_in, NATIVE_METHOD},
    {"like", "other, escape=None", like, NATIVE_METHOD},
    {"not_like", "other, escape=None", not_like, NATIVE_METHOD},
    {"notlike", "other, escape=None", not_like, NATIVE_METHOD},
    {"ilike", "other, escape=None", ilike, NATIVE_METHOD},
    {"not_ilike", "other, escape=None", not_ilike, NATIVE_METHOD},
    {"notilike", "other, escape=None", not_ilike, NATIVE_METHOD},
    {"startswith", "other, escape=None, autoescape=False", startswith, NATIVE_METHOD},
    {"endswith", "other, escape=None, autoescape=False", endswith, NATIVE_METHOD},
    {"istartswith", "other, escape=None, autoescape=False", istartswith, NATIVE_METHOD},
    {"iendswith", "other, escape=None, autoescape=False", iendswith, NATIVE_METHOD},
    {"icontains", "other, escape=None, autoescape=False", icontains, NATIVE_METHOD},
    {"contains", "other, escape=None, autoescape=False", contains, NATIVE_METHOD},
    {"match", "other, **kw", match, NATIVE_METHOD},
    {"regexp_match", "other, flags=None", regexp_match, NATIVE_METHOD},
    {"regexp_replace", "pattern, replacement, flags=None", regexp_replace, NATIVE_METHOD},
    {"any_", "other=?, operator=None", array_any, NATIVE_METHOD},
    {"all_", "other=?, operator=None", array_all, NATIVE_METHOD},
    {"any", "other=?, operator=None", method_any, NATIVE_METHOD},
    {"all", "other=?, operator=None", method_all, NATIVE_METHOD},
    {"concat", "other", concat, NATIVE_METHOD},
    {"between", "cleft, cright, symmetric=False", between, NATIVE_METHOD},
    {"bitwise_and", "other", bitwise_and, NATIVE_METHOD},
    {"bitwise_or", "other", bitwise_or, NATIVE_METHOD},
    {"bitwise_xor", "other", bitwise_xor, NATIVE_METHOD},
    {"bitwise_not", "", bitwise_not, NATIVE_METHOD},
    {"bitwise_lshift", "other", bitwise_lshift, NATIVE_METHOD},
    {"bitwise_rshift", "other", bitwise_rshift, NATIVE_METHOD},
    {"asc", "", asc, NATIVE_METHOD},
    {"desc", "", desc, NATIVE_METHOD},
    {"nulls_first", "", nulls_first, NATIVE_METHOD},
    {"nullsfirst", "", nulls_first, NATIVE_METHOD},
    {"nulls_last", "", nulls_last, NATIVE_METHOD},
    {"nullslast", "", nulls_last, NATIVE_METHOD},
    {"distinct", "", distinct, NATIVE_METHOD},
    {"label", "name=None", label, NATIVE_METHOD},
    {"cast", "type_", cast, NATIVE_METHOD},
    {"collate", "collation", collate, NATIVE_METHOD},
    {"self_group", "against=None", grouping, NATIVE_METHOD},
    {"operate", "op, *other, **kw", operate, NATIVE_METHOD},
    {"reverse_operate", "op, other, **kw", reverse_operate, NATIVE_METHOD},
    {"op", "opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None", op,
     NATIVE_METHOD},
    {"bool_op", "opstring, precedence=0, python_impl=None", bool_op, NATIVE_METHOD},
    {"astext", "", astext, NATIVE_GETTER},
    {"as_boolean", "", as_boolean, NATIVE_METHOD},
    {"as_string", "", as_string, NATIVE_METHOD},
    {"as_integer", "", as_integer, NATIVE_METHOD},
    {"as_float", "", as_float, NATIVE_METHOD},
    {"as_numeric", "precision, scale, asdecimal=True", as_numeric, NATIVE_METHOD},
    {"as_json", "", as_json, NATIVE_METHOD},
    {"has_key", "other", has_key, NATIVE_METHOD},
    {"has_all", "other", has_all, NATIVE_METHOD},
    {"has_any", "other", has_any, NATIVE_METHOD},
    {"contained_by", "other", contained_by, NATIVE_METHOD},
    {"overlap", "other", overlap, NATIVE_METHOD},
    {"overlaps", "other", overlaps, NATIVE_METHOD},
    {"strictly_left_of", "other", strictly_left_of, NATIVE_METHOD},
    {"strictly_right_of", "other", strictly_right_of, NATIVE_METHOD},
    {"not_extend_right_of", "other", not_extend_right_of, NATIVE_METHOD},
    {"not_extend_left_of", "other", not_extend_left_of, NATIVE_METHOD},
    {"adjacent_to", "other", adjacent_to, NATIVE_METHOD},
    {"path_exists", "other", path_exists, NATIVE_METHOD},
    {"path_match", "other", path_match, NATIVE_METHOD},
    {"delete_path", "array", delete_path, NATIVE_METHOD},
    STORE_METHODS,
    {0}};
