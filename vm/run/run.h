#ifndef KR_RUN_H
#define KR_RUN_H
/* Private to the interpreter: the stack, calls, the loop, generators, and operations that are half done.
 *
 * Life of a call: the loop (or kr_call) puts the arguments into a window, kr_frame_push… makes the frame
 * record, the loop runs it, and the frame's return action says what its result is for. An exception is an
 * unwinding: kr_unwind pops frames until one has a handler for the word it stands at, or until the frame that
 * C code entered. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/function.h"

#define KR_LIKELY(x)   __builtin_expect(!!(x), 1)
#define KR_UNLIKELY(x) __builtin_expect(!!(x), 0)

/* Calls and backward jumps between two polls: well under a millisecond of either machine's time. */
#define KR_POLL_BUDGET (UINTPTR_MAX > 0xffffffffu ? 4000 : 200)

/* Copies values between places that may overlap; `from` may be NULL when there are none. */
static inline void kr_copy(kr_value *to, const kr_value *from, size_t count) {
    if (count) memmove(to, from, count * sizeof *to);
}

/* ---- The stack (stack.c). ---- */

/* Called by kr_open and kr_soft_reset when the heap is there: makes the stack, without a frame. */
void kr_stack_init(kr_vm *vm);
/* For the collector: registers in use (conservatively), functions and generators of the frames, and the block
 * itself. */
void kr_stack_trace(kr_vm *vm);
/* The first register that no frame uses. */
kr_value *kr_stack_top(const kr_vm *vm);
/* How many frames there are: sys.getrecursionlimit() bounds it. */
size_t kr_stack_depth(const kr_vm *vm);
/* Changes vm->recursion_limit. */
void kr_stack_set_limit(kr_vm *vm, uint32_t limit);
/* Makes room for a frame record and `words` registers from `base` (an address on the stack), raising
 * RecursionError at the limit. The stack may move: the result is where `base` is now, and vm->frame is up to
 * date. */
kr_value *kr_stack_reserve(kr_vm *vm, kr_value *base, size_t words);
/* Gives back what the stack has grown by and does not need now. It may move. */
void kr_stack_fit(kr_vm *vm);
/* True when a frame whose registers end at `end` fits as it is. */
static inline bool kr_stack_fits(const kr_vm *vm, const kr_frame *frame, const kr_value *end) {
    return frame > vm->stack.lowest && end <= (const kr_value *)(const void *)(frame - 1);
}

/* The running code and its globals; NULL when no Python code runs. */
kr_code *kr_running_code(const kr_vm *vm);
kr_dict *kr_running_globals(const kr_vm *vm);

/* ---- Running (loop.c, unwind.c). ---- */

/* Runs the newest frame, whose action is KR_RETURN_NATIVE, to its end and returns its result, or raises. */
kr_value kr_run(kr_vm *vm);
/* The same, but KR_UNBOUND when StopIteration leaves it. */
kr_value kr_run_or_stop(kr_vm *vm);
/* The loop: runs vm->frame until the frame that C code entered ends; its result, or 0 when vm->raised left
 * it. */
kr_value kr_execute(kr_vm *vm);
/* vm->raised is in flight and vm->frame stands where it happened: goes to the handler (true) or pops
 * everything up to and including the frame that C code entered (false). `again`: the frame's traceback has
 * this exception already. */
bool kr_unwind(kr_vm *vm, bool again);
/* Throws vm->raised to the next catch point. */
_Noreturn void kr_throw(kr_vm *vm);
/* UnboundLocalError for the first unbound register that the instruction before vm->frame->pc reads. */
_Noreturn void kr_raise_unbound(kr_vm *vm);
_Noreturn void kr_raise_unbound_register(kr_vm *vm, unsigned number);

/* ---- Calls (call.c). ---- */

/* A call that remains to be made: what an operation on a user's class comes down to. */
typedef struct kr_invocation {
    kr_value callee;
    kr_value argv[4];
    kr_value left,
        right; /* operands of a binary operation or comparison, kept below the frame for the next attempt */
    uint8_t argc;
    uint8_t stage; /* of such an operation: which attempt this is, from 1; 0 for all others */
    bool negate;   /* the result's truth is to be negated */
    bool length;   /* of a truth: the call is __len__ */
} kr_invocation;

/* What a frame's `flags` keep of an invocation. */
#define KR_FRAME_STAGE(flags) ((flags)&15)
#define KR_FRAME_NEGATE       16
#define KR_FRAME_LENGTH       32
#define KR_FRAME_THROWN       64 /* of a generator: the one that delegates to it handed it an exception */

/* Makes the call in C. */
kr_value kr_invoke(kr_vm *vm, const kr_invocation *call);
/* Makes the call in the loop: pushes a frame with that action and target and returns 0, or returns the result
 * of a callee that is not written in Python. */
kr_value kr_invoke_frame(kr_vm *vm, const kr_invocation *call, kr_return_action action, unsigned target);
/* The usual case of an operator on a program's own class: pushes the frame of the method `name` of self's
 * type (an object), which takes (self, other), or self alone when other is 0. False when the cache does not
 * know it as a plain function, or there is no room: then the longer way leads to it. `stage` as in
 * kr_invocation. */
bool kr_push_special(kr_vm *vm, kr_value self, kr_value other, kr_value name, kr_return_action action,
                     unsigned target, unsigned stage);
/* Fills in the call of the special method `name` of v's type with v bound; false when there is none. */
bool kr_invocation_special(kr_vm *vm, kr_invocation *call, kr_value v, kr_value name);

/* Calls anything from the loop; keyword values follow the arguments. Returns the result, or 0 when a frame
 * was pushed that will store it in register `target`. `window` is argv when that lies in the running frame's
 * registers, with everything above and the register before it free; else NULL. */
