#!/bin/sh
# What goes wrong, and what Retort says then: a message, what to do, a status, and an unchanged database.
# usage: trouble.sh SOURCE_ROOT BUILD_DIR sqlite|postgresql|mariadb
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=$3
. "$root/tests/live/lib/project.sh"

project heads
script aaaa01 None "$(table one)"
script bbbb01 "'aaaa01'" pass
script bbbb02 "'aaaa01'" pass
status "two heads: upgrade" 255 retort upgrade head
contains "two heads: Alembic's words" "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads" "$out"
contains "two heads: what to do" "retort merge heads" "$out"
status "two heads: revision" 255 retort revision -m x
contains "two heads: revision, Alembic's words" "Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge." "$out"
same "two heads: nothing ran" "" "$(tables 2>/dev/null)"

status "unknown revision" 255 retort upgrade zzzz
contains "unknown revision: Alembic's words" "Can't locate revision identified by 'zzzz'" "$out"
status "ambiguous revision" 255 retort upgrade bbbb
contains "ambiguous revision: names the candidates" "bbbb01" "$out"
contains "ambiguous revision: all of them" "bbbb02" "$out"

project missing
script cccc01 "'nowhere'" "$(table one)"
status "missing parent" 255 retort upgrade head
contains "missing parent: names it" "nowhere" "$out"
contains "missing parent: names the script" "cccc01_x.py" "$out"
contains "missing parent: what to do" "hint: " "$out"

project cycle
script dddd01 "'dddd02'" pass
script dddd02 "'dddd01'" pass
status "cycle" 255 retort heads
contains "cycle: names the revisions" "dddd01" "$out"
contains "cycle: says so" "ycle" "$out"
contains "cycle: what to do" "hint: " "$out"

project ahead
script eeee01 None "$(table one)"
script eeee02 "'eeee01'" "$(table two)"
check "ahead: upgrade" retort upgrade head
rm alembic/versions/eeee02_x.py
status "database ahead of the scripts" 255 retort upgrade head
contains "ahead: Alembic's words" "Can't locate revision identified by 'eeee02'" "$out"
contains "ahead: what to do" "hint: " "$out"
status "database ahead: current" 255 retort current
script eeee03 "'eeee01'" pass
retort stamp --purge eeee01 >/dev/null 2>&1
cat >models.py <<'PY'
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table('one', metadata, sa.Column('id', sa.Integer, primary_key=True))
PY
sed -i 's/^target_metadata = None/import models\ntarget_metadata = models.metadata/' alembic/env.py
status "database behind the scripts" 255 retort revision --autogenerate -m x
contains "behind: Alembic's words" "Target database is not up to date." "$out"
contains "behind: what to do" "retort upgrade head" "$out"
script eeee03 "'eeee01'" pass; retort upgrade head >/dev/null 2>&1

cat >models.py <<'PY'
import sqlalchemy as sa
metadata = sa.MetaData()
PY
status "models that declare no table" 255 retort revision --autogenerate -m x
contains "no table: says so" "no table" "$out"
contains "no table: what to do" "hint: " "$out"
sed -i '/^import models$/d; s/^target_metadata = .*/target_metadata = None/' alembic/env.py
status "env.py without target_metadata" 255 retort revision --autogenerate -m x
contains "no metadata: Alembic's words" "Can't proceed with --autogenerate option; environment script" "$out"

project failing
script ffff01 None "$(table one)"
script ffff02 "'ffff01'" "$(table two)
    op.add_column('nothere', sa.Column('x', sa.Integer()))"
status "a directive that the server refuses" 1 retort upgrade head
contains "failing: names the table" "nothere" "$out"
contains "failing: names the script and line" "ffff02_x.py:13:5" "$out"
contains "failing: shows the line" "op.add_column('nothere'" "$out"
contains "failing: names the revision" "ffff02" "$out"
if [ "$backend" != mariadb ]; then
  lacks "failing: nothing of the failing revision is left" "two" "$(tables 2>/dev/null)"
