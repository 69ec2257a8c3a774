/* In the place of complex numbers where there are none: the type is there, so that isinstance() answers, but
 * nothing makes a number of it. What would need one is a TypeError that says why. */
#include "types/complex.h"
#include "core/native.h"
#include "core/raise.h"
#include "types/number.h"

bool kr_is_complex(kr_value v) {
    (void)v;
    return false;
}

/* Of a literal in an image, too. */
kr_value kr_complex_new(kr_vm *vm, kr_real real, kr_real imag) {
    (void)real, (void)imag;
    kr_raise_type(vm, "this device has no complex numbers");
}

kr_value kr_complex_power(kr_vm *vm, kr_real a, kr_real b, kr_real c, kr_real d) {
    (void)b, (void)c, (void)d;
    return kr_complex_new(vm, a, 0);
}

static kr_value complex_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    (void)cls, (void)argc, (void)argv, (void)nkw, (void)names;
    return kr_complex_new(vm, 0, 0);
}

const kr_type kr_complex_type = {
    .head = {&kr_type_type},
    .name = N_complex,
    .base = &kr_object_type,
    .solid = &kr_complex_type,
    .size = sizeof(kr_complex),
    .make = complex_make,
};
