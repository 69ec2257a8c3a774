/* What MicroPython's compiler knows without an import: the name micropython, and the pointers of its native
 * code emitter.
 *
 * Code for that emitter runs as any other here. What it needs are ptr8, ptr16 and ptr32: a buffer seen as
 * numbers of that size, of the machine's byte order, into which numbers are stored without their upper bits.
 * A function decorated with micropython.viper gets them in place of the arguments that are annotated so.
 * Unlike there, indices have bounds. */
#include "modules/viper.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "run/descriptors.h"
#include "run/function.h"
#include "types/container.h"
#include "types/number.h"

/* --- pointers */

typedef struct pointer {
    kr_object head;
    kr_value buffer;
} pointer;

static void pointer_trace(kr_vm *vm, kr_object *object) {
    if (((pointer *)object)->buffer != 0) kr_mark(vm, ((pointer *)object)->buffer);
}

static size_t item_size(const kr_type *type) {
    return type == &kr_ptr8_type ? 1 : type == &kr_ptr16_type ? 2 : 4;
}

static kr_value pointer_of(kr_vm *vm, const kr_type *type, kr_value v) {
    kr_buffer buffer;
    if (kr_is_exact(v, &kr_ptr8_type) || kr_is_exact(v, &kr_ptr16_type) || kr_is_exact(v, &kr_ptr32_type))
        v = ((pointer *)kr_to_pointer(v))->buffer;
    kr_get_buffer(vm, v, &buffer, false);
    pointer *p = kr_new(vm, type, sizeof *p);
    p->buffer = v;
    return KR_OBJECT(p);
}

static kr_value pointer_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    (void)names;
    kr_bind_plain(vm, "ptr", 1, 1, argc, nkw);
    return pointer_of(vm, cls, argv[0]);
}

/* Where the item lies. */
static uint8_t *item_at(kr_vm *vm, kr_value v, kr_value key, bool writable) {
    kr_buffer buffer;
    kr_word index = kr_index_word(vm, key);
    size_t size = item_size(kr_type_of(v));
    kr_get_buffer(vm, ((pointer *)kr_to_pointer(v))->buffer, &buffer, writable);
    if (index < 0 || (size_t)index >= buffer.size / size) kr_raise_index(vm, "pointer");
    return buffer.data + (size_t)index * size;
}

static kr_value pointer_getitem(kr_vm *vm, kr_value v, kr_value key) {
    uint32_t item = 0;
    const uint8_t *at = item_at(vm, v, key, false);
    size_t size = item_size(kr_type_of(v));
    if (size == 1) return KR_INT(*at);
    if (size == 4) {
        memcpy(&item, at, 4);
        return kr_int_from_unsigned(vm, item);
    }
    uint16_t half;
    memcpy(&half, at, 2);
    return KR_INT(half);
}

static void pointer_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    if (item == KR_UNBOUND) kr_raise_type(vm, "'%T' object doesn't support item deletion", v);
    uint32_t number = (uint32_t)kr_int_arg(vm, item);
    uint16_t half = (uint16_t)number;
    uint8_t *at = item_at(vm, v, key, true);
    size_t size = item_size(kr_type_of(v));
    if (size == 1)
        *at = (uint8_t)number;
    else
        memcpy(at, size == 2 ? (const void *)&half : &number, size);
}

static const kr_ops pointer_ops = {
    .trace = pointer_trace, .getitem = pointer_getitem, .setitem = pointer_setitem};

#define POINTER_TYPE(c_name, name_)                                                                          \
    const kr_type c_name = {.head = {&kr_type_type},                                                         \
                            .name = name_,                                                                   \
                            .base = &kr_object_type,                                                         \
                            .solid = &c_name,                                                                \
                            .ops = &pointer_ops,                                                             \
                            .flags = KR_TYPE_FINAL,                                                          \
                            .size = sizeof(pointer),                                                         \
                            .make = pointer_make}
POINTER_TYPE(kr_ptr8_type, N_ptr8);
POINTER_TYPE(kr_ptr16_type, N_ptr16);
POINTER_TYPE(kr_ptr32_type, N_ptr32);

static kr_value uint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_unsigned(vm, (uint32_t)kr_int_arg(vm, argv[0]));
}
const kr_builtin kr_uint_function =
    KR_BUILTIN_OBJECT(N_uint, .fn = uint, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "uint(number)\nThe number's lower 32 bits.");

