@ graph
# [loggers] as fileConfig reads them; standard output, so that it is compared.
$ printf '\n[loggers]\nkeys = root,mine\n[handlers]\nkeys = out\n[formatters]\nkeys = f\n[logger_root]\nlevel = INFO\nhandlers = out\n[logger_mine]\nlevel = ERROR\nhandlers =\nqualname = mine\n[handler_out]\nclass = StreamHandler\nargs = (sys.stdout,)\nformatter = f\n[formatter_f]\nformat = %%(levelname)-8s|%%(name)s|%%(message)s\n' >>alembic.ini; cp mig/env.py plain; sed '1i import logging\nlogging.getLogger("early")\nfrom logging.config import fileConfig\nfrom alembic import context\nfileConfig(context.config.config_file_name)\nlogging.getLogger("early").error("not seen")\nlogging.getLogger("late").info("seen")\nlogging.getLogger("late").debug("too low")\nlogging.getLogger("mine.x").warning("too low")\nlogging.getLogger("mine").error("seen")' plain >mig/env.py

$ alembic upgrade aaaa0001
INFO    |late|seen
ERROR   |mine|seen
! 1 revision applied in TIME

$ sed -i 's/config_file_name)/config_file_name, disable_existing_loggers=False)/; s/"not seen"/"seen now"/' mig/env.py; alembic upgrade aaaa0002
ERROR   |early|seen now
INFO    |late|seen
ERROR   |mine|seen
INFO    |alembic.runtime.migration|Context impl SQLiteImpl.
INFO    |alembic.runtime.migration|Will assume non-transactional DDL.
INFO    |alembic.runtime.migration|Running upgrade aaaa0001 -> aaaa0002, second
! 1 revision applied in TIME

$ sed -i 's/^\[logger_root\]/[logger_alembic]\nlevel = WARNING\nhandlers =\nqualname = alembic\n[logger_root]/; s/^keys = root,mine/keys = root,mine,alembic/' alembic.ini; alembic upgrade bbbb0003
ERROR   |early|seen now
INFO    |late|seen
ERROR   |mine|seen
! 1 revision applied in TIME

$ alembic show xyz
FAILED: Can't locate revision identified by 'xyz'
! hint: No such revision or branch 'xyz'.
= 255

$ sed -i 's/^level = WARNING/level = LOUD/' alembic.ini; alembic current
! DIR/mig/env.py:5:1: ValueError: Unknown level: 'LOUD'
!      5 | fileConfig(context.config.config_file_name, disable_existing_loggers=False)
!        | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! hint: fileConfig() reads it in section [logger_alembic] of DIR/alembic.ini.
= 1

# The other styles of formats.
$ sed -i 's/^level = LOUD/level = INFO/; s/^format = .*/format = {levelname}|{message}\nstyle = {/' alembic.ini; alembic current
ERROR|seen now
INFO|seen
ERROR|seen
INFO|Context impl SQLiteImpl.
INFO|Will assume non-transactional DDL.
bbbb0003

# What a script writes to standard error is no record.
$ cp plain mig/env.py; sed -i '1i import sys\nprint("plain", "text", file=sys.stderr)\nsys.stderr.write("100% plain\\n")' mig/env.py; alembic current 2>&1 >/dev/null | grep plain
plain text
100% plain

# Set up in Python.
$ sed '1i import logging, sys\nlogging.basicConfig(level=logging.INFO, stream=sys.stdout)\nlogging.getLogger("mine").info("seen %s", 1)\nlogging.getLogger("mine").debug("too low")' plain >mig/env.py; alembic current
INFO:mine:seen 1
INFO:alembic.runtime.migration:Context impl SQLiteImpl.
INFO:alembic.runtime.migration:Will assume non-transactional DDL.
bbbb0003

$ sed '1i import logging, sys\nhandler = logging.StreamHandler(sys.stdout)\nlogging.getLogger("alembic").addHandler(handler)\nhandler.setFormatter(logging.Formatter("%(levelname)-5.5s [%(name)s] %(message)s"))\nlogging.getLogger("alembic").setLevel("INFO")\nlogging.getLogger("alembic.mine").info("seen")\nlogging.getLogger("other").info("not seen")\nhandler.setLevel(logging.WARNING)\nlogging.getLogger("alembic.mine").info("too low for the handler")' plain >mig/env.py; alembic current
INFO  [alembic.mine] seen
bbbb0003

$ sed '1i from logging.config import dictConfig\nimport logging\ndictConfig({"version": 1, "formatters": {"f": {"format": "{levelname} {message}", "style": "{"}}, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout"}}, "root": {"level": "WARNING", "handlers": ["h"]}, "loggers": {"mine": {"level": "DEBUG"}, "alone": {"level": "DEBUG", "propagate": False}, "alembic.runtime": {"level": "INFO"}}})\nlogging.getLogger("mine.x").debug("seen")\nlogging.getLogger("alone").error("not seen")\nlogging.info("too low")\nlogging.warning("seen, too")' plain >mig/env.py; alembic current
DEBUG seen
WARNING seen, too
INFO Context impl SQLiteImpl.
INFO Will assume non-transactional DDL.
bbbb0003

$ sed '1i import logging, sys\nlogging.basicConfig(level="INFO", stream=sys.stdout)\nlogging.getLogger("alembic.runtime.migration").disabled = True\nlogging.getLogger("alembic").info("seen")\nlogging.basicConfig(format="not twice", stream=sys.stdout)\nlogging.basicConfig(format="%(message)s!", level="ERROR", stream=sys.stdout, force=True)\nlogging.error("forced")\nlogging.info("too low")' plain >mig/env.py; alembic current
INFO:alembic:seen
forced!
bbbb0003
