/* The log: every name, place and time is a record, and a record never changes.
 *
 * Records are appended to a pair of sectors, the same bytes at the same offset in both, so that one bad
 * sector loses no name. A newer record for the same id takes the place of an older one, whose mark is then
 * programmed to 0. At most the newest record can be one whose predecessor a power cut left unmarked, and at
 * most the newest intent can speak of an erasure that was cut: the mount has nothing else to finish. A pair
 * with few records that count is emptied into the active one and erased. */
#include "flashfs_parts.h"

#define RECORD_BYTES ((uint32_t)sizeof(flashfs_record))
#define HEAD_BYTES   FLASHFS_INTENT_BYTES /* what a walk reads of each record */
/* Kept free in a pair, so that opening the next one can erase its sectors, even after some cuts. */
#define SLACK        (8 * FLASHFS_INTENT_BYTES)
#define VERSION      1u

/* The first words of each sector of a pair. */
typedef struct pair_header {
    uint32_t magic;
    uint32_t shape;   /* VERSION, unit_shift << 8, sectors << 16 */
    uint32_t sectors; /* this one, the other one << 16 */
    uint32_t sequence;
    uint32_t crc;
} pair_header;

static uint32_t sector_address(const flashfs *fs, uint32_t sector) {
    return sector * fs->flash.sector_size;
}

/* Where a copy of a record is; false when that copy of the pair is lost. */
static bool copy_address(const flashfs *fs, uint32_t at, unsigned copy, uint32_t *address) {
    uint32_t sector = fs->pairs[at >> 16].sector[copy];
    *address = sector_address(fs, sector) + (at & 0xFFFF);
    return sector != FLASHFS_NONE;
}

/* ---- Reading ---- */

static bool shape_is_sound(const flashfs *fs, const flashfs_record *record, uint32_t offset) {
    uint32_t type = flashfs_record_type(record), name = flashfs_name_size(record);
    uint32_t size = flashfs_record_size(record), want = (RECORD_BYTES + name + 3) & ~3u;
    if (offset + size > fs->flash.sector_size || name > KR_NAME_MAX) return false;
    if (type == FLASHFS_INTENT) return size == FLASHFS_INTENT_BYTES && name == 0;
    return (type == FLASHFS_FILE || type == FLASHFS_DIRECTORY) && name > 0 && size == want;
}

/* Most of the bits have fallen: one that rots does not revive or kill anything. */
static bool is_dead_mark(uint32_t mark) {
    unsigned ones = 0;
    if (mark == UINT32_MAX) return false;
    for (; mark != 0; mark &= mark - 1) ones++;
    return ones < 16;
}

unsigned flashfs_record_dead(const flashfs *fs, uint32_t at) {
    unsigned dead = 0;
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t address, mark;
        if (copy_address(fs, at, copy, &address) && flash_read(&fs->flash, address, &mark, 4) >= 0 &&
            is_dead_mark(mark))
            dead |= 1u << copy;
    }
    return dead;
}

/* The head of a record from a copy whose shape makes sense. */
static bool head_read(const flashfs *fs, uint32_t at, flashfs_record *record) {
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t address;
        if (copy_address(fs, at, copy, &address) &&
            flash_read(&fs->flash, address, record, HEAD_BYTES) >= 0 &&
            shape_is_sound(fs, record, at & 0xFFFF))
            return true;
    }
    return false;
}

/* Where no record begins, the next word is tried: a damaged one does not hide those behind it. */
bool flashfs_next(flashfs *fs, flashfs_cursor *cursor) {
    if (cursor->offset == 0) cursor->offset = sizeof(pair_header);
    while (cursor->pair < FLASHFS_PAIRS) {
        if (cursor->offset + 8 > fs->pairs[cursor->pair].used * 4u ||
            cursor->offset + HEAD_BYTES > fs->flash.sector_size) {
            cursor->pair++;
            cursor->offset = sizeof(pair_header);
            continue;
        }
        cursor->at = cursor->pair << 16 | cursor->offset;
        bool found = head_read(fs, cursor->at, &cursor->record);
        cursor->offset += found ? flashfs_record_size(&cursor->record) : 4;
        if (found && (cursor->dead || flashfs_record_dead(fs, cursor->at) == 0)) return true;
    }
    return false;
}

/* Bytes of a record up to its end: shape, then all behind the checksum. */
static bool copy_is_good(const flashfs *fs, uint32_t address, const flashfs_record *record) {
    uint32_t crc = flash_crc(0, &record->shape, 4);
    if (flash_crc_of(&fs->flash, address + 12, flashfs_record_size(record) - 12, &crc) < 0) return false;
    return crc == record->crc;
}

