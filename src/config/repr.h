/* Python's repr() of a string, for messages that quote as Python does. */
#ifndef RETORT_CONFIG_REPR_H
#define RETORT_CONFIG_REPR_H

#include "base/arena.h"

Str repr_render(Str s, Arena *out);

#endif
