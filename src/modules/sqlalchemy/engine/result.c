#include "modules/sqlalchemy/engine/internal.h"

/* Result, ScalarResult and MappingResult are one payload with a different shape of rows. */

static EngineResult *self_of(Args *a) { return value_payload(a->self, &engine_class_result); }

static void leave(EngineResult *r)
{
    for (EngineResult **at = &r->c->open; *at; at = &(*at)->next) {
        if (*at != r) continue;
        *at = r->next;
        r->next = NULL;
        return;
    }
}

static void release(EngineResult *r)
{
    if (r->rows && r->c->db) r->c->db->vtable->result_close(r->rows);
    r->rows = NULL;
    spool_free(r->spool);
    r->spool = NULL;
    r->spooled = 0;
    leave(r);
}

bool engine_result_leave(EngineResult *r, bool ok)
{
    if (r->rows && r->c->db) r->c->db->vtable->result_close(r->rows);
    r->rows = NULL;
    leave(r);
    return ok;
}

Value engine_result_value(EngineConnection *c, Result *rows, int64_t rowcount)
{
    Eval *ev = c->ev;
    Value v = eval_instance_new(ev, eval_class(ev, &engine_class_result));
    EngineResult *r = value_payload(v, &engine_class_result);
    r->ev = ev;
    r->self = v;
    r->connection = c->self;
    r->c = c;
    r->rowcount = rowcount;
    r->keys = value_tuple(ev, NULL, 0);
    size_t n = rows ? c->db->vtable->column_count(rows) : 0;
    if (rows && n == 0) c->db->vtable->result_close(rows);
    if (n == 0) return v;
    Value names = value_list(ev);
    for (size_t i = 0; i < n; i++)
        value_list_push(ev, names, value_str(ev, c->db->vtable->column_name(rows, i)));
    r->keys = value_tuple(ev, value_seq_items(names), n);
    r->columns = n;
    r->rows = rows;
    r->sent_at = eval_position(ev);
    r->returns_rows = true;
    r->next = c->open;
    c->open = r;
    return v;
}

Value engine_result_of_rows(EngineConnection *c, Value keys, Value rows)
{
    Value v = eval_instance_new(c->ev, eval_class(c->ev, &engine_class_result));
    EngineResult *r = value_payload(v, &engine_class_result);
    r->ev = c->ev;
    r->self = v;
    r->connection = c->self;
    r->c = c;
    r->rowcount = value_is_list(rows) ? (int64_t)value_seq_len(rows) : -1;
    r->keys = keys;
    r->columns = value_seq_len(keys);
    r->returns_rows = true;
    if (value_is_list(rows))
        r->buffered = rows;
    else
        r->source = rows;
    return v;
}

static bool next_of_source(EngineResult *r, Value *out, Err *err)
{
    if (!eval_next(r->ev, r->source, out)) return false;
    if (value_is_unset(*out)) r->source = value_unset();
    return true;
}

/* The next row as a tuple from the server; unset at the end. */
static bool read_row(EngineResult *r, Value *out, Err *err)
{
    *out = value_unset();
    if (!value_is_unset(r->source)) return next_of_source(r, out, err);
    if (!r->rows && !r->spool) return true;
    SqlValue few[16], *cells = few;
    Arena scratch = {0};
    if (r->columns > sizeof few / sizeof few[0])
        cells = ARENA_ARRAY(&scratch, SqlValue, r->columns);
    bool got = r->rows ? r->c->db->vtable->next(r->rows, cells, err)
                       : engine_spool_next(r, &scratch, cells, err);
    if (!got) {
        release(r);
        arena_release(&scratch);
        return !err_is_set(err);
    }
    Value list = value_list(r->ev);
    bool ok = true;
    for (size_t i = 0; i < r->columns && ok; i++) {
        Value v;
        ok = engine_process(r, i, &cells[i], &v);
        if (ok) value_list_push(r->ev, list, v);
    }
    if (ok) *out = value_tuple(r->ev, value_seq_items(list), r->columns);
    arena_release(&scratch);
    return ok;
}

bool engine_result_buffer(EngineResult *r, Err *err)
{
    if (value_is_unset(r->buffered)) r->buffered = value_list(r->ev);
    while (r->rows || r->spool || !value_is_unset(r->source)) {
        Value row;
        if (!read_row(r, &row, err))
            return err_set(err, ERR_SCRIPT, "a row could not be converted");
        if (!value_is_unset(row)) value_list_push(r->ev, r->buffered, row);
    }
    leave(r);
    return true;
}

