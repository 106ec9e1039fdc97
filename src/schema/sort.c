#include "schema/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* One table in the sort. */
typedef struct Node {
    Table *table;
    Str key;
    uint32_t *needs; /* indexes of referred tables */
    size_t need_count;
    bool done;
    bool in_cycle;
} Node;

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const Node *)a)->key, ((const Node *)b)->key);
}

static uint32_t node_of(const Node *nodes, size_t n, const Table *t)
{
    for (size_t i = 0; i < n; i++)
        if (nodes[i].table == t) return (uint32_t)i;
    return UINT32_MAX;
}

static void collect_needs(Node *nodes, size_t n, size_t at, const Map *positions, Arena *scratch)
{
    const Table *t = nodes[at].table;
    nodes[at].needs = ARENA_ARRAY(scratch, uint32_t, t->constraints.len);
    for (size_t i = 0; i < t->constraints.len; i++) {
        const Constraint *k = t->constraints.items[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY || k->use_alter || !k->referred || k->referred == t)
            continue;
        const Node *target =
            map_find(positions, table_key(scratch, k->referred->schema, k->referred->name.text));
        uint32_t index = target ? (uint32_t)(target - nodes) : node_of(nodes, n, k->referred);
        if (index != UINT32_MAX) nodes[at].needs[nodes[at].need_count++] = index;
    }
}

/* Appends all tables whose needs are met, level by level, as SQLAlchemy's topological sort does.
 * False: what is left has a cycle. */
static bool emit_levels(Node *nodes, size_t n, Arena *out, TableVec *sorted)
{
    size_t left = 0;
    for (size_t i = 0; i < n; i++) left += !nodes[i].done;
    bool *ready = mem_alloc(n, sizeof *ready);
    while (left) {
        size_t found = 0;
        for (size_t i = 0; i < n; i++) {
            ready[i] = !nodes[i].done;
            for (size_t k = 0; ready[i] && k < nodes[i].need_count; k++)
                ready[i] = nodes[nodes[i].needs[k]].done;
            found += ready[i];
        }
        if (!found) break;
        for (size_t i = 0; i < n; i++) {
            if (!ready[i]) continue;
            nodes[i].done = true;
            VEC_PUSH(out, sorted, nodes[i].table);
        }
        left -= found;
    }
    mem_free(ready);
    return left == 0;
}

/* Marks the tables that can reach themselves. */
static void mark_cycles(Node *nodes, size_t n)
{
    uint32_t *stack = mem_alloc(n, sizeof *stack);
    bool *seen = mem_alloc(n, sizeof *seen);
    for (size_t start = 0; start < n; start++) {
        if (nodes[start].done) continue;
        memset(seen, 0, n * sizeof *seen);
        size_t depth = 0;
        stack[depth++] = (uint32_t)start;
        while (depth && !nodes[start].in_cycle) {
            const Node *at = &nodes[stack[--depth]];
            for (size_t k = 0; k < at->need_count; k++) {
                uint32_t to = at->needs[k];
                if (to == start) nodes[start].in_cycle = true;
                if (nodes[to].done || seen[to]) continue;
                seen[to] = true;
                stack[depth++] = to;
            }
        }
    }
    mem_free(seen);
    mem_free(stack);
}

TableVec metadata_sorted(MetaData *m, Arena *out, bool *cycle)
{
    Arena scratch = {0};
    size_t n = m->tables.len;
    Node *nodes = ARENA_ARRAY(&scratch, Node, n + 1);
    metadata_resolve(m);
    for (size_t i = 0; i < n; i++)
        nodes[i] = (Node){.table = m->tables.entries[i].value, .key = m->tables.entries[i].key};
    qsort(nodes, n, sizeof *nodes, by_key);
    Map positions = {0};
    for (size_t i = 0; i < n; i++) map_put(&positions, &scratch, nodes[i].key, &nodes[i]);
    for (size_t i = 0; i < n; i++) collect_needs(nodes, n, i, &positions, &scratch);
    TableVec sorted = {0};
    bool ok = emit_levels(nodes, n, out, &sorted);
    if (cycle) *cycle = !ok;
    if (!ok) {
        /* SQLAlchemy starts over without the foreign keys of the tables in cycles. */
        mark_cycles(nodes, n);
        sorted.len = 0;
        for (size_t i = 0; i < n; i++) {
            nodes[i].done = false;
            if (nodes[i].in_cycle) nodes[i].need_count = 0;
        }
        (void)emit_levels(nodes, n, out, &sorted);
    }
    arena_release(&scratch);
    return sorted;
}

/* ---- resolving foreign keys ---- */

static Table *referred_table(const MetaData *m, const Table *t, const Constraint *k)
{
    Str schema = k->referred_schema;
    Table *found = metadata_find(m, schema, k->referred_table);
    if (!found && str_is_null(schema) && !str_is_null(m->schema))
        found = metadata_find(m, m->schema, k->referred_table);
    if (!found && str_eq(t->name.text, k->referred_table) && str_is_null(schema))
        found = (Table *)t;
    return found;
}

/* A column without a type takes that of the column it refers to; true when something changed. */
static bool take_type(Table *t, const Constraint *k)
{
    bool changed = false;
    for (size_t i = 0; i < k->column_names.len && i < k->referred_columns.len; i++) {
        Column *c = table_find_column_key(t, k->column_names.items[i]);
        const Column *target = table_find_column_key(k->referred, k->referred_columns.items[i]);
        if (!c || !target || !type_is_null(c->type) || type_is_null(target->type)) continue;
        c->type = target->type;
        changed = true;
    }
    return changed;
}

static bool resolve_table(MetaData *m, Table *t)
{
    bool changed = false;
    for (size_t i = 0; i < t->constraints.len; i++) {
        Constraint *k = t->constraints.items[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY) continue;
        if (!k->referred) k->referred = referred_table(m, t, k);
        if (k->referred && take_type(t, k)) changed = true;
    }
    return changed;
}

void metadata_resolve(MetaData *m)
{
    /* Types travel along chains of foreign keys: each round makes at least one column final. */
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < m->tables.len; i++)
            if (resolve_table(m, m->tables.entries[i].value)) changed = true;
    }
}
