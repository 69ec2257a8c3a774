#ifndef KRAIT_ESP8266_RECORDS_H
#define KRAIT_ESP8266_RECORDS_H
/* Small named records that survive power cuts: the device's key, the count of its starts. They lie beside the
 * file system and do not need it, so that a device whose files are lost still knows who may come in. */
#include <stddef.h>

#include "flash/flash_device.h"

#define RECORDS_NAME_MAX 8   /* characters */
#define RECORDS_SIZE_MAX 256 /* bytes */

/* Two sectors or more; copied. Finds the newest log, or begins one. 0, or a negative KR_E… code. */
int records_open(const flash_device *flash);

/* As in dev_port. */
ptrdiff_t records_load(const char *name, void *data, size_t capacity);
int records_store(const char *name, const void *data, size_t size);

#endif
