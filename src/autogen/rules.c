#include "autogen/rules.h"

#include "base/md5.h"

static const AutogenRules rules[] = {
    {.dialect = "postgresql",
     .compares_index_text = true,
     .drops_owned_sequences = true,
     .groups_index_expressions = true,
     .renders_subtypes = true},
    {.dialect = "sqlite", .skips_expression_indexes = true, .parenthesizes_defaults = true},
};

static const AutogenRules default_rules = {.dialect = "default"};

const AutogenRules *autogen_rules_find(const Dialect *d)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (str_eq_z(str_z(d->name), rules[i].dialect)) return &rules[i];
    return &default_rules;
}

/* re.match(r"^X.+Y$"): something between the two, no newline in it; $ also before a final newline. */
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
    if (sql.len == 1 && ((sql.ptr[0] >= '0' && sql.ptr[0] <= '9') || sql.ptr[0] == '.')) return false;
    return !is_wrapped(sql, '\'', '\'') && !is_wrapped(sql, '(', ')');
}

Str autogen_rules_cut_name(const Dialect *d, Ident name, Arena *out)
{
    if (!name.is_conv || d->max_identifier == 0 || name.text.len <= d->max_identifier || d->max_identifier < 8)
        return name.text;
    char hex[33];
    md5_hex(name.text, hex);
    return arena_fmt(out, "%.*s_%s", STR_ARG(str_slice(name.text, 0, d->max_identifier - 8)), hex + 28);
}
