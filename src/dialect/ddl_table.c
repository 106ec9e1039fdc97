#include "dialect/ddl.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- defaults ---- */

bool ddl_default(Compiler *c, const ServerDefault *d, bool *any)
{
    *any = true;
    switch (d->kind) {
    case DEFAULT_STRING: return compiler_string(c, d->text);
    case DEFAULT_EXPR: {
        /* Without include_table=False: SQLAlchemy's render_default_string has it so. */
        bool literal = c->literal_binds;
        c->literal_binds = true;
        bool ok = compiler_expr(c, d->expr);
        c->literal_binds = literal;
        return ok;
    }
    case DEFAULT_SEQUENCE: return compiler_sequence_next(c, d->seq->schema, d->seq->name);
    case DEFAULT_NONE:
    case DEFAULT_FETCHED:
    case DEFAULT_COMPUTED:
    case DEFAULT_IDENTITY: break;
    }
    *any = false;
    return true;
}

bool ddl_default_needed(Compiler *c, const ServerDefault *d)
{
    bool any;
    if (!ddl_default(c, d, &any)) return false;
    return any ||
           compiler_unsupported(c, "AssertionError", "this server default has no SQL of its own");
}

bool ddl_default_clause(Compiler *c, const Column *col)
{
    size_t start = c->sql.len;
    bool any;
    compiler_push_z(c, " DEFAULT ");
    if (!ddl_default(c, &col->server_default, &any)) return false;
    if (!any) strbuf_truncate(&c->sql, start);
    return true;
}

/* str(type) as SQLAlchemy has it in messages. */
static Str type_text(Compiler *c, const SqlType *t)
{
    Str text;
    Err ignored = err_init(c->a);
    if (type_is_null(t)) return STR("NULL");
    bool ok = ddl_compile_type(dialect_of_type(t), t, c->o, c->a, &text, &ignored);
    return ok ? text : str_z(t->cls->name);
}

bool ddl_autoincrement_column(Compiler *c, const Table *t, const Column **out)
{
    const Constraint *pk = table_primary_key(t);
    const Column *first = NULL;
    *out = table_autoincrement_column(t);
    for (size_t i = 0; pk && i < pk->column_names.len; i++) {
        const Column *col = table_find_column_key(t, pk->column_names.items[i]);
        if (!col || col->autoincrement != AUTOINCREMENT_TRUE) continue;
        TypeAffinity affinity = type_affinity(col->type);
        if (affinity != TYPE_AFFINITY_INTEGER && affinity != TYPE_AFFINITY_NUMERIC)
            return compiler_unsupported(
                c, "sqlalchemy.exc.ArgumentError",
                "Column type %.*s on column '%.*s.%.*s' is not compatible with autoincrement=True",
                STR_ARG(type_text(c, col->type)), STR_ARG(t->name.text), STR_ARG(col->name.text));
        if (first)
            return compiler_unsupported(c, "sqlalchemy.exc.ArgumentError",
                                        "Only one Column may be marked autoincrement=True, found "
                                        "both %.*s and %.*s.",
                                        STR_ARG(col->name.text), STR_ARG(first->name.text));
        first = col;
    }
    return true;
}

bool ddl_identity_options(Compiler *c, const SequenceOptions *o)
{
    size_t start = c->sql.len;
#define SEPARATE() (c->sql.len > start ? compiler_push_z(c, " ") : true)
    if (o->has_increment) SEPARATE(), compiler_fmt(c, "INCREMENT BY %" PRId64, o->increment);
    if (o->has_start) SEPARATE(), compiler_fmt(c, "START WITH %" PRId64, o->start);
    if (o->has_minvalue) SEPARATE(), compiler_fmt(c, "MINVALUE %" PRId64, o->minvalue);
    if (o->has_maxvalue) SEPARATE(), compiler_fmt(c, "MAXVALUE %" PRId64, o->maxvalue);
    const char *no = c->rules->solid_words ? "NO" : "NO ";
    if (o->nominvalue != SEQUENCE_UNSET) SEPARATE(), compiler_fmt(c, "%sMINVALUE", no);
    if (o->nomaxvalue != SEQUENCE_UNSET) SEPARATE(), compiler_fmt(c, "%sMAXVALUE", no);
    if (o->has_cache) SEPARATE(), compiler_fmt(c, "CACHE %" PRId64, o->cache);
    if (o->cycle != SEQUENCE_UNSET)
        SEPARATE(), compiler_fmt(c, "%sCYCLE",
                                 o->cycle == SEQUENCE_TRUE ? ""
                                 : c->rules->solid_nocycle ? "NO"
                                                           : no);
    if (o->order != SEQUENCE_UNSET && c->rules->solid_words)
        SEPARATE(), compiler_push_z(c, o->order == SEQUENCE_TRUE ? "ORDER" : "NOORDER");
#undef SEPARATE
    return true;
}

