"""Projects whose env.py connects with an asynchronous engine, by Retort and by the real Alembic.

    async_engines.py RETORT DATABASE_URL

Every env.py in async_envs/ runs async_script.py, which prints what it sees. The same must be printed.
"""

import glob
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

import scripts
import sqlalchemy

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "mysql": "mysql+aiomysql", "mariadb": "mariadb+aiomysql"}


def upgrade(directory, program, url, sync_url, env):
    scripts.empty(sync_url)
    with open(env) as f:
        scripts.project(directory, url, f.read(), os.path.join(scripts.HERE, "async_script.py"))
    result = scripts.run(program + ["upgrade", "head"], directory)
    down = scripts.run(program + ["downgrade", "base"], directory)
    return result[0] == 0, result[1], down[0] == 0, down[1], result[2] + down[2]


def asynchronous(url):
    parsed = sqlalchemy.make_url(url)
    return parsed.set(drivername=DRIVERS[parsed.get_backend_name()]).render_as_string(hide_password=False)


def main():
    retort, sync_url = os.path.abspath(sys.argv[1]), sys.argv[2]
    url = asynchronous("sqlite:///x.db" if sync_url == "sqlite" else sync_url)
    envs = sorted(glob.glob(os.path.join(scripts.HERE, "async_envs", "*.py")))
    failures = 0
    print("1..%d" % len(envs))
    for number, env in enumerate(envs, 1):
        directory = tempfile.mkdtemp(prefix="retort-async-")
        try:
            a, b = [upgrade(os.path.join(directory, side), program, url, sync_url, env)
                    for side, program in (("a", [sys.executable, "-m", "alembic"]), ("b", [retort]))]
        finally:
            shutil.rmtree(directory)
        same = a[:-1] == b[:-1] and a[0] and a[2]
        print("%sok %d - %s" % ("" if same else "not ", number, os.path.basename(env)[:-3]))
        if not same:
            failures += 1
            print("# alembic: %s %s\n%s\n%s\n%s# retort: %s %s\n%s\n%s\n%s" % (a[0], a[2], a[1], a[3], a[4][-3000:], b[0], b[2], b[1], b[3], b[4]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
