/* Slots for application images.
 *
 * The header is written after the image and its `written` word last, so a slot that a cut left incomplete is
 * none. Choosing never destroys the last good slot: it only marks what was found bad, and takes tries of what
 * was never confirmed. */
#include "slots.h"
#include "krait/files.h"
#include <string.h>

#define MAGIC  0x314C534Bu /* "KSL1" */
#define FORMAT 1u

/* As it is on flash. */
struct header {
    uint32_t magic, format, version, address, size;
    uint8_t hash[SLOT_HASH];
    uint8_t signature[SLOT_SIGNATURE];
    uint32_t crc; /* of all before it */
    uint32_t written, tried[SLOT_TRIES], confirmed, bad;
};

#define WORD_OF(field) ((uint32_t)offsetof(struct header, field))

/* Most of the bits have fallen. */
static bool is_set(uint32_t word) {
    unsigned ones = 0;
    for (; word != 0; word &= word - 1) ones++;
    return ones < 16;
}

static int set(const flash_device *slot, uint32_t address) {
    static const uint32_t zero = 0;
    return flash_program(slot, address, &zero, sizeof zero);
}

int slot_layout_make(const flash_device *flash, uint32_t first, uint32_t largest, slot_layout *layout) {
    uint32_t size = flash->sector_size, at = (first + size - 1) / size;
    layout->records = at;
    layout->records_count = 2;
    layout->slot_count = (SLOT_IMAGE + largest + size - 1) / size;
    layout->slot[0] = at + layout->records_count;
    layout->slot[1] = layout->slot[0] + layout->slot_count;
    layout->files = layout->slot[1] + layout->slot_count;
    if (layout->files + 12 > flash->sector_count) return -KR_ENOSPC;
    layout->files_count = flash->sector_count - layout->files;
    return 0;
}

/* The part of the header that is signed. */
static void header_begin(struct header *header, const slot_image *image) {
    header->magic = MAGIC;
    header->format = FORMAT;
    header->version = image->version;
    header->address = image->address;
    header->size = image->size;
    memcpy(header->hash, image->hash, sizeof header->hash);
}

void slot_signed(const slot_image *image, uint8_t bytes[SLOT_SIGNED]) {
    struct header header;
    header_begin(&header, image);
    memcpy(bytes, &header, SLOT_SIGNED);
}

int slot_read(const flash_device *slot, slot_info *info) {
    struct header header;
    int result = flash_read(slot, 0, &header, sizeof header);
    if (result < 0) return result;
    if (header.magic != MAGIC || header.format != FORMAT ||
        header.crc != flash_crc(0, &header, WORD_OF(crc)) ||
        header.size > slot->sector_size * slot->sector_count - SLOT_IMAGE)
        return -KR_ENOENT;
    *info = (slot_info){.image = {.version = header.version, .address = header.address, .size = header.size},
                        .written = is_set(header.written),
                        .confirmed = is_set(header.confirmed),
                        .bad = is_set(header.bad)};
    memcpy(info->image.hash, header.hash, sizeof header.hash);
    memcpy(info->image.signature, header.signature, sizeof header.signature);
    for (unsigned i = 0; i < SLOT_TRIES; i++) info->tries += !is_set(header.tried[i]);
    return 0;
}

/* It is rejected first: an erasure that is cut may leave the header as it was, in front of an image that is
 * not. */
int slot_begin(const flash_device *slot) {
    slot_info info;
    if (slot_read(slot, &info) >= 0 && slot_reject(slot) < 0) return -KR_EIO;
    for (uint32_t sector = 0; sector < slot->sector_count; sector++) {
        int result = flash_erase(slot, sector);
        if (result < 0) return result;
    }
    return 0;
}

int slot_write(const flash_device *slot, uint32_t offset, const void *data, size_t size) {
    return flash_program(slot, SLOT_IMAGE + offset, data, size);
}

int slot_finish(const flash_device *slot, const slot_image *image) {
    struct header header;
    if (image->size > slot->sector_size * slot->sector_count - SLOT_IMAGE) return -KR_EINVAL;
    memset(&header, 0xFF, sizeof header);
    header_begin(&header, image);
    memcpy(header.signature, image->signature, sizeof header.signature);
    header.crc = flash_crc(0, &header, WORD_OF(crc));
    int result = flash_program(slot, 0, &header, sizeof header);
    return result < 0 ? result : set(slot, WORD_OF(written));
}

int slot_verify(const flash_device *slot, const slot_info *info, const slot_checks *checks) {
    uint8_t bytes[SLOT_SIGNED];
    uint8_t digest[SLOT_HASH];
    int result = checks->hash(checks->context, slot, SLOT_IMAGE, info->image.size, digest);
    if (result < 0) return result;
    if (memcmp(digest, info->image.hash, sizeof digest) != 0) return -KR_EIO;
    slot_signed(&info->image, bytes);
    if (checks->verify != NULL &&
        !checks->verify(checks->context, bytes, sizeof bytes, info->image.signature))
        return -KR_EIO;
    return 0;
}

/* May this slot be run, as far as its words say? */
static bool may_run(const flash_device *slot, slot_info *info) {
    if (slot_read(slot, info) < 0 || !info->written || info->bad) return false;
    if (info->confirmed || info->tries > 0) return true;
    slot_reject(slot);
    return false;
}

/* Takes a try of a slot that was not confirmed yet. */
static int take_try(const flash_device *slot, const slot_info *info) {
    uint32_t next = WORD_OF(tried) + 4 * (SLOT_TRIES - info->tries);
    return info->confirmed ? 0 : set(slot, next);
}

int slot_choose(const flash_device slots[2], const slot_checks *checks) {
    slot_info info[2];
    bool may[2] = {may_run(&slots[0], &info[0]), may_run(&slots[1], &info[1])};
    while (may[0] || may[1]) {
        int best = !may[0] || (may[1] && info[1].image.version > info[0].image.version);
        if (slot_verify(&slots[best], &info[best], checks) >= 0 && take_try(&slots[best], &info[best]) >= 0)
            return best;
        slot_reject(&slots[best]);
        may[best] = false;
    }
    return -KR_ENOENT;
}

int slot_confirm(const flash_device *slot) {
    return set(slot, WORD_OF(confirmed));
}

int slot_reject(const flash_device *slot) {
    return set(slot, WORD_OF(bad));
}
