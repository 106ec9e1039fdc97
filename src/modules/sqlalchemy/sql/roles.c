#include "modules/sqlalchemy/sql/roles.h"

#include "dialect/columns.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/from.h"

/* Kinds of elements, and what a role makes of plain values. */
enum {
    TAKES_COLUMN = 1 << 0,
    TAKES_FROM = 1 << 1,
    TAKES_TEXT = 1 << 2,
    TAKES_QUERY = 1 << 3,
    TAKES_CONSTANT = 1 << 4, /* None, True, False */
    TAKES_LITERAL = 1 << 5,  /* '*', and numbers as they are written */
    TAKES_NAME = 1 << 6,     /* a string is the name of a column or a label */
    TAKES_VALUE = 1 << 7,    /* any plain value is a bind */
    TAKES_LAMBDA = 1 << 8,   /* a function is called for the element */
    WANTS_TEXT = 1 << 9      /* the error says that a string needs text() */
};

typedef struct RoleRules {
    const char *name;
    unsigned takes;
} RoleRules;

static const RoleRules rules[] = {
    [ROLES_COLUMNS] = {"Column expression, FROM clause, or other columns clause element",
                       TAKES_COLUMN | TAKES_FROM | TAKES_TEXT | TAKES_CONSTANT | TAKES_LITERAL |
                           TAKES_LAMBDA},
    [ROLES_CONDITION] = {"SQL expression for WHERE/HAVING role", TAKES_COLUMN | TAKES_TEXT |
                                                                     TAKES_QUERY | TAKES_CONSTANT |
                                                                     TAKES_LAMBDA | WANTS_TEXT},
    [ROLES_ON] = {"ON clause, typically a SQL expression or ORM relationship attribute",
                  TAKES_COLUMN | TAKES_TEXT | TAKES_QUERY | TAKES_LAMBDA},
    [ROLES_ORDER_BY] = {"ORDER BY expression", TAKES_COLUMN | TAKES_TEXT | TAKES_QUERY |
                                                   TAKES_CONSTANT | TAKES_NAME | TAKES_LAMBDA},
    [ROLES_GROUP_BY] = {"GROUP BY expression", TAKES_COLUMN | TAKES_TEXT | TAKES_QUERY |
                                                   TAKES_FROM | TAKES_CONSTANT | TAKES_NAME |
                                                   TAKES_LAMBDA},
    [ROLES_BY] = {"GROUP BY / OF / etc. expression",
                  TAKES_COLUMN | TAKES_TEXT | TAKES_QUERY | TAKES_CONSTANT | TAKES_NAME},
    [ROLES_FROM] = {"FROM expression, such as a Table or alias() object",
                    TAKES_FROM | TAKES_TEXT | TAKES_QUERY | TAKES_LAMBDA | WANTS_TEXT},
    [ROLES_JOIN] = {"Join target, typically a FROM expression, or ORM relationship attribute",
                    TAKES_FROM | TAKES_TEXT | TAKES_LAMBDA},
    [ROLES_COMPOUND] = {"SELECT construct for inclusion in a UNION or other set construct",
                        TAKES_QUERY},
    [ROLES_TABLE] = {"subject table for an INSERT, UPDATE or DELETE", TAKES_FROM},
    [ROLES_ROWS] = {"SELECT statement or equivalent textual object", TAKES_QUERY | TAKES_FROM},
    [ROLES_OPERAND] = {"SQL expression element",
                       TAKES_COLUMN | TAKES_TEXT | TAKES_QUERY | TAKES_VALUE},
    [ROLES_COMPARED] = {"SQL expression element or literal value",
                        TAKES_COLUMN | TAKES_TEXT | TAKES_QUERY | TAKES_VALUE}};

/* Which of them an element is. */
static unsigned kinds_of(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_TEXT: return TAKES_TEXT;
    case SQL_FUNCTION:
        return e->as.function.is_comparison ? TAKES_COLUMN : TAKES_COLUMN | TAKES_FROM;
    case SQL_SELECT:
    case SQL_COMPOUND:
    case SQL_TEXTUAL_SELECT: return TAKES_QUERY;
    case SQL_INSERT:
    case SQL_UPDATE:
    case SQL_DELETE: return 0;
    case SQL_GROUPING: return kinds_of(e->as.grouping.inner) | TAKES_COLUMN;
    case SQL_CUSTOM: return ~0u; /* only its @compiles function knows */
    default: return columns_is_from(e) ? TAKES_FROM : TAKES_COLUMN;
    }
}

