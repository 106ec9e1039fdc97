/* migrate_database: brings the platform's database up to date, or shows what that would do.
 *
 *     migrate_database [--revision REV] [--dry-run] [--project DIR]
 */
#include <getopt.h>
#include <stdio.h>

#include "project.h"

static const char usage[] = "usage: %s [--revision REV] [--dry-run] [--project DIR]\n";

/* The history first, so that it can be read as a list; the SQL below. */
static bool print_step(void *user, const RetortPlanStep *step)
{
    size_t *pending = user;
    const char *state = step->applied ? "applied" : step->would_run ? "pending" : "later";
    printf("  %-8s %s  %s\n", state, step->revision->id, step->revision->doc);
    *pending += step->would_run;
    return true;
}

static bool print_sql(void *user, const RetortPlanStep *step)
{
    (void)user;
    if (step->would_run) printf("-- %s, %s\n\n%s\n", step->revision->id, step->revision->doc, step->sql);
    return true;
}

static bool dry_run(Retort *r, const char *revision)
{
    size_t pending = 0;
    printf("DRY RUN MODE - No changes will be made\n\nHistory, oldest first:\n");
    if (!retort_plan(r, revision, print_step, &pending)) return false;
    if (pending == 0) {
        printf("\nNothing to do: the database is at %s.\n", revision);
        return true;
    }
    printf("\nSQL that would run:\n\n");
    return retort_plan(r, revision, print_sql, NULL);
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
