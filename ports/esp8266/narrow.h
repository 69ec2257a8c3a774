#ifndef KRAIT_ESP8266_NARROW_H
#define KRAIT_ESP8266_NARROW_H
/* Loads of 8 and 16 bits from flash, which the chip answers with an exception: done by words instead.
 *
 * The firmware has none: files whose constants are read by bytes are compiled with -mforce-l32, and the
 * memory guard of the emulated board fails a test at any other such load (ram_bytes.cmake). Should a path
 * that no test takes have one all the same, a board's exception handler asks here what the load would have
 * brought, goes on behind it, and counts it (board_narrow_loads()). This code runs in the handler, from
 * instruction RAM. */
#include <stdbool.h>
#include <stdint.h>

struct narrow_load {
    unsigned reg; /* 0 to 15: where the value belongs */
    uint32_t value;
    uint32_t resume; /* the address behind the instruction */
};

/* `pc`: the instruction that failed, `address`: what it wanted to read. False: not a load of 8 or 16 bits, or
 * 16 bits at an odd address. */
bool narrow_load(uintptr_t pc, uintptr_t address, struct narrow_load *load);

#endif
