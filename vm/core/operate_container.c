/* Truth, length, subscripts, membership and iteration of any value: dunder methods of the program's classes
 * first, then the type's kr_ops.
 *
 * The …_begin functions do all but call a dunder method: they return the result, or 0 and the call that
 * remains. */
#include "core/names.h"
#include "core/operate.h"
#include "run/run.h"
#include "types/sequence.h"
#include "types/container.h"
#include "types/generic.h"
#include "types/iterators.h"
#include "types/number.h"

static bool has(kr_value v, uint32_t dunder) {
    return (kr_type_of(v)->dunders & dunder) != 0;
}

/* ---- Truth and length ---- */

kr_value kr_truth_begin(kr_vm *vm, kr_value v, kr_invocation *call) {
    if (kr_is_int(v)) return kr_bool(v != KR_INT(0));
    if (kr_is_bool(v)) return v;
    if (v == KR_NONE) return KR_FALSE;
    const kr_type *type = kr_type_of(v);
    if ((type->dunders & KR_HAS_BOOL) && kr_invocation_special(vm, call, v, N___bool__)) return 0;
    if (type->ops && type->ops->truth) return kr_bool(type->ops->truth(vm, v));
    if ((type->dunders & KR_HAS_LEN) && kr_invocation_special(vm, call, v, N___len__)) {
        call->length = true;
        return 0;
    }
    if (type->ops && type->ops->length) return kr_bool(type->ops->length(vm, v) != 0);
    return KR_TRUE;
}

/* What __len__ returned, as a number. */
static kr_word length_result(kr_vm *vm, kr_value result) {
    kr_value index = kr_index(vm, result);
    if (!kr_is_int(index)) kr_raise_overflow(vm, "cannot fit 'int' into an index-sized integer");
    if (kr_to_int(index) < 0) kr_raise_value_error(vm, "__len__() should return >= 0");
    return kr_to_int(index);
}

bool kr_truth_result(kr_vm *vm, kr_value result, bool length) {
    if (length) return length_result(vm, result) != 0;
    if (!kr_is_bool(result)) kr_raise_type(vm, "__bool__ should return bool, returned %T", result);
    return result == KR_TRUE;
}

bool kr_truth(kr_vm *vm, kr_value v) {
    if (kr_is_bool(v)) return v == KR_TRUE;
    kr_invocation call;
    kr_value result = kr_truth_begin(vm, v, &call);
    if (result) return result == KR_TRUE;
    result = kr_invoke(vm, &call);
    return kr_truth_result(vm, result, call.length);
}

kr_word kr_length(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    kr_invocation call;
    if ((type->dunders & KR_HAS_LEN) && kr_invocation_special(vm, &call, v, N___len__))
        return length_result(vm, kr_invoke(vm, &call));
    if (!type->ops || !type->ops->length) kr_raise_type(vm, "object of type '%T' has no len()", v);
    return type->ops->length(vm, v);
}

kr_word kr_length_hint(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    if (type == &kr_range_iterator_type) return (kr_word)((kr_range_iterator *)kr_to_pointer(v))->left;
    if (type == &kr_list_iterator_type || type == &kr_tuple_iterator_type) {
        const kr_sequence_iterator *iterator = kr_to_pointer(v);
        if (iterator->source == 0) return 0;
        kr_word left = (kr_word)kr_items_size(iterator->source) - (kr_word)iterator->index;
        return left > 0 ? left : 0;
    }
    return type->dunders == 0 && type->ops && type->ops->length ? type->ops->length(vm, v) : 0;
}

/* ---- Hash ---- */

