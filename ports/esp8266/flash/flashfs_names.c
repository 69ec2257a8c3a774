/* Names: a record says in which directory it is, so a directory needs no list, and moving one is one record.
 *
 * Looking something up walks all records. There are some hundreds at most, in memory that is read as fast as
 * RAM. */
#include "flashfs_parts.h"

int64_t flashfs_now(const flashfs *fs) {
    return fs->config.time_ns == NULL ? 0 : fs->config.time_ns(fs->config.context);
}

/* ---- Resolving ---- */

static bool name_is(const flashfs *fs, uint32_t at, const char *name, size_t size) {
    char piece[32];
    for (size_t done = 0; done < size; done += sizeof piece) {
        size_t count = size - done < sizeof piece ? size - done : sizeof piece;
        if (flashfs_name_read(fs, at, (uint32_t)done, piece, count) < 0 ||
            memcmp(piece, name + done, count) != 0)
            return false;
    }
    return true;
}

/* What is called so in a directory. */
static void look_up(flashfs *fs, flashfs_place *place) {
    flashfs_cursor cursor = {0};
    place->at = FLASHFS_NOWHERE;
    place->id = 0;
    while (flashfs_next(fs, &cursor)) {
        const flashfs_record *record = &cursor.record;
        if (record->parent != place->parent || flashfs_record_type(record) == FLASHFS_INTENT ||
            flashfs_name_size(record) != place->name_size ||
            !name_is(fs, cursor.at, place->name, place->name_size))
            continue;
        place->at = cursor.at;
        place->id = record->id;
        place->type = (enum flashfs_type)flashfs_record_type(record);
        return;
    }
}

int flashfs_resolve(flashfs *fs, const char *path, flashfs_place *place) {
    *place =
        (flashfs_place){.at = FLASHFS_NOWHERE, .id = FLASHFS_ROOT, .type = FLASHFS_DIRECTORY, .name = path};
    while (*path == '/') path++;
    while (*path != '\0') {
        const char *end = path;
        if (place->id == 0) return -KR_ENOENT;
        if (place->type != FLASHFS_DIRECTORY) return -KR_ENOTDIR;
        while (*end != '/' && *end != '\0') end++;
        place->parent = place->id;
        place->name = path;
        place->name_size = (size_t)(end - path);
        if (place->name_size > KR_NAME_MAX) return -KR_ENAMETOOLONG;
        look_up(fs, place);
        path = end;
        while (*path == '/') path++;
    }
    return 0;
}

/* As flashfs_resolve(), for what must be there and is not the root. */
static int resolve_entry(flashfs *fs, const char *path, flashfs_place *place) {
    int result = flashfs_resolve(fs, path, place);
    if (result < 0) return result;
    if (place->name_size == 0) return -KR_EBUSY;
    return place->id == 0 ? -KR_ENOENT : 0;
}

static bool is_dots(const flashfs_place *place) {
    return place->name[0] == '.' &&
           (place->name_size == 1 || (place->name_size == 2 && place->name[1] == '.'));
}

/* Fills `scratch` with a record of this name. */
static flashfs_record *record_begin(flashfs *fs, const flashfs_place *place, enum flashfs_type type) {
    flashfs_record *record = (flashfs_record *)fs->scratch;
    size_t size = (sizeof *record + place->name_size + 3) & ~(size_t)3;
    record->shape = (uint32_t)type | (uint32_t)place->name_size << 8 | (uint32_t)size << 16;
    record->parent = place->parent;
    memset(record + 1, 0xFF, sizeof fs->scratch - sizeof *record);
    memcpy(record + 1, place->name, place->name_size);
    return record;
}

int flashfs_create(flashfs *fs, flashfs_place *place, enum flashfs_type type) {
    int64_t now = flashfs_now(fs);
    if (is_dots(place)) return -KR_EINVAL;
    int result = flashfs_prepare(fs, 0);
    if (result >= 0) result = flashfs_log_room(fs, place->name_size);
    if (result < 0) return result;
    memset(fs->scratch, 0, sizeof(flashfs_record));
    flashfs_record *record = record_begin(fs, place, type);
    record->id = fs->sequence + 1; /* the record's own number: no other will ever have it */
    record->content.root.unit = record->content.tail.unit = FLASHFS_NONE;
    memcpy(record->mtime, &now, sizeof record->mtime);
    place->id = record->id;
    place->type = type;
    return flashfs_log_append(fs, &place->at);
}

/* ---- kr_files ---- */

