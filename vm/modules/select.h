#ifndef KR_SELECT_H
#define KR_SELECT_H
/* Waiting for several things at once: sockets, the console, and objects of programs.
 *
 * An object can be polled when it is a socket, an ssl socket, a file, or has a method ioctl(request,
 * argument) that answers request 3 with the events it is ready for, as MicroPython's stream classes do. Small
 * ints stand for the console (0, 1, 2) or a socket's fileno(). Whatever has no handle of the host is asked
 * again every millisecond. */
#include "krait/net.h"
#include "core/context.h"

#define KR_POLL_REQUEST   3 /* ioctl: argument and result are enum kr_net_event bits */
#define KR_POLL_NO_HANDLE INT32_MIN

/* How an object is polled: `ready` is what is known at once. The host's `handle` is waited for with `events`;
 * when it is ready to be read, the object is ready for `as_read`, and so on. */
typedef struct kr_poll_view {
    int32_t handle; /* or KR_POLL_NO_HANDLE */
    uint16_t events, ready, as_read, as_write;
} kr_poll_view;

/* May call the object's methods; TypeError for what cannot be polled, OSError. */
void kr_poll_view_of(kr_vm *vm, kr_value object, uint16_t events, kr_poll_view *view);

/* One round of waiting, no longer than until `end` (in ticks_us; UINT64_MAX: without end) or the next alarm,
 * with `us` as the longest nap: how many are ready. Before the wait, callbacks run and interrupts are raised;
 * not afterwards. */
size_t kr_wait_round(kr_vm *vm, kr_net_wait *waits, size_t count, uint64_t end, uint64_t us);

/* Waits for one handle; false when `end` came first. */
bool kr_wait_handle(kr_vm *vm, int32_t handle, uint16_t events, uint64_t end);

uint64_t kr_now_us(const kr_vm *vm);
/* A timeout argument in units of `unit` microseconds as the time when it is over; None (and, if `negative`,
 * negative ones): UINT64_MAX. */
uint64_t kr_end_of_timeout(kr_vm *vm, kr_value timeout, double unit);

#endif
