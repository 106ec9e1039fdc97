/* Showing a problem in a source file: path, line, the line itself and a caret.
 *
 *     alembic/versions/ab12_add.py:14:5: name 'foo' is not defined
 *        14 |     foo.bar()
 *           |     ^~~
 */
#ifndef RETORT_BASE_DIAG_H
#define RETORT_BASE_DIAG_H

#include "base/source.h"
#include "base/strbuf.h"

/* Appends "path:line:col: message\n", the line and the caret. Does nothing but the message when
 * pos.file is NULL. */
void diag_render(StrBuf *out, SourcePos pos, Str message);

/* Only the "   14 | code" and caret lines. */
void diag_render_excerpt(StrBuf *out, SourcePos pos);

#endif
