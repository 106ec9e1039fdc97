#include "autogen/compare.h"

#include <ctype.h>
#include <stdlib.h>

#include "autogen/index_text.h"
#include "base/strbuf.h"

/* An index or a unique constraint of one side, and what identifies it (Alembic's _constraint_sig).
 */
typedef struct Sig {
    Index *index; /* one of the two is set */
    Constraint *unique;
    Str name;    /* as in the database; null = unnamed */
    Str unnamed; /* signature without the name */
} Sig;

typedef VEC(Sig) SigVec;

/* Both sides of one table. */
typedef struct IndexSides {
    SigVec model, conn; /* uniques first, then indexes */
} IndexSides;

/* ---- signatures ---- */

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* "('a', 'b')", as Python prints a tuple of names. */
static Str tuple_repr(Compare *c, const Str *names, size_t n)
{
    StrBuf b = {0};
    strbuf_push_char(&b, '(');
    for (size_t i = 0; i < n; i++) {
        if (i) strbuf_push_z(&b, ", ");
        strbuf_push(&b, compare_repr(c, names[i]));
    }
    if (n == 1) strbuf_push_char(&b, ',');
    strbuf_push_char(&b, ')');
    return strbuf_finish(&b, c->out);
}

static Str sorted_repr(Compare *c, const StrVec *names)
{
    Str *copy = ARENA_ARRAY(c->out, Str, names->len + 1);
    if (names->len) memcpy(copy, names->items, names->len * sizeof *copy);
    qsort(copy, names->len, sizeof *copy, by_text);
    return tuple_repr(c, copy, names->len);
}

/* The plain name of an index element; null for an expression. */
static Str element_name(const SqlExpr *e)
{
    if (e->kind == SQL_COLUMN)
        return e->as.column.column ? e->as.column.column->name.text : e->as.column.name;
    return STR_NULL;
}

static const SqlExpr *without_sorting(const SqlExpr *e)
{
    while (e->kind == SQL_UNARY) e = e->as.unary.operand;
    return e;
}

/* desc("name") keeps the name as a text, which Alembic takes for an expression; desc(column) not.
 */
static bool is_expression(const SqlExpr *e)
{
    const SqlExpr *inner = without_sorting(e);
    return inner->kind != SQL_COLUMN || (inner != e && inner->as.column.column == NULL);
}

static bool has_expression(const Index *ix)
{
    for (size_t i = 0; i < ix->expressions.len; i++)
        if (is_expression(ix->expressions.items[i])) return true;
    return false;
}

static StrVec index_columns(Compare *c, const Index *ix)
{
    StrVec names = {0};
    for (size_t i = 0; i < ix->expressions.len; i++) {
        const SqlExpr *e = ix->expressions.items[i], *inner = without_sorting(e);
        bool is_text = inner != e && inner->kind == SQL_COLUMN && !inner->as.column.column;
        Str name = is_text ? STR_NULL : element_name(index_text_first_column(e));
        if (!str_is_null(name)) VEC_PUSH(c->out, &names, name);
    }
    return names;
}

static Sig unique_sig(Compare *c, Constraint *k)
{
    Ident name = {0};
    Sig s = {.unique = k};
    if (compare_constraint_name(c, k, &name)) s.name = name.text;
    s.unnamed = sorted_repr(c, &k->column_names);
    return s;
}

static Sig index_sig(Compare *c, Index *ix)
{
    Ident name = {0};
    Sig s = {.index = ix};
    if (compare_index_name(c, ix, &name)) s.name = name.text;
    StrVec names = {0};
    VEC_PUSH(c->out, &names, ix->unique ? STR("True") : STR("False"));
    for (size_t i = 0; i < ix->expressions.len; i++)
        VEC_PUSH(c->out, &names, element_name(ix->expressions.items[i]));
    s.unnamed = tuple_repr(c, names.items, names.len);
    return s;
}

/* ---- collecting ---- */

/* adjust_reflected_dialect_options: an empty include is no option. */
static Constraint *without_empty_include(Compare *c, Constraint *k)
{
    const SqlValue *include = sql_options_find(&k->options, "postgresql_include");
    if (include == NULL || include->as.list.len > 0) return k;
    Constraint *copy = constraint_copy(k, c->out);
    SqlOptions kept = {0};
    for (size_t i = 0; i < k->options.len; i++)
        if (!str_eq_z(k->options.items[i].name, "postgresql_include"))
            sql_options_put(&kept, c->out, k->options.items[i].name, k->options.items[i].value);
    copy->options = kept;
    copy->table = k->table;
    return copy;
}

