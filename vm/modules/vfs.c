/* vfs: mounting file systems that are objects, and VfsPosix, which shows a directory of the host as one.
 *
 * The table of mounts is made by the first mount() or umount(); from then on the host's own files are a
 * VfsPosix at "/" in it, which a program may unmount like any other. Finding whose a path is, is
 * core/mount.c's work. */
#include "core/mount.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "modules/arguments.h"
#include "modules/file.h"
#include "modules/os.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

/* ---- VfsPosix: a directory of the host ---- */

typedef struct host_files {
    kr_object head;
    kr_value root; /* str, absolute; "" is the host's root */
    kr_value cwd;  /* str, as seen from the root: "/" or "/a/b" */
    bool readonly;
} host_files;

static host_files *to_host(kr_value v) {
    return kr_to_pointer(v);
}

bool kr_host_files_are_all(kr_value v) {
    return kr_is_kind(v, &kr_host_files_type) && kr_to_str(to_host(v)->root)->size == 0 &&
           !to_host(v)->readonly;
}

static host_files *new_host(kr_vm *vm, const kr_type *cls, kr_value root) {
    host_files *fs = kr_new_instance(vm, cls, sizeof *fs);
    fs->root = root;
    fs->cwd = KR_CHAR_STR('/');
    fs->readonly = false;
    return fs;
}

static kr_value host_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    char path[KR_PATH_MAX];
    (void)names;
    if (nkw > 0 || argc > 1) kr_raise_type(vm, "VfsPosix() takes at most 1 argument");
    if (argc == 0) return KR_OBJECT(new_host(vm, cls, KR_EMPTY_STR));
    kr_os_path(vm, argv[0], path);
    return KR_OBJECT(new_host(vm, cls, path[1] == '\0' ? KR_EMPTY_STR : kr_str_text(vm, path)));
}

/* A path inside as one of the host's, a str. */
static kr_value outside(kr_vm *vm, kr_value self, kr_value path) {
    char inside[KR_PATH_MAX];
    kr_value text = kr_fspath(vm, path);
    const kr_str *s = kr_to_str(text);
    if (memchr(s->data, '\0', s->size) != NULL) kr_raise_value_error(vm, "embedded null byte");
    if (kr_path_join(inside, kr_to_str(to_host(self)->cwd)->data, s->data, s->size) < 0)
        kr_raise_errno(vm, KR_ENAMETOOLONG, text);
    return kr_str_format(vm, "%S%s", to_host(self)->root, inside);
}

static void need_writable(kr_vm *vm, kr_value self, kr_value path) {
    if (to_host(self)->readonly) kr_raise_errno(vm, KR_EROFS, path);
}

static kr_file_stat host_stat(kr_vm *vm, kr_value self, kr_value path) {
    char absolute[KR_PATH_MAX];
    kr_file_stat stat;
    kr_path_resolve(vm, outside(vm, self, path), absolute);
    kr_os_check(vm, kr_os_files(vm, path)->stat(vm->host->files_context, absolute, &stat), path);
    return stat;
}

static kr_value fs_open(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value mode = argc > 2 ? argv[2] : N_r;
    (void)names, (void)nkw;
    const char *text = kr_str_arg(vm, mode, "mode");
    if (strpbrk(text, "wax+") != NULL) need_writable(vm, argv[0], argv[1]);
    return kr_file_open_host(vm, outside(vm, argv[0], argv[1]), mode);
}
KR_METHOD_KW(open, fs_open, 2, 3, "open(path, mode='r')\nOpen a file.");

static kr_value fs_mount(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    to_host(argv[0])->readonly = kr_truth(vm, argv[1]);
    return KR_NONE;
}
KR_METHOD(mount, fs_mount, 3, 3, NULL, "mount(readonly, mkfs)\nCalled by vfs.mount().");

