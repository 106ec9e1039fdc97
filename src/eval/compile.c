#include "eval/compile.h"

#include <string.h>

enum { EFFECT_VARIES = 99 };
/* Arguments have 24 bits; a function that needs more is no honest one. */
enum { ARG_MAX = (1 << 24) - 1 };

static const int8_t effects[] = {
#define X(name, effect) effect,
    OPCODES(X)
#undef X
};

void compile_fail(Compiler *c, const AstNode *n, const char *fmt, ...)
{
    if (c->failed) return;
    c->failed = true;
    va_list ap;
    va_start(ap, fmt);
    err_vset(c->err, ERR_SYNTAX, fmt, ap);
    va_end(ap);
    c->err->pos = (SourcePos){c->file, n ? n->span : c->u->span};
}

/* ---- emitting ---- */

static int varying_effect(Opcode op, uint32_t arg)
{
    switch (op) {
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_STRING: return 1 - (int)arg;
    case OP_BUILD_DICT: return 1 - 2 * (int)arg;
    case OP_CALL: return -1 - (int)arg;
    case OP_CALL_KW: return -2 - (int)arg;
    case OP_MAKE_FUNCTION: return 1 - __builtin_popcount(arg & ((1 << FUNCTION_FLAG_BITS) - 1));
    case OP_RAISE: return -(int)arg;
    case OP_UNPACK: return (int)arg - 1;
    case OP_UNPACK_EX: return (int)(arg & 0xfff) + (int)(arg >> 12);
    case OP_FORMAT_VALUE: return arg & FORMAT_SPEC ? -1 : 0;
    case OP_ASSERT_FAIL: return -(int)arg;
    default: return 0;
    }
}

uint32_t compile_here(const Compiler *c) { return (uint32_t)c->u->ops.len; }

uint32_t compile_emit(Compiler *c, Opcode op, uint32_t arg)
{
    Unit *u = c->u;
    if (arg > ARG_MAX || u->ops.len >= ARG_MAX)
        compile_fail(c, NULL, "too much code in one function");
    VEC_PUSH(&c->arena, &u->ops, (uint32_t)op | arg << 8);
    VEC_PUSH(&c->arena, &u->spans, u->span);
    VEC_PUSH(&c->arena, &u->guards, (uint16_t)(u->guard + 1));
    int effect = effects[op] == EFFECT_VARIES ? varying_effect(op, arg) : effects[op];
    u->depth = (uint32_t)((int)u->depth + effect);
    if (u->depth > u->max_depth) u->max_depth = u->depth;
    return (uint32_t)u->ops.len - 1;
}

uint32_t compile_jump(Compiler *c, Opcode op) { return compile_emit(c, op, 0); }

void compile_patch(Compiler *c, uint32_t at) { c->u->ops.items[at] |= compile_here(c) << 8; }

void compile_patch_all(Compiler *c, const Jumps *j)
{
    for (size_t i = 0; i < j->len; i++) compile_patch(c, j->items[i]);
}

void compile_jump_back(Compiler *c, uint32_t target) { compile_emit(c, OP_JUMP_BACK, target); }

Value compile_str(Compiler *c, Str s) { return value_of(object_intern(c->ev, s)); }

uint32_t compile_const_index(Compiler *c, Value v)
{
    Unit *u = c->u;
    /* Looking back a little finds the constants that repeat; all of them would be quadratic. */
    size_t from = u->consts.len > 64 ? u->consts.len - 64 : 0;
    for (size_t i = from; i < u->consts.len; i++)
        if (value_is(u->consts.items[i], v)) return (uint32_t)i;
    VEC_PUSH(&c->arena, &u->consts, v);
    return (uint32_t)u->consts.len - 1;
}

void compile_const(Compiler *c, Value v)
{
    compile_emit(c, OP_LOAD_CONST, compile_const_index(c, v));
}

uint32_t compile_name_index(Compiler *c, Str name)
{
    Unit *u = c->u;
    uintptr_t known = (uintptr_t)map_find(&u->name_index, name);
    if (known) return (uint32_t)known - 1;
    StrObject *o = object_intern(c->ev, name);
    VEC_PUSH(&c->arena, &u->names, o);
    map_put(&u->name_index, &c->arena, object_str_view(o), (void *)(uintptr_t)u->names.len);
    return (uint32_t)u->names.len - 1;
}

