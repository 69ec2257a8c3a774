/* The flash chip on the SPI bus from which the program runs, through the SDK, which stops the cache
 * meanwhile.
 *
 * The first megabyte is also seen as memory at 0x40200000; the file system lies behind it, so it is read
 * through the SDK only. */
#include "board_flash.h"
#include "krait/files.h"
#include "sdk.h"

#define SECTOR 4096u

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
    return result(sdk_flash_erase(address / SECTOR));
}

bool board_flash_open(flash_device *flash) {
    *flash = (flash_device){
        .sector_size = SECTOR,
        .sector_count = sdk_flash_size() / SECTOR,
        .read = read,
        .program = program,
        .erase = erase,
    };
    return flash->sector_count >= BOARD_FILES_FIRST + BOARD_FILES_COUNT;
}
