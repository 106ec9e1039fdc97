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
    if (!str_is_null(f->alias))
        return f->is_cut ? compiler_cut_name(c, COMPILER_NAME_ALIAS, f->alias) : f->alias;
    const SqlExpr *element = f->element;
    Str base = STR("anon");
    if (e->kind == SQL_ALIAS && element && element->kind == SQL_TABLE)
        base =
            element->as.from->table ? element->as.from->table->name.text : element->as.from->name;
    bool named = element && element->kind == SQL_ALIAS;
    if (e->kind == SQL_ALIAS && named && !str_is_null(element->as.from->alias))
        base = element->as.from->alias;
    if (element && element->kind == SQL_VALUES && !str_is_null(element->as.from->alias))
        base = element->as.from->alias;
    if (!str_is_null(f->base)) base = f->base;
    AnonName key = {.of = root_of(f), .base = compiler_plain_name(c, base)};
    return compiler_anon_name(c, COMPILER_NAME_ALIAS, &key);
}

bool compiler_alias(Compiler *c, const SqlExpr *e)
{
    return compiler_wished_name(c, compiler_alias_name(c, e), e->as.from->quote);
}

/* A recursive CTE names its columns: tree(id, parent). */
static bool push_names(Compiler *c, const SqlFrom *f)
{
    SqlExprVec columns = {0};
    if (columns_is_from(f->element))
        columns_of_from(c->a, f->element, &columns);
    else
        columns_of_query(c->a, f->element, &columns);
    ColumnLabelVec labels = columns_label(c->a, &columns, true, columns_style(f->element, true));
    bool first = true;
    for (size_t i = 0; i < labels.len; i++) {
        const ColumnLabel *l = &labels.items[i];
        if (l->repeated) continue;
        ColumnName name = l->fallback;
        if (!columns_is_name(&name) && !columns_own_name(l->expr, &name))
            return compiler_fail(c, "a recursive CTE needs a name for each of its columns");
        compiler_push_z(c, first ? "(" : ", ");
        first = false;
        compiler_wished_name(c, compiler_column_label(c, &name), name.of ? 0 : name.quote);
    }
    return first || compiler_push_z(c, ")");
}

/* The text of a CTE, apart from what is being written. */
static bool compile(Compiler *c, const SqlExpr *e, Str *text)
{
    const SqlFrom *f = e->as.from;
    StrBuf outer = c->sql;
    bool named = c->named_columns, lateral = c->lateral, unlike = c->unlike_names;
    c->sql = (StrBuf){0};
    c->named_columns = true;
    c->unlike_names = c->lateral = false;
    compiler_alias(c, e);
    bool rows = f->element->kind == SQL_VALUES;
    bool ok = (!f->recursive && !rows) || push_names(c, f);
    c->named_columns = true;
    ok = ok && compiler_push_z(c, " AS ") && compiler_prefixes(c, &f->prefixes) &&
         compiler_push_z(c, "\n");
    if (ok && rows)
        ok = compiler_value_rows(c, f->element->as.from);
    else
        ok = ok && compiler_push_z(c, "(") && compiler_expr(c, f->element) &&
             compiler_push_z(c, ")");
    ok = ok && compiler_suffixes(c, &f->suffixes);
    *text = compiler_take(c);
    strbuf_deinit(&c->sql);
    c->sql = outer;
    c->named_columns = named;
    c->unlike_names = unlike;
    c->lateral = lateral;
    return ok;
}

size_t compiler_level(const Compiler *c)
{
    size_t n = 0;
    for (const FromScope *s = c->scope; s; s = s->outer) n++;
    return n;
}

static const SqlFrom *reference(const SqlFrom *f) { return f->restates ? f->restates : f; }

static void forget_text(Compiler *c, const SqlFrom *f)
{
    for (size_t i = c->cte_texts.len; i-- > 0;)
        if (c->cte_texts.items[i].from == f) VEC_REMOVE(&c->cte_texts, i);
}

/* Where a CTE that is met now stands among those that were met: the one that it refers to, else one
 * of its name on its level; SIZE_MAX = nowhere. *cte gets its level. */
static bool place_of(Compiler *c, Cte *cte, size_t *at)
{
    size_t level = cte->nests ? compiler_level(c) : 1;
    *at = SIZE_MAX;
    for (size_t i = 0; i < c->ctes.len; i++) {
        Cte *old = &c->ctes.items[i];
        if (reference(old->from) != reference(cte->from)) continue;
        if (cte->nest_here && old->nest_here)
            return compiler_fail(c, "CTE is stated as 'nest_here' in more than one location");
        if (cte->nest_here) old->level = level, old->nest_here = old->nests = true;
        *at = i;
        *cte = (Cte){cte->from, cte->name, old->level, old->nests, old->nest_here, STR_NULL};
        return true;
    }
    cte->level = level;
    for (size_t i = 0; i < c->ctes.len; i++)
        if (c->ctes.items[i].level == level && str_eq(c->ctes.items[i].name, cte->name)) *at = i;
    return true;
}

