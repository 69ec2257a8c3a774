/* Which units are in use, where the next ones go, and how used ones become blank again.
 *
 * A unit is live, or it is not; whether one that is not is blank, the flash itself knows. Bits of `live` may
 * stay set too long, never too short: when space runs low, flashfs_recount() derives them anew from the
 * records, so nothing can leak. Three heads fill sectors from their start, so that
 * a file written in one go lies in one piece, and what will soon be useless lies together.
 *
 * Wear. New sectors are taken round and round, which wears all equally that are not full of data that never
 * changes; and after each FLASHFS_LEVEL erasures the next sector in turn is emptied whatever it holds, so
 * that such data moves on as well. */
#include "flashfs_parts.h"

static uint32_t units_per_sector(const flashfs *fs) {
    return 1u << fs->sector_shift;
}

bool flashfs_unit_live(const flashfs *fs, uint32_t unit) {
    return fs->live[unit / 32] >> unit % 32 & 1;
}

void flashfs_unit_mark(flashfs *fs, uint32_t unit, bool live) {
    if (flashfs_unit_live(fs, unit) == live) return;
    fs->live[unit / 32] ^= 1u << unit % 32;
    fs->live_units = (uint16_t)(live ? fs->live_units + 1 : fs->live_units - 1);
}

void flashfs_sector_mark(flashfs *fs, uint32_t sector, bool live) {
    for (uint32_t i = 0; i < units_per_sector(fs); i++)
        flashfs_unit_mark(fs, (sector << fs->sector_shift) + i, live);
}

static uint32_t live_in(const flashfs *fs, uint32_t sector) {
    uint32_t first = sector << fs->sector_shift, units = units_per_sector(fs), count = 0;
    for (uint32_t i = 0; i < units; i += 32) {
        uint32_t bits = fs->live[(first + i) / 32] >> (first + i) % 32;
        if (units < 32) bits &= (1u << units) - 1;
        for (; bits != 0; bits &= bits - 1) count++;
    }
    return count;
}

static bool is_pinned(const flashfs *fs, uint32_t sector) {
    return fs->pinned[sector / 32] >> sector % 32 & 1;
}

static bool is_head(const flashfs *fs, uint32_t sector) {
    for (unsigned i = 0; i < 3; i++)
        if (fs->heads[i].sector == sector && fs->heads[i].at < units_per_sector(fs)) return true;
    return false;
}

static bool is_free(const flashfs *fs, uint32_t sector) {
    return live_in(fs, sector) == 0 && !is_pinned(fs, sector) && !is_head(fs, sector);
}

uint32_t flashfs_sectors_free(const flashfs *fs) {
    uint32_t count = 0;
    for (uint32_t sector = 0; sector < fs->sectors; sector++) count += is_free(fs, sector);
    return count;
}

/* ---- Taking ---- */

void flashfs_sector_bad(flashfs *fs, uint32_t sector) {
    fs->pinned[sector / 32] |= 1u << sector % 32;
    for (unsigned i = 0; i < 3; i++)
        if (fs->heads[i].sector == sector) fs->heads[i].sector = FLASHFS_NONE;
}

/* Makes a free sector blank and marks it as a whole. One that cannot be erased is left alone from now on. */
static int sector_clear(flashfs *fs, uint32_t sector) {
    int result = 0;
    flashfs_sector_mark(fs, sector, true); /* erasing may open a pair, which takes sectors, too */
    if (!flash_is_blank(&fs->flash, sector * fs->flash.sector_size, fs->flash.sector_size))
        result = flashfs_log_erase(fs, sector);
    if (result >= 0) return 0;
    flashfs_sector_mark(fs, sector, false);
    flashfs_sector_bad(fs, sector);
    return result;
}

/* Each head goes round on its own, so that data stays in one piece. */
int32_t flashfs_sector_take(flashfs *fs, enum flashfs_head_kind kind) {
    for (uint32_t i = 0; i < fs->sectors; i++) {
        uint32_t sector = (fs->hands[kind] + i) % fs->sectors;
        if (!is_free(fs, sector) || sector_clear(fs, sector) < 0) continue;
        fs->hands[kind] = (uint16_t)((sector + 1) % fs->sectors);
        return (int32_t)sector;
    }
    return -KR_ENOSPC;
}

static bool run_is_free(const flashfs *fs, uint32_t first, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (!is_free(fs, first + i)) return false;
    return true;
}

int32_t flashfs_sector_run(flashfs *fs, uint32_t count) {
    for (uint32_t first = 0; first + count <= fs->sectors; first++) {
        if (!run_is_free(fs, first, count)) continue;
        for (uint32_t i = 0; i < count; i++) flashfs_sector_mark(fs, first + i, true);
        for (uint32_t i = 0; i < count; i++)
            if (sector_clear(fs, first + i) < 0) return -KR_EIO;
        return (int32_t)first;
    }
    return -KR_ENOSPC;
}

/* Once a mount: a sector whose end is still blank, so that a device that is switched on and off does not
 * begin a new one each time. */
