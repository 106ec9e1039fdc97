"""Wrong arguments of directives, constructs and types: under the real Alembic and under Retort.

    bad_arguments.py RETORT DATABASE_URL [--show N]

Every parameter gets a value of a wrong type, an unknown keyword is added, a required argument is
left out. Each call is the one statement of a revision, rendered with --sql. What must hold:

- what the real Alembic refuses is refused, and what both accept gives the same SQL;
- a refusal is an error at the line of the call, with the exception's name, not a crash;
- where the real one raises an exception of Alembic or SQLAlchemy, its words are in the error;
- a TypeError names the parameter or the argument that is wrong.

Retort may refuse more: the real one pastes any object into the statement.
"""

import argparse
import ast
import importlib.util
import inspect
import io
import os
import re
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor

import alembic.op
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import mssql, mysql, oracle, sqlite
from sqlalchemy.dialects import postgresql as pg

WRONG = ["5", "None", "'s'", "['x']", "{'k': 1}", "object()", "3.5", "sa.Integer", "True", "('a', 'b')",
         "b'x'", "[5]", "''", "lambda: 1"]
FEW = 50  # scripts of one project: every run reads all of them
LINE = 10  # of the call in its script
SCRIPT = """\
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, oracle, sqlite
from sqlalchemy.dialects import postgresql as pg
revision = %r
down_revision = %r


def upgrade():
    %s


def downgrade():
    pass
"""
ENV = """\
from alembic import context

context.configure(dialect_name=%r, literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
"""

