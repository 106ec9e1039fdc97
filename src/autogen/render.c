#include "autogen/render.h"

/* ---- the operations, one function each ---- */

static Str schema_kw(Render *r, Str schema)
{
    return str_is_empty(schema)
               ? STR("")
               : arena_fmt(r->out, ", schema=%.*s", STR_ARG(render_repr(r, schema)));
}

static Str render_drop_table(Render *r, const Op *op)
{
    return arena_fmt(r->out, "%.*sdrop_table(%.*s%.*s%s)", STR_ARG(render_alembic_prefix(r)),
                     STR_ARG(render_repr(r, op->table.text)), STR_ARG(schema_kw(r, op->schema)),
                     op->if_exists ? ", if_exists=True" : "");
}

static Str render_rename_table(Render *r, const Op *op)
{
    return arena_fmt(r->out, "%.*srename_table(%.*s, %.*s%.*s)", STR_ARG(render_alembic_prefix(r)),
                     STR_ARG(render_repr(r, op->table.text)),
                     STR_ARG(render_repr(r, op->as.rename_table.new_name.text)),
                     STR_ARG(schema_kw(r, op->schema)));
}

static Str render_add_column(Render *r, const Op *op)
{
    Str column = render_column(r, op->as.add_column.column), prefix = render_alembic_prefix(r);
    if (r->in_batch)
        return arena_fmt(r->out, "%.*sadd_column(%.*s)", STR_ARG(prefix), STR_ARG(column));
    return arena_fmt(r->out, "%.*sadd_column(%.*s, %.*s%.*s%s)", STR_ARG(prefix),
                     STR_ARG(render_repr(r, op->table.text)), STR_ARG(column),
                     STR_ARG(schema_kw(r, op->schema)),
                     op->if_not_exists ? ", if_not_exists=True" : "");
}

static Str render_drop_column(Render *r, const Op *op)
{
    Str name = render_repr(r, op->as.drop_column.name.text), prefix = render_alembic_prefix(r);
    if (r->in_batch)
        return arena_fmt(r->out, "%.*sdrop_column(%.*s)", STR_ARG(prefix), STR_ARG(name));
    return arena_fmt(r->out, "%.*sdrop_column(%.*s, %.*s%.*s%s)", STR_ARG(prefix),
                     STR_ARG(render_repr(r, op->table.text)), STR_ARG(name),
                     STR_ARG(schema_kw(r, op->schema)), op->if_exists ? ", if_exists=True" : "");
}

/* Continuation lines stand under the arguments of "op.alter_column(". */
static void push_alter(StrBuf *b, const char *name, Str value)
{
    strbuf_fmt(b, ",\n           %s=%.*s", name, STR_ARG(value));
}

static Str bool_text(int b) { return b ? STR("True") : STR("False"); }

static Str render_alter_column(Render *r, const Op *op)
{
    const AlterColumn *a = &op->as.alter_column;
    StrBuf b = {0};
    strbuf_fmt(&b, "%.*salter_column(", STR_ARG(render_alembic_prefix(r)));
    if (!r->in_batch) strbuf_fmt(&b, "%.*s, ", STR_ARG(render_repr(r, op->table.text)));
    strbuf_push(&b, render_repr(r, a->column));
    if (a->existing_type) push_alter(&b, "existing_type", render_type(r, a->existing_type));
    if (a->server_default_given != GIVEN_NOT)
        push_alter(&b, "server_default", render_default(r, &a->server_default));
    if (!str_is_null(a->new_name)) push_alter(&b, "new_column_name", render_repr(r, a->new_name));
    if (a->type) push_alter(&b, "type_", render_type(r, a->type));
    if (a->nullable >= 0) push_alter(&b, "nullable", bool_text(a->nullable));
    if (a->comment_given != GIVEN_NOT) push_alter(&b, "comment", render_repr(r, a->comment));
    if (!str_is_null(a->existing_comment))
        push_alter(&b, "existing_comment", render_repr(r, a->existing_comment));
    if (a->nullable < 0 && a->existing_nullable >= 0)
        push_alter(&b, "existing_nullable", bool_text(a->existing_nullable));
    if (a->autoincrement >= 0) push_alter(&b, "autoincrement", bool_text(a->autoincrement));
    if (a->server_default_given == GIVEN_NOT && a->existing_server_default_given == GIVEN_VALUE)
        push_alter(&b, "existing_server_default", render_default(r, &a->existing_server_default));
    if (!str_is_empty(op->schema) && !r->in_batch)
        push_alter(&b, "schema", render_repr(r, op->schema));
    strbuf_push_char(&b, ')');
    return strbuf_finish(&b, r->out);
}

