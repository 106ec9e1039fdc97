#include "autogen/index_text.h"

#include <ctype.h>

#include "base/strbuf.h"
#include "base/vec.h"

static Str lower_without_quotes(Str s, Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '"' && s.ptr[i] != '\'')
            strbuf_push_char(&b, (char)tolower((unsigned char)s.ptr[i]));
    return strbuf_finish(&b, out);
}

static Str remove_all(Str s, Str what, Arena *out)
{
    StrBuf b = {0};
    for (size_t at; what.len && (at = str_find(s, what)) != STR_NPOS;
         s = str_slice(s, at + what.len, s.len))
        strbuf_push(&b, str_slice(s, 0, at));
    strbuf_push(&b, s);
    return strbuf_finish(&b, out);
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

/* re.sub(r"(::[\w ]+\w)", ""): type names may hold spaces. */
static Str remove_casts(Str s, Arena *out)
{
    StrBuf b = {0};
    size_t i = 0;
    while (i < s.len) {
        size_t end = i + 2;
        if (i + 2 < s.len && s.ptr[i] == ':' && s.ptr[i + 1] == ':') {
            while (end < s.len && (is_word(s.ptr[end]) || s.ptr[end] == ' ')) end++;
            while (end > i + 2 && !is_word(s.ptr[end - 1])) end--;
            if (end >= i + 4) { /* one character, and a word character at the end */
                i = end;
                continue;
            }
        }
        strbuf_push_char(&b, s.ptr[i++]);
    }
    return strbuf_finish(&b, out);
}

static Str strip_parens(Str s)
{
    while (s.len >= 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')') s = str_slice(s, 1, s.len - 1);
    return s;
}

/* What PostgreSQL leaves out because it is the default. */
static Str remove_modifiers(Str s, Arena *out)
{
    if (str_ends(s, STR(" asc nulls last"))) return str_slice(s, 0, s.len - 15);
    if (str_ends(s, STR(" nulls last")) && !str_ends(str_slice(s, 0, s.len - 11), STR(" desc")))
        return str_slice(s, 0, s.len - 11);
    if (str_ends(s, STR(" asc"))) return str_slice(s, 0, s.len - 4);
    if (str_ends(s, STR(" asc nulls first")))
        return arena_fmt(out, "%.*s nulls first", STR_ARG(str_slice(s, 0, s.len - 16)));
    if (str_ends(s, STR(" desc nulls first"))) return str_slice(s, 0, s.len - 12);
    return s;
}

/* cast( at `at`, blanks allowed before the parenthesis: its length, or 0. */
static size_t cast_length(Str s, size_t at)
{
    if (!str_starts(str_slice(s, at, s.len), STR("cast"))) return 0;
    size_t i = at + 4;
    while (i < s.len && isspace((unsigned char)s.ptr[i])) i++;
    return i < s.len && s.ptr[i] == '(' ? i + 1 - at : 0;
}

/* as\s+[^)]+\) at `at`: its length, or 0. */
static size_t as_length(Str s, size_t at)
{
    if (!str_starts(str_slice(s, at, s.len), STR("as"))) return 0;
    size_t i = at + 2;
    while (i < s.len && isspace((unsigned char)s.ptr[i])) i++;
    if (i == at + 2) return 0;
    size_t close = str_find_char(str_slice(s, i, s.len), ')');
    return close == STR_NPOS || close == 0 ? 0 : i + close + 1 - at;
}

static Str remove_matches(Str s, size_t (*match)(Str, size_t), Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < s.len;) {
        size_t n = match(s, i);
        if (n == 0) strbuf_push_char(&b, s.ptr[i]);
        i += n ? n : 1;
    }
    return strbuf_finish(&b, out);
}

Str index_text_normal(Str sql, Str table, Arena *out)
{
    Str s = lower_without_quotes(sql, out);
    if (!str_is_null(table)) {
        Str prefix = arena_fmt(out, "%.*s.", STR_ARG(table));
        s = remove_all(s, lower_without_quotes(prefix, out), out);
    }
    if (str_contains(s, STR("::"))) s = remove_casts(s, out);
    s = strip_parens(remove_modifiers(strip_parens(s), out));
    if (cast_length(s, 0)) s = remove_matches(remove_matches(s, cast_length, out), as_length, out);
    return remove_all(s, STR(" "), out);
}

static const SqlExpr *first_of(const SqlExprVec *v)
{
    for (size_t i = 0; i < v->len; i++) {
        const SqlExpr *found = index_text_first_column(v->items[i]);
        if (found->kind == SQL_COLUMN) return found;
    }
    return NULL;
}

const SqlExpr *index_text_first_column(const SqlExpr *e)
{
    const SqlExpr *found = NULL, *other = NULL;
    switch (e->kind) {
    case SQL_UNARY: found = e->as.unary.operand; break;
    case SQL_GROUPING: found = e->as.grouping.inner; break;
    case SQL_CAST: found = e->as.cast.inner; break;
    case SQL_TYPE_COERCE: found = e->as.type_coerce.inner; break;
    case SQL_LABEL: found = e->as.label.inner; break;
    case SQL_COLLATE: found = e->as.collate.inner; break;
    case SQL_EXTRACT: found = e->as.extract.inner; break;
    case SQL_FUNCTION: found = first_of(&e->as.function.args); break;
    case SQL_LIST: found = first_of(&e->as.list.items); break;
    case SQL_BINARY:
        found = e->as.binary.left;
        other = e->as.binary.right;
        break;
    default: return e;
    }
    if (found) found = index_text_first_column(found);
    if (other && (!found || found->kind != SQL_COLUMN)) found = index_text_first_column(other);
    return found ? found : e;
}
