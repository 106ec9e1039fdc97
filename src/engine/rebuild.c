#include "engine/rebuild.h"

#include <string.h>

#include "modules/alembic/directive.h"

/* One column of the new table and where its rows come from. */
typedef struct Part {
    Str key;             /* name at the start; the block refers to it by this */
    Column *column;      /* the new one */
    bool copied;         /* has a source */
    const SqlType *cast; /* NULL = copied as it is */
    Str source;          /* column of the old table */
} Part;

typedef VEC(Part) PartVec;

/* `before` stands in front of `after` in the new table. */
typedef struct Pair {
    Str before, after;
} Pair;

typedef struct Rebuild {
    Migration *m;
    const Op *op;
    const Batch *b;
    Arena *a;
    Err *err;
    Table *old;
    PartVec parts;
    ConstraintVec constraints;
    IndexVec indexes, new_indexes;
    StrVec existing_order;
    VEC(Pair) pairs;
    Table *fresh;
    StrVec triggers; /* CREATE TRIGGER statements of the old table */
    bool has_views;
} Rebuild;

static bool script_error(Rebuild *x, const char *kind, const char *fmt, Str name)
{
    err_set(x->err, ERR_SCRIPT, fmt, STR_ARG(name));
    x->err->kind = str_z(kind);
    return false;
}

static Part *find_part(Rebuild *x, Str key)
{
    for (size_t i = 0; i < x->parts.len; i++)
        if (str_eq(x->parts.items[i].key, key)) return &x->parts.items[i];
    return NULL;
}

/* ---- what is there ---- */

static bool inspect(Rebuild *x)
{
    EngineConnection *c = engine_connection_get(x->m->connection);
    if (x->m->as_sql)
        return err_set(
            x->err, ERR_COMMAND,
            "This operation cannot proceed in --sql mode; batch mode with dialect %s requires a "
            "live "
            "database connection with which to reflect the table \"%.*s\". To generate a batch SQL "
            "migration script using table \"move and copy\", a complete Table object should be "
            "passed "
            "to the \"copy_from\" argument of the batch_alter_table() method so that table "
            "reflection "
            "can be skipped.",
            x->m->dialect->name, STR_ARG(x->b->table.text));
    MetaData *md = metadata_new(x->a);
    StrVec schemas = {0}, only = {0};
    VEC_PUSH(x->a, &only, x->b->table.text);
    if (!str_is_null(x->b->schema)) VEC_PUSH(x->a, &schemas, x->b->schema);
    if (!c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, &only, md, x->err))
        return false;
    x->old = metadata_find(md, x->b->schema, x->b->table.text);
    if (x->old) return true;
    return script_error(x, "sqlalchemy.exc.NoSuchTableError", "%.*s", x->b->table.text);
}

static void override_columns(Rebuild *x)
{
    for (size_t i = 0; i < x->b->reflect_columns.len; i++) {
        Column *given = x->b->reflect_columns.items[i];
        for (size_t k = 0; k < x->parts.len; k++) {
            if (!str_eq(x->parts.items[k].key, given->name.text)) continue;
            x->parts.items[k].column = column_copy(given, x->a);
            x->parts.items[k].column->primary_key |=
                table_find_column(x->old, given->name.text)->primary_key;
        }
    }
}

/* A constraint that the database has without a name gets one from the block's convention. */
static bool take_constraints(Rebuild *x, bool reflected)
{
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        Constraint *c = constraint_copy(x->old->constraints.items[i], x->a);
        if (x->old->constraints.items[i]->type_bound) continue;
        c->table = x->old;
        if (ident_is_null(c->name) && x->b->has_naming &&
            !constraint_final_name(c, &x->b->naming, x->a, &c->name, x->err))
            return false;
        if (reflected && c->kind == CONSTRAINT_CHECK && ident_is_null(c->name)) continue;
        VEC_PUSH(x->a, &x->constraints, c);
    }
    return true;
}

/* SQLite gives an expression back without its parentheses, which it needs in DDL; constants are
 * told from expressions by Alembic's rule. */
