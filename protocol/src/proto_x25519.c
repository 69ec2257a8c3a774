/* X25519 (RFC 7748) by a Montgomery ladder in constant time.
 *
 * A number modulo p = 2^255 - 19 is 20 limbs of 13 bits. Products of limbs then have 26 bits and a column of
 * twenty of them 31, so that everything is done with 32-bit words: chips without a wide multiplication
 * compute it quickly, and those that have one do not mind. mbedTLS's curves take five to ten times as long on
 * such a chip, 20 KB of text, and a heap. Between operations a limb may have a little more than 13 bits
 * ("loose", below 2^13 + 2^7); multiplication takes loose limbs, and only the last step makes the number
 * unique. No branch and no address depends on a secret. */
#include "proto_x25519.h"

#include <string.h>

#include "krait/proto_error.h"
#include "krait/proto_noise.h"

#define LIMBS 20
#define BITS  13
#define MASK  0x1fffu
#define FOLD  608u /* 2^260 modulo p */

typedef uint32_t number[LIMBS];

/* Brings limbs of at most 31 bits to loose ones. */
static void carry(number a) {
    uint32_t over = 0;
    for (unsigned i = 0; i < LIMBS; i++) {
        over += a[i];
        a[i] = over & MASK;
        over >>= BITS;
    }
    a[0] += over * FOLD;
    a[1] += a[0] >> BITS;
    a[0] &= MASK;
    a[2] += a[1] >> BITS;
    a[1] &= MASK;
}

static void add(number result, const number a, const number b) {
    for (unsigned i = 0; i < LIMBS; i++) result[i] = a[i] + b[i];
    carry(result);
}

/* 64 p, in limbs of which each is greater than a loose one, keeps the difference positive. */
static void subtract(number result, const number a, const number b) {
    result[0] = a[0] + 2 * (MASK + 1 - FOLD) - b[0];
    for (unsigned i = 1; i < LIMBS; i++) result[i] = a[i] + 2 * MASK - b[i];
    carry(result);
}

/* The upper half of a product comes down by 2^260 = 608. */
static void reduce(number result, uint32_t columns[2 * LIMBS]) {
    uint32_t over = 0;
    for (unsigned i = 0; i < 2 * LIMBS - 1; i++) {
        over += columns[i];
        columns[i] = over & MASK;
        over >>= BITS;
    }
    columns[2 * LIMBS - 1] = over; /* a bit more than a limb, when loose numbers reach 2^260 */
    for (unsigned i = 0; i < LIMBS; i++) result[i] = columns[i] + columns[LIMBS + i] * FOLD;
    carry(result);
}

static void multiply(number result, const number a, const number b) {
    uint32_t columns[2 * LIMBS] = {0};
    for (unsigned i = 0; i < LIMBS; i++) {
        uint32_t factor = a[i];
        for (unsigned j = 0; j < LIMBS; j++) columns[i + j] += factor * b[j];
    }
    reduce(result, columns);
}

/* Each product of two different limbs stands for two. */
static void square(number result, const number a) {
    uint32_t columns[2 * LIMBS] = {0};
    for (unsigned i = 0; i < LIMBS; i++) {
        uint32_t factor = 2 * a[i];
        columns[2 * i] += a[i] * a[i];
        for (unsigned j = i + 1; j < LIMBS; j++) columns[i + j] += factor * a[j];
    }
    reduce(result, columns);
}

/* (A - 2) / 4 of the curve. */
static void multiply_constant(number result, const number a) {
    uint32_t over = 0;
    for (unsigned i = 0; i < LIMBS; i++) {
        over += a[i] * 121665u;
        result[i] = over & MASK;
        over >>= BITS;
    }
    result[0] += over * FOLD;
    carry(result);
}

static void square_times(number a, unsigned times) {
    while (times--) square(a, a);
}

/* a^(p - 2): the exponent is 250 ones, then 01011. `ones` holds a to a run of ones, whose length doubles. */
static void invert(number result, const number a) {
    static const uint8_t runs[] = {1, 2, 4, 5, 10, 15, 30, 60, 120, 125, 250};
    number ones, part, five;
    unsigned have = 1;
    memcpy(ones, a, sizeof ones);
    for (unsigned i = 1; i < sizeof runs; i++) {
        unsigned more = runs[i] - have; /* `have` again, or one and five more for odd steps */
        memcpy(part, more == have ? ones : more == 1 ? a : five, sizeof part);
        square_times(ones, more);
        multiply(ones, ones, part);
        have = runs[i];
        if (have == 5) memcpy(five, ones, sizeof five);
    }
    /* x^01011 = x^11 */
    square(part, a);
    square_times(part, 2);
    multiply(part, part, a);
    square(five, a);
    multiply(part, part, five);
    square_times(ones, 5);
    multiply(result, ones, part);
}

