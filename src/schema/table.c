#include "schema/table.h"

#include <assert.h>
#include <stdatomic.h>

/* SQLAlchemy orders constraints (and declarative columns) by a count of creations over the whole
 * process; only the order of the numbers is ever looked at. */
static uint64_t next_creation(void)
{
    static atomic_uint_fast64_t count;
    return atomic_fetch_add(&count, 1) + 1;
}

/* ---- metadata ---- */

MetaData *metadata_new(Arena *a)
{
    static NamingRule default_rule = {.key = {"ix", 2}, .format = {"ix_%(column_0_label)s", 21}};
    MetaData *m = ARENA_NEW(a, MetaData);
    m->arena = a;
    m->naming = (NamingConvention){&default_rule, 1};
    return m;
}

Str table_key(Arena *a, Str schema, Str name)
{
    if (str_is_null(schema)) return name;
    return arena_fmt(a, "%.*s.%.*s", STR_ARG(schema), STR_ARG(name));
}

Table *metadata_find(const MetaData *m, Str schema, Str name)
{
    Arena scratch = {0};
    Table *t = map_find(&m->tables, table_key(&scratch, schema, name));
    arena_release(&scratch);
    return t;
}

Table *table_new(Arena *a, MetaData *m, Ident name, Str schema)
{
    Table *t = ARENA_NEW(a, Table);
    t->name = name;
    t->schema = schema;
    t->metadata = m;
    t->creation_order = next_creation();
    return t;
}

bool metadata_add(MetaData *m, Table *t)
{
    Str key = table_key(m->arena, t->schema, t->name.text);
    if (map_has(&m->tables, key)) return false;
    map_put(&m->tables, m->arena, key, t);
    t->metadata = m;
    return true;
}

/* ---- making parts ---- */

Column *column_new(Arena *a, Ident name, const SqlType *type)
{
    Column *c = ARENA_NEW(a, Column);
    c->name = name;
    c->key = name.text;
    c->type = type;
    c->nullable = true;
    c->unique = c->index = -1;
    c->server_default.persisted = -1;
    c->server_default.on_null = -1;
    c->creation_order = next_creation();
    return c;
}

void column_set_nullable(Column *c, bool nullable)
{
    c->nullable = nullable;
    c->nullable_none = false;
}

Ident constraint_target(const Constraint *c)
{
    return (Ident){.text = c->referred_table,
                   .quote = c->referred_quote,
                   .schema_quote = c->referred_schema_quote};
}

Constraint *constraint_new(Arena *a, ConstraintKind kind, Ident name)
{
    Constraint *c = ARENA_NEW(a, Constraint);
    c->kind = kind;
    c->name = name;
    c->deferrable = -1;
    c->creation_order = next_creation();
    return c;
}

Index *index_new(Arena *a, Ident name)
{
    Index *i = ARENA_NEW(a, Index);
    i->name = name;
    return i;
}

/* ---- finding ---- */

Column *table_find_column(const Table *t, Str name)
{
    for (size_t i = 0; i < t->columns.len; i++)
        if (str_eq(t->columns.items[i]->name.text, name)) return t->columns.items[i];
    return NULL;
}

Column *table_column_by_key(const Table *t, Str key)
{
    for (size_t i = 0; i < t->columns.len; i++) {
        const Column *c = t->columns.items[i];
        if (str_eq(str_is_null(c->key) ? c->name.text : c->key, key)) return t->columns.items[i];
    }
    return NULL;
}

Column *table_find_column_key(const Table *t, Str key)
{
    Column *c = table_column_by_key(t, key);
    return c ? c : table_find_column(t, key);
}

static Constraint *primary_key(const Table *t)
{
    for (size_t i = 0; i < t->constraints.len; i++)
        if (t->constraints.items[i]->kind == CONSTRAINT_PRIMARY_KEY) return t->constraints.items[i];
    return NULL;
}

Constraint *table_primary_key(const Table *t)
{
    Constraint *pk = primary_key(t);
    return pk && pk->column_names.len ? pk : NULL;
}

static bool has_foreign_key(const Column *c)
{
    for (size_t i = 0; c->table && i < c->table->constraints.len; i++) {
        const Constraint *k = c->table->constraints.items[i];
        if (k->kind == CONSTRAINT_FOREIGN_KEY && vec_has_str(&k->column_names, c->name.text))
            return true;
    }
    return c->constraints.len > 0 && c->constraints.items[0]->kind == CONSTRAINT_FOREIGN_KEY;
}

