/* object, the base of all types, and the types of the three singletons None, NotImplemented and Ellipsis.
 *
 * The special methods here are what every object has when nothing better is found: user classes reach them
 * through super(). */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

/* ---- Making ---- */

static kr_value object_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    (void)argv, (void)names;
    if (argc + nkw > 0 && cls == &kr_object_type) kr_raise_type(vm, "object() takes no arguments");
    return KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_object)));
}

/* The class to make, as it was given to owner.__new__. */
static const kr_type *class_argument(kr_vm *vm, const kr_type *owner, size_t argc, const kr_value *argv) {
    if (argc == 0) kr_raise_type(vm, "%N.__new__(): not enough arguments", owner);
    if (!kr_is_type(argv[0])) kr_raise_type(vm, "%N.__new__(X): X is not a type object (%T)", owner, argv[0]);
    const kr_type *cls = kr_to_type(argv[0]);
    if (!kr_is_subtype(cls, owner))
        kr_raise_type(vm, "%N.__new__(%N): %N is not a subtype of %N", owner, cls, cls, owner);
    if (cls->make != owner->make)
        kr_raise_type(vm, "%N.__new__(%N) is not safe, use %N.__new__()", owner, cls, cls);
    return cls;
}

static kr_value object_new(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    const kr_type *cls = class_argument(vm, &kr_object_type, argc, argv);
    return kr_class_allocate(vm, cls, argc - 1, argv + 1, nkw, names);
}
KR_NATIVE_DEFINE_KW(__new__, object_new, 0, KR_ANY, KR_BUILTIN_NEW, "__new__(cls, *args)\nMake an object.");

/* The same for the built-in type that stands in front of the arguments. */
static kr_value type_new(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    const kr_type *cls = class_argument(vm, kr_to_type(argv[0]), argc - 1, argv + 1);
    return kr_class_allocate(vm, cls, argc - 2, argv + 2, nkw, names);
}
const kr_builtin kr_new_function =
    KR_BUILTIN_OBJECT(N___new__, .fn_kw = type_new, 1, KR_ANY, KR_FORM_KEYWORDS, KR_BUILTIN_METHOD, NULL,
                      "__new__(cls, *args)\nMake an object.");

static kr_value object_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    (void)names;
    const kr_type *type = kr_type_of(argv[0]);
    if (argc + nkw > 1) {
        if (type->dunders & KR_HAS_INIT) {
            kr_raise_type(vm, "object.__init__() takes exactly one argument (the instance to initialize)");
        }
        if (type->solid == &kr_object_type && !(type->dunders & KR_HAS_NEW))
            kr_raise_type(vm, "%N() takes no arguments", type);
    }
    return KR_NONE;
}
KR_METHOD_KW(__init__, object_init, 1, KR_ANY, "__init__()\nNothing to initialise.");

static kr_value object_init_subclass(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                                     const kr_value *names) {
    (void)names;
    if (nkw > 0)
        kr_raise_type(vm, "%S.__init_subclass__() takes no keyword arguments",
                      kr_getattr(vm, argv[0], N___qualname__));
    if (argc > 1)
        kr_raise_type(vm, "%N.__init_subclass__() takes no arguments (%zu given)", kr_to_type(argv[0]),
                      argc - 1);
    return KR_NONE;
}
KR_NATIVE_DEFINE_KW(__init_subclass__, object_init_subclass, 1, KR_ANY, KR_BUILTIN_CLASSMETHOD,
                    "__init_subclass__()\nCalled when a class is derived.");

static kr_value object_subclasshook(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NOT_IMPLEMENTED;
}
KR_CLASSMETHOD(__subclasshook__, object_subclasshook, 1, 2, NULL,
               "__subclasshook__(cls)\nFor abstract classes to override.");

/* ---- Text ---- */

void kr_write_address(kr_writer *out, kr_value v) {
    char digits[2 * sizeof v + 2];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[v & 15];
        v >>= 4;
    } while (v != 0);
    digits[--at] = 'x';
    digits[--at] = '0';
    kr_write(out, digits + at, sizeof digits - at);
}

static kr_value object_repr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_writer text;
    kr_writer_init(vm, &text);
    kr_write_format(&text, "<%S object at ", kr_type_full_name(vm, kr_type_of(argv[0])));
    kr_write_address(&text, argv[0]);
    kr_write_text(&text, ">");
    return kr_writer_str(&text);
}
KR_METHOD(__repr__, object_repr, 1, 1, NULL, "__repr__()\nrepr(self)");

static kr_value object_str(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_repr_of(vm, argv[0]);
}
KR_METHOD(__str__, object_str, 1, 1, NULL, "__str__()\nstr(self)");

static kr_value format_builtin(kr_vm *vm, kr_value v, kr_value spec) {
    return kr_is_str(v) ? kr_format_text_value(vm, v, spec) : kr_format_number_value(vm, v, spec);
}

