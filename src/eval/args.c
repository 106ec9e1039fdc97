#include "eval/args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

#define FN_ARG(f) STR_ARG((f).owner), (f).owner.len ? "." : "", STR_ARG((f).name)

/* ---- parameter notation ---- */

static Value parse_default(Eval *ev, Str s, bool *optional)
{
    *optional = false;
    if (str_eq_z(s, "None")) return value_none();
    if (str_eq_z(s, "True")) return value_bool(true);
    if (str_eq_z(s, "False")) return value_bool(false);
    if (str_eq_z(s, "()")) return value_tuple(ev, NULL, 0);
    if (str_eq_z(s, "?")) {
        *optional = true;
        return value_unset();
    }
    if (s.len >= 2 && (s.ptr[0] == '\'' || s.ptr[0] == '"'))
        return value_of(object_intern(ev, str_slice(s, 1, s.len - 1)));
    char digits[32] = {0};
    memcpy(digits, s.ptr, s.len < 31 ? s.len : 31);
    if (strchr(digits, '.')) return value_float(strtod(digits, NULL));
    return value_int(strtoll(digits, NULL, 10));
}

/* The next item before a comma that is not inside quotes or parentheses. */
static Str next_item(Str *rest)
{
    size_t depth = 0, i = 0;
    char quote = 0;
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(') {
            depth++;
        } else if (c == ')') {
            depth--;
        } else if (c == ',' && depth == 0) {
            break;
        }
    }
    Str item = str_trim(str_slice(*rest, 0, i));
    *rest = i < rest->len ? str_slice(*rest, i + 1, rest->len) : STR_NULL;
    return item;
}

/* Layout of native slots: the order of the notation, where the star parameter (if it has a name)
 * stands between the positional and the keyword-only ones. */
static Params *parse_notation(Eval *ev, Str text)
{
    Params *p = ARENA_NEW(&ev->arena, Params);
    size_t max = 1;
    for (size_t i = 0; i < text.len; i++) max += text.ptr[i] == ',';
    p->names = ARENA_ARRAY(&ev->arena, StrObject *, max);
    p->defaults = ARENA_ARRAY(&ev->arena, Value, max);
    p->optional = ARENA_ARRAY(&ev->arena, bool, max);
    p->star = p->kwargs = -1;
    bool kwonly = false;
    while (!str_is_null(text)) {
        Str item = next_item(&text);
        if (str_is_empty(item)) continue;
        if (str_eq_z(item, "/")) {
            p->posonly = p->pos;
            continue;
        }
        if (str_starts(item, STR("**"))) {
            p->kwargs = (int32_t)p->count++;
            p->kwargs_name = object_intern(ev, str_slice(item, 2, item.len));
            continue;
        }
        if (item.ptr[0] == '*') {
            kwonly = true;
            if (item.len > 1) {
                p->star = (int32_t)p->count++;
                p->star_name = object_intern(ev, str_slice(item, 1, item.len));
            }
            p->kwonly_at = p->count;
            continue;
        }
        size_t eq = str_find_char(item, '=');
        Str name = str_trim(str_slice(item, 0, eq == STR_NPOS ? item.len : eq));
        if (eq != STR_NPOS)
            p->defaults[p->count] = parse_default(ev, str_trim(str_slice(item, eq + 1, item.len)),
                                                  &p->optional[p->count]);
        p->names[p->pos + p->kwonly] = object_intern(ev, name);
        if (kwonly)
            p->kwonly++;
        else
            p->pos++;
        p->count++;
    }
    if (!kwonly) p->kwonly_at = p->pos;
    return p;
}

Params *args_params(Eval *ev, const char *notation)
{
    Str text = notation ? str_z(notation) : STR("");
    Params *p = map_find(&ev->params, text);
    if (p) return p;
    p = parse_notation(ev, text);
    map_put(&ev->params, &ev->arena, arena_str(&ev->arena, text), p);
    return p;
}

/* ---- messages ---- */