else
  # MariaDB commits DDL by itself: what is left is named, and the way on.
  script ffff02 "'ffff01'" "$(table three)
    op.execute('insert into one values (1)')
    $(table four)
    op.execute('insert into one values (2)')
    op.add_column('nothere', sa.Column('x', sa.Integer()))"
  status "a failure at the fifth statement" 1 retort upgrade head
  contains "half done: the first statement" "statement 1, $work/failing/alembic/versions/ffff02_x.py:12: CREATE TABLE three" "$out"
  contains "half done: the second" "statement 2, $work/failing/alembic/versions/ffff02_x.py:13: insert into one values (1)" "$out"
  contains "half done: the third" "statement 3, $work/failing/alembic/versions/ffff02_x.py:14: CREATE TABLE four" "$out"
  contains "half done: which failed" "failed: statement 5" "$out"
  contains "half done: where the database is" "still at revision 'ffff01'" "$out"
  contains "half done: the version row" "ffff01" "$(query 'select version_num from migrated.alembic_version')"
  contains "half done: committed by the statement that failed" "statement 4, " "$out"
  same "half done: and so it is" "1 2" "$(query 'select group_concat(id order by id separator " ") from migrated.one')"
  script ffff02 "'ffff01'" "op.execute('insert into one values (3)')
    op.execute('insert into one values (3)')"
  status "a failure that can be undone" 1 retort upgrade head
  lacks "undone: nothing is said to be left" "already in the database" "$out"
  same "undone: nothing is" "" "$(query 'select id from migrated.one where id = 3')"
  script ffff02 "'ffff01'" "$(table five)
    raise ValueError('enough')"
  status "a script that fails by itself" 1 retort upgrade head
  contains "script: what is left" "statement 1, $work/failing/alembic/versions/ffff02_x.py:12: CREATE TABLE five" "$out"
  lacks "script: no statement failed" "failed: statement" "$out"
  script ffff02 "'ffff01'" "op.execute('set @later = \"create table six (id int)\"')
    op.execute('prepare later from @later')
    op.execute('execute later')
    raise ValueError('enough')"
  status "a prepared statement that commits" 1 retort upgrade head
  contains "prepared: is left" "statement 1, $work/failing/alembic/versions/ffff02_x.py:14: execute later" "$out"
  query "delimiter //
create procedure migrated.rows_first() begin select 1; insert into migrated.one values (1); end//"
  script ffff02 "'ffff01'" "$(table seven)
    op.execute('call rows_first()')
    $(table eight)"
  status "a failure after the first rows" 1 retort upgrade head
  contains "after rows: the line that sent it" "ffff02_x.py:13:5: IntegrityError" "$out"
  contains "after rows: which failed" "failed: statement 2" "$out"
  script ffff02 "'ffff01'" "op.get_bind().execute(sa.text('call rows_first()'))
    $(table eight)"
  status "a failure after rows that nobody read" 1 retort upgrade head
  contains "unread rows: the line that sent it" "ffff02_x.py:12:5: IntegrityError" "$out"
  lacks "unread rows: what follows did not run" "eight" "$(tables)"
  query "create table migrated.kept (id int primary key) engine=MyISAM"
  script ffff02 "'ffff01'" "op.execute('insert into one values (20)')
    op.execute('insert into kept values (1)')
    op.execute('insert into kept values (2), (1)')"
  status "tables with and without transactions" 1 retort upgrade head
  contains "mixed tables: which may be left" "insert into one values (20) (if its table has no transactions)" "$out"
  contains "mixed tables: the other" "insert into kept values (1) (if its table has no transactions)" "$out"
  contains "mixed tables: which failed" "failed: statement 3" "$out"
  same "mixed tables: what is left" "1 2" "$(query 'select group_concat(id order by id separator " ") from migrated.kept')"
  # A lost connection: whether the server had begun the statement cannot be known.
  script ffff02 "'ffff01'" "$(table nine)
    op.execute('insert into nine values (1)')
    op.add_column('one', sa.Column('a', sa.Integer()))"
  query "kill $(running "like 'ALTER TABLE one%'")" &
  query "lock tables migrated.one read; do sleep(4)" &
  running "= 'do sleep(4)'" >/dev/null
  status "a connection that is killed" 1 retort upgrade head
  wait
  contains "killed: what is certain" "statement 1, $work/failing/alembic/versions/ffff02_x.py:12: CREATE TABLE nine ( id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id) )
