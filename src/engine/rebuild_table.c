#include "engine/rebuild_table.h"

#include <string.h>

#include "autogen/rules.h"
#include "modules/alembic/directive.h"

bool rebuild_table_fail(Rebuild *x, const char *kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vraise(x->err, ERR_SCRIPT, kind, fmt, ap);
    va_end(ap);
    return false;
}

RebuildPart *rebuild_table_find(Rebuild *x, Str key)
{
    for (size_t i = 0; i < x->parts.len; i++)
        if (str_eq(x->parts.items[i].key, key)) return &x->parts.items[i];
    return NULL;
}

bool rebuild_table_inspect(Rebuild *x)
{
    EngineConnection *c = engine_connection_get(x->m->connection);
    x->old = x->b->copy_from;
    if (x->old) return true;
    if (x->m->as_sql)
        return err_set(
            x->err, ERR_COMMAND,
            "This operation cannot proceed in --sql mode; batch mode with dialect %s requires a "
            "live "
            "database connection with which to reflect the table \"%.*s\". To generate a batch SQL "
            "migration script using table \"move and copy\", a complete Table object should be "
            "passed "
            "to the \"copy_from\" argument of the batch_alter_table() method so that table "
            "reflection "
            "can be skipped.",
            x->m->dialect->name, STR_ARG(x->b->table.text));
    MetaData *md = metadata_new(x->a);
    StrVec schemas = {0}, only = {0};
    VEC_PUSH(x->a, &only, x->b->table.text);
    if (!str_is_null(x->b->schema)) VEC_PUSH(x->a, &schemas, x->b->schema);
    if (!c->db->vtable->inspect(c->db, schemas.len ? &schemas : NULL, &only, md, x->err))
        return false;
    x->old = metadata_find(md, x->b->schema, x->b->table.text);
    if (x->old) return true;
    return rebuild_table_fail(x, "sqlalchemy.exc.NoSuchTableError", "%.*s",
                              STR_ARG(x->b->table.text));
}

void rebuild_table_order(Rebuild *x, Str before, Str after)
{
    RebuildPair p = {before, after};
    VEC_PUSH(x->a, &x->pairs, p);
}

Str rebuild_table_key(const Rebuild *x, Str name)
{
    size_t at = vec_find_str(&x->renamed_to, name);
    return at == STR_NPOS ? name : x->renamed_from.items[at];
}

static void override_columns(Rebuild *x)
{
    for (size_t i = 0; i < x->b->reflect_columns.len; i++) {
        Column *given = x->b->reflect_columns.items[i];
        for (size_t k = 0; k < x->parts.len; k++) {
            RebuildPart *p = &x->parts.items[k];
            if (!str_eq(p->key, given->name.text)) continue;
            p->column = column_copy(given, x->a);
            p->column->primary_key |= table_find_column(x->old, p->source)->primary_key;
        }
    }
}

bool rebuild_table_is_type_check(const Constraint *c, Str column)
{
    if (c->kind != CONSTRAINT_CHECK || !ident_is_null(c->name) || !c->sqltext ||
        c->sqltext->kind != SQL_TEXT)
        return false;
    Str text = str_trim(c->sqltext->as.text.text);
    bool quoted = text.len && (text.ptr[0] == '"' || text.ptr[0] == '`' || text.ptr[0] == '[');
    Str name = str_slice(text, quoted, quoted + column.len);
    Str rest = str_trim(str_slice(text, column.len + 2 * quoted, text.len));
    Str word = str_slice(rest, 0, 2), list = str_trim(str_slice(rest, 2, rest.len));
    return str_eq_nocase(name, column) && str_eq_nocase(word, STR("IN")) &&
           str_starts(list, STR("("));
}

/* The CHECK of a type that reflect_args or a listener gave a column is made again with it. */
static bool is_made_again(const Rebuild *x, const Constraint *c)
{
    for (size_t i = 0; i < x->parts.len && !x->b->copy_from; i++) {
        const RebuildPart *p = &x->parts.items[i];
        if (type_wants_check(p->column->type) && rebuild_table_is_type_check(c, p->source))
            return true;
    }
    return false;
}

/* Of reflect_args: in the place of one that is there. */
static void take_given(Rebuild *x, const Constraint *given)
{
    Constraint *c = constraint_copy(given, x->a);
    c->table = x->old;
    for (size_t i = 0; i < x->constraints.len; i++) {
        const Constraint *old = x->constraints.items[i];
        bool same_name = !ident_is_null(c->name) && str_eq(old->name.text, c->name.text);
        bool both_keys = c->kind == CONSTRAINT_PRIMARY_KEY && old->kind == CONSTRAINT_PRIMARY_KEY;
        if (!same_name && !both_keys) continue;
        x->constraints.items[i] = c;
        return;
    }
    VEC_PUSH(x->a, &x->constraints, c);
}

static const NamingConvention *conventions(const Rebuild *x)
{
    return x->old->metadata ? &x->old->metadata->naming : NULL;
}

bool rebuild_table_name(Rebuild *x, const Constraint *c, Ident *name)
{
    return constraint_final_name(c, conventions(x), x->a, name, x->err);
}

static bool take_indexes(Rebuild *x)
{
    for (size_t i = 0; i < x->old->indexes.len; i++) {
        const Index *from = x->old->indexes.items[i];
        Index *taken = index_new(x->a, from->name);
        *taken = *from;
        if (!index_final_name(from, conventions(x), x->a, &taken->name, x->err)) return false;
        VEC_PUSH(x->a, &x->indexes, taken);
    }
    return true;
}

