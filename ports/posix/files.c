/* A directory of the host as a device's file system.
 *
 * Every name is resolved from the root's descriptor. Confined, the kernel does it by openat2 with
 * RESOLVE_BENEATH, which holds against links and renames that happen at the same time; where that call is
 * missing, the path is walked component by component and no link is followed. Operations on names work on the
 * parent's descriptor and the last component, so they never follow a link either. */
#define _GNU_SOURCE
#include "files.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

struct posix_list {
    DIR *directory; /* NULL: free */
    int parent;     /* its descriptor */
};

/* A negative code for errno; what files.h does not know is an I/O error. */
static int code(int error) {
    switch (error) {
#define KNOWN(name, number, text) case number:
        KR_ERRNOS(KNOWN)
#undef KNOWN
        return -error;
    case EDQUOT: return -KR_ENOSPC;
    case ENFILE: return -KR_EMFILE;
    case EOVERFLOW: return -KR_EFBIG;
    default: return -KR_EIO;
    }
}

static int result(long value) {
    return value < 0 ? code(errno) : 0;
}

/* ---- Resolving ---- */

/* One step of the walk; no link is followed, and none is opened as itself. */
static int walk_step(int folder, const char *name, int flags) {
    struct stat status;
    if (strcmp(name, "..") == 0) {
        errno = EXDEV;
        return -1;
    }
    int descriptor = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0 || !(flags & O_PATH)) return descriptor;
    if (fstat(descriptor, &status) == 0 && !S_ISLNK(status.st_mode)) return descriptor;
    close(descriptor);
    errno = ELOOP;
    return -1;
}

/* From the root, component by component. */
static int walk(const posix_files *files, const char *path, int flags) {
    char name[KR_NAME_MAX + 1];
    int at = fcntl(files->root, F_DUPFD_CLOEXEC, 0);
    for (bool last = false; at >= 0 && !last;) {
        const char *slash = strchrnul(path, '/');
        size_t size = (size_t)(slash - path);
        int next = -1;
        last = *slash == '\0';
        errno = ENAMETOOLONG;
        if (size < sizeof name) {
            memcpy(name, path, size);
            name[size] = '\0';
            next = walk_step(at, name, last ? flags : O_PATH | O_DIRECTORY);
        }
        int error = errno;
        close(at);
        errno = error;
        at = next;
        path = slash + 1;
    }
    return at;
}

