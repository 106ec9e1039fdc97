/* re, through PCRE2. Python's pattern language is nearly a subset of PCRE2's: named groups and
 * references, look-around and lazy quantifiers are spelled alike; the rest is translated here.
 * Offsets in matches are code points, kept as bytes inside. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "modules/stdlib/re_pattern.h"

/* Python's flag values. */
enum { RE_I = 2, RE_L = 4, RE_M = 8, RE_S = 16, RE_U = 32, RE_X = 64, RE_A = 256 };

/* Backtracking steps of one match; a pattern that needs more is an error instead of a hang. */
enum { MATCH_LIMIT = 10000000 };

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

static const NativeClass class_pattern, class_match;

static Pattern *pattern_of(Value v) { return value_payload(v, &class_pattern); }
static Match *match_of(Value v) { return value_payload(v, &class_match); }

static Str subject_text(Value v) { return value_is_bytes(v) ? value_as_bytes(v) : value_as_str(v); }

static bool raise_re_error(Eval *ev, const char *message, size_t at, Value pattern)
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
    re_pattern_translate(subject_text(text), flags & RE_X, &b, &ascii);
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
        return raise_re_error(ev, (const char *)message, at, text);
    }
    uint32_t groups, all;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &all);
    if (all & PCRE2_CASELESS) flags |= RE_I; /* (?i) at the start counts as a flag */
    if (all & PCRE2_MULTILINE) flags |= RE_M;
    if (all & PCRE2_DOTALL) flags |= RE_S;
    *out = util_new(ev, &class_pattern);
    *pattern_of(*out) =
        (Pattern){code, text, flags | (bytes || (flags & RE_A) ? 0 : RE_U), groups, bytes};
    return true;
}

