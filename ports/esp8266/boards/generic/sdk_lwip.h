#ifndef KRAIT_ESP8266_SDK_LWIP_H
#define KRAIT_ESP8266_SDK_LWIP_H
/* What the SDK tells its TCP/IP stack, as far as the radio's side of the firmware (sdk_wifi.c) wants to know.
 */
#include <stddef.h>

struct netif;

/* A frame with its Ethernet header, in one piece; the bytes are gone afterwards. */
void sdk_frame_came(struct netif *netif, const void *data, size_t size);

/* The station is in its network and has agreed on keys. */
void sdk_station_came_up(void);

#endif
