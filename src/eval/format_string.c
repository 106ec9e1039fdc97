/* str.format: replacement fields, nested ones in the spec included. */
#include "eval/format.h"

#include "eval/number.h"

/* How deep fields nest in specs; CPython's own limit. */
enum { MAX_NESTING = 2 };

typedef enum Numbering { NUMBERING_OPEN, NUMBERING_AUTO, NUMBERING_MANUAL } Numbering;

typedef struct Formatter {
    Eval *ev;
    Value args;
    Value mapping;
    Value unknown; /* an argument that makes the whole text unknown */
    Numbering numbering;
    int64_t next;
} Formatter;

static bool render(Formatter *f, Str text, int depth, StrBuf *out);

static bool is_digits(Str s, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || *out > INT32_MAX) return false;
        *out = *out * 10 + (s.ptr[i] - '0');
    }
    return s.len > 0;
}

static bool use_numbering(Formatter *f, Numbering wanted)
{
    if (f->numbering == NUMBERING_OPEN) f->numbering = wanted;
    if (f->numbering == wanted) return true;
    return eval_raise(
        f->ev, "ValueError",
        wanted == NUMBERING_AUTO
            ? "cannot switch from manual field specification to automatic field numbering"
            : "cannot switch from automatic field numbering to manual field specification");
}

static bool find_argument(Formatter *f, Str first, Value *out)
{
    int64_t index;
    bool numeric = is_digits(first, &index);
    if (!first.len || numeric) {
        if (!use_numbering(f, numeric ? NUMBERING_MANUAL : NUMBERING_AUTO)) return false;
        if (!numeric) index = f->next++;
        if (value_is_unset(f->args))
            return eval_raise(f->ev, "ValueError", "Format string contains positional fields");
        if ((size_t)index >= value_seq_len(f->args))
            return eval_raise(f->ev, "IndexError",
                              "Replacement index %lld out of range for positional args tuple",
                              (long long)index);
        *out = value_seq_items(f->args)[index];
        return true;
    }
    return eval_getitem(f->ev, f->mapping, value_str(f->ev, first), out);
}

/* Follows .name and [key] after the first part of a field name. */
static bool follow(Formatter *f, Str rest, Value *v)
{
    Eval *ev = f->ev;
    while (rest.len) {
        if (rest.ptr[0] == '.') {
            size_t end = 1;
            while (end < rest.len && rest.ptr[end] != '.' && rest.ptr[end] != '[') end++;
            if (end == 1) return eval_raise(ev, "ValueError", "Empty attribute in format string");
            if (!eval_getattr(ev, *v, str_slice(rest, 1, end), v)) return false;
            rest = str_slice(rest, end, rest.len);
        } else if (rest.ptr[0] == '[') {
            size_t end = str_find_char(rest, ']');
            if (end == STR_NPOS)
                return eval_raise(ev, "ValueError", "Missing ']' in format string");
            Str key = str_slice(rest, 1, end);
            if (!key.len) return eval_raise(ev, "ValueError", "Empty attribute in format string");
            int64_t index;
            Value k = is_digits(key, &index) ? value_int(index) : value_str(ev, key);
            if (!eval_getitem(ev, *v, k, v)) return false;
            rest = str_slice(rest, end + 1, rest.len);
        } else {
            return eval_raise(ev, "ValueError",
                              "Only '.' or '[' may follow ']' in format field specifier");
        }
    }
    return true;
}

static bool convert(Formatter *f, Str conversion, Value *v)
{
    if (str_eq_z(conversion, "r")) return eval_repr(f->ev, *v, v);
    if (str_eq_z(conversion, "s")) return eval_to_str(f->ev, *v, v);
    if (str_eq_z(conversion, "a")) return eval_ascii(f->ev, *v, v);
    return eval_raise(f->ev, "ValueError", "Unknown conversion specifier %.*s",
                      STR_ARG(conversion));
}

