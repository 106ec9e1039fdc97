#include "modules/sqlalchemy/sql/subscript.h"

/* data["a"], data[("a", 1)]: the key is spelled as the database does. */
static bool json_item(Eval *ev, ElementData *d, SqlExpr *e, Value key)
{
    SqlExpr *index;
    if (!element_operand(ev, d, key, NULL, &index)) return false;
    bool path = value_is_tuple(key) || value_is_list(key);
    if (index->kind == SQL_BIND && !element_expr(ev, key)) {
        index->as.bind.is_path = true;
        index->as.bind.key = element_bind_name(e);
    }
    d->node.as.binary.op = path ? SQL_OP_JSON_PATH_GETITEM : SQL_OP_JSON_GETITEM;
    d->node.as.binary.right = index;
    d->node.type = e->type;
    return true;
}

/* An index of an ARRAY(zero_indexes=True) as the database counts. */
static bool count_from_one(Eval *ev, const SqlType *array, Value *index)
{
    if (!type_get_bool(array, "zero_indexes", false)) return true;
    return eval_binary(ev, OPERATOR_ADD, *index, value_int(1), index);
}

/* A plain value as a subscript is called as what it is a subscript of. */
static bool name_bind(ElementData *d, SqlExpr *e)
{
    if (e->kind == SQL_BIND && e->as.bind.unique)
        e->as.bind.key = element_bind_name(d->node.as.binary.left);
    return true;
}

/* array[1] and array[1:3] */
static bool array_item(Eval *ev, ElementData *d, const SqlType *t, Value key)
{
    Value start, stop;
    SqlExpr *index, as_int = {.kind = SQL_NULL, .type = element_plain_type(ev, "Integer")};
    d->node.as.binary.op = SQL_OP_GETITEM;
    if (!str_eq_z(value_type_name(ev, key), "slice")) {
        int64_t dimensions = type_get_int(t, "dimensions", 1);
        d->node.type = dimensions <= 1 ? t->impl : t;
        if (!count_from_one(ev, t, &key)) return false;
        if (!element_operand(ev, d, key, NULL, &d->node.as.binary.right)) return false;
        return name_bind(d, d->node.as.binary.right);
    }
    if (!eval_getattr(ev, key, STR("start"), &start) ||
        !eval_getattr(ev, key, STR("stop"), &stop) || !count_from_one(ev, t, &start) ||
        !count_from_one(ev, t, &stop))
        return false;
    element_charge(ev, d);
    index = sql_expr_new(&d->arena, SQL_SLICE, NULL);
    d->node.type = t;
    d->node.as.binary.right = index;
    return element_operand(ev, d, start, &as_int, &index->as.slice.start) &&
           element_operand(ev, d, stop, &as_int, &index->as.slice.stop) &&
           name_bind(d, index->as.slice.start) && name_bind(d, index->as.slice.stop);
}

bool subscript_get(Eval *ev, Value self, Value key, Value *out)
{
    SqlExpr *e = element_expr(ev, self);
    ElementData *d;
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, self);
    d->node.as.binary.left = e;
    const SqlType *t = e->type;
    while (t && t->cls->is_decorator && t->impl) t = t->impl; /* which has the operators */
    if (t && t->cls->affinity == TYPE_AFFINITY_JSON) return json_item(ev, d, e, key);
    if (t && t->cls->affinity == TYPE_AFFINITY_ARRAY) return array_item(ev, d, t, key);
    if (t && type_class_is_a(t->cls, "HSTORE")) {
        d->node.as.binary.op = SQL_OP_CUSTOM;
        d->node.as.binary.custom = STR("->");
        d->node.as.binary.precedence = 15; /* as any subscript */
        d->node.as.binary.is_natural = d->node.as.binary.is_eager = true;
        d->node.type = element_plain_type(ev, "Text");
        return element_operand(ev, d, key, NULL, &d->node.as.binary.right) &&
               name_bind(d, d->node.as.binary.right);
    }
    return eval_raise(ev, "NotImplementedError",
                      "Operator 'getitem' is not supported on this expression");
}
