#include "engine/rebuild.h"

#include <string.h>

#include "dialect/sqlite/table_text.h"
#include "engine/rebuild_apply.h"
#include "engine/rebuild_declared.h"
#include "engine/rebuild_fresh.h"
#include "engine/rebuild_sqlite.h"

bool rebuild_emit(Rebuild *x, Op *op)
{
    op->pos = x->op->pos;
    return migrate_operation(x->m, op, x->err);
}

/* "t.c" as the new types, one after the other: not every database casts to the types that it has in
 * columns. */
static bool cast_column(Rebuild *x, const RebuildPart *p, Str column, Str *sql)
{
    SqlExpr *e = sql_expr_literal_column(x->a, column);
    for (size_t i = 0; i < p->casts.len; i++) {
        SqlExpr *cast = sql_expr_new(x->a, SQL_CAST, p->casts.items[i]);
        cast->as.cast.inner = e;
        e = cast;
    }
    return x->m->dialect->compile_expr(e, &x->m->compile, x->a, sql, NULL, x->err);
}

static bool says_conflict(Str definition)
{
    const Str word = STR("CONFLICT");
    for (size_t i = 0; i + word.len <= definition.len; i++)
        if (str_eq_nocase(str_slice(definition, i, i + word.len), word)) return true;
    return false;
}

/* A quoted name in a statement that is a format of the driver's. */
static Str in_format(const Rebuild *x, Str name)
{
    StrBuf b = {0};
    if (!x->m->compile.double_percent) return name;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '%') strbuf_push_char(&b, '%');
        strbuf_push_char(&b, name.ptr[i]);
    }
    return strbuf_finish(&b, x->a);
}

static bool copy_rows(Rebuild *x)
{
    const Dialect *d = x->m->dialect;
    Str from = in_format(x, dialect_quote_table(d, x->old->schema, x->old->name, x->a));
    Str to = in_format(x, dialect_quote_table(d, x->fresh->schema, x->fresh->name, x->a));
    StrBuf names = {0}, values = {0};
    Str rowid;
    bool ok = rebuild_sqlite_rowid(x, &rowid);
    if (ok && !str_is_null(rowid)) {
        strbuf_push(&names, rowid);
        strbuf_fmt(&values, "%.*s.%.*s", STR_ARG(from), STR_ARG(rowid));
    }
    for (size_t i = 0; ok && i < x->parts.len; i++) {
        RebuildPart *p = &x->parts.items[i];
        if (!p->copied) continue;
        if (names.len) {
            strbuf_push_z(&names, ", ");
            strbuf_push_z(&values, ", ");
        }
        Ident from_column = {.text = p->source, .quote = p->source_quote};
        Str source = in_format(x, dialect_quote(d, from_column, x->a)), sql;
        strbuf_push(&names, in_format(x, dialect_quote(d, p->column->name, x->a)));
        if (!p->casts.len) {
            strbuf_fmt(&values, "%.*s.%.*s", STR_ARG(from), STR_ARG(source));
            continue;
        }
        Str column = arena_fmt(x->a, "%.*s.%.*s", STR_ARG(from), STR_ARG(source));
        ok = cast_column(x, p, column, &sql);
        if (ok) strbuf_fmt(&values, "%.*s AS %.*s", STR_ARG(sql), STR_ARG(source));
    }
    /* What the table says of conflicts (ON CONFLICT IGNORE) is not for rows that were there. */
    bool decides = says_conflict(x->definition);
    Str sql = arena_fmt(x->a, "INSERT %sINTO %.*s (%.*s) SELECT %.*s \nFROM %.*s",
                        decides ? "OR ABORT " : "", STR_ARG(to), (int)names.len,
                        names.ptr ? names.ptr : "", (int)values.len, values.ptr ? values.ptr : "",
                        STR_ARG(from));
    strbuf_deinit(&names);
    strbuf_deinit(&values);
    return ok && migrate_statement(x->m, sql, x->err);
}

Op *rebuild_op(Rebuild *x, OpKind kind, const Table *t)
{
    return op_new(x->a, kind, t->schema, t->name);
}

