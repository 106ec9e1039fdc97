#include "dialect/postgresql/dialect.h"

/* nextval('x'::regclass) is nextval('x') in a model. */
static Str without_regclass(Str s, Arena *a)
{
    Str cast = STR("::regclass");
    if (!str_starts(s, STR("nextval('")) || !str_contains(s, cast)) return s;
    StrBuf b = {0};
    for (size_t i = 0; i < s.len;) {
        if (str_starts(str_slice(s, i, s.len), cast))
            i += cast.len;
        else
            strbuf_push_char(&b, s.ptr[i++]);
    }
    return strbuf_finish(&b, a);
}

/* A string default as Alembic hands it to the server: quoted, unless the column is a number. A
 * quote inside is doubled, which Alembic forgets: its statement would not parse. */
static Str model_side(const Column *inspected, const Column *model, Str model_sql, Arena *a)
{
    if (model->server_default.kind != DEFAULT_STRING) return model_sql;
    Str text = model->server_default.text;
    bool numeric = type_class_is_a(inspected->type->cls, "Numeric");
    if (numeric) return text;
    if (text.len && text.ptr[0] == '\'') text = str_slice(text, 1, text.len);
    if (text.len && text.ptr[text.len - 1] == '\'') text = str_slice(text, 0, text.len - 1);
    StrBuf b = {0};
    strbuf_push_char(&b, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'') strbuf_push_char(&b, '\'');
        strbuf_push_char(&b, text.ptr[i]);
    }
    strbuf_push_char(&b, '\'');
    return strbuf_finish(&b, a);
}

/* Types without an equality of their own are compared as their text; Alembic's statement fails. */
static bool has_equality(const Column *c)
{
    const char *visit = c->type->cls->visit;
    return strcmp(visit, "JSON") != 0 && strcmp(visit, "XML") != 0;
}

static bool ask_server(Connection *conn, Str sql, bool *equal, Err *err)
{
    Result *result = NULL;
    SqlValue cell = {0};
    if (!connection_execute(conn, sql, NULL, 0, &result, err)) return false;
    bool row = conn->vtable->next(result, &cell, err);
    *equal = row && cell.kind == SQL_VALUE_BOOL && cell.as.boolean;
    conn->vtable->result_close(result);
    return row || !err_is_set(err);
}

bool postgresql_defaults_differ(Connection *conn, const Column *inspected, const Column *model,
                                Str inspected_sql, Str model_sql, bool *differ, Err *err)
{
    Arena scratch = {0};
    *differ = false;
    if (model->primary_key && model->table && table_autoincrement_column(model->table) == model)
        return true;
    Str here = without_regclass(inspected_sql, &scratch);
    bool both = !str_is_null(here) && !str_is_null(model_sql);
    bool equal = both ? str_eq(here, model_sql) : str_is_null(here) && str_is_null(model_sql);
    bool ok = true;
    if (!equal && both && conn && model->server_default.kind != DEFAULT_NONE) {
        Str there = model_side(inspected, model, model_sql, &scratch);
        const char *format = has_equality(inspected)
                                 ? "SELECT %.*s = %.*s AS anon_1"
                                 : "SELECT (%.*s)::text = (%.*s)::text AS anon_1";
        Str sql = arena_fmt(&scratch, format, STR_ARG(here), STR_ARG(there));
        ok = ask_server(conn, sql, &equal, err);
    }
    *differ = !equal;
    arena_release(&scratch);
    return ok;
}
