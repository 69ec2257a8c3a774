/* The event loop: rounds of what is ready, with a wait before each.
 *
 * A round runs the nodes that were ready when it began, one callback or step a turn. A node leaves the queue
 * before its turn, but for a future that has more callbacks: so a KeyboardInterrupt in the middle loses
 * nothing, and the loop can be run again. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/asyncio.h"
#include "run/attribute.h"
#include "run/function.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"

static aio_loop *to_loop(kr_value v) {
    return kr_to_pointer(v);
}

/* ---- The module's state ---- */

static void module_trace(kr_vm *vm, kr_object *object) {
    const aio_module *module = (const aio_module *)object;
    if (module->running != NULL) kr_mark(vm, KR_OBJECT(module->running));
    if (module->usual != NULL) kr_mark(vm, KR_OBJECT(module->usual));
    if (module->spare != 0) kr_mark(vm, module->spare);
}

static const kr_ops module_ops = {.trace = module_trace};
static const kr_type module_type = {.head = {&kr_type_type},
                                    .name = N__asyncio,
                                    .base = &kr_object_type,
                                    .solid = &module_type,
                                    .ops = &module_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(aio_module)};

aio_module *aio_module_state(kr_vm *vm) {
    kr_value *slot = kr_module_state(vm, KR_STATE_ASYNCIO);
    if (*slot == 0) {
        kr_value made = KR_OBJECT(kr_new(vm, &module_type, sizeof(aio_module)));
        *kr_module_state(vm, KR_STATE_ASYNCIO) = made;
        return kr_to_pointer(made);
    }
    return kr_to_pointer(*slot);
}

aio_loop *aio_running_loop(kr_vm *vm) {
    aio_module *module = aio_module_state(vm);
    if (module->running == NULL) return NULL;
    for (const kr_catch *at = vm->catch_point; at != NULL; at = at->outer)
        if (at == module->entry) return module->running;
    module->running->running = false;
    return module->running = NULL;
}

aio_loop *aio_current_loop(kr_vm *vm) {
    aio_loop *loop = aio_running_loop(vm);
    aio_module *module = aio_module_state(vm);
    if (loop != NULL) return loop;
    if (module->usual == NULL || module->usual->closed) module->usual = aio_loop_new(vm);
    return module->usual;
}

aio_loop *aio_loop_new(kr_vm *vm) {
    aio_module *module = aio_module_state(vm);
    if (module->spare == 0) {
        kr_value spare = aio_sleep_spare_new(vm);
        module->spare = spare;
    }
    aio_loop *loop = kr_new(vm, &kr_aio_loop_type, sizeof *loop);
    loop->handler = KR_NONE;
    return loop;
}

void aio_loop_check_open(kr_vm *vm, const aio_loop *loop) {
    if (loop->closed) kr_raise(vm, &kr_RuntimeError_type, "Event loop is closed");
}

/* ---- Handles ---- */

static aio_handle *to_handle(kr_value v) {
    return kr_to_pointer(v);
}

void aio_callback_prepare(kr_vm *vm, kr_value callback) {
    if (kr_is_exact(callback, &kr_method_type))
        callback = ((const kr_method *)kr_to_pointer(callback))->function;
    if (kr_is_exact(callback, &kr_function_type))
        kr_code_read(vm, ((kr_function *)kr_to_pointer(callback))->code);
}

kr_value aio_handle_new(kr_vm *vm, aio_loop *loop, kr_value callback, size_t argc, const kr_value *argv) {
    aio_callback_prepare(vm, callback);
    kr_value arguments = kr_tuple_new(vm, argc, argv);
    aio_handle *handle = kr_new(vm, &kr_aio_handle_type, sizeof *handle);
    handle->node.loop = loop;
    handle->callback = callback;
    handle->arguments = arguments;
    return KR_OBJECT(handle);
}

static void handle_trace(kr_vm *vm, kr_object *object) {
    const aio_handle *handle = (const aio_handle *)object;
    aio_node_trace(vm, object);
    if (handle->callback != 0) kr_mark(vm, handle->callback);
    if (handle->arguments != 0) kr_mark(vm, handle->arguments);
}

static kr_value handle_cancel(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_handle *handle = to_handle(argv[0]);
    (void)vm, (void)argc;
    handle->node.state = AIO_CANCELLED;
    aio_queue_remove(&handle->node);
    handle->callback = handle->arguments = 0;
    return KR_NONE;
}
KR_METHOD(cancel, handle_cancel, 1, 1, NULL, "cancel()\nDo not call it.");

