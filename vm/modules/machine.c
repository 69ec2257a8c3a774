/* machine: the module, with the clock, the watchdog, resets and what else concerns the device as a whole. */
#include "modules/arguments.h"
#include "modules/machine.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/calendar.h"
#include "modules/schedule.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/number.h"

/* --- RTC: the device's clock. datetime() counts the weekday from Monday and comes fourth, as in MicroPython.
 */

static kr_value rtc_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)argc, (void)argv, (void)nkw, (void)names;
    return KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_object)));
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

static const kr_member rtc_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(datetime, rtc_datetime),
    KR_ENTRY(init, rtc_init),
};
static const kr_ops plain_ops = {0};
const kr_type kr_rtc_type = {.head = {&kr_type_type},
                             .name = N_RTC,
                             .base = &kr_object_type,
                             .solid = &kr_rtc_type,
                             .ops = &plain_ops,
                             .size = sizeof(kr_object),
                             .member_count = sizeof rtc_members / sizeof *rtc_members,
                             .members = rtc_members,
                             .make = rtc_make};

/* --- WDT: resets the device unless it is fed. An alarm, so it barks between two bytecodes at the latest. */

typedef struct watchdog {
    kr_alarm alarm;
    uint64_t timeout; /* microseconds */
} watchdog;

static void reset(kr_vm *vm, bool hard) {
    const kr_host *host = vm->host;
    if (host->reset == NULL) kr_raise_errno(vm, KR_ENOSYS, KR_UNBOUND);
    host->reset(host->context, hard);
    for (;;) { /* the host has asked the machine to stop: this is where it does */
        kr_request_stop(vm);
        kr_poll(vm);
    }
}

static void watchdog_ring(kr_vm *vm, kr_alarm *alarm) {
    (void)alarm;
    reset(vm, true);
}

static void feed(kr_vm *vm, watchdog *w) {
    kr_alarm_set(vm, &w->alarm, vm->host->ticks_us(vm->host->context) + w->timeout);
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

static const kr_member wdt_members[] = {{N___module__, N_machine}, KR_ENTRY(feed, wdt_feed)};
static const kr_ops wdt_ops = {.trace = kr_alarm_trace};
const kr_type kr_wdt_type = {.head = {&kr_type_type},
                             .name = N_WDT,
                             .base = &kr_object_type,
                             .solid = &kr_wdt_type,
                             .ops = &wdt_ops,
                             .size = sizeof(watchdog),
                             .member_count = sizeof wdt_members / sizeof *wdt_members,
                             .members = wdt_members,
                             .make = wdt_make};

/* --- UART: no board has one that is not the console. */

static kr_value uart_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)cls, (void)argc, (void)argv, (void)nkw, (void)names;
    kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
}

static const kr_member uart_members[] = {
    {N___module__, N_machine}, {N_RTS, KR_INT(1)},    {N_CTS, KR_INT(2)},
    {N_INV_TX, KR_INT(4)},     {N_INV_RX, KR_INT(8)},
};
const kr_type kr_uart_type = {.head = {&kr_type_type},
                              .name = N_UART,
                              .base = &kr_object_type,
                              .solid = &kr_uart_type,
                              .ops = &plain_ops,
                              .size = sizeof(kr_object),
                              .member_count = sizeof uart_members / sizeof *uart_members,
                              .members = uart_members,
                              .make = uart_make};

/* --- resets and sleeping */

enum { PWRON_RESET = 1, HARD_RESET, WDT_RESET, DEEPSLEEP_RESET, SOFT_RESET };

static kr_value machine_reset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    reset(vm, true);
    return KR_NONE;
}
KR_FUNCTION(reset, machine_reset, 0, 0, NULL, "reset()\nRestart the device.");

static kr_value machine_soft_reset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    reset(vm, false);
    return KR_NONE;
}
KR_FUNCTION(soft_reset, machine_soft_reset, 0, 0, NULL,
            "soft_reset()\nForget everything that programs made and start anew; connections stay.");

