#include "dialect/generic/dialect.h"

#include <string.h>

#include "dialect/compare.h"
#include "dialect/compiler.h"
#include "dialect/ddl.h"

/* SQLAlchemy's list. */
static const char *const reserved[] = {
    "all",          "analyse",       "analyze",           "and",          "any",
    "array",        "as",            "asc",               "asymmetric",   "authorization",
    "between",      "binary",        "both",              "case",         "cast",
    "check",        "collate",       "column",            "constraint",   "create",
    "cross",        "current_date",  "current_role",      "current_time", "current_timestamp",
    "current_user", "default",       "deferrable",        "desc",         "distinct",
    "do",           "else",          "end",               "except",       "false",
    "for",          "foreign",       "freeze",            "from",         "full",
    "grant",        "group",         "having",            "ilike",        "in",
    "initially",    "inner",         "intersect",         "into",         "is",
    "isnull",       "join",          "leading",           "left",         "like",
    "limit",        "localtime",     "localtimestamp",    "natural",      "new",
    "not",          "notnull",       "null",              "off",          "offset",
    "old",          "on",            "only",              "or",           "order",
    "outer",        "overlaps",      "placing",           "primary",      "references",
    "right",        "select",        "session_user",      "set",          "similar",
    "some",         "symmetric",     "table",             "then",         "to",
    "trailing",     "true",          "union",             "unique",       "user",
    "using",        "verbose",       "when",              "where",        NULL,
};

static bool item(Compiler *c, const SqlExpr *e)
{
    return compiler_left(c, e) && compiler_push_z(c, "[") && compiler_right(c, e) &&
           compiler_push_z(c, "]");
}

static bool replace(Compiler *c, const SqlExpr *e)
{
    compiler_push_z(c, "<regexp replace>(");
    return compiler_left(c, e) && compiler_push_z(c, ", ") &&
           compiler_list(c, &e->as.binary.right->as.list.items, ", ") && compiler_push_z(c, ")");
}

static bool binary(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = true;
    switch (e->as.binary.op) {
    case SQL_OP_GETITEM:
    case SQL_OP_JSON_GETITEM:
    case SQL_OP_JSON_PATH_GETITEM: return item(c, e);
    case SQL_OP_REGEXP: return compiler_generic(c, e, " <regexp> ", false);
    case SQL_OP_NOT_REGEXP: return compiler_generic(c, e, " <not regexp> ", false);
    case SQL_OP_REGEXP_REPLACE: return replace(c, e);
    case SQL_OP_MATCH: return compiler_generic(c, e, " MATCH ", false);
    default: *handled = false; return true;
    }
}

static bool cast(Compiler *c, const SqlExpr *e, bool *handled)
{
    *handled = e->as.cast.is_try;
    if (!*handled) return true;
    return compiler_push_z(c, "TRY_CAST(") && compiler_scalar(c, e->as.cast.inner) &&
           compiler_push_z(c, " AS ") && compiler_type(c, e->type) && compiler_push_z(c, ")");
}

static bool limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset)
{
    if (limit && (!compiler_push_z(c, "\n LIMIT ") || !compiler_expr(c, limit))) return false;
    if (!offset) return true;
    if (!limit) compiler_push_z(c, "\n LIMIT -1");
    return compiler_push_z(c, " OFFSET ") && compiler_expr(c, offset);
}

static bool for_update(Compiler *c, const SqlForUpdate *f)
{
    (void)f;
    return compiler_push_z(c, " FOR UPDATE");
}

static bool next_value(Compiler *c, Str schema, Ident name)
{
    compiler_push_z(c, "<next sequence value: ");
    return compiler_table(c, schema, name) && compiler_push_z(c, ">");
}

static const DialectRules rules = {
    .native_boolean = true,
    .floor_division = true,
    .uses_lastrowid = true,
    .no_json = true,
    .returning = RETURNING_AFTER,
    .update_from = " FROM ",
    .delete_from = " , ",
    .qualify_returning = true,
    .true_text = "true",
    .false_text = "false",
    .concat = " || ",
    .default_values = "DEFAULT VALUES",
    .on_conflict = true,
    .conflict_constraint = true,
    .has_arrays = true,
    .empty_query = "SELECT 1 WHERE 1!=1",
    .next_value = next_value,
    .type = compiler_generic_type,
    .binary = binary,
    .cast = cast,
    .limit = limit,
    .for_update = for_update,
};

static const char *const synonyms[] = {NULL, NULL};

DDL_FUNCTIONS(generic, generic_dialect, synonyms)
DDL_TEXT_DEFAULTS(generic)

const Dialect generic_dialect = {
    .name = "default",
    .impl_name = "DefaultImpl",
    .max_identifier = 9999, /* SQLAlchemy's; names are never cut */
    .reserved = reserved,
    .quote_open = '"',
    .quote_close = '"',
    .statement_end = ";",
    .rules = &rules,
    DDL_POINTERS(generic),
};
