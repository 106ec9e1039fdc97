#include "autogen/compare.h"

#include <stdlib.h>

#include "base/strbuf.h"

/* ---- shared helpers ---- */

void compare_log(Compare *c, const char *module, const char *fmt, ...)
{
    StrBuf b = {0};
    Arena scratch = {0};
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(&b, fmt, ap);
    va_end(ap);
    Str logger = arena_fmt(&scratch, "alembic.autogenerate.compare.%s", module);
    log_write(c->o->log, LOG_INFO, logger.ptr, "%.*s", STR_ARG(strbuf_view(&b)));
    strbuf_deinit(&b);
    arena_release(&scratch);
}

void compare_warn(Compare *c, const char *fmt, ...)
{
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(&b, fmt, ap);
    va_end(ap);
    log_write(c->o->log, LOG_WARNING, "py.warnings", "%.*s", STR_ARG(strbuf_view(&b)));
    strbuf_deinit(&b);
}

Str compare_repr(Compare *c, Str name)
{
    return str_is_null(name) ? STR("None") : sql_value_repr_str(name, c->out);
}

Str compare_table_text(Compare *c, const TablePair *p)
{
    if (str_is_null(p->schema)) return p->name;
    return arena_fmt(c->out, "%.*s.%.*s", STR_ARG(p->schema), STR_ARG(p->name));
}

void compare_push(Compare *c, TablePair *p, Op *op)
{
    VEC_PUSH(c->out, &p->group->as.modify_table.ops, op);
}

Op *compare_op(Compare *c, const TablePair *p, OpKind kind)
{
    Table *t = p->model ? p->model : p->conn;
    /* Column and comment directives carry the schema as it was compared; the rest their table's. */
    Str schema = p->schema;
    return op_new(c->out, kind, schema, t->name);
}

bool compare_name(Compare *c, Str name, AutogenItemKind kind, Str schema, Str table)
{
    if (c->failed || c->o->include_name == NULL) return !c->failed;
    AutogenParents parents = {.schema_name = schema,
                              .has_schema = kind != AUTOGEN_SCHEMA,
                              .has_table = kind != AUTOGEN_SCHEMA && kind != AUTOGEN_TABLE};
    Str t = kind == AUTOGEN_TABLE ? name : table;
    if (parents.has_table) parents.table_name = table;
    if (parents.has_schema && !str_is_empty(t))
        parents.schema_qualified_table_name =
            table_key(c->out, str_is_empty(schema) ? STR_NULL : schema, t);
    bool keep = true;
    if (!c->o->include_name(c->o->user, name, kind, &parents, &keep, c->err)) c->failed = true;
    return keep && !c->failed;
}

bool compare_object(Compare *c, AutogenItem item, Str name, bool reflected,
                    const AutogenItem *other)
{
    if (c->failed || c->o->include_object == NULL) return !c->failed;
    bool keep = true;
    if (!c->o->include_object(c->o->user, &item, name, reflected, other, &keep, c->err))
        c->failed = true;
    return keep && !c->failed;
}

static const NamingConvention *naming_of(const Table *t)
{
    return t && t->metadata ? &t->metadata->naming : NULL;
}

bool compare_constraint_name(Compare *c, const Constraint *k, Ident *name)
{
    if (constraint_final_name(k, naming_of(k->table), c->out, name, c->err) &&
        autogen_rules_final_name(c->dialect, name, c->out, c->err))
        return true;
    c->failed = true;
    return false;
}

bool compare_index_name(Compare *c, const Index *i, Ident *name)
{
    if (index_final_name(i, naming_of(i->table), c->out, name, c->err) &&
        autogen_rules_final_name(c->dialect, name, c->out, c->err))
        return true;
    c->failed = true;
    return false;
}

/* ---- schemas and their tables ---- */

/* The schemas to look into: null for the default one, which comes first. */
static bool list_schemas(Compare *c, StrVec *schemas)
{
    if (compare_name(c, STR_NULL, AUTOGEN_SCHEMA, STR_NULL, STR_NULL))
        VEC_PUSH(c->out, schemas, STR_NULL);
    if (!c->o->include_schemas || c->failed) return !c->failed;
    StrVec all = {0};
    Str usual = c->compile.default_schema;
    if (!c->conn->vtable->schema_names(c->conn, c->out, &all, c->err)) return false;
    for (size_t i = 0; i < all.len; i++) {
        Str s = all.items[i];
        if (str_eq_z(s, "information_schema") || (!str_is_null(usual) && str_eq(s, usual)))
            continue;
        if (compare_name(c, s, AUTOGEN_SCHEMA, STR_NULL, STR_NULL)) VEC_PUSH(c->out, schemas, s);
    }
    return !c->failed;
}

