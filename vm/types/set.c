/* The table under set and frozenset.
 *
 *     slots     | item | 0 | gone | item | 0 …       a power of two, open addressing; `used` counts items and
 * gone ones (KR_UNBOUND) hashes    | hash |   |      | hash |           only when some item is neither a
 * small int nor a str
 *
 * Small ints and strs have their hash at hand, so they need no second block; other items have it kept, so
 * that growing never calls a program's __hash__ or __eq__. A search looks at a few neighbours first (they
 * share a cache line) and then jumps, stirring in the upper bits of the hash, so that keys which differ only
 * there part ways. A small int's hash is itself: sets of small ints come out in order.
 *
 * A comparison may run the program's code, which may change the set: a search that finds the table changed
 * begins again. */
#include "types/set_operations.h"
#include "core/heap.h"
#include "core/operate.h"
#include "types/hashing.h"
#include "types/iterators.h"

#define SLOTS_MIN  8
#define NEIGHBOURS 7
#define GONE       KR_UNBOUND

/* Where a search stands: it looks at base, base + 1 … base + NEIGHBOURS, then the base jumps. Once `stir` has
 * run out, the bases go through the whole table (a full-period congruential sequence), so every free slot is
 * found. */
typedef struct probe {
    uint32_t base, at, left, stir;
} probe;

static inline probe probe_begin(uint32_t hash, uint32_t mask) {
    return (probe){hash & mask, hash & mask, NEIGHBOURS, hash};
}

static inline void probe_next(probe *p, uint32_t mask) {
    if (p->left > 0) {
        p->left--;
        p->at = (p->at + 1) & mask;
        return;
    }
    p->left = NEIGHBOURS;
    p->stir >>= 5;
    p->base = (p->base * 5 + 1 + p->stir) & mask;
    p->at = p->base;
}

/* True for an item whose hash is at hand. */
static inline bool is_plain(kr_value item) {
    return kr_is_int(item) || kr_is_exact(item, &kr_str_type);
}

/* Returned by a search. */
#define NOT_FOUND UINT32_MAX
#define CHANGED   (UINT32_MAX - 1)

static uint32_t compare_slow(kr_vm *vm, kr_set *set, kr_value item, uint32_t at) {
    const kr_value *slots = set->slots;
    uint32_t used = set->used, size = set->size;
    kr_value stored = slots[at];
    bool equal = kr_equal(vm, stored, item);
    if (set->slots != slots || set->used != used || set->size != size || slots[at] != stored) return CHANGED;
    return equal ? at : NOT_FOUND;
}

/* The slot of an item, NOT_FOUND, or CHANGED. */
static inline uint32_t search(kr_vm *vm, kr_set *set, kr_value item, uint32_t hash) {
    if (set->size == 0) return NOT_FOUND;
    uint32_t mask = set->capacity - 1;
    for (probe p = probe_begin(hash, mask);; probe_next(&p, mask)) {
        kr_value stored = set->slots[p.at];
        if (stored == item) return p.at;
        if (stored == 0) return NOT_FOUND;
        if (stored == GONE || (set->hashes && set->hashes[p.at] != hash)) continue;
        enum kr_key_match match = kr_key_match(stored, item);
        if (match == KR_KEY_DIFFERS) continue;
        if (match == KR_KEY_EQUAL) return p.at;
        if (!set->hashes && kr_key_hash(vm, stored) != hash) continue;
        uint32_t found = compare_slow(vm, set, item, p.at);
        if (found != NOT_FOUND) return found;
    }
}

static inline uint32_t find(kr_vm *vm, kr_set *set, kr_value item, uint32_t hash) {
    uint32_t at;
    do at = search(vm, set, item, hash);
    while (at == CHANGED);
    return at;
}

/* Stores an item that is not there, where one has gone if that comes first. Returns by how much `used` grows.
 */
static inline uint32_t put(kr_value *slots, uint32_t *hashes, uint32_t capacity, kr_value item,
                           uint32_t hash) {
    uint32_t mask = capacity - 1;
    probe p = probe_begin(hash, mask);
    while (slots[p.at] != 0 && slots[p.at] != GONE) probe_next(&p, mask);
    uint32_t grows = slots[p.at] == 0;
    slots[p.at] = item;
    if (hashes) hashes[p.at] = hash;
    return grows;
}

static inline uint32_t hash_at(kr_vm *vm, const kr_set *set, size_t at) {
    return set->hashes ? set->hashes[at] : kr_key_hash(vm, set->slots[at]);
}

