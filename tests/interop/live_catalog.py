"""Databases for golden_live.py: a fresh one for each script, twice, and everything that can be seen in it.

Each class has: reset(folder, schemas) -> two URLs; execute(side, statement); dump(side) -> lines; and says whether
both sides see the same schemas, so that one has to be done before the other begins.
"""

import contextlib
import datetime
import glob
import os
import re
import sqlite3

import sides
import sqlalchemy as sa

POSTGRESQL = """
WITH ns AS (SELECT oid, nspname FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%%' AND nspname NOT IN ('information_schema', 'ext')),
     rel AS (SELECT c.*, nspname || '.' || relname AS name FROM pg_class c JOIN ns ON ns.oid = relnamespace),
     typ AS (SELECT t.*, nspname || '.' || typname AS name FROM pg_type t JOIN ns ON ns.oid = typnamespace)
SELECT 'schema ' || nspname FROM ns
UNION ALL SELECT concat_ws(' ', 'relation', relkind, name, relpersistence, array_to_string(reloptions, ','),
    (SELECT spcname FROM pg_tablespace s WHERE s.oid = reltablespace), (SELECT amname FROM pg_am a WHERE a.oid = relam),
    relreplident, relrowsecurity, pg_get_expr(relpartbound, oid), CASE relkind WHEN 'p' THEN pg_get_partkeydef(oid) END,
    (SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = rel.oid),
    CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END, quote_nullable(obj_description(oid, 'pg_class'))) FROM rel
UNION ALL SELECT concat_ws(' ', 'column', name, row_number() OVER (PARTITION BY attrelid ORDER BY attnum), attname,
    format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attstorage, attcompression, attstattarget,
    (SELECT collname FROM pg_collation k WHERE k.oid = attcollation), pg_get_expr(adbin, adrelid),
    quote_nullable(col_description(attrelid, attnum)))
    FROM pg_attribute a JOIN rel ON rel.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'i'
UNION ALL SELECT concat_ws(' ', 'constraint', coalesce(rel.name, 'type ' || typ.name), conname, contype, convalidated,
    connoinherit, pg_get_constraintdef(k.oid), quote_nullable(obj_description(k.oid, 'pg_constraint')))
    FROM pg_constraint k JOIN ns ON ns.oid = connamespace LEFT JOIN rel ON rel.oid = conrelid LEFT JOIN typ ON typ.oid = contypid
UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisprimary, indisclustered,
    indisreplident) FROM pg_index JOIN rel ON rel.oid = indexrelid
UNION ALL SELECT concat_ws(' ', 'sequence', name, format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcache,
    seqcycle, pg_sequence_last_value(rel.oid),
    (SELECT string_agg(refobjid::regclass || '.' || refobjsubid || deptype::text, ',' ORDER BY 1) FROM pg_depend
     WHERE classid = 'pg_class'::regclass AND objid = rel.oid AND refclassid = 'pg_class'::regclass))
    FROM pg_sequence JOIN rel ON rel.oid = seqrelid
UNION ALL SELECT concat_ws(' ', 'type', name, typtype, format_type(typbasetype, typtypmod), typnotnull, typdefault,
    (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = typ.oid),
    quote_nullable(obj_description(oid, 'pg_type'))) FROM typ WHERE typcategory <> 'A'
UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled) FROM pg_trigger t JOIN rel ON rel.oid = tgrelid
    WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' ', 'function', CASE prokind WHEN 'a' THEN p.oid::regprocedure::text ELSE pg_get_functiondef(p.oid) END)
    FROM pg_proc p JOIN ns ON ns.oid = pronamespace
UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies
UNION ALL SELECT concat_ws(' ', 'rule', definition) FROM pg_rules JOIN ns ON nspname = schemaname
UNION ALL SELECT concat_ws(' ', 'extension', extname, nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
    WHERE nspname <> 'ext'
ORDER BY 1
"""

# Extensions whose types and operators scripts mention; those that are not installed are left out.
EXTENSIONS = ("pg_trgm", "btree_gist", "btree_gin", "citext", "hstore", "ltree", "uuid-ossp", "pgcrypto", "vector", "postgis")


