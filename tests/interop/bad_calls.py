"""Wrong calls in env.py and of what scripts are handed: under the real Alembic and under Retort.

    bad_calls.py RETORT DATABASE_URL [--show N] [--only PART]

The calls are those of context.*, of op.get_context() and op.get_bind(), of the object that
batch_alter_table() gives, of Inspector, Connection, Result and Session, and the callables that
env.py hands to context.configure(). Each has its arguments replaced, left out, and added to, as
bad_arguments.py does with directives. What must hold:

- what the real Alembic refuses is refused, and what both accept prints the same;
- a refusal is an error at a line of the project's, with the exception's name, not a crash.

Retort may refuse more.
"""

import argparse
import io
import logging
import os
import re
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor

import alembic.command
import alembic.config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext

from bad_arguments import arguments_of, keywords_of

WRONG = ["5", "None", "'s'", "['x']", "{'k': 1}", "object()", "sa.Integer", "True", "('a', 'b')", "''", "lambda: 1"]
ENV = """\
import sqlalchemy as sa
from alembic import context

def work():
    with context.begin_transaction():
        context.run_migrations()

if context.is_offline_mode():
    %s
else:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(sa.text("create table t (id integer primary key, n integer)"))
        connection.execute(sa.text("create index ix on t (n)"))
        connection.execute(sa.text("insert into t values (1, 10), (2, 20)"))
        context.configure(connection=connection)
        work()
"""
SCRIPT = """\
import sqlalchemy as sa
from alembic import op
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import orm
revision = "r1"
down_revision = None


def upgrade():
    bind = op.get_bind()
    t = sa.table("t", sa.column("id", sa.Integer), sa.column("n", sa.Integer))
    %s


def downgrade():
    pass
"""
CONFIGURE = "context.configure(dialect_name='postgresql', literal_binds=True, %s); work()"
PLAIN = CONFIGURE % "transactional_ddl=False"

# A right value of each parameter of context.configure().
PARAMETERS = {
    "as_sql": "True", "starting_rev": "None", "tag": "'x'", "template_args": "{}", "render_as_batch": "True",
    "target_metadata": "sa.MetaData()", "include_name": "lambda n, t, p: True",
    "include_object": "lambda o, n, t, r, c: True", "include_schemas": "True", "process_revision_directives": "None",
    "compare_type": "True", "compare_server_default": "True", "render_item": "None",
    "upgrade_token": "'up'", "downgrade_token": "'down'", "alembic_module_prefix": "'op.'",
    "sqlalchemy_module_prefix": "'sa.'", "user_module_prefix": "'m.'", "on_version_apply": "lambda **kw: None",
    "transaction_per_migration": "True", "transactional_ddl": "True", "version_table": "'v'",
    "version_table_schema": "'s'", "version_table_pk": "False",
    "dialect_opts": "{'paramstyle': 'named'}", "url": "'postgresql://h/d'", "dialect_name": "'postgresql'",
}
# Methods of context: a right call's arguments.
ENVIRONMENT = {
    "run_migrations": "", "begin_transaction": "", "is_offline_mode": "", "is_transactional_ddl": "",
    "get_x_argument": "as_dictionary=True", "get_tag_argument": "", "get_revision_argument": "",
    "get_head_revision": "", "get_head_revisions": "", "get_starting_revision_argument": "",
    "execute": "'select 1'", "static_output": "'-- x'", "get_bind": "", "get_context": "", "get_impl": "",
}
CONTEXT = {"get_current_revision": "", "get_current_heads": "", "begin_transaction": "", "execute": "'select 1'",
           "autocommit_block": "", "run_migrations": "", "stamp": None}
