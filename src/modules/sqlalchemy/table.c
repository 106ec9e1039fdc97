/* Table. */
#include <string.h>

#include "autogen/autogen.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/types.h"
#include "sql/statement.h"

static TableData *data_of(Value v) { return value_payload(v, &objects_Table); }

Table *module_table_get(Eval *ev, Value v)
{
    TableData *d = data_of(v);
    if (d) return d->table;
    Class *cls = value_as_class(v);
    if (!cls) return NULL;
    Value own = value_dict_find_z(class_namespace(cls), "__table__");
    d = value_is_unset(own) ? NULL : data_of(own);
    return d ? d->table : NULL;
}

static void set_node(Eval *ev, Value v, Table *t)
{
    ElementData *e = element_data(v);
    e->expr = sql_statement_schema_table(eval_arena(ev), t, t->schema, t->name.text);
}

Value module_table_value(Eval *ev, Table *t)
{
    Value v = module_object_find(ev, t);
    if (!value_is_unset(v)) return v;
    v = eval_instance_new(ev, eval_class(ev, &objects_Table));
    data_of(v)->table = t;
    set_node(ev, v, t);
    module_object_put(ev, t, v);
    return v;
}

/* ---- items ---- */

static void default_schema_of_keys(Table *t)
{
    for (size_t i = 0; i < t->constraints.len; i++) {
        Constraint *c = t->constraints.items[i];
        if (c->kind == CONSTRAINT_FOREIGN_KEY && str_is_null(c->referred_schema) &&
            c->referred_columns.len)
            c->referred_schema = t->metadata->schema;
    }
}

/* Takes it out with its foreign keys. Returns where it stood. */
static size_t remove_column(Table *t, const Column *old)
{
    size_t at = 0;
    while (t->columns.items[at] != old) at++;
    VEC_REMOVE(&t->columns, at);
    for (size_t i = t->constraints.len; i-- > 0;) {
        const Constraint *k = t->constraints.items[i];
        bool its = false;
        for (size_t c = 0; c < k->column_names.len; c++)
            its = its || str_eq(k->column_names.items[c], old->name.text);
        if (k->kind == CONSTRAINT_FOREIGN_KEY && its) VEC_REMOVE(&t->constraints, i);
    }
    return at;
}

/* The column that is added last stands where another did. */
static void move_last(Table *t, size_t to)
{
    Column *c = VEC_LAST(&t->columns);
    for (size_t i = t->columns.len - 1; i > to; i--) t->columns.items[i] = t->columns.items[i - 1];
    t->columns.items[to] = c;
}

/* The column that one of this key and name stands for, or is in the way of. */
static Column *column_before(const Table *t, const Column *c, TableAttach how)
{
    Column *old = table_column_by_key(t, c->key);
    return old || how == TABLE_ATTACH_REPLACING ? old : table_find_column(t, c->name.text);
}

static bool raise_duplicate(Eval *ev, const Table *t, const Column *c, TableAttach how)
{
    bool by_key = table_column_by_key(t, c->key) && !str_eq(c->key, c->name.text);
    return eval_raise_native(
        ev, &exc_DuplicateColumnError,
        "A column with %s '%.*s' is already present in table '%.*s'.%s", by_key ? "key" : "name",
        STR_ARG(by_key ? c->key : c->name.text), STR_ARG(t->name.text),
        how == TABLE_ATTACH_APPENDED ? " Specify replace_existing=True to Table.append_column() to "
                                       "replace an existing column."
                                     : "");
}

/* A type written by a script may have a part in its table, as SQLAlchemy's SchemaEventTarget. */
static bool tell_type(Eval *ev, Table *t, Column *c)
{
    Value type = module_object_find(ev, c->type), fn, none;
    if (str_is_null(c->type->user_module) || value_is_unset(type)) return true;
    if (!eval_find_attr(ev, type, STR("_set_table"), &fn) || value_is_unset(fn)) return true;
    Value args[] = {module_column_value(ev, c), module_table_value(ev, t)};
    const SqlType *again;
    if (!eval_call(ev, fn, args, 2, value_unset(), &none)) return false;
    types_data(type)->finished = false; /* its repr() may show what it was told */
    return module_type_from_value(ev, type, eval_arena(ev), &again);
}

