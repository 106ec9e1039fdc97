#include "modules/sqlalchemy/sql/comparator.h"
#include "modules/sqlalchemy/sql/operate.h"

#include "modules/sqlalchemy/types.h"

#include <string.h>

/* ---- Comparator objects ---- */

typedef struct Comparator {
    Value expr;
} Comparator;

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((Comparator *)payload)->expr); }

static bool init(Eval *ev, Value self, Args *a)
{
    Comparator *c = value_payload(self, &comparator_Comparator);
    if (!module_is_expr(ev, a->v[0]))
        return eval_raise(ev, "TypeError", "Comparator() needs an SQL expression");
    c->expr = a->v[0];
    return true;
}

/* operate(op, *other): op is a function of the module operator, or one that self.op() made. */
static bool operate(Eval *ev, Args *a, Value *out)
{
    Comparator *c = value_payload(a->self, &comparator_Comparator);
    Value args[] = {c->expr, value_seq_len(a->v[1]) ? value_seq_items(a->v[1])[0] : value_unset()};
    return eval_call(ev, a->v[0], args, value_is_unset(args[1]) ? 1 : 2, value_unset(), out);
}

static const NativeMethod methods[] = {{"operate", "op, *other, **kw", operate, NATIVE_METHOD},
                                       {0}};

/* Everything else is the expression's own. */
static bool forward(Eval *ev, Value self, Str name, Value *out)
{
    Comparator *c = value_payload(self, &comparator_Comparator);
    if (str_starts(name, STR("__")) || value_is_unset(c->expr)) return true;
    if (str_eq_z(name, "expr")) {
        *out = c->expr;
        return true;
    }
    return eval_getattr(ev, c->expr, name, out);
}

static bool operator_slot(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    Comparator *c = value_payload(left, &comparator_Comparator);
    return !c || operate_operator(ev, op, c->expr, right, out);
}

const NativeClass comparator_Comparator = {.name = "Comparator",
                                           .module = "sqlalchemy.sql.type_api",
                                           .payload = sizeof(Comparator),
                                           .init_params = "expr",
                                           .init = init,
                                           .methods = methods,
                                           .getattr = forward,
                                           .binary = operator_slot,
                                           .traverse = traverse};

#define MIXIN(id, path)                                                                            \
    const NativeClass comparator_##id = {                                                          \
        .name = #id, .module = path, .class_getattr = comparator_class_name};
MIXIN(Concatenable, "sqlalchemy.sql.sqltypes")
MIXIN(Indexable, "sqlalchemy.sql.sqltypes")
MIXIN(ExternalType, "sqlalchemy.sql.type_api")

bool comparator_json_name(Eval *ev, const TypeClass *cls, Str name, Value *out)
{
    static const char *const types[] = {"JSONElementType", "JSONIndexType", "JSONIntIndexType",
                                        "JSONStrIndexType", "JSONPathType"};
    Value module;
    if (str_eq_z(name, "NULL"))
        return eval_import(ev, STR("_sqlalchemy_values"), &module) &&
               eval_getattr(ev, module, STR("JSON_NULL"), out);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!str_eq_z(name, types[i])) continue;
        bool own = strstr(cls->module, "postgresql") && str_eq_z(name, "JSONPathType");
        const TypeClass *found = type_class_get(own ? "postgresql.JSONPathType" : types[i]);
        *out = class_value(types_class(ev, found));
        return true;
    }
    return true;
}

