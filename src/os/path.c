#include "os/path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/vec.h"

bool path_is_absolute(Str p) { return p.len > 0 && p.ptr[0] == '/'; }

Str path_name(Str p)
{
    size_t slash = str_rfind_char(p, '/');
    return slash == STR_NPOS ? p : str_slice(p, slash + 1, p.len);
}

Str path_parent(Str p)
{
    size_t slash = str_rfind_char(p, '/');
    if (slash == STR_NPOS) return STR(".");
    return slash == 0 ? STR("/") : str_slice(p, 0, slash);
}

/* Components of p without empty ones and ".". */
static void split(Str p, Arena *a, StrVec *out)
{
    while (!str_is_null(p)) {
        Str part = str_cut(&p, '/');
        if (part.len && !str_eq_z(part, ".")) VEC_PUSH(a, out, part);
    }
}

static Str join_parts(const StrVec *parts, size_t from, bool absolute, Arena *out)
{
    StrBuf b = {0};
    if (absolute) strbuf_push_char(&b, '/');
    for (size_t i = from; i < parts->len; i++) {
        if (i > from) strbuf_push_char(&b, '/');
        strbuf_push(&b, parts->items[i]);
    }
    if (b.len == 0) strbuf_push_char(&b, '.');
    return strbuf_finish(&b, out);
}

Str path_clean(Arena *a, Str p)
{
    StrVec parts = {0};
    split(p, a, &parts);
    return join_parts(&parts, 0, path_is_absolute(p), a);
}

Str path_join(Arena *a, Str left, Str right)
{
    if (path_is_absolute(right)) return path_clean(a, right);
    StrVec parts = {0};
    split(left, a, &parts);
    split(right, a, &parts);
    return join_parts(&parts, 0, path_is_absolute(left), a);
}

Str path_absolute(Arena *a, Str base, Str p) { return path_join(a, base, p); }

Str path_relative(Arena *a, Str p, Str other)
{
    StrVec to = {0}, from = {0}, out = {0};
    split(p, a, &to);
    split(other, a, &from);
    size_t common = 0;
    while (common < to.len && common < from.len && str_eq(to.items[common], from.items[common]))
        common++;
    for (size_t i = common; i < from.len; i++) VEC_PUSH(a, &out, STR(".."));
    for (size_t i = common; i < to.len; i++) VEC_PUSH(a, &out, to.items[i]);
    return join_parts(&out, 0, false, a);
}

Str path_real(Arena *a, Str p)
{
    char *real = realpath(arena_cstr(a, p), NULL);
    if (!real) return STR_NULL;
    Str s = arena_strz(a, real);
    free(real);
    return s;
}