static void collect_conn(Compare *c, const TablePair *p, SigVec *out)
{
    for (size_t i = 0; p->model && i < p->conn->constraints.len; i++) {
        Constraint *k = p->conn->constraints.items[i];
        if (k->kind == CONSTRAINT_UNIQUE &&
            compare_name(c, k->name.text, AUTOGEN_UNIQUE, p->schema, p->name))
            VEC_PUSH(c->out, out, unique_sig(c, without_empty_include(c, k)));
    }
    for (size_t i = 0; i < p->conn->indexes.len; i++) {
        Index *ix = p->conn->indexes.items[i];
        /* The index behind a constraint belongs to the constraint. */
        if (!compare_name(c, ix->name.text, AUTOGEN_INDEX, p->schema, p->name) ||
            sql_options_find(&ix->info, "duplicates_constraint"))
            continue;
        VEC_PUSH(c->out, out, index_sig(c, ix));
    }
}

static const Sig *find_named(const SigVec *v, Str name, bool is_index)
{
    for (size_t i = 0; i < v->len; i++)
        if (!str_is_null(v->items[i].name) && str_eq(v->items[i].name, name) &&
            (v->items[i].index != NULL) == is_index)
            return &v->items[i];
    return NULL;
}

static void collect_model(Compare *c, const TablePair *p, SigVec *out, const SigVec *conn)
{
    for (size_t i = 0; i < p->model->constraints.len; i++)
        if (p->model->constraints.items[i]->kind == CONSTRAINT_UNIQUE)
            VEC_PUSH(c->out, out, unique_sig(c, p->model->constraints.items[i]));
    for (size_t i = 0; i < p->model->indexes.len; i++) {
        Index *ix = p->model->indexes.items[i];
        Sig s = index_sig(c, ix);
        if (c->rules->skips_expression_indexes && has_expression(ix) &&
            !find_named(conn, s.name, true)) {
            compare_warn(c,
                         "autogenerate skipping metadata-specified expression-based index %.*s; "
                         "dialect '%s' under "
                         "SQLAlchemy 2.0.52 can't reflect these indexes so they can't be compared",
                         STR_ARG(compare_repr(c, s.name)), c->dialect->name);
            continue;
        }
        VEC_PUSH(c->out, out, s);
    }
}

/* ---- comparing ---- */

static bool true_option(const SqlOptions *o, const char *name)
{
    const SqlValue *v = sql_options_find(o, name);
    return v && v->kind == SQL_VALUE_BOOL && v->as.boolean;
}

static void push_message(StrBuf *b, Str text)
{
    strbuf_fmt(b, "%s%.*s", b->len ? ", " : "", STR_ARG(text));
}

static const char *python_bool(bool b) { return b ? "True" : "False"; }

static bool compile_element(Compare *c, const SqlExpr *e, Str *sql)
{
    if (c->dialect->compile_expr(e, &c->compile, c->out, sql, NULL, c->err)) return true;
    c->failed = true;
    return false;
}

/* Tail of compile_element: an operator class written into the expression. */
static bool ends_in_ops(Str sql)
{
    return str_ends(str_trim(sql), STR("_ops")) &&
           (str_contains(sql, STR(" ")) || str_contains(sql, STR(")")));
}

static void compare_element(Compare *c, const Sig *model, const Sig *conn, size_t i, StrBuf *msg,
                            StrBuf *skip)
{
    Str m, d;
    Str table = model->index->table ? model->index->table->name.text : STR_NULL;
    if (!compile_element(c, model->index->expressions.items[i], &m) ||
        !compile_element(c, conn->index->expressions.items[i], &d))
        return;
    if (str_eq(index_text_normal(m, table, c->out), index_text_normal(d, table, c->out))) return;
    Str shown = compare_repr(c, m);
    if (ends_in_ops(m)) {
        push_message(skip, arena_fmt(c->out,
                                     "expression #%zu %.*s detected as including operator clause.",
                                     i + 1, STR_ARG(shown)));
        compare_warn(
            c,
            "Expression #%zu %.*s in index %.*s detected to include an operator clause. Expression "
            "compare "
            "cannot proceed. Please move the operator clause to the ``postgresql_ops`` dict to "
            "enable proper "
            "compare of the index expressions: "
            "https://docs.sqlalchemy.org/en/latest/dialects/postgresql.html#operator-classes",
            i + 1, STR_ARG(shown), STR_ARG(compare_repr(c, conn->name)));
        return;
    }
    push_message(msg, arena_fmt(c->out, "expression #%zu %.*s to %.*s", i + 1,
                                STR_ARG(compare_repr(c, d)), STR_ARG(shown)));
}

