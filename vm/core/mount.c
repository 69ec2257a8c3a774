/* Mounted file systems: finding whose a path is. */
#include "core/mount.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/raise.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

kr_value kr_mount_table(const kr_vm *vm) {
    return vm->module_states[KR_STATE_MOUNTS];
}

/* True when the absolute path is `at` or lies below it. */
static bool below(const char *path, const kr_str *at) {
    if (at->size == 1) return true;
    return memcmp(path, at->data, at->size) == 0 && (path[at->size] == '/' || path[at->size] == '\0');
}

/* The entry that serves an absolute path: the one with the longest mount point, of equal ones the last. Or
 * NULL. */
static const kr_tuple *entry_of(const kr_vm *vm, const char *path) {
    const kr_list *table = kr_to_list(kr_mount_table(vm));
    const kr_tuple *found = NULL;
    for (size_t i = 0; i < table->size; i++) {
        const kr_tuple *entry = kr_to_tuple(table->items[i]);
        const kr_str *at = kr_to_str(entry->items[0]);
        if (strlen(path) < at->size || !below(path, at)) continue;
        if (found == NULL || kr_to_str(found->items[0])->size <= at->size) found = entry;
    }
    return found;
}

static bool climbs(const kr_str *path) {
    for (size_t i = 0; i + 1 < path->size; i++) {
        bool starts = i == 0 || path->data[i - 1] == '/';
        if (starts && path->data[i] == '.' && path->data[i + 1] == '.') return true;
    }
    return false;
}

/* A relative path goes on unchanged when the working directory is of the same file system, which has been
 * told about it by chdir(). */
static kr_value path_inside(kr_vm *vm, const kr_tuple *entry, kr_value given, const char *absolute) {
    const kr_str *text = kr_to_str(given), *at = kr_to_str(entry->items[0]);
    const char *cwd = kr_to_str(vm->cwd)->data;
    bool relative = text->size == 0 || text->data[0] != '/';
    bool at_top = cwd[1] == '\0';
    if (relative && !climbs(text) && entry_of(vm, cwd) == entry &&
        !(at_top && (text->size == 0 || kr_str_is(given, "."))))
        return kr_str_is(given, ".") ? KR_EMPTY_STR : given;
    const char *rest = at->size == 1 ? absolute : absolute + at->size;
    return kr_str_text(vm, *rest == '\0' ? "/" : rest);
}

kr_mount kr_mount_find(kr_vm *vm, kr_value path) {
    char absolute[KR_PATH_MAX];
    kr_mount mount = {.kind = KR_MOUNT_HOST, .object = KR_NONE, .path = path, .at = KR_NONE};
    if (kr_mount_table(vm) == 0) return mount;
    kr_path_resolve(vm, path, absolute);
    const kr_tuple *entry = entry_of(vm, absolute);
    mount.kind = KR_MOUNT_NONE;
    if (entry == NULL) return mount;
    mount.object = entry->items[1];
    mount.at = entry->items[0];
    mount.kind = kr_to_str(mount.at)->size == 1 && kr_host_files_are_all(mount.object) ? KR_MOUNT_HOST
                                                                                       : KR_MOUNT_OBJECT;
    if (mount.kind == KR_MOUNT_OBJECT) mount.path = path_inside(vm, entry, path, absolute);
    return mount;
}

bool kr_mount_call(kr_vm *vm, kr_value path, kr_value method, kr_value argument, kr_value *result) {
    if (kr_mount_table(vm) == 0) return false;
    kr_mount mount = kr_mount_find(vm, path);
    if (mount.kind == KR_MOUNT_HOST) return false;
    if (mount.kind == KR_MOUNT_NONE) kr_raise_errno(vm, KR_ENOENT, path);
    kr_value args[2] = {mount.path, argument};
    *result = kr_call_method(vm, mount.object, method, argument == KR_UNBOUND ? 1 : 2, args);
    return true;
}

