#include "dialect/compiler.h"

#include <string.h>

/* ---- which FROM elements a select has ---- */

static FromKey key_of(const SqlExpr *from)
{
    if (from->kind == SQL_TABLE && from->as.from->table)
        return (FromKey){from, from->as.from->table};
    return (FromKey){from, NULL};
}

static bool same(FromKey a, FromKey b)
{
    if (a.table && b.table) return a.table == b.table;
    return a.expr && b.expr && a.expr->as.from == b.expr->as.from;
}

static bool contains(const FromKeyVec *v, FromKey k)
{
    for (size_t i = 0; i < v->len; i++)
        if (same(v->items[i], k)) return true;
    return false;
}

static void add(Compiler *c, FromKeyVec *v, FromKey k)
{
    if (!contains(v, k)) VEC_PUSH(c->a, v, k);
}

static void collect(Compiler *c, const SqlExpr *e, FromKeyVec *v, int depth);

static void collect_all(Compiler *c, const SqlExprVec *items, FromKeyVec *v, int depth)
{
    for (size_t i = 0; i < items->len; i++) collect(c, items->items[i], v, depth);
}

/* Adds what an expression selects from; subqueries keep theirs to themselves. */
static void collect(Compiler *c, const SqlExpr *e, FromKeyVec *v, int depth)
{
    if (!e || depth > COMPILER_MAX_DEPTH) return;
    depth++;
    switch (e->kind) {
    case SQL_COLUMN:
        if (e->as.column.from)
            add(c, v, key_of(e->as.column.from));
        else if (e->as.column.column && e->as.column.column->table)
            add(c, v, (FromKey){NULL, e->as.column.column->table});
        break;
    case SQL_TABLE:
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: add(c, v, key_of(e)); break;
    case SQL_FUNCTION: collect_all(c, &e->as.function.args, v, depth); break;
    case SQL_BINARY:
        collect(c, e->as.binary.left, v, depth);
        collect(c, e->as.binary.right, v, depth);
        break;
    case SQL_UNARY: collect(c, e->as.unary.operand, v, depth); break;
    case SQL_LIST: collect_all(c, &e->as.list.items, v, depth); break;
    case SQL_GROUPING: collect(c, e->as.grouping.inner, v, depth); break;
    case SQL_CAST: collect(c, e->as.cast.inner, v, depth); break;
    case SQL_TYPE_COERCE: collect(c, e->as.type_coerce.inner, v, depth); break;
    case SQL_CASE:
        collect(c, e->as.cases.subject, v, depth);
        collect_all(c, &e->as.cases.whens, v, depth);
        collect_all(c, &e->as.cases.thens, v, depth);
        collect(c, e->as.cases.otherwise, v, depth);
        break;
    case SQL_LABEL: collect(c, e->as.label.inner, v, depth); break;
    case SQL_COLLATE: collect(c, e->as.collate.inner, v, depth); break;
    case SQL_EXTRACT: collect(c, e->as.extract.inner, v, depth); break;
    case SQL_OVER:
        collect(c, e->as.over.inner, v, depth);
        collect_all(c, &e->as.over.partition_by, v, depth);
        collect_all(c, &e->as.over.order_by, v, depth);
        break;
    case SQL_FILTER:
        collect(c, e->as.filter.inner, v, depth);
        collect(c, e->as.filter.criterion, v, depth);
        break;
    case SQL_WITHIN_GROUP: collect(c, e->as.within_group.inner, v, depth); break;
    default: break;
    }
}

/* The tables inside a join are not listed a second time. */
static void hide(const SqlExpr *e, FromKeyVec *v, bool top, int depth)
{
    if (depth > COMPILER_MAX_DEPTH) return;
    if (e->kind == SQL_JOIN) {
        hide(e->as.from->left, v, false, depth + 1);
        hide(e->as.from->right, v, false, depth + 1);
        return;
    }
    for (size_t i = 0; !top && i < v->len; i++)
        if (same(v->items[i], key_of(e))) {
            VEC_REMOVE(v, i);
            return;
        }
}

