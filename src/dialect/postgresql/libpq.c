#include "dialect/postgresql/libpq.h"

#include <libpq-fe.h>
#include <pthread.h>

#include "dialect/library.h"

/* The soname has been the same since PostgreSQL 8.2. */
static const char soname[] = "libpq.so.5";

/* Result, name, parameters, arguments: checked against libpq-fe.h by the definitions below. */
#define FUNCTIONS(X)                                                                               \
    X(PGconn *, PQconnectdbParams,                                                                 \
      (const char *const *keywords, const char *const *values, int expand),                        \
      (keywords, values, expand))                                                                  \
    X(PQconninfoOption *, PQconndefaults, (void), ())                                              \
    X(ConnStatusType, PQstatus, (const PGconn *c), (c))                                            \
    X(PGTransactionStatusType, PQtransactionStatus, (const PGconn *c), (c))                        \
    X(const char *, PQparameterStatus, (const PGconn *c, const char *name), (c, name))             \
    X(int, PQserverVersion, (const PGconn *c), (c))                                                \
    X(char *, PQerrorMessage, (const PGconn *c), (c))                                              \
    X(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn * c, PQnoticeReceiver fn, void *arg),         \
      (c, fn, arg))                                                                                \
    X(PGresult *, PQexecParams,                                                                    \
      (PGconn * c, const char *command, int n, const Oid *types, const char *const *values,        \
       const int *lengths, const int *formats, int format),                                        \
      (c, command, n, types, values, lengths, formats, format))                                    \
    X(int, PQsendQuery, (PGconn * c, const char *query), (c, query))                               \
    X(int, PQsendQueryParams,                                                                      \
      (PGconn * c, const char *command, int n, const Oid *types, const char *const *values,        \
       const int *lengths, const int *formats, int format),                                        \
      (c, command, n, types, values, lengths, formats, format))                                    \
    X(PGcancel *, PQgetCancel, (PGconn * c), (c))                                                  \
    X(int, PQcancel, (PGcancel * cancel, char *why, int size), (cancel, why, size))                \
    X(int, PQsetSingleRowMode, (PGconn * c), (c))                                                  \
    X(PGresult *, PQgetResult, (PGconn * c), (c))                                                  \
    X(int, PQenterPipelineMode, (PGconn * c), (c))                                                 \
    X(int, PQexitPipelineMode, (PGconn * c), (c))                                                  \
    X(int, PQpipelineSync, (PGconn * c), (c))                                                      \
    X(int, PQputCopyEnd, (PGconn * c, const char *message), (c, message))                          \
    X(int, PQgetCopyData, (PGconn * c, char **buffer, int async), (c, buffer, async))              \
    X(ExecStatusType, PQresultStatus, (const PGresult *r), (r))                                    \
    X(char *, PQresultErrorMessage, (const PGresult *r), (r))                                      \
    X(char *, PQresultErrorField, (const PGresult *r, int field), (r, field))                      \
    X(int, PQntuples, (const PGresult *r), (r))                                                    \
    X(int, PQnfields, (const PGresult *r), (r))                                                    \
    X(char *, PQfname, (const PGresult *r, int column), (r, column))                               \
    X(Oid, PQftype, (const PGresult *r, int column), (r, column))                                  \
    X(char *, PQcmdTuples, (PGresult * r), (r))                                                    \
    X(char *, PQgetvalue, (const PGresult *r, int row, int column), (r, row, column))              \
    X(int, PQgetlength, (const PGresult *r, int row, int column), (r, row, column))                \
    X(int, PQgetisnull, (const PGresult *r, int row, int column), (r, row, column))

/* Functions without a result cannot be returned from. */
#define PROCEDURES(X)                                                                              \
    X(PQfinish, (PGconn * c), (c))                                                                 \
    X(PQclear, (PGresult * r), (r))                                                                \
    X(PQfreeCancel, (PGcancel * cancel), (cancel))                                                 \
    X(PQfreemem, (void *p), (p))                                                                   \
    X(PQconninfoFree, (PQconninfoOption * options), (options))

static struct {
#define FIELD(result, name, params, args) result(*name) params;
    FUNCTIONS(FIELD)
#undef FIELD
#define FIELD(name, params, args) void(*name) params;
    PROCEDURES(FIELD)
#undef FIELD
} libpq;

/* Hidden, so that a host program's own libpq is never answered by these. */
#pragma GCC visibility push(hidden)
#define DEFINE(result, name, params, args)                                                         \
    result name params { return libpq.name args; }
FUNCTIONS(DEFINE)
#undef DEFINE
#define DEFINE(name, params, args)                                                                 \
    void name params { libpq.name args; }
PROCEDURES(DEFINE)
#undef DEFINE
#pragma GCC visibility pop

static const char *missing; /* the first function that the library lacks */
static bool is_loaded;

static void load(void)
{
#define SYMBOL(result, name, params, args) {#name, (void **)&libpq.name},
#define PROCEDURE(name, params, args) {#name, (void **)&libpq.name},
    const LibrarySymbol symbols[] = {FUNCTIONS(SYMBOL) PROCEDURES(PROCEDURE)};
#undef SYMBOL
#undef PROCEDURE
    is_loaded = library_load(soname, symbols, sizeof symbols / sizeof *symbols, &missing);
}

bool libpq_load(Err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (is_loaded) return true;
    if (missing) {
        err_set(err, ERR_CONNECT, "%s is too old: it has no %s()", soname, missing);
        return err_hint(err, "Install PostgreSQL's client library 14 or later.");
    }
    err_set(err, ERR_CONNECT, "PostgreSQL's client library %s cannot be loaded", soname);
    return err_hint(err, "Install it, on Debian with `apt-get install libpq5`.");
}
