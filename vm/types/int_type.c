/* int: the type, its construction and its methods. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/int.h"
#include "types/text.h"

static void int_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_int_write(vm, out, v, 10, false);
}

static kr_word int_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    return kr_int_hash(v);
}

static bool int_truth(kr_vm *vm, kr_value v) {
    (void)vm;
    return kr_int_sign(v) != 0;
}

static kr_value int_unary(kr_vm *vm, kr_unary_op op, kr_value v) {
    switch (op) {
    case KR_NEG: return kr_int_negate(vm, v);
    case KR_INVERT: return kr_int_subtract(vm, KR_INT(-1), v);
    default: return kr_int_plain(vm, v);
    }
}

static const kr_ops int_ops = {
    .print = int_print,
    .hash = int_hash,
    .compare = kr_number_compare,
    .binary = kr_number_binary,
    .unary = int_unary,
    .truth = int_truth,
};

/* 0 stands for "as the prefix says". */
static unsigned base_arg(kr_vm *vm, kr_value base) {
    intmax_t n;
    if (!kr_int_to(kr_index(vm, base), &n) || n < 0 || n == 1 || n > 36) {
        kr_raise_value_error(vm, "int() base must be >= 2 and <= 36, or 0");
    }
    return (unsigned)n;
}

static bool is_blank(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_text(kr_value v) {
    return kr_is_str(v) || kr_is_bytes(v) || kr_is_bytearray(v);
}

static kr_value int_of_text(kr_vm *vm, kr_value v, unsigned base) {
    size_t size;
    const char *text;
    if (kr_is_str(v)) {
        text = kr_number_text(vm, kr_to_str(v), &size);
    } else {
        kr_buffer buffer;
        kr_get_buffer(vm, v, &buffer, false);
        text = (const char *)buffer.data;
        size = buffer.size;
        while (size && is_blank((uint8_t)*text)) text++, size--;
        while (size && is_blank((uint8_t)text[size - 1])) size--;
    }
    kr_value n = kr_int_parse(vm, text, size, base);
    if (n == KR_UNBOUND && !kr_is_str(v)) v = kr_call(vm, KR_OBJECT(&kr_bytes_type), 1, &v);
    if (n == KR_UNBOUND) kr_raise_value_error(vm, "invalid literal for int() with base %u: %R", base, v);
    return n;
}

static kr_value call_special(kr_vm *vm, kr_value v, kr_value name) {
    kr_value method = kr_special(vm, v, name);
    return method == KR_UNBOUND ? KR_UNBOUND : kr_call(vm, method, 0, NULL);
}

/* __int__, __index__, __trunc__, in this order. */
static kr_value int_of_object(kr_vm *vm, kr_value v) {
    kr_value n = call_special(vm, v, N___int__);
    if (n != KR_UNBOUND) {
        if (!kr_is_integral(n)) kr_raise_type(vm, "__int__ returned non-int (type %T)", n);
        return n;
    }
    if (kr_special(vm, v, N___index__) != KR_UNBOUND) return kr_index(vm, v);
    n = call_special(vm, v, N___trunc__);
    if (n != KR_UNBOUND) return kr_index(vm, n);
    const kr_ops *ops = kr_type_of(v)->ops;
    if (is_text(v)) return int_of_text(vm, v, 10);
    if (ops != NULL && ops->buffer != NULL) return int_of_text(vm, v, 10);
    kr_raise_type(vm, "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

kr_value kr_int_of(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    if (kr_is_integral(v) && !(type->flags & KR_TYPE_CLASS)) return kr_int_plain(vm, v);
    if (kr_is_float(v) && !(type->flags & KR_TYPE_CLASS)) return kr_int_from_real(vm, kr_float_value(v));
    bool asked = (type->dunders & (KR_HAS_NUMBER | KR_HAS_INDEX)) != 0;
    if (!asked && is_text(v)) return int_of_text(vm, v, 10);
    return kr_int_plain(vm, int_of_object(vm, v));
}

static kr_value int_instance(kr_vm *vm, const kr_type *cls, kr_value n) {
    kr_integer view;
    kr_integer_open(&view, n);
    kr_bigint *instance = kr_new_instance(vm, cls, sizeof(kr_bigint) + view.size * sizeof(uint32_t));
    instance->size = view.negative ? -(int32_t)view.size : (int32_t)view.size;
    memcpy(instance->digits, view.digits, view.size * sizeof(uint32_t));
    return KR_OBJECT(instance);
}

static kr_value int_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    kr_value base = argc > 1 ? argv[1] : KR_UNBOUND, n = KR_INT(0);
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] != N_base) kr_raise_type(vm, "'%S' is an invalid keyword argument for int()", names[i]);
        base = argv[argc + i];
    }
    if (argc + nkw > 2) kr_raise_type(vm, "int() takes at most 2 arguments (%zu given)", argc + nkw);
    if (base != KR_UNBOUND) {
        if (argc == 0) kr_raise_type(vm, "int() missing string argument");
        unsigned radix = base_arg(vm, base);
        if (!is_text(argv[0])) kr_raise_type(vm, "int() can't convert non-string with explicit base");
        n = int_of_text(vm, argv[0], radix);
    } else if (argc) {
        n = kr_int_of(vm, argv[0]);
    }
    return cls == &kr_int_type ? n : int_instance(vm, cls, n);
}

