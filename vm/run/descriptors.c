/* property, staticmethod, classmethod, super: objects whose attribute access runs something. */
#include "run/descriptors.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/container.h"
#include "types/text.h"

/* ---- property ---- */

static kr_property *to_property(kr_vm *vm, kr_value v) {
    if (!kr_is_kind(v, &kr_property_type))
        kr_raise_type(vm, "descriptor for 'property' objects doesn't apply to a '%T' object", v);
    return kr_to_pointer(v);
}

static kr_value or_none(kr_value v) {
    return v == KR_UNBOUND ? KR_NONE : v;
}

/* The doc is the getter's unless it is given. */
static void property_fill(kr_vm *vm, kr_property *property, const kr_value *parts) {
    property->getter = or_none(parts[0]);
    property->setter = or_none(parts[1]);
    property->deleter = or_none(parts[2]);
    property->doc = or_none(parts[3]);
    property->name = KR_NONE;
    if (property->doc == KR_NONE && property->getter != KR_NONE)
        property->doc = kr_getattr_or(vm, property->getter, N___doc__, KR_NONE);
}

static kr_value property_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    property_fill(vm, to_property(vm, argv[0]), argv + 1);
    return KR_NONE;
}
KR_METHOD(__init__, property_init, 1, 5, "self,fget,fset,fdel,doc",
          "__init__(fget=None, fset=None, fdel=None, doc=None)\nA computed attribute.");

static kr_value property_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    kr_property *property = kr_new_instance(vm, cls, sizeof *property);
    property->getter = property->setter = property->deleter = property->doc = property->name = KR_NONE;
    if (argc + nkw == 0) return KR_OBJECT(property);
    kr_value init = KR_OBJECT(&native_property_init);
    kr_call_kw(vm, kr_method_new(vm, init, KR_OBJECT(property)), argc, argv, nkw, names);
    return KR_OBJECT(property);
}

/* "property 'x' of 'A' object has no setter" */
_Noreturn static void raise_missing(kr_vm *vm, const kr_property *property, kr_value instance,
                                    const char *what) {
    const kr_type *type = kr_type_of(instance);
    if (property->name == KR_NONE)
        kr_raise(vm, &kr_AttributeError_type, "property of '%N' object has no %s", type, what);
    kr_raise(vm, &kr_AttributeError_type, "property %R of '%N' object has no %s", property->name, type, what);
}

static kr_value property_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    if (instance == KR_UNBOUND) return v;
    const kr_property *property = kr_to_pointer(v);
    if (property->getter == KR_NONE) raise_missing(vm, property, instance, "getter");
    return kr_call(vm, property->getter, 1, &instance);
}

static void property_set(kr_vm *vm, kr_value v, kr_value instance, kr_value value) {
    const kr_property *property = kr_to_pointer(v);
    bool deleting = value == KR_UNBOUND;
    kr_value function = deleting ? property->deleter : property->setter;
    if (function == KR_NONE) raise_missing(vm, property, instance, deleting ? "deleter" : "setter");
    kr_value argv[] = {instance, value};
    kr_call(vm, function, deleting ? 1 : 2, argv);
}

/* A doc that is not the getter's own was given. */
static bool doc_given(kr_vm *vm, const kr_property *p) {
    return p->getter == KR_NONE || p->doc != kr_getattr_or(vm, p->getter, N___doc__, KR_NONE);
}

/* A copy with some parts replaced; of the same class, made by its constructor when that is a program's. */
static kr_value property_with(kr_vm *vm, kr_value v, kr_value getter, kr_value setter, kr_value deleter) {
    const kr_property *old = to_property(vm, v);
    kr_value parts[] = {
        getter == KR_UNBOUND ? old->getter : getter,
        setter == KR_UNBOUND ? old->setter : setter,
        deleter == KR_UNBOUND ? old->deleter : deleter,
        getter == KR_UNBOUND || doc_given(vm, old) ? old->doc : KR_NONE,
    };
    if (kr_type_of(v) != &kr_property_type) return kr_call(vm, KR_OBJECT(kr_type_of(v)), 4, parts);
    kr_property *made = kr_new(vm, &kr_property_type, sizeof *made);
    property_fill(vm, made, parts);
    made->name = old->name;
    return KR_OBJECT(made);
}

