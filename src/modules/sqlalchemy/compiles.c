#include "modules/sqlalchemy/compiles.h"

#include "dialect/compiler.h"
#include "dialect/ddl.h"
#include "eval/eval.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/engine/preparer.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/types.h"
#include "schema/type_table.h"

/* ---- the registry ---- */

static const char registry_key;

typedef struct Registry {
    CompileHooks hook;
    Eval *ev;
    Value classes; /* dict: class -> dict: dialect or "default" -> function */
    Value functions;   /* the same of SQLAlchemy's own functions: name -> dict */
    const void *plain; /* what is to be compiled the built-in way, next time it is met */
} Registry;

static bool compile_type(const CompileHooks *self, const SqlType *t, Compiler *c, bool *handled);

static bool compile_native(const CompileHooks *self, const SqlExpr *e, Compiler *c, bool *handled);
static bool compile_column(const CompileHooks *self, const Column *col, Compiler *c, bool *handled);
static bool compile_constraint(const CompileHooks *self, const Constraint *k, Compiler *c,
                               bool *handled);

static void traverse(void *state, GcVisitor *gc)
{
    gc_visit(gc, ((Registry *)state)->classes);
    gc_visit(gc, ((Registry *)state)->functions);
}

static Registry *registry(Eval *ev)
{
    Registry *r = eval_state_find(ev, &registry_key);
    if (r) return r;
    r = ARENA_NEW(eval_arena(ev), Registry);
    *r = (Registry){{.type = compile_type}, ev, value_dict(ev), value_unset(), NULL};
    eval_root_push(ev, r->classes);
    r->functions = value_dict(ev);
    eval_root_pop(ev, 1);
    eval_state_put(ev, &registry_key, r, NULL, traverse);
    return r;
}

const CompileHooks *compiles_hooks(Eval *ev) { return &registry(ev)->hook; }

/* What the class registered for a dialect; unset = nothing. */
static bool specs_of(Eval *ev, Class *cls, Value *specs)
{
    return value_dict_get(ev, registry(ev)->classes, class_value(cls), specs);
}

static bool is_native(Eval *ev, Class *cls)
{
    const NativeClass *native = class_native(cls);
    return native && eval_class(ev, native) == cls;
}

/* Whether an instance of this class of SQLAlchemy's is compiled from its Python object, and from
 * now on those of its kind that have none yet. */
static bool is_asked(Eval *ev, Class *cls)
{
    Registry *r = registry(ev);
    if (class_is_subclass(cls, eval_class(ev, &compiles_CreateColumn)))
        r->hook.column = compile_column;
    else if (class_is_subclass(cls, eval_class(ev, &objects_Constraint)))
        r->hook.constraint = compile_constraint;
    else if (class_is_subclass(cls, eval_class(ev, &objects_FromClause)))
        return false; /* where a FROM element is written, it is no expression */
    else if (class_is_subclass(cls, eval_class(ev, &element_ClauseElement)))
        r->hook.expr = compile_native;
    else
        return class_is_subclass(cls, eval_class(ev, &engine_class_ddl_element)) ||
               class_is_subclass(cls, eval_class(ev, &types_TypeEngine));
    return true;
}

/* The decorator proper; keep holds (class or a function's name, specs). */
static bool add(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Value specs, names = keep[1], into = registry(ev)->classes;
    if (value_is_str(keep[0])) into = registry(ev)->functions;
    if (!value_dict_get(ev, into, keep[0], &specs)) return false;
    if (value_is_unset(specs)) {
        specs = value_dict(ev);
        if (!value_dict_put(ev, into, keep[0], specs)) return false;
    }
    for (size_t i = 0; i < value_seq_len(names); i++)
        if (!value_dict_put(ev, specs, value_seq_items(names)[i], a->v[0])) return false;
    if (value_seq_len(names) == 0) value_dict_put_z(ev, specs, "default", a->v[0]);
    *out = a->v[0];
    return true;
}