/* One of reflect_args stands in the place of the table's own by its name. */
static bool take_given_index(Rebuild *x, const Index *given)
{
    Index *i = index_new(x->a, given->name);
    *i = *given;
    i->table = x->old;
    if (!index_final_name(i, conventions(x), x->a, &i->name, x->err)) return false;
    size_t written = vec_find_str(&x->index_names, i->name.text);
    if (written != STR_NPOS) {
        VEC_REMOVE(&x->index_names, written);
        VEC_REMOVE(&x->index_texts, written);
    }
    for (size_t k = 0; k < x->indexes.len; k++)
        if (str_eq(x->indexes.items[k]->name.text, i->name.text)) {
            x->indexes.items[k] = i;
            return true;
        }
    VEC_PUSH(x->a, &x->indexes, i);
    return true;
}

/* A constraint that the database has without a name gets one from the block's convention. */
static bool take_constraints(Rebuild *x)
{
    for (size_t i = 0; i < x->old->constraints.len; i++) {
        Constraint *c = constraint_copy(x->old->constraints.items[i], x->a);
        if (x->old->constraints.items[i]->type_bound || is_made_again(x, c)) continue;
        c->table = x->old;
        if (!rebuild_table_name(x, c, &c->name)) return false;
        bool unnamed = ident_is_null(c->name);
        /* The convention is for what is read from the database. */
        if (unnamed && c->kind != CONSTRAINT_CHECK && x->b->has_naming && !x->b->copy_from &&
            !constraint_final_name(c, &x->b->naming, x->a, &c->name, x->err))
            return false;
        for (size_t k = 0; k < c->column_names.len; k++)
            c->column_names.items[k] = rebuild_table_key(x, c->column_names.items[k]);
        VEC_PUSH(x->a, &x->constraints, c);
    }
    for (size_t i = 0; i < x->b->reflect_constraints.len && !x->b->copy_from; i++)
        take_given(x, x->b->reflect_constraints.items[i]);
    return true;
}

/* SQLite gives an expression back without its parentheses, which it needs in DDL; constants are
 * told from expressions by Alembic's rule. */
static void parenthesize(Rebuild *x, Column *c)
{
    SqlExpr *e = c->server_default.kind == DEFAULT_EXPR ? c->server_default.expr : NULL;
    if (!e || e->kind != SQL_TEXT || strcmp(x->m->dialect->name, "sqlite") != 0) return;
    if (!autogen_rules_needs_parens(e->as.text.text)) return;
    SqlExpr *copy = ARENA_NEW(x->a, SqlExpr);
    *copy = *e;
    copy->as.text.text = arena_fmt(x->a, "(%.*s)", STR_ARG(e->as.text.text));
    c->server_default.expr = copy;
}

/* What listeners made of the columns, by their names at the start. */
static void take_reflected(Rebuild *x)
{
    for (size_t i = 0; i < x->b->reflected.len; i++) {
        const BatchColumn *change = &x->b->reflected.items[i];
        RebuildPart *p = rebuild_table_find(x, change->name);
        if (!p) continue;
        if (change->type) p->column->type = change->type;
        if (change->has_default) {
            p->column->server_default = change->server_default;
            parenthesize(x, p->column);
        }
        if (change->nullable >= 0) column_set_nullable(p->column, change->nullable > 0);
    }
}

bool rebuild_table_own_checks(Rebuild *x, Column *c, Table *from, const NamingConvention *naming)
{
    ConstraintVec checks = {0};
    for (size_t i = 0; i < c->constraints.len; i++) {
        Constraint *k = c->constraints.items[i];
        if (k->kind != CONSTRAINT_CHECK) continue;
        k->options = (SqlOptions){0};
        k->table = from;
        if (!constraint_final_name(k, naming, x->a, &k->name, x->err)) return false;
        k->table = NULL;
        VEC_PUSH(x->a, &checks, k);
    }
    c->constraints = checks;
    return true;
}

bool rebuild_table_take(Rebuild *x)
{
    for (size_t i = 0; i < x->old->columns.len; i++) {
        Column *c = column_copy(x->old->columns.items[i], x->a);
        if (!rebuild_table_own_checks(x, c, x->old, conventions(x))) return false;
        c->unique = c->index = -1;
        /* What the definition says can stand as it is. */
        if (!x->b->copy_from && str_is_null(x->definition)) parenthesize(x, c);
        RebuildPart part = {.key = rebuild_table_key(x, c->name.text),
                            .column = c,
                            .copied = true,
                            .source = c->name.text,
                            .source_quote = c->name.quote};
        /* A generated column computes itself. */
        if (c->server_default.kind == DEFAULT_COMPUTED) part.copied = false;
        VEC_PUSH(x->a, &x->parts, part);
        VEC_PUSH(x->a, &x->existing_order, part.key);
    }
    take_reflected(x);
    if (!x->b->copy_from) override_columns(x);
    if (!take_indexes(x) || !take_constraints(x)) return false;
    for (size_t i = 0; i < x->b->reflect_indexes.len && !x->b->copy_from; i++)
        if (!take_given_index(x, x->b->reflect_indexes.items[i])) return false;
    return true;
}
