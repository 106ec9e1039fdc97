/* Names of sqlalchemy.schema: tables, columns, constraints, defaults. */
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/objects.h"
#include "sql/statement.h"

const NativeClass objects_FromClause = {
    .name = "FromClause", .module = "sqlalchemy.sql.selectable", .base = &element_ClauseElement};

/* ---- aggregate_order_by ---- */

static bool order_by_init(Eval *ev, Value self, Args *a)
{
    ElementData *d = element_data(self);
    d->node.kind = SQL_LIST;
    d->expr = &d->node;
    d->node.as.list.op = SQL_OP_COMMA;
    d->node.as.list.form = SQL_LIST_ORDERED;
    if (!value_seq_len(a->v[1]))
        return eval_raise(ev, "TypeError", "at least one ORDER BY element is required");
    SqlExpr *target;
    element_charge(ev, d);
    if (!element_operand(ev, d, a->v[0], NULL, &target)) return false;
    d->node.type = target->type;
    VEC_PUSH(&d->arena, &d->node.as.list.items, target);
    return element_operands(ev, d, a->v[1], &d->node.as.list.items);
}

const NativeClass objects_aggregate_order_by = {.name = "aggregate_order_by",
                                                .module = "sqlalchemy.dialects.postgresql.ext",
                                                .base = &element_ColumnElement,
                                                .init_params = "target, *order_by",
                                                .init = order_by_init};

/* A column that rows of a bulk INSERT are told apart by, which Retort has no need of: it is only a
 * column. */
static bool insert_sentinel(Eval *ev, Args *a, Value *out)
{
    Value kw = value_dict(ev);
    value_dict_put_z(ev, kw, "name", a->v[0]);
    Value type = a->v[1];
    if (value_is_none(type))
        type = module_type_value(ev, type_new(eval_arena(ev), type_class_get("Integer")));
    value_dict_put_z(ev, kw, "type_", type);
    value_dict_put_z(ev, kw, "default", a->v[2]);
    value_dict_put_z(ev, kw, "insert_sentinel", value_bool(true));
    return eval_call(ev, class_value(eval_class(ev, &objects_Column)), NULL, 0, kw, out);
}

/* The schema of a table whose MetaData has one: an empty name. */
static bool blank_schema(Eval *ev, Value *out)
{
    *out = value_str(ev, STR(""));
    return true;
}

static bool default_naming_convention(Eval *ev, Value *out)
{
    Value dict = value_dict(ev);
    value_dict_put_z(ev, dict, "ix", value_str_z(ev, "ix_%(column_0_label)s"));
    *out = collection_facade(ev, dict);
    return true;
}

const NativeMember schema_members[] = {
    NATIVE_CLASS("MetaData", &objects_MetaData),
    NATIVE_CLASS("Table", &objects_Table),
    NATIVE_CLASS("Column", &objects_Column),
    NATIVE_CLASS("ForeignKey", &objects_ForeignKey),
    NATIVE_CLASS("ForeignKeyConstraint", &objects_ForeignKeyConstraint),
    NATIVE_CLASS("PrimaryKeyConstraint", &objects_PrimaryKeyConstraint),
    NATIVE_CLASS("UniqueConstraint", &objects_UniqueConstraint),
    NATIVE_CLASS("CheckConstraint", &objects_CheckConstraint),
    NATIVE_CLASS("Constraint", &objects_Constraint),
    NATIVE_CLASS("Index", &objects_Index),
    NATIVE_CLASS("Sequence", &objects_Sequence),
    NATIVE_CLASS("Computed", &objects_Computed),
    NATIVE_CLASS("Identity", &objects_Identity),
    NATIVE_CLASS("FetchedValue", &objects_FetchedValue),
    NATIVE_CLASS("DefaultClause", &objects_DefaultClause),
    NATIVE_CLASS("ColumnDefault", &objects_ColumnDefault),
    NATIVE_CLASS("SchemaItem", &objects_SchemaItem),
    NATIVE_CLASS("quoted_name", &objects_quoted_name),
    NATIVE_CLASS("conv", &objects_conv),
    NATIVE_CLASS("ColumnCollection", &objects_ColumnCollection),
    NATIVE_CLASS("DDL", &engine_class_ddl),
    NATIVE_CLASS("CreateColumn", &compiles_CreateColumn),
    NATIVE_CLASS("CreateTable", &engine_class_create_table),
    NATIVE_CLASS("DropTable", &engine_class_drop_table),
    NATIVE_CLASS("CreateIndex", &engine_class_create_index),
    NATIVE_CLASS("DropIndex", &engine_class_drop_index),
    NATIVE_CLASS("CreateSequence", &engine_class_create_sequence),
    NATIVE_CLASS("DropSequence", &engine_class_drop_sequence),
    NATIVE_CLASS("CreateSchema", &engine_class_create_schema),
    NATIVE_CLASS("DropSchema", &engine_class_drop_schema),
    NATIVE_CLASS("AddConstraint", &engine_class_add_constraint),
    NATIVE_CLASS("DropConstraint", &engine_class_drop_constraint),
    NATIVE_CLASS("SetTableComment", &engine_class_set_table_comment),
    NATIVE_CLASS("DropTableComment", &engine_class_drop_table_comment),
    NATIVE_CLASS("SetColumnComment", &engine_class_set_column_comment),
    NATIVE_CLASS("DropColumnComment", &engine_class_drop_column_comment),
    NATIVE_CLASS("SetConstraintComment", &engine_class_set_constraint_comment),
    NATIVE_CLASS("DropConstraintComment", &engine_class_drop_constraint_comment),
    NATIVE_CLASS("DDLElement", &engine_class_ddl_element),
    NATIVE_CLASS("ExecutableDDLElement", &engine_class_ddl_element),
    NATIVE_CLASS("FromClause", &objects_FromClause),
    NATIVE_CLASS("TableClause", &objects_TableClause),
    NATIVE_VALUE("BLANK_SCHEMA", blank_schema),
    NATIVE_FN("insert_sentinel",
              "name=None, type_=None, *, default=None, omit_from_statements=True", insert_sentinel),
    NATIVE_VALUE("DEFAULT_NAMING_CONVENTION", default_naming_convention),
    NATIVE_END};
