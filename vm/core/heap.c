/* Allocation: popping the free list of a size class, and what happens when it is empty.
 *
 * A refill takes the next partial page of the class, then a free page, then collects. The trigger is checked
 * here too, once a page or large cell, so the quick path knows nothing of it. Blocks that their owner gives
 * back go to the front of the list, which makes the next block of that size the one that is still in the
 * cache. */
#include "core/heap_layout.h"
#include "core/names.h"
#include "core/raise.h"
#include "core/weak.h"
#include "run/attribute.h"

#define MINIMUM_BIG                                                                                          \
    ((size_t)1 << 20) /* bytes allocated before a big heap collects: what stays in the cache */
#define TIGHT                                                                                                \
    ((size_t)1                                                                                               \
     << 17) /* a heap of this size or less collects twice as often, lest what lives spread among garbage */

#define CLEARED (sizeof(kr_value) * (KR_SMALL ? 128 : 512)) /* bytes of the C stack at a time */

#define PART ((size_t)4096) /* bytes of a fresh page that are linked at first; a page of the system */

#define EXACT      ((size_t)1 << 20) /* in a heap of this size or less large cells take exactly their bytes */
#define SMALL      ((size_t)64)      /* … that is, cells larger than this */
#define LARGEST    ((size_t)4096)    /* what shares a page in a large heap: there are KR_CLASS_MAX classes */
#define TINY_SMALL ((size_t)40)      /* … or this in a tiny heap, where hardly used pages count */

/* ---- Collecting ---- */

static void reset_free_lists(kr_heap *heap) {
    for (unsigned i = 0; i < heap->class_count; i++) heap->free[i] = NULL;
}

/* Live memory may grow by a quarter, by half, or to twice its size: the more there is, the less a collection
 * may cost. */
static void set_limit(kr_heap *heap) {
    size_t alive = heap->pages_bytes - heap->partial_bytes;
    bool tight = heap->page_count * heap->page_size <= TIGHT, big = heap->minimum == MINIMUM_BIG;
    size_t share = alive / (tight ? 4 : big ? 1 : 2);
    size_t limit = share > heap->minimum ? share : heap->minimum;
    heap->limit = heap->threshold > 0 ? heap->threshold : limit;
    heap->since = 0;
}

/* Marks what the C stack between here and the machine's entry refers to. */
__attribute__((noinline)) static void mark_native_stack(kr_vm *vm) {
    const kr_value *low = __builtin_frame_address(0);
    const kr_value *high = vm->native_base;
    if (high > low) kr_mark_words(vm, low, (size_t)(high - low));
}

__attribute__((noinline)) void kr_native_stack_clear(kr_vm *vm) {
    char below[CLEARED];
    vm->heap->clears = false;
    if ((uintptr_t)below < vm->native_floor + sizeof below) return;
    memset(below, 0, sizeof below);
    __asm__ volatile(""
                     :
                     : "r"(below)
                     : "memory"); /* somebody reads it: a frame that begins with what lies there */
}

__attribute__((noinline)) static void collect(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    heap->collecting = true;
    kr_sweep_partial(heap);
    reset_free_lists(heap);
    kr_mark_begin(heap);
    kr_vm_trace(vm);
    kr_finalizers_trace(vm);
    mark_native_stack(vm);
    kr_mark_finish(vm);
    kr_weak_clear(vm);
    kr_finalizers_sweep(vm);
    kr_weak_sweep(vm);
    kr_intern_sweep(vm);
    kr_attribute_sweep(vm);
    kr_sweep_pages(heap);
    if (heap->careful) kr_sweep_partial(heap);
    set_limit(heap);
    heap->collections++;
    heap->collecting = false;
    heap->clears = true;
    vm->budget = 0; /* that took its time: the program polls next */
}

void kr_heap_collect(kr_vm *vm) {
    if (vm->heap->collecting) return;
    __builtin_unwind_init(); /* the registers of our callers lie in this frame now */
    collect(vm);
    kr_intern_fit(vm);
    __asm__ volatile("" ::: "memory"); /* no tail call: the frame has to stay */
}

/* Collects when enough has been allocated. */
static void maybe_collect(kr_vm *vm, size_t bytes) {
    const kr_heap *heap = vm->heap;
    if (heap->since + bytes >= heap->limit && heap->since > 0 && !heap->no_automatic) kr_heap_collect(vm);
}

