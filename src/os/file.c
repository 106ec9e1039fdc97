#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/random.h"

/* A path is turned into a C string for the kernel. Longer ones than PATH_MAX are refused by the
 * kernel anyway. */
typedef struct CPath {
    char text[4096];
    bool ok;
} CPath;

static CPath c_path(Str p)
{
    CPath c = {.ok = p.len > 0 && p.len < sizeof c.text && !memchr(p.ptr, '\0', p.len)};
    if (c.ok)
        memcpy(c.text, p.ptr, p.len), c.text[p.len] = '\0';
    else
        errno = p.len < sizeof c.text ? ENOENT : ENAMETOOLONG;
    return c;
}

static bool fail(Err *err, const char *what, Str path)
{
    int code = errno;
    err_set(err, ERR_IO, "cannot %s '%.*s': %s", what, STR_ARG(path), strerror(code));
    err->driver_code = code;
    return false;
}

static bool status_of(Str path, struct stat *st)
{
    CPath c = c_path(path);
    return c.ok && stat(c.text, st) == 0;
}

bool file_exists(Str path)
{
    struct stat st;
    return status_of(path, &st);
}

bool file_is_dir(Str path)
{
    struct stat st;
    return status_of(path, &st) && S_ISDIR(st.st_mode);
}

bool file_is_executable(Str path)
{
    struct stat st;
    CPath c = c_path(path);
    return c.ok && stat(c.text, &st) == 0 && S_ISREG(st.st_mode) && access(c.text, X_OK) == 0;
}

static bool read_all(int fd, char *buf, size_t cap, size_t *len)
{
    *len = 0;
    while (*len < cap) {
        ssize_t n = read(fd, buf + *len, cap - *len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) break;
        *len += (size_t)n;
    }
    return true;
}

/* Revision scripts, configurations and the like fit; 10,000 of them are read in a row. */
enum { SMALL_FILE = 16384 };

/* The rest of a file that is longer than SMALL_FILE, of which `buf` has the beginning. */
static bool read_rest(int fd, Arena *out_arena, char **buf, size_t *len)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return false;
    /* One byte more than the size shows whether the file has grown meanwhile. Pipes and /proc have
     * no size and are read in doubling steps. */
    size_t cap = st.st_size > SMALL_FILE ? (size_t)st.st_size + 1 : 4 * SMALL_FILE;
    for (;;) {
        size_t got;
        *buf = arena_grow(out_arena, *buf, *len, cap + 1, 1);
        if (!read_all(fd, *buf + *len, cap - *len, &got)) return false;
        *len += got;
        if (*len < cap) return true;
        cap *= 2;
    }
}

bool file_read(Str path, Arena *out_arena, Str *out, Err *err)
{
    char small[SMALL_FILE];
    size_t len;
    CPath c = c_path(path);
    int fd = c.ok ? open(c.text, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return fail(err, "read", path);
    bool ok = read_all(fd, small, sizeof small, &len), is_small = ok && len < sizeof small;
    char *buf = NULL;
    /* A small file is closed before memory is asked for, so none stays open when that runs out. */
    if (is_small) close(fd);
    if (ok) {
        buf = arena_alloc(out_arena, len + 1, 1);
        memcpy(buf, small, len);
    }
    if (!is_small) {
        ok = ok && read_rest(fd, out_arena, &buf, &len);
        if (!ok) fail(err, "read", path);
        close(fd);
        if (!ok) return false;
    }
    buf[len] = '\0';
    *out = (Str){buf, len};
    return true;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const FileEntry *)a)->name, ((const FileEntry *)b)->name);
}

bool file_list(Str path, Arena *out_arena, FileEntryVec *out, Err *err)
{
    /* scandir keeps the directory open only while it reads it, not while memory may run out. */
    CPath c = c_path(path);
    struct dirent **found = NULL;
    int n = c.ok ? scandir(c.text, &found, NULL, NULL) : -1;
    if (n < 0) return fail(err, "list", path);
    for (int i = 0; i < n; i++) {
        struct dirent *e = found[i];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        FileEntry entry = {.name = arena_strz(out_arena, e->d_name),
                           .is_dir = e->d_type == DT_DIR,
                           .is_link = e->d_type == DT_LNK || e->d_type == DT_UNKNOWN};
        if (entry.is_link)
            entry.is_dir =
                file_is_dir(arena_fmt(out_arena, "%.*s/%.*s", STR_ARG(path), STR_ARG(entry.name)));
        VEC_PUSH(out_arena, out, entry);
    }
    for (int i = 0; i < n; i++) free(found[i]);
    free(found);
    if (out->len) qsort(out->items, out->len, sizeof *out->items, by_name);
    return true;
}

