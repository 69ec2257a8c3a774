/* The calls of a history, each with what it means for the model. */
#include "history.h"
#include "flashfs_parts.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const kr_files *const f = &flashfs_functions;

void history_fail(const struct history *history, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    printf("FAILED %s, flash operation %llu: ", history->name, (unsigned long long)history->nor.operations);
    vprintf(format, arguments);
    printf("\n1 failed\n");
    fflush(stdout);
    abort();
}

static uint32_t below(struct history *h, uint32_t limit) {
    return (uint32_t)(nor_random(&h->random) % limit);
}

/* ---- The model ---- */

static struct blob *blob_new(const void *data, uint32_t size) {
    struct blob *blob = malloc(sizeof *blob + size + 1);
    blob->owners = 1;
    blob->size = size;
    if (size > 0) memcpy(blob->data, data, size);
    return blob;
}

static void blob_drop(struct blob *blob) {
    if (blob != NULL && --blob->owners == 0) free(blob);
}

static void model_clear(struct model *model) {
    for (unsigned i = 0; i < HISTORY_ITEMS; i++) blob_drop(model->items[i].content);
    memset(model, 0, sizeof *model);
}

static void model_copy(struct model *to, const struct model *from) {
    struct model old = *to;
    *to = *from;
    for (unsigned i = 0; i < HISTORY_ITEMS; i++)
        if (to->items[i].content != NULL) to->items[i].content->owners++;
    model_clear(&old);
}

static struct item *item_at(struct model *model, const char *path) {
    for (unsigned i = 0; i < HISTORY_ITEMS; i++)
        if (strcmp(model->items[i].path, path) == 0) return &model->items[i];
    return NULL;
}

static struct item *item_of(struct model *model, unsigned key) {
    for (unsigned i = 0; i < HISTORY_ITEMS; i++)
        if (model->items[i].key == key) return &model->items[i];
    return NULL;
}

static void item_set(struct item *item, const void *data, uint32_t size, int64_t mtime) {
    blob_drop(item->content);
    item->content = blob_new(data, size);
    item->mtime = mtime;
}

static void item_remove(struct item *item) {
    blob_drop(item->content);
    memset(item, 0, sizeof *item);
}

static bool is_below(const char *path, const char *folder) {
    size_t size = strlen(folder);
    return strncmp(path, folder, size) == 0 && path[size] == '/';
}

static bool is_empty(const struct model *model, const char *folder) {
    for (unsigned i = 0; i < HISTORY_ITEMS; i++)
        if (is_below(model->items[i].path, folder)) return false;
    return true;
}

/* The call that was begun has succeeded or failed. */
static bool settle(struct history *h, int result, const char *what) {
    if (result == -KR_ENOSPC) h->full++;
    if (result < 0 && result != -KR_ENOSPC) history_fail(h, "%s gives %d", what, result);
    model_copy(result < 0 ? &h->next : &h->now, result < 0 ? &h->now : &h->next);
    return result >= 0;
}

/* ---- Comparing ---- */

static bool same_content(struct history *h, const char *path, const struct blob *blob) {
    uint8_t bytes[512];
    uint32_t at = 0;
    int handle = f->open(&h->fs, path, KR_OPEN_READ);
    if (handle < 0) history_fail(h, "opening %s gives %d", path, handle);
    for (;;) {
        ptrdiff_t count = f->read(&h->fs, handle, bytes, sizeof bytes);
        if (count < 0) history_fail(h, "reading %s at %u gives %d", path, at, (int)count);
        if (count == 0) break;
        if (at + (uint32_t)count > blob->size || memcmp(bytes, blob->data + at, (size_t)count) != 0) break;
        at += (uint32_t)count;
    }
    f->close(&h->fs, handle);
    return at == blob->size;
}

/* Is a directory as the model has it, but for what its directories contain? Counts what was found. */
static bool same_folder(struct history *h, struct model *model, const char *folder, unsigned *count) {
    kr_file_entry entry;
    bool same = true;
    int list = f->list_open(&h->fs, *folder ? folder : "/");
    if (list == -KR_ENOENT || list == -KR_ENOTDIR) return false;
    if (list < 0) history_fail(h, "listing %s gives %d", folder, list);
    while (same && f->list_next(&h->fs, list, &entry) == 1) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, entry.name);
        const struct item *item = item_at(model, path);
        ++*count;
        same = item != NULL && item->directory == (entry.stat.kind == KR_FILE_DIRECTORY) &&
               entry.stat.mtime_ns == item->mtime;
        if (same && !item->directory)
            same = entry.stat.size == item->content->size && same_content(h, path, item->content);
    }
    f->list_close(&h->fs, list);
    return same;
}

