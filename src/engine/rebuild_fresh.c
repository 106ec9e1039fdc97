#include "engine/rebuild_fresh.h"

#include "base/utf8.h"
#include "modules/sqlalchemy/sql/element.h"

static void wish_order(Rebuild *x)
{
    const BatchOrders *wishes = &x->b->partial_reordering;
    for (size_t i = 0; i < wishes->len; i++)
        for (size_t k = 1; k < wishes->items[i].len; k++)
            rebuild_table_order(x, wishes->items[i].items[k - 1], wishes->items[i].items[k]);
    for (size_t k = 1; !wishes->len && k < x->existing_order.len; k++)
        rebuild_table_order(x, x->existing_order.items[k - 1], x->existing_order.items[k]);
}

static bool waits(Rebuild *x, const RebuildParts *todo, Str key)
{
    for (size_t i = 0; i < x->pairs.len; i++) {
        if (!str_eq(x->pairs.items[i].after, key) || str_eq(x->pairs.items[i].before, key))
            continue;
        for (size_t k = 0; k < todo->len; k++)
            if (str_eq(todo->items[k].key, x->pairs.items[i].before)) return true;
    }
    return false;
}

/* SQLAlchemy's topological sort: level by level, each in the order of the columns. */
bool rebuild_fresh_sort(Rebuild *x)
{
    RebuildParts todo = x->parts, sorted = {0};
    wish_order(x);
    while (todo.len) {
        RebuildParts rest = {0};
        size_t before = sorted.len;
        for (size_t i = 0; i < todo.len; i++) {
            if (waits(x, &todo, todo.items[i].key))
                VEC_PUSH(x->a, &rest, todo.items[i]);
            else
                VEC_PUSH(x->a, &sorted, todo.items[i]);
        }
        if (sorted.len == before)
            return rebuild_table_fail(x, "sqlalchemy.exc.CircularDependencyError",
                                      "Circular dependency detected.");
        todo = rest;
    }
    x->parts = sorted;
    return true;
}

/* Whether the columns in a CHECK's condition are all there; those in a text are not known. */
static bool has_columns(Rebuild *x, const SqlExpr *e, int depth)
{
    enum { WIDTH = 64 }; /* a condition has few operands at one place */
    const SqlExpr *below[WIDTH];
    if (!e || depth > 100) return true;
    if (e->kind == SQL_COLUMN) return rebuild_table_find(x, e->as.column.name) != NULL;
    if (e->kind == SQL_LITERAL_COLUMN)
        return rebuild_table_find(x, e->as.literal_column.text) != NULL;
    size_t n = sql_expr_children(e, below, WIDTH);
    for (size_t i = 0; i < n; i++)
        if (!has_columns(x, below[i], depth + 1)) return false;
    return true;
}

/* The new names of columns in a condition that was written with Column objects; what names them in
 * another way keeps the old ones, as in Alembic. */
static void rename_columns(Rebuild *x, SqlExpr *e, int depth)
{
    enum { WIDTH = 64 };
    const SqlExpr *below[WIDTH];
    if (!e || depth > 100) return;
    const RebuildPart *p = e->kind == SQL_COLUMN && e->as.column.column
                               ? rebuild_table_find(x, e->as.column.name)
                               : NULL;
    if (p) {
        e->as.column.name = p->column->name.text;
        e->as.column.column = p->column;
    }
    size_t n = sql_expr_children(e, below, WIDTH);
    for (size_t i = 0; i < n; i++) rename_columns(x, (SqlExpr *)below[i], depth + 1);
}

static bool follow_condition(Rebuild *x, Constraint *c)
{
    if (!has_columns(x, c->sqltext, 0)) return false;
    c->sqltext = element_copy(c->sqltext, x->a);
    rename_columns(x, c->sqltext, 0);
    return true;
}

static RebuildPart *find_part(Rebuild *x, Str name)
{
    RebuildPart *p = rebuild_table_find(x, name);
    for (size_t i = 0; !p && i < x->parts.len; i++)
        if (str_eq(x->parts.items[i].column->name.text, name)) p = &x->parts.items[i];
    return p;
}

/* Each element of an EXCLUDE counts by the first column in it. */
static bool has_excluded(Rebuild *x, const Constraint *c)
{
    for (size_t i = 0; i < c->elements.len; i++) {
        const SqlExpr *column = sql_expr_first_column(c->elements.items[i].expr);
        if (column && !find_part(x, column->as.column.name)) return false;
    }
    return true;
}

