#include "autogen/compare.h"

#include <stdlib.h>

#include "base/strbuf.h"

/* ---- foreign keys: compared by what they do, never by name ---- */

typedef struct FkSig {
    Constraint *fk;
    Str name;
    Str target; /* which columns refer to which */
    Str text;   /* equal texts = equal keys */
} FkSig;

typedef VEC(FkSig) FkVec;

static Str lower(Compare *c, Str s)
{
    Str copy = arena_str(c->out, s);
    char *text = (char *)copy.ptr;
    for (size_t i = 0; i < copy.len; i++)
        if (text[i] >= 'A' && text[i] <= 'Z') text[i] = (char)(text[i] + 32);
    return copy;
}

static void push_names(StrBuf *b, const StrVec *names)
{
    for (size_t i = 0; i < names->len; i++)
        strbuf_fmt(b, "%s%.*s", i ? ", " : "", STR_ARG(names->items[i]));
}

/* NO ACTION is what a database does anyway. */
static Str action(Compare *c, Str s)
{
    Str low = str_is_null(s) ? STR_NULL : lower(c, s);
    return str_is_null(low) || str_is_empty(low) || str_eq_z(low, "no action") ? STR("-") : low;
}

/* The columns' names; a model may refer to them by key. */
static StrVec column_names(Compare *c, const Table *t, const StrVec *keys)
{
    StrVec names = {0};
    for (size_t i = 0; i < keys->len; i++) {
        const Column *col = t ? table_find_column_key(t, keys->items[i]) : NULL;
        VEC_PUSH(c->out, &names, col ? col->name.text : keys->items[i]);
    }
    return names;
}

static FkSig fk_sig(Compare *c, Constraint *k)
{
    Ident name = {0};
    FkSig s = {.fk = k};
    StrBuf b = {0};
    if (compare_constraint_name(c, k, &name)) s.name = name.text;
    StrVec local = column_names(c, k->table, &k->column_names),
           remote = column_names(c, k->referred, &k->referred_columns);
    Str schema = k->referred ? k->referred->schema : k->referred_schema;
    strbuf_fmt(&b, "%.*s\x1f%.*s\x1f", STR_ARG(k->table->schema), STR_ARG(k->table->name.text));
    push_names(&b, &local);
    strbuf_fmt(&b, "\x1f%.*s\x1f%.*s\x1f", STR_ARG(schema), STR_ARG(k->referred_table));
    push_names(&b, &remote);
    s.target = arena_str(c->out, strbuf_view(&b));
    bool deferred = !str_is_empty(k->initially) && str_eq_nocase(k->initially, STR("deferred"));
    strbuf_fmt(&b, "\x1f%.*s\x1f%.*s\x1f%s", STR_ARG(action(c, k->onupdate)),
               STR_ARG(action(c, k->ondelete)),
               deferred             ? "initially_deferrable"
               : k->deferrable == 1 ? "deferrable"
                                    : "not deferrable");
    s.text = strbuf_finish(&b, c->out);
    return s;
}

/* _make_foreign_key: MATCH is not carried over to a key that is dropped on its own. */
static Constraint *without_match(Compare *c, Constraint *k)
{
    if (str_is_null(k->match)) return k;
    Constraint *copy = constraint_copy(k, c->out);
    copy->table = k->table;
    copy->referred = k->referred;
    copy->match = STR_NULL;
    return copy;
}

static bool is_restrict(Str s) { return str_eq_nocase(s, STR("restrict")); }

/* The database does not show what is its default: where the model says RESTRICT and the key in the
 * database nothing, the latter says it, too. */
