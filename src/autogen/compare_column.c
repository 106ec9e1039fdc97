#include "autogen/compare.h"

#include <ctype.h>

#include "base/strbuf.h"

/* One pair of columns and what has been found out about it. */
typedef struct ColumnPair {
    TablePair *table;
    Column *conn, *model;
    Str name;
    AlterColumn *alter;
} ColumnPair;

static void copy_default(Given *given, ServerDefault *to, const ServerDefault *from)
{
    *given = from->kind == DEFAULT_NONE ? GIVEN_NONE : GIVEN_VALUE;
    *to = *from;
}

/* ---- types ---- */

static bool types_known(Compare *c, const ColumnPair *p)
{
    p->alter->existing_type = p->conn->type;
    if (type_is_null(p->conn->type)) {
        compare_log(c, "types", "Couldn't determine database type for column '%.*s.%.*s'",
                    STR_ARG(p->table->name), STR_ARG(p->name));
        return false;
    }
    if (type_is_null(p->model->type)) {
        compare_log(c, "types", "Column '%.*s.%.*s' has no type within the model; can't compare",
                    STR_ARG(p->table->name), STR_ARG(p->name));
        return false;
    }
    return true;
}

static void type_changed(Compare *c, const ColumnPair *p)
{
    p->alter->type = p->model->type;
    compare_log(c, "types", "Detected type change from %.*s to %.*s on '%.*s.%.*s'",
                STR_ARG(type_repr(p->conn->type, c->out)),
                STR_ARG(type_repr(p->model->type, c->out)), STR_ARG(p->table->name),
                STR_ARG(p->name));
}

/* True: the question is settled. */
static bool compare_type_hook(Compare *c, const ColumnPair *p)
{
    if (c->o->compare_type == AUTOGEN_COMPARE_OFF) return true;
    if (!types_known(c, p) || c->o->compare_type != AUTOGEN_COMPARE_HOOK) return false;
    AutogenAnswer answer = AUTOGEN_ANSWER_NONE;
    if (!c->o->compare_type_hook(c->o->user, p->conn, p->model, &answer, c->err)) c->failed = true;
    if (c->failed) return true;
    if (answer == AUTOGEN_ANSWER_TRUE) type_changed(c, p);
    return answer != AUTOGEN_ANSWER_NONE;
}

static void compare_type(Compare *c, const ColumnPair *p)
{
    bool differ = false;
    if (!types_known(c, p)) return;
    if (!c->dialect->types_differ(p->conn->type, p->model->type, p->conn, p->model, &differ,
                                  c->err))
        c->failed = true;
    else if (differ)
        type_changed(c, p);
}

/* ---- nullable ---- */

static bool any_is(const ColumnPair *p, DefaultKind kind)
{
    return p->conn->server_default.kind == kind || p->model->server_default.kind == kind;
}

static void compare_nullable(Compare *c, const ColumnPair *p)
{
    p->alter->existing_nullable = p->conn->nullable;
    if (p->conn->nullable == p->model->nullable) return;
    if ((any_is(p, DEFAULT_COMPUTED) && !p->model->nullable_given) || any_is(p, DEFAULT_IDENTITY)) {
        compare_log(c, "constraints", "Ignoring nullable change on identity column '%.*s.%.*s'",
                    STR_ARG(p->table->name), STR_ARG(p->name));
        return;
    }
    p->alter->nullable = p->model->nullable;
    compare_log(c, "constraints", "Detected %s on column '%.*s.%.*s'",
                p->model->nullable ? "NULL" : "NOT NULL", STR_ARG(p->table->name),
                STR_ARG(p->name));
}

/* ---- server defaults ---- */

/* The text as Alembic hands it to a hook: of a literal string the string, else the compiled SQL. */
static bool default_text(Compare *c, const Column *col, Str *text)
{
    const ServerDefault *d = &col->server_default;
    *text = STR_NULL;
    if (d->kind == DEFAULT_STRING) *text = d->text;
    if (d->kind != DEFAULT_EXPR) return true;
    if (col->is_reflected && d->expr->kind == SQL_TEXT) {
        *text = d->expr->as.text.text;
        return true;
    }
    if (c->dialect->compile_expr(d->expr, &c->compile, c->out, text, NULL, c->err)) return true;
    c->failed = true;
    return false;
}

static void default_changed(const ColumnPair *p)
{
    copy_default(&p->alter->server_default_given, &p->alter->server_default,
                 &p->model->server_default);
}

