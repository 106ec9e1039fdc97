/* text(), bindparam(), literal(), column(): the leaves of expressions. */
#include "modules/sqlalchemy/sql/text.h"
#include "modules/sqlalchemy/sql/operate.h"

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/exists.h"
#include "modules/sqlalchemy/sql/from.h"
#include "modules/sqlalchemy/sql/query.h"
#include "modules/sqlalchemy/types.h"

/* ---- text() ---- */

bool text_text(Eval *ev, Args *a, Value *out)
{
    Value s = a->v[0];
    ElementData *d;
    if (value_is_unknown(s)) return eval_need_known(ev, s, "the argument of text()");
    if (!value_is_str(s))
        return eval_raise(ev, "TypeError", "expected string or bytes-like object, got '%.*s'",
                          STR_ARG(value_type_name(ev, s)));
    *out = element_new(ev, &element_TextClause, SQL_TEXT, &d);
    element_charge(ev, d);
    d->expr = sql_expr_text(&d->arena, arena_str(&d->arena, value_as_str(s)));
    return true;
}

static SqlExpr *find_bind(SqlExprVec *binds, Str key, size_t *at)
{
    for (size_t i = 0; i < binds->len; i++)
        if (str_eq(binds->items[i]->as.bind.key, key)) return *at = i, binds->items[i];
    return NULL;
}

static bool no_such_bind(Eval *ev, Str key)
{
    return eval_raise_native(ev, &exc_ArgumentError,
                             "This text() construct doesn't define a bound parameter named '%.*s'",
                             STR_ARG(key));
}

/* The value that a script gives a bind. An expression is none: no driver takes it. */
static bool bound_value(Eval *ev, ElementData *d, Value given, SqlValue *out)
{
    if (!module_bind_value_from_value(ev, given, &d->arena, out)) return false;
    if (out->kind == SQL_VALUE_EXPR)
        *out = (SqlValue){.kind = SQL_VALUE_OBJECT, .object = given.as.object};
    if (out->object) element_keep(ev, d, given);
    return true;
}

static bool bindparams(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *from = element_expr(ev, a->self);
    Value v = element_new(ev, &element_TextClause, SQL_TEXT, &d);
    element_keep(ev, d, a->self);
    d->node.as.text.text = from->as.text.text;
    for (size_t i = 0; i < from->as.text.binds.len; i++)
        VEC_PUSH(&d->arena, &d->node.as.text.binds, from->as.text.binds.items[i]);
    size_t slot;
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        Value item = value_seq_items(a->v[0])[i];
        SqlExpr *b = element_expr(ev, item);
        if (!b || b->kind != SQL_BIND)
            return eval_raise(ev, "TypeError", "bindparams() takes bindparam() objects");
        if (!find_bind(&d->node.as.text.binds, b->as.bind.key, &slot))
            return no_such_bind(ev, b->as.bind.key);
        element_keep(ev, d, item);
        d->node.as.text.binds.items[slot] = b;
    }
    size_t at = 0;
    Value key, item;
    while (value_dict_next(a->v[1], &at, &key, &item)) {
        SqlExpr *old = find_bind(&d->node.as.text.binds, value_as_str(key), &slot), *b;
        if (!old) return no_such_bind(ev, value_as_str(key));
        b = sql_expr_new(&d->arena, SQL_BIND, old->type);
        b->as.bind = old->as.bind;
        b->as.bind.required = false;
        if (!bound_value(ev, d, item, &b->as.bind.value)) return false;
        if (!b->type) b->type = element_type_of_value(ev, &b->as.bind.value);
        d->node.as.text.binds.items[slot] = b;
    }
    *out = v;
    return true;
}

static bool text_of(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, element_expr(ev, a->self)->as.text.text);
    return true;
}

static bool text_str(Eval *ev, Value self, Value *out)
{
    *out = value_str(ev, element_expr(ev, self)->as.text.text);
    return true;
}

static bool itself(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool text_asc(Eval *ev, Args *a, Value *out)
{
    return operate_unary(ev, SQL_OP_ASC, a->self, out);
}
static bool text_desc(Eval *ev, Args *a, Value *out)
{
    return operate_unary(ev, SQL_OP_DESC, a->self, out);
}

/* Column objects, and column=type. */
static bool text_columns(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    const SqlExpr *from = element_expr(ev, a->self);
    Value v = element_new(ev, &query_TextualSelect, SQL_TEXTUAL_SELECT, &d), key, type;
    element_keep(ev, d, a->self);
    element_charge(ev, d);
    d->expr = sql_expr_new(&d->arena, SQL_TEXTUAL_SELECT, NULL);
    d->expr->as.text = from->as.text;
    d->expr->as.text.columns = (SqlExprVec){0};
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        SqlExpr *e = element_expr(ev, value_seq_items(a->v[0])[i]);
        if (!e) return eval_raise(ev, "TypeError", "columns() takes columns and names with types");
        element_keep(ev, d, value_seq_items(a->v[0])[i]);
        VEC_PUSH(&d->arena, &d->expr->as.text.columns, e);
    }
    for (size_t at = 0; value_dict_next(a->v[1], &at, &key, &type);) {
        SqlExpr *e = sql_expr_column(&d->arena, arena_str(&d->arena, value_as_str(key)));
        if (!module_type_from_value(ev, type, eval_arena(ev), &e->type)) return false;
        VEC_PUSH(&d->arena, &d->expr->as.text.columns, e);
    }
    *out = v;
    return true;
}

