#include "dialect/sqlite/regexp.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Backtracking steps of one match; a pattern that needs more is an error instead of a hang. */
enum { MATCH_LIMIT = 10000000 };

static void free_code(void *code) { pcre2_code_free(code); }

/* The pattern is the first argument; SQLite keeps it compiled as long as it stays the same. */
static pcre2_code *compiled(sqlite3_context *c, sqlite3_value *pattern)
{
    pcre2_code *code = sqlite3_get_auxdata(c, 0);
    int error;
    PCRE2_SIZE at;
    if (code) return code;
    const unsigned char *text = sqlite3_value_text(pattern);
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    code =
        pcre2_compile(text, (PCRE2_SIZE)sqlite3_value_bytes(pattern), options, &error, &at, NULL);
    if (code) {
        sqlite3_set_auxdata(c, 0, code, free_code);
        return sqlite3_get_auxdata(c, 0);
    }
    unsigned char message[160];
    pcre2_get_error_message(error, message, sizeof message);
    sqlite3_result_error(c, (const char *)message, -1);
    return NULL;
}

static void regexp(sqlite3_context *c, int n, sqlite3_value **v)
{
    if (sqlite3_value_type(v[0]) == SQLITE_NULL || sqlite3_value_type(v[1]) == SQLITE_NULL) return;
    pcre2_code *code = compiled(c, v[0]);
    if (!code) return;
    const unsigned char *text = sqlite3_value_text(v[1]);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    int found = pcre2_match(code, text, (PCRE2_SIZE)sqlite3_value_bytes(v[1]), 0, 0, data, limits);
    pcre2_match_context_free(limits);
    pcre2_match_data_free(data);
    if (found < 0 && found != PCRE2_ERROR_NOMATCH)
        sqlite3_result_error(c, "REGEXP: the search was given up", -1);
    else
        sqlite3_result_int(c, found >= 0);
}

void sqlite_regexp_register(sqlite3 *db)
{
    sqlite3_create_function_v2(db, "regexp", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, regexp,
                               NULL, NULL, NULL);
}
