/* In the place of types made of types where annotations need not tell more than a class: `list[int]` is list,
 * and `int | str` the tuple of both, which isinstance() takes as well. */
#include "types/generic.h"
#include "run/class.h"
#include "types/container.h"

kr_value kr_generic_alias(kr_vm *vm, kr_value origin, kr_value args) {
    (void)vm, (void)args;
    return origin;
}

static kr_value class_getitem(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
const kr_builtin kr_class_getitem_function =
    KR_BUILTIN_OBJECT(N___class_getitem__, .fn = class_getitem, 2, 2, KR_FORM_PLAIN, KR_BUILTIN_CLASSMETHOD,
                      NULL, "__class_getitem__(item)\nThe class.");

/* A member of a union, or such a tuple, as a tuple; NULL for anything else. */
static const kr_tuple *members_of(kr_vm *vm, kr_value v) {
    if (kr_is_tuple(v)) return kr_to_tuple(v);
    if (v == KR_NONE) v = KR_OBJECT(&kr_none_type);
    return kr_is_type(v) ? kr_to_tuple(kr_tuple_new(vm, 1, &v)) : NULL;
}

kr_value kr_union_of(kr_vm *vm, kr_value a, kr_value b) {
    const kr_tuple *first = members_of(vm, a), *second = members_of(vm, b);
    if (first == NULL || second == NULL) return KR_NOT_IMPLEMENTED;
    kr_value both = kr_tuple_new(vm, first->size + second->size, NULL);
    kr_value *items = kr_to_tuple(both)->items;
    memcpy(items, first->items, first->size * sizeof *items);
    memcpy(items + first->size, second->items, second->size * sizeof *items);
    return both;
}

kr_value kr_class_info_of(kr_vm *vm, kr_value v, const char *function) {
    (void)vm, (void)function;
    return v;
}

const kr_type kr_generic_alias_type = {
    .head = {&kr_type_type},
    .name = N_GenericAlias,
    .base = &kr_object_type,
    .solid = &kr_generic_alias_type,
    .flags = KR_TYPE_FINAL,
};

const kr_type kr_union_type = {
    .head = {&kr_type_type},
    .name = N_UnionType,
    .base = &kr_object_type,
    .solid = &kr_union_type,
    .flags = KR_TYPE_FINAL,
};
