#include "autogen/render.h"

#include "dialect/grouping.h"

Str render_repr(Render *r, Str s)
{
    return str_is_null(s) ? STR("None") : sql_value_repr_str(s, r->out);
}

Str render_alembic_prefix(const Render *r)
{
    return r->in_batch ? STR("batch_op.") : r->o->alembic_module_prefix;
}

Str render_name(Render *r, Ident name)
{
    Str text = render_repr(r, name.text);
    if (ident_is_null(name) || !name.is_conv) return text;
    return arena_fmt(r->out, "%.*sf(%.*s)", STR_ARG(render_alembic_prefix(r)), STR_ARG(text));
}

Str render_constraint_name(Render *r, const Constraint *k)
{
    Ident name = {0};
    const NamingConvention *naming =
        k->table && k->table->metadata ? &k->table->metadata->naming : NULL;
    if (!constraint_final_name(k, naming, r->out, &name, r->err)) r->failed = true;
    return render_name(r, name);
}

Str render_index_name(Render *r, const Index *i)
{
    Ident name = {0};
    const NamingConvention *naming =
        i->table && i->table->metadata ? &i->table->metadata->naming : NULL;
    if (!index_final_name(i, naming, r->out, &name, r->err)) r->failed = true;
    return render_name(r, name);
}

Str render_list(Render *r, const StrVec *names)
{
    StrBuf b = {0};
    strbuf_push_char(&b, '[');
    for (size_t i = 0; i < names->len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(render_repr(r, names->items[i])));
    strbuf_push_char(&b, ']');
    return strbuf_finish(&b, r->out);
}

bool render_hook(Render *r, AutogenItem item, Str *text)
{
    *text = STR_NULL;
    if (r->failed) return true;
    if (r->o->render_item == NULL) return false;
    if (!r->o->render_item(r->o->user, &item, r->imports, text, r->err)) r->failed = true;
    return r->failed || !str_is_null(*text);
}

static Str double_percents(Render *r, Str sql)
{
    StrBuf b = {0};
    for (size_t i = 0; i < sql.len; i++) {
        strbuf_push_char(&b, sql.ptr[i]);
        if (sql.ptr[i] == '%') strbuf_push_char(&b, '%');
    }
    return strbuf_finish(&b, r->out);
}

Str render_sql(Render *r, const SqlExpr *e, bool is_default, bool is_index)
{
    Str sql = STR_NULL;
    if (r->failed) return STR_NULL;
    if (!r->dialect->compile_expr(e, &r->compile, r->out, &sql, NULL, r->err)) {
        r->failed = true;
        return STR_NULL;
    }
    if (is_index && r->rules->groups_index_expressions &&
        grouping_of(e, SQL_OP_LARGEST, NULL) == GROUPING_PARENS)
        sql = arena_fmt(r->out, "(%.*s)", STR_ARG(sql));
    if (is_default && r->rules->parenthesizes_defaults && autogen_rules_needs_parens(sql))
        sql = arena_fmt(r->out, "(%.*s)", STR_ARG(sql));
    return r->o->double_percents ? double_percents(r, sql) : sql;
}

Str render_expr(Render *r, const SqlExpr *e, bool is_default, bool is_index)
{
    if (e->kind == SQL_COLUMN && e->as.column.column)
        return render_repr(r, e->as.column.column->name.text);
    /* An index that was inspected names its columns without having them. */
    if (e->kind == SQL_COLUMN && is_index) return render_repr(r, e->as.column.name);
    Str text = render_repr(r, render_sql(r, e, is_default, is_index));
    Str call = arena_fmt(r->out, "%.*s%s(%.*s)", STR_ARG(r->o->sqlalchemy_module_prefix),
                         is_index ? "literal_column" : "text", STR_ARG(text));
    if (is_index && e->kind == SQL_LABEL && !str_is_null(e->as.label.name))
        return arena_fmt(r->out, "%.*s.label(%.*s)", STR_ARG(call),
                         STR_ARG(render_repr(r, e->as.label.name)));
    return call;
}

static Str render_items(Render *r, const SqlValue *v)
{
    StrBuf b = {0};
    size_t n = v->as.list.len;
    strbuf_push_char(&b, v->as.list.is_tuple ? '(' : '[');
    for (size_t i = 0; i < n; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(render_value(r, &v->as.list.items[i])));
    if (v->as.list.is_tuple && n == 1) strbuf_push_char(&b, ',');
    strbuf_push_char(&b, v->as.list.is_tuple ? ')' : ']');
    return strbuf_finish(&b, r->out);
}

Str render_value(Render *r, const SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_LIST: return render_items(r, v);
    case SQL_VALUE_EXPR: return render_expr(r, v->as.expr, false, false);
    case SQL_VALUE_TYPE: return type_repr(v->as.type, r->out);
    case SQL_VALUE_UNSET: return STR("None");
    default: return sql_value_repr(v, r->out);
    }
}

Str render_options(Render *r, const SqlOptions *options)
{
    StrBuf b = {0};
    for (size_t i = 0; i < options->len; i++)
        strbuf_fmt(&b, ", %.*s=%.*s", STR_ARG(options->items[i].name),
                   STR_ARG(render_value(r, &options->items[i].value)));
    return strbuf_finish(&b, r->out);
}