bool ddl_identity(Compiler *c, const ServerDefault *d)
{
    compiler_fmt(c, " GENERATED %s AS IDENTITY", d->always ? "ALWAYS" : "BY DEFAULT");
    size_t start = c->sql.len;
    compiler_push_z(c, " (");
    size_t inner = c->sql.len;
    ddl_identity_options(c, &d->sequence);
    if (c->sql.len == inner)
        strbuf_truncate(&c->sql, start);
    else
        compiler_push_z(c, ")");
    return true;
}

bool ddl_computed(Compiler *c, const ServerDefault *d)
{
    compiler_push_z(c, " GENERATED ALWAYS AS (");
    if (!compiler_ddl_expr(c, d->expr)) return false;
    compiler_push_z(c, ")");
    if (d->persisted < 0) return true;
    return compiler_push_z(c, d->persisted ? " STORED" : " VIRTUAL");
}

/* ---- columns ---- */

bool ddl_column_name(Compiler *c, const Column *col) { return compiler_ident(c, col->name); }

bool ddl_column_checks(Compiler *c, const Column *col)
{
    for (size_t i = 0; i < col->constraints.len; i++) {
        if (col->constraints.items[i]->kind == CONSTRAINT_FOREIGN_KEY) continue;
        compiler_push_z(c, " ");
        if (!ddl_constraint(c, col->constraints.items[i])) return false;
    }
    return true;
}

bool ddl_column(Compiler *c, const Column *col)
{
    const Table *t = col->table;
    if (c->rules->column(c, col) && ddl_column_checks(c, col)) return true;
    bool wrapped = str_eq_z(c->err->kind, "sqlalchemy.exc.CompileError") ||
                   str_eq_z(c->err->kind, "sqlalchemy.exc.UnsupportedCompilationError");
    if (wrapped && t) {
        c->err->message =
            arena_fmt(c->err->arena, "(in table '%.*s', column '%.*s'): %.*s",
                      STR_ARG(t->name.text), STR_ARG(col->name.text), STR_ARG(c->err->message));
        c->err->code = ERR_COMPILE;
        c->err->kind = STR("sqlalchemy.exc.CompileError");
    }
    return false;
}

static bool push_column(Compiler *c, const Column *col)
{
    const CompileHooks *hooks = c->o->hooks;
    bool handled = false;
    if (hooks && hooks->column && !hooks->column(hooks, col, c, &handled)) return false;
    return handled || ddl_column(c, col);
}

/* ---- tables ---- */

static int by_creation(const void *a, const void *b)
{
    const Constraint *x = *(Constraint *const *)a, *y = *(Constraint *const *)b;
    return (x->creation_order > y->creation_order) - (x->creation_order < y->creation_order);
}

static bool has_constraint(const ConstraintVec *v, const Constraint *k)
{
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i] == k) return true;
    return false;
}

static bool is_compiled(Compiler *c, const Op *op, const Constraint *k)
{
    const ConstraintVec *wanted = op ? op->as.create_table.foreign_keys : NULL;
    if (k->is_isolated) return false;
    if (k->only_for.len && !vec_has_str(&k->only_for, str_z(c->dialect->name))) return false;
    const ConstraintVec *apart = op ? op->as.create_table.keys_apart : NULL;
    if (wanted && k->kind == CONSTRAINT_FOREIGN_KEY && !has_constraint(wanted, k)) return false;
    if (apart && has_constraint(apart, k)) return false;
    if (!k->column_names.len && k->kind == CONSTRAINT_PRIMARY_KEY) return false;
    if (!ddl_constraint_applies(c, k)) return false;
    return !k->use_alter || !c->rules->supports_alter;
}

/* A Table's foreign key needs the table that it refers to in its MetaData; a directive makes it. */
static bool lacks_target(const Op *op, const Table *t, const Constraint *k)
{
    bool asked = op && op->origin != OP_BY_DIRECTIVE && t->metadata &&
                 k->kind == CONSTRAINT_FOREIGN_KEY && k->column_names.len &&
                 k->referred_columns.len;
    return asked && !k->referred &&
           !metadata_find(t->metadata, k->referred_schema, k->referred_table);
}

static bool no_target(Compiler *c, const Constraint *k)
{
    Ident name;
    /* The key's name is spelled first, but where the other table tells whether it is written. */
    if (!c->rules->skip_constraint &&
        (!constraint_final_name(k, c->o->naming, c->a, &name, c->err) ||
         (!ident_is_null(name) && !ddl_final_name(c, name, &name))))
        return false;
    return compiler_unsupported(c, "sqlalchemy.exc.NoReferencedTableError", "%.*s",
                                STR_ARG(constraint_no_target(k, c->a)));
}

static bool push_constraint(Compiler *c, const Op *op, const Table *t, const Constraint *k)
{
    bool handled = false;
    if (lacks_target(op, t, k)) return no_target(c, k);
    if (c->rules->skip_constraint && c->rules->skip_constraint(k)) return true;
    if (k->kind == CONSTRAINT_PRIMARY_KEY && c->rules->primary_key &&
        !c->rules->primary_key(c, k, &handled))
        return false;
    return handled || ddl_constraint(c, k);
}

