#include "engine/rebuild_table.h"

#include <string.h>

#include "base/utf8.h"
#include "modules/alembic/directive.h"

bool rebuild_table_fail(Rebuild *x, const char *kind, const char *fmt, Str name)
{
    err_set(x->err, ERR_SCRIPT, fmt, STR_ARG(name));
    x->err->kind = str_z(kind);
    return false;
}

RebuildPart *rebuild_table_find(Rebuild *x, Str key)
{
    for (size_t i = 0; i < x->parts.len; i++)
        if (str_eq(x->parts.items[i].key, key)) return &x->parts.items[i];
    return NULL;
}

/* A column under a name that is there takes the place of the former. */
static void set_part(Rebuild *x, RebuildPart part)
{
    RebuildPart *old = rebuild_table_find(x, part.key);
    if (old)
        *old = part;
    else
        VEC_PUSH(x->a, &x->parts, part);
}

/* ---- what is there ---- */

bool rebuild_table_inspect(Rebuild *x)
{
    EngineConnection *c = engine_connection_get(x->m->connection);
    x->old = x->b->copy_from;
    if (x->old) return true;
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
    return rebuild_table_fail(x, "sqlalchemy.exc.NoSuchTableError", "%.*s", x->b->table.text);
}

/* The name at the start of a column that has its new one already. */
static Str key_of(const Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->renamed_to.len; i++)
        if (str_eq(x->renamed_to.items[i], name)) return x->renamed_from.items[i];
    return name;
}

static void override_columns(Rebuild *x)
{
    for (size_t i = 0; i < x->b->reflect_columns.len; i++) {
        Column *given = x->b->reflect_columns.items[i];
        for (size_t k = 0; k < x->parts.len; k++) {
            RebuildPart *p = &x->parts.items[k];
            if (!str_eq(p->key, given->name.text)) continue;
            p->column = column_copy(given, x->a);
            p->column->primary_key |= table_find_column(x->old, p->source)->primary_key;
        }
    }
}

/* A constraint that the database has without a name gets one from the block's convention. */
static bool take_constraints(Rebuild *x)
{
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        Constraint *c = constraint_copy(x->old->constraints.items[i], x->a);
        if (x->old->constraints.items[i]->type_bound) continue;
        c->table = x->old;
        bool unnamed = ident_is_null(c->name);
        /* The convention is for what is read from the database. */
        if (unnamed && c->kind != CONSTRAINT_CHECK && x->b->has_naming && !x->b->copy_from &&
            !constraint_final_name(c, &x->b->naming, x->a, &c->name, x->err))
            return false;
        for (size_t k = 0; k < c->column_names.len; k++)
            c->column_names.items[k] = key_of(x, c->column_names.items[k]);
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

/* Of what a column carries, its CHECKs stay with it; the rest belongs to the table. */
static void own_checks(Rebuild *x, Column *c)
{
    ConstraintVec checks = {0};
    for (size_t i = 0; i < c->constraints.len; i++)
        if (c->constraints.items[i]->kind == CONSTRAINT_CHECK)
            VEC_PUSH(x->a, &checks, c->constraints.items[i]);
    c->constraints = checks;
}

bool rebuild_table_take(Rebuild *x)
{
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Column *c = column_copy(x->old->columns.items[i], x->a);
        own_checks(x, c);
        c->unique = c->index = -1;
        if (!x->b->copy_from) parenthesize(x, c);
        RebuildPart part = {.key = key_of(x, c->name.text),
                            .column = c,
                            .copied = true,
                            .source = c->name.text,
                            .source_quote = c->name.quote};
        /* A generated column computes itself. */
        if (c->server_default.kind == DEFAULT_COMPUTED) part.copied = false;
        VEC_PUSH(x->a, &x->parts, part);
        VEC_PUSH(x->a, &x->existing_order, part.key);
    }
    override_columns(x);
    for (size_t i = 0; i < x->old->indexes.len; i++)
        if (!x->old->indexes.items[i]->column_flag)
            VEC_PUSH(x->a, &x->indexes, x->old->indexes.items[i]);
    return take_constraints(x);
}