/* ---- Small cells ---- */

/* A page of the class whose unmarked cells are free, from the pool when there is no partial one. */
static kr_page_no partial_page(kr_heap *heap, unsigned class) {
    kr_class_info *info = &heap->classes[class];
    if (info->partial != KR_NO_PAGE) return info->partial;
    kr_page_no number = heap->starts != NULL ? kr_exact_take_page(heap) : kr_pages_take(heap, 1);
    if (number == KR_NO_PAGE) return number;
    size_t words = heap->page_size / KR_GRANULE / KR_WORD_BITS;
    memset(&heap->marks[number * words], 0, words * sizeof *heap->marks);
    kr_page *page = &heap->pages[number];
    kr_page_set_kind(page, class);
    kr_page_set_run(page, info->count);
    page->next = KR_NO_PAGE;
    info->partial = number;
    size_t bytes = (size_t)info->count * info->size;
    heap->pages_bytes += bytes;
    heap->partial_bytes += bytes;
    if (heap->careful) kr_sweep_partial_page(heap, number);
    return number;
}

/* Takes free cells away from the first partial page. */
static void use_cells(kr_heap *heap, kr_page_no number, size_t count) {
    kr_page *page = &heap->pages[number];
    kr_class_info *info = &heap->classes[page->kind];
    size_t bytes = count * info->size;
    heap->partial_bytes -= bytes;
    heap->since += bytes;
    kr_page_set_run(page, page->run - count);
    if (page->run == 0) info->partial = page->next;
}

/* Careful mode: the first free cell of a page, alone. */
static kr_heap_cell *take_one(kr_heap *heap, kr_page_no number) {
    const kr_class_info *info = &heap->classes[heap->pages[number].kind];
    uint8_t *at = kr_page_address(heap, number);
    while (kr_marked_at(heap, kr_granule_of(heap, at))) at += info->size;
    kr_set_mark(heap, kr_granule_of(heap, at));
    use_cells(heap, number, 1);
    return (kr_heap_cell *)(void *)at;
}

/* Links the free cells of a partial page, all of them; but of a long page in which nothing is in use only
 * those in its first PART bytes, so that a short program touches a part of each class's page. They are
 * marked, which makes the rest what is free in the page. */
static kr_heap_cell *take_cells(kr_heap *heap, kr_page_no number) {
    const kr_page *page = &heap->pages[number];
    const kr_class_info *info = &heap->classes[page->kind];
    bool whole = heap->page_size <= PART || page->run < info->count;
    size_t count = whole ? info->count : PART / info->size;
    kr_heap_cell *list = kr_sweep_page(heap, number, count);
    size_t granule = kr_granule_of(heap, kr_page_address(heap, number));
    for (size_t i = 0; i < count && !whole; i++) kr_set_mark(heap, granule + i * (info->size / KR_GRANULE));
    use_cells(heap, number, whole ? page->run : count);
    return list;
}

static kr_heap_cell *take_cell(kr_heap *heap, unsigned class) {
    kr_heap_cell *cell = heap->free[class];
    if (cell == NULL) {
        kr_page_no page = partial_page(heap, class);
        if (page == KR_NO_PAGE) return NULL;
        if (heap->careful) return take_one(heap, page);
        cell = take_cells(heap, page);
    }
    heap->free[class] = (kr_heap_cell *)(cell->word - 1);
    return cell;
}

static void give_cell(kr_heap *heap, kr_heap_cell *cell, unsigned class) {
    const kr_class_info *info = &heap->classes[class];
    if (KR_TORTURE) memset(cell, 0xdb, info->size);
    if (heap->since >= info->size) heap->since -= info->size;
    if (!heap->careful) {
        cell->word = (uintptr_t)heap->free[class] + 1;
        heap->free[class] = cell;
        return;
    }
    kr_page_no number = kr_page_of(heap, cell);
    kr_page *page = &heap->pages[number];
    size_t granule = kr_granule_of(heap, cell);
    cell->word = 1;
    heap->marks[granule / KR_WORD_BITS] &= ~((uint32_t)1 << (granule % KR_WORD_BITS));
    heap->partial_bytes += info->size;
    kr_page_set_run(page, page->run + 1);
    if (page->run == 1) {
        kr_page_set_next(page, info->partial);
        heap->classes[class].partial = number;
    }
}

