/* Rows that leave the connection before the script reads them: their cells, as bytes. */
#include "os/spool.h"

#include "modules/sqlalchemy/engine/internal.h"

/* Cells of JSON may hold cells; deeper ones do not come from the readers. */
enum { DEPTH_MAX = 2000 };

static bool put(Spool *s, const void *bytes, size_t n, Err *err)
{
    return spool_write(s, bytes, n, err);
}

static bool put_text(Spool *s, Str text, Err *err)
{
    return put(s, &text.len, sizeof text.len, err) && put(s, text.ptr, text.len, err);
}

static bool put_cell(Spool *s, const SqlValue *v, Err *err)
{
    char kind = (char)v->kind;
    if (!put(s, &kind, 1, err)) return false;
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: return true;
    case SQL_VALUE_BOOL: return put(s, &v->as.boolean, sizeof v->as.boolean, err);
    case SQL_VALUE_INT:
    case SQL_VALUE_INTERVAL: return put(s, &v->as.integer, sizeof v->as.integer, err);
    case SQL_VALUE_FLOAT: return put(s, &v->as.real, sizeof v->as.real, err);
    case SQL_VALUE_LIST:
    case SQL_VALUE_DICT: break;
    default: return put_text(s, v->as.text, err);
    }
    char is_tuple = v->as.list.is_tuple;
    bool ok = put(s, &v->as.list.len, sizeof v->as.list.len, err) && put(s, &is_tuple, 1, err);
    for (size_t i = 0; ok && i < v->as.list.len; i++) ok = put_cell(s, &v->as.list.items[i], err);
    return ok;
}

static bool get_cell(Spool *s, Arena *out, SqlValue *v, unsigned depth, Err *err)
{
    char kind, is_tuple = 0;
    size_t n;
    *v = (SqlValue){0};
    if (depth > DEPTH_MAX) return err_set(err, ERR_IO, "a value is nested too deeply");
    if (!spool_read(s, &kind, 1, err)) return false;
    v->kind = (SqlValueKind)kind;
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: return true;
    case SQL_VALUE_BOOL: return spool_read(s, &v->as.boolean, sizeof v->as.boolean, err);
    case SQL_VALUE_INT:
    case SQL_VALUE_INTERVAL: return spool_read(s, &v->as.integer, sizeof v->as.integer, err);
    case SQL_VALUE_FLOAT: return spool_read(s, &v->as.real, sizeof v->as.real, err);
    default: break;
    }
    if (!spool_read(s, &n, sizeof n, err)) return false;
    if (v->kind != SQL_VALUE_LIST && v->kind != SQL_VALUE_DICT) {
        char *text = arena_alloc(out, n + 1, 1);
        v->as.text = (Str){text, n};
        return spool_read(s, text, n, err);
    }
    if (!spool_read(s, &is_tuple, 1, err)) return false;
    v->as.list.items = ARENA_ARRAY(out, SqlValue, n);
    v->as.list.len = n;
    v->as.list.is_tuple = is_tuple;
    for (size_t i = 0; i < n; i++)
        if (!get_cell(s, out, &v->as.list.items[i], depth + 1, err)) return false;
    return true;
}

bool engine_result_spool(EngineResult *r, Err *err)
{
    const ConnectionVtable *vtable = r->rows ? r->c->db->vtable : NULL;
    Arena scratch = {0};
    SqlValue *cells = ARENA_ARRAY(&scratch, SqlValue, r->columns);
    bool ok = true;
    if (r->rows && !r->spool) r->spool = spool_new();
    while (ok && r->rows && vtable->next(r->rows, cells, err)) {
        for (size_t i = 0; ok && i < r->columns; i++) ok = put_cell(r->spool, &cells[i], err);
        r->spooled++;
    }
    ok = ok && !err_is_set(err);
    arena_release(&scratch);
    if (r->rows && ok && r->rowcount < 0) r->rowcount = vtable->affected(r->rows);
    return engine_result_leave(r, ok);
}

bool engine_spool_next(EngineResult *r, Arena *out, SqlValue *cells, Err *err)
{
    if (r->spooled == 0) return false;
    r->spooled--;
    for (size_t i = 0; i < r->columns; i++)
        if (!get_cell(r->spool, out, &cells[i], 0, err)) return false;
    return true;
}
