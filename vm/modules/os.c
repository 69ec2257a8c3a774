/* os: files and directories of the device, and facts about it. Paths are text; what they mean relative to the
 * working directory is resolved here, so the host sees absolute ones only. */
#include "modules/os.h"
#include "core/heap.h"
#include "core/mount.h"
#include "core/operate.h"
#include "core/path.h"
#include "modules/file.h"
#include "modules/record.h"
#include "run/module.h"
#include "run/run.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

const kr_files *kr_os_files(kr_vm *vm, kr_value path) {
    if (vm->host->files == NULL) kr_raise_errno(vm, KR_ENODEV, path);
    return vm->host->files;
}

void kr_os_path(kr_vm *vm, kr_value v, char out[KR_PATH_MAX]) {
    kr_path_resolve(vm, kr_fspath(vm, v), out);
}

void kr_os_check(kr_vm *vm, int64_t result, kr_value path) {
    if (result < 0) kr_raise_errno(vm, (int)result, path);
}

/* Item i of a tuple as a number; 0 when it is missing. */
static int64_t item_number(kr_vm *vm, const kr_tuple *t, size_t i) {
    if (i >= t->size) return 0;
    return kr_is_float(t->items[i]) ? (int64_t)kr_real_of(vm, t->items[i])
                                    : (int64_t)kr_int_arg(vm, t->items[i]);
}

/* What a mounted file system says about a file. */
static kr_file_stat stat_of_tuple(kr_vm *vm, kr_value items) {
    const kr_tuple *t = kr_to_tuple(kr_tuple_of(vm, items));
    kr_file_stat stat = {.kind = (uint32_t)item_number(vm, t, 0),
                         .size = (uint64_t)item_number(vm, t, 6),
                         .mtime_ns = item_number(vm, t, 8) * 1000000000};
    return stat;
}

/* The root of mount points, when nothing is mounted there. */
static bool is_bare_root(kr_vm *vm, kr_value path) {
    char absolute[KR_PATH_MAX];
    if (kr_mount_find(vm, path).kind == KR_MOUNT_HOST) return false;
    kr_os_path(vm, path, absolute);
    return absolute[1] == '\0';
}

kr_file_stat kr_os_stat(kr_vm *vm, kr_value path) {
    char absolute[KR_PATH_MAX];
    kr_file_stat stat;
    if (kr_mount_table(vm) != 0) {
        kr_value text = kr_fspath(vm, path), answer;
        if (is_bare_root(vm, text)) return (kr_file_stat){.kind = KR_FILE_DIRECTORY};
        if (kr_mount_call(vm, text, N_stat, KR_UNBOUND, &answer)) return stat_of_tuple(vm, answer);
    }
    kr_os_path(vm, path, absolute);
    kr_os_check(vm, kr_os_files(vm, path)->stat(vm->host->files_context, absolute, &stat), path);
    return stat;
}

/* --- stat */

static const kr_value stat_fields[] = {
    N_st_mode,  N_st_ino,   N_st_dev,   N_st_nlink, N_st_uid,   N_st_gid,      N_st_size,     N_st_atime,
    N_st_mtime, N_st_ctime, N_st_atime, N_st_mtime, N_st_ctime, N_st_atime_ns, N_st_mtime_ns, N_st_ctime_ns};
KR_RECORD_TYPE_AS(stat_type, N_os, N_stat_result, "os.stat_result", stat_fields, 10, true);

kr_value kr_os_stat_result(kr_vm *vm, const kr_file_stat *stat) {
    kr_value ns = kr_int_from(vm, stat->mtime_ns);
    kr_value seconds = kr_int_from(vm, stat->mtime_ns / 1000000000);
    kr_value real = kr_float_new(vm, (kr_real)((double)stat->mtime_ns / 1e9));
    kr_value values[] = {kr_int_from_unsigned(vm, stat->kind),
                         KR_INT(0),
                         KR_INT(0),
                         KR_INT(1),
                         KR_INT(0),
                         KR_INT(0),
                         kr_int_from_unsigned(vm, stat->size),
                         seconds,
                         seconds,
                         seconds,
                         real,
                         real,
                         real,
                         ns,
                         ns,
                         ns};
    return kr_record_new(vm, &stat_type, values);
}