" "$out"
  contains "killed: what is not" "insert into nine values (1) (unless the next one never reached the server)" "$out"
  contains "killed: which was running" "failed: statement 3" "$out"
  same "killed: the row is there" 1 "$(query 'select count(*) from migrated.nine')"
  script ffff02 "'ffff01'" "$(table ten)
    op.execute('do sleep(20)')"
  (
    retort upgrade head >interrupted 2>&1 &
    echo $! >pid
    wait $!
    echo $? >status
  ) &
  running "= 'do sleep(20)'" >/dev/null
  kill -TERM "$(cat pid)"
  wait
  same "a signal: the status" 143 "$(cat status)"
  contains "a signal: says so" "KeyboardInterrupt: interrupted" "$(cat interrupted)"
  contains "a signal: what is left" "ffff02_x.py:12: CREATE TABLE ten" "$(cat interrupted)"
  contains "a signal: what was running" "failed: statement 2" "$(cat interrupted)"
fi
if [ "$backend" != mariadb ]; then
  # Ctrl-C while a statement runs: it ends, and nothing of the revision is left.
  case $backend in
  sqlite) long="insert into one with recursive r(n) as (select 1000 union all select n + 1 from r) select n from r" ;;
  *) long="select pg_sleep(60)" ;;
  esac
  script ffff02 "'ffff01'" "$(table six)
    print('begun', flush=True)
    op.execute('$long')"
  (
    retort upgrade head >interrupted 2>&1 &
    echo $! >pid
    wait $!
    echo $? >status
  ) &
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    grep -q begun interrupted 2>/dev/null && break
    sleep 0.2
  done
  sleep 0.3
  kill -TERM "$(cat pid)"
  wait
  same "a signal: the status" 143 "$(cat status)"
  contains "a signal: says so" "ffff02_x.py:14:5: KeyboardInterrupt: interrupted" "$(cat interrupted)"
  contains "a signal: what became of the rest" "What was not committed is undone." "$(cat interrupted)"
  lacks "a signal: nothing is left" "six" "$(tables 2>/dev/null)"
fi
if [ "$backend" = postgresql ]; then
  same "a signal: the server has stopped, too" 0 "$(query "select count(*) from pg_stat_activity where query like 'select pg_sleep(60)%' and state = 'active'")"
  script ffff02 "'ffff01'" "op.execute('select 1 / (x - 5000) from generate_series(1, 10000) x')
    $(table three)"
  status "a failure among the rows" 1 retort upgrade head
  contains "among rows: the line that sent it" "ffff02_x.py:12:5: " "$out"
  script ffff02 "'ffff01'" "op.get_bind().execute(sa.text('select 1 / (x - 5000) from generate_series(1, 10000) x'))
    $(table three)"
  status "a failure among rows that nobody read" 1 retort upgrade head
  contains "unread rows: the line that sent it" "ffff02_x.py:12:5: " "$out"
  lacks "unread rows: nothing is left" "three" "$(tables)"
  # An autocommit block takes what was before it out of the transaction.
  script ffff02 "'ffff01'" "op.execute('create table six (id int)')
    with op.get_context().autocommit_block():
        op.execute('insert into six values (1), (1)')
        op.create_index('ux', 'six', ['id'], unique=True, postgresql_concurrently=True)"
  status "a failure in an autocommit block" 1 retort upgrade head
  contains "autocommit: before the block" "statement 1, $work/failing/alembic/versions/ffff02_x.py:12: create table six" "$out"
  contains "autocommit: in the block" "statement 2, $work/failing/alembic/versions/ffff02_x.py:14: insert into six" "$out"
  contains "autocommit: which failed" "failed: statement 3" "$out"
  contains "autocommit: the invalid index" "left behind, invalid: ux" "$out"
  contains "autocommit: where the database is" "still at revision 'ffff01'" "$out"
  query "drop table six" >/dev/null
  script ffff02 "'ffff01'" "with op.get_context().autocommit_block():
        op.execute('create table six (id int)')
    op.execute('create table seven (id int)')"
  script ffff03 "'ffff02'" "op.execute('create table eight (id int)')
    op.execute('no sql')"
  status "a failure in the revision after one with a block" 1 retort upgrade head
  contains "next revision: what is left of the block's" "ffff02_x.py:13: create table six" "$out"
  lacks "next revision: what is undone" "table seven" "$out"
  contains "next revision: where the database is" "still at revision 'ffff01'" "$out"
  same "next revision: and so it is" "ffff01" "$(query 'select version_num from alembic_version')"
  query "drop table six" >/dev/null
  script ffff03 "'ffff02'" "op.execute('create table eight (id int)')
    with op.get_context().autocommit_block():
        op.execute('no sql')"
  status "a block in the next revision" 1 retort upgrade head
  lacks "second block: the first revision is done" "create table six" "$out"
  contains "second block: what is left" "ffff03_x.py:12: create table eight" "$out"
  contains "second block: where the database is" "still at revision 'ffff02'" "$out"
  same "second block: and so it is" "ffff02" "$(query 'select version_num from alembic_version')"
