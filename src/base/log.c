#include "base/log.h"

#include <stdarg.h>

#include "base/strbuf.h"

void log_write(const Log *log, LogLevel level, const char *logger, const char *fmt, ...)
{
    if (!log || !log->sink) return;
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(&b, fmt, ap);
    va_end(ap);
    log->sink(log->user, level, str_z(logger), strbuf_view(&b));
    strbuf_deinit(&b);
}
