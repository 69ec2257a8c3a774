#ifndef KRAIT_ESP8266_HARDWARE_H
#define KRAIT_ESP8266_HARDWARE_H
/* What the board asks of the hardware that programs use. */
#include <stdbool.h>
#include <stdint.h>

/* Has a program wished for sleep instead of the restart that comes now? For how long; 0: without end. */
bool hardware_sleeps(uint64_t *us);

#endif
