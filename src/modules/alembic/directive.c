#include "modules/alembic/directive.h"

#include <string.h>

#include "dialect/compiler.h"
#include "modules/alembic/internal.h"
#include "modules/alembic/reference.h"
#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/engine/spelled.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/sql/extra.h"

bool directive_raise(Eval *ev, const Err *e)
{
    if (e->code != ERR_COMMAND) return engine_raise(ev, e);
    eval_raise_native(ev, &alembic_class_command_error, "%.*s", STR_ARG(e->message));
    Value x = eval_catch(ev);
    alembic_remember(ev, e, x);
    return eval_raise_value(ev, x);
}

static bool takes_name(Directive *d, const Constraint *k)
{
    Err err = {.arena = d->arena};
    Ident name;
    if (k->type_bound || constraint_final_name(k, d->m->compile.naming, d->arena, &name, &err))
        return true;
    return directive_raise(d->ev, &err);
}

/* SQLAlchemy names a constraint when it is made; what the project's convention cannot name fails
 * at its line, not at the end of the block. */
static bool push_batch(Directive *d, Op *op)
{
    VEC_PUSH(d->arena, &d->batch->ops, op);
    if (!d->m->compile.naming) return true;
    if (op->kind == OP_ADD_CONSTRAINT) return takes_name(d, op->as.add_constraint.constraint);
    const Table *parent = op->kind == OP_ADD_COLUMN ? op->as.add_column.parent : NULL;
    for (size_t i = 0; parent && i < parent->constraints.len; i++)
        if (!takes_name(d, parent->constraints.items[i])) return false;
    return true;
}

bool directive_emit_spelled(Directive *d, Op *op, Value object)
{
    Value made, result;
    /* A database that has no such ALTER says so itself. */
    bool alters = op->kind == OP_ADD_CONSTRAINT || op->kind == OP_DROP_CONSTRAINT;
    if (alters && !d->m->dialect->rules->supports_alter) return d->m->host->emit(d->m, op);
    if (!spelled_element(d->ev, op, object, &made)) return false;
    return value_is_unset(made)
               ? d->m->host->emit(d->m, op)
               : d->m->host->execute(d->m, made, value_none(), value_none(), &result);
}

bool directive_emit(Directive *d, Op *op)
{
    op->pos = eval_position(d->ev);
    if (d->batch) return push_batch(d, op);
    if (d->m->capture) {
        VEC_PUSH(d->arena, d->m->capture, op);
        return true;
    }
    bool done;
    if (!invoke_replaced(d, op, &done)) return false;
    return done || directive_emit_spelled(d, op, value_unset());
}

bool directive_emit_builtin(Directive *d, Op *op)
{
    op->pos = eval_position(d->ev);
    if (d->batch) return push_batch(d, op);
    if (d->m->capture)
        VEC_PUSH(d->arena, d->m->capture, op);
    else
        return d->m->host->emit(d->m, op);
    return true;
}

/* ---- arguments ---- */

bool directive_known(Directive *d, Value v)
{
    if (!value_is_unknown(v)) return true;
    Str wanted = arena_fmt(d->arena, "an argument of op.%s()", d->name);
    return eval_need_known(d->ev, v, wanted.ptr);
}

bool directive_wrong(Directive *d, Value v, const char *what, const char *wanted)
{
    return eval_raise(d->ev, "TypeError", "op.%s(): %s must be %s, not %.*s", d->name, what, wanted,
                      STR_ARG(value_type_name(d->ev, v)));
}

bool directive_ident(Directive *d, Value v, const char *what, Ident *out)
{
    *out = (Ident){0};
    if (value_is_none(v) || value_is_unset(v)) return true;
    if (!directive_known(d, v)) return false;
    if (!value_is_str(v)) return directive_wrong(d, v, what, "a string");
    if (!module_ident_from_value(d->ev, v, out)) return false;
    /* No database has a thing without a name: a variable was empty. */
    if (!out->text.len)
        return eval_raise(d->ev, "ValueError", "op.%s(): %s must not be an empty string", d->name,
                          what);
    return true;
}

