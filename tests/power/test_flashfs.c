/* What the file system does without power cuts: results and errors of each call, full devices, rotten bits,
 * bad sectors, mapping, wear. */
#include "history.h"
#include "flashfs_parts.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static const kr_files *const f = &flashfs_functions;

/* A device with an empty file system. */
struct disk {
    struct nor nor;
    flash_device device;
    flashfs fs;
    int64_t time;
    unsigned damaged[3];
    char name[64];
};

static int64_t disk_time(void *context) {
    return ((struct disk *)context)->time;
}

static void disk_damaged(void *context, enum flashfs_damage damage, const char *name) {
    struct disk *d = context;
    d->damaged[damage]++;
    snprintf(d->name, sizeof d->name, "%s", name);
}

static flashfs_config disk_config(struct disk *d) {
    return (flashfs_config){.time_ns = disk_time, .damaged = disk_damaged, .context = d};
}

static int disk_mount(struct disk *d) {
    flashfs_config config = disk_config(d);
    return flashfs_mount(&d->fs, &d->device, &config);
}

static struct disk *disk_open(uint32_t sector_size, uint32_t sectors) {
    struct disk *d = calloc(1, sizeof *d);
    d->time = 1000;
    nor_open(&d->nor, sector_size, sectors, 1);
    d->device = nor_device(&d->nor, true);
    flashfs_config config = disk_config(d);
    assert_int_equal(flashfs_format(&d->fs, &d->device, &config), 0);
    return d;
}

static void disk_close(struct disk *d) {
    nor_close(&d->nor);
    free(d);
}

static void fill(uint8_t *data, size_t size, uint64_t seed) {
    for (size_t i = 0; i < size; i++) data[i] = (uint8_t)(nor_random(&seed) >> 13);
}

/* Writes a file in one go; the first error or 0. */
static int put(struct disk *d, const char *path, uint32_t size, uint64_t seed) {
    uint8_t *data = malloc(size + 1);
    fill(data, size, seed);
    int handle = f->open(&d->fs, path, KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_TRUNCATE);
    int result = handle;
    if (handle >= 0) {
        ptrdiff_t count = f->write(&d->fs, handle, data, size);
        result = count < 0 ? (int)count : count < (ptrdiff_t)size ? -KR_ENOSPC : 0;
        int closed = f->close(&d->fs, handle);
        if (result >= 0) result = closed;
    }
    free(data);
    return result;
}

/* 1: the file has this content; 0: another one; negative: reading fails. */
static int has(struct disk *d, const char *path, uint32_t size, uint64_t seed) {
    uint8_t *want = malloc(size + 1), *data = malloc(size + 1);
    fill(want, size, seed);
    int handle = f->open(&d->fs, path, KR_OPEN_READ);
    int result = handle;
    if (handle >= 0) {
        ptrdiff_t count = f->read(&d->fs, handle, data, size + 1);
        result = count < 0 ? (int)count : count == (ptrdiff_t)size && memcmp(data, want, size) == 0;
        f->close(&d->fs, handle);
    }
    free(want);
    free(data);
    return result;
}

/* ---- Calls ---- */

