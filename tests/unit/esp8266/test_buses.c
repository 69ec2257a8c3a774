/* Pins and the buses made of them, against a model of the registers with devices on the wires. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bus.h"
#include "chip_model.h"
#include "krait/board.h"
#include "krait/files.h"
#include "pins.h"

static int begin(void **state) {
    (void)state;
    model = (struct model){0};
    return 0;
}

/* --- pins --- */

static void pins_are_checked(void **state) {
    (void)state;
    for (int pin = -1; pin < 20; pin++) {
        bool good = pin >= 0 && pin <= 16 && (pin < 6 || pin > 11);
        assert_int_equal(pins_check(pin), good ? 0 : -KR_EINVAL);
        assert_int_equal(pins_mode(pin, KR_PIN_IN, KR_PIN_PULL_NONE) < 0, !good);
        assert_int_equal(pins_read(pin) < 0, !good);
    }
    assert_int_equal(pins_named("D4"), 2);
    assert_int_equal(pins_named("D0"), 16);
    assert_int_equal(pins_named("D9"), -KR_ENODEV);
    assert_int_equal(pins_named("D44"), -KR_ENODEV);
}

static void pins_are_driven(void **state) {
    (void)state;
    assert_int_equal(pins_mode(13, KR_PIN_OUT, KR_PIN_PULL_NONE), 0);
    assert_int_equal(model.functions[13] & MUX_FUNCTION, MUX_FUNCTION_3);
    assert_int_equal(pins_mode(4, KR_PIN_IN, KR_PIN_PULL_UP), 0);
    assert_int_equal(model.functions[4] & MUX_FUNCTION, 0);
    assert_int_equal(pins_read(4), 1);
    pins_write(13, 1);
    assert_true(model_level(&model, 13));
    pins_write(13, 0);
    assert_false(model_level(&model, 13));
    assert_int_equal(pins_mode(5, KR_PIN_OPEN_DRAIN, KR_PIN_PULL_NONE), 0);
    pins_write(5, 1);
    assert_int_equal(pins_read(5), 0); /* nobody pulls it up */
    assert_int_equal(pins_mode(5, KR_PIN_IN, KR_PIN_PULL_DOWN), -KR_ENOSYS);
    assert_int_equal(pins_mode(16, KR_PIN_OUT, KR_PIN_PULL_NONE), 0);
    pins_write(16, 1);
    assert_int_equal(pins_read(16), 1);
    assert_int_equal(pins_mode(16, KR_PIN_IN, KR_PIN_PULL_UP), -KR_ENOSYS);
}

/* --- I2C: a memory of 16 bytes at address 0x50, whose first written byte is where to read or write --- */

static struct {
    bool scl, sda, selected, reading, answering;
    unsigned bits, count, byte, at, hold;
    uint8_t memory[16];
} eeprom;

enum { SCL = 5, SDA = 4 };

static void drive(struct model *m, bool low) {
    m->low = (m->low & ~(1u << SDA)) | (low ? 1u << SDA : 0);
}

static void take_byte(void) {
    if (eeprom.count == 0) {
        eeprom.selected = eeprom.byte >> 1 == 0x50;
        eeprom.reading = eeprom.byte & 1;
    } else if (eeprom.count == 1) {
        eeprom.at = eeprom.byte;
    } else {
        eeprom.memory[eeprom.at++ % 16] = (uint8_t)eeprom.byte;
    }
}

/* Nine clocks a byte: data is taken when the clock rises and changed when it falls. */
static void i2c_clock(struct model *m, bool rises, bool sda) {
    bool sends = eeprom.selected && eeprom.reading && eeprom.count > 0;
    if (rises) {
        if (eeprom.bits < 8 && !sends) eeprom.byte = (eeprom.byte << 1 | sda) & 0xff;
        if (eeprom.bits == 8 && sends && sda) eeprom.selected = false; /* not acknowledged: the last one */
        eeprom.bits++;
        return;
    }
    drive(m, false);
    if (eeprom.bits == 8 && !sends) {
        take_byte();
        drive(m, eeprom.selected && (eeprom.count < 2 || eeprom.at < 16));
    }
    if (eeprom.bits == 9) {
        eeprom.bits = 0;
        eeprom.count++;
        if (eeprom.selected && eeprom.reading) eeprom.byte = eeprom.memory[eeprom.at++ % 16];
    }
    sends = eeprom.selected && eeprom.reading && eeprom.count > 0;
    if (sends && eeprom.bits < 8) drive(m, !(eeprom.byte >> (7 - eeprom.bits) & 1));
}

