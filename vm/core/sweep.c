/* After marking: sorting the pages, linking free cells when they are wanted, and finalisers.
 *
 * Counting the mark bits of a page tells what it is good for without touching its cells: empty pages go back,
 * full ones are left alone, the others wait on the partial list of their class. Only when the allocator takes
 * such a page are its free cells linked. */
#include "core/heap_layout.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/names.h"
#include "core/weak.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/generator.h"
#include "types/text.h"

#define POISON 0xdb /* odd: a cell filled with it reads as free, a value as a small int */

/* Not every processor has an instruction for it, and the compiler's substitute is a call. */
static inline unsigned count_bits(uint32_t word) {
    word -= word >> 1 & 0x55555555u;
    word = (word & 0x33333333u) + (word >> 2 & 0x33333333u);
    word = (word + (word >> 4)) & 0x0f0f0f0fu;
    return word * 0x01010101u >> 24;
}

static size_t marked_cells(const kr_heap *heap, kr_page_no page) {
    size_t words = heap->page_size / KR_GRANULE / KR_WORD_BITS;
    const uint32_t *marks = &heap->marks[page * words];
    size_t count = 0;
    for (size_t i = 0; i < words; i++) count += count_bits(marks[i]);
    return count;
}

/* Puts a small page where it belongs; returns the page after it. `tails`: the last pages of the partial
 * lists, which stay in address order. */
static size_t sweep_small(kr_heap *heap, kr_page_no number, kr_page_no *tails) {
    kr_page *page = &heap->pages[number];
    kr_class_info *info = &heap->classes[page->kind];
    size_t alive = marked_cells(heap, number);
    kr_page_set_run(page, info->count - alive);
    if (alive == 0) {
        heap->pages_bytes -= (size_t)info->count * info->size;
        if (heap->starts == NULL) return kr_pages_give(heap, number, 1);
        kr_exact_give_page(heap, number);
        return (size_t)number + 1;
    }
    if (page->run > 0) {
        heap->partial_bytes += (size_t)page->run * info->size;
        page->next = KR_NO_PAGE;
        if (info->partial == KR_NO_PAGE)
            info->partial = number;
        else
            kr_page_set_next(&heap->pages[tails[page->kind]], number);
        tails[page->kind] = number;
    }
    return (size_t)number + 1;
}

static size_t sweep_large(kr_heap *heap, kr_page_no number) {
    size_t run = heap->pages[number].run;
    if (kr_marked_at(heap, kr_granule_of(heap, kr_page_address(heap, number)))) return number + run;
    heap->pages_bytes -= run * heap->page_size;
    return kr_pages_give(heap, number, run);
}

void kr_sweep_pages(kr_heap *heap) {
    kr_page_no tails[KR_CLASS_MAX];
    heap->partial_bytes = 0;
    for (unsigned i = 0; i < heap->class_count; i++) heap->classes[i].partial = KR_NO_PAGE;
    if (heap->starts != NULL) kr_exact_sweep(heap);
    for (size_t number = 0; number < heap->high;) {
        unsigned kind = heap->pages[number].kind;
        if (kind == KR_PAGE_EXACT)
            number++;
        else if (kind == KR_PAGE_FREE || kind == KR_PAGE_LENT)
            number += heap->pages[number].run;
        else if (kind == KR_PAGE_LARGE)
            number = sweep_large(heap, (kr_page_no)number);
        else
            number = sweep_small(heap, (kr_page_no)number, tails);
    }
}

void kr_sweep_partial_page(kr_heap *heap, kr_page_no number) {
    const kr_class_info *info = &heap->classes[heap->pages[number].kind];
    uint8_t *start = kr_page_address(heap, number);
    size_t granule = kr_granule_of(heap, start);
    for (size_t i = 0; i < info->count; i++) {
        if (kr_marked_at(heap, granule + i * (info->size / KR_GRANULE))) continue;
        kr_heap_cell *cell = (kr_heap_cell *)(void *)(start + i * info->size);
        if (KR_TORTURE) memset(cell, POISON, info->size);
        cell->word = 1;
    }
}