static void test_open(void **state) {
    struct disk *d = disk_open(4096, 32);
    (void)state;
    assert_int_equal(f->open(&d->fs, "/none", KR_OPEN_READ), -KR_ENOENT);
    assert_int_equal(f->open(&d->fs, "/none/x", KR_OPEN_WRITE | KR_OPEN_CREATE), -KR_ENOENT);
    assert_int_equal(f->open(&d->fs, "/", KR_OPEN_READ), -KR_EISDIR);
    assert_int_equal(put(d, "/a", 10, 1), 0);
    assert_int_equal(f->open(&d->fs, "/a/b", KR_OPEN_READ), -KR_ENOTDIR);
    assert_int_equal(f->open(&d->fs, "/a", KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_EXCLUSIVE), -KR_EEXIST);
    assert_int_equal(f->mkdir(&d->fs, "/d"), 0);
    assert_int_equal(f->open(&d->fs, "/d", KR_OPEN_WRITE | KR_OPEN_CREATE), -KR_EISDIR);
    assert_int_equal(f->open(&d->fs, "/..", KR_OPEN_WRITE | KR_OPEN_CREATE), -KR_EINVAL);
    char longest[KR_NAME_MAX + 3] = "/";
    memset(longest + 1, 'n', KR_NAME_MAX);
    assert_int_equal(put(d, longest, 5, 2), 0);
    assert_int_equal(disk_mount(d), 0);
    assert_int_equal(has(d, longest, 5, 2), 1);
    longest[KR_NAME_MAX + 1] = 'n';
    assert_int_equal(put(d, longest, 5, 2), -KR_ENAMETOOLONG);
    int handle = f->open(&d->fs, "/a", KR_OPEN_READ);
    assert_int_equal(f->write(&d->fs, handle, "x", 1), -KR_EBADF);
    assert_int_equal(f->truncate(&d->fs, handle, 0), -KR_EINVAL);
    assert_int_equal(f->close(&d->fs, handle), 0);
    assert_int_equal(f->close(&d->fs, handle), -KR_EBADF);
    assert_int_equal(f->close(&d->fs, 99), -KR_EBADF);
    disk_close(d);
}

static void test_limits_of_tables(void **state) {
    struct disk *d = disk_open(4096, 32);
    (void)state;
    for (int i = 0; i < FLASHFS_FILES; i++) {
        char path[8] = {'/', (char)('a' + i)};
        assert_true(f->open(&d->fs, path, KR_OPEN_WRITE | KR_OPEN_CREATE) >= 0);
    }
    assert_int_equal(f->open(&d->fs, "/z", KR_OPEN_WRITE | KR_OPEN_CREATE), -KR_EMFILE);
    kr_file_stat stat;
    assert_int_equal(f->stat(&d->fs, "/z", &stat), -KR_ENOENT);
    assert_true(f->open(&d->fs, "/a", KR_OPEN_READ) >= 0);
    for (int i = 0; i < FLASHFS_LISTS; i++) assert_int_equal(f->list_open(&d->fs, "/"), i);
    assert_int_equal(f->list_open(&d->fs, "/"), -KR_EMFILE);
    assert_int_equal(flashfs_unmount(&d->fs), 0);
    disk_close(d);
}

static void test_read_write_seek(void **state) {
    struct disk *d = disk_open(4096, 32);
    char text[32];
    (void)state;
    int handle = f->open(&d->fs, "/a", KR_OPEN_READ | KR_OPEN_WRITE | KR_OPEN_CREATE);
    assert_int_equal(f->write(&d->fs, handle, "hello", 5), 5);
    assert_int_equal(f->seek(&d->fs, handle, -2, 2), 3);
    assert_int_equal(f->read(&d->fs, handle, text, sizeof text), 2);
    assert_memory_equal(text, "lo", 2);
    assert_int_equal(f->read(&d->fs, handle, text, sizeof text), 0);
    assert_int_equal(f->seek(&d->fs, handle, -6, 1), -KR_EINVAL);
    assert_int_equal(f->seek(&d->fs, handle, 0, 3), -KR_EINVAL);
    assert_int_equal(f->seek(&d->fs, handle, 8, 0), 8);
    assert_int_equal(f->write(&d->fs, handle, "end", 3), 3);
    assert_int_equal(f->seek(&d->fs, handle, 0, 0), 0);
    assert_int_equal(f->read(&d->fs, handle, text, sizeof text), 11);
    assert_memory_equal(text, "hello\0\0\0end", 11);
    int other = f->open(&d->fs, "/a", KR_OPEN_WRITE | KR_OPEN_APPEND);
    assert_int_equal(f->write(&d->fs, other, "!", 1), 1);
    kr_file_stat stat;
    assert_int_equal(f->stat(&d->fs, "/a", &stat), 0);
    assert_int_equal(stat.size, 12); /* seen before it is synced, by all */
    assert_int_equal(f->truncate(&d->fs, handle, 3), 0);
    assert_int_equal(f->truncate(&d->fs, handle, 300), 0);
    assert_int_equal(f->truncate(&d->fs, handle, (uint64_t)1 << 40), -KR_EFBIG);
    assert_int_equal(f->seek(&d->fs, handle, 0, 2), 300);
    assert_int_equal(f->close(&d->fs, other), 0);
    assert_int_equal(f->close(&d->fs, handle), 0);
    disk_close(d);
}

