"""Every script of tests/golden/sql on a real database, by the real Alembic and by Retort: up and down.

    golden_live.py RETORT DATABASE_URL [-k PART_OF_NAME] [-v] [--list]

Each script runs on two fresh databases, first as it stands, then with what it needs to succeed
(live_setup.py). Whether it succeeded, with which message, and the catalog with all rows afterwards must
agree. On SQLite a script whose changes of tables SQLite refuses runs once more in batch mode.
"""

import argparse
import ast
import collections
import contextlib
import difflib
import importlib.util
import logging
import os
import re
import subprocess
import sys
import tempfile
import traceback
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..", "golden", "sql")]

import alembic.command
import live_catalog
import live_setup
import project
import sides
from sqlalchemy.sql import lambdas

ENV = """import os
from alembic import context
from sqlalchemy import MetaData, create_engine, pool
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    for name in %(attach)r:
        connection.exec_driver_sql("ATTACH '%%s.%%s' AS \\"%%s\\"" %% (engine.url.database, name, name))
        connection.commit()
    context.configure(connection=connection, target_metadata=MetaData(%(naming)s)%(more)s)
    with context.begin_transaction():
        context.run_migrations()
"""

# Attempts until a script runs: each teaches one missing thing.
ATTEMPTS = 12


# Cases in which the two differ: why, on which databases, which. docs/differences.md has a line for those that are a choice.
MYSQL = "mysql mariadb"
ACCEPTED = (
    ("rows of a bulk_insert that have other keys than the first", "postgresql " + MYSQL, "bulk_insert_types"),
    ("expressions among the rows of a bulk_insert", "postgresql", "bulk_insert_literal user_type_literal"),
    ("expressions among the rows of a bulk_insert", MYSQL, "user_type_literal"),
    ("expressions in a dict: the driver names the one or the other", "postgresql", "refused_expressions_in_a_value"),
    ("%(name)s in a text, which SQLAlchemy takes for a placeholder", "sqlite", "compiled_statements parameters_of_a_statement"),
    ("an object is refused before the statement is prepared", "sqlite", "a_member_in_text"),
    # Here it is part of the INSERT.
    ("the default of a key is asked for in a statement before", "postgresql", "defaults_of_columns_of_table"),
    # SQLite has none, SQLAlchemy looks for the table in the wrong database.
    ("a foreign key into another attached database", "sqlite", "create_foreign_key_full own_foreign_key_implementation"),
    ("constraints of one name: reflection keeps one of them", "sqlite", "drop_constraint_naming_unique"),
    # No rollback returns it.
    ("a statement that fails has taken the next value of a sequence by then, or not", "postgresql", "dml_defaults"),
    # It fails on them before the server sees them, or spreads a list.
    ("values that the Python driver refuses", MYSQL,
     "values_of_other_databases no_list_of_a_function tuple_of_a_case list_of_a_function list_of_a_text "
     "list_of_a_comparison list_of_a_string_column list_of_an_insert empty_arrays"),
    # SQLAlchemy reflects it as such in batch mode, though it prints it as none.
    ("a schema without a name", "sqlite", "schema_empty"),
    ("CHECKs without names are kept", "sqlite", "batch_check_of_renamed_column batch_named_check_of_a_new_type"),
    ("fails before the first statement of a directive that it cannot finish", MYSQL, "batch_named_check_of_a_new_type"),
    ("undone by sa.MatchType, which SQLAlchemy does not export", MYSQL, "type_descriptor_match_type"),
    ("constraints in the order of a Python set: either may fail first", "postgresql sqlite " + MYSQL,
     "elements_unique_of_loose_columns"),
)
ACCEPTED_CASES = {(dialect, name) for _, dialects, names in ACCEPTED for dialect in dialects.split() for name in names.split()}


def indented(lines):
    return "\n".join("    " + l if l else "" for l in lines)


