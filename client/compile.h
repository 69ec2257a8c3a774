#ifndef COMPILE_H
#define COMPILE_H
/* Compiling here what a device shall run, so that it needs no memory for the compiler, or no compiler: the
 * machine's own compiler, in a machine that runs nothing. A module image has the name of its source with .kri
 * in place of .py. */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include "failure.h"
#include "krait/vm.h"

struct compiler;

/* NULL after filling *failure. */
struct compiler *compiler_open(struct failure *failure);
/* Removes the files that were staged, too. NULL is allowed. */
void compiler_close(struct compiler *compiler);

/* The image of a text for kr_run_image in that mode. KR_OK; KR_INCOMPLETE (KR_MODE_SINGLE); else
 * compiler_error says what a traceback would. All are valid until the next call. */
kr_status compiler_try(struct compiler *compiler, kr_mode mode, const char *name, const char *text,
                       size_t size, const void **image, size_t *image_size);
const char *compiler_error(const struct compiler *compiler, size_t *size);

/* The image of a program's text; `name` is its file in tracebacks. Valid until the next call. A text that
 * does not compile is EXIT_EXCEPTION with what a traceback would say. */
bool compiler_text(struct compiler *compiler, const char *name, const char *text, size_t size,
                   const void **image, size_t *image_size, struct failure *failure);

/* Compiles a local file to `target`, which is complete or not there. */
bool compiler_file(struct compiler *compiler, const char *source, const char *name, const char *target,
                   struct failure *failure);

/* Compiles a local file into a directory of the compiler's own: under `name`, a relative path that ends in
 * .py; `staged` is the image's path. */
bool compiler_stage(struct compiler *compiler, const char *source, const char *name, char staged[PATH_MAX],
                    struct failure *failure);

/* The directory of staged images. */
const char *compiler_folder(const struct compiler *compiler);

/* True for what is compiled: a name that ends in .py. */
bool compile_is_source(const char *path);
/* x.py → x.kri; false when it does not fit. */
bool compile_image_name(char *out, size_t size, const char *path);

#endif
