/* Column. */
#include <string.h>

#include "autogen/autogen.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/types.h"

ColumnData *column_data(Value v) { return value_payload(v, &objects_Column); }

Value objects_take(Eval *ev, Value kw, const char *name)
{
    Value v = value_dict_find_z(kw, name);
    bool found;
    if (!value_is_unset(v) && !value_dict_remove(ev, kw, value_str_z(ev, name), &found))
        return value_unset();
    return v;
}

void column_refresh(Value v)
{
    ElementData *d = element_data(v);
    Column *c = column_data(v)->column;
    d->node.kind = SQL_COLUMN;
    d->node.type = c->type && !type_is_null(c->type) ? c->type : NULL;
    d->node.as.column.name = c->name.text;
    d->node.as.column.quote = ident_quote_wish(c->name.quote);
    d->node.as.column.column = c;
    d->expr = &d->node;
}

void column_set_name(Eval *ev, Value v, Str name)
{
    Column *c = column_data(v)->column;
    Str own = arena_str(eval_arena(ev), name);
    if (ident_is_null(c->name)) c->name = ident(own);
    if (str_is_null(c->key)) c->key = own;
    column_refresh(v);
}

/* ---- keywords ---- */

static bool is_plain(Value v)
{
    return v.kind == VALUE_BOOL || v.kind == VALUE_INT || v.kind == VALUE_FLOAT || value_is_str(v);
}

/* The tree of an expression of SQL, which now lives as long as the column; NULL for others. */
static const SqlExpr *kept_expr(Eval *ev, Value v)
{
    const SqlExpr *e = value_as_class(v) ? NULL : element_expr(ev, v);
    if (e) value_list_push(ev, module_state(ev)->kept, v);
    return e;
}

/* default= and onupdate= are what Python gives. */
static bool no_server_default(Eval *ev, Value v)
{
    return !value_payload(v, &objects_FetchedValue) ||
           eval_raise_native(ev, &exc_ArgumentError,
                             "ColumnDefault may not be a server-side default type.");
}

/* A function without parameters, or with one for the context; classes and
 * built-in functions are taken as they are. */
static bool check_callable(Eval *ev, Value v)
{
    Value fn = v, code, count, defaults;
    int64_t n;
    bool method = value_object_kind(v) == OBJECT_METHOD;
    if (!method && value_object_kind(v) != OBJECT_FUNCTION) return true;
    if ((method && !eval_getattr(ev, v, STR("__func__"), &fn)) ||
        !eval_getattr(ev, fn, STR("__code__"), &code) ||
        !eval_getattr(ev, code, STR("co_argcount"), &count) ||
        !eval_getattr(ev, fn, STR("__defaults__"), &defaults))
        return false;
    if (!value_as_int(count, &n)) return true;
    n -= method;
    if (value_is_tuple(defaults)) n -= (int64_t)value_seq_len(defaults);
    return n <= 1 || eval_raise_native(
                         ev, &exc_ArgumentError,
                         "ColumnDefault Python function takes zero or one positional arguments");
}

static bool set_default(Eval *ev, Value self, ColumnData *d, Value v)
{
    bool done;
    if (module_absent(v)) return true;
    if (!no_server_default(ev, v) || !check_callable(ev, v)) return false;
    d->default_ = v;
    if (value_is_native(ev, v, &objects_Sequence)) return default_apply(ev, v, self, &done);
    d->column->has_default = true;
    if (d->column->sequence) d->column->idle_sequence = d->column->sequence;
    d->column->sequence = NULL;
    if (is_plain(v))
        return module_sql_value_from_value(ev, v, eval_arena(ev), &d->column->default_value);
    d->column->default_expr = kept_expr(ev, v);
    return true;
}

/* A Sequence is nothing that UPDATE takes a value from: as in SQLAlchemy it becomes the default,
 * unless it says for_update. */
static bool set_onupdate(Eval *ev, Value self, ColumnData *d, Value v)
{
    bool done;
    if (!no_server_default(ev, v) || !check_callable(ev, v)) return false;
    d->onupdate = v;
    if (value_is_native(ev, v, &objects_Sequence)) return default_apply(ev, v, self, &done);
    d->column->has_onupdate = !module_absent(v);
    if (d->column->has_onupdate) d->column->onupdate_expr = kept_expr(ev, v);
    return true;
}

