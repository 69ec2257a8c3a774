/* Generators and coroutines: frames that outlive their call.
 *
 * A generator object holds its registers; resuming pushes a frame record whose base points there, yielding
 * pops it. Who resumes says by the frame's return action where the value goes: NEXT to a `for` loop, YIELD to
 * the generator that delegates to this one, NATIVE to C code. A delegating generator stays at its DELEGATE
 * instruction, so resuming the outermost runs one DELEGATE a level and uses no C stack, and an exception
 * finds every level on the frame stack as if they had called each other. */
#include "run/generator.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/iterators.h"
#include "types/text.h"

/* ---- The object ---- */

static const kr_type *type_for(unsigned flags) {
    if (!(flags & KR_CODE_COROUTINE)) return &kr_generator_type;
    return flags & KR_CODE_GENERATOR ? &kr_async_generator_type : &kr_coroutine_type;
}

kr_generator *kr_generator_new(kr_vm *vm, kr_function *function) {
    const kr_code *code = function->code;
    uint8_t count = KR_FLASH_FIELD(code, register_count);
    kr_generator *g;
    const kr_type *type = type_for(KR_FLASH_FIELD(code, flags));
    size_t size = sizeof *g + count * sizeof(kr_value);
    g = KR_FLASH_FIELD(code, range_count) > 0 && type != &kr_async_generator_type
            ? kr_new_finalized(vm, type, size)
            : kr_new_raw(vm, type, size);
    g->frame = (kr_frame){.pc = code->words, .base = g->registers, .function = function, .generator = g};
    g->sent = g->handling = 0;
    g->state = KR_GENERATOR_CREATED;
    g->throwing = g->stepping = g->closed = false;
    g->names = 0;
    g->register_count = count;
    for (size_t n = 0; n < count; n++) g->registers[n] = KR_UNBOUND;
    return g;
}

bool kr_generator_is_open(const kr_object *object) {
    if (object->type != &kr_generator_type && object->type != &kr_coroutine_type) return false;
    const kr_generator *g = (const kr_generator *)object;
    bool delegates = g->state == KR_GENERATOR_DELEGATING;
    if (!delegates && g->state != KR_GENERATOR_SUSPENDED) return false;
    const kr_code *code = g->frame.function->code;
    size_t at = (size_t)(g->frame.pc - code->words) - !delegates;
    const kr_range_entry *ranges = kr_code_ranges(code);
    for (uint32_t i = 0; i < KR_FLASH_FIELD(code, range_count); i++) {
        if (at >= ranges[i].start && at < ranges[i].end) return true;
    }
    return false;
}

static void generator_trace(kr_vm *vm, kr_object *object) {
    kr_generator *g = (kr_generator *)object;
    kr_mark(vm, KR_OBJECT(g->frame.function));
    kr_mark(vm, g->sent);
    kr_mark(vm, g->handling);
    kr_mark(vm, g->names);
    kr_mark_values(vm, g->registers, g->register_count);
}

static const char *kind_name(const kr_generator *g) {
    unsigned flags = KR_FLASH_FIELD(g->frame.function->code, flags);
    if (!(flags & KR_CODE_COROUTINE)) return "generator";
    return flags & KR_CODE_GENERATOR ? "async generator" : "coroutine";
}

static bool is_resumable(kr_value v) {
    return kr_is_exact(v, &kr_generator_type) || kr_is_exact(v, &kr_coroutine_type);
}

/* ---- Resuming and yielding ---- */

/* A generator handles exceptions of its own: while it is suspended they are not what its caller handles. */
static void handling_enter(kr_vm *vm, kr_generator *g) {
    kr_value outside = vm->handling;
    if (g->handling) vm->handling = g->handling;
    g->handling = outside;
}

static void handling_leave(kr_vm *vm, kr_generator *g) {
    kr_value outside = g->handling;
    g->handling = vm->handling == outside ? 0 : vm->handling;
    vm->handling = outside;
}

