#ifndef KR_FAST_H
#define KR_FAST_H
/* The loop's arithmetic on small ints and floats. Each function stores the result and returns true, or
 * returns false and leaves the operation to kr_binary: other types, overflow, division by zero, floats that
 * must be boxed. */
#include "core/context.h"
#include "run/function.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

static inline bool fast_add(kr_value x, kr_value y, kr_value *out) {
    kr_word r;
    if (!kr_both_int(x, y) || __builtin_add_overflow((kr_word)x - 1, (kr_word)y, &r)) return false;
    *out = (kr_value)r;
    return true;
}

static inline bool fast_sub(kr_value x, kr_value y, kr_value *out) {
    kr_word r;
    if (!kr_both_int(x, y) || __builtin_sub_overflow((kr_word)x, (kr_word)y - 1, &r)) return false;
    *out = (kr_value)r;
    return true;
}

static inline bool fast_mul(kr_value x, kr_value y, kr_value *out) {
    kr_word r;
    if (!kr_both_int(x, y) || __builtin_mul_overflow((kr_word)x - 1, (kr_word)y >> 1, &r)) return false;
    *out = (kr_value)r | 1;
    return true;
}

/* Both not negative and below 2^31: the processor divides these much faster. */
static inline bool fast_are_short(kr_word a, kr_word b) {
    return ((a | b) >> 31) == 0;
}

static inline bool fast_floordiv(kr_value x, kr_value y, kr_value *out) {
    kr_word a = kr_to_int(x), b = kr_to_int(y);
    if (!kr_both_int(x, y) || b == 0) return false;
    if (fast_are_short(a, b)) {
        *out = KR_INT((kr_word)((uint32_t)a / (uint32_t)b));
        return true;
    }
    if (b == -1) return false;
    kr_word q = a / b;
    if ((a ^ b) < 0 && q * b != a) q--;
    *out = KR_INT(q);
    return true;
}

static inline bool fast_mod(kr_value x, kr_value y, kr_value *out) {
    kr_word a = kr_to_int(x), b = kr_to_int(y);
    if (!kr_both_int(x, y) || b == 0) return false;
    if (fast_are_short(a, b)) {
        *out = KR_INT((kr_word)((uint32_t)a % (uint32_t)b));
        return true;
    }
    if (b == -1) return false;
    kr_word r = a % b;
    if (r != 0 && (r ^ b) < 0) r += b;
    *out = KR_INT(r);
    return true;
}

static inline bool fast_lshift(kr_value x, kr_value y, kr_value *out) {
    if (!kr_both_int(x, y) || y >= KR_INT(8 * sizeof(kr_word) - 2)) return false;
    kr_word a = (kr_word)x - 1, shift = kr_to_int(y), r = (kr_word)((kr_value)a << shift);
    if (r >> shift != a) return false;
    *out = (kr_value)r | 1;
    return true;
}

static inline bool fast_rshift(kr_value x, kr_value y, kr_value *out) {
    if (!kr_both_int(x, y) || y >= KR_INT(8 * sizeof(kr_word) - 1)) return false;
    *out = (kr_value)((kr_word)x >> kr_to_int(y)) | 1;
    return true;
}

static inline bool fast_and(kr_value x, kr_value y, kr_value *out) {
    *out = x & y;
    return kr_both_int(x, y);
}

static inline bool fast_or(kr_value x, kr_value y, kr_value *out) {
    *out = x | y;
    return kr_both_int(x, y);
}

static inline bool fast_xor(kr_value x, kr_value y, kr_value *out) {
    *out = (x ^ y) | 1;
    return kr_both_int(x, y);
}

/* Puts the defaults of missing positional arguments behind the `count` that are there. False when the
 * function has other parameters, or too few defaults. */
static inline bool fast_defaults(const kr_function *function, kr_value *window, size_t count) {
    const kr_code *code = function->code;
    size_t positional = code->positional_count;
    if (code->parameter_count != positional || count >= positional) return false;
    kr_value given = kr_function_defaults(function);
    if (given == KR_NONE) return false;
    const kr_tuple *defaults = kr_to_tuple(given);
    if (defaults->size < positional - count) return false;
    const kr_value *end = defaults->items + defaults->size;
    for (size_t n = count; n < positional; n++) window[n] = end[(ptrdiff_t)n - (ptrdiff_t)positional];
    return true;
}

/* True when the loop whose FOR has put `pc` at its jump word begins by unpacking its item, a temporary, into
 * two. */
static inline bool fast_unpacks_pair(const kr_frame *frame, const uint32_t *pc, unsigned item) {
    uint32_t word = pc[1 + KR_SJ(*pc)];
    return KR_OP(word) == OP_UNPACK && KR_B(word) == item && KR_C(word) == 2 &&
           item >= frame->function->code->local_count;
}

/* For operators that have nothing to do inline. */
static inline bool fast_none(kr_value x, kr_value y, kr_value *out) {
    (void)x, (void)y, (void)out;
    return false;
}

/* Ints that a double holds exactly; any small int of a 32-bit machine. */
static inline bool fast_is_exact(kr_value v) {
    intmax_t n = kr_to_int(v);
    return n >= -((intmax_t)1 << 53) && n <= (intmax_t)1 << 53;
}