int32_t compile_handler(Compiler *c, uint32_t depth)
{
    Unit *u = c->u;
    if (u->handlers.len >= UINT16_MAX - 1)
        compile_fail(c, NULL, "too many try blocks in one function");
    VEC_PUSH(&c->arena, &u->handlers, (Handler){.depth = depth, .parent = u->guard});
    return (int32_t)u->handlers.len - 1;
}

void compile_handler_here(Compiler *c, int32_t handler)
{
    c->u->handlers.items[handler].target = compile_here(c);
}

uint32_t compile_temp(Compiler *c)
{
    Unit *u = c->u;
    if (++u->temps > u->max_temps) u->max_temps = u->temps;
    return u->temps - 1;
}

void compile_name_op(Compiler *c, Str name, AstContext ctx)
{
    static const Opcode ops[][3] = {
        [SYMBOL_NAME] = {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME},
        [SYMBOL_LOCAL] = {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST},
        [SYMBOL_CELL] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF},
        [SYMBOL_FREE] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF},
        [SYMBOL_GLOBAL] = {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL},
    };
    Scope *scope = c->u->scope;
    name = symbols_mangle(scope, &c->arena, name);
    Symbol *y = map_find(&scope->symbols, name);
    SymbolPlace place = y ? y->place : scope->kind == SCOPE_FUNCTION ? SYMBOL_GLOBAL : SYMBOL_NAME;
    Opcode op = ops[place][ctx];
    if (place == SYMBOL_FREE && scope->kind == SCOPE_CLASS && ctx == AST_LOAD)
        op = OP_LOAD_CLASSDEREF;
    bool by_slot = place == SYMBOL_LOCAL || place == SYMBOL_CELL || place == SYMBOL_FREE;
    compile_emit(c, op, by_slot ? y->slot : compile_name_index(c, name));
}

/* ---- units ---- */

static Str unit_qualname(Compiler *c, const Unit *outer, Str name)
{
    if (!outer || outer->scope->kind == SCOPE_MODULE) return name;
    Symbol *y = map_find(&outer->scope->symbols, name);
    if (y && y->global) return name;
    const char *between = outer->scope->kind == SCOPE_FUNCTION ? ".<locals>." : ".";
    return arena_fmt(&c->arena, "%s%s%.*s", outer->code->qualname->data, between, STR_ARG(name));
}

void compile_unit_open(Compiler *c, Scope *scope, Str name)
{
    Unit *u = ARENA_NEW(&c->arena, Unit);
    u->outer = c->u;
    u->scope = scope;
    u->guard = -1;
    u->span = c->u ? c->u->span : (Span){0, 0};
    Code *code = u->code = ARENA_NEW(&c->ev->arena, Code);
    code->name = object_intern(c->ev, name);
    code->qualname = object_intern(c->ev, unit_qualname(c, u->outer, name));
    code->file = c->file;
    code->first = u->span.start;
    code->params.star = code->params.kwargs = -1;
    code->doc = value_none();
    /* Known to the collector from now on: the compilation may be of a string in a running script.
     */
    code->next = c->ev->codes;
    c->ev->codes = code;
    c->u = u;
    for (size_t i = 0; i < scope->locals.len; i++)
        if (scope->locals.items[i]->place == SYMBOL_CELL)
            compile_emit(c, OP_MAKE_CELL, (uint32_t)i);
}

#define KEEP(arena, to, vec)                                                                       \
    do {                                                                                           \
        (to) = arena_alloc((arena), (vec).len, sizeof *(vec).items);                               \
        if ((vec).len) memcpy((to), (vec).items, (vec).len * sizeof *(vec).items);                 \
    } while (0)

