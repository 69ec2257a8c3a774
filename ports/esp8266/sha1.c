/* SHA-1's compression of a block (RFC 3174) as one loop, for mbedTLS, whose own is unrolled: 5 KB of code for
 * a hash of which a handshake needs two blocks. The schedule is a ring of the last 16 words. */
#include <stdint.h>

#include "mbedtls/sha1.h"

static uint32_t rotated(uint32_t word, unsigned bits) {
    return word << bits | word >> (32 - bits);
}

static uint32_t word_of(const unsigned char *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The function and the constant of each 20 rounds. */
static uint32_t mixed(unsigned round, uint32_t b, uint32_t c, uint32_t d) {
    if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999u;
    if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1u;
    if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdcu;
    return (b ^ c ^ d) + 0xca62c1d6u;
}

int mbedtls_internal_sha1_process(mbedtls_sha1_context *ctx, const unsigned char data[64]) {
    uint32_t ring[16];
    uint32_t a = ctx->state[0], b = ctx->state[1], c = ctx->state[2], d = ctx->state[3], e = ctx->state[4];
    for (unsigned round = 0; round < 80; round++) {
        uint32_t *word = &ring[round & 15];
        *word =
            round < 16
                ? word_of(data + round * 4)
                : rotated(ring[(round + 13) & 15] ^ ring[(round + 8) & 15] ^ ring[(round + 2) & 15] ^ *word,
                          1);
        uint32_t next = rotated(a, 5) + mixed(round, b, c, d) + e + *word;
        e = d;
        d = c;
        c = rotated(b, 30);
        b = a;
        a = next;
    }
    ctx->state[0] += a;
    ctx->state[1] += b;
    ctx->state[2] += c;
    ctx->state[3] += d;
    ctx->state[4] += e;
    return 0;
}
