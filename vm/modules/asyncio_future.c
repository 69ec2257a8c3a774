/* Futures: a result that is not there yet.
 *
 * A future that is done with callbacks left stands among the ready nodes, and each of its turns runs one of
 * them, so completing allocates nothing. `await future` iterates over the future itself, which needs no
 * state: it yields itself until it is done. */
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

bool aio_is_future(kr_value v) {
    return kr_is_kind(v, &kr_aio_future_type) || kr_is_kind(v, &kr_aio_task_type) ||
           kr_is_kind(v, &kr_aio_wait_type);
}

void aio_future_trace(kr_vm *vm, kr_object *object) {
    const aio_future *future = (const aio_future *)object;
    aio_node_trace(vm, object);
    if (future->callbacks != 0) kr_mark(vm, future->callbacks);
    if (future->value != 0) kr_mark(vm, future->value);
}

static kr_value future_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    static const kr_value known[] = {N_loop, 0};
    kr_value loop;
    kr_bind_named(vm, "Future", known, &loop, 0, 0, argc, argv, nkw, names);
    aio_loop *of = loop == KR_UNBOUND || loop == KR_NONE ? aio_current_loop(vm) : kr_to_pointer(loop);
    if (loop != KR_UNBOUND && loop != KR_NONE && !kr_is_kind(loop, &kr_aio_loop_type))
        kr_raise_type(vm, "an event loop is required, not '%T'", loop);
    aio_future *future = kr_new_instance(vm, cls, sizeof *future);
    future->node.loop = of;
    return KR_OBJECT(future);
}

/* ---- Callbacks ---- */

static void add_to_list(kr_vm *vm, aio_future *future, kr_value callback) {
    if (!kr_is_exact(future->callbacks, &kr_list_type)) {
        kr_value first = future->callbacks;
        kr_value list = kr_list_new(vm, 4, NULL);
        kr_list_append(vm, kr_to_list(list), first);
        future->callbacks = list;
    }
    kr_list_append(vm, kr_to_list(future->callbacks), callback);
}

void aio_future_add_callback(kr_vm *vm, aio_future *future, kr_value callback) {
    kr_value self = KR_OBJECT(future);
    aio_callback_prepare(vm, callback);
    if (aio_is_done(future)) {
        bool is_task = kr_is_kind(callback, &kr_aio_task_type);
        aio_node *node = is_task ? kr_to_pointer(callback)
                                 : kr_to_pointer(aio_handle_new(vm, future->node.loop, callback, 1, &self));
        aio_ready_add(node);
    } else if (future->callbacks == 0) {
        future->callbacks = callback;
    } else {
        add_to_list(vm, future, callback);
    }
}

kr_value aio_future_pop_callback(kr_vm *vm, aio_future *future) {
    kr_value callback = future->callbacks;
    if (callback == 0) return KR_UNBOUND;
    if (!kr_is_exact(callback, &kr_list_type)) {
        future->callbacks = 0;
        return callback;
    }
    kr_list *list = kr_to_list(callback);
    if (list->size == 0) {
        future->callbacks = 0;
        return KR_UNBOUND;
    }
    callback = kr_list_pop(vm, list, 0);
    if (list->size == 0) future->callbacks = 0;
    return callback;
}

size_t aio_future_remove_callback(kr_vm *vm, aio_future *future, kr_value callback) {
    size_t removed = 0;
    if (future->callbacks == 0) return 0;
    if (!kr_is_exact(future->callbacks, &kr_list_type)) {
        if (!kr_equal(vm, future->callbacks, callback)) return 0;
        future->callbacks = 0;
        return 1;
    }
    kr_list *list = kr_to_list(future->callbacks);
    for (size_t n = list->size; n-- > 0;) {
        if (n >= list->size || !kr_equal(vm, list->items[n], callback)) continue;
        kr_list_pop(vm, list, (kr_word)n);
        removed++;
    }
    return removed;
}

void aio_future_settle(aio_future *future, enum aio_state state, kr_value value) {
    future->node.state = (uint8_t)state;
    if (kr_is_exact(KR_OBJECT(future), &kr_aio_wait_type)) aio_wait_unlink((aio_wait *)(void *)future);
    future->value = value;
    if (future->callbacks != 0) future->node.flags &= (uint8_t)~AIO_UNSEEN;
    if (future->callbacks != 0 || (future->node.flags & AIO_UNSEEN)) aio_ready_add(&future->node);
}

/* ---- Cancelling ---- */