static void test_names(void **state) {
    struct disk *d = disk_open(4096, 32);
    kr_file_stat stat;
    (void)state;
    assert_int_equal(f->mkdir(&d->fs, "/"), -KR_EEXIST);
    assert_int_equal(f->mkdir(&d->fs, "/d"), 0);
    assert_int_equal(f->mkdir(&d->fs, "/d"), -KR_EEXIST);
    assert_int_equal(f->mkdir(&d->fs, "/x/y"), -KR_ENOENT);
    assert_int_equal(put(d, "/d/f", 3, 1), 0);
    assert_int_equal(f->rmdir(&d->fs, "/d"), -KR_ENOTEMPTY);
    assert_int_equal(f->rmdir(&d->fs, "/d/f"), -KR_ENOTDIR);
    assert_int_equal(f->rmdir(&d->fs, "/"), -KR_EBUSY);
    assert_int_equal(f->remove(&d->fs, "/d"), -KR_EISDIR);
    assert_int_equal(f->remove(&d->fs, "/n"), -KR_ENOENT);
    assert_int_equal(f->rename(&d->fs, "/d", "/d/e"), -KR_EINVAL);
    assert_int_equal(f->rename(&d->fs, "/d", "/d/f/g"), -KR_ENOTDIR);
    assert_int_equal(f->rename(&d->fs, "/n", "/m"), -KR_ENOENT);
    assert_int_equal(f->rename(&d->fs, "/", "/m"), -KR_EBUSY);
    assert_int_equal(put(d, "/a", 4, 2), 0);
    assert_int_equal(f->rename(&d->fs, "/a", "/d"), -KR_EISDIR);
    assert_int_equal(f->rename(&d->fs, "/d", "/a"), -KR_ENOTDIR);
    assert_int_equal(f->mkdir(&d->fs, "/e"), 0);
    assert_int_equal(f->rename(&d->fs, "/e", "/d"), -KR_ENOTEMPTY);
    assert_int_equal(f->rename(&d->fs, "/d", "/e"), 0);
    assert_int_equal(has(d, "/e/f", 3, 1), 1);
    assert_int_equal(f->rename(&d->fs, "/e/f", "/e/f"), 0);
    assert_int_equal(f->rename(&d->fs, "/e/f", "/a"), 0);
    assert_int_equal(has(d, "/a", 3, 1), 1);
    assert_int_equal(f->set_mtime(&d->fs, "/a", -5000000001), 0);
    assert_int_equal(f->set_mtime(&d->fs, "/n", 1), -KR_ENOENT);
    assert_int_equal(f->rmdir(&d->fs, "/e"), 0);
    assert_int_equal(disk_mount(d), 0);
    assert_int_equal(f->stat(&d->fs, "/a", &stat), 0);
    assert_int_equal(stat.mtime_ns, -5000000001);
    assert_int_equal(f->stat(&d->fs, "/e", &stat), -KR_ENOENT);
    assert_int_equal(f->stat(&d->fs, "/", &stat), 0);
    assert_int_equal(stat.kind, KR_FILE_DIRECTORY);
    disk_close(d);
}