/* list.extend() with a string: Alembic's message has one item per character. */
static void push_options(StrBuf *b, bool conn, bool model)
{
    static const char set[] = "('nulls_not_distinct',)";
    StrBuf text = {0};
    strbuf_fmt(&text, "options %s to %s", conn ? set : "()", model ? set : "()");
    for (size_t i = 0; i < text.len; i++) push_message(b, str_slice(strbuf_view(&text), i, i + 1));
    strbuf_deinit(&text);
}

static void compare_index_text(Compare *c, const Sig *model, const Sig *conn, StrBuf *msg,
                               StrBuf *skip)
{
    size_t m = model->index->expressions.len, d = conn->index->expressions.len;
    if (m != d) push_message(msg, arena_fmt(c->out, "expression number %zu to %zu", d, m));
    if (msg->len > 0) return;
    for (size_t i = 0; i < m && !c->failed; i++) compare_element(c, model, conn, i, msg, skip);
    bool want = true_option(&model->index->options, "postgresql_nulls_not_distinct");
    bool have = true_option(&conn->index->options, "postgresql_nulls_not_distinct");
    if (want != have) push_options(msg, have, want);
}

static void compare_index_columns(Compare *c, const Sig *model, const Sig *conn, StrBuf *msg)
{
    StrVec m = index_columns(c, model->index), d = index_columns(c, conn->index);
    if (has_expression(model->index) || has_expression(conn->index))
        log_write(c->o->log, LOG_WARNING, "alembic.ddl.impl",
                  "Generating approximate signature for index %.*s. The dialect implementation "
                  "should either skip "
                  "expression indexes or provide a custom implementation.",
                  STR_ARG(model->name));
    Str mt = tuple_repr(c, m.items, m.len), dt = tuple_repr(c, d.items, d.len);
    if (!str_eq(mt, dt))
        push_message(msg, arena_fmt(c->out, "expression %.*s to %.*s", STR_ARG(dt), STR_ARG(mt)));
}

static void compare_unique(Compare *c, const Sig *model, const Sig *conn, StrBuf *msg)
{
    if (!str_eq(model->unnamed, conn->unnamed)) {
        push_message(msg, arena_fmt(c->out, "expression %.*s to %.*s", STR_ARG(conn->unnamed),
                                    STR_ARG(model->unnamed)));
        return;
    }
    if (!c->rules->compares_index_text) return;
    bool want = true_option(&model->unique->options, "postgresql_nulls_not_distinct");
    bool have = true_option(&conn->unique->options, "postgresql_nulls_not_distinct");
    static const char set[] = "('nulls_not_distinct',)";
    if (want != have)
        push_message(
            msg, arena_fmt(c->out, "expression %s to %s", have ? set : "()", want ? set : "()"));
}

/* ---- operations ---- */

static AutogenItem item_of(const Sig *s)
{
    if (s->index) return (AutogenItem){.kind = AUTOGEN_INDEX, .as.index = s->index};
    return (AutogenItem){.kind = AUTOGEN_UNIQUE, .as.constraint = s->unique};
}

/* The operation stands under the schema of the object's own table. */
static Op *object_op(Compare *c, const Sig *s, OpKind kind)
{
    const Table *t = s->index ? s->index->table : s->unique->table;
    return op_new(c->out, kind, t->schema, t->name);
}

static void push_add(Compare *c, TablePair *p, const Sig *s)
{
    Op *op = object_op(c, s, s->index ? OP_CREATE_INDEX : OP_ADD_CONSTRAINT);
    if (s->index)
        op->as.create_index.index = s->index;
    else
        op->as.add_constraint.constraint = s->unique;
    compare_push(c, p, op);
}

static void push_drop(Compare *c, TablePair *p, const Sig *s)
{
    Op *op = object_op(c, s, s->index ? OP_DROP_INDEX : OP_DROP_CONSTRAINT);
    if (s->index) {
        op->as.drop_index.name = s->index->name;
        op->as.drop_index.original = s->index;
    } else {
        op->as.drop_constraint.name = s->unique->name;
        op->as.drop_constraint.type = STR("unique");
        op->as.drop_constraint.original = s->unique;
    }
    compare_push(c, p, op);
}

