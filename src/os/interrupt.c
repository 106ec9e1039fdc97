#include "os/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>

static volatile sig_atomic_t watched = -1, came;
static void (*volatile stop_call)(void *);
static void *volatile stop_of;

/* Only calls that are safe in a handler. */
static void on_signal(int number)
{
    int socket = watched, before = errno;
    void (*stop)(void *) = stop_call;
    if ((socket < 0 && !stop) || came) {
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    came = number;
    if (socket >= 0) shutdown(socket, SHUT_RDWR);
    if (stop) stop(stop_of);
    errno = before; /* of the call that was interrupted */
}

void interrupt_install(void)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction old, own = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
        sigemptyset(&own.sa_mask);
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            (void)sigaction(numbers[i], &own, NULL);
    }
}

void interrupt_watch(int socket) { watched = socket; }

void interrupt_call(void (*stop)(void *), void *of)
{
    stop_call = NULL; /* never one with the other's argument */
    stop_of = of;
    stop_call = stop;
}

void interrupt_forget(const void *of)
{
    if (stop_of == of) interrupt_call(NULL, NULL);
}

int interrupt_signal(void) { return came; }