/* As on a host: an open file that is removed, or replaced, lives until it is closed. */
static void test_removed_while_open(void **state) {
    struct disk *d = disk_open(4096, 32);
    char text[8];
    (void)state;
    assert_int_equal(put(d, "/a", 3000, 1), 0);
    assert_int_equal(put(d, "/b", 3000, 2), 0);
    uint32_t left = flashfs_units_left(&d->fs);
    int a = f->open(&d->fs, "/a", KR_OPEN_READ | KR_OPEN_WRITE), b = f->open(&d->fs, "/b", KR_OPEN_READ);
    assert_int_equal(f->remove(&d->fs, "/a"), 0);
    assert_int_equal(put(d, "/c", 100, 3), 0);
    assert_int_equal(f->rename(&d->fs, "/c", "/b"), 0);
    for (int i = 0; i < 60; i++) assert_int_equal(put(d, "/fill", 9000, 4), 0); /* makes the collector work */
    assert_int_equal(f->remove(&d->fs, "/fill"), 0);
    assert_int_equal(f->write(&d->fs, a, "new", 3), 3);
    assert_int_equal(f->seek(&d->fs, a, 0, 0), 0);
    assert_int_equal(f->read(&d->fs, a, text, 3), 3);
    assert_memory_equal(text, "new", 3);
    uint8_t data[3000], want[3000];
    fill(want, 3000, 2);
    assert_int_equal(f->read(&d->fs, b, data, 3000), 3000);
    assert_memory_equal(data, want, 3000);
    assert_int_equal(f->close(&d->fs, a), 0);
    assert_int_equal(f->close(&d->fs, b), 0);
    assert_true(flashfs_units_left(&d->fs) > left);
    assert_int_equal(f->open(&d->fs, "/a", KR_OPEN_READ), -KR_ENOENT);
    disk_close(d);
}

static void test_list(void **state) {
    struct disk *d = disk_open(4096, 48);
    bool seen[120] = {false};
    unsigned count = 0;
    kr_file_entry entry;
    (void)state;
    assert_int_equal(f->mkdir(&d->fs, "/many"), 0);
    for (unsigned i = 0; i < 120; i++) {
        char path[32];
        snprintf(path, sizeof path, "/many/file-%u", i);
        assert_int_equal(put(d, path, i % 50, i), 0);
    }
    int list = f->list_open(&d->fs, "/many");
    while (f->list_next(&d->fs, list, &entry) == 1) {
        unsigned i = (unsigned)atoi(entry.name + 5);
        assert_true(i < 120 && !seen[i]);
        assert_int_equal(entry.stat.size, i % 50);
        seen[i] = true;
        count++;
        if (count == 60)
            for (int k = 0; k < 80; k++)
                assert_int_equal(f->set_mtime(&d->fs, "/many/file-3", k), 0); /* moves records */
    }
    assert_int_equal(count, 120);
    assert_int_equal(f->list_close(&d->fs, list), 0);
    assert_int_equal(f->list_next(&d->fs, list, &entry), -KR_EBADF);
    assert_int_equal(f->list_open(&d->fs, "/many/file-1"), -KR_ENOTDIR);
    assert_int_equal(f->list_open(&d->fs, "/none"), -KR_ENOENT);
    disk_close(d);
}

/* ---- Space ---- */

static void full_device(uint32_t sector_size, uint32_t sectors) {
    struct disk *d = disk_open(sector_size, sectors);
    kr_file_space space, again;
    assert_int_equal(put(d, "/keep", 700, 9), 0);
    assert_int_equal(f->space(&d->fs, "/", &space), 0);
    uint32_t most = (uint32_t)(space.blocks_free * space.block_size);
    assert_int_equal(put(d, "/big", most, 1), 0); /* what is free can be had, in one file */
    assert_true(most > sector_size * sectors / 5 * 2);
    assert_int_equal(has(d, "/big", most, 1), 1);
    assert_int_equal(put(d, "/more", sector_size * sectors / 6, 2), -KR_ENOSPC);
    assert_int_equal(has(d, "/more", 0, 0),
                     0); /* it was new: the bytes that fitted are there, as elsewhere */
    assert_int_equal(put(d, "/keep", sector_size * sectors / 6, 3), -KR_ENOSPC);
    assert_int_equal(has(d, "/keep", 700, 9), 1); /* it was to be replaced: the old content stays */
    assert_int_equal(disk_mount(d), 0);
    assert_int_equal(has(d, "/big", most, 1), 1);
    assert_int_equal(has(d, "/keep", 700, 9), 1);
    assert_int_equal(f->rename(&d->fs, "/keep", "/kept"), 0);
    assert_int_equal(f->remove(&d->fs, "/more"), 0);
    assert_int_equal(f->remove(&d->fs, "/big"), 0);
    assert_int_equal(f->space(&d->fs, "/", &again), 0);
    assert_int_equal(again.blocks_free, space.blocks_free);
    for (int i = 0; i < 20; i++)
        assert_int_equal(put(d, "/big", most / 2 - space.block_size * 8, (uint64_t)i), 0);
    assert_int_equal(flashfs_check(&d->fs), 0);
    disk_close(d);
}