static void i2c_changed(struct model *m) {
    bool scl = model_level(m, SCL), sda = model_level(m, SDA);
    if (scl && eeprom.scl && sda != eeprom.sda) {
        eeprom.bits = eeprom.count = eeprom.byte = 0;
        eeprom.selected = false;
        eeprom.reading = false;
        drive(m, false);
    } else if (scl != eeprom.scl) {
        i2c_clock(m, scl, sda);
    }
    eeprom.scl = scl;
    eeprom.sda = model_level(m, SDA);
}

static int open_i2c(void) {
    static const int usual[] = {-1, -1, -1};
    memset(&eeprom, 0, sizeof eeprom);
    eeprom.scl = eeprom.sda = true;
    int bus = bus_open(NULL, KR_BUS_I2C, 0, usual);
    model.changed = i2c_changed;
    return bus;
}

static void i2c_writes_and_reads(void **state) {
    const uint8_t out[] = {3, 0xa5, 0x00, 0xff, 0x5a}, at[] = {3};
    uint8_t in[4] = {0};
    (void)state;
    int bus = open_i2c();
    assert_true(bus >= 0);
    assert_int_equal(bus_i2c(NULL, bus, 0x50, out, sizeof out, NULL, 0), 0);
    assert_memory_equal(eeprom.memory + 3, out + 1, 4);
    assert_int_equal(bus_i2c(NULL, bus, 0x50, at, 1, in, sizeof in), 0);
    assert_memory_equal(in, out + 1, 4);
    assert_true(model_level(&model, SCL) && model_level(&model, SDA));
}

static void i2c_tells_who_does_not_answer(void **state) {
    const uint8_t out[] = {99, 1};
    uint8_t in[1];
    (void)state;
    int bus = open_i2c();
    assert_int_equal(bus_i2c(NULL, bus, 0x51, NULL, 0, NULL, 0), -KR_ENODEV);
    assert_int_equal(bus_i2c(NULL, bus, 0x50, NULL, 0, NULL, 0), 0);
    assert_int_equal(bus_i2c(NULL, bus, 0x51, out, 2, in, 1), -KR_ENODEV);
    assert_int_equal(bus_i2c(NULL, bus, 0x50, out, 2, NULL, 0), -KR_EIO); /* refused in the middle */
    assert_true(model_level(&model, SCL) && model_level(&model, SDA));
}

static void i2c_gives_a_held_clock_up(void **state) {
    (void)state;
    int bus = open_i2c();
    model.changed = NULL;
    model.low = 1u << SCL;
    assert_int_equal(bus_i2c(NULL, bus, 0x50, NULL, 0, NULL, 0), -KR_ETIMEDOUT);
    assert_true(model.cycles / MODEL_MHZ < 2000000);
}

static void buses_refuse_pins(void **state) {
    static const int same[] = {4, 4, -1}, flash[] = {6, 7, 8}, rtc[] = {16, 4, -1};
    (void)state;
    assert_int_equal(bus_open(NULL, KR_BUS_I2C, -1, same), -KR_EINVAL);
    assert_int_equal(bus_open(NULL, KR_BUS_I2C, -1, rtc), -KR_EINVAL);
    assert_int_equal(bus_open(NULL, KR_BUS_SPI, -1, flash), -KR_EINVAL);
    assert_int_equal(bus_open(NULL, KR_BUS_I2C, 1, same), -KR_ENODEV);
    assert_int_equal(bus_open(NULL, KR_BUS_UART, 2, same), -KR_ENODEV);
}

