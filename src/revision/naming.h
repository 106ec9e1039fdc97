/* File names of new scripts: file_template's tokens, and the slug of the message. */
#ifndef RETORT_REVISION_NAMING_H
#define RETORT_REVISION_NAMING_H

#include "base/err.h"
#include "os/clock.h"

/* Runs of word characters joined by "_", in lower case; longer than limit: cut there, back to the
 * last "_", plus "_". */
Str naming_slug(Str message, int limit, Arena *out);

/* "%(rev)s_%(slug)s" with its tokens filled in, without ".py". May hold slashes. Fails with
 * ERR_CONFIG on a token that Alembic does not have. */
bool naming_render(Str file_template, Str rev, Str slug, ClockTime date, Arena *out_arena, Str *out,
                   Err *err) MUST_CHECK;

#endif
