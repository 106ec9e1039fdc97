/* The directives that make and drop constraints. */
#include "modules/alembic/directive.h"

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"

/* The columns of a constraint, at least one: without, the statement is cut off. */
static bool column_names(Directive *d, Value v, const char *what, IdentVec *out, StrVec *names)
{
    if (!directive_idents(d, v, what, out)) return false;
    for (size_t i = 0; i < out->len; i++) VEC_PUSH(d->arena, names, out->items[i].text);
    return out->len || eval_raise(d->ev, "ValueError", "op.%s(): %s must name at least one column",
                                  d->name, what);
}

/* No name twice: Alembic makes a table out of the columns that a directive names. */
static bool distinct_names(Directive *d, const StrVec *names, Str table)
{
    for (size_t i = 0; i < names->len; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(names->items[i], names->items[k]))
                return eval_raise_native(d->ev, &exc_DuplicateColumnError,
                                         "A column with name '%.*s' is already present in table "
                                         "'%.*s'.",
                                         STR_ARG(names->items[i]), STR_ARG(table));
    return true;
}

static bool add_constraint(Directive *d, Table *t, Constraint *c)
{
    Op *op = op_new(d->arena, OP_ADD_CONSTRAINT, t->schema, t->name);
    table_add_constraint(t, d->arena, c);
    c->table = t;
    op->as.add_constraint.constraint = c;
    return directive_emit(d, op);
}

/* deferrable, initially and comment are the constraint's own; the rest are dialect keywords. */
static bool constraint_keywords(Directive *d, const char *cls, Value kw, Constraint *c)
{
    Value rest = value_dict(d->ev), key, item;
    size_t at = 0;
    while (value_is_dict(kw) && value_dict_next(kw, &at, &key, &item)) {
        Str name = value_as_str(key);
        bool ok = true;
        if (str_eq_z(name, "deferrable"))
            ok = directive_flag(d, item, &c->deferrable);
        else if (str_eq_z(name, "initially"))
            ok = directive_str(d, item, "initially", &c->initially);
        else if (str_eq_z(name, "comment"))
            ok = directive_str(d, item, "comment", &c->comment);
        else if (str_eq_z(name, "use_alter")) {
            int flag;
            ok = directive_flag(d, item, &flag);
            c->use_alter = ok && flag > 0;
        } else if (!str_eq_z(name, "info"))
            value_dict_put_str(d->ev, rest, name, item);
        if (!ok) return false;
    }
    return module_options_from_kw(d->ev, cls, rest, &c->options);
}

static bool columns_constraint(Directive *d, ConstraintKind kind, const char *cls, Ident table,
                               Str schema, Value name, Value columns, Value kw)
{
    Ident n;
    IdentVec names = {0};
    if (!directive_ident(d, name, "constraint_name", &n)) return false;
    Constraint *c = constraint_new(d->arena, kind, n);
    if (!column_names(d, columns, "columns", &names, &c->column_names) ||
        !distinct_names(d, &c->column_names, table.text) || !constraint_keywords(d, cls, kw, c))
        return false;
    return add_constraint(d, directive_table_of(d, table, schema, &names), c);
}

bool directive_primary_key(Directive *d, Ident table, Str schema, Value name, Value columns)
{
    return columns_constraint(d, CONSTRAINT_PRIMARY_KEY, "PrimaryKeyConstraint", table, schema,
                              name, columns, value_unset());
}

bool directive_unique(Directive *d, Ident table, Str schema, Value name, Value columns, Value kw)
{
    return columns_constraint(d, CONSTRAINT_UNIQUE, "UniqueConstraint", table, schema, name,
                              columns, kw);
}

static bool condition_expr(Directive *d, Value v, const char *what, SqlExpr **out)
{
    if (!directive_known(d, v)) return false;
    if (value_is_str(v)) {
        *out = sql_expr_text(d->arena, arena_str(d->arena, value_as_str(v)));
        return true;
    }
    bool constant = value_is_none(v) || value_is_bool(v); /* NULL, true, false */
    if (!constant && !module_is_ddl_expr(d->ev, v)) {
        Value shown;
        if (!eval_repr(d->ev, v, &shown)) return false;
        return eval_raise_native(d->ev, &exc_ArgumentError,
                                 "op.%s(): %s: SQL expression element for DDL constraint expected, "
                                 "got %.*s.",
                                 d->name, what, STR_ARG(value_as_str(shown)));
    }
    return module_expr_from_value(d->ev, v, d->arena, out);
}

