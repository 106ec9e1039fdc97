#include "eval/symbols.h"

#include "base/err.h"

Str symbols_mangle(const Scope *scope, Arena *arena, Str name)
{
    Str cls = scope->class_name;
    if (name.len < 3 || name.ptr[0] != '_' || name.ptr[1] != '_' || str_is_null(cls)) return name;
    if (str_ends(name, STR("__")) || str_find_char(name, '.') != STR_NPOS) return name;
    while (cls.len && cls.ptr[0] == '_') cls = str_slice(cls, 1, cls.len);
    if (cls.len == 0) return name;
    return arena_fmt(arena, "_%.*s%.*s", STR_ARG(cls), STR_ARG(name));
}

static bool fail(Symbols *s, const AstNode *node, const char *fmt, Str name)
{
    if (!err_is_set(s->err)) {
        err_set(s->err, ERR_SYNTAX, fmt, STR_ARG(name));
        s->err->pos = (SourcePos){s->file, node->span};
    }
    return false;
}

static Symbol *symbol(Symbols *s, Scope *scope, Str name)
{
    name = symbols_mangle(scope, s->arena, name);
    Symbol *y = map_find(&scope->symbols, name);
    if (y) return y;
    y = ARENA_NEW(s->arena, Symbol);
    y->name = name;
    map_put(&scope->symbols, s->arena, name, y);
    return y;
}

static void bind(Symbols *s, Str name) { symbol(s, s->at, name)->assigned = true; }
static void use(Symbols *s, Str name) { symbol(s, s->at, name)->used = true; }

static Scope *scope_open(Symbols *s, const AstNode *node, ScopeKind kind)
{
    Scope *n = ARENA_NEW(s->arena, Scope);
    n->kind = kind;
    n->node = node;
    n->parent = s->at;
    n->class_name = s->at ? s->at->class_name : STR_NULL;
    if (s->at) VEC_PUSH(s->arena, &s->at->children, n);
    Str key = arena_str(s->arena, (Str){(const char *)&node, sizeof node});
    map_put(&s->scopes, s->arena, key, n);
    s->at = n;
    return n;
}

static void scope_close(Symbols *s) { s->at = s->at->parent; }

Scope *symbols_scope(Symbols *s, const AstNode *node)
{
    return map_find(&s->scopes, (Str){(const char *)&node, sizeof node});
}

static bool scan(Symbols *s, const AstNode *n);

static bool scan_list(Symbols *s, AstList l)
{
    for (size_t i = 0; i < l.len; i++)
        if (!scan(s, l.items[i])) return false;
    return true;
}

static bool param(Symbols *s, const AstNode *arg)
{
    if (!arg) return true;
    Symbol *y = symbol(s, s->at, arg->arg.arg);
    if (y->param)
        return fail(s, arg, "duplicate argument '%.*s' in function definition", arg->arg.arg);
    y->param = y->assigned = true;
    VEC_PUSH(s->arena, &s->at->locals, y);
    return true;
}

static bool params(Symbols *s, const AstNode *a)
{
    bool ok = true;
    for (size_t i = 0; i < a->arguments.posonlyargs.len; i++)
        ok &= param(s, a->arguments.posonlyargs.items[i]);
    for (size_t i = 0; i < a->arguments.args.len; i++) ok &= param(s, a->arguments.args.items[i]);
    for (size_t i = 0; i < a->arguments.kwonlyargs.len; i++)
        ok &= param(s, a->arguments.kwonlyargs.items[i]);
    return ok && param(s, a->arguments.vararg) && param(s, a->arguments.kwarg);
}

static bool annotation(Symbols *s, const AstNode *n)
{
    return !n || s->future_annotations || scan(s, n);
}

static bool arg_annotations(Symbols *s, const AstNode *a)
{
    const AstList *lists[] = {&a->arguments.posonlyargs, &a->arguments.args,
                              &a->arguments.kwonlyargs};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < lists[k]->len; i++)
            if (!annotation(s, lists[k]->items[i]->arg.annotation)) return false;
    const AstNode *ends[] = {a->arguments.vararg, a->arguments.kwarg};
    for (size_t k = 0; k < 2; k++)
        if (ends[k] && !annotation(s, ends[k]->arg.annotation)) return false;
    return true;
}

static bool scan_defaults(Symbols *s, const AstNode *a)
{
    return scan_list(s, a->arguments.defaults) && scan_list(s, a->arguments.kw_defaults);
}

