#include "dialect/oracle/dialect.h"

#include <string.h>

bool oracle_next_value(Compiler *c, Str schema, Ident name)
{
    compiler_table(c, schema, name);
    return compiler_push_z(c, ".nextval");
}

/* Functions that are never followed by parentheses when they have no arguments. */
static bool is_bare(Str name)
{
    static const char *const bare[] = {"uid",  "current_date",      "sysdate",
                                       "user", "current_timestamp", "current_time"};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
        if (str_eq_nocase(name, str_z(bare[i]))) return true;
    return false;
}

bool oracle_function(Compiler *c, const SqlExpr *e, bool *handled)
{
    Str name = e->as.function.name;
    const SqlExprVec *args = &e->as.function.args;
    *handled = true;
    if (str_eq_nocase(name, STR("now"))) return compiler_push_z(c, "CURRENT_TIMESTAMP");
    bool length = str_eq_nocase(name, STR("char_length"));
    bool strings = str_eq_nocase(name, STR("aggregate_strings"));
    if (length || strings) {
        compiler_push_z(c, length ? "LENGTH(" : "LISTAGG(");
        return compiler_list(c, args, ", ") && compiler_push_z(c, ")");
    }
    if (!e->as.function.is_known && !e->as.function.packages.len && !args->len && is_bare(name))
        return compiler_push(c, name);
    *handled = false;
    return true;
}

bool oracle_binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_MOD: return compiler_sides(c, e, "mod(", ", ", ")");
    case SQL_OP_MATCH: return compiler_bound_sides(c, e, "CONTAINS (", ", ", ")");
    case SQL_OP_IS_DISTINCT: return compiler_bound_sides(c, e, "DECODE(", ", ", ", 0, 1) = 1");
    case SQL_OP_IS_NOT_DISTINCT: return compiler_bound_sides(c, e, "DECODE(", ", ", ", 0, 1) = 0");
    case SQL_OP_NOT_REGEXP:
        return compiler_push_z(c, "NOT ") && compiler_regexp_call(c, e, "REGEXP_LIKE");
    case SQL_OP_REGEXP: return compiler_regexp_call(c, e, "REGEXP_LIKE");
    case SQL_OP_REGEXP_REPLACE: return compiler_regexp_call(c, e, "REGEXP_REPLACE");
    case SQL_OP_BITXOR: return compiler_sides(c, e, "BITXOR(", ", ", ")");
    case SQL_OP_BITOR: return compiler_sides(c, e, "BITOR(", ", ", ")");
    case SQL_OP_BITAND: return compiler_sides(c, e, "BITAND(", ", ", ")");
    case SQL_OP_LSHIFT: return compiler_fail(c, "Cannot compile bitwise_lshift in oracle");
    case SQL_OP_RSHIFT: return compiler_fail(c, "Cannot compile bitwise_rshift in oracle");
    default: break;
    }
    *handled = false;
    return true;
}

/* The function is chosen by the value, the format by the type: a DATE's literal is the day alone.
 */
static bool moment(Compiler *c, const SqlValue *v, bool day)
{
    bool fraction = str_find_char(v->as.text, '.') != STR_NPOS;
    compiler_push_z(c, fraction ? "TO_TIMESTAMP(" : "TO_DATE(");
    compiler_string(c, day ? str_slice(v->as.text, 0, strlen("2024-01-02")) : v->as.text);
    if (day) return compiler_push_z(c, ", 'YYYY-MM-DD')");
    return compiler_push_z(c, fraction ? ", 'YYYY-MM-DD HH24:MI:SS.FF')"
                                       : ", 'YYYY-MM-DD HH24:MI:SS')");
}

bool oracle_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    *handled = true;
    TypeAffinity affinity = t ? type_affinity(t) : TYPE_AFFINITY_NULL;
    if (v->kind == SQL_VALUE_DATETIME && affinity != TYPE_AFFINITY_TIME)
        return moment(c, v, affinity == TYPE_AFFINITY_DATE);
    if (v->kind == SQL_VALUE_DATE) return moment(c, v, affinity != TYPE_AFFINITY_DATETIME);
    if (v->kind == SQL_VALUE_INTERVAL) {
        compiler_push_z(c, "NUMTODSINTERVAL(");
        sql_value_push_float(&c->sql, (double)v->as.integer / 1e6);
        return compiler_push_z(c, ", 'SECOND')");
    }
    *handled = false;
    return true;
}

bool oracle_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset)
{
    if (offset && !(compiler_push_z(c, "\n OFFSET ") && compiler_expr(c, offset) &&
                    compiler_push_z(c, " ROWS")))
        return false;
    if (!limit) return true;
    compiler_push_z(c, "\n FETCH FIRST ");
    return compiler_expr(c, limit) && compiler_push_z(c, " ROWS ONLY");
}

/* Only columns have a name here: SQLAlchemy writes nothing for a table, and of a subquery the
 * query. */
static bool push_locked(Compiler *c, const SqlExpr *e)
{
    bool lateral = false;
    for (; e->kind == SQL_ALIAS; e = e->as.from->element) lateral = lateral || e->as.from->lateral;
    if (e->kind == SQL_TABLE) return true;
    if (e->kind == SQL_CTE)
        return compiler_unsupported(c, "TypeError", "FOR UPDATE OF cannot name a CTE");
    bool named = c->named_columns;
    c->named_columns = false;
    compiler_push_z(c, lateral ? "LATERAL (" : "");
    bool ok = compiler_expr(c, e);
    c->named_columns = named;
    return ok && (!lateral || compiler_push_z(c, ")"));
}

bool oracle_for_update(Compiler *c, const SqlForUpdate *f)
{
    compiler_push_z(c, " FOR UPDATE");
    for (size_t i = 0; i < f->of.len; i++) {
        compiler_push_z(c, i ? ", " : " OF ");
        if (!push_locked(c, f->of.items[i])) return false;
    }
    if (f->nowait) compiler_push_z(c, " NOWAIT");
    return f->skip_locked ? compiler_push_z(c, " SKIP LOCKED") : true;
}
