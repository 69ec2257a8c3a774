/* Open files: their bytes, and the table of kr_files.
 *
 * All handles of a file share its content in RAM, which differs from its record while it is being written;
 * sync and close give the file a record of what it has become. Bytes at the end are programmed behind those
 * that are there, into what is still blank; all other writing makes a new unit, so that what the record leads
 * to stays as it was. */
#include "flashfs_parts.h"

#define BLOCK 128u /* bytes that are on the stack at a time; flash_program() programs as many at once */

static uint32_t unit_bytes(const flashfs *fs) {
    return 1u << fs->unit_shift;
}

flashfs_file *flashfs_file_find(flashfs *fs, uint32_t id) {
    for (unsigned i = 0; i < FLASHFS_FILES; i++)
        if (fs->files[i].id == id) return &fs->files[i];
    return NULL;
}

static flashfs_handle *handle_of(flashfs *fs, int handle, unsigned flag) {
    if (handle < 0 || handle >= FLASHFS_HANDLES || fs->handles[handle].file == 0) return NULL;
    return fs->handles[handle].flags & flag ? &fs->handles[handle] : NULL;
}

static flashfs_file *file_of(flashfs *fs, const flashfs_handle *handle) {
    return &fs->files[handle->file - 1];
}

void flashfs_report(flashfs *fs, enum flashfs_damage damage, uint32_t at) {
    char name[64] = "";
    flashfs_record record;
    if (fs->config.damaged == NULL) return;
    if (at != FLASHFS_NOWHERE && flashfs_record_read(fs, at, &record)) {
        size_t size = flashfs_name_size(&record) < sizeof name ? flashfs_name_size(&record) : sizeof name - 1;
        flashfs_name_read(fs, at, 0, name, size);
    }
    fs->config.damaged(fs->config.context, damage, name);
}

/* ---- Writing one unit ---- */

/* Bytes that go into a unit: `count` from `offset` on, and the `before` bytes of another unit, or the same,
 * around them. */
struct change {
    const flashfs_entry *old;
    uint32_t before;
    const uint8_t *data;
    uint32_t offset, count;
};

/* Some bytes of the unit as they shall be. */
static int change_block(const flashfs *fs, const struct change *change, uint32_t at, uint8_t *block,
                        uint32_t size) {
    uint32_t from = change->offset > at ? change->offset : at, end = change->offset + change->count;
    uint32_t to = end < at + size ? end : at + size, kept = change->before > at ? change->before - at : 0;
    int result = 0;
    if (kept > 0)
        result = flash_read(&fs->flash, flashfs_unit_address(fs, change->old->unit) + at, block,
                            kept < size ? kept : size);
    if (from < to) memcpy(block + (from - at), change->data + (from - change->offset), to - from);
    return result;
}

/* Programs a unit from `start` on; *crc is continued over what is programmed. */
static int change_write(flashfs *fs, const struct change *change, uint32_t unit, uint32_t start,
                        uint32_t *crc) {
    uint32_t end = change->offset + change->count;
    if (end < change->before) end = change->before;
    for (uint32_t at = start, size; at < end; at += size) {
        uint8_t block[BLOCK];
        size = BLOCK - at % BLOCK < end - at ? BLOCK - at % BLOCK : end - at;
        int result = change_block(fs, change, at, block, size);
        if (result >= 0) result = flashfs_unit_program(fs, unit, at, block, size);
        if (result < 0) return result;
        *crc = flash_crc(*crc, block, size);
    }
    return 0;
}

/* May bytes be added behind those of this unit? Not when an earlier try has left something there, nor when
 * the first word of a sector is still incomplete: it must not become the one that marks a sector of records.
 */
static bool can_append(const flashfs *fs, const struct change *change) {
    uint32_t address = flashfs_unit_address(fs, change->old->unit), from = (change->before + 3) & ~3u;
    uint32_t to = (change->offset + change->count + 3) & ~3u;
    uint8_t rest[3];
    if (change->before == 0 || change->offset != change->before) return false;
    if (change->before < 4 && address % fs->flash.sector_size == 0) return false;
    if (flash_read(&fs->flash, address + change->before, rest, from - change->before) < 0) return false;
    for (uint32_t i = 0; i < from - change->before; i++)
        if (rest[i] != 0xFF) return false;
    return to <= from || flash_is_blank(&fs->flash, address + from, to - from);
}

