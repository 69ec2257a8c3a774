#ifndef KR_NAMES_H
#define KR_NAMES_H
/* Interned strings. A str that is interned is equal to another interned str only when it is the same object.
 *
 * Every identifier that C code mentions as N_<identifier> is a const str in ROM: tools/names.py collects the mentions from vm/ and writes names_rom.h,
 * so using a new name is all it takes. All other names are interned in a weak table that the collector sweeps. */
#include "core/object.h"
#include "names_rom.h" /* generated: N_append, N___init__ … */

/* The interned str with this text; makes it when it is new. */
kr_value kr_intern(kr_vm *vm, const char *text, size_t size);
kr_value kr_intern_text(kr_vm *vm, const char *text);
/* The interned twin of a str. */
kr_value kr_intern_str(kr_vm *vm, kr_value str);
/* The interned str if there is one already, else KR_UNBOUND; never allocates. */
kr_value kr_intern_find(kr_vm *vm, const char *text, size_t size);

bool kr_intern_init(kr_vm *vm);
void kr_intern_trace(kr_vm *vm); /* the collector: marks the table, but no string */
void kr_intern_sweep(kr_vm *vm); /* the collector: drops unmarked strings */
void kr_intern_fit(kr_vm *vm);   /* after a collection: a smaller table when it holds little, if there is memory for one */

/* The hash of all text; the generator computes the same one for ROM names. FNV-1a over the bytes, 32 bits, never 0. */
uint32_t kr_text_hash(const char *text, size_t size);

#endif
