/* Moving blocks together in a small heap, when no free stretch is long enough for what is asked for.
 *
 * Objects never move. But a list's items, a dict's entries and index, a set's slots, a bytearray's bytes and
 * a code's constants each have one owner that knows where they are, and nobody else keeps that address beyond
 * a call: whoever runs a program's code in between reads it anew, since the program may have resized the
 * block. What a call that is under way has at hand is on the C stack: a block that any word there points into
 * stays where it is.
 *
 * It happens right after a collection, so all that is marked is alive. A block that may move has its mark
 * taken away, and in place of its type the address of the owner's pointer to it (a *thread*). Then, from the
 * end to the start, each moves into a gap behind it. */
#include "core/heap_layout.h"
#include "run/code.h"
#include "types/container.h"

enum { VALUES = 2 }; /* in a thread: the block is one of values */

static uintptr_t type_word(bool values) {
    return (uintptr_t)(values ? &kr_values_block_type : &kr_bytes_block_type);
}

static bool is_block(const kr_heap_cell *cell) {
    return cell->word == type_word(true) || cell->word == type_word(false);
}

/* ---- Who may move ---- */

/* Takes the marks of all blocks away. */
static void unmark_blocks(kr_heap *heap) {
    for (size_t at = kr_exact_next(heap, 0); at < SIZE_MAX; at = kr_exact_next(heap, at + 1))
        if (is_block((const kr_heap_cell *)(const void *)(heap->base + at * KR_GRANULE)))
            heap->marks[at / KR_WORD_BITS] &= ~((uint32_t)1 << (at % KR_WORD_BITS));
}

/* Marks whatever the C stack points into. */
__attribute__((noinline, no_sanitize("address"))) static void pin(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    const uintptr_t *high = vm->native_base;
    for (const uintptr_t *at = __builtin_frame_address(0); at < high; at++) {
        const kr_heap_cell *cell = kr_cell_at(heap, *at);
        if (cell != NULL) kr_set_mark(heap, kr_granule_of(heap, cell));
    }
}

/* Threads a block to its owner's pointer, which lies at `slot`. */
static void thread(kr_heap *heap, void *slot, bool values) {
    uintptr_t block;
    memcpy(&block, slot, sizeof block);
    if (block == 0) return;
    kr_heap_cell *cell = (kr_heap_cell *)block - 1;
    if (!kr_in_heap(heap, (uintptr_t)cell)) return;
    if (heap->pages[kr_page_of(heap, cell)].kind != KR_PAGE_EXACT ||
        kr_cell_at(heap, (uintptr_t)cell) != cell)
        return;
    if (cell->word == type_word(values) && !kr_marked_at(heap, kr_granule_of(heap, cell)))
        cell->word = (uintptr_t)slot | (values ? VALUES : 0);
}

static void thread_owned(kr_object *object, void *data) {
    kr_heap *heap = data;
    const kr_type *solid = object->type->solid;
    if (solid == &kr_list_type) {
        thread(heap, &((kr_list *)object)->items, true);
    } else if (solid == &kr_dict_type) {
        thread(heap, &((kr_dict *)object)->entries, true);
        thread(heap, &((kr_dict *)object)->index, false);
    } else if (solid == &kr_set_type || solid == &kr_frozenset_type) {
        thread(heap, &((kr_set *)object)->slots, true);
        thread(heap, &((kr_set *)object)->hashes, false);
    } else if (solid == &kr_code_type) {
        thread(heap, &((kr_code *)object)->constants, true);
    } else if (solid == &kr_bytearray_type && !heap->addressed && ((kr_bytearray *)object)->capacity > 0) {
        thread(heap, &((kr_bytearray *)object)->data, false);
    }
}

/* All objects are marked, and blocks that stay are marked or have their type. */
static bool is_threaded(const kr_heap *heap, const kr_heap_cell *cell) {
    return !kr_marked_at(heap, kr_granule_of(heap, cell)) && !is_block(cell);
}

static void unthread(kr_heap_cell *cell) {
    uintptr_t *slot = (uintptr_t *)(cell->word & ~(uintptr_t)VALUES);
    cell->word = type_word(cell->word & VALUES);
    *slot = (uintptr_t)(cell + 1);
}

/* ---- Moving ---- */

/* To where it is out of the way. */
static void move_up(kr_heap *heap, kr_heap_cell *cell) {
    unthread(kr_exact_raise(heap, cell));
}

/* Anywhere else: so tests find out who relies on an address. */
static void shake(kr_heap *heap, kr_heap_cell *cell) {
    size_t size = kr_exact_size(heap, cell);
    kr_heap_cell *to = kr_exact_take(heap, size, true);
    if (to == NULL) {
        unthread(cell);
        return;
    }
    memcpy(to, cell, size);
    unthread(to);
    memset(cell, 0xdb, size);
    kr_exact_give(heap, cell, 0);
}

void kr_heap_compact(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    if (heap->starts == NULL) return;
    __builtin_unwind_init(); /* the registers of our callers lie in this frame now */
    unmark_blocks(heap);
    pin(vm);
    kr_heap_each(vm, thread_owned, heap);
    thread(heap, &heap->finalizers, false);
    thread(heap, kr_intern_slots(vm), false);
    for (size_t at = kr_exact_last(heap, SIZE_MAX); at < SIZE_MAX; at = kr_exact_last(heap, at)) {
        kr_heap_cell *cell = (kr_heap_cell *)(void *)(heap->base + at * KR_GRANULE);
        if (is_threaded(heap, cell)) (heap->careful ? shake : move_up)(heap, cell);
    }
    __asm__ volatile("" ::: "memory"); /* no tail call: the frame has to stay */
}