/* ---- Large cells ---- */

/* Bytes that are handed out. */
static void count_exact(kr_heap *heap, size_t bytes) {
    heap->pages_bytes += bytes;
    heap->since += bytes;
}

static void uncount(kr_heap *heap, size_t bytes) {
    heap->pages_bytes -= bytes;
    heap->since -= heap->since >= bytes ? bytes : heap->since;
}

static void set_large(kr_heap *heap, kr_page_no page, size_t from, size_t count) {
    for (size_t i = from; i < count; i++) {
        heap->pages[page + i].kind = KR_PAGE_REST;
        kr_page_set_run(&heap->pages[page + i], i);
    }
    heap->pages[page].kind = KR_PAGE_LARGE;
    kr_page_set_run(&heap->pages[page], count);
    count_exact(heap, (count - from) * heap->page_size);
}

static size_t page_count(const kr_heap *heap, size_t bytes) {
    return (bytes + heap->page_size - 1) >> heap->page_shift;
}

static kr_heap_cell *take_exact(kr_heap *heap, size_t bytes, bool block) {
    kr_heap_cell *cell = kr_exact_take(heap, bytes, block);
    if (cell != NULL) count_exact(heap, kr_granules(bytes) * KR_GRANULE);
    return cell;
}

static kr_heap_cell *take_large(kr_heap *heap, size_t bytes, bool block) {
    if (heap->starts != NULL) return take_exact(heap, bytes, block);
    size_t count = page_count(heap, bytes);
    kr_page_no page = kr_pages_take(heap, count);
    if (page == KR_NO_PAGE) return NULL;
    set_large(heap, page, 0, count);
    return (kr_heap_cell *)(void *)kr_page_address(heap, page);
}

static void give_large(kr_heap *heap, kr_page_no page, size_t from) {
    size_t count = heap->pages[page].run;
    uncount(heap, (count - from) * heap->page_size);
    if (from > 0) kr_page_set_run(&heap->pages[page], from);
    kr_pages_give(heap, (kr_page_no)(page + from), count - from);
}

static void give_exact(kr_heap *heap, kr_heap_cell *cell, size_t kept) {
    uncount(heap, kr_exact_size(heap, cell) - kept);
    kr_exact_give(heap, cell, kept);
}

static bool resize_exact(kr_heap *heap, kr_heap_cell *cell, size_t have, size_t bytes) {
    size_t wanted = kr_granules(bytes) * KR_GRANULE;
    if (wanted < have) give_exact(heap, cell, wanted);
    if (wanted <= have) return true;
    if (heap->since + bytes >= heap->limit || !kr_exact_extend(heap, cell, wanted)) return false;
    count_exact(heap, wanted - have);
    return true;
}

/* Changes the length of a large cell where it lies; false when it cannot grow there. */
static bool resize_large(kr_heap *heap, kr_heap_cell *cell, size_t size, size_t bytes) {
    if (bytes <= heap->small_max || heap->careful) return false;
    if (heap->starts != NULL) return resize_exact(heap, cell, size, bytes);
    kr_page_no page = kr_page_of(heap, cell);
    size_t count = page_count(heap, bytes), have = heap->pages[page].run;
    if (count < have) give_large(heap, page, count);
    if (count <= have) return true;
    if (heap->since + bytes >= heap->limit || !kr_pages_extend(heap, page, count)) return false;
    set_large(heap, page, have, count);
    return true;
}

/* ---- Any cell ---- */

/* Careful mode: counts the allocation; true when it is the one that has to fail. */
static bool fails(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    if (heap->every > 0 && heap->locks == 0 && --heap->until == 0) {
        heap->until = heap->every;
        kr_heap_collect(vm);
        kr_heap_compact(vm);
    }
    return heap->locks > 0 || (heap->fail_at > 0 && --heap->fail_at == 0);
}

static kr_heap_cell *try_cell(kr_heap *heap, size_t size, bool block) {
    if (size <= heap->small_max) return take_cell(heap, heap->class_of[kr_granules(size)]);
    return size >= heap->page_count * heap->page_size ? NULL : take_large(heap, size, block);
}

/* An object that is about to be put into the midst of what is free in a small heap stays there: garbage is
 * looked for a place first, when there may be some. */
