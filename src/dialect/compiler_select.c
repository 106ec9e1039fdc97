/* SELECT and what joins several of them. */
#include "dialect/columns.h"
#include "dialect/compiler.h"
#include "dialect/grouping.h"

/* ---- correlation ---- */

static FromKeyVec select_froms(Compiler *c, const SqlSelect *s)
{
    FromKeyVec v = {0};
    for (size_t i = 0; i < s->froms.len; i++) {
        SqlExprVec one = {.items = &s->froms.items[i], .len = 1};
        SqlKind kind = one.items[0]->kind;
        /* select_from(text("t")), select_from(func.f()) */
        if (kind == SQL_TEXT || kind == SQL_FUNCTION || kind == SQL_CUSTOM)
            VEC_PUSH(c->a, &v, ((FromKey){one.items[0], NULL}));
        else
            froms_collect(c->a, &one, &v);
    }
    froms_collect(c->a, &s->columns, &v);
    froms_collect(c->a, &s->where, &v);
    froms_hide_joined(c->a, &v);
    return v;
}

static bool listed(const SqlExprVec *v, FromKey k)
{
    for (size_t i = 0; i < v->len; i++)
        if (froms_same(froms_key(v->items[i]), k)) return true;
    return false;
}

/* What correlate() and correlate_except() leave to the statements around. */
static bool is_explicit(const SqlSelect *s, FromKey k)
{
    return (s->correlate_given && listed(&s->correlate, k)) ||
           (s->correlate_except_given && !listed(&s->correlate_except, k));
}

/* What is left to the statements around this one: by itself, what the next one has, as long as
 * something remains. A subquery in FROM sees only what stands around that. */
static bool correlate(Compiler *c, const SqlSelect *s, const FromKeyVec *all, bool in_from,
                      FromKeyVec *left)
{
    *left = (FromKeyVec){0};
    for (size_t i = 0; i < all->len; i++) {
        FromKey k = all->items[i];
        bool around = c->scope && froms_have(c->scope->all, k) &&
                      !(in_from && froms_have(c->scope->froms, k));
        if (!around || !is_explicit(s, k)) VEC_PUSH(c->a, left, k);
    }
    if (s->correlate_given || s->correlate_except_given) return true;
    if (in_from || !c->scope || left->len < 2) return true;
    FromKeyVec own = {0};
    for (size_t i = 0; i < left->len; i++)
        if (!froms_have(c->scope->froms, left->items[i])) VEC_PUSH(c->a, &own, left->items[i]);
    *left = own;
    if (own.len) return true;
    return err_raise(c->err, ERR_COMPILE, "sqlalchemy.exc.InvalidRequestError",
                     "Select statement returned no FROM clauses due to auto-correlation; specify "
                     "correlate(<tables>) to control correlation manually.");
}

/* ---- ORDER BY and GROUP BY ---- */

static bool is_modifier(const SqlExpr *e)
{
    return e->kind == SQL_UNARY && e->as.unary.op >= SQL_OP_ASC &&
           e->as.unary.op <= SQL_OP_NULLS_LAST;
}

static bool is_named(const SqlExpr *e, Str name)
{
    if (e->kind == SQL_LABEL) return str_eq(e->as.label.name, name);
    if (e->kind == SQL_LITERAL_COLUMN) return str_eq(e->as.literal_column.text, name);
    const Column *col = e->kind == SQL_COLUMN ? e->as.column.column : NULL;
    return e->kind == SQL_COLUMN && str_eq(col ? col->key : e->as.column.name, name);
}

/* What a name as text means: a selected column by the name table_column, or what is selected from,
 * by its key; the last one of a name, as in a dict. */