/* One copy as a whole, if it is good. */
static bool copy_read(flashfs *fs, uint32_t at, unsigned copy, flashfs_record *record) {
    uint32_t address;
    if (!copy_address(fs, at, copy, &address) || flash_read(&fs->flash, address, record, HEAD_BYTES) < 0 ||
        !shape_is_sound(fs, record, at & 0xFFFF) || !copy_is_good(fs, address, record))
        return false;
    return flashfs_record_type(record) == FLASHFS_INTENT ||
           flash_read(&fs->flash, address, record, RECORD_BYTES) >= 0;
}

bool flashfs_record_read(flashfs *fs, uint32_t at, flashfs_record *record) {
    return copy_read(fs, at, 0, record) || copy_read(fs, at, 1, record);
}

unsigned flashfs_record_copies(flashfs *fs, uint32_t at, flashfs_record *record) {
    flashfs_record second = {0};
    unsigned good = copy_read(fs, at, 0, record);
    if (!copy_read(fs, at, 1, &second)) return good;
    if (good == 0) *record = second;
    return good | 2;
}

/* Bytes of the name come from the first copy that is good as a whole. */
int flashfs_name_read(const flashfs *fs, uint32_t at, uint32_t offset, void *name, size_t size) {
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t address;
        flashfs_record head;
        if (copy_address(fs, at, copy, &address) && flash_read(&fs->flash, address, &head, HEAD_BYTES) >= 0 &&
            shape_is_sound(fs, &head, at & 0xFFFF) && copy_is_good(fs, address, &head))
            return flash_read(&fs->flash, address + RECORD_BYTES + offset, name, size);
    }
    return -KR_EIO;
}

uint32_t flashfs_record_find(flashfs *fs, uint32_t id, flashfs_record *record) {
    flashfs_cursor cursor = {0};
    while (flashfs_next(fs, &cursor))
        if (cursor.record.id == id && flashfs_record_type(&cursor.record) != FLASHFS_INTENT &&
            flashfs_record_read(fs, cursor.at, record))
            return cursor.at;
    return FLASHFS_NOWHERE;
}

/* ---- Pairs ---- */

uint32_t flashfs_log_pair_of(const flashfs *fs, uint32_t sector) {
    for (uint32_t i = 0; i < FLASHFS_PAIRS; i++)
        if (fs->pairs[i].sector[0] == sector || fs->pairs[i].sector[1] == sector) return i;
    return FLASHFS_NONE;
}

static void pair_clear(flashfs_pair *pair) {
    pair->sector[0] = pair->sector[1] = FLASHFS_NONE;
    pair->used = pair->live = 0;
}

static bool is_free(const flashfs_pair *pair) {
    return pair->sector[0] == FLASHFS_NONE && pair->sector[1] == FLASHFS_NONE;
}

static uint32_t free_pair(const flashfs *fs) {
    uint32_t i = 0;
    while (i < FLASHFS_PAIRS && !is_free(&fs->pairs[i])) i++;
    return i;
}

static int header_write(flashfs *fs, uint32_t sector, uint32_t other, uint32_t sequence) {
    pair_header header = {FLASHFS_MAGIC,
                          VERSION | (uint32_t)fs->unit_shift << 8 | (uint32_t)fs->sectors << 16,
                          sector | other << 16, sequence, 0};
    header.crc = flash_crc(0, &header, sizeof header - 4);
    int result = flash_program(&fs->flash, sector_address(fs, sector), &header, sizeof header);
    if (result < 0) flashfs_sector_bad(fs, sector);
    return result;
}

static bool header_read(const flashfs *fs, uint32_t sector, pair_header *header) {
    return flash_read(&fs->flash, sector_address(fs, sector), header, sizeof *header) >= 0 &&
           header->magic == FLASHFS_MAGIC && header->crc == flash_crc(0, header, sizeof *header - 4) &&
           header->shape == (VERSION | (uint32_t)fs->unit_shift << 8 | (uint32_t)fs->sectors << 16) &&
           (header->sectors & 0xFFFF) == sector && header->sectors >> 16 < fs->sectors &&
           header->sectors >> 16 != sector;
}

