/* Deep copies of expressions and statements, for trees that outlive the Python object they came
 * from. Columns, tables and types are shared: they live as long as the evaluator. */
#include "dialect/compiler.h"
#include "modules/sqlalchemy/sql/element.h"
#include "sql/statement.h"

/* The compiler refuses what is nested more than COMPILER_MAX_DEPTH deep; one of its levels is at
 * most four here. What lies deeper is never printed. */
enum { COPY_MAX_DEPTH = 4 * COMPILER_MAX_DEPTH };

/* What was copied already: nodes are shared, and a FROM element is the same one wherever a column
 * names it. Plain values are left out, which a statement may have thousands of. */
typedef struct Copy {
    Arena *a;
    Map made; /* by address */
    int depth;
    ElementReplace replace; /* NULL = nothing is replaced */
    void *user;
} Copy;

static SqlExpr *copy(Copy *k, const SqlExpr *from);

static Str address(const void *const *p) { return (Str){(const char *)p, sizeof *p}; }

static void remember(Copy *k, const void *of, void *made)
{
    map_put(&k->made, k->a, arena_str(k->a, address(&of)), made);
}

static void copy_vec(Copy *k, SqlExprVec *v)
{
    SqlExprVec out = {0};
    for (size_t i = 0; i < v->len; i++) VEC_PUSH(k->a, &out, copy(k, v->items[i]));
    *v = out;
}

static void copy_strs(Copy *k, StrVec *v)
{
    StrVec out = {0};
    for (size_t i = 0; i < v->len; i++) VEC_PUSH(k->a, &out, arena_str(k->a, v->items[i]));
    *v = out;
}

static void copy_str(Copy *k, Str *s)
{
    if (!str_is_null(*s)) *s = arena_str(k->a, *s);
}

static void copy_expr(Copy *k, SqlExpr **e)
{
    if (*e) *e = copy(k, *e);
}

static void copy_value(Copy *k, SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL:
    case SQL_VALUE_STR:
    case SQL_VALUE_BYTES:
    case SQL_VALUE_DATE:
    case SQL_VALUE_TIME:
    case SQL_VALUE_DATETIME:
    case SQL_VALUE_RANGE:
    case SQL_VALUE_UUID: copy_str(k, &v->as.text); break;
    case SQL_VALUE_LIST:
    case SQL_VALUE_DICT: {
        SqlValue *items = ARENA_ARRAY(k->a, SqlValue, v->as.list.len);
        for (size_t i = 0; i < v->as.list.len; i++) {
            items[i] = v->as.list.items[i];
            copy_value(k, &items[i]);
        }
        v->as.list.items = items;
        break;
    }
    case SQL_VALUE_EXPR: v->as.expr = copy(k, v->as.expr); break;
    default: break;
    }
}

static void copy_affixes(Copy *k, SqlAffixVec *v)
{
    SqlAffixVec out = {0};
    for (size_t i = 0; i < v->len; i++) {
        SqlAffix affix = {copy(k, v->items[i].text), arena_str(k->a, v->items[i].dialect)};
        VEC_PUSH(k->a, &out, affix);
    }
    *v = out;
}

static void copy_hints(Copy *k, SqlHintVec *v)
{
    SqlHintVec out = {0};
    for (size_t i = 0; i < v->len; i++) {
        SqlHint hint = v->items[i];
        copy_expr(k, &hint.from);
        copy_str(k, &hint.text);
        copy_str(k, &hint.dialect);
        VEC_PUSH(k->a, &out, hint);
    }
    *v = out;
}

static void copy_ctes(Copy *k, SqlOwnCteVec *v)
{
    SqlOwnCteVec out = {0};
    for (size_t i = 0; i < v->len; i++) {
        SqlOwnCte own = v->items[i];
        copy_expr(k, &own.cte);
        VEC_PUSH(k->a, &out, own);
    }
    *v = out;
}

static void copy_assignments(Copy *k, SqlAssignmentVec *v)
{
    SqlAssignmentVec out = {0};
    for (size_t i = 0; i < v->len; i++) {
        SqlAssignment s = v->items[i];
        copy_str(k, &s.column);
        copy_expr(k, &s.target);
        copy_expr(k, &s.of);
        copy_expr(k, &s.value);
        VEC_PUSH(k->a, &out, s);
    }
    *v = out;
}

static SqlFrom *copy_from(Copy *k, const SqlFrom *from)
{
    const void *of = from;
    if (!from) return NULL;
    SqlFrom *f = map_find(&k->made, address(&of));
    if (f) return f;
    f = ARENA_NEW(k->a, SqlFrom);
    *f = *from;
    remember(k, from, f);
    copy_str(k, &f->name);
    copy_str(k, &f->schema);
    copy_str(k, &f->alias);
    copy_vec(k, &f->rows);
    copy_expr(k, &f->element);
    copy_expr(k, &f->sampling);
    copy_expr(k, &f->seed);
    copy_expr(k, &f->left);
    copy_expr(k, &f->right);
    copy_expr(k, &f->onclause);
    copy_vec(k, &f->columns);
    f->restates = copy_from(k, f->restates);
    copy_affixes(k, &f->prefixes);
    copy_affixes(k, &f->suffixes);
    return f;
}