static bool too_many(Eval *ev, const Params *p, FnName fn, size_t defaults, size_t given,
                     const Value *slots)
{
    size_t kwonly_given = 0;
    for (uint32_t i = 0; i < p->kwonly; i++)
        kwonly_given += !value_is_unset(slots[p->kwonly_at + i]);
    char takes[64], extra[96] = "";
    bool plural = p->pos != 1;
    if (defaults) {
        snprintf(takes, sizeof takes, "from %zu to %u", p->pos - defaults, p->pos);
        plural = true;
    } else {
        snprintf(takes, sizeof takes, "%u", p->pos);
    }
    if (kwonly_given)
        snprintf(extra, sizeof extra, " positional argument%s (and %zu keyword-only argument%s)",
                 given != 1 ? "s" : "", kwonly_given, kwonly_given != 1 ? "s" : "");
    return eval_raise(ev, "TypeError",
                      "%.*s%s%.*s() takes %s positional argument%s but %zu%s %s given", FN_ARG(fn),
                      takes, plural ? "s" : "", given, extra,
                      given == 1 && !kwonly_given ? "was" : "were");
}

static bool missing(Eval *ev, const Params *p, FnName fn, const char *how, uint32_t from,
                    uint32_t n, const bool *lacks)
{
    StrBuf b = {0};
    size_t count = 0, seen = 0;
    for (uint32_t i = 0; i < n; i++) count += lacks[i];
    for (uint32_t i = 0; i < n; i++) {
        if (!lacks[i]) continue;
        if (seen) strbuf_push_z(&b, count == 2 ? " and " : seen + 1 == count ? ", and " : ", ");
        strbuf_fmt(&b, "'%s'", p->names[from + i]->data);
        seen++;
    }
    eval_raise(ev, "TypeError", "%.*s%s%.*s() missing %zu required %s argument%s: %s", FN_ARG(fn),
               count, how, count == 1 ? "" : "s", b.ptr);
    strbuf_deinit(&b);
    return false;
}

/* ---- binding ---- */

static int32_t keyword_slot(const Params *p, StrObject *name)
{
    for (uint32_t i = p->posonly; i < p->pos + p->kwonly; i++)
        if (p->names[i] == name) return (int32_t)(i < p->pos ? i : p->kwonly_at + (i - p->pos));
    return -1;
}

static bool unexpected_keyword(Eval *ev, const Params *p, FnName fn, const Call *call,
                               StrObject *name)
{
    StrBuf b = {0};
    for (uint32_t i = 0; i < p->posonly; i++)
        for (size_t k = 0; k < call->nkw; k++)
            if (value_is_str(call->kwnames[k]) &&
                str_eq_z(value_as_str(call->kwnames[k]), p->names[i]->data))
                strbuf_fmt(&b, "%s%s", b.len ? ", " : "", p->names[i]->data);
    if (b.len) {
        eval_raise(
            ev, "TypeError",
            "%.*s%s%.*s() got some positional-only arguments passed as keyword arguments: '%s'",
            FN_ARG(fn), b.ptr);
        strbuf_deinit(&b);
        return false;
    }
    return eval_raise(ev, "TypeError", "%.*s%s%.*s() got an unexpected keyword argument '%s'",
                      FN_ARG(fn), name->data);
}

static bool bind_keywords(Eval *ev, const Params *p, FnName fn, const Call *call, Value *slots)
{
    for (size_t i = 0; i < call->nkw; i++) {
        if (!value_is_str(call->kwnames[i]))
            return eval_raise(ev, "TypeError", "keywords must be strings");
        StrObject *name = value_str_object(call->kwnames[i]);
        if (!(name->head.flags & OBJECT_INTERNED)) name = object_intern(ev, object_str_view(name));
        int32_t at = keyword_slot(p, name);
        if (at < 0) {
            if (p->kwargs < 0) return unexpected_keyword(ev, p, fn, call, name);
            Table *t = &OBJECT_AS(DictObject, slots[p->kwargs])->table;
            if (table_find_name(t, name))
                return eval_raise(ev, "TypeError",
                                  "%.*s%s%.*s() got multiple values for keyword argument '%s'",
                                  FN_ARG(fn), name->data);
            table_put_name(ev, t, name, call->kwvalues[i]);
            continue;
        }
        if (!value_is_unset(slots[at]))
            return eval_raise(ev, "TypeError", "%.*s%s%.*s() got multiple values for argument '%s'",
                              FN_ARG(fn), name->data);
        slots[at] = call->kwvalues[i];
    }
    return true;
}

