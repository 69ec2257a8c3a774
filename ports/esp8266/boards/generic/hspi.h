#ifndef KRAIT_ESP8266_HSPI_H
#define KRAIT_ESP8266_HSPI_H
/* The chip's second SPI controller, on GPIO 14 (clock), 13 (out) and 12 (in): full duplex, 64 bytes at a
 * time, up to 40 MHz. The first controller reads the flash from which the program runs. */
#include <stddef.h>
#include <stdint.h>

#include "krait/board.h"

#define HSPI_SCK  14
#define HSPI_MOSI 13
#define HSPI_MISO 12

/* Gives the pins to the controller. */
void hspi_open(void);

/* As kr_board's spi_transfer. -KR_ETIMEDOUT: the controller does not come to an end. */
int hspi_transfer(const kr_spi_settings *settings, const uint8_t *out, uint8_t *in, size_t size);

#endif
