/* select: poll objects and select(), which is a poll object used once.
 *
 * A poll object keeps its registrations in a row. Asking an object may run code of the program, which may
 * register and unregister, so a round first asks all objects, by index, and only then, without running
 * anything, makes the host's list from those that have a handle and spreads its answers over the row. */
#include "modules/select.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/file.h"
#include "modules/schedule.h"
#include "modules/socket.h"
#include "modules/ssl.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"

#define NAP_US 1000u /* between two questions to objects without a handle */

/* --- time --- */

uint64_t kr_now_us(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context);
}

uint64_t kr_end_of_timeout(kr_vm *vm, kr_value timeout, double unit) {
    if (timeout == KR_UNBOUND || timeout == KR_NONE) return UINT64_MAX;
    double us = (double)kr_real_of(vm, timeout) * unit;
    if (us != us) kr_raise_value_error(vm, "Invalid value NaN (not a number)");
    if (us > 9e18) return UINT64_MAX;
    return us <= 0 ? 0 : kr_now_us(vm) + (uint64_t)us + ((double)(uint64_t)us < us);
}

/* --- waiting --- */

size_t kr_wait_round(kr_vm *vm, kr_net_wait *waits, size_t count, uint64_t end, uint64_t us) {
    const kr_host *host = vm->host;
    uint64_t now = kr_now_us(vm), left = end > now ? end - now : 0;
    if (left > us) left = us;
    if (left > 0) left = kr_schedule_wait(vm, left);
    int ready = 0;
    if (host->net != NULL)
        ready = host->net->wait(host->net_context, waits, count, left);
    else if (left > 0)
        host->sleep_us(host->context, left);
    if (ready < 0) kr_raise_errno(vm, ready, KR_UNBOUND);
    if (vm->alarm_us != 0 && vm->alarm_us <= kr_now_us(vm)) kr_pend(vm, KR_PENDING_CALLBACK);
    return (size_t)ready;
}

bool kr_wait_handle(kr_vm *vm, int32_t handle, uint16_t events, uint64_t end) {
    for (;;) {
        kr_net_wait wait = {.handle = handle, .events = events};
        kr_poll(vm);
        if (kr_wait_round(vm, &wait, 1, end, UINT64_MAX) > 0) return true;
        if (kr_now_us(vm) >= end) return false;
    }
}

/* --- how objects are polled --- */

static void view_handle(int32_t handle, uint16_t events, kr_poll_view *view) {
    *view = (kr_poll_view){handle, events, 0, KR_NET_READ, KR_NET_WRITE};
}

static void view_ready(uint16_t ready, kr_poll_view *view) {
    *view = (kr_poll_view){KR_POLL_NO_HANDLE, 0, ready, 0, 0};
}

/* The console's output and files are always ready. */
static void view_console(int handle, uint16_t events, kr_poll_view *view) {
    view_handle(KR_NET_INPUT, events & KR_NET_READ, view);
    if (handle != 0) view_ready(events & KR_NET_WRITE, view);
}

static void view_file(kr_vm *vm, const kr_file *file, uint16_t events, kr_poll_view *view) {
    bool buffered = file->at < file->end && !(file->flags & KR_FILE_DIRTY);
    if (file->flags & KR_FILE_CLOSED)
        view_ready(KR_NET_INVALID, view);
    else if (file->flags & KR_FILE_STREAM)
        kr_poll_view_of(vm, file->name, events, view);
    else if (file->flags & KR_FILE_CONSOLE)
        view_console(file->handle, events, view);
    else
        view_ready(events & (KR_NET_READ | KR_NET_WRITE), view);
    if (buffered) view->ready |= events & KR_NET_READ;
}

static void view_number(kr_vm *vm, kr_value v, uint16_t events, kr_poll_view *view) {
    kr_word number = kr_index_word(vm, v);
    if (number < 0) kr_raise_value_error(vm, "file descriptor cannot be a negative integer (%zd)", number);
    if (number <= 2)
        view_console((int)number, events, view);
    else
        view_handle(number < INT32_MAX ? (int32_t)number : INT32_MAX, events, view);
}

