#include "dialect/columns.h"

bool columns_is_from(const SqlExpr *e)
{
    return e->kind == SQL_TABLE || e->kind == SQL_ALIAS || e->kind == SQL_CTE ||
           e->kind == SQL_JOIN || e->kind == SQL_VALUES;
}

/* ---- names ---- */

const SqlExpr *columns_wrapped(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_CAST: return e->as.cast.inner;
    case SQL_TYPE_COERCE: return e->as.type_coerce.inner;
    case SQL_UNARY:
        return e->as.unary.op == SQL_OP_ISTRUE || e->as.unary.op == SQL_OP_ISFALSE
                   ? e->as.unary.operand
                   : NULL;
    default: return NULL;
    }
}

/* SQLAlchemy's "name", which functions have, too; null = none, or a generated one. */
static Str plain_name(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_COLUMN: return e->as.column.name;
    case SQL_LITERAL_COLUMN: return e->as.literal_column.text;
    case SQL_LABEL: return e->as.label.name;
    case SQL_FUNCTION: return e->as.function.is_comparison ? STR_NULL : e->as.function.name;
    case SQL_SEQUENCE_NEXT: return STR("next_value");
    case SQL_CUSTOM: return e->as.custom->name;
    case SQL_GROUPING: return plain_name(e->as.grouping.inner);
    default: return STR_NULL;
    }
}

/* How the name of a column or a label is to be quoted. */
static int quote_wish(const SqlExpr *e)
{
    if (e->kind == SQL_LABEL) return e->as.label.quote;
    if (e->kind != SQL_COLUMN) return 0;
    const Column *col = e->as.column.column;
    return e->as.column.quote || !col ? e->as.column.quote : ident_quote_wish(col->name.quote);
}

bool columns_own_name(const SqlExpr *e, ColumnName *out)
{
    *out = (ColumnName){0};
    if (e->kind != SQL_COLUMN && e->kind != SQL_LITERAL_COLUMN && e->kind != SQL_LABEL)
        return false;
    out->text = plain_name(e);
    out->quote = quote_wish(e);
    if (!str_is_null(out->text)) return true;
    if (e->kind == SQL_COLUMN) {
        if (!e->as.column.anon) return false;
        const SqlWords *w = e->as.column.words;
        *out = !w ? columns_label_name(e->as.column.anon)
                  : (ColumnName){.of = e->as.column.anon,
                                 .base = w->base,
                                 .prefix = w->prefix,
                                 .stem = w->stem,
                                 .no_number = w->no_number,
                                 .repeat = w->repeat};
        return true;
    }
    Str inner = plain_name(e->as.label.inner);
    *out = (ColumnName){.of = e, .base = str_is_empty(inner) ? STR("anon") : inner};
    return true;
}

ColumnName columns_generated_name(const SqlExpr *e)
{
    ColumnName own;
    const SqlExpr *wrapped = columns_wrapped(e);
    if (wrapped && wrapped->kind != SQL_TEXT)
        return columns_own_name(wrapped, &own) ? own : columns_generated_name(wrapped);
    Str name = plain_name(e);
    if (!str_is_empty(name)) return (ColumnName){.of = e, .base = name};
    if (columns_own_name(e, &own)) return (ColumnName){.of = e, .prefix = e, .base = STR("")};
    return (ColumnName){.of = e, .base = STR("anon")};
}

ColumnName columns_label_name(const SqlExpr *e)
{
    ColumnName own;
    bool unnamed = e->kind == SQL_LABEL && str_is_null(e->as.label.name);
    return unnamed && columns_own_name(e, &own) ? own : columns_generated_name(e);
}

/* A name with an underscore more, for what comes again. */
static ColumnName underscored(Arena *a, const SqlExpr *of, const ColumnName *name, unsigned repeat)
{
    ColumnName n = {.of = of, .repeat = repeat, .prefix = name->prefix, .stem = name->stem};
    n.base = name->stem ? name->base /* the underscore stands behind the stem */
                        : arena_fmt(a, "%.*s_",
                                    STR_ARG(str_is_null(name->text) ? name->base : name->text));
    return n;
}

