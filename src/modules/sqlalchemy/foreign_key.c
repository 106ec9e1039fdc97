/* ForeignKey: the inline form, and how targets given as Column objects are found. */
#include "autogen/autogen.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"

ForeignKeyData *foreign_key_data(Value v) { return value_payload(v, &objects_ForeignKey); }

bool foreign_key_parse(Eval *ev, Str spec, Constraint *c)
{
    size_t dot = str_rfind_char(spec, '.');
    if (dot == STR_NPOS) { /* only a table: the column of the same name */
        c->referred_table = spec;
        return true;
    }
    Str column = str_slice(spec, dot + 1, spec.len), table = str_slice(spec, 0, dot),
        schema = STR_NULL;
    size_t at = str_rfind_char(table, '.');
    if (at != STR_NPOS) {
        schema = str_slice(table, 0, at);
        table = str_slice(table, at + 1, table.len);
    }
    c->referred_schema = schema;
    c->referred_table = table;
    VEC_PUSH(eval_arena(ev), &c->referred_columns, column);
    return true;
}

/* Options that ForeignKey and ForeignKeyConstraint share. */
static bool set_option(Eval *ev, Value v, const char *what, Str *out)
{
    return module_str_or_none(ev, v, what, out);
}

static bool init(Eval *ev, Value self, Args *a)
{
    /* column, _constraint, use_alter, name, onupdate, ondelete, deferrable, initially,
     * link_to_name, match, info, comment, _unresolvable, **dialect_kw */
    ForeignKeyData *d = foreign_key_data(self);
    Ident name;
    int use_alter, link;
    if (!module_absent(a->v[1])) /* by position, what was meant is another one */
        return eval_raise(ev, "TypeError", "ForeignKey(): _constraint must be None, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[1])));
    if (!module_name_from_value(ev, a->v[3], "the name of a ForeignKey", &name)) return false;
    Constraint *c = constraint_new(eval_arena(ev), CONSTRAINT_FOREIGN_KEY, name);
    if (!module_tristate(ev, a->v[2], &use_alter) ||
        !set_option(ev, a->v[4], "onupdate", &c->onupdate) ||
        !set_option(ev, a->v[5], "ondelete", &c->ondelete) ||
        !module_tristate(ev, a->v[6], &c->deferrable) ||
        !set_option(ev, a->v[7], "initially", &c->initially) ||
        !module_tristate(ev, a->v[8], &link) || !set_option(ev, a->v[9], "match", &c->match) ||
        !set_option(ev, a->v[11], "comment", &c->comment) ||
        !module_options_from_kw(ev, "ForeignKeyConstraint", a->v[13], &c->options))
        return false;
    c->use_alter = use_alter == 1;
    c->link_to_name = link == 1;
    c->is_inline = true;
    d->constraint = c;
    module_object_put(ev, c, self);
    Value target = a->v[0];
    if (value_is_unknown(target)) return eval_need_known(ev, target, "the target of a ForeignKey");
    if (value_is_str(target)) return foreign_key_parse(ev, module_str(ev, target), c);
    if (!module_column_get(ev, target))
        return exc_expected(
            ev, "String column name or Column object for DDL foreign key constraint", target);
    d->target = target;
    bool done;
    return foreign_key_resolve(ev, self, &done);
}

bool foreign_key_resolve(Eval *ev, Value fk, bool *done)
{
    ForeignKeyData *d = foreign_key_data(fk);
    *done = true;
    if (value_is_unset(d->target) || d->constraint->referred_columns.len) return true;
    Column *to = module_column_get(ev, d->target);
    if (!to->table) {
        *done = false;
        return true;
    }
    d->constraint->referred = to->table;
    d->constraint->referred_schema = to->table->schema;
    d->constraint->referred_table = to->table->name.text;
    d->constraint->referred_quote = to->table->name.quote;
    d->constraint->referred_schema_quote = to->table->name.schema_quote;
    VEC_PUSH(eval_arena(ev), &d->constraint->referred_columns, to->key);
    return true;
}

Value foreign_key_clone(Eval *ev, Value fk, Constraint *c)
{
    Value v = eval_instance_new(ev, eval_class(ev, &objects_ForeignKey));
    ForeignKeyData *d = foreign_key_data(v);
    d->constraint = c;
    d->target = foreign_key_data(fk)->target;
    module_object_put(ev, c, v);
    return v;
}

static bool copy(Eval *ev, Args *a, Value *out)
{
    Constraint *c = constraint_copy(foreign_key_data(a->self)->constraint, eval_arena(ev));
    *out = foreign_key_clone(ev, a->self, c);
    return true;
}

/* The Column that the key refers to. */
static bool target_column(Eval *ev, const ForeignKeyData *d, Value *out)
{
    const Constraint *c = d->constraint;
    const Column *own = module_column_get(ev, d->column);
    const Table *t = own ? own->table : NULL;
    if (!t || !c->table || !c->referred_columns.len)
        return eval_raise_native(ev, &exc_InvalidRequestError,
                                 "this ForeignKey object does not yet have a parent Column "
                                 "associated with it.");
    Table *to = c->referred;
    if (!to && t->metadata) to = metadata_find(t->metadata, c->referred_schema, c->referred_table);
    if (!to)
        return eval_raise_native(ev, &exc_NoReferencedTableError, "%.*s",
                                 STR_ARG(constraint_no_target(c, eval_arena(ev))));
    Str key = c->referred_columns.items[0];
    Column *col = table_find_column_key(to, key);
    if (!col)
        return eval_raise_native(
            ev, &exc_NoReferencedColumnError,
            "Could not initialize target column for ForeignKey '%.*s.%.*s' on table '%.*s': table "
            "'%.*s' has no column named '%.*s'",
            STR_ARG(table_key(eval_arena(ev), c->referred_schema, c->referred_table)), STR_ARG(key),
            STR_ARG(t->name.text), STR_ARG(to->name.text), STR_ARG(key));
    *out = module_column_value(ev, col);
    return true;
}

static bool get(Eval *ev, Value self, Str name, Value *out)
{
    ForeignKeyData *d = foreign_key_data(self);
    Constraint *c = d->constraint;
    if (!c) return true;
    Str text = STR_NULL;
    if (str_eq_z(name, "parent")) {
        *out = value_is_unset(d->column) ? value_none() : d->column;
        return true;
    }
    if (str_eq_z(name, "constraint")) return *out = module_constraint_value(ev, c), true;
    if (str_eq_z(name, "target_fullname") || str_eq_z(name, "_colspec")) {
        Str column = c->referred_columns.len ? c->referred_columns.items[0] : STR("");
        bool schema = !str_is_null(c->referred_schema);
        *out = value_str_fmt(ev, "%.*s%s%.*s.%.*s", STR_ARG(c->referred_schema), schema ? "." : "",
                             STR_ARG(c->referred_table), STR_ARG(column));
        return true;
    }
    if (str_eq_z(name, "column")) return target_column(ev, d, out);
    if (str_eq_z(name, "ondelete"))
        text = c->ondelete;
    else if (str_eq_z(name, "onupdate"))
        text = c->onupdate;
    else if (str_eq_z(name, "name"))
        text = c->name.text;
    else if (str_eq_z(name, "initially"))
        text = c->initially;
    else if (str_eq_z(name, "match"))
        text = c->match;
    else
        return true;
    *out = str_is_null(text) ? value_none() : value_str(ev, text);
    return true;
}

static void traverse(void *payload, GcVisitor *gc)
{
    ForeignKeyData *d = payload;
    gc_visit(gc, d->target);
    gc_visit(gc, d->column);
}

static const NativeMethod methods[] = {
    {"copy", "**kw", copy, NATIVE_METHOD}, {"_copy", "**kw", copy, NATIVE_METHOD}, {0}};

static bool foreign_key_repr(Eval *ev, Value self, Value *out)
{
    Arena scratch = {0};
    *out = value_str(ev, autogen_constraint_repr(foreign_key_data(self)->constraint, &scratch));
    arena_release(&scratch);
    return true;
}

const NativeClass objects_SchemaItem = {.name = "SchemaItem", .module = "sqlalchemy.sql.schema"};
const NativeClass objects_ForeignKey = {
    .name = "ForeignKey",
    .module = "sqlalchemy.sql.schema",
    .base = &objects_SchemaItem,
    .payload = sizeof(ForeignKeyData),
    .init_params =
        "column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, "
        "deferrable=None, initially=None, link_to_name=False, match=None, info=None, comment=None, "
        "_unresolvable=False, **dialect_kw",
    .init = init,
    .methods = methods,
    .getattr = get,
    .repr = foreign_key_repr,
    .traverse = traverse};
