#ifndef KR_HEAP_H
#define KR_HEAP_H
/* Memory: size-class pages with free lists, mark bits aside, one block given by the caller.
 *
 * Every cell begins with a type word, so the collector can trace any cell it meets; the first word of a free cell is odd. Marking is precise in
 * the heap (a trace function a type) and conservative on the C stack and in the registers: a pointer to the start or into the middle of a cell that
 * lies on the C stack keeps the cell alive, so built-in functions need no rooting. Any call that allocates may collect.
 *
 * All functions raise MemoryError (preallocated) when nothing is left after a collection; a `try_` variant returns NULL instead. */
#include "core/object.h"

/* Makes an object of `size` bytes, zeroed but for its type word. */
void *kr_new(kr_vm *vm, const kr_type *type, size_t size);

/* The same without zeroing: for objects whose type traces nothing, or that are filled before the next allocation. */
void *kr_new_raw(kr_vm *vm, const kr_type *type, size_t size);
/* Likewise, for an object that has something to do when nobody holds it any more, though its type says nothing of it. */
void *kr_new_finalized(kr_vm *vm, const kr_type *type, size_t size);
void *kr_try_new(kr_vm *vm, const kr_type *type, size_t size);

/* Raw storage that belongs to one owner object (a list's items, a dict's entries, a buffer's bytes). The pointer points behind the type
 * word. A *values* block is traced word by word (zero words are skipped) and comes zeroed; a *bytes* block is not traced and comes as it is. The owner's
 * trace function marks the block with kr_mark_block. */
kr_value *kr_values_new(kr_vm *vm, size_t count);
kr_value *kr_values_resize(kr_vm *vm, kr_value *block, size_t old_count, size_t new_count); /* block may be NULL; the old one is freed */
void *kr_bytes_new(kr_vm *vm, size_t size);
void *kr_bytes_resize(kr_vm *vm, void *block, size_t old_size, size_t new_size);

/* Gives a block back at once. Only its owner may, and only when nobody else can hold it. NULL is ignored. */
void kr_block_free(kr_vm *vm, void *block);

/* How many bytes the cell of a block can hold: what a growing owner may use before it resizes. */
size_t kr_block_capacity(const kr_vm *vm, const void *block);

/* For trace functions. */
void kr_mark(kr_vm *vm, kr_value v);
void kr_mark_block(kr_vm *vm, const void *block); /* NULL is ignored; the content of a values block is traced as well */
void kr_mark_values(kr_vm *vm, const kr_value *values, size_t count);
/* Marks as the C stack is scanned: each word that points to the start or into the middle of a cell keeps it alive; any other word is skipped. */
void kr_mark_words(kr_vm *vm, const kr_value *words, size_t count);

/* True while marking when the object is already known to be alive; for weak tables, called from the hook below. ROM objects are. */
bool kr_is_marked(const kr_vm *vm, kr_value v);

/* Collects now. Order: roots (kr_vm_trace in core/vm.c), C stack, mark stack to its end, finalisers found and their objects kept for one more
 * round, weak tables (kr_intern_sweep and the attribute cache), sweep (lazy, page by page). */
void kr_heap_collect(kr_vm *vm);

/* Writes zeros over the part of the C stack that the next calls will use. Frames have room that they do not write to, and an address that was left
 * there would keep an object alive. It is done where the stack is short: at the machine's entry, and at the first poll after a collection. */
void kr_native_stack_clear(kr_vm *vm);

/* Calls `visit` for every object that the last collection found alive; it must not allocate. */
void kr_heap_each(kr_vm *vm, void (*visit)(kr_object *object, void *data), void *data);

/* In a block of this size or less some things are smaller and slower. */
#define KR_TINY ((size_t)28 << 10)

/* Life cycle; `memory` becomes the heap. */
bool kr_heap_init(kr_vm *vm, void *memory, size_t size);
/* Bytes in live or not yet swept cells; the whole; the largest cell that can be had now. */
size_t kr_heap_used(const kr_vm *vm);
size_t kr_heap_size(const kr_vm *vm);
size_t kr_heap_largest(const kr_vm *vm);
/* From now on the bytes of bytearrays stay where they are: the program has asked for an address. */
void kr_heap_fix_buffers(kr_vm *vm);
/* The program has asked for the id() of a value: if that is a large str or bytes, such stay where they are from now on. */
void kr_heap_fix_text(kr_vm *vm, kr_value v);
/* Bytes of the cell of an object (for sys.getsizeof and the memory table). */
size_t kr_heap_cell_size(const kr_vm *vm, const void *cell);
/* Runs every finaliser that is left; for kr_close and soft reset. */
void kr_heap_finalize_all(kr_vm *vm);
/* Runs the __del__ methods of objects that the collector found dead; kr_poll calls it when KR_PENDING_FINALIZE is set. */
void kr_heap_finalize_pending(kr_vm *vm);
/* How many collections there were. */
uint32_t kr_heap_collections(const kr_vm *vm);
/* How many allocations there are until the one that has to fail; 0 = none has to any more. */
uint32_t kr_heap_until_failure(const kr_vm *vm);
/* The trigger: false = collect only on failure (gc.disable()); true is the default. */
void kr_heap_set_automatic(kr_vm *vm, bool automatic);
bool kr_heap_automatic(const kr_vm *vm);

/* While the heap is locked every allocation finds no memory. Locks count; kr_heap_lock collects first. unlock returns how many are left. */
void kr_heap_lock(kr_vm *vm);
uint32_t kr_heap_unlock(kr_vm *vm);
uint32_t kr_heap_locks(const kr_vm *vm);
/* gc.threshold(): collect once that many bytes were allocated since the last collection; 0 = when live memory has grown by half (a quarter in a tiny heap, to twice its size in one of megabytes). */
void kr_heap_set_threshold(kr_vm *vm, size_t bytes);
size_t kr_heap_threshold(const kr_vm *vm);

#endif
