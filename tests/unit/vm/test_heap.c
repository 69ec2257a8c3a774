/* The heap against a model: whatever is reachable keeps its content, whatever is not comes back. */
#include "heap_machine.h"
#include "types/container.h"
#include "core/heap_inline.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <cmocka.h>

/* Repeatable random numbers. */
static uint32_t random_state;
static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

#define OPEN(size) machine_open(size, __builtin_frame_address(0))

/* Calls a function deeper in the stack, so that its leftovers lie below what the collector scans. */
__attribute__((noinline)) static void clobber_stack(void) {
    uintptr_t words[2048];
    memset(words, 1, sizeof words);
    __asm__ volatile("" : : "r"(words) : "memory");
}

static void collect(machine *m) {
    clobber_stack();
    kr_heap_collect(&m->vm);
}

/* ---- Objects ---- */

/* A sum over everything below a node, depth limited. */
static uint32_t sum_of(const node *n, unsigned depth) {
    uint32_t sum = (uint32_t)n->number * 31 + (uint32_t)n->count;
    for (size_t i = 0; i < n->count && depth > 0; i++)
        if (n->links[i] != 0) sum = sum * 17 + sum_of(kr_to_pointer(n->links[i]), depth - 1);
    return sum;
}

/* A tree of random shape. Links are set while more is allocated, so it is kept alive by the C stack alone. */
static node *random_tree(machine *m, unsigned depth, uint32_t size_limit) {
    size_t links = random_below(depth > 0 ? size_limit : 4);
    node *n = node_new(m, links > 0 ? &node_type : &leaf_type, random_below(1u << 20), links);
    for (size_t i = 0; i < links && depth > 0; i++)
        if (random_below(3) > 0) n->links[i] = KR_OBJECT(random_tree(m, depth - 1, size_limit / 2 + 1));
    return n;
}

static void check_graph(size_t heap_size, uint32_t steps, uint32_t every) {
    machine *m = OPEN(heap_size);
    uint32_t sums[ROOTS] = {0};
    if (every > 0) kr_heap_torture(&m->vm, every, 0);
    for (uint32_t step = 0; step < steps; step++) {
        uint32_t slot = random_below(heap_size < 65536 ? 8 : ROOTS);
        m->roots[slot] = 0;
        node *n = random_tree(m, 3, 7);
        m->roots[slot] = KR_OBJECT(n);
        sums[slot] = sum_of(n, 3);
        slot = random_below(ROOTS);
        if (m->roots[slot] != 0) assert_int_equal(sum_of(kr_to_pointer(m->roots[slot]), 3), sums[slot]);
    }
    for (size_t i = 0; i < ROOTS; i++)
        if (m->roots[i] != 0) assert_int_equal(sum_of(kr_to_pointer(m->roots[i]), 3), sums[i]);
    machine_close(m);
}

static void test_graph(void **state) {
    (void)state;
    random_state = 7;
    check_graph((size_t)32 << 10, 4000, 0);
    check_graph((size_t)256 << 10, 20000, 0);
    check_graph((size_t)64 << 20, 100000, 0);
}

static void test_graph_collecting_always(void **state) {
    (void)state;
    random_state = 11;
    check_graph((size_t)32 << 10, 300, 1);
    check_graph((size_t)256 << 10, 300, 1);
    check_graph((size_t)4 << 20, 1000, 7);
}

/* A cell that the program holds by a pointer into its middle, or just its start, on the C stack. */
static void test_interior_pointer(void **state) {
    (void)state;
    machine *m = OPEN(256 << 10);
    for (size_t links = 0; links < 3000; links = links * 2 + 1) {
        node *n = node_new(m, &leaf_type, links, links);
        for (size_t i = 0; i < links; i++) n->links[i] = KR_INT(i);
        kr_value *volatile inside = links > 0 ? &n->links[links / 2] : NULL;
        uintptr_t expected = n->number;
        n = links > 0 ? NULL : n;
        collect(m);
        for (int i = 0; i < 50; i++) node_new(m, &leaf_type, 99, links); /* would take the cell */
        if (links == 0) continue;
        n = (node *)(void *)((char *)(inside - links / 2) - offsetof(node, links));
        assert_int_equal(n->number, expected);
        for (size_t i = 0; i < links; i++) assert_int_equal(n->links[i], KR_INT(i));
    }
    machine_close(m);
}

