#include "dialect/mysql/dialect.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "dialect/ddl.h"

const SqlValue *mysql_option(Compiler *c, const SqlOptions *a, const SqlOptions *b,
                             const char *name)
{
    return ddl_option(a, b, arena_fmt(c->a, "%s_%s", c->dialect->name, name).ptr);
}

const SqlValue *mysql_any_option(Compiler *c, const SqlOptions *a, const SqlOptions *b,
                                 const char *name)
{
    const SqlValue *v = mysql_option(c, a, b, name);
    return v ? v : ddl_option(a, b, arena_fmt(c->a, "mysql_%s", name).ptr);
}

/* ---- columns ---- */

static bool push_comment(Compiler *c, Str comment)
{
    if (str_is_null(comment)) return true;
    compiler_push_z(c, " COMMENT ");
    return compiler_string(c, comment);
}

/* A server that is there and takes expressions as defaults; --sql has none to ask. */
static bool takes_expressions(const Compiler *c) { return mysql_server_has(c, 80013, 100201); }

static bool starts_nocase(Str s, const char *word)
{
    Str w = str_z(word);
    return s.len >= w.len && str_eq_nocase(str_slice(s, 0, w.len), w);
}

/* now(6) and current_timestamp(6) are no expressions. */
static bool is_moment(Str s)
{
    static const char *const names[] = {"now(", "current_timestamp(", NULL};
    for (int i = 0; names[i]; i++) {
        if (!starts_nocase(s, names[i])) continue;
        size_t at = strlen(names[i]), from = at;
        while (at < s.len && isdigit((unsigned char)s.ptr[at])) at++;
        return at > from && at < s.len && s.ptr[at] == ')';
    }
    return false;
}

static bool updates_itself(Str s)
{
    for (size_t i = 0; i + 3 < s.len; i++) {
        if (!starts_nocase(str_slice(s, i, s.len), "on ")) continue;
        size_t at = i + 2;
        while (at < s.len && s.ptr[at] == ' ') at++;
        if (starts_nocase(str_slice(s, at, s.len), "update")) return true;
    }
    return false;
}

/* SQLAlchemy's rule for the parentheses that an expression needs as a default. */
static bool is_expression(Str s)
{
    size_t i = 0;
    while (i < s.len && isspace((unsigned char)s.ptr[i])) i++;
    if (i < s.len && strchr("'\"(", s.ptr[i])) return false;
    if (is_moment(s) || updates_itself(s)) return false;
    for (i = 0; i < s.len && s.ptr[i] != '\n'; i++) {
        unsigned char ch = (unsigned char)s.ptr[i];
        if (ch < 0x80 && !isalnum(ch) && ch != '_') return true;
    }
    return false;
}

static bool default_clause(Compiler *c, const Column *col)
{
    bool any;
    size_t start = c->sql.len;
    if (!takes_expressions(c)) return ddl_default_clause(c, col);
    if (!ddl_default(c, &col->server_default, &any)) return false;
    Str text = arena_str(c->a, str_slice(strbuf_view(&c->sql), start, c->sql.len));
    strbuf_truncate(&c->sql, start);
    if (!any) return true;
    bool parens = is_expression(text);
    return compiler_fmt(c, parens ? " DEFAULT (%.*s)" : " DEFAULT %.*s", STR_ARG(text));
}

bool mysql_column(Compiler *c, const Column *col)
{
    const ServerDefault *d = &col->server_default;
    const SqlType *t = compiler_resolve_type(c, col->type);
    if (err_is_set(c->err)) return false;
    ddl_column_name(c, col);
    compiler_push_z(c, " ");
    if (!compiler_type(c, col->type)) return false;
    if (mysql_is_half_a_double(t)) return mysql_half_a_double(c);
    if (d->kind == DEFAULT_COMPUTED && !ddl_computed(c, d)) return false;
    bool computed_null = mysql_is_mariadb(c) && d->kind == DEFAULT_COMPUTED && !col->nullable_given;
    if (!col->nullable && !computed_null)
        compiler_push_z(c, " NOT NULL");
    else if (type_class_is_a(t->cls, "TIMESTAMP") && t->cls->affinity == TYPE_AFFINITY_DATETIME)
        compiler_push_z(c, " NULL");
    push_comment(c, col->comment);
    const Column *counted = NULL;
    if (col->table && !ddl_autoincrement_column(c, col->table, &counted)) return false;
    bool key = counted && counted == col &&
               (d->kind == DEFAULT_NONE || d->kind == DEFAULT_IDENTITY) &&
               !(col->sequence && !col->sequence->is_optional &&
                 dialect_has_sequences(c->dialect, c->o->server_version));
    return key ? compiler_push_z(c, " AUTO_INCREMENT") : default_clause(c, col);
}