/* --- SPI: the wire back is the wire out, inverted --- */

static void spi_changed(struct model *m) {
    m->high = model_level(m, 13) ? 0 : 1u << 12;
}

static void spi_exchanges(void **state) {
    static const int usual[] = {-1, -1, -1};
    static const kr_spi_settings fast = {500000, 0, 0};
    const uint8_t out[] = {0x00, 0x81, 0xff, 0x12};
    uint8_t in[4] = {0};
    (void)state;
    int bus = bus_open(NULL, KR_BUS_SPI, -1, usual);
    model.changed = spi_changed;
    assert_int_equal(bus_spi(NULL, bus, &fast, out, in, sizeof in), 0);
    for (unsigned i = 0; i < sizeof in; i++) assert_int_equal(in[i], (uint8_t)~out[i]);
    assert_int_equal(bus_spi(NULL, bus, &fast, NULL, in, 1), 0);
    assert_int_equal(in[0], 0xff);
}

static struct {
    uint32_t edges, last, shortest; /* cycles */
    bool clock, polarity, phase;
    unsigned bits, taken;
} spi_device;

/* A device of any mode, which hears what it should. */
static void spi_device_changed(struct model *m) {
    bool clock = model_level(m, 14);
    if (clock == spi_device.clock) return;
    spi_device.clock = clock;
    if (spi_device.edges++ > 0 && m->cycles - spi_device.last < spi_device.shortest)
        spi_device.shortest = m->cycles - spi_device.last;
    spi_device.last = m->cycles;
    if ((clock != spi_device.polarity) == spi_device.phase) return;
    spi_device.taken = spi_device.taken << 1 | model_level(m, 13);
    spi_device.bits++;
}

static void spi_has_modes_and_speed(void **state) {
    static const int usual[] = {-1, -1, -1};
    static const uint8_t out[] = {0x35, 0xc1};
    (void)state;
    int bus = bus_open(NULL, KR_BUS_SPI, -1, usual);
    for (uint8_t mode = 0; mode < 4; mode++) {
        const kr_spi_settings settings = {20000, mode >> 1, mode & 1};
        assert_int_equal(bus_spi(NULL, bus, &settings, NULL, NULL, 0), 0);
        assert_int_equal(model_level(&model, 14), settings.polarity);
        memset(&spi_device, 0, sizeof spi_device);
        spi_device.clock = spi_device.polarity = settings.polarity;
        spi_device.phase = settings.phase;
        spi_device.shortest = UINT32_MAX;
        model.changed = spi_device_changed;
        assert_int_equal(bus_spi(NULL, bus, &settings, out, NULL, sizeof out), 0);
        model.changed = NULL;
        assert_int_equal(spi_device.bits, 16);
        assert_int_equal(spi_device.taken, 0x35c1);
        assert_int_equal(model_level(&model, 14), settings.polarity);
        assert_in_range(spi_device.shortest, MODEL_MHZ * 25 - 40, MODEL_MHZ * 25 + 40);
    }
}

/* --- what is timed --- */

static struct {
    uint32_t fell, rose, highs[24], lows[24];
    unsigned falls, rises;
    bool level;
} wire;

/* Notes how long a wire is high and low, in microseconds. */
static void note(struct model *m) {
    bool level = model_level(m, 14);
    if (level == wire.level) return;
    wire.level = level;
    if (level && wire.rises < 24) {
        wire.lows[wire.rises++] = m->cycles - wire.fell;
        wire.rose = m->cycles;
    } else if (!level && wire.falls < 24) {
        wire.highs[wire.falls++] = m->cycles - wire.rose;
        wire.fell = m->cycles;
    }
}

