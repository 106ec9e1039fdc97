#include "modules/stdlib/re.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "eval/alias.h"
#include "modules/stdlib/native_util.h"

Match *re_match_of(Value v) { return value_payload(v, &re_class_match); }

/* ---- groups ---- */

Value re_match_group(Eval *ev, const Match *m, uint32_t i, Value missing)
{
    size_t from = m->offsets[2 * i], to = m->offsets[2 * i + 1];
    if (from == PCRE2_UNSET) return missing;
    Str s = str_slice(re_text(m->subject), from, to);
    return value_is_bytes(m->subject) ? value_bytes(ev, s) : value_str(ev, s);
}

static bool group_number(Eval *ev, const Match *m, Value key, uint32_t *out)
{
    int64_t i = -1;
    if (!value_as_int(key, &i) && value_is_str(key)) {
        StrBuf name = {0};
        strbuf_push(&name, value_as_str(key));
        i = pcre2_substring_number_from_name(re_pattern_of(m->pattern)->code,
                                             (PCRE2_SPTR)(name.ptr ? name.ptr : ""));
        strbuf_deinit(&name);
    }
    if (i < 0 || i >= m->groups) return eval_raise(ev, "IndexError", "no such group");
    *out = (uint32_t)i;
    return true;
}

/* "<12>" or "<name>" at *i, which moves to its end. */
static bool bracketed_group(Eval *ev, Str r, size_t *i, Value *key)
{
    size_t close = *i + 1;
    int64_t n = 0;
    bool digits = true;
    for (; close < r.len && r.ptr[close] != '>'; close++) {
        digits = digits && r.ptr[close] >= '0' && r.ptr[close] <= '9';
        if (digits && n <= UINT32_MAX) n = n * 10 + (r.ptr[close] - '0');
    }
    if (close == r.len) return eval_raise(ev, "ValueError", "missing >, unterminated name");
    Str name = str_slice(r, *i + 1, close);
    *key = digits && name.len ? value_int(n) : value_str(ev, name);
    *i = close;
    return true;
}

/* The group that the character at *i of a replacement begins; unset when it is no group. */
static bool group_key(Eval *ev, Str r, size_t *i, Value *key)
{
    char c = r.ptr[*i], next = *i + 1 < r.len ? r.ptr[*i + 1] : 0;
    *key = value_unset();
    if (c == 'g' && next == '<') {
        ++*i;
        return bracketed_group(ev, r, i, key);
    }
    if (c < '1' || c > '9') return true;
    int64_t n = c - '0';
    if (next >= '0' && next <= '9') {
        n = n * 10 + (next - '0');
        ++*i;
    }
    *key = value_int(n);
    return true;
}

static bool push_group(Eval *ev, const Match *m, Value key, size_t at, StrBuf *b)
{
    uint32_t group;
    if (!group_number(ev, m, key, &group)) {
        eval_catch(ev);
        if (value_is_str(key))
            return eval_raise(ev, "IndexError", "unknown group name '%.*s'",
                              STR_ARG(value_as_str(key)));
        return re_raise(ev, "invalid group reference", at, re_pattern_of(m->pattern)->text);
    }
    size_t from = m->offsets[2 * group], to = m->offsets[2 * group + 1];
    if (from != PCRE2_UNSET) strbuf_push(b, str_slice(re_text(m->subject), from, to));
    return true;
}

static void push_escape(char c, StrBuf *b)
{
    static const char from[] = "nrtabfv\\0", to[] = "\n\r\t\a\b\f\v\\\0";
    const char *at = c ? strchr(from, c) : NULL;
    if (at) {
        strbuf_push_char(b, to[at - from]);
        return;
    }
    strbuf_push_char(b, '\\');
    strbuf_push_char(b, c);
}

bool re_match_expand(Eval *ev, const Match *m, Str template, StrBuf *b)
{
    for (size_t i = 0; i < template.len; i++) {
        if (template.ptr[i] != '\\' || i + 1 == template.len) {
            strbuf_push_char(b, template.ptr[i]);
            continue;
        }
        Value key;
        char c = template.ptr[++i];
        if (!group_key(ev, template, &i, &key)) return false;
        if (value_is_unset(key))
            push_escape(c, b);
        else if (!push_group(ev, m, key, i, b))
            return false;
    }
    return true;
}

void re_match_names(Eval *ev, const Pattern *p, Value dict, const Match *m, Value missing)
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
                             m ? re_match_group(ev, m, g, missing) : value_int(g));
        }
    }
}