bool compiles_decorator(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->v[0]);
    Str function;
    if (value_is_unknown(a->v[0])) return eval_need_known(ev, a->v[0], "the class of @compiles");
    if (functions_own_name(a->v[0], &function)) { /* @compiles(functions.now) */
        Value keep[2] = {value_str(ev, function), a->v[1]};
        registry(ev)->hook.expr = compile_native;
        *out = eval_native_new(ev, "decorate", "fn", add, NULL, value_tuple(ev, keep, 2));
        return true;
    }
    if (!cls) return eval_raise(ev, "TypeError", "@compiles takes a class");
    if (is_native(ev, cls) && !is_asked(ev, cls)) {
        Str text = arena_fmt(eval_arena(ev), "the @compiles function of %.*s is not used",
                             STR_ARG(class_name(cls)));
        eval_warn(ev, STR("CompileWarning"), text);
    }
    *out = eval_native_new(ev, "decorate", "fn", add, NULL, value_tuple(ev, a->v, 2));
    return true;
}

bool compiles_deregister(Eval *ev, Args *a, Value *out)
{
    Str function;
    bool found, of_function = functions_own_name(a->v[0], &function);
    Value from = of_function ? registry(ev)->functions : registry(ev)->classes;
    Value key = of_function ? value_str(ev, function) : a->v[0];
    if (!of_function && !value_as_class(key))
        return eval_raise(ev, "TypeError", "deregister() takes a class");
    return value_dict_remove(ev, from, key, &found);
}

bool compiles_has(Eval *ev, Value v)
{
    return compiles_has_class(ev, class_value(value_class(ev, v)));
}

bool compiles_has_class(Eval *ev, Value of)
{
    Class *cls = value_as_class(of);
    Value specs = value_unset();
    if (value_dict_len(registry(ev)->classes) == 0) return false;
    for (size_t i = 0; value_is_unset(specs) && i < class_mro_len(cls); i++)
        if (!specs_of(ev, class_mro_at(cls, i), &specs)) eval_catch(ev); /* classes are hashable */
    return !value_is_unset(specs);
}

static void pick(Value specs, Str dialect, Value *out)
{
    *out = value_dict_find_str(specs, dialect);
    if (value_is_unset(*out)) *out = value_dict_find_z(specs, "default");
}

/* Alembic has its own function for MySQL here, which one for every database stands behind. */
static bool is_alembics(Eval *ev, Class *cls, Str dialect)
{
    return cls == eval_class(ev, &engine_class_drop_constraint) &&
           (str_eq_z(dialect, "mysql") || str_eq_z(dialect, "mariadb"));
}

static bool find_of_class(Eval *ev, Class *cls, Str dialect, Value *out)
{
    *out = value_unset();
    if (value_dict_len(registry(ev)->classes) == 0) return true;
    for (size_t i = 0; i < class_mro_len(cls); i++) {
        Value specs;
        if (!specs_of(ev, class_mro_at(cls, i), &specs)) return false;
        if (value_is_unset(specs)) continue;
        pick(specs, dialect, out);
        if (is_alembics(ev, class_mro_at(cls, i), dialect))
            *out = value_dict_find_str(specs, dialect);
        return true;
    }
    return true;
}

bool compiles_find(Eval *ev, Value v, Str dialect, Value *out)
{
    return find_of_class(ev, value_class(ev, v), dialect, out);
}

/* ---- the compiler object ---- */

/* Valid while its function runs: c is NULL afterwards. */
typedef struct CompilerData {
    Compiler *c;
    Value statement;
    bool types; /* a type compiler */
} CompilerData;

static const NativeClass compiler_class;

static Value compiler_value(Eval *ev, Compiler *c, bool types)
{
    Value v = eval_instance_new(ev, eval_class(ev, &compiler_class));
    CompilerData *d = value_payload(v, &compiler_class);
    d->c = c;
    d->types = types;
    return v;
}

static Compiler *running(Eval *ev, Value self)
{
    CompilerData *d = value_payload(self, &compiler_class);
    if (!d->c) eval_raise(ev, "RuntimeError", "this compiler has finished");
    return d->c;
}