/* Constraints name columns as they were; a renamed one takes its constraints along. */
static bool follow_columns(Rebuild *x, Constraint *c)
{
    StrVec names = {0};
    if (c->kind == CONSTRAINT_EXCLUDE && !has_excluded(x, c)) return false;
    /* Only what was read from the definition is known by its columns. */
    bool is_read = x->definition.ptr && !x->b->copy_from && ident_is_null(c->name);
    if (c->kind == CONSTRAINT_CHECK && !is_read) return follow_condition(x, c);
    for (size_t i = 0; i < c->column_names.len; i++) {
        RebuildPart *p = find_part(x, c->column_names.items[i]);
        if (!p) return false;
        VEC_PUSH(x->a, &names, p->column->name.text);
    }
    if (c->kind != CONSTRAINT_CHECK) c->column_names = names;
    return true;
}

static uint64_t next_order(const Table *t)
{
    uint64_t last = 0;
    for (size_t i = 0; i < t->constraints.len; i++)
        if (t->constraints.items[i]->creation_order > last)
            last = t->constraints.items[i]->creation_order;
    return last + 1;
}

/* Constraints are written in the order of their making. */
static void add_ordered(Rebuild *x, Table *t, Constraint *c)
{
    uint64_t order = next_order(t);
    /* Of these two, SQLAlchemy's copies are without the dialects' options. */
    if (c->kind == CONSTRAINT_CHECK || c->kind == CONSTRAINT_FOREIGN_KEY)
        c->options = (SqlOptions){0};
    table_add_constraint(t, x->a, c);
    c->creation_order = order;
}

/* alter_column() names the CHECK of a type as any directive names a constraint of the table. */
static bool place_check(Rebuild *x, Table *t, Constraint *c)
{
    c->creation_order = next_order(t);
    if (ident_is_null(c->name)) return true;
    Constraint of_old = *c;
    of_old.table = x->old;
    return constraint_final_name(&of_old, x->m->compile.naming, x->a, &c->name, x->err);
}

/* The CHECK of a type that alter_column() gave stands as if the block had added it there. */
static bool place_checks(Rebuild *x, Table *t, const Constraint *after, bool named)
{
    for (size_t i = 0; i < x->parts.len; i++) {
        const RebuildPart *p = &x->parts.items[i];
        for (size_t k = 0; p->retyped && p->check_after == after && k < t->constraints.len; k++) {
            Constraint *c = t->constraints.items[k];
            if (c->type_bound && ident_is_null(c->name) != named &&
                str_eq(c->column_names.items[0], p->column->name.text) && !place_check(x, t, c))
                return false;
        }
    }
    return true;
}

/* Those with names first, of either kind as they are. */
static bool add_kept(Rebuild *x, Table *t, const ConstraintVec *kept)
{
    for (int named = 1; named >= 0; named--) {
        if (!place_checks(x, t, NULL, named)) return false;
        for (size_t i = 0; i < x->constraints.len; i++) {
            Constraint *c = x->constraints.items[i];
            if (ident_is_null(c->name) != (named == 0)) continue;
            for (size_t k = 0; k < kept->len; k++)
                if (kept->items[k] == c) add_ordered(x, t, c);
            if (!place_checks(x, t, c, named)) return false;
        }
    }
    return true;
}

static bool no_column(Rebuild *x, const Constraint *c, const Table *t, Str name)
{
    static const char *const classes[] = {"PrimaryKeyConstraint", "ForeignKeyConstraint",
                                          "UniqueConstraint", "CheckConstraint",
                                          "ExcludeConstraint"};
    return rebuild_table_fail(x, "sqlalchemy.exc.ConstraintColumnNotFoundError",
                              "Can't create %s on table '%.*s': no column named '%.*s' is present.",
                              classes[c->kind], STR_ARG(t->name.text), STR_ARG(name));
}

