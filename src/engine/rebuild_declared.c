#include "engine/rebuild_declared.h"

#include "dialect/sqlite/table_text.h"

static bool same_names(const StrVec *a, const StrVec *b)
{
    if (a->len != b->len) return false;
    for (size_t i = 0; i < a->len; i++)
        if (!str_eq_nocase(a->items[i], b->items[i])) return false;
    return true;
}

static void set_option(Rebuild *x, SqlOptions *options, const char *name, Str value)
{
    if (!str_is_null(value)) sql_options_put(options, x->a, str_z(name), sql_value_str(value));
}

/* "COLLATE NOCASE DESC" behind the columns of a key. */
static void set_endings(Rebuild *x, Constraint *c, const SqliteTextConstraint *text)
{
    bool any = false;
    SqlValue list = {.kind = SQL_VALUE_LIST};
    list.as.list.items = ARENA_ARRAY(x->a, SqlValue, text->endings.len);
    list.as.list.len = text->endings.len;
    for (size_t i = 0; i < text->endings.len; i++) {
        any |= text->endings.items[i].len > 0;
        list.as.list.items[i] = sql_value_str(text->endings.items[i]);
    }
    if (!any || text->endings.len != c->column_names.len) return;
    sql_options_put(&c->options, x->a, STR(SQLITE_KEY_ENDINGS), list);
    if (text->in_column)
        sql_options_put(&c->options, x->a, STR(SQLITE_KEY_IN_COLUMN), sql_value_bool(true));
}

/* ---- columns ---- */

/* The type as it is written, with the reflected one's class for everything else. */
static const SqlType *declared_type(Rebuild *x, const SqlType *reflected, Str text)
{
    TypeClass *cls = ARENA_NEW(x->a, TypeClass);
    *cls = *reflected->cls;
    cls->visit = "user_defined";
    cls->is_user_defined = true;
    SqlType *t = ARENA_NEW(x->a, SqlType);
    *t = *reflected;
    t->cls = cls;
    t->col_spec = text;
    return t;
}

static void add_to_column(Rebuild *x, Column *c, const SqliteTextColumn *text)
{
    c->type = declared_type(x, c->type, text->type);
    c->collation = text->collation;
    set_option(x, &c->options, "sqlite_on_conflict_not_null", text->not_null_conflict);
    set_option(x, &c->options, SQLITE_NOT_NULL_NAME, text->not_null_name);
    if (c->server_default.kind == DEFAULT_COMPUTED && !str_is_null(text->generated))
        c->server_default.expr = sql_expr_verbatim(x->a, text->generated);
    if (c->server_default.kind == DEFAULT_EXPR && !str_is_null(text->default_text))
        c->server_default.expr = sql_expr_verbatim(x->a, text->default_text);
    if (!text->autoincrement) return;
    sql_options_put(&x->old->options, x->a, STR("sqlite_autoincrement"), sql_value_bool(true));
    sql_options_put(&c->options, x->a, STR(SQLITE_DECLARED_AUTOINCREMENT), sql_value_bool(true));
}

static bool add_columns(Rebuild *x, const SqliteTableText *text)
{
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Column *c = x->old->columns.items[i];
        const SqliteTextColumn *found = NULL;
        for (size_t k = 0; k < text->columns.len; k++)
            if (str_eq_nocase(text->columns.items[k].name, c->name.text))
                found = &text->columns.items[k];
        if (!found) return false;
        add_to_column(x, c, found);
    }
    return true;
}

/* ---- constraints ---- */

static void name_it(Constraint *c, Str name)
{
    if (ident_is_null(c->name) && !str_is_null(name))
        c->name = (Ident){.text = name, .is_conv = true};
}

static void add_key(Rebuild *x, const SqliteTextConstraint *text)
{
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        Constraint *c = x->old->constraints.items[i];
        if (c->kind != CONSTRAINT_PRIMARY_KEY) continue;
        name_it(c, text->name);
        set_option(x, &c->options, "sqlite_on_conflict", text->on_conflict);
        set_endings(x, c, text);
        /* Beside AUTOINCREMENT the clause is the column's. */
        Column *only =
            c->column_names.len == 1 ? table_find_column(x->old, c->column_names.items[0]) : NULL;
        if (only)
            set_option(x, &only->options, "sqlite_on_conflict_primary_key", text->on_conflict);
    }
}

static Constraint *add_new(Rebuild *x, ConstraintKind kind, Str name)
{
    Constraint *c =
        constraint_new(x->a, kind, (Ident){.text = name, .is_conv = !str_is_null(name)});
    table_add_constraint(x->old, x->a, c);
    return c;
}

/* A table can have the same constraint twice, with a name and without: each of the inspected ones
 * is one of the definition. */
static bool is_taken(const ConstraintVec *taken, const Constraint *c)
{
    for (size_t i = 0; i < taken->len; i++)
        if (taken->items[i] == c) return true;
    return false;
}