static SqlSelect *copy_select(Copy *k, const SqlSelect *from)
{
    SqlSelect *s = ARENA_NEW(k->a, SqlSelect);
    *s = *from;
    SqlExprVec *vecs[] = {&s->columns,   &s->froms,           &s->where,       &s->group_by,
                          &s->having,    &s->order_by,        &s->distinct_on, &s->for_update.of,
                          &s->correlate, &s->correlate_except};
    for (size_t i = 0; i < sizeof vecs / sizeof *vecs; i++) copy_vec(k, vecs[i]);
    copy_expr(k, &s->limit);
    copy_expr(k, &s->offset);
    copy_expr(k, &s->fetch);
    copy_ctes(k, &s->ctes);
    copy_affixes(k, &s->prefixes);
    copy_hints(k, &s->hints);
    copy_affixes(k, &s->suffixes);
    copy_affixes(k, &s->statement_hints);
    return s;
}

static SqlInsert *copy_insert(Copy *k, const SqlInsert *from)
{
    SqlInsert *s = ARENA_NEW(k->a, SqlInsert);
    *s = *from;
    copy_expr(k, &s->table);
    copy_assignments(k, &s->values);
    s->rows.items = NULL;
    s->rows.len = s->rows.cap = 0;
    for (size_t i = 0; i < from->rows.len; i++) {
        SqlAssignmentVec row = from->rows.items[i];
        copy_assignments(k, &row);
        VEC_PUSH(k->a, &s->rows, row);
    }
    copy_strs(k, &s->from_columns);
    copy_expr(k, &s->from_select);
    copy_vec(k, &s->returning);
    copy_vec(k, &s->defaults.columns);
    copy_vec(k, &s->defaults.supplemental);
    copy_ctes(k, &s->ctes);
    copy_affixes(k, &s->prefixes);
    copy_hints(k, &s->hints);
    copy_str(k, &s->on_conflict.constraint);
    copy_vec(k, &s->on_conflict.index_elements);
    copy_expr(k, &s->on_conflict.index_where);
    copy_assignments(k, &s->on_conflict.set);
    copy_expr(k, &s->on_conflict.where);
    return s;
}

static SqlUpdate *copy_update(Copy *k, const SqlUpdate *from)
{
    SqlUpdate *s = ARENA_NEW(k->a, SqlUpdate);
    *s = *from;
    copy_expr(k, &s->table);
    copy_assignments(k, &s->values);
    copy_vec(k, &s->where);
    copy_vec(k, &s->returning);
    copy_vec(k, &s->defaults.columns);
    copy_vec(k, &s->defaults.supplemental);
    copy_ctes(k, &s->ctes);
    copy_affixes(k, &s->prefixes);
    copy_hints(k, &s->hints);
    copy_expr(k, &s->limits[0]);
    copy_expr(k, &s->limits[1]);
    return s;
}

static SqlDelete *copy_delete(Copy *k, const SqlDelete *from)
{
    SqlDelete *s = ARENA_NEW(k->a, SqlDelete);
    *s = *from;
    copy_expr(k, &s->table);
    copy_vec(k, &s->where);
    copy_vec(k, &s->returning);
    copy_vec(k, &s->defaults.columns);
    copy_vec(k, &s->defaults.supplemental);
    copy_ctes(k, &s->ctes);
    copy_affixes(k, &s->prefixes);
    copy_hints(k, &s->hints);
    copy_expr(k, &s->limits[0]);
    copy_expr(k, &s->limits[1]);
    return s;
}

static SqlCompound *copy_compound(Copy *k, const SqlCompound *from)
{
    SqlCompound *s = ARENA_NEW(k->a, SqlCompound);
    *s = *from;
    copy_vec(k, &s->selects);
    copy_vec(k, &s->order_by);
    copy_expr(k, &s->limit);
    copy_expr(k, &s->offset);
    copy_expr(k, &s->fetch);
    copy_vec(k, &s->group_by);
    copy_ctes(k, &s->ctes);
    copy_vec(k, &s->for_update.of);
    return s;
}

static void copy_statement(Copy *k, SqlExpr *e)
{
    switch (e->kind) {
    case SQL_TABLE:
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: e->as.from = copy_from(k, e->as.from); break;
    case SQL_SELECT: e->as.select = copy_select(k, e->as.select); break;
    case SQL_COMPOUND: e->as.compound = copy_compound(k, e->as.compound); break;
    case SQL_INSERT: e->as.insert = copy_insert(k, e->as.insert); break;
    case SQL_UPDATE: e->as.update = copy_update(k, e->as.update); break;
    case SQL_DELETE: e->as.delete_ = copy_delete(k, e->as.delete_); break;
    default: break;
    }
}

