#include "dialect/sqlite/dialect.h"

#include <ctype.h>
#include <string.h>

#include "dialect/ddl.h"
#include "dialect/sqlite/table_text.h"

static bool is_true(const SqlValue *v) { return v && v->kind == SQL_VALUE_BOOL && v->as.boolean; }

static bool has_foreign_key(const Column *col)
{
    for (size_t i = 0; col->table && i < col->table->constraints.len; i++) {
        const Constraint *k = col->table->constraints.items[i];
        if (k->kind == CONSTRAINT_FOREIGN_KEY && vec_has_str(&k->column_names, col->name.text))
            return true;
    }
    return false;
}

/* PRIMARY KEY AUTOINCREMENT can stand only in the column itself. */
static bool is_autoincrement(const Column *col)
{
    if (!col->primary_key || !col->table) return false;
    const Constraint *pk = table_primary_key(col->table);
    return is_true(ddl_option(&col->table->options, NULL, "sqlite_autoincrement")) && pk &&
           pk->column_names.len == 1 && type_affinity(col->type) == TYPE_AFFINITY_INTEGER &&
           (!has_foreign_key(col) ||
            is_true(ddl_option(&col->options, NULL, SQLITE_DECLARED_AUTOINCREMENT)));
}

/* The column's key that SQLite had in the column itself, and that says something only there. */
static const Constraint *own_key(const Column *col)
{
    const Constraint *pk = col->table ? table_primary_key(col->table) : NULL;
    if (!pk || pk->column_names.len != 1 ||
        table_find_column_key(col->table, pk->column_names.items[0]) != col)
        return NULL;
    return is_true(ddl_option(&pk->options, NULL, SQLITE_KEY_IN_COLUMN)) ? pk : NULL;
}

static bool on_conflict(Compiler *c, const SqlOptions *options, const char *name)
{
    const SqlValue *v = ddl_option(options, NULL, name);
    if (!v || v->kind != SQL_VALUE_STR) return true;
    return compiler_fmt(c, " ON CONFLICT %.*s", STR_ARG(v->as.text));
}

/* An expression needs parentheses: anything with a character that is no word character, unless it
 * begins with a quote or a parenthesis. */
static bool default_needs_parentheses(Str text)
{
    size_t start = 0;
    while (start < text.len && isspace((unsigned char)text.ptr[start])) start++;
    if (start < text.len && strchr("'\"(", text.ptr[start])) return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char ch = (unsigned char)text.ptr[i];
        if (ch == '\n') return false; /* "." of the rule's pattern stops there */
        if (!isalnum(ch) && ch != '_' && ch < 0x80) return true;
    }
    return false;
}

static bool push_default(Compiler *c, const Column *col)
{
    size_t start = c->sql.len;
    bool any;
    if (!ddl_default(c, &col->server_default, &any)) return false;
    if (!any) return true;
    Str text = arena_str(c->a, str_slice(strbuf_view(&c->sql), start, c->sql.len));
    strbuf_truncate(&c->sql, start);
    bool open = default_needs_parentheses(text);
    return compiler_fmt(c, open ? " DEFAULT (%.*s)" : " DEFAULT %.*s", STR_ARG(text));
}

bool sqlite_column(Compiler *c, const Column *col)
{
    ddl_column_name(c, col);
    compiler_push_z(c, " ");
    if (!compiler_type(c, col->type)) return false;
    if (!str_is_null(col->collation)) {
        compiler_push_z(c, " COLLATE ");
        compiler_name(c, col->collation);
    }
    if (!push_default(c, col)) return false;
    if (!col->nullable) {
        const SqlValue *name = ddl_option(&col->options, NULL, SQLITE_NOT_NULL_NAME);
        if (name && name->kind == SQL_VALUE_STR) {
            compiler_push_z(c, " CONSTRAINT ");
            compiler_name(c, name->as.text);
        }
        compiler_push_z(c, " NOT NULL");
        on_conflict(c, &col->options, "sqlite_on_conflict_not_null");
    }
    const Constraint *pk = col->table ? table_primary_key(col->table) : NULL;
    if (col->primary_key && col->autoincrement == AUTOINCREMENT_TRUE && pk &&
        pk->column_names.len != 1)
        return compiler_fail(c, "SQLite does not support autoincrement for composite primary keys");
    if (is_autoincrement(col)) {
        compiler_push_z(c, " PRIMARY KEY");
        on_conflict(c, &col->options, "sqlite_on_conflict_primary_key");
        compiler_push_z(c, " AUTOINCREMENT");
    } else if (own_key(col)) {
        compiler_push_z(c, " ");
        if (!ddl_constraint_preamble(c, pk)) return false;
        compiler_push_z(c, "PRIMARY KEY");
        sqlite_key_column_end(c, pk, 0);
        on_conflict(c, &pk->options, "sqlite_on_conflict");
    }
    return col->server_default.kind != DEFAULT_COMPUTED || sqlite_computed(c, &col->server_default);
}

