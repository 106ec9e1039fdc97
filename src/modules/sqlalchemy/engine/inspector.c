#include "modules/sqlalchemy/engine/inspected.h"

#include <string.h>

#include "modules/sqlalchemy/engine/internal.h"

/* sqlalchemy.inspect(bind): the catalog as dictionaries. A table is inspected once and kept, as
 * SQLAlchemy's info_cache does; clear_cache() forgets. */
typedef struct Inspector {
    Value bind;       /* Engine or Connection as given */
    Value connection; /* the one used */
    bool own;         /* opened here, for an Engine */
    MetaData *cache;
    Map seen; /* table keys -> Table, NULL = not there */
} Inspector;

static Inspector *self_of(Args *a) { return value_payload(a->self, &engine_class_inspector); }

static EngineConnection *connection_of(Args *a)
{
    return engine_connection_get(self_of(a)->connection);
}

static Connection *database(Inspector *i, Err *err)
{
    EngineConnection *c = engine_connection_get(i->connection);
    if (!c->db) {
        err_raise(err, ERR_SCRIPT, "sqlalchemy.exc.ResourceClosedError",
                  "This Connection is closed");
        return NULL;
    }
    if (!engine_buffer_results(c, err)) return NULL;
    /* An engine's inspector keeps no transaction open, which would block others' COMMIT. */
    return i->own || engine_autobegin(c, STR("SELECT"), err) ? c->db : NULL;
}

bool engine_inspect(Eval *ev, Args *a, Value *out)
{
    Value bind = a->v[0], connection = bind;
    bool own = false;
    if (value_is_unknown(bind)) return eval_need_known(ev, bind, "inspect()");
    EngineConnection *c = engine_connection_get(bind);
    if (c && c->dump)
        return eval_raise_native(ev, &exc_NoInspectionAvailable,
                                 "No inspection system is available for object of type "
                                 "<class 'sqlalchemy.engine.mock.MockConnection'>");
    Engine *e = engine_get(bind);
    if (e) {
        if (!engine_connect(ev, e, &connection)) return false;
        own = true;
    } else if (!c) {
        Table *t = module_table_get(ev, bind);
        if (t) {
            *out = bind;
            return true;
        }
        return eval_raise_native(
            ev, &exc_NoInspectionAvailable,
            "No inspection system is available for object of type <class '%.*s'>",
            STR_ARG(value_type_name(ev, bind)));
    }
    *out = eval_instance_new(ev, eval_class(ev, &engine_class_inspector));
    Inspector *i = value_payload(*out, &engine_class_inspector);
    i->bind = bind;
    i->connection = connection;
    i->own = own;
    i->cache = metadata_new(eval_arena(ev));
    return true;
}