/* Asks an object of the program; a file without an ioctl is known by its number. */
static void view_object(kr_vm *vm, kr_value v, uint16_t events, kr_poll_view *view) {
    kr_value method = kr_getattr_or(vm, v, N_ioctl, KR_UNBOUND);
    if (method != KR_UNBOUND) {
        kr_value arguments[2] = {KR_INT(KR_POLL_REQUEST), KR_INT(events)};
        kr_word answer = kr_index_word(vm, kr_call(vm, method, 2, arguments));
        if (answer < 0) kr_raise_errno(vm, (int)answer, KR_UNBOUND);
        view_ready((uint16_t)answer, view);
        return;
    }
    method = kr_getattr_or(vm, v, N_fileno, KR_UNBOUND);
    if (method == KR_UNBOUND) kr_raise_type(vm, "argument must be an int, or have a fileno() method.");
    view_number(vm, kr_call(vm, method, 0, NULL), events, view);
}

void kr_poll_view_of(kr_vm *vm, kr_value v, uint16_t events, kr_poll_view *view) {
    if (kr_is_socket(v)) {
        if (kr_to_socket(v)->handle < 0)
            view_ready(KR_NET_INVALID, view);
        else
            view_handle(kr_to_socket(v)->handle, events, view);
    } else if (kr_ssl_poll_view(vm, v, events, view)) {
        return;
    } else if (kr_is_file(v)) {
        view_file(vm, kr_to_pointer(v), events, view);
    } else if (kr_is_integer(v)) {
        view_number(vm, v, events, view);
    } else {
        view_object(vm, v, events, view);
    }
}

/* --- poll objects --- */

typedef struct entry {
    kr_value object;
    int32_t handle;
    uint16_t events, ready;
    uint16_t wanted, as_read, as_write;
    bool spent; /* reported once, by ipoll with flag 1 */
} entry;

typedef struct poller {
    kr_object head;
    uint32_t size, capacity;
    entry *entries;     /* a bytes block */
    kr_net_wait *waits; /* likewise, with room for `capacity` */
    bool busy;          /* waiting */
    bool once;          /* ipoll's flag */
    uint32_t next;      /* of the iteration */
    kr_value pair;      /* what ipoll gives, again and again; or 0 */
} poller;

static void poller_trace(kr_vm *vm, kr_object *object) {
    const poller *p = (const poller *)object;
    kr_mark_block(vm, p->entries);
    kr_mark_block(vm, p->waits);
    for (uint32_t i = 0; i < p->size; i++) kr_mark(vm, p->entries[i].object);
    if (p->pair != 0) kr_mark(vm, p->pair);
}

static uint16_t events_arg(kr_vm *vm, kr_value v) {
    if (v == KR_UNBOUND || v == KR_NONE) return KR_NET_READ | KR_NET_WRITE;
    kr_word events = kr_index_word(vm, v);
    if (events < 0) kr_raise_value_error(vm, "value must be positive");
    if (events > UINT16_MAX) kr_raise_overflow(vm, "Python int too large for C unsigned short");
    return (uint16_t)events;
}

/* A number also finds the socket whose fileno() it is. */
static bool is_same(const entry *e, kr_value object) {
    if (e->object == object) return true;
    return kr_is_int(object) && kr_is_socket(e->object) &&
           kr_to_socket(e->object)->handle == kr_to_int(object);
}

static entry *find(const poller *p, kr_value object) {
    for (uint32_t i = 0; i < p->size; i++) {
        if (is_same(&p->entries[i], object)) return &p->entries[i];
    }
    return NULL;
}

/* Both blocks before either is stored: the row stays whole when memory is short. */
static void grow(kr_vm *vm, poller *p) {
    if (p->size < p->capacity) return;
    uint32_t capacity = p->capacity * 2 + 4;
    entry *entries = kr_bytes_new(vm, capacity * sizeof *entries);
    kr_net_wait *waits = kr_bytes_new(vm, capacity * sizeof *waits);
    if (p->size > 0) memcpy(entries, p->entries, p->size * sizeof *entries);
    p->entries = entries;
    p->waits = waits;
    p->capacity = capacity;
}

static void add(kr_vm *vm, poller *p, kr_value object, uint16_t events) {
    grow(vm, p);
    p->entries[p->size++] = (entry){.object = object, .events = events};
}

