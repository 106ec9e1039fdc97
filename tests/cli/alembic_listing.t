@ graph
# Looking at the graph, without and with a database.
$ alembic history
dddd0006 -> dddd0007 (networking) (head), net 2
<base> (aaaa0002) -> dddd0006 (networking), net base
bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (mergepoint), merge b c
bbbb0003 -> bbbb0004 (shopping), cart2
aaaa0002 -> bbbb0003 (shopping), cart
aaaa0002 -> cccc0005, other
aaaa0001 -> aaaa0002 (branchpoint), second
<base> -> aaaa0001, root

$ alembic history -r aaaa0001:eeee0008
bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (mergepoint), merge b c
bbbb0003 -> bbbb0004 (shopping), cart2
aaaa0002 -> bbbb0003 (shopping), cart
aaaa0002 -> cccc0005, other
aaaa0001 -> aaaa0002 (branchpoint), second
<base> -> aaaa0001, root

$ alembic history --rev-range=:aaaa0002
aaaa0001 -> aaaa0002 (branchpoint), second
<base> -> aaaa0001, root

$ alembic history -r bbbb0003:
bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (mergepoint), merge b c
bbbb0003 -> bbbb0004 (shopping), cart2
aaaa0002 -> bbbb0003 (shopping), cart

$ alembic history -r-2:
FAILED: Ambiguous walk
= 255

$ alembic history -r aaaa
FAILED: History range requires [start]:[end], [start]:, or :[end]
= 255

$ alembic history -r bbbb0003:dddd0006
FAILED: Requested range bbbb0003:dddd0006 does not refer to ancestor/descendant revisions along the same branch
= 255

$ alembic history -r nothing:
FAILED: Can't locate revision identified by 'nothing'
! hint: No such revision or branch 'nothing'.
= 255

$ alembic heads
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ alembic heads --resolve-dependencies
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ alembic heads -v
Rev: dddd0007 (head)
Parent: dddd0006
Branch names: networking
Path: DIR/mig/versions/dddd0007_x.py
.
    net 2
>    |
    More about dddd0007.
.
Rev: eeee0008 (head) (mergepoint)
Merges: bbbb0004, cccc0005
Branch names: shopping
Path: DIR/mig/versions/eeee0008_x.py
.
    merge b c
>    |
    More about eeee0008.
.

$ alembic show aaaa0001
Rev: aaaa0001
Parent: <base>
Path: DIR/mig/versions/aaaa0001_x.py
.
    root
>    |
    More about aaaa0001.
.

$ alembic show bbbb
FAILED: Can't locate revision identified by 'bbbb'
! hint: Multiple revisions start with 'bbbb': 'bbbb0003', 'bbbb0004'. Did you mean 'bbbb0003'?
= 255

$ alembic show base

$ alembic show shopping@head
Rev: eeee0008 (head) (mergepoint)
Merges: bbbb0004, cccc0005
Branch names: shopping
Path: DIR/mig/versions/eeee0008_x.py
.
    merge b c
>    |
    More about eeee0008.
.

$ alembic show head
FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
! hint: The heads are dddd0007, eeee0008. Join them with `retort merge heads -m MESSAGE`, or name one, or say `heads` for all.
= 255

$ alembic show heads
Rev: dddd0007 (head)
Parent: dddd0006
Branch names: networking
Path: DIR/mig/versions/dddd0007_x.py
.
    net 2
>    |
    More about dddd0007.
.
Rev: eeee0008 (head) (mergepoint)
Merges: bbbb0004, cccc0005
Branch names: shopping
Path: DIR/mig/versions/eeee0008_x.py
.
    merge b c
>    |
    More about eeee0008.
.

$ alembic show xyz
FAILED: Can't locate revision identified by 'xyz'
! hint: No such revision or branch 'xyz'.
= 255

$ alembic show current

$ alembic current

$ alembic upgrade shopping@head
! 6 revisions applied in TIME

$ alembic current
eeee0008 (head) (mergepoint)

$ alembic current --check-heads
FAILED: Database is not on all head revisions
= 255

$ alembic history -i
dddd0006 -> dddd0007 (networking) (head), net 2
<base> (aaaa0002) -> dddd0006 (networking), net base
bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (current) (mergepoint), merge b c
bbbb0003 -> bbbb0004 (shopping), cart2
aaaa0002 -> bbbb0003 (shopping), cart
aaaa0002 -> cccc0005, other
aaaa0001 -> aaaa0002 (branchpoint), second
<base> -> aaaa0001, root

$ alembic history -rcurrent:
bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (mergepoint), merge b c

$ alembic history -r:current
bbbb0004, cccc0005 -> eeee0008 (shopping) (head) (mergepoint), merge b c
bbbb0003 -> bbbb0004 (shopping), cart2
aaaa0002 -> bbbb0003 (shopping), cart
aaaa0002 -> cccc0005, other
aaaa0001 -> aaaa0002 (branchpoint), second
<base> -> aaaa0001, root

$ alembic current -v
Current revision(s) for sqlite:///a.db:
Rev: eeee0008 (head) (mergepoint)
Merges: bbbb0004, cccc0005
Branch names: shopping
Path: DIR/mig/versions/eeee0008_x.py
.
    merge b c
>    |
    More about eeee0008.
.

$ alembic upgrade heads
! 2 revisions applied in TIME

$ alembic current -c | sort
dddd0007 (head)
eeee0008 (head) (mergepoint)

$ alembic -q heads

$ alembic -q show xyz
= 255
