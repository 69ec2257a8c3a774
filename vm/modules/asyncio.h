#ifndef KR_ASYNCIO_H
#define KR_ASYNCIO_H
/* What the files of _asyncio know of each other: the core of asyncio in C, so that a task costs one cell and
 * a switch between tasks allocates nothing.
 *
 * Everything that a loop can run is a node: a task, a future whose callbacks are due, a handle of call_soon
 * or call_later. A node stands in at most one queue of its loop. Those that are *ready* form a ring in the
 * order in which they became so; those that wait for a *time* form a pairing heap. What waits for something
 * else stands in no queue: a task that awaits a future is among the callbacks of that future. */
#include "core/context.h"
#include "core/native.h"
#include "modules/select.h"

typedef struct aio_loop aio_loop;

enum aio_place { AIO_IDLE, AIO_READY, AIO_TIMED };
enum aio_state { AIO_PENDING, AIO_CANCELLED, AIO_FINISHED, AIO_FAILED };
enum aio_flag {
    AIO_MUST_CANCEL = 1, /* a task: CancelledError is what it gets next */
    AIO_THROW = 2,       /* a task: future.value is to be thrown next */
    AIO_SLEEPING = 4,    /* a task: sleep() has not ended yet */
    AIO_UNSEEN = 8       /* a task: its exception will be reported unless somebody asks for it first */
};

typedef struct aio_node {
    kr_object head;
    struct aio_node *next;     /* ready: the one behind; timed: the younger sibling */
    struct aio_node *previous; /* timed: the elder sibling, or the parent of the first child */
    struct aio_node *child;    /* timed */
    uint64_t due; /* timed: microseconds of the host's clock, times 1024, plus an order of arrival */
    aio_loop *loop;
    uint8_t place; /* enum aio_place */
    uint8_t state; /* enum aio_state; handles are pending or cancelled */
    uint8_t flags; /* enum aio_flag */
    bool odd;      /* ready: in which round it became so */
} aio_node;

typedef struct aio_future {
    aio_node node;
    kr_value callbacks; /* 0, one callback, or a list: functions, tasks that wait, futures to resolve, a loop
                           that is to stop */
    kr_value value;     /* result or exception; cancelled: the CancelledError or its message; 0 = none */
} aio_future;

typedef struct aio_task {
    aio_future future;
    kr_value coroutine;
    kr_value waiter;                  /* the future that it awaits, or 0 */
    kr_value name;                    /* a str; an int n means Task-n */
    struct aio_task *next, *previous; /* all tasks of the loop that are not done */
    uint32_t cancels;                 /* cancel() minus uncancel() */
} aio_task;

/* A future that a stream's readiness resolves. */
typedef struct aio_wait {
    aio_future future;
    struct aio_wait *next;
    kr_value stream;
    uint16_t events;   /* enum kr_net_event */
    bool asked;        /* in this round: */
    kr_poll_view view; /* how the stream is polled */
} aio_wait;

typedef struct aio_handle {
    aio_node node;
    kr_value callback, arguments; /* a tuple */
} aio_handle;

struct aio_loop {
    kr_object head;
    aio_node *ready, *ready_last, *timers;
    aio_task *tasks, *last_task, *current;
    aio_wait *waits;
    kr_net_wait *room; /* for the host's list of waits: a bytes block, or NULL */
    size_t room_size;
    kr_value handler; /* of exceptions, or KR_NONE */
    uint32_t arrivals;
    bool odd; /* nodes that become ready now get this mark: they run in the next round */
    bool running, stopping, closed;
    bool early; /* there are tasks that were made before anything ran: asyncio.run() takes this loop */
};

/* What the module keeps: KR_STATE_ASYNCIO. */
typedef struct aio_module {
    kr_object head;
    aio_loop *running, *usual;
    const kr_catch *entry; /* the catch point in which `running` runs: gone when a stop went through it */
    kr_word tasks;         /* made so far, for their names */
    kr_value spare;        /* a sleep for when there is no memory for another one */
} aio_module;

extern const kr_type kr_aio_future_type, kr_aio_task_type, kr_aio_wait_type, kr_aio_handle_type,
    kr_aio_loop_type, kr_aio_sleep_type, kr_aio_CancelledError_type, kr_aio_InvalidStateError_type;

/* --- queues (asyncio_queue.c) */

