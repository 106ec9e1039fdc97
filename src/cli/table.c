#include "cli/cli.h"
#include "cli/commands.h"

/* Every option and command. Spelling, order and arity are Alembic's. */

const Option cli_options[] = {
    {"version", NULL, "--version", OPTION_VERSION, "show the version and exit"},
    {"config", "-c", "--config", OPTION_LIST,
     "Configuration file; without it $ALEMBIC_CONFIG, then \"alembic.ini\". May be a "
     "pyproject.toml, and may be given "
     "twice to name one of each",
     OPTION_WORDS_FILE},
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
#define JSON                                                                                       \
    {                                                                                              \
        "json", NULL, "--json", OPTION_FLAG,                                                       \
            "Print a JSON document instead; its form is stable and documented"                     \
    }
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

/* What Retort adds to Alembic's options comes last in each list. */
static const Option no_options[] = {END};
static const Option branches_options[] = {VERBOSE, JSON, END};
static const Option json_options[] = {JSON, END};
static const Option current_options[] = {
    {"check_heads", "-c", "--check-heads", OPTION_FLAG, "Fail unless the database is at all heads"},
    VERBOSE,
    JSON,
    END};
static const Option run_options[] = {SQL, TAG, END};
static const Option sql_options[] = {SQL, END};
static const Option heads_options[] = {VERBOSE,
                                       {"resolve_dependencies", NULL, "--resolve-dependencies",
                                        OPTION_FLAG,
                                        "Leave out heads that another revision depends on"},
                                       JSON,
                                       END};
static const Option history_options[] = {
    {"rev_range", "-r", "--rev-range", OPTION_VALUE, "Only this range, written [start]:[end]",
     OPTION_WORDS_REVISION},
    VERBOSE,
    {"indicate_current", "-i", "--indicate-current", OPTION_FLAG,
     "Ask the database and mark where it is"},
    {"graph", NULL, "--graph", OPTION_FLAG, "Draw the history's branches beside it"},
    JSON,
    END};
static const Option init_options[] = {
    {"template", "-t", "--template", OPTION_VALUE,
     "Which template to start from (see list_templates); generic by default",
     OPTION_WORDS_TEMPLATE},
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
     "Parent of the new revision: a head, or <branchname>@head", OPTION_WORDS_REVISION},
    SPLICE,
    BRANCH_LABEL,
    {"version_path", NULL, "--version-path", OPTION_VALUE,
     "Which of the version locations gets the file", OPTION_WORDS_DIRECTORY},
    REV_ID,
    {"depends_on", NULL, "--depends-on", OPTION_LIST,
     "Revision that must be applied first; may be repeated", OPTION_WORDS_REVISION},
    END};
static const Option stamp_options[] = {
    SQL, TAG, {"purge", NULL, "--purge", OPTION_FLAG, "Empty the version table first"}, END};

static const Positional no_positionals[] = {END};
static const Positional one_revision[] = {
    {"revision", false, "a revision identifier", OPTION_WORDS_REVISION}, END};
static const Positional one_rev[] = {{"rev", false, NULL, OPTION_WORDS_REVISION}, END};
static const Positional revisions[] = {
    {"revisions", true, "revision identifiers, or 'heads' for all heads", OPTION_WORDS_REVISION},
    END};
static const Positional directory[] = {
    {"directory", false, "where the migration environment is to be", OPTION_WORDS_DIRECTORY}, END};

/* ---- examples for --help and the manual pages ---- */

static const Example branches_examples[] = {
    {"branches -v", "Show every fork in full, with the revisions that come after it."}, END};
static const Example check_examples[] = {
    {"check", "In a build: fail when somebody changed the models without a new revision."},
    {"check --json", "The same for a program to read."},
    END};
static const Example current_examples[] = {
    {"current", "Where is this database?"},
    {"current --check-heads", "Fail unless every revision has been applied."},
    END};
static const Example downgrade_examples[] = {
    {"downgrade -1", "Undo the last revision."},
    {"downgrade ae10:base --sql", "Print the SQL that leads from ae10 back to nothing."},
    END};
