#!/usr/bin/env python3
"""SQLite tables that are rebuilt by batch mode: hard cases by hand, failures half-way, kill -9.

    rebuild.py PROGRAM [-k PART_OF_NAME] [--kills N]      speaks TAP

Each case is a database, a block of directives, and what has to be there afterwards. What a rebuild may
not do, ever: lose a row, of the table or of one that refers to it, or leave half of its work behind.
"""
import argparse
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden", "sql"))
from project import SCRIPT  # noqa: E402

ENV = """from alembic import context
from sqlalchemy import MetaData, create_engine, event, pool, text
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
%s
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=MetaData())
    with context.begin_transaction():
        context.run_migrations()
"""
ENFORCED = """@event.listens_for(engine, "connect")
def enforce(connection, record):
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
"""
ADD = "with op.batch_alter_table('t', recreate='always') as b:\n    b.add_column(sa.Column('n', sa.Integer()))"
TREE = """CREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES t (id) %s, x TEXT);
INSERT INTO t VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 2, 'c');"""
FAMILY = """CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES t (id) ON DELETE CASCADE);
INSERT INTO t VALUES (1, 'a'), (2, 'b');"""
TRIGGERED = """CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT, y TEXT);
CREATE TABLE log (a);
CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (%s); END;
INSERT INTO t VALUES (1, 'a', 'b');"""
PLAIN = """CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT COLLATE NOCASE DEFAULT 'a', y INTEGER NOT NULL,
    f BOOLEAN CHECK (f IN (0, 1)), z INT);
CREATE INDEX ix ON t (z, y); CREATE UNIQUE INDEX ux ON t (y); CREATE INDEX ie ON t (lower(x));
INSERT INTO t VALUES (1, 'a', 2, 1, 4), (2, 'b', 3, NULL, 5);"""
LISTENER = """def listen(inspector, table, column_info):
    assert inspector.has_table(table.name)
    if column_info['name'] == 'x':
        column_info['type'] = sa.String(50)
    if column_info['name'] == 'y':
        column_info['nullable'] = True
        column_info['default'] = '1 + 7'
    if column_info['name'] == 'f':
        column_info['type'] = sa.Boolean(create_constraint=True, name='ck_f')
"""
LISTENED = "with op.batch_alter_table('t', reflect_kwargs={'listeners': [('column_reflect', listen)]}) as b:\n"