static void fill_restrict(Compare *c, FkVec *conn, const FkVec *model)
{
    for (size_t i = 0; i < conn->len; i++)
        for (size_t j = 0; j < model->len; j++) {
            const Constraint *is = conn->items[i].fk, *wants = model->items[j].fk;
            if (!str_eq(conn->items[i].target, model->items[j].target)) continue;
            bool ondelete = str_is_null(is->ondelete) && is_restrict(wants->ondelete);
            bool onupdate = str_is_null(is->onupdate) && is_restrict(wants->onupdate);
            if (!ondelete && !onupdate) continue;
            Constraint *copy = constraint_copy(is, c->out);
            copy->table = is->table;
            copy->referred = is->referred;
            if (ondelete) copy->ondelete = STR("RESTRICT");
            if (onupdate) copy->onupdate = STR("RESTRICT");
            conn->items[i] = fk_sig(c, copy);
        }
}

static const FkSig *find_sig(const FkVec *v, Str text)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(v->items[i].text, text)) return &v->items[i];
    return NULL;
}

static const FkSig *find_name(const FkVec *v, Str name)
{
    for (size_t i = 0; i < v->len && !str_is_null(name); i++)
        if (!str_is_null(v->items[i].name) && str_eq(v->items[i].name, name)) return &v->items[i];
    return NULL;
}

static int by_name_then_text(const void *a, const void *b)
{
    const FkSig *x = a, *y = b;
    int names =
        str_cmp(str_is_null(x->name) ? STR("") : x->name, str_is_null(y->name) ? STR("") : y->name);
    return names ? names : str_cmp(x->text, y->text);
}

static void sort_keys(FkVec *v)
{
    if (v->len > 1) qsort(v->items, v->len, sizeof *v->items, by_name_then_text);
}

static void log_key(Compare *c, const char *what, const FkSig *s)
{
    StrBuf from = {0}, to = {0};
    StrVec local = column_names(c, s->fk->table, &s->fk->column_names);
    StrVec remote = column_names(c, s->fk->referred, &s->fk->referred_columns);
    push_names(&from, &local);
    push_names(&to, &remote);
    Str schema = s->fk->table->schema;
    compare_log(c, "constraints", "Detected %s foreign key (%.*s)(%.*s) on table %.*s%s%.*s", what,
                STR_ARG(strbuf_view(&from)), STR_ARG(strbuf_view(&to)), STR_ARG(schema),
                str_is_empty(schema) ? "" : ".", STR_ARG(s->fk->table->name.text));
    strbuf_deinit(&from);
    strbuf_deinit(&to);
}

static Op *drop_op(Compare *c, Constraint *k, const char *type)
{
    Op *op = op_new(c->out, OP_DROP_CONSTRAINT, k->table->schema, k->table->name);
    op->as.drop_constraint.name = k->name;
    op->as.drop_constraint.type = str_z(type);
    op->as.drop_constraint.original = k;
    return op;
}

static Op *add_op(Compare *c, Constraint *k)
{
    Op *op = op_new(c->out, OP_ADD_CONSTRAINT, k->table->schema, k->table->name);
    op->as.add_constraint.constraint = k;
    return op;
}

static void key_changed(Compare *c, TablePair *p, const FkSig *s, const FkSig *other, bool removed)
{
    AutogenItem item = {.kind = AUTOGEN_FOREIGN_KEY, .as.constraint = s->fk};
    AutogenItem to = {.kind = AUTOGEN_FOREIGN_KEY, .as.constraint = other ? other->fk : NULL};
    if (!compare_object(c, item, s->name, removed, other ? &to : NULL)) return;
    compare_push(c, p, removed ? drop_op(c, s->fk, "foreignkey") : add_op(c, s->fk));
    log_key(c, removed ? "removed" : "added", s);
}

