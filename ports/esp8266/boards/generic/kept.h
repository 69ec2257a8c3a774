#ifndef KRAIT_ESP8266_KEPT_H
#define KRAIT_ESP8266_KEPT_H
/* What programs find again after a reset or a deep sleep: a copy in RAM of a part of the clock's memory,
 * which can be read by words only and loses its content with the power. */
#include <stddef.h>
#include <stdint.h>

#define KEPT_BYTES 256u

/* kr_board's backup: read back at the first call, zeros when the power was off. */
uint8_t *kept_memory(void *board, size_t *size);

/* Writes it to the clock's memory if it has changed: before a reset or a sleep, and from time to time. */
void kept_write(void);

#endif
