/* MetaData.create_all() and drop_all(), Table.create() and drop(): tables in the order of their
 * foreign keys, with the sequences and named types that they need, and the keys of a cycle apart.
 */
#include <string.h>

#include "dialect/compiler.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/engine/spelled.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/hooks.h"

/* One call of create_all() or its like. */
typedef struct Change {
    EngineConnection *c;
    MetaData *m; /* NULL = of one table */
    bool checkfirst, create;
    TableOrder order;
} Change;

/* ---- what is there ---- */

bool engine_exists(EngineConnection *c, ConnectionHas has, Str schema, Str name, bool *found)
{
    Err err = engine_err(c->ev);
    *found = false;
    if (!has) return true;
    return (engine_buffer_results(c, &err) && engine_autobegin(c, STR("SELECT"), &err) &&
            has(c->db, engine_translate(c, schema), name, found, &err)) ||
           engine_raise(c->ev, &err);
}

/* The tables that are there (or are not), when that is to be looked at first. */
static bool select_tables(EngineConnection *c, const TableVec *tables, bool checkfirst,
                          bool present, TableVec *out)
{
    for (size_t i = 0; i < tables->len; i++) {
        bool found = present;
        const Table *t = tables->items[i];
        if (checkfirst && c->db &&
            !engine_exists(c, c->db->vtable->has_table, t->schema, t->name.text, &found))
            return false;
        if (found != present) continue;
        VEC_PUSH(eval_arena(c->ev), out, tables->items[i]);
    }
    return true;
}

/* ---- events ---- */

static bool fire(EngineConnection *c, const char *name, Value target, bool checkfirst, Value tables)
{
    if (!event_is_heard(c->ev, NULL)) return true;
    Value kw = value_dict(c->ev);
    /* Offline nothing can be looked at. */
    value_dict_put_z(c->ev, kw, "checkfirst", value_bool(checkfirst && c->db));
    if (!value_is_unset(tables)) value_dict_put_z(c->ev, kw, "tables", tables);
    return event_fire(c->ev, name, target, c->self, kw);
}

/* ---- sequences ---- */

bool engine_sequence_change(EngineConnection *c, Sequence *s, bool create, bool checkfirst)
{
    bool found = !create;
    if (!dialect_has_sequences(c->dialect, c->db ? c->db->server_version : 0) ||
        (s->is_optional && c->dialect->sequences_optional))
        return true;
    if (checkfirst && c->db &&
        !engine_exists(c, c->db->vtable->has_sequence, s->schema, s->name.text, &found))
        return false;
    if (found == create) return true;
    Op *op = op_new(eval_arena(c->ev), OP_CREATE_SCHEMA_OBJECT, STR_NULL, (Ident){0});
    op->as.schema_object.kind = create ? OP_OBJECT_CREATE_SEQUENCE : OP_OBJECT_DROP_SEQUENCE;
    op->as.schema_object.object = s;
    op->pos = eval_position(c->ev);
    return engine_emit(c, op);
}

static bool change_sequence(const Change *x, Sequence *s)
{
    return engine_sequence_change(x->c, s, x->create, x->checkfirst);
}

static bool is_of(const Table *t, const Sequence *s)
{
    for (size_t i = 0; i < t->columns.len; i++)
        if (t->columns.items[i]->sequence == s) return true;
    return false;
}

static bool is_of_column(const MetaData *m, const Sequence *s)
{
    for (size_t i = 0; i < m->tables.len; i++)
        if (is_of(m->tables.entries[i].value, s)) return true;
    return false;
}

static bool table_sequences(const Change *x, const Table *t)
{
    for (size_t i = 0; i < t->columns.len; i++)
        if (t->columns.items[i]->sequence && !change_sequence(x, t->columns.items[i]->sequence))
            return false;
    return true;
}

/* Those of the MetaData itself; all that it knows are dropped. */
static bool metadata_sequences(const Change *x)
{
    const MetaData *m = x->m;
    for (size_t i = 0; i < m->sequences.len; i++)
        if (!(x->create && is_of_column(m, m->sequences.items[i])) &&
            !change_sequence(x, m->sequences.items[i]))
            return false;
    for (size_t i = 0; !x->create && i < m->tables.len; i++) {
        const Table *t = m->tables.entries[i].value;
        for (size_t k = 0; k < t->columns.len; k++) {
            const Column *column = t->columns.items[k];
            Sequence *s = column->sequence ? column->sequence : column->idle_sequence;
            if (s && s->metadata != m && !change_sequence(x, s)) return false;
        }
    }
    return true;
}