/* ---- the operations of the block ---- */

static bool drop_of_column(Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->parts.len; i++) {
        ConstraintVec *own = &x->parts.items[i].column->constraints;
        for (size_t k = 0; k < own->len; k++) {
            if (!str_eq(own->items[k]->name.text, name)) continue;
            VEC_REMOVE(own, k);
            return true;
        }
    }
    return false;
}

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

/* The name that the project's convention makes of it, as for a constraint of its kind. */
static bool dropped_name(Rebuild *x, const Op *op, Str *name)
{
    static const struct {
        const char *word;
        ConstraintKind kind;
    } kinds[] = {{"check", CONSTRAINT_CHECK},
                 {"foreignkey", CONSTRAINT_FOREIGN_KEY},
                 {"primary", CONSTRAINT_PRIMARY_KEY},
                 {"unique", CONSTRAINT_UNIQUE}};
    Ident given = op->as.drop_constraint.name;
    for (size_t i = 0; x->m->compile.naming && i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_eq_z(op->as.drop_constraint.type, kinds[i].word)) continue;
        Constraint *c = constraint_new(x->a, kinds[i].kind, given);
        c->table = x->old;
        if (!constraint_final_name(c, x->m->compile.naming, x->a, &given, x->err)) return false;
        break;
    }
    *name = given.text;
    return true;
}

static bool apply_drop_constraint(Rebuild *x, const Op *op)
{
    Constraint *c = NULL;
    Str name;
    if (!dropped_name(x, op, &name)) return false;
    if (str_is_null(name))
        return rebuild_table_fail(x, "ValueError", "Constraint must have a name%.*s", STR(""));
    if (x->b->copy_from && drop_of_column(x, name)) return true;
    if (!drop_named(x, name, &c))
        return rebuild_table_fail(x, "ValueError", "No such constraint: '%.*s'", name);
    if (c->kind != CONSTRAINT_PRIMARY_KEY) return true;
    for (size_t i = 0; i < c->column_names.len; i++) {
        RebuildPart *p = rebuild_table_find(x, c->column_names.items[i]);
        if (p) p->column->primary_key = false;
    }
    return true;
}

static bool add_constraint(Rebuild *x, const Constraint *given)
{
    Constraint *c = constraint_copy(given, x->a);
    c->table = given->table;
    Ident name = c->name;
    if (x->m->compile.naming &&
        !constraint_final_name(c, x->m->compile.naming, x->a, &name, x->err))
        return false;
    c->name = name;
    if (ident_is_null(c->name))
        return rebuild_table_fail(x, "ValueError", "Constraint must have a name%.*s", STR(""));
    for (size_t i = 0; c->kind == CONSTRAINT_PRIMARY_KEY && i < x->constraints.len; i++)
        if (x->constraints.items[i]->kind == CONSTRAINT_PRIMARY_KEY &&
            ident_is_null(x->constraints.items[i]->name)) {
            VEC_REMOVE(&x->constraints, i);
            break;
        }
    for (size_t i = 0; i < x->constraints.len; i++)
        if (str_eq(x->constraints.items[i]->name.text, c->name.text)) {
            x->constraints.items[i] = c; /* in the place of the former */
            return true;
        }
    VEC_PUSH(x->a, &x->constraints, c);
    return true;
}

static void order_pair(Rebuild *x, Str before, Str after)
{
    RebuildPair p = {before, after};
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

/* A later index of the same name takes the place of the former. */
static bool apply_create_index(Rebuild *x, const Index *from)
{
    Index *i = index_new(x->a, from->name);
    *i = *from;
    if (!index_final_name(from, x->m->compile.naming, x->a, &i->name, x->err)) return false;
    for (size_t k = 0; k < x->new_indexes.len; k++)
        if (str_eq(x->new_indexes.items[k]->name.text, i->name.text)) {
            x->new_indexes.items[k] = i;
            return true;
        }
    VEC_PUSH(x->a, &x->new_indexes, i);
    return true;
}

static bool apply_add_column(Rebuild *x, const Op *op)
{
    Column *c = column_copy(op->as.add_column.column, x->a);
    place_column(x, c->name.text, op->as.add_column.insert_before, op->as.add_column.insert_after);
    RebuildPart part = {.key = c->name.text, .column = c};
    own_checks(x, c);
    set_part(x, part);
    /* What the column brings along is part of the block as if it were written out. */
    const Table *parent = op->as.add_column.parent;
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        Constraint *k = parent->constraints.items[i];
        if (k->kind == CONSTRAINT_PRIMARY_KEY || k->type_bound) continue;
        if (!add_constraint(x, k)) return false;
    }
    for (size_t i = 0; parent && i < parent->indexes.len; i++)
        if (!apply_create_index(x, parent->indexes.items[i])) return false;
    return true;
}