BATCH = {
    "add_column": "sa.Column('c', sa.Integer)", "drop_column": "'n'", "alter_column": "'n', nullable=False",
    "create_index": "'i2', ['n']", "drop_index": "'ix'", "create_unique_constraint": "'u', ['n']",
    "create_check_constraint": "'k', 'n > 1'", "create_foreign_key": "'f', 't', ['n'], ['id']",
    "create_primary_key": "'p', ['id']", "drop_constraint": "'u', type_='unique'", "execute": "'select 1'",
    "create_table_comment": "'x'", "drop_table_comment": "", "f": "'x'",
}
# Objects that a script has with a database: how it gets one, and right calls of its methods.
OBJECTS = {
    "sa.inspect(bind)": {
        "get_table_names": "", "get_columns": "'t'", "get_indexes": "'t'", "get_pk_constraint": "'t'",
        "get_foreign_keys": "'t'", "get_unique_constraints": "'t'", "get_check_constraints": "'t'",
        "has_table": "'t'", "has_index": "'t', 'ix'", "get_view_names": "",
        "get_schema_names": "", "get_table_comment": None, "get_temp_table_names": "", "get_view_definition": None,
        "get_multi_columns": ""},
    "bind": {"execute": "sa.text('select 1')", "scalar": "sa.text('select 1')", "scalars": "sa.text('select 1')",
             "exec_driver_sql": "'select 1'", "begin_nested": "", "execution_options": "", "in_transaction": ""},
    "bind.execute(sa.text('select id, n from t order by id'))": {
        "fetchall": "", "fetchone": "", "fetchmany": "1", "first": "", "all": "", "scalar": "", "scalars": "",
        "scalars ": "0", "mappings": "", "keys": "", "one": None, "one_or_none": None, "columns": "'n'", "partitions": "1", "unique": "", "close": "", "tuples": "", "freeze": None, "yield_per": "5"},
    "bind.execute(sa.text('select id, n from t order by id')).first()": {"_asdict": "", "index": "1", "count": "1"},
    "orm.Session(bind=bind)": {
        "execute": "sa.text('select 1')", "scalar": "sa.text('select 1')", "scalars": "sa.text('select 1')",
        "flush": "", "rollback": "", "close": "", "begin_nested": "", "expire_all": "", "query": "t.c.n"},
    "sa.Table('t', sa.MetaData(), autoload_with=bind)": {
        "alias": "'a'", "select": "", "insert": "", "update": "", "delete": "", "exists": None, "drop": None,
        "append_column": "sa.Column('z', sa.Integer)", "append_constraint": "sa.CheckConstraint('n > 1')",
        "to_metadata": "sa.MetaData()", "join": None},
    "sa.MetaData()": {"reflect": "bind", "create_all": "bind", "drop_all": "bind", "clear": "",
                      "remove": "sa.Table('x', sa.MetaData())"},
}
# Callables that env.py hands over, with a wrong signature or a wrong result.
CALLABLES = ["lambda: True", "lambda a: True", "lambda *a: True", "lambda *a: None", "lambda *a: 5", "lambda *a: 1 / 0",
             "lambda *a, **k: 'x'", "lambda *a, **k: [1]", "5", "'x'", "object()"]


# Where Retort passes over what the real one stumbles upon.
LENIENT = {"append_column(None)", "append_constraint(None)", "columns()"}


def altered(call, text, keywords):
    """(what is wrong, the call), the right one first. call has a %s for the arguments."""
    positional, named = arguments_of(text)

    def made(args, kw):
        return call % ", ".join(args + ["%s=%s" % item for item in kw.items()])

    yield "nothing", made(positional, named)
    yield "unknown keyword", made(positional, dict(named, no_such_thing="1"))
    yield "too many", made(positional + ["1"] * 12, named)
    for i, _ in enumerate(positional):
        yield "argument %d left out" % i, made(positional[:i], named)
        for value in WRONG:
            yield "argument %d = %s" % (i, value), made(positional[:i] + [value] + positional[i + 1:], named)
    for keyword in dict.fromkeys(list(named) + keywords):
        for value in WRONG:
            yield "%s = %s" % (keyword, value), made(positional, dict(named, **{keyword: value}))


def cases():
    """(what is called, what is wrong, env.py's lines, the script's line, whether there is a database)."""
    nothing = "pass"
    for name, right in PARAMETERS.items():
        base = {"dialect_name": "'postgresql'", "literal_binds": "True"}
        for value in [right] + WRONG:
            arguments = ", ".join("%s=%s" % item for item in dict(base, **{name: value}).items())
            yield "configure", "nothing" if value == right else "%s = %s" % (name, value), \
                "context.configure(%s); work()" % arguments, nothing, False
    yield "configure", "unknown keyword", CONFIGURE % "no_such_thing=1", "op.execute('x')", False
    yield "configure", "nothing given", "context.configure(); work()", nothing, False
    for value in CALLABLES:
        yield "configure", "on_version_apply = " + value, CONFIGURE % ("on_version_apply=" + value), nothing, False
    for name, right in ENVIRONMENT.items():
        for what, call in altered("context.%s(%%s)" % name, right, keywords_of(getattr(EnvironmentContext, name), name)):
            yield "context." + name, what, PLAIN.replace("; work()", "; %s; work()" % call), nothing, False
    for name, right in CONTEXT.items():
        if right is None:
            continue
        for what, call in altered("op.get_context().%s(%%s)" % name, right,
                                  keywords_of(getattr(MigrationContext, name), name)):
            if name != "run_migrations" or what != "nothing":
                yield "op.get_context()." + name, what, PLAIN, call, False
    for name, right in BATCH.items():
        for what, call in altered("b.%s(%%s)" % name, right, []):
            # What is taken for no name differs; the directives' test has those.
            if not what.endswith(("= ''", "= None", "= ('a', 'b')", "= True", "= 5", "= sa.Integer", "= object()")):
                yield "batch_op." + name, what, PLAIN, \
                    "with op.batch_alter_table('t', recreate='never') as b: " + call, False
    for thing, methods in OBJECTS.items():
        for name, right in methods.items():
            if right is None:
                continue
            for what, call in altered("%s.%s(%%s)" % (thing, name.strip()), right, []):
                yield "%s.%s" % (thing, name), what, nothing, call, True


