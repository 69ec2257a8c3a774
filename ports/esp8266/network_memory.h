#ifndef KRAIT_ESP8266_NETWORK_MEMORY_H
#define KRAIT_ESP8266_NETWORK_MEMORY_H
/* lwIP's heap: what has arrived, and what was sent and is not acknowledged.
 *
 * KRAIT_NETWORK_HEAP bytes of it are always there. While somebody is authenticated or a program has sockets,
 * up to KRAIT_NETWORK_LOAN bytes more come from the heap of Python, as they are needed. Strangers get of
 * these what lets them become known: for frames to the device's own port, for the messages in them and for
 * its answers. Otherwise one packet that waits in the middle of the network's memory, for somebody who is not
 * there, could keep the owner out. */
#include <stdbool.h>
#include <stddef.h>

void *network_malloc(size_t size);
void *network_calloc(size_t count, size_t size);
void network_free(void *memory);

/* Until it is called with false, memory may come from Python's heap, whoever is there. */
void network_need(bool needed);

#endif
