#ifndef KR_INSTRUCTION_H
#define KR_INSTRUCTION_H
/* The instructions' slow halves: what the loop does in C functions. The loop has saved its pc. A function
 * with a `target` returns the value for that register, or 0 when it has pushed a frame that will deliver it;
 * operands that are UNBOUND raise UnboundLocalError. */
#include "run/run.h"

kr_value kr_do_binary(kr_vm *vm, kr_binary_op op, bool inplace, kr_value x, kr_value y, unsigned target);
kr_value kr_do_unary(kr_vm *vm, kr_unary_op op, kr_value v, unsigned target);
/* action COMPARE or BRANCH; for BRANCH the value is KR_TRUE or KR_FALSE. */
kr_value kr_do_compare(kr_vm *vm, kr_compare_op op, kr_value x, kr_value y, kr_return_action action,
                       unsigned target);
/* KR_TRUE or KR_FALSE; action BRANCH or TRUTH. */
kr_value kr_do_truth(kr_vm *vm, kr_value v, kr_return_action action, unsigned target);
kr_value kr_do_contains(kr_vm *vm, kr_value item, kr_value container, kr_return_action action,
                        unsigned target);

kr_value kr_do_getattr(kr_vm *vm, kr_value v, kr_value name, unsigned target);
kr_value kr_do_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value); /* 0: pushed, else done */
kr_value kr_do_special(kr_vm *vm, kr_value v, kr_value name);
kr_value kr_do_getitem(kr_vm *vm, kr_value v, kr_value key, unsigned target);
kr_value kr_do_setitem(kr_vm *vm, kr_value v, kr_value key,
                       kr_value item); /* item 0: delete; result as kr_do_setattr */

/* v[start:stop:step] of a built-in sequence, step None, without a slice object; 0 when it is anything else. */
kr_value kr_do_slice(kr_vm *vm, kr_value v, const kr_value *bounds);

/* ITER and FOR for what the loop does not walk itself. next: KR_UNBOUND at the end. */
kr_value kr_do_iter(kr_vm *vm, kr_value v, unsigned target);
kr_value kr_do_next(kr_vm *vm, kr_value *state, unsigned target);

/* A frame with an action other than STORE has returned v and is off the stack: does what the action says to
 * vm->frame. */
void kr_do_return(kr_vm *vm, const kr_frame *done, kr_value v);

kr_value kr_do_global(kr_vm *vm, size_t slot);
void kr_do_delete_global(kr_vm *vm, size_t slot);
kr_value kr_do_name(kr_vm *vm, kr_value space, kr_value name);
/* KR_UNBOUND when a class body's namespace does not have it. */
kr_value kr_do_namespace_get(kr_vm *vm, kr_value space, kr_value name);
void kr_do_namespace_set(kr_vm *vm, kr_value space, kr_value name, kr_value value);
void kr_do_namespace_delete(kr_vm *vm, kr_value space, kr_value name);
kr_value kr_do_cell(kr_vm *vm, kr_value content, unsigned number);
_Noreturn void kr_do_free_unbound(kr_vm *vm, size_t number);

kr_value kr_do_function(kr_vm *vm, kr_code *code, kr_value defaults, kr_value keyword_defaults);
kr_value kr_do_set(kr_vm *vm, size_t count, const kr_value *items);
kr_value kr_do_dict(kr_vm *vm, size_t count, const kr_value *pairs);
void kr_do_update_set(kr_vm *vm, kr_value set, kr_value iterable);
void kr_do_update_dict(kr_vm *vm, kr_value dict, kr_value mapping);
/* The same for the keywords of a call. */
/* The positional arguments of f(*v) as a list. */
void kr_do_extend(kr_vm *vm, kr_value list, kr_value iterable); /* [*iterable] */
kr_value kr_do_spread(kr_vm *vm, kr_value v, kr_value callee);
void kr_do_update_keywords(kr_vm *vm, kr_value dict, kr_value mapping, kr_value callee);
/* Stores into registers target … of vm->frame; after < 0: no starred target. */
void kr_do_unpack(kr_vm *vm, kr_value v, unsigned target, size_t before, int after);
kr_value kr_do_format(kr_vm *vm, kr_value v, unsigned how, kr_value spec);
kr_value kr_do_join(kr_vm *vm, size_t count, const kr_value *parts);

/* What the prompt does with the value of an expression statement. */
void kr_display(kr_vm *vm, kr_value v);

/* Does the handler take the exception? */
bool kr_do_match(kr_vm *vm, kr_value exception, kr_value classes);
_Noreturn void kr_do_assert(kr_vm *vm, kr_value message);

#endif