void aio_ready_add(aio_node *node);
void aio_timer_add(aio_node *node, uint64_t us); /* at that time of the host's clock */
void aio_queue_remove(aio_node *node);           /* from wherever it stands */
void aio_node_trace(kr_vm *vm, kr_object *object);
static inline uint64_t aio_due(const aio_node *node) {
    return node->due >> 10;
}
static inline uint64_t aio_now(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context);
}
/* Microseconds of a number of seconds; 0 when that is not positive, at most some hundred years. */
uint64_t aio_delay(kr_vm *vm, kr_value seconds);

/* --- futures (asyncio_future.c) */

bool aio_is_future(kr_value v); /* tasks are futures */
static inline aio_future *aio_to_future(kr_value v) {
    return (aio_future *)kr_to_pointer(v);
}
static inline bool aio_is_done(const aio_future *future) {
    return future->node.state != AIO_PENDING;
}
void aio_future_trace(kr_vm *vm, kr_object *object);
/* The end of a pending future: its callbacks become ready. A task that failed with nobody watching is
 * reported in the next round. */
void aio_future_settle(aio_future *future, enum aio_state state, kr_value value);
void aio_future_add_callback(kr_vm *vm, aio_future *future, kr_value callback);
size_t aio_future_remove_callback(kr_vm *vm, aio_future *future, kr_value callback);
/* Takes the next callback of a future that is done, KR_UNBOUND when there is none left. */
kr_value aio_future_pop_callback(kr_vm *vm, aio_future *future);
/* What cancel() does for any future; `message` may be 0. False: it is done already. */
bool aio_future_cancel(kr_vm *vm, kr_value future, kr_value message);
kr_value aio_future_result(kr_vm *vm, aio_future *future); /* or raises */
kr_value aio_cancelled_error(kr_vm *vm, kr_value message);
void aio_future_print_state(kr_writer *out, const aio_future *future);
void aio_future_print(kr_vm *vm, kr_writer *out, kr_value v, bool str);
kr_value aio_future_next(kr_vm *vm, kr_value v);
/* Awaiting it ends at once. What __aexit__ returns that is no coroutine: leaving must not want memory, or a
 * lock would stay with a task that has gone. */
extern const kr_object kr_aio_done;

/* --- tasks (asyncio_task.c) */

kr_value aio_task_new(kr_vm *vm, aio_loop *loop, kr_value coroutine, kr_value name);
void aio_task_step(kr_vm *vm, aio_task *task);
bool aio_task_cancel(kr_vm *vm, aio_task *task, kr_value message);
bool aio_is_coroutine(kr_vm *vm, kr_value v);
/* The future that an awaitable stands for; a coroutine becomes a task. */
kr_value aio_ensure_future(kr_vm *vm, aio_loop *loop, kr_value awaitable);
kr_value aio_sleep_new(kr_vm *vm, uint64_t us, kr_value result);
kr_value aio_sleep_spare_new(kr_vm *vm);
bool aio_sleep_begin(kr_value sleep, uint64_t *us); /* false: none at all, the task only lets others run */

/* --- loops (asyncio_loop.c) */

aio_module *aio_module_state(kr_vm *vm);
aio_loop *aio_loop_new(kr_vm *vm);
aio_loop *aio_running_loop(kr_vm *vm); /* NULL when none runs */
aio_loop *aio_current_loop(kr_vm *vm); /* the running one, or the usual one, made when there is none */
kr_value aio_handle_new(kr_vm *vm, aio_loop *loop, kr_value callback, size_t argc, const kr_value *argv);
/* Fetches what the callback's code needs, so that a lack of memory shows here and not when nobody would be
 * told. */
void aio_callback_prepare(kr_vm *vm, kr_value callback);
/* Calls the loop's exception handler. `key` names `subject` in the context. */
void aio_report(kr_vm *vm, aio_loop *loop, const char *message, kr_value exception, kr_value key,
                kr_value subject);
void aio_loop_run(kr_vm *vm, aio_loop *loop);
kr_value aio_loop_run_until(kr_vm *vm, aio_loop *loop, kr_value awaitable);
void aio_loop_check_open(kr_vm *vm, const aio_loop *loop);

/* --- waiting (asyncio_wait.c) */

/* Waits for at most that many microseconds, until a node is ready. UINT64_MAX: as long as it takes. */
void aio_wait_for_work(kr_vm *vm, aio_loop *loop, uint64_t most);
kr_value aio_wait_new(kr_vm *vm, aio_loop *loop, kr_value stream, uint16_t events);
void aio_wait_unlink(aio_wait *wait);                  /* the stream is not looked at any longer */
void aio_wait_forget(aio_loop *loop, kr_value stream); /* ends all waits for a stream */

#endif
