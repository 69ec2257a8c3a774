/* float: the number in the value word or in a cell.
 *
 * Where words have 64 bits nearly every double lives in the value itself (see core/value.h); -0.0,
 * infinities, NaN and extreme magnitudes are boxed, as is everything on 32-bit targets and in instances of
 * subclasses. Nothing else in the machine knows which is which. */
#include "types/float.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/complex.h"
#include "types/container.h"
#include "types/int.h"
#include "types/round.h"
#include <tgmath.h>

bool kr_is_float(kr_value v) {
#if KR_INLINE_FLOAT
    if (kr_is_inline_float(v)) return true;
#endif
    return kr_is_kind(v, &kr_float_type);
}

kr_real kr_float_value(kr_value v) {
#if KR_INLINE_FLOAT
    if (kr_is_inline_float(v)) return kr_inline_float_value(v);
#endif
    return ((const kr_float *)kr_to_pointer(v))->value;
}

kr_value kr_float_new(kr_vm *vm, kr_real d) {
#if KR_INLINE_FLOAT
    kr_value v;
    if (kr_float_try(d, &v)) return v;
#endif
    kr_float *boxed = kr_new_raw(vm, &kr_float_type, sizeof(kr_float));
    boxed->value = d;
    return KR_OBJECT(boxed);
}

/* CPython's rule: the number modulo 2^61 - 1 (2^31 - 1), computed on the fraction's bits, so that equal ints
 * and floats have equal hashes. */
kr_word kr_float_hash(kr_real d) {
    const int bits = UINTPTR_MAX > 0xffffffffu ? 61 : 31;
    const uint64_t prime = ((uint64_t)1 << bits) - 1;
    if (isnan(d)) return 0;
    if (isinf(d)) return d > 0 ? 314159 : -314159;
    int exponent;
    kr_real rest = fabs(frexp(d, &exponent));
    uint64_t hash = 0;
    while (rest != 0) {
        hash = (hash << 28 & prime) | hash >> (bits - 28);
        rest *= (kr_real)268435456;
        exponent -= 28;
        uint64_t part = (uint64_t)rest;
        rest -= (kr_real)part;
        hash += part;
        if (hash >= prime) hash -= prime;
    }
    exponent = exponent >= 0 ? exponent % bits : bits - 1 - (-1 - exponent) % bits;
    if (exponent) hash = (hash << exponent & prime) | hash >> (bits - exponent);
    kr_word result = d < 0 ? -(kr_word)hash : (kr_word)hash;
    return result == -1 ? -2 : result;
}

static void float_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm;
    (void)str;
    char text[32];
    kr_write(out, text, kr_float_repr(kr_float_value(v), text));
}

static kr_word float_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    return kr_float_hash(kr_float_value(v));
}

static bool float_truth(kr_vm *vm, kr_value v) {
    (void)vm;
    return kr_float_value(v) != 0;
}

static kr_value float_unary(kr_vm *vm, kr_unary_op op, kr_value v) {
    kr_real d = kr_float_value(v);
    if (op == KR_INVERT) return KR_NOT_IMPLEMENTED;
    return kr_float_new(vm, op == KR_NEG ? -d : d);
}

static const kr_ops float_ops = {
    .print = float_print,
    .hash = float_hash,
    .compare = kr_number_compare,
    .binary = kr_number_binary,
    .unary = float_unary,
    .truth = float_truth,
};

/* float(text) for what a program hands over: blanks around, underscores, digits of any script. */
static kr_real parse_text(kr_vm *vm, kr_value v, const char *text, size_t size) {
    kr_real d;
    if (!kr_float_parse(text, size, &d)) kr_raise_value_error(vm, "could not convert string to float: %R", v);
    return d;
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static kr_real parse_bytes(kr_vm *vm, kr_value v, const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    while (size && is_blank(*text)) text++, size--;
    while (size && is_blank(text[size - 1])) size--;
    return parse_text(vm, v, text, size);
}

/* True when the program's class says which number v is. */
static bool has_number(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    return ((type->dunders & KR_HAS_NUMBER) && kr_type_lookup(vm, type, N___float__) != KR_UNBOUND) ||
           ((type->dunders & KR_HAS_INDEX) && kr_type_lookup(vm, type, N___index__) != KR_UNBOUND);
}

kr_real kr_float_of(kr_vm *vm, kr_value v) {
    if (has_number(vm, v)) return kr_real_by_method(vm, v);
    if (kr_is_float(v)) return kr_float_value(v);
    if (kr_is_str(v)) {
        size_t size;
        const char *text = kr_number_text(vm, kr_to_str(v), &size);
        return parse_text(vm, v, text, size);
    }
    kr_buffer buffer;
    const kr_ops *ops = kr_type_of(v)->ops;
    if (ops != NULL && ops->buffer != NULL) {
        kr_get_buffer(vm, v, &buffer, false);
        return parse_bytes(vm, v, buffer.data, buffer.size);
    }
    if (!kr_is_integral(v) && kr_special(vm, v, N___float__) == KR_UNBOUND &&
        kr_special(vm, v, N___index__) == KR_UNBOUND) {
        kr_raise_type(vm, "float() argument must be a string or a real number, not '%T'", v);
    }
    return kr_real_of(vm, v);
}

static kr_value float_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)names;
    if (nkw) kr_raise_type(vm, "float() takes no keyword arguments");
    if (argc > 1) kr_raise_type(vm, "float expected at most 1 argument, got %zu", argc);
    kr_real d = argc ? kr_float_of(vm, argv[0]) : 0;
    if (cls == &kr_float_type) return kr_float_new(vm, d);
    kr_float *instance = kr_new_instance(vm, cls, sizeof(kr_float));
    instance->value = d;
    return KR_OBJECT(instance);
}

