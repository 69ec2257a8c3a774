/* Bytes are written when the queue has room, and read from it when somebody asks; the interrupt only ends a
 * wait. */
#include "uart.h"

#include "board.h"
#include "bus.h"
#include "krait/files.h"
#include "pins.h"
#include "registers.h"
#include "sdk.h"

#define BAUD           115200u
#define EIGHT_N_ONE    0x1cu
#define INTERRUPT_ON   (UART(0) + 0x0cu)
#define INTERRUPT_DONE (UART(0) + 0x10u)
#define CONF1          (UART(0) + 0x24u)
#define ON_RECEIVED    0x101u                         /* so many bytes are there, or some and then a pause */
#define RECEIVE_16     (0x80000000u | 2u << 24 | 16u) /* pause of 2 bytes' time, or 16 bytes */
#define SENDER         1                              /* the UART that has no other line */
#define SLOWEST        (UART_CLOCK_HZ / 0xfffffu + 1)
#define FASTEST        4000000u
#define BREAK_BITS     13u

static unsigned waiting(void) {
    return reg_read(UART_STATUS(0)) & 0xffu;
}

static unsigned unsent(unsigned n) {
    return reg_read(UART_STATUS(n)) >> 16 & 0xffu;
}

void uart_open(void) {
    reg_write(UART_DIVIDER(0), UART_CLOCK_HZ / BAUD);
    reg_write(UART_CONF0(0), EIGHT_N_ONE | UART_RESETS);
    reg_write(UART_CONF0(0), EIGHT_N_ONE);
    reg_write(CONF1, RECEIVE_16);
    reg_write(INTERRUPT_DONE, 0xffffu);
    reg_write(INTERRUPT_ON, ON_RECEIVED);
}

bool uart_has_input(void) {
    return waiting() > 0;
}

/* The bytes stay where they are, so the interrupt would come back at once: it is off until they have been
 * read. */
__attribute__((section(".iram.uart"))) void uart_interrupt(void *unused) {
    (void)unused;
    reg_write(INTERRUPT_ON, 0);
    reg_write(INTERRUPT_DONE, 0xffffu);
    sdk_wake();
}

void board_console_write(const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        while (unsent(0) >= UART_FIFO_BYTES) continue;
        reg_write(UART_FIFO(0), (uint8_t)data[i]);
    }
}

size_t board_console_read(uint8_t *data, size_t capacity) {
    size_t got = 0;
    while (got < capacity && waiting() > 0) data[got++] = (uint8_t)reg_read(UART_FIFO(0));
    reg_write(INTERRUPT_ON, ON_RECEIVED);
    return got;
}

/* --- what programs want --- */

int uart_set(void *board, int bus, const kr_uart_settings *settings) {
    unsigned n = (unsigned)bus;
    (void)board;
    if (settings->bits > 8 || settings->baudrate < SLOWEST || settings->baudrate > FASTEST) return -KR_EINVAL;
    uint32_t parity = settings->parity < 0 ? 0 : settings->parity ? UART_PARITY_ODD : UART_PARITY_EVEN;
    uint32_t stop = settings->stop == 2 ? UART_STOP_2 : UART_STOP_1;
    if (n == SENDER) pins_function(PINS_BLUE_LED, MUX_FUNCTION_2);
    reg_write(UART_DIVIDER(n), (UART_CLOCK_HZ + settings->baudrate / 2) / settings->baudrate);
    reg_change(UART_CONF0(n), UART_FORMAT, parity | stop | (settings->bits - 5u) << 2);
    return 0;
}

int uart_write(void *board, int bus, const uint8_t *data, size_t size) {
    size_t sent = 0;
    (void)board;
    while (sent < size && unsent((unsigned)bus) < UART_FIFO_BYTES)
        reg_write(UART_FIFO((unsigned)bus), data[sent++]);
    return (int)sent;
}

int uart_read(void *board, int bus, uint8_t *data, size_t size) {
    (void)board, (void)bus, (void)data, (void)size;
    return 0;
}

/* The byte whose bits are on the line counts, too. */
int uart_count(void *board, int bus, enum kr_uart_count what) {
    (void)board;
    if (what != KR_UART_UNSENT) return 0;
    bool busy = reg_read(UART_STATUS((unsigned)bus)) & UART_SENDING;
    return (int)unsent((unsigned)bus) + busy;
}

int uart_break(void *board, int bus) {
    unsigned n = (unsigned)bus;
    while (uart_count(board, bus, KR_UART_UNSENT) > 0) bus_delay_us(1);
    reg_change(UART_CONF0(n), UART_BREAK, UART_BREAK);
    bus_delay_us(reg_read(UART_DIVIDER(n)) / (UART_CLOCK_HZ / 1000000u) * BREAK_BITS + BREAK_BITS);
    reg_change(UART_CONF0(n), UART_BREAK, 0);
    return 0;
}
