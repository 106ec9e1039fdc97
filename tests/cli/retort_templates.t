@ graph
# Templates that differ from Alembic's in their texts, output_encoding, logging.
$ retort list_templates
Available templates:
.
async - Migrations for one database with an asynchronous driver.
generic - Migrations for one database.
multidb - Migrations for several databases that move together.
pyproject - Migrations for one database, configured in pyproject.toml.
pyproject_async - Migrations for one database with an asynchronous driver, configured in pyproject.toml.
.
Templates are used via the 'init' command, e.g.:
.
  retort init --template generic ./scripts

$ alembic list_templates | tail -n 1
  alembic init --template generic ./scripts

$ printf 'output_encoding = latin-1\n' >>alembic.ini; sed -i '1i ## -*- coding: utf-8 -*-\n# -*- coding: latin-1 -*-' mig/script.py.mako; retort revision -m 'Grün' --rev-id 51 --head dddd0007; sed -n 2p mig/versions/51* | od -An -c; retort show 51 | tail -n 9 | head -n 1
Generating DIR/mig/versions/51_grün.py ...  done
   "   "   "   G   r 374   n  \n
Branch names: networking

$ retort revision -m '€' --rev-id 52 --head 51
Generating DIR/mig/versions/52_.py ...  FAILED
FAILED: Template rendering failed; UnicodeEncodeError: 'latin-1' codec can't encode character '\u20ac' in position 29
= 255

$ sed -i 's/^output_encoding.*/output_encoding = nonsense/' alembic.ini; retort revision -m '€' --rev-id 52 --head 51
Generating DIR/mig/versions/52_.py ...  FAILED
! LookupError: unknown encoding: nonsense
= 1

$ sed -i 's/^output_encoding.*//' alembic.ini; printf '<%%include file="x"/>\n' >mig/script.py.mako; retort revision -m x --rev-id 53 --head 51
Generating DIR/mig/versions/53_x.py ...  FAILED
FAILED: Template rendering failed; Retort's templates have no <%include>
! DIR/mig/script.py.mako:1:1
!      1 | <%include file="x"/>
!        | ^
! hint: Alembic gives script.py.mako no other templates to load either: put the text in its place.
= 255

$ printf '"""${message}\n"""\n%% for c in "ab":\n# ${loop.index} ${loop.last} ${c}\n%% endfor\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n' >mig/script.py.mako; retort revision -m x --rev-id 54 --head 51; cat mig/versions/54_x.py
Generating DIR/mig/versions/54_x.py ...  done
"""x
"""
># 0 False a
># 1 True b
revision = '54'
down_revision = '51'

$ printf '${nothing}\n' >mig/script.py.mako; retort revision -m x --rev-id 55 --head 54
Generating DIR/mig/versions/55_x.py ...  FAILED
FAILED: Template rendering failed; NameError: Undefined
! DIR/mig/script.py.mako:1:3
!      1 | ${nothing}
!        |   ^
= 255

# What is wrong with the template itself is a failure, as Mako's exceptions are.
$ printf 'revision = 1\n%% if x:' >mig/script.py.mako; retort revision -m x --rev-id 55 --head 54
Generating DIR/mig/versions/55_x.py ...  FAILED
! DIR/mig/script.py.mako:2:8: SyntaxException: Template rendering failed; Unterminated control keyword: 'if'
!      2 | % if x:
!        |        ^
= 1

$ printf '%%foo\n' >mig/script.py.mako; retort revision -m x --rev-id 55 --head 54
Generating DIR/mig/versions/55_x.py ...  FAILED
! DIR/mig/script.py.mako:1:1: CompileException: Template rendering failed; Unsupported control keyword: 'foo'
!      1 | %foo
!        | ^
= 1

$ printf '${"a" | entity}\n' >mig/script.py.mako; retort revision -m x --rev-id 55 --head 54
Generating DIR/mig/versions/55_x.py ...  FAILED
! DIR/mig/script.py.mako:1:1: CompileException: Template rendering failed; Retort's templates have no filter 'entity'
!      1 | ${"a" | entity}
!        | ^
= 1

# So is a script that is no Python; it stays, for a look at it.
$ printf 'revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nx = (\n' >mig/script.py.mako; retort revision -m x --rev-id 55 --head 54; rm mig/versions/55_x.py
Generating DIR/mig/versions/55_x.py ...  done
! DIR/mig/versions/55_x.py:3:5: SyntaxError: '(' was never closed
!      3 | x = (
!        |     ^

# Line ends are kept.
$ printf 'revision = ${repr(up_revision)}\r\n%% if message:\r\ndown_revision = ${repr(down_revision)}\r\n%% endif\r\n' >mig/script.py.mako; retort revision -m x --rev-id 55 --head 54; od -An -c mig/versions/55_x.py
Generating DIR/mig/versions/55_x.py ...  done
>   r   e   v   i   s   i   o   n       =       '   5   5   '  \r|
>  \n   d   o   w   n   _   r   e   v   i   s   i   o   n       =|
>       '   5   4   '  \r  \n|
