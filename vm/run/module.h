#ifndef KR_MODULE_H
#define KR_MODULE_H
/* Module objects and importing, among attribute.c, module.c and import.c. */
#include "core/context.h"
#include "core/native.h"
#include "run/function.h"

static inline bool kr_is_module(kr_value v) {
    return kr_is_kind(v, &kr_module_type);
}
static inline kr_module *kr_to_module(kr_value v) {
    return (kr_module *)kr_to_pointer(v);
}

/* Declares what every module with code has, in the order in which code that is compiled elsewhere numbers it (image.h). */
void kr_module_prefix(kr_vm *vm, kr_dict *globals);

/* The code of a module in ROM, its names declared in the module's namespace. */
kr_code *kr_frozen_code(kr_vm *vm, const kr_frozen *frozen, kr_dict *globals);

/* A module object for a built-in module, its ROM members visible, `init` run. */
kr_value kr_module_native(kr_vm *vm, const kr_module_def *def);

/* Attribute access on modules; getattr gives KR_UNBOUND when there is none (after the module's own
 * __getattr__). */
kr_value kr_module_getattr(kr_vm *vm, kr_value v, kr_value name);
void kr_module_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value);

/* The text of the error for a missing attribute: "module 'm' has no attribute 'x'", with a hint at circular
 * imports. */
kr_value kr_module_missing(kr_vm *vm, kr_value v, kr_value name);

/* Everything a module has, as a new dict: for built-in modules with their ROM members. */
kr_dict *kr_module_dict(kr_vm *vm, kr_module *module);

/* `from module import name`: the attribute, or the submodule of that name; ImportError. */
kr_value kr_import_from(kr_vm *vm, kr_value module, kr_value name);
/* `from module import *` into a namespace. */
void kr_import_star(kr_vm *vm, kr_value module, kr_value into);

/* The built-in function __import__. */
extern const kr_builtin kr_import_function;
/* The import statement: calls what the program has put in its place, if anything. */
kr_value kr_import_hooked(kr_vm *vm, kr_value name, kr_value from_list, kr_value level, kr_dict *globals);

#endif
