#ifndef KR_OPERATE_H
#define KR_OPERATE_H
/* The generic operations on values: what `+`, `[]`, `len()`, `for` and calls mean for any object, built-in or user-made. They raise on
 * failure. Each looks for dunder methods when the type has any, then asks the type's kr_ops. The run loop has its own fast paths and comes
 * here when they do not apply. */
#include "core/context.h"
#include "core/raise.h"

kr_value kr_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_unary(kr_vm *vm, kr_unary_op op, kr_value v);
kr_value kr_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b); /* rich: any value */
bool kr_less(kr_vm *vm, kr_value a, kr_value b);
bool kr_equal(kr_vm *vm, kr_value a, kr_value b);    /* identity or ==, as containers compare */
bool kr_truth(kr_vm *vm, kr_value v);
kr_word kr_hash(kr_vm *vm, kr_value v);              /* TypeError: unhashable type: 'list' */

kr_word kr_length(kr_vm *vm, kr_value v);
kr_word kr_length_hint(kr_vm *vm, kr_value v);       /* 0 when there is none; runs no user code for plain iterators */
kr_value kr_getitem(kr_vm *vm, kr_value v, kr_value key);
void kr_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item); /* item KR_UNBOUND: del */
bool kr_contains(kr_vm *vm, kr_value container, kr_value item);

kr_value kr_iter(kr_vm *vm, kr_value v);
kr_value kr_next(kr_vm *vm, kr_value iterator);      /* KR_UNBOUND at the end; StopIteration from user code is turned into it */

kr_value kr_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv);
kr_value kr_call_kw(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);
/* As kr_call, but KR_UNBOUND when the callee raises StopIteration: for iterators that call something for each item. */
kr_value kr_call_or_stop(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv);
kr_value kr_call_method(kr_vm *vm, kr_value self, kr_value name, size_t argc, const kr_value *argv);
bool kr_is_callable(kr_vm *vm, kr_value v);

kr_value kr_getattr(kr_vm *vm, kr_value v, kr_value name);          /* AttributeError */
kr_value kr_getattr_or(kr_vm *vm, kr_value v, kr_value name, kr_value fallback); /* catches AttributeError only */
void kr_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value); /* value KR_UNBOUND: del */
/* A special method looked up on the type, bound to v; KR_UNBOUND when there is none. */
kr_value kr_special(kr_vm *vm, kr_value v, kr_value name);

bool kr_isinstance(kr_vm *vm, kr_value v, kr_value class_or_tuple);
bool kr_issubclass(kr_vm *vm, kr_value type, kr_value class_or_tuple);

/* str(v), repr(v), format(v, spec) as str values, and appended to a writer. */
kr_value kr_str_of(kr_vm *vm, kr_value v);
kr_value kr_repr_of(kr_vm *vm, kr_value v);
kr_value kr_format(kr_vm *vm, kr_value v, kr_value spec);
void kr_print(kr_vm *vm, kr_writer *out, kr_value v, bool str);
/* repr of a container guards against itself: true when v is being printed already (then print "[...]"); every enter needs its leave. */
bool kr_print_enter(kr_vm *vm, kr_writer *out, kr_value v);
void kr_print_leave(kr_vm *vm, kr_writer *out, kr_value v);

/* An integer from v by __index__; TypeError with CPython's wording otherwise. kr_index_word saturates nothing: IndexError "cannot fit
 * 'int' into an index-sized integer". */
kr_value kr_index(kr_vm *vm, kr_value v);
kr_word kr_index_word(kr_vm *vm, kr_value v);
/* A float from an int, float or __float__/__index__. */
kr_real kr_real_of(kr_vm *vm, kr_value v);
/* The same, of a float with a __float__ of its own, too. */
kr_real kr_real_by_method(kr_vm *vm, kr_value v);
/* Bytes of any object with the buffer protocol; TypeError "a bytes-like object is required, not 'str'". */
void kr_get_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer, bool writable);

#endif