static bool text_arg(Eval *ev, Value v, const char *what, Str *out)
{
    *out = STR_NULL;
    if (value_is_none(v) || value_is_unset(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, what);
    if (!value_is_str(v)) return eval_raise(ev, "TypeError", "%s must be a string", what);
    *out = arena_str(eval_arena(ev), value_as_str(v));
    return true;
}

/* The inspected table; *out NULL when there is none. */
static bool find_table(Eval *ev, Inspector *i, Value name, Value schema, Table **out)
{
    Str n, s;
    if (!text_arg(ev, name, "table_name", &n) || !text_arg(ev, schema, "schema", &s)) return false;
    Str key = table_key(eval_arena(ev), s, n);
    MapEntry *seen = map_entry(&i->seen, key);
    *out = seen ? seen->value : NULL;
    if (seen) return true;
    Err err = engine_err(ev);
    StrVec schemas = {0}, only = {0};
    VEC_PUSH(eval_arena(ev), &only, n);
    if (!str_is_null(s)) VEC_PUSH(eval_arena(ev), &schemas, s);
    Connection *db = database(i, &err);
    if (!db || !db->vtable->inspect(db, str_is_null(s) ? NULL : &schemas, &only, i->cache, &err))
        return engine_raise(ev, &err);
    *out = metadata_find(i->cache, s, n);
    map_put(&i->seen, eval_arena(ev), key, *out);
    return true;
}

static bool get_table(Eval *ev, Args *a, Table **t)
{
    if (!find_table(ev, self_of(a), a->v[0], a->v[1], t)) return false;
    if (*t) return true;
    return eval_raise_native(ev, &exc_NoSuchTableError, "%.*s", STR_ARG(value_as_str(a->v[0])));
}

/* ---- names ---- */

static bool list_names(Eval *ev, Args *a, bool views, Value *out)
{
    Inspector *i = self_of(a);
    Str schema;
    StrVec names = {0};
    Err err = engine_err(ev);
    if (!text_arg(ev, a->v[0], "schema", &schema)) return false;
    Connection *db = database(i, &err);
    if (!db || !db->vtable->table_names(db, schema, views, eval_arena(ev), &names, &err))
        return engine_raise(ev, &err);
    *out = inspected_names(ev, &names);
    return true;
}

static bool insp_table_names(Eval *ev, Args *a, Value *out)
{
    return list_names(ev, a, false, out);
}
static bool insp_view_names(Eval *ev, Args *a, Value *out) { return list_names(ev, a, true, out); }

static bool schema_names(Eval *ev, Inspector *i, StrVec *names)
{
    Err err = engine_err(ev);
    Connection *db = database(i, &err);
    return (db && db->vtable->schema_names(db, eval_arena(ev), names, &err)) ||
           engine_raise(ev, &err);
}

static bool insp_schema_names(Eval *ev, Args *a, Value *out)
{
    StrVec names = {0};
    if (!schema_names(ev, self_of(a), &names)) return false;
    *out = inspected_names(ev, &names);
    return true;
}

static bool insp_has_schema(Eval *ev, Args *a, Value *out)
{
    StrVec names = {0};
    Str wanted;
    if (!text_arg(ev, a->v[0], "schema_name", &wanted) || !schema_names(ev, self_of(a), &names))
        return false;
    *out = value_bool(vec_has_str(&names, wanted));
    return true;
}

/* has_table() and has_sequence(). */
static bool has_name(Eval *ev, Args *a, const char *param, bool sequence, Value *out)
{
    Str name, schema;
    bool found = false;
    Err err = engine_err(ev);
    if (!text_arg(ev, a->v[0], param, &name) || !text_arg(ev, a->v[1], "schema", &schema))
        return false;
    Connection *db = database(self_of(a), &err);
    if (!db) return engine_raise(ev, &err);
    ConnectionHas has = sequence ? db->vtable->has_sequence : db->vtable->has_table;
    if (has && !has(db, schema, name, &found, &err)) return engine_raise(ev, &err);
    *out = value_bool(found);
    return true;
}

static bool insp_has_table(Eval *ev, Args *a, Value *out)
{
    if (value_is_none(a->v[0]))
        return eval_raise(ev, "TypeError", "has_table(): table_name must be a string, not None");
    return has_name(ev, a, "table_name", false, out);
}
static bool insp_has_sequence(Eval *ev, Args *a, Value *out)
{
    return has_name(ev, a, "sequence_name", true, out);
}

static bool insp_sequences(Eval *ev, Args *a, Value *out)
{
    Str schema;
    StrVec names = {0};
    Err err = engine_err(ev);
    if (!text_arg(ev, a->v[0], "schema", &schema)) return false;
    Connection *db = database(self_of(a), &err);
    if (!db || (db->vtable->sequence_names &&
                !db->vtable->sequence_names(db, schema, eval_arena(ev), &names, &err)))
        return engine_raise(ev, &err);
    *out = inspected_names(ev, &names);
    return true;
}

/* ---- one table ---- */

bool engine_inspector_column(Eval *ev, Value inspector, const Table *t, Column *c, Value *out)
{
    Inspector *i = value_payload(inspector, &engine_class_inspector);
    return inspected_column(ev, engine_connection_get(i->connection), t, c, out);
}

static bool insp_columns(Eval *ev, Args *a, Value *out)
{
    Table *t;
    if (!get_table(ev, a, &t)) return false;
    *out = value_list(ev);
    for (size_t i = 0; i < t->columns.len; i++) {
        Value d;
        if (!inspected_column(ev, connection_of(a), t, t->columns.items[i], &d)) return false;
        value_list_push(ev, *out, d);
    }
    return true;
}

static bool insp_pk(Eval *ev, Args *a, Value *out)
{
    Table *t;
    if (!get_table(ev, a, &t)) return false;
    Constraint *pk = table_primary_key(t);
    StrVec none = {0};
    *out = value_dict(ev);
    if (!pk && inspected_is_mysql(connection_of(a)))
        value_dict_put_z(ev, *out, "name", value_none());
    value_dict_put_z(ev, *out, "constrained_columns",
                     inspected_names(ev, pk ? &pk->column_names : &none));
    value_dict_put_z(ev, *out, "name", inspected_text(ev, pk ? pk->name.text : STR_NULL));
    if (pk && !str_is_null(pk->comment))
        value_dict_put_z(ev, *out, "comment", value_str(ev, pk->comment));
    return true;
}

static bool constraints_of(Eval *ev, Args *a, ConstraintKind kind, Value *out)
{
    Table *t;
    if (!get_table(ev, a, &t)) return false;
    *out = value_list(ev);
    for (size_t i = 0; i < t->constraints.len; i++) {
        Value d;
        if (t->constraints.items[i]->kind != kind) continue;
        if (!inspected_constraint(ev, t->constraints.items[i], &d)) return false;
        value_list_push(ev, *out, d);
    }
    return true;
}

static bool insp_fks(Eval *ev, Args *a, Value *out)
{
    return constraints_of(ev, a, CONSTRAINT_FOREIGN_KEY, out);
}
static bool insp_uniques(Eval *ev, Args *a, Value *out)
{
    return constraints_of(ev, a, CONSTRAINT_UNIQUE, out);
}
static bool insp_checks(Eval *ev, Args *a, Value *out)
{
    return constraints_of(ev, a, CONSTRAINT_CHECK, out);
}

static bool insp_indexes(Eval *ev, Args *a, Value *out)
{
    Table *t;
    if (!get_table(ev, a, &t)) return false;
    *out = value_list(ev);
    for (size_t i = 0; i < t->indexes.len; i++) {
        Value d;
        if (!inspected_index(ev, connection_of(a), t->indexes.items[i], &d)) return false;
        value_list_push(ev, *out, d);
    }
    return true;
}

static bool insp_has_index(Eval *ev, Args *a, Value *out)
{
    Table *t;
    *out = value_bool(false);
    if (value_is_none(a->v[0]))
        return eval_raise(ev, "TypeError", "has_index(): table_name must be a string, not None");
    if (!find_table(ev, self_of(a), a->v[0], a->v[2], &t)) return false;
    for (size_t i = 0; t && value_is_str(a->v[1]) && i < t->indexes.len; i++)
        if (str_eq(t->indexes.items[i]->name.text, value_as_str(a->v[1]))) *out = value_bool(true);
    return true;
}

static bool insp_comment(Eval *ev, Args *a, Value *out)
{
    Table *t;
    if (!get_table(ev, a, &t)) return false;
    if (!connection_of(a)->dialect->supports_comments)
        return eval_raise(ev, "NotImplementedError", "%s", "");
    *out = value_dict(ev);
    value_dict_put_z(ev, *out, "text", inspected_text(ev, t->comment));
    return true;
}

/* Options of the table itself, as MySQL has them. */
static bool insp_options(Eval *ev, Args *a, Value *out)
{
    Table *t;
    return get_table(ev, a, &t) && inspected_options(ev, &t->options, out);
}

/* ---- asked of the server directly ---- */

/* Runs a query and gives its rows as a list of tuples of text. */
static bool query_rows(Eval *ev, Inspector *i, Str sql, Value params, Value *rows)
{
    SqlExpr *text = sql_expr_text(eval_arena(ev), sql);
    Value result;
    return engine_connection_execute(engine_connection_get(i->connection),
                                     module_expr_value(ev, text), params, &result) &&
           eval_call_method(ev, result, "fetchall", NULL, 0, rows);
}

static bool is_postgresql(Inspector *i)
{
    return !strcmp(engine_connection_get(i->connection)->dialect->name, "postgresql");
}

static bool first_column(Eval *ev, Inspector *i, Str sql, Value params, Value *out)
{
    Value rows;
    *out = value_list(ev);
    eval_root_push(ev, *out);
    bool ok = query_rows(ev, i, sql, params, &rows);
    for (size_t k = 0; ok && k < value_seq_len(rows); k++) {
        Value item;
        ok = eval_getitem(ev, value_seq_items(rows)[k], value_int(0), &item);
        if (ok) value_list_push(ev, *out, item);
    }
    eval_root_pop(ev, 1);
    return ok;
}

#define ENUMS_SQL                                                                                  \
    "SELECT t.typname, n.nspname, pg_catalog.pg_type_is_visible(t.oid), "                          \
    "(SELECT string_agg(e.enumlabel, chr(1) ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e "  \
    "WHERE e.enumtypid = t.oid) FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON "      \
    "n.oid "                                                                                       \
    "= t.typnamespace WHERE t.typtype = 'e' AND (CAST(:s AS text) = '*' OR n.nspname = "           \
    "CAST(:s AS text) OR (CAST(:s AS text) IS NULL AND pg_catalog.pg_type_is_visible(t.oid))) "    \
    "ORDER BY n.nspname, t.typname"

static bool enum_dict(Eval *ev, Value row, Value *out)
{
    static const char *const names[] = {"name", "schema", "visible", "labels"};
    Value d = value_dict(ev);
    for (int k = 0; k < 4; k++) {
        Value item;
        if (!eval_getitem(ev, row, value_int(k), &item)) return false;
        if (k == 3) {
            Value labels = value_list(ev);
            Str rest = value_is_str(item) ? value_as_str(item) : STR_NULL;
            while (!str_is_null(rest))
                value_list_push(ev, labels, value_str(ev, str_cut(&rest, '\1')));
            item = labels;
        }
        value_dict_put_z(ev, d, names[k], item);
    }
    *out = d;
    return true;
}

static bool insp_enums(Eval *ev, Args *a, Value *out)
{
    Value rows, params = value_dict(ev), d;
    if (!is_postgresql(self_of(a)))
        return eval_raise(ev, "AttributeError", "'Inspector' object has no attribute 'get_enums'");
    value_dict_put_z(ev, params, "s", a->v[0]);
    if (!query_rows(ev, self_of(a), STR(ENUMS_SQL), params, &rows)) return false;
    *out = value_list(ev);
    for (size_t k = 0; k < value_seq_len(rows); k++) {
        if (!enum_dict(ev, value_seq_items(rows)[k], &d)) return false;
        value_list_push(ev, *out, d);
    }
    return true;
}

/* ---- views ---- */

static bool insp_view_definition(Eval *ev, Args *a, Value *out)
{
    static const char *const queries[][2] = {
        {"sqlite", "SELECT sql FROM %s.sqlite_master WHERE name = :t AND type = 'view'"},
        {"postgresql",
         "SELECT pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c JOIN "
         "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = :t AND c.relkind "
         "IN "
         "('v', 'm') AND (n.nspname = CAST(:s AS text) OR (CAST(:s AS text) IS NULL AND "
         "pg_catalog.pg_table_is_visible(c.oid)))"},
        {"mysql", "SELECT concat('CREATE VIEW `', table_name, '` AS ', view_definition) FROM "
                  "information_schema.views WHERE table_name = :t AND table_schema = "
                  "coalesce(:s, database())"}};
    Inspector *i = self_of(a);
    const Dialect *d = engine_connection_get(i->connection)->dialect;
    const char *name = inspected_is_mysql(connection_of(a)) ? "mysql" : d->name;
    Value params = value_dict(ev), rows;
    Str schema;
    if (!text_arg(ev, a->v[1], "schema", &schema)) return false;
    value_dict_put_z(ev, params, "t", a->v[0]);
    if (strcmp(name, "sqlite") != 0) value_dict_put_z(ev, params, "s", a->v[1]);
    Str in = str_is_null(schema) ? STR("main") : dialect_quote(d, ident(schema), eval_arena(ev));
    for (size_t k = 0; k < sizeof queries / sizeof *queries; k++) {
        if (strcmp(queries[k][0], name) != 0) continue;
        Str sql = k == 0 ? arena_fmt(eval_arena(ev), queries[k][1], arena_cstr(eval_arena(ev), in))
                         : str_z(queries[k][1]);
        if (!first_column(ev, i, sql, params, &rows)) return false;
        if (!value_seq_len(rows))
            return eval_raise_native(ev, &exc_NoSuchTableError, "%.*s",
                                     STR_ARG(value_as_str(a->v[0])));
        *out = value_seq_items(rows)[0];
        return true;
    }
    return eval_raise(ev, "NotImplementedError", "%s", "");
}

static bool temporary_names(Eval *ev, Args *a, const char *type, Value *out)
{
    Value params = value_dict(ev);
    Inspector *i = self_of(a);
    if (strcmp(engine_connection_get(i->connection)->dialect->name, "sqlite") != 0)
        return eval_raise(ev, "NotImplementedError", "%s", "");
    value_dict_put_z(ev, params, "type", value_str_z(ev, type));
    return first_column(ev, i,
                        STR("SELECT name FROM sqlite_temp_master WHERE type = :type AND name NOT "
                            "LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"),
                        params, out);
}

static bool insp_temp_tables(Eval *ev, Args *a, Value *out)
{
    return temporary_names(ev, a, "table", out);
}
static bool insp_temp_views(Eval *ev, Args *a, Value *out)
{
    return temporary_names(ev, a, "view", out);
}

/* ---- many tables at once ---- */

/* get_multi_columns() and its like: what `one` says of each table, by (schema, name). */
static bool multi(Eval *ev, Args *a, NativeFn one, Value *out)
{
    Value names, wanted = a->v[1];
    if (!value_is_none(a->v[2]) || !value_is_none(a->v[3]))
        return eval_raise(ev, "NotImplementedError",
                          "get_multi_…(kind=, scope=) is not supported: all tables are taken");
    *out = value_dict(ev);
    Args table_args = {.self = a->self, .v = &a->v[0], .n = 1};
    eval_root_push(ev, *out);
    bool ok = insp_table_names(ev, &table_args, &names);
    eval_root_push(ev, names);
    for (size_t k = 0; ok && k < value_seq_len(names); k++) {
        Value found, key[2] = {a->v[0], value_seq_items(names)[k]}, args[2] = {key[1], key[0]};
        bool takes = true;
        if (!value_is_none(wanted)) ok = eval_contains(ev, wanted, key[1], &takes);
        if (!ok || !takes) continue;
        Args each = {.self = a->self, .v = args, .n = 2};
        ok = one(ev, &each, &found) && value_dict_put(ev, *out, value_tuple(ev, key, 2), found);
    }
    eval_root_pop(ev, 2);
    return ok;
}

#define MULTI(name, one)                                                                           \
    static bool name(Eval *ev, Args *a, Value *out) { return multi(ev, a, one, out); }
MULTI(multi_columns, insp_columns)
MULTI(multi_pk, insp_pk)
MULTI(multi_fks, insp_fks)
MULTI(multi_indexes, insp_indexes)
MULTI(multi_uniques, insp_uniques)
MULTI(multi_checks, insp_checks)
MULTI(multi_comment, insp_comment)
#undef MULTI

static bool insp_clear(Eval *ev, Args *a, Value *out)
{
    Inspector *i = self_of(a);
    i->cache = metadata_new(eval_arena(ev));
    i->seen = (Map){0};
    return true;
}

static bool insp_default_schema(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = connection_of(a);
    *out = c->db && c->db->vtable->default_schema
               ? inspected_text(ev, c->db->vtable->default_schema(c->db))
               : value_none();
    return true;
}

static bool insp_bind(Eval *ev, Args *a, Value *out)
{
    *out = self_of(a)->bind;
    return true;
}

static bool insp_dialect(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = connection_of(a);
    *out = engine_dialect_value(ev, c->dialect, c);
    return true;
}

static void insp_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Inspector *)payload)->bind);
    gc_visit(gc, ((Inspector *)payload)->connection);
}

