#ifndef KR_INHERIT_H
#define KR_INHERIT_H
/* Inheritance: orders, layouts and metaclasses of a class that is being made. */
#include "core/context.h"
#include "run/function.h"

/* The method resolution order of cls by C3 over its bases (a tuple of types), cls first. TypeError when there
 * is none. */
kr_value kr_inherit_mro(kr_vm *vm, kr_value cls, kr_value bases);

/* The base whose layout instances have: the one with the most derived solid base. TypeError for bases that
 * are no types, that are final or whose layouts conflict. */
const kr_type *kr_inherit_layout(kr_vm *vm, kr_value bases);

#endif
