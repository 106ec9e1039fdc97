/* Names for revisions: ids, prefixes, labels, head, heads, base, relative forms.
 *
 *     ident := [label "@"] ("heads" | "head" | "base" | id | prefix | label | [word] ("+"|"-")
 * digits)
 *
 * Resolution is Alembic's, oddities included, because scripts and runbooks rely on it: a prefix of
 * one character is enough when it is unique, labels take part in prefix search, text after the
 * digits of a relative form is ignored. Failures have Alembic's words (ERR_COMMAND); what Alembic
 * hides behind "Can't locate revision" is in the hint. */
#ifndef RETORT_REVISION_IDENTIFIER_H
#define RETORT_REVISION_IDENTIFIER_H

#include "revision/graph.h"

/* ScriptDirectory.get_revision: one revision, NULL for base. */
bool identifier_resolve_one(const RevisionGraph *g, Str ident, Revision **out, Err *err) MUST_CHECK;

/* ScriptDirectory.get_revisions of one symbol; base gives none. An item may be NULL: `-1` below
 * the root walks to "base". */
bool identifier_resolve(const RevisionGraph *g, Str ident, Arena *out_arena, RevisionVec *out,
                        Err *err) MUST_CHECK;

/* get_revisions of a list: version table rows, several arguments. */
bool identifier_resolve_all(const RevisionGraph *g, const StrVec *idents, Arena *out_arena,
                            RevisionVec *out, Err *err) MUST_CHECK;

/* ScriptDirectory.as_revision_number: what `a` of `a:b` stands for; none = base. */
bool identifier_as_numbers(const RevisionGraph *g, Str ident, Arena *out_arena, StrVec *out,
                           Err *err) MUST_CHECK;

/* ScriptDirectory.get_all_current: the rows and the applied tips that they only imply, in load
 * order. */
bool identifier_all_current(const RevisionGraph *g, const StrVec *rows, Arena *out_arena,
                            RevisionVec *out, Err *err) MUST_CHECK;

/* One end of a history range: a symbol, or the rows of the version table (never relative). */
typedef struct IdentifierEnd {
    Str symbol;         /* null = use rows */
    const StrVec *rows; /* empty = base below, heads above */
} IdentifierEnd;

/* ScriptDirectory.walk_revisions: newest first, lower end included. */
bool identifier_history(const RevisionGraph *g, IdentifierEnd lower, IdentifierEnd upper,
                        Arena *out_arena, RevisionVec *out, Err *err) MUST_CHECK;

/* The heads that a new revision goes on top of (--head, merge's arguments), with the errors of
 * `alembic revision`. An item may be NULL (base). */
bool identifier_new_heads(const RevisionGraph *g, const StrVec *idents, Arena *out_arena,
                          RevisionVec *out, Err *err) MUST_CHECK;

#endif
