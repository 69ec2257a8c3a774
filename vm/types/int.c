/* int: from and to machine numbers, comparing, hashing.
 *
 * An int lives in the value word when it fits there and is a big int otherwise, never both; so two equal
 * plain ints of which one is small are the same word, and a big int is never equal to a small one. Everything
 * that computes opens its operands as views (sign and magnitude), which also makes bools and instances of
 * subclasses look like any other int. */
#include "types/int.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/raise.h"
#include "types/round.h"
#include <tgmath.h>

void kr_integer_set(kr_integer *view, uintmax_t magnitude, bool negative) {
    view->digits = view->local;
    view->local[0] = (uint32_t)magnitude;
    view->local[1] = (uint32_t)(magnitude >> 32);
    view->size = view->local[1] ? 2 : view->local[0] != 0;
    view->negative = negative;
}

void kr_integer_open(kr_integer *view, kr_value v) {
    if (kr_is_bigint(v)) {
        const kr_bigint *big = kr_to_pointer(v);
        view->digits = big->digits;
        view->negative = big->size < 0;
        view->size = (size_t)(big->size < 0 ? -big->size : big->size);
        return;
    }
    kr_word n = kr_is_int(v) ? kr_to_int(v) : v == KR_TRUE;
    kr_integer_set(view, n < 0 ? -(uintmax_t)n : (uintmax_t)n, n < 0);
}

kr_bigint *kr_bigint_new(kr_vm *vm, size_t digits) {
    if (digits > INT32_MAX / 8) kr_raise_memory(vm);
    kr_bigint *big = kr_new_raw(vm, &kr_int_type, sizeof(kr_bigint) + digits * sizeof(uint32_t));
    big->size = (int32_t)digits;
    return big;
}

kr_value kr_bigint_value(kr_bigint *big, bool negative) {
    size_t size = kr_digits_trim(big->digits, (size_t)big->size);
    if (size <= sizeof(kr_word) / sizeof(uint32_t)) {
        uintmax_t n = size > 0 ? big->digits[0] : 0;
        if (size > 1) n |= (uintmax_t)big->digits[1] << 32;
        if (n <= (uintmax_t)KR_INT_MAX + negative) return KR_INT(negative ? -(kr_word)n : (kr_word)n);
    }
    big->size = negative ? -(int32_t)size : (int32_t)size;
    return KR_OBJECT(big);
}

kr_value kr_int_of_digits(kr_vm *vm, const uint32_t *digits, size_t size, bool negative) {
    size = kr_digits_trim(digits, size);
    kr_bigint *big = kr_bigint_new(vm, size);
    memcpy(big->digits, digits, size * sizeof *digits);
    return kr_bigint_value(big, negative);
}

static kr_value from_magnitude(kr_vm *vm, uintmax_t magnitude, bool negative) {
    kr_integer view;
    kr_integer_set(&view, magnitude, negative);
    return kr_int_of_digits(vm, view.digits, view.size, negative);
}

kr_value kr_int_from(kr_vm *vm, intmax_t n) {
    if (kr_int_fits(n)) return KR_INT(n);
    return from_magnitude(vm, n < 0 ? -(uintmax_t)n : (uintmax_t)n, n < 0);
}

kr_value kr_int_from_unsigned(kr_vm *vm, uintmax_t n) {
    if (n <= (uintmax_t)KR_INT_MAX) return KR_INT(n);
    return from_magnitude(vm, n, false);
}

kr_value kr_int_from_real(kr_vm *vm, kr_real d) {
    if (d > (kr_real)-9e18 && d < (kr_real)9e18) return kr_int_from(vm, (intmax_t)d);
    if (isnan(d)) kr_raise_value_error(vm, "cannot convert float NaN to integer");
    if (isinf(d)) kr_raise_overflow(vm, "cannot convert float infinity to integer");
    int exponent;
    kr_real mantissa = ldexp(frexp(fabs(d), &exponent), 64);
    kr_value n = from_magnitude(vm, (uintmax_t)mantissa, d < 0);
    return exponent >= 64 ? kr_int_shift_left(vm, n, (size_t)exponent - 64)
                          : kr_int_shift_right(vm, n, (size_t)(64 - exponent));
}

kr_value kr_int_plain(kr_vm *vm, kr_value v) {
    if (kr_is_int(v) || kr_is_exact(v, &kr_int_type)) return v;
    kr_integer view;
    kr_integer_open(&view, v);
    return kr_int_of_digits(vm, view.digits, view.size, view.negative);
}

bool kr_int_to(kr_value v, intmax_t *n) {
    if (kr_is_int(v)) {
        *n = kr_to_int(v);
        return true;
    }
    kr_integer view;
    kr_integer_open(&view, v);
    if (view.size > 2) return false;
    uintmax_t magnitude = view.size > 0 ? view.digits[0] : 0;
    if (view.size > 1) magnitude |= (uintmax_t)view.digits[1] << 32;
    if (magnitude > (uintmax_t)INTMAX_MAX + view.negative) return false;
    *n = view.negative ? (intmax_t)-magnitude : (intmax_t)magnitude;
    return true;
}

intmax_t kr_int_arg(kr_vm *vm, kr_value v) {
    intmax_t n;
    if (!kr_int_to(kr_index(vm, v), &n)) kr_raise_overflow(vm, "Python int too large to convert to C long");
    return n;
}

