#include "os/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>

static volatile sig_atomic_t watched = -1, came;

/* Only calls that are safe in a handler. */
static void on_signal(int number)
{
    int socket = watched, before = errno;
    if (socket < 0 || came) {
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    came = number;
    shutdown(socket, SHUT_RDWR);
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

int interrupt_signal(void) { return came; }
