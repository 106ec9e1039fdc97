#include "dialect/compiler.h"

#include <string.h>

#include "dialect/columns.h"

/* ---- leaves ---- */

bool compiler_bind_items(Compiler *c, const SqlExpr *e)
{
    const SqlValue *v = &e->as.bind.value;
    if (!v->as.list.len) return compiler_push_z(c, c->rules->empty_query);
    for (size_t i = 0; i < v->as.list.len; i++) {
        SqlExpr *item = sql_expr_value(c->a, v->as.list.items[i]);
        item->type = e->type;
        bool array = e->type && e->type->cls->affinity == TYPE_AFFINITY_ARRAY;
        item->as.bind.expanding = !array && v->as.list.items[i].kind == SQL_VALUE_LIST; /* a row */
        if (i) compiler_push_z(c, ", ");
        if (!compiler_bind(c, item, e->type)) return false;
    }
    return true;
}

/* What a bind is called in the statement. */
static Str bind_name(Compiler *c, const SqlExpr *e)
{
    if (!e->as.bind.unique) return e->as.bind.key;
    Str base = compiler_plain_name(c, e->as.bind.key);
    while (base.len && base.ptr[0] == '_') base.ptr++, base.len--;
    while (base.len && base.ptr[base.len - 1] == '_') base.len--;
    AnonName key = {.of = e, .base = base};
    return compiler_anon_name(c, COMPILER_NAME_BIND, &key);
}

static const TypeHooks *around(const SqlType *t)
{
    for (; t; t = t->cls->is_decorator ? t->impl : NULL)
        if (t->hooks && t->hooks->around) return t->hooks;
    return NULL;
}

/* The SQL that a script's type writes around its values. */
static bool bind_around(Compiler *c, const TypeHooks *hooks, const SqlExpr *e, const SqlType *t)
{
    SqlExpr *typed = ARENA_NEW(c->a, SqlExpr);
    *typed = *e;
    typed->type = t;
    const SqlExpr *whole = hooks->around(hooks, typed, c->a, c->err);
    if (!whole) return false;
    c->bind_alone = true;
    bool ok = compiler_expr(c, whole);
    c->bind_alone = false;
    return ok;
}

static void note_bind(Compiler *c, const SqlExpr *e, Str name)
{
    BindNames *n = c->o->bind_names;
    if (!n) return;
    VEC_PUSH(n->arena, &n->names, arena_str(n->arena, name));
    VEC_PUSH(n->arena, &n->binds, (SqlExpr *)e);
}

/* What SQLAlchemy leaves where it would write values when the statement is sent. */
static bool push_postponed(Compiler *c, const SqlExpr *e)
{
    const char *form = e->as.bind.expanding ? "(__[POSTCOMPILE_%.*s])" : "__[POSTCOMPILE_%.*s]";
    Str name = bind_name(c, e);
    note_bind(c, e, name);
    return compiler_fmt(c, form, STR_ARG(name));
}

bool compiler_bind(Compiler *c, const SqlExpr *e, const SqlType *hint)
{
    const SqlBind *b = &e->as.bind;
    const SqlType *t = e->type ? e->type : hint;
    const TypeHooks *hooks = c->bind_alone || b->value.kind == SQL_VALUE_EXPR ? NULL : around(t);
    if (hooks && !b->expanding) return bind_around(c, hooks, e, t);
    if (b->is_path && !c->rules->no_json) {
        bool plain = c->rules->json_braces && b->value.kind != SQL_VALUE_LIST;
        if (c->o->offline && !c->literal_binds) return compiler_placeholder(c, e);
        return plain ? compiler_literal(c, &b->value, NULL)
                     : compiler_json_path(c, e, c->rules->json_braces);
    }
    if (!c->literal_binds && c->o->offline && (b->expanding || b->literal_execute))
        return push_postponed(c, e);
    if (b->expanding && b->value.kind == SQL_VALUE_LIST) {
        compiler_push_z(c, "(");
        return compiler_bind_items(c, e) && compiler_push_z(c, ")");
    }
    bool literal = c->literal_binds || b->literal_execute;
    bool none = b->value.kind == SQL_VALUE_UNSET || b->value.kind == SQL_VALUE_NULL;
    if (b->expanding && literal && none) return compiler_push_z(c, "(NULL)");
    if (literal) return compiler_literal(c, &b->value, t);
    if (b->value.kind == SQL_VALUE_EXPR) return compiler_expr(c, b->value.as.expr);
    if (c->binds) {
        SqlExpr *typed = (SqlExpr *)e;
        if (!e->type && hint) {
            typed = ARENA_NEW(c->a, SqlExpr);
            *typed = *e;
            typed->type = hint;
        }
        VEC_PUSH(c->a, c->binds, typed);
    }
    return compiler_placeholder(c, e);
}

