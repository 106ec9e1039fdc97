#include "cli/json.h"

#include "base/utf8.h"

static void push_quoted(StrBuf *b, Str s)
{
    strbuf_push_char(b, '"');
    for (size_t i = 0; i < s.len;) {
        uint32_t c = utf8_next(s, &i);
        char bytes[4];
        if (c == '"' || c == '\\')
            strbuf_fmt(b, "\\%c", (char)c);
        else if (c == '\n')
            strbuf_push_z(b, "\\n");
        else if (c == '\t')
            strbuf_push_z(b, "\\t");
        else if (c < 0x20 || c == 0x7f)
            strbuf_fmt(b, "\\u%04x", (unsigned)c);
        else
            strbuf_push(b, (Str){bytes, utf8_encode(c, bytes)});
    }
    strbuf_push_char(b, '"');
}

static void item(Json *j, const char *key)
{
    if (j->has_items) strbuf_push_char(&j->text, ',');
    if (j->depth) {
        strbuf_push_char(&j->text, '\n');
        strbuf_pad(&j->text, ' ', (size_t)j->depth * 2);
    }
    if (key) {
        push_quoted(&j->text, str_z(key));
        strbuf_push_z(&j->text, ": ");
    }
    j->has_items = true;
}

void json_open(Json *j, const char *key, char bracket)
{
    item(j, key);
    strbuf_push_char(&j->text, bracket);
    j->depth++;
    j->has_items = false;
}

void json_close(Json *j, char bracket)
{
    j->depth--;
    if (j->has_items) {
        strbuf_push_char(&j->text, '\n');
        strbuf_pad(&j->text, ' ', (size_t)j->depth * 2);
    }
    strbuf_push_char(&j->text, bracket);
    j->has_items = true;
}

void json_str(Json *j, const char *key, const char *z)
{
    if (!z) {
        json_null(j, key);
        return;
    }
    item(j, key);
    push_quoted(&j->text, str_z(z));
}

void json_bool(Json *j, const char *key, bool value)
{
    item(j, key);
    strbuf_push_z(&j->text, value ? "true" : "false");
}

void json_int(Json *j, const char *key, long long value)
{
    item(j, key);
    strbuf_fmt(&j->text, "%lld", value);
}

void json_null(Json *j, const char *key)
{
    item(j, key);
    strbuf_push_z(&j->text, "null");
}

static void strings(Json *j, const char *key, const char *const *items, size_t n)
{
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) json_str(j, NULL, items[i]);
    json_close(j, ']');
}

void json_begin(Json *j, const char *command)
{
    json_open(j, NULL, '{');
    json_int(j, "format", JSON_FORMAT);
    json_str(j, "command", command);
}

Str json_end(Json *j)
{
    json_close(j, '}');
    return strbuf_view(&j->text);
}

void json_deinit(Json *j) { strbuf_deinit(&j->text); }

void json_revision(Json *j, const RetortRevision *r, bool asked)
{
    json_open(j, NULL, '{');
    json_str(j, "id", r->id);
    strings(j, "down", r->down, r->down_count);
    strings(j, "depends_on", r->depends_on, r->depends_on_count);
    strings(j, "labels", r->labels, r->label_count);
    strings(j, "children", r->children, r->child_count);
    json_str(j, "message", r->doc);
    json_str(j, "doc", r->long_doc);
    json_str(j, "path", r->path);
    json_bool(j, "head", r->is_head);
    json_bool(j, "effective_head", r->is_effective_head);
    json_bool(j, "base", r->is_base);
    json_bool(j, "branchpoint", r->is_branchpoint);
    json_bool(j, "mergepoint", r->is_mergepoint);
    if (asked)
        json_bool(j, "current", r->is_current);
    else
        json_null(j, "current");
    json_close(j, '}');
}

void json_error(Json *j, const RetortError *e)
{
    json_open(j, "error", '{');
    json_int(j, "status", e->kind);
    json_str(j, "message", e->message);
    json_str(j, "hint", e->hint);
    json_str(j, "exception", e->exception);
    json_str(j, "context", e->context);
    json_str(j, "file", e->file);
    if (e->file) {
        json_int(j, "line", (long long)e->line);
        json_int(j, "column", (long long)e->column);
    } else {
        json_null(j, "line");
        json_null(j, "column");
    }
    json_str(j, "statement", e->statement);
    json_str(j, "remains", e->remains);
    json_str(j, "sqlstate", e->sqlstate && *e->sqlstate ? e->sqlstate : NULL);
    json_close(j, '}');
}
