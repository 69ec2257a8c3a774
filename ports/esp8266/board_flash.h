#ifndef KRAIT_ESP8266_BOARD_FLASH_H
#define KRAIT_ESP8266_BOARD_FLASH_H
/* The board's flash, and what lies where in it. */
#include <stdbool.h>

#include "flash/flash_device.h"

/* Which sectors are for what; the rest is the application's and the chip's. */
typedef struct board_places {
    uint32_t records, records_count;
    uint32_t files, files_count;
} board_places;

/* Fills in the whole flash, and what lies where in it. False when there is none. */
bool board_flash_open(flash_device *flash, board_places *places);

#endif
