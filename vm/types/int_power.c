/* int: powers, inverses, common divisors, roots. */
#include "types/int.h"
#include "core/context.h"
#include "core/heap.h"
#include "core/raise.h"

static bool is_odd(kr_value v) {
    if (kr_is_int(v)) return kr_to_int(v) & 1;
    kr_integer view;
    kr_integer_open(&view, v);
    return view.size && (view.digits[0] & 1);
}

/* By squaring, from the exponent's leading bit down: the multiplications by the base stay cheap when it is
 * small. */
static kr_value power_by_squaring(kr_vm *vm, kr_value base, uintmax_t exponent) {
    if (exponent == 0) return KR_INT(1);
    kr_value result = base;
    for (uintmax_t bit = (uintmax_t)1 << (63 - __builtin_clzll(exponent)) >> 1; bit; bit >>= 1) {
        result = kr_int_multiply(vm, result, result);
        if (exponent & bit) result = kr_int_multiply(vm, result, base);
    }
    return result;
}

/* base = odd * 2^zeros: the power of two is a shift. */
static kr_value power_of_even(kr_vm *vm, kr_value base, uintmax_t exponent) {
    kr_integer view;
    kr_integer_open(&view, base);
    size_t zeros = 0;
    while (view.digits[zeros / 32] == 0) zeros += 32;
    zeros += (size_t)__builtin_ctz(view.digits[zeros / 32]);
    uintmax_t shift;
    if (__builtin_mul_overflow(exponent, (uintmax_t)zeros, &shift) || shift > SIZE_MAX) kr_raise_memory(vm);
    kr_value odd = power_by_squaring(vm, kr_int_shift_right(vm, base, zeros), exponent);
    return kr_int_shift_left(vm, odd, (size_t)shift);
}

/* True when the result cannot fit the heap, which is better known before the time is spent. */
static bool is_hopeless(kr_vm *vm, kr_value base, uintmax_t exponent) {
    uintmax_t bits;
    if (__builtin_mul_overflow((uintmax_t)kr_int_bit_length(base) - 1, exponent, &bits)) return true;
    return bits / 8 > kr_heap_size(vm);
}

kr_value kr_int_power(kr_vm *vm, kr_value a, kr_value b) {
    if (kr_int_sign(b) < 0) {
        return kr_number_binary(vm, KR_POW, kr_float_new(vm, kr_int_to_real(vm, a)), kr_int_plain(vm, b));
    }
    a = kr_int_plain(vm, a);
    intmax_t exponent;
    if (a == KR_INT(0) || a == KR_INT(1)) return kr_int_sign(b) ? a : KR_INT(1);
    if (a == KR_INT(-1)) return KR_INT(is_odd(b) ? -1 : 1);
    if (!kr_int_to(b, &exponent) || is_hopeless(vm, a, (uintmax_t)exponent)) kr_raise_memory(vm);
    if (is_odd(a)) return power_by_squaring(vm, a, (uintmax_t)exponent);
    return exponent ? power_of_even(vm, a, (uintmax_t)exponent) : KR_INT(1);
}

static kr_value remainder_of(kr_vm *vm, kr_value a, kr_value m) {
    kr_value r;
    kr_int_divide(vm, a, m, NULL, &r);
    return r;
}

static kr_value multiply_modulo(kr_vm *vm, kr_value a, kr_value b, kr_value m) {
#if defined(__SIZEOF_INT128__)
    if (kr_both_int(a, b) && kr_is_int(m)) {
        __extension__ typedef __int128 wide;
        return KR_INT((kr_word)((wide)kr_to_int(a) * kr_to_int(b) % kr_to_int(m)));
    }
#endif
    return remainder_of(vm, kr_int_multiply(vm, a, b), m);
}

