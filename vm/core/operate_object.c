/* What is asked of any object besides arithmetic: its text, its class, its number, its bytes. */
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/run.h"
#include "types/generic.h"
#include "types/container.h"
#include "types/int.h"
#include "types/number.h"
#include "types/text.h"

/* ---- Text ---- */

/* The dunder method that gives v's text: the program's own, or KR_UNBOUND when C code writes it. str() of an
 * object without __str__ is its repr(), except where the built-in base has a str() of its own. */
static kr_value text_method(kr_vm *vm, kr_value v, bool str) {
    const kr_type *type = kr_type_of(v);
    if (!(type->dunders & KR_HAS_REPR)) return KR_UNBOUND;
    if (str) {
        kr_value method = kr_type_lookup(vm, type, N___str__);
        if (method != KR_UNBOUND && !kr_is_exact(method, &kr_builtin_type)) return N___str__;
        if (type->solid == &kr_str_type || (type->flags & KR_TYPE_EXCEPTION)) return KR_UNBOUND;
    }
    kr_value method = kr_type_lookup(vm, type, N___repr__);
    return method == KR_UNBOUND || kr_is_exact(method, &kr_builtin_type) ? KR_UNBOUND : N___repr__;
}

static kr_value text_call(kr_vm *vm, kr_value v, kr_value name) {
    kr_invocation call;
    kr_invocation_special(vm, &call, v, name);
    kr_value text = kr_invoke(vm, &call);
    if (!kr_is_str(text)) kr_raise_type(vm, "%S returned non-string (type %T)", name, text);
    return text;
}

static void print_default(kr_vm *vm, kr_writer *out, kr_value v) {
    kr_write_format(out, "<%S object at ", kr_type_full_name(vm, kr_type_of(v)));
    kr_write_address(out, v);
    kr_write(out, ">", 1);
}

void kr_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    kr_check_native_stack(vm);
    kr_value method = text_method(vm, v, str);
    const kr_type *type = kr_type_of(v);
    if (method != KR_UNBOUND) {
        const kr_str *text = kr_to_str(text_call(vm, v, method));
        char *to = kr_writer_reserve(out, text->size);
        memcpy(to, text->data, text->size);
        out->size += text->size;
        if (!text->ascii) out->ascii = false;
    } else if (type->ops && type->ops->print) {
        type->ops->print(vm, out, v, str);
    } else {
        print_default(vm, out, v);
    }
}

static kr_value text_of(kr_vm *vm, kr_value v, bool str) {
    kr_value method = text_method(vm, v, str);
    if (method != KR_UNBOUND) return text_call(vm, v, method);
    kr_writer w;
    kr_writer_init(vm, &w);
    kr_print(vm, &w, v, str);
    return kr_writer_str(&w);
}

kr_value kr_str_of(kr_vm *vm, kr_value v) {
    return kr_is_exact(v, &kr_str_type) ? v : text_of(vm, v, true);
}

kr_value kr_repr_of(kr_vm *vm, kr_value v) {
    return text_of(vm, v, false);
}

bool kr_print_enter(kr_vm *vm, kr_writer *out, kr_value v) {
    const size_t near = sizeof out->printing / sizeof out->printing[0];
    for (size_t n = 0; n < out->depth && n < near; n++)
        if (out->printing[n] == v) return true;
    for (size_t n = near; n < out->depth; n++)
        if (kr_to_list(out->more)->items[n - near] == v) return true;
    if (out->depth < near) {
        out->printing[out->depth] = v;
    } else {
        if (out->depth == near) out->more = kr_list_new(vm, 8, NULL);
        kr_list_append(vm, kr_to_list(out->more), v);
    }
    out->depth++;
    return false;
}

void kr_print_leave(kr_vm *vm, kr_writer *out, kr_value v) {
    (void)v;
    const size_t near = sizeof out->printing / sizeof out->printing[0];
    if (out->depth-- > near) kr_list_pop(vm, kr_to_list(out->more), -1);
}

static kr_value format_builtin(kr_vm *vm, kr_value v, kr_value spec) {
    return kr_is_str(v) ? kr_format_text_value(vm, v, spec) : kr_format_number_value(vm, v, spec);
}

kr_value kr_format(kr_vm *vm, kr_value v, kr_value spec) {
    const kr_type *type = kr_type_of(v);
    if (type->dunders & KR_HAS_FORMAT) {
        kr_invocation call;
        kr_value method = kr_type_lookup(vm, type, N___format__);
        if (!kr_is_exact(method, &kr_builtin_type) && kr_invocation_special(vm, &call, v, N___format__)) {
            call.argv[call.argc++] = spec;
            kr_value text = kr_invoke(vm, &call);
            if (!kr_is_str(text)) kr_raise_type(vm, "__format__ must return a str, not %T", text);
            return text;
        }
    }
    if (kr_to_str(spec)->size == 0) return kr_str_of(vm, v);
    if (kr_is_str(v) || kr_is_integer(v) || kr_is_bool(v) || kr_is_float(v) || kr_is_complex(v))
        return format_builtin(vm, v, spec);
    kr_raise_type(vm, "unsupported format string passed to %N.__format__", type);
}

/* ---- Classes ---- */

/* A metaclass's own say, or KR_UNBOUND. */
static kr_value class_check(kr_vm *vm, kr_value cls, kr_value hook, kr_value v) {
    const kr_type *meta = kr_type_of(cls);
    if (!(meta->flags & KR_TYPE_CLASS)) return KR_UNBOUND;
    kr_value method = kr_type_lookup(vm, meta, hook);
    kr_invocation call;
    if (method == KR_UNBOUND || kr_is_exact(method, &kr_builtin_type) ||
        !kr_invocation_special(vm, &call, cls, hook))
        return KR_UNBOUND;
    call.argv[call.argc++] = v;
    return kr_bool(kr_truth(vm, kr_invoke(vm, &call)));
}