bool directive_schema(Directive *d, Value v, const char *what, Ident *out)
{
    if (value_is_str(v) && value_as_str(v).len == 0) v = value_none();
    return directive_ident(d, v, what, out);
}

bool directive_name(Directive *d, Value v, const char *what, Ident *out)
{
    if (!directive_ident(d, v, what, out)) return false;
    return !ident_is_null(*out) || directive_wrong(d, v, what, "a string");
}

bool directive_str(Directive *d, Value v, const char *what, Str *out)
{
    *out = STR_NULL;
    if (value_is_none(v) || value_is_unset(v)) return true;
    if (!directive_known(d, v)) return false;
    Ident name;
    if (!value_is_str(v)) return directive_wrong(d, v, what, "a string or None");
    if (!module_ident_from_value(d->ev, v, &name)) return false;
    *out = arena_str(d->arena, name.text);
    return true;
}

bool directive_flag(Directive *d, Value v, int *out)
{
    bool truth = false;
    *out = -1;
    if (value_is_none(v) || value_is_unset(v)) return true;
    if (!directive_known(d, v) || !eval_truth(d->ev, v, &truth)) return false;
    *out = truth;
    return true;
}

bool directive_idents(Directive *d, Value v, const char *what, IdentVec *out)
{
    Value list;
    if (!directive_known(d, v) || !eval_to_list(d->ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        if (!directive_known(d, item)) return false;
        Ident name;
        Column *c = value_is_str(item) ? NULL : module_column_get(d->ev, item);
        if (!c && !value_is_str(item)) return directive_wrong(d, item, what, "a list of strings");
        if (!c && !module_ident_from_value(d->ev, item, &name)) return false;
        if (c) name = c->name;
        name.text = arena_str(d->arena, name.text);
        VEC_PUSH(d->arena, out, name);
    }
    return true;
}

bool directive_names(Directive *d, Value v, const char *what, StrVec *out)
{
    IdentVec names = {0};
    if (!directive_idents(d, v, what, &names)) return false;
    for (size_t i = 0; i < names.len; i++) VEC_PUSH(d->arena, out, names.items[i].text);
    return true;
}

/* ---- pieces ---- */

Table *directive_table(Directive *d, Ident name, Str schema)
{
    MetaData *md = metadata_new(d->arena);
    if (d->m->compile.naming) md->naming = *d->m->compile.naming;
    Table *t = table_new(d->arena, md, name, schema);
    (void)metadata_add(md, t);
    return t;
}

Column *directive_untyped(Directive *d, Table *t, Str name)
{
    Column *c = table_find_column(t, name);
    if (c) return c;
    c = column_new(d->arena, ident(name), type_new(d->arena, type_class_get("NullType")));
    table_add_column(t, d->arena, c);
    return c;
}

Table *directive_table_of(Directive *d, Ident name, Str schema, const IdentVec *columns)
{
    Table *t = directive_table(d, name, schema);
    for (size_t i = 0; i < columns->len; i++)
        directive_untyped(d, t, columns->items[i].text)->name.quote = columns->items[i].quote;
    return t;
}

bool directive_column_twice(Directive *d, const Table *t, Str name)
{
    return eval_raise_native(
        d->ev, &exc_DuplicateColumnError,
        "A column with name '%.*s' is already present in table '%.*s'. Specify "
        "replace_existing=True to Table.append_column() to replace an existing "
        "column.",
        STR_ARG(name), STR_ARG(t->name.text));
}

static bool index_expression(Directive *d, Table *t, Value item, SqlExpr **out)
{
    if (!directive_known(d, item)) return false;
    if (value_is_str(item)) {
        Ident name;
        if (!module_ident_from_value(d->ev, item, &name)) return false;
        if (table_find_column(t, name.text)) return directive_column_twice(d, t, name.text);
        *out = sql_expr_column(d->arena, name.text);
        (*out)->as.column.column = directive_untyped(d, t, name.text);
        (*out)->as.column.column->name.quote = name.quote;
        return true;
    }
    if (!module_is_ddl_expr(d->ev, item))
        return eval_raise(d->ev, "ValueError", "String or text() construct expected");
    if (!module_expr_from_value(d->ev, item, d->arena, out)) return false;
    /* Its text is its key, for postgresql_ops. */
    if ((*out)->kind == SQL_TEXT) (*out)->as.text.key = (*out)->as.text.text;
    return true;
}

bool directive_index(Directive *d, Value name, Ident table, Str schema, Value columns, Value unique,
                     Value kw, Index **out)
{
    Ident n;
    Value list;
    int flag, quote;
    Value wish = objects_take(d->ev, kw, "quote"), info = objects_take(d->ev, kw, "info");
    (void)info;
    if (!directive_ident(d, name, "index_name", &n) || !directive_known(d, columns) ||
        !eval_to_list(d->ev, columns, &list) || !directive_flag(d, unique, &flag) ||
        !directive_flag(d, wish, &quote))
        return false;
    if (quote >= 0) {
        n.quote = quote ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
        n.is_conv = false; /* it is another object then */
    }
    Table *t = directive_table(d, table, schema);
    Index *x = index_new(d->arena, n);
    x->unique = flag > 0;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        SqlExpr *e;
        if (!index_expression(d, t, value_seq_items(list)[i], &e)) return false;
        for (size_t k = 0; e->kind == SQL_TEXT && k < x->expressions.len; k++) {
            const SqlExpr *before = x->expressions.items[k];
            if (before->kind == SQL_TEXT && str_eq(before->as.text.key, e->as.text.key))
                return directive_column_twice(d, t, e->as.text.key);
        }
        VEC_PUSH(d->arena, &x->expressions, e);
    }
    if (!module_options_from_kw(d->ev, "Index", kw, &x->options)) return false;
    table_add_index(t, d->arena, x);
    *out = x;
    return true;
}