static FromKeyVec select_froms(Compiler *c, const SqlSelect *s)
{
    FromKeyVec v = {0};
    collect_all(c, &s->froms, &v, 0);
    collect_all(c, &s->columns, &v, 0);
    collect_all(c, &s->where, &v, 0);
    for (size_t i = 0; i < v.len; i++)
        if (v.items[i].expr && v.items[i].expr->kind == SQL_JOIN) {
            const SqlExpr *join = v.items[i].expr;
            hide(join, &v, true, 0);
            for (i = 0; i < v.len && v.items[i].expr != join; i++) {
            }
        }
    return v;
}

/* What an outer select has already is left to it; a single FROM element stays where it is. */
static bool correlate(Compiler *c, const FromKeyVec *all, FromKeyVec *left)
{
    *left = *all;
    if (all->len < 2 || !c->scope) return true;
    *left = (FromKeyVec){0};
    for (size_t i = 0; i < all->len; i++) {
        bool outer = false;
        for (const FromScope *s = c->scope; s && !outer; s = s->outer)
            outer = contains(s->froms, all->items[i]);
        if (!outer) VEC_PUSH(c->a, left, all->items[i]);
    }
    if (left->len) return true;
    compiler_fail(c, "Select statement returned no FROM clauses due to auto-correlation; specify "
                     "correlate(<tables>) to control correlation manually.");
    c->err->kind = STR("sqlalchemy.exc.InvalidRequestError");
    return false;
}

/* ---- FROM elements ---- */

static Str alias_name(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    return str_is_null(f->alias) ? compiler_anon_name(c, f, STR("anon")) : f->alias;
}

static void column_names(Compiler *c, const StrVec *names)
{
    if (!names->len) return;
    compiler_push_z(c, " (");
    for (size_t i = 0; i < names->len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, names->items[i]);
    }
    compiler_push_z(c, ")");
}

static bool alias(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    if (f->lateral) compiler_push_z(c, "LATERAL ");
    bool query = f->element->kind == SQL_SELECT || f->element->kind == SQL_COMPOUND ||
                 f->element->kind == SQL_TEXTUAL_SELECT;
    FromScope *scope = c->scope;
    if (!f->lateral) c->scope = NULL; /* a plain subquery sees nothing of its neighbours */
    c->named_columns = query;
    bool ok = query ? compiler_query(c, f->element) : compiler_expr(c, f->element);
    c->scope = scope;
    if (!ok) return false;
    compiler_push_z(c, c->rules->alias_word ? c->rules->alias_word : " AS ");
    compiler_name(c, alias_name(c, e));
    column_names(c, &f->column_names);
    if (!f->sampling) return true;
    compiler_push_z(c, " TABLESAMPLE ");
    if (!compiler_expr(c, f->sampling)) return false;
    if (!f->seed) return true;
    compiler_push_z(c, " REPEATABLE (");
    return compiler_expr(c, f->seed) && compiler_push_z(c, ")");
}

static bool join(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    bool nested = f->right->kind == SQL_JOIN;
    if (!compiler_from(c, f->left)) return false;
    compiler_push_z(c, f->is_full            ? " FULL OUTER JOIN "
                       : f->is_outer         ? " LEFT OUTER JOIN "
                       : c->rules->join_word ? c->rules->join_word
                                             : " JOIN ");
    if (nested) compiler_push_z(c, "(");
    if (!compiler_from(c, f->right)) return false;
    if (nested) compiler_push_z(c, ")");
    if (!f->onclause) return compiler_fail(c, "a join without an ON clause");
    compiler_push_z(c, " ON ");
    return compiler_expr(c, f->onclause);
}

