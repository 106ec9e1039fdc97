#!/bin/sh
# Values on their way to the server. Where the type of the column, or the driver, does not take their
# Python type, the statement fails with the words of SQLAlchemy and the drivers, and stores nothing.
# usage: values.sh SOURCE_ROOT BUILD_DIR sqlite|postgresql
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=$3
. "$root/tests/live/lib/project.sh"

project values
# insert TYPE VALUE: one row with it, by bulk_insert, on a table of its own.
insert() {
  cat >alembic/versions/aaaa01_x.py <<PY
from alembic import op
import sqlalchemy as sa
import datetime as dt, decimal, uuid

revision = 'aaaa01'
down_revision = None

def upgrade():
    t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', $1))
    op.bulk_insert(t, [{'id': 1, 'a': $2}])

def downgrade():
    op.drop_table('t')
PY
  retort upgrade head
}
refused() { # TYPE VALUE MESSAGE
  status "$1 with $2" 1 insert "$1" "$2"
  contains "$1 with $2: why" "$3" "$out"
  contains "$1 with $2: where" "aaaa01_x.py:10:5: " "$out"
}
stored() { # TYPE VALUE WHAT
  check "$1 with $2" insert "$1" "$2"
  same "$1 with $2: what is stored" "$3" "$(query "select a from t")"
  retort downgrade base >/dev/null 2>&1
}

if [ "$backend" = sqlite ]; then
  refused sa.DateTime "'2020-01-01'" "SQLite DateTime type only accepts Python datetime and date objects as input."
  refused sa.Date 5 "SQLite Date type only accepts Python date objects as input."
  refused sa.Time "dt.datetime(2020, 1, 2)" "SQLite Time type only accepts Python time objects as input."
  refused sa.Interval "'1 day'" "unsupported operand type(s) for +: 'datetime.datetime' and 'str'"
  refused "sa.Numeric(10, 2)" "'x'" "could not convert string to float: 'x'"
  refused sa.Float "dt.date(2020, 1, 2)" "float() argument must be a string or a real number, not 'datetime.date'"
  refused sa.LargeBinary "'x'" "memoryview: a bytes-like object is required, not 'str'"
  refused sa.Uuid "'x'" "'str' object has no attribute 'hex'"
  refused "sa.Uuid(as_uuid=False)" "uuid.UUID(int=7)" "'UUID' object has no attribute 'replace'"
  refused sa.Integer "10**20" "OverflowError: Python int too large to convert to SQLite INTEGER"
  refused sa.Integer "decimal.Decimal('1.5')" "Error binding parameter 2: type 'decimal.Decimal' is not supported"
  refused "sa.String(5)" "['a']" "Error binding parameter 2: type 'list' is not supported"
  refused sa.Text "{'a': 1}" "Error binding parameter 2: type 'dict' is not supported"
  stored sa.DateTime "dt.date(2020, 1, 2)" "2020-01-02 00:00:00.000000"
  stored sa.Date "dt.datetime(2020, 1, 2, 3)" "2020-01-02"
  stored "sa.Numeric(30, 2)" "10**20" "1.0e+20"
  stored sa.Float "' 2.5 '" "2.5"
  stored sa.Uuid "uuid.UUID(int=7)" "00000000000000000000000000000007"
  stored sa.Interval "dt.timedelta(days=1, seconds=5)" "1970-01-02 00:00:05.000000"
