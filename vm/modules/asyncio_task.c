/* Tasks, which run coroutines, and sleep().
 *
 * A step resumes the coroutine until it yields. What it yields says what the task waits for: None nothing
 * (the others have their turn first), a future that future, a sleep the time. A task that sleeps is itself
 * the timer. When the time has come it goes through the ready queue twice, so that tasks resume in the same
 * order as where a timer resolves a future. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/asyncio.h"
#include "run/attribute.h"
#include "run/generator.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/iterators.h"
#include "types/number.h"

/* ---- Life ---- */

static bool is_frame(kr_value v) {
    return kr_is_exact(v, &kr_coroutine_type) || kr_is_exact(v, &kr_generator_type);
}

bool aio_is_coroutine(kr_vm *vm, kr_value v) {
    if (is_frame(v) || kr_is_exact(v, &kr_aio_sleep_type)) return true;
    if (!kr_is_object(v) || (kr_type_of(v)->flags & KR_TYPE_META)) return false;
    return kr_special(vm, v, N_send) != KR_UNBOUND && kr_special(vm, v, N_throw) != KR_UNBOUND &&
           kr_special(vm, v, N_close) != KR_UNBOUND && kr_special(vm, v, N___await__) != KR_UNBOUND;
}

/* A task is known to its loop until it is done: one that waits for what nobody else knows is not lost. */
static void enlist(aio_loop *loop, aio_task *task) {
    task->previous = loop->last_task;
    if (loop->last_task != NULL)
        loop->last_task->next = task;
    else
        loop->tasks = task;
    loop->last_task = task;
}

static void delist(aio_loop *loop, aio_task *task) {
    if (task->previous != NULL)
        task->previous->next = task->next;
    else
        loop->tasks = task->next;
    if (task->next != NULL)
        task->next->previous = task->previous;
    else
        loop->last_task = task->previous;
    task->next = task->previous = NULL;
}

static kr_value task_start(kr_vm *vm, const kr_type *cls, aio_loop *loop, kr_value coroutine, kr_value name) {
    aio_loop_check_open(vm, loop);
    if (!aio_is_coroutine(vm, coroutine)) kr_raise_type(vm, "a coroutine was expected, got %R", coroutine);
    if (name != KR_UNBOUND && name != KR_NONE) name = kr_str_of(vm, name);
    aio_module *module = aio_module_state(vm);
    aio_task *task = kr_new_instance(vm, cls, sizeof *task);
    task->future.node.loop = loop;
    task->coroutine = coroutine;
    module->tasks++;
    task->name = name == KR_UNBOUND || name == KR_NONE ? KR_INT(module->tasks) : name;
    enlist(loop, task);
    aio_ready_add(&task->future.node);
    return KR_OBJECT(task);
}

kr_value aio_task_new(kr_vm *vm, aio_loop *loop, kr_value coroutine, kr_value name) {
    return task_start(vm, &kr_aio_task_type, loop, coroutine, name);
}

kr_value aio_ensure_future(kr_vm *vm, aio_loop *loop, kr_value awaitable) {
    if (aio_is_future(awaitable)) return awaitable;
    if (aio_is_coroutine(vm, awaitable)) return aio_task_new(vm, loop, awaitable, KR_UNBOUND);
    kr_value method = kr_special(vm, awaitable, N___await__);
    if (method == KR_UNBOUND) kr_raise_type(vm, "An asyncio.Future, a coroutine or an awaitable is required");
    kr_value iterator = kr_call(vm, method, 0, NULL);
    return aio_is_future(iterator) ? iterator : aio_task_new(vm, loop, iterator, KR_UNBOUND);
}

/* ---- A step ---- */

typedef struct step {
    aio_task *task;
    kr_value thrown; /* or KR_UNBOUND */
    kr_value value;
    bool yielded;
} step;

