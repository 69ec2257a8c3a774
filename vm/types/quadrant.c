/* Angles in quadrants, for the C library's functions of 32-bit floats.
 *
 * sinf() and its kin ask __rem_pio2f() for an angle's quadrant and what is left of it. picolibc's takes 3 KiB
 * of flash; this one is exact in a few integer multiplications and takes its place by being there first. The
 * angle is m * 2^e with an integer m of 24 bits. Bits of 2/pi that contribute whole turns to the product are
 * left out, so the 96 that follow make a product in which the upper two bits are the quadrant and the rest
 * its fraction: of these 62 bits count, and no float is nearer than 2^-33 to a multiple of pi/2. */
#include <string.h>
#include "core/config.h"

#if KR_SMALL && KR_FLOAT_BITS == 32

/* 2/pi behind 32 zero bits, which small angles need. */
static const uint32_t two_by_pi[] = {0,          0xa2f9836e, 0x4e441529, 0xfc2757d1,
                                     0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};

static uint32_t word_at(unsigned bit) {
    const uint32_t *at = two_by_pi + bit / 32;
    return bit % 32 == 0 ? at[0] : at[0] << bit % 32 | at[1] >> (32 - bit % 32);
}

int32_t __rem_pio2f(float x, float rest[2]); /* rest: upper and lower part */
int32_t __rem_pio2f(float x, float rest[2]) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    unsigned exponent = bits >> 23 & 0xff;
    rest[0] = x;
    rest[1] = 0;
    if (exponent < 0x7f - 3) return 0;
    if (exponent == 0xff) {
        rest[0] = rest[1] = x - x;
        return 0;
    }
    uint32_t m = (bits & 0x7fffff) | 0x800000;
    unsigned first = exponent - 0x7f + 7; /* e - 2 + 32, e being exponent - 0x7f - 23 */
    uint64_t product = ((uint64_t)(m * word_at(first)) << 32) + (uint64_t)m * word_at(first + 32) +
                       ((uint64_t)m * word_at(first + 64) >> 32);
    int32_t quadrant = (int32_t)((product >> 61) + 1) >> 1 & 3;
    product -= (uint64_t)quadrant << 62;
    double angle = ((double)(int32_t)(product >> 32) * 0x1p32 + (double)(uint32_t)product) *
                   (1.57079632679489661923 * 0x1p-62);
    if (bits >> 31) {
        quadrant = -quadrant;
        angle = -angle;
    }
    rest[0] = (float)angle;
    rest[1] = (float)(angle - (double)rest[0]);
    return quadrant;
}

#endif