static bool compare_default_hook(Compare *c, const ColumnPair *p)
{
    if (p->conn->server_default.kind == DEFAULT_NONE &&
        p->model->server_default.kind == DEFAULT_NONE)
        return false;
    copy_default(&p->alter->existing_server_default_given, &p->alter->existing_server_default,
                 &p->conn->server_default);
    if (c->o->compare_server_default == AUTOGEN_COMPARE_OFF) return true;
    if (c->o->compare_server_default != AUTOGEN_COMPARE_HOOK) return false;
    Str inspected, model;
    AutogenAnswer answer = AUTOGEN_ANSWER_NONE;
    if (!default_text(c, p->conn, &inspected) || !default_text(c, p->model, &model)) return true;
    if (!c->o->compare_default_hook(c->o->user, p->conn, p->model, inspected, model, &answer,
                                    c->err))
        c->failed = true;
    if (c->failed) return true;
    if (answer == AUTOGEN_ANSWER_TRUE) {
        default_changed(p);
        compare_log(c, "server_defaults",
                    "User defined function %.*s detected server default on column '%.*s.%.*s'",
                    STR_ARG(c->o->compare_default_repr), STR_ARG(p->table->name), STR_ARG(p->name));
    }
    return answer != AUTOGEN_ANSWER_NONE;
}

/* Spelling apart: no blanks, quotes or brackets, lower case. */
static Str plain_computed(Compare *c, Str sql)
{
    StrBuf b = {0};
    for (size_t i = 0; i < sql.len; i++)
        if (!memchr(" ()'\"`[]\t\r\n", sql.ptr[i], 11))
            strbuf_push_char(&b, (char)tolower((unsigned char)sql.ptr[i]));
    return strbuf_finish(&b, c->out);
}

static bool compare_computed(Compare *c, const ColumnPair *p)
{
    const ServerDefault *model = &p->model->server_default, *conn = &p->conn->server_default;
    if (model->kind != DEFAULT_COMPUTED && conn->kind != DEFAULT_COMPUTED) return false;
    bool same = model->kind == conn->kind;
    Str m, d;
    if (same) {
        if (!c->dialect->compile_expr(model->expr, &c->compile, c->out, &m, NULL, c->err) ||
            !c->dialect->compile_expr(conn->expr, &c->compile, c->out, &d, NULL, c->err)) {
            c->failed = true;
            return true;
        }
        same = str_eq(plain_computed(c, m), plain_computed(c, d));
    }
    if (!same)
        compare_warn(c, "Computed default on %.*s.%.*s cannot be modified", STR_ARG(p->table->name),
                     STR_ARG(p->name));
    return true;
}

static void add_if(StrVec *diff, Arena *a, bool differs, const char *name)
{
    if (differs) VEC_PUSH(a, diff, str_z(name));
}

/* The attributes that the model gives and the database has otherwise, sorted by name. What the
 * model leaves out counts as the database's own choice. */
static StrVec identity_diff(Compare *c, const ServerDefault *model, const ServerDefault *conn)
{
    StrVec diff = {0};
    SequenceOptions m = model->sequence, d = conn->sequence;
    bool has_m = model->kind == DEFAULT_IDENTITY, has_d = conn->kind == DEFAULT_IDENTITY;
    if (!has_m) m = (SequenceOptions){0};
    if (!has_d) d = (SequenceOptions){0};
    add_if(&diff, c->out, (has_m && model->always) != (has_d && conn->always), "always");
    add_if(&diff, c->out, m.has_cache && (!d.has_cache || d.cache != m.cache), "cache");
    add_if(&diff, c->out, m.cycle != SEQUENCE_UNSET && m.cycle != d.cycle, "cycle");
    add_if(&diff, c->out, m.has_increment && (!d.has_increment || d.increment != m.increment),
           "increment");
    add_if(&diff, c->out, m.has_maxvalue && (!d.has_maxvalue || d.maxvalue != m.maxvalue),
           "maxvalue");
    add_if(&diff, c->out, m.has_minvalue && (!d.has_minvalue || d.minvalue != m.minvalue),
           "minvalue");
    add_if(&diff, c->out, m.nomaxvalue != SEQUENCE_UNSET && m.nomaxvalue != d.nomaxvalue,
           "nomaxvalue");
    add_if(&diff, c->out, m.nominvalue != SEQUENCE_UNSET && m.nominvalue != d.nominvalue,
           "nominvalue");
    add_if(&diff, c->out, m.has_start && (!d.has_start || d.start != m.start), "start");
    return diff;
}

