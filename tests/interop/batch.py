"""Random SQLite tables through random batch blocks, by the real Alembic and by Retort.

    batch.py RETORT DATABASE [--seeds A-B] [-v]

A table is made by plain SQL with all that SQLite knows: collations, conflict clauses, generated columns,
partial and expression indexes, triggers, views, foreign keys to and from it, AUTOINCREMENT, WITHOUT ROWID,
STRICT, constraints with and without names. A block of random operations rebuilds it.
Where Alembic succeeds, Retort must; columns, defaults, keys, named constraints, plain indexes and the rows
must be the same. Where Alembic loses things (docs/differences.md), invariants tell what has to be there.
"""

import argparse
import contextlib
import logging
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "golden", "sql"))

import alembic.command
import sides
from project import SCRIPT

ENV = """from alembic import context
from sqlalchemy import MetaData, create_engine, event, pool
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
@event.listens_for(engine, "connect")
def enforce(connection, record):
    connection.execute("PRAGMA foreign_keys=%d")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=MetaData())
    with context.begin_transaction():
        context.run_migrations()
"""
TYPES = {"INTEGER": "sa.Integer()", "TEXT": "sa.Text()", "VARCHAR(20)": "sa.String(20)", "REAL": "sa.REAL()",
         "NUMERIC(10, 2)": "sa.Numeric(10, 2)", "BLOB": "sa.LargeBinary()", "DATETIME": "sa.DateTime()", "BOOLEAN": "sa.Boolean()"}
# Reflection knows these by affinity only, or not at all.
ODD_TYPES = ["MEDIUMTEXT", "INT", "DOUBLE PRECISION", "varchar(7)", "Point", "UNSIGNED BIG INT"]
NAMES = ["a", "b", "c", "d", "user", "Order", "with space", "é", "q\"q", "x%"]


def q(name):
    return '"%s"' % name.replace('"', '""')