kr_value aio_cancelled_error(kr_vm *vm, kr_value message) {
    bool none = message == 0 || message == KR_NONE || message == KR_UNBOUND;
    return kr_exception_new(vm, &kr_aio_CancelledError_type, none ? 0 : 1, &message);
}

static bool cancel_plain(aio_future *future, kr_value message) {
    if (aio_is_done(future)) return false;
    aio_future_settle(future, AIO_CANCELLED, message);
    return true;
}

bool aio_future_cancel(kr_vm *vm, kr_value v, kr_value message) {
    if (kr_type_of(v)->flags & KR_TYPE_CLASS) {
        kr_value argument = message == 0 ? KR_NONE : message;
        kr_value done = kr_call_method(vm, v, N_cancel, message == 0 ? 0 : 1, &argument);
        return kr_truth(vm, done);
    }
    if (kr_is_kind(v, &kr_aio_task_type)) return aio_task_cancel(vm, kr_to_pointer(v), message);
    return cancel_plain(aio_to_future(v), message);
}

/* The exception that ended a task is raised once as it is; whoever asks later gets one like it. */
static kr_value cancelled_error_of(kr_vm *vm, aio_future *future) {
    kr_value value = future->value;
    if (value == 0 || !kr_exception_is(value, &kr_aio_CancelledError_type))
        return aio_cancelled_error(vm, value);
    const kr_tuple *args = kr_to_tuple(kr_to_exception(value)->args);
    future->value = args->size > 0 ? args->items[0] : 0;
    return value;
}

/* ---- What programs see ---- */

static void check_done(kr_vm *vm, const aio_future *future, const char *text) {
    if (!aio_is_done(future)) kr_raise(vm, &kr_aio_InvalidStateError_type, "%s", text);
}

kr_value aio_future_result(kr_vm *vm, aio_future *future) {
    check_done(vm, future, "Result is not set.");
    if (future->node.state == AIO_CANCELLED) kr_raise_object(vm, cancelled_error_of(vm, future));
    future->node.flags &= (uint8_t)~AIO_UNSEEN;
    if (future->node.state == AIO_FAILED) kr_raise_object(vm, future->value);
    return future->value;
}

static kr_value future_result(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return aio_future_result(vm, aio_to_future(argv[0]));
}
KR_METHOD(result, future_result, 1, 1, NULL, "result()\nThe result, or raises the exception.");

static kr_value future_exception(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_future *future = aio_to_future(argv[0]);
    (void)argc;
    check_done(vm, future, "Exception is not set.");
    if (future->node.state == AIO_CANCELLED) kr_raise_object(vm, cancelled_error_of(vm, future));
    future->node.flags &= (uint8_t)~AIO_UNSEEN;
    return future->node.state == AIO_FAILED ? future->value : KR_NONE;
}
KR_METHOD(exception, future_exception, 1, 1, NULL, "exception()\nThe exception, or None.");

static kr_value future_done(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(aio_is_done(aio_to_future(argv[0])));
}
KR_METHOD(done, future_done, 1, 1, NULL, "done()\nTrue when there is a result or an exception.");

static kr_value future_cancelled(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(aio_to_future(argv[0])->node.state == AIO_CANCELLED);
}
KR_METHOD(cancelled, future_cancelled, 1, 1, NULL, "cancelled()\nTrue when it was cancelled.");

static kr_value future_cancel(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    bool given = argv[1] != KR_UNBOUND && argv[1] != KR_NONE;
    return kr_bool(cancel_plain(aio_to_future(argv[0]), given ? argv[1] : 0));
}
KR_METHOD(cancel, future_cancel, 1, 2, "self,msg", "cancel(msg=None)\nCancel it; False when it is done.");

static void check_pending(kr_vm *vm, const aio_future *future) {
    if (aio_is_done(future)) kr_raise(vm, &kr_aio_InvalidStateError_type, "invalid state");
}

static kr_value future_set_result(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_future *future = aio_to_future(argv[0]);
    (void)argc;
    if (kr_is_kind(argv[0], &kr_aio_task_type))
        kr_raise(vm, &kr_RuntimeError_type, "Task does not support set_result operation");
    check_pending(vm, future);
    aio_future_settle(future, AIO_FINISHED, argv[1]);
    return KR_NONE;
}
KR_METHOD(set_result, future_set_result, 2, 2, NULL, "set_result(result)\nResolve it.");