static bool give(Eval *ev, Compiler *c, bool ok, StrBuf before, Value *out)
{
    if (ok) *out = value_str(ev, strbuf_view(&c->sql));
    strbuf_deinit(&c->sql);
    c->sql = before;
    if (ok || !value_is_unset(eval_pending(ev))) return ok;
    Err err = *c->err;
    err_clear(c->err); /* it goes on as an exception, which the function may catch */
    return engine_raise(ev, &err);
}

/* A DDL element within the function of another: the statement as SQLAlchemy spells it. */
static bool ddl_text(Eval *ev, Compiler *c, Value element, Value *out)
{
    if (!engine_ddl_has_builtin(element))
        return eval_raise_native(ev, &exc_UnsupportedCompilationError,
                                 "Compiler for %s can't render element of type %.*s: no @compiles "
                                 "function is for it",
                                 c->dialect->name, STR_ARG(value_type_name(ev, element)));
    Statements sql = {0};
    CompileOptions o = *c->o;
    Err err = err_init(c->a);
    o.offline = false;
    if (!c->dialect->compile_op(engine_ddl_builtin(ev, element), &o, c->a, &sql, &err))
        return engine_raise(ev, &err);
    *out = value_str(ev, sql.len ? sql.items[0] : STR(""));
    return true;
}

/* literal_binds=True, include_table=False. */
static bool take_keywords(Eval *ev, Compiler *c, Value kw)
{
    Value literal = value_dict_find_z(kw, "literal_binds"),
          table = value_dict_find_z(kw, "include_table");
    return (value_is_unset(literal) || eval_truth(ev, literal, &c->literal_binds)) &&
           (value_is_unset(table) || eval_truth(ev, table, &c->include_table));
}

static bool text_of(Eval *ev, Compiler *c, Value v, Value kw, bool builtin, Value *out)
{
    bool literal = c->literal_binds, table = c->include_table;
    if (engine_is_ddl(v)) return ddl_text(ev, c, v, out);
    if (!take_keywords(ev, c, kw)) return false;
    StrBuf before = c->sql;
    bool ok;
    c->sql = (StrBuf){0};
    if (module_is_type(ev, v)) {
        const SqlType *t;
        ok = module_type_from_value(ev, v, eval_arena(ev), &t);
        ok = ok && (builtin ? c->rules->type(c, compiler_resolve_type(c, t)) : compiler_type(c, t));
    } else {
        const SqlExpr *e = element_expr(ev, v);
        if (!e) {
            strbuf_deinit(&c->sql);
            c->sql = before;
            return value_is_unset(eval_pending(ev)) &&
                   eval_raise_native(ev, &exc_UnsupportedCompilationError,
                                     "Compiler can't render element of type %.*s",
                                     STR_ARG(value_type_name(ev, v)));
        }
        registry(ev)->plain = builtin ? e : NULL;
        ok = compiler_expr(c, e);
    }
    c->literal_binds = literal;
    c->include_table = table;
    return give(ev, c, ok, before, out);
}

/* visit_create_column(), visit_check_constraint() and their kin: the built-in spelling. */
static bool schema_text(Eval *ev, Compiler *c, Value v, bool *done, Value *out)
{
    const Value *column = value_payload(v, &compiles_CreateColumn);
    Column *col = column ? module_column_get(ev, *column) : NULL;
    Constraint *k = col ? NULL : module_constraint_get(ev, v);
    *done = col || k;
    if (!*done) return true;
    StrBuf before = c->sql;
    c->sql = (StrBuf){0};
    registry(ev)->plain = k;
    return give(ev, c, col ? ddl_column(c, col) : ddl_constraint(c, k), before, out);
}

static bool process(Eval *ev, Args *a, Value *out)
{
    Compiler *c = running(ev, a->self);
    return c && text_of(ev, c, a->v[0], a->v[2], false, out);
}

/* name(a, b) of a FunctionElement, what visit_function() makes. */
static bool function_text(Eval *ev, Compiler *c, Value element, Value *out)
{
    Value name, clauses;
    if (!eval_find_attr(ev, element, STR("name"), &name) ||
        !eval_find_attr(ev, element, STR("clauses"), &clauses))
        return false;
    SqlExpr *list = module_absent(clauses) ? NULL : element_expr(ev, clauses);
    SqlExpr *e = sql_expr_new(c->a, SQL_FUNCTION, NULL);
    e->as.function.name = value_is_str(name) && value_as_str(name).len
                              ? value_as_str(name)
                              : class_name(value_class(ev, element));
    if (list && list->kind == SQL_LIST) e->as.function.args = list->as.list.items;
    StrBuf before = c->sql;
    c->sql = (StrBuf){0};
    return give(ev, c, compiler_expr(c, e), before, out);
}

