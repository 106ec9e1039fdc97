"""Retort against the real Alembic: random models, autogenerate, upgrade, check, downgrade.

    autogenerate.py RETORT DATABASE_URL [--seeds FIRST-LAST] [--rounds N] [--keep DIR]

Run with a Python that has Alembic 1.19.1. Every seed makes models out of random tables, and two
equal databases: one belongs to Alembic, one to Retort. Both generate a revision, apply it and check;
then the models are changed at random and it starts over; at the end both downgrade to base. After
each step the scripts, the exit statuses and the databases (catalog and, on SQLite, the rows) must be
the same. A failure leaves the project in the --keep folder and names the seed.

DATABASE_URL is postgresql://... or mysql+pymysql://... (a server where databases may be made) or
"sqlite".
"""

import argparse
import copy
import difflib
import io
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import contextlib
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import alembic.command
import alembic.config
import model
import sides

ENV = """\
import sys
from alembic import context
from sqlalchemy import create_engine, pool
import models

OPTIONS = dict(%(options)s)


def run():
    url = context.config.get_main_option("sqlalchemy.url")
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=models.Base.metadata, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()


run()
"""

MAKO = '''\
"""${message}"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''


# docs/differences.md: tables with generated columns, tables whose foreign key refers to a table that
# the script has dropped already, and removed tables in the order of a Python set.
ONLY_ALEMBIC_FAILS = ("INSERT into generated column", 'near "VIRTUAL"', "NoSuchTableError",
                      "DependentObjectsStillExist")


class Difference(Exception):
    pass


class Enough(Exception):
    """The two sides cannot be compared any further."""


def unified(a, b, what):
    lines = difflib.unified_diff(a.splitlines(), b.splitlines(), "alembic", "retort", lineterm="", n=4)
    return "%s differs:\n%s" % (what, "\n".join(lines))


# ---- the two programs ----


class Side:
    """One project with its own database."""

    def __init__(self, directory, url, options):
        self.dir = directory
        self.url = url
        os.makedirs(os.path.join(directory, "scripts", "versions"))
        sides.put(directory, "alembic.ini", "[alembic]\nscript_location = %%(here)s/scripts\n"
                  "prepend_sys_path = %%(here)s\npath_separator = newline\nsqlalchemy.url = %s\n" % url.replace("%", "%%"))
        sides.put(directory, "scripts/env.py", ENV % {"options": options})
        sides.put(directory, "scripts/script.py.mako", MAKO)

    def path(self, rev):
        return os.path.join(self.dir, "scripts", "versions", rev + "_m.py")

    def script(self, rev):
        with open(self.path(rev)) as f:
            return f.read()


class Alembic(Side):
    def run(self, name, *args, **kw):
        out = io.StringIO()
        config = alembic.config.Config(os.path.join(self.dir, "alembic.ini"), stdout=out, output_buffer=out)
        saved = list(sys.path)
        sys.modules.pop("models", None)
        try:
            with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()), \
                    contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                getattr(alembic.command, name)(config, *args, **kw)
            return 0, out.getvalue()
        except Exception as e:  # whatever the database or the script raises
            return 1, "%s: %s" % (type(e).__name__, e)
        finally:
            sys.path[:] = saved

    def revision(self, rev):
        done = self.run("revision", message="m", autogenerate=True, rev_id=rev)
        if done[0] == 0:
            # A script of Alembic's that cannot run (docs/differences.md) is put right here.
            text = self.script(rev).replace("astext_type=Text()", "astext_type=sa.Text()")
            with open(self.path(rev), "w") as f:
                f.write(text)
        return done

    def upgrade(self):
        return self.run("upgrade", "head")

    def downgrade(self, to):
        return self.run("downgrade", to)

    def check(self):
        return self.run("check")


class Retort(Side):
    program = None

    def run(self, *args):
        p = subprocess.run([Retort.program, "-c", "alembic.ini", *args], cwd=self.dir, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if p.returncode < 0:
            raise Difference("retort %s died with signal %d\n%s" % (" ".join(args), -p.returncode, p.stdout))
        return p.returncode, p.stdout

    def revision(self, rev):
        return self.run("revision", "-m", "m", "--autogenerate", "--rev-id", rev)

    def upgrade(self):
        return self.run("upgrade", "head")

    def downgrade(self, to):
        return self.run("downgrade", to)

    def check(self):
        return self.run("check")


# ---- databases ----


class Server(sides.Pair):
    def __init__(self, url):
        super().__init__(url, "retort_interop")

    def fill(self, i, seed):
        pass

    # A failed upgrade leaves nothing behind.
    def save(self):
        pass

    def restore(self):
        pass


class Postgresql(Server):
    name = "postgresql"

    def reset(self, directory):
        for e in self.engines:
            self.run(e, "SET client_min_messages = error", "DROP SCHEMA IF EXISTS other CASCADE",
                     "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE SCHEMA other")
        return self.urls

    def dump(self, i):
        p = subprocess.run(["pg_dump", "-s", "--no-owner", "-d", self.urls[i]], stdout=subprocess.PIPE, text=True, check=True)
        return re.sub(r"(?m)^(--.*|\\(un)?restrict.*)?\n", "", p.stdout)


class Mariadb(Server):
    """A failed upgrade stays half done on both sides: they go on from there, if they did the same."""

    name = "mysql"
    create = "CREATE DATABASE %s CHARACTER SET utf8mb4"

    def reset(self, directory):
        self.renew()
        return self.urls

    def dump(self, i):
        out = []
        with self.engines[i].connect() as c:
            for (table,) in c.exec_driver_sql("SHOW TABLES").fetchall():
                lines = c.exec_driver_sql("SHOW CREATE TABLE `%s`" % table.replace("`", "``").replace("%", "%%")).fetchone()[1].splitlines()
                # Alembic makes indexes in the order of a set.
                parts = sorted(x.rstrip(",") for x in lines if re.match("  [A-Z]", x))
                out += [x.rstrip(",") for x in lines if not re.match("  [A-Z]", x)] + parts
                if table == "alembic_version":
                    out += [str(row) for row in c.exec_driver_sql("SELECT * FROM alembic_version")]
        return re.sub(r" AUTO_INCREMENT=\d+", "", "\n".join(out))

    def restore(self):
        if self.dump(0) != self.dump(1):
            raise Enough("stopped at a failed upgrade that removed tables in another order")


class Sqlite:
    name = "sqlite"

    def __init__(self, url):
        self.paths = []

    def reset(self, directory):
        self.paths = [os.path.join(directory, side + ".db") for side in "ab"]
        return ["sqlite:///" + p for p in self.paths]

    def dump(self, i):
        db = sqlite3.connect(self.paths[i])
        db.text_factory = lambda b: b.decode("utf-8", "backslashreplace")
        try:
            return self.sorted("\n".join(db.iterdump()))
        finally:
            db.close()

    def sorted(self, text):
        """Constraints of a rebuilt table and its indexes stand in the order of a Python set."""
        lines, run = [], []
        for line in text.splitlines() + [""]:
            line = line.rstrip(" \t,")
            if re.match(r"\t(CONSTRAINT|UNIQUE|CHECK|FOREIGN|PRIMARY)|CREATE (UNIQUE )?INDEX", line):
                run.append(line)
            else:
                lines += sorted(run) + [line]
                run = []
        return "\n".join(lines)

    # Alembic leaves half of a failed upgrade behind, Retort does not.
    def save(self):
        for p in self.paths:
            if os.path.exists(p):
                shutil.copy(p, p + ".saved")

    def restore(self):
        for p in self.paths:
            if os.path.exists(p + ".saved"):
                shutil.copy(p + ".saved", p)
            elif os.path.exists(p):
                os.remove(p)

    def fill(self, i, seed):
        """The same rows in both, so that a rebuild has something to lose."""
        r = random.Random(seed)
        db = sqlite3.connect(self.paths[i])
        for table, columns in db.execute(
                "SELECT m.name, group_concat(x.name || ' ' || x.type, '|') FROM sqlite_master m, pragma_table_info(m.name) x "
                "WHERE m.type = 'table' AND m.name <> 'alembic_version' GROUP BY m.name ORDER BY m.name").fetchall():
            pairs = [c.partition(" ")[::2] for c in columns.split("|")]
            for _ in range(4):
                values = [self.value(r, t) for _, t in pairs]
                names = ", ".join('"%s"' % n for n, _ in pairs)
                with contextlib.suppress(sqlite3.Error):
                    db.execute('INSERT INTO "%s" (%s) VALUES (%s)' % (table, names, ", ".join("?" * len(values))), values)
        db.commit()
        db.close()

    def value(self, r, t):
        if "INT" in t:
            return r.randrange(100000)
        if any(x in t for x in ("FLOAT", "NUM", "DOUBLE")):
            return r.randrange(100) + 0.5
        if "BOOL" in t:
            return r.randrange(2)
        if "BLOB" in t:
            return bytes([r.randrange(256)])
        if "DATETIME" in t or "TIMESTAMP" in t:
            return "2024-01-%02d 10:00:00.000000" % r.randrange(1, 28)
        if "DATE" in t:
            return "2024-01-%02d" % r.randrange(1, 28)
        return "text %d 'é' " % r.randrange(1000)

    def close(self):
        pass


# ---- comparing ----


def normalised(script):
    """What docs/differences.md names is taken out."""
    lines = [x for x in script.splitlines() if not re.match(r"import [\w.]+$", x)]
    return "\n".join(x for x in lines if x.strip())


def ordered_drops(script):
    """Removed tables stand in an order that hashes decide."""
    return "\n".join(sorted(script.splitlines()))


def both(what, a, b):
    """The two must agree on whether it worked."""
    if (a[0] == 0) != (b[0] == 0):
        raise Difference("%s: alembic says %s\n--- and retort says %s" % (what, a, b))
    return a[0] == 0


class Seed:
    """One project's life."""

    def __init__(self, db, seed, directory):
        self.db, self.seed, self.done, self.refused = db, seed, 0, 0
        self.state = model.State(random.Random(seed), db.name)
        urls = db.reset(directory)
        options = self.state.options()
        self.alembic = Alembic(os.path.join(directory, "alembic"), urls[0], options)
        self.retort = Retort(os.path.join(directory, "retort"), urls[1], options)
        self.sides = (self.alembic, self.retort)

    def run(self, rounds):
        for n in range(rounds):
            before = copy.deepcopy(self.state.tables)
            if n:
                self.state.mutate()
            if not self.step("r%03d" % n, n):
                self.state.tables = before
        rows = [side.downgrade("base") for side in self.sides]
        if only_alembic_fails(*rows):
            return "downgrade refused by Alembic"
        if both("downgrade", *rows):
            compare(self.db, "database after downgrade")
            return "downgraded to base"
        explain(self.seed, "downgrade", rows[0])
        return "downgrade refused by both"

    def step(self, rev, n):
        for side in self.sides:
            sides.put(side.dir, "models.py", self.state.source())
        if not both("revision %s" % rev, *[side.revision(rev) for side in self.sides]):
            return False
        a, b = (normalised(side.script(rev)) for side in self.sides)
        if a != b and ordered_drops(a) != ordered_drops(b):
            raise Difference(unified(a, b, "script of %s" % rev))
        if n:
            for i in (0, 1):
                self.db.fill(i, self.seed + n)
        self.db.save()
        ups = [side.upgrade() for side in self.sides]
        if only_alembic_fails(*ups):
            self.refused += 1
            return self.back(rev)
        if not both("upgrade to %s" % rev, *ups):
            # A type that the server cannot convert, a NOT NULL that the rows break: without it.
            explain(self.seed, "upgrade", ups[0])
            self.refused += 1
            return self.back(rev)
        self.done += 1
        compare(self.db, "database after %s" % rev)
        a, b = [side.check() for side in self.sides]
        if not both("check at %s" % rev, a, b) and not same_check(a[1], b[1]):
            raise Difference(unified(a[1], b[1], "check at %s" % rev))
        return True

    def back(self, rev):
        try:
            self.db.restore()
        except Enough:
            a, b = (normalised(side.script(rev)) for side in self.sides)
            if a == b:
                compare(self.db, "database after a failed upgrade")
            raise
        for side in self.sides:
            os.remove(side.path(rev))
        return False


def only_alembic_fails(a, b):
    return a[0] and not b[0] and any(x in a[1] for x in ONLY_ALEMBIC_FAILS)


def explain(seed, what, done):
    if os.environ.get("VERBOSE"):
        print("# seed %d: %s: %s" % (seed, what, done[1].splitlines()[0]))


def same_check(a, b):
    def tail(text):
        i = text.find("New upgrade operations detected")
        return re.sub(r"\s+", " ", text[i:].split("\n\n")[0].strip()) if i >= 0 else text
    strip = lambda t: re.sub(r"0x[0-9a-f]+", "0x", tail(t))
    return strip(a)[:200] == strip(b)[:200]


def compare(db, what):
    a, b = db.dump(0), db.dump(1)
    if a != b:
        raise Difference(unified(a, b, what))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("retort")
    p.add_argument("url")
    p.add_argument("--seeds", default="1-20")
    p.add_argument("--rounds", type=int, default=4)
    p.add_argument("--keep")
    p.add_argument("--stop", type=int, default=1, help="failures after which to stop")
    args = p.parse_args()
    # A copy: the program may be built anew while the seeds run.
    copied = tempfile.mkdtemp(prefix="retort-program-")
    Retort.program = shutil.copy(args.retort, os.path.join(copied, "retort"))
    first, _, last = args.seeds.partition("-")
    first, last = int(first), int(last or first)
    kinds = {"sqlite": Sqlite, "postgresql": Postgresql, "mysql": Mariadb, "mariadb": Mariadb}
    db = kinds[re.match(r"\w+", args.url).group()](args.url)
    failures, outcomes, steps = 0, {}, [0, 0]
    try:
        for seed in range(first, last + 1):
            directory = tempfile.mkdtemp(prefix="retort-interop-")
            try:
                one = Seed(db, seed, directory)
                try:
                    outcome = one.run(args.rounds)
                except Enough as e:
                    outcome = str(e)
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
                steps[0] += one.done
                steps[1] += one.refused
            except Difference as e:
                failures += 1
                print("not ok - seed %d of %s\n%s" % (seed, db.name, e))
                if args.keep:
                    kept = os.path.join(args.keep, "%s-%d" % (db.name, seed))
                    shutil.rmtree(kept, ignore_errors=True)
                    shutil.copytree(directory, kept)
            finally:
                shutil.rmtree(directory)
            sys.stdout.flush()
            if failures >= args.stop:
                break
    finally:
        db.close()
        shutil.rmtree(copied)
    print("# %s, seeds %d-%d: %d revisions applied, %d refused by both, %s, %d seeds differ"
          % (db.name, first, last, steps[0], steps[1], outcomes, failures))
    return 1 if failures or not steps[0] else 0


if __name__ == "__main__":
    sys.exit(main())
