/* Memory of the heap that the host borrows while it needs it.
 *
 * A loan is a run of pages of a kind of its own: no cell lies in it, marking does not see it and sweeping
 * steps over it. Its first words link it to the other loans, so a machine that starts over in the same block
 * finds them all and takes their pages out of the fresh heap before anything else does.
 *
 * Loans leave the machine half of its heap: starting over must always succeed. */
#include "core/heap_layout.h"

struct kr_loan {
    struct kr_loan *next;
    size_t bytes; /* whole pages */
};

static size_t pages_of(const kr_heap *heap, const struct kr_loan *loan) {
    return loan->bytes >> heap->page_shift;
}

static kr_page_no take_pages(kr_heap *heap, size_t count) {
    return heap->starts != NULL ? kr_exact_take_pages(heap, count) : kr_pages_take(heap, count);
}

static void note_pages(kr_heap *heap, struct kr_loan *loan) {
    kr_page_no page = kr_page_of(heap, loan);
    for (size_t i = 0; i < pages_of(heap, loan); i++) heap->pages[page + i].kind = KR_PAGE_LENT;
    kr_page_set_run(&heap->pages[page], pages_of(heap, loan));
    heap->pages_bytes += loan->bytes;
}

/* Objects with something to do at their end stay alive in this collection: a host that borrows is busy, and
 * must not be called. */
static void collect_quietly(kr_vm *vm) {
    if (vm->heap->locks > 0) return;
    vm->heap->quiet = true;
    kr_heap_collect(vm);
    vm->heap->quiet = false;
}

void *kr_lend(kr_vm *vm, size_t *size) {
    kr_heap *heap = vm->heap;
    size_t most = (size_t)heap->page_count * heap->page_size / 2;
    if (*size > most || heap->collecting) return NULL;
    size_t count = (*size + sizeof(struct kr_loan) + heap->page_size - 1) >> heap->page_shift;
    size_t bytes = count * heap->page_size;
    if (bytes > most - vm->lent_bytes) return NULL;
    kr_page_no page = take_pages(heap, count);
    if (page == KR_NO_PAGE) collect_quietly(vm);
    if (page == KR_NO_PAGE) page = take_pages(heap, count);
    if (page == KR_NO_PAGE) return NULL;
    struct kr_loan *loan = (struct kr_loan *)(void *)kr_page_address(heap, page);
    *loan = (struct kr_loan){vm->loans, bytes};
    vm->loans = loan;
    vm->lent_bytes += bytes;
    note_pages(heap, loan);
    *size = bytes - sizeof *loan;
    return loan + 1;
}

void kr_take_back(kr_vm *vm, void *memory) {
    kr_heap *heap = vm->heap;
    struct kr_loan *loan = (struct kr_loan *)memory - 1, **link = &vm->loans;
    while (*link != loan) link = &(*link)->next;
    *link = loan->next;
    vm->lent_bytes -= loan->bytes;
    heap->pages_bytes -= loan->bytes;
    kr_page_no page = kr_page_of(heap, loan);
    size_t count = pages_of(heap, loan);
    if (heap->starts == NULL) kr_pages_give(heap, page, count);
    for (size_t i = 0; heap->starts != NULL && i < count; i++)
        kr_exact_give_page(heap, (kr_page_no)(page + i));
}

void kr_loans_restore(kr_vm *vm) {
    kr_heap *heap = vm->heap;
    for (struct kr_loan *loan = vm->loans; loan != NULL; loan = loan->next) {
        if (heap->starts == NULL) kr_pages_carve(heap, kr_page_of(heap, loan), pages_of(heap, loan));
        note_pages(heap, loan);
    }
}
