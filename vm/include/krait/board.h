#ifndef KRAIT_BOARD_H
#define KRAIT_BOARD_H
/* The hardware behind the `machine` module: a const struct of functions that a port supplies. A simulated board and a chip's registers look
 * alike from here. Functions return a non-negative result or a negative KR_E… code of files.h; none may call back into the VM. A function
 * that is NULL is hardware that the board does not have, unless its comment says otherwise. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kr_pin_mode { KR_PIN_IN, KR_PIN_OUT, KR_PIN_OPEN_DRAIN };
enum kr_pin_pull { KR_PIN_PULL_NONE, KR_PIN_PULL_UP, KR_PIN_PULL_DOWN };
enum kr_edge { KR_EDGE_RISING = 1, KR_EDGE_FALLING = 2 };

/* What a program connects by naming pins: I2C scl, sda; SPI sck, mosi, miso; UART tx, rx. */
enum kr_bus_kind { KR_BUS_I2C, KR_BUS_SPI, KR_BUS_UART };
#define KR_BUS_PINS 3

typedef struct kr_uart_settings {
    uint32_t baudrate;
    uint8_t bits;   /* 5 to 9 */
    int8_t parity;  /* -1 none, 0 even, 1 odd */
    uint8_t stop;   /* 1 or 2 */
} kr_uart_settings;

typedef struct kr_spi_settings {
    uint32_t baudrate; /* at most; bits in a second */
    uint8_t polarity;  /* the clock's level at rest */
    uint8_t phase;     /* 0: bits are taken at the clock's first edge, 1: at its second one */
} kr_spi_settings;

enum kr_uart_count {
    KR_UART_WAITING, /* bytes that can be read now */
    KR_UART_UNSENT,  /* bytes written that are not on the wire yet */
    KR_UART_BREAKS   /* breaks received since this was asked last */
};

/* One time slot of the 1-Wire bus; RESET gives 1 when a device is present, READ the bit. */
enum kr_onewire_slot { KR_ONEWIRE_WRITE_0, KR_ONEWIRE_WRITE_1, KR_ONEWIRE_READ, KR_ONEWIRE_RESET };

/* machine.reset_cause(). */
enum kr_reset_cause { KR_RESET_POWER = 1, KR_RESET_HARD, KR_RESET_WATCHDOG, KR_RESET_DEEPSLEEP, KR_RESET_SOFT };

typedef struct kr_board {
    const char *name; /* e.g. "posix simulated board" */
    int pin_count;
    /* The pin that the board calls by this name ("LED"); negative when there is none. NULL = pins have numbers only. */
    int (*pin_named)(void *context, const char *name);
    int (*pin_mode)(void *context, int pin, int mode, int pull);
    int (*pin_read)(void *context, int pin); /* 0 or 1 */
    int (*pin_write)(void *context, int pin, int level);
    /* The edges since the last call, bits of enum kr_edge: pulses that no reading would see are not lost. NULL = levels are compared. */
    int (*pin_edges)(void *context, int pin);
    /* 16-bit unsigned reading, 0..65535 over the full range. */
    int (*adc_read)(void *context, int pin);
    /* frequency in Hz (0 = off), duty 0..65535. */
    int (*pwm_set)(void *context, int pin, uint32_t frequency, uint32_t duty);

    /* The bus that a program means by an id (-1: one made of any pins) and pins (-1: not named): the `bus` of the functions below. NULL =
     * the id itself, 0 for -1. */
    int (*bus_open)(void *context, int kind, int id, const int pins[KR_BUS_PINS]);
    /* One bus transaction: writes, then reads with a repeated start when both sizes are given. KR_ENODEV when nobody acknowledges. */
    int (*i2c_transfer)(void *context, int bus, int address, const uint8_t *out, size_t out_size, uint8_t *in, size_t in_size);
    /* Full-duplex exchange; `in` or `out` may be NULL. Of 0 bytes when a program sets the bus up: the clock goes to its level at rest. */
    int (*spi_transfer)(void *context, int bus, const kr_spi_settings *settings, const uint8_t *out, uint8_t *in, size_t size);
    int (*uart_set)(void *context, int bus, const kr_uart_settings *settings);
    /* How many bytes could be taken or given without waiting, down to 0. */
    int (*uart_write)(void *context, int bus, const uint8_t *data, size_t size);
    int (*uart_read)(void *context, int bus, uint8_t *data, size_t size);
    int (*uart_count)(void *context, int bus, enum kr_uart_count what);
    int (*uart_break)(void *context, int bus); /* sends one; NULL = it cannot */

    /* What has to be timed by the microsecond. Bits, most significant first: ns is {high, low} of a 0, then of a 1. */
    int (*bitstream)(void *context, int pin, const uint32_t ns[4], const uint8_t *data, size_t size);
    int (*onewire)(void *context, int pin, enum kr_onewire_slot slot);
    /* Pulls the pin low for low_us, lets go, and measures the high times of the `count` pulses that follow. KR_ETIMEDOUT. */
    int (*pulses)(void *context, int pin, uint32_t low_us, uint16_t *high_us, size_t count);

    uint32_t (*frequency)(void *context); /* CPU clock in Hz */
    int (*set_frequency)(void *context, uint32_t hertz); /* NULL = it is fixed */
    void (*unique_id)(void *context, uint8_t id[8]);
    /* Registers of 1, 2 or 4 bytes; the address is a multiple of the size. */
    int (*memory_read)(void *context, uint32_t address, unsigned size, uint32_t *value);
    int (*memory_write)(void *context, uint32_t address, unsigned size, uint32_t value);
    /* Memory that survives resets, for as long as the board lives: *size bytes, aligned to 4. */
    uint8_t *(*backup)(void *context, size_t *size);
    /* enum kr_reset_cause: why the machine started, as far as `resetting`, which is called before the host's reset, told. */
    int (*reset_cause)(void *context);
    void (*resetting)(void *context, enum kr_reset_cause cause);
    /* The restart that follows shall be a sleep of so many microseconds, 0: without end. -KR_EINVAL: it cannot be so long. NULL = the machine waits
     * instead, and restarts then. */
    int (*deepsleep)(void *context, uint64_t us);
} kr_board;

#endif