bool engine_result_append(Value result, Value more)
{
    EngineResult *to = value_payload(result, &engine_class_result),
                 *from = value_payload(more, &engine_class_result);
    for (size_t i = 0; i < value_seq_len(from->buffered); i++)
        value_list_push(to->ev, to->buffered, value_seq_items(from->buffered)[i]);
    return true;
}

static bool check_open(EngineResult *r)
{
    if (!r->returns_rows)
        return eval_raise_native(
            r->ev, &exc_ResourceClosedError,
            "This result object does not return rows. It has been closed automatically.");
    if (r->closed)
        return eval_raise_native(r->ev, &exc_ResourceClosedError, "This result object is closed.");
    return true;
}

static bool raw_next(EngineResult *r, Value *tuple)
{
    Err err = engine_err(r->ev);
    *tuple = value_unset();
    if (value_is_list(r->buffered) && r->at < value_seq_len(r->buffered)) {
        *tuple = value_seq_items(r->buffered)[r->at++];
        return true;
    }
    if (read_row(r, tuple, &err)) return true;
    return err_is_set(&err) ? engine_raise(r->ev, &err) : false;
}

static Value shaped(EngineResult *r, Value tuple)
{
    if (r->shape == RESULT_SCALARS) return value_seq_items(tuple)[r->scalar_column];
    if (r->shape == RESULT_ROWS) return engine_row_value(r->ev, r->keys, tuple);
    Value v = eval_instance_new(r->ev, eval_class(r->ev, &engine_class_row_mapping));
    Value row = engine_row_value(r->ev, r->keys, tuple);
    *(Value *)value_payload(v, &engine_class_row_mapping) = row;
    return v;
}

/* The next item in the result's shape; unset at the end. */
static bool next_item(EngineResult *r, Value *out)
{
    Value tuple;
    *out = value_unset();
    if (!raw_next(r, &tuple)) return false;
    if (!value_is_unset(tuple)) *out = shaped(r, tuple);
    return true;
}

static void close_result(EngineResult *r)
{
    release(r);
    r->buffered = value_unset();
    r->closed = true;
}

/* ---- fetching ---- */

static bool res_fetchone(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    if (!check_open(r) || !next_item(r, out)) return false;
    if (value_is_unset(*out)) *out = value_none();
    return true;
}

static bool fetch_list(EngineResult *r, int64_t limit, Value *out)
{
    Value list = value_list(r->ev), item;
    Value seen = r->unique ? value_set(r->ev) : value_unset();
    if (!check_open(r)) return false;
    eval_root_push(r->ev, list);
    bool ok = true;
    for (int64_t n = 0; ok && (limit < 0 || n < limit); n++) {
        ok = next_item(r, &item);
        if (!ok || value_is_unset(item)) break;
        if (r->unique) {
            bool has = false;
            ok =
                eval_contains(r->ev, seen, item, &has) && (has || value_set_add(r->ev, seen, item));
            if (!ok || has) continue;
        }
        value_list_push(r->ev, list, item);
    }
    eval_root_pop(r->ev, 1);
    *out = list;
    return ok;
}

static bool res_fetchall(Eval *ev, Args *a, Value *out) { return fetch_list(self_of(a), -1, out); }

static bool res_fetchmany(Eval *ev, Args *a, Value *out)
{
    int64_t n = self_of(a)->yield_per ? self_of(a)->yield_per : 1;
    if (!value_is_none(a->v[0]) && !value_as_int(a->v[0], &n))
        return eval_raise(ev, "TypeError", "size must be an integer");
    return fetch_list(self_of(a), n, out);
}

static bool res_first(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    if (!check_open(r) || !next_item(r, out)) return false;
    if (value_is_unset(*out)) *out = value_none();
    close_result(r);
    return true;
}

/* one() and its kin: exactly one row, or at most one. */
static bool only_item(EngineResult *r, bool may_be_none, Value *out)
{
    Value second;
    if (!check_open(r) || !next_item(r, out)) return false;
    if (value_is_unset(*out)) {
        close_result(r);
        *out = value_none();
        return may_be_none || eval_raise_native(r->ev, &exc_NoResultFound,
                                                "No row was found when one was required");
    }
    if (!raw_next(r, &second)) return false;
    close_result(r);
    if (value_is_unset(second)) return true;
    return eval_raise_native(r->ev, &exc_MultipleResultsFound,
                             may_be_none
                                 ? "Multiple rows were found when one or none was required"
                                 : "Multiple rows were found when exactly one was required");
}