class Project:
    """One folder for both programs; each gets its own URL."""

    def __init__(self, folder, case, body):
        self.folder, self.case, self.body, self.failed_at = folder, case, body, []

    def write(self, urls, schemas, down=("pass",)):
        self.urls = urls
        attach = sorted({s.lower(): s for s in schemas}.values()) if urls[0].startswith("sqlite") else []
        # Arguments that only --sql knows do not count here.
        more = [d for d in self.case.directives if "=" in d and not d.startswith(("starting_rev", "as_sql", "output", "dialect", "tag"))]
        sides.put(self.folder, "alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = %s\n" % urls[1].replace("%", "%%"))
        sides.put(self.folder, "m/env.py", ENV % {"naming": project.NAMING if "naming" in self.case.directives else "",
                                                  "more": "".join(", " + m for m in more), "attach": attach})
        text = project.SCRIPT % ("r1", "None", indented(self.body))
        head, tail = text.rsplit("def downgrade():", 1)
        self.script = sides.put(self.folder, "m/versions/r1.py", head + "def downgrade():\n" + indented(down) + "\n")

    def without_failed(self):
        """The body without the statement that failed; None when that is not known or nothing is left."""
        first = open(self.script, encoding="utf-8").read().split("def upgrade():\n")[0].count("\n") + 2
        lines = [n - first + 1 for n in self.failed_at if n >= first]
        tree = ast.parse("\n".join(self.body))
        kept = [n for n in tree.body if not lines or not n.lineno <= lines[0] <= n.end_lineno]
        if len(kept) == len(tree.body) or not any(isinstance(n, (ast.Expr, ast.With)) for n in kept):
            return None
        tree.body = kept
        return ast.unparse(tree).split("\n")

    def load(self):
        """The script as a module."""
        spec = importlib.util.spec_from_file_location("golden_script", self.script)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def alembic(self, command, target):
        """(succeeded, what it says)"""
        config = sides.alembic_config(self.folder, self.urls[0])
        here = os.getcwd()
        os.chdir(self.folder)
        # In a process of its own it would not know the lambdas of the run before, with their tables.
        lambdas.AnalyzedCode._fns.clear()
        lambdas._closure_per_cache_key.clear()
        try:
            getattr(alembic.command, command)(config, target)
            return True, ""
        except (Exception, SystemExit) as error:
            self.failed_at = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == self.script]
            return False, message_of(error)
        finally:
            os.chdir(here)

    def retort(self, program, command, target):
        done = subprocess.run([program, command, target], cwd=self.folder, capture_output=True, timeout=60)
        return done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")


def message_of(error):
    """What has to be in Retort's message too."""
    orig = getattr(error, "orig", None)
    if orig is not None:
        diag = getattr(orig, "diag", None)
        if diag is not None and diag.message_primary:
            return diag.message_primary
        return str(orig).split("(Background on")[0].strip()
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__name__
    return "%s: %s" % (name, re.sub(r"( object)? at 0x[0-9a-f]+", "", str(error)))


def unshown(text):
    return re.sub(r"Constraint\(.*?\);", "Constraint();", text)


def says(message, shown):
    """Whether Retort's text says the same as Alembic's message."""
    message, shown = (t.replace("retort_a", "<database>").replace("retort_b", "<database>") for t in (message, shown))
    message = re.sub(r"^\([\w.]+\) ", "", message.split("\n[SQL: ")[0])
    # An assertion of SQLAlchemy's own says nothing.
    if message == "AssertionError: ":
        return True
    m = re.match(r"(?:[\w.]+\.)?([A-Za-z]*(?:Error|Exception|Exit|Warning|Interrupt)[A-Za-z]*): (.*)", message, re.S)
    if m:
        # What Python shows of an object has no counterpart.
        return project.agrees(m[1], unshown(m[2]), unshown(shown))
    if " ".join(message.split()) in " ".join(shown.split()):
        return True
    # The first failure is the one to tell.
    if message.startswith("current transaction is aborted"):
        return True
    # Retort makes all statements of a directive before it sends the first.
    return re.search(r"(NotImplementedError|CompileError|CompilationError): ", shown) is not None


def in_autocommit(body):
    if body[0].startswith("with op.get_context().autocommit_block"):
        return None
    return ["with op.get_context().autocommit_block():"] + ["    " + l for l in body]