static void bind_type_params(Symbols *s, AstList l)
{
    for (size_t i = 0; i < l.len; i++) bind(s, l.items[i]->type_param.name);
}

static bool scan_function(Symbols *s, const AstNode *n)
{
    const AstNode *args = n->function_def.args;
    bind_type_params(s, n->function_def.type_params);
    if (!scan_list(s, n->function_def.decorator_list) || !scan_defaults(s, args) ||
        !arg_annotations(s, args) || !annotation(s, n->function_def.returns))
        return false;
    bind(s, n->function_def.name);
    Scope *f = scope_open(s, n, SCOPE_FUNCTION);
    f->coroutine = n->kind == AST_ASYNC_FUNCTION_DEF;
    bool ok = params(s, args) && scan_list(s, n->function_def.body);
    scope_close(s);
    return ok;
}

static bool scan_class(Symbols *s, const AstNode *n)
{
    bind_type_params(s, n->class_def.type_params);
    if (!scan_list(s, n->class_def.decorator_list) || !scan_list(s, n->class_def.bases) ||
        !scan_list(s, n->class_def.keywords))
        return false;
    bind(s, n->class_def.name);
    Scope *c = scope_open(s, n, SCOPE_CLASS);
    c->class_name = n->class_def.name;
    bool ok = scan_list(s, n->class_def.body);
    scope_close(s);
    return ok;
}

static bool scan_comprehension(Symbols *s, const AstNode *n, AstList gens, const AstNode *a,
                               const AstNode *b)
{
    if (!scan(s, gens.items[0]->comprehension.iter)) return false;
    Scope *c = scope_open(s, n, SCOPE_FUNCTION);
    c->comprehension = true;
    c->generator = n->kind == AST_GENERATOR_EXP;
    Symbol *arg = symbol(s, c, STR(".0"));
    arg->param = arg->assigned = true;
    VEC_PUSH(s->arena, &c->locals, arg);
    bool ok = true;
    for (size_t i = 0; ok && i < gens.len; i++) {
        const AstNode *g = gens.items[i];
        ok = scan(s, g->comprehension.target) && (i == 0 || scan(s, g->comprehension.iter)) &&
             scan_list(s, g->comprehension.ifs);
    }
    ok = ok && scan(s, a) && (!b || scan(s, b));
    scope_close(s);
    return ok;
}

/* x := v in a comprehension binds x in the scope around it. */
static bool scan_walrus(Symbols *s, const AstNode *n)
{
    Str name = n->named_expr.target->name.id;
    Scope *target = s->at;
    while (target->comprehension) target = target->parent;
    if (target != s->at && target->kind == SCOPE_CLASS)
        return fail(
            s, n, "assignment expression within a comprehension cannot be used in a class body%.*s",
            STR(""));
    Symbol *y = symbol(s, target, name);
    y->assigned = true;
    for (Scope *c = s->at; c != target; c = c->parent) {
        Symbol *in = symbol(s, c, name);
        in->used = true;
        if (target->kind == SCOPE_MODULE || y->global) in->global = true;
    }
    return scan(s, n->named_expr.value);
}

static bool declare(Symbols *s, const AstNode *n)
{
    bool global = n->kind == AST_GLOBAL;
    for (size_t i = 0; i < n->global.names.len; i++) {
        Str name = n->global.names.items[i];
        Symbol *y = symbol(s, s->at, name);
        if (y->param)
            return fail(s, n,
                        global ? "name '%.*s' is parameter and global"
                               : "name '%.*s' is parameter and nonlocal",
                        name);
        if (!global && s->at->kind == SCOPE_MODULE)
            return fail(s, n, "nonlocal declaration not allowed at module level%.*s", STR(""));
        if (y->assigned && !y->global && !y->nonlocal)
            return fail(s, n,
                        global ? "name '%.*s' is assigned to before global declaration"
                               : "name '%.*s' is assigned to before nonlocal declaration",
                        name);
        if (y->used && !y->global && !y->nonlocal)
            return fail(s, n,
                        global ? "name '%.*s' is used prior to global declaration"
                               : "name '%.*s' is used prior to nonlocal declaration",
                        name);
        y->global = global;
        y->nonlocal = !global;
        y->node = n;
    }
    return true;
}

