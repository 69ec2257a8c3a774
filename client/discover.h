#ifndef DISCOVER_H
#define DISCOVER_H
/* Devices in the local network by multicast DNS (RFC 6762, 6763), asked for directly, so that names ending in
 * .local work on computers whose system does not know them.
 *
 * Questions go out on every interface but loopback, from a port of our own, so that answers come to us alone.
 * $KRAIT_MDNS=ADDRESS[:PORT] asks that responder instead, where multicast does not reach. Nothing that
 * answers is believed: what it says are addresses to try, and the key proves the device. */
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "failure.h"

#define DISCOVER_NAME_MAX 255
#define DISCOVER_MAX      64 /* devices of one search; further ones are left out */

/* A device that announces itself. Texts are printable ASCII, whatever was sent. */
struct discovered {
    char instance[DISCOVER_NAME_MAX + 1]; /* what it calls itself, without the service's name */
    char host[DISCOVER_NAME_MAX + 1];     /* its name, "krait-123456.local"; "" while unknown */
    uint16_t port;                        /* 0 while unknown */
    struct in_addr address;               /* 0 while unknown */
};

/* Does the name end in ".local"? */
bool discover_is_local(const char *name);

/* Asks for the addresses of a name in .local until an answer has come, at most 2 s or until `deadline_us`.
 * Returns how many were stored, 0 when nobody answers or there is nobody to ask, -1 after ctrl-C. */
int discover_addresses(const char *name, int64_t deadline_us, struct in_addr *addresses, int capacity);

/* Collects the devices that answer within `ms`. Returns how many, or -1 after filling *failure:
 * EXIT_UNREACHABLE without a network, EXIT_SIGNAL. */
int discover_devices(int ms, struct discovered found[DISCOVER_MAX], struct failure *failure);

#endif
