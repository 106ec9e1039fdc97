/* What the live tests share: databases to work in, files to run, and differences as sorted text. */
#ifndef RETORT_TESTS_LIVE_H
#define RETORT_TESTS_LIVE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "autogen/autogen.h"

typedef struct Live {
    Arena arena;
    Err err;
    Connection *conn;
    StrBuf log; /* "[logger] message\n" */
    Log sink;
} Live;

/* Fails the test with everything that the error knows. */
void live_must(bool ok, const Err *err);

/* A fresh, empty database: on the server of RETORT_TEST_PG_URL, or a SQLite file. */
Live *live_postgresql(const char *name);
Live *live_sqlite(void);
/* Connects to any URL; NULL error text means it must work. */
bool live_open(Live *l, const char *url);
Live *live_new(void);
void live_close(Live *l);

Str live_read(Live *l, const char *path); /* relative to the tests' source directory */
void live_run(Live *l, const char *sql);
void live_run_file(Live *l, const char *path);
/* First cell of the first row, as text; null for NULL. */
Str live_scalar(Live *l, const char *sql);

/* The database as a model: what inspection found, without what the database adds by itself. */
MetaData *live_model(Live *l);
OpVec live_compare(Live *l, MetaData *model, const AutogenOptions *o);
/* Every operation as Python, sorted: Alembic's order is partly that of hash tables. */
Str live_blocks(Live *l, const OpVec *ops);
/* Runs the operations on the connection. */
void live_apply(Live *l, const OpVec *ops);

extern const char *live_source_dir;

#endif