static bool textual_add_cte(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &query_TextualSelect, SQL_TEXTUAL_SELECT, &d);
    element_keep(ev, d, a->self);
    element_charge(ev, d);
    d->expr = sql_expr_new(&d->arena, SQL_TEXTUAL_SELECT, NULL);
    d->expr->as.text = element_expr(ev, a->self)->as.text;
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        SqlExpr *cte;
        if (!element_operand(ev, d, value_seq_items(a->v[0])[i], NULL, &cte)) return false;
        SqlExprVec ctes = d->expr->as.text.ctes;
        ctes.cap = ctes.len; /* that of the other statement stays as it is */
        VEC_PUSH(&d->arena, &ctes, cte);
        d->expr->as.text.ctes = ctes;
    }
    return true;
}

static const NativeMethod textual_methods[] = {
    {"subquery", "name=None", from_subquery, NATIVE_METHOD},
    {"alias", "name=None, flat=False", from_subquery, NATIVE_METHOD},
    {"cte", "name=None, recursive=False, nesting=False", from_cte, NATIVE_METHOD},
    {"lateral", "name=None", from_lateral, NATIVE_METHOD},
    {"scalar_subquery", "", query_scalar_subquery, NATIVE_METHOD},
    {"exists", "", exists_of_select, NATIVE_METHOD},
    {"add_cte", "*ctes, nest_here=False", textual_add_cte, NATIVE_METHOD},
    {"selected_columns", "", query_selected_columns, NATIVE_GETTER},
    {"exported_columns", "", query_selected_columns, NATIVE_GETTER},
    {"execution_options", "**kw", itself, NATIVE_METHOD},
    {0}};
const NativeClass query_TextualSelect = {.name = "TextualSelect",
                                         .module = "sqlalchemy.sql.selectable",
                                         .base = &element_ClauseElement,
                                         .methods = textual_methods};

static const NativeMethod text_methods[] = {
    {"bindparams", "*binds, **names_to_values", bindparams, NATIVE_METHOD},
    {"text", "", text_of, NATIVE_GETTER},
    {"columns", "*cols, **types", text_columns, NATIVE_METHOD},
    {"execution_options", "**kw", itself, NATIVE_METHOD},
    {"self_group", "against=None", itself, NATIVE_METHOD},
    {"asc", "", text_asc, NATIVE_METHOD},
    {"desc", "", text_desc, NATIVE_METHOD},
    {0}};

static bool text_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    Value both = value_tuple(ev, (Value[]){left, right}, 2);
    if (op == OPERATOR_AND) return operate_junction(ev, SQL_OP_AND, both, out);
    /* TextClause has __and__ only: | works when a column stands on the left. */
    if (op == OPERATOR_OR && value_payload(left, &element_TextClause))
        return eval_raise(ev, "TypeError",
                          "unsupported operand type(s) for |: 'TextClause' and '%.*s'",
                          STR_ARG(value_type_name(ev, right)));
    if (op == OPERATOR_OR) return operate_junction(ev, SQL_OP_OR, both, out);
    return true;
}

const NativeClass element_TextClause = {.name = "TextClause",
                                        .module = "sqlalchemy.sql.elements",
                                        .base = &element_ClauseElement,
                                        .methods = text_methods,
                                        .binary = text_binary,
                                        .str = text_str};

/* ---- binds ---- */

static bool type_argument(Eval *ev, Value v, const SqlType **out)
{
    return module_absent(v) || module_type_from_value(ev, v, eval_arena(ev), out);
}

/* The value of a bindparam(): data, and for an expanding one several, of which the first tells the
 * type. */
static bool check_bound(Eval *ev, SqlBind *b, Value given, bool typed)
{
    if (b->value.kind == SQL_VALUE_OBJECT) return true;
    bool one = b->value.kind != SQL_VALUE_LIST && b->value.kind != SQL_VALUE_STR, truth = false;
    if (!b->expanding || !(one || (b->value.as.list.container && !typed))) return true;
    if (!eval_truth(ev, given, &truth)) return false;
    return !truth ||
           eval_raise(ev, "TypeError", "'%.*s' object is not %s",
                      STR_ARG(value_type_name(ev, given)), typed ? "iterable" : "subscriptable");
}