/* Structures that are deeper and broader than the mark stack. */
static void test_mark_stack(void **state) {
    (void)state;
    machine *m = OPEN((size_t)2 << 20);
    node *first = node_new(m, &node_type, 0, 2);
    m->roots[0] = KR_OBJECT(first);
    node *last = first;
    for (uintptr_t i = 1; i < 5000; i++) { /* a chain whose links come before a leaf */
        node *n = node_new(m, &node_type, i, 2);
        n->links[1] = KR_OBJECT(node_new(m, &leaf_type, i, 0));
        last->links[0] = KR_OBJECT(n);
        last = n;
    }
    node *broad = node_new(m, &node_type, 1, 3000);
    m->roots[1] = KR_OBJECT(broad);
    for (size_t i = 0; i < broad->count; i++) {
        node *n = node_new(m, &node_type, i, 1);
        broad->links[i] = KR_OBJECT(n);
        n->links[0] = KR_OBJECT(node_new(m, &leaf_type, i, 0));
    }
    m->vm.heap->grey_max = 4; /* far too few */
    collect(m);
    for (size_t i = 0; i < 20000; i++) node_new(m, &leaf_type, 12345, 2);
    uintptr_t number = 0;
    for (const node *n = first; n != NULL; n = kr_to_pointer(n->links[0]), number++) {
        assert_int_equal(n->number, number * 2 + 1);
        if (n->links[1] != 0) assert_int_equal(((node *)kr_to_pointer(n->links[1]))->number, number * 2 + 1);
    }
    assert_int_equal(number, 5000);
    for (size_t i = 0; i < broad->count; i++) {
        const node *n = kr_to_pointer(broad->links[i]);
        assert_int_equal(((node *)kr_to_pointer(n->links[0]))->number, i * 2 + 1);
    }
    machine_close(m);
}

/* Words that are no pointers into cells in use must be passed over. */
static void test_ambiguous_words(void **state) {
    (void)state;
    machine *m = OPEN(64 << 10);
    node *n = node_new(m, &node_type, 5, 1);
    m->roots[0] = KR_OBJECT(n);
    uintptr_t base = (uintptr_t)m->memory;
    for (uintptr_t offset = 0; offset < (64 << 10) + 64; offset++) {
        const kr_value word = base + offset;
        kr_mark_words(&m->vm, &word, 1);
    }
    kr_mark_finish(&m->vm);
    collect(m);
    assert_int_equal(n->number, 11);
    machine_close(m);
}

__attribute__((noinline)) static uintptr_t new_hidden(machine *m) {
    return ~(uintptr_t)node_new(m, &node_type, 2, 1);
}

/* A pointer that was forgotten before its cell died and turns up afterwards does not bring the cell back. */
static void test_stale_pointer(void **state) {
    (void)state;
    machine *m = OPEN(64 << 10);
    m->roots[0] = KR_OBJECT(node_new(m, &leaf_type, 1, 1));
    volatile uintptr_t hidden = new_hidden(m);
    m->roots[1] = KR_OBJECT(node_new(m, &leaf_type, 3, 1));
    collect(m);
    assert_false(kr_is_marked(&m->vm, ~hidden));
    volatile uintptr_t found = ~hidden;
    collect(m);
    assert_false(kr_is_marked(&m->vm, found));
    machine_close(m);
}

/* ---- Blocks ---- */

#define BLOCKS 48
typedef struct tracked {
    kr_value *values; /* or */
    uint8_t *bytes;
    size_t count;
    uint8_t seed;
} tracked;

static void fill(tracked *t, size_t from) {
    for (size_t i = from; i < t->count; i++) {
        if (t->values != NULL)
            t->values[i] = KR_INT(t->seed + i);
        else
            t->bytes[i] = (uint8_t)(t->seed + i);
    }
}