/* Frees a pair's place in the table, and its sectors. */
static void pair_forget(flashfs *fs, uint32_t pair) {
    flashfs_pair old = fs->pairs[pair];
    pair_clear(&fs->pairs[pair]);
    if (fs->active == pair) fs->active = FLASHFS_NONE;
    for (unsigned copy = 0; copy < 2; copy++)
        if (old.sector[copy] != FLASHFS_NONE) flashfs_sector_mark(fs, old.sector[copy], false);
}

/* The lower sector comes first, as it will at the next mount: of a record that is being written, the first
 * copy is the one that a cut may have left alone, and walks look at first copies only. */
static int pair_write(flashfs *fs, uint32_t pair, int32_t sector[2]) {
    fs->sequence++;
    if (sector[0] > sector[1]) {
        int32_t higher = sector[0];
        sector[0] = sector[1];
        sector[1] = higher;
    }
    for (unsigned copy = 0; copy < 2; copy++) {
        int result = header_write(fs, (uint32_t)sector[copy], (uint32_t)sector[1 - copy], fs->sequence);
        if (result < 0) return result;
    }
    fs->pairs[pair] = (flashfs_pair){{(uint16_t)sector[0], (uint16_t)sector[1]}, sizeof(pair_header) / 4, 0};
    fs->active = (uint16_t)pair;
    return 0;
}

/* A new active pair. */
int flashfs_log_open(flashfs *fs) {
    uint32_t pair = free_pair(fs);
    int32_t sector[2] = {-1, -1};
    int result = -KR_ENOSPC;
    if (pair == FLASHFS_PAIRS || fs->opening) return -KR_ENOSPC;
    fs->opening = true;
    for (unsigned copy = 0; copy < 2; copy++)
        if (copy == 0 || sector[0] >= 0) sector[copy] = flashfs_sector_take(fs, FLASHFS_ENTRIES);
    if (sector[0] >= 0 && sector[1] >= 0) result = pair_write(fs, pair, sector);
    for (unsigned copy = 0; copy < 2 && result < 0; copy++)
        if (sector[copy] >= 0) flashfs_sector_mark(fs, (uint32_t)sector[copy], false);
    fs->opening = false;
    return result;
}

/* ---- Writing ---- */

static bool has_room(const flashfs *fs, size_t bytes) {
    return fs->active != FLASHFS_NONE && fs->pairs[fs->active].used * 4u + bytes <= fs->flash.sector_size;
}

static uint32_t free_pairs(const flashfs *fs) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < FLASHFS_PAIRS; i++) count += is_free(&fs->pairs[i]);
    return count;
}

/* The last place in the table and the last two sectors are for emptying other pairs: without them nothing
 * could be won any more. */
int flashfs_log_room(flashfs *fs, size_t name_size) {
    if (has_room(fs, RECORD_BYTES + name_size + 3 + SLACK)) return 0;
    if (!fs->collecting && (free_pairs(fs) < 2 || flashfs_sectors_free(fs) < 4)) return -KR_ENOSPC;
    return flashfs_log_open(fs);
}

int flashfs_log_ready(flashfs *fs, uint32_t records) {
    uint32_t bytes = records * (RECORD_BYTES + 24);
    if (bytes > fs->flash.sector_size / 2) bytes = fs->flash.sector_size / 2;
    return has_room(fs, bytes + SLACK) ? 0 : flashfs_log_open(fs);
}

/* Nothing more is appended to a pair that could not be programmed: what is half there has an end that nobody
 * knows. */
static int write_failed(flashfs *fs, int result) {
    fs->pairs[fs->active].used = (uint16_t)(fs->flash.sector_size / 4);
    fs->active = FLASHFS_NONE;
    return result;
}

static int append(flashfs *fs, uint32_t *words, uint32_t *at) {
    flashfs_record *record = (flashfs_record *)words;
    uint32_t size = flashfs_record_size(record);
    if (!has_room(fs, size)) return -KR_ENOSPC;
    flashfs_pair *pair = &fs->pairs[fs->active];
    record->mark = UINT32_MAX;
    record->sequence = ++fs->sequence;
    record->crc = flash_crc(flash_crc(0, &record->shape, 4), words + 3, size - 12);
    *at = (uint32_t)fs->active << 16 | pair->used * 4u;
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t address;
        int result = copy_address(fs, *at, copy, &address) ? 0 : -KR_EIO;
        if (result >= 0) result = flash_program(&fs->flash, address, words, size);
        if (result < 0) return write_failed(fs, result);
    }
    pair->used = (uint16_t)(pair->used + size / 4);
    pair->live = (uint16_t)(pair->live + size / 4);
    return 0;
}

