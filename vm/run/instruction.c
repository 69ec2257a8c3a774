/* The slow halves of instructions that operate on objects, and what becomes of the result when a dunder
 * method was called for one.
 *
 * Each asks a …_begin function of the generic operations. When that leaves a call of a Python function, the
 * function gets a frame whose return action says how the instruction ends; kr_do_return finishes it. So a
 * program's own classes cost no C stack, however deep they nest. */
#include "run/instruction.h"
#include "run/attribute.h"
#include "run/descriptors.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

static void check_bound(kr_vm *vm, kr_value v) {
    if (KR_UNLIKELY(v == KR_UNBOUND)) kr_raise_unbound(vm);
}

/* ---- Operators ---- */

/* Makes the pending call; NotImplemented goes on to the next attempt. */
static kr_value binary_attempts(kr_vm *vm, kr_binary_op op, bool inplace, kr_value x, kr_value y,
                                kr_invocation *call, kr_value result, unsigned target) {
    while (result == 0) {
        result = kr_invoke_frame(vm, call, KR_RETURN_BINARY, target);
        if (result == KR_NOT_IMPLEMENTED)
            result = kr_binary_next(vm, op, inplace, x, y, call);
        else if (result == 0)
            return 0;
    }
    return result;
}

/* True when the left operand's class has methods of that kind, and the right one's does not come first. */
static bool left_decides(kr_value x, kr_value y, uint32_t dunder) {
    if (!kr_is_object(x)) return false;
    const kr_type *left = kr_type_word(x), *right = kr_type_of(y);
    return (left->dunders & dunder) && (right == left || !(right->dunders & dunder));
}

kr_value kr_do_binary(kr_vm *vm, kr_binary_op op, bool inplace, kr_value x, kr_value y, unsigned target) {
    check_bound(vm, x);
    check_bound(vm, y);
    const kr_type *left = kr_type_of(x), *right = kr_type_of(y);
    kr_value result;
    if (!inplace && left_decides(x, y, KR_HAS_BINARY) &&
        kr_push_special(vm, x, y, kr_binary_name(op), KR_RETURN_BINARY, target, KR_BINARY_LEFT))
        return 0;
    const kr_ops *ops = left->ops;
    if (!((left->dunders | right->dunders) & KR_HAS_BINARY) && ops && ops->binary &&
        !(inplace && ops->inplace)) {
        result = ops->binary(vm, op, x, y);
        if (result != KR_NOT_IMPLEMENTED) return result;
    }
    kr_invocation call;
    result = kr_binary_begin(vm, op, inplace, x, y, &call);
    return binary_attempts(vm, op, inplace, x, y, &call, result, target);
}

kr_value kr_do_unary(kr_vm *vm, kr_unary_op op, kr_value v, unsigned target) {
    check_bound(vm, v);
    kr_invocation call;
    kr_value result = kr_unary_begin(vm, op, v, &call);
    return result ? result : kr_invoke_frame(vm, &call, KR_RETURN_STORE, target);
}

static kr_value compare_attempts(kr_vm *vm, kr_compare_op op, kr_value x, kr_value y, kr_invocation *call,
                                 kr_value result, kr_return_action action, unsigned target) {
    while (result == 0) {
        bool negate = call->negate;
        result = kr_invoke_frame(vm, call, action, target);
        if (result == 0) return 0;
        if (result == KR_NOT_IMPLEMENTED)
            result = kr_compare_next(vm, op, x, y, call);
        else if (negate)
            result = kr_bool(!kr_truth(vm, result));
    }
    return action == KR_RETURN_BRANCH ? kr_bool(kr_truth(vm, result)) : result;
}

kr_value kr_do_compare(kr_vm *vm, kr_compare_op op, kr_value x, kr_value y, kr_return_action action,
                       unsigned target) {
    check_bound(vm, x);
    check_bound(vm, y);
    if (left_decides(x, y, op == KR_EQ || op == KR_NE ? KR_HAS_EQ : KR_HAS_ORDER) &&
        kr_push_special(vm, x, y, kr_compare_name(op), action, target, KR_COMPARE_LEFT))
        return 0;
    kr_invocation call;
    kr_value result = kr_compare_begin(vm, op, x, y, &call);
    return compare_attempts(vm, op, x, y, &call, result, action, target);
}

kr_value kr_do_truth(kr_vm *vm, kr_value v, kr_return_action action, unsigned target) {
    check_bound(vm, v);
    kr_invocation call;
    kr_value result = kr_truth_begin(vm, v, &call);
    if (result) return result;
    bool length = call.length;
    result = kr_invoke_frame(vm, &call, action, target);
    return result ? kr_bool(kr_truth_result(vm, result, length)) : 0;
}

