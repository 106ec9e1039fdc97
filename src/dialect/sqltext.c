#include "dialect/sqltext.h"

size_t sqltext_skip_quoted(Str s, size_t at)
{
    if (at >= s.len) return at;
    char open = s.ptr[at], close = open == '[' ? ']' : open;
    if (open != '\'' && open != '"' && open != '`' && open != '[') return at;
    for (size_t i = at + 1; i < s.len; i++) {
        if (s.ptr[i] != close) continue;
        if (close != ']' && i + 1 < s.len && s.ptr[i + 1] == close)
            i++; /* doubled: part of the text */
        else
            return i + 1;
    }
    return s.len;
}

size_t sqltext_closing(Str s, size_t open)
{
    unsigned depth = 0;
    for (size_t i = open; i < s.len;) {
        char c = s.ptr[i];
        if (c == '\'' || c == '"') {
            i = sqltext_skip_quoted(s, i);
            continue;
        }
        if (c == '(') depth++;
        if (c == ')' && --depth == 0) return i;
        i++;
    }
    return STR_NPOS;
}

Str sqltext_strip_parens(Str s)
{
    Str t = str_trim(s);
    if (t.len < 2 || t.ptr[0] != '(' || t.ptr[t.len - 1] != ')') return s;
    return sqltext_closing(t, 0) == t.len - 1 ? str_slice(t, 1, t.len - 1) : s;
}
