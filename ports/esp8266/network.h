#ifndef KRAIT_ESP8266_NETWORK_H
#define KRAIT_ESP8266_NETWORK_H
/* The network below the connections: the interface, its address, lwIP's timers. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "krait/net.h"

struct pbuf;
struct tcp_pcb;

/* Starts lwIP and asks for an address. `set_time` is told what a time server says, in nanoseconds since 1970.
 */
void network_open(void (*set_time)(int64_t time_ns));

/* "krait-" and the last six digits of the interface's address: the device's name, in DHCP and before
 * ".local". */
const char *network_name(void);

/* A packet with a frame that has arrived, or NULL: no memory, the frame is lost. */
struct pbuf *network_frame(const void *frame, size_t size);

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
int network_link_address(void *context, int link, const kr_net_link *wanted);
int network_link_active(void *context, int link, bool active);
int network_link_number(void *context, int link, enum kr_net_link_number setting, int32_t *value, bool set);
int network_scan(void *context, uint32_t *position, kr_net_found *found);
int network_link_text(void *context, int link, enum kr_net_link_text setting, char *text, size_t *size,
                      bool set);
int network_hostname(void *context, char *text, size_t *size, bool set);

#endif
