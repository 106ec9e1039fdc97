#define _GNU_SOURCE /* pipe2 */

#include "os/process.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/strbuf.h"

/* What the child does between fork and exec; only async-signal-safe calls. A failure is reported
 * through the pipe, which exec closes. */
static void run_child(char *const *argv, const char *directory, int report, int output)
{
    int code = 0;
    if (output >= 0 && dup2(output, STDOUT_FILENO) < 0) code = errno;
    if (!code && directory && chdir(directory) != 0) code = errno;
    if (!code) {
        execvp(argv[0], argv);
        code = errno;
    }
    ssize_t ignored = write(report, &code, sizeof code);
    (void)ignored;
    _exit(127);
}

static bool wait_for(pid_t child, int *status)
{
    int raw = 0;
    while (waitpid(child, &raw, 0) < 0)
        if (errno != EINTR) return false;
    *status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    return true;
}

static void collect(int fd, StrBuf *out)
{
    char buf[4096];
    for (;;) {
        ssize_t n = read(fd, buf, sizeof buf);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        if (out) strbuf_push(out, (Str){buf, (size_t)n});
    }
}

static bool start(const ProcessSpec *spec, Arena *scratch, StrBuf *output, int *status, Err *err)
{
    char **argv = ARENA_ARRAY(scratch, char *, spec->argv->len + 1);
    for (size_t i = 0; i < spec->argv->len; i++)
        argv[i] = arena_cstr(scratch, spec->argv->items[i]);
    const char *directory =
        str_is_null(spec->directory) ? NULL : arena_cstr(scratch, spec->directory);
    int report[2] = {-1, -1}, pipe_out[2] = {-1, -1};
    pid_t child = -1;
    if (pipe2(report, O_CLOEXEC) == 0 && (!output || pipe2(pipe_out, O_CLOEXEC) == 0))
        child = fork();
    if (child == 0) run_child(argv, directory, report[1], pipe_out[1]);
    int code = child < 0 ? errno : 0;
    if (report[1] >= 0) close(report[1]);
    if (pipe_out[1] >= 0) close(pipe_out[1]);
    if (child > 0) {
        if (output) collect(pipe_out[0], output);
        int exec_error = 0;
        if (read(report[0], &exec_error, sizeof exec_error) == (ssize_t)sizeof exec_error)
            code = exec_error;
        if (!wait_for(child, status) && !code) code = errno;
    }
    if (report[0] >= 0) close(report[0]);
    if (pipe_out[0] >= 0) close(pipe_out[0]);
    if (!code) return true;
    err_set(err, ERR_IO, "cannot run '%s': %s", argv[0], strerror(code));
    err->driver_code = code;
    return false;
}

bool process_run(const ProcessSpec *spec, int *status, Err *err)
{
    Arena scratch = {0};
    bool ok = start(spec, &scratch, NULL, status, err);
    arena_release(&scratch);
    return ok;
}

bool process_capture(const ProcessSpec *spec, Arena *out_arena, Str *output, int *status, Err *err)
{
    Arena scratch = {0};
    StrBuf b = {0};
    bool ok = start(spec, &scratch, &b, status, err);
    *output = strbuf_finish(&b, out_arena);
    arena_release(&scratch);
    return ok;
}
