/* What SQLAlchemy's result processors do: a typed column gives the values of its type, also where
 * the driver only knows texts and numbers (SQLite). Text statements stay as they are. */
#include "dialect/compiler.h"
#include "dialect/json.h"
#include "eval/eval.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/engine/interval.h"
#include "modules/sqlalchemy/types.h"
#include "sql/statement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef VEC(const SqlType *) TypeList;

/* Decorators of decorators: more is a circle. */
enum { CHAIN_MAX = 32 };

static const SqlExprVec *columns_of(const SqlExpr *tree);

/* The types of the columns that an expression of the column list stands for. */
static bool push_types(Arena *a, const SqlExpr *e, TypeList *types)
{
    if (e->kind != SQL_TABLE && e->kind != SQL_ALIAS && e->kind != SQL_CTE) {
        VEC_PUSH(a, types, e->type);
        return true;
    }
    const SqlFrom *from = e->as.from;
    const SqlExprVec *inner = from->element ? columns_of(from->element) : NULL;
    for (size_t i = 0; inner && i < inner->len; i++)
        if (!push_types(a, inner->items[i], types)) return false;
    if (inner) return true;
    if (e->kind == SQL_ALIAS && from->element) return push_types(a, from->element, types);
    if (e->kind != SQL_TABLE) return false;
    for (size_t i = 0; from->table && i < from->table->columns.len; i++)
        VEC_PUSH(a, types, from->table->columns.items[i]->type);
    for (size_t i = 0; !from->table && i < from->columns.len; i++)
        VEC_PUSH(a, types, from->columns.items[i]->type);
    return true;
}

static const SqlExprVec *columns_of(const SqlExpr *tree)
{
    switch (tree->kind) {
    case SQL_SELECT: return &tree->as.select->columns;
    case SQL_INSERT: return &tree->as.insert->returning;
    case SQL_UPDATE: return &tree->as.update->returning;
    case SQL_DELETE: return &tree->as.delete_->returning;
    case SQL_COMPOUND:
        return tree->as.compound->selects.len ? columns_of(tree->as.compound->selects.items[0])
                                              : NULL;
    default: return NULL;
    }
}

static bool is_bit(const SqlType *t);

static bool wants_processing(const SqlType *t)
{
    if (is_bit(t) || engine_is_container(t)) return true;
    switch (t->cls->affinity) {
    case TYPE_AFFINITY_NUMERIC:
    case TYPE_AFFINITY_FLOAT:
    case TYPE_AFFINITY_DATETIME:
    case TYPE_AFFINITY_DATE:
    case TYPE_AFFINITY_TIME:
    case TYPE_AFFINITY_BOOLEAN:
    case TYPE_AFFINITY_ENUM:
    case TYPE_AFFINITY_INTERVAL:
    case TYPE_AFFINITY_JSON:
    case TYPE_AFFINITY_ARRAY:
    case TYPE_AFFINITY_UUID: return true;
    default: return false;
    }
}

/* What the script's own types of the chain do with a column's values, the innermost first: a list
 * of (function, whether it takes the dialect); unset = nothing. */
static bool result_hooks(EngineResult *r, const SqlType *t, Value *dialect, Value *out)
{
    Eval *ev = r->ev;
    Str name = str_z(r->c->dialect->name);
    Err err = engine_err(ev);
    *out = value_unset();
    if (t && type_class_is_a(t->cls, "PickleType"))
        return eval_raise(ev, "NotImplementedError",
                          "PickleType: Retort writes and reads no pickles; leave the column out of "
                          "the SELECT");
    for (int depth = 0; t && depth < CHAIN_MAX; depth++) {
        Value self = t->hooks ? module_object_find(ev, t) : value_unset(), hook;
        if (!value_is_unset(self) && !type_has_variant(t, name)) {
            if (value_is_unset(*dialect)) *dialect = engine_dialect_value(ev, r->c->dialect, r->c);
            if (!types_result_hook(ev, self, *dialect, &hook)) return false;
            if (!value_is_unset(hook)) {
                if (value_is_unset(*out)) *out = value_list(ev);
                value_list_push(ev, *out, hook);
            }
        }
        const SqlType *next = type_next(t, name, &err);
        if (err_is_set(&err)) return engine_raise(ev, &err);
        t = next;
    }
    if (value_is_unset(*out)) return true;
    Value turned = value_list(ev);
    for (size_t i = value_seq_len(*out); i > 0; i--)
        value_list_push(ev, turned, value_seq_items(*out)[i - 1]);
    *out = turned;
    return true;
}

