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

const kr_type kr_values_block_type = {
    .head = {&kr_type_type}, .base = &kr_object_type, .flags = KR_TYPE_OPAQUE};
const kr_type kr_bytes_block_type = {
    .head = {&kr_type_type}, .base = &kr_object_type, .flags = KR_TYPE_OPAQUE};

size_t kr_cell_size(const kr_heap *heap, const void *cell) {
    const kr_page *page = &heap->pages[kr_page_of(heap, cell)];
    if (page->kind == KR_PAGE_EXACT) return kr_exact_size(heap, cell);
    return page->kind == KR_PAGE_LARGE ? page->run * heap->page_size : heap->classes[page->kind].size;
}

/* The same for an address in the heap. */
static inline kr_heap_cell *cell_inside(const kr_heap *heap, uintptr_t address) {
    size_t offset = address - (uintptr_t)heap->base;
    size_t number = offset / heap->page_size;
    const kr_page *page = &heap->pages[number];
    uint8_t *start = heap->base + number * heap->page_size;
    if (page->kind == KR_PAGE_FREE || page->kind == KR_PAGE_LENT) return NULL;
    if (page->kind == KR_PAGE_EXACT) {
        start = (uint8_t *)kr_exact_at(heap, offset / KR_GRANULE);
    } else if (page->kind == KR_PAGE_REST) {
        start -= page->run * heap->page_size;
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

/* Puts an entry on the mark stack. From a root, a full stack is worked off first; from a trace function it is
 * noted. */
static void push(kr_vm *vm, const kr_value *at, const kr_value *end) {
    kr_heap *heap = vm->heap;
    if (heap->grey_count == heap->grey_max) {
        if (heap->draining) {
            heap->overflow = true;
            return;
        }
        drain(vm);
    }
    heap->greys[heap->grey_count++] = (kr_grey){at, end};
}

void kr_mark(kr_vm *vm, kr_value v) {
    kr_heap *heap = vm->heap;
    if (!kr_is_object(v) || !kr_in_heap(heap, v)) return;
    const kr_heap_cell *cell = kr_to_pointer(v);
    if (mark_cell(heap, cell)) push(vm, (const kr_value *)(const void *)cell, NULL);
}

/* Marks values up to the first one that is itself to be traced, and returns that; NULL when there is none.
 * *at is behind it then. */
static inline kr_object *mark_leaves(kr_heap *heap, const kr_value **from, const kr_value *end) {
    const kr_value *at = *from;
    kr_object *found = NULL;
    while (at < end && found == NULL) {
        kr_value v = *at++;
        if (kr_is_object(v) && kr_in_heap(heap, v) && mark_cell(heap, kr_to_pointer(v)))
            found = kr_to_pointer(v);
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
    if (count > 0 && kr_in_heap(vm->heap, (uintptr_t)values)) {
        mark_stretch(vm, values, values + count);
    } else {
        for (size_t i = 0; i < count; i++) kr_mark(vm, values[i]);
    }
}

/* The content is looked at here and now. */
void kr_mark_block(kr_vm *vm, const void *block) {
    if (block == NULL) return;
    const kr_heap_cell *cell = (const kr_heap_cell *)block - 1;
    if (!kr_in_heap(vm->heap, (uintptr_t)cell) || !mark_cell(vm->heap, cell)) return;
    kr_mark_values(vm, block, kr_cell_size(vm->heap, cell) / sizeof(kr_value) - 1);
}

__attribute__((no_sanitize("address"))) void kr_mark_words(kr_vm *vm, const kr_value *words, size_t count) {
    kr_heap *heap = vm->heap;
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

/* Pushes what a grey object holds. */
static void trace(kr_vm *vm, kr_object *object) {
    const kr_type *type = object->type;
    if (type == &kr_values_block_type) {
        const kr_value *values = (const kr_value *)(const void *)object;
        kr_mark_values(vm, values + 1, kr_cell_size(vm->heap, object) / sizeof(kr_value) - 1);
        return;
    }
    if (type->ops != NULL && type->ops->trace != NULL) type->ops->trace(vm, object);
    if (!(type->flags & KR_TYPE_CLASS)) return; /* it is in ROM, and has no attributes */
    kr_mark(vm, KR_OBJECT(type));
    kr_trace_attributes(vm, object);
}

/* Works on the newest entry until it is done or something that is itself to be traced turns up. */
static void step(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    kr_grey *top = &heap->greys[heap->grey_count - 1];
    if (top->end == NULL) {
        heap->grey_count--;
        trace(vm, (kr_object *)(uintptr_t)top->at);
        return;
    }
    const kr_value *at = top->at, *end = top->end;
    kr_object *object = mark_leaves(heap, &at, end);
    if (at < end)
        top->at = at;
    else
        heap->grey_count--;
    if (object != NULL) trace(vm, object);
}

static void drain(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    heap->draining = true;
    while (heap->grey_count > 0) step(vm);
    heap->draining = false;
}

/* Traces a marked cell of the pages at hand again. */
static void trace_again(kr_vm *vm, void *cell) {
    kr_heap *heap = vm->heap;
    if (!kr_marked_at(heap, kr_granule_of(heap, cell)) || is_leaf(*(const kr_type **)cell)) return;
    heap->draining = true;
    trace(vm, cell);
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
