/* Buses made of pins.
 *
 * A bus is a small number: its pins, five bits each, so that nothing has to be remembered about it. I2C runs
 * at 100 kHz and waits for slow devices that hold the clock; SPI is as fast as asked, up to some hundred kHz,
 * and up to 40 MHz where the chip has a controller for it (hspi.h). A bit stream and the slots of 1-Wire are
 * timed by the cycle counter with interrupts locked; everything else may be interrupted. */
#include "bus.h"

#include <stdbool.h>

#include "hspi.h"
#include "krait/board.h"
#include "krait/files.h"
#include "pins.h"
#include "registers.h"

#define PIN_BITS    5u
#define PIN_MASK    31u
#define HALF_I2C_US 5u
#define STRETCH_US  25000u              /* the longest that a device may hold the clock */
#define PULSE_US    1000u               /* the longest pulse that is measured */
#define HARDWARE    (1 << 3 * PIN_BITS) /* in the number of an SPI bus: it is the controller's */
#define USUAL_SCL   5
#define USUAL_SDA   4

/* --- opening --- */

static unsigned part(int bus, unsigned i) {
    return (unsigned)bus >> i * PIN_BITS & PIN_MASK;
}

static int choose(int named, int usual) {
    return named >= 0 ? named : usual;
}

static int open_i2c(const int pins[]) {
    int scl = choose(pins[0], USUAL_SCL), sda = choose(pins[1], USUAL_SDA);
    if (scl == sda || pins_open_line(scl) < 0 || pins_open_line(sda) < 0) return -KR_EINVAL;
    return scl | sda << PIN_BITS;
}

/* SPI(1) on the controller's own pins is the controller. */
static int open_spi(int id, const int pins[]) {
    int sck = choose(pins[0], HSPI_SCK), mosi = choose(pins[1], HSPI_MOSI), miso = choose(pins[2], HSPI_MISO);
    if (pins_check(sck) < 0 || pins_check(mosi) < 0 || pins_check(miso) < 0) return -KR_EINVAL;
    if (id == 1 && sck == HSPI_SCK && mosi == HSPI_MOSI && miso == HSPI_MISO) {
        hspi_open();
        return HARDWARE;
    }
    pins_write(sck, 0);
    pins_mode(sck, KR_PIN_OUT, KR_PIN_PULL_NONE);
    pins_mode(mosi, KR_PIN_OUT, KR_PIN_PULL_NONE);
    pins_mode(miso, KR_PIN_IN, KR_PIN_PULL_NONE);
    return sck | mosi << PIN_BITS | miso << 2 * PIN_BITS;
}

int bus_open(void *board, int kind, int id, const int pins[]) {
    (void)board;
    switch (kind) {
    case KR_BUS_I2C: return id > 0 ? -KR_ENODEV : open_i2c(pins);
    case KR_BUS_SPI: return id > 1 ? -KR_ENODEV : open_spi(id, pins);
    default: return id < 0 || id > 1 ? -KR_ENODEV : id; /* a UART has its pins */
    }
}

/* --- I2C --- */

struct wires {
    unsigned scl, sda;
    bool stuck; /* the clock was held for too long */
};

/* Lets the clock rise, and waits until the device does, too. */
static void clock_up(struct wires *w) {
    pins_set(w->scl, true);
    for (uint32_t us = 0; !pins_get(w->scl); us++) {
        if (us == STRETCH_US) {
            w->stuck = true;
            return;
        }
        bus_delay_us(1);
    }
    bus_delay_us(HALF_I2C_US);
}

static void clock_down(struct wires *w) {
    pins_set(w->scl, false);
    bus_delay_us(HALF_I2C_US);
}

static void start(struct wires *w) {
    pins_set(w->sda, true);
    clock_up(w);
    pins_set(w->sda, false);
    bus_delay_us(HALF_I2C_US);
    clock_down(w);
}

static void stop(struct wires *w) {
    pins_set(w->sda, false);
    bus_delay_us(HALF_I2C_US);
    clock_up(w);
    pins_set(w->sda, true);
    bus_delay_us(HALF_I2C_US);
}

static bool bit(struct wires *w, bool out) {
    pins_set(w->sda, out);
    bus_delay_us(1);
    clock_up(w);
    bool in = pins_get(w->sda);
    clock_down(w);
    return in;
}

/* True when somebody acknowledged. */
static bool put_byte(struct wires *w, unsigned byte) {
    for (int i = 7; i >= 0 && !w->stuck; i--) bit(w, byte >> i & 1u);
    return !bit(w, true);
}

static uint8_t get_byte(struct wires *w, bool last) {
    unsigned byte = 0;
    for (int i = 0; i < 8 && !w->stuck; i++) byte = byte << 1 | bit(w, true);
    bit(w, last);
    return (uint8_t)byte;
}

/* 0, or how it failed. */
static int write_part(struct wires *w, int address, const uint8_t *out, size_t size) {
    start(w);
    if (!put_byte(w, (unsigned)address << 1)) return -KR_ENODEV;
    for (size_t i = 0; i < size; i++) {
        if (!put_byte(w, out[i])) return -KR_EIO;
    }
    return 0;
}

static int read_part(struct wires *w, int address, uint8_t *in, size_t size) {
    start(w);
    if (!put_byte(w, (unsigned)address << 1 | 1u)) return -KR_ENODEV;
    for (size_t i = 0; i < size && !w->stuck; i++) in[i] = get_byte(w, i + 1 == size);
    return 0;
}

