/* From the bytes of a source file to clean text.
 *
 * Clean text is valid UTF-8 without BOM and without NUL, with \n line ends, and followed by a NUL
 * byte that is not counted, so that the lexer needs no bounds check. Encodings are chosen as PEP
 * 263 says: BOM, then a coding cookie in the first two lines, then UTF-8. What iconv cannot convert
 * is an error, never a replacement character. */
#ifndef RETORT_PYTHON_ENCODING_H
#define RETORT_PYTHON_ENCODING_H

#include "base/err.h"

/* Replaces file->text by its clean form in file->arena and forgets the line table. On error the
 * text stays as it was and err->pos points into it. */
MUST_CHECK bool encoding_clean(SourceFile *file, Err *err);

#endif
