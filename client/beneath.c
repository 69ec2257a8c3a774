/* openat2 does it in the kernel; where that is missing every component is opened by itself and links are
 * refused. */
#include "beneath.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Opens one component, never through a link. */
static int open_name(int directory, const char *name, size_t length, int flags, mode_t mode) {
    char copy[256];
    if (length >= sizeof copy) return errno = ENAMETOOLONG, -1;
    memcpy(copy, name, length);
    copy[length] = 0;
    if (strcmp(copy, "..") == 0) return errno = EXDEV, -1;
    return openat(directory, copy, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

static int walk(int root, const char *path, int flags, mode_t mode) {
    int directory = dup(root);
    while (directory >= 0) {
        path += strspn(path, "/");
        size_t length = strcspn(path, "/");
        const char *rest = path + length + strspn(path + length, "/");
        int next = !length ? openat(directory, ".", flags | O_CLOEXEC, mode)
                   : *rest ? open_name(directory, path, length, O_PATH | O_DIRECTORY, 0)
                           : open_name(directory, path, length, flags, mode);
        int error = errno;
        close(directory);
        errno = error;
        if (!*rest || !length) return next;
        directory = next;
        path = rest;
    }
    return -1;
}

int beneath_open(int root, const char *path, int flags, mode_t mode) {
    const char *relative = path + strspn(path, "/");
    struct open_how how = {.flags = (unsigned long long)(flags | O_CLOEXEC),
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    if (flags & O_CREAT) how.mode = mode;
    long fd = syscall(SYS_openat2, root, *relative ? relative : ".", &how, sizeof how);
    if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) return (int)fd;
    return walk(root, relative, flags, mode);
}

int beneath_parent(int root, const char *path, char name[256]) {
    char parent[4096];
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/') length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/') start--;
    if (length == start) return errno = EINVAL, -1;
    if (length - start > 255 || start >= sizeof parent) return errno = ENAMETOOLONG, -1;
    memcpy(name, path + start, length - start);
    name[length - start] = 0;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return errno = EINVAL, -1;
    memcpy(parent, path, start);
    parent[start] = 0;
    return beneath_open(root, parent, O_PATH | O_DIRECTORY, 0);
}
