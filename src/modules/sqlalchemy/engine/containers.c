/* Types whose values are containers in Python and texts on the wire: MySQL's SET, a Python set, and
 * PostgreSQL's HSTORE, a dict. */
#include "base/strbuf.h"
#include "modules/sqlalchemy/engine/internal.h"

static bool is_set(const SqlType *t)
{
    return type_class_is_a(t->cls, "SET") && !type_get_bool(t, "retrieve_as_bitwise", false);
}

static bool is_hstore(const SqlType *t) { return type_class_is_a(t->cls, "HSTORE"); }

bool engine_is_container(const SqlType *t) { return is_set(t) || is_hstore(t); }

/* ---- to the server ---- */

static void join(Arena *out, SqlValue *value)
{
    StrBuf b = {0};
    for (size_t i = 0; i < value->as.list.len; i++) {
        const SqlValue *item = &value->as.list.items[i];
        if (i) strbuf_push_char(&b, ',');
        if (item->kind == SQL_VALUE_STR) strbuf_push(&b, item->as.text);
    }
    *value = sql_value_str(strbuf_finish(&b, out));
}

/* Keys and values are texts, or NULL. */
static bool refuse_item(const SqlValue *item, Err *err)
{
    Str shown = sql_value_repr(item, err->arena);
    return err_raise(err, ERR_SCRIPT, "ValueError", "%.*s in hstore is not a string.",
                     STR_ARG(shown));
}

static bool hstore_text(Arena *out, SqlValue *value, Err *err)
{
    StrBuf b = {0};
    const SqlValue *items = value->as.list.items;
    for (size_t i = 0; i + 1 < value->as.list.len; i += 2) {
        bool null = items[i + 1].kind == SQL_VALUE_NULL;
        bool texts = items[i].kind == SQL_VALUE_STR && (null || items[i + 1].kind == SQL_VALUE_STR);
        if (!texts) {
            strbuf_deinit(&b);
            return refuse_item(items[i].kind == SQL_VALUE_STR ? &items[i + 1] : &items[i], err);
        }
        if (i) strbuf_push_z(&b, ", ");
        strbuf_push_quoted(&b, items[i].as.text);
        strbuf_push_z(&b, "=>");
        if (null)
            strbuf_push_z(&b, "NULL");
        else
            strbuf_push_quoted(&b, items[i + 1].as.text);
    }
    *value = sql_value_str(strbuf_finish(&b, out));
    return true;
}

bool engine_container_bind(const SqlType *t, Arena *out, SqlValue *value, Err *err)
{
    if (value->kind == SQL_VALUE_LIST && is_set(t)) join(out, value);
    return value->kind != SQL_VALUE_DICT || !is_hstore(t) || hstore_text(out, value, err);
}

/* ---- from the server ---- */

static bool read_set(Eval *ev, Str text, Value *out)
{
    *out = value_set(ev);
    eval_root_push(ev, *out);
    bool ok = true;
    for (size_t at = 0; ok && at < text.len;) {
        Str rest = str_slice(text, at, text.len);
        size_t comma = str_find_char(rest, ',');
        Str item = comma == STR_NPOS ? rest : str_slice(rest, 0, comma);
        if (item.len) ok = value_set_add(ev, *out, value_str(ev, item));
        at += item.len + 1;
    }
    eval_root_pop(ev, 1);
    return ok;
}

/* "a\"b" or NULL at s[*at], past which it goes. */
static Str read_part(Str s, size_t *at, Arena *out, bool *null)
{
    StrBuf b = {0};
    bool quoted = *at < s.len && s.ptr[*at] == '"';
    *null = !quoted;
    for (*at += quoted; *at < s.len; (*at)++) {
        char ch = s.ptr[*at];
        if (quoted ? ch == '"' : ch == ',' || ch == ' ') break;
        if (quoted && ch == '\\' && *at + 1 < s.len) ch = s.ptr[++*at];
        strbuf_push_char(&b, ch);
    }
    *at += quoted;
    return strbuf_finish(&b, out);
}

static bool read_hstore(Eval *ev, Str text, Value *out)
{
    Arena scratch = {0};
    *out = value_dict(ev);
    eval_root_push(ev, *out);
    for (size_t at = 0; at < text.len;) {
        bool null;
        Str key = read_part(text, &at, &scratch, &null);
        if (!str_starts(str_slice(text, at, text.len), STR("=>"))) break;
        at += 2;
        Str item = read_part(text, &at, &scratch, &null);
        value_dict_put_str(ev, *out, key, null ? value_none() : value_str(ev, item));
        while (at < text.len && (text.ptr[at] == ',' || text.ptr[at] == ' ')) at++;
    }
    eval_root_pop(ev, 1);
    arena_release(&scratch);
    return true;
}

bool engine_container_read(Eval *ev, const SqlType *t, Str text, Value *out, bool *read)
{
    *read = true;
    if (is_set(t)) return read_set(ev, text, out);
    if (is_hstore(t)) return read_hstore(ev, text, out);
    return !(*read = false);
}
