"""Random revision graphs, run by the real Alembic and by Retort in turns, and compared.

usage: graphs.py RETORT [--graphs N] [--seed S] [--steps K] [--only I] [--postgresql URL] [-v]

Every graph is a project of its own: bases, branches, merges, dependencies and labels at random.
Then come commands at random: upgrades, downgrades and stamps to random targets, --sql ranges,
listings, new revisions and merges. Each runs once under either tool, on two databases that change
places at random, so that either tool goes on from what the other left. Standard output, whether it
failed, the version table, the order of the scripts that ran, and written files must be the same.
What Alembic prints in the order of a Python set is compared as a set.

The real Alembic runs inside this process, through its own command line; Retort as a program.
With --postgresql the two databases are schemas of that server, else SQLite files.
"""

import argparse
import contextlib
import difflib
import io
import logging
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback
import warnings



class Output:
    """Standard output as Alembic keeps it: the object stays, what it writes to changes."""

    def __init__(self, target):
        self.target = target

    def __getattr__(self, name):
        return getattr(self.target, name)


sys.stdout = Output(sys.stdout)  # before Alembic takes it as a default argument

from alembic.config import CommandLine  # noqa: E402

from alembic.script import revision as alembic_revision  # noqa: E402

# Alembic walks a revision's dependencies in the order of a set of strings, which changes with every
# process. Here it takes the order of the script, which is one of those it may take.
normalize_depends_on = alembic_revision.RevisionMap._normalize_depends_on


def normalize_in_order(self, revisions, map_):
    revisions = list(revisions)
    normalize_depends_on(self, revisions, map_)
    for r in revisions:
        if r._normalized_resolved_dependencies:
            r._normalized_resolved_dependencies = tuple(sorted(
                r._normalized_resolved_dependencies, key=r._resolved_dependencies.index))


alembic_revision.RevisionMap._normalize_depends_on = normalize_in_order

ENV_PY = '''
from alembic import context
from sqlalchemy import create_engine, pool

x = context.get_x_argument(as_dictionary=True)
if context.is_offline_mode():
    context.configure(url=x["url"], literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(x["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
'''

MAKO = '''"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''

SCRIPT = '''{doc}from alembic import op

revision = {id!r}
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends!r}


def upgrade():
    op.execute("INSERT INTO ran (step) VALUES ('up {id}')")


def downgrade():
    op.execute("INSERT INTO ran (step) VALUES ('down {id}')")
