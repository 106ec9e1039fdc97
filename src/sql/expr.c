#include "sql/expr.h"

SqlExpr *sql_expr_new(Arena *a, SqlKind kind, const struct SqlType *type)
{
    SqlExpr *e = ARENA_NEW(a, SqlExpr);
    e->kind = kind;
    e->type = type;
    return e;
}

/* Python's \w; letters beyond ASCII are taken by their lead and continuation bytes. */
static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80);
}

bool sql_expr_next_bind(Str text, size_t *pos, size_t *colon, Str *name)
{
    for (size_t i = *pos; i + 1 < text.len; i++) {
        if (text.ptr[i] != ':' || !is_word(text.ptr[i + 1])) continue;
        char before = i ? text.ptr[i - 1] : ' ';
        if (before == ':' || before == '\\' || is_word(before)) continue;
        size_t end = i + 1;
        while (end < text.len && is_word(text.ptr[end])) end++;
        /* The pattern backs off one character before a colon, as any greedy match does. */
        if (end < text.len && text.ptr[end] == ':') end--;
        if (end == i + 1) continue;
        *colon = i;
        *name = str_slice(text, i + 1, end);
        *pos = end;
        return true;
    }
    return false;
}

static SqlExpr *find_bind(const SqlExprVec *binds, Str key)
{
    for (size_t i = 0; i < binds->len; i++)
        if (str_eq(binds->items[i]->as.bind.key, key)) return binds->items[i];
    return NULL;
}

SqlExpr *sql_expr_text(Arena *a, Str text)
{
    SqlExpr *e = sql_expr_new(a, SQL_TEXT, NULL);
    e->as.text.text = text;
    size_t pos = 0, colon;
    Str name;
    while (sql_expr_next_bind(text, &pos, &colon, &name)) {
        if (find_bind(&e->as.text.binds, name)) continue;
        SqlExpr *bind = sql_expr_new(a, SQL_BIND, NULL);
        bind->as.bind.key = name;
        bind->as.bind.required = true;
        bind->as.bind.value = sql_value_null();
        VEC_PUSH(a, &e->as.text.binds, bind);
    }
    return e;
}

SqlExpr *sql_expr_verbatim(Arena *a, Str text)
{
    SqlExpr *e = sql_expr_new(a, SQL_TEXT, NULL);
    e->as.text.text = text;
    e->as.text.is_verbatim = true;
    return e;
}

SqlExpr *sql_expr_literal_column(Arena *a, Str text)
{
    SqlExpr *e = sql_expr_new(a, SQL_LITERAL_COLUMN, NULL);
    e->as.literal_column.text = text;
    return e;
}

SqlExpr *sql_expr_column(Arena *a, Str name)
{
    SqlExpr *e = sql_expr_new(a, SQL_COLUMN, NULL);
    e->as.column.name = name;
    return e;
}

/* Functions that are a GenericFunction in SQLAlchemy: dialects may spell them in their own way. */
static bool is_generic_function(Str name)
{
    static const char *const known[] = {
        "coalesce",
        "max",
        "min",
        "sum",
        "now",
        "concat",
        "char_length",
        "random",
        "count",
        "current_date",
        "current_time",
        "current_timestamp",
        "current_user",
        "localtime",
        "localtimestamp",
        "session_user",
        "sysdate",
        "user",
        "array_agg",
        "mode",
        "percentile_cont",
        "percentile_disc",
        "rank",
        "dense_rank",
        "percent_rank",
        "cume_dist",
        "cube",
        "rollup",
        "grouping_sets",
        "aggregate_strings",
        "next_value",
        "pow",
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(name, str_z(known[i]))) return true;
    return false;
}

SqlExpr *sql_expr_function(Arena *a, Str name, SqlExpr **args, size_t n)
{
    SqlExpr *e = sql_expr_new(a, SQL_FUNCTION, NULL);
    e->as.function.name = name;
    e->as.function.is_known = is_generic_function(name);
    for (size_t i = 0; i < n; i++) VEC_PUSH(a, &e->as.function.args, args[i]);
    return e;
}