kr_word kr_size_arg(kr_vm *vm, kr_value v) {
    intmax_t n;
    if (kr_is_int(v)) return kr_to_int(v);
    if (!kr_int_to(kr_index(vm, v), &n) || n > INTPTR_MAX || n < INTPTR_MIN) {
        kr_raise_overflow(vm, "Python int too large to convert to C ssize_t");
    }
    return (kr_word)n;
}

int kr_int_sign(kr_value v) {
    if (kr_is_int(v)) return (kr_to_int(v) > 0) - (kr_to_int(v) < 0);
    kr_integer view;
    kr_integer_open(&view, v);
    return view.size == 0 ? 0 : view.negative ? -1 : 1;
}

size_t kr_integer_bits(const kr_integer *view) {
    if (view->size == 0) return 0;
    return view->size * 32 - (size_t)__builtin_clz(view->digits[view->size - 1]);
}

size_t kr_int_bit_length(kr_value v) {
    kr_integer view;
    kr_integer_open(&view, v);
    return kr_integer_bits(&view);
}

uint64_t kr_int_top(const kr_integer *view, bool *sticky) {
    const uint32_t *d = view->digits;
    size_t n = view->size;
    unsigned shift = (unsigned)__builtin_clz(d[n - 1]);
    uint64_t top = (uint64_t)d[n - 1] << 32 | (n > 1 ? d[n - 2] : 0);
    uint32_t next = n > 2 ? d[n - 3] : 0;
    *sticky = (uint32_t)((uint64_t)next << shift) != 0;
    for (size_t i = 0; i + 3 < n && !*sticky; i++) *sticky = d[i] != 0;
    return shift ? top << shift | next >> (32 - shift) : top;
}

kr_real kr_int_to_real(kr_vm *vm, kr_value v) {
    if (kr_is_int(v)) return (kr_real)kr_to_int(v);
    kr_integer view;
    kr_integer_open(&view, v);
    if (view.size == 0) return 0;
    bool sticky;
    uint64_t top = kr_int_top(&view, &sticky);
    size_t bits = kr_integer_bits(&view);
    kr_real d = bits > 1100 ? (kr_real)HUGE_VAL : kr_round_real(top, sticky, (int)bits - 64);
    if (isinf(d)) kr_raise_overflow(vm, "int too large to convert to float");
    return view.negative ? -d : d;
}

int kr_int_compare(kr_value a, kr_value b) {
    if (kr_both_int(a, b)) return ((kr_word)a > (kr_word)b) - ((kr_word)a < (kr_word)b);
    kr_integer left, right;
    kr_integer_open(&left, a);
    kr_integer_open(&right, b);
    if (left.negative != right.negative) return left.negative ? -1 : 1;
    int order = kr_digits_compare(left.digits, left.size, right.digits, right.size);
    return left.negative ? -order : order;
}

/* Two magnitudes of the same bit length, more than 64: the float's bits are all in its leading 64. */
static int compare_leading(const kr_integer *view, kr_real magnitude) {
    int exponent;
    uint64_t wanted = (uint64_t)ldexp(frexp(magnitude, &exponent), 64);
    bool sticky;
    uint64_t top = kr_int_top(view, &sticky);
    if (top != wanted) return top < wanted ? -1 : 1;
    return sticky;
}

static int compare_magnitude(const kr_integer *view, kr_real magnitude) {
    size_t bits = kr_integer_bits(view);
    int exponent;
    frexp(magnitude, &exponent);
    if (magnitude < 1) return bits ? 1 : magnitude > 0 ? -1 : 0;
    if (bits != (size_t)exponent) return bits < (size_t)exponent ? -1 : 1;
    if (bits > 64) return compare_leading(view, magnitude);
    uint64_t n = view->digits[0] | (view->size > 1 ? (uint64_t)view->digits[1] << 32 : 0);
    uint64_t whole = (uint64_t)magnitude;
    if (n != whole) return n < whole ? -1 : 1;
    return (kr_real)whole < magnitude ? -1 : 0;
}

int kr_int_compare_real(kr_value v, kr_real d) {
    if (isnan(d)) return 2;
    if (isinf(d)) return d > 0 ? -1 : 1;
    int sign = kr_int_sign(v), other = (d > 0) - (d < 0);
    if (sign != other) return sign < other ? -1 : 1;
    if (sign == 0) return 0;
    kr_integer view;
    kr_integer_open(&view, v);
    int order = compare_magnitude(&view, fabs(d));
    return sign < 0 ? -order : order;
}

#if UINTPTR_MAX > 0xffffffffu
#define HASH_BITS        61
#define HASH_FOLD(digit) (digit)
#else
#define HASH_BITS        31
#define HASH_FOLD(digit) (((digit)&HASH_PRIME) + ((digit) >> 31))
#endif
#define HASH_PRIME (((uintptr_t)1 << HASH_BITS) - 1)

kr_word kr_int_hash(kr_value v) {
    kr_integer view;
    kr_integer_open(&view, v);
    uintptr_t hash = 0;
    for (size_t i = view.size; i-- > 0;) {
        /* Multiplying by 2^32 modulo 2^HASH_BITS - 1 is rotating. */
        const unsigned turn = 32 % HASH_BITS;
        hash = (hash << turn & HASH_PRIME) | hash >> (HASH_BITS - turn);
        hash += HASH_FOLD(view.digits[i]);
        while (hash >= HASH_PRIME) hash -= HASH_PRIME;
    }
    kr_word result = view.negative ? -(kr_word)hash : (kr_word)hash;
    return result == -1 ? -2 : result;
}
