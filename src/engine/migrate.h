/* One run of env.py for a command, and what happens in its run_migrations().
 *
 * A MigrateCommand says what the command wants: a plan for the rows that are found, and whether SQL
 * is sent or printed. migrate_run makes an evaluator, runs env.py in it and answers what env.py and
 * the scripts ask (modules/alembic/environment.h). Steps run one by one: the script's operations,
 * then the row of the version table, in one transaction where the database can; what a failing
 * step did is rolled back.
 * A lock against a second runner belongs where migrate_run_steps starts to change things, after the
 * rows are read and the plan is known not to be empty. */
#ifndef RETORT_ENGINE_MIGRATE_H
#define RETORT_ENGINE_MIGRATE_H

#include "engine/journal.h"
#include "engine/project.h"
#include "modules/alembic/environment.h"
#include "modules/sqlalchemy/engine/connection.h"

typedef struct MigrateRun MigrateRun;

typedef struct MigrateCommand {
    const char *name; /* "upgrade", for config.cmd_opts */
    bool as_sql;
    bool autogenerate;
    bool read_only; /* never makes the version table */
    bool purge;     /* stamp --purge */
    Str tag;
    bool has_starting_rev;
    StrVec starting_rev;
    bool has_destination_rev;
    StrVec destination_rev;
    /* The steps for the rows found; called once for every run_migrations(). NULL = none. */
    bool (*plan)(void *user, MigrateRun *run, const StrVec *rows, PlanStepVec *steps, Err *err);
    /* After the steps of a run_migrations(), the evaluator and connection still alive. */
    bool (*finish)(void *user, MigrateRun *run, const StrVec *rows, Err *err);
    /* Once, after env.py, when it has succeeded; the evaluator is still alive. */
    bool (*end)(void *user, MigrateRun *run, Err *err);
    /* Where SQL is printed to; NULL = the project's output. */
    void (*output)(void *user, Str text);
    /* Before a step (step) and after the last (NULL); may be NULL. */
    void (*progress)(void *user, const PlanStep *step);
    /* A step failed; true = go on with the next one. NULL = never. */
    bool (*step_failed)(void *user, const PlanStep *step, const Err *err);
    void *user;
} MigrateCommand;

struct MigrateRun {
    Retort *r;
    const MigrateCommand *command;
    ScriptDirectory *scripts;
    EnvironmentHost host;
    Eval *ev;
    Eval **owner; /* in the call's arena: closes ev where this run is jumped out of */
    Migration *m; /* of the running run_migrations() */
    bool ran;     /* env.py called run_migrations() */
    Str context;  /* the step that is running, for messages; null = none */
    Journal journal;
    Str remains;     /* what a failed step has left in the database; null = nothing */
    Str left_at;     /* the revision that the database is at then */
    StrVec path;     /* site-packages of the project's virtual environment */
    StrVec readable; /* folders of modules as the configuration has them, which scripts may read */
    StrVec roots;    /* where an installed project has its packages; empty until asked for */
    Value sys_path;  /* Python's list */
};

/* Runs env.py. */
bool migrate_run(Retort *r, const MigrateCommand *command, Err *err) MUST_CHECK;

/* ---- used by the files of this folder ---- */

/* An evaluator with all modules, without running env.py. */
bool migrate_open(MigrateRun *run, Retort *r, const MigrateCommand *command, Err *err) MUST_CHECK;
void migrate_close(MigrateRun *run);
/* Reads and runs a Python file as a module. */
bool migrate_load_file(MigrateRun *run, Str path, Str dotted, Value *module, Err *err) MUST_CHECK;
/* The host's functions: migrate.c. */
void migrate_host_init(MigrateRun *run);
/* One statement: printed with its terminator, or sent. */
bool migrate_statement(Migration *m, Str sql, Err *err) MUST_CHECK;
bool migrate_operation(Migration *m, const Op *op, Err *err) MUST_CHECK;
bool migrate_print(Migration *m, Str text, Err *err) MUST_CHECK;

#endif
