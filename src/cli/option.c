#include "cli/option.h"

#include <ctype.h>
#include <string.h>

#include "base/similar.h"

const Option option_help_option = {"help", "-h", "--help", OPTION_HELP,
                                   "show this help message and exit"};

/* One parser run: the program's own or that of a command. */
typedef struct Run {
    const OptionProgram *program;
    const Command *command; /* NULL = the program */
    const Option *options;
    int columns;
    Arena *a;
    Parsed *parsed;
    StrBuf *out, *err;
    ArgVec extras;
    OptionOutcome outcome;
    bool stop;
} Run;

/* What one argument looks like. */
typedef struct Shape {
    char kind;            /* 'O', 'A' or '-' */
    const Option *option; /* NULL = unknown option */
    const char *name;     /* as matched: "-m" or "--message" */
    const char *value;    /* explicit value; NULL = none */
} Shape;

static bool refuse(Run *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool refuse(Run *r, const char *fmt, ...)
{
    option_usage(r->program, r->command, r->columns, r->err);
    strbuf_fmt(r->err, "%s%s%s: error: ", r->program->name, r->command ? " " : "",
               r->command ? r->command->name : "");
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(r->err, fmt, ap);
    va_end(ap);
    strbuf_push_char(r->err, '\n');
    r->outcome = OPTION_EXIT_USAGE;
    r->stop = true;
    return false;
}

static Str option_names(const Option *o, Arena *a)
{
    if (o->short_name && o->long_name) return arena_fmt(a, "%s/%s", o->short_name, o->long_name);
    return str_z(o->short_name ? o->short_name : o->long_name);
}

/* ---- recognising an argument ---- */

/* Calls for each option of the run, -h first; returns NULL past the end. */
static const Option *option_at(const Run *r, size_t i)
{
    if (i == 0) return &option_help_option;
    return r->options[i - 1].dest ? &r->options[i - 1] : NULL;
}

static const Option *find_exact(const Run *r, Str name)
{
    const Option *o;
    for (size_t i = 0; (o = option_at(r, i)) != NULL; i++)
        if ((o->short_name && str_eq_z(name, o->short_name)) ||
            (o->long_name && str_eq_z(name, o->long_name)))
            return o;
    return NULL;
}

static bool is_negative_number(const char *z)
{
    size_t digits = 0, dots = 0;
    if (*z++ != '-') return false;
    for (; *z; z++) {
        if (*z == '.' && !dots)
            dots++;
        else if (isdigit((unsigned char)*z))
            digits++;
        else
            return false;
    }
    return digits && (!dots || z[-1] != '.');
}

/* A long option by unique prefix. False = refused as ambiguous. */
static bool match_prefix(Run *r, const char *arg, Str name, const char *value, Shape *shape)
{
    StrBuf all = {0};
    size_t n = 0;
    const Option *o;
    for (size_t i = 0; (o = option_at(r, i)) != NULL; i++) {
        if (!o->long_name || !str_starts(str_z(o->long_name), name)) continue;
        strbuf_fmt(&all, "%s%s", n++ ? ", " : "", o->long_name);
        *shape = (Shape){'O', o, o->long_name, value};
    }
    bool ok = n < 2 || refuse(r, "ambiguous option: %s could match %s", arg, all.ptr);
    if (n == 0) *shape = (Shape){'O', NULL, arg, NULL};
    strbuf_deinit(&all);
    return ok;
}

static bool classify(Run *r, const char *arg, Shape *shape)
{
    *shape = (Shape){.kind = 'A'};
    if (arg[0] != '-' || !arg[1]) return true;
    const Option *exact = find_exact(r, str_z(arg));
    if (exact) return *shape = (Shape){'O', exact, arg, NULL}, true;
    const char *eq = strchr(arg, '=');
    Str name = eq ? (Str){arg, (size_t)(eq - arg)} : str_z(arg);
    if (eq && (exact = find_exact(r, name)) != NULL)
        return *shape = (Shape){'O', exact, arena_cstr(r->a, name), eq + 1}, true;
    if (arg[1] == '-') {
        if (!match_prefix(r, arg, name, eq ? eq + 1 : NULL, shape)) return false;
    } else {
        exact = find_exact(r, (Str){arg, 2});
        *shape = (Shape){'O', exact, exact ? exact->short_name : arg, exact ? arg + 2 : NULL};
    }
    bool unknown = shape->kind == 'O' && !shape->option;
    if (unknown && (is_negative_number(arg) || strchr(arg, ' '))) *shape = (Shape){.kind = 'A'};
    return true;
}

static bool classify_all(Run *r, char **argv, size_t n, Shape *shapes)
{
    bool rest = false;
    for (size_t i = 0; i < n; i++) {
        if (rest)
            shapes[i] = (Shape){.kind = 'A'};
        else if (strcmp(argv[i], "--") == 0)
            shapes[i] = (Shape){.kind = '-'}, rest = true;
        else if (!classify(r, argv[i], &shapes[i]))
            return false;
    }
    return true;
}

/* ---- taking options ---- */

static ParsedOption *parsed_option(Run *r, const Option *o)
{
    for (size_t i = 0; i < r->parsed->options.len; i++)
        if (r->parsed->options.items[i].option == o) return &r->parsed->options.items[i];
    VEC_PUSH(r->a, &r->parsed->options, (ParsedOption){.option = o});
    return &VEC_LAST(&r->parsed->options);
}

static void take(Run *r, const Option *o, const char *value)
{
    if (o->kind == OPTION_HELP) {
        option_help(r->program, r->command, r->columns, r->out);
        r->stop = true;
        r->outcome = OPTION_EXIT_OK;
    } else if (o->kind == OPTION_VERSION) {
        strbuf_fmt(r->out, "%s\n", r->program->version);
        r->stop = true;
        r->outcome = OPTION_EXIT_OK;
    } else {
        ParsedOption *p = parsed_option(r, o);
        p->is_set = true;
        if (value) VEC_PUSH(r->a, &p->values, value);
    }
}

/* `-vr-1:`: single-letter flags may be followed by more letters. Takes them; s becomes the last. */
static bool take_cluster(Run *r, Shape *s)
{
    while (s->value && !option_takes_value(s->option)) {
        const char *letters = s->value;
        char next[3] = {'-', letters[0], '\0'};
        const Option *o = s->name[1] != '-' && *letters ? find_exact(r, str_z(next)) : NULL;
        if (!o) {
            /* Python's %r of a plain argument. */
            return refuse(r, "argument %s: ignored explicit argument '%s'",
                          option_names(s->option, r->a).ptr, letters);
        }
        take(r, s->option, NULL);
        if (r->stop) return false;
        *s = (Shape){'O', o, o->short_name, letters[1] ? letters + 1 : NULL};
    }
    return true;
}

/* The option at i; returns the index after it and its value. */
static size_t take_option(Run *r, char **argv, const Shape *shapes, size_t n, size_t i)
{
    Shape s = shapes[i++];
    if (!s.option) {
        VEC_PUSH(r->a, &r->extras, argv[i - 1]);
        return i;
    }
    if (!take_cluster(r, &s)) return n;
    if (!s.value && option_takes_value(s.option)) {
        if (i >= n || shapes[i].kind != 'A') {
            refuse(r, "argument %s: expected one argument", option_names(s.option, r->a).ptr);
            return n;
        }
        s.value = argv[i++];
    }
    take(r, s.option, s.value);
    return i;
}

/* ---- the two levels ---- */

/* Positionals from the arguments at i on that are no options; returns where it stopped. */
static size_t take_positionals(Run *r, char **argv, const Shape *shapes, size_t n, size_t i)
{
    for (;;) {
        const Positional *p = &r->command->positionals[r->parsed->positionals.len];
        if (!p->name) return i;
        size_t from = i;
        ArgVec values = {0};
        while (i < n && shapes[i].kind != 'O' && (values.len == 0 || p->many)) {
            if (shapes[i].kind == 'A') VEC_PUSH(r->a, &values, (const char *)argv[i]);
            i++;
        }
        if (!values.len) return from;
        VEC_PUSH(r->a, &r->parsed->positionals, values);
    }
}

static bool run_command(Run *r, char **argv, size_t n)
{
    Shape *shapes = ARENA_ARRAY(r->a, Shape, n + 1);
    if (!classify_all(r, argv, n, shapes)) return false;
    size_t i = 0;
    while (i < n && !r->stop) {
        if (shapes[i].kind == 'O') {
            i = take_option(r, argv, shapes, n, i);
            continue;
        }
        size_t next = take_positionals(r, argv, shapes, n, i);
        /* What no positional wants is reported once everything else has been read. */
        if (next == i) VEC_PUSH(r->a, &r->extras, (const char *)argv[next++]);
        i = next;
    }
    if (r->stop) return false;
    StrBuf missing = {0};
    for (const Positional *p = r->command->positionals + r->parsed->positionals.len; p->name; p++)
        strbuf_fmt(&missing, "%s%s", missing.len ? ", " : "", p->name);
    bool ok = !missing.len || refuse(r, "the following arguments are required: %s", missing.ptr);
    strbuf_deinit(&missing);
    return ok;
}

static void hint(Run *r, Str best)
{
    if (!str_is_null(best)) strbuf_fmt(r->err, "hint: did you mean '%.*s'?\n", STR_ARG(best));
}

static void hint_command(Run *r, const char *name)
{
    Similar s = similar_new(str_z(name));
    for (const Command *c = r->program->commands; c->name; c++) similar_offer(&s, str_z(c->name));
    hint(r, s.best);
}

/* For the first argument that looks like a long option. */
static void hint_option(Run *r)
{
    for (size_t i = 0; i < r->extras.len; i++) {
        Str word = str_z(r->extras.items[i]), rest = word;
        if (!str_starts(word, STR("--"))) continue;
        Similar s = similar_new(str_cut(&rest, '='));
        const Option *o;
        for (size_t k = 0; (o = option_at(r, k)) != NULL; k++)
            if (o->long_name) similar_offer(&s, str_z(o->long_name));
        hint(r, s.best);
        return;
    }
}

static const Command *find_command(Run *r, const char *name)
{
    StrBuf braces = {0}, quoted = {0};
    const Command *found = NULL;
    for (const Command *c = r->program->commands; c->name; c++) {
        if (strcmp(c->name, name) == 0) found = c;
        strbuf_fmt(&braces, "%s%s", braces.len ? "," : "", c->name);
        strbuf_fmt(&quoted, "%s'%s'", quoted.len ? ", " : "", c->name);
    }
    if (!found)
        refuse(r, "argument {%s}: invalid choice: '%s' (choose from %s)", braces.ptr, name,
               quoted.ptr);
    strbuf_deinit(&braces);
    strbuf_deinit(&quoted);
    if (!found) hint_command(r, name);
    return found;
}

static bool run_program(Run *r, char **argv, size_t n)
{
    Shape *shapes = ARENA_ARRAY(r->a, Shape, n + 1);
    size_t i = 0;
    if (!classify_all(r, argv, n, shapes)) return false;
    while (i < n && !r->stop && shapes[i].kind == 'O') i = take_option(r, argv, shapes, n, i);
    if (r->stop) return false;
    if (i < n && shapes[i].kind == '-') i++;
    if (i < n) {
        r->parsed->command = find_command(r, argv[i]);
        if (!r->parsed->command) return false;
        Run sub = *r;
        sub.command = r->parsed->command;
        sub.options = sub.command->options;
        bool ok = run_command(&sub, argv + i + 1, n - i - 1);
        r->outcome = sub.outcome;
        r->extras = sub.extras;
        if (!ok) return false;
    }
    if (!r->parsed->command && !r->extras.len) return refuse(r, "too few arguments");
    if (!r->extras.len) return true;
    StrBuf all = {0};
    for (size_t k = 0; k < r->extras.len; k++)
        strbuf_fmt(&all, "%s%s", k ? " " : "", r->extras.items[k]);
    refuse(r, "unrecognized arguments: %s", all.ptr);
    strbuf_deinit(&all);
    if (r->parsed->command) r->options = r->parsed->command->options;
    hint_option(r);
    return false;
}

OptionOutcome option_parse(const OptionProgram *program, int argc, char **argv, int columns,
                           Arena *arena, Parsed *parsed, StrBuf *out, StrBuf *err)
{
    *parsed = (Parsed){0};
    Run r = {.program = program,
             .options = program->options,
             .columns = columns,
             .a = arena,
             .parsed = parsed,
             .out = out,
             .err = err,
             .outcome = OPTION_RUN};
    run_program(&r, argv + 1, argc > 0 ? (size_t)argc - 1 : 0);
    return r.outcome;
}

/* ---- asking ---- */

static const ParsedOption *find_parsed(const Parsed *p, const char *dest)
{
    const ParsedOption *found = NULL;
    for (size_t i = 0; i < p->options.len; i++)
        if (strcmp(p->options.items[i].option->dest, dest) == 0) found = &p->options.items[i];
    return found;
}

bool option_is_set(const Parsed *p, const char *dest) { return find_parsed(p, dest) != NULL; }

const char *option_value(const Parsed *p, const char *dest)
{
    const ParsedOption *o = find_parsed(p, dest);
    return o && o->values.len ? VEC_LAST(&o->values) : NULL;
}

const ArgVec *option_values(const Parsed *p, const char *dest)
{
    static const ArgVec none = {0};
    const ParsedOption *o = find_parsed(p, dest);
    return o ? &o->values : &none;
}