kr_word kr_hash(kr_vm *vm, kr_value v) {
    if (kr_is_int(v)) return kr_int_hash(v);
    const kr_type *type = kr_type_of(v);
    if (type->dunders & (KR_HAS_HASH | KR_HAS_EQ)) {
        kr_value method = kr_type_lookup(vm, type, N___hash__);
        kr_invocation call;
        if (method == KR_NONE) kr_raise_type(vm, "unhashable type: '%N'", type);
        if (method != KR_UNBOUND && kr_invocation_special(vm, &call, v, N___hash__)) {
            kr_value result = kr_invoke(vm, &call);
            if (!kr_is_integer(result) && !kr_is_bool(result))
                kr_raise_type(vm, "__hash__ method should return an integer");
            return kr_int_hash(result);
        }
    }
    if (type->ops && type->ops->hash) return type->ops->hash(vm, v);
    if (type->ops && type->ops->compare && type->solid != &kr_object_type)
        kr_raise_type(vm, "unhashable type: '%N'", type);
    return (kr_word)(v >> 4);
}

/* ---- Subscripts ---- */

/* Class[item] */
static kr_value class_getitem(kr_vm *vm, kr_value v, kr_value key) {
    const kr_type *type = kr_to_pointer(v);
    kr_value method = kr_getattr_or(vm, v, N___class_getitem__, KR_UNBOUND);
    if (method != KR_UNBOUND) return kr_call(vm, method, 1, &key);
    if (type == &kr_type_type) return kr_generic_alias(vm, v, key);
    kr_raise_type(vm, "type '%N' is not subscriptable", type);
}

kr_value kr_getitem_begin(kr_vm *vm, kr_value v, kr_value key, kr_invocation *call) {
    const kr_type *type = kr_type_of(v);
    if ((type->dunders & KR_HAS_GETITEM) && kr_invocation_special(vm, call, v, N___getitem__)) {
        call->argv[call->argc++] = key;
        return 0;
    }
    if (type->ops && type->ops->getitem) return type->ops->getitem(vm, v, key);
    if (type->flags & KR_TYPE_META) return class_getitem(vm, v, key);
    kr_raise_type(vm, "'%N' object is not subscriptable", type);
}

kr_value kr_getitem(kr_vm *vm, kr_value v, kr_value key) {
    kr_invocation call;
    kr_value result = kr_getitem_begin(vm, v, key, &call);
    return result ? result : kr_invoke(vm, &call);
}

static _Noreturn void setitem_raise(kr_vm *vm, const kr_type *type, bool delete, kr_value key) {
    if (!delete) kr_raise_type(vm, "'%N' object does not support item assignment", type);
    bool sized = ((type->flags & KR_TYPE_CLASS) || (type->ops && type->ops->length)) && kr_is_index(key);
    kr_raise_type(vm, "'%N' object %s support item deletion", type, sized ? "doesn't" : "does not");
}

kr_value kr_setitem_begin(kr_vm *vm, kr_value v, kr_value key, kr_value item, kr_invocation *call) {
    const kr_type *type = kr_type_of(v);
    bool delete = item == KR_UNBOUND;
    if ((type->dunders & KR_HAS_SETITEM) &&
        kr_invocation_special(vm, call, v, delete ? N___delitem__ : N___setitem__)) {
        call->argv[call->argc++] = key;
        if (!delete) call->argv[call->argc++] = item;
        return 0;
    }
    if (!type->ops || !type->ops->setitem) setitem_raise(vm, type, delete, key);
    type->ops->setitem(vm, v, key, item);
    return KR_NONE;
}

void kr_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    kr_invocation call;
    if (kr_setitem_begin(vm, v, key, item, &call) == 0) kr_invoke(vm, &call);
}

/* ---- Iteration ---- */

static bool is_iterator(kr_value v) {
    const kr_type *type = kr_type_of(v);
    return (type->dunders & KR_HAS_NEXT) || (type->ops && type->ops->next);
}

