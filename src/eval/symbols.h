/* Scopes: for every name of a module's functions, classes and comprehensions, where it lives.
 *
 * One walk over the tree collects what each scope binds and uses; a second pass over the scopes
 * decides local, cell, free or global, by Python's rules. */
#ifndef RETORT_EVAL_SYMBOLS_H
#define RETORT_EVAL_SYMBOLS_H

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "python/ast.h"

typedef enum ScopeKind { SCOPE_MODULE, SCOPE_FUNCTION, SCOPE_CLASS } ScopeKind;
typedef enum SymbolPlace {
    SYMBOL_NAME,
    SYMBOL_LOCAL,
    SYMBOL_CELL,
    SYMBOL_FREE,
    SYMBOL_GLOBAL
} SymbolPlace;

typedef struct Symbol {
    Str name;
    bool assigned, used, param, global, nonlocal;
    SymbolPlace place;
    uint32_t slot;       /* of locals, cells and frees */
    const AstNode *node; /* where it was declared, for messages */
} Symbol;

typedef struct Scope Scope;
struct Scope {
    ScopeKind kind;
    const AstNode *node;
    Scope *parent;
    bool comprehension;
    bool generator, coroutine;
    bool annotations;     /* has annotated names */
    Str class_name;       /* innermost class, for private names; null outside classes */
    Map symbols;          /* name -> Symbol, in order of appearance */
    VEC(Symbol *) locals; /* parameters first */
    VEC(Symbol *) frees;
    VEC(Scope *) children;
};

typedef struct Symbols {
    Arena *arena;
    SourceFile *file;
    Err *err;
    Map scopes; /* address of node -> Scope */
    Scope *top;
    Scope *at;
    bool future_annotations;
} Symbols;

/* False = a SyntaxError, in err. */
bool symbols_build(Symbols *s, const AstNode *root);
Scope *symbols_scope(Symbols *s, const AstNode *node);
/* Private names of classes: __x becomes _Class__x. */
Str symbols_mangle(const Scope *scope, Arena *arena, Str name);

#endif
