#include "modules/sqlalchemy/engine/preparer.h"

#include "dialect/compiler.h"
#include "modules/sqlalchemy/state.h"

static const NativeClass preparer_class;

static const Dialect *dialect_of(const Args *a)
{
    return *(const Dialect **)value_payload(a->self, &preparer_class);
}

static bool quoted(Eval *ev, const Args *a, Value name, bool always, Value *out)
{
    Arena scratch = {0};
    Ident id;
    if (!module_ident_from_value(ev, name, &id)) return false;
    if (always) id.quote = IDENT_QUOTE_ALWAYS;
    *out = value_str(ev, dialect_quote(dialect_of(a), id, &scratch));
    arena_release(&scratch);
    return true;
}

static bool quote(Eval *ev, Args *a, Value *out) { return quoted(ev, a, a->v[0], false, out); }

static bool quote_identifier(Eval *ev, Args *a, Value *out)
{
    return quoted(ev, a, a->v[0], true, out);
}

static bool format_named(Eval *ev, Args *a, Value *out)
{
    Value name;
    return eval_getattr(ev, a->v[0], STR("name"), &name) && quoted(ev, a, name, false, out);
}

static bool format_table(Eval *ev, Args *a, Value *out)
{
    bool with_schema;
    Table *t = module_table_get(ev, a->v[0]);
    if (!eval_truth(ev, a->v[1], &with_schema)) return false;
    if (!t) return format_named(ev, a, out);
    Arena scratch = {0};
    Str schema = with_schema ? t->schema : STR_NULL;
    *out = value_str(ev, dialect_quote_table(dialect_of(a), schema, t->name, &scratch));
    arena_release(&scratch);
    return true;
}

static const NativeMethod methods[] = {
    {"quote", "ident, force=None", quote, NATIVE_METHOD},
    {"quote_schema", "schema, force=None", quote, NATIVE_METHOD},
    {"quote_identifier", "value", quote_identifier, NATIVE_METHOD},
    {"format_table", "table, use_schema=True, name=None", format_table, NATIVE_METHOD},
    {"format_column", "column, **kw", format_named, NATIVE_METHOD},
    {"format_index", "index", format_named, NATIVE_METHOD},
    {"format_constraint", "constraint", format_named, NATIVE_METHOD},
    {"format_sequence", "sequence, **kw", format_named, NATIVE_METHOD},
    {"format_schema", "name", quote, NATIVE_METHOD},
    {0}};

static const NativeClass preparer_class = {.name = "IdentifierPreparer",
                                           .module = "sqlalchemy.sql.compiler",
                                           .payload = sizeof(const Dialect *),
                                           .methods = methods};

Value engine_preparer(Eval *ev, const Dialect *dialect)
{
    Value v = eval_instance_new(ev, eval_class(ev, &preparer_class));
    *(const Dialect **)value_payload(v, &preparer_class) = dialect;
    return v;
}
