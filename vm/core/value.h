#ifndef KR_VALUE_H
#define KR_VALUE_H
/* A Python value in one machine word.
 *
 *     …………………1   small int: the upper 31 or 63 bits, two's complement
 *     ………000     pointer to a heap or ROM object; never NULL as a value
 *     ………100     the same, where there are no inline floats: objects in ROM are then aligned to 4 bytes, which saves flash; those in the heap always to 8
 *     ………010     inline float (64-bit words only): see kr_float_try
 *     ………110     immediates: None, True, False, Ellipsis, NotImplemented and the absent family
 *
 * UNBOUND is what an unset local, a deleted global and an empty slot hold. No fast path accepts it, so reading an unset name costs nothing
 * until it happens. A global that is only read starts as "built-in number n", which is absent too: kr_is_absent() is true for both.
 * The zero word is no value; the collector skips it, so zeroed memory may be traced. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "core/config.h"

typedef uintptr_t kr_value;
typedef intptr_t kr_word; /* a small int's number, a hash, an index */

#define KR_NONE ((kr_value)0x06)
#define KR_FALSE ((kr_value)0x0e)
#define KR_TRUE ((kr_value)0x1e)
#define KR_ELLIPSIS ((kr_value)0x26)
#define KR_NOT_IMPLEMENTED ((kr_value)0x2e)
#define KR_UNBOUND ((kr_value)0x3e)

/* Absent values: UNBOUND is built-in number 0. */
#define KR_BUILTIN(n) (((kr_value)(n) << 6) | 0x3e)
static inline bool kr_is_absent(kr_value v) { return (v & 0x3f) == 0x3e; }
static inline size_t kr_builtin_number(kr_value v) { return (size_t)(v >> 6); }

#define KR_INT_MAX (INTPTR_MAX >> 1)
#define KR_INT_MIN (INTPTR_MIN >> 1)
#define KR_INT(n) ((kr_value)(((uintptr_t)(kr_word)(n) << 1) | 1)) /* n must fit; kr_int_from in types/int.h takes any */
static inline bool kr_is_int(kr_value v) { return (v & 1) != 0; }
static inline bool kr_both_int(kr_value a, kr_value b) { return (a & b & 1) != 0; }
static inline kr_word kr_to_int(kr_value v) { return (kr_word)v >> 1; }
static inline bool kr_int_fits(intmax_t n) { return n >= KR_INT_MIN && n <= KR_INT_MAX; }

static inline kr_value kr_bool(bool b) { return KR_FALSE | (kr_value)b << 4; }
static inline bool kr_is_bool(kr_value v) { return (v & ~(kr_value)0x10) == KR_FALSE; }

#if UINTPTR_MAX > 0xffffffffu
#define KR_OBJECT_ALIGN 8
#else
#define KR_OBJECT_ALIGN 4
#endif
static inline bool kr_is_object(kr_value v) { return (v & (KR_OBJECT_ALIGN - 1)) == 0; }
static inline void *kr_to_pointer(kr_value v) { return (void *)v; }
#define KR_OBJECT(p) ((kr_value)(uintptr_t)(p)) /* also in static initialisers, for ROM objects */

#if KR_INLINE_FLOAT
/* An inline float is the double with its exponent re-biased so that magnitudes from 2^-127 to 2^128 have 010 in the exponent's upper three
 * bits, rotated left by four so that these come lowest as the tag. 0.0 has no such exponent and takes the code of the smallest
 * magnitude, which is boxed instead; -0.0, infinities and NaN are boxed. Exact: nothing is rounded. */
#define KR_FLOAT_BIAS (((uint64_t)(0x3ff - 0x7f) << 52) - ((uint64_t)2 << 60))
#define KR_FLOAT_ZERO ((kr_value)0x02)
static inline bool kr_is_inline_float(kr_value v) { return (v & 7) == 2; }
static inline bool kr_both_inline_float(kr_value a, kr_value b) { return (((a ^ 2) | (b ^ 2)) & 7) == 0; }
static inline double kr_inline_float_value(kr_value v) {
    uint64_t bits = ((v >> 4) | (v << 60)) + KR_FLOAT_BIAS;
    double d;
    memcpy(&d, &bits, sizeof d);
    if (__builtin_expect(v == KR_FLOAT_ZERO, 0)) return 0.0; /* a branch: a select would wait for the comparison */
    return d;
}
/* Stores the inline form of d in *v, or returns false when d must be boxed (kr_float_new in types/float.h does both). */
static inline bool kr_float_try(double d, kr_value *v) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t r = bits - KR_FLOAT_BIAS;
    r = (r << 4) | (r >> 60);
    if (__builtin_expect((r & 7) == 2 && r != KR_FLOAT_ZERO, 1)) {
        *v = r;
        return true;
    }
    if (bits == 0) {
        *v = KR_FLOAT_ZERO;
        return true;
    }
    return false;
}
#endif

#endif