/* The items of a mounted file system's answer as a stat_result. */
static kr_value stat_result_of(kr_vm *vm, kr_value items) {
    kr_value values[16];
    const kr_tuple *t = kr_to_tuple(kr_tuple_of(vm, items));
    for (size_t i = 0; i < 10; i++) values[i] = i < t->size ? t->items[i] : KR_INT(0);
    for (size_t i = 0; i < 3; i++) {
        values[10 + i] = kr_float_new(vm, kr_real_of(vm, values[7 + i]));
        values[13 + i] = kr_int_from(vm, (int64_t)kr_int_arg(vm, values[7 + i]) * 1000000000);
    }
    return kr_record_new(vm, &stat_type, values);
}

static kr_value os_stat(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (kr_mount_table(vm) != 0) {
        kr_value text = kr_fspath(vm, argv[0]), answer, kind = KR_INT(KR_FILE_DIRECTORY);
        if (is_bare_root(vm, text)) return stat_result_of(vm, kr_tuple_new(vm, 1, &kind));
        if (kr_mount_call(vm, text, N_stat, KR_UNBOUND, &answer)) return stat_result_of(vm, answer);
    }
    if (kr_is_int(argv[0])) kr_raise_errno(vm, KR_EBADF, KR_UNBOUND);
    kr_file_stat stat = kr_os_stat(vm, argv[0]);
    return kr_os_stat_result(vm, &stat);
}
KR_FUNCTION(stat, os_stat, 1, 3, "path,dir_fd,follow_symlinks",
            "stat(path)\nKind (st_mode), size and time of a file.");

static const kr_value statvfs_fields[] = {N_f_bsize, N_f_frsize, N_f_blocks, N_f_bfree, N_f_bavail,
                                          N_f_files, N_f_ffree,  N_f_favail, N_f_flag,  N_f_namemax};
KR_RECORD_TYPE(statvfs_type, N_os, N_statvfs_result, "os.statvfs_result", statvfs_fields, 10);

static kr_value os_statvfs(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    kr_file_space space = {.block_size = 0};
    kr_value answer, text = kr_fspath(vm, argv[0]);
    (void)argc;
    if (!is_bare_root(vm, text) || kr_mount_find(vm, text).kind != KR_MOUNT_NONE) {
        if (kr_mount_call(vm, text, N_statvfs, KR_UNBOUND, &answer)) return answer;
        kr_os_path(vm, text, path);
        kr_os_check(vm, kr_os_files(vm, text)->space(vm->host->files_context, path, &space), text);
    }
    kr_value size = kr_int_from_unsigned(vm, space.block_size),
             unused = kr_int_from_unsigned(vm, space.blocks_free);
    kr_value values[] = {size,
                         size,
                         kr_int_from_unsigned(vm, space.blocks),
                         unused,
                         unused,
                         KR_INT(0),
                         KR_INT(0),
                         KR_INT(0),
                         KR_INT(0),
                         KR_INT(KR_NAME_MAX)};
    return kr_record_new(vm, &statvfs_type, values);
}
KR_FUNCTION(statvfs, os_statvfs, 1, 1, NULL,
            "statvfs(path)\nSize and free space of the file system, in blocks.");

/* --- directories */

typedef struct listing {
    const kr_files *files;
    int handle;
    kr_value path;
    void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry);
    void *data;
} listing;

static void walk_listing(kr_vm *vm, void *data) {
    const listing *l = data;
    kr_file_entry entry;
    for (int result; (result = l->files->list_next(vm->host->files_context, l->handle, &entry)) != 0;) {
        kr_os_check(vm, result, l->path);
        l->visit(vm, l->data, &entry);
    }
}

static void set_name(kr_vm *vm, kr_file_entry *entry, kr_value name) {
    kr_value text = kr_fspath(vm, name);
    size_t size = kr_to_str(text)->size;
    if (size > KR_NAME_MAX) kr_raise_errno(vm, KR_ENAMETOOLONG, text);
    memcpy(entry->name, kr_to_str(text)->data, size + 1);
}

/* Mount points that stand in the root, which its file system does not know. */
static void list_mount_points(kr_vm *vm, void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry),
                              void *data) {
    kr_value table = kr_tuple_of(vm, kr_mount_table(vm));
    for (size_t i = 0; i < kr_to_tuple(table)->size; i++) {
        kr_value at = kr_to_tuple(kr_to_tuple(table)->items[i])->items[0];
        const char *name = kr_to_str(at)->data + 1;
        kr_file_entry entry = {.stat = {.kind = KR_FILE_DIRECTORY}};
        if (*name == '\0' || strchr(name, '/') != NULL) continue;
        set_name(vm, &entry, kr_str_text(vm, name));
        visit(vm, data, &entry);
    }
}

