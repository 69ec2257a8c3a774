/* kraitpy --compile. The image is written beside its target and then renamed. */
#include "kraitpy_compile.h"
#include "kraitpy_prompt.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EXIT_FILE 2

static int file_error(const char *what, const char *path) {
    fprintf(stderr, "kraitpy: cannot %s %s: %s\n", what, path, strerror(errno));
    return EXIT_FILE;
}

static char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    size_t capacity = 65536;
    char *text = file == NULL ? NULL : malloc(capacity);
    *size = 0;
    while (text != NULL && !feof(file) && !ferror(file)) {
        if (*size == capacity) {
            char *grown = realloc(text, capacity *= 2);
            if (grown == NULL) break;
            text = grown;
        }
        *size += fread(text + *size, 1, capacity - *size, file);
    }
    bool failed = file == NULL || ferror(file) || !feof(file);
    int error = errno;
    if (file != NULL) fclose(file);
    if (failed) {
        free(text);
        text = NULL;
    }
    errno = error;
    return text;
}

/* The name of the image of a source file; "" when it is too long. */
static void image_name(char out[KR_PATH_MAX], const char *source) {
    size_t size = strlen(source);
    if (size > 3 && strcmp(source + size - 3, ".py") == 0) size -= 3;
    if (snprintf(out, KR_PATH_MAX, "%.*s.kri", (int)size, source) >= KR_PATH_MAX) out[0] = '\0';
}

static int write_image(kr_vm *vm, const char *target) {
    char beside[KR_PATH_MAX + 8];
    size_t size;
    const void *image = kr_image(vm, &size);
    struct stat have;
    bool anew = lstat(target, &have) < 0 || S_ISREG(have.st_mode); /* a device stays a device */
    snprintf(beside, sizeof beside, "%s%s", target, anew ? ".new" : "");
    FILE *file = fopen(beside, "wb");
    if (file == NULL) return file_error("write", target);
    bool written = fwrite(image, 1, size, file) == size;
    if (fclose(file) != 0 || !written || (anew && rename(beside, target) != 0)) {
        int code = file_error("write", target);
        if (anew) remove(beside);
        return code;
    }
    return 0;
}

int kraitpy_compile(kr_vm *vm, host_console *console, const char *source, const char *target) {
    char name[KR_PATH_MAX];
    size_t size;
    if (target == NULL) {
        image_name(name, source);
        target = name;
    }
    char *text = read_file(source, &size);
    if (text == NULL) return file_error("read", source);
    const char *slash = strrchr(source, '/');
    kr_status status = kr_compile_source(vm, KR_MODE_EXEC, slash == NULL ? source : slash + 1, text, size);
    free(text);
    if (status != KR_OK) return kraitpy_report(vm, console, status, false);
    return write_image(vm, target);
}
