/* TOML 1.0, for pyproject.toml.
 *
 * A small reader that gives a tree of plain values; dates and times stay text. It refuses what TOML
 * refuses (duplicate keys, redefined tables, bad escapes) with the line in the message. It does not
 * write TOML. */
#ifndef RETORT_CONFIG_TOML_H
#define RETORT_CONFIG_TOML_H

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"

typedef enum TomlKind {
    TOML_STRING,
    TOML_INTEGER,
    TOML_FLOAT,
    TOML_BOOLEAN,
    TOML_DATE, /* date, time or both; `string` is its text */
    TOML_ARRAY,
    TOML_TABLE
} TomlKind;

typedef struct TomlValue TomlValue;
struct TomlValue {
    TomlKind kind;
    Str string;
    int64_t integer;
    double real;
    bool boolean;
    VEC(TomlValue *) array;
    Map table;      /* key -> TomlValue * */
    unsigned flags; /* of the reader: how the table came to be */
};

/* The root table, in the arena. Fails with ERR_CONFIG; err->pos is set when `file` is. */
TomlValue *toml_parse(SourceFile *file, Arena *arena, Err *err);

/* The value of a key of a table; NULL when absent or when t is no table. */
const TomlValue *toml_find(const TomlValue *t, const char *key);

#endif
