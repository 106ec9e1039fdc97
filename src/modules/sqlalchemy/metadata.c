/* MetaData. */
#include <string.h>

#include "eval/eval.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/orm/decl.h"

typedef struct MetaDataData {
    MetaData *metadata;
    Value info, convention;
} MetaDataData;

static MetaDataData *data_of(Value v) { return value_payload(v, &objects_MetaData); }

/* ---- naming convention ---- */

typedef struct TokenHook {
    Eval *ev;
    Value fn;
} TokenHook;

/* A callable of the convention: fn(constraint, table) -> str. */
static bool compute_token(void *user, const Constraint *c, const Index *i, Table *t, Str *out,
                          Err *err)
{
    TokenHook *hook = user;
    Eval *ev = hook->ev;
    Value before, result;
    module_objects_pass(ev, &before);
    Value what =
        c ? module_constraint_value(ev, (Constraint *)c) : module_index_value(ev, (Index *)i);
    eval_root_push(ev, what);
    Value args[] = {what, t ? module_table_value(ev, t) : value_none()};
    bool ok = eval_run_call(ev, hook->fn, args, 2, value_unset(), &result, err);
    if (ok && !value_is_str(result))
        ok = err_set(err, ERR_SCRIPT, "a naming convention's callable must return a string");
    else if (ok)
        *out = arena_str(eval_arena(ev), value_as_str(result));
    eval_root_pop(ev, 1);
    module_objects_forget(ev, before);
    return ok;
}

static bool rule_key(Eval *ev, Value key, Str *out)
{
    static const struct {
        const NativeClass *cls;
        const char *key;
    } classes[] = {{&objects_Index, "ix"},
                   {&objects_UniqueConstraint, "uq"},
                   {&objects_CheckConstraint, "ck"},
                   {&objects_ForeignKeyConstraint, "fk"},
                   {&objects_PrimaryKeyConstraint, "pk"}};
    if (value_is_str(key)) return *out = module_str(ev, key), true;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (value_as_class(key) == eval_class(ev, classes[i].cls))
            return *out = str_z(classes[i].key), true;
    return eval_raise(ev, "TypeError",
                      "a naming convention's key must be a string or a constraint class");
}

bool metadata_read_convention(Eval *ev, Value dict, NamingConvention *n)
{
    Arena *arena = eval_arena(ev);
    if (!value_is_dict(dict))
        return eval_raise(ev, "TypeError", "naming_convention must be a dict");
    n->items = ARENA_ARRAY(arena, NamingRule, value_dict_len(dict));
    n->len = 0;
    size_t at = 0;
    Value key, item;
    while (value_dict_next(dict, &at, &key, &item)) {
        NamingRule *r = &n->items[n->len++];
        if (!rule_key(ev, key, &r->key)) return false;
        if (value_is_str(item)) {
            r->format = module_str(ev, item);
        } else if (eval_is_callable(ev, item)) {
            TokenHook *hook = ARENA_NEW(arena, TokenHook);
            *hook = (TokenHook){ev, item};
            value_list_push(ev, module_state(ev)->kept, item);
            r->compute = compute_token;
            r->user = hook;
        } else if (!module_absent(item)) {
            return eval_raise(ev, "TypeError",
                              "a naming convention's value must be a string or a callable");
        } else {
            n->len--;
        }
    }
    return true;
}

static bool set_convention(Eval *ev, MetaDataData *d, Value dict)
{
    if (value_is_unknown(dict)) return eval_need_known(ev, dict, "a naming convention");
    bool truth;
    if (!eval_truth(ev, dict, &truth)) return false;
    d->convention = dict;
    return !truth || metadata_read_convention(ev, dict, &d->metadata->naming);
}

static bool init(Eval *ev, Value self, Args *a)
{
    /* schema, quote_schema, naming_convention, info */
    MetaDataData *d = data_of(self);
    Ident schema;
    int quote;
    if (!module_ident_from_value(ev, a->v[0], &schema) || !module_tristate(ev, a->v[1], &quote))
        return false;
    d->metadata = metadata_new(eval_arena(ev));
    d->metadata->schema = schema.text;
    d->metadata->schema_quote = quote < 0 ? schema.quote : ident_quote(quote ? 1 : -1);
    d->info = a->v[3];
    module_object_put(ev, d->metadata, self);
    return module_absent(a->v[2]) || set_convention(ev, d, a->v[2]);
}