/* For whoever has to find out what went wrong. */
static void show_folder(struct history *h, const char *folder) {
    kr_file_entry entry;
    int list = f->list_open(&h->fs, *folder ? folder : "/");
    if (list < 0) printf("  %s cannot be listed: %d\n", folder, list);
    while (list >= 0 && f->list_next(&h->fs, list, &entry) == 1) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, entry.name);
        printf("  found %s: %llu bytes, time %lld\n", path, (unsigned long long)entry.stat.size,
               (long long)entry.stat.mtime_ns);
        if (entry.stat.kind == KR_FILE_DIRECTORY) show_folder(h, path);
    }
    f->list_close(&h->fs, list);
}

static void show(const struct model *model, const char *title) {
    for (unsigned i = 0; i < HISTORY_ITEMS; i++)
        if (model->items[i].key != 0)
            printf("  %s %s: %u bytes, time %lld\n", title, model->items[i].path,
                   model->items[i].content != NULL ? model->items[i].content->size : 0,
                   (long long)model->items[i].mtime);
}

static bool same_all(struct history *h, struct model *model) {
    unsigned count = 0, wanted = 0;
    for (unsigned i = 0; i < HISTORY_ITEMS; i++) wanted += model->items[i].key != 0;
    bool same = same_folder(h, model, "", &count); /* one at a time: few can be listed at once */
    for (unsigned i = 0; i < HISTORY_ITEMS && same; i++)
        if (model->items[i].key != 0 && model->items[i].directory)
            same = same_folder(h, model, model->items[i].path, &count);
    return same && count == wanted;
}

/* Units that a content takes. */
static uint32_t units_of(const flashfs *fs, uint32_t size) {
    uint32_t unit = 1u << fs->unit_shift, count = (size + unit - 1) / unit;
    for (uint32_t level = size / unit; level > 1;) {
        level = (level + unit / 8 - 1) / (unit / 8);
        count += level;
    }
    return count;
}

/* With no file open, units in use are those of the model and of the log. */
static void verify_space(struct history *h) {
    uint32_t units = 0;
    flashfs_recount(&h->fs, false);
    for (unsigned i = 0; i < HISTORY_ITEMS; i++)
        if (h->now.items[i].content != NULL) units += units_of(&h->fs, h->now.items[i].content->size);
    for (unsigned i = 0; i < FLASHFS_PAIRS; i++)
        for (unsigned copy = 0; copy < 2; copy++)
            if (h->fs.pairs[i].sector[copy] != FLASHFS_NONE) units += 1u << h->fs.sector_shift;
    if (units != h->fs.live_units) history_fail(h, "%u units in use instead of %u", h->fs.live_units, units);
}

static void tell_damage(void *context, enum flashfs_damage damage, const char *name) {
    struct history *h = context;
    (void)name;
    if (damage != FLASHFS_REPAIRED_RECORD) h->damage++;
}

static int64_t tell_time(void *context) {
    const struct history *h = context;
    return h->clock;
}

static flashfs_config config_of(struct history *h) {
    return (flashfs_config){.time_ns = tell_time, .damaged = tell_damage, .context = h};
}

static void writers_forget(struct history *h) {
    for (unsigned i = 0; i < HISTORY_WRITERS; i++) {
        free(h->writers[i].data);
        h->writers[i] = (struct writer){.handle = -1};
    }
}

void history_mount(struct history *h) {
    flashfs_config config = config_of(h);
    writers_forget(h);
    int result = flashfs_mount(&h->fs, &h->device, &config);
    if (result < 0) history_fail(h, "mount gives %d", result);
    bool old = same_all(h, &h->now);
    if (!old && !same_all(h, &h->next)) {
        show_folder(h, "");
        show(&h->now, "old");
        show(&h->next, "new");
        history_fail(h, "neither the old nor the new state is there");
    }
    model_copy(old ? &h->next : &h->now, old ? &h->now : &h->next);
    if (flashfs_check(&h->fs) != 0 || h->damage != 0) history_fail(h, "%u damages", h->damage);
    verify_space(h);
}

