#ifndef KR_SCHEDULE_H
#define KR_SCHEDULE_H
/* Calls that are to happen soon or at a time: micropython.schedule, Timer, interrupts of pins.
 *
 * They run from kr_poll, between two bytecodes of whatever the program does or while it sleeps, one at a time
 * and never inside each other. */
#include "core/context.h"

/* Queues function(argument). RuntimeError "schedule queue full" when too many wait. */
void kr_schedule(kr_vm *vm, kr_value function, kr_value argument);

/* What has a time. Machine timers are objects with this header; `ring` is called when the time has come, and
 * sets `due` again or leaves the alarm stopped. Alarms that are set are roots of the collector. */
typedef struct kr_alarm {
    kr_object head;
    struct kr_alarm *next; /* sorted by time */
    uint64_t due;          /* in the host's ticks_us */
    bool set;
    void (*ring)(kr_vm *vm, struct kr_alarm *alarm);
} kr_alarm;
void kr_alarm_set(kr_vm *vm, kr_alarm *alarm, uint64_t due);
void kr_alarm_cancel(kr_vm *vm, kr_alarm *alarm);
void kr_alarm_trace(kr_vm *vm, kr_object *object); /* the part of ops->trace that concerns the header */

/* Nothing is run while that is held; returns whether it was. */
bool kr_schedule_hold(kr_vm *vm, bool hold);

/* Microseconds until something is to happen, at most `most`. What sleeps sleeps no longer than this at a
 * time. */
uint64_t kr_schedule_wait(kr_vm *vm, uint64_t most);

/* Sleeps until the host's ticks_us reach `end`, running what falls due; KeyboardInterrupt. */
void kr_sleep_until(kr_vm *vm, uint64_t end);

/* Called by kr_poll: what is due, when anything is. */
void kr_schedule_run(kr_vm *vm);

#endif
