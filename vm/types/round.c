/* Rounding an exact number, given as 64 leading bits and the knowledge whether more follow, to a floating
 * point format. */
#include "types/round.h"
#include <string.h>
#include <tgmath.h>

kr_real kr_round_real(uint64_t top, bool sticky, int exponent) {
    const int smallest = KR_FLOAT_BITS == 64 ? -1074 : -149;
    int drop = 64 - KR_REAL_BITS;
    if (top == 0) return 0;
    if (exponent + drop < smallest) drop = smallest - exponent;
    if (drop > 64) return 0;
    uint64_t kept = drop == 64 ? 0 : top >> drop;
    uint64_t half = (uint64_t)1 << (drop - 1), rest = top & (half | (half - 1));
    if (rest > half || (rest == half && (sticky || kept & 1))) kept++;
    return ldexp((kr_real)kept, exponent + drop);
}

#if KR_FLOAT_BITS == 64
uint64_t kr_real_split(kr_real d, int *exponent) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    int biased = (int)(bits >> 52 & 0x7ff);
    bits &= ((uint64_t)1 << 52) - 1;
    *exponent = (biased ? biased : 1) - 1075;
    return biased ? bits | (uint64_t)1 << 52 : bits;
}
#else
uint64_t kr_real_split(kr_real d, int *exponent) {
    uint32_t bits;
    memcpy(&bits, &d, sizeof bits);
    int biased = (int)(bits >> 23 & 0xff);
    bits &= ((uint32_t)1 << 23) - 1;
    *exponent = (biased ? biased : 1) - 150;
    return biased ? bits | (uint32_t)1 << 23 : bits;
}
#endif