/* Pushes the frame as it stands. */
static void enter(kr_vm *vm, kr_generator *g, kr_return_action action, unsigned target) {
    kr_value *top = kr_stack_top(vm);
    if (!kr_stack_fits(vm, vm->frame, top)) kr_stack_reserve(vm, top, 0);
    kr_frame *frame = --vm->frame;
    *frame = g->frame;
    frame->action = (uint8_t)action;
    frame->target = (uint8_t)target;
    g->state = KR_GENERATOR_RUNNING;
    handling_enter(vm, g);
}

/* An exception is thrown into the generator that runs: its context is what the generator handles, not what
 * its caller does. */
void kr_chain_inside(kr_vm *vm, kr_value exception) {
    const kr_generator *g = vm->frame->generator;
    if (g != NULL && vm->handling != g->handling) kr_exception_chain(vm, exception);
}

static void check_idle(kr_vm *vm, const kr_generator *g) {
    if (g->state == KR_GENERATOR_RUNNING) kr_raise_value_error(vm, "%s already executing", kind_name(g));
}

/* What pend_throw() has left for the next resumption. */
static kr_value take_pending(kr_generator *g) {
    kr_value exception = g->sent;
    g->sent = 0;
    g->throwing = false;
    return exception;
}

/* Resumes the generator in the loop with an exception that waited for it. */
_Noreturn static __attribute__((noinline, cold)) void resume_pending(kr_vm *vm, kr_generator *g,
                                                                     kr_return_action action,
                                                                     unsigned target) {
    kr_value exception = take_pending(g);
    if (g->state == KR_GENERATOR_CREATED) {
        g->state = KR_GENERATOR_FINISHED;
        kr_reraise(vm, exception);
    }
    enter(vm, g, action, target);
    kr_raise_here(vm, exception);
}

bool kr_generator_resume(kr_vm *vm, kr_generator *g, kr_value sent, kr_return_action action,
                         unsigned target) {
    check_idle(vm, g);
    if (g->state == KR_GENERATOR_FINISHED) return false;
    if (g->throwing && g->state != KR_GENERATOR_DELEGATING) resume_pending(vm, g, action, target);
    if (g->state == KR_GENERATOR_SUSPENDED)
        g->registers[KR_A(g->frame.pc[-1])] = sent;
    else if (g->state == KR_GENERATOR_DELEGATING) {
        if (!g->throwing) g->sent = sent;
    } else if (sent != KR_NONE)
        kr_raise_type(vm, "can't send non-None value to a just-started %s", kind_name(g));
    enter(vm, g, action, target);
    return true;
}

kr_return_action kr_generator_yield(kr_vm *vm, kr_value v, unsigned *target) {
    for (;;) {
        kr_frame *frame = vm->frame;
        kr_generator *g = frame->generator;
        bool delegates = KR_OP(frame->pc[-1]) == OP_DELEGATE;
        g->frame.pc = delegates ? frame->pc - 1 : frame->pc;
        g->state = delegates ? KR_GENERATOR_DELEGATING : KR_GENERATOR_SUSPENDED;
        handling_leave(vm, g);
        *target = frame->target;
        kr_return_action action = frame->action;
        vm->frame++;
        if (action != KR_RETURN_YIELD) return action;
        if (!delegates && kr_is_async_box(v)) {
            kr_value *awaiting = &vm->frame->base[*target];
            *awaiting = kr_async_step_finish(vm, *awaiting, v);
            return KR_RETURN_DISCARD;
        }
    }
}

void kr_generator_finish(kr_vm *vm, kr_generator *g) {
    vm->handling = g->handling;
    g->handling = 0;
    g->state = KR_GENERATOR_FINISHED;
    for (size_t n = 0; n < g->register_count; n++) g->registers[n] = KR_UNBOUND;
}

kr_return_action kr_generator_return(kr_vm *vm, kr_value v) {
    kr_generator *g = vm->frame->generator;
    kr_return_action action = vm->frame->action;
    unsigned target = vm->frame->target;
    kr_generator_finish(vm, g);
    vm->frame++;
    if (action == KR_RETURN_SEND) kr_raise_stop(vm, v);
    if (action != KR_RETURN_YIELD) return action;
    kr_value *awaiting = &vm->frame->base[target];
    *awaiting =
        kr_is_exact(*awaiting, &kr_async_step_type) ? kr_async_step_finish(vm, *awaiting, KR_UNBOUND) : v;
    return KR_RETURN_DISCARD;
}

