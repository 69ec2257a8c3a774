/* In the place of async generators where there are none: coroutines and `await` work, `async for` does not.
 */
#include "core/raise.h"
#include "run/generator.h"

_Noreturn static void refuse(kr_vm *vm) {
    kr_raise(vm, &kr_NotImplementedError_type, "this device has no async iterators");
}

kr_value kr_async_wrap(kr_vm *vm, kr_value v) {
    (void)v;
    refuse(vm);
}

bool kr_is_async_box(kr_value v) {
    (void)v;
    return false;
}

kr_value kr_async_step_finish(kr_vm *vm, kr_value step, kr_value boxed) {
    (void)boxed;
    (void)step;
    refuse(vm);
}

bool kr_async_step_swallows(kr_value step, kr_value exception) {
    (void)step, (void)exception;
    return false;
}

kr_value kr_async_step_delegate(kr_vm *vm, kr_value step, kr_value sent, bool throwing, unsigned at) {
    (void)step, (void)sent, (void)throwing, (void)at;
    refuse(vm);
}

kr_value kr_async_iter(kr_vm *vm, kr_value v) {
    (void)v;
    refuse(vm);
}

kr_value kr_async_next(kr_vm *vm, kr_value v) {
    (void)v;
    refuse(vm);
}

const kr_type kr_async_step_type = {
    .head = {&kr_type_type},
    .name = N_async_generator_asend,
    .base = &kr_object_type,
    .solid = &kr_async_step_type,
    .flags = KR_TYPE_FINAL,
};

const kr_type kr_async_generator_type = {
    .head = {&kr_type_type},
    .name = N_async_generator,
    .base = &kr_object_type,
    .solid = &kr_async_generator_type,
    .ops = &kr_generator_base_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_generator),
};
