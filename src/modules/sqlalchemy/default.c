/* Server defaults and what makes values: FetchedValue, DefaultClause, Computed, Identity, Sequence.
 */
#include <string.h>

#include "autogen/autogen.h"
#include "dialect/columns.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/sql/element.h"

typedef struct DefaultData {
    ServerDefault value;
    Value arg;
    bool for_update;
} DefaultData;

typedef struct SequenceData {
    Sequence *sequence;
    bool for_update;
} SequenceData;

static DefaultData *default_data(Value v) { return value_payload(v, &objects_FetchedValue); }

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((DefaultData *)payload)->arg); }

static bool fetched_init(Eval *ev, Value self, Args *a)
{
    DefaultData *d = default_data(self);
    d->value.kind = DEFAULT_FETCHED;
    return eval_truth(ev, a->v[0], &d->for_update);
}

/* str -> a literal; an expression as it is. */
static bool from_plain(Eval *ev, Value v, ServerDefault *out)
{
    if (value_is_str(v)) {
        *out = (ServerDefault){.kind = DEFAULT_STRING, .text = module_str(ev, v)};
        return true;
    }
    const SqlExpr *e = element_expr(ev, v);
    if (!e || columns_is_from(e)) {
        Value shown;
        if (!eval_repr(ev, class_value(value_class(ev, v)), &shown)) return false;
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
            "'sqlalchemy.sql.elements.ClauseElement'>' or '<class "
            "'sqlalchemy.sql.elements.TextClause'>', got '%.*s'",
            STR_ARG(value_as_str(shown)));
    }
    *out = (ServerDefault){.kind = DEFAULT_EXPR};
    return module_expr_from_value(ev, v, eval_arena(ev), &out->expr);
}

static bool clause_init(Eval *ev, Value self, Args *a)
{
    DefaultData *d = default_data(self);
    d->arg = a->v[0];
    return eval_truth(ev, a->v[1], &d->for_update) && from_plain(ev, a->v[0], &d->value);
}

/* ---- Computed and Identity ---- */

static bool computed_init(Eval *ev, Value self, Args *a)
{
    DefaultData *d = default_data(self);
    d->value.kind = DEFAULT_COMPUTED;
    d->arg = a->v[0];
    if (!module_tristate(ev, a->v[1], &d->value.persisted)) return false;
    if (value_is_str(a->v[0])) {
        d->value.expr = sql_expr_text(eval_arena(ev), module_str(ev, a->v[0]));
        return true;
    }
    if (!value_is_unknown(a->v[0]) && !module_is_ddl_expr(ev, a->v[0]))
        return exc_expected(ev, "SQL expression element for DDL constraint", a->v[0]);
    return module_expr_from_value(ev, a->v[0], eval_arena(ev), &d->value.expr);
}

static bool number(Eval *ev, Value v, const char *what, bool *has, int64_t *out)
{
    if (module_absent(v)) return true;
    *has = true;
    return value_as_int(v, out) || eval_raise(ev, "TypeError", "%s must be an integer, not '%.*s'",
                                              what, STR_ARG(value_type_name(ev, v)));
}

/* a->v[at..]: start, increment, minvalue, maxvalue, nominvalue, nomaxvalue, cycle, cache, order */
static bool sequence_options(Eval *ev, Value *v, SequenceOptions *o)
{
    int flags[4];
    if (!number(ev, v[0], "start", &o->has_start, &o->start) ||
        !number(ev, v[1], "increment", &o->has_increment, &o->increment) ||
        !number(ev, v[2], "minvalue", &o->has_minvalue, &o->minvalue) ||
        !number(ev, v[3], "maxvalue", &o->has_maxvalue, &o->maxvalue) ||
        !number(ev, v[7], "cache", &o->has_cache, &o->cache))
        return false;
    static const int at[4] = {4, 5, 6, 8};
    for (int i = 0; i < 4; i++)
        if (!module_tristate(ev, v[at[i]], &flags[i])) return false;
    o->nominvalue = flags[0] < 0 ? SEQUENCE_UNSET : flags[0] ? SEQUENCE_TRUE : SEQUENCE_FALSE;
    o->nomaxvalue = flags[1] < 0 ? SEQUENCE_UNSET : flags[1] ? SEQUENCE_TRUE : SEQUENCE_FALSE;
    o->cycle = flags[2] < 0 ? SEQUENCE_UNSET : flags[2] ? SEQUENCE_TRUE : SEQUENCE_FALSE;
    o->order = flags[3] < 0 ? SEQUENCE_UNSET : flags[3] ? SEQUENCE_TRUE : SEQUENCE_FALSE;
    return true;
}