static bool values(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    bool literal = c->literal_binds;
    c->literal_binds = literal || f->literal_binds;
    compiler_push_z(c, "(VALUES ");
    bool ok = compiler_list(c, &f->rows, ", ");
    c->literal_binds = literal;
    compiler_push_z(c, ")");
    if (!ok || str_is_null(f->alias)) return ok;
    compiler_push_z(c, " AS ");
    compiler_name(c, f->alias);
    compiler_push_z(c, " (");
    for (size_t i = 0; i < f->columns.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, f->columns.items[i]->as.column.name);
    }
    return compiler_push_z(c, ")");
}

/* A recursive CTE refers to itself as it was before its union, under the same name. */
static bool same_cte(const SqlFrom *a, const SqlFrom *b)
{
    return a == b || (!str_is_null(a->alias) && str_eq(a->alias, b->alias));
}

bool compiler_from(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    switch (e->kind) {
    case SQL_TABLE: return compiler_table(c, f->schema, f->table ? f->table->name : ident(f->name));
    case SQL_ALIAS: return alias(c, e);
    case SQL_JOIN: return join(c, e);
    case SQL_VALUES: return values(c, e);
    case SQL_CTE: {
        bool known = false;
        for (size_t i = 0; i < c->ctes.len; i++)
            known = known || same_cte(c->ctes.items[i]->as.from, f);
        if (!known) VEC_PUSH(c->a, &c->ctes, (SqlExpr *)e);
        return compiler_name(c, alias_name(c, e));
    }
    default: return compiler_expr(c, e);
    }
}

/* A recursive CTE names its columns: tree(id, parent). */
static bool recursive_names(Compiler *c, const SqlFrom *f)
{
    const SqlExpr *e = f->element;
    StrVec names = {0};
    while (e->kind == SQL_COMPOUND && e->as.compound->selects.len)
        e = e->as.compound->selects.items[0];
    for (size_t i = 0; e->kind == SQL_SELECT && i < e->as.select->columns.len; i++) {
        const SqlExpr *col = e->as.select->columns.items[i];
        if (col->kind == SQL_LABEL)
            VEC_PUSH(c->a, &names, col->as.label.name);
        else if (col->kind == SQL_COLUMN)
            VEC_PUSH(c->a, &names, col->as.column.name);
        else
            return compiler_fail(c, "a recursive CTE needs a name for each of its columns");
    }
    for (size_t i = 0; i < names.len; i++) {
        compiler_push_z(c, i ? ", " : "(");
        compiler_name(c, names.items[i]);
    }
    return !names.len || compiler_push_z(c, ")");
}

bool compiler_with(Compiler *c, size_t at, size_t first_cte)
{
    if (c->ctes.len <= first_cte) return true;
    Str body = arena_str(c->a, str_slice(strbuf_view(&c->sql), at, c->sql.len));
    strbuf_truncate(&c->sql, at);
    bool recursive = false;
    StrVec texts = {0};
    /* Compiling one may bring in others; those stand before it. */
    for (size_t i = first_cte; i < c->ctes.len; i++) {
        const SqlFrom *f = c->ctes.items[i]->as.from;
        recursive = recursive || f->recursive;
        size_t start = c->sql.len;
        compiler_name(c, alias_name(c, c->ctes.items[i]));
        column_names(c, &f->column_names);
        if (f->recursive && !f->column_names.len && !recursive_names(c, f)) return false;
        compiler_push_z(c, " AS \n(");
        FromScope *scope = c->scope;
        c->scope = NULL;
        c->named_columns = true;
        bool ok = compiler_expr(c, f->element);
        c->scope = scope;
        if (!ok) return false;
        compiler_push_z(c, ")");
        VEC_INSERT(c->a, &texts, 0,
                   arena_str(c->a, str_slice(strbuf_view(&c->sql), start, c->sql.len)));
        strbuf_truncate(&c->sql, start);
    }
    c->ctes.len = first_cte;
    compiler_push_z(c, recursive && !c->rules->no_recursive ? "WITH RECURSIVE " : "WITH ");
    for (size_t i = 0; i < texts.len; i++) {
        if (i) compiler_push_z(c, ", \n");
        compiler_push(c, texts.items[i]);
    }
    compiler_push_z(c, "\n ");
    return compiler_push(c, body);
}

