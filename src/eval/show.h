/* repr() of text and containers.
 *
 * Containers guard against themselves: a list that is met again while its repr is being made shows
 * as [...], and a chain that is too deep is a RecursionError, not a stack overflow. */
#ifndef RETORT_EVAL_SHOW_H
#define RETORT_EVAL_SHOW_H

#include "base/strbuf.h"
#include "eval/object.h"

/* Appends the quoted form of text; ascii escapes everything beyond ASCII. */
void show_text(StrBuf *b, Str text, bool ascii);
/* Appends the quoted form of bytes, with the b. */
void show_bytes(StrBuf *b, Str bytes);

/* Begins the repr of a container. *again: it is already being shown, show "..." and do not call
 * show_leave. False = too deep, an exception is pending. */
bool show_enter(Eval *ev, Value v, bool *again) MUST_CHECK;
void show_leave(Eval *ev);

/* Appends repr(v). */
bool show_push(Eval *ev, StrBuf *b, Value v) MUST_CHECK;
/* Appends the items of a list or tuple, separated by ", ". */
bool show_push_items(Eval *ev, StrBuf *b, Value seq) MUST_CHECK;
/* *out = b's text as a str object when ok; releases b. Returns ok. */
bool show_finish(Eval *ev, StrBuf *b, bool ok, Value *out);

#endif
