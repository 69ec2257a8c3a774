/* Marking: from the roots to everything that can be reached, with a mark stack of fixed size and no
 * recursion.
 *
 * A cell whose mark is set is *grey* until its content has been traced. The stack holds grey objects and
 * stretches of values; a long list takes one entry, not one a member, so the stack is as deep as the data is
 * nested. When it is full nothing is lost: the cell is marked, and afterwards all marked cells are traced
 * once more, which finds what their content leads to.
 *
 * Values in cells are precise. Words of the C stack are ambiguous: the page table tells whether one points
 * into a cell in use. */
#include "core/heap_layout.h"
#include "run/attribute.h"
#include "run/function.h"

const kr_type kr_values_block_type = {
    .head = {&kr_type_type}, .base = &kr_object_type, .flags = KR_TYPE_OPAQUE};
const kr_type kr_bytes_block_type = {
    .head = {&kr_type_type}, .base = &kr_object_type, .flags = KR_TYPE_OPAQUE};

size_t kr_cell_size(const kr_heap *heap, const void *cell) {
    const kr_page *page = &heap->pages[kr_page_of(heap, cell)];
    if (page->kind == KR_PAGE_EXACT) return kr_exact_size(heap, cell);
    return page->kind == KR_PAGE_LARGE ? (size_t)page->run << heap->page_shift
                                       : heap->classes[page->kind].size;
}

/* The same for an address in the heap. */
static inline kr_heap_cell *cell_inside(const kr_heap *heap, uintptr_t address) {
    size_t offset = address - (uintptr_t)heap->base;
    size_t number = offset >> heap->page_shift;
    const kr_page *page = &heap->pages[number];
    uint8_t *start = heap->base + (number << heap->page_shift);
    if (page->kind == KR_PAGE_FREE || page->kind == KR_PAGE_LENT) return NULL;
    if (page->kind == KR_PAGE_EXACT) {
        start = (uint8_t *)kr_exact_at(heap, offset / KR_GRANULE);
    } else if (page->kind == KR_PAGE_REST) {
        start -= (size_t)page->run << heap->page_shift;
    } else if (page->kind != KR_PAGE_LARGE) {
        const kr_class_info *info = &heap->classes[page->kind];
        size_t index = (offset & (heap->page_size - 1)) / info->size;
        if (index >= info->count) return NULL;
        start += index * info->size;
    }
    kr_heap_cell *cell = (kr_heap_cell *)(void *)start;
    return cell->word & 1 ? NULL : cell;
}

kr_heap_cell *kr_cell_at(const kr_heap *heap, uintptr_t address) {
    return kr_in_heap(heap, address) ? cell_inside(heap, address) : NULL;
}

/* True when tracing an object of this type finds nothing. */
static inline bool is_leaf(const kr_type *type) {
    return (type->ops == NULL || type->ops->trace == NULL) && !(type->flags & KR_TYPE_CLASS) &&
           type != &kr_values_block_type;
}

/* Marks the cell that starts at an address in the heap; true when it was white and is now grey. */
static inline bool mark_cell(kr_heap *heap, const kr_heap_cell *cell) {
    size_t granule = kr_granule_of(heap, cell);
    uint32_t *word = &heap->marks[granule / KR_WORD_BITS];
    uint32_t bit = (uint32_t)1 << (granule % KR_WORD_BITS);
    if (*word & bit) return false;
    *word |= bit;
    return !is_leaf((const kr_type *)cell->word);
}

static void drain(kr_vm *vm);

/* A full stack is worked off first when a root is marked; in the midst of tracing it is noted. True when
 * there is room now. */
static __attribute__((noinline)) bool make_room(kr_vm *vm) {
    if (vm->heap->draining) {
        vm->heap->overflow = true;
        return false;
    }
    drain(vm);
    return true;
}

/* Puts an entry on the mark stack. */
static inline void push(kr_vm *vm, const kr_value *at, const kr_value *end) {
    kr_heap *heap = vm->heap;
    if (heap->grey_count == heap->grey_max && !make_room(vm)) return;
    kr_grey *grey = &heap->greys[heap->grey_count++];
    grey->at = at;
    grey->end = end;
}

