#include "modules/alembic/reference.h"

#include "modules/sqlalchemy/exc.h"

/* "table", "table." and ".column" name no column of a table. */
static bool check_target(Directive *d, const Constraint *k)
{
    for (size_t i = 0; i < k->referred_columns.len; i++)
        if (!k->referred_columns.items[i].len)
            return eval_raise_native(d->ev, &exc_ArgumentError,
                                     "op.%s(): the foreign key to '%.*s.': Column must be "
                                     "constructed with a non-blank name or assign a non-blank "
                                     ".name before adding to a Table.",
                                     d->name, STR_ARG(k->referred_table));
    if (!k->referred_columns.len)
        return eval_raise_native(d->ev, &exc_ArgumentError,
                                 "op.%s(): the foreign key to '%.*s' must name a column: "
                                 "'%.*s.<column>'",
                                 d->name, STR_ARG(k->referred_table), STR_ARG(k->referred_table));
    if (k->referred_table.len || k->referred) return true;
    Str column = k->referred_columns.items[0];
    return eval_raise(d->ev, "ValueError",
                      "op.%s(): the foreign key to '.%.*s' must name a table: '<table>.%.*s'",
                      d->name, STR_ARG(column), STR_ARG(column));
}

bool reference_check(Directive *d, Constraint *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (items[i]->kind == CONSTRAINT_FOREIGN_KEY && !check_target(d, items[i])) return false;
    return true;
}

bool reference_check_column(Directive *d, Value column)
{
    Column *c = module_column_get(d->ev, column);
    return !c || reference_check(d, c->constraints.items, c->constraints.len);
}

static bool is_of_itself(const Table *t, const Constraint *k)
{
    return k->kind == CONSTRAINT_FOREIGN_KEY && !k->referred &&
           str_eq(k->referred_table, t->name.text) && str_eq(k->referred_schema, t->schema);
}

static bool find_target(Directive *d, Table *t, const Constraint *k, Str key)
{
    const Column *c = table_find_column_key(t, key), *named = table_find_column(t, key);
    if (c && str_eq(c->key, key) && (named || !k->link_to_name)) return true;
    if (c && str_eq(c->key, key))
        return eval_raise_native(d->ev, &exc_NoReferencedColumnError,
                                 "Could not initialize target column for ForeignKey '%.*s.%.*s' on "
                                 "table '%.*s': table '%.*s' has no column named '%.*s'",
                                 STR_ARG(table_key(d->arena, t->schema, t->name.text)),
                                 STR_ARG(key), STR_ARG(t->name.text), STR_ARG(t->name.text),
                                 STR_ARG(key));
    if (named) return directive_column_twice(d, t, key);
    (void)directive_untyped(d, t, key);
    return true;
}

bool reference_resolve(Directive *d, Table *t)
{
    for (size_t i = 0; i < t->constraints.len; i++) {
        const Constraint *k = t->constraints.items[i];
        for (size_t n = 0; is_of_itself(t, k) && n < k->referred_columns.len; n++)
            if (!find_target(d, t, k, k->referred_columns.items[n])) return false;
    }
    metadata_resolve(t->metadata);
    return true;
}
