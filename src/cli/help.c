#include <ctype.h>
#include <string.h>

#include "cli/option.h"

/* Usage and help in argparse's layout: the same columns, the same line breaks. */

enum { MAX_HELP_POSITION = 24, MIN_WIDTH = 11 };

Str option_metavar(const Option *o, Arena *a)
{
    Str s = arena_strz(a, o->dest);
    for (size_t i = 0; i < s.len; i++) ((char *)s.ptr)[i] = (char)toupper((unsigned char)s.ptr[i]);
    return s;
}

bool option_takes_value(const Option *o)
{
    return o->kind == OPTION_VALUE || o->kind == OPTION_LIST;
}

static Str command_braces(const OptionProgram *program, Arena *a)
{
    StrBuf b = {0};
    for (const Command *c = program->commands; c->name; c++)
        strbuf_fmt(&b, "%s%s", b.len ? "," : "{", c->name);
    strbuf_push_char(&b, '}');
    return strbuf_finish(&b, a);
}

/* ---- usage ---- */

static void push_option_part(const Option *o, Arena *a, StrVec *out)
{
    const char *name = o->short_name ? o->short_name : o->long_name;
    VEC_PUSH(a, out,
             option_takes_value(o) ? arena_fmt(a, "[%s %s]", name, option_metavar(o, a).ptr)
                                   : arena_fmt(a, "[%s]", name));
}

static void usage_parts(const OptionProgram *program, const Command *command, Arena *a,
                        StrVec *options, StrVec *positionals)
{
    push_option_part(&option_help_option, a, options);
    for (const Option *o = command ? command->options : program->options; o->dest; o++)
        push_option_part(o, a, options);
    if (!command) {
        VEC_PUSH(a, positionals, command_braces(program, a));
        VEC_PUSH(a, positionals, STR("..."));
        return;
    }
    for (const Positional *p = command->positionals; p->name; p++) {
        VEC_PUSH(a, positionals, str_z(p->name));
        if (p->many) VEC_PUSH(a, positionals, arena_fmt(a, "[%s ...]", p->name));
    }
}

/* Parts joined by blanks, broken before `width`; the first line starts at column `used`. */
static void push_lines(StrBuf *out, const StrVec *parts, size_t indent, size_t used, size_t width)
{
    bool first_on_line = true;
    size_t at = used;
    for (size_t i = 0; i < parts->len; i++) {
        if (!first_on_line && at + 1 + parts->items[i].len > width) {
            strbuf_push_char(out, '\n');
            strbuf_pad(out, ' ', indent);
            at = indent - 1;
            first_on_line = true;
        }
        if (!first_on_line) strbuf_push_char(out, ' ');
        strbuf_push(out, parts->items[i]);
        at += parts->items[i].len + 1;
        first_on_line = false;
    }
    strbuf_push_char(out, '\n');
}

void option_usage(const OptionProgram *program, const Command *command, int columns, StrBuf *out)
{
    Arena a = {0};
    size_t width = columns - 2 > MIN_WIDTH ? (size_t)columns - 2 : MIN_WIDTH;
    Str prog =
        command ? arena_fmt(&a, "%s %s", program->name, command->name) : str_z(program->name);
    StrVec options = {0}, positionals = {0};
    usage_parts(program, command, &a, &options, &positionals);
    size_t prefix = strlen("usage: "), total = prefix + prog.len;
    for (size_t i = 0; i < options.len; i++) total += 1 + options.items[i].len;
    for (size_t i = 0; i < positionals.len; i++) total += 1 + positionals.items[i].len;
    strbuf_fmt(out, "usage: %s ", prog.ptr);
    size_t indent = prefix + prog.len + 1;
    if (total <= width) {
        for (size_t i = 0; i < positionals.len; i++) VEC_PUSH(&a, &options, positionals.items[i]);
        push_lines(out, &options, indent, 0, (size_t)-1);
    } else {
        push_lines(out, &options, indent, indent - 1, width);
        if (positionals.len) {
            strbuf_pad(out, ' ', indent);
            push_lines(out, &positionals, indent, indent - 1, width);
        }
    }
    arena_release(&a);
}

/* ---- help ---- */