static bool set_processors(EngineResult *r, Value statement, TypeList *types)
{
    bool any = false, hooked = false;
    Value hooks = value_list(r->ev), dialect = value_unset();
    eval_root_push(r->ev, hooks);
    for (size_t i = 0; i < types->len; i++) {
        Err err = engine_err(r->ev);
        Value hook;
        if (!result_hooks(r, types->items[i], &dialect, &hook)) return false;
        value_list_push(r->ev, hooks, hook);
        hooked |= !value_is_unset(hook);
        const SqlType *t = types->items[i]
                               ? type_for_dialect(types->items[i], str_z(r->c->dialect->name), &err)
                               : NULL;
        if (err_is_set(&err)) return engine_raise(r->ev, &err);
        types->items[i] = t && wants_processing(t) ? t : NULL;
        any |= types->items[i] != NULL;
    }
    eval_root_pop(r->ev, 1);
    r->statement = statement;
    if (hooked) r->hooks = hooks;
    /* Kept as bytes that the collector frees; the statement keeps what they point to. */
    Str raw = {(const char *)types->items, types->len * sizeof *types->items};
    if (any) r->types = value_bytes(r->ev, raw);
    return true;
}

bool engine_processors_set(Value result, Value statement, const SqlExpr *tree)
{
    EngineResult *r = value_payload(result, &engine_class_result);
    const SqlExprVec *columns = columns_of(tree);
    Arena scratch = {0};
    TypeList types = {0};
    bool ok = columns != NULL;
    for (size_t i = 0; ok && i < columns->len; i++)
        ok = push_types(&scratch, columns->items[i], &types);
    eval_root_push(r->ev, result);
    ok = !ok || types.len != r->columns || set_processors(r, statement, &types);
    eval_root_pop(r->ev, 1);
    arena_release(&scratch);
    return ok;
}

/* ---- one cell ---- */

static bool as_kind(Eval *ev, const SqlValue *cell, SqlValueKind kind, Value *out)
{
    SqlValue v = {.kind = kind, .as.text = cell->as.text};
    return module_value_from_sql_value(ev, &v, out);
}

/* Numeric: Decimal, with the digits that the type has behind the point (10 when it does not say);
 * asdecimal=False and Float: float. */
static bool number(Eval *ev, const SqlType *t, const SqlValue *cell, Value *out)
{
    bool decimal = type_is_decimal(t);
    if (decimal && (cell->kind == SQL_VALUE_FLOAT || cell->kind == SQL_VALUE_INT)) {
        char text[400]; /* a double has at most 309 digits before the point */
        int64_t scale = type_get_int(t, "decimal_return_scale", type_get_int(t, "scale", 10));
        double v = cell->kind == SQL_VALUE_INT ? (double)cell->as.integer : cell->as.real;
        if (scale < 0 || scale > 60 || !isfinite(v)) scale = 10;
        snprintf(text, sizeof text, "%.*f", (int)scale, v);
        SqlValue d = {.kind = SQL_VALUE_DECIMAL, .as.text = str_z(text)};
        return module_value_from_sql_value(ev, &d, out);
    }
    if (!decimal && cell->kind == SQL_VALUE_DECIMAL) {
        char text[64];
        snprintf(text, sizeof text, "%.*s", STR_ARG(cell->as.text));
        *out = value_float(strtod(text, NULL));
        return true;
    }
    return module_value_from_sql_value(ev, cell, out);
}

/* The member of an enum class by the text that is stored. */
static bool enum_member(Eval *ev, const SqlType *t, const SqlValue *cell, Value *out)
{
    Value cls;
    if (!eval_getattr(ev, module_type_value(ev, t), STR("enum_class"), &cls)) return false;
    *out = value_str(ev, cell->as.text);
    if (value_is_none(cls)) return true;
    for (size_t i = 0; i < t->enum_values.len && i < t->enum_members.len; i++)
        if (str_eq(t->enum_values.items[i], cell->as.text))
            return eval_getattr(ev, cls, t->enum_members.items[i], out);
    StrBuf b = {0};
    for (size_t i = 0; i < t->enum_values.len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(t->enum_values.items[i]));
    eval_raise(ev, "LookupError",
               "'%.*s' is not among the defined enum values. Enum name: %.*s. Possible values: "
               "%.*s",
               STR_ARG(cell->as.text), STR_ARG(str_is_null(t->name) ? STR("None") : t->name),
               STR_ARG(strbuf_view(&b)));
    strbuf_deinit(&b);
    return false;
}

static bool json(Eval *ev, const SqlValue *cell, Value *out)
{
    Arena scratch = {0};
    SqlValue v;
    bool ok = json_parse(cell->as.text, &scratch, &v);
    ok = ok ? module_value_from_sql_value(ev, &v, out)
            : eval_raise(ev, "ValueError", "a JSON column holds text that is not JSON");
    arena_release(&scratch);
    return ok;
}