static void step_frame(kr_vm *vm, step *s) {
    kr_generator *g = kr_to_pointer(s->task->coroutine);
    if (g->state == KR_GENERATOR_FINISHED)
        kr_raise(vm, &kr_RuntimeError_type, "cannot reuse already awaited coroutine");
    if (s->thrown != KR_UNBOUND)
        s->yielded = kr_generator_run_throw(vm, g, s->thrown, &s->value);
    else
        s->yielded = kr_generator_run(vm, g, KR_NONE, &s->value);
}

static void step_body(kr_vm *vm, void *data) {
    step *s = data;
    kr_value coroutine = s->task->coroutine, none = KR_NONE;
    if (is_frame(coroutine)) {
        step_frame(vm, s);
        return;
    }
    s->yielded = true;
    if (s->thrown != KR_UNBOUND)
        s->value = kr_call_method(vm, coroutine, N_throw, 1, &s->thrown);
    else
        s->value = kr_call_method(vm, coroutine, N_send, 1, &none);
}

static void task_settle(aio_task *task, enum aio_state state, kr_value value) {
    delist(task->future.node.loop, task);
    task->waiter = 0;
    if (state == AIO_FAILED) task->future.node.flags |= AIO_UNSEEN;
    aio_future_settle(&task->future, state, value);
}

static void step_failed(kr_vm *vm, aio_task *task, kr_value error) {
    if (kr_exception_is(error, &kr_StopIteration_type) && !is_frame(task->coroutine)) {
        kr_value value = kr_stop_value(error);
        task_settle(task, AIO_FINISHED, value == 0 || value == KR_UNBOUND ? KR_NONE : value);
    } else if (kr_exception_is(error, &kr_aio_CancelledError_type)) {
        task_settle(task, AIO_CANCELLED, error);
    } else {
        task_settle(task, AIO_FAILED, error);
        bool fatal =
            kr_exception_is(error, &kr_KeyboardInterrupt_type) || kr_exception_is(error, &kr_SystemExit_type);
        if (!fatal) return;
        task->future.node.flags &= (uint8_t)~AIO_UNSEEN;
        kr_reraise(vm, error);
    }
}

/* The task goes on at once, with an exception. */
static void throw_next(kr_vm *vm, aio_task *task, const char *format, kr_value a, kr_value b) {
    kr_value text = kr_str_format(vm, format, a, b);
    task->future.value = kr_exception_new(vm, &kr_RuntimeError_type, 1, &text);
    task->future.node.flags |= AIO_THROW;
    aio_ready_add(&task->future.node);
}

static void await_sleep(kr_vm *vm, aio_task *task, kr_value sleep) {
    uint64_t us;
    bool cancelled = task->future.node.flags & AIO_MUST_CANCEL;
    if (!aio_sleep_begin(sleep, &us) || cancelled) {
        aio_ready_add(&task->future.node);
        return;
    }
    task->future.node.flags |= AIO_SLEEPING;
    aio_timer_add(&task->future.node, aio_now(vm) + us);
}

static void await_future(kr_vm *vm, aio_task *task, kr_value v) {
    aio_future *future = aio_to_future(v);
    if (v == KR_OBJECT(task)) {
        throw_next(vm, task, "Task cannot await on itself: %R", v, KR_NONE);
        return;
    }
    if (future->node.loop != task->future.node.loop) {
        throw_next(vm, task, "Task %R got Future %R attached to a different loop", KR_OBJECT(task), v);
        return;
    }
    task->waiter = v;
    aio_future_add_callback(vm, future, KR_OBJECT(task));
    if ((task->future.node.flags & AIO_MUST_CANCEL) && aio_future_cancel(vm, v, task->future.value))
        task->future.node.flags &= (uint8_t)~AIO_MUST_CANCEL;
}

static void step_yielded(kr_vm *vm, aio_task *task, kr_value v) {
    if (v == KR_NONE) { /* a program that called _io_queue.queue_read() waits already */
        if (task->waiter == 0) aio_ready_add(&task->future.node);
    } else if (kr_is_exact(v, &kr_aio_sleep_type)) {
        await_sleep(vm, task, v);
    } else if (aio_is_future(v)) {
        await_future(vm, task, v);
    } else if (kr_is_exact(v, &kr_generator_type)) {
        throw_next(vm, task, "yield was used instead of yield from for generator in task %R with %R",
                   KR_OBJECT(task), v);
    } else {
        throw_next(vm, task, "Task got bad yield: %R", v, KR_NONE);
    }
}