/* ---- What importing needs ---- */

typedef struct stat_query {
    const kr_mount *mount;
    uint32_t kind;
} stat_query;

static void ask_stat(kr_vm *vm, void *data) {
    stat_query *query = data;
    kr_value path = query->mount->path;
    kr_value stat = kr_call_method(vm, query->mount->object, N_stat, 1, &path);
    stat = kr_tuple_of(vm, stat);
    if (kr_to_tuple(stat)->size > 0)
        query->kind = (uint32_t)kr_index_word(vm, kr_to_tuple(stat)->items[0]) & 0xf000u;
}

uint32_t kr_mount_stat(kr_vm *vm, kr_value path) {
    kr_mount mount = kr_mount_find(vm, path);
    stat_query query = {&mount, 0};
    if (mount.kind == KR_MOUNT_NONE) return kr_str_is(path, "/") ? KR_FILE_DIRECTORY : 0;
    if (kr_str_is(mount.path, "/")) return KR_FILE_DIRECTORY;
    kr_value raised = kr_try(vm, ask_stat, &query);
    if (raised != KR_UNBOUND && !kr_exception_is(raised, &kr_OSError_type)) kr_reraise(vm, raised);
    return query.kind;
}

/* MicroPython's requests to a stream. */
enum { REQUEST_CLOSE = 4, REQUEST_BUFFER_SIZE = 11 };

typedef struct reading {
    kr_value file, content;
} reading;

static void read_all(kr_vm *vm, void *data) {
    reading *r = data;
    if (kr_getattr_or(vm, r->file, N_readinto, KR_UNBOUND) == KR_UNBOUND) {
        r->content = kr_call_method(vm, r->file, N_read, 0, NULL);
        return;
    }
    kr_value size = KR_INT(256), whole = kr_call(vm, KR_OBJECT(&kr_bytearray_type), 0, NULL);
    kr_value buffer = kr_call(vm, KR_OBJECT(&kr_bytearray_type), 1, &size);
    for (;;) {
        kr_value count = kr_call_method(vm, r->file, N_readinto, 1, &buffer);
        if (!kr_is_int(count) || kr_to_int(count) <= 0) break;
        kr_value bounds[3] = {KR_NONE, count, KR_NONE};
        kr_value part = kr_getitem(vm, buffer, kr_call(vm, KR_OBJECT(&kr_slice_type), 2, bounds));
        kr_call_method(vm, whole, N_extend, 1, &part);
    }
    r->content = kr_call(vm, KR_OBJECT(&kr_bytes_type), 1, &whole);
}

static void close_file(kr_vm *vm, void *data) {
    kr_value file = ((reading *)data)->file;
    kr_value close[2] = {KR_INT(REQUEST_CLOSE), KR_INT(0)};
    if (kr_getattr_or(vm, file, N_ioctl, KR_UNBOUND) != KR_UNBOUND)
        kr_call_method(vm, file, N_ioctl, 2, close);
    else
        kr_call_method(vm, file, N_close, 0, NULL);
}

kr_value kr_mount_read(kr_vm *vm, const kr_mount *mount) {
    kr_value args[2] = {mount->path, N_rb}, ask[2] = {KR_INT(REQUEST_BUFFER_SIZE), KR_INT(0)};
    reading r = {.content = KR_NONE};
    r.file = kr_call_method(vm, mount->object, N_open, 2, args);
    if (kr_getattr_or(vm, r.file, N_ioctl, KR_UNBOUND) != KR_UNBOUND)
        kr_call_method(vm, r.file, N_ioctl, 2, ask);
    kr_value raised = kr_try(vm, read_all, &r);
    close_file(vm, &r);
    if (raised != KR_UNBOUND) kr_reraise(vm, raised);
    if (!kr_is_bytes(r.content)) kr_raise_type(vm, "read() should return bytes, not %T", r.content);
    return r.content;
}
