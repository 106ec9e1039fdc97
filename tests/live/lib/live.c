#include "live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"

const char *live_source_dir = ".";

void live_must(bool ok, const Err *err)
{
    if (ok) return;
    fail_msg("%.*s [%s] %.*s\n%.*s", STR_ARG(err->message), err->sqlstate, STR_ARG(err->hint),
             STR_ARG(err->statement));
}

static void on_log(void *user, LogLevel level, Str logger, Str message)
{
    Live *l = user;
    if (level >= LOG_INFO) strbuf_fmt(&l->log, "[%.*s] %.*s\n", STR_ARG(logger), STR_ARG(message));
}

Live *live_new(void)
{
    Live *l = calloc(1, sizeof *l);
    l->err = err_init(&l->arena);
    l->sink = (Log){on_log, l};
    return l;
}

bool live_open(Live *l, const char *text)
{
    DatabaseUrl url;
    live_must(url_parse(str_z(text), &l->arena, &url, &l->err), &l->err);
    if (!connection_open(&url, NULL, &l->arena, &l->conn, &l->err)) return false;
    l->conn->log = &l->sink;
    return true;
}

Live *live_postgresql(const char *name)
{
    const char *url = getenv("RETORT_TEST_PG_URL");
    char sql[200], own[400];
    assert_non_null(url);
    Live *l = live_new();
    live_must(live_open(l, url), &l->err);
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s", name);
    live_run(l, sql);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s", name);
    live_run(l, sql);
    live_close(l);
    snprintf(own, sizeof own, "%.*s/%s", (int)(strrchr(url, '/') - url), url, name);
    l = live_new();
    live_must(live_open(l, own), &l->err);
    return l;
}

Live *live_sqlite(void)
{
    Live *l = live_new();
    live_must(live_open(l, "sqlite://"), &l->err);
    return l;
}

void live_close(Live *l)
{
    connection_close(l->conn);
    strbuf_deinit(&l->log);
    arena_release(&l->arena);
    free(l);
}

Str live_read(Live *l, const char *path)
{
    char full[1000];
    StrBuf b = {0};
    snprintf(full, sizeof full, "%s/%s", live_source_dir, path);
    FILE *f = fopen(full, "rb");
    if (!f) fail_msg("no such file: %s", full);
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) strbuf_push(&b, (Str){part, n});
    fclose(f);
    return strbuf_finish(&b, &l->arena);
}

void live_run(Live *l, const char *sql)
{
    live_must(connection_run(l->conn, str_z(sql), &l->err), &l->err);
}

void live_run_file(Live *l, const char *path)
{
    live_must(connection_run(l->conn, live_read(l, path), &l->err), &l->err);
}

Str live_scalar(Live *l, const char *sql)
{
    Result *r;
    SqlValue row[64];
    live_must(connection_execute(l->conn, str_z(sql), NULL, 0, &r, &l->err), &l->err);
    const ConnectionVtable *v = l->conn->vtable;
    assert_true(v->column_count(r) <= 64);
    bool found = v->next(r, row, &l->err);
    live_must(found || !err_is_set(&l->err), &l->err);
    Str text = STR_NULL;
    if (found && row[0].kind != SQL_VALUE_NULL) text = sql_value_repr(&row[0], &l->arena);
    v->result_close(r);
    return text;
}

MetaData *live_model(Live *l)
{
    MetaData *m = metadata_new(&l->arena);
    live_must(l->conn->vtable->inspect(l->conn, NULL, NULL, m, &l->err), &l->err);
    for (size_t i = 0; i < m->tables.len; i++) {
        Table *t = m->tables.entries[i].value;
        for (size_t j = 0; j < t->columns.len; j++) {
            Column *c = t->columns.items[j];
            if (sql_options_find(&c->info, "owned_sequence"))
                c->server_default =
                    (ServerDefault){.kind = DEFAULT_NONE, .persisted = -1, .on_null = -1};
        }
        for (size_t j = t->indexes.len; j-- > 0;)
            if (sql_options_find(&t->indexes.items[j]->info, "duplicates_constraint"))
                VEC_REMOVE(&t->indexes, j);
    }
    return m;
}

OpVec live_compare(Live *l, MetaData *model, const AutogenOptions *o)
{
    OpVec ops = {0};
    AutogenOptions own = o ? *o : autogen_options_default();
    own.log = &l->sink;
    live_must(autogen_compare(l->conn, &own, &model, 1, &l->arena, &ops, &l->err), &l->err);
    return ops;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static void collect(Live *l, const OpVec *ops, AutogenImports *imports, StrVec *blocks)
{
    AutogenOptions o = autogen_options_default();
    for (size_t i = 0; i < ops->len; i++) {
        Str text;
        if (ops->items[i]->kind == OP_MODIFY_TABLE) {
            collect(l, &ops->items[i]->as.modify_table.ops, imports, blocks);
            continue;
        }
        live_must(autogen_render_op(ops->items[i], l->conn->dialect, l->conn->server_version, &o,
                                    imports, &l->arena, &text, &l->err),
                  &l->err);
        VEC_PUSH(&l->arena, blocks, text);
    }
}

Str live_blocks(Live *l, const OpVec *ops)
{
    StrVec blocks = {0};
    StrBuf b = {0};
    AutogenImports imports = {.arena = &l->arena};
    collect(l, ops, &imports, &blocks);
    if (blocks.len) qsort(blocks.items, blocks.len, sizeof *blocks.items, by_text);
    for (size_t i = 0; i < blocks.len; i++) strbuf_fmt(&b, "%.*s\n", STR_ARG(blocks.items[i]));
    return strbuf_finish(&b, &l->arena);
}

void live_apply(Live *l, const OpVec *ops)
{
    CompileOptions o = {.server_version = l->conn->server_version};
    Map types = {0};
    o.types_created = &types;
    o.types_arena = &l->arena;
    for (size_t i = 0; i < ops->len; i++) {
        if (ops->items[i]->kind == OP_MODIFY_TABLE) {
            live_apply(l, &ops->items[i]->as.modify_table.ops);
            continue;
        }
        Statements sql = {0};
        live_must(l->conn->dialect->compile_op(ops->items[i], &o, &l->arena, &sql, &l->err),
                  &l->err);
        for (size_t j = 0; j < sql.len; j++)
            live_must(connection_run(l->conn, sql.items[j], &l->err), &l->err);
    }
}
