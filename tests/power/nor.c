/* The simulator: a few bytes of bookkeeping around memory. */
#include "nor.h"
#include "krait/files.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t nor_random(uint64_t *state) {
    *state += 0x9E3779B97F4A7C15u;
    uint64_t z = (*state ^ *state >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void breach(const char *what, uint32_t address) {
    fprintf(stderr, "flash rule broken at %08x: %s\n", (unsigned)address, what);
    abort();
}

void nor_open(struct nor *nor, uint32_t sector_size, uint32_t sectors, uint64_t seed) {
    *nor = (struct nor){.sector_size = sector_size, .sectors = sectors, .random = seed, .bad = -1};
    nor->bytes = malloc((size_t)sector_size * sectors);
    nor->erases = calloc(sectors, sizeof *nor->erases);
    nor->weak = calloc(sectors, sizeof *nor->weak);
    memset(nor->bytes, 0xFF, (size_t)sector_size * sectors);
}

void nor_close(struct nor *nor) {
    free(nor->bytes);
    free(nor->erases);
    free(nor->weak);
}

void nor_copy(struct nor *to, const struct nor *from, uint64_t seed) {
    nor_open(to, from->sector_size, from->sectors, seed);
    memcpy(to->bytes, from->bytes, (size_t)from->sector_size * from->sectors);
    memcpy(to->weak, from->weak, from->sectors * sizeof *to->weak);
}

static void program(struct nor *nor, uint32_t address, const uint8_t *data, size_t size) {
    for (size_t i = 0; i < size; i++) nor->bytes[address + i] &= data[i];
}

/* Words before a random one are done, that one has a part of its bits; or every word has a part of them. */
static void cut_program(struct nor *nor, const struct nor_operation *operation) {
    size_t words = operation->size / 4, done = nor_random(&nor->random) % (words + 1);
    bool all = nor_random(&nor->random) % 4 == 0;
    for (size_t i = 0; i < words; i++) {
        uint32_t word, noise = (uint32_t)nor_random(&nor->random) | (uint32_t)nor_random(&nor->random);
        memcpy(&word, (const uint8_t *)operation->data + i * 4, 4);
        if (all || i == done) word |= noise;
        if (!all && i > done) break;
        program(nor, operation->address + (uint32_t)(i * 4), (const uint8_t *)&word, 4);
    }
}

/* Nothing happened yet; it looks blank; a part of it is blank; words here and there are; noise. */
static void cut_erase(struct nor *nor, uint32_t address) {
    uint8_t *bytes = nor->bytes + address;
    unsigned how = (unsigned)(nor_random(&nor->random) % 5);
    size_t part = nor_random(&nor->random) % nor->sector_size;
    nor->weak[address / nor->sector_size] = true;
    if (how == 1) memset(bytes, 0xFF, nor->sector_size);
    if (how == 2) memset(bytes, 0xFF, part);
    for (size_t i = 0; how >= 3 && i < nor->sector_size; i += 4) {
        uint64_t noise = nor_random(&nor->random);
        if (how == 3 && noise % 2) memset(bytes + i, 0xFF, 4);
        if (how == 4) memcpy(bytes + i, &noise, 4);
    }
}

void nor_cut(struct nor *nor, const struct nor_operation *operation) {
    if (operation->erase)
        cut_erase(nor, operation->address);
    else
        cut_program(nor, operation);
}

/* The common way of programs and erasures: the hook, then the end of the power when it is time. */
static void operate(struct nor *nor, const struct nor_operation *operation) {
    if (operation->address % 4 || operation->size % 4) breach("not aligned", operation->address);
    if (operation->address + operation->size > nor->sector_size * nor->sectors)
        breach("outside", operation->address);
    nor->operations++;
    if (nor->before != NULL) nor->before(nor->context, nor, operation);
    if (nor->operations != nor->cut_at) return;
    nor_cut(nor, operation);
    longjmp(*nor->powerless, 1);
}

static int nor_read(void *context, uint32_t address, void *data, size_t size) {
    struct nor *nor = context;
    if (address % 4 || size % 4 || (uintptr_t)data % 4) breach("read is not aligned", address);
    if (address + size > nor->sector_size * nor->sectors) breach("read outside", address);
    nor->reads++;
    nor->bytes_read += size;
    memcpy(data, nor->bytes + address, size);
    return 0;
}

static int nor_program(void *context, uint32_t address, const void *data, size_t size) {
    struct nor *nor = context;
    struct nor_operation operation = {false, address, data, size};
    operate(nor, &operation);
    if (nor->weak[address / nor->sector_size]) breach("programmed a sector whose erasure was cut", address);
    if (nor->bad == (int64_t)(address / nor->sector_size)) return 0; /* nothing takes hold */
    program(nor, address, data, size);
    return 0;
}

static int nor_erase(void *context, uint32_t address) {
    struct nor *nor = context;
    struct nor_operation operation = {true, address, NULL, nor->sector_size};
    if (address % nor->sector_size) breach("not a sector", address);
    operate(nor, &operation);
    memset(nor->bytes + address, 0xFF, nor->sector_size);
    nor->erases[address / nor->sector_size]++;
    nor->weak[address / nor->sector_size] = false;
    return 0;
}

flash_device nor_device(struct nor *nor, bool mapped) {
    return (flash_device){.sector_size = nor->sector_size,
                          .sector_count = nor->sectors,
                          .mapped = mapped ? (const uint32_t *)(const void *)nor->bytes : NULL,
                          .read = nor_read,
                          .program = nor_program,
                          .erase = nor_erase,
                          .context = nor};
}

void nor_flip(struct nor *nor, uint32_t address, unsigned bit) {
    nor->bytes[address] = (uint8_t)(nor->bytes[address] ^ 1u << bit);
}
