/* The parser: source text in, AST out.
 *
 * Takes the whole language, 3.8 to 3.14, whatever release a project says it uses: a file that any
 * of these accepts is accepted. Encodings (BOM, PEP 263 cookie, UTF-8, Latin-1, ASCII) and line
 * ends are settled first: file->text is replaced by clean UTF-8 with \n ends where it was not that
 * already, and all spans are offsets into that text. Nesting is bounded. It does not do what
 * CPython's compiler does after parsing: `return` outside a function, duplicate arguments and
 * the like are left to the evaluator. */
#ifndef RETORT_PYTHON_PARSER_H
#define RETORT_PYTHON_PARSER_H

#include "base/err.h"
#include "python/ast.h"

/* A whole file: AST_MODULE. NULL on error, with ERR_SYNTAX, CPython's message where there is a
 * simple one, and err->pos. The tree refers to `file` and `arena`; both must outlive it. */
AstNode *parser_parse_module(SourceFile *file, Arena *arena, Err *err);

/* One expression, as eval() takes it (string annotations, templates): AST_EXPRESSION, whose
 * `expression.body` is the expression. Leading blanks and surrounding newlines are allowed. */
AstNode *parser_parse_expression(SourceFile *file, Arena *arena, Err *err);

#endif