KR_METHOD(bit_length, kr_integer_bit_length, 1, 1, NULL, "bit_length()\nBits needed for the magnitude.");
KR_METHOD(bit_count, kr_integer_bit_count, 1, 1, NULL, "bit_count()\nOnes in the magnitude.");
KR_METHOD(to_bytes, kr_integer_to_bytes, 1, 4, "self,length,byteorder,*,signed",
          "to_bytes(length=1, byteorder='big', *, signed=False)\nThe number as bytes.");
KR_CLASSMETHOD(from_bytes, kr_integer_from_bytes, 2, 4, "cls,bytes,byteorder,*,signed",
               "from_bytes(bytes, byteorder='big', *, signed=False)\nThe number that bytes are.");

kr_value kr_integer_conjugate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_plain(vm, argv[0]);
}
KR_METHOD(conjugate, kr_integer_conjugate, 1, 1, NULL, "conjugate()\nThe number itself.");

kr_value kr_integer_as_integer_ratio(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value pair[] = {kr_int_plain(vm, argv[0]), KR_INT(1)};
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD(as_integer_ratio, kr_integer_as_integer_ratio, 1, 1, NULL, "as_integer_ratio()\nThe number and 1.");

static kr_value int_float(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, kr_int_to_real(vm, argv[0]));
}
KR_METHOD(__float__, int_float, 1, 1, NULL, "__float__()\nfloat(self).");

static kr_value int_abs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_sign(argv[0]) < 0 ? kr_int_negate(vm, argv[0]) : kr_int_plain(vm, argv[0]);
}
KR_METHOD(__abs__, int_abs, 1, 1, NULL, "__abs__()\nThe number without its sign.");

/* To a power of ten, half to even: what is left over is compared with half of it. */
static kr_value int_round(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value n = kr_int_plain(vm, argv[0]);
    if (argc < 2 || argv[1] == KR_NONE) return n;
    kr_value digits = kr_index(vm, argv[1]);
    if (kr_int_sign(digits) >= 0) return n;
    intmax_t tens;
    if (!kr_int_to(kr_int_negate(vm, digits), &tens) || (uintmax_t)tens > kr_int_bit_length(n))
        return KR_INT(0);
    kr_value unit = kr_int_power(vm, KR_INT(10), kr_int_from(vm, tens)), quotient, rest;
    kr_int_divide(vm, n, unit, &quotient, &rest);
    int order = kr_int_compare(kr_int_shift_left(vm, rest, 1), unit);
    bool odd = kr_int_bitwise(vm, KR_AND, quotient, KR_INT(1)) == KR_INT(1);
    n = kr_int_subtract(vm, n, rest);
    return order > 0 || (order == 0 && odd) ? kr_int_add(vm, n, unit) : n;
}
KR_METHOD(__round__, int_round, 1, 2, NULL, "__round__(ndigits=None)\nRounds half to even.");

static kr_value int_format(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_format_number_value(vm, argv[0], argv[1]);
}
KR_METHOD(__format__, int_format, 2, 2, NULL, "__format__(spec)\nformat(self, spec).");

static kr_value int_getnewargs(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value plain = kr_integer_conjugate(vm, argc, argv);
    return kr_tuple_new(vm, 1, &plain);
}
KR_METHOD(__getnewargs__, int_getnewargs, 1, 1, NULL, "__getnewargs__()\nWhat makes an equal number.");

static kr_value int_imag(kr_vm *vm, kr_value v) {
    (void)vm;
    (void)v;
    return KR_INT(0);
}
static kr_value int_denominator(kr_vm *vm, kr_value v) {
    (void)vm;
    (void)v;
    return KR_INT(1);
}
static kr_value int_numerator(kr_vm *vm, kr_value v) {
    return kr_int_plain(vm, v);
}
KR_GETSET(real, kr_int_plain, NULL);
KR_GETSET(imag, int_imag, NULL);
KR_GETSET(numerator, int_numerator, NULL);
KR_GETSET(denominator, int_denominator, NULL);

static const kr_member int_members[] = {
    KR_ENTRY(bit_length, kr_integer_bit_length),
    KR_ENTRY(bit_count, kr_integer_bit_count),
    KR_ENTRY(to_bytes, kr_integer_to_bytes),
    KR_ENTRY(from_bytes, kr_integer_from_bytes),
    KR_ENTRY(conjugate, kr_integer_conjugate),
    KR_ENTRY(as_integer_ratio, kr_integer_as_integer_ratio),
    KR_ENTRY(__int__, kr_integer_conjugate),
    KR_ENTRY(__index__, kr_integer_conjugate),
    KR_ENTRY(__trunc__, kr_integer_conjugate),
    KR_ENTRY(__floor__, kr_integer_conjugate),
    KR_ENTRY(__ceil__, kr_integer_conjugate),
    KR_ENTRY(__float__, int_float),
    KR_ENTRY(__abs__, int_abs),
    KR_ENTRY(__round__, int_round),
    KR_ENTRY(__format__, int_format),
    KR_ENTRY(__getnewargs__, int_getnewargs),
    KR_GETSET_ENTRY(real, kr_int_plain),
    KR_GETSET_ENTRY(imag, int_imag),
    KR_GETSET_ENTRY(numerator, int_numerator),
    KR_GETSET_ENTRY(denominator, int_denominator),
};

const kr_type kr_int_type = {
    .head = {&kr_type_type},
    .name = N_int,
    .base = &kr_object_type,
    .solid = &kr_int_type,
    .ops = &int_ops,
    .flags = KR_TYPE_VARIABLE,
    .size = sizeof(kr_bigint),
    .members = int_members,
    .member_count = sizeof int_members / sizeof *int_members,
    .make = int_make,
};
