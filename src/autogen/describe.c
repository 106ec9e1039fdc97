#include "autogen/autogen.h"

#include <inttypes.h>
#include <string.h>

#include "base/strbuf.h"

/* SQLAlchemy's repr() of schema objects. Expressions have no text there, only a class and an
 * address, and so they do here. */
typedef struct Describe {
    StrBuf b;
    Arena *out;
} Describe;

static void put(Describe *d, const char *text) { strbuf_push_z(&d->b, text); }

static void put_repr(Describe *d, Str s)
{
    strbuf_push(&d->b, str_is_null(s) ? STR("None") : sql_value_repr_str(s, d->out));
}

static void put_type(Describe *d, const SqlType *t)
{
    strbuf_push(&d->b, t ? type_repr(t, d->out) : STR("None"));
}

static void put_bool(Describe *d, int b) { put(d, b < 0 ? "None" : b ? "True" : "False"); }

static void put_object(Describe *d, const char *cls, const void *at)
{
    strbuf_fmt(&d->b, "<sqlalchemy.sql.%s object at 0x%" PRIxPTR ">", cls, (uintptr_t)at);
}

static void put_text_kw(Describe *d, const char *name, Str value)
{
    if (str_is_empty(value)) return;
    strbuf_fmt(&d->b, ", %s=", name);
    put_repr(d, value);
}

static void put_expr(Describe *d, const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_TEXT: put_object(d, "elements.TextClause", e); return;
    case SQL_BINARY: put_object(d, "elements.BinaryExpression", e); return;
    case SQL_UNARY: put_object(d, "elements.UnaryExpression", e); return;
    case SQL_CAST: put_object(d, "elements.Cast", e); return;
    case SQL_LIST: put_object(d, "elements.BooleanClauseList", e); return;
    case SQL_LITERAL_COLUMN:
        strbuf_fmt(&d->b, "<sqlalchemy.sql.elements.ColumnClause at 0x%" PRIxPTR "; %.*s>",
                   (uintptr_t)e, STR_ARG(e->as.literal_column.text));
        return;
    case SQL_FUNCTION:
        strbuf_fmt(&d->b, "<sqlalchemy.sql.functions.%.*s at 0x%" PRIxPTR "; %.*s>",
                   STR_ARG(e->as.function.is_known ? e->as.function.name : STR("Function")),
                   (uintptr_t)e, STR_ARG(e->as.function.name));
        return;
    default: put_object(d, "elements.ColumnElement", e);
    }
}

/* ---- columns and tables ---- */

static void put_number_kw(Describe *d, const char *name, bool has, int64_t n)
{
    if (has) strbuf_fmt(&d->b, ", %s=%" PRId64, name, n);
}

static void put_flag_kw(Describe *d, const char *name, int flag)
{
    if (flag == SEQUENCE_UNSET) return;
    strbuf_fmt(&d->b, ", %s=%s", name, flag == SEQUENCE_TRUE ? "True" : "False");
}

static void put_options(Describe *d, const SequenceOptions *o)
{
    put_number_kw(d, "start", o->has_start, o->start);
    put_number_kw(d, "increment", o->has_increment, o->increment);
    put_number_kw(d, "minvalue", o->has_minvalue, o->minvalue);
    put_number_kw(d, "maxvalue", o->has_maxvalue, o->maxvalue);
    put_flag_kw(d, "nominvalue", o->nominvalue);
    put_flag_kw(d, "nomaxvalue", o->nomaxvalue);
    put_flag_kw(d, "cycle", o->cycle);
    put_number_kw(d, "cache", o->has_cache, o->cache);
    put_flag_kw(d, "order", o->order);
}

/* "Identity(start=5, ...)": nothing is in front of the first argument. */
static void put_identity(Describe *d, const ServerDefault *s)
{
    Describe args = {.out = d->out};
    if (s->always || s->always_none) put(&args, s->always ? ", always=True" : ", always=None");
    if (s->on_null >= 0) put(&args, s->on_null ? ", on_null=True" : ", on_null=False");
    put_options(&args, &s->sequence);
    Str text = strbuf_finish(&args.b, d->out);
    if (text.len) text = str_slice(text, strlen(", "), text.len);
    strbuf_fmt(&d->b, "Identity(%.*s)", STR_ARG(text));
}