bool sqlite_computed(Compiler *c, const ServerDefault *d) { return ddl_computed(c, d); }

bool sqlite_primary_key(Compiler *c, const Constraint *k, bool *handled)
{
    const Column *col =
        k->column_names.len == 1 ? table_find_column_key(k->table, k->column_names.items[0]) : NULL;
    *handled = col && (is_autoincrement(col) || own_key(col));
    return true;
}

void sqlite_key_column_end(Compiler *c, const Constraint *k, size_t i)
{
    const SqlValue *v = ddl_option(&k->options, NULL, SQLITE_KEY_ENDINGS);
    if (!v || v->kind != SQL_VALUE_LIST || i >= v->as.list.len) return;
    Str ending = v->as.list.items[i].as.text;
    if (ending.len) compiler_fmt(c, " %.*s", STR_ARG(ending));
}

/* SQLite has no schemas in REFERENCES: a key into another one is left out. */
bool sqlite_skip_constraint(const Constraint *k)
{
    if (k->kind != CONSTRAINT_FOREIGN_KEY) return false;
    Str schema = k->referred ? k->referred->schema : k->referred_schema;
    return !str_eq(schema, k->table->schema);
}

bool sqlite_constraint_end(Compiler *c, const Constraint *k)
{
    if (k->kind == CONSTRAINT_FOREIGN_KEY || k->kind == CONSTRAINT_EXCLUDE) return true;
    const SqlValue *v = ddl_option(&k->options, NULL, "sqlite_on_conflict");
    if (v && k->kind == CONSTRAINT_CHECK && k->column)
        return compiler_fail(
            c, "SQLite does not support on conflict clause for column check constraint");
    if (v) return on_conflict(c, &k->options, "sqlite_on_conflict");
    const Column *col = k->column_names.len == 1 && k->table
                            ? table_find_column_key(k->table, k->column_names.items[0])
                            : NULL;
    if (!col || k->kind == CONSTRAINT_CHECK) return true;
    bool pk = k->kind == CONSTRAINT_PRIMARY_KEY;
    return on_conflict(c, &col->options,
                       pk ? "sqlite_on_conflict_primary_key" : "sqlite_on_conflict_unique");
}

bool sqlite_table_end(Compiler *c, const Table *t)
{
    const SqlValue *rowid = ddl_option(&t->options, NULL, "sqlite_with_rowid");
    bool without = rowid && rowid->kind == SQL_VALUE_BOOL && !rowid->as.boolean;
    bool strict = is_true(ddl_option(&t->options, NULL, "sqlite_strict"));
    if (without) compiler_push_z(c, "\n WITHOUT ROWID");
    if (strict) compiler_push_z(c, without ? ",\n STRICT" : "\n STRICT");
    return true;
}

bool sqlite_create_index(Compiler *c, const Index *i, const Op *op)
{
    compiler_push_z(c, i->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    if (op->if_not_exists) compiler_push_z(c, "IF NOT EXISTS ");
    if (!ddl_index_name(c, i, "CREATE", true)) return false;
    compiler_push_z(c, " ON ");
    compiler_ident(c, i->table->name);
    compiler_push_z(c, " (");
    for (size_t k = 0; k < i->expressions.len; k++) {
        if (k) compiler_push_z(c, ", ");
        if (!compiler_ddl_expr(c, i->expressions.items[k])) return false;
    }
    compiler_push_z(c, ")");
    const SqlValue *where = ddl_option(&op->options, &i->options, "sqlite_where");
    if (!where) return true;
    compiler_push_z(c, " WHERE ");
    return ddl_option_expr(c, where);
}

bool sqlite_op(Compiler *c, const Op *op, Statements *out, bool *handled)
{
    *handled = op->origin == OP_BY_DIRECTIVE; /* SQLAlchemy lets the database refuse it */
    if (!*handled) return true;
    bool add = op->kind == OP_ADD_CONSTRAINT;
    /* CHECKs that come with a type are passed over, with no more than a warning. */
    const Constraint *dropped =
        op->kind == OP_DROP_CONSTRAINT ? op->as.drop_constraint.original : NULL;
    if ((add && op->as.add_constraint.constraint->type_bound) || (dropped && dropped->type_bound))
        return true;
    Ident name;
    if (add &&
        !constraint_final_name(op->as.add_constraint.constraint, c->o->naming, c->a, &name, c->err))
        return false;
    if (add || op->kind == OP_DROP_CONSTRAINT)
        return compiler_unsupported(
            c, "NotImplementedError",
            "No support for ALTER of constraints in SQLite dialect. Please refer to the "
            "batch mode feature which allows for SQLite migrations using a copy-and-move "
            "strategy.");
    *handled = false;
    return true;
}
