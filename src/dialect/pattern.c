#include "dialect/pattern.h"

#include <assert.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A Pattern is a pcre2_code under another name; the struct is never completed. */
static pcre2_code *code_of(const Pattern *p) { return (pcre2_code *)p; }

Pattern *pattern_new(const char *expression, bool dot_all)
{
    int error;
    PCRE2_SIZE at;
    uint32_t options = PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
                       (dot_all ? PCRE2_DOTALL : 0);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED, options, &error, &at, NULL);
    assert(code != NULL);
    return (Pattern *)code;
}

void pattern_free(Pattern *p) { pcre2_code_free(code_of(p)); }

bool pattern_find(const Pattern *p, Str text, size_t start, PatternMatch *m)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code_of(p), NULL);
    int n = pcre2_match(code_of(p), (PCRE2_SPTR)text.ptr, text.len, start, 0, data, NULL);
    *m = (PatternMatch){0};
    if (n > 0) {
        const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);
        for (int i = 0; i < n && i < PATTERN_GROUPS; i++)
            if (at[2 * i] != PCRE2_UNSET)
                m->group[i] = (Str){text.ptr + at[2 * i], at[2 * i + 1] - at[2 * i]};
        m->end = at[1] > start ? at[1] : start + 1;
    }
    pcre2_match_data_free(data);
    return n > 0;
}
