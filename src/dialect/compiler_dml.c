#include "dialect/columns.h"
#include "dialect/compiler.h"
#include "dialect/ddl.h"

/* A value of INSERT or UPDATE: a plain value takes the type of its column. */
static bool push_value(Compiler *c, const SqlAssignment *a)
{
    const SqlExpr *v = a->value;
    if (v->kind != SQL_BIND || v->type || !a->type) return compiler_grouped(c, v);
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

/* The table without its schema, in front of a column. */
static bool push_table_name(Compiler *c, const SqlExpr *table)
{
    const SqlFrom *f = table->as.from;
    if (table->kind != SQL_TABLE)
        compiler_name(c, compiler_alias_name(c, table));
    else
        compiler_ident(c, f->table ? f->table->name : ident(f->name));
    return compiler_push_z(c, ".");
}

/* table: the columns are written with its name; NULL = alone. */
static bool push_assignments(Compiler *c, const SqlAssignmentVec *set, const SqlExpr *table)
{
    for (size_t i = 0; i < set->len; i++) {
        if (i) compiler_push_z(c, ", ");
        bool plain = c->include_table;
        c->include_table = false;
        bool ok = !table || push_table_name(c, table);
        ok = ok && (set->items[i].target ? compiler_expr(c, set->items[i].target)
                                         : compiler_name(c, set->items[i].column));
        c->include_table = plain;
        if (!ok) return false;
        /* UPDATE t SET a=1, but ON CONFLICT … SET a = 1 */
        compiler_push_z(c, c->rules->spaced_set || c->in_conflict ? " = " : "=");
        if (!push_value(c, &set->items[i])) return false;
    }
    return true;
}

/* What SQLAlchemy adds to the statement when it is executed has its values as binds. */
static bool push_returning(Compiler *c, const SqlExprVec *columns)
{
    if (!columns->len || c->rules->returning == RETURNING_OUTPUT) return true;
    bool qualified = c->include_table, literal = c->literal_binds, ok = true;
    SqlExprVec all = {0};
    c->literal_binds = false;
    compiler_push_z(c, " RETURNING ");
    if (c->rules->returning != RETURNING_INTO) {
        c->include_table = c->rules->qualify_returning;
        ok = compiler_columns(c, columns, false);
    } else {
        columns_expand(c->a, columns, &all);
    }
    for (size_t i = 0; ok && i < all.len; i++) {
        if (i) compiler_push_z(c, ", ");
        ok = compiler_scalar(c, all.items[i]);
    }
    c->include_table = qualified;
    c->literal_binds = literal;
    for (size_t i = 0; i < all.len; i++) compiler_fmt(c, i ? ", :ret_%zu" : " INTO :ret_%zu", i);
    return ok;
}

/* The table's columns are those of the row that was written or deleted. */
static bool push_output(Compiler *c, const SqlExpr *table, const SqlExprVec *columns, const char *which)
{
    if (!columns->len || c->rules->returning != RETURNING_OUTPUT) return true;
    bool literal = c->literal_binds;
    c->literal_binds = false;
    c->output = str_z(which);
    c->output_of = compiler_from_key(table);
    bool ok = compiler_push_z(c, " OUTPUT ") && compiler_columns(c, columns, false);
    c->output = STR_NULL;
    c->literal_binds = literal;
    return ok;
}

/* ---- tables that stand beside the one that is changed ---- */

static FromKeyVec other_tables(Compiler *c, const SqlExpr *table, const SqlExprVec *where,
                               const SqlAssignmentVec *set)
{
    FromKeyVec all = {0}, others = {0};
    SqlExprVec items = {0};
    for (size_t i = 0; i < where->len; i++) VEC_PUSH(c->a, &items, where->items[i]);
    for (size_t i = 0; set && i < set->len; i++) VEC_PUSH(c->a, &items, set->items[i].value);
    compiler_collect_froms(c, &items, &all);
    for (size_t i = 0; i < all.len; i++)
        if (!compiler_same_from(all.items[i], compiler_from_key(table)))
            VEC_PUSH(c->a, &others, all.items[i]);
    return others;
}

/* FROM u, USING u: after the assignments, or the table that rows are deleted from. */
static bool push_others(Compiler *c, const SqlExpr *table, const FromKeyVec *others, bool is_update)
{
    const char *word = is_update ? c->rules->update_from : c->rules->delete_from;
    if (!others->len || (is_update && c->rules->update_tables)) return true;
    if (!word)
        return compiler_unsupported(c, "NotImplementedError",
                                    "This backend does not support multiple-table criteria within %s",
                                    is_update ? "UPDATE" : "DELETE");
    compiler_push_z(c, word);
    if (c->rules->repeats_table &&
        !(compiler_from(c, table) && compiler_push_z(c, ", ")))
        return false;
    return compiler_from_list(c, others);
}

/* ---- Python-side defaults ---- */

static const SqlExpr *default_of(Compiler *c, const Column *col, bool on_update)
{
    if (on_update)
        return col->onupdate_expr ? col->onupdate_expr : sql_expr_value(c->a, sql_value_null());
    if (!col->sequence)
        return col->default_expr ? col->default_expr : sql_expr_value(c->a, sql_value_null());
    SqlExpr *next = sql_expr_new(c->a, SQL_SEQUENCE_NEXT, col->type);
    next->as.sequence.name = col->sequence->name.text;
    next->as.sequence.schema = col->sequence->schema;
    return next;
}

static bool has_default(const Compiler *c, const Column *col, bool on_update)
{
    if (on_update) return col->has_onupdate;
    if (!col->sequence) return col->has_default;
    return c->dialect->supports_sequences &&
           !col->sequence->is_optional;
}

static bool is_given(const SqlAssignmentVec *values, const Column *col)
{
    for (size_t i = 0; i < values->len; i++)
        if (str_eq(values->items[i].column, col->name.text)) return true;
    return false;
}

/* What was given and the columns that have a default: offline an expression or the next of a
 * sequence is written, while a value that Python would make as the statement runs is NULL. Online
 * the caller has asked for them all. */
static SqlAssignmentVec with_defaults(Compiler *c, const Table *t, const SqlAssignmentVec *given,
                                      bool on_update)
{
    SqlAssignmentVec all = *given;
    all.cap = all.len; /* the vector of the tree stays as it is */
    for (size_t i = 0; c->o->offline && t && i < t->columns.len; i++) {
        Column *col = t->columns.items[i];
        if (!has_default(c, col, on_update) || is_given(given, col)) continue;
        SqlExpr *v = ARENA_NEW(c->a, SqlExpr);
        *v = *default_of(c, col, on_update);
        if (v->kind == SQL_BIND) v->as.bind.key = col->key;
        VEC_PUSH(c->a, &all,
                 (SqlAssignment){.column = col->name.text, .value = v, .type = col->type});
    }
    return all;
}

static const Table *table_behind(const SqlExpr *table)
{
    return table->kind == SQL_TABLE ? table->as.from->table : NULL;
}

/* ---- columns in the order of the table ---- */

static size_t place(const SqlExpr *table, Str column)
{
    const SqlFrom *f = table->kind == SQL_TABLE ? table->as.from : NULL;
    if (f && f->table)
        for (size_t i = 0; i < f->table->columns.len; i++)
            if (str_eq(f->table->columns.items[i]->name.text, column)) return i;
    for (size_t i = 0; f && i < f->columns.len; i++)
        if (str_eq(f->columns.items[i]->as.column.name, column)) return i;
    return SIZE_MAX;
}

/* SQLAlchemy writes values in the order of the table's columns, not in the order given. */
static SqlAssignmentVec in_order(Compiler *c, const SqlExpr *table, const SqlAssignmentVec *given)
{
    SqlAssignmentVec v = {0};
    for (size_t i = 0; i < given->len; i++) {
        size_t at = v.len, mine = place(table, given->items[i].column);
        bool first = given->items[i].target != NULL; /* ordered_values and subscripts stay */
        while (!first && at && place(table, v.items[at - 1].column) > mine) at--;
        VEC_INSERT(c->a, &v, at, given->items[i]);
    }
    return v;
}

/* The primary key columns whose new values SQLAlchemy asks for by itself: those that the server
 * makes or computes. */
static SqlExprVec new_key(Compiler *c, const SqlInsert *s)
{
    SqlExprVec v = {0};
    const Table *t = table_behind(s->table);
    if (!t || s->rows.len || s->from_select || c->rules->returning == RETURNING_NONE) return v;
    for (size_t i = 0; i < t->columns.len; i++) {
        Column *col = t->columns.items[i];
        const SqlExpr *given = NULL;
        for (size_t k = 0; k < s->values.len; k++)
            if (str_eq(s->values.items[k].column, col->name.text)) given = s->values.items[k].value;
        bool counted = table_autoincrement_column(t) == col && !c->rules->uses_lastrowid;
        bool made = counted || col->server_default.kind != DEFAULT_NONE;
        bool wanted = given ? given->kind != SQL_BIND : made && !col->has_default;
        if (!col->primary_key || !wanted) continue;
        SqlExpr *e = sql_expr_column(c->a, col->name.text);
        e->as.column.column = col;
        VEC_PUSH(c->a, &v, e);
    }
    return v;
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
        SqlAssignmentVec set = in_order(c, table, &k->set);
        bool literal = c->literal_binds;
        c->literal_binds = false; /* SQLAlchemy forgets that values are to be inline */
        c->in_conflict = c->in_duplicate_key = true;
        bool ok = push_assignments(c, &set, NULL);
        c->literal_binds = literal;
        c->in_conflict = c->in_duplicate_key = false;
        return ok;
    }
    if (!c->rules->on_conflict) return no_upsert(c, k->what == SQL_CONFLICT_NOTHING
                                                        ? "OnConflictDoNothing" : "OnConflictDoUpdate");
    compiler_push_z(c, " ON CONFLICT");
    if (!conflict_target(c, k)) return false;
    if (k->what == SQL_CONFLICT_NOTHING) return compiler_push_z(c, " DO NOTHING");
    compiler_push_z(c, " DO UPDATE SET ");
    SqlAssignmentVec set = in_order(c, table, &k->set);
    c->in_conflict = true;
    bool ok = push_assignments(c, &set, NULL);
    if (ok && k->where) ok = compiler_push_z(c, " WHERE ") && compiler_expr(c, k->where);
    c->in_conflict = false;
    return ok;
}

