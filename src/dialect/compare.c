#include "dialect/compare.h"

#include <ctype.h>
#include <string.h>

#include "dialect/compiler.h"

/* A type's SQL in pieces: first word, other words, arguments of the last parentheses. */
typedef struct Pieces {
    StrVec words;
    StrVec args;
} Pieces;

static Str lower(Arena *a, Str s)
{
    char *text = arena_cstr(a, s);
    for (size_t i = 0; i < s.len; i++) text[i] = (char)tolower((unsigned char)text[i]);
    return (Str){text, s.len};
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-' || (c & 0x80);
}

static void split_args(Arena *a, Str inner, StrVec *args)
{
    args->len = 0;
    while (!str_is_null(inner)) {
        Str term = str_cut(&inner, ',');
        /* "(" belongs to no term, and "key=value" is not compared */
        while (term.len && term.ptr[0] == '(') term = str_slice(term, 1, term.len);
        if (term.len && str_find_char(term, '=') == STR_NPOS) VEC_PUSH(a, args, str_trim(term));
    }
}

static Pieces pieces_of(Arena *a, Str sql)
{
    Pieces p = {0};
    Str s = lower(a, sql);
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        if (is_word(s.ptr[i])) {
            while (end < s.len && is_word(s.ptr[end])) end++;
            VEC_PUSH(a, &p.words, str_slice(s, i, end));
            i = end;
            continue;
        }
        /* at least one character inside the parentheses */
        size_t close = s.ptr[i] == '(' && i + 2 < s.len
                           ? str_find_char(str_slice(s, i + 2, s.len), ')')
                           : STR_NPOS;
        if (close != STR_NPOS) {
            split_args(a, str_slice(s, i + 1, i + 2 + close), &p.args);
            i += close + 3;
            continue;
        }
        i++;
    }
    return p;
}

static bool all_equal(const StrVec *a, const StrVec *b, size_t from)
{
    for (size_t i = from; i < a->len; i++)
        if (!str_eq(a->items[i], b->items[i])) return false;
    return true;
}

static Str joined(Arena *a, const StrVec *words)
{
    StrBuf b = {0};
    for (size_t i = 0; i < words->len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(words->items[i]));
    return strbuf_finish(&b, a);
}

static bool is_pair(Str a, Str b, const char *x, const char *y)
{
    bool a_in = str_eq_nocase(a, str_z(x)) || str_eq_nocase(a, str_z(y));
    bool b_in = str_eq_nocase(b, str_z(x)) || str_eq_nocase(b, str_z(y));
    return a_in && b_in;
}

static bool are_synonyms(const char *const *synonyms, Str a, Str b)
{
    if (is_pair(a, b, "numeric", "decimal")) return true;
    for (size_t i = 0; synonyms[i]; i += 2)
        if (is_pair(a, b, synonyms[i], synonyms[i + 1])) return true;
    return false;
}

/* The word after `words` in a text of words; null = not there. */
static Str word_after(Str text, const char *words)
{
    size_t at = str_find(text, str_z(words));
    if (at == STR_NPOS) return STR_NULL;
    Str rest = str_slice(text, at + strlen(words), text.len);
    if (!rest.len || rest.ptr[0] != ' ') return STR_NULL;
    rest = str_slice(rest, 1, rest.len);
    return str_cut(&rest, ' ');
}

static bool arguments_differ(Arena *a, const char *const *arguments, const Pieces *x,
                             const Pieces *y)
{
    StrVec p = x->words, q = y->words;
    if (!arguments || p.len < 2 || q.len < 2) return false;
    p.items++, p.len--, q.items++, q.len--;
    Str left = joined(a, &p), right = joined(a, &q);
    for (; *arguments; arguments++) {
        Str l = word_after(left, *arguments), r = word_after(right, *arguments);
        if (!str_is_null(l) && !str_is_null(r) && !str_eq(l, r)) return true;
    }
    return false;
}

static bool pieces_differ(Arena *a, const char *const *synonyms, const Pieces *x, const Pieces *y)
{
    if (!x->words.len || !y->words.len) return x->words.len != y->words.len;
    if (!str_eq(x->words.items[0], y->words.items[0]) &&
        !are_synonyms(synonyms, joined(a, &x->words), joined(a, &y->words)) &&
        !are_synonyms(synonyms, x->words.items[0], y->words.items[0]))
        return true;
    if (x->words.len == y->words.len && !all_equal(&x->words, &y->words, 1)) return true;
    return x->args.len == y->args.len && !all_equal(&x->args, &y->args, 0);
}

static bool same_set(const StrVec *a, const StrVec *b)
{
    for (size_t i = 0; i < a->len; i++)
        if (!vec_has_str(b, a->items[i])) return false;
    for (size_t i = 0; i < b->len; i++)
        if (!vec_has_str(a, b->items[i])) return false;
    return true;
}

bool compare_types(const Dialect *d, const char *const *synonyms, const SqlType *inspected,
                   const SqlType *model, bool *differ, Err *err)
{
    Arena scratch = {0};
    Str a, b;
    static const CompileOptions plain = {0};
    bool enums = d->rules->enums_by_value && type_class_is_a(inspected->cls, "Enum") &&
                 type_class_is_a(model->cls, "Enum");
    if (enums) {
        *differ = !same_set(&inspected->enum_values, &model->enum_values);
        return true;
    }
    bool ok = d->compile_type(inspected, &plain, &scratch, &a, err) &&
              d->compile_type(model, &plain, &scratch, &b, err);
    if (ok) {
        Pieces x = pieces_of(&scratch, a), y = pieces_of(&scratch, b);
        *differ = pieces_differ(&scratch, synonyms, &x, &y) ||
                  arguments_differ(&scratch, d->rules->type_arguments, &x, &y);
    }
    arena_release(&scratch);
    return ok;
}
