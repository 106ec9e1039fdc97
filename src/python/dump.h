/* The AST as text, exactly as CPython's ast.dump(tree) prints it.
 *
 * For tests, which compare it with CPython's own, and for looking at a tree. */
#ifndef RETORT_PYTHON_DUMP_H
#define RETORT_PYTHON_DUMP_H

#include "base/strbuf.h"
#include "python/ast.h"

typedef struct DumpStyle {
    /* 3.x: which fields exist (type_params from 12, default_value from 13), whether empty lists are
     * shown (until 12), and how `kind` spreads over joined strings (changed in 12). */
    int minor;
    /* Adds lineno, col_offset, end_lineno, end_col_offset from these sources; NULL = without. */
    SourceFile *positions;
} DumpStyle;

void dump_ast(StrBuf *out, const AstNode *root, DumpStyle style);

#endif
