#include "schema/table.h"

#include <ctype.h>

#include "base/strbuf.h"

/* What a convention is applied to: a constraint or an index of a table. */
typedef struct Named {
    const Constraint *constraint;
    const Index *index;
    Table *table;
    Ident name;
    const NamingConvention *rules;
    Arena *out;
    Err *err;
} Named;

static const NamingRule *find_rule(const NamingConvention *n, Str key)
{
    for (size_t i = 0; n && i < n->len; i++)
        if (str_eq(n->items[i].key, key)) return &n->items[i];
    return NULL;
}

/* ---- columns of the thing to be named ---- */

/* What a column contributes to a name; table says whether it is one of the table's own. */
typedef struct NamePart {
    Str name, key;
    bool of_table, is_literal;
} NamePart;

static NamePart part_of(const SqlExpr *e)
{
    const Column *c = e->kind == SQL_COLUMN ? e->as.column.column : NULL;
    if (c) return (NamePart){c->name.text, c->key, true, false};
    Str name = e->kind == SQL_COLUMN ? e->as.column.name : e->as.literal_column.text;
    return (NamePart){name, name, false, e->kind == SQL_LITERAL_COLUMN};
}

/* What the i-th expression contributes; false = nothing. */
static bool expression_part(const Index *x, size_t i, NamePart *out)
{
    const SqlExpr *e = x->expressions.items[i];
    /* The text of a directive, which stands for a column of the table that it makes. */
    if (e->kind == SQL_TEXT) {
        *out = (NamePart){e->as.text.key, e->as.text.key, true, false};
        return !str_is_null(e->as.text.key);
    }
    e = sql_expr_first_column(e);
    if (e) *out = part_of(e);
    return e != NULL;
}

/* Index.columns: the first column of each expression; a later one of the same key takes the place
 * of the former. */
static bool index_column(const Index *x, size_t idx, NamePart *out)
{
    size_t at = 0;
    NamePart part, other;
    for (size_t i = 0; i < x->expressions.len; i++) {
        if (!expression_part(x, i, &part)) continue;
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = expression_part(x, k, &other) && str_eq(other.key, part.key);
        if (again) continue;
        if (at++ != idx) continue;
        for (size_t k = i + 1; k < x->expressions.len; k++)
            if (expression_part(x, k, &other) && str_eq(other.key, part.key)) part = other;
        *out = part;
        return true;
    }
    return false;
}

static bool column_at(const Named *x, size_t idx, NamePart *out)
{
    if (!x->constraint) return index_column(x->index, idx, out);
    if (idx >= x->constraint->column_names.len) return false;
    Str name = x->constraint->column_names.items[idx];
    const Column *c = x->table ? table_find_column_key(x->table, name) : NULL;
    *out = c ? (NamePart){c->name.text, c->key, true, false} : (NamePart){name, name, true, false};
    return true;
}

static size_t column_count(const Named *x)
{
    NamePart part;
    size_t n = 0;
    while (column_at(x, n, &part)) n++;
    return n;
}

/* SQLAlchemy's _ddl_label: schema_table_column. */
static Str label_of(const Named *x, Str name)
{
    const Table *t = x->table;
    StrBuf b = {0};
    for (size_t i = 0; i < t->schema.len; i++)
        strbuf_push_char(&b, t->schema.ptr[i] == '.' ? '_' : t->schema.ptr[i]);
    if (t->schema.len) strbuf_push_char(&b, '_');
    strbuf_fmt(&b, "%.*s_%.*s", STR_ARG(t->name.text), STR_ARG(name));
    return strbuf_finish(&b, x->out);
}

static bool push_column(const Named *x, size_t idx, Str kind, bool referred, StrBuf *b)
{
    NamePart part;
    if (referred) {
        const Constraint *k = x->constraint;
        if (!k || k->kind != CONSTRAINT_FOREIGN_KEY || idx >= k->referred_columns.len) return false;
        Str key = k->referred_columns.items[idx];
        const Column *target = k->referred ? table_find_column_key(k->referred, key) : NULL;
        strbuf_push(b, target && !k->link_to_name ? target->name.text : key);
        return str_eq_z(kind, "name");
    }
    if (!column_at(x, idx, &part)) return true;
    Str text = part.name;
    if (str_eq_z(kind, "label") && part.of_table) text = label_of(x, part.name);
    if (str_eq_z(kind, "label") && part.is_literal) text = STR("None"); /* it has no label */
    if (str_eq_z(kind, "key") && !str_is_null(part.key)) text = part.key;
    strbuf_push(b, text);
    return true;
}

/* column_0_name, column_0N_name, column_0_N_name, referred_column_0_name … */
static bool push_column_token(const Named *x, Str token, StrBuf *b)
{
    Str rest = token;
    bool referred = str_starts(rest, STR("referred_"));
    if (referred) rest = str_slice(rest, 9, rest.len);
    if (!str_starts(rest, STR("column_"))) return false;
    rest = str_slice(rest, 7, rest.len);
    size_t digits = 0, idx = 0;
    for (; digits < rest.len && isdigit((unsigned char)rest.ptr[digits]); digits++)
        idx = idx < 10000 ? idx * 10 + (size_t)(rest.ptr[digits] - '0') : idx;
    if (!digits) return false;
    rest = str_slice(rest, digits, rest.len);
    bool separate = str_starts(rest, STR("_N_")), all = separate || str_starts(rest, STR("N_"));
    rest = str_slice(rest, separate ? 3 : all ? 2 : 1, rest.len);
    bool known = str_eq_z(rest, "name") || str_eq_z(rest, "label") || str_eq_z(rest, "key");
    if (!known) return false;
    if (!all) return push_column(x, idx, rest, referred, b);
    if (referred && (!x->constraint || x->constraint->kind != CONSTRAINT_FOREIGN_KEY)) return false;
    size_t n = referred ? x->constraint ? x->constraint->referred_columns.len : 0 : column_count(x);
    for (size_t i = 0; i < n; i++) {
        if (i && separate) strbuf_push_char(b, '_');
        if (!push_column(x, i, rest, referred, b)) return false;
    }
    return true;
}

