#include "dialect/compiler.h"
#include "dialect/grouping.h"

/* ---- operands ---- */

static bool push_grouped(Compiler *c, const SqlExpr *e, Grouping g)
{
    if (g == GROUPING_PARENS) compiler_push_z(c, "(");
    if (!compiler_expr(c, e)) return false;
    if (g == GROUPING_PARENS) return compiler_push_z(c, ")");
    return g == GROUPING_NONE || c->rules->native_boolean || compiler_push_z(c, " = 1");
}

bool compiler_operand(Compiler *c, const SqlExpr *e, SqlOp against)
{
    return push_grouped(c, e, grouping_of(e, against, NULL));
}

bool compiler_left(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *x = e->as.binary.left;
    return push_grouped(c, x, grouping_of(x, e->as.binary.op, e));
}

bool compiler_right(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *x = e->as.binary.right;
    return push_grouped(c, x, grouping_of(x, e->as.binary.op, e));
}

bool compiler_grouped(Compiler *c, const SqlExpr *e)
{
    if (e->kind == SQL_FUNCTION && e->as.function.is_comparison) return compiler_query(c, e);
    return compiler_operand(c, e, SQL_OP_LARGEST);
}

bool compiler_list(Compiler *c, const SqlExprVec *items, const char *separator)
{
    for (size_t i = 0; i < items->len; i++) {
        if (i) compiler_push_z(c, separator);
        if (!compiler_operand(c, items->items[i], SQL_OP_COMMA)) return false;
    }
    return true;
}

/* ---- conditions ---- */

/* and_() of nothing has no text. */
static bool is_empty_junction(const SqlExpr *e)
{
    return e->kind == SQL_LIST && !e->as.list.items.len &&
           (e->as.list.op == SQL_OP_AND || e->as.list.op == SQL_OP_OR);
}

/* True has no effect in a list of conditions unless it is the only one; False is all there is. */
static size_t count_conditions(const SqlExprVec *v, const SqlExpr **only)
{
    size_t n = 0;
    for (size_t i = 0; i < v->len; i++) {
        const SqlExpr *e = v->items[i];
        if (e->kind == SQL_FALSE) return *only = e, 1;
        if (e->kind == SQL_TRUE || is_empty_junction(e)) continue;
        if (!n++) *only = e;
    }
    if (!n && v->len) return *only = v->items[0], 1;
    return n;
}

static bool conditions(Compiler *c, const SqlExprVec *v)
{
    const SqlExpr *only = NULL;
    bool first = true;
    if (count_conditions(v, &only) == 1) return compiler_operand(c, only, SQL_OP_ASBOOL);
    for (size_t i = 0; i < v->len; i++) {
        const SqlExpr *e = v->items[i];
        if (e->kind == SQL_TRUE || is_empty_junction(e)) continue;
        if (!first) compiler_push_z(c, " AND ");
        first = false;
        if (!compiler_operand(c, e, SQL_OP_AND)) return false;
    }
    return true;
}

bool compiler_conditions(Compiler *c, const char *word, const SqlExprVec *v)
{
    if (!v->len) return true;
    size_t before = c->sql.len;
    compiler_push_z(c, word);
    size_t start = c->sql.len;
    if (!conditions(c, v)) return false;
    if (c->sql.len == start) strbuf_truncate(&c->sql, before);
    return true;
}

/* ---- operations ---- */

bool compiler_generic(Compiler *c, const SqlExpr *e, const char *text, bool eager)
{
    bool inside = c->in_operator;
    eager = eager && inside;
    c->in_operator = true;
    if (eager) compiler_push_z(c, "(");
    bool ok = compiler_left(c, e) && compiler_push_z(c, text) && compiler_right(c, e);
    c->in_operator = inside;
    if (ok && eager) compiler_push_z(c, ")");
    return ok;
}

static bool unsupported(Compiler *c)
{
    return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                "Compiler for %s can't render this operator", c->dialect->name);
}

