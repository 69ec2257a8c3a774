/* Module objects. A module's names are the entries of its namespace dict; a built-in module has its functions
 * and constants in ROM behind that, so that importing it costs no memory for them. */
#include "run/module.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/text.h"

kr_value kr_module_new(kr_vm *vm, kr_value name) {
    kr_module *module = kr_new(vm, &kr_module_type, sizeof *module);
    module->importing = KR_FALSE;
    module->globals = kr_dict_new(vm, 4);
    kr_namespace_slot(vm, module->globals, N___name__);
    kr_dict_set_name(vm, module->globals, N___name__, name);
    kr_dict_set_name(vm, module->globals, N___doc__, KR_NONE);
    return KR_OBJECT(module);
}

void kr_module_prefix(kr_vm *vm, kr_dict *globals) {
    static const kr_value names[] = {N___name__,     N___doc__,  N___package__,
                                     N___builtins__, N___file__, N___path__};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) kr_namespace_slot(vm, globals, names[i]);
}

/* Mostly they get the numbers that the code has for them: then it runs where it is. */
kr_code *kr_frozen_code(kr_vm *vm, const kr_frozen *frozen, kr_dict *globals) {
    const kr_tuple *names = kr_to_tuple(frozen->code->globals);
    kr_namespace_reserve(vm, globals, names->size);
    for (size_t i = 0; i < names->size; i++) kr_namespace_slot(vm, globals, names->items[i]);
    return kr_code_link(vm, (kr_code *)(uintptr_t)frozen->code, globals);
}

kr_value kr_module_native(kr_vm *vm, const kr_module_def *def) {
    kr_value v = kr_module_new(vm, def->name);
    kr_module *module = kr_to_module(v);
    module->native = def;
    if (def->doc != NULL) kr_dict_set_name(vm, module->globals, N___doc__, kr_str_text(vm, def->doc));
    if (def->init != NULL) def->init(vm, module->globals);
    return v;
}

kr_dict *kr_module_dict(kr_vm *vm, kr_module *module) {
    const kr_module_def *def = module->native;
    kr_dict *dict = kr_dict_new(vm, module->globals->size + (def == NULL ? 0 : def->member_count));
    for (size_t i = 0; def != NULL && i < def->member_count; i++) {
        if (def->members[i].name == 0) continue;
        kr_value value = kr_module_getattr(vm, KR_OBJECT(module), def->members[i].name);
        kr_dict_set_name(vm, dict, def->members[i].name, value);
    }
    kr_dict_update(vm, dict, KR_OBJECT(module->globals));
    return dict;
}

/* ---- Attributes ---- */

/* A constant of a built-in module, remembered under the module; a computed one is asked each time. */
static kr_value native_member(kr_vm *vm, kr_value v, kr_value name) {
    const kr_module_def *def = kr_to_module(v)->native;
    kr_value found = kr_members_find(def->members, def->member_count, name);
    if (found == KR_UNBOUND) return KR_UNBOUND;
    if (kr_is_exact(found, &kr_getset_type)) return ((const kr_getset *)kr_to_pointer(found))->get(vm, v);
    return kr_attribute_keep(vm, (uintptr_t)v | 1, name, found);
}

/* What every module has, or what the program's subclass of the module type defines. */
static kr_value type_member(kr_vm *vm, kr_value v, kr_value name) {
    const kr_type *type = kr_type_of(v);
    kr_value found = kr_type_lookup(vm, type, name);
    return found == KR_UNBOUND ? KR_UNBOUND : kr_bind_attribute(vm, found, v, type);
}

kr_value kr_module_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const kr_module *module = kr_to_module(v);
    kr_value found = module->native == NULL ? 0 : kr_attribute_probe(vm, (uintptr_t)v | 1, name);
    if (found != 0) return found;
    found = kr_dict_get_name(module->globals, name);
    if (found == KR_UNBOUND && module->native != NULL) found = native_member(vm, v, name);
    if (found == KR_UNBOUND) found = type_member(vm, v, name);
    if (found != KR_UNBOUND) return found;
    kr_value hook = kr_dict_get_name(module->globals, N___getattr__);
    return hook == KR_UNBOUND ? KR_UNBOUND : kr_call(vm, hook, 1, &name);
}

