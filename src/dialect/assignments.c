#include "dialect/assignments.h"

#include "dialect/columns.h"

bool assignments_push_value(Compiler *c, const SqlAssignment *a)
{
    const SqlExpr *v = a->value;
    bool is_bind = v->kind == SQL_BIND, types = is_bind && !v->type && a->type;
    /* A value's parameter has the name of its column alone. */
    bool named = is_bind && v->as.bind.unique && str_eq(v->as.bind.key, a->column);
    if (!types && !named) return compiler_grouped(c, v);
    SqlExpr *typed = ARENA_NEW(c->a, SqlExpr);
    *typed = *v;
    if (types) typed->type = a->type;
    if (named) typed->as.bind.unique = false;
    return compiler_expr(c, typed);
}

bool assignments_push_column(Compiler *c, const SqlExpr *table, Str name)
{
    const SqlFrom *f = table->kind == SQL_TABLE ? table->as.from : NULL;
    const Column *col = f && f->table ? table_find_column(f->table, name) : NULL;
    if (col) return compiler_ident(c, col->name);
    SqlExprVec columns = {0};
    if (!f || !f->table) columns_of_from(c->a, table, &columns);
    for (size_t k = 0; k < columns.len; k++)
        if (str_eq(columns.items[k]->as.column.name, name))
            return compiler_wished_name(c, name, columns.items[k]->as.column.quote);
    return compiler_name(c, name);
}

/* The table without its schema, in front of a column. */
static bool push_table_name(Compiler *c, const SqlExpr *table)
{
    const SqlFrom *f = table->as.from;
    if (table->kind != SQL_TABLE)
        compiler_alias(c, table);
    else
        compiler_ident(c, f->table ? f->table->name : ident(f->name));
    return compiler_push_z(c, ".");
}

bool assignments_push(Compiler *c, const SqlExpr *of, const SqlAssignmentVec *set,
                      const SqlExpr *table)
{
    for (size_t i = 0; i < set->len; i++) {
        if (i) compiler_push_z(c, ", ");
        bool plain = c->include_table;
        c->include_table = false;
        bool ok = !table || set->items[i].of || push_table_name(c, table);
        c->include_table = table && set->items[i].of;
        ok = ok && (set->items[i].of       ? compiler_expr(c, set->items[i].of)
                    : set->items[i].target ? compiler_bound(c, set->items[i].target)
                                           : assignments_push_column(c, of, set->items[i].column));
        c->include_table = plain;
        if (!ok) return false;
        /* UPDATE t SET a=1, but ON CONFLICT … SET a = 1 */
        compiler_push_z(c, c->rules->spaced_set || c->in_conflict ? " = " : "=");
        if (!assignments_push_value(c, &set->items[i])) return false;
    }
    return true;
}

const SqlExpr *assignments_primary(const SqlExpr *table)
{
    while (table->kind == SQL_JOIN) table = table->as.from->left;
    return table;
}

static const SqlExpr *default_of(Compiler *c, const Column *col, bool on_update)
{
    if (on_update)
        return col->onupdate_expr ? col->onupdate_expr : sql_expr_value(c->a, sql_value_null());
    if (!col->sequence)
        return col->default_expr ? col->default_expr : sql_expr_value(c->a, sql_value_null());
    return sequence_next(c->a, col->sequence, col->type);
}

static bool has_default(const Compiler *c, const Column *col, bool on_update)
{
    if (on_update) return col->has_onupdate;
    if (!col->sequence) return col->has_default;
    return dialect_has_sequences(c->dialect, c->o->server_version) && !col->sequence->is_optional;
}

static bool is_given(const SqlAssignmentVec *values, const Column *col)
{
    for (size_t i = 0; i < values->len; i++)
        if (str_eq(values->items[i].column, col->name.text)) return true;
    return false;
}

SqlAssignmentVec assignments_with_defaults(Compiler *c, const SqlExpr *table,
                                           const SqlAssignmentVec *given, bool on_update)
{
    SqlAssignmentVec all = *given;
    all.cap = all.len; /* the vector of the tree stays as it is */
    ColumnVec columns = {0};
    if (c->o->offline) columns = assignments_columns(c->a, table);
    for (size_t i = 0; i < columns.len; i++) {
        Column *col = columns.items[i];
        if (!has_default(c, col, on_update) || is_given(given, col)) continue;
        SqlExpr *v = ARENA_NEW(c->a, SqlExpr);
        *v = *default_of(c, col, on_update);
        if (v->kind == SQL_BIND) v->as.bind.key = col->key;
        VEC_PUSH(c->a, &all,
                 (SqlAssignment){.column = col->name.text, .value = v, .type = col->type});
    }
    return all;
}

const Table *assignments_table(const SqlExpr *table)
{
    table = assignments_primary(table);
    return table->kind == SQL_TABLE ? table->as.from->table : NULL;
}

ColumnVec assignments_columns(Arena *a, const SqlExpr *table)
{
    ColumnVec v = {0};
    table = assignments_primary(table);
    const SqlFrom *f = table->kind == SQL_TABLE ? table->as.from : NULL;
    for (size_t i = 0; f && f->table && i < f->table->columns.len; i++)
        VEC_PUSH(a, &v, f->table->columns.items[i]);
    for (size_t i = 0; f && !f->table && i < f->columns.len; i++)
        if (f->columns.items[i]->as.column.column)
            VEC_PUSH(a, &v, f->columns.items[i]->as.column.column);
    return v;
}

size_t assignments_place(const SqlExpr *table, Str column)
{
    table = assignments_primary(table);
    const SqlFrom *f = table->kind == SQL_TABLE ? table->as.from : NULL;
    if (f && f->table)
        for (size_t i = 0; i < f->table->columns.len; i++)
            if (str_eq(f->table->columns.items[i]->name.text, column)) return i;
    for (size_t i = 0; f && i < f->columns.len; i++)
        if (str_eq(f->columns.items[i]->as.column.name, column)) return i;
    return SIZE_MAX;
}

SqlAssignmentVec assignments_in_order(Compiler *c, const SqlExpr *table,
                                      const SqlAssignmentVec *given)
{
    SqlAssignmentVec v = {0};
    for (size_t i = 0; i < given->len; i++) {
        size_t at = v.len, mine = assignments_place(table, given->items[i].column);
        bool first = given->items[i].target != NULL; /* subscripts stand in front */
        while (at && !v.items[at - 1].target &&
               (first || assignments_place(table, v.items[at - 1].column) > mine))
            at--;
        VEC_INSERT(c->a, &v, at, given->items[i]);
    }
    return v;
}

SqlAssignmentVec assignments_every_column(Compiler *c, const SqlExpr *table)
{
    SqlAssignmentVec v = {0};
    SqlExprVec columns = {0};
    columns_of_from(c->a, table, &columns);
    for (size_t i = 0; i < columns.len; i++) {
        const SqlExpr *e = columns.items[i];
        const Column *col = e->as.column.column;
        SqlExpr *bind = sql_expr_new(c->a, SQL_BIND, e->type);
        bind->as.bind.key = col ? col->key : compiler_column_name(c, e);
        bind->as.bind.required = true;
        SqlAssignment one = {.column = col ? col->name.text : compiler_column_name(c, e),
                             .value = bind};
        VEC_PUSH(c->a, &v, one);
    }
    return v;
}

bool assignments_push_every_column(Compiler *c, const SqlExpr *table)
{
    SqlAssignmentVec set = assignments_every_column(c, table);
    bool literal = c->literal_binds;
    c->literal_binds = false;
    bool ok = assignments_push(c, table, &set, NULL);
    c->literal_binds = literal;
    return ok;
}
