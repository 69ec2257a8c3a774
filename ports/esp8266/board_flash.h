#ifndef KRAIT_ESP8266_BOARD_FLASH_H
#define KRAIT_ESP8266_BOARD_FLASH_H
/* The board's flash, and what lies where in it. */
#include <stdbool.h>

#include "flash/flash_device.h"
#include "layout.h" /* the board's: which sectors are for what */

/* Fills in the whole flash. False when there is none. */
bool board_flash_open(flash_device *flash);

#endif
