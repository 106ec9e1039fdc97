#include "modules/sqlalchemy/engine/connection.h"

#include <string.h>

#include "modules/sqlalchemy/engine/internal.h"

#define ENGINE_FROM_CONFIG "configuration, prefix='sqlalchemy.', **kwargs"

static const NativeClass result_base = {
    .name = "Result", .module = "sqlalchemy.engine.result", .base = &engine_class_result};
static const NativeClass pool_null = {
    .name = "NullPool", .module = "sqlalchemy.pool.impl", .base = &engine_class_pool};
static const NativeClass pool_static = {
    .name = "StaticPool", .module = "sqlalchemy.pool.impl", .base = &engine_class_pool};
static const NativeClass pool_queue = {
    .name = "QueuePool", .module = "sqlalchemy.pool.impl", .base = &engine_class_pool};
static const NativeClass pool_assertion = {
    .name = "AssertionPool", .module = "sqlalchemy.pool.impl", .base = &engine_class_pool};
static const NativeClass pool_singleton = {
    .name = "SingletonThreadPool", .module = "sqlalchemy.pool.impl", .base = &engine_class_pool};
static const NativeClass pool_async = {
    .name = "AsyncAdaptedQueuePool", .module = "sqlalchemy.pool.impl", .base = &engine_class_pool};

#define POOLS                                                                                      \
    NATIVE_CLASS("Pool", &engine_class_pool), NATIVE_CLASS("NullPool", &pool_null),                \
        NATIVE_CLASS("StaticPool", &pool_static), NATIVE_CLASS("QueuePool", &pool_queue),          \
        NATIVE_CLASS("AssertionPool", &pool_assertion),                                            \
        NATIVE_CLASS("SingletonThreadPool", &pool_singleton),                                      \
        NATIVE_CLASS("AsyncAdaptedQueuePool", &pool_async)

#define ENGINE_FUNCTIONS                                                                           \
    NATIVE_FN("create_engine", "url, **kwargs", engine_create),                                    \
        NATIVE_FN("engine_from_config", ENGINE_FROM_CONFIG, engine_from_config),                   \
        NATIVE_FN("make_url", "name_or_url", engine_make_url)

#define ENGINE_CLASSES                                                                             \
    NATIVE_CLASS("Engine", &engine_class_engine),                                                  \
        NATIVE_CLASS("Connection", &engine_class_connection),                                      \
        NATIVE_CLASS("URL", &engine_class_url), NATIVE_CLASS("Result", &result_base),              \
        NATIVE_CLASS("CursorResult", &engine_class_result),                                        \
        NATIVE_CLASS("Row", &engine_class_row),                                                    \
        NATIVE_CLASS("RowMapping", &engine_class_row_mapping),                                     \
        NATIVE_CLASS("ScalarResult", &engine_class_scalar_result),                                 \
        NATIVE_CLASS("MappingResult", &engine_class_mapping_result),                               \
        NATIVE_CLASS("Dialect", &engine_class_dialect),                                            \
        NATIVE_CLASS("Inspector", &engine_class_inspector),                                        \
        NATIVE_CLASS("Transaction", &engine_class_transaction),                                    \
        NATIVE_CLASS("RootTransaction", &engine_class_transaction)

#define INSPECT NATIVE_FN("inspect", "subject, raiseerr=True", engine_inspect)

static const NativeMember package_members[] = {ENGINE_FUNCTIONS, INSPECT, POOLS, ENGINE_CLASSES,
                                               NATIVE_END};
static const NativeMember engine_members[] = {ENGINE_FUNCTIONS, ENGINE_CLASSES, NATIVE_END};
static const NativeMember pool_members[] = {POOLS, NATIVE_END};
static const NativeMember inspection_members[] = {INSPECT, NATIVE_END};

/* make_result(connection, keys, rows): for the ORM, whose rows are made in Python. */
static bool make_result(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = engine_connection_get(a->v[0]);
    if (!c || !value_is_tuple(a->v[1])) return eval_raise(ev, "TypeError", "make_result()");
    Value rows = a->v[2];
    if (!value_is_list(rows) && !eval_iter(ev, rows, &rows)) return false;
    *out = engine_result_of_rows(c, a->v[1], rows);
    return true;
}

/* class_of_state("23505"): "IntegrityError". */
static bool class_of_state(Eval *ev, Args *a, Value *out)
{
    char state[6] = {0};
    if (!value_is_str(a->v[0]) || value_as_str(a->v[0]).len != sizeof state - 1)
        return eval_raise(ev, "TypeError", "class_of_state()");
    memcpy(state, value_as_str(a->v[0]).ptr, sizeof state - 1);
    *out = value_str_z(ev, engine_error_class_of_state(state));
    return true;
}

static const NativeMember native_members[] = {
    NATIVE_FN("class_of_state", "state", class_of_state),
    NATIVE_FN("make_result", "connection, keys, rows", make_result),
    NATIVE_CLASS("WeakMap", &native_class_weak_map), NATIVE_END};

static const NativeModule modules[] = {
    {"_sqlalchemy_native", native_members, NULL},
    {"sqlalchemy", package_members, NULL},
    {"sqlalchemy.engine", engine_members, NULL},
    {"sqlalchemy.engine.base", engine_members, NULL},
    {"sqlalchemy.engine.url", engine_members, NULL},
    {"sqlalchemy.engine.create", engine_members, NULL},
    {"sqlalchemy.engine.reflection", engine_members, NULL},
    {"sqlalchemy.engine.interfaces", engine_members, NULL},
    {"sqlalchemy.engine.result", engine_members, NULL},
    {"sqlalchemy.engine.cursor", engine_members, NULL},
    {"sqlalchemy.engine.row", engine_members, NULL},
    {"sqlalchemy.engine.default", engine_members, NULL},
    {"sqlalchemy.future", engine_members, NULL},
    {"sqlalchemy.future.engine", engine_members, NULL},
    {"sqlalchemy.inspection", inspection_members, NULL},
    {"sqlalchemy.pool", pool_members, NULL},
    {"sqlalchemy.pool.base", pool_members, NULL},
    {"sqlalchemy.pool.impl", pool_members, NULL},
};

const NativeModule *sqlalchemy_engine_find(Str dotted)
{
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++)
        if (str_eq_z(dotted, modules[i].name)) return &modules[i];
    return NULL;
}
