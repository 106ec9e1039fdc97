#include "dialect/compiler.h"
#include "dialect/ddl.h"

/* A value of INSERT or UPDATE: a plain value takes the type of its column. */
static bool push_value(Compiler *c, const SqlAssignment *a)
{
    const SqlExpr *v = a->value;
    if (v->kind != SQL_BIND || v->type || !a->type) return compiler_operand(c, v, SQL_OP_COMMA);
    SqlExpr *typed = ARENA_NEW(c->a, SqlExpr);
    *typed = *v;
    typed->type = a->type;
    return compiler_expr(c, typed);
}

static bool push_names(Compiler *c, const SqlAssignmentVec *values)
{
    compiler_push_z(c, " (");
    for (size_t i = 0; i < values->len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, values->items[i].column);
    }
    return compiler_push_z(c, ")");
}

static bool push_row(Compiler *c, const SqlAssignmentVec *row)
{
    compiler_push_z(c, "(");
    for (size_t i = 0; i < row->len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_value(c, &row->items[i])) return false;
    }
    return compiler_push_z(c, ")");
}

static bool push_assignments(Compiler *c, const SqlAssignmentVec *set)
{
    for (size_t i = 0; i < set->len; i++) {
        if (i) compiler_push_z(c, ", ");
        bool plain = c->include_table;
        c->include_table = false;
        bool ok = set->items[i].target ? compiler_expr(c, set->items[i].target)
                                       : compiler_name(c, set->items[i].column);
        c->include_table = plain;
        if (!ok) return false;
        /* UPDATE t SET a=1, but ON CONFLICT … SET a = 1 */
        compiler_push_z(c, c->rules->spaced_set || c->in_conflict ? " = " : "=");
        if (!push_value(c, &set->items[i])) return false;
    }
    return true;
}

static bool push_where(Compiler *c, const SqlExprVec *where)
{
    for (size_t i = 0; i < where->len; i++) {
        compiler_push_z(c, i ? " AND " : " WHERE ");
        if (!(where->len == 1 ? compiler_expr(c, where->items[i])
                              : compiler_operand(c, where->items[i], SQL_OP_AND)))
            return false;
    }
    return true;
}

static bool push_returning(Compiler *c, const SqlExprVec *columns)
{
    if (!columns->len) return true;
    bool qualified = c->include_table;
    c->include_table = c->rules->qualify_returning;
    compiler_push_z(c, " RETURNING ");
    bool ok = compiler_list(c, columns, ", ");
    c->include_table = qualified;
    return ok;
}

static bool conflict_target(Compiler *c, const SqlOnConflict *k)
{
    if (!str_is_null(k->constraint)) {
        compiler_push_z(c, " ON CONSTRAINT ");
        return compiler_name(c, k->constraint);
    }
    if (!k->index_elements.len) return true;
    bool qualified = c->include_table;
    c->include_table = false;
    compiler_push_z(c, " (");
    bool ok = compiler_list(c, &k->index_elements, ", ") && compiler_push_z(c, ")");
    if (ok && k->index_where)
        ok = compiler_push_z(c, " WHERE ") && compiler_expr(c, k->index_where);
    c->include_table = qualified;
    return ok;
}

static bool push_conflict(Compiler *c, const SqlOnConflict *k)
{
    if (k->what == SQL_CONFLICT_NONE) return true;
    if (k->what == SQL_CONFLICT_DUPLICATE_KEY) {
        compiler_push_z(c, " ON DUPLICATE KEY UPDATE ");
        c->in_conflict = true;
        bool ok = push_assignments(c, &k->set);
        c->in_conflict = false;
        return ok;
    }
    compiler_push_z(c, " ON CONFLICT");
    if (!conflict_target(c, k)) return false;
    if (k->what == SQL_CONFLICT_NOTHING) return compiler_push_z(c, " DO NOTHING");
    compiler_push_z(c, " DO UPDATE SET ");
    c->in_conflict = true;
    bool ok = push_assignments(c, &k->set);
    c->in_conflict = false;
    if (!ok || !k->where) return ok;
    compiler_push_z(c, " WHERE ");
    return compiler_expr(c, k->where);
}

static void push_prefixes(Compiler *c, const StrVec *prefixes)
{
    for (size_t i = 0; i < prefixes->len; i++)
        compiler_fmt(c, "%.*s ", STR_ARG(prefixes->items[i]));
}

