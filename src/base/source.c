#include "base/source.h"

#include "base/utf8.h"

SourceFile *source_file_new(Arena *a, Str path, Str text)
{
    SourceFile *f = ARENA_NEW(a, SourceFile);
    f->path = path;
    f->text = text;
    f->arena = a;
    return f;
}

static void index_lines(SourceFile *f)
{
    size_t n = 1;
    for (size_t i = 0; i < f->text.len; i++) n += f->text.ptr[i] == '\n';
    f->line_starts = ARENA_ARRAY(f->arena, uint32_t, n);
    f->line_count = 1;
    for (size_t i = 0; i < f->text.len; i++)
        if (f->text.ptr[i] == '\n') f->line_starts[f->line_count++] = (uint32_t)(i + 1);
}

size_t source_line(SourceFile *f, uint32_t offset)
{
    if (!f->line_starts) index_lines(f);
    size_t lo = 0, hi = f->line_count;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (f->line_starts[mid] <= offset) lo = mid;
        else hi = mid;
    }
    return lo + 1;
}

size_t source_column(SourceFile *f, uint32_t offset)
{
    size_t line = source_line(f, offset);
    size_t start = f->line_starts[line - 1];
    return utf8_count(str_slice(f->text, start, offset)) + 1;
}

Str source_line_text(SourceFile *f, size_t line)
{
    if (!f->line_starts) index_lines(f);
    if (line == 0 || line > f->line_count) return STR("");
    size_t start = f->line_starts[line - 1];
    size_t end = line < f->line_count ? f->line_starts[line] - 1 : f->text.len;
    return str_slice(f->text, start, end);
}