static bool compare_identity(Compare *c, const ColumnPair *p)
{
    const ServerDefault *model = &p->model->server_default, *conn = &p->conn->server_default;
    if (!any_is(p, DEFAULT_IDENTITY)) return false;
    StrVec diff = identity_diff(c, model, conn);
    if (diff.len == 0 && model->kind == conn->kind) return false;
    default_changed(p);
    if (diff.len == 0) return false;
    StrBuf b = {0};
    for (size_t i = 0; i < diff.len; i++)
        strbuf_fmt(&b, "%s'%.*s'", i ? ", " : "", STR_ARG(diff.items[i]));
    compare_log(c, "server_defaults",
                "Detected server default on column '%.*s.%.*s': identity options attributes [%.*s]",
                STR_ARG(p->table->name), STR_ARG(p->name), STR_ARG(strbuf_view(&b)));
    strbuf_deinit(&b);
    return true;
}

static void set_autoincrement(const ColumnPair *p)
{
    if (table_autoincrement_column(p->model->table) == p->model ||
        p->model->autoincrement == AUTOINCREMENT_TRUE)
        p->alter->autoincrement = 1;
    else if (p->model->autoincrement == AUTOINCREMENT_FALSE)
        p->alter->autoincrement = 0;
}

static bool is_clause(const ServerDefault *d)
{
    return d->kind == DEFAULT_NONE || d->kind == DEFAULT_STRING || d->kind == DEFAULT_EXPR;
}

static void compare_default(Compare *c, const ColumnPair *p)
{
    const ServerDefault *model = &p->model->server_default, *conn = &p->conn->server_default;
    if (model->kind == DEFAULT_NONE && conn->kind == DEFAULT_NONE) return;
    if (!is_clause(model) || !is_clause(conn)) return;
    Str inspected = STR_NULL, wanted = STR_NULL;
    bool differ = false;
    if ((conn->kind != DEFAULT_NONE &&
         !c->dialect->compile_default(p->conn, &c->compile, c->out, &inspected, c->err)) ||
        (model->kind != DEFAULT_NONE &&
         !c->dialect->compile_default(p->model, &c->compile, c->out, &wanted, c->err)) ||
        !c->dialect->defaults_differ(c->conn, p->conn, p->model, inspected, wanted, &differ,
                                     c->err)) {
        c->failed = true;
        return;
    }
    if (!differ) return;
    default_changed(p);
    /* Alembic shows the repr() of its impl object here. */
    compare_log(c, "server_defaults",
                "Dialect impl <alembic.ddl.%s.%s object at %p> detected server default on column "
                "'%.*s.%.*s'",
                c->dialect->name, c->dialect->impl_name, (const void *)c->dialect,
                STR_ARG(p->table->name), STR_ARG(p->name));
}

/* ---- comments ---- */

static void compare_comment(Compare *c, const ColumnPair *p)
{
    Str model = p->model->comment, conn = p->conn->comment;
    if (!c->dialect->supports_comments || (str_is_null(model) && str_is_null(conn))) return;
    p->alter->existing_comment = conn;
    p->alter->existing_comment_given = str_is_null(conn) ? GIVEN_NONE : GIVEN_VALUE;
    if (str_is_null(model) == str_is_null(conn) && str_eq(model, conn)) return;
    p->alter->comment = model;
    p->alter->comment_given = str_is_null(model) ? GIVEN_NONE : GIVEN_VALUE;
    compare_log(c, "comments", "Detected column comment '%.*s.%.*s'", STR_ARG(p->table->name),
                STR_ARG(p->name));
}

void compare_table_comment(Compare *c, TablePair *p)
{
    if (!c->dialect->supports_comments || p->conn == NULL || p->model == NULL) return;
    Str model = p->model->comment, conn = p->conn->comment;
    if (str_is_null(model) && str_is_null(conn)) return;
    if (!str_is_null(model) && !str_is_null(conn) && str_eq(model, conn)) return;
    Op *op = compare_op(c, p, str_is_null(model) ? OP_DROP_TABLE_COMMENT : OP_CREATE_TABLE_COMMENT);
    op->as.table_comment.comment = model;
    op->as.table_comment.existing = conn;
    compare_push(c, p, op);
}

