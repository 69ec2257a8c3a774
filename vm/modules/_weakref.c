/* _weakref: the reference itself; what is built of it is modules/python/weakref.py. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/weak.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "modules/array.h"
#include "modules/re.h"
#include "types/container.h"
#include "types/number.h"

static kr_weak *to_weak(kr_value v) {
    return kr_to_pointer(v);
}
static const kr_type ref_type;

/* ---- What can be referenced ---- */

/* Built-in types whose objects have an identity that programs care about. */
static bool is_referable_type(const kr_type *type) {
    static const kr_type *const types[] = {
        &kr_function_type,   &kr_method_type,    &kr_builtin_type, &kr_generator_type, &kr_coroutine_type,
        &kr_set_type,        &kr_frozenset_type, &kr_module_type,  &kr_file_type,      &kr_code_type,
        &kr_memoryview_type, &kr_array_type,     &kr_pattern_type, &ref_type};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type == types[i]) return true;
    return (type->flags & KR_TYPE_META) != 0;
}

/* True when every class between `type` and its solid base declares __slots__, and none of them "__weakref__".
 */
static bool refuses_by_slots(kr_vm *vm, const kr_type *type) {
    const kr_tuple *mro = kr_to_tuple(kr_mro(vm, type));
    for (size_t i = 0; i < mro->size; i++) {
        const kr_type *cls = kr_to_type(mro->items[i]);
        if (!kr_is_heap_class(cls)) continue;
        kr_value slots = kr_dict_get_name(((const kr_class *)cls)->attributes, N___slots__);
        if (slots == KR_UNBOUND) return false;
        bool one = kr_is_str(slots);
        if (one ? slots == N___weakref__ : kr_contains(vm, slots, N___weakref__)) return false;
    }
    return true;
}

static void check_target(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    const kr_type *solid = type->solid;
    bool good = is_referable_type(solid);
    if (!good && kr_is_heap_class(type) && kr_is_object(v) && solid != &kr_int_type &&
        solid != &kr_tuple_type && solid != &kr_bytes_type)
        good = !refuses_by_slots(vm, type);
    if (!good) kr_raise_type(vm, "cannot create weak reference to '%N' object", type);
}

/* ---- The type ---- */

static void fill(kr_weak *weak, size_t argc, const kr_value *argv) {
    weak->target = argv[0];
    weak->callback = argc < 2 || argv[1] == KR_NONE ? 0 : argv[1];
}

/* An instance of a subclass may be made empty, and filled by __init__. */
static kr_value ref_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)names;
    if (cls == &ref_type && argc == 0) kr_raise_type(vm, "__new__ expected at least 1 argument, got 0");
    if (cls == &ref_type && nkw > 0) kr_raise_type(vm, "ref() takes no keyword arguments");
    if (cls == &ref_type && argc > 2)
        kr_raise_type(vm, "__new__ expected at most 2 arguments, got %zu", argc);
    if (argc > 0) check_target(vm, argv[0]);
    kr_weak *weak = kr_new_instance(vm, cls, sizeof *weak);
    if (argc > 0) fill(weak, argc, argv);
    kr_weak_add(vm, weak);
    return KR_OBJECT(weak);
}

static kr_value ref_call(kr_vm *vm, kr_value v, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)argv, (void)names;
    if (argc + nkw > 0) kr_raise_type(vm, "weakref() takes no arguments (%zu given)", argc + nkw);
    kr_value target = to_weak(v)->target;
    return target == 0 ? KR_NONE : target;
}

static kr_word ref_hash(kr_vm *vm, kr_value v) {
    kr_weak *weak = to_weak(v);
    intmax_t hash = 0;
    if (weak->hash == 0) {
        if (weak->target == 0) kr_raise_type(vm, "weak object has gone away");
        hash = kr_hash(vm, weak->target);
        weak->hash = kr_int_from(vm, hash);
    }
    kr_int_to(weak->hash, &hash);
    return (kr_word)hash;
}

static kr_value ref_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if ((op != KR_EQ && op != KR_NE) || !kr_is_kind(b, &ref_type)) return KR_NOT_IMPLEMENTED;
    kr_value x = to_weak(a)->target, y = to_weak(b)->target;
    bool equal = x == 0 || y == 0 ? a == b : kr_equal(vm, x, y);
    return kr_bool(equal == (op == KR_EQ));
}

static void ref_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_value target = to_weak(v)->target;
    kr_write_text(out, "<weakref at ");
    kr_write_address(out, v);
    if (target == 0) {
        kr_write_text(out, "; dead>");
    } else {
        kr_write_format(out, "; to '%T' at ", target);
        kr_write_address(out, target);
        kr_write_text(out, ">");
    }
}

static kr_value get_callback(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_weak(v)->callback == 0 || to_weak(v)->target == 0 ? KR_NONE : to_weak(v)->callback;
}
KR_GETSET(__callback__, get_callback, NULL);

static kr_value ref_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_weak *weak = to_weak(argv[0]);
    if (!kr_is_kind(argv[0], &ref_type)) kr_raise_type(vm, "a weak reference is required, not '%T'", argv[0]);
    if (weak->target != 0 || weak->callback != 0) return KR_NONE;
    check_target(vm, argv[1]);
    fill(weak, argc - 1, argv + 1);
    return KR_NONE;
}
KR_METHOD(__init__, ref_init, 2, 3, NULL, "__init__(object, callback=None)\nRefer to an object.");

static const kr_member ref_members[] = {
    KR_GETSET_ENTRY(__callback__, get_callback),
    KR_ENTRY(__init__, ref_init),
    {N___module__, N_weakref},
};

static const kr_ops ref_ops = {
    .trace = kr_weak_trace,
    .print = ref_print,
    .hash = ref_hash,
    .compare = ref_compare,
    .call = ref_call,
};

static const kr_type ref_type = {
    .head = {&kr_type_type},
    .name = N_ReferenceType,
    .base = &kr_object_type,
    .solid = &ref_type,
    .ops = &ref_ops,
    .size = sizeof(kr_weak),
    .member_count = sizeof ref_members / sizeof *ref_members,
    .members = ref_members,
    .make = ref_make,
};

/* ---- The module ---- */

static kr_value getweakrefs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value found = kr_list_new(vm, 0, NULL);
    for (kr_weak *weak = kr_weak_first(vm); weak != NULL; weak = weak->next)
        if (weak->target == argv[0]) kr_list_append(vm, kr_to_list(found), KR_OBJECT(weak));
    return found;
}
KR_FUNCTION(getweakrefs, getweakrefs, 1, 1, NULL, "getweakrefs(object)\nA list of its weak references.");

static kr_value getweakrefcount(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    size_t count = 0;
    for (const kr_weak *weak = kr_weak_first(vm); weak != NULL; weak = weak->next)
        count += weak->target == argv[0];
    return kr_int_from_unsigned(vm, count);
}
KR_FUNCTION(getweakrefcount, getweakrefcount, 1, 1, NULL,
            "getweakrefcount(object)\nHow many weak references it has.");

static const kr_member members[] = {
    {N_ref, KR_OBJECT(&ref_type)},
    KR_ENTRY(getweakrefs, getweakrefs),
    KR_ENTRY(getweakrefcount, getweakrefcount),
};

const kr_module_def kr_module__weakref = {N__weakref, members, sizeof members / sizeof *members, NULL,
                                          "References that keep nothing alive."};
