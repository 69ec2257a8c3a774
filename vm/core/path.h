#ifndef KR_PATH_H
#define KR_PATH_H
/* Paths on their way from a program to host->files, which takes absolute and normalised ones only, and source
 * files. */
#include "core/context.h"
#include "run/code.h"

/* `path` as seen from the absolute path `base`, normalised: "..", ".", double and trailing '/' resolved by
 * their text. Returns the length, or -KR_ENAMETOOLONG. */
int kr_path_join(char out[KR_PATH_MAX], const char *base, const char *path, size_t size);

/* A str of a program as an absolute path, seen from the working directory. ValueError for an embedded NUL,
 * OSError ENAMETOOLONG. */
void kr_path_resolve(kr_vm *vm, kr_value path, char out[KR_PATH_MAX]);

/* True when there is a regular file, or a directory, at this absolute path: of the host, or of a file system that
 * the program has mounted. */
bool kr_path_is_file(kr_vm *vm, const char *path);
bool kr_path_is_directory(kr_vm *vm, const char *path);

/* Compiles the file at an absolute path as a module's source against `globals`. `file` is its name in
 * tracebacks. OSError, SyntaxError. */
kr_code *kr_compile_path(kr_vm *vm, const char *path, kr_value file, kr_dict *globals);

#endif
