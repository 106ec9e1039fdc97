#include "cli/message.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/style.h"

enum { INDENT = 2 };

/* Length of the next piece that is not to be broken: a run of blanks, or a word up to a hyphen
 * between letters. */
static size_t chunk_length(Str s)
{
    size_t n = 0;
    if (isspace((unsigned char)s.ptr[0])) {
        while (n < s.len && isspace((unsigned char)s.ptr[n])) n++;
        return n;
    }
    while (n < s.len && !isspace((unsigned char)s.ptr[n])) {
        n++;
        bool hyphen = s.ptr[n - 1] == '-' && n > 2 && isalpha((unsigned char)s.ptr[n - 2]) &&
                      isalpha((unsigned char)s.ptr[n - 3]) && n + 1 < s.len &&
                      isalpha((unsigned char)s.ptr[n]) && isalpha((unsigned char)s.ptr[n + 1]);
        if (hyphen) break;
    }
    return n;
}

static void drop_trailing_blanks(StrBuf *out)
{
    while (out->len > INDENT && out->ptr[out->len - 1] == ' ') strbuf_truncate(out, out->len - 1);
}

void message_wrap(Str text, size_t width, StrBuf *out)
{
    size_t room = width > INDENT ? width - INDENT : 1, used = 0;
    strbuf_pad(out, ' ', INDENT);
    while (text.len) {
        size_t n = chunk_length(text);
        Str chunk = str_slice(text, 0, n);
        bool blank = isspace((unsigned char)chunk.ptr[0]);
        size_t columns = utf8_count(chunk);
        if (!blank && columns > room && used < room) {
            /* A word that no line can hold begins right here. */
            n = utf8_offset(chunk, room - used);
            chunk = str_slice(chunk, 0, n);
            columns = room - used;
        } else if (used && used + columns > room) {
            drop_trailing_blanks(out);
            strbuf_push_char(out, '\n');
            strbuf_pad(out, ' ', INDENT);
            used = 0;
            if (!blank) continue;
        }
        if (blank && used == 0) {
            text = str_slice(text, n, text.len);
            continue;
        }
        if (blank)
            strbuf_pad(out, ' ', columns);
        else
            strbuf_push(out, chunk);
        used += columns;
        text = str_slice(text, n, text.len);
    }
    drop_trailing_blanks(out);
}

static void say(const char *text, const char *end, int width)
{
    if (width <= 0) {
        printf("%s%s", text, end);
        return;
    }
    StrBuf b = {0};
    message_wrap(str_z(text), (size_t)width, &b);
    printf("%s%s", b.ptr, end);
    strbuf_deinit(&b);
}

/* Messages that Alembic prints in spite of --quiet, because its code forgets to pass it on: only
 * `init` forgets it for the files that it generates. */
static bool ignores_quiet(const char *text, const char *command)
{
    return (strcmp(command, "init") == 0 && str_starts(str_z(text), STR("Generating "))) ||
           str_starts(str_z(text), STR("Appending to ")) ||
           str_starts(str_z(text), STR("Running post write hook")) ||
           str_contains(str_z(text), STR("already has a [tool.alembic] section"));
}

void message_status(RetortPhase phase, const char *text, const char *quiet_command, int width)
{
    static bool shown = true; /* whether the running START line was */
    switch (phase) {
    case RETORT_PHASE_LINE:
        if (!quiet_command || ignores_quiet(text, quiet_command)) say(text, "\n", width);
        if (quiet_command) shown = ignores_quiet(text, quiet_command);
        break;
    case RETORT_PHASE_START: {
        shown = !quiet_command || ignores_quiet(text, quiet_command);
        StrBuf b = {0};
        strbuf_fmt(&b, "%s ...", text);
        if (shown) say(b.ptr, "", width);
        strbuf_deinit(&b);
        break;
    }
    case RETORT_PHASE_DONE:
        if (shown) printf("  done\n");
        break;
    case RETORT_PHASE_FAILED:
        if (shown) printf("  FAILED\n");
        break;
    }
    fflush(stdout);
}

void message_failed(const char *text, bool quiet, bool colour, int width)
{
    if (quiet) return;
    StrBuf plain = {0}, shown = {0};
    strbuf_fmt(&plain, "FAILED: %s", text);
    if (width > 0)
        message_wrap(strbuf_view(&plain), (size_t)width, &shown);
    else
        strbuf_push(&shown, strbuf_view(&plain));
    /* Coloured after wrapping, which counts columns. */
    Str rest = strbuf_view(&shown);
    size_t at = str_find_char(rest, 'F'), word = sizeof "FAILED:" - 1;
    StrBuf b = {0};
    strbuf_push(&b, str_slice(rest, 0, at));
    style_push(&b, colour, STYLE_ERROR, str_slice(rest, at, at + word));
    strbuf_push(&b, str_slice(rest, at + word, rest.len));
    printf("%s\n", b.ptr);
    strbuf_deinit(&b);
    strbuf_deinit(&plain);
    strbuf_deinit(&shown);
}
