#include "project.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 }; /* PATH_MAX of Linux */

static void print_output(void *user, const char *text, size_t len)
{
    (void)user;
    fwrite(text, 1, len, stdout);
}

static void print_status(void *user, RetortPhase phase, const char *text)
{
    (void)user;
    switch (phase) {
    case RETORT_PHASE_LINE: printf("%s\n", text); break;
    case RETORT_PHASE_START: printf("%s ...", text); break;
    case RETORT_PHASE_DONE: printf("  done\n"); break;
    case RETORT_PHASE_FAILED: printf("  FAILED\n"); break;
    }
}

static void print_log(void *user, int level, const char *logger, const char *message)
{
    (void)user;
    if (level >= 20) fprintf(stderr, "%s [%s] %s\n", level >= 30 ? "WARN " : "INFO ", logger, message);
}

static void print_warning(void *user, const char *category, const char *message, const char *file,
                          size_t line)
{
    (void)user;
    if (file) fprintf(stderr, "%s:%zu: ", file, line);
    fprintf(stderr, "%s: %s\n", category, message);
}

/* The folder two levels above the running program, in path[]; false when the system cannot tell. */
static bool find_beside_program(char path[PATH_BYTES])
{
    ssize_t n = readlink("/proc/self/exe", path, PATH_BYTES - 1);
    if (n <= 0) return false;
    path[n] = '\0';
    for (int level = 0; level < 2; level++) {
        char *slash = strrchr(path, '/');
        if (!slash) return false;
        *slash = '\0';
    }
    return true;
}

Retort *project_open(const char *directory)
{
    char path[PATH_BYTES];
    if (!directory && access("alembic.ini", R_OK) != 0 && find_beside_program(path)) directory = path;
    RetortOptions options = {
        .directory = directory,
        .output = print_output,
        .status = print_status,
        .log = print_log,
        .warn = print_warning,
    };
    return retort_open(&options);
}

void project_print_error(const Retort *r)
{
    const RetortError *e = retort_error(r);
    fflush(stdout);
    if (e->file) fprintf(stderr, "%s:%zu:%zu: ", e->file, e->line, e->column);
    fprintf(stderr, "%s\n", e->message);
    if (e->excerpt) fprintf(stderr, "%s", e->excerpt);
    if (e->context) fprintf(stderr, "while: %s\n", e->context);
    if (e->statement) fprintf(stderr, "statement: %s\n", e->statement);
    if (e->hint) fprintf(stderr, "hint: %s\n", e->hint);
}

void project_print_banner(const char *title)
{
    static const char line[] =
        "================================================================================";
    printf("%s\n%s\n%s\n\n", line, title, line);
}