static kr_value handle_cancelled(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(to_handle(argv[0])->node.state == AIO_CANCELLED);
}
KR_METHOD(cancelled, handle_cancelled, 1, 1, NULL, "cancelled()\nTrue when it was cancelled.");

static kr_value seconds_of(kr_vm *vm, uint64_t us) {
    return kr_float_new(vm, (kr_real)((double)us / 1e6));
}

static kr_value handle_when(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return seconds_of(vm, aio_due(&to_handle(argv[0])->node));
}
KR_METHOD(when, handle_when, 1, 1, NULL, "when()\nThe time, as loop.time() counts it.");

static const kr_member handle_members[] = {
    {N___module__, N__asyncio},
    KR_ENTRY(cancel, handle_cancel),
    KR_ENTRY(cancelled, handle_cancelled),
    KR_ENTRY(when, handle_when),
};
static const kr_ops handle_ops = {.trace = handle_trace};
const kr_type kr_aio_handle_type = {.head = {&kr_type_type},
                                    .name = N_Handle,
                                    .base = &kr_object_type,
                                    .solid = &kr_aio_handle_type,
                                    .ops = &handle_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(aio_handle),
                                    .member_count = sizeof handle_members / sizeof *handle_members,
                                    .members = handle_members};

/* ---- Reports ---- */

static kr_value context_item(kr_vm *vm, kr_value context, kr_value key) {
    return kr_is_dict(context) ? kr_dict_get(vm, kr_to_dict(context), key) : KR_UNBOUND;
}

static void print_report(kr_vm *vm, void *data) {
    kr_value context = *(kr_value *)data, exception = context_item(vm, context, N_exception), key, value;
    kr_value message = context_item(vm, context, N_message);
    kr_writer out;
    kr_writer_init(vm, &out);
    if (message == KR_UNBOUND)
        kr_write_text(&out, "Unhandled exception in event loop\n");
    else
        kr_write_format(&out, "%S\n", message);
    size_t position = 0;
    while (kr_is_dict(context) && kr_dict_each(kr_to_dict(context), &position, &key, &value))
        if (key != N_exception && key != N_message) kr_write_format(&out, "%S: %R\n", key, value);
    if (exception != KR_UNBOUND && kr_is_exception(exception)) kr_print_exception(vm, &out, exception);
    vm->host->write(vm->host->context, KR_STDERR, out.data, out.size);
}

typedef struct report {
    aio_loop *loop;
    kr_value context;
} report;

static void call_handler(kr_vm *vm, void *data) {
    const report *r = data;
    kr_value both[] = {KR_OBJECT(r->loop), r->context};
    kr_call(vm, r->loop->handler, 2, both);
}

static bool is_fatal(kr_value error) {
    return kr_exception_is(error, &kr_KeyboardInterrupt_type) || kr_exception_is(error, &kr_SystemExit_type);
}

static void report_context(kr_vm *vm, aio_loop *loop, kr_value context) {
    report r = {loop, context};
    kr_value error = KR_UNBOUND;
    if (loop->handler == KR_NONE)
        kr_try(vm, print_report, &context);
    else
        error = kr_try(vm, call_handler, &r);
    if (error == KR_UNBOUND) return;
    if (is_fatal(error)) kr_reraise(vm, error);
    kr_dict *inner = kr_dict_new(vm, 3);
    kr_dict_set_name(vm, inner, N_message, kr_str_text(vm, "Unhandled error in exception handler"));
    kr_dict_set_name(vm, inner, N_exception, error);
    kr_dict_set_name(vm, inner, N_context, context);
    context = KR_OBJECT(inner);
    kr_try(vm, print_report, &context);
}

typedef struct incident {
    aio_loop *loop;
    const char *message;
    kr_value exception, key, subject;
} incident;

static void report_incident(kr_vm *vm, void *data) {
    const incident *i = data;
    kr_dict *context = kr_dict_new(vm, 3);
    kr_dict_set_name(vm, context, N_message, kr_str_text(vm, i->message));
    kr_dict_set_name(vm, context, N_exception, i->exception);
    kr_dict_set_name(vm, context, i->key, i->subject);
    report_context(vm, i->loop, KR_OBJECT(context));
}

/* Without memory for a report the loop goes on all the same. */
void aio_report(kr_vm *vm, aio_loop *loop, const char *message, kr_value exception, kr_value key,
                kr_value subject) {
    incident i = {loop, message, exception, key, subject};
    kr_value error = kr_try(vm, report_incident, &i);
    if (error != KR_UNBOUND && is_fatal(error)) kr_reraise(vm, error);
}

