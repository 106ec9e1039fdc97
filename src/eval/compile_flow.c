/* Loops, with, try, and the ways out of them. */
#include "eval/compile.h"

static Block *block_open(Compiler *c, BlockKind kind)
{
    Block *b = ARENA_NEW(&c->arena, Block);
    b->outer = c->u->block;
    b->kind = kind;
    b->guard = c->u->guard;
    b->depth = c->u->depth;
    c->u->block = b;
    return b;
}

static void block_close(Compiler *c) { c->u->block = c->u->block->outer; }

/* ---- leaving blocks ---- */

static uint32_t exit_number(Compiler *c, Block *b, ExitKind kind, Block *loop)
{
    for (size_t i = 0; i < b->exits.len; i++)
        if (b->exits.items[i].kind == kind && b->exits.items[i].loop == loop)
            return (uint32_t)i + 1;
    VEC_PUSH(&c->arena, &b->exits, (FinallyExit){kind, loop});
    return (uint32_t)b->exits.len;
}

static void drop_name(Compiler *c, Str name)
{
    if (str_is_null(name)) return;
    compile_const(c, value_none());
    compile_name_op(c, name, AST_STORE);
    compile_name_op(c, name, AST_DEL);
}

/* Leaves one block. `value`: a return value lies on top. True when a finally block takes over. */
static bool leave_block(Compiler *c, Block *b, ExitKind kind, Block *loop, bool value)
{
    c->u->guard = b->guard;
    switch (b->kind) {
    case BLOCK_LOOP:
        if (!b->has_iterator) break;
        if (value) compile_op(c, OP_SWAP);
        compile_op(c, OP_POP);
        break;
    case BLOCK_WITH:
        if (value) compile_op(c, OP_SWAP);
        compile_op(c, OP_WITH_EXIT_NONE);
        break;
    case BLOCK_HANDLER:
        if (value) compile_op(c, OP_SWAP);
        compile_op(c, OP_POP_EXCEPT);
        drop_name(c, b->name);
        break;
    case BLOCK_FINALLY: compile_op(c, value ? OP_FINALLY_DROP_UNDER : OP_FINALLY_DROP); break;
    case BLOCK_FINALLY_TRY:
        compile_const(c, value_none());
        if (value)
            compile_op(c, OP_SWAP);
        else
            compile_const(c, value_none());
        compile_const(c, value_int(exit_number(c, b, kind, loop)));
        VEC_PUSH(&c->arena, &b->entries, compile_jump(c, OP_JUMP));
        return true;
    case BLOCK_STAR: break; /* compile_exit has refused it */
    }
    return false;
}

static void unwind(Compiler *c, Block *from, ExitKind kind, Block *loop)
{
    bool value = kind == EXIT_RETURN;
    for (Block *b = from; b != loop; b = b->outer)
        if (leave_block(c, b, kind, loop, value)) return;
    if (value) {
        compile_op(c, OP_RETURN);
    } else if (kind == EXIT_BREAK) {
        if (loop->has_iterator) compile_op(c, OP_POP);
        VEC_PUSH(&c->arena, &loop->breaks, compile_jump(c, OP_JUMP));
    } else {
        compile_jump_back(c, loop->top);
    }
}

void compile_exit(Compiler *c, ExitKind kind, const AstNode *n)
{
    Block *loop = NULL;
    uint32_t depth = c->u->depth - (kind == EXIT_RETURN ? 1 : 0);
    int32_t guard = c->u->guard;
    for (loop = c->u->block; loop; loop = loop->outer) {
        if (kind != EXIT_RETURN && loop->kind == BLOCK_LOOP) break;
        if (loop->kind == BLOCK_STAR) {
            compile_fail(c, n,
                         "'break', 'continue' and 'return' cannot appear in an except* block");
            return;
        }
    }
    if (kind != EXIT_RETURN) {
        if (!loop) {
            compile_fail(c, n,
                         kind == EXIT_BREAK ? "'break' outside loop"
                                            : "'continue' not properly in loop");
            return;
        }
    }
    unwind(c, c->u->block, kind, loop);
    c->u->guard = guard;
    c->u->depth = depth;
}

/* ---- loops ---- */

