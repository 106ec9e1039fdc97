#include "modules/sqlalchemy/sql/rewrite.h"

#include "modules/sqlalchemy/objects.h"

/* An object of the same class around a copy; NULL when v is no expression, which is raised. */
static ElementData *copied(Eval *ev, Value v, ElementReplace replace, void *user, Value *out)
{
    const SqlExpr *e = element_expr(ev, v);
    ElementData *d;
    Class *cls = value_class(ev, v);
    if (class_native(cls) == &objects_Column || class_native(cls) == &objects_Table) {
        *out = element_new(ev, element_class_of(e), e->kind, &d);
    } else {
        *out = eval_instance_new(ev, cls);
        d = element_data(*out);
    }
    element_charge(ev, d);
    element_keep(ev, d, v);
    if (element_data(v)) d->extra = element_data(v)->extra;
    d->expr = element_copy_with(e, &d->arena, replace, user);
    return d;
}

typedef struct Params {
    Eval *ev;
    Value values; /* dict */
    Value kept;   /* list: what the new values need alive */
    bool failed;
} Params;

static SqlExpr *with_value(const SqlExpr *e, Arena *a, void *user)
{
    Params *p = user;
    if (p->failed || e->kind != SQL_BIND || e->as.bind.unique) return NULL;
    Value v = value_dict_find_str(p->values, e->as.bind.key);
    if (value_is_unset(v)) return NULL;
    SqlExpr *made = ARENA_NEW(a, SqlExpr);
    *made = *e;
    made->as.bind.key = arena_str(a, e->as.bind.key);
    made->as.bind.required = false;
    p->failed = !module_bind_value_from_value(p->ev, v, a, &made->as.bind.value);
    value_list_push(p->ev, p->kept, v);
    if (!made->type) made->type = element_type_of_value(p->ev, &made->as.bind.value);
    return made;
}

bool rewrite_params(Eval *ev, Args *a, Value *out)
{
    Params p = {.ev = ev, .values = value_dict(ev)};
    const SqlExpr *e = element_expr(ev, a->self);
    if (e->kind == SQL_INSERT || e->kind == SQL_UPDATE || e->kind == SQL_DELETE)
        return eval_raise(ev, "NotImplementedError",
                          "params() is not supported for INSERT/UPDATE/DELETE statements. To set the "
                          "values for an INSERT or UPDATE statement, use stmt.values(**parameters).");
    Value key, item;
    for (size_t i = 0; i <= value_seq_len(a->v[0]); i++) {
        bool named = i == value_seq_len(a->v[0]);
        Value dict = named ? a->v[1] : value_seq_items(a->v[0])[i];
        size_t at = 0;
        if (!named && !value_is_dict(dict))
            return eval_raise(ev, "TypeError", "params() takes a dict, or keywords");
        while (value_is_dict(dict) && value_dict_next(dict, &at, &key, &item))
            if (!value_dict_put(ev, p.values, key, item)) return false;
    }
    p.kept = value_list(ev);
    ElementData *d = copied(ev, a->self, with_value, &p, out);
    element_keep(ev, d, p.kept);
    return !p.failed;
}

typedef struct Adapt {
    Eval *ev;
    const Table *table;
    Value columns; /* of the alias */
    bool failed;
} Adapt;

static SqlExpr *as_alias(const SqlExpr *e, Arena *a, void *user)
{
    (void)a;
    Adapt *p = user;
    if (p->failed || e->kind != SQL_COLUMN || !e->as.column.column) return NULL;
    bool of_table = !e->as.column.from || e->as.column.from->kind == SQL_TABLE;
    if (!of_table || e->as.column.column->table != p->table) return NULL;
    Value column;
    p->failed = !eval_getitem(p->ev, p->columns, value_str(p->ev, e->as.column.column->key.len
                                                                     ? e->as.column.column->key
                                                                     : e->as.column.name), &column);
    return p->failed ? NULL : element_expr(p->ev, column);
}

bool rewrite_adapt(Eval *ev, Args *a, Value *out)
{
    Adapt p = {.ev = ev, .table = module_table_get(ev, a->v[0])};
    if (!p.table) return eval_raise(ev, "TypeError", "_sa_adapt() takes a table");
    if (!eval_getattr(ev, a->v[1], STR("c"), &p.columns)) return false;
    ElementData *d = copied(ev, a->self, as_alias, &p, out);
    element_keep(ev, d, a->v[1]);
    element_keep(ev, d, p.columns);
    return !p.failed;
}
