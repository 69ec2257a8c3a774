/* Moving together what may move in a small heap, when no free stretch is long enough for what is asked for.
 *
 * Two kinds of large cells may. A block with one owner that knows where it is (a list's items, a dict's
 * entries and index, a set's slots, a bytearray's bytes, a code's constants): nobody else keeps that address
 * beyond a call, since the program may resize the block meanwhile. And a text, which is a str or bytes, when
 * it is referred to from values only: items of blocks and tuples, attributes. All other objects stay, and so
 * does whatever a word of the C stack or of the machine's registers points into, or what is referred to in a
 * way that cannot be changed: by a root, or by an object that names it to the collector as a value, not as a
 * place.
 *
 * It happens right after a collection, so every large cell is alive. One that may move has its mark taken
 * away. A block has also, in place of its type, the address of the owner's pointer to it (a *thread*). Where
 * texts were moved to is noted, and when there is no more room for notes all values are looked through. Then,
 * from the end to the start, each moves into a gap behind it. */
#include "core/heap_layout.h"
#include "run/code.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/text.h"

enum { VALUES = 2 }; /* in a thread: the block is one of values */

static uintptr_t type_word(bool values) {
    return (uintptr_t)(values ? &kr_values_block_type : &kr_bytes_block_type);
}

static kr_heap_cell *cell_at(const kr_heap *heap, size_t granule) {
    return (kr_heap_cell *)(void *)(heap->base + granule * KR_GRANULE);
}

static bool is_block(const kr_heap_cell *cell) {
    return cell->word == type_word(true) || cell->word == type_word(false);
}

/* ---- Who may move ---- */

/* An interned one is known to a table by its address. */
static bool is_text(const kr_heap_cell *cell) {
    if (cell->word == (uintptr_t)&kr_bytes_type) return true;
    return cell->word == (uintptr_t)&kr_str_type && !((const kr_str *)(const void *)cell)->interned;
}

/* Takes the marks of all that may move away. Texts do not while the compiler runs, whose trees hold
 * addresses, nor when the program has asked for one. */
static void unmark(const kr_vm *vm) {
    kr_heap *heap = vm->heap;
    bool texts = vm->compiler == NULL && !heap->addressed && !heap->identified;
    for (size_t at = kr_exact_next(heap, 0); at < SIZE_MAX; at = kr_exact_next(heap, at + 1)) {
        const kr_heap_cell *cell = cell_at(heap, at);
        if (is_block(cell) || (texts && is_text(cell)))
            heap->marks[at / KR_WORD_BITS] &= ~((uint32_t)1 << (at % KR_WORD_BITS));
    }
}

static void pin_address(kr_heap *heap, uintptr_t address) {
    const kr_heap_cell *cell = kr_cell_at(heap, address);
    if (cell != NULL) kr_set_mark(heap, kr_granule_of(heap, cell));
}

