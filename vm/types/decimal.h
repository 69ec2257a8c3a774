#ifndef KR_DECIMAL_H
#define KR_DECIMAL_H
/* Between binary and decimal: exact in both directions, for doubles and for floats of 32 bits.
 *
 * decimal.c makes digits of numbers, decimal_parse.c numbers of digits, powers_of_ten.c serves both. Nothing
 * here allocates or raises. */
#include "core/config.h"
#include "types/round.h"
#include <stddef.h>

/* More significant digits than any number has: the longest is an odd multiple of the smallest one, just below
 * 2^(its place + bits). */
#if KR_FLOAT_BITS == 64
#define KR_DECIMAL_DIGITS 770
#else
#define KR_DECIMAL_DIGITS 116
#endif

/* 0.d1 d2 d3 … * 10^point, without trailing zeros; zero has no digits and point 1. Not NUL-terminated. */
typedef struct kr_decimal {
    size_t count;
    int point;
    char digits[KR_DECIMAL_DIGITS + 2];
} kr_decimal;

/* All take a finite number and use its magnitude. */
void kr_decimal_shortest(kr_decimal *out,
                         kr_real d); /* the fewest digits that read back as d, the nearest such */
void kr_decimal_places(
    kr_decimal *out, kr_real d,
    int places); /* rounded to places behind the point, half to even; places may be negative */
void kr_decimal_significant(kr_decimal *out, kr_real d,
                            int digits); /* rounded to that many digits, at least 1 */

/* The number nearest to 0.d1 d2 … * 10^point, ties to even; may be infinite. Digits are '0' to '9', any
 * amount of them. */
kr_real kr_decimal_value(const char *digits, size_t count, intmax_t point);

/* The 128 leading bits of 10^k, the uppermost set, truncated: 10^k = (high * 2^64 + low + less than 1) *
 * 2^(kr_power_exponent(k) - 127). */
#define KR_POWER_MIN (-342)
#define KR_POWER_MAX 324
void kr_power_of_ten(int k, uint64_t *high, uint64_t *low);
static inline bool kr_power_is_exact(int k) {
    return k >= 0 && k <= 55;
}
static inline int kr_power_exponent(int k) {
    return k * 217706 >> 16;
} /* floor(k * log2(10)) */

/* a * b in 128 bits: returns the upper half, *low gets the lower one. */
static inline uint64_t kr_multiply_wide(uint64_t a, uint64_t b, uint64_t *low) {
#ifdef __SIZEOF_INT128__
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    *low = (uint64_t)product;
    return (uint64_t)(product >> 64);
#else
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0;
    uint64_t middle = p10 + (p00 >> 32) + (uint32_t)p01;
    *low = middle << 32 | (uint32_t)p00;
    return a1 * b1 + (middle >> 32) + (p01 >> 32);
#endif
}

#endif