bool text_bindparam(Eval *ev, Args *a, Value *out)
{
    /* key, value, type_, unique, required, quote, callable_, expanding, isoutparam, literal_execute
     */
    ElementData *d;
    Value v = element_new(ev, &element_BindParameter, SQL_BIND, &d);
    SqlBind *b = &d->node.as.bind;
    int unique, literal;
    if (value_is_str(a->v[0]))
        b->key = arena_str(&d->arena, value_as_str(a->v[0]));
    else if (module_absent(a->v[0]))
        b->key = STR("param");
    else
        return eval_raise(ev, "TypeError", "a bind's key must be a string");
    if (!type_argument(ev, a->v[2], &d->node.type) || !module_tristate(ev, a->v[3], &unique) ||
        !eval_truth(ev, a->v[7], &b->expanding) || !module_tristate(ev, a->v[9], &literal))
        return false;
    b->unique = unique == 1;
    b->literal_execute = literal == 1;
    b->required = value_is_unset(a->v[1]) && module_absent(a->v[6]);
    Value given = a->v[1];
    if (!module_absent(a->v[6]) && !eval_call(ev, a->v[6], NULL, 0, value_unset(), &given))
        return false;
    if (!value_is_unset(given)) {
        if (!bound_value(ev, d, given, &b->value) ||
            !check_bound(ev, b, given, d->node.type != NULL))
            return false;
        const SqlValue *first = &b->value;
        if (b->expanding && first->kind == SQL_VALUE_LIST && first->as.list.len)
            first = &first->as.list.items[0];
        if (!d->node.type) d->node.type = element_type_of_value(ev, first);
    }
    *out = v;
    return true;
}

bool text_literal(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (element_expr(ev, a->v[0])) return exc_expected(ev, "Literal Python value", a->v[0]);
    Value v = element_new(ev, &element_BindParameter, SQL_BIND, &d);
    d->node.as.bind = (SqlBind){.key = STR("param"), .unique = true};
    if (!type_argument(ev, a->v[1], &d->node.type) ||
        !module_bind_value_from_value(ev, a->v[0], &d->arena, &d->node.as.bind.value))
        return false;
    if (d->node.as.bind.value.object) element_keep(ev, d, a->v[0]);
    if (!d->node.type) d->node.type = element_type_of_value(ev, &d->node.as.bind.value);
    *out = v;
    return true;
}

static bool bind_value(Eval *ev, Args *a, Value *out)
{
    return module_value_from_sql_value(ev, &element_expr(ev, a->self)->as.bind.value, out);
}

static bool bind_key(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, element_expr(ev, a->self)->as.bind.key);
    return true;
}

static const NativeMethod bind_methods[] = {
    {"value", "", bind_value, NATIVE_GETTER}, {"key", "", bind_key, NATIVE_GETTER}, {0}};
const NativeClass element_BindParameter = {.name = "BindParameter",
                                           .module = "sqlalchemy.sql.elements",
                                           .base = &element_ColumnElement,
                                           .methods = bind_methods};

/* ---- columns without a schema ---- */

bool text_literal_column(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "literal_column() needs a string");
    *out = element_new(ev, &element_ColumnClause, SQL_LITERAL_COLUMN, &d);
    d->node.as.literal_column.text = arena_str(&d->arena, value_as_str(a->v[0]));
    return type_argument(ev, a->v[1], &d->node.type);
}

bool text_column(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    int literal;
    if (!module_tristate(ev, a->v[2], &literal)) return false;
    if (literal == 1) return text_literal_column(ev, a, out);
    Ident name;
    if (!module_name_from_value(ev, a->v[0], "the name of a column()", &name)) return false;
    if (ident_is_null(name))
        return eval_raise_native(ev, &exc_CompileError,
                                 "Cannot compile Column object until its 'name' is assigned.");
    *out = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
    d->node.as.column.name = arena_str(&d->arena, name.text);
    d->node.as.column.quote = ident_quote_wish(name.quote);
    return type_argument(ev, a->v[1], &d->node.type);
}

static bool column_name(Eval *ev, Args *a, Value *out)
{
    SqlExpr *e = element_expr(ev, a->self);
    *out = value_str(ev, e->kind == SQL_COLUMN ? e->as.column.name : e->as.literal_column.text);
    return true;
}

static const NativeMethod column_methods[] = {
    {"name", "", column_name, NATIVE_GETTER}, {"key", "", column_name, NATIVE_GETTER}, {0}};
const NativeClass element_ColumnClause = {.name = "ColumnClause",
                                          .module = "sqlalchemy.sql.elements",
                                          .base = &element_ColumnElement,
                                          .methods = column_methods};

static bool label_name(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, element_expr(ev, a->self)->as.label.name);
    return true;
}
static bool label_element(Eval *ev, Args *a, Value *out)
{
    *out = element_item(ev, a->self, element_expr(ev, a->self)->as.label.inner);
    return true;
}
static const NativeMethod label_methods[] = {{"element", "", label_element, NATIVE_GETTER},
                                             {"name", "", label_name, NATIVE_GETTER},
                                             {"key", "", label_name, NATIVE_GETTER},
                                             {0}};
const NativeClass element_Label = {.name = "Label",
                                   .module = "sqlalchemy.sql.elements",
                                   .base = &element_ColumnElement,
                                   .methods = label_methods};
