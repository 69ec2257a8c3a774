#ifndef KRAIT_ESP8266_BUS_H
#define KRAIT_ESP8266_BUS_H
/* Buses that are made of pins: I2C, SPI, 1-Wire, pulses and bit streams. They are the functions of struct
 * kr_board; time comes from bus_delay_us(), which the board supplies, and the core's cycle counter. */
#include <stddef.h>
#include <stdint.h>

#include "krait/board.h"

/* Waits so long, without giving others a turn. */
void bus_delay_us(uint32_t us);
/* How fast chip_cycles() counts now. */
uint32_t bus_cycles_per_us(void);
/* Nothing may come between: interrupts wait until bus_unlock(). */
void bus_lock(void);
void bus_unlock(void);

int bus_open(void *board, int kind, int id, const int pins[]);
int bus_i2c(void *board, int bus, int address, const uint8_t *out, size_t out_size, uint8_t *in,
            size_t in_size);
int bus_spi(void *board, int bus, const kr_spi_settings *settings, const uint8_t *out, uint8_t *in,
            size_t size);
int bus_onewire(void *board, int pin, int slot);
int bus_pulses(void *board, int pin, uint32_t low_us, uint16_t *high_us, size_t count);
int bus_bitstream(void *board, int pin, const uint32_t ns[4], const uint8_t *data, size_t size);

#endif