/* ---- Resuming from C ---- */

bool kr_generator_run(kr_vm *vm, kr_generator *g, kr_value sent, kr_value *value) {
    kr_check_native_stack(vm);
    *value = KR_NONE;
    if (g->throwing && g->state < KR_GENERATOR_RUNNING)
        return kr_generator_run_throw(vm, g, take_pending(g), value);
    if (!kr_generator_resume(vm, g, sent, KR_RETURN_NATIVE, 0)) return false;
    *value = kr_run(vm);
    return g->state != KR_GENERATOR_FINISHED;
}

void kr_raise_here(kr_vm *vm, kr_value exception) {
    kr_chain_inside(vm, exception);
    vm->raised = exception;
    kr_throw(vm);
}

/* An exception is thrown into a generator that has not begun or has ended: what comes out of it. */
static kr_value idle_throw(kr_vm *vm, kr_generator *g, kr_value exception) {
    if (g->state == KR_GENERATOR_CREATED) {
        g->state = KR_GENERATOR_FINISHED;
        return kr_generator_escape(vm, g, exception);
    }
    if (!kr_is_exact(KR_OBJECT(g), &kr_coroutine_type)) return exception;
    kr_raise(vm, &kr_RuntimeError_type, "cannot reuse already awaited coroutine");
}

bool kr_generator_run_throw(kr_vm *vm, kr_generator *g, kr_value exception, kr_value *value) {
    kr_check_native_stack(vm);
    check_idle(vm, g);
    bool delegates = g->state == KR_GENERATOR_DELEGATING;
    if (delegates) {
        g->sent = exception;
        g->throwing = true;
    } else if (g->state != KR_GENERATOR_SUSPENDED) {
        kr_reraise(vm, idle_throw(vm, g, exception));
    }
    enter(vm, g, KR_RETURN_NATIVE, 0);
    if (!delegates) {
        kr_chain_inside(vm, exception);
        vm->raised = exception;
    }
    *value = kr_run(vm);
    return g->state != KR_GENERATOR_FINISHED;
}

void kr_raise_stop(kr_vm *vm, kr_value value) {
    kr_raise_value(vm, &kr_StopIteration_type, value == KR_NONE ? KR_UNBOUND : value);
}

kr_value kr_throw_argument(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value exception = argv[0];
    const kr_type *type = kr_type_of(exception);
    bool value = argc > 1 && argv[1] != KR_NONE && argv[1] != KR_UNBOUND;
    if (type->flags & KR_TYPE_EXCEPTION) {
        if (value) kr_raise_type(vm, "instance exception may not have a separate value");
        return exception;
    }
    bool is_class =
        (type->flags & KR_TYPE_META) && (((kr_type *)kr_to_pointer(exception))->flags & KR_TYPE_EXCEPTION);
    if (!is_class)
        kr_raise_type(vm, "exceptions must be classes or instances deriving from BaseException, not %T",
                      exception);
    if (value && kr_isinstance(vm, argv[1], exception)) return argv[1];
    bool several = value && kr_is_kind(argv[1], &kr_tuple_type); /* the arguments, not one of them */
    const kr_tuple *given = several ? kr_to_tuple(argv[1]) : NULL;
    kr_value made =
        several ? kr_call(vm, exception, given->size, given->items) : kr_call(vm, exception, value, argv + 1);
    if (!kr_is_exception(made))
        kr_raise_type(vm, "calling %R should have returned an instance of BaseException, not %T", exception,
                      made);
    return made;
}

typedef struct throw_run {
    kr_generator *generator;
    kr_value exception, value;
    bool yielded;
} throw_run;

static void throw_body(kr_vm *vm, void *data) {
    throw_run *t = data;
    t->yielded = kr_generator_run_throw(vm, t->generator, t->exception, &t->value);
}