bool directive_check(Directive *d, Ident table, Str schema, Value name, Value condition, Value kw)
{
    Ident n;
    if (!directive_ident(d, name, "constraint_name", &n)) return false;
    Constraint *c = constraint_new(d->arena, CONSTRAINT_CHECK, n);
    if (!condition_expr(d, condition, "condition", &c->sqltext) ||
        !constraint_keywords(d, "CheckConstraint", kw, c))
        return false;
    constraint_name_checked(d->ev, c);
    return add_constraint(d, directive_table(d, table, schema), c);
}

static size_t distinct_count(const StrVec *names)
{
    size_t n = 0;
    for (size_t i = 0; i < names->len; i++) n += vec_find_str(names, names->items[i]) == i;
    return n;
}

static bool has_wish(const IdentVec *names)
{
    for (size_t i = 0; i < names->len; i++)
        if (ident_quote_wish(names->items[i].quote)) return true;
    return false;
}

bool directive_foreign_key(Directive *d, Ident table, Str schema, const ForeignKeyArgs *x)
{
    Ident name, referent, referent_schema;
    IdentVec local = {0}, remote = {0};
    if (!directive_ident(d, x->name, "constraint_name", &name)) return false;
    Constraint *c = constraint_new(d->arena, CONSTRAINT_FOREIGN_KEY, name);
    if (!directive_name(d, x->referent, "referent_table", &referent) ||
        !column_names(d, x->local_cols, "local_cols", &local, &c->column_names) ||
        !column_names(d, x->remote_cols, "remote_cols", &remote, &c->referred_columns) ||
        !directive_str(d, x->onupdate, "onupdate", &c->onupdate) ||
        !directive_str(d, x->ondelete, "ondelete", &c->ondelete) ||
        !directive_flag(d, x->deferrable, &c->deferrable) ||
        !directive_str(d, x->initially, "initially", &c->initially) ||
        !directive_str(d, x->match, "match", &c->match) ||
        !directive_schema(d, x->referent_schema, "referent_schema", &referent_schema) ||
        !constraint_keywords(d, "ForeignKeyConstraint", x->kw, c))
        return false;
    /* A table that refers to itself is made of the columns of either side, each once. */
    bool to_itself = str_eq(referent.text, table.text) && str_eq(referent_schema.text, schema);
    if (to_itself && value_class(d->ev, x->local_cols) != value_class(d->ev, x->remote_cols))
        return eval_raise(d->ev, "TypeError",
                          "op.%s(): local_cols and remote_cols must both be lists: can only "
                          "concatenate %.*s (not \"%.*s\") to %.*s",
                          d->name, STR_ARG(value_type_name(d->ev, x->local_cols)),
                          STR_ARG(value_type_name(d->ev, x->remote_cols)),
                          STR_ARG(value_type_name(d->ev, x->local_cols)));
    if (!to_itself && !distinct_names(d, &c->referred_columns, referent.text)) return false;
    c->referred_table = referent.text;
    c->referred_quote = referent.quote;
    c->referred_schema = referent_schema.text;
    c->referred_schema_quote = referent_schema.quote;
    /* The table itself is known by the name that came first. */
    if (to_itself) {
        c->referred_quote = table.quote;
        c->referred_schema_quote = table.schema_quote;
    }
    if (!constraint_check_counts(d->ev, local.len, distinct_count(&c->column_names), remote.len))
        return false;
    Ident to = constraint_target(c);
    if (has_wish(&remote)) c->referred = directive_table_of(d, to, c->referred_schema, &remote);
    return add_constraint(d, directive_table_of(d, table, schema, &local), c);
}

