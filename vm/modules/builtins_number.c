/* Built-in functions on numbers and characters. */
#include <limits.h>
#include <math.h>
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/builtins.h"
#include "types/byte_string.h"
#include "types/float.h"
#include "types/int.h"
#include "types/text.h"

kr_value kr_builtin_abs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value v = argv[0];
    kr_value special = kr_is_object(v) ? kr_special(vm, v, N___abs__) : KR_UNBOUND;
    if (special != KR_UNBOUND) return kr_call(vm, special, 0, NULL);
    if (kr_is_integral(v)) return kr_int_sign(v) < 0 ? kr_int_negate(vm, v) : kr_int_plain(vm, v);
    if (kr_is_float(v)) return kr_float_new(vm, (kr_real)fabs((double)kr_float_value(v)));
    if (kr_is_complex(v)) {
        const kr_complex *c = kr_to_pointer(v);
        double size = hypot((double)c->real, (double)c->imag);
        if (isinf(size) && isfinite((double)c->real) && isfinite((double)c->imag))
            kr_raise_overflow(vm, "absolute value too large");
        return kr_float_new(vm, (kr_real)size);
    }
    kr_raise_type(vm, "bad operand type for abs(): '%T'", v);
}

/* ---- Text of ints. ---- */

static kr_value in_base(kr_vm *vm, kr_value v, unsigned base, const char *prefix) {
    v = kr_index(vm, v);
    kr_writer out;
    kr_writer_init(vm, &out);
    if (kr_int_sign(v) < 0) {
        kr_write(&out, "-", 1);
        v = kr_int_negate(vm, v);
    }
    kr_write(&out, prefix, 2);
    kr_int_write(vm, &out, v, base, false);
    return kr_writer_str(&out);
}

kr_value kr_builtin_bin(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return in_base(vm, argv[0], 2, "0b");
}
kr_value kr_builtin_oct(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return in_base(vm, argv[0], 8, "0o");
}
kr_value kr_builtin_hex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return in_base(vm, argv[0], 16, "0x");
}

/* ---- Characters. ---- */

kr_value kr_builtin_chr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    intmax_t n;
    if (!kr_int_to(kr_index(vm, argv[0]), &n) || n < INT_MIN || n > INT_MAX)
        kr_raise_overflow(vm, "Python int too large to convert to C int");
    if (n < 0 || n > 0x10ffff) kr_raise_value_error(vm, "chr() arg not in range(0x110000)");
    return kr_str_char(vm, (uint32_t)n);
}

kr_value kr_builtin_ord(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    size_t length;
    if (kr_is_str(argv[0])) {
        const char *p = kr_to_str(argv[0])->data;
        length = kr_str_length(kr_to_str(argv[0]));
        if (length == 1) return KR_INT(kr_utf8_next(&p));
    } else if (kr_is_byte_string(argv[0])) {
        kr_span span = kr_span_of(argv[0]);
        length = span.size;
        if (length == 1) return KR_INT(span.data[0]);
    } else {
        kr_raise_type(vm, "ord() expected string of length 1, but %T found", argv[0]);
    }
    kr_raise_type(vm, "ord() expected a character, but string of length %zu found", length);
}

/* ---- divmod, pow, round. ---- */

static bool is_number(kr_value v) {
    return kr_is_integral(v) || kr_is_float(v);
}

kr_value kr_builtin_divmod(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_binary(vm, KR_DIVMOD, argv[0], argv[1]);
}

kr_value kr_builtin_pow(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (argv[2] == KR_UNBOUND || argv[2] == KR_NONE) return kr_binary(vm, KR_POW, argv[0], argv[1]);
    if (kr_is_integral(argv[0]) && kr_is_integral(argv[1]) && kr_is_integral(argv[2]))
        return kr_int_power_modulo(vm, argv[0], argv[1], argv[2]);
    kr_value special =
        kr_type_of(argv[0])->dunders & KR_HAS_BINARY ? kr_special(vm, argv[0], N___pow__) : KR_UNBOUND;
    if (special != KR_UNBOUND) {
        kr_value result = kr_call(vm, special, 2, argv + 1);
        if (result != KR_NOT_IMPLEMENTED) return result;
    }
    if (is_number(argv[0]) && is_number(argv[1]) && is_number(argv[2]))
        kr_raise_type(vm, "pow() 3rd argument not allowed unless all arguments are integers");
    kr_raise_type(vm, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", argv[0], argv[1],
                  argv[2]);
}

/* An int to a multiple of 10 ** places, a tie to the even multiple. */
static kr_value round_int(kr_vm *vm, kr_value v, kr_value digits) {
    if (digits == KR_NONE) return kr_int_plain(vm, v);
    digits = kr_index(vm, digits);
    if (kr_int_sign(digits) >= 0) return kr_int_plain(vm, v);
    kr_value unit = kr_int_power(vm, KR_INT(10), kr_int_negate(vm, digits)), q, r;
    kr_int_divide(vm, v, unit, &q, &r);
    int side = kr_int_compare(kr_int_add(vm, r, r), unit);
    kr_value odd = kr_int_bitwise(vm, KR_AND, q, KR_INT(1));
    if (side > 0 || (side == 0 && odd == KR_INT(1))) q = kr_int_add(vm, q, KR_INT(1));
    return kr_int_multiply(vm, q, unit);
}

kr_value kr_builtin_round(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value v = argv[0], digits = argv[1] == KR_UNBOUND ? KR_NONE : argv[1];
    if (kr_type_of(v)->flags & KR_TYPE_CLASS) {
        kr_value special = kr_special(vm, v, N___round__);
        if (special != KR_UNBOUND) return kr_call(vm, special, argv[1] == KR_UNBOUND ? 0 : 1, argv + 1);
    }
    if (kr_is_float(v)) return kr_float_round(vm, kr_float_value(v), digits);
    if (kr_is_integral(v)) return round_int(vm, v, digits);
    kr_raise_type(vm, "type %T doesn't define __round__ method", v);
}
