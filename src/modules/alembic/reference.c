#include "modules/alembic/reference.h"

#include "modules/sqlalchemy/exc.h"

bool reference_check(Directive *d, Constraint *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (items[i]->kind == CONSTRAINT_FOREIGN_KEY && !items[i]->referred_columns.len)
            return eval_raise_native(d->ev, &exc_ArgumentError,
                                     "op.%s(): the foreign key to '%.*s' must name a column: "
                                     "'%.*s.<column>'",
                                     d->name, STR_ARG(items[i]->referred_table),
                                     STR_ARG(items[i]->referred_table));
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
