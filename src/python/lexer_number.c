#include <string.h>

#include "python/lexer_internal.h"

/* Skips digits of a class with single underscores between them. False after an error. */
static bool skip_digits(Lexer *l, const char **p, int classes, const char *start, const char *what)
{
    const char *q = *p;
    for (;;) {
        while (lexer_is(*q, classes)) q++;
        if (*q != '_') break;
        if (!lexer_is(q[1], classes)) {
            l->p = q + 1;
            lexer_fail(l, start, q + 1, "invalid %s literal", what);
            return false;
        }
        q++;
    }
    *p = q;
    return true;
}

/* A keyword may follow a number directly (`1if x else y`); any other name may not. */
static bool keyword_follows(const char *p)
{
    static const char *const allowed[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strncmp(p, allowed[i], strlen(allowed[i])) == 0) return true;
    return false;
}

static void finish(Lexer *l, const char *start, const char *p, const char *what)
{
    if (lexer_is(*p, CHAR_NAME_START) && !keyword_follows(p)) {
        lexer_fail(l, start, p, "invalid %s literal", what);
        return;
    }
    lexer_push(l, TOKEN_NUMBER, start, p);
    l->p = p;
}

/* 0x, 0o and 0b. */
static void lex_radix(Lexer *l, char highest, const char *what)
{
    const char *start = l->p, *p = start + 2;
    int classes = highest == 'f' ? CHAR_HEX : CHAR_DIGIT;
    if (*p == '_') p++;
    if (!lexer_is(*p, classes)) {
        lexer_fail(l, start, p, "invalid %s literal", what);
        return;
    }
    if (!skip_digits(l, &p, classes, start, what)) return;
    if (highest != 'f')
        for (const char *q = start + 2; q < p; q++)
            if (*q > highest && *q != '_') {
                lexer_fail(l, q, q + 1, "invalid digit '%c' in %s literal", *q, what);
                return;
            }
    finish(l, start, p, what);
}

/* Moves *p past an exponent, if one is there. False after an error. */
static bool skip_exponent(Lexer *l, const char **p, const char *start)
{
    const char *q = *p;
    if (*q != 'e' && *q != 'E') return true;
    q++;
    bool sign = *q == '+' || *q == '-';
    if (sign) q++;
    if (lexer_is(*q, CHAR_DIGIT)) {
        *p = q;
        return skip_digits(l, p, CHAR_DIGIT, start, "decimal");
    }
    if (!sign) return true; /* `1else`: the e begins a keyword */
    lexer_fail(l, start, q, "invalid decimal literal");
    return false;
}

void lexer_number(Lexer *l)
{
    const char *start = l->p, *p = start;
    if (*p == '0') {
        char c = p[1] | 0x20;
        if (c == 'x')
            lex_radix(l, 'f', "hexadecimal");
        else if (c == 'o')
            lex_radix(l, '7', "octal");
        else if (c == 'b')
            lex_radix(l, '1', "binary");
        if (c == 'x' || c == 'o' || c == 'b') return;
    }
    bool integer = true;
    if (*p != '.' && !skip_digits(l, &p, CHAR_DIGIT, start, "decimal")) return;
    const char *digits_end = p;
    if (*p == '.') {
        integer = false;
        p++;
        if (lexer_is(*p, CHAR_DIGIT) && !skip_digits(l, &p, CHAR_DIGIT, start, "decimal")) return;
    }
    const char *before_exponent = p;
    if (!skip_exponent(l, &p, start)) return;
    if (p != before_exponent) integer = false;
    if (*p == 'j' || *p == 'J') {
        finish(l, start, p + 1, "imaginary");
        return;
    }
    if (integer && *start == '0')
        for (const char *q = start; q < digits_end; q++)
            if (*q != '0' && *q != '_') {
                lexer_fail(l, start, digits_end,
                           "leading zeros in decimal integer literals are not permitted; use an 0o "
                           "prefix for octal integers");
                return;
            }
    finish(l, start, p, "decimal");
}
