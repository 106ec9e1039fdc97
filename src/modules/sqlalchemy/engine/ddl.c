#include "modules/sqlalchemy/engine/ddl.h"

#include "dialect/compiler.h"
#include "eval/eval.h"
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/stringify.h"
#include "modules/sqlalchemy/types.h"

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
    DROP_TABLE_COMMENT,
    SET_COLUMN_COMMENT,
    DROP_COLUMN_COMMENT,
    SET_CONSTRAINT_COMMENT,
    DROP_CONSTRAINT_COMMENT,
    CREATE_TYPE,
    DROP_TYPE
} Action;

typedef struct Element {
    Action action;
    Value element;
    void *object; /* Table, Index, Sequence, Constraint; a schema's name as char *; NULL for a
                     class of the script's own */
    bool flag;    /* if_exists or if_not_exists */
    bool cascade;
    const Op *op; /* what a directive makes, of which the object is a part; NULL = of the object */
    ConstraintVec *foreign_keys; /* of CreateTable: those to be written; NULL = all */
    Value target;                /* what an event is about, while its listener runs */
    Value dialects, callable;    /* of execute_if() */
} Element;

static void traverse(void *payload, GcVisitor *gc)
{
    Element *e = payload;
    gc_visit(gc, e->element);
    gc_visit(gc, e->target);
    gc_visit(gc, e->dialects);
    gc_visit(gc, e->callable);
}

static Element *element_of(Value v) { return value_payload(v, &engine_class_ddl_element); }

static bool get_element(Eval *ev, Args *a, Value *out)
{
    *out = element_of(a->self)->element;
    return true;
}

static bool get_target(Eval *ev, Args *a, Value *out)
{
    Element *e = element_of(a->self);
    if (!value_is_unset(e->target)) *out = e->target;
    return true;
}

static bool execute_if(Eval *ev, Args *a, Value *out)
{
    Element *e = element_of(a->self);
    e->dialects = a->v[0];
    e->callable = a->v[1];
    *out = a->self;
    return true;
}

static bool any_init(Eval *ev, Value self, Args *a) { return true; }

/* Whether execute_if() lets it run for this event. */
static bool wanted(Eval *ev, Value self, Value target, Value bind, Value kw, bool *yes)
{
    const Element *e = element_of(self);
    EngineConnection *c = engine_connection_get(bind);
    *yes = true;
    if (c && !module_absent(e->dialects)) {
        Value name = value_str_z(ev, c->dialect->name);
        if (value_is_str(e->dialects))
            *yes = str_eq(value_as_str(e->dialects), value_as_str(name));
        else if (!eval_contains(ev, e->dialects, name, yes))
            return false;
    }
    if (!*yes || module_absent(e->callable)) return true;
    Value args[3] = {self, target, bind}, answer;
    return eval_call(ev, e->callable, args, 3, kw, &answer) && eval_truth(ev, answer, yes);
}

/* ddl(target, bind, **kw): as the listener of an event. */
static bool run_as_listener(Eval *ev, Value self, Args *a, Value *out)
{
    const Value *args = value_seq_items(a->v[0]);
    Element *e = element_of(self);
    EngineConnection *c = value_seq_len(a->v[0]) > 1 ? engine_connection_get(args[1]) : NULL;
    bool yes;
    if (!c) return eval_raise(ev, "TypeError", "a DDL element is called with (target, connection)");
    if (!wanted(ev, self, args[0], args[1], a->v[1], &yes)) return false;
    if (!yes) return true;
    Value before = e->target;
    e->target = args[0];
    bool ok = engine_connection_execute(c, self, value_none(), out);
    e->target = before;
    return ok;
}

static const NativeMethod methods[] = {
    {"element", "", get_element, NATIVE_GETTER},
    {"target", "", get_target, NATIVE_GETTER},
    {"execute_if", "dialect=None, callable_=None, state=None", execute_if, NATIVE_METHOD},
    {"compile", "bind=None, dialect=None, **kw", stringify_ddl_compile, NATIVE_METHOD},
    {0}};

const NativeClass engine_class_ddl_element = {.name = "ExecutableDDLElement",
                                              .module = "sqlalchemy.sql.ddl",
                                              .payload = sizeof(Element),
                                              .init_params = "*args, **kw",
                                              .init = any_init,
                                              .methods = methods,
                                              .str = stringify_ddl,
                                              .call = run_as_listener,
                                              .traverse = traverse};

/* ---- DDL("CREATE TRIGGER … ON %(table)s") ---- */

typedef struct Text {
    Value statement, context;
} Text;

