/* migrate_database: brings the platform's database up to date, or shows what that would do.
 *
 *     migrate_database [--revision REV] [--dry-run] [--project DIR]
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "project.h"

static const char usage[] = "usage: %s [--revision REV] [--dry-run] [--project DIR]\n";

/* What is printed below the history. */
typedef struct Pending {
    FILE *sql;
    size_t count;
} Pending;

/* The history comes out at once, so that it can be read as a list; the SQL is kept for later. */
static bool show_step(void *user, const RetortPlanStep *step)
{
    Pending *pending = user;
    const RetortRevision *r = step->revision;
    const char *state = step->applied ? "applied" : step->would_run ? "pending" : "later";
    printf("  %-8s %s  %s\n", state, r->id, r->doc);
    if (step->would_run) {
        pending->count++;
        fprintf(pending->sql, "-- %s, %s\n\n%s\n", r->id, r->doc, step->sql);
    }
    return true;
}

static bool dry_run(Retort *r, const char *revision)
{
    char *sql = NULL;
    size_t length = 0;
    Pending pending = {.sql = open_memstream(&sql, &length)};
    if (!pending.sql) {
        perror("open_memstream");
        return false;
    }
    printf("DRY RUN MODE - No changes will be made\n\nHistory, oldest first:\n");
    bool ok = retort_plan(r, revision, show_step, &pending);
    fclose(pending.sql);
    if (ok && pending.count == 0) printf("\nNothing to do: the database is at %s.\n", revision);
    if (ok && pending.count > 0) printf("\nSQL that would run:\n\n%s", sql);
    free(sql);
    return ok;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"revision", required_argument, NULL, 'r'}, {"dry-run", no_argument, NULL, 'n'},
        {"project", required_argument, NULL, 'p'},  {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    const char *revision = "head", *directory = NULL;
    bool dry = false;
    for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (c) {
        case 'r': revision = optarg; break;
        case 'n': dry = true; break;
        case 'p': directory = optarg; break;
        case 'h': printf(usage, argv[0]); return 0;
        default: fprintf(stderr, usage, argv[0]); return 2;
        }
    }
    if (optind != argc) {
        fprintf(stderr, usage, argv[0]);
        return 2;
    }
    project_print_banner("Applying Alembic migrations...");
    Retort *r = project_open(directory);
    bool ok = retort_ok(r) &&
              (dry ? dry_run(r, revision) : retort_upgrade(r, &(RetortRun){.revision = revision}));
    if (!ok) project_print_error(r);
    else if (!dry) printf("\nMigrations applied up to revision: %s\n", revision);
    retort_close(r);
    return ok ? 0 : 1;
}