bool directive_column(Directive *d, Value column, Ident table, Str schema, Column **out,
                      Table **parent)
{
    if (!directive_known(d, column)) return false;
    Column *c = module_column_get(d->ev, column);
    if (!c) return directive_wrong(d, column, "column", "a Column");
    *parent = directive_table(d, table, schema);
    if (c->table) {
        c = column_public_copy(c, d->arena);
        table_add_column(*parent, d->arena, c);
    } else if (!module_table_add_items(d->ev, *parent, &column, 1)) {
        return false;
    }
    *out = c;
    return reference_resolve(d, *parent);
}

/* ---- columns ---- */

static bool refuse_place(Directive *d)
{
    Err err = err_init(d->arena);
    err_set(&err, ERR_COMMAND, "%s",
            "Can't specify insert_before or insert_after when using ALTER; please specify "
            "recreate='always'");
    return directive_raise(d->ev, &err);
}

bool directive_add_column(Directive *d, Ident table, Str schema, Value column, Value if_not_exists,
                          Value inline_references, Value inline_primary_key, Value before,
                          Value after)
{
    int exists, references, primary;
    Op *op = op_new(d->arena, OP_ADD_COLUMN, schema, table);
    if (!reference_check_column(d, column) ||
        !directive_column(d, column, table, schema, &op->as.add_column.column,
                          &op->as.add_column.parent) ||
        !directive_flag(d, if_not_exists, &exists) ||
        !directive_flag(d, inline_references, &references) ||
        !directive_flag(d, inline_primary_key, &primary) ||
        !directive_str(d, before, "insert_before", &op->as.add_column.insert_before) ||
        !directive_str(d, after, "insert_after", &op->as.add_column.insert_after))
        return false;
    bool placed = !str_is_null(op->as.add_column.insert_before) ||
                  !str_is_null(op->as.add_column.insert_after);
    if (placed && d->batch && !batch_recreates(d->batch, d->m->dialect->name))
        return refuse_place(d);
    op->if_not_exists = exists > 0;
    op->as.add_column.inline_references = references > 0;
    op->as.add_column.brings_indexes = true;
    op->as.add_column.inline_primary_key = primary > 0;
    return directive_emit(d, op);
}