static void parenthesize(Rebuild *x, Column *c)
{
    SqlExpr *e = c->server_default.kind == DEFAULT_EXPR ? c->server_default.expr : NULL;
    if (!e || e->kind != SQL_TEXT || strcmp(x->m->dialect->name, "sqlite") != 0) return;
    Str s = e->as.text.text;
    bool digit = s.len == 1 && ((s.ptr[0] >= '0' && s.ptr[0] <= '9') || s.ptr[0] == '.');
    bool quoted = s.len > 2 && s.ptr[0] == '\'' && s.ptr[s.len - 1] == '\'';
    bool wrapped = s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')';
    if (!s.len || digit || quoted || wrapped) return;
    SqlExpr *copy = ARENA_NEW(x->a, SqlExpr);
    *copy = *e;
    copy->as.text.text = arena_fmt(x->a, "(%.*s)", STR_ARG(s));
    c->server_default.expr = copy;
}

static bool take_elements(Rebuild *x)
{
    bool reflected = !x->b->copy_from;
    if (x->b->copy_from)
        x->old = x->b->copy_from;
    else if (!inspect(x))
        return false;
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Column *c = column_copy(x->old->columns.items[i], x->a);
        c->unique = c->index = -1;
        c->constraints = (ConstraintVec){0};
        if (reflected) parenthesize(x, c);
        Part part = {.key = c->name.text, .column = c, .copied = true, .source = c->name.text};
        /* A generated column computes itself. */
        if (c->server_default.kind == DEFAULT_COMPUTED) part.copied = false;
        VEC_PUSH(x->a, &x->parts, part);
        VEC_PUSH(x->a, &x->existing_order, c->name.text);
    }
    override_columns(x);
    for (size_t i = 0; i < x->old->indexes.len; i++)
        if (!x->old->indexes.items[i]->column_flag)
            VEC_PUSH(x->a, &x->indexes, x->old->indexes.items[i]);
    return take_constraints(x, reflected);
}

/* ---- the operations of the block ---- */

static bool drop_named(Rebuild *x, Str name, Constraint **dropped)
{
    for (size_t i = 0; i < x->constraints.len; i++) {
        if (!str_eq(x->constraints.items[i]->name.text, name) ||
            ident_is_null(x->constraints.items[i]->name))
            continue;
        if (dropped) *dropped = x->constraints.items[i];
        VEC_REMOVE(&x->constraints, i);
        return true;
    }
    return false;
}

static bool apply_drop_constraint(Rebuild *x, const Op *op)
{
    Constraint *c = NULL;
    Str name = op->as.drop_constraint.name.text;
    if (str_is_null(name))
        return script_error(x, "ValueError", "Constraint must have a name%.*s", STR(""));
    if (!drop_named(x, name, &c))
        return script_error(x, "ValueError", "No such constraint: '%.*s'", name);
    if (c->kind != CONSTRAINT_PRIMARY_KEY) return true;
    for (size_t i = 0; i < c->column_names.len; i++) {
        Part *p = find_part(x, c->column_names.items[i]);
        if (p) p->column->primary_key = false;
    }
    return true;
}

static bool apply_add_constraint(Rebuild *x, const Op *op)
{
    Constraint *c = constraint_copy(op->as.add_constraint.constraint, x->a);
    c->table = op->as.add_constraint.constraint->table;
    Ident name = c->name;
    if (x->m->compile.naming &&
        !constraint_final_name(c, x->m->compile.naming, x->a, &name, x->err))
        return false;
    c->name = name;
    if (ident_is_null(c->name))
        return script_error(x, "ValueError", "Constraint must have a name%.*s", STR(""));
    for (size_t i = 0; c->kind == CONSTRAINT_PRIMARY_KEY && i < x->constraints.len; i++)
        if (x->constraints.items[i]->kind == CONSTRAINT_PRIMARY_KEY &&
            ident_is_null(x->constraints.items[i]->name)) {
            VEC_REMOVE(&x->constraints, i);
            break;
        }
    (void)drop_named(x, c->name.text, NULL);
    VEC_PUSH(x->a, &x->constraints, c);
    return true;
}

static void order_pair(Rebuild *x, Str before, Str after)
{
    Pair p = {before, after};
    VEC_PUSH(x->a, &x->pairs, p);
}

static size_t place_of(const StrVec *v, Str name)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(v->items[i], name)) return i;
    return STR_NPOS;
}

