/* What sinf, cosf and tanf of the C library call for angles beyond an eighth of a circle, in a tenth of its
 * size.
 *
 * An angle is m * 2^e with a whole m of 24 bits. Of m * 2^e * 2/pi only what is below four quarters counts,
 * so m is multiplied by the 96 bits of 2/pi that make it: bits 94 and 95 of the product are the quarter,
 * those below them its fraction, to 2^-70 of a quarter. No float comes nearer to a whole one than 2^-32, so
 * 64 bits of them are enough for a result of 24 and its remainder. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

int32_t __rem_pio2f(float x, float y[2]);

/* 32 zeros, and the bits of 2/pi behind its point; of pi/2, the first 64. */
static const uint32_t two_over_pi[] = {0,          0xa2f9836e, 0x4e441529, 0xfc2757d1,
                                       0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};
static const uint64_t half_pi = 0xc90fdaa22168c235u;

static uint32_t window(unsigned at) {
    unsigned shift = at & 31;
    const uint32_t *word = &two_over_pi[at >> 5];
    return shift == 0 ? *word : word[0] << shift | word[1] >> (32 - shift);
}

static uint64_t upper_product(uint64_t a, uint64_t b) {
    uint64_t a1 = a >> 32, a0 = (uint32_t)a, b1 = b >> 32, b0 = (uint32_t)b;
    return a1 * b1 + (a1 * b0 >> 32) + (a0 * b1 >> 32);
}

/* n * 2^e of a whole n, for an e above -127. */
static float scaled(uint32_t n, int e) {
    uint32_t bits = (uint32_t)(e + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return (float)n * power;
}

int32_t __rem_pio2f(float x, float y[2]) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    unsigned exponent = bits >> 23 & 0xff;
    y[0] = exponent == 0xff ? x - x : x;
    y[1] = 0;
    if (exponent < 126 || exponent == 0xff) return 0;
    uint64_t m = (bits & 0x7fffff) | 0x800000;
    unsigned at = exponent - 150 - 2 + 32;
    uint64_t low = m * window(at + 64), middle = m * window(at + 32) + (low >> 32);
    uint64_t high = m * window(at) + (middle >> 32);
    uint64_t fraction = high << 34 | (uint64_t)(uint32_t)middle << 2 | (uint32_t)low >> 30;
    int32_t quarters = (int32_t)(high >> 30 & 3);
    bool beyond = fraction >> 63;
    if (beyond) quarters++, fraction = -fraction;
    int zeros = fraction == 0 ? 0 : __builtin_clzll(fraction);
    uint64_t rest = upper_product(fraction << zeros, half_pi);
    y[0] = scaled((uint32_t)(rest >> 40), 40 - 63 - zeros);
    y[1] = scaled((uint32_t)(rest >> 8 & UINT32_MAX), 8 - 63 - zeros);
    bool negative = bits >> 31;
    if (beyond != negative) y[0] = -y[0], y[1] = -y[1];
    return negative ? -quarters : quarters;
}
