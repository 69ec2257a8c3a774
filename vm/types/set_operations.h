#ifndef KR_SET_OPERATIONS_H
#define KR_SET_OPERATIONS_H
/* Private to the files of set and dict's views: the table under set and frozenset (set.c). */
#include "types/container.h"

/* a & b, a | b, a ^ b, a - b of two sets; the result has the plain type of a. */
kr_value kr_set_combine(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);

/* The next item at or behind *position, which moves on; KR_UNBOUND at the end. Tolerates changes. */
static inline kr_value kr_set_each(const kr_set *set, size_t *position) {
    while (*position < set->capacity) {
        kr_value item = set->slots[(*position)++];
        if (item != 0 && item != KR_UNBOUND) return item;
    }
    return KR_UNBOUND;
}

/* Empties the set. */
void kr_set_clear(kr_vm *vm, kr_set *set);
/* set becomes a copy of what `other` holds now. */
void kr_set_assign(kr_vm *vm, kr_set *set, const kr_set *other);
/* Adds every item of `other`, with the hashes that it keeps. */
void kr_set_merge(kr_vm *vm, kr_set *set, const kr_set *other);
/* Adds the items of any iterable. */
void kr_set_update(kr_vm *vm, kr_set *set, kr_value iterable);

/* Removes any item; KR_UNBOUND when there is none. */
kr_value kr_set_pop(kr_set *set);
/* Removes the items whose being in `other` is not as wanted: intersection (true) and difference (false). */
void kr_set_keep(kr_vm *vm, kr_set *set, kr_set *other, bool wanted);
bool kr_set_within(kr_vm *vm, const kr_set *set, kr_set *other);   /* every item is in other */
bool kr_set_disjoint(kr_vm *vm, const kr_set *set, kr_set *other); /* no item is in other */
uint32_t kr_set_hash(kr_vm *vm, kr_set *set);

static inline kr_set *kr_to_set(kr_value v) {
    return (kr_set *)kr_to_pointer(v);
}

#endif
