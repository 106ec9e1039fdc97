/* alembic.context and alembic.op as a host sees them: what a script asks for, and who answers.
 *
 * A command installs an EnvironmentHost in the evaluator and runs env.py. context.configure() turns
 * its keywords into a Migration (Alembic's MigrationContext) and hands it to the host; directives
 * become operations that go to the host's `emit`. The engine implements the host, so this folder
 * knows Python's side of Alembic and nothing about plans, version rows or output streams.
 * Functions of the host follow the rule of natives: false = an exception is pending. */
#ifndef RETORT_MODULES_ALEMBIC_ENVIRONMENT_H
#define RETORT_MODULES_ALEMBIC_ENVIRONMENT_H

#include "autogen/autogen.h"
#include "base/log.h"
#include "dialect/connection.h"
#include "eval/native.h"
#include "op/batch.h"
#include "revision/plan.h"
#include "revision/script_directory.h"

/* Tri-state of compare_type and compare_server_default. */
typedef enum MigrationCompare {
    MIGRATION_COMPARE_OFF,
    MIGRATION_COMPARE_ON,
    MIGRATION_COMPARE_CALL
} MigrationCompare;

/* The keywords of context.configure(), as given or with Alembic's defaults. Callables are unset
 * when they were not given; they are kept alive by the Migration. */
typedef struct MigrationOptions {
    int transactional_ddl; /* -1 = the dialect's */
    bool transaction_per_migration;
    bool literal_binds;
    bool render_as_batch;
    bool include_schemas;
    StrVec starting_rev;                     /* of configure(); empty = not given */
    Str tag;                                 /* null = not given */
    Str version_table, version_table_schema; /* schema null = default */
    bool version_table_pk;
    Str upgrade_token, downgrade_token;
    Str alembic_module_prefix, sqlalchemy_module_prefix; /* null = None */
    Str user_module_prefix;                              /* null = the type's own module */
    Str batch_separator; /* mssql_/oracle_batch_separator of the dialect in use; null = default */
    StrVec autogenerate_plugins; /* empty = not given */
    VEC(MetaData *) target_metadata;
    bool has_target_metadata;
    MigrationCompare compare_type, compare_server_default;
    Value compare_type_fn, compare_server_default_fn;
    Value include_name, include_object, render_item, process_revision_directives;
    Value on_version_apply; /* a tuple */
    Value output_buffer;    /* unset = standard output */
    Value template_args;    /* a dict or unset */
    Value opts;             /* everything, as context.get_context().opts */
} MigrationOptions;

/* One configured context. Lives as long as the evaluator. */
typedef struct Migration {
    Eval *ev;
    struct EnvironmentHost *host;
    MigrationOptions options;
    const Dialect *dialect;
    bool as_sql;
    bool transactional_ddl;       /* the dialect's or the option's */
    bool in_external_transaction; /* the connection was in one when configure() got it */
    bool in_transaction;          /* one that this context began */
    Value connection;             /* sqlalchemy Connection; a mock one offline */
    Value self;                   /* the MigrationContext object */
    CompileOptions compile;
    OpVec *capture; /* where directives go instead of to the host; NULL = to the host */
    void *engine;   /* the host's own */
} Migration;

/* What begin_transaction() returned: how its end is to be handled. */
typedef enum MigrationScope {
    MIGRATION_SCOPE_NONE,   /* a null context */
    MIGRATION_SCOPE_REAL,   /* commit or roll back */
    MIGRATION_SCOPE_PRINTED /* BEGIN and COMMIT as text */
} MigrationScope;