class Case:
    """A database, and a block of operations on its table."""

    def __init__(self, seed):
        self.r = r = random.Random(seed)
        self.name = r.choice(["t", "Order", "my table", "a_table_with_a_name_that_is_longer_than_fifty_characters"])
        self.strict = r.random() < 0.1
        self.rowid = r.random() < 0.9
        self.key = r.choice(["id", "id", "auto", "text", "two", "none"]) if self.rowid else r.choice(["text", "two"])
        self.columns, self.clauses, self.after = [], [], []
        self.checks, self.named, self.uniques = [], {}, []
        self.make_columns()
        self.make_clauses()
        self.make_surroundings()
        self.operations = self.make_operations()

    def chance(self, p):
        return self.r.random() < p

    # ---- the table ----

    def make_columns(self):
        r, free = self.r, NAMES[:]
        # Alembic refuses many of the odd ones: some tables do without.
        oddity = r.random()
        r.shuffle(free)
        keys = {"id": [("id", "INTEGER PRIMARY KEY")], "auto": [("id", "INTEGER PRIMARY KEY AUTOINCREMENT")],
                "text": [("code", "TEXT PRIMARY KEY NOT NULL")], "two": [("k1", "INTEGER NOT NULL"), ("k2", "TEXT NOT NULL")], "none": []}
        self.keys = [n for n, _ in keys[self.key]]
        self.texts = ["%s %s" % pair for pair in keys[self.key]]
        self.types = {n: "TEXT" if "TEXT" in t else "INTEGER" for n, t in keys[self.key]}
        if self.key == "two":
            self.clauses.append("PRIMARY KEY (k1, k2)")
        self.collations, self.generated = {}, {}
        for name in free[:r.randrange(2, 6)]:
            strict = ["INTEGER", "TEXT", "REAL", "BLOB", "ANY", "INT"]
            type_ = r.choice(strict) if self.strict else r.choice(list(TYPES) * 3 + ODD_TYPES + [""] * (oddity > 0.8))
            text = ("%s %s" % (q(name), type_)).strip()
            self.types[name] = type_
            if self.chance(0.3) and oddity > 0.6 and not self.strict and type_ not in ("", "INT"):
                self.generated[name] = r.choice(["STORED", "VIRTUAL"])
                text += " %sAS (%s) %s" % (r.choice(["GENERATED ALWAYS ", ""]), "1 + 2", self.generated[name])
            else:
                if self.chance(0.3):
                    text += " DEFAULT " + r.choice(["0", "'x'", "-1", "(1 + 2)", "NULL", "CURRENT_TIMESTAMP", "1.5e3", "x'00'", "'it''s'", "(lower('A'))"]
                                                   if not self.strict else ["NULL"])
                if self.chance(0.2):
                    text += " NOT NULL" + r.choice(["", " ON CONFLICT IGNORE"])
            if "TEXT" in type_ or "CHAR" in type_.upper():
                if self.chance(0.3):
                    self.collations[name] = r.choice(["NOCASE", "RTRIM"])
                    text += " COLLATE " + self.collations[name]
            if self.chance(0.1):
                self.checks.append("%s IS NULL OR length(%s) < 100" % (q(name), q(name)))
                text += " CHECK (%s)" % self.checks[-1]
            if self.chance(0.1) and name not in self.generated:
                text += " UNIQUE" + r.choice(["", " ON CONFLICT REPLACE"])
                self.uniques.append(name)
            if self.chance(0.1) and name not in self.generated and not self.strict:
                text += " REFERENCES other (id) ON DELETE " + r.choice(["CASCADE", "SET NULL", "NO ACTION"])
            self.columns.append(name)
            self.texts.append(text)
        self.plain = [n for n in self.columns if n not in self.generated]

    def make_clauses(self):
        r = self.r
        for kind in ("check", "unique", "foreign", "unnamed check", "self"):
            if not self.chance(0.35) or not self.plain:
                continue
            name, column = "%s_%d" % (kind.split()[0][:2], len(self.named)), r.choice(self.plain)
            if kind == "check":
                self.clauses.append("CONSTRAINT %s CHECK (%s <> 'never')" % (name, q(column)))
            elif kind == "unique":
                self.clauses.append("CONSTRAINT %s UNIQUE (%s)%s" % (name, q(column), r.choice(["", " ON CONFLICT IGNORE"])))
            elif kind == "foreign":
                self.clauses.append("CONSTRAINT %s FOREIGN KEY(%s) REFERENCES other (id) ON DELETE CASCADE%s"
                                    % (name, q(column), r.choice(["", " DEFERRABLE INITIALLY DEFERRED"])))
            elif kind == "self" and self.key in ("id", "auto"):
                self.clauses.append("CONSTRAINT %s FOREIGN KEY(%s) REFERENCES %s (id)" % (name, q(column), q(self.name)))
            else:
                self.checks.append("%s IS NOT 'Never'" % q(column))
                self.clauses.append("CHECK (%s)" % self.checks[-1])
                continue
            self.named[name] = (kind, column)

    def make_surroundings(self):
        r, t = self.r, q(self.name)
        options = ", ".join(["WITHOUT ROWID"] * (not self.rowid) + ["STRICT"] * self.strict)
        self.statements = ["CREATE TABLE other (id INTEGER PRIMARY KEY)", "CREATE TABLE log (n)",
                           "CREATE TABLE %s (\n%s\n)%s" % (t, ",\n".join(self.texts + self.clauses), " " + options if options else "")]
        self.indexes = {}
        for n in range(r.randrange(0, 4)):
            column = r.choice(self.columns + self.keys)
            kind = r.choice(["plain", "partial", "expression", "collate", "unique"])
            text = {"plain": "(%s)", "partial": "(%s) WHERE %s IS NOT NULL", "expression": "(coalesce(%s, 1))",
                    "collate": "(%s COLLATE NOCASE DESC)", "unique": "(%s, %s)"}[kind]
            columns = tuple([q(column)] * text.count("%s"))
            if kind == "unique":
                columns = (q(column), q(r.choice([c for c in self.columns + self.keys if c != column] or [column])))
            self.indexes["ix_%d" % n] = (kind, [c.strip('"').replace('""', '"') for c in columns])
            self.statements.append("CREATE %sINDEX ix_%d ON %s %s" % ("UNIQUE " if kind == "unique" else "", n, t, text % columns))
        if self.chance(0.4):
            self.statements.append("CREATE TRIGGER tr AFTER INSERT ON %s BEGIN INSERT INTO log VALUES (1); END" % t)
        if self.chance(0.4):
            self.statements.append("CREATE VIEW v AS SELECT * FROM %s" % t)
        # A stream of its own: earlier seeds keep their tables.
        self.enforced, self.has_children = random.Random(t + self.texts[0] + str(len(self.texts))).random() < 0.4, False
        if self.chance(0.3):
            self.has_children = True
            target = "id" if "id" in self.keys else self.keys[0] if len(self.keys) == 1 else None
            self.statements.append("CREATE TABLE child (x%s)" % (" REFERENCES %s (%s)" % (t, q(target)) if target else ""))
        self.statements.append("INSERT INTO other VALUES (1), (2)")
        inserted = [n for n in self.keys + self.plain]
        for n in range(6):
            values = [self.value(c, n) for c in inserted]
            self.statements.append("INSERT INTO %s (%s) VALUES (%s)" % (t, ", ".join(map(q, inserted)), ", ".join(values)))
        where = "rowid IN (2, 5)" if self.rowid else "0"
        self.statements += ["DELETE FROM log", "DELETE FROM %s WHERE %s" % (t, where)]
        # Rows of other tables, and of this one, that refer to its rows.
        if self.has_children and self.keys and self.enforced:
            self.statements.append("INSERT INTO child (x) SELECT %s FROM %s" % (q(self.keys[0]), t))
        for kind, column in self.named.values():
            if kind == "self" and self.enforced:
                self.statements.append("UPDATE %s SET %s = id" % (t, q(column)))

    def value(self, column, n):
        type_ = self.types[column].upper()
        if column in self.keys:
            return str(n * 10 + 1) if type_ == "INTEGER" else "'k%d'" % n
        if any(column == c for kind, c in self.named.values() if kind in ("foreign", "self")):
            return "NULL"
        if "INT" in type_ or type_ == "BOOLEAN":
            return self.r.choice(["NULL"] * (column not in str(self.texts)) + ["%d" % (n * 7 % 5)])
        if type_ in ("REAL", "DOUBLE PRECISION") or "NUMERIC" in type_:
            return "%d.25" % n
        if type_ == "BLOB":
            return "x'0%d'" % n
        return self.r.choice(["'v %d'" % n, "'Ü'' %d'" % n])

    def create(self, path):
        """False: SQLite does not take the table."""
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous = OFF")
            for s in self.statements:
                try:
                    db.execute(s)
                except sqlite3.IntegrityError:
                    pass
                except sqlite3.Error:
                    if s.startswith("CREATE TABLE " + q(self.name)):
                        return False
        return True

    # ---- the block ----

    def make_operations(self):
        r, out = self.r, []
        self.renamed, self.dropped, self.retyped, self.dropped_names, self.redefined = {}, set(), set(), set(), set()
        columns = self.columns[:]
        for n in range(r.randrange(1, 5)):
            what = r.choice(["add", "drop", "rename", "type", "null", "default", "unique", "check", "index", "fk",
                             "drop constraint", "drop index", "add first"])
            column = r.choice(columns) if columns else None
            if column is None and what not in ("add", "add first"):
                continue
            if what == "add":
                out.append("b.add_column(sa.Column('new%d', %s))" % (n, r.choice(list(TYPES.values()))))
            elif what == "add first":
                out.append("b.add_column(sa.Column('new%d', sa.Integer(), server_default='7'), insert_before=%r)" % (n, (self.keys + self.columns)[0]))
            elif what == "drop" and len(columns) > 1:
                if column in str(self.named.values()) or column in self.touched():
                    continue
                columns.remove(column)
                self.dropped.add(column)
                out.append("b.drop_column(%r)" % column)
            elif what == "rename" and column not in self.touched():
                self.renamed[column] = "renamed %d" % n
                out.append("b.alter_column(%r, new_column_name=%r)" % (column, self.renamed[column]))
            elif what == "type" and column not in self.touched() and not self.strict:
                self.retyped.add(column)
                out.append("b.alter_column(%r, type_=%s)" % (column, r.choice(["sa.Text()", "sa.String(33)", "sa.BigInteger()"])))
            elif what == "null":
                out.append("b.alter_column(%r, nullable=True)" % column)
            elif what == "default" and column not in self.generated:
                self.redefined.add(column)
                out.append("b.alter_column(%r, server_default=%s)" % (column, r.choice(["'5'", "None", "sa.text('(2 + 3)')"])))
            elif what == "unique" and column not in self.renamed:
                out.append("b.create_unique_constraint('uq_new%d', %r)" % (n, self.keys + [column]))
            elif what == "check":
                out.append("b.create_check_constraint('ck_new%d', '1 < 2')" % n)
            elif what == "index" and column not in self.renamed:
                out.append("b.create_index('ix_new%d', [%r])" % (n, column))
            elif what == "fk" and column not in self.renamed:
                out.append("b.create_foreign_key('fk_new%d', 'other', [%r], ['id'])" % (n, column))
            elif what == "drop constraint":
                left = [k for k in self.named if k not in self.dropped_names]
                if left:
                    name = r.choice(left)
                    self.dropped_names.add(name)
                    out.append("b.drop_constraint(%r)" % name)
            elif what == "drop index":
                left = [k for k, (kind, _) in self.indexes.items() if kind in ("plain", "unique") and k not in self.dropped_names]
                if left:
                    name = r.choice(left)
                    self.dropped_names.add(name)
                    out.append("b.drop_index(%r)" % name)
        return out

    def touched(self):
        return set(self.renamed) | self.dropped | self.retyped

    def refused(self):
        """Whether there is a reason to refuse what Alembic does: an index would be left with a string in the
        place of a column that is gone, a STRICT table does not take the type."""
        left = [columns for name, (_, columns) in self.indexes.items() if name not in self.dropped_names]
        return self.strict and "DateTime" in str(self.operations) or any(self.dropped & set(c) for c in left) or \
            self.strict and re.search("String|Boolean|Numeric", str(self.operations))

    def script(self):
        lines = ["with op.batch_alter_table(%r, recreate='always') as b:" % self.name] + ["    " + o for o in self.operations or ["pass"]]
        return SCRIPT % ("r1", "None", "\n".join("    " + l for l in lines))