/* Both ends of BETWEEN stand in a list of AND, without parentheses of their own. */
static bool between(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *range = e->as.binary.right;
    bool inside = c->in_operator;
    c->in_operator = true;
    if (!compiler_left(c, e)) return false;
    compiler_push_z(c, grouping_text(e->as.binary.op));
    if (e->as.binary.symmetric) compiler_push_z(c, "SYMMETRIC ");
    bool ok = compiler_expr(c, range->as.list.items.items[0]) && compiler_push_z(c, " AND ") &&
              compiler_expr(c, range->as.list.items.items[1]);
    c->in_operator = inside;
    return ok;
}

static bool is_list_bind(const SqlExpr *e)
{
    return e->kind == SQL_BIND && e->as.bind.value.kind == SQL_VALUE_LIST && e->as.bind.expanding;
}

static size_t tuple_size(const SqlExpr *e)
{
    return e->kind == SQL_LIST && e->as.list.form == SQL_LIST_TUPLE ? e->as.list.items.len : 1;
}

/* What stands for a list without items: false, and true for NOT IN. */
static bool empty_list(Compiler *c, const SqlExpr *left, bool negative)
{
    size_t n = tuple_size(left);
    if (n > 1 && c->rules->tuple_in_values) compiler_push_z(c, "VALUES ");
    if (c->rules->empty_list) return c->rules->empty_list(c, n) && compiler_push_z(c, ")");
    if (n > 1) compiler_push_z(c, "(");
    for (size_t i = 0; i < n; i++) compiler_push_z(c, i ? ", NULL" : "NULL");
    if (n > 1) compiler_push_z(c, ")");
    return compiler_push_z(c, negative ? ") OR (1 = 1)" : ") AND (1 != 1)");
}

/* The values of tuple_(a, b).in_(): each takes the type of its column. */
static bool push_rows(Compiler *c, const SqlExpr *left, const SqlValue *rows)
{
    if (c->rules->tuple_in_values) compiler_push_z(c, "VALUES ");
    for (size_t i = 0; i < rows->as.list.len; i++) {
        const SqlValue *row = &rows->as.list.items[i];
        compiler_push_z(c, i ? ", (" : "(");
        for (size_t k = 0; row->kind == SQL_VALUE_LIST && k < row->as.list.len; k++) {
            SqlExpr *v = sql_expr_value(c->a, row->as.list.items[k]);
            if (k < left->as.list.items.len) v->type = left->as.list.items.items[k]->type;
            if (k) compiler_push_z(c, ", ");
            if (!compiler_bind(c, v, NULL)) return false;
        }
        compiler_push_z(c, ")");
    }
    return true;
}

static bool in_items(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *right = e->as.binary.right, *left = e->as.binary.left;
    if (!is_list_bind(right)) return compiler_right(c, e);
    if (c->o->offline && !c->literal_binds) return compiler_bind(c, right, NULL);
    compiler_push_z(c, "(");
    const SqlValue *v = &right->as.bind.value;
    if (!v->as.list.len) return empty_list(c, left, e->as.binary.op == SQL_OP_NOT_IN);
    bool ok = tuple_size(left) > 1 ? push_rows(c, left, v) : compiler_bind_items(c, right);
    return ok && compiler_push_z(c, ")");
}

/* SQLAlchemy puts NOT IN into parentheses, always. */
static bool in(Compiler *c, const SqlExpr *e)
{
    bool negative = e->as.binary.op == SQL_OP_NOT_IN, inside = c->in_operator;
    c->in_operator = true;
    if (negative) compiler_push_z(c, "(");
    bool ok =
        compiler_left(c, e) && compiler_push_z(c, grouping_text(e->as.binary.op)) && in_items(c, e);
    c->in_operator = inside;
    return ok && (!negative || compiler_push_z(c, ")"));
}

bool compiler_escape(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *escape = e->as.binary.escape;
    if (!escape) return true;
    compiler_push_z(c, " ESCAPE ");
    if (escape->kind == SQL_BIND) return compiler_literal(c, &escape->as.bind.value, escape->type);
    return compiler_expr(c, escape);
}