static kr_value fs_umount(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(umount, fs_umount, 1, 1, NULL, "umount()\nCalled by vfs.umount().");

static kr_value fs_stat(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_file_stat stat = host_stat(vm, argv[0], argv[1]);
    kr_value seconds = kr_int_from(vm, stat.mtime_ns / 1000000000), zero = KR_INT(0);
    kr_value items[10] = {kr_int_from_unsigned(vm, stat.kind), zero,    zero,    zero,   zero, zero,
                          kr_int_from_unsigned(vm, stat.size), seconds, seconds, seconds};
    return kr_tuple_new(vm, 10, items);
}
KR_METHOD(stat, fs_stat, 2, 2, NULL, "stat(path)\nKind, size and time of a file, a tuple of ten.");

static kr_value fs_statvfs(kr_vm *vm, size_t argc, const kr_value *argv) {
    char absolute[KR_PATH_MAX];
    kr_file_space space;
    (void)argc;
    kr_path_resolve(vm, outside(vm, argv[0], argv[1]), absolute);
    kr_os_check(vm, kr_os_files(vm, argv[1])->space(vm->host->files_context, absolute, &space), argv[1]);
    kr_value size = kr_int_from_unsigned(vm, space.block_size),
             unused = kr_int_from_unsigned(vm, space.blocks_free), zero = KR_INT(0);
    kr_value items[10] = {size,
                          size,
                          kr_int_from_unsigned(vm, space.blocks),
                          unused,
                          unused,
                          zero,
                          zero,
                          zero,
                          zero,
                          KR_INT(KR_NAME_MAX)};
    return kr_tuple_new(vm, 10, items);
}
KR_METHOD(statvfs, fs_statvfs, 2, 2, NULL, "statvfs(path)\nSize and free space, a tuple of ten.");

typedef struct collecting {
    kr_list *entries;
    bool bytes; /* names are bytes, as the path was */
} collecting;

static void collect(kr_vm *vm, void *data, const kr_file_entry *entry) {
    const collecting *c = data;
    kr_value name =
        c->bytes ? kr_bytes_value(vm, entry->name, strlen(entry->name)) : kr_str_text(vm, entry->name);
    kr_value items[4] = {name, KR_INT(entry->stat.kind), KR_INT(0),
                         kr_int_from_unsigned(vm, entry->stat.size)};
    kr_list_append(vm, c->entries, kr_tuple_new(vm, 4, items));
}

static kr_value fs_ilistdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value path = argc > 1 ? argv[1] : KR_CHAR_STR('/'), list = kr_list_new(vm, 0, NULL);
    collecting c = {kr_to_list(list), kr_is_bytes(path)};
    kr_os_list_host(vm, outside(vm, argv[0], path), collect, &c);
    return kr_iter(vm, list);
}
KR_METHOD(ilistdir, fs_ilistdir, 1, 2, NULL, "ilistdir(path='/')\nAn iterator of (name, kind, 0, size).");

static kr_value change(kr_vm *vm, const kr_value *argv, int (*operation)(void *context, const char *path)) {
    need_writable(vm, argv[0], argv[1]);
    return kr_os_change(vm, outside(vm, argv[0], argv[1]), operation);
}

