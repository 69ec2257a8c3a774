#ifndef KR_DIGITS_H
#define KR_DIGITS_H
/* Magnitudes: arrays of 32-bit digits, least significant first. The arithmetic below int, without signs,
 * types or normal forms, so that decimal conversion can use it on arrays of the C stack too.
 *
 * Unless said otherwise a result array may be one of the operands, and lengths are what the caller gives:
 * leading zero digits are harmless but for kr_digits_compare. Functions that take a vm may allocate scratch
 * memory when the operands are long; they poll while they compute. */
#include "core/object.h"

/* The length without leading zero digits. */
size_t kr_digits_trim(const uint32_t *d, size_t n);
/* -1, 0, 1; both trimmed. */
int kr_digits_compare(const uint32_t *a, size_t n, const uint32_t *b, size_t m);

/* r[0..n) = a + b, n >= m; returns the carry. */
uint32_t kr_digits_add(uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m);
/* r[0..n) = a - b, n >= m; returns the borrow. */
uint32_t kr_digits_subtract(uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m);
/* r[0..n) = a * factor + carry; returns the digit that follows. */
uint32_t kr_digits_multiply_small(uint32_t *r, const uint32_t *a, size_t n, uint32_t factor, uint32_t carry);
/* q[0..n) = a / divisor; returns the remainder. */
uint32_t kr_digits_divide_small(uint32_t *q, const uint32_t *a, size_t n, uint32_t divisor);

/* r[0..n) = a << bits, 0 <= bits < 32; returns the digit that follows. */
uint32_t kr_digits_shift_left(uint32_t *r, const uint32_t *a, size_t n, unsigned bits);
/* r[0..n) = a >> bits, 0 <= bits < 32; returns the bits that fell out, at the upper end of a digit. */
uint32_t kr_digits_shift_right(uint32_t *r, const uint32_t *a, size_t n, unsigned bits);

/* r[0..n+m) = a * b, schoolbook; r is neither a nor b. */
void kr_digits_multiply_plain(uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m);
/* The same for any size: Karatsuba's method from some length on. a and b may be the same array. */
void kr_digits_multiply(kr_vm *vm, uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b, size_t m);

/* Knuth's algorithm D. v has m >= 1 digits with its top bit set; u has n >= m digits, and its upper m digits
 * are less than v. Leaves the remainder in u[0..m), and zeros above; q[0..n-m) gets the quotient. */
void kr_digits_divide_plain(uint32_t *q, uint32_t *u, size_t n, const uint32_t *v, size_t m);
/* q[0..n-m+1) = a / b and r[0..m) = a % b, n >= m >= 1, b trimmed; q and r differ from a and b, each may be
 * NULL. Sub-quadratic for long operands. */
void kr_digits_divide(kr_vm *vm, uint32_t *q, uint32_t *r, const uint32_t *a, size_t n, const uint32_t *b,
                      size_t m);

/* Scratch digits that live until the caller forgets them: `count` digits of a heap block. */
uint32_t *kr_digits_scratch(kr_vm *vm, size_t count);

#endif
