#ifndef KR_HEAP_LAYOUT_H
#define KR_HEAP_LAYOUT_H
/* Private to the heap: how the block is laid out.
 *
 *     | kr_heap, free lists | class table | size table | mark stack | page table | mark bits |  page 0 | page
 * 1 | …
 *
 * A page belongs to a size class and holds cells of one size, or it is part of a run of pages that holds one
 * large cell, or it is part of a free run. In a heap of a megabyte or less large cells do not take whole
 * pages but exactly their bytes: such a heap has a second bitmap, and pages that are part of this
 * (heap_exact.c). Nothing of the page table, the mark bits or the pages is touched before the page is used
 * for the first time, so a huge heap that the system backs with memory on demand costs nothing at first.
 *
 * Where a small cell's state is written down:
 *   - in a page on its class's *partial* list, the unmarked cells are free; nothing has been written into
 * them yet; a long page may have given only its first cells to the free list, which are marked then;
 *   - a page that is not on that list was handed to the free list as a whole (or is full): the cells that are
 * free are on the list heap->free[class], and their first word is odd;
 *   - kr_block_free puts cells of any page there.
 * A collection empties all lists and begins anew. So allocating is popping a list, and sweeping is what
 * happens to a page when the list of its class has run out.
 *
 * In *careful* mode the free lists stay empty and every single allocation takes the slow path, which marks
 * the cell it takes: that is how collections at every n-th allocation and failing allocations are done
 * without a cost elsewhere. */
#include "core/heap.h"
#include "core/context.h"

#define KR_GRANULE  8u
#define KR_PAGE_MIN 256u
/* Page numbers: a 32-bit machine has so few pages that all a page table says of one fits a word. */
typedef uint32_t kr_page_no;
#if UINTPTR_MAX > 0xffffffffu
#define KR_PAGE_BITS 32
#define KR_PAGE_MAX  8192u
#else
#define KR_PAGE_BITS 13
#define KR_PAGE_MAX  32768u
#endif
#define KR_NO_PAGE ((kr_page_no)(0xffffffffu >> (32 - KR_PAGE_BITS)))

/* Sizes up to 64 bytes have a class each, 8 bytes apart, whatever the page size: inline allocation relies on
 * it. */
#define KR_EXACT_CLASSES 8u
#define KR_CLASS_MAX     56u
enum {
    KR_PAGE_EXACT = 59,
    KR_PAGE_LENT,
    KR_PAGE_FREE,
    KR_PAGE_LARGE,
    KR_PAGE_REST
}; /* kinds above the classes */

typedef struct kr_page {
    /* free: pages of the run, in its first and last page; large, lent: pages of the run, in its first; rest:
     * distance to the first page; small: cells that are free, while the page is on its partial list, else 0
     */
    kr_page_no run : KR_PAGE_BITS;
    kr_page_no next : KR_PAGE_BITS; /* free: in the bin; small: on the partial list */
    uint32_t kind : 6;              /* a class number, or one of the above */
} kr_page;
static inline void kr_page_set_run(kr_page *page, size_t run) {
    page->run = (kr_page_no)run & KR_NO_PAGE;
}
static inline void kr_page_set_next(kr_page *page, kr_page_no next) {
    page->next = next & KR_NO_PAGE;
}
static inline void kr_page_set_kind(kr_page *page, unsigned kind) {
    page->kind = kind & 63;
}

/* Free runs by length: exact up to 15 pages, then one bin a power of two. */
#define KR_EXACT_BINS 16u
#define KR_BINS       (KR_EXACT_BINS + 28u)

typedef struct kr_heap_cell {
    uintptr_t word; /* the type; in a free cell the next one's address plus 1 */
} kr_heap_cell;

typedef struct kr_class_info {
    kr_page_no partial; /* list of pages whose unmarked cells are free */
    uint16_t size;      /* bytes of a cell */
    uint16_t count;     /* cells of a page */
} kr_class_info;

/* A stretch of values that remains to be marked, or, when end is NULL, an object that remains to be traced.
 */
typedef struct kr_grey {
    const kr_value *at, *end;
} kr_grey;

struct kr_heap {
    uint8_t *base;   /* page 0 */
    size_t extent;   /* bytes of the pages that have ever been in use */
    uint32_t *marks; /* a bit a granule */
    kr_page *pages;
    kr_class_info *classes;
    uint8_t *class_of; /* by granules */
    size_t page_size;
    unsigned page_shift; /* page_size is 1 << that: a chip has no instruction that divides */
    size_t small_max;    /* the largest cell that shares a page */
    kr_page_no page_count;
    kr_page_no high; /* pages below have been in use */
    unsigned class_count;
    uint32_t *starts; /* a small heap: a bit a granule, see heap_exact.c; NULL in a big one */
    /* A big heap: free runs by length, and, by pages, the one before a free run in its bin. */
    kr_page_no *bins, *previous;

