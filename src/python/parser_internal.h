/* The parser's state and its functions, shared by its files.
 *
 * Recursive descent over the token array. A function returns NULL (or false) on failure and the
 * first failure stays recorded in the Parser. Children are collected on one stack and moved to the
 * arena when their number is known. Not for anyone else. */
#ifndef RETORT_PYTHON_PARSER_INTERNAL_H
#define RETORT_PYTHON_PARSER_INTERNAL_H

#include "base/strbuf.h"
#include "base/vec.h"
#include "python/lexer.h"
#include "python/parser.h"

/* Levels of expressions, unary operators, blocks and patterns inside each other. The tree's own
 * limit would catch all that too, but only after the recursion. */
enum { PARSER_MAX_LEVEL = 1000 };

typedef struct ParserFailure {
    bool set;
    bool generic; /* "invalid syntax": a better explanation is looked for at the end */
    Span span;
    Str message;
    const char *error_class;
} ParserFailure;

typedef struct Parser {
    SourceFile *file;
    Arena *arena;
    const char *text;
    TokenList tokens;
    const Token *tok;  /* the next one */
    uint32_t prev_end; /* end of the last consumed one */
    unsigned level;
    AstNode **stack;
    size_t stack_len;
    size_t stack_cap;
    StrBuf buf; /* text of the strings being put together, used as a stack */
    ParserFailure failure;
} Parser;

/* Which single target forms a statement admits; used for messages only. */
typedef enum ParserTarget { PARSER_ASSIGN, PARSER_FOR, PARSER_DELETE } ParserTarget;

static inline TokenKind parser_kind(const Parser *p) { return (TokenKind)p->tok->kind; }
static inline TokenKind parser_peek(const Parser *p) /* END and ERROR are last */
{
    return parser_kind(p) <= TOKEN_ERROR ? parser_kind(p) : (TokenKind)p->tok[1].kind;
}
static inline const Token *parser_advance(Parser *p)
{
    const Token *t = p->tok++;
    p->prev_end = t->end;
    return t;
}
static inline bool parser_accept(Parser *p, TokenKind kind)
{
    if (parser_kind(p) != kind) return false;
    parser_advance(p);
    return true;
}
static inline Str parser_token_text(const Parser *p, const Token *t)
{
    return (Str){p->text + t->start, t->end - t->start};
}
/* The token is a name spelled so (soft keywords). */
bool parser_is_word(const Parser *p, const Token *t, const char *word);
/* May the token begin an expression? */
bool parser_starts_expression(TokenKind kind);

/* Failures. All return NULL. */
void *parser_fail(Parser *p, Span span, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void *parser_fail_node(Parser *p, const AstNode *node, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parser_fail_token(Parser *p, const Token *t, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parser_fail_indent(Parser *p, const Token *t, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parser_fail_here(Parser *p); /* invalid syntax at the next token */
bool parser_expect(Parser *p, TokenKind kind);
bool parser_enter(Parser *p); /* one level deeper; pair with p->level-- */

/* Nodes. `height` is that of the highest child; the end is that of the last token. NULL when the
 * tree gets too deep. */
AstNode *parser_node(Parser *p, AstKind kind, size_t size, uint32_t start, unsigned height);
#define PARSER_SIZE(member) (offsetof(AstNode, member) + sizeof(((AstNode *)0)->member))
#define PARSER_NODE(p, kind, member, start, height)                                                \
    parser_node((p), (kind), PARSER_SIZE(member), (start), (height))
static inline unsigned parser_height(const AstNode *n) { return n ? n->height : 0; }
static inline unsigned parser_max(unsigned a, unsigned b) { return a > b ? a : b; }
void parser_push(Parser *p, AstNode *node);
/* Moves what stands on the stack above mark to the arena; *height is raised to the highest. */
AstList parser_take(Parser *p, size_t mark, unsigned *height);
/* A list of one. */
AstList parser_single(Parser *p, AstNode *node);

/* An identifier's text, normalised as Python does; null Str after a failure. */
Str parser_name(Parser *p);
Str parser_name_text(Parser *p, const Token *t);

/* Expressions (parser_expr.c, parser_atom.c). */
AstNode *parser_expression(Parser *p);
AstNode *parser_named_expression(Parser *p);
AstNode *parser_star_expressions(Parser *p);
AstNode *parser_star_named_expression(Parser *p);
AstNode *parser_yield(Parser *p);
AstNode *parser_yield_or_star_expressions(Parser *p);
AstNode *parser_disjunction(Parser *p);
AstNode *parser_bitwise_or(Parser *p);
AstNode *parser_starred(Parser *p); /* '*' bitwise_or */
AstNode *parser_primary(Parser *p);
AstNode *parser_number(Parser *p);
AstNode *parser_keyword_constant(Parser *p);
AstNode *parser_attribute(Parser *p, AstNode *value);
AstNode *parser_strings(Parser *p);
/* 'for' clauses at the next token. */
bool parser_at_comprehension(const Parser *p);
bool parser_comprehensions(Parser *p, AstList *out, unsigned *height);
/* Arguments of a call or of a class up to ')', which is consumed. paren is the offset of '('. */
bool parser_arguments(Parser *p, uint32_t paren, bool is_class, AstList *args, AstList *keywords,
                      unsigned *height);
/* Parameters up to (not including) `closer`. */
AstNode *parser_parameters(Parser *p, TokenKind closer);
bool parser_type_params(Parser *p, AstList *out, unsigned *height);

/* Targets (parser_target.c). */
bool parser_set_context(Parser *p, AstNode *node, AstContext ctx, ParserTarget what);
AstNode *parser_star_targets(Parser *p, ParserTarget what);
const char *parser_describe(const AstNode *node);

/* Statements (parser_stmt.c, parser_block.c). */
bool parser_simple_statements(Parser *p);                 /* pushes them */
bool parser_compound_statement(Parser *p, AstNode **out); /* *out NULL: none begins here */
bool parser_statement(Parser *p);                         /* pushes one or more */
bool parser_block(Parser *p, const Token *keyword, const char *what, AstList *out,
                  unsigned *height);
void parser_end_block(Parser *p);

/* match (parser_pattern.c). */
bool parser_at_match(const Parser *p);
AstNode *parser_match(Parser *p);

#endif