static void object_added(Compare *c, TablePair *p, const Sig *s)
{
    /* Unique constraints of a new or dropped table stand inside it. */
    if ((s->unique && (!p->conn || !p->model)) ||
        !compare_object(c, item_of(s), s->name, false, NULL))
        return;
    push_add(c, p, s);
    StrVec columns = s->index ? index_columns(c, s->index) : s->unique->column_names;
    compare_log(c, "constraints", "Detected added %s %.*s on '%.*s'",
                s->index ? "index" : "unique constraint", STR_ARG(compare_repr(c, s->name)),
                STR_ARG(tuple_repr(c, columns.items, columns.len)));
}

static void object_removed(Compare *c, TablePair *p, const Sig *s)
{
    if ((s->unique && (!p->conn || !p->model)) ||
        !compare_object(c, item_of(s), s->name, true, NULL))
        return;
    push_drop(c, p, s);
    compare_log(c, "constraints", "Detected removed %s %.*s on %.*s",
                s->index ? "index" : "unique constraint", STR_ARG(compare_repr(c, s->name)),
                STR_ARG(compare_repr(c, p->name)));
}

static void object_changed(Compare *c, TablePair *p, const Sig *conn, const Sig *model, Str message)
{
    AutogenItem other = item_of(conn);
    if (!compare_object(c, item_of(model), model->name, false, &other)) return;
    compare_log(c, "constraints", "Detected changed %s %.*s on %.*s: %.*s",
                conn->index ? "index" : "unique constraint", STR_ARG(compare_repr(c, conn->name)),
                STR_ARG(compare_repr(c, p->name)), STR_ARG(message));
    push_drop(c, p, conn);
    push_add(c, p, model);
}

static void compare_same_name(Compare *c, TablePair *p, const Sig *conn, const Sig *model)
{
    StrBuf msg = {0}, skip = {0};
    if ((conn->index != NULL) != (model->index != NULL)) {
        object_removed(c, p, conn);
        object_added(c, p, model);
        return;
    }
    if (conn->unique) {
        compare_unique(c, model, conn, &msg);
    } else {
        if (conn->index->unique != model->index->unique)
            push_message(&msg, arena_fmt(c->out, "unique=%s to unique=%s",
                                         python_bool(conn->index->unique),
                                         python_bool(model->index->unique)));
        if (c->rules->compares_index_text)
            compare_index_text(c, model, conn, &msg, &skip);
        else
            compare_index_columns(c, model, conn, &msg);
    }
    if (!c->failed && msg.len > 0)
        object_changed(c, p, conn, model, strbuf_view(&msg));
    else if (!c->failed && skip.len > 0)
        compare_log(c, "constraints", "Cannot compare %s %.*s, assuming equal and skipping. %.*s",
                    conn->index ? "index" : "unique constraint",
                    STR_ARG(compare_repr(c, conn->name)), STR_ARG(strbuf_view(&skip)));
    strbuf_deinit(&msg);
    strbuf_deinit(&skip);
}

/* ---- databases that show a unique constraint as an index too (MySQL, Oracle) ---- */

static bool model_has_unnamed(const SigVec *model, Str unnamed, bool only_unnamed)
{
    for (size_t i = 0; i < model->len; i++)
        if (model->items[i].unique && str_eq(model->items[i].unnamed, unnamed) &&
            (!only_unnamed || str_is_null(model->items[i].name)))
            return true;
    return false;
}

static void remove_sig(SigVec *v, Str name, bool is_index)
{
    for (size_t i = 0; i < v->len; i++) {
        if (!str_eq(v->items[i].name, name) || (v->items[i].index != NULL) != is_index) continue;
        VEC_REMOVE(v, i);
        return;
    }
}

/* Keeps of each such pair the one that the model declares. */
static void drop_doubles(Compare *c, IndexSides *s)
{
    SigVec doubled = {0};
    for (size_t i = 0; i < s->conn.len; i++)
        if (s->conn.items[i].unique &&
            sql_options_find(&s->conn.items[i].unique->info, "duplicates_index"))
            VEC_PUSH(c->out, &doubled, s->conn.items[i]);
    for (size_t i = 0; i < doubled.len; i++) {
        const Sig *d = &doubled.items[i];
        const Sig *index = find_named(&s->model, d->name, true);
        if (!find_named(&s->model, d->name, false)) {
            if (!model_has_unnamed(&s->model, d->unnamed, true))
                remove_sig(&s->conn, d->name, false);
        } else if (!index || !index->index->unique) {
            remove_sig(&s->conn, d->name, true);
        }
    }
}