static bool fill_positional(Eval *ev, const Params *p, FnName fn, Value defaults, Value *slots)
{
    size_t have = p->defaults ? 0 : value_seq_len(defaults);
    uint32_t required = p->pos - (uint32_t)(have < p->pos ? have : p->pos);
    bool lacking = false;
    bool lacks_small[32];
    bool *lacks = p->pos <= 32 ? lacks_small : ARENA_ARRAY(&ev->arena, bool, p->pos);
    for (uint32_t i = 0; i < p->pos; i++) {
        lacks[i] = false;
        if (!value_is_unset(slots[i])) continue;
        if (p->defaults) {
            slots[i] = p->defaults[i];
            lacks[i] = value_is_unset(slots[i]) && !p->optional[i];
        } else if (i >= required) {
            slots[i] = value_seq_items(defaults)[have - (p->pos - i)];
        } else {
            lacks[i] = true;
        }
        lacking |= lacks[i];
    }
    if (lacking) return missing(ev, p, fn, "positional", 0, p->pos, lacks);
    return true;
}

static bool fill_kwonly(Eval *ev, const Params *p, FnName fn, Value kwdefaults, Value *slots)
{
    bool lacking = false;
    bool lacks_small[32];
    bool *lacks = p->kwonly <= 32 ? lacks_small : ARENA_ARRAY(&ev->arena, bool, p->kwonly);
    for (uint32_t i = 0; i < p->kwonly; i++) {
        uint32_t at = p->kwonly_at + i;
        lacks[i] = false;
        if (!value_is_unset(slots[at])) continue;
        if (p->defaults) {
            slots[at] = p->defaults[at];
            lacks[i] = value_is_unset(slots[at]) && !p->optional[at];
        } else {
            TableEntry *e = value_is_dict(kwdefaults)
                                ? table_find_name(&OBJECT_AS(DictObject, kwdefaults)->table,
                                                  p->names[p->pos + i])
                                : NULL;
            if (e)
                slots[at] = e->item;
            else
                lacks[i] = true;
        }
        lacking |= lacks[i];
    }
    if (lacking) return missing(ev, p, fn, "keyword-only", p->pos, p->kwonly, lacks);
    return true;
}

static size_t default_count(const Params *p, Value defaults)
{
    if (!p->defaults) return value_seq_len(defaults);
    size_t n = 0;
    for (uint32_t i = 0; i < p->pos; i++) n += p->optional[i] || !value_is_unset(p->defaults[i]);
    return n;
}

bool args_bind(Eval *ev, const Params *p, FnName fn, Value defaults, Value kwdefaults,
               const Call *call, Value *slots)
{
    size_t shift = value_is_unset(call->self) ? 0 : 1;
    size_t given = call->n + shift;
    size_t take = given < p->pos ? given : p->pos;
    if (shift && take) slots[0] = call->self;
    for (size_t i = shift; i < take; i++) slots[i] = call->pos[i - shift];
    if (p->star >= 0) {
        size_t extra = given - take;
        TupleObject *t = object_tuple_new(ev, extra);
        for (size_t i = 0; i < extra; i++) {
            size_t at = take + i;
            t->items[i] = shift && at == 0 ? call->self : call->pos[at - shift];
        }
        slots[p->star] = value_of(t);
    }
    if (p->kwargs >= 0) slots[p->kwargs] = value_dict(ev);
    if (call->nkw && !bind_keywords(ev, p, fn, call, slots)) return false;
    if (given > p->pos && p->star < 0)
        return too_many(ev, p, fn, default_count(p, defaults), given, slots);
    if (take < p->pos && !fill_positional(ev, p, fn, defaults, slots)) return false;
    return p->kwonly == 0 || fill_kwonly(ev, p, fn, kwdefaults, slots);
}