static void text_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Text *)payload)->statement);
    gc_visit(gc, ((Text *)payload)->context);
}

static bool text_init(Eval *ev, Value self, Args *a)
{
    if (value_is_unknown(a->v[0])) return eval_need_known(ev, a->v[0], "the text of DDL()");
    if (!value_is_str(a->v[0])) {
        Value shown;
        if (!eval_repr(ev, a->v[0], &shown)) return false;
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Expected a string or unicode SQL statement, got '%.*s'",
                                 STR_ARG(value_as_str(shown)));
    }
    *(Text *)value_payload(self, &engine_class_ddl) = (Text){a->v[0], a->v[1]};
    return true;
}

static bool text_statement(Eval *ev, Args *a, Value *out)
{
    *out = ((Text *)value_payload(a->self, &engine_class_ddl))->statement;
    return true;
}

static const NativeMethod text_methods[] = {{"statement", "", text_statement, NATIVE_GETTER}, {0}};

const NativeClass engine_class_ddl = {.name = "DDL",
                                      .module = "sqlalchemy.sql.ddl",
                                      .base = &engine_class_ddl_element,
                                      .payload = sizeof(Text),
                                      .init_params = "statement, context=None",
                                      .init = text_init,
                                      .methods = text_methods,
                                      .traverse = text_traverse};

typedef struct TextNode {
    SqlCustom base;
    Eval *ev;
    Value statement, context, target;
} TextNode;

static void put_default(Eval *ev, Value dict, const char *key, Str text)
{
    if (value_is_unset(value_dict_find_z(dict, key)))
        value_dict_put_z(ev, dict, key, value_str(ev, text));
}

/* statement % context, with the names of the event's table. */
static bool compile_text(const SqlCustom *self, Compiler *c)
{
    const TextNode *n = (const TextNode *)self;
    Eval *ev = n->ev;
    Value context = value_dict(ev), key, item, text;
    size_t at = 0;
    while (value_is_dict(n->context) && value_dict_next(n->context, &at, &key, &item))
        if (!value_dict_put(ev, context, key, item)) return eval_take_error(ev, c->err);
    Table *t = value_is_unset(n->target) ? NULL : module_table_get(ev, n->target);
    if (t) {
        put_default(ev, context, "table", dialect_quote(c->dialect, t->name, c->a));
        put_default(ev, context, "schema",
                    str_is_null(t->schema) ? STR("")
                                           : dialect_quote(c->dialect, ident(t->schema), c->a));
        put_default(ev, context, "fullname",
                    dialect_quote_table(c->dialect, t->schema, t->name, c->a));
    }
    bool other = !module_absent(n->context) && !value_is_dict(n->context), given = false;
    if (other && !eval_truth(ev, n->context, &given)) return eval_take_error(ev, c->err);
    if (!eval_binary(ev, OPERATOR_MOD, n->statement, given ? n->context : context, &text))
        return eval_take_error(ev, c->err);
    SqlExpr *raw = sql_expr_literal_column(c->a, value_as_str(text));
    return compiler_expr(c, raw);
}

static SqlExpr *text_node(Eval *ev, Value v)
{
    const Text *t = value_payload(v, &engine_class_ddl);
    TextNode *n = ARENA_NEW(eval_arena(ev), TextNode);
    *n = (TextNode){{.compile = compile_text}, ev, t->statement, t->context, element_of(v)->target};
    value_list_push(ev, module_state(ev)->kept, v);
    SqlExpr *e = sql_expr_new(eval_arena(ev), SQL_CUSTOM, NULL);
    e->as.custom = &n->base;
    return e;
}

static Ident *schema_name(Eval *ev, Value v)
{
    Ident *name = ARENA_NEW(eval_arena(ev), Ident);
    if (!value_is_str(v) || !module_ident_from_value(ev, v, name)) return NULL;
    if (name->text.len) return name;
    eval_raise(ev, "ValueError", "the name of a schema must not be an empty string");
    return NULL;
}

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
    case DROP_CONSTRAINT:
    case SET_CONSTRAINT_COMMENT:
    case DROP_CONSTRAINT_COMMENT: return module_constraint_get(ev, v);
    case SET_COLUMN_COMMENT:
    case DROP_COLUMN_COMMENT: return module_column_get(ev, v);
    case CREATE_TYPE:
    case DROP_TYPE: return types_data(v) ? types_data(v)->type : NULL;
    case CREATE_SCHEMA:
    case DROP_SCHEMA: return schema_name(ev, v);
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
        return fill(ev, element_of(self), a, action, flag, cascade);                               \
    }                                                                                              \
    const NativeClass engine_class_##stem = {.name = py_name,                                      \
                                             .module = "sqlalchemy.sql.ddl",                       \
                                             .base = &engine_class_ddl_element,                    \
                                             .init_params = params,                                \
                                             .init = stem##_init};