static bool same_text(Str a, Str b) { return str_is_null(a) == str_is_null(b) && str_eq(a, b); }

static bool is_version_table(const Compare *c, Str schema, Str name)
{
    return same_text(schema, c->o->version_table_schema) && str_eq(name, c->o->version_table);
}

/* Inspects the tables of one schema that the filters let through. */
static bool inspect_schema(Compare *c, Str schema)
{
    StrVec names = {0}, taken = {0}, schemas = {0};
    VEC_PUSH(c->out, &schemas, schema);
    if (!c->conn->vtable->table_names(c->conn, schema, false, c->out, &names, c->err)) return false;
    for (size_t i = 0; i < names.len; i++) {
        if (is_version_table(c, schema, names.items[i])) continue;
        if (compare_name(c, names.items[i], AUTOGEN_TABLE, schema, STR_NULL))
            VEC_PUSH(c->out, &taken, names.items[i]);
    }
    if (c->failed || taken.len == 0) return !c->failed;
    return c->conn->vtable->inspect(c->conn, &schemas, taken.len == names.len ? NULL : &taken,
                                    c->db, c->err);
}

/* What PostgresqlImpl.autogen_column_reflect and SQLiteImpl's do to each column. */
static void adjust_column(Compare *c, Column *col)
{
    ServerDefault *d = &col->server_default;
    if (d->kind != DEFAULT_EXPR || d->expr == NULL || d->expr->kind != SQL_TEXT) return;
    const SqlValue *owned = sql_options_find(&col->info, "owned_sequence");
    if (c->rules->drops_owned_sequences && owned != NULL &&
        (type_class_is_a(col->type->cls, "INTEGER") || type_class_is_a(col->type->cls, "BIGINT"))) {
        log_write(c->o->log, LOG_INFO, "alembic.ddl.postgresql",
                  "Detected sequence named '%.*s' as owned by integer column '%.*s(%.*s)', "
                  "assuming SERIAL and omitting",
                  STR_ARG(owned->as.text), STR_ARG(col->table->name.text), STR_ARG(col->name.text));
        *d = (ServerDefault){.kind = DEFAULT_NONE, .persisted = -1, .on_null = -1};
    } else if (c->rules->parenthesizes_defaults &&
               autogen_rules_needs_parens(d->expr->as.text.text)) {
        d->expr =
            sql_expr_text(c->out, arena_fmt(c->out, "(%.*s)", STR_ARG(d->expr->as.text.text)));
    }
}

static void adjust_table(Compare *c, Table *t)
{
    for (size_t i = 0; i < t->columns.len; i++) adjust_column(c, t->columns.items[i]);
}

/* ---- pairing ---- */

typedef VEC(TablePair) PairVec;

static Table *find_conn(const Compare *c, Str schema, Str name)
{
    if (is_version_table(c, schema, name)) return NULL;
    return metadata_find(c->db, schema, name);
}

static Str schema_without_default(const Compare *c, Str schema)
{
    Str usual = c->compile.default_schema;
    return !str_is_null(schema) && !str_is_null(usual) && str_eq(schema, usual) ? STR_NULL : schema;
}

/* sorted_tables of every metadata, one after the other. */
static bool pair_models(Compare *c, MetaData *const *models, size_t n, PairVec *pairs, Map *seen)
{
    for (size_t m = 0; m < n; m++) {
        bool cycle = false;
        TableVec tables = metadata_sorted(models[m], c->out, &cycle);
        if (cycle)
            compare_warn(c, "Cannot correctly sort tables; there are unresolvable cycles between "
                            "tables; foreign keys "
                            "between them are created inline");
        for (size_t i = 0; i < tables.len; i++) {
            Table *t = tables.items[i];
            Str key = table_key(c->out, t->schema, t->name.text);
            if (map_has(seen, key)) {
                return err_raise(c->err, ERR_SCRIPT, "ValueError",
                                 "Duplicate table keys across multiple MetaData objects: \"%.*s\"",
                                 STR_ARG(key));
            }
            map_put(seen, c->out, key, t);
            if (is_version_table(c, t->schema, t->name.text)) continue;
            TablePair p = {
                .schema = schema_without_default(c, t->schema), .name = t->name.text, .model = t};
            p.conn = find_conn(c, p.schema, p.name);
            VEC_PUSH(c->out, pairs, p);
        }
    }
    return true;
}