static void to_stat(flashfs *fs, const flashfs_record *record, kr_file_stat *stat) {
    const flashfs_file *file = flashfs_file_find(fs, record->id);
    bool directory = flashfs_record_type(record) == FLASHFS_DIRECTORY;
    stat->kind = directory ? KR_FILE_DIRECTORY : KR_FILE_REGULAR;
    stat->size = directory ? 0 : file != NULL ? file->now.size : record->content.size;
    memcpy(&stat->mtime_ns, record->mtime, sizeof stat->mtime_ns);
    if (file != NULL) stat->mtime_ns = file->mtime;
}

int flashfs_stat(void *context, const char *path, kr_file_stat *stat) {
    flashfs *fs = context;
    flashfs_place place;
    flashfs_record record;
    int result = flashfs_resolve(fs, path, &place);
    if (result < 0) return result;
    if (place.id == 0) return -KR_ENOENT;
    *stat = (kr_file_stat){.kind = KR_FILE_DIRECTORY};
    if (place.id == FLASHFS_ROOT) return 0;
    if (!flashfs_record_read(fs, place.at, &record)) return -KR_EIO;
    to_stat(fs, &record, stat);
    return 0;
}

/* An open file lives on without its name. */
static void orphan(flashfs *fs, uint32_t id) {
    flashfs_file *file = flashfs_file_find(fs, id);
    if (file != NULL) file->at = FLASHFS_NOWHERE;
    fs->stale = true;
}

int flashfs_remove(void *context, const char *path) {
    flashfs *fs = context;
    flashfs_place place;
    int result = resolve_entry(fs, path, &place);
    if (result == -KR_EBUSY) return -KR_EISDIR;
    if (result < 0) return result;
    if (place.type == FLASHFS_DIRECTORY) return -KR_EISDIR;
    result = flashfs_log_kill(fs, place.at);
    orphan(fs, place.id);
    return result;
}

static bool has_children(flashfs *fs, uint32_t directory) {
    flashfs_cursor cursor = {0};
    while (flashfs_next(fs, &cursor))
        if (cursor.record.parent == directory && flashfs_record_type(&cursor.record) != FLASHFS_INTENT)
            return true;
    return false;
}

int flashfs_mkdir(void *context, const char *path) {
    flashfs *fs = context;
    flashfs_place place;
    int result = flashfs_resolve(fs, path, &place);
    if (result < 0) return result;
    return place.id != 0 ? -KR_EEXIST : flashfs_create(fs, &place, FLASHFS_DIRECTORY);
}

int flashfs_rmdir(void *context, const char *path) {
    flashfs *fs = context;
    flashfs_place place;
    int result = resolve_entry(fs, path, &place);
    if (result < 0) return result;
    if (place.type != FLASHFS_DIRECTORY) return -KR_ENOTDIR;
    return has_children(fs, place.id) ? -KR_ENOTEMPTY : flashfs_log_kill(fs, place.at);
}

/* Is `directory` the one with this id, or inside it? What a hostile image has made a circle counts as inside.
 */
static bool is_inside(flashfs *fs, uint32_t directory, uint32_t id) {
    for (unsigned steps = 0; steps < KR_PATH_MAX / 2; steps++) {
        flashfs_record record;
        if (directory == id) return true;
        if (directory == FLASHFS_ROOT || flashfs_record_find(fs, directory, &record) == FLASHFS_NOWHERE)
            return false;
        directory = record.parent;
    }
    return true;
}

/* May `from` get the name of `to`? */
static int rename_allowed(flashfs *fs, const flashfs_place *from, const flashfs_place *to) {
    if (to->name_size == 0) return -KR_EBUSY;
    if (is_dots(to)) return -KR_EINVAL;
    if (from->type == FLASHFS_DIRECTORY && is_inside(fs, to->parent, from->id)) return -KR_EINVAL;
    if (to->id == 0) return 0;
    if (to->type == FLASHFS_DIRECTORY && from->type != FLASHFS_DIRECTORY) return -KR_EISDIR;
    if (to->type != FLASHFS_DIRECTORY && from->type == FLASHFS_DIRECTORY) return -KR_ENOTDIR;
    return to->type == FLASHFS_DIRECTORY && has_children(fs, to->id) ? -KR_ENOTEMPTY : 0;
}

