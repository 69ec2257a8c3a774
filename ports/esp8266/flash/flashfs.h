#ifndef KRAIT_FLASHFS_H
#define KRAIT_FLASHFS_H
/* A file system for NOR flash that survives a power cut at any time; docs/STORAGE.md specifies what it writes
 * and why.
 *
 * What was acknowledged (sync, close, rename, remove, mkdir … have returned) is there after any cut. A file
 * that was being written has the content of its last sync or close, or the new one, never a mixture. A bad
 * sector costs at most the files that have bytes in it: reading those gives KR_EIO, and `damaged` is told. No
 * malloc: all state is in a flashfs, which the caller owns, about 2 KiB.
 *
 *     flashfs_mount() or flashfs_format()  ->  flashfs_functions with the flashfs as context  ->
 * flashfs_unmount()
 *
 * Not for more than one thread, and nothing here may be called from a callback. */
#include <stdbool.h>
#include "flash_device.h"
#include "krait/files.h"

/* Sizes of tables; a port's config.h may set others. The first two bound the device, the third the number of
 * files. */
#ifndef FLASHFS_UNITS
#define FLASHFS_UNITS 4096 /* pieces that a device is divided into, at most; a multiple of 32 */
#endif
#ifndef FLASHFS_SECTORS
#define FLASHFS_SECTORS 1024 /* of a device, at most: 4 MiB of 4 KiB sectors; a multiple of 32 */
#endif
#ifndef FLASHFS_PAIRS
#define FLASHFS_PAIRS                                                                                        \
    48 /* pairs of sectors that hold metadata, at most: about 55 files each with 4 KiB sectors */
#endif
#ifndef FLASHFS_FILES
#define FLASHFS_FILES 8 /* different files that are open at once */
#endif
#ifndef FLASHFS_HANDLES
#define FLASHFS_HANDLES 12 /* handles of open files */
#endif
#ifndef FLASHFS_LISTS
#define FLASHFS_LISTS 4 /* directories that are listed at once */
#endif

enum flashfs_damage {
    FLASHFS_DAMAGED_FILE,    /* some of its bytes are lost: reading those gives KR_EIO */
    FLASHFS_DAMAGED_RECORD,  /* what a name, a place or a time was is lost; `name` is empty */
    FLASHFS_REPAIRED_RECORD, /* one of the two copies was bad, and was made good */
};

typedef struct flashfs_config {
    int64_t (*time_ns)(void *context); /* for the times of files; NULL or 0: unknown */
    /* Says what was lost, at mount, check or read. `name` is the file's last component, cut to 63 bytes.
     * NULL: nobody is told. */
    void (*damaged)(void *context, enum flashfs_damage damage, const char *name);
    void *context;
} flashfs_config;

/* Where some bytes of a file are, and their checksum; on flash in this form, too. */
typedef struct flashfs_entry {
    uint16_t unit;  /* 0xFFFF: none */
    uint16_t check; /* of the other two */
    uint32_t crc;   /* of the bytes; 0 for a unit of entries */
} flashfs_entry;

/* What a file contains: `size` >> unit_shift whole units in a tree whose leaves are units, and an incomplete
 * unit at the end. */
typedef struct flashfs_content {
    uint32_t size;
    flashfs_entry root;
    flashfs_entry tail;
} flashfs_content;

typedef struct flashfs_file {
    uint32_t id; /* 0: free */
    uint32_t at; /* its record; FLASHFS_NOWHERE once it is removed */
    flashfs_content now;
    int64_t mtime;
    uint8_t handles;
    bool dirty;     /* `now` is not what the record says */
    bool sealed;    /* the record's content may have bytes behind those of `now` in the last unit: nothing is
                       appended there */
    bool replacing; /* emptied when it was opened, and not written to flash since */
    bool full;      /* a write did not fit while replacing: the old content stays */
} flashfs_file;

typedef struct flashfs_handle {
    uint8_t file;  /* index + 1; 0: free */
    uint8_t flags; /* enum kr_open_flag */
    uint32_t position;
} flashfs_handle;

typedef struct flashfs_list {
    bool open;
    uint32_t directory;
    uint32_t last; /* the id that was listed last */
} flashfs_list;

/* Two sectors with the same records. */
typedef struct flashfs_pair {
    uint16_t sector[2]; /* 0xFFFF: this copy is lost; both: the place in the table is free */
    uint16_t used;      /* words */
    uint16_t live;      /* words of records that count */
} flashfs_pair;

/* A sector that is being filled. */
typedef struct flashfs_head {
    uint16_t sector; /* 0xFFFF: none */
    uint16_t at;     /* the next unit in it */
    bool resumed;    /* a sector that was begun before the mount has been looked for */
} flashfs_head;

typedef struct flashfs {
    flash_device flash;
    flashfs_config config;
    uint16_t unit_shift, sector_shift; /* of a unit's bytes, of a sector's units */
    uint16_t sectors, units;
    uint16_t spare, low; /* sectors that files never get; free sectors that collecting tries to keep */
    uint32_t sequence;   /* of the last record */
    uint32_t erases;     /* since the format */
    uint32_t levelled;   /* how often cold data should have been moved by now, and was */
    uint16_t hands[3];   /* where the search for the next sector begins, for each head */
    uint16_t cold;       /* which sector is moved next for the sake of wear */
    uint16_t live_units; /* bits in `live` */
    uint16_t active;     /* the pair that records are appended to; 0xFFFF: none */
    bool stale;          /* `live` has bits of units that nobody uses any more */
    bool torn;           /* some record has only one good copy */
    bool opening;        /* a pair is being opened */
    bool collecting;     /* sectors or pairs are being emptied, for which the last free sectors are kept */
    flashfs_head heads[3];
    flashfs_entry verified; /* the unit whose checksum was right last */
    flashfs_pair pairs[FLASHFS_PAIRS];
    uint32_t live[FLASHFS_UNITS / 32];
    uint32_t pinned[FLASHFS_SECTORS / 32];        /* mapped, or not to be erased any more */
    uint32_t scratch[(56 + KR_NAME_MAX + 4) / 4]; /* a record on its way */
    flashfs_file files[FLASHFS_FILES];
    flashfs_handle handles[FLASHFS_HANDLES];
    flashfs_list lists[FLASHFS_LISTS];
} flashfs;

/* Mounts what is on the device, finishing or undoing what a power cut interrupted. 0; -KR_ENODEV when there
 * is no file system; -KR_EINVAL when the device's sectors do not do. */
int flashfs_mount(flashfs *fs, const flash_device *flash, const flashfs_config *config);

/* Makes an empty file system and mounts it; what was on the device is lost. 0, or a negative code. */
int flashfs_format(flashfs *fs, const flash_device *flash, const flashfs_config *config);

/* Closes all files as close() does. The first error, or 0. */
int flashfs_unmount(flashfs *fs);

/* Reads everything. The number of files that are damaged, after telling `damaged` about each; negative when
 * the device fails. */
int flashfs_check(flashfs *fs);

/* The context is a flashfs. */
extern const kr_files flashfs_functions;

#endif