/* TypeError or ValueError for what can never be polled. An ioctl is first called when it is waited for. */
static void check_object(kr_vm *vm, kr_value object) {
    kr_poll_view view;
    if (kr_is_socket(object) && kr_to_socket(object)->handle < 0)
        kr_raise_value_error(vm, "file descriptor cannot be a negative integer (-1)");
    bool later = !kr_is_integer(object) && kr_getattr_or(vm, object, N_ioctl, KR_UNBOUND) != KR_UNBOUND;
    if (!later) kr_poll_view_of(vm, object, 0, &view);
}

static kr_value poll_register(kr_vm *vm, size_t argc, const kr_value *argv) {
    poller *p = kr_to_pointer(argv[0]);
    uint16_t events = events_arg(vm, argv[2]);
    (void)argc;
    check_object(vm, argv[1]);
    entry *e = find(p, argv[1]);
    if (e == NULL)
        add(vm, p, argv[1], events);
    else
        *e = (entry){.object = argv[1], .events = events};
    return KR_NONE;
}
KR_METHOD(register, poll_register, 2, 3, "self,fd,eventmask",
          "register(object, eventmask=POLLIN|POLLOUT)\nWait for these events of the object, too.");

static kr_value poll_modify(kr_vm *vm, size_t argc, const kr_value *argv) {
    entry *e = find(kr_to_pointer(argv[0]), argv[1]);
    (void)argc;
    if (e == NULL) kr_raise_errno(vm, -KR_ENOENT, KR_UNBOUND);
    uint16_t events = events_arg(vm, argv[2]);
    e = find(kr_to_pointer(argv[0]), argv[1]); /* __index__ may have done anything */
    if (e == NULL) kr_raise_errno(vm, -KR_ENOENT, KR_UNBOUND);
    e->events = events;
    e->spent = false;
    return KR_NONE;
}
KR_METHOD(modify, poll_modify, 3, 3, "self,fd,eventmask",
          "modify(object, eventmask)\nChange what is waited for.");

static kr_value poll_unregister(kr_vm *vm, size_t argc, const kr_value *argv) {
    poller *p = kr_to_pointer(argv[0]);
    entry *e = find(p, argv[1]);
    (void)argc;
    if (e == NULL) kr_raise_key(vm, argv[1]);
    size_t index = (size_t)(e - p->entries);
    p->size--;
    memmove(e, e + 1, (p->size - index) * sizeof *e);
    if (p->next > index) p->next--;
    return KR_NONE;
}
KR_METHOD(unregister, poll_unregister, 2, 2, NULL, "unregister(object)\nDo not wait for it any more.");

/* --- a round --- */

/* Asks every object; true when one has no handle and must be asked again soon. */
static bool ask(kr_vm *vm, poller *p) {
    bool again = false;
    for (uint32_t i = 0; i < p->size; i++) {
        kr_poll_view view;
        kr_value object = p->entries[i].object;
        view_ready(0, &view);
        if (!p->entries[i].spent) kr_poll_view_of(vm, object, p->entries[i].events, &view);
        if (i >= p->size || p->entries[i].object != object) continue; /* it has unregistered itself */
        entry *e = &p->entries[i];
        e->handle = view.handle;
        e->wanted = view.events;
        e->ready = view.ready;
        e->as_read = view.as_read;
        e->as_write = view.as_write;
        again |= view.handle == KR_POLL_NO_HANDLE && view.ready == 0 && !e->spent;
    }
    return again;
}

static size_t list_waits(poller *p) {
    size_t count = 0;
    for (uint32_t i = 0; i < p->size; i++) {
        const entry *e = &p->entries[i];
        if (e->handle != KR_POLL_NO_HANDLE)
            p->waits[count++] = (kr_net_wait){.handle = e->handle, .events = e->wanted};
    }
    return count;
}

/* What the readiness of its handle means for an object. */
static uint16_t translate(const entry *e, uint16_t ready) {
    uint16_t plain = ready & (uint16_t) ~(KR_NET_READ | KR_NET_WRITE);
    return (uint16_t)(plain | (ready & KR_NET_READ ? e->as_read : 0) |
                      (ready & KR_NET_WRITE ? e->as_write : 0));
}

/* Spreads the host's answers and counts what is ready. Registrations made by the last callbacks have no
 * answer yet. */
static size_t collect(poller *p, bool answered) {
    size_t at = 0, ready = 0;
    for (uint32_t i = 0; i < p->size; i++) {
        entry *e = &p->entries[i];
        if (answered && e->handle != KR_POLL_NO_HANDLE) e->ready |= translate(e, p->waits[at++].ready);
        ready += e->ready != 0;
    }
    return ready;
}

