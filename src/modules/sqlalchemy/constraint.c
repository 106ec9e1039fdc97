/* Table-level constraints: primary key, unique, check, foreign key, exclude. */
#include <string.h>

#include "autogen/autogen.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"

static ConstraintData *data_of(Value v) { return value_payload(v, &objects_Constraint); }

static bool begin(Eval *ev, Value self, ConstraintKind kind, Value name, ConstraintData **out)
{
    Ident id;
    if (!module_name_from_value(ev, name, "the name of a constraint", &id)) return false;
    ConstraintData *d = data_of(self);
    d->constraint = constraint_new(eval_arena(ev), kind, id);
    d->constraint->deferrable = -1;
    module_object_put(ev, d->constraint, self);
    *out = d;
    return true;
}

static bool common(Eval *ev, ConstraintData *d, Value kw, const char *cls)
{
    Constraint *c = d->constraint;
    Value info = objects_take(ev, kw, "info");
    if (!module_absent(info)) d->info = info;
    static const char *const internal[] = {
        "_create_rule",        "_type_bound",         "_autoattach", "_column_flag",
        "_implicit_generated", "_gather_expressions", NULL};
    for (int i = 0; internal[i]; i++) objects_take(ev, kw, internal[i]);
    return module_tristate(ev, objects_take(ev, kw, "deferrable"), &c->deferrable) &&
           module_str_or_none(ev, objects_take(ev, kw, "initially"), "initially", &c->initially) &&
           module_str_or_none(ev, objects_take(ev, kw, "comment"), "comment", &c->comment) &&
           module_options_from_kw(ev, cls, kw, &c->options);
}

/* ---- columns ---- */

/* loose: column() and literal_column() will do, too. */
static bool check_columns(Eval *ev, Value list, bool loose)
{
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value v = value_seq_items(list)[i];
        if (value_is_unknown(v)) return eval_need_known(ev, v, "a column of a constraint");
        const SqlExpr *e = value_is_str(v) || module_column_get(ev, v) ? NULL : element_expr(ev, v);
        if (e ? !loose || !sql_expr_is_column(e) : !value_is_str(v) && !module_column_get(ev, v))
            return exc_expected(ev, "String column name or column expression for DDL constraint",
                                v);
    }
    return true;
}

static Column *resolve_column(Eval *ev, Value v, Table *t)
{
    return value_is_str(v) ? table_column_by_key(t, value_as_str(v)) : module_column_get(ev, v);
}

/* column("x") and literal_column("x") name what the model does not say. */
static Str loose_name(const SqlExpr *e)
{
    return e->kind == SQL_COLUMN ? e->as.column.name : e->as.literal_column.text;
}

/* An element of EXCLUDE that was given by its key is the column. */
static void resolve_elements(Eval *ev, Constraint *k, Str key, Column *c)
{
    for (size_t i = 0; i < k->elements.len; i++) {
        ExcludeElement *e = &k->elements.items[i];
        if (!e->by_key || !str_eq(e->expr->as.column.name, key)) continue;
        e->by_key = false;
        e->expr = sql_expr_column(eval_arena(ev), c->name.text);
        e->expr->as.column.column = c;
    }
}

/* A column named twice counts once, except where each naming is an element of its own. */
static void add_name(Eval *ev, Constraint *k, Str name)
{
    if (k->kind != CONSTRAINT_EXCLUDE && vec_has_str(&k->column_names, name)) return;
    VEC_PUSH(eval_arena(ev), &k->column_names, name);
}