/* ---- columns ---- */

typedef struct Columns {
    StrVec names; /* seen so far, to tell equal names apart */
    bool first;
    bool named; /* t.a AS a */
    unsigned repeated;
} Columns;

static bool seen(const StrVec *names, Str name)
{
    for (size_t i = 0; i < names->len; i++)
        if (str_eq(names->items[i], name)) return true;
    return false;
}

/* A column under a cast lends it its name; a second time with a number. */
static Str wrapped_label(Compiler *c, const SqlExpr *e, const SqlExpr *inner, Columns *cols)
{
    if (inner->kind != SQL_COLUMN) return compiler_anon_name(c, e, STR("anon"));
    Str name = inner->as.column.name;
    if (seen(&cols->names, name))
        return arena_fmt(c->a, "%.*s__%u", STR_ARG(name), ++cols->repeated);
    VEC_PUSH(c->a, &cols->names, name);
    return name;
}

/* SQLAlchemy labels what has no name of its own, and a name that comes a second time. */
static bool push_column(Compiler *c, const SqlExpr *e, Columns *cols)
{
    Str label = STR_NULL;
    if (!cols->first) compiler_push_z(c, ", ");
    cols->first = false;
    if (!compiler_operand(c, e->kind == SQL_LABEL ? e->as.label.inner : e, SQL_OP_COMMA))
        return false;
    switch (e->kind) {
    case SQL_LABEL: label = e->as.label.name; break;
    case SQL_COLUMN: {
        Str name = e->as.column.name;
        if (cols->named && (e->as.column.from || e->as.column.column)) label = name;
        if (seen(&cols->names, name)) label = compiler_anon_name(c, e, name);
        VEC_PUSH(c->a, &cols->names, name);
        break;
    }
    case SQL_FUNCTION: label = compiler_anon_name(c, e, e->as.function.name); break;
    case SQL_BIND:
        label = compiler_anon_name(c, e,
                                   c->literal_binds    ? STR("anon")
                                   : e->as.bind.unique ? STR("param")
                                                       : e->as.bind.key);
        break;
    case SQL_CAST: label = wrapped_label(c, e, e->as.cast.inner, cols); break;
    case SQL_TYPE_COERCE: label = wrapped_label(c, e, e->as.type_coerce.inner, cols); break;
    case SQL_UNARY:
        if (e->as.unary.op == SQL_OP_NOT) label = compiler_anon_name(c, e, STR("anon"));
        break;
    case SQL_TEXT:
    case SQL_LITERAL_COLUMN: break;
    default: label = compiler_anon_name(c, e, STR("anon")); break;
    }
    if (str_is_null(label)) return true;
    compiler_push_z(c, " AS ");
    return compiler_name(c, label);
}