/* What the coroutine is to be woken with. */
static void take_thrown(kr_vm *vm, void *data) {
    step *s = data;
    aio_node *node = &s->task->future.node;
    uint8_t flags = node->flags;
    kr_value value = s->task->future.value;
    s->task->future.value = 0;
    node->flags &= (uint8_t) ~(AIO_THROW | AIO_MUST_CANCEL);
    if (flags & AIO_THROW) s->thrown = value;
    if (flags & AIO_MUST_CANCEL) s->thrown = aio_cancelled_error(vm, flags & AIO_THROW ? 0 : value);
}

static void run_body(kr_vm *vm, void *data) {
    step *s = data;
    if (s->task->future.node.flags & (AIO_THROW | AIO_MUST_CANCEL)) {
        kr_value error = kr_try(vm, take_thrown, s);
        if (error != KR_UNBOUND) s->thrown = error;
    }
    step_body(vm, s);
}

static void yielded_body(kr_vm *vm, void *data) {
    const step *s = data;
    step_yielded(vm, s->task, s->value);
}

/* Should there be no memory to note what the task waits for, it learns of that: it must not be lost. */
static void note_yielded(kr_vm *vm, step *s) {
    aio_task *task = s->task;
    kr_value error = kr_try(vm, yielded_body, s);
    if (error == KR_UNBOUND) return;
    task->waiter = 0;
    task->future.value = error;
    task->future.node.flags |= AIO_THROW;
    aio_ready_add(&task->future.node);
}

void aio_task_step(kr_vm *vm, aio_task *task) {
    aio_loop *loop = task->future.node.loop;
    step s = {task, KR_UNBOUND, KR_NONE, false};
    task->waiter = 0;
    loop->current = task;
    kr_value error = kr_try(vm, run_body, &s);
    loop->current = NULL;
    if (error != KR_UNBOUND) {
        step_failed(vm, task, error);
    } else if (s.yielded) {
        if (s.value == KR_NONE)
            step_yielded(vm, task, s.value);
        else
            note_yielded(vm, &s);
    } else if (task->future.node.flags & AIO_MUST_CANCEL) { /* too late to tell it */
        task_settle(task, AIO_CANCELLED, task->future.value);
    } else {
        task_settle(task, AIO_FINISHED, s.value);
    }
}

bool aio_task_cancel(kr_vm *vm, aio_task *task, kr_value message) {
    aio_node *node = &task->future.node;
    if (aio_is_done(&task->future)) return false;
    task->cancels++;
    if (task->waiter != 0 && aio_future_cancel(vm, task->waiter, message)) return true;
    if (node->flags & AIO_SLEEPING) {
        aio_queue_remove(node);
        node->flags &= (uint8_t)~AIO_SLEEPING;
        aio_ready_add(node);
    }
    node->flags |= AIO_MUST_CANCEL;
    task->future.value = message;
    return true;
}

/* ---- What programs see of a task ---- */

static aio_task *to_task(kr_value v) {
    return kr_to_pointer(v);
}

static kr_value task_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    static const kr_value known[] = {N_coro, N_loop, N_name, N_context, 0};
    kr_value args[4];
    kr_bind_named(vm, "Task", known, args, 1, 1, argc, argv, nkw, names);
    bool given = args[1] != KR_UNBOUND && args[1] != KR_NONE;
    if (given && !kr_is_kind(args[1], &kr_aio_loop_type))
        kr_raise_type(vm, "an event loop is required, not '%T'", args[1]);
    return task_start(vm, cls, given ? kr_to_pointer(args[1]) : aio_current_loop(vm), args[0], args[2]);
}