/* include_foreign_key_constraints */
static bool chosen_foreign_keys(Eval *ev, Element *e, Value given)
{
    Value list;
    if (module_absent(given)) return true;
    if (!eval_to_list(ev, given, &list)) return false;
    e->foreign_keys = ARENA_NEW(eval_arena(ev), ConstraintVec);
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Constraint *k = module_constraint_get(ev, value_seq_items(list)[i]);
        if (!k)
            return eval_raise(ev, "TypeError",
                              "include_foreign_key_constraints needs ForeignKeyConstraint objects");
        VEC_PUSH(eval_arena(ev), e->foreign_keys, k);
    }
    return true;
}

static bool create_table_init(Eval *ev, Value self, Args *a)
{
    return fill(ev, element_of(self), a, CREATE_TABLE, 2, 0) &&
           chosen_foreign_keys(ev, element_of(self), a->v[1]);
}

/* A constraint needs its table; from then on it is, by default, no part of a CREATE TABLE. */
static bool isolate(Eval *ev, const Element *e, Value isolated)
{
    Constraint *k = e->object;
    bool yes;
    if (!eval_truth(ev, isolated, &yes)) return false;
    if (yes) k->is_isolated = true;
    return true;
}

static bool add_constraint_init(Eval *ev, Value self, Args *a)
{
    return fill(ev, element_of(self), a, ADD_CONSTRAINT, 0, 0) &&
           isolate(ev, element_of(self), a->v[1]);
}

static bool drop_constraint_init(Eval *ev, Value self, Args *a)
{
    return fill(ev, element_of(self), a, DROP_CONSTRAINT, 2, 1) &&
           isolate(ev, element_of(self), a->v[3]);
}

#define DDL_ELEMENT(stem, py_name, params, fn)                                                     \
    const NativeClass engine_class_##stem = {.name = py_name,                                      \
                                             .module = "sqlalchemy.sql.ddl",                       \
                                             .base = &engine_class_ddl_element,                    \
                                             .init_params = params,                                \
                                             .init = fn};

DDL_ELEMENT(create_table, "CreateTable",
            "element, include_foreign_key_constraints=None, if_not_exists=False", create_table_init)
DDL_ELEMENT(add_constraint, "AddConstraint", "element, *, isolate_from_table=True",
            add_constraint_init)
DDL_ELEMENT(drop_constraint, "DropConstraint",
            "element, *, cascade=False, if_exists=False, isolate_from_table=True",
            drop_constraint_init)
DDL_CLASS(drop_table, "DropTable", DROP_TABLE, "element, if_exists=False", 1, 0)
DDL_CLASS(create_index, "CreateIndex", CREATE_INDEX, "element, if_not_exists=False", 1, 0)
DDL_CLASS(drop_index, "DropIndex", DROP_INDEX, "element, if_exists=False", 1, 0)
DDL_CLASS(create_sequence, "CreateSequence", CREATE_SEQUENCE, "element, if_not_exists=False", 1, 0)
DDL_CLASS(drop_sequence, "DropSequence", DROP_SEQUENCE, "element, if_exists=False", 1, 0)
DDL_CLASS(create_schema, "CreateSchema", CREATE_SCHEMA, "name, if_not_exists=False", 1, 0)
DDL_CLASS(drop_schema, "DropSchema", DROP_SCHEMA, "name, cascade=False, if_exists=False", 2, 1)
DDL_CLASS(set_table_comment, "SetTableComment", SET_TABLE_COMMENT, "element", 0, 0)
DDL_CLASS(drop_table_comment, "DropTableComment", DROP_TABLE_COMMENT, "element", 0, 0)
DDL_CLASS(set_column_comment, "SetColumnComment", SET_COLUMN_COMMENT, "element", 0, 0)
DDL_CLASS(drop_column_comment, "DropColumnComment", DROP_COLUMN_COMMENT, "element", 0, 0)
DDL_CLASS(set_constraint_comment, "SetConstraintComment", SET_CONSTRAINT_COMMENT, "element", 0, 0)
DDL_CLASS(drop_constraint_comment, "DropConstraintComment", DROP_CONSTRAINT_COMMENT, "element", 0,
          0)
