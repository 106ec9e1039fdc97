"""What a snippet of a revision script prints with --sql: under the real Alembic, and under Retort.

A snippet is the body of a function, a list of lines. Many snippets share one revision script, each
between comments that the script prints itself, so that one run of either tool renders hundreds.
A snippet that fails is caught in the script and leaves the name of its exception; one that ends
the whole run (what Retort cannot know is no exception) is noted, and the others run again without it.

The real Alembic runs inside this process.
"""

import difflib
import io
import logging
import os
import re
import shutil
import subprocess
import tempfile
import types
import warnings

import sqlalchemy
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects.mysql import base as mysql_base
from sqlalchemy.sql import schema as sqlalchemy_schema
from sqlalchemy.util import OrderedSet

# SQLAlchemy takes the indexes of a table, and its options on MySQL, in the order of a set, which
# differs from run to run. Here a set keeps the order in which it was filled, which is one of those it may take.
sqlalchemy_schema.set = OrderedSet
mysql_base.set = OrderedSet

DIALECTS = ["postgresql", "sqlite", "mysql", "mariadb", "mssql", "oracle"]

HEADER = """\
import datetime
import decimal
import enum
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy import func
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite

revision = "r1"
down_revision = None
"""
ENV = """\
import sqlalchemy as sa
from alembic import context
context.configure(dialect_name="%s", literal_binds=True, target_metadata=%s%s)
with context.begin_transaction():
    context.run_migrations()
"""
NO_METADATA = "sa.MetaData()"  # the target metadata, as source; its naming convention counts
# Where Alembic fails by accident or for want of a renderer, Retort may print something: values of
# JSON and their like inline (docs/differences.md), an INSERT of one dialect's own on another.
KNOWN = "No literal value renderer|Could not render literal|object has no attribute 'constraint_target'"
MARK = "-- snippet %d"
FAILED = "-- failed: "


class Rendered:
    """text is what was printed, error the name of the exception (text is then None) and why its words."""

    def __init__(self, text=None, error=None, why=""):
        self.text, self.error, self.why = text, error, why


def script(snippets, numbers, header):
    lines = [header, ""]
    for n in numbers:
        lines.append("def snippet_%d():" % n)
        lines += ["    " + line for line in snippets[n] or ["pass"]]
        lines.append("")
    lines.append("def upgrade():")
    for n in numbers:
        # The words of an exception follow its name; a comment has to stay on one line.
        lines += ["    op.execute(%r)" % (MARK % n), "    try:", "        snippet_%d()" % n,
                  "    except Exception as e:",
                  "        op.execute(%r + type(e).__name__ + ' ' + repr(str(e)[:300]).replace(':', ';'))" % FAILED]
    return "\n".join(lines + ["", "def downgrade():", "    pass", ""])


def split(output):
    """{number: Rendered} of what a run printed."""
    found = {}
    parts = re.split(r"^-- snippet (\d+)\s*?;?\n", output, flags=re.M)
    for number, text in zip(parts[1::2], parts[2::2]):
        failed = re.search(r"^-- failed: (\w+) ?(.*)$", text, re.M)
        # What a snippet printed before it failed is compared, too.
        text = text.split("UPDATE alembic_version")[0].split("INSERT INTO alembic_version")[0]
        found[int(number)] = Rendered(None, failed[1], failed[2]) if failed else Rendered(text)
    return found


def options(dialect, named):
    return {"dialect_opts": {"paramstyle": "named"}} if named else {}


def with_alembic(snippets, dialect, named=False, header=HEADER, metadata=NO_METADATA):
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    module, out = types.ModuleType("revision"), io.StringIO()
    source = script(snippets, range(len(snippets)), header)
    context = MigrationContext.configure(
        dialect_name=dialect, dialect_opts=options(dialect, named).get("dialect_opts", {}),
        opts={"as_sql": True, "output_buffer": out, "literal_binds": True,
              "target_metadata": eval(metadata, {"sa": sqlalchemy})})
    with Operations.context(context):
        exec(compile(source, "revision.py", "exec"), module.__dict__)
        module.upgrade()
    return split(out.getvalue())


def run_retort(program, source, dialect, named, metadata):
    folder = tempfile.mkdtemp(prefix="retort-rendering-")
    try:
        os.makedirs(os.path.join(folder, "m", "versions"))
        more = ', dialect_opts={"paramstyle": "named"}' if named else ""
        for name, text in (("alembic.ini", "[alembic]\nscript_location = m\n"),
                           ("m/env.py", ENV % (dialect, metadata, more)), ("m/versions/r1.py", source)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run([program, "upgrade", "head", "--sql"], cwd=folder, capture_output=True,
                              timeout=120)
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    finally:
        shutil.rmtree(folder)


def with_retort(program, snippets, dialect, named=False, header=HEADER, metadata=NO_METADATA):
    found, left = {}, list(range(len(snippets)))
    while left:
        status, out, err = run_retort(program, script(snippets, left, header), dialect, named, metadata)
        got = split(out)
        if not status:
            found.update(got)
            break
        # The last snippet that was begun ended the run; a script that cannot even be read begins none.
        last = max(got) if got else left[0]
        if not got and len(left) > 1:
            middle = len(left) // 2
            for half in (left[:middle], left[middle:]):
                part = with_retort(program, [snippets[n] for n in half], dialect, named, header, metadata)
                found.update({half[n]: r for n, r in part.items()})
            return found
        found.update({n: r for n, r in got.items() if n != last})
        words = [l for l in err.splitlines() if l.strip()] or ["status %d" % status]
        crash = status < 0 or "Sanitizer" in err
        found[last] = Rendered(None, "CRASH" if crash else "Refused", " / ".join(words[-12:])[-600:])
        # Those before it run again, too: types that they made are not made a second time.
        left = [n for n in left if n != last]
    return found


def difference(alembic, retort):
    """None, or the lines that tell the two apart. A refusal is a refusal, whatever it is called."""
    if retort.error == "CRASH":
        return ["crash: " + retort.why]
    if alembic.error and retort.error:
        return None
    # Where SQLAlchemy trips over itself, printing SQL is no loss (docs/differences.md).
    if alembic.error and (alembic.error == "AssertionError" or re.search(KNOWN, alembic.why)):
        return None
    if alembic.error:
        return ["- %s %s" % (alembic.error, alembic.why)] + ["+ " + l for l in retort.text.rstrip().split("\n")]
    if retort.error:
        return ["- " + l for l in alembic.text.rstrip().split("\n")] + ["+ %s %s" % (retort.error, retort.why)]
    if alembic.text == retort.text:
        return None
    return list(difflib.unified_diff(alembic.text.rstrip().split("\n"), retort.text.rstrip().split("\n"),
                                     lineterm="", n=1))[3:]


def compare(program, snippets, dialect, named=False, header=HEADER):
    """[(number, lines)] of the snippets that differ, and how many the real Alembic renders."""
    wanted = with_alembic(snippets, dialect, named, header)
    got = with_retort(program, snippets, dialect, named, header)
    different = []
    for n in range(len(snippets)):
        lines = difference(wanted[n], got.get(n, Rendered(None, "Missing")))
        if lines:
            different.append((n, lines))
    return different, sum(r.error is None for r in wanted.values())
