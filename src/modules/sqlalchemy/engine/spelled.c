#include "modules/sqlalchemy/engine/spelled.h"

#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/objects.h"

static const NativeClass *class_of_op(OpKind kind)
{
    switch (kind) {
    case OP_CREATE_TABLE: return &engine_class_create_table;
    case OP_DROP_TABLE: return &engine_class_drop_table;
    case OP_CREATE_INDEX: return &engine_class_create_index;
    case OP_DROP_INDEX: return &engine_class_drop_index;
    case OP_ADD_CONSTRAINT: return &engine_class_add_constraint;
    case OP_DROP_CONSTRAINT: return &engine_class_drop_constraint;
    default: return NULL;
    }
}

static ConstraintKind kind_of_type(Str type)
{
    static const struct {
        const char *type;
        ConstraintKind kind;
    } kinds[] = {{"primary", CONSTRAINT_PRIMARY_KEY},
                 {"foreignkey", CONSTRAINT_FOREIGN_KEY},
                 {"check", CONSTRAINT_CHECK}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq_z(type, kinds[i].type)) return kinds[i].kind;
    return CONSTRAINT_UNIQUE;
}

/* What the element is about; of what is dropped, its name and table. */
static Value object_of_op(Eval *ev, const Op *op)
{
    Arena *a = eval_arena(ev);
    Table *t = op->kind == OP_CREATE_TABLE ? op->as.create_table.table
                                           : table_new(a, metadata_new(a), op->table, op->schema);
    if (op->kind == OP_CREATE_INDEX) return module_index_value(ev, op->as.create_index.index);
    if (op->kind == OP_ADD_CONSTRAINT)
        return module_constraint_value(ev, op->as.add_constraint.constraint);
    if (op->kind == OP_DROP_INDEX) {
        Index *i = op->as.drop_index.original;
        if (!i) i = index_new(a, op->as.drop_index.name);
        if (!i->table) i->table = t;
        return module_index_value(ev, i);
    }
    if (op->kind == OP_DROP_CONSTRAINT) {
        Constraint *k = op->as.drop_constraint.original;
        ConstraintKind kind = kind_of_type(op->as.drop_constraint.type);
        if (!k) k = constraint_new(a, kind, op->as.drop_constraint.name);
        if (!k->table) k->table = t;
        return module_constraint_value(ev, k);
    }
    return module_table_value(ev, t);
}

bool spelled_has(Eval *ev, OpKind kind)
{
    const NativeClass *native = class_of_op(kind);
    return native && compiles_has_class(ev, class_value(eval_class(ev, native)));
}

/* Not the types, indexes or comments of a table alone. */
static bool makes_itself(const Op *op)
{
    unsigned parts = op->kind == OP_CREATE_TABLE ? op->as.create_table.parts : 0;
    return !parts || (parts & OP_TABLE_ITSELF);
}

bool spelled_element(Eval *ev, const Op *op, Value object, Value *out)
{
    const NativeClass *native = class_of_op(op->kind);
    *out = value_unset();
    if (!makes_itself(op) || !spelled_has(ev, op->kind)) return true;
    if (value_is_unset(object)) object = object_of_op(ev, op);
    if (!eval_call(ev, class_value(eval_class(ev, native)), &object, 1, value_unset(), out))
        return false;
    engine_ddl_set_op(*out, op);
    return true;
}

/* ---- the statements of a create_table ---- */

static Op *with_parts(Arena *a, const Op *op, unsigned parts)
{
    Op *part = ARENA_NEW(a, Op);
    *part = *op;
    part->as.create_table.parts = parts;
    return part;
}

static void push_indexes(Eval *ev, const Op *op, Str dialect, OpVec *out)
{
    Arena *a = eval_arena(ev);
    const Table *t = op->as.create_table.table;
    if (!spelled_has(ev, OP_CREATE_INDEX)) {
        VEC_PUSH(a, out, with_parts(a, op, OP_TABLE_INDEXES));
        return;
    }
    for (size_t i = 0; i < t->indexes.len; i++) {
        const StrVec *only = &t->indexes.items[i]->only_for;
        if (op->origin != OP_BY_DIRECTIVE && only->len && !vec_has_str(only, dialect)) continue;
        Op *index = op_new(a, OP_CREATE_INDEX, t->schema, t->name);
        index->as.create_index.index = t->indexes.items[i];
        index->pos = op->pos;
        VEC_PUSH(a, out, index);
    }
}

void spelled_parts(Eval *ev, const Op *op, Str dialect, OpVec *out)
{
    Arena *a = eval_arena(ev);
    unsigned given = op->as.create_table.parts;
    if (!given || (given & OP_TABLE_TYPES)) VEC_PUSH(a, out, with_parts(a, op, OP_TABLE_TYPES));
    VEC_PUSH(a, out, with_parts(a, op, OP_TABLE_ITSELF));
    push_indexes(ev, op, dialect, out);
    VEC_PUSH(a, out, with_parts(a, op, OP_TABLE_COMMENTS));
}

bool spelled_is_table(const Op *op)
{
    return op->kind == OP_CREATE_TABLE && op->as.create_table.parts == OP_TABLE_ITSELF;
}
