/* math: C's functions with Python's errors. A NaN that comes of numbers that are none is a domain error, an
 * infinity that comes of finite ones a range error. */
#include <tgmath.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "types/container.h"
#include "types/int.h"
#include "types/number.h"

static kr_value checked(kr_vm *vm, kr_real result, bool finite_arguments, bool nan_argument) {
    if (isnan(result) && !nan_argument) kr_raise_value_error(vm, "math domain error");
    if (isinf(result) && finite_arguments) kr_raise_overflow(vm, "math range error");
    return kr_float_new(vm, result);
}

static kr_value one(kr_vm *vm, const kr_value *argv, kr_real (*function)(kr_real)) {
    kr_real x = kr_real_of(vm, argv[0]);
    return checked(vm, function(x), isfinite(x), isnan(x));
}

static kr_value two(kr_vm *vm, const kr_value *argv, kr_real (*function)(kr_real, kr_real)) {
    kr_real x = kr_real_of(vm, argv[0]), y = kr_real_of(vm, argv[1]);
    return checked(vm, function(x, y), isfinite(x) && isfinite(y), isnan(x) || isnan(y));
}

/* Infinities that are poles, not overflows: a domain error. */
static kr_real pole_gamma(kr_real x) {
    return x == floor(x) && x <= 0 ? (kr_real)NAN : tgamma(x);
}
static kr_real pole_lgamma(kr_real x) {
    return x == floor(x) && x <= 0 && isfinite(x) ? (kr_real)NAN : lgamma(x);
}
static kr_real pole_log1p(kr_real x) {
    return x <= -1 ? (kr_real)NAN : log1p(x);
}
static kr_real pole_atanh(kr_real x) {
    return x <= -1 || x >= 1 ? (kr_real)NAN : atanh(x);
}

#define MATH_ONE(N)                                                                                          \
    N(acos, KR_REAL(acos), "Arc cosine, in radians.")                                                        \
    N(acosh, KR_REAL(acosh), "Inverse hyperbolic cosine.")                                                   \
    N(asin, KR_REAL(asin), "Arc sine, in radians.")                                                          \
    N(asinh, KR_REAL(asinh), "Inverse hyperbolic sine.")                                                     \
    N(atan, KR_REAL(atan), "Arc tangent, in radians.")                                                       \
    N(atanh, pole_atanh, "Inverse hyperbolic tangent.")                                                      \
    N(cbrt, KR_REAL(cbrt), "Cube root.")                                                                     \
    N(cos, KR_REAL(cos), "Cosine of an angle in radians.")                                                   \
    N(cosh, KR_REAL(cosh), "Hyperbolic cosine.")                                                             \
    N(erf, KR_REAL(erf), "Error function.")                                                                  \
    N(erfc, KR_REAL(erfc), "Complementary error function.")                                                  \
    N(exp, KR_REAL(exp), "e to the power of x.")                                                             \
    N(exp2, KR_REAL(exp2), "2 to the power of x.")                                                           \
    N(expm1, KR_REAL(expm1), "exp(x) - 1 without loss of precision for small x.")                            \
    N(fabs, KR_REAL(fabs), "Absolute value as a float.")                                                     \
    N(gamma, pole_gamma, "Gamma function.")                                                                  \
    N(lgamma, pole_lgamma, "Logarithm of the absolute value of the gamma function.")                         \
    N(log1p, pole_log1p, "log(1 + x) without loss of precision for small x.")                                \
    N(sin, KR_REAL(sin), "Sine of an angle in radians.")                                                     \
    N(sinh, KR_REAL(sinh), "Hyperbolic sine.")                                                               \
    N(sqrt, KR_REAL(sqrt), "Square root.")                                                                   \
    N(tan, KR_REAL(tan), "Tangent of an angle in radians.")                                                  \
    N(tanh, KR_REAL(tanh), "Hyperbolic tangent.")