static const SqlExpr *named_column(Compiler *c, Str name)
{
    const SqlExprVec *columns = c->scope ? c->scope->columns : NULL;
    SqlExprVec all = {0}, others = {0};
    ColumnName own;
    if (!columns) return NULL;
    if (!c->scope->in_columns) columns_expand(c->a, columns, &all);
    for (size_t i = all.len; i-- > 0;) {
        const SqlExpr *e = all.items[i];
        bool found = c->scope->is_compound || e->kind == SQL_LITERAL_COLUMN
                         ? is_named(e, name)
                         : e->kind != SQL_TEXT && columns_table_name(c->a, e, &own) && !own.of &&
                               str_eq(own.text, name);
        if (found) return e;
    }
    for (size_t i = 0; i < c->scope->froms->len; i++) {
        FromKey k = c->scope->froms->items[i];
        if (k.expr) columns_of_from(c->a, k.expr, &others);
        for (size_t n = 0; !k.expr && n < k.table->columns.len; n++) {
            SqlExpr *e = sql_expr_column(c->a, k.table->columns.items[n]->name.text);
            e->as.column.column = k.table->columns.items[n];
            VEC_PUSH(c->a, &others, e);
        }
    }
    for (size_t i = others.len; i-- > 0;)
        if (is_named(others.items[i], name)) return others.items[i];
    return NULL;
}

/* A label of the columns clause is referred to by its name. */
static bool is_selected_label(Compiler *c, const SqlExpr *label)
{
    const SqlExprVec *columns = c->scope ? c->scope->columns : NULL;
    for (size_t i = 0; columns && i < columns->len; i++) {
        const SqlExpr *e = columns->items[i];
        if (e->kind != SQL_LABEL || !str_eq(e->as.label.name, label->as.label.name)) continue;
        if (e == label || columns_same(e->as.label.inner, label->as.label.inner)) return true;
    }
    return false;
}

static bool push_label_name(Compiler *c, const SqlExpr *label) { return compiler_label(c, label); }

static bool push_reference(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *found = named_column(c, e->as.column.name);
    if (!found)
        return compiler_fail(
            c,
            "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. "
            "Textual SQL expression '%.*s' should be explicitly declared as "
            "text('%.*s')",
            STR_ARG(e->as.column.name), STR_ARG(e->as.column.name));
    return found->kind == SQL_LABEL ? push_label_name(c, found) : compiler_expr(c, found);
}

static bool push_ordered(Compiler *c, const SqlExpr *e, bool labels)
{
    const SqlExpr *x = e;
    while (is_modifier(x)) x = x->as.unary.operand;
    bool reference = x->kind == SQL_COLUMN && x->as.column.is_reference;
    bool label =
        x->kind == SQL_LABEL && labels && !c->rules->no_label_order && is_selected_label(c, x);
    if (!reference && !label) return compiler_scalar(c, e);
    if (!(reference ? push_reference(c, x) : push_label_name(c, x))) return false;
    /* The innermost modifier stands first. */
    const SqlExpr *chain[8];
    size_t n = 0;
    for (; is_modifier(e) && n < 8; e = e->as.unary.operand) chain[n++] = e;
    while (n-- > 0) compiler_push_z(c, grouping_text(chain[n]->as.unary.op));
    return true;
}

bool compiler_by(Compiler *c, const char *word, const SqlExprVec *items, bool labels)
{
    if (!items->len) return true;
    compiler_push_z(c, word);
    for (size_t i = 0; i < items->len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_ordered(c, items->items[i], labels)) return false;
    }
    return true;
}

/* ---- LIMIT and FETCH ---- */

typedef struct Rows {
    const SqlExpr *limit, *offset, *fetch;
    bool percent, ties, approximate;
} Rows;

static bool push_number(Compiler *c, const SqlExpr *e)
{
    if (c->rules->fetch_parens) compiler_push_z(c, "(");
    return compiler_scalar(c, e) && (!c->rules->fetch_parens || compiler_push_z(c, ")"));
}

static bool push_fetch(Compiler *c, const Rows *r)
{
    if (r->offset && !(compiler_push_z(c, "\n OFFSET ") && push_number(c, r->offset) &&
                       compiler_push_z(c, " ROWS")))
        return false;
    bool near = r->approximate && c->rules->fetch_approximate;
    compiler_push_z(c, near ? "\n FETCH APPROX FIRST " : "\n FETCH FIRST ");
    if (!push_number(c, r->fetch)) return false;
    return compiler_fmt(c, "%s ROWS %s", r->percent ? " PERCENT" : "",
                        r->ties ? "WITH TIES" : "ONLY");
}