static int append_in_place(flashfs *fs, const struct change *change, flashfs_entry *entry) {
    uint32_t ignored = 0, crc = change->old->crc, unit = change->old->unit;
    int result = change_write(fs, change, unit, change->before & ~3u, &ignored);
    if (result >= 0)
        result =
            flash_crc_of(&fs->flash, flashfs_unit_address(fs, unit) + change->before, change->count, &crc);
    *entry = flashfs_entry_make(unit, crc);
    return result;
}

static int write_anew(flashfs *fs, const struct change *change, flashfs_entry *entry) {
    uint32_t first = UINT32_MAX, crc = 0;
    if (change->before > 0 && flashfs_unit_verify(fs, change->old, change->before) < 0) return -KR_EIO;
    int result = change_block(fs, change, 0, (uint8_t *)&first, 4);
    int32_t unit = result < 0 ? result : flashfs_unit_take(fs, FLASHFS_DATA, first);
    if (unit < 0) return (int)unit;
    result = change_write(fs, change, (uint32_t)unit, 0, &crc);
    *entry = flashfs_entry_make((uint32_t)unit, crc);
    return result;
}

/* A unit that cannot be programmed is left behind and another one taken. */
static int change_apply(flashfs *fs, const struct change *change, bool sealed, flashfs_entry *entry) {
    if (!sealed && can_append(fs, change) && append_in_place(fs, change, entry) >= 0) return 0;
    int result = -KR_EIO;
    for (unsigned tries = 0; tries < 3 && result == -KR_EIO; tries++) result = write_anew(fs, change, entry);
    return result;
}

/* Writes bytes that lie within one unit of the file and leave no gap. */
static int unit_write(flashfs *fs, flashfs_file *file, uint32_t position, const uint8_t *data,
                      uint32_t count) {
    flashfs_content *content = &file->now;
    flashfs_entry old = {.unit = FLASHFS_NONE}, entry;
    int result = flashfs_prepare(fs, FLASHFS_WRITE);
    if (result < 0) return result;
    uint32_t n = position >> fs->unit_shift, whole = content->size >> fs->unit_shift;
    struct change change = {&old, flashfs_unit_size(fs, content, n), data, position & (unit_bytes(fs) - 1),
                            count};
    if (change.before > 0) result = flashfs_tree_get(fs, content, n, &old);
    if (result >= 0) result = change_apply(fs, &change, file->sealed, &entry);
    if (result < 0) return result;
    uint32_t end = change.offset + count > change.before ? change.offset + count : change.before;
    if (end == unit_bytes(fs)) {
        for (unsigned tries = 0; tries < 3; tries++)
            if ((result = flashfs_tree_set(fs, content, n, entry)) != -KR_EIO) break;
        if (result < 0) return result;
        if (n == whole) content->tail.unit = FLASHFS_NONE;
    } else {
        content->tail = entry;
    }
    if (content->size < position + count) content->size = position + count;
    if (change.before > 0 && entry.unit != old.unit) fs->stale = true;
    if (n == whole) file->sealed = false; /* the last unit is a new one, or was not sealed */
    file->dirty = true;
    return 0;
}

/* ---- Sizes ---- */

static int shrink(flashfs *fs, flashfs_file *file, uint32_t size) {
    flashfs_content next = file->now;
    uint32_t n = size >> fs->unit_shift, rest = size & (unit_bytes(fs) - 1), crc = 0;
    flashfs_entry last = {.unit = FLASHFS_NONE};
    int result = 0;
    if (rest > 0) {
        result = flashfs_tree_get(fs, &next, n, &last);
        if (result >= 0) result = flashfs_unit_verify(fs, &last, flashfs_unit_size(fs, &next, n));
        if (result >= 0) result = flash_crc_of(&fs->flash, flashfs_unit_address(fs, last.unit), rest, &crc);
        last = flashfs_entry_make(last.unit, crc);
    }
    if (result >= 0) result = flashfs_tree_cut(fs, &next, n);
    if (result < 0) return result;
    next.tail = last;
    next.size = size;
    file->now = next;
    file->dirty = file->sealed = fs->stale = true;
    return 0;
}

/* Bytes, or zeros where there are none, from `position` on, which is not behind the end. The number that was
 * written, or a negative code if it is none. */
static ptrdiff_t write_bytes(flashfs *fs, flashfs_file *file, uint32_t position, const uint8_t *data,
                             size_t size) {
    uint8_t zeros[16] = {0};
    size_t done = 0;
    while (done < size) {
        uint32_t room = unit_bytes(fs) - ((position + (uint32_t)done) & (unit_bytes(fs) - 1));
        uint32_t count = size - done < room ? (uint32_t)(size - done) : room;
        if (data == NULL && count > sizeof zeros) count = sizeof zeros;
        int result =
            unit_write(fs, file, position + (uint32_t)done, data == NULL ? zeros : data + done, count);
        if (result == -KR_ENOSPC) file->full = true;
        if (result < 0 && done == 0) return result;
        if (result < 0) break;
        done += count;
    }
    return (ptrdiff_t)done;
}