static void task_trace(kr_vm *vm, kr_object *object) {
    const aio_task *task = (const aio_task *)object;
    aio_future_trace(vm, object);
    if (task->coroutine != 0) kr_mark(vm, task->coroutine);
    if (task->waiter != 0) kr_mark(vm, task->waiter);
    if (task->name != 0) kr_mark(vm, task->name);
    if (task->next != NULL) kr_mark(vm, KR_OBJECT(task->next));
}

static kr_value name_of(kr_vm *vm, const aio_task *task) {
    return kr_is_int(task->name) ? kr_str_format(vm, "Task-%zd", kr_to_int(task->name)) : task->name;
}

static kr_value task_get_name(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_task *task = to_task(argv[0]);
    task->name = name_of(vm, task);
    return task->name;
}
KR_METHOD(get_name, task_get_name, 1, 1, NULL, "get_name()\nThe name.");

static kr_value task_set_name(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    to_task(argv[0])->name = kr_str_of(vm, argv[1]);
    return KR_NONE;
}
KR_METHOD(set_name, task_set_name, 2, 2, NULL, "set_name(name)\nGive it another name.");

static kr_value task_cancel(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    bool given = argv[1] != KR_UNBOUND && argv[1] != KR_NONE;
    return kr_bool(aio_task_cancel(vm, to_task(argv[0]), given ? argv[1] : 0));
}
KR_METHOD(cancel, task_cancel, 1, 2, "self,msg",
          "cancel(msg=None)\nRaise CancelledError where the task stands; False when it is done.");

static kr_value task_cancelling(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_INT(to_task(argv[0])->cancels);
}
KR_METHOD(cancelling, task_cancelling, 1, 1, NULL, "cancelling()\nHow many cancel() are not taken back.");

static kr_value task_uncancel(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_task *task = to_task(argv[0]);
    (void)vm, (void)argc;
    if (task->cancels > 0) task->cancels--;
    return KR_INT(task->cancels);
}
KR_METHOD(uncancel, task_uncancel, 1, 1, NULL, "uncancel()\nTake one cancel() back; how many are left.");

static kr_value task_coro(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_task(self)->coroutine;
}
KR_GETSET(coro, task_coro, NULL);

static kr_value task_get_coro(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return task_coro(vm, argv[0]);
}
KR_METHOD(get_coro, task_get_coro, 1, 1, NULL, "get_coro()\nThe coroutine.");

static void task_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const aio_task *task = to_task(v);
    (void)str;
    kr_check_native_stack(vm);
    kr_write_format(out, "<%T ", v);
    if (aio_is_done(&task->future)) {
        aio_future_print_state(out, &task->future);
    } else {
        bool cancelling = (task->future.node.flags & AIO_MUST_CANCEL) || task->cancels > 0;
        kr_write_text(out, cancelling ? "cancelling" : "pending");
    }
    kr_write_format(out, " name=%R coro=%R>", name_of(vm, task), task->coroutine);
}

static const kr_member task_members[] = {
    {N___module__, N__asyncio},
    KR_ENTRY(cancel, task_cancel),
    KR_ENTRY(cancelling, task_cancelling),
    KR_ENTRY(uncancel, task_uncancel),
    KR_ENTRY(get_name, task_get_name),
    KR_ENTRY(set_name, task_set_name),
    KR_ENTRY(get_coro, task_get_coro),
    KR_GETSET_ENTRY(coro, task_coro),
};
static const kr_ops task_ops = {
    .trace = task_trace, .print = task_print, .iter = kr_iterator_self, .next = aio_future_next};
const kr_type kr_aio_task_type = {.head = {&kr_type_type},
                                  .name = N_Task,
                                  .base = &kr_aio_future_type,
                                  .solid = &kr_aio_task_type,
                                  .ops = &task_ops,
                                  .flags = KR_TYPE_AWAITABLE,
                                  .size = sizeof(aio_task),
                                  .member_count = sizeof task_members / sizeof *task_members,
                                  .members = task_members,
                                  .make = task_make};

/* ---- Sleeping ---- */

/* What sleep() returns: a coroutine of its own kind, awaited once. While there is no memory (heap_lock) all
 * calls return the spare one: it has no end of its own and works where it is awaited at once. */
