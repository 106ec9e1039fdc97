/* re, through PCRE2. Python's pattern language is nearly a subset of PCRE2's: named groups and
 * references, look-around and lazy quantifiers are spelled alike; re_pattern.c translates the
 * rest. */
#include "modules/stdlib/re.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "eval/alias.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "modules/stdlib/re_pattern.h"

/* Python's flag values. */
enum { RE_I = 2, RE_L = 4, RE_M = 8, RE_S = 16, RE_U = 32, RE_X = 64, RE_A = 256 };

/* Backtracking steps of one match; a pattern that needs more is an error instead of a hang. */
enum { MATCH_LIMIT = 10000000 };

static const NativeClass class_pattern;

Pattern *re_pattern_of(Value v) { return value_payload(v, &class_pattern); }

Str re_text(Value v) { return value_is_bytes(v) ? value_as_bytes(v) : value_as_str(v); }

bool re_raise(Eval *ev, const char *message, size_t at, Value pattern)
{
    Value cls, e, args[] = {value_str_fmt(ev, "%s at position %zu", message, at)};
    if (!util_import_attr(ev, "re", "error", &cls) ||
        !eval_call(ev, cls, args, 1, value_unset(), &e) ||
        !eval_setattr(ev, e, STR("msg"), value_str_z(ev, message)) ||
        !eval_setattr(ev, e, STR("pattern"), pattern) ||
        !eval_setattr(ev, e, STR("pos"), value_int((int64_t)at)))
        return false;
    return eval_raise_value(ev, e);
}

static bool compile(Eval *ev, Value text, int64_t flags, Value *out)
{
    if (!value_is_str(text) && !value_is_bytes(text)) {
        if (value_is_unknown(text)) return eval_need_known(ev, text, "a regular expression");
        return eval_raise(ev, "TypeError", "first argument must be string or compiled pattern");
    }
    bool bytes = value_is_bytes(text);
    StrBuf b = {0};
    bool ascii;
    re_pattern_translate(re_text(text), flags & RE_X, &b, &ascii);
    if (ascii) flags |= RE_A;
    /* re.M's ^ matches after a final newline too. */
    uint32_t options = PCRE2_NEVER_BACKSLASH_C | PCRE2_ALT_CIRCUMFLEX;
    if (!bytes) options |= PCRE2_UTF;
    if (!bytes && !(flags & RE_A)) options |= PCRE2_UCP;
    if (flags & RE_I) options |= PCRE2_CASELESS;
    if (flags & RE_M) options |= PCRE2_MULTILINE;
    if (flags & RE_S) options |= PCRE2_DOTALL;
    if (flags & RE_X) options |= PCRE2_EXTENDED;
    int error;
    PCRE2_SIZE at;
    pcre2_compile_context *cc = pcre2_compile_context_create(NULL);
    pcre2_set_newline(cc, PCRE2_NEWLINE_LF);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)(b.ptr ? b.ptr : ""), b.len, options, &error, &at, cc);
    pcre2_compile_context_free(cc);
    strbuf_deinit(&b);
    if (!code) {
        PCRE2_UCHAR message[160];
        pcre2_get_error_message(error, message, sizeof message);
        return re_raise(ev, (const char *)message, at, text);
    }
    uint32_t groups, all;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &all);
    if (all & PCRE2_CASELESS) flags |= RE_I; /* (?i) at the start counts as a flag */
    if (all & PCRE2_MULTILINE) flags |= RE_M;
    if (all & PCRE2_DOTALL) flags |= RE_S;
    *out = util_new(ev, &class_pattern);
    *re_pattern_of(*out) =
        (Pattern){code, text, flags | (bytes || (flags & RE_A) ? 0 : RE_U), groups, bytes};
    return true;
}

static bool re_compile(Eval *ev, Args *a, Value *out)
{
    int64_t flags;
    if (re_pattern_of(a->v[0])) {
        *out = a->v[0];
        return true;
    }
    return util_int(ev, a->v[1], "flags", &flags) && compile(ev, a->v[0], flags, out);
}

static void pattern_finalize(void *payload)
{
    if (((Pattern *)payload)->code) pcre2_code_free(((Pattern *)payload)->code);
}

static void pattern_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Pattern *)payload)->text);
}

/* ---- matching ---- */

typedef enum Mode { MODE_SEARCH, MODE_MATCH, MODE_FULL } Mode;

