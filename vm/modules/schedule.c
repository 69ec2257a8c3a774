/* The queue of scheduled calls and the list of alarms. Both live in one object under KR_STATE_TIMERS, made
 * when it is first needed; vm->alarm_us tells kr_poll without looking here when something falls due. */
#include "modules/schedule.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/exception.h"
#include "types/text.h"

#define QUEUE_SIZE 8

typedef struct queued {
    kr_value function, argument;
} queued;

typedef struct schedule {
    kr_object head;
    queued queue[QUEUE_SIZE]; /* a ring */
    uint32_t first, count;
    bool running;
    bool held; /* machine.disable_irq() */
    kr_alarm *alarms;
} schedule;

static void schedule_trace(kr_vm *vm, kr_object *object) {
    const schedule *s = (const schedule *)object;
    for (uint32_t i = 0; i < s->count; i++) {
        const queued *q = &s->queue[(s->first + i) % QUEUE_SIZE];
        kr_mark(vm, q->function);
        kr_mark(vm, q->argument);
    }
    if (s->alarms != NULL) kr_mark(vm, KR_OBJECT(s->alarms)); /* each marks the next one */
}

static const kr_ops schedule_ops = {.trace = schedule_trace};
static const kr_type schedule_type = {.head = {&kr_type_type},
                                      .name = N_schedule,
                                      .base = &kr_object_type,
                                      .solid = &schedule_type,
                                      .ops = &schedule_ops,
                                      .flags = KR_TYPE_FINAL,
                                      .size = sizeof(schedule)};

static schedule *state(kr_vm *vm) {
    kr_value *slot = kr_module_state(vm, KR_STATE_TIMERS);
    if (*slot == 0) {
        kr_value made = KR_OBJECT(kr_new(vm, &schedule_type, sizeof(schedule)));
        *kr_module_state(vm, KR_STATE_TIMERS) = made;
        return kr_to_pointer(made);
    }
    return kr_to_pointer(*slot);
}

static uint64_t now(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context);
}

/* --- scheduled calls */

void kr_schedule(kr_vm *vm, kr_value function, kr_value argument) {
    schedule *s = state(vm);
    if (s->count == QUEUE_SIZE) kr_raise(vm, &kr_RuntimeError_type, "schedule queue full");
    s->queue[(s->first + s->count++) % QUEUE_SIZE] = (queued){function, argument};
    kr_pend(vm, KR_PENDING_CALLBACK);
}

static void call_queued(kr_vm *vm, void *data) {
    const queued *q = data;
    kr_call(vm, q->function, 1, &q->argument);
}

/* --- alarms */

static void note_next(kr_vm *vm, const schedule *s) {
    vm->alarm_us = s->alarms != NULL ? s->alarms->due : 0;
}

static void unlink_alarm(schedule *s, kr_alarm *alarm) {
    kr_alarm **at = &s->alarms;
    while (*at != NULL && *at != alarm) at = &(*at)->next;
    if (*at == alarm) *at = alarm->next;
    alarm->next = NULL;
    alarm->set = false;
}

void kr_alarm_set(kr_vm *vm, kr_alarm *alarm, uint64_t due) {
    schedule *s = state(vm);
    kr_alarm **at = &s->alarms;
    if (alarm->set) unlink_alarm(s, alarm);
    while (*at != NULL && (*at)->due <= due) at = &(*at)->next;
    alarm->next = *at;
    alarm->due = due > 0 ? due : 1;
    alarm->set = true;
    *at = alarm;
    note_next(vm, s);
}

void kr_alarm_cancel(kr_vm *vm, kr_alarm *alarm) {
    schedule *s = state(vm);
    if (alarm->set) unlink_alarm(s, alarm);
    note_next(vm, s);
}

void kr_alarm_trace(kr_vm *vm, kr_object *object) {
    const kr_alarm *alarm = (const kr_alarm *)object;
    if (alarm->next != NULL) kr_mark(vm, KR_OBJECT(alarm->next));
}

static void ring(kr_vm *vm, void *data) {
    kr_alarm *alarm = data;
    alarm->ring(vm, alarm);
}

/* --- running what is due */

static void print_failure(kr_vm *vm, void *data) {
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_write_text(&out, "Unhandled exception in a callback\n");
    kr_print_exception(vm, &out, *(kr_value *)data);
    const kr_str *text = kr_to_str(kr_str_shown(vm, kr_writer_str(&out)));
    vm->host->write(vm->host->context, KR_STDERR, text->data, text->size);
}

/* A callback that fails is reported; the program goes on, unless it was to be ended. */
static void settle(kr_vm *vm, schedule *s, kr_value raised) {
    if (raised == KR_UNBOUND) return;
    if (kr_exception_is(raised, &kr_Exception_type)) {
        kr_try(vm, print_failure, &raised);
        return;
    }
    s->running = false;
    kr_reraise(vm, raised);
}

static void run_queue(kr_vm *vm, schedule *s) {
    for (uint32_t left = s->count; left > 0;
         left--) { /* what is scheduled meanwhile waits for the next time */
        queued q = s->queue[s->first];
        s->first = (s->first + 1) % QUEUE_SIZE;
        s->count--;
        settle(vm, s, kr_try(vm, call_queued, &q));
    }
}

static void run_alarms(kr_vm *vm, schedule *s) {
    uint64_t at = now(vm);
    for (unsigned most = 64; most > 0 && s->alarms != NULL && s->alarms->due <= at; most--) {
        kr_alarm *alarm = s->alarms;
        unlink_alarm(s, alarm);
        settle(vm, s, kr_try(vm, ring, alarm));
    }
    note_next(vm, s);
}

void kr_schedule_run(kr_vm *vm) {
    kr_unpend(vm, KR_PENDING_CALLBACK);
    if (*kr_module_state(vm, KR_STATE_TIMERS) == 0) return;
    schedule *s = state(vm);
    if (s->running || s->held) return;
    s->running = true;
    run_alarms(vm, s);
    run_queue(vm, s);
    s->running = false;
    if (s->count > 0) kr_pend(vm, KR_PENDING_CALLBACK);
}

bool kr_schedule_hold(kr_vm *vm, bool hold) {
    schedule *s = state(vm);
    bool before = s->held;
    s->held = hold;
    if (!hold && (s->count > 0 || s->alarms != NULL)) kr_pend(vm, KR_PENDING_CALLBACK);
    return before;
}

/* --- waiting */

uint64_t kr_schedule_wait(kr_vm *vm, uint64_t most) {
    kr_value slot = *kr_module_state(vm, KR_STATE_TIMERS);
    if (slot == 0) return most;
    const schedule *s = kr_to_pointer(slot);
    if (s->running || s->held) return most;
    if (vm->pending & KR_PENDING_CALLBACK) return 0;
    if (vm->alarm_us == 0) return most;
    uint64_t at = now(vm);
    uint64_t wait = vm->alarm_us > at ? vm->alarm_us - at : 0;
    return wait < most ? wait : most;
}

void kr_sleep_until(kr_vm *vm, uint64_t end) {
    const kr_host *host = vm->host;
    for (;;) {
        uint64_t at = now(vm);
        bool due = vm->alarm_us != 0 && vm->alarm_us <= at;
        if (due) kr_pend(vm, KR_PENDING_CALLBACK); /* what is due by `end` has run when this returns */
        kr_poll(vm);
        if (at >= end) return;
        at = now(vm);
        uint64_t wait = at < end ? kr_schedule_wait(vm, end - at) : 0;
        if (wait > 0) host->sleep_us(host->context, wait);
    }
}