/* ---- Turns ---- */

typedef struct turn {
    kr_value callee;
    size_t argc;
    const kr_value *argv;
} turn;

static void call_back(kr_vm *vm, void *data) {
    const turn *t = data;
    kr_call(vm, t->callee, t->argc, t->argv);
}

static void call_reported(kr_vm *vm, aio_loop *loop, const turn *t, kr_value key, kr_value subject) {
    turn copy = *t;
    kr_value error = kr_try(vm, call_back, &copy);
    if (error == KR_UNBOUND) return;
    if (is_fatal(error)) kr_reraise(vm, error);
    aio_report(vm, loop, "Exception in callback", error, key, subject);
}

/* A task that was woken by what it waited for. One that does not stand at an `await` of it (queue_read) is
 * told of a cancellation here. */
static void wake(kr_vm *vm, aio_task *task, const aio_future *by) {
    if (aio_is_done(&task->future)) return;
    bool stream = kr_is_exact(KR_OBJECT(by), &kr_aio_wait_type);
    if (stream && by->node.state == AIO_CANCELLED) {
        task->future.node.flags |= AIO_MUST_CANCEL;
        task->future.value = by->value;
    }
    aio_task_step(vm, task);
}

/* A callback that calls nothing: a loop stops, a future is resolved with None. So the library waits without
 * memory that could be missing when the time has come. */
static bool run_quietly(kr_value callback) {
    if (kr_is_exact(callback, &kr_aio_loop_type)) {
        to_loop(callback)->stopping = true;
        return true;
    }
    if (!kr_is_exact(callback, &kr_aio_future_type)) return false;
    aio_future *waiter = aio_to_future(callback);
    if (!aio_is_done(waiter)) aio_future_settle(waiter, AIO_FINISHED, KR_NONE);
    return true;
}

static void turn_of_future(kr_vm *vm, aio_loop *loop, aio_future *future) {
    kr_value self = KR_OBJECT(future), callback = aio_future_pop_callback(vm, future);
    if (future->callbacks == 0 && !(future->node.flags & AIO_UNSEEN)) aio_queue_remove(&future->node);
    if (callback == KR_UNBOUND) {
        bool unseen = future->node.flags & AIO_UNSEEN;
        future->node.flags &= (uint8_t)~AIO_UNSEEN;
        aio_queue_remove(&future->node);
        if (unseen) aio_report(vm, loop, "Task exception wasn't retrieved", future->value, N_future, self);
    } else if (kr_is_kind(callback, &kr_aio_task_type)) {
        wake(vm, kr_to_pointer(callback), future);
    } else if (!run_quietly(callback)) {
        turn t = {callback, 1, &self};
        call_reported(vm, loop, &t, N_future, self);
    }
}

static void turn_of_task(kr_vm *vm, aio_task *task) {
    aio_node *node = &task->future.node;
    aio_queue_remove(node);
    if (node->flags & AIO_SLEEPING) {
        node->flags &= (uint8_t)~AIO_SLEEPING;
        aio_ready_add(node);
    } else {
        aio_task_step(vm, task);
    }
}

static void turn_of_handle(kr_vm *vm, aio_loop *loop, aio_handle *handle) {
    kr_tuple *arguments = kr_to_tuple(handle->arguments);
    turn t = {handle->callback, arguments->size, arguments->items};
    aio_queue_remove(&handle->node);
    if (!run_quietly(t.callee)) call_reported(vm, loop, &t, N_handle, KR_OBJECT(handle));
}

static void take_turn(kr_vm *vm, aio_loop *loop) {
    aio_node *node = loop->ready;
    kr_value v = KR_OBJECT(node);
    if (kr_is_exact(v, &kr_aio_handle_type))
        turn_of_handle(vm, loop, (aio_handle *)(void *)node);
    else if (kr_is_kind(v, &kr_aio_task_type) && node->state == AIO_PENDING)
        turn_of_task(vm, (aio_task *)(void *)node);
    else
        turn_of_future(vm, loop, (aio_future *)(void *)node);
}

/* ---- Rounds ---- */

static void wake_timers(kr_vm *vm, aio_loop *loop) {
    uint64_t now = loop->timers != NULL ? aio_now(vm) : 0;
    while (loop->timers != NULL && aio_due(loop->timers) <= now) {
        aio_node *node = loop->timers;
        aio_queue_remove(node);
        aio_ready_add(node);
    }
}