static void add_unique(Rebuild *x, const SqliteTextConstraint *text, ConstraintVec *taken)
{
    Constraint *found = NULL;
    for (size_t i = 0; i < x->old->constraints.len && !found; i++) {
        Constraint *c = x->old->constraints.items[i];
        bool named_else = !ident_is_null(c->name) && !str_eq(c->name.text, text->name);
        if (c->kind == CONSTRAINT_UNIQUE && same_names(&c->column_names, &text->columns) &&
            !named_else && !is_taken(taken, c))
            found = c;
    }
    if (!found) {
        found = add_new(x, CONSTRAINT_UNIQUE, text->name);
        for (size_t i = 0; i < text->columns.len; i++) {
            const Column *c = table_find_column(x->old, text->columns.items[i]);
            VEC_PUSH(x->a, &found->column_names, c ? c->name.text : text->columns.items[i]);
        }
    }
    VEC_PUSH(x->a, taken, found);
    name_it(found, text->name);
    set_option(x, &found->options, "sqlite_on_conflict", text->on_conflict);
    set_endings(x, found, text);
}

static Str action(Str text) { return str_eq_z(text, "NO ACTION") ? STR_NULL : text; }

/* The inspected one that this is; of two that differ in nothing but their names inspection shows
 * one. NULL = none. */
static Constraint *find_foreign_key(Rebuild *x, const SqliteTextConstraint *text,
                                    const ConstraintVec *taken)
{
    const Constraint *twin = NULL;
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        Constraint *c = x->old->constraints.items[i];
        if (c->kind != CONSTRAINT_FOREIGN_KEY || !same_names(&c->column_names, &text->columns) ||
            !str_eq_nocase(c->referred_table, text->table) ||
            (text->referred.len && !same_names(&c->referred_columns, &text->referred)))
            continue;
        if (!is_taken(taken, c)) return c;
        twin = c;
    }
    if (!twin) return NULL;
    Constraint *copy = constraint_copy(twin, x->a);
    copy->name = (Ident){0};
    table_add_constraint(x->old, x->a, copy);
    return copy;
}

static void add_foreign_key(Rebuild *x, const SqliteTextConstraint *text, ConstraintVec *taken)
{
    Constraint *c = find_foreign_key(x, text, taken);
    if (!c) return;
    VEC_PUSH(x->a, taken, c);
    name_it(c, text->name);
    c->ondelete = action(text->ondelete);
    c->onupdate = action(text->onupdate);
    c->match = text->match;
    c->deferrable = text->deferrable;
    c->initially = text->initially;
}

/* Alembic writes the CHECK of a type twice where a rebuild adds the column; once says the same, and
 * goes at one drop_constraint(). */
static bool is_repeated(const SqliteTableText *all, const SqliteTextConstraint *text)
{
    for (const SqliteTextConstraint *k = all->constraints.items; k < text; k++)
        if (k->kind == SQLITE_TEXT_CHECK && str_eq(k->name, text->name) &&
            str_is_null(k->name) == str_is_null(text->name) &&
            str_eq(k->expression, text->expression))
            return true;
    return false;
}

/* Without a name it goes when a column goes that it mentions. */
static void add_check(Rebuild *x, const SqliteTextConstraint *text)
{
    Constraint *c = add_new(x, CONSTRAINT_CHECK, text->name);
    c->sqltext = sql_expr_verbatim(x->a, sqlite_table_text_unqualify(text->expression, x->a));
    for (size_t i = 0; str_is_null(text->name) && i < x->old->columns.len; i++) {
        Str column = x->old->columns.items[i]->name.text;
        if (sqlite_table_text_mentions(text->expression, column))
            VEC_PUSH(x->a, &c->column_names, column);
    }
}

static void add_constraints(Rebuild *x, const SqliteTableText *text)
{
    ConstraintVec *all = &x->old->constraints;
    ConstraintVec taken = {0};
    /* Reflection finds CHECKs by a pattern, the definition has them for certain. */
    for (size_t i = all->len; i-- > 0;)
        if (all->items[i]->kind == CONSTRAINT_CHECK) VEC_REMOVE(all, i);
    for (size_t i = 0; i < text->constraints.len; i++) {
        const SqliteTextConstraint *k = &text->constraints.items[i];
        if (k->kind == SQLITE_TEXT_PRIMARY_KEY) add_key(x, k);
        if (k->kind == SQLITE_TEXT_UNIQUE) add_unique(x, k, &taken);
        if (k->kind == SQLITE_TEXT_FOREIGN_KEY) add_foreign_key(x, k, &taken);
        if (k->kind == SQLITE_TEXT_CHECK && !is_repeated(text, k)) add_check(x, k);
    }
}

bool rebuild_declared_add(Rebuild *x)
{
    SqliteTableText text;
    if (str_is_null(x->definition) || x->b->copy_from) return true;
    if (!sqlite_table_text_parse(x->definition, x->a, &text) || !add_columns(x, &text)) {
        err_set(x->err, ERR_UNSUPPORTED,
                "cannot rebuild table '%.*s': its definition cannot be read",
                STR_ARG(x->old->name.text));
        return err_hint(x->err, "Give the table with copy_from. The definition: %.*s",
                        STR_ARG(x->definition));
    }
    if (text.without_rowid)
        sql_options_put(&x->old->options, x->a, STR("sqlite_with_rowid"), sql_value_bool(false));
    if (text.strict)
        sql_options_put(&x->old->options, x->a, STR("sqlite_strict"), sql_value_bool(true));
    add_constraints(x, &text);
    return true;
}
