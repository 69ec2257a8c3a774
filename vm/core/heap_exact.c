/* The space of a small heap: every cell that is too large to share a page takes exactly its bytes.
 *
 *     page n                    page n + 1                page n + 2
 *     | … cell A      |gap|cell B …                     … |gap|cell C … |      bits:  ^ where each begins
 *
 * A bit a granule says where something begins: a cell, or a gap, whose first word is odd. A gap ends with its
 * page, and one that fills the page is a free page; a page of small cells begins with a set bit, too. So
 * whatever begins anywhere ends at the next set bit, and what is free is found by walking from bit to bit.
 *
 * Such a heap has 256 pages at most, so looking at all of it is short enough for what is done once a page or
 * large cell. Small pages are taken from its start; a large cell goes to the end of the shortest stretch
 * that holds it, so that what lives long gathers at both ends and the middle stays whole. */
#include "core/heap_layout.h"

enum { GAP = 1 }; /* the first word of a gap */

static size_t granule_count(const kr_heap *heap) {
    return kr_heap_bytes(heap) / KR_GRANULE;
}
static size_t page_granules(const kr_heap *heap) {
    return heap->page_size / KR_GRANULE;
}
static size_t page_at(const kr_heap *heap, size_t granule) {
    return granule * KR_GRANULE >> heap->page_shift;
}
static kr_heap_cell *cell_of(const kr_heap *heap, size_t granule) {
    return (kr_heap_cell *)(void *)(heap->base + granule * KR_GRANULE);
}
static kr_page *page_of(const kr_heap *heap, size_t granule) {
    return &heap->pages[page_at(heap, granule)];
}

static bool is_start(const kr_heap *heap, size_t granule) {
    return heap->starts[granule / KR_WORD_BITS] >> (granule % KR_WORD_BITS) & 1;
}
static void set_start(kr_heap *heap, size_t granule) {
    heap->starts[granule / KR_WORD_BITS] |= (uint32_t)1 << (granule % KR_WORD_BITS);
}
static void clear_start(kr_heap *heap, size_t granule) {
    heap->starts[granule / KR_WORD_BITS] &= ~((uint32_t)1 << (granule % KR_WORD_BITS));
}

/* Where the next thing begins, from `granule` on; a bit behind the last page ends the search. */
static size_t next_start(const kr_heap *heap, size_t granule) {
    size_t at = granule / KR_WORD_BITS;
    uint32_t word = heap->starts[at] & (uint32_t)-1 << (granule % KR_WORD_BITS);
    while (word == 0) word = heap->starts[++at];
    return at * KR_WORD_BITS + (size_t)__builtin_ctz(word);
}

/* Where that begins which `granule` is a part of: the first page begins with something. */
static size_t start_of(const kr_heap *heap, size_t granule) {
    size_t at = granule / KR_WORD_BITS;
    uint32_t word = heap->starts[at] & (uint32_t)-1 >> (KR_WORD_BITS - 1 - granule % KR_WORD_BITS);
    while (word == 0) word = heap->starts[--at];
    return at * KR_WORD_BITS + KR_WORD_BITS - 1 - (size_t)__builtin_clz(word);
}

/* True when what begins there is free; behind the last page nothing is. */
static bool is_free(const kr_heap *heap, size_t granule) {
    if (granule >= granule_count(heap)) return false;
    unsigned kind = page_of(heap, granule)->kind;
    return kind == KR_PAGE_FREE || (kind == KR_PAGE_EXACT && (cell_of(heap, granule)->word & 1));
}

/* The end of the free stretch that begins there. */
static size_t stretch_end(const kr_heap *heap, size_t granule) {
    while (is_free(heap, granule)) granule = next_start(heap, granule + 1);
    return granule;
}

/* The start of the free stretch that a free granule is a part of. */
static size_t stretch_start(const kr_heap *heap, size_t granule) {
    size_t at = start_of(heap, granule);
    while (at > 0 && is_free(heap, start_of(heap, at - 1))) at = start_of(heap, at - 1);
    return at;
}

/* ---- Taking ---- */

/* Says that a gap begins at a granule of an exact page. */
static void put_gap(kr_heap *heap, size_t granule) {
    set_start(heap, granule);
    cell_of(heap, granule)->word = GAP;
}

