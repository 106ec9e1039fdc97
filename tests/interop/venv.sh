#!/bin/sh
# Prints the path of a Python that has Alembic 1.19.1, SQLAlchemy 2.0.52 and the drivers that tests use:
#
#     tests/interop/venv.sh BUILD_DIR
#
# RETORT_TEST_ALEMBIC_PYTHON when it is set, else python3 when it has them, else a virtual
# environment below BUILD_DIR that is made from PyPI once. Status 77 with a reason on stderr when
# there is none.
set -u

has() {
    "$1" -c 'import alembic, sqlalchemy, psycopg2, pymysql, aiosqlite, asyncpg, aiomysql, greenlet
raise SystemExit((alembic.__version__, sqlalchemy.__version__) != ("1.19.1", "2.0.52"))' >/dev/null 2>&1
}

if [ -n "${RETORT_TEST_ALEMBIC_PYTHON:-}" ]; then
    if has "$RETORT_TEST_ALEMBIC_PYTHON"; then
        echo "$RETORT_TEST_ALEMBIC_PYTHON"
        exit 0
    fi
    echo "skipped: $RETORT_TEST_ALEMBIC_PYTHON has no Alembic 1.19.1 with SQLAlchemy 2.0.52, or lacks a driver" >&2
    exit 77
fi
if has python3; then
    command -v python3
    exit 0
fi
venv=$1/alembic-venv
# Several tests ask at the same time: one makes it, the others wait.
exec 9>"$venv.lock"
flock 9
if has "$venv/bin/python"; then
    echo "$venv/bin/python"
    exit 0
fi
# One try per build directory: without a network every test would wait for it again.
if [ ! -e "$venv.tried" ]; then
    : >"$venv.tried"
    python3 -m venv "$venv" >/dev/null 2>&1 &&
        timeout 120 "$venv/bin/pip" install -q --disable-pip-version-check \
            alembic==1.19.1 "SQLAlchemy[asyncio]==2.0.52" psycopg2-binary PyMySQL \
            aiosqlite asyncpg aiomysql >/dev/null 2>&1
    if has "$venv/bin/python"; then
        echo "$venv/bin/python"
        exit 0
    fi
fi
echo "skipped: no Python with Alembic 1.19.1 (set RETORT_TEST_ALEMBIC_PYTHON)" >&2
exit 77
