#ifndef KRAIT_ESP8266_LAYOUT_H
#define KRAIT_ESP8266_LAYOUT_H
/* What lies where in the flash of the chip, by its size. docs/STORAGE.md has the table, tools/esp_image.py
 * the sizes of the slots.
 *
 * The boot loader has the first sector, and the SDK the last five: calibration of the radio, its data, and
 * three of parameters. The chip sees one megabyte at a time as memory, so a slot is at most that, and where
 * it starts in its megabyte is the same in both. */
#include <stdbool.h>
#include <stdint.h>

#define LAYOUT_SECTOR      4096u
#define LAYOUT_SDK_SECTORS 5u
#define LAYOUT_SLOTS_MAX   2u

struct layout {
    uint32_t flash_bytes;
    uint32_t slots, slot[LAYOUT_SLOTS_MAX], slot_bytes;  /* addresses; the slots that are not there are 0 */
    uint32_t records, records_count, files, files_count; /* sectors */
    uint32_t sdk;                                        /* address of its sectors */
};

/* False when there is no layout for flash of that size: 1, 2, 4, 8 and 16 MiB have one. */
bool layout_of(uint32_t flash_bytes, struct layout *layout);

/* Bytes of a flash chip by its JEDEC identification; 0 when that does not say. */
uint32_t layout_chip_bytes(uint32_t jedec);

#endif