/* *found false when there is none; else *out is a match object. skip_empty: not an empty match at
 * `from`, which is how finditer and sub get on. */
static bool run(Eval *ev, Value pattern, Value subject, size_t from, size_t end, Mode mode,
                bool skip_empty, bool *found, Value *out)
{
    const Pattern *p = re_pattern_of(pattern);
    Str s = re_text(subject);
    uint32_t options = mode == MODE_SEARCH ? 0 : PCRE2_ANCHORED;
    if (mode == MODE_FULL) options |= PCRE2_ENDANCHORED;
    if (skip_empty) options |= PCRE2_NOTEMPTY_ATSTART;
    if (!p->bytes) options |= PCRE2_NO_UTF_CHECK;
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(context, MATCH_LIMIT);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(p->code, NULL);
    int n = from > end ? PCRE2_ERROR_NOMATCH
                       : pcre2_match(p->code, (PCRE2_SPTR)s.ptr, end, from, options, data, context);
    *found = n >= 0;
    if (*found) {
        const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(data);
        *out = util_new(ev, &re_class_match);
        Match *m = re_match_of(*out);
        m->groups = p->groups + 1;
        m->offsets = mem_alloc(m->groups * 2, sizeof *m->offsets);
        for (uint32_t i = 0; i < m->groups * 2; i++)
            m->offsets[i] = i < (uint32_t)n * 2 ? ovector[i] : PCRE2_UNSET;
        m->pattern = pattern;
        m->subject = subject;
        m->pos = from;
        m->endpos = end;
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    if (n >= 0 || n == PCRE2_ERROR_NOMATCH) return true;
    PCRE2_UCHAR message[160];
    pcre2_get_error_message(n, message, sizeof message);
    return eval_raise(ev, "RuntimeError", "regular expression: %s", (const char *)message);
}

static bool check_subject(Eval *ev, Value pattern, Value v)
{
    bool bytes = re_pattern_of(pattern)->bytes;
    if (bytes ? value_is_bytes(v) : value_is_str(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "the text of a regular expression");
    if (value_is_str(v) || value_is_bytes(v))
        return eval_raise(ev, "TypeError", "cannot use a %s pattern on a %s object",
                          bytes ? "bytes" : "string", bytes ? "string" : "bytes-like");
    return eval_raise(ev, "TypeError", "expected string or bytes-like object, got '%.*s'",
                      STR_ARG(value_type_name(ev, v)));
}

static size_t byte_offset(Value subject, int64_t point)
{
    Str s = re_text(subject);
    if (point < 0) point = 0;
    if (value_is_bytes(subject)) return (size_t)point < s.len ? (size_t)point : s.len;
    return utf8_offset(s, (size_t)point);
}

static bool pattern_run(Eval *ev, Args *a, Mode mode, Value *out)
{
    int64_t pos = 0, end = INT64_MAX;
    bool found;
    if (!check_subject(ev, a->self, a->v[0]) || !util_int(ev, a->v[1], "pos", &pos) ||
        (!value_is_none(a->v[2]) && !util_int(ev, a->v[2], "endpos", &end)))
        return false;
    if (!run(ev, a->self, a->v[0], byte_offset(a->v[0], pos), byte_offset(a->v[0], end), mode,
             false, &found, out))
        return false;
    if (!found) *out = value_none();
    return true;
}

static bool pattern_search(Eval *ev, Args *a, Value *out)
{
    return pattern_run(ev, a, MODE_SEARCH, out);
}
static bool pattern_match(Eval *ev, Args *a, Value *out)
{
    return pattern_run(ev, a, MODE_MATCH, out);
}
static bool pattern_fullmatch(Eval *ev, Args *a, Value *out)
{
    return pattern_run(ev, a, MODE_FULL, out);
}

/* The next match from *at on; *found false at the end. Moves *at and *skip_empty as Python does. */
static bool next_match(Eval *ev, Value pattern, Value subject, size_t *at, bool *skip_empty,
                       bool *found, Value *out)
{
    size_t len = re_text(subject).len;
    if (!run(ev, pattern, subject, *at, len, MODE_SEARCH, *skip_empty, found, out)) return false;
    if (!*found) return true;
    const Match *m = re_match_of(*out);
    *at = m->offsets[1];
    *skip_empty = true; /* an empty match right behind a match is not one */
    if (m->offsets[0] != m->offsets[1]) *skip_empty = false;
    return true;
}

static bool pattern_finditer(Eval *ev, Args *a, Value *out)
{
    Value list = value_list(ev);
    size_t at = 0;
    bool skip = false, found = true;
    if (!check_subject(ev, a->self, a->v[0])) return false;
    while (found) {
        Value m;
        if (!next_match(ev, a->self, a->v[0], &at, &skip, &found, &m)) return false;
        if (found) value_list_push(ev, list, m);
    }
    return eval_iter(ev, list, out);
}

static bool pattern_findall(Eval *ev, Args *a, Value *out)
{
    Value list = value_list(ev);
    size_t at = 0;
    bool skip = false, found = true;
    if (!check_subject(ev, a->self, a->v[0])) return false;
    Value empty = value_is_bytes(a->v[0]) ? value_bytes(ev, STR("")) : value_str(ev, STR(""));
    while (found) {
        Value v;
        if (!next_match(ev, a->self, a->v[0], &at, &skip, &found, &v)) return false;
        if (!found) break;
        const Match *m = re_match_of(v);
        if (m->groups <= 2) {
            value_list_push(ev, list, re_match_group(ev, m, m->groups - 1, empty));
            continue;
        }
        Value row = value_list(ev);
        for (uint32_t i = 1; i < m->groups; i++)
            value_list_push(ev, row, re_match_group(ev, m, i, empty));
        value_list_push(ev, list, value_tuple(ev, value_seq_items(row), value_seq_len(row)));
    }
    *out = list;
    return true;
}

static bool pattern_split(Eval *ev, Args *a, Value *out)
{
    int64_t limit;
    size_t at = 0, last = 0;
    bool skip = false, found = true;
    if (!check_subject(ev, a->self, a->v[0]) || !util_int(ev, a->v[1], "maxsplit", &limit))
        return false;
    Str s = re_text(a->v[0]);
    bool bytes = value_is_bytes(a->v[0]);
    *out = value_list(ev);
    for (int64_t n = 0; found && (limit <= 0 || n < limit); n++) {
        Value v;
        if (!next_match(ev, a->self, a->v[0], &at, &skip, &found, &v)) return false;
        if (!found) break;
        const Match *m = re_match_of(v);
        Str piece = str_slice(s, last, m->offsets[0]);
        value_list_push(ev, *out, bytes ? value_bytes(ev, piece) : value_str(ev, piece));
        for (uint32_t i = 1; i < m->groups; i++)
            value_list_push(ev, *out, re_match_group(ev, m, i, value_none()));
        last = m->offsets[1];
    }
    Str rest = str_slice(s, last, s.len);
    value_list_push(ev, *out, bytes ? value_bytes(ev, rest) : value_str(ev, rest));
    return true;
}

static bool push_replacement(Eval *ev, Value repl, Value match, StrBuf *b)
{
    if (value_is_str(repl) || value_is_bytes(repl))
        return re_match_expand(ev, re_match_of(match), re_text(repl), b);
    Value text;
    eval_root_push(ev, match);
    bool ok = eval_call(ev, repl, &match, 1, value_unset(), &text);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    if (!value_is_str(text) && !value_is_bytes(text))
        return eval_raise(ev, "TypeError", "expected str instance, %.*s found",
                          STR_ARG(value_type_name(ev, text)));
    strbuf_push(b, re_text(text));
    return true;
}

static bool substitute(Eval *ev, Args *a, Value *out, int64_t *count)
{
    Value subject = a->v[1];
    int64_t limit;
    size_t at = 0, last = 0;
    bool skip = false, found = true, ok = true;
    *count = 0;
    if (!check_subject(ev, a->self, subject) || !util_int(ev, a->v[2], "count", &limit))
        return false;
    Str s = re_text(subject);
    StrBuf b = {0};
    while (ok && (limit <= 0 || *count < limit)) {
        Value v;
        ok = next_match(ev, a->self, subject, &at, &skip, &found, &v);
        if (!ok || !found) break;
        strbuf_push(&b, str_slice(s, last, re_match_of(v)->offsets[0]));
        last = re_match_of(v)->offsets[1];
        ok = push_replacement(ev, a->v[0], v, &b);
        ++*count;
    }
    strbuf_push(&b, str_slice(s, last, s.len));
    if (ok)
        *out = value_is_bytes(subject) ? value_bytes(ev, strbuf_view(&b))
                                       : value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

static bool pattern_sub(Eval *ev, Args *a, Value *out)
{
    int64_t n;
    return substitute(ev, a, out, &n);
}

static bool pattern_subn(Eval *ev, Args *a, Value *out)
{
    int64_t n;
    Value pair[2];
    if (!substitute(ev, a, &pair[0], &n)) return false;
    pair[1] = value_int(n);
    *out = value_tuple(ev, pair, 2);
    return true;
}

static bool pattern_text(Eval *ev, Args *a, Value *out)
{
    *out = re_pattern_of(a->self)->text;
    return true;
}

static bool pattern_flags(Eval *ev, Args *a, Value *out)
{
    *out = value_int(re_pattern_of(a->self)->flags);
    return true;
}

static bool pattern_groups(Eval *ev, Args *a, Value *out)
{
    *out = value_int(re_pattern_of(a->self)->groups);
    return true;
}

static bool pattern_groupindex(Eval *ev, Args *a, Value *out)
{
    *out = value_dict(ev);
    re_match_names(ev, re_pattern_of(a->self), *out, NULL, value_none());
    return true;
}

static bool pattern_repr(Eval *ev, Value self, Value *out)
{
    static const struct {
        int flag;
        const char *name;
    } names[] = {{RE_I, "re.IGNORECASE"},
                 {RE_M, "re.MULTILINE"},
                 {RE_S, "re.DOTALL"},
                 {RE_X, "re.VERBOSE"},
                 {RE_A, "re.ASCII"}};
    const Pattern *p = re_pattern_of(self);
    Value text;
    if (!eval_repr(ev, p->text, &text)) return false;
    StrBuf b = {0};
    /* CPython cuts the pattern's repr here. */
    strbuf_fmt(&b, "re.compile(%.*s", STR_ARG(str_slice(value_as_str(text), 0, 200)));
    const char *separator = ", ";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(p->flags & names[i].flag)) continue;
        strbuf_fmt(&b, "%s%s", separator, names[i].name);
        separator = "|";
    }
    strbuf_push_char(&b, ')');
    *out = util_finish(ev, &b);
    return true;
}

static bool pattern_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    const Pattern *l = re_pattern_of(left), *r = re_pattern_of(right);
    bool equal;
    *out = value_unset();
    if (!l || !r || (op != OPERATOR_EQ && op != OPERATOR_NE)) return true;
    if (!eval_equal(ev, l->text, r->text, &equal)) return false;
    *out = value_bool((equal && l->flags == r->flags) == (op == OPERATOR_EQ));
    return true;
}

