/* _json: what prelude/json needs in C. Writing is here, reading in json_decode.c. */
#include "modules/stdlib/json.h"

#include <math.h>

#include "base/utf8.h"
#include "eval/float_text.h"
#include "modules/stdlib/modules.h"

/* Nesting beyond this is a RecursionError; also stops circular structures that check_circular
 * was told to ignore. */
enum { MAX_DEPTH = 500 };

typedef struct Writer {
    Eval *ev;
    StrBuf out;
    Str indent; /* null = one line */
    Str item_separator, key_separator;
    bool ensure_ascii, sort_keys, skip_keys, allow_nan;
    Value fallback;        /* default= or None */
    Value open[MAX_DEPTH]; /* containers being written, against circles */
} Writer;

static bool write_value(Writer *w, Value v, int depth);

void json_push_string(StrBuf *b, Str s, bool ensure_ascii)
{
    strbuf_push_char(b, '"');
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, &i);
        switch (cp) {
        case '"': strbuf_push_z(b, "\\\""); continue;
        case '\\': strbuf_push_z(b, "\\\\"); continue;
        case '\n': strbuf_push_z(b, "\\n"); continue;
        case '\r': strbuf_push_z(b, "\\r"); continue;
        case '\t': strbuf_push_z(b, "\\t"); continue;
        case '\f': strbuf_push_z(b, "\\f"); continue;
        case '\b': strbuf_push_z(b, "\\b"); continue;
        default: break;
        }
        if (cp >= 32 && (cp < 127 || !ensure_ascii)) {
            strbuf_push(b, str_slice(s, at, i));
        } else if (cp < 0x10000) {
            strbuf_fmt(b, "\\u%04x", cp);
        } else { /* a surrogate pair */
            cp -= 0x10000;
            strbuf_fmt(b, "\\u%04x\\u%04x", 0xD800 + (cp >> 10), 0xDC00 + (cp & 0x3FF));
        }
    }
    strbuf_push_char(b, '"');
}