static bool has_sentinel(const Table *t)
{
    for (size_t i = 0; i < t->columns.len; i++)
        if (t->columns.items[i]->sentinel) return true;
    return false;
}

static bool attach_column(Eval *ev, Table *t, Value v, TableAttach how)
{
    Column *c = module_column_get(ev, v);
    if (c->table && c->table != t)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Column object '%.*s' already assigned to Table '%.*s'",
                                 STR_ARG(c->name.text), STR_ARG(c->table->name.text));
    if (ident_is_null(c->name))
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "Column must be constructed with a non-blank name or assign a non-blank .name "
            "before adding to a Table.");
    Column *old = column_before(t, c, how);
    if (old == c) return true;
    if (old && how != TABLE_ATTACH_REPLACING) return raise_duplicate(ev, t, c, how);
    if (c->sentinel && has_sentinel(t))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "a Table may have only one explicit sentinel column");
    size_t at = old ? remove_column(t, old) : t->columns.len;
    for (size_t i = 0; i < c->constraints.len; i++) {
        Constraint *k = c->constraints.items[i];
        Value fk = module_object_find(ev, k);
        bool done = true;
        k->table = t;
        if (!constraint_check_name(ev, k, t)) return false;
        if (foreign_key_data(fk) && !foreign_key_resolve(ev, fk, &done)) return false;
        if (!done) objects_wait(ev, fk);
        /* ForeignKey("other"): the column of the same name there */
        if (done && k->kind == CONSTRAINT_FOREIGN_KEY && k->referred_columns.len == 0)
            VEC_PUSH(eval_arena(ev), &k->referred_columns, c->name.text);
    }
    table_add_column(t, eval_arena(ev), c);
    move_last(t, at);
    module_column_value(ev, c);
    column_refresh(module_object_find(ev, c));
    return tell_type(ev, t, c);
}

bool table_attach(Eval *ev, Value table, Value item, TableAttach how)
{
    Table *t = data_of(table)->table;
    if (value_is_unknown(item)) return eval_need_known(ev, item, "an argument of Table()");
    /* A MetaData among the items does nothing, in SQLAlchemy too. */
    if (module_absent(item) || value_is_native(ev, item, &objects_MetaData)) return true;
    if (column_data(item)) return attach_column(ev, t, item, how);
    if (value_is_native(ev, item, &objects_Constraint)) return constraint_attach(ev, item, table);
    if (value_is_native(ev, item, &objects_Index)) return index_attach(ev, item, table);
    Value r;
    if (!eval_repr(ev, item, &r)) return false;
    return eval_raise_native(
        ev, &exc_ArgumentError,
        "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got %.*s",
        STR_ARG(value_as_str(r)));
}

/* Columns first: a constraint may name columns that stand after it. */
static bool attach_all(Eval *ev, Value table, const Value *items, size_t n, TableAttach how)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++)
            if ((column_data(items[i]) != NULL) == (pass == 0) &&
                !table_attach(ev, table, items[i], how))
                return false;
    Table *t = data_of(table)->table;
    if (t->metadata) default_schema_of_keys(t);
    return objects_settle(ev);
}

bool module_table_add_items(Eval *ev, Table *t, const Value *items, size_t n)
{
    return attach_all(ev, module_table_value(ev, t), items, n, TABLE_ATTACH_NEW);
}

/* ---- construction ---- */

