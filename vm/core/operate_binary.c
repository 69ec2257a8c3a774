/* Arithmetic and comparison for any operands: who is asked, and in which order.
 *
 * Each operation is a row of attempts, numbered by kr_invocation.stage. An attempt asks one operand's type:
 * by its dunder method when a class of the program defines one, else by its kr_ops. A method is not called
 * here; the attempt comes back as an invocation, which C code calls at once and the run loop makes a frame
 * of. When it answers NotImplemented, the …_next function takes up the row where it stood. */
#include "core/names.h"
#include "core/operate.h"
#include "run/run.h"
#include "types/number.h"

static const kr_value forward_names[] = {N___add__, N___sub__, N___mul__,    N___truediv__, N___floordiv__,
                                         N___mod__, N___pow__, N___lshift__, N___rshift__,  N___and__,
                                         N___or__,  N___xor__, N___matmul__};
static const kr_value reflected_names[] = {
    N___radd__,    N___rsub__,    N___rmul__, N___rtruediv__, N___rfloordiv__, N___rmod__,   N___rpow__,
    N___rlshift__, N___rrshift__, N___rand__, N___ror__,      N___rxor__,      N___rmatmul__};
static const kr_value inplace_names[] = {
    N___iadd__,    N___isub__,    N___imul__, N___itruediv__, N___ifloordiv__, N___imod__,   N___ipow__,
    N___ilshift__, N___irshift__, N___iand__, N___ior__,      N___ixor__,      N___imatmul__};
static const kr_value compare_names[] = {N___lt__, N___le__, N___eq__, N___ne__, N___gt__, N___ge__};
static const char *const compare_texts[] = {"<", "<=", "==", "!=", ">", ">="};
static const kr_compare_op compare_swapped[] = {KR_GT, KR_GE, KR_EQ, KR_NE, KR_LT, KR_LE};
static const kr_value unary_names[] = {N___neg__, N___pos__, N___invert__};
static const char *const unary_texts[] = {"-", "+", "~"};
#define OPERATOR_TEXT(name, dunder, text) text,
static const char *const binary_texts[] = {KR_BINARY_OPS(OPERATOR_TEXT)};
#undef OPERATOR_TEXT

kr_value kr_binary_name(kr_binary_op op) {
    return forward_names[op];
}

kr_value kr_compare_name(kr_compare_op op) {
    return compare_names[op];
}

/* Fills in the call of `self`'s special method with `other` as its argument. */
static bool ask(kr_vm *vm, kr_invocation *call, kr_value self, kr_value name, kr_value other) {
    uint8_t stage = call->stage;
    bool found = kr_invocation_special(vm, call, self, name);
    call->stage = stage;
    if (found) call->argv[call->argc++] = other;
    return found;
}

/* True when the right operand goes first: it is of a subclass, and that has its own method. */
static bool right_first(kr_vm *vm, const kr_type *left, const kr_type *right, uint32_t flag, kr_value name) {
    return right != left && (right->dunders & flag) && kr_is_subtype(right, left) &&
           kr_type_lookup(vm, right, name) != kr_type_lookup(vm, left, name);
}

/* ---- Binary operators ---- */

static bool is_sequence(kr_value v) {
    return kr_is_kind(v, &kr_str_type) || kr_is_kind(v, &kr_list_type) || kr_is_kind(v, &kr_tuple_type) ||
           kr_is_kind(v, &kr_bytes_type) || kr_is_kind(v, &kr_bytearray_type);
}

static _Noreturn void binary_raise(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b) {
    if (op == KR_ADD && is_sequence(a)) {
        bool bytes = kr_is_kind(a, &kr_bytes_type) || kr_is_kind(a, &kr_bytearray_type);
        if (bytes) kr_raise_type(vm, "can't concat %T to %T", b, a);
        const kr_type *kind = kr_type_of(a)->solid;
        kr_raise_type(vm, "can only concatenate %N (not \"%T\") to %N", kind, b, kind);
    }
    if (op == KR_MUL && (is_sequence(a) || is_sequence(b)))
        kr_raise_type(vm, "can't multiply sequence by non-int of type '%T'", is_sequence(a) ? b : a);
    const char *text = op == KR_POW && !inplace ? "** or pow()" : binary_texts[op];
    kr_raise_type(vm, "unsupported operand type(s) for %s%s: '%T' and '%T'", text, inplace ? "=" : "", a, b);
}