static Str invocation(const Option *o, Arena *a)
{
    StrBuf b = {0};
    const char *names[] = {o->short_name, o->long_name};
    for (size_t i = 0; i < 2; i++) {
        if (!names[i]) continue;
        strbuf_fmt(&b, "%s%s", b.len ? ", " : "", names[i]);
        if (option_takes_value(o)) strbuf_fmt(&b, " %s", option_metavar(o, a).ptr);
    }
    return strbuf_finish(&b, a);
}

/* Words of text, lines at most width wide, further lines indented. */
static void push_wrapped(StrBuf *out, Str text, size_t width, size_t indent)
{
    size_t at = 0;
    while (!str_is_null(text)) {
        Str word = str_cut(&text, ' ');
        if (!word.len) continue;
        if (at && at + 1 + word.len > width) {
            strbuf_push_char(out, '\n');
            strbuf_pad(out, ' ', indent);
            at = 0;
        } else if (at) {
            strbuf_push_char(out, ' ');
            at++;
        }
        strbuf_push(out, word);
        at += word.len;
    }
    strbuf_push_char(out, '\n');
}

typedef struct Entry {
    Str head;
    const char *help;
    size_t indent;
} Entry;

typedef VEC(Entry) EntryVec;

static void push_entry(StrBuf *out, const Entry *e, size_t position, size_t width)
{
    size_t help_width = width > position + MIN_WIDTH ? width - position : MIN_WIDTH;
    size_t head_width = position - e->indent - 2;
    strbuf_pad(out, ' ', e->indent);
    strbuf_push(out, e->head);
    if (!e->help) {
        strbuf_push_char(out, '\n');
        return;
    }
    if (e->head.len <= head_width) {
        strbuf_pad(out, ' ', head_width - e->head.len + 2);
    } else {
        strbuf_push_char(out, '\n');
        strbuf_pad(out, ' ', position);
    }
    push_wrapped(out, str_z(e->help), help_width, position);
}

static size_t entries_width(const EntryVec *v)
{
    size_t max = 0;
    for (size_t i = 0; i < v->len; i++)
        if (v->items[i].head.len + v->items[i].indent > max)
            max = v->items[i].head.len + v->items[i].indent;
    return max;
}

static void push_section(StrBuf *out, const char *title, const EntryVec *v, size_t position,
                         size_t width)
{
    if (!v->len) return;
    strbuf_fmt(out, "\n%s:\n", title);
    for (size_t i = 0; i < v->len; i++) push_entry(out, &v->items[i], position, width);
}

static void push_examples(StrBuf *out, const OptionProgram *program, const Example *e)
{
    if (!e || !e->line) return;
    strbuf_push_z(out, "\nexamples:\n");
    for (; e->line; e++) {
        strbuf_fmt(out, "  %s %s\n", program->name, e->line);
        strbuf_fmt(out, "      %s\n", e->help);
    }
}

void option_help(const OptionProgram *program, const Command *command, int columns, StrBuf *out)
{
    Arena a = {0};
    EntryVec positionals = {0}, options = {0};
    size_t width = columns - 2 > MIN_WIDTH ? (size_t)columns - 2 : MIN_WIDTH;
    option_usage(program, command, columns, out);
    if (!command) {
        VEC_PUSH(&a, &positionals, (Entry){command_braces(program, &a), NULL, 2});
        for (const Command *c = program->commands; c->name; c++)
            VEC_PUSH(&a, &positionals, (Entry){str_z(c->name), c->help, 4});
    }
    for (const Positional *p = command ? command->positionals : NULL; p && p->name; p++)
        VEC_PUSH(&a, &positionals, (Entry){str_z(p->name), p->help, 2});
    VEC_PUSH(&a, &options,
             (Entry){invocation(&option_help_option, &a), option_help_option.help, 2});
    for (const Option *o = command ? command->options : program->options; o->dest; o++)
        VEC_PUSH(&a, &options, (Entry){invocation(o, &a), o->help, 2});
    size_t longest = entries_width(&positionals) > entries_width(&options)
                         ? entries_width(&positionals)
                         : entries_width(&options);
    size_t limit = width > MAX_HELP_POSITION + 20 ? MAX_HELP_POSITION : width > 24 ? width - 20 : 4;
    if (limit > MAX_HELP_POSITION) limit = MAX_HELP_POSITION;
    size_t position = longest + 2 < limit ? longest + 2 : limit;
    push_section(out, "positional arguments", &positionals, position, width);
    push_section(out, "options", &options, position, width);
    push_examples(out, program, command ? command->examples : program->examples);
    arena_release(&a);
}