/* Makes free pages that the granules touch exact ones; what is left of them before and behind are gaps. */
static void claim_pages(kr_heap *heap, size_t from, size_t end) {
    size_t each = page_granules(heap);
    for (size_t page = page_at(heap, from), last = page_at(heap, end - 1); page <= last; page++) {
        if (heap->pages[page].kind != KR_PAGE_FREE) continue;
        heap->pages[page].kind = KR_PAGE_EXACT;
        cell_of(heap, page * each)->word = GAP;
    }
}

/* Takes free granules; what begins at the first one is the caller's business. */
static void take_range(kr_heap *heap, size_t from, size_t end) {
    claim_pages(heap, from, end);
    for (size_t at = next_start(heap, from); at < end; at = next_start(heap, at + 1)) clear_start(heap, at);
    if (end & (page_granules(heap) - 1) && !is_start(heap, end)) put_gap(heap, end);
}

/* The end of the shortest stretch of that many granules that begins behind `at`, the last of such; 0 when
 * there is none. */
static size_t shortest_stretch(const kr_heap *heap, size_t count, size_t at) {
    size_t best = 0, best_count = SIZE_MAX;
    while (at < granule_count(heap)) {
        size_t end = stretch_end(heap, at);
        if (end - at >= count && end - at <= best_count) best = end, best_count = end - at;
        at = end > at ? end : next_start(heap, at + 1);
    }
    return best;
}

static kr_heap_cell *take(kr_heap *heap, size_t from, size_t end) {
    take_range(heap, from, end);
    set_start(heap, from);
    return cell_of(heap, from);
}

/* The first stretch of that many granules; SIZE_MAX when there is none. */
static size_t first_stretch(const kr_heap *heap, size_t count) {
    for (size_t at = 0; at < granule_count(heap);) {
        size_t end = stretch_end(heap, at);
        if (end - at >= count) return at;
        at = end > at ? end : next_start(heap, at + 1);
    }
    return SIZE_MAX;
}

kr_heap_cell *kr_exact_take_gap(kr_heap *heap, size_t bytes, size_t longest) {
    size_t count = kr_granules(bytes), end = shortest_stretch(heap, count, 0);
    if (end == 0) return NULL;
    size_t before = end - count; /* the stretch may begin there or earlier */
    if (longest < SIZE_MAX && stretch_start(heap, before) + longest / KR_GRANULE < end) return NULL;
    return take(heap, before, end);
}

kr_heap_cell *kr_exact_take(kr_heap *heap, size_t bytes, bool block) {
    size_t count = kr_granules(bytes);
    if (block) return kr_exact_take_gap(heap, bytes, SIZE_MAX);
    size_t at = first_stretch(heap, count);
    return at == SIZE_MAX ? NULL : take(heap, at, at + count);
}

bool kr_exact_extend(kr_heap *heap, const kr_heap_cell *cell, size_t bytes) {
    size_t start = kr_granule_of(heap, cell), end = next_start(heap, start + 1);
    size_t wanted = start + kr_granules(bytes);
    if (stretch_end(heap, end) < wanted) return false;
    take_range(heap, end, wanted);
    return true;
}

bool kr_exact_splits(const kr_heap *heap, size_t bytes) {
    size_t at = first_stretch(heap, kr_granules(bytes));
    return at < SIZE_MAX && (stretch_end(heap, at) - at) * KR_GRANULE == kr_exact_longest(heap);
}

kr_page_no kr_exact_take_page(const kr_heap *heap) {
    for (size_t page = 0; page < heap->page_count; page++)
        if (heap->pages[page].kind == KR_PAGE_FREE) return (kr_page_no)page;
    return KR_NO_PAGE;
}

/* The last free pages in a row; nobody else takes them before the caller has given them another kind. */
kr_page_no kr_exact_take_pages(const kr_heap *heap, size_t count) {
    size_t free = 0;
    for (size_t page = heap->page_count; page-- > 0;) {
        free = heap->pages[page].kind == KR_PAGE_FREE ? free + 1 : 0;
        if (free == count) return (kr_page_no)page;
    }
    return KR_NO_PAGE;
}

/* ---- Giving back ---- */

void kr_exact_give_page(kr_heap *heap, kr_page_no page) {
    heap->pages[page].kind = KR_PAGE_FREE;
    heap->pages[page].run = 1;
}

/* Frees granules of one page, merged with the gaps around them. */
static void free_in_page(kr_heap *heap, size_t from, size_t end) {
    size_t each = page_granules(heap), first = from & ~(each - 1);
    clear_start(heap, from);
    if (end < first + each && is_free(heap, end)) clear_start(heap, end);
    size_t before = from == first ? from : start_of(heap, from);
    bool merges = before >= first && before < from && is_free(heap, before);
    if (!merges) put_gap(heap, before = from);
    if (before == first && next_start(heap, first + 1) >= first + each)
        kr_exact_give_page(heap, (kr_page_no)page_at(heap, first));
}