void kr_mark(kr_vm *vm, kr_value v) {
    kr_heap *heap = vm->heap;
    if (heap->moves != NULL) {
        kr_move_words(vm, &v, 1);
        return;
    }
    if (!kr_is_object(v) || !kr_in_heap(heap, v)) return;
    const kr_heap_cell *cell = kr_to_pointer(v);
    if (mark_cell(heap, cell)) push(vm, (const kr_value *)(const void *)cell, NULL);
}

/* A host fetches the head of a value that much ahead of its turn: in a heap of megabytes it is in no cache.
 */
enum { AHEAD = UINTPTR_MAX > 0xffffffffu ? 8 : 0 };

/* Marks values up to the first one that is itself to be traced, and returns that; NULL when there is none.
 * *at is behind it then. This is where a collection spends its time: what it needs of the heap is in
 * registers. */
static inline kr_object *mark_leaves(const kr_heap *heap, const kr_value **from, const kr_value *end) {
    const uintptr_t base = (uintptr_t)heap->base, extent = heap->extent;
    uint32_t *const marks = heap->marks;
    const kr_value *at = *from;
    kr_object *found = NULL;
    while (at < end && found == NULL) {
        if (AHEAD > 0 && end - at > AHEAD) __builtin_prefetch(kr_to_pointer(at[AHEAD]));
        kr_value v = *at++;
        uintptr_t offset = v - base;
        if (!kr_is_object(v) || offset >= extent) continue;
        uint32_t *word = &marks[offset / KR_GRANULE / KR_WORD_BITS];
        uint32_t bits = *word, bit = (uint32_t)1 << (offset / KR_GRANULE % KR_WORD_BITS);
        if (bits & bit) continue;
        *word = bits | bit;
        if (!is_leaf(((const kr_object *)kr_to_pointer(v))->type)) found = kr_to_pointer(v);
    }
    *from = at;
    return found;
}

/* What is to be traced goes on the mark stack, above what is left of the stretch. So leaves never go there,
 * and a chain takes no more room the longer it is. */
static void mark_stretch(kr_vm *vm, const kr_value *at, const kr_value *end) {
    const kr_object *object = mark_leaves(vm->heap, &at, end);
    if (at < end) push(vm, at, end);
    if (object != NULL) push(vm, (const kr_value *)(const void *)object, NULL);
}

/* Only a stretch of the heap may wait on the mark stack: a trace function's array on the C stack will be
 * gone. */
void kr_mark_values(kr_vm *vm, const kr_value *values, size_t count) {
    if (vm->heap->moves != NULL) {
        kr_move_values(vm, values, count);
        return;
    }
    if (count > 0 && kr_in_heap(vm->heap, (uintptr_t)values)) {
        mark_stretch(vm, values, values + count);
    } else {
        for (size_t i = 0; i < count; i++) kr_mark(vm, values[i]);
    }
}

/* The content is looked at here and now. */
void kr_mark_block(kr_vm *vm, const void *block) {
    if (block == NULL || vm->heap->moves != NULL)
        return; /* while texts move, each block is looked at by itself */
    const kr_heap_cell *cell = (const kr_heap_cell *)block - 1;
    if (!kr_in_heap(vm->heap, (uintptr_t)cell) || !mark_cell(vm->heap, cell)) return;
    kr_mark_values(vm, block, kr_cell_size(vm->heap, cell) / sizeof(kr_value) - 1);
}

__attribute__((no_sanitize("address"))) void kr_mark_words(kr_vm *vm, const kr_value *words, size_t count) {
    kr_heap *heap = vm->heap;
    if (heap->moves != NULL) {
        kr_move_words(vm, words, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!kr_in_heap(heap, words[i])) continue;
        const kr_heap_cell *cell = cell_inside(heap, words[i]);
        if (cell != NULL && mark_cell(heap, cell)) push(vm, (const kr_value *)(const void *)cell, NULL);
    }
}