# A right call of each directive.
DIRECTIVES = {
    "add_column": "'t', sa.Column('c', sa.Integer)",
    "alter_column": "'t', 'c', nullable=True",
    "bulk_insert": "sa.table('t', sa.column('a', sa.Integer)), [{'a': 1}]",
    "create_check_constraint": "'ck', 't', 'a > 1'",
    "create_exclude_constraint": "'ex', 't', ('period', '&&'), where='a > 1', using='gist'",
    "create_foreign_key": "'fk', 't', 'r', ['a'], ['b']",
    "create_index": "'ix', 't', ['a']",
    "create_primary_key": "'pk', 't', ['a']",
    "create_table": "'t', sa.Column('a', sa.Integer)",
    "create_table_comment": "'t', 'c'",
    "create_unique_constraint": "'uq', 't', ['a']",
    "drop_column": "'t', 'a'",
    "drop_constraint": "'c', 't'",
    "drop_index": "'ix', 't'",
    "drop_table": "'t'",
    "drop_table_comment": "'t'",
    "execute": "'select 1'",
    "rename_table": "'a', 'b'",
}
TABLE = "op.create_table('t', sa.Column('a', sa.Integer), %s)"
COLUMN = "op.create_table('t', sa.Column('a', %s))"
SELECTED = "op.execute(sa.select(%s))"
GENERATED = "op.create_table('t', sa.Column('a', sa.Integer, %s))"
# Constructs: where the call stands, its function, a right call's arguments.
CONSTRUCTS = [
    ("op.create_table('t', %s)", "sa.Column", "'a', sa.Integer"),
    (GENERATED, "sa.ForeignKey", "'o.id'"),
    (TABLE, "sa.ForeignKeyConstraint", "['a'], ['o.id']"),
    (TABLE, "sa.UniqueConstraint", "'a'"),
    (TABLE, "sa.PrimaryKeyConstraint", "'a'"),
    (TABLE, "sa.CheckConstraint", "'a > 1'"),
    (TABLE, "sa.Index", "'ix', 'a'"),
    (TABLE, "pg.ExcludeConstraint", "('a', '=')"),
    (GENERATED, "sa.Computed", "'b + 1'"),
    (GENERATED, "sa.Identity", ""),
    ("op.execute(sa.schema.CreateSequence(%s))", "sa.Sequence", "'sq'"),
    ("op.execute(%s)", "sa.schema.CreateSchema", "'s'"),
    ("op.execute(%s)", "sa.schema.DropSchema", "'s'"),
    ("op.execute(sa.schema.CreateTable(%s))", "sa.Table", "'x', sa.MetaData(), sa.Column('a', sa.Integer)"),
    ("op.bulk_insert(%s, [{'a': 1}])", "sa.table", "'t', sa.column('a', sa.Integer)"),
    ("op.execute(%s)", "sa.text", "'q'"),
    ("op.execute(%s)", "sa.DDL", "'q'"),
    (SELECTED, "sa.column", "'a'"),
    (SELECTED, "sa.literal_column", "'a'"),
    (SELECTED, "sa.literal", "1"),
    (SELECTED, "sa.bindparam", "'p', 5"),
    (SELECTED, "sa.cast", "sa.column('a'), sa.Integer"),
    (SELECTED, "sa.type_coerce", "sa.column('a'), sa.Integer"),
    (SELECTED, "sa.case", "(sa.column('a') == 1, 2)"),
    (SELECTED, "sa.extract", "'year', sa.column('a')"),
    (SELECTED, "sa.exists", "sa.select(sa.column('a'))"),
    (SELECTED, "sa.collate", "sa.column('a'), 'C'"),
    ("op.execute(%s)", "sa.insert", "sa.table('t', sa.column('a'))"),
    ("op.execute(%s.values(a=1))", "sa.update", "sa.table('t', sa.column('a', sa.Integer))"),
    ("op.execute(%s)", "sa.delete", "sa.table('t', sa.column('a'))"),
] + [(COLUMN, "sa." + name, arguments) for name, arguments in {
    "String": "20", "Text": "", "Unicode": "20", "Numeric": "10, 2", "Float": "5", "Double": "", "DateTime": "",
    "Time": "", "Interval": "", "LargeBinary": "", "Boolean": "", "Enum": "'a', 'b', name='e'", "JSON": "",
    "Uuid": "", "ARRAY": "sa.Integer", "PickleType": "", "CHAR": "3", "VARCHAR": "20", "DECIMAL": "10, 2"}.items()
] + [(COLUMN, "pg." + name, arguments) for name, arguments in {
    "ENUM": "'a', 'b', name='e'", "INTERVAL": "", "TIMESTAMP": "", "TIME": "", "BIT": "", "ARRAY": "sa.Integer",
    "DOMAIN": "'d', sa.Integer", "HSTORE": "", "JSON": "", "JSONB": "", "BYTEA": "", "UUID": "", "TSVECTOR": "",
    "INT4RANGE": "", "DOUBLE_PRECISION": "", "CITEXT": "", "MONEY": "", "OID": ""}.items()
] + [(COLUMN, "mysql." + name, arguments) for name, arguments in {
    "ENUM": "'a', 'b'", "SET": "'a', 'b'", "INTEGER": "", "TINYINT": "", "BIGINT": "", "DECIMAL": "10, 2", "DOUBLE": "",
    "FLOAT": "", "BIT": "", "TIME": "", "TIMESTAMP": "", "DATETIME": "", "YEAR": "", "TEXT": "", "LONGTEXT": "",
    "VARCHAR": "20", "CHAR": "3", "NVARCHAR": "20", "JSON": ""}.items()
] + [(COLUMN, "mssql." + name, arguments) for name, arguments in {
    "VARBINARY": "20", "NVARCHAR": "20", "NTEXT": "", "DATETIME2": "", "DATETIMEOFFSET": "", "TIME": "", "XML": "",
    "TIMESTAMP": "", "ROWVERSION": "", "SQL_VARIANT": "", "UNIQUEIDENTIFIER": "", "TINYINT": "", "MONEY": "",
    "DOUBLE_PRECISION": ""}.items()
] + [(COLUMN, "oracle." + name, arguments) for name, arguments in {
    "NUMBER": "", "FLOAT": "", "BINARY_FLOAT": "", "VARCHAR2": "20", "NVARCHAR2": "20", "RAW": "20", "CLOB": "",
    "DATE": "", "TIMESTAMP": "", "INTERVAL": "", "LONG": "", "ROWID": ""}.items()
] + [(COLUMN, "sqlite." + name, arguments) for name, arguments in {
    "DATETIME": "", "DATE": "", "TIME": "", "JSON": "", "NUMERIC": "10, 2", "VARCHAR": "20"}.items()]
# A right value of each option of a dialect, and where it goes.
# Where Retort has the SQL and the real one an error from inside (docs/differences.md).
LENIENT = {"sqlite_where='s'", "oracle_compress=None", "postgresql_ops=None"} | {
    "mysql_%s=%s" % (option, number) for option in ("engine", "charset", "comment", "row_format")
    for number in ("5", "3.5", "True")}