static kr_value object_format(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "__format__() argument must be str, not %T", argv[1]);
    kr_value v = argv[0];
    if (kr_is_str(v) || kr_is_integer(v) || kr_is_bool(v) || kr_is_float(v) || kr_is_complex(v))
        return format_builtin(vm, v, argv[1]);
    if (kr_to_str(argv[1])->size != 0)
        kr_raise_type(vm, "unsupported format string passed to %T.__format__", argv[0]);
    return kr_str_of(vm, argv[0]);
}
KR_METHOD(__format__, object_format, 2, 2, NULL,
          "__format__(format_spec)\nstr(self); the specification must be empty.");

/* ---- Comparing ---- */

static kr_value object_eq(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0] == argv[1] ? KR_TRUE : KR_NOT_IMPLEMENTED;
}
KR_METHOD(__eq__, object_eq, 2, 2, NULL, "__eq__(value)\nself == value");

/* The opposite of __eq__, whoever defines that. */
static kr_value object_ne(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value equal = kr_call(vm, kr_special(vm, argv[0], N___eq__), 1, argv + 1);
    return equal == KR_NOT_IMPLEMENTED ? equal : kr_bool(!kr_truth(vm, equal));
}
KR_METHOD(__ne__, object_ne, 2, 2, NULL, "__ne__(value)\nself != value");

static kr_value object_order(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NOT_IMPLEMENTED;
}
KR_METHOD(__lt__, object_order, 2, 2, NULL, "__lt__(value)\nself < value");
#define ORDER(py, name)                                                                                      \
    static const kr_builtin native_object_##name =                                                           \
        KR_BUILTIN_OBJECT(py, .fn = object_order, 2, 2, KR_FORM_PLAIN, KR_BUILTIN_METHOD, NULL, NULL)
ORDER(N___le__, le);
ORDER(N___gt__, gt);
ORDER(N___ge__, ge);

static kr_value object_hash(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_INT(argv[0] >> 4);
}
KR_METHOD(__hash__, object_hash, 1, 1, NULL, "__hash__()\nhash(self), by identity"); /* as kr_hash does */

/* ---- Attributes ---- */

static kr_value attribute_name(kr_vm *vm, kr_value name) {
    if (!kr_is_str(name)) kr_raise_type(vm, "attribute name must be string, not '%T'", name);
    return kr_intern_str(vm, name);
}

static kr_value object_getattribute(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value name = attribute_name(vm, argv[1]);
    kr_value value = kr_getattr_plain(vm, argv[0], name);
    if (value == KR_UNBOUND) kr_raise_attribute(vm, argv[0], name);
    return value;
}
KR_METHOD(__getattribute__, object_getattribute, 2, 2, NULL, "__getattribute__(name)\nself.name");

static kr_value object_setattr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_setattr_plain(vm, argv[0], attribute_name(vm, argv[1]), argv[2]);
    return KR_NONE;
}
KR_METHOD(__setattr__, object_setattr, 3, 3, NULL, "__setattr__(name, value)\nself.name = value");

static kr_value object_delattr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_setattr_plain(vm, argv[0], attribute_name(vm, argv[1]), KR_UNBOUND);
    return KR_NONE;
}
KR_METHOD(__delattr__, object_delattr, 2, 2, NULL, "__delattr__(name)\ndel self.name");

static kr_value object_dir(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_dir_plain(vm, argv[0]);
}
KR_METHOD(__dir__, object_dir, 1, 1, NULL, "__dir__()\nThe names of attributes.");

static kr_value object_sizeof(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    size_t size = kr_is_object(argv[0]) ? kr_heap_cell_size(vm, kr_to_pointer(argv[0])) : 0;
    return KR_INT(size != 0 ? size : sizeof(kr_value));
}
KR_METHOD(__sizeof__, object_sizeof, 1, 1, NULL, "__sizeof__()\nBytes of the object itself.");

static kr_value object_class(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_OBJECT(kr_type_of(v));
}

/* Instances of two heap classes are interchangeable when their solid parts agree and both have an overflow
 * word: the attributes move into a dict, so the inline slots do not matter. */
static void object_set_class(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) kr_raise_type(vm, "can't delete __class__ attribute");
    if (!kr_is_type(value)) kr_raise_type(vm, "__class__ must be set to a class, not '%T' object", value);
    const kr_type *from = kr_type_of(v), *to = kr_to_type(value);
    if (!kr_is_heap_class(from) || !kr_is_heap_class(to) || from->flags & KR_TYPE_OWN_KEY) {
        kr_raise_type(vm, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    }
    if (from == to) return;
    const kr_class *old = (const kr_class *)from, *new = (const kr_class *)to;
    bool movable = old->slots_only == new->slots_only && old->declared_slots + new->declared_slots == 0;
    if (from->solid != to->solid || !movable) {
        kr_raise_type(vm, "__class__ assignment: '%N' object layout differs from '%N'", to, from);
    }
    kr_dict *attributes = kr_instance_dict(vm, v);
    ((kr_object *)kr_to_pointer(v))->type = to;
    if (attributes != NULL) kr_instance_set_dict(vm, v, attributes);
}
KR_GETSET(__class__, object_class, object_set_class);