typedef struct EnvironmentHost {
    void *user;
    Config *config;
    ScriptDirectory *script; /* loaded on demand by graph() */
    const RevisionGraph *(*graph)(struct EnvironmentHost *h, Err *err);
    /* The module of a revision script, run for the caller (Script.module). */
    bool (*module)(struct EnvironmentHost *h, const Revision *r, Value *out, Err *err);
    const Log *log;
    Str command; /* "upgrade", "revision" …: config.cmd_opts */
    bool autogenerate;
    bool as_sql;
    StrVec x_args;
    Str tag;               /* null = none */
    bool has_starting_rev; /* the command has the notion (upgrade, downgrade, stamp) */
    StrVec starting_rev;   /* `a` of `a:b`; empty = None */
    bool has_destination_rev;
    StrVec destination_rev;
    Arena *arena; /* of the command */
    /* A line on standard output (config.print_stdout). */
    void (*print)(struct EnvironmentHost *h, Str line);
    void (*warn)(struct EnvironmentHost *h, Eval *ev, Str category, Str message);
    /* A context was configured: m is complete except for `engine`. */
    bool (*configured)(struct EnvironmentHost *h, Migration *m);
    bool (*emit)(Migration *m, const Op *op);
    /* text or an expression; result may be NULL. Offline it is printed and *result is None. */
    bool (*execute)(Migration *m, Value statement, Value params, Value execution_options,
                    Value *result);
    bool (*static_output)(Migration *m, Str text);
    bool (*begin)(Migration *m, bool per_migration, MigrationScope *scope);
    bool (*end)(Migration *m, MigrationScope scope, bool failed);
    /* context.run_migrations(**kw). */
    bool (*run)(Migration *m, Value kw);
    /* Rows of the version table (offline: the starting revision). */
    bool (*heads)(Migration *m, Arena *out, StrVec *rows);
    Migration *current;    /* the last one configured; NULL = none yet */
    Migration *operations; /* the one whose run_migrations() is running: where op.* goes */
} EnvironmentHost;

void environment_host_put(Eval *ev, EnvironmentHost *host);
/* NULL when no host was installed. */
EnvironmentHost *environment_host(Eval *ev);

/* NULL = no such module. */
const NativeModule *alembic_find(Str dotted);

/* ---- autogenerate ---- */

/* The options and callables of configure() as autogenerate takes them. Fails when
 * autogenerate_plugins names what there is not. */
bool migration_autogen_options(Migration *m, AutogenOptions *out, Err *err) MUST_CHECK;

/* autogen_compare() with the functions that a project registered with alembic.autogenerate's
 * comparators; autogen_reverse() where operations of its own classes are among them. */
bool migration_compare(Migration *m, Connection *db, const AutogenOptions *options, Arena *out,
                       OpVec *upgrade, Err *err) MUST_CHECK;
bool migration_reverse(Migration *m, const OpVec *upgrade, Arena *out, OpVec *downgrade,
                       Err *err) MUST_CHECK;
/* Asks operations of a project's own classes for their difference tuples, for autogen_describe().
 */
bool migration_describe_own(Migration *m, const OpVec *ops, Err *err) MUST_CHECK;

/* A new revision as process_revision_directives sees it and may change it. */
typedef struct MigrationScript {
    Str rev_id;
    Str message; /* null = None */
    Str head;
    bool splice;
    Str branch_label; /* null = None */
    Str version_path; /* null = None */
    StrVec depends_on;
    OpVec upgrade, downgrade;
    StrVec imports;
    bool dropped;                 /* the callable emptied the list: no file is to be written */
    struct MigrationScript *next; /* the callable put another one behind it; NULL = the last */
} MigrationScript;

/* Calls process_revision_directives, if there is one. rows: current revisions. New texts live in
 * out. */
bool migration_process_directives(Migration *m, const StrVec *rows, MigrationScript *script,
                                  Arena *out, Err *err) MUST_CHECK;

/* ---- for the host ---- */
/* Holds v until the end of the evaluator; C structs refer to it. */
void alembic_keep(Eval *ev, Value v);
/* The MigrationContext's Python value of m. */
Value migration_value(Migration *m);
/* The heading of a plan step as MigrationInfo, for on_version_apply. */
Value migration_info_value(Eval *ev, const PlanStep *step);

#endif