kr_value kr_do_contains(kr_vm *vm, kr_value item, kr_value container, kr_return_action action,
                        unsigned target) {
    check_bound(vm, item);
    check_bound(vm, container);
    const kr_type *type = kr_type_of(container);
    if (!(type->dunders & KR_HAS_CONTAINS) && type->ops && type->ops->contains)
        return kr_bool(type->ops->contains(vm, container, item));
    kr_invocation call;
    kr_value result = kr_contains_begin(vm, container, item, &call);
    if (result == 0) result = kr_invoke_frame(vm, &call, action, target);
    return result ? kr_bool(kr_truth(vm, result)) : 0;
}

/* ---- Attributes ---- */

/* The property that decides about writing v.name, or KR_UNBOUND. */
static kr_value property_of(kr_vm *vm, const kr_type *type, kr_value name) {
    if (type->flags & KR_TYPE_OWN_KEY) return KR_UNBOUND;
    kr_value what = kr_attribute_what(vm, type, name);
    return kr_is_exact(what, &kr_property_type) ? what : KR_UNBOUND;
}

static void invocation_of(kr_invocation *call, kr_value callee, kr_value self) {
    call->callee = callee;
    call->argv[0] = self;
    call->argc = 1;
    call->stage = 0;
    call->negate = call->length = false;
}

kr_value kr_do_getattr(kr_vm *vm, kr_value v, kr_value name, unsigned target) {
    check_bound(vm, v);
    const kr_type *type = kr_type_of(v);
    if (type->dunders & (KR_HAS_GETATTRIBUTE | KR_HAS_GETATTR)) return kr_getattr(vm, v, name);
    if (type->flags & KR_TYPE_OWN_KEY) {
        kr_value known = kr_attribute_probe(vm, (uintptr_t)v | 1, name);
        return known != 0 ? known : kr_getattr(vm, v, name);
    }
    kr_value what = kr_attribute_what(vm, type, name);
    if (!kr_is_class_attribute(what)) return kr_getattr(vm, v, name);
    if (!kr_is_exact(what, &kr_property_type)) return kr_bind_attribute(vm, what, v, type);
    kr_invocation call;
    invocation_of(&call, ((kr_property *)kr_to_pointer(what))->getter, v);
    if (call.callee == KR_NONE) return kr_getattr(vm, v, name);
    return kr_invoke_frame(vm, &call, KR_RETURN_STORE, target);
}

kr_value kr_do_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    check_bound(vm, v);
    check_bound(vm, value);
    const kr_type *type = kr_type_of(v);
    kr_invocation call;
    if (type->dunders & KR_HAS_SETATTR) {
        kr_invocation_special(vm, &call, v, N___setattr__);
        call.argv[call.argc++] = name;
    } else {
        kr_value property = property_of(vm, type, name);
        kr_value setter = property == KR_UNBOUND ? KR_NONE : ((kr_property *)kr_to_pointer(property))->setter;
        if (setter == KR_NONE) {
            kr_setattr(vm, v, name, value);
            return KR_NONE;
        }
        invocation_of(&call, setter, v);
    }
    call.argv[call.argc++] = value;
    return kr_invoke_frame(vm, &call, KR_RETURN_DISCARD, 0);
}

kr_value kr_do_special(kr_vm *vm, kr_value v, kr_value name) {
    check_bound(vm, v);
    kr_value method = kr_special(vm, v, name);
    if (method != KR_UNBOUND) return method;
    bool asynchronous = name == N___aenter__ || name == N___aexit__;
    bool leaving = name == N___exit__ || name == N___aexit__;
    kr_raise_type(vm, "'%T' object does not support the %scontext manager protocol%s%s%s", v,
                  asynchronous ? "asynchronous " : "", leaving ? " (missed " : "",
                  leaving ? kr_to_str(name)->data : "", leaving ? " method)" : "");
}

/* ---- Subscripts ---- */

kr_value kr_do_getitem(kr_vm *vm, kr_value v, kr_value key, unsigned target) {
    check_bound(vm, v);
    check_bound(vm, key);
    if (kr_is_object(v) && (kr_type_word(v)->dunders & KR_HAS_GETITEM) &&
        kr_push_special(vm, v, key, N___getitem__, KR_RETURN_STORE, target, 0))
        return 0;
    kr_invocation call;
    kr_value result = kr_getitem_begin(vm, v, key, &call);
    return result ? result : kr_invoke_frame(vm, &call, KR_RETURN_STORE, target);
}

kr_value kr_do_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    check_bound(vm, v);
    check_bound(vm, key);
    check_bound(vm, item);
    kr_invocation call;
    kr_value result = kr_setitem_begin(vm, v, key, item ? item : KR_UNBOUND, &call);
    return result ? result : kr_invoke_frame(vm, &call, KR_RETURN_DISCARD, 0);
}