static bool suits_autoincrement(const Column *c)
{
    TypeAffinity affinity = type_affinity(c->type);
    if (affinity != TYPE_AFFINITY_INTEGER && affinity != TYPE_AFFINITY_NUMERIC) return false;
    if (c->has_default && !c->sequence) return false;
    DefaultKind kind = c->server_default.kind;
    if (kind != DEFAULT_NONE && kind != DEFAULT_IDENTITY) return false;
    return !has_foreign_key(c) || c->autoincrement == AUTOINCREMENT_IGNORE_FK;
}

Column *table_autoincrement_column(const Table *t)
{
    const Constraint *pk = table_primary_key(t);
    if (!pk) return NULL;
    Column *found = NULL;
    bool single = pk->column_names.len == 1;
    for (size_t i = 0; i < pk->column_names.len; i++) {
        Column *c = table_find_column_key(t, pk->column_names.items[i]);
        if (!c) continue;
        if (c->autoincrement == AUTOINCREMENT_TRUE) return c;
        bool automatic =
            c->autoincrement == AUTOINCREMENT_AUTO || c->autoincrement == AUTOINCREMENT_IGNORE_FK;
        if (single && automatic && suits_autoincrement(c)) found = c;
    }
    return found;
}

/* ---- attaching ---- */

void table_add_constraint(Table *t, Arena *a, Constraint *c)
{
    c->table = t;
    if (c->kind != CONSTRAINT_PRIMARY_KEY) {
        VEC_PUSH(a, &t->constraints, c);
        return;
    }
    /* Like SQLAlchemy, an explicit key replaces the one that the columns made, which stay marked.
     */
    Constraint *old = primary_key(t);
    if (old == c) return;
    if (old) {
        if (!c->column_names.len) c->column_names = old->column_names;
        VEC_REMOVE(&t->constraints, 0);
    }
    VEC_INSERT(a, &t->constraints, 0, c);
    for (size_t i = 0; i < c->column_names.len; i++) {
        Column *col = table_find_column_key(t, c->column_names.items[i]);
        if (!col) continue;
        col->primary_key = true;
        if (!col->nullable_given) col->nullable = false;
    }
}

void table_add_index(Table *t, Arena *a, Index *i)
{
    i->table = t;
    VEC_PUSH(a, &t->indexes, i);
}

static void join_primary_key(Table *t, Arena *a, Column *c)
{
    Constraint *pk = primary_key(t);
    if (!pk) {
        pk = constraint_new(a, CONSTRAINT_PRIMARY_KEY, ident(STR_NULL));
        pk->is_implicit_key = true;
        pk->table = t;
        VEC_INSERT(a, &t->constraints, 0, pk);
    }
    if (!vec_has_str(&pk->column_names, c->name.text)) VEC_PUSH(a, &pk->column_names, c->name.text);
    if (!c->nullable_given) c->nullable = false;
}

static SqlExpr *column_ref(Arena *a, Column *c)
{
    SqlExpr *e = sql_expr_column(a, c->name.text);
    e->type = c->type;
    e->as.column.column = c;
    e->as.column.quote = ident_quote_wish(c->name.quote);
    return e;
}

static void apply_flags(Table *t, Arena *a, Column *c)
{
    if (c->index == 1) {
        Index *i = index_new(a, ident(STR_NULL));
        i->unique = c->unique == 1;
        i->column_flag = true;
        VEC_PUSH(a, &i->expressions, column_ref(a, c));
        table_add_index(t, a, i);
    } else if (c->unique == 1) {
        Constraint *k = constraint_new(a, CONSTRAINT_UNIQUE, ident(STR_NULL));
        k->is_implicit_unique = true;
        VEC_PUSH(a, &k->column_names, c->name.text);
        table_add_constraint(t, a, k);
    }
}

static SqlExpr *literal_in(Arena *a, const SqlType *type, SqlValue v)
{
    SqlExpr *e = sql_expr_value(a, v);
    e->type = type;
    return e;
}

/* x IN (0, 1) for Boolean, x IN ('a', 'b') for Enum. Whether the CHECK is written is decided by the
 * dialect, which may have the type natively. */
