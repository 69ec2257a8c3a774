/* cmath: C's complex functions with Python's errors: a NaN that comes of numbers that are none is a domain
 * error, an infinity that comes of finite ones a range error. */
#include <complex.h>
#include <math.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "types/container.h"
#include "types/number.h"

typedef double complex number;

static number number_of(double real, double imaginary) {
    union {
        double parts[2];
        number z;
    } u = {{real, imaginary}}; /* a sum would lose the signs of zeros */
    return u.z;
}

static number arg(kr_vm *vm, kr_value v) {
    if (!kr_is_complex(v)) {
        kr_value method = kr_is_float(v) || kr_is_int(v) ? KR_UNBOUND : kr_special(vm, v, N___complex__);
        if (method == KR_UNBOUND) return number_of((double)kr_real_of(vm, v), 0);
        v = kr_call(vm, method, 0, NULL);
        if (!kr_is_complex(v)) kr_raise_type(vm, "__complex__ returned non-complex (type %T)", v);
    }
    const kr_complex *c = kr_to_pointer(v);
    return number_of((double)c->real, (double)c->imag);
}

static bool finite_number(number z) {
    return isfinite(creal(z)) && isfinite(cimag(z));
}
static bool nan_number(number z) {
    return isnan(creal(z)) || isnan(cimag(z));
}

static kr_value checked(kr_vm *vm, number z, number result) {
    if (nan_number(result) && !nan_number(z) && finite_number(z))
        kr_raise_value_error(vm, "math domain error");
    if (!finite_number(result) && finite_number(z)) kr_raise_overflow(vm, "math range error");
    return kr_complex_new(vm, (kr_real)creal(result), (kr_real)cimag(result));
}

#define CMATH_ONE(N)                                                                                         \
    N(acos, cacos, "Arc cosine.")                                                                            \
    N(acosh, cacosh, "Inverse hyperbolic cosine.")                                                           \
    N(asin, casin, "Arc sine.")                                                                              \
    N(asinh, casinh, "Inverse hyperbolic sine.")                                                             \
    N(atan, catan, "Arc tangent.")                                                                           \
    N(cos, ccos, "Cosine.")                                                                                  \
    N(cosh, ccosh, "Hyperbolic cosine.")                                                                     \
    N(exp, cexp, "e to the power of z.")                                                                     \
    N(sin, csin, "Sine.")                                                                                    \
    N(sinh, csinh, "Hyperbolic sine.")                                                                       \
    N(sqrt, csqrt, "Square root.")                                                                           \
    N(tan, ctan, "Tangent.")                                                                                 \
    N(tanh, ctanh, "Hyperbolic tangent.")

#define CMATH_DEFINE(name, function, text)                                                                   \
    static kr_value cmath_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                             \
        (void)argc;                                                                                          \
        number z = arg(vm, argv[0]);                                                                         \
        return checked(vm, z, function(z));                                                                  \
    }                                                                                                        \
    KR_FUNCTION(name, cmath_##name, 1, 1, NULL, #name "(z)\n" text);
CMATH_ONE(CMATH_DEFINE)

static kr_value cmath_atanh(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    number z = arg(vm, argv[0]);
    if (cimag(z) == 0 && fabs(creal(z)) == 1) kr_raise_value_error(vm, "math domain error");
    return checked(vm, z, catanh(z));
}
KR_FUNCTION(atanh, cmath_atanh, 1, 1, NULL, "atanh(z)\nInverse hyperbolic tangent.");

static number logarithm(kr_vm *vm, kr_value v) {
    number z = arg(vm, v);
    if (creal(z) == 0 && cimag(z) == 0) kr_raise_value_error(vm, "math domain error");
    return clog(z);
}

static kr_value cmath_log(kr_vm *vm, size_t argc, const kr_value *argv) {
    number result = logarithm(vm, argv[0]);
    if (argc > 1) {
        number base = logarithm(vm, argv[1]);
        if (creal(base) == 0 && cimag(base) == 0)
            kr_raise(vm, &kr_ZeroDivisionError_type, "complex division by zero");
        result /= base;
    }
    return kr_complex_new(vm, (kr_real)creal(result), (kr_real)cimag(result));
}
KR_FUNCTION(log, cmath_log, 1, 2, NULL, "log(z, base=e)\nLogarithm of z to a base.");

static kr_value cmath_log10(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    number z = arg(vm, argv[0]), result = logarithm(vm, argv[0]);
    double real = cimag(z) == 0 && creal(z) > 0 ? log10(creal(z)) : creal(result) / M_LN10;
    return kr_complex_new(vm, (kr_real)real, (kr_real)(cimag(result) / M_LN10));
}
KR_FUNCTION(log10, cmath_log10, 1, 1, NULL, "log10(z)\nLogarithm to base 10.");

static kr_value cmath_phase(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, (kr_real)carg(arg(vm, argv[0])));
}
KR_FUNCTION(phase, cmath_phase, 1, 1, NULL, "phase(z)\nThe angle of z, from -pi to pi.");