Code *compile_unit_close(Compiler *c)
{
    Unit *u = c->u;
    Code *code = u->code;
    Arena *a = &c->ev->arena;
    Scope *scope = u->scope;
    KEEP(a, code->ops, u->ops);
    KEEP(a, code->spans, u->spans);
    KEEP(a, code->guards, u->guards);
    KEEP(a, code->consts, u->consts);
    KEEP(a, code->names, u->names);
    KEEP(a, code->handlers, u->handlers);
    KEEP(a, code->codes, u->codes);
    code->op_count = u->ops.len;
    code->const_count = u->consts.len;
    code->name_count = u->names.len;
    code->handler_count = u->handlers.len;
    code->code_count = u->codes.len;
    code->local_count = scope->locals.len;
    code->locals = ARENA_ARRAY(a, StrObject *, code->local_count);
    for (size_t i = 0; i < code->local_count; i++)
        code->locals[i] = object_intern(c->ev, scope->locals.items[i]->name);
    code->free_count = scope->frees.len;
    code->frees = ARENA_ARRAY(a, StrObject *, code->free_count);
    for (size_t i = 0; i < code->free_count; i++)
        code->frees[i] = object_intern(c->ev, scope->frees.items[i]->name);
    if (scope->kind == SCOPE_FUNCTION && scope->generator)
        code->flags |= scope->coroutine ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
    else if (scope->coroutine)
        code->flags |= CODE_COROUTINE;
    code->temp_count = u->max_temps;
    code->stack_size = u->max_depth + 8;
    c->u = u->outer;
    return code;
}

/* ---- modules ---- */

static void annotations_begin(Compiler *c)
{
    if (c->u->scope->annotations) compile_op(c, OP_SETUP_ANNOTATIONS);
}

static void module_doc(Compiler *c, AstList body)
{
    if (!body.len || body.items[0]->kind != AST_EXPR) return;
    const AstNode *e = body.items[0]->expr.value;
    if (e->kind != AST_CONSTANT || e->constant.type != AST_CONST_STR) return;
    compile_const(c, compile_str(c, e->constant.text));
    compile_emit(c, OP_STORE_NAME, compile_name_index(c, STR("__doc__")));
}

Code *compile_module(Eval *ev, SourceFile *file, const AstNode *root, bool expression, Err *err)
{
    Compiler c = {.ev = ev, .file = file, .err = err};
    c.symbols = (Symbols){.arena = &c.arena, .file = file, .err = err};
    Code *code = NULL;
    if (symbols_build(&c.symbols, root)) {
        compile_unit_open(&c, c.symbols.top, STR("<module>"));
        if (expression) {
            compile_expr(&c, root->expression.body);
        } else {
            module_doc(&c, root->module.body);
            annotations_begin(&c);
            compile_body(&c, root->module.body);
            compile_const(&c, value_none());
        }
        compile_op(&c, OP_RETURN);
        code = compile_unit_close(&c);
        if (c.failed) code = NULL;
    }
    arena_release(&c.arena);
    return code;
}

/* ---- statements ---- */

Operator compile_operator(AstOperator op)
{
    static const Operator map[] = {
        [AST_ADD] = OPERATOR_ADD,
        [AST_SUB] = OPERATOR_SUB,
        [AST_MULT] = OPERATOR_MUL,
        [AST_MAT_MULT] = OPERATOR_MATMUL,
        [AST_DIV] = OPERATOR_DIV,
        [AST_MOD] = OPERATOR_MOD,
        [AST_POW] = OPERATOR_POW,
        [AST_LSHIFT] = OPERATOR_LSHIFT,
        [AST_RSHIFT] = OPERATOR_RSHIFT,
        [AST_BIT_OR] = OPERATOR_OR,
        [AST_BIT_XOR] = OPERATOR_XOR,
        [AST_BIT_AND] = OPERATOR_AND,
        [AST_FLOOR_DIV] = OPERATOR_FLOORDIV,
    };
    return map[op];
}

void compile_body(Compiler *c, AstList body)
{
    for (size_t i = 0; i < body.len && !c->failed; i++) compile_statement(c, body.items[i]);
}

static void compile_if(Compiler *c, const AstNode *n)
{
    Jumps otherwise = {0};
    compile_condition(c, n->if_.test, false, &otherwise);
    compile_body(c, n->if_.body);
    if (n->if_.orelse.len == 0) {
        compile_patch_all(c, &otherwise);
        return;
    }
    uint32_t end = compile_jump(c, OP_JUMP);
    compile_patch_all(c, &otherwise);
    compile_body(c, n->if_.orelse);
    compile_patch(c, end);
}