static Op *new_group(Compare *c, const TablePair *p)
{
    return op_new(c->out, OP_MODIFY_TABLE, p->schema, ident(p->name));
}

static void push_group(Compare *c, const TablePair *p)
{
    if (p->group->as.modify_table.ops.len > 0) VEC_PUSH(c->out, c->ops, p->group);
}

static void compare_table_parts(Compare *c, TablePair *p)
{
    unsigned plugins = c->o->plugins;
    if (!c->failed && (plugins & AUTOGEN_PLUGIN_CONSTRAINTS)) compare_indexes(c, p);
    if (!c->failed && (plugins & AUTOGEN_PLUGIN_CONSTRAINTS)) compare_foreign_keys(c, p);
    if (!c->failed && (plugins & AUTOGEN_PLUGIN_COMMENTS)) compare_table_comment(c, p);
    if (!c->failed && (plugins & AUTOGEN_PLUGIN_CHECKS)) compare_checks(c, p);
}

/* What CreateTableOp.from_table carries: columns and constraints. Indexes are operations of their
 * own, and so is a unique constraint that the database shows as an index, too. */
static Table *without_indexes(Compare *c, const Table *t)
{
    Table *copy = ARENA_NEW(c->out, Table);
    *copy = *t;
    copy->indexes = (IndexVec){0};
    copy->constraints = (ConstraintVec){0};
    for (size_t i = 0; i < t->constraints.len; i++)
        if (!sql_options_find(&t->constraints.items[i]->info, "duplicates_index"))
            VEC_PUSH(c->out, &copy->constraints, t->constraints.items[i]);
    return copy;
}

static void add_table(Compare *c, TablePair *p)
{
    AutogenItem item = {.kind = AUTOGEN_TABLE, .as.table = p->model};
    if (!compare_object(c, item, p->name, false, NULL)) return;
    Op *op = op_new(c->out, OP_CREATE_TABLE, p->model->schema, p->model->name);
    op->as.create_table.table = without_indexes(c, p->model);
    op->options = p->model->options;
    VEC_PUSH(c->out, c->ops, op);
    compare_log(c, "tables", "Detected added table %.*s",
                STR_ARG(compare_repr(c, compare_table_text(c, p))));
    p->group = new_group(c, p);
    compare_table_parts(c, p);
    push_group(c, p);
}

static void remove_table(Compare *c, TablePair *p)
{
    AutogenItem item = {.kind = AUTOGEN_TABLE, .as.table = p->conn};
    adjust_table(c, p->conn);
    if (!compare_object(c, item, p->name, true, NULL)) return;
    p->group = new_group(c, p);
    compare_table_parts(c, p);
    push_group(c, p);
    Op *op = op_new(c->out, OP_DROP_TABLE, p->conn->schema, p->conn->name);
    op->as.drop_table.original = without_indexes(c, p->conn);
    VEC_PUSH(c->out, c->ops, op);
    compare_log(c, "tables", "Detected removed table %.*s",
                STR_ARG(compare_repr(c, compare_table_text(c, p))));
}

static void change_table(Compare *c, TablePair *p)
{
    AutogenItem item = {.kind = AUTOGEN_TABLE, .as.table = p->model};
    AutogenItem other = {.kind = AUTOGEN_TABLE, .as.table = p->conn};
    if (!compare_object(c, item, p->name, false, &other)) return;
    p->group = new_group(c, p);
    compare_columns_before(c, p);
    compare_table_parts(c, p);
    compare_columns_after(c, p);
    push_group(c, p);
}

/* ---- order of the removed tables ---- */

static bool refers_to(const Table *from, const Table *to)
{
    for (size_t i = 0; i < from->constraints.len; i++)
        if (from->constraints.items[i]->referred == to) return true;
    return false;
}

static bool is_referred(const PairVec *pairs, size_t at)
{
    for (size_t i = 0; i < pairs->len; i++)
        if (i != at && refers_to(pairs->items[i].conn, pairs->items[at].conn)) return true;
    return false;
}

static int by_key(const void *a, const void *b)
{
    const TablePair *x = a, *y = b;
    int schema = str_cmp(str_is_null(x->schema) ? STR("") : x->schema,
                         str_is_null(y->schema) ? STR("") : y->schema);
    return schema ? schema : str_cmp(x->name, y->name);
}