static size_t count_ready(const poller *p) {
    size_t ready = 0;
    for (uint32_t i = 0; i < p->size; i++) ready += p->entries[i].ready != 0;
    return ready;
}

static size_t wait_ready(kr_vm *vm, poller *p, uint64_t end) {
    for (;;) {
        kr_poll(vm);
        bool again = ask(vm, p);
        size_t known = count_ready(p), count = list_waits(p);
        for (size_t i = 0; i < count; i++) p->waits[i].ready = 0;
        kr_wait_round(vm, p->waits, count, known > 0 ? 0 : end, again ? NAP_US : UINT64_MAX);
        size_t ready = collect(p, vm->host->net != NULL);
        if (ready > 0 || kr_now_us(vm) >= end) return ready;
    }
}

typedef struct waiting {
    poller *poller;
    uint64_t end;
    size_t ready;
} waiting;

static void wait_body(kr_vm *vm, void *data) {
    waiting *w = data;
    w->ready = wait_ready(vm, w->poller, w->end);
}

/* A callback must not wait on the poll object that is waiting already. */
static size_t poll_wait(kr_vm *vm, poller *p, uint64_t end) {
    waiting w = {.poller = p, .end = end};
    if (p->busy) kr_raise(vm, &kr_RuntimeError_type, "concurrent poll() invocation");
    p->busy = true;
    kr_value raised = kr_try(vm, wait_body, &w);
    p->busy = false;
    if (raised != KR_UNBOUND) kr_reraise(vm, raised);
    return w.ready;
}

/* --- poll() and ipoll() --- */

/* Milliseconds; negative: without end. */
static uint64_t end_of_poll(kr_vm *vm, kr_value timeout) {
    if (timeout != KR_UNBOUND && timeout != KR_NONE && kr_real_of(vm, timeout) < 0) return UINT64_MAX;
    return kr_end_of_timeout(vm, timeout, 1000);
}

static kr_value poll_poll(kr_vm *vm, size_t argc, const kr_value *argv) {
    poller *p = kr_to_pointer(argv[0]);
    kr_value list = kr_list_new(vm, 0, NULL);
    poll_wait(vm, p, end_of_poll(vm, argc > 1 ? argv[1] : KR_UNBOUND));
    for (uint32_t i = 0; i < p->size; i++) {
        if (p->entries[i].ready == 0) continue;
        kr_value pair[2] = {p->entries[i].object, KR_INT(p->entries[i].ready)};
        kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 2, pair));
    }
    return list;
}
KR_METHOD(
    poll, poll_poll, 1, 2, NULL,
    "poll(timeout=-1)\nWait for up to timeout ms. Returns a list of (object, events) of what is ready.");

static kr_value poll_ipoll(kr_vm *vm, size_t argc, const kr_value *argv) {
    poller *p = kr_to_pointer(argv[0]);
    p->once = argc > 2 && (kr_index_word(vm, argv[2]) & 1);
    poll_wait(vm, p, end_of_poll(vm, argc > 1 ? argv[1] : KR_UNBOUND));
    p->next = 0;
    return argv[0];
}
KR_METHOD(ipoll, poll_ipoll, 1, 3, NULL,
          "ipoll(timeout=-1, flags=0)\nAs poll(), but an iterator that gives one tuple again and again. Flag "
          "1: what was "
          "reported is not waited for until modify().");

/* A pair that nobody but the program's last look can hold; a fresh one costs memory at every event. */
static kr_value ipoll_pair(kr_vm *vm, poller *p, const entry *e) {
    kr_value items[2] = {e->object, KR_INT(e->ready)};
    if (p->pair == 0) return p->pair = kr_tuple_new(vm, 2, items);
    memcpy(kr_to_tuple(p->pair)->items, items, sizeof items);
    return p->pair;
}

static kr_value poller_next(kr_vm *vm, kr_value v) {
    poller *p = kr_to_pointer(v);
    while (p->next < p->size && p->entries[p->next].ready == 0) p->next++;
    if (p->next >= p->size) return KR_UNBOUND;
    entry *e = &p->entries[p->next++];
    kr_value pair = ipoll_pair(vm, p, e);
    e->ready = 0;
    e->spent = p->once;
    return pair;
}

