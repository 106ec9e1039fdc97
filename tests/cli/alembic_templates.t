@ templates
# What a script.py.mako may hold beside expressions and control lines; proved with the real one.
$ cp names.mako mig/script.py.mako; alembic revision -m 'A message' --rev-id 61; cat mig/versions/61*
Generating DIR/mig/versions/61_a_message.py ...  done
revision = '61'
down_revision = '60'
># hello you!
># 0 A16-
># 1 b16-
># A message... True no

$ cp tags.mako mig/script.py.mako; alembic revision -m Tags --rev-id 62; grep . mig/versions/62*
Generating DIR/mig/versions/62_tags.py ...  done
revision = '62'
down_revision = '61'
># by default 62
># in a block: Tags
># trimmed
># [inside]
># Tags and right.
># # in a block: Tags
># ${not} markup

$ cp failing.mako mig/script.py.mako; alembic revision -m x --rev-id 63 | sed 's/failed;.*/failed/'
Generating DIR/mig/versions/63_x.py ...  FAILED
FAILED: Template rendering failed
! DIR/mig/script.py.mako:2:5
!      2 | # ${1/0}
!        |     ^
