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
    case SQL_COLUMN: return named && (e->as.column.from || e->as.column.column);
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

static Str generated(Compiler *c, const ColumnLabel *l, const SqlExpr *anon, Str name)
{
    if (!l->repeat) return anon ? compiler_anon_name(c, anon, columns_anon_base(anon)) : name;
    /* The name of what comes again, with a number of its own. */
    const SqlExpr *own, *wrapped = columns_wrapped(l->expr);
    Str base = columns_own_name(wrapped ? wrapped : l->expr, &own);
    if (str_is_null(base)) base = columns_anon_base(l->expr);
    return compiler_anon_name(c, NULL, arena_fmt(c->a, "%.*s_", STR_ARG(base)));
}

/* The label stands behind the expression but takes its number before it. */
static bool push_labelled(Compiler *c, const SqlExpr *e, Str label)
{
    if (!compiler_scalar(c, e)) return false;
    compiler_push_z(c, " AS ");
    return compiler_name(c, label);
}

static bool push_column(Compiler *c, const ColumnLabel *l, bool named)
{
    const SqlExpr *e = l->expr, *anon;
    if (e->kind == SQL_LABEL) {
        Str name = columns_own_name(e, &anon);
        if (anon) name = compiler_anon_name(c, e, columns_anon_base(e));
        if (!compiler_operand(c, e->as.label.inner, SQL_OP_LABEL)) return false;
        return compiler_push_z(c, " AS ") && compiler_name(c, name);
    }
    if (!str_is_null(l->required) || l->required_anon)
        return push_labelled(c, e, generated(c, l, l->required_anon, l->required));
    if (!wants_label(c, e, named)) return compiler_scalar(c, e);
    return push_labelled(c, e, generated(c, l, l->fallback_anon, l->fallback));
}

bool compiler_columns(Compiler *c, const SqlExprVec *columns, bool named)
{
    SqlExprVec all = {0};
    columns_expand(c->a, columns, &all);
    ColumnLabelVec labels = columns_label(c->a, &all, true);
    for (size_t i = 0; i < labels.len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_column(c, &labels.items[i], named)) return false;
    }
    return true;
}
