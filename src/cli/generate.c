#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/completion.h"
#include "cli/manual.h"

/* Build-time program: writes what is derived from the command table into a directory.
 * usage: generate man|completion DIRECTORY */

static bool write_text(const char *directory, Str name, StrBuf *text, Arena *a)
{
    FILE *f = fopen(arena_fmt(a, "%s/%.*s", directory, STR_ARG(name)).ptr, "w");
    bool ok = f && fwrite(text->ptr, 1, text->len, f) == text->len;
    if (f) ok = fclose(f) == 0 && ok;
    if (!ok) perror(name.ptr);
    strbuf_deinit(text);
    return ok;
}

static bool write_manual(const OptionProgram *program, const char *directory, Arena *a)
{
    StrBuf b = {0};
    manual_page(program, NULL, &b);
    bool ok = write_text(directory, arena_fmt(a, "%s.1", program->name), &b, a);
    for (const Command *c = program->commands; ok && c->name; c++) {
        manual_page(program, c, &b);
        ok = write_text(directory, arena_fmt(a, "%s-%s.1", program->name, c->name), &b, a);
    }
    return ok;
}

static bool write_completion(const OptionProgram *program, const char *directory, Arena *a)
{
    static const struct {
        const char *name; /* under which each shell looks for it */
        void (*fn)(const OptionProgram *program, StrBuf *out);
    } shells[] = {{"%s", completion_bash}, {"_%s", completion_zsh}, {"%s.fish", completion_fish}};
    bool ok = true;
    for (size_t i = 0; ok && i < 3; i++) {
        StrBuf b = {0};
        shells[i].fn(program, &b);
        ok = write_text(directory, arena_fmt(a, shells[i].name, program->name), &b, a);
    }
    return ok;
}

int main(int argc, char **argv)
{
    Arena a = {0};
    OptionProgram program = {.name = "retort",
                             .options = cli_options,
                             .commands = cli_commands,
                             .examples = cli_examples};
    program.version = arena_fmt(&a, "retort %s", retort_version()).ptr;
    bool man = argc == 3 && strcmp(argv[1], "man") == 0;
    bool completion = argc == 3 && strcmp(argv[1], "completion") == 0;
    if (!man && !completion) {
        fprintf(stderr, "usage: generate man|completion DIRECTORY\n");
        return 2;
    }
    bool ok = man ? write_manual(&program, argv[2], &a) : write_completion(&program, argv[2], &a);
    arena_release(&a);
    return ok ? 0 : 1;
}
