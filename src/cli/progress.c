#include "cli/progress.h"

#include <stdio.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "os/terminal.h"

Progress progress_new(bool live) { return (Progress){.live = live}; }

void progress_clear(Progress *p)
{
    if (p->shown) fprintf(stderr, "\r\033[K");
    p->shown = false;
}

/* "850 ms", "12.3 s" */
static void push_time(StrBuf *b, double seconds)
{
    if (seconds < 1)
        strbuf_fmt(b, "%.0f ms", seconds * 1000);
    else
        strbuf_fmt(b, "%.1f s", seconds);
}

static void push_step(StrBuf *b, const RetortStep *s)
{
    Str text = str_z(s->text);
    size_t line = str_find_char(text, '\n');
    strbuf_fmt(b, "[%zu/%zu] ", s->index, s->count);
    strbuf_push(b, str_slice(text, 0, line == STR_NPOS ? text.len : line));
}

/* A line that wraps cannot be taken away again. */
static Str fit(const StrBuf *b)
{
    int width = terminal_width(2);
    Str s = strbuf_view(b);
    return width > 1 ? str_slice(s, 0, utf8_offset(s, (size_t)width - 1)) : s;
}

void progress_step(Progress *p, const RetortStep *s)
{
    StrBuf b = {0};
    if (s->done) {
        p->done++;
        p->seconds += s->seconds;
    }
    if (!p->live) return;
    progress_clear(p);
    push_step(&b, s);
    if (s->done) {
        strbuf_push_z(&b, ": ");
        push_time(&b, s->seconds);
        fprintf(stderr, "%s\n", b.ptr);
    } else {
        strbuf_push_z(&b, " ...");
        Str shown = fit(&b);
        fprintf(stderr, "%.*s", STR_ARG(shown));
        fflush(stderr);
        p->shown = true;
    }
    strbuf_deinit(&b);
}

void progress_summary(Progress *p, const char *verb)
{
    StrBuf b = {0};
    progress_clear(p);
    strbuf_fmt(&b, "%zu revision%s %s", p->done, p->done == 1 ? "" : "s", verb);
    if (p->done) {
        strbuf_push_z(&b, " in ");
        push_time(&b, p->seconds);
    }
    fprintf(stderr, "%s\n", b.ptr);
    strbuf_deinit(&b);
}
