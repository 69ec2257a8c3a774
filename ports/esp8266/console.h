#ifndef KRAIT_ESP8266_CONSOLE_H
#define KRAIT_ESP8266_CONSOLE_H
/* The UART as a terminal with MicroPython's prompt. Who has the cable has the device, so nobody is asked who
 * he is. */
#include <stdbool.h>

#include "krait/device.h"

void console_open(dev_device *dev);

/* Moves what can be moved. True when something was. */
bool console_poll(void);

/* As dev_port.terminal_wake. */
void console_wake(void *port, void *peer);

/* Somebody has typed since the start. */
bool console_in_use(void);

#endif