INDEX = "op.create_index('ix', 't', ['a'], %s)"
OPTIONS = [
    (INDEX, "postgresql", {"using": "'gin'", "include": "['b']", "where": "'a > 1'", "ops": "{'a': 'text_ops'}",
                           "concurrently": "True", "with": "{'fillfactor': 50}", "tablespace": "'s'",
                           "nulls_not_distinct": "True"}),
    (TABLE, "postgresql", {"partition_by": "'LIST (a)'", "tablespace": "'s'", "on_commit": "'DROP'", "inherits": "'o'",
                           "using": "'heap'", "with_oids": "True"}),
    (INDEX, "mysql", {"using": "'btree'", "length": "{'a': 5}", "prefix": "'FULLTEXT'", "with_parser": "'ngram'"}),
    (TABLE, "mysql", {"engine": "'InnoDB'", "charset": "'utf8mb4'", "comment": "'c'", "row_format": "'DYNAMIC'"}),
    (INDEX, "sqlite", {"where": "sa.text('a > 1')"}),
    (TABLE, "sqlite", {"autoincrement": "True", "with_rowid": "False", "strict": "True"}),
    ("op.create_table('t', sa.Column('a', sa.Integer, %s, nullable=False, unique=True))", "sqlite",
     {"on_conflict_not_null": "'FAIL'", "on_conflict_unique": "'FAIL'"}),
    (INDEX, "mssql", {"clustered": "True", "include": "['b']", "where": "sa.text('a > 1')", "columnstore": "True"}),
    ("op.create_table('t', sa.Column('a', sa.Integer, %s, primary_key=True))", "mssql",
     {"identity_start": "5", "identity_increment": "2"}),
    (INDEX, "oracle", {"bitmap": "True", "compress": "2"}),
    (TABLE, "oracle", {"on_commit": "'DROP'", "compress": "True", "tablespace": "'s'"}),
]
# Keywords that a signature hides behind **kw.
HIDDEN = {"op.alter_column": ["name", "modify_type"],
          "sa.Enum": ["create_constraint", "native_enum", "schema", "length", "values_callable", "inherit_schema",
                      "metadata"],
          "pg.ENUM": ["schema", "create_type", "metadata"]}
# Internal parameters, and what only a Python program would see.
INTERNAL = {"info", "_constraint", "comparator", "pickler", "protocol", "decimal_return_scale",
            "insert_sentinel", "for_update", "quote_schema", "text_type", "astext_type", "metadata", "callable_"}
OWN = {"CommandError", "CompileError", "ArgumentError", "InvalidRequestError", "NoReferencedTableError",
       "UnsupportedCompilationError"}


def arguments_of(text):
    call = ast.parse("f(%s)" % text).body[0].value
    return [ast.unparse(a) for a in call.args], {k.arg: ast.unparse(k.value) for k in call.keywords}


