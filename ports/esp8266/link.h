#ifndef KRAIT_ESP8266_LINK_H
#define KRAIT_ESP8266_LINK_H
/* WebSocket connections between lwIP and the device.
 *
 * lwIP's callbacks only queue what came; everything else is done by link_poll(), from dev_port.serve(). */
#include <stdbool.h>

#include "krait/device.h"

/* Listens on KRAIT_PORT_NUMBER. The device is told from the first link_poll() on. */
void link_open(dev_device *dev);

/* Moves what can be moved. True when something was. */
bool link_poll(void);

/* The device of link_open(). */
dev_device *link_device(void);

/* May the network's memory grow? For clients that have authenticated. */
bool link_may_borrow(void);

/* As in dev_port. */
void link_wake(void *port, void *peer);
void link_drop(void *port, void *peer);

/* Nobody listens any more, and what is open is cut. */
void link_close(void);

#endif