/* x LIKE '%' || y || '%': startswith, endswith, contains and their forms that ignore case. */
typedef struct Pattern {
    SqlOp op;
    bool negative, before, after, lower;
} Pattern;

static const Pattern patterns[] = {
    {SQL_OP_STARTSWITH, false, false, true, false},
    {SQL_OP_NOT_STARTSWITH, true, false, true, false},
    {SQL_OP_ENDSWITH, false, true, false, false},
    {SQL_OP_NOT_ENDSWITH, true, true, false, false},
    {SQL_OP_CONTAINS, false, true, true, false},
    {SQL_OP_NOT_CONTAINS, true, true, true, false},
    {SQL_OP_ISTARTSWITH, false, false, true, true},
    {SQL_OP_NOT_ISTARTSWITH, true, false, true, true},
    {SQL_OP_IENDSWITH, false, true, false, true},
    {SQL_OP_NOT_IENDSWITH, true, true, false, true},
    {SQL_OP_ICONTAINS, false, true, true, true},
    {SQL_OP_NOT_ICONTAINS, true, true, true, true},
};

static const Pattern *find_pattern(SqlOp op)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (patterns[i].op == op) return &patterns[i];
    return NULL;
}

/* One side of a comparison that ignores case. */
static bool push_lower(Compiler *c, const SqlExpr *e, bool (*side)(Compiler *c, const SqlExpr *e))
{
    bool lower = !c->rules->ilike;
    if (lower) compiler_push_z(c, "lower(");
    return side(c, e) && (!lower || compiler_push_z(c, ")"));
}

/* An operand of the concatenation that the pattern is. */
static bool push_pattern_text(Compiler *c, const SqlExpr *e, const Pattern *p)
{
    const SqlExpr *right = e->as.binary.right;
    bool chain = right->kind == SQL_BINARY && right->as.binary.op == SQL_OP_CONCAT;
    bool inside = c->in_operator, ok;
    c->in_operator = true;
    if (p->lower)
        ok = push_lower(c, e, compiler_right);
    else if (chain) /* goes on here */
        ok = c->rules->concat ? compiler_expr(c, right) : compiler_concat_items(c, right);
    else
        ok = compiler_right(c, e);
    c->in_operator = inside;
    return ok;
}

static bool like_pattern(Compiler *c, const SqlExpr *e, const Pattern *p)
{
    const char *percent = c->o->double_percent ? "'%%'" : "'%'";
    const char *concat = c->rules->concat ? c->rules->concat : ", ";
    if (!(p->lower ? push_lower(c, e, compiler_left) : compiler_left(c, e))) return false;
    compiler_push_z(c, p->negative ? " NOT" : "");
    compiler_push_z(c, p->lower && c->rules->ilike ? " ILIKE " : " LIKE ");
    compiler_push_z(c, c->rules->concat ? "" : "concat(");
    if (p->before) compiler_push_z(c, percent), compiler_push_z(c, concat);
    if (!push_pattern_text(c, e, p)) return false;
    if (p->after) compiler_push_z(c, concat), compiler_push_z(c, percent);
    compiler_push_z(c, c->rules->concat ? "" : ")");
    return compiler_escape(c, e);
}

static bool like(Compiler *c, const SqlExpr *e)
{
    return compiler_left(c, e) && compiler_push_z(c, grouping_text(e->as.binary.op)) &&
           compiler_right(c, e) && compiler_escape(c, e);
}

static bool ilike(Compiler *c, const SqlExpr *e)
{
    bool negative = e->as.binary.op == SQL_OP_NOT_ILIKE;
    if (c->rules->ilike) return like(c, e);
    compiler_push_z(c, "lower(");
    if (!compiler_left(c, e)) return false;
    compiler_push_z(c, negative ? ") NOT LIKE lower(" : ") LIKE lower(");
    return compiler_right(c, e) && compiler_push_z(c, ")") && compiler_escape(c, e);
}

