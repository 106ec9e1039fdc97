#include "dialect/sqlite/dialect.h"

/* Without one pair of parentheses, then without one pair of quotes (which may stand in double
 * ones), as Alembic's two patterns take them off; each wants something inside. */
static Str bare(Str s)
{
    if (s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')') s = str_slice(s, 1, s.len - 1);
    Str inner = s;
    if (inner.len && inner.ptr[0] == '"') inner = str_slice(inner, 1, inner.len);
    if (inner.len && inner.ptr[inner.len - 1] == '"') inner = str_slice(inner, 0, inner.len - 1);
    bool quoted = inner.len > 2 && inner.ptr[0] == '\'' && inner.ptr[inner.len - 1] == '\'';
    return quoted ? str_slice(inner, 1, inner.len - 1) : s;
}

bool sqlite_defaults_differ(Connection *conn, const Column *inspected, const Column *model,
                            Str inspected_sql, Str model_sql, bool *differ, Err *err)
{
    bool one_is_absent = str_is_null(inspected_sql) != str_is_null(model_sql);
    *differ = one_is_absent || !str_eq(bare(inspected_sql), bare(model_sql));
    return true;
}
