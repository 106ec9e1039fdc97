/* Mako templates, as far as script.py.mako and its like use them.
 *
 * A template is translated to a Python module with one function that collects the output, and run
 * by the evaluator; so control lines, expressions, blocks and defs mean what they mean in Mako:
 * ${expression | filters}, % if/elif/else/for/while/try/with … % endX, %% and ##, <% %>, <%! %>,
 * <%doc>, <%text>, <%def>, and a backslash that joins lines. Inheritance, includes, namespaces and
 * calls with content are refused by name. */
#ifndef RETORT_REVISION_TEMPLATE_H
#define RETORT_REVISION_TEMPLATE_H

#include "base/vec.h"
#include "eval/eval.h"

/* Renders `file` with the variables of the dict `context`. Fails with ERR_COMMAND "Template
 * rendering failed; …", the position being the template's line. */
bool template_render(SourceFile *file, Eval *ev, Value context, Arena *out_arena, Str *out,
                     Err *err) MUST_CHECK;

/* The Python module that a template is translated to; line_map[i] is the template offset that
 * Python line i + 1 comes from. For tests and error positions. */
typedef struct TemplateSource {
    Str text;
    VEC(uint32_t) line_map;
} TemplateSource;

bool template_translate(SourceFile *file, Arena *arena, TemplateSource *out, Err *err) MUST_CHECK;

/* A template whose only markup is ${name}, as those of alembic.ini: rendered without an evaluator.
 * values: pairs of name and text. */
Str template_fill(Str text, const char *const *names, const Str *values, size_t n, Arena *out);

#endif
