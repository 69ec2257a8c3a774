/* _asyncio: the core of asyncio in C; what is built upon it is python/asyncio. */
#include "modules/asyncio.h"
#include "core/heap.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"

#define MS_LIMIT ((kr_word)1 << 29) /* half the period of time.ticks_ms() */

/* ---- Exceptions ---- */

static const kr_member exception_members[] = {{N___module__, N_asyncio__dot__exceptions}};
KR_EXCEPTION_TYPE(kr_aio_CancelledError_type, N_CancelledError, kr_BaseException_type, exception_members,
                  kr_exception_make);
KR_EXCEPTION_TYPE(kr_aio_InvalidStateError_type, N_InvalidStateError, kr_Exception_type, exception_members,
                  kr_exception_make);

/* ---- Sleeping ---- */

static kr_value asyncio_sleep(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return aio_sleep_new(vm, aio_delay(vm, argv[0]), argv[1] == KR_UNBOUND ? KR_NONE : argv[1]);
}
KR_FUNCTION(sleep, asyncio_sleep, 1, 2, "delay,result",
            "sleep(delay, result=None)\nTo be awaited: let others run for that many seconds, or once.");

static kr_value asyncio_sleep_ms(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word ms = kr_index_word(vm, argv[0]);
    (void)argc;
    if (ms >= MS_LIMIT) kr_raise_overflow(vm, "ticks interval overflow");
    return aio_sleep_new(vm, ms > 0 ? (uint64_t)ms * 1000 : 0, KR_NONE);
}
KR_FUNCTION(sleep_ms, asyncio_sleep_ms, 1, 1, NULL,
            "sleep_ms(t)\nTo be awaited: let others run for that many milliseconds.");

/* ---- Loops ---- */

_Noreturn static void raise_not_running(kr_vm *vm) {
    kr_raise(vm, &kr_RuntimeError_type, "no running event loop");
}

/* A loop argument; None or nothing: the running one. */
static aio_loop *loop_arg(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 0 && argv[0] != KR_UNBOUND && argv[0] != KR_NONE) {
        if (!kr_is_kind(argv[0], &kr_aio_loop_type))
            kr_raise_type(vm, "an event loop is required, not '%T'", argv[0]);
        return kr_to_pointer(argv[0]);
    }
    aio_loop *loop = aio_running_loop(vm);
    if (loop == NULL) raise_not_running(vm);
    return loop;
}

static kr_value asyncio_get_running_loop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argv;
    return KR_OBJECT(loop_arg(vm, argc, argv));
}
KR_FUNCTION(get_running_loop, asyncio_get_running_loop, 0, 0, NULL,
            "get_running_loop()\nThe loop that runs; RuntimeError when none does.");

static kr_value asyncio_running(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_loop *loop = aio_running_loop(vm);
    (void)argc, (void)argv;
    return loop == NULL ? KR_NONE : KR_OBJECT(loop);
}
KR_FUNCTION(_get_running_loop, asyncio_running, 0, 0, NULL,
            "_get_running_loop()\nThe loop that runs, or None.");

static kr_value asyncio_get_event_loop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return KR_OBJECT(aio_current_loop(vm));
}
KR_FUNCTION(get_event_loop, asyncio_get_event_loop, 0, KR_ANY, NULL,
            "get_event_loop()\nThe loop that runs; else the usual one, made when there is none.");

static kr_value asyncio_new_event_loop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    aio_loop *loop = aio_loop_new(vm);
    aio_module_state(vm)->usual = loop;
    return KR_OBJECT(loop);
}
KR_FUNCTION(new_event_loop, asyncio_new_event_loop, 0, 0, NULL,
            "new_event_loop()\nA new loop, which get_event_loop() finds from now on.");

static kr_value asyncio_set_event_loop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (argv[0] != KR_NONE && !kr_is_kind(argv[0], &kr_aio_loop_type))
        kr_raise_type(vm, "loop must be an instance of AbstractEventLoop or None, not '%T'", argv[0]);
    aio_module_state(vm)->usual = argv[0] == KR_NONE ? NULL : kr_to_pointer(argv[0]);
    return KR_NONE;
}
KR_FUNCTION(set_event_loop, asyncio_set_event_loop, 1, 1, NULL,
            "set_event_loop(loop)\nLet get_event_loop() find this one.");

