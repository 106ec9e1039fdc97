/* func.x(...), and what can be said about a function call: over, filter, within_group. */
#include <string.h>

#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/element.h"
#include "modules/sqlalchemy/sql/operate.h"
#include "modules/sqlalchemy/sql/table_valued.h"

/* SQLAlchemy's GenericFunctions: the name they are found by (any case) and the type they have;
 * NULL = the first argument's. */
static const struct {
    const char *name, *type;
    bool takes_arg_type;
} known[] = {{"now", "DateTime", false},
             {"current_timestamp", "DateTime", false},
             {"current_date", "Date", false},
             {"current_time", "Time", false},
             {"localtime", "DateTime", false},
             {"localtimestamp", "DateTime", false},
             {"sysdate", "DateTime", false},
             {"current_user", "String", false},
             {"session_user", "String", false},
             {"user", "String", false},
             {"count", "Integer", false},
             {"char_length", "Integer", false},
             {"concat", "String", false},
             {"rank", "Integer", false},
             {"dense_rank", "Integer", false},
             {"percent_rank", "Numeric", false},
             {"cume_dist", "Numeric", false},
             {"aggregate_strings", "String", false},
             {"sum", NULL, true},
             {"max", NULL, true},
             {"min", NULL, true},
             {"coalesce", NULL, true},
             {"array_agg", NULL, false},
             {"random", NULL, false},
             {"grouping_sets", NULL, false},
             {"cube", NULL, false},
             {"rollup", NULL, false},
             {"mode", NULL, false},
             {"percentile_cont", NULL, false},
             {"percentile_disc", NULL, false}};

typedef struct GeneratorData {
    Value names; /* list of str: func.a.b */
} GeneratorData;

/* Python lets the right side of a comparison answer first when its class is derived from the left
 * one's, as SQLAlchemy's own functions are. */
static const NativeClass element_KnownFunction;

static bool lookup(Eval *ev, Value self, Str name, Value *out);
static bool invoke(Eval *ev, Value self, Args *a, Value *out);

static void traverse_generator(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((GeneratorData *)payload)->names);
}

static const NativeClass functions_Generator = {.name = "_FunctionGenerator",
                                                .module = "sqlalchemy.sql.functions",
                                                .payload = sizeof(GeneratorData),
                                                .getattr = lookup,
                                                .call = invoke,
                                                .traverse = traverse_generator};

static bool lookup(Eval *ev, Value self, Str name, Value *out)
{
    GeneratorData *d = value_payload(self, &functions_Generator);
    if (str_starts(name, STR("__"))) return true;
    if (str_ends(name, STR("_"))) name.len--; /* func.char_() is "char" */
    Value made = eval_instance_new(ev, value_class(ev, self));
    GeneratorData *m = value_payload(made, &functions_Generator);
    m->names = value_list(ev);
    for (size_t i = 0; !value_is_unset(d->names) && i < value_seq_len(d->names); i++)
        value_list_push(ev, m->names, value_seq_items(d->names)[i]);
    value_list_push(ev, m->names, value_str(ev, name));
    *out = made;
    return true;
}

static const SqlType *first_type(const SqlExprVec *args)
{
    for (size_t i = 0; i < args->len; i++)
        if (args->items[i]->type && !type_is_null(args->items[i]->type))
            return args->items[i]->type;
    return NULL;
}

static const SqlType *array_of(Eval *ev, const SqlType *item)
{
    if (item && item->cls->affinity == TYPE_AFFINITY_ARRAY) return item;
    SqlType *t = type_new(eval_arena(ev), type_class_get("ARRAY"));
    t->impl = item ? item : element_plain_type(ev, "NullType");
    return t;
}

/* Plain values among the arguments are called as the function is. */
static void name_binds(SqlExprVec *args, Value given, Str name)
{
    for (size_t i = 0; i < args->len && i < value_seq_len(given); i++)
        if (args->items[i]->kind == SQL_BIND && !element_data(value_seq_items(given)[i]))
            args->items[i]->as.bind.key = name;
}

static bool is_known(Value names)
{
    if (value_seq_len(names) != 1) return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(value_as_str(value_seq_items(names)[0]), str_z(known[i].name)))
            return true;
    return false;
}

static void apply_known(Eval *ev, ElementData *d)
{
    SqlExpr *e = &d->node;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!str_eq_nocase(e->as.function.name, str_z(known[i].name))) continue;
        e->as.function.is_known = true;
        e->as.function.name = str_z(known[i].name);
        if (e->type) return;
        if (known[i].type)
            e->type = element_plain_type(ev, known[i].type);
        else if (known[i].takes_arg_type)
            e->type = first_type(&e->as.function.args);
        else if (!strcmp(known[i].name, "array_agg"))
            e->type = array_of(ev, first_type(&e->as.function.args));
        return;
    }
}

