#ifndef KRAIT_BOARD_H
#define KRAIT_BOARD_H
/* The hardware behind the `machine` module: a const struct of functions that a port supplies. A simulated board and a chip's registers look
 * alike from here. Functions return a non-negative result or a negative KR_E… code of files.h; none may call back into the VM. */
#include <stddef.h>
#include <stdint.h>

enum kr_pin_mode { KR_PIN_IN, KR_PIN_OUT, KR_PIN_OPEN_DRAIN };
enum kr_pin_pull { KR_PIN_PULL_NONE, KR_PIN_PULL_UP, KR_PIN_PULL_DOWN };

typedef struct kr_board {
    const char *name; /* e.g. "posix simulated board" */
    int pin_count;
    int (*pin_mode)(void *context, int pin, int mode, int pull);
    int (*pin_read)(void *context, int pin); /* 0 or 1 */
    int (*pin_write)(void *context, int pin, int level);
    /* 16-bit unsigned reading, 0..65535 over the full range. */
    int (*adc_read)(void *context, int pin);
    /* frequency in Hz (0 = off), duty 0..65535. */
    int (*pwm_set)(void *context, int pin, uint32_t frequency, uint32_t duty);
    /* One bus transaction: writes, then reads with a repeated start when both sizes are given. KR_ENODEV when nobody acknowledges. */
    int (*i2c_transfer)(void *context, int bus, int address, const uint8_t *out, size_t out_size, uint8_t *in, size_t in_size);
    /* Full-duplex exchange; `in` or `out` may be NULL. */
    int (*spi_transfer)(void *context, int bus, const uint8_t *out, uint8_t *in, size_t size);
    uint32_t (*frequency)(void *context); /* CPU clock in Hz */
    void (*unique_id)(void *context, uint8_t id[8]);
} kr_board;

#endif
