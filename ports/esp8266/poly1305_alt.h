#ifndef POLY1305_ALT_H
#define POLY1305_ALT_H
/* The state of Poly1305 as poly1305.c has it; mbedTLS includes this in the place of its own
 * (MBEDTLS_POLY1305_ALT). */
#include <stddef.h>
#include <stdint.h>

#define POLY1305_LIMBS 10 /* of 13 bits */

typedef struct mbedtls_poly1305_context {
    uint16_t sum[POLY1305_LIMBS]; /* so far; a limb may have a bit more */
    uint16_t
        factors[2 * POLY1305_LIMBS - 1]; /* r[i] at 9 + i; 5 * r[i] at i - 1, what it is worth past 2^130 */
    uint8_t mask[16];                    /* the second half of the key */
    uint8_t rest[16];
    uint8_t count; /* bytes in `rest` */
} mbedtls_poly1305_context;

#endif
