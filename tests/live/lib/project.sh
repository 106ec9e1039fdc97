# For tests that migrate a database: source this with $root, $build and $backend set. It goes into a
# folder of its own, and gives query SQL, tables, and projects with scripts on the test database.
. "$root/tests/lib/tap.sh"
PATH="$build:$PATH"
unset ALEMBIC_CONFIG
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1

case $backend in
sqlite) url="sqlite:///$work/t.db"
  query() { sqlite3 "$work/t.db" "$1"; }
  tables() { sqlite3 "$work/t.db" "select name from sqlite_master where type = 'table' order by 1"; } ;;
postgresql)
  [ -n "${RETORT_TEST_PG_URL:-}" ] || tap_skip_all "no PostgreSQL server: RETORT_TEST_PG_URL is not set"
  url=$RETORT_TEST_PG_URL
  query() { psql -AtX "$url" -c "$1"; }
  tables() { query "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"; } ;;
mariadb)
  [ -n "${RETORT_TEST_MARIADB_SOCKET:-}" ] || tap_skip_all "no MariaDB server: RETORT_TEST_MARIADB_SOCKET is not set"
  url="${RETORT_TEST_MARIADB_URL%/*}/migrated"
  query() { mariadb --no-defaults -S "$RETORT_TEST_MARIADB_SOCKET" -uroot -sN -e "$1"; }
  tables() { query "select table_name from information_schema.tables where table_schema = 'migrated' order by 1"; }
  # running CONDITION: waits for a statement and prints the number of its connection.
  running() {
    for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
      id=$(query "select id from information_schema.processlist where info $1")
      [ -n "$id" ] && break
      sleep 0.2
    done
    echo "$id"
  } ;;
esac

# with URL: the project is that of another database, or connects in another way.
with() { sed -i "s|^sqlalchemy.url = .*|sqlalchemy.url = $(echo "$1" | sed 's/%/%%/g; s/[&|\\]/\\&/g')|" alembic.ini; }

# project NAME: an empty project with the generic template, on the test database.
project() {
  mkdir "$work/$1" && cd "$work/$1" || exit 1
  retort init alembic >/dev/null || exit 1
  with "$url"
  case $backend in
  sqlite) rm -f "$work/t.db" ;;
  postgresql) query "drop schema public cascade; create schema public" >/dev/null 2>&1 ;;
  mariadb) query "drop database if exists migrated; create database migrated" ;;
  esac
}

# script ID PARENT BODY: a revision script; PARENT is Python (None, 'a', ('a', 'b')).
script() {
  cat >"alembic/versions/$1_x.py" <<PY
"""revision $1"""
from alembic import op
import sqlalchemy as sa

revision = '$1'
down_revision = $2
branch_labels = None
depends_on = None


def upgrade():
    $3


def downgrade():
    pass
PY
}
table() { echo "op.create_table('$1', sa.Column('id', sa.Integer(), primary_key=True))"; }

