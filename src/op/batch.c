#include "op/batch.h"

#include <string.h>

/* A column that ALTER TABLE ADD COLUMN takes: no computed default, nothing beside it. */
static bool column_is_plain(const Op *op)
{
    const Column *c = op->as.add_column.column;
    const Table *parent = op->as.add_column.parent;
    if (c->server_default.kind == DEFAULT_EXPR) return false;
    if (c->server_default.kind == DEFAULT_COMPUTED && c->server_default.persisted == 1)
        return false;
    for (size_t i = 0; parent && i < parent->constraints.len; i++)
        if (parent->constraints.items[i]->kind != CONSTRAINT_PRIMARY_KEY) return false;
    return true;
}

bool batch_needs_recreate(const Batch *b)
{
    for (size_t i = 0; i < b->ops.len; i++) {
        const Op *op = b->ops.items[i];
        if (op->kind == OP_ADD_COLUMN && column_is_plain(op)) continue;
        if (op->kind != OP_CREATE_INDEX && op->kind != OP_DROP_INDEX) return true;
    }
    return false;
}

bool batch_recreates(const Batch *b, const char *dialect)
{
    if (b->recreate != BATCH_RECREATE_AUTO) return b->recreate == BATCH_RECREATE_ALWAYS;
    return !strcmp(dialect, "sqlite") && batch_needs_recreate(b);
}
