#include "engine/rebuild_apply.h"

#include <string.h>

static bool is_sqlite(const Rebuild *x) { return !strcmp(x->m->dialect->name, "sqlite"); }

/* A column under a name that is there takes the place of the former. */
static void set_part(Rebuild *x, RebuildPart part)
{
    RebuildPart *old = rebuild_table_find(x, part.key);
    if (old)
        *old = part;
    else
        VEC_PUSH(x->a, &x->parts, part);
}

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

/* The name that the project's convention makes of it. */
static bool final_name(Rebuild *x, const Constraint *c, Ident *name)
{
    return constraint_final_name(c, x->m->compile.naming, x->a, name, x->err);
}

/* As for a constraint of its kind. */
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
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_eq_z(op->as.drop_constraint.type, kinds[i].word)) continue;
        Constraint *c = constraint_new(x->a, kinds[i].kind, given);
        c->table = x->old;
        if (!final_name(x, c, &given)) return false;
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
        return rebuild_table_fail(x, "ValueError", "Constraint must have a name");
    if (x->b->copy_from && drop_of_column(x, name)) return true;
    if (!drop_named(x, name, &c))
        return rebuild_table_fail(x, "ValueError", "No such constraint: '%.*s'", STR_ARG(name));
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
    if (!final_name(x, c, &c->name)) return false;
    if (ident_is_null(c->name))
        return rebuild_table_fail(x, "ValueError", "Constraint must have a name");
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

/* The CHECK of a type comes with the column already. Alembic adds it once more: where only SQLite
 * takes a name twice, the second is left out (docs/differences.md). */
static bool add_type_check(Rebuild *x, const Constraint *given)
{
    if (!ident_is_null(given->name)) {
        Ident name;
        if (!final_name(x, given, &name)) return false;
        if (!is_sqlite(x) && str_eq(name.text, given->name.text)) return true;
        return add_constraint(x, given);
    }
    VEC_PUSH(x->a, &x->constraints, constraint_copy(given, x->a));
    return true;
}

/* What is to follow a column that is new itself, or (before) what precedes it. */
static bool neighbour(const Rebuild *x, Str name, bool before, Str *out)
{
    for (size_t i = x->pairs.len; i-- > 0;) {
        const RebuildPair *p = &x->pairs.items[i];
        if (!str_eq(before ? p->after : p->before, name)) continue;
        *out = before ? p->before : p->after;
        return true;
    }
    return false;
}

/* Alembic's rule for where a new column goes. */
static bool place_column(Rebuild *x, Str name, Str before, Str after)
{
    const StrVec *order = &x->existing_order;
    bool partial = x->b->partial_reordering.len > 0;
    if (!partial && !str_is_null(after) && str_is_null(before)) {
        size_t at = vec_find_str(order, after);
        if (at == STR_NPOS && !neighbour(x, after, false, &before))
            return rebuild_table_fail(x, "KeyError", "'%.*s'", STR_ARG(after));
        if (at != STR_NPOS && at + 1 < order->len) before = order->items[at + 1];
    } else if (!partial && !str_is_null(before) && str_is_null(after)) {
        size_t at = vec_find_str(order, before);
        if (at == STR_NPOS && !neighbour(x, before, true, &after))
            return rebuild_table_fail(x, "KeyError", "'%.*s'", STR_ARG(before));
        if (at != STR_NPOS && at > 0) after = order->items[at - 1];
    }
    if (!str_is_null(before)) rebuild_table_order(x, name, before);
    if (!str_is_null(after)) rebuild_table_order(x, after, name);
    if (!partial && str_is_null(before) && str_is_null(after) && order->len)
        rebuild_table_order(x, VEC_LAST(order), name);
    return true;
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
    if (!place_column(x, c->name.text, op->as.add_column.insert_before,
                      op->as.add_column.insert_after))
        return false;
    RebuildPart part = {.key = c->name.text, .column = c};
    Table *parent = op->as.add_column.parent;
    if (!rebuild_table_own_checks(x, c, parent, x->m->compile.naming)) return false;
    set_part(x, part);
    /* What the column brings along is part of the block as if it were written out. */
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        Constraint *k = parent->constraints.items[i];
        if (k->kind == CONSTRAINT_PRIMARY_KEY) continue;
        if (!(k->type_bound ? add_type_check(x, k) : add_constraint(x, k))) return false;
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
        size_t at = vec_find_str(&c->column_names, name);
        if (c->kind == CONSTRAINT_PRIMARY_KEY && at != STR_NPOS) VEC_REMOVE(&c->column_names, at);
    }
}

