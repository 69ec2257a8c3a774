#ifndef ENTRIES_H
#define ENTRIES_H
/* Files and directories of one tree, on the device or here, as a sorted array with paths relative to the
 * tree's top. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "session.h"

struct entry {
    char *path;   /* '/' between names; owned */
    uint8_t type; /* enum proto_entry_type */
    uint16_t mode;
    uint64_t size;
    int64_t mtime; /* ns since 1970 */
    bool hashed;
    uint8_t hash[PROTO_DIGEST_BYTES];
};

struct entries {
    struct entry *items;
    size_t count, capacity;
};

void entries_free(struct entries *entries);
bool entries_add(struct entries *entries,
                 const struct entry *entry); /* copies the path; false: out of memory */
/* The entry with this path in a sorted array, or NULL. */
struct entry *entries_find(const struct entries *entries, const char *path);
/* In the order of strcmp, as the device sends them. */
void entries_sort(struct entries *entries);

/* One entry of the device; its path is as asked. */
bool entries_stat(struct session *session, const char *path, bool hash, struct entry *entry,
                  struct failure *failure);

/* A directory of the device, one level or all of it, in one round trip. */
bool entries_list(struct session *session, const char *path, bool recursive, bool hashes,
                  struct entries *entries, struct failure *failure);

/* A local directory with all below it. Links to files count as files; links to directories, sockets and the
 * like are skipped with a word to stderr, and so is everything whose name starts with ".krait-" or that ends
 * in ".krait-part". */
bool entries_local(const char *directory, struct entries *entries, struct failure *failure);

/* SHA-256 of the first `length` bytes of a local file (UINT64_MAX: all). */
bool file_hash(const char *path, uint64_t length, uint8_t hash[PROTO_DIGEST_BYTES], struct failure *failure);

/* Is a file made anew in the place of what has this name? What is no regular file itself is written into
 * instead, as cp does: a device stays a device, a link leads where it led. */
bool file_is_replaced(const char *path);
/* Brings a finished file to its name, by a rename or into what is there. */
bool file_place(const char *part, const char *path, struct failure *failure);

#endif
