/* Data behind unicode_find_name, generated.
 *
 * Full names would be a megabyte of text. An entry is the upper 43 bits of the name's FNV-1a hash
 * with the code point in the lower 21, sorted; that a misspelt name meets one of these hashes by
 * chance has a probability of 1 in 250 million. */
#ifndef RETORT_BASE_UNICODE_NAME_TABLE_H
#define RETORT_BASE_UNICODE_NAME_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct UnicodeRange {
    uint32_t first;
    uint32_t last;
} UnicodeRange;

extern const uint64_t unicode_name_table[];
extern const size_t unicode_name_table_count;

/* Code points named CJK UNIFIED IDEOGRAPH-<hex>. */
extern const UnicodeRange unicode_name_table_ideographs[];
extern const size_t unicode_name_table_ideograph_count;

#endif