/* ---- constraints ---- */

bool mysql_constraint_end(Compiler *c, const Constraint *k)
{
    const SqlValue *v = mysql_any_option(c, &k->options, NULL, "using");
    if (k->kind != CONSTRAINT_PRIMARY_KEY || !v || v->kind != SQL_VALUE_STR) return true;
    compiler_push_z(c, " USING ");
    return compiler_name(c, v->as.text);
}

/* ---- tables ---- */

typedef struct TableOption {
    Str name; /* upper case, "_" still in it */
    Str value;
} TableOption;

static bool is_one_of(Str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq_z(s, *words)) return true;
    return false;
}

static bool push_option(Compiler *c, const TableOption *o, bool partition)
{
    static const char *const quoted[] = {"COMMENT", "PASSWORD", "CONNECTION", NULL};
    static const char *const spaced[] = {"DATA_DIRECTORY",
                                         "INDEX_DIRECTORY",
                                         "CHARACTER_SET",
                                         "DEFAULT_CHARACTER_SET",
                                         "DEFAULT_CHARSET",
                                         "DEFAULT_COLLATE",
                                         NULL};
    static const char *const joined_by_blank[] = {"TABLESPACE", "DEFAULT_CHARACTER_SET",
                                                  "CHARACTER_SET", "COLLATE", NULL};
    bool words = partition || is_one_of(o->name, spaced);
    for (size_t i = 0; i < o->name.len; i++)
        strbuf_push_char(&c->sql, words && o->name.ptr[i] == '_' ? ' ' : o->name.ptr[i]);
    compiler_push_z(c, partition || is_one_of(o->name, joined_by_blank) ? " " : "=");
    if (str_is_null(o->value)) return compiler_push_z(c, "NULL");
    return is_one_of(o->name, quoted) ? compiler_string(c, o->value) : compiler_push(c, o->value);
}

/* Alembic has these in the order of a set, but for what must follow what: here they stand as given,
 * COLLATE after the character set, and partitions after all. */
static int rank(Str name, bool has_charset)
{
    if (str_eq_z(name, "COLLATE") && !has_charset) return 0;
    static const char *const order[] = {"COLLATE", "PARTITION_BY", "PARTITIONS", "SUBPARTITION_BY",
                                        "SUBPARTITIONS"};
    for (int i = 0; i < 5; i++)
        if (str_eq_z(name, order[i])) return i + 1;
    return 0;
}

static Str upper(Compiler *c, Str s)
{
    char *p = arena_cstr(c->a, s);
    for (size_t i = 0; i < s.len; i++) p[i] = (char)toupper((unsigned char)p[i]);
    return (Str){p, s.len};
}

typedef VEC(TableOption) TableOptions;

/* One that is there already, in whatever case it was written, gets the value and keeps its place.
 */
static void set_option(Compiler *c, TableOptions *options, Str name, Str value)
{
    for (size_t i = 0; i < options->len; i++)
        if (str_eq(options->items[i].name, name)) {
            options->items[i].value = value;
            return;
        }
    VEC_PUSH(c->a, options, (TableOption){name, value});
}

bool mysql_table_end(Compiler *c, const Table *t)
{
    Str prefix = arena_fmt(c->a, "%s_", c->dialect->name);
    TableOptions options = {0};
    for (size_t i = 0; i < t->options.len; i++) {
        const SqlOption *o = &t->options.items[i];
        if (!str_starts(o->name, prefix)) continue;
        bool none = o->value.kind == SQL_VALUE_NULL;
        if (none && !str_eq_nocase(o->name, arena_fmt(c->a, "%.*scomment", STR_ARG(prefix))))
            return compiler_unsupported(c, "TypeError", "%.*s must be a string, not None",
                                        STR_ARG(o->name));
        set_option(c, &options, upper(c, str_slice(o->name, prefix.len, o->name.len)),
                   o->value.kind == SQL_VALUE_STR ? o->value.as.text
                   : none                         ? STR_NULL
                                                  : sql_value_repr(&o->value, c->a));
    }
    if (!str_is_null(t->comment)) set_option(c, &options, STR("COMMENT"), t->comment);
    static const char *const charsets[] = {"CHARSET", "DEFAULT_CHARSET", "CHARACTER_SET",
                                           "DEFAULT_CHARACTER_SET", NULL};
    bool first = true, has_charset = false;
    for (size_t i = 0; i < options.len; i++)
        has_charset |= is_one_of(options.items[i].name, charsets);
    for (int r = 0; r <= 5; r++)
        for (size_t i = 0; i < options.len; i++) {
            if (rank(options.items[i].name, has_charset) != r) continue;
            if (!first) compiler_push_z(c, " ");
            first = false;
            if (!push_option(c, &options.items[i], r > 1)) return false;
        }
    return true;
}

