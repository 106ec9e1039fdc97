/* Values of PostgreSQL's ranges and multiranges, as the texts that the server reads. */
#include <string.h>

#include "schema/type.h"

bool type_is_range(const SqlType *t)
{
    static const char suffix[] = "RANGE";
    size_t n = strlen(t->cls->visit), end = sizeof suffix - 1;
    return n > end && strcmp(t->cls->visit + n - end, suffix) == 0;
}

bool type_multirange_text(const SqlValue *v, Arena *out, Str *text)
{
    StrBuf b = {0};
    strbuf_push_char(&b, '{');
    for (size_t i = 0; i < v->as.list.len; i++) {
        const SqlValue *item = &v->as.list.items[i];
        if (item->kind != SQL_VALUE_RANGE) {
            strbuf_deinit(&b);
            return false;
        }
        if (i) strbuf_push_char(&b, ',');
        strbuf_push(&b, item->as.text);
    }
    strbuf_push_char(&b, '}');
    *text = strbuf_finish(&b, out);
    return true;
}
