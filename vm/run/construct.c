/* cls(*args): __new__, then __init__.
 *
 * Built-in types make and fill an object in one go, by `make`. A heap class copies `make` from its solid
 * base; when it has an __init__ of its own, types that have one as well (list, dict …) are made empty and
 * filled by that, others (int, tuple …) take the arguments at once, and exceptions keep them in any case. The
 * call of __init__ is left to the caller, which may have a frame for it. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/descriptors.h"
#include "run/run.h"
#include "types/container.h"

/* True when the C part of the object is filled by an __init__ of its own. */
static bool fills_later(const kr_type *cls) {
    const kr_type *solid = cls->solid;
    if (cls->flags & (KR_TYPE_EXCEPTION | KR_TYPE_META)) return false;
    return kr_members_find(solid->members, solid->member_count, N___init__) != KR_UNBOUND;
}

static kr_value join_names(kr_vm *vm, kr_value names) {
    kr_list *sorted = kr_list_of(vm, names);
    kr_list_sort(vm, sorted, KR_NONE, false);
    kr_writer text;
    kr_writer_init(vm, &text);
    for (size_t i = 0; i < sorted->size; i++)
        kr_write_format(&text, i == 0 ? "%S" : ", %S", sorted->items[i]);
    return kr_writer_str(&text);
}

static void check_concrete(kr_vm *vm, const kr_class *cls) {
    if (!(cls->state & KR_CLASS_ABSTRACT)) return;
    kr_value names = kr_type_lookup(vm, &cls->type, N___abstractmethods__);
    const char *plural = kr_length(vm, names) == 1 ? "" : "s";
    kr_raise_type(vm, "Can't instantiate abstract class %N with abstract method%s %S", &cls->type, plural,
                  join_names(vm, names));
}

static kr_value make_builtin(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    if (cls->make == NULL) kr_raise_type(vm, "cannot create '%N' instances", cls);
    return cls->make(vm, cls, argc, argv, nkw, names);
}

/* An object of a heap class whose solid base is a built-in type other than object. */
static kr_value make_solid(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names, bool has_init) {
    if (cls->make == NULL) kr_raise_type(vm, "cannot create '%N' instances", cls);
    if (has_init && fills_later(cls)) return cls->make(vm, cls, 0, NULL, 0, NULL);
    if (has_init && cls->flags & KR_TYPE_EXCEPTION) nkw = 0;
    return cls->make(vm, cls, argc, argv, nkw, names);
}

kr_value kr_class_allocate(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    if (!kr_is_heap_class(cls)) return make_builtin(vm, cls, argc, argv, nkw, names);
    check_concrete(vm, (const kr_class *)cls);
    if (cls->solid != &kr_object_type) return make_solid(vm, cls, argc, argv, nkw, names, true);
    if (argc + nkw > 0) {
        if (cls->dunders & KR_HAS_NEW)
            kr_raise_type(vm, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (!(cls->dunders & KR_HAS_INIT)) kr_raise_type(vm, "%N() takes no arguments", cls);
    }
    return KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_object)));
}

/* Calls callee(first, *args). */
static kr_value call_with(kr_vm *vm, kr_value callee, kr_value first, size_t argc, const kr_value *argv,
                          size_t nkw, const kr_value *names) {
    kr_value few[9];
    size_t count = argc + nkw;
    kr_value *all = count < sizeof few / sizeof *few ? few : kr_values_new(vm, count + 1);
    all[0] = first;
    if (count > 0) memcpy(all + 1, argv, count * sizeof *argv);
    return kr_call_kw(vm, callee, argc + 1, all, nkw, names);
}

static kr_value call_new(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    kr_value hook = kr_type_lookup(vm, cls, N___new__);
    return call_with(vm, kr_bind_attribute(vm, hook, KR_UNBOUND, cls), KR_OBJECT(cls), argc, argv, nkw,
                     names);
}

/* The __init__ that remains to be called; one that is neither a function nor a built-in is called here. */
static kr_value pending_init(kr_vm *vm, kr_value object, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    const kr_type *type = kr_type_of(object);
    kr_value init = kr_type_lookup(vm, type, N___init__);
    if (kr_is_exact(init, &kr_function_type) || kr_is_exact(init, &kr_builtin_type)) return init;
    kr_check_init(vm, kr_call_kw(vm, kr_bind_attribute(vm, init, object, type), argc, argv, nkw, names));
    return KR_UNBOUND;
}

kr_value kr_class_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names, kr_value *init) {
    *init = KR_UNBOUND;
    if (!kr_is_heap_class(cls)) return make_builtin(vm, cls, argc, argv, nkw, names);
    kr_value object;
    bool has_init = (cls->dunders & KR_HAS_INIT) != 0;
    if (cls->dunders & KR_HAS_NEW) {
        object = call_new(vm, cls, argc, argv, nkw, names);
        const kr_type *type = kr_type_of(object);
        if (!kr_is_subtype(type, cls)) return object;
        has_init = (type->dunders & KR_HAS_INIT) != 0 || fills_later(type);
    } else {
        check_concrete(vm, (const kr_class *)cls);
        if (cls->solid != &kr_object_type) {
            object = make_solid(vm, cls, argc, argv, nkw, names, has_init);
        } else {
            if (!has_init && argc + nkw > 0) kr_raise_type(vm, "%N() takes no arguments", cls);
            object = KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_object)));
        }
    }
    if (has_init) *init = pending_init(vm, object, argc, argv, nkw, names);
    return object;
}

kr_value kr_class_call(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    kr_value init;
    kr_value object = kr_class_make(vm, cls, argc, argv, nkw, names, &init);
    if (init != KR_UNBOUND) kr_check_init(vm, call_with(vm, init, object, argc, argv, nkw, names));
    return object;
}