/* ---- indexes ---- */

static bool push_element(Compiler *c, const SqlExpr *e)
{
    bool modifier =
        e->kind == SQL_UNARY && (e->as.unary.op == SQL_OP_ASC || e->as.unary.op == SQL_OP_DESC);
    bool grouped = e->kind == SQL_BINARY || e->kind == SQL_COLLATE || e->kind == SQL_FUNCTION ||
                   (e->kind == SQL_UNARY && !modifier);
    if (!grouped) return compiler_ddl_expr(c, e);
    compiler_push_z(c, "(");
    return compiler_ddl_expr(c, e) && compiler_push_z(c, ")");
}

static const SqlValue *length_of(const SqlValue *lengths, Str name)
{
    for (size_t i = 0; lengths->kind == SQL_VALUE_DICT && i + 1 < lengths->as.list.len; i += 2) {
        const SqlValue *key = &lengths->as.list.items[i];
        if (key->kind == SQL_VALUE_STR && str_eq(key->as.text, name)) return key + 1;
    }
    return NULL;
}

/* mysql_length is one number for all columns, or one per column. */
static bool push_length(Compiler *c, const SqlValue *length, const SqlExpr *e, Str text)
{
    if (!length) return true;
    if (length->kind == SQL_VALUE_INT) return compiler_fmt(c, "(%" PRId64 ")", length->as.integer);
    /* By the column's name, else by what was printed for it. */
    const SqlValue *n = e->kind == SQL_COLUMN ? length_of(length, e->as.column.name) : NULL;
    if (!n) n = length_of(length, text);
    return !n || n->kind != SQL_VALUE_INT || compiler_fmt(c, "(%" PRId64 ")", n->as.integer);
}

bool mysql_create_index(Compiler *c, const Index *i, const Op *op)
{
    const SqlOptions *a = &op->options, *b = &i->options;
    compiler_push_z(c, i->unique ? "CREATE UNIQUE " : "CREATE ");
    const SqlValue *v = mysql_option(c, a, b, "prefix");
    if (v && v->kind == SQL_VALUE_STR && v->as.text.len)
        compiler_fmt(c, "%.*s ", STR_ARG(v->as.text));
    compiler_push_z(c, op->if_not_exists ? "INDEX IF NOT EXISTS " : "INDEX ");
    if (!ddl_index_name(c, i, "CREATE", false)) return false;
    compiler_push_z(c, " ON ");
    compiler_table(c, i->table->schema, i->table->name);
    compiler_push_z(c, " (");
    const SqlValue *length = mysql_option(c, a, b, "length");
    for (size_t k = 0; k < i->expressions.len; k++) {
        if (k) compiler_push_z(c, ", ");
        size_t start = c->sql.len;
        if (!push_element(c, i->expressions.items[k])) return false;
        Str text = arena_str(c->a, str_slice(strbuf_view(&c->sql), start, c->sql.len));
        push_length(c, length, i->expressions.items[k], text);
    }
    compiler_push_z(c, ")");
    v = mysql_any_option(c, a, b, "with_parser");
    if (v && v->kind == SQL_VALUE_STR) compiler_fmt(c, " WITH PARSER %.*s", STR_ARG(v->as.text));
    v = mysql_any_option(c, a, b, "using");
    if (!v || v->kind != SQL_VALUE_STR) return true;
    compiler_push_z(c, " USING ");
    return compiler_name(c, v->as.text);
}

bool mysql_drop_index(Compiler *c, const Index *i, const Op *op)
{
    compiler_push_z(c, "\nDROP INDEX ");
    if (op->if_exists) compiler_push_z(c, "IF EXISTS ");
    if (!ddl_index_name(c, i, "DROP", false)) return false;
    compiler_push_z(c, " ON ");
    /* Alembic's name for the table that was not named. */
    Ident table = ident_is_null(i->table->name) ? ident(STR("no_table")) : i->table->name;
    table.schema_quote = i->table->name.schema_quote;
    return compiler_table(c, i->table->schema, table);
}