static void check(const tracked *t) {
    for (size_t i = 0; i < t->count; i++) {
        if (t->values != NULL) assert_int_equal(t->values[i], KR_INT(t->seed + i));
        if (t->bytes != NULL) assert_int_equal(t->bytes[i], (uint8_t)(t->seed + i));
    }
}

static void resize(machine *m, tracked *t, size_t count) {
    size_t old = t->count;
    if (t->values != NULL) {
        t->values = kr_values_resize(&m->vm, t->values, old, count);
        for (size_t i = old; i < count; i++) assert_int_equal(t->values[i], 0);
        assert_true(kr_block_capacity(&m->vm, t->values) >= count * sizeof(kr_value));
    } else {
        t->bytes = kr_bytes_resize(&m->vm, t->bytes, old, count);
        assert_true(kr_block_capacity(&m->vm, t->bytes) >= count);
    }
    t->count = count;
    fill(t, old < count ? old : count);
}

static void step_blocks(machine *m, tracked *blocks, uint32_t limit) {
    tracked *t = &blocks[random_below(BLOCKS)];
    check(t);
    switch (random_below(4)) {
    case 0:
        kr_block_free(&m->vm, t->values != NULL ? (void *)t->values : t->bytes);
        *t = (tracked){.seed = (uint8_t)random_below(256), .count = random_below(limit) + 1};
        if (random_below(2) == 0)
            t->values = kr_values_new(&m->vm, t->count);
        else
            t->bytes = kr_bytes_new(&m->vm, t->count);
        fill(t, 0);
        break;
    case 1:
        if (t->count > 0) resize(m, t, random_below((uint32_t)t->count * 2) + 1);
        if (t->count > limit) resize(m, t, limit / 2);
        break;
    default: node_new(m, &leaf_type, 1, random_below(20)); break;
    }
}

static void check_blocks(size_t heap_size, uint32_t limit, uint32_t steps, uint32_t every) {
    machine *m = OPEN(heap_size);
    tracked blocks[BLOCKS] = {0}; /* on the C stack: the roots */
    if (every > 0) kr_heap_torture(&m->vm, every, 0);
    for (uint32_t i = 0; i < steps; i++) step_blocks(m, blocks, limit);
    for (size_t i = 0; i < BLOCKS; i++) check(&blocks[i]);
    for (size_t i = 0; i < BLOCKS; i++)
        kr_block_free(&m->vm, blocks[i].values != NULL ? (void *)blocks[i].values : blocks[i].bytes);
    memset(blocks, 0, sizeof blocks);
    collect(m);
    assert_true(kr_heap_used(&m->vm) < heap_size / 20);
    machine_close(m);
}

static void test_blocks(void **state) {
    (void)state;
    random_state = 3;
    check_blocks(96 << 10, 100, 30000, 0);
    check_blocks(96 << 10, 100, 3000, 1);
    check_blocks((size_t)8 << 20, 5000, 30000, 0);
    check_blocks((size_t)512 << 20, 200000, 3000, 0);
}

/* A block that is given back is the next one of its size. */
static void test_block_reuse(void **state) {
    (void)state;
    machine *m = OPEN(64 << 10);
    void *small = kr_bytes_new(&m->vm, 40);
    size_t used = kr_heap_used(&m->vm);
    kr_block_free(&m->vm, small);
    assert_true(kr_heap_used(&m->vm) < used);
    assert_ptr_equal(kr_bytes_new(&m->vm, 40), small);
    void *large = kr_bytes_new(&m->vm, 20 << 10);
    kr_block_free(&m->vm, large);
    assert_ptr_equal(kr_bytes_new(&m->vm, 20 << 10), large);
    machine_close(m);
}

/* A large block grows and shrinks where it lies. */
static void test_resize_in_place(void **state) {
    (void)state;
    machine *m = OPEN((size_t)16 << 20);
    kr_value *block = kr_values_new(&m->vm, 10000);
    assert_ptr_equal(kr_values_resize(&m->vm, block, 10000, 30000), block);
    size_t used = kr_heap_used(&m->vm);
    assert_ptr_equal(kr_values_resize(&m->vm, block, 30000, 12000), block);
    assert_true(kr_heap_used(&m->vm) + 17000 * sizeof(kr_value) < used);
    machine_close(m);
}

