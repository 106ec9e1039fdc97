# A project whose packages Python has only because the project is installed.
$ mkdir -p app/src/shop/db && cd app && retort init src/shop/db/migrations >/dev/null 2>&1; sed -i 's/^prepend_sys_path.*//; s#^sqlalchemy.url.*#sqlalchemy.url = sqlite:///a.db#; s/^level = .*/level = ERROR/' alembic.ini; touch src/shop/__init__.py pyproject.toml; printf 'from sqlalchemy import *\nmetadata = MetaData()\nTable("t", metadata, Column("a", Integer))\n' >src/shop/models.py; sed -i 's/^target_metadata = .*/from shop.models import metadata as target_metadata/' src/shop/db/migrations/env.py; retort check
FAILED: New upgrade operations detected: [('add_table', Table('t', MetaData(), Column('a', Integer(), table=<t>), schema=None))]
! ERROR [alembic.util.messaging] New upgrade operations detected: [('add_table', Table('t', MetaData(), Column('a', Integer(), table=<t>), schema=None))]
= 255

# A folder that only has the name of a package is none.
$ cd app; mkdir redis; sed -i '1i import redis\nclient = redis.Redis(host="h")\nprint("fine")' src/shop/db/migrations/env.py; retort current
fine

# What the repository has, scripts may read.
$ cd app; sed -i '1,3d' src/shop/db/migrations/env.py; sed -i '1i print(open("../.env").read(), end="")' src/shop/db/migrations/env.py; echo 'URL=sqlite:///b.db' >../.env; retort current
! DIR/app/src/shop/db/migrations/env.py:1:7: PermissionError: a script may read files below the project only: '../.env'
!      1 | print(open("../.env").read(), end="")
!        |       ^~~~~~~~~~~~~~~
= 1

$ mkdir .git; cd app; retort current
URL=sqlite:///b.db

# Who a revision is may have to be looked up; what goes wrong there has its place.
$ cd app; sed -i 1d src/shop/db/migrations/env.py; printf 'LABEL = "shop"\n' >src/shop/names.py; printf 'from shop.names import LABEL\nrevision = "a" + "1"\ndown_revision = None\nbranch_labels = LABEL\n' >src/shop/db/migrations/versions/a1.py; retort heads
a1 (shop) (head)

$ cd app; printf 'LABEL = 1 / 0\n' >src/shop/names.py; retort heads
! DIR/app/src/shop/names.py:1:9: ZeroDivisionError: division by zero
!      1 | LABEL = 1 / 0
!        |         ^~~~~
= 1