#define MATH_DEFINE_ONE(name, function, text)                                                                \
    static kr_value math_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                              \
        (void)argc;                                                                                          \
        return one(vm, argv, function);                                                                      \
    }                                                                                                        \
    KR_FUNCTION(name, math_##name, 1, 1, NULL, #name "(x)\n" text);
MATH_ONE(MATH_DEFINE_ONE)

static kr_real next_to(kr_real x, kr_real towards) {
    return sizeof x == sizeof(float) ? (kr_real)nextafterf((float)x, (float)towards)
                                     : (kr_real)nextafter((double)x, (double)towards);
}

static kr_value math_ulp(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_real x = (kr_real)fabs((double)kr_real_of(vm, argv[0]));
    (void)argc;
    if (!isfinite(x)) return kr_float_new(vm, x);
    kr_real above = next_to(x, (kr_real)INFINITY);
    return kr_float_new(vm, isinf(above) ? x - next_to(x, 0) : above - x);
}
KR_FUNCTION(ulp, math_ulp, 1, 1, NULL,
            "ulp(x)\nThe value of the last digit of a float: its distance to the next larger one.");

#define MATH_TWO(N)                                                                                          \
    N(atan2, KR_REAL(atan2), "y, x", "Arc tangent of y/x with the quadrant of the point.")                   \
    N(copysign, KR_REAL(copysign), "x, y", "x with the sign of y.")                                          \
    N(fmod, KR_REAL(fmod), "x, y", "Remainder with the sign of x.")                                          \
    N(remainder, KR_REAL(remainder), "x, y", "IEEE 754 remainder: distance to the nearest multiple of y.")   \
    N(nextafter, KR_REAL(nextafter), "x, y", "The next float from x towards y.")

#define MATH_DEFINE_TWO(name, function, parameters, text)                                                    \
    static kr_value math_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                              \
        (void)argc;                                                                                          \
        return two(vm, argv, function);                                                                      \
    }                                                                                                        \
    KR_FUNCTION(name, math_##name, 2, 2, NULL, #name "(" parameters ")\n" text);
MATH_TWO(MATH_DEFINE_TWO)

static kr_value math_pow(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_real x = kr_real_of(vm, argv[0]), y = kr_real_of(vm, argv[1]);
    if (x == 0 && y < 0 && isfinite(y)) kr_raise_value_error(vm, "math domain error");
    return checked(vm, pow(x, y), isfinite(x) && isfinite(y), isnan(x) || isnan(y));
}
KR_FUNCTION(pow, math_pow, 2, 2, NULL, "pow(x, y)\nx to the power of y, as floats.");

/* Logarithms of ints of any size: of what does not fit a float, the upper HEAD_BITS bits are taken, as a
 * number below 1. */
enum { REAL_LIMIT = KR_FLOAT_BITS == 64 ? 1024 : 128, HEAD_BITS = KR_FLOAT_BITS == 64 ? 128 : 64 };

static kr_real log_of(kr_vm *vm, kr_value v, kr_real (*function)(kr_real)) {
    intmax_t small;
    if (kr_is_bigint(v) && !kr_int_to(v, &small)) {
        kr_word bits = kr_to_int(kr_call_method(vm, v, N_bit_length, 0, NULL));
        kr_word shift = bits < REAL_LIMIT ? 0 : bits - HEAD_BITS;
        kr_real head = kr_int_to_real(vm, kr_binary(vm, KR_RSHIFT, v, KR_INT(shift)));
        if (head <= 0) kr_raise_value_error(vm, "math domain error");
        return shift == 0 ? function(head) : function(ldexp(head, -HEAD_BITS)) + function(2) * (kr_real)bits;
    }
    kr_real x = kr_real_of(vm, v);
    if (x <= 0) kr_raise_value_error(vm, "math domain error");
    return function(x);
}

static kr_value math_log(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_real x = log_of(vm, argv[0], KR_REAL(log));
    if (argc == 1) return kr_float_new(vm, x);
    kr_real base = log_of(vm, argv[1], KR_REAL(log));
    if (base == 0) kr_raise(vm, &kr_ZeroDivisionError_type, "float division by zero");
    return kr_float_new(vm, x / base);
}
KR_FUNCTION(log, math_log, 1, 2, NULL, "log(x, base=e)\nLogarithm of x to a base.");

static kr_value math_log2(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, log_of(vm, argv[0], KR_REAL(log2)));
}
KR_FUNCTION(log2, math_log2, 1, 1, NULL, "log2(x)\nLogarithm to base 2.");

