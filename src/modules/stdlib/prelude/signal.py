"""signal: accepted; signals are the host's."""
SIGINT, SIGTERM, SIGKILL, SIGHUP, SIGALRM, SIGUSR1 = 2, 15, 9, 1, 14, 10
SIG_DFL, SIG_IGN = 0, 1


def signal(signalnum, handler):
    return SIG_DFL


getsignal = alarm = signal