/* Both converted exactly, so that the quotient is rounded once. */
static inline bool fast_truediv(kr_value x, kr_value y, kr_value *out) {
#if KR_INLINE_FLOAT
    if (!kr_both_int(x, y) || y == KR_INT(0) || !fast_is_exact(x) || !fast_is_exact(y)) return false;
    return kr_float_try((double)kr_to_int(x) / (double)kr_to_int(y), out);
#else
    (void)x, (void)y, (void)out;
    return false;
#endif
}

#if KR_INLINE_FLOAT
static inline bool fast_real(kr_value v, kr_real *d) {
    if (kr_is_inline_float(v)) {
        *d = kr_inline_float_value(v);
        return true;
    }
    if (!kr_is_int(v) || !fast_is_exact(v)) return false;
    *d = (double)kr_to_int(v);
    return true;
}

/* Two floats in their words: the usual case of float arithmetic, in one test. */
static inline bool fast_floats(kr_value x, kr_value y, kr_real *a, kr_real *b) {
    if (!kr_both_inline_float(x, y)) return false;
    *a = kr_inline_float_value(x);
    *b = kr_inline_float_value(y);
    return true;
}

/* Makes a float of d; `frame` and `pc` as in the loop, for where that may raise. */
static inline bool fast_box(kr_vm *vm, double d, kr_frame *frame, const uint32_t *pc, kr_value *out) {
    (void)vm, (void)frame, (void)pc;
    return kr_float_try(d, out);
}
#else
static inline bool fast_real(kr_value v, kr_real *d) {
    if (kr_is_int(v)) {
        *d = (kr_real)kr_to_int(v);
        return fast_is_exact(v) && KR_FLOAT_BITS == 64;
    }
    if (!kr_is_exact(v, &kr_float_type)) return false;
    *d = ((const kr_float *)kr_to_pointer(v))->value;
    return true;
}

static inline bool fast_floats(kr_value x, kr_value y, kr_real *a, kr_real *b) {
    if (!kr_is_exact(x, &kr_float_type) || !kr_is_exact(y, &kr_float_type)) return false;
    *a = ((const kr_float *)kr_to_pointer(x))->value;
    *b = ((const kr_float *)kr_to_pointer(y))->value;
    return true;
}

static inline bool fast_box(kr_vm *vm, kr_real d, kr_frame *frame, const uint32_t *pc, kr_value *out) {
    frame->pc = pc;
    *out = kr_float_new(vm, d);
    return true;
}
#endif

static inline bool fast_compare(kr_compare_op op, kr_real a, kr_real b) {
    switch (op) {
    case KR_LT: return a < b;
    case KR_LE: return a <= b;
    case KR_EQ: return a == b;
    case KR_NE: return a != b;
    case KR_GT: return a > b;
    default: return a >= b;
    }
}

/* Two numbers of which at least one is a float. */
static inline bool fast_reals(kr_value x, kr_value y, kr_real *a, kr_real *b) {
    return !kr_both_int(x, y) && fast_real(x, a) && fast_real(y, b);
}

/* The state of a FOR over a range, when its numbers are small: next, how many are left, step. */
static inline bool fast_range(kr_value v, kr_value *state) {
    const kr_range *range = (const kr_range *)kr_to_pointer(v);
    kr_value start = range->start, stop = range->stop, step = range->step;
    if (!(start & stop & step & 1)) return false;
    kr_word a = kr_to_int(start), b = kr_to_int(stop), by = kr_to_int(step);
    uintptr_t distance = by > 0 ? (uintptr_t)b - (uintptr_t)a : (uintptr_t)a - (uintptr_t)b,
              stride = (uintptr_t)(by > 0 ? by : -by);
    uintptr_t left = (by > 0 ? a < b : a > b) ? (distance - 1) / stride + 1 : 0;
    if (left > (uintptr_t)KR_INT_MAX) return false;
    state[0] = start;
    state[1] = KR_INT(left);
    state[2] = step;
    return true;
}

/* The same for a range() that a FOR is about to walk and nobody else sees: there is no need to make it. */
static inline bool fast_range_call(const kr_value *args, size_t count, kr_value *state) {
    kr_range range = {.start = KR_INT(0), .step = KR_INT(1)};
    if (count < 1 || count > 3) return false;
    if (count > 1) range.start = args[0];
    range.stop = args[count > 1];
    if (count > 2) range.step = args[2];
    return range.step != KR_INT(0) && fast_range(KR_OBJECT(&range), state);
}

/* Two str objects: 1 equal, 0 not, -1 something else. */
static inline int fast_str_equal(kr_value x, kr_value y) {
    if (!kr_is_exact(x, &kr_str_type) || !kr_is_exact(y, &kr_str_type)) return -1;
    const kr_str *a = kr_to_str(x), *b = kr_to_str(y);
    if (a == b) return 1;
    if (a->size != b->size || (a->interned && b->interned)) return 0;
    return memcmp(a->data, b->data, a->size) == 0;
}

#endif
