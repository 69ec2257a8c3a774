/* Access to flash for everybody above the driver: alignment, views, verification and checksums in one place.
 *
 * Nothing here loads from mapped flash by anything but aligned words, because the chip traps on all other
 * loads there. */
#include "flash_device.h"
#include "krait/files.h"
#include <string.h>

#define PIECE 64u  /* bytes that are read to the stack at a time */
#define WRITE 128u /* bytes that are programmed at a time; a driver's buffer or page holds a multiple of it  \
                    */

flash_device flash_part(const flash_device *whole, uint32_t first, uint32_t count) {
    flash_device part = *whole;
    part.base += first * whole->sector_size;
    part.sector_count = count;
    return part;
}

static int inside(const flash_device *flash, uint32_t address, size_t size) {
    uint32_t end = flash->sector_size * flash->sector_count;
    return address <= end && size <= end - address;
}

/* Aligned words into aligned memory. */
static int read_words(const flash_device *flash, uint32_t address, uint32_t *words, size_t size) {
    if (flash->mapped == NULL) return flash->read(flash->context, flash->base + address, words, size);
    const volatile uint32_t *at = flash->mapped + (flash->base + address) / 4;
    for (size_t i = 0; i < size / 4; i++) words[i] = at[i];
    return 0;
}

int flash_read(const flash_device *flash, uint32_t address, void *data, size_t size) {
    uint32_t words[PIECE / 4];
    uint8_t *to = data;
    if (!inside(flash, address, size)) return -KR_EINVAL;
    while (size > 0) {
        size_t skip = address % 4, count = size < PIECE - skip ? size : PIECE - skip;
        int result = read_words(flash, address - (uint32_t)skip, words, (skip + count + 3) & ~(size_t)3);
        if (result < 0) return result;
        memcpy(to, (uint8_t *)words + skip, count);
        to += count;
        address += (uint32_t)count;
        size -= count;
    }
    return 0;
}

uint32_t flash_word(const flash_device *flash, uint32_t address) {
    uint32_t word;
    if (!inside(flash, address, 4) || read_words(flash, address, &word, 4) < 0) return 0;
    return word;
}

/* Does the flash hold these bytes? */
static int verify(const flash_device *flash, uint32_t address, const uint8_t *bytes, size_t size) {
    uint32_t found[8];
    while (size > 0) {
        size_t count = size < sizeof found ? size : sizeof found;
        int result = read_words(flash, address, found, (count + 3) & ~(size_t)3);
        if (result < 0) return result;
        if (memcmp(found, bytes, count) != 0) return -KR_EIO;
        bytes += count;
        address += (uint32_t)count;
        size -= count;
    }
    return 0;
}

int flash_program(const flash_device *flash, uint32_t address, const void *data, size_t size) {
    uint32_t words[WRITE / 4];
    const uint8_t *from = data;
    if (!inside(flash, address, (size + 3) & ~(size_t)3) || address % 4 != 0) return -KR_EINVAL;
    while (size > 0) {
        size_t room = WRITE - address % WRITE, count = size < room ? size : room;
        size_t whole = (count + 3) & ~(size_t)3;
        words[whole / 4 - 1] = UINT32_MAX;
        memcpy(words, from, count);
        int result = flash->program(flash->context, flash->base + address, words, whole);
        if (result >= 0) result = verify(flash, address, from, count);
        if (result < 0) return result;
        from += count;
        address += (uint32_t)whole;
        size -= count;
    }
    return 0;
}

int flash_is_blank(const flash_device *flash, uint32_t address, size_t size) {
    for (uint32_t words[PIECE / 4]; size > 0;) {
        size_t count = size < PIECE ? size : PIECE;
        if (!inside(flash, address, count) || read_words(flash, address, words, count) < 0) return 0;
        for (size_t i = 0; i < count / 4; i++)
            if (words[i] != UINT32_MAX) return 0;
        address += (uint32_t)count;
        size -= count;
    }
    return 1;
}

int flash_erase(const flash_device *flash, uint32_t sector) {
    uint32_t address = sector * flash->sector_size;
    if (sector >= flash->sector_count) return -KR_EINVAL;
    int result = flash->erase(flash->context, flash->base + address);
    if (result < 0) return result;
    return flash_is_blank(flash, address, flash->sector_size) ? 0 : -KR_EIO;
}

const void *flash_mapped(const flash_device *flash, uint32_t address) {
    return flash->mapped == NULL ? NULL : flash->mapped + (flash->base + address) / 4;
}

/* Four bits at a time: the table is small, and its entries are words, so it may lie in flash. */
static const uint32_t crc_nibble[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};

uint32_t flash_crc(uint32_t crc, const void *data, size_t size) {
    const uint8_t *at = data;
    crc = ~crc;
    for (; size > 0; size--) {
        crc ^= *at++;
        crc = crc >> 4 ^ crc_nibble[crc & 15];
        crc = crc >> 4 ^ crc_nibble[crc & 15];
    }
    return ~crc;
}

int flash_crc_of(const flash_device *flash, uint32_t address, size_t size, uint32_t *crc) {
    for (uint8_t bytes[PIECE]; size > 0;) {
        size_t count = size < PIECE ? size : PIECE;
        int result = flash_read(flash, address, bytes, count);
        if (result < 0) return result;
        *crc = flash_crc(*crc, bytes, count);
        address += (uint32_t)count;
        size -= count;
    }
    return 0;
}
