/* Memory that runs out, at every allocation in turn.
 *
 * An upgrade (reading the configuration, env.py and the scripts, evaluating, compiling, running on
 * SQLite) is started over and over, and the n-th allocation fails. The handler jumps out from
 * wherever that is, as a host's would; closing the project must then release every handle, and the
 * database must be where it was or where a finished revision left it. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "retort.h"

static jmp_buf out_of_memory;
static char folder[] = "/tmp/retort-exhausted.XXXXXX";

static void jump(size_t wanted, void *user) { longjmp(out_of_memory, 1); }

static void write_file(const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static const char env_py[] =
    "from alembic import context\n"
    "from sqlalchemy import engine_from_config, MetaData, Table, Column, Integer\n"
    "\n"
    "metadata = MetaData(naming_convention={'pk': 'pk_%(table_name)s'})\n"
    "Table('t', metadata, Column('id', Integer, primary_key=True))\n"
    "if context.is_offline_mode():\n"
    "    context.configure(url='postgresql://u@h/d', target_metadata=metadata, "
    "literal_binds=True)\n"
    "    with context.begin_transaction():\n"
    "        context.run_migrations()\n"
    "else:\n"
    "    engine = engine_from_config(context.config.get_section('alembic'), prefix='sqlalchemy.')\n"
    "    with engine.connect() as connection:\n"
    "        context.configure(connection=connection, target_metadata=metadata)\n"
    "        with context.begin_transaction():\n"
    "            context.run_migrations()\n";

static const char script_py[] =
    "\"\"\"tables\"\"\"\n"
    "from alembic import op\n"
    "import sqlalchemy as sa\n"
    "revision = 'a1'\n"
    "down_revision = None\n"
    "def names(n):\n"
    "    try:\n"
    "        for i in range(n):\n"
    "            yield f'c{i}'\n"
    "    finally:\n"
    "        pass\n"
    "def upgrade():\n"
    "    op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True),\n"
    "                    *[sa.Column(n, sa.String(20), nullable=True) for n in names(5)],\n"
    "                    sa.UniqueConstraint('c0', 'c1', name='uq'))\n"
    "    op.create_index('ix', 't', ['c2'])\n"
    "    op.bulk_insert(sa.table('t', sa.column('c0', sa.String)), [{'c0': 'x'}, {'c0': 'y'}])\n"
    "    op.execute(\"UPDATE t SET c1 = 'z'\")\n"
    "def downgrade():\n"
    "    op.drop_table('t')\n";

static int set_up(void **state)
{
    assert_non_null(mkdtemp(folder));
    char command[400];
    snprintf(command, sizeof command, "mkdir -p %s/mig/versions", folder);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command,
             "[alembic]\nscript_location = mig\nsqlalchemy.url = sqlite:///%s/x.db\n", folder);
    write_file("alembic.ini", command);
    write_file("mig/env.py", env_py);
    write_file("mig/versions/a1.py", script_py);
    return 0;
}

static int tear_down(void **state)
{
    char command[400];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static size_t open_files(void)
{
    size_t n = 0;
    DIR *d = opendir("/proc/self/fd");
    if (!d) return 0;
    while (readdir(d)) n++;
    closedir(d);
    return n;
}

/* Rows in the version table and whether the revision's table is there: "0,0" or "1,1". */
static void check_database(size_t n)
{
    char path[300];
    snprintf(path, sizeof path, "%s/x.db", folder);
    sqlite3 *db;
    sqlite3_stmt *st = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int tables = 0, rows = 0;
    assert_int_equal(
        sqlite3_prepare_v2(db, "select count(*) from sqlite_master where name in ('t', 'ix')", -1,
                           &st, NULL),
        SQLITE_OK);
    if (sqlite3_step(st) == SQLITE_ROW) tables = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    if (sqlite3_prepare_v2(db, "select count(*) from alembic_version", -1, &st, NULL) ==
        SQLITE_OK) {
        if (sqlite3_step(st) == SQLITE_ROW) rows = sqlite3_column_int(st, 0);
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
    if (tables != 2 * rows) fail_msg("allocation %zu: %d tables, %d rows", n, tables, rows);
    unlink(path);
}

static void ignore(void *user, const char *text, size_t len) { *(size_t *)user += len; }

/* One run with the n-th allocation failing; false = the run needed fewer. */
static bool run_once(size_t n, bool sql)
{
    size_t printed = 0;
    Retort *volatile r = NULL;
    volatile bool failed = true;
    RetortOptions options = {.directory = folder, .output = ignore, .user = &printed};
    if (!setjmp(out_of_memory)) {
        mem_set_exhausted(jump, NULL);
        r = retort_open(&options);
        /* What the opening allocates belongs to nobody yet when it fails: only what comes after. */
        mem_fail_after(n);
        bool ok = retort_upgrade(r, &(RetortRun){.revision = "head", .sql = sql});
        mem_fail_after(0);
        if (!ok) fail_msg("allocation %zu: %s", n, retort_error(r)->message);
        failed = false;
    }
    mem_fail_after(0);
    retort_close(r);
    mem_set_exhausted(NULL, NULL);
    return failed;
}

static void sweep(bool sql)
{
    assert_false(run_once(0, sql)); /* warm: what the process keeps is there */
    if (!sql) check_database(0);
    size_t before = open_files(), n = 1;
    /* Every one at first, where each is another place; then every few, with a stride that shares no
     * factor with the loops of the script. */
    for (; run_once(n, sql); n += n < 500 ? 1 : 7) {
        if (!sql) check_database(n);
        if (open_files() != before) fail_msg("allocation %zu: a file stayed open", n);
    }
    if (!sql) check_database(n);
    assert_true(n > 50);
    print_message("%zu allocations\n", n);
}

static void test_offline(void **state) { sweep(true); }
static void test_online(void **state) { sweep(false); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offline),
        cmocka_unit_test(test_online),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
