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

/* A column by its name, quoted as it was declared. */
static bool push_column(Compiler *c, const SqlExpr *table, Str name)
{
    const SqlFrom *f = table->kind == SQL_TABLE ? table->as.from : NULL;
    const Column *col = f && f->table ? table_find_column(f->table, name) : NULL;
    if (col) return compiler_ident(c, col->name);
    Ident i = ident(name);
    for (size_t k = 0; f && !f->table && k < f->columns.len; k++) {
        int quote = f->columns.items[k]->as.column.quote;
        if (quote && str_eq(f->columns.items[k]->as.column.name, name))
            i.quote = quote > 0 ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    }
    return compiler_ident(c, i);
}

static bool push_names(Compiler *c, const SqlExpr *table, const SqlAssignmentVec *values)
{
    compiler_push_z(c, " (");
    for (size_t i = 0; i < values->len; i++) {
        if (i) compiler_push_z(c, ", ");
        push_column(c, table, values->items[i].column);
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

/* of: the table that is changed; table: the columns are written with its name; NULL = alone. */
static bool push_assignments(Compiler *c, const SqlExpr *of, const SqlAssignmentVec *set,
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
                                           : push_column(c, of, set->items[i].column));
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
    c->output_of = froms_key(table);
    bool ok = compiler_push_z(c, " OUTPUT ") && compiler_columns(c, columns, false);
    c->output = STR_NULL;
    c->literal_binds = literal;
    c->bind_alone = false;
    return ok;
}

/* ---- tables that stand beside the one that is changed ---- */

/* The table that is changed: of a join, the first. */
static const SqlExpr *primary_of(const SqlExpr *table)
{
    while (table->kind == SQL_JOIN) table = table->as.from->left;
    return table;
}

static FromKeyVec other_tables(Compiler *c, const SqlExpr *table, const SqlExprVec *where,
                               const SqlAssignmentVec *set)
{
    FromKeyVec all = {0}, others = {0};
    SqlExprVec items = {0};
    for (size_t i = 0; i < where->len; i++) VEC_PUSH(c->a, &items, where->items[i]);
    for (size_t i = 0; set && i < set->len; i++) VEC_PUSH(c->a, &items, set->items[i].value);
    froms_collect(c->a, &items, &all);
    for (size_t i = 0; i < all.len; i++)
        if (!froms_same(all.items[i], froms_key(primary_of(table))))
            VEC_PUSH(c->a, &others, all.items[i]);
    return others;
}

/* Those of the others that do not stand in the join that is changed. */
static FromKeyVec beside_join(Compiler *c, const SqlExpr *table, const FromKeyVec *others)
{
    FromKeyVec joined = {0}, out = {0}, one = {0};
    VEC_PUSH(c->a, &one, froms_key(table));
    froms_expand(c->a, &one, &joined);
    for (size_t i = 0; i < others->len; i++)
        if (!froms_have(&joined, others->items[i])) VEC_PUSH(c->a, &out, others->items[i]);
    return out;
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
    return dialect_has_sequences(c->dialect, c->o->server_version) && !col->sequence->is_optional;
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
    table = primary_of(table);
    return table->kind == SQL_TABLE ? table->as.from->table : NULL;
}

/* Offline a statement that says nothing of values has all columns as parameters. */
static bool says_values(bool given, const SqlAssignmentVec *values) { return given || values->len; }

/* ---- columns in the order of the table ---- */

static size_t place(const SqlExpr *table, Str column)
{
    table = primary_of(table);
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
    if (!t || s->rows.len || s->from_select || s->is_inline ||
        c->rules->returning == RETURNING_NONE)
        return v;
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
        SqlAssignmentVec set = k->is_ordered ? k->set : in_order(c, table, &k->set);
        bool literal = c->literal_binds;
        c->literal_binds = false; /* SQLAlchemy forgets that values are to be inline */
        c->in_conflict = c->in_duplicate_key = true;
        bool ok = push_assignments(c, table, &set, NULL);
        c->literal_binds = literal;
        c->in_conflict = c->in_duplicate_key = false;
        return ok;
    }
    if (!c->rules->on_conflict) return no_upsert(c, k->what == SQL_CONFLICT_NOTHING
                                                        ? "OnConflictDoNothing" : "OnConflictDoUpdate");
    compiler_push_z(c, " ON CONFLICT");
    size_t before = c->sql.len;
    if (!conflict_target(c, k)) return false;
    if (k->what == SQL_CONFLICT_NOTHING) return compiler_push_z(c, " DO NOTHING");
    /* SQLAlchemy leaves room for a target, whether there is one or not. */
    compiler_push_z(c, c->sql.len == before ? "  DO UPDATE SET " : " DO UPDATE SET ");
    SqlAssignmentVec set = in_order(c, table, &k->set);
    c->in_conflict = true;
    bool ok = push_assignments(c, table, &set, NULL);
    if (ok && k->where) ok = compiler_push_z(c, " WHERE ") && compiler_expr(c, k->where);
    c->in_conflict = false;
    return ok;
}