    kr_grey *greys;
    size_t grey_count, grey_max;
    bool draining; /* a trace function is running: it only pushes */
    bool overflow; /* the mark stack was full: marked cells have to be traced again */
    bool collecting;
    bool no_automatic;
    bool careful;
    bool quiet;      /* finalise nothing: the host borrows, and cannot be called */
    bool addressed;  /* the program knows addresses of buffers: they must not move */
    bool clears;     /* the C stack is to be cleared at the next poll */
    bool identified; /* likewise of a large str or bytes: none may */

    size_t pages_bytes;   /* cells of small pages, used or not, and large runs */
    size_t partial_bytes; /* free cells of pages on the partial lists */
    size_t since;         /* bytes handed out since the last collection */
    size_t limit;         /* collect when `since` gets there */
    size_t minimum;
    size_t threshold; /* set by the program; 0 = automatic */
    uint32_t collections;

    /* Objects of KR_TYPE_FINALIZE types, weakly, with KR_FINALIZER_ flags in the low bits. A bytes block. */
    uintptr_t *finalizers;
    size_t finalizer_count, finalizer_capacity;

    struct kr_moves *moves; /* while texts are moved: see heap_compact.c */
    struct kr_weak *weaks;  /* all weak references: core/weak.h */

    uint32_t every;   /* careful: collect at every n-th allocation; 0 = never for that reason */
    uint32_t until;   /* allocations until then */
    uint32_t fail_at; /* careful: the allocation that fails; 0 = none */
    uint32_t locks;   /* careful: every allocation fails as long as there are any */

    kr_heap_cell *free[]; /* by class; the class table and the size table follow */
};

#define KR_WORD_BITS 32u

/* Of an entry of the finaliser table: __del__ was called or is about to be; it is to be called at the next
 * poll, and until then the object is a root. */
enum { KR_FINALIZER_CALLED = 1, KR_FINALIZER_PENDING = 2, KR_FINALIZER_FLAGS = 7 };

static inline size_t kr_heap_bytes(const kr_heap *heap) {
    return (size_t)heap->page_count << heap->page_shift;
}
static inline size_t kr_granules(size_t bytes) {
    return (bytes + KR_GRANULE - 1) / KR_GRANULE;
}
static inline uint8_t *kr_page_address(const kr_heap *heap, kr_page_no page) {
    return heap->base + ((size_t)page << heap->page_shift);
}
static inline kr_page_no kr_page_of(const kr_heap *heap, const void *cell) {
    return (kr_page_no)((size_t)((const uint8_t *)cell - heap->base) >> heap->page_shift);
}
static inline bool kr_in_heap(const kr_heap *heap, uintptr_t address) {
    return address - (uintptr_t)heap->base < heap->extent;
}
static inline size_t kr_granule_of(const kr_heap *heap, const void *cell) {
    return (size_t)((const uint8_t *)cell - heap->base) / KR_GRANULE;
}
static inline bool kr_marked_at(const kr_heap *heap, size_t granule) {
    return heap->marks[granule / KR_WORD_BITS] >> (granule % KR_WORD_BITS) & 1;
}
static inline void kr_set_mark(kr_heap *heap, size_t granule) {
    heap->marks[granule / KR_WORD_BITS] |= (uint32_t)1 << (granule % KR_WORD_BITS);
}

/* The types of raw blocks. */
extern const kr_type kr_values_block_type, kr_bytes_block_type;

/* Pages (heap_pages.c). */
void kr_pages_init(kr_heap *heap);
/* Takes a run of free pages; KR_NO_PAGE when there is none that long. */
kr_page_no kr_pages_take(kr_heap *heap, size_t count);
/* Gives a run back, merged with free neighbours; returns the page after the merged run. */
kr_page_no kr_pages_give(kr_heap *heap, kr_page_no page, size_t count);
/* Makes the large run at `page` longer in place; false when what follows is not free. */
bool kr_pages_extend(kr_heap *heap, kr_page_no page, size_t count);
/* Takes pages of a heap in which all others are still free. */
void kr_pages_carve(kr_heap *heap, kr_page_no page, size_t count);
size_t kr_pages_longest(const kr_heap *heap);