static kr_value property_getter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return property_with(vm, argv[0], argv[1], KR_UNBOUND, KR_UNBOUND);
}
KR_METHOD(getter, property_getter, 2, 2, NULL, "getter(function)\nThe property with another getter.");

static kr_value property_setter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return property_with(vm, argv[0], KR_UNBOUND, argv[1], KR_UNBOUND);
}
KR_METHOD(setter, property_setter, 2, 2, NULL, "setter(function)\nThe property with another setter.");

static kr_value property_deleter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return property_with(vm, argv[0], KR_UNBOUND, KR_UNBOUND, argv[1]);
}
KR_METHOD(deleter, property_deleter, 2, 2, NULL, "deleter(function)\nThe property with another deleter.");

static kr_value property_set_name(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    to_property(vm, argv[0])->name = argv[2];
    return KR_NONE;
}
KR_METHOD(__set_name__, property_set_name, 3, 3, NULL,
          "__set_name__(owner, name)\nTells the property its name.");

static kr_value property_fget(kr_vm *vm, kr_value v) {
    return to_property(vm, v)->getter;
}

static kr_value property_fset(kr_vm *vm, kr_value v) {
    return to_property(vm, v)->setter;
}

static kr_value property_fdel(kr_vm *vm, kr_value v) {
    return to_property(vm, v)->deleter;
}

static kr_value property_doc(kr_vm *vm, kr_value v) {
    return to_property(vm, v)->doc;
}

static void property_set_doc(kr_vm *vm, kr_value v, kr_value value) {
    to_property(vm, v)->doc = or_none(value);
}

static bool is_abstract(kr_vm *vm, kr_value function) {
    return function != KR_NONE && kr_truth(vm, kr_getattr_or(vm, function, N___isabstractmethod__, KR_FALSE));
}

static kr_value property_abstract(kr_vm *vm, kr_value v) {
    const kr_property *property = to_property(vm, v);
    return kr_bool(is_abstract(vm, property->getter) || is_abstract(vm, property->setter) ||
                   is_abstract(vm, property->deleter));
}

KR_GETSET(fget, property_fget, NULL);
KR_GETSET(fset, property_fset, NULL);
KR_GETSET(fdel, property_fdel, NULL);
KR_GETSET(__doc__, property_doc, property_set_doc);
KR_GETSET(__isabstractmethod__, property_abstract, NULL);

static const kr_member property_members[] = {
    KR_ENTRY(__init__, property_init),         KR_ENTRY(getter, property_getter),
    KR_ENTRY(setter, property_setter),         KR_ENTRY(deleter, property_deleter),
    KR_ENTRY(__set_name__, property_set_name), KR_GETSET_ENTRY(fget, property_fget),
    KR_GETSET_ENTRY(fset, property_fset),      KR_GETSET_ENTRY(fdel, property_fdel),
    KR_GETSET_ENTRY(__doc__, property_doc),    KR_GETSET_ENTRY(__isabstractmethod__, property_abstract),
};

static void property_trace(kr_vm *vm, kr_object *object) {
    const kr_property *property = (kr_property *)object;
    const kr_value parts[] = {property->getter, property->setter, property->deleter, property->doc,
                              property->name};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) kr_mark(vm, parts[i]);
}

static const kr_ops property_ops = {.trace = property_trace, .get = property_get, .set = property_set};
const kr_type kr_property_type = {
    .head = {&kr_type_type},
    .name = N_property,
    .base = &kr_object_type,
    .solid = &kr_property_type,
    .ops = &property_ops,
    .flags = KR_TYPE_DATA_DESCRIPTOR,
    .size = sizeof(kr_property),
    .members = property_members,
    .member_count = sizeof property_members / sizeof *property_members,
    .make = property_make,
};

/* ---- staticmethod and classmethod ---- */

static kr_wrapper *to_wrapper(kr_value v) {
    return kr_to_pointer(v);
}

static kr_value wrapper_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "%N() takes no keyword arguments", cls->solid);
    if (argc != 1) kr_raise_type(vm, "%N expected 1 argument, got %zu", cls->solid, argc);
    kr_wrapper *wrapper = kr_new_instance(vm, cls, sizeof *wrapper);
    wrapper->callable = argv[0];
    return KR_OBJECT(wrapper);
}