static bool head_resume(flashfs *fs, flashfs_head *head) {
    uint32_t most = units_per_sector(fs), size = 1u << fs->unit_shift;
    head->resumed = true;
    for (uint32_t sector = 0; sector < fs->sectors; sector++) {
        uint32_t at = most, first = sector << fs->sector_shift, live = live_in(fs, sector);
        if (live == 0 || live == most || is_pinned(fs, sector) || is_head(fs, sector)) continue;
        while (at > 0 && !flashfs_unit_live(fs, first + at - 1) &&
               flash_is_blank(&fs->flash, flashfs_unit_address(fs, first + at - 1), size))
            at--;
        if (at == most) continue;
        head->sector = (uint16_t)sector;
        head->at = (uint16_t)at;
        return true;
    }
    return false;
}

static int head_advance(flashfs *fs, enum flashfs_head_kind kind) {
    flashfs_head *head = &fs->heads[kind];
    if (!head->resumed && head_resume(fs, head)) return 0;
    int32_t sector = flashfs_sector_take(fs, kind);
    if (sector < 0) return (int)sector;
    head->sector = (uint16_t)sector;
    head->at = 0;
    flashfs_sector_mark(fs, head->sector, false);
    return 0;
}

static uint32_t head_left(const flashfs *fs, enum flashfs_head_kind kind) {
    const flashfs_head *head = &fs->heads[kind];
    return head->sector == FLASHFS_NONE ? 0 : units_per_sector(fs) - head->at;
}

/* Where there is no new sector, one head helps the other out. */
static enum flashfs_head_kind head_with_room(const flashfs *fs) {
    if (head_left(fs, FLASHFS_MOVED) > 0) return FLASHFS_MOVED;
    return head_left(fs, FLASHFS_ENTRIES) > 0 ? FLASHFS_ENTRIES : FLASHFS_DATA;
}

int32_t flashfs_unit_take(flashfs *fs, enum flashfs_head_kind kind, uint32_t first) {
    for (;;) {
        if (head_left(fs, kind) == 0 && head_advance(fs, kind) < 0) {
            kind = head_with_room(fs);
            if (head_left(fs, kind) == 0) return -KR_ENOSPC;
        }
        flashfs_head *head = &fs->heads[kind];
        uint32_t at = head->at++, unit = ((uint32_t)head->sector << fs->sector_shift) + at;
        if (flashfs_unit_live(fs, unit) || (at == 0 && first == FLASHFS_MAGIC) ||
            !flash_is_blank(&fs->flash, flashfs_unit_address(fs, unit), (size_t)1 << fs->unit_shift))
            continue;
        flashfs_unit_mark(fs, unit, true);
        return (int32_t)unit;
    }
}

int flashfs_unit_program(flashfs *fs, uint32_t unit, uint32_t at, const void *data, size_t size) {
    int result = flash_program(&fs->flash, flashfs_unit_address(fs, unit) + at, data, size);
    if (result == -KR_EIO) flashfs_sector_bad(fs, unit >> fs->sector_shift);
    return result;
}

/* The whole unit: an open file may have appended bytes that its record does not know of. */
int32_t flashfs_unit_copy(flashfs *fs, uint32_t unit) {
    uint32_t words[16], from = flashfs_unit_address(fs, unit);
    int32_t to = flashfs_unit_take(fs, FLASHFS_MOVED, flash_word(&fs->flash, from));
    for (uint32_t at = 0; to >= 0 && at >> fs->unit_shift == 0; at += sizeof words) {
        int result = flash_read(&fs->flash, from + at, words, sizeof words);
        if (result >= 0 && !flash_is_blank(&fs->flash, from + at, sizeof words))
            result = flashfs_unit_program(fs, (uint32_t)to, at, words, sizeof words);
        if (result < 0) return result;
    }
    return to;
}

/* ---- Counting ---- */

void flashfs_recount(flashfs *fs, bool first) {
    flashfs_cursor cursor = {0};
    flashfs_record record;
    memset(fs->live, 0, sizeof fs->live);
    fs->live_units = 0;
    for (unsigned i = 0; i < FLASHFS_PAIRS; i++)
        for (unsigned copy = 0; copy < 2; copy++)
            if (fs->pairs[i].sector[copy] != FLASHFS_NONE)
                flashfs_sector_mark(fs, fs->pairs[i].sector[copy], true);
    while (flashfs_next(fs, &cursor)) {
        if (flashfs_record_type(&cursor.record) == FLASHFS_INTENT) continue;
        bool read = flashfs_record_read(fs, cursor.at, &record);
        if (!read && first) flashfs_report(fs, FLASHFS_DAMAGED_RECORD, FLASHFS_NOWHERE);
        if (!read || flashfs_record_type(&record) != FLASHFS_FILE) continue;
        if (!flashfs_tree_mark(fs, &record.content, first) && first)
            flashfs_report(fs, FLASHFS_DAMAGED_FILE, cursor.at);
    }
    for (unsigned i = 0; i < FLASHFS_FILES; i++)
        if (fs->files[i].id != 0) flashfs_tree_mark(fs, &fs->files[i].now, false);
    fs->stale = false;
}