/* ---- tables ---- */

static bool emit(EngineConnection *c, const Op *op, Value object)
{
    Value made, result;
    if (!spelled_element(c->ev, op, object, &made)) return false;
    return value_is_unset(made) ? engine_emit(c, op)
                                : engine_connection_execute(c, made, value_none(), &result);
}

/* A table with the statements that @compiles functions may spell. */
static bool emit_table(const Change *x, Table *t)
{
    EngineConnection *c = x->c;
    Value table = module_table_value(c->ev, t);
    Op *op =
        op_new(eval_arena(c->ev), x->create ? OP_CREATE_TABLE : OP_DROP_TABLE, t->schema, t->name);
    op->origin = OP_BY_OBJECT;
    op->pos = eval_position(c->ev);
    if (!x->create) return emit(c, op, table);
    op->as.create_table.table = t;
    op->as.create_table.parts = ~(unsigned)OP_TABLE_TYPES;
    op->as.create_table.keys_apart = c->dialect->rules->supports_alter ? &x->order.apart : NULL;
    if (!spelled_has(c->ev, OP_CREATE_TABLE) && !spelled_has(c->ev, OP_CREATE_INDEX))
        return engine_emit(c, op);
    OpVec parts = {0};
    spelled_parts(c->ev, op, str_z(c->dialect->name), &parts);
    bool ok = true;
    for (size_t i = 0; ok && i < parts.len; i++)
        ok = emit(c, parts.items[i], spelled_is_table(parts.items[i]) ? table : value_unset());
    return ok;
}

/* Comments of constraints, which CREATE TABLE does not bring. */
static bool comment_constraints(const Change *x, const Table *t)
{
    for (size_t i = 0; x->c->dialect->constraint_comments && i < t->constraints.len; i++) {
        Constraint *k = t->constraints.items[i];
        if (str_is_null(k->comment)) continue;
        Op *op = op_new(eval_arena(x->c->ev), OP_CREATE_SCHEMA_OBJECT, STR_NULL, (Ident){0});
        op->as.schema_object.kind = OP_OBJECT_SET_CONSTRAINT_COMMENT;
        op->as.schema_object.object = k;
        op->pos = eval_position(x->c->ev);
        if (!engine_emit(x->c, op)) return false;
    }
    return true;
}

static bool change_one(const Change *x, Table *t)
{
    EngineConnection *c = x->c;
    Value v = module_table_value(c->ev, t);
    if (!fire(c, x->create ? "before_create" : "before_drop", v, x->checkfirst, value_unset()) ||
        (x->create && !table_sequences(x, t)) || !emit_table(x, t) ||
        (x->create && !comment_constraints(x, t)) ||
        (!x->create && !x->m && !table_sequences(x, t)))
        return false;
    return fire(c, x->create ? "after_create" : "after_drop", v, x->checkfirst, value_unset());
}

/* ---- foreign keys apart ---- */

static bool has_no_name(const Constraint *k, void *user)
{
    const Change *x = user;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    Ident name;
    bool named = constraint_final_name(k, x->m ? &x->m->naming : NULL, &scratch, &name, &err) &&
                 !ident_is_null(name);
    arena_release(&scratch);
    return !named || !x->c->dialect->rules->supports_alter;
}

/* Raises it. */
static bool is_missing(const Change *x, const Constraint *k)
{
    return eval_raise_native(x->c->ev, &exc_NoReferencedTableError, "%.*s",
                             STR_ARG(constraint_no_target(k, eval_arena(x->c->ev))));
}

static bool change_keys(const Change *x)
{
    const ConstraintVec *keys = &x->order.apart;
    for (size_t i = 0; x->c->dialect->rules->supports_alter && i < keys->len; i++) {
        Constraint *k = keys->items[i];
        OpKind kind = x->create ? OP_ADD_CONSTRAINT : OP_DROP_CONSTRAINT;
        Op *op = op_new(eval_arena(x->c->ev), kind, k->table->schema, k->table->name);
        if (x->create && !k->referred) return is_missing(x, k);
        if (x->create) {
            op->as.add_constraint.constraint = k;
        } else {
            op->as.drop_constraint.name = k->name;
            op->as.drop_constraint.type = STR("foreignkey");
            op->as.drop_constraint.original = k;
        }
        op->origin = OP_BY_OBJECT;
        op->pos = eval_position(x->c->ev);
        if (!engine_emit(x->c, op)) return false;
    }
    return true;
}

