/* FROM: which elements a statement has, and how each is written. */
#include "dialect/columns.h"
#include "dialect/compiler.h"

/* ---- which ---- */

FromKey compiler_from_key(const SqlExpr *from)
{
    if (from->kind == SQL_TABLE && from->as.from->table)
        return (FromKey){from, from->as.from->table};
    return (FromKey){from, NULL};
}

bool compiler_same_from(FromKey a, FromKey b)
{
    if (a.table && b.table) return a.table == b.table;
    return a.expr && b.expr && a.expr->as.from == b.expr->as.from;
}

bool compiler_has_from(const FromKeyVec *v, FromKey k)
{
    for (size_t i = 0; i < v->len; i++)
        if (compiler_same_from(v->items[i], k)) return true;
    return false;
}

static void add(Compiler *c, FromKeyVec *v, FromKey k)
{
    if (!compiler_has_from(v, k)) VEC_PUSH(c->a, v, k);
}

static void collect(Compiler *c, const SqlExpr *e, FromKeyVec *v, int depth);

static void collect_all(Compiler *c, const SqlExprVec *items, FromKeyVec *v, int depth)
{
    for (size_t i = 0; i < items->len; i++) collect(c, items->items[i], v, depth);
}

static void collect_call(Compiler *c, const SqlExpr *e, FromKeyVec *v, int depth)
{
    switch (e->kind) {
    case SQL_OVER:
        collect(c, e->as.over.inner, v, depth);
        collect_all(c, &e->as.over.partition_by, v, depth);
        collect_all(c, &e->as.over.order_by, v, depth);
        break;
    case SQL_FILTER:
        collect(c, e->as.filter.inner, v, depth);
        collect(c, e->as.filter.criterion, v, depth);
        break;
    case SQL_WITHIN_GROUP:
        collect(c, e->as.within_group.inner, v, depth);
        collect_all(c, &e->as.within_group.order_by, v, depth);
        break;
    default: break;
    }
}

/* Adds what an expression selects from; subqueries keep theirs to themselves. */
static void collect(Compiler *c, const SqlExpr *e, FromKeyVec *v, int depth)
{
    if (!e || depth > COMPILER_MAX_DEPTH) return;
    depth++;
    switch (e->kind) {
    case SQL_COLUMN:
        if (e->as.column.from)
            add(c, v, compiler_from_key(e->as.column.from));
        else if (e->as.column.column && e->as.column.column->table)
            add(c, v, (FromKey){NULL, e->as.column.column->table});
        break;
    case SQL_TABLE:
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: add(c, v, compiler_from_key(e)); break;
    case SQL_FUNCTION: collect_all(c, &e->as.function.args, v, depth); break;
    case SQL_CUSTOM: collect_all(c, &e->as.custom->operands, v, depth); break;
    case SQL_BINARY:
        collect(c, e->as.binary.left, v, depth);
        collect(c, e->as.binary.right, v, depth);
        break;
    case SQL_UNARY: collect(c, e->as.unary.operand, v, depth); break;
    case SQL_LIST: collect_all(c, &e->as.list.items, v, depth); break;
    case SQL_GROUPING: collect(c, e->as.grouping.inner, v, depth); break;
    case SQL_CAST: collect(c, e->as.cast.inner, v, depth); break;
    case SQL_TYPE_COERCE: collect(c, e->as.type_coerce.inner, v, depth); break;
    case SQL_CASE:
        collect(c, e->as.cases.subject, v, depth);
        for (size_t i = 0; i < e->as.cases.whens.len; i++) {
            collect(c, e->as.cases.whens.items[i], v, depth);
            collect(c, e->as.cases.thens.items[i], v, depth);
        }
        collect(c, e->as.cases.otherwise, v, depth);
        break;
    case SQL_LABEL: collect(c, e->as.label.inner, v, depth); break;
    case SQL_COLLATE: collect(c, e->as.collate.inner, v, depth); break;
    case SQL_EXTRACT: collect(c, e->as.extract.inner, v, depth); break;
    case SQL_SLICE:
        collect(c, e->as.slice.start, v, depth);
        collect(c, e->as.slice.stop, v, depth);
        break;
    default: collect_call(c, e, v, depth); break;
    }
}

void compiler_collect_froms(Compiler *c, const SqlExprVec *items, FromKeyVec *out)
{
    collect_all(c, items, out, 0);
}

/* The elements inside a join, nested ones too. */
static void inside(Compiler *c, const SqlExpr *e, FromKeyVec *v, int depth)
{
    if (depth > COMPILER_MAX_DEPTH || e->kind != SQL_JOIN) return;
    const SqlExpr *sides[] = {e->as.from->left, e->as.from->right};
    for (int i = 0; i < 2; i++) {
        if (columns_is_from(sides[i])) add(c, v, compiler_from_key(sides[i]));
        inside(c, sides[i], v, depth + 1);
    }
}

