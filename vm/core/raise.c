/* Raising from C: an exception is made, tied to what is being handled, and thrown to the innermost catch
 * point.
 *
 * The machine has one catch point an entry (kr_run, kr_vm_enter) and those of kr_try; all memory is
 * collected, so nothing has to be released on the way. vm->raised KR_UNBOUND is the host's request to stop:
 * no exception, and nobody catches it. */
#include "core/raise.h"
#include "core/heap.h"
#include <stdarg.h>
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/class.h"
#include "run/run.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/text.h"

/* ---- Context ---- */

/* The chain of contexts must stay a chain: where it would lead back to the exception it is cut. */
static void cut_cycle(kr_value from, kr_value exception) {
    while (from != KR_NONE) {
        kr_exception *e = kr_to_exception(from);
        if (e->context == exception) {
            e->context = KR_NONE;
            return;
        }
        from = e->context;
    }
}

void kr_exception_chain(kr_vm *vm, kr_value exception) {
    kr_value handled = vm->handling;
    if (handled == KR_NONE || handled == 0 || handled == exception) return;
    cut_cycle(handled, exception);
    kr_to_exception(exception)->context = handled;
}

/* ---- Throwing ---- */

_Noreturn static void throw_exception(kr_vm *vm, kr_value exception) {
    vm->raised = exception;
    kr_throw(vm);
}

/* An instance of what may be a class. */
static kr_value instance_of(kr_vm *vm, kr_value value, const char *complaint) {
    if (kr_is_exception(value)) return value;
    if (!kr_is_type(value) || !(kr_to_type(value)->flags & KR_TYPE_EXCEPTION))
        kr_raise_type(vm, "%s", complaint);
    kr_value exception = kr_call(vm, value, 0, NULL);
    if (!kr_is_exception(exception)) {
        kr_raise_type(vm, "calling %R should have returned an instance of BaseException, not %R", value,
                      KR_OBJECT(kr_type_of(exception)));
    }
    return exception;
}

kr_value kr_exception_prepare(kr_vm *vm, kr_value value, kr_value cause) {
    kr_value exception = instance_of(vm, value, "exceptions must derive from BaseException");
    if (cause != KR_UNBOUND) {
        if (cause != KR_NONE)
            cause = instance_of(vm, cause, "exception causes must derive from BaseException");
        kr_to_exception(exception)->cause = cause;
        kr_to_exception(exception)->suppress = KR_TRUE;
    }
    kr_exception_chain(vm, exception);
    return exception;
}

void kr_raise_object(kr_vm *vm, kr_value exception) {
    throw_exception(vm, kr_exception_prepare(vm, exception, KR_UNBOUND));
}

void kr_reraise(kr_vm *vm, kr_value exception) {
    throw_exception(vm, exception);
}

void kr_raise_value(kr_vm *vm, const kr_type *type, kr_value value) {
    kr_value exception = kr_exception_new(vm, type, value == KR_UNBOUND ? 0 : 1, &value);
    kr_exception_chain(vm, exception);
    throw_exception(vm, exception);
}

_Noreturn static void raise_text(kr_vm *vm, const kr_type *type, const char *format, va_list arguments) {
    kr_writer text;
    kr_writer_init(vm, &text);
    kr_write_vformat(&text, format, arguments);
    kr_raise_value(vm, type, kr_writer_str(&text));
}

void kr_raise(kr_vm *vm, const kr_type *type, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_text(vm, type, format, arguments);
}

void kr_raise_type(kr_vm *vm, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_text(vm, &kr_TypeError_type, format, arguments);
}

void kr_raise_value_error(kr_vm *vm, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_text(vm, &kr_ValueError_type, format, arguments);
}

void kr_raise_overflow(kr_vm *vm, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_text(vm, &kr_OverflowError_type, format, arguments);
}

void kr_raise_index(kr_vm *vm, const char *what) {
    kr_raise(vm, &kr_IndexError_type, "%s index out of range", what);
}

void kr_raise_key(kr_vm *vm, kr_value key) {
    kr_raise_value(vm, &kr_KeyError_type, key);
}

/* ---- Out of memory, out of stack, out of luck ---- */

/* The preallocated one: whoever kept it from last time sees it change. */
void kr_raise_memory(kr_vm *vm) {
    if (vm->memory_error == 0) kr_throw(vm); /* kr_open has not come that far */
    kr_exception *exception = kr_to_exception(vm->memory_error);
    kr_block_free(vm, vm->reserve);
    vm->reserve = NULL;
    exception->traceback = exception->cause = exception->context = KR_NONE;
    exception->suppress = KR_FALSE;
    throw_exception(vm, vm->memory_error);
}

/* There is little C stack left, but enough to make an exception. */
void kr_raise_recursion(kr_vm *vm) {
    kr_raise(vm, &kr_RecursionError_type, "maximum recursion depth exceeded");
}

const char *kr_errno_text(int code) {
    switch (code < 0 ? -code : code) {
#define ERRNO_CASE(name, number, text)                                                                       \
    case number: return text;
        KR_ERRNOS(ERRNO_CASE)
#undef ERRNO_CASE
    default: return "Unknown error";
    }
}

void kr_raise_errno(kr_vm *vm, int code, kr_value filename) {
    if (code < 0) code = -code;
    kr_value argv[] = {KR_INT(code), kr_str_text(vm, kr_errno_text(code)), filename};
    kr_raise_object(vm, kr_exception_new(vm, &kr_OSError_type, filename == KR_UNBOUND ? 2 : 3, argv));
}

/* ---- Catching ---- */

kr_value kr_try(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data) {
    kr_catch here;
    here.outer = vm->catch_point;
    here.frame_depth = (uint32_t)kr_stack_depth(vm);
    const kr_value handling = vm->handling;
    struct kr_compiler *const compiler = vm->compiler;
    vm->catch_point = &here;
    if (setjmp(here.where) == 0) {
        body(vm, data);
        vm->catch_point = here.outer;
        return KR_UNBOUND;
    }
    vm->catch_point = here.outer;
    vm->frame = vm->stack.frames - here.frame_depth;
    vm->handling = handling;
    vm->compiler = compiler;
    if (vm->raised == KR_UNBOUND) kr_throw(vm);
    kr_value raised = vm->raised;
    vm->raised = 0;
    return raised;
}

bool kr_exception_is(kr_value exception, const kr_type *type) {
    return kr_is_exception(exception) && kr_is_subtype(((kr_object *)kr_to_pointer(exception))->type, type);
}