static const kr_member poller_members[] = {
    {N___module__, N_select},      KR_ENTRY(register, poll_register),
    KR_ENTRY(modify, poll_modify), KR_ENTRY(unregister, poll_unregister),
    KR_ENTRY(poll, poll_poll),     KR_ENTRY(ipoll, poll_ipoll),
};
static const kr_ops poller_ops = {.trace = poller_trace, .iter = kr_iterator_self, .next = poller_next};
static const kr_type poller_type = {.head = {&kr_type_type},
                                    .name = N_poll,
                                    .base = &kr_object_type,
                                    .solid = &poller_type,
                                    .ops = &poller_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(poller),
                                    .member_count = sizeof poller_members / sizeof *poller_members,
                                    .members = poller_members};

static poller *new_poller(kr_vm *vm) {
    return kr_new(vm, &poller_type, sizeof(poller));
}

static kr_value select_poll(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return KR_OBJECT(new_poller(vm));
}
KR_FUNCTION(poll, select_poll, 0, 0, NULL, "poll()\nA new poll object: register() objects, then poll().");

/* --- select() --- */

static void add_all(kr_vm *vm, poller *p, kr_value objects, uint16_t events) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, objects);
    for (kr_value object; (object = kr_loop_next(vm, &loop)) != KR_UNBOUND;) {
        check_object(vm, object);
        add(vm, p, object, events);
    }
}

static kr_value ready_list(kr_vm *vm, const poller *p, uint32_t from, uint32_t to, uint16_t events) {
    kr_value list = kr_list_new(vm, 0, NULL);
    for (uint32_t i = from; i < to && i < p->size; i++) {
        if (p->entries[i].ready & KR_NET_INVALID) kr_raise_errno(vm, -KR_EBADF, KR_UNBOUND);
        if (p->entries[i].ready & events) kr_list_append(vm, kr_to_list(list), p->entries[i].object);
    }
    return list;
}

static kr_value select_select(kr_vm *vm, size_t argc, const kr_value *argv) {
    poller *p = new_poller(vm);
    kr_value timeout = argc > 3 ? argv[3] : KR_UNBOUND;
    bool given = timeout != KR_UNBOUND && timeout != KR_NONE;
    add_all(vm, p, argv[0], KR_NET_READ);
    uint32_t readers = p->size;
    add_all(vm, p, argv[1], KR_NET_WRITE);
    uint32_t writers = p->size;
    add_all(vm, p, argv[2], 0);
    bool never = given && !kr_is_integer(timeout) && !kr_is_float(timeout);
    if (never) kr_raise_type(vm, "timeout must be a float or None");
    if (given && kr_real_of(vm, timeout) < 0) kr_raise_value_error(vm, "timeout must be non-negative");
    poll_wait(vm, p, kr_end_of_timeout(vm, timeout, 1e6));
    kr_value lists[3];
    lists[0] = ready_list(vm, p, 0, readers, KR_NET_READ | KR_NET_HANGUP | KR_NET_ERROR);
    lists[1] = ready_list(vm, p, readers, writers, KR_NET_WRITE | KR_NET_ERROR);
    lists[2] = ready_list(vm, p, writers, UINT32_MAX, 0);
    return kr_tuple_new(vm, 3, lists);
}
KR_FUNCTION(select, select_select, 3, 4, NULL,
            "select(rlist, wlist, xlist, timeout=None)\nWait until one is ready, for up to timeout seconds. "
            "Returns three lists.");

static const kr_member members[] = {
    KR_ENTRY(poll, select_poll),
    KR_ENTRY(select, select_select),
    {N_error, KR_OBJECT(&kr_OSError_type)},
    {N_POLLIN, KR_INT(KR_NET_READ)},
    {N_POLLPRI, KR_INT(2)},
    {N_POLLOUT, KR_INT(KR_NET_WRITE)},
    {N_POLLERR, KR_INT(KR_NET_ERROR)},
    {N_POLLHUP, KR_INT(KR_NET_HANGUP)},
    {N_POLLNVAL, KR_INT(KR_NET_INVALID)},
};

const kr_module_def kr_module_select = {N_select, members, sizeof members / sizeof *members, NULL,
                                        "Waiting for several sockets and streams at once."};
