#ifndef KRAIT_ESP8266_NETWORK_MEMORY_H
#define KRAIT_ESP8266_NETWORK_MEMORY_H
/* lwIP's heap: what has arrived, and what was sent and is not acknowledged.
 *
 * KRAIT_NETWORK_HEAP bytes of it are always there and are all that strangers can fill. While somebody is
 * authenticated or a program has sockets, up to KRAIT_NETWORK_LOAN bytes more come from the heap of Python,
 * as they are needed; and a message that has arrived is taken out of its packets there (link.c). */
#include <stdbool.h>
#include <stddef.h>

void *network_malloc(size_t size);
void *network_calloc(size_t count, size_t size);
void network_free(void *memory);

#endif
