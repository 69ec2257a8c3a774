/* Constant expressions.
 *
 * What cannot fail and stays small is computed by the compiler. Everything else is left to run time, where it
 * raises what it has to. */
#include "compiler/compiler.h"

enum { FOLDED_BITS = 256, FOLDED_TEXT = 128 };

static bool is_number(kr_value v) {
    return kr_is_integer(v) || kr_is_float(v);
}

static size_t int_bits(kr_value v) {
    if (!kr_is_int(v)) {
        int32_t digits = ((kr_bigint *)kr_to_pointer(v))->size;
        return (size_t)(digits < 0 ? -digits : digits) * 32;
    }
    kr_word n = kr_to_int(v);
    uintptr_t magnitude = n < 0 ? -(uintptr_t)n : (uintptr_t)n;
    size_t bits = 0;
    for (; magnitude != 0; magnitude >>= 1) bits++;
    return bits;
}

static bool is_zero(kr_value v) {
    return v == KR_INT(0) || (kr_is_float(v) && kr_float_value(v) == 0);
}

/* Whether an operation on two numbers is safe and its result small. */
static bool number_folds(unsigned op, kr_value a, kr_value b) {
    bool ints = kr_is_integer(a) && kr_is_integer(b);
    switch (op) {
    case KR_TRUEDIV:
        if (ints && (int_bits(a) > 53 || int_bits(b) > 53)) return false;
        return !is_zero(b);
    case KR_FLOORDIV:
    case KR_MOD: return !is_zero(b);
    case KR_LSHIFT:
        return ints && kr_is_int(b) && kr_to_int(b) >= 0 && (size_t)kr_to_int(b) + int_bits(a) <= FOLDED_BITS;
    case KR_RSHIFT: return ints && kr_is_int(b) && kr_to_int(b) >= 0;
    case KR_POW:
        return ints && kr_is_int(b) && kr_to_int(b) >= 0 && kr_to_int(b) <= FOLDED_BITS &&
               int_bits(a) * (size_t)kr_to_int(b) <= FOLDED_BITS;
    case KR_MUL: return !ints || int_bits(a) + int_bits(b) <= FOLDED_BITS;
    case KR_AND:
    case KR_OR:
    case KR_XOR: return ints;
    case KR_MATMUL: return false;
    default: return true;
    }
}

/* Sums and differences of complex numbers, which is how their literals are written. */
static bool complex_folds(unsigned op, kr_value a, kr_value b) {
    if (!kr_is_complex(a) && !kr_is_complex(b)) return false;
    bool small_a = kr_is_complex(a) || kr_is_float(a) || kr_is_int(a),
         small_b = kr_is_complex(b) || kr_is_float(b) || kr_is_int(b);
    return (op == KR_ADD || op == KR_SUB) && small_a && small_b;
}

static kr_value fold_text(kr_compiler *c, unsigned op, kr_value a, kr_value b) {
    if (op == KR_ADD && kr_is_str(a) && kr_is_str(b) &&
        kr_to_str(a)->size + kr_to_str(b)->size <= FOLDED_TEXT)
        return kr_str_concat(c->vm, a, b);
    if (op == KR_MUL && kr_is_str(a) && kr_is_int(b)) {
        kr_word times = kr_to_int(b);
        if (times <= FOLDED_TEXT && (times <= 0 || (kr_word)kr_to_str(a)->size * times <= FOLDED_TEXT))
            return kr_binary(c->vm, KR_MUL, a, b);
    }
    return KR_UNBOUND;
}

kr_value kr_fold_binary(kr_compiler *c, unsigned op, kr_value a, kr_value b) {
    if (complex_folds(op, a, b)) return kr_binary(c->vm, (kr_binary_op)op, a, b);
    if (!is_number(a) || !is_number(b)) return fold_text(c, op, a, b);
    if (!number_folds(op, a, b)) return KR_UNBOUND;
    if ((kr_is_float(a) || kr_is_float(b)) && (!kr_is_float(a) || !kr_is_float(b))) {
        if (int_bits(kr_is_float(a) ? b : a) > 512) return KR_UNBOUND;
    }
    kr_value v = kr_number_binary(c->vm, (kr_binary_op)op, a, b);
    return v == KR_NOT_IMPLEMENTED ? KR_UNBOUND : v;
}

kr_value kr_fold_unary(kr_compiler *c, unsigned op, kr_value v) {
    if (op == UNARY_NOT) return kr_bool(!kr_constant_truth(c, v));
    if (op == KR_INVERT ? !kr_is_integer(v) : !is_number(v) && !kr_is_complex(v)) return KR_UNBOUND;
    return kr_unary(c->vm, (kr_unary_op)op, v);
}

bool kr_constant_truth(kr_compiler *c, kr_value v) {
    return kr_truth(c->vm, v);
}

static bool same_items(const kr_tuple *a, const kr_tuple *b) {
    if (a->size != b->size) return false;
    for (size_t i = 0; i < a->size; i++) {
        if (!kr_same_constant(a->items[i], b->items[i])) return false;
    }
    return true;
}

static bool same_bits(kr_real a, kr_real b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

bool kr_same_constant(kr_value a, kr_value b) {
    if (a == b) return true;
    if (!kr_is_object(a) || !kr_is_object(b)) return false;
    const kr_type *type = ((kr_object *)kr_to_pointer(a))->type;
    if (type != ((kr_object *)kr_to_pointer(b))->type) return false;
    if (type == &kr_str_type) return kr_str_equal(kr_to_str(a), kr_to_str(b));
    if (type == &kr_tuple_type) return same_items(kr_to_tuple(a), kr_to_tuple(b));
    if (type == &kr_int_type) return kr_int_compare(a, b) == 0;
    if (type == &kr_float_type) return same_bits(kr_float_value(a), kr_float_value(b));
    if (type == &kr_complex_type) {
        kr_complex *x = kr_to_pointer(a), *y = kr_to_pointer(b);
        return same_bits(x->real, y->real) && same_bits(x->imag, y->imag);
    }
    if (type == &kr_bytes_type) {
        kr_bytes *x = kr_to_pointer(a), *y = kr_to_pointer(b);
        return x->size == y->size && memcmp(x->data, y->data, x->size) == 0;
    }
    return false;
}