/* A name in which nothing is left that drivers take for something else. */
static Str escaped_name(Compiler *c, Str name)
{
    static const char special[] = "%():.[] ", instead[] = "PAZC____";
    StrBuf b = {0};
    for (size_t i = 0; i < name.len; i++) {
        const char *at = name.ptr[i] ? strchr(special, name.ptr[i]) : NULL;
        strbuf_push_char(&b, at ? instead[at - special] : name.ptr[i]);
    }
    return strbuf_finish(&b, c->a);
}

static Str lower_case(Compiler *c, Str s)
{
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++) {
        bool upper = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
        strbuf_push_char(&b, upper ? (char)(s.ptr[i] - 'A' + 'a') : s.ptr[i]);
    }
    return strbuf_finish(&b, c->a);
}

bool compiler_placeholder(Compiler *c, const SqlExpr *e)
{
    c->bind_count++;
    if (!c->o->offline && c->rules->placeholder) {
        c->rules->placeholder(c, c->bind_count, e);
        return !c->rules->bind_cast || c->rules->bind_cast(c, e);
    }
    Str key = bind_name(c, e);
    note_bind(c, e, key);
    bool quoted = c->rules->quoted_binds && compiler_needs_quotes(c->dialect, lower_case(c, key));
    key = escaped_name(c, key);
    if (c->o->driver_binds && c->rules->bind_mark) return compiler_push_z(c, c->rules->bind_mark);
    if (c->o->double_percent)
        compiler_fmt(c, "%%(%.*s)s", STR_ARG(key));
    else
        compiler_fmt(c, quoted ? ":\"%.*s\"" : ":%.*s", STR_ARG(key));
    return !c->rules->bind_cast || c->rules->bind_cast(c, e);
}

static const SqlExpr *bind_by_key(const SqlExprVec *binds, Str key)
{
    for (size_t i = 0; i < binds->len; i++)
        if (str_eq(binds->items[i]->as.bind.key, key)) return binds->items[i];
    return NULL;
}

/* Text between binds: \:name loses its backslash, % is doubled where the driver wants it. */
static void push_raw(Compiler *c, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == ':';
        if (escape) continue;
        if (s.ptr[i] == '%' && c->o->double_percent) strbuf_push_char(&c->sql, '%');
        strbuf_push_char(&c->sql, s.ptr[i]);
    }
}

static bool literal_text(Compiler *c, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%' && c->o->double_percent) strbuf_push_char(&c->sql, '%');
        strbuf_push_char(&c->sql, s.ptr[i]);
    }
    return true;
}

static bool text(Compiler *c, const SqlExpr *e)
{
    Str s = e->as.text.text, name;
    size_t pos = 0, done = 0, colon;
    if (e->as.text.is_verbatim) return literal_text(c, s);
    while (sql_expr_next_bind(s, &pos, &colon, &name)) {
        const SqlExpr *b = bind_by_key(&e->as.text.binds, name);
        push_raw(c, str_slice(s, done, colon));
        done = pos;
        if (!b) {
            compiler_fmt(c, ":%.*s", STR_ARG(name));
            continue;
        }
        if (!compiler_bind(c, b, NULL)) return false;
    }
    push_raw(c, str_slice(s, done, s.len));
    return true;
}