static kr_value math_log10(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, log_of(vm, argv[0], KR_REAL(log10)));
}
KR_FUNCTION(log10, math_log10, 1, 1, NULL, "log10(x)\nLogarithm to base 10.");

/* ceil, floor, trunc: ints stay, a class may have the method, floats are rounded to an int. */
static kr_value rounded(kr_vm *vm, kr_value v, kr_value name, kr_real (*function)(kr_real)) {
    bool plain = !(kr_type_of(v)->flags & KR_TYPE_CLASS);
    if (plain && kr_is_integral(v)) return kr_int_plain(vm, v);
    if (!plain || !kr_is_float(v)) {
        kr_value method = kr_special(vm, v, name);
        if (method != KR_UNBOUND) return kr_call(vm, method, 0, NULL);
        if (kr_is_integer(v)) return kr_int_plain(vm, v);
        if (name == N___trunc__) kr_raise_type(vm, "type %T doesn't define __trunc__ method", v);
    }
    return kr_int_from_real(vm, function(kr_real_of(vm, v)));
}

static kr_value math_ceil(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return rounded(vm, argv[0], N___ceil__, KR_REAL(ceil));
}
KR_FUNCTION(ceil, math_ceil, 1, 1, NULL, "ceil(x)\nThe smallest int that is not below x.");

static kr_value math_floor(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return rounded(vm, argv[0], N___floor__, KR_REAL(floor));
}
KR_FUNCTION(floor, math_floor, 1, 1, NULL, "floor(x)\nThe largest int that is not above x.");

static kr_value math_trunc(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return rounded(vm, argv[0], N___trunc__, KR_REAL(trunc));
}
KR_FUNCTION(trunc, math_trunc, 1, 1, NULL, "trunc(x)\nx without its fraction, as an int.");

static kr_value math_isfinite(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(isfinite(kr_real_of(vm, argv[0])));
}
KR_FUNCTION(isfinite, math_isfinite, 1, 1, NULL, "isfinite(x)\nTrue unless x is infinite or NaN.");

static kr_value math_isinf(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(isinf(kr_real_of(vm, argv[0])));
}
KR_FUNCTION(isinf, math_isinf, 1, 1, NULL, "isinf(x)\nTrue when x is infinite.");

static kr_value math_isnan(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(isnan(kr_real_of(vm, argv[0])));
}
KR_FUNCTION(isnan, math_isnan, 1, 1, NULL, "isnan(x)\nTrue when x is NaN.");

static kr_value math_degrees(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, kr_real_of(vm, argv[0]) * (kr_real)(180 / M_PI));
}
KR_FUNCTION(degrees, math_degrees, 1, 1, NULL, "degrees(x)\nRadians to degrees.");

static kr_value math_radians(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, kr_real_of(vm, argv[0]) * (kr_real)(M_PI / 180));
}
KR_FUNCTION(radians, math_radians, 1, 1, NULL, "radians(x)\nDegrees to radians.");

static kr_value pair(kr_vm *vm, kr_value a, kr_value b) {
    const kr_value items[2] = {a, b};
    return kr_tuple_new(vm, 2, items);
}

static kr_value math_frexp(kr_vm *vm, size_t argc, const kr_value *argv) {
    int exponent = 0;
    (void)argc;
    kr_real mantissa = frexp(kr_real_of(vm, argv[0]), &exponent);
    return pair(vm, kr_float_new(vm, mantissa), KR_INT(exponent));
}
KR_FUNCTION(frexp, math_frexp, 1, 1, NULL, "frexp(x)\n(m, e) with x == m * 2**e and 0.5 <= abs(m) < 1.");