bool kr_is_marked(const kr_vm *vm, kr_value v) {
    const kr_heap *heap = vm->heap;
    if (!kr_is_object(v) || !kr_in_heap(heap, v)) return true;
    return kr_marked_at(heap, kr_granule_of(heap, kr_to_pointer(v)));
}

/* Where an object ends that is nothing but values from its first word on, the type: a block of values, and an
 * instance whose attributes all lie in it. NULL for any other. */
static inline const kr_value *values_end(const kr_heap *heap, const kr_object *object) {
    const kr_type *type = object->type;
    if (type == &kr_values_block_type)
        return (const kr_value *)(const void *)((const uint8_t *)object + kr_cell_size(heap, object));
    const kr_class *cls = (const kr_class *)type;
    if (!(type->flags & KR_TYPE_CLASS) || type->solid != &kr_object_type || cls->slots_only) return NULL;
    const kr_instance *instance = (const kr_instance *)object;
    return instance->overflow == 0 ? instance->slots + cls->inline_slots : NULL;
}

void kr_trace_object(kr_vm *vm, kr_object *object) {
    const kr_type *type = object->type;
    if (type->ops != NULL && type->ops->trace != NULL) type->ops->trace(vm, object);
    if (!(type->flags & KR_TYPE_CLASS)) return; /* it is in ROM, and has no attributes */
    kr_mark(vm, KR_OBJECT(type));
    kr_trace_attributes(vm, object);
}

/* Takes entries from the stack until it is empty. What a stretch leads to is looked at before the rest of the
 * stretch, which waits on the stack meanwhile. */
static void drain(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    heap->draining = true;
    while (heap->grey_count > 0) {
        const kr_grey *grey = &heap->greys[--heap->grey_count];
        const kr_value *at = grey->at, *end = grey->end;
        kr_object *object = end == NULL ? (kr_object *)(uintptr_t)at : mark_leaves(heap, &at, end);
        while (object != NULL) {
            if (at < end) push(vm, at, end);
            at = (const kr_value *)(const void *)object;
            end = values_end(heap, object);
            if (end == NULL) kr_trace_object(vm, object);
            object = end == NULL ? NULL : mark_leaves(heap, &at, end);
        }
    }
    heap->draining = false;
}

/* Traces a marked cell of the pages at hand again. */
static void trace_again(kr_vm *vm, void *cell) {
    kr_heap *heap = vm->heap;
    if (!kr_marked_at(heap, kr_granule_of(heap, cell)) || is_leaf(*(const kr_type **)cell)) return;
    push(vm, cell, NULL);
    drain(vm);
}

static void trace_exact_again(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    if (heap->starts == NULL) return;
    for (size_t at = kr_exact_next(heap, 0); at < SIZE_MAX; at = kr_exact_next(heap, at + 1))
        trace_again(vm, heap->base + at * KR_GRANULE);
}

static void trace_all_again(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    trace_exact_again(vm);
    for (size_t number = 0; number < heap->high;) {
        const kr_page *page = &heap->pages[number];
        uint8_t *start = kr_page_address(heap, (kr_page_no)number);
        if (page->kind == KR_PAGE_LARGE) trace_again(vm, start);
        if (page->kind >= KR_PAGE_EXACT) {
            number += page->kind == KR_PAGE_EXACT ? 1 : page->run;
            continue;
        }
        const kr_class_info *info = &heap->classes[page->kind];
        for (size_t i = 0; i < info->count; i++) trace_again(vm, start + i * info->size);
        number++;
    }
}

void kr_mark_begin(kr_heap *heap) {
    memset(heap->marks, 0, (size_t)heap->high * heap->page_size / KR_GRANULE / 8);
    heap->grey_count = 0;
    heap->overflow = false;
    heap->draining = false;
}

void kr_mark_finish(kr_vm *vm) {
    drain(vm);
    while (vm->heap->overflow) {
        vm->heap->overflow = false;
        trace_all_again(vm);
    }
}
