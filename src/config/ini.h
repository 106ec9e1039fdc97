/* alembic.ini, as Python's ConfigParser (with its defaults) reads it.
 *
 * Keys are case-insensitive, [DEFAULT] is inherited, values continue on indented lines, comments
 * are whole lines only (so `a = b # c` has the value "b # c"), a duplicate section or key is an
 * error. Values are kept raw; %(name)s and %% are expanded when a value is asked for, within the
 * section, [DEFAULT] and the variables given at the start. Errors carry ConfigParser's class name
 * and words. */
#ifndef RETORT_CONFIG_INI_H
#define RETORT_CONFIG_INI_H

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"

typedef struct IniPair {
    Str key; /* lower case, as ConfigParser gives it */
    Str value;
} IniPair;

typedef VEC(IniPair) IniPairVec;

typedef struct Ini Ini;

/* An empty configuration. `defaults` (may be NULL) become keys of [DEFAULT]. */
Ini *ini_new(Arena *arena, const IniPair *defaults, size_t default_count);
/* Reads a text into it. name is for messages. */
bool ini_parse(Ini *ini, Str name, Str text, Err *err) MUST_CHECK;

/* ConfigParser.has_section: [DEFAULT] is none. */
bool ini_has_section(const Ini *ini, Str section);
/* Sections in file order, without DEFAULT. */
void ini_sections(const Ini *ini, Arena *out_arena, StrVec *out);
/* Key present in the section or in DEFAULT; false when there is no such section. */
bool ini_has(const Ini *ini, Str section, Str key);

/* The expanded value; null when absent. */
bool ini_find(const Ini *ini, Str section, Str key, Arena *out_arena, Str *out,
              Err *err) MUST_CHECK;
/* The value as written. */
Str ini_find_raw(const Ini *ini, Str section, Str key);
/* ConfigParser.items(section): DEFAULT's keys first, then the section's, expanded. */
bool ini_items(const Ini *ini, Str section, Arena *out_arena, IniPairVec *out, Err *err) MUST_CHECK;

/* ConfigParser.set: the section is made when missing; a value with a lone % is refused with
 * ValueError "invalid interpolation syntax in '…' at position N". */
bool ini_set(Ini *ini, Str section, Str key, Str value, Err *err) MUST_CHECK;
bool ini_remove(Ini *ini, Str section, Str key);

#endif
