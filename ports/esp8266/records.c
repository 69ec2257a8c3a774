/* Small named records, as a log in two sectors.
 *
 * One sector is in use: a header, then entries; the last good one of a name counts. When it is full, the
 * newest entries move to the other sector, whose header is written last and has a greater number, so at any
 * time exactly one sector is the newest that is complete. An entry that a power cut tore does not have its
 * checksum and is skipped, by its length when that is right, else the rest of the sector is not used any
 * more.
 *
 *     header  magic, number, crc of both             entry  size and length of the name, crc, name, data;
 * each padded to words */
#include "records.h"

#include <stdbool.h>
#include <string.h>

#include "krait/files.h"

#define MAGIC        0x4b726563u
#define HEADER_BYTES 12u
#define ENTRY_BYTES  8u /* before the name */

static struct {
    flash_device flash;
    uint32_t sector; /* in use */
    uint32_t number; /* of its header */
    uint32_t end;    /* where the next entry goes, in the sector */
    bool open;
} store;

struct entry {
    uint32_t shape; /* bytes of data, and above 16 bits those of the name */
    uint32_t crc;   /* of shape, name and data */
    char name[RECORDS_NAME_MAX];
};

static uint32_t padded(uint32_t size) {
    return (size + 3) & ~3u;
}

static uint32_t data_size(const struct entry *entry) {
    return entry->shape & 0xffff;
}

static uint32_t name_size(const struct entry *entry) {
    return entry->shape >> 16;
}

static uint32_t bytes_of(const struct entry *entry) {
    return ENTRY_BYTES + padded(name_size(entry)) + padded(data_size(entry));
}

static uint32_t address_of(uint32_t sector, uint32_t at) {
    return sector * store.flash.sector_size + at;
}

/* The entry at `at`. 1: good; 0: torn, but its length is believable; -1: the end, or what cannot be passed
 * over. */
static int read_entry(uint32_t sector, uint32_t at, struct entry *entry) {
    uint32_t crc;
    if (at + ENTRY_BYTES > store.flash.sector_size) return -1;
    entry->shape = flash_word(&store.flash, address_of(sector, at));
    entry->crc = flash_word(&store.flash, address_of(sector, at + 4));
    if (name_size(entry) == 0 || name_size(entry) > RECORDS_NAME_MAX || data_size(entry) > RECORDS_SIZE_MAX)
        return -1;
    if (bytes_of(entry) > store.flash.sector_size - at) return -1;
    memset(entry->name, 0, sizeof entry->name);
    flash_read(&store.flash, address_of(sector, at + ENTRY_BYTES), entry->name, name_size(entry));
    crc = flash_crc(0, &entry->shape, sizeof entry->shape);
    crc = flash_crc(crc, entry->name, name_size(entry));
    int result = flash_crc_of(&store.flash, address_of(sector, at + ENTRY_BYTES + padded(name_size(entry))),
                              data_size(entry), &crc);
    return result == 0 && crc == entry->crc;
}

/* The last good entry of a name: its place, or 0. */
static uint32_t find(uint32_t sector, const char *name, struct entry *found) {
    struct entry entry;
    uint32_t place = 0;
    int state;
    for (uint32_t at = HEADER_BYTES; (state = read_entry(sector, at, &entry)) >= 0; at += bytes_of(&entry)) {
        if (state == 0 || strncmp(entry.name, name, RECORDS_NAME_MAX) != 0) continue;
        place = at;
        *found = entry;
    }
    return place;
}

/* Where a new entry may go: behind the last one, if all is blank there. The sector's size: nowhere. */
static uint32_t find_end(uint32_t sector) {
    struct entry entry;
    uint32_t at = HEADER_BYTES;
    while (read_entry(sector, at, &entry) >= 0) at += bytes_of(&entry);
    uint32_t rest = store.flash.sector_size - at;
    uint32_t most = ENTRY_BYTES + RECORDS_NAME_MAX + RECORDS_SIZE_MAX;
    bool blank = rest > 0 && flash_is_blank(&store.flash, address_of(sector, at), rest < most ? rest : most);
    return blank ? at : store.flash.sector_size;
}

static bool read_header(uint32_t sector, uint32_t *number) {
    uint32_t words[3];
    return flash_read(&store.flash, address_of(sector, 0), words, sizeof words) == 0 && words[0] == MAGIC &&
           words[2] == flash_crc(0, words, 8) && ((*number = words[1]), true);
}

