#include "modules/extra/extra.h"

#include "modules/extra/dotenv.h"
#include "modules/sqlalchemy/orm/decl.h"
#include "modules/sqlalchemy/types.h"

/* ---- pgvector ---- */

static bool pgvector(Eval *ev, Str name, Value *out)
{
    Value functions;
    if (!str_eq_z(name, "avg") && !str_eq_z(name, "sum"))
        return types_getattr(ev, "pgvector.sqlalchemy", name, out);
    return eval_import(ev, STR("sqlalchemy.sql"), &functions) &&
           eval_getattr(ev, functions, STR("func"), &functions) &&
           eval_getattr(ev, functions, name, out);
}

/* ---- flask_sqlalchemy: db.Model, db.Column, db.String … ---- */

typedef struct FlaskData {
    Value model, metadata;
} FlaskData;

static FlaskData *flask_data(Value v);

/* CamelCase to snake_case, as Flask-SQLAlchemy names tables. */
static Value snake_case(Eval *ev, Str name)
{
    Str s = STR("");
    Arena scratch = {0};
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool upper = c >= 'A' && c <= 'Z';
        bool before =
            i > 0 && !(name.ptr[i - 1] >= 'A' && name.ptr[i - 1] <= 'Z') && name.ptr[i - 1] != '_';
        bool after = i > 0 && i + 1 < name.len && name.ptr[i + 1] >= 'a' &&
                     name.ptr[i + 1] <= 'z' && name.ptr[i - 1] != '_';
        s = arena_fmt(&scratch, "%.*s%s%c", STR_ARG(s), upper && (before || after) ? "_" : "",
                      upper ? c - 'A' + 'a' : c);
    }
    Value v = value_str(ev, s);
    arena_release(&scratch);
    return v;
}

static bool has_primary_key(Class *cls)
{
    size_t at = 0;
    Value key, item;
    while (value_dict_next(class_namespace(cls), &at, &key, &item)) {
        ColumnData *c = column_data(item);
        if (c && c->column->primary_key) return true;
    }
    return false;
}

static bool model_init_subclass(Eval *ev, Class *cls, Value kw)
{
    Value v = class_value(cls), name,
          abstract = value_dict_find_z(class_namespace(cls), "__abstract__"), table;
    bool skip = !value_is_unset(value_dict_find_z(class_namespace(cls), "_sa_is_base"));
    if (!skip && !value_is_unset(abstract) && !eval_truth(ev, abstract, &skip)) return false;
    if (!eval_find_attr(ev, v, STR("__tablename__"), &name)) return false;
    table = value_dict_find_z(class_namespace(cls), "__table__");
    bool named = !value_is_unset(value_dict_find_z(class_namespace(cls), "__tablename__"));
    if (!skip && !named && module_absent(table) && (module_absent(name) || has_primary_key(cls)) &&
        !eval_setattr(ev, v, STR("__tablename__"), snake_case(ev, class_name(cls))))
        return false;
    return decl_Base.init_subclass(ev, cls, kw);
}

static const NativeClass flask_Model = {.name = "Model",
                                        .module = "flask_sqlalchemy.model",
                                        .base = &decl_Base,
                                        .init_subclass = model_init_subclass};

static bool flask_init(Eval *ev, Value self, Args *a)
{
    FlaskData *d = flask_data(self);
    Value metadata = value_dict_find_z(a->v[1], "metadata"),
          given = value_dict_find_z(a->v[1], "model_class");
    Value root = class_value(eval_class(ev, &flask_Model)), type, registry, ns = value_dict(ev),
          kw = value_dict(ev);
    if (module_absent(metadata) && value_as_class(given) &&
        !eval_find_attr(ev, given, STR("metadata"), &metadata))
        return false;
    d->metadata = module_absent(metadata) ? metadata_new_value(ev) : metadata;
    value_dict_put_z(ev, kw, "metadata", d->metadata);
    value_dict_put_z(ev, ns, "_sa_is_base", value_bool(true));
    value_dict_put_z(ev, ns, "metadata", d->metadata);
    if (!eval_call(ev, class_value(eval_class(ev, &decl_Registry)), NULL, 0, kw, &registry))
        return false;
    value_dict_put_z(ev, ns, "registry", registry);
    Value args[] = {value_str(ev, STR("Model")), value_tuple(ev, &root, 1), ns};
    return eval_getattr(ev, root, STR("__class__"), &type) &&
           eval_call(ev, type, args, 3, value_unset(), &d->model);
}