/* Marks whatever the C stack points into. */
__attribute__((noinline, no_sanitize("address"))) static void pin_native_stack(kr_vm *vm) {
    const uintptr_t *high = vm->native_base;
    for (const uintptr_t *at = __builtin_frame_address(0); at < high; at++) pin_address(vm->heap, *at);
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
    if (kr_marked_at(heap, kr_granule_of(heap, cell))) return;
    if (cell->word == type_word(values)) {
        cell->word = (uintptr_t)slot | (values ? VALUES : 0);
    } else { /* codes may share their constants: then neither owner is the only one */
        cell->word = type_word(values);
        kr_set_mark(heap, kr_granule_of(heap, cell));
    }
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

static void unthread(kr_heap_cell *cell) {
    uintptr_t *slot = (uintptr_t *)(cell->word & ~(uintptr_t)VALUES);
    cell->word = type_word(cell->word & VALUES);
    *slot = (uintptr_t)(cell + 1);
}

/* ---- Looking through all values ---- */

enum { NOTES = 16 };

struct kr_moves {
    bool noting; /* texts move; before that, whoever is named is pinned */
    size_t count;
    struct {
        uintptr_t from, to;
    } notes[NOTES];
};

void kr_move_words(kr_vm *vm, const kr_value *words, size_t count) {
    for (size_t i = 0; i < count && !vm->heap->moves->noting; i++) pin_address(vm->heap, words[i]);
}

static void renew(const struct kr_moves *moves, kr_value *value) {
    for (size_t i = 0; i < moves->count; i++) {
        if (*value != moves->notes[i].from) continue;
        *value = moves->notes[i].to;
        return;
    }
}

void kr_move_values(kr_vm *vm, const kr_value *values, size_t count) {
    const kr_heap *heap = vm->heap;
    if (!kr_in_heap(heap, (uintptr_t)values)) {
        kr_move_words(vm, values, count);
    } else if (heap->moves->noting) {
        for (size_t i = 0; i < count; i++)
            if (kr_is_object(values[i]) && kr_in_heap(heap, values[i]))
                renew(heap->moves, (kr_value *)(uintptr_t)&values[i]);
    }
}

/* Shows kr_move_… what a cell of a marked object holds, or one of the large cells, which may be threaded. */
static void visit(kr_object *object, void *data) {
    kr_vm *vm = data;
    const kr_heap_cell *cell = (const kr_heap_cell *)(const void *)object;
    bool large = vm->heap->pages[kr_page_of(vm->heap, cell)].kind == KR_PAGE_EXACT;
    bool threaded =
        large && !kr_marked_at(vm->heap, kr_granule_of(vm->heap, cell)) && !is_block(cell) && !is_text(cell);
    if (threaded ? (cell->word & VALUES) != 0 : cell->word == type_word(true))
        kr_move_values(vm, (const kr_value *)(cell + 1), kr_cell_size(vm->heap, cell) / sizeof(kr_value) - 1);
    else if (!threaded && !is_block(cell) && !is_text(cell))
        kr_trace_object(vm, object);
}

static void visit_all(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    for (size_t at = kr_exact_next(heap, 0); at < SIZE_MAX; at = kr_exact_next(heap, at + 1))
        visit((kr_object *)(void *)cell_at(heap, at), vm);
    kr_heap_each_small(vm, visit, vm);
}

static void pin_what_is_named(kr_vm *vm) {
    kr_vm_trace(vm);
    kr_finalizers_trace(vm);
    visit_all(vm);
}

static void work_off(kr_vm *vm) {
    struct kr_moves *moves = vm->heap->moves;
    if (moves->count == 0) return;
    visit_all(vm);
    kr_attribute_clear(vm);
    moves->count = 0;
}

/* A place that a noted one has left is taken again only when nobody refers to that any more. */
static void note(kr_vm *vm, uintptr_t from, uintptr_t to) {
    struct kr_moves *moves = vm->heap->moves;
    bool again = moves->count == NOTES;
    for (size_t i = 0; i < moves->count; i++) again |= moves->notes[i].from == to;
    if (again) work_off(vm);
    moves->notes[moves->count].from = from;
    moves->notes[moves->count++].to = to;
}

/* ---- Moving ---- */

/* Anywhere else: so tests find out who relies on an address. */
static kr_heap_cell *shake(kr_heap *heap, kr_heap_cell *cell) {
    size_t size = kr_exact_size(heap, cell);
    kr_heap_cell *to = kr_exact_take(heap, size, true);
    if (to == NULL) return cell;
    memcpy(to, cell, size);
    memset(cell, 0xdb, size);
    kr_exact_give(heap, cell, 0);
    return to;
}

static void move(kr_vm *vm, kr_heap_cell *cell) {
    kr_heap *heap = vm->heap;
    if (kr_marked_at(heap, kr_granule_of(heap, cell)) || is_block(cell)) return;
    kr_heap_cell *to = (heap->careful ? shake : kr_exact_raise)(heap, cell);
    if (!is_text(to)) {
        unthread(to);
    } else if (to != cell) {
        kr_set_mark(heap, kr_granule_of(heap, to)); /* once is enough */
        note(vm, (uintptr_t)cell, (uintptr_t)to);
    }
}

void kr_heap_compact(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    struct kr_moves moves = {.noting = false};
    if (heap->starts == NULL) return;
    __builtin_unwind_init(); /* the registers of our callers lie in this frame now */
    unmark(vm);
    heap->moves = &moves;
    pin_native_stack(vm);
    pin_what_is_named(vm);
    moves.noting = true;
    kr_heap_each(vm, thread_owned, heap);
    thread(heap, &heap->finalizers, false);
    thread(heap, kr_intern_slots(vm), false);
    for (size_t at = kr_exact_last(heap, SIZE_MAX); at < SIZE_MAX; at = kr_exact_last(heap, at))
        move(vm, cell_at(heap, at));
    work_off(vm);
    heap->moves = NULL;
    __asm__ volatile("" ::: "memory"); /* no tail call: the frame has to stay */
}