int flashfs_rename(void *context, const char *from_path, const char *to_path) {
    flashfs *fs = context;
    flashfs_place from, to;
    uint32_t at;
    int result = flashfs_prepare(fs, 0);
    if (result >= 0) result = resolve_entry(fs, from_path, &from);
    if (result >= 0) result = flashfs_resolve(fs, to_path, &to);
    if (result < 0) return result;
    if (from.id == to.id) return 0;
    result = rename_allowed(fs, &from, &to);
    if (result >= 0) result = flashfs_log_room(fs, to.name_size);
    if (result >= 0) result = flashfs_log_load(fs, from.at);
    if (result < 0) return result;
    record_begin(fs, &to, from.type)->replaces = to.id;
    result = flashfs_log_append(fs, &at);
    if (result < 0) return result;
    flashfs_file *file = flashfs_file_find(fs, from.id);
    if (file != NULL && file->at == from.at) file->at = at;
    result = flashfs_log_kill(fs, from.at);
    if (to.id != 0 && flashfs_log_kill(fs, to.at) < 0) result = -KR_EIO;
    if (to.id != 0) orphan(fs, to.id);
    return result;
}

int flashfs_space(void *context, const char *path, kr_file_space *space) {
    flashfs *fs = context;
    flashfs_place place;
    int result = flashfs_resolve(fs, path, &place);
    if (result < 0) return result;
    if (place.id == 0) return -KR_ENOENT;
    uint32_t blocks = flashfs_units_left(fs), fan = fs->unit_shift - 3u;
    uint32_t entries =
        (blocks >> fan) + (blocks >> 2 * fan) + 2 + FLASHFS_WRITE; /* of one file that takes it all */
    space->block_size = 1u << fs->unit_shift;
    space->blocks = fs->units;
    space->blocks_free = blocks > entries ? blocks - entries : 0;
    return 0;
}

int flashfs_set_mtime(void *context, const char *path, int64_t mtime_ns) {
    flashfs *fs = context;
    flashfs_place place;
    int result = flashfs_prepare(fs, 0);
    if (result >= 0) result = resolve_entry(fs, path, &place);
    if (result < 0) return result;
    uint32_t at = place.at;
    result = flashfs_log_update(fs, &at, NULL, &mtime_ns);
    flashfs_file *file = flashfs_file_find(fs, place.id);
    if (file == NULL) return result;
    if (file->at == place.at) file->at = at;
    if (result >= 0) file->mtime = mtime_ns;
    return result;
}

/* ---- Listings ---- */

/* In the order of ids, which do not change when records move. */
int flashfs_list_open(void *context, const char *path) {
    flashfs *fs = context;
    flashfs_place place;
    int result = flashfs_resolve(fs, path, &place);
    if (result < 0) return result;
    if (place.id == 0) return -KR_ENOENT;
    if (place.type != FLASHFS_DIRECTORY) return -KR_ENOTDIR;
    for (int i = 0; i < FLASHFS_LISTS; i++) {
        if (fs->lists[i].open) continue;
        fs->lists[i] = (flashfs_list){.open = true, .directory = place.id};
        return i;
    }
    return -KR_EMFILE;
}

static bool is_list(const flashfs *fs, int handle) {
    return handle >= 0 && handle < FLASHFS_LISTS && fs->lists[handle].open;
}

int flashfs_list_next(void *context, int handle, kr_file_entry *entry) {
    flashfs *fs = context;
    if (!is_list(fs, handle)) return -KR_EBADF;
    flashfs_list *list = &fs->lists[handle];
    for (;;) {
        flashfs_cursor cursor = {0};
        flashfs_record record;
        uint32_t best = UINT32_MAX, at = FLASHFS_NOWHERE;
        while (flashfs_next(fs, &cursor)) {
            const flashfs_record *seen = &cursor.record;
            if (seen->parent != list->directory || flashfs_record_type(seen) == FLASHFS_INTENT ||
                seen->id <= list->last || seen->id >= best)
                continue;
            best = seen->id;
            at = cursor.at;
        }
        if (at == FLASHFS_NOWHERE) return 0;
        list->last = best;
        if (!flashfs_record_read(fs, at, &record)) continue; /* damaged, and said so at mount */
        size_t size = flashfs_name_size(&record);
        if (flashfs_name_read(fs, at, 0, entry->name, size) < 0) continue;
        entry->name[size] = '\0';
        to_stat(fs, &record, &entry->stat);
        return 1;
    }
}

int flashfs_list_close(void *context, int handle) {
    flashfs *fs = context;
    if (!is_list(fs, handle)) return -KR_EBADF;
    fs->lists[handle].open = false;
    return 0;
}
