#ifndef KRAIT_ESP8266_NETWORK_H
#define KRAIT_ESP8266_NETWORK_H
/* The network below the connections: the interface, its address, lwIP's timers. */
#include <stdbool.h>
#include <stdint.h>

#include "krait/net.h"

struct tcp_pcb;

/* Starts lwIP and asks for an address. `name` is the device's, which stays the caller's. */
void network_open(const char *name);

/* Takes what has arrived and does what is due. True when something came. */
bool network_poll(void);

/* Microseconds until a timer of lwIP is due. */
uint64_t network_patience(void);

/* The address as text, NULL while there is none. */
const char *network_address(void);

/* A connection repeats what is not acknowledged within a second (RFC 6298), not lwIP's three, until it has
 * measured. */
void network_expect_quick(struct tcp_pcb *pcb);

/* As in struct kr_net: the state of an interface, and a station's networks. */
int network_link_state(void *context, int link, kr_net_link *state);
int network_link_join(void *context, const char *name, const char *key, const uint8_t *bssid);
int network_link_leave(void *context, int link);
int network_hostname(void *context, char *text, size_t *size, bool set);

#endif
