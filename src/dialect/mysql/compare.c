#include "dialect/ddl.h"
#include "dialect/mysql/dialect.h"

#include <ctype.h>

/* Alembic's rules for defaults look at the text: quotes around a number, "()" behind a function's
 * name and the case of letters are the server's own way to write a default. */

static Str without_quotes(Str s)
{
    if (s.len && s.ptr[0] == '\'') s = str_slice(s, 1, s.len);
    if (s.len && s.ptr[s.len - 1] == '\'') s.len--;
    return s;
}

static Str without_call(Str s) { return str_ends(s, STR("()")) ? str_slice(s, 0, s.len - 2) : s; }

static Str lower(Str s, Arena *a)
{
    char *text = arena_cstr(a, s);
    for (size_t i = 0; i < s.len; i++) text[i] = (char)tolower((unsigned char)text[i]);
    return (Str){text, s.len};
}

/* Cuts " on update …" off a lower-case default and gives it back; null when there is none. */
static Str cut_on_update(Str *s)
{
    Str word = STR(" on update");
    for (size_t i = s->len; i-- > 0;) {
        if (!str_starts(str_slice(*s, i, s->len), word)) continue;
        Str rest = without_call(str_slice(*s, i + 1, s->len));
        *s = str_slice(*s, 0, i);
        return rest;
    }
    return STR_NULL;
}

static bool expressions_differ(Str inspected, Str model, Arena *a)
{
    Str here = lower(inspected, a), there = lower(model, a), rest = there;
    Str on_update = cut_on_update(&here);
    if (!str_is_null(on_update)) {
        Str other = cut_on_update(&rest);
        if (str_is_null(other) || !str_eq(other, on_update)) return true;
        there = rest;
    }
    return !str_eq(without_call(here), without_call(there));
}

/* mysql.ENUM is no String in SQLAlchemy's eyes, sa.Enum is. */
static bool is_string(const SqlType *t)
{
    return type_affinity(t) == TYPE_AFFINITY_STRING && t->cls != type_class_get("mysql.ENUM");
}

static bool same(Str a, Str b) { return str_is_null(a) == str_is_null(b) && str_eq(a, b); }

static bool differ_by_text(const Column *inspected, const Column *model, Str here, Str there,
                           Arena *a)
{
    bool is_integer = type_affinity(inspected->type) == TYPE_AFFINITY_INTEGER;
    /* The server gives a key column without a default a zero. */
    bool implicit_zero =
        type_affinity(model->type) == TYPE_AFFINITY_INTEGER && inspected->primary_key &&
        inspected->autoincrement == AUTOINCREMENT_FALSE && !there.len && str_eq_z(here, "'0'");
    if (implicit_zero) return false;
    if (here.len && is_integer) return !same(without_quotes(here), there);
    if (there.len && is_string(model->type))
        return !same(here, arena_fmt(a, "'%.*s'", STR_ARG(without_quotes(there))));
    if (here.len && there.len) return expressions_differ(here, there, a);
    return !same(here, there);
}

bool mysql_defaults_differ(Connection *conn, const Column *inspected, const Column *model,
                           Str inspected_sql, Str model_sql, bool *differ, Err *err)
{
    Arena scratch = {0};
    const ServerDefault *is = &inspected->server_default, *wants = &model->server_default;
    /* As they stand: neither quoted nor compiled again. */
    if (is->kind == DEFAULT_EXPR && is->expr->kind == SQL_TEXT)
        inspected_sql = is->expr->as.text.text;
    if (wants->kind == DEFAULT_STRING) model_sql = wants->text;
    *differ = differ_by_text(inspected, model, inspected_sql, model_sql, &scratch);
    arena_release(&scratch);
    return true;
}
