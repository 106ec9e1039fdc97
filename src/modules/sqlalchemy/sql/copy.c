/* Deep copies of expressions and statements, for trees that outlive the Python object they came
 * from. Columns, tables and types are shared: they live as long as the evaluator. */
#include "modules/sqlalchemy/sql/element.h"
#include "sql/statement.h"

static void copy_vec(Arena *a, SqlExprVec *v)
{
    SqlExprVec out = {0};
    for (size_t i = 0; i < v->len; i++) VEC_PUSH(a, &out, element_copy(v->items[i], a));
    *v = out;
}

static void copy_strs(Arena *a, StrVec *v)
{
    StrVec out = {0};
    for (size_t i = 0; i < v->len; i++) VEC_PUSH(a, &out, arena_str(a, v->items[i]));
    *v = out;
}

static void copy_str(Arena *a, Str *s)
{
    if (!str_is_null(*s)) *s = arena_str(a, *s);
}

static void copy_expr(Arena *a, SqlExpr **e)
{
    if (*e) *e = element_copy(*e, a);
}

static void copy_value(Arena *a, SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL:
    case SQL_VALUE_STR:
    case SQL_VALUE_BYTES:
    case SQL_VALUE_DATE:
    case SQL_VALUE_TIME:
    case SQL_VALUE_DATETIME:
    case SQL_VALUE_UUID: copy_str(a, &v->as.text); break;
    case SQL_VALUE_LIST:
    case SQL_VALUE_DICT: {
        SqlValue *items = ARENA_ARRAY(a, SqlValue, v->as.list.len);
        for (size_t i = 0; i < v->as.list.len; i++) {
            items[i] = v->as.list.items[i];
            copy_value(a, &items[i]);
        }
        v->as.list.items = items;
        break;
    }
    case SQL_VALUE_EXPR: v->as.expr = element_copy(v->as.expr, a); break;
    default: break;
    }
}

static void copy_assignments(Arena *a, SqlAssignmentVec *v)
{
    SqlAssignmentVec out = {0};
    for (size_t i = 0; i < v->len; i++) {
        SqlAssignment s = v->items[i];
        copy_str(a, &s.column);
        copy_expr(a, &s.target);
        copy_expr(a, &s.value);
        VEC_PUSH(a, &out, s);
    }
    *v = out;
}

static SqlFrom *copy_from(Arena *a, const SqlFrom *from)
{
    SqlFrom *f = ARENA_NEW(a, SqlFrom);
    *f = *from;
    copy_str(a, &f->name);
    copy_str(a, &f->schema);
    copy_str(a, &f->alias);
    copy_strs(a, &f->column_names);
    copy_vec(a, &f->rows);
    copy_expr(a, &f->element);
    copy_expr(a, &f->sampling);
    copy_expr(a, &f->seed);
    copy_expr(a, &f->left);
    copy_expr(a, &f->right);
    copy_expr(a, &f->onclause);
    /* Columns point back to their holder: only their names are taken over. */
    SqlExprVec columns = {0};
    for (size_t i = 0; i < from->columns.len; i++) {
        SqlExpr *c = ARENA_NEW(a, SqlExpr);
        *c = *from->columns.items[i];
        if (c->kind == SQL_COLUMN) {
            copy_str(a, &c->as.column.name);
            c->as.column.from = NULL;
        }
        VEC_PUSH(a, &columns, c);
    }
    f->columns = columns;
    return f;
}

static SqlSelect *copy_select(Arena *a, const SqlSelect *from)
{
    SqlSelect *s = ARENA_NEW(a, SqlSelect);
    *s = *from;
    SqlExprVec *vecs[] = {&s->columns, &s->froms,    &s->where,       &s->group_by,
                          &s->having,  &s->order_by, &s->distinct_on, &s->for_update.of,
                          &s->ctes,    &s->correlate};
    for (size_t i = 0; i < sizeof vecs / sizeof *vecs; i++) copy_vec(a, vecs[i]);
    copy_expr(a, &s->limit);
    copy_expr(a, &s->offset);
    copy_expr(a, &s->fetch);
    copy_strs(a, &s->prefixes);
    copy_strs(a, &s->suffixes);
    return s;
}

static SqlInsert *copy_insert(Arena *a, const SqlInsert *from)
{
    SqlInsert *s = ARENA_NEW(a, SqlInsert);
    *s = *from;
    copy_expr(a, &s->table);
    copy_assignments(a, &s->values);
    s->rows.items = NULL;
    s->rows.len = s->rows.cap = 0;
    for (size_t i = 0; i < from->rows.len; i++) {
        SqlAssignmentVec row = from->rows.items[i];
        copy_assignments(a, &row);
        VEC_PUSH(a, &s->rows, row);
    }
    copy_strs(a, &s->from_columns);
    copy_expr(a, &s->from_select);
    copy_vec(a, &s->returning);
    copy_vec(a, &s->ctes);
    copy_strs(a, &s->prefixes);
    copy_str(a, &s->on_conflict.constraint);
    copy_vec(a, &s->on_conflict.index_elements);
    copy_expr(a, &s->on_conflict.index_where);
    copy_assignments(a, &s->on_conflict.set);
    copy_expr(a, &s->on_conflict.where);
    return s;
}