static void compile_while(Compiler *c, const AstNode *n)
{
    Block *b = block_open(c, BLOCK_LOOP);
    Jumps out = {0};
    b->top = compile_here(c);
    compile_condition(c, n->while_.test, false, &out);
    compile_body(c, n->while_.body);
    c->u->span = n->while_.test->span;
    compile_jump_back(c, b->top);
    compile_patch_all(c, &out);
    block_close(c);
    compile_body(c, n->while_.orelse);
    compile_patch_all(c, &b->breaks);
}

static void compile_for(Compiler *c, const AstNode *n)
{
    bool async = n->kind == AST_ASYNC_FOR;
    compile_expr(c, n->for_.iter);
    c->u->span = n->for_.iter->span;
    compile_op(c, async ? OP_GET_AITER : OP_GET_ITER);
    Block *b = block_open(c, BLOCK_LOOP);
    b->has_iterator = true;
    b->top = compile_here(c);
    uint32_t next = compile_jump(c, async ? OP_FOR_AITER : OP_FOR_ITER);
    compile_store(c, n->for_.target);
    compile_body(c, n->for_.body);
    c->u->span = n->for_.iter->span;
    compile_jump_back(c, b->top);
    /* An exhausted iterator has popped itself. */
    compile_patch(c, next);
    block_close(c);
    c->u->depth = b->depth - 1;
    compile_body(c, n->for_.orelse);
    compile_patch_all(c, &b->breaks);
}

void compile_loop(Compiler *c, const AstNode *n)
{
    if (n->kind == AST_WHILE)
        compile_while(c, n);
    else
        compile_for(c, n);
}

/* ---- with ---- */

static void with_item(Compiler *c, const AstNode *n, size_t i)
{
    if (i == n->with.items.len) {
        compile_body(c, n->with.body);
        return;
    }
    bool async = n->kind == AST_ASYNC_WITH;
    const AstNode *item = n->with.items.items[i];
    compile_expr(c, item->with_item.context_expr);
    c->u->span = item->with_item.context_expr->span;
    compile_op(c, async ? OP_WITH_AENTER : OP_WITH_ENTER);
    Block *b = block_open(c, BLOCK_WITH);
    b->depth = c->u->depth - 2;
    int32_t outer = c->u->guard, h = compile_handler(c, c->u->depth - 1);
    c->u->guard = h;
    if (item->with_item.optional_vars)
        compile_store(c, item->with_item.optional_vars);
    else
        compile_op(c, OP_POP);
    with_item(c, n, i + 1);
    c->u->guard = outer;
    block_close(c);
    c->u->span = item->with_item.context_expr->span;
    compile_op(c, OP_WITH_EXIT_NONE);
    uint32_t end = compile_jump(c, OP_JUMP);

    /* The exception: operands exit, exc. */
    compile_handler_here(c, h);
    c->u->depth = b->depth + 2;
    compile_op(c, OP_PUSH_EXC);
    int32_t cleanup = compile_handler(c, b->depth + 2);
    c->u->guard = cleanup;
    compile_op(c, OP_WITH_EXIT_EXC);
    uint32_t suppressed = compile_jump(c, OP_POP_JUMP_IF_TRUE);
    c->u->guard = outer;
    compile_handler_here(c, cleanup);
    compile_op(c, OP_RERAISE);
    compile_patch(c, suppressed);
    c->u->depth = b->depth + 3;
    compile_op(c, OP_POP);
    compile_op(c, OP_POP_EXCEPT);
    compile_op(c, OP_POP);
    compile_patch(c, end);
    c->u->depth = b->depth;
}

void compile_with(Compiler *c, const AstNode *n) { with_item(c, n, 0); }

/* ---- try ---- */

static bool names_import_error(const AstNode *type)
{
    static const char *const wide[] = {"ImportError", "ModuleNotFoundError", "Exception",
                                       "BaseException"};
    if (!type) return true;
    if (type->kind == AST_TUPLE) {
        for (size_t i = 0; i < type->list.elts.len; i++)
            if (names_import_error(type->list.elts.items[i])) return true;
        return false;
    }
    if (type->kind != AST_NAME) return false;
    for (size_t i = 0; i < 4; i++)
        if (str_eq_z(type->name.id, wide[i])) return true;
    return false;
}

