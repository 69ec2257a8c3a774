#ifndef KRAIT_POSIX_KRAITD_NET_H
#define KRAIT_POSIX_KRAITD_NET_H
/* The network of a kraitd: a listening socket of our own, and libwebsockets for HTTP and WebSocket on what it
 * accepts.
 *
 * The listener is ours because the device decides when one more stranger may come in; until then they wait in
 * the kernel's backlog. */
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "krait/device.h"
#include "kraitd_tty.h"
#include "kraitd_webrepl.h"

typedef struct kraitd_net kraitd_net;

/* Binds and listens; `inherited` is a listening descriptor from before a restart, or -1. The port really used
 * is *port. 0 or an errno. */
int kraitd_net_listen(const char *host, uint16_t *port, int inherited, int *listener);

/* Makes the network for at most `connections` at once with messages up to `message` bytes, which also ends a
 * wait when the descriptor `watched` is readable. NULL when memory is short. Owns `listener`. */
kraitd_net *kraitd_net_open(int listener, int watched, unsigned connections, size_t message);

/* The device that is to be told, its other streams, which are waited for and served together with the
 * network, and its WebREPL; NULL: there are none. Before the first serve. */
void kraitd_net_attach(kraitd_net *net, dev_device *dev, kraitd_tty *tty, kraitd_webrepl *webrepl);

void kraitd_net_close(kraitd_net *net);

/* From now on these descriptors end a wait, too: the sockets of a program. They are only looked at; the array
 * stays the caller's. NULL, 0: none. */
void kraitd_net_watch(kraitd_net *net, const struct pollfd *descriptors, nfds_t count);

/* As in dev_port; `peer` is a connection. Returns early when a signal came. */
bool kraitd_net_serve(kraitd_net *net, uint64_t wait_us); /* true when `watched` is readable */
void kraitd_net_wake(kraitd_net *net, void *peer);
void kraitd_net_drop(kraitd_net *net, void *peer);

/* An address at which others can reach a listener on `host`: itself, or this machine's first one for 0.0.0.0
 * and ::. */
void kraitd_net_reachable(const char *host, char *output, size_t capacity);

#endif
