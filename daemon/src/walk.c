/* A walk over a tree in the order of a manifest: names sorted by their bytes, a directory before its content.
 *
 * File systems list directories in any order, and a chip cannot hold a big one. So a walk fetches the
 * smallest names behind the last one, as many as its share of the pool holds, and reads the directory again
 * for the next ones. Directories on the way down keep their fetched names as long as the pool has room for
 * those below; what was dropped is fetched again on the way up, from the name by which the walk went down.
 * With room for the whole directory it is read once.
 *
 * `order` holds indices of entries; a level owns the range start..end of it, sorted. Ranges of levels follow
 * each other, and indices behind the last range are free. */
#include "parts.h"

#include <string.h>

void walk_init(struct walk *walk, const char *path, bool recursive) {
    memset(walk, 0, offsetof(struct walk, levels));
    walk->recursive = recursive;
    walk->depth = 1;
    walk->root_length = (uint16_t)(strlen(path) == 1 ? 0 : strlen(path));
    memcpy(walk->path, path, strlen(path) + 1);
    walk->levels[0] = (struct walk_level){0, 0, 0, false};
}

/* A walk has its memory from the first entry to the last; others wait. Where memory is short, one walk at a
 * time is always possible. */
static enum walk_result take_entries(struct dev_device *dev, struct walk *walk) {
    if (dev->walk_count == dev->limits.lists) return WALK_BUSY;
    walk->entries = memory_take(dev, memory_of_walk(&dev->limits), NEED_ALWAYS);
    if (!walk->entries) return dev->walk_count > 0 ? WALK_BUSY : WALK_ERROR;
    dev->walk_count++;
    walk->order = (uint16_t *)(void *)(walk->entries + dev->limits.list_entries);
    for (uint16_t k = 0; k < dev->limits.list_entries; k++) walk->order[k] = k;
    return WALK_ENTRY;
}

void walk_release(struct dev_device *dev, struct walk *walk) {
    if (walk->entries) dev->walk_count--;
    memory_give(dev, walk->entries);
    walk->entries = NULL;
    walk->depth = 0;
}

static bool is_less(const struct walk *walk, const uint16_t *heap, size_t left, size_t right) {
    return strcmp(walk->entries[heap[left]].name, walk->entries[heap[right]].name) < 0;
}

static void swap(uint16_t *heap, size_t left, size_t right) {
    uint16_t kept = heap[left];
    heap[left] = heap[right];
    heap[right] = kept;
}

/* Restores the heap, whose root is the biggest name, below `at`. */
static void sift_down(const struct walk *walk, uint16_t *heap, size_t count, size_t at) {
    for (;;) {
        size_t biggest = at;
        size_t child = 2 * at + 1;
        if (child < count && is_less(walk, heap, biggest, child)) biggest = child;
        if (child + 1 < count && is_less(walk, heap, biggest, child + 1)) biggest = child + 1;
        if (biggest == at) return;
        swap(heap, at, biggest);
        at = biggest;
    }
}

static void sift_up(const struct walk *walk, uint16_t *heap, size_t at) {
    while (at > 0 && is_less(walk, heap, (at - 1) / 2, at)) {
        swap(heap, (at - 1) / 2, at);
        at = (at - 1) / 2;
    }
}

static void sort_heap(const struct walk *walk, uint16_t *heap, size_t count) {
    for (size_t left = count; left > 1; left--) {
        swap(heap, 0, left - 1);
        sift_down(walk, heap, left - 1, 0);
    }
}

/* Drops what the levels above hold when less than an eighth of the pool is free. Their entries' indices stay
 * in `order`. */
static uint16_t level_start(struct dev_device *dev, struct walk *walk, unsigned level) {
    uint16_t start = 0;
    for (unsigned i = 0; i < level; i++) {
        if (walk->levels[i].end > start) start = walk->levels[i].end;
    }
    unsigned free = dev->limits.list_entries - start;
    if (free >= (dev->limits.list_entries + 7u) / 8u) return start;
    for (unsigned i = 0; i < level; i++) walk->levels[i] = (struct walk_level){0, 0, 0, false};
    return 0;
}

/* Directories deeper than the table share its last level, and are read again on the way up. */
static unsigned level_index(const struct walk *walk) {
    return walk->depth <= DEV_WALK_DEPTH ? walk->depth - 1u : DEV_WALK_DEPTH - 1u;
}