/* ---- databases that make an index for a foreign key by themselves (MySQL) ---- */

static bool is_key_of(const Table *t, Str column, Str name)
{
    for (size_t i = 0; i < t->constraints.len; i++) {
        const Constraint *k = t->constraints.items[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY || !str_eq(k->name.text, name)) continue;
        if (vec_has_str(&k->column_names, column)) return true;
    }
    return false;
}

/* Such an index has the name of one of its columns or of a foreign key on one; Alembic cannot tell
 * it from one that was asked for, and leaves both alone. */
static bool is_implicit(const Index *ix)
{
    if (ix->unique) return false;
    for (size_t i = 0; i < ix->expressions.len; i++) {
        Str column = element_name(ix->expressions.items[i]);
        if (str_is_null(column)) continue;
        if (str_eq(column, ix->name.text) || is_key_of(ix->table, column, ix->name.text))
            return true;
    }
    return false;
}

static void drop_implicit(IndexSides *s)
{
    for (size_t i = s->conn.len; i-- > 0;) {
        Sig gone = s->conn.items[i];
        if (!gone.index || !is_implicit(gone.index)) continue;
        VEC_REMOVE(&s->conn, i);
        remove_sig(&s->model, gone.name, true);
    }
}

/* ---- the whole ---- */

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const Sig *)a)->name, ((const Sig *)b)->name);
}

/* The named ones, sorted; of two by one name the later (an index) counts. */
static SigVec named(Compare *c, const SigVec *all)
{
    SigVec v = {0};
    for (size_t i = 0; i < all->len; i++) {
        if (str_is_null(all->items[i].name)) continue;
        remove_sig(&v, all->items[i].name, false);
        VEC_PUSH(c->out, &v, all->items[i]);
    }
    if (v.len > 1) qsort(v.items, v.len, sizeof *v.items, by_name);
    return v;
}

static const Sig *find_any(const SigVec *v, Str name)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(v->items[i].name, name)) return &v->items[i];
    return NULL;
}

static bool conn_has_unique(const SigVec *conn, Str unnamed)
{
    for (size_t i = 0; i < conn->len; i++)
        if (conn->items[i].unique && str_eq(conn->items[i].unnamed, unnamed)) return true;
    return false;
}

/* Present as an index and as a unique constraint, and in the model as neither. */
static bool doubled_is_gone(const IndexSides *s, const Sig *unique, const Sig *index)
{
    for (size_t i = 0; i < s->model.len; i++)
        if (s->model.items[i].index && str_eq(s->model.items[i].unnamed, index->unnamed))
            return false;
    return !model_has_unnamed(&s->model, unique->unnamed, false);
}

static void removed_name(Compare *c, TablePair *p, const IndexSides *s, const Sig *conn)
{
    const Sig *unique = find_named(&s->conn, conn->name, false),
              *index = find_named(&s->conn, conn->name, true);
    if (conn->unique && model_has_unnamed(&s->model, conn->unnamed, true)) return;
    if (unique && index) {
        if (!doubled_is_gone(s, unique, index)) return;
        object_removed(c, p, unique);
        object_removed(c, p, index);
        return;
    }
    object_removed(c, p, conn);
}

void compare_indexes(Compare *c, TablePair *p)
{
    IndexSides s = {0};
    if (p->conn) collect_conn(c, p, &s.conn);
    if (p->model) collect_model(c, p, &s.model, &s.conn);
    if (c->failed) return;
    drop_doubles(c, &s);
    if (c->rules->implicit_key_indexes) drop_implicit(&s);
    SigVec model = named(c, &s.model), conn = named(c, &s.conn);
    for (size_t i = 0; i < conn.len && !c->failed; i++)
        if (!find_any(&model, conn.items[i].name)) removed_name(c, p, &s, &conn.items[i]);
    for (size_t i = 0; i < model.len && !c->failed; i++) {
        const Sig *m = &model.items[i], *d = find_named(&s.conn, m->name, m->index != NULL);
        if (!d) d = find_any(&conn, m->name);
        if (d) compare_same_name(c, p, d, m);
    }
    for (size_t i = 0; i < model.len && !c->failed; i++)
        if (!find_any(&conn, model.items[i].name)) object_added(c, p, &model.items[i]);
    for (size_t i = 0; i < s.model.len && !c->failed; i++) {
        const Sig *m = &s.model.items[i];
        if (m->unique && str_is_null(m->name) && !conn_has_unique(&s.conn, m->unnamed))
            object_added(c, p, m);
    }
}