static bool re_compile(Eval *ev, Args *a, Value *out)
{
    int64_t flags;
    if (pattern_of(a->v[0])) {
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
    const Pattern *p = pattern_of(pattern);
    Str s = subject_text(subject);
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
        *out = util_new(ev, &class_match);
        Match *m = match_of(*out);
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
    bool bytes = pattern_of(pattern)->bytes;
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
    Str s = subject_text(subject);
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
    size_t len = subject_text(subject).len;
    if (!run(ev, pattern, subject, *at, len, MODE_SEARCH, *skip_empty, found, out)) return false;
    if (!*found) return true;
    const Match *m = match_of(*out);
    *at = m->offsets[1];
    *skip_empty = true; /* an empty match right behind a match is not one */
    if (m->offsets[0] != m->offsets[1]) *skip_empty = false;
    return true;
}

static Value group_value(Eval *ev, const Match *m, uint32_t i, Value missing)
{
    size_t from = m->offsets[2 * i], to = m->offsets[2 * i + 1];
    if (from == PCRE2_UNSET) return missing;
    Str s = str_slice(subject_text(m->subject), from, to);
    return value_is_bytes(m->subject) ? value_bytes(ev, s) : value_str(ev, s);
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
        const Match *m = match_of(v);
        if (m->groups <= 2) {
            value_list_push(ev, list, group_value(ev, m, m->groups - 1, empty));
            continue;
        }
        Value row = value_list(ev);
        for (uint32_t i = 1; i < m->groups; i++)
            value_list_push(ev, row, group_value(ev, m, i, empty));
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
    Str s = subject_text(a->v[0]);
    bool bytes = value_is_bytes(a->v[0]);
    *out = value_list(ev);
    for (int64_t n = 0; found && (limit <= 0 || n < limit); n++) {
        Value v;
        if (!next_match(ev, a->self, a->v[0], &at, &skip, &found, &v)) return false;
        if (!found) break;
        const Match *m = match_of(v);
        Str piece = str_slice(s, last, m->offsets[0]);
        value_list_push(ev, *out, bytes ? value_bytes(ev, piece) : value_str(ev, piece));
        for (uint32_t i = 1; i < m->groups; i++)
            value_list_push(ev, *out, group_value(ev, m, i, value_none()));
        last = m->offsets[1];
    }
    Str rest = str_slice(s, last, s.len);
    value_list_push(ev, *out, bytes ? value_bytes(ev, rest) : value_str(ev, rest));
    return true;
}

static bool group_number(Eval *ev, const Match *m, Value key, uint32_t *out)
{
    int64_t i = -1;
    if (!value_as_int(key, &i) && value_is_str(key)) {
        StrBuf name = {0};
        strbuf_push(&name, value_as_str(key));
        i = pcre2_substring_number_from_name(pattern_of(m->pattern)->code,
                                             (PCRE2_SPTR)(name.ptr ? name.ptr : ""));
        strbuf_deinit(&name);
    }
    if (i < 0 || i >= m->groups) return eval_raise(ev, "IndexError", "no such group");
    *out = (uint32_t)i;
    return true;
}

/* Expands \1, \g<name>, \n … in a replacement. */
static bool expand(Eval *ev, const Match *m, Str r, StrBuf *b)
{
    for (size_t i = 0; i < r.len; i++) {
        if (r.ptr[i] != '\\' || i + 1 == r.len) {
            strbuf_push_char(b, r.ptr[i]);
            continue;
        }
        char c = r.ptr[++i];
        uint32_t group;
        Value key = value_unset();
        if (c == 'g' && i + 1 < r.len && r.ptr[i + 1] == '<') {
            size_t close = i + 2;
            while (close < r.len && r.ptr[close] != '>') close++;
            if (close == r.len) return eval_raise(ev, "ValueError", "missing >, unterminated name");
            Str name = str_slice(r, i + 2, close);
            int64_t n = 0;
            bool digits = name.len > 0;
            for (size_t k = 0; k < name.len; k++) {
                digits = digits && name.ptr[k] >= '0' && name.ptr[k] <= '9';
                n = n * 10 + (name.ptr[k] - '0');
            }
            key = digits ? value_int(n) : value_str(ev, name);
            i = close;
        } else if (c >= '1' && c <= '9') {
            int64_t n = c - '0';
            if (i + 1 < r.len && r.ptr[i + 1] >= '0' && r.ptr[i + 1] <= '9')
                n = n * 10 + (r.ptr[++i] - '0');
            key = value_int(n);
        }
        if (!value_is_unset(key)) {
            if (!group_number(ev, m, key, &group)) {
                eval_catch(ev);
                if (value_is_str(key))
                    return eval_raise(ev, "IndexError", "unknown group name '%.*s'",
                                      STR_ARG(value_as_str(key)));
                return raise_re_error(ev, "invalid group reference", i,
                                      pattern_of(m->pattern)->text);
            }
            if (m->offsets[2 * group] != PCRE2_UNSET)
                strbuf_push(b, str_slice(subject_text(m->subject), m->offsets[2 * group],
                                         m->offsets[2 * group + 1]));
            continue;
        }
        static const char from[] = "nrtabfv\\0", to[] = "\n\r\t\a\b\f\v\\";
        const char *at = strchr(from, c);
        if (at && c != 0)
            strbuf_push_char(b, c == '0' ? 0 : to[at - from]);
        else {
            strbuf_push_char(b, '\\');
            strbuf_push_char(b, c);
        }
    }
    return true;
}

static bool push_replacement(Eval *ev, Value repl, Value match, StrBuf *b)
{
    if (value_is_str(repl) || value_is_bytes(repl))
        return expand(ev, match_of(match), subject_text(repl), b);
    Value text;
    eval_root_push(ev, match);
    bool ok = eval_call(ev, repl, &match, 1, value_unset(), &text);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    if (!value_is_str(text) && !value_is_bytes(text))
        return eval_raise(ev, "TypeError", "expected str instance, %.*s found",
                          STR_ARG(value_type_name(ev, text)));
    strbuf_push(b, subject_text(text));
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
    Str s = subject_text(subject);
    StrBuf b = {0};
    while (ok && (limit <= 0 || *count < limit)) {
        Value v;
        ok = next_match(ev, a->self, subject, &at, &skip, &found, &v);
        if (!ok || !found) break;
        strbuf_push(&b, str_slice(s, last, match_of(v)->offsets[0]));
        last = match_of(v)->offsets[1];
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
    *out = pattern_of(a->self)->text;
    return true;
}

static bool pattern_flags(Eval *ev, Args *a, Value *out)
{
    *out = value_int(pattern_of(a->self)->flags);
    return true;
}

static bool pattern_groups(Eval *ev, Args *a, Value *out)
{
    *out = value_int(pattern_of(a->self)->groups);
    return true;
}

/* Calls fn for each named group, in order of their numbers. */
static bool each_name(Eval *ev, const Pattern *p, Value dict, const Match *m, Value missing)
{
    uint32_t count, size;
    PCRE2_SPTR table;
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &table);
    for (uint32_t g = 1; g <= p->groups; g++) {
        for (uint32_t i = 0; i < count; i++) {
            PCRE2_SPTR entry = table + i * size;
            if ((uint32_t)(entry[0] << 8 | entry[1]) != g) continue;
            value_dict_put_z(ev, dict, (const char *)entry + 2,
                             m ? group_value(ev, m, g, missing) : value_int(g));
        }
    }
    return true;
}

static bool pattern_groupindex(Eval *ev, Args *a, Value *out)
{
    *out = value_dict(ev);
    return each_name(ev, pattern_of(a->self), *out, NULL, value_none());
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
    const Pattern *p = pattern_of(self);
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
    const Pattern *l = pattern_of(left), *r = pattern_of(right);
    bool equal;
    *out = value_unset();
    if (!l || !r || (op != OPERATOR_EQ && op != OPERATOR_NE)) return true;
    if (!eval_equal(ev, l->text, r->text, &equal)) return false;
    *out = value_bool((equal && l->flags == r->flags) == (op == OPERATOR_EQ));
    return true;
}

static bool pattern_hash(Eval *ev, Value self, uint64_t *out)
{
    return eval_hash(ev, pattern_of(self)->text, out);
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

/* re.Pattern[str] is only ever an annotation. */
static bool any_item(Eval *ev, Class *cls, Value key, Value *out)
{
    *out = class_value(cls);
    return true;
}

static const NativeClass class_pattern = {.name = "Pattern",
                                          .module = "re",
                                          .payload = sizeof(Pattern),
                                          .methods = pattern_methods,
                                          .class_getitem = any_item,
                                          .repr = pattern_repr,
                                          .binary = pattern_binary,
                                          .hash = pattern_hash,
                                          .traverse = pattern_traverse,
                                          .finalize = pattern_finalize};

/* ---- match objects ---- */

static void match_finalize(void *payload) { mem_free(((Match *)payload)->offsets); }

static void match_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Match *)payload)->pattern);
    gc_visit(gc, ((Match *)payload)->subject);
}