static Table *new_table(Rebuild *x)
{
    Str name = arena_fmt(x->a, "_alembic_tmp_%.*s", STR_ARG(x->old->name.text));
    name.len = utf8_offset(name, 50); /* Alembic's limit */
    Ident fresh = {.text = name, .schema_quote = x->old->name.schema_quote};
    Table *t = table_new(x->a, metadata_new(x->a), fresh, x->old->schema);
    t->prefixes = x->old->prefixes;
    t->comment = x->old->comment;
    if (x->b->table_prefixes.len) t->prefixes = x->b->table_prefixes;
    if (!str_is_null(x->b->table_comment)) t->comment = x->b->table_comment;
    /* What the block says comes first, then what the old table has besides. */
    for (size_t i = 0; i < x->b->table_kwargs.len; i++)
        sql_options_put(&t->options, x->a, x->b->table_kwargs.items[i].name,
                        x->b->table_kwargs.items[i].value);
    for (size_t i = 0; i < x->old->options.len; i++) {
        const SqlOption *o = &x->old->options.items[i];
        if (!sql_options_find(&t->options, arena_cstr(x->a, o->name)))
            sql_options_put(&t->options, x->a, o->name, o->value);
    }
    return t;
}

static bool add_columns(Rebuild *x, Table *t)
{
    for (size_t i = 0; i < x->parts.len; i++) {
        Str column = x->parts.items[i].column->name.text;
        if (table_find_column(t, column))
            return rebuild_table_fail(
                x, "sqlalchemy.exc.DuplicateColumnError",
                "A column with name '%.*s' is already present in table '%.*s'.", STR_ARG(column),
                STR_ARG(t->name.text));
        table_add_column(t, x->a, x->parts.items[i].column);
    }
    for (size_t i = 0; i < x->b->table_columns.len; i++)
        table_add_column(t, x->a, column_copy(x->b->table_columns.items[i], x->a));
    return true;
}

/* What table_args has. */
static bool add_given(Rebuild *x, Table *t)
{
    for (size_t i = 0; i < x->b->table_constraints.len; i++) {
        Constraint *given = x->b->table_constraints.items[i];
        Constraint *c = constraint_copy(given, x->a);
        c->creation_order = given->creation_order;
        for (size_t k = 0; k < c->column_names.len; k++)
            if (!table_column_by_key(t, c->column_names.items[k]))
                return no_column(x, c, t, c->column_names.items[k]);
        table_add_constraint(t, x->a, c);
    }
    return true;
}

/* The block's columns go by the names that they had. */
static Column *index_column(Rebuild *x, const Table *t, Str key)
{
    const RebuildPart *p = rebuild_table_find(x, key);
    return p ? p->column : table_column_by_key(t, key);
}

static bool add_index(Rebuild *x, Table *t, const Index *given)
{
    Index *i = index_new(x->a, given->name);
    *i = *given;
    i->expressions = (SqlExprVec){0};
    if (given->table)
        return rebuild_table_fail(x, "sqlalchemy.exc.ArgumentError",
                                  "Index '%.*s' is against table '%.*s', and cannot be associated "
                                  "with table '%.*s'.",
                                  STR_ARG(given->name.text), STR_ARG(given->table->name.text),
                                  STR_ARG(t->name.text));
    for (size_t k = 0; k < given->expressions.len; k++) {
        SqlExpr *e = given->expressions.items[k];
        Column *c = e->kind == SQL_COLUMN ? index_column(x, t, e->as.column.name) : NULL;
        if (e->kind == SQL_COLUMN && !c)
            return rebuild_table_fail(
                x, "sqlalchemy.exc.ConstraintColumnNotFoundError",
                "Can't create Index on table '%.*s': no column named '%.*s' is present.",
                STR_ARG(t->name.text), STR_ARG(e->as.column.name));
        if (c) {
            e = sql_expr_column(x->a, c->name.text);
            e->as.column.column = c;
        }
        VEC_PUSH(x->a, &i->expressions, e);
    }
    table_add_index(t, x->a, i);
    return true;
}

bool rebuild_fresh_build(Rebuild *x)
{
    ConstraintVec kept = {0};
    for (size_t i = 0; i < x->constraints.len; i++)
        if (follow_columns(x, x->constraints.items[i]))
            VEC_PUSH(x->a, &kept, x->constraints.items[i]);
    if (x->b->schema_twice)
        return rebuild_table_fail(x, "TypeError",
                                  "sqlalchemy.sql.schema.Table() got multiple values for keyword "
                                  "argument 'schema'");
    Table *t = new_table(x);
    if (!add_columns(x, t) || !add_given(x, t)) return false;
    if (!add_kept(x, t, &kept)) return false;
    x->fresh = t;
    for (size_t i = 0; i < x->b->table_indexes.len; i++)
        if (!add_index(x, t, x->b->table_indexes.items[i])) return false;
    return true;
}