static bool push_rows(Compiler *c, const Rows *r)
{
    if (r->fetch && !c->rules->top) return push_fetch(c, r);
    return !(r->limit || r->offset) || c->rules->limit(c, r->limit, r->offset);
}

bool compiler_uses_top(Compiler *c, const SqlSelect *s)
{
    const SqlExpr *limit =
        s->fetch && (s->fetch_percent || s->fetch_with_ties) ? s->fetch : s->limit;
    if (!c->rules->top || s->offset || !limit) return false;
    return limit->kind == SQL_BIND && limit->as.bind.unique &&
           limit->as.bind.value.kind == SQL_VALUE_INT;
}

/* ---- SELECT ---- */

bool compiler_prefixes(Compiler *c, const SqlAffixVec *v)
{
    bool ok = true;
    for (size_t i = 0; ok && i < v->len; i++) {
        const SqlAffix *affix = &v->items[i];
        if (!str_eq_z(affix->dialect, "*") && !str_eq_z(affix->dialect, c->dialect->name)) continue;
        ok = compiler_expr(c, affix->text) && compiler_push_z(c, " ");
    }
    return ok;
}

bool compiler_suffixes(Compiler *c, const SqlAffixVec *v)
{
    return !v->len || (compiler_push_z(c, " ") && compiler_prefixes(c, v));
}

static bool push_distinct(Compiler *c, const SqlSelect *s)
{
    if (!s->distinct_on.len || !c->rules->distinct_on)
        return !s->distinct || compiler_push_z(c, "DISTINCT ");
    compiler_push_z(c, "DISTINCT ON (");
    for (size_t i = 0; i < s->distinct_on.len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_ordered(c, s->distinct_on.items[i], false)) return false;
    }
    return compiler_push_z(c, ") ");
}

static bool is_hint_here(Compiler *c, const SqlHint *h)
{
    return str_eq_z(h->dialect, "*") || str_eq_z(h->dialect, c->dialect->name);
}

static bool is_same_element(const SqlHint *a, const SqlHint *b)
{
    return froms_same(froms_key(a->from), froms_key(b->from));
}

/* An element has one hint: the last, in the place of the first. */
static bool is_hinted(Compiler *c, const SqlHintVec *v, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (is_hint_here(c, &v->items[i]) && is_same_element(&v->items[i], &v->items[at]))
            return true;
    return false;
}

static const SqlHint *last_hint(Compiler *c, const SqlHintVec *v, size_t at)
{
    size_t last = at;
    for (size_t i = at + 1; i < v->len; i++)
        if (is_hint_here(c, &v->items[i]) && is_same_element(&v->items[i], &v->items[at])) last = i;
    return &v->items[last];
}

/* SELECT followed by a comment that holds the hints. */
static bool push_select_hints(Compiler *c, const SqlSelect *s)
{
    bool first = true;
    for (size_t i = 0; c->rules->select_hints && i < s->hints.len; i++) {
        const SqlHint *h = &s->hints.items[i];
        if (!is_hint_here(c, h) || is_hinted(c, &s->hints, i)) continue;
        h = last_hint(c, &s->hints, i);
        compiler_fmt(c, "%s/*+ %.*s */", first ? "" : " ", STR_ARG(compiler_hint_text(c, h)));
        first = false;
    }
    return first || compiler_push_z(c, " ");
}

static bool push_statement_hints(Compiler *c, const SqlAffixVec *v)
{
    size_t at = c->sql.len;
    if (!v->len || !compiler_push_z(c, " ") || !compiler_prefixes(c, v)) return !v->len;
    strbuf_truncate(&c->sql, c->sql.len == at + 1 ? at : c->sql.len - 1);
    return true;
}

