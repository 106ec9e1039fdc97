#include "modules/sqlalchemy/engine/ddl.h"

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/schema.h"

typedef enum Action {
    CREATE_TABLE,
    DROP_TABLE,
    CREATE_INDEX,
    DROP_INDEX,
    CREATE_SEQUENCE,
    DROP_SEQUENCE,
    CREATE_SCHEMA,
    DROP_SCHEMA,
    ADD_CONSTRAINT,
    DROP_CONSTRAINT,
    SET_TABLE_COMMENT,
    DROP_TABLE_COMMENT
} Action;

typedef struct Element {
    Action action;
    Value element;
    void *object; /* Table, Index, Sequence, Constraint; a schema's name as char * */
    bool flag;    /* if_exists or if_not_exists */
    bool cascade;
} Element;

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((Element *)payload)->element); }

static const NativeClass element_class;

static bool get_element(Eval *ev, Args *a, Value *out)
{
    Element *e = value_payload(a->self, &element_class);
    *out = e->element;
    return true;
}

static bool execute_if(Eval *ev, Args *a, Value *out)
{
    *out = a->self; /* it narrows create_all()'s events, not an execution */
    return true;
}

static const NativeMethod methods[] = {{"element", "", get_element, NATIVE_GETTER},
                                       {"execute_if", "**kw", execute_if, NATIVE_METHOD},
                                       {0}};

static const NativeClass element_class = {.name = "ExecutableDDLElement",
                                          .module = "sqlalchemy.sql.ddl",
                                          .payload = sizeof(Element),
                                          .methods = methods,
                                          .traverse = traverse};

static void *object_of(Eval *ev, Action action, Value v)
{
    switch (action) {
    case CREATE_TABLE:
    case DROP_TABLE:
    case SET_TABLE_COMMENT:
    case DROP_TABLE_COMMENT: return module_table_get(ev, v);
    case CREATE_INDEX:
    case DROP_INDEX: return module_index_get(ev, v);
    case CREATE_SEQUENCE:
    case DROP_SEQUENCE: return module_sequence_get(ev, v);
    case ADD_CONSTRAINT:
    case DROP_CONSTRAINT: return module_constraint_get(ev, v);
    case CREATE_SCHEMA:
    case DROP_SCHEMA:
        return value_is_str(v) ? (void *)arena_cstr(eval_arena(ev), value_as_str(v)) : NULL;
    }
    return NULL;
}

/* a: the element, then the flag and cascade where the class has them. */
static bool fill(Eval *ev, Element *e, Args *a, Action action, size_t flag, size_t cascade)
{
    e->action = action;
    e->element = a->v[0];
    if (value_is_unknown(a->v[0])) return eval_need_known(ev, a->v[0], "a DDL element");
    e->object = object_of(ev, action, a->v[0]);
    if (!e->object) {
        if (value_is_unset(eval_pending(ev)))
            eval_raise_native(ev, &exc_ArgumentError, "not what this DDL element takes: %.*s",
                              STR_ARG(value_type_name(ev, a->v[0])));
        return false;
    }
    return (!flag || eval_truth(ev, a->v[flag], &e->flag)) &&
           (!cascade || eval_truth(ev, a->v[cascade], &e->cascade));
}

/* flag and cascade: places of the parameters, 0 = none. */
#define DDL_CLASS(stem, py_name, action, params, flag, cascade)                                    \
    static bool stem##_init(Eval *ev, Value self, Args *a)                                         \
    {                                                                                              \
        return fill(ev, value_payload(self, &element_class), a, action, flag, cascade);            \
    }                                                                                              \
    const NativeClass engine_class_##stem = {.name = py_name,                                      \
                                             .module = "sqlalchemy.sql.ddl",                       \
                                             .base = &element_class,                               \
                                             .init_params = params,                                \
                                             .init = stem##_init};

DDL_CLASS(create_table, "CreateTable", CREATE_TABLE,
          "element, if_not_exists=False, include_foreign_key_constraints=None", 1, 0)
DDL_CLASS(drop_table, "DropTable", DROP_TABLE, "element, if_exists=False", 1, 0)
DDL_CLASS(create_index, "CreateIndex", CREATE_INDEX, "element, if_not_exists=False", 1, 0)
DDL_CLASS(drop_index, "DropIndex", DROP_INDEX, "element, if_exists=False", 1, 0)
DDL_CLASS(create_sequence, "CreateSequence", CREATE_SEQUENCE, "element, if_not_exists=False", 1, 0)
DDL_CLASS(drop_sequence, "DropSequence", DROP_SEQUENCE, "element, if_exists=False", 1, 0)
DDL_CLASS(create_schema, "CreateSchema", CREATE_SCHEMA, "name, if_not_exists=False", 1, 0)
DDL_CLASS(drop_schema, "DropSchema", DROP_SCHEMA, "name, cascade=False, if_exists=False", 2, 1)
DDL_CLASS(add_constraint, "AddConstraint", ADD_CONSTRAINT, "element, isolate_from_table=True", 0, 0)
DDL_CLASS(drop_constraint, "DropConstraint", DROP_CONSTRAINT,
          "element, cascade=False, if_exists=False, isolate_from_table=True", 2, 1)
