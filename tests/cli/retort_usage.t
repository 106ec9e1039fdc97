# Usage errors are argparse's, on standard error with status 2; then what may have been meant.
$ retort
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: too few arguments
= 2

$ retort foo
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: argument {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}: invalid choice: 'foo' (choose from 'branches', 'check', 'current', 'downgrade', 'edit', 'ensure_version', 'heads', 'history', 'init', 'list_templates', 'merge', 'revision', 'show', 'stamp', 'upgrade')
= 2

$ retort upgarde head
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: argument {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}: invalid choice: 'upgarde' (choose from 'branches', 'check', 'current', 'downgrade', 'edit', 'ensure_version', 'heads', 'history', 'init', 'list_templates', 'merge', 'revision', 'show', 'stamp', 'upgrade')
! hint: did you mean 'upgrade'?
= 2

$ retort hist
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: argument {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}: invalid choice: 'hist' (choose from 'branches', 'check', 'current', 'downgrade', 'edit', 'ensure_version', 'heads', 'history', 'init', 'list_templates', 'merge', 'revision', 'show', 'stamp', 'upgrade')
! hint: did you mean 'history'?
= 2

$ retort upgrade
! usage: retort upgrade [-h] [--sql] [--tag TAG] revision
! retort upgrade: error: the following arguments are required: revision
= 2

$ retort upgrade a b
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: b
= 2

$ retort stamp
! usage: retort stamp [-h] [--sql] [--tag TAG] [--purge]
!                     revisions [revisions ...]
! retort stamp: error: the following arguments are required: revisions
= 2

$ retort merge
! usage: retort merge [-h] [-m MESSAGE] [--branch-label BRANCH_LABEL]
!                     [--rev-id REV_ID] [--splice]
!                     revisions [revisions ...]
! retort merge: error: the following arguments are required: revisions
= 2

$ retort init
! usage: retort init [-h] [-t TEMPLATE] [--package] directory
! retort init: error: the following arguments are required: directory
= 2

$ retort show
! usage: retort show [-h] [--json] rev
! retort show: error: the following arguments are required: rev
= 2

$ retort edit
! usage: retort edit [-h] rev
! retort edit: error: the following arguments are required: rev
= 2

$ retort downgrade --sqll x
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: --sqll
! hint: did you mean '--sql'?
= 2

$ retort history --rev-rnage a:b
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: --rev-rnage a:b
! hint: did you mean '--rev-range'?
= 2

$ retort history -r
! usage: retort history [-h] [-r REV_RANGE] [-v] [-i] [--graph] [--json]
! retort history: error: argument -r/--rev-range: expected one argument
= 2

$ retort history --re=a --in --ver extra
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: extra
= 2

$ retort revision --head
! usage: retort revision [-h] [-m MESSAGE] [--autogenerate] [--sql]
!                        [--head HEAD] [--splice] [--branch-label BRANCH_LABEL]
!                        [--version-path VERSION_PATH] [--rev-id REV_ID]
!                        [--depends-on DEPENDS_ON]
! retort revision: error: argument --head: expected one argument
= 2

$ retort revision --sp=x
! usage: retort revision [-h] [-m MESSAGE] [--autogenerate] [--sql]
!                        [--head HEAD] [--splice] [--branch-label BRANCH_LABEL]
!                        [--version-path VERSION_PATH] [--rev-id REV_ID]
!                        [--depends-on DEPENDS_ON]
! retort revision: error: argument --splice: ignored explicit argument 'x'
= 2

$ retort revision --he=x --h=y
! usage: retort revision [-h] [-m MESSAGE] [--autogenerate] [--sql]
!                        [--head HEAD] [--splice] [--branch-label BRANCH_LABEL]
!                        [--version-path VERSION_PATH] [--rev-id REV_ID]
!                        [--depends-on DEPENDS_ON]
! retort revision: error: ambiguous option: --he=x could match --help, --head
= 2

$ retort heads --resolve
FAILED: No 'script_location' key found in configuration.
! hint: Neither DIR/alembic.ini nor DIR/pyproject.toml exists; give the configuration file with -c.
= 255

$ retort heads extra
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: extra
= 2

$ retort branches -x
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: -x
= 2

$ retort current --bogus
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: --bogus
= 2

$ retort check now
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: now
= 2

$ retort list_templates -v
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: -v
= 2

$ retort ensure_version 1
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: 1
= 2

$ retort -z heads
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: unrecognized arguments: -z
= 2

$ retort -n
! usage: retort [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]
!               {branches,check,current,downgrade,edit,ensure_version,heads,history,init,list_templates,merge,revision,show,stamp,upgrade}
!               ...
! retort: error: argument -n/--name: expected one argument
= 2

$ alembic foo 2>&1 | tail -n 2 | cut -c1-40
               ...
alembic: error: argument {branches,check

$ retort --version
retort 0.1.0 (Alembic 1.19.1)

$ alembic --version
alembic 1.19.1
