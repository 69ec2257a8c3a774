#ifndef KR_ARRAY_H
#define KR_ARRAY_H
/* array.array: a row of C values of one type, without a word of overhead an item.
 *
 * Type codes are those of struct (b B h H i I l L q Q f d), `u` (one character, four bytes), and what
 * MicroPython has besides: `P` (an address) and `O` (any object). The items of an array of objects are a
 * values block, those of all others a bytes block; only the bytes of the latter can be seen as a buffer. */
#include "core/object.h"
#include "types/container.h"

typedef struct kr_array {
    kr_object head;
    uint8_t *data;         /* NULL while capacity is 0 */
    size_t size, capacity; /* items */
    char code;
    uint8_t item; /* bytes of one */
} kr_array;

/* What holds any one item; for objects it is the value itself. */
typedef union kr_array_item {
    uint8_t bytes[8];
    kr_value value;
} kr_array_item;

extern const kr_type kr_array_type;
extern const kr_ops kr_array_ops;
static inline bool kr_is_array(kr_value v) {
    return kr_is_kind(v, &kr_array_type);
}
static inline kr_array *kr_to_array(kr_value v) {
    return (kr_array *)kr_to_pointer(v);
}

/* An array of `size` items, to be filled at once. */
kr_array *kr_array_new(kr_vm *vm, char code, size_t size);
kr_value kr_array_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names);

kr_value kr_array_get(kr_vm *vm, const kr_array *a, size_t index);
/* Converts a value to an item; TypeError, OverflowError. Runs the program's code, which may change any array.
 */
void kr_array_pack(kr_vm *vm, char code, kr_array_item *out, kr_value v);
void kr_array_put(kr_array *a, size_t index, const kr_array_item *item);

void kr_array_append(kr_vm *vm, kr_array *a, const kr_array_item *item);
/* a[start : start + count] = size items at data, which is no part of a. */
void kr_array_replace(kr_vm *vm, kr_array *a, size_t start, size_t count, const void *data, size_t size);
void kr_array_extend(kr_vm *vm, kr_array *a, kr_value iterable);
void kr_array_extend_array(kr_vm *vm, kr_array *a,
                           const kr_array *more);                   /* TypeError unless of the same code */
void kr_array_append_bytes(kr_vm *vm, kr_array *a, kr_value bytes); /* ValueError for a part of an item */
void kr_array_append_text(kr_vm *vm, kr_array *a, kr_value text);
kr_value kr_array_text(kr_vm *vm, const kr_array *a);

#endif
