/* Runs of free pages: bins by length, doubly linked, merged at once with free neighbours.
 *
 * Invariant: two free runs never touch; the first and the last page of a free run hold its length, and every
 * page of it that has ever been in use says that it is free. The part of the heap that has never been in use
 * belongs to one free run, of which only the ends are written..
 * Who takes pages gets the shortest run that is long enough. A small heap is divided otherwise
 * (heap_exact.c). */
#include "core/heap_layout.h"

static unsigned bin_of(size_t count) {
    if (count < KR_EXACT_BINS) return (unsigned)count;
    unsigned log = (unsigned)(sizeof(unsigned long) * 8 - 1) - (unsigned)__builtin_clzl((unsigned long)count);
    unsigned bin = KR_EXACT_BINS + log - 4;
    return bin < KR_BINS ? bin : KR_BINS - 1;
}

static void bin_add(kr_heap *heap, kr_page_no page, size_t count) {
    kr_page *first = &heap->pages[page];
    kr_page *last = &heap->pages[page + count - 1];
    first->kind = last->kind = KR_PAGE_FREE;
    kr_page_set_run(first, count);
    kr_page_set_run(last, count);
    kr_page_no *bin = &heap->bins[bin_of(count)];
    kr_page_set_next(first, *bin);
    heap->previous[page] = KR_NO_PAGE;
    if (*bin != KR_NO_PAGE) heap->previous[*bin] = page;
    *bin = page;
}

static void bin_remove(kr_heap *heap, kr_page_no page) {
    const kr_page *first = &heap->pages[page];
    kr_page_no before = heap->previous[page];
    if (first->next != KR_NO_PAGE) heap->previous[first->next] = before;
    if (before != KR_NO_PAGE)
        heap->pages[before].next = first->next;
    else
        heap->bins[bin_of(first->run)] = first->next;
}

/* The shortest run of a bin that has `count` pages. */
static kr_page_no bin_best(const kr_heap *heap, unsigned bin, size_t count) {
    kr_page_no best = KR_NO_PAGE;
    for (kr_page_no page = heap->bins[bin]; page != KR_NO_PAGE; page = heap->pages[page].next) {
        size_t run = heap->pages[page].run;
        if (run >= count && (best == KR_NO_PAGE || run < heap->pages[best].run)) best = page;
        if (run == count) break;
    }
    return best;
}

static void raise_high(kr_heap *heap, size_t end) {
    if (end <= heap->high) return;
    heap->high = (kr_page_no)end;
    heap->extent = end * heap->page_size;
}

void kr_pages_init(kr_heap *heap) {
    for (unsigned bin = 0; bin < KR_BINS; bin++) heap->bins[bin] = KR_NO_PAGE;
    heap->high = 0;
    heap->extent = 0;
    bin_add(heap, 0, heap->page_count);
}

/* The shortest run that is long enough: what remains of the others stays long. */
static kr_page_no shortest_run(const kr_heap *heap, size_t count) {
    kr_page_no page = KR_NO_PAGE;
    for (unsigned bin = bin_of(count); bin < KR_BINS && page == KR_NO_PAGE; bin++)
        page = bin_best(heap, bin, count);
    return page;
}

kr_page_no kr_pages_take(kr_heap *heap, size_t count) {
    kr_page_no page = shortest_run(heap, count);
    if (page == KR_NO_PAGE) return page;
    size_t run = heap->pages[page].run;
    bin_remove(heap, page);
    if (run > count) bin_add(heap, (kr_page_no)(page + count), run - count);
    raise_high(heap, page + count);
    return page;
}

kr_page_no kr_pages_give(kr_heap *heap, kr_page_no page, size_t count) {
    for (size_t i = 0; i < count; i++) heap->pages[page + i].kind = KR_PAGE_FREE;
    size_t end = page + count;
    if (end < heap->page_count && heap->pages[end].kind == KR_PAGE_FREE) {
        bin_remove(heap, (kr_page_no)end);
        end += heap->pages[end].run;
    }
    if (page > 0 && heap->pages[page - 1].kind == KR_PAGE_FREE) {
        page = (kr_page_no)(page - heap->pages[page - 1].run);
        bin_remove(heap, page);
    }
    bin_add(heap, page, end - page);
    return (kr_page_no)end;
}

bool kr_pages_extend(kr_heap *heap, kr_page_no page, size_t count) {
    size_t have = heap->pages[page].run;
    size_t end = page + have;
    size_t need = count - have;
    if (end >= heap->page_count || heap->pages[end].kind != KR_PAGE_FREE || heap->pages[end].run < need)
        return false;
    size_t run = heap->pages[end].run;
    bin_remove(heap, (kr_page_no)end);
    if (run > need) bin_add(heap, (kr_page_no)(end + need), run - need);
    raise_high(heap, end + need);
    return true;
}

void kr_pages_carve(kr_heap *heap, kr_page_no page, size_t count) {
    size_t end = page + count;
    for (unsigned bin = 1; bin < KR_BINS; bin++) {
        for (kr_page_no start = heap->bins[bin]; start != KR_NO_PAGE; start = heap->pages[start].next) {
            size_t stop = (size_t)start + heap->pages[start].run;
            if (page < start || end > stop) continue;
            bin_remove(heap, start);
            if (page > start) bin_add(heap, start, (size_t)(page - start));
            if (end < stop) bin_add(heap, (kr_page_no)end, stop - end);
            raise_high(heap, end);
            return;
        }
    }
}

size_t kr_pages_longest(const kr_heap *heap) {
    size_t longest = 0;
    for (unsigned bin = KR_BINS; bin-- > 1 && longest == 0;)
        for (kr_page_no page = heap->bins[bin]; page != KR_NO_PAGE; page = heap->pages[page].next)
            if (heap->pages[page].run > longest) longest = heap->pages[page].run;
    return longest;
}
