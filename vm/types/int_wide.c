/* int: the middle sizes.
 *
 * Programs that imitate 64-bit arithmetic (generators of random numbers, hashes, ciphers) live on numbers
 * just above the word. Where the machine computes with 128 bits these take a short cut: operands of up to
 * four digits become one machine number each, and the result is stored without any loop over digits. Whatever
 * does not fit says so and is done the long way. */
#include "types/int.h"

#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;

/* The number, if it has less than 128 bits with its sign. */
static inline bool open_wide(kr_value v, wide *n) {
    if (kr_is_int(v)) {
        *n = kr_to_int(v);
        return true;
    }
    if (!kr_is_bigint(v)) {
        *n = v == KR_TRUE;
        return true;
    }
    const kr_bigint *big = kr_to_pointer(v);
    size_t size = (size_t)(big->size < 0 ? -big->size : big->size);
    if (size > 4 || (size == 4 && big->digits[3] >> 31)) return false;
    unsigned_wide magnitude = 0;
    for (size_t i = size; i-- > 0;) magnitude = magnitude << 32 | big->digits[i];
    *n = big->size < 0 ? -(wide)magnitude : (wide)magnitude;
    return true;
}

static kr_value from_wide(kr_vm *vm, wide n) {
    if (n >= KR_INT_MIN && n <= KR_INT_MAX) return KR_INT((kr_word)n);
    unsigned_wide magnitude = n < 0 ? -(unsigned_wide)n : (unsigned_wide)n;
    size_t size = magnitude >> 96 ? 4 : magnitude >> 64 ? 3 : 2;
    kr_bigint *big = kr_bigint_new(vm, size);
    for (size_t i = 0; i < size; i++, magnitude >>= 32) big->digits[i] = (uint32_t)magnitude;
    if (n < 0) big->size = -(int32_t)size;
    return KR_OBJECT(big);
}

static bool is_word(wide n) {
    return n >= INT64_MIN && n <= INT64_MAX;
}

static void divide(wide a, wide b, wide *q, wide *r) {
    if (is_word(a) && is_word(b) && !(b == -1)) {
        *q = (int64_t)a / (int64_t)b;
        *r = (int64_t)a % (int64_t)b;
    } else if (a >= 0 && b > 0) {
        *q = (wide)((unsigned_wide)a / (unsigned_wide)b);
        *r = a - *q * b;
    } else {
        *q = a / b;
        *r = a % b;
    }
    if (*r && (*r < 0) != (b < 0)) {
        *r += b;
        --*q;
    }
}

/* Products of factors that fit 64 bits, whose product fits 127. */
static bool multiply(wide a, wide b, wide *r) {
    if (is_word(a) && is_word(b)) {
        *r = a * b;
        return true;
    }
    return !__builtin_mul_overflow(a, b, r);
}

static bool compute(kr_binary_op op, wide a, wide b, wide *r) {
    wide other;
    switch (op) {
    case KR_ADD: return !__builtin_add_overflow(a, b, r);
    case KR_SUB: return !__builtin_sub_overflow(a, b, r);
    case KR_MUL: return multiply(a, b, r);
    case KR_AND: *r = a & b; return true;
    case KR_OR: *r = a | b; return true;
    case KR_XOR: *r = a ^ b; return true;
    case KR_FLOORDIV:
        if (b == 0) return false;
        divide(a, b, r, &other);
        return true;
    case KR_MOD:
        if (b == 0) return false;
        divide(a, b, &other, r);
        return true;
    case KR_RSHIFT:
        if (b < 0 || b > 127) return false;
        *r = a >> b;
        return true;
    case KR_LSHIFT:
        if (b < 0 || b > 126) return false;
        *r = (wide)((unsigned_wide)a << b);
        return *r >> b == a;
    default: return false;
    }
}

kr_value kr_int_wide(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    wide left, right, result;
    if (!open_wide(a, &left) || !open_wide(b, &right) || !compute(op, left, right, &result))
        return KR_UNBOUND;
    return from_wide(vm, result);
}
#else
kr_value kr_int_wide(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    (void)vm;
    (void)op;
    (void)a;
    (void)b;
    return KR_UNBOUND;
}
#endif