static bool set_autoincrement(Eval *ev, Column *c, Value v)
{
    int on;
    if (value_is_unset(v)) return true;
    if (value_is_str(v)) {
        bool fk = str_eq_z(value_as_str(v), "ignore_fk");
        c->autoincrement = fk ? AUTOINCREMENT_IGNORE_FK : AUTOINCREMENT_AUTO;
        return true;
    }
    if (!module_tristate(ev, v, &on)) return false;
    c->autoincrement = on == 1 ? AUTOINCREMENT_TRUE : AUTOINCREMENT_FALSE;
    return true;
}

/* unique= and index=, which name nothing. */
static bool boolean_only(Eval *ev, Value v, const char *words, int *out)
{
    if (value_is_str(v)) return eval_raise_native(ev, &exc_ArgumentError, "%s", words);
    return module_tristate(ev, v, out);
}

static bool set_unique_index(Eval *ev, Column *c, Value kw)
{
    return boolean_only(ev, objects_take(ev, kw, "unique"),
                        "The 'unique' keyword argument on Column is boolean only. To create unique "
                        "constraints or indexes with a specific name, append an explicit "
                        "UniqueConstraint to the Table's list of elements, or create an explicit "
                        "Index object external to the Table.",
                        &c->unique) &&
           boolean_only(ev, objects_take(ev, kw, "index"),
                        "The 'index' keyword argument on Column is boolean only. To create indexes "
                        "with a specific name, create an explicit Index object external to the "
                        "Table.",
                        &c->index);
}

static bool set_flags(Eval *ev, Column *c, Value kw)
{
    int primary, nullable, system, sentinel, quote;
    if (!module_tristate(ev, objects_take(ev, kw, "primary_key"), &primary)) return false;
    Value given = objects_take(ev, kw, "nullable");
    if (!module_tristate(ev, given, &nullable)) return false;
    c->primary_key = primary == 1;
    c->nullable_none = value_is_none(given);
    c->nullable_given =
        !value_is_unset(given) && (value_is_none(given) || value_is_bool(given) || nullable >= 0);
    c->nullable = c->nullable_given ? nullable == 1 : !c->primary_key;
    if (!set_unique_index(ev, c, kw) ||
        !module_tristate(ev, objects_take(ev, kw, "system"), &system) ||
        !module_tristate(ev, objects_take(ev, kw, "insert_sentinel"), &sentinel) ||
        !module_tristate(ev, objects_take(ev, kw, "quote"), &quote))
        return false;
    c->system = system == 1;
    c->sentinel = sentinel == 1;
    if (quote >= 0) {
        if (ident_is_null(c->name))
            return eval_raise_native(ev, &exc_ArgumentError,
                                     "Explicit 'name' is required when sending 'quote' argument");
        c->name.quote = quote ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    }
    return set_autoincrement(ev, c, objects_take(ev, kw, "autoincrement"));
}

static bool set_info(Eval *ev, Value self, ColumnData *d, Value kw)
{
    d->doc = objects_take(ev, kw, "doc");
    d->info = objects_take(ev, kw, "info");
    Value onupdate = objects_take(ev, kw, "onupdate");
    Value key = objects_take(ev, kw, "key");
    if (!module_str_or_none(ev, objects_take(ev, kw, "comment"), "Column comment",
                            &d->column->comment))
        return false;
    if (module_absent(key)) {
        d->column->key = d->column->name.text;
    } else if (!module_str_or_none(ev, key, "Column key", &d->column->key)) {
        return false;
    }
    static const char *const harmless[] = {"_proxies",         "_constraints",
                                           "_insert_sentinel", "_omit_from_statements",
                                           "insert_default",   NULL};
    Value insert_default = value_dict_find_z(kw, "insert_default");
    Value def = objects_take(ev, kw, "default");
    for (int i = 0; harmless[i]; i++) objects_take(ev, kw, harmless[i]);
    return set_default(ev, self, d, value_is_unset(insert_default) ? def : insert_default) &&
           set_onupdate(ev, self, d, onupdate);
}