/* A CTE that is met again, or under the name of another. */
static bool known(Compiler *c, Cte *cte, bool *found)
{
    size_t at;
    *found = false;
    if (!place_of(c, cte, &at)) return false;
    if (at == SIZE_MAX) return true;
    const SqlFrom *old = c->ctes.items[at].from;
    *found = old == cte->from || old->restates == cte->from;
    if (*found) return true;
    if (cte->from->restates != old)
        return compiler_fail(c, "Multiple, unrelated CTEs found with the same name: '%.*s'",
                             STR_ARG(cte->name));
    /* union() was called on what has been written: the whole takes its place. */
    forget_text(c, old);
    VEC_REMOVE(&c->ctes, at);
    return true;
}

static bool meet(Compiler *c, const SqlExpr *e, bool nest_here)
{
    bool found;
    Cte cte = {.from = e->as.from, .name = compiler_alias_name(c, e), .nest_here = nest_here};
    cte.nests = nest_here || e->as.from->nesting;
    if (!known(c, &cte, &found)) return false;
    if (found) return true;
    if (++c->depth > COMPILER_MAX_DEPTH) return compiler_fail(c, "expression is nested too deeply");
    VEC_PUSH(c->a, &c->ctes, cte);
    bool ok = compile(c, e, &cte.text);
    c->depth--;
    VEC_PUSH(c->a, &c->cte_texts, cte);
    return ok;
}

bool compiler_cte(Compiler *c, const SqlExpr *e)
{
    return meet(c, e, false) && compiler_alias(c, e);
}

bool compiler_own_ctes(Compiler *c, const SqlOwnCteVec *ctes)
{
    for (size_t i = 0; i < ctes->len; i++) {
        const SqlExpr *e = ctes->items[i].cte;
        while (e->kind == SQL_ALIAS) e = e->as.from->element;
        if (e->kind != SQL_CTE) return compiler_fail(c, "add_cte() takes CTEs");
        if (!meet(c, e, ctes->items[i].nest_here)) return false;
    }
    return true;
}

/* The level of a CTE may have changed since its text was made. */
static const Cte *met(const Compiler *c, const SqlFrom *f)
{
    for (size_t i = 0; i < c->ctes.len; i++)
        if (c->ctes.items[i].from == f) return &c->ctes.items[i];
    return NULL;
}

static bool stands_here(const Compiler *c, const Cte *cte, size_t level, bool parts)
{
    const Cte *now = met(c, cte->from);
    if (level <= 1 || !now) return level <= 1;
    return now->nests && (now->level == level || (parts && now->level == level + 1));
}

/* Those of an inner WITH are not known outside of it. */
static void forget(Compiler *c, const SqlFrom *f)
{
    for (size_t i = c->ctes.len; i-- > 0;)
        if (c->ctes.items[i].from == f) VEC_REMOVE(&c->ctes, i);
    forget_text(c, f);
}

bool compiler_with(Compiler *c, size_t at, size_t level, bool parts)
{
    bool recursive = false, first = true;
    StrBuf b = {0};
    for (size_t i = 0; i < c->cte_texts.len; i++) {
        const Cte *cte = &c->cte_texts.items[i];
        if (!stands_here(c, cte, level, parts)) continue;
        if (!first) strbuf_push_z(&b, ", \n");
        strbuf_push(&b, cte->text);
        recursive = recursive || cte->from->recursive;
        first = false;
    }
    if (first) return true;
    Str body = arena_str(c->a, str_slice(strbuf_view(&c->sql), at, c->sql.len));
    strbuf_truncate(&c->sql, at);
    compiler_push_z(c, recursive && !c->rules->no_recursive ? "WITH RECURSIVE " : "WITH ");
    compiler_push(c, strbuf_view(&b));
    strbuf_deinit(&b);
    if (level <= 1) c->cte_texts.len = 0;
    for (size_t i = c->cte_texts.len; i-- > 0;)
        if (stands_here(c, &c->cte_texts.items[i], level, parts))
            forget(c, c->cte_texts.items[i].from);
    return compiler_push_z(c, "\n ") && compiler_push(c, body);
}
