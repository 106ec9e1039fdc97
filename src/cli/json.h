/* Writing JSON documents (docs/json.md): objects and arrays nest, text is escaped and always valid
 * UTF-8 (bytes that are none become U+FFFD), two blanks indent each level.
 *
 * A key is given inside of an object and NULL inside of an array. Every document begins with
 * "format", which changes when a program that reads the old form would go wrong. */
#ifndef RETORT_CLI_JSON_H
#define RETORT_CLI_JSON_H

#include "base/strbuf.h"
#include "retort.h"

enum { JSON_FORMAT = 1 };

typedef struct Json {
    StrBuf text;
    int depth;
    bool has_items; /* of the innermost object or array */
} Json;

/* Opens the document's object: "format" and "command". */
void json_begin(Json *j, const char *command);
/* Closes the document; its text, which lives until json_deinit. */
Str json_end(Json *j);
void json_deinit(Json *j);

void json_open(Json *j, const char *key, char bracket);
void json_close(Json *j, char bracket);
void json_str(Json *j, const char *key, const char *z); /* NULL = null */
void json_bool(Json *j, const char *key, bool value);
void json_int(Json *j, const char *key, long long value);
void json_null(Json *j, const char *key);

/* asked: whether is_current means anything. */
void json_revision(Json *j, const RetortRevision *r, bool asked);
void json_error(Json *j, const RetortError *e);

#endif
