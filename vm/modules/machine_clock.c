/* RTC, the device's clock and its alarm, and WDT, which resets the device unless it is fed. */
#include "modules/arguments.h"
#include "modules/machine.h"
#include "core/heap.h"
#include "core/operate.h"
#include "modules/calendar.h"
#include "modules/schedule.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/container.h"
#include "types/number.h"

/* --- RTC: the device's clock. datetime() counts the weekday from Monday and comes fourth, as in MicroPython.
 */

typedef struct rtc {
    kr_alarm alarm;
    kr_value handler;
    uint64_t period; /* microseconds; 0: the alarm goes off once */
} rtc;

static void rtc_ring(kr_vm *vm, kr_alarm *alarm);

static kr_value rtc_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)argc, (void)argv, (void)nkw, (void)names;
    rtc *r = kr_new_instance(vm, cls, sizeof *r);
    r->alarm.ring = rtc_ring;
    r->handler = KR_NONE;
    return KR_OBJECT(r);
}

static void set_clock(kr_vm *vm, const kr_calendar *c, int64_t microseconds) {
    const kr_host *host = vm->host;
    int64_t ns = (kr_calendar_to_seconds(c) * 1000000 + microseconds) * 1000;
    if (host->set_time == NULL) kr_raise_errno(vm, KR_EPERM, KR_UNBOUND);
    int result = host->set_time(host->context, ns);
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
}

/* (year, month, day, weekday, hour, minute, second, subsecond in microseconds), by the numbers of its items:
 * weekday -1 when it has none. */
static void set_from(kr_vm *vm, kr_value v, const int8_t at[7]) {
    const kr_tuple *t = kr_to_tuple(kr_tuple_of(vm, v));
    int64_t values[7] = {0};
    for (size_t i = 0; i < 7; i++) {
        if ((size_t)at[i] < t->size) values[i] = (int64_t)kr_int_arg(vm, t->items[at[i]]);
    }
    if (t->size < 3) kr_raise_type(vm, "a date needs at least year, month and day");
    kr_calendar c = {.year = (int32_t)values[0],
                     .month = (int32_t)values[1],
                     .day = (int32_t)values[2],
                     .hour = (int32_t)values[3],
                     .minute = (int32_t)values[4],
                     .second = (int32_t)values[5],
                     .yearday = 1};
    kr_calendar_check(vm, &c);
    set_clock(vm, &c, values[6]);
}

static kr_value rtc_datetime(kr_vm *vm, size_t argc, const kr_value *argv) {
    static const int8_t order[7] = {0, 1, 2, 4, 5, 6, 7};
    if (argc > 1) {
        set_from(vm, argv[1], order);
        return KR_NONE;
    }
    int64_t ns = vm->host->time_ns(vm->host->context), seconds = kr_floor_divide(ns, 1000000000);
    kr_calendar c;
    kr_calendar_from_seconds(&c, seconds);
    kr_value values[8] = {
        KR_INT(c.year), KR_INT(c.month),  KR_INT(c.day),    KR_INT(c.weekday),
        KR_INT(c.hour), KR_INT(c.minute), KR_INT(c.second), KR_INT((ns - seconds * 1000000000) / 1000)};
    return kr_tuple_new(vm, 8, values);
}
KR_METHOD(datetime, rtc_datetime, 1, 2, NULL,
          "datetime(tuple)\n(year, month, day, weekday, hours, minutes, seconds, microseconds) in UTC; with "
          "an argument: set the clock.");

static kr_value rtc_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    static const int8_t order[7] = {0, 1, 2, 3, 4, 5, 6};
    if (argc > 1) set_from(vm, argv[1], order);
    return KR_NONE;
}
KR_METHOD(init, rtc_init, 1, 2, NULL,
          "init((year, month, day, hour, minute, second, microsecond))\nSet the clock.");

/* now() of other ports: (year, month, day, hour, minute, second, microsecond, None). */
static kr_value rtc_now(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_value *d = kr_to_tuple(rtc_datetime(vm, 1, argv))->items;
    kr_value values[8] = {d[0], d[1], d[2], d[4], d[5], d[6], d[7], KR_NONE};
    return kr_tuple_new(vm, 8, values);
}
KR_METHOD(now, rtc_now, 1, 1, NULL,
          "now()\n(year, month, day, hour, minute, second, microsecond, None) in UTC.");

