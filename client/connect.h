#ifndef CONNECT_H
#define CONNECT_H
/* From an address to an open WebSocket: name lookup (names in .local by multicast DNS first), TCP (every
 * address in turn, IPv6 and IPv4), the opening handshake. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "failure.h"
#include "store.h"

/* A device has few places for those who have not said who they are, and in a crowd it drops the one who has
 * waited longest. Who is turned away tries again, a few times within 1.5 s. Zeroed: none was made. */
struct connect_tries {
    int made;
};

/* Waits as long as is due before another try. False when there shall be none; `failure` stays as it is then,
 * or is EXIT_SIGNAL. */
bool connect_again(struct connect_tries *tries, int64_t deadline_us, struct failure *failure);

/* Leaves a non-blocking socket with TCP_NODELAY in *socket, also on failure when it got that far (-1
 * otherwise). Tries again by itself while it is turned away without an answer. `deadline_us` is of
 * clock_us(). The failures: EXIT_UNREACHABLE with what the system said, EXIT_TIMEOUT, EXIT_SIGNAL. */
bool connect_websocket(const struct device *device, int64_t deadline_us, struct connect_tries *tries,
                       int *socket, struct failure *failure);

/* "user@host" of this process, cut to size. */
void connect_client_name(char *name, size_t size);

#endif
