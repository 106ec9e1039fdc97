/* FROM: how each element is written. */
#include <string.h>

#include "dialect/columns.h"
#include "dialect/compiler.h"

static bool push_alias(Compiler *c, Str name, int quote)
{
    compiler_push_z(c, c->rules->alias_word ? c->rules->alias_word : " AS ");
    return compiler_wished_name(c, name, quote);
}

static bool derived_names(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    SqlExprVec columns = {0};
    if (!f->render_derived) return true;
    columns_of_from(c->a, e, &columns);
    compiler_push_z(c, "(");
    for (size_t i = 0; i < columns.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_name(c, compiler_column_name(c, columns.items[i]));
        if (f->with_types &&
            (!compiler_push_z(c, " ") || !compiler_type(c, columns.items[i]->type)))
            return false;
    }
    return compiler_push_z(c, ")");
}

static bool sampling(Compiler *c, const SqlFrom *f)
{
    if (!f->sampling) return true;
    compiler_push_z(c, " TABLESAMPLE ");
    if (!compiler_expr(c, f->sampling)) return false;
    if (!f->seed) return true;
    compiler_push_z(c, " REPEATABLE (");
    return compiler_expr(c, f->seed) && compiler_push_z(c, ")");
}

/* A function as a table, or a query. */
static bool call(Compiler *c, const SqlExpr *e, bool ordinality)
{
    if (e->kind != SQL_FUNCTION) return compiler_scalar(c, e);
    bool wrapped = c->rules->table_calls && !str_eq_nocase(e->as.function.name, STR("table"));
    bool named = c->named_columns;
    c->named_columns = false; /* queries among its arguments are values */
    bool ok = (!wrapped || compiler_push_z(c, "TABLE (")) && compiler_expr(c, e) &&
              (!ordinality || compiler_push_z(c, " WITH ORDINALITY")) &&
              (!wrapped || compiler_push_z(c, ")"));
    c->named_columns = named;
    return ok;
}

/* An alias of an alias stands for what that stands for. */
static const SqlExpr *aliased(const SqlFrom *f)
{
    const SqlExpr *e = f->element;
    while (e->kind == SQL_ALIAS && !e->as.from->sampling) e = e->as.from->element;
    return e;
}

static bool is_lateral(const SqlFrom *f)
{
    for (; f->element->kind == SQL_ALIAS && !f->lateral; f = f->element->as.from) {
    }
    return f->lateral;
}

static bool element(Compiler *c, const SqlFrom *f)
{
    const SqlExpr *e = aliased(f);
    if (columns_is_from(e)) return compiler_from(c, e);
    bool lateral = c->lateral, named = c->named_columns, unlike = c->unlike_names;
    c->named_columns = c->unlike_names = true;
    c->lateral = is_lateral(f);
    bool ok = call(c, e, f->with_ordinality);
    c->lateral = lateral;
    c->unlike_names = unlike;
    c->named_columns = named;
    return ok;
}

static bool alias(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    if (is_lateral(f)) compiler_push_z(c, "LATERAL ");
    Str name = compiler_alias_name(c, e); /* takes its number before what is in it */
    /* SQLAlchemy forgets the wish where a CTE is renamed. */
    int quote = f->element->kind == SQL_CTE ? 0 : f->quote;
    return element(c, f) && push_alias(c, name, quote) && derived_names(c, e) && sampling(c, f);
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
    return compiler_operand(c, f->onclause, SQL_OP_ASBOOL);
}

bool compiler_value_rows(Compiler *c, const SqlFrom *f)
{
    bool literal = c->literal_binds;
    c->literal_binds = literal || f->literal_binds;
    compiler_push_z(c, "(VALUES ");
    bool ok = compiler_list(c, &f->rows, ", ");
    c->literal_binds = literal;
    return compiler_push_z(c, ")") && ok;
}

static bool values(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    if (f->lateral) compiler_push_z(c, "LATERAL ");
    bool ok = compiler_value_rows(c, f);
    if (!ok || (str_is_null(f->alias) && !f->is_anonymous)) return ok;
    push_alias(c, compiler_alias_name(c, e), f->quote);
    compiler_push_z(c, " (");
    for (size_t i = 0; i < f->columns.len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_wished_name(c, f->columns.items[i]->as.column.name,
                             f->columns.items[i]->as.column.quote);
    }
    return compiler_push_z(c, ")");
}

