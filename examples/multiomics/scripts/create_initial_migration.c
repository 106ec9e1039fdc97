/* create_initial_migration: writes the first migration of the platform from its models.
 *
 *     create_initial_migration [--project DIR]
 */
#include <stdio.h>
#include <string.h>

#include "project.h"

static const char message[] =
    "Initial schema: programs, experiments, datasets, features, signatures";

int main(int argc, char **argv)
{
    const char *directory = NULL;
    if (argc == 3 && strcmp(argv[1], "--project") == 0) {
        directory = argv[2];
    } else if (argc != 1) {
        fprintf(stderr, "usage: %s [--project DIR]\n", argv[0]);
        return 2;
    }
    project_print_banner("Creating initial Alembic migration...");
    Retort *r = project_open(directory);
    bool unchanged = false;
    RetortNewRevision revision = {.message = message, .autogenerate = true, .unchanged = &unchanged};
    bool ok = retort_ok(r) && retort_revision(r, &revision, NULL, NULL);
    if (ok && unchanged) printf("No changes in schema detected: the new migration is empty.\n");
    if (ok) {
        printf("\nInitial migration created.\n\nNext steps:\n"
               "  1. Review the migration file in alembic/versions/\n"
               "  2. Apply the migration: retort upgrade head\n");
    } else {
        project_print_error(r);
        fprintf(stderr, "The initial migration was not created.\n");
    }
    retort_close(r);
    return ok ? 0 : 1;
}