void kr_generator_close(kr_vm *vm, kr_generator *g) {
    check_idle(vm, g);
    if (g->state == KR_GENERATOR_CREATED) g->state = KR_GENERATOR_FINISHED;
    if (g->state == KR_GENERATOR_FINISHED) return;
    throw_run t = {g, kr_call(vm, KR_OBJECT(&kr_GeneratorExit_type), 0, NULL), KR_NONE, false};
    kr_value error = kr_try(vm, throw_body, &t);
    if (error == KR_UNBOUND) {
        if (t.yielded) kr_raise(vm, &kr_RuntimeError_type, "%s ignored GeneratorExit", kind_name(g));
    } else if (!kr_exception_is(error, &kr_GeneratorExit_type)) {
        kr_reraise(vm, error);
    }
}

/* ---- DELEGATE ---- */

/* One step of an iterator that is not a generator: its value, or 0 and what its StopIteration carried. */
typedef struct foreign {
    kr_value iterator, result;
    kr_value argument; /* of send; of throw: an exception, or the tuple of the arguments as they were given */
    kr_value method;   /* N_send, N_throw, or KR_UNBOUND for next() */
} foreign;

static void foreign_body(kr_vm *vm, void *data) {
    foreign *f = data;
    if (f->method == N_throw && kr_is_exact(f->argument, &kr_tuple_type)) {
        const kr_tuple *given = kr_to_tuple(f->argument);
        f->result = kr_call_method(vm, f->iterator, f->method, given->size, given->items);
        return;
    }
    if (f->method != KR_UNBOUND) {
        f->result = kr_call_method(vm, f->iterator, f->method, 1, &f->argument);
        return;
    }
    vm->stop_value = 0;
    kr_invocation call;
    f->result = kr_next_begin(vm, f->iterator, &call);
    if (f->result == 0) f->result = kr_invoke(vm, &call);
}

kr_value kr_stop_value(kr_value stop) {
    return ((kr_exception *)kr_to_pointer(stop))->value;
}

static kr_value foreign_step(kr_vm *vm, kr_value iterator, kr_value method, kr_value argument, unsigned at) {
    foreign f = {.iterator = iterator, .argument = argument, .result = KR_UNBOUND, .method = method};
    kr_value error = kr_try(vm, foreign_body, &f);
    if (error == KR_UNBOUND && f.result != KR_UNBOUND) return f.result;
    kr_value value = method == KR_UNBOUND ? vm->stop_value : KR_NONE;
    if (error != KR_UNBOUND) {
        if (!kr_exception_is(error, &kr_StopIteration_type)) {
            if (method == N_throw) kr_chain_inside(vm, error);
            kr_reraise(vm, error);
        }
        value = kr_stop_value(error);
    }
    vm->frame->base[at] = value == 0 || value == KR_UNBOUND ? KR_NONE : value;
    return 0;
}

kr_value kr_generator_resume_throw(kr_vm *vm, kr_generator *g, kr_value exception, bool handed,
                                   unsigned target) {
    check_idle(vm, g);
    bool delegates = g->state == KR_GENERATOR_DELEGATING;
    if (!delegates && g->state != KR_GENERATOR_SUSPENDED) kr_raise_here(vm, idle_throw(vm, g, exception));
    enter(vm, g, KR_RETURN_YIELD, target);
    if (handed) vm->frame->flags |= KR_FRAME_THROWN;
    if (!delegates) kr_raise_here(vm, exception);
    g->sent = exception;
    g->throwing = true;
    return 0;
}

static void close_body(kr_vm *vm, void *data) {
    const kr_value *inner = data;
    if (is_resumable(*inner)) {
        kr_generator_close(vm, kr_to_pointer(*inner));
        return;
    }
    kr_value method = kr_getattr_or(vm, *inner, N_close, KR_UNBOUND);
    if (method != KR_UNBOUND) kr_call(vm, method, 0, NULL);
}