/* Alembic's rule for where a new column goes. */
static void place_column(Rebuild *x, Str name, Str before, Str after)
{
    const StrVec *order = &x->existing_order;
    bool partial = x->b->partial_reordering.len > 0;
    if (!partial && !str_is_null(after) && str_is_null(before)) {
        size_t at = place_of(order, after);
        if (at != STR_NPOS && at + 1 < order->len) before = order->items[at + 1];
    } else if (!partial && !str_is_null(before) && str_is_null(after)) {
        size_t at = place_of(order, before);
        if (at != STR_NPOS && at > 0) after = order->items[at - 1];
    }
    if (!str_is_null(before)) order_pair(x, name, before);
    if (!str_is_null(after)) order_pair(x, after, name);
    if (!partial && str_is_null(before) && str_is_null(after) && order->len)
        order_pair(x, VEC_LAST(order), name);
}

static bool apply_add_column(Rebuild *x, const Op *op)
{
    Column *c = column_copy(op->as.add_column.column, x->a);
    place_column(x, c->name.text, op->as.add_column.insert_before, op->as.add_column.insert_after);
    Part part = {.key = c->name.text, .column = c};
    c->constraints = (ConstraintVec){0};
    c->unique = c->index = -1;
    VEC_PUSH(x->a, &x->parts, part);
    /* What the column brings along is part of the block as if it were written out. */
    const Table *parent = op->as.add_column.parent;
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        Constraint *k = parent->constraints.items[i];
        if (k->kind == CONSTRAINT_PRIMARY_KEY || k->type_bound) continue;
        VEC_PUSH(x->a, &x->constraints, constraint_copy(k, x->a));
    }
    for (size_t i = 0; parent && i < parent->indexes.len; i++)
        VEC_PUSH(x->a, &x->new_indexes, parent->indexes.items[i]);
    return true;
}

static bool apply_drop_column(Rebuild *x, const Op *op)
{
    Str name = op->as.drop_column.name.text;
    for (size_t i = 0; i < x->parts.len; i++) {
        if (!str_eq(x->parts.items[i].key, name)) continue;
        VEC_REMOVE(&x->parts, i);
        size_t at = place_of(&x->existing_order, name);
        if (at != STR_NPOS) VEC_REMOVE(&x->existing_order, at);
        return true;
    }
    return script_error(x, "KeyError", "'%.*s'", name);
}

static bool apply_alter_column(Rebuild *x, const Op *op)
{
    const AlterColumn *c = &op->as.alter_column;
    Part *p = find_part(x, c->column);
    if (!p) return script_error(x, "KeyError", "'%.*s'", c->column);
    if (!str_is_null(c->new_name) && !str_eq(c->new_name, c->column)) {
        p->column->name.text = c->new_name;
        if (c->existing_type && !str_is_null(c->existing_type->name))
            (void)drop_named(x, c->existing_type->name, NULL);
    }
    if (c->type) {
        if (p->column->type->cls->affinity != c->type->cls->affinity &&
            c->type->cls->affinity != TYPE_AFFINITY_JSON)
            p->cast = c->type;
        p->column->type = c->type;
    }
    if (c->nullable >= 0) p->column->nullable = c->nullable > 0;
    if (c->server_default_given != GIVEN_NOT)
        p->column->server_default =
            c->server_default_given == GIVEN_NONE ? (ServerDefault){0} : c->server_default;
    if (c->autoincrement >= 0)
        p->column->autoincrement = c->autoincrement ? AUTOINCREMENT_TRUE : AUTOINCREMENT_FALSE;
    if (c->comment_given != GIVEN_NOT)
        p->column->comment = c->comment_given == GIVEN_NONE ? STR_NULL : c->comment;
    return true;
}

static bool apply_drop_index(Rebuild *x, const Op *op)
{
    Str name = op->as.drop_index.name.text;
    for (size_t i = 0; i < x->indexes.len; i++) {
        if (!str_eq(x->indexes.items[i]->name.text, name)) continue;
        VEC_REMOVE(&x->indexes, i);
        return true;
    }
    return script_error(x, "ValueError", "No such index: '%.*s'", name);
}

static bool apply(Rebuild *x, const Op *op)
{
    switch (op->kind) {
    case OP_ADD_COLUMN: return apply_add_column(x, op);
    case OP_DROP_COLUMN: return apply_drop_column(x, op);
    case OP_ALTER_COLUMN: return apply_alter_column(x, op);
    case OP_ADD_CONSTRAINT: return apply_add_constraint(x, op);
    case OP_DROP_CONSTRAINT: return apply_drop_constraint(x, op);
    case OP_CREATE_INDEX: VEC_PUSH(x->a, &x->new_indexes, op->as.create_index.index); return true;
    case OP_DROP_INDEX: return apply_drop_index(x, op);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: return true;
    default: return err_set(x->err, ERR_INTERNAL, "an operation that batch mode does not have");
    }
}