def keywords_of(function, name):
    try:
        parameters = inspect.signature(function.__init__ if inspect.isclass(function) else function).parameters
    except (TypeError, ValueError):
        return []
    found = [p.name for p in parameters.values()
             if p.default is not p.empty and p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return [n for n in found + HIDDEN.get(name, []) if n not in INTERNAL and not n.startswith("_")]


def variants(template, name, function, text):
    """(what is wrong, the statement), the right call first."""
    positional, named = arguments_of(text)

    def call(args, kw):
        return template % ("%s(%s)" % (name, ", ".join(args + ["%s=%s" % item for item in kw.items()])))

    yield "nothing", call(positional, named)
    yield "unknown keyword", call(positional, dict(named, no_such_thing="1"))
    for i, _ in enumerate(positional):
        yield "argument %d left out" % i, call(positional[:i], named)
        for value in WRONG:
            if value == "''" and name.startswith("mysql."):
                continue  # CHAR() and its like
            yield "argument %d = %s" % (i, value), call(positional[:i] + [value] + positional[i + 1:], named)
    for keyword in keywords_of(function, name):
        for value in WRONG:
            if value == "''" and (keyword in ("schema", "fields", "length", "storage_format") or name == "pg.DOMAIN"):
                continue  # taken for None; the real one has an IndexError, or prints two blanks
            yield "%s = %s" % (keyword, value), call(positional, dict(named, **{keyword: value}))


MODULES = {"sa": sa, "sa.schema": sa.schema, "pg": pg, "mysql": mysql, "mssql": mssql, "oracle": oracle, "sqlite": sqlite}


def cases():
    """(dialect, what is called, what is wrong, the statement)."""
    for name, text in DIRECTIVES.items():
        for what, statement in variants("%s", "op." + name, getattr(alembic.op, name), text):
            yield "postgresql", "op." + name, what, statement
    for template, name, text in CONSTRUCTS:
        module, _, function = name.rpartition(".")
        dialect = module if module in ("mysql", "mssql", "oracle", "sqlite") else "postgresql"
        for what, statement in variants(template, name, getattr(MODULES[module], function), text):
            yield dialect, name, what, statement
    for template, dialect, options in OPTIONS:
        for option, right in options.items():
            for value in [right] + WRONG:
                if value == "''":
                    continue  # no option to some, a word that is empty to others
                keyword = "%s_%s=%s" % (dialect, option, value)
                if keyword in LENIENT:
                    continue
                yield dialect, template.split("(")[0], "nothing" if value == right else keyword, template % keyword


def project_of(folder, i):
    return os.path.join(folder, "p%d" % (i // FEW))


def placed(known):
    """The cases with those of a dialect in projects of their own; a place that stays empty is None."""
    for dialect in sorted({case[0] for case in known}):
        own = [case for case in known if case[0] == dialect]
        yield from own + [None] * (-len(own) % FEW)


def script_of(folder, i):
    return os.path.join(project_of(folder, i), "m/versions/r%05d.py" % i)


def write_projects(folder, known):
    for i, case in enumerate(known):
        if not case:
            continue
        dialect, _, _, statement = case
        if i % FEW == 0:
            os.makedirs(os.path.dirname(script_of(folder, i)))
            for path, text in (("alembic.ini", "[alembic]\nscript_location = %(here)s/m\n"),
                               ("m/env.py", ENV % dialect)):
                with open(os.path.join(project_of(folder, i), path), "w", encoding="utf-8") as f:
                    f.write(text)
        with open(script_of(folder, i), "w", encoding="utf-8") as f:
            f.write(SCRIPT % ("r%05d" % i, "r%05d" % (i - 1) if i % FEW else None, statement))


def alembic_renders(folder, i, dialect):
    """(SQL, None), or (None, (name, words)) of the exception."""
    out = io.StringIO()
    context = MigrationContext.configure(dialect_name=dialect,
                                         opts={"as_sql": True, "output_buffer": out, "literal_binds": True})
    spec = importlib.util.spec_from_file_location("r%d" % i, script_of(folder, i))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        with Operations.context(context):
            module.upgrade()
    except Exception as e:
        return None, (type(e).__name__, str(e).split("\n(Background")[0])
    return out.getvalue().strip(), None


def retort_renders(program, folder, i):
    """(SQL, None), or (None, (status, standard error))."""
    revisions = "r%05d:r%05d" % (i - 1, i) if i % FEW else "r%05d" % i
    done = subprocess.run([program, "upgrade", revisions, "--sql"], cwd=project_of(folder, i), capture_output=True, text=True,
                          errors="replace")
    if done.returncode:
        return None, (done.returncode, done.stderr)
    text = re.sub(r"(?s)^.*?-- Running upgrade[^\n]*\n", "", done.stdout)
    return re.split(r"(?:UPDATE|INSERT INTO) alembic_version", text)[0].strip(), None


def words_of(text):
    """The words of an exception, without what differs from run to run."""
    text = text.split("\n")[0].removesuffix("; see parent stack trace for more detail.")
    return re.sub(r"0x[0-9a-f]+", "0x", text)


def complaint(statement, i, wanted, got):
    """None, or what is wrong with what Retort did."""
    sql, refusal = got
    if refusal:
        status, error = refusal
        if status not in (1, 255) or "Sanitizer" in error:
            return "ends with status %d: %s" % (status, error[-300:])
        if not re.search(r"r%05d\.py:%d:\d+: \w+: " % (i, LINE), error):
            return "does not point to the line: " + error[-300:]
        if wanted[1] and wanted[1][0] in OWN and " at 0x" not in wanted[1][1]:
            if words_of(wanted[1][1]) not in words_of_all(error) and not names_parameter(statement, error):
                return "has other words: " + error[:300]
        return None
    if wanted[1]:
        return "is accepted: " + sql
    return None if sql == wanted[0] else "prints: " + sql


def words_of_all(error):
    return re.sub(r"0x[0-9a-f]+", "0x", error)


def names_parameter(statement, error):
    """An error of our own may come first when it says which argument is wrong."""
    said = error.split("\n")[0]
    return re.search(r"\b(must|needs?|expected|takes|has no|is no|requires?|unexpected|missing)\b", said)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("retort")
    parser.add_argument("database")  # as the other comparisons take it; nothing is connected
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    known = list(placed(list(cases())))
    with tempfile.TemporaryDirectory(prefix="retort-arguments-") as folder:
        write_projects(folder, known)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            ours = list(pool.map(lambda i: known[i] and retort_renders(options.retort, folder, i), range(len(known))))
        theirs = [case and alembic_renders(folder, i, case[0]) for i, case in enumerate(known)]
    wrong, both_refuse, both_accept, stricter = 0, 0, 0, 0
    for i, case in enumerate(known):
        if not case:
            continue
        _, name, what, statement = case
        both_refuse += bool(theirs[i][1] and ours[i][1])
        both_accept += not theirs[i][1] and not ours[i][1]
        stricter += bool(ours[i][1] and not theirs[i][1])
        words = complaint(statement, i, theirs[i], ours[i])
        if what == "nothing" and ours[i][1]:
            words = "is refused: " + ours[i][1][1][-300:]
        if not words:
            continue
        wrong += 1
        if wrong <= options.show:
            print("%s, %s: %s\n  the real Alembic: %s\n  Retort %s" % (
                name, what, statement, theirs[i][1] or theirs[i][0], words))
    print("%d calls: both refuse %d, both accept %d, only Retort refuses %d; %d wrong"
          % (sum(bool(case) for case in known), both_refuse, both_accept, stricter, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
