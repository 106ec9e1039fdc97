#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "retort.h"

/* Whole runs on SQLite in a throwaway project. The SQL was recorded from Alembic 1.19.1. */

static char dir[64];
static StrBuf output;

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static const char ENV[] =
    "from alembic import context\n"
    "from sqlalchemy import engine_from_config\n"
    "config = context.config\n"
    "if context.is_offline_mode():\n"
    "    context.configure(url=config.get_main_option('sqlalchemy.url'), literal_binds=True)\n"
    "    with context.begin_transaction():\n"
    "        context.run_migrations()\n"
    "else:\n"
    "    engine = engine_from_config(config.get_section(config.config_ini_section), "
    "prefix='sqlalchemy.')\n"
    "    with engine.connect() as connection:\n"
    "        context.configure(connection=connection)\n"
    "        with context.begin_transaction():\n"
    "            context.run_migrations()\n";

static const char FIRST[] =
    "'''first'''\n"
    "from alembic import op\nimport sqlalchemy as sa\n"
    "revision = 'aaaa0001'\ndown_revision = None\n"
    "def upgrade():\n"
    "    op.create_table('account', sa.Column('id', sa.Integer(), nullable=False),\n"
    "        sa.Column('name', sa.String(50), server_default='x'), sa.PrimaryKeyConstraint('id'))\n"
    "    op.create_index('ix_a', 'account', ['name'], unique=True)\n"
    "    op.execute(\"INSERT INTO account (name) VALUES ('bob')\")\n"
    "def downgrade():\n    op.drop_table('account')\n";

static const char SECOND[] = "from alembic import op\nimport sqlalchemy as sa\n"
                             "revision = 'aaaa0002'\ndown_revision = 'aaaa0001'\n"
                             "def upgrade():\n"
                             "    bind = op.get_bind()\n"
                             "    op.add_column('account', sa.Column('age', sa.Integer()))\n"
                             "    for row in bind.execute(sa.text('SELECT id, name FROM account "
                             "WHERE id > :m'), {'m': 0}):\n"
                             "        bind.execute(sa.text('UPDATE account SET name = :n WHERE id "
                             "= :i'), {'n': row.name + '!', 'i': row[0]})\n"
                             "    print(bind.scalar(sa.text('SELECT name FROM account')))\n"
                             "def downgrade():\n    op.drop_column('account', 'age')\n";

static const char BROKEN[] = "from alembic import op\nimport sqlalchemy as sa\n"
                             "revision = 'aaaa0002'\ndown_revision = 'aaaa0001'\n"
                             "def upgrade():\n"
                             "    op.create_table('half', sa.Column('id', sa.Integer()))\n"
                             "    op.execute('create tabel foo')\n";

static const char BATCH[] =
    "from alembic import op\nimport sqlalchemy as sa\n"
    "revision = 'aaaa0002'\ndown_revision = 'aaaa0001'\n"
    "def upgrade():\n"
    "    op.execute('CREATE TRIGGER tr AFTER INSERT ON account BEGIN SELECT 1; END')\n"
    "    op.execute('CREATE VIEW v AS SELECT name FROM account')\n"
    "    with op.batch_alter_table('account') as batch_op:\n"
    "        batch_op.alter_column('name', type_=sa.Text(), nullable=False)\n"
    "        batch_op.create_unique_constraint('uq_name', ['name'])\n"
    "    bind = op.get_bind()\n"
    "    print(bind.execute(sa.text('SELECT count(*) FROM account')).scalar_one())\n"
    "    for (sql,) in bind.execute(sa.text(\"SELECT sql FROM sqlite_master WHERE tbl_name = "
    "'account' AND sql IS NOT NULL ORDER BY type, name\")):\n"
    "        print(sql)\n";

static void on_output(void *user, const char *text, size_t len)
{
    strbuf_push(&output, (Str){text, len});
}

static int setup(void **state)
{
    char path[128];
    strcpy(dir, "/tmp/retort_run_XXXXXX");
    if (!mkdtemp(dir)) return -1;
    snprintf(path, sizeof path, "%s/m", dir);
    mkdir(path, 0700);
    strcat(path, "/versions");
    mkdir(path, 0700);
    write_file("alembic.ini",
               "[alembic]\nscript_location = m\nsqlalchemy.url = sqlite:///%(here)s/t.db\n");
    write_file("m/env.py", ENV);
    write_file("m/versions/a.py", FIRST);
    strbuf_clear(&output);
    return 0;
}

static int teardown(void **state)
{
    char command[128];
    strbuf_deinit(&output);
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    return system(command);
}

static Retort *open_project(void)
{
    Retort *r = retort_open(&(RetortOptions){.directory = dir, .output = on_output});
    assert_true(retort_ok(r));
    return r;
}

static void must(Retort *r, bool ok)
{
    if (!ok) fail_msg("%s", retort_error(r)->message);
}

static char current[64];

static bool keep_current(void *user, const RetortRevision *rev)
{
    strcat(current, rev->id);
    return true;
}

static void assert_current(Retort *r, const char *id)
{
    current[0] = 0;
    must(r, retort_current(r, false, NULL, keep_current, NULL));
    assert_string_equal(current, id);
}

