/* Paths and source files.
 *
 * Normalising works on the text alone, as the files of a device know no symbolic links; a port that does
 * resolves them below its own root. A source file is read as the compiler asks for it and is never held as a
 * whole. */
#include "core/path.h"
#include "compiler/compile.h"
#include "core/mount.h"
#include "run/image.h"
#include "core/raise.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

/* Appends one component to the path of `length` bytes in out (which has no trailing '/', "" is the root);
 * returns the new length. */
static int add_component(char *out, int length, const char *name, size_t size) {
    if (size == 0 || (size == 1 && name[0] == '.')) return length;
    if (size == 2 && name[0] == '.' && name[1] == '.') {
        while (length > 0 && out[length - 1] != '/') length--;
        return length > 0 ? length - 1 : 0;
    }
    if ((size_t)length + 1 + size >= KR_PATH_MAX) return -KR_ENAMETOOLONG;
    out[length] = '/';
    memcpy(out + length + 1, name, size);
    return length + 1 + (int)size;
}

static int add_components(char *out, int length, const char *path, size_t size) {
    const char *end = path + size;
    while (path < end && length >= 0) {
        const char *slash = memchr(path, '/', (size_t)(end - path));
        const char *stop = slash != NULL ? slash : end;
        length = add_component(out, length, path, (size_t)(stop - path));
        path = stop + 1;
    }
    return length;
}

int kr_path_join(char out[KR_PATH_MAX], const char *base, const char *path, size_t size) {
    int length = 0;
    if (size == 0 || path[0] != '/') length = add_components(out, length, base, strlen(base));
    if (length >= 0) length = add_components(out, length, path, size);
    if (length == 0) out[length++] = '/';
    if (length > 0) out[length] = '\0';
    return length;
}

void kr_path_resolve(kr_vm *vm, kr_value path, char out[KR_PATH_MAX]) {
    const kr_str *s = kr_to_str(path);
    if (memchr(s->data, '\0', s->size) != NULL) kr_raise_value_error(vm, "embedded null byte");
    if (kr_path_join(out, kr_to_str(vm->cwd)->data, s->data, s->size) < 0)
        kr_raise_errno(vm, KR_ENAMETOOLONG, path);
}

static bool is_kind(kr_vm *vm, const char *path, uint32_t kind) {
    if (kr_mount_table(vm) != 0) {
        kr_value text = kr_str_text(vm, path);
        if (kr_mount_find(vm, text).kind != KR_MOUNT_HOST) return kr_mount_stat(vm, text) == kind;
    }
    const kr_files *files = vm->host->files;
    kr_file_stat stat;
    return files != NULL && files->stat(vm->host->files_context, path, &stat) >= 0 && stat.kind == kind;
}

bool kr_path_is_file(kr_vm *vm, const char *path) {
    return is_kind(vm, path, KR_FILE_REGULAR);
}

bool kr_path_is_directory(kr_vm *vm, const char *path) {
    return is_kind(vm, path, KR_FILE_DIRECTORY);
}

/* A file that is being compiled. */
typedef struct source_file {
    const char *path;
    kr_value file;
    kr_dict *globals;
    kr_code *code;
    int handle;
    uint64_t position;
} source_file;

static ptrdiff_t read_source(kr_vm *vm, void *context, uint64_t offset, char *data, size_t size) {
    source_file *source = context;
    const kr_files *files = vm->host->files;
    if (offset != source->position) {
        int64_t at = files->seek(vm->host->files_context, source->handle, (int64_t)offset, 0);
        if (at < 0) return (ptrdiff_t)at;
        source->position = offset;
    }
    ptrdiff_t count = files->read(vm->host->files_context, source->handle, data, size);
    if (count > 0) source->position += (uint64_t)count;
    return count;
}

/* The file's content where the host can lend it, else a copy in the heap, which code may not lie in. */
static kr_code *read_image(kr_vm *vm, source_file *source) {
    const kr_files *files = vm->host->files;
    size_t size = 0, capacity = 0;
    const void *mapped =
        files->map == NULL ? NULL : files->map(vm->host->files_context, source->handle, &size);
    if (mapped != NULL) return kr_image_read(vm, mapped, size, KR_IMAGE_IN_PLACE, source->globals);
    char *data = NULL;
    for (ptrdiff_t count = 1; count > 0; size += (size_t)count) {
        if (size == capacity) {
            data = kr_bytes_resize(vm, data, capacity, capacity + capacity / 2 + 512);
            capacity += capacity / 2 + 512;
        }
        count = read_source(vm, source, size, data + size, capacity - size);
        if (count < 0) kr_raise_errno(vm, (int)count, source->file);
    }
    kr_code *code = kr_image_read(vm, data, size, 0, source->globals);
    kr_block_free(vm, data);
    return code;
}

/* An import may end at one when nothing better bears the name. */
static void refuse_foreign(kr_vm *vm, kr_value file) {
    const kr_str *path = kr_to_str(file);
    if (path->size < 4 || memcmp(path->data + path->size - 4, ".mpy", 4) != 0) return;
    kr_raise_value_error(vm, "%S has MicroPython's byte code, which does not run here: bring the .py file",
                         file);
}

static void compile_source(kr_vm *vm, void *data) {
    source_file *source = data;
    char magic[4];
    ptrdiff_t count = read_source(vm, source, 0, magic, sizeof magic);
    refuse_foreign(vm, source->file);
    if (count > 0 && kr_image_is(magic, (size_t)count)) {
        source->code = read_image(vm, source);
        return;
    }
    const kr_source reader = {read_source, source};
    const kr_compile_options options = {.file = source->file, .mode = KR_MODE_EXEC};
    source->code = kr_compile(vm, &reader, &options, source->globals, NULL);
}

/* A file of a mounted file system is read as a whole: it may not be able to go back to its start. */
static kr_code *compile_mounted(kr_vm *vm, const kr_mount *mount, kr_value file, kr_dict *globals) {
    kr_value content = kr_mount_read(vm, mount);
    const kr_bytes *bytes = kr_to_pointer(content);
    refuse_foreign(vm, file);
    if (kr_image_is(bytes->data, bytes->size)) return kr_image_read(vm, bytes->data, bytes->size, 0, globals);
    const kr_compile_options options = {.file = file, .mode = KR_MODE_EXEC};
    return kr_compile_text(vm, (const char *)bytes->data, bytes->size, &options, globals, NULL);
}

kr_code *kr_compile_path(kr_vm *vm, const char *path, kr_value file, kr_dict *globals) {
    if (kr_mount_table(vm) != 0) {
        kr_mount mount = kr_mount_find(vm, kr_str_text(vm, path));
        if (mount.kind == KR_MOUNT_OBJECT) return compile_mounted(vm, &mount, file, globals);
        if (mount.kind == KR_MOUNT_NONE) kr_raise_errno(vm, KR_ENOENT, file);
    }
    const kr_files *files = vm->host->files;
    if (files == NULL) kr_raise_errno(vm, KR_ENODEV, file);
    source_file source = {.path = path, .file = file, .globals = globals};
    source.handle = files->open(vm->host->files_context, path, KR_OPEN_READ);
    if (source.handle < 0) kr_raise_errno(vm, source.handle, file);
    bool done = kr_vm_enter(vm, compile_source, &source);
    files->close(vm->host->files_context, source.handle);
    if (!done) kr_throw(vm);
    return source.code;
}