void kr_sweep_partial(kr_heap *heap) {
    for (unsigned i = 0; i < heap->class_count; i++)
        for (kr_page_no page = heap->classes[i].partial; page != KR_NO_PAGE; page = heap->pages[page].next)
            kr_sweep_partial_page(heap, page);
}

static void visit_page(kr_heap *heap, kr_page_no number, void (*visit)(kr_object *object, void *data),
                       void *data) {
    bool large = heap->pages[number].kind == KR_PAGE_LARGE;
    const kr_class_info *info = &heap->classes[large ? 0 : heap->pages[number].kind];
    size_t count = large ? 1 : info->count, size = large ? 0 : info->size;
    uint8_t *start = kr_page_address(heap, number);
    for (size_t i = 0; i < count; i++) {
        uint8_t *at = start + i * size;
        if (kr_marked_at(heap, kr_granule_of(heap, at))) visit((kr_object *)(void *)at, data);
    }
}

static void visit_exact(kr_heap *heap, void (*visit)(kr_object *object, void *data), void *data) {
    if (heap->starts == NULL) return;
    for (size_t at = kr_exact_next(heap, 0); at < SIZE_MAX; at = kr_exact_next(heap, at + 1))
        if (kr_marked_at(heap, at)) visit((kr_object *)(void *)(heap->base + at * KR_GRANULE), data);
}

void kr_heap_each_small(kr_vm *vm, void (*visit)(kr_object *object, void *data), void *data) {
    kr_heap *heap = vm->heap;
    for (size_t number = 0; number < heap->high;) {
        unsigned kind = heap->pages[number].kind;
        bool cells = kind < KR_PAGE_EXACT || kind == KR_PAGE_LARGE;
        if (cells) visit_page(heap, (kr_page_no)number, visit, data);
        number += kind <= KR_PAGE_EXACT ? 1 : heap->pages[number].run;
    }
}

void kr_heap_each(kr_vm *vm, void (*visit)(kr_object *object, void *data), void *data) {
    visit_exact(vm->heap, visit, data);
    kr_heap_each_small(vm, visit, data);
}

kr_heap_cell *kr_sweep_page(kr_heap *heap, kr_page_no number, size_t count) {
    const kr_class_info *info = &heap->classes[heap->pages[number].kind];
    size_t step = info->size / KR_GRANULE;
    uint8_t *at = kr_page_address(heap, number) + count * info->size;
    size_t granule = kr_granule_of(heap, at);
    kr_heap_cell *list = NULL;
    for (size_t left = count; left > 0; left--) {
        at -= info->size;
        granule -= step;
        if (kr_marked_at(heap, granule)) continue;
        kr_heap_cell *cell = (kr_heap_cell *)(void *)at;
        cell->word = (uintptr_t)list + 1;
        list = cell;
    }
    return list;
}

bool kr_finalizer_reserve(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    if (heap->finalizer_count < heap->finalizer_capacity) return true;
    size_t capacity = heap->finalizer_capacity * 2 + 8;
    kr_heap_cell *cell =
        kr_try_new(vm, &kr_bytes_block_type, sizeof(kr_heap_cell) + capacity * sizeof(uintptr_t));
    if (cell == NULL) return false;
    uintptr_t *table = (uintptr_t *)(cell + 1);
    if (heap->finalizer_count > 0) memcpy(table, heap->finalizers, heap->finalizer_count * sizeof *table);
    kr_block_free(vm, heap->finalizers);
    heap->finalizers = table;
    heap->finalizer_capacity = capacity;
    return true;
}

void kr_finalizer_add(kr_heap *heap, void *object) {
    heap->finalizers[heap->finalizer_count++] = (uintptr_t)object;
}

static kr_object *finalizer_object(uintptr_t entry) {
    return (kr_object *)(entry & ~(uintptr_t)KR_FINALIZER_FLAGS);
}

void kr_finalizers_trace(kr_vm *vm) {
    const kr_heap *heap = vm->heap;
    kr_mark_block(vm, heap->finalizers);
    for (size_t i = 0; i < heap->finalizer_count; i++)
        if (heap->finalizers[i] & KR_FINALIZER_PENDING)
            kr_mark(vm, KR_OBJECT(finalizer_object(heap->finalizers[i])));
}