/* ---- Space ---- */

/* After small objects have filled the heap and died, nearly all of it can be had in one piece. */
static void test_fragmentation(void **state) {
    (void)state;
    static const size_t sizes[] = {8 << 10, 40 << 10, 512 << 10, 4 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        machine *m = OPEN(sizes[i]);
        size_t whole = kr_heap_size(&m->vm);
        assert_true(whole > sizes[i] * 8 / 10);
        random_state = 5;
        for (size_t made = 0; made < sizes[i] * 4; made += 80) node_new(m, &leaf_type, 1, random_below(16));
        collect(m);
        assert_true(kr_heap_used(&m->vm) < whole / 8);
        assert_true(kr_heap_largest(&m->vm) > whole * 3 / 4);
        assert_non_null(kr_try_new(&m->vm, &leaf_type, whole * 3 / 4));
        machine_close(m);
    }
}

/* Live small objects among dead ones do not keep a small heap from giving a large piece. */
static void test_large_beside_small(void **state) {
    (void)state;
    machine *m = OPEN(40 << 10);
    size_t kept = 0;
    for (size_t i = 0; i < 300; i++) {
        node *n = node_new(m, &leaf_type, i, 2);
        if (i % 10 == 0) m->roots[kept++] = KR_OBJECT(n);
    }
    collect(m);
    void *large = kr_try_new(&m->vm, &leaf_type, 20 << 10);
    assert_non_null(large);
    for (size_t i = 0; i < kept; i++)
        assert_int_equal(((node *)kr_to_pointer(m->roots[i]))->number, i * 20 + 1);
    machine_close(m);
}

enum { LISTS = 28, ITEMS = 1200 / sizeof(kr_value) };

/* Fills a heap with lists, and forgets two of three. */
__attribute__((noinline)) static void make_lists(machine *m) {
    for (size_t i = 0; i < LISTS; i++) {
        kr_list *list = kr_new(&m->vm, &kr_list_type, sizeof *list);
        m->roots[i] = KR_OBJECT(list);
        list->items = kr_values_new(&m->vm, ITEMS);
        for (size_t k = 0; k < ITEMS; k++) list->items[k] = KR_INT((kr_word)(i * ITEMS + k));
    }
    for (size_t i = 0; i < LISTS; i++)
        if (i % 3 != 0) m->roots[i] = KR_NONE;
}

/* Blocks make room for a large one; their owners know where they are then. */
static void test_blocks_move(void **state) {
    (void)state;
    machine *m = OPEN(40 << 10);
    make_lists(m);
    collect(m);
    size_t free = kr_heap_size(&m->vm) - kr_heap_used(&m->vm);
    assert_true(kr_heap_largest(&m->vm) < free / 2);
    void *large = kr_try_new(&m->vm, &leaf_type, free * 3 / 4);
    assert_non_null(large);
    for (size_t i = 0; i < LISTS; i += 3) {
        const kr_list *list = kr_to_list(m->roots[i]);
        for (size_t k = 0; k < ITEMS; k++) assert_int_equal(list->items[k], KR_INT((kr_word)(i * ITEMS + k)));
    }
    machine_close(m);
}

/* Large cells of a small heap take their bytes and no more. */
static void test_exact(void **state) {
    (void)state;
    machine *m = OPEN(40 << 10);
    for (size_t size = 72; size < 4000; size += 104) {
        collect(m);
        size_t before = kr_heap_used(&m->vm);
        void *cell = kr_try_new(&m->vm, &leaf_type, size);
        assert_int_equal(kr_heap_cell_size(&m->vm, cell), size);
        assert_int_equal(kr_heap_used(&m->vm) - before, size);
    }
    machine_close(m);
}