static void prints_what_alembic_prints(void **state)
{
    Retort *r = open_project();
    must(r, retort_upgrade(r, &(RetortRun){.revision = "head", .sql = true}));
    assert_string_equal(
        output.ptr,
        "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n"
        "    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n"
        "-- Running upgrade  -> aaaa0001\n\n"
        "CREATE TABLE account (\n    id INTEGER NOT NULL, \n    name VARCHAR(50) DEFAULT 'x', \n"
        "    PRIMARY KEY (id)\n);\n\n"
        "CREATE UNIQUE INDEX ix_a ON account (name);\n\n"
        "INSERT INTO account (name) VALUES ('bob');\n\n"
        "INSERT INTO alembic_version (version_num) VALUES ('aaaa0001') RETURNING version_num;\n\n");
    retort_close(r);
}

static void runs_up_and_down(void **state)
{
    write_file("m/versions/b.py", SECOND);
    Retort *r = open_project();
    must(r, retort_upgrade(r, &(RetortRun){.revision = "head"}));
    assert_string_equal(output.ptr, "bob!\n");
    assert_current(r, "aaaa0002");
    must(r, retort_downgrade(r, &(RetortRun){.revision = "-1"}));
    assert_current(r, "aaaa0001");
    must(r, retort_downgrade(r, &(RetortRun){.revision = "base"}));
    assert_current(r, "");
    retort_close(r);
}

static void a_failing_step_leaves_nothing(void **state)
{
    write_file("m/versions/b.py", BROKEN);
    Retort *r = open_project();
    assert_false(retort_upgrade(r, &(RetortRun){.revision = "head"}));
    const RetortError *e = retort_error(r);
    assert_int_equal(e->kind, RETORT_ERROR_SCRIPT);
    assert_string_equal(e->statement, "create tabel foo");
    assert_string_equal(e->exception, "OperationalError");
    assert_non_null(strstr(e->context, "aaaa0001 -> aaaa0002"));
    assert_non_null(strstr(e->file, "b.py"));
    assert_int_equal(e->line, 7);
    assert_current(r, "aaaa0001");
    write_file("m/versions/b.py", SECOND);
    retort_close(r);
    r = open_project();
    must(r, retort_upgrade(r, &(RetortRun){.revision = "head"}));
    retort_close(r);
}

static bool count_steps(void *user, const RetortPlanStep *step)
{
    int *pending = user;
    *pending += step->would_run;
    assert_true(step->would_run == (step->sql != NULL));
    return true;
}

static void a_plan_changes_nothing(void **state)
{
    int pending = 0;
    Retort *r = open_project();
    must(r, retort_plan(r, "head", count_steps, &pending));
    assert_int_equal(pending, 1);
    assert_current(r, "");
    retort_close(r);
}

static void a_misspelled_directive_is_an_error(void **state)
{
    write_file("m/versions/b.py",
               "from alembic import op\nrevision = 'b'\ndown_revision = 'aaaa0001'\n"
               "def upgrade():\n    op.add_colum('account')\n");
    Retort *r = open_project();
    assert_false(retort_upgrade(r, &(RetortRun){.revision = "head"}));
    assert_string_equal(retort_error(r)->message,
                        "module 'alembic.op' has no attribute 'add_colum'");
    retort_close(r);
}

static void rebuilding_keeps_rows_triggers_and_indexes(void **state)
{
    write_file("m/versions/b.py", BATCH);
    Retort *r = open_project();
    must(r, retort_upgrade(r, &(RetortRun){.revision = "head"}));
    assert_string_equal(
        output.ptr,
        "1\nCREATE UNIQUE INDEX ix_a ON account (name)\n"
        "CREATE TABLE \"account\" (\n\tid INTEGER NOT NULL, \n\tname TEXT DEFAULT 'x' NOT NULL, \n"
        "\tPRIMARY KEY (id), \n\tCONSTRAINT uq_name UNIQUE (name)\n)\n"
        "CREATE TRIGGER tr AFTER INSERT ON account BEGIN SELECT 1; END\n");
    retort_close(r);
}

/* Alembic's words when the row that is to change is not there. */
static void a_row_that_is_gone_is_noticed(void **state)
{
    write_file("m/versions/b.py",
               "from alembic import op\nrevision = 'b'\ndown_revision = 'aaaa0001'\n"
               "def upgrade():\n    op.execute('DELETE FROM alembic_version')\n");
    Retort *r = open_project();
    assert_false(retort_upgrade(r, &(RetortRun){.revision = "head"}));
    assert_int_equal(retort_error(r)->kind, RETORT_ERROR_COMMAND);
    assert_string_equal(
        retort_error(r)->message,
        "Online migration expected to match one row when updating 'aaaa0001' to 'b' in "
        "'alembic_version'; 0 found");
    retort_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(prints_what_alembic_prints, setup, teardown),
        cmocka_unit_test_setup_teardown(runs_up_and_down, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failing_step_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_plan_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_misspelled_directive_is_an_error, setup, teardown),
        cmocka_unit_test_setup_teardown(rebuilding_keeps_rows_triggers_and_indexes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_row_that_is_gone_is_noticed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