static bool match_group(Eval *ev, Args *a, Value *out)
{
    const Match *m = match_of(a->self);
    uint32_t g;
    size_t n = value_seq_len(a->v[0]);
    if (n == 0) {
        *out = group_value(ev, m, 0, value_none());
        return true;
    }
    Value list = value_list(ev);
    for (size_t i = 0; i < n; i++) {
        if (!group_number(ev, m, value_seq_items(a->v[0])[i], &g)) return false;
        value_list_push(ev, list, group_value(ev, m, g, value_none()));
    }
    *out = n == 1 ? value_seq_items(list)[0] : value_tuple(ev, value_seq_items(list), n);
    return true;
}

static bool match_getitem(Eval *ev, Value self, Value key, Value *out)
{
    uint32_t g;
    if (!group_number(ev, match_of(self), key, &g)) return false;
    *out = group_value(ev, match_of(self), g, value_none());
    return true;
}

static bool match_groups(Eval *ev, Args *a, Value *out)
{
    const Match *m = match_of(a->self);
    Value list = value_list(ev);
    for (uint32_t i = 1; i < m->groups; i++)
        value_list_push(ev, list, group_value(ev, m, i, a->v[0]));
    *out = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    return true;
}

static bool match_groupdict(Eval *ev, Args *a, Value *out)
{
    const Match *m = match_of(a->self);
    *out = value_dict(ev);
    return each_name(ev, pattern_of(m->pattern), *out, m, a->v[0]);
}

static int64_t point_of(const Match *m, size_t offset)
{
    if (offset == PCRE2_UNSET) return -1;
    if (value_is_bytes(m->subject)) return (int64_t)offset;
    return (int64_t)utf8_count(str_slice(subject_text(m->subject), 0, offset));
}

