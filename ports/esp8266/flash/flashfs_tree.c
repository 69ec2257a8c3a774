/* The content of a file: a tree of units.
 *
 * Whole units are numbered from the start of the file. A unit of entries has one entry for each of its
 * children, in order; the depth follows from the number of whole units, and with one unit the root is that
 * unit itself. Units are never changed but by programming what is still blank: a new entry behind the last is
 * added in place, even when an older version of the file shares the unit, because that version does not look
 * behind its own end. Everything else makes a new unit, and new ones on the way up to the root. */
#include "flashfs_parts.h"

#define ENTRY_BYTES ((uint32_t)sizeof(flashfs_entry))
#define BATCH       8u /* entries that are read at a time */

/* Made, not stored: constants lie where the chip can read words only. */
static flashfs_entry no_entry(void) {
    return (flashfs_entry){.unit = FLASHFS_NONE};
}

static uint16_t check_of(uint32_t unit, uint32_t crc) {
    return (uint16_t)(unit * 40503u ^ crc ^ crc >> 16 ^ 0x5A5Au);
}

flashfs_entry flashfs_entry_make(uint32_t unit, uint32_t crc) {
    return (flashfs_entry){(uint16_t)unit, check_of(unit, crc), crc};
}

bool flashfs_entry_good(const flashfs *fs, const flashfs_entry *entry) {
    return entry->unit < fs->units && entry->check == check_of(entry->unit, entry->crc);
}

static unsigned fan_shift(const flashfs *fs) {
    return fs->unit_shift - 3u;
}

static uint32_t whole_units(const flashfs *fs, const flashfs_content *content) {
    return content->size >> fs->unit_shift;
}

/* Levels of entries above `count` units. */
static unsigned depth_of(const flashfs *fs, uint32_t count) {
    unsigned depth = 0;
    for (uint32_t left = count > 0 ? count - 1 : 0; left > 0; left >>= fan_shift(fs)) depth++;
    return depth;
}

/* Children that a unit of entries on `level` has when it begins with unit `base` of `count`. */
static uint32_t children_of(const flashfs *fs, unsigned level, uint32_t base, uint32_t count) {
    uint32_t most = 1u << fan_shift(fs);
    if (count <= base) return 0;
    uint32_t children = ((count - base - 1) >> (level - 1) * fan_shift(fs)) + 1;
    return children < most ? children : most;
}

static uint32_t entry_address(const flashfs *fs, uint32_t unit, uint32_t slot) {
    return flashfs_unit_address(fs, unit) + slot * ENTRY_BYTES;
}

static flashfs_entry entry_read(const flashfs *fs, uint32_t unit, uint32_t slot) {
    flashfs_entry entry;
    return flash_read(&fs->flash, entry_address(fs, unit, slot), &entry, ENTRY_BYTES) < 0 ? no_entry()
                                                                                          : entry;
}

static int entry_write(flashfs *fs, uint32_t unit, uint32_t slot, const flashfs_entry *entry) {
    return flashfs_unit_program(fs, unit, slot * ENTRY_BYTES, entry, ENTRY_BYTES);
}

/* ---- Reading ---- */

uint32_t flashfs_unit_size(const flashfs *fs, const flashfs_content *content, uint32_t n) {
    uint32_t whole = whole_units(fs, content), unit = 1u << fs->unit_shift;
    return n < whole ? unit : n == whole ? content->size & (unit - 1) : 0;
}

int flashfs_tree_get(flashfs *fs, const flashfs_content *content, uint32_t n, flashfs_entry *entry) {
    uint32_t whole = whole_units(fs, content);
    *entry = n < whole ? content->root : content->tail;
    for (unsigned level = n < whole ? depth_of(fs, whole) : 0; level > 0; level--) {
        if (!flashfs_entry_good(fs, entry)) return -KR_EIO;
        uint32_t slot = n >> (level - 1) * fan_shift(fs) & ((1u << fan_shift(fs)) - 1);
        *entry = entry_read(fs, entry->unit, slot);
    }
    return flashfs_entry_good(fs, entry) ? 0 : -KR_EIO;
}