/* ---- the script's own GenericFunction classes ---- */

static const char registry_key;

typedef struct Registry {
    Value classes; /* dict: "package.identifier" in lower case -> class; "_default." = no package */
} Registry;

static void traverse_registry(void *state, GcVisitor *gc)
{
    gc_visit(gc, ((Registry *)state)->classes);
}

static Registry *registry(Eval *ev)
{
    Registry *r = eval_state_find(ev, &registry_key);
    if (r) return r;
    r = ARENA_NEW(eval_arena(ev), Registry);
    *r = (Registry){value_dict(ev)};
    eval_state_put(ev, &registry_key, r, NULL, traverse_registry);
    return r;
}

static Value registry_name(Eval *ev, Str package, Str identifier)
{
    Value text = value_str_fmt(ev, "%.*s.%.*s", STR_ARG(package), STR_ARG(identifier)), lower;
    if (eval_call_method(ev, text, "lower", NULL, 0, &lower)) return lower;
    eval_catch(ev); /* out of memory, which the next step meets, too */
    return text;
}

/* A str that the script's class, or one that it is derived from, says. */
static Value class_text(Class *cls, const char *name)
{
    Value v = value_unset();
    for (size_t i = 0; value_is_unset(v) && i < class_mro_len(cls); i++)
        v = value_dict_find_z(class_namespace(class_mro_at(cls, i)), name);
    return value_is_str(v) ? v : value_unset();
}

/* class f(GenericFunction): func.f, or func.package.identifier, makes one from here on. */
static bool generic_subclass(Eval *ev, Class *cls, Value kw)
{
    Value own = value_dict_find_z(class_namespace(cls), "_register"), key;
    Value package = class_text(cls, "package"), id = class_text(cls, "identifier");
    bool wanted = true;
    if (!value_is_unset(own) && !eval_truth(ev, own, &wanted)) return false;
    if (!wanted) return true;
    if (value_is_unset(id)) id = class_text(cls, "name");
    key = registry_name(ev, value_is_unset(package) ? STR("_default") : value_as_str(package),
                        value_is_unset(id) ? class_name(cls) : value_as_str(id));
    value_dict_put_str(ev, registry(ev)->classes, value_as_str(key), class_value(cls));
    return true;
}

/* The class that func.a.b means; unset = none. */
static Value own_function(Eval *ev, Value names)
{
    size_t n = value_seq_len(names);
    if (n > 2) return value_unset();
    Str package = n == 2 ? value_as_str(value_seq_items(names)[0]) : STR("_default");
    Value key = registry_name(ev, package, value_as_str(value_seq_items(names)[n - 1]));
    return value_dict_find_str(registry(ev)->classes, value_as_str(key));
}

/* func.cast() and func.extract() are cast() and extract(). */
static bool (*construct_by_name(Value names))(Eval *, Args *, Value *)
{
    if (value_is_unset(names) || value_seq_len(names) != 1) return NULL;
    Str name = value_as_str(value_seq_items(names)[0]);
    if (str_eq_nocase(name, STR("cast"))) return construct_cast;
    return str_eq_nocase(name, STR("extract")) ? construct_extract : NULL;
}

static bool call_construct(Eval *ev, bool (*construct)(Eval *, Args *, Value *), Args *a,
                           Value *out)
{
    if (value_seq_len(a->v[0]) != 2)
        return eval_raise(ev, "TypeError", "cast() and extract() take two arguments");
    Value both[] = {value_seq_items(a->v[0])[0], value_seq_items(a->v[0])[1]};
    return construct(ev, &(Args){.v = both, .n = 2}, out);
}

/* What the classes of SQLAlchemy's functions refuse. */
static bool check_arguments(Eval *ev, Value names, Args *a)
{
    Value key, item;
    Str last = value_as_str(value_seq_items(names)[value_seq_len(names) - 1]);
    size_t at = 0, n = value_seq_len(a->v[0]);
    bool generic = is_known(names);
    if (generic && str_eq_nocase(last, STR("count")) && n > 1)
        return eval_raise(
            ev, "TypeError",
            "count.__init__() takes from 1 to 2 positional arguments but %zu were given", n + 1);
    if (str_eq_nocase(last, STR("next_value")) && value_seq_len(names) == 1)
        return eval_raise(ev, "AssertionError", "next_value() accepts a Sequence object as input.");
    if (generic || value_is_unset(a->v[1])) return true;
    while (value_dict_next(a->v[1], &at, &key, &item))
        if (!str_eq_z(value_as_str(key), "type_"))
            return eval_raise(ev, "TypeError",
                              "Function.__init__() got an unexpected keyword argument '%.*s'",
                              STR_ARG(value_as_str(key)));
    return true;
}

