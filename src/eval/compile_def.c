/* Functions, lambdas, classes, comprehensions and annotations. */
#include "eval/compile.h"

/* CPython stores unparsed source, where simple strings are in single quotes. */
static void single_quotes(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\'') return;
        if (text[i] != '"') continue;
        size_t end = i + 1;
        while (end < len && text[end] != '"' && text[end] != '\'' && text[end] != '\\') end++;
        if (end >= len || text[end] != '"' || end == i + 1) return;
        text[i] = text[end] = '\'';
        i = end;
    }
}

/* A name that comes later in the module is no error in an annotation from Python 3.14 on, where it
 * is evaluated when somebody asks for it: then it stays a text. */
static void annotation_or_text(Compiler *c, const AstNode *n, Value text)
{
    uint32_t depth = c->u->depth;
    int32_t outer = c->u->guard, h = compile_handler(c, depth);
    c->u->guard = h;
    compile_expr(c, n);
    c->u->guard = outer;
    uint32_t end = compile_jump(c, OP_JUMP);
    compile_handler_here(c, h);
    c->u->depth = depth + 1;
    compile_emit(c, OP_FORWARD_REF, compile_const_index(c, text));
    compile_patch(c, end);
    c->u->depth = depth + 1;
}

void compile_annotation(Compiler *c, const AstNode *n)
{
    if (n->kind == AST_CONSTANT && !c->symbols.future_annotations) {
        compile_expr(c, n);
        return;
    }
    Str source = arena_str(&c->arena, str_slice(c->file->text, n->span.start, n->span.end));
    single_quotes((char *)source.ptr, source.len);
    Value text = compile_str(c, source);
    if (c->symbols.future_annotations)
        compile_const(c, text);
    else
        annotation_or_text(c, n, text);
}

/* Generic parameters are taken as values nobody looks into. */
void compile_type_params(Compiler *c, AstList params)
{
    for (size_t i = 0; i < params.len; i++) {
        Str name = params.items[i]->type_param.name;
        compile_emit(c, OP_TYPE_PARAM, compile_name_index(c, name));
        compile_name_op(c, name, AST_STORE);
    }
}

/* ---- parameters ---- */

static void unit_params(Compiler *c, const AstNode *a)
{
    Code *code = c->u->code;
    Params *p = &code->params;
    p->posonly = (uint32_t)a->arguments.posonlyargs.len;
    p->pos = p->posonly + (uint32_t)a->arguments.args.len;
    p->kwonly = (uint32_t)a->arguments.kwonlyargs.len;
    p->kwonly_at = p->pos;
    p->count = p->pos + p->kwonly;
    p->names = ARENA_ARRAY(&c->ev->arena, StrObject *, p->count + 1);
    for (uint32_t i = 0; i < p->count; i++)
        p->names[i] = object_intern(c->ev, c->u->scope->locals.items[i]->name);
    if (a->arguments.vararg) p->star = (int32_t)p->count++;
    if (a->arguments.kwarg) p->kwargs = (int32_t)p->count++;
}

static uint32_t defaults(Compiler *c, const AstNode *a)
{
    uint32_t flags = 0;
    if (a->arguments.defaults.len) {
        for (size_t i = 0; i < a->arguments.defaults.len; i++)
            compile_expr(c, a->arguments.defaults.items[i]);
        compile_emit(c, OP_BUILD_TUPLE, (uint32_t)a->arguments.defaults.len);
        flags |= FUNCTION_DEFAULTS;
    }
    uint32_t n = 0;
    for (size_t i = 0; i < a->arguments.kw_defaults.len; i++) {
        if (!a->arguments.kw_defaults.items[i]) continue;
        Str name = a->arguments.kwonlyargs.items[i]->arg.arg;
        compile_const(c, compile_str(c, symbols_mangle(c->u->scope, &c->arena, name)));
        compile_expr(c, a->arguments.kw_defaults.items[i]);
        n++;
    }
    if (n) {
        compile_emit(c, OP_BUILD_DICT, n);
        flags |= FUNCTION_KWDEFAULTS;
    }
    return flags;
}

static void annotate(Compiler *c, const AstNode *arg, uint32_t *n)
{
    if (!arg || !arg->arg.annotation) return;
    compile_const(c, compile_str(c, symbols_mangle(c->u->scope, &c->arena, arg->arg.arg)));
    compile_annotation(c, arg->arg.annotation);
    (*n)++;
}

static uint32_t annotations(Compiler *c, const AstNode *a, const AstNode *returns)
{
    uint32_t n = 0;
    for (size_t i = 0; i < a->arguments.posonlyargs.len; i++)
        annotate(c, a->arguments.posonlyargs.items[i], &n);
    for (size_t i = 0; i < a->arguments.args.len; i++) annotate(c, a->arguments.args.items[i], &n);
    annotate(c, a->arguments.vararg, &n);
    for (size_t i = 0; i < a->arguments.kwonlyargs.len; i++)
        annotate(c, a->arguments.kwonlyargs.items[i], &n);
    annotate(c, a->arguments.kwarg, &n);
    if (returns) {
        compile_const(c, compile_str(c, STR("return")));
        compile_annotation(c, returns);
        n++;
    }
    if (n) compile_emit(c, OP_BUILD_DICT, n);
    return n ? FUNCTION_ANNOTATIONS : 0;
}