static kr_value delegate_throw(kr_vm *vm, kr_value inner, kr_value exception, unsigned at) {
    if (kr_exception_is(exception, &kr_GeneratorExit_type)) {
        kr_value error = kr_try(vm, close_body, &inner);
        kr_raise_here(vm, error == KR_UNBOUND ? exception : error);
    }
    if (is_resumable(inner)) return kr_generator_resume_throw(vm, kr_to_pointer(inner), exception, true, at);
    if (kr_getattr_or(vm, inner, N_throw, KR_UNBOUND) == KR_UNBOUND) kr_raise_here(vm, exception);
    return foreign_step(vm, inner, N_throw, exception, at);
}

kr_value kr_delegate(kr_vm *vm, unsigned at) {
    kr_generator *g = vm->frame->generator;
    kr_value inner = vm->frame->base[at], sent = g->sent ? g->sent : KR_NONE;
    bool throwing = g->throwing;
    g->sent = 0;
    g->throwing = false;
    bool leaving = throwing && kr_exception_is(sent, &kr_GeneratorExit_type);
    if (kr_is_exact(inner, &kr_async_step_type) && !leaving)
        return kr_async_step_delegate(vm, inner, sent, throwing, at);
    if (throwing) return delegate_throw(vm, inner, sent, at);
    if (!is_resumable(inner)) return foreign_step(vm, inner, sent == KR_NONE ? KR_UNBOUND : N_send, sent, at);
    if (kr_generator_resume(vm, kr_to_pointer(inner), sent, KR_RETURN_YIELD, at)) return 0;
    if (kr_is_exact(inner, &kr_coroutine_type))
        kr_raise(vm, &kr_RuntimeError_type, "cannot reuse already awaited coroutine");
    vm->frame->base[at] = KR_NONE;
    return 0;
}

/* ---- GETYIELD ---- */

/* What a generator function gives that types.coroutine() has marked. */
static bool is_awaitable_generator(kr_value v) {
    return kr_is_exact(v, &kr_generator_type) &&
           (KR_FLASH_FIELD(((kr_generator *)kr_to_pointer(v))->frame.function->code, flags) &
            KR_CODE_AWAITABLE);
}

static kr_value await_source(kr_vm *vm, kr_value v) {
    if (kr_is_exact(v, &kr_coroutine_type)) {
        if (((kr_generator *)kr_to_pointer(v))->state != KR_GENERATOR_CREATED &&
            ((kr_generator *)kr_to_pointer(v))->state != KR_GENERATOR_FINISHED)
            kr_raise(vm, &kr_RuntimeError_type, "coroutine is being awaited already");
        return v;
    }
    if (kr_is_exact(v, &kr_async_step_type) || is_awaitable_generator(v)) return v;
    if ((kr_type_of(v)->flags & (KR_TYPE_AWAITABLE | KR_TYPE_CLASS)) == KR_TYPE_AWAITABLE) return v;
    kr_value method = kr_special(vm, v, N___await__);
    if (method == KR_UNBOUND) kr_raise_type(vm, "object %T can't be used in 'await' expression", v);
    kr_value iterator = kr_call(vm, method, 0, NULL);
    if (kr_is_exact(iterator, &kr_coroutine_type) || is_awaitable_generator(iterator))
        kr_raise_type(vm, "__await__() returned a coroutine");
    const kr_type *type = kr_type_of(iterator);
    if (!(type->dunders & KR_HAS_NEXT) && !(type->ops && type->ops->next))
        kr_raise_type(vm, "__await__() returned non-iterator of type '%T'", iterator);
    return iterator;
}

