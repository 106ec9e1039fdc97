#include "dialect/columns.h"

bool columns_is_from(const SqlExpr *e)
{
    return e->kind == SQL_TABLE || e->kind == SQL_ALIAS || e->kind == SQL_CTE || e->kind == SQL_JOIN ||
           e->kind == SQL_VALUES;
}

/* ---- names ---- */

static const SqlExpr *wrapped_once(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_CAST: return e->as.cast.inner;
    case SQL_TYPE_COERCE: return e->as.type_coerce.inner;
    case SQL_UNARY:
        return e->as.unary.op == SQL_OP_ISTRUE || e->as.unary.op == SQL_OP_ISFALSE ? e->as.unary.operand
                                                                                   : NULL;
    default: return NULL;
    }
}

const SqlExpr *columns_wrapped(const SqlExpr *e)
{
    const SqlExpr *x = wrapped_once(e);
    while (x && wrapped_once(x)) x = wrapped_once(x);
    return x;
}

Str columns_own_name(const SqlExpr *e, const SqlExpr **anon)
{
    *anon = NULL;
    if (e->kind == SQL_LITERAL_COLUMN) return e->as.literal_column.text;
    if (e->kind == SQL_LABEL) {
        if (str_is_null(e->as.label.name)) *anon = e;
        return e->as.label.name;
    }
    if (e->kind == SQL_COLUMN) {
        if (str_is_null(e->as.column.name)) *anon = e->as.column.anon;
        return e->as.column.name;
    }
    return STR_NULL;
}

Str columns_anon_base(const SqlExpr *e)
{
    const SqlExpr *anon;
    if (e->kind == SQL_LABEL) {
        Str inner = columns_own_name(e->as.label.inner, &anon);
        return str_is_null(inner) ? columns_anon_base(e->as.label.inner) : inner;
    }
    if (e->kind == SQL_FUNCTION) return e->as.function.name;
    if (e->kind == SQL_CUSTOM && !str_is_empty(e->as.custom->name)) return e->as.custom->name;
    if (e->kind == SQL_COLUMN || e->kind == SQL_LITERAL_COLUMN) {
        Str name = columns_own_name(e, &anon);
        return str_is_null(name) ? STR("anon") : name;
    }
    return STR("anon");
}