/* SQLite reflects the flag as the number 1, and Alembic shows it so. */
static const char *unique_text(const Index *ix)
{
    if (!ix->unique) return "False";
    return sql_options_find(&ix->info, "unique_number") ? "1" : "True";
}

static Str render_create_index(Render *r, const Op *op)
{
    const Index *ix = op->as.create_index.index;
    StrBuf b = {0};
    strbuf_fmt(&b, "%.*screate_index(%.*s, ", STR_ARG(render_alembic_prefix(r)),
               STR_ARG(render_index_name(r, ix)));
    if (!r->in_batch) strbuf_fmt(&b, "%.*s, ", STR_ARG(render_repr(r, op->table.text)));
    strbuf_push_char(&b, '[');
    for (size_t i = 0; i < ix->expressions.len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "",
                   STR_ARG(render_expr(r, ix->expressions.items[i], false, true)));
    strbuf_fmt(&b, "], unique=%s", unique_text(ix));
    if (!r->in_batch) strbuf_push(&b, schema_kw(r, op->schema));
    strbuf_fmt(&b, "%.*s%s)", STR_ARG(render_options(r, &ix->options)),
               op->if_not_exists ? ", if_not_exists=True" : "");
    return strbuf_finish(&b, r->out);
}

static Str render_drop_index(Render *r, const Op *op)
{
    const Index *ix = op->as.drop_index.original;
    StrBuf b = {0};
    Str name = ix ? render_index_name(r, ix) : render_name(r, op->as.drop_index.name);
    strbuf_fmt(&b, "%.*sdrop_index(%.*s", STR_ARG(render_alembic_prefix(r)), STR_ARG(name));
    if (!r->in_batch)
        strbuf_fmt(&b, ", table_name=%.*s%.*s", STR_ARG(render_repr(r, op->table.text)),
                   STR_ARG(schema_kw(r, op->schema)));
    strbuf_push(&b, render_options(r, ix ? &ix->options : &op->options));
    strbuf_push_z(&b, op->if_exists ? ", if_exists=True)" : ")");
    return strbuf_finish(&b, r->out);
}

static void push_kw_text(Render *r, StrBuf *b, const char *name, Str value)
{
    if (!str_is_empty(value)) strbuf_fmt(b, ", %s=%.*s", name, STR_ARG(render_repr(r, value)));
}

static Str render_create_foreign_key(Render *r, const Constraint *k)
{
    StrBuf b = {0};
    Str schema = k->referred ? k->referred->schema : k->referred_schema;
    StrVec local = render_column_names(r, k->table, &k->column_names);
    StrVec remote = k->link_to_name ? k->referred_columns
                                    : render_column_names(r, k->referred, &k->referred_columns);
    strbuf_fmt(&b, "%.*screate_foreign_key(%.*s, ", STR_ARG(render_alembic_prefix(r)),
               STR_ARG(render_constraint_name(r, k)));
    if (!r->in_batch) strbuf_fmt(&b, "%.*s, ", STR_ARG(render_repr(r, k->table->name.text)));
    strbuf_fmt(&b, "%.*s, %.*s, %.*s", STR_ARG(render_repr(r, k->referred_table)),
               STR_ARG(render_list(r, &local)), STR_ARG(render_list(r, &remote)));
    if (!r->in_batch) push_kw_text(r, &b, "source_schema", k->table->schema);
    push_kw_text(r, &b, "referent_schema", schema);
    push_kw_text(r, &b, "onupdate", k->onupdate);
    push_kw_text(r, &b, "ondelete", k->ondelete);
    push_kw_text(r, &b, "initially", k->initially);
    if (k->deferrable == 1) strbuf_push_z(&b, ", deferrable=True");
    if (k->use_alter) strbuf_push_z(&b, ", use_alter=True");
    push_kw_text(r, &b, "match", k->match);
    strbuf_fmt(&b, "%.*s)", STR_ARG(render_options(r, &k->options)));
    return strbuf_finish(&b, r->out);
}

static Str render_create_check(Render *r, const Constraint *k)
{
    StrBuf b = {0};
    strbuf_fmt(&b, "%.*screate_check_constraint(%.*s, ", STR_ARG(render_alembic_prefix(r)),
               STR_ARG(render_constraint_name(r, k)));
    if (!r->in_batch) strbuf_fmt(&b, "%.*s, ", STR_ARG(render_repr(r, k->table->name.text)));
    strbuf_push(&b, render_repr(r, render_sql(r, k->sqltext, false, false)));
    if (!r->in_batch) strbuf_push(&b, schema_kw(r, k->table->schema));
    strbuf_push_char(&b, ')');
    return strbuf_finish(&b, r->out);
}

