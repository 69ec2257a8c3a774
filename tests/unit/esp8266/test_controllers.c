/* Controllers of the chip by their registers: SPI, serial lines, and timed outputs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bus.h"
#include "chip_model.h"
#include "hspi.h"
#include "krait/board.h"
#include "krait/files.h"
#include "pins.h"
#include "pwm.h"
#include "sdk.h"
#include "uart.h"

static void (*timer_handler)(void *);

void sdk_timer_interrupt(void (*handler)(void *)) {
    timer_handler = handler;
}

void sdk_wake(void) {}

static int begin(void **state) {
    (void)state;
    model = (struct model){0};
    return 0;
}

/* --- SPI: a device that answers each byte with its complement --- */

static struct {
    uint8_t got[300];
    unsigned count, transfers;
    bool hangs;
} device;

static uint32_t hspi(uint32_t address) {
    return model.hspi[(address - HSPI_COMMAND) / 4];
}

static void answer(struct model *m) {
    uint32_t bits = hspi(HSPI_USER1) >> 17 & 0x1ff;
    assert_int_equal(hspi(HSPI_USER1) >> 8 & 0x1ff, bits); /* as many are received as sent */
    assert_int_equal(bits % 8, 7);
    assert_true(bits / 8 < 64);
    device.transfers++;
    for (uint32_t i = 0; i <= bits / 8; i++) {
        uint32_t *word = &m->hspi[(HSPI_BUFFER - HSPI_COMMAND) / 4 + i / 4];
        uint8_t byte = (uint8_t)(*word >> i % 4 * 8);
        device.got[device.count++ % sizeof device.got] = byte;
        *word ^= 0xffu << i % 4 * 8;
    }
    if (!device.hangs) m->hspi[0] = 0;
}

static int open_hspi(void) {
    static const int usual[] = {-1, -1, -1};
    memset(&device, 0, sizeof device);
    model.hspi_go = answer;
    return bus_open(NULL, KR_BUS_SPI, 1, usual);
}

static void spi_has_its_pins(void **state) {
    static const int others[] = {14, 5, 12};
    (void)state;
    model.mux = MUX_HSPI_AT_ONCE;
    int bus = open_hspi();
    for (unsigned pin = HSPI_MISO; pin <= HSPI_SCK; pin++)
        assert_int_equal(model.functions[pin] & MUX_FUNCTION, MUX_FUNCTION_2);
    assert_int_equal(model.mux, 0);
    assert_true(bus >= 0 && bus != bus_open(NULL, KR_BUS_SPI, 1, others)); /* other pins: by software */
    assert_int_equal(model.functions[14] & MUX_FUNCTION, MUX_FUNCTION_3);
}

static void spi_exchanges_any_number(void **state) {
    static const kr_spi_settings settings = {1000000, 0, 0};
    uint8_t out[200], in[200];
    (void)state;
    int bus = open_hspi();
    for (unsigned i = 0; i < sizeof out; i++) out[i] = (uint8_t)(i * 7);
    for (size_t size = 0; size <= sizeof out; size = size < 10 ? size + 1 : size + 19) {
        memset(in, 0, sizeof in);
        device.count = device.transfers = 0;
        assert_int_equal(bus_spi(NULL, bus, &settings, out, in, size), 0);
        assert_int_equal(device.count, size);
        assert_int_equal(device.transfers, (size + 63) / 64);
        assert_memory_equal(device.got, out, size);
        for (size_t i = 0; i < sizeof in; i++) assert_int_equal(in[i], i < size ? (uint8_t)~out[i] : 0);
    }
    device.count = 0;
    assert_int_equal(bus_spi(NULL, bus, &settings, NULL, in, 5), 0);
    assert_int_equal(device.got[4], 0); /* nothing to say: zeros */
    assert_int_equal(bus_spi(NULL, bus, &settings, out, NULL, 5), 0);
}

/* The bits in a second that the clock register stands for: never more than asked, and near it. */
static void spi_has_speeds(void **state) {
    static const uint32_t rates[] = {1,       200,      1000,     99999,    100000,   500000,    1000000,
                                     3000000, 10000000, 20000000, 40000000, 80000000, UINT32_MAX};
    (void)state;
    int bus = open_hspi();
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const kr_spi_settings settings = {rates[i], 0, 0};
        assert_int_equal(bus_spi(NULL, bus, &settings, NULL, NULL, 0), 0);
        uint32_t value = hspi(HSPI_CLOCK), count = (value >> 12 & 63) + 1, divider = (value >> 18) + 1;
        uint64_t rate = 80000000 / divider / count;
        assert_true(count >= 2 && divider <= 8192 && !(value >> 31));
        assert_int_equal((value >> 6 & 63) + 1, count / 2); /* high for the first half */
        assert_int_equal(value & 63, count - 1);
        if (rates[i] >= 200) assert_true(rate <= rates[i] || count == 2 || divider == 8192);
        if (rates[i] <= 40000000 && rates[i] >= 200) assert_true(rate * 100 >= (uint64_t)rates[i] * 65);
    }
}

