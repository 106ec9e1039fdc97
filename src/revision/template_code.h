/* Python being written from a template.
 *
 * A template becomes a function; a <%def>, a <%block> and the content of a <%call> become functions
 * inside of it. What is open is a stack of frames, one for each such function, because defs are
 * known from the beginning of the function around them, wherever they stand: a finished one goes to
 * the head of the frame below, its lines indented already. Every line remembers the offset in the
 * template that it comes from. */
#ifndef RETORT_REVISION_TEMPLATE_CODE_H
#define RETORT_REVISION_TEMPLATE_CODE_H

#include "base/strbuf.h"
#include "revision/template.h"

typedef struct CodeText {
    StrBuf text;
    LineMap map;
} CodeText;

typedef struct TagAttribute {
    Str name, value;
} TagAttribute;

typedef struct Tag {
    Str name; /* "def", "self:box" */
    VEC(TagAttribute) attributes;
    bool closed; /* <%x/> */
    size_t from, end;
} Tag;

typedef struct CodeFrame {
    Tag tag; /* no name = the template itself */
    CodeText head, body;
    int head_level, level; /* how deep their lines are indented */
    int depth;             /* of control lines in the body */
    VEC(Str) open;         /* the words of the control lines */
    StrVec defs;           /* names of the functions in head */
} CodeFrame;

typedef struct Code {
    Arena *a;
    VEC(CodeFrame *) frames;
    StrVec names; /* all names that the template's Python uses */
} Code;

static inline CodeFrame *code_top(const Code *c) { return VEC_LAST(&c->frames); }

CodeFrame *code_push_frame(Code *c, Tag tag, int head_level, int level);
/* Takes the innermost frame off; its texts are the caller's to release with code_text_deinit. */
CodeFrame *code_pop_frame(Code *c);

/* Adds lines to a text: one at a level, or those of another text as they are. */
void code_line(Arena *a, CodeText *t, int level, Str line, size_t from);
void code_append(Arena *a, CodeText *t, const CodeText *more);
void code_text_deinit(CodeText *t);

/* A line of the innermost frame's body, at its present depth. */
void code_push(Code *c, Str line, size_t from);
/* A call that writes literal text. crlf = its line ends are \r\n. */
void code_push_text(Code *c, Str text, bool crlf, size_t from);
/* A <% %> block, moved to the present depth; or, with `into`, a <%! %> block at level 0. */
void code_push_block(Code *c, CodeText *into, Str code, size_t from);

/* Remembers the names in a piece of Python: those that nobody defines are "undefined" in Mako
 * instead of an error. */
void code_note_names(Code *c, Str python);
bool code_uses(const Code *c, const char *name);

/* Past a Python string or comment at `i`; i itself when there is none. */
size_t code_skip_string(Str s, size_t i);
/* The first of `stops` from i on, outside of brackets and strings; STR_NPOS = none. */
size_t code_find(Str s, size_t i, const char *stops);

/* "f(g(value))" for the filters "g, f", innermost first; `n` among them = `plain` is set. */
Str code_filtered(Code *c, Str value, Str filters);
/* Whether `n`, which turns the default filters off, is among the filters. */
bool code_has_no_default(Str filters);

#endif