#define MULTI_PARAMS "schema=None, filter_names=None, kind=None, scope=None, **kw"
static const NativeMethod inspector_methods[] = {
    {"get_table_names", "schema=None, **kw", insp_table_names, NATIVE_METHOD},
    {"get_view_names", "schema=None, **kw", insp_view_names, NATIVE_METHOD},
    {"get_schema_names", "**kw", insp_schema_names, NATIVE_METHOD},
    {"has_schema", "schema_name, **kw", insp_has_schema, NATIVE_METHOD},
    {"has_table", "table_name, schema=None, **kw", insp_has_table, NATIVE_METHOD},
    {"get_columns", "table_name, schema=None, **kw", insp_columns, NATIVE_METHOD},
    {"get_pk_constraint", "table_name, schema=None, **kw", insp_pk, NATIVE_METHOD},
    {"get_foreign_keys", "table_name, schema=None, **kw", insp_fks, NATIVE_METHOD},
    {"get_indexes", "table_name, schema=None, **kw", insp_indexes, NATIVE_METHOD},
    {"get_unique_constraints", "table_name, schema=None, **kw", insp_uniques, NATIVE_METHOD},
    {"get_check_constraints", "table_name, schema=None, **kw", insp_checks, NATIVE_METHOD},
    {"get_table_comment", "table_name, schema=None, **kw", insp_comment, NATIVE_METHOD},
    {"get_table_options", "table_name, schema=None, **kw", insp_options, NATIVE_METHOD},
    {"get_view_definition", "view_name, schema=None, **kw", insp_view_definition, NATIVE_METHOD},
    {"get_temp_table_names", "**kw", insp_temp_tables, NATIVE_METHOD},
    {"get_temp_view_names", "**kw", insp_temp_views, NATIVE_METHOD},
    {"get_multi_columns", MULTI_PARAMS, multi_columns, NATIVE_METHOD},
    {"get_multi_pk_constraint", MULTI_PARAMS, multi_pk, NATIVE_METHOD},
    {"get_multi_foreign_keys", MULTI_PARAMS, multi_fks, NATIVE_METHOD},
    {"get_multi_indexes", MULTI_PARAMS, multi_indexes, NATIVE_METHOD},
    {"get_multi_unique_constraints", MULTI_PARAMS, multi_uniques, NATIVE_METHOD},
    {"get_multi_check_constraints", MULTI_PARAMS, multi_checks, NATIVE_METHOD},
    {"get_multi_table_comment", MULTI_PARAMS, multi_comment, NATIVE_METHOD},
    {"has_index", "table_name, index_name, schema=None, **kw", insp_has_index, NATIVE_METHOD},
    {"get_sequence_names", "schema=None, **kw", insp_sequences, NATIVE_METHOD},
    {"has_sequence", "sequence_name, schema=None, **kw", insp_has_sequence, NATIVE_METHOD},
    {"get_enums", "schema=None", insp_enums, NATIVE_METHOD},
    {"from_engine", "bind", engine_inspect, NATIVE_CLASSMETHOD},
    {"clear_cache", "", insp_clear, NATIVE_METHOD},
    {"default_schema_name", "", insp_default_schema, NATIVE_GETTER},
    {"bind", "", insp_bind, NATIVE_GETTER},
    {"engine", "", insp_bind, NATIVE_GETTER},
    {"dialect", "", insp_dialect, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_inspector = {
    .name = "Inspector",
    .module = "sqlalchemy.engine.reflection",
    .payload = sizeof(Inspector),
    .methods = inspector_methods,
    .traverse = insp_traverse,
};