/* The type of the same arguments that the visit function is for: visit_TEXT(jsonb). */
static const SqlType *visited_type(Compiler *c, const SqlType *t, Str visit)
{
    for (size_t i = 0; i < type_table_len; i++) {
        const TypeClass *cls = type_table[i].cls;
        if (!str_eq_z(visit, cls->visit) || cls == t->cls) continue;
        SqlType *as = type_new(c->a, cls);
        size_t n;
        const TypeParam *params = type_class_params(cls, &n);
        for (size_t k = 0; k < n; k++)
            if (type_param_index(t->cls, str_z(params[k].name)) >= 0)
                type_set(as, params[k].name, *type_get(t, params[k].name));
        as->impl = t->impl;
        as->enum_values = t->enum_values;
        return as;
    }
    return t;
}

static bool visit(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Compiler *c = running(ev, keep[0]);
    Value v = a->v[0];
    if (!c) return false;
    if (module_is_type(ev, v)) {
        const SqlType *t;
        if (!module_type_from_value(ev, v, eval_arena(ev), &t)) return false;
        Value as = module_type_value(ev, visited_type(c, t, value_as_str(keep[1])));
        return text_of(ev, c, as, a->v[2], true, out);
    }
    bool done;
    if (!schema_text(ev, c, v, &done, out)) return false;
    if (done) return true;
    SqlExpr *e = engine_is_ddl(v) ? NULL : element_expr(ev, v);
    if (e && e->kind == SQL_CUSTOM) {
        bool literal = c->literal_binds, table = c->include_table;
        bool ok = take_keywords(ev, c, a->v[2]) && function_text(ev, c, v, out);
        c->literal_binds = literal;
        c->include_table = table;
        return ok;
    }
    return text_of(ev, c, v, a->v[2], true, out);
}

static bool render_literal(Eval *ev, Args *a, Value *out)
{
    Compiler *c = running(ev, a->self);
    SqlValue v;
    const SqlType *t = NULL;
    if (!c || !module_sql_value_from_value(ev, a->v[0], c->a, &v)) return false;
    if (!module_absent(a->v[1]) && !module_type_from_value(ev, a->v[1], eval_arena(ev), &t))
        return false;
    StrBuf before = c->sql;
    c->sql = (StrBuf){0};
    return give(ev, c, compiler_literal(c, &v, t), before, out);
}

static bool compiler_getattr(Eval *ev, Value self, Str name, Value *out)
{
    CompilerData *d = value_payload(self, &compiler_class);
    Str visits = STR("visit_");
    *out = value_unset();
    if (!d->c) return true;
    if (str_eq_z(name, "dialect")) {
        *out = engine_dialect_value(ev, d->c->dialect, NULL);
    } else if (str_eq_z(name, "preparer") || str_eq_z(name, "identifier_preparer")) {
        *out = engine_preparer(ev, d->c->dialect);
    } else if (str_eq_z(name, "sql_compiler")) {
        *out = d->types ? value_unset() : self;
    } else if (str_eq_z(name, "type_compiler") || str_eq_z(name, "type_compiler_instance")) {
        *out = d->types ? value_unset() : compiler_value(ev, d->c, true);
    } else if (str_starts(name, visits)) {
        Value keep[2] = {self, value_str(ev, str_slice(name, visits.len, name.len))};
        *out = eval_native_new(ev, "visit", "element, *args, **kw", visit, NULL,
                               value_tuple(ev, keep, 2));
    }
    return true;
}

static const NativeMethod compiler_methods[] = {
    {"process", "obj, *args, **kw", process, NATIVE_METHOD},
    {"render_literal_value", "value, type_=None", render_literal, NATIVE_METHOD},
    {0}};