static bool push_froms(Compiler *c, const SqlSelect *s, const FromKeyVec *froms)
{
    if (froms->len) {
        const SqlHintVec *hints = c->hints;
        c->hints = &s->hints;
        bool ok = compiler_push_z(c, " \nFROM ") && compiler_from_list(c, froms);
        c->hints = hints;
        return ok;
    }
    bool wanted = c->rules->from_nothing && (s->where.len || !c->rules->from_nothing_needs_where);
    return !wanted || compiler_push_z(c, c->rules->from_nothing);
}

static bool push_tail(Compiler *c, const SqlSelect *s)
{
    Rows rows = {s->limit,         s->offset,          s->fetch,
                 s->fetch_percent, s->fetch_with_ties, s->fetch_approximate};
    bool is_subquery = c->scope->outer != NULL;
    bool ordered = !c->rules->no_subquery_order || !is_subquery || compiler_uses_top(c, s);
    if (!compiler_by(c, " GROUP BY ", &s->group_by, false) ||
        !compiler_conditions(c, " \nHAVING ", &s->having) ||
        (ordered && !compiler_by(c, " ORDER BY ", &s->order_by, true)) || !push_rows(c, &rows))
        return false;
    return !s->for_update.given || !c->rules->for_update || c->rules->for_update(c, &s->for_update);
}

static bool select_body(Compiler *c, const SqlSelect *s, const FromKeyVec *froms, bool named)
{
    compiler_push_z(c, "SELECT ");
    if (!compiler_own_ctes(c, &s->ctes)) return false;
    if (!push_select_hints(c, s) || !compiler_prefixes(c, &s->prefixes)) return false;
    if (!push_distinct(c, s) || (compiler_uses_top(c, s) && !c->rules->top(c, s))) return false;
    bool clear = named && c->unlike_names && s->label_style == SQL_LABELS_NONE;
    if (!compiler_columns(c, &s->columns, named, clear ? SQL_LABELS_DISAMBIGUATE : s->label_style))
        return false;
    while (c->sql.len && !s->columns.len && strbuf_view(&c->sql).ptr[c->sql.len - 1] == ' ')
        strbuf_truncate(&c->sql, c->sql.len - 1);
    if (!push_froms(c, s, froms) || !compiler_conditions(c, " \nWHERE ", &s->where) ||
        !push_tail(c, s))
        return false;
    return push_statement_hints(c, &s->statement_hints) && compiler_suffixes(c, &s->suffixes);
}

/* Opens the scope of a statement around what it selects from. */
static void enter(Compiler *c, FromScope *scope, const FromKeyVec *froms, FromKeyVec *own,
                  FromKeyVec *all)
{
    froms_expand(c->a, froms, own);
    froms_expand(c->a, froms, all);
    if (c->scope)
        for (size_t i = 0; i < c->scope->all->len; i++)
            VEC_PUSH(c->a, all, c->scope->all->items[i]);
    *scope = (FromScope){.froms = own, .all = all, .outer = c->scope};
    c->scope = scope;
}

static bool select_one(Compiler *c, const SqlSelect *s, bool named, bool lateral)
{
    if (c->rules->rewrite_select) {
        const SqlSelect *other = c->rules->rewrite_select(c, s);
        if (!other) return false;
        s = other;
    }
    FromKeyVec all = select_froms(c, s), froms, own = {0}, around = {0};
    if (!correlate(c, s, &all, named && !lateral, &froms)) return false;
    FromScope scope;
    enter(c, &scope, &froms, &own, &around);
    scope.columns = &s->columns;
    bool qualified = c->include_table;
    c->include_table = true;
    bool ok = select_body(c, s, &froms, named);
    c->scope = scope.outer;
    c->include_table = qualified;
    return ok;
}

/* ---- UNION and its relatives ---- */