#define FS_CHANGE(py, text)                                                                                  \
    static kr_value fs_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                                  \
        (void)argc;                                                                                          \
        return change(vm, argv, kr_os_files(vm, argv[1])->py);                                               \
    }                                                                                                        \
    KR_METHOD(py, fs_##py, 2, 2, NULL, #py "(path)\n" text)
FS_CHANGE(mkdir, "Make a directory.");
FS_CHANGE(remove, "Delete a file.");
FS_CHANGE(rmdir, "Delete an empty directory.");

static kr_value fs_rename(kr_vm *vm, size_t argc, const kr_value *argv) {
    char from[KR_PATH_MAX], to[KR_PATH_MAX];
    (void)argc;
    need_writable(vm, argv[0], argv[1]);
    kr_path_resolve(vm, outside(vm, argv[0], argv[1]), from);
    kr_path_resolve(vm, outside(vm, argv[0], argv[2]), to);
    kr_os_check(vm, kr_os_files(vm, argv[1])->rename(vm->host->files_context, from, to), argv[1]);
    return KR_NONE;
}
KR_METHOD(rename, fs_rename, 3, 3, NULL, "rename(from, to)\nMove a file or directory.");

static kr_value fs_chdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    char inside[KR_PATH_MAX];
    (void)argc;
    host_files *fs = to_host(argv[0]);
    kr_value text = kr_fspath(vm, argv[1]);
    if (host_stat(vm, argv[0], text).kind != KR_FILE_DIRECTORY) kr_raise_errno(vm, KR_ENOTDIR, text);
    kr_path_join(inside, kr_to_str(fs->cwd)->data, kr_to_str(text)->data, kr_to_str(text)->size);
    fs->cwd = kr_str_text(vm, inside);
    return KR_NONE;
}
KR_METHOD(chdir, fs_chdir, 2, 2, NULL, "chdir(path)\nSet the directory that relative paths start from.");

static kr_value fs_getcwd(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return to_host(argv[0])->cwd;
}
KR_METHOD(getcwd, fs_getcwd, 1, 1, NULL, "getcwd()\nThe directory that relative paths start from.");

static void host_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((host_files *)object)->root);
    kr_mark(vm, ((host_files *)object)->cwd);
}

static const kr_member host_members[] = {
    {N___module__, N_vfs},           KR_ENTRY(open, fs_open),     KR_ENTRY(mount, fs_mount),
    KR_ENTRY(umount, fs_umount),     KR_ENTRY(stat, fs_stat),     KR_ENTRY(statvfs, fs_statvfs),
    KR_ENTRY(ilistdir, fs_ilistdir), KR_ENTRY(mkdir, fs_mkdir),   KR_ENTRY(remove, fs_remove),
    KR_ENTRY(rmdir, fs_rmdir),       KR_ENTRY(rename, fs_rename), KR_ENTRY(chdir, fs_chdir),
    KR_ENTRY(getcwd, fs_getcwd),
};
static const kr_ops host_ops = {.trace = host_trace};
const kr_type kr_host_files_type = {.head = {&kr_type_type},
                                    .name = N_VfsPosix,
                                    .base = &kr_object_type,
                                    .solid = &kr_host_files_type,
                                    .ops = &host_ops,
                                    .size = sizeof(host_files),
                                    .member_count = sizeof host_members / sizeof *host_members,
                                    .members = host_members,
                                    .make = host_make};

/* ---- The table ---- */

static kr_value table(kr_vm *vm) {
    kr_value *slot = kr_module_state(vm, KR_STATE_MOUNTS);
    if (*slot == 0) {
        kr_value list = kr_list_new(vm, 0, NULL);
        if (vm->host->files != NULL) {
            kr_value entry[2] = {KR_CHAR_STR('/'),
                                 KR_OBJECT(new_host(vm, &kr_host_files_type, KR_EMPTY_STR))};
            kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 2, entry));
        }
        *kr_module_state(vm, KR_STATE_MOUNTS) = list;
    }
    return *kr_module_state(vm, KR_STATE_MOUNTS);
}

static const kr_tuple *entry_at(kr_value list, size_t i) {
    return kr_to_tuple(kr_to_list(list)->items[i]);
}

static bool has_method(kr_vm *vm, kr_value v, kr_value name) {
    return kr_getattr_or(vm, v, name, KR_UNBOUND) != KR_UNBOUND;
}

/* Pairs of file system and path, in the order of mounting. */
static kr_value mounts(kr_vm *vm) {
    kr_value list = table(vm), result = kr_list_new(vm, 0, NULL);
    for (size_t i = 0; i < kr_to_list(list)->size; i++) {
        kr_value pair[2] = {entry_at(list, i)->items[1], entry_at(list, i)->items[0]};
        kr_list_append(vm, kr_to_list(result), kr_tuple_new(vm, 2, pair));
    }
    return result;
}

