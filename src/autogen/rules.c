#include "autogen/rules.h"

#include "dialect/compiler.h"
#include "dialect/ddl.h"

static const AutogenRules rules[] = {
    {.dialect = "postgresql",
     .compares_index_text = true,
     .drops_owned_sequences = true,
     .groups_index_expressions = true,
     .renders_subtypes = true},
    {.dialect = "mysql", .implicit_key_indexes = true, .restrict_is_default = true},
    {.dialect = "mariadb", .implicit_key_indexes = true, .restrict_is_default = true},
    {.dialect = "sqlite", .skips_expression_indexes = true, .parenthesizes_defaults = true},
};

static const AutogenRules default_rules = {.dialect = "default"};

const AutogenRules *autogen_rules_find(const Dialect *d)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (str_eq_z(str_z(d->name), rules[i].dialect)) return &rules[i];
    return &default_rules;
}

/* re.match(r"^X.+Y$"): something between the two, no newline in it; $ also before a final newline.
 */
static bool is_wrapped(Str sql, char open, char close)
{
    if (sql.len && sql.ptr[sql.len - 1] == '\n') sql.len--;
    return sql.len >= 3 && sql.ptr[0] == open && sql.ptr[sql.len - 1] == close &&
           str_find_char(sql, '\n') == STR_NPOS;
}

bool autogen_rules_needs_parens(Str sql)
{
    if (sql.len == 0) return false;
    /* One character only: Alembic's pattern has no repetition. */
    if (sql.len == 1 && ((sql.ptr[0] >= '0' && sql.ptr[0] <= '9') || sql.ptr[0] == '.'))
        return false;
    return !is_wrapped(sql, '\'', '\'') && !is_wrapped(sql, '(', ')');
}

bool autogen_rules_final_name(const Dialect *d, Ident *name, Arena *out, Err *err)
{
    Compiler c;
    CompileOptions options = {0};
    if (ident_is_null(*name)) return true;
    compiler_init(&c, d, &options, out, err);
    bool ok = ddl_final_name(&c, *name, name);
    compiler_deinit(&c);
    return ok;
}