static void wrapper_trace(kr_vm *vm, kr_object *object) {
    const kr_wrapper *wrapper = (kr_wrapper *)object;
    kr_mark(vm, wrapper->callable);
    if (wrapper->attributes != 0) kr_mark(vm, wrapper->attributes);
}

static void wrapper_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<%T(%R)>", v, to_wrapper(v)->callable);
}

static kr_value wrapper_func(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_wrapper(v)->callable;
}
KR_GETSET(__func__, wrapper_func, NULL);

static kr_value wrapper_doc(kr_vm *vm, kr_value v) {
    return kr_getattr_or(vm, to_wrapper(v)->callable, N___doc__, KR_NONE);
}
KR_GETSET(__doc__, wrapper_doc, NULL);

static const kr_member wrapper_members[] = {
    KR_GETSET_ENTRY(__func__, wrapper_func),
    {N___wrapped__, KR_OBJECT(&getset_wrapper_func)},
    KR_GETSET_ENTRY(__doc__, wrapper_doc),
};

/* Its own attributes first, then those of what it wraps. */
static kr_value wrapper_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const kr_wrapper *wrapper = to_wrapper(v);
    if (name == N___dict__)
        return wrapper->attributes == 0 ? KR_OBJECT(kr_dict_new(vm, 0)) : wrapper->attributes;
    kr_value found =
        wrapper->attributes == 0 ? KR_UNBOUND : kr_dict_get_name(kr_to_dict(wrapper->attributes), name);
    return found != KR_UNBOUND ? found : kr_getattr_or(vm, wrapper->callable, name, KR_UNBOUND);
}

static bool wrapper_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    kr_wrapper *wrapper = to_wrapper(v);
    if (value == KR_UNBOUND)
        return wrapper->attributes != 0 && kr_dict_delete(vm, kr_to_dict(wrapper->attributes), name);
    if (wrapper->attributes == 0) wrapper->attributes = KR_OBJECT(kr_dict_new(vm, 1));
    kr_dict_set_name(vm, kr_to_dict(wrapper->attributes), name, value);
    return true;
}

static kr_value static_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)vm, (void)instance, (void)owner;
    return to_wrapper(v)->callable;
}

static kr_value static_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    return kr_call_kw(vm, to_wrapper(callee)->callable, argc, argv, nkw, names);
}

static const kr_ops static_ops = {
    .trace = wrapper_trace,
    .print = wrapper_print,
    .call = static_call,
    .getattr = wrapper_getattr,
    .setattr = wrapper_setattr,
    .get = static_get,
};
const kr_type kr_staticmethod_type = {
    .head = {&kr_type_type},
    .name = N_staticmethod,
    .base = &kr_object_type,
    .solid = &kr_staticmethod_type,
    .ops = &static_ops,
    .size = sizeof(kr_wrapper),
    .members = wrapper_members,
    .member_count = sizeof wrapper_members / sizeof *wrapper_members,
    .make = wrapper_make,
};

static kr_value class_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)instance;
    kr_value callable = to_wrapper(v)->callable;
    if (kr_is_exact(callable, &kr_function_type)) return kr_method_new(vm, callable, KR_OBJECT(owner));
    kr_value bound = kr_bind_attribute(vm, callable, KR_OBJECT(owner), kr_type_of(KR_OBJECT(owner)));
    return bound != callable ? bound : kr_method_new(vm, callable, KR_OBJECT(owner));
}

static const kr_ops class_ops = {
    .trace = wrapper_trace,
    .print = wrapper_print,
    .getattr = wrapper_getattr,
    .setattr = wrapper_setattr,
    .get = class_get,
};
const kr_type kr_classmethod_type = {
    .head = {&kr_type_type},
    .name = N_classmethod,
    .base = &kr_object_type,
    .solid = &kr_classmethod_type,
    .ops = &class_ops,
    .size = sizeof(kr_wrapper),
    .members = wrapper_members,
    .member_count = sizeof wrapper_members / sizeof *wrapper_members,
    .make = wrapper_make,
};

/* ---- super ---- */