static bool invoke(Eval *ev, Value self, Args *a, Value *out)
{
    GeneratorData *g = value_payload(self, &functions_Generator);
    if (value_is_unset(g->names))
        return eval_raise(ev, "TypeError", "func needs a function's name");
    bool (*construct)(Eval *, Args *, Value *) = construct_by_name(g->names);
    if (construct) return call_construct(ev, construct, a, out);
    Value own = own_function(ev, g->names);
    if (!value_is_unset(own))
        return eval_call(ev, own, value_seq_items(a->v[0]), value_seq_len(a->v[0]), a->v[1], out);
    bool of_sequence = value_seq_len(g->names) == 1 && value_seq_len(a->v[0]) == 1 &&
                       str_eq_z(value_as_str(value_seq_items(g->names)[0]), "next_value") &&
                       module_sequence_get(ev, value_seq_items(a->v[0])[0]);
    if (of_sequence)
        return eval_call_method(ev, value_seq_items(a->v[0])[0], "next_value", NULL, 0, out);
    if (!check_arguments(ev, g->names, a)) return false;
    ElementData *d;
    const NativeClass *cls = is_known(g->names) ? &element_KnownFunction : &element_Function;
    Value v = element_new(ev, cls, SQL_FUNCTION, &d);
    size_t n = value_seq_len(g->names);
    const Value *names = value_seq_items(g->names);
    for (size_t i = 0; i + 1 < n; i++)
        VEC_PUSH(&d->arena, &d->node.as.function.packages,
                 arena_str(&d->arena, value_as_str(names[i])));
    d->node.as.function.name = arena_str(&d->arena, value_as_str(names[n - 1]));
    Value type = value_is_unset(a->v[1]) ? value_unset() : value_dict_find_z(a->v[1], "type_");
    if (!module_absent(type) && !module_type_from_value(ev, type, eval_arena(ev), &d->node.type))
        return false;
    Value args;
    if (!roles_expect_all(ev, ROLES_OPERAND, a->v[0], &args) ||
        !element_operands(ev, d, args, &d->node.as.function.args))
        return false;
    if (n == 1) apply_known(ev, d);
    name_binds(&d->node.as.function.args, a->v[0], d->node.as.function.name);
    *out = v;
    return true;
}

bool functions_own_name(Value v, Str *name)
{
    const GeneratorData *d = value_payload(v, &functions_Generator);
    if (!d || value_is_unset(d->names) || !is_known(d->names)) return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(value_as_str(value_seq_items(d->names)[0]), str_z(known[i].name)))
            *name = str_z(known[i].name);
    return true;
}

bool functions_func(Eval *ev, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &functions_Generator));
    return true;
}

/* ---- modifiers ---- */

/* One expression or a list of them; text is the name of a column. */
static bool push_all(Eval *ev, ElementData *d, Value v, SqlExprVec *out)
{
    if (module_absent(v)) return true;
    if (!value_is_list(v) && !value_is_tuple(v)) v = value_tuple(ev, &v, 1);
    return roles_expect_all(ev, ROLES_BY, v, &v) &&
           element_operands(ev, d, query_named(ev, v), out);
}

/* Rows or values from here; None: all of them. */
static bool frame_end(Eval *ev, Value v, SqlValue *out)
{
    int64_t n;
    if (!module_absent(v) && !value_as_int(v, &n))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Integer or None expected for range value");
    *out = module_absent(v) ? sql_value_null() : sql_value_int(n);
    return true;
}

static bool over(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_Over, SQL_OVER, &d);
    element_keep(ev, d, a->self);
    d->node.as.over.inner = element_expr(ev, a->self);
    d->node.type = d->node.as.over.inner->type;
    if (!push_all(ev, d, a->v[0], &d->node.as.over.partition_by) ||
        !push_all(ev, d, a->v[1], &d->node.as.over.order_by))
        return false;
    size_t frames = !module_absent(a->v[2]) + !module_absent(a->v[3]) + !module_absent(a->v[4]);
    if (frames > 1)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "only one of 'rows', 'range_', or 'groups' may be provided");
    bool *flags[] = {&d->node.as.over.has_range, &d->node.as.over.has_rows,
                     &d->node.as.over.has_groups};
    for (int i = 0; i < 3; i++) {
        Value frame = a->v[2 + i];
        if (module_absent(frame)) continue;
        if (!value_is_tuple(frame) || value_seq_len(frame) != 2)
            return eval_raise_native(ev, &exc_ArgumentError, "2-tuple expected for range/rows");
        *flags[i] = true;
        if (!frame_end(ev, value_seq_items(frame)[0], &d->node.as.over.lower) ||
            !frame_end(ev, value_seq_items(frame)[1], &d->node.as.over.upper))
            return false;
    }
    *out = v;
    return true;
}

