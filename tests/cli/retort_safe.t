@ graph
# Where Retort does the safe thing: each has a line in docs/differences.md.
$ retort history -r a:b:c
FAILED: History range requires [start]:[end], [start]:, or :[end]
! hint: There is more than one colon in it.
= 255

$ retort init -t nothing x
FAILED: No such template nothing
! hint: The command list_templates shows what there is.
= 255

$ retort revision -m x --rev-id 31 --head dddd0007; echo mine >>mig/versions/31_x.py; mv mig/versions/31_x.py keep; mkdir elsewhere; cp keep mig/versions/32_x.py; sed -i 's/31/33/' mig/versions/32_x.py
Generating DIR/mig/versions/31_x.py ...  done

$ retort revision -m x --rev-id 32 --head 33
Generating DIR/mig/versions/32_x.py ...  FAILED
FAILED: File DIR/mig/versions/32_x.py already exists
! hint: Choose another message or --rev-id, or remove the file.
= 255

$ tail -n 1 mig/versions/32_x.py
mine

$ rm mig/versions/32_x.py; cp mig/versions/aaaa0001_x.py mig/versions/again.py; retort heads
FAILED: Revision aaaa0001 is present more than once
! hint: It is in DIR/mig/versions/aaaa0001_x.py and in DIR/mig/versions/again.py: remove one or give it another id.
= 255

$ rm mig/versions/again.py; sed 's/aaaa0001/lost/; s/None/"parent"/' mig/versions/aaaa0001_x.py >mig/versions/lost.py; retort heads
FAILED: Revision parent referenced from revision lost is not present
! hint: It is named as down_revision in DIR/mig/versions/lost.py: restore the missing script or correct that line.
= 255

$ rm mig/versions/lost.py; mkdir mig/versions/__pycache__; touch mig/versions/__pycache__/gone_x.cpython-311.pyc mig/versions/__pycache__/aaaa0001_x.cpython-311.pyc; retort heads
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ printf 'sourceless = true\n' >>alembic.ini; retort heads
! DIR/mig/versions/__pycache__/gone_x.cpython-311.pyc is compiled Python without its source
! hint: Retort reads sources only: restore the .py file, or remove `sourceless`.
= 1

$ rm -r mig/versions/__pycache__; touch mig/versions/gone_x.pyc; retort heads
! DIR/mig/versions/gone_x.pyc is compiled Python without its source
! hint: Retort reads sources only: restore the .py file, or remove `sourceless`.
= 1

$ rm mig/versions/gone_x.pyc; retort heads
dddd0007 (networking) (head)
eeee0008 (shopping) (head)

$ retort check; retort history -i | head -n 1; ls *.db; sqlite3 a.db .tables
FAILED: Target database is not up to date.
dddd0006 -> dddd0007 (networking) (head), net 2
a.db
! hint: Run `retort upgrade head` first: a new revision is the difference between the models and a database that is at head.

# An id or a label that is taken is refused before there is a file to remove.
$ retort revision -m x --rev-id y1 --head eeee0008 --branch-label shopping; retort revision -m other --rev-id aaaa0001 --head eeee0008; retort revision -m x --rev-id shopping --head eeee0008; ls mig/versions | grep -c -e y1 -e other -e shopping
FAILED: Branch name 'shopping' in revision y1 already used by revision bbbb0003
FAILED: Revision aaaa0001 is present more than once
FAILED: Revision shopping is present more than once
0
! hint: Choose another --branch-label; the script was not written.
! hint: It is in DIR/mig/versions/aaaa0001_x.py: choose another --rev-id.
! hint: It is in DIR/mig/versions/bbbb0003_x.py: choose another --rev-id.
= 1

# What env.py runs itself is rolled back unless it commits, on SQLite as elsewhere.
$ sed -i 's/^        context.configure(connection=connection)$/&\n        connection.exec_driver_sql("CREATE TABLE own (id INTEGER)")/' mig/env.py; retort current; sqlite3 a.db .tables; sed -i 's/^ *connection.exec_driver_sql.*$/&; connection.commit()/' mig/env.py; retort current; sqlite3 a.db .tables
own

# What Alembic shows as a traceback is a message.
$ sed 's#^script_location.*#script_location = nowhere:mig#' alembic.ini >other.ini; retort -c other.ini heads
FAILED: Path doesn't exist: nowhere/mig.  Please use the 'init' command to create a new scripts folder.
= 255