void kr_super_init(kr_vm *vm, kr_super *super, kr_value class, kr_value instance) {
    if (!kr_is_type(class)) kr_raise_type(vm, "super() argument 1 must be a type, not %T", class);
    super->head.type = &kr_super_type;
    super->type = kr_to_type(class);
    super->instance = instance;
    super->owner = NULL;
    if (instance == KR_UNBOUND) return;
    if (kr_is_type(instance) && kr_is_subtype(kr_to_type(instance), super->type)) {
        super->owner = kr_to_type(instance);
    } else if (kr_is_subtype(kr_type_of(instance), super->type)) {
        super->owner = kr_type_of(instance);
    } else {
        kr_raise_type(vm, "super(type, obj): obj must be an instance or subtype of type");
    }
}

kr_value kr_super_new(kr_vm *vm, kr_value class, kr_value instance) {
    kr_super *super = kr_new(vm, &kr_super_type, sizeof *super);
    kr_super_init(vm, super, class, instance);
    return KR_OBJECT(super);
}

static kr_value super_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "super() takes no keyword arguments");
    if (argc == 0) kr_raise(vm, &kr_RuntimeError_type, "super(): no arguments");
    if (argc > 2) kr_raise_type(vm, "super() takes at most 2 arguments (%zu given)", argc);
    kr_super *super = kr_new_instance(vm, cls, sizeof *super);
    kr_super_init(vm, super, argv[0], argc == 2 && argv[1] != KR_NONE ? argv[1] : KR_UNBOUND);
    super->head.type = cls;
    return KR_OBJECT(super);
}

kr_value kr_super_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const kr_super *super = kr_to_pointer(v);
    if (super->owner != NULL && name != N___class__) {
        kr_value attribute = kr_type_lookup_behind(super->owner, super->type, name);
        bool to_class = KR_OBJECT(super->owner) == super->instance;
        if (attribute != KR_UNBOUND)
            return kr_bind_attribute(vm, attribute, to_class ? KR_UNBOUND : super->instance, super->owner);
    }
    kr_value attribute = kr_type_lookup(vm, kr_type_of(v), name);
    return attribute == KR_UNBOUND ? KR_UNBOUND : kr_bind_attribute(vm, attribute, v, kr_type_of(v));
}

/* super(T) as a class attribute binds itself to the instance. */
static kr_value super_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    const kr_super *super = kr_to_pointer(v);
    if (instance == KR_UNBOUND || super->instance != KR_UNBOUND) return v;
    return kr_super_new(vm, KR_OBJECT(super->type), instance);
}

static void super_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    const kr_super *super = kr_to_pointer(v);
    if (super->owner == NULL) {
        kr_write_format(out, "<super: <class '%N'>, NULL>", super->type);
    } else {
        kr_write_format(out, "<super: <class '%N'>, <%N object>>", super->type, super->owner);
    }
}

static void super_trace(kr_vm *vm, kr_object *object) {
    const kr_super *super = (kr_super *)object;
    if (super->type != NULL) kr_mark(vm, KR_OBJECT(super->type));
    if (super->owner != NULL) kr_mark(vm, KR_OBJECT(super->owner));
    kr_mark(vm, super->instance);
}

static kr_value super_thisclass(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_OBJECT(((kr_super *)kr_to_pointer(v))->type);
}

static kr_value super_self(kr_vm *vm, kr_value v) {
    (void)vm;
    return or_none(((kr_super *)kr_to_pointer(v))->instance);
}

static kr_value super_self_class(kr_vm *vm, kr_value v) {
    (void)vm;
    const kr_type *owner = ((kr_super *)kr_to_pointer(v))->owner;
    return owner == NULL ? KR_NONE : KR_OBJECT(owner);
}

KR_GETSET(__thisclass__, super_thisclass, NULL);
KR_GETSET(__self__, super_self, NULL);
KR_GETSET(__self_class__, super_self_class, NULL);

static const kr_member super_members[] = {
    KR_GETSET_ENTRY(__thisclass__, super_thisclass),
    KR_GETSET_ENTRY(__self__, super_self),
    KR_GETSET_ENTRY(__self_class__, super_self_class),
};

static const kr_ops super_ops = {.trace = super_trace, .print = super_print, .get = super_get};
const kr_type kr_super_type = {
    .head = {&kr_type_type},
    .name = N_super,
    .base = &kr_object_type,
    .solid = &kr_super_type,
    .ops = &super_ops,
    .flags = KR_TYPE_OWN_KEY,
    .size = sizeof(kr_super),
    .members = super_members,
    .member_count = sizeof super_members / sizeof *super_members,
    .make = super_make,
};
