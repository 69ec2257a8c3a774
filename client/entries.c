/* Trees as arrays. */
#include "entries.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "digest.h"
#include "paths.h"

#define ANSWER_US 60000000

void entries_free(struct entries *entries) {
    for (size_t i = 0; i < entries->count; i++) free(entries->items[i].path);
    free(entries->items);
    *entries = (struct entries){0};
}

bool entries_add(struct entries *entries, const struct entry *entry) {
    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity ? 2 * entries->capacity : 64;
        struct entry *grown = realloc(entries->items, capacity * sizeof *grown);
        if (!grown) return false;
        entries->items = grown;
        entries->capacity = capacity;
    }
    entries->items[entries->count] = *entry;
    entries->items[entries->count].path = strdup(entry->path);
    return entries->items[entries->count].path && ++entries->count;
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

struct entry *entries_find(const struct entries *entries, const char *path) {
    struct entry key = {.path = (char *)path};
    return entries->count ? bsearch(&key, entries->items, entries->count, sizeof key, by_path) : NULL;
}

void entries_sort(struct entries *entries) {
    if (entries->count) qsort(entries->items, entries->count, sizeof *entries->items, by_path);
}

/* --- the device's */

struct listing {
    struct handler handler;
    struct entries *entries;
    bool bad;
};

static void take(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct listing *listing = (struct listing *)self;
    struct proto_reader reader;
    (void)session;
    if (frame->type != PROTO_ENTRIES) return;
    proto_reader_init(&reader, frame->payload, frame->length);
    while (proto_reader_left(&reader) && !listing->bad) {
        struct proto_entry found;
        char path[REMOTE_PATH_MAX];
        proto_entry_read(&reader, &found);
        struct entry entry = {path, found.type, found.mode, found.size, found.mtime, found.hash != NULL, {0}};
        if (found.hash) memcpy(entry.hash, found.hash, sizeof entry.hash);
        listing->bad = reader.error || !proto_text_copy(found.path, path, sizeof path) ||
                       !entries_add(listing->entries, &entry);
    }
}

static bool ask(struct session *session, enum proto_message_type type, unsigned options, const char *path,
                struct entries *entries, struct failure *failure) {
    struct listing listing = {.handler = {.frame = take}, .entries = entries};
    uint8_t payload[REMOTE_PATH_MAX + 8];
    struct proto_writer writer;
    struct proto_path message = {.options = (uint8_t)options, .path = proto_text(path)};
    char what[REMOTE_PATH_MAX + 2];
    snprintf(what, sizeof what, ":%s", path);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_path_write(&writer, &message);
    int size = proto_writer_finish(&writer);
    if (size < 0) return fail(failure, EXIT_USAGE, "%s: the path is too long", what);
    if (!session_request(session, &listing.handler, type, payload, (size_t)size, what, clock_us() + ANSWER_US,
                         failure))
        return false;
    return listing.bad
               ? fail(failure, EXIT_UNREACHABLE, "%s: the device sent a listing that cannot be read", what)
               : true;
}

bool entries_stat(struct session *session, const char *path, bool hash, struct entry *entry,
                  struct failure *failure) {
    struct entries entries = {0};
    bool good = ask(session, PROTO_STAT, hash ? PROTO_PATH_HASHES : 0, path, &entries, failure);
    if (good && entries.count != 1)
        good = fail(failure, EXIT_UNREACHABLE, ":%s: the device sent no entry", path);
    if (good) {
        *entry = entries.items[0];
        entry->path = NULL;
    }
    entries_free(&entries);
    return good;
}

bool entries_list(struct session *session, const char *path, bool recursive, bool hashes,
                  struct entries *entries, struct failure *failure) {
    unsigned options =
        (recursive ? (unsigned)PROTO_PATH_RECURSIVE : 0) | (hashes ? (unsigned)PROTO_PATH_HASHES : 0);
    return ask(session, PROTO_LIST, options, path, entries, failure);
}

/* --- ours */

static bool skipped_name(const char *name) {
    static const char part[] = ".krait-part";
    size_t size = strlen(name), tail = sizeof part - 1;
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strncmp(name, ".krait-", 7) == 0 ||
           (size > tail && strcmp(name + size - tail, part) == 0);
}