static bool given_type(Directive *d, Value v, const SqlType **out)
{
    *out = NULL;
    if (value_is_none(v) || value_is_unset(v)) return true;
    return directive_known(d, v) && module_type_from_value(d->ev, v, d->arena, out);
}

bool directive_drop_column(Directive *d, Ident table, Str schema, Value column, Value kw)
{
    Op *op = op_new(d->arena, OP_DROP_COLUMN, schema, table);
    int exists, check, drop_default, fk;
    if (!directive_name(d, column, "column_name", &op->as.drop_column.name) ||
        !directive_flag(d, value_dict_find_z(kw, "if_exists"), &exists) ||
        !directive_flag(d, value_dict_find_z(kw, "mssql_drop_check"), &check) ||
        !directive_flag(d, value_dict_find_z(kw, "mssql_drop_default"), &drop_default) ||
        !directive_flag(d, value_dict_find_z(kw, "mssql_drop_foreign_key"), &fk) ||
        !given_type(d, value_dict_find_z(kw, "existing_type"), &op->as.drop_column.existing_type))
        return false;
    op->if_exists = exists > 0;
    op->as.drop_column.mssql_drop_check = check > 0;
    op->as.drop_column.mssql_drop_default = drop_default > 0;
    op->as.drop_column.mssql_drop_foreign_key = fk > 0;
    return directive_emit(d, op);
}

/* False = not given, None = none, anything else a value. */
static bool given_default(Directive *d, Value v, Given *given, ServerDefault *out)
{
    bool is_false = value_is_bool(v) && !v.as.boolean;
    *given = is_false || value_is_unset(v) ? GIVEN_NOT
             : value_is_none(v)            ? GIVEN_NONE
                                           : GIVEN_VALUE;
    return *given != GIVEN_VALUE ||
           (directive_known(d, v) && module_server_default_from_value(d->ev, v, out));
}

/* A number is no default, but that is an error only where it comes to be written, on MySQL. */
static bool existing_default(Directive *d, Value v, AlterColumn *c)
{
    bool is_number =
        v.kind == VALUE_INT || v.kind == VALUE_FLOAT || (value_is_bool(v) && v.as.boolean);
    if (!is_number)
        return given_default(d, v, &c->existing_server_default_given, &c->existing_server_default);
    c->existing_server_default_given = GIVEN_VALUE;
    c->existing_server_default =
        (ServerDefault){.kind = DEFAULT_FETCHED, .text = value_type_name(d->ev, v)};
    return true;
}

static bool given_text(Directive *d, Value v, const char *what, Given *given, Str *out)
{
    bool is_false = value_is_bool(v) && !v.as.boolean;
    *given = is_false || value_is_unset(v) ? GIVEN_NOT
             : value_is_none(v)            ? GIVEN_NONE
                                           : GIVEN_VALUE;
    return *given != GIVEN_VALUE || directive_str(d, v, what, out);
}

