/* Waiting: for streams, for time, for callbacks of timers and pins.
 *
 * What a task waits for a stream with is a future in the list loop->waits. Each look at them first asks every
 * stream how it is polled, which may run code of the program, and then gives the host one list of those
 * that have a handle. The host's wait serves the device's link; callbacks run between two waits, and what
 * they make ready ends the waiting. */
#include "core/heap.h"
#include "core/operate.h"
#include "modules/asyncio.h"
#include "modules/schedule.h"
#include "types/iterators.h"

#define NAP_US  1000u    /* between two questions to streams without a handle */
#define LONG_US 1000000u /* the longest wait at a time */
#define FEW     8u       /* waits that need no block in the heap */

/* ---- The futures ---- */

kr_value aio_wait_new(kr_vm *vm, aio_loop *loop, kr_value stream, uint16_t events) {
    aio_wait *wait = kr_new(vm, &kr_aio_wait_type, sizeof *wait);
    wait->future.node.loop = loop;
    wait->stream = stream;
    wait->events = events;
    wait->next = loop->waits;
    loop->waits = wait;
    return KR_OBJECT(wait);
}

void aio_wait_unlink(aio_wait *wait) {
    aio_wait **at = &wait->future.node.loop->waits;
    while (*at != NULL && *at != wait) at = &(*at)->next;
    if (*at != NULL) *at = wait->next;
    wait->next = NULL;
}

void aio_wait_forget(aio_loop *loop, kr_value stream) {
    aio_wait *wait = loop->waits;
    while (wait != NULL) {
        aio_wait *next = wait->next;
        if (wait->stream == stream) aio_future_settle(&wait->future, AIO_FINISHED, KR_NONE);
        wait = next;
    }
}

static void wait_trace(kr_vm *vm, kr_object *object) {
    const aio_wait *wait = (const aio_wait *)object;
    aio_future_trace(vm, object);
    if (wait->next != NULL) kr_mark(vm, KR_OBJECT(wait->next));
    if (wait->stream != 0) kr_mark(vm, wait->stream);
}

static const kr_ops wait_ops = {
    .trace = wait_trace, .print = aio_future_print, .iter = kr_iterator_self, .next = aio_future_next};
static const kr_member wait_members[] = {{N___module__, N__asyncio}};
const kr_type kr_aio_wait_type = {.head = {&kr_type_type},
                                  .name = N_Wait,
                                  .base = &kr_aio_future_type,
                                  .solid = &kr_aio_wait_type,
                                  .ops = &wait_ops,
                                  .flags = KR_TYPE_FINAL | KR_TYPE_AWAITABLE,
                                  .size = sizeof(aio_wait),
                                  .member_count = 1,
                                  .members = wait_members};

/* ---- A look at the streams ---- */

typedef struct asking {
    aio_loop *loop;
    aio_wait *wait; /* at hand */
    bool again;     /* some stream has no handle and must be asked again soon */
} asking;

/* Goes on behind `wait`; from the start when a stream's own code has taken it out of the list. */
static aio_wait *next_to_ask(const asking *a) {
    aio_wait *wait = a->wait;
    if (wait == NULL || aio_is_done(&wait->future)) wait = a->loop->waits;
    while (wait != NULL && wait->asked) wait = wait->next;
    return wait;
}

static void ask(kr_vm *vm, void *data) {
    asking *a = data;
    while ((a->wait = next_to_ask(a)) != NULL) {
        kr_poll_view view;
        a->wait->asked = true;
        kr_poll_view_of(vm, a->wait->stream, a->wait->events, &view);
        a->wait->view = view;
        a->again |= view.handle == KR_POLL_NO_HANDLE && view.ready == 0;
    }
}

/* A stream that cannot be polled tells so to whoever waits for it. */
static bool ask_all(kr_vm *vm, aio_loop *loop) {
    asking a = {loop, NULL, false};
    for (aio_wait *wait = loop->waits; wait != NULL; wait = wait->next) wait->asked = false;
    for (;;) {
        kr_value error = kr_try(vm, ask, &a);
        if (error == KR_UNBOUND) return a.again;
        if (!kr_exception_is(error, &kr_Exception_type)) kr_reraise(vm, error);
        if (!aio_is_done(&a.wait->future)) aio_future_settle(&a.wait->future, AIO_FAILED, error);
    }
}

static size_t list_handles(const aio_loop *loop, kr_net_wait *list) {
    size_t count = 0;
    for (const aio_wait *wait = loop->waits; wait != NULL; wait = wait->next) {
        if (!wait->asked || wait->view.handle == KR_POLL_NO_HANDLE) continue;
        if (list != NULL)
            list[count] = (kr_net_wait){.handle = wait->view.handle, .events = wait->view.events};
        count++;
    }
    return count;
}

static bool any_known(const aio_loop *loop) {
    for (const aio_wait *wait = loop->waits; wait != NULL; wait = wait->next)
        if (wait->asked && wait->view.ready != 0) return true;
    return false;
}

/* Whatever happened to a handle, an error as well, wakes the task: it tries again and learns more. */
static void spread(aio_loop *loop, const kr_net_wait *list) {
    size_t at = 0;
    aio_wait *wait = loop->waits;
    while (wait != NULL) {
        aio_wait *next = wait->next;
        uint16_t ready = 0;
        if (wait->asked) {
            ready = wait->view.ready;
            if (wait->view.handle != KR_POLL_NO_HANDLE) ready |= list[at++].ready;
        }
        if (ready != 0) aio_future_settle(&wait->future, AIO_FINISHED, KR_NONE);
        wait = next;
    }
}

static kr_net_wait *room_for(kr_vm *vm, aio_loop *loop, kr_net_wait *few, size_t count) {
    if (count <= FEW) return few;
    if (count > loop->room_size) {
        loop->room = kr_bytes_new(vm, 2 * count * sizeof *loop->room);
        loop->room_size = 2 * count;
    }
    return loop->room;
}

static void look(kr_vm *vm, aio_loop *loop, uint64_t end) {
    kr_net_wait few[FEW];
    bool again = ask_all(vm, loop);
    if (any_known(loop) || loop->ready != NULL) end = 0;
    size_t count = list_handles(loop, NULL);
    kr_net_wait *list = room_for(vm, loop, few, count);
    list_handles(loop, list);
    kr_wait_round(vm, list, count, end, again ? NAP_US : LONG_US);
    spread(loop, list);
}

/* Nothing but time to wait for. */
static void doze(kr_vm *vm, uint64_t end) {
    uint64_t now = aio_now(vm), left = end > now ? end - now : 0;
    left = left == 0 ? 0 : kr_schedule_wait(vm, left < LONG_US ? left : LONG_US);
    if (left > 0) vm->host->sleep_us(vm->host->context, left);
    if (vm->alarm_us != 0 && vm->alarm_us <= aio_now(vm)) kr_pend(vm, KR_PENDING_CALLBACK);
}

void aio_wait_for_work(kr_vm *vm, aio_loop *loop, uint64_t most) {
    uint64_t end = most == 0 ? 0 : most == UINT64_MAX ? UINT64_MAX : aio_now(vm) + most;
    do {
        kr_poll(vm);
        if (loop->ready != NULL || loop->stopping) end = 0;
        if (loop->waits != NULL)
            look(vm, loop, end);
        else if (end != 0)
            doze(vm, end);
    } while (loop->ready == NULL && !loop->stopping && aio_now(vm) < end);
}
