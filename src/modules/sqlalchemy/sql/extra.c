#include "modules/sqlalchemy/sql/extra.h"

#include "dialect/columns.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/from.h"
#include "modules/sqlalchemy/sql/query.h"

static Value own_dict(Eval *ev, ElementData *d)
{
    Value made = value_dict(ev), key, item;
    size_t at = 0;
    while (value_is_dict(d->extra) && value_dict_next(d->extra, &at, &key, &item))
        value_dict_put_str(ev, made, value_as_str(key), item);
    return d->extra = made;
}

void extra_put(Eval *ev, ElementData *d, const char *key, Value v)
{
    value_dict_put_z(ev, own_dict(ev, d), key, v);
}

bool extra_extend(Eval *ev, ElementData *d, const char *key, Value items)
{
    Value list = value_list(ev), old = value_unset();
    if (value_is_dict(d->extra)) old = value_dict_find_z(d->extra, key);
    for (size_t i = 0; !value_is_unset(old) && i < value_seq_len(old); i++)
        value_list_push(ev, list, value_seq_items(old)[i]);
    for (size_t i = 0; i < value_seq_len(items); i++)
        value_list_push(ev, list, value_seq_items(items)[i]);
    extra_put(ev, d, key, list);
    return true;
}

Value extra_item(Value statement, const char *key)
{
    ElementData *d = element_data(statement);
    return d && value_is_dict(d->extra) ? value_dict_find_z(d->extra, key) : value_unset();
}

bool extra_join(Eval *ev, Args *a, bool outer, bool *done, Value *out)
{
    Value hook = value_unset(), is_outer = a->v[2];
    *done = false;
    /* join(Target, Parent.relationship): the relationship makes the join. */
    if (!element_data(a->v[1]) && value_is_object(a->v[1]) &&
        !eval_find_attr(ev, a->v[1], STR("_sa_join_along"), &hook))
        return false;
    if (!module_absent(hook)) {
        if (outer) is_outer = value_bool(true);
        *done = true;
        Value along[4] = {a->self, a->v[0], is_outer, a->v[3]};
        return eval_call(ev, hook, along, 4, value_unset(), out);
    }
    hook = value_unset();
    bool plain = !value_is_object(a->v[0]) || value_as_class(a->v[0]) || element_data(a->v[0]);
    if (!plain && !eval_find_attr(ev, a->v[0], STR("_sa_join_to"), &hook)) return false;
    if (module_absent(hook)) return true;
    if (outer) is_outer = value_bool(true);
    Value args[4] = {a->self, a->v[1], is_outer, a->v[3]};
    *done = true;
    return eval_call(ev, hook, args, 4, value_unset(), out);
}

/* The columns beside those that an expression is made of: of the table of its first column, or its
 * own when it is a FROM element. A column of a mapped class stays as it is: the class is asked. */
static bool columns_in(Eval *ev, Value v, Value *out)
{
    const SqlExpr *e = element_expr(ev, v), *from = e;
    if (!e || module_table_get(ev, v)) return true;
    const SqlExpr *column = e->kind == SQL_COLUMN ? e : sql_expr_first_column(e);
    const Table *table = e->kind == SQL_TABLE ? e->as.from->table : NULL;
    if (table) return *out = module_table_value(ev, (Table *)table), true;
    if (!columns_is_from(e)) {
        if (!column || column->kind != SQL_COLUMN) return true;
        if (e == column && column->as.column.column) return true;
        from = column->as.column.from;
        const Column *c = column->as.column.column;
        if ((!from || from->kind == SQL_TABLE) && c && c->table)
            return *out = module_table_value(ev, c->table), true;
    }
    if (!from) return true;
    ElementData *d;
    *out = element_new(ev, from->kind == SQL_TABLE ? &objects_TableClause : &query_Alias,
                       from->kind, &d);
    element_keep(ev, d, v);
    d->expr = (SqlExpr *)from;
    return eval_getattr(ev, *out, STR("c"), out);
}

