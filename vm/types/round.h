#ifndef KR_ROUND_H
#define KR_ROUND_H
/* From exact numbers to floating point: the one place where rounding half to even happens. */
#include "core/config.h"
#include <float.h>
#include <stdbool.h>
#include <stdint.h>

#if KR_FLOAT_BITS == 64
#define KR_REAL_MAX  DBL_MAX
#define KR_REAL_BITS 53 /* of the significand */
#else
#define KR_REAL_MAX  FLT_MAX
#define KR_REAL_BITS 24
#endif

/* The kr_real nearest to top * 2^exponent, ties to even; top has its upper bit set or is 0,
 * `sticky` says that the exact number is a little larger. Infinite when it is too large; subnormal and zero
 * results are rounded correctly, too. */
kr_real kr_round_real(uint64_t top, bool sticky, int exponent);

/* The significand and exponent of a finite, non-negative number: d = significand * 2^exponent, the
 * significand has at most the format's bits. */
uint64_t kr_real_split(kr_real d, int *exponent);

#endif