kr_value kr_yield_source(kr_vm *vm, kr_value v, bool await) {
    if (await) return await_source(vm, v);
    if (kr_is_exact(v, &kr_generator_type)) return v;
    if (kr_is_exact(v, &kr_coroutine_type)) {
        if (KR_FLASH_FIELD(kr_running_code(vm), flags) & (KR_CODE_COROUTINE | KR_CODE_AWAITABLE)) return v;
        kr_raise_type(vm, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return kr_iter(vm, v);
}

/* ---- What programs see ---- */

static kr_generator *self_of(const kr_value *argv) {
    return kr_to_pointer(argv[0]);
}

static kr_value generator_next(kr_vm *vm, kr_value v) {
    kr_value value;
    return kr_generator_run(vm, kr_to_pointer(v), KR_NONE, &value) ? value : KR_UNBOUND;
}

kr_value kr_generator_send(kr_vm *vm, kr_generator *g, kr_value sent, int target) {
    kr_value value;
    if (target < 0) {
        if (!kr_generator_run(vm, g, sent, &value)) kr_raise_stop(vm, value);
        return value;
    }
    if (!kr_generator_resume(vm, g, sent, KR_RETURN_SEND, (unsigned)target)) kr_raise_stop(vm, KR_NONE);
    return 0;
}

static kr_value generator_send(kr_vm *vm, size_t argc, const kr_value *argv, int target) {
    kr_generator *g = self_of(argv);
    bool reused = g->state == KR_GENERATOR_FINISHED && kr_is_exact(argv[0], &kr_coroutine_type);
    if (reused) kr_raise(vm, &kr_RuntimeError_type, "cannot reuse already awaited coroutine");
    return kr_generator_send(vm, g, argc > 1 ? argv[1] : KR_NONE, target);
}

static kr_value generator_advance(kr_vm *vm, size_t argc, const kr_value *argv, int target) {
    return generator_send(vm, argc, argv, target);
}

static bool is_generator_exit(kr_value v) {
    const kr_type *type = kr_is_type(v) ? kr_to_type(v) : kr_type_of(v);
    return kr_is_subtype(type, &kr_GeneratorExit_type);
}

/* True when the chain of delegations ends at an iterator that has a throw() of its own: that one gets the
 * arguments as they are. */
static bool has_foreign_throw(kr_vm *vm, const kr_generator *g) {
    while (g->state == KR_GENERATOR_DELEGATING) {
        kr_value inner = g->registers[KR_A(*g->frame.pc)];
        if (kr_is_exact(inner, &kr_async_step_type)) return false;
        if (!is_resumable(inner)) return kr_getattr_or(vm, inner, N_throw, KR_UNBOUND) != KR_UNBOUND;
        g = kr_to_pointer(inner);
    }
    return false;
}

static kr_value generator_throw(kr_vm *vm, size_t argc, const kr_value *argv) {
    bool raw = !is_generator_exit(argv[1]) && has_foreign_throw(vm, self_of(argv));
    kr_value value,
        exception = raw ? kr_tuple_new(vm, argc - 1, argv + 1) : kr_throw_argument(vm, argc - 1, argv + 1);
    if (!kr_generator_run_throw(vm, self_of(argv), exception, &value)) kr_raise_stop(vm, value);
    return value;
}

/* MicroPython's: throw() at the next resumption. */
static kr_value generator_pend_throw(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_generator *g = self_of(argv);
    check_idle(vm, g);
    kr_value before = g->throwing ? g->sent : KR_NONE;
    g->throwing = argv[1] != KR_NONE && g->state != KR_GENERATOR_FINISHED;
    g->sent = g->throwing ? kr_throw_argument(vm, 1, argv + 1) : 0;
    return before;
}

static kr_value generator_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_generator_close(vm, self_of(argv));
    return KR_NONE;
}

static kr_value name_of(const kr_generator *g) {
    return g->names != 0 ? kr_to_tuple(g->names)->items[0] : g->frame.function->code->name;
}
static kr_value qualified_name(kr_vm *vm, const kr_generator *g) {
    return g->names != 0 ? kr_to_tuple(g->names)->items[1]
                         : kr_code_qualified_name(vm, g->frame.function->code);
}
static void rename_generator(kr_vm *vm, kr_generator *g, kr_value name, kr_value qualified) {
    kr_value names[] = {name, qualified};
    g->names = kr_tuple_new(vm, 2, names);
}

static void generator_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    const kr_generator *g = kr_to_pointer(v);
    kr_write_format(out, "<%T object %S at ", v, qualified_name(vm, g));
    kr_write_address(out, v);
    kr_write(out, ">", 1);
}

