#ifndef KRAIT_ESP8266_WIFI_H
#define KRAIT_ESP8266_WIFI_H
/* Wi-Fi: frames between the radio and lwIP, and the access point for set-up. wifi_policy.h says which network the
 * device is in. The one netif is a station or an access point, never both. wifi.c is also what board.h says of the
 * link. */
#include <stdbool.h>

struct netif;

/* Before the first poll. The device's access point is called by its name and the chip's number. */
void wifi_open(struct netif *netif);

/* Frames that have come, and what is due. True when there was a frame. */
bool wifi_poll(void);

#endif
