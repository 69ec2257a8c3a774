/* The flash chip on the SPI bus from which the program runs, through the SDK, which stops the cache
 * meanwhile.
 *
 * The first megabyte is also seen as memory at 0x40200000; the file system lies behind it, so it is read
 * through the SDK only. */
#include <stdio.h>

#include "board.h"
#include "board_flash.h"
#include "krait/files.h"
#include "layout.h"
#include "sdk.h"

static int result(bool good) {
    return good ? 0 : -KR_EIO;
}

static int read(void *context, uint32_t address, void *data, size_t size) {
    (void)context;
    return result(sdk_flash_read(address, data, (uint32_t)size));
}

static int program(void *context, uint32_t address, const void *data, size_t size) {
    (void)context;
    return result(sdk_flash_program(address, data, (uint32_t)size));
}

static int erase(void *context, uint32_t address) {
    (void)context;
    return result(sdk_flash_erase(address / LAYOUT_SECTOR));
}

/* The size is what `esptool -fs` wrote into the boot loader's head; the chip says itself what it has. */
static void check(uint32_t told, uint32_t chip, bool known) {
    char text[128];
    if (known && (chip == 0 || chip >= told)) return;
    snprintf(text, sizeof text,
             known ? "the boot loader expects %u KiB of flash, the chip has %u: write it with the right -fs"
                   : "no layout for %u KiB of flash: write the boot loader with -fs 1MB, 2MB-c1 or 4MB-c1",
             (unsigned)(told >> 10), (unsigned)(chip >> 10));
    board_fail(text);
}

bool board_flash_open(flash_device *flash, board_places *places) {
    struct layout layout = {0};
    uint32_t told = sdk_flash_size();
    bool known = layout_of(told, &layout);
    check(told, layout_chip_bytes(sdk_flash_chip()), known);
    *flash = (flash_device){
        .sector_size = LAYOUT_SECTOR,
        .sector_count = told / LAYOUT_SECTOR,
        .read = read,
        .program = program,
        .erase = erase,
    };
    *places = (board_places){layout.records, layout.records_count, layout.files, layout.files_count};
    return true;
}