static void free_range(kr_heap *heap, size_t from, size_t end) {
    size_t each = page_granules(heap);
    while (from < end) {
        size_t page_end = (from & ~(each - 1)) + each;
        size_t part = end < page_end ? end : page_end;
        free_in_page(heap, from, part);
        from = part;
    }
}

void kr_exact_give(kr_heap *heap, kr_heap_cell *cell, size_t kept) {
    size_t start = kr_granule_of(heap, cell), end = next_start(heap, start + 1);
    size_t from = start + kr_granules(kept);
    if (KR_TORTURE) memset(cell_of(heap, from), 0xdb, (end - from) * KR_GRANULE);
    if (from < end) free_range(heap, from, end);
}

void kr_exact_sweep(kr_heap *heap) {
    for (size_t at = kr_exact_next(heap, 0); at < SIZE_MAX;) {
        size_t end = next_start(heap, at + 1);
        if (!kr_marked_at(heap, at)) {
            heap->pages_bytes -= (end - at) * KR_GRANULE;
            kr_exact_give(heap, cell_of(heap, at), 0);
        }
        at = kr_exact_next(heap, end);
    }
}

/* The stretch behind the cell becomes part of it, the content moves to its end, and the rest is given back.
 */
static kr_heap_cell *slide(kr_heap *heap, size_t from, size_t end) {
    size_t count = end - from, to = stretch_end(heap, end) - count;
    if (to == from) return cell_of(heap, from);
    take_range(heap, end, to + count);
    memmove(cell_of(heap, to), cell_of(heap, from), count * KR_GRANULE);
    set_start(heap, to);
    free_range(heap, from, to);
    return cell_of(heap, to);
}

kr_heap_cell *kr_exact_raise(kr_heap *heap, kr_heap_cell *cell) {
    size_t from = kr_granule_of(heap, cell), end = next_start(heap, from + 1);
    size_t place = shortest_stretch(heap, end - from, end);
    if (place == 0) return slide(heap, from, end);
    kr_heap_cell *to = take(heap, place - (end - from), place);
    memcpy(to, cell, (end - from) * KR_GRANULE);
    kr_exact_give(heap, cell, 0);
    return to;
}

/* ---- Looking ---- */

size_t kr_exact_last(const kr_heap *heap, size_t granule) {
    size_t at = granule < granule_count(heap) ? granule : granule_count(heap);
    while (at > 0) {
        at = start_of(heap, at - 1);
        if (page_of(heap, at)->kind == KR_PAGE_EXACT && !is_free(heap, at)) return at;
    }
    return SIZE_MAX;
}

size_t kr_exact_next(const kr_heap *heap, size_t granule) {
    size_t each = page_granules(heap);
    for (size_t page = page_at(heap, granule); page < heap->page_count; granule = ++page * each) {
        if (heap->pages[page].kind != KR_PAGE_EXACT) continue;
        for (size_t at = next_start(heap, granule); at < (page + 1) * each; at = next_start(heap, at + 1))
            if (!(cell_of(heap, at)->word & 1)) return at;
    }
    return SIZE_MAX;
}

size_t kr_exact_size(const kr_heap *heap, const void *cell) {
    size_t start = kr_granule_of(heap, cell);
    return (next_start(heap, start + 1) - start) * KR_GRANULE;
}

kr_heap_cell *kr_exact_at(const kr_heap *heap, size_t granule) {
    return cell_of(heap, start_of(heap, granule));
}

size_t kr_exact_longest(const kr_heap *heap) {
    size_t longest = 0;
    for (size_t at = 0; at < granule_count(heap); at = next_start(heap, at + 1)) {
        size_t end = stretch_end(heap, at);
        if (end - at > longest) longest = end - at;
        if (end > at) at = end - 1;
    }
    return longest * KR_GRANULE;
}

void kr_exact_init(kr_heap *heap) {
    memset(heap->starts, 0, (granule_count(heap) / KR_WORD_BITS + 1) * sizeof *heap->starts);
    for (size_t page = 0; page < heap->page_count; page++) {
        kr_exact_give_page(heap, (kr_page_no)page);
        set_start(heap, page * page_granules(heap));
    }
    set_start(heap, granule_count(heap));
    heap->high = heap->page_count;
    heap->extent = heap->page_count * heap->page_size;
}