static void run_round(kr_vm *vm, aio_loop *loop) {
    uint64_t most = UINT64_MAX;
    if (loop->ready != NULL || loop->stopping) {
        most = 0;
    } else if (loop->timers != NULL) {
        uint64_t now = aio_now(vm), due = aio_due(loop->timers);
        most = due > now ? due - now : 0;
    }
    aio_wait_for_work(vm, loop, most);
    wake_timers(vm, loop);
    bool mark = loop->odd;
    loop->odd = !mark;
    while (loop->ready != NULL && loop->ready->odd == mark) {
        if (--vm->budget < 0) kr_poll(vm);
        take_turn(vm, loop);
    }
}

static void run_rounds(kr_vm *vm, void *data) {
    aio_loop *loop = data;
    aio_module_state(vm)->entry = vm->catch_point;
    do run_round(vm, loop);
    while (!loop->stopping);
}

void aio_loop_run(kr_vm *vm, aio_loop *loop) {
    aio_module *module = aio_module_state(vm);
    aio_loop_check_open(vm, loop);
    aio_loop *running = aio_running_loop(vm);
    if (running == loop) kr_raise(vm, &kr_RuntimeError_type, "This event loop is already running");
    if (running != NULL)
        kr_raise(vm, &kr_RuntimeError_type, "Cannot run the event loop while another loop is running");
    kr_check_native_stack(vm);
    module->running = loop;
    loop->running = true;
    loop->early = false;
    kr_value error = kr_try(vm, run_rounds, loop);
    loop->running = loop->stopping = false;
    loop->current = NULL;
    module->running = NULL;
    if (error != KR_UNBOUND) kr_reraise(vm, error);
}

typedef struct run_until {
    aio_loop *loop;
    aio_future *future;
} run_until;

static void run_until_body(kr_vm *vm, void *data) {
    aio_loop_run(vm, ((run_until *)data)->loop);
}

kr_value aio_loop_run_until(kr_vm *vm, aio_loop *loop, kr_value awaitable) {
    aio_loop_check_open(vm, loop);
    kr_value future = aio_ensure_future(vm, loop, awaitable), self = KR_OBJECT(loop);
    run_until run = {loop, aio_to_future(future)};
    aio_future_add_callback(vm, run.future, self);
    kr_value error = kr_try(vm, run_until_body, &run);
    aio_future_remove_callback(vm, run.future, self);
    if (error != KR_UNBOUND) kr_reraise(vm, error);
    if (!aio_is_done(run.future))
        kr_raise(vm, &kr_RuntimeError_type, "Event loop stopped before Future completed.");
    return aio_future_result(vm, run.future);
}

/* ---- What programs see ---- */

static kr_value loop_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)argv, (void)names;
    kr_bind_plain(vm, "Loop", 0, 0, argc, nkw);
    aio_loop *loop = kr_new_instance(vm, cls, sizeof *loop);
    loop->handler = KR_NONE;
    return KR_OBJECT(loop);
}

static void loop_trace(kr_vm *vm, kr_object *object) {
    const aio_loop *loop = (const aio_loop *)object;
    const void *const roots[] = {loop->ready, loop->timers, loop->tasks, loop->current, loop->waits};
    for (size_t n = 0; n < sizeof roots / sizeof *roots; n++)
        if (roots[n] != NULL) kr_mark(vm, KR_OBJECT(roots[n]));
    kr_mark_block(vm, loop->room);
    if (loop->handler != 0) kr_mark(vm, loop->handler);
}

static void loop_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const aio_loop *loop = to_loop(v);
    (void)vm, (void)str;
    kr_write_format(out, "<%T running=%s closed=%s debug=False>", v, loop->running ? "True" : "False",
                    loop->closed ? "True" : "False");
}

static kr_value loop_run_forever(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_loop_run(vm, to_loop(argv[0]));
    return KR_NONE;
}
KR_METHOD(run_forever, loop_run_forever, 1, 1, NULL, "run_forever()\nRun until stop() is called.");

static kr_value loop_run_until_complete(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return aio_loop_run_until(vm, to_loop(argv[0]), argv[1]);
}
KR_METHOD(run_until_complete, loop_run_until_complete, 2, 2, NULL,
          "run_until_complete(awaitable)\nRun until it is done; its result.");

static kr_value loop_stop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    to_loop(argv[0])->stopping = true;
    return KR_NONE;
}
KR_METHOD(stop, loop_stop, 1, 1, NULL, "stop()\nEnd run_forever() after this round.");

