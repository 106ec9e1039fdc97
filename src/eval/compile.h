/* The compiler: a module's tree in, code objects out.
 *
 * One Unit per function, class body, comprehension and module. Which handler guards an instruction
 * is a property of the instruction (Code.guards), so that code which leaves a try block runs
 * outside it wherever it stands. Finally blocks are compiled once: every way into one pushes what
 * to do afterwards. Temporary memory is an arena of the compilation; the codes live in the
 * evaluator's. */
#ifndef RETORT_EVAL_COMPILE_H
#define RETORT_EVAL_COMPILE_H

#include "eval/opcode.h"
#include "eval/state.h"
#include "eval/symbols.h"

typedef VEC(uint32_t) Jumps; /* instructions whose target is not known yet */

typedef enum BlockKind {
    BLOCK_LOOP,
    BLOCK_WITH,        /* operand: __exit__ */
    BLOCK_HANDLER,     /* in an except clause; operand: exception handled before */
    BLOCK_FINALLY_TRY, /* the part that a finally block follows */
    BLOCK_FINALLY,     /* in the finally block; three operands */
    BLOCK_STAR         /* in an except* clause, which nothing may leave */
} BlockKind;

typedef enum ExitKind { EXIT_RETURN, EXIT_BREAK, EXIT_CONTINUE } ExitKind;

typedef struct Block Block;

typedef struct FinallyExit {
    ExitKind kind;
    Block *loop; /* of break and continue */
} FinallyExit;

struct Block {
    Block *outer;
    BlockKind kind;
    int32_t guard;     /* handler in force outside the block */
    bool has_iterator; /* loop */
    uint32_t depth;    /* operands outside the block */
    uint32_t top;      /* loop: where continue goes */
    Jumps breaks;
    Str name;      /* except … as name */
    Jumps entries; /* jumps to the finally block */
    VEC(FinallyExit) exits;
};

typedef struct Unit Unit;
struct Unit {
    Unit *outer;
    Scope *scope;
    Code *code;
    VEC(uint32_t) ops;
    VEC(Span) spans;
    VEC(uint16_t) guards;
    VEC(Value) consts;
    VEC(StrObject *) names;
    VEC(Handler) handlers;
    VEC(Code *) codes;
    Map name_index;
    Block *block;
    int32_t guard;
    uint32_t depth, max_depth;
    uint32_t temps, max_temps;
    Span span;
};

typedef struct Compiler {
    Eval *ev;
    SourceFile *file;
    Arena arena;
    Err *err;
    Symbols symbols;
    Unit *u;
    bool failed;
} Compiler;

/* ---- emitting (compile.c) ---- */
uint32_t compile_emit(Compiler *c, Opcode op, uint32_t arg);
uint32_t compile_jump(Compiler *c, Opcode op); /* target patched later */
void compile_patch(Compiler *c, uint32_t at);
void compile_patch_all(Compiler *c, const Jumps *j);
void compile_jump_back(Compiler *c, uint32_t target);
uint32_t compile_here(const Compiler *c);
void compile_const(Compiler *c, Value v);
uint32_t compile_name_index(Compiler *c, Str name);
uint32_t compile_const_index(Compiler *c, Value v);
void compile_name_op(Compiler *c, Str name, AstContext ctx);
int32_t compile_handler(Compiler *c, uint32_t depth);
/* The handler begins here. */
void compile_handler_here(Compiler *c, int32_t handler);
void compile_unit_open(Compiler *c, Scope *scope, Str name);
Code *compile_unit_close(Compiler *c);
void compile_fail(Compiler *c, const AstNode *n, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
Value compile_str(Compiler *c, Str s);
static inline void compile_op(Compiler *c, Opcode op) { compile_emit(c, op, 0); }
uint32_t compile_temp(Compiler *c);

/* ---- nodes ---- */
void compile_expr(Compiler *c, const AstNode *n);
void compile_store(Compiler *c, const AstNode *target);
void compile_delete(Compiler *c, const AstNode *target);
void compile_condition(Compiler *c, const AstNode *test, bool when, Jumps *jumps);
void compile_body(Compiler *c, AstList body);
void compile_statement(Compiler *c, const AstNode *n);
Operator compile_operator(AstOperator op);
/* compile_def.c */
void compile_function(Compiler *c, const AstNode *n);
void compile_lambda(Compiler *c, const AstNode *n);
void compile_class(Compiler *c, const AstNode *n);
void compile_comprehension(Compiler *c, const AstNode *n);
void compile_annotation(Compiler *c, const AstNode *n);
void compile_type_params(Compiler *c, AstList params);
/* compile_flow.c */
void compile_loop(Compiler *c, const AstNode *n);
void compile_with(Compiler *c, const AstNode *n);
void compile_try(Compiler *c, const AstNode *n);
void compile_exit(Compiler *c, ExitKind kind, const AstNode *n);
/* compile_match.c */
void compile_match(Compiler *c, const AstNode *n);

#endif