static int open_by_kernel(const posix_files *files, const char *path, int flags) {
    struct open_how how = {.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
                           .mode = flags & O_CREAT ? 0666 : 0,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long descriptor;
    do descriptor = syscall(SYS_openat2, files->root, path, &how, sizeof how);
    while (descriptor < 0 && errno == EAGAIN); /* somebody renames below the root */
    return (int)descriptor;
}

/* Opens the absolute `path` below the root; a descriptor, or -1 with errno. */
static int open_below(posix_files *files, const char *path, int flags) {
    const char *relative = path[1] == '\0' ? "." : path + 1;
    if (!files->confined) return openat(files->root, relative, flags | O_CLOEXEC, 0666);
    return files->no_openat2 ? walk(files, relative, flags) : open_by_kernel(files, relative, flags);
}

/* The folder that holds the last component of a path, which *name points at; a descriptor, or a negative
 * code. The root itself has none. */
static int open_parent(posix_files *files, const char *path, const char **name) {
    char parent[KR_PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t size = (size_t)(slash - path);
    if (slash[1] == '\0') return -KR_EBUSY;
    if (size >= sizeof parent) return -KR_ENAMETOOLONG;
    memcpy(parent, path, size);
    parent[size] = '\0';
    *name = slash + 1;
    int descriptor = open_below(files, size == 0 ? "/" : parent, O_PATH | O_DIRECTORY);
    return descriptor < 0 ? code(errno) : descriptor;
}

/* Closes a descriptor and passes a result on. */
static int leave(int descriptor, int value) {
    close(descriptor);
    return value;
}

/* ---- Files ---- */

static int open_flags(int flags) {
    int native = O_RDONLY;
    if (flags & KR_OPEN_WRITE) native = flags & KR_OPEN_READ ? O_RDWR : O_WRONLY;
    if (flags & KR_OPEN_CREATE) native |= O_CREAT;
    if (flags & KR_OPEN_TRUNCATE) native |= O_TRUNC;
    if (flags & KR_OPEN_APPEND) native |= O_APPEND;
    if (flags & KR_OPEN_EXCLUSIVE) native |= O_EXCL;
    return native;
}

static int files_open(void *context, const char *path, int flags) {
    posix_files *files = context;
    int wait = files->confined ? O_NONBLOCK : 0; /* a named pipe must not stop a device */
    int descriptor = open_below(files, path, open_flags(flags) | O_NOCTTY | wait);
    struct stat status;
    if (descriptor < 0) return code(errno);
    if (fstat(descriptor, &status) < 0) return leave(descriptor, code(errno));
    if (S_ISDIR(status.st_mode)) return leave(descriptor, -KR_EISDIR);
    if (files->confined && !S_ISREG(status.st_mode)) return leave(descriptor, -KR_EACCES);
    return descriptor;
}

static int files_close(void *context, int handle) {
    (void)context;
    return result(close(handle));
}

static ptrdiff_t files_read(void *context, int handle, void *data, size_t size) {
    (void)context;
    ssize_t count;
    do count = read(handle, data, size);
    while (count < 0 && errno == EINTR);
    return count < 0 ? code(errno) : count;
}

static ptrdiff_t files_write(void *context, int handle, const void *data, size_t size) {
    (void)context;
    const char *at = data;
    size_t left = size;
    while (left > 0) {
        ssize_t count = write(handle, at, left);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && left == size) return code(errno);
        if (count <= 0) break;
        at += count;
        left -= (size_t)count;
    }
    return (ptrdiff_t)(size - left);
}

static int64_t files_seek(void *context, int handle, int64_t offset, int whence) {
    (void)context;
    static const int native[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    off_t position = lseek(handle, (off_t)offset, native[whence]);
    return position < 0 ? code(errno) : position;
}

static int files_truncate(void *context, int handle, uint64_t size) {
    (void)context;
    return result(ftruncate(handle, (off_t)size));
}

static int files_sync(void *context, int handle) {
    (void)context;
    return result(fsync(handle));
}

/* ---- Names ---- */

static void to_stat(const struct stat *status, kr_file_stat *stat) {
    bool directory = S_ISDIR(status->st_mode);
    stat->kind = directory ? KR_FILE_DIRECTORY : KR_FILE_REGULAR;
    stat->size = directory ? 0 : (uint64_t)status->st_size;
    stat->mtime_ns = (int64_t)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

static int files_stat(void *context, const char *path, kr_file_stat *stat) {
    posix_files *files = context;
    struct stat status;
    int descriptor = open_below(files, path, O_PATH);
    if (descriptor < 0) return code(errno);
    if (fstat(descriptor, &status) < 0) return leave(descriptor, code(errno));
    to_stat(&status, stat);
    return leave(descriptor, 0);
}

static int files_remove(void *context, const char *path) {
    const char *name;
    int parent = open_parent(context, path, &name);
    return parent < 0 ? parent : leave(parent, result(unlinkat(parent, name, 0)));
}

static int files_rename(void *context, const char *from, const char *to) {
    const char *from_name, *to_name;
    int from_parent = open_parent(context, from, &from_name);
    if (from_parent < 0) return from_parent;
    int to_parent = open_parent(context, to, &to_name);
    if (to_parent < 0) return leave(from_parent, to_parent);
    int done = result(renameat(from_parent, from_name, to_parent, to_name));
    close(to_parent);
    return leave(from_parent, done);
}

static int files_mkdir(void *context, const char *path) {
    const char *name;
    int parent = open_parent(context, path, &name);
    if (parent == -KR_EBUSY) return -KR_EEXIST; /* the root */
    return parent < 0 ? parent : leave(parent, result(mkdirat(parent, name, 0777)));
}

static int files_rmdir(void *context, const char *path) {
    const char *name;
    int parent = open_parent(context, path, &name);
    return parent < 0 ? parent : leave(parent, result(unlinkat(parent, name, AT_REMOVEDIR)));
}

static int files_space(void *context, const char *path, kr_file_space *space) {
    posix_files *files = context;
    struct statvfs status;
    int descriptor = open_below(files, path, O_PATH);
    if (descriptor < 0) return code(errno);
    if (fstatvfs(descriptor, &status) < 0) return leave(descriptor, code(errno));
    space->block_size = (uint32_t)status.f_frsize;
    space->blocks = status.f_blocks;
    space->blocks_free = status.f_bavail;
    return leave(descriptor, 0);
}

static int files_set_mtime(void *context, const char *path, int64_t mtime_ns) {
    const char *name;
    int64_t seconds = mtime_ns / 1000000000 - (mtime_ns % 1000000000 < 0);
    struct timespec times[2] = {
        {.tv_nsec = UTIME_OMIT},
        {.tv_sec = (time_t)seconds, .tv_nsec = (long)(mtime_ns - seconds * 1000000000)}};
    int parent = open_parent(context, path, &name);
    return parent < 0 ? parent : leave(parent, result(utimensat(parent, name, times, AT_SYMLINK_NOFOLLOW)));
}

/* ---- Listings ---- */

static int free_list(posix_files *files) {
    for (int i = 0; i < files->list_count; i++)
        if (files->lists[i].directory == NULL) return i;
    int count = files->list_count * 2 + 4;
    struct posix_list *lists = realloc(files->lists, (size_t)count * sizeof *lists);
    if (lists == NULL) return -KR_ENOMEM;
    memset(lists + files->list_count, 0, (size_t)(count - files->list_count) * sizeof *lists);
    int index = files->list_count;
    files->lists = lists;
    files->list_count = count;
    return index;
}

static int files_list_open(void *context, const char *path) {
    posix_files *files = context;
    int index = free_list(files);
    if (index < 0) return index;
    int descriptor = open_below(files, path, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0) return code(errno);
    DIR *directory = fdopendir(descriptor);
    if (directory == NULL) return leave(descriptor, code(errno));
    files->lists[index] = (struct posix_list){directory, descriptor};
    return index;
}

/* The status of a name in a listed folder: of what a link leads to, unless that is nothing or not for us to
 * see. */
static int status_of(const posix_files *files, int parent, const char *name, struct stat *status) {
    if (fstatat(parent, name, status, AT_SYMLINK_NOFOLLOW) < 0) return -1;
    if (!S_ISLNK(status->st_mode) || files->confined) return 0;
    struct stat target;
    if (fstatat(parent, name, &target, 0) == 0) *status = target;
    return 0;
}

static int files_list_next(void *context, int handle, kr_file_entry *entry) {
    posix_files *files = context;
    const struct posix_list *list = &files->lists[handle];
    for (;;) {
        errno = 0;
        const struct dirent *found = readdir(list->directory);
        struct stat status;
        if (found == NULL) return errno != 0 ? code(errno) : 0;
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0) continue;
        if (status_of(files, list->parent, found->d_name, &status) < 0) continue; /* gone meanwhile */
        snprintf(entry->name, sizeof entry->name, "%s", found->d_name);
        to_stat(&status, &entry->stat);
        return 1;
    }
}

static int files_list_close(void *context, int handle) {
    posix_files *files = context;
    DIR *directory = files->lists[handle].directory;
    files->lists[handle].directory = NULL;
    return result(closedir(directory));
}

/* ---- Mapping ---- */

/* A private copy: a true mapping would change, or vanish, with the file. */
static const void *files_map(void *context, int handle, size_t *size) {
    posix_files *files = context;
    struct stat status;
    if (fstat(handle, &status) < 0 || !S_ISREG(status.st_mode)) return NULL;
    void **maps = realloc(files->maps, (size_t)(files->map_count + 1) * sizeof *maps);
    if (maps == NULL) return NULL;
    files->maps = maps;
    char *copy = malloc((size_t)status.st_size + 1);
    if (copy == NULL) return NULL;
    for (*size = 0; *size < (size_t)status.st_size;) {
        ssize_t count = pread(handle, copy + *size, (size_t)status.st_size - *size, (off_t)*size);
        if (count <= 0) break;
        *size += (size_t)count;
    }
    return maps[files->map_count++] = copy;
}

static void files_unmap_all(void *context) {
    posix_files *files = context;
    for (int i = 0; i < files->map_count; i++) free(files->maps[i]);
    free(files->maps);
    files->maps = NULL;
    files->map_count = 0;
}

const kr_files posix_files_functions = {
    .open = files_open,
    .close = files_close,
    .read = files_read,
    .write = files_write,
    .seek = files_seek,
    .truncate = files_truncate,
    .sync = files_sync,
    .stat = files_stat,
    .list_open = files_list_open,
    .list_next = files_list_next,
    .list_close = files_list_close,
    .remove = files_remove,
    .rename = files_rename,
    .mkdir = files_mkdir,
    .rmdir = files_rmdir,
    .space = files_space,
    .set_mtime = files_set_mtime,
    .map = files_map,
    .unmap_all = files_unmap_all,
};

int posix_files_open(posix_files *files, const char *root, bool confined) {
    *files = (posix_files){.confined = confined};
    files->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (files->root < 0) return code(errno);
    int probe = confined ? open_by_kernel(files, ".", O_PATH) : -1;
    files->no_openat2 = probe < 0;
    if (probe >= 0) close(probe);
    return 0;
}

void posix_files_close(posix_files *files) {
    for (int i = 0; i < files->list_count; i++)
        if (files->lists[i].directory != NULL) closedir(files->lists[i].directory);
    free(files->lists);
    files_unmap_all(files);
    if (files->root >= 0) close(files->root);
    *files = (posix_files){.root = -1};
}