static bool push_owner(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *from = e->as.column.from;
    const Table *t = e->as.column.column ? e->as.column.column->table : NULL;
    FromKey key = from ? froms_key(from) : (FromKey){NULL, t};
    if (!str_is_null(c->output) && froms_same(key, c->output_of))
        return compiler_push(c, c->output) && compiler_push_z(c, ".");
    if (from) {
        const SqlFrom *f = from->as.from;
        if (from->kind == SQL_TABLE)
            compiler_from_table(c, f);
        else if (f->bare_columns ||
                 (from->kind == SQL_VALUES && str_is_null(f->alias) && !f->is_anonymous))
            return true;
        else
            compiler_alias(c, from);
        return compiler_push_z(c, ".");
    }
    if (!t) return true;
    compiler_table(c, t->schema, t->name);
    return compiler_push_z(c, ".");
}

Str compiler_column_name(Compiler *c, const SqlExpr *e)
{
    if (!e->as.column.place) return e->as.column.name;
    ColumnName name;
    columns_own_name(e, &name);
    const SqlExpr *from = e->as.column.from, *label = e->as.column.anon;
    if (label && label->kind == SQL_LABEL && !str_is_null(label->as.label.name)) {
        compiler_unsupported(c, "sqlalchemy.exc.InvalidRequestError",
                             "Label name %.*s is being renamed to an anonymous label due to "
                             "disambiguation which is not "
                             "supported right now.  Please use unique names for explicit labels.",
                             STR_ARG(label->as.label.name));
        return STR("");
    }
    if (!from) return name.text;
    while (from->kind == SQL_ALIAS && columns_is_from(from->as.from->element))
        from = from->as.from->element;
    /* Only what a query gives has a name that may be cut. */
    bool given = from->kind != SQL_CTE &&
                 (from->kind != SQL_ALIAS || columns_is_from(from->as.from->element));
    return !name.of && (given || e->as.column.is_uncut) ? name.text
                                                        : compiler_column_label(c, &name);
}

/* The name of a FROM element where its rows are meant. */
static bool row(Compiler *c, const SqlExpr *from)
{
    const SqlFrom *f = from->as.from;
    if (from->kind == SQL_TABLE)
        compiler_ident(c, f->table ? f->table->name : ident(f->name));
    else
        compiler_alias(c, from);
    return !c->rules->row_value || compiler_push_z(c, c->rules->row_value);
}

static bool column(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *from = e->as.column.from;
    if (e->as.column.is_row) return row(c, from);
    if (e->as.column.call)
        return compiler_push_z(c, "(") && compiler_expr(c, e->as.column.call) &&
               compiler_push_z(c, ").") && compiler_name(c, e->as.column.name);
    if (c->in_duplicate_key && from && from->kind == SQL_ALIAS &&
        str_eq_z(from->as.from->alias, "inserted")) {
        compiler_push_z(c, "VALUES(");
        return compiler_name(c, e->as.column.name) && compiler_push_z(c, ")");
    }
    Ident name =
        e->as.column.column ? e->as.column.column->name : ident(compiler_column_name(c, e));
    if (c->include_table && !push_owner(c, e)) return false;
    if (e->as.column.quote)
        name.quote = e->as.column.quote > 0 ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    if (err_is_set(c->err)) return false;
    if (str_eq_z(name.text, "*")) return compiler_push_z(c, "*");
    return compiler_ident(c, name);
}

/* ---- functions ---- */

static const char *bare_function(Str name)
{
    static const struct {
        const char *name, *text;
    } bare[] = {{"current_date", "CURRENT_DATE"},
                {"current_time", "CURRENT_TIME"},
                {"current_timestamp", "CURRENT_TIMESTAMP"},
                {"current_user", "CURRENT_USER"},
                {"localtime", "LOCALTIME"},
                {"localtimestamp", "LOCALTIMESTAMP"},
                {"session_user", "SESSION_USER"},
                {"user", "USER"},
                {"sysdate", "sysdate"}};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
        if (str_eq_nocase(name, str_z(bare[i].name))) return bare[i].text;
    return NULL;
}