/* True when a program's code runs as the object goes: its __del__, or what a generator still has to do. */
static bool wants_del(const kr_object *object) {
    return (object->type->dunders & KR_HAS_DEL) || kr_generator_is_open(object);
}

/* Revives dead objects whose __del__ has not been called yet. */
static void keep_for_del(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    for (size_t i = 0; i < heap->finalizer_count; i++) {
        uintptr_t entry = heap->finalizers[i];
        kr_object *object = finalizer_object(entry);
        if (entry & KR_FINALIZER_CALLED || kr_is_marked(vm, KR_OBJECT(object))) continue;
        if (!wants_del(object)) continue;
        heap->finalizers[i] |= KR_FINALIZER_CALLED | KR_FINALIZER_PENDING;
        kr_mark(vm, KR_OBJECT(object));
        kr_mark_finish(vm);
        kr_pend(vm, KR_PENDING_FINALIZE);
        vm->budget = 0;
    }
}

static void finalize(kr_vm *vm, kr_object *object) {
    if (object->type->ops != NULL && object->type->ops->finalize != NULL)
        object->type->ops->finalize(vm, object);
}

static void keep_all(kr_vm *vm) {
    const kr_heap *heap = vm->heap;
    for (size_t i = 0; i < heap->finalizer_count; i++)
        kr_mark(vm, KR_OBJECT(finalizer_object(heap->finalizers[i])));
    kr_mark_finish(vm);
}

void kr_finalizers_sweep(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    if (heap->quiet) {
        keep_all(vm);
        return;
    }
    keep_for_del(vm);
    size_t kept = 0;
    for (size_t i = 0; i < heap->finalizer_count; i++) {
        kr_object *object = finalizer_object(heap->finalizers[i]);
        if (kr_is_marked(vm, KR_OBJECT(object)))
            heap->finalizers[kept++] = heap->finalizers[i];
        else
            finalize(vm, object);
    }
    heap->finalizer_count = kept;
}

static void call_del(kr_vm *vm, void *data) {
    if (kr_generator_is_open(kr_to_pointer(*(kr_value *)data))) {
        kr_generator_close(vm, kr_to_pointer(*(kr_value *)data));
        return;
    }
    kr_value method = kr_special(vm, *(kr_value *)data, N___del__);
    if (method != KR_UNBOUND) kr_call(vm, method, 0, NULL);
}

static void print_ignored(kr_vm *vm, void *data) {
    kr_value *pair = data;
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_value method = kr_type_lookup(vm, kr_type_of(pair[0]), N___del__);
    kr_write_format(&out, "Exception ignored in: %R\n", method == KR_UNBOUND ? pair[0] : method);
    kr_print_exception(vm, &out, pair[1]);
    const kr_str *text = kr_to_str(kr_str_shown(vm, kr_writer_str(&out)));
    vm->host->write(vm->host->context, KR_STDERR, text->data, text->size);
}

void kr_heap_finalize_pending(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    kr_unpend(vm, KR_PENDING_FINALIZE);
    kr_weak_call(vm);
    bool found = true;
    while (found) {
        found = false;
        for (size_t i = 0; i < heap->finalizer_count; i++) { /* the table may shrink and move meanwhile */
            if (!(heap->finalizers[i] & KR_FINALIZER_PENDING)) continue;
            found = true;
            heap->finalizers[i] &= ~(uintptr_t)KR_FINALIZER_PENDING;
            kr_value pair[2] = {KR_OBJECT(finalizer_object(heap->finalizers[i])), KR_UNBOUND};
            pair[1] = kr_try(vm, call_del, pair);
            if (pair[1] != KR_UNBOUND) kr_try(vm, print_ignored, pair);
        }
    }
}

void kr_heap_finalize_all(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    for (size_t i = 0; i < heap->finalizer_count; i++) {
        uintptr_t *entry = &heap->finalizers[i];
        if (*entry & KR_FINALIZER_CALLED || !wants_del(finalizer_object(*entry))) continue;
        *entry |= KR_FINALIZER_CALLED | KR_FINALIZER_PENDING;
    }
    kr_heap_finalize_pending(vm);
    for (size_t i = 0; i < heap->finalizer_count; i++) finalize(vm, finalizer_object(heap->finalizers[i]));
    heap->finalizer_count = 0;
}