static bool identity_init(Eval *ev, Value self, Args *a)
{
    DefaultData *d = default_data(self);
    int always;
    d->value.kind = DEFAULT_IDENTITY;
    if (!module_tristate(ev, a->v[0], &always) || !module_tristate(ev, a->v[1], &d->value.on_null))
        return false;
    d->value.always = always == 1;
    d->value.always_none = always < 0;
    return sequence_options(ev, a->v + 2, &d->value.sequence);
}

static bool default_getattr(Eval *ev, Value self, Str name, Value *out)
{
    DefaultData *d = default_data(self);
    if (str_eq_z(name, "arg") || str_eq_z(name, "sqltext")) {
        *out = d->arg;
        if (str_eq_z(name, "sqltext") && d->value.expr) *out = module_expr_value(ev, d->value.expr);
    } else if (str_eq_z(name, "persisted")) {
        *out = d->value.persisted < 0 ? value_none() : value_bool(d->value.persisted);
    } else if (str_eq_z(name, "always")) {
        *out = value_bool(d->value.always);
    } else if (str_eq_z(name, "is_sequence") || str_eq_z(name, "is_scalar") ||
               str_eq_z(name, "is_callable")) {
        *out = value_bool(false);
    }
    return true;
}

static bool default_repr(Eval *ev, Value self, Value *out)
{
    const DefaultData *d = default_data(self);
    Arena scratch = {0};
    *out = value_str(ev, autogen_default_repr(&d->value, d->for_update, &scratch));
    arena_release(&scratch);
    return true;
}

#define SEQUENCE_PARAMS                                                                            \
    "start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, " \
    "cycle=None, cache=None, order=None"

const NativeClass objects_FetchedValue = {.name = "FetchedValue",
                                          .module = "sqlalchemy.sql.schema",
                                          .base = &objects_SchemaItem,
                                          .payload = sizeof(DefaultData),
                                          .init_params = "for_update=False",
                                          .init = fetched_init,
                                          .getattr = default_getattr,
                                          .repr = default_repr,
                                          .traverse = traverse};
const NativeClass objects_DefaultClause = {.name = "DefaultClause",
                                           .module = "sqlalchemy.sql.schema",
                                           .base = &objects_FetchedValue,
                                           .init_params = "arg, for_update=False, _reflected=False",
                                           .init = clause_init};
const NativeClass objects_Computed = {.name = "Computed",
                                      .module = "sqlalchemy.sql.schema",
                                      .base = &objects_FetchedValue,
                                      .init_params = "sqltext, persisted=None",
                                      .init = computed_init};
const NativeClass objects_Identity = {.name = "Identity",
                                      .module = "sqlalchemy.sql.schema",
                                      .base = &objects_FetchedValue,
                                      .init_params = "always=False, on_null=None, " SEQUENCE_PARAMS,
                                      .init = identity_init};
const NativeClass objects_ColumnDefault = {
    .name = "ColumnDefault", .module = "sqlalchemy.sql.schema", .base = &objects_SchemaItem};

/* ---- Sequence ---- */