/* Moves everything into a table of `capacity` slots, with hashes or without. */
static void rebuild(kr_vm *vm, kr_set *set, uint32_t capacity, bool hashes) {
    kr_value *slots = kr_values_new(vm, capacity);
    uint32_t *kept = hashes ? kr_bytes_new(vm, capacity * sizeof *kept) : NULL;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i] != 0 && set->slots[i] != GONE)
            put(slots, kept, capacity, set->slots[i], hash_at(vm, set, i));
    kr_block_free(vm, set->slots);
    kr_block_free(vm, set->hashes);
    set->slots = slots;
    set->hashes = kept;
    set->capacity = capacity;
    set->used = set->size;
}

/* Three fifths are in use at most. Growing multiplies by four while that is little memory, so that building a
 * set moves items rarely. */
static uint32_t capacity_for(kr_vm *vm, size_t size) {
    size_t capacity = SLOTS_MIN;
    while (capacity * 3 <= size * 5) capacity *= 2;
    if (capacity > (size_t)1 << 30) kr_raise_memory(vm);
    return (uint32_t)capacity;
}

static void make_room(kr_vm *vm, kr_set *set, bool hashes) {
    size_t wanted = set->size < 2048 ? (size_t)set->size * 2 : set->size;
    uint32_t capacity = capacity_for(vm, wanted + 1);
    rebuild(vm, set, capacity, hashes || set->hashes != NULL);
}

static bool add_hashed(kr_vm *vm, kr_set *set, kr_value item, uint32_t hash) {
    if (find(vm, set, item, hash) != NOT_FOUND) return false;
    bool hashes = set->hashes != NULL || !is_plain(item);
    if ((size_t)(set->used + 1) * 5 > (size_t)set->capacity * 3)
        make_room(vm, set, hashes);
    else if (hashes && !set->hashes)
        rebuild(vm, set, set->capacity, true);
    set->used += put(set->slots, set->hashes, set->capacity, item, hash);
    set->size++;
    return true;
}

static void remove_at(kr_set *set, uint32_t at) {
    set->slots[at] = GONE;
    set->size--;
}

/* ---- What others use. ---- */

kr_value kr_set_new(kr_vm *vm, const kr_type *type) {
    return KR_OBJECT(kr_new(vm, type, sizeof(kr_set)));
}

bool kr_set_add(kr_vm *vm, kr_set *set, kr_value item) {
    return add_hashed(vm, set, item, kr_key_hash(vm, item));
}

bool kr_set_contains(kr_vm *vm, kr_set *set, kr_value item) {
    return find(vm, set, item, kr_key_hash(vm, item)) != NOT_FOUND;
}

bool kr_set_discard(kr_vm *vm, kr_set *set, kr_value item) {
    uint32_t at = find(vm, set, item, kr_key_hash(vm, item));
    if (at == NOT_FOUND) return false;
    remove_at(set, at);
    return true;
}

/* A mutable set has no hash; the field remembers where the last pop ended, so that emptying a set by pop()
 * does not begin at slot 0 each time. */
kr_value kr_set_pop(kr_set *set) {
    if (set->size == 0) return KR_UNBOUND;
    uint32_t mask = set->capacity - 1, at = set->hash & mask;
    while (set->slots[at] == 0 || set->slots[at] == GONE) at = (at + 1) & mask;
    kr_value item = set->slots[at];
    remove_at(set, at);
    set->hash = at + 1;
    return item;
}

void kr_set_clear(kr_vm *vm, kr_set *set) {
    kr_block_free(vm, set->slots);
    kr_block_free(vm, set->hashes);
    set->slots = NULL;
    set->hashes = NULL;
    set->size = set->used = set->capacity = set->hash = 0;
}

/* A table with nothing gone is copied as it is. */
void kr_set_assign(kr_vm *vm, kr_set *set, const kr_set *other) {
    kr_set_clear(vm, set);
    if (other->size == 0) return;
    if (other->used != other->size) {
        rebuild(vm, set, capacity_for(vm, other->size), other->hashes != NULL);
        kr_set_merge(vm, set, other);
        return;
    }
    kr_value *slots = kr_values_new(vm, other->capacity);
    memcpy(slots, other->slots, other->capacity * sizeof *slots);
    if (other->hashes) {
        set->hashes = kr_bytes_new(vm, other->capacity * sizeof *set->hashes);
        memcpy(set->hashes, other->hashes, other->capacity * sizeof *set->hashes);
    }
    set->slots = slots;
    set->capacity = other->capacity;
    set->size = set->used = other->size;
}

