/* Decimal digits to numbers.
 *
 * The first 19 digits times a 128-bit power of ten give the result between two bounds; when both round to the
 * same number that is it, which is nearly always. Otherwise the quotient of two exact integers on the C stack
 * decides. Digits that lie beyond every number's precision only matter as "and a little more". */
#include "types/decimal.h"
#include "types/digits.h"
#include <math.h>
#include <string.h>

/* D has at most KR_DECIMAL_DIGITS + 1 digits; it is divided by at most 10^(digits + range of exponents), with
 * 70 bits to spare. */
#define BIG_DIGITS  (KR_FLOAT_BITS == 64 ? 90 : 20)
#define WORD_DIGITS 19

/* Infinite or zero whatever the digits are: 0.d * 10^point. */
#define POINT_MAX (KR_FLOAT_BITS == 64 ? 310 : 40)
#define POINT_MIN (KR_FLOAT_BITS == 64 ? -326 : -48)

/* (high, low) is a normalised 128-bit number times 2^exponent; `more` says that it was truncated. */
static kr_real round_pair(uint64_t high, uint64_t low, bool more, int exponent) {
    if (high >> 63 == 0) {
        high = high << 1 | low >> 63;
        low <<= 1;
        exponent--;
    }
    return kr_round_real(high, low != 0 || more, exponent);
}

/* The bounds of w * 10^k, or one when the power is exact. Returns true when they agree. */
static bool value_in_word(uint64_t w, int k, bool truncated, kr_real *value) {
    uint64_t high, low, bottom, middle;
    int shift = __builtin_clzll(w);
    kr_power_of_ten(k, &high, &low);
    int exponent = kr_power_exponent(k) - 127 - shift + 128;
    uint64_t carry = kr_multiply_wide(w << shift, low, &bottom);
    uint64_t top = kr_multiply_wide(w << shift, high, &middle);
    middle += carry;
    top += middle < carry;
    *value = round_pair(top, middle, bottom != 0, exponent);
    if (!truncated && kr_power_is_exact(k)) return true;
    /* The power was less than one unit too small, which is less than one unit of `middle`; w less than one,
     * which is 2^shift units of `top`. */
    const uint64_t margin = 2;
    if (truncated) {
        top += (uint64_t)1 << shift;
        if (top < (uint64_t)1 << shift) return false;
    }
    middle += margin;
    top += middle < margin;
    if (top == 0) return false;
    return round_pair(top, middle, true, exponent) == *value;
}

/* n = n * 10^power without the powers of two. */
static size_t times_five(uint32_t *n, size_t size, intmax_t power) {
    for (; power > 0; power--) {
        uint32_t factor = 5;
        if (power >= 13) {
            factor = 1220703125;
            power -= 12;
        }
        n[size] = kr_digits_multiply_small(n, n, size, factor, 0);
        size += n[size] != 0;
    }
    return size;
}

static size_t read_digits(uint32_t *n, const char *digits, size_t count) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        n[size] = kr_digits_multiply_small(n, n, size, 10, (uint32_t)(digits[i] - '0'));
        size += n[size] != 0;
    }
    return size;
}

static int bits_of(const uint32_t *n, size_t size) {
    return (int)size * 32 - __builtin_clz(n[size - 1]);
}

/* The 64 leading bits of a multi-digit number, and whether others follow. */
static uint64_t leading_bits(const uint32_t *n, size_t size, bool *more) {
    uint64_t top = 0;
    int bits = 0;
    *more = false;
    for (size_t i = size; i-- > 0;) {
        int free = 64 - bits, width = bits ? 32 : 32 - __builtin_clz(n[i]);
        if (free >= width) {
            top = top << width | n[i];
            bits += width;
        } else if (free > 0) {
            top = top << free | n[i] >> (32 - free);
            *more = (uint32_t)((uint64_t)n[i] << free) != 0;
            bits = 64;
        } else if (n[i]) {
            *more = true;
        }
    }
    return bits < 64 ? top << (64 - bits) : top;
}

/* n / divisor as 64 bits and more, where n was shifted up so that the quotient has at least 65 bits. */
static kr_real divide(uint32_t *n, size_t size, uint32_t *divisor, size_t m, int exponent) {
    uint32_t q[8 + BIG_DIGITS];
    int shift = bits_of(divisor, m) - bits_of(n, size) + 66;
    if (shift > 0) {
        size_t whole = (size_t)shift / 32;
        memmove(n + whole, n, size * sizeof *n);
        memset(n, 0, whole * sizeof *n);
        size += whole;
        n[size] = kr_digits_shift_left(n, n, size, (unsigned)shift % 32);
        size++;
        exponent -= shift;
    }
    unsigned align = (unsigned)__builtin_clz(divisor[m - 1]);
    kr_digits_shift_left(divisor, divisor, m, align);
    n[size] = kr_digits_shift_left(n, n, size, align);
    kr_digits_divide_plain(q, n, size + 1, divisor, m);
    size_t count = kr_digits_trim(q, size + 1 - m);
    bool more;
    uint64_t top = leading_bits(q, count, &more);
    return kr_round_real(top, more || kr_digits_trim(n, m) != 0, exponent + bits_of(q, count) - 64);
}

/* digits * 10^power exactly. */
static kr_real value_exactly(const char *digits, size_t count, intmax_t power) {
    uint32_t n[BIG_DIGITS + 8], divisor[BIG_DIGITS + 8] = {1};
    size_t size = read_digits(n, digits, count < KR_DECIMAL_DIGITS ? count : KR_DECIMAL_DIGITS);
    if (count > KR_DECIMAL_DIGITS) {
        /* What was left out stands as one digit more. */
        n[size] = kr_digits_multiply_small(n, n, size, 10, 1);
        size += n[size] != 0;
        power += (intmax_t)(count - KR_DECIMAL_DIGITS) - 1;
    }
    if (power < 0) return divide(n, size, divisor, times_five(divisor, 1, -power), (int)power);
    size = times_five(n, size, power);
    bool more;
    uint64_t top = leading_bits(n, size, &more);
    return kr_round_real(top, more, (int)power + bits_of(n, size) - 64);
}

kr_real kr_decimal_value(const char *digits, size_t count, intmax_t point) {
    while (count && *digits == '0') {
        digits++;
        count--;
        point--;
    }
    while (count && digits[count - 1] == '0') count--;
    if (count == 0 || point < POINT_MIN) return 0;
    if (point > POINT_MAX) return (kr_real)HUGE_VAL;
    uint64_t w = 0;
    size_t used = count < WORD_DIGITS ? count : WORD_DIGITS;
    for (size_t i = 0; i < used; i++) w = w * 10 + (uint64_t)(digits[i] - '0');
    kr_real value;
    intmax_t power = point - (intmax_t)used;
    if (power >= KR_POWER_MIN && value_in_word(w, (int)power, count > used, &value)) return value;
    return value_exactly(digits, count, point - (intmax_t)count);
}