static bool raise(Err *err, const char *kind, const char *message)
{
    return err_raise(err, ERR_COMPILE, kind, "%s", message);
}

/* SQLAlchemy takes "schema.table.column" apart by its dots, also those that are in a name. */
static bool push_referred_table(const Named *x, StrBuf *b)
{
    enum { PARTS_MAX = 3 };
    const Constraint *k = x->constraint;
    if (str_is_null(k->referred_table) || !k->referred_columns.len)
        return raise(x->err, "IndexError", "list index out of range");
    Str schema = k->referred_schema, parts[PARTS_MAX];
    Str rest = arena_fmt(x->out, "%.*s%s%.*s.%.*s", STR_ARG(schema), str_is_null(schema) ? "" : ".",
                         STR_ARG(k->referred_table), STR_ARG(k->referred_columns.items[0]));
    size_t n = 0, dot = 0;
    for (; dot != STR_NPOS; n++) {
        dot = str_find_char(rest, '.');
        if (n == PARTS_MAX)
            return raise(x->err, "ValueError", "too many values to unpack (expected 2)");
        parts[n] = str_slice(rest, 0, dot == STR_NPOS ? rest.len : dot);
        if (dot != STR_NPOS) rest = str_slice(rest, dot + 1, rest.len);
    }
    strbuf_push(b, parts[n - 2]);
    return true;
}

static bool push_token(const Named *x, Str token, StrBuf *b)
{
    const NamingRule *custom = find_rule(x->rules, token);
    if (custom && custom->compute) {
        Str text = STR_NULL;
        if (!custom->compute(custom->user, x->constraint, x->index, x->table, &text, x->err))
            return false;
        strbuf_push(b, text);
        return true;
    }
    if (str_eq_z(token, "table_name")) {
        strbuf_push(b, x->table ? x->table->name.text : STR(""));
        return true;
    }
    if (str_eq_z(token, "constraint_name")) {
        if (ident_is_null(x->name))
            return raise(x->err, "sqlalchemy.exc.InvalidRequestError",
                         "Naming convention including %(constraint_name)s token requires that "
                         "constraint is explicitly named.");
        strbuf_push(b, x->name.text);
        return true;
    }
    bool is_key = x->constraint && x->constraint->kind == CONSTRAINT_FOREIGN_KEY;
    if (is_key && str_eq_z(token, "referred_table_name")) return push_referred_table(x, b);
    if (push_column_token(x, token, b)) return true;
    Str message = arena_fmt(x->out, "'%.*s'", STR_ARG(token));
    return raise(x->err, "KeyError", message.ptr);
}

/* format % tokens, as Python does it. */
static bool expand(const Named *x, Str format, StrBuf *b)
{
    for (size_t i = 0; i < format.len; i++) {
        if (format.ptr[i] != '%') {
            strbuf_push_char(b, format.ptr[i]);
            continue;
        }
        if (i + 1 < format.len && format.ptr[i + 1] == '%') {
            strbuf_push_char(b, '%');
            i++;
            continue;
        }
        Str rest = str_slice(format, i, format.len);
        size_t close = str_find(rest, STR(")s"));
        if (!str_starts(rest, STR("%(")) || close == STR_NPOS)
            return raise(x->err, "ValueError",
                         "unsupported format character in a naming convention");
        if (!push_token(x, str_slice(rest, 2, close), b)) return false;
        i += close + 1;
    }
    return true;
}

static bool final_name(Named *x, const char *prefix, Ident *name)
{
    *name = x->name;
    if (x->name.is_conv) return true;
    const NamingRule *rule = find_rule(x->rules, str_z(prefix));
    if (!rule || str_is_null(rule->format)) return true;
    bool applies = ident_is_null(x->name) || str_contains(rule->format, STR("constraint_name"));
    if (!applies || !x->table) return true;
    StrBuf b = {0};
    if (!expand(x, rule->format, &b)) {
        strbuf_deinit(&b);
        return false;
    }
    *name = (Ident){.text = strbuf_finish(&b, x->out), .is_conv = true};
    return true;
}

static const NamingConvention *rules_or_default(const NamingConvention *n)
{
    static NamingRule rule = {.key = {"ix", 2}, .format = {"ix_%(column_0_label)s", 21}};
    static const NamingConvention standard = {&rule, 1};
    return n ? n : &standard;
}

bool constraint_final_name(const Constraint *c, const NamingConvention *n, Arena *out, Ident *name,
                           Err *err)
{
    static const char *const prefixes[] = {"pk", "fk", "uq", "ck", "exclude"};
    Named x = {.constraint = c,
               .table = c->table,
               .name = c->name,
               .rules = rules_or_default(n),
               .out = out,
               .err = err};
    return final_name(&x, prefixes[c->kind], name);
}

bool index_final_name(const Index *i, const NamingConvention *n, Arena *out, Ident *name, Err *err)
{
    Named x = {.index = i,
               .table = i->table,
               .name = i->name,
               .rules = rules_or_default(n),
               .out = out,
               .err = err};
    return final_name(&x, "ix", name);
}