void kr_set_merge(kr_vm *vm, kr_set *set, const kr_set *other) {
    if (set == other) return;
    if (set->size == 0 && set->capacity == 0) {
        kr_set_assign(vm, set, other);
        return;
    }
    for (size_t i = 0; i < other->capacity; i++)
        if (other->slots[i] != 0 && other->slots[i] != GONE)
            add_hashed(vm, set, other->slots[i], hash_at(vm, other, i));
}

void kr_set_update(kr_vm *vm, kr_set *set, kr_value iterable) {
    if (kr_is_set(iterable) && !(kr_type_of(iterable)->dunders & KR_HAS_ITER)) {
        kr_set_merge(vm, set, kr_to_set(iterable));
        return;
    }
    kr_loop loop;
    kr_loop_begin(vm, &loop, iterable);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) kr_set_add(vm, set, item);
}

kr_value kr_set_of(kr_vm *vm, const kr_type *type, kr_value iterable) {
    kr_value set = kr_set_new(vm, type);
    kr_set_update(vm, kr_to_set(set), iterable);
    return set;
}

/* ---- Combinations. Items keep the hashes that their sets have for them. ---- */

static inline bool contains_hashed(kr_vm *vm, kr_set *set, kr_value item, uint32_t hash) {
    return find(vm, set, item, hash) != NOT_FOUND;
}

/* Adds to `to` the items of `from` whose being in `other` is as `wanted`. */
static void select_items(kr_vm *vm, kr_set *to, const kr_set *from, kr_set *other, bool wanted) {
    for (size_t i = 0; i < from->capacity; i++) {
        kr_value item = from->slots[i];
        if (item == 0 || item == GONE) continue;
        uint32_t hash = hash_at(vm, from, i);
        if (contains_hashed(vm, other, item, hash) == wanted) add_hashed(vm, to, item, hash);
    }
}

kr_value kr_set_combine(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    const kr_type *type = kr_is_kind(a, &kr_frozenset_type) ? &kr_frozenset_type : &kr_set_type;
    kr_set *x = kr_to_set(a), *y = kr_to_set(b);
    kr_value result = kr_set_new(vm, type);
    kr_set *set = kr_to_set(result);
    switch (op) {
    case KR_AND:
        if (x->size >= y->size)
            select_items(vm, set, y, x, true);
        else
            select_items(vm, set, x, y, true);
        break;
    case KR_OR:
        kr_set_assign(vm, set, x);
        kr_set_merge(vm, set, y);
        break;
    case KR_XOR:
        select_items(vm, set, x, y, false);
        select_items(vm, set, y, x, false);
        break;
    default: select_items(vm, set, x, y, false); break;
    }
    return result;
}

void kr_set_keep(kr_vm *vm, kr_set *set, kr_set *other, bool wanted) {
    for (uint32_t i = 0; i < set->capacity; i++) {
        kr_value item = set->slots[i];
        if (item == 0 || item == GONE) continue;
        bool there = contains_hashed(vm, other, item, hash_at(vm, set, i));
        if (there != wanted && i < set->capacity && set->slots[i] == item) remove_at(set, i);
    }
}

bool kr_set_within(kr_vm *vm, const kr_set *set, kr_set *other) {
    if (set->size > other->size) return false;
    for (size_t i = 0; i < set->capacity; i++) {
        kr_value item = set->slots[i];
        if (item != 0 && item != GONE && !contains_hashed(vm, other, item, hash_at(vm, set, i))) return false;
    }
    return true;
}

bool kr_set_disjoint(kr_vm *vm, const kr_set *set, kr_set *other) {
    for (size_t i = 0; i < set->capacity; i++) {
        kr_value item = set->slots[i];
        if (item != 0 && item != GONE && contains_hashed(vm, other, item, hash_at(vm, set, i))) return false;
    }
    return true;
}

/* Each item's hash is spread before it is added, so that the order does not matter but {1, 2} and {3} differ.
 */
uint32_t kr_set_hash(kr_vm *vm, kr_set *set) {
    if (set->hash != 0) return set->hash;
    uint32_t sum = 0x9e3779b9u * (set->size + 1);
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->slots[i] == 0 || set->slots[i] == GONE) continue;
        uint32_t h = hash_at(vm, set, i);
        h = (h ^ h >> 15 ^ 0x55555555u) * 0x85ebca6bu;
        sum += h ^ h >> 13;
    }
    set->hash = sum ? sum : 1;
    return set->hash;
}
