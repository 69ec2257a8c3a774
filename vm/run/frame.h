#ifndef KR_FRAME_H
#define KR_FRAME_H
/* Frames and registers: one VM stack, off the C stack.
 *
 *     low                                                                                   high
 *     | registers of frame 0 | registers of 1 ... →   (free)   ← ... frame 1 | frame 0 |
 *
 * Registers grow up, frame records grow down from the other end; when they meet the stack grows (it is a heap cell that is copied, so every
 * pointer into it is reloaded after a call that may run Python code) up to the recursion limit. The arguments of a call are the callee's
 * first registers: R[A] is the callee, R[A+1] … its arguments, and R[A] receives the result. A generator's registers live in the generator
 * object and its frame record runs with `base` pointing there; calls that it makes get their window at the stack's top.
 *
 * A frame carries a return action: what to do with its result. So dunder methods, properties, __init__, `for` over a Python iterator and
 * generators are ordinary frames that use no C stack. */
#include "core/value.h"

typedef struct kr_function kr_function;
typedef struct kr_generator kr_generator;

typedef enum kr_return_action {
    KR_RETURN_STORE,   /* R[target] of the caller = result */
    KR_RETURN_DISCARD, /* the result is not wanted (__setattr__, __setitem__ …) */
    KR_RETURN_NATIVE,  /* leave the run loop: C code called */
    KR_RETURN_INIT,    /* __init__: must be None; R[target] keeps the instance */
    KR_RETURN_BINARY,  /* as STORE, but NotImplemented goes on to the reflected method */
    KR_RETURN_COMPARE, /* as BINARY, for comparisons that store */
    KR_RETURN_BRANCH,  /* a comparison that feeds a fused branch: truth decides about the jump word */
    KR_RETURN_TRUTH,   /* R[target] = bool(result), negated when the instruction is NOTIN or NE */
    KR_RETURN_NEXT,    /* __next__ of a FOR, or a generator that it resumed: the result goes to the loop variable; StopIteration ends the loop */
    KR_RETURN_ITER,    /* __iter__ of a FOR: the result must be an iterator */
    KR_RETURN_SEND,    /* a generator that send() or next() resumed: R[target] = what it yields; its end is StopIteration */
    KR_RETURN_YIELD    /* a generator that another one delegates to in R[target] */
} kr_return_action;

typedef struct kr_frame {
    const uint32_t *pc;      /* the next instruction; valid whenever something may raise */
    kr_value *base;          /* R[0] */
    kr_function *function;
    kr_generator *generator; /* whose registers these are, or NULL */
    uint8_t action;          /* kr_return_action */
    uint8_t target;          /* register of the caller */
    uint16_t flags;
} kr_frame;

typedef struct kr_stack {
    kr_value *registers; /* a bytes block that kr_stack_trace scans: start of the stack */
    kr_frame *frames;    /* one past the oldest frame record */
    kr_frame *lowest;    /* the newest record that the recursion limit allows */
    size_t size;         /* words of the block */
} kr_stack;

#endif