/* The entries of a mounted file system's directory: tuples (name, kind, inode, size), the last two at will.
 */
static void list_mounted(kr_vm *vm, kr_value entries,
                         void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry), void *data) {
    kr_value iterator = kr_iter(vm, entries);
    for (kr_value item; (item = kr_next(vm, iterator)) != KR_UNBOUND;) {
        const kr_tuple *t = kr_to_tuple(kr_tuple_of(vm, item));
        kr_file_entry entry = {
            .stat = {.kind = (uint32_t)item_number(vm, t, 1), .size = (uint64_t)item_number(vm, t, 3)}};
        set_name(vm, &entry, t->items[0]);
        visit(vm, data, &entry);
    }
}

void kr_os_list(kr_vm *vm, kr_value path, void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry),
                void *data) {
    kr_value entries;
    if (kr_mount_table(vm) != 0) {
        char top[KR_PATH_MAX];
        kr_value text = kr_fspath(vm, path);
        kr_os_path(vm, text, top);
        bool bare = is_bare_root(vm, text) && kr_mount_find(vm, text).kind == KR_MOUNT_NONE;
        bool mounted = !bare && kr_mount_call(vm, text, N_ilistdir, KR_UNBOUND, &entries);
        if (top[1] == '\0') list_mount_points(vm, visit, data);
        if (mounted) list_mounted(vm, entries, visit, data);
        if (mounted || bare) return;
    }
    kr_os_list_host(vm, path, visit, data);
}

void kr_os_list_host(kr_vm *vm, kr_value path,
                     void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry), void *data) {
    char absolute[KR_PATH_MAX];
    kr_os_path(vm, path, absolute);
    listing l = {kr_os_files(vm, path), 0, path, visit, data};
    l.handle = l.files->list_open(vm->host->files_context, absolute);
    kr_os_check(vm, l.handle, path);
    kr_value raised = kr_try(vm, walk_listing, &l);
    l.files->list_close(vm->host->files_context, l.handle);
    if (raised != KR_UNBOUND) kr_reraise(vm, raised);
}

/* The directory argument, by default the working directory. */
static kr_value directory_arg(size_t argc, const kr_value *argv) {
    return argc == 0 || argv[0] == KR_NONE ? KR_CHAR_STR('.') : argv[0];
}

static void add_name(kr_vm *vm, void *data, const kr_file_entry *entry) {
    kr_list_append(vm, data, kr_str_text(vm, entry->name));
}

static kr_value os_listdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value names = kr_list_new(vm, 0, NULL);
    kr_os_list(vm, directory_arg(argc, argv), add_name, kr_to_list(names));
    return names;
}
KR_FUNCTION(listdir, os_listdir, 0, 1, NULL, "listdir(path='.')\nThe names in a directory, in no order.");

static void add_entry(kr_vm *vm, void *data, const kr_file_entry *entry) {
    kr_value values[4] = {kr_str_text(vm, entry->name), KR_INT(entry->stat.kind), KR_INT(0),
                          kr_int_from_unsigned(vm, entry->stat.size)};
    kr_list_append(vm, data, kr_tuple_new(vm, 4, values));
}

static void add_short_entry(kr_vm *vm, void *data, const kr_file_entry *entry) {
    kr_value values[3] = {kr_str_text(vm, entry->name), KR_INT(entry->stat.kind), KR_INT(0)};
    kr_list_append(vm, data, kr_tuple_new(vm, 3, values));
}

static kr_value os_ilistdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value entries = kr_list_new(vm, 0, NULL);
    kr_value text = kr_fspath(vm, directory_arg(argc, argv));
    if (kr_mount_table(vm) != 0 && kr_mount_find(vm, text).kind != KR_MOUNT_HOST) {
        kr_value answer;
        if (!is_bare_root(vm, text) && kr_mount_call(vm, text, N_ilistdir, KR_UNBOUND, &answer))
            return kr_iter(vm, answer);
        kr_os_list(vm, text, add_short_entry, kr_to_list(entries));
        return kr_iter(vm, entries);
    }
    kr_os_list(vm, directory_arg(argc, argv), add_entry, kr_to_list(entries));
    return kr_iter(vm, entries);
}
KR_FUNCTION(ilistdir, os_ilistdir, 0, 1, NULL,
            "ilistdir(path='.')\nAn iterator of (name, kind, 0, size); kind is 0x4000 for directories, "
            "0x8000 for files.");

/* --- changing the tree */