static bool local_level(const char *top, const char *below, struct entries *entries, struct failure *failure);

static bool local_entry(const char *top, const char *below, const char *name, struct entries *entries,
                        struct failure *failure) {
    char relative[PATH_MAX], path[PATH_MAX];
    struct stat link, target;
    if (!path_join(relative, sizeof relative, below, name) || !path_join(path, sizeof path, top, relative))
        return fail(failure, EXIT_IO, "%s/%s: the path is too long", below, name);
    if (lstat(path, &link) < 0 || stat(path, &target) < 0) {
        if (S_ISLNK(link.st_mode))
            return fprintf(stderr, "krait: %s leads nowhere and was skipped\n", path), true;
        return fail_errno(failure, path);
    }
    bool directory = S_ISDIR(link.st_mode);
    if (!directory && !S_ISREG(target.st_mode))
        return fprintf(stderr, "krait: %s is no plain file and was skipped\n", path), true;
    int64_t mtime = (int64_t)target.st_mtim.tv_sec * 1000000000 + target.st_mtim.tv_nsec;
    struct entry entry = {relative,
                          directory ? PROTO_ENTRY_DIRECTORY : PROTO_ENTRY_FILE,
                          (uint16_t)(target.st_mode & 0777),
                          directory ? 0 : (uint64_t)target.st_size,
                          mtime,
                          false,
                          {0}};
    if (!entries_add(entries, &entry)) return fail(failure, EXIT_IO, "out of memory");
    return !directory || local_level(top, relative, entries, failure);
}

static bool local_level(const char *top, const char *below, struct entries *entries,
                        struct failure *failure) {
    char path[PATH_MAX];
    bool good = true;
    if (!path_join(path, sizeof path, top, below))
        return fail(failure, EXIT_IO, "%s: the path is too long", below);
    DIR *directory = opendir(path);
    if (!directory) return fail_errno(failure, path);
    for (struct dirent *found; good && (found = readdir(directory));) {
        if (!skipped_name(found->d_name)) good = local_entry(top, below, found->d_name, entries, failure);
    }
    closedir(directory);
    return good;
}

bool entries_local(const char *directory, struct entries *entries, struct failure *failure) {
    bool good = local_level(directory, "", entries, failure);
    entries_sort(entries);
    return good;
}

bool file_hash(const char *path, uint64_t length, uint8_t hash[PROTO_DIGEST_BYTES], struct failure *failure) {
    static const size_t part = 1 << 16;
    struct digest sha;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    unsigned char *data = malloc(part);
    bool good = fd >= 0 && data;
    digest_init(&sha);
    while (good && length > 0) {
        ssize_t n = read(fd, data, length < part ? (size_t)length : part);
        if (n < 0 && errno == EINTR) continue;
        good = n >= 0;
        if (n <= 0) break;
        digest_add(&sha, data, (size_t)n);
        length -= (uint64_t)n;
    }
    digest_finish(&sha, hash);
    if (!good) fail_errno(failure, path);
    if (fd >= 0) close(fd);
    free(data);
    return good;
}

bool file_is_replaced(const char *path) {
    struct stat have;
    return lstat(path, &have) < 0 || S_ISREG(have.st_mode);
}

static bool pour(int from, int to) {
    char data[16384];
    ssize_t size;
    while ((size = read(from, data, sizeof data)) > 0) {
        for (ssize_t at = 0, n; at < size; at += n)
            if ((n = write(to, data + at, (size_t)(size - at))) < 0) return false;
    }
    return size == 0;
}

bool file_place(const char *part, const char *path, struct failure *failure) {
    if (file_is_replaced(path)) return rename(part, path) == 0 || fail_errno(failure, path);
    int from = open(part, O_RDONLY | O_CLOEXEC);
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool good = from >= 0 && to >= 0 && pour(from, to);
    if (!good) fail_errno(failure, path);
    if (to >= 0 && close(to) < 0 && good) good = fail_errno(failure, path);
    if (from >= 0) close(from);
    if (good) unlink(part);
    return good;
}