static const Example edit_examples[] = {{"edit head", "Open the newest script."},
                                        {"edit ae10", "Open the script whose id begins so."},
                                        END};
static const Example ensure_version_examples[] = {
    {"ensure_version --sql", "Print the CREATE TABLE of the version table."}, END};
static const Example heads_examples[] = {
    {"heads", "More than one line means that branches want to be merged."}, END};
static const Example history_examples[] = {
    {"history --graph", "Draw branches and merges."},
    {"history -r ae10:head -v", "Everything after ae10 in full, ae10 included."},
    {"history -i", "Mark where the database is."},
    END};
static const Example init_examples[] = {
    {"init migrations", "Write migrations/ and alembic.ini."},
    {"init -t pyproject migrations", "Keep the settings in pyproject.toml."},
    END};
static const Example list_templates_examples[] = {
    {"list_templates", "Names for the -t option of init."}, END};
static const Example merge_examples[] = {
    {"merge heads -m \"join branches\"", "Join all heads in one revision."},
    {"merge ae10 27c6 -m \"join two\"", "Join just these."},
    END};
static const Example revision_examples[] = {
    {"revision -m \"add accounts\"", "An empty script to fill in by hand."},
    {"revision --autogenerate -m \"add accounts\"", "A script with what the models have changed."},
    {"revision -m \"side line\" --head base --branch-label side", "Begin an independent branch."},
    END};
static const Example show_examples[] = {
    {"show head", "The newest revision."}, {"show current", "What the database is at."}, END};
static const Example stamp_examples[] = {
    {"stamp head", "The tables exist already: only note that they are up to date."},
    {"stamp --purge ae10", "Forget rows that no script knows any more."},
    END};
static const Example upgrade_examples[] = {
    {"upgrade head", "Apply all that is pending."},
    {"upgrade +1", "Apply the next revision only."},
    {"upgrade ae10:head --sql", "Print the SQL for somebody else to run."},
    END};

const Example cli_examples[] = {
    {"init migrations", "Begin: write env.py, a template for scripts and alembic.ini."},
    {"revision --autogenerate -m \"add accounts\"",
     "Write a script with what the models have changed."},
    {"upgrade head", "Apply what is pending."},
    {"history --graph", "Look at the history."},
    {"upgrade --help", "More about one command."},
    {0},
};

const Command cli_commands[] = {
    {"branches", "Show where the history forks.", branches_options, no_positionals,
     branches_examples, branches_run},
    {"check", "Fail if autogenerate would find something to do.", json_options, no_positionals,
     check_examples, check_run},
    {"current", "Show the revisions that the database is at.", current_options, no_positionals,
     current_examples, current_run},
    {"downgrade", "Go back to an earlier revision.", run_options, one_revision, downgrade_examples,
     downgrade_run},
    {"edit", "Open a revision's script in $EDITOR.", no_options, one_rev, edit_examples, edit_run},
    {"ensure_version", "Create the version table if it is missing.", sql_options, no_positionals,
     ensure_version_examples, ensure_version_run},
    {"heads", "Show the newest revisions of the script directory.", heads_options, no_positionals,
     heads_examples, heads_run},
    {"history", "List the revisions, newest first.", history_options, no_positionals,
     history_examples, history_run},
    {"init", "Make a new migration environment.", init_options, directory, init_examples, init_run},
    {"list_templates", "List what init can start from.", no_options, no_positionals,
     list_templates_examples, list_templates_run},
    {"merge", "Join several heads in a new revision.", merge_options, revisions, merge_examples,
     merge_run},
    {"revision", "Write a new revision script.", revision_options, no_positionals,
     revision_examples, revision_run},
    {"show", "Show a revision in full.", json_options, one_rev, show_examples, show_run},
    {"stamp", "Set the version table to revisions without running them.", stamp_options, revisions,
     stamp_examples, stamp_run},
    {"upgrade", "Go to a later revision.", run_options, one_revision, upgrade_examples,
     upgrade_run},
    {0},
};