static bool scatters(const kr_heap *heap, size_t size) {
    return heap->starts != NULL && size > kr_heap_bytes(heap) / 128 && heap->since >= heap->limit / 4 &&
           !heap->no_automatic && kr_exact_splits(heap, size);
}

/* A program that fills a larger heap leaves its scraps to whoever has to end it. */
static bool is_tiny(const kr_heap *heap) {
    return heap->small_max == TINY_SMALL;
}

/* A small cell for which a tiny heap has no page any more: one of up to twice its size, or a gap between
 * large cells. */
static kr_heap_cell *try_gap(kr_heap *heap, size_t size) {
    if (!is_tiny(heap) || size > heap->small_max) return NULL;
    unsigned last =
        heap->class_of[size > heap->small_max / 2 ? heap->small_max / KR_GRANULE : kr_granules(2 * size)];
    for (unsigned class = heap->class_of[kr_granules(size)] + 1u; class <= last; class ++)
        if (heap->free[class] != NULL || heap->classes[class].partial != KR_NO_PAGE)
            return take_cell(heap, class);
    return take_exact(heap, size, true);
}

/* When a tiny heap has few free pages left, a small cell does not take one as long as there is a gap that is
 * too short for a large cell. */
static kr_heap_cell *try_scrap(kr_heap *heap, size_t size) {
    if (!is_tiny(heap) || size > heap->small_max) return NULL;
    unsigned class = heap->class_of[kr_granules(size)];
    size_t bytes = kr_heap_bytes(heap);
    if (heap->classes[class].partial != KR_NO_PAGE || bytes - heap->pages_bytes > bytes / 8) return NULL;
    kr_heap_cell *cell = kr_exact_take_gap(heap, size, heap->small_max);
    if (cell != NULL) count_exact(heap, kr_granules(size) * KR_GRANULE);
    return cell;
}

/* Where there is room, after a collection or when all that can be moved has been. */
static kr_heap_cell *find_cell(kr_vm *vm, size_t size, bool block) {
    kr_heap *heap = vm->heap;
    kr_heap_cell *cell = try_scrap(heap, size);
    if (cell == NULL) cell = try_cell(heap, size, block);
    if (cell == NULL && heap->since < heap->limit / 4) cell = try_gap(heap, size);
    if (cell != NULL) return cell;
    kr_heap_collect(vm);
    cell = try_cell(heap, size, block);
    if (cell == NULL) cell = try_gap(heap, size);
    if (cell != NULL) return cell;
    kr_heap_compact(vm);
    cell = try_cell(heap, size, block);
    return cell != NULL ? cell : try_gap(heap, size);
}

__attribute__((noinline)) static void *new_slowly(kr_vm *vm, const kr_type *type, size_t size) {
    kr_heap *heap = vm->heap;
    bool finalizer = (type->flags & KR_TYPE_FINALIZE) != 0;
    bool block = type == &kr_values_block_type || type == &kr_bytes_block_type;
    if (finalizer && !kr_finalizer_reserve(vm)) return NULL;
    if (heap->careful && fails(vm)) return NULL;
    maybe_collect(vm, size > heap->small_max ? size : 0);
    if (!block && scatters(heap, size)) kr_heap_collect(vm);
    kr_heap_cell *cell = find_cell(vm, size, block);
    if (cell == NULL) return NULL;
    cell->word = (uintptr_t)type;
    if (finalizer) kr_finalizer_add(heap, cell);
    return cell;
}

void *kr_try_new(kr_vm *vm, const kr_type *type, size_t size) {
    kr_heap *heap = vm->heap;
    if (size <= heap->small_max) {
        kr_heap_cell **list = &heap->free[heap->class_of[kr_granules(size)]];
        kr_heap_cell *cell = *list;
        if (__builtin_expect(cell != NULL && !(type->flags & KR_TYPE_FINALIZE), 1)) {
            *list = (kr_heap_cell *)(cell->word - 1);
            cell->word = (uintptr_t)type;
            return cell;
        }
    }
    return new_slowly(vm, type, size);
}

void *kr_new_raw(kr_vm *vm, const kr_type *type, size_t size) {
    void *cell = kr_try_new(vm, type, size);
    if (__builtin_expect(cell == NULL, 0)) kr_raise_memory(vm);
    return cell;
}