/* a || b || c is one chain as long as the types are of one kind. */
bool compiler_concat_items(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *sides[] = {e->as.binary.left, e->as.binary.right};
    for (int i = 0; i < 2; i++) {
        const SqlExpr *x = sides[i];
        bool chain = x->kind == SQL_BINARY && x->as.binary.op == SQL_OP_CONCAT &&
                     type_same_affinity(x->type, e->type);
        if (i) compiler_push_z(c, ", ");
        if (!(chain ? compiler_concat_items(c, x) : compiler_operand(c, x, SQL_OP_CONCAT)))
            return false;
    }
    return true;
}

static bool is_integer(const SqlExpr *e)
{
    return e->type && type_affinity(e->type) == TYPE_AFFINITY_INTEGER;
}

/* Where a quotient of integers is one, the divisor is cast, so that it has a fraction. */
static bool true_division(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *right = e->as.binary.right;
    if (!compiler_left(c, e)) return false;
    compiler_push_z(c, " / ");
    if (!c->rules->floor_division) return compiler_right(c, e);
    bool numeric = right->type && type_affinity(right->type) == TYPE_AFFINITY_NUMERIC;
    SqlExpr *cast = sql_expr_new(c->a, SQL_CAST,
                                 numeric ? right->type : type_new(c->a, type_class_get("Numeric")));
    cast->as.cast.inner = sql_expr_new(c->a, SQL_GROUPING, right->type);
    cast->as.cast.inner->as.grouping.inner = (SqlExpr *)right;
    if (grouping_of(right, SQL_OP_TRUEDIV, NULL) == GROUPING_NONE)
        cast->as.cast.inner = (SqlExpr *)right;
    return compiler_expr(c, cast);
}

/* a // b, which rounds down; where / of integers does so by itself that is enough. */
static bool floor_division(Compiler *c, const SqlExpr *e)
{
    bool bare =
        c->rules->floor_division && is_integer(e->as.binary.right) && is_integer(e->as.binary.left);
    if (!bare) compiler_push_z(c, "FLOOR(");
    return compiler_left(c, e) && compiler_push_z(c, " / ") && compiler_right(c, e) &&
           (bare || compiler_push_z(c, ")"));
}