# ---- looking ----

def rows(db, sql, *args):
    return db.execute(sql, args).fetchall()


def broken(db):
    """Foreign keys that do not hold; a mismatch of the key counts as one."""
    try:
        return rows(db, "PRAGMA foreign_key_check")
    except sqlite3.Error as e:
        return str(e)


class View:
    """What is there afterwards."""

    def __init__(self, path, case):
        self.path = path
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.text_factory = lambda b: b.decode("utf-8", "backslashreplace")
            t = case.name
            self.objects = {(k, n): s for k, n, s in rows(db, "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")}
            self.columns = rows(db, "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", t)
            self.names = [c[0] for c in self.columns]
            self.foreign = sorted(rows(db, "SELECT \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?)", t))
            self.indexes = {}
            for name, unique, origin, partial in rows(db, "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?)", t):
                columns = rows(db, "SELECT name, \"desc\", coll FROM pragma_index_xinfo(?) WHERE key", name)
                self.indexes[name if origin == "c" else (origin, tuple(c[0] for c in columns))] = (unique, partial, columns)
            self.rows = {}
            self.error = None
            try:
                cursor = db.execute("SELECT %s * FROM %s" % ("rowid AS \" r\"," if case.rowid else "", q(t) + " ORDER BY " + ("rowid" if case.rowid else ", ".join(case.keys))))
                self.cells = [dict(zip([d[0] for d in cursor.description], row)) for row in cursor.fetchall()]
            except sqlite3.Error as e:
                self.error, self.cells = str(e), []
            self.counter = dict(rows(db, "SELECT name, seq FROM sqlite_sequence")) if ("table", t) in self.objects and \
                rows(db, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'") else {}
            self.sound = rows(db, "PRAGMA integrity_check")
            self.sql = self.objects.get(("table", t), "")
            self.log = rows(db, "SELECT count(*) FROM log")
            self.children = rows(db, "SELECT * FROM child") if ("table", "child") in self.objects else []
            self.violations = broken(db)


def invariants(case, before, after):
    """What Retort must not have lost."""
    lost = []
    to = lambda n: case.renamed.get(n, n)
    if after.sound != [("ok",)]:
        lost.append("integrity: %r" % after.sound)
    if len(before.cells) != len(after.cells):
        lost.append("rows: %d, were %d" % (len(after.cells), len(before.cells)))
    for old, new in zip(before.cells, after.cells):
        for name, value in old.items():
            if name in case.dropped or name in case.retyped:
                continue
            if name == " r" and ("new" in str(after.columns) and any(c[4] and c[0].startswith("new") for c in after.columns)):
                continue
            if new.get(to(name), "missing") != value:
                lost.append("value of %s: %r, was %r" % (name, new.get(to(name), "missing"), value))
    if case.key == "auto" and before.counter.get(case.name, 0) != after.counter.get(case.name, 0):
        lost.append("counter: %r, was %r" % (after.counter, before.counter))
    for kind, name in before.objects:
        if kind in ("trigger", "view") and (kind, name) not in after.objects:
            lost.append("%s %s" % (kind, name))
    for name, old in before.indexes.items():
        if name in case.dropped_names or (not isinstance(name, str) and set(name[1]) & case.touched()):
            continue
        if not isinstance(name, str) and any(k in case.dropped_names for k, (kind, c) in case.named.items() if kind == "unique" and (c,) == name[1]):
            continue
        new = after.indexes.get(name)
        renamed = old[:2] + ([(to(c[0]) if c[0] else c[0],) + c[1:] for c in old[2]],)
        if new is None or (new != renamed and not {c[0] for c in old[2]} & case.retyped):
            lost.append("index %s: %r, was %r" % (name, new, renamed))
    gone = {c[0] for c in before.columns if c[0] in case.dropped}
    for column in before.columns:
        name = column[0]
        if name in gone:
            continue
        new = next((c for c in after.columns if c[0] == to(name)), None)
        if new is None:
            lost.append("column %s" % name)
        elif name not in case.retyped and new[1].replace("GENERATED ALWAYS", "").strip().upper() != column[1].replace("GENERATED ALWAYS", "").strip().upper():
            lost.append("type of %s: %r, was %r" % (name, new[1], column[1]))
        elif new[5] != column[5]:
            lost.append("generated %s: %r, was %r" % (name, new, column))
        elif new[2] != column[2] and "%r, nullable=True" % name not in case.script():
            lost.append("NOT NULL of %s" % name)
    for name, collation in case.collations.items():
        if name not in gone and name not in case.retyped and not re.search(
                re.escape(q(to(name))) + r"[^,]*COLLATE \W?%s|" % collation + re.escape(to(name)) + r" [^,]*COLLATE \W?%s" % collation, after.sql):
            lost.append("collation of %s" % name)
    flat = lambda s: re.sub(r"\s+", " ", s)
    for check in case.checks:
        mentioned = [c for c in case.columns if q(c) in check]
        if not set(mentioned) & case.touched() and flat(check) not in flat(after.sql):
            lost.append("CHECK (%s)" % check)
    for name in case.named:
        if name not in case.dropped_names and not re.search(r"CONSTRAINT \W?%s" % name, after.sql):
            lost.append("constraint " + name)
    for word, had in (("WITHOUT ROWID", not case.rowid), ("STRICT", case.strict), ("AUTOINCREMENT", case.key == "auto")):
        if had and word not in after.sql:
            lost.append(word)
    for word in ("ON CONFLICT IGNORE", "ON CONFLICT REPLACE", "INITIALLY DEFERRED"):
        if not case.touched() and not case.dropped_names and before.sql.count(word) != after.sql.count(word) and "nullable" not in str(case.operations):
            lost.append("%s: %d, were %d" % (word, after.sql.count(word), before.sql.count(word)))
    if before.children != after.children:
        lost.append("rows of other tables: %r, were %r" % (after.children, before.children))
    if after.violations and not before.violations and not case.touched() and "foreign_key" not in str(case.operations):
        lost.append("foreign keys: %r" % (after.violations,))
    if before.log != after.log:
        lost.append("the trigger ran on copying")
    return lost


def same_as_alembic(case, a, b):
    """Differences in what both keep."""
    out = []
    if a.names != b.names:
        out.append("columns: alembic %r, retort %r" % (a.names, b.names))
    for old, new in zip(a.columns, b.columns):
        if old[2:5] != new[2:5] and not (old[3] is not None and new[3] is not None and old[3].strip("()") == new[3].strip("()")):
            out.append("column: alembic %r, retort %r" % (old, new))
    for name, index in a.indexes.items():
        if name not in b.indexes or b.indexes[name][:2] != index[:2] or [c[0] for c in b.indexes[name][2]] != [c[0] for c in index[2]]:
            out.append("index %r: alembic %r, retort %r" % (name, index, b.indexes.get(name)))
    hidden = {c[0] for c in b.columns if c[5]}
    strip = lambda cells: [{k: v for k, v in c.items() if k != " r" and k not in hidden} for c in cells]
    if not hidden and sorted(map(repr, strip(a.cells))) != sorted(map(repr, strip(b.cells))):
        out.append("rows: alembic %r, retort %r" % (strip(a.cells), strip(b.cells)))
    return out


# ---- running ----

def alembic_upgrade(folder, path):
    try:
        alembic.command.upgrade(sides.alembic_config(folder, "sqlite:///" + path), "head")
        return None
    except Exception as error:
        return "%s: %s" % (type(error).__name__, getattr(error, "orig", None) or error)


def run(program, seed, counts):
    case = Case(seed)
    with tempfile.TemporaryDirectory(prefix="retort-batch-") as folder:
        start = os.path.join(folder, "start.db")
        if not case.create(start):
            counts["no table"] = counts.get("no table", 0) + 1
            return []
        a, b = os.path.join(folder, "a.db"), os.path.join(folder, "b.db")
        for p in (a, b):
            shutil.copy(start, p)
        sides.put(folder, "alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = sqlite:///%s\n" % b)
        sides.put(folder, "m/env.py", ENV % case.enforced)
        sides.put(folder, "m/versions/r1.py", case.script())
        failure = alembic_upgrade(folder, a)
        done = subprocess.run([program, "upgrade", "head"], cwd=folder, capture_output=True, text=True)
        before, after = View(start, case), View(b, case)
        wrong = []
        if done.returncode:
            said = done.stdout + done.stderr
            # Children's rows would be deleted; values that are the same only as another type.
            excused = "foreign keys are enforced" in said and before.children or \
                "UNIQUE constraint failed" in said and case.retyped
            if failure is None and not case.refused() and not excused:
                wrong.append("alembic succeeds, retort fails: " + (done.stdout + done.stderr)[:1500])
            if {k: v for k, v in after.objects.items() if "alembic" not in k[1]} != before.objects:
                wrong.append("a failure left something behind")
        else:
            wrong += invariants(case, before, after)
            if failure is None:
                wrong += same_as_alembic(case, View(a, case), after)
        what = ("both" if failure is None else "only retort") if not done.returncode else "only alembic" if failure is None else "neither"
        counts[what] = counts.get(what, 0) + 1
        if wrong:
            wrong += case.script().split("\n")[6:] + [before.sql, "---", after.sql, "alembic: %s" % failure]
            wrong += [s for (k, n), s in sorted(before.objects.items()) if k != "table" and s]
        elif done.returncode:
            counts.setdefault("reasons", []).append("%d: %s | %s" % (seed, failure, (done.stdout + done.stderr).split("\n")[0]))
        return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("database")
    parser.add_argument("--seeds", default="1-150")
    parser.add_argument("-v", action="store_true")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    first, last = map(int, args.seeds.split("-"))
    counts, failed = {}, 0
    print("1..%d" % (last - first + 1))
    for seed in range(first, last + 1):
        wrong = run(os.path.abspath(args.program), seed, counts)
        failed += bool(wrong)
        print("%sok %d - seed %d" % ("not " if wrong else "", seed - first + 1, seed))
        for text in wrong:
            for line in text.split("\n"):
                print("#   " + line)
    for reason in counts.pop("reasons", []) if args.v else []:
        print("# " + reason)
    counts.pop("reasons", None)
    print("# " + ", ".join("%s %d" % pair for pair in sorted(counts.items())))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
