#!/bin/sh
# Runs one of the comparisons with the real Alembic, or skips with a reason:
#
#     tests/interop/run.sh BUILD_DIR SCRIPT.py DATABASE [OPTION...]
#
# DATABASE is "sqlite", "postgresql" or "mariadb"; tests/with_postgresql and tests/with_mariadb give
# the servers.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$1 script=$2 database=$3
shift 3
python=$("$here/venv.sh" "$build") || exit $?
[ "$database" = postgresql ] && database=$RETORT_TEST_PG_URL
[ "$database" = mariadb ] && database=$RETORT_TEST_MARIADB_URL
exec "$python" "$here/$script" "$build/retort" "$database" "$@"