/* ---- columns of one table ---- */

static bool has_changes(const AlterColumn *a)
{
    return a->nullable >= 0 || a->server_default_given != GIVEN_NOT || a->type != NULL ||
           a->comment_given != GIVEN_NOT;
}

/* The order is that of Alembic's dispatch: hooks, then the rules in the order of the plugins, then
 * the dialect's own. A settled group asks no further. */
static void compare_pair(Compare *c, const ColumnPair *p)
{
    unsigned plugins = c->o->plugins;
    bool types = plugins & AUTOGEN_PLUGIN_TYPES, defaults = plugins & AUTOGEN_PLUGIN_DEFAULTS;
    bool type_done = !types || compare_type_hook(c, p);
    bool default_done = c->failed || !defaults || compare_default_hook(c, p);
    if (!c->failed && (plugins & AUTOGEN_PLUGIN_CONSTRAINTS)) compare_nullable(c, p);
    if (!default_done) default_done = compare_computed(c, p) || compare_identity(c, p);
    if (!default_done) set_autoincrement(p);
    if (!c->failed && (plugins & AUTOGEN_PLUGIN_COMMENTS)) compare_comment(c, p);
    if (!c->failed && !type_done) compare_type(c, p);
    if (!c->failed && !default_done) compare_default(c, p);
}

static Column *conn_column(Compare *c, const TablePair *p, Str name)
{
    Column *col = table_find_column(p->conn, name);
    return col && compare_name(c, name, AUTOGEN_COLUMN, p->schema, p->name) ? col : NULL;
}

static void add_column(Compare *c, TablePair *p, Column *col)
{
    AutogenItem item = {.kind = AUTOGEN_COLUMN, .as.column = col};
    if (!compare_object(c, item, col->name.text, false, NULL)) return;
    Op *op = compare_op(c, p, OP_ADD_COLUMN);
    op->as.add_column.column = col;
    op->as.add_column.parent = p->model;
    compare_push(c, p, op);
    compare_log(c, "tables", "Detected added column '%.*s.%.*s'", STR_ARG(compare_table_text(c, p)),
                STR_ARG(col->name.text));
}

static void change_column(Compare *c, TablePair *p, Column *model, Column *conn)
{
    AutogenItem item = {.kind = AUTOGEN_COLUMN, .as.column = model},
                other = {.kind = AUTOGEN_COLUMN, .as.column = conn};
    if (!compare_object(c, item, model->name.text, false, &other)) return;
    Op *op = compare_op(c, p, OP_ALTER_COLUMN);
    AlterColumn *alter = &op->as.alter_column;
    alter->column = model->name.text;
    alter->column_from_model = model;
    ColumnPair pair = {
        .table = p, .conn = conn, .model = model, .name = model->name.text, .alter = alter};
    compare_pair(c, &pair);
    if (!c->failed && has_changes(alter)) compare_push(c, p, op);
}

void compare_columns_before(Compare *c, TablePair *p)
{
    ColumnVec *columns = &p->model->columns;
    for (size_t i = 0; i < columns->len && !c->failed; i++) {
        Column *col = columns->items[i];
        if (!col->system && conn_column(c, p, col->name.text) == NULL && !c->failed)
            add_column(c, p, col);
    }
    for (size_t i = 0; i < columns->len && !c->failed; i++) {
        Column *col = columns->items[i];
        Column *conn = col->system ? NULL : conn_column(c, p, col->name.text);
        if (conn) change_column(c, p, col, conn);
    }
}

/* In the order of the table; Alembic drops them in the order of a set. */
void compare_columns_after(Compare *c, TablePair *p)
{
    for (size_t i = 0; i < p->conn->columns.len && !c->failed; i++) {
        Column *col = p->conn->columns.items[i];
        Column *model = table_find_column(p->model, col->name.text);
        if ((model && !model->system) || conn_column(c, p, col->name.text) == NULL) continue;
        AutogenItem item = {.kind = AUTOGEN_COLUMN, .as.column = col};
        if (!compare_object(c, item, col->name.text, true, NULL)) continue;
        Op *op = compare_op(c, p, OP_DROP_COLUMN);
        op->as.drop_column.name = col->name;
        op->as.drop_column.original = col;
        compare_push(c, p, op);
        compare_log(c, "tables", "Detected removed column '%.*s.%.*s'",
                    STR_ARG(compare_table_text(c, p)), STR_ARG(col->name.text));
    }
}