static Str render_add_constraint(Render *r, const Op *op)
{
    const Constraint *k = op->as.add_constraint.constraint;
    switch (k->kind) {
    case CONSTRAINT_UNIQUE: return render_unique(r, k, true);
    case CONSTRAINT_FOREIGN_KEY: return render_create_foreign_key(r, k);
    case CONSTRAINT_CHECK: return render_create_check(r, k);
    case CONSTRAINT_EXCLUDE: return render_exclude(r, k, true);
    case CONSTRAINT_PRIMARY_KEY: break;
    }
    err_raise(r->err, ERR_SCRIPT, "NotImplementedError", "%s", ""); /* Alembic has no text either */
    r->failed = true;
    return STR_NULL;
}

static Str render_drop_constraint(Render *r, const Op *op)
{
    const Constraint *k = op->as.drop_constraint.original;
    StrBuf b = {0};
    Str name = k ? render_constraint_name(r, k) : render_name(r, op->as.drop_constraint.name);
    strbuf_fmt(&b, "%.*sdrop_constraint(%.*s", STR_ARG(render_alembic_prefix(r)), STR_ARG(name));
    if (!r->in_batch)
        strbuf_fmt(&b, ", %.*s%.*s", STR_ARG(render_repr(r, op->table.text)),
                   STR_ARG(schema_kw(r, op->schema)));
    push_kw_text(r, &b, "type_", op->as.drop_constraint.type);
    strbuf_push_z(&b, op->if_exists ? ", if_exists=True)" : ")");
    return strbuf_finish(&b, r->out);
}

static Str render_table_comment(Render *r, const Op *op)
{
    StrBuf b = {0};
    bool creates = op->kind == OP_CREATE_TABLE_COMMENT;
    strbuf_fmt(&b, "%.*s%s_table_comment(\n", STR_ARG(render_alembic_prefix(r)),
               creates ? "create" : "drop");
    if (!r->in_batch) strbuf_fmt(&b, "    %.*s,\n", STR_ARG(render_repr(r, op->table.text)));
    if (creates)
        strbuf_fmt(&b, "    %.*s,\n", STR_ARG(render_repr(r, op->as.table_comment.comment)));
    strbuf_fmt(&b, "    existing_comment=%.*s",
               STR_ARG(render_repr(r, op->as.table_comment.existing)));
    if (!r->in_batch) {
        strbuf_fmt(&b, ",\n    schema=%.*s", STR_ARG(render_repr(r, op->schema)));
    }
    strbuf_push_z(&b, "\n)");
    return strbuf_finish(&b, r->out);
}

static Str render_execute(Render *r, const Op *op)
{
    const SqlExpr *e = op->as.execute.statement;
    if (e->kind == SQL_TEXT)
        return arena_fmt(r->out, "%.*sexecute(%.*s)", STR_ARG(render_alembic_prefix(r)),
                         STR_ARG(render_repr(r, e->as.text.text)));
    err_raise(r->err, ERR_SCRIPT, "NotImplementedError",
              "Autogenerate rendering of SQL Expression language constructs not supported here; "
              "please use a plain SQL string");
    r->failed = true;
    return STR_NULL;
}

static Str render_unknown(Render *r, const Op *op)
{
    Str text = STR_NULL;
    if (r->o->render_op && !r->o->render_op(r->o->user, op, r->imports, &text, r->err))
        r->failed = true;
    if (r->failed || !str_is_null(text)) return text;
    err_set(r->err, ERR_UNSUPPORTED,
            "no dispatch function for this operation: it cannot be rendered as Python");
    r->failed = true;
    return STR_NULL;
}

static Str render_one(Render *r, const Op *op)
{
    switch (op->kind) {
    case OP_CREATE_TABLE: return render_table(r, op);
    case OP_DROP_TABLE: return render_drop_table(r, op);
    case OP_RENAME_TABLE: return render_rename_table(r, op);
    case OP_ADD_COLUMN: return render_add_column(r, op);
    case OP_DROP_COLUMN: return render_drop_column(r, op);
    case OP_ALTER_COLUMN: return render_alter_column(r, op);
    case OP_CREATE_INDEX: return render_create_index(r, op);
    case OP_DROP_INDEX: return render_drop_index(r, op);
    case OP_ADD_CONSTRAINT: return render_add_constraint(r, op);
    case OP_DROP_CONSTRAINT: return render_drop_constraint(r, op);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: return render_table_comment(r, op);
    case OP_EXECUTE: return render_execute(r, op);
    default: return render_unknown(r, op);
    }
}

