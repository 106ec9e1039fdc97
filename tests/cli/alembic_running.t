@ graph
# Upgrade, downgrade, stamp; the rows they leave.
$ alembic upgrade +1
FAILED: Ambiguous walk
= 255

$ alembic current

$ alembic upgrade head
FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
! hint: The heads are dddd0007, eeee0008. Join them with `retort merge heads -m MESSAGE`, or name one, or say `heads` for all.
= 255

$ alembic upgrade aaaa0002
! 2 revisions applied in TIME

$ alembic upgrade shopping@bbbb0004
! 2 revisions applied in TIME

$ sqlite3 a.db "select version_num from alembic_version order by 1"
bbbb0004

$ alembic upgrade networking@head
! 2 revisions applied in TIME

$ sqlite3 a.db "select version_num from alembic_version order by 1"
bbbb0004
dddd0007

$ alembic upgrade heads
! 2 revisions applied in TIME

$ alembic upgrade +1
FAILED: Ambiguous upgrade from multiple current revisions
= 255

$ sqlite3 a.db .tables | tr -s ' ' '\n' | sort
alembic_version
t_aaaa0001
t_aaaa0002
t_bbbb0003
t_bbbb0004
t_cccc0005
t_dddd0006
t_dddd0007
t_eeee0008

$ alembic downgrade networking@-1

$ sqlite3 a.db "select version_num from alembic_version order by 1"
dddd0006
eeee0008

$ alembic downgrade networking@base

$ alembic downgrade aaaa0002

$ sqlite3 a.db "select version_num from alembic_version order by 1"
aaaa0002

$ alembic downgrade bbbb0003
FAILED: Destination bbbb0003 is not a valid downgrade target from current head(s)
= 255

$ alembic downgrade xyz
FAILED: Can't locate revision identified by 'xyz'
! hint: No such revision or branch 'xyz'.
= 255

$ alembic downgrade base

$ alembic downgrade -1
FAILED: Relative revision -1 didn't produce 1 migrations
= 255

$ sqlite3 a.db "select count(*) from alembic_version"
0

$ alembic stamp bbbb0003 networking@head

$ sqlite3 a.db "select version_num from alembic_version order by 1"
bbbb0003
dddd0007

$ alembic stamp shopping@base

$ alembic stamp head
FAILED: Multiple heads are present; please specify a single target revision
! hint: The heads are dddd0007, eeee0008. Join them with `retort merge heads -m MESSAGE`, or name one, or say `heads` for all.
= 255

$ alembic stamp --purge heads

$ sqlite3 a.db "select version_num from alembic_version order by 1"
dddd0007
eeee0008

$ sqlite3 a.db "update alembic_version set version_num = 'gone' where version_num like 'e%'"

$ alembic current
FAILED: Can't locate revision identified by 'gone'
! hint: No such revision or branch 'gone'.
= 255

$ alembic upgrade heads
FAILED: Can't locate revision identified by 'gone'
! hint: No such revision or branch 'gone'.
= 255

$ alembic stamp --purge base

$ alembic ensure_version

$ sqlite3 a.db "select count(*) from alembic_version"
0