static void test_used_is_exact(void **state) {
    (void)state;
    machine *m = OPEN((size_t)1 << 20);
    collect(m);
    size_t before = kr_heap_used(&m->vm);
    node *n = node_new(m, &leaf_type, 1, 2);
    size_t cell = kr_heap_cell_size(&m->vm, n);
    assert_true(cell >= sizeof *n + 2 * sizeof(kr_value));
    assert_int_equal(kr_heap_used(&m->vm), before + cell);
    for (int i = 1; i < 1000; i++) node_new(m, &leaf_type, 1, 2);
    assert_int_equal(kr_heap_used(&m->vm), before + 1000 * cell);
    n = NULL;
    collect(m);
    assert_true(kr_heap_used(&m->vm) <= before + 8 * cell); /* the C stack may hold a few */
    machine_close(m);
}

/* Allocates until nothing is left, keeping everything in a chain, and checks the chain. */
__attribute__((noinline)) static void exhaust(machine *m) {
    const node *list = NULL;
    size_t made = 0;
    for (;; made++) {
        node *n = kr_try_new(&m->vm, &node_type, sizeof *n + sizeof(kr_value));
        if (n == NULL) break;
        n->number = made * 2 + 1;
        n->count = 1;
        n->links[0] = list != NULL ? KR_OBJECT(list) : 0;
        list = n;
        m->roots[0] = KR_OBJECT(list);
    }
    assert_true(made * 4 * sizeof(kr_value) > (16 << 10) * 6 / 10);
    for (size_t i = made; i-- > 0; list = kr_to_pointer(list->links[0]))
        assert_int_equal(list->number, i * 2 + 1);
}

static void test_exhaustion(void **state) {
    (void)state;
    machine *m = OPEN(16 << 10);
    exhaust(m);
    assert_null(kr_try_new(&m->vm, &leaf_type, (size_t)1 << 30));
    m->roots[0] = 0;
    clobber_stack();
    assert_non_null(kr_try_new(&m->vm, &leaf_type, 64));
    machine_close(m);
}

/* The smallest block that kr_open takes, less the machine itself. */
static void test_tiny(void **state) {
    (void)state;
    machine *m = OPEN(3 << 10);
    m->roots[0] = KR_OBJECT(node_new(m, &leaf_type, 21, 2));
    for (int i = 0; i < 1000; i++) node_new(m, &leaf_type, 1, 2);
    assert_int_equal(((node *)kr_to_pointer(m->roots[0]))->number, 43);
    machine_close(m);
    kr_vm *vm = calloc(1, sizeof *vm);
    uint8_t few[256];
    assert_false(kr_heap_init(vm, few, sizeof few));
    free(vm);
}

static size_t resident_pages(const machine *m) {
    size_t pages = m->size / 4096, count = 0;
    unsigned char *in_core = malloc(pages);
    assert_int_equal(mincore(m->memory, m->size, in_core), 0);
    for (size_t i = 0; i < pages; i++) count += in_core[i] & 1;
    free(in_core);
    return count;
}

/* A huge heap takes memory from the system only as it is used. */
static void test_reserved_heap(void **state) {
    (void)state;
    size_t size = (size_t)(sizeof(void *) > 4 ? 2048 : 200) << 20;
    machine *m = OPEN(size);
    madvise(m->memory, size, MADV_NOHUGEPAGE);
    assert_true(resident_pages(m) < 16);
    for (int i = 0; i < 1000; i++) node_new(m, &leaf_type, 1, 3);
    assert_true(resident_pages(m) < 64);
    uint8_t *block = kr_bytes_new(&m->vm, (size_t)100 << 20);
    block[50 << 20] = 1;
    assert_true(resident_pages(m) < 256);
    machine_close(m);
}

/* ---- Finalisers ---- */

static void test_finalize(void **state) {
    (void)state;
    machine *m = OPEN(256 << 10);
    finalized_count = 0;
    node *kept = node_new(m, &finalized_type, 1, 1);
    m->roots[0] = KR_OBJECT(kept);
    for (int i = 0; i < 100; i++) node_new(m, &finalized_type, 2, 0);
    collect(m);
    assert_in_range(finalized_count, 95, 100); /* the C stack may hold a few */
    m->roots[0] = 0;
    kr_heap_finalize_all(&m->vm);
    assert_int_equal(finalized_count, 101);
    machine_close(m);
}