static bool scan_import(Symbols *s, const AstNode *n)
{
    AstList names = n->kind == AST_IMPORT ? n->import.names : n->import_from.names;
    bool future = n->kind == AST_IMPORT_FROM && str_eq_z(n->import_from.module, "__future__");
    for (size_t i = 0; i < names.len; i++) {
        const AstNode *a = names.items[i];
        if (future && str_eq_z(a->alias.name, "annotations")) s->future_annotations = true;
        if (str_eq_z(a->alias.name, "*")) {
            if (s->at->kind != SCOPE_MODULE)
                return fail(s, n, "import * only allowed at module level%.*s", STR(""));
            continue;
        }
        Str name = a->alias.asname;
        if (str_is_null(name)) {
            name = a->alias.name;
            if (n->kind == AST_IMPORT) name = str_slice(name, 0, str_find_char(name, '.'));
        }
        bind(s, name);
    }
    return true;
}

static bool scan_pattern(Symbols *s, const AstNode *p)
{
    switch (p->kind) {
    case AST_MATCH_VALUE: return scan(s, p->match_value.value);
    case AST_MATCH_SEQUENCE:
    case AST_MATCH_OR: return scan_list(s, p->match_sequence.patterns);
    case AST_MATCH_MAPPING:
        if (!str_is_null(p->match_mapping.rest)) bind(s, p->match_mapping.rest);
        return scan_list(s, p->match_mapping.keys) && scan_list(s, p->match_mapping.patterns);
    case AST_MATCH_CLASS:
        return scan(s, p->match_class.cls) && scan_list(s, p->match_class.patterns) &&
               scan_list(s, p->match_class.kwd_patterns);
    case AST_MATCH_STAR:
        if (!str_is_null(p->match_star.name)) bind(s, p->match_star.name);
        return true;
    case AST_MATCH_AS:
        if (!str_is_null(p->match_as.name)) bind(s, p->match_as.name);
        return !p->match_as.pattern || scan_pattern(s, p->match_as.pattern);
    default: return true;
    }
}

static bool scan_name(Symbols *s, const AstNode *n)
{
    if (n->ctx != AST_LOAD) {
        bind(s, n->name.id);
        return true;
    }
    use(s, n->name.id);
    /* super() without arguments needs the class being defined. */
    if (s->at->kind == SCOPE_FUNCTION && str_eq_z(n->name.id, "super")) use(s, STR("__class__"));
    return true;
}

static bool in_function(Symbols *s, const AstNode *n, const char *what)
{
    Scope *f = s->at;
    if (f->kind == SCOPE_FUNCTION) {
        f->generator = true;
        return true;
    }
    return fail(s, n, "'%.*s' outside function", str_z(what));
}

static bool scan_statement(Symbols *s, const AstNode *n)
{
    switch (n->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF: return scan_function(s, n);
    case AST_CLASS_DEF: return scan_class(s, n);
    case AST_RETURN:
        if (s->at->kind != SCOPE_FUNCTION)
            return fail(s, n, "'return' outside function%.*s", STR(""));
        return scan(s, n->return_.value);
    case AST_DELETE: return scan_list(s, n->delete_.targets);
    case AST_ASSIGN: return scan(s, n->assign.value) && scan_list(s, n->assign.targets);
    case AST_TYPE_ALIAS:
        bind_type_params(s, n->type_alias.type_params);
        return scan(s, n->type_alias.name) && scan(s, n->type_alias.value);
    case AST_AUG_ASSIGN:
        if (n->aug_assign.target->kind == AST_NAME) use(s, n->aug_assign.target->name.id);
        return scan(s, n->aug_assign.target) && scan(s, n->aug_assign.value);
    case AST_ANN_ASSIGN:
        s->at->annotations = true;
        if (n->ann_assign.target->kind == AST_NAME)
            bind(s, n->ann_assign.target->name.id);
        else if (!scan(s, n->ann_assign.target))
            return false;
        if (s->at->kind != SCOPE_FUNCTION && !annotation(s, n->ann_assign.annotation)) return false;
        return scan(s, n->ann_assign.value);
    case AST_FOR:
    case AST_ASYNC_FOR:
        return scan(s, n->for_.iter) && scan(s, n->for_.target) && scan_list(s, n->for_.body) &&
               scan_list(s, n->for_.orelse);
    case AST_WHILE:
        return scan(s, n->while_.test) && scan_list(s, n->while_.body) &&
               scan_list(s, n->while_.orelse);
    case AST_IF:
        return scan(s, n->if_.test) && scan_list(s, n->if_.body) && scan_list(s, n->if_.orelse);
    case AST_WITH:
    case AST_ASYNC_WITH: return scan_list(s, n->with.items) && scan_list(s, n->with.body);
    case AST_MATCH: return scan(s, n->match.subject) && scan_list(s, n->match.cases);
    case AST_RAISE: return scan(s, n->raise.exc) && scan(s, n->raise.cause);
    case AST_TRY:
    case AST_TRY_STAR:
        return scan_list(s, n->try_.body) && scan_list(s, n->try_.handlers) &&
               scan_list(s, n->try_.orelse) && scan_list(s, n->try_.finalbody);
    case AST_ASSERT: return scan(s, n->assert_.test) && scan(s, n->assert_.msg);
    case AST_IMPORT:
    case AST_IMPORT_FROM: return scan_import(s, n);
    case AST_GLOBAL:
    case AST_NONLOCAL: return declare(s, n);
    case AST_EXPR: return scan(s, n->expr.value);
    default: return true;
    }
}

