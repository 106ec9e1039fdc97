#!/bin/sh
# Prints the path of a Python that has the reference versions: alembic 1.19.1, SQLAlchemy 2.0.52 and
# psycopg2. usage: venv.sh BUILD_DIR
# Tried in turn: $RETORT_TEST_ALEMBIC_PYTHON, python3, a virtual environment below BUILD_DIR that is
# made from PyPI. Where none can be had: nothing on standard output, a reason on standard error,
# status 77 (a skipped test).
set -u
build=$1

has_reference() {
  "$1" -c '
import alembic, psycopg2, sqlalchemy, sys
sys.exit((alembic.__version__, sqlalchemy.__version__) != ("1.19.1", "2.0.52"))' >/dev/null 2>&1
}

for python in ${RETORT_TEST_ALEMBIC_PYTHON:+"$RETORT_TEST_ALEMBIC_PYTHON"} python3 "$build/reference-python/bin/python"; do
  if has_reference "$python"; then command -v "$python"; exit 0; fi
done

# Tests run side by side: the first makes the environment, the others wait for it.
(
  if command -v flock >/dev/null; then flock 9; fi
  has_reference "$build/reference-python/bin/python" && exit 0
  python3 -m venv "$build/reference-python" &&
    "$build/reference-python/bin/pip" install --quiet --disable-pip-version-check \
      alembic==1.19.1 SQLAlchemy==2.0.52 psycopg2-binary
) 9>"$build/reference-python.lock" >"$build/reference-python.log" 2>&1

if has_reference "$build/reference-python/bin/python"; then
  echo "$build/reference-python/bin/python"
else
  echo "the real Alembic cannot be had: $(tail -n 1 "$build/reference-python.log")" >&2
  echo "(set RETORT_TEST_ALEMBIC_PYTHON to a Python that has alembic 1.19.1, SQLAlchemy 2.0.52 and psycopg2)" >&2
  exit 77
fi
