#ifndef KR_GENERIC_H
#define KR_GENERIC_H
/* Types made of types: `list[int]` (types.GenericAlias) and `int | str` (types.UnionType). */
#include "core/native.h"

extern const kr_type kr_generic_alias_type, kr_union_type;

/* A table entry that makes a built-in type subscriptable: __class_getitem__. */
extern const kr_builtin kr_class_getitem_function;
#define KR_GENERIC_ENTRY {N___class_getitem__, KR_OBJECT(&kr_class_getitem_function)}

/* origin[args]; args is a tuple, or the only argument. */
kr_value kr_generic_alias(kr_vm *vm, kr_value origin, kr_value args);

/* a | b for types, None, aliases and unions; KR_NOT_IMPLEMENTED when one is something else. */
kr_value kr_union_of(kr_vm *vm, kr_value a, kr_value b);

/* What isinstance() and issubclass() have to look at: the members of a union as a tuple, anything else as it
 * is. TypeError for an alias; `function` is who asks. */
kr_value kr_class_info_of(kr_vm *vm, kr_value v, const char *function);

#endif
