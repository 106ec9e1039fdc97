#include "dialect/compiler_dml.h"

#include "dialect/assignments.h"
#include "dialect/ddl.h"

static bool push_names(Compiler *c, const SqlExpr *table, const SqlAssignmentVec *values)
{
    compiler_push_z(c, " (");
    for (size_t i = 0; i < values->len; i++) {
        if (i) compiler_push_z(c, ", ");
        assignments_push_column(c, table, values->items[i].column);
    }
    return compiler_push_z(c, ")");
}

static bool push_row(Compiler *c, const SqlAssignmentVec *row)
{
    compiler_push_z(c, "(");
    for (size_t i = 0; i < row->len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!assignments_push_value(c, &row->items[i])) return false;
    }
    return compiler_push_z(c, ")");
}

/* The primary key columns whose new values SQLAlchemy asks for by itself: those that the server
 * makes or computes. */
static SqlExprVec new_key(Compiler *c, const SqlInsert *s)
{
    SqlExprVec v = {0};
    const Table *t = assignments_table(s->table);
    if (!t || s->rows.len || s->from_select || s->is_inline) return v;
    /* Where the number of the new row is at hand, SQLAlchemy asks for nothing else. */
    if (c->o->offline && c->rules->uses_lastrowid && !s->defaults.given &&
        table_autoincrement_column(t))
        return v;
    bool none = c->rules->returning == RETURNING_NONE;
    for (size_t i = 0; !none && i < t->columns.len; i++) {
        Column *col = t->columns.items[i];
        const SqlExpr *given = NULL;
        for (size_t k = 0; k < s->values.len; k++)
            if (str_eq(s->values.items[k].column, col->name.text)) given = s->values.items[k].value;
        bool counted = table_autoincrement_column(t) == col &&
                       (!c->rules->uses_lastrowid || s->defaults.given);
        bool made = counted || col->server_default.kind != DEFAULT_NONE;
        bool asked = compiler_dml_asks_default(&s->defaults, col);
        bool wanted = given ? given->kind != SQL_BIND
                            : (made && !col->has_default) ||
                                  (asked && (!col->has_default || col->default_expr));
        if ((!col->primary_key && !asked) || !wanted) continue;
        SqlExpr *e = sql_expr_column(c->a, col->name.text);
        e->as.column.column = col;
        VEC_PUSH(c->a, &v, e);
    }
    for (size_t i = 0; i < s->defaults.supplemental.len; i++)
        VEC_PUSH(c->a, &v, s->defaults.supplemental.items[i]);
    return v;
}

/* ---- ON CONFLICT, ON DUPLICATE KEY ---- */

