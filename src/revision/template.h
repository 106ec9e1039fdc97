/* Mako templates, as far as script.py.mako and its like use them.
 *
 * A template is translated to a Python module with one function that collects the output, and run
 * by the evaluator; so control lines, expressions, blocks and defs mean what they mean in Mako:
 * ${expression | filters}, % if/elif/else/for/while/try/with … % endX, %% and ##, <% %>, <%! %>,
 * <%doc>, <%text>, <%def>, <%block>, <%page>, <%call> and <%self:def>, and a backslash that joins
 * lines. What needs other templates (inheritance, includes, namespaces) is refused by name. */
#ifndef RETORT_REVISION_TEMPLATE_H
#define RETORT_REVISION_TEMPLATE_H

#include "base/vec.h"
#include "eval/eval.h"

/* Renders `file` with the variables of the dict `context`. Fails with "Template rendering failed;
 * …", the position being the template's line: ERR_SYNTAX for what is wrong with the template
 * itself, ERR_COMMAND for what goes wrong while it runs. */
bool template_render(SourceFile *file, Eval *ev, Value context, Arena *out_arena, Str *out,
                     Err *err) MUST_CHECK;

/* The Python module that a template is translated to; line_map[i] is the template offset that
 * Python line i + 1 comes from. For tests and error positions. */
typedef VEC(uint32_t) LineMap;

/* In a line map: a line that no part of the template stands behind. */
#define TEMPLATE_RUNTIME UINT32_MAX

typedef struct TemplateSource {
    Str text;
    LineMap line_map;
} TemplateSource;

/* crlf = the template's line ends, which are \n here, are to be \r\n in the output. */
bool template_translate(SourceFile *file, Arena *arena, bool crlf, TemplateSource *out,
                        Err *err) MUST_CHECK;

/* template_runtime.py: what the translated module begins with. */
extern const char template_runtime[];

/* A template whose only markup is ${name}, as those of alembic.ini: rendered without an evaluator.
 * values: pairs of name and text. */
Str template_fill(Str text, const char *const *names, const Str *values, size_t n, Arena *out);

#endif