static kr_value instance_dict(kr_vm *vm, kr_value v) {
    kr_dict *dict = kr_instance_dict(vm, v);
    if (dict == NULL) kr_raise_attribute(vm, v, N___dict__);
    return KR_OBJECT(dict);
}

static void instance_set_dict(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) kr_raise_type(vm, "cannot delete __dict__");
    if (!kr_is_dict(value)) kr_raise_type(vm, "__dict__ must be set to a dictionary, not a '%T'", value);
    kr_instance_set_dict(vm, v, kr_to_dict(value));
}
KR_GETSET(__dict__, instance_dict, instance_set_dict);

kr_value kr_instance_dict_getset(void) {
    return KR_OBJECT(&getset_instance_dict);
}

static kr_value object_doc(kr_vm *vm, kr_value v) {
    (void)vm, (void)v;
    return KR_NONE;
}
/* Not a data descriptor in effect: classes define __doc__ themselves. */
KR_GETSET(__doc__, object_doc, NULL);

static const kr_member object_members[] = {
    KR_ENTRY(__new__, object_new),
    KR_ENTRY(__init__, object_init),
    KR_ENTRY(__init_subclass__, object_init_subclass),
    KR_ENTRY(__subclasshook__, object_subclasshook),
    KR_ENTRY(__repr__, object_repr),
    KR_ENTRY(__str__, object_str),
    KR_ENTRY(__format__, object_format),
    KR_ENTRY(__eq__, object_eq),
    KR_ENTRY(__ne__, object_ne),
    KR_ENTRY(__lt__, object_order),
    KR_ENTRY(__le__, object_le),
    KR_ENTRY(__gt__, object_gt),
    KR_ENTRY(__ge__, object_ge),
    KR_ENTRY(__hash__, object_hash),
    KR_ENTRY(__getattribute__, object_getattribute),
    KR_ENTRY(__setattr__, object_setattr),
    KR_ENTRY(__delattr__, object_delattr),
    KR_ENTRY(__dir__, object_dir),
    KR_ENTRY(__sizeof__, object_sizeof),
    KR_GETSET_ENTRY(__class__, object_class),
    KR_GETSET_ENTRY(__doc__, object_doc),
};

const kr_type kr_object_type = {
    .head = {&kr_type_type},
    .name = N_object,
    .solid = &kr_object_type,
    .size = sizeof(kr_object),
    .members = object_members,
    .member_count = sizeof object_members / sizeof *object_members,
    .make = object_make,
};

/* ---- None, NotImplemented, Ellipsis ---- */

static void none_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)v, (void)str;
    kr_write_text(out, "None");
}

static bool none_truth(kr_vm *vm, kr_value v) {
    (void)vm, (void)v;
    return false;
}

static kr_value check_no_arguments(kr_vm *vm, const kr_type *cls, size_t count, kr_value singleton) {
    if (count > 0) kr_raise_type(vm, "%N takes no arguments", cls);
    return singleton;
}

static kr_value none_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)argv, (void)names;
    return check_no_arguments(vm, cls, argc + nkw, KR_NONE);
}

static const kr_ops none_ops = {.print = none_print, .truth = none_truth};
const kr_type kr_none_type = {
    .head = {&kr_type_type},
    .name = N_NoneType,
    .base = &kr_object_type,
    .solid = &kr_none_type,
    .ops = &none_ops,
    .flags = KR_TYPE_FINAL,
    .make = none_make,
};

static void notimplemented_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)v, (void)str;
    kr_write_text(out, "NotImplemented");
}

static kr_value notimplemented_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv,
                                    size_t nkw, const kr_value *names) {
    (void)argv, (void)names;
    return check_no_arguments(vm, cls, argc + nkw, KR_NOT_IMPLEMENTED);
}

static const kr_ops notimplemented_ops = {.print = notimplemented_print};
const kr_type kr_notimplemented_type = {
    .head = {&kr_type_type},
    .name = N_NotImplementedType,
    .base = &kr_object_type,
    .solid = &kr_notimplemented_type,
    .ops = &notimplemented_ops,
    .flags = KR_TYPE_FINAL,
    .make = notimplemented_make,
};

static void ellipsis_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)v, (void)str;
    kr_write_text(out, "Ellipsis");
}

static kr_value ellipsis_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    (void)argv, (void)names;
    return check_no_arguments(vm, cls, argc + nkw, KR_ELLIPSIS);
}

static const kr_ops ellipsis_ops = {.print = ellipsis_print};
const kr_type kr_ellipsis_type = {
    .head = {&kr_type_type},
    .name = N_ellipsis,
    .base = &kr_object_type,
    .solid = &kr_ellipsis_type,
    .ops = &ellipsis_ops,
    .flags = KR_TYPE_FINAL,
    .make = ellipsis_make,
};
