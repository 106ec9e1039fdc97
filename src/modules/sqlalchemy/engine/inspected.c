#include "modules/sqlalchemy/engine/inspected.h"

#include <string.h>

#include "modules/sqlalchemy/engine/internal.h"

bool inspected_is_mysql(const EngineConnection *conn)
{
    const char *name = conn->dialect->name;
    return !strcmp(name, "mysql") || !strcmp(name, "mariadb");
}

Value inspected_text(Eval *ev, Str s) { return str_is_null(s) ? value_none() : value_str(ev, s); }

Value inspected_names(Eval *ev, const StrVec *names)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < names->len; i++)
        value_list_push(ev, list, value_str(ev, names->items[i]));
    return list;
}

bool inspected_options(Eval *ev, const SqlOptions *o, Value *out)
{
    *out = value_dict(ev);
    for (size_t i = 0; i < o->len; i++) {
        Value v;
        if (!module_value_from_sql_value(ev, &o->items[i].value, &v)) return false;
        value_dict_put_str(ev, *out, o->items[i].name, v);
    }
    return true;
}

static bool default_text(Eval *ev, const EngineConnection *conn, const Column *c, Value *out)
{
    CompileOptions o = {0};
    connection_set_options(conn->db, &o);
    Err err = engine_err(ev);
    Str sql = STR_NULL;
    if (c->server_default.kind == DEFAULT_NONE || c->server_default.kind == DEFAULT_COMPUTED ||
        c->server_default.kind == DEFAULT_IDENTITY) {
        *out = value_none();
        return true;
    }
    if (!conn->dialect->compile_default(c, &o, eval_arena(ev), &sql, &err))
        return engine_raise(ev, &err);
    *out = inspected_text(ev, sql);
    return true;
}

static bool in_primary_key(const Table *t, const Column *c, int64_t *place)
{
    Constraint *pk = table_primary_key(t);
    for (size_t i = 0; pk && i < pk->column_names.len; i++) {
        *place = (int64_t)i + 1;
        if (str_eq(pk->column_names.items[i], c->name.text)) return true;
    }
    *place = 0;
    return false;
}

bool inspected_column(Eval *ev, const EngineConnection *conn, const Table *t, Column *c, Value *out)
{
    Value d = value_dict(ev), text;
    bool sqlite = !strcmp(conn->dialect->name, "sqlite");
    int64_t place;
    if (!default_text(ev, conn, c, &text)) return false;
    value_dict_put_z(ev, d, "name", value_str(ev, c->name.text));
    value_dict_put_z(ev, d, "type", module_type_value(ev, c->type));
    value_dict_put_z(ev, d, "nullable", value_bool(c->nullable));
    value_dict_put_z(ev, d, "default", text);
    in_primary_key(t, c, &place);
    if (sqlite) {
        value_dict_put_z(ev, d, "primary_key", value_int(place));
    } else {
        if (!inspected_is_mysql(conn) || c->autoincrement != AUTOINCREMENT_AUTO)
            value_dict_put_z(ev, d, "autoincrement",
                             value_bool(c->autoincrement == AUTOINCREMENT_TRUE));
        value_dict_put_z(ev, d, "comment", inspected_text(ev, c->comment));
    }
    if (c->server_default.kind == DEFAULT_COMPUTED) {
        Value computed = value_dict(ev);
        Str sql = c->server_default.expr && c->server_default.expr->kind == SQL_TEXT
                      ? c->server_default.expr->as.text.text
                      : STR("");
        value_dict_put_z(ev, computed, "sqltext", value_str(ev, sql));
        value_dict_put_z(ev, computed, "persisted", value_bool(c->server_default.persisted == 1));
        value_dict_put_z(ev, d, "computed", computed);
    }
    *out = d;
    return true;
}