fi

project databases
script kkkk01 None "$(table one)"
check "databases: one to ask about" retort upgrade head
script kkkk02 "'kkkk01'" "from sqlalchemy_utils import create_database, database_exists
    url = op.get_bind().engine.url
    print(database_exists(url), database_exists(url.set(database='no_such_database')),
          database_exists(url.render_as_string(hide_password=False)))
    create_database(url)"
status "a script that makes databases" 1 retort upgrade head
contains "databases: which are there" "True False True" "$out"
contains "databases: who makes them" "run createdb or CREATE DATABASE before" "$out"

project syntax
script gggg01 None "$(table one)"
script gggg02 "'gggg01'" "op.create_table('two',, )"
status "a syntax error" 1 retort upgrade head
contains "syntax: file, line and column" "gggg02_x.py:12:27: " "$out"
contains "syntax: a caret" "^" "$out"
contains "syntax: the reason" "invalid syntax" "$out"
same "syntax: nothing ran" "" "$(tables 2>/dev/null | grep -v alembic_version)"

project unknown
script hhhh01 None "$(table one)"
script hhhh02 "'hhhh01'" "import no_such_package
    if no_such_package.enabled():
        $(table two)"
status "a value that cannot be known" 1 retort upgrade hhhh02
contains "unknown: file and line" "hhhh02_x.py:13:" "$out"
contains "unknown: where it came from" "no_such_package" "$out"
lacks "unknown: nothing of the revision is left" "two" "$(tables 2>/dev/null)"
script hhhh03 "'hhhh01'" "undefined_name(1)"
status "a name that does not exist" 1 retort upgrade hhhh03
contains "name: the reason" "name 'undefined_name' is not defined" "$out"