static bool flask_getattr(Eval *ev, Value self, Str name, Value *out)
{
    FlaskData *d = flask_data(self);
    Value module;
    if (str_starts(name, STR("__"))) return true;
    if (str_eq_z(name, "Model")) return *out = d->model, true;
    if (str_eq_z(name, "metadata")) return *out = d->metadata, true;
    if (!eval_import(ev, STR("sqlalchemy"), &module) || !eval_find_attr(ev, module, name, out))
        return false;
    if (!value_is_unset(*out)) return true;
    if (!eval_import(ev, STR("sqlalchemy.orm"), &module) || !eval_find_attr(ev, module, name, out))
        return false;
    /* What the extension does for requests: sessions, engines of an application. */
    if (value_is_unset(*out)) *out = eval_unknown(ev, STR("'flask_sqlalchemy.SQLAlchemy'"));
    return true;
}

/* db.Table(name, *items): its MetaData is the extension's. */
static bool flask_table(Eval *ev, Args *a, Value *out)
{
    Value metadata = flask_data(a->self)->metadata, items = a->v[1];
    size_t n = value_seq_len(items);
    const Value *v = value_seq_items(items);
    if (n && objects_metadata(v[0])) {
        metadata = v[0];
        items = value_tuple(ev, v + 1, n - 1);
    }
    return table_make(ev, a->v[0], metadata, items, a->v[2], out);
}

static bool nothing(Eval *ev, Args *a, Value *out) { return true; }

static const NativeMethod flask_methods[] = {
    {"Table", "name, *args, **kw", flask_table, NATIVE_METHOD},
    {"init_app", "app=None, **kw", nothing, NATIVE_METHOD},
    {0}};

static void flask_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((FlaskData *)payload)->model);
    gc_visit(gc, ((FlaskData *)payload)->metadata);
}

static const NativeClass flask_SQLAlchemy = {.name = "SQLAlchemy",
                                             .module = "flask_sqlalchemy.extension",
                                             .payload = sizeof(FlaskData),
                                             .init_params = "*args, **kw",
                                             .init = flask_init,
                                             .methods = flask_methods,
                                             .getattr = flask_getattr,
                                             .traverse = flask_traverse};

static FlaskData *flask_data(Value v) { return value_payload(v, &flask_SQLAlchemy); }

static const NativeMember flask_members[] = {NATIVE_CLASS("SQLAlchemy", &flask_SQLAlchemy),
                                             NATIVE_END};
static const NativeMember none[] = {NATIVE_END};

static const NativeModule modules[] = {
    {"pgvector", none, NULL},
    {"pgvector.sqlalchemy", none, pgvector},
    /* The modules that the types say they come from: generated scripts import these. */
    {"pgvector.sqlalchemy.vector", none, pgvector},
    {"pgvector.sqlalchemy.halfvec", none, pgvector},
    {"pgvector.sqlalchemy.sparsevec", none, pgvector},
    {"pgvector.sqlalchemy.bit", none, pgvector},
    {"flask_sqlalchemy", flask_members, NULL},
};

const NativeModule *extra_find(Str dotted)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (str_eq_z(dotted, modules[i].name)) return &modules[i];
    return str_eq_z(dotted, dotenv_module.name) ? &dotenv_module : NULL;
}