/* Zeros up to this size, or nothing. */
static int grow(flashfs *fs, flashfs_file *file, uint32_t size) {
    uint32_t before = file->now.size;
    if (size > (uint32_t)fs->units << fs->unit_shift) return -KR_EFBIG;
    ptrdiff_t count = write_bytes(fs, file, before, NULL, size - before);
    if (count == (ptrdiff_t)(size - before)) return 0;
    if (file->now.size > before) shrink(fs, file, before);
    return count < 0 ? (int)count : -KR_ENOSPC;
}

/* ---- Opening and closing ---- */

static int free_handle(const flashfs *fs) {
    for (int i = 0; i < FLASHFS_HANDLES; i++)
        if (fs->handles[i].file == 0) return i;
    return -KR_EMFILE;
}

static flashfs_file *file_begin(flashfs *fs, const flashfs_place *place) {
    flashfs_file *file = flashfs_file_find(fs, place->id);
    flashfs_record record;
    if (file != NULL) return file;
    file = flashfs_file_find(fs, 0);
    if (!flashfs_record_read(fs, place->at, &record)) return NULL;
    *file = (flashfs_file){.id = place->id, .at = place->at, .now = record.content};
    memcpy(&file->mtime, record.mtime, sizeof file->mtime);
    return file;
}

static void file_empty(flashfs *fs, flashfs_file *file) {
    if (file->now.size == 0) return;
    file->replacing = !file->dirty;
    file->now = (flashfs_content){.root.unit = FLASHFS_NONE, .tail.unit = FLASHFS_NONE};
    file->dirty = fs->stale = true;
    file->mtime = flashfs_now(fs);
}

static int open_place(flashfs *fs, flashfs_place *place, int flags) {
    int handle = free_handle(fs);
    if (place->id == 0 && !(flags & KR_OPEN_CREATE)) return -KR_ENOENT;
    if (place->id != 0 && (flags & KR_OPEN_EXCLUSIVE) && (flags & KR_OPEN_CREATE)) return -KR_EEXIST;
    if (place->id != 0 && place->type == FLASHFS_DIRECTORY) return -KR_EISDIR;
    if (handle < 0 || (flashfs_file_find(fs, place->id) == NULL && flashfs_file_find(fs, 0) == NULL))
        return -KR_EMFILE;
    if (place->id == 0) {
        int result = flashfs_create(fs, place, FLASHFS_FILE);
        if (result < 0) return result;
    }
    return handle;
}

static int files_open(void *context, const char *path, int flags) {
    flashfs *fs = context;
    flashfs_place place;
    int handle = flashfs_resolve(fs, path, &place);
    if (handle >= 0) handle = open_place(fs, &place, flags);
    if (handle < 0) return handle;
    flashfs_file *file = file_begin(fs, &place);
    if (file == NULL) return -KR_EIO;
    if (!(flags & KR_OPEN_WRITE)) flags = KR_OPEN_READ;
    if (flags & KR_OPEN_TRUNCATE) file_empty(fs, file);
    file->handles++;
    fs->handles[handle] = (flashfs_handle){.file = (uint8_t)(file - fs->files + 1), .flags = (uint8_t)flags};
    return handle;
}

int flashfs_file_commit(flashfs *fs, flashfs_file *file) {
    if (!file->dirty || file->at == FLASHFS_NOWHERE) return 0;
    if (file->replacing && file->full) return -KR_ENOSPC;
    int result = flashfs_prepare(fs, 0);
    if (result >= 0) result = flashfs_log_update(fs, &file->at, &file->now, &file->mtime);
    if (result < 0) return result;
    file->dirty = file->replacing = file->sealed = false;
    return 0;
}

/* Forgets what did not become a record. */
static void file_revert(flashfs *fs, flashfs_file *file) {
    flashfs_record record;
    fs->stale = true;
    file->dirty = file->replacing = file->full = file->sealed = false;
    if (file->at == FLASHFS_NOWHERE || !flashfs_record_read(fs, file->at, &record)) return;
    file->now = record.content;
    memcpy(&file->mtime, record.mtime, sizeof file->mtime);
}