void *kr_new_finalized(kr_vm *vm, const kr_type *type, size_t size) {
    if (!kr_finalizer_reserve(vm)) kr_raise_memory(vm);
    void *object = kr_new_raw(vm, type, size);
    kr_finalizer_add(vm->heap, object);
    return object;
}

void *kr_new(kr_vm *vm, const kr_type *type, size_t size) {
    kr_heap_cell *cell = kr_new_raw(vm, type, size);
    memset(cell + 1, 0, size - sizeof *cell);
    return cell;
}

/* ---- Blocks ---- */

static size_t block_bytes(kr_vm *vm, size_t count, size_t width) {
    if (count > (SIZE_MAX / 2 - sizeof(kr_heap_cell)) / width) kr_raise_memory(vm);
    return sizeof(kr_heap_cell) + count * width;
}

/* The whole cell is zeroed, since the whole cell is traced. */
kr_value *kr_values_new(kr_vm *vm, size_t count) {
    kr_heap_cell *cell = kr_new_raw(vm, &kr_values_block_type, block_bytes(vm, count, sizeof(kr_value)));
    memset(cell + 1, 0, kr_cell_size(vm->heap, cell) - sizeof *cell);
    return (kr_value *)(cell + 1);
}

void *kr_bytes_new(kr_vm *vm, size_t size) {
    return (kr_heap_cell *)kr_new_raw(vm, &kr_bytes_block_type, block_bytes(vm, size, 1)) + 1;
}

/* True when the block's cell serves for `bytes` too, cut or extended if need be: it fits and not less than
 * half of it is used. */
static bool resize_in_place(kr_vm *vm, void *block, size_t bytes) {
    kr_heap *heap = vm->heap;
    kr_heap_cell *cell = (kr_heap_cell *)block - 1;
    size_t have = kr_cell_size(heap, cell);
    if (have > heap->small_max) return resize_large(heap, cell, have, bytes);
    return bytes <= have && bytes >= have / 2;
}

/* NULL when nothing is left and the old block does as well, being the larger one. */
static kr_heap_cell *new_block(kr_vm *vm, const kr_type *type, size_t bytes, bool shrinks) {
    return shrinks ? kr_try_new(vm, type, bytes) : kr_new_raw(vm, type, bytes);
}

kr_value *kr_values_resize(kr_vm *vm, kr_value *block, size_t old_count, size_t new_count) {
    size_t bytes = block_bytes(vm, new_count, sizeof(kr_value));
    size_t keep = old_count < new_count ? old_count : new_count;
    if (block == NULL) return kr_values_new(vm, new_count);
    if (resize_in_place(vm, block, bytes)) {
        memset(block + keep, 0, kr_block_capacity(vm, block) - keep * sizeof *block);
        return block;
    }
    kr_heap_cell *cell = new_block(vm, &kr_values_block_type, bytes, new_count < old_count);
    if (cell == NULL) {
        memset(block + keep, 0, kr_block_capacity(vm, block) - keep * sizeof *block);
        return block;
    }
    memset(cell + 1, 0, kr_cell_size(vm->heap, cell) - sizeof *cell);
    memcpy(cell + 1, block, keep * sizeof *block);
    kr_block_free(vm, block);
    return (kr_value *)(cell + 1);
}

void *kr_bytes_resize(kr_vm *vm, void *block, size_t old_size, size_t new_size) {
    size_t bytes = block_bytes(vm, new_size, 1);
    if (block == NULL) return kr_bytes_new(vm, new_size);
    if (resize_in_place(vm, block, bytes)) return block;
    kr_heap_cell *cell = new_block(vm, &kr_bytes_block_type, bytes, new_size < old_size);
    if (cell == NULL) return block;
    memcpy(cell + 1, block, old_size < new_size ? old_size : new_size);
    kr_block_free(vm, block);
    return cell + 1;
}

void kr_block_free(kr_vm *vm, void *block) {
    kr_heap *heap = vm->heap;
    if (block == NULL || heap->collecting) return; /* the collection that is under way finds it dead anyway */
    kr_heap_cell *cell = (kr_heap_cell *)block - 1;
    kr_page_no page = kr_page_of(heap, cell);
    if (heap->pages[page].kind == KR_PAGE_EXACT)
        give_exact(heap, cell, 0);
    else if (heap->pages[page].kind == KR_PAGE_LARGE)
        give_large(heap, page, 0);
    else
        give_cell(heap, cell, heap->pages[page].kind);
}

