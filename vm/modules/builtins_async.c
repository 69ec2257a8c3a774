/* The built-in functions of asynchronous iteration, and breakpoint().
 *
 * anext() with a default is a coroutine that catches the end; it is written in Python. */
#include "core/names.h"
#include "core/operate.h"
#include "modules/builtins.h"
#include "run/attribute.h"
#include "run/run.h"
#include "types/container.h"

static kr_value special_call(kr_vm *vm, kr_value v, kr_value name, const char *what) {
    kr_value method = kr_special(vm, v, name);
    if (method == KR_UNBOUND || method == KR_NONE)
        kr_raise_type(vm, "'%T' object is not an async %s", v, what);
    return kr_call(vm, method, 0, NULL);
}

kr_value kr_builtin_aiter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value iterator = special_call(vm, argv[0], N___aiter__, "iterable");
    if (kr_type_lookup(vm, kr_type_of(iterator), N___anext__) == KR_UNBOUND)
        kr_raise_type(vm, "aiter() returned not an async iterator of type '%T'", iterator);
    return iterator;
}

kr_value kr_builtin_anext(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value step = special_call(vm, argv[0], N___anext__, "iterator");
    if (argc == 1) return step;
    kr_value module = kr_import(vm, kr_intern_text(vm, "_anext"), KR_NONE, 0, vm->main_globals);
    kr_value arguments[] = {step, argv[1]};
    return kr_call(vm, kr_getattr(vm, module, N_anext), 2, arguments);
}

/* There is no debugger: a program or tool may put one into sys.breakpointhook. */
kr_value kr_builtin_breakpoint(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                               const kr_value *names) {
    kr_value sys = kr_import(vm, N_sys, KR_NONE, 0, vm->main_globals);
    kr_value hook = kr_getattr_or(vm, sys, kr_intern_text(vm, "breakpointhook"), KR_NONE);
    return hook == KR_NONE ? KR_NONE : kr_call_kw(vm, hook, argc, argv, nkw, names);
}
