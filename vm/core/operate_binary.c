/* Arithmetic and comparison for any operands: who is asked, and in which order.
 *
 * Each operation is a row of attempts, numbered by kr_invocation.stage. An attempt asks one operand's type:
 * by its dunder method when a class of the program defines one, else by its kr_ops. A method is not called
 * here; the attempt comes back as an invocation, which C code calls at once and the run loop makes a frame
 * of. When it answers NotImplemented, the …_next function takes up the row where it stood. */
#include "core/names.h"
#include "core/operate.h"
#include "run/run.h"
#include "types/container.h"
#include "types/number.h"

static const kr_value forward_names[] = {N___add__, N___sub__, N___mul__,    N___truediv__, N___floordiv__,
                                         N___mod__, N___pow__, N___lshift__, N___rshift__,  N___and__,
                                         N___or__,  N___xor__, N___matmul__, N___divmod__};
static const kr_value reflected_names[] = {
    N___radd__,    N___rsub__,    N___rmul__, N___rtruediv__, N___rfloordiv__, N___rmod__,    N___rpow__,
    N___rlshift__, N___rrshift__, N___rand__, N___ror__,      N___rxor__,      N___rmatmul__, N___rdivmod__};
static const kr_value inplace_names[] = {
    N___iadd__,    N___isub__,    N___imul__, N___itruediv__, N___ifloordiv__, N___imod__,   N___ipow__,
    N___ilshift__, N___irshift__, N___iand__, N___ior__,      N___ixor__,      N___imatmul__};
static const kr_value compare_names[] = {N___lt__, N___le__, N___eq__, N___ne__, N___gt__, N___ge__};
static const char *const compare_texts[] = {"<", "<=", "==", "!=", ">", ">="};
static const kr_compare_op compare_swapped[] = {KR_GT, KR_GE, KR_EQ, KR_NE, KR_LT, KR_LE};
static const kr_value unary_names[] = {N___neg__, N___pos__, N___invert__};
static const char *const unary_texts[] = {"-", "+", "~"};
#define OPERATOR_TEXT(name, dunder, text) text,
static const char *const binary_texts[] = {KR_BINARY_OPS(OPERATOR_TEXT) "divmod()"};
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

/* ---- Binary operators ----
 *
 * A class of the program with a method of its own for an operator, forward or reflected, has *its own say*:
 * its methods are asked and nothing else. Any other type does what the built-in type does that its instances
 * begin with. Sequences join and repeat last, when no operand had an answer. */

int kr_number_rank(const kr_type *type) {
    return type->solid == &kr_complex_type                        ? 3
           : type->solid == &kr_float_type                        ? 2
           : type->solid == &kr_int_type || type == &kr_bool_type ? 1
                                                                  : 0;
}

/* A number does not know the wider ones. */
static bool is_wider(const kr_type *type, const kr_type *than) {
    int rank = kr_number_rank(than);
    return rank > 0 && rank < kr_number_rank(type);
}

/* What the built-in type that `type` stands for knows of the operator. */
static kr_value builtin_binary(kr_vm *vm, const kr_type *type, kr_binary_op op, kr_value a, kr_value b) {
    if (!type->ops || !type->ops->binary) return KR_NOT_IMPLEMENTED;
    if (op != KR_DIVMOD) return type->ops->binary(vm, op, a, b);
    kr_value parts[2];
    if (!kr_number_divmod(vm, a, b, &parts[0], &parts[1])) return KR_NOT_IMPLEMENTED;
    return kr_tuple_new(vm, 2, parts);
}

bool kr_is_sequence_operator(const kr_type *type, kr_binary_op op) {
    const kr_ops *ops = type->ops;
    return (op == KR_ADD || op == KR_MUL) && ops && ops->binary && ops->getitem && ops->length &&
           ops->binary != kr_dict_type.ops->binary;
}

/* The class's own method of that name, not the one of the built-in type that it begins with. */
static bool has_own(kr_vm *vm, const kr_type *type, kr_value name) {
    return (type->dunders & KR_HAS_BINARY) &&
           kr_type_lookup(vm, type, name) != kr_type_lookup(vm, type->solid, name);
}

static bool has_say(kr_vm *vm, const kr_type *type, kr_binary_op op) {
    return (type->dunders & KR_HAS_BINARY) &&
           (has_own(vm, type, forward_names[op]) || has_own(vm, type, reflected_names[op]));
}

/* Of the sequences, CPython asks subclasses for += first. */
static kr_value inplace_attempt(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b, kr_invocation *call) {
    const kr_type *type = kr_type_of(a);
    if (has_own(vm, type, inplace_names[op]))
        return ask(vm, call, a, inplace_names[op], b) ? 0 : KR_NOT_IMPLEMENTED;
    bool late = kr_is_sequence_operator(type, op) && !(op == KR_ADD && (type->flags & KR_TYPE_CLASS));
    if (!type->ops || !type->ops->inplace || late) return KR_NOT_IMPLEMENTED;
    return type->ops->inplace(vm, op, a, b);
}

