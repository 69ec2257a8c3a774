/* The self-pipe trick: the handler writes a byte, the event loop polls the other end. */
#include "signals.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* The one place with state of the whole process, because signals are. */
static int pipe_ends[2] = {-1, -1};
static volatile sig_atomic_t counts[SIGNAL_KINDS];

static void handle(int number) {
    int saved = errno;
    counts[number == SIGINT ? SIGNAL_INTERRUPT : SIGNAL_RESIZE] = 1;
    (void)!write(pipe_ends[1], "", 1);
    errno = saved;
}

void signals_start(void) {
    struct sigaction action;
    if (pipe_ends[0] >= 0 || pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) < 0) return;
    memset(&action, 0, sizeof action);
    action.sa_handler = handle;
    sigaction(SIGINT, &action, NULL);
    action.sa_flags = SA_RESTART;
    sigaction(SIGWINCH, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

int signals_fd(void) {
    return pipe_ends[0];
}

bool signals_taken(enum signal_kind kind) {
    char drain[64];
    while (pipe_ends[0] >= 0 && read(pipe_ends[0], drain, sizeof drain) > 0) {
    }
    bool came = counts[kind];
    counts[kind] = 0;
    return came;
}
