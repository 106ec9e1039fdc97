/* mysql.match(a, b, against="x"): MATCH (a, b) AGAINST ('x'), with its modes as methods. */
#include "modules/sqlalchemy/sql/match.h"

#include "modules/sqlalchemy/exc.h"

/* How the mode is written behind the text, in this order. */
static const char *const modes[] = {" IN BOOLEAN MODE", " IN NATURAL LANGUAGE MODE",
                                    " WITH QUERY EXPANSION"};
enum { MODES = sizeof modes / sizeof *modes };

static bool has_mode(const SqlExpr *e, int mode)
{
    return str_find(e->as.binary.custom, str_z(modes[mode])) != STR_NPOS;
}

static bool set_modes(Eval *ev, ElementData *d, const bool *on)
{
    StrBuf b = {0};
    for (int i = 0; i < MODES; i++)
        if (on[i]) strbuf_push_z(&b, modes[i]);
    bool valid = !on[0] || (!on[1] && !on[2]);
    element_charge(ev, d);
    d->node.as.binary.custom = b.len ? strbuf_finish(&b, &d->arena) : STR(""); /* not null */
    if (valid) return true;
    return eval_raise_native(ev, &exc_CompileError,
                             "Invalid MySQL match flags: in_boolean_mode=%s, "
                             "in_natural_language_mode=%s, with_query_expansion=%s",
                             on[0] ? "True" : "False", on[1] ? "True" : "False",
                             on[2] ? "True" : "False");
}

bool match_match(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    bool on[MODES] = {false};
    SqlExprVec columns = {0};
    *out = element_new(ev, &match_class, SQL_BINARY, &d);
    if (!value_seq_len(a->v[0]))
        return eval_raise_native(ev, &exc_ArgumentError, "columns are required");
    if (module_absent(a->v[1]))
        return eval_raise_native(ev, &exc_ArgumentError, "against is required");
    if (!element_operands(ev, d, a->v[0], &columns) ||
        !element_operand(ev, d, a->v[1], NULL, &d->node.as.binary.right))
        return false;
    for (int i = 0; i < MODES; i++)
        if (!eval_truth(ev, a->v[2 + i], &on[i])) return false;
    d->node.as.binary.op = SQL_OP_MATCH;
    d->node.as.binary.left = sql_expr_list(&d->arena, SQL_OP_COMMA, columns.items, columns.len);
    return set_modes(ev, d, on);
}

bool match_take_modes(Eval *ev, ElementData *d, Value kw)
{
    static const char *const names[MODES] = {"mysql_boolean_mode", "mysql_natural_language",
                                             "mysql_query_expansion"};
    bool on[MODES] = {true}, given = false;
    for (int i = 0; i < MODES; i++) {
        Value v = value_dict_find_z(kw, names[i]);
        if (value_is_unset(v)) continue;
        given = true;
        if (!eval_truth(ev, v, &on[i])) return false;
    }
    return !given || set_modes(ev, d, on);
}

static bool with_mode(Eval *ev, Args *a, int mode, Value *out)
{
    ElementData *d;
    bool on[MODES];
    const SqlExpr *e = element_expr(ev, a->self);
    *out = element_new(ev, &match_class, SQL_BINARY, &d);
    element_keep(ev, d, a->self);
    d->node = *e;
    for (int i = 0; i < MODES; i++) on[i] = i == mode || has_mode(e, i);
    return set_modes(ev, d, on);
}

static bool in_boolean_mode(Eval *ev, Args *a, Value *out) { return with_mode(ev, a, 0, out); }
static bool in_natural_language_mode(Eval *ev, Args *a, Value *out)
{
    return with_mode(ev, a, 1, out);
}
static bool with_query_expansion(Eval *ev, Args *a, Value *out) { return with_mode(ev, a, 2, out); }

static const NativeMethod methods[] = {
    {"in_boolean_mode", "", in_boolean_mode, NATIVE_METHOD},
    {"in_natural_language_mode", "", in_natural_language_mode, NATIVE_METHOD},
    {"with_query_expansion", "", with_query_expansion, NATIVE_METHOD},
    {0}};
const NativeClass match_class = {.name = "match",
                                 .module = "sqlalchemy.dialects.mysql.expression",
                                 .base = &element_BinaryExpression,
                                 .methods = methods};