/* Takes one entry of the directory into the heap of the smallest names behind `last`. */
static void consider(struct walk *walk, uint16_t *heap, size_t room, size_t *count,
                     const kr_file_entry *entry, bool *whole) {
    if (walk->last[0] && strcmp(entry->name, walk->last) <= 0) return;
    if (*count < room) {
        walk->entries[heap[*count]] = *entry;
        sift_up(walk, heap, (*count)++);
        return;
    }
    *whole = false;
    if (strcmp(entry->name, walk->entries[heap[0]].name) >= 0) return;
    walk->entries[heap[0]] = *entry;
    sift_down(walk, heap, *count, 0);
}

/* One pass over the directory, which keeps the smallest names behind the last one in a heap, then sorts them.
 */
static int fetch(struct dev_device *dev, struct walk *walk) {
    struct walk_level *level = &walk->levels[level_index(walk)];
    uint16_t start = level_start(dev, walk, level_index(walk));
    uint16_t *heap = walk->order + start;
    size_t room = dev->limits.list_entries - (size_t)start;
    size_t count = 0;
    bool whole = true;
    kr_file_entry entry;
    int handle = dev->files->list_open(dev->files_context, walk->path);
    int result = handle;
    while (handle >= 0 && (result = dev->files->list_next(dev->files_context, handle, &entry)) > 0) {
        if (!path_is_part(entry.name)) consider(walk, heap, room, &count, &entry, &whole);
    }
    if (handle >= 0) dev->files->list_close(dev->files_context, handle);
    sort_heap(walk, heap, count);
    *level = (struct walk_level){start, (uint16_t)(start + count), start, whole};
    return result < 0 ? result : 0;
}

/* Leaves the directory; its name is where the one above goes on. */
static void go_up(struct walk *walk) {
    memcpy(walk->last, path_name(walk->path), strlen(path_name(walk->path)) + 1);
    path_parent(walk->path);
    if (walk->depth > DEV_WALK_DEPTH) walk->levels[DEV_WALK_DEPTH - 1] = (struct walk_level){0, 0, 0, false};
    walk->depth--;
}

/* A path that would be too long is passed over: nothing below it could be named anyway. */
static void go_down(struct walk *walk, const char *name) {
    if (!path_join(walk->path, name)) return;
    walk->depth++;
    walk->last[0] = 0;
    walk->levels[level_index(walk)] = (struct walk_level){0, 0, 0, false};
}

/* After a directory entry was given out the walk goes into it with the next call: `last` holds its name and
 * kind. */
static void descend_if_due(struct walk *walk) {
    struct walk_level *level = &walk->levels[level_index(walk)];
    if (!walk->recursive || level->next == level->start) return;
    const kr_file_entry *entry = &walk->entries[walk->order[level->next - 1]];
    if (entry->stat.kind != KR_FILE_DIRECTORY || !walk->last[0] || strcmp(walk->last, entry->name) != 0)
        return;
    char name[KR_NAME_MAX + 1];
    memcpy(name, entry->name, sizeof name);
    go_down(walk, name);
}

enum walk_result walk_next(struct dev_device *dev, struct walk *walk, const kr_file_entry **entry,
                           int *error) {
    enum walk_result ready = WALK_ENTRY;
    *error = 0;
    if (walk->depth == 0) return WALK_END;
    if (!walk->entries) ready = take_entries(dev, walk);
    if (ready == WALK_ERROR) *error = -KR_ENOMEM;
    if (ready != WALK_ENTRY) return ready;
    if (walk->descend) descend_if_due(walk);
    walk->descend = false;
    struct walk_level *level = &walk->levels[level_index(walk)];
    if (level->next < level->end) {
        *entry = &walk->entries[walk->order[level->next++]];
        memcpy(walk->last, (*entry)->name, strlen((*entry)->name) + 1);
        walk->descend = true;
        return WALK_ENTRY;
    }
    if (!level->whole) {
        *error = fetch(dev, walk);
        if (*error == -KR_ENOENT && walk->depth > 1) *error = 0; /* removed while we walked */
        if (*error) return WALK_ERROR;
        level->whole |= level->next == level->end;
        return WALK_LATER;
    }
    if (walk->depth == 1) {
        walk_release(dev, walk);
        return WALK_END;
    }
    go_up(walk);
    return WALK_LATER;
}

bool walk_path(const struct walk *walk, const kr_file_entry *entry, char output[DEV_PATH_MAX]) {
    memcpy(output, walk->path, strlen(walk->path) + 1);
    return path_join(output, entry->name);
}
