/* The files that programs see: the device's own, with mounted directories laid over them.
 *
 * A handle is twice the device's handle, or twice the index of a mounted file and one. A directory above a
 * mount point shows the point as an entry, whether the device has such a directory or not. */
#include "parts.h"

#include <string.h>

static bool is_mounted(int handle) {
    return handle & 1;
}

static int inner(int handle) {
    return handle >> 1;
}

static int own_handle(int handle) {
    return handle < 0 ? handle : handle * 2;
}

static int mount_handle(int index) {
    return index < 0 ? index : index * 2 + 1;
}

static bool is_point(const char *inside) {
    return strlen(inside) == 1;
}

/* --- open files --- */

static int overlay_open(void *context, const char *path, int flags) {
    struct dev_device *dev = context;
    const char *inside;
    struct dev_mount *mount = mount_find(dev, path, &inside);
    if (!mount) return own_handle(dev->files->open(dev->files_context, path, flags));
    return is_point(inside) ? -KR_EISDIR : mount_handle(mount_open(dev, mount, inside, flags));
}

static int overlay_close(void *context, int handle) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_close(dev, inner(handle));
    return dev->files->close(dev->files_context, inner(handle));
}

static ptrdiff_t overlay_read(void *context, int handle, void *data, size_t size) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_read(dev, inner(handle), data, size);
    return dev->files->read(dev->files_context, inner(handle), data, size);
}

/* A mounted file is read over the network: it has no place of its own. */
static const void *overlay_map(void *context, int handle, size_t *size) {
    struct dev_device *dev = context;
    if (is_mounted(handle) || !dev->files->map) return NULL;
    return dev->files->map(dev->files_context, inner(handle), size);
}

static void overlay_unmap_all(void *context) {
    struct dev_device *dev = context;
    if (dev->files->unmap_all) dev->files->unmap_all(dev->files_context);
}

static ptrdiff_t overlay_write(void *context, int handle, const void *data, size_t size) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_write(dev, inner(handle), data, size);
    return dev->files->write(dev->files_context, inner(handle), data, size);
}

static int64_t overlay_seek(void *context, int handle, int64_t offset, int whence) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_seek(dev, inner(handle), offset, whence);
    return dev->files->seek(dev->files_context, inner(handle), offset, whence);
}

static int overlay_truncate(void *context, int handle, uint64_t size) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_truncate(dev, inner(handle), size);
    return dev->files->truncate(dev->files_context, inner(handle), size);
}

static int overlay_sync(void *context, int handle) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_sync(dev, inner(handle));
    return dev->files->sync(dev->files_context, inner(handle));
}

/* --- paths --- */

static int overlay_stat(void *context, const char *path, kr_file_stat *stat) {
    struct dev_device *dev = context;
    const char *inside;
    struct dev_mount *mount = mount_find(dev, path, &inside);
    if (!mount) return dev->files->stat(dev->files_context, path, stat);
    if (!is_point(inside)) return mount_stat(dev, mount, inside, stat);
    *stat = (kr_file_stat){.kind = KR_FILE_DIRECTORY};
    return 0;
}

/* A change to one path, by the program that runs. */
static int change_path(struct dev_device *dev, const char *path, enum proto_message_type type,
                       int (*own)(void *, const char *), int at_point) {
    const char *inside;
    struct dev_mount *mount = mount_find(dev, path, &inside);
    if (!mount) {
        hash_cache_forget(dev, path);
        return own(dev->files_context, path);
    }
    if (is_point(inside)) return at_point;
    if (mount->options & PROTO_MOUNT_READ_ONLY) return -KR_EROFS;
    return mount_path_request(dev, mount, type, inside);
}

static int overlay_remove(void *context, const char *path) {
    struct dev_device *dev = context;
    return change_path(dev, path, PROTO_FS_REMOVE, dev->files->remove, -KR_EISDIR);
}

static int overlay_mkdir(void *context, const char *path) {
    struct dev_device *dev = context;
    return change_path(dev, path, PROTO_FS_MKDIR, dev->files->mkdir, -KR_EEXIST);
}

static int overlay_rmdir(void *context, const char *path) {
    struct dev_device *dev = context;
    return change_path(dev, path, PROTO_FS_RMDIR, dev->files->rmdir, -KR_EBUSY);
}

/* As for a client's RENAME: the hash cache must not believe in paths that now mean something else. */
static int rename_own(struct dev_device *dev, const char *from, const char *to) {
    kr_file_stat stat;
    bool directory = dev->files->stat(dev->files_context, from, &stat) >= 0 && stat.kind == KR_FILE_DIRECTORY;
    if (directory) hash_cache_clear(dev);
    hash_cache_forget(dev, from);
    hash_cache_forget(dev, to);
    return dev->files->rename(dev->files_context, from, to);
}

