#include "cli/completion.h"

/* Ids out of history's lines, and the words that stand for revisions. */
#define ASK_REVISIONS "history 2>/dev/null | sed -n 's/.* -> \\([^ ,]*\\).*/\\1/p'"
#define SYMBOLS "head heads base current"
#define ASK_TEMPLATES "list_templates 2>/dev/null | sed -n 's/ - .*//p'"

typedef void (*OptionFn)(StrBuf *b, const Option *o, Arena *a);

static void each_option(StrBuf *b, const Option *options, Arena *a, OptionFn fn)
{
    fn(b, &option_help_option, a);
    for (const Option *o = options; o->dest; o++) fn(b, o, a);
}

/* 'text' for a shell. */
static void push_quoted(StrBuf *b, const char *z)
{
    strbuf_push_char(b, '\'');
    for (; *z; z++) {
        if (*z == '\'')
            strbuf_push_z(b, "'\\''");
        else
            strbuf_push_char(b, *z);
    }
    strbuf_push_char(b, '\'');
}

/* ---- bash ---- */

static void bash_names(StrBuf *b, const Option *o, Arena *a)
{
    const char *names[] = {o->short_name, o->long_name};
    for (size_t i = 0; i < 2; i++)
        if (names[i]) strbuf_fmt(b, " %s", names[i]);
}

static const char *bash_words(OptionWords words)
{
    switch (words) {
    case OPTION_WORDS_FILE: return "COMPREPLY=($(compgen -f -- \"$cur\"))";
    case OPTION_WORDS_DIRECTORY: return "COMPREPLY=($(compgen -d -- \"$cur\"))";
    case OPTION_WORDS_REVISION: return "_retort_words \"" SYMBOLS " $(_retort_revisions)\"";
    case OPTION_WORDS_TEMPLATE: return "_retort_words \"$(_retort_templates)\"";
    case OPTION_WORDS_ANY: break;
    }
    return "COMPREPLY=()";
}

/* A case that answers when the word before is an option with a value. */
static void bash_value(StrBuf *b, const Option *o, Arena *a)
{
    if (!option_takes_value(o)) return;
    const char *first = o->short_name ? o->short_name : o->long_name;
    strbuf_fmt(b, "        %s%s%s) %s; return ;;\n", first,
               o->short_name && o->long_name ? "|" : "",
               o->short_name && o->long_name ? o->long_name : "", bash_words(o->words));
}

static void bash_command(StrBuf *b, const Command *c, Arena *a)
{
    strbuf_fmt(b, "    %s)\n        case \"$prev\" in\n", c->name);
    each_option(b, c->options, a, bash_value);
    strbuf_push_z(b, "        esac\n        if [[ $cur == -* ]]; then _retort_words \"");
    each_option(b, c->options, a, bash_names);
    strbuf_fmt(b, "\"\n        else %s; fi ;;\n",
               bash_words(c->positionals->name ? c->positionals->words : OPTION_WORDS_ANY));
}

void completion_bash(const OptionProgram *program, StrBuf *out)
{
    Arena a = {0};
    const char *n = program->name;
    strbuf_fmt(out, "# bash completion for %s\n", n);
    strbuf_fmt(out, "_retort_revisions() { %s " ASK_REVISIONS "; }\n", n);
    strbuf_fmt(out, "_retort_templates() { %s " ASK_TEMPLATES "; }\n", n);
    strbuf_push_z(out, "_retort_words() { COMPREPLY=($(compgen -W \"$1\" -- \"$cur\")); }\n"
                       "_retort() {\n"
                       "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                       "    local i command=\n"
                       "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                       "        case ${COMP_WORDS[i]} in\n"
                       "        ");
    for (const Command *c = program->commands; c->name; c++)
        strbuf_fmt(out, "%s%s", c == program->commands ? "" : "|", c->name);
    strbuf_push_z(out, ") command=${COMP_WORDS[i]}; break ;;\n        esac\n    done\n"
                       "    case \"$command\" in\n    '')\n        case \"$prev\" in\n");
    each_option(out, program->options, &a, bash_value);
    strbuf_push_z(out, "        esac\n        if [[ $cur == -* ]]; then _retort_words \"");
    each_option(out, program->options, &a, bash_names);
    strbuf_push_z(out, "\"\n        else _retort_words \"");
    for (const Command *c = program->commands; c->name; c++) strbuf_fmt(out, " %s", c->name);
    strbuf_push_z(out, "\"; fi ;;\n");
    for (const Command *c = program->commands; c->name; c++) bash_command(out, c, &a);
    strbuf_fmt(out, "    esac\n}\ncomplete -F _retort %s\n", n);
    arena_release(&a);
}

/* ---- zsh ---- */

static const char *zsh_words(OptionWords words)
{
    switch (words) {
    case OPTION_WORDS_FILE: return "_files";
    case OPTION_WORDS_DIRECTORY: return "_files -/";
    case OPTION_WORDS_REVISION: return "_retort_revisions";
    case OPTION_WORDS_TEMPLATE: return "_retort_templates";
    case OPTION_WORDS_ANY: break;
    }
    return " ";
}

/* Text inside of an _arguments specification. */
static Str zsh_text(const char *z, Arena *a)
{
    StrBuf b = {0};
    for (; *z; z++) {
        if (*z == '[' || *z == ']' || *z == ':' || *z == '\\') strbuf_push_char(&b, '\\');
        strbuf_push_char(&b, *z);
    }
    return strbuf_finish(&b, a);
}

