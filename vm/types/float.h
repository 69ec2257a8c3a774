#ifndef KR_FLOAT_PRIVATE_H
#define KR_FLOAT_PRIVATE_H
/* What the files of the float family share. */
#include "core/object.h"
#include "types/number.h"
#include "types/text.h"

/* float(v): text is parsed, numbers are converted; TypeError, ValueError. */
kr_real kr_float_of(kr_vm *vm, kr_value v);
/* round(d) and round(d, digits): an int when digits is None. */
kr_value kr_float_round(kr_vm *vm, kr_real d, kr_value digits);

kr_value kr_float_hex(kr_vm *vm, size_t argc, const kr_value *argv);
kr_value kr_float_fromhex(kr_vm *vm, size_t argc, const kr_value *argv);

#endif
