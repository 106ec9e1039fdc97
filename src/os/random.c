#include "os/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

bool random_bytes(void *out, size_t n, Err *err)
{
    unsigned char *p = out;
    while (n) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return err_set(err, ERR_IO, "no random bytes: %s", strerror(errno));
        p += got, n -= (size_t)got;
    }
    return true;
}

bool random_revision_id(Arena *out, Str *id, Err *err)
{
    /* The node field of a version 4 uuid: 48 random bits, no version or variant bits in it. */
    unsigned char b[6];
    if (!random_bytes(b, sizeof b, err)) return false;
    *id = arena_fmt(out, "%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
    return true;
}
