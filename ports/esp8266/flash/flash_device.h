#ifndef KRAIT_FLASH_DEVICE_H
#define KRAIT_FLASH_DEVICE_H
/* NOR flash, as the file system and the record store see it: facts and three functions that a driver
 * supplies.
 *
 * Erasing makes all bits of a sector 1, programming turns 1 into 0 and never 0 into 1; a word may be
 * programmed more than once as long as bits only fall. A power cut may come at any time and leaves the words
 * that were being programmed with a part of their bits cleared, and a sector that was being erased with any
 * content, which may even change later: nobody trusts it before it is erased again.
 *
 * A driver fills in one flash_device for the whole flash. flash_part() makes views of it, so that each user
 * counts addresses from 0 and cannot leave its part. */
#include <stddef.h>
#include <stdint.h>

typedef struct flash_device {
    uint32_t sector_size;  /* bytes, a power of two, 4096 to 65536 */
    uint32_t sector_count; /* of this part */
    uint32_t base;         /* bytes in front of this part in the whole flash; 0 for the whole */
    /* Where the whole flash can be read as memory, by aligned 32-bit loads only; NULL where it cannot. It
     * shows what was programmed and erased as soon as those calls have returned. */
    const uint32_t *mapped;
    /* Reads, programs, erases. Addresses count from the start of the whole flash; addresses, sizes and RAM
     * pointers are multiples of 4. Zero, or a negative KR_E… code (krait/files.h), KR_EIO when the chip
     * reports a failure. They return when the work is done; a driver need not verify, but must refuse
     * nothing: data may have 1 where the flash has 0, which leaves the 0. `read` may be NULL when `mapped` is
     * not. `erase` takes the address of a sector's first byte. */
    int (*read)(void *context, uint32_t address, void *data, size_t size);
    int (*program)(void *context, uint32_t address, const void *data, size_t size);
    int (*erase)(void *context, uint32_t address);
    void *context;
} flash_device;

/* A view of `count` sectors from `first` on; they must lie inside `whole`. */
flash_device flash_part(const flash_device *whole, uint32_t first, uint32_t count);

/* Any address, size and pointer, inside the part. Zero, or a negative code: -KR_EINVAL outside of the part.
 */
int flash_read(const flash_device *flash, uint32_t address, void *data, size_t size);

/* One aligned word; what cannot be read is 0. */
uint32_t flash_word(const flash_device *flash, uint32_t address);

/* Address a multiple of 4, data anywhere; a last incomplete word is filled with ones. Reads back and compares
 * what must have become 0: -KR_EIO when the flash does not hold it. */
int flash_program(const flash_device *flash, uint32_t address, const void *data, size_t size);

/* Erases one sector, by its number in the part, and checks that it is blank. */
int flash_erase(const flash_device *flash, uint32_t sector);

/* Are these bytes (multiples of 4) all ones? */
int flash_is_blank(const flash_device *flash, uint32_t address, size_t size);

/* The bytes in memory, or NULL where the device is not mapped. Aligned 32-bit loads only. */
const void *flash_mapped(const flash_device *flash, uint32_t address);

/* CRC-32 (ISO-HDLC, as in Ethernet and zlib) of more bytes; begin with 0. */
uint32_t flash_crc(uint32_t crc, const void *data, size_t size);

/* The CRC of bytes that lie in flash; *crc is continued. */
int flash_crc_of(const flash_device *flash, uint32_t address, size_t size, uint32_t *crc);

#endif
