#ifndef KR_FORMAT_H
#define KR_FORMAT_H
/* What the files that format share. */
#include "core/object.h"
#include "types/number.h"

void kr_format_fill(kr_writer *out, uint32_t fill, size_t count);
/* `length` characters in `size` bytes, padded to the specification's width. */
void kr_format_pad(kr_writer *out, const kr_format_spec *spec, char align, const char *data, size_t size,
                   size_t length);
/* "Unknown format code …" */
_Noreturn void kr_format_unknown(kr_vm *vm, kr_value v, const kr_format_spec *spec);

/* Appends a finite or other float in one of the forms e E f F g G % r, `precision` -1 for the shortest (r) or
 * 6; `alternate` keeps the point. `dot` adds ".0" to what would look like an int. The sign is not written. */
void kr_format_real(kr_writer *out, kr_real d, char type, kr_word precision, bool alternate, bool dot);

/* ascii(v). */
kr_value kr_ascii_of(kr_vm *vm, kr_value v);

#endif
