/* int: adding, multiplying, dividing, shifting.
 *
 * Operands that fit the word are handled in machine arithmetic with overflow checks; the rest works on views.
 * Division floors, so a negative operand costs a correction of the magnitudes' quotient and remainder. */
#include "types/int.h"
#include "core/heap.h"
#include "core/raise.h"
#include "types/round.h"

/* left + right, the sign of right as given: both addition and subtraction end here. */
static kr_value add_views(kr_vm *vm, const kr_integer *left, const kr_integer *right, bool negative) {
    if (left->size < right->size) {
        kr_integer turned = *right;
        if (right->digits == right->local) turned.digits = turned.local;
        turned.negative = negative;
        return add_views(vm, &turned, left, left->negative);
    }
    kr_bigint *sum = kr_bigint_new(vm, left->size + 1);
    if (left->negative == negative) {
        sum->digits[left->size] =
            kr_digits_add(sum->digits, left->digits, left->size, right->digits, right->size);
        return kr_bigint_value(sum, negative);
    }
    sum->size--;
    bool less = kr_digits_compare(left->digits, left->size, right->digits, right->size) < 0;
    const kr_integer *large = less ? right : left, *small = less ? left : right;
    kr_digits_subtract(sum->digits, large->digits, large->size, small->digits, small->size);
    return kr_bigint_value(sum, less ? negative : left->negative);
}

kr_value kr_int_add(kr_vm *vm, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) return kr_int_from(vm, (intmax_t)kr_to_int(a) + kr_to_int(b));
    kr_integer left, right;
    kr_integer_open(&left, a);
    kr_integer_open(&right, b);
    return add_views(vm, &left, &right, right.negative);
}

kr_value kr_int_subtract(kr_vm *vm, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) return kr_int_from(vm, (intmax_t)kr_to_int(a) - kr_to_int(b));
    kr_integer left, right;
    kr_integer_open(&left, a);
    kr_integer_open(&right, b);
    return add_views(vm, &left, &right, !right.negative);
}

kr_value kr_int_negate(kr_vm *vm, kr_value v) {
    if (kr_is_int(v)) return kr_int_from(vm, -(intmax_t)kr_to_int(v));
    kr_integer view;
    kr_integer_open(&view, v);
    return kr_int_of_digits(vm, view.digits, view.size, !view.negative);
}

kr_value kr_int_multiply(kr_vm *vm, kr_value a, kr_value b) {
    intmax_t product;
    if (kr_both_int(a, b) &&
        !__builtin_mul_overflow((intmax_t)kr_to_int(a), (intmax_t)kr_to_int(b), &product)) {
        return kr_int_from(vm, product);
    }
    kr_integer left, right;
    kr_integer_open(&left, a);
    kr_integer_open(&right, b);
    kr_bigint *r = kr_bigint_new(vm, left.size + right.size);
    kr_digits_multiply(vm, r->digits, left.digits, left.size, right.digits, right.size);
    return kr_bigint_value(r, left.negative != right.negative);
}

static void divide_words(kr_vm *vm, kr_word a, kr_word b, kr_value *q, kr_value *r) {
    kr_word quotient = a / b, rest = a % b;
    if (rest && (rest < 0) != (b < 0)) {
        rest += b;
        quotient--;
    }
    if (q) *q = kr_int_from(vm, quotient);
    if (r) *r = KR_INT(rest);
}

/* |a| < |b|, b big: the quotient is 0 or -1. */
static void divide_smaller(kr_vm *vm, kr_value a, kr_value b, bool floor, kr_value *q, kr_value *r) {
    if (q) *q = floor ? KR_INT(-1) : KR_INT(0);
    if (r) *r = floor ? kr_int_add(vm, a, b) : kr_int_plain(vm, a);
}

