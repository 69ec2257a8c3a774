/* The machine as a compiler. Its heap is reserved address space: only what compiling touches is used. */
#include "compile.h"
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "entries.h"
#include "job_flags.h"
#include "krait/vm.h"
#include "paths.h"

#define HEAP_SIZE ((size_t)256 << 20)

struct compiler {
    kr_vm *vm;
    void *heap;
    char folder[PATH_MAX]; /* of staged images; "" until the first */
};

struct compiler *compiler_open(struct failure *failure) {
    static const kr_host nothing = {.platform = "krait"}; /* nothing runs */
    struct compiler *compiler = calloc(1, sizeof *compiler);
    if (compiler == NULL) return fail(failure, EXIT_IO, "out of memory"), NULL;
    compiler->heap =
        mmap(NULL, HEAP_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (compiler->heap != MAP_FAILED) {
        const kr_config config = {.memory = compiler->heap, .size = HEAP_SIZE, .host = &nothing};
        compiler->vm = kr_open(&config);
    }
    if (compiler->vm != NULL) return compiler;
    fail(failure, EXIT_IO, "no memory to compile in");
    compiler_close(compiler);
    return NULL;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void compiler_close(struct compiler *compiler) {
    if (compiler == NULL) return;
    if (compiler->vm != NULL) kr_close(compiler->vm);
    if (compiler->heap != NULL && compiler->heap != MAP_FAILED) munmap(compiler->heap, HEAP_SIZE);
    if (compiler->folder[0] != '\0') nftw(compiler->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(compiler);
}

/* ---- Compiling ---- */

kr_status compiler_try(struct compiler *compiler, kr_mode mode, const char *name, const char *text,
                       size_t size, const void **image, size_t *image_size) {
    kr_status status = kr_compile_source(compiler->vm, mode, name, text, size);
    if (status == KR_OK) *image = kr_image(compiler->vm, image_size);
    return status;
}

const char *compiler_error(const struct compiler *compiler, size_t *size) {
    return kr_error_text(compiler->vm, size);
}

bool compiler_text(struct compiler *compiler, const char *name, const char *text, size_t size,
                   const void **image, size_t *image_size, struct failure *failure) {
    if (compiler_try(compiler, KR_MODE_EXEC, name, text, size, image, image_size) != KR_OK) {
        size_t length;
        const char *error = compiler_error(compiler, &length);
        while (length > 0 && error[length - 1] == '\n') length--;
        return fail(failure, EXIT_EXCEPTION, "%s does not compile\n%.*s", name, (int)length, error);
    }
    return true;
}

static bool write_file(const char *target, const void *data, size_t size, struct failure *failure) {
    char beside[PATH_MAX];
    if (snprintf(beside, sizeof beside, "%s.krait-part", target) >= (int)sizeof beside)
        return fail(failure, EXIT_USAGE, "%s: the path is too long", target);
    FILE *file = fopen(beside, "wb");
    if (file == NULL) return fail_errno(failure, target);
    bool written = fwrite(data, 1, size, file) == size;
    written =
        fclose(file) == 0 && written ? file_place(beside, target, failure) : fail_errno(failure, target);
    if (!written) remove(beside);
    return written;
}

bool compiler_file(struct compiler *compiler, const char *source, const char *name, const char *target,
                   struct failure *failure) {
    size_t size, image_size;
    const void *image;
    char *text = job_read_file(source, &size, failure);
    bool good = text != NULL && compiler_text(compiler, name, text, size, &image, &image_size, failure) &&
                write_file(target, image, image_size, failure);
    free(text);
    return good;
}

/* ---- Staging ---- */

static bool make_folder(struct compiler *compiler, struct failure *failure) {
    if (compiler->folder[0] != '\0') return true;
    const char *base = getenv("TMPDIR");
    if (base == NULL || *base == '\0') base = "/tmp";
    int size = snprintf(compiler->folder, sizeof compiler->folder, "%s/krait-XXXXXX", base);
    if (size < (int)sizeof compiler->folder && mkdtemp(compiler->folder) != NULL) return true;
    compiler->folder[0] = '\0';
    return fail_errno(failure, base);
}

/* The folders above a staged file. */
static bool make_way(const struct compiler *compiler, char *path, struct failure *failure) {
    for (char *slash = path + strlen(compiler->folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        bool good = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!good) return fail_errno(failure, path);
    }
    return true;
}

bool compiler_stage(struct compiler *compiler, const char *source, const char *name, char staged[PATH_MAX],
                    struct failure *failure) {
    char image[PATH_MAX];
    if (!make_folder(compiler, failure)) return false;
    if (!compile_image_name(image, sizeof image, name) ||
        !path_join(staged, PATH_MAX, compiler->folder, image))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", name);
    return make_way(compiler, staged, failure) && compiler_file(compiler, source, name, staged, failure);
}

const char *compiler_folder(const struct compiler *compiler) {
    return compiler->folder;
}

/* ---- Names ---- */

bool compile_is_source(const char *path) {
    size_t size = strlen(path);
    return size > 3 && strcmp(path + size - 3, ".py") == 0 && path[size - 4] != '/';
}

bool compile_image_name(char *out, size_t size, const char *path) {
    size_t stem = compile_is_source(path) ? strlen(path) - 3 : strlen(path);
    return snprintf(out, size, "%.*s.kri", (int)stem, path) < (int)size;
}