static kr_value machine_reset_cause(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_INT(PWRON_RESET);
}
KR_FUNCTION(reset_cause, machine_reset_cause, 0, 0, NULL,
            "reset_cause()\nWhy the device started: PWRON_RESET as far as the machine knows.");

static kr_value sleep_ms(kr_vm *vm, kr_word ms) {
    kr_sleep_until(vm, vm->host->ticks_us(vm->host->context) + (ms > 0 ? (uint64_t)ms * 1000 : 0));
    return KR_NONE;
}

static kr_value machine_lightsleep(kr_vm *vm, size_t argc, const kr_value *argv) {
    return sleep_ms(vm, argc > 0 ? kr_index_word(vm, argv[0]) : 0);
}
KR_FUNCTION(lightsleep, machine_lightsleep, 0, 1, NULL,
            "lightsleep(ms)\nSleep that long; then the program goes on.");

static kr_value machine_deepsleep(kr_vm *vm, size_t argc, const kr_value *argv) {
    sleep_ms(vm, argc > 0 ? kr_index_word(vm, argv[0]) : 0);
    reset(vm, true);
    return KR_NONE;
}
KR_FUNCTION(deepsleep, machine_deepsleep, 0, 1, NULL,
            "deepsleep(ms)\nSleep that long, then restart the device.");

static kr_value machine_idle(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_sleep_until(vm, vm->host->ticks_us(vm->host->context) + 1000);
    return KR_NONE;
}
KR_FUNCTION(idle, machine_idle, 0, 0, NULL, "idle()\nLet the processor rest for at most a millisecond.");

/* --- facts */

static kr_value machine_freq(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_board *board = kr_board_of(vm);
    uint32_t hertz = board->frequency != NULL ? board->frequency(vm->host->board_context) : 0;
    if (argc == 0) return kr_int_from_unsigned(vm, hertz);
    if (kr_index_word(vm, argv[0]) != (kr_word)hertz)
        kr_raise_value_error(vm, "the frequency cannot be changed");
    return KR_NONE;
}
KR_FUNCTION(freq, machine_freq, 0, 1, NULL, "freq()\nThe processor's clock in hertz.");

static kr_value machine_unique_id(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t id[8] = {0};
    const kr_board *board = kr_board_of(vm);
    (void)argc, (void)argv;
    if (board->unique_id != NULL) board->unique_id(vm->host->board_context, id);
    return kr_bytes_value(vm, id, sizeof id);
}
KR_FUNCTION(unique_id, machine_unique_id, 0, 0, NULL, "unique_id()\nEight bytes that no other device has.");

/* Callbacks come between two bytecodes, so there is nothing that could break in: the calls keep programs
 * running that use them. */
static kr_value machine_disable_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_TRUE;
}
KR_FUNCTION(disable_irq, machine_disable_irq, 0, 0, NULL,
            "disable_irq()\nReturns the state for enable_irq(); callbacks come between statements anyhow.");

static kr_value machine_enable_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_FUNCTION(enable_irq, machine_enable_irq, 0, 1, NULL,
            "enable_irq(state)\nThe end of what disable_irq() began.");

/* Waits until the pin has that level; -1 when the time is up first. */
static int64_t wait_level(kr_vm *vm, int number, int wanted, uint64_t timeout) {
    const kr_board *board = kr_board_of(vm);
    const kr_host *host = vm->host;
    uint64_t start = host->ticks_us(host->context), spent = 0;
    while (kr_board_check(vm, board->pin_read(host->board_context, number)) != wanted) {
        kr_poll(vm);
        spent = host->ticks_us(host->context) - start;
        if (spent >= timeout) return -1;
    }
    return (int64_t)spent;
}