/* The loop for asyncio.run(): a new one, or the usual one when tasks were made for it before, as programs for
 * MicroPython do. */
static kr_value asyncio_loop_for_run(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_module *module = aio_module_state(vm);
    (void)argc, (void)argv;
    if (aio_running_loop(vm) != NULL)
        kr_raise(vm, &kr_RuntimeError_type, "asyncio.run() cannot be called from a running event loop");
    bool early = module->usual != NULL && module->usual->early && !module->usual->closed;
    return KR_OBJECT(early ? module->usual : aio_loop_new(vm));
}
KR_FUNCTION(_loop_for_run, asyncio_loop_for_run, 0, 0, NULL, "_loop_for_run()\nThe loop for asyncio.run().");

/* ---- Tasks ---- */

static kr_value asyncio_create_task(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_loop *loop = aio_running_loop(vm);
    if (loop == NULL) {
        loop = aio_current_loop(vm);
        loop->early = true;
    }
    return aio_task_new(vm, loop, argv[0], argv[1]);
}
KR_FUNCTION(create_task, asyncio_create_task, 1, 3, "coro,*,name,context",
            "create_task(coro, *, name=None, context=None)\nA task that runs the coroutine.");

static kr_value asyncio_ensure_future(kr_vm *vm, size_t argc, const kr_value *argv) {
    bool given = argv[1] != KR_UNBOUND && argv[1] != KR_NONE;
    (void)argc;
    aio_loop *loop = given ? loop_arg(vm, 1, argv + 1) : aio_current_loop(vm);
    return aio_ensure_future(vm, loop, argv[0]);
}
KR_FUNCTION(ensure_future, asyncio_ensure_future, 1, 2, "coro_or_future,*,loop",
            "ensure_future(awaitable, *, loop=None)\nThe awaitable as a future; a coroutine becomes a task.");

static kr_value asyncio_current_task(kr_vm *vm, size_t argc, const kr_value *argv) {
    const aio_loop *loop = loop_arg(vm, argc, argv);
    return loop->current == NULL ? KR_NONE : KR_OBJECT(loop->current);
}
KR_FUNCTION(current_task, asyncio_current_task, 0, 1, "loop", "current_task(loop=None)\nThe task that runs.");

static kr_value asyncio_all_tasks(kr_vm *vm, size_t argc, const kr_value *argv) {
    const aio_loop *loop = loop_arg(vm, argc, argv);
    kr_value set = kr_set_new(vm, &kr_set_type);
    for (aio_task *task = loop->tasks; task != NULL; task = task->next)
        kr_set_add(vm, kr_to_pointer(set), KR_OBJECT(task));
    return set;
}
KR_FUNCTION(all_tasks, asyncio_all_tasks, 0, 1, "loop",
            "all_tasks(loop=None)\nThe tasks that are not done yet.");

static kr_value asyncio_tasks(kr_vm *vm, size_t argc, const kr_value *argv) {
    const aio_loop *loop = loop_arg(vm, argc, argv);
    kr_value list = kr_list_new(vm, 0, NULL);
    for (aio_task *task = loop->tasks; task != NULL; task = task->next)
        kr_list_append(vm, kr_to_list(list), KR_OBJECT(task));
    return list;
}
KR_FUNCTION(_tasks, asyncio_tasks, 1, 1, NULL, "_tasks(loop)\nall_tasks() as a list, the oldest first.");

static kr_value asyncio_iscoroutine(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(aio_is_coroutine(vm, argv[0]));
}
KR_FUNCTION(iscoroutine, asyncio_iscoroutine, 1, 1, NULL, "iscoroutine(object)\nTrue for coroutines.");

static kr_value asyncio_isfuture(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(aio_is_future(argv[0]));
}
KR_FUNCTION(isfuture, asyncio_isfuture, 1, 1, NULL, "isfuture(object)\nTrue for futures and tasks.");

static kr_value asyncio_iscoroutinefunction(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value f = argv[0];
    (void)vm, (void)argc;
    while (kr_is_exact(f, &kr_method_type)) f = ((kr_method *)kr_to_pointer(f))->function;
    if (f == KR_OBJECT(&native_asyncio_sleep) || f == KR_OBJECT(&native_asyncio_sleep_ms)) return KR_TRUE;
    if (!kr_is_exact(f, &kr_function_type)) return KR_FALSE;
    unsigned flags = KR_FLASH_FIELD(((kr_function *)kr_to_pointer(f))->code, flags);
    return kr_bool((flags & KR_CODE_COROUTINE) && !(flags & KR_CODE_GENERATOR));
}
KR_FUNCTION(iscoroutinefunction, asyncio_iscoroutinefunction, 1, 1, NULL,
            "iscoroutinefunction(object)\nTrue for async functions and methods.");