/* Makes the function of a finished unit, with the cells that it captures. */
static void make_function(Compiler *c, Code *code, const Scope *scope, uint32_t flags)
{
    for (size_t i = 0; i < scope->frees.len; i++) {
        Symbol *y = map_find(&c->u->scope->symbols, scope->frees.items[i]->name);
        compile_emit(c, OP_LOAD_CLOSURE, y->slot);
    }
    if (scope->frees.len) {
        compile_emit(c, OP_BUILD_TUPLE, (uint32_t)scope->frees.len);
        flags |= FUNCTION_CLOSURE;
    }
    VEC_PUSH(&c->arena, &c->u->codes, code);
    compile_emit(c, OP_MAKE_FUNCTION,
                 (uint32_t)(c->u->codes.len - 1) << FUNCTION_FLAG_BITS | flags);
}

static Value docstring(Compiler *c, AstList body)
{
    if (body.len == 0 || body.items[0]->kind != AST_EXPR) return value_none();
    const AstNode *e = body.items[0]->expr.value;
    if (e->kind != AST_CONSTANT || e->constant.type != AST_CONST_STR) return value_none();
    return compile_str(c, e->constant.text);
}

static void decorators(Compiler *c, AstList l)
{
    for (size_t i = 0; i < l.len; i++) {
        compile_expr(c, l.items[i]);
        compile_op(c, OP_PUSH_UNSET);
    }
}

static void decorate(Compiler *c, AstList l)
{
    for (size_t i = l.len; i > 0; i--) {
        c->u->span = l.items[i - 1]->span;
        compile_emit(c, OP_CALL, 1);
    }
}

void compile_function(Compiler *c, const AstNode *n)
{
    const AstNode *a = n->function_def.args;
    compile_type_params(c, n->function_def.type_params);
    decorators(c, n->function_def.decorator_list);
    uint32_t flags = defaults(c, a) | annotations(c, a, n->function_def.returns);
    Scope *scope = symbols_scope(&c->symbols, n);
    c->u->span = n->span;
    compile_unit_open(c, scope, n->function_def.name);
    unit_params(c, a);
    Value doc = docstring(c, n->function_def.body);
    if (!value_is_none(doc)) compile_const_index(c, doc);
    c->u->code->doc = doc;
    compile_body(c, n->function_def.body);
    compile_const(c, value_none());
    compile_op(c, OP_RETURN);
    Code *code = compile_unit_close(c);
    make_function(c, code, scope, flags);
    decorate(c, n->function_def.decorator_list);
    compile_name_op(c, n->function_def.name, AST_STORE);
}

void compile_lambda(Compiler *c, const AstNode *n)
{
    uint32_t flags = defaults(c, n->lambda.args);
    Scope *scope = symbols_scope(&c->symbols, n);
    compile_unit_open(c, scope, STR("<lambda>"));
    unit_params(c, n->lambda.args);
    compile_expr(c, n->lambda.body);
    compile_op(c, OP_RETURN);
    make_function(c, compile_unit_close(c), scope, flags);
}

/* ---- classes ---- */

static Code *class_body(Compiler *c, const AstNode *n, Scope *scope)
{
    compile_unit_open(c, scope, n->class_def.name);
    Unit *u = c->u;
    u->code->flags |= CODE_CLASS;
    compile_emit(c, OP_LOAD_GLOBAL, compile_name_index(c, STR("__name__")));
    compile_emit(c, OP_STORE_NAME, compile_name_index(c, STR("__module__")));
    compile_const(c, value_of(u->code->qualname));
    compile_emit(c, OP_STORE_NAME, compile_name_index(c, STR("__qualname__")));
    if (n->class_def.type_params.len) { /* what makes the class subscriptable */
        compile_emit(c, OP_BUILD_TUPLE, 0);
        compile_emit(c, OP_STORE_NAME, compile_name_index(c, STR("__type_params__")));
    }
    Value doc = docstring(c, n->class_def.body);
    if (!value_is_none(doc)) {
        compile_const(c, doc);
        compile_emit(c, OP_STORE_NAME, compile_name_index(c, STR("__doc__")));
    }
    if (scope->annotations) compile_op(c, OP_SETUP_ANNOTATIONS);
    compile_body(c, n->class_def.body);
    Symbol *cell = map_find(&scope->symbols, STR("__class__"));
    if (cell && cell->place == SYMBOL_CELL) {
        compile_emit(c, OP_LOAD_CLOSURE, cell->slot);
        compile_emit(c, OP_STORE_NAME, compile_name_index(c, STR("__classcell__")));
    }
    compile_const(c, value_none());
    compile_op(c, OP_RETURN);
    return compile_unit_close(c);
}