/* ---- the new table ---- */

static void wish_order(Rebuild *x)
{
    const BatchOrders *wishes = &x->b->partial_reordering;
    for (size_t i = 0; i < wishes->len; i++)
        for (size_t k = 1; k < wishes->items[i].len; k++)
            order_pair(x, wishes->items[i].items[k - 1], wishes->items[i].items[k]);
    for (size_t k = 1; !wishes->len && k < x->existing_order.len; k++)
        order_pair(x, x->existing_order.items[k - 1], x->existing_order.items[k]);
}

static bool waits(Rebuild *x, const PartVec *todo, Str key)
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
static bool sort_parts(Rebuild *x)
{
    PartVec todo = x->parts, sorted = {0};
    wish_order(x);
    while (todo.len) {
        PartVec rest = {0};
        size_t before = sorted.len;
        for (size_t i = 0; i < todo.len; i++) {
            if (waits(x, &todo, todo.items[i].key))
                VEC_PUSH(x->a, &rest, todo.items[i]);
            else
                VEC_PUSH(x->a, &sorted, todo.items[i]);
        }
        if (sorted.len == before)
            return script_error(x, "sqlalchemy.exc.CircularDependencyError",
                                "Circular dependency detected.%.*s", STR(""));
        todo = rest;
    }
    x->parts = sorted;
    return true;
}

/* Constraints name columns as they were; a renamed one takes its constraints along. */
static bool follow_columns(Rebuild *x, Constraint *c)
{
    StrVec names = {0};
    for (size_t i = 0; i < c->column_names.len; i++) {
        Part *p = find_part(x, c->column_names.items[i]);
        for (size_t k = 0; !p && k < x->parts.len; k++)
            if (str_eq(x->parts.items[k].column->name.text, c->column_names.items[i]))
                p = &x->parts.items[k];
        if (!p) return false;
        VEC_PUSH(x->a, &names, p->column->name.text);
    }
    if (c->kind != CONSTRAINT_CHECK) c->column_names = names;
    return true;
}

/* Constraints are written in the order of their making. */
static void add_ordered(Rebuild *x, Table *t, Constraint *c)
{
    uint64_t last = 0;
    for (size_t i = 0; i < t->constraints.len; i++)
        if (t->constraints.items[i]->creation_order > last)
            last = t->constraints.items[i]->creation_order;
    table_add_constraint(t, x->a, c);
    c->creation_order = last + 1;
}

static void build_table(Rebuild *x)
{
    Str name = arena_fmt(x->a, "_alembic_tmp_%.*s", STR_ARG(x->old->name.text));
    MetaData *md = metadata_new(x->a);
    if (name.len > 50) name = arena_str(x->a, str_slice(name, 0, 50)); /* Alembic's limit */
    Table *t = table_new(x->a, md, ident(name), x->old->schema);
    t->options = x->old->options;
    t->prefixes = x->old->prefixes;
    t->comment = x->old->comment;
    for (size_t i = 0; i < x->b->table_kwargs.len; i++)
        sql_options_put(&t->options, x->a, x->b->table_kwargs.items[i].name,
                        x->b->table_kwargs.items[i].value);
    bool has_key = false;
    for (size_t i = 0; i < x->constraints.len; i++)
        has_key |= x->constraints.items[i]->kind == CONSTRAINT_PRIMARY_KEY;
    for (size_t i = 0; i < x->parts.len; i++) {
        /* The key constraint says it, with its name and order. */
        if (has_key) x->parts.items[i].column->primary_key = false;
        table_add_column(t, x->a, x->parts.items[i].column);
    }
    for (size_t i = 0; i < x->b->table_columns.len; i++)
        table_add_column(t, x->a, column_copy(x->b->table_columns.items[i], x->a));
    for (size_t i = 0; i < x->b->table_constraints.len; i++)
        table_add_constraint(t, x->a, constraint_copy(x->b->table_constraints.items[i], x->a));
    for (int named = 1; named >= 0; named--) {
        for (size_t i = 0; i < x->constraints.len; i++) {
            Constraint *c = x->constraints.items[i];
            if (ident_is_null(c->name) == (named == 0) && follow_columns(x, c))
                add_ordered(x, t, c);
        }
    }
    x->fresh = t;
}

/* ---- statements ---- */

