@ graph
# What failures look like: streams, statuses, hints, places.
$ retort upgrade heads1
FAILED: Can't locate revision identified by 'heads1'
! hint: No such revision or branch 'heads1'. Did you mean 'heads'?
= 255

$ retort upgrade shoping@head
FAILED: Can't locate revision identified by 'shoping'
! hint: No such revision or branch 'shoping'. Did you mean 'shopping'?
= 255

$ retort show aaaa0003
FAILED: Can't locate revision identified by 'aaaa0003'
! hint: No such revision or branch 'aaaa0003'. Did you mean 'aaaa0001'?
= 255

$ retort downgrade -1
FAILED: Relative revision -1 didn't produce 1 migrations
= 255

$ alembic --raiseerr show xyz
! CommandError: Can't locate revision identified by 'xyz'
! hint: No such revision or branch 'xyz'.
= 1

$ retort --raiseerr -q show xyz
! CommandError: Can't locate revision identified by 'xyz'
! hint: No such revision or branch 'xyz'.
= 1

$ retort -q show xyz
= 255

$ printf '"""bad"""\nfrom alembic import op\nrevision = "bad1"\ndown_revision = "dddd0007"\ndef upgrade():\n    op.execute("select * from nowhere")\ndef downgrade():\n    pass\n' >mig/versions/bad1.py; retort upgrade bad1
! DIR/mig/versions/bad1.py:6:5: OperationalError: no such table: nowhere
!   while upgrade dddd0007 -> bad1, bad
!      6 |     op.execute("select * from nowhere")
!        |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! [SQL: select * from nowhere]
= 1

$ sqlite3 a.db "select version_num from alembic_version order by 1"
dddd0007

$ retort upgrade bad1
! DIR/mig/versions/bad1.py:6:5: OperationalError: no such table: nowhere
!   while upgrade dddd0007 -> bad1, bad
!      6 |     op.execute("select * from nowhere")
!        |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! [SQL: select * from nowhere]
= 1

$ printf '"""bad"""\nrevision = "bad1"\ndown_revision = "dddd0007"\ndef upgrade(:\n    pass\n' >mig/versions/bad1.py; retort upgrade bad1
! DIR/mig/versions/bad1.py:4:13: SyntaxError: invalid syntax
!   while upgrade dddd0007 -> bad1, bad
!      4 | def upgrade(:
!        |             ^
= 1

$ printf 'def broken(\n' >mig/versions/bad1.py; retort heads
! DIR/mig/versions/bad1.py:1:11: SyntaxError: '(' was never closed
!      1 | def broken(
!        |           ^
= 1

$ rm mig/versions/bad1.py; printf 'x = 1\n' >mig/versions/helper.py; retort heads
FAILED: Could not determine revision id from filename helper.py. Be sure the 'revision' variable is declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).
= 255

$ rm mig/versions/helper.py; mv mig/env.py mig/gone.py; retort upgrade heads; mv mig/gone.py mig/env.py
! ImportError: Can't find Python file DIR/mig/env.py

$ sed -i 's#sqlite:///a.db#nonsense#' alembic.ini; retort current
! DIR/mig/env.py:10:14: ArgumentError: Could not parse SQLAlchemy URL from given URL string
!     10 |     engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.")
!        |              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! hint: A URL looks like dialect+driver://user:password@host:port/database.
= 1

# Scripts change nothing but the database, log files included.
$ printf '\n[loggers]\nkeys = root\n[handlers]\nkeys = file\n[formatters]\nkeys =\n[logger_root]\nlevel = INFO\nhandlers = file\n[handler_file]\nclass = handlers.RotatingFileHandler\nargs = ("x.log",)\n' >>alembic.ini; sed -i '1i from logging.config import fileConfig\nfrom alembic import context\nfileConfig(context.config.config_file_name)' mig/env.py; sed -i 's#^sqlalchemy.url.*#sqlalchemy.url = sqlite:///l.db#' alembic.ini; retort upgrade aaaa0001 >/dev/null; ls x.log
! UserWarning: what goes to [handler_file] of class handlers.RotatingFileHandler is written nowhere; a StreamHandler would show it
! 1 revision applied in TIME
! ls: cannot access 'x.log': No such file or directory
= 2