/* A schema of several parts stands in a label as one word. */
static Str without_dots(Arena *a, Str schema)
{
    if (str_find_char(schema, '.') == STR_NPOS) return schema;
    char *copy = arena_alloc(a, schema.len, 1);
    for (size_t i = 0; i < schema.len; i++) copy[i] = schema.ptr[i] == '.' ? '_' : schema.ptr[i];
    return (Str){copy, schema.len};
}

/* alias_column of a column that has a generated name itself; false = it is of no alias. */
static bool generated_in_alias(Arena *a, const SqlExpr *e, ColumnName *out)
{
    const SqlExpr *from = e->as.column.from;
    if (!e->as.column.anon || !from || from->kind == SQL_TABLE || from->kind == SQL_JOIN)
        return false;
    Str alias = from->as.from->alias;
    if (str_is_null(alias)) out->prefix = from;
    out->base = str_is_null(alias) ? STR("_") : arena_fmt(a, "%.*s_", STR_ARG(alias));
    out->stem = e;
    return true;
}

/* table_column, as far as it is no generated name; false = there is none. */
static bool qualified_name(Arena *a, const SqlExpr *e, ColumnName *out)
{
    const SqlExpr *wrapped = columns_wrapped(e);
    *out = (ColumnName){0};
    if (wrapped) return wrapped->kind != SQL_TEXT && qualified_name(a, wrapped, out);
    if (e->kind == SQL_GROUPING) return qualified_name(a, e->as.grouping.inner, out);
    out->quote = quote_wish(e);
    if (e->kind == SQL_LABEL) return out->text = e->as.label.name, !str_is_null(out->text);
    if (e->kind != SQL_COLUMN) return false;
    if (str_is_null(e->as.column.name)) return generated_in_alias(a, e, out);
    Str name = out->text = e->as.column.name;
    const SqlExpr *from = e->as.column.from;
    const Table *t = e->as.column.column ? e->as.column.column->table : NULL;
    if (from && from->kind == SQL_TABLE && from->as.from->table) t = from->as.from->table;
    if (from && from->kind != SQL_TABLE) t = NULL;
    if (!from && !t) return true;
    Str table = t                         ? t->name.text
                : from->kind == SQL_TABLE ? from->as.from->name
                                          : from->as.from->alias;
    if (!out->quote) out->quote = t ? ident_quote_wish(t->name.quote) : from->as.from->quote;
    Str schema = t ? t->schema : from->kind == SQL_TABLE ? from->as.from->schema : STR_NULL;
    schema = without_dots(a, schema);
    if (str_is_null(table)) out->prefix = from; /* an alias whose name is generated */
    out->base = out->prefix
                    ? arena_fmt(a, "_%.*s", STR_ARG(name))
                    : arena_fmt(a, "%.*s%s%.*s_%.*s", STR_ARG(schema),
                                str_is_null(schema) ? "" : "_", STR_ARG(table), STR_ARG(name));
    out->text = STR_NULL;
    return true;
}

/* What stands for the how-manieth repetition of a column. */
static ColumnName repeated_name(Arena *a, const SqlExpr *e, unsigned repeat)
{
    ColumnName own, anon = {.base = STR("anon")};
    const SqlExpr *wrapped = columns_wrapped(e);
    bool named = wrapped ? columns_own_name(wrapped, &own) : !str_is_empty(plain_name(e));
    if (named && wrapped && own.of) own = (ColumnName){.prefix = wrapped, .base = STR("")};
    if (named && wrapped) return underscored(a, e, &own, 0);
    if (named) own = (ColumnName){.text = plain_name(e)};
    if (!named && columns_own_name(e, &own))
        own = (ColumnName){.prefix = e, .base = STR("")}, named = true;
    if (!named) named = qualified_name(a, e, &own);
    return underscored(a, e, named ? &own : &anon, repeat);
}

static bool same_stem(const ColumnName *a, const ColumnName *b)
{
    ColumnName x, y;
    bool both = a->stem && b->stem && !a->prefix == !b->prefix && str_eq(a->base, b->base);
    if (!both || (a->prefix && a->prefix->as.from != b->prefix->as.from)) return false;
    return columns_own_name(a->stem, &x) && columns_own_name(b->stem, &y) &&
           columns_same_name(&x, &y);
}