bool comparator_class_name(Eval *ev, Class *cls, Str name, Value *out)
{
    bool is_json = class_is_subclass(cls, eval_class(ev, &types_TypeEngine)) &&
                   types_type_class(ev, cls)->affinity == TYPE_AFFINITY_JSON;
    if (is_json && !comparator_json_name(ev, types_type_class(ev, cls), name, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (str_eq_z(name, "Comparator") || str_eq_z(name, "comparator_factory"))
        *out = class_value(eval_class(ev, &comparator_Comparator));
    return true;
}

/* ---- what a type defines ---- */

/* The comparator that a script's type makes for the expression; unset = the plain one. */
static bool make(Eval *ev, Value self, Value *out)
{
    *out = value_unset();
    const SqlExpr *e = element_expr(ev, self);
    if (!e || !e->type || str_is_null(e->type->user_module)) return true;
    Value type = module_object_find(ev, e->type), factory;
    if (value_is_unset(type)) return true;
    if (!eval_find_attr(ev, type, STR("comparator_factory"), &factory)) return false;
    Class *cls = value_is_unset(factory) ? NULL : value_as_class(factory);
    if (!cls || cls == eval_class(ev, &comparator_Comparator)) return true;
    return eval_call(ev, factory, &self, 1, value_unset(), out);
}

/* The distances of pgvector's types, of which BIT has those that count bits. */
typedef struct Distance {
    const char *name, *op;
    bool of_bits;
} Distance;

static const Distance distances[] = {
    {"l2_distance", "<->", false},     {"max_inner_product", "<#>", false},
    {"cosine_distance", "<=>", false}, {"l1_distance", "<+>", false},
    {"hamming_distance", "<~>", true}, {"jaccard_distance", "<%>", true},
};

static bool distance(Eval *ev, Value self, Str name, Value *out)
{
    const SqlExpr *e = element_expr(ev, self);
    if (!e || !e->type || !str_starts(str_z(e->type->cls->module), STR("pgvector."))) return true;
    bool of_bits = !type_is_vector(e->type);
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++)
        if (str_eq_z(name, distances[i].name) && distances[i].of_bits == of_bits)
            return operators_op(ev, self, str_z(distances[i].op),
                                module_type_value(ev, element_plain_type(ev, "Float")), false, out);
    return true;
}

/* Itself, or a class above it that is the script's. */
static bool defines(Eval *ev, Class *cls, Str name)
{
    for (size_t i = 0; i < class_mro_len(cls); i++) {
        Class *c = class_mro_at(cls, i);
        if (c == eval_class(ev, &comparator_Comparator)) return false;
        if (!value_is_unset(value_dict_find_str(class_namespace(c), name))) return true;
    }
    return false;
}

bool comparator_getattr(Eval *ev, Value self, Str name, Value *out)
{
    Value made;
    if (str_starts(name, STR("_"))) return true;
    if (!make(ev, self, &made)) return false;
    if (value_is_unset(made)) return distance(ev, self, name, out);
    /* What it does not define it would ask the expression for, which asks here. */
    Class *cls = value_class(ev, made);
    if (!defines(ev, cls, name) && !defines(ev, cls, STR("__getattr__"))) return true;
    eval_root_push(ev, made);
    bool ok = eval_find_attr(ev, made, name, out);
    eval_root_pop(ev, 1);
    return ok;
}

static const char *const dunders[] = {
    [OPERATOR_ADD] = "__add__",       [OPERATOR_SUB] = "__sub__",
    [OPERATOR_MUL] = "__mul__",       [OPERATOR_DIV] = "__truediv__",
    [OPERATOR_MOD] = "__mod__",       [OPERATOR_AND] = "__and__",
    [OPERATOR_OR] = "__or__",         [OPERATOR_EQ] = "__eq__",
    [OPERATOR_NE] = "__ne__",         [OPERATOR_LT] = "__lt__",
    [OPERATOR_LE] = "__le__",         [OPERATOR_GT] = "__gt__",
    [OPERATOR_GE] = "__ge__",         [OPERATOR_LSHIFT] = "__lshift__",
    [OPERATOR_RSHIFT] = "__rshift__", [OPERATOR_NEG] = "__neg__",
    [OPERATOR_INVERT] = "__invert__"};

bool comparator_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    Value made;
    const char *name = (size_t)op < sizeof dunders / sizeof *dunders ? dunders[op] : NULL;
    *out = value_unset();
    if (!name || !make(ev, left, &made)) return !name;
    if (value_is_unset(made) || !defines(ev, value_class(ev, made), str_z(name))) return true;
    bool unary = op == OPERATOR_NEG || op == OPERATOR_INVERT;
    return eval_call_method(ev, made, name, &right, unary ? 0 : 1, out);
}