/* The key goes on without a column that is dropped. */
static void leave_key(Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->constraints.len; i++) {
        Constraint *c = x->constraints.items[i];
        size_t at = place_of(&c->column_names, name);
        if (c->kind == CONSTRAINT_PRIMARY_KEY && at != STR_NPOS) VEC_REMOVE(&c->column_names, at);
    }
}

static bool apply_drop_column(Rebuild *x, const Op *op)
{
    Str name = op->as.drop_column.name.text;
    for (size_t i = 0; i < x->parts.len; i++) {
        if (!str_eq(x->parts.items[i].key, name)) continue;
        VEC_REMOVE(&x->parts, i);
        size_t at = place_of(&x->existing_order, name);
        if (at != STR_NPOS) VEC_REMOVE(&x->existing_order, at);
        leave_key(x, name);
        return true;
    }
    return rebuild_table_fail(x, "KeyError", "'%.*s'", name);
}

/* On SQLite, JSON is text; nothing has to be converted to it. */
static bool keeps_json(const Rebuild *x) { return !strcmp(x->m->dialect->name, "sqlite"); }

/* DefaultClause() takes a text or an expression. */
static bool takes_default(Rebuild *x, const AlterColumn *c)
{
    static const char *const classes[] = {[DEFAULT_COMPUTED] = "Computed",
                                          [DEFAULT_IDENTITY] = "Identity",
                                          [DEFAULT_FETCHED] = "FetchedValue"};
    DefaultKind kind = c->server_default.kind;
    if (c->server_default_given != GIVEN_VALUE || kind == DEFAULT_SEQUENCE || !classes[kind])
        return true;
    return rebuild_table_fail(
        x, "sqlalchemy.exc.ArgumentError",
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
        "'sqlalchemy.sql.elements.ClauseElement'>' or '<class "
        "'sqlalchemy.sql.elements.TextClause'>', got '<class 'sqlalchemy.sql.schema.%.*s'>'",
        str_z(classes[kind]));
}

/* "flag IN (0, 1)" */
static bool is_type_check(const Constraint *c, Str column)
{
    if (c->kind != CONSTRAINT_CHECK || !ident_is_null(c->name) || !c->sqltext ||
        c->sqltext->kind != SQL_TEXT)
        return false;
    Str text = str_trim(c->sqltext->as.text.text);
    bool quoted = text.len && (text.ptr[0] == '"' || text.ptr[0] == '`' || text.ptr[0] == '[');
    Str name = str_slice(text, quoted, quoted + column.len);
    Str rest = str_trim(str_slice(text, column.len + 2 * quoted, text.len));
    Str word = str_slice(rest, 0, 2), list = str_trim(str_slice(rest, 2, rest.len));
    return str_eq_nocase(name, column) && str_eq_nocase(word, STR("IN")) &&
           str_starts(list, STR("("));
}

/* A Boolean or Enum that goes takes its CHECK along. */
static bool drop_type_check(Rebuild *x, const AlterColumn *c, const RebuildPart *p)
{
    for (size_t i = x->constraints.len; i-- > 0;)
        if (is_type_check(x->constraints.items[i], p->source)) VEC_REMOVE(&x->constraints, i);
    if (!c->existing_type) return true;
    Table *t = table_new(x->a, NULL, x->old->name, x->old->schema);
    table_add_column(t, x->a, column_new(x->a, ident(c->column), c->existing_type));
    for (size_t i = 0; i < t->constraints.len; i++) {
        Ident name = t->constraints.items[i]->name;
        if (!t->constraints.items[i]->type_bound || ident_is_null(name)) continue;
        if (x->m->compile.naming &&
            !constraint_final_name(t->constraints.items[i], x->m->compile.naming, x->a, &name,
                                   x->err))
            return false;
        (void)drop_named(x, name.text, NULL);
    }
    return true;
}