static bool res_one(Eval *ev, Args *a, Value *out) { return only_item(self_of(a), false, out); }
static bool res_one_or_none(Eval *ev, Args *a, Value *out)
{
    return only_item(self_of(a), true, out);
}

static bool res_scalar_one(Eval *ev, Args *a, Value *out)
{
    self_of(a)->shape = RESULT_SCALARS;
    return only_item(self_of(a), false, out);
}

static bool res_scalar_one_or_none(Eval *ev, Args *a, Value *out)
{
    self_of(a)->shape = RESULT_SCALARS;
    return only_item(self_of(a), true, out);
}

bool engine_result_scalar(Eval *ev, Value result, Value *out)
{
    EngineResult *r = value_payload(result, &engine_class_result);
    Value tuple;
    if (!check_open(r) || !raw_next(r, &tuple)) return false;
    *out = value_is_unset(tuple) ? value_none() : value_seq_items(tuple)[0];
    close_result(r);
    return true;
}

static bool res_scalar(Eval *ev, Args *a, Value *out)
{
    return engine_result_scalar(ev, a->self, out);
}

/* A view of the same rows in another shape takes over what is left of them. */
static Value reshape(EngineResult *r, const NativeClass *cls, ResultShape shape, size_t column)
{
    Value v = eval_instance_new(r->ev, eval_class(r->ev, cls));
    EngineResult *n = value_payload(v, &engine_class_result);
    leave(r);
    *n = *r;
    n->self = v;
    n->next = NULL;
    n->shape = shape;
    n->scalar_column = column;
    if (n->rows) {
        n->next = r->c->open;
        r->c->open = n;
    }
    r->rows = NULL;
    r->spool = NULL;
    r->spooled = 0;
    r->source = value_unset();
    r->buffered = value_unset();
    r->closed = true;
    return v;
}

Value engine_result_scalars(Eval *ev, Value result)
{
    return reshape(value_payload(result, &engine_class_result), &engine_class_scalar_result,
                   RESULT_SCALARS, 0);
}

static bool res_scalars(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    int64_t column = 0;
    if (!check_open(r)) return false;
    if (value_is_str(a->v[0])) {
        column = -1;
        for (size_t i = 0; i < r->columns; i++)
            if (str_eq(value_as_str(value_seq_items(r->keys)[i]), value_as_str(a->v[0])))
                column = (int64_t)i;
        if (column < 0)
            return eval_raise_native(ev, &exc_NoSuchColumnError,
                                     "Could not locate column in row for column '%.*s'",
                                     STR_ARG(value_as_str(a->v[0])));
    } else if (!value_as_int(a->v[0], &column) || column < 0 || column >= (int64_t)r->columns) {
        return eval_raise(ev, "IndexError", "tuple index out of range");
    }
    *out = reshape(r, &engine_class_scalar_result, RESULT_SCALARS, (size_t)column);
    return true;
}

static bool res_mappings(Eval *ev, Args *a, Value *out)
{
    if (!check_open(self_of(a))) return false;
    *out = reshape(self_of(a), &engine_class_mapping_result, RESULT_MAPPINGS, 0);
    return true;
}

static bool res_unique(Eval *ev, Args *a, Value *out)
{
    self_of(a)->unique = true;
    *out = a->self;
    return true;
}

static bool res_self(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool res_yield_per(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return value_as_int(a->v[0], &self_of(a)->yield_per) ||
           eval_raise(ev, "TypeError", "yield_per() needs a number");
}

static bool res_close(Eval *ev, Args *a, Value *out)
{
    close_result(self_of(a));
    return true;
}

static bool res_keys(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    if (!r->returns_rows) return check_open(r);
    return engine_key_view(ev, r->keys, out);
}

/* partitions(size): lists of at most size rows. */
static bool res_partitions(Eval *ev, Args *a, Value *out)
{
    Value all = value_list(ev), part;
    int64_t size = self_of(a)->yield_per ? self_of(a)->yield_per : INT64_MAX;
    if (!value_is_none(a->v[0]) && (!value_as_int(a->v[0], &size) || size < 1))
        return eval_raise(ev, "ValueError", "partitions() needs a positive size");
    eval_root_push(ev, all);
    bool ok = true;
    while ((ok = fetch_list(self_of(a), size, &part)) && value_seq_len(part) > 0)
        value_list_push(ev, all, part);
    eval_root_pop(ev, 1);
    return ok && eval_iter(ev, all, out);
}

static bool res_rowcount(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    Err err = engine_err(ev);
    /* psycopg2 knows how many rows a SELECT gave: it has read them all. */
    bool knows = r->rows && r->rowcount < 0 && str_eq_z(str_z(r->c->dialect->name), "postgresql");
    if (knows && !engine_result_spool(r, &err)) return engine_raise(ev, &err);
    *out = value_int(self_of(a)->rowcount);
    return true;
}

static bool res_is_insert(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->is_insert);
    return true;
}
static bool res_returns_rows(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->returns_rows);
    return true;
}