static bool create_index(Rebuild *x, const Index *from)
{
    Index *i = index_new(x->a, from->name);
    *i = *from;
    i->expressions = (SqlExprVec){0};
    for (size_t k = 0; k < from->expressions.len; k++) {
        SqlExpr *e = from->expressions.items[k];
        RebuildPart *p = e->kind == SQL_COLUMN ? rebuild_table_find(x, e->as.column.name) : NULL;
        if (p) {
            e = sql_expr_column(x->a, p->column->name.text);
            e->as.column.column = p->column;
        }
        VEC_PUSH(x->a, &i->expressions, e);
    }
    i->table = x->fresh;
    Op *op = rebuild_op(x, OP_CREATE_INDEX, x->fresh);
    op->as.create_index.index = i;
    return rebuild_emit(x, op);
}

static bool is_kept(const Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->constraints.len; i++)
        if (str_eq(x->constraints.items[i]->name.text, name)) return true;
    /* The CHECK of a column's type takes the place of one of its name. */
    for (size_t i = 0; i < x->fresh->constraints.len; i++) {
        const Constraint *c = x->fresh->constraints.items[i];
        if (c->type_bound && str_eq(c->name.text, name)) return true;
    }
    return false;
}

/* PostgreSQL keeps names of constraints unique per table's indexes: the old ones go first. */
static bool free_names(Rebuild *x)
{
    if (strcmp(x->m->dialect->name, "postgresql") != 0) return true;
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        const Constraint *c = x->old->constraints.items[i];
        Ident name;
        if (!rebuild_table_name(x, c, &name)) return false;
        if (ident_is_null(name) || c->type_bound || !is_kept(x, name.text)) continue;
        Op *op = rebuild_op(x, OP_DROP_CONSTRAINT, x->old);
        op->as.drop_constraint.name = name;
        if (!rebuild_emit(x, op)) return false;
    }
    return true;
}

/* Whether an index is made again by its own statement: it says more than reflection knows. Not when
 * it has columns by names that are no more. */
static bool is_written(const Rebuild *x, Str name)
{
    bool follows = true;
    for (size_t i = 0; i < x->parts.len; i++) {
        const RebuildPart *p = &x->parts.items[i];
        follows &= !p->copied || str_eq_nocase(p->source, p->column->name.text);
    }
    for (size_t i = 0; i < x->indexes.len && !follows; i++)
        if (str_eq(x->indexes.items[i]->name.text, name)) return false;
    return !x->b->copy_from && vec_has_str(&x->index_names, name);
}

/* A quoted name that is no column would count as a string: the index would be there, and wrong. */
static bool check_index(Rebuild *x, Str text)
{
    size_t open = str_find_char(text, '(');
    Str what = open == STR_NPOS ? text : str_slice(text, open, text.len);
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Str name = x->old->columns.items[i]->name.text;
        bool is_there = false;
        for (size_t k = 0; k < x->parts.len; k++)
            is_there |= str_eq_nocase(x->parts.items[k].source, name) ||
                        str_eq_nocase(x->parts.items[k].column->name.text, name);
        if (is_there || !sqlite_table_text_mentions(what, name)) continue;
        (void)rebuild_table_fail(x, "sqlalchemy.exc.OperationalError", "no such column: %.*s",
                                 STR_ARG(name));
        return err_hint(x->err, "An index has the column: %.*s. Drop it in the same block.",
                        STR_ARG(text));
    }
    return true;
}

static bool has_column(Rebuild *x, Str name)
{
    for (size_t i = 0; i < x->parts.len; i++)
        if (str_eq_nocase(x->parts.items[i].key, name) ||
            str_eq_nocase(x->parts.items[i].column->name.text, name))
            return true;
    return false;
}

/* Of an index of the block: the old name of a column will do, too. */
static bool check_columns(Rebuild *x, const Index *index)
{
    if (!index->expressions.len)
        return rebuild_table_fail(x, "sqlalchemy.exc.CompileError",
                                  "Index '%.*s' is not associated with any table.",
                                  STR_ARG(index->name.text));
    for (size_t i = 0; i < index->expressions.len; i++) {
        const SqlExpr *e = index->expressions.items[i];
        if (e->kind == SQL_COLUMN && !has_column(x, e->as.column.name))
            return rebuild_table_fail(x, "KeyError", "'%.*s'", STR_ARG(e->as.column.name));
    }
    return true;
}

static bool create_indexes(Rebuild *x)
{
    for (size_t i = 0; i < x->indexes.len; i++) {
        const Index *index = x->indexes.items[i];
        /* One by index=True can be dropped, else it is lost with the flag, as in Alembic. */
        if (!index->column_flag && !is_written(x, index->name.text) && !create_index(x, index))
            return false;
    }
    for (size_t i = 0; i < x->index_texts.len; i++)
        if (is_written(x, x->index_names.items[i]) &&
            (!check_index(x, x->index_texts.items[i]) ||
             !migrate_statement(x->m, x->index_texts.items[i], x->err)))
            return false;
    for (size_t i = 0; i < x->new_indexes.len; i++)
        if (!check_columns(x, x->new_indexes.items[i]) || !create_index(x, x->new_indexes.items[i]))
            return false;
    return true;
}