static void add_type_check(Table *t, Arena *a, Column *c, const SqlType *type)
{
    while (type->cls->is_decorator && type->impl) type = type->impl;
    bool is_enum = type->cls->affinity == TYPE_AFFINITY_ENUM;
    SqlExpr *list = sql_expr_list(a, SQL_OP_COMMA, NULL, 0);
    SqlExpr *none = literal_in(a, NULL, (SqlValue){.kind = SQL_VALUE_LIST});
    none->as.bind.expanding = true;
    for (size_t i = 0; is_enum && i < type->enum_values.len; i++)
        VEC_PUSH(a, &list->as.list.items,
                 literal_in(a, NULL, sql_value_str(type->enum_values.items[i])));
    for (int i = 0; !is_enum && i <= 1; i++)
        VEC_PUSH(a, &list->as.list.items, literal_in(a, NULL, sql_value_int(i)));
    SqlExpr *grouped = sql_expr_new(a, SQL_GROUPING, NULL);
    grouped->as.grouping.inner = list;
    Constraint *k = constraint_new(a, CONSTRAINT_CHECK,
                                   (Ident){.text = type->name,
                                           .quote = ident_quote(type->name_quote),
                                           .is_conv = type->name_is_conv});
    k->type_bound = type;
    k->type_whole = c->type;
    bool any = !is_enum || type->enum_values.len > 0;
    k->sqltext = sql_expr_binary(a, SQL_OP_IN, column_ref(a, c), any ? grouped : none);
    VEC_PUSH(a, &k->column_names, c->name.text);
    table_add_constraint(t, a, k);
}

void table_add_column(Table *t, Arena *a, Column *c)
{
    c->table = t;
    VEC_PUSH(a, &t->columns, c);
    type_take_schema(c->type);
    if (c->primary_key) join_primary_key(t, a, c);
    apply_flags(t, a, c);
    if (c->type && type_wants_check(c->type)) add_type_check(t, a, c, c->type);
    for (size_t i = 0; c->type && i < c->type->variants.len; i++)
        if (type_wants_check(c->type->variants.items[i].type))
            add_type_check(t, a, c, c->type->variants.items[i].type);
    ConstraintVec kept = {0};
    for (size_t i = 0; i < c->constraints.len; i++) {
        Constraint *k = c->constraints.items[i];
        k->table = t;
        if (k->kind != CONSTRAINT_FOREIGN_KEY) {
            k->column = c;
            VEC_PUSH(a, &kept, k);
            continue;
        }
        /* SQLAlchemy makes the table's constraint only now, so it counts as younger than those
         * that were written beside the column. */
        k->creation_order = next_creation();
        k->is_inline = true;
        if (!k->column_names.len) VEC_PUSH(a, &k->column_names, c->name.text);
        table_add_constraint(t, a, k);
    }
    c->constraints = kept;
}

/* False: the constraint has a column that goes. */
static bool constraint_keeps(Constraint *c, const StrVec *names)
{
    for (size_t i = c->column_names.len; i-- > 0;) {
        if (vec_has_str(names, c->column_names.items[i]) || c->kind == CONSTRAINT_CHECK) continue;
        if (c->kind != CONSTRAINT_PRIMARY_KEY) return false;
        VEC_REMOVE(&c->column_names, i);
    }
    return true;
}

static bool index_keeps(const Index *x, const StrVec *names)
{
    for (size_t i = 0; i < x->expressions.len; i++) {
        const SqlExpr *e = x->expressions.items[i];
        if (e->kind == SQL_COLUMN && !vec_has_str(names, e->as.column.name)) return false;
    }
    return true;
}

void table_keep_columns(Table *t, const StrVec *names)
{
    for (size_t i = t->columns.len; i-- > 0;)
        if (!vec_has_str(names, t->columns.items[i]->name.text)) VEC_REMOVE(&t->columns, i);
    for (size_t i = t->constraints.len; i-- > 0;)
        if (!constraint_keeps(t->constraints.items[i], names)) VEC_REMOVE(&t->constraints, i);
    for (size_t i = t->indexes.len; i-- > 0;)
        if (!index_keeps(t->indexes.items[i], names)) VEC_REMOVE(&t->indexes, i);
}

Str constraint_no_target(const Constraint *c, Arena *out)
{
    return arena_fmt(
        out,
        "Foreign key associated with column '%.*s.%.*s' could not find table '%.*s' with which to "
        "generate a foreign key to target column '%.*s'",
        STR_ARG(c->table->name.text), STR_ARG(c->column_names.items[0]),
        STR_ARG(table_key(out, c->referred_schema, c->referred_table)),
        STR_ARG(c->referred_columns.items[0]));
}

SqlExpr *sequence_next(Arena *out, const Sequence *s, const SqlType *type)
{
    SqlExpr *next = sql_expr_new(out, SQL_SEQUENCE_NEXT, type);
    next->as.sequence.name = s->name.text;
    next->as.sequence.schema = s->schema;
    next->as.sequence.name_quote = ident_quote_wish(s->name.quote);
    next->as.sequence.schema_quote = ident_quote_wish(s->name.schema_quote);
    return next;
}