/* What Alembic itself hands on under these names. Passed over, a new name or type would not be. */
static bool is_taken(Str name)
{
    static const char *const taken[] = {
        "name",          "modify_name", "modify_type", "modify_nullable", "modify_server_default",
        "modify_comment"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (str_eq_z(name, taken[i])) return true;
    return false;
}

/* alter_column's own **kw: what dialects read, insert_before/after of batch mode. */
static bool alter_keywords(Directive *d, Value kw, Op *op)
{
    AlterColumn *c = &op->as.alter_column;
    Value key, item;
    size_t at = 0;
    while (value_is_dict(kw) && value_dict_next(kw, &at, &key, &item)) {
        Str name = value_as_str(key);
        bool ok = true;
        if (is_taken(name))
            return eval_raise(d->ev, "TypeError",
                              "op.%s() got multiple values for keyword argument '%.*s': what is to "
                              "be changed is given by new_column_name, type_, nullable, "
                              "server_default and comment",
                              d->name, STR_ARG(name));
        if (str_eq_z(name, "autoincrement"))
            ok = directive_flag(d, item, &c->autoincrement);
        else if (str_eq_z(name, "existing_autoincrement"))
            ok = directive_flag(d, item, &c->existing_autoincrement);
        else if (str_eq_z(name, "postgresql_using"))
            ok = directive_str(d, item, "postgresql_using", &c->using_);
        else if (str_contains(name, STR("_"))) {
            SqlValue v;
            ok = directive_known(d, item) && module_sql_value_from_value(d->ev, item, d->arena, &v);
            if (ok) sql_options_put(&op->options, d->arena, arena_str(d->arena, name), v);
        } /* a word of Column such as default=dict: no database's option, nobody reads it */
        if (!ok) return false;
    }
    return true;
}

/* A Column where its name belongs: Alembic notices only once there is a statement to write it in,
 * so what changes nothing passes. SQLite's batch mode looks the name up whatever changes. */
static bool is_idle_column(Directive *d, Value column, const AlterArgs *x)
{
    const Value changes[] = {x->nullable, x->server_default, x->new_column_name, x->type_,
                             x->comment};
    static const bool by_none[] = {true, false, true, true, false};
    if (!module_column_get(d->ev, column) || !strcmp(d->m->dialect->name, "sqlite")) return false;
    if (value_is_dict(x->kw) && value_dict_len(x->kw)) return false;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        Value v = changes[i];
        bool absent = value_is_unset(v) ||
                      (by_none[i] ? value_is_none(v) : value_is_bool(v) && !v.as.boolean);
        if (!absent) return false;
    }
    return true;
}

bool directive_alter_column(Directive *d, Ident table, Str schema, Value column, const AlterArgs *x)
{
    Op *op = op_new(d->arena, OP_ALTER_COLUMN, schema, table);
    AlterColumn *c = &op->as.alter_column;
    Ident name, new_name;
    Str existing_comment;
    if (is_idle_column(d, column, x)) return true;
    if (!directive_name(d, column, "column_name", &name) ||
        !directive_ident(d, x->new_column_name, "new_column_name", &new_name) ||
        !directive_flag(d, x->nullable, &c->nullable) ||
        !directive_flag(d, x->existing_nullable, &c->existing_nullable) ||
        !given_type(d, x->type_, &c->type) || !given_type(d, x->existing_type, &c->existing_type) ||
        !given_default(d, x->server_default, &c->server_default_given, &c->server_default) ||
        !existing_default(d, x->existing_server_default, c) ||
        !given_text(d, x->comment, "comment", &c->comment_given, &c->comment) ||
        !directive_str(d, x->existing_comment, "existing_comment", &existing_comment) ||
        !directive_str(d, x->insert_before, "insert_before", &c->insert_before) ||
        !directive_str(d, x->insert_after, "insert_after", &c->insert_after) ||
        !alter_keywords(d, x->kw, op))
        return false;
    c->type_is_class = value_as_class(c->type ? x->type_ : x->existing_type) != NULL;
    c->column = name.text;
    c->column_quote = name.quote;
    c->new_name = new_name.text;
    c->new_quote = new_name.quote;
    if (!str_is_null(existing_comment)) {
        c->existing_comment_given = GIVEN_VALUE;
        c->existing_comment = existing_comment;
    }
    if (!str_is_null(c->using_) && !c->type) {
        Err err = err_init(d->arena);
        err_set(&err, ERR_COMMAND, "postgresql_using must be used with the type_ parameter");
        if (!strcmp(d->m->dialect->name, "postgresql")) return directive_raise(d->ev, &err);
    }
    return directive_emit(d, op);
}