static int files_close(void *context, int number) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, 0xFF);
    if (handle == NULL) return -KR_EBADF;
    flashfs_file *file = file_of(fs, handle);
    int result = handle->flags & KR_OPEN_WRITE ? flashfs_file_commit(fs, file) : 0;
    if (result < 0) file_revert(fs, file);
    handle->file = 0;
    if (--file->handles > 0) return result;
    if (file->at == FLASHFS_NOWHERE) fs->stale = true;
    file->id = 0;
    return result;
}

static int files_sync(void *context, int number) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, 0xFF);
    return handle == NULL ? -KR_EBADF : flashfs_file_commit(fs, file_of(fs, handle));
}

/* ---- Reading and writing ---- */

/* Bytes of one unit, when all of it is what it was. */
static ptrdiff_t unit_read(flashfs *fs, flashfs_file *file, uint32_t position, void *data, size_t size) {
    uint32_t n = position >> fs->unit_shift, offset = position & (unit_bytes(fs) - 1);
    uint32_t have = flashfs_unit_size(fs, &file->now, n);
    flashfs_entry entry;
    if (have <= offset) return 0;
    if (size > have - offset) size = have - offset;
    int result = flashfs_tree_get(fs, &file->now, n, &entry);
    if (result >= 0) result = flashfs_unit_verify(fs, &entry, have);
    if (result >= 0)
        result = flash_read(&fs->flash, flashfs_unit_address(fs, entry.unit) + offset, data, size);
    if (result < 0) flashfs_report(fs, FLASHFS_DAMAGED_FILE, file->at);
    return result < 0 ? result : (ptrdiff_t)size;
}

static ptrdiff_t files_read(void *context, int number, void *data, size_t size) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, KR_OPEN_READ);
    size_t done = 0;
    if (handle == NULL) return -KR_EBADF;
    while (done < size) {
        ptrdiff_t count =
            unit_read(fs, file_of(fs, handle), handle->position, (uint8_t *)data + done, size - done);
        if (count < 0 && done == 0) return count;
        if (count <= 0) break;
        handle->position += (uint32_t)count;
        done += (size_t)count;
    }
    return (ptrdiff_t)done;
}

static ptrdiff_t files_write(void *context, int number, const void *data, size_t size) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, KR_OPEN_WRITE);
    if (handle == NULL) return -KR_EBADF;
    flashfs_file *file = file_of(fs, handle);
    if (size == 0) return 0;
    if (handle->flags & KR_OPEN_APPEND) handle->position = file->now.size;
    if (size > INT32_MAX - handle->position) return -KR_EFBIG;
    if (handle->position > file->now.size) {
        int result = grow(fs, file, handle->position);
        if (result < 0) return result;
    }
    ptrdiff_t count = write_bytes(fs, file, handle->position, data, size);
    if (count < 0) return count;
    handle->position += (uint32_t)count;
    file->mtime = flashfs_now(fs);
    return count;
}

static int64_t files_seek(void *context, int number, int64_t offset, int whence) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, 0xFF);
    if (handle == NULL) return -KR_EBADF;
    int64_t from = whence == 1 ? handle->position : whence == 2 ? file_of(fs, handle)->now.size : 0;
    if (whence < 0 || whence > 2 || offset > INT32_MAX - from || offset < -from) return -KR_EINVAL;
    handle->position = (uint32_t)(from + offset);
    return handle->position;
}

static int files_truncate(void *context, int number, uint64_t size) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, 0xFF);
    if (handle == NULL) return -KR_EBADF;
    if (!(handle->flags & KR_OPEN_WRITE)) return -KR_EINVAL;
    if (size > INT32_MAX) return -KR_EFBIG;
    flashfs_file *file = file_of(fs, handle);
    int result = 0;
    if (size > file->now.size) result = grow(fs, file, (uint32_t)size);
    if (size < file->now.size) result = shrink(fs, file, (uint32_t)size);
    if (result >= 0) file->mtime = flashfs_now(fs);
    if (result >= 0) file->full = false;
    return result;
}

/* ---- Mapping ---- */

/* The first unit when all lie one behind the other and are what they were. */
static uint32_t first_unit(flashfs *fs, const flashfs_content *content) {
    uint32_t first = FLASHFS_NONE, size;
    for (uint32_t n = 0; (size = flashfs_unit_size(fs, content, n)) > 0; n++) {
        flashfs_entry entry;
        if (flashfs_tree_get(fs, content, n, &entry) < 0) return FLASHFS_NONE;
        if (n == 0) first = entry.unit;
        if (entry.unit != first + n || flashfs_unit_verify(fs, &entry, size) < 0) return FLASHFS_NONE;
    }
    return first;
}

