/* machine: the module, with resets, sleeping and what else concerns the device as a whole. */
#include "modules/machine.h"
#include "core/operate.h"
#include "modules/schedule.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

/* --- resets and sleeping */

/* Before the host: the board outlives the machine and remembers why. */
void kr_machine_reset(kr_vm *vm, enum kr_reset_cause cause) {
    const kr_host *host = vm->host;
    if (host->reset == NULL) kr_raise_errno(vm, KR_ENOSYS, KR_UNBOUND);
    if (host->board != NULL && host->board->resetting != NULL)
        host->board->resetting(host->board_context, cause);
    host->reset(host->context, cause != KR_RESET_SOFT);
    for (;;) { /* the host has asked the machine to stop: this is where it does */
        kr_request_stop(vm);
        kr_poll(vm);
    }
}

static kr_value machine_reset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_machine_reset(vm, KR_RESET_HARD);
}
KR_FUNCTION(reset, machine_reset, 0, 0, NULL, "reset()\nRestart the device.");

static kr_value machine_soft_reset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_machine_reset(vm, KR_RESET_SOFT);
}
KR_FUNCTION(soft_reset, machine_soft_reset, 0, 0, NULL,
            "soft_reset()\nForget everything that programs made and start anew; connections stay.");

static kr_value machine_reset_cause(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_board *board = vm->host->board;
    (void)argc, (void)argv;
    bool known = board != NULL && board->reset_cause != NULL;
    return KR_INT(known ? board->reset_cause(vm->host->board_context) : KR_RESET_POWER);
}
KR_FUNCTION(reset_cause, machine_reset_cause, 0, 0, NULL,
            "reset_cause()\nWhy the device started: PWRON_RESET, HARD_RESET, WDT_RESET, DEEPSLEEP_RESET or "
            "SOFT_RESET.");

enum { WLAN_WAKE = 1, PIN_WAKE, RTC_WAKE };

/* A program that slept was woken by the clock: it sleeps until that rings. */
static kr_value machine_wake_reason(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value cause = machine_reset_cause(vm, argc, argv);
    return KR_INT(cause == KR_INT(KR_RESET_DEEPSLEEP) ? RTC_WAKE : 0);
}
KR_FUNCTION(wake_reason, machine_wake_reason, 0, 0, NULL,
            "wake_reason()\nWhat ended a deepsleep(): RTC_WAKE; 0 when there was none.");

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
    kr_word ms = argc > 0 ? kr_index_word(vm, argv[0]) : 0;
    const kr_board *board = vm->host->board;
    if (board != NULL && board->deepsleep != NULL)
        kr_board_check(vm, board->deepsleep(vm->host->board_context, ms > 0 ? (uint64_t)ms * 1000 : 0));
    else
        sleep_ms(vm, ms);
    kr_machine_reset(vm, KR_RESET_DEEPSLEEP);
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
    void *context = vm->host->board_context;
    uint32_t hertz = board->frequency != NULL ? board->frequency(context) : 0;
    if (argc == 0) return kr_int_from_unsigned(vm, hertz);
    uint32_t wanted = kr_machine_within(vm, argv[0], 0, 1, 0x7fffffff, "freq");
    if (wanted == hertz) return KR_NONE;
    if (board->set_frequency == NULL) kr_raise_value_error(vm, "the frequency cannot be changed");
    kr_board_check(vm, board->set_frequency(context, wanted));
    return KR_NONE;
}
KR_FUNCTION(freq, machine_freq, 0, 1, NULL,
            "freq(hz)\nThe processor's clock in hertz; with an argument: set it.");

static kr_value machine_unique_id(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t id[8] = {0};
    const kr_board *board = kr_board_of(vm);
    (void)argc, (void)argv;
    if (board->unique_id != NULL) board->unique_id(vm->host->board_context, id);
    return kr_bytes_value(vm, id, sizeof id);
}
KR_FUNCTION(unique_id, machine_unique_id, 0, 0, NULL, "unique_id()\nEight bytes that no other device has.");

