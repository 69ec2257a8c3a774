#ifndef KR_CHECKSUM_H
#define KR_CHECKSUM_H
/* CRC-32 (that of zlib and Ethernet), and the argument from which a checksum goes on. */
#include "core/object.h"

uint32_t kr_crc32(uint32_t crc, const uint8_t *data, size_t size); /* starts with 0 */

/* The low 32 bits of an int; `start` when there is no argument (KR_UNBOUND). */
uint32_t kr_checksum_arg(kr_vm *vm, kr_value v, uint32_t start);

#endif
