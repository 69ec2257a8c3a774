/* Magnitudes: adding, shifting, multiplying.
 *
 * Digits have 32 bits so that every target multiplies two of them in one instruction and carries in a 64-bit
 * word. Where the machine has 128-bit products the rows of a multiplication take two digits of each operand
 * at once, which quarters the work; that reads pairs of digits as one little-endian word. Karatsuba's method
 * works in one block of scratch memory for the whole recursion: a product of n digits needs 4n of it, since
 * each level takes 4 halves and a few. */
#include "types/digits.h"
#include "core/context.h"
#include "core/heap.h"
#include "core/raise.h"

#define KARATSUBA_DIGITS 80

#if defined(__SIZEOF_INT128__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define WIDE 1
__extension__ typedef unsigned __int128 wide;
#else
#define WIDE 0
#endif

size_t kr_digits_trim(const uint32_t *d, size_t n) {
    while (n && d[n - 1] == 0) n--;
    return n;
}

int kr_digits_compare(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    if (n != m) return n < m ? -1 : 1;
    while (n--) {
        if (a[n] != b[n]) return a[n] < b[n] ? -1 : 1;
    }
    return 0;
}

uint32_t kr_digits_add(uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    uint64_t carry = 0;
    size_t i = 0;
    for (; i < m; i++) {
        carry += (uint64_t)a[i] + b[i];
        r[i] = (uint32_t)carry;
        carry >>= 32;
    }
    for (; i < n && carry; i++) {
        carry += a[i];
        r[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (r != a && i < n) memcpy(r + i, a + i, (n - i) * sizeof *r);
    return (uint32_t)carry;
}

uint32_t kr_digits_subtract(uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    uint64_t borrow = 0;
    size_t i = 0;
    for (; i < m; i++) {
        borrow = (uint64_t)a[i] - b[i] - borrow;
        r[i] = (uint32_t)borrow;
        borrow = borrow >> 63;
    }
    for (; i < n && borrow; i++) {
        borrow = (uint64_t)a[i] - borrow;
        r[i] = (uint32_t)borrow;
        borrow = borrow >> 63;
    }
    if (r != a && i < n) memcpy(r + i, a + i, (n - i) * sizeof *r);
    return (uint32_t)borrow;
}

uint32_t kr_digits_multiply_small(uint32_t *r, const uint32_t *a, size_t n, uint32_t factor, uint32_t carry) {
    uint64_t t = carry;
    for (size_t i = 0; i < n; i++) {
        t += (uint64_t)a[i] * factor;
        r[i] = (uint32_t)t;
        t >>= 32;
    }
    return (uint32_t)t;
}

uint32_t kr_digits_divide_small(uint32_t *q, const uint32_t *a, size_t n, uint32_t divisor) {
    uint64_t rest = 0;
    while (n--) {
        rest = rest << 32 | a[n];
        uint32_t digit = (uint32_t)(rest / divisor);
        q[n] = digit;
        rest -= (uint64_t)digit * divisor;
    }
    return (uint32_t)rest;
}

uint32_t kr_digits_shift_left(uint32_t *r, const uint32_t *a, size_t n, unsigned bits) {
    uint64_t out = n ? (uint64_t)a[n - 1] << bits >> 32 : 0;
    for (size_t i = n; i-- > 0;) {
        uint64_t pair = (uint64_t)a[i] << 32 | (i ? a[i - 1] : 0);
        r[i] = (uint32_t)(pair << bits >> 32);
    }
    return (uint32_t)out;
}

uint32_t kr_digits_shift_right(uint32_t *r, const uint32_t *a, size_t n, unsigned bits) {
    uint32_t out = n ? (uint32_t)((uint64_t)a[0] << 32 >> bits) : 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t pair = (uint64_t)(i + 1 < n ? a[i + 1] : 0) << 32 | a[i];
        r[i] = (uint32_t)(pair >> bits);
    }
    return out;
}

#if WIDE
/* r[0..n+2) = r[0..n) + a * factor. */
static void add_row(uint32_t *r, const uint32_t *a, size_t n, uint64_t factor) {
    uint64_t carry = 0, digit, old;
    size_t i = 0;
    for (; i + 2 <= n; i += 2) {
        memcpy(&digit, a + i, 8);
        memcpy(&old, r + i, 8);
        wide t = (wide)digit * factor + old + carry;
        old = (uint64_t)t;
        memcpy(r + i, &old, 8);
        carry = (uint64_t)(t >> 64);
    }
    if (i < n) {
        wide t = (wide)a[i] * factor + r[i] + carry;
        r[i++] = (uint32_t)t;
        carry = (uint64_t)(t >> 32);
    }
    r[i] = (uint32_t)carry;
    r[i + 1] = (uint32_t)(carry >> 32);
}
#endif

/* r[n] and above are not read: the first row of a product finds whatever was there. */
static void add_row_small(uint32_t *r, const uint32_t *a, size_t n, uint32_t factor) {
    uint64_t t = 0;
    for (size_t i = 0; i < n; i++) {
        t += (uint64_t)a[i] * factor + r[i];
        r[i] = (uint32_t)t;
        t >>= 32;
    }
    r[n] = (uint32_t)t;
}

void kr_digits_multiply_plain(uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    memset(r, 0, n * sizeof *r);
    if (n == 0) memset(r, 0, m * sizeof *r);
    size_t i = 0;
#if WIDE
    for (; i + 2 <= m; i += 2) add_row(r + i, a, n, (uint64_t)b[i + 1] << 32 | b[i]);
#endif
    for (; i < m; i++) add_row_small(r + i, a, n, b[i]);
}

/* r[0..n) += a[0..m), a carry runs on; the caller knows that it does not leave r. */
static void add_into(uint32_t *r, size_t n, const uint32_t *a, size_t m) {
    kr_digits_add(r, r, n, a, m);
}

/* r[0..2n) = a * b for two operands of n digits. With h = n / 2 rounded up, a = a1 B^h + a0 and b likewise:
 *     a b = a1 b1 B^2h + ((a1 + a0)(b1 + b0) - a1 b1 - a0 b0) B^h + a0 b0
 * The sums have h + 1 digits. `scratch` has 4n + 128 digits or more. */
static void multiply_halves(kr_vm *vm, uint32_t *r, const uint32_t *a, const uint32_t *b, size_t n,
                            uint32_t *scratch) {
    if (n < KARATSUBA_DIGITS) {
        kr_digits_multiply_plain(r, a, n, b, n);
        return;
    }
    if (n > 2000) kr_poll(vm);
    size_t h = (n + 1) / 2, top = n - h;
    uint32_t *sum_a = r, *sum_b = r + h + 1, *middle = scratch, *rest = scratch + 2 * h + 2;
    sum_a[h] = kr_digits_add(sum_a, a, h, a + h, top);
    if (a == b) {
        sum_b = sum_a;
    } else {
        sum_b[h] = kr_digits_add(sum_b, b, h, b + h, top);
    }
    multiply_halves(vm, middle, sum_a, sum_b, h + 1, rest);
    multiply_halves(vm, r, a, b, h, rest);
    multiply_halves(vm, r + 2 * h, a + h, b + h, top, rest);
    kr_digits_subtract(middle, middle, 2 * h + 2, r, 2 * h);
    kr_digits_subtract(middle, middle, 2 * h + 2, r + 2 * h, 2 * top);
    add_into(r + h, 2 * n - h, middle, kr_digits_trim(middle, 2 * h + 2));
}

uint32_t *kr_digits_scratch(kr_vm *vm, size_t count) {
    if (count > SIZE_MAX / 8) kr_raise_memory(vm);
    return kr_bytes_new(vm, count * sizeof(uint32_t));
}

/* An operand much longer than the other is cut into pieces of the other's length. */
static void multiply_pieces(kr_vm *vm, uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                            uint32_t *scratch) {
    uint32_t *piece = scratch + 4 * m + 128;
    memset(r, 0, (n + m) * sizeof *r);
    for (size_t at = 0; at < n; at += m) {
        size_t size = n - at < m ? n - at : m;
        if (size == m) {
            multiply_halves(vm, piece, a + at, b, m, scratch);
        } else {
            kr_digits_multiply(vm, piece, b, m, a + at, size);
        }
        add_into(r + at, n + m - at, piece, size + m);
    }
}

void kr_digits_multiply(kr_vm *vm, uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    if (n < m) {
        const uint32_t *other = a;
        a = b;
        b = other;
        size_t size = n;
        n = m;
        m = size;
    }
    if (m < KARATSUBA_DIGITS) {
        kr_digits_multiply_plain(r, a, n, b, m);
        return;
    }
    uint32_t *scratch = kr_digits_scratch(vm, 6 * m + 128);
    if (n == m) {
        multiply_halves(vm, r, a, b, n, scratch);
    } else {
        multiply_pieces(vm, r, a, n, b, m, scratch);
    }
    kr_block_free(vm, scratch);
}
