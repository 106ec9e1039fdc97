#include "base/diag.h"

#include "base/utf8.h"

/* A generated line can be megabytes; nobody reads past this many columns. */
enum { EXCERPT_COLUMNS = 160 };

void diag_render_excerpt(StrBuf *out, SourcePos pos)
{
    if (!pos.file) return;
    size_t line = source_line(pos.file, pos.span.start);
    size_t col = source_column(pos.file, pos.span.start);
    Str text = source_line_text(pos.file, line);
    size_t width = utf8_count(text);
    if (col > EXCERPT_COLUMNS) return;
    Str shown = str_slice(text, 0, utf8_offset(text, EXCERPT_COLUMNS));
    strbuf_fmt(out, "%6zu | %.*s\n       | ", line, STR_ARG(shown));
    /* Tabs are repeated so that the caret stands below its character. */
    for (size_t i = 0, c = 1; c < col && i < text.len; c++) {
        strbuf_push_char(out, text.ptr[i] == '\t' ? '\t' : ' ');
        utf8_next(text, &i);
    }
    size_t end = source_line(pos.file, pos.span.end) == line ? source_column(pos.file, pos.span.end)
                                                              : width + 1;
    if (end > EXCERPT_COLUMNS) end = EXCERPT_COLUMNS;
    strbuf_push_char(out, '^');
    if (end > col + 1) strbuf_pad(out, '~', end - col - 1);
    strbuf_push_char(out, '\n');
}

void diag_render(StrBuf *out, SourcePos pos, Str message)
{
    if (pos.file)
        strbuf_fmt(out, "%.*s:%zu:%zu: ", STR_ARG(pos.file->path),
                   source_line(pos.file, pos.span.start), source_column(pos.file, pos.span.start));
    strbuf_fmt(out, "%.*s\n", STR_ARG(message));
    diag_render_excerpt(out, pos);
}
