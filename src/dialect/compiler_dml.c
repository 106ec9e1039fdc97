#include "dialect/compiler_dml.h"

#include "dialect/assignments.h"
#include "dialect/columns.h"

bool compiler_dml_returning(Compiler *c, const SqlExprVec *columns)
{
    if (!columns->len || c->rules->returning == RETURNING_OUTPUT) return true;
    bool qualified = c->include_table, literal = c->literal_binds, ok = true;
    SqlExprVec all = {0};
    c->literal_binds = false;
    compiler_push_z(c, " RETURNING ");
    if (c->rules->returning != RETURNING_INTO) {
        c->include_table = c->rules->qualify_returning;
        ok = compiler_columns(c, columns, false, SQL_LABELS_DISAMBIGUATE);
    } else {
        columns_expand(c->a, columns, &all);
    }
    for (size_t i = 0; ok && i < all.len; i++) {
        if (i) compiler_push_z(c, ", ");
        ok = compiler_selected(c, all.items[i], false);
    }
    c->include_table = qualified;
    c->literal_binds = literal;
    for (size_t i = 0; i < all.len; i++) compiler_fmt(c, i ? ", :ret_%zu" : " INTO :ret_%zu", i);
    return ok;
}

bool compiler_dml_asks_default(const SqlDefaults *d, const Column *col)
{
    for (size_t i = 0; i < d->columns.len; i++)
        if (d->columns.items[i]->kind == SQL_COLUMN && d->columns.items[i]->as.column.column == col)
            return true;
    return d->given && !d->columns.len;
}

/* What return_defaults() of an UPDATE asks for: columns that it names and does not set, those that
 * the server or an expression makes. */
static SqlExprVec updated_defaults(Compiler *c, const SqlUpdate *s, const SqlAssignmentVec *set)
{
    const Table *t = assignments_table(s->table);
    SqlExprVec v = {0};
    bool none = !s->defaults.given || c->rules->returning == RETURNING_NONE;
    for (size_t i = 0; t && !none && i < t->columns.len; i++) {
        Column *col = t->columns.items[i];
        const SqlExpr *value = NULL;
        for (size_t k = 0; k < set->len; k++)
            if (str_eq(set->items[k].column, col->name.text)) value = set->items[k].value;
        bool made = col->server_onupdate || col->server_default.kind == DEFAULT_COMPUTED;
        bool wanted = value ? value->kind != SQL_BIND : s->defaults.columns.len || made;
        if (!wanted || !compiler_dml_asks_default(&s->defaults, col)) continue;
        SqlExpr *e = sql_expr_column(c->a, col->name.text);
        e->as.column.column = col;
        e->type = col->type;
        VEC_PUSH(c->a, &v, e);
    }
    for (size_t i = 0; i < s->defaults.supplemental.len; i++)
        VEC_PUSH(c->a, &v, s->defaults.supplemental.items[i]);
    return v;
}

bool compiler_dml_output(Compiler *c, const SqlExpr *table, const SqlExprVec *columns,
                         const char *which)
{
    if (!columns->len || c->rules->returning != RETURNING_OUTPUT) return true;
    bool literal = c->literal_binds;
    c->literal_binds = false;
    c->output = str_z(which);
    c->output_of = froms_key(table);
    bool ok = compiler_push_z(c, " OUTPUT ") &&
              compiler_columns(c, columns, false, SQL_LABELS_DISAMBIGUATE);
    c->output = STR_NULL;
    c->literal_binds = literal;
    c->bind_alone = false;
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
    froms_collect(c->a, &items, &all);
    for (size_t i = 0; i < all.len; i++)
        if (!froms_same(all.items[i], froms_key(assignments_primary(table))))
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
        return compiler_unsupported(
            c, "NotImplementedError",
            "This backend does not support multiple-table criteria within %s",
            is_update ? "UPDATE" : "DELETE");
    compiler_push_z(c, word);
    if (c->rules->repeats_table && !(compiler_from(c, table) && compiler_push_z(c, ", ")))
        return false;
    return compiler_from_list(c, others);
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
    SqlAssignmentVec own = {0};
    SqlAssignmentVec set = assignments_with_defaults(c, s->table, &s->values, true);
    for (size_t i = 0; i < set.len; i++) {
        SqlAssignment one = set.items[i];
        bool other = one.of && froms_have(others, froms_of_column(one.of));
        if (!other && one.of && assignments_place(s->table, one.column) == SIZE_MAX)
            return compiler_fail(c, "Unconsumed column names: %.*s", STR_ARG(one.column));
        if (!other) one.of = NULL;
        VEC_PUSH(c->a, other ? out : &own, one);
    }
    if (!s->is_ordered) own = assignments_in_order(c, s->table, &own);
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
    bool all = !c->o->offline || assignments_said(s->values_given, &s->values);
    const SqlExpr *named =
        others->len && c->rules->update_tables ? assignments_primary(s->table) : NULL;
    bool ok = all ? all_assignments(c, s, others, &set) &&
                        assignments_push(c, assignments_primary(s->table), &set, named)
                  : assignments_push_every_column(c, s->table);
    SqlExprVec returning = s->returning;
    if (!returning.len && all) returning = updated_defaults(c, s, &set);
    return ok && compiler_dml_output(c, s->table, &returning, "inserted") &&
           push_others(c, s->table, &beside, true) &&
           compiler_conditions(c, " WHERE ", &s->where) && push_limit(c, s->limits) &&
           compiler_dml_returning(c, &returning);
}

static bool delete_from(Compiler *c, const SqlDelete *s, const FromKeyVec *others)
{
    bool alias = others->len && c->rules->repeats_table && s->table->kind == SQL_ALIAS;
    compiler_push_z(c, "DELETE ");
    if (!compiler_prefixes(c, &s->prefixes)) return false;
    compiler_push_z(c, "FROM ");
    if (!(alias ? compiler_alias(c, s->table) : compiler_from(c, s->table))) return false;
    SqlExprVec returning = s->returning;
    if (!returning.len && c->rules->returning != RETURNING_NONE) {
        for (size_t i = 0; i < s->defaults.columns.len; i++)
            VEC_PUSH(c->a, &returning, s->defaults.columns.items[i]);
        for (size_t i = 0; i < s->defaults.supplemental.len; i++)
            VEC_PUSH(c->a, &returning, s->defaults.supplemental.items[i]);
    }
    return compiler_dml_output(c, s->table, &returning, "deleted") &&
           push_others(c, s->table, others, false) &&
           compiler_conditions(c, " WHERE ", &s->where) && push_limit(c, s->limits) &&
           compiler_dml_returning(c, &returning);
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
        bool is_primary = froms_same(k, froms_key(assignments_primary(s->table)));
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
              : e->kind == SQL_INSERT     ? compiler_insert(c, e->as.insert, named)
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