int flashfs_unit_verify(flashfs *fs, const flashfs_entry *entry, uint32_t size) {
    uint32_t crc = 0;
    flashfs_entry known = flashfs_entry_make(entry->unit, entry->crc ^ size);
    if (memcmp(&known, &fs->verified, sizeof known) == 0) return 0;
    if (flash_crc_of(&fs->flash, flashfs_unit_address(fs, entry->unit), size, &crc) < 0 || crc != entry->crc)
        return -KR_EIO;
    fs->verified = known;
    return 0;
}

/* ---- Writing ---- */

/* A new unit with the first `count` entries of `old` but `entry` in `slot`. */
static int node_copy(flashfs *fs, uint32_t old, uint32_t count, uint32_t slot, const flashfs_entry *entry,
                     uint32_t *unit) {
    flashfs_entry batch[BATCH];
    int32_t taken = flashfs_unit_take(fs, FLASHFS_ENTRIES, 0);
    if (taken < 0) return (int)taken;
    *unit = (uint32_t)taken;
    for (uint32_t first = 0; first < count; first += BATCH) {
        uint32_t some = count - first < BATCH ? count - first : BATCH;
        int result = 0;
        if (old != FLASHFS_NONE)
            result = flash_read(&fs->flash, entry_address(fs, old, first), batch, some * ENTRY_BYTES);
        if (result >= 0 && slot >= first && slot - first < some) batch[slot - first] = *entry;
        if (result >= 0)
            result = flashfs_unit_program(fs, *unit, first * ENTRY_BYTES, batch, some * ENTRY_BYTES);
        if (result < 0) return result;
    }
    return 0;
}

static bool is_blank_entry(const flashfs *fs, uint32_t unit, uint32_t slot) {
    return flash_is_blank(&fs->flash, entry_address(fs, unit, slot), ENTRY_BYTES);
}

/* Sets unit n below *node, which stands on `level` over `count` units, and becomes another one when it must.
 */
static int node_set(flashfs *fs, unsigned level, flashfs_entry *node, uint32_t n, uint32_t count,
                    flashfs_entry entry) {
    if (level == 0) {
        *node = entry;
        return 0;
    }
    unsigned shift = (level - 1) * fan_shift(fs);
    uint32_t slot = n >> shift & ((1u << fan_shift(fs)) - 1),
             base = n >> shift >> fan_shift(fs) << fan_shift(fs) << shift;
    uint32_t children = children_of(fs, level, base, count), unit = node->unit;
    flashfs_entry child = slot < children ? entry_read(fs, unit, slot) : no_entry(), before = child;
    if (slot < children && !flashfs_entry_good(fs, &child)) return -KR_EIO;
    int result = node_set(fs, level - 1, &child, n, count, entry);
    if (result < 0 || (slot < children && memcmp(&child, &before, sizeof child) == 0)) return result;
    if (unit != FLASHFS_NONE && slot >= children && is_blank_entry(fs, unit, slot))
        return entry_write(fs, unit, slot, &child);
    result = node_copy(fs, unit, slot < children ? children : slot + 1, slot, &child, &unit);
    if (result >= 0) *node = flashfs_entry_make(unit, 0);
    return result;
}

int flashfs_tree_set(flashfs *fs, flashfs_content *content, uint32_t n, flashfs_entry entry) {
    uint32_t count = whole_units(fs, content), unit;
    unsigned depth = depth_of(fs, count), wanted = depth_of(fs, n < count ? count : n + 1);
    flashfs_entry root = count > 0 ? content->root : no_entry();
    if (count > 0 && !flashfs_entry_good(fs, &root)) return -KR_EIO;
    if (count > 0 && wanted > depth) {
        int result = node_copy(fs, FLASHFS_NONE, 1, 0, &root, &unit);
        if (result < 0) return result;
        root = flashfs_entry_make(unit, 0);
    }
    int result = node_set(fs, wanted, &root, n, count, entry);
    if (result >= 0) content->root = root;
    return result;
}

int flashfs_tree_cut(flashfs *fs, flashfs_content *content, uint32_t count) {
    flashfs_entry root = content->root;
    unsigned wanted = depth_of(fs, count);
    for (unsigned depth = depth_of(fs, whole_units(fs, content)); count > 0 && depth > wanted; depth--) {
        if (!flashfs_entry_good(fs, &root)) return -KR_EIO;
        root = entry_read(fs, root.unit, 0);
    }
    content->root = count > 0 ? root : no_entry();
    return 0;
}