static kr_value future_set_exception(kr_vm *vm, size_t argc, const kr_value *argv) {
    aio_future *future = aio_to_future(argv[0]);
    (void)argc;
    if (kr_is_kind(argv[0], &kr_aio_task_type))
        kr_raise(vm, &kr_RuntimeError_type, "Task does not support set_exception operation");
    check_pending(vm, future);
    kr_value exception = kr_throw_argument(vm, 1, argv + 1);
    if (kr_exception_is(exception, &kr_StopIteration_type))
        kr_raise_type(vm, "StopIteration interacts badly with generators and cannot be raised into a Future");
    aio_future_settle(future, AIO_FAILED, exception);
    return KR_NONE;
}
KR_METHOD(set_exception, future_set_exception, 2, 2, NULL, "set_exception(exception)\nLet it fail.");

static kr_value future_add_done_callback(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    aio_future_add_callback(vm, aio_to_future(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(
    add_done_callback, future_add_done_callback, 2, 3, "self,fn,*,context",
    "add_done_callback(callback, *, context=None)\nCall callback(future) from the loop when it is done.");

static kr_value future_remove_done_callback(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(aio_future_remove_callback(vm, aio_to_future(argv[0]), argv[1]));
}
KR_METHOD(remove_done_callback, future_remove_done_callback, 2, 2, NULL,
          "remove_done_callback(callback)\nHow many of them were forgotten.");

static kr_value future_get_loop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_OBJECT(aio_to_future(argv[0])->node.loop);
}
KR_METHOD(get_loop, future_get_loop, 1, 1, NULL, "get_loop()\nThe loop that it belongs to.");

/* ---- Awaiting ---- */

static kr_value future_await(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__await__, future_await, 1, 1, NULL, "__await__()\nAn iterator that ends with the result.");

kr_value aio_future_next(kr_vm *vm, kr_value v) {
    aio_future *future = aio_to_future(v);
    if (!aio_is_done(future)) return v;
    kr_value result = aio_future_result(vm, future);
    if (result == KR_NONE) return KR_UNBOUND;
    kr_raise_stop(vm, result);
}

void aio_future_print_state(kr_writer *out, const aio_future *future) {
    switch (future->node.state) {
    case AIO_PENDING: kr_write_text(out, "pending"); break;
    case AIO_CANCELLED: kr_write_text(out, "cancelled"); break;
    case AIO_FINISHED: kr_write_format(out, "finished result=%R", future->value); break;
    default: kr_write_format(out, "finished exception=%R", future->value);
    }
}

void aio_future_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_check_native_stack(vm);
    kr_write_format(out, "<%T ", v);
    aio_future_print_state(out, aio_to_future(v));
    kr_write_text(out, ">");
}

static const kr_member future_members[] = {
    {N___module__, N__asyncio},
    KR_ENTRY(result, future_result),
    KR_ENTRY(exception, future_exception),
    KR_ENTRY(done, future_done),
    KR_ENTRY(cancelled, future_cancelled),
    KR_ENTRY(cancel, future_cancel),
    KR_ENTRY(set_result, future_set_result),
    KR_ENTRY(set_exception, future_set_exception),
    KR_ENTRY(add_done_callback, future_add_done_callback),
    KR_ENTRY(remove_done_callback, future_remove_done_callback),
    KR_ENTRY(get_loop, future_get_loop),
    KR_ENTRY(__await__, future_await),
};
static const kr_ops future_ops = {
    .trace = aio_future_trace, .print = aio_future_print, .iter = kr_iterator_self, .next = aio_future_next};
const kr_type kr_aio_future_type = {.head = {&kr_type_type},
                                    .name = N_Future,
                                    .base = &kr_object_type,
                                    .solid = &kr_aio_future_type,
                                    .ops = &future_ops,
                                    .flags = KR_TYPE_AWAITABLE,
                                    .size = sizeof(aio_future),
                                    .member_count = sizeof future_members / sizeof *future_members,
                                    .members = future_members,
                                    .make = future_make};

/* ---- Nothing to wait for ---- */

static kr_value done_next(kr_vm *vm, kr_value v) {
    (void)vm, (void)v;
    return KR_UNBOUND;
}

static const kr_member done_members[] = {KR_ENTRY(__await__, future_await)};
static const kr_ops done_ops = {.iter = kr_iterator_self, .next = done_next};
static const kr_type done_type = {.head = {&kr_type_type},
                                  .name = N_done,
                                  .base = &kr_object_type,
                                  .solid = &done_type,
                                  .ops = &done_ops,
                                  .flags = KR_TYPE_FINAL | KR_TYPE_AWAITABLE,
                                  .size = sizeof(kr_object),
                                  .member_count = 1,
                                  .members = done_members};
const kr_object kr_aio_done KR_ROM_OBJECT = {&done_type};