static kr_value cmath_polar(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    number z = arg(vm, argv[0]);
    kr_value values[2] = {kr_float_new(vm, (kr_real)cabs(z)), kr_float_new(vm, (kr_real)carg(z))};
    return kr_tuple_new(vm, 2, values);
}
KR_FUNCTION(polar, cmath_polar, 1, 1, NULL, "polar(z)\n(length, angle)");

static kr_value cmath_rect(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    double length = (double)kr_real_of(vm, argv[0]), angle = (double)kr_real_of(vm, argv[1]);
    if (angle == 0) return kr_complex_new(vm, (kr_real)length, (kr_real)(length * angle));
    if (isinf(angle) && length != 0 && !isnan(length)) kr_raise_value_error(vm, "math domain error");
    return kr_complex_new(vm, (kr_real)(length * cos(angle)), (kr_real)(length * sin(angle)));
}
KR_FUNCTION(rect, cmath_rect, 2, 2, NULL, "rect(r, phi)\nThe complex number with that length and angle.");

static kr_value cmath_isfinite(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(finite_number(arg(vm, argv[0])));
}
KR_FUNCTION(isfinite, cmath_isfinite, 1, 1, NULL,
            "isfinite(z)\nTrue when neither part is an infinity or NaN.");

static kr_value cmath_isnan(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(nan_number(arg(vm, argv[0])));
}
KR_FUNCTION(isnan, cmath_isnan, 1, 1, NULL, "isnan(z)\nTrue when a part is NaN.");

static kr_value cmath_isinf(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    number z = arg(vm, argv[0]);
    return kr_bool(isinf(creal(z)) || isinf(cimag(z)));
}
KR_FUNCTION(isinf, cmath_isinf, 1, 1, NULL, "isinf(z)\nTrue when a part is an infinity.");

static kr_value cmath_isclose(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    number a = arg(vm, argv[0]), b = arg(vm, argv[1]);
    double relative = argv[2] == KR_UNBOUND ? 1e-9 : (double)kr_real_of(vm, argv[2]);
    double absolute = argv[3] == KR_UNBOUND ? 0 : (double)kr_real_of(vm, argv[3]);
    if (relative < 0 || absolute < 0) kr_raise_value_error(vm, "tolerances must be non-negative");
    if (creal(a) == creal(b) && cimag(a) == cimag(b)) return KR_TRUE;
    if (isinf(creal(a)) || isinf(cimag(a)) || isinf(creal(b)) || isinf(cimag(b))) return KR_FALSE;
    double difference = cabs(a - b);
    return kr_bool(difference <= relative * cabs(b) || difference <= relative * cabs(a) ||
                   difference <= absolute);
}
KR_FUNCTION(isclose, cmath_isclose, 2, 4, "a,b,*,rel_tol,abs_tol",
            "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)\nTrue when a and b are close.");

static void cmath_init(kr_vm *vm, kr_dict *globals) {
    kr_dict_set_name(vm, globals, N_pi, kr_float_new(vm, (kr_real)M_PI));
    kr_dict_set_name(vm, globals, N_e, kr_float_new(vm, (kr_real)M_E));
    kr_dict_set_name(vm, globals, N_tau, kr_float_new(vm, (kr_real)(2 * M_PI)));
    kr_dict_set_name(vm, globals, N_inf, kr_float_new(vm, (kr_real)INFINITY));
    kr_dict_set_name(vm, globals, N_nan, kr_float_new(vm, (kr_real)NAN));
    kr_dict_set_name(vm, globals, N_infj, kr_complex_new(vm, 0, (kr_real)INFINITY));
    kr_dict_set_name(vm, globals, N_nanj, kr_complex_new(vm, 0, (kr_real)NAN));
}

#define CMATH_ENTRY(name, ...) KR_ENTRY(name, cmath_##name),
static const kr_member members[] = {
    CMATH_ONE(CMATH_ENTRY) KR_ENTRY(atanh, cmath_atanh),
    KR_ENTRY(isclose, cmath_isclose),
    KR_ENTRY(isfinite, cmath_isfinite),
    KR_ENTRY(isinf, cmath_isinf),
    KR_ENTRY(isnan, cmath_isnan),
    KR_ENTRY(log, cmath_log),
    KR_ENTRY(log10, cmath_log10),
    KR_ENTRY(phase, cmath_phase),
    KR_ENTRY(polar, cmath_polar),
    KR_ENTRY(rect, cmath_rect),
};

const kr_module_def kr_module_cmath = {N_cmath, members, sizeof members / sizeof *members, cmath_init,
                                       "Mathematical functions of complex numbers."};
