/* sqlalchemy.sql.operators: each operator as a function, for any_(x).any(5, operator=operators.ne).
 */
#include "modules/sqlalchemy/sql/operator_module.h"

#include "modules/sqlalchemy/sql/element.h"

#define BINARY(fn, op)                                                                             \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return eval_binary(ev, op, a->v[0], a->v[1], out);                                         \
    }
BINARY(eq, OPERATOR_EQ)
BINARY(ne, OPERATOR_NE)
BINARY(lt, OPERATOR_LT)
BINARY(le, OPERATOR_LE)
BINARY(gt, OPERATOR_GT)
BINARY(ge, OPERATOR_GE)
BINARY(add, OPERATOR_ADD)
BINARY(sub, OPERATOR_SUB)
BINARY(mul, OPERATOR_MUL)
BINARY(truediv, OPERATOR_DIV)
BINARY(floordiv, OPERATOR_FLOORDIV)
BINARY(mod, OPERATOR_MOD)

/* The rest are methods of what stands on the left, which may be a plain value. */
static bool call(Eval *ev, Args *a, const char *method, Value *out)
{
    Value left = a->v[0];
    if (!element_expr(ev, left)) {
        ElementData *d;
        left = element_new(ev, &element_BindParameter, SQL_BIND, &d);
        if (!element_value(ev, d, a->v[0], element_expr(ev, a->v[1]), &d->expr)) return false;
    }
    return eval_call_method(ev, left, method, a->v + 1, 1, out);
}

#define METHOD(fn, name)                                                                           \
    static bool fn(Eval *ev, Args *a, Value *out) { return call(ev, a, name, out); }
METHOD(is_, "is_")
METHOD(is_not, "is_not")
METHOD(is_distinct_from, "is_distinct_from")
METHOD(is_not_distinct_from, "is_not_distinct_from")
METHOD(in_op, "in_")
METHOD(not_in_op, "not_in")
METHOD(like_op, "like")
METHOD(not_like_op, "not_like")
METHOD(ilike_op, "ilike")
METHOD(not_ilike_op, "not_ilike")
METHOD(contains_op, "contains")
METHOD(startswith_op, "startswith")
METHOD(endswith_op, "endswith")
METHOD(match_op, "match")
METHOD(concat_op, "concat")
METHOD(regexp_match_op, "regexp_match")
METHOD(bitwise_and_op, "bitwise_and")
METHOD(bitwise_or_op, "bitwise_or")
METHOD(bitwise_xor_op, "bitwise_xor")
METHOD(bitwise_lshift_op, "bitwise_lshift")
METHOD(bitwise_rshift_op, "bitwise_rshift")
METHOD(icontains_op, "icontains")
METHOD(istartswith_op, "istartswith")
METHOD(iendswith_op, "iendswith")

#define NEGATED(fn, positive)                                                                      \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return positive(ev, a, out) && eval_binary(ev, OPERATOR_INVERT, *out, value_unset(), out); \
    }
NEGATED(not_contains_op, contains_op)
NEGATED(not_startswith_op, startswith_op)
NEGATED(not_endswith_op, endswith_op)
NEGATED(not_icontains_op, icontains_op)
NEGATED(not_istartswith_op, istartswith_op)
NEGATED(not_iendswith_op, iendswith_op)
NEGATED(not_match_op, match_op)
NEGATED(not_regexp_match_op, regexp_match_op)

static bool between_op(Eval *ev, Args *a, Value *out)
{
    return eval_call_method(ev, a->v[0], "between", a->v + 1, 3, out);
}
NEGATED(not_between_op, between_op)

/* One operand. */
#define POSTFIX(fn, name)                                                                          \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return eval_call_method(ev, a->v[0], name, NULL, 0, out);                                  \
    }
POSTFIX(bitwise_not_op, "bitwise_not")
POSTFIX(asc_op, "asc")
POSTFIX(desc_op, "desc")
POSTFIX(nulls_first_op, "nulls_first")
POSTFIX(nulls_last_op, "nulls_last")
POSTFIX(distinct_op, "distinct")
POSTFIX(any_op, "any_")
POSTFIX(all_op, "all_")

/* custom_op("@@"): a function of its operands. */
static bool custom_call(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Value made;
    return eval_call_method(ev, a->v[0], "op", keep, value_seq_len(eval_native_keep(ev)), &made) &&
           eval_call(ev, made, &a->v[1], 1, value_unset(), out);
}
static bool custom_op(Eval *ev, Args *a, Value *out)
{
    Value keep[] = {a->v[0], a->v[1], a->v[2], a->v[3]};
    *out = eval_native_new(ev, "custom_op", "left, right, **kw", custom_call, NULL,
                           value_tuple(ev, keep, 4));
    return true;
}

#define ENTRY(fn) NATIVE_FN(#fn, "a, b", fn)
#define POSTFIX_ENTRY(fn) NATIVE_FN(#fn, "a", fn)
#define RANGE_ENTRY(fn) NATIVE_FN(#fn, "a, b, c, symmetric=False", fn)
const NativeMember operator_module_members[] = {ENTRY(eq),
                                                ENTRY(ne),
                                                ENTRY(lt),
                                                ENTRY(le),
                                                ENTRY(gt),
                                                ENTRY(ge),
                                                ENTRY(add),
                                                ENTRY(sub),
                                                ENTRY(mul),
                                                ENTRY(truediv),
                                                ENTRY(floordiv),
                                                ENTRY(mod),
                                                ENTRY(is_),
                                                ENTRY(is_not),
                                                ENTRY(is_distinct_from),
                                                ENTRY(is_not_distinct_from),
                                                ENTRY(in_op),
                                                ENTRY(not_in_op),
                                                ENTRY(like_op),
                                                ENTRY(not_like_op),
                                                ENTRY(ilike_op),
                                                ENTRY(not_ilike_op),
                                                ENTRY(contains_op),
                                                ENTRY(startswith_op),
                                                ENTRY(endswith_op),
                                                ENTRY(match_op),
                                                ENTRY(concat_op),
                                                ENTRY(regexp_match_op),
                                                ENTRY(bitwise_and_op),
                                                ENTRY(bitwise_or_op),
                                                ENTRY(bitwise_xor_op),
                                                ENTRY(bitwise_lshift_op),
                                                ENTRY(bitwise_rshift_op),
                                                ENTRY(icontains_op),
                                                ENTRY(istartswith_op),
                                                ENTRY(iendswith_op),
                                                ENTRY(not_contains_op),
                                                ENTRY(not_startswith_op),
                                                ENTRY(not_endswith_op),
                                                ENTRY(not_icontains_op),
                                                ENTRY(not_istartswith_op),
                                                ENTRY(not_iendswith_op),
                                                ENTRY(not_match_op),
                                                ENTRY(not_regexp_match_op),
                                                RANGE_ENTRY(between_op),
                                                RANGE_ENTRY(not_between_op),
                                                POSTFIX_ENTRY(bitwise_not_op),
                                                POSTFIX_ENTRY(asc_op),
                                                POSTFIX_ENTRY(desc_op),
                                                POSTFIX_ENTRY(nulls_first_op),
                                                POSTFIX_ENTRY(nulls_last_op),
                                                POSTFIX_ENTRY(distinct_op),
                                                POSTFIX_ENTRY(any_op),
                                                POSTFIX_ENTRY(all_op),
                                                NATIVE_FN("custom_op",
                                                          "opstring, precedence=0, "
                                                          "is_comparison=False, return_type=None, "
                                                          "natural_self_precedent=False, "
                                                          "eager_grouping=False, python_impl=None",
                                                          custom_op),
                                                NATIVE_END};