static kr_value math_ldexp(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_real x = kr_real_of(vm, argv[0]);
    kr_word exponent = kr_index_word(vm, argv[1]);
    int clipped = exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : (int)exponent;
    return checked(vm, ldexp(x, clipped), isfinite(x), isnan(x));
}
KR_FUNCTION(ldexp, math_ldexp, 2, 2, NULL, "ldexp(x, i)\nx * 2**i.");

static kr_value math_modf(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_real whole = 0;
    (void)argc;
    kr_real fraction = KR_REAL(modf)(kr_real_of(vm, argv[0]), &whole);
    return pair(vm, kr_float_new(vm, fraction), kr_float_new(vm, whole));
}
KR_FUNCTION(modf, math_modf, 1, 1, NULL, "modf(x)\n(fraction, whole), both floats with the sign of x.");

static kr_value math_hypot(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_real length = 0;
    for (size_t i = 0; i < argc; i++) length = hypot(length, kr_real_of(vm, argv[i]));
    return kr_float_new(vm, length);
}
KR_FUNCTION(hypot, math_hypot, 0, KR_ANY, NULL, "hypot(*coordinates)\nThe length of a vector.");

static kr_value math_dist(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_tuple *p = kr_to_tuple(kr_tuple_of(vm, argv[0])), *q = kr_to_tuple(kr_tuple_of(vm, argv[1]));
    kr_real length = 0;
    (void)argc;
    if (p->size != q->size) kr_raise_value_error(vm, "both points must have the same number of dimensions");
    for (size_t i = 0; i < p->size; i++)
        length = hypot(length, kr_real_of(vm, p->items[i]) - kr_real_of(vm, q->items[i]));
    return kr_float_new(vm, length);
}
KR_FUNCTION(dist, math_dist, 2, 2, NULL, "dist(p, q)\nThe distance of two points.");

static kr_value math_isclose(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_real a = kr_real_of(vm, argv[0]), b = kr_real_of(vm, argv[1]);
    kr_real relative = argv[2] == KR_UNBOUND ? (kr_real)1e-9 : kr_real_of(vm, argv[2]);
    kr_real absolute = argv[3] == KR_UNBOUND ? 0 : kr_real_of(vm, argv[3]);
    if (relative < 0 || absolute < 0) kr_raise_value_error(vm, "tolerances must be non-negative");
    if (a == b) return KR_TRUE;
    if (isinf(a) || isinf(b)) return KR_FALSE;
    kr_real difference = fabs(a - b);
    return kr_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                   difference <= absolute);
}
KR_FUNCTION(isclose, math_isclose, 2, 4, "a,b,*,rel_tol,abs_tol",
            "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)\nTrue when a and b are close.");

/* Neumaier's sum with an exact correction would need extended precision; Shewchuk's partials give the
 * correctly rounded sum. */
static size_t add_partial(kr_real *partials, size_t count, kr_real x) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        kr_real y = partials[i];
        if (fabs(x) < fabs(y)) {
            kr_real t = x;
            x = y;
            y = t;
        }
        kr_real high = x + y, low = y - (high - x);
        if (low != 0) partials[kept++] = low;
        x = high;
    }
    partials[kept++] = x;
    return kept;
}

static kr_real sum_partials(const kr_real *partials, size_t count) {
    kr_real high = 0, low = 0;
    while (count > 0 && low == 0) {
        kr_real x = high, y = partials[--count];
        high = x + y;
        low = y - (high - x);
    }
    bool tie = count > 0 && ((low < 0 && partials[count - 1] < 0) || (low > 0 && partials[count - 1] > 0));
    if (tie && high + low * 2 - high == low * 2) high += low * 2;
    return high;
}