static void bits_have_their_times(void **state) {
    const uint32_t ns[4] = {400, 850, 800, 450};
    const uint8_t data[] = {0x80, 0x01};
    (void)state;
    memset(&wire, 0, sizeof wire);
    model.changed = note;
    assert_int_equal(bus_bitstream(NULL, 14, ns, data, sizeof data), 0);
    assert_int_equal(wire.falls, 16);
    for (unsigned i = 0; i < 16; i++) {
        uint32_t wanted = (i == 0 || i == 15 ? 800u : 400u) * MODEL_MHZ / 1000;
        assert_in_range(wire.highs[i], wanted, wanted + 12);
    }
    assert_int_equal(model.locked, 0);
    assert_int_equal(bus_bitstream(NULL, 16, ns, data, 1), -KR_EINVAL);
}

/* A device on the 1-Wire bus: answers a reset after 30 us, and a reading slot with 0. */
static void onewire_passed(struct model *m) {
    bool mastered = m->on & 1u << 14 && !(m->out & 1u << 14);
    if (mastered && !wire.level) wire.fell = m->cycles;
    if (!mastered && wire.level) wire.rose = m->cycles;
    wire.level = mastered;
    uint32_t low = (wire.rose - wire.fell) / MODEL_MHZ, since = (m->cycles - wire.rose) / MODEL_MHZ;
    bool presence = !mastered && low >= 480 && since >= 30 && since < 150;
    bool zero = !mastered && low < 15 && since < 25;
    m->low = presence || zero ? 1u << 14 : 0;
}

static void onewire_slots(void **state) {
    (void)state;
    memset(&wire, 0, sizeof wire);
    assert_int_equal(bus_onewire(NULL, 14, KR_ONEWIRE_RESET), 0); /* nobody is there */
    assert_int_equal(bus_onewire(NULL, 14, KR_ONEWIRE_READ), 1);
    model.passed = onewire_passed;
    assert_int_equal(bus_onewire(NULL, 14, KR_ONEWIRE_RESET), 1);
    assert_int_equal(bus_onewire(NULL, 14, KR_ONEWIRE_READ), 0);
    assert_int_equal(bus_onewire(NULL, 6, KR_ONEWIRE_READ), -KR_EINVAL);
    assert_int_equal(model.locked, 0);
}

/* After it was let go: low for 80 us, then pulses of 30, 70, 30 … us with 50 us between. */
static void pulses_passed(struct model *m) {
    bool mastered = m->on & 1u << 14 && !(m->out & 1u << 14);
    if (mastered) wire.rose = m->cycles;
    uint32_t since = (m->cycles - wire.rose) / MODEL_MHZ;
    uint32_t phase = since < 100 ? 0 : (since - 100) % 200; /* two pulses each time */
    bool high = since < 20 || (since >= 100 && (phase < 30 || (phase >= 80 && phase < 150)));
    m->low = mastered || high ? 0 : 1u << 14;
}

static void pulses_are_measured(void **state) {
    uint16_t high[6];
    (void)state;
    memset(&wire, 0, sizeof wire);
    model.passed = pulses_passed;
    assert_int_equal(bus_pulses(NULL, 14, 18, high, 6), 0);
    for (unsigned i = 0; i < 6; i++) assert_in_range(high[i], i % 2 ? 68 : 28, i % 2 ? 72 : 32);
    model.passed = NULL;
    model.low = 0;
    assert_int_equal(bus_pulses(NULL, 14, 18, high, 2), -KR_ETIMEDOUT);
    assert_int_equal(model.locked, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pins_are_checked, begin),
        cmocka_unit_test_setup(pins_are_driven, begin),
        cmocka_unit_test_setup(i2c_writes_and_reads, begin),
        cmocka_unit_test_setup(i2c_tells_who_does_not_answer, begin),
        cmocka_unit_test_setup(i2c_gives_a_held_clock_up, begin),
        cmocka_unit_test_setup(buses_refuse_pins, begin),
        cmocka_unit_test_setup(spi_exchanges, begin),
        cmocka_unit_test_setup(spi_has_modes_and_speed, begin),
        cmocka_unit_test_setup(bits_have_their_times, begin),
        cmocka_unit_test_setup(onewire_slots, begin),
        cmocka_unit_test_setup(pulses_are_measured, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
