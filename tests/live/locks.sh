#!/bin/sh
# A database that somebody else holds: how long Retort waits, what it says then, and what is left.
# usage: locks.sh SOURCE_ROOT BUILD_DIR sqlite|postgresql|mariadb
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=$3
. "$root/tests/live/lib/project.sh"

# hold SQL: another session, which has run the statements and keeps what it locked until release.
hold() {
  mkfifo "$work/held"
  case $backend in
  sqlite) sqlite3 "$work/t.db" <"$work/held" & ;;
  postgresql) psql -AtqX "$url" <"$work/held" & ;;
  mariadb) mariadb --no-defaults -S "$RETORT_TEST_MARIADB_SOCKET" -uroot -sNn migrated <"$work/held" & ;;
  esac
  holder=$!
  exec 9>"$work/held"
  printf '%s\n' "$1" >&9
  case $backend in
  sqlite) echo ".shell touch $work/holds" >&9 ;;
  *) echo "\\! touch $work/holds" >&9 ;;
  esac
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    [ -e "$work/holds" ] && break
    sleep 0.2
  done
}
release() {
  exec 9>&-
  wait "$holder"
  rm -f "$work/held" "$work/holds"
}

project locks
script aaaa01 None "$(table one)"
check "what is to be held" retort upgrade head
script aaaa02 "'aaaa01'" "$(table two)
    op.add_column('one', sa.Column('a', sa.Integer()))"


case $backend in
sqlite)
  with "$url?timeout=0.2"
  hold "begin immediate; insert into one values (1);"
  status "another writer" 1 retort upgrade head
  contains "another writer: SQLite's words" "OperationalError: database is locked" "$out"
  contains "another writer: what to do" "hint: Another process holds the database; try again when it is done." "$out"
  release
  same "another writer: nothing is left" "aaaa01" "$(query 'select version_num from alembic_version')"
  lacks "another writer: no table either" "two" "$(tables)"
  with "$url?timeout=20"
  hold "begin exclusive;"
  retort upgrade head >waiting 2>&1 9>&- &
  waits=$!
  sleep 0.5
  release
  wait "$waits"
  same "one who waits goes on" 0 $?
  same "one who waits: and is done" "aaaa02" "$(query 'select version_num from alembic_version')"
  for setting in timeout=soon cached_statements=many detect_types=all; do
    with "$url?$setting"
    status "$setting" 1 retort current
    contains "$setting: names it" "ValueError: " "$out"
    contains "$setting: in Python's words" "'${setting#*=}'" "$out"
  done
  with "$url?uri=perhaps"
  status "uri=perhaps" 1 retort current
  contains "uri=perhaps: SQLAlchemy's words" "ValueError: String is not true/false: 'perhaps'" "$out"
  ;;
postgresql)
  case $url in *\?*) more="$url&" ;; *) more="$url?" ;; esac
  with "${more}options=-c%20lock_timeout%3D300"
  hold "begin; lock table one;"
  status "a lock that is not to be had" 1 retort upgrade head
  release
  contains "lock: PostgreSQL's words" "OperationalError: canceling statement due to lock timeout" "$out"
  contains "lock: what to do" "hint: Another session holds a lock" "$out"
  lacks "lock: nothing is left" "two" "$(tables)"
  same "lock: where the database is" "aaaa01" "$(query 'select version_num from alembic_version')"
  with "${more}options=-c%20statement_timeout%3D300"
  hold "begin; lock table one;"
  status "a statement that takes too long" 1 retort upgrade head
  release
  contains "time: PostgreSQL's words" "canceling statement due to statement timeout" "$out"
  contains "time: what to do" "hint: Raise statement_timeout" "$out"
  # Retort has one table and waits for the other; the other session does the same the other way round.
  query "create table other (id int)" >/dev/null
  with "${more}options=-c%20deadlock_timeout%3D4s"
  script aaaa02 "'aaaa01'" "op.execute('lock table one')
    print('has one', flush=True)
    op.execute('lock table other')"
  hold "set deadlock_timeout = '60s'; begin; lock table other;"
  retort upgrade head >waiting 2>&1 9>&- &
  waits=$!
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    grep -q "has one" waiting && break
    sleep 0.2
  done
  echo "lock table one;" >&9
  wait "$waits"
  same "a deadlock" 1 $?
  release
  contains "deadlock: PostgreSQL's words" "OperationalError: deadlock detected" "$(cat waiting)"
  contains "deadlock: the line" "aaaa02_x.py:14:5: " "$(cat waiting)"
  contains "deadlock: what the server says of it" "blocked by process" "$(cat waiting)"
  ;;
mariadb)
  with "$url?init_command=SET%20lock_wait_timeout%3D1"
  hold "begin; select * from one;"
  status "a lock that is not to be had" 1 retort upgrade head
  release
  contains "lock: MariaDB's words" "OperationalError: (1205, 'Lock wait timeout exceeded; try restarting transaction')" "$out"
  contains "lock: what to do" "hint: Another session holds a lock" "$out"
  contains "lock: what is left" "CREATE TABLE two" "$out"
  contains "lock: what is not" "failed: statement 2" "$out"
  same "lock: where the database is" "aaaa01" "$(query 'select version_num from migrated.alembic_version')"
  ;;
esac
tap_end