if [ "$backend" = mariadb ]; then
  project connect
  script iiii01 None "$(table one)"
  with "mysql+pymysql://someone:s3cr%40t@127.0.0.1:9/x"
  status "the server is not running" 1 retort upgrade head
  contains "not running: where" "127.0.0.1" "$out"
  contains "not running: what to do" "hint: Start the server" "$out"
  lacks "not running: no password" "s3cr" "$out"
  with "${RETORT_TEST_MARIADB_URL%/*}/no_such_database"
  status "a database that does not exist" 1 retort upgrade head
  contains "no database: names it" "Unknown database 'no_such_database'" "$out"
  contains "no database: what to do" "hint: Create the database" "$out"
  with "$url"
  check "a password with @, % and / works" retort current
  with "$(echo "$url" | sed 's|//\([^:]*\):[^@]*@|//\1:wr0ngpw@|')"
  status "a wrong password" 1 retort current
  contains "wrong password: says so" "Access denied for user 'retort'" "$out"
  contains "wrong password: what to do" "hint: Check the user and the password" "$out"
  lacks "wrong password: not shown" "wr0ngpw" "$out"
  with "$url?no_such_setting=1"
  status "a setting that no driver knows" 1 retort current
  contains "unknown setting: names it" 'invalid connection option "no_such_setting"' "$out"
  with "$url?connect_timeout=soon"
  status "a setting with a wrong value" 1 retort current
  contains "wrong value: names it" 'connection option "connect_timeout" must be a number' "$out"
  for driver in mysql mysql+mysqldb mysql+aiomysql mysql+asyncmy mysql+mariadbconnector mysql+mysqlconnector mariadb mariadb+pymysql; do
    with "$driver:${url#*:}?charset=utf8mb4&connect_timeout=5"
    check "$driver://" retort current
  done
  with "mysql+pymysql://root@localhost/migrated?unix_socket=$RETORT_TEST_MARIADB_SOCKET"
  check "a unix socket" retort current
  with "$url?unix_socket=/no/such/socket"
  status "a unix socket that does not exist" 1 retort current
  contains "no socket: names it" "/no/such/socket" "$out"
  with "$url?sql_mode=NO_BACKSLASH_ESCAPES"
  script jjjj01 "'iiii01'" "op.create_table('slashes', sa.Column('a', sa.String(9), comment='a\\\\b', server_default='c\\\\d'))
    op.execute(\"insert into slashes values (DEFAULT)\")
    column = sa.inspect(op.get_bind()).get_columns('slashes')[0]
    assert column['comment'] == 'a\\\\b', column
    assert op.get_bind().scalar(sa.text('select a from slashes')) == 'c\\\\d'"
  check "backslashes where the server takes them as they are" retort upgrade head
  for mode in ORACLE ANSI "ANSI_QUOTES,NO_BACKSLASH_ESCAPES" TRADITIONAL; do
    with "$url?sql_mode=$mode"
    script jjjj02 "'jjjj01'" "columns = sa.inspect(op.get_bind()).get_columns('slashes')
    assert [c['name'] for c in columns] == ['a'] and columns[0]['comment'] == 'a\\\\b', columns
    assert op.get_bind().scalar(sa.text('select @@sql_mode like :m'), {'m': '%${mode%%,*}%'})"
    check "sql_mode $mode: inspection" retort upgrade jjjj02
    retort stamp jjjj01 >/dev/null 2>&1
  done
  with "mysql+no_such_driver:${url#*:}"
  status "a driver that does not exist" 1 retort current
  contains "unknown driver: SQLAlchemy's words" "Can't load plugin: sqlalchemy.dialects:mysql.no_such_driver" "$out"
fi

if [ "$backend" = postgresql ]; then
  project connect
  script iiii01 None "$(table one)"
  with "postgresql://someone:s3cr%40t@127.0.0.1:9/x"
  status "the server is not running" 1 retort upgrade head
  contains "not running: where" "127.0.0.1" "$out"
  contains "not running: what to do" "hint: " "$out"
  lacks "not running: no password" "s3cr" "$out"
  base=${url%%\?*}
  with "${base%/*}/no_such_database${url#"$base"}"
  status "a database that does not exist" 1 retort upgrade head
  contains "no database: names it" "no_such_database" "$out"
  contains "no database: what to do" "hint: " "$out"
  if [ -n "${RETORT_TEST_PG_PASSWORD_URL:-}" ]; then
    with "$RETORT_TEST_PG_PASSWORD_URL"
    check "a password with @, % and / works" retort current
    with "$(echo "$RETORT_TEST_PG_PASSWORD_URL" | sed 's|//\([^:]*\):[^@]*@|//\1:wr0ngpw@|')"
    status "a wrong password" 1 retort current
    contains "wrong password: says so" "password authentication failed" "$out"
    contains "wrong password: what to do" "hint: " "$out"
    lacks "wrong password: not shown" "wr0ngpw" "$out"
  fi
fi
tap_end