static kr_value math_fsum(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_real partials[64], special = 0;
    size_t count = 0;
    (void)argc;
    kr_value iterator = kr_iter(vm, argv[0]), item;
    while ((item = kr_next(vm, iterator)) != KR_UNBOUND) {
        kr_real x = kr_real_of(vm, item);
        if (!isfinite(x))
            special += x;
        else
            count = add_partial(partials, count, x);
        if (count == 63) count = add_partial(partials, 0, sum_partials(partials, count));
    }
    kr_real sum = special != 0 ? special : sum_partials(partials, count);
    return kr_float_new(vm, sum);
}
KR_FUNCTION(fsum, math_fsum, 1, 1, NULL, "fsum(iterable)\nThe sum of floats, rounded once.");

/* --- whole numbers */

static kr_value gcd(kr_vm *vm, kr_value a, kr_value b) {
    while (b != KR_INT(0)) {
        kr_value rest =
            kr_is_int(a) && kr_is_int(b) ? KR_INT(kr_to_int(a) % kr_to_int(b)) : kr_binary(vm, KR_MOD, a, b);
        a = b;
        b = rest;
    }
    return kr_compare(vm, KR_LT, a, KR_INT(0)) == KR_TRUE ? kr_unary(vm, KR_NEG, a) : a;
}

static kr_value math_gcd(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value result = KR_INT(0);
    for (size_t i = 0; i < argc; i++) result = gcd(vm, result, kr_index(vm, argv[i]));
    return result;
}
KR_FUNCTION(gcd, math_gcd, 0, KR_ANY, NULL, "gcd(*integers)\nGreatest common divisor.");

static kr_value math_lcm(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value result = KR_INT(1);
    for (size_t i = 0; i < argc; i++) {
        kr_value n = kr_index(vm, argv[i]);
        if (n == KR_INT(0)) return n;
        result = kr_binary(vm, KR_MUL, result, kr_binary(vm, KR_FLOORDIV, n, gcd(vm, result, n)));
    }
    return kr_compare(vm, KR_LT, result, KR_INT(0)) == KR_TRUE ? kr_unary(vm, KR_NEG, result) : result;
}
KR_FUNCTION(lcm, math_lcm, 0, KR_ANY, NULL, "lcm(*integers)\nLeast common multiple.");

/* The product of low … high by halves, which keeps the factors of big products equally long. */
static kr_value product(kr_vm *vm, kr_word low, kr_word high) {
    if (low > high) return KR_INT(1);
    if (low == high) return KR_INT(low);
    kr_word middle = low + (high - low) / 2;
    return kr_binary(vm, KR_MUL, product(vm, low, middle), product(vm, middle + 1, high));
}

static kr_value math_factorial(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word n = kr_index_word(vm, argv[0]);
    if (n < 0) kr_raise_value_error(vm, "factorial() not defined for negative values");
    return product(vm, 2, n);
}
KR_FUNCTION(factorial, math_factorial, 1, 1, NULL, "factorial(n)\nn!");

static kr_value falling(kr_vm *vm, kr_value n, kr_word k) {
    kr_value result = KR_INT(1);
    for (kr_word i = 0; i < k; i++)
        result = kr_binary(vm, KR_MUL, result, kr_binary(vm, KR_SUB, n, KR_INT(i)));
    return result;
}

static kr_word not_negative(kr_vm *vm, kr_value v, const char *name) {
    kr_word n = kr_index_word(vm, v);
    if (n < 0) kr_raise_value_error(vm, "%s must be a non-negative integer", name);
    return n;
}

static kr_value math_perm(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word n = not_negative(vm, argv[0], "n");
    kr_word k = argc < 2 || argv[1] == KR_NONE ? n : not_negative(vm, argv[1], "k");
    return k > n ? KR_INT(0) : falling(vm, KR_INT(n), k);
}
KR_FUNCTION(perm, math_perm, 1, 2, NULL, "perm(n, k=None)\nHow many ordered choices of k among n there are.");

static kr_value math_comb(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word n = not_negative(vm, argv[0], "n"), k = not_negative(vm, argv[1], "k");
    if (k > n) return KR_INT(0);
    if (k > n - k) k = n - k;
    return kr_binary(vm, KR_FLOORDIV, falling(vm, KR_INT(n), k), product(vm, 2, k));
}
KR_FUNCTION(comb, math_comb, 2, 2, NULL, "comb(n, k)\nHow many choices of k among n there are.");

