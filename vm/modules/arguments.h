#ifndef KR_ARGUMENTS_H
#define KR_ARGUMENTS_H
/* Arguments of constructors and functions that get them as they were written. */
#include "core/object.h"

/* Binds arguments to the parameters `known`, which end with 0: out[i] gets the argument of the i-th or
 * KR_UNBOUND. The first `required` ones must be there, the first `positional` ones may be given by position.
 * TypeError in the name of `title`. */
void kr_bind_named(kr_vm *vm, const char *title, const kr_value *known, kr_value *out, size_t required,
                   size_t positional, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);

/* TypeError unless there are least to most arguments and no keywords. */
void kr_bind_plain(kr_vm *vm, const char *title, size_t least, size_t most, size_t argc, size_t nkw);

#endif
