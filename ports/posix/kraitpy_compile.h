#ifndef KRAIT_POSIX_KRAITPY_COMPILE_H
#define KRAIT_POSIX_KRAITPY_COMPILE_H
/* kraitpy --compile: from a source file to a module image. */
#include "host.h"

/* Compiles the file `source` into the file `target`, NULL for its name with .kri in place of .py. A target is complete or not there. Errors are told on
 * stderr. Returns the exit code: 0, 1 for source that does not compile, 2 for files that cannot be read or written. */
int kraitpy_compile(kr_vm *vm, host_console *console, const char *source, const char *target);

#endif
