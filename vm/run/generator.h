#ifndef KR_GENERATOR_H
#define KR_GENERATOR_H
/* What generator.c and generator_async.c know of each other. */
#include "run/run.h"

/* Runs a generator from C until it yields, returns or raises. True: *value was yielded; false: it has
 * returned *value. */
bool kr_generator_run(kr_vm *vm, kr_generator *generator, kr_value sent, kr_value *value);
/* The same with an exception raised where it stands. */
bool kr_generator_run_throw(kr_vm *vm, kr_generator *generator, kr_value exception, kr_value *value);
/* What an exception that leaves a generator becomes. StopIteration does not (PEP 479), lest it silently ends
 * a loop further out. */
kr_value kr_generator_escape(kr_vm *vm, const kr_generator *generator, kr_value exception);
/* Raises GeneratorExit in it; RuntimeError when it yields all the same. */
void kr_generator_close(kr_vm *vm, kr_generator *generator);
/* A generator or coroutine that waits at a yield: the collector closes it when nobody holds it and it has a
 * `try`, `with` or the like around. */
bool kr_generator_is_open(const kr_object *object);
/* The exception that the arguments of throw() mean: an instance, or a class and its value. */
kr_value kr_throw_argument(kr_vm *vm, size_t argc, const kr_value *argv);
/* Raises StopIteration(value), or StopIteration() for None. */
_Noreturn void kr_raise_stop(kr_vm *vm, kr_value value);
/* Puts `exception` where the running frame stands. */
_Noreturn void kr_raise_here(kr_vm *vm, kr_value exception);
/* Resumes a suspended generator inside the loop with an exception. */
kr_value kr_generator_resume_throw(kr_vm *vm, kr_generator *generator, kr_value exception, bool handed,
                                   unsigned target);
/* What goes through the generator that runs gets what it handles as its context, if it handles something: not
 * what its caller handles. */
void kr_chain_inside(kr_vm *vm, kr_value exception);

/* Traces and prints any kr_generator. */
extern const kr_ops kr_generator_base_ops;

/* ---- Async generators. ---- */

extern const kr_type kr_async_step_type; /* what __anext__, asend, athrow and aclose return */
bool kr_is_async_box(kr_value v);
/* DELEGATE to a step: as kr_delegate. */
kr_value kr_async_step_delegate(kr_vm *vm, kr_value step, kr_value sent, bool throwing, unsigned at);
/* The step that a running frame delegates to in register `at` has got its outcome: a boxed value, or
 * (KR_UNBOUND) the async generator's end. The value of the `await`, or raises in the running frame. */
kr_value kr_async_step_finish(kr_vm *vm, kr_value step, kr_value boxed);
/* True when the step swallows the exception with which its async generator ended: aclose() and GeneratorExit.
 */
bool kr_async_step_swallows(kr_value step, kr_value exception);

#endif
