/* Mounts flash that holds anything, and uses what is found there.
 *
 * The input patches the image of a good file system: an address, a length, bytes, and so on. With the first
 * bit of the first byte the checksums of records and headers are made right again, so that nonsense gets past
 * them; with the second, entries too. */
#include "flashfs.h"
#include "flashfs_parts.h"
#include "nor.h"
#include <stddef.h>
#include <stdlib.h>

#define SECTOR  4096u
#define SECTORS 16u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const kr_files *const f = &flashfs_functions;
static uint8_t good[SECTOR * SECTORS];

static void write_file(flashfs *fs, const char *path, uint32_t size) {
    uint8_t bytes[256];
    int handle = f->open(fs, path, KR_OPEN_WRITE | KR_OPEN_CREATE);
    memset(bytes, path[1], sizeof bytes);
    for (; handle >= 0 && size > 0; size -= size < 256 ? size : 256)
        if (f->write(fs, handle, bytes, size < 256 ? size : 256) <= 0) break;
    if (handle >= 0) f->close(fs, handle);
}

/* The image that inputs patch. */
static void make_good(void) {
    struct nor nor;
    static flashfs fs;
    nor_open(&nor, SECTOR, SECTORS, 1);
    flash_device device = nor_device(&nor, true);
    flashfs_format(&fs, &device, NULL);
    f->mkdir(&fs, "/d");
    f->mkdir(&fs, "/d/e");
    write_file(&fs, "/a", 10);
    write_file(&fs, "/b", 256);
    write_file(&fs, "/d/c", 3000);
    write_file(&fs, "/d/e/f", 9000);
    f->rename(&fs, "/a", "/d/a");
    f->remove(&fs, "/b");
    flashfs_unmount(&fs);
    memcpy(good, nor.bytes, sizeof good);
    nor_close(&nor);
}

static void put_word(uint8_t *at, uint32_t word) {
    memcpy(at, &word, 4);
}

static uint32_t get_word(const uint8_t *at) {
    uint32_t word;
    memcpy(&word, at, 4);
    return word;
}

/* Gives whatever looks like a header or a record of these sectors the right checksum. */
static void fix_checksums(uint8_t *sector) {
    if (get_word(sector) != FLASHFS_MAGIC) return;
    put_word(sector + 16, flash_crc(0, sector, 16));
    for (uint32_t at = 20; at + 24 <= SECTOR;) {
        uint32_t size = get_word(sector + at + 4) >> 16, type = sector[at + 4];
        if (type < 1 || type > 3 || size < 24 || size % 4 != 0 || at + size > SECTOR) {
            at += 4;
            continue;
        }
        uint32_t crc = flash_crc(flash_crc(0, sector + at + 4, 4), sector + at + 12, size - 12);
        put_word(sector + at + 8, crc);
        at += size;
    }
}

/* Makes entries of records valid, whatever unit they name. */
static void fix_entries(uint8_t *sector) {
    for (uint32_t at = 20; get_word(sector) == FLASHFS_MAGIC && at + 56 <= SECTOR; at += 4) {
        if (sector[at + 4] != FLASHFS_FILE) continue;
        for (uint32_t entry = at + 40; entry < at + 56; entry += 8) {
            flashfs_entry fixed =
                flashfs_entry_make((uint16_t)get_word(sector + entry) % 256u, get_word(sector + entry + 4));
            memcpy(sector + entry, &fixed, sizeof fixed);
        }
    }
}

static void patch(struct nor *nor, const uint8_t *data, size_t size) {
    uint8_t how = size > 0 ? data[0] : 0;
    memcpy(nor->bytes, good, sizeof good);
    for (size_t at = 1; at + 3 <= size;) {
        size_t address = ((size_t)data[at] << 8 | data[at + 1]) % sizeof good, length = data[at + 2] % 64u;
        at += 3;
        if (length > size - at) length = size - at;
        if (length > sizeof good - address) length = sizeof good - address;
        memcpy(nor->bytes + address, data + at, length);
        at += length;
    }
    for (uint32_t sector = 0; sector < SECTORS && (how & 3); sector++) {
        if (how & 2) fix_entries(nor->bytes + sector * SECTOR);
        fix_checksums(nor->bytes + sector * SECTOR);
    }
}

/* Reads, changes and removes everything below a folder. */
static void use_folder(flashfs *fs, const char *folder, unsigned depth) {
    kr_file_entry entry;
    char path[KR_PATH_MAX];
    int list = f->list_open(fs, *folder ? folder : "/");
    for (unsigned i = 0; list >= 0 && i < 50 && f->list_next(fs, list, &entry) == 1; i++) {
        uint8_t bytes[200];
        size_t length = strlen(folder);
        if (length + 2 + strlen(entry.name) >= sizeof path) continue;
        memcpy(path, folder, length);
        path[length] = '/';
        strcpy(path + length + 1, entry.name);
        if (entry.stat.kind == KR_FILE_DIRECTORY && depth < 3) use_folder(fs, path, depth + 1);
        int handle = f->open(fs, path, KR_OPEN_READ | KR_OPEN_WRITE);
        for (unsigned k = 0; handle >= 0 && k < 20 && f->read(fs, handle, bytes, sizeof bytes) > 0;) k++;
        size_t mapped;
        if (handle >= 0) f->map(fs, handle, &mapped);
        if (handle >= 0) f->seek(fs, handle, 5, 0);
        if (handle >= 0) f->write(fs, handle, "changed", 7);
        if (handle >= 0) f->truncate(fs, handle, 600);
        if (handle >= 0) f->close(fs, handle);
        if (i % 2) f->remove(fs, path);
        if (i % 2) f->rmdir(fs, path);
    }
    if (list >= 0) f->list_close(fs, list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nor nor;
    static flashfs fs;
    kr_file_space space;
    if (get_word(good) == 0) make_good();
    nor_open(&nor, SECTOR, SECTORS, 1);
    patch(&nor, data, size);
    flash_device device = nor_device(&nor, true);
    if (flashfs_mount(&fs, &device, NULL) == 0) {
        flashfs_check(&fs);
        use_folder(&fs, "", 0);
        f->space(&fs, "/", &space);
        for (unsigned i = 0; i < 4; i++) write_file(&fs, i % 2 ? "/new" : "/newer", 2000);
        f->rename(&fs, "/new", "/d/new");
        flashfs_unmount(&fs);
        if (flashfs_mount(&fs, &device, NULL) == 0) flashfs_check(&fs);
    }
    nor_close(&nor);
    return 0;
}
