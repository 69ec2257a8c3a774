/* type: classes as objects. Names and bases of built-in types come from ROM, those of heap classes from
 * kr_class. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/run.h"
#include "types/container.h"
#include "types/generic.h"
#include "types/text.h"

static const kr_type *self_type(kr_vm *vm, kr_value v) {
    if (!kr_is_type(v)) kr_raise_type(vm, "descriptor for 'type' objects doesn't apply to a '%T' object", v);
    return kr_to_type(v);
}

static kr_class *heap_class(kr_vm *vm, kr_value v, const char *what) {
    const kr_type *type = self_type(vm, v);
    if (!kr_is_heap_class(type))
        kr_raise_type(vm, "cannot set '%s' attribute of immutable type '%N'", what, type);
    return (kr_class *)type;
}

/* ---- Names ---- */

static kr_value type_name(kr_vm *vm, kr_value v) {
    return self_type(vm, v)->name;
}

static void type_set_name(kr_vm *vm, kr_value v, kr_value name) {
    kr_class *cls = heap_class(vm, v, "__name__");
    if (name == KR_UNBOUND) kr_raise_type(vm, "cannot delete '__name__' attribute of type '%N'", &cls->type);
    if (!kr_is_str(name))
        kr_raise_type(vm, "can only assign string to %N.__name__, not '%T'", &cls->type, name);
    cls->type.name = name;
}

static kr_value type_qualname(kr_vm *vm, kr_value v) {
    const kr_type *type = self_type(vm, v);
    return kr_is_heap_class(type) ? ((const kr_class *)type)->qualified_name : type->name;
}

static void type_set_qualname(kr_vm *vm, kr_value v, kr_value name) {
    kr_class *cls = heap_class(vm, v, "__qualname__");
    if (name == KR_UNBOUND)
        kr_raise_type(vm, "cannot delete '__qualname__' attribute of type '%N'", &cls->type);
    if (!kr_is_str(name))
        kr_raise_type(vm, "can only assign string to %N.__qualname__, not '%T'", &cls->type, name);
    cls->qualified_name = name;
}

/* An entry of the class's own namespace, or the fallback. What is computed for the instances of a built-in
 * type says nothing about the type itself. */
static kr_value own_entry(const kr_type *type, kr_value name, kr_value fallback) {
    bool heap = kr_is_heap_class(type);
    kr_value found = heap ? kr_dict_get_name(((const kr_class *)type)->attributes, name)
                          : kr_members_find(type->members, type->member_count, name);
    bool missing = found == KR_UNBOUND || (!heap && kr_is_exact(found, &kr_getset_type));
    return missing ? fallback : found;
}

static void set_own_entry(kr_vm *vm, kr_value v, kr_value name, const char *text, kr_value value) {
    kr_class *cls = heap_class(vm, v, text);
    if (value == KR_UNBOUND) kr_raise_type(vm, "cannot delete '%s' attribute of type '%N'", text, &cls->type);
    kr_dict_set_name(vm, cls->attributes, name, value);
    kr_attributes_changed(vm, cls, name);
}

static kr_value type_module(kr_vm *vm, kr_value v) {
    return own_entry(self_type(vm, v), N___module__, N_builtins);
}

static void type_set_module(kr_vm *vm, kr_value v, kr_value value) {
    set_own_entry(vm, v, N___module__, "__module__", value);
}

static kr_value type_doc(kr_vm *vm, kr_value v) {
    kr_value doc = own_entry(self_type(vm, v), N___doc__, KR_NONE);
    return kr_bind_attribute(vm, doc, KR_UNBOUND, kr_to_type(v));
}

static void type_set_doc(kr_vm *vm, kr_value v, kr_value value) {
    set_own_entry(vm, v, N___doc__, "__doc__", value);
}

kr_value kr_type_full_name(kr_vm *vm, const kr_type *type) {
    kr_value name = type_qualname(vm, KR_OBJECT(type));
    kr_value module = own_entry(type, N___module__, N_builtins);
    return !kr_is_str(module) || module == N_builtins ? name : kr_str_format(vm, "%S.%S", module, name);
}

KR_GETSET(__name__, type_name, type_set_name);
KR_GETSET(__qualname__, type_qualname, type_set_qualname);
KR_GETSET(__module__, type_module, type_set_module);
KR_GETSET(__doc__, type_doc, type_set_doc);

/* ---- Family ---- */

static kr_value type_mro(kr_vm *vm, kr_value v) {
    return kr_mro(vm, self_type(vm, v));
}