/* A computed attribute of a built-in module may take assignments itself. */
static bool set_native(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    const kr_module_def *def = kr_to_module(v)->native;
    kr_value found = def == NULL ? KR_UNBOUND : kr_members_find(def->members, def->member_count, name);
    if (!kr_is_exact(found, &kr_getset_type)) return false;
    const kr_getset *getset = kr_to_pointer(found);
    if (getset->set == NULL) return false;
    getset->set(vm, v, value);
    return true;
}

void kr_module_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    kr_module *module = kr_to_module(v);
    if (name == N___dict__) kr_raise(vm, &kr_AttributeError_type, "readonly attribute");
    if (set_native(vm, v, name, value)) return;
    if (value != KR_UNBOUND) {
        kr_dict_set_name(vm, module->globals, name, value);
    } else if (kr_dict_get_name(module->globals, name) == KR_UNBOUND) {
        kr_raise_attribute(vm, v, name);
    } else {
        kr_dict_delete(vm, module->globals, name);
    }
    kr_attribute_forget(vm, (uintptr_t)v | 1, name);
}

kr_value kr_module_missing(kr_vm *vm, kr_value v, kr_value name) {
    const kr_module *module = kr_to_module(v);
    kr_value title = kr_dict_get_name(module->globals, N___name__);
    if (!kr_is_str(title)) return kr_str_format(vm, "module has no attribute '%S'", name);
    if (module->importing != KR_TRUE)
        return kr_str_format(vm, "module '%S' has no attribute '%S'", title, name);
    return kr_str_format(
        vm, "partially initialized module '%S' has no attribute '%S' (most likely due to a circular import)",
        title, name);
}

/* ---- The type ---- */

static kr_value module_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    (void)names;
    if (argc == 0 || argc > 2 || nkw > 0) kr_raise_type(vm, "module() takes a name and an optional doc");
    if (!kr_is_str(argv[0])) kr_raise_type(vm, "module() argument 'name' must be str, not %T", argv[0]);
    kr_module *module = kr_new_instance(vm, cls, sizeof *module);
    module->globals = kr_to_module(kr_module_new(vm, argv[0]))->globals;
    module->importing = KR_FALSE;
    if (argc == 2) kr_dict_set_name(vm, module->globals, N___doc__, argv[1]);
    return KR_OBJECT(module);
}

static kr_value module_dict(kr_vm *vm, kr_value v) {
    kr_module *module = kr_to_module(v);
    return KR_OBJECT(module->native == NULL ? module->globals : kr_module_dict(vm, module));
}
KR_GETSET(__dict__, module_dict, NULL);
static const kr_member module_members[] = {KR_GETSET_ENTRY(__dict__, module_dict)};

static void module_trace(kr_vm *vm, kr_object *object) {
    const kr_dict *globals = ((kr_module *)object)->globals;
    if (globals != NULL) kr_mark(vm, KR_OBJECT(globals));
}

static void module_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    const kr_module *module = kr_to_module(v);
    kr_value name = kr_dict_get_name(module->globals, N___name__),
             file = kr_dict_get_name(module->globals, N___file__);
    kr_write_text(out, "<module ");
    if (name == KR_UNBOUND) {
        kr_write_text(out, "'?'");
    } else {
        kr_write_value(out, name, false);
    }
    if (module->native != NULL) {
        kr_write_text(out, " (built-in)");
    } else if (file != KR_UNBOUND) {
        kr_write_format(out, " from %R", file);
    }
    kr_write_text(out, ">");
}

static const kr_ops module_ops = {.trace = module_trace, .print = module_print};
const kr_type kr_module_type = {
    .head = {&kr_type_type},
    .name = N_module,
    .base = &kr_object_type,
    .solid = &kr_module_type,
    .ops = &module_ops,
    .flags = KR_TYPE_OWN_KEY,
    .size = sizeof(kr_module),
    .members = module_members,
    .member_count = 1,
    .make = module_make,
};
