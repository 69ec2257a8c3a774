#ifndef KRAIT_ESP8266_WIFI_H
#define KRAIT_ESP8266_WIFI_H
/* Wi-Fi: which network the device is in, and frames between the radio and lwIP.
 *
 *     no network is known, or none can be had ──► SETUP: an access point of its own
 *     TRYING each known one ──► UP ──► lost: TRYING again, after 1, 2, 4 … 60 seconds
 *
 * While nobody is on the access point, the known networks are tried again from time to time. The one netif is
 * a station or an access point, never both. */
#include <stdbool.h>
#include <stdint.h>

#include "krait/net.h"

struct netif;

/* Before the first poll. The device's access point is called by its name and the chip's number. */
void wifi_open(struct netif *netif);

/* Frames that have come, and what is due. True when there was a frame. */
bool wifi_poll(void);

/* Remembers a network and goes there now; as kr_net.link_join. */
int wifi_join(const char *name, const char *key, const uint8_t *bssid);

/* Leaves the network and forgets it; the others are tried. */
int wifi_leave(void);

/* As board_link_state(). */
int wifi_state(int link, kr_net_link *state);

#endif