else
  # run SQL PARAMETERS WHAT: a statement with parameters that fills a table t.
  run() {
    cat >alembic/versions/aaaa01_x.py <<PY
from alembic import op
import sqlalchemy as sa
import datetime as dt, decimal, uuid

revision = 'aaaa01'
down_revision = None

def upgrade():
    op.create_table('t', sa.Column('a', sa.Text))
    op.get_bind().execute(sa.text(r"""$1"""), $2)

def downgrade():
    op.drop_table('t')
PY
    check "$1" retort upgrade head
    same "$1 with $2" "$3" "$(query "select coalesce(a, obj_description('t'::regclass)) from t" | tr '\n' ' ')"
    retort downgrade base >/dev/null 2>&1
  }
  # psycopg2 writes them into the statement: they may stand where PostgreSQL takes no parameters.
  run "comment on table t is :a; insert into t values (null)" '{"a": "it'"'"'s %"}' "it's % "
  run "alter table t alter a set default :a; insert into t default values" "{'a': 'b\\\\s'}" 'b\s '
  run "set local statement_timeout = :a; insert into t select current_setting('statement_timeout')" "{'a': 5000}" "5s "
  run "insert into t select (now() - interval :a < now())::text" "{'a': '1 day'}" "true "
  run "insert into t select (true is not :a)::text" "{'a': True}" "false "
  run "insert into t select jsonb_build_object(:a, :b, 'n', :c)::text" "{'a': 'k', 'b': 1, 'c': None}" '{"k": 1, "n": null} '
  run "insert into t select pg_typeof(:a)::text || pg_typeof(:b)::text" "{'a': 'x', 'b': 1.5}" "unknownnumeric "
  run "insert into t values (:a); insert into t values (:b)" "{'a': 'x', 'b': 'y'}" "x y "
  run 'do $$ begin insert into t values (:a); end $$' "{'a': 'x'}" "x "
  run "create function pg_temp.f(text) returns text language sql as 'select \$1 || ''!'''; insert into t select pg_temp.f(:a)" "{'a': 'x'}" "x! "
  run "insert into t select (5 - :a - :b)::text" "{'a': -1, 'b': decimal.Decimal('-2.5')}" "8.5 "
  run "insert into t select array_to_string(:a, ',') || (:b)[1]" "{'a': [1, 2], 'b': ['x', None]}" "1,2x "
  run "insert into t select to_char(:a, 'YYYY') || extract(day from :b) || :c || encode(:d, 'hex')" \
    "{'a': dt.datetime(2020, 1, 2), 'b': dt.timedelta(3), 'c': uuid.UUID(int=7), 'd': bytes([0, 255])}" \
    "2020300000000-0000-0000-0000-00000000000700ff "
  # The other drivers send them beside it.
  sed -i 's|^sqlalchemy.url = postgresql:|sqlalchemy.url = postgresql+psycopg:|' alembic.ini
  run "insert into t values (:a)" "{'a': 'x'}" "x "
  run "insert into t select 'a' || cast(:a as int)" "{'a': 5}" "a5 "
  sed -i 's|^sqlalchemy.url = postgresql+psycopg:|sqlalchemy.url = postgresql:|' alembic.ini
  refused sa.Text "{'a': 1}" "can't adapt type 'dict'"
  refused sa.Text "{'a'}" "can't adapt type 'set'"
  stored "sa.ARRAY(sa.Integer)" "{1}" "{1}"
  refused sa.LargeBinary "'x'" "can't escape str to binary"
  stored sa.LargeBinary "b'x'" '\x78'
  stored sa.Date "'2020-01-02'" "2020-01-02"
fi
# A parameter that no column has goes nowhere, as in Alembic; here that is said.
project keys
cat >alembic/versions/aaaa01_x.py <<'PY'
from alembic import op
import sqlalchemy as sa

revision = 'aaaa01'
down_revision = None

def upgrade():
    t = op.create_table('t', sa.Column('a', sa.Integer))
    op.bulk_insert(t, [{'a': 1, 'zz': 2}, {'a': 2}])
    op.get_bind().execute(t.update().where(t.c.a == 1), {'a': 5, 'zz': 2})
    op.bulk_insert(sa.table('t', sa.column('a')), [{'a': 3, 'zz': 2}])

def downgrade():
    op.drop_table('t')
PY
status "a parameter that is no column" 0 retort upgrade head
contains "no column: a warning" "the value of 'zz' is not stored: the table has no such column" "$out"
same "no column: the rows" "2 3 5 " "$(query "select a from t order by a" | tr '\n' ' ')"
sed -i "s/'zz': 2}\])$/'zz': 2}], multiinsert=False)/" alembic/versions/aaaa01_x.py
retort downgrade base >/dev/null 2>&1
status "a value that is no column" 1 retort upgrade head
contains "no column: names it" "zz" "$out"

project json
refused sa.JSON "{'a': dt.date(2020, 1, 2)}" "Object of type date is not JSON serializable"
refused sa.JSON "{'a': {'x'}}" "Object of type set is not JSON serializable"
refused sa.JSON "(x for x in 'a')" "Object of type generator is not JSON serializable"
refused sa.JSON "{(1, 2): 3}" "keys must be str, int, float, bool or None, not "
stored sa.JSON "{1: 2, None: True, 1.5: 'x'}" '{"1": 2, "null": true, "1.5": "x"}'
tap_end