int flashfs_log_append(flashfs *fs, uint32_t *at) {
    return append(fs, fs->scratch, at);
}

int flashfs_log_load(flashfs *fs, uint32_t at) {
    flashfs_record *record = (flashfs_record *)fs->scratch;
    memset(fs->scratch, 0xFF, sizeof fs->scratch);
    if (!flashfs_record_read(fs, at, record)) return -KR_EIO;
    return flashfs_name_read(fs, at, 0, record + 1, flashfs_name_size(record));
}

/* One marked copy is enough to be dead. */
static int mark_dead(const flashfs *fs, uint32_t at) {
    static const uint32_t dead = 0;
    int result = -KR_EIO;
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t address;
        if (copy_address(fs, at, copy, &address) && flash_program(&fs->flash, address, &dead, 4) >= 0)
            result = 0;
    }
    return result;
}

int flashfs_log_kill(flashfs *fs, uint32_t at) {
    flashfs_pair *pair = &fs->pairs[at >> 16];
    flashfs_record record;
    if (head_read(fs, at, &record)) {
        uint32_t words = flashfs_record_size(&record) / 4;
        pair->live = (uint16_t)(pair->live > words ? pair->live - words : 0);
    }
    return mark_dead(fs, at);
}

int flashfs_log_update(flashfs *fs, uint32_t *at, const flashfs_content *content, const int64_t *mtime) {
    flashfs_record *record = (flashfs_record *)fs->scratch;
    uint32_t old = *at;
    int result = flashfs_record_read(fs, old, record) ? 0 : -KR_EIO;
    if (result >= 0) result = flashfs_log_room(fs, flashfs_name_size(record));
    if (result >= 0) result = flashfs_log_load(fs, old);
    if (result < 0) return result;
    if (content != NULL) record->content = *content;
    if (mtime != NULL) memcpy(record->mtime, mtime, sizeof record->mtime);
    result = flashfs_log_append(fs, at);
    return result < 0 ? result : flashfs_log_kill(fs, old);
}

int flashfs_log_erase(flashfs *fs, uint32_t sector) {
    uint32_t words[FLASHFS_INTENT_BYTES / 4] = {UINT32_MAX, FLASHFS_INTENT | FLASHFS_INTENT_BYTES << 16};
    uint32_t at = FLASHFS_NOWHERE;
    fs->erases++;
    words[4] = sector | (uint32_t)fs->cold << 16;
    words[5] = fs->erases;
    if (!fs->opening && !has_room(fs, 3 * FLASHFS_INTENT_BYTES) && fs->active != FLASHFS_NONE)
        flashfs_log_open(fs);
    if (fs->active != FLASHFS_NONE) append(fs, words, &at);
    int result = flash_erase(&fs->flash, sector);
    if (at != FLASHFS_NOWHERE && result >= 0) result = flashfs_log_kill(fs, at);
    return result;
}

/* ---- Compacting ---- */

uint32_t flashfs_log_crowded(const flashfs *fs) {
    uint32_t best = FLASHFS_NONE, limit = fs->flash.sector_size / 8;
    if (free_pairs(fs) < 2) limit = fs->flash.sector_size / 32 * 7;
    for (uint32_t i = 0; i < FLASHFS_PAIRS; i++) {
        if (is_free(&fs->pairs[i]) || i == fs->active || fs->pairs[i].live > limit) continue;
        limit = fs->pairs[i].live;
        best = i;
    }
    return best;
}

/* Appends a copy of a record and lets open files know. */
static int record_move(flashfs *fs, uint32_t at, uint32_t id) {
    flashfs_file *file = flashfs_file_find(fs, id);
    uint32_t to = at;
    int result = flashfs_log_update(fs, &to, NULL, NULL);
    if (file != NULL && file->at == at) file->at = to;
    return result;
}

int flashfs_log_compact(flashfs *fs, uint32_t pair) {
    flashfs_cursor cursor = {.pair = pair};
    flashfs_pair old = fs->pairs[pair];
    while (flashfs_next(fs, &cursor) && cursor.pair == pair) {
        if (flashfs_record_type(&cursor.record) == FLASHFS_INTENT) continue;
        int result = record_move(fs, cursor.at, cursor.record.id);
        if (result == -KR_EIO && fs->active != FLASHFS_NONE) {
            flashfs_report(fs, FLASHFS_DAMAGED_RECORD, FLASHFS_NOWHERE);
            continue;
        }
        if (result < 0) return result;
    }
    pair_forget(fs, pair);
    for (unsigned copy = 0; copy < 2; copy++) {
        if (old.sector[copy] == FLASHFS_NONE) continue;
        flashfs_sector_mark(fs, old.sector[copy],
                            true); /* nobody takes it while the log opens a pair for the intent */
        int result = flashfs_log_erase(fs, old.sector[copy]);
        flashfs_sector_mark(fs, old.sector[copy], false);
        if (result < 0) flashfs_sector_bad(fs, old.sector[copy]);
    }
    return 0;
}