/* ---- the whole ---- */

/* Whether there is no way to go about it, which is raised. */
static bool is_possible(const Change *x, const TableVec *tables)
{
    Eval *ev = x->c->ev;
    if (x->order.missing) return is_missing(x, x->order.missing);
    if (!x->order.stuck || !x->c->dialect->rules->supports_alter) return true;
    StrBuf names = {0};
    for (size_t i = 0; i < tables->len; i++)
        strbuf_fmt(&names, "%s%.*s", i ? ", " : "", STR_ARG(tables->items[i]->name.text));
    Str text = strbuf_finish(&names, eval_arena(ev));
    return eval_raise_native(
        ev, &exc_CircularDependencyError,
        "Can't sort tables for DROP; an unresolvable foreign key dependency "
        "exists between tables: %.*s.  Please ensure that the ForeignKey and "
        "ForeignKeyConstraint objects involved in the cycle have names so that "
        "they can be dropped using DROP CONSTRAINT.",
        STR_ARG(text));
}

static bool find_order(Change *x, const TableVec *tables)
{
    if (!x->m) {
        /* What its keys refer to is looked for when they are written. */
        for (size_t i = 0; i < tables->len; i++)
            if (tables->items[i]->metadata) metadata_resolve(tables->items[i]->metadata);
        x->order.tables = *tables;
        return true;
    }
    metadata_resolve(x->m);
    x->order = table_order(tables, x->create ? NULL : has_no_name, x, eval_arena(x->c->ev));
    if (!is_possible(x, tables)) return false;
    /* A database that knows no ALTER has no use for the order of a cycle. */
    if (x->order.stuck) x->order.tables = *tables;
    if (x->create || x->order.stuck) return true;
    for (size_t i = 0, n = x->order.tables.len; i < n / 2; i++) {
        Table *t = x->order.tables.items[i];
        x->order.tables.items[i] = x->order.tables.items[n - 1 - i];
        x->order.tables.items[n - 1 - i] = t;
    }
    return true;
}

static bool create(Change *x, const TableVec *all, Map *types)
{
    if (!engine_types_change(&(TypesChange){x->c, x->m, true, x->checkfirst, types}, all) ||
        (x->m && !metadata_sequences(x)))
        return false;
    for (size_t i = 0; i < x->order.tables.len; i++)
        if (!change_one(x, x->order.tables.items[i])) return false;
    return change_keys(x);
}

static bool drop(Change *x, const TableVec *all, Map *types)
{
    if (!change_keys(x)) return false;
    for (size_t i = 0; i < x->order.tables.len; i++)
        if (!change_one(x, x->order.tables.items[i])) return false;
    return (!x->m || metadata_sequences(x)) &&
           engine_types_change(&(TypesChange){x->c, x->m, false, x->checkfirst, types}, all);
}

bool engine_tables_change(EngineConnection *c, MetaData *m, const TableVec *tables, bool checkfirst,
                          bool creates)
{
    if (c->dump) checkfirst = false; /* there is nothing to look at */
    Change x = {.c = c, .m = m, .checkfirst = checkfirst, .create = creates};
    Value list;
    TableVec some = {0}, all = {0};
    Map types = {0};
    if (!select_tables(c, tables, checkfirst, !creates, &some) || !find_order(&x, &some))
        return false;
    list = value_list(c->ev);
    eval_root_push(c->ev, list);
    for (size_t i = 0; i < x.order.tables.len; i++)
        value_list_push(c->ev, list, module_table_value(c->ev, x.order.tables.items[i]));
    /* The types of create_all() and drop_all() are those of every table of the MetaData. */
    for (size_t i = 0; m && i < m->tables.len; i++)
        VEC_PUSH(eval_arena(c->ev), &all, m->tables.entries[i].value);
    Value owner = m ? module_metadata_value(c->ev, m) : value_unset();
    bool ok = (!m || fire(c, creates ? "before_create" : "before_drop", owner, checkfirst, list));
    ok = ok && (creates ? create : drop)(&x, m ? &all : &some, &types);
    ok = ok && (!m || fire(c, creates ? "after_create" : "after_drop", owner, checkfirst, list));
    eval_root_pop(c->ev, 1);
    return ok;
}
