"""The same hand-written scripts under Retort and under the real Alembic: what they print must agree.

    scripts.py RETORT DATABASE_URL

Every file in scripts/ is a revision of its own project (mysql_* on MySQL only). It prints what it sees; its output, and
whether it succeeded, is compared. Every file in envs/ is an env.py with models and hooks, for which
`revision --autogenerate` must write the same script.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import sides
import sqlalchemy

HERE = os.path.dirname(os.path.abspath(__file__))
ENV = """\
from alembic import context
from sqlalchemy import MetaData, create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=MetaData())
    with context.begin_transaction():
        context.run_migrations()
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


def project(directory, url, env, script=None):
    os.makedirs(os.path.join(directory, "scripts", "versions"))
    sides.put(directory, "alembic.ini", "[alembic]\nscript_location = %%(here)s/scripts\npath_separator = newline\n"
              "sqlalchemy.url = %s\n" % url.replace("%", "%%"))
    sides.put(directory, "scripts/env.py", env)
    sides.put(directory, "scripts/script.py.mako", MAKO)
    if script:
        shutil.copy(script, os.path.join(directory, "scripts", "versions"))


def run(command, directory):
    p = subprocess.run(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return p.returncode, p.stdout, p.stderr


def empty(url):
    """DDL of a script that failed stays on MySQL: each side begins with nothing."""
    if is_mysql(url):
        engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as c:
            c.exec_driver_sql("DROP DATABASE %s" % engine.url.database)
            c.exec_driver_sql("CREATE DATABASE %s CHARACTER SET utf8mb4" % engine.url.database)
        engine.dispose()


def is_mysql(url):
    return url.startswith(("mysql", "mariadb"))


def upgrade(directory, program, url, script):
    empty(url)
    project(directory, url, ENV, script)
    result = run(program + ["upgrade", "head"], directory)
    run(program + ["downgrade", "base"], directory)
    return result


def revision(directory, program, url, env):
    empty(url)
    with open(env) as f:
        project(directory, url, f.read())
    result = run(program + ["revision", "--autogenerate", "-m", "x", "--rev-id", "a1"], directory)
    texts = []
    for path in sorted(glob.glob(os.path.join(directory, "scripts", "versions", "*.py"))):
        with open(path) as f:
            texts.append(os.path.basename(path) + "\n" + f.read())
    return (result[0], "\n".join(texts), result[2]) if texts else result


def main():
    retort, url = os.path.abspath(sys.argv[1]), sys.argv[2]
    def fits(path):
        name = os.path.basename(path)
        # What they ask of the driver and of RETURNING is PostgreSQL's and SQLite's.
        elsewhere = ("data_driver.py", "data_results.py", "data_types.py")
        if name.startswith("sqlite_") and not url.startswith("sqlite"):
            return False
        return name not in elsewhere if is_mysql(url) else not name.startswith("mysql_")

    cases = [(upgrade, p) for p in sorted(glob.glob(os.path.join(HERE, "scripts", "*.py"))) if fits(p)]
    cases += [(revision, p) for p in sorted(glob.glob(os.path.join(HERE, "envs", "*.py")))]
    failures = 0
    print("1..%d" % len(cases))
    for number, (what, path) in enumerate(cases, 1):
        directory = tempfile.mkdtemp(prefix="retort-scripts-")
        try:
            results = [what(os.path.join(directory, side), program, "sqlite:///x.db" if url == "sqlite" else url, path)
                       for side, program in (("a", [sys.executable, "-m", "alembic"]), ("b", [retort]))]
        finally:
            shutil.rmtree(directory)
        (code, out, err), (code2, out2, err2) = results
        same = (code == 0) == (code2 == 0) and out == out2
        print("%sok %d - %s %s" % ("" if same else "not ", number, what.__name__, os.path.basename(path)[:-3]))
        if not same:
            failures += 1
            print("# alembic %d: %s\n%s# retort %d: %s\n%s" % (code, out, err[-2000:], code2, out2, err2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