static kr_value get_name(kr_vm *vm, kr_value v) {
    (void)vm;
    return name_of(kr_to_pointer(v));
}
static void set_name(kr_vm *vm, kr_value v, kr_value name) {
    if (name == KR_UNBOUND || !kr_is_str(name)) kr_raise_type(vm, "__name__ must be set to a string object");
    rename_generator(vm, kr_to_pointer(v), name, qualified_name(vm, kr_to_pointer(v)));
}
static kr_value get_qualified_name(kr_vm *vm, kr_value v) {
    return qualified_name(vm, kr_to_pointer(v));
}
static void set_qualified_name(kr_vm *vm, kr_value v, kr_value name) {
    if (name == KR_UNBOUND || !kr_is_str(name))
        kr_raise_type(vm, "__qualname__ must be set to a string object");
    rename_generator(vm, kr_to_pointer(v), name_of(kr_to_pointer(v)), name);
}
static kr_value get_running(kr_vm *vm, kr_value v) {
    (void)vm;
    return kr_bool(((kr_generator *)kr_to_pointer(v))->state == KR_GENERATOR_RUNNING);
}
static kr_value get_suspended(kr_vm *vm, kr_value v) {
    (void)vm;
    unsigned state = ((kr_generator *)kr_to_pointer(v))->state;
    return kr_bool(state == KR_GENERATOR_SUSPENDED || state == KR_GENERATOR_DELEGATING);
}
static kr_value get_code(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_OBJECT(((kr_generator *)kr_to_pointer(v))->frame.function->code);
}
/* There are no frame objects; programs ask whether this is None. */
static kr_value get_frame(kr_vm *vm, kr_value v) {
    (void)vm;
    const kr_generator *g = kr_to_pointer(v);
    return g->state == KR_GENERATOR_FINISHED ? KR_NONE : KR_OBJECT(g->frame.function);
}
static kr_value get_delegate(kr_vm *vm, kr_value v) {
    (void)vm;
    const kr_generator *g = kr_to_pointer(v);
    return g->state == KR_GENERATOR_DELEGATING ? g->registers[KR_A(*g->frame.pc)] : KR_NONE;
}

/* What coroutine.__await__() returns: a coroutine itself is no iterator. */
typedef struct coroutine_wrapper {
    kr_object head;
    kr_value coroutine;
} coroutine_wrapper;
static const kr_type coroutine_wrapper_type;

static kr_value coroutine_await(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    coroutine_wrapper *wrapper = kr_new(vm, &coroutine_wrapper_type, sizeof *wrapper);
    wrapper->coroutine = argv[0];
    return KR_OBJECT(wrapper);
}

static void wrapper_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((coroutine_wrapper *)object)->coroutine);
}

static kr_value wrapped(kr_value v) {
    return ((coroutine_wrapper *)kr_to_pointer(v))->coroutine;
}

static kr_value wrapper_next(kr_vm *vm, kr_value v) {
    kr_value sent[] = {wrapped(v)};
    return generator_send(vm, 1, sent, -1);
}

static kr_value wrapper_send(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_call_method(vm, wrapped(argv[0]), N_send, argc - 1, argv + 1);
}

static kr_value wrapper_throw(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_call_method(vm, wrapped(argv[0]), N_throw, argc - 1, argv + 1);
}

static kr_value wrapper_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_call_method(vm, wrapped(argv[0]), N_close, argc - 1, argv + 1);
}

KR_METHOD_FRAME(send, generator_send, 2, 2,
                "send(value)\nResume with a value: what it yields next, or StopIteration.");
KR_METHOD(throw, generator_throw, 2, 4, NULL, "throw(exception)\nRaise an exception where it stands.");
KR_METHOD(pend_throw, generator_pend_throw, 2, 2, NULL,
          "pend_throw(exception)\nRaise an exception where it stands when it is resumed; None: do not. What "
          "waited before.");
KR_METHOD(close, generator_close, 1, 1, NULL, "close()\nRaise GeneratorExit where it stands.");
KR_METHOD_FRAME(__next__, generator_advance, 1, 1,
                "__next__()\nResume: what it yields next, or StopIteration.");