/* ---- the body ---- */

/* mako's PythonPrinter: the first physical line of each piece is indented by the open blocks. */
static void push_piece(StrBuf *b, Str piece, bool in_block)
{
    strbuf_fmt(b, "%s%.*s\n", in_block ? "    " : "", STR_ARG(piece));
}

static void push_group(Render *r, StrBuf *b, const Op *op)
{
    const OpVec *ops = &op->as.modify_table.ops;
    if (ops->len == 0) return;
    bool batch = r->o->render_as_batch;
    if (batch) {
        Str head =
            arena_fmt(r->out, "with op.batch_alter_table(%.*s, schema=%.*s) as batch_op:",
                      STR_ARG(render_repr(r, op->table.text)), STR_ARG(render_repr(r, op->schema)));
        push_piece(b, head, false);
    }
    r->in_batch = batch;
    for (size_t i = 0; i < ops->len && !r->failed; i++)
        push_piece(b, render_one(r, ops->items[i]), batch);
    r->in_batch = false;
    if (batch) strbuf_push_char(b, '\n');
}

/* Four blanks before every line, none at the ends of lines. */
static Str indented(Render *r, Str text)
{
    StrBuf b = {0};
    for (Str rest = text; !str_is_null(rest);) {
        Str line = str_cut(&rest, '\n');
        while (line.len && line.ptr[line.len - 1] == ' ') line.len--;
        if (line.len) strbuf_fmt(&b, "    %.*s", STR_ARG(line));
        if (!str_is_null(rest)) strbuf_push_char(&b, '\n');
    }
    Str done = str_trim(strbuf_view(&b));
    Str copy = arena_str(r->out, done);
    strbuf_deinit(&b);
    return copy;
}

static Render new_render(const Dialect *d, int version, const AutogenOptions *o,
                         AutogenImports *imports, Arena *out, Err *err)
{
    Render r = {.dialect = d,
                .rules = autogen_rules_find(d),
                .o = o,
                .imports = imports,
                .out = out,
                .err = err};
    r.compile =
        (CompileOptions){.literal_binds = true, .plain_columns = true, .server_version = version};
    return r;
}

bool autogen_render(const OpVec *ops, const Dialect *dialect, int server_version,
                    const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *body,
                    Err *err)
{
    Render r = new_render(dialect, server_version, o, imports, out, err);
    StrBuf b = {0};
    push_piece(&b, STR("# ### commands auto generated by Alembic - please adjust! ###"), false);
    if (autogen_is_empty(ops)) push_piece(&b, STR("pass"), false);
    for (size_t i = 0; i < ops->len && !r.failed; i++) {
        if (ops->items[i]->kind == OP_MODIFY_TABLE)
            push_group(&r, &b, ops->items[i]);
        else
            push_piece(&b, render_one(&r, ops->items[i]), false);
    }
    push_piece(&b, STR("# ### end Alembic commands ###"), false);
    *body = indented(&r, strbuf_view(&b));
    strbuf_deinit(&b);
    return !r.failed;
}

bool autogen_render_op(const Op *op, const Dialect *dialect, int server_version,
                       const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *text,
                       Err *err)
{
    Render r = new_render(dialect, server_version, o, imports, out, err);
    r.in_batch = o->within_batch;
    if (op->kind != OP_MODIFY_TABLE) {
        *text = render_one(&r, op);
        return !r.failed;
    }
    StrBuf b = {0};
    push_group(&r, &b, op);
    *text = strbuf_finish(&b, out);
    if (text->len) text->len--; /* the last newline separates, it does not end */
    return !r.failed;
}

bool autogen_render_type(const SqlType *t, const Dialect *dialect, int server_version,
                         const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *text,
                         Err *err)
{
    Render r = new_render(dialect, server_version, o, imports, out, err);
    *text = render_type(&r, t);
    return !r.failed;
}

bool autogen_render_part(const AutogenPart *part, const Dialect *dialect, int server_version,
                         const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *text,
                         Err *err)
{
    Render r = new_render(dialect, server_version, o, imports, out, err);
    *text = part->column       ? render_column(&r, part->column)
            : part->constraint ? render_constraint(&r, part->constraint)
                               : render_default(&r, part->server_default);
    return !r.failed;
}
