/* Numbers to decimal digits.
 *
 * The shortest digits come from Giulietti's method: of the multiples of 10^k inside the interval that rounds
 * to the number, with k chosen so that there is at least one and at most a few, take the one that is also a
 * multiple of 10^(k+1) or else the nearest. All it needs are three products with a 128-bit power of ten,
 * rounded to odd, which keeps every comparison exact.
 *
 * Rounding to a given place is exact integer arithmetic: the number is significand * 2^e, so what is asked
 * for is the integer nearest to significand * 2^e * 10^p. In the usual case that fits in a wide machine word;
 * otherwise digits on the C stack do it, at most KR_DECIMAL_DIGITS of them. */
#include "types/decimal.h"
#include "types/digits.h"
#include <string.h>

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;
#else
typedef uint64_t wide;
#endif
#define WIDE_BITS ((int)sizeof(wide) * 8)

/* f * 5^1074 has 2547 bits; for 32-bit floats f * 5^149 has 370. Half as much again for what is divided. */
#define BIG_DIGITS (KR_FLOAT_BITS == 64 ? 84 : 20)

static void drop_zeros(kr_decimal *out) {
    while (out->count && out->digits[out->count - 1] == '0') out->count--;
    if (out->count == 0) out->point = 1;
}

/* The digits of n * 10^-places. */
static void set_word(kr_decimal *out, uint64_t n, int places) {
    char text[20];
    size_t at = sizeof text;
    for (; n; n /= 10) text[--at] = (char)('0' + n % 10);
    out->count = sizeof text - at;
    memcpy(out->digits, text + at, out->count);
    out->point = (int)out->count - places;
    drop_zeros(out);
}

/* Appends exactly nine digits. */
static void put_nine(char *to, uint32_t n) {
    for (int i = 9; i-- > 0; n /= 10) to[i] = (char)('0' + n % 10);
}

/* Destroys n. Groups of nine come from the low end, so they are written from the end of the array and moved.
 */
static void set_big(kr_decimal *out, uint32_t *n, size_t size, int places) {
    char text[(BIG_DIGITS + 4) * 10];
    size_t at = sizeof text;
    while ((size = kr_digits_trim(n, size)) > 0) {
        at -= 9;
        put_nine(text + at, kr_digits_divide_small(n, n, size, 1000000000));
    }
    while (at < sizeof text && text[at] == '0') at++;
    out->count = sizeof text - at;
    if (out->count > sizeof out->digits) out->count = sizeof out->digits;
    out->point = (int)(sizeof text - at) - places;
    memcpy(out->digits, text + at, out->count);
    drop_zeros(out);
}

/* (high, low) * factor / 2^128, the lowest bit set when something fell out. */
static uint64_t multiply_odd(uint64_t high, uint64_t low, uint64_t factor) {
    uint64_t bottom, middle;
    uint64_t carry = kr_multiply_wide(low, factor, &bottom);
    uint64_t top = kr_multiply_wide(high, factor, &middle);
    middle += carry;
    top += middle < carry;
    return top | (middle > 1);
}

void kr_decimal_shortest(kr_decimal *out, kr_real d) {
    int q;
    uint64_t f = kr_real_split(d, &q);
    if (f == 0) {
        out->count = 0;
        out->point = 1;
        return;
    }
    bool uneven = f == (uint64_t)1 << (KR_REAL_BITS - 1) && q > (KR_FLOAT_BITS == 64 ? -1074 : -149);
    int k = (q * 1262611 - (uneven ? 524031 : 0)) >>
            22; /* floor(log10(2^q)), of 3/4 of it when the gap below is half as wide */
    uint64_t high, low, odd = f & 1;
    kr_power_of_ten(-k, &high, &low);
    if (!kr_power_is_exact(-k)) high += ++low == 0;
    int h = q + kr_power_exponent(-k) + 1;
    uint64_t value = multiply_odd(high, low, (4 * f) << h);
    uint64_t lower = multiply_odd(high, low, (4 * f - (uneven ? 1 : 2)) << h) + odd;
    uint64_t upper = multiply_odd(high, low, (4 * f + 2) << h) - odd;
    uint64_t s = value / 4, tens = s / 10;
    if (s >= 10 && (lower <= 40 * tens) != (40 * tens + 40 <= upper)) {
        set_word(out, tens + (40 * tens + 40 <= upper), -(k + 1));
        return;
    }
    bool up = value > 4 * s + 2 || (value == 4 * s + 2 && s & 1);
    if ((lower <= 4 * s) != (4 * s + 4 <= upper)) up = 4 * s + 4 <= upper;
    set_word(out, s + up, -k);
}