static kr_value loop_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_loop *loop = to_loop(argv[0]);
    (void)argc;
    if (loop->running && aio_running_loop(vm) == loop)
        kr_raise(vm, &kr_RuntimeError_type, "Cannot close a running event loop");
    loop->closed = true;
    while (loop->ready != NULL) aio_queue_remove(loop->ready);
    while (loop->timers != NULL) aio_queue_remove(loop->timers);
    loop->tasks = loop->last_task = NULL;
    loop->waits = NULL;
    return KR_NONE;
}
KR_METHOD(close, loop_close, 1, 1, NULL, "close()\nForget everything; the loop cannot be run again.");

static kr_value loop_is_running(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(aio_running_loop(vm) == to_loop(argv[0]));
}
KR_METHOD(is_running, loop_is_running, 1, 1, NULL, "is_running()\nTrue while it runs.");

static kr_value loop_is_closed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(to_loop(argv[0])->closed);
}
KR_METHOD(is_closed, loop_is_closed, 1, 1, NULL, "is_closed()\nTrue after close().");

static kr_value loop_time(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return seconds_of(vm, aio_now(vm));
}
KR_METHOD(time, loop_time, 1, 1, NULL, "time()\nSeconds of the loop's clock.");

/* The only keyword is `context`, which means nothing here. */
static void check_context(kr_vm *vm, const char *title, size_t nkw, const kr_value *names) {
    for (size_t n = 0; n < nkw; n++)
        if (names[n] != N_context)
            kr_raise_type(vm, "%s() got an unexpected keyword argument '%S'", title, names[n]);
}

static kr_value loop_call_soon(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                               const kr_value *names) {
    aio_loop *loop = to_loop(argv[0]);
    check_context(vm, "call_soon", nkw, names);
    aio_loop_check_open(vm, loop);
    kr_value handle = aio_handle_new(vm, loop, argv[1], argc - 2, argv + 2);
    aio_ready_add(&to_handle(handle)->node);
    return handle;
}
KR_METHOD_KW(call_soon, loop_call_soon, 2, KR_ANY,
             "call_soon(callback, *args, context=None)\nCall it in the next round.");

static kr_value call_when(kr_vm *vm, const char *title, uint64_t us, size_t argc, const kr_value *argv,
                          size_t nkw, const kr_value *names) {
    aio_loop *loop = to_loop(argv[0]);
    check_context(vm, title, nkw, names);
    aio_loop_check_open(vm, loop);
    kr_value handle = aio_handle_new(vm, loop, argv[2], argc - 3, argv + 3);
    aio_timer_add(&to_handle(handle)->node, us);
    return handle;
}

static kr_value loop_call_later(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                                const kr_value *names) {
    uint64_t at = aio_now(vm) + aio_delay(vm, argv[1]);
    return call_when(vm, "call_later", at, argc, argv, nkw, names);
}
KR_METHOD_KW(call_later, loop_call_later, 3, KR_ANY,
             "call_later(delay, callback, *args, context=None)\nCall it after that many seconds.");

static kr_value loop_call_at(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    return call_when(vm, "call_at", aio_delay(vm, argv[1]), argc, argv, nkw, names);
}
KR_METHOD_KW(call_at, loop_call_at, 3, KR_ANY,
             "call_at(when, callback, *args, context=None)\nCall it when time() has come to `when`.");

static kr_value loop_create_task(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return aio_task_new(vm, to_loop(argv[0]), argv[1], argv[2]);
}
KR_METHOD(create_task, loop_create_task, 2, 4, "self,coro,*,name,context",
          "create_task(coro, *, name=None, context=None)\nA task that runs the coroutine.");

static kr_value loop_create_future(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_future *future = kr_new(vm, &kr_aio_future_type, sizeof *future);
    future->node.loop = to_loop(argv[0]);
    return KR_OBJECT(future);
}
KR_METHOD(create_future, loop_create_future, 1, 1, NULL, "create_future()\nA future of this loop.");

typedef struct executor_call {
    size_t argc;
    const kr_value *argv;
    kr_value result;
} executor_call;

static void call_now(kr_vm *vm, void *data) {
    executor_call *call = data;
    call->result = kr_call(vm, call->argv[0], call->argc, call->argv + 1);
}

