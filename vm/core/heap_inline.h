#ifndef KR_HEAP_INLINE_H
#define KR_HEAP_INLINE_H
/* Allocation without a call, for objects of a small constant size that are made all the time (floats,
 * iterators, bound methods, frames' cells): popping a free list. The same contract as kr_new_raw; not for
 * types with a finaliser. */
#include "core/heap_layout.h"

static inline void *kr_new_quick(kr_vm *vm, const kr_type *type, size_t size) {
    if (size > KR_EXACT_CLASSES * KR_GRANULE) return kr_new_raw(vm, type, size);
    kr_heap_cell **list = &vm->heap->free[(size + KR_GRANULE - 1) / KR_GRANULE - 1];
    kr_heap_cell *cell = *list;
    if (__builtin_expect(cell == NULL, 0)) return kr_new_raw(vm, type, size);
    *list = (kr_heap_cell *)(cell->word - 1);
    cell->word = (uintptr_t)type;
    return cell;
}

#endif
