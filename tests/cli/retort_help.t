# Help, with examples.
$ retort --help
usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
              {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
              ...
.
positional arguments:
  {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
    branches            Show where the history forks.
    check               Fail if autogenerate would find something to do.
    current             Show the revisions that the database is at.
    downgrade           Go back to an earlier revision.
    edit                Open a revision's script in $EDITOR.
    ensure_version      Create the version table if it is missing.
    heads               Show the newest revisions of the script directory.
    history             List the revisions, newest first.
    init                Make a new migration environment.
    list_templates      List what init can start from.
    merge               Join several heads in a new revision.
    revision            Write a new revision script.
    show                Show a revision in full.
    stamp               Set the version table to revisions without running
                        them.
    upgrade             Go to a later revision.
.
options:
  -h, --help            show this help message and exit
  --version             show the version and exit
  -c CONFIG, --config CONFIG
                        Configuration file; without it $ALEMBIC_CONFIG, then
                        "alembic.ini". May be a pyproject.toml, and may be
                        given twice to name one of each
  -n NAME, --name NAME  Main section of the .ini file (does not concern
                        pyproject.toml)
  -x X                  Argument for env.py, as in -x tenant=a -x dry=1; may
                        be repeated
  --raiseerr            Show an error in full instead of the FAILED line
  -q, --quiet           Print nothing on standard output
.
examples:
  retort init migrations
      Begin: write env.py, a template for scripts and alembic.ini.
  retort revision --autogenerate -m "add accounts"
      Write a script with what the models have changed.
  retort upgrade head
      Apply what is pending.
  retort history --graph
      Look at the history.
  retort upgrade --help
      More about one command.

$ retort branches --help
usage: retort branches [-h] [-v] [--json]
.
options:
  -h, --help     show this help message and exit
  -v, --verbose  Say more about each revision
  --json         Print a JSON document instead; its form is stable and
                 documented
.
examples:
  retort branches -v
      Show every fork in full, with the revisions that come after it.

$ retort check --help
usage: retort check [-h] [--json]
.
options:
  -h, --help  show this help message and exit
  --json      Print a JSON document instead; its form is stable and documented
.
examples:
  retort check
      In a build: fail when somebody changed the models without a new revision.
  retort check --json
      The same for a program to read.

$ retort current --help
usage: retort current [-h] [-c] [-v] [--json]
.
options:
  -h, --help         show this help message and exit
  -c, --check-heads  Fail unless the database is at all heads
  -v, --verbose      Say more about each revision
  --json             Print a JSON document instead; its form is stable and
                     documented
.
examples:
  retort current
      Where is this database?
  retort current --check-heads
      Fail unless every revision has been applied.

$ retort downgrade --help
usage: retort downgrade [-h] [--sql] [--tag TAG] revision
.
positional arguments:
  revision    a revision identifier
.
options:
  -h, --help  show this help message and exit
  --sql       Print the SQL instead of running it; needs no database
  --tag TAG   A word that env.py can ask for with context.get_tag_argument()
.
examples:
  retort downgrade -1
      Undo the last revision.
  retort downgrade ae10:base --sql
      Print the SQL that leads from ae10 back to nothing.

$ retort edit --help
usage: retort edit [-h] rev
.
positional arguments:
  rev
.
options:
  -h, --help  show this help message and exit
.
examples:
  retort edit head
      Open the newest script.
  retort edit ae10
      Open the script whose id begins so.

$ retort ensure_version --help
usage: retort ensure_version [-h] [--sql]
.
options:
  -h, --help  show this help message and exit
  --sql       Print the SQL instead of running it; needs no database
.
examples:
  retort ensure_version --sql
      Print the CREATE TABLE of the version table.

$ retort heads --help
usage: retort heads [-h] [-v] [--resolve-dependencies] [--json]
.
options:
  -h, --help            show this help message and exit
  -v, --verbose         Say more about each revision
  --resolve-dependencies
                        Leave out heads that another revision depends on
  --json                Print a JSON document instead; its form is stable and
                        documented
.
examples:
  retort heads
      More than one line means that branches want to be merged.

$ retort history --help
usage: retort history [-h] [-r REV_RANGE] [-v] [-i] [--graph] [--json]
.
options:
  -h, --help            show this help message and exit
  -r REV_RANGE, --rev-range REV_RANGE
                        Only this range, written [start]:[end]
  -v, --verbose         Say more about each revision
  -i, --indicate-current
                        Ask the database and mark where it is
  --graph               Draw the history's branches beside it
  --json                Print a JSON document instead; its form is stable and
                        documented
.
examples:
  retort history --graph
      Draw branches and merges.
  retort history -r ae10:head -v
      Everything after ae10 in full, ae10 included.
  retort history -i
      Mark where the database is.

$ retort init --help
usage: retort init [-h] [-t TEMPLATE] [--package] directory
.
positional arguments:
  directory             where the migration environment is to be
.
options:
  -h, --help            show this help message and exit
  -t TEMPLATE, --template TEMPLATE
                        Which template to start from (see list_templates);
                        generic by default
  --package             Make the new directories Python packages with an empty
                        __init__.py
.
examples:
  retort init migrations
      Write migrations/ and alembic.ini.
  retort init -t pyproject migrations
      Keep the settings in pyproject.toml.

$ retort list_templates --help
usage: retort list_templates [-h]
.
options:
  -h, --help  show this help message and exit
.
examples:
  retort list_templates
      Names for the -t option of init.

$ retort merge --help
usage: retort merge [-h] [-m MESSAGE] [--branch-label BRANCH_LABEL]
                    [--rev-id REV_ID] [--splice]
                    revisions [revisions ...]
.
positional arguments:
  revisions             revision identifiers, or 'heads' for all heads
.
options:
  -h, --help            show this help message and exit
  -m MESSAGE, --message MESSAGE
                        First line of the new script, and part of its file
                        name
  --branch-label BRANCH_LABEL
                        Branch label that the new revision carries
  --rev-id REV_ID       Use this revision id instead of a random one
  --splice              Allow a parent that already has children
.
examples:
  retort merge heads -m "join branches"
      Join all heads in one revision.
  retort merge ae10 27c6 -m "join two"
      Join just these.

$ retort revision --help
usage: retort revision [-h] [-m MESSAGE] [--autogenerate] [--sql]
                       [--head HEAD] [--splice] [--branch-label BRANCH_LABEL]
                       [--version-path VERSION_PATH] [--rev-id REV_ID]
                       [--depends-on DEPENDS_ON]
.
options:
  -h, --help            show this help message and exit
  -m MESSAGE, --message MESSAGE
                        First line of the new script, and part of its file
                        name
  --autogenerate        Fill the script with what makes the database equal to
                        the models
  --sql                 Print the SQL instead of running it; needs no database
  --head HEAD           Parent of the new revision: a head, or
                        <branchname>@head
  --splice              Allow a parent that already has children
  --branch-label BRANCH_LABEL
                        Branch label that the new revision carries
  --version-path VERSION_PATH
                        Which of the version locations gets the file
  --rev-id REV_ID       Use this revision id instead of a random one
  --depends-on DEPENDS_ON
                        Revision that must be applied first; may be repeated
.
examples:
  retort revision -m "add accounts"
      An empty script to fill in by hand.
  retort revision --autogenerate -m "add accounts"
      A script with what the models have changed.
  retort revision -m "side line" --head base --branch-label side
      Begin an independent branch.

$ retort show --help
usage: retort show [-h] [--json] rev
.
positional arguments:
  rev
.
options:
  -h, --help  show this help message and exit
  --json      Print a JSON document instead; its form is stable and documented
.
examples:
  retort show head
      The newest revision.
  retort show current
      What the database is at.

$ retort stamp --help
usage: retort stamp [-h] [--sql] [--tag TAG] [--purge]
                    revisions [revisions ...]
.
positional arguments:
  revisions   revision identifiers, or 'heads' for all heads
.
options:
  -h, --help  show this help message and exit
  --sql       Print the SQL instead of running it; needs no database
  --tag TAG   A word that env.py can ask for with context.get_tag_argument()
  --purge     Empty the version table first
.
examples:
  retort stamp head
      The tables exist already: only note that they are up to date.
  retort stamp --purge ae10
      Forget rows that no script knows any more.

$ retort upgrade --help
usage: retort upgrade [-h] [--sql] [--tag TAG] revision
.
positional arguments:
  revision    a revision identifier
.
options:
  -h, --help  show this help message and exit
  --sql       Print the SQL instead of running it; needs no database
  --tag TAG   A word that env.py can ask for with context.get_tag_argument()
.
examples:
  retort upgrade head
      Apply all that is pending.
  retort upgrade +1
      Apply the next revision only.
  retort upgrade ae10:head --sql
      Print the SQL for somebody else to run.

$ COLUMNS=50 retort history -h
usage: retort history [-h] [-r REV_RANGE] [-v]
                      [-i] [--graph] [--json]
.
options:
  -h, --help            show this help message
                        and exit
  -r REV_RANGE, --rev-range REV_RANGE
                        Only this range, written
                        [start]:[end]
  -v, --verbose         Say more about each
                        revision
  -i, --indicate-current
                        Ask the database and
                        mark where it is
  --graph               Draw the history's
                        branches beside it
  --json                Print a JSON document
                        instead; its form is
                        stable and documented
.
examples:
  retort history --graph
      Draw branches and merges.
  retort history -r ae10:head -v
      Everything after ae10 in full, ae10 included.
  retort history -i
      Mark where the database is.