static bool set_server_default(Eval *ev, Value self, ColumnData *d, Value kw)
{
    Value v = objects_take(ev, kw, "server_default"), on = objects_take(ev, kw, "server_onupdate");
    ServerDefault given; /* what an UPDATE computes is the server's business */
    d->column->server_onupdate = !module_absent(on);
    if (!module_server_default_from_value(ev, on, &given)) return false;
    if (!module_absent(v)) {
        d->server_default = v;
        if (!module_server_default_from_value(ev, v, &d->column->server_default) ||
            !default_check_identity(ev, d->column))
            return false;
    }
    return default_apply_onupdate(ev, d, on, &given);
}

/* ---- items ---- */

static bool add_foreign_key(Eval *ev, Value self, ColumnData *d, Value item)
{
    ForeignKeyData *fk = foreign_key_data(item);
    if (!value_is_unset(fk->column) && !value_is(fk->column, self))
        return eval_raise_native(ev, &exc_InvalidRequestError,
                                 "This ForeignKey already has a parent !");
    fk->column = self;
    fk->constraint->is_inline = true;
    if (value_is_unset(d->foreign_keys)) d->foreign_keys = value_list(ev);
    value_list_push(ev, d->foreign_keys, item);
    VEC_PUSH(eval_arena(ev), &d->column->constraints, fk->constraint);
    return true;
}

/* SQLAlchemy asserts that a CHECK inside a Column names Column objects, not column(). */
static bool check_columns(Eval *ev, const SqlExpr *e)
{
    enum { WIDTH = 32 }; /* a condition has few operands at one place */
    const SqlExpr *below[WIDTH];
    if (!e) return true;
    bool bare = e->kind == SQL_LITERAL_COLUMN || (e->kind == SQL_COLUMN && !e->as.column.column);
    if (bare) return eval_raise(ev, "AssertionError", "%s", "");
    size_t n = sql_expr_children(e, below, WIDTH);
    for (size_t i = 0; i < n; i++)
        if (!check_columns(ev, below[i])) return false;
    return true;
}

static bool add_item(Eval *ev, Value self, ColumnData *d, Value item)
{
    bool done;
    if (value_is_unknown(item)) return eval_need_known(ev, item, "an argument of Column()");
    if (module_absent(item)) return true;
    if (foreign_key_data(item)) return add_foreign_key(ev, self, d, item);
    if (!default_apply(ev, item, self, &done)) return false;
    if (done) return true;
    Constraint *c = module_constraint_get(ev, item);
    if (c && c->kind == CONSTRAINT_CHECK) {
        if (!check_columns(ev, c->sqltext)) return false;
        constraint_settle_name(ev, c); /* when it belonged to another table before */
        c->column = d->column;
        VEC_PUSH(eval_arena(ev), &d->column->constraints, c);
        return true;
    }
    Value r;
    if (!eval_repr(ev, item, &r)) return false;
    return eval_raise_native(
        ev, &exc_ArgumentError,
        "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got %.*s",
        STR_ARG(value_as_str(r)));
}

/* Name and type stand first when they are given by position, in this order; the rest are items. */
static bool positional(Eval *ev, Value args, Value kw, Value *name, Value *type, size_t *at)
{
    size_t n = value_seq_len(args);
    const Value *items = value_seq_items(args);
    *at = 0;
    *name = objects_take(ev, kw, "name");
    *type = objects_take(ev, kw, "type_");
    if (*at < n && (value_is_str(items[*at]) || value_is_none(items[*at]))) {
        if (!module_absent(*name))
            return eval_raise_native(ev, &exc_ArgumentError,
                                     "May not pass name positionally and as a keyword.");
        *name = items[(*at)++];
    }
    if (*at < n && module_is_type(ev, items[*at])) {
        if (!module_absent(*type))
            return eval_raise_native(ev, &exc_ArgumentError,
                                     "May not pass type_ positionally and as a keyword.");
        *type = items[(*at)++];
    }
    return true;
}