/* A name is quoted as an identifier is, except that reserved words and capitals stand bare. */
static void push_identifier(Compiler *c, Str name)
{
    bool legal = true;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char ch = (unsigned char)name.ptr[i];
        bool word = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
                    (ch >= '0' && ch <= '9') || ch == '_' || ch == '$';
        legal = legal && word;
    }
    compiler_ident(c,
                   (Ident){.text = name, .quote = legal ? IDENT_QUOTE_NEVER : IDENT_QUOTE_ALWAYS});
}

static void push_function_name(Compiler *c, Str name)
{
    static const char *const upper[] = {"cube", "rollup", NULL};
    for (size_t i = 0; upper[i]; i++)
        if (str_eq_nocase(name, str_z(upper[i]))) {
            compiler_push_z(c, i ? "ROLLUP" : "CUBE");
            return;
        }
    if (str_eq_nocase(name, STR("grouping_sets"))) {
        compiler_push_z(c, "GROUPING SETS");
        return;
    }
    push_identifier(c, name);
}

static bool function(Compiler *c, const SqlExpr *e)
{
    bool handled = false;
    if (c->rules->function && !c->rules->function(c, e, &handled)) return false;
    if (handled) return true;
    const char *bare = e->as.function.is_known && !e->as.function.packages.len
                           ? bare_function(e->as.function.name)
                           : NULL;
    if (bare) compiler_push_z(c, bare);
    if (bare && !e->as.function.args.len) return true;
    for (size_t i = 0; i < e->as.function.packages.len; i++) {
        push_identifier(c, e->as.function.packages.items[i]);
        compiler_push_z(c, ".");
    }
    if (!bare) push_function_name(c, e->as.function.name);
    compiler_push_z(c, "(");
    if (!e->as.function.args.len && e->as.function.is_known &&
        str_eq_nocase(e->as.function.name, STR("count")))
        compiler_push_z(c, "*");
    for (size_t i = 0; i < e->as.function.args.len; i++) {
        if (i) compiler_push_z(c, ", ");
        if (!compiler_operand(c, e->as.function.args.items[i], SQL_OP_COMMA)) return false;
    }
    return compiler_push_z(c, ")");
}

bool compiler_bound_args(Compiler *c, const SqlExpr *e)
{
    bool literal = c->literal_binds, inside = c->in_operator;
    c->literal_binds = c->in_operator = false; /* SQLAlchemy forgets where they stand, too */
    compiler_push_z(c, "(");
    bool ok = compiler_list(c, &e->as.function.args, ", ") && compiler_push_z(c, ")");
    c->literal_binds = literal;
    c->in_operator = inside;
    return ok;
}

/* ---- the rest ---- */

bool compiler_cast_operand(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *inner = e->as.cast.inner;
    if (inner->kind == SQL_BIND && !inner->type) return compiler_bind(c, inner, e->type);
    return compiler_scalar(c, inner);
}

static bool cast(Compiler *c, const SqlExpr *e)
{
    bool handled = false;
    if (c->rules->cast && !c->rules->cast(c, e, &handled)) return false;
    if (handled) return true;
    if (e->as.cast.is_try)
        return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                    "Compiler for %s can't render element of type TryCast",
                                    c->dialect->name);
    compiler_push_z(c, "CAST(");
    if (!compiler_cast_operand(c, e)) return false;
    compiler_push_z(c, " AS ");
    size_t at = c->sql.len;
    if (!compiler_type(c, e->type)) return false;
    /* The collation of the type stands behind the cast. */
    Str type = arena_str(c->a, str_slice(strbuf_view(&c->sql), at, c->sql.len));
    size_t collate = str_find(type, STR(" COLLATE "));
    strbuf_truncate(&c->sql, at);
    if (collate == STR_NPOS) return compiler_fmt(c, "%.*s)", STR_ARG(type));
    compiler_push(c, str_slice(type, 0, collate));
    compiler_push_z(c, ")");
    return compiler_push(c, str_slice(type, collate, type.len));
}

