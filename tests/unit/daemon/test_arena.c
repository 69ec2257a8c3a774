/* The arena against a simple model: things of all sizes come and go in random order, each filled with a
 * pattern of its own; loans are counted, and all of them come back. */
#include "krait/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define THINGS 40

static unsigned loans;
static bool refuses;

static void *lend(void *context, size_t *size) {
    (void)context;
    if (refuses) return NULL;
    *size = (*size + 255) / 256 * 256;
    loans++;
    return aligned_alloc(16, *size);
}

static void take_back(void *context, void *memory) {
    (void)context;
    loans--;
    free(memory);
}

struct thing {
    uint8_t *at;
    size_t size;
};

static void check(const struct thing *thing, uint8_t number) {
    for (size_t i = 0; thing->at && i < thing->size; i++) assert_int_equal(thing->at[i], number);
}

static uint32_t state = 7;
static uint32_t next(uint32_t bound) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % bound;
}

static void change(struct arena *arena, struct thing *thing, uint8_t number, bool own_only) {
    size_t size = next(10) ? next(200) : next(3000);
    check(thing, number);
    if (thing->at && next(4) == 0) {
        size_t kept = size < thing->size ? size : thing->size;
        if (!arena_resize(thing->at, size)) return;
        for (size_t i = 0; i < kept; i++) assert_int_equal(thing->at[i], number);
    } else {
        arena_give(arena, thing->at);
        enum arena_place place = own_only ? ARENA_OWN : ARENA_ANY;
        thing->at = arena_take(arena, size, next(3) ? place : place | ARENA_FROM_END);
        if (own_only && !thing->at) return;
        assert_non_null(thing->at);
        assert_int_equal((uintptr_t)thing->at % (2 * sizeof(size_t)), 0);
    }
    thing->size = size;
    memset(thing->at, number, size);
}

static void test_random(void **unused) {
    static _Alignas(16) uint8_t memory[4096];
    struct thing things[THINGS] = {{NULL, 0}};
    struct arena arena;
    (void)unused;
    arena_init(&arena, memory, sizeof memory);
    arena.lend = lend;
    arena.take_back = take_back;
    arena.lent_most = (size_t)1 << 20;
    for (unsigned i = 0; i < 200000; i++) {
        uint8_t n = (uint8_t)next(THINGS);
        change(&arena, &things[n], n, next(3) == 0);
    }
    for (uint8_t n = 0; n < THINGS; n++) {
        check(&things[n], n);
        arena_give(&arena, things[n].at);
    }
    assert_int_equal(loans, 0);
    assert_int_equal(arena.lent, 0);
    assert_non_null(arena_take(&arena, sizeof memory - ARENA_OVERHEAD - sizeof(size_t), ARENA_OWN));
}

static void test_bounds(void **unused) {
    static _Alignas(16) uint8_t memory[512];
    struct arena arena;
    (void)unused;
    arena_init(&arena, memory, sizeof memory);
    assert_null(arena_take(&arena, 600, ARENA_ANY));
    assert_null(arena_take(&arena, SIZE_MAX - 4, ARENA_ANY));
    assert_null(arena_take(&arena, 10, ARENA_LOANS));
    arena.lend = lend;
    arena.take_back = take_back;
    arena.lent_most = 1024;
    void *one = arena_take(&arena, 600, ARENA_ANY);
    assert_non_null(one);
    assert_null(arena_take(&arena, 600, ARENA_ANY)); /* more than may be lent */
    refuses = true;
    void *small = arena_take(&arena, 20, ARENA_LOANS); /* beside the other, in the same loan */
    assert_non_null(small);
    arena_give(&arena, one);
    assert_int_equal(loans, 1);
    arena_give(&arena, small);
    assert_int_equal(loans, 0);
    assert_null(arena_take(&arena, 20, ARENA_LOANS));
    assert_non_null(arena_take(&arena, 20, ARENA_OWN));
    arena_give(&arena, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random), cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
