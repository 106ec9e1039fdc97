#include "os/spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

/* Enough for the results of nearly every script, little beside the program itself. */
enum { SPOOL_MEMORY = 4 << 20 };

struct Spool {
    char *data;
    size_t len, cap, at;
    FILE *file; /* NULL while everything fits into memory */
    bool reading;
};

Spool *spool_new(void) { return mem_alloc(1, sizeof(Spool)); }

void spool_free(Spool *s)
{
    if (!s) return;
    if (s->file) fclose(s->file);
    mem_free(s->data);
    mem_free(s);
}

static bool fail(const char *what, Err *err)
{
    err_set(err, ERR_IO, "%s: %s", what, strerror(errno));
    return err_hint(err, "Rows that a script leaves unread are kept in $TMPDIR or /tmp; make room "
                         "there.");
}

static bool open_file(Spool *s, Err *err)
{
    const char *dir = getenv("TMPDIR");
    char path[4096]; /* PATH_MAX */
    int n = snprintf(path, sizeof path, "%s/retort-rows-XXXXXX", dir && *dir ? dir : "/tmp");
    if (n < 0 || (size_t)n >= sizeof path) {
        errno = ENAMETOOLONG;
        return fail("cannot make a temporary file", err);
    }
    int fd = mkstemp(path);
    if (fd < 0) return fail("cannot make a temporary file", err);
    unlink(path);
    s->file = fdopen(fd, "w+");
    if (s->file) return true;
    close(fd);
    return fail("cannot make a temporary file", err);
}

bool spool_write(Spool *s, const void *bytes, size_t n, Err *err)
{
    if (n == 0) return true;
    if (!s->file && s->len + n > SPOOL_MEMORY) {
        if (!open_file(s, err)) return false;
        if (s->len && fwrite(s->data, 1, s->len, s->file) != s->len)
            return fail("cannot write to a temporary file", err);
        mem_free(s->data);
        s->data = NULL;
        s->cap = s->len = 0;
    }
    if (s->file)
        return fwrite(bytes, 1, n, s->file) == n || fail("cannot write to a temporary file", err);
    if (s->len + n > s->cap) {
        s->cap = s->cap ? s->cap * 2 : 4096;
        while (s->cap < s->len + n) s->cap *= 2;
        s->data = mem_resize(s->data, s->cap, 1);
    }
    memcpy(s->data + s->len, bytes, n);
    s->len += n;
    return true;
}

bool spool_read(Spool *s, void *bytes, size_t n, Err *err)
{
    if (n == 0) return true;
    if (!s->file) {
        if (s->len - s->at < n) return err_set(err, ERR_IO, "a temporary file is too short");
        memcpy(bytes, s->data + s->at, n);
        s->at += n;
        return true;
    }
    if (!s->reading) {
        s->reading = true;
        if (fflush(s->file) != 0) return fail("cannot write to a temporary file", err);
        rewind(s->file);
    }
    if (fread(bytes, 1, n, s->file) == n) return true;
    return ferror(s->file) ? fail("cannot read a temporary file", err)
                           : err_set(err, ERR_IO, "a temporary file is too short");
}

size_t spool_memory(const Spool *s) { return s->cap; }