bool columns_same(const SqlExpr *a, const SqlExpr *b)
{
    if (a == b) return true;
    if (a->kind != SQL_COLUMN || b->kind != SQL_COLUMN) return false;
    if (a->as.column.anon != b->as.column.anon || !str_eq(a->as.column.name, b->as.column.name))
        return false;
    const SqlExpr *x = a->as.column.from, *y = b->as.column.from;
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

/* What the generated name of something unnamed is generated for. */
static const SqlExpr *anon_owner(const SqlExpr *e)
{
    const SqlExpr *wrapped = columns_wrapped(e);
    return wrapped && wrapped->kind != SQL_TEXT ? wrapped : e;
}

/* The column that stands for e in the element `holder` around it. */
static SqlExpr *proxy(Arena *a, const SqlExpr *holder, const ColumnLabel *label)
{
    const SqlExpr *e = label->expr;
    SqlExpr *col = sql_expr_new(a, SQL_COLUMN, e->type);
    const SqlExpr *anon, *wrapped = columns_wrapped(e);
    col->as.column.from = (SqlExpr *)holder;
    col->as.column.name = columns_own_name(e, &anon);
    col->as.column.anon = anon;
    if (!str_is_null(label->required) || label->required_anon) {
        col->as.column.name = label->required;
        col->as.column.anon = label->required_anon;
    } else if (e->kind == SQL_COLUMN && e->as.column.column) {
        col->as.column.column = e->as.column.column;
    } else if (str_is_null(col->as.column.name) && !anon) {
        if (wrapped && wrapped->kind != SQL_TEXT)
            col->as.column.name = columns_own_name(wrapped, &col->as.column.anon);
        if (str_is_null(col->as.column.name) && !col->as.column.anon)
            col->as.column.anon = anon_owner(e);
    }
    const SqlExpr *inner = e->kind == SQL_LABEL ? e->as.label.inner : e;
    if (inner->kind == SQL_COLUMN)
        col->as.column.is_schema = inner->as.column.column || inner->as.column.is_schema;
    if (e->kind == SQL_COLUMN) col->as.column.quote = e->as.column.quote;
    if (e->kind == SQL_LITERAL_COLUMN) col->as.column.quote = -1;
    return col;
}

static void push_proxies(Arena *a, const SqlExpr *holder, const SqlExprVec *columns, SqlExprVec *out)
{
    ColumnLabelVec labels = columns_label(a, columns, false);
    for (size_t i = 0; i < labels.len; i++)
        if (labels.items[i].expr->kind != SQL_TEXT) VEC_PUSH(a, out, proxy(a, holder, &labels.items[i]));
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
    if (columns_is_from(f->element))
        columns_of_from(a, f->element, &inner);
    else
        columns_of_query(a, f->element, &inner);
    push_proxies(a, from, &inner, out);
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
    Str name;
    const SqlExpr *anon; /* name null: generated for this */
    const SqlExpr *expr;
} Seen;
typedef VEC(Seen) SeenVec;

static Seen *find(SeenVec *v, Str name, const SqlExpr *anon)
{
    for (size_t i = 0; i < v->len; i++) {
        Seen *s = &v->items[i];
        bool same = anon ? s->anon && columns_same(s->anon, anon) : !s->anon && str_eq(s->name, name);
        if (same) return s;
    }
    return NULL;
}

static void put(Arena *a, SeenVec *v, Str name, const SqlExpr *anon, const SqlExpr *e)
{
    Seen *old = find(v, name, anon);
    if (old)
        old->expr = e;
    else
        VEC_PUSH(a, v, (Seen){name, anon, e});
}

/* What has no name of its own: it is generated, or taken from what it wraps. */
static void label_unnamed(Arena *a, SeenVec *seen, ColumnLabel *l, unsigned *repeats)
{
    const SqlExpr *wrapped = columns_wrapped(l->expr), *anon = NULL;
    if (wrapped && wrapped->kind != SQL_TEXT) l->fallback = columns_own_name(wrapped, &anon);
    l->fallback_anon = anon;
    if (str_is_null(l->fallback) && !anon) l->fallback_anon = anon_owner(l->expr);
    l->repeated = find(seen, l->fallback, l->fallback_anon) != NULL;
    put(a, seen, l->fallback, l->fallback_anon, l->expr);
    if (l->repeated) l->repeat = ++*repeats;
}

/* A name that comes a second time. */
static void label_double(Arena *a, SeenVec *seen, ColumnLabel *l, const Seen *first, bool anon_for_dupe,
                         unsigned *repeats)
{
    bool other = !columns_same(first->expr, l->expr);
    if (!other && !anon_for_dupe) return;
    l->required = l->fallback = STR_NULL;
    l->required_anon = l->fallback_anon = l->expr;
    bool again = other && anon_for_dupe && find(seen, STR_NULL, l->expr);
    if (other && !again) {
        put(a, seen, STR_NULL, l->expr, l->expr);
        return;
    }
    l->repeat = ++*repeats;
    l->repeated = true;
}

ColumnLabelVec columns_label(Arena *a, const SqlExprVec *columns, bool anon_for_dupe)
{
    ColumnLabelVec out = {0};
    SeenVec seen = {0};
    unsigned repeats = 0;
    for (size_t i = 0; i < columns->len; i++) {
        ColumnLabel l = {.expr = columns->items[i]};
        const SqlExpr *anon;
        Str name = columns_own_name(l.expr, &anon);
        if (l.expr->kind == SQL_TEXT) {
            /* nothing is known of it */
        } else if (str_is_null(name) && !anon) {
            label_unnamed(a, &seen, &l, &repeats);
        } else {
            l.fallback = name;
            l.fallback_anon = anon;
            const Seen *first = find(&seen, name, anon);
            if (first)
                label_double(a, &seen, &l, first, anon_for_dupe, &repeats);
            else
                put(a, &seen, name, anon, l.expr);
        }
        VEC_PUSH(a, &out, l);
    }
    return out;
}
