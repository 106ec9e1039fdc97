/* The objects of re: compiled patterns (re.c) and what they match (re_match.c).
 *
 * Offsets are bytes of the subject here and become code points where Python sees them. */
#ifndef RETORT_MODULES_STDLIB_RE_H
#define RETORT_MODULES_STDLIB_RE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/strbuf.h"
#include "eval/native.h"

typedef struct Pattern {
    pcre2_code *code;
    Value text; /* str or bytes */
    int64_t flags;
    uint32_t groups;
    bool bytes;
} Pattern;

typedef struct Match {
    Value pattern, subject;
    size_t *offsets; /* 2 per group, bytes; PCRE2_UNSET = group did not take part */
    uint32_t groups; /* group 0 included */
    size_t pos, endpos;
} Match;

extern const NativeClass re_class_match;

/* NULL when v is no pattern (no match). */
Pattern *re_pattern_of(Value v);
Match *re_match_of(Value v);
/* Of a str or bytes. */
Str re_text(Value v);
/* re.error: "missing ), unterminated subpattern at position 3". */
bool re_raise(Eval *ev, const char *message, size_t at, Value pattern);

/* A group as str or bytes, or `missing` when it took no part. */
Value re_match_group(Eval *ev, const Match *m, uint32_t i, Value missing);
/* Appends a replacement with its \1, \g<name>, \n … filled in. */
bool re_match_expand(Eval *ev, const Match *m, Str template, StrBuf *b) MUST_CHECK;
/* Puts the named groups into dict, in order of their numbers: what they matched, or without m their
 * numbers. */
void re_match_names(Eval *ev, const Pattern *p, Value dict, const Match *m, Value missing);

#endif