DDL_CLASS(set_table_comment, "SetTableComment", SET_TABLE_COMMENT, "element", 0, 0)
DDL_CLASS(drop_table_comment, "DropTableComment", DROP_TABLE_COMMENT, "element", 0, 0)

bool engine_is_ddl(Value v) { return value_payload(v, &element_class) != NULL; }

static Op *table_op(Arena *a, OpKind kind, const Table *t)
{
    return op_new(a, kind, t ? t->schema : STR_NULL, t ? t->name : (Ident){0});
}

static Op *object_op(Arena *a, OpSchemaObject kind, const Element *e)
{
    Op *op = op_new(a, OP_CREATE_SCHEMA_OBJECT, STR_NULL, (Ident){0});
    op->as.schema_object.kind = kind;
    op->as.schema_object.object = e->object;
    if (e->cascade) sql_options_put(&op->options, a, STR("cascade"), sql_value_bool(true));
    return op;
}

static Op *constraint_op(Arena *a, const Element *e)
{
    Constraint *k = e->object;
    Op *op =
        table_op(a, e->action == ADD_CONSTRAINT ? OP_ADD_CONSTRAINT : OP_DROP_CONSTRAINT, k->table);
    if (e->action == ADD_CONSTRAINT) {
        op->as.add_constraint.constraint = k;
    } else {
        op->as.drop_constraint.name = k->name;
        op->as.drop_constraint.original = k;
    }
    return op;
}

static Op *index_op(Arena *a, const Element *e)
{
    Index *i = e->object;
    Op *op = table_op(a, e->action == CREATE_INDEX ? OP_CREATE_INDEX : OP_DROP_INDEX, i->table);
    if (e->action == CREATE_INDEX) {
        op->as.create_index.index = i;
    } else {
        op->as.drop_index.name = i->name;
        op->as.drop_index.original = i;
    }
    return op;
}

static Op *table_element_op(Arena *a, const Element *e)
{
    Table *t = e->object;
    Op *op;
    switch (e->action) {
    case CREATE_TABLE:
        op = table_op(a, OP_CREATE_TABLE, t);
        op->as.create_table.table = t;
        sql_options_put(&op->options, a, STR("ddl_element"), sql_value_bool(true));
        return op;
    case DROP_TABLE: return table_op(a, OP_DROP_TABLE, t);
    case SET_TABLE_COMMENT:
        op = table_op(a, OP_CREATE_TABLE_COMMENT, t);
        op->as.table_comment.comment = t->comment;
        return op;
    default: return table_op(a, OP_DROP_TABLE_COMMENT, t);
    }
}

Op *engine_ddl_op(Eval *ev, Value v)
{
    const Element *e = value_payload(v, &element_class);
    Arena *a = eval_arena(ev);
    Op *op = NULL;
    switch (e->action) {
    case CREATE_TABLE:
    case DROP_TABLE:
    case SET_TABLE_COMMENT:
    case DROP_TABLE_COMMENT: op = table_element_op(a, e); break;
    case CREATE_INDEX:
    case DROP_INDEX: op = index_op(a, e); break;
    case ADD_CONSTRAINT:
    case DROP_CONSTRAINT: op = constraint_op(a, e); break;
    case CREATE_SEQUENCE: op = object_op(a, OP_OBJECT_CREATE_SEQUENCE, e); break;
    case DROP_SEQUENCE: op = object_op(a, OP_OBJECT_DROP_SEQUENCE, e); break;
    case CREATE_SCHEMA: op = object_op(a, OP_OBJECT_CREATE_SCHEMA, e); break;
    case DROP_SCHEMA: op = object_op(a, OP_OBJECT_DROP_SCHEMA, e); break;
    }
    bool creates = e->action == CREATE_TABLE || e->action == CREATE_INDEX ||
                   e->action == CREATE_SEQUENCE || e->action == CREATE_SCHEMA;
    op->if_not_exists = creates && e->flag;
    op->if_exists = !creates && e->flag;
    op->pos = eval_position(ev);
    return op;
}
