#include "schema/type.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* Values that SQLAlchemy fills in itself and that its repr() therefore shows. */
static bool implied(const SqlType *t, const TypeParam *p, StrBuf *b)
{
    const char *param = p->name;
    bool has_text = strcmp(param, "astext_type") == 0 || strcmp(param, "text_type") == 0;
    if (has_text) {
        strbuf_fmt(b, "%s=Text()", param);
        return true;
    }
    bool bit = type_param_index(t->cls, STR("varying")) >= 0;
    if (bit && strcmp(param, "length") == 0 && !type_get_bool(t, "varying", false)) {
        strbuf_push_z(b, "length=1");
        return true;
    }
    bool national = strstr(t->cls->module, ".mysql.") && t->cls->name[0] == 'N';
    if (national && strcmp(param, "national") == 0) {
        strbuf_push_z(b, "national=True");
        return true;
    }
    if (strcmp(param, "asdecimal") != 0) return false;
    const char *said = type_is_decimal(t) ? "True" : "False";
    if (strcmp(p->default_repr, said) == 0) return false;
    strbuf_fmt(b, "asdecimal=%s", said);
    return true;
}

static Str value_text(const SqlValue *v, Arena *out)
{
    if (v->kind == SQL_VALUE_TYPE) return type_repr(v->as.type, out);
    if (v->kind == SQL_VALUE_EXPR) return STR("<expression>");
    return sql_value_repr(v, out);
}

/* The length of Enum is shown when it is not that of its longest value. */
static bool is_default_length(const SqlType *t, const SqlValue *v)
{
    if (v->kind != SQL_VALUE_INT) return true;
    size_t longest = 0;
    for (size_t i = 0; i < t->enum_values.len; i++)
        if (utf8_count(t->enum_values.items[i]) > longest)
            longest = utf8_count(t->enum_values.items[i]);
    return v->as.integer == (int64_t)longest;
}

/* The argument, or the field that stands for it when a type was built without type_set. */
static SqlValue effective(const SqlType *t, const char *param)
{
    SqlValue v = *type_get(t, param);
    if (v.kind != SQL_VALUE_UNSET) return v;
    if (strcmp(param, "name") == 0 && !str_is_null(t->name)) return sql_value_str(t->name);
    if (strcmp(param, "schema") == 0 && !str_is_null(t->schema)) return sql_value_str(t->schema);
    bool inner = strcmp(param, "item_type") == 0 || strcmp(param, "data_type") == 0;
    if (inner && t->impl) return (SqlValue){.kind = SQL_VALUE_TYPE, .as.type = t->impl};
    return v;
}

static void separate(StrBuf *b)
{
    if (b->ptr[b->len - 1] != '(') strbuf_push_z(b, ", ");
}

static void push_varargs(const SqlType *t, const TypeParam *p, StrBuf *b, Arena *out)
{
    bool is_enum = strcmp(p->name, "enums") == 0;
    if (is_enum) {
        for (size_t i = 0; i < t->enum_values.len; i++) {
            separate(b);
            strbuf_push(b, sql_value_repr_str(t->enum_values.items[i], out));
        }
        return;
    }
    const SqlValue *v = type_get(t, p->name);
    if (v->kind != SQL_VALUE_LIST) return;
    for (size_t i = 0; i < v->as.list.len; i++) {
        separate(b);
        strbuf_push(b, value_text(&v->as.list.items[i], out));
    }
}

static void push_param(const SqlType *t, const TypeParam *p, StrBuf *b, Arena *out)
{
    if (p->how == TYPE_PARAM_VARARGS) {
        push_varargs(t, p, b, out);
        return;
    }
    if (p->hidden) return;
    SqlValue v = effective(t, p->name);
    if (!p->default_repr) {
        separate(b);
        strbuf_push(b, v.kind == SQL_VALUE_UNSET ? STR("None") : value_text(&v, out));
        return;
    }
    bool no_length = v.kind == SQL_VALUE_NULL && type_param_index(t->cls, STR("enums")) >= 0 &&
                     strcmp(p->name, "length") == 0;
    if (no_length) { /* an Enum's own default is that of its longest value */
        separate(b);
        strbuf_push_z(b, "length=None");
        return;
    }
    if (v.kind == SQL_VALUE_UNSET ||
        (v.kind == SQL_VALUE_NULL && strcmp(p->default_repr, "None") == 0)) {
        StrBuf text = {0};
        if (implied(t, p, &text)) {
            separate(b);
            strbuf_push(b, strbuf_view(&text));
        }
        strbuf_deinit(&text);
        return;
    }
    if (strcmp(p->name, "length") == 0 && t->enum_values.len && is_default_length(t, &v)) return;
    Str shown = value_text(&v, out);
    if (str_eq_z(shown, p->default_repr)) return;
    separate(b);
    strbuf_fmt(b, "%s=%.*s", p->name, STR_ARG(shown));
}

Str type_repr(const SqlType *t, Arena *out)
{
    if (!t) return STR("NullType()");
    if (!str_is_null(t->user_repr)) return t->user_repr;
    /* TypeDecorator.__repr__ shows the arguments of its impl. */
    const SqlType *shown = t;
    while (type_class_is_a(shown->cls, "TypeDecorator") && shown->impl) shown = shown->impl;
    StrBuf b = {0};
    strbuf_fmt(&b, "%s(", t->cls->name);
    size_t n;
    const TypeParam *params = type_class_params(shown->cls, &n);
    bool reordered = n && params[0].repr_order != 0;
    for (size_t i = 0; i < n; i++) {
        const TypeParam *p = &params[i];
        for (size_t k = 0; reordered && k < n; k++)
            if ((size_t)params[k].repr_order == i + 1) p = &params[k];
        push_param(shown, p, &b, out);
    }
    strbuf_push_char(&b, ')');
    return strbuf_finish(&b, out);
}
