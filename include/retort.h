/* libretort: run Alembic migration projects from C, without Python.
 *
 * A program opens a project (the folder with alembic.ini or pyproject.toml), calls one function per
 * Alembic command, and closes it. The library never prints, exits or changes the working
 * directory or the environment: text goes to the callbacks, failures come back as `false` with
 * retort_error() telling more. Functions on one Retort must not be called from two threads at once;
 * different Retorts are independent.
 *
 *     RetortOptions options = {0};
 *     Retort *r = retort_open(&options);
 *     if (!retort_ok(r) || !retort_upgrade(r, &(RetortRun){.revision = "head"}))
 *         fprintf(stderr, "%s\n", retort_error(r)->message);
 *     retort_close(r);
 *
 * Strings are UTF-8 and NUL-terminated. What a function or callback hands out belongs to the library
 * and lives until the next call on the same Retort, unless said otherwise. */
#ifndef RETORT_H
#define RETORT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RETORT_API __attribute__((visibility("default")))
#else
#define RETORT_API
#endif

/* "0.1.0"; and the version of Alembic whose behaviour is kept, "1.19.1". */
RETORT_API const char *retort_version(void);
RETORT_API const char *retort_alembic_version(void);

typedef struct Retort Retort;

typedef enum RetortPhase {
    RETORT_PHASE_LINE,   /* a complete line of its own */
    RETORT_PHASE_START,  /* "Generating /srv/p/x.py": something begins */
    RETORT_PHASE_DONE,   /* … and has ended well; text is empty */
    RETORT_PHASE_FAILED  /* … or badly; text is empty */
} RetortPhase;

/* A revision that upgrade or downgrade runs (not with sql): told before and after it. */
typedef struct RetortStep {
    size_t index, count; /* 1-based place in this run, and the run's length */
    const char *id;      /* the revision that is applied or undone */
    const char *text;    /* "upgrade ae10 -> 27c6, add accounts" */
    bool done;           /* false = about to run */
    double seconds;      /* how long it took, once done */
} RetortStep;

typedef struct RetortOptions {
    /* As Alembic's -c: at most one ini file and one pyproject.toml. None = $ALEMBIC_CONFIG, then
     * ./alembic.ini and ./pyproject.toml. */
    const char *const *config_files;
    size_t config_file_count;
    const char *section;         /* as -n; NULL = "alembic" */
    const char *const *x_args;   /* as -x, for context.get_x_argument() */
    size_t x_arg_count;
    /* As --raiseerr: a refusal (RETORT_ERROR_COMMAND) is returned but not also logged. */
    bool raise;
    /* Directory that relative paths start from; NULL = the working directory. */
    const char *directory;
    /* Callbacks; any may be NULL. */
    void (*output)(void *user, const char *text, size_t len); /* SQL of --sql and print() of scripts */
    void (*error_output)(void *user, const char *text,
                         size_t len); /* what scripts write to stderr */
    void (*flush)(void *user); /* a script wants its output to be seen now: print(flush=True) */
    void (*status)(void *user, RetortPhase phase, const char *text); /* what Alembic says on stdout */
    /* Records of Alembic's loggers; level is Python's (20 = INFO). */
    void (*log)(void *user, int level, const char *logger, const char *message);
    /* The same records as the handlers in alembic.ini's [loggers] show them, once env.py has called
     * fileConfig(): a line without its end, for standard output (stream 1) or error (2). */
    void (*log_line)(void *user, int stream, const char *line);
    /* Python's warnings: category is "UserWarning", file may be NULL. */
    void (*warn)(void *user, const char *category, const char *message, const char *file, size_t line);
    void (*step)(void *user, const RetortStep *step);
    void *user;
} RetortOptions;

/* What kind of failure; the number is the exit status that the command line gives it. */
typedef enum RetortErrorKind {
    RETORT_ERROR_NONE = 0,
    RETORT_ERROR_SCRIPT = 1,   /* Alembic would show a traceback: script, database, configuration */
    RETORT_ERROR_USAGE = 2,
    RETORT_ERROR_COMMAND = 255 /* Alembic's CommandError: "FAILED: …" */
} RetortErrorKind;

