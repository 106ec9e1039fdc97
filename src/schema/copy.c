#include "schema/table.h"

static ConstraintVec copy_all(const ConstraintVec *from, Arena *a)
{
    ConstraintVec to = {0};
    for (size_t i = 0; i < from->len; i++) VEC_PUSH(a, &to, constraint_copy(from->items[i], a));
    return to;
}

static StrVec copy_names(const StrVec *from, Arena *a)
{
    StrVec to = {0};
    for (size_t i = 0; i < from->len; i++) VEC_PUSH(a, &to, from->items[i]);
    return to;
}

/* The items are shared, the list is not. */
static SqlOptions copy_options(const SqlOptions *from, Arena *a)
{
    SqlOptions to = {0};
    for (size_t i = 0; i < from->len; i++)
        sql_options_put(&to, a, from->items[i].name, from->items[i].value);
    return to;
}

Constraint *constraint_copy(const Constraint *c, Arena *a)
{
    Constraint *n = constraint_new(a, c->kind, c->name);
    uint64_t order = n->creation_order;
    *n = *c;
    n->creation_order = order;
    n->table = NULL;
    n->column = NULL;
    n->column_names = copy_names(&c->column_names, a);
    n->referred_columns = copy_names(&c->referred_columns, a);
    n->referred = NULL;
    n->is_implicit_key = false; /* it stands for itself now */
    n->options = copy_options(&c->options, a);
    n->info = copy_options(&c->info, a);
    return n;
}

Column *column_copy(const Column *c, Arena *a)
{
    Column *n = column_new(a, c->name, c->type);
    *n = *c;
    n->table = NULL;
    n->constraints = copy_all(&c->constraints, a);
    n->options = copy_options(&c->options, a);
    n->info = copy_options(&c->info, a);
    return n;
}

Constraint *constraint_public_copy(const Constraint *c, Arena *a)
{
    Constraint *n = constraint_copy(c, a);
    if (c->kind == CONSTRAINT_CHECK || c->kind == CONSTRAINT_FOREIGN_KEY)
        n->options = (SqlOptions){0};
    return n;
}

Column *column_public_copy(const Column *c, Arena *a)
{
    Column *n = column_copy(c, a);
    for (size_t i = 0; i < n->constraints.len; i++)
        if (n->constraints.items[i]->kind == CONSTRAINT_CHECK)
            n->constraints.items[i]->options = (SqlOptions){0};
    return n;
}

/* With the name that it has by the convention of its own MetaData, as constraints. */
static Index *copy_index(const Index *i, Arena *a, Table *t)
{
    Index *n = index_new(a, i->name);
    *n = *i;
    n->expressions = (SqlExprVec){0};
    for (size_t k = 0; k < i->expressions.len; k++) {
        SqlExpr *e = i->expressions.items[k];
        Column *c = e->kind == SQL_COLUMN ? table_find_column(t, e->as.column.name) : NULL;
        if (c) {
            SqlExpr *own = sql_expr_column(a, c->name.text);
            *own = *e;
            own->as.column.column = c;
            e = own;
        }
        VEC_PUSH(a, &n->expressions, e);
    }
    n->options = copy_options(&i->options, a);
    Err err = err_init(a);
    const MetaData *m = i->table ? i->table->metadata : NULL;
    if (m && !index_final_name(i, &m->naming, a, &n->name, &err)) n->name = i->name;
    return n;
}

/* What table_add_column makes from the column's own flags must not be copied a second time. */
static bool comes_from_column(const Constraint *k)
{
    return k->is_implicit_unique || k->type_bound;
}

/* With the name that it has by the convention of its own MetaData, where there is one. */
static Constraint *copy_with_name(const Table *t, const Constraint *c, Arena *a)
{
    Constraint *n = constraint_public_copy(c, a);
    Err err = err_init(a);
    if (t->metadata && !constraint_final_name(c, &t->metadata->naming, a, &n->name, &err))
        n->name = c->name;
    return n;
}

Table *table_copy(const Table *t, Arena *a, MetaData *m)
{
    Table *n = table_new(a, m, t->name, t->schema);
    uint64_t order = n->creation_order;
    *n = *t;
    n->metadata = m;
    n->creation_order = order;
    n->columns = (ColumnVec){0};
    n->constraints = (ConstraintVec){0};
    n->indexes = (IndexVec){0};
    n->options = copy_options(&t->options, a);
    n->info = copy_options(&t->info, a);
    for (size_t i = 0; i < t->columns.len; i++)
        table_add_column(n, a, column_public_copy(t->columns.items[i], a));
    for (size_t i = 0; i < t->constraints.len; i++)
        if (!comes_from_column(t->constraints.items[i]))
            table_add_constraint(n, a, copy_with_name(t, t->constraints.items[i], a));
    for (size_t i = 0; i < t->indexes.len; i++)
        if (!t->indexes.items[i]->column_flag)
            table_add_index(n, a, copy_index(t->indexes.items[i], a, n));
    return n;
}
