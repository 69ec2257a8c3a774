/* In the place of memoryviews where there are none: the type is there, but it makes nothing. */
#include "core/native.h"
#include "core/raise.h"

static kr_value view_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)cls, (void)argc, (void)argv, (void)nkw, (void)names;
    kr_raise_type(vm, "this device has no memoryview");
}

const kr_type kr_memoryview_type = {
    .head = {&kr_type_type},
    .name = N_memoryview,
    .base = &kr_object_type,
    .solid = &kr_memoryview_type,
    .make = view_make,
};