static kr_value rtc_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    const kr_calendar start = {.year = 2015, .month = 1, .day = 1, .yearday = 1};
    set_clock(vm, &start, 0);
    return KR_NONE;
}
KR_METHOD(deinit, rtc_deinit, 1, 1, NULL, "deinit()\nSet the clock to the first of January 2015.");

static kr_value rtc_memory(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t room;
    uint8_t *memory = kr_rtc_memory(vm, &room);
    if (argc == 1) return kr_bytes_value(vm, memory + 2, (size_t)(memory[0] | memory[1] << 8));
    kr_span span = kr_span_arg(vm, argv[1]);
    if (span.size > room) kr_raise_value_error(vm, "buffer too long");
    memmove(memory + 2, span.data, span.size);
    memory[0] = (uint8_t)span.size;
    memory[1] = (uint8_t)(span.size >> 8);
    return KR_NONE;
}
KR_METHOD(memory, rtc_memory, 1, 2, NULL,
          "memory(data)\nThe bytes that were kept through resets; with an argument: keep these.");

/* --- RTC.alarm(): one alarm, which may call a handler */

enum { RTC_ALARM0 = 0 };

static void rtc_trace(kr_vm *vm, kr_object *object) {
    kr_alarm_trace(vm, object);
    if (((rtc *)object)->handler != 0) kr_mark(vm, ((rtc *)object)->handler);
}

static void rtc_ring(kr_vm *vm, kr_alarm *alarm) {
    rtc *r = (rtc *)alarm;
    kr_value self = KR_OBJECT(r);
    if (r->period > 0) kr_alarm_set(vm, alarm, alarm->due + r->period);
    if (r->handler != KR_NONE) kr_call(vm, r->handler, 1, &self);
}

/* Microseconds from now until a time in milliseconds or a date. */
static uint64_t until(kr_vm *vm, kr_value time) {
    if (!kr_is_tuple(time)) return (uint64_t)kr_machine_within(vm, time, 0, 0, 0x7fffffff, "time") * 1000;
    const kr_tuple *t = kr_to_tuple(time);
    int64_t v[7] = {0};
    for (size_t i = 0; i < 7 && i < t->size; i++) v[i] = (int64_t)kr_int_arg(vm, t->items[i]);
    kr_calendar c = {.year = (int32_t)v[0],
                     .month = (int32_t)v[1],
                     .day = (int32_t)v[2],
                     .hour = (int32_t)v[3],
                     .minute = (int32_t)v[4],
                     .second = (int32_t)v[5],
                     .yearday = 1};
    kr_calendar_check(vm, &c);
    int64_t left = kr_calendar_to_seconds(&c) * 1000000 + v[6] - vm->host->time_ns(vm->host->context) / 1000;
    return left > 0 ? (uint64_t)left : 0;
}

static kr_value rtc_alarm(kr_vm *vm, size_t argc, const kr_value *argv) {
    rtc *r = kr_to_pointer(argv[0]);
    (void)argc;
    if (kr_machine_int(vm, argv[1], RTC_ALARM0) != RTC_ALARM0)
        kr_raise_value_error(vm, "the clock has one alarm, 0");
    kr_value time = argv[2] == KR_UNBOUND ? KR_INT(0) : argv[2];
    uint64_t wait = until(vm, time);
    r->period = argv[3] != KR_UNBOUND && kr_truth(vm, argv[3]) ? wait : 0;
    kr_alarm_set(vm, &r->alarm, kr_machine_ticks(vm) + wait);
    return KR_NONE;
}
KR_METHOD(
    alarm, rtc_alarm, 2, 4, "self,id,time,repeat",
    "alarm(id, time, *, repeat=False)\nSet the alarm to go off in that many milliseconds, or at a date.");

static kr_value rtc_alarm_left(kr_vm *vm, size_t argc, const kr_value *argv) {
    const rtc *r = kr_to_pointer(argv[0]);
    uint64_t now = kr_machine_ticks(vm);
    (void)argc;
    return kr_int_from_unsigned(vm, r->alarm.set && r->alarm.due > now ? (r->alarm.due - now) / 1000 : 0);
}
KR_METHOD(alarm_left, rtc_alarm_left, 1, 2, NULL, "alarm_left(id=0)\nMilliseconds until the alarm goes off.");