/* Cuts a bound to 0 … size; None is `none`. */
static size_t slice_bound(kr_value bound, size_t size, size_t none) {
    if (bound == KR_NONE) return none;
    kr_word n = kr_to_int(bound);
    if (n < 0) n += (kr_word)size;
    return n < 0 ? 0 : (size_t)n > size ? size : (size_t)n;
}

static size_t sequence_size(kr_value v, const kr_type *type) {
    if (type == &kr_list_type) return kr_to_list(v)->size;
    return type == &kr_tuple_type ? kr_to_tuple(v)->size : kr_to_str(v)->size;
}

kr_value kr_do_slice(kr_vm *vm, kr_value v, const kr_value *bounds) {
    const kr_type *type = kr_type_of(v);
    if (type == &kr_str_type ? !kr_to_str(v)->ascii : type != &kr_list_type && type != &kr_tuple_type)
        return 0;
    for (size_t n = 0; n < 2; n++)
        if (bounds[n] != KR_NONE && !kr_is_int(bounds[n])) return 0;
    if (bounds[2] != KR_NONE) return 0;
    size_t size = sequence_size(v, type);
    size_t start = slice_bound(bounds[0], size, 0), stop = slice_bound(bounds[1], size, size);
    size_t count = stop > start ? stop - start : 0;
    if (type == &kr_str_type) return count == size ? v : kr_str_new(vm, kr_to_str(v)->data + start, count);
    if (type == &kr_tuple_type)
        return count == size ? v : kr_tuple_new(vm, count, kr_to_tuple(v)->items + start);
    return kr_list_new(vm, count, count ? kr_to_list(v)->items + start : NULL);
}

/* ---- Loops ---- */

/* What a FOR finds in its state register must be an iterator: a list or a range there would be walked as
 * such. */
static kr_value checked_iterator(kr_vm *vm, kr_value v) {
    kr_check_iterator(vm, v);
    return v;
}

kr_value kr_do_iter(kr_vm *vm, kr_value v, unsigned target) {
    check_bound(vm, v);
    kr_invocation call;
    kr_value result = kr_iter_begin(vm, v, &call);
    if (result) return result;
    result = kr_invoke_frame(vm, &call, KR_RETURN_ITER, target);
    return result ? checked_iterator(vm, result) : 0;
}

/* The next key of a dict; state[1] is the position and state[2] the size at the start. */
static kr_value dict_next(kr_vm *vm, kr_value *state) {
    const kr_dict *dict = kr_to_dict(state[0]);
    size_t position = (size_t)kr_to_int(state[1]);
    kr_value key, value;
    if (dict->size != (size_t)kr_to_int(state[2]))
        kr_raise(vm, &kr_RuntimeError_type, "dictionary changed size during iteration");
    if (!kr_dict_each(dict, &position, &key, &value)) return KR_UNBOUND;
    state[1] = KR_INT(position);
    return key;
}

/* The next character of a str; state[1] is the byte offset. */
static kr_value str_next(kr_vm *vm, kr_value *state) {
    const kr_str *s = kr_to_str(state[0]);
    size_t offset = (size_t)kr_to_int(state[1]);
    if (offset >= s->size) return KR_UNBOUND;
    if (s->ascii) {
        state[1] += 2;
        return KR_CHAR_STR(kr_flash_byte(s->data + offset));
    }
    const char *p = s->data + offset;
    uint32_t code_point = kr_utf8_next(&p);
    state[1] = KR_INT(p - s->data);
    return kr_str_char(vm, code_point);
}

static kr_value python_next(kr_vm *vm, kr_value iterator, unsigned target) {
    if (kr_push_special(vm, iterator, 0, N___next__, KR_RETURN_NEXT, target, 0)) return 0;
    kr_invocation call;
    kr_value result = kr_next_begin(vm, iterator, &call);
    if (result) return result;
    if (!kr_is_exact(call.callee, &kr_function_type)) return kr_next(vm, iterator);
    return kr_invoke_frame(vm, &call, KR_RETURN_NEXT, target);
}

kr_value kr_do_next(kr_vm *vm, kr_value *state, unsigned target) {
    const kr_type *type = kr_type_word(state[0]);
    if (type->dunders & KR_HAS_NEXT) return python_next(vm, state[0], target);
    if (type == &kr_dict_type) return dict_next(vm, state);
    if (type == &kr_str_type) return str_next(vm, state);
    if (type == &kr_generator_type) {
        if (kr_generator_resume(vm, kr_to_pointer(state[0]), KR_NONE, KR_RETURN_NEXT, target)) return 0;
        return KR_UNBOUND;
    }
    if (!type->ops || !type->ops->next) kr_raise_type(vm, "'%N' object is not an iterator", type);
    return type->ops->next(vm, state[0]);
}

/* ---- What becomes of a result ---- */