void kr_int_divide(kr_vm *vm, kr_value a, kr_value b, kr_value *q, kr_value *r) {
    if (kr_both_int(a, b)) {
        divide_words(vm, kr_to_int(a), kr_to_int(b), q, r);
        return;
    }
    kr_integer left, right;
    kr_integer_open(&left, a);
    kr_integer_open(&right, b);
    bool opposite = left.negative != right.negative;
    if (kr_digits_compare(left.digits, left.size, right.digits, right.size) < 0) {
        divide_smaller(vm, a, b, opposite && left.size, q, r);
        return;
    }
    kr_bigint *quotient = kr_bigint_new(vm, left.size - right.size + 1),
              *rest = kr_bigint_new(vm, right.size);
    if (right.size == 1) {
        rest->digits[0] = kr_digits_divide_small(quotient->digits, left.digits, left.size, right.digits[0]);
    } else {
        kr_digits_divide(vm, quotient->digits, rest->digits, left.digits, left.size, right.digits,
                         right.size);
    }
    kr_value whole = kr_bigint_value(quotient, opposite), left_over = kr_bigint_value(rest, left.negative);
    if (opposite && left_over != KR_INT(0)) {
        if (q) whole = kr_int_subtract(vm, whole, KR_INT(1));
        if (r) left_over = kr_int_add(vm, left_over, b);
    }
    if (q) *q = whole;
    if (r) *r = left_over;
}

/* Both magnitudes are below 2^53 (or the quotient is 0): the machine's division rounds correctly by itself.
 */
static bool divide_exact_doubles(kr_vm *vm, kr_value a, kr_value b, kr_value *result) {
    if (KR_FLOAT_BITS != 64 || kr_int_bit_length(a) > 53 || kr_int_bit_length(b) > 53) return false;
    *result = kr_float_new(vm, kr_int_to_real(vm, a) / kr_int_to_real(vm, b));
    return true;
}

/* The quotient's 64 leading bits come from an integer division of shifted operands; its remainder only says
 * "a little more". */
kr_value kr_int_true_divide(kr_vm *vm, kr_value a, kr_value b) {
    kr_value result;
    if (kr_int_sign(b) == 0) kr_raise(vm, &kr_ZeroDivisionError_type, "division by zero");
    if (kr_int_sign(a) == 0)
        return kr_float_new(vm, kr_int_sign(b) < 0 && kr_is_integral(a) ? (kr_real)-0.0 : 0);
    if (divide_exact_doubles(vm, a, b, &result)) return result;
    bool negative = kr_int_sign(a) != kr_int_sign(b);
    intmax_t shift = (intmax_t)kr_int_bit_length(b) - (intmax_t)kr_int_bit_length(a) + 66;
    if (shift > 2400) return kr_float_new(vm, (kr_real)(negative ? -0.0 : 0.0));
    if (shift < -2400) kr_raise_overflow(vm, "integer division result too large for a float");
    if (kr_int_sign(a) < 0) a = kr_int_negate(vm, a);
    if (kr_int_sign(b) < 0) b = kr_int_negate(vm, b);
    if (shift > 0) a = kr_int_shift_left(vm, a, (size_t)shift);
    if (shift < 0) b = kr_int_shift_left(vm, b, (size_t)-shift);
    kr_value quotient, rest;
    kr_int_divide(vm, a, b, &quotient, &rest);
    kr_integer view;
    kr_integer_open(&view, quotient);
    bool sticky;
    uint64_t top = kr_int_top(&view, &sticky);
    int exponent = (int)kr_integer_bits(&view) - 64 - (int)shift;
    kr_real d = kr_round_real(top, sticky || rest != KR_INT(0), exponent);
    if (d > KR_REAL_MAX) kr_raise_overflow(vm, "integer division result too large for a float");
    return kr_float_new(vm, negative ? -d : d);
}

kr_value kr_int_shift_left(kr_vm *vm, kr_value v, size_t bits) {
    kr_integer view;
    kr_integer_open(&view, v);
    if (view.size == 0) return KR_INT(0);
    size_t whole = bits / 32;
    if (whole > INT32_MAX / 8) kr_raise_memory(vm);
    kr_bigint *r = kr_bigint_new(vm, view.size + whole + 1);
    memset(r->digits, 0, whole * sizeof(uint32_t));
    r->digits[whole + view.size] = kr_digits_shift_left(r->digits + whole, view.digits, view.size, bits % 32);
    return kr_bigint_value(r, view.negative);
}