kr_value kr_os_change(kr_vm *vm, kr_value path, int (*operation)(void *context, const char *path)) {
    char absolute[KR_PATH_MAX];
    kr_os_path(vm, path, absolute);
    kr_os_check(vm, operation(vm->host->files_context, absolute), path);
    return KR_NONE;
}

/* mkdir, remove or rmdir by whoever the path belongs to; mount points stay. */
static bool change_mounted(kr_vm *vm, kr_value path, kr_value method) {
    kr_value result;
    if (kr_mount_table(vm) == 0) return false;
    kr_value text = kr_fspath(vm, path);
    kr_mount mount = kr_mount_find(vm, text);
    if (mount.kind == KR_MOUNT_OBJECT && kr_str_is(mount.path, "/")) kr_raise_errno(vm, KR_EPERM, text);
    return kr_mount_call(vm, text, method, KR_UNBOUND, &result);
}

static kr_value os_mkdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (change_mounted(vm, argv[0], N_mkdir)) return KR_NONE;
    return kr_os_change(vm, argv[0], kr_os_files(vm, argv[0])->mkdir);
}
KR_FUNCTION(mkdir, os_mkdir, 1, 2, "path,mode", "mkdir(path, mode=0o777)\nMake a directory.");

static kr_value os_remove(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (change_mounted(vm, argv[0], N_remove)) return KR_NONE;
    return kr_os_change(vm, argv[0], kr_os_files(vm, argv[0])->remove);
}
KR_FUNCTION(remove, os_remove, 1, 1, NULL, "remove(path)\nDelete a file.");

static kr_value os_rmdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (change_mounted(vm, argv[0], N_rmdir)) return KR_NONE;
    return kr_os_change(vm, argv[0], kr_os_files(vm, argv[0])->rmdir);
}
KR_FUNCTION(rmdir, os_rmdir, 1, 1, NULL, "rmdir(path)\nDelete an empty directory.");

/* Makes the directory at `size` bytes of path, and those above it that are missing. */
static void make_directories(kr_vm *vm, char *path, size_t size, kr_value name, bool exist_ok) {
    const kr_files *files = kr_os_files(vm, name);
    for (size_t end = 1; end <= size; end++) {
        if (end < size && path[end] != '/') continue;
        char kept = path[end];
        path[end] = '\0';
        bool there = kr_path_is_directory(vm, path);
        bool wanted = !there || (end == size && !exist_ok);
        int result = 0;
        if (wanted && !change_mounted(vm, kr_str_text(vm, path), N_mkdir))
            result = files->mkdir(vm->host->files_context, path);
        path[end] = kept;
        kr_os_check(vm, result, name);
    }
}

static kr_value os_makedirs(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    (void)argc;
    kr_os_path(vm, argv[0], path);
    make_directories(vm, path, strlen(path), argv[0], argv[2] != KR_UNBOUND && kr_truth(vm, argv[2]));
    return KR_NONE;
}
KR_FUNCTION(makedirs, os_makedirs, 1, 3, "name,mode,exist_ok",
            "makedirs(name, mode=0o777, exist_ok=False)\nMake a directory and those above it.");

static kr_value os_removedirs(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    (void)argc;
    const kr_files *files = kr_os_files(vm, argv[0]);
    kr_os_path(vm, argv[0], path);
    kr_os_check(vm, files->rmdir(vm->host->files_context, path), argv[0]);
    for (char *slash; (slash = strrchr(path, '/')) != NULL && slash != path;) {
        *slash = '\0';
        if (files->rmdir(vm->host->files_context, path) < 0) break;
    }
    return KR_NONE;
}
KR_FUNCTION(removedirs, os_removedirs, 1, 1, NULL,
            "removedirs(name)\nDelete an empty directory and those above it that become empty.");

static _Noreturn void raise_two(kr_vm *vm, int code, kr_value from, kr_value to) {
    kr_value args[5] = {KR_INT(-code), kr_str_text(vm, kr_errno_text(code)), from, KR_NONE, to};
    kr_raise_object(vm, kr_exception_new(vm, &kr_OSError_type, 5, args));
}

/* Both paths must be of one file system. */
static bool rename_mounted(kr_vm *vm, kr_value from, kr_value to) {
    if (kr_mount_table(vm) == 0) return false;
    from = kr_fspath(vm, from), to = kr_fspath(vm, to);
    kr_mount a = kr_mount_find(vm, from), b = kr_mount_find(vm, to);
    if (a.kind == KR_MOUNT_NONE || b.kind == KR_MOUNT_NONE) raise_two(vm, -KR_ENOENT, from, to);
    if (a.kind != b.kind || a.object != b.object) raise_two(vm, -KR_EPERM, from, to);
    if (a.kind == KR_MOUNT_HOST) return false;
    kr_value args[2] = {a.path, b.path};
    kr_call_method(vm, a.object, N_rename, 2, args);
    return true;
}