static bool res_closed(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->closed || !self_of(a)->returns_rows);
    return true;
}

static bool res_connection(Eval *ev, Args *a, Value *out)
{
    *out = self_of(a)->connection;
    return true;
}

static bool res_inserted_key(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    if (value_is_unset(r->inserted_key))
        return eval_raise_native(
            ev, &exc_InvalidRequestError,
            "Statement is not a compiled expression construct, or its primary key is not known");
    *out = r->inserted_key;
    return true;
}

static bool res_inserted_key_rows(Eval *ev, Args *a, Value *out)
{
    if (!res_inserted_key(ev, a, out)) return false;
    *out = value_tuple(ev, out, 1);
    return true;
}

static bool res_inserted_params(Eval *ev, Args *a, Value *out)
{
    Value v = self_of(a)->inserted_params;
    *out = value_is_unset(v) ? value_dict(ev) : v;
    return true;
}

static bool res_made(Eval *ev, Args *a, Value *out)
{
    *out = value_is_unset(self_of(a)->made) ? value_dict(ev) : self_of(a)->made;
    return true;
}

static bool res_lastrowid(Eval *ev, Args *a, Value *out)
{
    *out = value_int(self_of(a)->lastrowid);
    return true;
}

static bool res_iter(Eval *ev, Value self, Value *out)
{
    *out = self;
    return check_open(value_payload(self, &engine_class_result));
}

static bool res_next(Eval *ev, Value self, Value *out)
{
    return next_item(value_payload(self, &engine_class_result), out);
}

static bool res_exit(Eval *ev, Args *a, Value *out)
{
    close_result(self_of(a));
    *out = value_bool(false);
    return true;
}

static void res_finalize(void *payload) { spool_free(((EngineResult *)payload)->spool); }

static void res_traverse(void *payload, GcVisitor *gc)
{
    EngineResult *r = payload;
    gc_visit(gc, r->connection);
    gc_visit(gc, r->keys);
    gc_visit(gc, r->buffered);
    gc_visit(gc, r->types);
    gc_visit(gc, r->statement);
    gc_visit(gc, r->hooks);
    gc_visit(gc, r->source);
    gc_visit(gc, r->inserted_key);
    gc_visit(gc, r->inserted_params);
    gc_visit(gc, r->made);
}

static bool column_place(EngineResult *r, Value key, int64_t *at)
{
    Column *c = value_is_str(key) ? NULL : module_column_get(r->ev, key);
    Str name = value_is_str(key) ? value_as_str(key) : c ? c->name.text : STR_NULL;
    for (size_t i = 0; !str_is_null(name) && i < r->columns; i++) {
        *at = (int64_t)i;
        if (str_eq(value_as_str(value_seq_items(r->keys)[i]), name)) return true;
    }
    if (value_as_int(key, at)) {
        if (*at < 0) *at += (int64_t)r->columns;
        if (*at >= 0 && *at < (int64_t)r->columns) return true;
    }
    Value text;
    if (!eval_repr(r->ev, key, &text)) return false;
    return eval_raise_native(r->ev, &exc_NoSuchColumnError,
                             "Could not locate column in row for column %.*s",
                             STR_ARG(value_as_str(text)));
}

