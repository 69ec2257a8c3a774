/* Timer: alarms that call a function of the program, once or again and again. Any number of them runs at the
 * same time; the id is a name. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "modules/schedule.h"
#include "run/attribute.h"
#include "types/number.h"

enum { ONE_SHOT = 0, PERIODIC = 1 };

typedef struct timer {
    kr_alarm alarm;
    kr_value callback; /* KR_NONE when there is none */
    uint64_t period;   /* microseconds */
    int32_t id;
    bool periodic;
} timer;

static timer *to_timer(kr_value v) {
    return kr_to_pointer(v);
}

static void timer_trace(kr_vm *vm, kr_object *object) {
    kr_alarm_trace(vm, object);
    if (((timer *)object)->callback != 0) kr_mark(vm, ((timer *)object)->callback);
}

static uint64_t ticks(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context);
}

/* The next time is counted from the last one, so that a period keeps its pace; times that were missed
 * altogether are dropped. */
static void timer_ring(kr_vm *vm, kr_alarm *alarm) {
    timer *t = (timer *)alarm;
    kr_value self = KR_OBJECT(t);
    if (t->periodic) {
        uint64_t now = ticks(vm), next = alarm->due + t->period;
        kr_alarm_set(vm, alarm, next > now ? next : now + t->period - (now - alarm->due) % t->period);
    }
    if (t->callback != KR_NONE) kr_call(vm, t->callback, 1, &self);
}

enum {
    TIMER_ID,
    TIMER_MODE,
    TIMER_PERIOD,
    TIMER_CALLBACK,
    TIMER_FREQ,
    TIMER_TICK_HZ,
    TIMER_HARD,
    TIMER_COUNT
};
static const kr_value timer_arguments[] = {N_id, N_mode, N_period, N_callback, N_freq, N_tick_hz, N_hard, 0};

static double period_of(kr_vm *vm, const kr_value args[TIMER_COUNT]) {
    if (args[TIMER_FREQ] != KR_UNBOUND && args[TIMER_FREQ] != KR_NONE) {
        double hertz = (double)kr_real_of(vm, args[TIMER_FREQ]);
        if (!(hertz > 0)) kr_raise_value_error(vm, "freq must be positive");
        return 1e6 / hertz;
    }
    double tick = args[TIMER_TICK_HZ] == KR_UNBOUND ? 1000 : (double)kr_real_of(vm, args[TIMER_TICK_HZ]);
    double period = (double)kr_machine_int(vm, args[TIMER_PERIOD], 0) * 1e6 / (tick > 0 ? tick : 1000);
    if (!(period > 0)) kr_raise_value_error(vm, "period must be positive");
    return period;
}

static void start(kr_vm *vm, timer *t, const kr_value args[TIMER_COUNT]) {
    kr_value callback = args[TIMER_CALLBACK] == KR_UNBOUND ? KR_NONE : args[TIMER_CALLBACK];
    kr_word mode = kr_machine_int(vm, args[TIMER_MODE], PERIODIC);
    if (callback != KR_NONE && !kr_is_callable(vm, callback))
        kr_raise_type(vm, "'%T' object is not callable", callback);
    if (mode != ONE_SHOT && mode != PERIODIC)
        kr_raise_value_error(vm, "mode must be Timer.ONE_SHOT or Timer.PERIODIC");
    double period = period_of(vm, args);
    t->period = period < 1 ? 1 : (uint64_t)period;
    t->callback = callback;
    t->periodic = mode == PERIODIC;
    kr_alarm_set(vm, &t->alarm, ticks(vm) + t->period);
}

static bool wants_start(const kr_value args[TIMER_COUNT]) {
    return args[TIMER_PERIOD] != KR_UNBOUND || args[TIMER_FREQ] != KR_UNBOUND ||
           args[TIMER_CALLBACK] != KR_UNBOUND;
}

static kr_value timer_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    kr_value args[TIMER_COUNT];
    kr_bind_named(vm, "Timer", timer_arguments, args, 0, 1, argc, argv, nkw, names);
    kr_word id = kr_machine_int(vm, args[TIMER_ID], -1);
    timer *t = kr_new_instance(vm, cls, sizeof *t);
    t->alarm.ring = timer_ring;
    t->callback = KR_NONE;
    t->id = (int32_t)id;
    if (wants_start(args)) start(vm, t, args);
    return KR_OBJECT(t);
}

static kr_value timer_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[TIMER_COUNT] = {KR_UNBOUND};
    kr_bind_named(vm, "init", timer_arguments + 1, args + 1, 0, 3, argc - 1, argv + 1, nkw, names);
    start(vm, to_timer(argv[0]), args);
    return KR_NONE;
}
KR_METHOD_KW(init, timer_init, 1, KR_ANY,
             "init(*, mode=Timer.PERIODIC, period=-1, callback=None, freq=-1)\nCall callback(timer) after "
             "`period` milliseconds, or `freq` times a second.");

static kr_value timer_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_alarm_cancel(vm, &to_timer(argv[0])->alarm);
    return KR_NONE;
}
KR_METHOD(deinit, timer_deinit, 1, 1, NULL, "deinit()\nStop.");

static kr_value timer_value(kr_vm *vm, size_t argc, const kr_value *argv) {
    const timer *t = to_timer(argv[0]);
    (void)argc;
    if (!t->alarm.set) return KR_INT(0);
    uint64_t now = ticks(vm), left = t->alarm.due > now ? t->alarm.due - now : 0;
    return kr_int_from_unsigned(vm, (t->period > left ? t->period - left : 0) / 1000);
}
KR_METHOD(value, timer_value, 1, 1, NULL, "value()\nMilliseconds of the current period that are over.");

static void timer_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const timer *t = to_timer(v);
    (void)vm, (void)str;
    kr_write_format(out, "Timer(%d, mode=%s, period=%zu)", t->id, t->periodic ? "PERIODIC" : "ONE_SHOT",
                    (size_t)(t->period / 1000));
}

static const kr_member timer_members[] = {
    {N___module__, N_machine},    KR_ENTRY(init, timer_init),     KR_ENTRY(deinit, timer_deinit),
    KR_ENTRY(value, timer_value), {N_ONE_SHOT, KR_INT(ONE_SHOT)}, {N_PERIODIC, KR_INT(PERIODIC)},
};
static const kr_ops timer_ops = {.trace = timer_trace, .print = timer_print};
const kr_type kr_timer_type = {.head = {&kr_type_type},
                               .name = N_Timer,
                               .base = &kr_object_type,
                               .solid = &kr_timer_type,
                               .ops = &timer_ops,
                               .size = sizeof(timer),
                               .member_count = sizeof timer_members / sizeof *timer_members,
                               .members = timer_members,
                               .make = timer_make};
