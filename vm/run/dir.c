/* dir(): the names that attribute access would find. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/module.h"
#include "types/container.h"

static void add_name(kr_vm *vm, void *data, kr_value name) {
    kr_dict_set(vm, data, name, KR_NONE);
}

static void add_attribute(kr_vm *vm, void *data, kr_value name, kr_value value) {
    (void)value;
    add_name(vm, data, name);
}

static void add_keys(kr_vm *vm, kr_dict *names, const kr_dict *from) {
    kr_value name, value;
    for (size_t position = 0; kr_dict_each(from, &position, &name, &value);) add_name(vm, names, name);
}

static void add_type(kr_vm *vm, kr_dict *names, const kr_type *type) {
    if (kr_is_heap_class(type)) {
        add_keys(vm, names, ((const kr_class *)type)->attributes);
        if (!((const kr_class *)type)->slots_only) add_name(vm, names, N___dict__);
        return;
    }
    for (size_t i = 0; i < KR_FLASH_FIELD(type, member_count); i++)
        if (type->members[i].name != 0) add_name(vm, names, type->members[i].name);
    kr_dunder_each(vm, type, add_name, names);
}

/* Everything that instances of a type inherit. */
static void add_inherited(kr_vm *vm, kr_dict *names, const kr_type *type) {
    kr_value mro = kr_mro(vm, type);
    for (size_t i = kr_to_tuple(mro)->size; i-- > 0;)
        add_type(vm, names, kr_to_type(kr_to_tuple(mro)->items[i]));
}

static kr_value sorted(kr_vm *vm, const kr_dict *names) {
    kr_list *list = kr_to_list(kr_list_new(vm, names->size, NULL));
    kr_value name, value;
    for (size_t position = 0; kr_dict_each(names, &position, &name, &value);) kr_list_append(vm, list, name);
    kr_list_sort(vm, list, KR_NONE, false);
    return KR_OBJECT(list);
}

kr_value kr_dir_plain(kr_vm *vm, kr_value v) {
    kr_dict *names = kr_dict_new(vm, 32);
    const kr_type *type = kr_type_of(v);
    if (kr_is_module(v)) {
        add_keys(vm, names, kr_module_dict(vm, kr_to_module(v)));
    } else if (kr_is_type(v)) {
        add_inherited(vm, names, kr_to_type(v));
    } else {
        add_inherited(vm, names, type);
        kr_instance_each(vm, v, add_attribute, names);
        kr_value own = kr_is_heap_class(type) ? KR_UNBOUND : kr_getattr_or(vm, v, N___dict__, KR_UNBOUND);
        if (own != KR_UNBOUND && kr_is_dict(own)) add_keys(vm, names, kr_to_dict(own));
    }
    return sorted(vm, names);
}

/* A module may define __dir__ as a function of its own. */
static kr_value dir_hook(kr_vm *vm, kr_value v) {
    if (kr_is_exact(v, &kr_module_type)) return kr_dict_get_name(kr_to_module(v)->globals, N___dir__);
    return kr_is_heap_class(kr_type_of(v)) ? kr_special(vm, v, N___dir__) : KR_UNBOUND;
}

kr_value kr_dir(kr_vm *vm, kr_value v) {
    kr_value hook = dir_hook(vm, v);
    if (hook == KR_UNBOUND) return kr_dir_plain(vm, v);
    kr_list *list = kr_list_of(vm, kr_call(vm, hook, 0, NULL));
    kr_list_sort(vm, list, KR_NONE, false);
    return KR_OBJECT(list);
}
