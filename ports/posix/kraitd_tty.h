#ifndef KRAIT_POSIX_KRAITD_TTY_H
#define KRAIT_POSIX_KRAITD_TTY_H
/* The byte streams of a kraitd on which tools of today find a prompt: a pseudo-terminal, and TCP with telnet.
 *
 * Both are off unless asked for: whoever reaches them may do everything. The descriptors are non-blocking;
 * they are waited for together with everything else (kraitd_net.h). */
#include <poll.h>
#include <stdbool.h>

#include "krait/terminal.h"

#define KRAITD_TTY_POLLS 4 /* descriptors that kraitd_tty_list() gives at most */

typedef struct kraitd_tty kraitd_tty;

typedef struct kraitd_tty_options {
    const char *pty;  /* the name of a symbolic link to the pseudo-terminal; NULL: none */
    const char *host; /* where TCP listens; NULL: nowhere */
    uint16_t port;
} kraitd_tty_options;

/* Opens what is wanted. `inherited` is what kraitd_tty_inherit() wrote before a restart, or NULL. NULL after
 * saying on stderr why not. The real number of a TCP port 0 is in options->port. */
kraitd_tty *kraitd_tty_open(kraitd_tty_options *options, const char *inherited);

/* The device whose terminals these are; before the first serve. */
void kraitd_tty_attach(kraitd_tty *tty, dev_device *dev);

/* What to wait for, and what to do once it was waited for. */
nfds_t kraitd_tty_list(kraitd_tty *tty, struct pollfd polls[KRAITD_TTY_POLLS]);
void kraitd_tty_serve(kraitd_tty *tty, const struct pollfd *polls, nfds_t count);

/* As dev_port.terminal_wake. */
void kraitd_tty_wake(kraitd_tty *tty, void *peer);

/* Keeps the descriptors open over a restart of the process: text for kraitd_tty_open(). Then nothing else may
 * be called. */
void kraitd_tty_inherit(kraitd_tty *tty, char *text, size_t capacity);

/* Closes everything and removes the link. */
void kraitd_tty_close(kraitd_tty *tty);

#endif
