/* Index. */
#include "autogen/autogen.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"

static IndexData *data_of(Value v) { return value_payload(v, &objects_Index); }

static bool init(Eval *ev, Value self, Args *a)
{
    IndexData *d = data_of(self);
    Value kw = a->v[2];
    Ident name;
    int unique, quote;
    if (!module_name_from_value(ev, a->v[0], "the name of an Index", &name)) return false;
    d->index = index_new(eval_arena(ev), name);
    Value table = objects_take(ev, kw, "_table"), info = objects_take(ev, kw, "info");
    if (!module_absent(info)) d->info = info;
    objects_take(ev, kw, "_column_flag");
    if (!module_tristate(ev, objects_take(ev, kw, "unique"), &unique) ||
        !module_tristate(ev, objects_take(ev, kw, "quote"), &quote) ||
        !module_options_from_kw(ev, "Index", kw, &d->index->options) ||
        !eval_to_list(ev, a->v[1], &d->expressions))
        return false;
    if (quote >= 0) {
        d->index->name.quote = quote ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
        d->index->name.is_conv = false; /* it is another object then */
    }
    d->index->unique = unique == 1;
    for (size_t i = 0; i < value_seq_len(d->expressions); i++) {
        Value v = value_seq_items(d->expressions)[i];
        if (value_is_unknown(v)) return eval_need_known(ev, v, "an expression of an Index");
        if (!value_is_str(v) && !module_is_ddl_expr(ev, v))
            return exc_expected(ev, "String column name or column expression for DDL constraint",
                                v);
    }
    module_object_put(ev, d->index, self);
    if (!module_absent(table) && !module_table_get(ev, table))
        return eval_raise(ev, "TypeError", "Index(): _table must be a Table, not %.*s",
                          STR_ARG(value_type_name(ev, table)));
    if (!module_absent(table)) return index_attach(ev, self, table);
    objects_wait(ev, self);
    return objects_settle(ev);
}

bool index_attach(Eval *ev, Value v, Value table)
{
    IndexData *d = data_of(v);
    Table *t = module_table_get(ev, table);
    Arena *arena = eval_arena(ev);
    if (d && d->attached && d->index->table && d->index->table != t)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Index '%.*s' is against table '%.*s', and cannot be associated "
                                 "with table '%.*s'.",
                                 STR_ARG(d->index->name.text), STR_ARG(d->index->table->name.text),
                                 STR_ARG(t->name.text));
    if (!d || d->attached) return true;
    d->attached = true;
    for (size_t i = 0; i < value_seq_len(d->expressions); i++) {
        Value item = value_seq_items(d->expressions)[i];
        SqlExpr *e;
        if (value_is_str(item)) {
            Column *c = table_find_column_key(t, value_as_str(item));
            if (!c || !str_eq(c->key, value_as_str(item)))
                return eval_raise_native(
                    ev, &exc_ConstraintColumnNotFoundError,
                    "Can't create Index on table '%.*s': no column named '%.*s' is present.",
                    STR_ARG(t->name.text), STR_ARG(value_as_str(item)));
            item = module_column_value(ev, c);
        }
        if (!module_expr_from_value(ev, item, arena, &e)) return false;
        VEC_PUSH(arena, &d->index->expressions, e);
    }
    table_add_index(t, arena, d->index);
    return true;
}

bool index_read(Eval *ev, Value v, Index **out)
{
    IndexData *d = data_of(v);
    Arena *arena = eval_arena(ev);
    Index *i = index_new(arena, d->index->name);
    *i = *d->index;
    *out = i;
    for (size_t k = 0; !d->attached && k < value_seq_len(d->expressions); k++) {
        Value item = value_seq_items(d->expressions)[k];
        SqlExpr *e;
        if (value_is_str(item))
            e = sql_expr_column(arena, arena_str(arena, value_as_str(item)));
        else if (!module_expr_from_value(ev, item, arena, &e))
            return false;
        VEC_PUSH(arena, &i->expressions, e);
    }
    return true;
}

Index *module_index_get(Eval *ev, Value v)
{
    IndexData *d = data_of(v);
    return d ? d->index : NULL;
}

Value module_index_value(Eval *ev, Index *i)
{
    Value v = module_object_find(ev, i);
    if (!value_is_unset(v)) return v;
    v = eval_instance_new(ev, eval_class(ev, &objects_Index));
    data_of(v)->index = i;
    data_of(v)->attached = true;
    module_object_put(ev, i, v);
    return v;
}