static void push_prefixes(Compiler *c, const StrVec *prefixes)
{
    for (size_t i = 0; i < prefixes->len; i++)
        compiler_fmt(c, "%.*s ", STR_ARG(prefixes->items[i]));
}

/* A copy of the statement with the defaults that it leaves out. */
static SqlInsert *fill_insert(Compiler *c, const SqlInsert *from)
{
    const Table *t = table_behind(from->table);
    SqlInsert *s = ARENA_NEW(c->a, SqlInsert);
    *s = *from;
    if (s->from_select) return s;
    s->rows.items = ARENA_ARRAY(c->a, SqlAssignmentVec, s->rows.len + 1);
    for (size_t i = 0; i < s->rows.len; i++)
        s->rows.items[i] = with_defaults(c, t, &from->rows.items[i], false);
    if (s->values.len) s->values = with_defaults(c, t, &from->values, false);
    return s;
}

static bool insert_select(Compiler *c, const SqlInsert *s, const SqlExprVec *returning,
                          size_t first_cte)
{
    compiler_push_z(c, " (");
    for (size_t i = 0; i < s->from_columns.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, s->from_columns.items[i]);
    }
    compiler_push_z(c, ")");
    if (!push_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " ");
    size_t at = c->sql.len;
    if (!compiler_expr(c, s->from_select)) return false;
    bool with_here = c->rules->cte_follows_insert && !c->scope->outer;
    return !with_here || compiler_with(c, at, first_cte);
}