static kr_value inplace_attempt(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b, kr_invocation *call) {
    const kr_type *type = kr_type_of(a);
    if ((type->dunders & KR_HAS_BINARY) && ask(vm, call, a, inplace_names[op], b)) return 0;
    return type->ops && type->ops->inplace ? type->ops->inplace(vm, op, a, b) : KR_NOT_IMPLEMENTED;
}

static kr_value left_attempt(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b, kr_invocation *call) {
    const kr_type *type = kr_type_of(a);
    if ((type->dunders & KR_HAS_BINARY) && ask(vm, call, a, forward_names[op], b)) return 0;
    return type->ops && type->ops->binary ? type->ops->binary(vm, op, a, b) : KR_NOT_IMPLEMENTED;
}

static kr_value right_attempt(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b, kr_invocation *call) {
    const kr_type *type = kr_type_of(b), *left = kr_type_of(a);
    if (type == left) return KR_NOT_IMPLEMENTED;
    if ((type->dunders & KR_HAS_BINARY) && ask(vm, call, b, reflected_names[op], a)) return 0;
    bool known = left->ops && left->ops->binary && type->ops && type->ops->binary == left->ops->binary;
    return type->ops && type->ops->binary && !known ? type->ops->binary(vm, op, a, b) : KR_NOT_IMPLEMENTED;
}

/* 0: no number; else the wider, the more. */
static int number_rank(const kr_type *type) {
    return type->solid == &kr_complex_type                        ? 3
           : type->solid == &kr_float_type                        ? 2
           : type->solid == &kr_int_type || type == &kr_bool_type ? 1
                                                                  : 0;
}

/* The class's own method of that name, not the one of the built-in type that it begins with. */
static bool has_own(kr_vm *vm, const kr_type *type, kr_value name) {
    return (type->dunders & KR_HAS_BINARY) &&
           kr_type_lookup(vm, type, name) != kr_type_lookup(vm, type->solid, name);
}

/* True when a number leaves the answer to its right operand, a subclass of a wider number's type with its own
 * method. */
static bool right_wider(kr_vm *vm, const kr_type *left, const kr_type *right, kr_binary_op op) {
    int rank = number_rank(left);
    return rank > 0 && rank < number_rank(right) && !has_own(vm, left, forward_names[op]) &&
           has_own(vm, right, reflected_names[op]);
}

kr_value kr_binary_next(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b,
                        kr_invocation *call) {
    kr_value result = KR_NOT_IMPLEMENTED;
    const kr_type *left = kr_type_of(a), *right = kr_type_of(b);
    bool reflected = (right->dunders & KR_HAS_BINARY) &&
                     (right_first(vm, left, right, KR_HAS_BINARY, reflected_names[op]) ||
                      right_wider(vm, left, right, op));
    while (result == KR_NOT_IMPLEMENTED) {
        switch (++call->stage) {
        case 1:
            if (inplace) result = inplace_attempt(vm, op, a, b, call);
            break;
        case 2:
            if (reflected) result = right_attempt(vm, op, a, b, call);
            break;
        case KR_BINARY_LEFT: result = left_attempt(vm, op, a, b, call); break;
        case 4:
            if (!reflected) result = right_attempt(vm, op, a, b, call);
            break;
        default: binary_raise(vm, op, inplace, a, b);
        }
    }
    call->left = a;
    call->right = b;
    return result;
}

kr_value kr_binary_begin(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b,
                         kr_invocation *call) {
    call->stage = 0;
    return kr_binary_next(vm, op, inplace, a, b, call);
}

static kr_value operate(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b) {
    kr_invocation call;
    kr_value result = kr_binary_begin(vm, op, inplace, a, b, &call);
    while (result == 0) {
        result = kr_invoke(vm, &call);
        if (result == KR_NOT_IMPLEMENTED) result = kr_binary_next(vm, op, inplace, a, b, &call);
    }
    return result;
}

kr_value kr_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    return operate(vm, op, false, a, b);
}

kr_value kr_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    return operate(vm, op, true, a, b);
}

/* ---- Unary operators ---- */