static bool cases(Compiler *c, const SqlExpr *e)
{
    compiler_push_z(c, "CASE ");
    if (e->as.cases.subject &&
        (!compiler_scalar(c, e->as.cases.subject) || !compiler_push_z(c, " ")))
        return false;
    for (size_t i = 0; i < e->as.cases.whens.len; i++) {
        compiler_push_z(c, "WHEN ");
        if (!compiler_grouped(c, e->as.cases.whens.items[i])) return false;
        compiler_push_z(c, " THEN ");
        if (!compiler_scalar(c, e->as.cases.thens.items[i])) return false;
        compiler_push_z(c, " ");
    }
    if (e->as.cases.otherwise) {
        compiler_push_z(c, "ELSE ");
        if (!compiler_scalar(c, e->as.cases.otherwise)) return false;
        compiler_push_z(c, " ");
    }
    return compiler_push_z(c, "END");
}

static bool over_bound(Compiler *c, const SqlValue *v, bool lower)
{
    if (v->kind != SQL_VALUE_INT)
        return compiler_push_z(c, lower ? "UNBOUNDED PRECEDING" : "UNBOUNDED FOLLOWING");
    if (v->as.integer == 0) return compiler_push_z(c, "CURRENT ROW");
    int64_t n = v->as.integer;
    SqlExpr *rows = sql_expr_value(c->a, sql_value_int(n < 0 ? -n : n));
    rows->as.bind.literal_execute = c->rules->literal_frames || !c->o->offline;
    return compiler_bind(c, rows, NULL) && compiler_push_z(c, n < 0 ? " PRECEDING" : " FOLLOWING");
}

static bool over(Compiler *c, const SqlExpr *e)
{
    bool first = true;
    if (!compiler_expr(c, e->as.over.inner)) return false;
    compiler_push_z(c, " OVER (");
    if (e->as.over.partition_by.len) {
        if (!compiler_by(c, "PARTITION BY ", &e->as.over.partition_by, false)) return false;
        first = false;
    }
    if (e->as.over.order_by.len) {
        if (!compiler_by(c, first ? "ORDER BY " : " ORDER BY ", &e->as.over.order_by, false))
            return false;
        first = false;
    }
    const char *frame = e->as.over.has_range    ? "RANGE"
                        : e->as.over.has_rows   ? "ROWS"
                        : e->as.over.has_groups ? "GROUPS"
                                                : NULL;
    if (frame) {
        compiler_fmt(c, "%s%s BETWEEN ", first ? "" : " ", frame);
        over_bound(c, &e->as.over.lower, true);
        compiler_push_z(c, " AND ");
        over_bound(c, &e->as.over.upper, false);
    }
    return compiler_push_z(c, ")");
}

static bool collation(Compiler *c, const SqlExpr *e)
{
    if (!compiler_operand(c, e->as.collate.inner, SQL_OP_COLLATE)) return false;
    compiler_push_z(c, " COLLATE ");
    if (c->rules->bare_collations) return compiler_push(c, e->as.collate.collation);
    return compiler_wished_name(c, e->as.collate.collation, e->as.collate.quote);
}

static bool extract(Compiler *c, const SqlExpr *e)
{
    if (c->rules->extract) return c->rules->extract(c, e);
    compiler_fmt(c, "EXTRACT(%.*s FROM ", STR_ARG(e->as.extract.field));
    return compiler_scalar(c, e->as.extract.inner) && compiler_push_z(c, ")");
}

static bool subquery(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *q = e->as.subquery.query;
    return q->kind == SQL_VALUES ? compiler_value_rows(c, q->as.from) : compiler_query(c, q);
}

bool compiler_scalar(Compiler *c, const SqlExpr *e)
{
    bool query = e->kind == SQL_SELECT || e->kind == SQL_COMPOUND || e->kind == SQL_TEXTUAL_SELECT;
    return query ? compiler_query(c, e) : compiler_expr(c, e);
}

bool compiler_bound(Compiler *c, const SqlExpr *e)
{
    bool literal = c->literal_binds, inside = c->in_operator;
    c->literal_binds = c->in_operator = false; /* SQLAlchemy forgets where they stand, too */
    bool ok = compiler_scalar(c, e);
    c->literal_binds = literal;
    c->in_operator = inside;
    return ok;
}

static bool slice(Compiler *c, const SqlExpr *e)
{
    return compiler_expr(c, e->as.slice.start) && compiler_push_z(c, ":") &&
           compiler_expr(c, e->as.slice.stop);
}