static void put_sequence(Describe *d, const Sequence *s)
{
    put(d, "Sequence(");
    put_repr(d, s->name.text);
    put_options(d, &s->options);
    put_text_kw(d, "schema", s->schema);
    if (s->data_type) put(d, ", data_type="), put_type(d, s->data_type);
    if (s->is_optional) put(d, ", optional=True");
    put(d, s->metadata ? ", metadata=MetaData())" : ")");
}

static void put_default(Describe *d, const ServerDefault *s, bool for_update)
{
    switch (s->kind) {
    case DEFAULT_NONE: put(d, "None"); return;
    case DEFAULT_FETCHED:
        put(d, for_update ? "FetchedValue(for_update=True)" : "FetchedValue()");
        return;
    case DEFAULT_STRING:
    case DEFAULT_EXPR:
        put(d, "DefaultClause(");
        if (s->kind == DEFAULT_STRING)
            put_repr(d, s->text);
        else
            put_expr(d, s->expr);
        put(d, for_update ? ", for_update=True)" : ", for_update=False)");
        return;
    case DEFAULT_COMPUTED:
        put(d, "Computed(");
        put_expr(d, s->expr);
        if (s->persisted >= 0) strbuf_fmt(&d->b, ", persisted=%s", s->persisted ? "True" : "False");
        put(d, ")");
        return;
    case DEFAULT_IDENTITY: put_identity(d, s); return;
    case DEFAULT_SEQUENCE: put_sequence(d, s->seq); return;
    }
}

/* ForeignKey('t.c') */
static void put_key(Describe *d, const Constraint *k, size_t at)
{
    Str schema = k->referred ? k->referred->schema : k->referred_schema;
    put(d, "ForeignKey(");
    put_repr(d,
             arena_fmt(d->out, "%.*s.%.*s", STR_ARG(table_key(d->out, schema, k->referred_table)),
                       STR_ARG(k->referred_columns.items[at])));
    put(d, ")");
}

static void put_column_keys(Describe *d, const Column *c)
{
    for (size_t i = 0; c->table && i < c->table->constraints.len; i++) {
        const Constraint *k = c->table->constraints.items[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY) continue;
        for (size_t j = 0; j < k->column_names.len && j < k->referred_columns.len; j++) {
            if (!str_eq(k->column_names.items[j], c->name.text)) continue;
            put(d, ", ");
            put_key(d, k, j);
        }
    }
    /* Those beside a column that has no table yet. */
    for (size_t i = 0; !c->table && i < c->constraints.len; i++) {
        const Constraint *k = c->constraints.items[i];
        bool is_key = k->kind == CONSTRAINT_FOREIGN_KEY && k->referred_columns.len;
        if (!is_key) continue;
        put(d, ", ");
        put_key(d, k, 0);
    }
}

static void put_expr_kw(Describe *d, const char *name, const SqlExpr *e)
{
    strbuf_fmt(&d->b, ", %s=ColumnElementColumnDefault(", name);
    put_expr(d, e);
    put(d, ")");
}

static void put_column(Describe *d, const Column *c, const char *table)
{
    put(d, "Column(");
    put_repr(d, c->name.text);
    put(d, ", ");
    put_type(d, c->type);
    put_column_keys(d, c);
    if (c->table) strbuf_fmt(&d->b, ", table=<%.*s>", STR_ARG(c->table->name.text));
    if (!c->table && table) strbuf_fmt(&d->b, ", table=<%s>", table);
    if (!c->table && !table) put(d, ", table=None");
    if (!str_is_null(c->key) && !str_eq(c->key, c->name.text)) {
        put(d, ", key=");
        put_repr(d, c->key);
    }
    if (c->primary_key) put(d, ", primary_key=True");
    if (!c->nullable) put(d, ", nullable=False");
    if (c->onupdate_expr) put_expr_kw(d, "onupdate", c->onupdate_expr);
    if (c->sequence)
        put(d, ", default="), put_sequence(d, c->sequence);
    else if (c->has_default && c->default_value.kind != SQL_VALUE_UNSET &&
             c->default_value.kind != SQL_VALUE_EXPR)
        strbuf_fmt(&d->b, ", default=ScalarElementColumnDefault(%.*s)",
                   STR_ARG(sql_value_repr(&c->default_value, d->out)));
    else if (c->has_default && c->default_expr)
        put_expr_kw(d, "default", c->default_expr);
    else if (c->has_default)
        put(d, ", default=CallableColumnDefault(<function>)");
    if (c->server_default.kind != DEFAULT_NONE) {
        put(d, ", server_default=");
        put_default(d, &c->server_default, false);
    }
    if (!str_is_empty(c->comment)) {
        put(d, ", comment=");
        put_repr(d, c->comment);
    }
    put(d, ")");
}

