#include "cli/manual.h"

#include <ctype.h>

/* Text for roff: a hyphen that may be typed, no line that begins with a control character. */
static void push_text(StrBuf *b, const char *z)
{
    if (*z == '.' || *z == '\'') strbuf_push_z(b, "\\&");
    for (; *z; z++) {
        if (*z == '-')
            strbuf_push_z(b, "\\-");
        else if (*z == '\\')
            strbuf_push_z(b, "\\e");
        else
            strbuf_push_char(b, *z);
    }
}

static void push_option(StrBuf *b, const Option *o, Arena *a)
{
    const char *names[] = {o->short_name, o->long_name};
    bool first = true;
    strbuf_push_z(b, ".TP\n");
    for (size_t i = 0; i < 2; i++) {
        if (!names[i]) continue;
        strbuf_push_z(b, first ? "\\fB" : ", \\fB");
        push_text(b, names[i]);
        strbuf_push_z(b, "\\fR");
        if (option_takes_value(o)) strbuf_fmt(b, " \\fI%s\\fR", option_metavar(o, a).ptr);
        first = false;
    }
    strbuf_push_char(b, '\n');
    push_text(b, o->help);
    strbuf_push_char(b, '\n');
}

static void push_options(StrBuf *b, const Option *options, Arena *a)
{
    strbuf_push_z(b, ".SH OPTIONS\n");
    push_option(b, &option_help_option, a);
    for (const Option *o = options; o->dest; o++) push_option(b, o, a);
}

static void push_synopsis(StrBuf *b, const OptionProgram *program, const Command *command, Arena *a)
{
    strbuf_fmt(b, ".SH SYNOPSIS\n.B %s\n", program->name);
    if (command) strbuf_fmt(b, ".B %s\n", command->name);
    for (const Option *o = command ? command->options : program->options; o->dest; o++) {
        strbuf_push_z(b, "[\\fB");
        push_text(b, o->short_name ? o->short_name : o->long_name);
        strbuf_push_z(b, "\\fR");
        if (option_takes_value(o)) strbuf_fmt(b, " \\fI%s\\fR", option_metavar(o, a).ptr);
        strbuf_push_z(b, "]\n");
    }
    if (!command) strbuf_push_z(b, "\\fICOMMAND\\fR ...\n");
    for (const Positional *p = command ? command->positionals : NULL; p && p->name; p++)
        strbuf_fmt(b, "\\fI%s\\fR%s\n", p->name, p->many ? " ..." : "");
}

static void push_examples(StrBuf *b, const OptionProgram *program, const Example *e)
{
    if (!e || !e->line) return;
    strbuf_push_z(b, ".SH EXAMPLES\n");
    for (; e->line; e++) {
        strbuf_fmt(b, ".TP\n\\fB%s ", program->name);
        push_text(b, e->line);
        strbuf_push_z(b, "\\fR\n");
        push_text(b, e->help);
        strbuf_push_char(b, '\n');
    }
}

/* "Go to a later revision." as a page's name line has it: "go to a later revision" */
static void push_summary(StrBuf *b, const char *help, Arena *a)
{
    Str s = arena_strz(a, help);
    ((char *)s.ptr)[0] = (char)tolower((unsigned char)s.ptr[0]);
    if (str_ends(s, STR("."))) ((char *)s.ptr)[s.len - 1] = '\0';
    push_text(b, s.ptr);
    strbuf_push_char(b, '\n');
}

static void push_program(StrBuf *b, const OptionProgram *program, Arena *a)
{
    strbuf_push_z(b, ".SH DESCRIPTION\n"
                     "Runs the migrations of an Alembic project against PostgreSQL and SQLite, "
                     "without Python. The commands, their output and the files are Alembic's.\n");
    push_options(b, program->options, a);
    strbuf_push_z(b, ".SH COMMANDS\n");
    for (const Command *c = program->commands; c->name; c++) {
        strbuf_fmt(b, ".TP\n\\fB%s\\-%s\\fR(1)\n", program->name, c->name);
        push_text(b, c->help);
        strbuf_push_char(b, '\n');
    }
    strbuf_push_z(
        b,
        ".SH REVISIONS\n"
        "Where a revision is asked for, an id or its unique beginning will do, and a branch "
        "label, \\fBhead\\fR, \\fBheads\\fR, \\fBbase\\fR or \\fBcurrent\\fR. \\fB+2\\fR and "
        "\\fB\\-1\\fR count from where the database is, \\fBae10+2\\fR from a revision; "
        "\\fBlabel@head\\fR names one branch's head.\n"
        ".SH EXIT STATUS\n"
        ".TP\n0\nDone.\n"
        ".TP\n1\nA script, the database or the configuration failed; standard error says where.\n"
        ".TP\n2\nThe command line was wrong.\n"
        ".TP\n255\nThe command was refused; standard output says why after FAILED:.\n"
        ".SH ENVIRONMENT\n"
        ".TP\n\\fBALEMBIC_CONFIG\\fR\nConfiguration file to use instead of alembic.ini.\n"
        ".TP\n\\fBNO_COLOR\\fR\nWhen not empty, no colours at a terminal.\n"
        ".TP\n\\fBEDITOR\\fR, \\fBVISUAL\\fR\nThe editor that \\fBedit\\fR starts.\n"
        ".TP\n\\fBVIRTUAL_ENV\\fR\nWhere Python packages and post\\-write hooks are found.\n");
}

static void push_command(StrBuf *b, const OptionProgram *program, const Command *command, Arena *a)
{
    strbuf_push_z(b, ".SH DESCRIPTION\n");
    push_text(b, command->help);
    strbuf_push_char(b, '\n');
    if (command->positionals->name) strbuf_push_z(b, ".SH ARGUMENTS\n");
    for (const Positional *p = command->positionals; p->name; p++) {
        strbuf_fmt(b, ".TP\n\\fI%s\\fR\n", p->name);
        push_text(b, p->help ? p->help : "a revision identifier");
        strbuf_push_char(b, '\n');
    }
    push_options(b, command->options, a);
    strbuf_fmt(b, ".PP\nOptions of \\fB%s\\fR(1) come before the command.\n", program->name);
}

void manual_page(const OptionProgram *program, const Command *command, StrBuf *out)
{
    Arena a = {0};
    Str title = command ? arena_fmt(&a, "%s-%s", program->name, command->name)
                        : arena_strz(&a, program->name);
    strbuf_push_z(out, ".TH \"");
    for (size_t i = 0; i < title.len; i++)
        strbuf_push_char(out, (char)toupper((unsigned char)title.ptr[i]));
    strbuf_fmt(out, "\" 1 \"\" \"%s\" \"Migrations\"\n.SH NAME\n", program->version);
    push_text(out, title.ptr);
    strbuf_push_z(out, " \\- ");
    push_summary(out, command ? command->help : "Run Alembic migrations without Python.", &a);
    push_synopsis(out, program, command, &a);
    if (command)
        push_command(out, program, command, &a);
    else
        push_program(out, program, &a);
    push_examples(out, program, command ? command->examples : program->examples);
    strbuf_push_z(out, ".SH SEE ALSO\n");
    if (command)
        strbuf_fmt(out, "\\fB%s\\fR(1)\n", program->name);
    else
        strbuf_push_z(out, "\\fBgit\\-log\\fR(1), https://alembic.sqlalchemy.org\n");
    arena_release(&a);
}
