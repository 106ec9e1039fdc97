# The multidb template: two databases, online and offline.
$ alembic init -t multidb mig >/dev/null && sed -i 's#driver://user:pass@localhost/dbname2#sqlite:///two.db#; s#driver://user:pass@localhost/dbname#sqlite:///one.db#' alembic.ini && ls
alembic.ini
mig

$ alembic revision -m "both of them" --rev-id ab12
Generating DIR/mig/versions/ab12_both_of_them.py ...  done

$ cat mig/versions/ab12_both_of_them.py
"""both of them
.
Revision ID: ab12
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
revision: str = 'ab12'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None
.
.
def upgrade(engine_name: str) -> None:
    """Upgrade schema."""
    globals()["upgrade_%s" % engine_name]()
.
.
def downgrade(engine_name: str) -> None:
    """Downgrade schema."""
    globals()["downgrade_%s" % engine_name]()
.
.
.
.
.
def upgrade_engine1() -> None:
    """Upgrade engine1 schema."""
    pass
.
.
def downgrade_engine1() -> None:
    """Downgrade engine1 schema."""
    pass
.
.
def upgrade_engine2() -> None:
    """Upgrade engine2 schema."""
    pass
.
.
def downgrade_engine2() -> None:
    """Downgrade engine2 schema."""
    pass
.

$ sed -i '/def upgrade_engine2/,/pass/s/pass/op.execute("CREATE TABLE only_two (x INTEGER)")/' mig/versions/ab12_both_of_them.py; alembic upgrade head 2>/dev/null; sqlite3 one.db .tables; sqlite3 two.db .tables | tr -s ' '
alembic_version
>alembic_version only_two |

$ alembic current 2>/dev/null
ab12 (head)
ab12 (head)

$ alembic upgrade head --sql 2>/dev/null; cat engine1.sql; cat engine2.sql; ls
CREATE TABLE alembic_version (
>    version_num VARCHAR(32) NOT NULL, |
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
.
-- Running upgrade  -> ab12
.
INSERT INTO alembic_version (version_num) VALUES ('ab12') RETURNING version_num;
.
CREATE TABLE alembic_version (
>    version_num VARCHAR(32) NOT NULL, |
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
.
-- Running upgrade  -> ab12
.
CREATE TABLE only_two (x INTEGER);
.
INSERT INTO alembic_version (version_num) VALUES ('ab12') RETURNING version_num;
.
alembic.ini
engine1.sql
engine2.sql
mig
one.db
two.db

$ alembic downgrade base 2>/dev/null; sqlite3 two.db "select count(*) from alembic_version"
0