static bool insert(Compiler *c, const SqlInsert *s)
{
    compiler_push_z(c, "INSERT ");
    push_prefixes(c, &s->prefixes);
    compiler_push_z(c, "INTO ");
    if (!compiler_from(c, s->table)) return false;
    if (s->from_select) {
        compiler_push_z(c, " (");
        for (size_t i = 0; i < s->from_columns.len; i++) {
            if (i) compiler_push_z(c, ", ");
            compiler_name(c, s->from_columns.items[i]);
        }
        compiler_push_z(c, ") ");
        if (!compiler_expr(c, s->from_select)) return false;
    } else if (s->rows.len) {
        push_names(c, &s->rows.items[0]);
        compiler_push_z(c, " VALUES ");
        for (size_t i = 0; i < s->rows.len; i++) {
            if (i) compiler_push_z(c, ", ");
            if (!push_row(c, &s->rows.items[i])) return false;
        }
    } else if (s->values.len) {
        push_names(c, &s->values);
        compiler_push_z(c, " VALUES ");
        if (!push_row(c, &s->values)) return false;
    } else {
        compiler_fmt(c, " %s", c->rules->default_values);
    }
    return push_conflict(c, &s->on_conflict) && push_returning(c, &s->returning);
}

static bool update(Compiler *c, const SqlUpdate *s)
{
    compiler_push_z(c, "UPDATE ");
    push_prefixes(c, &s->prefixes);
    if (!compiler_from(c, s->table)) return false;
    compiler_push_z(c, " SET ");
    return push_assignments(c, &s->values) && push_where(c, &s->where) &&
           push_returning(c, &s->returning);
}

static bool delete_from(Compiler *c, const SqlDelete *s)
{
    compiler_push_z(c, "DELETE ");
    push_prefixes(c, &s->prefixes);
    compiler_push_z(c, "FROM ");
    return compiler_from(c, s->table) && push_where(c, &s->where) &&
           push_returning(c, &s->returning);
}

/* Subqueries correlate to the table that is changed. */
static bool statement(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *table = e->kind == SQL_INSERT   ? NULL
                           : e->kind == SQL_UPDATE ? e->as.update->table
                                                   : e->as.delete_->table;
    FromKey key = {table, table && table->kind == SQL_TABLE ? table->as.from->table : NULL};
    FromKeyVec froms = {.items = &key, .len = table != NULL};
    FromScope scope = {&froms, c->scope};
    c->scope = &scope;
    bool ok = e->kind == SQL_INSERT   ? insert(c, e->as.insert)
              : e->kind == SQL_UPDATE ? update(c, e->as.update)
                                      : delete_from(c, e->as.delete_);
    c->scope = scope.outer;
    return ok;
}

bool compiler_dml(Compiler *c, const SqlExpr *e)
{
    size_t at = c->sql.len, first = c->ctes.len;
    const SqlExprVec *ctes = e->kind == SQL_INSERT   ? &e->as.insert->ctes
                             : e->kind == SQL_UPDATE ? &e->as.update->ctes
                                                     : &e->as.delete_->ctes;
    for (size_t i = 0; i < ctes->len; i++) VEC_PUSH(c->a, &c->ctes, ctes->items[i]);
    return statement(c, e) && compiler_with(c, at, first);
}

/* ---- bulk_insert ---- */

static bool push_bulk_row(Compiler *c, const Table *t, const SqlValue *row)
{
    SqlAssignmentVec values = {0};
    for (size_t i = 0; i < t->columns.len; i++) {
        const Column *col = t->columns.items[i];
        for (size_t k = 0; k + 1 < row->as.list.len; k += 2) {
            Str key = row->as.list.items[k].as.text;
            if (!str_eq(key, col->name.text) && !str_eq(key, col->key)) continue;
            SqlExpr *v = sql_expr_value(c->a, row->as.list.items[k + 1]);
            v->as.bind.unique = false;
            v->as.bind.key = key;
            v->type = col->type;
            VEC_PUSH(c->a, &values,
                     (SqlAssignment){.column = col->name.text, .value = v, .type = col->type});
        }
    }
    compiler_push_z(c, "INSERT INTO ");
    compiler_table(c, t->schema, t->name);
    if (!values.len) return compiler_fmt(c, " %s", c->rules->default_values);
    compiler_push_z(c, " (");
    for (size_t i = 0; i < values.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_ident(c, table_find_column(t, values.items[i].column)->name);
    }
    compiler_push_z(c, ") VALUES ");
    return push_row(c, &values);
}

/* One statement per row with the values inline, offline as online: the values are data that the
 * script spelled out, and the statements can be pipelined. */
bool ddl_bulk_insert(Compiler *c, const Op *op, Statements *out)
{
    const SqlValue *rows = &op->as.bulk_insert.rows;
    bool literal = c->literal_binds;
    c->literal_binds = true;
    bool ok = rows->kind == SQL_VALUE_LIST;
    if (!ok) compiler_unsupported(c, "TypeError", "List expected");
    for (size_t i = 0; ok && i < rows->as.list.len; i++) {
        ok = rows->as.list.items[i].kind == SQL_VALUE_DICT;
        if (!ok) compiler_unsupported(c, "TypeError", "List of dictionaries expected");
        ok = ok && push_bulk_row(c, op->as.bulk_insert.table, &rows->as.list.items[i]);
        if (ok) compiler_statement(c, out);
    }
    c->literal_binds = literal;
    return ok;
}