bool column_init_from(Eval *ev, Value self, Value args, Value kw_in)
{
    ColumnData *d = column_data(self);
    Value kw = value_dict(ev), name, type, key, item;
    size_t at = 0, dict_at = 0;
    while (value_dict_next(kw_in, &dict_at, &key, &item)) {
        if (value_is_unknown(item) && !str_eq_z(value_as_str(key), "default") &&
            !str_eq_z(value_as_str(key), "onupdate"))
            return eval_need_known(ev, item, "an argument of Column()");
        if (!value_dict_put(ev, kw, key, item)) return false;
    }
    eval_root_push(ev, kw);
    Value given_default = value_dict_find_z(kw, "default");
    bool has_default = !module_absent(given_default);
    const SqlType *t = element_plain_type(ev, "NullType");
    Ident id;
    bool ok = positional(ev, args, kw, &name, &type, &at) && module_ident_from_value(ev, name, &id);
    if (ok && !ident_is_null(id) && !id.text.len)
        ok = eval_raise_native(ev, &exc_ArgumentError,
                               "Column must be constructed with a non-blank name or assign a "
                               "non-blank .name before adding to a Table.");
    if (ok && !module_absent(type)) ok = module_type_from_value(ev, type, eval_arena(ev), &t);
    if (ok) {
        d->column = column_new(eval_arena(ev), id, t);
        d->column->unique = d->column->index = -1;
        if (!module_absent(type) && !value_as_class(type)) element_data(self)->type = type;
        ok = set_flags(ev, d->column, kw) && set_info(ev, self, d, kw) &&
             set_server_default(ev, self, d, kw);
    }
    for (; ok && at < value_seq_len(args); at++)
        ok = add_item(ev, self, d, value_seq_items(args)[at]);
    /* default= comes after the items, and so takes the place of a Sequence among them. */
    if (ok && has_default) ok = set_default(ev, self, d, given_default);
    if (ok) ok = module_options_from_kw(ev, "Column", kw, &d->column->options);
    if (ok) column_refresh(self);
    if (ok) module_object_put(ev, d->column, self);
    eval_root_pop(ev, 1);
    return ok;
}

static bool column_init(Eval *ev, Value self, Args *a)
{
    return column_init_from(ev, self, a->v[0], a->v[1]);
}

bool column_make(Eval *ev, Value args, Value kw, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &objects_Column));
    return column_init_from(ev, *out, args, kw);
}

bool column_clone(Eval *ev, Value column, Value *out)
{
    ColumnData *from = column_data(column);
    Value v = eval_instance_new(ev, value_class(ev, column));
    ColumnData *d = column_data(v);
    *d = *from;
    d->table = value_unset();
    d->foreign_keys = value_unset();
    d->column = column_public_copy(from->column, eval_arena(ev));
    d->column->table = NULL;
    element_data(v)->type = element_data(column)->type;
    for (size_t i = 0; i < d->column->constraints.len && i < from->column->constraints.len; i++) {
        Constraint *old = from->column->constraints.items[i], *c = d->column->constraints.items[i];
        Value fk = module_object_find(ev, old);
        if (!foreign_key_data(fk)) continue;
        Value copy = foreign_key_clone(ev, fk, c);
        foreign_key_data(copy)->column = v;
        if (value_is_unset(d->foreign_keys)) d->foreign_keys = value_list(ev);
        value_list_push(ev, d->foreign_keys, copy);
    }
    column_refresh(v);
    module_object_put(ev, d->column, v);
    *out = v;
    return true;
}

static bool copy(Eval *ev, Args *a, Value *out) { return column_clone(ev, a->self, out); }

/* ---- attributes ---- */

static Value str_or_none(Eval *ev, Str s)
{
    return str_is_null(s) ? value_none() : value_str(ev, s);
}
static Value or_none(Value v) { return value_is_unset(v) ? value_none() : v; }
static Value flag(int f) { return f < 0 ? value_none() : value_bool(f == 1); }

static Value table_of(Eval *ev, ColumnData *d)
{
    return d->column->table ? module_table_value(ev, d->column->table) : value_none();
}

static bool get_default(Eval *ev, ColumnData *d, Value *out);
static bool get_server_default(Eval *ev, ColumnData *d, Value *out);

