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

static uint32_t node_of(const Node *nodes, size_t n, const Table *t)
{
    for (size_t i = 0; i < n; i++)
        if (nodes[i].table == t) return (uint32_t)i;
    return UINT32_MAX;
}

typedef struct Sorter {
    Node *nodes;
    size_t n;
    Map positions; /* table_key -> Node * */
    Arena *scratch;
    TableOrderFixed fixed;
    void *user;
} Sorter;

static bool is_apart(const Sorter *s, const Node *node, const Constraint *k)
{
    if (k->use_alter) return true;
    return node->in_cycle && !(s->fixed && s->fixed(k, s->user));
}

static void collect_needs(Sorter *s, Node *node)
{
    const Table *t = node->table;
    node->needs = ARENA_ARRAY(s->scratch, uint32_t, t->constraints.len);
    node->need_count = 0;
    for (size_t i = 0; i < t->constraints.len; i++) {
        const Constraint *k = t->constraints.items[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY || is_apart(s, node, k)) continue;
        if (!k->referred || k->referred == t) continue;
        const Node *target = map_find(
            &s->positions, table_key(s->scratch, k->referred->schema, k->referred->name.text));
        uint32_t index =
            target ? (uint32_t)(target - s->nodes) : node_of(s->nodes, s->n, k->referred);
        if (index != UINT32_MAX) node->needs[node->need_count++] = index;
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

static void list_foreign_keys(const Sorter *s, Arena *out, TableOrder *order)
{
    for (size_t i = 0; i < s->n; i++) {
        const Table *t = s->nodes[i].table;
        for (size_t k = 0; k < t->constraints.len; k++) {
            Constraint *c = t->constraints.items[k];
            if (c->kind != CONSTRAINT_FOREIGN_KEY) continue;
            if (!c->referred && !c->use_alter && !order->missing) order->missing = c;
            if (is_apart(s, &s->nodes[i], c)) VEC_PUSH(out, &order->apart, c);
        }
    }
}

TableOrder table_order(const TableVec *tables, TableOrderFixed fixed, void *user, Arena *out)
{
    Arena scratch = {0};
    TableOrder order = {0};
    size_t n = tables->len;
    Sorter s = {.n = n, .scratch = &scratch, .fixed = fixed, .user = user};
    s.nodes = ARENA_ARRAY(&scratch, Node, n + 1);
    for (size_t i = 0; i < n; i++) {
        Table *t = tables->items[i];
        Str key = table_key(&scratch, t->schema, t->name.text);
        s.nodes[i] = (Node){.table = t, .key = key};
        map_put(&s.positions, &scratch, key, &s.nodes[i]);
    }
    for (size_t i = 0; i < n; i++) collect_needs(&s, &s.nodes[i]);
    order.cycle = !emit_levels(s.nodes, n, out, &order.tables);
    if (order.cycle) {
        /* SQLAlchemy starts over without the foreign keys of the tables in cycles. */
        mark_cycles(s.nodes, n);
        order.tables.len = 0;
        for (size_t i = 0; i < n; i++) {
            s.nodes[i].done = false;
            if (s.nodes[i].in_cycle) collect_needs(&s, &s.nodes[i]);
        }
        order.stuck = !emit_levels(s.nodes, n, out, &order.tables);
    }
    list_foreign_keys(&s, out, &order);
    arena_release(&scratch);
    return order;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const MapEntry *)a)->key, ((const MapEntry *)b)->key);
}

TableVec metadata_sorted(MetaData *m, Arena *out, bool *cycle)
{
    TableVec tables = {0};
    metadata_resolve(m);
    MapEntry *entries = ARENA_ARRAY(out, MapEntry, m->tables.len + 1);
    for (size_t i = 0; i < m->tables.len; i++) entries[i] = m->tables.entries[i];
    qsort(entries, m->tables.len, sizeof *entries, by_key);
    for (size_t i = 0; i < m->tables.len; i++) VEC_PUSH(out, &tables, entries[i].value);
    TableOrder order = table_order(&tables, NULL, NULL, out);
    if (cycle) *cycle = order.cycle;
    return order.tables;
}

/* ---- resolving foreign keys ---- */

static Table *referred_table(const MetaData *m, const Constraint *k)
{
    Str schema = k->referred_schema;
    Table *found = metadata_find(m, schema, k->referred_table);
    if (!found && str_is_null(schema) && !str_is_null(m->schema))
        found = metadata_find(m, m->schema, k->referred_table);
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
        if (!k->referred) k->referred = referred_table(m, k);
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