typedef struct RetortError {
    RetortErrorKind kind;
    const char *message;   /* never NULL once something failed */
    const char *hint;      /* what to do about it; NULL when there is nothing more to say */
    const char *exception; /* Python class that Alembic would have shown; NULL = none */
    const char *context;   /* "upgrade ae10 -> 27c6, add accounts"; NULL = none */
    const char *sqlstate;  /* five characters, or "" */
    int driver_code;       /* sqlite extended or MySQL error number; 0 = none */
    const char *statement; /* SQL that failed; NULL = none */
    /* MySQL commits DDL by itself: what a revision that failed has left in the database, one
     * statement a line with its number and place in the script; NULL = nothing. */
    const char *remains;
    const char *file;      /* script; NULL = unknown */
    size_t line, column;   /* 1-based */
    const char *excerpt;   /* the line with a caret below it, two lines; NULL = none */
    /* A script called sys.exit(): the status it asked for, and in message the text, which may be
     * empty. */
    bool exits;
    int exit_status;
} RetortError;

/* Opens a project. Never NULL; check with retort_ok. Reading the configuration may already fail,
 * which then is the error of every later call too. */
RETORT_API Retort *retort_open(const RetortOptions *options);
RETORT_API bool retort_ok(const Retort *r);
RETORT_API void retort_close(Retort *r); /* NULL is fine */
/* The failure of the last call; kind RETORT_ERROR_NONE when it succeeded. Never NULL. */
RETORT_API const RetortError *retort_error(const Retort *r);

/* ---- running migrations ---- */

typedef struct RetortRun {
    const char *revision; /* "head", "+1", "ae10", "a:b" with sql */
    bool sql;             /* print the SQL to `output` instead of running it */
    const char *tag;      /* NULL = none */
} RetortRun;

RETORT_API bool retort_upgrade(Retort *r, const RetortRun *run);
RETORT_API bool retort_downgrade(Retort *r, const RetortRun *run);

typedef struct RetortStamp {
    const char *const *revisions;
    size_t revision_count;
    bool sql;
    const char *tag;
    bool purge;
} RetortStamp;

RETORT_API bool retort_stamp(Retort *r, const RetortStamp *stamp);
RETORT_API bool retort_ensure_version(Retort *r, bool sql);

/* ---- looking ---- */

typedef struct RetortRevision {
    const char *id;
    const char *const *down; /* parents, in the order of the script */
    size_t down_count;
    const char *const *depends_on; /* resolved ids */
    size_t depends_on_count;
    const char *const *labels; /* branch labels, inherited ones included */
    size_t label_count;
    const char *const *children; /* revisions that name this one as parent */
    size_t child_count;
    const char *doc;      /* first paragraph of the docstring, may be "" */
    const char *long_doc; /* the whole docstring, stripped; "" when there is none */
    const char *path;     /* absolute */
    bool is_head, is_effective_head, is_base, is_branchpoint, is_mergepoint;
    bool is_current; /* only where the call says that it asks the database */
} RetortRevision;

/* Receives revisions one by one; false stops the listing. */
typedef bool (*RetortRevisionFn)(void *user, const RetortRevision *revision);

typedef struct RetortHistory {
    const char *range;      /* "a:b", NULL = all */
    bool indicate_current;  /* asks the database and sets is_current */
} RetortHistory;

/* Newest first, as `alembic history`. */
RETORT_API bool retort_history(Retort *r, const RetortHistory *history, RetortRevisionFn fn, void *user);
RETORT_API bool retort_heads(Retort *r, bool resolve_dependencies, RetortRevisionFn fn, void *user);
/* Every branch point; its children are in RetortRevision.children (retort_show gives each). */
RETORT_API bool retort_branches(Retort *r, RetortRevisionFn fn, void *user);
RETORT_API bool retort_show(Retort *r, const char *revision, RetortRevisionFn fn, void *user);
/* What the database is at. database_url: with the password as ***; called before the revisions,
 * once per database; may be NULL. */
