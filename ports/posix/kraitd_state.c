/* Records are written to a temporary name, synced, and renamed over the old one; then the folder is synced.
 */
#define _GNU_SOURCE
#include "kraitd_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void default_path(kraitd_state *state, const char *name) {
    const char *base = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (base && base[0] == '/')
        snprintf(state->path, sizeof state->path, "%s/krait/%s", base, name);
    else
        snprintf(state->path, sizeof state->path, "%s/.local/state/krait/%s", home ? home : "", name);
}

/* Makes every folder of the path that is missing; only the last one is for us alone. */
static int make_folders(const char *path) {
    char part[4096];
    for (size_t i = 1; path[i]; i++) {
        if (path[i] != '/') continue;
        memcpy(part, path, i);
        part[i] = 0;
        if (mkdir(part, 0755) < 0 && errno != EEXIST) return errno;
    }
    return mkdir(path, 0700) < 0 && errno != EEXIST ? errno : 0;
}

int kraitd_state_open(kraitd_state *state, const char *path, const char *name) {
    state->folder = state->lock = -1;
    if (path)
        snprintf(state->path, sizeof state->path, "%s", path);
    else
        default_path(state, name);
    int error = make_folders(state->path);
    if (error) return error;
    state->folder = open(state->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return state->folder < 0 ? errno : 0;
}

int kraitd_state_lock(kraitd_state *state) {
    state->lock = openat(state->folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (state->lock < 0) return errno;
    return flock(state->lock, LOCK_EX | LOCK_NB) < 0 ? errno : 0;
}

void kraitd_state_close(kraitd_state *state) {
    if (state->lock >= 0) close(state->lock);
    if (state->folder >= 0) close(state->folder);
    state->folder = state->lock = -1;
}

ptrdiff_t kraitd_state_load(kraitd_state *state, const char *name, void *data, size_t capacity) {
    int file = openat(state->folder, name, O_RDONLY | O_CLOEXEC);
    size_t got = 0;
    ssize_t count = file < 0 ? -1 : 1;
    while (count > 0 && got < capacity) {
        count = read(file, (char *)data + got, capacity - got);
        if (count > 0) got += (size_t)count;
    }
    int error = errno;
    if (file >= 0) close(file);
    return count < 0 ? -error : (ptrdiff_t)got;
}

static int write_all(int file, const char *data, size_t size) {
    while (size > 0) {
        ssize_t count = write(file, data, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return count < 0 ? errno : ENOSPC;
        data += count;
        size -= (size_t)count;
    }
    return fsync(file) < 0 ? errno : 0;
}

int kraitd_state_store(kraitd_state *state, const char *name, const void *data, size_t size) {
    char temporary[64];
    snprintf(temporary, sizeof temporary, ".%s.new", name);
    int file = openat(state->folder, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return -errno;
    int error = write_all(file, data, size);
    if (close(file) < 0 && !error) error = errno;
    if (!error && renameat(state->folder, temporary, state->folder, name) < 0) error = errno;
    if (!error && fsync(state->folder) < 0) error = errno;
    if (error) unlinkat(state->folder, temporary, 0);
    return -error;
}