static kr_value type_bases(kr_vm *vm, kr_value v) {
    const kr_type *type = self_type(vm, v);
    if (kr_is_heap_class(type)) return ((const kr_class *)type)->bases;
    kr_value base = KR_OBJECT(type->base);
    return kr_tuple_new(vm, type->base == NULL ? 0 : 1, &base);
}

static void type_set_bases(kr_vm *vm, kr_value v, kr_value value) {
    kr_class *cls = heap_class(vm, v, "__bases__");
    if (value == KR_UNBOUND)
        kr_raise_type(vm, "cannot delete '__bases__' attribute of immutable type '%N'", &cls->type);
    kr_class_set_bases(vm, cls, value);
}

static kr_value type_base(kr_vm *vm, kr_value v) {
    const kr_type *type = self_type(vm, v);
    return type->base == NULL ? KR_NONE : KR_OBJECT(type->base);
}

static kr_value type_flags(kr_vm *vm, kr_value v) {
    return KR_INT(self_type(vm, v)->flags);
}

KR_GETSET(__mro__, type_mro, NULL);
KR_GETSET(__bases__, type_bases, type_set_bases);
KR_GETSET(__base__, type_base, NULL);
KR_GETSET(__flags__, type_flags, NULL);

static kr_value type_mro_list(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_tuple *mro = kr_to_tuple(kr_mro(vm, self_type(vm, argv[0])));
    return kr_list_new(vm, mro->size, mro->items);
}
KR_METHOD(mro, type_mro_list, 1, 1, NULL, "mro()\nThe method resolution order as a list.");

static kr_value type_subclasses(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_type *type = self_type(vm, argv[0]);
    if (!kr_is_heap_class(type)) return kr_class_derived(vm, type);
    kr_value below = ((const kr_class *)type)->subclasses;
    return below == 0 ? kr_list_new(vm, 0, NULL)
                      : kr_list_new(vm, kr_to_list(below)->size, kr_to_list(below)->items);
}
KR_METHOD(__subclasses__, type_subclasses, 1, 1, NULL,
          "__subclasses__()\nThe classes that a program has derived from this one.");

static kr_value type_instancecheck(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_is_subtype(kr_type_of(argv[1]), self_type(vm, argv[0])));
}
KR_METHOD(__instancecheck__, type_instancecheck, 2, 2, NULL,
          "__instancecheck__(instance)\nTrue for an instance of this class.");

static kr_value type_subclasscheck(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_type(argv[1])) kr_raise_type(vm, "issubclass() arg 1 must be a class");
    return kr_bool(kr_is_subtype(kr_to_type(argv[1]), self_type(vm, argv[0])));
}
KR_METHOD(__subclasscheck__, type_subclasscheck, 2, 2, NULL,
          "__subclasscheck__(subclass)\nTrue for a subclass of this class.");

/* ---- The namespace ---- */

/* A type's dict under construction. */
typedef struct listing {
    const kr_type *type;
    kr_dict *dict;
} listing;

static void add_wrapper(kr_vm *vm, void *data, kr_value name) {
    const listing *l = data;
    kr_value wrapper = kr_dunder_wrapper(l->type, name);
    kr_dict_set_name(vm, l->dict, name, kr_bind_attribute(vm, wrapper, KR_UNBOUND, l->type));
}

/* A copy: what the original calls a read-only view. */
static kr_value type_dict(kr_vm *vm, kr_value v) {
    const kr_type *type = self_type(vm, v);
    if (kr_is_heap_class(type)) return KR_OBJECT(kr_dict_copy(vm, ((const kr_class *)type)->attributes));
    kr_dict *dict = kr_dict_new(vm, type->member_count);
    listing l = {type, dict};
    kr_dunder_each(vm, type, add_wrapper, &l);
    if (kr_dunder_wrapper(type, N___hash__) == KR_NONE) kr_dict_set_name(vm, dict, N___hash__, KR_NONE);
    for (size_t i = 0; i < type->member_count; i++) {
        if (type->members[i].name == 0) continue;
        kr_dict_set_name(vm, dict, type->members[i].name,
                         kr_bind_attribute(vm, type->members[i].value, KR_UNBOUND, type));
    }
    return KR_OBJECT(dict);
}
KR_GETSET(__dict__, type_dict, NULL);