void compiler_hide_joined(Compiler *c, FromKeyVec *v)
{
    FromKeyVec hidden = {0};
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i].expr) inside(c, v->items[i].expr, &hidden, 0);
    for (size_t i = v->len; i-- > 0;)
        if (compiler_has_from(&hidden, v->items[i])) VEC_REMOVE(v, i);
}

void compiler_expand_froms(Compiler *c, const FromKeyVec *v, FromKeyVec *out)
{
    for (size_t i = 0; i < v->len; i++) {
        add(c, out, v->items[i]);
        if (v->items[i].expr) inside(c, v->items[i].expr, out, 0);
    }
}

/* ---- how ---- */

static bool push_alias(Compiler *c, Str name)
{
    compiler_push_z(c, c->rules->alias_word ? c->rules->alias_word : " AS ");
    return compiler_name(c, name);
}

static bool derived_names(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    SqlExprVec columns = {0};
    if (!f->render_derived) return true;
    columns_of_from(c->a, e, &columns);
    compiler_push_z(c, "(");
    for (size_t i = 0; i < columns.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, compiler_column_name(c, columns.items[i]));
        if (f->with_types && (!compiler_push_z(c, " ") || !compiler_type(c, columns.items[i]->type)))
            return false;
    }
    return compiler_push_z(c, ")");
}

static bool sampling(Compiler *c, const SqlFrom *f)
{
    if (!f->sampling) return true;
    compiler_push_z(c, " TABLESAMPLE ");
    if (!compiler_expr(c, f->sampling)) return false;
    if (!f->seed) return true;
    compiler_push_z(c, " REPEATABLE (");
    return compiler_expr(c, f->seed) && compiler_push_z(c, ")");
}

static bool element(Compiler *c, const SqlFrom *f)
{
    if (columns_is_from(f->element)) return compiler_from(c, f->element);
    bool lateral = c->lateral, named = c->named_columns;
    c->named_columns = true;
    c->lateral = f->lateral;
    bool ok = compiler_scalar(c, f->element);
    c->lateral = lateral;
    c->named_columns = named;
    return ok;
}

static bool alias(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    if (f->lateral) compiler_push_z(c, "LATERAL ");
    return element(c, f) && push_alias(c, compiler_alias_name(c, e)) && derived_names(c, e) &&
           sampling(c, f);
}

static bool join(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    bool nested = f->right->kind == SQL_JOIN;
    if (!compiler_from(c, f->left)) return false;
    compiler_push_z(c, f->is_full            ? " FULL OUTER JOIN "
                       : f->is_outer         ? " LEFT OUTER JOIN "
                       : c->rules->join_word ? c->rules->join_word
                                             : " JOIN ");
    if (nested) compiler_push_z(c, "(");
    if (!compiler_from(c, f->right)) return false;
    if (nested) compiler_push_z(c, ")");
    if (!f->onclause) return compiler_fail(c, "a join without an ON clause");
    compiler_push_z(c, " ON ");
    return compiler_operand(c, f->onclause, SQL_OP_ASBOOL);
}

static bool values(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    bool literal = c->literal_binds;
    c->literal_binds = literal || f->literal_binds;
    compiler_push_z(c, f->lateral ? "LATERAL (VALUES " : "(VALUES ");
    bool ok = compiler_list(c, &f->rows, ", ");
    c->literal_binds = literal;
    compiler_push_z(c, ")");
    if (!ok || str_is_null(f->alias)) return ok;
    push_alias(c, f->alias);
    compiler_push_z(c, " (");
    for (size_t i = 0; i < f->columns.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, f->columns.items[i]->as.column.name);
    }
    return compiler_push_z(c, ")");
}

bool compiler_from(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    if (!columns_is_from(e)) return compiler_expr(c, e);
    if (++c->depth > COMPILER_MAX_DEPTH) return compiler_fail(c, "FROM is nested too deeply");
    bool ok;
    switch (e->kind) {
    case SQL_TABLE: ok = compiler_table(c, f->schema, f->table ? f->table->name : ident(f->name)); break;
    case SQL_ALIAS: ok = alias(c, e); break;
    case SQL_JOIN: ok = join(c, e); break;
    case SQL_VALUES: ok = values(c, e); break;
    default: ok = compiler_cte(c, e); break;
    }
    c->depth--;
    return ok;
}

bool compiler_from_list(Compiler *c, const FromKeyVec *froms)
{
    for (size_t i = 0; i < froms->len; i++) {
        FromKey k = froms->items[i];
        if (i) compiler_push_z(c, ", ");
        if (!(k.expr ? compiler_from(c, k.expr)
                     : compiler_table(c, k.table->schema, k.table->name)))
            return false;
    }
    return true;
}