static const NativeClass compiler_class = {.name = "SQLCompiler",
                                           .module = "sqlalchemy.sql.compiler",
                                           .payload = sizeof(CompilerData),
                                           .methods = compiler_methods,
                                           .getattr = compiler_getattr};

/* ---- compiling ---- */

static bool call(Eval *ev, Value fn, Value element, Compiler *c, bool types, Err *err)
{
    Value compiler = compiler_value(ev, c, types), text;
    Value args[2] = {element, compiler}, kw = value_dict(ev);
    /* How it compiles goes on only as far as the function hands its keywords on. */
    bool literal = c->literal_binds, table = c->include_table;
    if (literal) value_dict_put_z(ev, kw, "literal_binds", value_bool(true));
    if (!table) value_dict_put_z(ev, kw, "include_table", value_bool(false));
    c->literal_binds = false;
    c->include_table = true;
    eval_root_push(ev, compiler);
    bool ok = eval_call(ev, fn, args, 2, kw, &text);
    c->literal_binds = literal;
    c->include_table = table;
    ((CompilerData *)value_payload(compiler, &compiler_class))->c = NULL;
    eval_root_pop(ev, 1);
    bool nothing =
        ok && value_is_none(text) && value_is_native(ev, element, &compiles_CreateColumn);
    if (nothing) return true;
    if (ok && !value_is_str(text))
        ok = eval_raise(ev, "TypeError", "a @compiles function must return a str, not %.*s",
                        STR_ARG(value_type_name(ev, text)));
    if (!ok) return eval_take_error(ev, err);
    return compiler_push(c, value_as_str(text));
}

typedef struct Custom {
    SqlCustom base;
    Eval *ev;
    Value element;
} Custom;

static bool compile_node(const SqlCustom *self, Compiler *c)
{
    const Custom *n = (const Custom *)self;
    Value fn;
    if (!compiles_find(n->ev, n->element, str_z(c->dialect->name), &fn))
        return eval_take_error(n->ev, c->err);
    if (!value_is_unset(fn)) return call(n->ev, fn, n->element, c, false, c->err);
    if (value_is_native(n->ev, n->element, &element_FunctionElement)) {
        Value text;
        if (!function_text(n->ev, c, n->element, &text)) return eval_take_error(n->ev, c->err);
        return compiler_push(c, value_as_str(text));
    }
    if (engine_is_ddl(n->element)) {
        Value text;
        if (!ddl_text(n->ev, c, n->element, &text)) return eval_take_error(n->ev, c->err);
        return compiler_push(c, value_as_str(text));
    }
    return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                "Compiler for %s can't render element of type %.*s: no @compiles "
                                "function is for it",
                                c->dialect->name, STR_ARG(value_type_name(n->ev, n->element)));
}

/* The operands live as long as the instance, which is kept. */
static void function_parts(Eval *ev, Value v, SqlCustom *out)
{
    Value name = value_unset(), clauses = value_dict_find_z(instance_dict(ev, v), "clauses");
    Class *cls = value_class(ev, v);
    for (size_t i = 0; value_is_unset(name) && i < class_mro_len(cls); i++)
        name = value_dict_find_z(class_namespace(class_mro_at(cls, i)), "name");
    if (value_is_str(name)) out->name = arena_str(eval_arena(ev), value_as_str(name));
    const SqlExpr *list = module_absent(clauses) ? NULL : element_expr(ev, clauses);
    if (list && list->kind == SQL_LIST) out->operands = list->as.list.items;
}

SqlExpr *compiles_node(Eval *ev, Value v, const SqlType *type)
{
    Custom *n = ARENA_NEW(eval_arena(ev), Custom);
    *n = (Custom){.base = {.compile = compile_node}, .ev = ev, .element = v};
    value_list_push(ev, module_state(ev)->kept, v);
    if (value_is_native(ev, v, &element_FunctionElement)) function_parts(ev, v, &n->base);
    SqlExpr *e = sql_expr_new(eval_arena(ev), SQL_CUSTOM, type);
    e->as.custom = &n->base;
    return e;
}