static kr_value asyncio_at_hand(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_callback_prepare(vm, argv[0]);
    return argv[0];
}
KR_FUNCTION(_at_hand, asyncio_at_hand, 1, 1, NULL,
            "_at_hand(function)\nThe function, whose first call will need no memory for its code either.");

/* ---- Streams ---- */

static kr_value asyncio_wait_stream(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_loop *loop = loop_arg(vm, 0, NULL);
    return aio_wait_new(vm, loop, argv[0], (uint16_t)kr_index_word(vm, argv[1]));
}
KR_FUNCTION(
    _wait, asyncio_wait_stream, 2, 2, NULL,
    "_wait(stream, events)\nA future that is resolved when the stream is ready; events as in select.");

static kr_value asyncio_forget(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_loop *loop = aio_running_loop(vm);
    (void)argc;
    if (loop != NULL) aio_wait_forget(loop, argv[0]);
    return KR_NONE;
}
KR_FUNCTION(_forget, asyncio_forget, 1, 1, NULL, "_forget(stream)\nWake whoever waits for a stream.");

/* The task waits for the stream from its next `yield` on. */
static kr_value asyncio_suspend(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_loop *loop = loop_arg(vm, 0, NULL);
    aio_task *task = loop->current;
    if (task == NULL) raise_not_running(vm);
    kr_value wait = aio_wait_new(vm, loop, argv[0], (uint16_t)kr_index_word(vm, argv[1]));
    aio_future_add_callback(vm, kr_to_pointer(wait), KR_OBJECT(task));
    task->waiter = wait;
    return KR_NONE;
}
KR_FUNCTION(_suspend, asyncio_suspend, 2, 2, NULL,
            "_suspend(stream, events)\nLet the running task's next `yield` last until the stream is ready.");

static const kr_member members[] = {
    {N_CancelledError, KR_OBJECT(&kr_aio_CancelledError_type)},
    {N_InvalidStateError, KR_OBJECT(&kr_aio_InvalidStateError_type)},
    {N_Future, KR_OBJECT(&kr_aio_future_type)},
    {N_Task, KR_OBJECT(&kr_aio_task_type)},
    {N_Loop, KR_OBJECT(&kr_aio_loop_type)},
    {N_Handle, KR_OBJECT(&kr_aio_handle_type)},
    KR_ENTRY(sleep, asyncio_sleep),
    KR_ENTRY(sleep_ms, asyncio_sleep_ms),
    KR_ENTRY(get_running_loop, asyncio_get_running_loop),
    KR_ENTRY(_get_running_loop, asyncio_running),
    KR_ENTRY(get_event_loop, asyncio_get_event_loop),
    KR_ENTRY(new_event_loop, asyncio_new_event_loop),
    KR_ENTRY(set_event_loop, asyncio_set_event_loop),
    KR_ENTRY(_loop_for_run, asyncio_loop_for_run),
    KR_ENTRY(create_task, asyncio_create_task),
    KR_ENTRY(ensure_future, asyncio_ensure_future),
    KR_ENTRY(current_task, asyncio_current_task),
    KR_ENTRY(all_tasks, asyncio_all_tasks),
    KR_ENTRY(_tasks, asyncio_tasks),
    KR_ENTRY(iscoroutine, asyncio_iscoroutine),
    KR_ENTRY(isfuture, asyncio_isfuture),
    KR_ENTRY(iscoroutinefunction, asyncio_iscoroutinefunction),
    {N__DONE, KR_OBJECT(&kr_aio_done)},
    KR_ENTRY(_at_hand, asyncio_at_hand),
    KR_ENTRY(_wait, asyncio_wait_stream),
    KR_ENTRY(_forget, asyncio_forget),
    KR_ENTRY(_suspend, asyncio_suspend),
};

const kr_module_def kr_module__asyncio = {N__asyncio, members, sizeof members / sizeof *members, NULL,
                                          "The core of asyncio: loops, tasks and futures."};