static bool push_table_columns(Compiler *c, const SqlExpr *from, Columns *cols)
{
    const SqlFrom *f = from->as.from;
    const SqlExpr *element = from;
    while (element->kind == SQL_ALIAS && element->as.from->element)
        element = element->as.from->element;
    if (element->kind == SQL_TABLE && element->as.from->table) {
        const Table *t = element->as.from->table;
        for (size_t i = 0; i < t->columns.len; i++) {
            SqlExpr *col = sql_expr_column(c->a, t->columns.items[i]->name.text);
            col->as.column.column = t->columns.items[i];
            col->as.column.from = (SqlExpr *)from;
            if (!push_column(c, col, cols)) return false;
        }
        return true;
    }
    const SqlExprVec *columns = f->columns.len               ? &f->columns
                                : element->kind == SQL_TABLE ? &element->as.from->columns
                                                             : NULL;
    if (!columns && element->kind == SQL_SELECT) columns = &element->as.select->columns;
    for (size_t i = 0; columns && i < columns->len; i++) {
        const SqlExpr *x = columns->items[i];
        Str name = x->kind == SQL_LABEL    ? x->as.label.name
                   : x->kind == SQL_COLUMN ? x->as.column.name
                                           : STR_NULL;
        if (str_is_null(name))
            name = compiler_anon_name(c, x,
                                      x->kind == SQL_FUNCTION ? x->as.function.name : STR("anon"));
        SqlExpr *col = sql_expr_column(c->a, name);
        col->as.column.from = (SqlExpr *)from;
        if (!push_column(c, col, cols)) return false;
    }
    return columns != NULL || compiler_push_z(c, "*");
}

static bool push_columns(Compiler *c, const SqlExprVec *columns, bool named)
{
    Columns cols = {.first = true, .named = named};
    for (size_t i = 0; i < columns->len; i++) {
        const SqlExpr *e = columns->items[i];
        bool from = e->kind == SQL_TABLE || e->kind == SQL_ALIAS || e->kind == SQL_CTE ||
                    e->kind == SQL_VALUES;
        if (!(from ? push_table_columns(c, e, &cols) : push_column(c, e, &cols))) return false;
    }
    return true;
}

/* ---- SELECT ---- */

static bool push_froms(Compiler *c, const FromKeyVec *froms)
{
    if (!froms->len && c->rules->from_nothing) compiler_push_z(c, c->rules->from_nothing);
    for (size_t i = 0; i < froms->len; i++) {
        FromKey k = froms->items[i];
        compiler_push_z(c, i ? ", " : " \nFROM ");
        if (!(k.expr ? compiler_from(c, k.expr)
                     : compiler_table(c, k.table->schema, k.table->name)))
            return false;
    }
    return true;
}

static bool push_conditions(Compiler *c, const char *word, const SqlExprVec *conditions)
{
    if (!conditions->len) return true;
    compiler_push_z(c, word);
    if (conditions->len == 1) return compiler_condition(c, conditions->items[0]);
    for (size_t i = 0; i < conditions->len; i++) {
        if (i) compiler_push_z(c, " AND ");
        if (!compiler_operand(c, conditions->items[i], SQL_OP_AND)) return false;
    }
    return true;
}

/* ORDER BY refers to a label by its name. */
static bool push_ordered(Compiler *c, const SqlExpr *e)
{
    bool direction =
        e->kind == SQL_UNARY && (e->as.unary.op == SQL_OP_ASC || e->as.unary.op == SQL_OP_DESC);
    const SqlExpr *x = direction ? e->as.unary.operand : e;
    if (x->kind != SQL_LABEL || c->rules->no_label_order)
        return compiler_operand(c, e, SQL_OP_COMMA);
    compiler_name(c, x->as.label.name);
    if (!direction) return true;
    return compiler_push_z(c, e->as.unary.op == SQL_OP_ASC ? " ASC" : " DESC");
}

static bool push_by(Compiler *c, const char *word, const SqlExprVec *items)
{
    if (!items->len) return true;
    compiler_push_z(c, word);
    for (size_t i = 0; i < items->len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!push_ordered(c, items->items[i])) return false;
    }
    return true;
}

static bool push_tail(Compiler *c, const SqlSelect *s)
{
    if (!push_by(c, " GROUP BY ", &s->group_by) || !push_conditions(c, " \nHAVING ", &s->having) ||
        !push_by(c, " ORDER BY ", &s->order_by))
        return false;
    bool at_end = s->offset || (s->limit && !c->rules->top);
    if (at_end && !c->rules->limit(c, s->limit, s->offset)) return false;
    if (s->fetch) {
        compiler_push_z(c, "\n FETCH FIRST ");
        if (!compiler_expr(c, s->fetch)) return false;
        compiler_fmt(c, "%s ROWS %s", s->fetch_percent ? " PERCENT" : "",
                     s->fetch_with_ties ? "WITH TIES" : "ONLY");
    }
    return !s->for_update.given || !c->rules->for_update || c->rules->for_update(c, &s->for_update);
}