static const SqlWords *copy_words(Copy *k, const SqlWords *from)
{
    SqlWords *w = ARENA_NEW(k->a, SqlWords);
    *w = *from;
    copy_str(k, &w->base);
    if (w->prefix) w->prefix = copy(k, w->prefix);
    if (w->stem) w->stem = copy(k, w->stem);
    return w;
}

static SqlExpr *copy(Copy *k, const SqlExpr *from)
{
    const void *of = from;
    SqlExpr *e = from->kind == SQL_BIND ? NULL : map_find(&k->made, address(&of));
    if (e) return e;
    if (k->depth >= COPY_MAX_DEPTH) return sql_expr_new(k->a, SQL_NULL, NULL);
    e = k->replace ? k->replace(from, k->a, k->user) : NULL;
    if (e) return e;
    if (k->replace && from->kind == SQL_TABLE) return (SqlExpr *)from;
    k->depth++;
    e = ARENA_NEW(k->a, SqlExpr);
    *e = *from;
    if (from->kind != SQL_BIND) remember(k, from, e);
    switch (e->kind) {
    case SQL_TEXT:
        copy_str(k, &e->as.text.text);
        copy_vec(k, &e->as.text.binds);
        break;
    case SQL_LITERAL_COLUMN: copy_str(k, &e->as.literal_column.text); break;
    case SQL_COLUMN:
        copy_str(k, &e->as.column.name);
        copy_expr(k, &e->as.column.from);
        if (e->as.column.call) e->as.column.call = copy(k, e->as.column.call);
        if (e->as.column.anon) e->as.column.anon = copy(k, e->as.column.anon);
        if (e->as.column.words) e->as.column.words = copy_words(k, e->as.column.words);
        break;
    case SQL_BIND:
        copy_str(k, &e->as.bind.key);
        copy_value(k, &e->as.bind.value);
        break;
    case SQL_FUNCTION:
        copy_str(k, &e->as.function.name);
        copy_strs(k, &e->as.function.packages);
        copy_vec(k, &e->as.function.args);
        break;
    case SQL_BINARY:
        copy_str(k, &e->as.binary.custom);
        copy_expr(k, &e->as.binary.left);
        copy_expr(k, &e->as.binary.right);
        copy_expr(k, &e->as.binary.escape);
        copy_str(k, &e->as.binary.flags);
        copy_str(k, &e->as.binary.config);
        break;
    case SQL_UNARY:
        copy_str(k, &e->as.unary.custom);
        copy_expr(k, &e->as.unary.operand);
        break;
    case SQL_LIST: copy_vec(k, &e->as.list.items); break;
    case SQL_GROUPING: copy_expr(k, &e->as.grouping.inner); break;
    case SQL_CAST: copy_expr(k, &e->as.cast.inner); break;
    case SQL_TYPE_COERCE: copy_expr(k, &e->as.type_coerce.inner); break;
    case SQL_CASE:
        copy_expr(k, &e->as.cases.subject);
        copy_vec(k, &e->as.cases.whens);
        copy_vec(k, &e->as.cases.thens);
        copy_expr(k, &e->as.cases.otherwise);
        break;
    case SQL_LABEL:
        copy_expr(k, &e->as.label.inner);
        copy_str(k, &e->as.label.name);
        break;
    case SQL_COLLATE:
        copy_expr(k, &e->as.collate.inner);
        copy_str(k, &e->as.collate.collation);
        break;
    case SQL_SLICE:
        copy_expr(k, &e->as.slice.start);
        copy_expr(k, &e->as.slice.stop);
        break;
    case SQL_EXTRACT:
        copy_str(k, &e->as.extract.field);
        copy_expr(k, &e->as.extract.inner);
        break;
    case SQL_OVER:
        copy_expr(k, &e->as.over.inner);
        copy_vec(k, &e->as.over.partition_by);
        copy_vec(k, &e->as.over.order_by);
        break;
    case SQL_FILTER:
        copy_expr(k, &e->as.filter.inner);
        copy_expr(k, &e->as.filter.criterion);
        break;
    case SQL_WITHIN_GROUP:
        copy_expr(k, &e->as.within_group.inner);
        copy_vec(k, &e->as.within_group.order_by);
        break;
    case SQL_EXISTS: copy_expr(k, &e->as.exists.query); break;
    case SQL_SUBQUERY_EXPR: copy_expr(k, &e->as.subquery.query); break;
    case SQL_TEXTUAL_SELECT:
        copy_str(k, &e->as.text.text);
        copy_vec(k, &e->as.text.binds);
        copy_vec(k, &e->as.text.columns);
        copy_vec(k, &e->as.text.ctes);
        break;
    default: copy_statement(k, e); break;
    }
    k->depth--;
    return e;
}

SqlExpr *element_copy_with(const SqlExpr *from, Arena *out, ElementReplace replace, void *user)
{
    Copy k = {.a = out, .replace = replace, .user = user};
    return copy(&k, from);
}

SqlExpr *element_copy(const SqlExpr *from, Arena *out)
{
    Copy k = {.a = out};
    return copy(&k, from);
}