static bool scan_lambda(Symbols *s, const AstNode *n)
{
    if (!scan_defaults(s, n->lambda.args)) return false;
    scope_open(s, n, SCOPE_FUNCTION);
    bool ok = params(s, n->lambda.args) && scan(s, n->lambda.body);
    scope_close(s);
    return ok;
}

static bool scan(Symbols *s, const AstNode *n)
{
    if (!n) return true;
    if (n->kind < AST_BOOL_OP) return scan_statement(s, n);
    if (n->kind >= AST_MATCH_VALUE && n->kind <= AST_MATCH_OR) return scan_pattern(s, n);
    switch (n->kind) {
    case AST_BOOL_OP: return scan_list(s, n->bool_op.values);
    case AST_NAMED_EXPR: return scan_walrus(s, n);
    case AST_BIN_OP: return scan(s, n->bin_op.left) && scan(s, n->bin_op.right);
    case AST_UNARY_OP: return scan(s, n->unary_op.operand);
    case AST_LAMBDA: return scan_lambda(s, n);
    case AST_IF_EXP:
        return scan(s, n->if_exp.test) && scan(s, n->if_exp.body) && scan(s, n->if_exp.orelse);
    case AST_DICT: return scan_list(s, n->dict.keys) && scan_list(s, n->dict.values);
    case AST_SET: return scan_list(s, n->set.elts);
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP: return scan_comprehension(s, n, n->comp.generators, n->comp.elt, NULL);
    case AST_DICT_COMP:
        return scan_comprehension(s, n, n->dict_comp.generators, n->dict_comp.key,
                                  n->dict_comp.value);
    case AST_AWAIT: return scan(s, n->await.value);
    case AST_YIELD:
    case AST_YIELD_FROM: return in_function(s, n, "yield") && scan(s, n->yield.value);
    case AST_COMPARE: return scan(s, n->compare.left) && scan_list(s, n->compare.comparators);
    case AST_CALL:
        return scan(s, n->call.func) && scan_list(s, n->call.args) &&
               scan_list(s, n->call.keywords);
    case AST_FORMATTED_VALUE:
    case AST_INTERPOLATION:
        return scan(s, n->formatted_value.value) && scan(s, n->formatted_value.format_spec);
    case AST_JOINED_STR:
    case AST_TEMPLATE_STR: return scan_list(s, n->joined_str.values);
    case AST_ATTRIBUTE: return scan(s, n->attribute.value);
    case AST_SUBSCRIPT: return scan(s, n->subscript.value) && scan(s, n->subscript.slice);
    case AST_STARRED: return scan(s, n->starred.value);
    case AST_NAME: return scan_name(s, n);
    case AST_LIST:
    case AST_TUPLE: return scan_list(s, n->list.elts);
    case AST_SLICE:
        return scan(s, n->slice.lower) && scan(s, n->slice.upper) && scan(s, n->slice.step);
    case AST_EXCEPT_HANDLER:
        if (!scan(s, n->except_handler.type)) return false;
        if (!str_is_null(n->except_handler.name)) bind(s, n->except_handler.name);
        return scan_list(s, n->except_handler.body);
    case AST_KEYWORD: return scan(s, n->keyword.value);
    case AST_WITH_ITEM:
        return scan(s, n->with_item.context_expr) && scan(s, n->with_item.optional_vars);
    case AST_MATCH_CASE:
        return scan_pattern(s, n->match_case.pattern) && scan(s, n->match_case.guard) &&
               scan_list(s, n->match_case.body);
    default: return true;
    }
}