# name, database, block, part of env.py, [(query, rows) …] afterwards or text of the error
CASES = [
    ("a tree with ON DELETE CASCADE, foreign keys enforced", TREE % "ON DELETE CASCADE", ADD, ENFORCED,
     [("SELECT * FROM t", [(1, None, "a", None), (2, 1, "b", None), (3, 2, "c", None)]),
      ("SELECT \"table\", on_delete FROM pragma_foreign_key_list('t')", [("t", "CASCADE")])]),
    ("a tree, foreign keys enforced", TREE % "", ADD, ENFORCED,
     [("SELECT p FROM t", [(None,), (1,), (2,)]), ("SELECT \"table\" FROM pragma_foreign_key_list('t')", [("t",)])]),
    ("rows refer to the table, foreign keys enforced", FAMILY + "INSERT INTO c VALUES (1, 1), (2, 2);", ADD, ENFORCED,
     "cannot rebuild table 't' while foreign keys are enforced: rows of 'c' refer to it"),
    ("no row refers to the table, foreign keys enforced", FAMILY + "INSERT INTO c VALUES (1, NULL);", ADD, ENFORCED,
     [("SELECT * FROM c", [(1, None)]), ("SELECT count(n), count(*) FROM t", [(0, 2)])]),
    ("rows refer to the table, foreign keys as SQLite leaves them", FAMILY + "INSERT INTO c VALUES (1, 1), (2, 2);", ADD, "",
     [("SELECT * FROM c", [(1, 1), (2, 2)]), ("PRAGMA foreign_key_check", [])]),
    ("a trigger has a dropped column", TRIGGERED % "new.y",
     "with op.batch_alter_table('t') as b:\n    b.drop_column('y')", "", "no such column: new.y"),
    ("a trigger that has failed before", TRIGGERED % "1" + "DROP TABLE log;",
     "with op.batch_alter_table('t') as b:\n    b.drop_column('y')", "",
     [("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'", [(1,)])]),
    ("triggers and views follow a new name", TRIGGERED % "new.y" + "CREATE VIEW v AS SELECT y FROM t;",
     "with op.batch_alter_table('t') as b:\n    b.alter_column('y', new_column_name='z z')\nop.execute(\"INSERT INTO t VALUES (2, 'c', 'd')\")",
     "", [("SELECT * FROM v", [("b",), ("d",)]), ("SELECT * FROM log", [("b",), ("d",)])]),
    ("two columns change names", "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT); INSERT INTO t VALUES (1, 2, 3);"
     "CREATE INDEX ia ON t (a); CREATE VIEW v AS SELECT a FROM t;",
     "with op.batch_alter_table('t') as b:\n    b.alter_column('a', new_column_name='b')\n    b.alter_column('b', new_column_name='a')", "",
     [("SELECT * FROM v", [(2,)]), ("SELECT a, b FROM t", [(3, 2)]), ("SELECT name FROM pragma_index_info('ia')", [("b",)]),
      ("SELECT name FROM pragma_table_info('t')", [("ID",), ("B",), ("A",)])]),
    ("a column takes the name of one that is dropped", "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT); INSERT INTO t VALUES (1, 2, 3);"
     "CREATE VIEW v AS SELECT a FROM t; CREATE TABLE log (n); CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;",
     "with op.batch_alter_table('t') as b:\n    b.drop_column('b')\n    b.alter_column('a', new_column_name='b')\n"
     "op.execute('INSERT INTO t (b) VALUES (9)')", "",
     [("SELECT * FROM v", [(2,), (9,)]), ("SELECT name FROM pragma_table_info('t')", [("ID",), ("B",)]), ("SELECT * FROM log", [(9,)])]),
    ("a name is written in another case", "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT); INSERT INTO t VALUES (1, 2); CREATE VIEW v AS SELECT a FROM t;",
     "with op.batch_alter_table('t') as b:\n    b.alter_column('a', new_column_name='A')", "",
     [("SELECT sql LIKE '%\"A\" INT%' FROM sqlite_master WHERE name = 't'", [(1,)]), ("SELECT * FROM v", [(2,)])]),
    ("a renamed column, and a view that is broken", "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT); INSERT INTO t VALUES (1, 2);"
     "CREATE INDEX ia ON t (a); CREATE VIEW v AS SELECT nope FROM t;",
     "with op.batch_alter_table('t') as b:\n    b.alter_column('a', new_column_name='b')", "",
     [("SELECT b FROM t", [(2,)]), ("SELECT name FROM pragma_index_info('ia')", [("b",)])]),
    ("the same constraint with a name and without", "CREATE TABLE p (id INTEGER PRIMARY KEY);"
     "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, UNIQUE (a), CONSTRAINT uq UNIQUE (a), FOREIGN KEY (a) REFERENCES p (id),"
     " CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id));", ADD, "",
     [("SELECT sql LIKE '%, \n\tUNIQUE (a)%', sql LIKE '%CONSTRAINT uq UNIQUE%', sql LIKE '%, \n\tFOREIGN KEY(a)%',"
       " sql LIKE '%CONSTRAINT fk FOREIGN KEY%' FROM sqlite_master WHERE name = 't'", [(1, 1, 1, 1)])]),
    ("a view instead of a table", "CREATE TABLE t0 (id INTEGER, a INT); CREATE VIEW t AS SELECT * FROM t0;",
     "with op.batch_alter_table('t') as b:\n    b.alter_column('a', new_column_name='b')", "", "use DROP VIEW to delete view t"),
    ("a virtual table", "CREATE VIRTUAL TABLE t USING fts5 (a, b);",
     "with op.batch_alter_table('t') as b:\n    b.drop_column('b')", "", "its definition cannot be read"),
    ("a block in autocommit mode that fails", "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT); INSERT INTO t VALUES (1, 'a');"
     "CREATE INDEX ix ON t (x);",
     "with op.get_context().autocommit_block():\n    with op.batch_alter_table('t', recreate='always') as b:\n"
     "        b.create_index('ix2', ['x', sa.text('nope(x)')])", "", "no such function: nope"),
    ("a temporary table", "CREATE TABLE result (n);",
     "op.execute('CREATE TEMP TABLE t (id INTEGER PRIMARY KEY, x TEXT NOT NULL)')\nop.execute(\"INSERT INTO t VALUES (4, 'x')\")\n"
     + ADD + "\nop.execute('INSERT INTO result SELECT count(*) FROM temp.t WHERE n IS NULL')", "",
     [("SELECT n FROM result", [(1,)]), ("SELECT name FROM sqlite_master WHERE name LIKE '%t'", [("result",)])]),
    ("a reference to the key of a table that is gone", "CREATE TABLE t (id INTEGER PRIMARY KEY, p REFERENCES gone ON DELETE CASCADE);"
     "INSERT INTO t VALUES (7, 3);", ADD, "",
     [("SELECT * FROM t", [(7, 3, None)]), ("SELECT \"table\", \"to\", on_delete FROM pragma_foreign_key_list('t')", [("gone", None, "CASCADE")])]),
    ("a name in another case", "CREATE TABLE T (Id INTEGER PRIMARY KEY, X TEXT); CREATE INDEX ix ON t (x); INSERT INTO t VALUES (7, 'a');", ADD, "",
     [("SELECT * FROM t", [(7, "a", None)]), ("SELECT name FROM pragma_table_info('t') WHERE pk", [("ID",)]),
      ("SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1", [("T",), ("alembic_version",), ("ix",)])]),
    ("what Alembic's failed rebuild left", "CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE _alembic_tmp_t (id);", ADD, "",
     "hint: A rebuild that failed has left it"),
    ("values of every storage class", "CREATE TABLE t (id INTEGER PRIMARY KEY, x, y NUMERIC, z TEXT, i INTEGER, r REAL, b BLOB);"
     "INSERT INTO t VALUES (1, 9223372036854775807, '12abc', 5, 'text', 'nr', 1.5), (2, x'00ff', 1e300, x'aabb', -9223372036854775808, 9e999, NULL),"
     "(-5, 'a' || char(0) || 'b', '', '', '', '', zeroblob(3));", ADD, "",
     [("SELECT * FROM t", [(-5, "a\0b", "", "", "", "", b"\0\0\0", None), (1, 9223372036854775807, "12abc", "5", "text", "nr", 1.5, None),
                           (2, b"\0\xff", 1e300, b"\xaa\xbb", -9223372036854775808, float("inf"), None, None)])]),
    ("comments in CREATE TABLE", "CREATE TABLE /* c */ t ( -- first, with ) a parenthesis\n id INTEGER /* (, */ PRIMARY KEY, -- 'quote\n"
     " x TEXT DEFAULT 'a--b', /* , y INT */\n y VARCHAR ( 10 , 2 ) DEFAULT (1 /* , */ + 2),\n z INT DEFAULT -5, u DEFAULT +1.5e-3,\n"
     " CHECK (x <> '--)' /* ( */), CONSTRAINT \"c k\" CHECK (y > 0) -- end\n); INSERT INTO t (id) VALUES (3);",
     ADD + "\nop.execute('INSERT INTO t (id) VALUES (4)')", "",
     [("SELECT * FROM t", [(3, "a--b", "3", -5, 0.0015, None), (4, "a--b", "3", -5, 0.0015, None)])]),
    ("listeners of reflection", PLAIN, LISTENER + LISTENED + "    b.alter_column('f', new_column_name='g')\n"
     "op.execute(\"INSERT INTO t (id, g) VALUES (9, 0)\")", "",
     [("SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info('t')",
       [("id", "INTEGER", 0, None), ("x", "VARCHAR(50)", 0, "'a'"), ("y", "INTEGER", 0, "1 + 7"), ("g", "BOOLEAN", 0, None),
        ("z", "INT", 0, None)]),
      ("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1", [("ie",), ("ix",), ("ux",)]),
      ("SELECT sql LIKE '%CONSTRAINT ck_f CHECK (g IN (0, 1))%', sql LIKE '%CHECK%CHECK%', sql LIKE '%COLLATE \"NOCASE\"%' "
       "FROM sqlite_master WHERE name = 't'", [(1, 0, 1)]),
      ("SELECT y FROM t WHERE id = 9", [(8,)])]),
    ("a listener that fails", PLAIN, "def listen(*args):\n    raise ValueError('because')\n" + LISTENED + "    b.drop_column('z')", "",
     "ValueError: because"),
    ("include_columns", PLAIN, "with op.batch_alter_table('t', reflect_kwargs={'include_columns': ['id', 'x', 'z']}) as b:\n"
     "    b.alter_column('z', type_=sa.BigInteger())", "",
     [("SELECT * FROM t", [(1, "a", 4), (2, "b", 5)]),
      ("SELECT name FROM sqlite_master WHERE tbl_name = 't' AND type = 'index'", [("ie",)])]),
    ("an unknown keyword in reflect_kwargs", PLAIN, "with op.batch_alter_table('t', reflect_kwargs={'nope': 1}) as b:\n"
     "    b.drop_column('z')", "", "Additional arguments should be named <dialectname>_<argument>, got 'nope'"),
    ("an unknown event in reflect_kwargs", PLAIN, "with op.batch_alter_table('t', reflect_kwargs={'listeners': [('nope', print)]}) as b:\n"
     "    b.drop_column('z')", "", "No such event 'nope' for target 't'"),
    ("constraints in reflect_args", PLAIN, "with op.batch_alter_table('t', reflect_args=[sa.CheckConstraint('y > 0', name='ck_y'),\n"
     "        sa.UniqueConstraint('z', name='uq_z')]) as b:\n    b.alter_column('y', nullable=True)", "",
     [("SELECT sql LIKE '%CONSTRAINT ck_y CHECK (y > 0)%' AND sql LIKE '%CONSTRAINT uq_z UNIQUE (z)%' FROM sqlite_master WHERE name = 't'",
       [(1,)])]),
    ("the database is full", "CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB);"
     "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 500) INSERT INTO t SELECT n, zeroblob(1000) FROM s;", ADD,
     '@event.listens_for(engine, "connect")\ndef limit(connection, record):\n    connection.execute("PRAGMA max_page_count=180")\n',
     "database or disk is full"),
    # What SQLAlchemy has no words for.
    ("keys with COLLATE and DESC",
      """CREATE TABLE t (a TEXT, b TEXT, UNIQUE (a COLLATE NOCASE DESC, b), CONSTRAINT k UNIQUE (b DESC) ON CONFLICT REPLACE,
         PRIMARY KEY (a DESC, b COLLATE NOCASE)) WITHOUT ROWID; INSERT INTO t VALUES ('x', 'y');""",
      "with op.batch_alter_table('t') as b:\n    b.alter_column('a', new_column_name='z', existing_type=sa.Text())", "",
      [("SELECT sql LIKE '%UNIQUE (z COLLATE NOCASE DESC, b)%', sql LIKE '%CONSTRAINT k UNIQUE (b DESC) ON CONFLICT REPLACE%', "
        "sql LIKE '%PRIMARY KEY (z DESC, b COLLATE NOCASE)%' FROM sqlite_master WHERE name = 't'", [(1, 1, 1)]),
       ("SELECT z, b FROM t", [("x", "y")])]),
    ("INTEGER PRIMARY KEY DESC is no name for the rowid",
      """CREATE TABLE t (id INTEGER CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT REPLACE, x TEXT);
         INSERT INTO t (rowid, id, x) VALUES (40, NULL, 'a'), (7, NULL, 'b'), (9, 3, 'c');""", ADD, "",
      [("SELECT rowid, id, x FROM t ORDER BY 1", [(7, None, "b"), (9, 3, "c"), (40, None, "a")]),
       ("SELECT \"desc\", coll FROM pragma_index_xinfo('sqlite_autoindex_t_1') WHERE name = 'id'", [(1, "BINARY")]),
       ("SELECT sql LIKE '%CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT REPLACE%' FROM sqlite_master WHERE name = 't'", [(1,)])]),
    ("defaults as they are written",
      """CREATE TABLE t (id INTEGER PRIMARY KEY, a DEFAULT "st'r", b DEFAULT word, c DEFAULT [a ]]b], d DEFAULT ('a' || ':b'),
         e DEFAULT ((1) + (2)), f DEFAULT "true", g DEFAULT true, h DEFAULT '\\:x', i DEFAULT 0x1F, j DEFAULT (1 /* ) */ + 1),
         k DEFAULT - 5, l TEXT DEFAULT 010 COLLATE NOCASE);""".replace("[a ]]b]", "[a b]"),
      ADD + "\nop.execute('INSERT INTO t (id) VALUES (4)')", "",
      [("SELECT * FROM t", [(4, "st'r", "word", "a b", "a:b", 3, "true", 1, "\\:x", 31, 2, -5, "10", None)])]),
    ("colons, backslashes and percent signs in what the table computes",
      """CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT ('\\:a' || ':b') CHECK (x <> ':c' AND x NOT LIKE '%s%%'),
           y GENERATED ALWAYS AS (x || ':d'));
         CREATE INDEX ix ON t (x) WHERE x > ':e'; INSERT INTO t (id, x) VALUES (1, '\\:c');""", ADD + "\nop.execute('INSERT INTO t (id) VALUES (2)')", "",
      [("SELECT instr(sql, 'CHECK (x <> '':c'' AND x NOT LIKE ''%s%%'')') > 0 FROM sqlite_master WHERE name = 't'", [(1,)]),
       ("SELECT x, y FROM t", [("\\:c", "\\:c:d"), ("\\:a:b", "\\:a:b:d")])]),
    ("AUTOINCREMENT of a foreign key",
      """CREATE TABLE o (id INTEGER PRIMARY KEY); INSERT INTO o VALUES (1), (7);
         CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT REFERENCES o (id), x TEXT);
         INSERT INTO t VALUES (1, 'a'), (7, 'b'); DELETE FROM t WHERE id = 7;""", ADD, "",
      [("SELECT sql LIKE '%id INTEGER PRIMARY KEY AUTOINCREMENT%', sql LIKE '%FOREIGN KEY(id) REFERENCES o (id)%' "
        "FROM sqlite_master WHERE name = 't'", [(1, 1)]),
       ("SELECT seq FROM sqlite_sequence WHERE name = 't'", [(7,)])]),
    ("statistics of ANALYZE",
      """CREATE TABLE t (id INTEGER PRIMARY KEY, x INT); CREATE INDEX ix ON t (x); INSERT INTO t (x) VALUES (1), (1), (2), (2);
         CREATE TABLE o (x); CREATE INDEX io ON o (x); INSERT INTO o VALUES (1); ANALYZE;""", ADD, "",
      [("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1", [("o", "io", "1 1"), ("t", "ix", "4 2")])]),
    ("a table that was never analysed", "CREATE TABLE t (id INTEGER PRIMARY KEY, x INT); CREATE INDEX ix ON t (x); INSERT INTO t (x) VALUES (1);"
     "CREATE TABLE o (x); CREATE INDEX io ON o (x); INSERT INTO o VALUES (1); ANALYZE o;", ADD, "",
     [("SELECT tbl FROM sqlite_stat1", [("o",)])]),
    ("a counter that is no number", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x INT); INSERT INTO t VALUES (5, 1);"
     "UPDATE sqlite_sequence SET seq = 'it''s';", ADD, "", [("SELECT seq FROM sqlite_sequence WHERE name = 't'", [("it's",)])]),
    ("CHECKs that name their table", """CREATE TABLE t (id INTEGER PRIMARY KEY, x REAL CHECK (t.x > 1.5), CHECK (main . "t" . x < 9e9 AND 't.x' <> ''));
         INSERT INTO t VALUES (1, 2.5);""", ADD, "",
     [("SELECT * FROM t", [(1, 2.5, None)]),
      ("SELECT instr(sql, 'CHECK (x > 1.5)') > 0, instr(sql, 'CHECK (x < 9e9 AND ''t.x'' <> '''')') > 0 FROM sqlite_master WHERE name = 't'",
       [(1, 1)])]),
    ("the name of a NOT NULL", 'CREATE TABLE t (id INTEGER PRIMARY KEY, x INT CONSTRAINT "n n" NOT NULL ON CONFLICT IGNORE, y INT CONSTRAINT m NOT NULL);',
     "with op.batch_alter_table('t') as b:\n    b.alter_column('y', nullable=True)", "",
     [("SELECT sql LIKE '%x INT CONSTRAINT \"n n\" NOT NULL ON CONFLICT IGNORE%', sql LIKE '%CONSTRAINT m%' FROM sqlite_master WHERE name = 't'",
       [(1, 0)])]),
    ("indexes in table_args and reflect_args", PLAIN, "with op.batch_alter_table('t', table_args=[sa.Index('ig', 'y', 'z')],\n"
     "        reflect_args=[sa.Index('ix', 'y')]) as b:\n    b.alter_column('y', nullable=True)", "",
     [("SELECT name FROM pragma_index_info('ig')", [("y",), ("z",)]), ("SELECT name FROM pragma_index_info('ix')", [("y",)]),
      ("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1", [("ie",), ("ig",), ("ix",), ("ux",)])]),
    ("the CHECK of a type goes at once, as often as it was written",
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT);",
      "with op.batch_alter_table('t') as b:\n    b.add_column(sa.Column('f', sa.Boolean(create_constraint=True, name='fl')))\n"
      "with op.batch_alter_table('t') as b:\n    b.drop_constraint('fl', type_='check')\n    b.drop_column('f')", "",
      [("SELECT sql LIKE '%CHECK%', sql LIKE '% f %' FROM sqlite_master WHERE name = 't'", [(0, 0)])]),
]


