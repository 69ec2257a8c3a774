#ifndef KRAIT_ESP8266_NETWORK_H
#define KRAIT_ESP8266_NETWORK_H
/* The network below the connections: the interface, its address, lwIP's timers. */
#include <stdbool.h>
#include <stdint.h>

/* Starts lwIP and asks for an address. `name` is the device's, which stays the caller's. */
void network_open(const char *name);

/* Takes what has arrived and does what is due. True when something came. */
bool network_poll(void);

/* Microseconds until a timer of lwIP is due. */
uint64_t network_patience(void);

/* The address as text, NULL while there is none. */
const char *network_address(void);

#endif
