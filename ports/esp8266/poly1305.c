/* Poly1305 (RFC 8439, 2.5) for a processor that multiplies 32 by 32 bits to 32: numbers are ten limbs of 13
 * bits, so that five products fit in a word. mbedTLS's own takes products of 64 bits, each of which is a call
 * here, and three times as long.
 *
 * No branch and no address depends on the key or on the message. */
#include "mbedtls/poly1305.h"

#include <string.h>

#include "mbedtls/platform_util.h"
#include "poly1305_alt.h"

#define LIMBS POLY1305_LIMBS
#define MASK  0x1fffu
#define BLOCK 16

/* The limb at `index` of a number of 17 bytes, behind which there are zeros. */
static uint32_t limb(const uint8_t bytes[20], unsigned index) {
    const uint8_t *at = bytes + index * 13 / 8;
    uint32_t bits = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
    return bits >> index * 13 % 8 & MASK;
}

/* sum = (sum + block) * r, not quite reduced. The sum of five products is carried before the other five. */
static void take_block(mbedtls_poly1305_context *state, const uint8_t *data, size_t size) {
    uint8_t block[20] = {0};
    uint32_t sum[LIMBS], carry = 0;
    memcpy(block, data, size);
    block[size] = 1;
    for (unsigned i = 0; i < LIMBS; i++) sum[i] = state->sum[i] + limb(block, i);
    for (unsigned i = 0; i < LIMBS; i++) {
        const uint16_t *f = state->factors + LIMBS - 1 + i;
        uint32_t low =
            carry + sum[0] * f[0] + sum[1] * f[-1] + sum[2] * f[-2] + sum[3] * f[-3] + sum[4] * f[-4];
        uint32_t all =
            (low & MASK) + sum[5] * f[-5] + sum[6] * f[-6] + sum[7] * f[-7] + sum[8] * f[-8] + sum[9] * f[-9];
        carry = (low >> 13) + (all >> 13);
        state->sum[i] = (uint16_t)(all & MASK);
    }
    carry = carry * 5 + state->sum[0];
    state->sum[0] = (uint16_t)(carry & MASK);
    state->sum[1] = (uint16_t)(state->sum[1] + (carry >> 13));
}

void mbedtls_poly1305_init(mbedtls_poly1305_context *state) {
    memset(state, 0, sizeof *state);
}

void mbedtls_poly1305_free(mbedtls_poly1305_context *state) {
    if (state) mbedtls_platform_zeroize(state, sizeof *state);
}

int mbedtls_poly1305_starts(mbedtls_poly1305_context *state, const unsigned char key[32]) {
    uint8_t r[20] = {0};
    memset(state, 0, sizeof *state);
    memcpy(r, key, 16);
    for (unsigned i = 3; i < 16; i += 4) r[i] &= 15;
    for (unsigned i = 4; i < 16; i += 4) r[i] &= 252;
    for (unsigned i = 0; i < LIMBS; i++) {
        uint32_t value = limb(r, i);
        state->factors[LIMBS - 1 + i] = (uint16_t)value;
        if (i > 0) state->factors[i - 1] = (uint16_t)(value * 5);
    }
    memcpy(state->mask, key + 16, sizeof state->mask);
    mbedtls_platform_zeroize(r, sizeof r);
    return 0;
}

int mbedtls_poly1305_update(mbedtls_poly1305_context *state, const unsigned char *data, size_t size) {
    while (size > 0) {
        size_t part = (size_t)(BLOCK - state->count) < size ? (size_t)(BLOCK - state->count) : size;
        if (part == BLOCK) {
            take_block(state, data, BLOCK);
        } else {
            memcpy(state->rest + state->count, data, part);
            state->count = (uint8_t)(state->count + part);
            if (state->count == BLOCK) {
                take_block(state, state->rest, BLOCK);
                state->count = 0;
            }
        }
        data += part;
        size -= part;
    }
    return 0;
}

/* Each limb within its 13 bits. Twice: the first time a carry may come round to the lowest one. */
static void carry_all(uint16_t sum[LIMBS]) {
    uint32_t carry = 0;
    for (unsigned turn = 0; turn < 2; turn++) {
        for (unsigned i = 0; i < LIMBS; i++) {
            carry += sum[i];
            sum[i] = (uint16_t)(carry & MASK);
            carry >>= 13;
        }
        carry *= 5;
    }
    sum[0] = (uint16_t)(sum[0] + carry); /* if any came round again, little is left in all limbs */
}

/* sum modulo 2^130 - 5: when adding 5 makes it 2^130 or more, that without 2^130. */
static void reduce(uint16_t sum[LIMBS]) {
    uint16_t other[LIMBS];
    uint32_t carry = 5;
    carry_all(sum);
    for (unsigned i = 0; i < LIMBS; i++) {
        carry += sum[i];
        other[i] = (uint16_t)(carry & MASK);
        carry >>= 13;
    }
    uint32_t choice = 0u - carry;
    for (unsigned i = 0; i < LIMBS; i++) sum[i] = (uint16_t)((sum[i] & ~choice) | (other[i] & choice));
}

int mbedtls_poly1305_finish(mbedtls_poly1305_context *state, unsigned char mac[16]) {
    uint32_t bits = 0, have = 0, carry = 0;
    unsigned next = 0;
    if (state->count > 0) take_block(state, state->rest, state->count);
    reduce(state->sum);
    for (unsigned i = 0; i < BLOCK; i++) {
        while (have < 8) {
            bits |= (uint32_t)state->sum[next++] << have;
            have += 13;
        }
        carry += (bits & 255) + state->mask[i];
        mac[i] = (unsigned char)carry;
        carry >>= 8;
        bits >>= 8;
        have -= 8;
    }
    return 0;
}