def project(folder, body, env):
    versions = os.path.join(folder, "m", "versions")
    os.makedirs(versions)
    for name, text in (("alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = sqlite:///x.db\n"),
                       ("m/env.py", ENV % env), ("m/versions/r1.py", SCRIPT % ("r1", "None", textwrap.indent(body, "    ")))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    return os.path.join(folder, "x.db")


def create(path, sql):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA synchronous = OFF;" + sql)


def dump(path):
    """Everything but the version table, which any command may make."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        lines = [line for line in db.iterdump() if "alembic_version" not in line]
        return lines + db.execute("PRAGMA integrity_check").fetchall()


def run_case(program, case):
    name, sql, body, env, wanted = case
    with tempfile.TemporaryDirectory(prefix="retort-rebuild-") as folder:
        path = project(folder, body, env)
        create(path, sql)
        before = dump(path)
        done = subprocess.run([program, "upgrade", "head"], cwd=folder, capture_output=True, text=True)
        said = done.stdout + done.stderr
        if isinstance(wanted, str):
            if done.returncode != 1 or wanted not in said:
                return "status %d, wanted %r in:\n%s" % (done.returncode, wanted, said)
            return None if dump(path) == before else "a failure left something behind"
        if done.returncode:
            return said
        with contextlib.closing(sqlite3.connect(path)) as db:
            for query, rows in wanted:
                got = db.execute(query).fetchall()
                # Types are compared whatever the case of their letters.
                fold = lambda r: [tuple(c.upper() if isinstance(c, str) and "pragma_table_info" in query else c for c in row) for row in r]
                if fold(got) != fold(rows):
                    return "%s\ngot    %r\nwanted %r" % (query, got, rows)
            if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "PRAGMA integrity_check"
    return None


KILLED = """CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x BLOB, y TEXT);
CREATE INDEX ix ON t (y); CREATE TABLE c (p INTEGER REFERENCES t (id));
WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000)
INSERT INTO t SELECT n * 3, zeroblob(200), 'text ' || n FROM s;
INSERT INTO c SELECT id FROM t;"""


def run_killed(program, delay, autocommit):
    """None, or what is wrong with the database after kill -9. Gives whether the program was still running, too."""
    block = "with op.batch_alter_table('t', recreate='always') as b:\n    b.add_column(sa.Column('n', sa.Integer()))\n    b.alter_column('y', new_column_name='z')"
    if autocommit:
        block = "with op.get_context().autocommit_block():\n" + textwrap.indent(block, "    ")
    with tempfile.TemporaryDirectory(prefix="retort-rebuild-") as folder:
        path = project(folder, block, "")
        create(path, KILLED)
        process = subprocess.Popen([program, "upgrade", "head"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        with contextlib.closing(sqlite3.connect(path)) as db:
            names = [row[1] for row in db.execute("PRAGMA table_info(t)")]
            facts = [db.execute(q).fetchall() for q in (
                "PRAGMA integrity_check", "SELECT count(*), min(id), max(id) FROM t", "PRAGMA foreign_key_check",
                "SELECT name FROM sqlite_master WHERE name LIKE '%alembic_tmp%'", "SELECT count(*) FROM sqlite_master WHERE name = 'ix'",
                "SELECT seq FROM sqlite_sequence WHERE name = 't'")]
            applied = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0] and \
                db.execute("SELECT count(*) FROM alembic_version").fetchone()[0]
        if names not in (["id", "x", "y"], ["id", "x", "z", "n"]):
            return killed, "columns %r" % names
        if facts != [[("ok",)], [(20000, 3, 60000)], [], [], [(1,)], [(60000,)]]:
            return killed, repr(facts)
        if bool(applied) != (len(names) == 4) and not autocommit:
            return killed, "the version table says %r, the columns are %r" % (applied, names)
        return killed, None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("-k", default="")
    parser.add_argument("--kills", type=int, default=10)
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    cases = [c for c in CASES if args.k in c[0]]
    kills = args.kills if not args.k else 0
    print("1..%d" % (len(cases) + (1 if kills else 0)))
    failed = 0
    for n, case in enumerate(cases, 1):
        wrong = run_case(program, case)
        failed += wrong is not None
        print("%sok %d - %s" % ("not " if wrong else "", n, case[0]))
        for line in (wrong or "").split("\n") if wrong else []:
            print("#   " + line)
    if kills:
        wrongs, hit = [], 0
        for n in range(kills):
            killed, wrong = run_killed(program, 0.01 * (n + 1), n % 2 == 1)
            hit += killed
            wrongs += [wrong] if wrong else []
        failed += bool(wrongs)
        print("%sok %d - killed at %d moments, %d of them before it was done" % ("not " if wrongs else "", len(cases) + 1, kills, hit))
        for wrong in wrongs:
            print("#   " + wrong)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