static bool apply_alter_column(Rebuild *x, const Op *op)
{
    const AlterColumn *c = &op->as.alter_column;
    RebuildPart *p = rebuild_table_find(x, c->column);
    if (!p) return rebuild_table_fail(x, "KeyError", "'%.*s'", c->column);
    if (!takes_default(x, c)) return false;
    if (!str_is_null(c->new_name) && !str_eq(c->new_name, c->column)) {
        p->column->name.text = c->new_name;
        p->column->name.quote = c->new_quote;
        if (c->existing_type && !str_is_null(c->existing_type->name))
            (void)drop_named(x, c->existing_type->name, NULL);
    }
    if (c->type) {
        bool kept = keeps_json(x) && c->type->cls->affinity == TYPE_AFFINITY_JSON;
        if (!drop_type_check(x, c, p)) return false;
        if (!kept && type_affinity(p->column->type) != type_affinity(c->type)) p->cast = c->type;
        const SqlValue *collation = type_get(c->type, "collation");
        bool has_own = collation && collation->kind == SQL_VALUE_STR;
        if (has_own || type_affinity(c->type) != TYPE_AFFINITY_STRING)
            p->column->collation = STR_NULL;
        p->column->type = c->type;
    }
    if (c->nullable >= 0) p->column->nullable = c->nullable > 0;
    /* What was generated is from now on as it was at the end. */
    if (c->server_default_given != GIVEN_NOT && !str_is_null(p->source)) p->copied = true;
    if (c->server_default_given != GIVEN_NOT)
        p->column->server_default =
            c->server_default_given == GIVEN_NONE ? (ServerDefault){0} : c->server_default;
    if (c->autoincrement >= 0)
        p->column->autoincrement = c->autoincrement ? AUTOINCREMENT_TRUE : AUTOINCREMENT_FALSE;
    if (c->comment_given != GIVEN_NOT)
        p->column->comment = c->comment_given == GIVEN_NONE ? STR_NULL : c->comment;
    return true;
}

/* Indexes on expressions are not reflected, but they are known by name. */
static bool forget_index(Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->index_names.len; i++) {
        if (!str_eq(x->index_names.items[i], name)) continue;
        VEC_REMOVE(&x->index_names, i);
        VEC_REMOVE(&x->index_texts, i);
        return true;
    }
    return false;
}

static bool apply_drop_index(Rebuild *x, const Op *op)
{
    Str name = op->as.drop_index.name.text;
    bool known = forget_index(x, name);
    for (size_t i = 0; i < x->indexes.len; i++) {
        if (!str_eq(x->indexes.items[i]->name.text, name)) continue;
        VEC_REMOVE(&x->indexes, i);
        return true;
    }
    if (known) return true;
    return rebuild_table_fail(x, "ValueError", "No such index: '%.*s'", name);
}