static Value with_first(Eval *ev, Value first, Value rest)
{
    Value list = value_list(ev);
    value_list_push(ev, list, first);
    for (size_t i = 0; i < value_seq_len(rest); i++)
        value_list_push(ev, list, value_seq_items(rest)[i]);
    return list;
}

static bool filter(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value criterion, v, criteria = a->v[0];
    SqlExpr *inner = element_expr(ev, a->self);
    if (!value_seq_len(criteria)) return *out = a->self, true;
    if (inner->kind == SQL_FILTER) { /* further conditions of the same FILTER */
        criteria = with_first(ev, element_item(ev, a->self, inner->as.filter.criterion), criteria);
        inner = inner->as.filter.inner;
    }
    v = element_new(ev, &element_FunctionFilter, SQL_FILTER, &d);
    element_keep(ev, d, a->self);
    d->node.as.filter.inner = inner;
    if (value_seq_len(criteria) == 1) {
        if (!operate_condition(ev, d, value_seq_items(criteria)[0], &d->node.as.filter.criterion))
            return false;
    } else {
        if (!operate_junction(ev, SQL_OP_AND, criteria, &criterion)) return false;
        element_keep(ev, d, criterion);
        d->node.as.filter.criterion = element_expr(ev, criterion);
    }
    d->node.type = d->node.as.filter.inner->type;
    *out = v;
    return true;
}

/* Aggregates of the type that they are ordered by. */
static bool is_ordered_set(Str name)
{
    return str_eq_z(name, "mode") || str_starts(name, STR("percentile_"));
}

static bool within_group(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_WithinGroup, SQL_WITHIN_GROUP, &d);
    element_keep(ev, d, a->self);
    d->node.as.within_group.inner = element_expr(ev, a->self);
    d->node.type = d->node.as.within_group.inner->type;
    if (!push_all(ev, d, a->v[0], &d->node.as.within_group.order_by)) return false;
    const SqlExpr *inner = d->node.as.within_group.inner;
    const SqlExprVec *by = &d->node.as.within_group.order_by;
    bool ordered = inner->kind == SQL_FUNCTION && is_ordered_set(inner->as.function.name);
    if (ordered && by->len) d->node.type = by->items[0]->type;
    *out = v;
    return true;
}

static bool function_name(Eval *ev, Args *a, Value *out)
{
    SqlExpr *e = element_expr(ev, a->self);
    *out = value_str(ev, e->kind == SQL_FUNCTION ? e->as.function.name : STR(""));
    return true;
}

static const NativeClass as_binary = {.name = "FunctionAsBinary",
                                      .module = "sqlalchemy.sql.functions",
                                      .base = &element_ColumnElement};

/* as_comparison(1, 2): the same call, as a condition. */
static bool as_comparison(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    const SqlExpr *e = element_expr(ev, a->self);
    int64_t left, right;
    if (!value_as_int(a->v[0], &left) || !value_as_int(a->v[1], &right))
        return eval_raise(ev, "TypeError", "as_comparison() takes the places of two arguments");
    *out = element_new(ev, &as_binary, e->kind, &d);
    element_keep(ev, d, a->self);
    d->node = *e;
    size_t n = e->as.function.args.len;
    if (left < 1 || right < 1 || (size_t)left > n || (size_t)right > n)
        return eval_raise(ev, "IndexError", "list index out of range");
    value_dict_put_z(ev, instance_dict(ev, *out), "left",
                     element_item(ev, a->self, e->as.function.args.items[left - 1]));
    value_dict_put_z(ev, instance_dict(ev, *out), "right",
                     element_item(ev, a->self, e->as.function.args.items[right - 1]));
    d->node.as.function.is_comparison = true;
    d->node.type = NULL; /* a condition already, on databases without booleans, too */
    return true;
}

/* The arguments, as one comma list. */
static bool function_clauses(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    const SqlExpr *e = element_expr(ev, a->self);
    *out = element_new(ev, &element_ClauseList, SQL_LIST, &d);
    element_keep(ev, d, a->self);
    d->node.as.list.op = SQL_OP_COMMA;
    if (e->kind == SQL_FUNCTION) d->node.as.list.items = e->as.function.args;
    return true;
}