/* ---- Walking ---- */

static bool node_mark(flashfs *fs, unsigned level, const flashfs_entry *node, uint32_t base, uint32_t count,
                      bool alone) {
    bool fine = true;
    if (!flashfs_entry_good(fs, node) || (alone && flashfs_unit_live(fs, node->unit))) return false;
    flashfs_unit_mark(fs, node->unit, true);
    if (level == 0) return true;
    uint32_t children = children_of(fs, level, base, count);
    for (uint32_t slot = 0; slot < children && (fine || !alone); slot++) {
        flashfs_entry child = entry_read(fs, node->unit, slot);
        if (!node_mark(fs, level - 1, &child, base + (slot << (level - 1) * fan_shift(fs)), count, alone))
            fine = false;
    }
    return fine;
}

bool flashfs_tree_mark(flashfs *fs, const flashfs_content *content, bool alone) {
    uint32_t whole = whole_units(fs, content);
    bool fine = true;
    if (whole > fs->units) return false;
    if (whole > 0) fine = node_mark(fs, depth_of(fs, whole), &content->root, 0, whole, alone);
    if (flashfs_unit_size(fs, content, whole) > 0 && !node_mark(fs, 0, &content->tail, 0, 0, alone))
        fine = false;
    return fine;
}

static bool lies_in(const flashfs *fs, uint32_t unit, uint32_t sector) {
    return unit >> fs->sector_shift == sector;
}

/* A unit of data goes where it has gone already, or to a new one. */
static int data_move(flashfs *fs, flashfs_entry *entry, uint32_t sector, uint16_t *forward) {
    if (!lies_in(fs, entry->unit, sector)) return 0;
    uint16_t *to = &forward[entry->unit - (sector << fs->sector_shift)];
    if (*to == FLASHFS_NONE) {
        int32_t unit = flashfs_unit_copy(fs, entry->unit);
        if (unit < 0) return (int)unit;
        *to = (uint16_t)unit;
    }
    *entry = flashfs_entry_make(*to, entry->crc);
    return 1;
}

/* As flashfs_tree_move(), for the part below a node. A bad entry is left as it is: what it led to is lost
 * already. */
static int node_move(flashfs *fs, unsigned level, flashfs_entry *node, uint32_t base, uint32_t count,
                     uint32_t sector, uint16_t *forward) {
    uint32_t unit = FLASHFS_NONE;
    if (!flashfs_entry_good(fs, node)) return 0;
    if (level == 0) return data_move(fs, node, sector, forward);
    uint32_t children = children_of(fs, level, base, count);
    for (uint32_t slot = 0; slot < children; slot++) {
        flashfs_entry child = entry_read(fs, node->unit, slot);
        int result = node_move(fs, level - 1, &child, base + (slot << (level - 1) * fan_shift(fs)), count,
                               sector, forward);
        bool moves = result > 0 || (slot == 0 && lies_in(fs, node->unit, sector));
        if (result >= 0 && unit == FLASHFS_NONE && moves)
            result = node_copy(fs, node->unit, slot, FLASHFS_NONE, NULL, &unit);
        if (result >= 0 && unit != FLASHFS_NONE) result = entry_write(fs, unit, slot, &child);
        if (result < 0) return result;
    }
    if (unit == FLASHFS_NONE) return 0;
    *node = flashfs_entry_make(unit, 0);
    return 1;
}

int flashfs_tree_move(flashfs *fs, flashfs_content *content, uint32_t sector, uint16_t *forward) {
    uint32_t whole = whole_units(fs, content), rest = flashfs_unit_size(fs, content, whole);
    int root = 0, tail = 0;
    if (whole > fs->units) return 0;
    if (whole > 0) root = node_move(fs, depth_of(fs, whole), &content->root, 0, whole, sector, forward);
    if (root < 0) return root;
    if (rest > 0 && flashfs_entry_good(fs, &content->tail))
        tail = data_move(fs, &content->tail, sector, forward);
    return tail < 0 ? tail : root | tail;
}