/* columns("a", 0): rows of these columns only. */
static bool res_columns(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    Value keys = value_list(ev), rows = value_list(ev), tuple;
    size_t n = value_seq_len(a->v[0]);
    int64_t *at = ARENA_ARRAY(eval_arena(ev), int64_t, n + 1);
    if (!check_open(r)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!column_place(r, value_seq_items(a->v[0])[i], &at[i])) return false;
        value_list_push(ev, keys, value_seq_items(r->keys)[at[i]]);
    }
    eval_root_push(ev, keys);
    eval_root_push(ev, rows);
    bool ok;
    while ((ok = raw_next(r, &tuple)) && !value_is_unset(tuple)) {
        Value row = value_list(ev);
        for (size_t i = 0; i < n; i++) value_list_push(ev, row, value_seq_items(tuple)[at[i]]);
        value_list_push(ev, rows, value_tuple(ev, value_seq_items(row), n));
    }
    eval_root_pop(ev, 2);
    if (!ok) return false;
    r->keys = value_tuple(ev, value_seq_items(keys), n);
    r->columns = n;
    r->buffered = rows;
    r->at = 0;
    r->types = r->hooks = value_unset();
    *out = a->self;
    return true;
}

/* frozen(): the same rows again, each time it is called. */
static bool res_thaw(Eval *ev, Args *a, Value *out)
{
    const Value *kept = value_seq_items(eval_native_keep(ev));
    EngineResult *from = value_payload(kept[0], &engine_class_result);
    *out = engine_result_of_rows(from->c, from->keys, kept[1]);
    return true;
}

static bool res_freeze(Eval *ev, Args *a, Value *out)
{
    EngineResult *r = self_of(a);
    Err err = engine_err(ev);
    if (!check_open(r)) return false;
    if (!engine_result_buffer(r, &err)) return engine_raise(ev, &err);
    Value kept[2] = {a->self, r->buffered};
    *out = eval_native_new(ev, "FrozenResult", "", res_thaw, NULL, value_tuple(ev, kept, 2));
    return true;
}

static const NativeMethod result_methods[] = {
    {"fetchone", "", res_fetchone, NATIVE_METHOD},
    {"fetchall", "", res_fetchall, NATIVE_METHOD},
    {"all", "", res_fetchall, NATIVE_METHOD},
    {"fetchmany", "size=None", res_fetchmany, NATIVE_METHOD},
    {"first", "", res_first, NATIVE_METHOD},
    {"one", "", res_one, NATIVE_METHOD},
    {"one_or_none", "", res_one_or_none, NATIVE_METHOD},
    {"scalar", "", res_scalar, NATIVE_METHOD},
    {"scalar_one", "", res_scalar_one, NATIVE_METHOD},
    {"scalar_one_or_none", "", res_scalar_one_or_none, NATIVE_METHOD},
    {"scalars", "index=0", res_scalars, NATIVE_METHOD},
    {"mappings", "", res_mappings, NATIVE_METHOD},
    {"tuples", "", res_self, NATIVE_METHOD},
    {"unique", "strategy=None", res_unique, NATIVE_METHOD},
    {"yield_per", "num", res_yield_per, NATIVE_METHOD},
    {"columns", "*col_expressions", res_columns, NATIVE_METHOD},
    {"freeze", "", res_freeze, NATIVE_METHOD},
    {"partitions", "size=None", res_partitions, NATIVE_METHOD},
    {"keys", "", res_keys, NATIVE_METHOD},
    {"close", "", res_close, NATIVE_METHOD},
    {"__enter__", "", res_self, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", res_exit, NATIVE_METHOD},
    {"rowcount", "", res_rowcount, NATIVE_GETTER},
    {"returns_rows", "", res_returns_rows, NATIVE_GETTER},
    {"is_insert", "", res_is_insert, NATIVE_GETTER},
    {"closed", "", res_closed, NATIVE_GETTER},
    {"connection", "", res_connection, NATIVE_GETTER},
    {"inserted_primary_key", "", res_inserted_key, NATIVE_GETTER},
    {"inserted_primary_key_rows", "", res_inserted_key_rows, NATIVE_GETTER},
    {"last_inserted_params", "", res_inserted_params, NATIVE_METHOD},
    {"last_updated_params", "", res_inserted_params, NATIVE_METHOD},
    {"_made_by_defaults", "", res_made, NATIVE_GETTER},
    {"lastrowid", "", res_lastrowid, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_result = {
    .name = "CursorResult",
    .module = "sqlalchemy.engine.cursor",
    .payload = sizeof(EngineResult),
    .methods = result_methods,
    .iter = res_iter,
    .next = res_next,
    .traverse = res_traverse,
    .finalize = res_finalize,
};

const NativeClass engine_class_scalar_result = {
    .name = "ScalarResult", .module = "sqlalchemy.engine.result", .base = &engine_class_result};
const NativeClass engine_class_mapping_result = {
    .name = "MappingResult", .module = "sqlalchemy.engine.result", .base = &engine_class_result};
