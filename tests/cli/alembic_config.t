@ graph
# Which configuration is used, and what is wrong with it.
$ mv alembic.ini other.ini && alembic heads
FAILED: No 'script_location' key found in configuration.
! hint: Neither DIR/alembic.ini nor DIR/pyproject.toml exists; give the configuration file with -c.
= 255

$ ALEMBIC_CONFIG=other.ini alembic heads
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ alembic -c other.ini heads
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ alembic --config=missing.ini heads
FAILED: No 'script_location' key found in configuration.
! hint: Neither DIR/missing.ini nor DIR/pyproject.toml exists; give the configuration file with -c.
= 255

$ printf '[alembic]\nscript_location = nowhere\n' >bad.ini; alembic -c bad.ini heads
FAILED: Path doesn't exist: nowhere.  Please use the 'init' command to create a new scripts folder.
= 255

$ printf '[second]\nscript_location = %%(here)s/mig\n' >named.ini; alembic -c named.ini heads; alembic -c named.ini -n second heads
FAILED: No 'script_location' key found in configuration.
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ printf '[tool.alembic]\nscript_location = "%%(here)s/mig"\n' >pyproject.toml; alembic heads
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ printf '[alembic]\nsqlalchemy.url = sqlite:///b.db\n' >alembic.ini; alembic upgrade aaaa0001 && ls *.db
b.db
! 1 revision applied in TIME

$ alembic -c pyproject.toml -c other.ini history | tail -n 1
<base> -> aaaa0001, root