int bus_i2c(void *board, int bus, int address, const uint8_t *out, size_t out_size, uint8_t *in,
            size_t in_size) {
    struct wires w = {part(bus, 0), part(bus, 1), false};
    int error = 0;
    (void)board;
    if (out_size > 0 || in_size == 0) error = write_part(&w, address, out, out_size);
    if (error == 0 && in_size > 0) error = read_part(&w, address, in, in_size);
    stop(&w);
    return w.stuck ? -KR_ETIMEDOUT : error;
}

/* --- SPI --- */

struct spi_wires {
    unsigned sck, mosi, miso;
    bool rest, second; /* the clock's level at rest; bits are taken at its second edge */
    uint32_t half;     /* of a bit, in cycles */
};

/* An edge of the clock, `half` behind the last one, whose time is in *since. */
static void clock_edge(const struct spi_wires *w, bool level, uint32_t *since) {
    while (chip_cycles() - *since < w->half) continue;
    *since = chip_cycles();
    pins_set(w->sck, level);
}

static unsigned exchange_byte(const struct spi_wires *w, unsigned byte, uint32_t *since) {
    unsigned got = 0;
    for (int n = 7; n >= 0; n--) {
        if (w->second) clock_edge(w, !w->rest, since);
        pins_set(w->mosi, byte >> n & 1u);
        clock_edge(w, w->rest == w->second, since);
        got = got << 1 | pins_get(w->miso);
        if (!w->second) clock_edge(w, w->rest, since);
    }
    return got;
}

int bus_spi(void *board, int bus, const kr_spi_settings *settings, const uint8_t *out, uint8_t *in,
            size_t size) {
    struct spi_wires w = {part(bus, 0), part(bus, 1), part(bus, 2), settings->polarity, settings->phase, 0};
    uint32_t since = chip_cycles();
    (void)board;
    if (bus == HARDWARE) return hspi_transfer(settings, out, in, size);
    w.half = bus_cycles_per_us() * 500000u / settings->baudrate;
    pins_set(w.sck, w.rest);
    for (size_t i = 0; i < size; i++) {
        unsigned got = exchange_byte(&w, out ? out[i] : 0, &since);
        if (in) in[i] = (uint8_t)got;
    }
    return 0;
}

/* --- what is timed by the microsecond --- */

/* A slot begins with a low time; `sample` microseconds later the line is looked at. */
static bool slot(unsigned pin, uint32_t low, uint32_t sample, uint32_t rest) {
    bus_lock();
    pins_set(pin, false);
    bus_delay_us(low);
    pins_set(pin, true);
    bus_delay_us(sample);
    bool level = pins_get(pin);
    bus_unlock();
    bus_delay_us(rest);
    return level;
}

int bus_onewire(void *board, int pin, int kind) {
    unsigned n = (unsigned)pin;
    (void)board;
    if (pins_open_line(pin) < 0) return -KR_EINVAL;
    switch (kind) {
    case KR_ONEWIRE_WRITE_0: slot(n, 60, 0, 10); return 0;
    case KR_ONEWIRE_WRITE_1: slot(n, 6, 0, 64); return 0;
    case KR_ONEWIRE_READ: return slot(n, 6, 9, 55);
    default: return !slot(n, 480, 70, 410);
    }
}

/* Microseconds until the line has that level; PULSE_US when it never does. */
static uint32_t until(unsigned pin, bool level) {
    uint32_t begin = chip_cycles(), most = PULSE_US * bus_cycles_per_us(), passed = 0;
    while (pins_get(pin) != level && passed < most) passed = chip_cycles() - begin;
    return passed / bus_cycles_per_us();
}

int bus_pulses(void *board, int pin, uint32_t low_us, uint16_t *high_us, size_t count) {
    unsigned n = (unsigned)pin;
    int error = 0;
    (void)board;
    if (pins_open_line(pin) < 0) return -KR_EINVAL;
    pins_set(n, false);
    bus_delay_us(low_us);
    bus_lock();
    pins_set(n, true);
    bus_delay_us(10);
    until(n, false); /* the device answers */
    for (size_t i = 0; i < count && error == 0; i++) {
        uint32_t high;
        if (until(n, true) >= PULSE_US || (high = until(n, false)) >= PULSE_US)
            error = -KR_ETIMEDOUT;
        else
            high_us[i] = (uint16_t)high;
    }
    bus_unlock();
    return error;
}

/* Runs from RAM: a fetch from flash would take longer than a bit. */
__attribute__((section(".iram.bitstream"), noinline)) static void send_bits(uint32_t pin,
                                                                            const uint32_t cycles[4],
                                                                            const uint8_t *data,
                                                                            size_t size) {
    for (size_t i = 0; i < size; i++) {
        for (unsigned mask = 0x80; mask; mask >>= 1) {
            const uint32_t *times = data[i] & mask ? cycles + 2 : cycles;
            uint32_t begin = chip_cycles();
            reg_write(GPIO_OUT_SET, pin);
            while (chip_cycles() - begin < times[0]) continue;
            reg_write(GPIO_OUT_CLEAR, pin);
            while (chip_cycles() - begin < times[0] + times[1]) continue;
        }
    }
}

int bus_bitstream(void *board, int pin, const uint32_t ns[4], const uint8_t *data, size_t size) {
    uint32_t cycles[4];
    (void)board;
    if (pins_check(pin) < 0 || pin == PINS_COUNT - 1) return -KR_EINVAL;
    for (unsigned i = 0; i < 4; i++) cycles[i] = ns[i] * bus_cycles_per_us() / 1000;
    pins_mode(pin, KR_PIN_OUT, KR_PIN_PULL_NONE);
    bus_lock();
    send_bits(1u << pin, cycles, data, size);
    bus_unlock();
    return 0;
}