static kr_value type_prepare(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    (void)argc, (void)argv, (void)nkw, (void)names;
    return KR_OBJECT(kr_dict_new(vm, 0));
}
KR_NATIVE_DEFINE_KW(__prepare__, type_prepare, 1, KR_ANY, KR_BUILTIN_CLASSMETHOD,
                    "__prepare__(name, bases)\nThe dict in which a class body runs.");

/* ---- Making ---- */

/* type.__init__ has nothing left to do. */
static kr_value type_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    (void)argv, (void)nkw, (void)names;
    if (argc != 2 && argc != 4) kr_raise_type(vm, "type.__init__() takes 1 or 3 arguments");
    return KR_NONE;
}
KR_METHOD_KW(__init__, type_init, 1, KR_ANY, "__init__(name, bases, dict)\nSee help(type).");

static void check_argument(kr_vm *vm, bool good, int number, const char *wanted, kr_value got) {
    if (!good) kr_raise_type(vm, "type.__new__() argument %d must be %s, not %T", number, wanted, got);
}

static kr_value type_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    if (argc == 1 && nkw == 0 && cls == &kr_type_type) return KR_OBJECT(kr_type_of(argv[0]));
    if (argc != 3)
        kr_raise_type(vm,
                      cls == &kr_type_type ? "type() takes 1 or 3 arguments"
                                           : "type.__new__() takes exactly 3 arguments (%zu given)",
                      argc);
    check_argument(vm, kr_is_str(argv[0]), 1, "str", argv[0]);
    check_argument(vm, kr_is_tuple(argv[1]), 2, "tuple", argv[1]);
    check_argument(vm, kr_is_dict(argv[2]), 3, "dict", argv[2]);
    const kr_type *winner = kr_class_metaclass(vm, cls, argv[1]);
    if (winner != cls && winner->dunders & KR_HAS_NEW) {
        kr_value init; /* the caller's business */
        return kr_class_make(vm, winner, argc, argv, nkw, names, &init);
    }
    return kr_class_new(vm, winner, argv[0], argv[1], kr_to_dict(argv[2]), nkw, argv + argc, names);
}

static kr_value type_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    return kr_class_call(vm, self_type(vm, callee), argc, argv, nkw, names);
}

/* ---- The rest ---- */

static void type_trace(kr_vm *vm, kr_object *object) {
    const kr_class *cls = (kr_class *)object;
    kr_mark(vm, cls->type.name);
    kr_mark(vm, cls->qualified_name);
    kr_mark(vm, KR_OBJECT(cls->type.base));
    if (cls->attributes != NULL) kr_mark(vm, KR_OBJECT(cls->attributes));
    const kr_value parts[] = {cls->mro, cls->bases, cls->subclasses, cls->slot_names};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != 0) kr_mark(vm, parts[i]);
    }
}

static void type_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_write_format(out, "<class '%S'>", kr_type_full_name(vm, kr_to_type(v)));
}

static kr_value type_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    return op == KR_OR ? kr_union_of(vm, a, b) : KR_NOT_IMPLEMENTED;
}

static const kr_ops type_ops = {
    .trace = type_trace, .print = type_print, .binary = type_binary, .call = type_call};

static const kr_member type_members[] = {
    KR_GETSET_ENTRY(__name__, type_name),
    KR_GETSET_ENTRY(__qualname__, type_qualname),
    KR_GETSET_ENTRY(__module__, type_module),
    KR_GETSET_ENTRY(__doc__, type_doc),
    KR_GETSET_ENTRY(__mro__, type_mro),
    KR_GETSET_ENTRY(__bases__, type_bases),
    KR_GETSET_ENTRY(__base__, type_base),
    KR_GETSET_ENTRY(__flags__, type_flags),
    KR_GETSET_ENTRY(__dict__, type_dict),
    KR_ENTRY(mro, type_mro_list),
    KR_ENTRY(__subclasses__, type_subclasses),
    KR_ENTRY(__instancecheck__, type_instancecheck),
    KR_ENTRY(__subclasscheck__, type_subclasscheck),
    KR_ENTRY(__prepare__, type_prepare),
    KR_ENTRY(__init__, type_init),
};

const kr_type kr_type_type = {
    .head = {&kr_type_type},
    .name = N_type,
    .base = &kr_object_type,
    .solid = &kr_type_type,
    .ops = &type_ops,
    .flags = KR_TYPE_META | KR_TYPE_OWN_KEY,
    .size = sizeof(kr_class),
    .members = type_members,
    .member_count = sizeof type_members / sizeof *type_members,
    .make = type_make,
};