static kr_value os_rename(kr_vm *vm, size_t argc, const kr_value *argv) {
    char from[KR_PATH_MAX], to[KR_PATH_MAX];
    (void)argc;
    if (rename_mounted(vm, argv[0], argv[1])) return KR_NONE;
    kr_os_path(vm, argv[0], from);
    kr_os_path(vm, argv[1], to);
    int result = kr_os_files(vm, argv[0])->rename(vm->host->files_context, from, to);
    if (result < 0) raise_two(vm, result, argv[0], argv[1]);
    return KR_NONE;
}
KR_FUNCTION(rename, os_rename, 2, 2, NULL,
            "rename(from, to)\nMove a file or directory; a file that is there is replaced.");

static kr_value os_truncate(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    (void)argc;
    intmax_t size = kr_int_arg(vm, argv[1]);
    const kr_files *files = kr_os_files(vm, argv[0]);
    kr_os_path(vm, argv[0], path);
    if (size < 0) kr_raise_errno(vm, KR_EINVAL, argv[0]);
    int handle = files->open(vm->host->files_context, path, KR_OPEN_WRITE);
    kr_os_check(vm, handle, argv[0]);
    int result = files->truncate(vm->host->files_context, handle, (uint64_t)size);
    int closed = files->close(vm->host->files_context, handle);
    kr_os_check(vm, result < 0 ? result : closed, argv[0]);
    return KR_NONE;
}
KR_FUNCTION(truncate, os_truncate, 2, 2, NULL, "truncate(path, length)\nCut or lengthen a file.");

/* utime(path, (atime, mtime)), utime(path, ns=(atime, mtime)), utime(path): now. */
static kr_value os_utime(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    bool in_ns = argv[2] != KR_UNBOUND;
    kr_value times = in_ns ? argv[2] : argv[1];
    int64_t ns = vm->host->time_ns(vm->host->context);
    (void)argc;
    if (times != KR_UNBOUND && times != KR_NONE) {
        if (!kr_is_tuple(times) || kr_to_tuple(times)->size != 2)
            kr_raise_type(vm, "utime: '%s' must be a tuple of two ints", in_ns ? "ns" : "times");
        kr_value mtime = kr_to_tuple(times)->items[1];
        ns = in_ns ? (int64_t)kr_int_arg(vm, mtime) : (int64_t)((double)kr_real_of(vm, mtime) * 1e9);
    }
    kr_os_path(vm, argv[0], path);
    kr_os_check(vm, kr_os_files(vm, argv[0])->set_mtime(vm->host->files_context, path, ns), argv[0]);
    return KR_NONE;
}
KR_FUNCTION(utime, os_utime, 1, 3, "path,times,*,ns",
            "utime(path, times=None, *, ns=None)\nSet the time of a file's last change.");

static kr_value os_access(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    (void)argc;
    kr_os_path(vm, argv[0], path);
    return kr_bool(kr_path_is_file(vm, path) || kr_path_is_directory(vm, path));
}
KR_FUNCTION(access, os_access, 2, 2, NULL, "access(path, mode)\nTrue when the file is there.");

/* --- the working directory */

static kr_value os_getcwd(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    if (kr_mount_table(vm) == 0) return vm->cwd;
    kr_mount mount = kr_mount_find(vm, vm->cwd);
    if (mount.kind != KR_MOUNT_OBJECT || kr_str_is(vm->cwd, "/")) return vm->cwd;
    if (kr_getattr_or(vm, mount.object, N_getcwd, KR_UNBOUND) == KR_UNBOUND) return vm->cwd;
    kr_value inner = kr_call_method(vm, mount.object, N_getcwd, 0, NULL);
    bool top = kr_to_str(mount.at)->size == 1;
    if (kr_str_is(inner, "/") && !top) return mount.at;
    return top ? inner : kr_str_format(vm, "%S%S", mount.at, inner);
}
KR_FUNCTION(getcwd, os_getcwd, 0, 0, NULL, "getcwd()\nThe working directory.");