bool columns_same_name(const ColumnName *a, const ColumnName *b)
{
    /* alias_column, where the alias has a generated name: whatever stands for that column. */
    if (a->no_number && b->no_number && (a->stem || b->stem)) return same_stem(a, b);
    if (a->no_number && b->no_number && a->prefix && b->prefix)
        return str_eq(a->base, b->base) && columns_is_from(a->prefix) &&
               columns_is_from(b->prefix) && a->prefix->as.from == b->prefix->as.from;
    if (!a->of || !b->of) return !a->of && !b->of && str_eq(a->text, b->text);
    return a->repeat == b->repeat && a->no_number == b->no_number && str_eq(a->base, b->base) &&
           columns_same(a->of, b->of);
}

bool columns_same(const SqlExpr *a, const SqlExpr *b)
{
    if (a == b) return true;
    /* There is one null(), one true() and one false(). */
    bool constant = a->kind == SQL_NULL || a->kind == SQL_TRUE || a->kind == SQL_FALSE;
    if (constant && a->kind == b->kind) return true;
    if (a->kind != SQL_COLUMN || b->kind != SQL_COLUMN) return false;
    const SqlExpr *x = a->as.column.from, *y = b->as.column.from;
    bool placed = a->as.column.place && a->as.column.place == b->as.column.place;
    if (placed && x && y && x->as.from == y->as.from) return true;
    if (a->as.column.anon != b->as.column.anon || a->as.column.place != b->as.column.place ||
        !str_eq(a->as.column.name, b->as.column.name))
        return false;
    if (a->as.column.column && a->as.column.column == b->as.column.column)
        return (!x || x->kind == SQL_TABLE) == (!y || y->kind == SQL_TABLE) &&
               (!x || !y || x->as.from == y->as.from);
    return x && y && x->as.from == y->as.from;
}

/* ---- the columns of things ---- */

static void push_table(Arena *a, const SqlExpr *from, SqlExprVec *out)
{
    const SqlFrom *f = from->as.from;
    for (size_t i = 0; f->table && i < f->table->columns.len; i++) {
        Column *col = f->table->columns.items[i];
        SqlExpr *e = sql_expr_column(a, col->name.text);
        e->as.column.column = col;
        e->as.column.from = (SqlExpr *)from;
        e->type = col->type;
        VEC_PUSH(a, out, e);
    }
    for (size_t i = 0; !f->table && i < f->columns.len; i++) VEC_PUSH(a, out, f->columns.items[i]);
}

/* The column that stands for e in the element `holder` around it. */
static SqlExpr *proxy(Arena *a, const SqlExpr *holder, const ColumnLabel *label)
{
    const SqlExpr *e = label->expr;
    SqlExpr *col = sql_expr_new(a, SQL_COLUMN, e->type);
    bool renamed = columns_is_name(&label->required);
    ColumnName name = label->required;
    if (!renamed && !columns_own_name(e, &name)) name = columns_generated_name(e);
    col->as.column.from = (SqlExpr *)holder;
    col->as.column.name = name.text;
    col->as.column.anon = name.of;
    bool has_words = renamed || (e->kind == SQL_COLUMN && e->as.column.words);
    if (name.of && has_words) {
        SqlWords *words = ARENA_NEW(a, SqlWords);
        *words = (SqlWords){name.base, name.prefix, name.stem, name.no_number, name.repeat};
        col->as.column.words = words;
    }
    if (!renamed && e->kind == SQL_COLUMN) col->as.column.column = e->as.column.column;
    const SqlExpr *inner = e->kind == SQL_LABEL ? e->as.label.inner : e;
    if (inner->kind == SQL_COLUMN)
        col->as.column.base =
            inner->as.column.column ? inner->as.column.column : inner->as.column.base;
    if (!name.of) col->as.column.quote = name.quote;
    if (e->kind == SQL_LITERAL_COLUMN) col->as.column.quote = -1;
    const SqlExpr *query = holder->as.from->element;
    bool given = (e->kind == SQL_LABEL && !e->as.label.is_cut) ||
                 (e->kind == SQL_COLUMN && e->as.column.is_uncut && columns_is_from(query));
    col->as.column.is_uncut = !name.of && (given || (query && query->kind == SQL_TEXTUAL_SELECT));
    return col;
}