void compile_class(Compiler *c, const AstNode *n)
{
    Scope *scope = symbols_scope(&c->symbols, n);
    compile_type_params(c, n->class_def.type_params);
    decorators(c, n->class_def.decorator_list);
    c->u->span = n->span;
    Code *code = class_body(c, n, scope);
    make_function(c, code, scope, 0);
    compile_const(c, compile_str(c, n->class_def.name));
    compile_emit(c, OP_BUILD_LIST, 0);
    for (size_t i = 0; i < n->class_def.bases.len; i++) {
        const AstNode *b = n->class_def.bases.items[i];
        bool star = b->kind == AST_STARRED;
        compile_expr(c, star ? b->starred.value : b);
        compile_emit(c, star ? OP_LIST_EXTEND : OP_LIST_APPEND, 1);
    }
    compile_emit(c, OP_BUILD_DICT, 0);
    for (size_t i = 0; i < n->class_def.keywords.len; i++) {
        const AstNode *k = n->class_def.keywords.items[i];
        bool named = !str_is_null(k->keyword.arg);
        if (named) compile_const(c, compile_str(c, k->keyword.arg));
        compile_expr(c, k->keyword.value);
        compile_emit(c, named ? OP_DICT_ADD : OP_DICT_UPDATE, 1);
    }
    /* Errors of the class statement point at its first line. */
    c->u->span =
        (Span){n->span.start,
               n->class_def.body.len ? n->class_def.body.items[0]->span.start : n->span.end};
    compile_op(c, OP_BUILD_CLASS);
    decorate(c, n->class_def.decorator_list);
    compile_name_op(c, n->class_def.name, AST_STORE);
}

/* ---- comprehensions ---- */

typedef struct Comp {
    const AstNode *node;
    AstList gens;
    Opcode add;
} Comp;

static void comp_item(Compiler *c, const Comp *k)
{
    uint32_t depth = (uint32_t)k->gens.len;
    if (k->node->kind == AST_GENERATOR_EXP) {
        compile_expr(c, k->node->comp.elt);
        compile_op(c, OP_YIELD);
        compile_op(c, OP_POP);
    } else if (k->node->kind == AST_DICT_COMP) {
        compile_expr(c, k->node->dict_comp.key);
        compile_expr(c, k->node->dict_comp.value);
        compile_emit(c, k->add, depth + 1);
    } else {
        compile_expr(c, k->node->comp.elt);
        compile_emit(c, k->add, depth + 1);
    }
}

static void comp_level(Compiler *c, const Comp *k, size_t i)
{
    if (i == k->gens.len) {
        comp_item(c, k);
        return;
    }
    const AstNode *g = k->gens.items[i];
    bool async = g->comprehension.is_async;
    if (i == 0) {
        compile_emit(c, OP_LOAD_FAST, 0);
    } else {
        compile_expr(c, g->comprehension.iter);
        compile_op(c, async ? OP_GET_AITER : OP_GET_ITER);
    }
    uint32_t depth = c->u->depth, top = compile_here(c);
    uint32_t next = compile_jump(c, async ? OP_FOR_AITER : OP_FOR_ITER);
    compile_store(c, g->comprehension.target);
    Jumps skip = {0};
    for (size_t f = 0; f < g->comprehension.ifs.len; f++)
        compile_condition(c, g->comprehension.ifs.items[f], false, &skip);
    comp_level(c, k, i + 1);
    compile_patch_all(c, &skip);
    compile_jump_back(c, top);
    compile_patch(c, next);
    c->u->depth = depth - 1;
}

void compile_comprehension(Compiler *c, const AstNode *n)
{
    Comp k = {n, n->kind == AST_DICT_COMP ? n->dict_comp.generators : n->comp.generators,
              OP_LIST_APPEND};
    Str name = STR("<listcomp>");
    Opcode build = OP_BUILD_LIST;
    if (n->kind == AST_SET_COMP) name = STR("<setcomp>"), k.add = OP_SET_ADD, build = OP_BUILD_SET;
    if (n->kind == AST_DICT_COMP)
        name = STR("<dictcomp>"), k.add = OP_DICT_ADD, build = OP_BUILD_DICT;
    if (n->kind == AST_GENERATOR_EXP) name = STR("<genexpr>");
    Scope *scope = symbols_scope(&c->symbols, n);
    compile_unit_open(c, scope, name);
    Params *p = &c->u->code->params;
    p->pos = p->posonly = p->count = p->kwonly_at = 1;
    p->names = ARENA_ARRAY(&c->ev->arena, StrObject *, 1);
    p->names[0] = object_intern(c->ev, STR(".0"));
    if (n->kind != AST_GENERATOR_EXP) compile_emit(c, build, 0);
    comp_level(c, &k, 0);
    if (n->kind == AST_GENERATOR_EXP) compile_const(c, value_none());
    compile_op(c, OP_RETURN);
    make_function(c, compile_unit_close(c), scope, 0);
    const AstNode *first = k.gens.items[0];
    compile_op(c, OP_PUSH_UNSET);
    compile_expr(c, first->comprehension.iter);
    compile_op(c, first->comprehension.is_async ? OP_GET_AITER : OP_GET_ITER);
    compile_emit(c, OP_CALL, 1);
}
