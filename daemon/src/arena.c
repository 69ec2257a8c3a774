/* First fit in a few regions. A region is blocks without a gap, each with its size in front of it; free
 * neighbours are joined by whoever comes by looking for room.
 *
 *     | region | pad | size  bytes … | size  bytes … | … | end |
 *
 * A size is a multiple of ALIGN and counts the word it stands in; its lowest bit says that the block is in
 * use. The bytes begin at a multiple of ALIGN. The last word of a region is the size 0, in use. */
#include "krait/arena.h"

#include <stdint.h>

#define WORD  sizeof(size_t)
#define ALIGN (2 * WORD)
#define USED  ((size_t)1)

struct arena_region {
    struct arena_region *next;
    size_t used;  /* things in it */
    size_t bytes; /* of the whole */
};

static size_t round_up(size_t size) {
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

size_t arena_cost(size_t size) {
    return round_up(size + WORD);
}

static size_t *first_block(struct arena_region *region) {
    uintptr_t at = ((uintptr_t)(region + 1) + WORD + ALIGN - 1) / ALIGN * ALIGN;
    return (size_t *)(at - WORD);
}

static size_t *next_block(size_t *block) {
    return block + (*block & ~USED) / WORD;
}

static struct arena_region *make_region(void *memory, size_t size) {
    struct arena_region *region = memory;
    *region = (struct arena_region){.bytes = size};
    size_t *block = first_block(region);
    uintptr_t end = (uintptr_t)memory + size - WORD;
    *block = (end - (uintptr_t)block) / ALIGN * ALIGN;
    *next_block(block) = USED;
    return region;
}

void arena_init(struct arena *arena, void *memory, size_t size) {
    *arena = (struct arena){.own = memory ? make_region(memory, size) : NULL};
}

static void join(size_t *block) {
    for (size_t *next = next_block(block); !(*next & USED); next = next_block(block)) *block += *next;
}

/* Cuts a block in use; what is left over is free. */
static void cut(size_t *block, size_t cost) {
    size_t have = *block & ~USED;
    if (have - cost < ALIGN) return;
    *block = cost | USED;
    *next_block(block) = have - cost;
}

/* The first free block of that size, or the last. */
static size_t *find(struct arena_region *region, size_t cost, bool last) {
    size_t *found = NULL;
    for (size_t *block = first_block(region); *block != USED; block = next_block(block)) {
        if (*block & USED) continue;
        join(block);
        if (*block >= cost) found = block;
        if (found && !last) break;
    }
    return found;
}

static void *take_from(struct arena_region *region, size_t cost, bool last) {
    size_t *block = find(region, cost, last);
    if (!block) return NULL;
    if (last && *block > cost) {
        size_t left = *block - cost;
        *block = left;
        block += left / WORD;
        *block = cost;
    }
    *block |= USED;
    cut(block, cost);
    region->used++;
    return block + 1;
}

static struct arena_region *borrow(struct arena *arena, size_t cost) {
    size_t size = cost + ARENA_OVERHEAD;
    if (!arena->lend || size > arena->lent_most || arena->lent > arena->lent_most - size) return NULL;
    void *memory = arena->lend(arena->context, &size);
    if (!memory) return NULL;
    struct arena_region *region = make_region(memory, size);
    region->next = arena->loans;
    arena->loans = region;
    arena->lent += size;
    return region;
}

static void *take_from_loans(struct arena *arena, size_t cost) {
    void *thing = NULL;
    struct arena_region *region = arena->loans;
    for (; region && !thing; region = region->next) thing = take_from(region, cost, false);
    if (!thing && (region = borrow(arena, cost)) != NULL) thing = take_from(region, cost, false);
    return thing;
}

void *arena_take(struct arena *arena, size_t size, enum arena_place place) {
    void *thing = NULL;
    if (size > SIZE_MAX / 2) return NULL;
    size_t cost = arena_cost(size);
    if ((place & ARENA_OWN) && arena->own) thing = take_from(arena->own, cost, place & ARENA_FROM_END);
    if (!thing && (place & ARENA_LOANS)) thing = take_from_loans(arena, cost);
    return thing;
}

static bool holds(const struct arena_region *region, const void *thing) {
    return (uintptr_t)thing - (uintptr_t)region < region->bytes;
}

static void bring_back(struct arena *arena, struct arena_region *region) {
    struct arena_region **link = &arena->loans;
    while (*link != region) link = &(*link)->next;
    *link = region->next;
    arena->lent -= region->bytes;
    arena->take_back(arena->context, region);
}

void arena_give(struct arena *arena, void *thing) {
    if (!thing) return;
    size_t *block = (size_t *)thing - 1;
    struct arena_region *region = arena->own;
    if (!region || !holds(region, thing)) {
        region = arena->loans;
        while (!holds(region, thing)) region = region->next;
    }
    *block &= ~USED;
    join(block);
    region->used--;
    if (region != arena->own && region->used == 0) bring_back(arena, region);
}

bool arena_resize(void *thing, size_t size) {
    size_t *block = (size_t *)thing - 1, have = *block & ~USED;
    if (size > SIZE_MAX / 2) return false;
    size_t cost = arena_cost(size);
    join(block);
    bool fits = cost <= (*block & ~USED);
    cut(block, fits ? cost : have);
    return fits;
}