KR_METHOD(__await__, coroutine_await, 1, 1, NULL, "__await__()\nAn iterator over what it awaits.");
KR_METHOD(send, wrapper_send, 2, 2, NULL, NULL);
KR_METHOD(throw, wrapper_throw, 2, 4, NULL, NULL);
KR_METHOD(close, wrapper_close, 1, 1, NULL, NULL);
KR_GETSET(__name__, get_name, set_name);
KR_GETSET(__qualname__, get_qualified_name, set_qualified_name);
KR_GETSET(gi_running, get_running, NULL);
KR_GETSET(gi_suspended, get_suspended, NULL);
KR_GETSET(gi_code, get_code, NULL);
KR_GETSET(gi_frame, get_frame, NULL);
KR_GETSET(gi_yieldfrom, get_delegate, NULL);

static const kr_member generator_members[] = {
    KR_ENTRY(send, generator_send),
    KR_ENTRY(throw, generator_throw),
    KR_ENTRY(pend_throw, generator_pend_throw),
    KR_ENTRY(close, generator_close),
    KR_ENTRY(__next__, generator_advance),
    KR_GETSET_ENTRY(__name__, get_name),
    KR_GETSET_ENTRY(__qualname__, get_qualified_name),
    KR_GETSET_ENTRY(gi_running, get_running),
    KR_GETSET_ENTRY(gi_suspended, get_suspended),
    KR_GETSET_ENTRY(gi_code, get_code),
    KR_GETSET_ENTRY(gi_frame, get_frame),
    KR_GETSET_ENTRY(gi_yieldfrom, get_delegate),
};

static const kr_member coroutine_members[] = {
    KR_ENTRY(send, generator_send),
    KR_ENTRY(throw, generator_throw),
    KR_ENTRY(close, generator_close),
    KR_ENTRY(__await__, coroutine_await),
    KR_ENTRY(pend_throw, generator_pend_throw),
    KR_GETSET_ENTRY(__name__, get_name),
    KR_GETSET_ENTRY(__qualname__, get_qualified_name),
    KR_GETSET_ENTRY(cr_running, get_running),
    KR_GETSET_ENTRY(cr_suspended, get_suspended),
    KR_GETSET_ENTRY(cr_code, get_code),
    KR_GETSET_ENTRY(cr_frame, get_frame),
    KR_GETSET_ENTRY(cr_await, get_delegate),
};

static const kr_member wrapper_members[] = {
    KR_ENTRY(send, wrapper_send),
    KR_ENTRY(throw, wrapper_throw),
    KR_ENTRY(close, wrapper_close),
};

const kr_ops kr_generator_base_ops = {.trace = generator_trace, .print = generator_print};

static const kr_ops generator_ops = {
    .trace = generator_trace, .print = generator_print, .iter = kr_iterator_self, .next = generator_next};

static const kr_ops wrapper_ops = {.trace = wrapper_trace, .iter = kr_iterator_self, .next = wrapper_next};

const kr_type kr_generator_type = {.head = {&kr_type_type},
                                   .name = N_generator,
                                   .base = &kr_object_type,
                                   .solid = &kr_generator_type,
                                   .ops = &generator_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(kr_generator),
                                   .member_count = sizeof generator_members / sizeof generator_members[0],
                                   .members = generator_members};

const kr_type kr_coroutine_type = {.head = {&kr_type_type},
                                   .name = N_coroutine,
                                   .base = &kr_object_type,
                                   .solid = &kr_coroutine_type,
                                   .ops = &kr_generator_base_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(kr_generator),
                                   .member_count = sizeof coroutine_members / sizeof coroutine_members[0],
                                   .members = coroutine_members};

static const kr_type coroutine_wrapper_type = {.head = {&kr_type_type},
                                               .name = N_coroutine_wrapper,
                                               .base = &kr_object_type,
                                               .solid = &coroutine_wrapper_type,
                                               .ops = &wrapper_ops,
                                               .flags = KR_TYPE_FINAL,
                                               .size = sizeof(coroutine_wrapper),
                                               .member_count =
                                                   sizeof wrapper_members / sizeof wrapper_members[0],
                                               .members = wrapper_members};
