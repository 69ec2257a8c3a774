#ifndef CONNECT_H
#define CONNECT_H
/* From an address to an open WebSocket: name lookup (names in .local by multicast DNS first), TCP (every address in turn, IPv6 and IPv4), the opening
 * handshake. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "failure.h"
#include "store.h"

/* Leaves a non-blocking socket with TCP_NODELAY in *socket, also on failure when it got that far (-1
 * otherwise). Who is turned away without an answer tries again, a few times within 1.5 s. `deadline_us` is
 * of clock_us(). The failures: EXIT_UNREACHABLE with what the system said,
 * EXIT_TIMEOUT, EXIT_SIGNAL. */
bool connect_websocket(const struct device *device, int64_t deadline_us, int *socket,
                       struct failure *failure);

/* "user@host" of this process, cut to size. */
void connect_client_name(char *name, size_t size);

#endif