static bool match_start(Eval *ev, Args *a, Value *out)
{
    uint32_t g;
    if (!group_number(ev, match_of(a->self), a->v[0], &g)) return false;
    *out = value_int(point_of(match_of(a->self), match_of(a->self)->offsets[2 * g]));
    return true;
}

static bool match_end(Eval *ev, Args *a, Value *out)
{
    uint32_t g;
    if (!group_number(ev, match_of(a->self), a->v[0], &g)) return false;
    *out = value_int(point_of(match_of(a->self), match_of(a->self)->offsets[2 * g + 1]));
    return true;
}

static bool match_span(Eval *ev, Args *a, Value *out)
{
    Value pair[2];
    if (!match_start(ev, a, &pair[0]) || !match_end(ev, a, &pair[1])) return false;
    *out = value_tuple(ev, pair, 2);
    return true;
}

static bool match_expand(Eval *ev, Args *a, Value *out)
{
    Str text;
    StrBuf b = {0};
    if (!util_str(ev, a->v[0], "a template", &text)) return false;
    bool ok = expand(ev, match_of(a->self), text, &b);
    return util_finish_if(ev, &b, ok, out);
}

static bool match_string(Eval *ev, Args *a, Value *out)
{
    *out = match_of(a->self)->subject;
    return true;
}

static bool match_re(Eval *ev, Args *a, Value *out)
{
    *out = match_of(a->self)->pattern;
    return true;
}

static bool match_pos(Eval *ev, Args *a, Value *out)
{
    *out = value_int(point_of(match_of(a->self), match_of(a->self)->pos));
    return true;
}

static bool match_lastgroup(Eval *ev, Args *a, Value *out)
{
    const Match *m = match_of(a->self);
    uint32_t last = 0;
    for (uint32_t i = 1; i < m->groups; i++) {
        if (m->offsets[2 * i] != PCRE2_UNSET) last = i;
    }
    Value names = value_dict(ev), key, number;
    each_name(ev, pattern_of(m->pattern), names, NULL, value_none());
    for (size_t at = 0; value_dict_next(names, &at, &key, &number);) {
        if (number.as.integer == last) *out = key;
    }
    return true;
}

static bool match_repr(Eval *ev, Value self, Value *out)
{
    const Match *m = match_of(self);
    Value text;
    if (!eval_repr(ev, group_value(ev, m, 0, value_none()), &text)) return false;
    *out =
        value_str_fmt(ev, "<re.Match object; span=(%lld, %lld), match=%.*s>",
                      (long long)point_of(m, m->offsets[0]), (long long)point_of(m, m->offsets[1]),
                      STR_ARG(str_slice(value_as_str(text), 0, 50)));
    return true;
}

static const NativeMethod match_methods[] = {
    {"group", "*groups", match_group, NATIVE_METHOD},
    {"groups", "default=None", match_groups, NATIVE_METHOD},
    {"groupdict", "default=None", match_groupdict, NATIVE_METHOD},
    {"start", "group=0, /", match_start, NATIVE_METHOD},
    {"end", "group=0, /", match_end, NATIVE_METHOD},
    {"span", "group=0, /", match_span, NATIVE_METHOD},
    {"expand", "template", match_expand, NATIVE_METHOD},
    {"string", "", match_string, NATIVE_GETTER},
    {"re", "", match_re, NATIVE_GETTER},
    {"pos", "", match_pos, NATIVE_GETTER},
    {"lastgroup", "", match_lastgroup, NATIVE_GETTER},
    {0}};

static const NativeClass class_match = {.name = "Match",
                                        .module = "re",
                                        .payload = sizeof(Match),
                                        .methods = match_methods,
                                        .getitem = match_getitem,
                                        .repr = match_repr,
                                        .traverse = match_traverse,
                                        .finalize = match_finalize};

static const NativeMember members[] = {NATIVE_FN("compile", "pattern, flags=0", re_compile),
                                       NATIVE_CLASS("Pattern", &class_pattern),
                                       NATIVE_CLASS("Match", &class_match), NATIVE_END};

const NativeModule stdlib_re = {.name = "_re", .members = members};