static uint32_t left(const flashfs *fs) {
    uint32_t taken = fs->live_units + ((uint32_t)fs->spare << fs->sector_shift);
    return taken < fs->units ? fs->units - taken : 0;
}

uint32_t flashfs_units_left(flashfs *fs) {
    if (fs->stale) flashfs_recount(fs, false);
    return left(fs);
}

/* ---- Collecting ---- */

/* Moves what an open file has and its record has not. */
static int move_open(flashfs *fs, uint32_t sector, uint16_t *forward) {
    for (unsigned i = 0; i < FLASHFS_FILES; i++) {
        flashfs_file *file = &fs->files[i];
        if (file->id == 0) continue;
        int result = flashfs_tree_move(fs, &file->now, sector, forward);
        if (result < 0) return result;
    }
    return 0;
}

static int move_record(flashfs *fs, uint32_t at, uint32_t sector, uint16_t *forward) {
    flashfs_record record;
    if (!flashfs_record_read(fs, at, &record)) return 0;
    flashfs_file *file = flashfs_file_find(fs, record.id);
    int result = flashfs_tree_move(fs, &record.content, sector, forward);
    if (result <= 0) return result;
    uint32_t to = at;
    result = flashfs_log_update(fs, &to, &record.content, NULL);
    if (file != NULL && file->at == at) {
        file->at = to;
        if (!file->dirty) file->now = record.content;
    }
    return result;
}

/* Empties a sector. Units that were taken for what came to nothing are not live after the recount. */
static int collect(flashfs *fs, uint32_t sector) {
    uint16_t forward[64];
    flashfs_cursor cursor = {0};
    int result = 0;
    memset(forward, 0xFF, sizeof forward);
    while (result >= 0 && flashfs_next(fs, &cursor))
        if (flashfs_record_type(&cursor.record) == FLASHFS_FILE)
            result = move_record(fs, cursor.at, sector, forward);
    if (result >= 0) result = move_open(fs, sector, forward);
    flashfs_recount(fs, false);
    if (result >= 0 && live_in(fs, sector) != 0) return -KR_EIO;
    return result;
}

/* The sector from which most is won, the next one from the hand if there are several; FLASHFS_NONE if there
 * is none. */
static uint32_t choose(const flashfs *fs) {
    uint32_t best = FLASHFS_NONE, least = units_per_sector(fs);
    for (uint32_t i = 0; i < fs->sectors; i++) {
        uint32_t sector = ((uint32_t)fs->hands[FLASHFS_DATA] + i) % fs->sectors, live = live_in(fs, sector);
        if (live == 0 || live >= least || is_pinned(fs, sector) || is_head(fs, sector)) continue;
        least = live;
        best = sector;
    }
    return best;
}

/* Empties the next sector in turn, whatever is in it, when it is time; true when that was done. */
static bool level(flashfs *fs) {
    uint32_t due = fs->erases / FLASHFS_LEVEL;
    if (due == fs->levelled) return false;
    fs->levelled = due;
    for (uint32_t i = 0; i < fs->sectors; i++) {
        uint32_t sector = fs->cold, pair = flashfs_log_pair_of(fs, sector);
        fs->cold = (uint16_t)((sector + 1u) % fs->sectors);
        bool log = pair != FLASHFS_NONE && pair != fs->active;
        if (!log && (pair != FLASHFS_NONE || is_pinned(fs, sector) || is_head(fs, sector) ||
                     live_in(fs, sector) == 0))
            continue;
        if (log)
            flashfs_log_compact(fs, pair);
        else
            collect(fs, sector);
        return true;
    }
    return false;
}

/* Brings the number of free sectors up, as far as that is possible. */
static void tidy(flashfs *fs) {
    for (uint32_t tries = 0; tries < 4u * fs->sectors; tries++) {
        uint32_t crowded = flashfs_log_crowded(fs);
        if (crowded != FLASHFS_NONE && flashfs_log_compact(fs, crowded) >= 0) continue;
        if (flashfs_sectors_free(fs) >= fs->low) break;
        if (fs->stale) {
            flashfs_recount(fs, false);
            continue;
        }
        uint32_t sector = choose(fs), active = fs->active;
        if (sector == FLASHFS_NONE) break;
        int result =
            flashfs_log_ready(fs, live_in(fs, sector));    /* before the heads take the last free sectors */
        if (result >= 0 && active != fs->active) continue; /* the old pair may be crowded now */
        if (collect(fs, sector) < 0) break;
    }
}

int flashfs_prepare(flashfs *fs, uint32_t units) {
    bool heads = head_left(fs, FLASHFS_DATA) > 1 && head_left(fs, FLASHFS_ENTRIES) >= FLASHFS_WRITE;
    if (units > 0 && left(fs) < units && flashfs_units_left(fs) < units) return -KR_ENOSPC;
    if (units > 0 && heads) return 0;
    fs->collecting = true;
    tidy(fs);
    if (level(fs)) tidy(fs);
    fs->collecting = false;
    return units > 0 && left(fs) < units ? -KR_ENOSPC : 0;
}