static bool resolve_columns(Eval *ev, Value self, ConstraintData *d, Table *t)
{
    if (d->constraint->kind != CONSTRAINT_EXCLUDE) d->constraint->column_names = (StrVec){0};
    for (size_t i = 0; i < value_seq_len(d->columns); i++) {
        Value v = value_seq_items(d->columns)[i];
        Column *c = resolve_column(ev, v, t);
        const SqlExpr *loose = c || value_is_str(v) ? NULL : element_expr(ev, v);
        if (loose) {
            add_name(ev, d->constraint, loose_name(loose));
            continue;
        }
        if (!c)
            return eval_raise_native(
                ev, &exc_ConstraintColumnNotFoundError,
                "Can't create %.*s on table '%.*s': no column named '%.*s' is present.",
                STR_ARG(value_type_name(ev, self)), STR_ARG(t->name.text),
                STR_ARG(value_as_str(v)));
        add_name(ev, d->constraint, c->name.text);
        if (value_is_str(v)) resolve_elements(ev, d->constraint, value_as_str(v), c);
    }
    return true;
}

/* A constraint over Column objects finds its table through them. */
static bool wait_for_columns(Eval *ev, Value self)
{
    objects_wait(ev, self);
    return objects_settle(ev);
}

static bool columns_init(Eval *ev, Value self, Args *a, ConstraintKind kind, const char *cls)
{
    ConstraintData *d;
    Value kw = a->v[1];
    if (!check_columns(ev, a->v[0], kind != CONSTRAINT_PRIMARY_KEY) ||
        !begin(ev, self, kind, objects_take(ev, kw, "name"), &d))
        return false;
    if (!eval_to_list(ev, a->v[0], &d->columns) || !common(ev, d, kw, cls)) return false;
    return wait_for_columns(ev, self);
}

static bool unique_init(Eval *ev, Value self, Args *a)
{
    return columns_init(ev, self, a, CONSTRAINT_UNIQUE, "UniqueConstraint");
}

static bool primary_init(Eval *ev, Value self, Args *a)
{
    return columns_init(ev, self, a, CONSTRAINT_PRIMARY_KEY, "PrimaryKeyConstraint");
}

/* NULL, true, false or an expression. */
static bool ddl_condition(Eval *ev, Value v, SqlExpr **out)
{
    if (!value_is_none(v) && !value_is_bool(v) && !value_is_unknown(v) &&
        !module_is_ddl_expr(ev, v))
        return exc_expected(ev, "SQL expression element for DDL constraint", v);
    return module_expr_from_value(ev, v, eval_arena(ev), out);
}

/* table=: the table itself takes the constraint. */
static bool attach_given(Eval *ev, const char *cls, Value self, Value table)
{
    if (!module_table_get(ev, table))
        return eval_raise(ev, "TypeError", "%s(): table must be a Table, not %.*s", cls,
                          STR_ARG(value_type_name(ev, table)));
    return constraint_attach(ev, self, table);
}

static bool check_init(Eval *ev, Value self, Args *a)
{
    static const char *const places[] = {"sqltext",   "name",  "deferrable",
                                         "initially", "table", "info"};
    ConstraintData *d;
    Value kw = a->v[6], sql = a->v[0];
    for (size_t i = 1; i < sizeof places / sizeof *places; i++)
        if (!module_absent(a->v[i])) value_dict_put_str(ev, kw, str_z(places[i]), a->v[i]);
    if (!begin(ev, self, CONSTRAINT_CHECK, objects_take(ev, kw, "name"), &d)) return false;
    if (value_is_unknown(sql)) return eval_need_known(ev, sql, "a CHECK condition");
    if (value_is_str(sql))
        d->constraint->sqltext = sql_expr_text(eval_arena(ev), module_str(ev, sql));
    else if (!ddl_condition(ev, sql, &d->constraint->sqltext))
        return false;
    Value table = objects_take(ev, kw, "table");
    if (!common(ev, d, kw, "CheckConstraint")) return false;
    if (!module_absent(table)) return attach_given(ev, "CheckConstraint", self, table);
    return value_is_str(sql) || wait_for_columns(ev, self);
}

/* ---- foreign keys ---- */