static kr_value left_attempt(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b, kr_invocation *call) {
    const kr_type *type = kr_type_of(a), *right = kr_type_of(b);
    if (has_say(vm, type, op)) return ask(vm, call, a, forward_names[op], b) ? 0 : KR_NOT_IMPLEMENTED;
    bool leaves =
        kr_is_sequence_operator(type, op) || ((right->dunders & KR_HAS_BINARY) && is_wider(right, type));
    return leaves ? KR_NOT_IMPLEMENTED : builtin_binary(vm, type, op, a, b);
}

static kr_value right_attempt(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b, kr_invocation *call) {
    const kr_type *type = kr_type_of(b), *left = kr_type_of(a);
    if (type == left) return KR_NOT_IMPLEMENTED;
    if (has_say(vm, type, op)) return ask(vm, call, b, reflected_names[op], a) ? 0 : KR_NOT_IMPLEMENTED;
    if (kr_is_sequence_operator(type, op) || is_wider(left, type)) return KR_NOT_IMPLEMENTED;
    bool asked = left->ops && type->ops && left->ops->binary == type->ops->binary && !has_say(vm, left, op) &&
                 !is_wider(type, left);
    return asked ? KR_NOT_IMPLEMENTED : builtin_binary(vm, type, op, a, b);
}

_Noreturn void kr_raise_concat(kr_vm *vm, kr_value a, kr_value b) {
    bool bytes = kr_is_kind(a, &kr_bytes_type) || kr_is_kind(a, &kr_bytearray_type);
    if (bytes) kr_raise_type(vm, "can't concat %T to %T", b, a);
    const kr_type *kind = kr_type_of(a)->solid;
    kr_raise_type(vm, "can only concatenate %N (not \"%T\") to %N", kind, b, kind);
}

/* What a sequence does in place, unless its class has a method instead. */
static kr_value sequence_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    const kr_type *type = kr_type_of(a);
    bool knows =
        kr_is_sequence_operator(type, op) && type->ops->inplace && !has_own(vm, type, inplace_names[op]);
    return knows ? type->ops->inplace(vm, op, a, b) : KR_NOT_IMPLEMENTED;
}

static kr_value concat(kr_vm *vm, kr_value a, kr_value b) {
    const kr_type *type = kr_type_of(a);
    if (!kr_is_sequence_operator(type, KR_ADD) || has_own(vm, type, N___add__)) return KR_NOT_IMPLEMENTED;
    kr_value result = type->ops->binary(vm, KR_ADD, a, b);
    if (result == KR_NOT_IMPLEMENTED) kr_raise_concat(vm, a, b);
    return result;
}

static bool repeats(kr_vm *vm, const kr_type *type) {
    return kr_is_sequence_operator(type, KR_MUL) && !has_say(vm, type, KR_MUL);
}

/* CPython asks the right operand of *= only when the left one's type has nothing of a sequence, and every
 * class counts as one that has. */
static bool like_sequence(const kr_type *type) {
    return (type->flags & KR_TYPE_CLASS) || (type->ops && (type->ops->length || type->ops->contains));
}

static kr_value repeat(kr_vm *vm, bool inplace, kr_value a, kr_value b) {
    const kr_type *left = kr_type_of(a), *right = kr_type_of(b);
    bool first = repeats(vm, left);
    if (!first && (!repeats(vm, right) || (inplace && like_sequence(left)))) return KR_NOT_IMPLEMENTED;
    kr_value result = (first ? left : right)->ops->binary(vm, KR_MUL, a, b);
    if (result == KR_NOT_IMPLEMENTED)
        kr_raise_type(vm, "can't multiply sequence by non-int of type '%T'", first ? b : a);
    return result;
}

static kr_value sequence_attempt(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b) {
    kr_value result = inplace ? sequence_inplace(vm, op, a, b) : KR_NOT_IMPLEMENTED;
    if (result != KR_NOT_IMPLEMENTED) return result;
    return op == KR_ADD ? concat(vm, a, b) : op == KR_MUL ? repeat(vm, inplace, a, b) : KR_NOT_IMPLEMENTED;
}

static _Noreturn void binary_raise(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b) {
    const char *text = op == KR_POW && !inplace ? "** or pow()" : binary_texts[op];
    kr_raise_type(vm, "unsupported operand type(s) for %s%s: '%T' and '%T'", text, inplace ? "=" : "", a, b);
}

/* True when the right operand goes first: it is of a subclass that has its own say, and when both have it,
 * its method differs from the left one's. */
static bool right_first(kr_vm *vm, const kr_type *left, const kr_type *right, kr_binary_op op) {
    kr_value name = reflected_names[op];
    return right != left && (right->dunders & KR_HAS_BINARY) && kr_is_subtype(right, left) &&
           has_say(vm, right, op) &&
           (kr_type_lookup(vm, right, name) != kr_type_lookup(vm, left, name) || !has_say(vm, left, op));
}

kr_value kr_binary_next(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b,
                        kr_invocation *call) {
    kr_value result = KR_NOT_IMPLEMENTED;
    bool reflected = right_first(vm, kr_type_of(a), kr_type_of(b), op);
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
        case 5: result = sequence_attempt(vm, op, inplace, a, b); break;
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
    const kr_type *wider = kr_type_of(other);
    if (!type->ops || !type->ops->compare ||
        ((wider->dunders & (KR_HAS_EQ | KR_HAS_ORDER)) && is_wider(wider, type)))
        return KR_NOT_IMPLEMENTED;
    return type->ops->compare(vm, op, self, other);
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