/* The same for a small heap, where large cells are told by their first bytes (heap_exact.c). */
void kr_exact_init(kr_heap *heap);
kr_page_no kr_exact_take_page(const kr_heap *heap);
kr_page_no kr_exact_take_pages(const kr_heap *heap, size_t count);
void kr_exact_give_page(kr_heap *heap, kr_page_no page);
/* NULL when nothing is that long. A block, which may be moved, goes to the other end than an object. */
kr_heap_cell *kr_exact_take(kr_heap *heap, size_t bytes, bool block);
/* The same from the end of the shortest stretch that holds it, if that is not longer than `longest`. */
kr_heap_cell *kr_exact_take_gap(kr_heap *heap, size_t bytes, size_t longest);
/* True when an object of that size would go where most is free in one piece. */
bool kr_exact_splits(const kr_heap *heap, size_t bytes);
/* Moves a cell into the shortest gap behind it that holds it, or up to what lies behind it; returns where it
 * is now. */
kr_heap_cell *kr_exact_raise(kr_heap *heap, kr_heap_cell *cell);
void kr_exact_give(kr_heap *heap, kr_heap_cell *cell, size_t kept); /* all but the first `kept` bytes */
bool kr_exact_extend(kr_heap *heap, const kr_heap_cell *cell, size_t bytes);
/* Gives back what is not marked. */
void kr_exact_sweep(kr_heap *heap);
/* The granule where the next large cell in use begins, from `granule` on; SIZE_MAX when there is none. */
size_t kr_exact_next(const kr_heap *heap, size_t granule);
size_t kr_exact_last(const kr_heap *heap, size_t granule); /* likewise the last one before it */
size_t kr_exact_size(const kr_heap *heap, const void *cell);
/* The cell or gap of a page of this kind that a granule is a part of. */
kr_heap_cell *kr_exact_at(const kr_heap *heap, size_t granule);
size_t kr_exact_longest(const kr_heap *heap); /* in bytes */

/* Moves blocks that have one owner, and texts, right after a collection (heap_compact.c). */
void kr_heap_compact(kr_vm *vm);
/* What marking does instead meanwhile: values at places that may be changed; words that only tell where
 * somebody looks. */
void kr_move_values(kr_vm *vm, const kr_value *values, size_t count);
void kr_move_words(kr_vm *vm, const kr_value *words, size_t count);

/* core/intern.c: where the pointer to the table's block is. */
void *kr_intern_slots(kr_vm *vm);

/* Marking (mark.c). */
void kr_mark_begin(kr_heap *heap);
/* Marks what an object holds. */
void kr_trace_object(kr_vm *vm, kr_object *object);
/* Traces until nothing is grey. */
void kr_mark_finish(kr_vm *vm);
size_t kr_cell_size(const kr_heap *heap, const void *cell);
/* The start of the cell that `address` points into; NULL when that is no cell in use. */
kr_heap_cell *kr_cell_at(const kr_heap *heap, uintptr_t address);

/* Sweeping and finalisers (sweep.c). */
/* kr_heap_each, without the large cells of a small heap. */
void kr_heap_each_small(kr_vm *vm, void (*visit)(kr_object *object, void *data), void *data);
/* Sorts the pages by what is alive in them and gives the empty ones back. */
void kr_sweep_pages(kr_heap *heap);
/* Makes the free cells of one page, or of all pages, on partial lists recognisable as free. */
void kr_sweep_partial_page(kr_heap *heap, kr_page_no number);
void kr_sweep_partial(kr_heap *heap);
/* Writes the free list of a page into those of its first `count` cells that are not marked; returns its head.
 */
kr_heap_cell *kr_sweep_page(kr_heap *heap, kr_page_no page, size_t count);
bool kr_finalizer_reserve(kr_vm *vm);
void kr_finalizer_add(kr_heap *heap, void *object);
/* Marks the table and the objects whose __del__ is pending. */
void kr_finalizers_trace(kr_vm *vm);
/* When all else is marked: keeps dead objects with a __del__ for one more round, finalises the other dead
 * ones. */
void kr_finalizers_sweep(kr_vm *vm);

/* The failing build and the tests (heap.c): collect at every n-th allocation (0: only as usual), and let the
 * n-th allocation from now fail (0: none). */
void kr_heap_torture(kr_vm *vm, uint32_t every, uint32_t fail_at);

/* When the heap is fresh: takes the pages that the host still has (lend.c). */
void kr_loans_restore(kr_vm *vm);

/* core/vm.c: marks everything that the machine itself holds. */
void kr_vm_trace(kr_vm *vm);

#endif
