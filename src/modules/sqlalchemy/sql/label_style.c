#include "modules/sqlalchemy/sql/label_style.h"

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/query.h"

/* By SqlLabelStyle. */
static const char *const NAMES[] = {"LABEL_STYLE_DISAMBIGUATE_ONLY",
                                    "LABEL_STYLE_TABLENAME_PLUS_COL", "LABEL_STYLE_NONE"};

static bool style_of(Eval *ev, Value v, SqlLabelStyle *out)
{
    for (size_t i = 0; value_is_str(v) && i < sizeof NAMES / sizeof *NAMES; i++) {
        *out = (SqlLabelStyle)i;
        if (str_eq_z(value_as_str(v), NAMES[i])) return true;
    }
    return exc_expected(ev, "LABEL_STYLE_ constant", v);
}

bool label_style_copy(Eval *ev, Value query, SqlLabelStyle style, Value *out)
{
    ElementData *d;
    *out = query_next(ev, query, &d);
    if (d->expr->kind == SQL_SELECT) {
        d->expr->as.select->label_style = style;
        return true;
    }
    SqlExprVec *selects = &d->expr->as.compound->selects, made = {0};
    const SqlExpr *first = selects->items[0];
    if (first->kind != SQL_SELECT && first->kind != SQL_COMPOUND) return true;
    Value other;
    if (!label_style_copy(ev, element_item(ev, query, selects->items[0]), style, &other))
        return false;
    element_keep(ev, d, other);
    VEC_PUSH(&d->arena, &made, element_expr(ev, other));
    for (size_t i = 1; i < selects->len; i++) VEC_PUSH(&d->arena, &made, selects->items[i]);
    *selects = made;
    return true;
}

bool label_style_set(Eval *ev, Args *a, Value *out)
{
    SqlLabelStyle style = SQL_LABELS_DISAMBIGUATE;
    return style_of(ev, a->v[0], &style) && label_style_copy(ev, a->self, style, out);
}

bool label_style_get(Eval *ev, Args *a, Value *out)
{
    const SqlExpr *e = element_expr(ev, a->self);
    while (e->kind == SQL_COMPOUND) e = e->as.compound->selects.items[0];
    size_t at = e->kind == SQL_SELECT ? e->as.select->label_style : SQL_LABELS_DISAMBIGUATE;
    *out = value_str(ev, str_z(NAMES[at]));
    return true;
}

const NativeMember label_style_members[] = {
    NATIVE_STR("LABEL_STYLE_DISAMBIGUATE_ONLY", "LABEL_STYLE_DISAMBIGUATE_ONLY"),
    NATIVE_STR("LABEL_STYLE_DEFAULT", "LABEL_STYLE_DISAMBIGUATE_ONLY"),
    NATIVE_STR("LABEL_STYLE_TABLENAME_PLUS_COL", "LABEL_STYLE_TABLENAME_PLUS_COL"),
    NATIVE_STR("LABEL_STYLE_NONE", "LABEL_STYLE_NONE"), NATIVE_END};