static void put_table_end(Describe *d, Str schema)
{
    put(d, ", schema=");
    put_repr(d, schema);
    put(d, ")");
}

static void put_table_start(Describe *d, Str name)
{
    put(d, "Table(");
    put_repr(d, name);
    put(d, ", MetaData()");
}

static void put_table(Describe *d, const Table *t)
{
    put_table_start(d, t->name.text);
    for (size_t i = 0; i < t->columns.len; i++) {
        put(d, ", ");
        put_column(d, t->columns.items[i], NULL);
    }
    put_table_end(d, t->schema);
}

/* ---- constraints, as the operation would make them again: over columns without a type ---- */

static void put_bare_column(Describe *d, Str name, Str table, Str target)
{
    put(d, "Column(");
    put_repr(d, name);
    put(d, ", NullType()");
    if (!str_is_null(target)) {
        put(d, ", ForeignKey(");
        put_repr(d, target);
        put(d, ")");
    }
    strbuf_fmt(&d->b, ", table=<%.*s>)", STR_ARG(table));
}

static void put_unique(Describe *d, const Constraint *k)
{
    put(d, "UniqueConstraint(");
    for (size_t i = 0; i < k->column_names.len; i++) {
        if (i) put(d, ", ");
        put_bare_column(d, k->column_names.items[i], k->table->name.text, STR_NULL);
    }
    put(d, ")");
}

static void put_check(Describe *d, const Constraint *k, Str name)
{
    put(d, "CheckConstraint(");
    put_expr(d, k->sqltext);
    put_text_kw(d, "name", name);
    put(d, ", table=");
    put_table_start(d, k->table->name.text);
    strbuf_fmt(&d->b, ", Column('x', Integer(), table=<%.*s>)", STR_ARG(k->table->name.text));
    put_table_end(d, k->table->schema);
    put(d, ")");
}

/* The columns that a script's constraint has found in its table. */
static void put_own_columns(Describe *d, const char *cls, const Constraint *k)
{
    const char *sep = "";
    strbuf_fmt(&d->b, "%s(", cls);
    for (size_t i = 0; k->table && i < k->column_names.len; i++) {
        const Column *c = table_find_column(k->table, k->column_names.items[i]);
        if (!c) continue;
        put(d, sep);
        put_column(d, c, NULL);
        sep = ", ";
    }
    put(d, ")");
}

static void put_own_table(Describe *d, const Constraint *k)
{
    if (k->deferrable >= 0) strbuf_fmt(&d->b, ", deferrable=%s", k->deferrable ? "True" : "False");
    put_text_kw(d, "initially", k->initially);
    if (k->use_alter) put(d, ", use_alter=True");
    put_text_kw(d, "match", k->match);
    if (k->table) put(d, ", table="), put_table(d, k->table);
    put(d, ")");
}

static void put_own_constraint(Describe *d, const Constraint *k)
{
    switch (k->kind) {
    case CONSTRAINT_UNIQUE: put_own_columns(d, "UniqueConstraint", k); return;
    case CONSTRAINT_PRIMARY_KEY: put_own_columns(d, "PrimaryKeyConstraint", k); return;
    case CONSTRAINT_EXCLUDE: put(d, "ExcludeConstraint()"); return;
    case CONSTRAINT_CHECK:
        put(d, "CheckConstraint(");
        put_expr(d, k->sqltext);
        put_text_kw(d, "name", k->name.text);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        if (k->is_inline) {
            if (k->referred_columns.len) put_key(d, k, 0);
            return;
        }
        put(d, "ForeignKeyConstraint(");
        put_object(d, "base.ReadOnlyColumnCollection", k);
        put(d, ", None");
        put_text_kw(d, "name", k->name.text);
        put_text_kw(d, "onupdate", k->onupdate);
        put_text_kw(d, "ondelete", k->ondelete);
        break;
    }
    put_own_table(d, k);
}