static bool write_float(Writer *w, double d)
{
    if (isfinite(d)) {
        float_text_repr(&w->out, d);
        return true;
    }
    if (!w->allow_nan)
        return eval_raise(w->ev, "ValueError", "Out of range float values are not JSON compliant");
    strbuf_push_z(&w->out, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    return true;
}

static void newline(Writer *w, int depth)
{
    if (str_is_null(w->indent)) return;
    strbuf_push_char(&w->out, '\n');
    for (int i = 0; i < depth; i++) strbuf_push(&w->out, w->indent);
}

static bool enter(Writer *w, Value v, int depth)
{
    if (depth >= MAX_DEPTH)
        return eval_raise(w->ev, "RecursionError",
                          "maximum recursion depth exceeded while encoding a JSON object");
    for (int i = 0; i < depth; i++) {
        if (value_is(w->open[i], v))
            return eval_raise(w->ev, "ValueError", "Circular reference detected");
    }
    w->open[depth] = v;
    return true;
}

static bool write_list(Writer *w, Value v, int depth)
{
    if (!enter(w, v, depth)) return false;
    strbuf_push_char(&w->out, '[');
    for (size_t i = 0; i < value_seq_len(v); i++) {
        if (i) strbuf_push(&w->out, w->item_separator);
        newline(w, depth + 1);
        if (!write_value(w, value_seq_items(v)[i], depth + 1)) return false;
    }
    if (value_seq_len(v)) newline(w, depth);
    strbuf_push_char(&w->out, ']');
    return true;
}

/* The text of a key; *skip when skipkeys drops it. */
static bool write_key(Writer *w, Value key, bool *skip)
{
    StrBuf text = {0};
    int64_t i;
    *skip = false;
    if (value_is_str(key)) {
        strbuf_push(&text, value_as_str(key));
    } else if (value_is_none(key)) {
        strbuf_push_z(&text, "null");
    } else if (value_is_bool(key)) {
        strbuf_push_z(&text, key.as.boolean ? "true" : "false");
    } else if (key.kind == VALUE_FLOAT) {
        float_text_repr(&text, key.as.real);
    } else if (value_as_int(key, &i)) {
        strbuf_fmt(&text, "%lld", (long long)i);
    } else if (w->skip_keys) {
        *skip = true;
        return true;
    } else {
        return eval_raise(w->ev, "TypeError",
                          "keys must be str, int, float, bool or None, not %.*s",
                          STR_ARG(value_type_name(w->ev, key)));
    }
    json_push_string(&w->out, strbuf_view(&text), w->ensure_ascii);
    strbuf_deinit(&text);
    return true;
}

static bool write_dict(Writer *w, Value v, int depth)
{
    Value keys, key, item;
    if (!enter(w, v, depth) || !eval_to_list(w->ev, v, &keys)) return false;
    eval_root_push(w->ev, keys);
    bool ok = !w->sort_keys || eval_call_method(w->ev, keys, "sort", NULL, 0, &item);
    bool first = true;
    strbuf_push_char(&w->out, '{');
    for (size_t i = 0; i < value_seq_len(keys) && ok; i++) {
        bool skip;
        size_t mark = w->out.len;
        key = value_seq_items(keys)[i];
        if (!first) strbuf_push(&w->out, w->item_separator);
        newline(w, depth + 1);
        ok = write_key(w, key, &skip);
        if (ok && skip) {
            strbuf_truncate(&w->out, mark);
            continue;
        }
        first = false;
        strbuf_push(&w->out, w->key_separator);
        ok = ok && eval_getitem(w->ev, v, key, &item) && write_value(w, item, depth + 1);
    }
    if (!first) newline(w, depth);
    strbuf_push_char(&w->out, '}');
    eval_root_pop(w->ev, 1);
    return ok;
}

static bool write_value(Writer *w, Value v, int depth)
{
    Eval *ev = w->ev;
    Value text;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a JSON value");
    if (value_is_none(v)) {
        strbuf_push_z(&w->out, "null");
    } else if (value_is_bool(v)) {
        strbuf_push_z(&w->out, v.as.boolean ? "true" : "false");
    } else if (value_is_str(v)) {
        json_push_string(&w->out, value_as_str(v), w->ensure_ascii);
    } else if (v.kind == VALUE_INT) {
        strbuf_fmt(&w->out, "%lld", (long long)v.as.integer);
    } else if (value_object_kind(v) == OBJECT_BIGINT) { /* also members of an IntEnum */
        Value plain;
        if (!eval_binary(ev, OPERATOR_ADD, v, value_int(0), &plain) || !eval_repr(ev, plain, &text))
            return false;
        strbuf_push(&w->out, value_as_str(text));
    } else if (v.kind == VALUE_FLOAT) {
        return write_float(w, v.as.real);
    } else if (value_is_list(v) || value_is_tuple(v)) {
        return write_list(w, v, depth);
    } else if (value_is_dict(v)) {
        return write_dict(w, v, depth);
    } else if (!value_is_none(w->fallback)) {
        Value replaced;
        if (!enter(w, v, depth)) return false;
        if (!eval_call(ev, w->fallback, &v, 1, value_unset(), &replaced)) return false;
        eval_root_push(ev, replaced);
        bool ok = write_value(w, replaced, depth + 1);
        eval_root_pop(ev, 1);
        return ok;
    } else {
        return eval_raise(ev, "TypeError", "Object of type %.*s is not JSON serializable",
                          STR_ARG(value_type_name(ev, v)));
    }
    return true;
}

static bool separators(Eval *ev, Value v, Writer *w)
{
    w->item_separator = str_is_null(w->indent) ? STR(", ") : STR(",");
    w->key_separator = STR(": ");
    if (value_is_none(v)) return true;
    if ((!value_is_tuple(v) && !value_is_list(v)) || value_seq_len(v) != 2)
        return eval_raise(ev, "ValueError", "separators must be a pair of strings");
    return util_str(ev, value_seq_items(v)[0], "a separator", &w->item_separator) &&
           util_str(ev, value_seq_items(v)[1], "a separator", &w->key_separator);
}

/* a->v from `at` on: skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators,
 * default, sort_keys. */
static bool options(Eval *ev, const Value *v, Writer *w, StrBuf *indent)
{
    int64_t n;
    bool ok = eval_truth(ev, v[0], &w->skip_keys) && eval_truth(ev, v[1], &w->ensure_ascii) &&
              eval_truth(ev, v[3], &w->allow_nan) && eval_truth(ev, v[8], &w->sort_keys);
    if (!ok) return false;
    w->fallback = v[7];
    w->indent = STR_NULL;
    if (value_is_str(v[5])) {
        w->indent = value_as_str(v[5]);
    } else if (!value_is_none(v[5])) {
        if (!util_int(ev, v[5], "indent", &n)) return false;
        strbuf_pad(indent, ' ', n > 0 ? (size_t)n : 0);
        strbuf_push_z(indent, "");
        w->indent = (Str){indent->ptr ? indent->ptr : "", indent->len};
    }
    if (value_as_class(v[4]) && value_is_none(w->fallback)) {
        /* A JSONEncoder subclass: its default() method is what it was made for. */
        Value encoder;
        if (!eval_call(ev, v[4], NULL, 0, value_unset(), &encoder)) return false;
        eval_root_push(ev, encoder);
        ok = eval_getattr(ev, encoder, STR("default"), &w->fallback);
        eval_root_pop(ev, 1);
        if (!ok) return false;
    }
    return separators(ev, v[6], w);
}

static bool dumps(Eval *ev, Value v, const Value *opts, Value *out)
{
    StrBuf indent = {0};
    Writer *w = ARENA_NEW(eval_arena(ev), Writer);
    w->ev = ev;
    bool ok = options(ev, opts, w, &indent);
    eval_root_push(ev, w->fallback);
    ok = ok && write_value(w, v, 0);
    eval_root_pop(ev, 1);
    strbuf_deinit(&indent);
    return util_finish_if(ev, &w->out, ok, out);
}

static bool json_dumps(Eval *ev, Args *a, Value *out) { return dumps(ev, a->v[0], a->v + 1, out); }

static bool json_dump(Eval *ev, Args *a, Value *out)
{
    Value text, ignored;
    return dumps(ev, a->v[0], a->v + 2, &text) &&
           eval_call_method(ev, a->v[1], "write", &text, 1, &ignored);
}

/* ---- JSONEncoder: only what subclasses override ---- */

static bool encoder_init(Eval *ev, Value self, Args *a) { return true; }

static bool encoder_default(Eval *ev, Args *a, Value *out)
{
    return eval_raise(ev, "TypeError", "Object of type %.*s is not JSON serializable",
                      STR_ARG(value_type_name(ev, a->v[0])));
}

static bool encoder_encode(Eval *ev, Args *a, Value *out)
{
    Value opts[9] = {value_bool(false), value_bool(true), value_bool(true),
                     value_bool(true),  value_none(),     value_none(),
                     value_none(),      value_none(),     value_bool(false)};
    return eval_getattr(ev, a->self, STR("default"), &opts[7]) && dumps(ev, a->v[0], opts, out);
}

static const NativeMethod encoder_methods[] = {{"default", "o", encoder_default, NATIVE_METHOD},
                                               {"encode", "o", encoder_encode, NATIVE_METHOD},
                                               {0}};

static const NativeClass class_encoder = {.name = "JSONEncoder",
                                          .module = "json.encoder",
                                          .init_params = "*args, **kw",
                                          .init = encoder_init,
                                          .methods = encoder_methods};

#define DUMP_OPTIONS                                                                               \
    "*, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, "        \
    "indent=None, separators=None, default=None, sort_keys=False"

static const NativeMember members[] = {
    NATIVE_FN("dumps", "obj, " DUMP_OPTIONS, json_dumps),
    NATIVE_FN("dump", "obj, fp, " DUMP_OPTIONS, json_dump),
    NATIVE_FN("loads",
              "s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, "
              "parse_constant=None, object_pairs_hook=None",
              json_loads),
    NATIVE_FN("load",
              "fp, *, cls=None, object_hook=None, parse_float=None, parse_int=None, "
              "parse_constant=None, object_pairs_hook=None",
              json_load),
    NATIVE_CLASS("JSONEncoder", &class_encoder),
    NATIVE_END};

const NativeModule stdlib_json = {.name = "_json", .members = members};
