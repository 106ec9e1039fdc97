/* Autogenerate's comparison of types, the part that all databases share. */
#ifndef RETORT_DIALECT_COMPARE_H
#define RETORT_DIALECT_COMPARE_H

#include "dialect/dialect.h"

/* Alembic's rule: both types as SQL, split into words and arguments; what one side leaves out is no
 * difference. synonyms: pairs of names that mean the same, ended by two NULLs; NUMERIC and DECIMAL
 * are always a pair. */
bool compare_types(const Dialect *d, const char *const *synonyms, const SqlType *inspected,
                   const SqlType *model, bool *differ, Err *err);

#endif