/* Of PostgreSQL: which of its types it is, is the type's business. */
DDL_CLASS(create_enum_type, "CreateEnumType", CREATE_TYPE, "element, **kw", 0, 0)
DDL_CLASS(drop_enum_type, "DropEnumType", DROP_TYPE, "element, **kw", 0, 0)
DDL_CLASS(create_domain_type, "CreateDomainType", CREATE_TYPE, "element, **kw", 0, 0)
DDL_CLASS(drop_domain_type, "DropDomainType", DROP_TYPE, "element, **kw", 0, 0)

bool engine_is_ddl(Value v) { return element_of(v) != NULL; }

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

/* As op.drop_constraint() calls it. */
static Str constraint_type(const Constraint *k)
{
    switch (k->kind) {
    case CONSTRAINT_PRIMARY_KEY: return STR("primary");
    case CONSTRAINT_FOREIGN_KEY: return STR("foreignkey");
    case CONSTRAINT_UNIQUE: return STR("unique");
    case CONSTRAINT_CHECK: return STR("check");
    case CONSTRAINT_EXCLUDE: break;
    }
    return STR_NULL;
}

/* Foreign keys find the tables of the same MetaData, and columns without a type take theirs. */
static void resolve(const Table *t)
{
    if (t && t->metadata) metadata_resolve(t->metadata);
}

static Op *constraint_op(Arena *a, const Element *e)
{
    Constraint *k = e->object;
    resolve(k->table);
    Op *op =
        table_op(a, e->action == ADD_CONSTRAINT ? OP_ADD_CONSTRAINT : OP_DROP_CONSTRAINT, k->table);
    if (e->action == ADD_CONSTRAINT) {
        op->as.add_constraint.constraint = k;
    } else {
        op->as.drop_constraint.name = k->name;
        op->as.drop_constraint.original = k;
        op->as.drop_constraint.type = constraint_type(k);
    }
    if (e->cascade) sql_options_put(&op->options, a, STR("cascade"), sql_value_bool(true));
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
        resolve(t);
        op = table_op(a, OP_CREATE_TABLE, t);
        op->as.create_table.table = t;
        op->as.create_table.foreign_keys = e->foreign_keys;
        return op;
    case DROP_TABLE: return table_op(a, OP_DROP_TABLE, t);
    case SET_TABLE_COMMENT:
        op = table_op(a, OP_CREATE_TABLE_COMMENT, t);
        op->as.table_comment.comment = t->comment;
        return op;
    default: return table_op(a, OP_DROP_TABLE_COMMENT, t);
    }
}

void engine_ddl_set_op(Value v, const Op *op) { element_of(v)->op = op; }

bool engine_ddl_has_builtin(Value v) { return element_of(v)->object != NULL; }

Op *engine_ddl_op(Eval *ev, Value v)
{
    bool is_text = value_payload(v, &engine_class_ddl) != NULL;
    if (!is_text && engine_ddl_has_builtin(v) && !compiles_has(ev, v))
        return engine_ddl_builtin(ev, v);
    Op *op = op_new(eval_arena(ev), OP_EXECUTE, STR_NULL, (Ident){0});
    op->as.execute.statement =
        is_text && !compiles_has(ev, v) ? text_node(ev, v) : compiles_node(ev, v, NULL);
    op->pos = eval_position(ev);
    return op;
}

Op *engine_ddl_builtin(Eval *ev, Value v)
{
    const Element *e = element_of(v);
    Arena *a = eval_arena(ev);
    Op *op = NULL;
    if (e->op) return (Op *)e->op;
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
    case SET_COLUMN_COMMENT: op = object_op(a, OP_OBJECT_SET_COLUMN_COMMENT, e); break;
    case DROP_COLUMN_COMMENT: op = object_op(a, OP_OBJECT_DROP_COLUMN_COMMENT, e); break;
    case SET_CONSTRAINT_COMMENT: op = object_op(a, OP_OBJECT_SET_CONSTRAINT_COMMENT, e); break;
    case DROP_CONSTRAINT_COMMENT: op = object_op(a, OP_OBJECT_DROP_CONSTRAINT_COMMENT, e); break;
    case CREATE_TYPE: op = object_op(a, OP_OBJECT_CREATE_TYPE, e); break;
    case DROP_TYPE: op = object_op(a, OP_OBJECT_DROP_TYPE, e); break;
    }
    op->origin = OP_BY_ELEMENT;
    bool creates = e->action == CREATE_TABLE || e->action == CREATE_INDEX ||
                   e->action == CREATE_SEQUENCE || e->action == CREATE_SCHEMA;
    op->if_not_exists = creates && e->flag;
    op->if_exists = !creates && e->flag;
    op->pos = eval_position(ev);
    return op;
}
