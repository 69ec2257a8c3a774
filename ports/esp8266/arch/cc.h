#ifndef KRAIT_ESP8266_ARCH_CC_H
#define KRAIT_ESP8266_ARCH_CC_H
/* What lwIP asks about its compiler. It runs inside of dev_port.serve() only, never in an interrupt, so
 * nothing needs locking. */
#include <stdint.h>
#include <stdlib.h>

#include "board.h"

#define LWIP_NO_CTYPE_H         1
#define LWIP_NO_UNISTD_H        1
#define LWIP_ERR_T              int8_t
#define LWIP_PLATFORM_DIAG(x)   ((void)0)
#define LWIP_PLATFORM_ASSERT(x) board_fail(x)
#define LWIP_NOASSERT           1
#define LWIP_RAND()             board_random_word()
#define BYTE_ORDER              LITTLE_ENDIAN

#endif