static bool emit(Rebuild *x, Op *op)
{
    op->pos = x->op->pos;
    return migrate_operation(x->m, op, x->err);
}

static Str quoted(Rebuild *x, Str name) { return dialect_quote(x->m->dialect, ident(name), x->a); }

/* "t.c" as the new type: not every database casts to the types that it has in columns. */
static bool cast_column(Rebuild *x, const Part *p, Str column, Str *sql)
{
    SqlExpr *cast = sql_expr_new(x->a, SQL_CAST, p->cast);
    cast->as.cast.inner = sql_expr_literal_column(x->a, column);
    return x->m->dialect->compile_expr(cast, &x->m->compile, x->a, sql, NULL, x->err);
}

static bool copy_rows(Rebuild *x)
{
    const Dialect *d = x->m->dialect;
    Str from = dialect_quote_table(d, x->old->schema, x->old->name, x->a);
    Str to = dialect_quote_table(d, x->fresh->schema, x->fresh->name, x->a);
    StrBuf names = {0}, values = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < x->parts.len; i++) {
        Part *p = &x->parts.items[i];
        if (!p->copied) continue;
        if (names.len) {
            strbuf_push_z(&names, ", ");
            strbuf_push_z(&values, ", ");
        }
        Str source = quoted(x, p->source), sql;
        strbuf_push(&names, quoted(x, p->column->name.text));
        if (!p->cast) {
            strbuf_fmt(&values, "%.*s.%.*s", STR_ARG(from), STR_ARG(source));
            continue;
        }
        Str column = arena_fmt(x->a, "%.*s.%.*s", STR_ARG(from), STR_ARG(source));
        ok = cast_column(x, p, column, &sql);
        if (ok) strbuf_fmt(&values, "%.*s AS %.*s", STR_ARG(sql), STR_ARG(source));
    }
    Str sql = arena_fmt(x->a, "INSERT INTO %.*s (%.*s) SELECT %.*s \nFROM %.*s", STR_ARG(to),
                        (int)names.len, names.ptr ? names.ptr : "", (int)values.len,
                        values.ptr ? values.ptr : "", STR_ARG(from));
    strbuf_deinit(&names);
    strbuf_deinit(&values);
    return ok && migrate_statement(x->m, sql, x->err);
}

static Op *table_op(Rebuild *x, OpKind kind, const Table *t)
{
    return op_new(x->a, kind, t->schema, t->name);
}

static bool create_index(Rebuild *x, const Index *from)
{
    Index *i = index_new(x->a, from->name);
    *i = *from;
    i->expressions = (SqlExprVec){0};
    for (size_t k = 0; k < from->expressions.len; k++) {
        SqlExpr *e = from->expressions.items[k];
        Part *p = e->kind == SQL_COLUMN ? find_part(x, e->as.column.name) : NULL;
        if (p) {
            e = sql_expr_column(x->a, p->column->name.text);
            e->as.column.column = p->column;
        }
        VEC_PUSH(x->a, &i->expressions, e);
    }
    i->table = x->fresh;
    Op *op = table_op(x, OP_CREATE_INDEX, x->fresh);
    op->as.create_index.index = i;
    return emit(x, op);
}

/* ---- what hangs on the table in SQLite ---- */

static bool is_live_sqlite(const Rebuild *x)
{
    return !x->m->as_sql && !strcmp(x->m->dialect->name, "sqlite");
}

static bool query_texts(Rebuild *x, Str sql, StrVec *out)
{
    EngineConnection *c = engine_connection_get(x->m->connection);
    Result *rows = NULL;
    SqlValue cell;
    if (!engine_connection_send(c, sql, NULL, 0, &rows, x->err)) return false;
    while (rows && c->db->vtable->next(rows, &cell, x->err)) {
        if (cell.kind == SQL_VALUE_STR)
            VEC_PUSH(x->a, out, arena_str(x->a, cell.as.text));
        else if (cell.kind == SQL_VALUE_INT && cell.as.integer)
            VEC_PUSH(x->a, out, STR("1"));
    }
    if (rows) c->db->vtable->result_close(rows);
    return !err_is_set(x->err);
}

/* DROP TABLE deletes the rows first, and enforced foreign keys would delete those of other tables.
 */