static kr_value machine_time_pulse_us(kr_vm *vm, size_t argc, const kr_value *argv) {
    int number = kr_pin_number(vm, argv[0]), wanted = kr_truth(vm, argv[1]);
    kr_word timeout = argc > 2 ? kr_index_word(vm, argv[2]) : 1000000;
    if (timeout < 0) timeout = 0;
    if (wait_level(vm, number, wanted, (uint64_t)timeout) < 0) return KR_INT(-2);
    int64_t length = wait_level(vm, number, !wanted, (uint64_t)timeout);
    return KR_INT(length < 0 ? -1 : length);
}
KR_FUNCTION(time_pulse_us, machine_time_pulse_us, 2, 3, NULL,
            "time_pulse_us(pin, level, timeout_us=1000000)\nHow long the pin stays at a level; -2: it never "
            "got there, -1: it stayed too long.");

/* --- memory: programs have no business with the host's */

typedef struct memory {
    kr_object head;
} memory;

static _Noreturn void refuse(kr_vm *vm) {
    kr_raise(vm, &kr_PermissionError_type, "this device gives no access to its memory");
}
static kr_value memory_get(kr_vm *vm, kr_value v, kr_value key) {
    (void)v, (void)key;
    refuse(vm);
}
static void memory_set(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    (void)v, (void)key, (void)item;
    refuse(vm);
}
static const kr_ops memory_ops = {.getitem = memory_get, .setitem = memory_set};
static const kr_type memory_type = {.head = {&kr_type_type},
                                    .name = N_mem,
                                    .base = &kr_object_type,
                                    .solid = &memory_type,
                                    .ops = &memory_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(memory)};
static const memory KR_ROM_OBJECT all_memory = {{&memory_type}};

static const kr_member members[] = {
    {N_Pin, KR_OBJECT(&kr_pin_type)},
    {N_Signal, KR_OBJECT(&kr_signal_type)},
    {N_ADC, KR_OBJECT(&kr_adc_type)},
    {N_PWM, KR_OBJECT(&kr_pwm_type)},
    {N_I2C, KR_OBJECT(&kr_i2c_type)},
    {N_SoftI2C, KR_OBJECT(&kr_soft_i2c_type)},
    {N_SPI, KR_OBJECT(&kr_spi_type)},
    {N_SoftSPI, KR_OBJECT(&kr_soft_spi_type)},
    {N_UART, KR_OBJECT(&kr_uart_type)},
    {N_Timer, KR_OBJECT(&kr_timer_type)},
    {N_RTC, KR_OBJECT(&kr_rtc_type)},
    {N_WDT, KR_OBJECT(&kr_wdt_type)},
    KR_ENTRY(reset, machine_reset),
    KR_ENTRY(soft_reset, machine_soft_reset),
    KR_ENTRY(reset_cause, machine_reset_cause),
    KR_ENTRY(lightsleep, machine_lightsleep),
    {N_sleep, KR_OBJECT(&native_machine_lightsleep)},
    KR_ENTRY(deepsleep, machine_deepsleep),
    KR_ENTRY(idle, machine_idle),
    KR_ENTRY(freq, machine_freq),
    KR_ENTRY(unique_id, machine_unique_id),
    KR_ENTRY(disable_irq, machine_disable_irq),
    KR_ENTRY(enable_irq, machine_enable_irq),
    KR_ENTRY(time_pulse_us, machine_time_pulse_us),
    {N_mem8, KR_OBJECT(&all_memory)},
    {N_mem16, KR_OBJECT(&all_memory)},
    {N_mem32, KR_OBJECT(&all_memory)},
    {N_PWRON_RESET, KR_INT(PWRON_RESET)},
    {N_HARD_RESET, KR_INT(HARD_RESET)},
    {N_WDT_RESET, KR_INT(WDT_RESET)},
    {N_DEEPSLEEP_RESET, KR_INT(DEEPSLEEP_RESET)},
    {N_SOFT_RESET, KR_INT(SOFT_RESET)},
};

const kr_module_def kr_module_machine = {N_machine, members, sizeof members / sizeof *members, NULL,
                                         "Pins, buses, timers and the clock of the device."};
