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

#define ENTRY(fn) NATIVE_FN(#fn, "a, b", fn)
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
                                                NATIVE_END};
