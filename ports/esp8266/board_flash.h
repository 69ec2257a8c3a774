#ifndef KRAIT_ESP8266_BOARD_FLASH_H
#define KRAIT_ESP8266_BOARD_FLASH_H
/* The board's flash, and what lies where in it. */
#include <stdbool.h>

#include "flash/flash_device.h"

/* Sectors of the parts; the rest is the application's. */
#define BOARD_RECORDS_FIRST 0u
#define BOARD_RECORDS_COUNT 2u
#define BOARD_FILES_FIRST   16u
#define BOARD_FILES_COUNT   16u

/* Fills in the whole flash. False when there is none. */
bool board_flash_open(flash_device *flash);

#endif