/* Swaps when `bit` is 1. */
static void swap(number a, number b, uint32_t bit) {
    uint32_t mask = 0 - bit;
    for (unsigned i = 0; i < LIMBS; i++) {
        uint32_t difference = (a[i] ^ b[i]) & mask;
        a[i] ^= difference;
        b[i] ^= difference;
    }
}

/* The top bit of a coordinate is ignored. */
static void from_bytes(number result, const uint8_t bytes[32]) {
    uint32_t held = 0, count = 0;
    unsigned limb = 0;
    for (unsigned i = 0; i < 32; i++) {
        held |= (uint32_t)(i < 31 ? bytes[i] : bytes[i] & 127) << count;
        count += 8;
        if (count < BITS) continue;
        result[limb++] = held & MASK;
        held >>= BITS;
        count -= BITS;
    }
    result[limb] = held;
}

/* Brings the bits from 255 on down as multiples of 19; then limbs are exact. */
static void fold_top(number a) {
    a[0] += 19 * (a[LIMBS - 1] >> 8);
    a[LIMBS - 1] &= 255;
    for (unsigned i = 0; i < LIMBS - 1; i++) {
        a[i + 1] += a[i] >> BITS;
        a[i] &= MASK;
    }
}

/* The one representation below p: a + 19 reaches bit 255 just when a is not below p. */
static void to_bytes(uint8_t bytes[32], number a) {
    uint32_t over = 19, held = 0, count = 0;
    unsigned limb = 0;
    fold_top(a);
    fold_top(a);
    fold_top(a);
    for (unsigned i = 0; i < LIMBS - 1; i++) over = (over + a[i]) >> BITS;
    over = (over + a[LIMBS - 1]) >> 8;
    a[0] += 19 * over;
    for (unsigned i = 0; i < LIMBS - 1; i++) {
        a[i + 1] += a[i] >> BITS;
        a[i] &= MASK;
    }
    a[LIMBS - 1] &= 255;
    for (unsigned i = 0; i < 32; i++) {
        if (count < 8) {
            held |= a[limb++] << count;
            count += BITS;
        }
        bytes[i] = (uint8_t)held;
        held >>= 8;
        count -= 8;
    }
}

/* The state of the ladder: x/z of two points whose difference is the given one. */
struct ladder {
    number x1, x2, z2, x3, z3;
};

/* One step, with RFC 7748's names. */
static void step(struct ladder *l) {
    number a, b, c, d;
    add(a, l->x2, l->z2);
    subtract(b, l->x2, l->z2);
    add(c, l->x3, l->z3);
    subtract(d, l->x3, l->z3);
    multiply(d, d, a); /* DA */
    multiply(c, c, b); /* CB */
    square(a, a);      /* AA */
    square(b, b);      /* BB */
    add(l->x3, d, c);
    square(l->x3, l->x3);
    subtract(l->z3, d, c);
    square(l->z3, l->z3);
    multiply(l->z3, l->z3, l->x1);
    multiply(l->x2, a, b);
    subtract(b, a, b); /* E */
    multiply_constant(c, b);
    add(c, c, a);
    multiply(l->z2, b, c);
}

int proto_x25519(uint8_t output[32], const uint8_t scalar[32], const uint8_t point[32]) {
    static const uint8_t zero[32];
    struct ladder l;
    uint32_t swapped = 0;
    memset(&l, 0, sizeof l);
    from_bytes(l.x1, point);
    memcpy(l.x3, l.x1, sizeof l.x3);
    l.x2[0] = l.z3[0] = 1;
    for (unsigned i = 255; i-- > 0;) {
        uint8_t byte = scalar[i / 8];
        if (i / 8 == 0) byte &= 248;
        if (i / 8 == 31) byte = (uint8_t)((byte & 127) | 64);
        uint32_t bit = byte >> (i % 8) & 1;
        swap(l.x2, l.x3, swapped ^ bit);
        swap(l.z2, l.z3, swapped ^ bit);
        swapped = bit;
        step(&l);
    }
    swap(l.x2, l.x3, swapped);
    swap(l.z2, l.z3, swapped);
    invert(l.z2, l.z2);
    multiply(l.x2, l.x2, l.z2);
    to_bytes(output, l.x2);
    proto_wipe(&l, sizeof l);
    return proto_equal(output, zero, sizeof zero) ? PROTO_ERR_NOISE_POINT : PROTO_OK;
}
