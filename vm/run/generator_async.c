/* Async generators. What one yields to `async for` travels in a box, so that it can be told from what it
 * awaits and passes on to the event loop.
 *
 * Its methods return *steps*: awaitables that resume the async generator once. A coroutine that delegates to
 * a step has the async generator's frame pushed right above its own; a box that comes out completes the step,
 * anything else is yielded further out. */
#include "run/generator.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/iterators.h"

typedef struct async_box {
    kr_object head;
    kr_value content;
} async_box;

enum step_kind { STEP_SEND, STEP_THROW, STEP_CLOSE };
enum step_state { STEP_NEW, STEP_UNDER_WAY, STEP_DONE };

typedef struct async_step {
    kr_object head;
    kr_generator *generator;
    kr_value argument; /* to send or throw */
    uint8_t kind;
    uint8_t state;
} async_step;

static void box_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((async_box *)object)->content);
}

static const kr_ops box_ops = {.trace = box_trace};
static const kr_type box_type = {.head = {&kr_type_type},
                                 .name = N_async_generator_wrapped_value,
                                 .base = &kr_object_type,
                                 .solid = &box_type,
                                 .ops = &box_ops,
                                 .flags = KR_TYPE_FINAL,
                                 .size = sizeof(async_box)};

kr_value kr_async_wrap(kr_vm *vm, kr_value v) {
    async_box *box = kr_new(vm, &box_type, sizeof *box);
    box->content = v;
    return KR_OBJECT(box);
}

bool kr_is_async_box(kr_value v) {
    return kr_is_exact(v, &box_type);
}

static async_step *step_of(kr_value v) {
    return kr_to_pointer(v);
}

/* ---- A step inside the loop ---- */

kr_value kr_async_step_finish(kr_vm *vm, kr_value v, kr_value boxed) {
    async_step *step = step_of(v);
    step->state = STEP_DONE;
    step->generator->stepping = false;
    if (step->kind == STEP_CLOSE) {
        if (boxed != KR_UNBOUND) kr_raise(vm, &kr_RuntimeError_type, "async generator ignored GeneratorExit");
        return KR_NONE;
    }
    if (boxed == KR_UNBOUND) kr_raise_value(vm, &kr_StopAsyncIteration_type, KR_UNBOUND);
    return ((async_box *)kr_to_pointer(boxed))->content;
}

bool kr_async_step_swallows(kr_value v, kr_value exception) {
    if (!kr_is_exact(v, &kr_async_step_type) || step_of(v)->kind != STEP_CLOSE) return false;
    return kr_exception_is(exception, &kr_GeneratorExit_type) ||
           kr_exception_is(exception, &kr_StopAsyncIteration_type);
}

/* A step whose generator has raised is still marked as under way: the exception passed it by. */
static void step_begin(kr_vm *vm, async_step *step) {
    bool raised = step->state == STEP_UNDER_WAY && step->generator->state == KR_GENERATOR_FINISHED;
    if (step->state == STEP_DONE || raised)
        kr_raise(vm, &kr_RuntimeError_type, "cannot reuse already awaited %s",
                 step->kind == STEP_SEND ? "__anext__()/asend()" : "aclose()/athrow()");
    if (step->state != STEP_NEW) return;
    kr_generator *g = step->generator;
    if (g->stepping && g->state != KR_GENERATOR_FINISHED) {
        if (step->kind != STEP_SEND) step->state = STEP_DONE;
        kr_raise(vm, &kr_RuntimeError_type, "%s(): asynchronous generator is already running",
                 step->kind == STEP_SEND    ? "anext"
                 : step->kind == STEP_THROW ? "athrow"
                                            : "aclose");
    }
    g->stepping = true;
}

/* A step on an async generator that cannot be resumed any more, is closed before it has begun, or is to be
 * closed or thrown into although it has ignored an aclose(). */
static bool step_is_over(async_step *step) {
    kr_generator *g = step->generator;
    if (step->kind == STEP_CLOSE && g->state == KR_GENERATOR_CREATED) g->state = KR_GENERATOR_FINISHED;
    if (g->state == KR_GENERATOR_FINISHED || (g->closed && step->kind != STEP_SEND)) return true;
    if (step->kind == STEP_CLOSE) g->closed = true;
    return false;
}