static const NativeMethod function_methods[] = {
    {"as_comparison", "left_index, right_index", as_comparison, NATIVE_METHOD},
    {"over", "partition_by=None, order_by=None, range_=None, rows=None, groups=None", over,
     NATIVE_METHOD},
    {"filter", "*criterion", filter, NATIVE_METHOD},
    {"within_group", "*order_by", within_group, NATIVE_METHOD},
    {"name", "", function_name, NATIVE_GETTER},
    TABLE_VALUED_METHODS,
    {0}};

/* The `name` that a script's class says. */
static Str own_name(Eval *ev, Value v)
{
    Value name = class_text(value_class(ev, v), "name");
    return value_is_str(name) ? module_str(ev, name) : STR("param");
}

/* FunctionElement(*clauses) of a script's own class: its operands, for its @compiles function. */
static bool own_init(Eval *ev, Value self, Args *a)
{
    ElementData *d;
    Value clauses = element_new(ev, &element_ClauseList, SQL_LIST, &d), items = value_list(ev);
    d->node.as.list.op = SQL_OP_COMMA;
    d->keep = items;
    if (!element_operands(ev, d, a->v[0], &d->node.as.list.items)) return false;
    Str name = own_name(ev, self); /* its parameters are called name_1, name_2 … */
    /* What is iterated over: expressions, those of plain values too. */
    d->keep = value_list(ev);
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        Value v = value_seq_items(a->v[0])[i];
        bool is_expr = element_expr(ev, v) != NULL;
        SqlExpr *item = d->node.as.list.items.items[i];
        if (!is_expr && item->kind == SQL_BIND) item->as.bind.key = name;
        value_list_push(ev, d->keep, is_expr ? v : element_item(ev, clauses, item));
    }
    Value dict = instance_dict(ev, self);
    value_dict_put_z(ev, dict, "clauses", clauses);
    value_dict_put_z(ev, dict, "clause_expr", clauses);
    return true;
}

const NativeClass element_WithinGroup = {.name = "WithinGroup",
                                         .module = "sqlalchemy.sql.elements",
                                         .base = &element_ColumnElement,
                                         .methods = function_methods};
const NativeClass element_FunctionElement = {.name = "FunctionElement",
                                             .module = "sqlalchemy.sql.functions",
                                             .base = &element_ColumnElement,
                                             .init_params = "*clauses",
                                             .init = own_init,
                                             .methods = function_methods};

/* class f(GenericFunction): f(a, b) is the call of the class's name. */
static bool generic_init(Eval *ev, Value self, Args *a)
{
    ElementData *d = element_data(self);
    Value type = value_dict_find_z(a->v[1], "type_");
    Class *cls = value_class(ev, self);
    Value name = class_text(cls, "name");
    if (!own_init(ev, self, a)) return false;
    if (compiles_has(ev, self)) return true;
    ElementData *clauses = element_data(value_dict_find_z(instance_dict(ev, self), "clauses"));
    d->node.kind = SQL_FUNCTION;
    d->node.as.function.name =
        value_is_str(name) ? module_str(ev, name) : arena_str(eval_arena(ev), class_name(cls));
    d->node.as.function.args = clauses->node.as.list.items;
    if (module_absent(type) && !eval_find_attr(ev, class_value(cls), STR("type"), &type))
        return false;
    if (module_is_type(ev, type) &&
        !module_type_from_value(ev, type, eval_arena(ev), &d->node.type))
        return false;
    if (d->node.type)
        value_dict_put_z(ev, instance_dict(ev, self), "type", module_type_value(ev, d->node.type));
    d->expr = &d->node;
    return true;
}

const NativeClass element_GenericFunction = {.name = "GenericFunction",
                                             .module = "sqlalchemy.sql.functions",
                                             .base = &element_FunctionElement,
                                             .init_params = "*args, **kw",
                                             .init = generic_init,
                                             .init_subclass = generic_subclass};
static const NativeMethod call_methods[] = {{"clauses", "", function_clauses, NATIVE_GETTER},
                                            {"clause_expr", "", function_clauses, NATIVE_GETTER},
                                            {0}};
const NativeClass element_Function = {.name = "Function",
                                      .module = "sqlalchemy.sql.functions",
                                      .base = &element_FunctionElement,
                                      .methods = call_methods};
static const NativeClass element_KnownFunction = {
    .name = "Function", .module = "sqlalchemy.sql.functions", .base = &element_Function};
const NativeClass element_FunctionFilter = {.name = "FunctionFilter",
                                            .module = "sqlalchemy.sql.elements",
                                            .base = &element_FunctionElement};