static bool is_listed(const StrVec *v, size_t n, Str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(v->items[i], name)) return true;
    return false;
}

static void put_foreign_key(Describe *d, const Constraint *k, Str name)
{
    Str schema = k->referred ? k->referred->schema : k->referred_schema,
        table = k->table->name.text;
    Str target = table_key(d->out, schema, k->referred_table);
    bool is_self = str_eq(target, table_key(d->out, k->table->schema, table));
    put(d, "ForeignKeyConstraint(");
    put_object(d, "base.ReadOnlyColumnCollection", k);
    put(d, ", None");
    put_text_kw(d, "name", name);
    put_text_kw(d, "onupdate", k->onupdate);
    put_text_kw(d, "ondelete", k->ondelete);
    if (k->deferrable == 1) put(d, ", deferrable=True");
    put_text_kw(d, "initially", k->initially);
    if (k->use_alter) put(d, ", use_alter=True");
    put_text_kw(d, "match", k->match);
    put(d, ", table=");
    put_table_start(d, table);
    for (size_t i = 0; i < k->column_names.len; i++) {
        put(d, ", ");
        put_bare_column(
            d, k->column_names.items[i], table,
            arena_fmt(d->out, "%.*s.%.*s", STR_ARG(target), STR_ARG(k->referred_columns.items[i])));
    }
    for (size_t i = 0; is_self && i < k->referred_columns.len; i++) {
        Str column = k->referred_columns.items[i];
        if (is_listed(&k->column_names, k->column_names.len, column) ||
            is_listed(&k->referred_columns, i, column))
            continue;
        put(d, ", ");
        put_bare_column(d, column, table, STR_NULL);
    }
    put_table_end(d, k->table->schema);
    put(d, ")");
}

static bool final_name(Describe *d, const Constraint *k, Str *name, Err *err)
{
    Ident i = {0};
    const NamingConvention *naming =
        k->table && k->table->metadata ? &k->table->metadata->naming : NULL;
    if (!constraint_final_name(k, naming, d->out, &i, err)) return false;
    *name = i.text;
    return true;
}

static bool put_constraint(Describe *d, const Constraint *k, Err *err)
{
    Str name;
    if (!final_name(d, k, &name, err)) return false;
    switch (k->kind) {
    case CONSTRAINT_UNIQUE: put_unique(d, k); break;
    case CONSTRAINT_CHECK: put_check(d, k, name); break;
    case CONSTRAINT_FOREIGN_KEY: put_foreign_key(d, k, name); break;
    case CONSTRAINT_EXCLUDE: put(d, "ExcludeConstraint()"); break;
    case CONSTRAINT_PRIMARY_KEY: put(d, "PrimaryKeyConstraint()"); break;
    }
    return true;
}

static bool put_index(Describe *d, const Index *ix, Err *err)
{
    Ident name = {0};
    const NamingConvention *naming =
        ix->table && ix->table->metadata ? &ix->table->metadata->naming : NULL;
    if (!index_final_name(ix, naming, d->out, &name, err)) return false;
    put(d, "Index(");
    put_repr(d, name.text);
    for (size_t i = 0; i < ix->expressions.len; i++) {
        const SqlExpr *e = ix->expressions.items[i];
        put(d, ", ");
        if (e->kind == SQL_COLUMN && e->as.column.column)
            put_column(d, e->as.column.column, NULL);
        else if (e->kind == SQL_COLUMN)
            put_bare_column(d, e->as.column.name,
                            ix->table ? ix->table->name.text : STR("no_table"), STR_NULL);
        else
            put_expr(d, e);
    }
    put(d, ix->unique ? ", unique=True)" : ")");
    return true;
}

/* ---- operations ---- */

/* What a change of one fact says about the others. */
enum { KEEP_NULLABLE = 1, KEEP_TYPE = 2, KEEP_DEFAULT = 4, KEEP_COMMENT = 8 };