/* Newton's method from above. */
static kr_value math_isqrt(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value n = kr_index(vm, argv[0]);
    if (kr_compare(vm, KR_LT, n, KR_INT(0)) == KR_TRUE)
        kr_raise_value_error(vm, "isqrt() argument must be nonnegative");
    if (n == KR_INT(0)) return n;
    kr_word bits = kr_to_int(kr_call_method(vm, n, N_bit_length, 0, NULL));
    kr_value x = kr_binary(vm, KR_LSHIFT, KR_INT(1), KR_INT((bits + 1) / 2));
    for (;;) {
        kr_value sum = kr_binary(vm, KR_ADD, x, kr_binary(vm, KR_FLOORDIV, n, x));
        kr_value y = kr_binary(vm, KR_RSHIFT, sum, KR_INT(1));
        if (kr_compare(vm, KR_GE, y, x) == KR_TRUE) return x;
        x = y;
    }
}
KR_FUNCTION(isqrt, math_isqrt, 1, 1, NULL, "isqrt(n)\nThe whole part of the square root.");

static kr_value math_prod(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value result = argv[1] == KR_UNBOUND ? KR_INT(1) : argv[1];
    kr_value iterator = kr_iter(vm, argv[0]), item;
    while ((item = kr_next(vm, iterator)) != KR_UNBOUND) result = kr_binary(vm, KR_MUL, result, item);
    return result;
}
KR_FUNCTION(prod, math_prod, 1, 2, "iterable,*,start",
            "prod(iterable, *, start=1)\nThe product of all items.");

static void math_init(kr_vm *vm, kr_dict *globals) {
    kr_dict_set_name(vm, globals, N_pi, kr_float_new(vm, (kr_real)M_PI));
    kr_dict_set_name(vm, globals, N_e, kr_float_new(vm, (kr_real)M_E));
    kr_dict_set_name(vm, globals, N_tau, kr_float_new(vm, (kr_real)(2 * M_PI)));
    kr_dict_set_name(vm, globals, N_inf, kr_float_new(vm, (kr_real)INFINITY));
    kr_dict_set_name(vm, globals, N_nan, kr_float_new(vm, (kr_real)NAN));
}

#define MATH_ENTRY(name, ...) KR_ENTRY(name, math_##name),
static const kr_member members[] = {
    MATH_ONE(MATH_ENTRY) MATH_TWO(MATH_ENTRY) KR_ENTRY(ulp, math_ulp),
    KR_ENTRY(ceil, math_ceil),
    KR_ENTRY(comb, math_comb),
    KR_ENTRY(degrees, math_degrees),
    KR_ENTRY(dist, math_dist),
    KR_ENTRY(factorial, math_factorial),
    KR_ENTRY(floor, math_floor),
    KR_ENTRY(frexp, math_frexp),
    KR_ENTRY(fsum, math_fsum),
    KR_ENTRY(gcd, math_gcd),
    KR_ENTRY(hypot, math_hypot),
    KR_ENTRY(isclose, math_isclose),
    KR_ENTRY(isfinite, math_isfinite),
    KR_ENTRY(isinf, math_isinf),
    KR_ENTRY(isnan, math_isnan),
    KR_ENTRY(isqrt, math_isqrt),
    KR_ENTRY(lcm, math_lcm),
    KR_ENTRY(ldexp, math_ldexp),
    KR_ENTRY(log, math_log),
    KR_ENTRY(log10, math_log10),
    KR_ENTRY(log2, math_log2),
    KR_ENTRY(modf, math_modf),
    KR_ENTRY(perm, math_perm),
    KR_ENTRY(pow, math_pow),
    KR_ENTRY(prod, math_prod),
    KR_ENTRY(radians, math_radians),
    KR_ENTRY(trunc, math_trunc),
};

const kr_module_def kr_module_math = {N_math, members, sizeof members / sizeof *members, math_init,
                                      "Mathematical functions of real numbers."};