size_t kr_block_capacity(const kr_vm *vm, const void *block) {
    return kr_cell_size(vm->heap, (const kr_heap_cell *)block - 1) - sizeof(kr_heap_cell);
}

/* ---- Life cycle ---- */

static size_t page_size_for(size_t size) {
    size_t page = KR_PAGE_MIN;
    while (page < KR_PAGE_MAX && size / page > 256) page *= 2;
    return page;
}

/* The next size class: an eighth larger, then as large as possible without having fewer cells in a page. */
static size_t next_class(size_t size, size_t page_size, size_t largest) {
    if (size < KR_EXACT_CLASSES * KR_GRANULE) return size + KR_GRANULE;
    size_t step = size / 8 / KR_GRANULE * KR_GRANULE;
    size += step > KR_GRANULE ? step : KR_GRANULE;
    return size > largest ? 0 : page_size / (page_size / size) / KR_GRANULE * KR_GRANULE;
}

static unsigned count_classes(size_t page_size, size_t largest) {
    unsigned count = 0;
    for (size_t size = KR_GRANULE; size > 0; size = next_class(size, page_size, largest)) count++;
    return count;
}

static void init_classes(kr_heap *heap, size_t largest) {
    unsigned class = 0;
    size_t granules = 0;
    for (size_t size = KR_GRANULE; size > 0; size = next_class(size, heap->page_size, largest), class ++) {
        kr_class_info *info = &heap->classes[class];
        info->partial = KR_NO_PAGE;
        info->size = (uint16_t)size;
        info->count = (uint16_t)(heap->page_size / size);
        while (granules <= size / KR_GRANULE) heap->class_of[granules++] = (uint8_t) class;
        heap->small_max = size;
    }
}

static uint8_t *align(uint8_t *p, size_t alignment) {
    return p + (-(uintptr_t)p & (alignment - 1));
}

/* Divides the block; false when not even two pages are left. */
static bool lay_out(kr_heap *heap, uint8_t *end, bool exact) {
    uint8_t *at = align((uint8_t *)&heap->free[heap->class_count], sizeof(void *));
    heap->classes = (kr_class_info *)(void *)at;
    at += heap->class_count * sizeof *heap->classes;
    if (!exact) {
        heap->bins = (kr_page_no *)(void *)at;
        at += KR_BINS * sizeof *heap->bins;
    }
    heap->class_of = at;
    at = align(at + heap->page_size / 2 / KR_GRANULE + 1, 16);
    heap->greys = (kr_grey *)(void *)at;
    at += heap->grey_max * sizeof *heap->greys;
    if (end <= at + 3 * heap->page_size) return false;
    size_t bits = heap->page_size / KR_GRANULE / 8;
    size_t table = sizeof(kr_page) + (exact ? 0 : sizeof *heap->previous);
    size_t each = heap->page_size + table + (exact ? 2 : 1) * bits;
    size_t alignment = heap->page_size > PART ? PART : 16;
    size_t count = ((size_t)(end - at) - 24 - alignment) / each;
    if (count >= KR_NO_PAGE) count = (size_t)KR_NO_PAGE - 1;
    heap->page_count = (kr_page_no)count;
    heap->pages = (kr_page *)(void *)at;
    at = align(at + count * sizeof *heap->pages, 8);
    if (!exact) {
        heap->previous = (kr_page_no *)(void *)at;
        at = align(at + count * sizeof *heap->previous, 8);
    }
    heap->marks = (uint32_t *)(void *)at;
    at += count * bits;
    if (exact) {
        heap->starts = (uint32_t *)(void *)at;
        at += count * bits + sizeof *heap->starts;
    }
    heap->base = align(at, alignment);
    return count >= 2;
}