static bool sequence_init(Eval *ev, Value self, Args *a)
{
    SequenceData *d = value_payload(self, &objects_Sequence);
    Sequence *s = ARENA_NEW(eval_arena(ev), Sequence);
    int optional, quote, quote_schema;
    Ident schema;
    if (!module_name_from_value(ev, a->v[0], "Sequence name", &s->name) ||
        !module_tristate(ev, a->v[11], &quote) || !module_tristate(ev, a->v[13], &quote_schema) ||
        !sequence_options(ev, a->v + 1, &s->options) ||
        !module_ident_from_value(ev, a->v[10], &schema) ||
        !module_tristate(ev, a->v[12], &optional) || !eval_truth(ev, a->v[16], &d->for_update))
        return false;
    s->schema = schema.text;
    s->name.schema_quote = quote_schema < 0 ? schema.quote
                           : quote_schema   ? IDENT_QUOTE_ALWAYS
                                            : IDENT_QUOTE_NEVER;
    s->is_optional = optional == 1;
    if (ident_is_null(s->name))
        return eval_raise(ev, "TypeError", "Sequence name must be a string");
    if (quote >= 0) s->name.quote = quote ? IDENT_QUOTE_ALWAYS : IDENT_QUOTE_NEVER;
    if (!module_absent(a->v[14]) &&
        !module_type_from_value(ev, a->v[14], eval_arena(ev), &s->data_type))
        return false;
    s->metadata = objects_metadata(a->v[15]);
    if (!s->metadata && !module_absent(a->v[15]))
        return eval_raise(ev, "TypeError", "metadata must be a MetaData, not '%.*s'",
                          STR_ARG(value_type_name(ev, a->v[15])));
    if (s->metadata) {
        if (str_is_null(s->schema)) {
            s->schema = s->metadata->schema;
            s->name.schema_quote = s->metadata->schema_quote;
        }
        VEC_PUSH(s->metadata->arena, &s->metadata->sequences, s);
    }
    d->sequence = s;
    module_object_put(ev, s, self);
    return true;
}

Sequence *module_sequence_get(Eval *ev, Value v)
{
    SequenceData *d = value_payload(v, &objects_Sequence);
    return d ? d->sequence : NULL;
}

static bool next_value(Eval *ev, Args *a, Value *out)
{
    Sequence *s = module_sequence_get(ev, a->self);
    ElementData *d;
    *out = element_new(ev, &element_Function, SQL_SEQUENCE_NEXT, &d);
    d->node = *sequence_next(eval_arena(ev), s,
                             s->data_type ? s->data_type : element_plain_type(ev, "Integer"));
    return true;
}

static bool sequence_getattr(Eval *ev, Value self, Str name, Value *out)
{
    Sequence *s = module_sequence_get(ev, self);
    if (!s) return true;
    if (str_eq_z(name, "name"))
        *out = value_str(ev, s->name.text);
    else if (str_eq_z(name, "schema"))
        *out = str_is_null(s->schema) ? value_none() : value_str(ev, s->schema);
    else if (str_eq_z(name, "metadata"))
        *out = s->metadata ? module_metadata_value(ev, s->metadata) : value_none();
    return true;
}

static bool sequence_ddl(Eval *ev, Args *a, int kind)
{
    const ModuleHooks *h = module_hooks(ev);
    bool checkfirst;
    if (!eval_truth(ev, a->v[1], &checkfirst)) return false;
    if (!h->schema_object)
        return eval_raise_native(ev, &exc_UnboundExecutionError,
                                 "there is no connection to create a sequence with");
    return h->schema_object(ev, a->v[0], kind, module_sequence_get(ev, a->self), checkfirst);
}
/* The numbers of OpSchemaObject (op/op.h): create sequence, drop sequence. */
static bool sequence_create(Eval *ev, Args *a, Value *out) { return sequence_ddl(ev, a, 0); }
static bool sequence_drop(Eval *ev, Args *a, Value *out) { return sequence_ddl(ev, a, 1); }

static bool sequence_repr(Eval *ev, Value self, Value *out)
{
    Arena scratch = {0};
    *out = value_str(ev, autogen_sequence_repr(module_sequence_get(ev, self), &scratch));
    arena_release(&scratch);
    return true;
}