SqlExpr *sql_expr_value(Arena *a, SqlValue v)
{
    SqlExpr *e = sql_expr_new(a, SQL_BIND, NULL);
    e->as.bind.key = STR("param");
    e->as.bind.unique = true;
    e->as.bind.value = v;
    return e;
}

SqlExpr *sql_expr_binary(Arena *a, SqlOp op, SqlExpr *left, SqlExpr *right)
{
    SqlExpr *e = sql_expr_new(a, SQL_BINARY, NULL);
    e->as.binary.op = op;
    e->as.binary.left = left;
    e->as.binary.right = right;
    return e;
}

SqlExpr *sql_expr_unary(Arena *a, SqlOp op, SqlExpr *operand)
{
    SqlExpr *e = sql_expr_new(a, SQL_UNARY, NULL);
    e->as.unary.op = op;
    e->as.unary.operand = operand;
    return e;
}

SqlExpr *sql_expr_list(Arena *a, SqlOp op, SqlExpr **items, size_t n)
{
    SqlExpr *e = sql_expr_new(a, SQL_LIST, NULL);
    e->as.list.op = op;
    for (size_t i = 0; i < n; i++) VEC_PUSH(a, &e->as.list.items, items[i]);
    return e;
}

typedef struct Children {
    const SqlExpr **out;
    size_t len, max;
} Children;

static void child(Children *c, const SqlExpr *e)
{
    if (e && c->len < c->max) c->out[c->len++] = e;
}

static void child_vec(Children *c, const SqlExprVec *items)
{
    for (size_t i = 0; i < items->len; i++) child(c, items->items[i]);
}

size_t sql_expr_children(const SqlExpr *e, const SqlExpr **out, size_t max)
{
    Children c = {out, 0, max};
    switch (e->kind) {
    case SQL_UNARY: child(&c, e->as.unary.operand); break;
    case SQL_GROUPING: child(&c, e->as.grouping.inner); break;
    case SQL_CAST: child(&c, e->as.cast.inner); break;
    case SQL_TYPE_COERCE: child(&c, e->as.type_coerce.inner); break;
    case SQL_COLLATE: child(&c, e->as.collate.inner); break;
    case SQL_SLICE:
        child(&c, e->as.slice.start);
        child(&c, e->as.slice.stop);
        break;
    case SQL_LABEL: child(&c, e->as.label.inner); break;
    case SQL_EXTRACT: child(&c, e->as.extract.inner); break;
    case SQL_BINARY:
        child(&c, e->as.binary.left);
        child(&c, e->as.binary.right);
        break;
    case SQL_LIST: child_vec(&c, &e->as.list.items); break;
    case SQL_FUNCTION: child_vec(&c, &e->as.function.args); break;
    case SQL_CASE:
        child(&c, e->as.cases.subject);
        for (size_t i = 0; i < e->as.cases.whens.len && i < e->as.cases.thens.len; i++) {
            child(&c, e->as.cases.whens.items[i]);
            child(&c, e->as.cases.thens.items[i]);
        }
        child(&c, e->as.cases.otherwise);
        break;
    default: break;
    }
    return c.len;
}

size_t sql_expr_columns(const SqlExpr *root, const SqlExpr **out, size_t max)
{
    enum { WIDTH = 256 }; /* far more operands than an index or a CHECK has */
    const SqlExpr *queue[WIDTH];
    size_t head = 0, tail = 0, n = 0;
    if (root) queue[tail++] = root;
    while (head < tail && n < max) {
        const SqlExpr *e = queue[head++];
        if (!sql_expr_is_column(e))
            tail += sql_expr_children(e, queue + tail, WIDTH - tail);
        else if (e->kind != SQL_COLUMN || !e->as.column.is_reference)
            out[n++] = e;
    }
    return n;
}

const SqlExpr *sql_expr_first_column(const SqlExpr *root)
{
    const SqlExpr *first;
    return sql_expr_columns(root, &first, 1) ? first : NULL;
}