kr_value kr_call_frame(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names, kr_value *window, unsigned target);
/* The same for f(*args, **kwargs): a list or tuple, and a dict or KR_UNBOUND. */
kr_value kr_call_spread(kr_vm *vm, kr_value callee, kr_value args, kr_value kwargs, unsigned target);
/* Fills the parameter registers of `function` (bind.c); TypeError in CPython's wording. `out` may be argv. */
void kr_bind_arguments(kr_vm *vm, const kr_function *function, kr_value *out, size_t argc,
                       const kr_value *argv, size_t nkw, const kr_value *names);
/* TypeError unless __init__ returned None. */
void kr_check_init(kr_vm *vm, kr_value result);
/* Calls a built-in function: binds keywords, checks the number of arguments. */
kr_value kr_call_builtin(kr_vm *vm, const kr_builtin *builtin, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names);

/* ---- Operations that may come down to a call (core/operate*.c). Each returns its value, or 0 with `call`
 * filled in. ---- */

kr_value kr_binary_begin(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b,
                         kr_invocation *call);
/* Their special methods, and the attempt that asks the left operand. */
kr_value kr_binary_name(kr_binary_op op);
kr_value kr_compare_name(kr_compare_op op);
#define KR_BINARY_LEFT  3
#define KR_COMPARE_LEFT 2
/* Goes on after attempt call->stage returned NotImplemented. */
kr_value kr_binary_next(kr_vm *vm, kr_binary_op op, bool inplace, kr_value a, kr_value b,
                        kr_invocation *call);
/* 0: no number; else the wider, the more: a number's own methods leave wider ones to those. */
int kr_number_rank(const kr_type *type);
/* True for + and * of sequences, which are tried last. */
bool kr_is_sequence_operator(const kr_type *type, kr_binary_op op);
/* TypeError: the sequence a cannot be joined to b. */
_Noreturn void kr_raise_concat(kr_vm *vm, kr_value a, kr_value b);
kr_value kr_compare_begin(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b, kr_invocation *call);
kr_value kr_compare_next(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b, kr_invocation *call);
kr_value kr_unary_begin(kr_vm *vm, kr_unary_op op, kr_value v, kr_invocation *call);
/* The result of a pending call is __bool__'s or __len__'s: kr_truth_result makes a truth of it. */
kr_value kr_truth_begin(kr_vm *vm, kr_value v, kr_invocation *call);
bool kr_truth_result(kr_vm *vm, kr_value result, bool length);
kr_value kr_getitem_begin(kr_vm *vm, kr_value v, kr_value key, kr_invocation *call);
kr_value kr_setitem_begin(kr_vm *vm, kr_value v, kr_value key, kr_value item,
                          kr_invocation *call); /* KR_NONE when done */
kr_value kr_contains_begin(kr_vm *vm, kr_value container, kr_value item,
                           kr_invocation *call); /* the call's result's truth counts */
kr_value kr_iter_begin(kr_vm *vm, kr_value v, kr_invocation *call);
kr_value kr_next_begin(
    kr_vm *vm, kr_value iterator,
    kr_invocation *call); /* KR_UNBOUND at the end; the pending call may raise StopIteration */
/* TypeError unless what __iter__ returned is an iterator. */
void kr_check_iterator(kr_vm *vm, kr_value v);

/* ---- Generators (generator.c). ---- */

enum kr_generator_state {
    KR_GENERATOR_CREATED,
    KR_GENERATOR_SUSPENDED,
    KR_GENERATOR_DELEGATING,
    KR_GENERATOR_RUNNING,
    KR_GENERATOR_FINISHED
};
extern const kr_type kr_async_generator_type;
/* The object for a call of a generator, coroutine or async generator function; its registers hold the
 * arguments, the rest is UNBOUND. */
kr_generator *kr_generator_new(kr_vm *vm, kr_function *function);
/* Pushes the frame of a generator that can be resumed and hands it `sent`. ValueError when it runs already;
 * false when it has finished. */
bool kr_generator_resume(kr_vm *vm, kr_generator *generator, kr_value sent, kr_return_action action,
                         unsigned target);
/* Takes the frame of a generator that yields `v` off the stack, and those of the generators that delegate to
 * it; the loop or C code goes on in vm->frame as the popped frame's action says. */
kr_return_action kr_generator_yield(kr_vm *vm, kr_value v, unsigned *target);
/* The instruction DELEGATE in the running generator: 0 when frames have changed and the loop goes on in
 * vm->frame, else a value to yield. */
kr_value kr_delegate(kr_vm *vm, unsigned at);
/* generator.send(sent) or next(generator): a kr_fn_frame for a generator or coroutine. */
kr_value kr_generator_send(kr_vm *vm, kr_generator *generator, kr_value sent, int target);
/* As kr_generator_yield, for a generator that returns v. */
kr_return_action kr_generator_return(kr_vm *vm, kr_value v);
/* The running generator's frame ends, by return or by an exception: its state, and what was being handled
 * outside. */
void kr_generator_finish(kr_vm *vm, kr_generator *generator);
/* The instructions GETYIELD, AITER, ANEXT. */
kr_value kr_yield_source(kr_vm *vm, kr_value v, bool await);
kr_value kr_async_iter(kr_vm *vm, kr_value v);
kr_value kr_async_next(kr_vm *vm, kr_value v);
/* Boxes what an async generator yields, so that it can be told from what it awaits (intrinsic ASYNC_YIELD).
 */
kr_value kr_async_wrap(kr_vm *vm, kr_value v);
/* The value of a StopIteration instance. */
kr_value kr_stop_value(kr_value stop);

#endif
