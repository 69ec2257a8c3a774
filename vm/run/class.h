#ifndef KR_CLASS_H
#define KR_CLASS_H
/* Classes among themselves: what attribute.c, class.c and types/type.c know of each other. */
#include "core/context.h"
#include "core/native.h"
#include "run/function.h"

/* Notes that a class has got an attribute of that name: sets the dunder bit, for the classes below it too.
 * Bits are never cleared: a set bit only makes the generic operations search. */
void kr_class_note_dunder(kr_vm *vm, kr_class *cls, kr_value name);

/* Appends a slot name. The caller has dropped what the cache knows of it. */
void kr_class_add_slot(kr_vm *vm, kr_class *cls, kr_value name);

/* Attribute access on class objects, v being one; getattr gives KR_UNBOUND when there is none. */
kr_value kr_class_getattr(kr_vm *vm, kr_value v, kr_value name);
void kr_class_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value);

/* True when the class has the name in its __slots__, or a base does. */
bool kr_class_declares_slot(const kr_class *cls, kr_value name);
/* What Class.name gives for a name that the class or a base declares in __slots__; KR_UNBOUND for others. */
kr_value kr_class_slot_member(kr_vm *vm, const kr_type *type, kr_value name);

/* The attribute that the MRO of `type` has behind the class `behind`, unbound; KR_UNBOUND when there is none.
 */
kr_value kr_type_lookup_behind(const kr_type *type, const kr_type *behind, kr_value name);

/* Assigns through `attribute`, found on v's class, when it is a data descriptor; false when it is none. value
 * KR_UNBOUND: delete. */
bool kr_set_data_descriptor(kr_vm *vm, kr_value attribute, kr_value v, kr_value value);

/* The getset object that serves as __dict__ of instances of heap classes. */
kr_value kr_instance_dict_getset(void);

/* The most derived metaclass of meta and the bases' metaclasses; TypeError "metaclass conflict: …". */
const kr_type *kr_class_metaclass(kr_vm *vm, const kr_type *meta, kr_value bases);

/* The built-in function __build_class__ (intrinsics.c). */
extern const kr_builtin kr_build_class_function;

/* What object.__new__ is when it is reached through a class: its first argument is the class's solid base, of whose
 * kind the class to make must be. */
extern const kr_builtin kr_new_function;

/* Class.__bases__ = bases; TypeError when instances would have another layout. */
void kr_class_set_bases(kr_vm *vm, kr_class *cls, kr_value bases);
/* The direct subclasses of a built-in type, which keeps no list of them: the heap is searched. */
kr_value kr_class_derived(kr_vm *vm, const kr_type *type);

/* The names that dir(v) lists, sorted, without asking __dir__ of v's class. */
kr_value kr_dir_plain(kr_vm *vm, kr_value v);
/* dir(v). */
kr_value kr_dir(kr_vm *vm, kr_value v);

/* "module.qualified name" of a type as repr() shows it, without "builtins.". */
kr_value kr_type_full_name(kr_vm *vm, const kr_type *type);

/* Appends "0x" and the address of an object, as reprs show it. */
void kr_write_address(kr_writer *out, kr_value v);

static inline bool kr_is_type(kr_value v) {
    return kr_is_object(v) && (((kr_object *)kr_to_pointer(v))->type->flags & KR_TYPE_META) != 0;
}
static inline const kr_type *kr_to_type(kr_value v) {
    return (const kr_type *)kr_to_pointer(v);
}
static inline bool kr_is_heap_class(const kr_type *type) {
    return (type->flags & KR_TYPE_CLASS) != 0;
}

#endif