/* --- the decorator */

/* A function and, for each of its first parameters, the pointer type of its argument or None. */
typedef struct viper_function {
    kr_object head;
    kr_value function, casts;
} viper_function;

static void viper_trace(kr_vm *vm, kr_object *object) {
    const viper_function *f = (const viper_function *)object;
    if (f->function != 0) kr_mark(vm, f->function);
    if (f->casts != 0) kr_mark(vm, f->casts);
}

static kr_value viper_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    const viper_function *f = kr_to_pointer(callee);
    const kr_tuple *casts = kr_to_tuple(f->casts);
    kr_value values = kr_tuple_new(vm, argc + nkw, argv);
    kr_value *items = kr_to_tuple(values)->items;
    for (size_t i = 0; i < argc && i < casts->size; i++) {
        if (casts->items[i] != KR_NONE) items[i] = pointer_of(vm, kr_to_pointer(casts->items[i]), items[i]);
    }
    return kr_call_kw(vm, f->function, argc, items, nkw, names);
}

static kr_value viper_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    if (instance == KR_UNBOUND || instance == KR_NONE) return v;
    return kr_method_new(vm, v, instance);
}

static const kr_ops viper_ops = {.trace = viper_trace, .call = viper_call, .get = viper_get};
static const kr_type viper_type = {.head = {&kr_type_type},
                                   .name = N_viper,
                                   .base = &kr_object_type,
                                   .solid = &viper_type,
                                   .ops = &viper_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(viper_function)};

static bool is_pointer_type(kr_value v) {
    return v == KR_OBJECT(&kr_ptr8_type) || v == KR_OBJECT(&kr_ptr16_type) || v == KR_OBJECT(&kr_ptr32_type);
}

/* The types of the parameters that are annotated as pointers; an empty tuple when there are none. */
static kr_value casts_of(kr_vm *vm, kr_value function) {
    kr_value notes = kr_getattr_or(vm, function, N___annotations__, KR_NONE);
    kr_value code = kr_getattr_or(vm, function, N___code__, KR_NONE);
    kr_value names = code == KR_NONE ? KR_NONE : kr_getattr_or(vm, code, N_co_varnames, KR_NONE);
    kr_value casts = kr_list_new(vm, 0, NULL);
    bool any = false;
    if (!kr_is_dict(notes) || !kr_is_tuple(names)) return kr_tuple_new(vm, 0, NULL);
    for (size_t i = 0; i < kr_to_tuple(names)->size; i++) {
        kr_value note = kr_dict_get(vm, kr_to_dict(notes), kr_to_tuple(names)->items[i]);
        any |= is_pointer_type(note);
        kr_list_append(vm, kr_to_list(casts), is_pointer_type(note) ? note : KR_NONE);
    }
    return any ? kr_tuple_of(vm, casts) : kr_tuple_new(vm, 0, NULL);
}

static kr_value viper(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value function = argv[0];
    bool is_static = kr_is_exact(function, &kr_staticmethod_type);
    (void)argc;
    if (is_static) function = kr_getattr(vm, function, N___func__);
    kr_value casts = casts_of(vm, function);
    if (kr_to_tuple(casts)->size == 0) return argv[0];
    viper_function *f = kr_new(vm, &viper_type, sizeof *f);
    f->function = function;
    f->casts = casts;
    kr_value made = KR_OBJECT(f);
    return is_static ? kr_call(vm, KR_OBJECT(&kr_staticmethod_type), 1, &made) : made;
}
const kr_builtin kr_viper_function =
    KR_BUILTIN_OBJECT(N_viper, .fn = viper, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "viper(function)\nThe function, with arguments that are annotated "
                      "ptr8, ptr16 or ptr32 made such pointers.");

/* --- micropython without an import */

static kr_value name_getattr(kr_vm *vm, kr_value v, kr_value name) {
    (void)v;
    kr_value module = kr_import(vm, N_micropython, KR_NONE, 0, vm->main_globals);
    return kr_getattr_or(vm, module, name, KR_UNBOUND);
}
static const kr_ops name_ops = {.getattr = name_getattr};
static const kr_type name_type = {.head = {&kr_type_type},
                                  .name = N_micropython,
                                  .base = &kr_object_type,
                                  .solid = &name_type,
                                  .ops = &name_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(kr_object)};
const kr_object KR_ROM_OBJECT kr_micropython_name = {&name_type};