/* uuid.UUID, or its usual text with as_uuid=False; SQLite has the 32 digits only. */
static bool uuid(Eval *ev, const SqlType *t, const SqlValue *cell, Value *out)
{
    Value v;
    if (!as_kind(ev, cell, SQL_VALUE_UUID, &v)) return false;
    *out = v;
    return type_get_bool(t, "as_uuid", true) || eval_to_str(ev, v, out);
}

/* Interval on SQLite: the moment that is so far from 1970. */
static bool interval(Eval *ev, const SqlValue *cell, Value *out)
{
    SqlValue v = {.kind = SQL_VALUE_INTERVAL};
    if (!interval_read(cell->as.text, &v.as.integer))
        return eval_raise(ev, "ValueError", "Couldn't parse datetime string '%.*s'",
                          STR_ARG(cell->as.text));
    return module_value_from_sql_value(ev, &v, out);
}

static bool text_cell(Eval *ev, const SqlType *t, const SqlValue *cell, Value *out)
{
    switch (t->cls->affinity) {
    case TYPE_AFFINITY_DATETIME: return as_kind(ev, cell, SQL_VALUE_DATETIME, out);
    case TYPE_AFFINITY_DATE: return as_kind(ev, cell, SQL_VALUE_DATE, out);
    case TYPE_AFFINITY_TIME: return as_kind(ev, cell, SQL_VALUE_TIME, out);
    case TYPE_AFFINITY_ENUM: return enum_member(ev, t, cell, out);
    case TYPE_AFFINITY_JSON: return json(ev, cell, out);
    case TYPE_AFFINITY_INTERVAL: return interval(ev, cell, out);
    case TYPE_AFFINITY_UUID: return uuid(ev, t, cell, out);
    default: break;
    }
    bool read;
    if (!engine_container_read(ev, t, cell->as.text, out, &read)) return false;
    return read || module_value_from_sql_value(ev, cell, out);
}

static bool is_moment(TypeAffinity a)
{
    return a == TYPE_AFFINITY_DATETIME || a == TYPE_AFFINITY_DATE || a == TYPE_AFFINITY_TIME;
}

/* MySQL's TIME is a length of time for the driver, a time of day for SQLAlchemy's type. */
static bool time_of_day(Eval *ev, const SqlValue *cell, Value *out)
{
    char text[40];
    int64_t micro = cell->as.integer % (INTERVAL_DAY * INT64_C(1000000));
    if (micro < 0) micro += INTERVAL_DAY * INT64_C(1000000);
    int second = (int)(micro / 1000000), fraction = (int)(micro % 1000000);
    int n =
        snprintf(text, sizeof text, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    if (fraction) snprintf(text + n, sizeof text - (size_t)n, ".%06d", fraction);
    SqlValue v = {.kind = SQL_VALUE_TIME, .as.text = str_z(text)};
    return module_value_from_sql_value(ev, &v, out);
}

/* MySQL's BIT comes as bytes, the highest first. */
static bool is_bit(const SqlType *t)
{
    return strcmp(t->cls->visit, "BIT") == 0 && type_class_is_a(t->cls, "TypeEngine");
}

static bool bits(const SqlValue *cell, Value *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < cell->as.text.len; i++) n = n << 8 | (unsigned char)cell->as.text.ptr[i];
    *out = value_int((int64_t)n);
    return true;
}

static bool plain_cell(EngineResult *r, const SqlType *t, const SqlValue *cell, Value *out);

/* The items of an ARRAY are values of its item type. */
static bool array_items(EngineResult *r, const SqlType *item, const SqlValue *list, Value *out)
{
    Value made = value_list(r->ev), v;
    eval_root_push(r->ev, made);
    bool ok = true;
    for (size_t i = 0; ok && i < list->as.list.len; i++) {
        const SqlValue *cell = &list->as.list.items[i];
        ok = cell->kind == SQL_VALUE_LIST ? array_items(r, item, cell, &v)
                                          : plain_cell(r, item, cell, &v);
        if (ok) value_list_push(r->ev, made, v);
    }
    eval_root_pop(r->ev, 1);
    *out = made;
    return ok;
}

/* {RED,"a b",NULL,{…}}: arrays of types that only this database has come as text. Past the value
 * that begins at *at; false where the text is none. */