/* Words between CREATE and TABLE. */
static bool set_prefixes(Eval *ev, Table *t, Value prefixes)
{
    Value list, iter;
    if (module_absent(prefixes)) return true;
    if (!eval_find_attr(ev, prefixes, STR("__iter__"), &iter)) return false;
    if (value_is_unset(iter))
        return eval_raise(ev, "TypeError", "Table(): prefixes: can only join an iterable");
    if (!eval_to_list(ev, prefixes, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value v = value_seq_items(list)[i];
        if (value_is_unknown(v)) return eval_need_known(ev, v, "a prefix of a Table");
        if (!value_is_str(v))
            return eval_raise(ev, "TypeError",
                              "Table(): prefixes: sequence item %zu: expected str instance, %.*s "
                              "found",
                              i, STR_ARG(value_type_name(ev, v)));
        VEC_PUSH(eval_arena(ev), &t->prefixes, module_str(ev, v));
    }
    return true;
}

static bool table_options(Eval *ev, Table *t, Value kw)
{
    static const char *const harmless[] = {
        "implicit_returning", "autoload_replace", "_extend_on", "_no_init",
        "must_exist",         "mustexist",        "autoload",   "keep_existing",
        "quote_schema",       "extend_existing",  NULL};
    int quote;
    Value prefixes = objects_take(ev, kw, "prefixes");
    if (!module_tristate(ev, objects_take(ev, kw, "quote"), &quote)) return false;
    if (quote >= 0) t->name.quote = quote ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    if (!module_tristate(ev, value_dict_find_z(kw, "quote_schema"), &quote)) return false;
    if (quote >= 0) t->name.schema_quote = quote ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    for (int i = 0; harmless[i]; i++) objects_take(ev, kw, harmless[i]);
    Value comment = objects_take(ev, kw, "comment");
    if (!value_is_unset(comment) && !module_str_or_none(ev, comment, "Table comment", &t->comment))
        return false;
    return set_prefixes(ev, t, prefixes) && module_options_from_kw(ev, "Table", kw, &t->options);
}

/* listeners=[("column_reflect", fn)] */
static bool add_listeners(Eval *ev, Value table, Value listeners)
{
    Value list, pair;
    if (module_absent(listeners)) return true;
    if (!eval_to_list(ev, listeners, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        if (!eval_to_list(ev, value_seq_items(list)[i], &pair)) return false;
        if (value_seq_len(pair) != 2)
            return eval_raise(ev, "ValueError",
                              "listeners must be pairs of an event's name and a function");
        if (!event_listen(ev, table, value_seq_items(pair)[0], value_seq_items(pair)[1]))
            return false;
    }
    return true;
}

static bool autoload(Eval *ev, Table *t, Value bind, Value include_columns, bool resolve)
{
    const ModuleHooks *h = module_hooks(ev);
    StrVec include = {0};
    Value names;
    bool found;
    if (!module_absent(include_columns)) {
        if (!eval_to_list(ev, include_columns, &names)) return false;
        for (size_t i = 0; i < value_seq_len(names); i++)
            if (value_is_str(value_seq_items(names)[i]))
                VEC_PUSH(eval_arena(ev), &include, module_str(ev, value_seq_items(names)[i]));
    }
    if (!h->reflect_table)
        return eval_raise_native(ev, &exc_UnboundExecutionError,
                                 "there is no connection to reflect '%.*s' with",
                                 STR_ARG(t->name.text));
    if (!h->reflect_table(ev, bind, t, &include, resolve, &found)) return false;
    return found || eval_raise_native(ev, &exc_NoSuchTableError, "%.*s", STR_ARG(t->name.text));
}

static bool flag(Eval *ev, Value kw, const char *name, bool *out)
{
    int on;
    if (!module_tristate(ev, value_dict_find_z(kw, name), &on)) return false;
    *out = on == 1;
    return true;
}

/* The dict's items as the schema model has them. What is no plain data shows as its repr(). */
static bool tell_info(Eval *ev, TableData *d)
{
    Value key, item, text;
    size_t at = 0;
    d->table->info = (SqlOptions){0};
    while (value_is_dict(d->info) && value_dict_next(d->info, &at, &key, &item)) {
        SqlValue v;
        if (!value_is_str(key)) continue;
        if (!module_sql_value_from_value(ev, item, eval_arena(ev), &v)) {
            eval_catch(ev);
            if (!eval_repr(ev, item, &text)) return false;
            v = sql_value_str(module_str(ev, text));
        }
        sql_options_put(&d->table->info, eval_arena(ev), module_str(ev, key), v);
    }
    return true;
}

bool module_table_set_info(Eval *ev, Table *t, Value info)
{
    TableData *d = data_of(module_table_value(ev, t));
    if (!module_absent(info)) d->info = info;
    return tell_info(ev, d);
}

bool table_make(Eval *ev, Value name, Value metadata, Value items, Value kw_in, Value *out)
{
    MetaData *m = objects_metadata(metadata);
    Ident id, schema_id;
    bool extend, keep, resolve = true;
    if (!m)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "expected a MetaData as second argument of Table(), got '%.*s'",
                                 STR_ARG(value_type_name(ev, metadata)));
    Value kw = value_dict(ev), key, item;
    size_t at = 0;
    while (!value_is_unset(kw_in) && value_dict_next(kw_in, &at, &key, &item))
        if (!value_dict_put(ev, kw, key, item)) return false;
    Value schema = objects_take(ev, kw, "schema"), bind = objects_take(ev, kw, "autoload_with"),
          listeners = objects_take(ev, kw, "listeners"),
          include = objects_take(ev, kw, "include_columns");
    if (!module_name_from_value(ev, name, "the name of a Table", &id) ||
        !module_ident_from_value(ev, schema, &schema_id) ||
        !flag(ev, kw, "extend_existing", &extend) || !flag(ev, kw, "keep_existing", &keep))
        return false;
    if (ident_is_null(id))
        return eval_raise(ev, "TypeError", "the name of a Table must be a string, not 'NoneType'");
    /* BLANK_SCHEMA, an empty one: none although the MetaData has one. */
    if (module_absent(schema)) {
        schema_id = (Ident){.text = m->schema, .quote = m->schema_quote};
        (void)objects_take(ev, kw, "quote_schema"); /* is for a schema of the table's own */
    }
    if (schema_id.text.len == 0) schema_id.text = STR_NULL;
    id.schema_quote = schema_id.quote;
    Value resolve_fks = objects_take(ev, kw, "resolve_fks");
    if (!value_is_unset(resolve_fks) && !eval_truth(ev, resolve_fks, &resolve)) return false;
    Table *old = metadata_find(m, schema_id.text, id.text);
    if (old && !extend && !keep && value_seq_len(items) > 0)
        return eval_raise_native(
            ev, &exc_InvalidRequestError,
            "Table '%.*s' is already defined for this MetaData instance.  Specify "
            "'extend_existing=True' to redefine options and columns on an existing Table object.",
            STR_ARG(table_key(eval_arena(ev), schema_id.text, id.text)));
    if (old && (keep || !extend)) return *out = module_table_value(ev, old), true;
    if (old)
        *out = module_table_value(ev, old);
    else
        *out = module_table_value(ev, table_new(eval_arena(ev), m, id, schema_id.text));
    TableData *d = data_of(*out);
    d->metadata = metadata;
    eval_root_push(ev, *out);
    Value info = objects_take(ev, kw, "info");
    if (!module_absent(info) && !module_table_set_info(ev, d->table, info)) {
        eval_root_pop(ev, 1);
        return false;
    }
    bool ok = old || metadata_add(m, d->table);
    ok = ok && table_options(ev, d->table, kw) && add_listeners(ev, *out, listeners) &&
         (module_absent(bind) || autoload(ev, d->table, bind, include, resolve)) &&
         attach_all(ev, *out, value_seq_items(items), value_seq_len(items),
                    extend || keep || !module_absent(bind) ? TABLE_ATTACH_REPLACING
                                                           : TABLE_ATTACH_NEW);
    if (!ok && !old) map_remove(&m->tables, table_key(eval_arena(ev), schema_id.text, id.text));
    eval_root_pop(ev, 1);
    return ok;
}

static bool construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    return table_make(ev, a->v[0], a->v[1], a->v[2], a->v[3], out);
}