bool kr_heap_init(kr_vm *vm, void *memory, size_t size) {
    uint8_t *end = (uint8_t *)memory + size;
    kr_heap *heap = (kr_heap *)(void *)align(memory, 16);
    size_t page_size = page_size_for(size);
    size_t largest = size <= EXACT ? SMALL : page_size / 2 < LARGEST ? page_size / 2 : LARGEST;
    unsigned classes = count_classes(page_size, largest);
    if (size < sizeof *heap + classes * sizeof heap->free[0] + 64) return false;
    memset(heap, 0, sizeof *heap + classes * sizeof heap->free[0]);
    heap->page_size = page_size;
    heap->page_shift = (unsigned)__builtin_ctz((unsigned)page_size);
    heap->class_count = classes;
    heap->grey_max = size / 1536 < 16 ? 16 : size / 1536;
    if (!lay_out(heap, end, size <= EXACT)) return false;
    init_classes(heap, largest);
    if (size <= KR_TINY) {
        heap->small_max = TINY_SMALL;
        heap->class_of[1] = heap->class_of[2]; /* no page for the few objects of one granule */
    }
    if (heap->starts != NULL)
        kr_exact_init(heap);
    else
        kr_pages_init(heap);
    heap->minimum = size <= TIGHT ? size / 8 : size / 4 < MINIMUM_BIG ? size / 4 : MINIMUM_BIG;
    heap->limit = heap->minimum;
    vm->heap = heap;
    return true;
}

void kr_heap_torture(kr_vm *vm, uint32_t every, uint32_t fail_at) {
    kr_heap *heap = vm->heap;
    heap->careful = every > 0 || fail_at > 0;
    kr_heap_collect(vm); /* empties the free lists */
    heap->every = heap->until = every;
    heap->fail_at = fail_at;
}

uint32_t kr_heap_until_failure(const kr_vm *vm) {
    return vm->heap->fail_at;
}

void kr_heap_lock(kr_vm *vm) {
    if (!vm->heap->careful) {
        vm->heap->careful = true;
        kr_heap_collect(vm); /* empties the free lists */
    }
    vm->heap->locks++;
}

uint32_t kr_heap_unlock(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    if (heap->locks > 0) heap->locks--;
    if (heap->locks == 0) heap->careful = heap->every > 0 || heap->fail_at > 0;
    return heap->locks;
}

uint32_t kr_heap_locks(const kr_vm *vm) {
    return vm->heap->locks;
}

/* ---- Figures ---- */

size_t kr_heap_used(const kr_vm *vm) {
    const kr_heap *heap = vm->heap;
    size_t used = heap->pages_bytes - heap->partial_bytes;
    for (unsigned i = 0; i < heap->class_count; i++)
        for (const kr_heap_cell *cell = heap->free[i]; cell != NULL;
             cell = (const kr_heap_cell *)(cell->word - 1))
            used -= heap->classes[i].size;
    return used;
}

size_t kr_heap_size(const kr_vm *vm) {
    return kr_heap_bytes(vm->heap);
}

size_t kr_heap_largest(const kr_vm *vm) {
    const kr_heap *heap = vm->heap;
    size_t bytes = heap->starts != NULL ? kr_exact_longest(heap) : kr_pages_longest(heap) * heap->page_size;
    if (bytes > heap->small_max) return bytes;
    for (unsigned i = heap->class_count; i-- > 0;)
        if (heap->free[i] != NULL || heap->classes[i].partial != KR_NO_PAGE) return heap->classes[i].size;
    return 0;
}

size_t kr_heap_cell_size(const kr_vm *vm, const void *cell) {
    if (!kr_in_heap(vm->heap, (uintptr_t)cell)) return 0;
    return kr_cell_size(vm->heap, cell);
}

void kr_heap_fix_buffers(kr_vm *vm) {
    vm->heap->addressed = true;
}

void kr_heap_fix_text(kr_vm *vm, kr_value v) {
    kr_heap *heap = vm->heap;
    if (!kr_is_exact(v, &kr_str_type) && !kr_is_exact(v, &kr_bytes_type)) return;
    if (kr_in_heap(heap, v) && heap->pages[kr_page_of(heap, kr_to_pointer(v))].kind == KR_PAGE_EXACT)
        heap->identified = true;
}

uint32_t kr_heap_collections(const kr_vm *vm) {
    return vm->heap->collections;
}

void kr_heap_set_automatic(kr_vm *vm, bool automatic) {
    vm->heap->no_automatic = !automatic;
}

bool kr_heap_automatic(const kr_vm *vm) {
    return !vm->heap->no_automatic;
}

void kr_heap_set_threshold(kr_vm *vm, size_t bytes) {
    vm->heap->threshold = bytes;
    if (bytes > 0) vm->heap->limit = bytes;
}

size_t kr_heap_threshold(const kr_vm *vm) {
    return vm->heap->threshold;
}