static void handler_body(Compiler *c, const AstNode *h, Jumps *ends)
{
    /* Operands: prev. */
    Block *b = block_open(c, BLOCK_HANDLER);
    b->depth = c->u->depth - 1;
    b->name = h->except_handler.name;
    int32_t cleanup_of_all = c->u->guard;
    b->guard = c->u->handlers.items[cleanup_of_all].parent;
    int32_t own = -1;
    if (!str_is_null(b->name)) {
        own = compile_handler(c, c->u->depth);
        c->u->guard = own;
    }
    compile_body(c, h->except_handler.body);
    block_close(c);
    c->u->guard = b->guard;
    compile_op(c, OP_POP_EXCEPT);
    drop_name(c, b->name);
    VEC_PUSH(&c->arena, ends, compile_jump(c, OP_JUMP));
    if (own >= 0) {
        /* Operands: prev, new exception. The name goes, then the exception goes on. */
        compile_handler_here(c, own);
        c->u->depth = b->depth + 2;
        drop_name(c, b->name);
        compile_op(c, OP_RERAISE);
    }
    c->u->guard = cleanup_of_all;
}

static void try_except(Compiler *c, const AstNode *n)
{
    uint32_t depth = c->u->depth;
    int32_t outer = c->u->guard, h = compile_handler(c, depth);
    Jumps ends = {0};
    for (size_t i = 0; i < n->try_.handlers.len; i++)
        if (names_import_error(n->try_.handlers.items[i]->except_handler.type))
            c->u->handlers.items[h].catches_import = true;
    c->u->guard = h;
    compile_body(c, n->try_.body);
    c->u->guard = outer;
    compile_body(c, n->try_.orelse);
    VEC_PUSH(&c->arena, &ends, compile_jump(c, OP_JUMP));

    compile_handler_here(c, h);
    c->u->depth = depth + 1;
    compile_op(c, OP_PUSH_EXC);
    int32_t cleanup = compile_handler(c, depth + 1);
    c->u->guard = cleanup;
    for (size_t i = 0; i < n->try_.handlers.len; i++) {
        const AstNode *e = n->try_.handlers.items[i];
        uint32_t next = 0;
        c->u->span = e->span;
        if (e->except_handler.type) {
            compile_expr(c, e->except_handler.type);
            compile_op(c, OP_MATCH_EXC);
            next = compile_jump(c, OP_POP_JUMP_IF_FALSE);
        }
        if (str_is_null(e->except_handler.name))
            compile_op(c, OP_POP);
        else
            compile_name_op(c, e->except_handler.name, AST_STORE);
        handler_body(c, e, &ends);
        if (e->except_handler.type) compile_patch(c, next);
        c->u->depth = depth + 2;
    }
    c->u->span = n->span;
    c->u->guard = outer;
    compile_handler_here(c, cleanup);
    compile_op(c, OP_RERAISE);
    compile_patch_all(c, &ends);
    c->u->depth = depth;
}