static void test_full_device(void **state) {
    (void)state;
    full_device(4096, 16);
    full_device(4096, 256);
    full_device(65536, 16);
    full_device(65536, 32);
}

/* A device of nothing but names: it says when it is full, and everything can be removed again. */
static void test_full_of_names(void **state) {
    static const uint32_t shapes[][2] = {{4096, 16}, {4096, 256}, {65536, 12}};
    (void)state;
    for (unsigned shape = 0; shape < 3; shape++) {
        struct disk *d = disk_open(shapes[shape][0], shapes[shape][1]);
        char path[32];
        unsigned count = 0;
        int result;
        do snprintf(path, sizeof path, "/name-%u", count++);
        while ((result = f->mkdir(&d->fs, path)) == 0);
        assert_int_equal(result, -KR_ENOSPC);
        assert_true(count > (shapes[shape][1] > 16 ? 2000 : 200));
        assert_int_equal(disk_mount(d), 0);
        while (--count > 0) {
            snprintf(path, sizeof path, "/name-%u", count - 1);
            assert_int_equal(f->rmdir(&d->fs, path), 0);
        }
        assert_int_equal(put(d, "/a", 20000, 1), 0);
        assert_int_equal(has(d, "/a", 20000, 1), 1);
        disk_close(d);
    }
}

static void test_small_files(void **state) {
    struct disk *d = disk_open(65536, 16);
    (void)state;
    for (unsigned i = 0; i < 300; i++) {
        char path[16];
        snprintf(path, sizeof path, "/%u", i);
        assert_int_equal(put(d, path, 20 + i, i), 0);
    }
    assert_int_equal(disk_mount(d), 0);
    for (unsigned i = 0; i < 300; i++) {
        char path[16];
        snprintf(path, sizeof path, "/%u", i);
        assert_int_equal(has(d, path, 20 + i, i), 1);
    }
    disk_close(d);
}

static void test_log_file(void **state) {
    struct disk *d = disk_open(4096, 24);
    char line[32];
    uint32_t size = 0;
    (void)state;
    int handle = f->open(&d->fs, "/log", KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_APPEND);
    for (unsigned i = 0; i < 1000; i++) {
        uint32_t length = (uint32_t)snprintf(line, sizeof line, "line %u\n", i);
        assert_int_equal(f->write(&d->fs, handle, line, length), length);
        assert_int_equal(f->sync(&d->fs, handle), 0);
        size += length;
    }
    assert_true(d->nor.operations < 1000 * 8); /* nothing is copied to append a line */
    assert_int_equal(disk_mount(d), 0);
    kr_file_stat stat;
    assert_int_equal(f->stat(&d->fs, "/log", &stat), 0);
    assert_int_equal(stat.size, size);
    assert_int_equal(flashfs_check(&d->fs), 0);
    disk_close(d);
}

/* ---- Damage ---- */

#define ROT_FILES 12

