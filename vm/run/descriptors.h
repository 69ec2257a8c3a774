#ifndef KR_DESCRIPTORS_H
#define KR_DESCRIPTORS_H
/* property, staticmethod, classmethod, super: their C structs, for the run loop's fast paths. */
#include "core/context.h"
#include "run/function.h"

typedef struct kr_property {
    kr_object head;
    kr_value getter, setter, deleter; /* callables or KR_NONE */
    kr_value doc;
    kr_value name; /* from __set_name__, for error texts; or KR_NONE */
} kr_property;

/* staticmethod and classmethod. */
typedef struct kr_wrapper {
    kr_object head;
    kr_value callable;
    kr_value attributes; /* the instance's dict, or 0 */
} kr_wrapper;

typedef struct kr_super {
    kr_object head;
    const kr_type *type; /* the search begins behind this type … */
    kr_value instance;   /* … and results are bound to this; KR_UNBOUND for the unbound form super(T) */
    const kr_type
        *owner; /* in the MRO of this type: the instance's, or the instance itself when it is a class */
} kr_super;

/* super(type, instance); TypeError with CPython's wording. */
kr_value kr_super_new(kr_vm *vm, kr_value type, kr_value instance);

/* Attribute access on super objects, v being one; KR_UNBOUND when there is none. */
kr_value kr_super_getattr(kr_vm *vm, kr_value v, kr_value name);

/* Fills in a super on the C stack. */
void kr_super_init(kr_vm *vm, kr_super *super, kr_value type, kr_value instance);

/* A method of a built-in type taken from the type itself, e.g. str.upper: calls check the first argument.
 * `attribute` is a kr_builtin. */
kr_value kr_unbound_method(kr_vm *vm, kr_value attribute, const kr_type *owner);

kr_value kr_method_new(kr_vm *vm, kr_value function, kr_value self);

#endif
