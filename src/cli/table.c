#include "cli/cli.h"
#include "cli/commands.h"

/* Every option and command. Spelling, order and arity are Alembic's. */

const Option cli_options[] = {
    {"version", NULL, "--version", OPTION_VERSION, "show the version and exit"},
    {"config", "-c", "--config", OPTION_LIST,
     "Configuration file; without it $ALEMBIC_CONFIG, then \"alembic.ini\". May be a "
     "pyproject.toml, and may be given "
     "twice to name one of each"},
    {"name", "-n", "--name", OPTION_VALUE,
     "Main section of the .ini file (does not concern pyproject.toml)"},
    {"x", "-x", NULL, OPTION_LIST,
     "Argument for env.py, as in -x tenant=a -x dry=1; may be repeated"},
    {"raiseerr", NULL, "--raiseerr", OPTION_FLAG,
     "Show an error in full instead of the FAILED line"},
    {"quiet", "-q", "--quiet", OPTION_FLAG, "Print nothing on standard output"},
    {0},
};

#define VERBOSE                                                                                    \
    {                                                                                              \
        "verbose", "-v", "--verbose", OPTION_FLAG, "Say more about each revision"                  \
    }
#define SQL                                                                                        \
    {                                                                                              \
        "sql", NULL, "--sql", OPTION_FLAG,                                                         \
            "Print the SQL instead of running it; needs no database"                               \
    }
#define TAG                                                                                        \
    {                                                                                              \
        "tag", NULL, "--tag", OPTION_VALUE,                                                        \
            "A word that env.py can ask for with context.get_tag_argument()"                       \
    }
#define MESSAGE                                                                                    \
    {                                                                                              \
        "message", "-m", "--message", OPTION_VALUE,                                                \
            "First line of the new script, and part of its file name"                              \
    }
#define BRANCH_LABEL                                                                               \
    {                                                                                              \
        "branch_label", NULL, "--branch-label", OPTION_VALUE,                                      \
            "Branch label that the new revision carries"                                           \
    }
#define REV_ID                                                                                     \
    {                                                                                              \
        "rev_id", NULL, "--rev-id", OPTION_VALUE, "Use this revision id instead of a random one"   \
    }
#define SPLICE                                                                                     \
    {                                                                                              \
        "splice", NULL, "--splice", OPTION_FLAG, "Allow a parent that already has children"        \
    }
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const Option no_options[] = {END};
static const Option verbose_options[] = {VERBOSE, END};
static const Option current_options[] = {
    {"check_heads", "-c", "--check-heads", OPTION_FLAG, "Fail unless the database is at all heads"},
    VERBOSE,
    END};
static const Option run_options[] = {SQL, TAG, END};
static const Option sql_options[] = {SQL, END};
static const Option heads_options[] = {VERBOSE,
                                       {"resolve_dependencies", NULL, "--resolve-dependencies",
                                        OPTION_FLAG,
                                        "Leave out heads that another revision depends on"},
                                       END};
static const Option history_options[] = {
    {"rev_range", "-r", "--rev-range", OPTION_VALUE, "Only this range, written [start]:[end]"},
    VERBOSE,
    {"indicate_current", "-i", "--indicate-current", OPTION_FLAG,
     "Ask the database and mark where it is"},
    END};
static const Option init_options[] = {
    {"template", "-t", "--template", OPTION_VALUE,
     "Which template to start from (see list_templates); generic by default"},
    {"package", NULL, "--package", OPTION_FLAG,
     "Make the new directories Python packages with an empty __init__.py"},
    END};
static const Option merge_options[] = {MESSAGE, BRANCH_LABEL, REV_ID, SPLICE, END};
static const Option revision_options[] = {
    MESSAGE,
    {"autogenerate", NULL, "--autogenerate", OPTION_FLAG,
     "Fill the script with what makes the database equal to the models"},
    SQL,
    {"head", NULL, "--head", OPTION_VALUE,
     "Parent of the new revision: a head, or <branchname>@head"},
    SPLICE,
    BRANCH_LABEL,
    {"version_path", NULL, "--version-path", OPTION_VALUE,
     "Which of the version locations gets the file"},
    REV_ID,
    {"depends_on", NULL, "--depends-on", OPTION_LIST,
     "Revision that must be applied first; may be repeated"},
    END};
static const Option stamp_options[] = {
    SQL, TAG, {"purge", NULL, "--purge", OPTION_FLAG, "Empty the version table first"}, END};

static const Positional no_positionals[] = {END};
static const Positional one_revision[] = {{"revision", false, "a revision identifier"}, END};
static const Positional one_rev[] = {{"rev", false, NULL}, END};
static const Positional revisions[] = {
    {"revisions", true, "revision identifiers, or 'heads' for all heads"}, END};
static const Positional directory[] = {
    {"directory", false, "where the migration environment is to be"}, END};

const Command cli_commands[] = {
    {"branches", "Show where the history forks.", verbose_options, no_positionals, branches_run},
    {"check", "Fail if autogenerate would find something to do.", no_options, no_positionals,
     check_run},
    {"current", "Show the revisions that the database is at.", current_options, no_positionals,
     current_run},
    {"downgrade", "Go back to an earlier revision.", run_options, one_revision, downgrade_run},
    {"edit", "Open a revision's script in $EDITOR.", no_options, one_rev, edit_run},
    {"ensure_version", "Create the version table if it is missing.", sql_options, no_positionals,
     ensure_version_run},
    {"heads", "Show the newest revisions of the script directory.", heads_options, no_positionals,
     heads_run},
    {"history", "List the revisions, newest first.", history_options, no_positionals, history_run},
    {"init", "Make a new migration environment.", init_options, directory, init_run},
    {"list_templates", "List what init can start from.", no_options, no_positionals,
     list_templates_run},
    {"merge", "Join several heads in a new revision.", merge_options, revisions, merge_run},
    {"revision", "Write a new revision script.", revision_options, no_positionals, revision_run},
    {"show", "Show a revision in full.", no_options, one_rev, show_run},
    {"stamp", "Set the version table to revisions without running them.", stamp_options, revisions,
     stamp_run},
    {"upgrade", "Go to a later revision.", run_options, one_revision, upgrade_run},
    {0},
};
