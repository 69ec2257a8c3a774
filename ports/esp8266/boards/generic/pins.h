#ifndef KRAIT_ESP8266_PINS_H
#define KRAIT_ESP8266_PINS_H
/* Pins 0 to 16 of the chip. Functions return a non-negative result or a negative KR_E… code, as those of
 * struct kr_board; the quick ones below take pins that pins_check() accepted. */
#include <stdbool.h>
#include <stdint.h>

#define PINS_COUNT    17
#define PINS_BLUE_LED 2 /* on most boards, lit by a 0 */

/* 0, or -KR_EINVAL: there is no such pin, or the flash hangs on it. */
int pins_check(int pin);

/* "LED", "D0" to "D8" as printed on NodeMCU boards; -KR_ENODEV when there is none. */
int pins_named(const char *name);

int pins_mode(int pin, int mode, int pull); /* enum kr_pin_mode, enum kr_pin_pull */
int pins_read(int pin);
int pins_write(int pin, int level);

/* Gives one of GPIO 0 to 15 to a controller: MUX_FUNCTION_… (registers.h). */
void pins_function(unsigned pin, uint32_t function);

/* For buses made of pins: an open-drain line with its pull-up, let go. */
int pins_open_line(int pin);
void pins_set(unsigned pin, bool level);
bool pins_get(unsigned pin);

#endif
