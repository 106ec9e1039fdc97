#!/bin/sh
# The platform's workflow, command by command, on a copy of examples/multiomics.
# usage: workflow.sh SOURCE_ROOT BUILD_DIR sqlite|postgresql|mariadb
# postgresql: RETORT_TEST_PG_URL names an empty database (tests/with_postgresql sets it); mariadb:
# tests/with_mariadb gives a server.
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=$3
. "$root/tests/lib/tap.sh"

unset POSTGRES_URL POSTGRES_HOST POSTGRES_PORT POSTGRES_DB POSTGRES_USER POSTGRES_PASSWORD ALEMBIC_CONFIG
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cp -R "$root/examples/multiomics" "$work/p"
cd "$work/p" || exit 1
PATH="$build:$build/examples/multiomics/scripts:$PATH"

case $backend in
sqlite)
  # Every line of every definition. A rebuilt table has its name quoted and may list its constraints
  # in another order, so quotes, commas and order do not count.
  catalog() {
    sqlite3 multiomics.db "select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite_%'" |
      tr -d '"' | sed 's/, *$//' | sort
  }
  query() { sqlite3 multiomics.db "$1"; } ;;
postgresql)
  [ -n "${RETORT_TEST_PG_URL:-}" ] || tap_skip_all "no PostgreSQL server: RETORT_TEST_PG_URL is not set"
  echo "POSTGRES_URL=$RETORT_TEST_PG_URL" >.env
  catalog() { pg_dump -s "$RETORT_TEST_PG_URL" | grep -v -e '^--' -e '^\\' -e '^$'; }
  query() { psql -AtX "$RETORT_TEST_PG_URL" -c "$1"; } ;;
mariadb)
  [ -n "${RETORT_TEST_MARIADB_SOCKET:-}" ] || tap_skip_all "no MariaDB server: RETORT_TEST_MARIADB_SOCKET is not set"
  # MariaDB has no arrays, spells defaults its own way (to Alembic a difference for ever), and keeps
  # an index that a foreign key needs.
  sed -i 's/with_variant(JSON(), "sqlite")/with_variant(JSON(), "sqlite", "mysql")/; /ForeignKey/s/, index=True//' \
    amprenta_rag/database/models.py
  sed -i 's/compare_server_default=True/compare_server_default=False/' alembic/env.py
  query() { mariadb --no-defaults -S "$RETORT_TEST_MARIADB_SOCKET" -uroot -rsN workflow -e "$1"; }
  mariadb --no-defaults -S "$RETORT_TEST_MARIADB_SOCKET" -uroot -e 'drop database if exists workflow; create database workflow'
  echo "POSTGRES_URL=${RETORT_TEST_MARIADB_URL%/*}/workflow" >.env
  catalog() {
    for table in $(query 'show tables'); do query "show create table $table" | sed 's/ AUTO_INCREMENT=[0-9]*//'; done
  } ;;