/* A key refers to one table; which the others name is only seen here. */
static bool one_target(Eval *ev, const ConstraintData *d, const Table *t)
{
    Str first = STR_NULL;
    Arena *a = eval_arena(ev);
    for (size_t i = 0; i < value_seq_len(d->targets); i++) {
        Value v = value_seq_items(d->targets)[i];
        Constraint part = {0};
        if (!value_is_str(v)) continue;
        if (!foreign_key_parse(ev, value_as_str(v), &part)) return false;
        Str key = table_key(a, part.referred_schema, part.referred_table);
        if (str_is_null(first)) first = key;
        int order = str_cmp(first, key);
        if (!order) continue;
        StrBuf names = {0};
        for (size_t k = 0; k < d->constraint->column_names.len; k++)
            strbuf_fmt(&names, "%s%.*s", k ? ", " : "",
                       STR_ARG(d->constraint->column_names.items[k]));
        Str columns = strbuf_finish(&names, a);
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "ForeignKeyConstraint on %.*s(%.*s) refers to multiple remote tables: %.*s and %.*s",
            STR_ARG(t->name.text), STR_ARG(columns), STR_ARG(order < 0 ? first : key),
            STR_ARG(order < 0 ? key : first));
    }
    return true;
}

static bool targets_resolve(Eval *ev, ConstraintData *d, bool *done)
{
    Constraint *c = d->constraint;
    *done = true;
    if (c->referred_columns.len) return true;
    for (size_t i = 0; i < value_seq_len(d->targets); i++) {
        Column *to = module_column_get(ev, value_seq_items(d->targets)[i]);
        if (to && !to->table) return *done = false, true;
    }
    for (size_t i = 0; i < value_seq_len(d->targets); i++) {
        Value v = value_seq_items(d->targets)[i];
        Column *to = module_column_get(ev, v);
        if (!to) {
            if (!foreign_key_parse(ev, module_str(ev, v), c)) return false;
            continue;
        }
        c->referred = to->table;
        c->referred_schema = to->table->schema;
        c->referred_table = to->table->name.text;
        c->referred_quote = to->table->name.quote;
        c->referred_schema_quote = to->table->name.schema_quote;
        VEC_PUSH(eval_arena(ev), &c->referred_columns, to->key);
    }
    return true;
}

bool constraint_check_counts(Eval *ev, size_t columns, size_t distinct, size_t targets)
{
    if (distinct != columns && distinct != targets)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "ForeignKeyConstraint with duplicate source column references are "
                                 "not supported.");
    return columns == targets ||
           eval_raise_native(
               ev, &exc_ArgumentError,
               "ForeignKeyConstraint number of constrained columns must match the number of "
               "referenced columns.");
}

static bool same_column(Eval *ev, Value a, Value b)
{
    if (value_is_str(a) && value_is_str(b)) return str_eq(value_as_str(a), value_as_str(b));
    const Column *column = module_column_get(ev, a);
    return column && column == module_column_get(ev, b);
}

static size_t distinct_columns(Eval *ev, Value list)
{
    size_t n = value_seq_len(list), distinct = 0;
    const Value *items = value_seq_items(list);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < i && !same_column(ev, items[k], items[i])) k++;
        distinct += k == i;
    }
    return distinct;
}

static bool foreign_init(Eval *ev, Value self, Args *a)
{
    /* columns, refcolumns, name, onupdate, ondelete, deferrable, initially, use_alter,
     * link_to_name, match, table, info, comment, **dialect_kw */
    ConstraintData *d;
    int use_alter, link;
    bool done;
    if (!begin(ev, self, CONSTRAINT_FOREIGN_KEY, a->v[2], &d)) return false;
    Constraint *c = d->constraint;
    if (!eval_to_list(ev, a->v[0], &d->columns) || !eval_to_list(ev, a->v[1], &d->targets) ||
        !check_columns(ev, d->columns, false) || !check_columns(ev, d->targets, false))
        return false;
    if (!constraint_check_counts(ev, value_seq_len(d->columns), distinct_columns(ev, d->columns),
                                 value_seq_len(d->targets)))
        return false;
    if (!module_str_or_none(ev, a->v[3], "onupdate", &c->onupdate) ||
        !module_str_or_none(ev, a->v[4], "ondelete", &c->ondelete) ||
        !module_tristate(ev, a->v[5], &c->deferrable) ||
        !module_str_or_none(ev, a->v[6], "initially", &c->initially) ||
        !module_tristate(ev, a->v[7], &use_alter) || !module_tristate(ev, a->v[8], &link) ||
        !module_str_or_none(ev, a->v[9], "match", &c->match) ||
        !module_str_or_none(ev, a->v[12], "comment", &c->comment) ||
        !module_options_from_kw(ev, "ForeignKeyConstraint", a->v[13], &c->options))
        return false;
    c->use_alter = use_alter == 1;
    c->link_to_name = link == 1;
    if (!module_absent(a->v[10])) return attach_given(ev, "ForeignKeyConstraint", self, a->v[10]);
    return targets_resolve(ev, d, &done) && wait_for_columns(ev, self);
}

