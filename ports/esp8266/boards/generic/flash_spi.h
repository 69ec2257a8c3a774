#ifndef KRAIT_ESP8266_FLASH_SPI_H
#define KRAIT_ESP8266_FLASH_SPI_H
#include "flash/flash_device.h"

/* The whole flash chip. */
flash_device flash_spi(void);

#endif