enum { ARG_FS, ARG_POINT, ARG_READONLY, ARG_MKFS, ARG_COUNT };

static kr_value vfs_mount(kr_vm *vm, size_t argc, const kr_value *argv) {
    char path[KR_PATH_MAX];
    (void)argc;
    if (argv[ARG_FS] == KR_UNBOUND) return mounts(vm);
    if (argv[ARG_POINT] == KR_UNBOUND)
        kr_raise_type(vm, "mount() missing required argument 'mount_point' (pos 2)");
    kr_value fs = argv[ARG_FS], list = table(vm);
    kr_os_path(vm, argv[ARG_POINT], path);
    if (!has_method(vm, fs, N_open) && has_method(vm, fs, N_readblocks))
        kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    kr_value flags[2] = {kr_bool(argv[ARG_READONLY] != KR_UNBOUND && kr_truth(vm, argv[ARG_READONLY])),
                         kr_bool(argv[ARG_MKFS] != KR_UNBOUND && kr_truth(vm, argv[ARG_MKFS]))};
    if (has_method(vm, fs, N_mount)) kr_call_method(vm, fs, N_mount, 2, flags);
    for (size_t i = 0; i < kr_to_list(list)->size; i++) {
        const kr_tuple *entry = entry_at(list, i);
        if (!kr_str_is(entry->items[0], path)) continue;
        if (path[1] != '\0' || !kr_host_files_are_all(entry->items[1]))
            kr_raise_errno(vm, KR_EPERM, KR_UNBOUND);
    }
    kr_value pair[2] = {kr_str_text(vm, path), fs};
    kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 2, pair));
    return KR_NONE;
}
KR_FUNCTION(mount, vfs_mount, 0, 4, "fsobj,mount_point,*,readonly,mkfs",
            "mount(fsobj, mount_point, *, readonly=False, mkfs=False)\nMake a file system object serve a "
            "path and all below it. Without arguments: a list of "
            "(object, path).");

/* The entry that is mounted at a path, or is that object; the table's size when there is none. */
static size_t find(kr_vm *vm, kr_value list, kr_value what) {
    char path[KR_PATH_MAX] = "";
    size_t count = kr_to_list(list)->size;
    if (kr_is_str(what)) kr_os_path(vm, what, path);
    for (size_t i = 0; i < count; i++) {
        const kr_tuple *entry = entry_at(list, i);
        if (entry->items[1] == what || (kr_is_str(what) && kr_str_is(entry->items[0], path))) return i;
    }
    return count;
}

static kr_value vfs_umount(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value list = table(vm);
    (void)argc;
    size_t at = find(vm, list, argv[0]);
    if (at == kr_to_list(list)->size) kr_raise_errno(vm, KR_EINVAL, KR_UNBOUND);
    kr_value fs = entry_at(list, at)->items[1], entry = kr_to_list(list)->items[at];
    bool inside = kr_mount_find(vm, vm->cwd).object == fs;
    kr_call_method(vm, list, N_remove, 1, &entry);
    if (inside) vm->cwd = KR_CHAR_STR('/');
    if (has_method(vm, fs, N_umount)) kr_call_method(vm, fs, N_umount, 0, NULL);
    return KR_NONE;
}
KR_FUNCTION(umount, vfs_umount, 1, 1, NULL,
            "umount(mount_point)\nEnd what mount() did; the argument may be the object, too.");

static const kr_member members[] = {
    KR_ENTRY(mount, vfs_mount),
    KR_ENTRY(umount, vfs_umount),
    {N_VfsPosix, KR_OBJECT(&kr_host_files_type)},
};

const kr_module_def kr_module_vfs = {N_vfs, members, sizeof members / sizeof *members, NULL,
                                     "Mounting file systems that are objects."};
