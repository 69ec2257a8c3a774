#ifndef KRAIT_FLASHFS_PARTS_H
#define KRAIT_FLASHFS_PARTS_H
/* What the parts of the file system know of each other.
 *
 *     names, files          paths, handles: the functions of kr_files
 *     tree                  the content of a file as a tree of units
 *     units                 which units are in use, where the next one goes, collecting, wear
 *     log                   records, in pairs of sectors
 *
 * Whatever needs space calls flashfs_prepare() first, while it holds no unit that is not yet part of a
 * content: collecting happens there and nowhere else, so that places of units and records do not change under
 * anybody's feet. */
#include <string.h>
#include "flashfs.h"

#define FLASHFS_NONE    0xFFFFu
#define FLASHFS_NOWHERE UINT32_MAX
#define FLASHFS_ROOT    1u          /* the id of the root directory, which has no record */
#define FLASHFS_MAGIC   0x31664B46u /* "FKf1": the first word of a sector of records, and of no other */
#define FLASHFS_LEVEL   8u          /* erasures between two moves of cold data */
#define FLASHFS_WRITE                                                                                        \
    6u /* units that writing one unit can take: data, three levels of entries, a new root, one to spare */

enum flashfs_type { FLASHFS_FILE = 1, FLASHFS_DIRECTORY = 2, FLASHFS_INTENT = 3 };
/* What programs write; units of entries, which soon are useless again; data that was moved, which probably is
 * not. */
enum flashfs_head_kind { FLASHFS_DATA, FLASHFS_ENTRIES, FLASHFS_MOVED };

/* A record, in the order of its words on flash; the name follows. An intent has the first six words only:
 * `id` is the sector that is about to be erased and, above 16 bits, the sector to be moved next for wear;
 * `parent` counts erasures. */
typedef struct flashfs_record {
    uint32_t mark;  /* all ones; mostly zeros: dead */
    uint32_t shape; /* type, bytes of the name << 8, bytes of the record << 16 */
    uint32_t crc;   /* of all words but mark and crc */
    uint32_t sequence;
    uint32_t id;
    uint32_t parent;
    uint32_t mtime[2]; /* low, high */
    uint32_t replaces; /* the id of the file that ended when this record came; 0: none */
    flashfs_content content;
} flashfs_record;

#define FLASHFS_INTENT_BYTES 24u

static inline uint32_t flashfs_record_type(const flashfs_record *record) {
    return record->shape & 0xFF;
}
static inline uint32_t flashfs_name_size(const flashfs_record *record) {
    return record->shape >> 8 & 0xFF;
}
static inline uint32_t flashfs_record_size(const flashfs_record *record) {
    return record->shape >> 16;
}
static inline uint32_t flashfs_unit_address(const flashfs *fs, uint32_t unit) {
    return unit << fs->unit_shift;
}

/* ---- log ---- */

/* Walks the records that count. Zero-initialise it; `record` has its first six words. */
typedef struct flashfs_cursor {
    uint32_t at; /* pair << 16 | offset */
    uint32_t pair;
    uint32_t offset; /* of the next one */
    bool dead;       /* walk dead ones, too */
    flashfs_record record;
} flashfs_cursor;

bool flashfs_next(flashfs *fs, flashfs_cursor *cursor);

/* Reads the whole record but the name, from the first copy that is good; false when none is. */
bool flashfs_record_read(flashfs *fs, uint32_t at, flashfs_record *record);
/* The same; bits 0 and 1 say which copies are good. */
unsigned flashfs_record_copies(flashfs *fs, uint32_t at, flashfs_record *record);
/* Bits 0 and 1 say which copies are marked dead. */
unsigned flashfs_record_dead(const flashfs *fs, uint32_t at);
int flashfs_name_read(const flashfs *fs, uint32_t at, uint32_t offset, void *name, size_t size);
/* The record that counts for this id, or FLASHFS_NOWHERE. */
uint32_t flashfs_record_find(flashfs *fs, uint32_t id, flashfs_record *record);

/* Makes room for a record with a name of this size in the active pair, opening a new one when need be. */
int flashfs_log_room(flashfs *fs, size_t name_size);
/* The same for some records of usual size. */
int flashfs_log_ready(flashfs *fs, uint32_t records);
/* Loads the record and its name into `scratch`. */
int flashfs_log_load(flashfs *fs, uint32_t at);
/* Appends the record in `scratch`, after flashfs_log_room(); its place in *at. */
int flashfs_log_append(flashfs *fs, uint32_t *at);
int flashfs_log_kill(flashfs *fs, uint32_t at);
/* A new record with this content instead of the one at *at; the mtime is changed unless NULL. */
int flashfs_log_update(flashfs *fs, uint32_t *at, const flashfs_content *content, const int64_t *mtime);
/* Says in the log that a sector will be erased, erases it, and says that it was. */
int flashfs_log_erase(flashfs *fs, uint32_t sector);
/* Moves what counts out of a pair and frees its sectors. */
int flashfs_log_compact(flashfs *fs, uint32_t pair);
/* The pair that should be compacted, or FLASHFS_NONE. */
uint32_t flashfs_log_crowded(const flashfs *fs);
/* The pair that a sector belongs to, or FLASHFS_NONE. */
uint32_t flashfs_log_pair_of(const flashfs *fs, uint32_t sector);
int flashfs_log_open(flashfs *fs);
/* Finds the pairs and what a cut left to be done; -KR_ENODEV when there is none. */
int flashfs_log_mount(flashfs *fs);