/* Alembic gives the table a column by the name of each element, which must have one. */
static bool exclude_column(Directive *d, Table *t, const SqlExpr *e)
{
    e = sql_expr_first_column(e);
    if (!e)
        return eval_raise_native(
            d->ev, &exc_ArgumentError,
            "Column must be constructed with a non-blank name or assign a non-blank .name before "
            "adding to a Table.");
    Str name = e->kind == SQL_COLUMN ? e->as.column.name : e->as.literal_column.text;
    if (table_find_column(t, name)) return directive_column_twice(d, t, name);
    (void)directive_untyped(d, t, name);
    return true;
}

static bool exclude_element(Directive *d, Table *t, Value pair, ExcludeElement *out)
{
    if (!value_is_tuple(pair) || value_seq_len(pair) < 2)
        return directive_wrong(d, pair, "an element", "a tuple (column, operator)");
    Value first = value_seq_items(pair)[0];
    if (!directive_str(d, value_seq_items(pair)[1], "operator", &out->op)) return false;
    if (value_is_str(first)) {
        out->expr = sql_expr_column(d->arena, arena_str(d->arena, value_as_str(first)));
        Ident name;
        if (!exclude_column(d, t, out->expr) || !module_ident_from_value(d->ev, first, &name))
            return false;
        Column *c = table_find_column(t, out->expr->as.column.name);
        c->name.quote = name.quote;
        out->expr->as.column.column = c;
        out->expr->as.column.quote = ident_quote_wish(name.quote);
        return true;
    }
    return directive_known(d, first) &&
           module_expr_from_value(d->ev, first, d->arena, &out->expr) &&
           exclude_column(d, t, out->expr);
}

bool directive_exclude(Directive *d, Ident table, Str schema, Value name, Value elements, Value kw)
{
    Ident n;
    Value rest = value_dict(d->ev), ops = value_unset(), key, item;
    size_t at = 0;
    if (!directive_ident(d, name, "constraint_name", &n)) return false;
    if (!value_seq_len(elements))
        return eval_raise(d->ev, "ValueError",
                          "op.%s(): at least one element is needed, a tuple (column, operator)",
                          d->name);
    Table *t = directive_table(d, table, schema);
    Constraint *c = constraint_new(d->arena, CONSTRAINT_EXCLUDE, n);
    c->using = STR("gist");
    while (value_is_dict(kw) && value_dict_next(kw, &at, &key, &item)) {
        Str k = value_as_str(key);
        bool ok = true;
        if (str_eq_z(k, "where"))
            ok = value_is_none(item) || condition_expr(d, item, "where", &c->where);
        else if (str_eq_z(k, "using"))
            ok = directive_str(d, item, "using", &c->using);
        else if (str_eq_z(k, "ops"))
            ops = item;
        else if (!str_eq_z(k, "schema"))
            value_dict_put_str(d->ev, rest, k, item);
        if (!ok) return false;
    }
    for (size_t i = 0; i < value_seq_len(elements); i++) {
        ExcludeElement e = {0};
        if (!exclude_element(d, t, value_seq_items(elements)[i], &e)) return false;
        if (value_is_dict(ops) && e.expr->kind == SQL_COLUMN) {
            Value opclass = value_dict_find_str(ops, e.expr->as.column.name);
            if (!directive_str(d, opclass, "ops", &e.opclass)) return false;
        }
        VEC_PUSH(d->arena, &c->elements, e);
    }
    return constraint_keywords(d, "ExcludeConstraint", rest, c) && add_constraint(d, t, c);
}

bool directive_drop_constraint(Directive *d, Ident table, Str schema, Value name, Value type_,
                               Value if_exists)
{
    static const char *const types[] = {"check", "foreignkey", "primary", "unique"};
    Op *op = op_new(d->arena, OP_DROP_CONSTRAINT, schema, table);
    int exists;
    if (!directive_ident(d, name, "constraint_name", &op->as.drop_constraint.name) ||
        !directive_str(d, type_, "type_", &op->as.drop_constraint.type) ||
        !directive_flag(d, if_exists, &exists))
        return false;
    bool found = str_is_null(op->as.drop_constraint.type);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq_z(op->as.drop_constraint.type, types[i])) found = true;
    if (!found)
        return eval_raise(d->ev, "TypeError",
                          "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None");
    op->if_exists = exists > 0;
    return directive_emit(d, op);
}