bool kr_isinstance(kr_vm *vm, kr_value v, kr_value class_or_tuple) {
    if (kr_is_tuple(class_or_tuple)) {
        kr_check_native_stack(vm);
        const kr_tuple *tuple = kr_to_tuple(class_or_tuple);
        for (size_t n = 0; n < tuple->size; n++)
            if (kr_isinstance(vm, v, tuple->items[n])) return true;
        return false;
    }
    const kr_type *type = kr_type_of(v);
    if (KR_OBJECT(type) == class_or_tuple) return true;
    if (!kr_is_type(class_or_tuple)) {
        kr_value info = kr_class_info_of(vm, class_or_tuple, "isinstance");
        if (info != class_or_tuple) return kr_isinstance(vm, v, info);
    }
    kr_value said = class_check(vm, class_or_tuple, N___instancecheck__, v);
    if (said != KR_UNBOUND) return said == KR_TRUE;
    if (!kr_is_type(class_or_tuple))
        kr_raise_type(vm, "isinstance() arg 2 must be a type, a tuple of types, or a union");
    return kr_is_subtype(type, kr_to_type(class_or_tuple));
}

bool kr_issubclass(kr_vm *vm, kr_value type, kr_value class_or_tuple) {
    if (kr_is_tuple(class_or_tuple)) {
        kr_check_native_stack(vm);
        const kr_tuple *tuple = kr_to_tuple(class_or_tuple);
        for (size_t n = 0; n < tuple->size; n++)
            if (kr_issubclass(vm, type, tuple->items[n])) return true;
        return false;
    }
    kr_value info = kr_class_info_of(vm, class_or_tuple, "issubclass");
    if (info != class_or_tuple) return kr_issubclass(vm, type, info);
    kr_value said = class_check(vm, class_or_tuple, N___subclasscheck__, type);
    if (said != KR_UNBOUND) return said == KR_TRUE;
    if (!kr_is_type(type)) kr_raise_type(vm, "issubclass() arg 1 must be a class");
    if (!kr_is_type(class_or_tuple))
        kr_raise_type(vm, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    return kr_is_subtype(kr_to_type(type), kr_to_type(class_or_tuple));
}

bool kr_is_callable(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    if (type->flags & KR_TYPE_META) return true;
    if (type->dunders & KR_HAS_CALL) return kr_type_lookup(vm, type, N___call__) != KR_UNBOUND;
    return type == &kr_function_type || type == &kr_builtin_type || type == &kr_method_type ||
           (type->ops && type->ops->call);
}

/* ---- Numbers ---- */

kr_value kr_index(kr_vm *vm, kr_value v) {
    if (kr_is_int(v)) return v;
    if (kr_is_bool(v)) return KR_INT(v == KR_TRUE);
    if (kr_is_bigint(v)) return v;
    const kr_type *type = kr_type_of(v);
    kr_invocation call;
    if (!(type->dunders & KR_HAS_INDEX) || !kr_invocation_special(vm, &call, v, N___index__))
        kr_raise_type(vm, "'%N' object cannot be interpreted as an integer", type);
    kr_value index = kr_invoke(vm, &call);
    if (!kr_is_integer(index) && !kr_is_bool(index))
        kr_raise_type(vm, "__index__ returned non-int (type %T)", index);
    return kr_is_bool(index) ? KR_INT(index == KR_TRUE) : index;
}

kr_word kr_index_word(kr_vm *vm, kr_value v) {
    if (kr_is_int(v)) return kr_to_int(v);
    kr_value index = kr_index(vm, v);
    intmax_t n;
    if (!kr_int_to(index, &n) || n < INTPTR_MIN || n > INTPTR_MAX)
        kr_raise(vm, &kr_IndexError_type, "cannot fit '%T' into an index-sized integer", v);
    return (kr_word)n;
}

kr_real kr_real_of(kr_vm *vm, kr_value v) {
    return kr_is_float(v) ? kr_float_value(v) : kr_real_by_method(vm, v);
}

kr_real kr_real_by_method(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    if (!(type->dunders & KR_HAS_NUMBER)) {
        if (kr_is_float(v)) return kr_float_value(v);
        if (kr_is_integral(v)) return kr_int_to_real(vm, v);
    }
    kr_invocation call;
    if ((type->dunders & KR_HAS_NUMBER) && kr_invocation_special(vm, &call, v, N___float__)) {
        kr_value real = kr_invoke(vm, &call);
        if (!kr_is_float(real)) kr_raise_type(vm, "%N.__float__ returned non-float (type %T)", type, real);
        return kr_float_value(real);
    }
    if ((type->dunders & KR_HAS_INDEX) && kr_type_lookup(vm, type, N___index__) != KR_UNBOUND)
        return kr_int_to_real(vm, kr_index(vm, v));
    kr_raise_type(vm, "must be real number, not %N", type);
}

void kr_get_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer, bool writable) {
    const kr_type *type = kr_type_of(v);
    if (!type->ops || !type->ops->buffer || !type->ops->buffer(vm, v, buffer))
        kr_raise_type(vm, "a bytes-like object is required, not '%N'", type);
    if (writable && !buffer->writable) kr_raise_type(vm, "read-write bytes-like object expected");
}