static void compile_assign(Compiler *c, const AstNode *n)
{
    compile_expr(c, n->assign.value);
    for (size_t i = 0; i < n->assign.targets.len; i++) {
        if (i + 1 < n->assign.targets.len) compile_op(c, OP_DUP);
        compile_store(c, n->assign.targets.items[i]);
    }
}

static void compile_aug_assign(Compiler *c, const AstNode *n)
{
    const AstNode *t = n->aug_assign.target;
    Operator op = compile_operator(n->aug_assign.op);
    switch (t->kind) {
    case AST_NAME:
        compile_name_op(c, t->name.id, AST_LOAD);
        compile_expr(c, n->aug_assign.value);
        compile_emit(c, OP_INPLACE, op);
        compile_name_op(c, t->name.id, AST_STORE);
        break;
    case AST_ATTRIBUTE: {
        uint32_t name =
            compile_name_index(c, symbols_mangle(c->u->scope, &c->arena, t->attribute.attr));
        compile_expr(c, t->attribute.value);
        compile_op(c, OP_DUP);
        compile_emit(c, OP_LOAD_ATTR, name);
        compile_expr(c, n->aug_assign.value);
        compile_emit(c, OP_INPLACE, op);
        compile_emit(c, OP_SWAP, 0);
        compile_emit(c, OP_STORE_ATTR, name);
        break;
    }
    case AST_SUBSCRIPT:
        compile_expr(c, t->subscript.value);
        compile_expr(c, t->subscript.slice);
        compile_op(c, OP_DUP2);
        compile_op(c, OP_GETITEM);
        compile_expr(c, n->aug_assign.value);
        compile_emit(c, OP_INPLACE, op);
        compile_op(c, OP_ROT3);
        compile_op(c, OP_SETITEM);
        break;
    default: compile_fail(c, t, "illegal target of augmented assignment"); break;
    }
}

static void compile_ann_assign(Compiler *c, const AstNode *n)
{
    const AstNode *t = n->ann_assign.target;
    if (n->ann_assign.value) {
        compile_expr(c, n->ann_assign.value);
        compile_store(c, t);
    }
    if (c->u->scope->kind == SCOPE_FUNCTION) return;
    compile_annotation(c, n->ann_assign.annotation);
    if (t->kind == AST_NAME && n->ann_assign.simple) {
        Str name = symbols_mangle(c->u->scope, &c->arena, t->name.id);
        compile_emit(c, OP_STORE_ANNOTATION, compile_name_index(c, name));
    } else {
        compile_op(c, OP_POP);
    }
}

static void compile_assert(Compiler *c, const AstNode *n)
{
    Jumps fine = {0};
    compile_condition(c, n->assert_.test, true, &fine);
    uint32_t depth = c->u->depth;
    if (n->assert_.msg) compile_expr(c, n->assert_.msg);
    compile_emit(c, OP_ASSERT_FAIL, n->assert_.msg ? 1 : 0);
    c->u->depth = depth;
    compile_patch_all(c, &fine);
}

static void compile_raise(Compiler *c, const AstNode *n)
{
    uint32_t depth = c->u->depth;
    if (n->raise.exc) compile_expr(c, n->raise.exc);
    if (n->raise.cause) compile_expr(c, n->raise.cause);
    compile_emit(c, OP_RAISE, !n->raise.exc ? 0 : n->raise.cause ? 2 : 1);
    c->u->depth = depth;
}

static void import_operands(Compiler *c, int level, bool from)
{
    compile_const(c, value_int(level * 2 + from));
}