static const NativeMethod sequence_methods[] = {
    {"next_value", "", next_value, NATIVE_METHOD},
    {"create", "bind, checkfirst=True", sequence_create, NATIVE_METHOD},
    {"drop", "bind, checkfirst=True", sequence_drop, NATIVE_METHOD},
    {0}};

const NativeClass objects_Sequence = {
    .name = "Sequence",
    .module = "sqlalchemy.sql.schema",
    .base = &objects_SchemaItem,
    .payload = sizeof(SequenceData),
    .init_params =
        "name, " SEQUENCE_PARAMS ", schema=None, quote=None, optional=False, quote_schema=None, "
        "data_type=None, metadata=None, for_update=False",
    .init = sequence_init,
    .methods = sequence_methods,
    .getattr = sequence_getattr,
    .repr = sequence_repr};

/* ---- the interface ---- */

bool module_server_default_from_value(Eval *ev, Value v, ServerDefault *out)
{
    *out = (ServerDefault){.kind = DEFAULT_NONE};
    if (module_absent(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a server default");
    DefaultData *d = default_data(v);
    if (d) return *out = d->value, true;
    Sequence *s = module_sequence_get(ev, v);
    if (s) return *out = (ServerDefault){.kind = DEFAULT_SEQUENCE, .seq = s}, true;
    return from_plain(ev, v, out);
}

Value default_clause(Eval *ev, const ServerDefault *d, Value arg)
{
    Value v = eval_instance_new(ev, eval_class(ev, &objects_DefaultClause));
    default_data(v)->value = *d;
    default_data(v)->arg = arg;
    return v;
}

bool default_check_identity(Eval *ev, Column *c)
{
    if (c->server_default.kind != DEFAULT_IDENTITY) return true;
    if (!c->nullable_given) c->nullable = false;
    return c->autoincrement != AUTOINCREMENT_FALSE ||
           eval_raise_native(ev, &exc_ArgumentError,
                             "A column with an Identity object cannot specify autoincrement=False");
}

/* What a column computes by itself stands beside no other default. */
static bool check_alone(Eval *ev, DefaultKind kind)
{
    if (kind == DEFAULT_COMPUTED)
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "A generated column cannot specify a server_default or a server_onupdate argument");
    return kind != DEFAULT_IDENTITY ||
           eval_raise_native(
               ev, &exc_ArgumentError,
               "A column with an Identity object cannot specify a server_default or a "
               "server_onupdate argument");
}

bool default_apply_onupdate(Eval *ev, ColumnData *c, Value given, const ServerDefault *d)
{
    bool computed = d->kind == DEFAULT_COMPUTED;
    DefaultKind beside = c->column->server_default.kind;
    if ((!computed || (beside != DEFAULT_NONE && beside != DEFAULT_COMPUTED)) &&
        !check_alone(ev, d->kind))
        return false;
    if (!computed) return true;
    c->column->server_default = *d;
    c->server_default = given;
    return true;
}

bool default_apply(Eval *ev, Value item, Value column, bool *done)
{
    ColumnData *c = column_data(column);
    DefaultData *d = default_data(item);
    Sequence *s = module_sequence_get(ev, item);
    *done = true;
    bool both = s   ? c->column->server_default.kind == DEFAULT_IDENTITY
                : d ? d->value.kind == DEFAULT_IDENTITY && c->column->sequence
                    : false;
    if (both)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "An column cannot specify both Identity and Sequence.");
    SequenceData *counter = value_payload(item, &objects_Sequence);
    if (s && counter->for_update) {
        c->onupdate = item;
        return true;
    }
    if (s) {
        c->column->sequence = s;
        c->column->has_default = true;
        c->default_ = item;
        return true;
    }
    if (!d) return *done = false, true;
    if (d->for_update) {
        c->column->server_onupdate = true;
        return true;
    }
    bool taken = c->column->server_default.kind != DEFAULT_NONE || c->column->server_onupdate;
    if (taken && !check_alone(ev, d->value.kind)) return false;
    c->column->server_default = d->value;
    c->server_default = item;
    return default_check_identity(ev, c->column);
}