/* ---- attributes ---- */

static bool primary_key(Eval *ev, Table *t, Value *out)
{
    Constraint *c = table_primary_key(t);
    if (!c) {
        c = constraint_new(eval_arena(ev), CONSTRAINT_PRIMARY_KEY, (Ident){0});
        c->table = t;
    }
    *out = module_constraint_value(ev, c);
    return true;
}

static bool get(Eval *ev, Value self, Str name, Value *out)
{
    TableData *d = data_of(self);
    Table *t = d->table;
    if (!t) return true;
    if (str_eq_z(name, "c") || str_eq_z(name, "columns"))
        *out = collection_of_table(ev, t);
    else if (str_eq_z(name, "name") || str_eq_z(name, "description"))
        *out = module_quoted_value(ev, t->name.text, t->name.quote);
    else if (str_eq_z(name, "schema"))
        *out = module_quoted_value(ev, t->schema, t->name.schema_quote);
    else if (str_eq_z(name, "fullname") || str_eq_z(name, "key"))
        *out = value_str(ev, table_key(eval_arena(ev), t->schema, t->name.text));
    else if (str_eq_z(name, "comment"))
        *out = str_is_null(t->comment) ? value_none() : value_str(ev, t->comment);
    else if (str_eq_z(name, "metadata"))
        *out = !value_is_unset(d->metadata) ? d->metadata
               : t->metadata                ? module_metadata_value(ev, t->metadata)
                                            : value_none();
    else if (str_eq_z(name, "primary_key"))
        return primary_key(ev, t, out);
    else if (str_eq_z(name, "indexes")) {
        *out = value_set(ev);
        for (size_t i = 0; i < t->indexes.len; i++)
            if (!value_set_add(ev, *out, module_index_value(ev, t->indexes.items[i]))) return false;
    } else if (str_eq_z(name, "constraints") || str_eq_z(name, "foreign_key_constraints")) {
        bool all = name.len == 11;
        *out = value_set(ev);
        for (size_t i = 0; i < t->constraints.len; i++) {
            Constraint *c = t->constraints.items[i];
            Value v = module_constraint_value(ev, c);
            if ((all || c->kind == CONSTRAINT_FOREIGN_KEY) && !value_set_add(ev, *out, v))
                return false;
        }
    } else if (str_eq_z(name, "foreign_keys")) {
        *out = value_set(ev);
        for (size_t i = 0; i < t->constraints.len; i++) {
            Value fk = module_object_find(ev, t->constraints.items[i]);
            if (foreign_key_data(fk) && !value_set_add(ev, *out, fk)) return false;
        }
    } else if (str_eq_z(name, "kwargs") || str_eq_z(name, "dialect_kwargs")) {
        return module_options_value(ev, &t->options, out);
    } else if (str_eq_z(name, "_prefixes")) {
        *out = value_list(ev);
        for (size_t i = 0; i < t->prefixes.len; i++)
            value_list_push(ev, *out, value_str(ev, t->prefixes.items[i]));
    } else if (str_eq_z(name, "info")) {
        if (value_is_unset(d->info)) d->info = value_dict(ev);
        *out = d->info;
    }
    return true;
}