/* The outcome of a step that is over: athrow() does nothing when the async generator has ended. */
static kr_value step_idle(kr_vm *vm, kr_value v) {
    if (step_of(v)->generator->state != KR_GENERATOR_FINISHED) {
        step_of(v)->state = STEP_DONE;
        step_of(v)->generator->stepping = false;
        kr_raise_value(vm, &kr_StopAsyncIteration_type, KR_UNBOUND);
    }
    if (step_of(v)->kind != STEP_THROW) return kr_async_step_finish(vm, v, KR_UNBOUND);
    step_of(v)->state = STEP_DONE;
    step_of(v)->generator->stepping = false;
    return KR_NONE;
}

kr_value kr_async_step_delegate(kr_vm *vm, kr_value v, kr_value sent, bool throwing, unsigned at) {
    async_step *step = step_of(v);
    step_begin(vm, step);
    bool fresh = step->state == STEP_NEW;
    step->state = STEP_UNDER_WAY;
    if (fresh && step_is_over(step)) {
        vm->frame->base[at] = step_idle(vm, v);
        return 0;
    }
    if (throwing) return kr_generator_resume_throw(vm, step->generator, sent, true, at);
    if (fresh && step->kind != STEP_SEND)
        return kr_generator_resume_throw(vm, step->generator, step->argument, false, at);
    kr_generator_resume(vm, step->generator, fresh ? step->argument : sent, KR_RETURN_YIELD, at);
    return 0;
}

/* ---- A step driven by C code: send(), throw() ---- */

typedef struct step_run {
    async_step *step;
    kr_value value;
    kr_value argument;
    bool throwing, yielded;
} step_run;

static void step_body(kr_vm *vm, void *data) {
    step_run *run = data;
    kr_generator *g = run->step->generator;
    if (run->throwing)
        run->yielded = kr_generator_run_throw(vm, g, run->argument, &run->value);
    else
        run->yielded = kr_generator_run(vm, g, run->argument, &run->value);
}

static kr_value step_drive(kr_vm *vm, kr_value v, kr_value argument, bool throwing) {
    async_step *step = step_of(v);
    step_begin(vm, step);
    step_run run = {step, KR_NONE, argument, throwing, false};
    if (step->state == STEP_NEW && !throwing) {
        run.argument = step->argument;
        run.throwing = step->kind != STEP_SEND;
    }
    if (step->state == STEP_NEW && !throwing && step_is_over(step)) kr_raise_stop(vm, step_idle(vm, v));
    step->state = STEP_UNDER_WAY;
    kr_value error = kr_try(vm, step_body, &run);
    if (error != KR_UNBOUND) {
        step->state = STEP_DONE;
        step->generator->stepping = false;
        if (!kr_async_step_swallows(v, error)) kr_reraise(vm, error);
        kr_raise_stop(vm, KR_NONE);
    }
    if (run.yielded && !kr_is_async_box(run.value)) return run.value;
    kr_raise_stop(vm, kr_async_step_finish(vm, v, run.yielded ? run.value : KR_UNBOUND));
}

static kr_value step_send(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return step_drive(vm, argv[0], argv[1], false);
}

static kr_value step_throw(kr_vm *vm, size_t argc, const kr_value *argv) {
    return step_drive(vm, argv[0], kr_throw_argument(vm, argc - 1, argv + 1), true);
}

static kr_value step_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    step_of(argv[0])->state = STEP_DONE;
    return KR_NONE;
}

static kr_value step_await(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    return argv[0];
}

static kr_value step_next(kr_vm *vm, kr_value v) {
    return step_drive(vm, v, KR_NONE, false);
}

static void step_trace(kr_vm *vm, kr_object *object) {
    const async_step *step = (async_step *)object;
    kr_mark(vm, KR_OBJECT(step->generator));
    kr_mark(vm, step->argument);
}

/* ---- The async generator's methods ---- */

static kr_value step_new(kr_vm *vm, kr_value generator, enum step_kind kind, kr_value argument) {
    async_step *step = kr_new(vm, &kr_async_step_type, sizeof *step);
    step->generator = kr_to_pointer(generator);
    step->argument = argument;
    step->kind = (uint8_t)kind;
    step->state = STEP_NEW;
    return KR_OBJECT(step);
}