Value metadata_new_value(Eval *ev)
{
    Value v = eval_instance_new(ev, eval_class(ev, &objects_MetaData));
    data_of(v)->metadata = metadata_new(eval_arena(ev));
    module_object_put(ev, data_of(v)->metadata, v);
    return v;
}

MetaData *objects_metadata(Value v)
{
    MetaDataData *d = data_of(v);
    return d ? d->metadata : NULL;
}

MetaData *module_metadata_get(Eval *ev, Value v)
{
    MetaDataData *d = data_of(v);
    if (!d || !decl_settle(ev)) return NULL;
    /* table.info["key"] = … may have come later than the table. */
    for (size_t i = 0; i < d->metadata->tables.len; i++)
        if (!module_table_set_info(ev, d->metadata->tables.entries[i].value, value_unset()))
            return NULL;
    return d->metadata;
}

Value module_metadata_value(Eval *ev, MetaData *m)
{
    Value v = module_object_find(ev, m);
    if (!value_is_unset(v)) return v;
    v = eval_instance_new(ev, eval_class(ev, &objects_MetaData));
    data_of(v)->metadata = m;
    module_object_put(ev, m, v);
    return v;
}

/* ---- reading ---- */

static Value tables_dict(Eval *ev, MetaData *m)
{
    Value dict = value_dict(ev);
    for (size_t i = 0; i < m->tables.len; i++)
        value_dict_put_str(ev, dict, m->tables.entries[i].key,
                           module_table_value(ev, m->tables.entries[i].value));
    return dict;
}

static bool get(Eval *ev, Value self, Str name, Value *out)
{
    MetaDataData *d = data_of(self);
    if (!d->metadata) return true;
    bool tables = str_eq_z(name, "tables") || str_eq_z(name, "sorted_tables");
    if (tables && !decl_settle(ev)) return false;
    if (str_eq_z(name, "tables"))
        *out = collection_facade(ev, tables_dict(ev, d->metadata));
    else if (str_eq_z(name, "schema"))
        *out = str_is_null(d->metadata->schema) ? value_none() : value_str(ev, d->metadata->schema);
    else if (str_eq_z(name, "sorted_tables")) {
        Arena scratch = {0};
        metadata_resolve(d->metadata);
        TableVec sorted = metadata_sorted(d->metadata, &scratch, NULL);
        *out = value_list(ev);
        for (size_t i = 0; i < sorted.len; i++)
            value_list_push(ev, *out, module_table_value(ev, sorted.items[i]));
        arena_release(&scratch);
    } else if (str_eq_z(name, "naming_convention")) {
        *out = d->convention;
        if (module_absent(*out)) {
            *out = value_dict(ev);
            value_dict_put_z(ev, *out, "ix", value_str(ev, STR("ix_%(column_0_label)s")));
        }
    } else if (str_eq_z(name, "info")) {
        if (module_absent(d->info)) d->info = value_dict(ev);
        *out = d->info;
    } else if (str_eq_z(name, "bind"))
        *out = value_none();
    return true;
}

static bool set(Eval *ev, Value self, Str name, Value v, bool *done)
{
    MetaDataData *d = data_of(self);
    *done = true;
    if (str_eq_z(name, "naming_convention")) return set_convention(ev, d, v);
    if (str_eq_z(name, "schema"))
        return module_str_or_none(ev, v, "MetaData schema", &d->metadata->schema);
    *done = str_eq_z(name, "bind");
    return true;
}

static bool contains(Eval *ev, Value self, Value item, bool *out)
{
    MetaData *m = data_of(self)->metadata;
    Table *t = module_table_get(ev, item);
    *out = value_is_str(item) ? map_has(&m->tables, value_as_str(item)) : t && t->metadata == m;
    return true;
}

static bool truth(Eval *ev, Value self, bool *out) { return *out = true; }

static bool repr(Eval *ev, Value self, Value *out)
{
    *out = value_str(ev, STR("MetaData()"));
    return true;
}

/* ---- changing ---- */

static bool clear(Eval *ev, Args *a, Value *out)
{
    data_of(a->self)->metadata->tables = (Map){0};
    return true;
}