/* "$."a"[1]", or "{a, 1}" with braces; of a key, an index or a list of these. */
bool compiler_json_path(Compiler *c, const SqlExpr *e, bool braces)
{
    const SqlValue *v = e->kind == SQL_BIND ? &e->as.bind.value : NULL;
    size_t n = v && v->kind == SQL_VALUE_LIST ? v->as.list.len : 1;
    StrBuf b = {0};
    if (!v) return compiler_expr(c, e);
    if (!c->literal_binds && c->o->offline) return compiler_placeholder(c, e);
    strbuf_push_z(&b, braces ? "{" : "$");
    for (size_t i = 0; i < n; i++) {
        const SqlValue *item = v->kind == SQL_VALUE_LIST ? &v->as.list.items[i] : v;
        bool index = item->kind == SQL_VALUE_INT;
        Str text = item->kind == SQL_VALUE_STR ? item->as.text : sql_value_repr(item, c->a);
        const char *form = braces ? "%.*s" : index ? "[%.*s]" : ".\"%.*s\"";
        if (braces && i) strbuf_push_z(&b, ", ");
        strbuf_fmt(&b, form, STR_ARG(text));
    }
    if (braces) strbuf_push_z(&b, "}");
    bool ok = compiler_string(c, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

bool compiler_regexp_call(Compiler *c, const SqlExpr *e, const char *name)
{
    compiler_fmt(c, "%s(", name);
    if (!compiler_left(c, e)) return false;
    compiler_push_z(c, ", ");
    const SqlExpr *right = e->as.binary.right;
    /* The pattern and the replacement stand in a list without parentheses of its own. */
    bool ok = e->as.binary.op == SQL_OP_REGEXP_REPLACE
                  ? compiler_expr(c, right->as.list.items.items[0]) && compiler_push_z(c, ", ") &&
                        compiler_expr(c, right->as.list.items.items[1])
                  : compiler_right(c, e);
    if (!ok) return false;
    if (!str_is_null(e->as.binary.flags)) {
        compiler_push_z(c, ", ");
        compiler_string(c, e->as.binary.flags);
    }
    return compiler_push_z(c, ")");
}

bool compiler_bound_sides(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                          const char *after)
{
    bool literal = c->literal_binds;
    c->literal_binds = false;
    compiler_push_z(c, before);
    bool ok = compiler_left(c, e) && compiler_push_z(c, between) && compiler_right(c, e) &&
              compiler_push_z(c, after);
    c->literal_binds = literal;
    return ok;
}

bool compiler_sides(Compiler *c, const SqlExpr *e, const char *before, const char *between,
                    const char *after)
{
    compiler_push_z(c, before);
    return compiler_left(c, e) && compiler_push_z(c, between) && compiler_right(c, e) &&
           compiler_push_z(c, after);
}

static bool custom(Compiler *c, const SqlExpr *e)
{
    StrBuf b = {0};
    Str op = e->as.binary.custom;
    strbuf_push_char(&b, ' ');
    for (size_t i = 0; i < op.len; i++) {
        if (op.ptr[i] == '%' && c->o->double_percent) strbuf_push_char(&b, '%');
        strbuf_push_char(&b, op.ptr[i]);
    }
    strbuf_push_char(&b, ' ');
    bool ok = compiler_generic(c, e, arena_cstr(c->a, strbuf_view(&b)), e->as.binary.is_eager);
    strbuf_deinit(&b);
    return ok;
}

bool compiler_binary(Compiler *c, const SqlExpr *e)
{
    bool handled = false;
    SqlOp op = e->as.binary.op;
    bool several = op == SQL_OP_MATCH && e->as.binary.left->kind == SQL_LIST;
    if (several && !c->rules->matches_columns)
        return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                    "Compiler for %s can't render mysql.match()", c->dialect->name);
    if (c->rules->binary && !c->rules->binary(c, e, &handled)) return false;
    if (handled) return true;
    const Pattern *pattern = find_pattern(op);
    if (pattern) return like_pattern(c, e, pattern);
    switch (op) {
    case SQL_OP_TRUEDIV: return true_division(c, e);
    case SQL_OP_FLOORDIV: return floor_division(c, e);
    case SQL_OP_IN:
    case SQL_OP_NOT_IN: return in(c, e);
    case SQL_OP_BETWEEN:
    case SQL_OP_NOT_BETWEEN: return between(c, e);
    case SQL_OP_LIKE:
    case SQL_OP_NOT_LIKE: return like(c, e);
    case SQL_OP_ILIKE:
    case SQL_OP_NOT_ILIKE: return ilike(c, e);
    case SQL_OP_NOT_MATCH: {
        SqlExpr plain = *e;
        plain.as.binary.op = SQL_OP_MATCH;
        bool literal = c->literal_binds;
        c->literal_binds = false; /* SQLAlchemy forgets that values are to be inline */
        bool ok = compiler_push_z(c, "NOT ") && compiler_binary(c, &plain);
        c->literal_binds = literal;
        return ok;
    }
    case SQL_OP_REGEXP:
    case SQL_OP_NOT_REGEXP:
        return compiler_fail(c, "%s dialect does not support regular expressions",
                             c->dialect->name);
    case SQL_OP_REGEXP_REPLACE:
        return compiler_fail(c, "%s dialect does not support regular expression replacements",
                             c->dialect->name);
    case SQL_OP_CUSTOM: return custom(c, e);
    case SQL_OP_MOD:
        return compiler_left(c, e) && compiler_push_z(c, c->o->double_percent ? " %% " : " % ") &&
               compiler_right(c, e);
    default: break;
    }
    if (!grouping_text(op)) return unsupported(c);
    return compiler_generic(c, e, grouping_text(op), false);
}

/* ---- unary ---- */

static bool truth(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *x = e->as.unary.operand;
    bool is_true = e->as.unary.op == SQL_OP_ISTRUE;
    if (c->rules->native_boolean || grouping_is_condition(x)) {
        if (!is_true) compiler_push_z(c, "NOT ");
        return compiler_expr(c, x);
    }
    return compiler_expr(c, x) && compiler_push_z(c, is_true ? " = 1" : " = 0");
}

bool compiler_unary(Compiler *c, const SqlExpr *e)
{
    SqlOp op = e->as.unary.op;
    const SqlExpr *x = e->as.unary.operand;
    switch (op) {
    case SQL_OP_ASC:
    case SQL_OP_DESC:
    case SQL_OP_NULLS_FIRST:
    case SQL_OP_NULLS_LAST:
        return compiler_operand(c, x, op) && compiler_push_z(c, grouping_text(op));
    case SQL_OP_ISTRUE:
    case SQL_OP_ISFALSE: return truth(c, e);
    case SQL_OP_ANY:
    case SQL_OP_ALL: {
        compiler_push_z(c, grouping_text(op));
        Grouping g = grouping_of(x, SQL_OP_LARGEST, NULL);
        return push_grouped(c, x, g == GROUPING_NONE ? grouping_of(x, op, NULL) : g);
    }
    case SQL_OP_CUSTOM: compiler_push(c, e->as.unary.custom); return compiler_operand(c, x, op);
    case SQL_OP_BITNOT:
        if (c->rules->no_bitwise_not)
            return compiler_fail(c, "Cannot compile bitwise_not in %s", c->dialect->name);
        return compiler_push_z(c, grouping_text(op)) && compiler_operand(c, x, op);
    case SQL_OP_NOT:
    case SQL_OP_NEG:
    case SQL_OP_DISTINCT:
        return compiler_push_z(c, grouping_text(op)) && compiler_operand(c, x, op);
    default: return unsupported(c);
    }
}

/* ---- lists ---- */

static bool array(Compiler *c, const SqlExpr *e)
{
    if (!c->rules->has_arrays)
        return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                    "Compiler for %s can't render element of type array",
                                    c->dialect->name);
    compiler_push_z(c, "ARRAY[");
    if (!compiler_list(c, &e->as.list.items, ", ")) return false;
    compiler_push_z(c, "]");
    bool typed = e->type && e->type->impl && !type_is_null(e->type->impl);
    if (e->as.list.items.len || !typed) return true;
    return compiler_push_z(c, "::") && compiler_type(c, e->type);
}