static int overlay_rename(void *context, const char *from, const char *to) {
    struct dev_device *dev = context;
    const char *from_inside, *to_inside;
    struct dev_mount *mount = mount_find(dev, from, &from_inside);
    if (mount != mount_find(dev, to, &to_inside)) return -KR_EXDEV;
    if (!mount) return rename_own(dev, from, to);
    if (is_point(from_inside) || is_point(to_inside)) return -KR_EBUSY;
    if (mount->options & PROTO_MOUNT_READ_ONLY) return -KR_EROFS;
    return mount_rename(dev, mount, from_inside, to_inside);
}

static int overlay_space(void *context, const char *path, kr_file_space *space) {
    struct dev_device *dev = context;
    const char *inside;
    struct dev_mount *mount = mount_find(dev, path, &inside);
    if (mount) return mount_space(dev, mount, inside, space);
    return dev->files->space(dev->files_context, path, space);
}

static int overlay_set_mtime(void *context, const char *path, int64_t mtime_ns) {
    struct dev_device *dev = context;
    if (mount_covers(dev, path)) return -KR_ENOSYS;
    return dev->files->set_mtime(dev->files_context, path, mtime_ns);
}

/* --- directories --- */

/* Remembers which directory a listing of our own is of, so that mount points can be shown at its end. */
static void remember_list(struct dev_device *dev, int handle, const char *path) {
    struct open_list *list = NULL;
    unsigned count = 0;
    for (const struct open_list *other = dev->lists; other; other = other->next) count++;
    if (handle >= 0 && dev->call && count < DEV_LIST_HANDLES)
        list = memory_take(dev, sizeof *list, NEED_EXTRA);
    if (!list) return;
    *list = (struct open_list){.next = dev->lists, .handle = handle};
    memcpy(list->path, path, strlen(path) + 1);
    dev->lists = list;
}

static void forget_list(struct dev_device *dev, int handle) {
    struct open_list **link = &dev->lists, *list;
    while (*link && (*link)->handle != handle) link = &(*link)->next;
    list = *link;
    if (!list) return;
    *link = list->next;
    memory_give(dev, list);
}

static int overlay_list_open(void *context, const char *path) {
    struct dev_device *dev = context;
    const char *inside;
    struct dev_mount *mount = mount_find(dev, path, &inside);
    if (mount) return mount_handle(mount_list_open(dev, mount, inside));
    int handle = dev->files->list_open(dev->files_context, path);
    remember_list(dev, handle, path);
    return own_handle(handle);
}

/* The name of a mount point directly in this directory, NULL otherwise. */
static const char *point_in(const struct dev_mount *mount, const char *directory) {
    char parent[DEV_PATH_MAX];
    if (!mount->op) return NULL;
    memcpy(parent, mount->point, strlen(mount->point) + 1);
    path_parent(parent);
    return strcmp(parent, directory) == 0 ? path_name(mount->point) : NULL;
}

static bool is_shown_anyway(struct dev_device *dev, const struct dev_mount *mount) {
    kr_file_stat stat;
    return dev->files->stat(dev->files_context, mount->point, &stat) >= 0;
}

/* The mount points that the device itself does not show, after its own entries. */
static int next_point(struct dev_device *dev, int handle, kr_file_entry *entry) {
    struct open_list *list = dev->lists;
    while (list && list->handle != handle) list = list->next;
    while (list && list->shown < DEV_MOUNT_MAX) {
        const struct dev_mount *mount = &dev->mounts[list->shown++];
        const char *name = point_in(mount, list->path);
        if (!name || is_shown_anyway(dev, mount)) continue;
        memcpy(entry->name, name, strlen(name) + 1);
        entry->stat = (kr_file_stat){.kind = KR_FILE_DIRECTORY};
        return 1;
    }
    return 0;
}

static int overlay_list_next(void *context, int handle, kr_file_entry *entry) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_list_next(dev, inner(handle), entry);
    int result = dev->files->list_next(dev->files_context, inner(handle), entry);
    return result == 0 ? next_point(dev, inner(handle), entry) : result;
}

static int overlay_list_close(void *context, int handle) {
    struct dev_device *dev = context;
    if (is_mounted(handle)) return mount_list_close(dev, inner(handle));
    forget_list(dev, inner(handle));
    return dev->files->list_close(dev->files_context, inner(handle));
}

const kr_files overlay_functions = {
    .open = overlay_open,
    .close = overlay_close,
    .read = overlay_read,
    .write = overlay_write,
    .seek = overlay_seek,
    .truncate = overlay_truncate,
    .sync = overlay_sync,
    .stat = overlay_stat,
    .list_open = overlay_list_open,
    .list_next = overlay_list_next,
    .list_close = overlay_list_close,
    .remove = overlay_remove,
    .rename = overlay_rename,
    .mkdir = overlay_mkdir,
    .rmdir = overlay_rmdir,
    .space = overlay_space,
    .set_mtime = overlay_set_mtime,
    .map = overlay_map,
    .unmap_all = overlay_unmap_all,
};