static int write_header(uint32_t sector, uint32_t number) {
    uint32_t words[3] = {MAGIC, number, 0};
    words[2] = flash_crc(0, words, 8);
    return flash_program(&store.flash, address_of(sector, 0), words, sizeof words);
}

/* The first word is written last: without it there is nothing behind the end. A torn data part keeps its
 * length. */
static int write_entry(uint32_t sector, uint32_t at, struct entry *entry, const void *data) {
    entry->crc = flash_crc(0, &entry->shape, sizeof entry->shape);
    entry->crc = flash_crc(entry->crc, entry->name, name_size(entry));
    entry->crc = flash_crc(entry->crc, data, data_size(entry));
    int result = flash_program(&store.flash, address_of(sector, at), entry, ENTRY_BYTES);
    uint32_t place = address_of(sector, at + ENTRY_BYTES);
    if (result == 0) result = flash_program(&store.flash, place, entry->name, name_size(entry));
    if (result == 0 && data_size(entry))
        result = flash_program(&store.flash, place + padded(name_size(entry)), data, data_size(entry));
    return result;
}

/* Moves what counts, but `without`, to the other sector. */
static int compact(const char *without) {
    uint8_t data[RECORDS_SIZE_MAX];
    uint32_t target = (store.sector + 1) % store.flash.sector_count, end = HEADER_BYTES;
    struct entry entry, last;
    int state, result = flash_erase(&store.flash, target);
    for (uint32_t at = HEADER_BYTES; result == 0 && (state = read_entry(store.sector, at, &entry)) >= 0;
         at += bytes_of(&entry)) {
        bool counts = state == 1 && strncmp(entry.name, without, RECORDS_NAME_MAX) != 0 &&
                      find(store.sector, entry.name, &last) == at;
        if (!counts) continue;
        result =
            flash_read(&store.flash, address_of(store.sector, at + ENTRY_BYTES + padded(name_size(&entry))),
                       data, data_size(&entry));
        last = entry;
        if (result == 0) result = write_entry(target, end, &last, data);
        end += bytes_of(&entry);
    }
    memset(data, 0, sizeof data);
    store.end = end;
    return result;
}

int records_open(const flash_device *flash) {
    uint32_t number;
    bool any = false;
    store.flash = *flash;
    for (uint32_t sector = 0; sector < flash->sector_count; sector++) {
        if (!read_header(sector, &number) || (any && (int32_t)(number - store.number) < 0)) continue;
        any = true;
        store.sector = sector;
        store.number = number;
    }
    if (!any) {
        store.sector = store.number = 0;
        int result = flash_erase(&store.flash, 0);
        if (result == 0) result = write_header(0, 0);
        if (result < 0) return result;
    }
    store.end = find_end(store.sector);
    store.open = true;
    return 0;
}

ptrdiff_t records_load(const char *name, void *data, size_t capacity) {
    struct entry entry;
    if (!store.open) return -KR_EIO;
    uint32_t at = find(store.sector, name, &entry);
    if (!at) return -KR_ENOENT;
    size_t size = data_size(&entry) < capacity ? data_size(&entry) : capacity;
    int result = flash_read(
        &store.flash, address_of(store.sector, at + ENTRY_BYTES + padded(name_size(&entry))), data, size);
    return result < 0 ? result : (ptrdiff_t)size;
}

int records_store(const char *name, const void *data, size_t size) {
    size_t length = strlen(name);
    struct entry entry = {.shape = (uint32_t)(length << 16 | size)};
    int result = 0;
    if (!store.open) return -KR_EIO;
    if (length > RECORDS_NAME_MAX || size > RECORDS_SIZE_MAX) return -KR_EINVAL;
    memcpy(entry.name, name, length);
    bool moves = bytes_of(&entry) > store.flash.sector_size - store.end;
    uint32_t target = moves ? (store.sector + 1) % store.flash.sector_count : store.sector;
    if (moves) result = compact(name);
    if (result == 0 && bytes_of(&entry) > store.flash.sector_size - store.end) result = -KR_ENOSPC;
    if (result == 0) result = write_entry(target, store.end, &entry, data);
    if (result == 0 && moves) result = write_header(target, store.number + 1);
    if (result < 0) { /* whatever is there now: the next one goes to a fresh sector */
        store.end = store.flash.sector_size;
        return result;
    }
    if (moves) store.number++;
    store.sector = target;
    store.end += bytes_of(&entry);
    return 0;
}
