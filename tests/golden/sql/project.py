"""The cases, and the small Alembic project that one case is run in. Used to record and to check."""
import collections
import glob
import os
import re

DIALECTS = ["postgresql", "sqlite", "mysql", "mariadb", "mssql", "oracle"]
HERE = os.path.dirname(os.path.abspath(__file__))

Case = collections.namedtuple("Case", "name directives body")

ENV = """from alembic import context
from sqlalchemy import MetaData
context.configure(dialect_name="%(dialect)s", literal_binds=True, target_metadata=MetaData(%(naming)s)%(more)s)
with context.begin_transaction():
    context.run_migrations()
"""
NAMING = """naming_convention={
    "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}"""
SCRIPT = """import datetime
import decimal
import enum
import uuid
from alembic import op
import sqlalchemy as sa
from sqlalchemy import text, func
from sqlalchemy.dialects import postgresql, sqlite, mysql, mssql, oracle
from sqlalchemy.sql import column, table
revision = "%s"
down_revision = %s


def upgrade():
%s


def downgrade():
    pass
"""


def read_cases(path):
    cases = []
    for part in re.split(r"^=== ", open(path, encoding="utf-8").read(), flags=re.M)[1:]:
        name, body = part.split("\n", 1)
        lines = body.rstrip("\n").split("\n")
        directives = [line[3:].strip() for line in lines if line.startswith("#:")]
        cases.append(Case(name.strip(), directives, "\n".join(l for l in lines if not l.startswith("#:"))))
    return cases


def wanted_dialects(case):
    only = [d[5:].split() for d in case.directives if d.startswith("only ")]
    return only[0] if only else DIALECTS


def case_files():
    return sorted(glob.glob(os.path.join(HERE, "*.case")))


def write_project(folder, case, dialect):
    """A project whose revision r1 is the case; r0, before it, does nothing."""
    os.makedirs(os.path.join(folder, "m", "versions"), exist_ok=True)
    def write(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    more = [d for d in case.directives if "=" in d]
    if "pyformat" not in case.directives:
        more.append('dialect_opts={"paramstyle": "named"}')
    write("alembic.ini", "[alembic]\nscript_location = m\n")
    write("m/env.py", ENV % {"dialect": dialect, "naming": NAMING if "naming" in case.directives else "",
                             "more": "".join(", " + m for m in more)})
    write("m/versions/r0.py", SCRIPT % ("r0", "None", "    pass"))
    body = "\n".join("    " + line if line else "" for line in case.body.split("\n"))
    write("m/versions/r1.py", SCRIPT % ("r1", '"r0"', body))


def wanted_range(case):
    return "r1" if "whole" in case.directives else "r0:r1"


def own_part(case, text):
    """What the body printed, without the frame around it."""
    if "whole" in case.directives:
        return text
    text = text.split("-- Running upgrade r0 -> r1\n\n", 1)[-1]
    return text.split("UPDATE alembic_version SET version_num='r1'", 1)[0]


def read_expected(path):
    """{(case, dialect): (is_error, text)}"""
    found = {}
    for part in re.split(r"^(?=(?:---|!!!) \S+: )", open(path, encoding="utf-8").read(), flags=re.M):
        if not part:
            continue
        head, text = part.split("\n", 1)
        name, dialects = head[4:].split(": ")
        for dialect in dialects.split():
            found[name, dialect] = (head.startswith("!!!"), text)
    return found


def agrees(kind, message, shown):
    """Whether what the program shows says the same as the exception."""
    # What an exception is called does not matter to a refusal of the command itself.
    if kind not in shown and kind != "CommandError":
        return False
    shown = re.sub(r"( object)? at 0x[0-9a-f]+", "", shown)
    # The objects and classes of Python that a message names have no counterpart.
    unrendered = re.search(r"can't render element of type (?:<class '(?:\w+\.)*)?(\w+)(?:'>)?", message)
    if unrendered:
        return re.search(r"can't render element of type \w*" + unrendered[1], shown) is not None
    return re.sub(r'"<.*?>"', "", message.split("\n")[0].split("; see parent")[0]) in re.sub(r'"<.*?>"', "", shown)