/* A mounted file system is told where the program goes, as relative paths come to it as they are. */
static bool chdir_mounted(kr_vm *vm, kr_value path) {
    char absolute[KR_PATH_MAX];
    if (kr_mount_table(vm) == 0) return false;
    kr_value text = kr_fspath(vm, path);
    kr_os_path(vm, text, absolute);
    kr_mount mount = kr_mount_find(vm, text);
    if (mount.kind == KR_MOUNT_HOST) return false;
    if (mount.kind == KR_MOUNT_NONE && absolute[1] != '\0') kr_raise_errno(vm, KR_ENOENT, text);
    if (mount.kind == KR_MOUNT_OBJECT) {
        if (kr_getattr_or(vm, mount.object, N_chdir, KR_UNBOUND) != KR_UNBOUND)
            kr_call_method(vm, mount.object, N_chdir, 1, &mount.path);
        else if (kr_mount_stat(vm, text) != KR_FILE_DIRECTORY)
            kr_raise_errno(vm, KR_ENOENT, text);
    }
    vm->cwd = kr_str_text(vm, absolute);
    return true;
}

static kr_value os_chdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    (void)argc;
    if (chdir_mounted(vm, argv[0])) return KR_NONE;
    kr_file_stat stat = kr_os_stat(vm, argv[0]);
    if (stat.kind != KR_FILE_DIRECTORY) kr_raise_errno(vm, KR_ENOTDIR, argv[0]);
    kr_os_path(vm, argv[0], path);
    vm->cwd = kr_str_text(vm, path);
    return KR_NONE;
}
KR_FUNCTION(chdir, os_chdir, 1, 1, NULL, "chdir(path)\nSet the working directory.");

/* --- the device */

static const kr_value uname_fields[] = {N_sysname, N_nodename, N_release, N_version, N_machine};
KR_RECORD_TYPE(uname_type, N_posix, N_uname_result, "posix.uname_result", uname_fields, 5);

static kr_value os_uname(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    const kr_board *board = vm->host->board;
    kr_value platform = kr_str_text(vm, vm->host->platform != NULL ? vm->host->platform : "krait");
    kr_value machine = board != NULL && board->name != NULL ? kr_str_text(vm, board->name) : platform;
    kr_value release = kr_str_text(vm, kr_version());
    kr_value values[] = {platform, platform, release, kr_str_format(vm, "krait %S", release), machine};
    return kr_record_new(vm, &uname_type, values);
}
KR_FUNCTION(uname, os_uname, 0, 0, NULL, "uname()\nNames and versions of the device.");

static kr_value os_urandom(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word size = kr_index_word(vm, argv[0]);
    (void)argc;
    if (size < 0) kr_raise_value_error(vm, "negative argument not allowed");
    if (vm->host->random == NULL)
        kr_raise(vm, &kr_NotImplementedError_type, "the device has no source of random bytes");
    kr_value bytes = kr_bytes_value(vm, NULL, (size_t)size);
    vm->host->random(vm->host->context, ((kr_bytes *)kr_to_pointer(bytes))->data, (size_t)size);
    return bytes;
}
KR_FUNCTION(urandom, os_urandom, 1, 1, NULL, "urandom(n)\nn random bytes, good enough for keys.");

/* Programs of boards begin with dupterm(None) to have the serial line for themselves. Here terminals are the device's: a
 * program neither adds nor removes one. */
static kr_value os_dupterm(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 1) kr_index_word(vm, argv[1]);
    if (argv[0] != KR_NONE) kr_raise_errno(vm, KR_EOPNOTSUPP, KR_UNBOUND);
    return KR_NONE;
}
KR_FUNCTION(dupterm, os_dupterm, 1, 2, NULL,
            "dupterm(stream, index=0)\nNone: there is no prompt on a stream of the program. Others are refused.");

static kr_value os_sync(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_FUNCTION(sync, os_sync, 0, 0, NULL, "sync()\nWhat has been flushed is safe already.");

static kr_value os_fsync(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value file = argv[0];
    (void)argc;
    int handle = kr_is_file(file) ? ((kr_file *)kr_to_pointer(file))->handle : (int)kr_index_word(vm, file);
    if (kr_is_file(file)) kr_file_flush(vm, kr_to_pointer(file));
    kr_os_check(vm, kr_os_files(vm, KR_UNBOUND)->sync(vm->host->files_context, handle), KR_UNBOUND);
    return KR_NONE;
}
KR_FUNCTION(fsync, os_fsync, 1, 1, NULL, "fsync(file)\nReturn when what was written survives a power cut.");

static kr_value os_cpu_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_INT(1);
}
KR_FUNCTION(cpu_count, os_cpu_count, 0, 0, NULL, "cpu_count()\nOne: a program runs on one processor.");

