/* Options and commands as data: one table gives parsing, usage, help and what is built on it.
 *
 * The parser follows Python's argparse, because scripts and fingers depend on its habits: long
 * options may be abbreviated, `-r-1:` carries its value, `downgrade -1` is a positional, "--" ends
 * options, and errors go to standard error after the usage, with status 2. */
#ifndef RETORT_CLI_OPTION_H
#define RETORT_CLI_OPTION_H

#include "base/strbuf.h"
#include "base/vec.h"

typedef enum OptionKind {
    OPTION_FLAG,
    OPTION_VALUE,
    OPTION_LIST, /* may be repeated; all values are kept */
    OPTION_HELP,
    OPTION_VERSION
} OptionKind;

/* What kind of words a value may be; for completion. */
typedef enum OptionWords {
    OPTION_WORDS_ANY,
    OPTION_WORDS_FILE,
    OPTION_WORDS_DIRECTORY,
    OPTION_WORDS_REVISION,
    OPTION_WORDS_TEMPLATE
} OptionWords;

typedef struct Option {
    const char *dest; /* name by which the command asks for it; upper-cased it is the metavar */
    const char *short_name; /* "-c" or NULL */
    const char *long_name;  /* "--config" or NULL */
    OptionKind kind;
    const char *help;
    OptionWords words;
} Option;

typedef struct Positional {
    const char *name;
    bool many; /* one or more */
    const char *help;
    OptionWords words;
} Positional;

/* A use of a command, without the program's name, and what it does. */
typedef struct Example {
    const char *line;
    const char *help;
} Example;

typedef struct Cli Cli;
typedef struct Parsed Parsed;

typedef struct Command {
    const char *name;
    const char *help;
    const Option *options;         /* ends with {0}; -h comes by itself */
    const Positional *positionals; /* ends with {0} */
    const Example *examples;       /* ends with {0} */
    int (*run)(Cli *cli, const Parsed *args);
} Command;

typedef VEC(const char *) ArgVec;

typedef struct ParsedOption {
    const Option *option;
    bool is_set;
    ArgVec values;
} ParsedOption;

struct Parsed {
    const Command *command;
    VEC(ParsedOption) options; /* global ones and the command's */
    VEC(ArgVec) positionals;   /* as in the command's table */
};

typedef struct OptionProgram {
    const char *name; /* "retort" or "alembic" */
    const char *version;
    const Option *options;   /* global ones, ends with {0} */
    const Command *commands; /* ends with {0}, sorted by name */
    const Example *examples; /* ends with {0}; NULL = none */
} OptionProgram;

/* Comes first in every list, by itself. */
extern const Option option_help_option;

typedef enum OptionOutcome { OPTION_RUN, OPTION_EXIT_OK, OPTION_EXIT_USAGE } OptionOutcome;

/* Parses argv[1..argc). Texts to show are appended: help and version to `out`, errors to `err`. */
OptionOutcome option_parse(const OptionProgram *program, int argc, char **argv, int columns,
                           Arena *arena, Parsed *parsed, StrBuf *out, StrBuf *err);

bool option_is_set(const Parsed *p, const char *dest);
/* The (last) value; NULL when not given. */
const char *option_value(const Parsed *p, const char *dest);
const ArgVec *option_values(const Parsed *p, const char *dest);

bool option_takes_value(const Option *o);
/* What stands for the value in texts: the dest in capitals. */
Str option_metavar(const Option *o, Arena *a);

/* "usage: …" and the full help of the program (command NULL) or of one command. */
void option_usage(const OptionProgram *program, const Command *command, int columns, StrBuf *out);
void option_help(const OptionProgram *program, const Command *command, int columns, StrBuf *out);

#endif