static void compile_import(Compiler *c, const AstNode *n)
{
    for (size_t i = 0; i < n->import.names.len; i++) {
        const AstNode *a = n->import.names.items[i];
        Str name = a->alias.name, as = a->alias.asname;
        bool dotted = str_find_char(name, '.') != STR_NPOS;
        c->u->span = a->span;
        import_operands(c, 0, false);
        compile_emit(c, OP_IMPORT_NAME, compile_name_index(c, name));
        if (!str_is_null(as) && dotted) {
            Str rest = name;
            str_cut(&rest, '.');
            /* `import a.b.c as x` binds the innermost module, found attribute by attribute. */
            while (!str_is_null(rest)) {
                compile_emit(c, OP_IMPORT_FROM, compile_name_index(c, str_cut(&rest, '.')));
                compile_emit(c, OP_SWAP, 0);
                compile_op(c, OP_POP);
            }
        }
        compile_name_op(c, str_is_null(as) ? str_slice(name, 0, str_find_char(name, '.')) : as,
                        AST_STORE);
    }
}

static void compile_import_from(Compiler *c, const AstNode *n)
{
    AstList names = n->import_from.names;
    if (n->import_from.level == 0 && str_eq_z(n->import_from.module, "__future__")) {
        for (size_t i = 0; i < names.len; i++) {
            const AstNode *a = names.items[i];
            compile_const(c, value_bool(true));
            compile_name_op(c, str_is_null(a->alias.asname) ? a->alias.name : a->alias.asname,
                            AST_STORE);
        }
        return;
    }
    Str module = str_is_null(n->import_from.module) ? STR("") : n->import_from.module;
    import_operands(c, n->import_from.level, true);
    compile_emit(c, OP_IMPORT_NAME, compile_name_index(c, module));
    if (names.len == 1 && str_eq_z(names.items[0]->alias.name, "*")) {
        compile_op(c, OP_IMPORT_STAR);
        return;
    }
    for (size_t i = 0; i < names.len; i++) {
        const AstNode *a = names.items[i];
        c->u->span = a->span;
        compile_emit(c, OP_IMPORT_FROM, compile_name_index(c, a->alias.name));
        compile_name_op(c, str_is_null(a->alias.asname) ? a->alias.name : a->alias.asname,
                        AST_STORE);
    }
    compile_op(c, OP_POP);
}

static void compile_return(Compiler *c, const AstNode *n)
{
    if (n->return_.value)
        compile_expr(c, n->return_.value);
    else
        compile_const(c, value_none());
    compile_exit(c, EXIT_RETURN, n);
}

static void compile_type_alias(Compiler *c, const AstNode *n)
{
    compile_type_params(c, n->type_alias.type_params);
    compile_expr(c, n->type_alias.value);
    compile_store(c, n->type_alias.name);
}

void compile_statement(Compiler *c, const AstNode *n)
{
    c->u->span = n->span;
    switch (n->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF: compile_function(c, n); break;
    case AST_CLASS_DEF: compile_class(c, n); break;
    case AST_RETURN: compile_return(c, n); break;
    case AST_DELETE:
        for (size_t i = 0; i < n->delete_.targets.len; i++)
            compile_delete(c, n->delete_.targets.items[i]);
        break;
    case AST_ASSIGN: compile_assign(c, n); break;
    case AST_TYPE_ALIAS: compile_type_alias(c, n); break;
    case AST_AUG_ASSIGN: compile_aug_assign(c, n); break;
    case AST_ANN_ASSIGN: compile_ann_assign(c, n); break;
    case AST_FOR:
    case AST_ASYNC_FOR:
    case AST_WHILE: compile_loop(c, n); break;
    case AST_IF: compile_if(c, n); break;
    case AST_WITH:
    case AST_ASYNC_WITH: compile_with(c, n); break;
    case AST_MATCH: compile_match(c, n); break;
    case AST_RAISE: compile_raise(c, n); break;
    case AST_TRY:
    case AST_TRY_STAR: compile_try(c, n); break;
    case AST_ASSERT: compile_assert(c, n); break;
    case AST_IMPORT: compile_import(c, n); break;
    case AST_IMPORT_FROM: compile_import_from(c, n); break;
    case AST_EXPR:
        if (n->expr.value->kind == AST_CONSTANT) break;
        compile_expr(c, n->expr.value);
        compile_op(c, OP_POP);
        break;
    case AST_BREAK: compile_exit(c, EXIT_BREAK, n); break;
    case AST_CONTINUE: compile_exit(c, EXIT_CONTINUE, n); break;
    default: break; /* pass, global, nonlocal: nothing to run */
    }
}