/* Floors: what falls out of a negative number takes one away. */
kr_value kr_int_shift_right(kr_vm *vm, kr_value v, size_t bits) {
    kr_integer view;
    kr_integer_open(&view, v);
    size_t whole = bits / 32;
    if (whole >= view.size) return KR_INT(view.negative && view.size ? -1 : 0);
    kr_bigint *r = kr_bigint_new(vm, view.size - whole + 1);
    r->size--;
    bool lost = kr_digits_shift_right(r->digits, view.digits + whole, view.size - whole, bits % 32) != 0;
    if (!view.negative) return kr_bigint_value(r, false);
    for (size_t i = 0; i < whole && !lost; i++) lost = view.digits[i] != 0;
    if (lost) {
        const uint32_t one = 1;
        r->digits[r->size] = kr_digits_add(r->digits, r->digits, (size_t)r->size, &one, 1);
        r->size++;
    }
    return kr_bigint_value(r, true);
}

kr_value kr_int_shift(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (kr_int_sign(b) < 0) kr_raise_value_error(vm, "negative shift count");
    bool left = op == KR_LSHIFT;
    intmax_t bits;
    if (!kr_int_to(b, &bits) || (uintmax_t)bits > SIZE_MAX) {
        if (kr_int_sign(a) == 0) return KR_INT(0);
        if (left) kr_raise_overflow(vm, "too many digits in integer");
        return KR_INT(kr_int_sign(a) < 0 ? -1 : 0);
    }
    if (kr_is_int(a)) {
        kr_word n = kr_to_int(a);
        const int width = (int)sizeof(kr_word) * 8;
        if (!left) return KR_INT(bits >= width ? (n < 0 ? -1 : 0) : n >> bits);
        if (bits < width - 1 && n <= KR_INT_MAX >> bits && n >= KR_INT_MIN >> bits)
            return KR_INT((uintptr_t)n << bits);
    }
    return left ? kr_int_shift_left(vm, a, (size_t)bits) : kr_int_shift_right(vm, a, (size_t)bits);
}

static kr_value floor_divide(kr_vm *vm, kr_value a, kr_value b) {
    kr_value q;
    if (kr_int_sign(b) == 0) kr_raise(vm, &kr_ZeroDivisionError_type, "integer division or modulo by zero");
    kr_int_divide(vm, a, b, &q, NULL);
    return q;
}

static kr_value modulo(kr_vm *vm, kr_value a, kr_value b) {
    kr_value r;
    if (kr_int_sign(b) == 0) kr_raise(vm, &kr_ZeroDivisionError_type, "integer modulo by zero");
    kr_int_divide(vm, a, b, NULL, &r);
    return r;
}

kr_value kr_int_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (!kr_is_bool(a) && !kr_is_bool(b)) {
        kr_value r = kr_int_wide(vm, op, a, b);
        if (r != KR_UNBOUND) return r;
    }
    switch (op) {
    case KR_ADD: return kr_int_add(vm, a, b);
    case KR_SUB: return kr_int_subtract(vm, a, b);
    case KR_MUL: return kr_int_multiply(vm, a, b);
    case KR_TRUEDIV: return kr_int_true_divide(vm, a, b);
    case KR_FLOORDIV: return floor_divide(vm, a, b);
    case KR_MOD: return modulo(vm, a, b);
    case KR_POW: return kr_int_power(vm, a, b);
    case KR_LSHIFT:
    case KR_RSHIFT: return kr_int_shift(vm, op, a, b);
    case KR_AND:
    case KR_OR:
    case KR_XOR:
        if (kr_is_bool(a) && kr_is_bool(b)) return kr_bool(kr_int_bitwise(vm, op, a, b) != KR_INT(0));
        return kr_int_bitwise(vm, op, a, b);
    default: return KR_NOT_IMPLEMENTED;
    }
}