static void push_proxy(Arena *a, const SqlExpr *holder, const ColumnLabel *label, size_t at,
                       SqlExprVec *out)
{
    if (label->expr->kind == SQL_TEXT) return;
    SqlExpr *e = proxy(a, holder, label);
    e->as.column.place = (unsigned)at + 1;
    VEC_PUSH(a, out, e);
}

static void push_proxies(Arena *a, const SqlExpr *holder, const SqlExprVec *columns,
                         SqlLabelStyle style, SqlExprVec *out)
{
    ColumnLabelVec labels = columns_label(a, columns, false, style);
    for (size_t i = 0; i < labels.len; i++) push_proxy(a, holder, &labels.items[i], i, out);
}

SqlLabelStyle columns_style(const SqlExpr *q, bool of_cte)
{
    while (q->kind == SQL_GROUPING || (q->kind == SQL_COMPOUND && q->as.compound->selects.len))
        q = q->kind == SQL_GROUPING ? q->as.grouping.inner : q->as.compound->selects.items[0];
    SqlLabelStyle style =
        q->kind == SQL_SELECT ? q->as.select->label_style : SQL_LABELS_DISAMBIGUATE;
    return style == SQL_LABELS_NONE && !of_cte ? SQL_LABELS_DISAMBIGUATE : style;
}

void columns_of_query(Arena *a, const SqlExpr *q, SqlExprVec *out)
{
    switch (q->kind) {
    case SQL_SELECT: columns_expand(a, &q->as.select->columns, out); break;
    case SQL_COMPOUND:
        if (q->as.compound->selects.len) columns_of_query(a, q->as.compound->selects.items[0], out);
        break;
    case SQL_GROUPING: columns_of_query(a, q->as.grouping.inner, out); break;
    case SQL_TEXTUAL_SELECT:
        for (size_t i = 0; i < q->as.text.columns.len; i++)
            VEC_PUSH(a, out, q->as.text.columns.items[i]);
        break;
    case SQL_INSERT: columns_expand(a, &q->as.insert->returning, out); break;
    case SQL_UPDATE: columns_expand(a, &q->as.update->returning, out); break;
    case SQL_DELETE: columns_expand(a, &q->as.delete_->returning, out); break;
    case SQL_FUNCTION: VEC_PUSH(a, out, (SqlExpr *)q); break;
    default: break;
    }
}

void columns_of_from(Arena *a, const SqlExpr *from, SqlExprVec *out)
{
    const SqlFrom *f = from->as.from;
    SqlExprVec inner = {0};
    switch (from->kind) {
    case SQL_TABLE: push_table(a, from, out); return;
    case SQL_JOIN:
        columns_of_from(a, f->left, out);
        columns_of_from(a, f->right, out);
        return;
    case SQL_VALUES:
        for (size_t i = 0; i < f->columns.len; i++) VEC_PUSH(a, out, f->columns.items[i]);
        return;
    case SQL_ALIAS:
    case SQL_CTE: break;
    default: return;
    }
    if (f->columns.len) {
        for (size_t i = 0; i < f->columns.len; i++) VEC_PUSH(a, out, f->columns.items[i]);
        return;
    }
    if (columns_is_from(f->element)) {
        columns_of_from(a, f->element, &inner);
        for (size_t i = 0; i < inner.len; i++)
            push_proxy(a, from, &(ColumnLabel){.expr = inner.items[i]}, i, out);
        return;
    }
    columns_of_query(a, f->element, &inner);
    push_proxies(a, from, &inner, columns_style(f->element, from->kind == SQL_CTE), out);
}

void columns_expand(Arena *a, const SqlExprVec *items, SqlExprVec *out)
{
    for (size_t i = 0; i < items->len; i++) {
        if (columns_is_from(items->items[i]))
            columns_of_from(a, items->items[i], out);
        else
            VEC_PUSH(a, out, items->items[i]);
    }
}

/* ---- labels ---- */