typedef struct aio_sleep {
    kr_object head;
    kr_value result;
    uint64_t us;
    enum { SLEEP_NEW, SLEEP_BEGUN, SLEEP_OVER } state;
    bool spare;
} aio_sleep;

static aio_sleep *to_sleep(kr_value v) {
    return kr_to_pointer(v);
}

kr_value aio_sleep_new(kr_vm *vm, uint64_t us, kr_value result) {
    kr_value spare = aio_module_state(vm)->spare;
    aio_sleep *sleep = kr_try_new(vm, &kr_aio_sleep_type, sizeof *sleep);
    if (sleep == NULL) {
        if (spare == 0 || result != KR_NONE) kr_raise_memory(vm);
        sleep = to_sleep(spare);
    }
    if (KR_OBJECT(sleep) != spare) sleep->spare = false;
    sleep->us = us;
    sleep->result = result;
    sleep->state = SLEEP_NEW;
    return KR_OBJECT(sleep);
}

kr_value aio_sleep_spare_new(kr_vm *vm) {
    kr_value spare = aio_sleep_new(vm, 0, KR_NONE);
    to_sleep(spare)->spare = true;
    return spare;
}

bool aio_sleep_begin(kr_value v, uint64_t *us) {
    *us = to_sleep(v)->us;
    return *us > 0;
}

static void sleep_trace(kr_vm *vm, kr_object *object) {
    kr_value result = ((aio_sleep *)(void *)object)->result;
    if (result != 0) kr_mark(vm, result);
}

static kr_value sleep_next(kr_vm *vm, kr_value v) {
    aio_sleep *sleep = to_sleep(v);
    if (sleep->state == SLEEP_OVER && !sleep->spare)
        kr_raise(vm, &kr_RuntimeError_type, "cannot reuse already awaited coroutine");
    if (sleep->state == SLEEP_NEW) {
        sleep->state = SLEEP_BEGUN;
        return v;
    }
    sleep->state = SLEEP_OVER;
    if (sleep->result == KR_NONE) return KR_UNBOUND;
    kr_raise_stop(vm, sleep->result);
}

static kr_value sleep_await(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__await__, sleep_await, 1, 1, NULL, "__await__()\nItself.");

static kr_value sleep_send(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value v = sleep_next(vm, argv[0]);
    if (v == KR_UNBOUND) kr_raise_stop(vm, KR_NONE);
    return v;
}
KR_METHOD(send, sleep_send, 2, 2, NULL, "send(None)\nBegin, or end.");

static kr_value sleep_throw(kr_vm *vm, size_t argc, const kr_value *argv) {
    to_sleep(argv[0])->state = SLEEP_OVER;
    kr_reraise(vm, kr_throw_argument(vm, argc - 1, argv + 1));
}
KR_METHOD(throw, sleep_throw, 2, 4, NULL, "throw(exception)\nEnd with an exception.");

static kr_value sleep_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    to_sleep(argv[0])->state = SLEEP_OVER;
    return KR_NONE;
}
KR_METHOD(close, sleep_close, 1, 1, NULL, "close()\nEnd.");

static const kr_member sleep_members[] = {
    {N___module__, N__asyncio},   KR_ENTRY(__await__, sleep_await), KR_ENTRY(send, sleep_send),
    KR_ENTRY(throw, sleep_throw), KR_ENTRY(close, sleep_close),
};
static const kr_ops sleep_ops = {.trace = sleep_trace, .iter = kr_iterator_self, .next = sleep_next};
const kr_type kr_aio_sleep_type = {.head = {&kr_type_type},
                                   .name = N_coroutine,
                                   .base = &kr_object_type,
                                   .solid = &kr_aio_sleep_type,
                                   .ops = &sleep_ops,
                                   .flags = KR_TYPE_FINAL | KR_TYPE_AWAITABLE,
                                   .size = sizeof(aio_sleep),
                                   .member_count = sizeof sleep_members / sizeof *sleep_members,
                                   .members = sleep_members};
