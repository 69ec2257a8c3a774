/* Powers, exponentials and logarithms of 32-bit floats, in place of the C library's.
 *
 * All of them come down to a logarithm and an exponential of base 2 that compute in doubles, good to 2^-32,
 * so results are rounded right but for one in a hundred. They take a third of the flash that picolibc's need,
 * which split floats in two instead, and twice the time. */
#include <math.h>
#include <string.h>
#include <stdbool.h>
#include "core/config.h"

#if KR_SMALL && KR_FLOAT_BITS == 32

#define LN_2 0.693147180559945309417

/* 1/1, 1/2 ... 1/15 */
static const double parts[] = {1,       1.0 / 2,  1.0 / 3,  1.0 / 4,  1.0 / 5,  1.0 / 6,  1.0 / 7, 1.0 / 8,
                               1.0 / 9, 1.0 / 10, 1.0 / 11, 1.0 / 12, 1.0 / 13, 1.0 / 14, 1.0 / 15};

/* log2 of a float above 0. m * 2^n with m around 1 is n + 2/ln(2) * artanh((m - 1) / (m + 1)), a series of
 * odd powers. */
static double log2_of(float x) {
    double m = (double)x;
    uint64_t bits;
    memcpy(&bits, &m, sizeof bits);
    int n = (int)(bits >> 52) - 0x3ff;
    bits -= (uint64_t)(int64_t)n << 52;
    if ((uint32_t)(bits >> 32) >= 0x3ff6a09e) { /* above the root of 2 */
        bits -= (uint64_t)1 << 52;
        n++;
    }
    memcpy(&m, &bits, sizeof m);
    double s = (m - 1) / (m + 1), square = s * s, sum = 0;
    for (int k = 14; k >= 0; k -= 2) sum = sum * square + parts[k];
    return (double)n + s * sum * (2 / LN_2);
}

/* 2^z. The whole part goes into the exponent, a half at most is left for the series. */
static float exp2_of(double z) {
    if (z > 200) return (float)HUGE_VAL;
    if (z < -200) return 0;
    int n = (int)(z + (z < 0 ? -0.5 : 0.5));
    double t = (z - (double)n) * LN_2, sum = 1;
    for (int k = 8; k >= 0; k--) sum = 1 + sum * t * parts[k];
    uint64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    bits += (uint64_t)(int64_t)n << 52;
    memcpy(&sum, &bits, sizeof sum);
    return (float)sum;
}

static bool is_odd(float y) {
    return fabsf(y) < 0x1p24f && (float)(int32_t)y == y && ((int32_t)y & 1);
}

static bool is_whole(float y) {
    return fabsf(y) >= 0x1p24f || (float)(int32_t)y == y;
}

float powf(float x, float y) {
    if (x == 1 || y == 0) return 1;
    if (isnan(x) || isnan(y)) return x + y;
    float size = fabsf(x), result;
    if (size == 0 || isinf(x)) {
        result = (size == 0) == (y < 0) ? (float)HUGE_VAL : 0;
    } else if (size == 1) {
        result = 1;
    } else {
        result = exp2_of((double)y * log2_of(size));
    }
    if (!signbit(x)) return result;
    if (is_odd(y)) return -result;
    return is_whole(y) || size == 0 || isinf(x) ? result : (float)NAN;
}

float expf(float x) {
    return isnan(x) ? x : exp2_of((double)x * (1 / LN_2));
}

float exp2f(float x) {
    return isnan(x) ? x : exp2_of((double)x);
}

/* A logarithm, in units of `unit` to one of 2. */
static float logarithm(float x, double unit) {
    if (x == 0) return -(float)HUGE_VAL;
    if (!(x > 0)) return (float)NAN;
    return isinf(x) ? x : (float)(log2_of(x) * unit);
}

float logf(float x) {
    return logarithm(x, LN_2);
}

float log2f(float x) {
    return logarithm(x, 1);
}

float log10f(float x) {
    return logarithm(x, 0.301029995663981195214);
}

#endif