/* Programs see what was written, whether it would survive or not. */
void history_verify(struct history *h) {
    static struct model seen;
    model_copy(&seen, &h->now);
    for (unsigned i = 0; i < HISTORY_WRITERS; i++) {
        const struct writer *w = &h->writers[i];
        struct item *item = w->handle >= 0 ? item_of(&seen, w->key) : NULL;
        if (item == NULL) continue;
        item_set(item, w->data, w->size, w->mtime);
    }
    if (!same_all(h, &seen)) {
        show_folder(h, "");
        show(&seen, "want");
        history_fail(h, "the state differs");
    }
    model_clear(&seen);
}

/* ---- Calls of open files ---- */

static bool is_open(const struct history *h, unsigned key) {
    for (unsigned i = 0; i < HISTORY_WRITERS; i++)
        if (h->writers[i].handle >= 0 && h->writers[i].key == key) return true;
    return false;
}

static void writer_open(struct history *h, struct writer *w, const char *path, int flags) {
    struct item *item = item_at(&h->next, path);
    if (item == NULL) {
        item = item_at(&h->next, "");
        if (item == NULL) return;
        item->key = ++h->keys;
        snprintf(item->path, sizeof item->path, "%s", path);
        item_set(item, "", 0, h->clock);
    } else if (item->directory || is_open(h, item->key)) {
        return;
    }
    unsigned key = item->key;
    int handle = f->open(&h->fs, path, flags | KR_OPEN_WRITE | KR_OPEN_CREATE);
    if (!settle(h, handle, "open")) return;
    const struct item *opened = item_of(&h->now, key);
    *w = (struct writer){.handle = handle, .key = key, .mtime = opened->mtime};
    w->data = malloc(h->nor.sector_size * h->nor.sectors);
    w->size = opened->content->size;
    memcpy(w->data, opened->content->data, w->size);
    if (!(flags & KR_OPEN_TRUNCATE) || w->size == 0) return;
    w->size = 0;
    w->mtime = h->clock;
    w->dirty = w->replacing = true;
}

/* Bytes that files are likely to get wrong: random ones, blank ones, zeros, and the start of a sector of
 * records. */
static void fill(struct history *h, uint8_t *data, uint32_t size) {
    unsigned kind = below(h, 8);
    for (uint32_t i = 0; i < size; i++) data[i] = (uint8_t)nor_random(&h->random);
    if (kind == 0) memset(data, 0xFF, size);
    if (kind == 1) memset(data, 0, size);
    for (uint32_t sector = 0; kind == 2 && sector < h->nor.sectors; sector++)
        if (flash_word(&h->device, sector * h->nor.sector_size) == FLASHFS_MAGIC)
            memcpy(data, h->nor.bytes + sector * h->nor.sector_size, size < 400 ? size : 400);
}

static void writer_write(struct history *h, struct writer *w, uint32_t at, uint32_t size) {
    uint32_t limit = h->nor.sector_size * h->nor.sectors;
    if (at + size > limit / 2) return;
    uint8_t *data = malloc(size + 1);
    fill(h, data, size);
    if (f->seek(&h->fs, w->handle, at, 0) != at) history_fail(h, "seek");
    ptrdiff_t count = f->write(&h->fs, w->handle, data, size);
    if (count < 0 && count != -KR_ENOSPC) history_fail(h, "write gives %d", (int)count);
    if (count != (ptrdiff_t)size) {
        h->full++;
        w->full = true;
    }
    if (count > 0) {
        if (at > w->size) memset(w->data + w->size, 0, at - w->size);
        memcpy(w->data + at, data, (size_t)count);
        if (at + (uint32_t)count > w->size) w->size = at + (uint32_t)count;
        w->dirty = true;
        w->mtime = h->clock;
    } else if (count < 0 && size > 0 && at > w->size) { /* the gap may have come before the failure */
        uint32_t end = (uint32_t)f->seek(&h->fs, w->handle, 0, 2);
        if (end != w->size) {
            memset(w->data + w->size, 0, end - w->size);
            w->size = end;
            w->dirty = true;
        }
    }
    free(data);
}