kr_value kr_unary_begin(kr_vm *vm, kr_unary_op op, kr_value v, kr_invocation *call) {
    const kr_type *type = kr_type_of(v);
    if ((type->dunders & KR_HAS_UNARY) && kr_invocation_special(vm, call, v, unary_names[op])) return 0;
    kr_value result = type->ops && type->ops->unary ? type->ops->unary(vm, op, v) : KR_NOT_IMPLEMENTED;
    if (result == KR_NOT_IMPLEMENTED)
        kr_raise_type(vm, "bad operand type for unary %s: '%T'", unary_texts[op], v);
    return result;
}

kr_value kr_unary(kr_vm *vm, kr_unary_op op, kr_value v) {
    kr_invocation call;
    kr_value result = kr_unary_begin(vm, op, v, &call);
    return result ? result : kr_invoke(vm, &call);
}

/* ---- Comparisons ---- */

static uint32_t compare_flag(kr_compare_op op) {
    return op == KR_EQ || op == KR_NE ? KR_HAS_EQ : KR_HAS_ORDER;
}

/* `self op other`, asked of self's type. != without a __ne__ of its own is == turned round. */
static kr_value compare_attempt(kr_vm *vm, kr_compare_op op, kr_value self, kr_value other,
                                kr_invocation *call) {
    const kr_type *type = kr_type_of(self);
    call->negate = false;
    if (type->dunders & compare_flag(op)) {
        kr_value name = compare_names[op];
        bool inherited =
            op == KR_NE && kr_type_lookup(vm, type, name) == kr_type_lookup(vm, &kr_object_type, name);
        if (ask(vm, call, self, inherited ? N___eq__ : name, other)) {
            call->negate = inherited;
            return 0;
        }
    }
    return type->ops && type->ops->compare ? type->ops->compare(vm, op, self, other) : KR_NOT_IMPLEMENTED;
}

static kr_value compare_last(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (op == KR_EQ) return kr_bool(a == b);
    if (op == KR_NE) return kr_bool(a != b);
    kr_raise_type(vm, "'%s' not supported between instances of '%T' and '%T'", compare_texts[op], a, b);
}

kr_value kr_compare_next(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b, kr_invocation *call) {
    kr_value result = KR_NOT_IMPLEMENTED;
    const kr_type *left = kr_type_of(a), *right = kr_type_of(b);
    kr_compare_op swapped = compare_swapped[op];
    bool reflected = right != left && (right->dunders & compare_flag(op)) && kr_is_subtype(right, left);
    while (result == KR_NOT_IMPLEMENTED) {
        switch (++call->stage) {
        case 1:
            if (reflected) result = compare_attempt(vm, swapped, b, a, call);
            break;
        case KR_COMPARE_LEFT: result = compare_attempt(vm, op, a, b, call); break;
        case 3:
            if (!reflected) result = compare_attempt(vm, swapped, b, a, call);
            break;
        default: return compare_last(vm, op, a, b);
        }
    }
    call->left = a;
    call->right = b;
    return result;
}

kr_value kr_compare_begin(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b, kr_invocation *call) {
    call->stage = 0;
    return kr_compare_next(vm, op, a, b, call);
}

kr_value kr_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) {
        kr_word x = (kr_word)a, y = (kr_word)b;
        bool less = op == KR_LT || op == KR_LE || op == KR_NE,
             greater = op == KR_GT || op == KR_GE || op == KR_NE;
        return kr_bool(x < y ? less : x > y ? greater : op == KR_EQ || op == KR_LE || op == KR_GE);
    }
    kr_invocation call;
    kr_value result = kr_compare_begin(vm, op, a, b, &call);
    while (result == 0) {
        bool negate = call.negate;
        result = kr_invoke(vm, &call);
        if (result == KR_NOT_IMPLEMENTED)
            result = kr_compare_next(vm, op, a, b, &call);
        else if (negate)
            result = kr_bool(!kr_truth(vm, result));
    }
    return result;
}

bool kr_less(kr_vm *vm, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) return (kr_word)a < (kr_word)b;
    return kr_truth(vm, kr_compare(vm, KR_LT, a, b));
}

bool kr_equal(kr_vm *vm, kr_value a, kr_value b) {
    if (a == b) return true;
    if (kr_both_int(a, b)) return false;
    return kr_truth(vm, kr_compare(vm, KR_EQ, a, b));
}
