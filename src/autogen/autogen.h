/* Autogenerate: what must change so that a database looks like the models, and how to say it in
 * Python.
 *
 *     autogen_compare(...)   database + models -> operations
 *     autogen_reverse(...)   the downgrade of them
 *     autogen_render(...)    operations -> the body of upgrade() or downgrade(), and its imports
 *     autogen_describe(...)  operations -> the list that `check` prints
 *
 * The rules are Alembic 1.19.1's, including what it does not see. A project steers them by the
 * hooks of env.py, which come in as function pointers: nothing here knows Python. Where Alembic's
 * own order is that of a hash table, the order here is sorted and runnable. */
#ifndef RETORT_AUTOGEN_AUTOGEN_H
#define RETORT_AUTOGEN_AUTOGEN_H

#include "dialect/connection.h"

/* The kinds of include_name, include_object and render_item, in Alembic's words. */
typedef enum AutogenItemKind {
    AUTOGEN_SCHEMA,        /* "schema"; include_name only, the name is null for the default */
    AUTOGEN_TABLE,         /* "table" */
    AUTOGEN_COLUMN,        /* "column" */
    AUTOGEN_INDEX,         /* "index" */
    AUTOGEN_UNIQUE,        /* "unique_constraint"; "unique" for render_item */
    AUTOGEN_FOREIGN_KEY,   /* "foreign_key_constraint"; "foreign_key" for render_item */
    AUTOGEN_CHECK,         /* "check_constraint"; "check" for render_item */
    AUTOGEN_PRIMARY_KEY,   /* "primary_key"; render_item only, like those below */
    AUTOGEN_EXCLUDE,       /* "exclude" */
    AUTOGEN_TYPE,          /* "type" */
    AUTOGEN_SERVER_DEFAULT /* "server_default" */
} AutogenItemKind;

/* "foreign_key_constraint" and so on; as render_item gets them when for_render is set. */
const char *autogen_item_name(AutogenItemKind kind, bool for_render);

/* A schema object of any kind; kind says which member holds. */
typedef struct AutogenItem {
    AutogenItemKind kind;
    union {
        Table *table;
        Column *column;
        Index *index;
        Constraint *constraint; /* UNIQUE, FOREIGN_KEY, CHECK, PRIMARY_KEY, EXCLUDE */
        const SqlType *type;
        const ServerDefault *server_default;
    } as; /* a NULL pointer stands for None */
} AutogenItem;

/* parent_names of include_name; null = the key is absent (or None for schema_name). */
typedef struct AutogenParents {
    Str schema_name;
    Str table_name;
    Str schema_qualified_table_name;
    bool has_schema; /* false for AUTOGEN_SCHEMA: the dictionary is empty */
    bool has_table;  /* false for AUTOGEN_TABLE: only the schema and the qualified name are there */
} AutogenParents;

/* Off, on by the built-in rules, or asked first and then by the built-in rules. */
typedef enum AutogenCompare {
    AUTOGEN_COMPARE_OFF,
    AUTOGEN_COMPARE_ON,
    AUTOGEN_COMPARE_HOOK
} AutogenCompare;

/* A hook's answer: None leaves the question to the built-in rules. */
typedef enum AutogenAnswer {
    AUTOGEN_ANSWER_NONE,
    AUTOGEN_ANSWER_FALSE,
    AUTOGEN_ANSWER_TRUE
} AutogenAnswer;

/* The import lines of a script: a set, printed sorted. */
typedef struct AutogenImports {
    Arena *arena;
    Map lines; /* "from sqlalchemy.dialects import postgresql" -> anything but NULL */
} AutogenImports;

void autogen_import_add(AutogenImports *imports, Str line); /* copies the line */
/* Sorted, joined by newlines: the ${imports} of the template. */
Str autogen_imports_text(const AutogenImports *imports, Arena *out);

typedef enum AutogenPlugin {
    AUTOGEN_PLUGIN_SCHEMAS = 1 << 0, /* alembic.autogenerate.schemas */
    AUTOGEN_PLUGIN_TABLES = 1 << 1,  /* .tables */
    AUTOGEN_PLUGIN_TYPES = 1 << 2,   /* .types */
    AUTOGEN_PLUGIN_CONSTRAINTS = 1
                                 << 3, /* .constraints: indexes, uniques, foreign keys, nullable */
    AUTOGEN_PLUGIN_DEFAULTS = 1 << 4,  /* .defaults */
    AUTOGEN_PLUGIN_COMMENTS = 1 << 5,  /* .comments */
    AUTOGEN_PLUGIN_CHECKS = 1 << 6     /* .checkconstraint_byname */
} AutogenPlugin;
#define AUTOGEN_PLUGIN_ALL 0x7fu

