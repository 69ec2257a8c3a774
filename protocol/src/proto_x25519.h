/* X25519 (RFC 7748), the one place of curve arithmetic: a port with a faster multiplication replaces this file
 * and nothing else. */
#ifndef KRAIT_PROTO_X25519_H
#define KRAIT_PROTO_X25519_H

#include <stdint.h>

/* output = clamp(scalar) * point, all 32 bytes little-endian. NOISE_POINT when the point has low order, so
 * that the result would be the same for every secret. */
int proto_x25519(uint8_t output[32], const uint8_t scalar[32], const uint8_t point[32]);

#endif