def masked(line):
    """Without what differs from run to run: this moment, random identifiers."""
    today = datetime.date.today()
    days = "|".join((today + datetime.timedelta(days=d)).isoformat() for d in (-1, 0, 1))
    line = re.sub(r"\b(%s)\b([ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d)?)?" % days, "<now>", line)
    line = re.sub(r"\b\d\d:\d\d:\d\d\.\d{3,}(\+\d\d)?", "<time>", line)
    return re.sub(r"[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}", "<uuid>", line)


class Postgresql(sides.Pair):
    dialect = "postgresql"
    schemas_are_shared = False
    drop = "DROP DATABASE IF EXISTS %s WITH (FORCE)"

    def __init__(self, url):
        super().__init__(url, "retort_golden")
        for name in self.names:
            self.run(self.admin, "ALTER DATABASE %s SET search_path = public, ext" % name,
                     "ALTER DATABASE %s SET client_min_messages = error" % name)
        self.connections = [e.raw_connection() for e in self.engines]
        self.cursors = [c.cursor() for c in self.connections]
        for cursor in self.cursors:
            cursor.execute("CREATE SCHEMA ext")
            for name in EXTENSIONS:
                with contextlib.suppress(Exception):
                    cursor.execute('CREATE EXTENSION "%s" SCHEMA ext' % name)

    def reset(self, folder, schemas):
        for cursor in self.cursors:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'ext')")
            drops = ['DROP SCHEMA "%s" CASCADE' % n for n, in cursor.fetchall()]
            cursor.execute("SELECT extname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE nspname NOT IN ('ext', 'pg_catalog')")
            drops += ['DROP EXTENSION "%s" CASCADE' % n for n, in cursor.fetchall()]
            # dialects look up "public" even when nothing was made in it
            cursor.execute(";".join(drops + ["CREATE SCHEMA public"] + ['CREATE SCHEMA IF NOT EXISTS "%s"' % s for s in schemas]))
        return self.urls

    def execute(self, side, statement):
        self.cursors[side].execute(statement)

    def dump(self, side):
        cursor = self.cursors[side]
        cursor.execute(POSTGRESQL.replace("%%", "%"))
        lines = [row for row, in cursor.fetchall()]
        tables = [l.split(" ")[2] for l in lines if l.startswith(("relation r ", "relation m "))]
        cursor.execute("SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
                       "WHERE relkind IN ('r', 'm') AND nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'ext') ORDER BY 1")
        for name, in cursor.fetchall() if tables else ():
            cursor.execute("SELECT t::text FROM %s t" % name)
            lines += ["row %s %s" % (name, row) for row, in cursor.fetchall()]
        return [masked(l) for l in lines]

    def close(self):
        for connection in self.connections:
            connection.close()
        super().close()


def definition(sql):
    """CREATE TABLE with its constraints sorted: Alembic's rebuild writes them in the order of a Python set."""
    lines = [l.rstrip(" ,") for l in (sql or "").split("\n")]
    clause = re.compile(r"\t(CONSTRAINT|UNIQUE|CHECK|FOREIGN|PRIMARY)")
    clauses = sorted(l for l in lines if clause.match(l))
    return "\n".join(clauses.pop(0) if clause.match(l) else l for l in lines)


class Sqlite:
    dialect = "sqlite"
    schemas_are_shared = False

    def __init__(self, url):
        self.paths = []

    def reset(self, folder, schemas):
        self.paths = [os.path.join(folder, side + ".db") for side in "ab"]
        for p in self.paths:
            for old in glob.glob(p + "*"):
                os.remove(old)
        self.schemas = list({s.lower(): s for s in schemas}.values())
        return ["sqlite:///" + p for p in self.paths]

    def connect(self, side):
        db = sqlite3.connect(self.paths[side], isolation_level=None)
        db.text_factory = lambda b: b.decode("utf-8", "backslashreplace")
        for s in self.schemas:
            db.execute('ATTACH \'%s.%s\' AS "%s"' % (self.paths[side], s, s))
        return db

    def execute(self, side, statement):
        with contextlib.closing(self.connect(side)) as db:
            db.execute(statement)

    def dump(self, side):
        lines = []
        with contextlib.closing(self.connect(side)) as db:
            for schema in ["main"] + self.schemas:
                objects = db.execute('SELECT type, name, tbl_name, sql FROM "%s".sqlite_master ORDER BY type, name' % schema).fetchall()
                for kind, name, table, sql in objects:
                    lines.append("%s %s.%s %s: %s" % (kind, schema, name, table, definition(sql)))
                for kind, name, _, sql in objects:
                    if kind == "table" and "VIRTUAL" not in (sql or "")[:20]:
                        full = '"%s"."%s"' % (schema, name.replace('"', '""'))
                        try:
                            rows = db.execute("SELECT rowid, * FROM %s ORDER BY rowid" % full).fetchall()
                        except sqlite3.Error:
                            rows = db.execute("SELECT * FROM %s" % full).fetchall()
                        lines += ["row %s %r" % (full, row) for row in rows]
            lines += ["broken %r" % (row,) for row in db.execute("PRAGMA integrity_check") if row != ("ok",)]
        return [masked(l) for l in lines]

    def close(self):
        pass