static kr_value rtc_cancel(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_alarm_cancel(vm, &((rtc *)kr_to_pointer(argv[0]))->alarm);
    return KR_NONE;
}
KR_METHOD(cancel, rtc_cancel, 1, 2, NULL, "cancel(id=0)\nForget the alarm.");

static kr_value rtc_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    rtc *r = kr_to_pointer(argv[0]);
    kr_value handler = argv[2] == KR_UNBOUND ? KR_NONE : argv[2];
    (void)argc;
    if (handler != KR_NONE && !kr_is_callable(vm, handler))
        kr_raise_type(vm, "the handler must be callable or None, not %T", handler);
    r->handler = handler;
    return argv[0];
}
KR_METHOD(irq, rtc_irq, 1, 4, "self,trigger,handler,wake",
          "irq(*, trigger=RTC.ALARM0, handler=None, wake=machine.IDLE)\nCall handler(rtc) when the alarm "
          "goes off.");

static const kr_member rtc_members[] = {
    {N___module__, N_machine},  KR_ENTRY(datetime, rtc_datetime),     KR_ENTRY(now, rtc_now),
    KR_ENTRY(init, rtc_init),   KR_ENTRY(deinit, rtc_deinit),         KR_ENTRY(memory, rtc_memory),
    KR_ENTRY(alarm, rtc_alarm), KR_ENTRY(alarm_left, rtc_alarm_left), KR_ENTRY(cancel, rtc_cancel),
    KR_ENTRY(irq, rtc_irq),     {N_ALARM0, KR_INT(RTC_ALARM0)},
};
static const kr_ops rtc_ops = {.trace = rtc_trace};
KR_MACHINE_TYPE(kr_rtc_type, N_RTC, rtc, rtc_ops, rtc_members, rtc_make);

/* --- WDT: resets the device unless it is fed. An alarm, so it barks between two bytecodes at the latest. */

typedef struct watchdog {
    kr_alarm alarm;
    uint64_t timeout; /* microseconds */
} watchdog;

static void watchdog_ring(kr_vm *vm, kr_alarm *alarm) {
    (void)alarm;
    kr_machine_reset(vm, KR_RESET_WATCHDOG);
}

static void feed(kr_vm *vm, watchdog *w) {
    kr_alarm_set(vm, &w->alarm, kr_machine_ticks(vm) + w->timeout);
}

static kr_value wdt_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    static const kr_value known[] = {N_id, N_timeout, 0};
    kr_value args[2];
    kr_bind_named(vm, "WDT", known, args, 0, 2, argc, argv, nkw, names);
    kr_word timeout = kr_machine_int(vm, args[1], 5000);
    if (timeout <= 0) kr_raise_value_error(vm, "WDT timeout too short");
    if (vm->host->reset == NULL) kr_raise_errno(vm, KR_ENOSYS, KR_UNBOUND);
    watchdog *w = kr_new_instance(vm, cls, sizeof *w);
    w->alarm.ring = watchdog_ring;
    w->timeout = (uint64_t)timeout * 1000;
    feed(vm, w);
    return KR_OBJECT(w);
}

static kr_value wdt_feed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    feed(vm, kr_to_pointer(argv[0]));
    return KR_NONE;
}
KR_METHOD(feed, wdt_feed, 1, 1, NULL, "feed()\nThe program is alive: begin the time anew.");

static kr_value wdt_timeout_ms(kr_vm *vm, size_t argc, const kr_value *argv) {
    watchdog *w = kr_to_pointer(argv[0]);
    (void)argc;
    w->timeout = (uint64_t)kr_machine_within(vm, argv[1], 0, 1, 0x7fffffff, "timeout") * 1000;
    feed(vm, w);
    return KR_NONE;
}
KR_METHOD(timeout_ms, wdt_timeout_ms, 2, 2, NULL, "timeout_ms(timeout)\nSet the time anew.");

static const kr_member wdt_members[] = {
    {N___module__, N_machine}, KR_ENTRY(feed, wdt_feed), KR_ENTRY(timeout_ms, wdt_timeout_ms)};
static const kr_ops wdt_ops = {.trace = kr_alarm_trace};
KR_MACHINE_TYPE(kr_wdt_type, N_WDT, watchdog, wdt_ops, wdt_members, wdt_make);