/* One bit, a few bits or all of a sector: whatever it holds, other files do not suffer, and it is said. */
static void rot(uint32_t sector_size, uint32_t sectors, uint32_t sector, unsigned how, uint64_t seed) {
    struct disk *d = disk_open(sector_size, sectors);
    bool touched[ROT_FILES] = {false};
    for (unsigned i = 0; i < ROT_FILES; i++) {
        char path[8] = {'/', (char)('a' + i)};
        assert_int_equal(put(d, path, 100 + i * 1500, i), 0);
        flashfs_place place;
        flashfs_record record;
        assert_int_equal(flashfs_resolve(&d->fs, path, &place), 0);
        assert_int_equal(flashfs_record_copies(&d->fs, place.at, &record), 3);
        uint32_t before = d->fs.live_units;
        memset(d->fs.live, 0, sizeof d->fs.live); /* which units are this file's? */
        d->fs.live_units = 0;
        flashfs_tree_mark(&d->fs, &record.content, false);
        for (uint32_t unit = 0; unit < 1u << d->fs.sector_shift; unit++)
            if (flashfs_unit_live(&d->fs, (sector << d->fs.sector_shift) + unit)) touched[i] = true;
        flashfs_recount(&d->fs, false);
        assert_true(d->fs.live_units <= before);
    }
    uint32_t start = sector * sector_size;
    for (unsigned i = 0; i < (how == 0 ? 1u : 40u) && how < 2; i++)
        nor_flip(&d->nor, start + (uint32_t)(nor_random(&seed) % sector_size),
                 (unsigned)(nor_random(&seed) % 8));
    for (uint32_t i = 0; i < sector_size && how == 2; i++)
        d->nor.bytes[start + i] = (uint8_t)nor_random(&seed);
    if (how == 3) memset(d->nor.bytes + start, 0, sector_size);
    if (how == 4) memset(d->nor.bytes + start, 0xFF, sector_size);
    assert_int_equal(disk_mount(d), 0);
    int damaged = flashfs_check(&d->fs), lost = 0;
    for (unsigned i = 0; i < ROT_FILES; i++) {
        char path[8] = {'/', (char)('a' + i)};
        int state = has(d, path, 100 + i * 1500, i);
        if (state == 1) continue;
        assert_true(touched[i]);
        assert_int_equal(state == 0 ? -KR_EIO : state,
                         -KR_EIO); /* a short read ends where the damage begins */
        lost++;
    }
    assert_int_equal(lost, damaged);
    if (lost > 0) assert_true(d->damaged[FLASHFS_DAMAGED_FILE] >= (unsigned)lost);
    if (how == 0) assert_true(lost <= 1);
    assert_int_equal(put(d, "/new", 5000, 77),
                     0); /* it goes on working, and a damaged file can be replaced */
    assert_int_equal(put(d, "/l", 6000, 78), 0);
    assert_int_equal(disk_mount(d), 0);
    assert_int_equal(has(d, "/new", 5000, 77), 1);
    assert_int_equal(has(d, "/l", 6000, 78), 1);
    disk_close(d);
}

static void test_rot(void **state) {
    (void)state;
    for (unsigned how = 0; how < 5; how++) {
        for (uint32_t sector = 0; sector < 64; sector++)
            for (uint64_t seed = 0; seed < (how == 0 ? 6 : 1); seed++)
                rot(4096, 64, sector, how, seed * 64 + sector);
        for (uint32_t sector = 0; sector < 16; sector++)
            for (uint64_t seed = 0; seed < 2; seed++) rot(65536, 16, sector, how, seed * 16 + sector);
    }
}

/* A sector in which nothing takes hold: the file system works around it. */
static void test_bad_sector(void **state) {
    (void)state;
    for (int64_t sector = 0; sector < 24; sector++) {
        struct disk *d = disk_open(4096, 24);
        if (flashfs_log_pair_of(&d->fs, (uint32_t)sector) == FLASHFS_NONE) {
            d->nor.bad = sector;
            for (unsigned i = 0; i < 40; i++) {
                char path[8] = {'/', (char)('a' + i % 4)};
                assert_int_equal(put(d, path, 4000, i), 0);
                assert_int_equal(has(d, path, 4000, i), 1);
            }
        }
        disk_close(d);
    }
}