static kr_value os_fspath(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_is_bytes(argv[0]) ? argv[0] : kr_fspath(vm, argv[0]);
}
KR_FUNCTION(fspath, os_fspath, 1, 1, NULL, "fspath(path)\nThe path as text.");

/* --- the environment: a dict, empty at first */

static kr_value environment(kr_vm *vm) {
    kr_value os = kr_dict_get_name(vm->modules, N_os);
    return kr_getattr(vm, os, N_environ);
}

static kr_value os_getenv(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[2] = {argv[0], argc > 1 && argv[1] != KR_UNBOUND ? argv[1] : KR_NONE};
    return kr_call_method(vm, environment(vm), N_get, 2, args);
}
KR_FUNCTION(getenv, os_getenv, 1, 2, "key,default",
            "getenv(key, default=None)\nA variable of the environment.");

static kr_value os_putenv(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_setitem(vm, environment(vm), argv[0], argv[1]);
    return KR_NONE;
}
KR_FUNCTION(putenv, os_putenv, 2, 2, NULL, "putenv(key, value)\nSet a variable of the environment.");

static kr_value os_unsetenv(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[2] = {argv[0], KR_NONE};
    (void)argc;
    kr_call_method(vm, environment(vm), N_pop, 2, args);
    return KR_NONE;
}
KR_FUNCTION(unsetenv, os_unsetenv, 1, 1, NULL, "unsetenv(key)\nDelete a variable of the environment.");

/* --- for programs that are written for larger systems */

static kr_value os_getpid(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_INT(1);
}
KR_FUNCTION(getpid, os_getpid, 0, 0, NULL, "getpid()\nOne: there is one program.");

static kr_value os_strerror(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word code = kr_index_word(vm, argv[0]);
    const char *text = code > 0 && code < 4096 ? kr_errno_text((int)code) : NULL;
    return text != NULL ? kr_str_text(vm, text) : kr_str_format(vm, "Unknown error %zd", code);
}
KR_FUNCTION(strerror, os_strerror, 1, 1, NULL, "strerror(code)\nThe text for an error number.");

static kr_value os_fsencode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_is_bytes(argv[0]) ? argv[0] : kr_call_method(vm, kr_fspath(vm, argv[0]), N_encode, 0, NULL);
}
KR_FUNCTION(fsencode, os_fsencode, 1, 1, NULL, "fsencode(path)\nThe path as bytes.");

static kr_value os_fsdecode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_fspath(vm, argv[0]);
}
KR_FUNCTION(fsdecode, os_fsdecode, 1, 1, NULL, "fsdecode(path)\nThe path as text.");

static kr_value os_chmod(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_os_stat(vm, argv[0]);
    return KR_NONE;
}
KR_FUNCTION(chmod, os_chmod, 2, 2, NULL, "chmod(path, mode)\nNothing: files have no permissions.");

/* Classes that are written in Python, and loaded when somebody asks for them. */
static kr_value from_python(kr_vm *vm, kr_value name) {
    kr_value module = kr_import(vm, N__os, KR_NONE, 0, NULL);
    return kr_getattr(vm, module, name);
}

static kr_value os_path_like(kr_vm *vm, kr_value module) {
    (void)module;
    return from_python(vm, N_PathLike);
}
KR_GETSET(PathLike, os_path_like, NULL);

static kr_value os_terminal_size(kr_vm *vm, kr_value module) {
    (void)module;
    return from_python(vm, N_terminal_size);
}
KR_GETSET(terminal_size, os_terminal_size, NULL);

static kr_value os_get_terminal_size(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_value sizes[2] = {KR_INT(80), KR_INT(24)}, pair = kr_tuple_new(vm, 2, sizes);
    return kr_call(vm, from_python(vm, N_terminal_size), 1, &pair);
}
KR_FUNCTION(get_terminal_size, os_get_terminal_size, 0, 1, NULL,
            "get_terminal_size()\n80 columns and 24 lines.");

/* What the vfs module has, by its older place. */
static kr_value from_vfs(kr_vm *vm, kr_value name) {
    return kr_getattr(vm, kr_import(vm, N_vfs, KR_NONE, 0, NULL), name);
}

static kr_value os_mount(kr_vm *vm, kr_value module) {
    (void)module;
    return from_vfs(vm, N_mount);
}
KR_GETSET(mount, os_mount, NULL);

static kr_value os_umount(kr_vm *vm, kr_value module) {
    (void)module;
    return from_vfs(vm, N_umount);
}
KR_GETSET(umount, os_umount, NULL);