/* ---- units ---- */

bool flashfs_unit_live(const flashfs *fs, uint32_t unit);
void flashfs_unit_mark(flashfs *fs, uint32_t unit, bool live);
void flashfs_sector_mark(flashfs *fs, uint32_t sector, bool live);
/* A blank unit, now marked live; its first word will be `first`. Negative when there is none. */
int32_t flashfs_unit_take(flashfs *fs, enum flashfs_head_kind kind, uint32_t first);
/* A blank sector for anything but data; negative when there is none. It stays marked as a whole. */
int32_t flashfs_sector_take(flashfs *fs, enum flashfs_head_kind kind);
/* `count` neighbouring blank sectors, or negative; they stay marked as a whole. */
int32_t flashfs_sector_run(flashfs *fs, uint32_t count);
/* A sector that cannot be erased or programmed is left alone, until the next mount or
 * flashfs_functions.unmap_all(). */
void flashfs_sector_bad(flashfs *fs, uint32_t sector);
/* Programs bytes of a unit; a failure leads to flashfs_sector_bad(). */
int flashfs_unit_program(flashfs *fs, uint32_t unit, uint32_t at, const void *data, size_t size);
/* Copies a unit to a new one; the new unit or a negative code. */
int32_t flashfs_unit_copy(flashfs *fs, uint32_t unit);
/* Sectors that could be taken. */
uint32_t flashfs_sectors_free(const flashfs *fs);
/* Makes sure that `units` can be taken, and a record appended. */
int flashfs_prepare(flashfs *fs, uint32_t units);
/* Units that files may still use. */
uint32_t flashfs_units_left(flashfs *fs);
/* Finds out again which units are in use; `first` at mount, which reports damage. */
void flashfs_recount(flashfs *fs, bool first);

/* ---- tree ---- */

flashfs_entry flashfs_entry_make(uint32_t unit, uint32_t crc);
bool flashfs_entry_good(const flashfs *fs, const flashfs_entry *entry);
/* Bytes of unit `n` of a content, 0 beyond the end. */
uint32_t flashfs_unit_size(const flashfs *fs, const flashfs_content *content, uint32_t n);
/* Where unit `n` is. 0 or -KR_EIO. */
int flashfs_tree_get(flashfs *fs, const flashfs_content *content, uint32_t n, flashfs_entry *entry);
/* Sets the place of a whole unit: one of the content, or the one after the last. The content's size is the
 * caller's to change. */
int flashfs_tree_set(flashfs *fs, flashfs_content *content, uint32_t n, flashfs_entry entry);
/* Leaves only the first `count` whole units in the tree, which must have them. */
int flashfs_tree_cut(flashfs *fs, flashfs_content *content, uint32_t count);
/* Marks the units of a content; false when an entry was bad or, if `alone`, a unit was marked already. */
bool flashfs_tree_mark(flashfs *fs, const flashfs_content *content, bool alone);
/* Moves what lies in a sector to somewhere else. forward[] says where units of data have gone. 1 when the
 * content changed, 0, or a negative code. */
int flashfs_tree_move(flashfs *fs, flashfs_content *content, uint32_t sector, uint16_t *forward);
/* Are the bytes of this unit what they were? 0 or -KR_EIO. */
int flashfs_unit_verify(flashfs *fs, const flashfs_entry *entry, uint32_t size);

/* ---- files ---- */

flashfs_file *flashfs_file_find(flashfs *fs, uint32_t id);
/* Gives a file's content in RAM a record. */
int flashfs_file_commit(flashfs *fs, flashfs_file *file);
void flashfs_report(flashfs *fs, enum flashfs_damage damage, uint32_t at);

/* ---- names ---- */

/* Where a path leads. `at` is FLASHFS_NOWHERE when there is nothing, or for the root, whose id is
 * FLASHFS_ROOT. */
typedef struct flashfs_place {
    uint32_t at;
    uint32_t id; /* 0: there is nothing */
    enum flashfs_type type;
    uint32_t parent;
    const char *name;
    size_t name_size; /* 0: the root */
} flashfs_place;

int flashfs_resolve(flashfs *fs, const char *path, flashfs_place *place);
/* Makes an empty file or directory there. */
int flashfs_create(flashfs *fs, flashfs_place *place, enum flashfs_type type);
int64_t flashfs_now(const flashfs *fs);

/* As in kr_files. */
int flashfs_stat(void *context, const char *path, kr_file_stat *stat);
int flashfs_remove(void *context, const char *path);
int flashfs_rename(void *context, const char *from_path, const char *to_path);
int flashfs_mkdir(void *context, const char *path);
int flashfs_rmdir(void *context, const char *path);
int flashfs_space(void *context, const char *path, kr_file_space *space);
int flashfs_set_mtime(void *context, const char *path, int64_t mtime_ns);
int flashfs_list_open(void *context, const char *path);
int flashfs_list_next(void *context, int handle, kr_file_entry *entry);
int flashfs_list_close(void *context, int handle);

#endif