/* except*: operands prev, exc, rest, raised (a list). Each clause takes its part of rest. */
static void try_star(Compiler *c, const AstNode *n)
{
    uint32_t depth = c->u->depth;
    int32_t outer = c->u->guard, h = compile_handler(c, depth);
    c->u->guard = h;
    compile_body(c, n->try_.body);
    c->u->guard = outer;
    compile_body(c, n->try_.orelse);
    uint32_t end = compile_jump(c, OP_JUMP);

    compile_handler_here(c, h);
    c->u->depth = depth + 1;
    compile_op(c, OP_PUSH_EXC);
    int32_t cleanup = compile_handler(c, depth + 1);
    c->u->guard = cleanup;
    compile_op(c, OP_STAR_BEGIN); /* prev, exc, rest */
    compile_emit(c, OP_BUILD_LIST, 0);
    for (size_t i = 0; i < n->try_.handlers.len; i++) {
        const AstNode *e = n->try_.handlers.items[i];
        Str name = e->except_handler.name;
        compile_expr(c, e->except_handler.type);
        compile_op(c, OP_STAR_MATCH); /* … rest, raised, match or None */
        compile_op(c, OP_DUP);
        uint32_t next = compile_jump(c, OP_POP_JUMP_IF_FALSE);
        if (str_is_null(name))
            compile_op(c, OP_POP);
        else
            compile_name_op(c, name, AST_STORE);
        int32_t keep = compile_handler(c, c->u->depth);
        uint32_t base = c->u->depth;
        c->u->guard = keep;
        block_open(c, BLOCK_STAR);
        compile_body(c, e->except_handler.body);
        block_close(c);
        c->u->guard = cleanup;
        drop_name(c, name);
        uint32_t done = compile_jump(c, OP_JUMP);
        compile_handler_here(c, keep);
        c->u->depth = base + 1;
        compile_op(c, OP_STAR_KEEP);
        drop_name(c, name);
        uint32_t kept = compile_jump(c, OP_JUMP);
        compile_patch(c, next);
        c->u->depth = base + 1;
        compile_op(c, OP_POP);
        compile_patch(c, done);
        compile_patch(c, kept);
        c->u->depth = base;
    }
    compile_op(c, OP_STAR_END); /* raises what is left, or leaves prev */
    compile_op(c, OP_POP_EXCEPT);
    uint32_t over = compile_jump(c, OP_JUMP);
    c->u->guard = outer;
    compile_handler_here(c, cleanup);
    c->u->depth = depth + 2;
    compile_op(c, OP_RERAISE);
    compile_patch(c, end);
    compile_patch(c, over);
    c->u->depth = depth;
}

static void try_part(Compiler *c, const AstNode *n)
{
    if (n->try_.handlers.len == 0)
        compile_body(c, n->try_.body);
    else if (n->kind == AST_TRY_STAR)
        try_star(c, n);
    else
        try_except(c, n);
}

static void try_finally(Compiler *c, const AstNode *n)
{
    uint32_t depth = c->u->depth;
    int32_t outer = c->u->guard;
    Block *b = block_open(c, BLOCK_FINALLY_TRY);
    int32_t h = compile_handler(c, depth);
    c->u->guard = h;
    try_part(c, n);
    c->u->guard = outer;
    block_close(c);
    compile_const(c, value_none());
    compile_const(c, value_none());
    compile_const(c, value_int(FINALLY_NORMAL));
    uint32_t normal = compile_jump(c, OP_JUMP);

    compile_handler_here(c, h);
    c->u->depth = depth + 1;
    compile_op(c, OP_PUSH_EXC);
    compile_const(c, value_int(FINALLY_EXCEPTION));
    compile_patch(c, normal);
    compile_patch_all(c, &b->entries);

    Block *f = block_open(c, BLOCK_FINALLY);
    f->depth = depth;
    int32_t cleanup = compile_handler(c, depth + 3);
    c->u->guard = cleanup;
    compile_body(c, n->try_.finalbody);
    c->u->guard = outer;
    block_close(c);
    c->u->span = n->span;
    Jumps exits = {0};
    for (size_t i = 0; i < b->exits.len; i++) {
        compile_emit(c, OP_FINALLY_CASE, (uint32_t)i + 1);
        VEC_PUSH(&c->arena, &exits, compile_jump(c, OP_JUMP));
    }
    compile_op(c, OP_FINALLY_END);
    uint32_t end = compile_jump(c, OP_JUMP);
    compile_handler_here(c, cleanup);
    c->u->depth = depth + 4;
    compile_op(c, OP_FINALLY_CLEANUP);
    for (size_t i = 0; i < b->exits.len; i++) {
        FinallyExit e = b->exits.items[i];
        compile_patch(c, exits.items[i]);
        c->u->depth = depth + 3;
        c->u->guard = outer;
        if (e.kind == EXIT_RETURN) {
            compile_op(c, OP_POP_FINALLY);
        } else {
            compile_op(c, OP_FINALLY_DROP);
        }
        unwind(c, c->u->block, e.kind, e.loop);
    }
    c->u->guard = outer;
    compile_patch(c, end);
    c->u->depth = depth;
}

void compile_try(Compiler *c, const AstNode *n)
{
    if (n->try_.finalbody.len)
        try_finally(c, n);
    else
        try_part(c, n);
}
