#ifndef KR_WEAK_H
#define KR_WEAK_H
/* Weak references: objects that know another object without keeping it alive.
 *
 * The heap chains all of them. A collection clears those whose target it found dead, before it revives any
 * object for its __del__; callbacks are called at the next poll, the youngest reference's first. */
#include "core/object.h"

typedef struct kr_weak {
    kr_object head;
    kr_value target;      /* not traced; 0 once it is dead */
    struct kr_weak *next; /* of the heap's chain, not traced */
    kr_value callback;    /* called with the reference when the target is dead; 0 = none */
    kr_value waiting;     /* the next one whose callback is to be called, or 0 */
    kr_value hash;        /* the target's, once somebody has asked; else 0 */
} kr_weak;

/* Adds a reference that is complete to the chain. */
void kr_weak_add(kr_vm *vm, kr_weak *weak);
/* The first reference of the chain; some may be garbage. */
kr_weak *kr_weak_first(const kr_vm *vm);
void kr_weak_trace(kr_vm *vm, kr_object *object); /* ops->trace */

/* For the collector: after marking, and when nothing more will be marked. */
void kr_weak_clear(kr_vm *vm);
void kr_weak_sweep(kr_vm *vm);
/* Calls the callbacks that wait; what they raise is printed and forgotten. */
void kr_weak_call(kr_vm *vm);

#endif