static bool write_all(int fd, Str text)
{
    while (text.len) {
        ssize_t n = write(fd, text.ptr, text.len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        text.ptr += n, text.len -= (size_t)n;
    }
    return true;
}

/* Writes text to a new file beside `path`, with the permissions of `mode`; its name is in temp. */
static bool write_beside(Str path, Str text, mode_t mode, char *temp, size_t temp_size, Err *err)
{
    unsigned char salt[6];
    if (!random_bytes(salt, sizeof salt, err)) return false;
    int n = snprintf(temp, temp_size, "%.*s.%02x%02x%02x%02x%02x%02x.tmp", STR_ARG(path), salt[0],
                     salt[1], salt[2], salt[3], salt[4], salt[5]);
    if (n < 0 || (size_t)n >= temp_size) {
        errno = ENAMETOOLONG;
        return fail(err, "write", path);
    }
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) return fail(err, "write", path);
    bool ok = write_all(fd, text);
    if (!ok) fail(err, "write", path);
    if (close(fd) != 0 && ok) ok = fail(err, "write", path);
    if (!ok) unlink(temp);
    return ok;
}

bool file_write_new(Str path, Str text, Err *err)
{
    char temp[4096 + 32];
    CPath c = c_path(path);
    if (!c.ok) return fail(err, "write", path);
    if (!write_beside(path, text, 0666, temp, sizeof temp, err)) return false;
    /* link() refuses an existing name where rename() would replace it. Some file systems have no
     * links: there an exclusive create is the best there is. */
    bool ok = link(temp, c.text) == 0;
    if (!ok && (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS)) {
        int fd = open(c.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        ok = fd >= 0 && write_all(fd, text);
        if (fd >= 0 && close(fd) != 0) ok = false;
    }
    if (!ok) fail(err, "write", path);
    unlink(temp);
    return ok;
}

bool file_write_replace(Str path, Str text, Err *err)
{
    char temp[4096 + 32];
    CPath c = c_path(path);
    if (!c.ok) return fail(err, "write", path);
    struct stat st;
    bool existed = stat(c.text, &st) == 0;
    if (!write_beside(path, text, existed ? st.st_mode & 07777 : 0666, temp, sizeof temp, err))
        return false;
    if (existed && chmod(temp, st.st_mode & 07777) != 0) existed = false;
    if (rename(temp, c.text) == 0) return true;
    fail(err, "write", path);
    unlink(temp);
    return false;
}

bool file_make_dirs(Str path, Err *err)
{
    CPath c = c_path(path);
    if (!c.ok) return fail(err, "create directory", path);
    for (size_t i = 1; i <= path.len; i++) {
        if (i < path.len && c.text[i] != '/') continue;
        c.text[i] = '\0';
        struct stat st;
        bool ok = mkdir(c.text, 0777) == 0 ||
                  (errno == EEXIST && stat(c.text, &st) == 0 && S_ISDIR(st.st_mode));
        if (!ok) return fail(err, "create directory", path);
        if (i < path.len) c.text[i] = '/';
    }
    return true;
}

bool file_write_temp(Str suffix, Str text, Arena *out_arena, Str *path, Err *err)
{
    const char *dir = getenv("TMPDIR");
    unsigned char salt[6];
    if (!random_bytes(salt, sizeof salt, err)) return false;
    *path = arena_fmt(out_arena, "%s/tmp%02x%02x%02x%02x%02x%02x%.*s", dir && *dir ? dir : "/tmp",
                      salt[0], salt[1], salt[2], salt[3], salt[4], salt[5], STR_ARG(suffix));
    int fd = open(path->ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fail(err, "write", *path);
    bool ok = write_all(fd, text);
    if (!ok) fail(err, "write", *path);
    close(fd);
    return ok;
}
