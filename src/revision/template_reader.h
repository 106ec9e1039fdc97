/* What the two halves of the template translation share: template_translate.c reads text,
 * expressions and control lines, template_tag.c reads <%tags>. */
#ifndef RETORT_REVISION_TEMPLATE_READER_H
#define RETORT_REVISION_TEMPLATE_READER_H

#include "revision/template.h"
#include "revision/template_code.h"

typedef struct TemplateReader {
    SourceFile *file;
    Str text;
    size_t at;
    Err *err;
    Code code;
    CodeText module; /* <%! %> */
    bool crlf;
    bool uses_loop;   /* looks at Mako's `loop` */
    Str page_args;    /* of <%page>; null = none */
    Str page_filters; /* its expression_filter */
    int unnamed;      /* functions that got a name of their own */
} TemplateReader;

/* A mistake in the template; `kind` is the class of Mako's exception. */
bool template_refuse(TemplateReader *r, size_t at, const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Whether all filters of a list are ones that Retort has. */
bool template_check_filters(TemplateReader *r, size_t at, Str filters) MUST_CHECK;

/* What a <%page> anywhere in the template says, which holds for all of it. */
bool template_read_page(TemplateReader *r) MUST_CHECK;

/* A tag at r->at; *found = false when this is none. */
bool template_read_tag(TemplateReader *r, bool *found) MUST_CHECK;

#endif
