#ifndef KR_BUILTINS_H
#define KR_BUILTINS_H
/* The functions of the module builtins. Its table is in builtins.c; the functions live by theme: numbers and
 * characters in builtins_number.c, what walks over an iterable in builtins_iterate.c, attributes and types in
 * builtins_object.c, namespaces and code in builtins_scope.c, async iterators in builtins_async.c, printing and reading in builtins_print.c, help in
 * builtins_help.c. */
#include "core/context.h"

#define KR_BUILTIN_FUNCTIONS(X)                                                                              \
    X(abs)                                                                                                   \
    X(ascii)                                                                                                 \
    X(bin) X(callable) X(chr) X(delattr) X(dir) X(divmod) X(eval) X(exec) X(exit) X(format) X(getattr)       \
        X(globals) X(hasattr) X(hash) X(help) X(hex) X(id) X(input) X(isinstance) X(issubclass) X(iter)      \
            X(len) X(locals) X(oct) X(ord) X(pow) X(quit) X(repr) X(round) X(setattr) X(sorted) X(sum)       \
                X(vars) X(all) X(any) X(compile) X(aiter) X(anext)
#define KR_BUILTIN_FUNCTION(name) kr_value kr_builtin_##name(kr_vm *vm, size_t argc, const kr_value *argv);
KR_BUILTIN_FUNCTIONS(KR_BUILTIN_FUNCTION)
#undef KR_BUILTIN_FUNCTION

/* May push a frame: see kr_fn_frame. */
kr_value kr_builtin_next(kr_vm *vm, size_t argc, const kr_value *argv, int target);

#define KR_BUILTIN_KW(name)                                                                                  \
    kr_value kr_builtin_##name(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,                     \
                               const kr_value *names);
KR_BUILTIN_KW(breakpoint)
KR_BUILTIN_KW(max)
KR_BUILTIN_KW(min)
KR_BUILTIN_KW(print)
#undef KR_BUILTIN_KW

/* micropython.const, which MicroPython's compiler knows without an import. */
extern const struct kr_builtin kr_const_function;

/* The names that code running now sees as local: the frame's namespace (a mapping), or a new dict of its local
 * variables. */
kr_value kr_locals(kr_vm *vm);

#endif
