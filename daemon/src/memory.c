/* The device's memory: what is always there, and what comes and goes.
 *
 * In the caller's block lie the device itself, the rings of the console and the log, and the arena's own
 * block. Everything that exists only while somebody uses it (sessions, operations, programs, terminals,
 * mounted files) is taken from the arena. On a host its block holds all of these tables at once. On a chip
 * (dev_limits.reserve) it holds what one client needs to connect, to interrupt and reset a program and to
 * reach its files, whatever that program has done to its heap; everything else is borrowed from the heap. */
#include "terminal.h"

#include <string.h>

#define ALIGNMENT 16u

struct block {
    uint8_t *base; /* NULL: only count */
    size_t used;
};

/* The next piece of the block, each aligned as the strictest type wants. */
static void *take(struct block *block, size_t count, size_t size) {
    size_t at = block->used;
    block->used += (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return block->base ? block->base + at : NULL;
}

static bool are_limits_sane(const dev_limits *limits) {
    return limits->sessions >= 1 && limits->sessions <= 64 && limits->strangers >= 1 &&
           limits->strangers <= 64 && limits->streams >= 4 && limits->streams <= 256 &&
           limits->record >= PROTO_RECORD_MIN && limits->record <= PROTO_RECORD_MAX &&
           limits->window >= 512 && limits->window <= PROTO_WINDOW_MAX &&
           limits->operations >= limits->streams && limits->jobs >= 1 && limits->jobs <= 64 &&
           limits->console_bytes >= 256 && limits->log_bytes >= 256 && limits->mounts <= DEV_MOUNT_MAX &&
           limits->mount_files <= 0x3fff && limits->mount_buffer >= 512 && limits->lists >= 1 &&
           limits->list_entries >= 2 && limits->terminals <= 8 &&
           (limits->terminals == 0 ||
            (limits->terminal_bytes >= DEV_TERMINAL_MIN && limits->terminal_bytes <= 1u << 20)) &&
           (limits->reserve == 0 || limits->reserve >= ARENA_OVERHEAD);
}

size_t memory_of_client(const dev_limits *limits) {
    return CLIENT_STREAMS + limits->streams * sizeof(struct proto_stream) +
           PROTO_LINK_BUFFER((size_t)limits->record);
}

size_t memory_of_walk(const dev_limits *limits) {
    return limits->list_entries * (sizeof(kr_file_entry) + sizeof(uint16_t));
}

/* All tables at once, as full as they can be. */
static size_t all_at_once(const dev_limits *limits) {
    size_t places = (size_t)limits->sessions + limits->strangers;
    size_t jobs = (size_t)limits->jobs + limits->terminals + 2u;
    return ARENA_OVERHEAD + places * (arena_cost(sizeof(struct dev_session)) + arena_cost(DEV_GREETING)) +
           limits->sessions * arena_cost(memory_of_client(limits)) +
           limits->operations * arena_cost(sizeof(struct op)) +
           jobs * (arena_cost(sizeof(struct dev_job)) + arena_cost(0)) + arena_cost(limits->source_bytes) +
           (limits->jobs + 1u) * arena_cost(limits->window) +
           limits->mount_files * arena_cost(sizeof(struct mount_file) + limits->mount_buffer) +
           arena_cost(sizeof(struct mount_call)) + limits->lists * arena_cost(memory_of_walk(limits)) +
           arena_cost(DEV_CHUNK) + limits->operations * arena_cost(sizeof(mbedtls_sha256_context)) +
           DEV_LIST_HANDLES * arena_cost(sizeof(struct open_list)) +
           limits->terminals * arena_cost(sizeof(struct dev_terminal) + limits->terminal_bytes);
}

static void *lend(void *context, size_t *size) {
    return dev_borrow(context, size);
}

static void take_back(void *context, void *memory) {
    dev_bring_back(context, memory);
}

static void init_arena(struct dev_device *dev, void *memory, size_t size) {
    arena_init(&dev->arena, memory, size);
    if (!dev->limits.reserve) return;
    dev->arena.lend = lend;
    dev->arena.take_back = take_back;
    dev->arena.context = dev;
    dev->arena.lent_most = SIZE_MAX;
}

size_t memory_lay_out(const dev_limits *limits, void *memory) {
    if (!are_limits_sane(limits)) return 0;
    struct block block = {memory, 0};
    size_t size = limits->reserve ? limits->reserve : all_at_once(limits);
    struct dev_device *dev = take(&block, 1, sizeof *dev);
    struct mount_file **files = take(&block, limits->mount_files, sizeof *files);
    struct hash_entry *hashes = take(&block, limits->hash_entries, sizeof *hashes);
    uint8_t *console = take(&block, 1, limits->console_bytes);
    uint8_t *log = take(&block, 1, limits->log_bytes);
    uint8_t *arena = take(&block, 1, size);
    if (!dev) return block.used;
    dev->limits = *limits;
    dev->mount_files = files;
    dev->hashes = hashes;
    ring_init(&dev->console.ring, console, limits->console_bytes, true);
    ring_init(&dev->log, log, limits->log_bytes, false);
    init_arena(dev, arena, size);
    return block.used;
}

void dev_limits_default(dev_limits *limits) {
    *limits = (dev_limits){
        .sessions = 8,
        .strangers = 2,
        .streams = 32,
        .record = 32768,
        .window = 262144,
        .operations = 96,
        .jobs = 8,
        .source_bytes = 8u << 20,
        .console_bytes = 262144,
        .log_bytes = 65536,
        .mounts = 4,
        .mount_files = 32,
        .mount_buffer = 524288,
        .lists = 4,
        .list_entries = 2048,
        .terminals = 4,
        .terminal_bytes = 131072,
        .hash_entries = 8192,
    };
}

size_t dev_memory_size(const dev_limits *limits) {
    return memory_lay_out(limits, NULL);
}

/* --- what comes and goes --- */

void *memory_take(struct dev_device *dev, size_t size, enum memory_need need) {
    enum arena_place place = dev->limits.reserve && need == NEED_EXTRA ? ARENA_LOANS : ARENA_ANY;
    if (need == NEED_PLACE) place |= ARENA_FROM_END;
    return arena_take(&dev->arena, size, place);
}

void memory_give(struct dev_device *dev, void *memory) {
    arena_give(&dev->arena, memory);
}

void *dev_borrow(dev_device *dev, size_t *size) {
    return dev->vm ? kr_lend(dev->vm, size) : NULL;
}

/* Once the machine is closed its memory is nobody's. */
void dev_bring_back(dev_device *dev, void *memory) {
    if (dev->vm) kr_take_back(dev->vm, memory);
}