/* The defaults of the columns that INSERT … SELECT leaves out. */
static SqlAssignmentVec select_defaults(Compiler *c, const SqlInsert *s)
{
    SqlAssignmentVec given = {0}, out = {0};
    for (size_t i = 0; i < s->from_columns.len; i++)
        VEC_PUSH(c->a, &given, (SqlAssignment){.column = s->from_columns.items[i]});
    SqlAssignmentVec all = with_defaults(c, table_behind(s->table), &given, false);
    for (size_t i = given.len; i < all.len; i++) VEC_PUSH(c->a, &out, all.items[i]);
    return out;
}

/* A copy of the statement with the defaults that it leaves out. */
static SqlInsert *fill_insert(Compiler *c, const SqlInsert *from)
{
    const Table *t = table_behind(from->table);
    SqlInsert *s = ARENA_NEW(c->a, SqlInsert);
    *s = *from;
    if (s->from_select) {
        if (s->select_defaults) s->values = select_defaults(c, s);
        return s;
    }
    s->rows.items = ARENA_ARRAY(c->a, SqlAssignmentVec, s->rows.len + 1);
    for (size_t i = 0; i < s->rows.len; i++)
        s->rows.items[i] = with_defaults(c, t, &from->rows.items[i], false);
    if (says_values(s->values_given, &s->values) && !s->rows.len)
        s->values = with_defaults(c, t, &from->values, false);
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
    if (!push_output(c, s->table, returning, "inserted")) return false;
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
    SqlAssignmentVec row = in_order(c, s->table, &s->rows.items[0]);
    push_names(c, s->table, &row);
    if (!push_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    for (size_t i = 0; i < s->rows.len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_next_row(c, s, &row, &s->rows.items[i])) return false;
    }
    return true;
}

/* The parameters of a statement that says nothing of values: all columns. */
static SqlAssignmentVec every_column(Compiler *c, const SqlExpr *table)
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

static bool push_every_column(Compiler *c, const SqlExpr *table)
{
    SqlAssignmentVec set = every_column(c, table);
    bool literal = c->literal_binds;
    c->literal_binds = false;
    bool ok = push_assignments(c, table, &set, NULL);
    c->literal_binds = literal;
    return ok;
}

static bool insert_every_column(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    SqlAssignmentVec row = every_column(c, s->table);
    bool literal = c->literal_binds;
    push_names(c, s->table, &row);
    if (!push_output(c, s->table, returning, "inserted")) return false;
    compiler_push_z(c, " VALUES ");
    c->literal_binds = false;
    bool ok = push_row(c, &row);
    c->literal_binds = literal;
    return ok;
}

