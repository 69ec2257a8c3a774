#ifndef KRAIT_ESP8266_WIFI_H
#define KRAIT_ESP8266_WIFI_H
/* Wi-Fi: which network the device is in, and frames between the radio and lwIP.
 *
 *     no network is known, or none can be had ──► SETUP: an access point of its own
 *     TRYING each known one ──► UP ──► lost: TRYING again, after 1, 2, 4 … 60 seconds
 *
 * While nobody is on the access point, the known networks are tried again from time to time. The one netif is
 * a station or an access point, never both. wifi.c is also what board.h says of the link. */
#include <stdbool.h>

struct netif;

/* Before the first poll. The device's access point is called by its name and the chip's number. */
void wifi_open(struct netif *netif);

/* Frames that have come, and what is due. True when there was a frame. */
bool wifi_poll(void);

#endif
