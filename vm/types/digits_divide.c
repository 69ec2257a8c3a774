/* Magnitudes: dividing.
 *
 * Long operands are divided recursively (Burnikel and Ziegler's scheme): the quotient of 2n by n digits is
 * made of two quotients of 3 by 2 halves, and each of those of one quotient of n by n/2 digits, one
 * multiplication and a correction or two. Everything happens in place, as in Knuth's algorithm D at the
 * bottom: the numerator's array shrinks to the remainder. The divisor is padded with zero digits to a length
 * that halves evenly down to the bottom. */
#include "types/digits.h"
#include "core/context.h"
#include "core/heap.h"

#define RECURSIVE_DIGITS 80
#define LOCAL_DIGITS     (UINTPTR_MAX > 0xffffffffu ? 256 : 48)

/* u[0..m] -= v * factor; returns the borrow. */
static uint32_t subtract_row(uint32_t *u, const uint32_t *v, size_t m, uint32_t factor) {
    uint64_t carry = 0;
    for (size_t i = 0; i < m; i++) {
        carry += (uint64_t)v[i] * factor;
        uint32_t low = (uint32_t)carry;
        carry = (carry >> 32) + (u[i] < low);
        u[i] -= low;
    }
    uint32_t borrow = u[m] < carry;
    u[m] -= (uint32_t)carry;
    return borrow;
}

void kr_digits_divide_plain(uint32_t *q, uint32_t *u, size_t n, const uint32_t *v, size_t m) {
    uint32_t lead = v[m - 1], second = m > 1 ? v[m - 2] : 0;
    for (size_t j = n - m; j-- > 0;) {
        uint64_t top = (uint64_t)u[j + m] << 32 | u[j + m - 1];
        uint64_t guess = u[j + m] >= lead ? UINT32_MAX : top / lead;
        uint64_t rest = top - guess * lead;
        uint32_t third = m > 1 ? u[j + m - 2] : 0;
        while (rest <= UINT32_MAX && guess * second > (rest << 32 | third)) {
            guess--;
            rest += lead;
        }
        if (subtract_row(u + j, v, m, (uint32_t)guess)) {
            guess--;
            u[j + m] += kr_digits_add(u + j, u + j, m, v, m);
        }
        q[j] = (uint32_t)guess;
    }
}

static void divide_halves(kr_vm *vm, uint32_t *q, uint32_t *u, const uint32_t *v, size_t n,
                          uint32_t *scratch);

/* q[0..h) = u[0..3h) / v[0..2h), the remainder stays in u[0..2h). */
static void divide_three_by_two(kr_vm *vm, uint32_t *q, uint32_t *u, const uint32_t *v, size_t h,
                                uint32_t *scratch) {
    const uint32_t *upper = v + h;
    if (kr_digits_compare(u + 2 * h, h, upper, h) < 0) {
        divide_halves(vm, q, u + h, upper, h, scratch);
    } else {
        memset(q, 0xff, h * sizeof *q);
        kr_digits_subtract(u + 2 * h, u + 2 * h, h, upper, h);
        kr_digits_add(u + h, u + h, 2 * h, upper, h);
    }
    kr_digits_multiply(vm, scratch, q, h, v, h);
    uint32_t borrow = kr_digits_subtract(u, u, 3 * h, scratch, 2 * h);
    const uint32_t one = 1;
    while (borrow) {
        kr_digits_subtract(q, q, h, &one, 1);
        borrow -= kr_digits_add(u, u, 3 * h, v, 2 * h);
    }
}

/* q[0..n) = u[0..2n) / v[0..n), the remainder stays in u[0..n). `scratch` has n digits. */
static void divide_halves(kr_vm *vm, uint32_t *q, uint32_t *u, const uint32_t *v, size_t n,
                          uint32_t *scratch) {
    if (n % 2 || n < RECURSIVE_DIGITS) {
        kr_digits_divide_plain(q, u, 2 * n, v, n);
        return;
    }
    kr_poll(vm);
    size_t h = n / 2;
    divide_three_by_two(vm, q + h, u + h, v, h, scratch);
    divide_three_by_two(vm, q, u, v, h, scratch);
}

/* The next length that is a small number times a power of two. */
static size_t even_length(size_t m) {
    size_t unit = 1;
    while (m / unit >= RECURSIVE_DIGITS) unit *= 2;
    return (m + unit - 1) / unit * unit;
}

/* to[0..count) = from[0..n) shifted up by `digits` whole digits and `bits` bits; count >= n + digits + 1. */
static void spread(uint32_t *to, size_t count, const uint32_t *from, size_t n, size_t digits, unsigned bits) {
    memset(to, 0, count * sizeof *to);
    to[n + digits] = kr_digits_shift_left(to + digits, from, n, bits);
}

/* Divides block by block, each of the padded divisor's length, from the top, where a block that is less than
 * the divisor only begins a remainder. */
static void divide_recursive(kr_vm *vm, uint32_t *q, uint32_t *r, const uint32_t *a, size_t n,
                             const uint32_t *b, size_t m) {
    size_t block = even_length(m), pad = block - m;
    unsigned bits = (unsigned)__builtin_clz(b[m - 1]);
    size_t blocks = (n + pad) / block + 1;
    uint32_t *u = kr_digits_scratch(vm, (2 * blocks + 5) * block + 2);
    uint32_t *v = u + (blocks + 1) * block + 1, *quotient = v + block + 1,
             *scratch = quotient + (blocks + 1) * block;
    spread(u, (blocks + 1) * block + 1, a, n, pad, bits);
    spread(v, block + 1, b, m, pad, bits);
    memset(quotient, 0, (blocks + 1) * block * sizeof *quotient);
    if (kr_digits_compare(u + (blocks - 1) * block, block, v, block) >= 0) blocks++;
    for (size_t at = blocks - 1; at-- > 0;) {
        divide_halves(vm, quotient + at * block, u + at * block, v, block, scratch);
    }
    if (q) memcpy(q, quotient, (n - m + 1) * sizeof *q);
    if (r) kr_digits_shift_right(r, u + pad, m, bits);
    kr_block_free(vm, u);
}

void kr_digits_divide(kr_vm *vm, uint32_t *q, uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b,
                      size_t m) {
    if (m >= RECURSIVE_DIGITS && n - m >= RECURSIVE_DIGITS) {
        divide_recursive(vm, q, r, a, n, b, m);
        return;
    }
    uint32_t local[LOCAL_DIGITS];
    size_t count = (n + 1) + m + (n + 1 - m);
    uint32_t *u = count <= LOCAL_DIGITS ? local : kr_digits_scratch(vm, count);
    uint32_t *v = u + n + 1, *quotient = q ? q : v + m;
    unsigned bits = (unsigned)__builtin_clz(b[m - 1]);
    kr_digits_shift_left(v, b, m, bits);
    u[n] = kr_digits_shift_left(u, a, n, bits);
    kr_digits_divide_plain(quotient, u, n + 1, v, m);
    if (r) kr_digits_shift_right(r, u, m, bits);
    if (u != local) kr_block_free(vm, u);
}