static bool insert_values(Compiler *c, const SqlInsert *s, const SqlExprVec *returning)
{
    if (c->o->offline && !says_values(s->values_given, &s->values))
        return insert_every_column(c, s, returning);
    if (!s->values.len)
        return push_output(c, s->table, returning, "inserted") &&
               compiler_fmt(c, " %s", c->rules->default_values);
    SqlAssignmentVec row = in_order(c, s->table, &s->values);
    push_names(c, s->table, &row);
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

static bool insert(Compiler *c, const SqlInsert *given, bool named)
{
    const SqlInsert *s = c->o->offline ? fill_insert(c, given) : given;
    bool asks = !c->o->offline || says_values(s->values_given, &s->values);
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
    return s->from_select ? compiler_push(c, text) : push_returning(c, &returning);
}

/* The rows that may be changed, where the database has a limit for it; it is never a bind. */
static bool push_limit(Compiler *c, SqlExpr *const limits[2])
{
    const SqlExpr *limit = limits[str_eq_z(str_z(c->dialect->name), "mariadb")];
    if (!limit || !c->rules->limited_changes) return true;
    return compiler_fmt(c, " LIMIT %lld", (long long)limit->as.bind.value.as.integer);
}

/* UPDATE t, u SET …: all tables stand in front. */
static bool push_updated(Compiler *c, const SqlUpdate *s, const FromKeyVec *beside)
{
    if (!compiler_from(c, s->table)) return false;
    if (!beside->len || !c->rules->update_tables) return true;
    return compiler_push_z(c, ", ") && compiler_from_list(c, beside);
}

/* Columns of the other tables come first, then the table's own in their order; a column of a table
 * that does not take part means the own one of that name. */
static bool all_assignments(Compiler *c, const SqlUpdate *s, const FromKeyVec *others,
                            SqlAssignmentVec *out)
{
    SqlAssignmentVec own = {0}, set = with_defaults(c, table_behind(s->table), &s->values, true);
    for (size_t i = 0; i < set.len; i++) {
        SqlAssignment one = set.items[i];
        bool other = one.of && froms_have(others, froms_of_column(one.of));
        if (!other && one.of && place(s->table, one.column) == SIZE_MAX)
            return compiler_fail(c, "Unconsumed column names: %.*s", STR_ARG(one.column));
        if (!other) one.of = NULL;
        VEC_PUSH(c->a, other ? out : &own, one);
    }
    if (!s->is_ordered) own = in_order(c, s->table, &own);
    for (size_t i = 0; i < own.len; i++) VEC_PUSH(c->a, out, own.items[i]);
    return true;
}

static bool update(Compiler *c, const SqlUpdate *s, const FromKeyVec *others)
{
    FromKeyVec beside = beside_join(c, s->table, others);
    SqlAssignmentVec set = {0};
    compiler_push_z(c, "UPDATE ");
    if (!compiler_prefixes(c, &s->prefixes)) return false;
    if (!push_updated(c, s, &beside)) return false;
    compiler_push_z(c, " SET ");
    bool all = !c->o->offline || says_values(s->values_given, &s->values);
    const SqlExpr *named = others->len && c->rules->update_tables ? primary_of(s->table) : NULL;
    bool ok = all ? all_assignments(c, s, others, &set) &&
                        push_assignments(c, primary_of(s->table), &set, named)
                  : push_every_column(c, s->table);
    return ok && push_output(c, s->table, &s->returning, "inserted") &&
           push_others(c, s->table, &beside, true) &&
           compiler_conditions(c, " WHERE ", &s->where) && push_limit(c, s->limits) &&
           push_returning(c, &s->returning);
}

static bool delete_from(Compiler *c, const SqlDelete *s, const FromKeyVec *others)
{
    bool alias = others->len && c->rules->repeats_table && s->table->kind == SQL_ALIAS;
    compiler_push_z(c, "DELETE ");
    if (!compiler_prefixes(c, &s->prefixes)) return false;
    compiler_push_z(c, "FROM ");
    if (!(alias ? compiler_name(c, compiler_alias_name(c, s->table)) : compiler_from(c, s->table)))
        return false;
    return push_output(c, s->table, &s->returning, "deleted") &&
           push_others(c, s->table, others, false) &&
           compiler_conditions(c, " WHERE ", &s->where) && push_limit(c, s->limits) &&
           push_returning(c, &s->returning);
}

/* The tables of a join that is updated take part, too. */
static FromKeyVec updated_tables(Compiler *c, const SqlUpdate *s)
{
    FromKeyVec others = other_tables(c, s->table, &s->where, &s->values), joined = {0}, one = {0};
    if (s->table->kind != SQL_JOIN) return others;
    VEC_PUSH(c->a, &one, froms_key(s->table));
    froms_expand(c->a, &one, &joined);
    for (size_t i = 0; i < joined.len; i++) {
        FromKey k = joined.items[i];
        bool is_join = k.expr && k.expr->kind == SQL_JOIN;
        bool is_primary = froms_same(k, froms_key(primary_of(s->table)));
        if (!is_join && !is_primary && !froms_have(&others, k)) VEC_PUSH(c->a, &others, k);
    }
    return others;
}

/* Subqueries correlate to the tables of the statement. */
static bool statement(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *table = e->kind == SQL_INSERT   ? NULL
                           : e->kind == SQL_UPDATE ? e->as.update->table
                                                   : e->as.delete_->table;
    FromKeyVec others = {0}, froms = {0}, own = {0};
    if (e->kind == SQL_UPDATE) others = updated_tables(c, e->as.update);
    if (others.len && c->named_columns && c->rules->repeats_table && !c->rules->update_tables)
        return compiler_unsupported(c, "TypeError",
                                    "an UPDATE with other tables cannot stand in a CTE here");
    if (e->kind == SQL_DELETE) others = other_tables(c, table, &e->as.delete_->where, NULL);
    if (table) VEC_PUSH(c->a, &froms, froms_key(table));
    for (size_t i = 0; i < others.len; i++) VEC_PUSH(c->a, &froms, others.items[i]);
    froms_expand(c->a, &froms, &own);
    FromScope scope = {.froms = &own, .all = &own, .outer = c->scope};
    bool named = c->named_columns, lateral = c->lateral;
    c->named_columns = c->lateral = false;
    c->scope = &scope;
    const SqlOwnCteVec *ctes = e->kind == SQL_INSERT   ? &e->as.insert->ctes
                               : e->kind == SQL_UPDATE ? &e->as.update->ctes
                                                       : &e->as.delete_->ctes;
    const SqlHintVec *hints = c->hints;
    c->hints = e->kind == SQL_INSERT   ? &e->as.insert->hints
               : e->kind == SQL_UPDATE ? &e->as.update->hints
                                       : &e->as.delete_->hints;
    bool ok = !compiler_own_ctes(c, ctes) ? false
              : e->kind == SQL_INSERT     ? insert(c, e->as.insert, named)
              : e->kind == SQL_UPDATE     ? update(c, e->as.update, &others)
                                          : delete_from(c, e->as.delete_, &others);
    c->hints = hints;
    c->scope = scope.outer;
    c->named_columns = named;
    c->lateral = lateral;
    return ok;
}

bool compiler_dml(Compiler *c, const SqlExpr *e)
{
    size_t at = c->sql.len, level = compiler_level(c) + 1;
    bool is_insert = e->kind == SQL_INSERT;
    if (!statement(c, e)) return false;
    return (is_insert && c->rules->cte_follows_insert) || compiler_with(c, at, level, is_insert);
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
