#ifndef KR_IO_H
#define KR_IO_H
/* What the built-ins take from the io module, and its types. */
#include "core/native.h"

/* open(), for builtins and io. */
extern const kr_builtin kr_open_function;

/* The base of all file types, also of files that programs write themselves; and files in memory. */
extern const kr_type kr_IOBase_type, kr_StringIO_type, kr_BytesIO_type;

#endif