static bool get(Eval *ev, Value self, Str name, Value *out)
{
    Index *i = data_of(self)->index;
    if (!i) return true;
    if (str_eq_z(name, "kwargs") || str_eq_z(name, "dialect_kwargs"))
        return module_options_value(ev, &i->options, out);
    if (str_eq_z(name, "info")) {
        IndexData *d = data_of(self);
        if (value_is_unset(d->info)) d->info = value_dict(ev);
        *out = d->info;
    } else if (str_eq_z(name, "name")) {
        Ident final = i->name;
        Err err = err_init(eval_arena(ev));
        const NamingConvention *n =
            i->table && i->table->metadata ? &i->table->metadata->naming : NULL;
        if (n && !index_final_name(i, n, eval_arena(ev), &final, &err)) final = i->name;
        *out = final.is_conv ? module_ident_value(ev, final)
                             : module_quoted_value(ev, final.text, final.quote);
    } else if (str_eq_z(name, "unique"))
        *out = value_bool(i->unique);
    else if (str_eq_z(name, "table"))
        *out = i->table ? module_table_value(ev, i->table) : value_none();
    else if (str_eq_z(name, "expressions")) {
        *out = value_list(ev);
        for (size_t k = 0; k < i->expressions.len; k++)
            value_list_push(ev, *out, module_expr_value(ev, i->expressions.items[k]));
    } else if (str_eq_z(name, "columns")) {
        Value dict = value_dict(ev);
        for (size_t k = 0; k < i->expressions.len; k++) {
            SqlExpr *e = i->expressions.items[k];
            if (e->kind == SQL_COLUMN && e->as.column.column)
                value_dict_put_str(ev, dict, e->as.column.name,
                                   module_column_value(ev, e->as.column.column));
        }
        *out = collection_of_dict(ev, dict);
    }
    return true;
}

static bool ddl(Eval *ev, Args *a, bool drop)
{
    const ModuleHooks *h = module_hooks(ev);
    bool checkfirst;
    if (!eval_truth(ev, a->v[1], &checkfirst)) return false;
    if (!(drop ? h->drop_index : h->create_index))
        return eval_raise_native(ev, &exc_UnboundExecutionError,
                                 "there is no connection to create an index with");
    return (drop ? h->drop_index : h->create_index)(ev, a->v[0], data_of(a->self)->index,
                                                    checkfirst);
}
static bool create(Eval *ev, Args *a, Value *out) { return ddl(ev, a, false); }
static bool drop(Eval *ev, Args *a, Value *out) { return ddl(ev, a, true); }

bool objects_ddl_if(Eval *ev, Args *a, StrVec *only_for)
{
    Value names = a->v[0];
    if (!module_absent(a->v[1]))
        return eval_raise(
            ev, "NotImplementedError",
            "ddl_if(callable_=...) is not supported in a migration; use dialect=, or an if "
            "statement");
    if (module_absent(names)) return true;
    if (value_is_str(names)) names = value_tuple(ev, &names, 1);
    if (!eval_to_list(ev, names, &names)) return false;
    for (size_t i = 0; i < value_seq_len(names); i++) {
        Value name = value_seq_items(names)[i];
        if (!value_is_str(name))
            return eval_raise(ev, "TypeError", "ddl_if() takes names of dialects");
        VEC_PUSH(eval_arena(ev), only_for, module_str(ev, name));
    }
    return true;
}

static bool ddl_if(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return objects_ddl_if(ev, a, &module_index_get(ev, a->self)->only_for);
}

static const NativeMethod methods[] = {
    {"ddl_if", "dialect=None, callable_=None, state=None", ddl_if, NATIVE_METHOD},
    {"create", "bind, checkfirst=False", create, NATIVE_METHOD},
    {"drop", "bind, checkfirst=False", drop, NATIVE_METHOD},
    {0}};

static void traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((IndexData *)payload)->expressions);
    gc_visit(gc, ((IndexData *)payload)->info);
}

/* An index shows the columns of its table, or what it was made of when it has none yet. */
static bool index_repr(Eval *ev, Value self, Value *out)
{
    const IndexData *d = data_of(self);
    Arena scratch = {0};
    Str name = ident_is_null(d->index->name) ? STR("None")
                                             : sql_value_repr_str(d->index->name.text, &scratch);
    StrBuf b = {0};
    bool ok = true;
    strbuf_fmt(&b, "Index(%.*s", STR_ARG(name));
    for (size_t i = 0; ok && !d->index->table && i < value_seq_len(d->expressions); i++) {
        Value shown;
        ok = eval_repr(ev, value_seq_items(d->expressions)[i], &shown);
        if (ok) strbuf_fmt(&b, ", %.*s", STR_ARG(value_as_str(shown)));
    }
    strbuf_push_z(&b, d->index->unique ? ", unique=True)" : ")");
    Str text = d->index->table ? autogen_index_repr(d->index, &scratch) : strbuf_view(&b);
    if (ok) *out = value_str(ev, text);
    strbuf_deinit(&b);
    arena_release(&scratch);
    return ok;
}

const NativeClass objects_Index = {.name = "Index",
                                   .module = "sqlalchemy.sql.schema",
                                   .base = &objects_SchemaItem,
                                   .payload = sizeof(IndexData),
                                   .init_params = "name, *expressions, **kw",
                                   .init = init,
                                   .methods = methods,
                                   .getattr = get,
                                   .repr = index_repr,
                                   .traverse = traverse};