RETORT_API bool retort_current(Retort *r, bool check_heads,
                               void (*database_url)(void *user, const char *url), RetortRevisionFn fn, void *user);

/* One line of a plan: a revision of the whole history, oldest first. */
typedef struct RetortPlanStep {
    const RetortRevision *revision;
    bool applied;
    bool would_run;  /* pending and on the way to the target */
    const char *sql; /* what would run for it; NULL unless would_run */
} RetortPlanStep;

/* What retort_upgrade would do, with the SQL, changing nothing. */
RETORT_API bool retort_plan(Retort *r, const char *revision,
                            bool (*fn)(void *user, const RetortPlanStep *step), void *user);

/* ---- writing scripts ---- */

typedef struct RetortNewRevision {
    const char *message;      /* NULL = "empty message" */
    bool autogenerate;
    bool sql;
    const char *head;         /* NULL = "head" */
    bool splice;
    const char *branch_label; /* NULL = none */
    const char *version_path; /* NULL = chosen as Alembic does */
    const char *rev_id;       /* NULL = made up */
    const char *const *depends_on;
    size_t depends_on_count;
    /* Set to whether autogenerate found the models and the database equal; a script is written all
     * the same, as Alembic does. May be NULL. */
    bool *unchanged;
} RetortNewRevision;

/* Paths of the files written go to fn (may be NULL); none when there was nothing to write. */
RETORT_API bool retort_revision(Retort *r, const RetortNewRevision *revision,
                                void (*fn)(void *user, const char *path), void *user);

typedef struct RetortMerge {
    const char *const *revisions;
    size_t revision_count;
    const char *message;
    const char *branch_label;
    const char *rev_id;
    bool splice;
} RetortMerge;

RETORT_API bool retort_merge(Retort *r, const RetortMerge *merge,
                             void (*fn)(void *user, const char *path), void *user);

/* An operation that autogenerate would write. Texts are NULL where the operation has no such thing. */
typedef struct RetortChange {
    const char *op;     /* the directive: "add_column", "create_index" …; "custom" for a class of the
                           project's own */
    const char *schema; /* NULL = the default one */
    const char *table;
    const char *name;   /* of the column, index or constraint; the class of a custom operation */
    const char *const *columns; /* of a new table, an index, a constraint */
    size_t column_count;
    const char *type, *existing_type; /* repr() of a column's type */
    int nullable, existing_nullable;  /* 0, 1; -1 = not said */
    const char *constraint_type;      /* "unique", "foreignkey", "check", "primary", "exclude" */
    const char *referent;             /* of a foreign key: schema.table */
    const char *const *referent_columns;
    size_t referent_column_count;
    bool is_unique;      /* of an index */
    const char *comment; /* new comment of a table or column */
    const char *python;  /* the call as a script would have it; NULL when it cannot be written */
} RetortChange;

typedef void (*RetortChangeFn)(void *user, const RetortChange *change);

/* Fails with RETORT_ERROR_COMMAND when autogenerate would find something; fn, which may be NULL,
 * is called with each operation. */
RETORT_API bool retort_check(Retort *r, RetortChangeFn fn, void *user);

/* ---- making a project ---- */

typedef struct RetortInit {
    const char *directory;
    const char *template_name; /* NULL = "generic" */
    bool package;
} RetortInit;

/* Needs no project: r is opened on a configuration file that need not exist yet. */
RETORT_API bool retort_init(Retort *r, const RetortInit *init);
RETORT_API bool retort_list_templates(Retort *r, void (*fn)(void *user, const char *name, const char *summary), void *user);
/* Opens the script of a revision in the user's editor. */
RETORT_API bool retort_edit(Retort *r, const char *revision);

#ifdef __cplusplus
}
#endif

#endif