static bool set(Eval *ev, Value self, Str name, Value v, bool *done)
{
    Table *t = data_of(self)->table;
    *done = t && (str_eq_z(name, "comment") || str_eq_z(name, "schema"));
    if (!*done) return true;
    return module_str_or_none(ev, v, "a table's attribute",
                              str_eq_z(name, "comment") ? &t->comment : &t->schema);
}

static bool append_constraint(Eval *ev, Args *a, Value *out)
{
    return table_attach(ev, a->self, a->v[0], TABLE_ATTACH_APPENDED) && objects_settle(ev);
}

static bool append_column(Eval *ev, Args *a, Value *out)
{
    bool replaces;
    return eval_truth(ev, a->v[1], &replaces) &&
           table_attach(ev, a->self, a->v[0],
                        replaces ? TABLE_ATTACH_REPLACING : TABLE_ATTACH_APPENDED) &&
           objects_settle(ev);
}

/* The schema of a copy: the table's own when nothing is said, the MetaData's with None and where
 * there is none. */
static bool schema_of_copy(Eval *ev, const Table *t, Value given, const MetaData *m, Str *schema,
                           IdentQuote *quote)
{
    Ident id = {.text = t->schema, .quote = t->name.schema_quote};
    if (!module_absent(given) && !module_ident_from_value(ev, given, &id)) return false;
    if (value_is_none(given) || str_is_null(id.text))
        id = (Ident){.text = m->schema, .quote = m->schema_quote};
    *schema = id.text.len ? id.text : STR_NULL;
    *quote = id.quote;
    return true;
}