/* ---- EXCLUDE ---- */

static bool exclude_element(Eval *ev, ConstraintData *d, Value item, Value ops)
{
    Arena *arena = eval_arena(ev);
    if (!value_is_tuple(item) || value_seq_len(item) != 2 ||
        !value_is_str(value_seq_items(item)[1]))
        return eval_raise(ev, "ValueError",
                          "an element of ExcludeConstraint is (column, operator)");
    const Value *pair = value_seq_items(item);
    ExcludeElement e = {.op = module_str(ev, pair[1])};
    if (value_is_str(pair[0])) {
        e.expr = sql_expr_column(arena, module_str(ev, pair[0]));
        e.by_key = true;
        Value opclass =
            value_is_dict(ops) ? value_dict_find_str(ops, value_as_str(pair[0])) : value_unset();
        if (value_is_str(opclass)) e.opclass = module_str(ev, opclass);
        value_list_push(ev, d->columns, pair[0]);
    } else if (!module_expr_from_value(ev, pair[0], arena, &e.expr)) {
        return false;
    } else if (e.expr->kind == SQL_COLUMN) {
        if (module_column_get(ev, pair[0]))
            value_list_push(ev, d->columns, pair[0]);
        else
            VEC_PUSH(arena, &d->constraint->column_names, e.expr->as.column.name);
        Value opclass =
            value_is_dict(ops) ? value_dict_find_str(ops, e.expr->as.column.name) : value_unset();
        if (value_is_str(opclass)) e.opclass = module_str(ev, opclass);
    }
    VEC_PUSH(arena, &d->constraint->elements, e);
    return true;
}

static bool exclude_init(Eval *ev, Value self, Args *a)
{
    ConstraintData *d;
    Value kw = a->v[1];
    if (!begin(ev, self, CONSTRAINT_EXCLUDE, objects_take(ev, kw, "name"), &d)) return false;
    Value using_ = objects_take(ev, kw, "using"), where = objects_take(ev, kw, "where"),
          ops = objects_take(ev, kw, "ops");
    (void)objects_take(ev, kw, "comment"); /* SQLAlchemy loses it */
    d->constraint->using = STR("gist");
    if (!value_seq_len(a->v[0]))
        return eval_raise(ev, "ValueError",
                          "ExcludeConstraint() needs at least one element, a tuple (column, "
                          "operator)");
    if (!module_absent(using_) && !module_str_or_none(ev, using_, "using", &d->constraint->using))
        return false;
    d->columns = value_list(ev);
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++)
        if (!exclude_element(ev, d, value_seq_items(a->v[0])[i], ops)) return false;
    if (value_is_str(where))
        d->constraint->where = sql_expr_text(eval_arena(ev), module_str(ev, where));
    else if (!module_absent(where) &&
             !module_expr_from_value(ev, where, eval_arena(ev), &d->constraint->where))
        return false;
    return common(ev, d, kw, "ExcludeConstraint") && wait_for_columns(ev, self);
}

/* ---- attaching ---- */

enum { MAX_CHECKED = 64 }; /* columns of a CHECK; more than any has */