static bool select_body(Compiler *c, const SqlSelect *s, const FromKeyVec *froms, bool named)
{
    compiler_push_z(c, "SELECT ");
    for (size_t i = 0; i < s->prefixes.len; i++)
        compiler_fmt(c, "%.*s ", STR_ARG(s->prefixes.items[i]));
    if (s->distinct_on.len) {
        compiler_push_z(c, "DISTINCT ON (");
        if (!compiler_list(c, &s->distinct_on, ", ")) return false;
        compiler_push_z(c, ") ");
    } else if (s->distinct) {
        compiler_push_z(c, "DISTINCT ");
    }
    if (c->rules->top && !c->rules->top(c, s)) return false;
    return push_columns(c, &s->columns, named) && push_froms(c, froms) &&
           push_conditions(c, " \nWHERE ", &s->where) && push_tail(c, s);
}

static bool select_one(Compiler *c, const SqlSelect *s)
{
    bool named = c->named_columns;
    c->named_columns = false;
    if (c->rules->rewrite_select) s = c->rules->rewrite_select(c, s);
    FromKeyVec all = select_froms(c, s), froms;
    if (!correlate(c, &all, &froms)) return false;
    FromScope scope = {&all, c->scope};
    bool qualified = c->include_table;
    c->include_table = true;
    c->scope = &scope;
    bool ok = select_body(c, s, &froms, named);
    c->scope = scope.outer;
    c->include_table = qualified;
    return ok;
}

static bool compound(Compiler *c, const SqlCompound *s)
{
    static const char *const words[] = {" UNION ",      " UNION ALL ", " EXCEPT ",
                                        " EXCEPT ALL ", " INTERSECT ", " INTERSECT ALL "};
    bool named = c->named_columns;
    for (size_t i = 0; i < s->selects.len; i++) {
        const SqlExpr *e = s->selects.items[i];
        c->named_columns = named;
        bool except = s->op == SQL_COMPOUND_EXCEPT && c->rules->except_word;
        if (i) compiler_push_z(c, except ? c->rules->except_word : words[s->op]);
        bool limited =
            e->kind == SQL_COMPOUND ||
            (e->kind == SQL_SELECT && (e->as.select->limit || e->as.select->order_by.len));
        if (!(limited ? compiler_query(c, e) : compiler_expr(c, e))) return false;
    }
    c->named_columns = false;
    if (!push_by(c, " ORDER BY ", &s->order_by)) return false;
    return !(s->limit || s->offset) || c->rules->limit(c, s->limit, s->offset);
}

bool compiler_select(Compiler *c, const SqlExpr *e)
{
    size_t at = c->sql.len, ctes = c->ctes.len;
    bool top = c->scope == NULL && c->depth <= 1;
    if (e->kind == SQL_TEXTUAL_SELECT) {
        SqlExpr text = *e;
        text.kind = SQL_TEXT;
        return compiler_expr(c, &text);
    }
    if (e->kind == SQL_SELECT)
        for (size_t i = 0; i < e->as.select->ctes.len; i++)
            VEC_PUSH(c->a, &c->ctes, e->as.select->ctes.items[i]);
    if (!(e->kind == SQL_SELECT ? select_one(c, e->as.select) : compound(c, e->as.compound)))
        return false;
    return !top || compiler_with(c, at, ctes);
}

bool compiler_query(Compiler *c, const SqlExpr *e)
{
    compiler_push_z(c, "(");
    return compiler_expr(c, e) && compiler_push_z(c, ")");
}