/* A part with an order or a limit of its own stands in parentheses. */
static bool push_part(Compiler *c, const SqlExpr *e)
{
    const SqlSelect *s = e->kind == SQL_SELECT ? e->as.select : NULL;
    bool plain = s && !s->limit && !s->offset && !s->fetch && !s->order_by.len;
    return plain || e->kind == SQL_TEXTUAL_SELECT || e->kind == SQL_GROUPING ? compiler_expr(c, e)
                                                                             : compiler_query(c, e);
}

static bool parts(Compiler *c, const SqlCompound *s, bool named, bool lateral)
{
    static const char *const words[] = {" UNION ",      " UNION ALL ", " EXCEPT ",
                                        " EXCEPT ALL ", " INTERSECT ", " INTERSECT ALL "};
    bool except = s->op == SQL_COMPOUND_EXCEPT && c->rules->except_word;
    bool unlike = c->unlike_names;
    for (size_t i = 0; i < s->selects.len; i++) {
        c->named_columns = named;
        c->unlike_names = unlike && !i; /* the names are those of the first */
        c->lateral = lateral;
        if (i) compiler_push_z(c, except ? c->rules->except_word : words[s->op]);
        c->embedded = true;
        if (!push_part(c, s->selects.items[i])) return false;
    }
    c->named_columns = c->lateral = false;
    c->unlike_names = unlike;
    return true;
}

static bool compound(Compiler *c, const SqlExpr *e, bool named, bool lateral)
{
    const SqlCompound *s = e->as.compound;
    static const FromKeyVec none;
    FromScope scope = {.froms = c->scope ? c->scope->froms : &none,
                       .all = c->scope ? c->scope->all : &none,
                       .is_compound = true,
                       .outer = c->scope};
    c->scope = &scope;
    bool ok = compiler_own_ctes(c, &s->ctes) && parts(c, s, named, lateral);
    /* Behind it, the columns of the first one are meant, by their names alone. */
    SqlExprVec columns = {0};
    columns_of_query(c->a, e, &columns);
    scope.columns = &columns;
    scope.froms = &none;
    bool qualified = c->include_table;
    c->include_table = false;
    Rows rows = {s->limit, s->offset, s->fetch, s->fetch_percent, s->fetch_with_ties};
    bool ordered = !c->rules->no_subquery_order || !scope.outer;
    ok = ok && compiler_by(c, " GROUP BY ", &s->group_by, false) &&
         (!ordered || compiler_by(c, " ORDER BY ", &s->order_by, true)) && push_rows(c, &rows);
    c->include_table = qualified;
    c->scope = scope.outer;
    return ok;
}

static bool textual(Compiler *c, const SqlExpr *e)
{
    static const FromKeyVec none;
    FromScope scope = {.froms = &none, .all = &none, .outer = c->scope};
    SqlExpr text = *e;
    SqlOwnCteVec ctes = {0};
    for (size_t i = 0; i < e->as.text.ctes.len; i++)
        VEC_PUSH(c->a, &ctes, ((SqlOwnCte){e->as.text.ctes.items[i], false}));
    text.kind = SQL_TEXT;
    c->scope = &scope;
    bool ok = compiler_own_ctes(c, &ctes) && compiler_expr(c, &text);
    c->scope = scope.outer;
    return ok;
}

bool compiler_select(Compiler *c, const SqlExpr *e)
{
    size_t at = c->sql.len, level = compiler_level(c) + 1;
    bool named = c->named_columns, lateral = c->lateral;
    bool is_part = c->embedded && level > 1 && e->kind == SQL_SELECT;
    c->named_columns = c->lateral = c->embedded = false;
    bool ok = e->kind == SQL_TEXTUAL_SELECT ? textual(c, e)
              : e->kind == SQL_SELECT       ? select_one(c, e->as.select, named, lateral)
                                            : compound(c, e, named, lateral);
    c->named_columns = named;
    c->lateral = lateral;
    return ok && (is_part || compiler_with(c, at, level, e->kind == SQL_COMPOUND));
}

bool compiler_query(Compiler *c, const SqlExpr *e)
{
    compiler_push_z(c, "(");
    return compiler_expr(c, e) && compiler_push_z(c, ")");
}