/* Copies the content to units that follow each other from `first` on. */
static int gather(flashfs *fs, const flashfs_content *content, uint32_t first, flashfs_content *whole) {
    flashfs_entry old, entry;
    uint32_t size;
    *whole = (flashfs_content){.root.unit = FLASHFS_NONE, .tail.unit = FLASHFS_NONE};
    for (uint32_t n = 0; (size = flashfs_unit_size(fs, content, n)) > 0; n++) {
        uint32_t crc = 0;
        struct change change = {&old, size, NULL, 0, 0};
        int result = flashfs_tree_get(fs, content, n, &old);
        if (result >= 0) result = flashfs_unit_verify(fs, &old, size);
        if (result >= 0 && (first + n) % (1u << fs->sector_shift) == 0 &&
            flash_word(&fs->flash, flashfs_unit_address(fs, old.unit)) == FLASHFS_MAGIC)
            result = -KR_EIO;
        if (result >= 0) result = change_write(fs, &change, first + n, 0, &crc);
        entry = flashfs_entry_make(first + n, crc);
        if (result >= 0 && size == unit_bytes(fs)) result = flashfs_tree_set(fs, whole, n, entry);
        if (result < 0) return result;
        if (size < unit_bytes(fs)) whole->tail = entry;
        whole->size += size;
    }
    return 0;
}

/* Wear levelling scatters what once lay in one piece: brings it together again, if there is room. */
static int make_contiguous(flashfs *fs, flashfs_file *file) {
    uint32_t units = (file->now.size + unit_bytes(fs) - 1) >> fs->unit_shift;
    uint32_t sectors = (units + (1u << fs->sector_shift) - 1) >> fs->sector_shift;
    flashfs_content whole;
    if (file->dirty || file->at == FLASHFS_NOWHERE) return -KR_EBUSY;
    int result = flashfs_prepare(fs, units + (units >> (fs->unit_shift - 4)) + FLASHFS_WRITE);
    if (result < 0) return result;
    if (flashfs_sectors_free(fs) < sectors + fs->low) return -KR_ENOSPC;
    int32_t sector = flashfs_sector_run(fs, sectors);
    fs->stale = true;
    if (sector < 0) return (int)sector;
    result = gather(fs, &file->now, (uint32_t)sector << fs->sector_shift, &whole);
    if (result >= 0) result = flashfs_log_update(fs, &file->at, &whole, NULL);
    if (result >= 0) file->now = whole;
    flashfs_recount(fs, false);
    return result;
}

/* What is mapped is not erased before flashfs_unmap_all(), whatever becomes of the file. */
static const void *files_map(void *context, int number, size_t *size) {
    flashfs *fs = context;
    flashfs_handle *handle = handle_of(fs, number, KR_OPEN_READ);
    if (handle == NULL || flash_mapped(&fs->flash, 0) == NULL) return NULL;
    flashfs_file *file = file_of(fs, handle);
    uint32_t first = first_unit(fs, &file->now);
    if (first == FLASHFS_NONE && file->now.size > 0 && make_contiguous(fs, file) >= 0)
        first = first_unit(fs, &file->now);
    if (first == FLASHFS_NONE) return NULL;
    uint32_t last = first + ((file->now.size - 1) >> fs->unit_shift);
    for (uint32_t sector = first >> fs->sector_shift; sector <= last >> fs->sector_shift; sector++)
        fs->pinned[sector / 32] |= 1u << sector % 32;
    *size = file->now.size;
    return flash_mapped(&fs->flash, flashfs_unit_address(fs, first));
}

static void files_unmap_all(void *context) {
    flashfs *fs = context;
    memset(fs->pinned, 0, sizeof fs->pinned);
}

const kr_files flashfs_functions = {
    .open = files_open,
    .close = files_close,
    .read = files_read,
    .write = files_write,
    .seek = files_seek,
    .truncate = files_truncate,
    .sync = files_sync,
    .stat = flashfs_stat,
    .list_open = flashfs_list_open,
    .list_next = flashfs_list_next,
    .list_close = flashfs_list_close,
    .remove = flashfs_remove,
    .rename = flashfs_rename,
    .mkdir = flashfs_mkdir,
    .rmdir = flashfs_rmdir,
    .space = flashfs_space,
    .set_mtime = flashfs_set_mtime,
    .map = files_map,
    .unmap_all = files_unmap_all,
};