/* ---- indexes and constraints ---- */

bool directive_create_index(Directive *d, Ident table, Str schema, Value name, Value columns,
                            Value unique, Value if_not_exists, Value kw)
{
    Op *op = op_new(d->arena, OP_CREATE_INDEX, schema, table);
    int exists;
    if (!directive_index(d, name, table, schema, columns, unique, kw, &op->as.create_index.index) ||
        !directive_flag(d, if_not_exists, &exists))
        return false;
    op->if_not_exists = exists > 0;
    return directive_emit(d, op);
}

bool directive_drop_index(Directive *d, Ident table, Str schema, Value name, Value if_exists,
                          Value kw)
{
    Op *op = op_new(d->arena, OP_DROP_INDEX, schema, table);
    int exists;
    Value known = value_dict(d->ev), key, item;
    size_t at = 0;
    /* What autogenerate writes for the way back describes the index, not its dropping. */
    while (value_is_dict(kw) && value_dict_next(kw, &at, &key, &item))
        if (!str_eq_z(value_as_str(key), "unique"))
            value_dict_put_str(d->ev, known, value_as_str(key), item);
    if (!directive_name(d, name, "index_name", &op->as.drop_index.name) ||
        !directive_flag(d, if_exists, &exists) ||
        !module_options_from_kw(d->ev, "Index", known, &op->options))
        return false;
    op->if_exists = exists > 0;
    return directive_emit(d, op);
}

bool directive_table_comment(Directive *d, bool drop, Ident table, Str schema, Value comment,
                             Value existing)
{
    Op *op =
        op_new(d->arena, drop ? OP_DROP_TABLE_COMMENT : OP_CREATE_TABLE_COMMENT, schema, table);
    return directive_str(d, comment, "comment", &op->as.table_comment.comment) &&
           directive_str(d, existing, "existing_comment", &op->as.table_comment.existing) &&
           directive_emit(d, op);
}

/* ---- execute, literals ---- */

bool directive_execute(Directive *d, Value sqltext, Value execution_options)
{
    Value result;
    bool done;
    return directive_known(d, sqltext) && extra_check_loading(d->ev, &sqltext) &&
           invoke_execute(d, sqltext, execution_options, &done, &result) &&
           (done || d->m->host->execute(d->m, sqltext, value_none(), execution_options, &result));
}

/* _literal_bindparam: a value that is written into the statement even online. */
bool directive_inline_literal(Eval *ev, Args *a, Value *out)
{
    SqlValue v;
    if (value_is_unknown(a->v[0]))
        return eval_need_known(ev, a->v[0], "an argument of op.inline_literal()");
    if (!module_sql_value_from_value(ev, a->v[0], eval_arena(ev), &v)) return false;
    SqlExpr *e = sql_expr_value(eval_arena(ev), v);
    e->as.bind.literal_execute = true;
    if (value_is_none(a->v[1]))
        e->type = element_type_of_value(ev, &v);
    else if (!module_type_from_value(ev, a->v[1], eval_arena(ev), &e->type))
        return false;
    *out = module_expr_value(ev, e);
    return true;
}

bool directive_conv(Eval *ev, Args *a, Value *out)
{
    if (value_is_unknown(a->v[0])) return eval_need_known(ev, a->v[0], "an argument of op.f()");
    if (value_is_none(a->v[0])) {
        *out = a->v[0];
        return true;
    }
    if (value_is_native(ev, a->v[0], &objects_quoted_name)) return *out = a->v[0], true;
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "op.f() takes a string");
    *out = module_conv_value(ev, value_as_str(a->v[0]));
    return true;
}