static Value name_or_none(Eval *ev, Str name)
{
    return str_is_null(name) ? value_none() : value_str(ev, name);
}

/* A copied foreign key leads into the copy's schema, when its table was in the table's own. */
static bool move_target(Eval *ev, const Table *from, Constraint *key, Table *copy, Value schema_fn)
{
    Str schema = str_eq(key->referred_schema, from->schema) ? copy->schema : STR_NULL;
    bool is_self =
        str_eq(key->referred_schema, from->schema) && str_eq(key->referred_table, from->name.text);
    if (!module_absent(schema_fn)) {
        Value result,
            args[4] = {module_table_value(ev, (Table *)from), name_or_none(ev, copy->schema),
                       module_constraint_value(ev, key), name_or_none(ev, key->referred_schema)};
        if (!eval_call(ev, schema_fn, args, 4, value_unset(), &result)) return false;
        schema = value_is_str(result) ? module_str(ev, result) : STR_NULL;
        if (value_is_str(result) && !schema.len) key->referred_schema = STR_NULL;
    }
    if (schema.len) key->referred_schema = schema;
    if (str_is_null(key->referred_schema)) key->referred_schema = copy->metadata->schema;
    if (is_self) key->referred_table = copy->name.text;
    return true;
}

static bool to_metadata(Eval *ev, Args *a, Value *out)
{
    MetaData *m = objects_metadata(a->v[0]);
    const Table *t = data_of(a->self)->table;
    Ident name = t->name;
    Str schema;
    if (!m) return eval_raise(ev, "TypeError", "to_metadata() needs a MetaData");
    if (!module_absent(a->v[3]) && !module_ident_from_value(ev, a->v[3], &name)) return false;
    if (!schema_of_copy(ev, t, a->v[1], m, &schema, &name.schema_quote)) return false;
    Table *old = metadata_find(m, schema, name.text);
    if (old) return *out = module_table_value(ev, old), true;
    Table *copy = table_copy(t, eval_arena(ev), m);
    copy->name = name;
    copy->schema = schema;
    /* Only the arguments of the Table that belong to a dialect, and the comment, go along. */
    copy->prefixes = (StrVec){0};
    copy->info = (SqlOptions){0};
    for (size_t i = 0; i < copy->constraints.len; i++)
        if (copy->constraints.items[i]->kind == CONSTRAINT_FOREIGN_KEY &&
            !move_target(ev, t, copy->constraints.items[i], copy, a->v[2]))
            return false;
    if (!metadata_add(m, copy)) return eval_raise(ev, "ValueError", "the table is there already");
    *out = module_table_value(ev, copy);
    return true;
}

