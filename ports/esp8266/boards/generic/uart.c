/* UART 0: bytes are written when the queue has room, and read from it when somebody asks; the interrupt only
 * ends a wait. */
#include "uart.h"

#include "board.h"
#include "registers.h"
#include "sdk.h"

#define BAUD           115200u
#define EIGHT_N_ONE    0x1cu
#define INTERRUPT_ON   (UART(0) + 0x0cu)
#define INTERRUPT_DONE (UART(0) + 0x10u)
#define CONF1          (UART(0) + 0x24u)
#define ON_RECEIVED    0x101u                         /* so many bytes are there, or some and then a pause */
#define RECEIVE_16     (0x80000000u | 2u << 24 | 16u) /* pause of 2 bytes' time, or 16 bytes */

static unsigned waiting(void) {
    return reg_read(UART_STATUS(0)) & 0xffu;
}

static unsigned unsent(void) {
    return reg_read(UART_STATUS(0)) >> 16 & 0xffu;
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
        while (unsent() >= UART_FIFO_BYTES) continue;
        reg_write(UART_FIFO(0), (uint8_t)data[i]);
    }
}

size_t board_console_read(uint8_t *data, size_t capacity) {
    size_t got = 0;
    while (got < capacity && waiting() > 0) data[got++] = (uint8_t)reg_read(UART_FIFO(0));
    reg_write(INTERRUPT_ON, ON_RECEIVED);
    return got;
}
