#include "modules/sqlalchemy/sql/negate.h"

#include "dialect/grouping.h"
#include "modules/sqlalchemy/sql/operate.h"

static Value negated(Eval *ev, Value v, const NativeClass *cls, SqlKind kind, ElementData **out)
{
    Value made = element_new(ev, cls, kind, out);
    element_keep(ev, *out, v);
    return made;
}

static Value wrap(Eval *ev, Value v, SqlExpr *e, SqlOp op, bool is_condition)
{
    ElementData *d;
    Value made = negated(ev, v, &element_UnaryExpression, SQL_UNARY, &d);
    d->node.as.unary.op = op;
    d->node.as.unary.operand = e;
    if (is_condition) d->node.type = element_plain_type(ev, "Boolean");
    return made;
}

/* *e in parentheses, which v stands for. */
static Value grouped(Eval *ev, Value v, SqlExpr **e)
{
    ElementData *d;
    Value made = negated(ev, v, &element_Grouping, SQL_GROUPING, &d);
    d->node.as.grouping.inner = *e;
    d->node.type = (*e)->type;
    *e = &d->node;
    return made;
}

static Value negate_constant(Eval *ev, Value v, bool was)
{
    ElementData *d;
    Value made =
        negated(ev, v, was ? &element_False : &element_True, was ? SQL_FALSE : SQL_TRUE, &d);
    d->node.type = element_plain_type(ev, "Boolean");
    return made;
}

/* IS is its own opposite in SQLAlchemy unless it compares with NULL, true or false. */
static SqlOp opposite(const SqlExpr *e)
{
    SqlOp op = e->as.binary.op;
    const SqlExpr *r = e->as.binary.right;
    bool constant = r->kind == SQL_NULL || r->kind == SQL_TRUE || r->kind == SQL_FALSE;
    if ((op == SQL_OP_IS || op == SQL_OP_IS_NOT) && !constant) return op;
    return e->as.binary.final ? SQL_OP_NONE : grouping_opposite(op);
}

/* Each kind of expression has a _negate() of its own. */
bool negate_expr(Eval *ev, Value v, Value *out)
{
    SqlExpr *e = element_expr(ev, v);
    ElementData *d;
    if (!e) return operate_unary(ev, SQL_OP_NOT, v, out);
    switch (e->kind) {
    case SQL_TRUE:
    case SQL_FALSE: *out = negate_constant(ev, v, e->kind == SQL_TRUE); return true;
    case SQL_BINARY:
        if (opposite(e) != SQL_OP_NONE) {
            *out = negated(ev, v, &element_BinaryExpression, SQL_BINARY, &d);
            d->node = *e;
            d->node.as.binary.op = opposite(e);
            return true;
        }
        v = grouped(ev, v, &e);
        break;
    case SQL_FUNCTION:
        if (e->as.function.is_comparison) v = grouped(ev, v, &e);
        break;
    case SQL_LIST: *out = wrap(ev, v, e, SQL_OP_NOT, false); return true;
    case SQL_UNARY: {
        SqlOp op = e->as.unary.op;
        SqlExpr *x = e->as.unary.operand;
        if (op == SQL_OP_ISTRUE || op == SQL_OP_ISFALSE) {
            bool constant = x->kind == SQL_TRUE || x->kind == SQL_FALSE;
            SqlOp turned = op == SQL_OP_ISTRUE ? SQL_OP_ISFALSE : SQL_OP_ISTRUE;
            *out = constant ? negate_constant(ev, v, x->kind == SQL_TRUE)
                            : wrap(ev, v, x, turned, true);
        } else {
            *out = wrap(ev, v, e, SQL_OP_NOT, grouping_is_boolean_type(e));
        }
        return true;
    }
    case SQL_EXISTS: *out = wrap(ev, v, e, SQL_OP_NOT, true); return true;
    case SQL_LABEL: {
        Value inner;
        if (!negate_expr(ev, module_expr_value(ev, e->as.label.inner), &inner)) return false;
        *out = negated(ev, v, &element_Label, SQL_LABEL, &d);
        element_keep(ev, d, inner);
        d->node = *e;
        d->node.as.label.inner = element_expr(ev, inner);
        return true;
    }
    default: break;
    }
    bool is_condition = grouping_is_boolean_type(e);
    *out = wrap(ev, v, e, is_condition ? SQL_OP_ISFALSE : SQL_OP_NOT, is_condition);
    return true;
}