static bool parse_array(Str s, size_t *at, Arena *a, SqlValue *out, unsigned depth)
{
    enum { DIMENSIONS_MAX = 6 }; /* PostgreSQL's MAXDIM */
    VEC(SqlValue) items = {0};
    if (*at >= s.len || s.ptr[*at] != '{' || depth > DIMENSIONS_MAX) return false;
    for ((*at)++; *at < s.len && s.ptr[*at] != '}';) {
        SqlValue one = sql_value_null();
        StrBuf b = {0};
        bool quoted = s.ptr[*at] == '"';
        if (s.ptr[*at] == '{') {
            if (!parse_array(s, at, a, &one, depth + 1)) return false;
        } else {
            for (*at += quoted; *at < s.len; (*at)++) {
                char ch = s.ptr[*at];
                if (quoted ? ch == '"' : ch == ',' || ch == '}') break;
                if (ch == '\\' && *at + 1 < s.len) ch = s.ptr[++*at];
                strbuf_push_char(&b, ch);
            }
            *at += quoted;
            Str text = strbuf_finish(&b, a);
            if (quoted || !str_eq_nocase(text, STR("NULL"))) one = sql_value_str(text);
        }
        VEC_PUSH(a, &items, one);
        if (*at < s.len && s.ptr[*at] == ',') (*at)++;
    }
    *out = (SqlValue){.kind = SQL_VALUE_LIST};
    out->as.list.items = items.items;
    out->as.list.len = items.len;
    return (*at)++ < s.len;
}

static bool array_cell(EngineResult *r, const SqlType *t, const SqlValue *cell, Value *out)
{
    Arena scratch = {0};
    SqlValue list = *cell;
    size_t at = 0;
    Err err = engine_err(r->ev);
    const SqlType *item = type_for_dialect(t->impl, str_z(r->c->dialect->name), &err);
    bool ok = !err_is_set(&err) || engine_raise(r->ev, &err);
    bool is_list =
        cell->kind == SQL_VALUE_LIST ||
        (cell->kind == SQL_VALUE_STR && parse_array(cell->as.text, &at, &scratch, &list, 0));
    if (ok)
        ok = is_list ? array_items(r, item, &list, out)
                     : module_value_from_sql_value(r->ev, cell, out);
    arena_release(&scratch);
    return ok;
}

static bool vector_cell(Eval *ev, const SqlValue *cell, Value *out)
{
    Arena scratch = {0};
    SqlValue list = *cell;
    if (!type_vector_items(cell->as.text, &scratch, &list)) list = *cell; /* a SPARSEVEC */
    bool ok = module_value_from_sql_value(ev, &list, out);
    arena_release(&scratch);
    return ok;
}

static bool plain_cell(EngineResult *r, const SqlType *t, const SqlValue *cell, Value *out)
{
    if (!t || cell->kind == SQL_VALUE_NULL) return module_value_from_sql_value(r->ev, cell, out);
    TypeAffinity affinity = t->cls->affinity;
    if (affinity == TYPE_AFFINITY_NUMERIC || affinity == TYPE_AFFINITY_FLOAT)
        return number(r->ev, t, cell, out);
    if (affinity == TYPE_AFFINITY_ARRAY && t->impl) return array_cell(r, t, cell, out);
    if (type_is_vector(t) && cell->kind == SQL_VALUE_STR) return vector_cell(r->ev, cell, out);
    /* PostgreSQL's json comes parsed, so a text there is a JSON string. */
    const Dialect *d = r->c->dialect;
    bool as_it_is = (affinity == TYPE_AFFINITY_JSON && d->json_parsed) ||
                    (is_moment(affinity) && !d->moments_are_text);
    if (cell->kind == SQL_VALUE_STR && !as_it_is) return text_cell(r->ev, t, cell, out);
    if (affinity == TYPE_AFFINITY_INTERVAL && cell->kind == SQL_VALUE_DATETIME)
        return interval(r->ev, cell, out);
    if (affinity == TYPE_AFFINITY_TIME && cell->kind == SQL_VALUE_INTERVAL)
        return time_of_day(r->ev, cell, out);
    if (is_bit(t) && cell->kind == SQL_VALUE_BYTES) return bits(cell, out);
    if (affinity == TYPE_AFFINITY_BOOLEAN && cell->kind == SQL_VALUE_INT) {
        *out = value_bool(cell->as.integer != 0);
        return true;
    }
    if (affinity == TYPE_AFFINITY_UUID && cell->kind == SQL_VALUE_UUID)
        return uuid(r->ev, t, cell, out);
    return module_value_from_sql_value(r->ev, cell, out);
}

bool engine_process(EngineResult *r, size_t column, const SqlValue *cell, Value *out)
{
    const SqlType *t = NULL;
    if (!value_is_unset(r->types))
        memcpy(&t, value_as_bytes(r->types).ptr + column * sizeof t, sizeof t);
    if (!plain_cell(r, t, cell, out)) return false;
    Value hooks = value_is_list(r->hooks) ? value_seq_items(r->hooks)[column] : value_unset();
    for (size_t i = 0; value_is_list(hooks) && i < value_seq_len(hooks); i++) {
        const Value *hook = value_seq_items(value_seq_items(hooks)[i]);
        Value args[2] = {*out, hook[1]};
        if (!eval_call(r->ev, hook[0], args, value_is_unset(hook[1]) ? 1 : 2, value_unset(), out))
            return false;
    }
    return true;
}