/* The class that filter_by() means: the one joined last, else the first that was selected. */
static bool entity_of(Eval *ev, Value self, Value *out)
{
    Value columns = extra_item(self, "columns");
    *out = extra_item(self, "joined");
    if (value_is_unset(*out)) *out = extra_item(self, "entity");
    const SqlExpr *e = element_expr(ev, self);
    bool has_from = e->kind == SQL_SELECT && e->as.select->froms.len;
    if (value_is_unset(*out) && has_from)
        *out = element_item(ev, self, e->as.select->froms.items[0]);
    if (value_is_unset(*out) && !value_is_unset(columns) && value_seq_len(columns))
        *out = value_seq_items(columns)[0];
    if (value_is_unset(*out)) return eval_raise(ev, "TypeError", "filter_by() needs an entity");
    if (!value_as_class(*out) && !columns_in(ev, *out, out)) return false;
    Value cls;
    /* select(User.id).filter_by(name=...) means User. */
    if (value_as_class(*out) || !element_data(*out) || module_table_get(ev, *out)) return true;
    if (!eval_find_attr(ev, *out, STR("class_"), &cls)) return false;
    if (value_is_unset(cls) && !eval_find_attr(ev, *out, STR("table"), &cls)) return false;
    if (!module_absent(cls)) *out = cls;
    return true;
}

/* An attribute that is no column, such as a function's name, would be compared by Python. */
static bool property_of(Eval *ev, Value entity, Str key, Value *out)
{
    bool expression = element_data(entity) != NULL;
    if (!eval_find_attr(ev, entity, key, out)) return false;
    if (!value_is_unset(*out) && !(expression && !element_expr(ev, *out))) return true;
    Value shown;
    return eval_to_str(ev, entity, &shown) &&
           eval_raise_native(ev, &exc_InvalidRequestError,
                             "Entity namespace for \"%.*s\" has no property \"%.*s\"",
                             STR_ARG(value_as_str(shown)), STR_ARG(key));
}

bool extra_filter_by(Eval *ev, Args *a, Value *out)
{
    Value entity, key, item, column, condition, list = value_list(ev), columns;
    size_t at = 0;
    if (!entity_of(ev, a->self, &entity)) return false;
    if (!value_as_class(entity) && module_table_get(ev, entity) &&
        eval_getattr(ev, entity, STR("c"), &columns))
        entity = columns;
    eval_root_push(ev, list);
    bool ok = true;
    while (ok && value_dict_next(a->v[0], &at, &key, &item)) {
        ok = property_of(ev, entity, value_as_str(key), &column) &&
             eval_binary(ev, OPERATOR_EQ, column, item, &condition);
        if (ok) value_list_push(ev, list, condition);
    }
    Value tuple = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    Args args = {.self = a->self, .v = &tuple, .n = 1};
    ok = ok && query_where(ev, &args, out);
    eval_root_pop(ev, 1);
    return ok;
}

bool extra_options(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    return extra_extend(ev, d, "options", a->v[0]);
}

bool extra_check_loading(Eval *ev, Value *statement)
{
    Value columns = extra_item(*statement, "columns"), options = extra_item(*statement, "options");
    Value module, check;
    Value args[4] = {*statement, columns, options, value_bool(true)};
    Value entity = extra_item(*statement, "entity");
    bool asks = !value_is_unset(options);
    if (value_as_class(entity)) {
        args[1] = columns = value_list(ev);
        value_list_push(ev, columns, entity);
        args[3] = value_bool(false);
    }
    for (size_t i = 0; !value_is_unset(columns) && i < value_seq_len(columns); i++)
        asks = asks || !element_data(value_seq_items(columns)[i]);
    if (!asks) return true;
    for (size_t i = 1; i < 3; i++)
        if (value_is_unset(args[i])) args[i] = value_list(ev);
    return eval_import(ev, STR("_sqlalchemy_orm.options"), &module) &&
           eval_getattr(ev, module, STR("check_loading"), &check) &&
           eval_call(ev, check, args, 4, value_unset(), statement);
}

bool extra_execution_options(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value made = value_dict(ev), key, item, old;
    *out = query_next(ev, a->self, &d);
    old = extra_item(*out, "execution_options");
    size_t at = 0;
    while (value_is_dict(old) && value_dict_next(old, &at, &key, &item))
        value_dict_put_str(ev, made, value_as_str(key), item);
    at = 0;
    while (value_dict_next(a->v[0], &at, &key, &item))
        value_dict_put_str(ev, made, value_as_str(key), item);
    extra_put(ev, d, "execution_options", made);
    return true;
}

bool extra_get(Eval *ev, Args *a, Value *out)
{
    ElementData *d = element_data(a->self);
    *out = value_is_dict(d->extra) ? d->extra : value_dict(ev);
    return true;
}