/* Splits "name!c:spec"; brackets in the name hide '!' and ':'. */
static bool split_field(Formatter *f, Str field, Str *name, Str *conversion, Str *spec)
{
    size_t i = 0;
    bool bracket = false;
    while (i < field.len && (bracket || (field.ptr[i] != '!' && field.ptr[i] != ':'))) {
        if (field.ptr[i] == '[') bracket = true;
        if (field.ptr[i] == ']') bracket = false;
        i++;
    }
    *name = str_slice(field, 0, i);
    *conversion = STR_NULL;
    *spec = STR("");
    if (i < field.len && field.ptr[i] == '!') {
        if (i + 1 >= field.len)
            return eval_raise(f->ev, "ValueError", "unmatched '{' in format spec");
        *conversion = str_slice(field, i + 1, i + 2);
        i += 2;
        if (i < field.len && field.ptr[i] != ':')
            return eval_raise(f->ev, "ValueError", "expected ':' after conversion specifier");
    }
    if (i < field.len) *spec = str_slice(field, i + 1, field.len);
    return true;
}

static bool render_field(Formatter *f, Str field, int depth, StrBuf *out)
{
    Str name, conversion, spec;
    if (!split_field(f, field, &name, &conversion, &spec)) return false;
    size_t first = 0;
    while (first < name.len && name.ptr[first] != '.' && name.ptr[first] != '[') first++;
    Value v, text;
    if (!find_argument(f, str_slice(name, 0, first), &v)) return false;
    if (!follow(f, str_slice(name, first, name.len), &v)) return false;
    if (value_is_unknown(v)) return f->unknown = v, true;
    eval_root_push(f->ev, v);
    bool ok = str_is_null(conversion) || convert(f, conversion, &v);
    StrBuf nested = {0};
    ok = ok && render(f, spec, depth + 1, &nested);
    ok = ok && eval_format(f->ev, v, strbuf_view(&nested), &text);
    if (ok) strbuf_push(out, value_as_str(text));
    strbuf_deinit(&nested);
    eval_root_pop(f->ev, 1);
    return ok;
}

/* Index of the brace that closes the field beginning at i, or STR_NPOS. */
static size_t field_end(Str text, size_t i)
{
    int level = 1;
    bool bracket = false;
    for (; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '[') bracket = true;
        if (c == ']') bracket = false;
        if (bracket) continue;
        if (c == '{') level++;
        if (c == '}' && --level == 0) return i;
    }
    return STR_NPOS;
}

static bool render(Formatter *f, Str text, int depth, StrBuf *out)
{
    if (depth >= MAX_NESTING && str_find_char(text, '{') != STR_NPOS)
        return eval_raise(f->ev, "ValueError", "Max string recursion exceeded");
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool twice = i + 1 < text.len && text.ptr[i + 1] == c;
        if (c != '{' && c != '}') {
            strbuf_push_char(out, c);
        } else if (twice && depth == 0) {
            strbuf_push_char(out, c);
            i++;
        } else if (c == '}' || i + 1 == text.len) {
            return eval_raise(f->ev, "ValueError", "Single '%c' encountered in format string", c);
        } else {
            size_t end = field_end(text, i + 1);
            if (end == STR_NPOS)
                return eval_raise(f->ev, "ValueError", "expected '}' before end of string");
            if (!render_field(f, str_slice(text, i + 1, end), depth, out)) return false;
            i = end;
        }
    }
    return true;
}

bool format_string(Eval *ev, Str format, Value args, Value mapping, Value *out)
{
    Formatter f = {.ev = ev, .args = args, .mapping = mapping, .unknown = value_unset()};
    StrBuf b = {0};
    bool ok = render(&f, format, 0, &b);
    if (ok) *out = value_is_unset(f.unknown) ? value_str(ev, strbuf_view(&b)) : f.unknown;
    strbuf_deinit(&b);
    return ok;
}
