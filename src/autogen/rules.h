/* What autogenerate does differently per database: Alembic's impl classes, as data.
 *
 * Type and default comparison are questions to the dialect (Dialect.types_differ,
 * defaults_differ); what stands here concerns only how differences are found among indexes and how
 * expressions are written into a script. */
#ifndef RETORT_AUTOGEN_RULES_H
#define RETORT_AUTOGEN_RULES_H

#include "dialect/dialect.h"

typedef struct AutogenRules {
    const char *dialect;
    /* Indexes are compared expression by expression as normalised text, and nulls_not_distinct
     * counts; otherwise by their columns. */
    bool compares_index_text;
    /* Expression indexes cannot be inspected: those of the models are left out, with a warning. */
    bool skips_expression_indexes;
    /* Expressions that stand as a server default need parentheses around them. */
    bool parenthesizes_defaults;
    /* A nextval() default owned by its column is SERIAL and no default at all. */
    bool drops_owned_sequences;
    /* Index expressions are grouped by parentheses when they are not plain columns or calls. */
    bool groups_index_expressions;
    /* The server makes an index for a foreign key, under the name of its column or its own: not
     * the model's business. */
    bool implicit_key_indexes;
    /* RESTRICT is what happens anyway: a foreign key without a word equals one that says it. */
    bool restrict_is_default;
    /* render_type: types of the dialect whose repr() holds another type. */
    bool renders_subtypes;
} AutogenRules;

/* Never NULL: an unknown dialect gets the default rules. */
const AutogenRules *autogen_rules_find(const Dialect *d);

/* True for text that SQLite would want in parentheses (Alembic's
 * _guess_if_default_is_unparenthesized_sql_expr). */
bool autogen_rules_needs_parens(Str sql);

/* The name as the database will have it: one from a convention is cut when it is too long, one
 * written by the user is then an error. */
bool autogen_rules_final_name(const Dialect *d, Ident *name, Arena *out, Err *err) MUST_CHECK;

#endif
