/* A transfer: the bytes go into the controller's buffer, four to a word with the first one lowest; it sends
 * them and puts what came in their place. */
#include "hspi.h"

#include <stdbool.h>

#include "bus.h"
#include "krait/files.h"
#include "pins.h"
#include "registers.h"

#define BUFFER_BYTES   64u
#define APB_HZ         80000000u
#define SHORTEST       2u  /* cycles of a bit */
#define COUNT_MOST     64u /* of the counter, whose clock comes from a divider */
#define DIVIDER_MOST   8192u
#define BIT_MARGIN_US  1000u
#define MICROSECOND_HZ 1000000u

void hspi_open(void) {
    reg_change(MUX(0), MUX_HSPI_AT_ONCE, 0);
    pins_function(HSPI_SCK, MUX_FUNCTION_2);
    pins_function(HSPI_MOSI, MUX_FUNCTION_2);
    pins_function(HSPI_MISO, MUX_FUNCTION_2);
    reg_write(HSPI_CONTROL, 0); /* most significant bit first */
    reg_write(HSPI_CONTROL1, 0);
}

/* The clock register for at most so many bits in a second: divided, then counted up to n, high for the first
 * half. */
static uint32_t clock_of(uint32_t baudrate) {
    uint32_t cycles = (APB_HZ + baudrate - 1) / baudrate;
    if (cycles < SHORTEST) cycles = SHORTEST;
    uint32_t divider = (cycles + COUNT_MOST - 1) / COUNT_MOST;
    if (divider > DIVIDER_MOST) divider = DIVIDER_MOST;
    uint32_t count = (cycles + divider - 1) / divider;
    if (count > COUNT_MOST) count = COUNT_MOST;
    return (divider - 1) << 18 | (count - 1) << 12 | (count / 2 - 1) << 6 | (count - 1);
}

static void set_up(const kr_spi_settings *settings) {
    uint32_t edge = settings->polarity != settings->phase ? HSPI_OUT_EDGE : 0;
    reg_write(HSPI_CLOCK, clock_of(settings->baudrate ? settings->baudrate : 1));
    reg_write(HSPI_USER, HSPI_DUPLEX | HSPI_SENDS | edge);
    reg_change(HSPI_PIN, HSPI_IDLE_HIGH, settings->polarity ? HSPI_IDLE_HIGH : 0);
}

static void fill(const uint8_t *out, size_t size) {
    for (size_t i = 0; i < size; i += 4) {
        uint32_t word = 0;
        for (size_t k = i; out && k < i + 4 && k < size; k++) word |= (uint32_t)out[k] << (k - i) * 8;
        reg_write(HSPI_BUFFER + (uint32_t)i, word);
    }
}

static void empty(uint8_t *in, size_t size) {
    uint32_t word = 0;
    for (size_t i = 0; i < size; i++) {
        if (i % 4 == 0) word = reg_read(HSPI_BUFFER + (uint32_t)i);
        in[i] = (uint8_t)(word >> i % 4 * 8);
    }
}

/* False when it takes longer than the bits can. */
static bool go(size_t size, uint32_t baudrate) {
    uint32_t bits = (uint32_t)size * 8;
    uint32_t most = BIT_MARGIN_US +
                    bits * (MICROSECOND_HZ / (baudrate < MICROSECOND_HZ ? baudrate : MICROSECOND_HZ) + 1) * 2;
    reg_write(HSPI_USER1, (bits - 1) << 17 | (bits - 1) << 8);
    reg_write(HSPI_COMMAND, HSPI_GO);
    for (uint32_t us = 0; reg_read(HSPI_COMMAND) & HSPI_GO; us++) {
        if (us == most) return false;
        bus_delay_us(1);
    }
    return true;
}

int hspi_transfer(const kr_spi_settings *settings, const uint8_t *out, uint8_t *in, size_t size) {
    uint32_t slowest = APB_HZ / (DIVIDER_MOST * COUNT_MOST) + 1;
    set_up(settings);
    for (size_t at = 0, part; at < size; at += part) {
        part = size - at < BUFFER_BYTES ? size - at : BUFFER_BYTES;
        fill(out ? out + at : NULL, part);
        if (!go(part, settings->baudrate > slowest ? settings->baudrate : slowest)) return -KR_ETIMEDOUT;
        if (in) empty(in + at, part);
    }
    return 0;
}