static void sort_pairs(PairVec *pairs)
{
    if (pairs->len > 1) qsort(pairs->items, pairs->len, sizeof *pairs->items, by_key);
}

/* Alembic drops them in the order of a set. Here a table goes before those it refers to, by name
 * otherwise; in a circle the first by name. */
static void remove_tables(Compare *c, const Map *seen)
{
    PairVec left = {0};
    for (size_t i = 0; i < c->db->tables.len; i++) {
        Table *t = c->db->tables.entries[i].value;
        TablePair p = {.schema = t->schema, .name = t->name.text, .conn = t};
        if (!map_has(seen, table_key(c->out, t->schema, t->name.text)) &&
            !is_version_table(c, t->schema, t->name.text))
            VEC_PUSH(c->out, &left, p);
    }
    sort_pairs(&left);
    while (left.len > 0 && !c->failed) {
        size_t at = 0;
        while (at < left.len && is_referred(&left, at)) at++;
        if (at == left.len) at = 0;
        TablePair p = left.items[at];
        VEC_REMOVE(&left, at);
        remove_table(c, &p);
    }
}

static void compare_tables(Compare *c, PairVec *pairs)
{
    Map seen = {0};
    PairVec existing = {0};
    for (size_t i = 0; i < pairs->len; i++) {
        TablePair *p = &pairs->items[i];
        map_put(&seen, c->out, table_key(c->out, p->schema, p->name), p->model);
        if (p->conn)
            VEC_PUSH(c->out, &existing, *p);
        else if (!c->failed)
            add_table(c, p);
    }
    remove_tables(c, &seen);
    for (size_t i = 0; i < existing.len; i++) adjust_table(c, existing.items[i].conn);
    sort_pairs(&existing);
    for (size_t i = 0; i < existing.len && !c->failed; i++) change_table(c, &existing.items[i]);
}

/* ---- the whole ---- */

bool autogen_compare(Connection *conn, const AutogenOptions *o, MetaData *const *models,
                     size_t model_count, Arena *out, OpVec *upgrade, Err *err)
{
    Compare c = {.conn = conn,
                 .dialect = conn->dialect,
                 .rules = autogen_rules_find(conn->dialect),
                 .o = o,
                 .out = out,
                 .db = metadata_new(out),
                 .ops = upgrade,
                 .err = err};
    c.compile = (CompileOptions){.literal_binds = true, .plain_columns = true};
    connection_set_options(conn, &c.compile);
    if (!(o->plugins & AUTOGEN_PLUGIN_SCHEMAS) || !(o->plugins & AUTOGEN_PLUGIN_TABLES))
        return true;
    StrVec schemas = {0};
    if (!list_schemas(&c, &schemas)) return false;
    for (size_t i = 0; i < schemas.len; i++)
        if (!inspect_schema(&c, schemas.items[i])) return false;
    metadata_resolve(c.db);
    PairVec pairs = {0};
    Map seen = {0};
    for (size_t i = 0; i < model_count; i++) metadata_resolve(models[i]);
    if (!pair_models(&c, models, model_count, &pairs, &seen)) return false;
    compare_tables(&c, &pairs);
    return !c.failed;
}

bool autogen_is_empty(const OpVec *ops)
{
    for (size_t i = 0; i < ops->len; i++) {
        const Op *op = ops->items[i];
        if (op->kind != OP_MODIFY_TABLE || !autogen_is_empty(&op->as.modify_table.ops))
            return false;
    }
    return true;
}

/* Alembic carries autoincrement= over to the other direction unchanged. */
static void keep_autoincrement(const Op *from, Op *to)
{
    if (from->kind == OP_ALTER_COLUMN)
        to->as.alter_column.autoincrement = from->as.alter_column.autoincrement;
    if (from->kind != OP_MODIFY_TABLE) return;
    size_t n = from->as.modify_table.ops.len;
    for (size_t i = 0; i < n; i++)
        keep_autoincrement(from->as.modify_table.ops.items[i],
                           to->as.modify_table.ops.items[n - 1 - i]);
}

bool autogen_reverse(const OpVec *upgrade, Arena *out, OpVec *downgrade, Err *err)
{
    for (size_t i = upgrade->len; i-- > 0;) {
        Op *reversed = op_reverse(upgrade->items[i], out, err);
        if (reversed == NULL) return false;
        keep_autoincrement(upgrade->items[i], reversed);
        VEC_PUSH(out, downgrade, reversed);
    }
    return true;
}