static bool conflict_target(Compiler *c, const SqlOnConflict *k)
{
    if (!str_is_null(k->constraint) && c->rules->conflict_constraint) {
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

static bool no_upsert(Compiler *c, const char *element)
{
    return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                "Compiler for %s can't render element of type %s", c->dialect->name,
                                element);
}

static bool push_conflict(Compiler *c, const SqlExpr *table, const SqlOnConflict *k)
{
    if (k->what == SQL_CONFLICT_NONE) return true;
    if (k->what == SQL_CONFLICT_DUPLICATE_KEY && !c->rules->on_duplicate_key)
        return no_upsert(c, "OnDuplicateClause");
    if (k->what == SQL_CONFLICT_DUPLICATE_KEY) {
        compiler_push_z(c, " ON DUPLICATE KEY UPDATE ");
        SqlAssignmentVec set = k->is_ordered ? k->set : assignments_in_order(c, table, &k->set);
        bool literal = c->literal_binds;
        c->literal_binds = false; /* SQLAlchemy forgets that values are to be inline */
        c->in_conflict = c->in_duplicate_key = true;
        bool ok = assignments_push(c, table, &set, NULL);
        c->literal_binds = literal;
        c->in_conflict = c->in_duplicate_key = false;
        return ok;
    }
    if (!c->rules->on_conflict)
        return no_upsert(c, k->what == SQL_CONFLICT_NOTHING ? "OnConflictDoNothing"
                                                            : "OnConflictDoUpdate");
    compiler_push_z(c, " ON CONFLICT");
    size_t before = c->sql.len;
    if (!conflict_target(c, k)) return false;
    if (k->what == SQL_CONFLICT_NOTHING) return compiler_push_z(c, " DO NOTHING");
    /* SQLAlchemy leaves room for a target, whether there is one or not. */
    compiler_push_z(c, c->sql.len == before ? "  DO UPDATE SET " : " DO UPDATE SET ");
    SqlAssignmentVec set = assignments_in_order(c, table, &k->set);
    c->in_conflict = true;
    bool ok = assignments_push(c, table, &set, NULL);
    if (ok && k->where) ok = compiler_push_z(c, " WHERE ") && compiler_expr(c, k->where);
    c->in_conflict = false;
    return ok;
}

/* ---- INSERT ---- */

/* The defaults of the columns that INSERT … SELECT leaves out. */
static SqlAssignmentVec select_defaults(Compiler *c, const SqlInsert *s)
{
    SqlAssignmentVec given = {0}, out = {0};
    for (size_t i = 0; i < s->from_columns.len; i++)
        VEC_PUSH(c->a, &given, (SqlAssignment){.column = s->from_columns.items[i]});
    SqlAssignmentVec all = assignments_with_defaults(c, s->table, &given, false);
    for (size_t i = given.len; i < all.len; i++) VEC_PUSH(c->a, &out, all.items[i]);
    return out;
}

/* The default of a key that table() was given is no part of the INSERT: SQLAlchemy asks for it in
 * a statement before, as it knows no way to read such a key back. */
static SqlAssignmentVec made_first(Compiler *c, const SqlInsert *s, SqlAssignmentVec all)
{
    if (assignments_table(s->table) || s->is_inline || s->returning.len) return all;
    ColumnVec columns = assignments_columns(c->a, s->table);
    for (size_t i = s->values.len; i < all.len; i++)
        for (size_t k = 0; k < columns.len; k++)
            if (columns.items[k]->primary_key &&
                str_eq(columns.items[k]->name.text, all.items[i].column))
                all.items[i].value = sql_expr_value(c->a, sql_value_null());
    return all;
}

/* A copy of the statement with the defaults that it leaves out. */
static SqlInsert *fill_insert(Compiler *c, const SqlInsert *from)
{
    SqlInsert *s = ARENA_NEW(c->a, SqlInsert);
    *s = *from;
    if (s->from_select) {
        if (s->select_defaults) s->values = select_defaults(c, s);
        return s;
    }
    s->rows.items = ARENA_ARRAY(c->a, SqlAssignmentVec, s->rows.len + 1);
    for (size_t i = 0; i < s->rows.len; i++)
        s->rows.items[i] = assignments_with_defaults(c, s->table, &from->rows.items[i], false);
    if (assignments_said(s->values_given, &s->values) && !s->rows.len)
        s->values = made_first(c, s, assignments_with_defaults(c, s->table, &from->values, false));
    return s;
}

/* The query with the defaults as further columns. */
static const SqlExpr *extended_select(Compiler *c, const SqlInsert *s)
{
    if (!s->values.len) return s->from_select;
    if (s->from_select->kind != SQL_SELECT) {
        compiler_fail(
            c,
            "Can't extend statement for INSERT..FROM SELECT to include additional "
            "default-holding column(s) '%.*s'.  Convert the selectable to a subquery() first, "
            "or pass include_defaults=False to Insert.from_select() to skip these columns.",
            STR_ARG(s->values.items[0].column));
        return NULL;
    }
    SqlExpr *e = sql_statement_new(c->a, SQL_SELECT);
    *e->as.select = *s->from_select->as.select;
    SqlExprVec *columns = &e->as.select->columns;
    columns->cap = columns->len; /* the vector of the tree stays as it is */
    for (size_t i = 0; i < s->values.len; i++) VEC_PUSH(c->a, columns, s->values.items[i].value);
    return e;
}

/* named: in a CTE, whose queries name their columns. */
static bool insert_select(Compiler *c, const SqlInsert *s, const SqlExprVec *returning, bool named)
{
    SqlAssignmentVec names = {0};
    for (size_t i = 0; i < s->from_columns.len; i++)
        VEC_PUSH(c->a, &names, (SqlAssignment){.column = s->from_columns.items[i]});
    for (size_t i = 0; i < s->values.len; i++) VEC_PUSH(c->a, &names, s->values.items[i]);
    push_names(c, s->table, &names);
    if (!compiler_dml_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " ");
    size_t at = c->sql.len;
    const SqlExpr *select = extended_select(c, s);
    c->embedded = true;
    c->named_columns = named;
    if (!select || !compiler_expr(c, select)) return false;
    c->embedded = c->named_columns = false;
    return !c->rules->cte_follows_insert || compiler_with(c, at, compiler_level(c), true);
}

/* A further row: the columns are those of the first. */
static bool push_next_row(Compiler *c, const SqlInsert *s, const SqlAssignmentVec *first,
                          const SqlAssignmentVec *row)
{
    SqlAssignmentVec v = {0};
    for (size_t i = 0; i < first->len; i++) {
        size_t k = 0;
        while (k < row->len && !str_eq(row->items[k].column, first->items[i].column)) k++;
        if (k < row->len) {
            VEC_PUSH(c->a, &v, row->items[k]);
            continue;
        }
        const SqlFrom *f = s->table->as.from;
        return compiler_fail(c,
                             "INSERT value for column %.*s.%.*s is explicitly rendered as a "
                             "boundparameter in the VALUES clause; a Python-side value or SQL "
                             "expression is required",
                             STR_ARG(f->table ? f->table->name.text : f->name),
                             STR_ARG(first->items[i].column));
    }
    return push_row(c, &v);
}

static bool insert_rows(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    if (c->rules->no_rows)
        return compiler_fail(c,
                             "The '%s' dialect with current database version settings does not "
                             "support in-place multirow inserts.",
                             c->dialect->name);
    SqlAssignmentVec row = assignments_in_order(c, s->table, &s->rows.items[0]);
    push_names(c, s->table, &row);
    if (!compiler_dml_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    for (size_t i = 0; i < s->rows.len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_next_row(c, s, &row, &s->rows.items[i])) return false;
    }
    return true;
}

static bool insert_every_column(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    SqlAssignmentVec row = assignments_every_column(c, s->table);
    bool literal = c->literal_binds;
    push_names(c, s->table, &row);
    if (!compiler_dml_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    c->literal_binds = false;
    bool ok = push_row(c, &row);
    c->literal_binds = literal;
    return ok;
}

static bool insert_values(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    if (c->o->offline && !assignments_said(s->values_given, &s->values))
        return insert_every_column(c, s, returning);
    if (!s->values.len)
        return compiler_dml_output(c, s->table, returning, "inserted") &&
               compiler_fmt(c, " %s", c->rules->default_values);
    SqlAssignmentVec row = assignments_in_order(c, s->table, &s->values);
    push_names(c, s->table, &row);
    if (!compiler_dml_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    return push_row(c, &row);
}

/* RETURNING apart: before a SELECT it takes the first numbers of generated names. */
static bool returning_text(Compiler *c, const SqlExprVec *columns, Str *text)
{
    size_t at = c->sql.len;
    if (!compiler_dml_returning(c, columns)) return false;
    *text = arena_str(c->a, str_slice(strbuf_view(&c->sql), at, c->sql.len));
    strbuf_truncate(&c->sql, at);
    return true;
}

bool compiler_insert(Compiler *c, const SqlInsert *given, bool named)
{
    const SqlInsert *s = c->o->offline ? fill_insert(c, given) : given;
    bool asks = !c->o->offline || assignments_said(s->values_given, &s->values);
    SqlExprVec returning = s->returning;
    if (!returning.len && asks) returning = new_key(c, s);
    Str text = STR("");
    compiler_push_z(c, "INSERT ");
    if (!compiler_prefixes(c, &s->prefixes)) return false;
    compiler_push_z(c, "INTO ");
    if (!compiler_from(c, s->table)) return false;
    if (s->from_select && !returning_text(c, &returning, &text)) return false;
    bool ok = s->from_select ? insert_select(c, s, &returning, named)
              : s->rows.len  ? insert_rows(c, s, &returning)
                             : insert_values(c, s, &returning);
    if (!ok || !push_conflict(c, s->table, &s->on_conflict)) return false;
    return s->from_select ? compiler_push(c, text) : compiler_dml_returning(c, &returning);
}

/* ---- bulk_insert ---- */

/* A row as the INSERT that it is: a script may spell statements itself. */
static bool push_bulk_insert(Compiler *c, const Table *t, SqlAssignmentVec values)
{
    SqlExpr *insert = sql_statement_new(c->a, SQL_INSERT);
    insert->as.insert->table =
        sql_statement_schema_table(c->a, (Table *)t, t->schema, t->name.text);
    insert->as.insert->values = values;
    insert->as.insert->values_given = true;
    insert->as.insert->is_inline = true;
    return compiler_expr(c, insert);
}

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
    if (c->o->hooks && c->o->hooks->expr) return push_bulk_insert(c, t, values);
    SqlExpr table = {.kind = SQL_TABLE};
    SqlFrom from = {.table = (Table *)t};
    table.as.from = &from;
    values = assignments_with_defaults(c, &table, &values, false);
    values = assignments_in_order(c, &table, &values);
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
    c->bind_alone = c->o->offline; /* as Alembic prints them; sent, they get their functions */
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