static bool remove_table(Eval *ev, Args *a, Value *out)
{
    Table *t = module_table_get(ev, a->v[0]);
    if (!t) return eval_raise(ev, "TypeError", "remove() needs a Table");
    map_remove(&data_of(a->self)->metadata->tables,
               table_key(eval_arena(ev), t->schema, t->name.text));
    return true;
}

static bool unbound(Eval *ev, const char *what)
{
    return eval_raise_native(ev, &exc_UnboundExecutionError,
                             "there is no connection for MetaData.%s()", what);
}

/* As they were made, or in the order of `tables`. */
static bool chosen_tables(Eval *ev, MetaData *m, Value list, TableVec *out)
{
    Value some;
    if (module_absent(list)) {
        for (size_t i = 0; i < m->tables.len; i++)
            VEC_PUSH(eval_arena(ev), out, m->tables.entries[i].value);
        return true;
    }
    if (!eval_to_list(ev, list, &some)) return false;
    for (size_t i = 0; i < value_seq_len(some); i++) {
        Table *t = module_table_get(ev, value_seq_items(some)[i]);
        if (!t) return eval_raise(ev, "TypeError", "tables must be Table objects");
        VEC_PUSH(eval_arena(ev), out, t);
    }
    return true;
}

static bool create_all(Eval *ev, Args *a, Value *out)
{
    TableVec tables = {0};
    bool checkfirst;
    MetaData *m = data_of(a->self)->metadata;
    const ModuleHooks *h = module_hooks(ev);
    if (!h->create_tables) return unbound(ev, "create_all");
    return eval_truth(ev, a->v[2], &checkfirst) && chosen_tables(ev, m, a->v[1], &tables) &&
           h->create_tables(ev, a->v[0], m, &tables, checkfirst);
}

static bool drop_all(Eval *ev, Args *a, Value *out)
{
    TableVec tables = {0};
    bool checkfirst;
    MetaData *m = data_of(a->self)->metadata;
    const ModuleHooks *h = module_hooks(ev);
    if (!h->drop_tables) return unbound(ev, "drop_all");
    if (!eval_truth(ev, a->v[2], &checkfirst) || !chosen_tables(ev, m, a->v[1], &tables))
        return false;
    return h->drop_tables(ev, a->v[0], m, &tables, checkfirst);
}

static bool reflect(Eval *ev, Args *a, Value *out)
{
    /* bind, schema, views, only, extend_existing, autoload_replace, resolve_fks, **kw */
    const ModuleHooks *h = module_hooks(ev);
    ReflectArgs x = {.only = a->v[3]};
    if (!h->reflect) return unbound(ev, "reflect");
    if (!module_str_or_none(ev, a->v[1], "schema", &x.schema) ||
        !eval_truth(ev, a->v[2], &x.views) || !eval_truth(ev, a->v[6], &x.resolve))
        return false;
    MetaData *m = data_of(a->self)->metadata;
    if (str_is_null(x.schema)) x.schema = m->schema;
    return h->reflect(ev, a->v[0], m, &x);
}

static const NativeMethod methods[] = {
    {"clear", "", clear, NATIVE_METHOD},
    {"remove", "table", remove_table, NATIVE_METHOD},
    {"create_all", "bind=None, tables=None, checkfirst=True", create_all, NATIVE_METHOD},
    {"drop_all", "bind=None, tables=None, checkfirst=True", drop_all, NATIVE_METHOD},
    {"reflect",
     "bind=None, schema=None, views=False, only=None, extend_existing=False, "
     "autoload_replace=True, "
     "resolve_fks=True, **kw",
     reflect, NATIVE_METHOD},
    {0}};

static void traverse(void *payload, GcVisitor *gc)
{
    MetaDataData *d = payload;
    gc_visit(gc, d->info);
    gc_visit(gc, d->convention);
}

const NativeClass objects_MetaData = {
    .name = "MetaData",
    .module = "sqlalchemy.sql.schema",
    .payload = sizeof(MetaDataData),
    .init_params = "schema=None, quote_schema=None, naming_convention=None, info=None",
    .init = init,
    .methods = methods,
    .getattr = get,
    .setattr = set,
    .contains = contains,
    .truth = truth,
    .repr = repr,
    .traverse = traverse};