static void writer_truncate(struct history *h, struct writer *w, uint32_t size) {
    int result = f->truncate(&h->fs, w->handle, size);
    if (result < 0 && result != -KR_ENOSPC) history_fail(h, "truncate gives %d", result);
    if (result < 0) {
        h->full++;
        w->full = true;
        return;
    }
    if (size > w->size) memset(w->data + w->size, 0, size - w->size);
    w->dirty = w->dirty || size != w->size;
    w->size = size;
    w->mtime = h->clock;
    w->full = false;
}

/* What a sync or close makes the file contain. */
static void writer_settle(struct history *h, struct writer *w, int (*call)(void *, int), const char *what) {
    struct item *item = item_of(&h->next, w->key);
    if (w->dirty && item != NULL) item_set(item, w->data, w->size, w->mtime);
    bool done = settle(h, call(&h->fs, w->handle), what);
    if (done) w->dirty = w->replacing = false;
    if (call != f->close) return;
    free(w->data);
    *w = (struct writer){.handle = -1};
}

/* ---- Calls on names ---- */

static const char *const paths[] = {
    "/a",          "/b.py",       "/c",     "/log", "/d",
    "/e",          "/e/x",        "/e/y",   "/e/z", "/e/sub",
    "/e/sub/deep", "/d/one",      "/d/two", "/g",   "/a name that is longer than most names are",
    "/d/sub",      "/d/sub/three"};
#define PATHS (sizeof paths / sizeof *paths)

/* Is the parent of this path there? */
static bool has_parent(struct history *h, const char *path) {
    char parent[48];
    snprintf(parent, sizeof parent, "%s", path);
    *strrchr(parent, '/') = '\0';
    if (*parent == '\0') return true;
    const struct item *item = item_at(&h->now, parent);
    return item != NULL && item->directory;
}

static const char *any_path(struct history *h) {
    for (;;) {
        const char *path = paths[below(h, PATHS)];
        if (has_parent(h, path)) return path;
    }
}

static void call_mkdir(struct history *h, const char *path) {
    struct item *item = item_at(&h->next, "");
    if (item == NULL || item_at(&h->now, path) != NULL) return;
    item->key = ++h->keys;
    item->directory = true;
    item->mtime = h->clock;
    snprintf(item->path, sizeof item->path, "%s", path);
    settle(h, f->mkdir(&h->fs, path), "mkdir");
}

static void call_remove(struct history *h, const char *path) {
    struct item *item = item_at(&h->next, path);
    if (item == NULL || (item->directory && !is_empty(&h->now, path))) return;
    bool directory = item->directory;
    item_remove(item);
    int result = directory ? f->rmdir(&h->fs, path) : f->remove(&h->fs, path);
    if (result == -KR_ENOSPC) history_fail(h, "remove finds no room");
    settle(h, result, "remove");
}

/* Renames, with all that lies below when it is a directory; the new paths must fit. */
static void call_rename(struct history *h, const char *from, const char *to) {
    struct item *item = item_at(&h->next, from), *target = item_at(&h->next, to);
    if (item == NULL || strcmp(from, to) == 0 || is_below(to, from)) return;
    if (target != NULL && (target->directory != item->directory || !is_empty(&h->now, to))) return;
    if (target != NULL) item_remove(target);
    for (unsigned i = 0; i < HISTORY_ITEMS; i++) {
        struct item *moved = &h->next.items[i];
        char path[400];
        if (!is_below(moved->path, from)) continue;
        snprintf(path, sizeof path, "%s%s", to, moved->path + strlen(from));
        if (strlen(path) >= sizeof moved->path) {
            model_copy(&h->next, &h->now);
            return;
        }
        memcpy(moved->path, path, strlen(path) + 1);
    }
    snprintf(item->path, sizeof item->path, "%s", to);
    settle(h, f->rename(&h->fs, from, to), "rename");
}

static void call_set_mtime(struct history *h, const char *path) {
    struct item *item = item_at(&h->next, path);
    if (item == NULL || is_open(h, item->key)) return;
    item->mtime = (int64_t)(nor_random(&h->random) >> 8) - (int64_t)1e15;
    settle(h, f->set_mtime(&h->fs, path, item->mtime), "set_mtime");
}

/* ---- Steps ---- */

static uint32_t any_size(struct history *h) {
    switch (below(h, 6)) {
    case 0: return below(h, 5);
    case 1:
    case 2: return below(h, h->largest);
    default: return below(h, 1500);
    }
}