'''

WORDS = ["cart", "net", "user", "order", "shop", "audit", "mail", "über", "stock", "ledger"]
HEX = "0123456789abcdef"


class Rev:
    def __init__(self, id, down, depends, labels):
        self.id, self.down, self.depends, self.labels = id, down, depends, labels


def shape(values, rng):
    """None, a string, a tuple or a list: all the forms a script may use."""
    if not values:
        return rng.choice([None, None, None, ()])
    if len(values) == 1 and rng.random() < 0.8:
        return values[0]
    return tuple(values) if rng.random() < 0.7 else list(values)


def make_graph(rng):
    """A list of Rev, parents first."""
    revs, labels = [], []
    prefix = "".join(rng.choice(HEX) for _ in range(3))
    wild = rng.random() < 0.15  # merges of related revisions, parents far from the heads
    for i in range(rng.choice([1, 2, 4, 6, 9, 12, 16, 22])):
        start = prefix if rng.random() < 0.3 else ""
        id = start + "".join(rng.choice(HEX) for _ in range(rng.choice([4, 8, 12]) - len(start)))
        if any(r.id == id for r in revs):
            continue
        heads = [r for r in revs if not any(r.id in c.down for c in revs)]
        if not revs or rng.random() < 0.1:
            down = []
        elif len(heads) > 1 and rng.random() < 0.22:
            down = [r.id for r in rng.sample(heads, min(len(heads), rng.choice([2, 2, 2, 3])))]
        elif wild and len(revs) > 2 and rng.random() < 0.3:
            down = [r.id for r in rng.sample(revs, 2)]
        else:
            down = [rng.choice(heads if rng.random() < 0.7 else revs).id]
        depends = []
        if revs and rng.random() < 0.18:
            for r in rng.sample(revs, min(len(revs), rng.choice([1, 1, 2]))):
                if r.id in down:
                    continue
                named = [name for name in r.labels if rng.random() < 0.3]
                depends.append(named[0] if named else r.id)
        own = []
        if rng.random() < (0.5 if not down else 0.12):
            word = rng.choice(WORDS)
            if word not in labels:
                own.append(word)
                labels.append(word)
                if rng.random() < 0.15:
                    own.append(word + "2")
                    labels.append(word + "2")
        revs.append(Rev(id, down, depends, own))
    return revs


def docstring(rng, rev):
    first = rng.choice(["add %s" % rng.choice(WORDS), "two\nlines of it", "", "Naïve %s – x" % rev.id])
    kind = rng.random()
    if kind < 0.1:
        return ""
    if kind < 0.3:
        return '"""%s"""\n' % (first or "x")
    return '"""%s\n\nRevision ID: %s\n\n"""\n' % (first, rev.id)


def write_project(rng, root, revs):
    folder = os.path.join(root, "mig", "versions")
    os.makedirs(folder)
    more = rng.random() < 0.15
    with open(os.path.join(root, "alembic.ini"), "w") as f:
        f.write("[alembic]\nscript_location = %(here)s/mig\n")
        if more:
            f.write("version_locations = %(here)s/mig/versions:%(here)s/more\npath_separator = :\n")
            os.mkdir(os.path.join(root, "more"))
    with open(os.path.join(root, "mig", "env.py"), "w") as f:
        f.write(ENV_PY)
    with open(os.path.join(root, "mig", "script.py.mako"), "w") as f:
        f.write(MAKO)
    for rev in revs:
        where = os.path.join(root, "more") if more and rng.random() < 0.3 else folder
        with open(os.path.join(where, "%s_x.py" % rev.id), "w") as f:
            f.write(SCRIPT.format(doc=docstring(rng, rev), id=rev.id, down=shape(rev.down, rng),
                                  labels=shape(rev.labels, rng), depends=shape(rev.depends, rng)))


# ---- databases ----


def state(db):
    return sorted(db.rows()), db.ran()


def set_rows(db, rows):
    """Some commands go by the order of the rows, which neither tool asks the database for."""
    if db.rows() != rows:
        db.query("DELETE FROM alembic_version")
        for row in rows:
            db.query("INSERT INTO alembic_version VALUES ('%s')" % row)


class Sqlite:
    def __init__(self, root, name):
        self.path = os.path.join(root, name + ".db")
        self.url = "sqlite:///" + self.path
        self.query("CREATE TABLE ran (n INTEGER PRIMARY KEY AUTOINCREMENT, step VARCHAR(60))")

    def query(self, sql):
        with contextlib.closing(sqlite3.connect(self.path)) as c:
            rows = c.execute(sql).fetchall()
            c.commit()
            return rows

    def rows(self):
        try:
            return [r[0] for r in self.query("SELECT version_num FROM alembic_version")]
        except sqlite3.OperationalError:
            return []

    def ran(self):
        return [r[0] for r in self.query("SELECT step FROM ran ORDER BY n")]

    def close(self):
        os.remove(self.path)


class Postgresql:
    def __init__(self, base, name):
        import psycopg2

        self.name = name
        self.connection = psycopg2.connect(base)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        self.cursor.execute("DROP SCHEMA IF EXISTS %s CASCADE" % name)
        self.cursor.execute("CREATE SCHEMA %s" % name)
        self.cursor.execute("SET search_path = %s" % name)
        self.cursor.execute("CREATE TABLE ran (n SERIAL PRIMARY KEY, step VARCHAR(60))")
        self.url = base + ("&" if "?" in base else "?") + "options=-csearch_path%3D" + name

    def query(self, sql):
        self.cursor.execute(sql)
        return self.cursor.fetchall() if self.cursor.description else []

    def rows(self):
        if not self.query("SELECT to_regclass('alembic_version')")[0][0]:
            return []
        return [r[0] for r in self.query("SELECT version_num FROM alembic_version")]

    def ran(self):
        return [r[0] for r in self.query("SELECT step FROM ran ORDER BY n")]

    def close(self):
        self.cursor.execute("DROP SCHEMA %s CASCADE" % self.name)
        self.connection.close()


# ---- commands ----


def some_revision(rng, revs):
    rev = rng.choice(revs)
    kind = rng.random()
    if kind < 0.6:
        return rev.id
    if kind < 0.75:
        return rev.id[: rng.choice([3, 4, 5, 6])]
    names = [name for r in revs for name in r.labels]
    if kind < 0.95 and names:
        return rng.choice(names)
    return rng.choice(["nonesuch", "base", "head", "heads", rev.id])


def some_label(rng, revs):
    names = [name for r in revs for name in r.labels]
    if names and rng.random() < 0.85:
        return rng.choice(names)
    return rng.choice(revs).id


def number(rng):
    return rng.choice([0, 1, 1, 1, 2, 2, 3, 5, 30])


def upgrade_target(rng, revs):
    pick = rng.random()
    if pick < 0.12:
        return "heads"
    if pick < 0.2:
        return "head"
    if pick < 0.45:
        return some_revision(rng, revs)
    if pick < 0.6:
        return "+%d" % number(rng)
    if pick < 0.7:
        return "%s@head" % some_label(rng, revs)
    if pick < 0.8:
        return "%s@+%d" % (some_label(rng, revs), number(rng))
    if pick < 0.9:
        return "%s%s%d" % (some_revision(rng, revs), rng.choice("+-"), number(rng))
    if pick < 0.95:
        return "%s@%s" % (some_label(rng, revs), some_revision(rng, revs))
    return rng.choice(["base", "%s@heads" % some_label(rng, revs), "head-1", "heads-1", "-1", "+x"])


def downgrade_target(rng, revs):
    pick = rng.random()
    if pick < 0.12:
        return "base"
    if pick < 0.4:
        return some_revision(rng, revs)
    if pick < 0.6:
        return "-%d" % number(rng)
    if pick < 0.7:
        return "%s@base" % some_label(rng, revs)
    if pick < 0.85:
        return "%s@-%d" % (some_label(rng, revs), number(rng))
    if pick < 0.95:
        return "%s%s%d" % (some_revision(rng, revs), rng.choice("+--"), number(rng))
    return "%s@%s" % (some_label(rng, revs), some_revision(rng, revs))


def stamp_targets(rng, revs):
    pick = rng.random()
    if pick < 0.2:
        return [rng.choice(["head", "heads", "base", "-1", "+1"])]
    if pick < 0.7:
        return [some_revision(rng, revs)]
    if pick < 0.85:
        return ["%s@%s" % (some_label(rng, revs), rng.choice(["head", "base"]))]
    return [some_revision(rng, revs) for _ in range(rng.choice([2, 3]))]


def bound(rng, revs, allow_current):
    pick = rng.random()
    if pick < 0.25:
        return ""
    if pick < 0.45:
        return rng.choice(["base", "head", "heads"])
    if pick < 0.55 and allow_current:
        return "current"
    if pick < 0.7:
        return "%s%d" % (rng.choice("+-"), number(rng))
    if pick < 0.8:
        return "%s%s%d" % (some_revision(rng, revs), rng.choice("+-"), number(rng))
    if pick < 0.9:
        return "%s@%s" % (some_label(rng, revs), rng.choice(["head", "base", "-1", "+1"]))
    return some_revision(rng, revs)


def listing(rng, revs):
    kind = rng.choice(["history", "history", "range", "range", "heads", "branches", "show", "show",
                       "current", "current"])
    if kind == "history":
        return ["history"] + [o for o in ("-v", "-i") if rng.random() < 0.4]
    if kind == "range":
        return (["history", "-r" + bound(rng, revs, True) + ":" + bound(rng, revs, True)]
                + [o for o in ("-v", "-i") if rng.random() < 0.2])
    if kind == "heads":
        return ["heads"] + [o for o in ("-v", "--resolve-dependencies") if rng.random() < 0.4]
    if kind == "branches":
        return ["branches"] + [o for o in ("-v",) if rng.random() < 0.4]
    if kind == "show":
        what = rng.choice(["head", "heads", "base", "current", None, None, None, None])
        return ["show", "--", what or upgrade_target(rng, revs)]
    return ["current"] + [o for o in ("-v", "--check-heads") if rng.random() < 0.3]


def offline(rng, revs):
    kind = rng.random()
    if kind < 0.5:
        target = upgrade_target(rng, revs)
        if rng.random() < 0.5:
            target = "%s:%s" % (some_revision(rng, revs), target)
        return ["upgrade", "--sql", "--", target]
    if kind < 0.85:
        return ["downgrade", "--sql", "--",
                "%s:%s" % (rng.choice([some_revision(rng, revs), "heads", "head"]),
                           downgrade_target(rng, revs))]
    return ["stamp", "--sql", "--"] + stamp_targets(rng, revs)


def writing(rng, revs, n):
    id = "new%d%s" % (n, "".join(rng.choice(HEX) for _ in range(6)))
    if rng.random() < 0.3:
        what = rng.choice([["heads"], [some_revision(rng, revs), some_revision(rng, revs)],
                           ["%s@head" % some_label(rng, revs), some_revision(rng, revs)]])
        command = ["merge", "-m", "join", "--rev-id", id] + what
    else:
        command = ["revision", "-m", "Make it so", "--rev-id", id]
        if rng.random() < 0.6:
            command += ["--head", rng.choice(["base", "heads", "%s@head" % some_label(rng, revs),
                                              some_revision(rng, revs)])]
        if rng.random() < 0.2:
            command += ["--depends-on", some_revision(rng, revs)]
    if rng.random() < 0.3:
        command.append("--splice")
    if rng.random() < 0.2:
        command += ["--branch-label", rng.choice(["fresh%d" % n, rng.choice(WORDS)])]
    return command


def some_command(rng, revs, n):
    kind = rng.random()
    if kind < 0.3:
        return ["upgrade", "--", upgrade_target(rng, revs)]
    if kind < 0.52:
        return ["downgrade", "--", downgrade_target(rng, revs)]
    if kind < 0.62:
        return (["stamp"] + (["--purge"] if rng.random() < 0.2 else []) + ["--"]
                + stamp_targets(rng, revs))
    if kind < 0.72:
        return offline(rng, revs)
    if kind < 0.8:
        return writing(rng, revs, n)
    return listing(rng, revs)


# ---- running ----


class Utf8(io.StringIO):
    encoding = "utf-8"  # Alembic prints ? for what the stream cannot show


def run_alembic(arguments):
    out, err, status = Utf8(), io.StringIO(), 0
    real, sys.stdout.target = sys.stdout.target, out
    with contextlib.redirect_stderr(err):
        try:
            CommandLine(prog="alembic").main(arguments)
        except SystemExit as e:
            status = 255 if e.code == -1 else e.code or 0
        except Exception:
            traceback.print_exc()
            status = 1
        finally:
            sys.stdout.target = real
    return status, out.getvalue(), err.getvalue()


def run_retort(program, arguments):
    done = subprocess.run([program] + arguments, capture_output=True, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def take_new_files(root, known):
    """The text of files that were not there before; they are removed again."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(".py") and path not in known:
                with open(path, encoding="utf-8") as f:
                    found[path] = re.sub("Create Date: .*", "Create Date: *", f.read())
                os.remove(path)
    return found


def tokens(line):
    return sorted(re.findall(r"\w+|[^\s\w,()]", line))


def as_sets(command, text):
    """Text without the orders that are those of Python sets."""
    if "--sql" in command:  # which row of a merge point is updated, and which are deleted or inserted
        return [tokens(step) for step in text.split("-- Running")]
    lines = [tokens(line) for line in text.splitlines()]
    if command[0] in ("history",):
        return lines
    return sorted(lines)


def neutral(text, databases):
    for i, db in enumerate(databases):
        text = text.replace(db.url.replace("%", "%%"), "URL").replace(db.url, "URL")
        name = getattr(db, "name", None)
        if name:
            text = text.replace(name, "SCHEMA")
        else:
            text = text.replace(db.path, "PATH")
    return text


def deliberate_stamp(command, status, rows, rows2, before):
    """Where docs/differences.md says that Retort's stamp does something else."""
    targets = command[command.index("--") + 1:]
    if len(targets) > 1 or targets[0].endswith("heads"):
        # Several targets: Alembic fails half-way, merges rows that are targets themselves, or
        # leaves rows that overlap.
        return rows2[1] == before[1]
    # Alembic has emptied the table before it looks at the target.
    return status and "--purge" in command and not rows[0] and rows2 == before


def refused_overlap(out, status2, out2):
    """Alembic prints rows that lie above one another; Retort refuses them."""
    return (status2 == 255 and "overlaps with other requested revisions" in out2
            and out.count("INSERT INTO alembic_version") > 1)


def one_step(retort, root, ini, command, databases, known):
    """Runs command with either tool. Returns a list of differences, and whether Alembic failed."""
    got, before = [], state(databases[1])
    for tool, db in (("alembic", databases[0]), ("retort", databases[1])):
        arguments = ["-c", ini, "-x", "url=" + db.url] + command
        status, out, err = run_alembic(arguments) if tool == "alembic" else run_retort(retort, arguments)
        got.append((status, neutral(out, databases), err, state(db), take_new_files(root, known)))
    (status, out, err, rows, files), (status2, out2, err2, rows2, files2) = got
    wrong = []
    # Where Alembic ends with a traceback (1), Retort says what is wrong and ends with 255 or 1.
    if err.endswith("AssertionError\n") and command[0] == "history":
        status = status2  # Alembic cannot sort some ranges; Retort lists them
        out = out2
    if command[:2] == ["stamp", "--sql"] and refused_overlap(out, status2, out2) and rows == rows2:
        status, out = status2, out2
    if command[0] == "stamp" and (rows != rows2 or status == 1) and deliberate_stamp(command, status, rows, rows2, before):
        status, out, rows = status2, out2, rows2
    # A label that is taken: Alembic writes the script and fails then, Retort writes none.
    if command[0] == "revision" and status and "already used by revision" in err + out and status2 == 255:
        files = {}
    if (status2 not in (1, 255)) if status == 1 else status2 != status:
        wrong.append(("status", status, status2))
    # A path below the project occurs in what revision and merge print; both name the same file.
    if status == 1:
        out2 = out
    if out != out2 and as_sets(command, out) != as_sets(command, out2):
        wrong.append(("stdout", out, out2))
    if rows != rows2:
        wrong.append(("state", rows, rows2))
    set_rows(databases[0], databases[1].rows())
    if files != files2:
        wrong.append(("files", files, files2))
    if "Sanitizer" in err2 or status2 < 0:
        wrong.append(("crash", "", err2))
    return wrong, err, err2


def print_difference(a, b):
    if isinstance(a, tuple):  # version rows, scripts that ran
        a = ["row %s" % r for r in a[0]] + ["ran %s" % r for r in a[1]]
        b = ["row %s" % r for r in b[0]] + ["ran %s" % r for r in b[1]]
    elif isinstance(a, dict):
        a = [s for name in sorted(a) for s in [name] + a[name].split("\n")]
        b = [s for name in sorted(b) for s in [name] + b[name].split("\n")]
    else:
        a, b = str(a).split("\n"), str(b).split("\n")
    for line in list(difflib.unified_diff(a, b, lineterm="", n=1))[2:42]:
        print("#     " + line)


def run_graph(options, index, stats):
    rng = random.Random("%d-%d" % (options.seed, index))
    root = os.path.realpath(tempfile.mkdtemp(prefix="graph"))
    revs = make_graph(rng)
    write_project(rng, root, revs)
    make = (lambda n: Postgresql(options.postgresql, n)) if options.postgresql else (
        lambda n: Sqlite(root, n))
    databases = [make("one"), make("two")]
    ini = os.path.join(root, "alembic.ini")
    known = {os.path.join(f, n) for f, _, names in os.walk(root) for n in names}
    problems = 0
    try:
        for step in range(options.steps):
            command = some_command(rng, revs, step)
            if rng.random() < 0.5:
                databases.reverse()
            wrong, err, err2 = one_step(options.retort, root, ini, command, databases, known)
            stats["commands"] += 1
            if options.verbose:
                print("# %d.%d %s" % (index, step, " ".join(command)))
            if wrong:
                problems += 1
                print("# graph %d, step %d: %s" % (index, step, " ".join(command)))
                for what, a, b in wrong:
                    print("#   %s (- alembic, + retort)" % what)
                    print_difference(a, b)
                for tool, text in (("alembic", err), ("retort", err2)):
                    for line in text.splitlines()[-4:]:
                        print("#     %s's stderr: %s" % (tool, line))
                if options.only is None or state(databases[0]) != state(databases[1]):
                    break
    finally:
        for db in databases:
            db.close()
        if options.only is None:
            shutil.rmtree(root)
        else:
            print("# project: " + root)
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("retort")
    parser.add_argument("--graphs", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--postgresql")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    os.environ.pop("ALEMBIC_CONFIG", None)
    stats = {"commands": 0}
    which = [options.only] if options.only is not None else range(
        options.first, options.first + options.graphs)
    failed = 0
    for number_, index in enumerate(which, 1):
        problems = run_graph(options, index, stats)
        failed += bool(problems)
        print("%s %d - graph %d" % ("not ok" if problems else "ok", number_, index), flush=True)
    print("1..%d" % len(which))
    print("# %d commands by either tool, %d graphs differ" % (stats["commands"], failed))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