static void spi_has_modes(void **state) {
    (void)state;
    int bus = open_hspi();
    for (uint8_t mode = 0; mode < 4; mode++) {
        const kr_spi_settings settings = {1000000, mode >> 1, mode & 1};
        assert_int_equal(bus_spi(NULL, bus, &settings, NULL, NULL, 0), 0);
        assert_int_equal(!!(hspi(HSPI_PIN) & HSPI_IDLE_HIGH), mode >> 1);
        assert_int_equal(!!(hspi(HSPI_USER) & HSPI_OUT_EDGE), mode == 1 || mode == 2);
    }
}

static void spi_gives_up(void **state) {
    static const kr_spi_settings settings = {1000000, 0, 0};
    (void)state;
    int bus = open_hspi();
    device.hangs = true;
    assert_int_equal(bus_spi(NULL, bus, &settings, NULL, NULL, 64), -KR_ETIMEDOUT);
    assert_true(model.cycles / MODEL_MHZ < 100000);
}

/* --- serial lines --- */

static uint32_t conf0(unsigned n) {
    return model.uart[n][0x20 / 4];
}

static void uarts_have_formats(void **state) {
    static const struct {
        kr_uart_settings settings;
        uint32_t conf;
    } cases[] = {
        {{9600, 8, -1, 1}, 0x1c}, {{9600, 7, 0, 1}, 0x1a}, {{9600, 8, 1, 2}, 0x3f}, {{9600, 5, -1, 2}, 0x30}};
    static const kr_uart_settings wrong[] = {
        {9600, 9, -1, 1}, {10, 8, -1, 1}, {9000000, 8, -1, 1}, {0, 8, -1, 1}};
    (void)state;
    model.uart[1][0x20 / 4] = 0x5000000; /* what does not belong to the format stays */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(uart_set(NULL, 1, &cases[i].settings), 0);
        assert_int_equal(conf0(1), 0x5000000 | cases[i].conf);
        assert_int_equal(model.uart[1][0x14 / 4], 8333);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(uart_set(NULL, 1, &wrong[i]), -KR_EINVAL);
    assert_int_equal(model.functions[2] & MUX_FUNCTION, MUX_FUNCTION_2);
    assert_int_equal(uart_set(NULL, 0, &cases[0].settings), 0);
    assert_int_equal(conf0(0), 0x1c);
}

static void uarts_take_what_fits(void **state) {
    uint8_t data[200];
    (void)state;
    for (unsigned i = 0; i < sizeof data; i++) data[i] = (uint8_t)i;
    assert_int_equal(uart_write(NULL, 1, data, sizeof data), 126);
    assert_int_equal(uart_write(NULL, 1, data, 1), 0);
    assert_int_equal(uart_count(NULL, 1, KR_UART_UNSENT), 127); /* with the one on the line */
    model.unsent[1] = 100;
    assert_int_equal(uart_write(NULL, 1, data + 126, sizeof data - 126), 26);
    assert_memory_equal(model.sent[1], data, 152);
    model.unsent[1] = 0;
    assert_int_equal(uart_count(NULL, 1, KR_UART_UNSENT), 0);
    assert_int_equal(uart_count(NULL, 1, KR_UART_WAITING), 0);
    assert_int_equal(uart_read(NULL, 1, data, 3), 0);
}

static uint32_t break_begun, break_ended;

static void watch_break(struct model *m) {
    bool now = m->uart[1][0x20 / 4] & UART_BREAK;
    if (now && !break_begun) break_begun = m->cycles;
    if (!now && break_begun && !break_ended) break_ended = m->cycles;
}

static void a_break_is_longer_than_a_byte(void **state) {
    static const kr_uart_settings settings = {9600, 8, -1, 1};
    (void)state;
    uart_set(NULL, 1, &settings);
    break_begun = break_ended = 0;
    model.changed = watch_break;
    assert_int_equal(uart_break(NULL, 1), 0);
    assert_in_range((break_ended - break_begun) / MODEL_MHZ, 1250, 1500);
}

/* --- timed outputs: the timer rings when its ticks have passed --- */

static struct {
    uint32_t rises, changed, high, low; /* cycles of the last parts */
    bool level;
} seen[17];

static void note(struct model *m) {
    for (unsigned pin = 0; pin < 16; pin++) {
        bool level = m->out >> pin & 1u;
        if (level == seen[pin].level) continue;
        *(level ? &seen[pin].low : &seen[pin].high) = m->cycles - seen[pin].changed;
        seen[pin].rises += level;
        seen[pin].level = level;
        seen[pin].changed = m->cycles;
    }
}

/* Runs for so long; returns how often the timer rang. */
static unsigned run(uint32_t us) {
    unsigned rings = 0;
    memset(seen, 0, sizeof seen);
    for (unsigned pin = 0; pin < 16; pin++)
        seen[pin].level = model.out >> pin & 1u, seen[pin].changed = model.cycles;
    model.changed = note;
    for (uint32_t end = model.cycles + us * MODEL_MHZ; (int32_t)(end - model.cycles) > 0; rings++) {
        uint32_t ticks = model.timer_load;
        if (ticks * 16 > end - model.cycles) {
            model.cycles = end;
            break;
        }
        model.timer_load = 0x7fffff;
        model.cycles += ticks * 16 + 160; /* and two microseconds until the handler runs */
        timer_handler(NULL);
    }
    model.changed = NULL;
    return rings;
}