static bool pattern_hash(Eval *ev, Value self, uint64_t *out)
{
    return eval_hash(ev, re_pattern_of(self)->text, out);
}

#define RANGE_PARAMS "string, pos=0, endpos=None"
static const NativeMethod pattern_methods[] = {
    {"search", RANGE_PARAMS, pattern_search, NATIVE_METHOD},
    {"match", RANGE_PARAMS, pattern_match, NATIVE_METHOD},
    {"fullmatch", RANGE_PARAMS, pattern_fullmatch, NATIVE_METHOD},
    {"finditer", RANGE_PARAMS, pattern_finditer, NATIVE_METHOD},
    {"findall", RANGE_PARAMS, pattern_findall, NATIVE_METHOD},
    {"split", "string, maxsplit=0", pattern_split, NATIVE_METHOD},
    {"sub", "repl, string, count=0", pattern_sub, NATIVE_METHOD},
    {"subn", "repl, string, count=0", pattern_subn, NATIVE_METHOD},
    {"pattern", "", pattern_text, NATIVE_GETTER},
    {"flags", "", pattern_flags, NATIVE_GETTER},
    {"groups", "", pattern_groups, NATIVE_GETTER},
    {"groupindex", "", pattern_groupindex, NATIVE_GETTER},
    {0}};

static const NativeClass class_pattern = {.name = "Pattern",
                                          .module = "re",
                                          .payload = sizeof(Pattern),
                                          .methods = pattern_methods,
                                          .class_getitem = alias_class_getitem,
                                          .repr = pattern_repr,
                                          .binary = pattern_binary,
                                          .hash = pattern_hash,
                                          .traverse = pattern_traverse,
                                          .finalize = pattern_finalize};

static const NativeMember members[] = {NATIVE_FN("compile", "pattern, flags=0", re_compile),
                                       NATIVE_CLASS("Pattern", &class_pattern),
                                       NATIVE_CLASS("Match", &re_class_match), NATIVE_END};

const NativeModule stdlib_re = {.name = "_re", .members = members};