/* ---- Mounting ---- */

/* Enters the pair that a sector with a good header belongs to. */
static void pair_enter(flashfs *fs, uint32_t sector, const pair_header *header, uint32_t *newest) {
    pair_header theirs;
    uint32_t other = header->sectors >> 16, pair = free_pair(fs);
    bool both = header_read(fs, other, &theirs) && theirs.sequence == header->sequence &&
                theirs.sectors >> 16 == sector;
    if (both && other < sector) return; /* it is in the table */
    if (pair == FLASHFS_PAIRS) return;
    fs->pairs[pair] = (flashfs_pair){{(uint16_t)sector, both ? (uint16_t)other : FLASHFS_NONE}, 0, 0};
    if (fs->sequence < header->sequence) fs->sequence = header->sequence;
    if (!both || *newest >= header->sequence) return;
    *newest = header->sequence;
    fs->active = (uint16_t)pair;
}

/* Words up to the last that is not blank in one of the copies. */
static uint16_t used_words(const flashfs *fs, const flashfs_pair *pair) {
    uint32_t used = 0;
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t words = fs->flash.sector_size / 4, address = sector_address(fs, pair->sector[copy]);
        if (pair->sector[copy] == FLASHFS_NONE) continue;
        while (words > 16 && flash_is_blank(&fs->flash, address + words * 4 - 64, 64)) words -= 16;
        while (words > used && flash_word(&fs->flash, address + words * 4 - 4) == UINT32_MAX) words--;
        if (words > used) used = words;
    }
    return (uint16_t)(used < UINT16_MAX ? used : UINT16_MAX);
}

/* What the walk over all records at mount finds out. */
struct findings {
    uint32_t newest, newest_at;    /* of files and directories that count */
    uint16_t end[FLASHFS_PAIRS];   /* words up to the end of the last good record */
    uint16_t reach[FLASHFS_PAIRS]; /* and of what only looks like one */
    unsigned bad;                  /* such, since the last good one */
};

static void look_at(flashfs *fs, const flashfs_cursor *cursor, const flashfs_record *record,
                    struct findings *found) {
    unsigned dead = flashfs_record_dead(fs, cursor->at);
    if (fs->sequence < record->sequence) fs->sequence = record->sequence;
    if (dead == 1 || dead == 2) mark_dead(fs, cursor->at); /* a cut came between the copies */
    if (dead) return;
    fs->pairs[cursor->pair].live = (uint16_t)(fs->pairs[cursor->pair].live + flashfs_record_size(record) / 4);
    if (flashfs_record_type(record) == FLASHFS_INTENT || record->sequence <= found->newest) return;
    found->newest = record->sequence;
    found->newest_at = cursor->at;
}

/* What looks like a record and is none gets marked, so that later walks need not look so closely. */
static void look_at_bad(flashfs *fs, const flashfs_cursor *cursor, struct findings *found) {
    uint16_t *reach = &found->reach[cursor->pair];
    if (*reach < cursor->offset / 4) *reach = (uint16_t)(cursor->offset / 4);
    if (flashfs_record_dead(fs, cursor->at) != 0) return;
    mark_dead(fs, cursor->at);
    found->bad++;
}

/* Goes from one good record to the next, and word by word where there is none. Bad ones behind the last good
 * one of a pair were being written when the power went; those in front of it are damaged. */
static void walk_all(flashfs *fs, struct findings *found) {
    flashfs_cursor cursor = {.dead = true};
    flashfs_record record;
    uint32_t pair = FLASHFS_NONE;
    while (flashfs_next(fs, &cursor)) {
        unsigned good = flashfs_record_copies(fs, cursor.at, &record);
        if (good == 0) {
            look_at_bad(fs, &cursor, found);
            cursor.offset = (cursor.at & 0xFFFF) + 4;
            continue;
        }
        if (cursor.pair == pair && found->bad > 0)
            flashfs_report(fs, FLASHFS_DAMAGED_RECORD, FLASHFS_NOWHERE);
        found->bad = 0;
        pair = cursor.pair;
        if (good != 3) fs->torn = true;
        look_at(fs, &cursor, &record, found);
        found->end[pair] = (uint16_t)(cursor.offset / 4);
    }
}

