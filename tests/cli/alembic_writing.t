@ graph
# Scripts are written with the words, names and contents of Alembic's.
$ alembic revision -m "one two" --rev-id 11 --head eeee0008 --branch-label lab --depends-on dddd0006
Generating DIR/mig/versions/11_one_two.py ...  done

$ cat mig/versions/11_one_two.py
"""one two
.
Revision ID: 11
Revises: eeee0008
Create Date: DATE
.
"""
from typing import Sequence, Union
.
from alembic import op
import sqlalchemy as sa
.
.
># revision identifiers, used by Alembic.
revision: str = '11'
down_revision: Union[str, Sequence[str], None] = 'eeee0008'
branch_labels: Union[str, Sequence[str], None] = ('lab',)
depends_on: Union[str, Sequence[str], None] = 'dddd0006'
.
.
def upgrade() -> None:
    """Upgrade schema."""
    pass
.
.
def downgrade() -> None:
    """Downgrade schema."""
    pass

$ alembic revision --rev-id 12 --head base --splice
Generating DIR/mig/versions/12_.py ...  done

$ sed -n 1,20p mig/versions/12_.py
"""empty message
.
Revision ID: 12
>Revises: |
Create Date: DATE
.
"""
from typing import Sequence, Union
.
from alembic import op
import sqlalchemy as sa
.
.
># revision identifiers, used by Alembic.
revision: str = '12'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None
.
.

$ alembic heads --resolve-dependencies | sed 's/shopping, lab/lab, shopping/'
11 (lab, shopping) (head)
12 (head)
dddd0007 (networking) (head)

$ alembic merge -m "all of it" --rev-id 13 heads
Generating DIR/mig/versions/13_all_of_it.py ...  done

$ sed -n 1,20p mig/versions/13_all_of_it.py
"""all of it
.
Revision ID: 13
Revises: 11, 12, dddd0007
Create Date: DATE
.
"""
from typing import Sequence, Union
.
from alembic import op
import sqlalchemy as sa
.
.
># revision identifiers, used by Alembic.
revision: str = '13'
down_revision: Union[str, Sequence[str], None] = ('11', '12', 'dddd0007')
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None
.
.

$ alembic revision -m "Ünïcode, and a rather long message that goes on and on" --rev-id 14
Generating DIR/mig/versions/14_ünïcode_and_a_rather_long_message_that_.py ...  done

$ ls mig/versions | grep 14
14_ünïcode_and_a_rather_long_message_that_.py

$ alembic merge -m x aaaa0002
FAILED: Revision aaaa0002 is not a head revision; please specify --splice to create a new branch from this revision
= 255

$ alembic merge aaaa0002 bbbb0003
FAILED: Revision aaaa0002 is not a head revision; please specify --splice to create a new branch from this revision
= 255

$ alembic revision -m a --head aaaa0001
FAILED: Revision aaaa0001 is not a head revision; please specify --splice to create a new branch from this revision
= 255

$ alembic revision -m a --head aaaa0001 --splice --rev-id 15
Generating DIR/mig/versions/15_a.py ...  done

$ alembic revision -m a
FAILED: Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.
! hint: The heads are 14, 15. Join them with `retort merge heads -m MESSAGE`, or name one, or say `heads` for all.
= 255

$ alembic revision -m a --rev-id a@b
FAILED: Character(s) '@' not allowed in revision identifier 'a@b'
= 255

$ alembic revision -m a --head nothing
FAILED: Can't locate revision identified by 'nothing'
! hint: No such revision or branch 'nothing'.
= 255

$ alembic revision -m a --head 14 --depends-on nothing
FAILED: Can't locate revision identified by 'nothing'
! hint: No such revision or branch 'nothing'.
= 255

$ alembic revision --sql -m x
FAILED: Using --sql with the revision command when revision_environment is not configured does not make any sense
= 255

$ alembic revision --sql --autogenerate -m x
FAILED: Using --sql with --autogenerate does not make any sense
= 255

$ alembic revision --autogenerate -m x
FAILED: Target database is not up to date.
! hint: Run `retort upgrade head` first: a new revision is the difference between the models and a database that is at head.
= 255

$ alembic revision -m a --version-path elsewhere --head 14
FAILED: Path elsewhere is not represented in current version locations
= 255

$ alembic check
FAILED: Target database is not up to date.
! hint: Run `retort upgrade head` first: a new revision is the difference between the models and a database that is at head.
= 255

$ alembic upgrade heads
! 13 revisions applied in TIME

$ alembic check
FAILED: Can't proceed with --autogenerate option; environment script DIR/mig/env.py does not provide a MetaData object or sequence of objects to the context.
= 255

$ alembic edit head
FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
! hint: The heads are 14, 15. Join them with `retort merge heads -m MESSAGE`, or name one, or say `heads` for all.
= 255

$ EDITOR=$(command -v true) alembic edit 14

$ EDITOR=$(command -v false) alembic edit 14
FAILED: Error executing editor (Command '['/usr/bin/false', 'DIR/mig/versions/14_ünïcode_and_a_rather_long_message_that_.py']' returned non-zero exit status 1.)
= 255
