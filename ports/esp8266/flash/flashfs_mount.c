/* Mounting, formatting, checking. */
#include "flashfs_parts.h"

static unsigned log2_of(uint32_t value) {
    unsigned shift = 0;
    while (value >> shift > 1) shift++;
    return shift;
}

/* Everything that follows from the device alone. Units are as small as the tables allow, and a sector has 4
 * to 64 of them. */
static int geometry(flashfs *fs, const flash_device *flash, const flashfs_config *config) {
    unsigned sector = log2_of(flash->sector_size), unit = 8;
    *fs = (flashfs){.flash = *flash, .active = FLASHFS_NONE};
    if (config != NULL) fs->config = *config;
    if (flash->sector_size != 1u << sector || sector < 12 || sector > 16 || flash->sector_count < 12 ||
        flash->sector_count > FLASHFS_SECTORS)
        return -KR_EINVAL;
    while (sector - unit > 6 || flash->sector_count << (sector - unit) > FLASHFS_UNITS) unit++;
    if (sector - unit < 2) return -KR_EINVAL;
    fs->unit_shift = (uint16_t)unit;
    fs->sector_shift = (uint16_t)(sector - unit);
    fs->sectors = (uint16_t)flash->sector_count;
    fs->units = (uint16_t)(flash->sector_count << fs->sector_shift);
    fs->low = (uint16_t)(4 + fs->sectors / 64);
    fs->spare = (uint16_t)(fs->low + 1 + fs->sectors / 32);
    memset(fs->pairs, 0xFF, sizeof fs->pairs);
    for (unsigned i = 0; i < FLASHFS_PAIRS; i++) fs->pairs[i].used = fs->pairs[i].live = 0;
    for (unsigned i = 0; i < 3; i++) fs->heads[i].sector = FLASHFS_NONE;
    return 0;
}

/* Gives records of which one copy is bad two good ones again. The newest may only have been cut, which is no
 * damage. */
static void repair(flashfs *fs) {
    uint32_t newest = fs->sequence;
    flashfs_cursor cursor = {0};
    while (flashfs_next(fs, &cursor)) {
        flashfs_record record;
        unsigned good = flashfs_record_copies(fs, cursor.at, &record);
        if (good == 0 || good == 3 || flashfs_record_type(&record) == FLASHFS_INTENT ||
            record.sequence > newest)
            continue;
        uint32_t at = cursor.at;
        if (flashfs_log_update(fs, &at, NULL, NULL) >= 0 && record.sequence != newest)
            flashfs_report(fs, FLASHFS_REPAIRED_RECORD, at);
    }
}

int flashfs_mount(flashfs *fs, const flash_device *flash, const flashfs_config *config) {
    int result = geometry(fs, flash, config);
    if (result >= 0) result = flashfs_log_mount(fs);
    if (result < 0) return result;
    flashfs_recount(fs, true);
    fs->collecting = true;
    if (fs->torn) repair(fs);
    fs->collecting = false;
    return 0;
}

/* Sectors that look like ones of records, of an older file system perhaps, must not be found again. */
int flashfs_format(flashfs *fs, const flash_device *flash, const flashfs_config *config) {
    int result = geometry(fs, flash, config);
    for (uint32_t sector = 0; sector < fs->sectors && result >= 0; sector++)
        if (flash_word(flash, sector * flash->sector_size) == FLASHFS_MAGIC)
            result = flash_erase(flash, sector);
    if (result >= 0) result = flashfs_log_open(fs);
    return result < 0 ? result : flashfs_mount(fs, flash, config);
}

int flashfs_unmount(flashfs *fs) {
    int first = 0;
    for (int i = 0; i < FLASHFS_HANDLES; i++) {
        int result = fs->handles[i].file == 0 ? 0 : flashfs_functions.close(fs, i);
        if (result < 0 && first == 0) first = result;
    }
    return first;
}

static bool content_is_good(flashfs *fs, const flashfs_content *content) {
    uint32_t size;
    if (content->size >> fs->unit_shift > fs->units) return false;
    for (uint32_t n = 0; (size = flashfs_unit_size(fs, content, n)) > 0; n++) {
        flashfs_entry entry;
        if (flashfs_tree_get(fs, content, n, &entry) < 0 || flashfs_unit_verify(fs, &entry, size) < 0)
            return false;
    }
    return true;
}

int flashfs_check(flashfs *fs) {
    flashfs_cursor cursor = {0};
    flashfs_record record;
    int damaged = 0;
    fs->verified.unit = FLASHFS_NONE;
    while (flashfs_next(fs, &cursor)) {
        if (flashfs_record_type(&cursor.record) == FLASHFS_INTENT) continue;
        bool read = flashfs_record_read(fs, cursor.at, &record);
        if (read && (flashfs_record_type(&record) != FLASHFS_FILE || content_is_good(fs, &record.content)))
            continue;
        flashfs_report(fs, read ? FLASHFS_DAMAGED_FILE : FLASHFS_DAMAGED_RECORD,
                       read ? cursor.at : FLASHFS_NOWHERE);
        damaged++;
    }
    return damaged;
}