/* n / 2^shift or n / divisor rounded half to even, given the quotient and how the remainder compares with
 * half. */
static bool rounds_up(int order, bool odd) {
    return order > 0 || (order == 0 && odd);
}

static int bits_of(uint64_t n) {
    return 64 - __builtin_clzll(n);
}

/* Wide enough for f * 5^places (2378 / 1024 is a little more than log2(5)) and its rounded result? Then it is
 * done here. */
static bool places_in_word(kr_decimal *out, uint64_t f, int e, int places) {
    wide n = f;
    int bits = bits_of(f) + ((places * 2378) >> 10) + 1, shift = -(places + e);
    if (places > 55 || bits > WIDE_BITS || shift >= WIDE_BITS || bits - shift > 63) return false;
    for (int i = 0; i < places; i++) n *= 5;
    if (shift <= 0) {
        set_word(out, (uint64_t)n << -shift, places);
        return true;
    }
    wide half = (wide)1 << (shift - 1), rest = n & (half | (half - 1)), kept = n >> shift;
    int order = (rest > half) - (rest < half);
    set_word(out, (uint64_t)kept + rounds_up(order, kept & 1), places);
    return true;
}

/* The same for the number divided by 10^tens. */
static bool tens_in_word(kr_decimal *out, uint64_t f, int e, int tens) {
    int up = e > 0 ? e : 0, down = e < 0 ? -e : 0;
    if (tens > 18 || bits_of(f) + up > 64 || ((tens * 3402) >> 10) + 1 + down >= WIDE_BITS) return false;
    wide n = (wide)f << up, divisor = 1;
    for (int i = 0; i < tens; i++) divisor *= 10;
    divisor <<= down;
    wide kept = n / divisor, rest = n % divisor, other = divisor - rest;
    set_word(out, (uint64_t)kept + rounds_up((rest > other) - (rest < other), kept & 1), -tens);
    return true;
}

static size_t multiply_power_of_five(uint32_t *n, size_t size, int power) {
    static const uint32_t small[] = {1,     5,      25,      125,     625,      3125,      15625,
                                     78125, 390625, 1953125, 9765625, 48828125, 244140625, 1220703125};
    for (; power > 0; power -= 13) {
        n[size] = kr_digits_multiply_small(n, n, size, small[power < 13 ? power : 13], 0);
        size += n[size] != 0;
    }
    return size;
}

/* n <<= bits for any count; returns the new size. */
static size_t shift_up(uint32_t *n, size_t size, int bits) {
    size_t whole = (size_t)bits / 32;
    memmove(n + whole, n, size * sizeof *n);
    memset(n, 0, whole * sizeof *n);
    size += whole;
    n[size] = kr_digits_shift_left(n, n, size, (unsigned)bits % 32);
    return kr_digits_trim(n, size + 1);
}

