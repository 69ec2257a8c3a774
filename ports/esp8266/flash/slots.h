#ifndef KRAIT_SLOTS_H
#define KRAIT_SLOTS_H
/* Two places for application images, so that a new one can be written while the old one runs, and the old one
 * is there when the new one does not start. docs/STORAGE.md has the layout of the flash and the format.
 *
 * A slot is a part of the flash: a header of SLOT_IMAGE bytes, then the image. What happens to a slot is told
 * by words that are ones at first and are programmed to zero, each once, so that no step can lose an earlier
 * one:
 *
 *     slot_begin()   slot_write() ...   slot_finish()      written
 *     slot_choose()                                        tried, up to SLOT_TRIES times, until it is
 * confirmed slot_confirm()                                       it has started and works slot_reject() never
 * again */
#include <stdbool.h>
#include "flash_device.h"

#define SLOT_IMAGE     4096u /* bytes in front of the image */
#define SLOT_TRIES     3
#define SLOT_HASH      32 /* bytes of a SHA-256 */
#define SLOT_SIGNATURE 64 /* bytes of an ECDSA signature on P-256: r and s, big-endian */

/* The parts of a whole flash, in sectors: boot loader and what else the chip wants first, records, two slots,
 * files. */
typedef struct slot_layout {
    uint32_t records, records_count;
    uint32_t slot[2], slot_count; /* each */
    uint32_t files, files_count;
} slot_layout;

/* What is known of an image before it is written. `version` grows; `address` is where it must be to run. */
typedef struct slot_image {
    uint32_t version;
    uint32_t address;
    uint32_t size;
    uint8_t hash[SLOT_HASH];           /* of the image */
    uint8_t signature[SLOT_SIGNATURE]; /* of slot_signed()'s bytes */
} slot_image;

typedef struct slot_info {
    slot_image image;
    unsigned tries; /* that are left */
    bool written, confirmed, bad;
} slot_info;

/* How the caller checks an image. `hash` computes the SHA-256 of `size` bytes of a slot. `verify` says
 * whether a signature of `bytes` is right; NULL: images need none. */
typedef struct slot_checks {
    int (*hash)(void *context, const flash_device *slot, uint32_t address, uint32_t size,
                uint8_t digest[SLOT_HASH]);
    bool (*verify)(void *context, const void *bytes, size_t size, const uint8_t signature[SLOT_SIGNATURE]);
    void *context;
} slot_checks;

#define SLOT_SIGNED 52 /* bytes that are signed */

/* Divides a flash: `first` bytes stay free, then two sectors of records, two slots for images of up to
 * `largest` bytes, and files in the rest. -KR_ENOSPC when less than 12 sectors are left for files. */
int slot_layout_make(const flash_device *flash, uint32_t first, uint32_t largest, slot_layout *layout);

/* What a slot holds. 0, or -KR_ENOENT when there is no good header. */
int slot_read(const flash_device *slot, slot_info *info);

/* The bytes that a signature covers: magic, format, version, address, size and hash as in the header. */
void slot_signed(const slot_image *image, uint8_t bytes[SLOT_SIGNED]);

/* Makes a slot empty. */
int slot_begin(const flash_device *slot);
/* Bytes of the image at an offset that is a multiple of 4; each part once. */
int slot_write(const flash_device *slot, uint32_t offset, const void *data, size_t size);
/* The image is complete: writes the header. -KR_EINVAL when it does not fit the slot. */
int slot_finish(const flash_device *slot, const slot_image *image);

/* Is the image what its header says, and signed? 0, -KR_EIO when it is not, or another negative code. */
int slot_verify(const flash_device *slot, const slot_info *info, const slot_checks *checks);

/* At boot: the slot to run, 0 or 1. The greater version of those that are good, which means confirmed or with
 * a try left; a try is taken before this returns. A slot whose image is not good, or whose last try has
 * passed, is rejected. -KR_ENOENT when there is none. */
int slot_choose(const flash_device slots[2], const slot_checks *checks);

/* The image has started and works. */
int slot_confirm(const flash_device *slot);
int slot_reject(const flash_device *slot);

#endif