static bool apply_drop_column(Rebuild *x, const Op *op)
{
    Str name = op->as.drop_column.name.text;
    const SqlType *type = op->as.drop_column.existing_type;
    if (type && !str_is_null(type->name)) (void)drop_named(x, type->name, NULL);
    for (size_t i = 0; i < x->parts.len; i++) {
        if (!str_eq(x->parts.items[i].key, name)) continue;
        VEC_REMOVE(&x->parts, i);
        size_t at = vec_find_str(&x->existing_order, name);
        if (at != STR_NPOS) VEC_REMOVE(&x->existing_order, at);
        leave_key(x, name);
        return true;
    }
    return rebuild_table_fail(x, "KeyError", "'%.*s'", STR_ARG(name));
}

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
        "'sqlalchemy.sql.elements.TextClause'>', got '<class 'sqlalchemy.sql.schema.%s'>'",
        classes[kind]);
}

/* Drops the CHECKs that a column of this type brings along, by their names. */
static bool drop_named_checks(Rebuild *x, Str column, const SqlType *type)
{
    Table *t = table_new(x->a, NULL, x->old->name, x->old->schema);
    table_add_column(t, x->a, column_new(x->a, ident(column), type));
    for (size_t i = 0; i < t->constraints.len; i++) {
        Ident name = t->constraints.items[i]->name;
        if (!t->constraints.items[i]->type_bound || ident_is_null(name)) continue;
        if (!final_name(x, t->constraints.items[i], &name)) return false;
        (void)drop_named(x, name.text, NULL);
    }
    return true;
}

/* A Boolean or Enum that goes takes its CHECK along, which in a database shows by its text alone;
 * that of the new type stands for one of its name that is there. */
static bool replace_type_checks(Rebuild *x, const AlterColumn *c, const RebuildPart *p)
{
    for (size_t i = x->b->copy_from ? 0 : x->constraints.len; i-- > 0;)
        if (rebuild_table_is_type_check(x->constraints.items[i], p->source))
            VEC_REMOVE(&x->constraints, i);
    if (c->existing_type && !drop_named_checks(x, c->column, c->existing_type)) return false;
    return drop_named_checks(x, c->column, c->type);
}

/* So far, of those with names or those without; NULL = none. */
static const Constraint *last_constraint(const Rebuild *x, bool named)
{
    const Constraint *last = NULL;
    for (size_t i = 0; i < x->constraints.len; i++)
        if (ident_is_null(x->constraints.items[i]->name) != named) last = x->constraints.items[i];
    return last;
}

static bool apply_alter_column(Rebuild *x, const Op *op)
{
    const AlterColumn *c = &op->as.alter_column;
    RebuildPart *p = rebuild_table_find(x, c->column);
    if (!p) return rebuild_table_fail(x, "KeyError", "'%.*s'", STR_ARG(c->column));
    if (!takes_default(x, c)) return false;
    if (!str_is_null(c->new_name) && !str_eq(c->new_name, c->column)) {
        p->column->name.text = c->new_name;
        p->column->name.quote = c->new_quote;
        if (c->existing_type && !str_is_null(c->existing_type->name))
            (void)drop_named(x, c->existing_type->name, NULL);
    }
    if (c->type) {
        /* On SQLite, JSON is text; nothing has to be converted to it. */
        bool kept = is_sqlite(x) && c->type->cls->affinity == TYPE_AFFINITY_JSON;
        if (!replace_type_checks(x, c, p)) return false;
        if (!kept && !type_same_affinity(p->column->type, c->type))
            VEC_PUSH(x->a, &p->casts, c->type);
        const SqlValue *collation = type_get(c->type, "collation");
        bool has_own = collation && collation->kind == SQL_VALUE_STR;
        if (has_own || type_affinity(c->type) != TYPE_AFFINITY_STRING)
            p->column->collation = STR_NULL;
        p->column->type = c->type;
        p->column->keeps_types = true; /* SQLAlchemy's events are with the column's first type */
        p->retyped = true;
        p->check_after = last_constraint(x, !str_is_null(c->type->name));
    }
    if (c->nullable >= 0) column_set_nullable(p->column, c->nullable > 0);
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
    size_t at = vec_find_str(&x->index_names, name);
    if (at == STR_NPOS) return false;
    VEC_REMOVE(&x->index_names, at);
    VEC_REMOVE(&x->index_texts, at);
    return true;
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
    return rebuild_table_fail(x, "ValueError", "No such index: '%.*s'", STR_ARG(name));
}

bool rebuild_apply(Rebuild *x, const Op *op)
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