/* Where statements take effect as they run, the new table must not stay behind. */
static bool give_up(Rebuild *x)
{
    Err ignored = err_init(x->a), *failure = x->err;
    if (x->m->as_sql || x->m->dialect->transactional_ddl) return false;
    x->err = &ignored;
    if (!rebuild_emit(x, rebuild_op(x, OP_DROP_TABLE, x->fresh))) err_clear(&ignored);
    x->err = failure;
    return false;
}

static void forget_indexes_on(Rebuild *x, Str column)
{
    for (size_t i = x->index_texts.len; i-- > 0;) {
        Str text = x->index_texts.items[i];
        size_t open = str_find_char(text, '(');
        if (open == STR_NPOS ||
            !sqlite_table_text_mentions(str_slice(text, open, text.len), column))
            continue;
        VEC_REMOVE(&x->index_texts, i);
        VEC_REMOVE(&x->index_names, i);
    }
}

/* reflect_kwargs={"include_columns": …}: the other columns go, and indexes on them. */
static void leave_out(Rebuild *x)
{
    StrVec names = {0};
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Str name = x->old->columns.items[i]->name.text;
        if (vec_has_str(&x->b->include_columns, rebuild_table_key(x, name)))
            VEC_PUSH(x->a, &names, name);
        else
            forget_indexes_on(x, name);
    }
    table_keep_columns(x->old, &names);
}

/* A rebuild by Alembic that failed leaves its table behind, with rows that may be nowhere else. */
static bool left_over(Rebuild *x)
{
    Str message = x->err->message;
    if (!str_ends(message, STR("already exists")) || !str_contains(message, x->fresh->name.text))
        return false;
    return err_hint(x->err, "A rebuild that failed has left it; drop it when it holds nothing that "
                            "the table itself does not.");
}

static bool run(Rebuild *x)
{
    Op *create = rebuild_op(x, OP_CREATE_TABLE, x->fresh);
    create->as.create_table.table = x->fresh;
    if (!rebuild_sqlite_remember(x) || !free_names(x)) return false;
    if (!rebuild_emit(x, create)) return left_over(x);
    if (!copy_rows(x) || !rebuild_emit(x, rebuild_op(x, OP_DROP_TABLE, x->old))) return give_up(x);
    if (!rebuild_sqlite_rename(x)) return false;
    return create_indexes(x) && rebuild_sqlite_restore(x);
}

bool rebuild_table(Migration *m, const Op *op, Err *err)
{
    Arena scratch = {0};
    /* The names of its statements come from the database: no schema stands for another any more. */
    const SchemaMap *schemas = m->compile.schemas;
    Batch batch = *op->as.batch;
    batch.schema = schema_map_get(schemas, batch.schema);
    m->compile.schemas = NULL;
    Rebuild x = {.m = m, .op = op, .b = &batch, .a = &scratch, .err = err};
    bool ok = rebuild_sqlite_begin(&x) && rebuild_sqlite_find(&x) && rebuild_table_inspect(&x) &&
              rebuild_sqlite_rename_columns(&x) && rebuild_sqlite_read(&x) &&
              rebuild_declared_add(&x);
    if (ok && x.b->include_columns.len) leave_out(&x);
    ok = ok && rebuild_table_take(&x);
    for (size_t i = 0; ok && i < x.b->ops.len; i++) {
        ok = rebuild_apply(&x, x.b->ops.items[i]);
        if (!ok && !err->pos.file) err->pos = x.b->ops.items[i]->pos;
    }
    if (ok && (x.b->partial_reordering.len || x.pairs.len)) ok = rebuild_fresh_sort(&x);
    ok = ok && rebuild_fresh_build(&x);
    /* What is named by the project's convention has its name by now; the new table has none. */
    const NamingConvention *naming = m->compile.naming;
    m->compile.naming = NULL;
    ok = ok && run(&x);
    m->compile.naming = naming;
    ok = rebuild_sqlite_end(&x, ok);
    m->compile.schemas = schemas;
    if (!ok && !err->pos.file) err->pos = op->pos;
    arena_release(&scratch);
    return ok;
}
