#!/bin/sh
# A data migration over a large result runs in little memory, also when other statements run while
# its rows are being read.
# usage: memory.sh SOURCE_ROOT BUILD_DIR sqlite|postgresql
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=$3
. "$root/tests/lib/tap.sh"
PATH="$build:$PATH"
unset ALEMBIC_CONFIG
# Address sanitizers map far more than they use.
if ldd "$build/retort" 2>/dev/null | grep -q libasan; then tap_skip_all "an address sanitizer needs its own memory"; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
case $backend in
sqlite) url="sqlite:///$work/t.db" ;;
postgresql)
  [ -n "${RETORT_TEST_PG_URL:-}" ] || tap_skip_all "no PostgreSQL server: RETORT_TEST_PG_URL is not set"
  url=$RETORT_TEST_PG_URL ;;
esac
retort init alembic >/dev/null || exit 1
sed -i "s|^sqlalchemy.url = .*|sqlalchemy.url = $url|" alembic.ini
cat >alembic/versions/a1.py <<'SCRIPT'
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None
# 160 MB of text: more than the whole process may map.
ROWS, WIDTH = 40000, 4000


def upgrade():
    bind = op.get_bind()
    table = op.create_table("big", sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text),
                            sa.Column("n", sa.Integer))
    if bind.dialect.name == "sqlite":
        numbers = "with recursive c(x) as (select 1 union all select x + 1 from c where x < %d) " % ROWS
        op.execute(numbers + "insert into big select x, hex(zeroblob(%d)) || x, 0 from c" % (WIDTH // 2))
    else:
        op.execute("insert into big select x, repeat('0', %d) || x, 0 from generate_series(1, %d) x" % (WIDTH, ROWS))
    read = 0
    for row in bind.execute(sa.select(table.c.id, table.c.text).order_by(table.c.id)):
        read += len(row.text) > WIDTH
        if row.id % 100 == 0:
            bind.execute(table.update().where(table.c.id == row.id).values(n=row.id))
    print(read, bind.scalar(sa.select(sa.func.sum(table.c.n))))


def downgrade():
    op.drop_table("big")
SCRIPT
# Of the address space, in KiB: libraries take about half.
status "a result of 160 MB in a process of 140 MB" 0 sh -c 'ulimit -v 140000; retort -q upgrade head'
contains "every row came, and every change arrived" "40000 8020000" "$out"
check "and back" retort -q downgrade base
tap_end