/* n = n / 2^bits, half to even; bits > 0. */
static size_t shift_down_rounded(uint32_t *n, size_t size, int bits) {
    size_t whole = (size_t)bits / 32, half_at = (size_t)(bits - 1) / 32;
    if (half_at >= size) return 0;
    uint32_t half = (uint32_t)1 << ((bits - 1) % 32);
    bool low = (n[half_at] & (half - 1)) != 0;
    for (size_t i = 0; i < half_at && !low; i++) low = n[i] != 0;
    int order = n[half_at] & half ? low : -1;
    if (whole > size) whole = size;
    size -= whole;
    memmove(n, n + whole, size * sizeof *n);
    kr_digits_shift_right(n, n, size, (unsigned)bits % 32);
    n[size] = 0;
    const uint32_t one = 1;
    if (rounds_up(order, n[0] & 1)) n[size] = kr_digits_add(n, n, size, &one, size ? 1 : 0) + (size == 0);
    return kr_digits_trim(n, size + 1);
}

static void places_exactly(kr_decimal *out, uint64_t f, int e, int places) {
    uint32_t n[BIG_DIGITS + 4] = {(uint32_t)f, (uint32_t)(f >> 32)};
    size_t size = multiply_power_of_five(n, kr_digits_trim(n, 2), places);
    int shift = places + e;
    size = shift >= 0 ? shift_up(n, size, shift) : shift_down_rounded(n, size, -shift);
    set_big(out, n, size, places);
}

/* f * 2^e / 10^tens; 10^tens is at most a hundred times the number. */
static void tens_exactly(kr_decimal *out, uint64_t f, int e, int tens) {
    uint32_t n[BIG_DIGITS + 4] = {(uint32_t)f, (uint32_t)(f >> 32)}, divisor[BIG_DIGITS + 4] = {1},
                            q[BIG_DIGITS + 4];
    size_t size = shift_up(n, kr_digits_trim(n, 2), e > 0 ? e : 0);
    size_t m = shift_up(divisor, multiply_power_of_five(divisor, 1, tens), tens + (e < 0 ? -e : 0));
    while (size < m) n[size++] = 0;
    int bits = __builtin_clz(divisor[m - 1]);
    kr_digits_shift_left(divisor, divisor, m, (unsigned)bits);
    n[size] = kr_digits_shift_left(n, n, size, (unsigned)bits);
    kr_digits_divide_plain(q, n, size + 1, divisor, m);
    size_t kept = size + 1 - m;
    /* Twice the remainder against the divisor. */
    uint32_t over = kr_digits_shift_left(n, n, m, 1);
    int order = over ? 1 : kr_digits_compare(n, m, divisor, m);
    const uint32_t one = 1;
    q[kept] = rounds_up(order, q[0] & 1) ? kr_digits_add(q, q, kept, &one, 1) : 0;
    set_big(out, q, kept + 1, -tens);
}

/* floor(log10(d)) or one less. */
static int estimate_point(uint64_t f, int e) {
    return (e + bits_of(f) - 1) * 1262611 >> 22;
}

static void round_at(kr_decimal *out, uint64_t f, int e, int places) {
    int all = e < 0 ? -e : 0; /* so many places make it exact */
    if (places > all) places = all;
    if (places >= 0) {
        if (!places_in_word(out, f, e, places)) places_exactly(out, f, e, places);
    } else if (estimate_point(f, e) + 2 < -places) {
        out->count = 0;
        out->point = 1;
    } else if (!tens_in_word(out, f, e, -places)) {
        tens_exactly(out, f, e, -places);
    }
}

void kr_decimal_places(kr_decimal *out, kr_real d, int places) {
    int e;
    uint64_t f = kr_real_split(d, &e);
    if (f) {
        round_at(out, f, e, places);
    } else {
        out->count = 0;
        out->point = 1;
    }
}

/* The estimate of the leading digit's place may be one too low; then there is a digit too many and the number
 * is rounded afresh. */
void kr_decimal_significant(kr_decimal *out, kr_real d, int digits) {
    int e;
    uint64_t f = kr_real_split(d, &e);
    if (f == 0) {
        out->count = 0;
        out->point = 1;
        return;
    }
    if (digits > KR_DECIMAL_DIGITS) digits = KR_DECIMAL_DIGITS;
    int point = estimate_point(f, e);
    round_at(out, f, e, digits - 1 - point);
    if (out->point - 1 > point) round_at(out, f, e, digits - 2 - point);
}