typedef struct Seen {
    ColumnName name;
    const SqlExpr *expr;
} Seen;

typedef struct Labels {
    Arena *a;
    VEC(Seen) seen;
    bool anon_for_dupe;
    SqlLabelStyle style;
    unsigned repeats;
} Labels;

static Seen *find(Labels *all, const ColumnName *name)
{
    for (size_t i = 0; i < all->seen.len; i++)
        if (columns_same_name(&all->seen.items[i].name, name)) return &all->seen.items[i];
    return NULL;
}

static void put(Labels *all, const ColumnName *name, const SqlExpr *e)
{
    Seen *old = find(all, name);
    if (old)
        old->expr = e;
    else
        VEC_PUSH(all->a, &all->seen, (Seen){*name, e});
}

/* What has no name of its own: it is generated, or taken from what it wraps. */
static void label_unnamed(Labels *all, ColumnLabel *l)
{
    l->fallback = columns_generated_name(l->expr);
    l->repeated = find(all, &l->fallback) != NULL;
    put(all, &l->fallback, l->expr);
    if (l->repeated) l->fallback = repeated_name(all->a, l->expr, ++all->repeats);
}

bool columns_table_name(Arena *a, const SqlExpr *e, ColumnName *out)
{
    if (!qualified_name(a, e, out)) return false;
    out->no_number = out->prefix || out->stem;
    if (out->no_number)
        out->of = e;
    else if (str_is_null(out->text))
        *out = (ColumnName){.text = out->base, .quote = out->quote};
    return true;
}

/* table_column with a number behind it: another column has that name. */
static ColumnName generated_table_name(const SqlExpr *e, const ColumnName *name)
{
    return (ColumnName){.of = e,
                        .prefix = name->prefix,
                        .stem = name->stem,
                        .base = name->of ? name->base : name->text};
}

/* A name that comes a second time. */
static void label_double(Labels *all, ColumnLabel *l, const Seen *first)
{
    bool other = !columns_same(first->expr, l->expr);
    if (!other && !all->anon_for_dupe) return;
    bool by_table = all->style == SQL_LABELS_TABLE_NAME;
    ColumnName own = l->fallback, name = columns_generated_name(l->expr);
    if (by_table) name = generated_table_name(l->expr, &own);
    l->repeated = !other || (all->anon_for_dupe && find(all, &name));
    if (l->repeated && by_table)
        name = underscored(all->a, l->expr, &own, ++all->repeats);
    else if (l->repeated)
        name = repeated_name(all->a, l->expr, ++all->repeats);
    else
        put(all, &name, l->expr);
    l->required = l->fallback = name;
}

/* text(), and columns of no table, count for nothing. */
static bool is_labelled(const SqlExpr *e)
{
    if (e->kind == SQL_COLUMN) return e->as.column.from || e->as.column.column;
    return e->kind != SQL_TEXT && e->kind != SQL_LITERAL_COLUMN;
}

static void label_one(Labels *all, ColumnLabel *l)
{
    bool by_table = all->style == SQL_LABELS_TABLE_NAME;
    bool named = by_table ? columns_table_name(all->a, l->expr, &l->fallback)
                          : columns_own_name(l->expr, &l->fallback);
    if (all->style == SQL_LABELS_NONE) {
        if (!named) l->fallback = columns_generated_name(l->expr);
    } else if (!named) {
        label_unnamed(all, l);
    } else {
        const Seen *first = find(all, &l->fallback);
        if (by_table) l->required = l->fallback;
        if (first)
            label_double(all, l, first);
        else
            put(all, &l->fallback, l->expr);
    }
}

ColumnLabelVec columns_label(Arena *a, const SqlExprVec *columns, bool anon_for_dupe,
                             SqlLabelStyle style)
{
    ColumnLabelVec out = {0};
    Labels all = {.a = a, .anon_for_dupe = anon_for_dupe, .style = style};
    for (size_t i = 0; i < columns->len; i++) {
        ColumnLabel l = {.expr = columns->items[i]};
        if (is_labelled(l.expr)) label_one(&all, &l);
        VEC_PUSH(a, &out, l);
    }
    return out;
}