static bool column_getattr(Eval *ev, Value self, Str name, Value *out)
{
    ColumnData *d = column_data(self);
    Column *c = d->column;
    *out = value_unset();
    if (!c) return true;
    if (str_eq_z(name, "nullable"))
        *out = c->nullable_none ? value_none() : value_bool(c->nullable);
    else if (str_eq_z(name, "primary_key"))
        *out = value_bool(c->primary_key);
    else if (str_eq_z(name, "unique"))
        *out = flag(c->unique);
    else if (str_eq_z(name, "index"))
        *out = flag(c->index);
    else if (str_eq_z(name, "comment"))
        *out = str_or_none(ev, c->comment);
    else if (str_eq_z(name, "table"))
        *out = table_of(ev, d);
    else if (str_eq_z(name, "doc"))
        *out = or_none(d->doc);
    else if (str_eq_z(name, "_sa_deferred"))
        *out = or_none(d->deferred);
    else if (str_eq_z(name, "onupdate"))
        *out = or_none(d->onupdate);
    else if (str_eq_z(name, "default"))
        return get_default(ev, d, out);
    else if (str_eq_z(name, "server_onupdate"))
        *out = d->column->server_onupdate ? value_bool(true) : value_none();
    else if (str_eq_z(name, "server_default"))
        return get_server_default(ev, d, out);
    else if (str_eq_z(name, "system"))
        *out = value_bool(c->system);
    else if (str_eq_z(name, "autoincrement"))
        *out = c->autoincrement == AUTOINCREMENT_AUTO ? value_str_z(ev, "auto")
               : c->autoincrement == AUTOINCREMENT_IGNORE_FK
                   ? value_str_z(ev, "ignore_fk")
                   : value_bool(c->autoincrement == AUTOINCREMENT_TRUE);
    else if (str_eq_z(name, "info")) {
        if (value_is_unset(d->info)) d->info = value_dict(ev);
        *out = d->info;
    } else if (str_eq_z(name, "foreign_keys")) {
        *out = value_set(ev);
        for (size_t i = 0; !value_is_unset(d->foreign_keys) && i < value_seq_len(d->foreign_keys);
             i++)
            if (!value_set_add(ev, *out, value_seq_items(d->foreign_keys)[i])) return false;
    } else if (str_eq_z(name, "computed") || str_eq_z(name, "identity")) {
        DefaultKind kind = str_eq_z(name, "computed") ? DEFAULT_COMPUTED : DEFAULT_IDENTITY;
        *out = c->server_default.kind == kind ? or_none(d->server_default) : value_none();
    }
    return true;
}

static bool get_default(Eval *ev, ColumnData *d, Value *out)
{
    *out = value_none();
    if (value_is_unset(d->default_)) return true;
    if (value_is_native(ev, d->default_, &objects_Sequence)) return *out = d->default_, true;
    *out = eval_instance_new(ev, eval_class(ev, &objects_ColumnDefault));
    return eval_setattr(ev, *out, STR("arg"), d->default_);
}

static bool get_server_default(Eval *ev, ColumnData *d, Value *out)
{
    *out = value_none();
    if (d->column->server_default.kind == DEFAULT_NONE) return true;
    Value given = d->server_default;
    if (value_is_unset(given) && d->column->server_default.kind == DEFAULT_STRING)
        given = value_str(ev, d->column->server_default.text);
    if (value_is_unset(given) && d->column->server_default.expr)
        given = module_expr_value(ev, d->column->server_default.expr);
    if (value_is_native(ev, given, &objects_FetchedValue)) return *out = given, true;
    *out = default_clause(ev, &d->column->server_default, given);
    return true;
}

static bool column_setattr(Eval *ev, Value self, Str name, Value v, bool *done)
{
    ColumnData *d = column_data(self);
    int on;
    *done = true;
    if (!d->column) return *done = false, true;
    if (str_eq_z(name, "nullable")) {
        if (!module_tristate(ev, v, &on)) return false;
        column_set_nullable(d->column, on == 1);
        d->column->nullable_none = value_is_none(v);
        d->column->nullable_given = true;
    } else if (str_eq_z(name, "comment")) {
        return module_str_or_none(ev, v, "Column comment", &d->column->comment);
    } else if (str_eq_z(name, "type")) {
        if (!module_type_from_value(ev, v, eval_arena(ev), &d->column->type)) return false;
        element_data(self)->type = v;
        column_refresh(self);
    } else if (str_eq_z(name, "server_default")) {
        d->server_default = v;
        return module_server_default_from_value(ev, v, &d->column->server_default);
    } else if (str_eq_z(name, "name") || str_eq_z(name, "key")) {
        Ident id;
        if (!module_ident_from_value(ev, v, &id)) return false;
        if (str_eq_z(name, "name"))
            d->column->name = id;
        else
            d->column->key = id.text;
        column_refresh(self);
    } else if (str_eq_z(name, "unique")) {
        return module_tristate(ev, v, &d->column->unique);
    } else if (str_eq_z(name, "index")) {
        return module_tristate(ev, v, &d->column->index);
    } else if (str_eq_z(name, "primary_key")) {
        if (!module_tristate(ev, v, &on)) return false;
        d->column->primary_key = on == 1;
    } else if (str_eq_z(name, "doc")) {
        d->doc = v;
    } else if (str_eq_z(name, "info")) {
        d->info = v;
    } else {
        *done = false;
    }
    return true;
}

