"""The same hand-written scripts under Retort and under the real Alembic: what they print must agree.

    scripts.py RETORT DATABASE_URL

Every file in scripts/ is a revision of its own project. It prints what it sees; its output, and
whether it succeeded, is compared.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile

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


def project(directory, script, url):
    os.makedirs(os.path.join(directory, "scripts", "versions"))
    with open(os.path.join(directory, "alembic.ini"), "w") as f:
        f.write("[alembic]\nscript_location = %%(here)s/scripts\npath_separator = newline\nsqlalchemy.url = %s\n"
                % url.replace("%", "%%"))
    with open(os.path.join(directory, "scripts", "env.py"), "w") as f:
        f.write(ENV)
    shutil.copy(script, os.path.join(directory, "scripts", "versions"))


def run(command, directory):
    p = subprocess.run(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return p.returncode, p.stdout, p.stderr


def main():
    retort, url = os.path.abspath(sys.argv[1]), sys.argv[2]
    scripts = sorted(glob.glob(os.path.join(HERE, "scripts", "*.py")))
    failures = 0
    print("1..%d" % len(scripts))
    for number, script in enumerate(scripts, 1):
        name = os.path.basename(script)[:-3]
        directory = tempfile.mkdtemp(prefix="retort-scripts-")
        try:
            results = []
            for side, program in (("a", [sys.executable, "-m", "alembic"]), ("b", [retort])):
                here = os.path.join(directory, side)
                project(here, script, "sqlite:///x.db" if url == "sqlite" else url)
                results.append(run(program + ["upgrade", "head"], here))
                run(program + ["downgrade", "base"], here)
            (code, out, err), (code2, out2, err2) = results
            same = (code == 0) == (code2 == 0) and out == out2
            print("%sok %d - %s" % ("" if same else "not ", number, name))
            if not same:
                failures += 1
                print("# alembic %d: %s\n%s# retort %d: %s\n%s" % (code, out, err[-2000:], code2, out2, err2))
        finally:
            shutil.rmtree(directory)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
