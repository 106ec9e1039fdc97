#include "modules/sqlalchemy/sql/table_valued.h"

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/from.h"

static bool set_name(Eval *ev, ElementData *d, Value name)
{
    Str text;
    if (!module_str_or_none(ev, name, "name", &text)) return false;
    d->expr->as.from->alias = str_is_null(text) ? text : arena_str(&d->arena, text);
    d->expr->as.from->quote = str_is_null(text) ? 0 : module_quote_wish(ev, name);
    return true;
}

static Value begin(Eval *ev, Value call, const SqlType *row_type, ElementData **d)
{
    Value v = query_begin(ev, &table_valued_TableValuedAlias, SQL_ALIAS, d);
    SqlFrom *f = (*d)->expr->as.from;
    element_keep(ev, *d, call);
    f->element = element_expr(ev, call);
    f->row_type = row_type;
    return v;
}

bool table_valued_alias(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = begin(ev, a->self, element_expr(ev, a->self)->type, &d);
    return set_name(ev, d, a->v[0]);
}

/* A name, or a column with its type. */
static bool push_column(Eval *ev, ElementData *d, Value v)
{
    SqlExpr *e, *given = value_is_str(v) ? NULL : element_expr(ev, v);
    if (!given && !value_is_str(v)) return exc_expected(ev, "Column expression or string", v);
    e = sql_expr_column(&d->arena, STR_NULL);
    if (given && given->kind == SQL_COLUMN) {
        *e = *given;
        element_keep(ev, d, v);
    } else if (given) {
        return exc_expected(ev, "plain column or string", v);
    } else {
        e->as.column.name = arena_str(&d->arena, value_as_str(v));
        e->as.column.quote = module_quote_wish(ev, v);
    }
    e->as.column.from = d->expr;
    VEC_PUSH(&d->arena, &d->expr->as.from->columns, e);
    return true;
}

bool table_valued_table(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = begin(ev, a->self, NULL, &d);
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++)
        if (!push_column(ev, d, value_seq_items(a->v[0])[i])) return false;
    d->expr->as.from->with_ordinality = !module_absent(a->v[1]);
    return (module_absent(a->v[1]) || push_column(ev, d, a->v[1])) && set_name(ev, d, a->v[3]);
}

static bool rows_of(Eval *ev, Value alias, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
    element_keep(ev, d, alias);
    SqlExpr *from = element_expr(ev, alias);
    d->node.type = from->as.from->row_type;
    d->node.as.column.from = from;
    d->node.as.column.is_row = true;
    d->node.as.column.name = from->kind == SQL_TABLE ? from->as.from->name : from->as.from->alias;
    d->node.as.column.anon = from;
    return true;
}

bool table_valued_rows(Eval *ev, Args *a, Value *out)
{
    Table *t = module_table_get(ev, a->self);
    return rows_of(ev, t ? module_table_value(ev, t) : a->self, out);
}

bool table_valued_column(Eval *ev, Args *a, Value *out)
{
    Value alias;
    return table_valued_alias(ev, a, &alias) && rows_of(ev, alias, out);
}

bool table_valued_field(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "name must be a string");
    *out = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
    element_keep(ev, d, a->self);
    d->node.as.column.name = arena_str(&d->arena, value_as_str(a->v[0]));
    d->node.as.column.call = element_expr(ev, a->self);
    return module_absent(a->v[1]) ||
           module_type_from_value(ev, a->v[1], eval_arena(ev), &d->node.type);
}

/* ---- of the alias ---- */

/* The same under another name, with columns of its own. */
static Value again(Eval *ev, Value self, ElementData **d)
{
    const SqlFrom *old = element_expr(ev, self)->as.from;
    Value v = query_begin(ev, &table_valued_TableValuedAlias, SQL_ALIAS, d);
    SqlFrom *f = (*d)->expr->as.from;
    element_keep(ev, *d, self);
    *f = *old;
    f->alias = STR_NULL;
    f->quote = 0;
    f->base = str_is_null(old->alias) ? old->base : old->alias;
    f->columns = (SqlExprVec){0};
    for (size_t i = 0; i < old->columns.len; i++) {
        SqlExpr *e = sql_expr_column(&(*d)->arena, STR_NULL);
        *e = *old->columns.items[i];
        e->as.column.from = (*d)->expr;
        VEC_PUSH(&(*d)->arena, &f->columns, e);
    }
    return v;
}

static bool again_alias(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = again(ev, a->self, &d);
    return set_name(ev, d, a->v[0]);
}

static bool again_lateral(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = again(ev, a->self, &d);
    d->expr->as.from->lateral = true;
    return set_name(ev, d, a->v[0]);
}

static bool again_derived(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = again(ev, a->self, &d);
    SqlFrom *f = d->expr->as.from;
    f->render_derived = true;
    return set_name(ev, d, a->v[0]) && eval_truth(ev, a->v[1], &f->with_types);
}

static bool alias_column(Eval *ev, Args *a, Value *out) { return rows_of(ev, a->self, out); }

static const NativeMethod methods[] = {
    {"alias", "name=None, flat=False", again_alias, NATIVE_METHOD},
    {"lateral", "name=None", again_lateral, NATIVE_METHOD},
    {"render_derived", "name=None, with_types=False", again_derived, NATIVE_METHOD},
    {"column", "", alias_column, NATIVE_GETTER},
    {0}};

const NativeClass table_valued_TableValuedAlias = {.name = "TableValuedAlias",
                                                   .module = "sqlalchemy.sql.selectable",
                                                   .base = &query_Alias,
                                                   .methods = methods};