static kr_value float_is_integer(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    kr_real d = kr_float_value(argv[0]);
    return kr_bool(isfinite(d) && (kr_real)floor(d) == d);
}
KR_METHOD(is_integer, float_is_integer, 1, 1, NULL, "is_integer()\nTrue when the number is whole.");

static kr_value float_as_integer_ratio(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_real d = kr_float_value(argv[0]);
    if (isinf(d)) kr_raise_overflow(vm, "cannot convert Infinity to integer ratio");
    if (isnan(d)) kr_raise_value_error(vm, "cannot convert NaN to integer ratio");
    int exponent;
    uint64_t f = kr_real_split(d, &exponent);
    while (f && (f & 1) == 0 && exponent < 0) {
        f >>= 1;
        exponent++;
    }
    if (f == 0) exponent = 0;
    kr_value above = kr_int_from_unsigned(vm, f), below = KR_INT(1);
    if (signbit(d)) above = kr_int_negate(vm, above);
    if (exponent > 0) above = kr_int_shift_left(vm, above, (size_t)exponent);
    if (exponent < 0) below = kr_int_shift_left(vm, below, (size_t)-exponent);
    kr_value pair[] = {above, below};
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD(as_integer_ratio, float_as_integer_ratio, 1, 1, NULL,
          "as_integer_ratio()\nThe two ints in lowest terms whose ratio is exactly the number.");

static kr_value float_conjugate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, kr_float_value(argv[0]));
}
KR_METHOD(conjugate, float_conjugate, 1, 1, NULL, "conjugate()\nThe number itself.");

static kr_value float_trunc(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_real(vm, kr_float_value(argv[0]));
}
KR_METHOD(__trunc__, float_trunc, 1, 1, NULL, "__trunc__()\nThe whole part as an int.");

static kr_value float_int(kr_vm *vm, size_t argc, const kr_value *argv) {
    return float_trunc(vm, argc, argv);
}
KR_METHOD(__int__, float_int, 1, 1, NULL, "__int__()\nThe whole part as an int.");

static kr_value float_floor(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_real(vm, floor(kr_float_value(argv[0])));
}
KR_METHOD(__floor__, float_floor, 1, 1, NULL, "__floor__()\nThe largest int that is not above.");

static kr_value float_ceil(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_real(vm, ceil(kr_float_value(argv[0])));
}
KR_METHOD(__ceil__, float_ceil, 1, 1, NULL, "__ceil__()\nThe smallest int that is not below.");

static kr_value float_abs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, (kr_real)fabs(kr_float_value(argv[0])));
}
KR_METHOD(__abs__, float_abs, 1, 1, NULL, "__abs__()\nThe number without its sign.");

static kr_value float_round(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_float_round(vm, kr_float_value(argv[0]), argc > 1 ? argv[1] : KR_NONE);
}
KR_METHOD(__round__, float_round, 1, 2, NULL, "__round__(ndigits=None)\nRounds half to even.");

static kr_value float_format(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_format_number_value(vm, argv[0], argv[1]);
}
KR_METHOD(__format__, float_format, 2, 2, NULL, "__format__(spec)\nformat(self, spec).");

static kr_value float_getnewargs(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value plain = float_conjugate(vm, argc, argv);
    return kr_tuple_new(vm, 1, &plain);
}
KR_METHOD(__getnewargs__, float_getnewargs, 1, 1, NULL, "__getnewargs__()\nWhat makes an equal number.");

KR_METHOD(hex, kr_float_hex, 1, 1, NULL,
          "hex()\nThe exact number in hexadecimal, as float.fromhex() reads it.");
KR_CLASSMETHOD(fromhex, kr_float_fromhex, 2, 2, NULL,
               "fromhex(string)\nThe number that a hexadecimal text denotes.");

static kr_value float_real(kr_vm *vm, kr_value v) {
    return kr_float_new(vm, kr_float_value(v));
}
static kr_value float_imag(kr_vm *vm, kr_value v) {
    (void)v;
    return kr_float_new(vm, 0);
}
KR_GETSET(real, float_real, NULL);
KR_GETSET(imag, float_imag, NULL);

static const kr_member float_members[] = {
    KR_ENTRY(is_integer, float_is_integer), KR_ENTRY(as_integer_ratio, float_as_integer_ratio),
    KR_ENTRY(conjugate, float_conjugate),   KR_ENTRY(hex, kr_float_hex),
    KR_ENTRY(fromhex, kr_float_fromhex),    KR_ENTRY(__trunc__, float_trunc),
    KR_ENTRY(__int__, float_int),           KR_ENTRY(__float__, float_conjugate),
    KR_ENTRY(__floor__, float_floor),       KR_ENTRY(__ceil__, float_ceil),
    KR_ENTRY(__abs__, float_abs),           KR_ENTRY(__round__, float_round),
    KR_ENTRY(__format__, float_format),     KR_ENTRY(__getnewargs__, float_getnewargs),
    KR_GETSET_ENTRY(real, float_real),      KR_GETSET_ENTRY(imag, float_imag),
};

const kr_type kr_float_type = {
    .head = {&kr_type_type},
    .name = N_float,
    .base = &kr_object_type,
    .solid = &kr_float_type,
    .ops = &float_ops,
    .size = sizeof(kr_float),
    .members = float_members,
    .member_count = sizeof float_members / sizeof *float_members,
    .make = float_make,
};