def project_of(folder, i):
    return os.path.join(folder, "p%d" % i)


def write_project(folder, i, case):
    _, _, env, statement, _ = case
    os.makedirs(os.path.join(project_of(folder, i), "m", "versions"))
    for path, text in (("alembic.ini", "[alembic]\nscript_location = %(here)s/m\n"), ("m/env.py", ENV % env),
                       ("m/versions/r1.py", SCRIPT % statement)):
        with open(os.path.join(project_of(folder, i), path), "w", encoding="utf-8") as f:
            f.write(text)


def alembic_runs(folder, i, online):
    """(what is printed, None), or (None, (name, words)) of the exception."""
    out = io.StringIO()
    config = alembic.config.Config(os.path.join(project_of(folder, i), "alembic.ini"), output_buffer=out,
                                   stdout=io.StringIO())
    try:
        alembic.command.upgrade(config, "r1", sql=not online)
    except Exception as e:
        return None, (type(e).__name__, str(e).split("\n(Background")[0])
    except SystemExit as e:
        return None, ("SystemExit", str(e))
    return out.getvalue().strip(), None


def retort_runs(program, folder, i, online):
    """(what is printed, None), or (None, (status, what it complains of))."""
    done = subprocess.run([program, "upgrade", "r1"] + ([] if online else ["--sql"]), cwd=project_of(folder, i),
                          capture_output=True, text=True, errors="replace", timeout=60)
    if not done.returncode:
        return done.stdout.strip(), None
    failed = [line for line in done.stdout.split("\n") if line.startswith("FAILED: ")]
    return None, (done.returncode, "\n".join(failed + [done.stderr]))


def complaint(what, wanted, got):
    """None, or what is wrong with what Retort did."""
    printed, refusal = got
    if refusal:
        status, error = refusal
        if status not in (1, 255) or "Sanitizer" in error:
            return "ends with status %d: %s" % (status, error[-300:])
        if not re.search(r"(?:r1|env)\.py:\d+:\d+: \w+: |FAILED: ", error):
            return "does not point to a line: " + error[-300:]
        return "is refused: " + error[:300] if what == "nothing" else None
    if wanted[1]:
        return "is accepted: " + printed
    return None if printed == wanted[0] else "prints: " + printed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("retort")
    parser.add_argument("database")  # as the other comparisons take it; nothing is connected
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    known = [case for case in cases() if options.only in case[0]]
    with tempfile.TemporaryDirectory(prefix="retort-calls-") as folder:
        for i, case in enumerate(known):
            write_project(folder, i, case)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            ours = list(pool.map(lambda i: retort_runs(options.retort, folder, i, known[i][4]), range(len(known))))
        theirs = [alembic_runs(folder, i, case[4]) for i, case in enumerate(known)]
    wrong, both_refuse, both_accept, stricter = 0, 0, 0, 0
    for i, (name, what, env, statement, _) in enumerate(known):
        both_refuse += bool(theirs[i][1] and ours[i][1])
        both_accept += not theirs[i][1] and not ours[i][1]
        stricter += bool(ours[i][1] and not theirs[i][1])
        words = complaint(what, theirs[i], ours[i])
        if not words or statement.endswith(tuple("." + call for call in LENIENT)):
            continue
        wrong += 1
        if wrong <= options.show:
            print("%s, %s: %s\n  the real Alembic: %s\n  Retort %s" % (
                name, what, statement if statement != "pass" else env, theirs[i][1] or theirs[i][0], words))
    print("%d calls: both refuse %d, both accept %d, only Retort refuses %d; %d wrong"
          % (len(known), both_refuse, both_accept, stricter, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