/* What is told of this element on this database; null = nothing. */
static Str hint_of(Compiler *c, const SqlExpr *e)
{
    for (size_t i = c->hints ? c->hints->len : 0; i-- > 0;) { /* the last one counts */
        const SqlHint *h = &c->hints->items[i];
        bool here = str_eq_z(h->dialect, "*") || str_eq_z(h->dialect, c->dialect->name);
        if (here && froms_same(froms_key(h->from), froms_key(e))) return compiler_hint_text(c, h);
    }
    return STR_NULL;
}

Ident compiler_from_name(const SqlFrom *f)
{
    if (f->table) return f->table->name;
    return (Ident){.text = f->name,
                   .quote = ident_quote(f->quote),
                   .schema_quote = ident_quote(f->schema_quote)};
}

bool compiler_from_table(Compiler *c, const SqlFrom *f)
{
    return f->table ? compiler_table(c, f->schema, compiler_from_name(f))
                    : compiler_plain_table(c, f->schema, compiler_from_name(f));
}

Str compiler_hint_text(Compiler *c, const SqlHint *hint)
{
    static const char mark[] = "%(name)s";
    size_t at = str_find(hint->text, str_z(mark));
    if (at == STR_NPOS) return hint->text;
    StrBuf outer = c->sql;
    c->sql = (StrBuf){0};
    compiler_push(c, str_slice(hint->text, 0, at));
    const SqlFrom *f = hint->from->as.from;
    if (hint->from->kind == SQL_TABLE)
        compiler_from_table(c, f);
    else
        compiler_alias(c, hint->from);
    compiler_push(c, str_slice(hint->text, at + strlen(mark), hint->text.len));
    Str text = compiler_take(c);
    strbuf_deinit(&c->sql);
    c->sql = outer;
    return text;
}

static bool hinted(Compiler *c, const SqlExpr *e, bool (*push)(Compiler *, const SqlExpr *))
{
    Str hint = c->rules->from_hints == FROM_HINTS_NONE ? STR_NULL : hint_of(c, e);
    bool after = c->rules->from_hints == FROM_HINTS_AFTER;
    if (!str_is_null(hint) && !after && !str_eq_nocase(hint, STR("ONLY")))
        return compiler_fail(c, "Unrecognized hint: '%.*s'", STR_ARG(hint));
    if (!str_is_null(hint) && !after) compiler_push_z(c, "ONLY ");
    const SqlHintVec *hints = c->hints;
    if (e->kind == SQL_ALIAS)
        c->hints = NULL; /* they are for the elements of FROM, not what is in them */
    bool ok = push(c, e);
    c->hints = hints;
    return ok &&
           (str_is_null(hint) || !after || (compiler_push_z(c, " ") && compiler_push(c, hint)));
}

static bool plain_table(Compiler *c, const SqlExpr *e)
{
    const SqlFrom *f = e->as.from;
    /* SQLAlchemy leaves schemas out in what an upsert sets. */
    return c->in_conflict ? compiler_ident(c, compiler_from_name(f)) : compiler_from_table(c, f);
}

bool compiler_from(Compiler *c, const SqlExpr *e)
{
    if (e->kind == SQL_FUNCTION) return call(c, e, false);
    if (!columns_is_from(e)) return compiler_expr(c, e);
    if (++c->depth > COMPILER_MAX_DEPTH) return compiler_fail(c, "FROM is nested too deeply");
    bool ok;
    switch (e->kind) {
    case SQL_TABLE: ok = hinted(c, e, plain_table); break;
    case SQL_ALIAS: ok = hinted(c, e, alias); break;
    case SQL_JOIN: ok = join(c, e); break;
    case SQL_VALUES: ok = values(c, e); break;
    default: ok = compiler_cte(c, e); break;
    }
    c->depth--;
    return ok;
}

bool compiler_from_list(Compiler *c, const FromKeyVec *froms)
{
    for (size_t i = 0; i < froms->len; i++) {
        FromKey k = froms->items[i];
        if (i) compiler_push_z(c, ", ");
        SqlFrom f = {.table = (Table *)k.table, .schema = k.table ? k.table->schema : STR_NULL};
        SqlExpr table = {.kind = SQL_TABLE, .as.from = &f};
        if (!compiler_from(c, k.expr ? k.expr : &table)) return false;
    }
    return true;
}