static kr_value os_vfs_posix(kr_vm *vm, kr_value module) {
    (void)module;
    return from_vfs(vm, N_VfsPosix);
}
KR_GETSET(VfsPosix, os_vfs_posix, NULL);

/* os.path is a module of its own, which `import os.path` finds in sys.modules. */
static void os_init(kr_vm *vm, kr_dict *globals) {
    kr_value path = kr_module_native(vm, &kr_module_os_path);
    kr_dict_set_name(vm, globals, N_path, path);
    kr_dict_set_name(vm, vm->modules, N_os__dot__path, path);
    kr_dict_set_name(vm, vm->modules, N_posixpath, path);
    kr_dict_set_name(vm, globals, N_environ, KR_OBJECT(kr_dict_new(vm, 0)));
    kr_dict_set_name(vm, globals, N_pardir, kr_str_text(vm, ".."));
    kr_dict_set_name(vm, globals, N_devnull, kr_str_text(vm, "/dev/null"));
}

static const kr_member members[] = {
    KR_ENTRY(listdir, os_listdir),
    KR_ENTRY(ilistdir, os_ilistdir),
    KR_OBJECT_ENTRY(walk, kr_os_walk_function),
    KR_OBJECT_ENTRY(scandir, kr_os_scandir_function),
    KR_OBJECT_ENTRY(DirEntry, kr_os_entry_type),
    KR_ENTRY(stat, os_stat),
    {N_lstat, KR_OBJECT(&native_os_stat)},
    {N_stat_result, KR_OBJECT(&stat_type)},
    KR_ENTRY(statvfs, os_statvfs),
    KR_ENTRY(mkdir, os_mkdir),
    KR_ENTRY(makedirs, os_makedirs),
    KR_ENTRY(remove, os_remove),
    {N_unlink, KR_OBJECT(&native_os_remove)},
    KR_ENTRY(rmdir, os_rmdir),
    KR_ENTRY(removedirs, os_removedirs),
    KR_ENTRY(rename, os_rename),
    {N_replace, KR_OBJECT(&native_os_rename)},
    KR_ENTRY(truncate, os_truncate),
    KR_ENTRY(utime, os_utime),
    KR_ENTRY(access, os_access),
    KR_ENTRY(getcwd, os_getcwd),
    KR_ENTRY(chdir, os_chdir),
    KR_ENTRY(uname, os_uname),
    KR_ENTRY(urandom, os_urandom),
    KR_ENTRY(dupterm, os_dupterm),
    KR_ENTRY(sync, os_sync),
    KR_ENTRY(fsync, os_fsync),
    KR_ENTRY(cpu_count, os_cpu_count),
    KR_ENTRY(fspath, os_fspath),
    KR_ENTRY(getenv, os_getenv),
    KR_ENTRY(putenv, os_putenv),
    KR_ENTRY(unsetenv, os_unsetenv),
    KR_ENTRY(getpid, os_getpid),
    KR_ENTRY(strerror, os_strerror),
    KR_ENTRY(fsencode, os_fsencode),
    KR_ENTRY(fsdecode, os_fsdecode),
    KR_ENTRY(chmod, os_chmod),
    KR_ENTRY(get_terminal_size, os_get_terminal_size),
    KR_GETSET_ENTRY(PathLike, os_path_like),
    KR_GETSET_ENTRY(terminal_size, os_terminal_size),
    KR_GETSET_ENTRY(mount, os_mount),
    KR_GETSET_ENTRY(umount, os_umount),
    KR_GETSET_ENTRY(VfsPosix, os_vfs_posix),
    {N_sep, KR_CHAR_STR('/')},
    {N_linesep, KR_CHAR_STR('\n')},
    {N_curdir, KR_CHAR_STR('.')},
    {N_extsep, KR_CHAR_STR('.')},
    {N_pathsep, KR_CHAR_STR(':')},
    {N_altsep, KR_NONE},
    {N_name, N_posix},
    {N_error, KR_OBJECT(&kr_OSError_type)},
    {N_F_OK, KR_INT(0)},
    {N_R_OK, KR_INT(4)},
    {N_W_OK, KR_INT(2)},
    {N_X_OK, KR_INT(1)},
    {N_SEEK_SET, KR_INT(0)},
    {N_SEEK_CUR, KR_INT(1)},
    {N_SEEK_END, KR_INT(2)},
};

const kr_module_def kr_module_os = {N_os, members, sizeof members / sizeof *members, os_init,
                                    "Files, directories, and facts about the device."};