kr_value kr_int_inverse(kr_vm *vm, kr_value a, kr_value m) {
    kr_value old = m, rest = remainder_of(vm, a, m), before = KR_INT(0), inverse = KR_INT(1);
    while (rest != KR_INT(0)) {
        kr_value q, r;
        kr_int_divide(vm, old, rest, &q, &r);
        kr_value next = kr_int_subtract(vm, before, kr_int_multiply(vm, q, inverse));
        before = inverse;
        inverse = next;
        old = rest;
        rest = r;
    }
    if (old != KR_INT(1)) kr_raise_value_error(vm, "base is not invertible for the given modulus");
    return remainder_of(vm, before, m);
}

/* Four bits of the exponent at a time when it is long. m > 1, 0 <= a < m, b >= 0. */
static kr_value power_modulo_window(kr_vm *vm, kr_value a, const kr_integer *b, kr_value m) {
    kr_value table[16] = {KR_INT(1), a};
    for (size_t i = 2; i < 16; i++) table[i] = multiply_modulo(vm, table[i - 1], a, m);
    kr_value result = KR_INT(1);
    for (size_t i = b->size * 8; i-- > 0;) {
        for (int twice = 0; twice < 4 && result != KR_INT(1); twice++)
            result = multiply_modulo(vm, result, result, m);
        unsigned nibble = b->digits[i / 8] >> (i % 8 * 4) & 15;
        if (nibble) result = multiply_modulo(vm, result, table[nibble], m);
        kr_poll(vm);
    }
    return result;
}

static kr_value power_modulo_bits(kr_vm *vm, kr_value a, uint32_t b, kr_value m) {
    kr_value result = KR_INT(1);
    for (unsigned i = 32; i-- > 0;) {
        if (result != KR_INT(1)) result = multiply_modulo(vm, result, result, m);
        if (b >> i & 1) result = multiply_modulo(vm, result, a, m);
    }
    return result;
}

kr_value kr_int_power_modulo(kr_vm *vm, kr_value a, kr_value b, kr_value m) {
    if (kr_int_sign(m) == 0) kr_raise_value_error(vm, "pow() 3rd argument cannot be 0");
    bool negative = kr_int_sign(m) < 0;
    kr_value modulus = negative ? kr_int_negate(vm, m) : kr_int_plain(vm, m);
    if (kr_int_sign(b) < 0) {
        a = kr_int_inverse(vm, a, modulus);
        b = kr_int_negate(vm, b);
    }
    if (modulus == KR_INT(1)) return KR_INT(0);
    a = remainder_of(vm, a, modulus);
    kr_integer exponent;
    kr_integer_open(&exponent, b);
    kr_value r = exponent.size > 1
                     ? power_modulo_window(vm, a, &exponent, modulus)
                     : power_modulo_bits(vm, a, exponent.size ? exponent.digits[0] : 0, modulus);
    return negative && r != KR_INT(0) ? kr_int_add(vm, r, m) : r;
}

static uintptr_t gcd_words(uintptr_t a, uintptr_t b) {
    while (b) {
        uintptr_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

kr_value kr_int_gcd(kr_vm *vm, kr_value a, kr_value b) {
    a = kr_int_sign(a) < 0 ? kr_int_negate(vm, a) : kr_int_plain(vm, a);
    b = kr_int_sign(b) < 0 ? kr_int_negate(vm, b) : kr_int_plain(vm, b);
    while (!kr_both_int(a, b)) {
        if (b == KR_INT(0)) return a;
        kr_value r = remainder_of(vm, a, b);
        a = b;
        b = r;
        kr_poll(vm);
    }
    return kr_int_from_unsigned(vm, gcd_words((uintptr_t)kr_to_int(a), (uintptr_t)kr_to_int(b)));
}

/* Newton's iteration from above, started with a power of two that is not below the root. */
kr_value kr_int_square_root(kr_vm *vm, kr_value v) {
    if (kr_int_sign(v) == 0) return KR_INT(0);
    kr_value root = kr_int_shift_left(vm, KR_INT(1), (kr_int_bit_length(v) + 1) / 2);
    for (;;) {
        kr_value q;
        kr_int_divide(vm, v, root, &q, NULL);
        kr_value next = kr_int_shift_right(vm, kr_int_add(vm, root, q), 1);
        if (kr_int_compare(next, root) >= 0) return root;
        root = next;
    }
}
