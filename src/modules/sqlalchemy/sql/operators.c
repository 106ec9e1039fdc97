/* Methods of SQLAlchemy's ColumnOperators. */
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/element.h"

extern const NativeMethod element_column_methods[];

#define OPERATE(fn, op)                                                                            \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return element_binary(ev, op, a->self, a->v[0], out);                                      \
    }
#define OPERATE_UNARY(fn, op)                                                                      \
    static bool fn(Eval *ev, Args *a, Value *out) { return element_unary(ev, op, a->self, out); }

OPERATE(is_, SQL_OP_IS)
OPERATE(is_not, SQL_OP_IS_NOT)
OPERATE(is_distinct_from, SQL_OP_IS_DISTINCT)
OPERATE(is_not_distinct_from, SQL_OP_IS_NOT_DISTINCT)
OPERATE(match, SQL_OP_MATCH)
OPERATE(regexp_match, SQL_OP_REGEXP)
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
    if (!element_binary(ev, op, a->self, a->v[0], out)) return false;
    if (module_absent(escape)) return true;
    ElementData *d = element_data(*out);
    return element_operand(ev, d, escape, NULL, &d->node.as.binary.escape);
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

static bool custom_op(Eval *ev, const char *spelling, Value left, Value right, const char *type,
                      Value *out)
{
    if (!element_binary(ev, SQL_OP_CUSTOM, left, right, out)) return false;
    ElementData *d = element_data(*out);
    d->node.as.binary.custom = str_z(spelling);
    if (type) d->node.type = element_plain_type(ev, type);
    return true;
}

static bool contains(Eval *ev, Args *a, Value *out)
{
    const SqlType *t = element_expr(ev, a->self)->type;
    if (t && (t->cls->affinity == TYPE_AFFINITY_ARRAY || t->cls->affinity == TYPE_AFFINITY_JSON))
        return custom_op(ev, "@>", a->self, a->v[0], "Boolean", out);
    return with_autoescape(ev, SQL_OP_CONTAINS, a, out);
}

static bool between_op(Eval *ev, Args *a, SqlOp op, Value *out)
{
    ElementData *d;
    SqlExpr *self = element_expr(ev, a->self), *low, *high;
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    if (!element_operand(ev, d, a->v[0], self, &low) ||
        !element_operand(ev, d, a->v[1], self, &high))
        return false;
    d->node.as.binary.op = op;
    d->node.as.binary.left = self;
    d->node.as.binary.right = sql_expr_list(&d->arena, SQL_OP_AND, (SqlExpr *[]){low, high}, 2);
    d->node.type = element_plain_type(ev, "Boolean");
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

/* IN: a list of values is one expanding bind; a list with expressions stays a list; a query is a
 * subquery. */
static bool in_op(Eval *ev, Value self, Value right, SqlOp op, Value *out)
{
    ElementData *d;
    SqlExpr *left = element_expr(ev, self), *r = element_expr(ev, right);
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, self);
    if (r) {
        element_keep(ev, d, right);
    } else {
        Value list;
        if (value_is_unknown(right)) return eval_need_known(ev, right, "the list of in_()");
        if (value_is_str(right) || !value_is_object(right))
            return eval_raise_native(
                ev, &exc_ArgumentError,
                "IN expression list, SELECT construct, or bound parameter object expected, got %s",
                value_is_str(right) ? "a string" : "a single value");
        if (!eval_to_list(ev, right, &list)) return false;
        if (any_expr(ev, list)) {
            SqlExprVec items = {0};
            if (!element_operands(ev, d, list, &items)) return false;
            r = sql_expr_list(&d->arena, SQL_OP_COMMA, items.items, items.len);
        } else {
            SqlValue plain;
            if (!module_sql_value_from_value(ev, list, &d->arena, &plain)) return false;
            const SqlType *t = left->type;
            if ((!t || type_is_null(t)) && plain.as.list.len)
                t = element_type_of_value(ev, &plain.as.list.items[0]);
            r = sql_expr_new(&d->arena, SQL_BIND, t);
            r->as.bind =
                (SqlBind){.key = left->kind == SQL_COLUMN ? left->as.column.name : STR("param"),
                          .unique = true,
                          .expanding = true,
                          .value = plain};
        }
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
    d->node.as.label.inner = element_expr(ev, a->self);
    d->node.type = d->node.as.label.inner->type;
    if (!module_absent(a->v[0])) {
        if (!value_is_str(a->v[0]))
            return eval_raise(ev, "TypeError", "label name must be a string");
        d->node.as.label.name = arena_str(&d->arena, value_as_str(a->v[0]));
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
    d->node.as.collate.inner = element_expr(ev, a->self);
    d->node.as.collate.collation = arena_str(&d->arena, value_as_str(a->v[0]));
    d->node.type = d->node.as.collate.inner->type;
    *out = v;
    return true;
}

static bool grouping(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_Grouping, SQL_GROUPING, &d);
    element_keep(ev, d, a->self);
    d->node.as.grouping.inner = element_expr(ev, a->self);
    d->node.type = d->node.as.grouping.inner->type;
    return true;
}

/* ---- col.op('->>')('x') ---- */

static bool op_apply(Eval *ev, Args *a, Value *out)
{
    Value kept = eval_native_keep(ev); /* (column, spelling, precedence, type) */
    const Value *items = value_seq_items(kept);
    int64_t precedence = 0;
    if (!element_binary(ev, SQL_OP_CUSTOM, items[0], a->v[0], out)) return false;
    ElementData *d = element_data(*out);
    d->node.as.binary.custom = arena_str(&d->arena, value_as_str(items[1]));
    if (value_as_int(items[2], &precedence)) d->node.as.binary.precedence = (int)precedence;
    if (!module_absent(items[3]))
        return module_type_from_value(ev, items[3], eval_arena(ev), &d->node.type);
    return true;
}

static bool op_make(Eval *ev, Args *a, Value type, Value *out)
{
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "an operator must be a string");
    Value kept = value_tuple(ev, (Value[]){a->self, a->v[0], a->v[1], type}, 4);
    *out = eval_native_new(ev, "op", "other", op_apply, NULL, kept);
    return true;
}