static SqlUpdate *copy_update(Arena *a, const SqlUpdate *from)
{
    SqlUpdate *s = ARENA_NEW(a, SqlUpdate);
    *s = *from;
    copy_expr(a, &s->table);
    copy_assignments(a, &s->values);
    copy_vec(a, &s->where);
    copy_vec(a, &s->returning);
    copy_vec(a, &s->ctes);
    copy_strs(a, &s->prefixes);
    return s;
}

static SqlDelete *copy_delete(Arena *a, const SqlDelete *from)
{
    SqlDelete *s = ARENA_NEW(a, SqlDelete);
    *s = *from;
    copy_expr(a, &s->table);
    copy_vec(a, &s->where);
    copy_vec(a, &s->returning);
    copy_vec(a, &s->ctes);
    copy_strs(a, &s->prefixes);
    return s;
}

static SqlCompound *copy_compound(Arena *a, const SqlCompound *from)
{
    SqlCompound *s = ARENA_NEW(a, SqlCompound);
    *s = *from;
    copy_vec(a, &s->selects);
    copy_vec(a, &s->order_by);
    copy_expr(a, &s->limit);
    copy_expr(a, &s->offset);
    copy_vec(a, &s->for_update.of);
    return s;
}

static void copy_statement(Arena *a, SqlExpr *e)
{
    switch (e->kind) {
    case SQL_TABLE:
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: e->as.from = copy_from(a, e->as.from); break;
    case SQL_SELECT: e->as.select = copy_select(a, e->as.select); break;
    case SQL_COMPOUND: e->as.compound = copy_compound(a, e->as.compound); break;
    case SQL_INSERT: e->as.insert = copy_insert(a, e->as.insert); break;
    case SQL_UPDATE: e->as.update = copy_update(a, e->as.update); break;
    case SQL_DELETE: e->as.delete_ = copy_delete(a, e->as.delete_); break;
    default: break;
    }
}

SqlExpr *element_copy(const SqlExpr *from, Arena *a)
{
    SqlExpr *e = ARENA_NEW(a, SqlExpr);
    *e = *from;
    switch (e->kind) {
    case SQL_TEXT:
        copy_str(a, &e->as.text.text);
        copy_vec(a, &e->as.text.binds);
        break;
    case SQL_LITERAL_COLUMN: copy_str(a, &e->as.literal_column.text); break;
    case SQL_COLUMN:
        copy_str(a, &e->as.column.name);
        copy_expr(a, &e->as.column.from);
        break;
    case SQL_BIND:
        copy_str(a, &e->as.bind.key);
        copy_value(a, &e->as.bind.value);
        break;
    case SQL_FUNCTION:
        copy_str(a, &e->as.function.name);
        copy_strs(a, &e->as.function.packages);
        copy_vec(a, &e->as.function.args);
        break;
    case SQL_BINARY:
        copy_str(a, &e->as.binary.custom);
        copy_expr(a, &e->as.binary.left);
        copy_expr(a, &e->as.binary.right);
        copy_expr(a, &e->as.binary.escape);
        break;
    case SQL_UNARY:
        copy_str(a, &e->as.unary.custom);
        copy_expr(a, &e->as.unary.operand);
        break;
    case SQL_LIST: copy_vec(a, &e->as.list.items); break;
    case SQL_GROUPING: copy_expr(a, &e->as.grouping.inner); break;
    case SQL_CAST: copy_expr(a, &e->as.cast.inner); break;
    case SQL_TYPE_COERCE: copy_expr(a, &e->as.type_coerce.inner); break;
    case SQL_CASE:
        copy_expr(a, &e->as.cases.subject);
        copy_vec(a, &e->as.cases.whens);
        copy_vec(a, &e->as.cases.thens);
        copy_expr(a, &e->as.cases.otherwise);
        break;
    case SQL_LABEL:
        copy_expr(a, &e->as.label.inner);
        copy_str(a, &e->as.label.name);
        break;
    case SQL_COLLATE:
        copy_expr(a, &e->as.collate.inner);
        copy_str(a, &e->as.collate.collation);
        break;
    case SQL_EXTRACT:
        copy_str(a, &e->as.extract.field);
        copy_expr(a, &e->as.extract.inner);
        break;
    case SQL_OVER:
        copy_expr(a, &e->as.over.inner);
        copy_vec(a, &e->as.over.partition_by);
        copy_vec(a, &e->as.over.order_by);
        break;
    case SQL_FILTER:
        copy_expr(a, &e->as.filter.inner);
        copy_expr(a, &e->as.filter.criterion);
        break;
    case SQL_WITHIN_GROUP:
        copy_expr(a, &e->as.within_group.inner);
        copy_vec(a, &e->as.within_group.order_by);
        break;
    case SQL_EXISTS: copy_expr(a, &e->as.exists.query); break;
    case SQL_SUBQUERY_EXPR: copy_expr(a, &e->as.subquery.query); break;
    case SQL_TEXTUAL_SELECT: break;
    default: copy_statement(a, e); break;
    }
    return e;
}