static kr_value machine_disable_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_bool(kr_schedule_hold(vm, true));
}
KR_FUNCTION(disable_irq, machine_disable_irq, 0, 0, NULL,
            "disable_irq()\nNo handler and no timer's function runs from now on; returns the state for "
            "enable_irq().");

static kr_value machine_enable_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_schedule_hold(vm, argc > 0 && kr_truth(vm, argv[0]));
    return KR_NONE;
}
KR_FUNCTION(enable_irq, machine_enable_irq, 0, 1, NULL,
            "enable_irq(state)\nThe end of what disable_irq() began.");

/* Waits until the pin has that level; -1 when the time is up first. */
static int64_t wait_level(kr_vm *vm, kr_value pin, int wanted, uint64_t timeout) {
    uint64_t start = kr_machine_ticks(vm), spent = 0;
    while (kr_pin_level(vm, pin) != wanted) {
        kr_poll(vm);
        spent = kr_machine_ticks(vm) - start;
        if (spent >= timeout) return -1;
    }
    return (int64_t)spent;
}

static kr_value machine_time_pulse_us(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value pin = argv[0];
    if (kr_is_int(pin) || kr_is_str(pin)) pin = kr_call(vm, KR_OBJECT(&kr_pin_type), 1, &pin);
    int wanted = kr_truth(vm, argv[1]);
    kr_word timeout = argc > 2 ? kr_index_word(vm, argv[2]) : 1000000;
    if (timeout < 0) timeout = 0;
    if (wait_level(vm, pin, wanted, (uint64_t)timeout) < 0) return KR_INT(-2);
    int64_t length = wait_level(vm, pin, !wanted, (uint64_t)timeout);
    return KR_INT(length < 0 ? -1 : length);
}
KR_FUNCTION(time_pulse_us, machine_time_pulse_us, 2, 3, NULL,
            "time_pulse_us(pin, level, timeout_us=1000000)\nHow long the pin stays at a level; -2: it never "
            "got there, -1: it stayed too long.");

static const kr_member members[] = {
    {N_PinBase, KR_OBJECT(&kr_pin_base_type)},
    {N_Pin, KR_OBJECT(&kr_pin_type)},
    {N_Signal, KR_OBJECT(&kr_signal_type)},
    {N_ADC, KR_OBJECT(&kr_adc_type)},
    KR_OBJECT_ENTRY(ADCBlock, kr_adc_block_type),
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
    {N_bitstream, KR_OBJECT(&kr_bitstream_function)},
    {N_dht_readinto, KR_OBJECT(&kr_dht_readinto_function)},
    {N_mem8, KR_OBJECT(&kr_machine_memories[0])},
    {N_mem16, KR_OBJECT(&kr_machine_memories[1])},
    {N_mem32, KR_OBJECT(&kr_machine_memories[2])},
    KR_OBJECT_ENTRY(mem_backup, kr_mem_backup_function),
    KR_ENTRY(wake_reason, machine_wake_reason),
    {N_WLAN_WAKE, KR_INT(WLAN_WAKE)},
    {N_PIN_WAKE, KR_INT(PIN_WAKE)},
    {N_RTC_WAKE, KR_INT(RTC_WAKE)},
    {N_IDLE, KR_INT(1)},
    {N_SLEEP, KR_INT(2)},
    {N_DEEPSLEEP, KR_INT(4)},
    {N_PWRON_RESET, KR_INT(KR_RESET_POWER)},
    {N_HARD_RESET, KR_INT(KR_RESET_HARD)},
    {N_WDT_RESET, KR_INT(KR_RESET_WATCHDOG)},
    {N_DEEPSLEEP_RESET, KR_INT(KR_RESET_DEEPSLEEP)},
    {N_SOFT_RESET, KR_INT(KR_RESET_SOFT)},
};

const kr_module_def kr_module_machine = {N_machine, members, sizeof members / sizeof *members, NULL,
                                         "Pins, buses, timers and the clock of the device."};