typedef struct AutogenOptions {
    /* ---- configure() ---- */
    bool include_schemas;
    AutogenCompare compare_type;           /* Alembic's default: ON */
    AutogenCompare compare_server_default; /* Alembic's default: OFF */
    bool render_as_batch;
    Str sqlalchemy_module_prefix; /* default "sa." */
    Str alembic_module_prefix;    /* default "op." */
    Str user_module_prefix;       /* null = the type's own module */
    Str version_table;            /* default "alembic_version" */
    Str version_table_schema;     /* null = default schema */
    unsigned plugins;             /* AutogenPlugin bits; default all */
    /* Alembic over psycopg2 doubles every % in rendered expressions, and the script then creates
     * something else than the model says. Off: the expression as it is. */
    bool double_percents;
    /* ---- hooks; NULL = none. All get `user`; false = the script failed, err is set. ---- */
    void *user;
    bool (*include_name)(void *user, Str name, AutogenItemKind kind, const AutogenParents *parents,
                         bool *keep, Err *err);
    bool (*include_object)(void *user, const AutogenItem *item, Str name, bool reflected,
                           const AutogenItem *compare_to, bool *keep,
                           Err *err); /* compare_to NULL = None */
    bool (*compare_type_hook)(void *user, Column *inspected, Column *model, AutogenAnswer *answer,
                              Err *err);
    bool (*compare_default_hook)(void *user, Column *inspected, Column *model,
                                 Str inspected_default, Str model_default, AutogenAnswer *answer,
                                 Err *err); /* texts null = None */
    /* *text null on return = False: rendered as usual. Text lives in imports->arena. */
    bool (*render_item)(void *user, const AutogenItem *item, AutogenImports *imports, Str *text,
                        Err *err);
    /* Operations of a script's own class (OP_CUSTOM): NULL or *text null = cannot. */
    bool (*render_op)(void *user, const Op *op, AutogenImports *imports, Str *text, Err *err);
    /* repr() of a hook, for "User defined function %s detected server default ..."; may be null. */
    Str compare_default_repr;
    bool within_batch; /* autogen_render_op(): the operation stands in a batch_alter_table block */
    /* Python warnings (UserWarning) go to the logger "py.warnings". */
    const Log *log;
} AutogenOptions;

/* Alembic's defaults, no hooks. */
AutogenOptions autogen_options_default(void);

/* autogenerate_plugins of configure(): patterns such as "alembic.autogenerate.*" and
 * "~alembic.autogenerate.checkconstraint_byname". A name that is no pattern and no plugin is an
 * error, as in Alembic. */
bool autogen_plugins_select(const StrVec *patterns, unsigned *plugins, Err *err) MUST_CHECK;

/* "setting up autogenerate plugin …", one line per plugin: Alembic logs them before it looks at the
 * database (and also for --sql's refusal). */
void autogen_plugins_log(const AutogenOptions *o);

/* The differences from the database to the models, as upgrade operations. models: target_metadata,
 * one or several (not merged; a table in two of them is an error). Operations of existing tables
 * stand in OP_MODIFY_TABLE groups. Everything lives in out, model objects are shared. */
bool autogen_compare(Connection *conn, const AutogenOptions *o, MetaData *const *models,
                     size_t model_count, Arena *out, OpVec *upgrade, Err *err) MUST_CHECK;

/* The operations that undo them: each reversed, in reverse order. */
bool autogen_reverse(const OpVec *upgrade, Arena *out, OpVec *downgrade, Err *err) MUST_CHECK;

/* Body of a function, as Alembic puts it into ${upgrades}: comment lines included, every line but
 * the first indented by four spaces, no trailing newline. server_version 0 = unknown. */
bool autogen_render(const OpVec *ops, const Dialect *dialect, int server_version,
                    const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *body,
                    Err *err) MUST_CHECK;

/* One operation, without indentation: render_python_code's piece, and a rewriter's. */
bool autogen_render_op(const Op *op, const Dialect *dialect, int server_version,
                       const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *text,
                       Err *err) MUST_CHECK;

/* A type, as in sa.Column('a', <here>). */
bool autogen_render_type(const SqlType *t, const Dialect *dialect, int server_version,
                         const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *text,
                         Err *err) MUST_CHECK;

/* What a type, a column, a constraint or a server default is written as in a CREATE TABLE; the text
 * is null for what is not rendered. One of the pointers is set. */
typedef struct AutogenPart {
    const Column *column;
    const Constraint *constraint;
    const ServerDefault *server_default;
} AutogenPart;
bool autogen_render_part(const AutogenPart *part, const Dialect *dialect, int server_version,
                         const AutogenOptions *o, AutogenImports *imports, Arena *out, Str *text,
                         Err *err) MUST_CHECK;

/* The Python list of difference tuples, as `check` shows it: [('add_table', Table(...)), ...]. */
bool autogen_describe(const OpVec *ops, const Dialect *dialect, Arena *out, Str *text,
                      Err *err) MUST_CHECK;

/* SQLAlchemy's repr() of schema objects. */
Str autogen_table_repr(const Table *t, Arena *out);
Str autogen_column_repr(const Column *c, Arena *out);
Str autogen_default_repr(const ServerDefault *s, bool for_update, Arena *out);
Str autogen_sequence_repr(const Sequence *s, Arena *out);
Str autogen_constraint_repr(const Constraint *k, Arena *out);
Str autogen_index_repr(const Index *ix, Arena *out);

/* True when there is nothing to do (empty groups do not count). */
bool autogen_is_empty(const OpVec *ops);

#endif