/* ---- where names live ---- */

static bool is_own(const Scope *scope, const Symbol *y)
{
    return scope->kind == SCOPE_FUNCTION && y->assigned && !y->global && !y->nonlocal;
}

static void make_free(Symbols *s, Scope *scope, Str name)
{
    Symbol *y = map_find(&scope->symbols, name);
    if (!y) {
        y = ARENA_NEW(s->arena, Symbol);
        y->name = name;
        map_put(&scope->symbols, s->arena, name, y);
    }
    for (size_t i = 0; i < scope->frees.len; i++)
        if (scope->frees.items[i] == y) return;
    if (scope->kind == SCOPE_FUNCTION || !y->assigned || y->nonlocal) y->place = SYMBOL_FREE;
    VEC_PUSH(s->arena, &scope->frees, y);
}

/* The enclosing scope that owns the name as a local; every scope between gets it as free. */
static bool capture(Symbols *s, Scope *from, Str name)
{
    for (Scope *p = from->parent; p; p = p->parent) {
        bool class_cell = p->kind == SCOPE_CLASS && str_eq_z(name, "__class__");
        Symbol *y = map_find(&p->symbols, name);
        if (class_cell && !y) {
            y = ARENA_NEW(s->arena, Symbol);
            y->name = name;
            map_put(&p->symbols, s->arena, name, y);
        }
        if (class_cell && y->place != SYMBOL_CELL) VEC_PUSH(s->arena, &p->locals, y);
        if (class_cell || (y && is_own(p, y))) {
            y->place = SYMBOL_CELL;
            for (Scope *c = from; c != p; c = c->parent) make_free(s, c, name);
            return true;
        }
        if (y && y->global && p->kind == SCOPE_FUNCTION) return false;
    }
    return false;
}

static bool resolve(Symbols *s, Scope *scope)
{
    for (size_t i = 0; i < scope->symbols.len; i++) {
        Symbol *y = scope->symbols.entries[i].value;
        if (y->place == SYMBOL_FREE || y->place == SYMBOL_CELL) continue;
        if (y->global) {
            y->place = SYMBOL_GLOBAL;
        } else if (is_own(scope, y)) {
            y->place = SYMBOL_LOCAL;
        } else if (scope->kind == SCOPE_CLASS && y->assigned && !y->nonlocal) {
            y->place = SYMBOL_NAME;
        } else if (scope->kind != SCOPE_MODULE && capture(s, scope, y->name)) {
            y->place = SYMBOL_FREE;
        } else if (y->nonlocal) {
            return fail(s, y->node, "no binding for nonlocal '%.*s' found", y->name);
        } else {
            y->place = scope->kind == SCOPE_FUNCTION ? SYMBOL_GLOBAL : SYMBOL_NAME;
        }
    }
    for (size_t i = 0; i < scope->children.len; i++)
        if (!resolve(s, scope->children.items[i])) return false;
    return true;
}

static void number(Symbols *s, Scope *scope)
{
    for (size_t i = 0; i < scope->symbols.len; i++) {
        Symbol *y = scope->symbols.entries[i].value;
        bool local = y->place == SYMBOL_LOCAL || y->place == SYMBOL_CELL;
        if (local && !y->param && scope->kind == SCOPE_FUNCTION)
            VEC_PUSH(s->arena, &scope->locals, y);
    }
    for (size_t i = 0; i < scope->locals.len; i++) scope->locals.items[i]->slot = (uint32_t)i;
    for (size_t i = 0; i < scope->frees.len; i++) {
        Symbol *y = scope->frees.items[i];
        y->slot = (uint32_t)(scope->locals.len + i);
    }
    for (size_t i = 0; i < scope->children.len; i++) number(s, scope->children.items[i]);
}

bool symbols_build(Symbols *s, const AstNode *root)
{
    s->at = NULL;
    s->top = scope_open(s, root, SCOPE_MODULE);
    bool ok =
        root->kind == AST_MODULE ? scan_list(s, root->module.body) : scan(s, root->expression.body);
    if (!ok || !resolve(s, s->top)) return false;
    number(s, s->top);
    return true;
}