/* Sorted by name, then by content; Alembic has the order of a set. */
void compare_foreign_keys(Compare *c, TablePair *p)
{
    FkVec conn = {0}, model = {0};
    if (!p->conn || !p->model) return;
    for (size_t i = 0; i < p->conn->constraints.len; i++) {
        Constraint *k = p->conn->constraints.items[i];
        if (k->kind == CONSTRAINT_FOREIGN_KEY &&
            compare_name(c, k->name.text, AUTOGEN_FOREIGN_KEY, p->schema, p->name))
            VEC_PUSH(c->out, &conn, fk_sig(c, without_match(c, k)));
    }
    for (size_t i = 0; i < p->model->constraints.len; i++)
        if (p->model->constraints.items[i]->kind == CONSTRAINT_FOREIGN_KEY)
            VEC_PUSH(c->out, &model, fk_sig(c, p->model->constraints.items[i]));
    if (c->rules->restrict_is_default && !c->failed) fill_restrict(c, &conn, &model);
    sort_keys(&conn);
    sort_keys(&model);
    for (size_t i = 0; i < conn.len && !c->failed; i++)
        if (!find_sig(&model, conn.items[i].text))
            key_changed(c, p, &conn.items[i], find_name(&model, conn.items[i].name), true);
    for (size_t i = 0; i < model.len && !c->failed; i++)
        if (!find_sig(&conn, model.items[i].text))
            key_changed(c, p, &model.items[i], find_name(&conn, model.items[i].name), false);
}

/* ---- check constraints: by name only ---- */

typedef struct Check {
    Constraint *k;
    Str name;
} Check;

typedef VEC(Check) CheckVec;

static const Check *find_check(const CheckVec *v, Str name)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(v->items[i].name, name)) return &v->items[i];
    return NULL;
}

static int by_check_name(const void *a, const void *b)
{
    return str_cmp(((const Check *)a)->name, ((const Check *)b)->name);
}

static void sort_checks(CheckVec *v)
{
    if (v->len > 1) qsort(v->items, v->len, sizeof *v->items, by_check_name);
}

static void collect_check(Compare *c, Constraint *k, CheckVec *out)
{
    Ident name;
    if (k->kind != CONSTRAINT_CHECK || k->type_bound || !compare_constraint_name(c, k, &name))
        return;
    if (!ident_is_null(name) && !find_check(out, name.text))
        VEC_PUSH(c->out, out, (Check){k, name.text});
}

static void collect_model_checks(Compare *c, const Table *t, CheckVec *out)
{
    for (size_t i = 0; i < t->constraints.len; i++) collect_check(c, t->constraints.items[i], out);
    for (size_t i = 0; i < t->columns.len; i++) {
        const ConstraintVec *own = &t->columns.items[i]->constraints;
        for (size_t j = 0; j < own->len; j++) {
            if (own->items[j]->table == NULL) own->items[j]->table = (Table *)t;
            collect_check(c, own->items[j], out);
        }
    }
}

static void check_changed(Compare *c, TablePair *p, const Check *k, bool removed)
{
    AutogenItem item = {.kind = AUTOGEN_CHECK, .as.constraint = k->k};
    if (!compare_object(c, item, k->name, removed, NULL)) return;
    compare_push(c, p, removed ? drop_op(c, k->k, "check") : add_op(c, k->k));
    compare_log(c, "check_constraints", "Detected %s check constraint %.*s on table %.*s",
                removed ? "removed" : "added", STR_ARG(compare_repr(c, k->name)),
                STR_ARG(compare_repr(c, p->name)));
}

void compare_checks(Compare *c, TablePair *p)
{
    CheckVec conn = {0}, model = {0};
    if (!p->conn || !p->model) return;
    collect_model_checks(c, p->model, &model);
    for (size_t i = 0; i < p->conn->constraints.len; i++) {
        Constraint *k = p->conn->constraints.items[i];
        if (k->kind == CONSTRAINT_CHECK && !ident_is_null(k->name) &&
            compare_name(c, k->name.text, AUTOGEN_CHECK, p->schema, p->name))
            collect_check(c, k, &conn);
    }
    sort_checks(&conn);
    sort_checks(&model);
    for (size_t i = 0; i < conn.len && !c->failed; i++)
        if (!find_check(&model, conn.items[i].name)) check_changed(c, p, &conn.items[i], true);
    for (size_t i = 0; i < model.len && !c->failed; i++)
        if (!find_check(&conn, model.items[i].name)) check_changed(c, p, &model.items[i], false);
}
