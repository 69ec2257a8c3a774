#ifndef KRAIT_TEST_NOR_H
#define KRAIT_TEST_NOR_H
/* NOR flash in memory that keeps the rules and can lose its power.
 *
 * Programming only clears bits, erasing takes a whole sector, addresses and sizes are multiples of 4: a
 * breach ends the test. Every program and every erase is an operation; `before` is called in front of each,
 * and nor_cut() leaves one half done, as a power cut would. A sector whose erasure was cut must be erased
 * again before it is programmed, whatever it looks like. */
#include <setjmp.h>
#include <stdbool.h>
#include "flash_device.h"

struct nor_operation {
    bool erase;
    uint32_t address;
    const void *data; /* NULL for an erasure */
    size_t size;
};

struct nor {
    uint32_t sector_size, sectors;
    uint8_t *bytes;
    uint32_t *erases; /* of each sector */
    bool *weak;       /* its last erasure was cut */
    uint64_t random;
    uint64_t operations;
    uint64_t reads, bytes_read;
    void (*before)(void *context, struct nor *nor, const struct nor_operation *operation); /* NULL: nothing */
    void *context;
    uint64_t cut_at;    /* the operation that is cut, counted like `operations`; 0: none */
    jmp_buf *powerless; /* where to go on then */
    int64_t bad;        /* a sector that cannot be programmed; -1: none */
};

void nor_open(struct nor *nor, uint32_t sector_size, uint32_t sectors, uint64_t seed);
void nor_close(struct nor *nor);
/* Another one with the same content and its own random numbers. */
void nor_copy(struct nor *to, const struct nor *from, uint64_t seed);
/* How programs reach it; `mapped`: reads are loads from memory and are not counted. */
flash_device nor_device(struct nor *nor, bool mapped);
/* Does a random part of an operation. */
void nor_cut(struct nor *nor, const struct nor_operation *operation);
void nor_flip(struct nor *nor, uint32_t address, unsigned bit);

uint64_t nor_random(uint64_t *state);

#endif