static kr_value async_iter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    return argv[0];
}

static kr_value async_next(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return step_new(vm, argv[0], STEP_SEND, KR_NONE);
}

static kr_value async_send(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return step_new(vm, argv[0], STEP_SEND, argv[1]);
}

static kr_value async_throw(kr_vm *vm, size_t argc, const kr_value *argv) {
    return step_new(vm, argv[0], STEP_THROW, kr_throw_argument(vm, argc - 1, argv + 1));
}

static kr_value async_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return step_new(vm, argv[0], STEP_CLOSE, kr_call(vm, KR_OBJECT(&kr_GeneratorExit_type), 0, NULL));
}

/* ---- The instructions AITER and ANEXT ---- */

kr_value kr_async_iter(kr_vm *vm, kr_value v) {
    if (kr_is_exact(v, &kr_async_generator_type)) return v;
    kr_value method = kr_special(vm, v, N___aiter__);
    if (method == KR_UNBOUND)
        kr_raise_type(vm, "'async for' requires an object with __aiter__ method, got %T", v);
    kr_value iterator = kr_call(vm, method, 0, NULL);
    if (kr_type_lookup(vm, kr_type_of(iterator), N___anext__) == KR_UNBOUND)
        kr_raise_type(vm,
                      "'async for' received an object from __aiter__ that does not implement __anext__: %T",
                      iterator);
    return iterator;
}

kr_value kr_async_next(kr_vm *vm, kr_value v) {
    if (kr_is_exact(v, &kr_async_generator_type)) return step_new(vm, v, STEP_SEND, KR_NONE);
    kr_value method = kr_special(vm, v, N___anext__);
    if (method == KR_UNBOUND)
        kr_raise_type(vm, "'async for' requires an iterator with __anext__ method, got %T", v);
    return kr_yield_source(vm, kr_call(vm, method, 0, NULL), true);
}

KR_METHOD(send, step_send, 2, 2, NULL, NULL);
KR_METHOD(throw, step_throw, 2, 4, NULL, NULL);
KR_METHOD(close, step_close, 1, 1, NULL, NULL);
KR_METHOD(__await__, step_await, 1, 1, NULL, NULL);
KR_METHOD(__aiter__, async_iter, 1, 1, NULL, "__aiter__()\nItself.");
KR_METHOD(__anext__, async_next, 1, 1, NULL, "__anext__()\nAn awaitable of the next value.");
KR_METHOD(asend, async_send, 2, 2, NULL, "asend(value)\nAn awaitable that resumes it with a value.");
KR_METHOD(athrow, async_throw, 2, 4, NULL,
          "athrow(exception)\nAn awaitable that raises an exception where it stands.");
KR_METHOD(aclose, async_close, 1, 1, NULL,
          "aclose()\nAn awaitable that raises GeneratorExit where it stands.");

static const kr_member step_members[] = {
    KR_ENTRY(send, step_send),
    KR_ENTRY(throw, step_throw),
    KR_ENTRY(close, step_close),
    KR_ENTRY(__await__, step_await),
};

static const kr_member async_members[] = {
    KR_ENTRY(__aiter__, async_iter), KR_ENTRY(__anext__, async_next), KR_ENTRY(asend, async_send),
    KR_ENTRY(athrow, async_throw),   KR_ENTRY(aclose, async_close),
};

static const kr_ops step_ops = {.trace = step_trace, .iter = kr_iterator_self, .next = step_next};

const kr_type kr_async_step_type = {.head = {&kr_type_type},
                                    .name = N_async_generator_asend,
                                    .base = &kr_object_type,
                                    .solid = &kr_async_step_type,
                                    .ops = &step_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(async_step),
                                    .member_count = sizeof step_members / sizeof step_members[0],
                                    .members = step_members};

const kr_type kr_async_generator_type = {.head = {&kr_type_type},
                                         .name = N_async_generator,
                                         .base = &kr_object_type,
                                         .solid = &kr_async_generator_type,
                                         .ops = &kr_generator_base_ops,
                                         .flags = KR_TYPE_FINAL,
                                         .size = sizeof(kr_generator),
                                         .member_count = sizeof async_members / sizeof async_members[0],
                                         .members = async_members};
