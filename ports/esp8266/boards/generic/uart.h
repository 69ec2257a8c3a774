#ifndef KRAIT_ESP8266_UART_H
#define KRAIT_ESP8266_UART_H
/* UART 0, whose other end is the console, and UART 1, which only sends, on GPIO 2. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "krait/board.h"

void uart_open(void);
bool uart_has_input(void);

/* For the SDK's interrupt table. */
void uart_interrupt(void *unused);

/* kr_board's functions; `bus` is the UART's number. What arrives at UART 0 is the console's, so a program
 * reads nothing there; what it writes comes between the console's lines. */
int uart_set(void *board, int bus, const kr_uart_settings *settings);
int uart_write(void *board, int bus, const uint8_t *data, size_t size);
int uart_read(void *board, int bus, uint8_t *data, size_t size);
int uart_count(void *board, int bus, enum kr_uart_count what);
int uart_break(void *board, int bus);

#endif
