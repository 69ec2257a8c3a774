/* What `machine` finds on the chip: pins, the buses made of them and those of controllers, timed outputs, the
 * one analogue input, registers, and what outlives a reset. */
#include "hardware.h"

#include <string.h>

#include "board.h"
#include "bus.h"
#include "krait/board.h"
#include "edges.h"
#include "kept.h"
#include "krait/files.h"
#include "pins.h"
#include "pwm.h"
#include "registers.h"
#include "sdk.h"
#include "uart.h"

#define ADC_PIN   0 /* its one channel, A0 on most boards */
#define ADC_STEPS 1024u

static int pin_named(void *context, const char *name) {
    (void)context;
    return pins_named(name);
}

static int pin_mode(void *context, int pin, int mode, int pull) {
    (void)context;
    return pins_mode(pin, mode, pull);
}

static int pin_read(void *context, int pin) {
    (void)context;
    return pins_read(pin);
}

static int pin_write(void *context, int pin, int level) {
    (void)context;
    return pins_write(pin, level);
}

static int adc_read(void *context, int pin) {
    (void)context;
    if (pin != ADC_PIN) return -KR_EINVAL;
    unsigned steps = sdk_adc();
    return (int)((steps < ADC_STEPS ? steps : ADC_STEPS) * 65535u / ADC_STEPS);
}

static int onewire(void *context, int pin, enum kr_onewire_slot slot) {
    return bus_onewire(context, pin, (int)slot);
}

static uint32_t frequency(void *context) {
    (void)context;
    return sdk_megahertz() * 1000000u;
}

static int set_frequency(void *context, uint32_t hertz) {
    (void)context;
    if (hertz != 80000000u && hertz != 160000000u) return -KR_EINVAL;
    bool good = sdk_set_megahertz(hertz / 1000000u);
    pwm_clock_changed();
    return good ? 0 : -KR_EIO;
}

static void unique_id(void *context, uint8_t id[8]) {
    uint32_t chip = sdk_chip_id();
    (void)context;
    memset(id, 0, 8);
    memcpy(id, &chip, sizeof chip);
}

/* Registers are read and written by words; a part of one is cut out of it. */
static int memory_read(void *context, uint32_t address, unsigned size, uint32_t *value) {
    uint32_t word = reg_read(address & ~3u) >> (address & 3u) * 8;
    (void)context;
    *value = size == 4 ? word : word & ((1u << size * 8) - 1u);
    return 0;
}

static int memory_write(void *context, uint32_t address, unsigned size, uint32_t value) {
    uint32_t shift = (address & 3u) * 8;
    uint32_t mask = size == 4 ? UINT32_MAX : ((1u << size * 8) - 1u) << shift;
    (void)context;
    reg_change(address & ~3u, mask, value << shift & mask);
    return 0;
}

/* --- resets and sleep --- */

static struct {
    uint64_t us;
    bool wanted;
} sleep_wish;
static bool soft; /* the machine has started anew, the chip has not */

static int reset_cause(void *context) {
    static const uint8_t causes[] = {KR_RESET_POWER, KR_RESET_WATCHDOG,  KR_RESET_WATCHDOG, KR_RESET_WATCHDOG,
                                     KR_RESET_HARD,  KR_RESET_DEEPSLEEP, KR_RESET_POWER};
    unsigned reason = sdk_reset_reason();
    (void)context;
    if (soft) return KR_RESET_SOFT;
    return reason < sizeof causes ? causes[reason] : KR_RESET_POWER;
}

static void resetting(void *context, enum kr_reset_cause cause) {
    (void)context;
    if (cause == KR_RESET_SOFT) soft = true;
}

static int deepsleep(void *context, uint64_t us) {
    (void)context;
    if (us > sdk_deep_sleep_most()) return -KR_EINVAL;
    sleep_wish.us = us;
    sleep_wish.wanted = true;
    return 0;
}

bool hardware_sleeps(uint64_t *us) {
    *us = sleep_wish.us;
    return sleep_wish.wanted;
}

static const kr_board hardware = {
    .name = "ESP8266",
    .pin_count = PINS_COUNT,
    .pin_named = pin_named,
    .pin_mode = pin_mode,
    .pin_read = pin_read,
    .pin_write = pin_write,
    .pin_edges = edges_take,
    .adc_read = adc_read,
    .pwm_set = pwm_set,
    .bus_open = bus_open,
    .i2c_transfer = bus_i2c,
    .spi_transfer = bus_spi,
    .uart_set = uart_set,
    .uart_write = uart_write,
    .uart_read = uart_read,
    .uart_count = uart_count,
    .uart_break = uart_break,
    .bitstream = bus_bitstream,
    .onewire = onewire,
    .pulses = bus_pulses,
    .frequency = frequency,
    .set_frequency = set_frequency,
    .unique_id = unique_id,
    .memory_read = memory_read,
    .memory_write = memory_write,
    .backup = kept_memory,
    .reset_cause = reset_cause,
    .resetting = resetting,
    .deepsleep = deepsleep,
};

const kr_board *board_hardware(void **context) {
    *context = NULL;
    return &hardware;
}
