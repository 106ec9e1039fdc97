/* What a statement remembers beside its SQL: the classes that were selected, loader options,
 * execution options.
 *
 * The tree of a select(User) knows a table and its columns; that the rows are to become objects is
 * for the ORM to know, which is written in Python and reads it from here (`_extra`). A dict that is
 * shared by the copies of a statement and copied when one of them changes it. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_EXTRA_H
#define RETORT_MODULES_SQLALCHEMY_SQL_EXTRA_H

#include "modules/sqlalchemy/sql/element.h"

/* Items of a sequence, as a list under `key`; or any other value as it is. */
void extra_put(Eval *ev, ElementData *d, const char *key, Value v);
bool extra_extend(Eval *ev, ElementData *d, const char *key, Value items) MUST_CHECK;
/* Unset when the statement has none. */
Value extra_item(Value statement, const char *key);
/* select().join(User.addresses): a relationship says itself how it is joined. *done: it did. */
bool extra_join(Eval *ev, Args *a, bool outer, bool *done, Value *out) MUST_CHECK;

/* The statement with the columns that its loader options leave, of each class that it selects once.
 * Raises for a SELECT whose SQL other options, or the mapping of its classes, would change: only a
 * Session knows them. */
bool extra_check_loading(Eval *ev, Value *statement) MUST_CHECK;

bool extra_filter_by(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool extra_options(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool extra_execution_options(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool extra_get(Eval *ev, Args *a, Value *out) MUST_CHECK;
#define EXTRA_METHODS                                                                              \
    {"options", "*args", extra_options, NATIVE_METHOD},                                            \
        {"execution_options", "**kw", extra_execution_options, NATIVE_METHOD},                     \
    {                                                                                              \
        "_extra", "", extra_get, NATIVE_GETTER                                                     \
    }

#endif