/* An object with a __del__ lives one more round, with all it refers to. */
static void test_del(void **state) {
    (void)state;
    machine *m = OPEN(256 << 10);
    finalized_count = 0;
    for (int i = 0; i < 20; i++) {
        node *n = node_new(m, &deleted_type, 7, 1);
        n->links[0] = KR_OBJECT(node_new(m, &leaf_type, 8, 0));
    }
    collect(m);
    assert_int_equal(finalized_count, 0);
    assert_true(m->vm.pending & KR_PENDING_FINALIZE);
    for (int i = 0; i < 2000; i++) node_new(m, &leaf_type, 9, 1);
    kr_heap_finalize_pending(&m->vm);
    assert_in_range(m->del_calls, 16, 20);
    const node *last = kr_to_pointer(m->last_del);
    assert_int_equal(((node *)kr_to_pointer(last->links[0]))->number, 17);
    unsigned called = m->del_calls;
    last = NULL;
    m->last_del = 0;
    collect(m);
    assert_in_range(finalized_count, called - 4, called);
    kr_heap_finalize_all(&m->vm);
    assert_int_equal(m->del_calls, 20);
    assert_int_equal(finalized_count, 20);
    machine_close(m);
}

/* ---- Failing allocations ---- */

static void work(machine *m) {
    node *n = node_new(m, &node_type, 3, 2);
    m->roots[0] = KR_OBJECT(n);
    n->links[0] = KR_OBJECT(node_new(m, &leaf_type, 4, 1));
    kr_value *values = kr_values_new(&m->vm, 10);
    values = kr_values_resize(&m->vm, values, 10, 100);
    uint8_t *bytes = kr_bytes_new(&m->vm, 3000);
    bytes = kr_bytes_resize(&m->vm, bytes, 3000, 9000);
    m->roots[1] = KR_OBJECT(node_new(m, &finalized_type, 5, 1));
    kr_block_free(&m->vm, values);
    kr_block_free(&m->vm, bytes);
}

/* Whichever allocation fails, the heap goes on working, and a later attempt succeeds. */
static void test_failing_allocations(void **state) {
    (void)state;
    machine *m = OPEN(256 << 10);
    m->catching = true;
    volatile uint32_t failures = 0;
    for (volatile uint32_t n = 1;; n++) {
        memset(m->roots, 0, sizeof m->roots);
        kr_heap_torture(&m->vm, 0, n);
        if (setjmp(m->out_of_memory) != 0) {
            failures++;
            continue;
        }
        work(m);
        break;
    }
    assert_in_range(failures, 7, 9);
    kr_heap_torture(&m->vm, 0, 0);
    for (int i = 0; i < 1000; i++) work(m);
    assert_int_equal(((node *)kr_to_pointer(m->roots[0]))->number, 7);
    machine_close(m);
}

/* The inline path and the calls take from the same lists. */
static void test_inline_allocation(void **state) {
    (void)state;
    machine *m = OPEN(64 << 10);
    for (int i = 0; i < 10000; i++) {
        node *n = kr_new_quick(&m->vm, &leaf_type, sizeof *n + sizeof(kr_value));
        n->number = 1;
        n->count = 0;
        assert_ptr_equal(n->head.type, &leaf_type);
        assert_true(kr_heap_cell_size(&m->vm, n) >= sizeof *n + sizeof(kr_value));
    }
    assert_true(kr_heap_collections(&m->vm) > 0);
    machine_close(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graph),
        cmocka_unit_test(test_graph_collecting_always),
        cmocka_unit_test(test_interior_pointer),
        cmocka_unit_test(test_mark_stack),
        cmocka_unit_test(test_ambiguous_words),
        cmocka_unit_test(test_stale_pointer),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_block_reuse),
        cmocka_unit_test(test_resize_in_place),
        cmocka_unit_test(test_fragmentation),
        cmocka_unit_test(test_large_beside_small),
        cmocka_unit_test(test_blocks_move),
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_used_is_exact),
        cmocka_unit_test(test_exhaustion),
        cmocka_unit_test(test_tiny),
        cmocka_unit_test(test_reserved_heap),
        cmocka_unit_test(test_finalize),
        cmocka_unit_test(test_del),
        cmocka_unit_test(test_failing_allocations),
        cmocka_unit_test(test_inline_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