esac
newest() { ls -t alembic/versions/*.py | head -n 1; }
version() { query "select version_num from alembic_version order by 1"; }

# --- the first migration
check "create_initial_migration writes a script" create_initial_migration
first=$(newest)
one=$(retort heads | cut -d' ' -f1)
contains "the script creates a table" "op.create_table('programs'," "$(cat "$first")"
contains "names from the convention are wrapped" "name=op.f('pk_programs')" "$(cat "$first")"
contains "the downgrade drops it" "op.drop_table('programs')" "$(cat "$first")"
check "the new script is listed" retort history
out=$(retort upgrade head --sql)
contains "--sql prints DDL" "CREATE TABLE programs (" "$out"
same "--sql ran nothing" "" "$(query "select 1 from programs" 2>/dev/null)"
out=$(migrate_database --dry-run 2>&1)
contains "the dry run lists the pending revision" "pending  $one" "$out"
contains "the dry run shows the SQL" "CREATE TABLE program_experiment (" "$out"
same "the dry run changed nothing" "" "$(query "select 1 from alembic_version" 2>/dev/null)"
check "upgrade head" retort upgrade head
same "the version row is there" "$one" "$(version)"
contains "current names it" "$one (head)" "$(retort current 2>/dev/null)"
contains "current -v shows the path" "Path: " "$(retort current -v 2>/dev/null)"
contains "revision says that there is nothing to do" "No changes in schema detected." "$(retort revision --autogenerate -m Nothing 2>&1)"
rm -f "$(newest)"
contains "check finds nothing" "No new upgrade operations detected." "$(retort check 2>/dev/null)"
full=$(catalog)
check "upgrade again is a no-op" retort upgrade head
check "downgrade base" retort downgrade base
same "only the version table is left" "" "$(catalog | grep -i 'create table' | grep -v alembic_version)"
check "up again" migrate_database --revision head
same "up, down and up gives the same catalog" "$full" "$(catalog)"

# --- a change of the models
models=amprenta_rag/database/models.py
sed -i 's/^    external_ids: Mapped\[Optional\[Any\]\] = mapped_column(JsonDocument)$/&\n    accession: Mapped[Optional[str]] = mapped_column(String(40), index=True)/' $models
sed -i 's/String(500), unique=True)/String(600), unique=True)/' $models
status "check sees the change" 255 retort check
contains "check says what" "accession" "$out"
check "revision --autogenerate" retort revision --autogenerate -m "Add accession"
second=$(newest)
two=$(retort heads | cut -d' ' -f1)
contains "the new column is added" "add_column(" "$(cat "$second")"
contains "its index too" "ix_datasets_accession" "$(cat "$second")"
contains "the type change is seen" ".VARCHAR(length=500)" "$(cat "$second")"
status "autogenerate refuses a database that is behind" 255 retort revision --autogenerate -m "too early"
contains "in Alembic's words" "Target database is not up to date." "$out"
query "insert into datasets (id, name, omics_type, status, row_count) values ('00000000000000000000000000000001', 'first', 'proteomics', 'new', 3)" >/dev/null
check "upgrade +1" retort upgrade +1
same "the version row moved" "$two" "$(version)"
same "rows survive" "first" "$(query "select name from datasets")"
contains "check finds nothing again" "No new upgrade operations detected." "$(retort check 2>/dev/null)"
check "downgrade -1" retort downgrade -1
same "the version row moved back" "$one" "$(version)"
same "rows survive the way back" "first" "$(query "select name from datasets")"
same "downgrade restores the catalog" "$full" "$(catalog)"
check "upgrade to a partial id" retort upgrade "$(echo "$two" | cut -c1-6)"
check "downgrade to an id" retort downgrade "$one"
same "it arrived" "$one" "$(version)"

# --- by hand, branches, merge, stamp
check "revision -m" retort revision -m "By hand" --rev-id hand00000001
hand=$(newest)
sed -i "s/^    pass$/    op.execute('update datasets set status = status')/" "$hand"
check "a script edited by hand runs" retort upgrade head
check "a second head" retort revision -m "Side" --rev-id side00000001 --head "$two" --splice
status "two heads are refused" 255 retort upgrade head
contains "with Alembic's words" "Multiple head revisions are present for given argument 'head'" "$out"
check "merge" retort merge heads -m "Join" --rev-id join00000001
check "upgrade over the merge" retort upgrade head
same "one row after the merge" "join00000001" "$(version)"
contains "history shows the merge" "(mergepoint)" "$(retort history)"
contains "history -v shows the parents" "Merges: " "$(retort history -v)"
contains "show" "Rev: hand00000001" "$(retort show hand0000)"
check "stamp" retort stamp "$one"
same "stamp moved the row" "$one" "$(version)"
check "stamp head" retort stamp head
check "downgrade base over branches" retort downgrade base
same "no version row is left" "" "$(version)"

# --- the same program by its other name
ln -s "$build/retort" alembic_link && mv alembic_link "$work/alembic"
contains "called alembic it is alembic" "usage: alembic" "$("$work/alembic" --help)"
same "and does the same" "$(retort heads)" "$("$work/alembic" heads)"
tap_end
