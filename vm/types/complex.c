/* complex: two reals. */
#include "types/complex.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/float.h"
#include "types/int.h"
#include "types/unicode.h"
#include <tgmath.h>

bool kr_is_complex(kr_value v) {
    return kr_is_kind(v, &kr_complex_type);
}

kr_value kr_complex_new(kr_vm *vm, kr_real real, kr_real imag) {
    kr_complex *c = kr_new_raw(vm, &kr_complex_type, sizeof(kr_complex));
    c->real = real;
    c->imag = imag;
    return KR_OBJECT(c);
}

typedef struct parts {
    kr_real real, imag;
} parts;

/* Any number as its two parts; false when v is none. */
static bool to_parts(kr_vm *vm, kr_value v, parts *p) {
    p->imag = 0;
    if (kr_is_complex(v)) {
        const kr_complex *c = kr_to_pointer(v);
        *p = (parts){c->real, c->imag};
    } else if (kr_is_float(v)) {
        p->real = kr_float_value(v);
    } else if (kr_is_integral(v)) {
        p->real = kr_int_to_real(vm, v);
    } else {
        return false;
    }
    return true;
}

static kr_value make_parts(kr_vm *vm, parts p) {
    return kr_complex_new(vm, (kr_real)p.real, (kr_real)p.imag);
}

static parts multiply(parts a, parts b) {
    return (parts){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Scaled by the divisor's larger part, so that no square overflows (Smith's method). */
static parts divide(kr_vm *vm, parts a, parts b) {
    if (b.real == 0 && b.imag == 0) kr_raise(vm, &kr_ZeroDivisionError_type, "complex division by zero");
    if (isnan(b.real) || isnan(b.imag)) return (parts){NAN, NAN};
    if (fabs(b.real) >= fabs(b.imag)) {
        kr_real ratio = b.imag / b.real, whole = b.real + b.imag * ratio;
        return (parts){(a.real + a.imag * ratio) / whole, (a.imag - a.real * ratio) / whole};
    }
    kr_real ratio = b.real / b.imag, whole = b.real * ratio + b.imag;
    return (parts){(a.real * ratio + a.imag) / whole, (a.imag * ratio - a.real) / whole};
}

static parts power_by_squaring(kr_vm *vm, parts a, int n) {
    parts result = {1, 0};
    for (int left = n < 0 ? -n : n; left; left >>= 1) {
        if (left & 1) result = multiply(result, a);
        a = multiply(a, a);
    }
    return n < 0 ? divide(vm, (parts){1, 0}, result) : result;
}

static parts power_by_angle(parts a, parts b) {
    kr_real size = hypot(a.real, a.imag), angle = atan2(a.imag, a.real);
    kr_real length = pow(size, b.real), phase = angle * b.real;
    if (b.imag != 0) {
        length /= exp(angle * b.imag);
        phase += b.imag * log(size);
    }
    return (parts){length * cos(phase), length * sin(phase)};
}

static parts power(kr_vm *vm, parts a, parts b) {
    if (b.real == 0 && b.imag == 0) return (parts){1, 0};
    if (a.real == 0 && a.imag == 0) {
        if (b.imag != 0 || b.real < 0)
            kr_raise(vm, &kr_ZeroDivisionError_type, "0.0 to a negative or complex power");
        return (parts){0, 0};
    }
    bool whole = b.imag == 0 && b.real == floor(b.real) && fabs(b.real) <= 100;
    parts r = whole ? power_by_squaring(vm, a, (int)b.real) : power_by_angle(a, b);
    if (isinf(r.real) || isinf(r.imag)) {
        if (isfinite(a.real) && isfinite(a.imag) && isfinite(b.real) && isfinite(b.imag)) {
            kr_raise_overflow(vm, "complex exponentiation");
        }
    }
    return r;
}

kr_value kr_complex_power(kr_vm *vm, kr_real a, kr_real b, kr_real c, kr_real d) {
    return make_parts(vm, power(vm, (parts){a, b}, (parts){c, d}));
}

static kr_value complex_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    parts x, y;
    if (op > KR_POW || op == KR_FLOORDIV || op == KR_MOD) return KR_NOT_IMPLEMENTED;
    if (!to_parts(vm, a, &x) || !to_parts(vm, b, &y)) return KR_NOT_IMPLEMENTED;
    switch (op) {
    case KR_ADD: return make_parts(vm, (parts){x.real + y.real, x.imag + y.imag});
    case KR_SUB: return make_parts(vm, (parts){x.real - y.real, x.imag - y.imag});
    case KR_MUL: return make_parts(vm, multiply(x, y));
    case KR_TRUEDIV: return make_parts(vm, divide(vm, x, y));
    default: return make_parts(vm, power(vm, x, y));
    }
}