/* ---- the object ---- */

static void match_finalize(void *payload) { mem_free(((Match *)payload)->offsets); }

static void match_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Match *)payload)->pattern);
    gc_visit(gc, ((Match *)payload)->subject);
}

static bool match_group(Eval *ev, Args *a, Value *out)
{
    const Match *m = re_match_of(a->self);
    uint32_t g;
    size_t n = value_seq_len(a->v[0]);
    if (n == 0) {
        *out = re_match_group(ev, m, 0, value_none());
        return true;
    }
    Value list = value_list(ev);
    for (size_t i = 0; i < n; i++) {
        if (!group_number(ev, m, value_seq_items(a->v[0])[i], &g)) return false;
        value_list_push(ev, list, re_match_group(ev, m, g, value_none()));
    }
    *out = n == 1 ? value_seq_items(list)[0] : value_tuple(ev, value_seq_items(list), n);
    return true;
}

static bool match_getitem(Eval *ev, Value self, Value key, Value *out)
{
    uint32_t g;
    if (!group_number(ev, re_match_of(self), key, &g)) return false;
    *out = re_match_group(ev, re_match_of(self), g, value_none());
    return true;
}

static bool match_groups(Eval *ev, Args *a, Value *out)
{
    const Match *m = re_match_of(a->self);
    Value list = value_list(ev);
    for (uint32_t i = 1; i < m->groups; i++)
        value_list_push(ev, list, re_match_group(ev, m, i, a->v[0]));
    *out = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    return true;
}

static bool match_groupdict(Eval *ev, Args *a, Value *out)
{
    const Match *m = re_match_of(a->self);
    *out = value_dict(ev);
    re_match_names(ev, re_pattern_of(m->pattern), *out, m, a->v[0]);
    return true;
}

static int64_t point_of(const Match *m, size_t offset)
{
    if (offset == PCRE2_UNSET) return -1;
    if (value_is_bytes(m->subject)) return (int64_t)offset;
    return (int64_t)utf8_count(str_slice(re_text(m->subject), 0, offset));
}

static bool match_start(Eval *ev, Args *a, Value *out)
{
    uint32_t g;
    if (!group_number(ev, re_match_of(a->self), a->v[0], &g)) return false;
    *out = value_int(point_of(re_match_of(a->self), re_match_of(a->self)->offsets[2 * g]));
    return true;
}

static bool match_end(Eval *ev, Args *a, Value *out)
{
    uint32_t g;
    if (!group_number(ev, re_match_of(a->self), a->v[0], &g)) return false;
    *out = value_int(point_of(re_match_of(a->self), re_match_of(a->self)->offsets[2 * g + 1]));
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
    bool ok = re_match_expand(ev, re_match_of(a->self), text, &b);
    return util_finish_if(ev, &b, ok, out);
}

static bool match_string(Eval *ev, Args *a, Value *out)
{
    *out = re_match_of(a->self)->subject;
    return true;
}

static bool match_re(Eval *ev, Args *a, Value *out)
{
    *out = re_match_of(a->self)->pattern;
    return true;
}

static bool match_pos(Eval *ev, Args *a, Value *out)
{
    *out = value_int(point_of(re_match_of(a->self), re_match_of(a->self)->pos));
    return true;
}

static bool match_lastgroup(Eval *ev, Args *a, Value *out)
{
    const Match *m = re_match_of(a->self);
    uint32_t last = 0;
    for (uint32_t i = 1; i < m->groups; i++) {
        if (m->offsets[2 * i] != PCRE2_UNSET) last = i;
    }
    Value names = value_dict(ev), key, number;
    re_match_names(ev, re_pattern_of(m->pattern), names, NULL, value_none());
    for (size_t at = 0; value_dict_next(names, &at, &key, &number);) {
        if (number.as.integer == last) *out = key;
    }
    return true;
}

static bool match_repr(Eval *ev, Value self, Value *out)
{
    const Match *m = re_match_of(self);
    Value text;
    if (!eval_repr(ev, re_match_group(ev, m, 0, value_none()), &text)) return false;
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

const NativeClass re_class_match = {.name = "Match",
                                    .module = "re",
                                    .payload = sizeof(Match),
                                    .methods = match_methods,
                                    .class_getitem = alias_class_getitem,
                                    .getitem = match_getitem,
                                    .repr = match_repr,
                                    .traverse = match_traverse,
                                    .finalize = match_finalize};