bool rebuild_table_apply(Rebuild *x, const Op *op)
{
    switch (op->kind) {
    case OP_ADD_COLUMN: return apply_add_column(x, op);
    case OP_DROP_COLUMN: return apply_drop_column(x, op);
    case OP_ALTER_COLUMN: return apply_alter_column(x, op);
    case OP_ADD_CONSTRAINT: return add_constraint(x, op->as.add_constraint.constraint);
    case OP_DROP_CONSTRAINT: return apply_drop_constraint(x, op);
    case OP_CREATE_INDEX: return apply_create_index(x, op->as.create_index.index);
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
bool rebuild_table_sort(Rebuild *x)
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
                                      "Circular dependency detected.%.*s", STR(""));
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

/* Constraints name columns as they were; a renamed one takes its constraints along. */
static bool follow_columns(Rebuild *x, Constraint *c)
{
    StrVec names = {0};
    /* Only what was read from the definition is known by its columns. */
    bool is_read = x->definition.ptr && !x->b->copy_from && ident_is_null(c->name);
    if (c->kind == CONSTRAINT_CHECK && !is_read) return has_columns(x, c->sqltext, 0);
    for (size_t i = 0; i < c->column_names.len; i++) {
        RebuildPart *p = rebuild_table_find(x, c->column_names.items[i]);
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
    /* Of these two, SQLAlchemy's copies are without the dialects' options. */
    if (c->kind == CONSTRAINT_CHECK || c->kind == CONSTRAINT_FOREIGN_KEY)
        c->options = (SqlOptions){0};
    table_add_constraint(t, x->a, c);
    c->creation_order = last + 1;
}

static bool no_column(Rebuild *x, const Constraint *c, const Table *t, Str name)
{
    static const char *const classes[] = {"PrimaryKeyConstraint", "ForeignKeyConstraint",
                                          "UniqueConstraint", "CheckConstraint",
                                          "ExcludeConstraint"};
    err_set(x->err, ERR_SCRIPT,
            "Can't create %s on table '%.*s': no column named '%.*s' is present.", classes[c->kind],
            STR_ARG(t->name.text), STR_ARG(name));
    x->err->kind = STR("sqlalchemy.exc.ConstraintColumnNotFoundError");
    return false;
}

bool rebuild_table_build(Rebuild *x)
{
    Str name = arena_fmt(x->a, "_alembic_tmp_%.*s", STR_ARG(x->old->name.text));
    MetaData *md = metadata_new(x->a);
    name.len = utf8_offset(name, 50); /* Alembic's limit */
    Table *t = table_new(x->a, md, ident(name), x->old->schema);
    t->options = x->old->options;
    t->prefixes = x->old->prefixes;
    t->comment = x->old->comment;
    if (x->b->table_prefixes.len) t->prefixes = x->b->table_prefixes;
    if (!str_is_null(x->b->table_comment)) t->comment = x->b->table_comment;
    for (size_t i = 0; i < x->b->table_kwargs.len; i++)
        sql_options_put(&t->options, x->a, x->b->table_kwargs.items[i].name,
                        x->b->table_kwargs.items[i].value);
    bool has_key = false;
    for (size_t i = 0; i < x->constraints.len; i++)
        has_key |= x->constraints.items[i]->kind == CONSTRAINT_PRIMARY_KEY;
    for (size_t i = 0; i < x->parts.len; i++) {
        /* The key constraint says it, with its name and order. */
        if (has_key) x->parts.items[i].column->primary_key = false;
        Str column = x->parts.items[i].column->name.text;
        if (table_find_column(t, column)) {
            err_set(x->err, ERR_SCRIPT,
                    "A column with name '%.*s' is already present in table '%.*s'.",
                    STR_ARG(column), STR_ARG(t->name.text));
            x->err->kind = STR("sqlalchemy.exc.DuplicateColumnError");
            return false;
        }
        table_add_column(t, x->a, x->parts.items[i].column);
    }
    for (size_t i = 0; i < x->b->table_columns.len; i++)
        table_add_column(t, x->a, column_copy(x->b->table_columns.items[i], x->a));
    for (size_t i = 0; i < x->b->table_constraints.len; i++) {
        Constraint *given = x->b->table_constraints.items[i];
        Constraint *c = constraint_copy(given, x->a);
        c->creation_order = given->creation_order;
        for (size_t k = 0; k < c->column_names.len; k++)
            if (!table_find_column_key(t, c->column_names.items[k]))
                return no_column(x, c, t, c->column_names.items[k]);
        table_add_constraint(t, x->a, c);
    }
    for (int named = 1; named >= 0; named--) {
        for (size_t i = 0; i < x->constraints.len; i++) {
            Constraint *c = x->constraints.items[i];
            if (ident_is_null(c->name) == (named == 0) && follow_columns(x, c))
                add_ordered(x, t, c);
        }
    }
    x->fresh = t;
    return true;
}
