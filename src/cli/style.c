#include "cli/style.h"

#include <stdlib.h>
#include <string.h>

#include "os/terminal.h"

bool style_wanted(int stream)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (no && *no) return false;
    return terminal_is(stream) && term && strcmp(term, "dumb") != 0;
}

void style_begin(StrBuf *out, bool on, Style style)
{
    static const char *const codes[] = {
        [STYLE_ID] = "33", [STYLE_LABEL] = "36",   [STYLE_HEAD] = "1;32", [STYLE_CURRENT] = "1;35",
        [STYLE_DIM] = "2", [STYLE_ERROR] = "1;31", [STYLE_HINT] = "36"};
    /* The six colours that are readable on black and on white. */
    static const int lanes[STYLE_LANE_COUNT] = {31, 32, 33, 34, 35, 36};
    if (!on) return;
    if (style >= STYLE_LANES)
        strbuf_fmt(out, "\033[%dm", lanes[(style - STYLE_LANES) % STYLE_LANE_COUNT]);
    else
        strbuf_fmt(out, "\033[%sm", codes[style]);
}

void style_end(StrBuf *out, bool on)
{
    if (on) strbuf_push_z(out, "\033[0m");
}

void style_push(StrBuf *out, bool on, Style style, Str text)
{
    style_begin(out, on, style);
    strbuf_push(out, text);
    style_end(out, on);
}