static kr_value complex_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    const kr_complex *c = kr_to_pointer(a);
    if (op != KR_EQ && op != KR_NE) return KR_NOT_IMPLEMENTED;
    bool equal;
    if (kr_is_integral(b)) {
        equal = c->imag == 0 && kr_int_compare_real(b, c->real) == 0;
    } else {
        parts other;
        if (!to_parts(vm, b, &other)) return KR_NOT_IMPLEMENTED;
        equal = c->real == other.real && c->imag == other.imag;
    }
    return kr_bool(equal == (op == KR_EQ));
}

static kr_value complex_unary(kr_vm *vm, kr_unary_op op, kr_value v) {
    const kr_complex *c = kr_to_pointer(v);
    if (op == KR_INVERT) return KR_NOT_IMPLEMENTED;
    return op == KR_NEG ? kr_complex_new(vm, -c->real, -c->imag) : kr_complex_new(vm, c->real, c->imag);
}

static kr_word complex_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    const kr_complex *c = kr_to_pointer(v);
    uintptr_t hash = (uintptr_t)kr_float_hash(c->real) + 1000003 * (uintptr_t)kr_float_hash(c->imag);
    return (kr_word)hash == -1 ? -2 : (kr_word)hash;
}

static bool complex_truth(kr_vm *vm, kr_value v) {
    (void)vm;
    const kr_complex *c = kr_to_pointer(v);
    return c->real != 0 || c->imag != 0;
}

/* repr() of a float, without the ".0" of whole numbers. */
static void write_part(kr_writer *out, kr_real d, bool sign) {
    char text[32];
    size_t size = kr_float_repr(d, text);
    if (size > 2 && memcmp(text + size - 2, ".0", 2) == 0) size -= 2;
    if (sign && text[0] != '-') kr_write_text(out, "+");
    kr_write(out, text, size);
}

static void complex_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm;
    (void)str;
    const kr_complex *c = kr_to_pointer(v);
    bool pair = c->real != 0 || signbit(c->real);
    if (pair) {
        kr_write_text(out, "(");
        write_part(out, c->real, false);
    }
    write_part(out, c->imag, pair);
    kr_write_text(out, pair ? "j)" : "j");
}

static const kr_ops complex_ops = {
    .print = complex_print,
    .hash = complex_hash,
    .compare = complex_compare,
    .binary = complex_binary,
    .unary = complex_unary,
    .truth = complex_truth,
};

/* The longest prefix of text that is a float literal with its sign. */
static size_t float_prefix(const char *text, size_t size) {
    kr_real d;
    for (size_t n = size; n; n--) {
        if (kr_float_parse(text, n, &d)) return n;
    }
    return 0;
}

static bool is_unit(char c) {
    return c == 'j' || c == 'J';
}

/* "1", "2j", "1+2j", "-j": the last part before the j may be just a sign. */
static bool parse_complex(const char *text, size_t size, parts *p) {
    kr_real first = 0, second;
    *p = (parts){0, 0};
    size_t used = float_prefix(text, size);
    if (used) kr_float_parse(text, used, &first);
    if (used == size && used) {
        p->real = first;
        return true;
    }
    if (used && used + 1 == size && is_unit(text[used])) {
        p->imag = first;
        return true;
    }
    p->real = first;
    text += used;
    size -= used;
    if (size == 0 || !is_unit(text[size - 1])) return false;
    size--;
    if (used && size && *text != '+' && *text != '-') return false;
    if (used && size == 0) return false;
    if (size == 0 || (size == 1 && (*text == '+' || *text == '-'))) {
        p->imag = size && *text == '-' ? -1 : 1;
        return true;
    }
    if (!kr_float_parse(text, size, &second)) return false;
    p->imag = second;
    return true;
}

/* Underscores stand between digits only. */
static bool underscores_fit(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '_') continue;
        if (i == 0 || i + 1 == size || !kr_ascii_digit(text[i - 1]) || !kr_ascii_digit(text[i + 1]))
            return false;
    }
    return true;
}

static parts of_text(kr_vm *vm, kr_value v) {
    size_t size;
    const char *text = kr_number_text(vm, kr_to_str(v), &size);
    if (size >= 2 && text[0] == '(' && text[size - 1] == ')') text++, size -= 2;
    while (size && *text == ' ') text++, size--;
    while (size && text[size - 1] == ' ') size--;
    parts p;
    if (!underscores_fit(text, size)) kr_raise_value_error(vm, "could not convert string to complex: %R", v);
    if (!parse_complex(text, size, &p)) kr_raise_value_error(vm, "complex() arg is a malformed string");
    return p;
}

/* One argument of complex(): a number, or an object with __complex__, __float__ or __index__. */
static parts of_argument(kr_vm *vm, kr_value v, const char *which) {
    parts p;
    if (to_parts(vm, v, &p)) return p;
    kr_value method = kr_special(vm, v, N___complex__);
    if (method != KR_UNBOUND) {
        kr_value c = kr_call(vm, method, 0, NULL);
        if (!kr_is_complex(c)) kr_raise_type(vm, "__complex__ returned non-complex (type %T)", c);
        to_parts(vm, c, &p);
        return p;
    }
    if (kr_special(vm, v, N___float__) == KR_UNBOUND && kr_special(vm, v, N___index__) == KR_UNBOUND) {
        kr_raise_type(vm, "complex() %s argument must be a %snumber, not '%T'", which,
                      *which == 'f' ? "string or a " : "", v);
    }
    return (parts){kr_real_of(vm, v), 0};
}

