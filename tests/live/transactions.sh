#!/bin/sh
# Scripts that end a transaction, or begin one, or need to be outside of one, by statements of their
# own: what is in the database afterwards is what the Python drivers that Alembic uses leave there.
# usage: transactions.sh SOURCE_ROOT BUILD_DIR sqlite|postgresql|mariadb
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=$3
. "$root/tests/live/lib/project.sh"

# upgrade NAME STATUS BODY: a revision that does this, on a database with an empty table t.
upgrade() {
  project "p$tap_count"
  script aaaa01 None "$(table t)"
  script aaaa02 "'aaaa01'" "$3"
  retort upgrade aaaa01 >/dev/null 2>&1
  status "$1" "$2" retort upgrade head
}
case $backend in
mariadb) in_database=migrated. ;;
*) in_database= ;;
esac
# version: of the database; rows: how many are in t.
version() { query "select version_num from ${in_database}alembic_version"; }
rows() { query "select count(*) from ${in_database}t"; }
has() { contains "$1" " $2 " " $(tables | tr '\n' ' ')"; }
has_not() { lacks "$1" " $2 " " $(tables | tr '\n' ' ')"; }

if [ "$backend" != sqlite ]; then # whose driver has begun nothing that a COMMIT could end
  case $backend in
  # psycopg2 believes in the transaction that it began: what follows commits by itself.
  postgresql) kept=1 ;;
  mariadb) kept=0 ;;
  esac
  upgrade "a COMMIT, then a failure" 1 "op.execute('COMMIT')
    op.execute('insert into t (id) values (1)')
    op.execute('insert into nowhere values (1)')"
  same "a COMMIT: what came after it" $kept "$(rows)"
  same "a COMMIT: the version" aaaa01 "$(version)"
  upgrade "a COMMIT and a BEGIN, then a failure" 1 "op.execute('COMMIT')
    op.execute('create table u (a int)')
    op.execute('BEGIN')
    op.execute('insert into t (id) values (1)')
    op.execute('insert into nowhere values (1)')"
  has "a BEGIN: what came before it" u
  same "a BEGIN: what came after it" 0 "$(rows)"
fi
upgrade "a BEGIN and a COMMIT" 0 "op.execute('BEGIN')
    op.execute('insert into t (id) values (1)')
    op.execute('COMMIT')"
same "a COMMIT at the end: the row" 1 "$(rows)"
same "a COMMIT at the end: the version" aaaa02 "$(version)"
upgrade "a ROLLBACK" 0 "op.execute('insert into t (id) values (1)')
    op.execute('ROLLBACK')
    op.execute('create table u (a int)')"
same "a ROLLBACK: what came before it" 0 "$(rows)"
has "a ROLLBACK: what came after it" u
same "a ROLLBACK: the version" aaaa02 "$(version)"

if [ "$backend" = postgresql ]; then
  upgrade "statements that no transaction may hold" 0 "op.execute('COMMIT')
    op.execute('CREATE INDEX CONCURRENTLY ti ON t (id)')
    op.execute('VACUUM t')
    op.execute(\"create type en as enum ('a')\")
    op.execute(\"alter type en add value 'b'\")
    op.execute(\"create table u (a en default 'b')\")
    try:
        op.execute('select nothing')
    except sa.exc.ProgrammingError:
        op.create_table('caught', sa.Column('a', sa.Integer()))"
  same "no transaction: the index is valid" t "$(query "select indisvalid from pg_index where indexrelid = 'ti'::regclass")"
  has "no transaction: a failure is no end" caught
  same "no transaction: the version" aaaa02 "$(version)"
fi
if [ "$backend" = sqlite ]; then
  parent="op.execute('PRAGMA foreign_keys = ON')
    op.execute('create table child (id integer primary key, t integer references t (id) on delete cascade)')
    op.execute('insert into t (id) values (1)')
    op.execute('insert into child values (1, 1)')"
  drop="op.execute('drop table t')
    op.execute('create table t (id integer primary key)')"
  upgrade "foreign keys that a script turns on" 0 "$parent
    $drop"
  same "foreign keys: rows that refer to a dropped table go" 0 "$(query "select count(*) from child")"
  upgrade "foreign keys that are on" 0 "$parent"
  script aaaa03 "'aaaa02'" "op.execute('PRAGMA foreign_keys = ON')
    op.execute('/* while it is rebuilt */ PRAGMA foreign_keys = OFF')
    $drop"
  check "foreign keys that a script turns off again" retort upgrade head
  same "no foreign keys: the rows stay" 1 "$(query "select count(*) from child")"
  script aaaa04 "'aaaa03'" "op.execute('insert into t values (1)')
    op.execute('PRAGMA foreign_keys = ON')
    $drop"
  check "foreign keys that a script turns on too late" retort upgrade head
  same "too late: the rows stay" 1 "$(query "select count(*) from child")"
fi
tap_end