class Mysql:
    """MariaDB or MySQL; a schema is a database of its own, so each side gets the server to itself in turn."""

    schemas_are_shared = True
    SYSTEM = "('information_schema', 'mysql', 'performance_schema', 'sys')"

    def __init__(self, url):
        base = sa.make_url(url).set(drivername="mysql+pymysql")
        self.names = ["retort_a", "retort_b"]
        self.engine = sa.create_engine(base.set(database=None), isolation_level="AUTOCOMMIT")
        self.cursor = self.engine.raw_connection().cursor()
        self.cursor.execute("SELECT VERSION()")
        self.dialect = "mariadb" if "MariaDB" in self.cursor.fetchone()[0] else "mysql"
        base = base.set(drivername=self.dialect + "+pymysql")
        # What was there before this run stays.
        self.kept = set(self.databases())
        if self.kept & set(self.names):
            raise SystemExit("the databases %s are in use" % ", ".join(self.names))
        self.urls = [base.set(database=n).render_as_string(hide_password=False) for n in self.names]

    def databases(self):
        self.cursor.execute("SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN %s" % self.SYSTEM)
        return [n for n, in self.cursor.fetchall()]

    def drop(self):
        self.cursor.execute("SET foreign_key_checks = 0")
        for name in set(self.databases()) - self.kept:
            self.cursor.execute("DROP DATABASE `%s`" % name.replace("`", "``"))
        self.cursor.execute("SET foreign_key_checks = 1")

    def reset(self, folder, schemas):
        self.drop()
        for name in self.names:
            self.cursor.execute("CREATE DATABASE %s CHARACTER SET utf8mb4" % name)
        # Schemas that a script names are the same for both sides.
        for name in schemas:
            self.cursor.execute("CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4" % name)
        return self.urls

    def execute(self, side, statement):
        self.cursor.execute("USE %s" % self.names[side])
        self.cursor.execute(statement)

    def dump(self, side):
        lines = []
        for name in sorted(set(self.databases()) - self.kept - {self.names[1 - side]}):
            shown = "<database>" if name == self.names[side] else name
            lines.append("database " + shown)
            self.cursor.execute("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = %s ORDER BY BINARY table_name", (name,))
            for table, kind in self.cursor.fetchall():
                full = "`%s`.`%s`" % (name, table.replace("`", "``"))
                self.cursor.execute("SHOW CREATE %s %s" % ("VIEW" if kind == "VIEW" else "TABLE", full))
                lines.append("%s %s" % (kind, self.cursor.fetchone()[1].replace(name, shown)))
                if kind == "BASE TABLE":
                    self.cursor.execute("SELECT * FROM %s" % full)
                    lines += ["row %s %s" % (table, ", ".join(map(str, row))) for row in self.cursor.fetchall()]
            for what in ("triggers", "events"):
                self.cursor.execute("SHOW %s FROM `%s`" % (what, name.replace("`", "``")))
                lines += ["%s %r" % (what, row[:4]) for row in self.cursor.fetchall()]
            self.cursor.execute("SELECT routine_name, routine_definition FROM information_schema.routines WHERE routine_schema = %s", (name,))
            lines += ["routine %r" % (row,) for row in self.cursor.fetchall()]
        return [masked(l) for l in lines]

    def close(self):
        self.drop()
        self.engine.dispose()