static void write_pieces(struct history *h, struct writer *w, uint32_t size) {
    for (uint32_t at = 0; at < size;) {
        uint32_t piece = 1 + below(h, 1024);
        if (piece > size - at) piece = size - at;
        writer_write(h, w, at, piece);
        if (w->full) break;
        at += piece;
    }
}

/* As the device puts a file: into a part, which then gets the name. */
static void step_put(struct history *h, struct writer *w, const char *path) {
    const struct item *target = item_at(&h->now, path);
    writer_open(h, w, "/put.part", KR_OPEN_TRUNCATE);
    if (w->handle < 0) return;
    write_pieces(h, w, any_size(h));
    bool full = w->full;
    if (below(h, 2)) writer_settle(h, w, f->sync, "sync");
    writer_settle(h, w, f->close, "close");
    if (full)
        call_remove(h, "/put.part");
    else if (target == NULL || !target->directory)
        call_rename(h, "/put.part", path);
}

static void step_write(struct history *h, struct writer *w) {
    switch (below(h, 8)) {
    case 0: writer_truncate(h, w, below(h, w->size + 300)); break;
    case 1: writer_settle(h, w, f->sync, "sync"); break;
    case 2: writer_settle(h, w, f->close, "close"); break;
    case 3: writer_write(h, w, below(h, w->size + 1), below(h, 600)); break;
    case 4: writer_write(h, w, w->size + below(h, 40), below(h, 100)); break;
    default: writer_write(h, w, w->size, below(h, 10) ? below(h, 80) : any_size(h)); break;
    }
}

static void step_remount(struct history *h) {
    for (unsigned i = 0; i < HISTORY_WRITERS; i++)
        if (h->writers[i].handle >= 0) writer_settle(h, &h->writers[i], f->close, "close");
    if (flashfs_unmount(&h->fs) != 0) history_fail(h, "unmount");
    history_mount(h);
}

static void step_name(struct history *h) {
    const char *path = any_path(h);
    switch (below(h, 8)) {
    case 0: call_mkdir(h, path); break;
    case 1:
    case 2: call_remove(h, path); break;
    case 3:
    case 4: call_rename(h, path, any_path(h)); break;
    case 5: call_set_mtime(h, path); break;
    case 6: history_verify(h); break;
    default:
        if (below(h, 6) == 0) step_remount(h);
        break;
    }
}

void history_step(struct history *h) {
    struct writer *w = &h->writers[below(h, HISTORY_WRITERS)];
    h->clock += 1000;
    model_copy(&h->next, &h->now);
    if (w->handle >= 0 && below(h, 4)) {
        step_write(h, w);
    } else if (w->handle < 0 && below(h, 3)) {
        const char *path = any_path(h);
        if (below(h, 3)) {
            step_put(h, w, path);
        } else {
            writer_open(h, w, path, below(h, 2) ? KR_OPEN_TRUNCATE : KR_OPEN_READ);
        }
    } else {
        step_name(h);
    }
    model_copy(&h->next, &h->now);
}

/* ---- Life ---- */

void history_open(struct history *h, const char *name, uint32_t sector_size, uint32_t sectors,
                  uint64_t seed) {
    *h = (struct history){.random = seed, .name = name, .largest = sector_size * sectors / 4};
    nor_open(&h->nor, sector_size, sectors, seed ^ 0x5EED);
    h->device = nor_device(&h->nor, true);
    flashfs_config config = config_of(h);
    writers_forget(h);
    if (flashfs_format(&h->fs, &h->device, &config) != 0) history_fail(h, "format");
}

void history_close(struct history *h) {
    writers_forget(h);
    model_clear(&h->now);
    model_clear(&h->next);
    nor_close(&h->nor);
}

void history_copy(struct history *to, const struct history *from, uint64_t seed) {
    *to = (struct history){.random = seed,
                           .name = from->name,
                           .largest = from->largest,
                           .keys = from->keys,
                           .clock = from->clock + 1000000};
    nor_copy(&to->nor, &from->nor, seed ^ 0x5EED);
    to->device = nor_device(&to->nor, true);
    model_copy(&to->now, &from->now);
    model_copy(&to->next, &from->next);
    writers_forget(to);
}