static bool is_subquery(const SqlExpr *e)
{
    return e->kind == SQL_ALIAS && (kinds_of(e->as.from->element) & TAKES_QUERY);
}

/* ---- refusals ---- */

/* What SQLAlchemy adds to its "expected, got": what to write instead. */
static bool advice_of(Eval *ev, Role role, Value v, const SqlExpr *e, Str *out)
{
    Value shown;
    bool selects = e && (kinds_of(e) & (TAKES_QUERY | TAKES_TEXT));
    *out = STR("");
    if (selects && (role == ROLES_COLUMNS || role == ROLES_FROM || role == ROLES_TABLE)) {
        if (!eval_repr(ev, class_value(value_class(ev, v)), &shown)) return false;
        *out = arena_fmt(eval_arena(ev),
                         " To create a FROM clause from a %.*s object, use the .subquery() method.",
                         STR_ARG(value_as_str(shown)));
    } else if (role == ROLES_COLUMNS && value_is_list(v)) {
        if (!eval_repr(ev, v, &shown)) return false;
        Str items = value_as_str(shown);
        *out = arena_fmt(eval_arena(ev), " Did you mean to say select(%.*s)?",
                         STR_ARG(str_slice(items, 1, items.len - 1)));
    } else if (role == ROLES_COMPOUND && e && is_subquery(e)) {
        *out = STR(" Use the plain select() object without calling .subquery() or .alias().");
    } else if (role == ROLES_COMPOUND && e && (kinds_of(e) & (TAKES_FROM | TAKES_TEXT))) {
        *out = STR(" To SELECT from any FROM clause, use the .select() method.");
    } else if ((role == ROLES_OPERAND || role == ROLES_COMPARED) && e &&
               (kinds_of(e) & TAKES_FROM)) {
        *out = STR(" To create a column expression from a FROM clause row as a whole, use the "
                   ".table_valued() method.");
    }
    return true;
}

static bool refuse(Eval *ev, Role role, Value v, const SqlExpr *e)
{
    Value shown;
    Str advice;
    if (!eval_repr(ev, v, &shown) || !advice_of(ev, role, v, e, &advice)) return false;
    return eval_raise_native(ev, &exc_ArgumentError, "%s expected, got %.*s.%.*s", rules[role].name,
                             STR_ARG(value_as_str(shown)), STR_ARG(advice));
}

/* A name, as far as SQLAlchemy guesses: no blank in it. */
static bool looks_like_column(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == ' ' || s.ptr[i] == '\t' || s.ptr[i] == '\n') return false;
    unsigned char c = s.len ? (unsigned char)s.ptr[0] : ' ';
    return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

enum { SHOWN_MAX = 25 }; /* characters of a text that SQLAlchemy shows of it */

static bool refuse_text(Eval *ev, Role role, Value v)
{
    Value shown, cut = v;
    Str text = value_as_str(v);
    if (text.len > SHOWN_MAX) {
        size_t n = SHOWN_MAX;
        while (n && ((unsigned char)text.ptr[n] & 0xC0) == 0x80) n--;
        cut = value_str(ev, arena_fmt(eval_arena(ev), "%.*s...", STR_ARG(str_slice(text, 0, n))));
    }
    if (!eval_repr(ev, cut, &shown)) return false;
    Str s = value_as_str(shown);
    if (role != ROLES_COLUMNS)
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "Textual SQL expression %.*s should be explicitly declared as text(%.*s)", STR_ARG(s),
            STR_ARG(s));
    return eval_raise_native(ev, &exc_ArgumentError,
                             "Textual column expression %.*s should be explicitly declared with "
                             "text(%.*s), or use %s(%.*s) for more specificity",
                             STR_ARG(s), STR_ARG(s),
                             looks_like_column(text) ? "column" : "literal_column", STR_ARG(s));
}

/* ---- what is given ---- */

