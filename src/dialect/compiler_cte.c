/* WITH: common table expressions. */
#include "dialect/columns.h"
#include "dialect/compiler.h"

static const SqlFrom *root_of(const SqlFrom *f)
{
    while (f->restates) f = f->restates;
    return f;
}

Str compiler_alias_name(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    if (!str_is_null(f->alias)) return f->alias;
    const SqlExpr *element = f->element;
    Str base = STR("anon");
    if (e->kind == SQL_ALIAS && element && element->kind == SQL_TABLE)
        base = element->as.from->table ? element->as.from->table->name.text : element->as.from->name;
    bool named = element && (element->kind == SQL_ALIAS || element->kind == SQL_CTE);
    if (e->kind == SQL_ALIAS && named && !str_is_null(element->as.from->alias))
        base = element->as.from->alias;
    if (element && element->kind == SQL_FUNCTION) base = element->as.function.name;
    return compiler_anon_name(c, root_of(f), compiler_plain_name(c, base));
}

/* A recursive CTE names its columns: tree(id, parent). */
static bool push_names(Compiler *c, const SqlFrom *f)
{
    SqlExprVec columns = {0};
    columns_of_query(c->a, f->element, &columns);
    ColumnLabelVec labels = columns_label(c->a, &columns, true);
    bool first = true;
    for (size_t i = 0; i < labels.len; i++) {
        const ColumnLabel *l = &labels.items[i];
        if (l->repeated) continue;
        if (str_is_null(l->fallback) && !l->fallback_anon)
            return compiler_fail(c, "a recursive CTE needs a name for each of its columns");
        Str name = l->fallback_anon ? compiler_anon_name(c, l->fallback_anon,
                                                         columns_anon_base(l->fallback_anon))
                                    : l->fallback;
        compiler_push_z(c, first ? "(" : ", ");
        first = false;
        compiler_name(c, name);
    }
    return first || compiler_push_z(c, ")");
}

/* The text of a CTE, apart from what is being written. */
static bool compile(Compiler *c, const SqlExpr *e, Str *text)
{
    const SqlFrom *f = e->as.from;
    StrBuf outer = c->sql;
    bool named = c->named_columns, lateral = c->lateral;
    c->sql = (StrBuf){0};
    c->named_columns = true;
    c->lateral = false;
    compiler_name(c, compiler_alias_name(c, e));
    c->cte_recursive = c->cte_recursive || f->recursive;
    bool ok = !f->recursive || push_names(c, f);
    c->named_columns = true;
    ok = ok && compiler_push_z(c, " AS \n(") && compiler_expr(c, f->element) && compiler_push_z(c, ")");
    *text = compiler_take(c);
    strbuf_deinit(&c->sql);
    c->sql = outer;
    c->named_columns = named;
    c->lateral = lateral;
    return ok;
}

static bool is_same(const SqlFrom *a, const SqlFrom *b)
{
    return a == b || a->restates == b || b->restates == a;
}

/* A CTE that is met again, or under the name of another. */
static bool known(Compiler *c, const SqlExpr *e, bool *found)
{
    const SqlFrom *f = e->as.from;
    Str name = compiler_alias_name(c, e);
    *found = false;
    for (size_t i = 0; i < c->ctes.len; i++) {
        const SqlFrom *old = c->ctes.items[i].from;
        const SqlExpr of = {.kind = SQL_CTE, .as.from = (SqlFrom *)old};
        if (!str_eq(compiler_alias_name(c, &of), name)) continue;
        if (!is_same(old, f))
            return compiler_fail(c, "Multiple, unrelated CTEs found with the same name: '%.*s'",
                                 STR_ARG(name));
        *found = f->restates != old;
        if (*found) return true;
        /* union() was called on what has been written: the whole takes its place. */
        for (size_t k = 0; k < c->cte_texts.len; k++)
            if (c->cte_texts.items[k].from == old) VEC_REMOVE(&c->cte_texts, k);
        VEC_REMOVE(&c->ctes, i);
        return true;
    }
    return true;
}

static bool meet(Compiler *c, const SqlExpr *e)
{
    bool found;
    Str text;
    if (!known(c, e, &found)) return false;
    if (found) return true;
    if (++c->depth > COMPILER_MAX_DEPTH) return compiler_fail(c, "expression is nested too deeply");
    VEC_PUSH(c->a, &c->ctes, (Cte){.from = e->as.from});
    bool ok = compile(c, e, &text);
    c->depth--;
    VEC_PUSH(c->a, &c->cte_texts, ((Cte){e->as.from, text}));
    return ok;
}

bool compiler_cte(Compiler *c, const SqlExpr *e)
{
    return meet(c, e) && compiler_name(c, compiler_alias_name(c, e));
}

bool compiler_own_ctes(Compiler *c, const SqlExprVec *ctes)
{
    for (size_t i = 0; i < ctes->len; i++)
        if (!meet(c, ctes->items[i])) return false;
    return true;
}

bool compiler_with(Compiler *c, size_t at, size_t first_cte)
{
    if (c->cte_texts.len <= first_cte) return true;
    Str body = arena_str(c->a, str_slice(strbuf_view(&c->sql), at, c->sql.len));
    strbuf_truncate(&c->sql, at);
    compiler_push_z(c, c->cte_recursive && !c->rules->no_recursive ? "WITH RECURSIVE " : "WITH ");
    for (size_t i = first_cte; i < c->cte_texts.len; i++) {
        if (i > first_cte) compiler_push_z(c, ", \n");
        compiler_push(c, c->cte_texts.items[i].text);
    }
    c->cte_texts.len = first_cte;
    compiler_push_z(c, "\n ");
    return compiler_push(c, body);
}