static parts from_arguments(kr_vm *vm, kr_value real, kr_value imag) {
    if (real != KR_UNBOUND && kr_is_str(real)) {
        if (imag != KR_UNBOUND) kr_raise_type(vm, "complex() can't take second arg if first is a string");
        return of_text(vm, real);
    }
    if (imag != KR_UNBOUND && kr_is_str(imag)) kr_raise_type(vm, "complex() second arg can't be a string");
    parts first = real == KR_UNBOUND ? (parts){0, 0} : of_argument(vm, real, "first");
    if (imag == KR_UNBOUND) return first;
    parts second = of_argument(vm, imag, "second");
    /* 0 is added to nothing: it would turn -0.0 into 0.0. */
    if (kr_is_complex(imag)) first.real -= second.imag;
    first.imag = real != KR_UNBOUND && kr_is_complex(real) ? first.imag + second.real : second.real;
    return first;
}

static kr_value complex_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    kr_value given[2] = {argc > 0 ? argv[0] : KR_UNBOUND, argc > 1 ? argv[1] : KR_UNBOUND};
    if (argc + nkw > 2) kr_raise_type(vm, "complex() takes at most 2 arguments (%zu given)", argc + nkw);
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] != N_real && names[i] != N_imag) {
            kr_raise_type(vm, "'%S' is an invalid keyword argument for complex()", names[i]);
        }
        given[names[i] == N_imag] = argv[argc + i];
    }
    parts p = from_arguments(vm, given[0], given[1]);
    if (cls == &kr_complex_type) return make_parts(vm, p);
    kr_complex *instance = kr_new_instance(vm, cls, sizeof(kr_complex));
    instance->real = (kr_real)p.real;
    instance->imag = (kr_real)p.imag;
    return KR_OBJECT(instance);
}

static kr_value complex_conjugate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_complex *c = kr_to_pointer(argv[0]);
    return kr_complex_new(vm, c->real, -c->imag);
}
KR_METHOD(conjugate, complex_conjugate, 1, 1, NULL,
          "conjugate()\nThe number with the opposite imaginary part.");

static kr_value complex_abs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_complex *c = kr_to_pointer(argv[0]);
    kr_real size = hypot(c->real, c->imag);
    if (isinf(size) && isfinite(c->real) && isfinite(c->imag))
        kr_raise_overflow(vm, "absolute value too large");
    return kr_float_new(vm, (kr_real)size);
}
KR_METHOD(__abs__, complex_abs, 1, 1, NULL, "__abs__()\nThe distance from 0.");

static kr_value complex_self(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_complex *c = kr_to_pointer(argv[0]);
    return kr_complex_new(vm, c->real, c->imag);
}
KR_METHOD(__complex__, complex_self, 1, 1, NULL, "__complex__()\ncomplex(self).");

static kr_value complex_format(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_format_number_value(vm, argv[0], argv[1]);
}
KR_METHOD(__format__, complex_format, 2, 2, NULL, "__format__(spec)\nformat(self, spec).");

static kr_value complex_getnewargs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_complex *c = kr_to_pointer(argv[0]);
    kr_value pair[] = {kr_float_new(vm, c->real), kr_float_new(vm, c->imag)};
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD(__getnewargs__, complex_getnewargs, 1, 1, NULL, "__getnewargs__()\nWhat makes an equal number.");

static kr_value complex_real(kr_vm *vm, kr_value v) {
    return kr_float_new(vm, ((const kr_complex *)kr_to_pointer(v))->real);
}
static kr_value complex_imag(kr_vm *vm, kr_value v) {
    return kr_float_new(vm, ((const kr_complex *)kr_to_pointer(v))->imag);
}
KR_GETSET(real, complex_real, NULL);
KR_GETSET(imag, complex_imag, NULL);

static const kr_member complex_members[] = {
    KR_ENTRY(conjugate, complex_conjugate),       KR_ENTRY(__abs__, complex_abs),
    KR_ENTRY(__complex__, complex_self),          KR_ENTRY(__format__, complex_format),
    KR_ENTRY(__getnewargs__, complex_getnewargs), KR_GETSET_ENTRY(real, complex_real),
    KR_GETSET_ENTRY(imag, complex_imag),
};

const kr_type kr_complex_type = {
    .head = {&kr_type_type},
    .name = N_complex,
    .base = &kr_object_type,
    .solid = &kr_complex_type,
    .ops = &complex_ops,
    .size = sizeof(kr_complex),
    .members = complex_members,
    .member_count = sizeof complex_members / sizeof *complex_members,
    .make = complex_make,
};
