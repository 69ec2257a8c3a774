/* The hash cache: SHA-256 of files by path, size and time of the last change, so that a client can compare a
 * whole tree without the device reading it.
 *
 * An entry is believed when size and time are still those of the file. A file that was changed a moment ago
 * is not entered, for it could change again without its time changing; and every rename, removal or write
 * through the device forgets its paths. The table is open-addressed over a short run of places; a full run
 * replaces its first entry. */
#include "parts.h"

#include <string.h>

#define RUN_LENGTH  8
#define FRESH_NS    INT64_C(50000000)
#define RECORD_NAME "hashes"

/* FNV-1a with a last stir, so that short names spread over the table. */
static uint64_t key_of(const char *path) {
    uint64_t key = UINT64_C(0xcbf29ce484222325);
    for (; *path; path++) key = (key ^ (uint8_t)*path) * UINT64_C(0x100000001b3);
    key ^= key >> 29;
    return key ? key : 1;
}

static struct hash_entry *run_entry(const struct dev_device *dev, uint64_t key, unsigned step) {
    return &dev->hashes[(key + step) % dev->limits.hash_entries];
}

static struct hash_entry *find_entry(const struct dev_device *dev, uint64_t key) {
    for (unsigned i = 0; i < RUN_LENGTH && i < dev->limits.hash_entries; i++) {
        struct hash_entry *entry = run_entry(dev, key, i);
        if (entry->key == key) return entry;
    }
    return NULL;
}

static struct hash_entry *place_for(const struct dev_device *dev, uint64_t key) {
    for (unsigned i = 0; i < RUN_LENGTH && i < dev->limits.hash_entries; i++) {
        struct hash_entry *entry = run_entry(dev, key, i);
        if (entry->key == 0) return entry;
    }
    return run_entry(dev, key, 0);
}

static void mark_changed(struct dev_device *dev) {
    if (!dev->hashes_changed) dev->hashes_since = device_ticks(dev);
    dev->hashes_changed = true;
}

bool hash_cache_find(const struct dev_device *dev, const char *path, const kr_file_stat *stat,
                     uint8_t *digest) {
    const struct hash_entry *entry = find_entry(dev, key_of(path));
    if (!entry || entry->size != stat->size || entry->mtime != stat->mtime_ns) return false;
    memcpy(digest, entry->digest, PROTO_DIGEST_BYTES);
    return true;
}

/* A file without a time, or with one of a moment ago, could change without showing it. */
void hash_cache_add(struct dev_device *dev, const char *path, const kr_file_stat *stat,
                    const uint8_t *digest) {
    int64_t age = dev->port->time_ns(dev->port_context) - stat->mtime_ns;
    if (dev->limits.hash_entries == 0 || stat->mtime_ns == 0 || age < FRESH_NS) return;
    uint64_t key = key_of(path);
    struct hash_entry *entry = find_entry(dev, key);
    if (!entry) entry = place_for(dev, key);
    entry->key = key;
    entry->size = stat->size;
    entry->mtime = stat->mtime_ns;
    memcpy(entry->digest, digest, PROTO_DIGEST_BYTES);
    mark_changed(dev);
}

void hash_cache_forget(struct dev_device *dev, const char *path) {
    struct hash_entry *entry = find_entry(dev, key_of(path));
    if (!entry) return;
    memset(entry, 0, sizeof *entry);
    mark_changed(dev);
}

void hash_cache_clear(struct dev_device *dev) {
    memset(dev->hashes, 0, dev->limits.hash_entries * sizeof *dev->hashes);
    mark_changed(dev);
}

/* The table is stored as it is; another size of table or a damaged record only means that files are read
 * again. */
void hash_cache_load(struct dev_device *dev) {
    size_t size = dev->limits.hash_entries * sizeof *dev->hashes;
    if (size == 0) return;
    ptrdiff_t got = dev->port->load(dev->port_context, RECORD_NAME, dev->hashes, size);
    if (got > 0 && got != (ptrdiff_t)size) memset(dev->hashes, 0, size);
}

void hash_cache_save(struct dev_device *dev) {
    if (!dev->hashes_changed) return;
    dev->hashes_changed = false;
    int error = dev->port->store(dev->port_context, RECORD_NAME, dev->hashes,
                                 dev->limits.hash_entries * sizeof *dev->hashes);
    if (error < 0) dev_log(dev, DEV_WARNING, "cannot store the hashes of files: error %d", -error);
}