static bool ordered(Compiler *c, const SqlExpr *e)
{
    if (!c->rules->has_arrays)
        return compiler_unsupported(
            c, "sqlalchemy.exc.UnsupportedCompilationError",
            "Compiler for %s can't render element of type aggregate_order_by", c->dialect->name);
    for (size_t i = 0; i < e->as.list.items.len; i++) {
        compiler_push_z(c, i == 0 ? "" : i == 1 ? " ORDER BY " : ", ");
        const SqlExpr *x = e->as.list.items.items[i];
        bool list = e->as.list.items.len > 2 && i;
        if (!(list ? compiler_operand(c, x, SQL_OP_COMMA) : compiler_scalar(c, x))) return false;
    }
    return true;
}

bool compiler_list_expr(Compiler *c, const SqlExpr *e)
{
    if (e->as.list.form == SQL_LIST_ARRAY) return array(c, e);
    if (e->as.list.form == SQL_LIST_ORDERED) return ordered(c, e);
    if (e->as.list.form == SQL_LIST_TUPLE) {
        compiler_push_z(c, "(");
        return compiler_list(c, &e->as.list.items, ", ") && compiler_push_z(c, ")");
    }
    bool inside = c->in_operator;
    c->in_operator = inside || e->as.list.op != SQL_OP_COMMA;
    for (size_t i = 0; i < e->as.list.items.len; i++) {
        if (i) compiler_push_z(c, grouping_text(e->as.list.op));
        if (!compiler_operand(c, e->as.list.items.items[i], e->as.list.op)) return false;
    }
    c->in_operator = inside;
    return true;
}