static void zsh_option(StrBuf *b, const Option *o, Arena *a)
{
    const char *names[] = {o->short_name, o->long_name};
    for (size_t i = 0; i < 2; i++) {
        if (!names[i]) continue;
        Str value =
            option_takes_value(o) ? arena_fmt(a, ":%s:%s", o->dest, zsh_words(o->words)) : STR("");
        Str spec = arena_fmt(a, "%s%s[%s]%.*s", o->kind == OPTION_LIST ? "*" : "", names[i],
                             zsh_text(o->help, a).ptr, STR_ARG(value));
        strbuf_push_char(b, ' ');
        push_quoted(b, spec.ptr);
    }
}

static void zsh_command(StrBuf *b, const Command *c, Arena *a)
{
    strbuf_fmt(b, "    %s) _arguments", c->name);
    each_option(b, c->options, a, zsh_option);
    for (const Positional *p = c->positionals; p->name; p++)
        strbuf_fmt(b, " '%s:%s:%s'", p->many ? "*" : "1", p->name, zsh_words(p->words));
    strbuf_push_z(b, " ;;\n");
}

void completion_zsh(const OptionProgram *program, StrBuf *out)
{
    Arena a = {0};
    const char *n = program->name;
    strbuf_fmt(out, "#compdef %s\n", n);
    strbuf_fmt(out,
               "_retort_revisions() { local -a w; w=(" SYMBOLS " ${(f)\"$(%s " ASK_REVISIONS
               ")\"}); _describe revision w; }\n",
               n);
    strbuf_fmt(out,
               "_retort_templates() { local -a w; w=(${(f)\"$(%s " ASK_TEMPLATES
               ")\"}); _describe template w; }\n",
               n);
    strbuf_push_z(out, "_retort_commands() {\n    local -a w=(\n");
    for (const Command *c = program->commands; c->name; c++) {
        strbuf_push_z(out, "    ");
        push_quoted(out, arena_fmt(&a, "%s:%s", c->name, zsh_text(c->help, &a).ptr).ptr);
        strbuf_push_char(out, '\n');
    }
    strbuf_push_z(out, "    )\n    _describe command w\n}\n_retort() {\n"
                       "    local curcontext=$curcontext state line\n    _arguments -C");
    each_option(out, program->options, &a, zsh_option);
    strbuf_push_z(out, " '1:command:_retort_commands' '*::argument:->command'\n"
                       "    [[ $state == command ]] || return\n    case $line[1] in\n");
    for (const Command *c = program->commands; c->name; c++) zsh_command(out, c, &a);
    strbuf_push_z(out, "    esac\n}\n_retort \"$@\"\n");
    arena_release(&a);
}

/* ---- fish ---- */

static const char *fish_words(OptionWords words)
{
    switch (words) {
    case OPTION_WORDS_FILE: return " -r -F";
    case OPTION_WORDS_DIRECTORY: return " -x -a '(__fish_complete_directories)'";
    case OPTION_WORDS_REVISION: return " -x -a '" SYMBOLS " (__retort_revisions)'";
    case OPTION_WORDS_TEMPLATE: return " -x -a '(__retort_templates)'";
    case OPTION_WORDS_ANY: break;
    }
    return " -x";
}

static void fish_option(StrBuf *b, const Option *o, const char *start)
{
    strbuf_push_z(b, start);
    if (o->short_name) strbuf_fmt(b, " -s %s", o->short_name + 1);
    if (o->long_name) strbuf_fmt(b, " -l %s", o->long_name + 2);
    if (option_takes_value(o)) strbuf_push_z(b, fish_words(o->words));
    strbuf_push_z(b, " -d ");
    push_quoted(b, o->help);
    strbuf_push_char(b, '\n');
}

static void fish_options(StrBuf *b, const Option *options, const char *start)
{
    fish_option(b, &option_help_option, start);
    for (const Option *o = options; o->dest; o++) fish_option(b, o, start);
}

void completion_fish(const OptionProgram *program, StrBuf *out)
{
    Arena a = {0};
    const char *n = program->name;
    strbuf_fmt(out, "# fish completion for %s\n", n);
    strbuf_fmt(out, "function __retort_revisions\n    %s " ASK_REVISIONS "\nend\n", n);
    strbuf_fmt(out, "function __retort_templates\n    %s " ASK_TEMPLATES "\nend\n", n);
    strbuf_fmt(out, "complete -c %s -f\n", n);
    fish_options(out, program->options,
                 arena_fmt(&a, "complete -c %s -n __fish_use_subcommand", n).ptr);
    for (const Command *c = program->commands; c->name; c++) {
        strbuf_fmt(out, "complete -c %s -n __fish_use_subcommand -a %s -d ", n, c->name);
        push_quoted(out, c->help);
        Str start = arena_fmt(&a, "complete -c %s -n '__fish_seen_subcommand_from %s'", n, c->name);
        strbuf_push_char(out, '\n');
        fish_options(out, c->options, start.ptr);
        if (c->positionals->name && c->positionals->words != OPTION_WORDS_ANY)
            strbuf_fmt(out, "%s%s\n", start.ptr, fish_words(c->positionals->words));
    }
    arena_release(&a);
}