static void test_not_ours(void **state) {
    struct disk *d = disk_open(4096, 24);
    (void)state;
    flash_device half = flash_part(&d->device, 0, 12), small = flash_part(&d->device, 0, 8);
    assert_int_equal(flashfs_mount(&d->fs, &half, NULL), -KR_ENODEV);
    assert_int_equal(flashfs_mount(&d->fs, &small, NULL), -KR_EINVAL);
    memset(d->nor.bytes, 0, 4096 * 24);
    assert_int_equal(disk_mount(d), -KR_ENODEV);
    flashfs_config config = disk_config(d);
    assert_int_equal(flashfs_format(&d->fs, &d->device, &config), 0);
    assert_int_equal(put(d, "/a", 30000, 1), 0);
    assert_int_equal(has(d, "/a", 30000, 1), 1);
    disk_close(d);
}

/* ---- Mapping ---- */

static bool is_mapped(struct disk *d, const char *path, uint32_t size, uint64_t seed, const void **at) {
    uint8_t *want = malloc(size);
    size_t length = 0;
    fill(want, size, seed);
    int handle = f->open(&d->fs, path, KR_OPEN_READ);
    *at = f->map(&d->fs, handle, &length);
    bool same = *at != NULL && length == size && (uintptr_t)*at % 4 == 0 && memcmp(*at, want, size) == 0;
    f->close(&d->fs, handle);
    free(want);
    return same;
}

static void test_map(void **state) {
    struct disk *d = disk_open(4096, 64);
    const void *at, *after;
    uint8_t want[20000];
    (void)state;
    assert_int_equal(put(d, "/m.kri", 20000, 5), 0);
    assert_true(is_mapped(d, "/m.kri", 20000, 5, &at));
    fill(want, sizeof want, 5);
    assert_int_equal(f->remove(&d->fs, "/m.kri"), 0);
    for (int i = 0; i < 50; i++) assert_int_equal(put(d, "/fill", 30000, (uint64_t)i), 0);
    assert_memory_equal(at, want, sizeof want); /* removed, and still not reused */
    f->unmap_all(&d->fs);
    for (int i = 0; i < 50; i++) assert_int_equal(put(d, "/fill", 30000, (uint64_t)i), 0);
    assert_true(memcmp(at, want, sizeof want) != 0);
    assert_int_equal(put(d, "/e", 0, 0), 0);
    assert_false(is_mapped(d, "/e", 0, 0, &after));
    int handle = f->open(&d->fs, "/parts", KR_OPEN_WRITE | KR_OPEN_CREATE); /* in pieces, between others */
    for (uint32_t i = 0; i < 20; i++) {
        assert_int_equal(f->write(&d->fs, handle, want + i * 1000, 1000), 1000);
        assert_int_equal(put(d, "/other", 300, i), 0);
    }
    assert_int_equal(f->close(&d->fs, handle), 0);
    assert_true(is_mapped(d, "/parts", 20000, 5, &at)); /* brought together when it is mapped */
    assert_true(is_mapped(d, "/parts", 20000, 5, &after));
    assert_ptr_equal(at, after);
    assert_int_equal(disk_mount(d), 0);
    assert_int_equal(has(d, "/parts", 20000, 5), 1);
    assert_int_equal(flashfs_check(&d->fs), 0);
    disk_close(d);
}

/* Bytes that look like the first ones of a sector of records may be in any file. */
static void test_imitation(void **state) {
    struct disk *d = disk_open(4096, 24);
    (void)state;
    uint8_t *copy = malloc(4096 * 24);
    for (unsigned round = 0; round < 30; round++) {
        uint8_t piece[256];
        int handle = f->open(&d->fs, "/image", KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_TRUNCATE);
        for (uint32_t i = 0; i < 80; i++) {
            memcpy(piece, d->nor.bytes + (uint32_t)d->fs.pairs[d->fs.active].sector[0] * 4096, sizeof piece);
            memcpy(copy + i * 256, piece, 256);
            size_t first = round % 5;
            if (first > 0) assert_int_equal(f->write(&d->fs, handle, piece, first), first);
            assert_int_equal(f->write(&d->fs, handle, piece + first, 256 - first), 256 - first);
        }
        assert_int_equal(f->close(&d->fs, handle), 0);
        assert_int_equal(disk_mount(d), 0);
        assert_int_equal(flashfs_check(&d->fs), 0);
        handle = f->open(&d->fs, "/image", KR_OPEN_READ);
        for (uint32_t i = 0; i < 80; i++) {
            assert_int_equal(f->read(&d->fs, handle, piece, 256), 256);
            assert_memory_equal(piece, copy + i * 256, 256);
        }
        f->close(&d->fs, handle);
        unsigned marked = 0;
        for (uint32_t sector = 0; sector < 24; sector++)
            if (flash_word(&d->device, sector * 4096) == FLASHFS_MAGIC &&
                flashfs_unit_live(&d->fs, sector << d->fs.sector_shift) &&
                flashfs_log_pair_of(&d->fs, sector) == FLASHFS_NONE)
                marked++;
        assert_int_equal(marked, 0);
    }
    free(copy);
    disk_close(d);
}