/* A UNIQUE of no columns is an empty text in SQLAlchemy, which is set apart like any other; by
 * itself it is nothing. */
static bool is_blank(const Constraint *k)
{
    return k->kind == CONSTRAINT_UNIQUE && !k->column_names.len;
}

/* The primary key first, the rest by creation. Of some, nothing comes when they are compiled. */
static bool push_constraints(Compiler *c, const Op *op, const Table *t, const char *separator)
{
    ConstraintVec all = {0};
    for (size_t i = 0; i < t->constraints.len; i++)
        if (is_compiled(c, op, t->constraints.items[i]))
            VEC_PUSH(c->a, &all, t->constraints.items[i]);
    size_t rest = all.len && all.items[0]->kind == CONSTRAINT_PRIMARY_KEY;
    if (all.len > rest) qsort(all.items + rest, all.len - rest, sizeof *all.items, by_creation);
    size_t first = c->sql.len, written = 0, blanks = 0;
    for (size_t i = 0; i < all.len; i++) {
        size_t start = c->sql.len;
        compiler_fmt(c, "%s\t", separator);
        size_t body = c->sql.len;
        bool blank = is_blank(all.items[i]);
        if (!blank && !push_constraint(c, op, t, all.items[i])) return false;
        if (c->sql.len == body && !blank) {
            strbuf_truncate(&c->sql, start);
            continue;
        }
        separator = ", \n";
        written++;
        blanks += blank;
    }
    if (written == 1 && blanks) strbuf_truncate(&c->sql, first);
    return true;
}

static bool push_table(Compiler *c, const Op *op, const Table *t)
{
    compiler_push_z(c, "\nCREATE ");
    for (size_t i = 0; i < t->prefixes.len; i++)
        compiler_fmt(c, "%.*s ", STR_ARG(t->prefixes.items[i]));
    compiler_push_z(c, "TABLE ");
    if (op->if_not_exists) compiler_push_z(c, "IF NOT EXISTS ");
    compiler_table(c, t->schema, t->name);
    compiler_push_z(c, " (");
    const char *separator = "\n";
    for (size_t i = 0; i < t->columns.len; i++) {
        if (t->columns.items[i]->system) continue;
        size_t start = c->sql.len;
        compiler_fmt(c, "%s\t", separator);
        size_t body = c->sql.len;
        if (!push_column(c, t->columns.items[i])) return false;
        if (c->sql.len == body)
            strbuf_truncate(&c->sql, start);
        else
            separator = ", \n";
    }
    if (!push_constraints(c, op, t, separator)) return false;
    compiler_push_z(c, "\n)");
    if (c->rules->table_end && !c->rules->table_end(c, t)) return false;
    return compiler_push_z(c, "\n\n");
}

/* A table that is made by its own method has empty comments, too. */
static bool is_said(const Op *op, Str comment)
{
    return comment.len || (op && op->origin == OP_BY_OBJECT && !str_is_null(comment));
}

static bool push_comments(Compiler *c, const Op *op, const Table *t, Statements *out)
{
    if (!c->dialect->supports_comments || c->rules->inline_comments) return true;
    if (is_said(op, t->comment) &&
        !ddl_table_comment(c, t->schema, t->name, t->comment, false, out))
        return false;
    for (size_t i = 0; i < t->columns.len; i++) {
        const Column *col = t->columns.items[i];
        if (is_said(op, col->comment) &&
            !ddl_column_comment(c, t->schema, t->name, col->name, col->comment, false, out))
            return false;
    }
    return true;
}

bool ddl_create_table(Compiler *c, const Op *op, const Table *t, Statements *out)
{
    static const Op no_options = {0};
    if (op && op->origin == OP_BY_ELEMENT)
        return push_table(c, op, t) && (compiler_statement(c, out), true);
    unsigned parts = op && op->as.create_table.parts ? op->as.create_table.parts : ~0U;
    if ((parts & OP_TABLE_TYPES) && !ddl_create_types(c, t, out)) return false;
    if (parts & OP_TABLE_ITSELF) {
        if (!push_table(c, op, t)) return false;
        compiler_statement(c, out);
    }
    for (size_t i = 0; (parts & OP_TABLE_INDEXES) && i < t->indexes.len; i++) {
        const StrVec *only = &t->indexes.items[i]->only_for;
        bool asked = op && op->origin != OP_BY_DIRECTIVE && only->len;
        if (asked && !vec_has_str(only, str_z(c->dialect->name))) continue;
        if (!c->rules->create_index(c, t->indexes.items[i], &no_options)) return false;
        compiler_statement(c, out);
    }
    return !(parts & OP_TABLE_COMMENTS) || push_comments(c, op, t, out);
}