/* Erases again what was being erased, before anything there is looked at. Only the newest intent is believed:
 * an older one that lives lies in a sector whose erasure was cut. */
static void finish_erasure(flashfs *fs) {
    flashfs_cursor cursor = {.dead = true};
    flashfs_record record, newest = {0};
    uint32_t at = FLASHFS_NOWHERE;
    while (flashfs_next(fs, &cursor)) {
        if (flashfs_record_type(&cursor.record) != FLASHFS_INTENT ||
            cursor.record.sequence <= newest.sequence || !flashfs_record_read(fs, cursor.at, &record))
            continue;
        newest = record;
        at = cursor.at;
    }
    uint32_t sector = newest.id & 0xFFFF, pair = flashfs_log_pair_of(fs, sector);
    if (at == FLASHFS_NOWHERE || sector >= fs->sectors) return;
    for (uint32_t i = 0; i < 3; i++)
        fs->hands[i] = (uint16_t)((sector + 1 + i * fs->sectors / 3) % fs->sectors);
    fs->cold = (uint16_t)((newest.id >> 16) % fs->sectors);
    fs->erases = newest.parent;
    fs->levelled = fs->erases / FLASHFS_LEVEL;
    if (flashfs_record_dead(fs, at) != 0 || pair == at >> 16) return; /* done, or nonsense */
    flash_erase(&fs->flash, sector);
    mark_dead(fs, at);
    if (pair != FLASHFS_NONE) pair_forget(fs, pair);
}

/* Does one of the copies, good or not, say that it is about this id? */
static bool may_be_of(const flashfs *fs, uint32_t at, uint32_t id) {
    for (unsigned copy = 0; copy < 2; copy++) {
        uint32_t address;
        if (copy_address(fs, at, copy, &address) &&
            flash_word(&fs->flash, address + (uint32_t)offsetof(flashfs_record, id)) == id)
            return true;
    }
    return false;
}

/* Ends what the newest record took the place of. */
static void finish_newest(flashfs *fs, uint32_t newest_at) {
    flashfs_cursor cursor = {0};
    flashfs_record newest, record;
    if (newest_at == FLASHFS_NOWHERE || !flashfs_record_read(fs, newest_at, &newest)) return;
    while (flashfs_next(fs, &cursor)) {
        if (cursor.at == newest_at || flashfs_record_type(&cursor.record) == FLASHFS_INTENT ||
            (!may_be_of(fs, cursor.at, newest.id) && !may_be_of(fs, cursor.at, newest.replaces)) ||
            !flashfs_record_read(fs, cursor.at, &record))
            continue;
        if (record.id == newest.id || (record.id == newest.replaces && record.id != 0))
            flashfs_log_kill(fs, cursor.at);
    }
}

/* Behind what a cut has left, the next record keeps a distance that nothing which looks like a record reaches
 * over. */
static void keep_distance(flashfs *fs, const struct findings *found) {
    if (fs->active == FLASHFS_NONE) return;
    flashfs_pair *pair = &fs->pairs[fs->active];
    if (pair->used < found->reach[fs->active]) pair->used = found->reach[fs->active];
    if (pair->used < found->end[fs->active]) pair->used = found->end[fs->active];
}

/* Pairs without a record that counts are done with. */
static void drop_pairs(flashfs *fs) {
    for (uint32_t i = 0; i < FLASHFS_PAIRS; i++)
        if (!is_free(&fs->pairs[i]) && i != fs->active && fs->pairs[i].live == 0) pair_forget(fs, i);
}

int flashfs_log_mount(flashfs *fs) {
    struct findings found = {.newest_at = FLASHFS_NOWHERE};
    uint32_t newest = 0, count = 0;
    for (uint32_t sector = 0; sector < fs->sectors; sector++) {
        pair_header header;
        if (!header_read(fs, sector, &header)) continue;
        pair_enter(fs, sector, &header, &newest);
        count++;
    }
    if (count == 0) return -KR_ENODEV;
    for (unsigned i = 0; i < FLASHFS_PAIRS; i++)
        if (!is_free(&fs->pairs[i])) fs->pairs[i].used = used_words(fs, &fs->pairs[i]);
    finish_erasure(fs);
    walk_all(fs, &found);
    keep_distance(fs, &found);
    finish_newest(fs, found.newest_at);
    drop_pairs(fs);
    return 0;
}