bool compiler_sequence_next(Compiler *c, Str schema, Ident name)
{
    if (c->rules->next_value) return c->rules->next_value(c, schema, name);
    return compiler_unsupported(c, "NotImplementedError",
                                "Dialect '%s' does not support sequence increments.",
                                c->dialect->name);
}

static bool dispatch(Compiler *c, const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_TEXT: return text(c, e);
    case SQL_LITERAL_COLUMN: return literal_text(c, e->as.literal_column.text);
    case SQL_COLUMN: return column(c, e);
    case SQL_BIND: return compiler_bind(c, e, NULL);
    case SQL_NULL: return compiler_push_z(c, "NULL");
    case SQL_TRUE: return compiler_push_z(c, c->rules->true_text);
    case SQL_FALSE: return compiler_push_z(c, c->rules->false_text);
    case SQL_FUNCTION: return function(c, e);
    case SQL_BINARY: return compiler_binary(c, e);
    case SQL_UNARY: return compiler_unary(c, e);
    case SQL_LIST: return compiler_list_expr(c, e);
    case SQL_GROUPING:
        compiler_push_z(c, "(");
        return compiler_expr(c, e->as.grouping.inner) && compiler_push_z(c, ")");
    case SQL_CAST: return cast(c, e);
    case SQL_TYPE_COERCE:
        if (e->as.type_coerce.inner->kind == SQL_BIND) {
            SqlExpr *typed = ARENA_NEW(c->a, SqlExpr); /* the list of binds refers to it */
            *typed = *e->as.type_coerce.inner;
            typed->type = e->type;
            return compiler_bind(c, typed, NULL);
        }
        return compiler_scalar(c, e->as.type_coerce.inner);
    case SQL_CASE: return cases(c, e);
    case SQL_LABEL: return compiler_operand(c, e->as.label.inner, SQL_OP_LABEL);
    case SQL_COLLATE: return collation(c, e);
    case SQL_SLICE: return slice(c, e);
    case SQL_EXTRACT: return extract(c, e);
    case SQL_OVER: return over(c, e);
    case SQL_FILTER:
        if (!compiler_expr(c, e->as.filter.inner)) return false;
        compiler_push_z(c, " FILTER (WHERE ");
        return compiler_expr(c, e->as.filter.criterion) && compiler_push_z(c, ")");
    case SQL_WITHIN_GROUP:
        if (!compiler_expr(c, e->as.within_group.inner)) return false;
        compiler_push_z(c, " WITHIN GROUP (ORDER BY ");
        return compiler_list(c, &e->as.within_group.order_by, ", ") && compiler_push_z(c, ")");
    case SQL_EXISTS: return compiler_push_z(c, "EXISTS ") && compiler_query(c, e->as.exists.query);
    case SQL_SUBQUERY_EXPR: return subquery(c, e);
    case SQL_SEQUENCE_NEXT:
        return compiler_sequence_next(
            c, e->as.sequence.schema,
            (Ident){.text = e->as.sequence.name,
                    .quote = ident_quote(e->as.sequence.name_quote),
                    .schema_quote = ident_quote(e->as.sequence.schema_quote)});
    case SQL_CUSTOM: return e->as.custom->compile(e->as.custom, c);
    case SQL_TABLE:
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: return compiler_from(c, e);
    case SQL_SELECT:
    case SQL_COMPOUND:
    case SQL_TEXTUAL_SELECT: return compiler_select(c, e);
    case SQL_INSERT:
    case SQL_UPDATE:
    case SQL_DELETE: return compiler_dml(c, e);
    }
    return compiler_fail(c, "unknown kind of expression");
}

bool compiler_expr(Compiler *c, const SqlExpr *e)
{
    if (++c->depth > COMPILER_MAX_DEPTH) return compiler_fail(c, "expression is nested too deeply");
    const CompileHooks *hooks = c->o->hooks;
    bool handled = false;
    bool ok = !hooks || !hooks->expr || hooks->expr(hooks, e, c, &handled);
    if (ok && !handled) ok = dispatch(c, e);
    c->depth--;
    return ok;
}
