/* The firmware's Poly1305 beside the one of the computer's mbedTLS, and with the numbers where a carry goes
 * all the way round. */
#include <mbedtls/poly1305.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define mbedtls_poly1305_context own_context
#define mbedtls_poly1305_init    own_init
#define mbedtls_poly1305_free    own_free
#define mbedtls_poly1305_starts  own_starts
#define mbedtls_poly1305_update  own_update
#define mbedtls_poly1305_finish  own_finish
#include "poly1305_alt.h"
void own_init(own_context *state);
void own_free(own_context *state);
int own_starts(own_context *state, const unsigned char key[32]);
int own_update(own_context *state, const unsigned char *data, size_t size);
int own_finish(own_context *state, unsigned char mac[16]);
#include "poly1305.c"

#define MOST 300

/* In pieces whose sizes the seed decides, or in one when it is 0. */
static void compare(const uint8_t key[32], const uint8_t *message, size_t size, unsigned seed) {
    own_context state;
    uint8_t expected[16], mac[16];
    assert_int_equal(mbedtls_poly1305_mac(key, message, size, expected), 0);
    own_init(&state);
    own_starts(&state, key);
    for (size_t at = 0, part; at < size; at += part) {
        part = seed ? (size_t)rand_r(&seed) % 40 : size;
        if (part > size - at) part = size - at;
        own_update(&state, message + at, part);
    }
    own_finish(&state, mac);
    assert_memory_equal(mac, expected, 16);
    own_free(&state);
    for (size_t i = 0; i < sizeof state; i++) assert_int_equal(((uint8_t *)&state)[i], 0);
}

static void test_random(void **state) {
    uint8_t key[32], message[MOST];
    unsigned seed = 5;
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        for (unsigned k = 0; k < sizeof key; k++) key[k] = (uint8_t)rand_r(&seed);
        size_t size = (size_t)rand_r(&seed) % (MOST + 1);
        for (size_t k = 0; k < size; k++) message[k] = (uint8_t)rand_r(&seed);
        compare(key, message, size, i % 3 ? i : 0);
    }
}

/* Bytes that are all ones or all zeros but for one: limbs that are full, sums next to 2^130 - 5. */
static void test_extremes(void **state) {
    static const uint8_t values[] = {0, 1, 2, 4, 5, 0x7f, 0x80, 0xfb, 0xfc, 0xfe, 0xff};
    uint8_t key[32], message[64];
    (void)state;
    for (unsigned of_key = 0; of_key < sizeof values; of_key++)
        for (unsigned of_mask = 0; of_mask < 2; of_mask++)
            for (unsigned of_message = 0; of_message < sizeof values; of_message++)
                for (unsigned odd = 0; odd < sizeof message; odd++)
                    for (size_t size = 0; size <= sizeof message; size += 8) {
                        memset(key, values[of_key], 16);
                        memset(key + 16, of_mask ? 0xff : 0, 16);
                        memset(message, values[of_message], sizeof message);
                        message[odd] ^= 0xff;
                        compare(key, message, size, 0);
                    }
}

/* r = 1 and r = 2: the sum is what the message says. */
static void test_about_the_prime(void **state) {
    uint8_t key[32] = {0}, message[48];
    (void)state;
    for (unsigned r = 1; r < 6; r++)
        for (unsigned low = 0xf0; low < 0x100; low++)
            for (unsigned blocks = 1; blocks <= 3; blocks++) {
                key[0] = (uint8_t)r;
                memset(message, 0xff, sizeof message);
                message[0] = message[16] = (uint8_t)low;
                compare(key, message, blocks * 16, 0);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_about_the_prime),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
