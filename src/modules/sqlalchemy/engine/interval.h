/* Interval where a database lacks the type: the moment that is so far from 1970, as text. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_INTERVAL_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_INTERVAL_H

#include <inttypes.h>

#include "base/arena.h"
#include "base/err.h"

enum { INTERVAL_DAY = 86400 }; /* seconds */

Str interval_text(int64_t micro, Arena *out);
/* False: the text is no moment. */
bool interval_read(Str text, int64_t *micro) MUST_CHECK;

#endif
