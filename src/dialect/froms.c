#include "dialect/froms.h"

#include "dialect/columns.h"
#include "dialect/compiler.h"

FromKey froms_key(const SqlExpr *from)
{
    if (from->kind == SQL_TABLE && from->as.from->table)
        return (FromKey){from, from->as.from->table};
    return (FromKey){from, NULL};
}

FromKey froms_of_column(const SqlExpr *column)
{
    if (column->as.column.from) return froms_key(column->as.column.from);
    return (FromKey){NULL, column->as.column.column ? column->as.column.column->table : NULL};
}

bool froms_same(FromKey a, FromKey b)
{
    if (a.table && b.table) return a.table == b.table;
    return a.expr && b.expr && a.expr->as.from == b.expr->as.from;
}

bool froms_have(const FromKeyVec *v, FromKey k)
{
    for (size_t i = 0; i < v->len; i++)
        if (froms_same(v->items[i], k)) return true;
    return false;
}

static void add(Arena *a, FromKeyVec *v, FromKey k)
{
    if (!froms_have(v, k)) VEC_PUSH(a, v, k);
}

static void collect(Arena *a, const SqlExpr *e, FromKeyVec *v, int depth);

static void collect_all(Arena *a, const SqlExprVec *items, FromKeyVec *v, int depth)
{
    for (size_t i = 0; i < items->len; i++) collect(a, items->items[i], v, depth);
}

static void collect_call(Arena *a, const SqlExpr *e, FromKeyVec *v, int depth)
{
    switch (e->kind) {
    case SQL_OVER:
        collect(a, e->as.over.inner, v, depth);
        collect_all(a, &e->as.over.partition_by, v, depth);
        collect_all(a, &e->as.over.order_by, v, depth);
        break;
    case SQL_FILTER:
        collect(a, e->as.filter.inner, v, depth);
        collect(a, e->as.filter.criterion, v, depth);
        break;
    case SQL_WITHIN_GROUP:
        collect(a, e->as.within_group.inner, v, depth);
        collect_all(a, &e->as.within_group.order_by, v, depth);
        break;
    default: break;
    }
}

/* Adds what an expression selects from; subqueries keep theirs to themselves. */
static void collect(Arena *a, const SqlExpr *e, FromKeyVec *v, int depth)
{
    if (!e || depth > COMPILER_MAX_DEPTH) return;
    depth++;
    switch (e->kind) {
    case SQL_COLUMN:
        if (e->as.column.from || (e->as.column.column && e->as.column.column->table))
            add(a, v, froms_of_column(e));
        break;
    case SQL_TABLE:
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: add(a, v, froms_key(e)); break;
    case SQL_FUNCTION: collect_all(a, &e->as.function.args, v, depth); break;
    case SQL_CUSTOM: collect_all(a, &e->as.custom->operands, v, depth); break;
    case SQL_BINARY:
        collect(a, e->as.binary.left, v, depth);
        collect(a, e->as.binary.right, v, depth);
        break;
    case SQL_UNARY: collect(a, e->as.unary.operand, v, depth); break;
    case SQL_LIST: collect_all(a, &e->as.list.items, v, depth); break;
    case SQL_GROUPING: collect(a, e->as.grouping.inner, v, depth); break;
    case SQL_CAST: collect(a, e->as.cast.inner, v, depth); break;
    case SQL_TYPE_COERCE: collect(a, e->as.type_coerce.inner, v, depth); break;
    case SQL_CASE:
        collect(a, e->as.cases.subject, v, depth);
        for (size_t i = 0; i < e->as.cases.whens.len; i++) {
            collect(a, e->as.cases.whens.items[i], v, depth);
            collect(a, e->as.cases.thens.items[i], v, depth);
        }
        collect(a, e->as.cases.otherwise, v, depth);
        break;
    case SQL_LABEL: collect(a, e->as.label.inner, v, depth); break;
    case SQL_COLLATE: collect(a, e->as.collate.inner, v, depth); break;
    case SQL_EXTRACT: collect(a, e->as.extract.inner, v, depth); break;
    case SQL_SLICE:
        collect(a, e->as.slice.start, v, depth);
        collect(a, e->as.slice.stop, v, depth);
        break;
    default: collect_call(a, e, v, depth); break;
    }
}

void froms_collect(Arena *a, const SqlExprVec *items, FromKeyVec *out)
{
    collect_all(a, items, out, 0);
}

/* The elements inside a join, nested ones too. */
static void inside(Arena *a, const SqlExpr *e, FromKeyVec *v, int depth)
{
    if (depth > COMPILER_MAX_DEPTH || e->kind != SQL_JOIN) return;
    const SqlExpr *sides[] = {e->as.from->left, e->as.from->right};
    for (int i = 0; i < 2; i++) {
        if (columns_is_from(sides[i])) add(a, v, froms_key(sides[i]));
        inside(a, sides[i], v, depth + 1);
    }
}

void froms_hide_joined(Arena *a, FromKeyVec *v)
{
    FromKeyVec hidden = {0};
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i].expr) inside(a, v->items[i].expr, &hidden, 0);
    for (size_t i = v->len; i-- > 0;)
        if (froms_have(&hidden, v->items[i])) VEC_REMOVE(v, i);
}

void froms_expand(Arena *a, const FromKeyVec *v, FromKeyVec *out)
{
    for (size_t i = 0; i < v->len; i++) {
        add(a, out, v->items[i]);
        if (v->items[i].expr) inside(a, v->items[i].expr, out, 0);
    }
}