/* The columns in the condition, by which a convention may name it. */
void constraint_name_checked(Eval *ev, Constraint *c)
{
    const SqlExpr *found[MAX_CHECKED];
    size_t n = sql_expr_columns(c->sqltext, found, MAX_CHECKED);
    c->column_names = (StrVec){0};
    for (size_t i = 0; i < n; i++)
        if (!vec_has_str(&c->column_names, loose_name(found[i])))
            VEC_PUSH(eval_arena(ev), &c->column_names, loose_name(found[i]));
}

/* A CHECK belongs to the table whose columns it names, once all of them have one; a condition over
 * several tables to none. */
static Table *table_checked(const Constraint *c)
{
    const SqlExpr *found[MAX_CHECKED];
    size_t n = sql_expr_columns(c->sqltext, found, MAX_CHECKED);
    Table *t = NULL;
    for (size_t i = 0; i < n; i++) {
        const Column *col = found[i]->kind == SQL_COLUMN ? found[i]->as.column.column : NULL;
        if (!col) continue;
        if (!col->table || (t && t != col->table)) return NULL;
        t = col->table;
    }
    return t;
}

void constraint_settle_name(Eval *ev, Constraint *c)
{
    Err err = err_init(eval_arena(ev));
    Ident name;
    const MetaData *m = c->table ? c->table->metadata : NULL;
    if (m && constraint_final_name(c, &m->naming, eval_arena(ev), &name, &err)) c->name = name;
}

bool constraint_check_name(Eval *ev, const Constraint *c, const Table *t)
{
    Ident name;
    Err err = err_init(eval_arena(ev));
    if (!t->metadata || c->kind != CONSTRAINT_CHECK || !ident_is_null(c->name)) return true;
    if (constraint_final_name(c, &t->metadata->naming, eval_arena(ev), &name, &err)) return true;
    return eval_raise_native(ev, &exc_InvalidRequestError, "%.*s", STR_ARG(err.message));
}

bool constraint_attach(Eval *ev, Value v, Value table)
{
    ConstraintData *d = data_of(v);
    Table *t = module_table_get(ev, table);
    bool done;
    if (!d || (d->attached && d->constraint->table == t)) return true;
    /* SQLAlchemy lets several tables have it, under the name that the first one gave. */
    if (d->attached) constraint_settle_name(ev, d->constraint);
    d->attached = true;
    if (!value_is_unset(d->columns) && !resolve_columns(ev, v, d, t)) return false;
    if (d->constraint->kind == CONSTRAINT_CHECK) constraint_name_checked(ev, d->constraint);
    if (d->constraint->kind == CONSTRAINT_FOREIGN_KEY) {
        if (!one_target(ev, d, t) || !targets_resolve(ev, d, &done)) return false;
        if (!done) objects_wait(ev, v);
        if (str_is_null(d->constraint->referred_schema) && t->metadata && done)
            d->constraint->referred_schema = t->metadata->schema;
    }
    table_add_constraint(t, eval_arena(ev), d->constraint);
    return constraint_check_name(ev, d->constraint, t);
}

void constraint_name_columns(Eval *ev, Value v)
{
    ConstraintData *d = data_of(v);
    if (!d || d->attached || value_is_unset(d->columns)) return;
    d->constraint->column_names = (StrVec){0};
    for (size_t i = 0; i < value_seq_len(d->columns); i++) {
        Value item = value_seq_items(d->columns)[i];
        Column *c = module_column_get(ev, item);
        const SqlExpr *loose = c || value_is_str(item) ? NULL : element_expr(ev, item);
        VEC_PUSH(eval_arena(ev), &d->constraint->column_names,
                 c       ? c->name.text
                 : loose ? loose_name(loose)
                         : module_str(ev, item));
    }
}

Constraint *module_constraint_get(Eval *ev, Value v)
{
    ConstraintData *d = data_of(v);
    if (d) return d->constraint;
    ForeignKeyData *fk = foreign_key_data(v);
    return fk ? fk->constraint : NULL;
}