static void fk_options(Eval *ev, const Constraint *c, Value d)
{
    if (!str_is_null(c->onupdate)) value_dict_put_z(ev, d, "onupdate", value_str(ev, c->onupdate));
    if (!str_is_null(c->ondelete)) value_dict_put_z(ev, d, "ondelete", value_str(ev, c->ondelete));
    if (c->deferrable >= 0) value_dict_put_z(ev, d, "deferrable", value_bool(c->deferrable > 0));
    if (!str_is_null(c->initially))
        value_dict_put_z(ev, d, "initially", value_str(ev, c->initially));
    if (!str_is_null(c->match)) value_dict_put_z(ev, d, "match", value_str(ev, c->match));
}

bool inspected_constraint(Eval *ev, const Constraint *c, Value *out)
{
    Value d = value_dict(ev), options = value_dict(ev);
    value_dict_put_z(ev, d, "name", inspected_text(ev, c->name.text));
    if (c->kind == CONSTRAINT_CHECK) {
        Str sql = c->sqltext && c->sqltext->kind == SQL_TEXT ? c->sqltext->as.text.text
                  : c->sqltext && c->sqltext->kind == SQL_LITERAL_COLUMN
                      ? c->sqltext->as.literal_column.text
                      : STR("");
        value_dict_put_z(ev, d, "sqltext", value_str(ev, sql));
    } else if (c->kind == CONSTRAINT_UNIQUE) {
        value_dict_put_z(ev, d, "column_names", inspected_names(ev, &c->column_names));
        if (!inspected_options(ev, &c->options, &options)) return false;
        if (c->options.len) value_dict_put_z(ev, d, "dialect_options", options);
        const SqlValue *index = sql_options_find(&c->info, "duplicates_index");
        if (index) value_dict_put_z(ev, d, "duplicates_index", value_str(ev, index->as.text));
    } else {
        value_dict_put_z(ev, d, "constrained_columns", inspected_names(ev, &c->column_names));
        value_dict_put_z(ev, d, "referred_schema", inspected_text(ev, c->referred_schema));
        value_dict_put_z(ev, d, "referred_table", inspected_text(ev, c->referred_table));
        value_dict_put_z(ev, d, "referred_columns", inspected_names(ev, &c->referred_columns));
        fk_options(ev, c, options);
        value_dict_put_z(ev, d, "options", options);
    }
    if (!str_is_null(c->comment)) value_dict_put_z(ev, d, "comment", value_str(ev, c->comment));
    *out = d;
    return true;
}

bool inspected_index(Eval *ev, const EngineConnection *conn, const Index *x, Value *out)
{
    Value d = value_dict(ev), columns = value_list(ev), texts = value_list(ev), options;
    bool has_expression = false;
    for (size_t k = 0; k < x->expressions.len; k++) {
        const SqlExpr *e = x->expressions.items[k];
        bool plain = e->kind == SQL_COLUMN;
        Str text = plain                           ? e->as.column.name
                   : e->kind == SQL_TEXT           ? e->as.text.text
                   : e->kind == SQL_LITERAL_COLUMN ? e->as.literal_column.text
                                                   : STR("");
        if (!plain) has_expression = true;
        value_list_push(ev, columns, plain ? value_str(ev, text) : value_none());
        value_list_push(ev, texts, value_str(ev, text));
    }
    if (!inspected_options(ev, &x->options, &options)) return false;
    value_dict_put_z(ev, d, "name", inspected_text(ev, x->name.text));
    value_dict_put_z(ev, d, "unique", value_bool(x->unique));
    value_dict_put_z(ev, d, "column_names", columns);
    if (has_expression) value_dict_put_z(ev, d, "expressions", texts);
    const SqlValue *type = sql_options_find(&x->info, "type");
    if (type) value_dict_put_z(ev, d, "type", value_str(ev, type->as.text));
    if (x->options.len || !inspected_is_mysql(conn))
        value_dict_put_z(ev, d, "dialect_options", options);
    *out = d;
    return true;
}
