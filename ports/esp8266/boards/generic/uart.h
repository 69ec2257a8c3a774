#ifndef KRAIT_ESP8266_UART_H
#define KRAIT_ESP8266_UART_H
/* The serial line on the USB connector: UART 0 at 115,200 baud, 8N1. board.h has its reading and writing. */
#include <stdbool.h>

void uart_open(void);
bool uart_has_input(void);

/* Ends a wait when a byte has come; the SDK calls it. */
void uart_interrupt(void *unused);

#endif