static bool insert_rows(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    if (c->rules->no_rows)
        return compiler_fail(c,
                             "The '%s' dialect with current database version settings does not "
                             "support in-place multirow inserts.",
                             c->dialect->name);
    SqlAssignmentVec row = in_order(c, s->table, &s->rows.items[0]);
    push_names(c, &row);
    if (!push_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    for (size_t i = 0; i < s->rows.len; i++) {
        if (i) compiler_push_z(c, ", ");
        row = in_order(c, s->table, &s->rows.items[i]);
        if (!push_row(c, &row)) return false;
    }
    return true;
}

static bool insert_values(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    if (!s->values.len)
        return push_output(c, s->table, returning, "inserted") &&
               compiler_fmt(c, " %s", c->rules->default_values);
    SqlAssignmentVec row = in_order(c, s->table, &s->values);
    push_names(c, &row);
    if (!push_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    return push_row(c, &row);
}

/* RETURNING apart: before a SELECT it takes the first numbers of generated names. */
static bool returning_text(Compiler *c, const SqlExprVec *columns, Str *text)
{
    size_t at = c->sql.len;
    if (!push_returning(c, columns)) return false;
    *text = arena_str(c->a, str_slice(strbuf_view(&c->sql), at, c->sql.len));
    strbuf_truncate(&c->sql, at);
    return true;
}

static bool insert(Compiler *c, const SqlInsert *given, size_t first_cte)
{
    const SqlInsert *s = c->o->offline ? fill_insert(c, given) : given;
    SqlExprVec returning = s->returning.len ? s->returning : new_key(c, s);
    Str text = STR("");
    compiler_push_z(c, "INSERT ");
    push_prefixes(c, &s->prefixes);
    compiler_push_z(c, "INTO ");
    if (!compiler_from(c, s->table)) return false;
    if (s->from_select && !returning_text(c, &returning, &text)) return false;
    bool ok = s->from_select ? insert_select(c, s, &returning, first_cte)
              : s->rows.len  ? insert_rows(c, s, &returning)
                             : insert_values(c, s, &returning);
    if (!ok || !push_conflict(c, s->table, &s->on_conflict)) return false;
    return s->from_select ? compiler_push(c, text) : push_returning(c, &returning);
}

/* UPDATE t, u SET …: all tables stand in front. */
static bool push_updated(Compiler *c, const SqlUpdate *s, const FromKeyVec *others)
{
    if (!compiler_from(c, s->table)) return false;
    if (!others->len || !c->rules->update_tables) return true;
    return compiler_push_z(c, ", ") && compiler_from_list(c, others);
}

static bool update(Compiler *c, const SqlUpdate *s, const FromKeyVec *others)
{
    compiler_push_z(c, "UPDATE ");
    push_prefixes(c, &s->prefixes);
    if (!push_updated(c, s, others)) return false;
    compiler_push_z(c, " SET ");
    SqlAssignmentVec set = with_defaults(c, table_behind(s->table), &s->values, true);
    set = in_order(c, s->table, &set);
    const SqlExpr *named = others->len && c->rules->update_tables ? s->table : NULL;
    return push_assignments(c, &set, named) && push_output(c, s->table, &s->returning, "inserted") &&
           push_others(c, s->table, others, true) && compiler_conditions(c, " WHERE ", &s->where) &&
           push_returning(c, &s->returning);
}

static bool delete_from(Compiler *c, const SqlDelete *s, const FromKeyVec *others)
{
    bool alias = others->len && c->rules->repeats_table && s->table->kind == SQL_ALIAS;
    compiler_push_z(c, "DELETE ");
    push_prefixes(c, &s->prefixes);
    compiler_push_z(c, "FROM ");
    if (!(alias ? compiler_name(c, compiler_alias_name(c, s->table)) : compiler_from(c, s->table)))
        return false;
    return push_output(c, s->table, &s->returning, "deleted") &&
           push_others(c, s->table, others, false) && compiler_conditions(c, " WHERE ", &s->where) &&
           push_returning(c, &s->returning);
}

/* Subqueries correlate to the tables of the statement. */
static bool statement(Compiler *c, const SqlExpr *e, size_t first_cte)
{
    const SqlExpr *table = e->kind == SQL_INSERT   ? NULL
                           : e->kind == SQL_UPDATE ? e->as.update->table
                                                   : e->as.delete_->table;
    FromKeyVec others = {0}, froms = {0}, own = {0};
    if (e->kind == SQL_UPDATE)
        others = other_tables(c, table, &e->as.update->where, &e->as.update->values);
    if (e->kind == SQL_DELETE) others = other_tables(c, table, &e->as.delete_->where, NULL);
    if (table) VEC_PUSH(c->a, &froms, compiler_from_key(table));
    for (size_t i = 0; i < others.len; i++) VEC_PUSH(c->a, &froms, others.items[i]);
    compiler_expand_froms(c, &froms, &own);
    FromScope scope = {.froms = &own, .all = &own, .outer = c->scope};
    bool named = c->named_columns, lateral = c->lateral;
    c->named_columns = c->lateral = false;
    c->scope = &scope;
    bool ok = e->kind == SQL_INSERT   ? insert(c, e->as.insert, first_cte)
              : e->kind == SQL_UPDATE ? update(c, e->as.update, &others)
                                      : delete_from(c, e->as.delete_, &others);
    c->scope = scope.outer;
    c->named_columns = named;
    c->lateral = lateral;
    return ok;
}

bool compiler_dml(Compiler *c, const SqlExpr *e)
{
    size_t at = c->sql.len, first = c->cte_texts.len;
    bool top = c->scope == NULL;
    const SqlExprVec *ctes = e->kind == SQL_INSERT   ? &e->as.insert->ctes
                             : e->kind == SQL_UPDATE ? &e->as.update->ctes
                                                     : &e->as.delete_->ctes;
    return compiler_own_ctes(c, ctes) && statement(c, e, first) && (!top || compiler_with(c, at, first));
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
    values = with_defaults(c, t, &values, false);
    SqlExpr table = {.kind = SQL_TABLE};
    SqlFrom from = {.table = (Table *)t};
    table.as.from = &from;
    values = in_order(c, &table, &values);
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
