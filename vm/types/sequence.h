#ifndef KR_SEQUENCE_H
#define KR_SEQUENCE_H
/* What list, tuple, range and the byte types share: indexes, repetition, comparison, search. */
#include "core/operate.h"
#include "types/container.h"

/* The items of a list or tuple, as they are now: user code that runs meanwhile may change a list. */
static inline size_t kr_items_size(kr_value v) {
    return kr_is_list(v) ? kr_to_list(v)->size : kr_to_tuple(v)->size;
}
static inline kr_value kr_items_at(kr_value v, size_t index) {
    return kr_is_list(v) ? kr_to_list(v)->items[index] : kr_to_tuple(v)->items[index];
}

/* Lexicographic; both are lists or both are tuples. */
kr_value kr_items_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b);
/* `item in v`, v.count(item), v.index(item, start, stop) of a list or tuple. */
bool kr_items_contain(kr_vm *vm, kr_value v, kr_value item);
kr_value kr_items_count(kr_vm *vm, kr_value v, kr_value item);
kr_value kr_items_index(kr_vm *vm, size_t argc, const kr_value *argv);
/* Appends the repr()s of the items, separated by ", ". */
void kr_items_print(kr_vm *vm, kr_writer *out, kr_value v);

/* True when v can be an index: int, bool or an object with __index__. */
bool kr_is_index(kr_value v);
/* A small or saturated word from an index value, for slices: None gives `none`. TypeError otherwise. */
kr_word kr_slice_bound(kr_vm *vm, kr_value v, kr_word none);
/* The optional start and stop of find(), index(), count(), startswith(): argv[at], argv[at + 1], clamped to 0
 * … length. */
void kr_span_args(kr_vm *vm, size_t argc, const kr_value *argv, size_t at, size_t length, size_t *start,
                  size_t *stop);

/* An int as a number of things; OverflowError when it does not fit a word. */
kr_word kr_count_of(kr_vm *vm, kr_value n);
/* The count of `sequence * n`; TypeError when n is no integer. Negative counts are 0. MemoryError when
 * size * count items of `item_bytes` bytes cannot exist. */
size_t kr_repeat_count(kr_vm *vm, kr_value n, size_t size, size_t item_bytes);

/* `dst` gets `count` copies of its first `size` bytes, which are there already. */
void kr_repeat_fill(void *dst, size_t size, size_t count);

/* Outcome of a three-way comparison under an operator. */
static inline bool kr_order_holds(kr_compare_op op, int order) {
    switch (op) {
    case KR_LT: return order < 0;
    case KR_LE: return order <= 0;
    case KR_EQ: return order == 0;
    case KR_NE: return order != 0;
    case KR_GT: return order > 0;
    default: return order >= 0;
    }
}

#endif
