/* The columns of SELECT and RETURNING: which are labelled, and how. */
#include "dialect/columns.h"
#include "dialect/compiler.h"

/* An expression that has a name which a result can be asked for. */
static bool is_named(const SqlExpr *e)
{
    return e->kind == SQL_COLUMN || e->kind == SQL_LABEL || e->kind == SQL_LITERAL_COLUMN;
}

static bool wants_label(Compiler *c, const SqlExpr *e, bool named)
{
    switch (e->kind) {
    case SQL_COLUMN:
        if (e->as.column.is_row) return false;
        return named && (e->as.column.from || e->as.column.column);
    case SQL_LITERAL_COLUMN:
    case SQL_TEXT: return false;
    case SQL_EXISTS: return true;
    case SQL_UNARY: {
        const SqlExpr *x = e->as.unary.operand;
        while (x->kind == SQL_GROUPING) x = x->as.grouping.inner;
        SqlOp op = e->as.unary.op;
        bool truth = (op == SQL_OP_ISTRUE || op == SQL_OP_ISFALSE) && !c->rules->native_boolean;
        return truth || named || !is_named(x);
    }
    default: return true;
    }
}

/* column_expression() of the type of what is selected; NULL = it stands by itself. */
static const TypeHooks *around_selected(Compiler *c, const SqlExpr *e, bool named)
{
    const FromScope *s = c->scope;
    bool order =
        e->kind == SQL_UNARY && e->as.unary.op >= SQL_OP_ASC && e->as.unary.op <= SQL_OP_NULLS_LAST;
    if (named || order || e->kind == SQL_TEXT) return NULL;
    /* Only of what a result is read from. */
    while (s && s->outer && s->outer->is_compound) s = s->outer;
    if (s && s->outer) return NULL;
    for (const SqlType *t = e->type; t; t = t->cls->is_decorator ? t->impl : NULL)
        if (t->hooks && t->hooks->selected) return t->hooks;
    return NULL;
}

bool compiler_selected(Compiler *c, const SqlExpr *e, bool named)
{
    const TypeHooks *hooks = around_selected(c, e, named);
    return hooks ? hooks->selected(hooks, e, c, compiler_scalar, c->err) : compiler_scalar(c, e);
}

/* The label stands behind the expression but takes its number before it. */
static bool push_labelled(Compiler *c, const SqlExpr *e, const ColumnName *name, bool named)
{
    Str label = compiler_column_label(c, name);
    if (!compiler_selected(c, e, named)) return false;
    compiler_push_z(c, " AS ");
    return compiler_wished_name(c, label, name->of ? 0 : name->quote);
}

static bool push_column(Compiler *c, const ColumnLabel *l, bool named)
{
    const SqlExpr *e = l->expr;
    bool wrapped = around_selected(c, e, named) != NULL;
    if (e->kind == SQL_LABEL) {
        Str name = compiler_label_name(c, e);
        const SqlExpr *inner = e->as.label.inner;
        if (!(wrapped ? compiler_selected(c, inner, named)
                      : compiler_operand(c, inner, SQL_OP_LABEL)))
            return false;
        return compiler_push_z(c, " AS ") && compiler_wished_name(c, name, e->as.label.quote);
    }
    if (columns_is_name(&l->required)) return push_labelled(c, e, &l->required, named);
    if (!wrapped && !wants_label(c, e, named)) return compiler_scalar(c, e);
    ColumnName name = columns_is_name(&l->fallback) ? l->fallback : columns_generated_name(e);
    return push_labelled(c, e, &name, named);
}

/* Rows have one value in each column, where a result is read. */
static bool is_row(const SqlExpr *e)
{
    while (e->kind == SQL_LABEL) e = e->as.label.inner;
    return e->kind == SQL_LIST && e->as.list.form == SQL_LIST_TUPLE;
}

bool compiler_columns(Compiler *c, const SqlExprVec *columns, bool named, SqlLabelStyle style)
{
    SqlExprVec all = {0};
    columns_expand(c->a, columns, &all);
    ColumnLabelVec labels = columns_label(c->a, &all, true, style);
    FromScope *scope = c->scope;
    if (scope) scope->in_columns = true;
    for (size_t i = 0; i < labels.len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!named && !c->scope->outer && is_row(labels.items[i].expr))
            return compiler_fail(
                c, "Most backends don't support SELECTing from a tuple() object.  If this "
                   "is an ORM query, consider using the Bundle object.");
        if (!push_column(c, &labels.items[i], named)) return false;
    }
    if (scope) scope->in_columns = false;
    return true;
}
