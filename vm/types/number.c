/* Arithmetic and comparison across int, bool and float: what the run loop calls when its own fast paths do
 * not apply, and what the types' operation tables hold.
 *
 * Two integers stay integers; as soon as one operand is a float the other becomes one. Comparing is
 * different: it never converts, because a large int is not any float. */
#include "types/number.h"
#include "core/operate.h"
#include "core/raise.h"
#include "types/complex.h"
#include "types/int.h"
#include "types/text.h"
#include <tgmath.h>

static bool to_real(kr_vm *vm, kr_value v, kr_real *d) {
    if (kr_is_float(v)) {
        *d = kr_float_value(v);
        return true;
    }
    if (!kr_is_integral(v)) return false;
    *d = kr_int_to_real(vm, v);
    return true;
}

/* a modulo b with b's sign; *floor gets the quotient. */
static kr_real float_divmod(kr_real a, kr_real b, kr_real *floored) {
    kr_real rest = fmod(a, b), quotient = (a - rest) / b;
    if (rest != 0) {
        if ((b < 0) != (rest < 0)) {
            rest += b;
            quotient -= 1;
        }
    } else {
        rest = copysign((kr_real)0, b);
    }
    if (quotient != 0) {
        *floored = floor(quotient);
        if (quotient - *floored > (kr_real)0.5) *floored += 1;
    } else {
        *floored = copysign((kr_real)0, a / b);
    }
    return rest;
}

_Noreturn static void raise_range(kr_vm *vm) {
    kr_value arguments[] = {KR_INT(34), kr_str_text(vm, "Numerical result out of range")};
    kr_raise_object(vm, kr_call(vm, KR_OBJECT(&kr_OverflowError_type), 2, arguments));
}

static kr_value float_power(kr_vm *vm, kr_real a, kr_real b) {
    if (a == 0 && b < 0 && !isinf(b))
        kr_raise(vm, &kr_ZeroDivisionError_type, "0.0 cannot be raised to a negative power");
    if (a < 0 && isfinite(a) && isfinite(b) && b != floor(b)) return kr_complex_power(vm, a, 0, b, 0);
    kr_real r = pow(a, b);
    if (isinf(r) && isfinite(a) && isfinite(b)) raise_range(vm);
    return kr_float_new(vm, r);
}

_Noreturn static void raise_zero(kr_vm *vm, const char *what) {
    kr_raise(vm, &kr_ZeroDivisionError_type, "%s", what);
}

static kr_value float_binary(kr_vm *vm, kr_binary_op op, kr_real a, kr_real b) {
    kr_real floored;
    switch (op) {
    case KR_ADD: return kr_float_new(vm, a + b);
    case KR_SUB: return kr_float_new(vm, a - b);
    case KR_MUL: return kr_float_new(vm, a * b);
    case KR_TRUEDIV:
        if (b == 0) raise_zero(vm, "float division by zero");
        return kr_float_new(vm, a / b);
    case KR_FLOORDIV:
        if (b == 0) raise_zero(vm, "float floor division by zero");
        float_divmod(a, b, &floored);
        return kr_float_new(vm, floored);
    case KR_MOD:
        if (b == 0) raise_zero(vm, "float modulo");
        return kr_float_new(vm, float_divmod(a, b, &floored));
    case KR_POW: return float_power(vm, a, b);
    default: return KR_NOT_IMPLEMENTED;
    }
}

/* What fits the word, before anything is taken apart. */
static kr_value small_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    kr_word left = kr_to_int(a), right = kr_to_int(b), r;
    switch (op) {
    case KR_ADD: return kr_int_from(vm, (intmax_t)left + right);
    case KR_SUB: return kr_int_from(vm, (intmax_t)left - right);
    case KR_MUL:
        if (!__builtin_mul_overflow(left, right, &r)) return kr_int_from(vm, r);
        return kr_int_multiply(vm, a, b);
    case KR_AND: return a & b;
    case KR_OR: return a | b;
    case KR_XOR: return (a ^ b) | 1;
    default: return kr_int_binary(vm, op, a, b);
    }
}

kr_value kr_number_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) return small_binary(vm, op, a, b);
    if (kr_is_integral(a) && kr_is_integral(b)) return kr_int_binary(vm, op, a, b);
    if (op >= KR_LSHIFT) return KR_NOT_IMPLEMENTED;
    if (!(kr_is_float(a) || kr_is_integral(a)) || !(kr_is_float(b) || kr_is_integral(b)))
        return KR_NOT_IMPLEMENTED;
    kr_real left, right;
    to_real(vm, a, &left);
    to_real(vm, b, &right);
    return float_binary(vm, op, left, right);
}

bool kr_number_divmod(kr_vm *vm, kr_value a, kr_value b, kr_value *quotient, kr_value *rest) {
    if (kr_is_integral(a) && kr_is_integral(b)) {
        if (kr_int_sign(b) == 0) raise_zero(vm, "integer division or modulo by zero");
        kr_int_divide(vm, a, b, quotient, rest);
        return true;
    }
    if (!(kr_is_float(a) || kr_is_integral(a)) || !(kr_is_float(b) || kr_is_integral(b))) return false;
    kr_real left, right, floored;
    to_real(vm, a, &left);
    to_real(vm, b, &right);
    if (right == 0) raise_zero(vm, "float divmod()");
    *rest = kr_float_new(vm, float_divmod(left, right, &floored));
    *quotient = kr_float_new(vm, floored);
    return true;
}

static bool holds(kr_compare_op op, int order) {
    switch (op) {
    case KR_LT: return order < 0;
    case KR_LE: return order <= 0;
    case KR_EQ: return order == 0;
    case KR_NE: return order != 0;
    case KR_GT: return order > 0;
    default: return order >= 0;
    }
}

static bool compare_reals(kr_compare_op op, kr_real a, kr_real b) {
    if (isnan(a) || isnan(b)) return op == KR_NE;
    return holds(op, (a > b) - (a < b));
}

kr_value kr_number_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    (void)vm;
    bool a_int = kr_is_integral(a), b_int = kr_is_integral(b);
    if (a_int && b_int) return kr_bool(holds(op, kr_int_compare(a, b)));
    if (!(a_int || kr_is_float(a)) || !(b_int || kr_is_float(b))) return KR_NOT_IMPLEMENTED;
    if (!a_int && !b_int) return kr_bool(compare_reals(op, kr_float_value(a), kr_float_value(b)));
    int order = a_int ? kr_int_compare_real(a, kr_float_value(b)) : kr_int_compare_real(b, kr_float_value(a));
    if (order == 2) return kr_bool(op == KR_NE);
    return kr_bool(holds(op, a_int ? order : -order));
}
