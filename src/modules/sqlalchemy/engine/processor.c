/* What SQLAlchemy's result processors do: a typed column of a select() gives the values of its type,
 * also where the driver only knows texts and numbers (SQLite). Text statements stay as they are. */
#include "dialect/json.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/schema.h"
#include "sql/statement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef VEC(const SqlType *) TypeList;

/* The types of the columns that an expression of the column list stands for. */
static bool push_types(Arena *a, const SqlExpr *e, TypeList *types)
{
    if (e->kind != SQL_TABLE && e->kind != SQL_ALIAS && e->kind != SQL_CTE) {
        VEC_PUSH(a, types, e->type);
        return true;
    }
    const SqlFrom *from = e->as.from;
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

static bool wants_processing(const SqlType *t)
{
    switch (t->cls->affinity) {
    case TYPE_AFFINITY_NUMERIC:
    case TYPE_AFFINITY_FLOAT:
    case TYPE_AFFINITY_DATETIME:
    case TYPE_AFFINITY_DATE:
    case TYPE_AFFINITY_TIME:
    case TYPE_AFFINITY_BOOLEAN:
    case TYPE_AFFINITY_ENUM:
    case TYPE_AFFINITY_JSON:
    case TYPE_AFFINITY_UUID: return true;
    default: return false;
    }
}

void engine_processors_set(Value result, Value statement, const SqlExpr *tree)
{
    EngineResult *r = value_payload(result, &engine_class_result);
    const SqlExprVec *columns = columns_of(tree);
    Arena scratch = {0};
    TypeList types = {0};
    bool any = false, ok = columns != NULL;
    for (size_t i = 0; ok && i < columns->len; i++)
        ok = push_types(&scratch, columns->items[i], &types);
    ok = ok && types.len == r->columns;
    for (size_t i = 0; ok && i < types.len; i++) {
        Err err = engine_err(r->ev);
        Str dialect = str_z(r->c->dialect->name);
        const SqlType *t = types.items[i] ? type_for_dialect(types.items[i], dialect, &err) : NULL;
        types.items[i] = t && wants_processing(t) ? t : NULL;
        any |= types.items[i] != NULL;
    }
    if (ok && any) {
        /* Kept as bytes that the collector frees; the statement keeps what they point to. */
        Str raw = {(const char *)types.items, types.len * sizeof *types.items};
        r->statement = statement;
        r->types = value_bytes(r->ev, raw);
    }
    arena_release(&scratch);
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
    bool is_float = t->cls->affinity == TYPE_AFFINITY_FLOAT;
    bool decimal = type_get_bool(t, "asdecimal", !is_float);
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

/* The member of an enum class, by the name that is stored, else by the value. */
static bool enum_member(Eval *ev, const SqlType *t, const SqlValue *cell, Value *out)
{
    Value cls, members, text = value_str(ev, cell->as.text);
    if (!eval_getattr(ev, module_type_value(ev, t), STR("enum_class"), &cls)) return false;
    *out = text;
    if (value_is_none(cls)) return true;
    if (!eval_getattr(ev, cls, STR("__members__"), &members)) return false;
    Value key = text, found;
    bool has = false;
    if (!eval_contains(ev, members, key, &has)) return false;
    if (!has) return eval_call(ev, cls, &key, 1, value_unset(), out);
    if (!eval_getitem(ev, members, key, &found)) return false;
    *out = found;
    return true;
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

static bool text_cell(Eval *ev, const SqlType *t, const SqlValue *cell, Value *out)
{
    switch (t->cls->affinity) {
    case TYPE_AFFINITY_DATETIME: return as_kind(ev, cell, SQL_VALUE_DATETIME, out);
    case TYPE_AFFINITY_DATE: return as_kind(ev, cell, SQL_VALUE_DATE, out);
    case TYPE_AFFINITY_TIME: return as_kind(ev, cell, SQL_VALUE_TIME, out);
    case TYPE_AFFINITY_ENUM: return enum_member(ev, t, cell, out);
    case TYPE_AFFINITY_JSON: return json(ev, cell, out);
    case TYPE_AFFINITY_UUID:
        if (type_get_bool(t, "as_uuid", true)) return as_kind(ev, cell, SQL_VALUE_UUID, out);
        break;
    default: break;
    }
    return module_value_from_sql_value(ev, cell, out);
}

bool engine_process(EngineResult *r, size_t column, const SqlValue *cell, Value *out)
{
    const SqlType *t = NULL;
    if (!value_is_unset(r->types))
        memcpy(&t, value_as_bytes(r->types).ptr + column * sizeof t, sizeof t);
    if (!t || cell->kind == SQL_VALUE_NULL) return module_value_from_sql_value(r->ev, cell, out);
    TypeAffinity affinity = t->cls->affinity;
    if (affinity == TYPE_AFFINITY_NUMERIC || affinity == TYPE_AFFINITY_FLOAT)
        return number(r->ev, t, cell, out);
    /* PostgreSQL's json comes parsed, so a text there is a JSON string. */
    bool parsed = affinity == TYPE_AFFINITY_JSON && strcmp(r->c->dialect->name, "sqlite") != 0;
    if (cell->kind == SQL_VALUE_STR && !parsed) return text_cell(r->ev, t, cell, out);
    if (affinity == TYPE_AFFINITY_BOOLEAN && cell->kind == SQL_VALUE_INT) {
        *out = value_bool(cell->as.integer != 0);
        return true;
    }
    return module_value_from_sql_value(r->ev, cell, out);
}