static bool compile_type(const CompileHooks *self, const SqlType *t, Compiler *c, bool *handled)
{
    Eval *ev = ((const Registry *)self)->ev;
    Value fn, v;
    *handled = false;
    if (value_dict_len(((const Registry *)self)->classes) == 0) return true;
    v = module_type_value(ev, t);
    if (!compiles_find(ev, v, str_z(c->dialect->name), &fn)) return eval_take_error(ev, c->err);
    if (value_is_unset(fn)) return true;
    *handled = true;
    return call(ev, fn, v, c, true, c->err);
}

/* ---- SQLAlchemy's own elements ---- */

static bool create_column_init(Eval *ev, Value self, Args *a)
{
    if (!module_column_get(ev, a->v[0]))
        return eval_raise(ev, "TypeError", "CreateColumn() takes a Column");
    *(Value *)value_payload(self, &compiles_CreateColumn) = a->v[0];
    return true;
}

static bool create_column_element(Eval *ev, Args *a, Value *out)
{
    *out = *(Value *)value_payload(a->self, &compiles_CreateColumn);
    return true;
}

static void create_column_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, *(Value *)payload);
}

static const NativeMethod create_column_methods[] = {
    {"element", "", create_column_element, NATIVE_GETTER}, {0}};
const NativeClass compiles_CreateColumn = {.name = "CreateColumn",
                                           .module = "sqlalchemy.sql.ddl",
                                           .payload = sizeof(Value),
                                           .init_params = "element",
                                           .init = create_column_init,
                                           .methods = create_column_methods,
                                           .traverse = create_column_traverse};

/* The function for an expression, without an object for each that has none. */
static bool find_native(const Registry *r, const SqlExpr *e, Str dialect, Value *fn)
{
    *fn = value_unset();
    if (e->kind == SQL_FUNCTION && e->as.function.is_known) {
        Value specs = value_dict_find_str(r->functions, e->as.function.name);
        if (!value_is_unset(specs)) pick(specs, dialect, fn);
        if (!value_is_unset(*fn)) return true;
    }
    bool of_table = e->kind == SQL_COLUMN && e->as.column.column;
    const NativeClass *native = of_table ? &objects_Column : element_class_of(e);
    return find_of_class(r->ev, eval_class(r->ev, native), dialect, fn);
}

static bool compile_native(const CompileHooks *self, const SqlExpr *e, Compiler *c, bool *handled)
{
    Registry *r = registry(((const Registry *)self)->ev);
    Value fn;
    bool plain = r->plain == e;
    if (plain) r->plain = NULL;
    if (plain || e->kind == SQL_CUSTOM) return true;
    if (!find_native(r, e, str_z(c->dialect->name), &fn)) return eval_take_error(r->ev, c->err);
    if (value_is_unset(fn)) return true;
    *handled = true;
    return call(r->ev, fn, module_expr_value(r->ev, (SqlExpr *)e), c, false, c->err);
}

static bool compile_column(const CompileHooks *self, const Column *col, Compiler *c, bool *handled)
{
    Eval *ev = ((const Registry *)self)->ev;
    Value fn, v, column;
    Class *cls = eval_class(ev, &compiles_CreateColumn);
    if (!find_of_class(ev, cls, str_z(c->dialect->name), &fn)) return eval_take_error(ev, c->err);
    if (value_is_unset(fn)) return true;
    *handled = true;
    column = module_column_value(ev, (Column *)col);
    return eval_call(ev, class_value(cls), &column, 1, value_unset(), &v)
               ? call(ev, fn, v, c, false, c->err)
               : eval_take_error(ev, c->err);
}

static bool compile_constraint(const CompileHooks *self, const Constraint *k, Compiler *c,
                               bool *handled)
{
    Registry *r = registry(((const Registry *)self)->ev);
    Value fn, v;
    bool plain = r->plain == k;
    if (plain) r->plain = NULL;
    if (plain) return true;
    v = module_constraint_value(r->ev, (Constraint *)k);
    if (!compiles_find(r->ev, v, str_z(c->dialect->name), &fn))
        return eval_take_error(r->ev, c->err);
    if (value_is_unset(fn)) return true;
    *handled = true;
    return call(r->ev, fn, v, c, false, c->err);
}