static void put_existing(Describe *d, const AlterColumn *a, unsigned keep)
{
    const char *before = "{";
    if (keep & KEEP_NULLABLE) {
        strbuf_fmt(&d->b, "%s'existing_nullable': ", before);
        put_bool(d, a->existing_nullable);
        before = ", ";
    }
    if (keep & KEEP_TYPE) {
        strbuf_fmt(&d->b, "%s'existing_type': ", before);
        put_type(d, a->existing_type);
        before = ", ";
    }
    if (keep & KEEP_DEFAULT) {
        strbuf_fmt(&d->b, "%s'existing_server_default': ", before);
        if (a->existing_server_default_given == GIVEN_NOT)
            put(d, "False");
        else
            put_default(d, &a->existing_server_default, false);
        before = ", ";
    }
    if (keep & KEEP_COMMENT) {
        strbuf_fmt(&d->b, "%s'existing_comment': ", before);
        put_repr(d, a->existing_comment);
    }
    put(d, "}, ");
}

static void put_change_start(Describe *d, const Op *op, const char *what, unsigned keep,
                             bool *first)
{
    strbuf_fmt(&d->b, "%s('%s', ", *first ? "" : ", ", what);
    *first = false;
    put_repr(d, op->schema);
    put(d, ", ");
    put_repr(d, op->table.text);
    put(d, ", ");
    put_repr(d, op->as.alter_column.column);
    put(d, ", ");
    put_existing(d, &op->as.alter_column, keep);
}

static void put_alter(Describe *d, const Op *op)
{
    const AlterColumn *a = &op->as.alter_column;
    bool first = true;
    put(d, "[");
    if (a->type) {
        put_change_start(d, op, "modify_type", KEEP_NULLABLE | KEEP_DEFAULT | KEEP_COMMENT, &first);
        put_type(d, a->existing_type);
        put(d, ", ");
        put_type(d, a->type);
        put(d, ")");
    }
    if (a->nullable >= 0) {
        put_change_start(d, op, "modify_nullable", KEEP_TYPE | KEEP_DEFAULT | KEEP_COMMENT, &first);
        put_bool(d, a->existing_nullable);
        put(d, ", ");
        put_bool(d, a->nullable);
        put(d, ")");
    }
    if (a->server_default_given != GIVEN_NOT) {
        put_change_start(d, op, "modify_default", KEEP_NULLABLE | KEEP_TYPE | KEEP_COMMENT, &first);
        put_default(d, &a->existing_server_default, false);
        put(d, ", ");
        put_default(d, &a->server_default, false);
        put(d, ")");
    }
    if (a->comment_given != GIVEN_NOT) {
        put_change_start(d, op, "modify_comment", KEEP_NULLABLE | KEEP_TYPE | KEEP_DEFAULT, &first);
        put_repr(d, a->existing_comment);
        put(d, ", ");
        put_repr(d, a->comment);
        put(d, ")");
    }
    put(d, "]");
}

static void put_column_op(Describe *d, const Op *op, const char *what, const Column *c)
{
    strbuf_fmt(&d->b, "('%s', ", what);
    put_repr(d, op->schema);
    put(d, ", ");
    put_repr(d, op->table.text);
    put(d, ", ");
    Str table = arena_str(d->out, op->table.text);
    if (c)
        put_column(d, c, table.ptr);
    else
        put_bare_column(d, op->as.drop_column.name.text, op->table.text, STR_NULL);
    put(d, ")");
}

static void put_comment_op(Describe *d, const Op *op)
{
    bool adds = op->kind == OP_CREATE_TABLE_COMMENT;
    strbuf_fmt(&d->b, "('%s_table_comment', ", adds ? "add" : "remove");
    put_table_start(d, op->table.text);
    put_table_end(d, op->schema);
    if (adds) {
        put(d, ", ");
        put_repr(d, op->as.table_comment.existing);
    }
    put(d, ")");
}

static bool put_constraint_op(Describe *d, const Constraint *k, const char *what, Err *err)
{
    bool is_fk = k && k->kind == CONSTRAINT_FOREIGN_KEY;
    strbuf_fmt(&d->b, "('%s_%s', ", what, is_fk ? "fk" : "constraint");
    if (k == NULL)
        return err_set(err, ERR_SCRIPT,
                       "constraint cannot be produced; original constraint is not present");
    bool ok = put_constraint(d, k, err);
    put(d, ")");
    return ok;
}

static bool put_index_op(Describe *d, const Index *ix, const char *what, Err *err)
{
    strbuf_fmt(&d->b, "('%s_index', ", what);
    bool ok = ix == NULL || put_index(d, ix, err);
    put(d, ")");
    return ok;
}

