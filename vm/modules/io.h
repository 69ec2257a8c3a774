#ifndef KR_IO_H
#define KR_IO_H
/* What the built-ins take from the io module. */
#include "core/native.h"

/* open(), for builtins and io. */
extern const kr_builtin kr_open_function;

#endif