/* There are no threads: the function has returned when the future is handed out. */
static kr_value loop_run_in_executor(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value future = loop_create_future(vm, 1, argv);
    executor_call call = {.argc = argc - 3, .argv = argv + 2};
    kr_value raised = kr_try(vm, call_now, &call);
    if (raised != KR_UNBOUND && !kr_exception_is(raised, &kr_Exception_type)) kr_reraise(vm, raised);
    if (raised != KR_UNBOUND)
        kr_call_method(vm, future, N_set_exception, 1, &raised);
    else
        kr_call_method(vm, future, N_set_result, 1, &call.result);
    return future;
}
KR_METHOD(run_in_executor, loop_run_in_executor, 3, KR_ANY, NULL,
          "run_in_executor(executor, func, *args)\nA future of func(*args), which runs at once: there are no "
          "threads.");

static kr_value loop_set_exception_handler(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (argv[1] != KR_NONE && !kr_is_callable(vm, argv[1]))
        kr_raise_type(vm, "A callable object or None is expected, got %R", argv[1]);
    to_loop(argv[0])->handler = argv[1];
    return KR_NONE;
}
KR_METHOD(
    set_exception_handler, loop_set_exception_handler, 2, 2, NULL,
    "set_exception_handler(handler)\nLet handler(loop, context) know of exceptions that nobody handles; "
    "None: print them.");

static kr_value loop_get_exception_handler(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return to_loop(argv[0])->handler;
}
KR_METHOD(get_exception_handler, loop_get_exception_handler, 1, 1, NULL,
          "get_exception_handler()\nThe handler, or None.");

static kr_value loop_default_exception_handler(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value context = argv[argc - 1]; /* MicroPython calls it with the loop as well */
    print_report(vm, &context);
    return KR_NONE;
}
KR_METHOD(default_exception_handler, loop_default_exception_handler, 2, 3, NULL,
          "default_exception_handler(context)\nPrint the exception to standard error.");

static kr_value loop_call_exception_handler(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    report_context(vm, to_loop(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(call_exception_handler, loop_call_exception_handler, 2, 2, NULL,
          "call_exception_handler(context)\nReport an exception.");

static kr_value loop_get_debug(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_FALSE;
}
KR_METHOD(get_debug, loop_get_debug, 1, 1, NULL, "get_debug()\nFalse.");

static kr_value loop_set_debug(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(set_debug, loop_set_debug, 2, 2, NULL, "set_debug(enabled)\nThere is no debug mode.");

static kr_value loop_shutdown(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return aio_sleep_new(vm, 0, KR_NONE);
}
KR_METHOD(shutdown_asyncgens, loop_shutdown, 1, 1, NULL,
          "shutdown_asyncgens()\nTo be awaited; async generators need no shutdown.");

static const kr_member loop_members[] = {
    {N___module__, N_asyncio},
    KR_ENTRY(run_forever, loop_run_forever),
    KR_ENTRY(run_until_complete, loop_run_until_complete),
    KR_ENTRY(stop, loop_stop),
    KR_ENTRY(close, loop_close),
    KR_ENTRY(is_running, loop_is_running),
    KR_ENTRY(is_closed, loop_is_closed),
    KR_ENTRY(time, loop_time),
    KR_ENTRY(call_soon, loop_call_soon),
    KR_ENTRY(call_soon_threadsafe, loop_call_soon),
    KR_ENTRY(call_later, loop_call_later),
    KR_ENTRY(call_at, loop_call_at),
    KR_ENTRY(create_task, loop_create_task),
    KR_ENTRY(create_future, loop_create_future),
    KR_ENTRY(run_in_executor, loop_run_in_executor),
    KR_ENTRY(set_exception_handler, loop_set_exception_handler),
    KR_ENTRY(get_exception_handler, loop_get_exception_handler),
    KR_ENTRY(default_exception_handler, loop_default_exception_handler),
    KR_ENTRY(call_exception_handler, loop_call_exception_handler),
    KR_ENTRY(get_debug, loop_get_debug),
    KR_ENTRY(set_debug, loop_set_debug),
    KR_ENTRY(shutdown_asyncgens, loop_shutdown),
};
static const kr_ops loop_ops = {.trace = loop_trace, .print = loop_print};
const kr_type kr_aio_loop_type = {.head = {&kr_type_type},
                                  .name = N_Loop,
                                  .base = &kr_object_type,
                                  .solid = &kr_aio_loop_type,
                                  .ops = &loop_ops,
                                  .size = sizeof(aio_loop),
                                  .member_count = sizeof loop_members / sizeof *loop_members,
                                  .members = loop_members,
                                  .make = loop_make};