kr_value kr_iter_begin(kr_vm *vm, kr_value v, kr_invocation *call) {
    const kr_type *type = kr_type_of(v);
    if ((type->dunders & KR_HAS_ITER) && kr_type_lookup(vm, type, N___iter__) != KR_NONE &&
        kr_invocation_special(vm, call, v, N___iter__))
        return 0;
    bool forbidden = (type->dunders & KR_HAS_ITER) && kr_type_lookup(vm, type, N___iter__) == KR_NONE;
    if (type->ops && type->ops->iter && !forbidden) return type->ops->iter(vm, v);
    if ((type->dunders & KR_HAS_GETITEM) && !forbidden)
        return kr_sequence_iterator_new(vm, &kr_iterator_type, v);
    kr_raise_type(vm, "'%N' object is not iterable", type);
}

void kr_check_iterator(kr_vm *vm, kr_value v) {
    if (!is_iterator(v)) kr_raise_type(vm, "iter() returned non-iterator of type '%T'", v);
}

kr_value kr_iter(kr_vm *vm, kr_value v) {
    kr_invocation call;
    kr_value result = kr_iter_begin(vm, v, &call);
    if (result) return result;
    result = kr_invoke(vm, &call);
    kr_check_iterator(vm, result);
    return result;
}

kr_value kr_next_begin(kr_vm *vm, kr_value iterator, kr_invocation *call) {
    const kr_type *type = kr_type_of(iterator);
    if ((type->dunders & KR_HAS_NEXT) && kr_invocation_special(vm, call, iterator, N___next__)) return 0;
    if (!type->ops || !type->ops->next) kr_raise_type(vm, "'%N' object is not an iterator", type);
    return type->ops->next(vm, iterator);
}

kr_value kr_next(kr_vm *vm, kr_value iterator) {
    const kr_type *type = kr_type_of(iterator);
    if (!(type->dunders & KR_HAS_NEXT) && type->ops && type->ops->next) {
        kr_check_native_stack(vm); /* iterators over iterators nest */
        vm->stop_value = 0;
        return type->ops->next(vm, iterator);
    }
    kr_invocation call;
    kr_value result = kr_next_begin(vm, iterator, &call);
    return result ? result : kr_call_or_stop(vm, call.callee, call.argc, call.argv);
}

/* ---- Membership ---- */

static void make_iterator(kr_vm *vm, void *data) {
    kr_value *place = data;
    *place = kr_iter(vm, *place);
}

/* A TypeError of __iter__ is told in words of `in`. */
static kr_value iterator_of(kr_vm *vm, kr_value container) {
    kr_value iterator = container;
    kr_value exception = kr_try(vm, make_iterator, &iterator);
    if (exception == KR_UNBOUND) return iterator;
    if (!kr_exception_is(exception, &kr_TypeError_type)) kr_reraise(vm, exception);
    kr_raise_type(vm, "argument of type '%T' is not iterable", container);
}

static bool contains_by_iteration(kr_vm *vm, kr_value container, kr_value item) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, has(container, KR_HAS_ITER) ? iterator_of(vm, container) : container);
    for (kr_value v; (v = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        if (kr_equal(vm, v, item)) return true;
    return false;
}

kr_value kr_contains_begin(kr_vm *vm, kr_value container, kr_value item, kr_invocation *call) {
    const kr_type *type = kr_type_of(container);
    if (type->dunders & KR_HAS_CONTAINS) {
        if (kr_type_lookup(vm, type, N___contains__) == KR_NONE)
            kr_raise_type(vm, "'%N' object is not a container", type);
        if (kr_invocation_special(vm, call, container, N___contains__)) {
            call->argv[call->argc++] = item;
            return 0;
        }
    }
    if (type->ops && type->ops->contains) return kr_bool(type->ops->contains(vm, container, item));
    if (!has(container, KR_HAS_ITER | KR_HAS_GETITEM) && (!type->ops || !type->ops->iter))
        kr_raise_type(vm, "argument of type '%N' is not iterable", type);
    return kr_bool(contains_by_iteration(vm, container, item));
}

bool kr_contains(kr_vm *vm, kr_value container, kr_value item) {
    kr_invocation call;
    kr_value result = kr_contains_begin(vm, container, item, &call);
    return kr_truth(vm, result ? result : kr_invoke(vm, &call));
}