bool roles_resolve(Eval *ev, Value v, Value *out)
{
    Value clause;
    query_mapped_table(ev, v, out);
    if (element_expr(ev, *out) || !value_is_object(*out) || value_is_str(*out)) return true;
    if (!eval_find_attr(ev, *out, STR("__clause_element__"), &clause)) return false;
    if (value_is_unset(clause)) return true;
    return eval_call(ev, clause, NULL, 0, value_unset(), out);
}

static Value literal_column(Eval *ev, Str text)
{
    ElementData *d;
    Value made = element_new(ev, &element_ColumnClause, SQL_LITERAL_COLUMN, &d);
    element_charge(ev, d);
    d->node.as.literal_column.text = arena_str(&d->arena, text);
    return made;
}

static bool is_number(Eval *ev, Value v)
{
    return v.kind == VALUE_INT || v.kind == VALUE_FLOAT || value_object_kind(v) == OBJECT_BIGINT ||
           module_is_instance_of(ev, v, "decimal", "Decimal");
}

static bool plain(Eval *ev, Role role, Value v, Value *out)
{
    unsigned takes = rules[role].takes;
    bool star = value_is_str(v) && str_eq_z(value_as_str(v), "*");
    Value text = v;
    *out = v;
    if (takes & TAKES_VALUE) return true;
    if ((takes & TAKES_CONSTANT) && (value_is_none(v) || value_is_bool(v))) return true;
    if ((takes & TAKES_NAME) && value_is_str(v)) return true;
    if ((takes & TAKES_LITERAL) && (star || is_number(ev, v))) {
        if (!star && !eval_to_str(ev, v, &text)) return false;
        *out = literal_column(ev, value_as_str(text));
        return true;
    }
    if (value_is_str(v) && (role == ROLES_COLUMNS || (takes & WANTS_TEXT)))
        return refuse_text(ev, role, v);
    return refuse(ev, role, v, NULL);
}

bool roles_expect(Eval *ev, Role role, Value v, Value *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, rules[role].name);
    bool lambda = (rules[role].takes & TAKES_LAMBDA) && value_is_object(v) &&
                  str_eq_z(value_type_name(ev, v), "function");
    if (lambda && !eval_call(ev, v, NULL, 0, value_unset(), &v)) return false;
    if (!roles_resolve(ev, v, out)) return false;
    const SqlExpr *e = element_expr(ev, *out);
    if (!e) return plain(ev, role, v, out);
    unsigned takes = rules[role].takes;
    bool fits = (kinds_of(e) & takes) != 0;
    if (role == ROLES_TABLE) fits = columns_is_from(e) && !is_subquery(e);
    bool scalar = !fits && (takes & TAKES_COLUMN) && (takes & TAKES_QUERY) && is_subquery(e);
    if (!fits && !scalar) return refuse(ev, role, v, e);
    Value none = value_unset();
    if (scalar)
        return query_scalar_subquery(
            ev, &(Args){.self = element_item(ev, *out, e->as.from->element)}, out);
    bool rows = role == ROLES_FROM && (kinds_of(e) & TAKES_QUERY) && e->kind != SQL_GROUPING &&
                e->kind != SQL_CUSTOM;
    return !rows || from_subquery(ev, &(Args){.self = *out, .v = &none, .n = 1}, out);
}

bool module_is_ddl_expr(Eval *ev, Value v)
{
    const SqlExpr *e = element_expr(ev, v);
    return e && (kinds_of(e) & (TAKES_COLUMN | TAKES_TEXT));
}

/* GROUP BY takes a table for its columns. */
static bool push_columns(Eval *ev, Value from, Value list)
{
    Value columns, items;
    if (!eval_getattr(ev, from, STR("c"), &columns) || !eval_to_list(ev, columns, &items))
        return false;
    for (size_t i = 0; i < value_seq_len(items); i++)
        value_list_push(ev, list, value_seq_items(items)[i]);
    return true;
}

bool roles_expect_all(Eval *ev, Role role, Value items, Value *out)
{
    *out = value_list(ev);
    for (size_t i = 0; i < value_seq_len(items); i++) {
        Value v;
        if (!roles_expect(ev, role, value_seq_items(items)[i], &v)) return false;
        const SqlExpr *e = role == ROLES_GROUP_BY ? element_expr(ev, v) : NULL;
        if (!e || !columns_is_from(e))
            value_list_push(ev, *out, v);
        else if (!push_columns(ev, v, *out))
            return false;
    }
    return true;
}