/* ---- Wear and effort ---- */

/* A device that is mostly full of what never changes, and one file that changes all the time. */
static void wear(uint32_t sector_size, uint32_t sectors, unsigned cold, unsigned rounds, uint32_t bound) {

    struct disk *d = disk_open(sector_size, sectors);
    kr_file_space space;
    uint32_t least = UINT32_MAX, most = 0, all = 0;
    assert_int_equal(f->space(&d->fs, "/", &space), 0);
    uint32_t size = (uint32_t)(space.blocks_free * space.block_size / 100 * cold);
    assert_int_equal(put(d, "/cold", size, 1), 0);
    memset(d->nor.erases, 0, sectors * sizeof *d->nor.erases);
    for (unsigned i = 0; i < rounds; i++) {
        assert_int_equal(put(d, "/hot", 1000, i), 0);
        if (i % 97 == 0) assert_int_equal(disk_mount(d), 0);
    }
    for (uint32_t i = 0; i < sectors; i++) {
        if (d->nor.erases[i] < least) least = d->nor.erases[i];
        if (d->nor.erases[i] > most) most = d->nor.erases[i];
        all += d->nor.erases[i];
    }
    printf("wear, %u x %u KiB, %u %% cold, %u files: %u erasures, each sector %u to %u\n", sectors,
           sector_size / 1024, cold, rounds, all, least, most);
    assert_true(most - least <= all / sectors / 2 + bound);
    assert_int_equal(has(d, "/cold", size, 1), 1);
    disk_close(d);
}

static void test_wear(void **state) {
    (void)state;
    wear(4096, 64, 0, 5000, 60);
    wear(4096, 64, 50, 5000, 60);
    wear(4096, 64, 90, 5000, 60);
    wear(65536, 16, 50, 5000, 60);
}

static void test_mount_effort(void **state) {
    struct disk *d = disk_open(4096, 256);
    (void)state;
    for (unsigned i = 0; i < 200; i++) {
        char path[16];
        snprintf(path, sizeof path, "/file-%u.py", i);
        assert_int_equal(put(d, path, 3000, i), 0);
    }
    assert_int_equal(put(d, "/big", 120000, 1), 0);
    d->device = nor_device(&d->nor, false);
    d->nor.reads = d->nor.bytes_read = 0;
    assert_int_equal(disk_mount(d), 0);
    printf("mount of 1 MiB with 201 files: %u reads, %u bytes; state %u bytes\n", (unsigned)d->nor.reads,
           (unsigned)d->nor.bytes_read, (unsigned)sizeof d->fs);
    assert_true(d->nor.bytes_read < 400000);
    assert_true(d->nor.reads < 20000);
    disk_close(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_limits_of_tables),
        cmocka_unit_test(test_read_write_seek),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_removed_while_open),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_full_device),
        cmocka_unit_test(test_full_of_names),
        cmocka_unit_test(test_small_files),
        cmocka_unit_test(test_log_file),
        cmocka_unit_test(test_rot),
        cmocka_unit_test(test_bad_sector),
        cmocka_unit_test(test_not_ours),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_imitation),
        cmocka_unit_test(test_wear),
        cmocka_unit_test(test_mount_effort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