Value module_constraint_value(Eval *ev, Constraint *c)
{
    Value v = module_object_find(ev, c);
    if (data_of(v)) return v;
    static const NativeClass *const classes[] = {
        [CONSTRAINT_PRIMARY_KEY] = &objects_PrimaryKeyConstraint,
        [CONSTRAINT_FOREIGN_KEY] = &objects_ForeignKeyConstraint,
        [CONSTRAINT_UNIQUE] = &objects_UniqueConstraint,
        [CONSTRAINT_CHECK] = &objects_CheckConstraint,
        [CONSTRAINT_EXCLUDE] = &objects_ExcludeConstraint};
    bool inline_fk = !value_is_unset(v);
    v = eval_instance_new(ev, eval_class(ev, classes[c->kind]));
    data_of(v)->constraint = c;
    data_of(v)->attached = true;
    if (!inline_fk) module_object_put(ev, c, v);
    return v;
}

/* SQLAlchemy gives a constraint its name by convention when it is attached. */
static Value name_of(Eval *ev, Constraint *c)
{
    Ident final = c->name;
    Err err = err_init(eval_arena(ev));
    const NamingConvention *n = c->table && c->table->metadata ? &c->table->metadata->naming : NULL;
    if (n && !constraint_final_name(c, n, eval_arena(ev), &final, &err)) final = c->name;
    return module_ident_value(ev, final);
}

/* ForeignKeyConstraint.elements: a ForeignKey for each column. */
static Value elements_of(Eval *ev, Constraint *c)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < c->column_names.len && i < c->referred_columns.len; i++) {
        Constraint *part = constraint_new(eval_arena(ev), CONSTRAINT_FOREIGN_KEY, c->name);
        Value fk = eval_instance_new(ev, eval_class(ev, &objects_ForeignKey));
        part->table = c->table;
        part->referred_schema = c->referred_schema;
        part->referred_table = c->referred_table;
        part->referred = c->referred;
        part->ondelete = c->ondelete;
        part->onupdate = c->onupdate;
        VEC_PUSH(eval_arena(ev), &part->column_names, c->column_names.items[i]);
        VEC_PUSH(eval_arena(ev), &part->referred_columns, c->referred_columns.items[i]);
        foreign_key_data(fk)->constraint = part;
        Column *col = c->table ? table_find_column(c->table, c->column_names.items[i]) : NULL;
        if (col) foreign_key_data(fk)->column = module_column_value(ev, col);
        value_list_push(ev, list, fk);
    }
    return list;
}

static const char *visit_name(const Constraint *c)
{
    static const char *const names[] = {[CONSTRAINT_PRIMARY_KEY] = "primary_key_constraint",
                                        [CONSTRAINT_FOREIGN_KEY] = "foreign_key_constraint",
                                        [CONSTRAINT_UNIQUE] = "unique_constraint",
                                        [CONSTRAINT_CHECK] = "check_constraint",
                                        [CONSTRAINT_EXCLUDE] = "exclude_constraint"};
    return names[c->kind];
}

