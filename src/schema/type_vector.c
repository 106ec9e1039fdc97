/* Values of pgvector's types, in the texts that the extension reads. */
#include <stdlib.h>
#include <string.h>

#include "schema/type.h"

static bool as_float(const SqlValue *v, double *out)
{
    char text[64];
    switch (v->kind) {
    case SQL_VALUE_INT: *out = (double)v->as.integer; return true;
    case SQL_VALUE_FLOAT: *out = v->as.real; return true;
    case SQL_VALUE_BOOL: *out = v->as.boolean; return true;
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL:
        if (v->as.text.len >= sizeof text) return false;
        memcpy(text, v->as.text.ptr, v->as.text.len);
        text[v->as.text.len] = '\0';
        *out = strtod(text, NULL);
        return true;
    default: return false;
    }
}

bool type_is_vector(const SqlType *t)
{
    return t && strncmp(t->cls->module, "pgvector.", 9) == 0 && strcmp(t->cls->name, "BIT") != 0;
}

/* "[1.0,2.5]"; SPARSEVEC lists what is not 0: "{1:1.0,3:2.5}/3". */
bool type_vector_text(const SqlType *t, SqlValue *v, Arena *out, Err *err)
{
    bool sparse = !strcmp(t->cls->name, "SPARSEVEC"), any = false;
    StrBuf b = {0};
    strbuf_push_z(&b, sparse ? "{" : "[");
    for (size_t i = 0; i < v->as.list.len; i++) {
        double x;
        if (!as_float(&v->as.list.items[i], &x)) {
            strbuf_deinit(&b);
            return err_raise(err, ERR_SCRIPT, "ValueError", "expected list[float]");
        }
        if (sparse && x == 0) continue;
        if (any) strbuf_push_z(&b, ",");
        if (sparse) strbuf_fmt(&b, "%zu:", i + 1);
        sql_value_push_float(&b, x);
        any = true;
    }
    if (sparse)
        strbuf_fmt(&b, "}/%zu", v->as.list.len);
    else
        strbuf_push_z(&b, "]");
    *v = sql_value_str(strbuf_finish(&b, out));
    return true;
}

bool type_vector_items(Str text, Arena *out, SqlValue *v)
{
    if (text.len < 2 || text.ptr[0] != '[') return false;
    size_t n = 0;
    Str rest = str_slice(text, 1, text.len - 1);
    SqlValue *items = ARENA_ARRAY(out, SqlValue, rest.len + 1);
    while (rest.len) {
        Str item = str_cut(&rest, ',');
        items[n++] =
            (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = strtod(arena_cstr(out, item), NULL)};
    }
    *v = (SqlValue){.kind = SQL_VALUE_LIST, .as.list = {.items = items, .len = n}};
    return true;
}