class Runner:
    def __init__(self, program, databases, verbose):
        self.program, self.db, self.verbose = program, databases, verbose
        self.counts = collections.Counter()
        self.refused = []

    def fresh(self, p, world, down, sides=(0, 1)):
        schemas = sorted(world.schemas - {"main", "public"}) if world else []
        p.write(self.db.reset(p.folder, schemas), schemas, down)
        for statement in world.statements(self.db.dialect) if world else ():
            for side in sides:
                with contextlib.suppress(Exception):
                    self.db.execute(side, statement)

    def step(self, p, side, command, target):
        """(succeeded, what it says, what was there, what is there)"""
        before = self.db.dump(side)
        ok, said = p.retort(self.program, command, target) if side else p.alembic(command, target)
        return ok, said, before, self.db.dump(side)

    def both(self, p, world, down, is_bare):
        """Up and down by both: (ran, Alembic's message, differences)."""
        results = []
        for side in (0, 1):
            if side == 0 or self.db.schemas_are_shared:
                self.fresh(p, world, down, (side,) if self.db.schemas_are_shared else (0, 1))
            steps = [self.step(p, side, "upgrade", "head")]
            if steps[0][0]:
                steps.append(self.step(p, side, "downgrade", "base"))
            results.append(steps)
        wrong = []
        for what, left, right in zip(("up", "down"), *results):
            wrong += self.compare(what if what == "up" else "down\n%s\n" % "\n".join(down), p, left, right, is_bare)
        ran, message = results[0][0][:2]
        if ran and down != ["pass"]:
            self.count_down(p, *results[0][1][:2])
        return ran, message, wrong

    def count_down(self, p, ran, message):
        self.counts["down" if ran else "down refused"] += 1
        if not ran:
            self.refused.append((p.case.name + " (down)", message))

    def compare(self, what, p, left, right, is_bare):
        """A text for each difference."""
        # A package that is not installed here is native to Retort.
        if left[1].startswith("ModuleNotFoundError: "):
            return []
        # sqlite3 knows no conversion for the value; docs/differences.md has a line.
        if left[1].startswith("Error binding parameter") and right[0]:
            return []
        if (self.db.dialect, p.case.name) in ACCEPTED_CASES or ("wider" in p.case.directives and not left[0]):
            return []
        if left[0] != right[0]:
            return ["%s: alembic %s, retort %s" % (what, left[1] or "succeeds", right[1] if not right[0] else "succeeds")]
        # Where nothing is there that the script needs, either may find another thing missing first.
        if not left[0] and not is_bare and not says(left[1], right[1]):
            return ["%s: alembic says: %s\nretort says: %s" % (what, left[1], right[1])]
        a, b = left[3], right[3]
        if not left[0] and self.db.dialect == "sqlite":
            # Alembic may leave half of it behind; Retort must not. The version table may stay.
            a, b = ([l for l in x if "alembic_version" not in l] for x in (right[2], b))
        if a == b:
            return []
        return ["%s: %s" % (what, "\n".join(difflib.unified_diff(a, b, "alembic", "retort", lineterm="", n=0)))]

    def prepare(self, p, world):
        """Makes of it a world in which Alembic's upgrade succeeds, or the best that can be found."""
        for _ in range(ATTEMPTS):
            self.fresh(p, world, ["pass"], (0,))
            ok, message = p.alembic("upgrade", "head")
            if ok or not world.learn(message, database=getattr(self.db, "names", [None])[0]):
                break

    def run(self, case, body, folder):
        """(ran for real, Alembic's message, differences). Statements that Alembic refuses are left out."""
        ran, message, wrong, p = self.as_it_stands(case, body, folder)
        for _ in range(ATTEMPTS):
            if ran or wrong:
                break
            rest = in_autocommit(p.body) if "inside a transaction block" in message else p.without_failed()
            if not rest or rest == p.body:
                break
            ran, _, wrong, p = self.as_it_stands(case, rest, folder)
            wrong = ["%s\n%s" % ("\n".join(rest), w) for w in wrong]
            self.counts["ran in part"] += ran
        return ran, message, wrong

    def as_it_stands(self, case, body, folder):
        p = Project(folder, case, body)
        p.write(["", ""], ())
        recorder = live_setup.Recorder(self.db.dialect, None)
        seen = recorder.run(p.load)
        world = live_setup.World(self.db.dialect)
        world.take(seen)
        down = self.downgrade(seen, world, recorder)
        ran, message, wrong = self.both(p, None, down, bool(world.tables))
        if not ran or world.tables:
            self.prepare(p, world)
            down = self.downgrade(seen, world, recorder)
            ran, message, more = self.both(p, world, down, False)
            wrong += ["with its needs " + w for w in more]
        return ran, message, wrong, p

    def downgrade(self, seen, world, recorder):
        return live_setup.downgrade_lines(seen, world, recorder.context, self.db.dialect == "sqlite")

    def case(self, case):
        """(differences, note)"""
        with tempfile.TemporaryDirectory(prefix="retort-golden-") as folder:
            ran, message, wrong = self.run(case, case.body.split("\n"), os.path.join(folder, "one"))
            self.counts["ran" if ran else "refused"] += 1
            if not ran:
                self.refused.append((case.name, message))
            if not ran and self.db.dialect == "sqlite":
                lines = live_setup.batch_lines(case.body.split("\n"))
                if lines:
                    again = self.run(case, lines, os.path.join(folder, "two"))
                    self.counts["batch ran" if again[0] else "batch refused"] += 1
                    if not again[0]:
                        self.refused.append((case.name + " in batch", again[1]))
                    wrong = wrong + ["in batch mode\n%s\n%s" % ("\n".join(lines), w) for w in again[2]]
        return wrong, "" if ran else " # both refuse: " + message.split("\n")[0][:100]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("url")
    parser.add_argument("-k", default="")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th case")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    kind = live_catalog.Sqlite if args.url.startswith("sqlite") else \
        live_catalog.Postgresql if args.url.startswith("postgres") else live_catalog.Mysql
    databases = kind(args.url)
    runner = Runner(os.path.abspath(args.program), databases, args.v)
    cases = [c for path in project.case_files() for c in project.read_cases(path)
             if databases.dialect in project.wanted_dialects(c) and args.k in c.name
             # Types of extensions that these servers do not have, from packages beside SQLAlchemy.
             and "packages" not in c.directives][::args.every]
    print("1..%d" % len(cases))
    failed = 0
    try:
        for number, case in enumerate(cases, 1):
            wrong, note = runner.case(case)
            failed += bool(wrong)
            print("%sok %d - %s%s" % ("not " if wrong else "", number, case.name, note))
            for text in wrong:
                for line in text.split("\n")[: None if args.v else 30]:
                    print("#   " + line[:400])
            sys.stdout.flush()
    finally:
        databases.close()
    print("# " + ", ".join("%s %d" % pair for pair in sorted(runner.counts.items())))
    if args.v:
        for name, message in runner.refused:
            print("# refused: %s: %s" % (name, message.split("\n")[0][:200]))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