static bool get(Eval *ev, Value self, Str name, Value *out)
{
    Constraint *c = data_of(self)->constraint;
    if (!c) return true;
    if (str_eq_z(name, "kwargs") || str_eq_z(name, "dialect_kwargs"))
        return module_options_value(ev, &c->options, out);
    if (str_eq_z(name, "info")) {
        ConstraintData *d = data_of(self);
        if (value_is_unset(d->info)) d->info = value_dict(ev);
        *out = d->info;
    } else if (str_eq_z(name, "name"))
        *out = name_of(ev, c);
    else if (str_eq_z(name, "__visit_name__"))
        *out = value_str_z(ev, visit_name(c));
    else if (str_eq_z(name, "_type_bound"))
        *out = value_bool(c->type_bound);
    else if (str_eq_z(name, "use_alter"))
        *out = value_bool(c->use_alter);
    else if (str_eq_z(name, "match"))
        *out = str_is_null(c->match) ? value_none() : value_str(ev, c->match);
    else if (str_eq_z(name, "table"))
        *out = c->table ? module_table_value(ev, c->table) : value_none();
    else if (str_eq_z(name, "columns") || str_eq_z(name, "c")) {
        Value dict = value_dict(ev);
        for (size_t i = 0; c->table && i < c->column_names.len; i++) {
            Column *col = table_find_column(c->table, c->column_names.items[i]);
            if (col) value_dict_put_str(ev, dict, col->key, module_column_value(ev, col));
        }
        *out = collection_of_dict(ev, dict);
    } else if (str_eq_z(name, "column_keys")) {
        *out = value_list(ev);
        for (size_t i = 0; i < c->column_names.len; i++)
            value_list_push(ev, *out, value_str(ev, c->column_names.items[i]));
    } else if (str_eq_z(name, "sqltext") && c->sqltext)
        *out = module_expr_value(ev, c->sqltext);
    else if (str_eq_z(name, "elements") && c->kind == CONSTRAINT_FOREIGN_KEY)
        *out = elements_of(ev, c);
    else if (str_eq_z(name, "ondelete"))
        *out = str_is_null(c->ondelete) ? value_none() : value_str(ev, c->ondelete);
    else if (str_eq_z(name, "onupdate"))
        *out = str_is_null(c->onupdate) ? value_none() : value_str(ev, c->onupdate);
    else if (str_eq_z(name, "deferrable"))
        *out = c->deferrable < 0 ? value_none() : value_bool(c->deferrable);
    else if (str_eq_z(name, "initially"))
        *out = str_is_null(c->initially) ? value_none() : value_str(ev, c->initially);
    return true;
}

static bool set(Eval *ev, Value self, Str name, Value v, bool *done)
{
    ConstraintData *d = data_of(self);
    if (!d->constraint || !str_eq_z(name, "name")) return *done = false, true;
    *done = true;
    return module_ident_from_value(ev, v, &d->constraint->name);
}

/* A constraint is a collection of its columns: one without any is false. */
static bool columns_of(Eval *ev, Value self, Value *out)
{
    return eval_getattr(ev, self, STR("columns"), out);
}

static bool length(Eval *ev, Value self, int64_t *out)
{
    Value columns;
    return columns_of(ev, self, &columns) && eval_len(ev, columns, out);
}

static bool iterate(Eval *ev, Value self, Value *out)
{
    Value columns;
    return columns_of(ev, self, &columns) && eval_iter(ev, columns, out);
}

static bool contains(Eval *ev, Value self, Value item, bool *out)
{
    Value columns;
    return columns_of(ev, self, &columns) && eval_contains(ev, columns, item, out);
}

static void traverse(void *payload, GcVisitor *gc)
{
    ConstraintData *d = payload;
    gc_visit(gc, d->columns);
    gc_visit(gc, d->targets);
    gc_visit(gc, d->info);
}

static bool constraint_repr(Eval *ev, Value self, Value *out)
{
    const Constraint *k = module_constraint_get(ev, self);
    Arena scratch = {0};
    *out =
        k ? value_str(ev, autogen_constraint_repr(k, &scratch)) : value_str_z(ev, "Constraint()");
    arena_release(&scratch);
    return true;
}

#define CONSTRAINT_CLASS(id, mod, params, fn)                                                      \
    const NativeClass objects_##id = {.name = #id,                                                 \
                                      .module = mod,                                               \
                                      .base = &objects_Constraint,                                 \
                                      .init_params = params,                                       \
                                      .init = fn};

static bool constraint_copied(Eval *ev, Args *a, Value *out)
{
    Constraint *k = constraint_public_copy(data_of(a->self)->constraint, eval_arena(ev));
    k->table = data_of(a->self)->constraint->table;
    constraint_settle_name(ev, k);
    k->table = NULL;
    *out = module_constraint_value(ev, k);
    data_of(*out)->attached = false; /* it may be given to another table */
    return true;
}

static bool ddl_if(Eval *ev, Args *a, Value *out)
{
    Constraint *k = module_constraint_get(ev, a->self);
    *out = a->self;
    return objects_ddl_if(ev, a, &k->only_for);
}