static bool ddl(Eval *ev, Args *a, bool drop)
{
    const ModuleHooks *h = module_hooks(ev);
    Table *t = data_of(a->self)->table;
    TableVec one = {0};
    bool checkfirst;
    if (!eval_truth(ev, a->v[1], &checkfirst)) return false;
    VEC_PUSH(eval_arena(ev), &one, t);
    if (!(drop ? h->drop_tables : h->create_tables))
        return eval_raise_native(ev, &exc_UnboundExecutionError,
                                 "there is no connection to create a table with");
    return (drop ? h->drop_tables : h->create_tables)(ev, a->v[0], NULL, &one, checkfirst);
}
static bool create(Eval *ev, Args *a, Value *out) { return ddl(ev, a, false); }
static bool drop(Eval *ev, Args *a, Value *out) { return ddl(ev, a, true); }

static bool repr(Eval *ev, Value self, Value *out)
{
    Table *t = data_of(self)->table;
    Arena scratch = {0};
    *out = value_str(ev, autogen_table_repr(t, &scratch));
    arena_release(&scratch);
    return true;
}

static bool str(Eval *ev, Value self, Value *out)
{
    Table *t = data_of(self)->table;
    *out = value_str(ev, table_key(eval_arena(ev), t->schema, t->name.text));
    return true;
}

static bool truth(Eval *ev, Value self, bool *out)
{
    return eval_raise(ev, "TypeError", "Boolean value of this clause is not defined");
}

/* These hide the getters of table(), whose columns are not those of a schema. */
static bool columns_of(Eval *ev, Args *a, Value *out) { return get(ev, a->self, STR("c"), out); }
static bool name_of(Eval *ev, Args *a, Value *out) { return get(ev, a->self, STR("name"), out); }
static bool schema_of(Eval *ev, Args *a, Value *out)
{
    return get(ev, a->self, STR("schema"), out);
}

/* table.indexes is a copy; packages that take an index out of their table (GeoAlchemy2) call this.
 */
static bool remove_index(Eval *ev, Args *a, Value *out)
{
    Table *t = data_of(a->self)->table;
    for (size_t i = 0; i < t->indexes.len; i++)
        if (value_is(module_index_value(ev, t->indexes.items[i]), a->v[0])) {
            VEC_REMOVE(&t->indexes, i);
            break;
        }
    *out = value_none();
    return true;
}

static const NativeMethod methods[] = {
    {"c", "", columns_of, NATIVE_GETTER},
    {"columns", "", columns_of, NATIVE_GETTER},
    {"name", "", name_of, NATIVE_GETTER},
    {"schema", "", schema_of, NATIVE_GETTER},
    {"append_column", "column, replace_existing=False", append_column, NATIVE_METHOD},
    {"append_constraint", "constraint", append_constraint, NATIVE_METHOD},
    {"to_metadata", "metadata, schema=?, referred_schema_fn=None, name=None", to_metadata,
     NATIVE_METHOD},
    {"tometadata", "metadata, schema=?, referred_schema_fn=None, name=None", to_metadata,
     NATIVE_METHOD},
    {"_remove_index", "index", remove_index, NATIVE_METHOD},
    {"create", "bind, checkfirst=False", create, NATIVE_METHOD},
    {"drop", "bind, checkfirst=False", drop, NATIVE_METHOD},
    {0}};

static void traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((TableData *)payload)->metadata);
    gc_visit(gc, ((TableData *)payload)->info);
}

const NativeClass objects_Table = {.name = "Table",
                                   .module = "sqlalchemy.sql.schema",
                                   .base = &objects_TableClause,
                                   .payload = sizeof(TableData),
                                   .init_params = "name, metadata, *items, **kw",
                                   .construct = construct,
                                   .methods = methods,
                                   .getattr = get,
                                   .setattr = set,
                                   .truth = truth,
                                   .repr = repr,
                                   .str = str,
                                   .traverse = traverse};
