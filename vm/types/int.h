#ifndef KR_INT_PRIVATE_H
#define KR_INT_PRIVATE_H
/* What the files of the int family share. An *integer* here is an int of any size, a bool, or an instance of
 * a subclass of int. */
#include "core/object.h"
#include "types/digits.h"
#include "types/number.h"

static inline bool kr_is_integral(kr_value v) {
    return kr_is_int(v) || kr_is_bool(v) || kr_is_bigint(v);
}

/* An integer taken apart: sign and trimmed magnitude, which lies in the big int or in `local`. Must not be
 * copied. */
typedef struct kr_integer {
    const uint32_t *digits;
    size_t size;
    bool negative;
    uint32_t local[2];
} kr_integer;
void kr_integer_open(kr_integer *view, kr_value v);
/* A view of a word's magnitude; for operands that are no values. */
void kr_integer_set(kr_integer *view, uintmax_t magnitude, bool negative);

/* Room for a result; the digits are not set. MemoryError when it is larger than any heap. */
kr_bigint *kr_bigint_new(kr_vm *vm, size_t digits);
/* The finished result: drops leading zeros, becomes a small int when it fits. */
kr_value kr_bigint_value(kr_bigint *big, bool negative);
/* The int with these digits, which are copied. */
kr_value kr_int_of_digits(kr_vm *vm, const uint32_t *digits, size_t size, bool negative);
/* int(v), without a base. */
kr_value kr_int_of(kr_vm *vm, kr_value v);
/* The plain int that an integer stands for: bool and subclass instances are replaced. */
kr_value kr_int_plain(kr_vm *vm, kr_value v);

int kr_int_sign(kr_value v); /* -1, 0, 1 */
size_t kr_int_bit_length(kr_value v);
/* The magnitude's 64 leading bits, the uppermost set; *sticky tells of ones below. Value: top * 2^(bit_length
 * - 64). v must not be 0. */
uint64_t kr_int_top(const kr_integer *view, bool *sticky);
size_t kr_integer_bits(const kr_integer *view);
/* -1, 0, 1, or 2 when d is a NaN. Exact. */
int kr_int_compare_real(kr_value v, kr_real d);

kr_value kr_int_str(kr_vm *vm, kr_value v); /* str() of a small int */

/* Operators on two integers. */
kr_value kr_int_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
/* The same in machine arithmetic of 128 bits; KR_UNBOUND when the numbers are too large, the machine too
 * small or the operation an error. */
kr_value kr_int_wide(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_int_add(kr_vm *vm, kr_value a, kr_value b);
kr_value kr_int_subtract(kr_vm *vm, kr_value a, kr_value b);
kr_value kr_int_multiply(kr_vm *vm, kr_value a, kr_value b);
/* Floor division; q and r may be NULL. b is not 0. */
void kr_int_divide(kr_vm *vm, kr_value a, kr_value b, kr_value *q, kr_value *r);
kr_value kr_int_true_divide(kr_vm *vm, kr_value a, kr_value b);
kr_value kr_int_negate(kr_vm *vm, kr_value v);
kr_value kr_int_shift_left(kr_vm *vm, kr_value v, size_t bits);
kr_value kr_int_shift_right(kr_vm *vm, kr_value v, size_t bits);
kr_value kr_int_shift(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_int_bitwise(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_int_power(kr_vm *vm, kr_value a, kr_value b);

/* Methods that other files of the family implement for the table in int_type.c. */
#define KR_INT_METHODS(X)                                                                                    \
    X(bit_length) X(bit_count) X(to_bytes) X(from_bytes) X(conjugate) X(as_integer_ratio)
#define KR_INT_METHOD(name) kr_value kr_integer_##name(kr_vm *vm, size_t argc, const kr_value *argv);
KR_INT_METHODS(KR_INT_METHOD)
#undef KR_INT_METHOD

#endif
