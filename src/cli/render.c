#include "cli/render.h"

#include <string.h>

#include "cli/style.h"

static void push_joined(StrBuf *out, const char *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++) strbuf_fmt(out, "%s%s", i ? ", " : "", items[i]);
}

static void push_parents(const RetortRevision *r, StrBuf *out)
{
    if (r->down_count)
        push_joined(out, r->down, r->down_count);
    else
        strbuf_push_z(out, "<base>");
}

/* " (head)" */
static void push_mark(bool shown, Style style, const char *word, bool colour, StrBuf *out)
{
    if (!shown) return;
    strbuf_push_z(out, " (");
    style_push(out, colour, style, str_z(word));
    strbuf_push_char(out, ')');
}

void render_line(const RetortRevision *r, RenderOptions o, StrBuf *out)
{
    if (o.parents) {
        push_parents(r, out);
        if (r->depends_on_count) {
            strbuf_push_z(out, " (");
            push_joined(out, r->depends_on, r->depends_on_count);
            strbuf_push_char(out, ')');
        }
        strbuf_push_z(out, " -> ");
    }
    style_push(out, o.colour, STYLE_ID, str_z(r->id));
    if (o.labels && r->label_count) {
        strbuf_push_z(out, " (");
        style_begin(out, o.colour, STYLE_LABEL);
        push_joined(out, r->labels, r->label_count);
        style_end(out, o.colour);
        strbuf_push_char(out, ')');
    }
    push_mark(r->is_head, STYLE_HEAD, "head", o.colour, out);
    push_mark(r->is_effective_head, STYLE_HEAD, "effective head", o.colour, out);
    push_mark(r->is_current, STYLE_CURRENT, "current", o.colour, out);
    push_mark(o.tree && r->is_branchpoint, STYLE_DIM, "branchpoint", o.colour, out);
    push_mark(o.tree && r->is_mergepoint, STYLE_DIM, "mergepoint", o.colour, out);
    if (o.doc) strbuf_fmt(out, ", %s", r->doc);
}

/* str.splitlines' line ends that occur in text: \n, \r, \r\n, \v, \f. */
static void push_indented(Str text, StrBuf *out)
{
    bool first = true;
    while (text.len) {
        size_t n = 0;
        while (n < text.len && !(text.ptr[n] && strchr("\n\r\v\f", text.ptr[n]))) n++;
        if (!first) strbuf_push_char(out, '\n');
        first = false;
        strbuf_push_z(out, "    ");
        strbuf_push(out, str_slice(text, 0, n));
        bool crlf = n + 1 < text.len && text.ptr[n] == '\r' && text.ptr[n + 1] == '\n';
        text = str_slice(text, n + (crlf ? 2 : 1), text.len);
    }
}

void render_record(const RetortRevision *r, bool colour, StrBuf *out)
{
    strbuf_push_z(out, "Rev: ");
    style_push(out, colour, STYLE_ID, str_z(r->id));
    push_mark(r->is_head || r->is_effective_head, STYLE_HEAD, "head", colour, out);
    push_mark(r->is_branchpoint, STYLE_DIM, "branchpoint", colour, out);
    push_mark(r->is_mergepoint, STYLE_DIM, "mergepoint", colour, out);
    push_mark(r->is_current, STYLE_CURRENT, "current", colour, out);
    strbuf_push_char(out, '\n');
    strbuf_push_z(out, r->is_mergepoint ? "Merges: " : "Parent: ");
    push_parents(r, out);
    strbuf_push_char(out, '\n');
    const struct {
        const char *title;
        const char *const *items;
        size_t n;
    } lists[] = {{"Also depends on: ", r->depends_on, r->depends_on_count},
                 {"Branches into: ", r->children, r->is_branchpoint ? r->child_count : 0},
                 {"Branch names: ", r->labels, r->label_count}};
    for (size_t i = 0; i < 3; i++) {
        if (!lists[i].n) continue;
        strbuf_push_z(out, lists[i].title);
        push_joined(out, lists[i].items, lists[i].n);
        strbuf_push_char(out, '\n');
    }
    strbuf_fmt(out, "Path: %s\n\n", r->path);
    push_indented(str_z(r->long_doc), out);
    strbuf_push_char(out, '\n');
}