static bool name_of(Eval *ev, Args *a, Value *out)
{
    const Column *c = column_data(a->self)->column;
    *out = module_quoted_value(ev, c->name.text, c->name.quote);
    return true;
}
static bool key_of(Eval *ev, Args *a, Value *out)
{
    const Column *c = column_data(a->self)->column;
    *out = str_eq(c->key, c->name.text) ? module_quoted_value(ev, c->key, c->name.quote)
                                        : str_or_none(ev, c->key);
    return true;
}

static bool append_foreign_key(Eval *ev, Args *a, Value *out)
{
    if (!foreign_key_data(a->v[0])) return eval_raise(ev, "TypeError", "a ForeignKey is needed");
    return add_foreign_key(ev, a->self, column_data(a->self), a->v[0]);
}

static bool column_repr(Eval *ev, Value self, Value *out)
{
    Column *c = column_data(self)->column;
    Arena scratch = {0};
    *out = c ? value_str(ev, autogen_column_repr(c, &scratch)) : value_str_z(ev, "Column()");
    arena_release(&scratch);
    return true;
}

static bool column_str(Eval *ev, Value self, Value *out)
{
    Column *c = column_data(self)->column;
    if (!c->table) return *out = value_str(ev, c->name.text), true;
    *out = value_str_fmt(ev, "%.*s.%.*s", STR_ARG(c->table->name.text), STR_ARG(c->name.text));
    return true;
}

static void traverse(void *payload, GcVisitor *gc)
{
    ColumnData *d = payload;
    Value all[] = {d->table,        d->default_, d->onupdate, d->server_default,
                   d->foreign_keys, d->doc,      d->info,     d->deferred};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gc_visit(gc, all[i]);
}

static const NativeMethod methods[] = {
    {"name", "", name_of, NATIVE_GETTER},
    {"key", "", key_of, NATIVE_GETTER},
    {"copy", "**kw", copy, NATIVE_METHOD},
    {"_copy", "**kw", copy, NATIVE_METHOD},
    {"append_foreign_key", "fk", append_foreign_key, NATIVE_METHOD},
    {0}};

const NativeClass objects_Column = {.name = "Column",
                                    .module = "sqlalchemy.sql.schema",
                                    .base = &element_ColumnClause,
                                    .payload = sizeof(ColumnData),
                                    .init_params = "*args, **kw",
                                    .init = column_init,
                                    .methods = methods,
                                    .getattr = column_getattr,
                                    .setattr = column_setattr,
                                    .repr = column_repr,
                                    .str = column_str,
                                    .traverse = traverse};

/* ---- the interface ---- */

Column *module_column_get(Eval *ev, Value v)
{
    ColumnData *d = column_data(v);
    if (d) return d->column;
    /* mapped_column() and attributes of mapped classes carry their column */
    if (!value_is_object(v) || value_object_kind(v) != OBJECT_INSTANCE) return NULL;
    ElementData *e = element_data(v);
    return e && e->expr->kind == SQL_COLUMN ? e->expr->as.column.column : NULL;
}

Value module_column_value(Eval *ev, Column *c)
{
    Value v = module_object_find(ev, c);
    if (!value_is_unset(v)) return v;
    v = eval_instance_new(ev, eval_class(ev, &objects_Column));
    column_data(v)->column = c;
    column_refresh(v);
    module_object_put(ev, c, v);
    return v;
}