static void put_table_op(Describe *d, const Op *op, const Table *t, const char *what)
{
    strbuf_fmt(&d->b, "('%s_table', ", what);
    if (t) {
        put_table(d, t);
    } else {
        put_table_start(d, op->table.text);
        put_table_end(d, op->schema);
    }
    put(d, ")");
}

static bool put_op(Describe *d, const Op *op, Err *err)
{
    switch (op->kind) {
    case OP_CREATE_TABLE: put_table_op(d, op, op->as.create_table.table, "add"); return true;
    case OP_DROP_TABLE: put_table_op(d, op, op->as.drop_table.original, "remove"); return true;
    case OP_ADD_COLUMN: put_column_op(d, op, "add_column", op->as.add_column.column); return true;
    case OP_DROP_COLUMN:
        put_column_op(d, op, "remove_column", op->as.drop_column.original);
        return true;
    case OP_ALTER_COLUMN: put_alter(d, op); return true;
    case OP_CREATE_INDEX: return put_index_op(d, op->as.create_index.index, "add", err);
    case OP_DROP_INDEX: return put_index_op(d, op->as.drop_index.original, "remove", err);
    case OP_ADD_CONSTRAINT:
        return put_constraint_op(d, op->as.add_constraint.constraint, "add", err);
    case OP_DROP_CONSTRAINT:
        return put_constraint_op(d, op->as.drop_constraint.original, "remove", err);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: put_comment_op(d, op); return true;
    case OP_EXECUTE:
        put(d, "('execute', ");
        if (op->as.execute.statement->kind == SQL_TEXT)
            put_repr(d, op->as.execute.statement->as.text.text);
        else
            put_expr(d, op->as.execute.statement);
        put(d, ")");
        return true;
    case OP_CUSTOM:
        if (str_is_null(op->as.custom.diff)) break;
        strbuf_push(&d->b, op->as.custom.diff);
        return true;
    default: break;
    }
    return err_raise(err, ERR_SCRIPT, "NotImplementedError",
                     "this operation has no difference tuple");
}

/* Groups count as what is in them. They hold single operations only. */
static bool put_all(Describe *d, const OpVec *ops, bool *first, Err *err)
{
    for (size_t i = 0; i < ops->len; i++) {
        const Op *op = ops->items[i];
        if (op->kind == OP_MODIFY_TABLE) {
            if (!put_all(d, &op->as.modify_table.ops, first, err)) return false;
            continue;
        }
        if (!*first) put(d, ", ");
        *first = false;
        if (!put_op(d, op, err)) return false;
    }
    return true;
}

bool autogen_describe(const OpVec *ops, const Dialect *dialect, Arena *out, Str *text, Err *err)
{
    Describe d = {.out = out};
    bool first = true;
    put(&d, "[");
    bool ok = put_all(&d, ops, &first, err);
    put(&d, "]");
    *text = strbuf_finish(&d.b, out);
    return ok;
}

Str autogen_table_repr(const Table *t, Arena *out)
{
    Describe d = {.out = out};
    put_table(&d, t);
    return strbuf_finish(&d.b, out);
}

Str autogen_column_repr(const Column *c, Arena *out)
{
    Describe d = {.out = out};
    put_column(&d, c, NULL);
    return strbuf_finish(&d.b, out);
}

Str autogen_default_repr(const ServerDefault *s, bool for_update, Arena *out)
{
    Describe d = {.out = out};
    put_default(&d, s, for_update);
    return strbuf_finish(&d.b, out);
}

Str autogen_sequence_repr(const Sequence *s, Arena *out)
{
    Describe d = {.out = out};
    put_sequence(&d, s);
    return strbuf_finish(&d.b, out);
}

Str autogen_constraint_repr(const Constraint *k, Arena *out)
{
    Describe d = {.out = out};
    put_own_constraint(&d, k);
    return strbuf_finish(&d.b, out);
}

Str autogen_index_repr(const Index *ix, Arena *out)
{
    Describe d = {.out = out};
    Err none = {0};
    bool ok = put_index(&d, ix, &none);
    Str text = strbuf_finish(&d.b, out);
    return ok ? text : STR("Index(None)");
}