static bool op(Eval *ev, Args *a, Value *out) { return op_make(ev, a, a->v[3], out); }

static bool bool_op(Eval *ev, Args *a, Value *out)
{
    return op_make(ev, a, module_type_value(ev, element_plain_type(ev, "Boolean")), out);
}

/* ---- JSON ---- */

static bool astext(Eval *ev, Args *a, Value *out)
{
    SqlExpr *e = element_expr(ev, a->self);
    if (e->kind != SQL_BINARY ||
        (e->as.binary.op != SQL_OP_JSON_GETITEM && e->as.binary.op != SQL_OP_JSON_PATH_GETITEM))
        return eval_raise(ev, "AttributeError",
                          "Neither '%.*s' object nor 'Comparator' object has an attribute 'astext'",
                          STR_ARG(value_type_name(ev, a->self)));
    ElementData *d;
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    d->node = *e;
    d->node.as.binary.custom = e->as.binary.op == SQL_OP_JSON_GETITEM ? STR("->>") : STR("#>>");
    d->node.as.binary.op = SQL_OP_CUSTOM;
    d->node.type = element_plain_type(ev, "Text");
    return true;
}

#define JSON_OP(fn, spelling)                                                                      \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return custom_op(ev, spelling, a->self, a->v[0], "Boolean", out);                          \
    }
JSON_OP(has_key, "?")
JSON_OP(has_all, "?&")
JSON_OP(has_any, "?|")
JSON_OP(contained_by, "<@")
JSON_OP(overlap, "&&")

static bool identity(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
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
    {"contains", "other, escape=None, autoescape=False", contains, NATIVE_METHOD},
    {"match", "other, **kw", match, NATIVE_METHOD},
    {"regexp_match", "other, flags=None", regexp_match, NATIVE_METHOD},
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
    {"op", "opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None", op,
     NATIVE_METHOD},
    {"bool_op", "opstring, precedence=0, python_impl=None", bool_op, NATIVE_METHOD},
    {"astext", "", astext, NATIVE_GETTER},
    {"as_string", "", astext, NATIVE_METHOD},
    {"has_key", "other", has_key, NATIVE_METHOD},
    {"has_all", "other", has_all, NATIVE_METHOD},
    {"has_any", "other", has_any, NATIVE_METHOD},
    {"contained_by", "other", contained_by, NATIVE_METHOD},
    {"overlap", "other", overlap, NATIVE_METHOD},
    {"unique_params", "*args, **kw", identity, NATIVE_METHOD},
    {0}};