static void off(void) {
    for (int pin = 0; pin < 17; pin++) pwm_set(NULL, pin, 0, 0);
}

static void pulses_have_their_lengths(void **state) {
    (void)state;
    assert_int_equal(pwm_set(NULL, 4, 50, 65535 * 15 / 200), 0); /* a servo: 1.5 ms of 20 */
    assert_int_equal(model.timer_control, TIMER_ENABLE | TIMER_BY_16);
    run(200000);
    assert_in_range(seen[4].rises, 9, 11);
    assert_in_range(seen[4].high / MODEL_MHZ, 1494, 1506);
    assert_in_range(seen[4].low / MODEL_MHZ, 18494, 18506);
    assert_int_equal(model.locked, 0);
    off();
}

static void pins_have_frequencies_of_their_own(void **state) {
    static const int pins[] = {0, 2, 4, 5, 12, 13, 14, 15};
    (void)state;
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(pwm_set(NULL, pins[i], 100 + 130 * i, 8192 * i + 4096), 0);
    assert_int_equal(pwm_set(NULL, 3, 100, 100), -KR_ENOSPC);
    unsigned rings = run(1000000);
    for (unsigned i = 0; i < 8; i++) {
        uint32_t period = 1000000 / (100 + 130 * i), high = seen[pins[i]].high / MODEL_MHZ;
        assert_in_range(seen[pins[i]].rises, 100 + 130 * i - 3, 100 + 130 * i + 3);
        assert_in_range(high, period * (8192 * i + 4096) / 65535 - 8, period * (8192 * i + 4096) / 65535 + 8);
    }
    assert_true(rings < 10000);
    off();
    run(1000);
    for (unsigned i = 0; i < 8; i++) assert_int_equal(seen[pins[i]].rises, 0);
}

static void nothing_and_all_are_levels(void **state) {
    (void)state;
    assert_int_equal(pwm_set(NULL, 5, 1000, 65535), 0);
    assert_true(model_level(&model, 5));
    assert_int_equal(pwm_set(NULL, 5, 1000, 0), 0);
    assert_false(model_level(&model, 5));
    assert_int_equal(pwm_set(NULL, 5, 1000, 30000), 0);
    run(5000);
    assert_in_range(seen[5].rises, 4, 6);
    assert_int_equal(pwm_set(NULL, 5, 0, 30000), 0);
    assert_false(model_level(&model, 5));
    run(5000);
    assert_int_equal(seen[5].rises, 0);
}

static void a_new_duty_makes_no_extra_edge(void **state) {
    (void)state;
    pwm_set(NULL, 4, 1000, 10000);
    run(10500);
    for (uint32_t duty = 10000; duty < 60000; duty += 5000) {
        pwm_set(NULL, 4, 1000, duty);
        run(10000);
        assert_in_range(seen[4].rises, 9, 11);
    }
    off();
}

/* Flash was erased meanwhile: the pulse begins anew instead of making up for all that it missed. */
static void what_comes_late_is_not_made_up(void **state) {
    (void)state;
    pwm_set(NULL, 4, 1000, 32768);
    run(3000);
    model.cycles += 40000 * MODEL_MHZ;
    unsigned rings = run(10000);
    assert_in_range(seen[4].rises, 9, 11);
    assert_true(rings < 30);
    off();
}

static void pwm_refuses(void **state) {
    (void)state;
    assert_int_equal(pwm_set(NULL, 16, 100, 100), -KR_EINVAL);
    assert_int_equal(pwm_set(NULL, 7, 100, 100), -KR_EINVAL);
    assert_int_equal(pwm_set(NULL, 4, PWM_MOST_HZ + 1, 100), -KR_EINVAL);
    assert_int_equal(pwm_set(NULL, 4, 100, 65536), -KR_EINVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(spi_has_its_pins, begin),
        cmocka_unit_test_setup(spi_exchanges_any_number, begin),
        cmocka_unit_test_setup(spi_has_speeds, begin),
        cmocka_unit_test_setup(spi_has_modes, begin),
        cmocka_unit_test_setup(spi_gives_up, begin),
        cmocka_unit_test_setup(uarts_have_formats, begin),
        cmocka_unit_test_setup(uarts_take_what_fits, begin),
        cmocka_unit_test_setup(a_break_is_longer_than_a_byte, begin),
        cmocka_unit_test_setup(pulses_have_their_lengths, begin),
        cmocka_unit_test(pins_have_frequencies_of_their_own),
        cmocka_unit_test(nothing_and_all_are_levels),
        cmocka_unit_test(a_new_duty_makes_no_extra_edge),
        cmocka_unit_test(what_comes_late_is_not_made_up),
        cmocka_unit_test(pwm_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