static bool check_references(Rebuild *x)
{
    StrVec enforced = {0}, referring = {0};
    Str name = dialect_literal(x->m->dialect, x->old->name.text, x->a);
    Str sql = arena_fmt(x->a,
                        "SELECT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f "
                        "WHERE m.type = 'table' "
                        "AND f.\"table\" = %.*s COLLATE NOCASE AND m.name <> %.*s",
                        STR_ARG(name), STR_ARG(name));
    if (!query_texts(x, STR("PRAGMA foreign_keys"), &enforced) || !enforced.len)
        return !err_is_set(x->err);
    if (!query_texts(x, sql, &referring) || !referring.len) return !err_is_set(x->err);
    err_set(x->err, ERR_UNSUPPORTED,
            "cannot rebuild table '%.*s' while foreign keys are enforced: '%.*s' refers to it",
            STR_ARG(x->old->name.text), STR_ARG(referring.items[0]));
    return err_hint(x->err,
                    "Run PRAGMA foreign_keys=OFF on the connection before the migration begins.");
}

static bool remember_sqlite(Rebuild *x)
{
    StrVec views = {0};
    if (!is_live_sqlite(x)) return true;
    Str sql = arena_fmt(x->a,
                        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %.*s "
                        "COLLATE NOCASE ORDER BY rowid",
                        STR_ARG(dialect_literal(x->m->dialect, x->old->name.text, x->a)));
    if (!check_references(x) || !query_texts(x, sql, &x->triggers) ||
        !query_texts(x, STR("SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger')"),
                     &views))
        return false;
    x->has_views = views.len > 0;
    return true;
}

/* While a view refers to the table that is gone, SQLite refuses to rename unless told not to look.
 */
static bool rename_back(Rebuild *x)
{
    Op *op = table_op(x, OP_RENAME_TABLE, x->fresh);
    op->as.rename_table.new_name = x->old->name;
    if (x->has_views && !migrate_statement(x->m, STR("PRAGMA legacy_alter_table=ON"), x->err))
        return false;
    if (!emit(x, op)) return false;
    x->fresh->name = x->old->name;
    return !x->has_views || migrate_statement(x->m, STR("PRAGMA legacy_alter_table=OFF"), x->err);
}

static bool is_kept(const Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->constraints.len; i++)
        if (str_eq(x->constraints.items[i]->name.text, name)) return true;
    return false;
}

/* PostgreSQL keeps names of constraints unique per table's indexes: the old ones go first. */
static bool free_names(Rebuild *x)
{
    if (strcmp(x->m->dialect->name, "postgresql") != 0) return true;
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        Constraint *c = x->old->constraints.items[i];
        if (ident_is_null(c->name) || c->type_bound || !is_kept(x, c->name.text)) continue;
        Op *op = table_op(x, OP_DROP_CONSTRAINT, x->old);
        op->as.drop_constraint.name = c->name;
        op->as.drop_constraint.name.is_conv = true;
        if (!emit(x, op)) return false;
    }
    return true;
}

static bool run(Rebuild *x)
{
    Op *create = table_op(x, OP_CREATE_TABLE, x->fresh);
    create->as.create_table.table = x->fresh;
    if (!remember_sqlite(x) || !free_names(x) || !emit(x, create) || !copy_rows(x) ||
        !emit(x, table_op(x, OP_DROP_TABLE, x->old)) || !rename_back(x))
        return false;
    for (size_t i = 0; i < x->indexes.len; i++)
        if (!create_index(x, x->indexes.items[i])) return false;
    for (size_t i = 0; i < x->new_indexes.len; i++)
        if (!create_index(x, x->new_indexes.items[i])) return false;
    for (size_t i = 0; i < x->triggers.len; i++)
        if (!migrate_statement(x->m, x->triggers.items[i], x->err)) return false;
    return true;
}

bool rebuild_table(Migration *m, const Op *op, Err *err)
{
    Arena scratch = {0};
    Rebuild x = {.m = m, .op = op, .b = op->as.batch, .a = &scratch, .err = err};
    bool ok = take_elements(&x);
    for (size_t i = 0; ok && i < x.b->ops.len; i++) {
        ok = apply(&x, x.b->ops.items[i]);
        if (!ok && !err->pos.file) err->pos = x.b->ops.items[i]->pos;
    }
    if (ok && (x.b->partial_reordering.len || x.pairs.len)) ok = sort_parts(&x);
    if (ok) build_table(&x);
    ok = ok && run(&x);
    if (!ok && !err->pos.file) err->pos = op->pos;
    arena_release(&scratch);
    return ok;
}
