/* The console: a 16550, whose registers lie four bytes apart. */
#include "board.h"
#include "registers.h"

#define DATA          REGISTER(UART_BASE)
#define ENABLE        REGISTER(UART_BASE + 0x04)
#define FIFO          REGISTER(UART_BASE + 0x08)
#define STATUS        REGISTER(UART_BASE + 0x14)
#define STATUS_INPUT  0x01u
#define STATUS_TAKES  0x20u
#define ENABLE_INPUT  0x01u
#define FIFO_ON_EMPTY 0x07u

void uart_open(void) {
    FIFO = FIFO_ON_EMPTY;
    ENABLE = ENABLE_INPUT;
}

bool uart_has_input(void) {
    return STATUS & STATUS_INPUT;
}

void board_console_write(const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        while (!(STATUS & STATUS_TAKES)) continue;
        DATA = (uint8_t)data[i];
    }
}

size_t board_console_read(uint8_t *data, size_t capacity) {
    size_t got = 0;
    while (got < capacity && uart_has_input()) data[got++] = (uint8_t)DATA;
    return got;
}