static void jump_if(kr_frame *frame, bool condition) {
    uint32_t i = frame->pc[-1];
    kr_opcode op = KR_OP(i);
    if (op == OP_JTRUE || op == OP_JFALSE) {
        if (condition == (op == OP_JTRUE)) frame->pc += KR_SX(i);
    } else if (condition == (KR_C(i) != 0)) {
        frame->pc += 1 + KR_SJ(*frame->pc);
    } else {
        frame->pc++;
    }
}

static void binary_return(kr_vm *vm, const kr_frame *done, kr_value v) {
    if (v == KR_NOT_IMPLEMENTED) {
        unsigned number = KR_OP(vm->frame->pc[-1]) - OP_ADD;
        kr_binary_op op = (kr_binary_op)(number / 4);
        bool inplace = (number & 2) != 0;
        kr_value x = done->base[-2], y = done->base[-1];
        kr_invocation call = {.stage = KR_FRAME_STAGE(done->flags)};
        v = kr_binary_next(vm, op, inplace, x, y, &call);
        v = binary_attempts(vm, op, inplace, x, y, &call, v, done->target);
        if (v == 0) return;
    }
    vm->frame->base[done->target] = v;
}

static void compare_return(kr_vm *vm, const kr_frame *done, kr_value v) {
    kr_return_action action = done->action;
    if (v == KR_NOT_IMPLEMENTED) {
        kr_compare_op op = (kr_compare_op)((KR_OP(vm->frame->pc[-1]) - OP_LT) / 3);
        kr_value x = done->base[-2], y = done->base[-1];
        kr_invocation call = {.stage = KR_FRAME_STAGE(done->flags)};
        v = kr_compare_next(vm, op, x, y, &call);
        v = compare_attempts(vm, op, x, y, &call, v, action, done->target);
        if (v == 0) return;
    } else if (done->flags & KR_FRAME_NEGATE) {
        v = kr_bool(!kr_truth(vm, v));
    }
    if (action == KR_RETURN_BRANCH)
        jump_if(vm->frame, kr_truth(vm, v));
    else
        vm->frame->base[done->target] = v;
}

/* The truth of what __bool__, __len__ or __contains__ returned. */
static bool truth_return(kr_vm *vm, const kr_frame *done, kr_value v, kr_opcode op) {
    if (op == OP_IN || op == OP_NOTIN || op == OP_INJ) return kr_truth(vm, v);
    return kr_truth_result(vm, v, (done->flags & KR_FRAME_LENGTH) != 0);
}

void kr_do_return(kr_vm *vm, const kr_frame *done, kr_value v) {
    kr_opcode op = KR_OP(vm->frame->pc[-1]);
    bool compares = op >= OP_LT && op <= OP_GEKJ;
    switch ((kr_return_action)done->action) {
    case KR_RETURN_INIT: kr_check_init(vm, v); break;
    case KR_RETURN_BINARY: binary_return(vm, done, v); break;
    case KR_RETURN_COMPARE: compare_return(vm, done, v); break;
    case KR_RETURN_BRANCH:
        if (compares)
            compare_return(vm, done, v);
        else
            jump_if(vm->frame, truth_return(vm, done, v, op));
        break;
    case KR_RETURN_TRUTH: {
        bool truth = truth_return(vm, done, v, op);
        vm->frame->base[done->target] = kr_bool(truth != (op == OP_NOTIN || op == OP_NOT));
        break;
    }
    case KR_RETURN_NEXT:
        vm->frame->base[done->target] = v;
        vm->frame->pc += 1 + KR_SJ(*vm->frame->pc);
        break;
    case KR_RETURN_ITER: vm->frame->base[done->target] = checked_iterator(vm, v); break;
    default: break;
    }
}

/* ---- Exceptions ---- */

static bool is_exception_class(kr_value v) {
    return kr_is_object(v) && (kr_type_of(v)->flags & KR_TYPE_META) &&
           (((const kr_type *)kr_to_pointer(v))->flags & KR_TYPE_EXCEPTION);
}

bool kr_do_match(kr_vm *vm, kr_value exception, kr_value classes) {
    check_bound(vm, classes);
    bool tuple = kr_is_tuple(classes), matches = false;
    size_t count = tuple ? kr_to_tuple(classes)->size : 1;
    const kr_value *items = tuple ? kr_to_tuple(classes)->items : &classes;
    for (size_t n = 0; n < count; n++) {
        if (!is_exception_class(items[n]))
            kr_raise_type(vm, "catching classes that do not inherit from BaseException is not allowed");
        matches = matches || kr_is_subtype(kr_type_of(exception), kr_to_pointer(items[n]));
    }
    return matches;
}

void kr_do_assert(kr_vm *vm, kr_value message) {
    kr_raise_value(vm, &kr_AssertionError_type, message);
}
