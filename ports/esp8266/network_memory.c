/* lwIP's heap, as an arena. */
#include "network_memory.h"

#include <string.h>

#include "bench.h"
#include "krait/arena.h"
#include "link.h"
#include "sockets.h"

static _Alignas(16) unsigned char own[KRAIT_NETWORK_HEAP];
static struct arena arena;
static bool needed;

static void *lend(void *context, size_t *size) {
    (void)context;
    dev_device *device = link_device();
    bool wanted = needed || link_may_borrow() || sockets_in_use() || (KRAIT_BENCH && bench_in_use());
    return device && wanted ? dev_borrow(device, size) : NULL;
}

static void take_back(void *context, void *memory) {
    (void)context;
    dev_bring_back(link_device(), memory);
}

void *network_malloc(size_t size) {
    if (!arena.own) {
        arena_init(&arena, own, sizeof own);
        arena.lend = lend;
        arena.take_back = take_back;
        arena.lent_most = KRAIT_NETWORK_LOAN;
    }
    return arena_take(&arena, size, ARENA_ANY);
}

void *network_calloc(size_t count, size_t size) {
    void *memory = network_malloc(count * size);
    if (memory) memset(memory, 0, count * size);
    return memory;
}

void network_need(bool need) {
    needed = need;
}

void network_free(void *memory) {
    arena_give(&arena, memory);
}
