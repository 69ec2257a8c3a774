#ifndef KR_DICT_INDEX_H
#define KR_DICT_INDEX_H
/* Private to dict.c: the index that leads from hashes to entry numbers.
 *
 * A power of two of slots, open addressing, linear probing; a slot whose number is 0 is free. There are three
 * widths:
 *
 *     tiny     a byte: number                                               up to 256 slots of plain keys, on
 *                                                                           machines that count bytes
 *     narrow   one word: upper half of the hash, number (16 bits each)      dicts of plain keys with less
 *                                                                           than 65,536 entries
 *     wide     two words: hash, number                                      all others
 *
 * Plain keys (small ints, None, strs) have their whole hash at hand when the index is built anew. Other keys
 * have it kept, so that growing and deleting never call a program's __hash__ or __eq__. The slot where a
 * search begins is taken from the upper bits of hash * golden ratio, so runs and multiples of a power of two
 * spread alike. In an index that is larger than a near cache, eight neighbours stay together: a walk over a
 * run of ints then comes to each line of the cache once. */
#include "core/heap.h"
#include "types/container.h"

#define KR_NARROW_MAX    0xffffu
#define KR_INDEX_LOG_BIG 13 /* log2 of the slots */
#define KR_INDEX_LOG_TINY                                                                                    \
    (UINTPTR_MAX > 0xffffffffu ? 0u : 8u) /* at most two thirds of the slots are numbered */

enum kr_dict_private {
    KR_DICT_MIXED = KR_DICT_PRIVATE,       /* some key is not plain */
    KR_DICT_LOOSE = KR_DICT_PRIVATE << 1,  /* some str key is not interned */
    KR_DICT_WIDE = KR_DICT_PRIVATE << 2,   /* the index is */
    KR_DICT_FITTED = KR_DICT_PRIVATE << 3, /* has had no room to spare, and is to have little */
    KR_DICT_LOG_SHIFT = 8,                 /* bits 8..12: log2 of the index's slots */
    KR_DICT_LOG_MASK = 0x1f00
};

static inline uint32_t kr_index_log(const kr_dict *dict) {
    return (dict->flags & KR_DICT_LOG_MASK) >> KR_DICT_LOG_SHIFT;
}
static inline bool kr_index_wide(const kr_dict *dict) {
    return (dict->flags & KR_DICT_WIDE) != 0;
}
typedef enum kr_index_width { KR_INDEX_TINY, KR_INDEX_NARROW, KR_INDEX_WIDE } kr_index_width;
static inline kr_index_width kr_index_width_of(uint32_t log, bool wide) {
    return wide ? KR_INDEX_WIDE : log <= KR_INDEX_LOG_TINY ? KR_INDEX_TINY : KR_INDEX_NARROW;
}
static inline kr_index_width kr_index_width_in(const kr_dict *dict) {
    return kr_index_width_of(kr_index_log(dict), kr_index_wide(dict));
}
static inline size_t kr_index_bytes(uint32_t log, bool wide) {
    return (size_t)(kr_index_width_of(log, wide) == KR_INDEX_TINY ? 1 : wide ? 8 : 4) << log;
}
static inline uint32_t kr_index_home(uint32_t hash, uint32_t log) {
    if (log < KR_INDEX_LOG_BIG) return (hash * 0x9e3779b1u) >> (32 - log);
    return ((hash >> 3) * 0x9e3779b1u) >> (35 - log) << 3 | (hash & 7);
}

/* Entry number plus one of a slot, 0 when it is free. */
static inline uint32_t kr_index_number(const uint32_t *index, uint32_t at, kr_index_width width) {
    if (width == KR_INDEX_TINY) return ((const uint8_t *)index)[at];
    return width == KR_INDEX_WIDE ? index[2 * (size_t)at + 1] : index[at] & 0xffff;
}
/* False when the slot's key has another hash. */
static inline bool kr_index_may_be(const uint32_t *index, uint32_t at, uint32_t hash, kr_index_width width) {
    if (width == KR_INDEX_TINY) return true;
    return width == KR_INDEX_WIDE ? index[2 * (size_t)at] == hash : (index[at] ^ hash) >> 16 == 0;
}
static inline void kr_index_store(uint32_t *index, uint32_t at, uint32_t hash, uint32_t number,
                                  kr_index_width width) {
    if (width == KR_INDEX_TINY) {
        ((uint8_t *)index)[at] = (uint8_t)number;
    } else if (width == KR_INDEX_WIDE) {
        index[2 * (size_t)at] = hash;
        index[2 * (size_t)at + 1] = number;
    } else {
        index[at] = (hash & 0xffff0000u) | number;
    }
}

static inline void kr_index_put(uint32_t *index, uint32_t log, bool wide, uint32_t hash, uint32_t number) {
    kr_index_width width = kr_index_width_of(log, wide);
    uint32_t mask = (1u << log) - 1, at = kr_index_home(hash, log);
    while (kr_index_number(index, at, width) != 0) at = (at + 1) & mask;
    kr_index_store(index, at, hash, number, width);
}

/* log2 of the slots for that many entries: at most two thirds are in use. */
static inline uint32_t kr_index_log_for(size_t capacity) {
    uint32_t log = 4;
    while (((size_t)1 << log) * 2 < capacity * 3) log++;
    return log;
}

/* All slots free. */
static inline uint32_t *kr_index_alloc(kr_vm *vm, uint32_t log, bool wide) {
    return memset(kr_bytes_new(vm, kr_index_bytes(log, wide)), 0, kr_index_bytes(log, wide));
}

/* Replaces the dict's index. */
static inline void kr_index_install(kr_vm *vm, kr_dict *dict, uint32_t *index, uint32_t log, bool wide) {
    kr_block_free(vm, dict->index);
    dict->index = index;
    dict->flags &= ~(uint32_t)(KR_DICT_LOG_MASK | KR_DICT_WIDE);
    dict->flags |= log << KR_DICT_LOG_SHIFT | (wide ? KR_DICT_WIDE : 0u);
}

#endif
