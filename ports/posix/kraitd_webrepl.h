#ifndef KRAIT_POSIX_KRAITD_WEBREPL_H
#define KRAIT_POSIX_KRAITD_WEBREPL_H
/* WebREPL of a kraitd: plain sockets on the device's listener, without libwebsockets.
 *
 * While WebREPL is on, kraitd_net shows each newcomer's first bytes to kraitd_webrepl_wants() before anybody
 * has read them. What WebREPL does not want goes to libwebsockets untouched. */
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "krait/webrepl.h"

#define KRAITD_WEBREPL_CLIENTS   4
#define KRAITD_WEBREPL_STRANGERS 2
#define KRAITD_WEBREPL_POLLS     (KRAITD_WEBREPL_CLIENTS + KRAITD_WEBREPL_STRANGERS + 1)

typedef struct kraitd_webrepl kraitd_webrepl;

/* Makes it, off. `origins`: pages that may connect, ends with NULL. NULL when memory is short. */
kraitd_webrepl *kraitd_webrepl_open(dev_device *dev, const char *const *origins);

/* Says good-bye as far as the sockets take it, and closes them. */
void kraitd_webrepl_close(kraitd_webrepl *webrepl);

/* To be turned on and off. */
dev_webrepl *kraitd_webrepl_service(kraitd_webrepl *webrepl);

enum kraitd_wants {
    KRAITD_WANTS_NOT,  /* not WebREPL's */
    KRAITD_WANTS_MORE, /* more bytes are needed to tell */
    KRAITD_WANTS_IT,
};

/* Whose is a request that begins like this? */
enum kraitd_wants kraitd_webrepl_wants(const kraitd_webrepl *webrepl, const uint8_t *data, size_t length);

/* Takes over a socket whose unread bytes begin with a request that it wants. */
void kraitd_webrepl_take(kraitd_webrepl *webrepl, int descriptor, const char *address);

/* Adds its sockets to a list of at least KRAITD_WEBREPL_POLLS; returns how many. */
nfds_t kraitd_webrepl_list(const kraitd_webrepl *webrepl, struct pollfd *polls);

/* How long it can be waited for, at most `wait_us`; 0 when it has something to do by itself. */
uint64_t kraitd_webrepl_wait(const kraitd_webrepl *webrepl, uint64_t wait_us);

/* Does what is ready, after a wait for the list. */
void kraitd_webrepl_serve(kraitd_webrepl *webrepl, const struct pollfd *polls, nfds_t count);

/* dev_port.terminal_wake(): false when the terminal is somebody else's. */
bool kraitd_webrepl_terminal_wake(kraitd_webrepl *webrepl, void *peer);

#endif