static const NativeMethod constraint_methods[] = {
    {"ddl_if", "dialect=None, callable_=None, state=None", ddl_if, NATIVE_METHOD},
    {"copy", "**kw", constraint_copied, NATIVE_METHOD},
    {"_copy", "**kw", constraint_copied, NATIVE_METHOD},
    {0}};

const NativeClass objects_Constraint = {.methods = constraint_methods,
                                        .name = "Constraint",
                                        .module = "sqlalchemy.sql.schema",
                                        .base = &objects_SchemaItem,
                                        .payload = sizeof(ConstraintData),
                                        .getattr = get,
                                        .setattr = set,
                                        .length = length,
                                        .iter = iterate,
                                        .contains = contains,
                                        .repr = constraint_repr,
                                        .traverse = traverse};
CONSTRAINT_CLASS(UniqueConstraint, "sqlalchemy.sql.schema", "*columns, **kw", unique_init)
CONSTRAINT_CLASS(PrimaryKeyConstraint, "sqlalchemy.sql.schema", "*columns, **kw", primary_init)
CONSTRAINT_CLASS(CheckConstraint, "sqlalchemy.sql.schema",
                 "sqltext, name=None, deferrable=None, initially=None, table=None, info=None, "
                 "**dialect_kw",
                 check_init)
CONSTRAINT_CLASS(ExcludeConstraint, "sqlalchemy.dialects.postgresql.ext", "*elements, **kw",
                 exclude_init)
CONSTRAINT_CLASS(ForeignKeyConstraint, "sqlalchemy.sql.schema",
                 "columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, "
                 "initially=None, "
                 "use_alter=False, link_to_name=False, match=None, table=None, info=None, "
                 "comment=None, **dialect_kw",
                 foreign_init)

/* ---- what waits ---- */

void objects_wait(Eval *ev, Value v) { value_list_push(ev, module_state(ev)->pending_fks, v); }

/* The table of the first column in an expression: Index("i", func.lower(User.name)). */
static Table *table_in(const SqlExpr *e)
{
    const SqlExpr *first = sql_expr_first_column(e);
    const Column *c = first && first->kind == SQL_COLUMN ? first->as.column.column : NULL;
    return c ? c->table : NULL;
}

/* The table of the first Column object among the columns, once it has one. */
static Table *table_through(Eval *ev, Value columns)
{
    for (size_t i = 0; !value_is_unset(columns) && i < value_seq_len(columns); i++) {
        Column *c = module_column_get(ev, value_seq_items(columns)[i]);
        if (c && c->table) return c->table;
        Table *t = c ? NULL : table_in(element_expr(ev, value_seq_items(columns)[i]));
        if (t) return t;
    }
    return NULL;
}

static bool settle_one(Eval *ev, Value v, bool *done)
{
    if (foreign_key_data(v)) return foreign_key_resolve(ev, v, done);
    IndexData *i = value_payload(v, &objects_Index);
    ConstraintData *d = data_of(v);
    if (i ? i->attached : d->attached && d->constraint->kind != CONSTRAINT_FOREIGN_KEY)
        return *done = true, true;
    if (d && d->attached) return targets_resolve(ev, d, done);
    bool check = d && d->constraint->kind == CONSTRAINT_CHECK;
    Table *t =
        check ? table_checked(d->constraint) : table_through(ev, i ? i->expressions : d->columns);
    *done = t != NULL;
    if (!t) return true;
    Value table = module_table_value(ev, t);
    return i ? index_attach(ev, v, table) : constraint_attach(ev, v, table);
}

bool objects_settle(Eval *ev)
{
    ModuleState *s = module_state(ev);
    Value before = s->pending_fks;
    if (value_seq_len(before) == 0) return true;
    s->pending_fks = value_list(ev);
    for (size_t i = 0; i < value_seq_len(before); i++) {
        bool done;
        if (!settle_one(ev, value_seq_items(before)[i], &done)) return false;
        if (!done) value_list_push(ev, s->pending_fks, value_seq_items(before)[i]);
    }
    return true;
}
